//! [`Decoder`]: reads fields out of one frame without copying.

use bytes::Bytes;

use super::{ARRAY_INITIAL_CAPACITY_MAX, ARRAY_LENGTH_MAX, DecodeError, Field, STRING_LENGTH_MAX};
use crate::str::Str;

/// A position in a frame. Everything it hands out is a slice of the frame.
#[derive(Debug, Clone)]
pub struct Decoder {
    frame: Bytes,
    position: usize,
    // The end of the frame, or of the tagged field being read. Never beyond the frame.
    end: usize,
    flexible: bool,
}

impl Decoder {
    /// Starts at the first byte of `frame`.
    pub fn new(frame: Bytes) -> Self {
        let end = frame.len();
        Self { frame, position: 0, end, flexible: false }
    }

    /// Bytes not yet read.
    pub fn remaining(&self) -> usize {
        self.end.saturating_sub(self.position)
    }

    /// Bytes read since the start of the frame.
    pub fn position(&self) -> usize {
        self.position
    }

    /// Whether lengths are compact and tagged fields follow each struct.
    pub fn flexible(&self) -> bool {
        self.flexible
    }

    /// Sets what [`Decoder::flexible`] says; [`super::Message::decode`] does this.
    pub fn set_flexible(&mut self, flexible: bool) {
        self.flexible = flexible;
    }

    /// The bytes not yet read, as a slice of the frame.
    pub fn rest(&self) -> Bytes {
        self.frame.slice(self.position..self.end)
    }

    /// The next bytes without moving on.
    pub(crate) fn peek(&self) -> &[u8] {
        self.frame.get(self.position..self.end).unwrap_or_default()
    }

    fn take(&mut self, count: usize) -> Result<std::ops::Range<usize>, DecodeError> {
        let remaining = self.remaining();
        if count > remaining {
            return Err(DecodeError::Truncated { needed: count, remaining });
        }
        let start = self.position;
        self.position += count;
        Ok(start..self.position)
    }

    /// The next `count` bytes as a slice of the frame.
    pub fn bytes(&mut self, count: usize) -> Result<Bytes, DecodeError> {
        let range = self.take(count)?;
        Ok(self.frame.slice(range))
    }

    /// The next `N` bytes.
    pub fn fixed<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let remaining = self.remaining();
        let error = DecodeError::Truncated { needed: N, remaining };
        let found = self.peek().first_chunk::<N>().copied().ok_or(error)?;
        self.position += N;
        Ok(found)
    }

    /// An unsigned number of up to five bytes, seven bits each, lowest first. Leading zero groups are read as
    /// Kafka reads them; a sixth byte or a 33rd bit is refused.
    pub fn unsigned_varint(&mut self) -> Result<u32, DecodeError> {
        let mut value: u32 = 0;
        for shift in [0u32, 7, 14, 21, 28] {
            let [byte] = self.fixed::<1>()?;
            let bits = u32::from(byte & 0x7f);
            if shift == 28 && bits > 0x0f {
                break;
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(DecodeError::VarintTooLong)
    }

    /// A length as this version writes it: compact (plus one, zero is null), or an `i32` (negative is null).
    pub(super) fn length(&mut self) -> Result<Option<usize>, DecodeError> {
        if self.flexible { self.compact_length() } else { Ok(usize::try_from(i32::read(self, 0)?).ok()) }
    }

    fn compact_length(&mut self) -> Result<Option<usize>, DecodeError> {
        let raw = self.unsigned_varint()?;
        Ok(raw.checked_sub(1).and_then(|length| usize::try_from(length).ok()))
    }

    /// Bytes behind a length.
    pub(super) fn nullable_bytes(&mut self) -> Result<Option<Bytes>, DecodeError> {
        self.length()?.map(|length| self.bytes(length)).transpose()
    }

    /// Text behind a length: compact, or an `i16`.
    pub(super) fn nullable_string(&mut self) -> Result<Option<Str>, DecodeError> {
        if self.flexible {
            let length = self.compact_length()?;
            self.text(length)
        } else {
            self.plain_nullable_string()
        }
    }

    /// Text behind an `i16`, also in flexible versions. Only the client id of a request header is written so.
    pub fn plain_nullable_string(&mut self) -> Result<Option<Str>, DecodeError> {
        let length = usize::try_from(i16::read(self, 0)?).ok();
        self.text(length)
    }

    fn text(&mut self, length: Option<usize>) -> Result<Option<Str>, DecodeError> {
        let Some(length) = length else { return Ok(None) };
        if length > STRING_LENGTH_MAX {
            return Err(DecodeError::TooLong { what: "string", length, max: STRING_LENGTH_MAX });
        }
        Str::from_utf8(self.bytes(length)?).map(Some).ok_or(DecodeError::NotUtf8)
    }

    /// Entries behind a count. The count is held against the bytes left before any memory is taken.
    pub(super) fn nullable_array<T: Field>(&mut self, version: i16) -> Result<Option<Vec<T>>, DecodeError> {
        let Some(length) = self.length()? else { return Ok(None) };
        if length > ARRAY_LENGTH_MAX {
            return Err(DecodeError::TooLong { what: "array", length, max: ARRAY_LENGTH_MAX });
        }
        let (needed, remaining) = (length * T::SIZE_MIN.max(1), self.remaining());
        if needed > remaining {
            return Err(DecodeError::Truncated { needed, remaining });
        }
        let mut entries = Vec::with_capacity(length.min(ARRAY_INITIAL_CAPACITY_MAX));
        for _ in 0..length {
            entries.push(T::read(self, version)?);
        }
        Ok(Some(entries))
    }

    /// Runs `read` with the end set `size` bytes ahead, and says how many of them it left.
    pub(super) fn within<T>(
        &mut self,
        size: usize,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<(T, usize), DecodeError> {
        let remaining = self.remaining();
        if size > remaining {
            return Err(DecodeError::Truncated { needed: size, remaining });
        }
        let outer = std::mem::replace(&mut self.end, self.position + size);
        let value = read(self);
        let excess = self.remaining();
        self.end = outer;
        Ok((value?, excess))
    }
}
