//! [`Encoder`]: writes fields into one buffer, and takes records as they are.

use bytes::{BufMut, Bytes, BytesMut};

use super::{EncodeError, Field, STRING_LENGTH_MAX, TagWriter, UnknownTags};
use crate::records_chunks::{Chunk, Records, join, slices};

/// Slices of records shorter than this are copied: a copy is cheaper than another piece of a vectored write.
const COPIED_CHUNK_SIZE_MAX: usize = 512;
/// The bytes of a frame's length.
const SIZE_PREFIX: usize = 4;

/// Writes one message, or one frame of header and message.
#[derive(Debug, Default)]
pub struct Encoder {
    buffer: BytesMut,
    // Pieces that belong before the byte of `buffer` at the position beside them. Positions never fall.
    chunks: Vec<(usize, Chunk)>,
    chunk_bytes: usize,
    flexible: bool,
    framed: bool,
}

/// What an [`Encoder`] has written: pieces to be sent one after the other.
#[derive(Debug, Clone, Default)]
pub struct EncodedFrame {
    chunks: Vec<Chunk>,
    length: usize,
}

impl EncodedFrame {
    /// Bytes in all pieces together, the length prefix included.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Nothing was written.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The pieces, none of them empty.
    pub fn chunks(&self) -> &[Chunk] {
        &self.chunks
    }

    /// The pieces as slices of memory.
    ///
    /// # Panics
    /// If some of them are not in memory, as may be in an answer to a Fetch.
    pub fn slices(&self) -> impl Iterator<Item = &Bytes> + Clone {
        slices(self.chunks.iter())
    }

    /// All bytes in one slice, copied if there are several.
    ///
    /// # Panics
    /// If some of them are not in memory, as may be in an answer to a Fetch.
    pub fn into_bytes(self) -> Bytes {
        join(self.chunks.iter())
    }
}

impl IntoIterator for EncodedFrame {
    type Item = Chunk;
    type IntoIter = std::vec::IntoIter<Chunk>;
    fn into_iter(self) -> Self::IntoIter {
        self.chunks.into_iter()
    }
}

impl Encoder {
    /// Writes a bare message.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes a frame: the first four bytes will hold the length of the rest. `capacity` is taken at once.
    pub fn framed(capacity: usize) -> Self {
        Self::framed_in(BytesMut::with_capacity(capacity.saturating_add(SIZE_PREFIX)))
    }

    /// As [`Encoder::framed`], in a buffer that the caller brings, after what the buffer holds is dropped.
    pub fn framed_in(mut buffer: BytesMut) -> Self {
        buffer.clear();
        buffer.put_bytes(0, SIZE_PREFIX);
        Self { buffer, framed: true, ..Self::default() }
    }

    /// Bytes written so far.
    pub fn len(&self) -> usize {
        self.buffer.len() + self.chunk_bytes
    }

    /// Nothing written so far.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether lengths are compact and tagged fields follow each struct.
    pub fn flexible(&self) -> bool {
        self.flexible
    }

    /// Sets what [`Encoder::flexible`] says; [`super::Message::encode`] does this.
    pub fn set_flexible(&mut self, flexible: bool) {
        self.flexible = flexible;
    }

    /// Ends the message: fills in the length of a frame and gives the pieces.
    ///
    /// # Errors
    /// The frame is longer than an `i32` can say.
    pub fn finish(mut self) -> Result<EncodedFrame, EncodeError> {
        let length = self.len();
        if self.framed {
            let size = length.saturating_sub(SIZE_PREFIX);
            let size =
                i32::try_from(size).map_err(|_| EncodeError::TooLong { what: "frame", length: size })?;
            if let Some(prefix) = self.buffer.first_chunk_mut::<SIZE_PREFIX>() {
                *prefix = size.to_be_bytes();
            }
        }
        let mut chunks = Vec::with_capacity(2 * self.chunks.len() + 1);
        let mut taken = 0;
        for (position, chunk) in self.chunks {
            let before = self.buffer.split_to(position - taken);
            taken = position;
            if !before.is_empty() {
                chunks.push(before.freeze().into());
            }
            chunks.push(chunk);
        }
        if !self.buffer.is_empty() {
            chunks.push(self.buffer.freeze().into());
        }
        Ok(EncodedFrame { chunks, length })
    }

    /// Writes bytes as they are.
    pub fn put(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// Writes an unsigned number, seven bits a byte, lowest first.
    pub fn unsigned_varint(&mut self, value: u32) {
        let (bytes, length) = varint(value);
        self.put(bytes.get(..length).unwrap_or_default());
    }

    /// A length as this version writes it; `None` is null.
    pub(super) fn length(&mut self, what: &'static str, length: Option<usize>) -> Result<(), EncodeError> {
        let too_long = |_| EncodeError::TooLong { what, length: length.unwrap_or_default() };
        let raw = length.map_or(Ok(-1), i32::try_from).map_err(too_long)?;
        if self.flexible {
            self.unsigned_varint(raw.wrapping_add(1).cast_unsigned());
        } else {
            self.put(&raw.to_be_bytes());
        }
        Ok(())
    }

    pub(super) fn nullable_bytes(&mut self, bytes: Option<&[u8]>) -> Result<(), EncodeError> {
        self.length("bytes", bytes.map(<[u8]>::len))?;
        self.put(bytes.unwrap_or_default());
        Ok(())
    }

    pub(super) fn nullable_string(&mut self, text: Option<&str>) -> Result<(), EncodeError> {
        if !self.flexible {
            return self.plain_nullable_string(text);
        }
        let length = text.map(str::len);
        if length > Some(STRING_LENGTH_MAX) {
            return Err(EncodeError::TooLong { what: "string", length: length.unwrap_or_default() });
        }
        self.nullable_bytes(text.map(str::as_bytes))
    }

    /// Text behind an `i16`, also in flexible versions. Only the client id of a request header is written so.
    pub fn plain_nullable_string(&mut self, text: Option<&str>) -> Result<(), EncodeError> {
        let length = text.map(str::len);
        let too_long = |_| EncodeError::TooLong { what: "string", length: length.unwrap_or_default() };
        let raw = length.map_or(Ok(-1), i16::try_from).map_err(too_long)?;
        self.put(&raw.to_be_bytes());
        self.put(text.unwrap_or_default().as_bytes());
        Ok(())
    }

    pub(super) fn nullable_array<T: Field>(
        &mut self,
        entries: Option<&[T]>,
        version: i16,
    ) -> Result<(), EncodeError> {
        self.length("array", entries.map(<[T]>::len))?;
        entries.unwrap_or_default().iter().try_for_each(|entry| entry.write(self, version))
    }

    pub(super) fn nullable_records(&mut self, records: Option<&Records>) -> Result<(), EncodeError> {
        self.length("records", records.map(Records::len))?;
        for chunk in records.into_iter().flat_map(Records::chunks) {
            match chunk {
                Chunk::Memory(bytes) if bytes.len() <= COPIED_CHUNK_SIZE_MAX => self.put(bytes),
                Chunk::Memory(_) | Chunk::Foreign(_) => {
                    self.chunk_bytes += chunk.len();
                    self.chunks.push((self.buffer.len(), chunk.clone()));
                }
            }
        }
        Ok(())
    }

    /// A nullable field in a version where it may not be null.
    pub(crate) fn not_null<T: Field>(
        &mut self,
        value: Option<&T>,
        field: &'static str,
        version: i16,
    ) -> Result<(), EncodeError> {
        value.ok_or(EncodeError::Null(field))?.write(self, version)
    }

    /// Starts the tagged fields of a struct.
    pub(crate) fn tags<'a>(&mut self, unknown: &'a UnknownTags) -> Result<TagWriter<'a>, EncodeError> {
        TagWriter::start(self, unknown)
    }

    /// Writes the tagged fields of a struct that has only unknown ones.
    pub(crate) fn unknown_tags(&mut self, unknown: &UnknownTags) -> Result<(), EncodeError> {
        self.tags(unknown)?.finish(self)
    }

    /// Leaves room for a number that is known later; to be filled by [`Encoder::fill`].
    pub(super) fn reserve(&mut self) -> usize {
        self.buffer.put_u8(0);
        self.buffer.len()
    }

    /// Bytes written since the room at `mark` was left.
    pub(super) fn written_since(&self, mark: usize) -> usize {
        let chunks = self.chunks.iter().rev().take_while(|(position, _)| *position >= mark);
        self.buffer.len() - mark + chunks.map(|(_, chunk)| chunk.len()).sum::<usize>()
    }

    /// Writes `value` as a varint into the room before `mark`, moving what follows if it takes several bytes.
    pub(super) fn fill(&mut self, mark: usize, value: u32) {
        let (bytes, length) = varint(value);
        let extra = length - 1;
        let end = self.buffer.len();
        if extra > 0 {
            self.buffer.put_bytes(0, extra);
            self.buffer.copy_within(mark..end, mark + extra);
            for (position, _) in self.chunks.iter_mut().rev().take_while(|(position, _)| *position >= mark) {
                *position += extra;
            }
        }
        let room = self.buffer.iter_mut().skip(mark - 1);
        for (slot, byte) in room.zip(bytes.iter().take(length)) {
            *slot = *byte;
        }
    }
}

/// Refuses a field that the version has no place for, unless the field is at its default.
pub(crate) fn only_if(allowed: bool, field: &'static str, version: i16) -> Result<(), EncodeError> {
    if allowed { Ok(()) } else { Err(EncodeError::FieldNotInVersion { field, version }) }
}

/// The bytes of a varint and how many of them count.
fn varint(mut value: u32) -> ([u8; 5], usize) {
    let mut bytes = [0; 5];
    let mut length = 0;
    for slot in &mut bytes {
        length += 1;
        let [low, ..] = value.to_le_bytes();
        value >>= 7;
        if value == 0 {
            *slot = low;
            break;
        }
        *slot = low | 0x80;
    }
    (bytes, length)
}
