//! Reading: the tail from memory, the rest from segment files.

use std::{io, sync::Arc};

use bytes::Bytes;
use moldau_ids::Offset;

use super::{PartitionLog, offset};
use crate::{
    directory_shared::Shared,
    errors::ReadError,
    files::SegmentFiles,
    scan::{Access, Located, SegmentView, Wanted},
    state::LogState,
};

/// The most slices of memory in one plan.
const SLICES_MAX: usize = 4_096;

/// What a read will return, and how far the log was when it was asked.
#[derive(Debug, Clone)]
pub struct ReadPlan {
    /// The records, in order; empty if there are none to see.
    pub slices: Vec<ReadSlice>,
    /// The log's first offset.
    pub log_start: Offset,
    /// The high watermark.
    pub high_watermark: Offset,
    /// Where `read_committed` readers stop.
    pub last_stable_offset: Offset,
    /// The log's next offset.
    pub log_end: Offset,
}

/// A part of what was read: whole batches.
#[derive(Debug, Clone)]
pub enum ReadSlice {
    /// Ready.
    Memory(Bytes),
    /// To be fetched from a segment's file.
    File(FileRead),
}

impl ReadPlan {
    /// Bytes that are ready in memory.
    pub fn memory_bytes(&self) -> usize {
        self.slices
            .iter()
            .map(|slice| match slice {
                ReadSlice::Memory(bytes) => bytes.len(),
                ReadSlice::File(_) => 0,
            })
            .sum()
    }
}

/// A read from one segment's file: whole batches from the one that holds `from` on, below `up_to`, at most
/// `bytes_max` unless the first batch alone is larger and was asked for.
#[derive(Debug, Clone)]
pub struct FileRead {
    shared: Arc<Shared>,
    view: SegmentView,
    wanted: Wanted,
    /// What is read if nothing is left in this segment: compaction leaves gaps, also at its end.
    otherwise: Option<Box<ReadSlice>>,
}

impl FileRead {
    /// Finds the batches, or reads them where that is cheaper, if it needs no waiting for the disk; `None` otherwise.
    pub fn locate_nowait(&self) -> Result<Option<Located>, ReadError> {
        let found = self.view.locate_nowait(&self.shared.files, &self.wanted)?;
        match (&found, self.otherwise.as_deref()) {
            (Some(Located::Memory(bytes)), Some(otherwise)) if bytes.is_empty() => match otherwise {
                ReadSlice::Memory(next) => Ok(Some(Located::Memory(next.clone()))),
                ReadSlice::File(next) => next.locate_nowait(),
            },
            _ => Ok(found),
        }
    }

    /// Reads the batches; waits for the disk.
    pub fn read(&self) -> Result<Bytes, ReadError> {
        let found = self.view.read_batches(&self.shared.files, Access::Blocking, &self.wanted)?;
        let bytes = found.ok_or_else(|| {
            self.view.io_error(io::Error::new(io::ErrorKind::WouldBlock, "a blocking read did not wait"))
        })?;
        match self.otherwise.as_deref() {
            Some(ReadSlice::Memory(next)) if bytes.is_empty() => Ok(next.clone()),
            Some(ReadSlice::File(next)) if bytes.is_empty() => next.read(),
            _ => Ok(bytes),
        }
    }
}

impl PartitionLog {
    /// Plans a read of whole batches, from the one that holds `from` on, below `up_to` (the high watermark or the
    /// last stable offset for consumers, the log's end for followers). At most `bytes_max`, but one batch at least
    /// if `at_least_one`. Never waits.
    pub fn read(
        &self,
        from: Offset,
        bytes_max: usize,
        at_least_one: bool,
        up_to: Offset,
    ) -> Result<ReadPlan, ReadError> {
        let mut state = self.enter_working().map_err(ReadError::Failed)?;
        let bounds = state.bounds();
        let raw = from.get();
        if raw < bounds.log_start || bounds.log_end < raw {
            let (log_start, log_end) = (offset(bounds.log_start), offset(bounds.log_end));
            return Err(ReadError::OutOfRange { offset: from, log_start, log_end });
        }
        let limit = up_to.get().min(bounds.log_end);
        let mut slices = Vec::new();
        // Compaction leaves gaps, and segments without anything.
        let ended = state.segments.partition_point(|segment| segment.end <= raw);
        let holder = state.segments.range(ended..).position(|segment| 0 < segment.size);
        let holder = holder.map(|empty| ended + empty);
        let is_in_memory =
            |index: usize| state.segments.get(index).is_some_and(|segment| segment.written == 0);
        if limit <= raw {
            // Nothing to see yet.
        } else if state.tail.start().is_some_and(|start| start <= raw) || holder.is_some_and(is_in_memory) {
            let mut bytes = 0_usize;
            for batch in state.tail.from(raw).take(SLICES_MAX).take_while(|batch| batch.base_offset < limit) {
                bytes = bytes.saturating_add(batch.bytes.len());
                if bytes_max < bytes && !(at_least_one && slices.is_empty()) {
                    break;
                }
                slices.push(ReadSlice::Memory(batch.bytes.clone()));
            }
        } else {
            state.file_read = Some(self.shared.clock.monotonic());
            let wanted = Wanted { offsets: raw..limit, bytes_max, at_least_one };
            let file = holder.and_then(|index| self.plan_file(&state, index, &wanted));
            slices.extend(file.map(ReadSlice::File));
        }
        Ok(ReadPlan {
            slices,
            log_start: offset(bounds.log_start),
            high_watermark: offset(bounds.high_watermark),
            last_stable_offset: offset(bounds.last_stable),
            log_end: offset(bounds.log_end),
        })
    }

    /// A read from the segment at `index`, if there is one.
    fn plan_file(&self, state: &LogState, index: usize, wanted: &Wanted) -> Option<FileRead> {
        let segment = state.segments.get(index)?;
        let view = SegmentView { files: Arc::clone(&segment.files), readable: segment.written };
        let otherwise =
            if segment.end_known { None } else { self.plan_behind(state, index, wanted).map(Box::new) };
        Some(self.file_read(view, wanted, otherwise))
    }

    fn file_read(&self, view: SegmentView, wanted: &Wanted, otherwise: Option<Box<ReadSlice>>) -> FileRead {
        FileRead { shared: Arc::clone(&self.shared), view, wanted: wanted.clone(), otherwise }
    }

    /// What comes behind the segment at `index`: the next one that is not empty has a batch there.
    fn plan_behind(&self, state: &LogState, index: usize, wanted: &Wanted) -> Option<ReadSlice> {
        let segment = state.segments.iter().skip(index + 1).find(|segment| 0 < segment.size)?;
        if 0 < segment.written {
            let view = SegmentView { files: Arc::clone(&segment.files), readable: segment.written };
            return Some(ReadSlice::File(self.file_read(view, wanted, None)));
        }
        let first = state.tail.from(wanted.offsets.start).next()?;
        (first.base_offset < wanted.offsets.end).then(|| ReadSlice::Memory(first.bytes.clone()))
    }

    /// The segments' files as far as they hold records, with their bases and ends.
    pub(crate) fn views(&self) -> Vec<(SegmentView, i64)> {
        let state = self.enter();
        let view = |files: &Arc<SegmentFiles>, readable| SegmentView { files: Arc::clone(files), readable };
        state.segments.iter().map(|segment| (view(&segment.files, segment.written), segment.end)).collect()
    }
}
