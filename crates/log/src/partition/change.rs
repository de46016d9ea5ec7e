//! Taking records away: from the end (truncation), from the beginning (delete-records, retention), and rolling.
//!
//! Where the new end lies is looked up before the lock is taken; the change itself is a few lines under it, which
//! a frame in the journal makes durable in order with the appends around it. The files follow in write-back.

use std::sync::Arc;

use moldau_disk::{Durability as FrameDurability, FrameHeader, FrameKind, RoundMember};
use moldau_ids::{LeaderEpoch, Offset, Timestamp};

use super::{Entered, PartitionLog, lookup::waited, offset};
use crate::{
    errors::{ChangeError, Failure, ReadError},
    recovery::rebuild_producers,
    retention,
    scan::Access,
    state::Cut,
};

/// The tag of a journal note that says where the log begins, which is the note's body as eight bytes.
pub(crate) const LOG_START_NOTE: i64 = 1;

/// Where a log starts, and the round of the journal that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogStartMoved {
    /// The first offset.
    pub log_start: Offset,
    round: u64,
}

impl PartitionLog {
    /// Takes back everything from `to` on. If `to` lies inside a batch the whole batch goes. Returns the new end,
    /// at most `to`. Waits for the disk. The caller keeps appends away meanwhile; a log that leads refuses.
    pub fn truncate_to(self: &Arc<Self>, to: Offset) -> Result<Offset, ChangeError> {
        loop {
            let (log_start, log_end) = {
                let state = self.enter_working().map_err(ChangeError::Failed)?;
                (state.log_start, state.log_end)
            };
            if log_end <= to.get() {
                return Ok(offset(log_end));
            }
            if to.get() <= log_start {
                self.truncate_fully_and_start_at(to)?;
                return Ok(to);
            }
            let cut = self.find_cut(to.get())?;
            let producers = rebuild_producers(self, cut.end)?;
            let mut state = self.enter_working().map_err(ChangeError::Failed)?;
            if state.generation != cut.generation {
                continue;
            }
            let end = cut.end.max(state.log_start);
            let round = self
                .journal_change(&mut state, FrameKind::Truncate { to: offset(end) }, &[])
                .map_err(ChangeError::Failed)?;
            let cut = Cut { end, ..cut };
            let freed = state.truncate(&cut, round, producers, |base| self.new_segment(base));
            self.shared.tail_shrank(freed);
            self.note_drainable(&mut state);
            return Ok(offset(end));
        }
    }

    /// Where the batch that holds `to` begins.
    fn find_cut(&self, to: i64) -> Result<Cut, ReadError> {
        let (generation, in_tail, view, end) = {
            let state = self.enter_working().map_err(ReadError::Failed)?;
            let in_tail = state.tail.from(to).next().map(|batch| (batch.base_offset, batch.position));
            let in_tail = in_tail.filter(|_| state.tail.start().is_some_and(|start| start <= to));
            let Some(segment) = state.segment_for(to) else {
                return Ok(Cut { end: to, segment: -1, size: 0, generation: state.generation });
            };
            let view =
                crate::scan::SegmentView { files: Arc::clone(&segment.files), readable: segment.written };
            (state.generation, in_tail, view, segment.end)
        };
        if let Some((base_offset, position)) = in_tail {
            let segment = view.base();
            return Ok(Cut { end: to.min(base_offset), segment, size: position, generation });
        }
        let found =
            view.find(&self.shared.files, Access::Blocking, to).map_err(|error| waited(error, &view))?;
        let segment = view.base();
        Ok(match found {
            Some((size, header)) => Cut { end: to.min(header.base_offset), segment, size, generation },
            // In the gap behind the segment's last batch.
            None => Cut { end: to.min(end), segment, size: view.readable, generation },
        })
    }

    /// Drops everything and goes on at `to`, as a follower does whose leader has nothing that it has.
    pub fn truncate_fully_and_start_at(self: &Arc<Self>, to: Offset) -> Result<(), ChangeError> {
        let mut state = self.enter_working().map_err(ChangeError::Failed)?;
        let round = self
            .journal_change(&mut state, FrameKind::StartAt { offset: to }, &[])
            .map_err(ChangeError::Failed)?;
        let freed = state.restart_at(to.get(), round, |base| self.new_segment(base));
        self.shared.tail_shrank(freed);
        self.note_drainable(&mut state);
        Ok(())
    }

    /// Puts a change that has no records into the journal, before it is applied. Returns its round.
    fn journal_change(
        self: &Arc<Self>,
        state: &mut Entered<'_>,
        kind: FrameKind,
        body: &[u8],
    ) -> Result<u64, Failure> {
        #[cfg(feature = "planted")]
        if matches!(kind, FrameKind::Note { .. })
            && moldau_ids::planted::is_planted(moldau_ids::planted::Bug::DeleteRecordsForgotten)
        {
            return Ok(0);
        }
        let frame = FrameHeader {
            partition: self.id,
            generation: state.generation,
            leader_epoch: state.leader_epoch.unwrap_or(LeaderEpoch::NONE),
            kind,
            durability: FrameDurability::Durable,
        };
        self.note_uncommitted(state);
        let member: Arc<dyn RoundMember> = self.clone();
        let placed = self.shared.journal.append(&frame, [body, &[]], &member);
        placed.map(|placed| placed.round).map_err(|failed| self.shared.fail(&failed.to_string()))
    }

    /// Moves the log's start to `to` (`DeleteRecords`); the high watermark bounds it. Segments that lie wholly
    /// below go with the next retention pass. Survives a crash once [`Self::is_durable`] says so of what is
    /// returned; [`super::LogProgress::durable`] is called then.
    pub fn delete_records(self: &Arc<Self>, to: Offset) -> Result<LogStartMoved, ChangeError> {
        let mut state = self.enter_working().map_err(ChangeError::Failed)?;
        if state.high_watermark < to.get() {
            let high_watermark = offset(state.high_watermark);
            return Err(ChangeError::OutOfRange { offset: to, high_watermark });
        }
        if state.log_start < to.get() {
            let round = self
                .journal_change(&mut state, FrameKind::Note { tag: LOG_START_NOTE }, &to.get().to_be_bytes())
                .map_err(ChangeError::Failed)?;
            state.note_round(round);
            state.log_start_round = round;
            state.advance_log_start(to.get());
            self.note_drainable(&mut state);
        }
        Ok(LogStartMoved { log_start: offset(state.log_start), round: state.log_start_round })
    }

    /// Whether a moved log start survives a loss of power.
    pub fn is_durable(&self, moved: LogStartMoved) -> bool {
        self.enter().is_round_durable(moved.round)
    }

    /// Begins a new segment, unless the active one is empty. Returns the active segment's base.
    pub fn roll(self: &Arc<Self>) -> Result<Offset, Failure> {
        let mut state = self.enter_working()?;
        let end = state.log_end;
        state.roll(end, |base| self.new_segment(base));
        self.note_drainable(&mut state);
        Ok(offset(state.active().base))
    }

    /// Rolls by age and deletes what retention says, as Kafka does every `log.retention.check.interval.ms`. Reads
    /// time indexes of segments that it has not looked at yet: waits for the disk. Returns how many segments
    /// went.
    pub fn apply_retention(self: &Arc<Self>, now: Timestamp) -> Result<usize, ReadError> {
        let config = self.config();
        let limit = retention::time_limit(&config);
        if limit.is_some() {
            self.read_highest_of_oldest(now, &config)?;
        }
        let mut state = self.enter_working().map_err(ReadError::Failed)?;
        let expiration = state.config.producer_id_expiration_ms;
        state.producers.expire(now, expiration);
        if state.active().is_rolled_by_age(&config, now.get()) {
            let end = state.log_end;
            state.roll(end, |base| self.new_segment(base));
            self.note_drainable(&mut state);
        }
        let decision = retention::decide(&state, &config, now);
        if decision.delete == 0 {
            return Ok(0);
        }
        if decision.roll_first {
            let end = state.log_end;
            state.roll(end, |base| self.new_segment(base));
        }
        let freed = state.delete_segments_before(decision.delete);
        self.shared.tail_shrank(freed);
        let first = state.segments.front().map_or(0, |segment| segment.base);
        state.advance_log_start(first);
        self.note_uncommitted(&mut state);
        self.note_drainable(&mut state);
        Ok(decision.delete)
    }

    /// Reads the highest timestamps of the oldest segments, as long as they would have to go.
    fn read_highest_of_oldest(
        self: &Arc<Self>,
        now: Timestamp,
        config: &crate::config::LogConfig,
    ) -> Result<(), ReadError> {
        loop {
            let unread = {
                let state = self.enter_working().map_err(ReadError::Failed)?;
                retention::first_unread(&state, config, now)
            };
            let Some(view) = unread else { return Ok(()) };
            self.read_highest(&view)?;
            // If the segment changed while it was read, the next pass will see to it.
            let state = self.enter_working().map_err(ReadError::Failed)?;
            if retention::first_unread(&state, config, now).is_some_and(|next| next.base() == view.base()) {
                return Ok(());
            }
        }
    }
}
