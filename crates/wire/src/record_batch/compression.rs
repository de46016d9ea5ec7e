//! Codecs, and bounded decompression in pieces.
//!
//! [`Bounded`] is the one way to decompress: a reader that holds a window of 64 KiB and gives out no more bytes
//! than its limit. The contexts of zstd and the windows are kept per thread.
//!
//! Formats as the Java client reads them: gzip with several members; snappy in the framing of snappy-java
//! ("xerial"), or one raw block without it; LZ4 frames of
//! independent blocks; zstd frames with windows of up to 128 MiB.

use std::cell::Cell;
use std::io::{self, BufRead, Read};

use bytes::Bytes;
use zstd::zstd_safe::{DCtx, ResetDirective};

use super::RecordError;

/// How a batch's records are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Compression {
    /// Not at all.
    #[default]
    None,
    /// Codec 1.
    Gzip,
    /// Codec 2.
    Snappy,
    /// Codec 3.
    Lz4,
    /// Codec 4 (KIP-110); clients may send it from Produce 7 on.
    Zstd,
}

impl Compression {
    /// Every codec, by number.
    pub const ALL: [Self; 5] = [Self::None, Self::Gzip, Self::Snappy, Self::Lz4, Self::Zstd];

    /// The number in a batch's attributes, 0 to 4.
    pub const fn codec(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Gzip => 1,
            Self::Snappy => 2,
            Self::Lz4 => 3,
            Self::Zstd => 4,
        }
    }

    /// `None` for 5 and above.
    pub fn from_codec(codec: u8) -> Option<Self> {
        Self::ALL.get(usize::from(codec)).copied()
    }

    /// As the `compression.type` setting spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Gzip => "gzip",
            Self::Snappy => "snappy",
            Self::Lz4 => "lz4",
            Self::Zstd => "zstd",
        }
    }
}

/// Bytes held between a codec and who reads its output.
const WINDOW_SIZE: usize = 64 * 1024;
/// How snappy-java begins its framing; two version numbers follow.
const XERIAL_MAGIC: [u8; 8] = *b"\x82SNAPPY\0";
const XERIAL_HEADER_SIZE: usize = 16;
/// No snappy block grows by more than this: three bytes of input give at most 64 of output.
const SNAPPY_RATIO_MAX: usize = 22;

/// What a thread keeps between batches.
#[derive(Default)]
struct Scratch {
    window: Vec<u8>,
    zstd: Option<DCtx<'static>>,
}

thread_local! {
    static SCRATCH: Cell<Option<Box<Scratch>>> = const { Cell::new(None) };
}

/// A compressed block as a stream of bytes that ends in an error once it exceeds its limit.
pub(super) struct Bounded<'a> {
    source: Source<'a>,
    window: &'a mut Vec<u8>,
    start: usize,
    end: usize,
    left: usize,
}

/// The limit was reached. Recognised by [`to_record_error`].
#[derive(Debug, thiserror::Error)]
#[error("the limit on decompressed bytes is reached")]
struct LimitReached;

impl BufRead for Bounded<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end {
            self.window.resize(WINDOW_SIZE, 0);
            self.start = 0;
            self.end = 0;
            self.end = self.source.read(self.window)?;
            self.left = self.left.checked_sub(self.end).ok_or_else(|| io::Error::other(LimitReached))?;
        }
        Ok(self.window.get(self.start..self.end).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.start = self.end.min(self.start + count);
    }
}

impl Read for Bounded<'_> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let found = self.fill_buf()?;
        let count = found.len().min(target.len());
        for (slot, byte) in target.iter_mut().zip(found) {
            *slot = *byte;
        }
        self.consume(count);
        Ok(count)
    }
}

enum Source<'a> {
    Gzip(flate2::bufread::MultiGzDecoder<&'a [u8]>),
    Snappy(SnappyReader<'a>),
    Lz4(lz4_flex::frame::FrameDecoder<&'a [u8]>),
    Zstd(zstd::stream::read::Decoder<'a, &'a [u8]>),
}

impl Read for Source<'_> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Gzip(reader) => reader.read(target),
            Self::Snappy(reader) => reader.read(target),
            Self::Lz4(reader) => reader.read(target),
            Self::Zstd(reader) => reader.read(target),
        }
    }
}

/// Runs `read` over the decompressed bytes of `block`, which must not be [`Compression::None`]'s.
pub(super) fn with_decompressed<T>(
    compression: Compression,
    block: &[u8],
    limit: usize,
    read: impl FnOnce(&mut Bounded<'_>) -> Result<T, RecordError>,
) -> Result<T, RecordError> {
    let mut scratch = SCRATCH.take().unwrap_or_default();
    let result = {
        let Scratch { window, zstd } = &mut *scratch;
        source(compression, block, zstd)
            .map_err(|error| to_record_error(compression, limit, &error))
            .and_then(|source| read(&mut Bounded { source, window, start: 0, end: 0, left: limit }))
    };
    SCRATCH.set(Some(scratch));
    result
}

fn source<'a>(
    compression: Compression,
    block: &'a [u8],
    context: &'a mut Option<DCtx<'static>>,
) -> io::Result<Source<'a>> {
    Ok(match compression {
        Compression::None => return Err(io::Error::other("not compressed")),
        Compression::Gzip => Source::Gzip(flate2::bufread::MultiGzDecoder::new(block)),
        Compression::Snappy => Source::Snappy(SnappyReader::new(block)),
        Compression::Lz4 if lz4_blocks_are_linked(block) => {
            return Err(io::Error::other(
                "its blocks depend on each other, which Kafka's clients cannot read",
            ));
        }
        Compression::Lz4 => Source::Lz4(lz4_flex::frame::FrameDecoder::new(block)),
        Compression::Zstd => {
            let context = context.get_or_insert_with(DCtx::create);
            // A block before this one may have ended in the middle.
            context
                .reset(ResetDirective::SessionOnly)
                .map_err(|code| io::Error::other(zstd::zstd_safe::get_error_name(code)))?;
            Source::Zstd(zstd::stream::read::Decoder::with_context(block, context))
        }
    })
}

/// Whether an LZ4 frame says that its blocks refer to earlier ones: bit 5 of its flags is not set.
fn lz4_blocks_are_linked(frame: &[u8]) -> bool {
    const MAGIC: [u8; 4] = 0x184d_2204_u32.to_le_bytes();
    const INDEPENDENT: u8 = 1 << 5;
    frame.strip_prefix(&MAGIC).and_then(<[u8]>::first).is_some_and(|flags| flags & INDEPENDENT == 0)
}

pub(super) fn to_record_error(compression: Compression, limit: usize, error: &io::Error) -> RecordError {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<LimitReached>());
    if inner.is_some() {
        RecordError::TooLarge { limit }
    } else {
        RecordError::Decompression { codec: compression.name(), reason: error.to_string() }
    }
}

/// The decompressed bytes of a block, at most `limit`; memory grows with what has been decompressed. Bytes that
/// are not compressed are shared, whatever the limit.
pub fn decompress(compression: Compression, block: &Bytes, limit: usize) -> Result<Bytes, RecordError> {
    if compression == Compression::None {
        return Ok(block.clone());
    }
    with_decompressed(compression, block, limit, |reader| {
        let mut whole = Vec::with_capacity(limit.min(block.len().saturating_mul(2)));
        loop {
            let piece = reader.fill_buf().map_err(|error| to_record_error(compression, limit, &error))?;
            let count = piece.len();
            if count == 0 {
                return Ok(Bytes::from(whole));
            }
            whole.extend_from_slice(piece);
            reader.consume(count);
        }
    })
}

/// Reads snappy-java's framing: a header of 16 bytes, then blocks behind their length. The header may come
/// again where streams were joined. Without a header the whole is one raw block.
struct SnappyReader<'a> {
    rest: &'a [u8],
    framed: bool,
    block: Vec<u8>,
    position: usize,
}

impl<'a> SnappyReader<'a> {
    fn new(block: &'a [u8]) -> Self {
        let framed = block.starts_with(&XERIAL_MAGIC);
        Self { rest: block, framed, block: Vec::new(), position: 0 }
    }

    /// The next compressed block; `None` at the end.
    fn next_block(&mut self) -> io::Result<Option<&'a [u8]>> {
        if !self.framed {
            let whole = std::mem::take(&mut self.rest);
            return Ok(Some(whole).filter(|whole| !whole.is_empty()));
        }
        while self.rest.starts_with(&XERIAL_MAGIC) {
            self.take(XERIAL_HEADER_SIZE)?;
        }
        if self.rest.is_empty() {
            return Ok(None);
        }
        let length = self.take(4)?.first_chunk().copied().map_or(-1, i32::from_be_bytes);
        let length = usize::try_from(length).map_err(|_| invalid("a snappy block of negative length"))?;
        self.take(length).map(Some)
    }

    fn take(&mut self, count: usize) -> io::Result<&'a [u8]> {
        let cut = self.rest.split_at_checked(count);
        let (taken, rest) = cut.ok_or_else(|| invalid("a snappy block beyond the end"))?;
        self.rest = rest;
        Ok(taken)
    }

    fn decompress_next(&mut self) -> io::Result<bool> {
        let Some(compressed) = self.next_block()? else { return Ok(false) };
        let length = snap::raw::decompress_len(compressed).map_err(io::Error::other)?;
        if length > compressed.len().saturating_mul(SNAPPY_RATIO_MAX) {
            return Err(invalid("a snappy block that claims an impossible length"));
        }
        self.block.clear();
        self.block.resize(length, 0);
        self.position = 0;
        let written = snap::raw::Decoder::new().decompress(compressed, &mut self.block);
        self.block.truncate(written.map_err(io::Error::other)?);
        Ok(true)
    }
}

impl Read for SnappyReader<'_> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        loop {
            let mut ready = self.block.get(self.position..).unwrap_or_default();
            if !ready.is_empty() || target.is_empty() {
                let count = ready.read(target)?;
                self.position += count;
                return Ok(count);
            }
            if !self.decompress_next()? {
                return Ok(0);
            }
        }
    }
}

fn invalid(reason: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}
