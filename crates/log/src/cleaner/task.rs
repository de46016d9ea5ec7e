//! Cleaning one log, step by step. Each step reads and writes at most about one I/O buffer.

use std::{collections::VecDeque, io, sync::Arc};

use moldau_ids::Offset;
use moldau_wire::record_batch::RecordBatch;

use super::{
    choose::Dirty,
    filter::{Rules, filter},
    groups::{Limits, Source, groups},
    offset_map::OffsetMap,
    output::{Output, Reader, damaged, placeholder, write_failed},
    transactions::Transactions,
};
use crate::{
    batch::{DECOMPRESSED_MAX, producer_batch},
    config::LogConfig,
    directory::LogDirectory,
    errors::{Failure, ReadError},
    files::{Kind, SegmentFiles},
    partition::{ClosedSegment, PartitionLog},
    scan::SegmentView,
};

/// Why a cleaning ended early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CleanError {
    /// The log changed, was closed or deleted: no harm done.
    #[error("the log changed")]
    Aborted,
    /// The log can't be cleaned.
    #[error("{0}")]
    Uncleanable(String),
    /// The log's bytes can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The disk refused.
    #[error("failed to {step} for `{path}`", path = path.display())]
    Write {
        /// What was being done.
        step: &'static str,
        /// For what.
        path: std::path::PathBuf,
        /// What it said.
        #[source]
        source: io::Error,
    },
}

impl From<Failure> for CleanError {
    fn from(_: Failure) -> Self {
        Self::Aborted
    }
}

/// What a cleaning has done.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Work {
    pub(crate) map_bytes_read: u64,
    pub(crate) bytes_read: u64,
    pub(crate) bytes_written: u64,
    pub(crate) records_read: u64,
    pub(crate) records_kept: u64,
    pub(crate) without_key: u64,
    /// How full the map was, 0 to 1.
    pub(crate) map_utilization: f64,
}

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TaskStep {
    /// So many bytes were moved.
    Moved(u64),
    /// Write-back has to do its part first.
    Waiting,
    /// The log is clean up to here.
    Done(i64),
}

#[derive(Debug)]
enum Phase {
    /// Noting the keys of the dirty part.
    Map {
        waiting: VecDeque<ClosedSegment>,
        reader: Option<Reader>,
        transactions: Transactions,
    },
    /// Writing what stays.
    Copy {
        output: Option<Box<Output>>,
        transactions: Transactions,
    },
    /// A segment has taken its place; its files follow.
    Install {
        new: Arc<SegmentFiles>,
        transactions: Transactions,
    },
    Over,
}

/// One cleaning of one log.
#[derive(Debug)]
pub(crate) struct Task {
    log: Arc<PartitionLog>,
    directory: Arc<LogDirectory>,
    config: Arc<LogConfig>,
    dirty: Dirty,
    generation: u32,
    now_ms: i64,
    buffer_bytes: usize,
    map: OffsetMap,
    closed: Vec<ClosedSegment>,
    groups: VecDeque<Vec<ClosedSegment>>,
    phase: Phase,
    pub(crate) work: Work,
}

impl Task {
    /// Begins. Waits for the disk.
    pub(crate) fn begin(
        log: Arc<PartitionLog>,
        directory: Arc<LogDirectory>,
        dirty: Dirty,
        (map, buffer_bytes): (OffsetMap, usize),
        now_ms: i64,
    ) -> Result<Self, CleanError> {
        let start = log.start_cleaning()?;
        let config = log.config();
        let below_end = |segment: &ClosedSegment| segment.view.base() < dirty.end;
        let closed: Vec<ClosedSegment> = start.closed.into_iter().filter(below_end).collect();
        let is_dirty = |segment: &&ClosedSegment| dirty.from < segment.next_base;
        let waiting = closed.iter().filter(is_dirty).cloned().collect();
        let transactions = transactions_in(&log, dirty.from, dirty.end)?;
        // What the names of the files will rely on: nothing below is read again or cut by a restart.
        let checkpointed = directory.write_checkpoints();
        checkpointed.map_err(|source| write_failed("write checkpoints", directory.path(), source))?;
        Ok(Self {
            log,
            directory,
            config,
            dirty,
            generation: start.generation,
            now_ms,
            buffer_bytes,
            map,
            closed,
            groups: VecDeque::new(),
            phase: Phase::Map { waiting, reader: None, transactions },
            work: Work::default(),
        })
    }

    pub(crate) fn log(&self) -> &Arc<PartitionLog> {
        &self.log
    }

    pub(crate) fn directory(&self) -> &Arc<LogDirectory> {
        &self.directory
    }

    /// Does a piece. After an error nothing is left of what was not installed, but for files that the next start removes.
    pub(crate) fn step(&mut self) -> Result<TaskStep, CleanError> {
        if !self.log.is_cleanable_in(self.generation) {
            self.discard();
            return Err(CleanError::Aborted);
        }
        let stepped = match std::mem::replace(&mut self.phase, Phase::Over) {
            Phase::Map { waiting, reader, transactions } => self.step_map(waiting, reader, transactions),
            Phase::Copy { output, transactions } => self.step_copy(output, transactions),
            Phase::Install { new, transactions } => {
                let is_coming = new.is_coming();
                self.phase = if is_coming {
                    Phase::Install { new, transactions }
                } else {
                    Phase::Copy { output: None, transactions }
                };
                Ok(if is_coming { TaskStep::Waiting } else { TaskStep::Moved(0) })
            }
            Phase::Over => Err(CleanError::Aborted),
        };
        if stepped.is_err() {
            self.discard();
        }
        stepped
    }

    /// Ends it before it is done.
    pub(crate) fn abandon(&mut self) {
        self.discard();
    }

    /// Removes the output that was not installed.
    fn discard(&mut self) {
        if let Phase::Copy { output: Some(output), .. } = std::mem::replace(&mut self.phase, Phase::Over) {
            output.discard(&self.log);
        }
    }

    fn step_map(
        &mut self,
        mut waiting: VecDeque<ClosedSegment>,
        reader: Option<Reader>,
        mut transactions: Transactions,
    ) -> Result<TaskStep, CleanError> {
        let reader =
            reader.or_else(|| waiting.pop_front().map(|segment| Reader::new(segment, self.dirty.from)));
        let Some(mut reader) = reader else { return self.begin_copy() };
        let found = reader.next(&self.log, self.buffer_bytes)?;
        if found.is_empty() {
            self.map.reached(reader.segment.next_base.min(self.dirty.end).saturating_sub(1));
            self.phase = Phase::Map { waiting, reader: None, transactions };
            return Ok(TaskStep::Moved(0));
        }
        let mut bytes = 0;
        for batch in &found {
            bytes += batch.header().size() as u64;
            if !self.note_keys(&reader.segment.view, batch, &mut transactions)? {
                self.work.map_bytes_read += bytes;
                return self.begin_copy();
            }
        }
        self.work.map_bytes_read += bytes;
        self.phase = Phase::Map { waiting, reader: Some(reader), transactions };
        Ok(TaskStep::Moved(bytes))
    }

    /// Notes a batch's keys; `false` if the map is full.
    fn note_keys(
        &mut self,
        view: &SegmentView,
        batch: &RecordBatch,
        transactions: &mut Transactions,
    ) -> Result<bool, CleanError> {
        let header = batch.header();
        if header.attributes.is_control() {
            let marker = producer_batch(header, batch.bytes()).marker;
            let _fate = transactions.on_control(header, marker, header.record_count == 0);
        } else if !transactions.on_data(header) {
            let unreadable = |error| damaged(view, header.base_offset, &error);
            let records = batch.records(DECOMPRESSED_MAX).map_err(unreadable)?;
            for record in &records {
                let record = record.map_err(unreadable)?;
                if let Some(key) = record.key.filter(|_| self.dirty.from <= record.offset)
                    && !self.map.put(key, record.offset)
                {
                    return Ok(false);
                }
            }
        }
        if self.dirty.from <= header.last_offset() {
            self.map.reached(header.last_offset());
        }
        Ok(true)
    }

    /// The map is complete: plans the second pass.
    fn begin_copy(&mut self) -> Result<TaskStep, CleanError> {
        self.work.map_utilization = self.map.utilization();
        let end = self.map.latest().saturating_add(1);
        if end <= self.dirty.from {
            let text = "the keys of one batch do not fit the offset map: log.cleaner.dedupe.buffer.size is too small";
            return Err(CleanError::Uncleanable(text.to_owned()));
        }
        let sources: Vec<ClosedSegment> =
            self.closed.drain(..).filter(|segment| segment.view.base() < end).collect();
        let transactions = match sources.first() {
            Some(first) => transactions_in(&self.log, first.view.base(), self.dirty.end)?,
            None => Transactions::default(),
        };
        let sizes: Vec<Source> =
            sources.iter().map(|segment| self.measure(segment)).collect::<Result<_, _>>()?;
        let limits = Limits {
            segment_bytes: u64::from(self.config.segment_bytes),
            index_bytes: u64::from(self.config.segment_index_bytes),
        };
        let mut sources = sources.into_iter();
        self.groups =
            groups(&sizes, limits).into_iter().map(|count| sources.by_ref().take(count).collect()).collect();
        self.phase = Phase::Copy { output: None, transactions };
        Ok(TaskStep::Moved(0))
    }

    fn measure(&self, segment: &ClosedSegment) -> Result<Source, CleanError> {
        let cache = &self.log.shared().files;
        let files = &segment.view.files;
        let len = |kind| -> Result<u64, CleanError> {
            let len = cache.existing(files, kind).and_then(|file| file.map_or(Ok(0), |file| file.len()));
            len.map_err(|source| ReadError::Io { path: files.path(kind), source }.into())
        };
        Ok(Source {
            base: segment.view.base(),
            next_base: segment.next_base,
            size: segment.view.readable,
            offset_index_bytes: len(Kind::Index)?,
            time_index_bytes: len(Kind::TimeIndex)?,
        })
    }

    fn step_copy(
        &mut self,
        output: Option<Box<Output>>,
        mut transactions: Transactions,
    ) -> Result<TaskStep, CleanError> {
        let mut output = match output {
            Some(output) => output,
            None => match self.groups.pop_front() {
                Some(group) => Box::new(Output::begin(&self.log, group)?),
                None => return self.finish(),
            },
        };
        match self.copy(&mut output, &mut transactions) {
            Ok(Some(moved)) => {
                self.phase = Phase::Copy { output: Some(output), transactions };
                Ok(TaskStep::Moved(moved))
            }
            Ok(None) => {
                let new = Arc::clone(&output.segment.files);
                self.install(*output)?;
                self.phase = Phase::Install { new, transactions };
                Ok(TaskStep::Waiting)
            }
            Err(error) => {
                output.discard(&self.log);
                Err(error)
            }
        }
    }

    /// Takes the next batches of a group over; `None` if there are no more.
    fn copy(
        &mut self,
        output: &mut Output,
        transactions: &mut Transactions,
    ) -> Result<Option<u64>, CleanError> {
        let Some(mut reader) = output.next_reader() else { return Ok(None) };
        let found = reader.next(&self.log, self.buffer_bytes)?;
        let view = reader.segment.view.clone();
        // Empty segments may follow.
        let mut rest = self.groups.iter().flatten().chain(&output.waiting);
        let is_end = rest.all(|segment| segment.view.readable == 0);
        if found.is_empty() {
            if output.consumed != view.readable {
                let text = format!("{} of {} bytes are batches", output.consumed, view.readable);
                return Err(damaged(&view, reader.from, &text));
            }
            return Ok(Some(0));
        }
        output.reader = Some(reader);
        let mut left = Vec::new();
        let mut moved = 0;
        let rules = Rules {
            map: &self.map,
            last_batches: &output.last_batches,
            now_ms: self.now_ms,
            delete_retention_ms: self.config.delete_retention_ms,
            end: self.dirty.end,
        };
        for batch in &found {
            let size = batch.header().size() as u64;
            moved += size;
            output.consumed += size;
            let is_last = is_end && output.consumed == view.readable;
            let filtered = filter(batch, is_last, &rules, transactions)
                .map_err(|error| damaged(&view, batch.header().base_offset, &error))?;
            self.work.records_read += filtered.records_read;
            self.work.records_kept += filtered.records_kept;
            self.work.without_key += filtered.without_key;
            left.extend(filtered.batch);
            if let Some(entry) = filtered.aborted {
                output.segment.append_aborted(entry);
            }
        }
        self.work.bytes_read += moved;
        let written = output.write(&self.log, &left, self.config.index_interval_bytes)?;
        self.work.bytes_written += written;
        Ok(Some(moved + written))
    }

    fn install(&mut self, mut output: Output) -> Result<(), CleanError> {
        let completed = output.complete(&self.log).and_then(|()| {
            let segment = std::mem::replace(&mut output.segment, placeholder(&self.log));
            let installed = self.log.install_cleaned(&output.old, segment, self.generation)?;
            if installed { Ok(()) } else { Err(CleanError::Aborted) }
        });
        if completed.is_err() {
            output.discard(&self.log);
        }
        completed
    }

    fn finish(&mut self) -> Result<TaskStep, CleanError> {
        let end = self.map.latest().saturating_add(1).min(self.dirty.end);
        self.log.note_cleaned(end, self.generation);
        let written = self.directory.write_checkpoints();
        written.map_err(|source| write_failed("write checkpoints", self.directory.path(), source))?;
        Ok(TaskStep::Done(end))
    }
}

/// The aborted transactions that overlap a range.
fn transactions_in(log: &PartitionLog, from: i64, up_to: i64) -> Result<Transactions, CleanError> {
    let offset = |raw| Offset::new(raw).unwrap_or(Offset::ZERO);
    Ok(Transactions::new(log.aborted_transactions(offset(from), offset(up_to))?))
}
