//! What a log knows of one of its segments without looking at the files.
//!
//! Index entries are made when a batch is appended, wait in memory until write-back has put them and the batch
//! into the files, and follow Kafka's rule: one entry whenever more than `index.interval.bytes` have been
//! appended since the last.

use std::sync::Arc;

use moldau_wire::record_batch::BatchHeader;

use crate::{
    config::LogConfig,
    files::SegmentFiles,
    format::index::{AbortedTxn, OffsetEntry, TimeEntry},
};

/// The highest timestamp of a segment and the last offset of the batch that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Highest {
    pub(crate) timestamp: i64,
    pub(crate) offset: i64,
}

/// What is known of a segment's highest timestamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HighestTimestamp {
    /// To be read from the time index.
    Unread,
    /// No record has a timestamp.
    None,
    /// This.
    Known(Highest),
}

/// Index entries on their way to the files, with the position or offset of the batch they came with.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct PendingIndexes {
    pub(crate) offsets: Vec<OffsetEntry>,
    pub(crate) times: Vec<TimeEntry>,
    pub(crate) aborted: Vec<AbortedTxn>,
}

impl PendingIndexes {
    pub(crate) fn is_empty(&self) -> bool {
        self.offsets.is_empty() && self.times.is_empty() && self.aborted.is_empty()
    }
}

#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) base: i64,
    /// The offset after the last batch; the base if there is none.
    pub(crate) end: i64,
    /// Whether a batch ends there; else it is only known that the next segment begins there.
    pub(crate) end_known: bool,
    /// Bytes of records, in the file or on their way to it.
    pub(crate) size: u64,
    /// Bytes of records in the file.
    pub(crate) written: u64,
    pub(crate) highest: HighestTimestamp,
    /// The first batch's highest timestamp, from which `segment.ms` runs.
    pub(crate) first_timestamp: Option<i64>,
    /// When the segment was begun, by the wall clock.
    pub(crate) created_ms: i64,
    pub(crate) bytes_since_index: u64,
    /// Entries in the file and pending.
    pub(crate) offset_entries: u64,
    /// Entries in the file and pending.
    pub(crate) time_entries: u64,
    pub(crate) last_time_entry: i64,
    pub(crate) pending: PendingIndexes,
    /// Aborted transactions are in the file or pending.
    pub(crate) has_aborted: bool,
    pub(crate) files: Arc<SegmentFiles>,
}

/// A batch that is being appended, as far as a segment is concerned.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AppendedBatch {
    pub(crate) last_offset: i64,
    pub(crate) size: u64,
    pub(crate) max_timestamp: i64,
}

impl AppendedBatch {
    pub(crate) fn of(header: &BatchHeader) -> Self {
        // What compaction left without records has no time.
        let max_timestamp = if header.record_count == 0 { -1 } else { header.max_timestamp };
        Self { last_offset: header.last_offset(), size: header.size() as u64, max_timestamp }
    }
}

impl Segment {
    pub(crate) fn empty(files: Arc<SegmentFiles>, created_ms: i64) -> Self {
        let base = files.base();
        Self {
            base,
            end: base,
            end_known: true,
            size: 0,
            written: 0,
            highest: HighestTimestamp::None,
            first_timestamp: None,
            created_ms,
            bytes_since_index: 0,
            offset_entries: 0,
            time_entries: 0,
            last_time_entry: -1,
            pending: PendingIndexes::default(),
            has_aborted: false,
            files,
        }
    }

    /// Takes a batch at the segment's end. Returns its position.
    pub(crate) fn append(&mut self, batch: AppendedBatch, index_interval_bytes: u32) -> u64 {
        assert!(self.end <= batch.last_offset, "a batch goes behind the end of its segment");
        let position = self.size;
        self.raise_highest(batch);
        if u64::from(index_interval_bytes) < self.bytes_since_index {
            if let (Some(relative_offset), Ok(at)) =
                (self.relative(batch.last_offset), u32::try_from(position))
            {
                self.pending.offsets.push(OffsetEntry { relative_offset, position: at });
                self.offset_entries += 1;
            }
            self.note_time();
            self.bytes_since_index = 0;
        }
        if self.size == 0 {
            self.first_timestamp = Some(batch.max_timestamp);
        }
        self.size += batch.size;
        self.bytes_since_index += batch.size;
        self.end = batch.last_offset.saturating_add(1);
        position
    }

    /// Notes an aborted transaction.
    pub(crate) fn append_aborted(&mut self, entry: AbortedTxn) {
        self.pending.aborted.push(entry);
        self.has_aborted = true;
    }

    /// Forgets what lies at or beyond `end`; `size` bytes stay. Such a segment is not written to again, so what
    /// is not known any more is read from the files when it is asked for.
    pub(crate) fn cut(&mut self, end: i64, size: u64) {
        self.end = self.end.min(end);
        self.size = self.size.min(size);
        self.written = self.written.min(size);
        self.pending.offsets.retain(|entry| u64::from(entry.position) < size);
        let base = self.base;
        self.pending.times.retain(|entry| base.saturating_add(i64::from(entry.relative_offset)) < end);
        self.pending.aborted.retain(|entry| entry.last_offset < end);
        if let HighestTimestamp::Known(highest) = self.highest
            && end <= highest.offset
        {
            self.highest = HighestTimestamp::Unread;
        }
    }

    fn raise_highest(&mut self, batch: AppendedBatch) {
        let before = match self.highest {
            HighestTimestamp::Known(highest) => highest.timestamp,
            HighestTimestamp::None | HighestTimestamp::Unread => -1,
        };
        if before < batch.max_timestamp {
            self.highest = HighestTimestamp::Known(Highest {
                timestamp: batch.max_timestamp,
                offset: batch.last_offset,
            });
        }
    }

    /// Adds the highest timestamp to the time index if it is above the last entry. Kafka does so with every
    /// offset entry, and when a segment is rolled or closed.
    pub(crate) fn note_time(&mut self) {
        let HighestTimestamp::Known(highest) = self.highest else { return };
        if self.last_time_entry < highest.timestamp
            && let Some(relative_offset) = self.relative(highest.offset)
        {
            self.pending.times.push(TimeEntry { timestamp: highest.timestamp, relative_offset });
            self.time_entries += 1;
            self.last_time_entry = highest.timestamp;
        }
    }

    fn relative(&self, offset: i64) -> Option<u32> {
        let relative = offset.checked_sub(self.base)?;
        i32::try_from(relative).ok().and_then(|relative| u32::try_from(relative).ok())
    }

    /// Whether a batch must go to a new segment (LogSegment.shouldRoll).
    pub(crate) fn should_roll(&self, batch: AppendedBatch, config: &LogConfig, now_ms: i64) -> bool {
        if self.size == 0 {
            return self.relative(batch.last_offset).is_none();
        }
        let waited = match self.first_timestamp {
            Some(first) if 0 <= first => batch.max_timestamp.saturating_sub(first),
            Some(_) | None => now_ms.saturating_sub(self.created_ms),
        };
        let index_max = u64::from(config.segment_index_bytes);
        u64::from(config.segment_bytes) < self.size + batch.size
            || config.segment_ms.saturating_sub(config.segment_jitter_ms) < waited
            || index_max / OffsetEntry::SIZE as u64 <= self.offset_entries
            || (index_max / TimeEntry::SIZE as u64).saturating_sub(1) <= self.time_entries
            || self.relative(batch.last_offset).is_none()
    }

    /// Whether the segment has waited for `segment.ms` by the wall clock, for logs that are written to no more.
    pub(crate) fn is_rolled_by_age(&self, config: &LogConfig, now_ms: i64) -> bool {
        0 < self.size
            && config.segment_ms.saturating_sub(config.segment_jitter_ms)
                < now_ms.saturating_sub(
                    self.first_timestamp.filter(|first| 0 <= *first).unwrap_or(self.created_ms),
                )
    }
}

#[cfg(test)]
mod tests;
