//! [`SharePartition`]: making it, and what becomes of its writes, locks and offsets.

use std::collections::BTreeMap;

use moldau_ids::{Timestamp, TopicId};
use moldau_wire::messages as m;
use moldau_wire::messages::read_share_group_state_response as read;
use moldau_wire::messages::write_share_group_state_request as write;
use moldau_wire::{ErrorCode, Str};

use super::settings::ShareSettings;
use super::span::{Pending, RecordState, Span};

/// Names a [`Write`] of one share partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WriteId(pub u64);

/// What is to be persisted at the share coordinator. Writes of one share partition are sent one after the other, in
/// their order, or several in one request.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    /// For [`SharePartition::written`].
    pub id: WriteId,
    /// The state's epoch, as it was read.
    pub state_epoch: i32,
    /// The partition leader's.
    pub leader_epoch: i32,
    /// Below it everything is done with.
    pub start_offset: i64,
    /// How many records from the start offset on are done with.
    pub delivery_complete_count: i32,
    /// The records whose state has changed.
    pub batches: Vec<write::StateBatch>,
}

impl Write {
    /// The request that says it.
    pub fn request(self, group_id: Str, topic_id: TopicId, partition: i32) -> m::WriteShareGroupStateRequest {
        let data = write::PartitionData {
            partition,
            state_epoch: self.state_epoch,
            leader_epoch: self.leader_epoch,
            start_offset: self.start_offset,
            delivery_complete_count: self.delivery_complete_count,
            state_batches: self.batches,
            ..Default::default()
        };
        let topic = write::WriteStateData { topic_id, partitions: vec![data], ..Default::default() };
        m::WriteShareGroupStateRequest { group_id, topics: vec![topic], ..Default::default() }
    }
}

/// What the share coordinator has persisted makes no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// A batch lies below the start offset, ends before it begins, or overlaps another.
    #[error("persisted batch {first} to {last} makes no sense")]
    Batch { first: i64, last: i64 },
    /// A batch has a state that is not known.
    #[error("persisted delivery state {0} is not known")]
    State(i8),
}

/// The error that a member gets when the share coordinator refuses a read or a write. After
/// [`ErrorCode::NotLeaderOrFollower`] the share partition is to be dropped and made anew.
pub fn persister_error(error: ErrorCode) -> ErrorCode {
    #[expect(clippy::wildcard_enum_match_arm, reason = "all others are nothing that members could act on")]
    match error {
        ErrorCode::NotCoordinator
        | ErrorCode::CoordinatorNotAvailable
        | ErrorCode::CoordinatorLoadInProgress => ErrorCode::CoordinatorNotAvailable,
        ErrorCode::GroupIdNotFound => ErrorCode::GroupIdNotFound,
        ErrorCode::UnknownTopicOrPartition => ErrorCode::UnknownTopicOrPartition,
        ErrorCode::FencedStateEpoch | ErrorCode::FencedLeaderEpoch => ErrorCode::NotLeaderOrFollower,
        _ => ErrorCode::UnknownServerError,
    }
}

/// See the module's documentation.
#[derive(Debug, Clone)]
pub struct SharePartition {
    /// By first offset; they do not overlap.
    pub(super) spans: BTreeMap<i64, Span>,
    pub(super) start_offset: i64,
    /// The last offset that was ever in flight; the start offset if there is none.
    pub(super) end_offset: i64,
    state_epoch: i32,
    leader_epoch: i32,
    last_write: u64,
}

impl SharePartition {
    /// What a group has of a partition that this broker leads, from the answer to `ReadShareGroupState`. If the answer
    /// has no start offset (-1), `reset_offset` is where [`ShareSettings::offset_reset`] points to; else it is not
    /// looked at.
    pub fn load(
        state: &read::PartitionResult,
        leader_epoch: i32,
        reset_offset: i64,
    ) -> Result<Self, LoadError> {
        let start_offset = if state.start_offset < 0 { reset_offset } else { state.start_offset };
        let mut partition = Self {
            spans: BTreeMap::new(),
            start_offset,
            end_offset: start_offset,
            state_epoch: state.state_epoch,
            leader_epoch,
            last_write: 0,
        };
        for batch in &state.state_batches {
            let (first, last) = (batch.first_offset, batch.last_offset);
            let after_others = partition.spans.is_empty() || first > partition.end_offset;
            if first < start_offset || last < first || last == i64::MAX || !after_others {
                return Err(LoadError::Batch { first, last });
            }
            let state =
                RecordState::from_i8(batch.delivery_state).ok_or(LoadError::State(batch.delivery_state))?;
            let state = if state == RecordState::Acquired { RecordState::Available } else { state };
            let span = Span {
                last,
                state,
                delivery_count: batch.delivery_count,
                member: Str::EMPTY,
                locked_until: None,
                pending: None,
                batch: (first, last - first + 1),
            };
            partition.spans.insert(first, span);
            partition.end_offset = last;
        }
        partition.advance();
        Ok(partition)
    }

    /// Below it everything is done with.
    pub fn start_offset(&self) -> i64 {
        self.start_offset
    }

    /// The last offset that was ever in flight; the start offset if there is none.
    pub fn end_offset(&self) -> i64 {
        self.end_offset
    }

    /// The epoch of the persisted state.
    pub fn state_epoch(&self) -> i32 {
        self.state_epoch
    }

    /// The leader's epoch that this was made with.
    pub fn leader_epoch(&self) -> i32 {
        self.leader_epoch
    }

    /// From where to fetch: the first record that may be given out, as far as is known.
    pub fn next_fetch_offset(&self) -> i64 {
        let mut next = self.start_offset;
        for (first, span) in &self.spans {
            if *first > next || span.is_available() {
                return next;
            }
            next = span.last + 1;
        }
        next
    }

    /// Whether a fetch could give anything out: something is available, or there is room for more.
    pub fn can_acquire(&self, settings: &ShareSettings) -> bool {
        let next = self.next_fetch_offset();
        let is_new = self.spans.is_empty() || next > self.end_offset;
        !is_new || self.in_flight() < settings.record_locks_max
    }

    /// How many offsets lie between the start and the end.
    pub(super) fn in_flight(&self) -> i64 {
        if self.spans.is_empty() { 0 } else { self.end_offset - self.start_offset + 1 }
    }

    /// How many records between the start and the end are done with.
    pub fn delivery_complete_count(&self) -> i32 {
        let done = self.spans.iter().filter(|(_, span)| span.state.is_done_with());
        let count = done.map(|(first, span)| span.last - first + 1).sum::<i64>();
        i32::try_from(count).unwrap_or(i32::MAX)
    }

    /// When [`Self::expire`] should be called.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.spans.values().filter(|span| span.pending.is_none()).filter_map(|span| span.locked_until).min()
    }

    /// Takes records back from members that kept them for too long. The write's end changes nothing here.
    pub fn expire(&mut self, now: Timestamp, settings: &ShareSettings) -> Option<Write> {
        let mut batches = Vec::new();
        for (first, span) in &mut self.spans {
            let is_due = span.locked_until.is_some_and(|until| until <= now);
            if span.pending.is_some() || span.state != RecordState::Acquired || !is_due {
                continue;
            }
            span.unlock(span.released(settings.delivery_count_limit));
            batches.push(state_batch(*first, span));
        }
        let write = self.write(batches);
        self.advance();
        write
    }

    /// A member is gone: its records may be given to others. The write's end is to be told.
    pub fn release(&mut self, member_id: &str, settings: &ShareSettings) -> Option<Write> {
        let id = WriteId(self.last_write + 1);
        let mut batches = Vec::new();
        for (first, span) in &mut self.spans {
            if span.pending.is_some() || span.state != RecordState::Acquired || span.member != *member_id {
                continue;
            }
            span.begin(id, span.released(settings.delivery_count_limit));
            batches.push(state_batch(*first, span));
        }
        self.write(batches)
    }

    /// A write has ended. If it failed, its records are what they were before, or available if their time has run out
    /// meanwhile.
    pub fn written(&mut self, id: WriteId, succeeded: bool, now: Timestamp, settings: &ShareSettings) {
        for span in self.spans.values_mut() {
            let Some(Pending { state, member, .. }) = span.pending.take_if(|pending| pending.write == id)
            else {
                continue;
            };
            if succeeded {
                span.locked_until = None;
            } else if span.locked_until.is_some_and(|until| until > now) {
                span.state = state;
                span.member = member;
            } else {
                span.unlock(span.released(settings.delivery_count_limit));
            }
        }
        self.advance();
    }

    /// The log begins at `log_start_offset` now: what lies below is gone. The next write says so.
    pub fn log_start_moved(&mut self, log_start_offset: i64) {
        if log_start_offset <= self.start_offset {
            return;
        }
        self.split(log_start_offset);
        self.spans = self.spans.split_off(&log_start_offset);
        self.start_offset = log_start_offset;
        if self.spans.is_empty() {
            self.end_offset = log_start_offset;
        }
        self.advance();
    }

    /// Makes a write of changes, if there are any, and of what else is to be persisted.
    pub(super) fn write(&mut self, batches: Vec<write::StateBatch>) -> Option<Write> {
        if batches.is_empty() {
            return None;
        }
        self.last_write += 1;
        Some(Write {
            id: WriteId(self.last_write),
            state_epoch: self.state_epoch,
            leader_epoch: self.leader_epoch,
            start_offset: self.start_offset,
            delivery_complete_count: self.delivery_complete_count(),
            batches: joined(batches),
        })
    }

    /// The id that the next write will have.
    pub(super) fn next_write(&self) -> WriteId {
        WriteId(self.last_write + 1)
    }

    /// Undoes what was begun for a write that will not be made.
    pub(super) fn roll_back(&mut self, id: WriteId) {
        for span in self.spans.values_mut() {
            if let Some(pending) = span.pending.take_if(|pending| pending.write == id) {
                span.state = pending.state;
                span.member = pending.member;
            }
        }
    }

    /// Sees to it that no span crosses `offset`.
    pub(super) fn split(&mut self, offset: i64) {
        let Some((first, span)) = self.spans.range_mut(..offset).next_back() else { return };
        if *first < offset && offset <= span.last {
            let rest = span.clone();
            span.last = offset - 1;
            self.spans.insert(offset, rest);
        }
    }

    /// Moves the start past everything that is done with.
    pub(super) fn advance(&mut self) {
        while let Some((first, span)) = self.spans.first_key_value() {
            if *first != self.start_offset || !span.state.is_done_with() || span.pending.is_some() {
                return;
            }
            self.start_offset = span.last + 1;
            self.spans.pop_first();
        }
        self.end_offset = self.start_offset;
    }
}

/// A span as it is persisted.
pub(super) fn state_batch(first: i64, span: &Span) -> write::StateBatch {
    write::StateBatch {
        first_offset: first,
        last_offset: span.last,
        delivery_state: span.state.to_i8(),
        delivery_count: span.delivery_count,
        ..Default::default()
    }
}

/// Joins neighbours that say the same.
fn joined(mut batches: Vec<write::StateBatch>) -> Vec<write::StateBatch> {
    batches.sort_by_key(|batch| batch.first_offset);
    let mut joined: Vec<write::StateBatch> = Vec::with_capacity(batches.len());
    for batch in batches {
        match joined.last_mut() {
            Some(last)
                if last.last_offset.checked_add(1) == Some(batch.first_offset)
                    && last.delivery_state == batch.delivery_state
                    && last.delivery_count == batch.delivery_count =>
            {
                last.last_offset = batch.last_offset;
            }
            _ => joined.push(batch),
        }
    }
    joined
}
