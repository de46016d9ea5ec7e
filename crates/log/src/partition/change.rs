//! Taking records away: from the end (truncation), from the beginning (delete-records, retention), and rolling.
//!
//! Where the new end lies is looked up before the lock is taken; the change itself is a few lines under it, which
//! a frame in the journal makes durable in order with the appends around it. The files follow in write-back.

use std::sync::Arc;

use moldau_disk::{Durability as FrameDurability, FrameHeader, FrameKind, RoundMember};
use moldau_ids::{LeaderEpoch, Offset, Timestamp};
use parking_lot::Mutex;

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

/// What [`PartitionLog::delete_records`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deleted {
    /// Where the log begins now.
    pub log_start: Offset,
    /// The round of the journal that says so.
    pub round: u64,
}

type Done = Box<dyn FnOnce(Result<(), Failure>) + Send>;

/// Who waits for rounds that have no records, only changes. Each waiter is a request that its connection waits for.
#[derive(Default)]
pub(super) struct Waiting(Mutex<Vec<(u64, Done)>>);

impl std::fmt::Debug for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Waiting").field("count", &self.0.lock().len()).finish()
    }
}

impl Waiting {
    fn push(&self, round: u64, done: Done) {
        self.0.lock().push((round, done));
    }

    /// Tells those who wait for `round` or an earlier one.
    pub(super) fn tell(&self, round: u64, outcome: &Result<(), Failure>) {
        let due: Vec<_> = self.0.lock().extract_if(.., |(wanted, _)| *wanted <= round).collect();
        for (_, done) in due {
            done(outcome.clone());
        }
    }
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
            if (state.generation, state.layout) != (cut.generation, cut.layout) {
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
        let (generation, layout, in_tail, view, end) = {
            let state = self.enter_working().map_err(ReadError::Failed)?;
            let in_tail = state.tail.from(to).next().map(|batch| (batch.base_offset, batch.position));
            let in_tail = in_tail.filter(|_| state.tail.start().is_some_and(|start| start <= to));
            let Some(segment) = state.segment_for(to) else {
                let (generation, layout) = (state.generation, state.layout);
                return Ok(Cut { end: to, segment: -1, size: 0, generation, layout });
            };
            let view =
                crate::scan::SegmentView { files: Arc::clone(&segment.files), readable: segment.written };
            (state.generation, state.layout, in_tail, view, segment.end)
        };
        if let Some((base_offset, position)) = in_tail {
            let segment = view.base();
            return Ok(Cut { end: to.min(base_offset), segment, size: position, generation, layout });
        }
        let found =
            view.find(&self.shared.files, Access::Blocking, to).map_err(|error| waited(error, &view))?;
        let segment = view.base();
        Ok(match found {
            Some((size, header)) => {
                Cut { end: to.min(header.base_offset), segment, size, generation, layout }
            }
            // In the gap behind the segment's last batch.
            None => Cut { end: to.min(end), segment, size: view.readable, generation, layout },
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
    /// below go with the next retention pass. The new log start survives a loss of power once the round is durable
    /// ([`Self::when_durable`]): nobody must be told before.
    pub fn delete_records(self: &Arc<Self>, to: Offset) -> Result<Deleted, ChangeError> {
        let mut state = self.enter_working().map_err(ChangeError::Failed)?;
        if state.high_watermark < to.get() {
            let high_watermark = offset(state.high_watermark);
            return Err(ChangeError::OutOfRange { offset: to, high_watermark });
        }
        // Retention may have moved the start beyond what any note or checkpoint says yet.
        let start = state.log_start.max(to.get());
        let round = if let Some(round) = state.round_of_start(start) {
            round
        } else {
            let kind = FrameKind::Note { tag: LOG_START_NOTE };
            let round =
                self.journal_change(&mut state, kind, &start.to_be_bytes()).map_err(ChangeError::Failed)?;
            state.start_noted(start, round);
            round
        };
        if state.log_start < start {
            state.advance_log_start(start);
            self.note_drainable(&mut state);
        }
        Ok(Deleted { log_start: offset(start), round })
    }

    /// Calls `done` once: when `round`, which has a frame of this log, is durable, or when the log fails before. May
    /// call it at once, else the journal's thread does, under no lock: it must not wait.
    pub fn when_durable(&self, round: u64, done: impl FnOnce(Result<(), Failure>) + Send + 'static) {
        let outcome = {
            let state = self.enter();
            if round <= state.durable_round() {
                Ok(())
            } else if let Some(failure) = state.failure.clone().or_else(|| self.shared.failure()) {
                Err(failure)
            } else {
                self.waiting.push(round, Box::new(done));
                return;
            }
        };
        done(outcome);
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
        self.reindex_suspects(&mut state);
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

    /// Hands to write-back what look-ups found to be damaged.
    pub(crate) fn reindex_suspects(self: &Arc<Self>, state: &mut Entered<'_>) {
        if state.reindex_suspects() {
            // The commit that follows syncs what is written.
            self.note_uncommitted(state);
            self.note_drainable(state);
        }
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
