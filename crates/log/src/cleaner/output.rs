//! Reading what is cleaned and writing what is left.

use std::{
    collections::VecDeque,
    io::{self, IoSlice},
    sync::Arc,
};

use bytes::Bytes;
use moldau_wire::record_batch::{BatchHeader, RecordBatch, batches};

use super::{filter::LastBatches, task::CleanError};
use crate::{
    drain::append_pending_indexes,
    files::{Kind, SegmentFiles},
    partition::{ClosedSegment, PartitionLog},
    scan::{Access, SegmentView, Wanted},
    segment::{AppendedBatch, Segment},
};

/// Reads a segment's batches one buffer after the other.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) segment: ClosedSegment,
    pub(super) from: i64,
}

impl Reader {
    pub(super) fn new(segment: ClosedSegment, from: i64) -> Self {
        let from = from.max(segment.view.base());
        Self { segment, from }
    }

    /// The next batches, whose checksums are right; none at the segment's end.
    pub(super) fn next(
        &mut self,
        log: &PartitionLog,
        bytes_max: usize,
    ) -> Result<Vec<RecordBatch>, CleanError> {
        let view = &self.segment.view;
        let range = self.from..i64::MAX;
        let wanted = Wanted { offsets: range, bytes_max, at_least_one: true };
        let bytes = view.read_batches(&log.shared().files, Access::Blocking, &wanted)?;
        let mut found = Vec::new();
        for batch in batches(&bytes.unwrap_or_default()) {
            let whole = batch.and_then(|batch| batch.verify_crc().map(|()| batch));
            let batch = whole.map_err(|error| damaged(view, self.from, &error))?;
            self.from = batch.header().next_offset();
            found.push(batch);
        }
        Ok(found)
    }
}

pub(super) fn damaged(view: &SegmentView, offset: i64, error: &dyn std::fmt::Display) -> CleanError {
    let path = view.files.path(Kind::Log);
    CleanError::Uncleanable(format!("`{}` at offset {offset}: {error}", path.display()))
}

/// One new segment in the making.
#[derive(Debug)]
pub(super) struct Output {
    pub(super) segment: Segment,
    pub(super) old: Vec<Arc<SegmentFiles>>,
    pub(super) last_batches: LastBatches,
    pub(super) waiting: VecDeque<ClosedSegment>,
    pub(super) reader: Option<Reader>,
    /// Bytes of the segment at hand that have been read.
    pub(super) consumed: u64,
}

pub(super) fn placeholder(log: &PartitionLog) -> Segment {
    Segment::empty(SegmentFiles::new_cleaned(Arc::clone(log.dir()), i64::MAX), 0)
}

pub(super) fn write_failed(step: &'static str, path: &std::path::Path, source: io::Error) -> CleanError {
    CleanError::Write { step, path: path.to_owned(), source }
}

impl Output {
    /// Empty files for what is left of a group.
    pub(super) fn begin(log: &PartitionLog, group: Vec<ClosedSegment>) -> Result<Self, CleanError> {
        let base = group.first().map_or(0, |segment| segment.view.base());
        let created_ms = group.last().map_or(0, |segment| segment.created_ms);
        let files = SegmentFiles::new_cleaned(Arc::clone(log.dir()), base);
        for kind in Kind::ALL {
            let emptied = log.shared().files.create(&files, kind).and_then(|file| file.set_len(0));
            emptied.map_err(|source| write_failed("make a file", &files.path(kind), source))?;
        }
        Ok(Self {
            segment: Segment::empty(files, created_ms),
            old: group.iter().map(|segment| Arc::clone(&segment.view.files)).collect(),
            last_batches: LastBatches::new(&log.producer_snapshot()),
            waiting: group.into(),
            reader: None,
            consumed: 0,
        })
    }

    pub(super) fn next_reader(&mut self) -> Option<Reader> {
        self.reader.take().or_else(|| {
            self.consumed = 0;
            self.waiting.pop_front().map(|segment| Reader::new(segment, 0))
        })
    }

    /// Appends batches. Returns their bytes.
    pub(super) fn write(
        &mut self,
        log: &PartitionLog,
        batches: &[Bytes],
        interval: u32,
    ) -> Result<u64, CleanError> {
        if batches.is_empty() {
            return Ok(0);
        }
        let files = Arc::clone(&self.segment.files);
        let path = files.path(Kind::Log);
        let position = self.segment.size;
        let mut parts = Vec::new();
        for bytes in batches {
            let header =
                BatchHeader::parse(bytes).map_err(|error| CleanError::Uncleanable(error.to_string()))?;
            self.segment.append(AppendedBatch::of(&header), interval);
            parts.push(IoSlice::new(bytes));
        }
        if i32::try_from(self.segment.size).is_err() {
            return Err(CleanError::Uncleanable(format!("`{}` would be beyond 2 GiB", path.display())));
        }
        let written =
            log.shared().files.create(&files, Kind::Log).and_then(|file| file.write_all_at(&parts, position));
        written.map_err(|source| write_failed("write", &path, source))?;
        Ok(self.segment.size - position)
    }

    /// Everything is written: the indexes follow, and all of it is synced.
    pub(super) fn complete(&mut self, log: &PartitionLog) -> Result<(), CleanError> {
        let cache = &log.shared().files;
        let files = Arc::clone(&self.segment.files);
        self.segment.note_time();
        self.segment.written = self.segment.size;
        let mut sync = || -> io::Result<()> {
            append_pending_indexes(cache, &mut self.segment)?;
            let all = Kind::ALL.map(|kind| cache.create(&files, kind));
            let all: Vec<_> = all.into_iter().collect::<io::Result<_>>()?;
            cache.disk().sync_all(&all).map_err(crate::commit::sync_failed)?;
            cache.disk().sync_dir(&log.dir().path())
        };
        sync().map_err(|source| write_failed("complete", &files.path(Kind::Log), source))
    }

    /// Removes the files. What can't be removed is by the next start.
    pub(super) fn discard(&self, log: &PartitionLog) {
        if self.segment.files.base() != i64::MAX
            && let Err(error) = self.segment.files.unlink(log.shared().files.disk())
        {
            tracing::debug!(partition = %log.name(), %error, "a cleaner's files stay until the next start");
        }
    }
}
