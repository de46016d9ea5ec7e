//! Whole batches as a range of a segment's file, for those who let the kernel send it.
//!
//! A range has the bytes that [`SegmentView::read_batches`] would read. Its end is looked for by headers alone: one
//! after the other while batches are large, past small ones by the offset index. Where that would take more reads
//! than it saves, or the file has no descriptor, the bytes are read as ever. So is what the page cache has not: who waits
//! for the disk anyway does best with the kernel's own read-ahead for large reads.
//!
//! What a range promises stays true: batches are only added behind what can be read, a deleted or replaced file lives
//! on while it is open, and only a cut changes bytes that were there. A log is cut where it diverges from its leader's,
//! beyond what consumers see; a range knows when its file was cut, and gives nothing then.

use std::{io, os::fd::BorrowedFd, sync::Arc};

use bytes::Bytes;
use moldau_disk::DiskFile;
use moldau_wire::record_batch::{BatchHeader, HEADER_SIZE};

use super::{Access, Found, ScanError, SegmentView, Source, Wanted, unless_it_waits};
use crate::{
    errors::ReadError,
    files::{FileCache, Kind},
    format::index::OffsetEntry,
};

/// Fewer bytes than this are read: a copy is cheaper than system calls of their own.
const RANGE_BYTES_MIN: u64 = 32 << 10;
/// How many headers may be read before there must be a number of bytes for each.
const HEADERS_FREE: u64 = 16;
/// That number.
const BYTES_PER_HEADER: u64 = 8 << 10;

/// Whole batches of a segment.
#[derive(Debug, Clone)]
pub enum Located {
    /// They have been read.
    Memory(Bytes),
    /// They are in the file.
    Range(FileRange),
}

/// Whole batches in a segment's file. Keeps the file open.
#[derive(Debug, Clone)]
pub struct FileRange {
    view: SegmentView,
    file: Arc<dyn DiskFile>,
    position: u64,
    len: usize,
    /// How often the file had been cut when this was found.
    cuts: u64,
}

/// A piece of a range, to be sent by the kernel.
#[derive(Debug, Clone, Copy)]
pub struct KernelPiece<'a> {
    /// The file.
    pub file: BorrowedFd<'a>,
    /// Where in it.
    pub position: u64,
    /// How many bytes.
    pub len: usize,
}

impl FileRange {
    /// How many bytes.
    pub fn len(&self) -> usize {
        self.len
    }

    /// No bytes at all.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The part of this from byte `start` on, at most `len` bytes, for the kernel to send; `None` if that might have to
    /// wait for the disk. Never waits.
    pub fn cached(&self, start: usize, len: usize) -> Result<Option<KernelPiece<'_>>, ReadError> {
        self.check_uncut()?;
        let (position, len) = self.part(start, len);
        let Some(file) = self.file.descriptor() else { return Ok(None) };
        let cached = self.file.is_cached(position, len as u64).map_err(|error| self.view.io_error(error))?;
        Ok(cached.then_some(KernelPiece { file, position, len }))
    }

    /// Reads the part from byte `start` on, at most `len` bytes. `None` if that has to wait for the disk, and `waits`
    /// forbids it.
    pub fn read(&self, start: usize, len: usize, waits: bool) -> Result<Option<Bytes>, ReadError> {
        let (position, len) = self.part(start, len);
        let read = self.file.read_new(len, position, waits).map_err(|error| self.view.io_error(error))?;
        // Also what was read while the file was being cut is not given.
        self.check_uncut()?;
        match read {
            Some(bytes) if bytes.len() == len => Ok(Some(Bytes::from(bytes))),
            Some(_) if waits => Err(self.ends_early()),
            Some(_) | None => Ok(None),
        }
    }

    /// That the file has fewer bytes than it had.
    pub fn ends_early(&self) -> ReadError {
        self.failed(io::Error::new(io::ErrorKind::UnexpectedEof, "the file is shorter than it was"))
    }

    /// That the kernel could not read the file.
    pub fn failed(&self, source: io::Error) -> ReadError {
        self.view.io_error(source)
    }

    fn part(&self, start: usize, len: usize) -> (u64, usize) {
        let start = start.min(self.len);
        (self.position + start as u64, len.min(self.len - start))
    }

    fn check_uncut(&self) -> Result<(), ReadError> {
        if self.cuts == self.view.files.cuts() {
            return Ok(());
        }
        Err(self.failed(io::Error::other("the file was cut meanwhile")))
    }
}

/// A search for the end of a range that begins at `start`: what lies before `end` belongs to it.
struct Search<'a> {
    view: &'a SegmentView,
    source: &'a Source,
    start: u64,
    /// No batch may reach beyond.
    limit: u64,
    /// No batch may begin here or later.
    offset_end: i64,
    end: u64,
    next_offset: i64,
    headers_read: u64,
}

impl SegmentView {
    /// As [`SegmentView::read_batches`] without waiting for the disk, as a range of the file where that is cheaper.
    /// `None` if not all of it is in the page cache.
    pub(crate) fn locate_nowait(
        &self,
        cache: &FileCache,
        wanted: &Wanted,
    ) -> Result<Option<Located>, ReadError> {
        unless_it_waits(self.try_locate(cache, wanted))
    }

    fn try_locate(&self, cache: &FileCache, wanted: &Wanted) -> Result<Located, ScanError> {
        let cuts = self.files.cuts();
        let Some(found) = self.find_batches(cache, Access::NoWait, wanted)? else {
            return Ok(Located::Memory(Bytes::new()));
        };
        let offset_end = wanted.offsets.end;
        Ok(match self.find_range(cache, &found, offset_end, cuts)? {
            Some(range) => Located::Range(range),
            None => Located::Memory(self.read_found(&found, offset_end)?),
        })
    }

    /// `None` if the bytes had better be read.
    fn find_range(
        &self,
        cache: &FileCache,
        found: &Found,
        offset_end: i64,
        cuts: u64,
    ) -> Result<Option<FileRange>, ScanError> {
        let Found { source, start, limit, first_offset } = found;
        let (start, limit) = (*start, *limit);
        if source.file.descriptor().is_none() || limit.saturating_sub(start) < RANGE_BYTES_MIN {
            return Ok(None);
        }
        let mut search = Search {
            view: self,
            source,
            start,
            limit,
            offset_end,
            end: start,
            next_offset: *first_offset,
            headers_read: 0,
        };
        let is_whole = search.walk()? || (search.skip_by_index(cache)? && search.walk()?);
        if !is_whole {
            return Ok(None);
        }
        let (end, next_offset) = (search.end, search.next_offset);
        let Some(len) = usize::try_from(end - start).ok().filter(|len| RANGE_BYTES_MIN <= *len as u64) else {
            return Ok(None);
        };
        if !source.file.is_cached(start, len as u64).map_err(|error| self.io_error(error))? {
            return Err(ScanError::WouldBlock);
        }
        self.files.set_cursor(next_offset, end);
        Ok(Some(FileRange { view: self.clone(), file: Arc::clone(&source.file), position: start, len, cuts }))
    }
}

impl Search<'_> {
    /// Goes on from batch to batch. Whether it came to the end before it had read too many headers.
    fn walk(&mut self) -> Result<bool, ScanError> {
        let view = self.view;
        let mut bytes = [0; HEADER_SIZE];
        while HEADER_SIZE as u64 <= self.limit.saturating_sub(self.end) {
            if HEADERS_FREE + (self.end - self.start) / BYTES_PER_HEADER < self.headers_read {
                return Ok(false);
            }
            self.source.exact(view, &mut bytes, self.end)?;
            self.headers_read += 1;
            let header =
                BatchHeader::parse(&bytes).map_err(|error| view.corrupt(self.end, error.to_string()))?;
            let end = self.end.saturating_add(header.size() as u64);
            if self.limit < end || self.offset_end <= header.base_offset {
                break;
            }
            // The checksum does not cover the offset.
            if header.base_offset < self.next_offset {
                let problem = format!("offset {} comes after {}", header.base_offset, self.next_offset);
                return Err(view.corrupt(self.end, problem).into());
            }
            self.end = end;
            self.next_offset = header.next_offset();
        }
        Ok(true)
    }

    /// Goes on at the last batch that the offset index names within the limits, with as many headers to read as before.
    /// Whether it names one beyond what was found already.
    fn skip_by_index(&mut self, cache: &FileCache) -> Result<bool, ScanError> {
        let (view, access) = (self.view, self.source.access);
        let offset = |entry: &OffsetEntry| view.base().saturating_add(i64::from(entry.relative_offset));
        let found = view.last_entry_before::<OffsetEntry, { OffsetEntry::SIZE }>(
            cache,
            access,
            Kind::Index,
            OffsetEntry::decode,
            |entry| u64::from(entry.position) < self.limit && offset(entry) < self.offset_end,
        );
        let entry = match found {
            Ok(Some(entry)) => entry,
            // The index is not open, or has nothing to say.
            Ok(None) | Err(ScanError::WouldBlock) => return Ok(false),
            Err(error) => return Err(error),
        };
        let (position, indexed) = (u64::from(entry.position), offset(&entry));
        if position <= self.end || indexed < self.next_offset {
            return Ok(false);
        }
        if !view.is_batch_before(cache, access, position, indexed)? {
            view.files.suspect_indexes();
            return Ok(false);
        }
        self.end = position;
        self.headers_read = 0;
        Ok(true)
    }
}
