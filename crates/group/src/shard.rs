//! The coordinator's state for one partition of `__consumer_offsets`.

use std::collections::BTreeMap;
use std::ops::Bound;

use bytes::Bytes;
use moldau_ids::Timestamp;
use moldau_wire::records::group::{GroupKey, GroupValue, OffsetCommitKey, OffsetCommitValue};
use moldau_wire::{ErrorCode, Str};

use crate::classic::Classic;
use crate::decision::{Decision, TimerChange, TimerKey, after};
use crate::group::Group;
use crate::offsets::Offsets;
use crate::timers::Timers;
use crate::{Answer, Command, Env, Record, Step, Ticket, command::TxnProducer};

/// How many timers one call of [`Shard::tick`] looks at.
const TIMERS_PER_TICK_MAX: usize = 64;
/// From so many records on, a step that can be cut short is: its records are one batch.
const RECORDS_PER_STEP_MAX: usize = 1_000;
/// How many groups one look at expired offsets takes.
const GROUPS_PER_LOOK_MAX: usize = 2_000;

/// See the crate's documentation.
#[derive(Debug, Default)]
pub struct Shard {
    pub(crate) groups: BTreeMap<Str, Group>,
    offsets: Offsets,
    timers: Timers<TimerKey>,
    /// Administrators' requests that wait for the share coordinator.
    pub(crate) share_waits: crate::share::Waits,
    /// Where the look at expired offsets goes on, if it was cut short.
    expiry_from: Option<Str>,
    skipped: u64,
}

impl Shard {
    /// The state of an empty log.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in one record of the log, in the order of the log. `producer` is set for records of a transaction: they
    /// count when it is committed. Records of kinds that are not known here are skipped and counted.
    pub fn replay(&mut self, record: Record, producer: Option<TxnProducer>) {
        let Record { key, value } = record;
        let understood = match (key, value) {
            (GroupKey::OffsetCommit(key), None) => self.replay_offset(&key, None, producer),
            (GroupKey::OffsetCommit(key), Some(GroupValue::OffsetCommit(value))) => {
                self.replay_offset(&key, Some(&value), producer)
            }
            (GroupKey::LegacyOffsetCommit(key), value) => {
                let key = OffsetCommitKey { group: key.group, topic: key.topic, partition: key.partition };
                match value {
                    None => self.replay_offset(&key, None, producer),
                    Some(GroupValue::LegacyOffsetCommit(old)) => {
                        let value = OffsetCommitValue {
                            offset: old.offset,
                            metadata: old.metadata,
                            commit_timestamp: old.commit_timestamp,
                            ..OffsetCommitValue::default()
                        };
                        self.replay_offset(&key, Some(&value), producer)
                    }
                    Some(_) => false,
                }
            }
            (GroupKey::GroupMetadata(key), None) => {
                if let Some(Group::Classic(group)) = self.groups.remove(&key.group) {
                    group.for_each_timer(|timer| self.timers.cancel(&timer));
                }
                true
            }
            (GroupKey::GroupMetadata(key), Some(GroupValue::GroupMetadata(value))) => {
                let id = key.group.detach();
                let group = Classic::from_record(id.clone(), &value);
                self.groups.insert(id, Group::Classic(Box::new(group)));
                true
            }
            (key, value) => match self.replay_share(&key, value.as_ref()) {
                Some(understood) => understood,
                None => {
                    self.replay_consumer(&key, value.as_ref()) || self.replay_streams(&key, value.as_ref())
                }
            },
        };
        self.skipped += u64::from(!understood);
    }

    /// Whether a record may make a group of another kind of this id: there is none, or one that offsets made which came
    /// first.
    pub(crate) fn is_vacant(&self, group_id: &str) -> bool {
        match self.groups.get(group_id) {
            None => true,
            Some(Group::Classic(group)) => group.is_empty() && group.protocol_type().is_none(),
            Some(Group::Consumer(_) | Group::Share(_) | Group::Streams(_)) => false,
        }
    }

    /// As [`Self::replay`], of a record as it lies in the log. Records that cannot be read are skipped and counted.
    pub fn replay_encoded(&mut self, key: Bytes, value: Option<Bytes>, producer: Option<TxnProducer>) {
        match Record::decode(key, value) {
            Ok(record) => self.replay(record, producer),
            Err(_unreadable) => self.skipped += 1,
        }
    }

    /// How many records were skipped because they make no sense to this version.
    pub fn skipped_records(&self) -> u64 {
        self.skipped
    }

    /// The offsets' part of [`Self::replay`]. A group's first offset makes the group.
    fn replay_offset(
        &mut self,
        key: &OffsetCommitKey,
        value: Option<&OffsetCommitValue>,
        producer: Option<TxnProducer>,
    ) -> bool {
        if value.is_some() {
            self.ensure_group(&key.group);
        }
        self.offsets.replay(key, value, producer.map(|producer| producer.producer_id));
        true
    }

    fn ensure_group(&mut self, group_id: &Str) {
        if !self.groups.contains_key(group_id) {
            let id = group_id.detach();
            self.groups.insert(id.clone(), Group::Classic(Box::new(Classic::empty(id, None))));
        }
    }

    /// A transaction's end marker, while replaying and later: its offsets count, or are forgotten. Nobody waits for
    /// it at present, so the step is empty.
    pub fn transaction_ended(&mut self, env: &mut Env<'_>, producer: TxnProducer, commit: bool) -> Step {
        let _ = env;
        for group_id in self.offsets.transaction_ended(producer.producer_id, commit) {
            self.ensure_group(&group_id);
        }
        Step::default()
    }

    /// The whole log has been replayed: timers begin (each member gets a whole session).
    pub fn loaded(&mut self, env: &mut Env<'_>) -> Step {
        let mut decision = Decision::default();
        for group in self.groups.values_mut() {
            match group {
                Group::Classic(group) => group.loaded(env, &mut decision),
                Group::Consumer(group) => crate::consumer::loaded(group, env, &mut decision),
                Group::Streams(group) => crate::streams::loaded(group, env, &mut decision),
                Group::Share(group) => crate::share::loaded(group, env, &mut decision),
            }
        }
        decision.set_timer(TimerKey::Expiry, after(env.now, env.config.offsets_retention_check));
        let mut step = Step::default();
        self.settle(decision, &mut step);
        step
    }

    /// Decides a request. Its answer is in this step or in a later one.
    #[expect(clippy::needless_pass_by_value, reason = "a command is decided once")]
    pub fn handle(&mut self, env: &mut Env<'_>, ticket: Ticket, command: Command) -> Step {
        let mut decision = Decision::default();
        self.decide(env, ticket, &command, &mut decision);
        let mut step = Step::default();
        self.settle(decision, &mut step);
        step
    }

    /// When [`Self::tick`] should be called.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.timers.next()
    }

    /// Does what is due: sessions, rebalances, offsets' expiry. At most a bounded amount a call; call again while
    /// [`Self::next_deadline`] is not in the future.
    pub fn tick(&mut self, env: &mut Env<'_>) -> Step {
        let mut step = Step::default();
        for _ in 0..TIMERS_PER_TICK_MAX {
            if step.records.len() >= RECORDS_PER_STEP_MAX {
                break;
            }
            let Some(key) = self.timers.pop_due(env.now) else { break };
            let mut decision = Decision::default();
            self.timed_out(env, key, &mut decision);
            self.settle(decision, &mut step);
        }
        step
    }

    fn timed_out(&mut self, env: &mut Env<'_>, key: TimerKey, decision: &mut Decision) {
        match key {
            TimerKey::Expiry => self.expire(env, decision),
            TimerKey::TopicsDeleted => self.delete_topics(env, decision),
            TimerKey::ClassicJoin { group } => {
                if let Some(Group::Classic(group)) = self.groups.get_mut(&group) {
                    group.join_timed_out(env, decision);
                }
            }
            TimerKey::ClassicSync { group } => {
                if let Some(Group::Classic(group)) = self.groups.get_mut(&group) {
                    group.sync_timed_out(env, decision);
                }
            }
            TimerKey::ClassicMember { group, member } => {
                if let Some(Group::Classic(group)) = self.groups.get_mut(&group) {
                    group.session_timed_out(env, &member, decision);
                }
            }
            TimerKey::ShareMember { group, member } => self.share_remove(env, &group, &member, decision),
            TimerKey::ConsumerMember { group, member, kind } => {
                self.consumer_timed_out(env, &group, &member, kind, decision);
            }
            TimerKey::StreamsInitialDelay { group } => {
                self.streams_initial_delay_over(env, &group, decision);
            }
            TimerKey::StreamsMember { group, member, kind } => {
                self.streams_timed_out(&group, &member, kind, decision);
            }
        }
    }

    /// The shard is given up (leadership lost, append failed): everyone who waits is answered with `error`.
    pub fn abandon(self, error: ErrorCode) -> Vec<(Ticket, Answer)> {
        let mut answers = self.share_waits.abandon(error);
        for (_, group) in self.groups {
            // In groups of other kinds nobody waits for another.
            if let Group::Classic(mut group) = group {
                answers.extend(group.abandon(error));
            }
        }
        answers
    }

    /// Finds a group of any kind.
    pub(crate) fn group(&self, group_id: &str) -> Option<&Group> {
        self.groups.get(group_id)
    }

    /// Finds a group of any kind, to change it in place.
    pub(crate) fn group_mut(&mut self, group_id: &str) -> Option<&mut Group> {
        self.groups.get_mut(group_id)
    }

    /// Adds a classic group before its first member.
    pub(crate) fn create_classic(&mut self, group_id: &Str, now: Timestamp) -> &mut Group {
        self.groups
            .entry(group_id.detach())
            .or_insert_with_key(|id| Group::Classic(Box::new(Classic::empty(id.clone(), Some(now)))))
    }

    /// All groups, by id.
    pub(crate) fn groups(&self) -> impl Iterator<Item = (&Str, &Group)> {
        self.groups.iter()
    }

    /// The committed offsets.
    pub(crate) fn offsets(&self) -> &Offsets {
        &self.offsets
    }

    /// Deletes a bounded number of deleted topics' offsets; a timer sees to the rest.
    pub(crate) fn delete_topics(&mut self, env: &Env<'_>, decision: &mut Decision) {
        if self.offsets.delete_topics(RECORDS_PER_STEP_MAX, decision) {
            decision.set_timer(TimerKey::TopicsDeleted, env.now);
        }
    }

    /// Remembers that topics were deleted.
    pub(crate) fn topics_deleted(
        &mut self,
        env: &Env<'_>,
        topics: Vec<(moldau_ids::TopicId, Str)>,
        decision: &mut Decision,
    ) {
        self.share_topics_deleted(&topics, decision);
        self.offsets.topics_deleted(topics);
        self.delete_topics(env, decision);
    }

    /// Looks for expired offsets, and for groups with neither members nor offsets. A look takes a bounded number of
    /// groups and of records; then it goes on where it stopped.
    fn expire(&mut self, env: &Env<'_>, decision: &mut Decision) {
        let retention_ms = i64::try_from(env.config.offsets_retention.as_millis()).unwrap_or(i64::MAX);
        let from = self.expiry_from.take().map_or(Bound::Unbounded, Bound::Included);
        let mut rest = self.groups.range((from, Bound::Unbounded));
        let mut looked_at = 0;
        self.expiry_from = loop {
            let Some((id, group)) = rest.next() else { break None };
            if looked_at == GROUPS_PER_LOOK_MAX || decision.record_count() >= RECORDS_PER_STEP_MAX {
                break Some(id.clone());
            }
            looked_at += 1;
            if !group.may_expire() {
                continue;
            }
            let age = (env.now, retention_ms);
            let all_gone = self.offsets.expire(id, group, age, RECORDS_PER_STEP_MAX, decision);
            if all_gone && group.is_empty() {
                group.append_tombstones(decision);
            } else if decision.record_count() >= RECORDS_PER_STEP_MAX {
                // It may have more.
                break Some(id.clone());
            }
        };
        let next = match &self.expiry_from {
            Some(_) => env.now,
            None => after(env.now, env.config.offsets_retention_check),
        };
        decision.set_timer(TimerKey::Expiry, next);
    }

    /// Brings a decision into the state, and what is for the driver into `step`.
    fn settle(&mut self, decision: Decision, step: &mut Step) {
        let (records, producer, timers) = decision.settle_into(step);
        for record in records {
            self.replay(record, producer);
        }
        for change in timers {
            match change {
                TimerChange::Set(key, at) => self.timers.set(key, at),
                TimerChange::SetIfAbsent(key, at) => self.timers.set_if_absent(key, at),
                TimerChange::Cancel(key) => self.timers.cancel(&key),
            }
        }
    }
}

#[cfg(test)]
mod tests;
