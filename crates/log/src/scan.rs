//! Finding and reading batches in segment files.
//!
//! Only what write-back has put there is looked at ([`SegmentView::readable`]): within it every batch is whole, so
//! that anything else is damage and is said to be. Nothing is allocated by a length in a file before it is
//! checked against the bytes that are there.

mod locate;

use std::{io, ops::Range, sync::Arc};

use bytes::Bytes;
use moldau_disk::{DiskFile, read_exact_at};
use moldau_wire::record_batch::{BatchHeader, HEADER_SIZE};

use crate::{
    errors::ReadError,
    files::{FileCache, Kind, SegmentFiles},
    format::index::{AbortedTxn, OffsetEntry, TimeEntry, partition_point},
};

pub use locate::{FileRange, KernelPiece, Located};

/// Headers are read in pieces of this many bytes.
const BLOCK: usize = 16 << 10;

/// Whether a read may wait for the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Only what is in the page cache.
    NoWait,
    /// As long as it takes.
    Blocking,
}

/// Why a scan stopped.
#[derive(Debug)]
pub(crate) enum ScanError {
    /// It would have to wait for the disk.
    WouldBlock,
    /// It failed.
    Failed(ReadError),
}

impl From<ReadError> for ScanError {
    fn from(error: ReadError) -> Self {
        Self::Failed(error)
    }
}

/// The part of a segment's files that can be read.
#[derive(Debug, Clone)]
pub(crate) struct SegmentView {
    pub(crate) files: Arc<SegmentFiles>,
    /// Bytes of the `.log` file that hold batches.
    pub(crate) readable: u64,
}

/// Which batches are wanted: from the one that holds the first of these offsets (or the next one) on, with base
/// offsets among them.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) offsets: Range<i64>,
    pub(crate) bytes_max: usize,
    pub(crate) at_least_one: bool,
}

/// Where the batches that are wanted begin, and how far they may reach.
struct Found {
    source: Source,
    start: u64,
    limit: u64,
    first_offset: i64,
}

/// A file and how it may be read.
#[derive(Debug, Clone)]
struct Source {
    file: Arc<dyn DiskFile>,
    access: Access,
}

impl Source {
    /// `len` bytes in memory of their own.
    fn new_bytes(&self, view: &SegmentView, len: usize, position: u64) -> Result<Vec<u8>, ScanError> {
        let waits = self.access == Access::Blocking;
        match self.file.read_new(len, position, waits).map_err(|error| view.io_error(error))? {
            Some(bytes) if bytes.len() == len => Ok(bytes),
            Some(_) if waits => Err(view.io_error(io::ErrorKind::UnexpectedEof.into()).into()),
            Some(_) | None => Err(ScanError::WouldBlock),
        }
    }

    /// Fills the buffer.
    fn exact(&self, view: &SegmentView, buffer: &mut [u8], position: u64) -> Result<(), ScanError> {
        match self.access {
            Access::Blocking => {
                Ok(read_exact_at(&*self.file, buffer, position).map_err(|error| view.io_error(error))?)
            }
            Access::NoWait => {
                let wanted = buffer.len();
                let read =
                    self.file.read_at_nowait(buffer, position).map_err(|error| view.io_error(error))?;
                if read == Some(wanted) { Ok(()) } else { Err(ScanError::WouldBlock) }
            }
        }
    }
}

/// `None` if it would have to wait for the disk.
fn unless_it_waits<T>(result: Result<T, ScanError>) -> Result<Option<T>, ReadError> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(ScanError::WouldBlock) => Ok(None),
        Err(ScanError::Failed(error)) => Err(error),
    }
}

impl SegmentView {
    pub(crate) fn base(&self) -> i64 {
        self.files.base()
    }

    pub(crate) fn io_error(&self, source: io::Error) -> ReadError {
        ReadError::Io { path: self.files.path(Kind::Log), source }
    }

    pub(crate) fn corrupt(&self, position: u64, problem: impl Into<String>) -> ReadError {
        ReadError::Corrupt { path: self.files.path(Kind::Log), position, problem: problem.into() }
    }

    fn source(&self, cache: &FileCache, access: Access, kind: Kind) -> Result<Option<Source>, ScanError> {
        let file = match access {
            Access::NoWait => match FileCache::if_open(&self.files, kind) {
                Some(file) => Some(file),
                None => return Err(ScanError::WouldBlock),
            },
            Access::Blocking => cache.existing(&self.files, kind).map_err(|error| self.io_error(error))?,
        };
        Ok(file.map(|file| Source { file, access }))
    }

    /// The batches that are wanted. `None` if that needs waiting and `access` forbids it.
    pub(crate) fn read_batches(
        &self,
        cache: &FileCache,
        access: Access,
        wanted: &Wanted,
    ) -> Result<Option<Bytes>, ReadError> {
        unless_it_waits(self.try_read_batches(cache, access, wanted))
    }

    fn try_read_batches(
        &self,
        cache: &FileCache,
        access: Access,
        wanted: &Wanted,
    ) -> Result<Bytes, ScanError> {
        let Some(found) = self.find_batches(cache, access, wanted)? else { return Ok(Bytes::new()) };
        self.read_found(&found, wanted.offsets.end)
    }

    /// The first batch that is wanted, and how far the others may reach.
    fn find_batches(
        &self,
        cache: &FileCache,
        access: Access,
        wanted: &Wanted,
    ) -> Result<Option<Found>, ScanError> {
        let Some((start, first)) = self.find(cache, access, wanted.offsets.start)? else { return Ok(None) };
        let bytes_max =
            if wanted.at_least_one { wanted.bytes_max.max(first.size()) } else { wanted.bytes_max };
        let limit = self.readable.min(start.saturating_add(bytes_max as u64));
        let source = self.source(cache, access, Kind::Log)?;
        Ok(source.map(|source| Found { source, start, limit, first_offset: first.base_offset }))
    }

    fn read_found(&self, found: &Found, offset_end: i64) -> Result<Bytes, ScanError> {
        let position = found.start;
        let len = usize::try_from(found.limit.saturating_sub(position)).unwrap_or(usize::MAX);
        let mut buffer = found.source.new_bytes(self, len, position)?;
        let mut end = 0;
        let mut next_offset = found.first_offset;
        while let Some(rest) = buffer.get(end..).filter(|rest| HEADER_SIZE <= rest.len()) {
            let header = BatchHeader::parse(rest)
                .map_err(|error| self.corrupt(position + end as u64, error.to_string()))?;
            if rest.len() < header.size() || offset_end <= header.base_offset {
                break;
            }
            // The checksum does not cover the offset.
            if header.base_offset < next_offset {
                let problem = format!("offset {} comes after {next_offset}", header.base_offset);
                return Err(self.corrupt(position + end as u64, problem).into());
            }
            end += header.size();
            next_offset = header.next_offset();
        }
        buffer.truncate(end);
        self.files.set_cursor(next_offset, position + end as u64);
        Ok(Bytes::from(buffer))
    }

    /// The position and header of the first batch whose last offset is not below `offset`.
    pub(crate) fn find(
        &self,
        cache: &FileCache,
        access: Access,
        offset: i64,
    ) -> Result<Option<(u64, BatchHeader)>, ScanError> {
        let mut walk = match self.files.cursor(offset) {
            // The first batch is the one.
            Some(position) if position <= self.readable => {
                Headers { block_size: HEADER_SIZE, ..self.headers(cache, access, position)? }
            }
            Some(_) | None => self.headers(cache, access, self.index_position(cache, access, offset)?)?,
        };
        while let Some((position, header)) = walk.next()? {
            if offset <= header.last_offset() {
                return Ok(Some((position, header)));
            }
        }
        Ok(None)
    }

    /// Whether a batch begins at `position` that does not lie wholly behind `offset`, as an index entry says.
    fn is_batch_before(
        &self,
        cache: &FileCache,
        access: Access,
        position: u64,
        offset: i64,
    ) -> Result<bool, ScanError> {
        match self.headers(cache, access, position)?.next() {
            Ok(found) => Ok(found.is_some_and(|(_, header)| header.base_offset <= offset)),
            Err(ScanError::Failed(ReadError::Corrupt { .. })) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Where to begin looking for `offset`, by the offset index.
    fn index_position(&self, cache: &FileCache, access: Access, offset: i64) -> Result<u64, ScanError> {
        let Some(relative) =
            offset.checked_sub(self.base()).and_then(|relative| u64::try_from(relative).ok())
        else {
            return Ok(0);
        };
        let entry = self.last_entry_before::<OffsetEntry, { OffsetEntry::SIZE }>(
            cache,
            access,
            Kind::Index,
            OffsetEntry::decode,
            |entry| u64::from(entry.relative_offset) <= relative,
        )?;
        // An entry may run ahead of what can be read; then there is nothing better than the beginning.
        let Some(entry) = entry.filter(|entry| u64::from(entry.position) < self.readable) else {
            return Ok(0);
        };
        let position = u64::from(entry.position);
        let indexed = self.base().saturating_add(i64::from(entry.relative_offset));
        // Nothing is indexed at the very beginning, and what an entry names must be there.
        if 0 < position && self.is_batch_before(cache, access, position, indexed)? {
            return Ok(position);
        }
        self.files.suspect_indexes();
        Ok(0)
    }

    /// The last entry of an index file that satisfies `before`, which holds for a prefix of it.
    fn last_entry_before<T, const SIZE: usize>(
        &self,
        cache: &FileCache,
        access: Access,
        kind: Kind,
        decode: impl Fn(&[u8]) -> Option<T>,
        before: impl Fn(&T) -> bool,
    ) -> Result<Option<T>, ScanError> {
        let Some(source) = self.source(cache, access, kind)? else { return Ok(None) };
        let len = source.file.len().map_err(|error| self.io_error(error))?;
        let read = |at: u64| {
            let mut entry = [0; SIZE];
            source.exact(self, &mut entry, at * SIZE as u64)?;
            decode(&entry).ok_or(ScanError::WouldBlock)
        };
        let count = partition_point(len / SIZE as u64, read, before)?;
        count.checked_sub(1).map(read).transpose()
    }

    /// The last time index entry whose timestamp is below `timestamp`; the very last one for `None`.
    pub(crate) fn time_entry_before(
        &self,
        cache: &FileCache,
        timestamp: Option<i64>,
    ) -> Result<Option<TimeEntry>, ScanError> {
        self.last_entry_before::<TimeEntry, { TimeEntry::SIZE }>(
            cache,
            Access::Blocking,
            Kind::TimeIndex,
            TimeEntry::decode,
            |entry| timestamp.is_none_or(|timestamp| entry.timestamp < timestamp),
        )
    }

    /// Batches' headers from `position` on, which must be where one begins.
    pub(crate) fn headers(
        &self,
        cache: &FileCache,
        access: Access,
        position: u64,
    ) -> Result<Headers<'_>, ScanError> {
        let source = if position < self.readable { self.source(cache, access, Kind::Log)? } else { None };
        Ok(Headers { view: self, source, position, block: Vec::new(), block_start: 0, block_size: BLOCK })
    }

    /// The whole batch at `position`.
    pub(crate) fn batch_at(
        &self,
        cache: &FileCache,
        position: u64,
        header: &BatchHeader,
    ) -> Result<Bytes, ScanError> {
        let end = position.saturating_add(header.size() as u64);
        if self.readable < end {
            return Err(self.corrupt(position, "a batch is cut off").into());
        }
        let Some(source) = self.source(cache, Access::Blocking, Kind::Log)? else { return Ok(Bytes::new()) };
        Ok(Bytes::from(source.new_bytes(self, header.size(), position)?))
    }

    /// Aborted transactions that the segment's file names.
    pub(crate) fn aborted(&self, cache: &FileCache) -> Result<Vec<AbortedTxn>, ScanError> {
        let Some(source) = self.source(cache, Access::Blocking, Kind::TxnIndex)? else {
            return Ok(Vec::new());
        };
        let len = source.file.len().map_err(|error| self.io_error(error))?;
        let whole = usize::try_from(len).unwrap_or(usize::MAX) / AbortedTxn::SIZE * AbortedTxn::SIZE;
        let mut bytes = vec![0; whole];
        source.exact(self, &mut bytes, 0)?;
        let path = self.files.path(Kind::TxnIndex);
        let entries = bytes.chunks_exact(AbortedTxn::SIZE).enumerate().map(|(at, chunk)| {
            AbortedTxn::decode(chunk).map_err(|error| ReadError::Corrupt {
                path: path.clone(),
                position: (at * AbortedTxn::SIZE) as u64,
                problem: error.to_string(),
            })
        });
        Ok(entries.collect::<Result<_, _>>()?)
    }
}

/// Walks the batches of a segment by their headers.
#[derive(Debug)]
pub(crate) struct Headers<'a> {
    view: &'a SegmentView,
    source: Option<Source>,
    position: u64,
    block: Vec<u8>,
    block_start: u64,
    block_size: usize,
}

impl Headers<'_> {
    /// Where the next batch begins.
    pub(crate) fn position(&self) -> u64 {
        self.position
    }

    /// The next batch's position and header; `None` at the end of what can be read.
    pub(crate) fn next(&mut self) -> Result<Option<(u64, BatchHeader)>, ScanError> {
        let Some(source) = &self.source else { return Ok(None) };
        let position = self.position;
        let left = self.view.readable.saturating_sub(position);
        if left == 0 {
            return Ok(None);
        }
        if left < HEADER_SIZE as u64 {
            return Err(self.view.corrupt(position, format!("{left} bytes are no batch")).into());
        }
        let within = position.checked_sub(self.block_start).and_then(|at| usize::try_from(at).ok());
        let cached = within.and_then(|at| self.block.get(at..)).filter(|rest| HEADER_SIZE <= rest.len());
        let header = if let Some(rest) = cached {
            BatchHeader::parse(rest)
        } else {
            let len = usize::try_from(left).unwrap_or(usize::MAX).min(self.block_size);
            self.block.resize(len, 0);
            self.block_start = position;
            source.exact(self.view, &mut self.block, position)?;
            BatchHeader::parse(&self.block)
        };
        let header = header.map_err(|error| self.view.corrupt(position, error.to_string()))?;
        let size = header.size() as u64;
        if left < size {
            return Err(self.view.corrupt(position, format!("a batch of {size} bytes has {left}")).into());
        }
        if header.last_offset_delta < 0 || header.base_offset < self.view.base() {
            return Err(self.view.corrupt(position, "a batch's offsets are not the segment's").into());
        }
        self.position = position + size;
        Ok(Some((position, header)))
    }
}
