//! Cutting frames out of a stream: four bytes of length, then so many bytes.
//!
//! Holds no buffer and takes no memory; the caller owns the bytes read so far and asks what they amount to.

use bytes::{Buf, Bytes, BytesMut};

/// The bytes of a frame's length.
pub const SIZE_PREFIX: usize = 4;

/// A length that no frame can have. The connection should be closed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// Below zero.
    #[error("frame of negative length {0}")]
    Negative(i32),
    /// Above the limit, `socket.request.max.bytes`.
    #[error("frame of {size} bytes is above the limit of {max}")]
    TooLarge {
        /// The length it claims.
        size: usize,
        /// The limit.
        max: usize,
    },
}

/// What the bytes at hand amount to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Not even the length is whole.
    NeedSize,
    /// The length is known, and `missing` bytes of the frame's `size` are not here yet.
    NeedBody {
        /// Bytes of the frame, its length not included.
        size: usize,
        /// How many of them are not here.
        missing: usize,
    },
    /// A frame, without its length.
    Frame(Bytes),
}

/// Knows the limit and cuts frames.
#[derive(Debug, Clone, Copy)]
pub struct FrameDecoder {
    size_max: usize,
}

impl FrameDecoder {
    /// Frames of up to `size_max` bytes, their length not included, are let through.
    pub const fn new(size_max: usize) -> Self {
        Self { size_max }
    }

    /// Checks the length of a frame: its bytes after the length.
    pub fn check_size(self, prefix: [u8; SIZE_PREFIX]) -> Result<usize, FrameError> {
        let raw = i32::from_be_bytes(prefix);
        let size = usize::try_from(raw).map_err(|_| FrameError::Negative(raw))?;
        if size > self.size_max {
            return Err(FrameError::TooLarge { size, max: self.size_max });
        }
        Ok(size)
    }

    /// Takes the first frame off `buffer` if it is whole. Otherwise `buffer` stays as it is.
    pub fn next(self, buffer: &mut BytesMut) -> Result<Progress, FrameError> {
        let Some(prefix) = buffer.first_chunk::<SIZE_PREFIX>() else { return Ok(Progress::NeedSize) };
        let size = self.check_size(*prefix)?;
        let here = buffer.len() - SIZE_PREFIX;
        if here < size {
            return Ok(Progress::NeedBody { size, missing: size - here });
        }
        buffer.advance(SIZE_PREFIX);
        Ok(Progress::Frame(buffer.split_to(size).freeze()))
    }
}

#[cfg(test)]
mod tests;
