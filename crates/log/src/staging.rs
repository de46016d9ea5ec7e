//! Writing records past the page cache.
//!
//! A piece of write-back ends and begins anywhere; the disk takes whole blocks at multiples of [`ALIGNMENT`] from
//! memory that lies at such a multiple too. So the blocks in the middle are gathered in one aligned buffer and written
//! directly; the parts of a block before and behind them go through the page cache, where the next piece completes
//! the last block. The kernel keeps the two views of a file together.
//!
//! Why: the copy into the page cache is the most expensive step of a record's way, and it drives out what readers
//! have there, for bytes that nobody may ever read. Not here: the choice, which is [`crate::drain`]'s.

use std::io::{self, IoSlice};

use moldau_disk::{ALIGNMENT, DiskFile};

/// Bytes gathered for one write.
const STAGING_BYTES: usize = 1 << 20;

/// An aligned buffer; nothing is allocated before it is used.
#[derive(Debug, Default)]
pub(crate) struct Staging(Vec<u8>);

impl Staging {
    fn aligned(&mut self) -> &mut [u8] {
        if self.0.is_empty() {
            self.0 = vec![0; STAGING_BYTES + ALIGNMENT];
        }
        let offset = self.0.as_ptr().align_offset(ALIGNMENT);
        self.0.get_mut(offset..offset + STAGING_BYTES).expect("the buffer has room for the alignment")
    }
}

/// The two ways into one file.
pub(crate) struct Doors<'a> {
    /// Through the page cache.
    pub(crate) cached: &'a dyn DiskFile,
    /// Past it.
    pub(crate) direct: &'a dyn DiskFile,
}

/// Writes all of `parts` at `position`, the whole blocks among them directly.
pub(crate) fn write(
    doors: &Doors<'_>,
    parts: &[&[u8]],
    position: u64,
    staging: &mut Staging,
) -> io::Result<()> {
    let block = ALIGNMENT as u64;
    let len: u64 = parts.iter().map(|part| part.len() as u64).sum();
    let end = position + len;
    let (first, last) = (position.next_multiple_of(block).min(end), end - end % block);
    let mut rest = Parts { parts, skip: 0 };
    if position < first {
        doors.cached.write_all_at(&rest.take(first - position), position)?;
    }
    let mut at = first;
    while at < last {
        let buffer = staging.aligned();
        let wanted = usize::try_from(last - at).unwrap_or(usize::MAX).min(buffer.len());
        let buffer = buffer.get_mut(..wanted).expect("no longer than the buffer");
        rest.copy_to(buffer);
        doors.direct.write_all_at(&[IoSlice::new(buffer)], at)?;
        at += wanted as u64;
    }
    if at < end {
        doors.cached.write_all_at(&rest.take(end - at), at)?;
    }
    Ok(())
}

/// What is left of a list of slices.
struct Parts<'a> {
    parts: &'a [&'a [u8]],
    /// Bytes of the first that are gone.
    skip: usize,
}

impl<'a> Parts<'a> {
    /// The next piece, of at most `len` bytes; empty at the end.
    fn next(&mut self, len: usize) -> &'a [u8] {
        while let Some((first, others)) = self.parts.split_first() {
            let left = first.get(self.skip..).unwrap_or_default();
            if left.is_empty() {
                (self.parts, self.skip) = (others, 0);
                continue;
            }
            let piece = left.get(..len).unwrap_or(left);
            self.skip += piece.len();
            return piece;
        }
        &[]
    }

    fn take(&mut self, len: u64) -> Vec<IoSlice<'a>> {
        let mut left = usize::try_from(len).unwrap_or(usize::MAX);
        let mut taken = Vec::new();
        while 0 < left {
            let piece = self.next(left);
            if piece.is_empty() {
                break;
            }
            left -= piece.len();
            taken.push(IoSlice::new(piece));
        }
        taken
    }

    /// Fills the buffer, for which there must be enough left.
    fn copy_to(&mut self, buffer: &mut [u8]) {
        let mut done = 0;
        while done < buffer.len() {
            let piece = self.next(buffer.len() - done);
            assert!(!piece.is_empty(), "more was promised than there is");
            buffer
                .get_mut(done..done + piece.len())
                .expect("no longer than what is left")
                .copy_from_slice(piece);
            done += piece.len();
        }
    }
}

#[cfg(test)]
mod tests;
