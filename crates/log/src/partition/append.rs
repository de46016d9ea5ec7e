//! Appending: the hot path.

use std::sync::Arc;

use moldau_disk::{Durability as FrameDurability, FrameHeader, FrameKind, RoundMember};
use moldau_ids::{LeaderEpoch, MonotonicMs, Offset, Timestamp};

use super::{Entered, PartitionLog, offset};
use crate::{
    batch::PreparedBatch,
    config::Durability,
    directory_shared::DrainEntry,
    errors::AppendError,
    state::{Admission, Admitted, FlushClock, LogState},
};

/// Where a batch went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// Its first offset.
    pub base_offset: Offset,
    /// Its last offset.
    pub last_offset: Offset,
    /// Its highest timestamp as it is stored; the time of the append for `LogAppendTime` topics.
    pub max_timestamp: Timestamp,
    /// The log's first offset.
    pub log_start: Offset,
    /// It was there already: these are the offsets that it got the first time.
    pub duplicate: bool,
}

impl PartitionLog {
    /// Appends a producer's or coordinator's batch under the epoch in which this broker leads. The offsets are
    /// assigned when this returns; that the batch is held is reported by [`super::LogProgress`].
    pub fn append_as_leader(
        self: &Arc<Self>,
        batch: &PreparedBatch,
        epoch: LeaderEpoch,
        now: Timestamp,
    ) -> Result<Appended, AppendError> {
        let mut state = self.enter_working().map_err(AppendError::Failed)?;
        match state.admit_as_leader(batch, epoch)? {
            Admission::Append(admitted) => self.append(&mut state, batch, admitted, now),
            Admission::Duplicate(duplicate) => Ok(Appended {
                base_offset: offset(duplicate.base_offset),
                last_offset: offset(duplicate.last_offset),
                max_timestamp: Timestamp(duplicate.timestamp),
                log_start: offset(state.log_start),
                duplicate: true,
            }),
        }
    }

    /// As [`Self::append_as_leader`], if the log ends at `required_end` (for writers that decided on what they had
    /// read up to there).
    pub fn append_as_leader_at(
        self: &Arc<Self>,
        batch: &PreparedBatch,
        epoch: LeaderEpoch,
        required_end: Offset,
        now: Timestamp,
    ) -> Result<Appended, AppendError> {
        let mut state = self.enter_working().map_err(AppendError::Failed)?;
        let (required, log_end) = (required_end.get(), state.log_end);
        if required != log_end {
            return Err(AppendError::NotAtRequiredEnd { required, log_end });
        }
        match state.admit_as_leader(batch, epoch)? {
            Admission::Append(admitted) => self.append(&mut state, batch, admitted, now),
            Admission::Duplicate(_) => Err(AppendError::NotAtRequiredEnd { required, log_end }),
        }
    }

    /// Appends a batch of this log's leader as it is. Its offsets must not lie below the log's end; they may leave
    /// a gap, as compacted logs do.
    pub fn append_as_follower(
        self: &Arc<Self>,
        batch: &PreparedBatch,
        now: Timestamp,
    ) -> Result<Appended, AppendError> {
        let mut state = self.enter_working().map_err(AppendError::Failed)?;
        if state.leader_epoch.is_some() {
            return Err(AppendError::NotLeader { current: state.leader_epoch });
        }
        let admitted = state.admit_as_follower(batch)?;
        self.append(&mut state, batch, admitted, now)
    }

    fn append(
        self: &Arc<Self>,
        state: &mut Entered<'_>,
        batch: &PreparedBatch,
        admitted: Admitted,
        now: Timestamp,
    ) -> Result<Appended, AppendError> {
        if self.shared.no_room() {
            return Err(AppendError::NoRoom);
        }
        let head = LogState::place(batch, admitted);
        let frame = FrameHeader {
            partition: self.id,
            generation: state.generation,
            leader_epoch: LeaderEpoch(admitted.leader_epoch),
            kind: FrameKind::Data {
                base_offset: offset(admitted.base_offset),
                last_offset: offset(admitted.last_offset),
            },
            durability: flush_decision(state, batch, now),
        };
        // In this order: a commit that begins now must find this log, wait for its lock and then see the batch.
        self.note_uncommitted(state);
        let member: Arc<dyn RoundMember> = self.clone();
        let placed = self
            .shared
            .journal
            .append(&frame, [&head, &batch.rest], &member)
            .map_err(|failed| AppendError::Failed(self.shared.fail(&failed.to_string())))?;
        let size = placed.bytes.len() as u64;
        let begin_segment = |base| self.new_segment(base);
        state.record(batch, admitted, (placed.bytes, placed.round), now.get(), begin_segment);
        self.shared.tail_grew(size);
        self.note_drainable(state);
        Ok(Appended {
            base_offset: offset(admitted.base_offset),
            last_offset: offset(admitted.last_offset),
            max_timestamp: batch.max_timestamp(),
            log_start: offset(state.log_start),
            duplicate: false,
        })
    }

    /// The next commit of the directory must cover this log.
    pub(crate) fn note_uncommitted(self: &Arc<Self>, state: &mut LogState) {
        if !state.dirty.uncommitted {
            state.dirty.uncommitted = true;
            self.shared.queues.lock().uncommitted.push(Arc::clone(self));
        }
    }

    /// Whether records of a relaxed log have waited for `flush.ms` without an append that would sync them. Says so once.
    pub(crate) fn is_flush_due(&self, now: Timestamp) -> bool {
        let mut state = self.enter();
        let waited = now.get().saturating_sub(state.flush.last_flush_ms);
        let due = state.config.durability == Durability::Relaxed
            && 0 < state.flush.unflushed_records
            && state.config.flush_ms <= waited
            && state.failure.is_none();
        if due {
            state.flush = FlushClock { unflushed_records: 0, last_flush_ms: now.get() };
        }
        due
    }

    /// Write-back has something to do for this log.
    pub(crate) fn note_drainable(self: &Arc<Self>, state: &mut LogState) {
        if !state.dirty.queued {
            state.dirty.queued = true;
            let since: MonotonicMs = self.shared.clock.monotonic();
            self.shared.queues.lock().drain.push_back(DrainEntry { log: Arc::clone(self), since });
        }
    }
}

/// Whether this append is synced: always in a durable log, and where `flush.messages` or `flush.ms` ask for it in a
/// relaxed one.
fn flush_decision(state: &mut LogState, batch: &PreparedBatch, now: Timestamp) -> FrameDurability {
    if state.config.durability == Durability::Durable {
        return FrameDurability::Durable;
    }
    let records = state.flush.unflushed_records.saturating_add(i64::from(batch.record_count()));
    let waited = now.get().saturating_sub(state.flush.last_flush_ms);
    if records < state.config.flush_messages && waited < state.config.flush_ms {
        return FrameDurability::Relaxed;
    }
    // `record` adds this batch: it is covered as well.
    state.flush.unflushed_records = -i64::from(batch.record_count());
    state.flush.last_flush_ms = now.get();
    FrameDurability::Durable
}
