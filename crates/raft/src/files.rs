//! The segments of the metadata log, and where each entry lies in them.
//!
//! A segment is a file named by its first offset, `%020d.log`, that holds batches one after the other. Raft counts
//! entries, files count records: entry *n + 1* is the batch after entry *n*'s. Where counting begins is known from the
//! latest checkpoint (which says both its end offset and the index of its last entry), or it is 0 at offset 0.
//!
//! An append is one write and one sync. A failed write or sync ends this log for good: what the file holds then is
//! not known until it is opened again.

mod recovery;

use std::collections::VecDeque;
use std::io::IoSlice;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use moldau_disk::{Disk, DiskFile, OpenMode, read_exact_at};

use crate::LogError;
use crate::types::{LogId, log_id};

/// How the log is kept short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogSettings {
    /// `metadata.log.segment.bytes`: a segment as long as this is closed.
    pub segment_bytes: u64,
    /// `metadata.log.max.record.bytes.between.snapshots`.
    pub snapshot_bytes: u64,
    /// `metadata.log.max.snapshot.interval.ms`; `None` means that size alone decides.
    pub snapshot_interval_ms: Option<u64>,
}

impl Default for LogSettings {
    fn default() -> Self {
        Self { segment_bytes: 1 << 30, snapshot_bytes: 20 << 20, snapshot_interval_ms: Some(3_600_000) }
    }
}

/// Recently appended batches are kept in memory up to this many bytes: whoever applies them reads them from there.
const RECENT_BYTES_MAX: usize = 1 << 20;

/// A point of the log: the entry that ends there and the offset after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) last: LogId,
    pub(crate) end_offset: i64,
}

/// Where one entry lies.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    pub(super) base_offset: i64,
    pub(super) next_offset: i64,
    pub(super) term: u64,
    /// The first offset of its segment.
    pub(super) segment: i64,
    pub(super) position: u64,
    pub(super) size: usize,
}

#[derive(Debug)]
pub(super) struct Segment {
    pub(super) base_offset: i64,
    pub(super) path: PathBuf,
    pub(super) file: Arc<dyn DiskFile>,
    pub(super) len: u64,
}

/// The open log.
#[derive(Debug)]
pub(crate) struct LogFiles {
    disk: Arc<dyn Disk>,
    directory: PathBuf,
    segment_bytes: u64,
    /// In order of their offsets; the last one is appended to.
    segments: VecDeque<Segment>,
    /// The entries, the first of which has `first_index`.
    slots: VecDeque<Slot>,
    first_index: u64,
    purged: Option<LogId>,
    /// Where the next record goes if there are no entries.
    start_offset: i64,
    /// The latest checkpoint. Segments are deleted only below it.
    checkpoint: Option<Mark>,
    /// Whether the next append opens a new segment.
    roll: bool,
    recent: VecDeque<(u64, Bytes)>,
    recent_bytes: usize,
    failed: bool,
}

/// A batch to append: its bytes, its term and the number of its records.
#[derive(Debug)]
pub(crate) struct Append {
    pub(crate) index: u64,
    pub(crate) term: u64,
    pub(crate) records: i64,
    pub(crate) bytes: Bytes,
}

impl LogFiles {
    /// The directory.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// Where the next record goes.
    pub(crate) fn next_offset(&self) -> i64 {
        self.slots.back().map_or(self.start_offset, |slot| slot.next_offset)
    }

    /// The last entry that was purged.
    pub(crate) const fn purged(&self) -> Option<LogId> {
        self.purged
    }

    /// The last entry, purged or not.
    pub(crate) fn last(&self) -> Option<LogId> {
        match self.slots.back() {
            Some(slot) => Some(log_id(slot.term, self.first_index + self.slots.len() as u64 - 1)),
            None => self.purged,
        }
    }

    fn slot(&self, index: u64) -> Option<&Slot> {
        let position = index.checked_sub(self.first_index)?;
        self.slots.get(usize::try_from(position).ok()?)
    }

    /// The offset after an entry, if the entry is there.
    pub(crate) fn end_of(&self, index: u64) -> Option<i64> {
        self.slot(index).map(|slot| slot.next_offset)
    }

    /// The indexes that are there: first and one after the last.
    pub(crate) fn bounds(&self) -> (u64, u64) {
        (self.first_index, self.first_index + self.slots.len() as u64)
    }

    fn check_alive(&self) -> Result<(), LogError> {
        if self.failed {
            let what = "an earlier write or sync failed".to_owned();
            return Err(LogError::Inconsistent { path: self.directory.clone(), what });
        }
        Ok(())
    }

    /// Runs a step after which, if it fails, nothing may be assumed of the files.
    fn fatal<T>(&mut self, step: impl FnOnce(&mut Self) -> Result<T, LogError>) -> Result<T, LogError> {
        self.check_alive()?;
        let result = step(self);
        self.failed = result.is_err();
        result
    }

    /// Appends batches that follow one another: durable when this returns.
    pub(crate) fn append(&mut self, batches: Vec<Append>) -> Result<(), LogError> {
        self.fatal(|this| {
            let full = this.segments.back().is_none_or(|segment| segment.len >= this.segment_bytes);
            if full || this.roll {
                this.new_segment(this.next_offset())?;
            }
            let mut next_offset = this.next_offset();
            let segment = this.segments.back_mut().expect("there is one: it was made if there was none");
            let mut slots = Vec::with_capacity(batches.len());
            let mut position = segment.len;
            for batch in &batches {
                let size = batch.bytes.len();
                slots.push(Slot {
                    base_offset: next_offset,
                    next_offset: next_offset + batch.records,
                    term: batch.term,
                    segment: segment.base_offset,
                    position,
                    size,
                });
                next_offset += batch.records;
                position += size as u64;
            }
            let parts: Vec<IoSlice<'_>> = batches.iter().map(|batch| IoSlice::new(&batch.bytes)).collect();
            segment
                .file
                .write_all_at(&parts, segment.len)
                .map_err(LogError::disk("append to", &segment.path))?;
            segment.file.sync_data().map_err(LogError::disk("sync", &segment.path))?;
            segment.len = position;
            for (batch, slot) in batches.into_iter().zip(slots) {
                if this.slots.is_empty() {
                    this.first_index = batch.index;
                }
                let expected = this.first_index + this.slots.len() as u64;
                assert!(batch.index == expected, "entry {} where {expected} is next", batch.index);
                this.slots.push_back(slot);
                this.recent_bytes += batch.bytes.len();
                this.recent.push_back((batch.index, batch.bytes));
            }
            this.trim_recent();
            Ok(())
        })
    }

    fn trim_recent(&mut self) {
        while self.recent_bytes > RECENT_BYTES_MAX && self.recent.len() > 1 {
            if let Some((_, bytes)) = self.recent.pop_front() {
                self.recent_bytes -= bytes.len();
            }
        }
    }

    fn new_segment(&mut self, base_offset: i64) -> Result<(), LogError> {
        let path = self.directory.join(format!("{base_offset:020}.log"));
        let file = self.disk.open(&path, OpenMode::Create).map_err(LogError::disk("create", &path))?;
        file.set_len(0).map_err(LogError::disk("empty", &path))?;
        file.sync_data().map_err(LogError::disk("sync", &path))?;
        self.disk.sync_dir(&self.directory).map_err(LogError::disk("sync", &self.directory))?;
        self.segments.push_back(Segment { base_offset, path, file, len: 0 });
        self.roll = false;
        Ok(())
    }

    /// The batches of the entries from `from` on, before `to`; fewer if they are not there.
    pub(crate) fn read(&self, from: u64, to: u64) -> Result<Vec<(u64, Bytes)>, LogError> {
        self.check_alive()?;
        let (first, end) = self.bounds();
        let mut found = Vec::new();
        for index in from.max(first)..to.min(end) {
            let Some(slot) = self.slot(index) else { break };
            let recent = self.recent.front().and_then(|(oldest, _)| index.checked_sub(*oldest));
            let recent = recent.and_then(|at| self.recent.get(usize::try_from(at).ok()?));
            let bytes = match recent {
                Some((_, bytes)) => bytes.clone(),
                None => self.read_slot(slot)?,
            };
            found.push((index, bytes));
        }
        Ok(found)
    }

    fn read_slot(&self, slot: &Slot) -> Result<Bytes, LogError> {
        let segment = self.segments.iter().find(|segment| segment.base_offset == slot.segment);
        let segment = segment.expect("a slot's segment is open as long as the slot is there");
        let mut bytes = vec![0; slot.size];
        read_exact_at(&*segment.file, &mut bytes, slot.position)
            .map_err(LogError::disk("read", &segment.path))?;
        Ok(Bytes::from(bytes))
    }

    /// Drops the entries from `index` on: they never committed.
    pub(crate) fn truncate(&mut self, index: u64) -> Result<(), LogError> {
        let Some(cut) = self.slot(index).copied() else { return Ok(()) };
        self.fatal(|this| {
            while this.segments.back().is_some_and(|segment| segment.base_offset > cut.segment) {
                if let Some(segment) = this.segments.pop_back() {
                    this.remove(&segment)?;
                }
            }
            if let Some(segment) = this.segments.back_mut() {
                segment.file.set_len(cut.position).map_err(LogError::disk("cut", &segment.path))?;
                segment.file.sync_data().map_err(LogError::disk("sync", &segment.path))?;
                segment.len = cut.position;
            }
            let keep = usize::try_from(index.saturating_sub(this.first_index)).unwrap_or(usize::MAX);
            this.slots.truncate(keep);
            if keep == 0 {
                this.start_offset = cut.base_offset;
            }
            while this.recent.back().is_some_and(|(at, _)| *at >= index) {
                if let Some((_, bytes)) = this.recent.pop_back() {
                    this.recent_bytes -= bytes.len();
                }
            }
            Ok(())
        })
    }

    fn remove(&self, segment: &Segment) -> Result<(), LogError> {
        self.disk.remove_file(&segment.path).map_err(LogError::disk("remove", &segment.path))?;
        self.disk.sync_dir(&self.directory).map_err(LogError::disk("sync", &self.directory))
    }

    /// A checkpoint is durable: what lies before its end may go.
    pub(crate) fn note_checkpoint(&mut self, mark: Mark) {
        self.checkpoint = Some(mark);
        // Entries that it holds share a segment with later ones; beginning a new one lets the old go next time.
        self.roll = self.segments.back().is_some_and(|segment| segment.len > 0);
    }

    /// Forgets the entries up to `upto`; segments that only a checkpoint's past needs are deleted. If `upto` lies
    /// beyond the end, the log begins anew after it.
    pub(crate) fn purge(&mut self, upto: LogId) -> Result<(), LogError> {
        let done = self.purged.is_some_and(|purged| purged.index >= upto.index);
        if done && self.first_index > upto.index {
            return Ok(());
        }
        self.fatal(|this| {
            let (_, end) = this.bounds();
            if end <= upto.index {
                return this.begin_after(upto);
            }
            while this.first_index <= upto.index {
                let Some(slot) = this.slots.pop_front() else { break };
                this.start_offset = slot.next_offset;
                this.first_index += 1;
            }
            while this.recent.front().is_some_and(|(at, _)| *at <= upto.index) {
                if let Some((_, bytes)) = this.recent.pop_front() {
                    this.recent_bytes -= bytes.len();
                }
            }
            this.purged = Some(upto);
            this.remove_old_segments()
        })
    }

    fn remove_old_segments(&mut self) -> Result<(), LogError> {
        let Some(checkpoint) = self.checkpoint else { return Ok(()) };
        while let (Some(oldest), Some(next)) = (self.segments.front(), self.segments.get(1)) {
            let needed = self.slots.front().is_some_and(|slot| slot.segment == oldest.base_offset);
            if needed || checkpoint.end_offset < next.base_offset {
                break;
            }
            if let Some(segment) = self.segments.pop_front() {
                self.remove(&segment)?;
            }
        }
        Ok(())
    }

    /// Everything here is older than a checkpoint that came from elsewhere.
    fn begin_after(&mut self, upto: LogId) -> Result<(), LogError> {
        let known = self.checkpoint.filter(|mark| mark.last == upto).map(|mark| mark.end_offset);
        let start = known.unwrap_or_else(|| self.next_offset());
        if known.is_some() {
            while let Some(segment) = self.segments.pop_front() {
                self.remove(&segment)?;
            }
            self.new_segment(start)?;
        }
        self.slots.clear();
        self.recent.clear();
        self.recent_bytes = 0;
        self.start_offset = start;
        self.first_index = upto.index + 1;
        self.purged = Some(upto);
        Ok(())
    }
}
