//! Cleaning one log, step by step. Each step reads and writes at most about one I/O buffer.

use std::{
    collections::VecDeque,
    io::{self, IoSlice},
    sync::Arc,
};

use bytes::Bytes;
use moldau_ids::Offset;
use moldau_wire::record_batch::{RecordBatch, batches};

use super::{
    choose::Dirty,
    filter::{LastBatches, Rules, filter},
    groups::{Limits, Source, groups},
    offset_map::OffsetMap,
    transactions::Transactions,
};
use crate::{
    batch::{DECOMPRESSED_MAX, producer_batch},
    config::LogConfig,
    directory::LogDirectory,
    drain::append_pending_indexes,
    errors::{Failure, ReadError},
    files::{Kind, SegmentFiles},
    partition::{ClosedSegment, PartitionLog},
    scan::{Access, SegmentView},
    segment::{AppendedBatch, Segment},
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

/// Reads a segment's batches one buffer after the other.
#[derive(Debug)]
struct Reader {
    segment: ClosedSegment,
    from: i64,
}

impl Reader {
    fn new(segment: ClosedSegment, from: i64) -> Self {
        let from = from.max(segment.view.base());
        Self { segment, from }
    }

    /// The next batches, whose checksums are right; none at the segment's end.
    fn next(&mut self, log: &PartitionLog, bytes_max: usize) -> Result<Vec<RecordBatch>, CleanError> {
        let view = &self.segment.view;
        let range = self.from..i64::MAX;
        let bytes = view.read_batches(&log.shared().files, Access::Blocking, range, bytes_max, true)?;
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

fn damaged(view: &SegmentView, offset: i64, error: &dyn std::fmt::Display) -> CleanError {
    let path = view.files.path(Kind::Log);
    CleanError::Uncleanable(format!("`{}` at offset {offset}: {error}", path.display()))
}

/// One new segment in the making.
#[derive(Debug)]
struct Output {
    segment: Segment,
    old: Vec<Arc<SegmentFiles>>,
    last_batches: LastBatches,
    waiting: VecDeque<ClosedSegment>,
    reader: Option<Reader>,
    /// Bytes of the segment at hand that have been read.
    consumed: u64,
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

fn placeholder(log: &PartitionLog) -> Segment {
    Segment::empty(SegmentFiles::new_cleaned(Arc::clone(log.dir()), i64::MAX), 0)
}

/// The aborted transactions that overlap a range.
fn transactions_in(log: &PartitionLog, from: i64, up_to: i64) -> Result<Transactions, CleanError> {
    let offset = |raw| Offset::new(raw).unwrap_or(Offset::ZERO);
    Ok(Transactions::new(log.aborted_transactions(offset(from), offset(up_to))?))
}

fn write_failed(step: &'static str, path: &std::path::Path, source: io::Error) -> CleanError {
    CleanError::Write { step, path: path.to_owned(), source }
}

impl Output {
    /// Empty files for what is left of a group.
    fn begin(log: &PartitionLog, group: Vec<ClosedSegment>) -> Result<Self, CleanError> {
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

    fn next_reader(&mut self) -> Option<Reader> {
        self.reader.take().or_else(|| {
            self.consumed = 0;
            self.waiting.pop_front().map(|segment| Reader::new(segment, 0))
        })
    }

    /// Appends batches. Returns their bytes.
    fn write(&mut self, log: &PartitionLog, batches: &[Bytes], interval: u32) -> Result<u64, CleanError> {
        if batches.is_empty() {
            return Ok(0);
        }
        let files = Arc::clone(&self.segment.files);
        let path = files.path(Kind::Log);
        let position = self.segment.size;
        let mut parts = Vec::new();
        for bytes in batches {
            let header = moldau_wire::record_batch::BatchHeader::parse(bytes)
                .map_err(|error| CleanError::Uncleanable(error.to_string()))?;
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
    fn complete(&mut self, log: &PartitionLog) -> Result<(), CleanError> {
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
    fn discard(&self, log: &PartitionLog) {
        if self.segment.files.base() != i64::MAX
            && let Err(error) = self.segment.files.unlink(log.shared().files.disk())
        {
            tracing::debug!(partition = %log.name(), %error, "a cleaner's files stay until the next start");
        }
    }
}
