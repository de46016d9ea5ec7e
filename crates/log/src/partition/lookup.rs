//! Offsets by time, aborted transactions: questions that need the files. They wait for the disk.

use std::sync::Arc;

use bytes::Bytes;
use moldau_ids::{LeaderEpoch, Offset, Timestamp};
use moldau_wire::record_batch::RecordBatch;

use super::{PartitionLog, offset};
use crate::{
    batch::DECOMPRESSED_MAX,
    errors::ReadError,
    files::FileCache,
    format::index::{AbortedTxn, TimeEntry},
    scan::{Access, ScanError, SegmentView},
    segment::{Highest, HighestTimestamp},
};

/// A record found by its timestamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundByTime {
    /// Its timestamp.
    pub timestamp: Timestamp,
    /// Its offset.
    pub offset: Offset,
    /// The epoch of its batch.
    pub leader_epoch: LeaderEpoch,
}

/// A segment as a search by time sees it.
struct TimeView {
    view: SegmentView,
    end: i64,
    highest: HighestTimestamp,
}

/// A blocking scan never stops because it would have to wait.
pub(crate) fn waited(error: ScanError, view: &SegmentView) -> ReadError {
    match error {
        ScanError::Failed(error) => error,
        ScanError::WouldBlock => view.corrupt(0, "an index entry can't be read"),
    }
}

impl PartitionLog {
    /// The first record at or after the log's start whose timestamp is not below `timestamp`; `None` if there is
    /// none. Exact to the record, also inside compressed batches. Waits for the disk.
    pub fn offset_for_timestamp(&self, timestamp: Timestamp) -> Result<Option<FoundByTime>, ReadError> {
        let (views, in_tail, log_start) = {
            let state = self.enter_working().map_err(ReadError::Failed)?;
            let first = state.tail.from(0).find(|batch| timestamp.get() <= batch.max_timestamp);
            let in_tail = first.map(|batch| batch.bytes.clone());
            (time_views(&state), in_tail, state.log_start)
        };
        for segment in &views {
            if segment.end <= log_start || segment.view.readable == 0 {
                continue;
            }
            if let Some(found) = self.search_segment(segment, timestamp, log_start)? {
                return Ok(Some(found));
            }
        }
        let Some(batch) = in_tail else { return Ok(None) };
        let Some(last) = views.last() else { return Ok(None) };
        first_at_or_after(&batch, timestamp.get(), log_start).map_err(|problem| last.view.corrupt(0, problem))
    }

    fn search_segment(
        &self,
        segment: &TimeView,
        timestamp: Timestamp,
        log_start: i64,
    ) -> Result<Option<FoundByTime>, ReadError> {
        let view = &segment.view;
        let highest = match segment.highest {
            HighestTimestamp::Known(highest) => Some(highest),
            HighestTimestamp::None => None,
            HighestTimestamp::Unread => self.read_highest(view)?,
        };
        if highest.is_none_or(|highest| highest.timestamp < timestamp.get()) {
            return Ok(None);
        }
        let cache = &self.shared.files;
        let search = || -> Result<Option<FoundByTime>, ScanError> {
            let entry = true_entry(view, cache, view.time_entry_before(cache, Some(timestamp.get()))?)?;
            let after = entry.map_or(view.base(), |highest| highest.offset);
            let Some((position, _)) = view.find(cache, Access::Blocking, after.max(log_start))? else {
                return Ok(None);
            };
            let mut headers = view.headers(cache, Access::Blocking, position)?;
            while let Some((position, header)) = headers.next()? {
                if header.max_timestamp < timestamp.get() || header.record_count == 0 {
                    continue;
                }
                let batch = view.batch_at(cache, position, &header)?;
                let found = first_at_or_after(&batch, timestamp.get(), log_start)
                    .map_err(|problem| view.corrupt(position, problem))?;
                if found.is_some() {
                    return Ok(found);
                }
            }
            Ok(None)
        };
        search().map_err(|error| waited(error, view))
    }

    /// The record with the highest timestamp, the first of several (`ListOffsets` with -3); `None` if no record has
    /// one. Waits for the disk.
    pub fn max_timestamp(&self) -> Result<Option<FoundByTime>, ReadError> {
        let views = time_views(&*self.enter_working().map_err(ReadError::Failed)?);
        let mut best: Option<(Highest, &SegmentView)> = None;
        for segment in &views {
            let highest = match segment.highest {
                HighestTimestamp::Known(highest) => Some(highest),
                HighestTimestamp::None => None,
                HighestTimestamp::Unread => self.read_highest(&segment.view)?,
            };
            if let Some(highest) = highest
                && best.is_none_or(|(before, _)| before.timestamp < highest.timestamp)
            {
                best = Some((highest, &segment.view));
            }
        }
        let Some((highest, view)) = best else { return Ok(None) };
        let in_tail = self
            .enter()
            .tail
            .from(highest.offset)
            .next()
            .map(|batch| (batch.base_offset <= highest.offset).then(|| batch.bytes.clone()));
        let batch = if let Some(batch) = in_tail.flatten() {
            batch
        } else {
            let read = || match view.find(&self.shared.files, Access::Blocking, highest.offset)? {
                Some((position, header)) => view.batch_at(&self.shared.files, position, &header),
                None => Ok(Bytes::new()),
            };
            read().map_err(|error| waited(error, view))?
        };
        first_at_or_after(&batch, highest.timestamp, 0).map_err(|problem| view.corrupt(0, problem))
    }

    /// A segment's highest timestamp from its files: the last time index entry and what follows it. Kept for the
    /// next time.
    pub(crate) fn read_highest(&self, view: &SegmentView) -> Result<Option<Highest>, ReadError> {
        let cache = &self.shared.files;
        let read = || -> Result<Option<Highest>, ScanError> {
            let mut highest = true_entry(view, cache, view.time_entry_before(cache, None)?)?;
            let after = highest.map_or(view.base(), |highest| highest.offset);
            let Some((position, _)) = view.find(cache, Access::Blocking, after)? else { return Ok(highest) };
            let mut headers = view.headers(cache, Access::Blocking, position)?;
            while let Some((_, header)) = headers.next()? {
                let before = highest.map_or(-1, |highest| highest.timestamp);
                // What compaction left without records has no time.
                if before < header.max_timestamp && header.record_count != 0 {
                    highest = Some(Highest { timestamp: header.max_timestamp, offset: header.last_offset() });
                }
            }
            Ok(highest)
        };
        let highest = read().map_err(|error| waited(error, view))?;
        let mut state = self.enter();
        let same = state.segments.iter_mut().find(|segment| {
            Arc::ptr_eq(&segment.files, &view.files)
                && segment.size == view.readable
                && segment.written == view.readable
        });
        if let Some(segment) = same.filter(|segment| segment.highest == HighestTimestamp::Unread) {
            segment.highest = highest.map_or(HighestTimestamp::None, HighestTimestamp::Known);
        }
        Ok(highest)
    }

    /// The aborted transactions that overlap what a `read_committed` reader of [`from`, `up_to`) gets, as Kafka
    /// collects them. Waits for the disk, but only if the log has aborted transactions at all.
    pub fn aborted_transactions(&self, from: Offset, up_to: Offset) -> Result<Vec<AbortedTxn>, ReadError> {
        let segments: Vec<_> = {
            let state = self.enter_working().map_err(ReadError::Failed)?;
            let relevant =
                state.segments.iter().filter(|segment| segment.has_aborted && from.get() < segment.end);
            relevant
                .map(|segment| {
                    let view = SegmentView { files: segment.files.clone(), readable: segment.written };
                    (view, segment.pending.aborted.clone())
                })
                .collect()
        };
        let mut found: Vec<AbortedTxn> = Vec::new();
        for (view, pending) in segments {
            let mut entries = view.aborted(&self.shared.files).map_err(|error| waited(error, &view))?;
            // Between the two looks an entry may have gone to the file.
            entries.extend(pending.into_iter().filter(|entry| !entries.contains(entry)).collect::<Vec<_>>());
            for entry in entries {
                if from.get() <= entry.last_offset && entry.first_offset < up_to.get() {
                    found.push(entry);
                }
                if up_to.get() <= entry.last_stable_offset {
                    return Ok(found);
                }
            }
        }
        Ok(found)
    }
}

/// What a time index entry says, if the batch that it names has that timestamp.
fn true_entry(
    view: &SegmentView,
    cache: &FileCache,
    entry: Option<TimeEntry>,
) -> Result<Option<Highest>, ScanError> {
    let Some(entry) = entry else { return Ok(None) };
    let offset = view.base().saturating_add(i64::from(entry.relative_offset));
    let named = view.find(cache, Access::Blocking, offset)?;
    if named.is_some_and(|(_, header)| header.max_timestamp == entry.timestamp) {
        return Ok(Some(Highest { timestamp: entry.timestamp, offset }));
    }
    view.files.suspect_indexes();
    Ok(None)
}

fn time_views(state: &crate::state::LogState) -> Vec<TimeView> {
    let view = |segment: &crate::segment::Segment| TimeView {
        view: SegmentView { files: segment.files.clone(), readable: segment.written },
        end: segment.end,
        highest: segment.highest,
    };
    state.segments.iter().map(view).collect()
}

/// The first record of a batch with such a timestamp and offset.
fn first_at_or_after(batch: &Bytes, timestamp: i64, from: i64) -> Result<Option<FoundByTime>, String> {
    if batch.is_empty() {
        return Ok(None);
    }
    let batch = RecordBatch::parse(batch).map_err(|error| error.to_string())?;
    let records = batch.records(DECOMPRESSED_MAX).map_err(|error| error.to_string())?;
    for record in &records {
        let record = record.map_err(|error| error.to_string())?;
        if timestamp <= record.timestamp && from <= record.offset {
            return Ok(Some(FoundByTime {
                timestamp: Timestamp(record.timestamp),
                offset: offset(record.offset),
                leader_epoch: LeaderEpoch(batch.header().partition_leader_epoch),
            }));
        }
    }
    Ok(None)
}
