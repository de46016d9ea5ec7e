//! Reads a journal file in large pieces, from front to back.

use std::{io, sync::Arc};

use bytes::Bytes;

use crate::{DiskFile, chunk::ChunkPool, read_exact_at, seal::Cipher};

/// How much is read at once, unless more is asked for.
const WINDOW_BYTES: u64 = 1 << 20;

#[derive(Debug)]
pub(super) struct Window {
    file: Arc<dyn DiskFile>,
    cipher: Cipher,
    /// The file's length.
    len: u64,
    pool: Arc<ChunkPool>,
    start: u64,
    bytes: Bytes,
}

impl Window {
    pub(super) fn new(file: Arc<dyn DiskFile>, cipher: Cipher, len: u64, pool: Arc<ChunkPool>) -> Self {
        Self { file, cipher, len, pool, start: 0, bytes: Bytes::new() }
    }

    /// `len` bytes at `position`; `None` if the file ends before. Both are multiples of the alignment.
    pub(super) fn get(&mut self, position: u64, len: u64) -> io::Result<Option<Bytes>> {
        let Some(left) = self.len.checked_sub(position).filter(|&left| len <= left) else { return Ok(None) };
        let held = self.start..self.start + self.bytes.len() as u64;
        if position < held.start || held.end < position + len {
            let piece = usize::try_from(len.max(WINDOW_BYTES.min(left))).map_err(io::Error::other)?;
            self.bytes = Bytes::new();
            let mut reservation = self.pool.span(piece).reserve(piece).expect("room was asked for");
            read_exact_at(&*self.file, reservation.bytes_mut(), self.cipher.stored_position(position))?;
            self.cipher.open(position, reservation.bytes_mut());
            self.bytes = reservation.freeze(0..piece);
            self.start = position;
        }
        let at = usize::try_from(position - self.start).map_err(io::Error::other)?;
        let len = usize::try_from(len).map_err(io::Error::other)?;
        Ok(Some(self.bytes.slice(at..at + len)))
    }
}
