//! A classic group: members join, one of them assigns, all fetch their assignment.
//!
//! ```text
//! Empty --join--> PreparingRebalance --all joined, or time is up--> CompletingRebalance --leader's sync--> Stable
//!            ^            |  ^                                              |                                |
//!            +--none left-+  +--------- a member joins, leaves or expires --+--------------------------------+
//! ```
//!
//! A group that only commits offsets (a *simple* group) is an Empty one without a protocol type. There is no Dead
//! state: a deleted group is not in the shard any more.
//!
//! Persisted is a complete generation: when the leader has assigned, when a static member came back under another id,
//! and when nobody is left. Everything else lives as long as the shard does.
//!
//! Words: *pending member* - an id that was given to a client, which has to join again with it (KIP-394). *Excused* -
//! a member that waits for an answer of ours need not send heartbeats.

mod convert;
mod join;
mod leave;
mod members;
mod rebalance;
mod sync;

use std::collections::BTreeSet;

use bytes::Bytes;
use moldau_ids::Timestamp;
use moldau_wire::messages as m;
use moldau_wire::records::group as r;
use moldau_wire::{Decoder, ErrorCode, Message, Str};

use crate::decision::{Decision, TimerKey, after_ms};
use crate::group::{Committer, RetentionBase};
use crate::{Answer, Env, Ticket};

pub(crate) use convert::Moving;
pub(crate) use join::{Join, join_error};
pub(crate) use leave::left;
use members::{Member, Members, Protocol};
pub(crate) use sync::sync_error;

/// The protocol type of consumers.
const CONSUMER: &str = "consumer";

/// A classic group's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// No members.
    Empty,
    /// Members are joining.
    PreparingRebalance,
    /// The leader is assigning.
    CompletingRebalance,
    /// Each member has its assignment, or can fetch it.
    Stable,
}

impl State {
    /// As Kafka writes it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Empty => "Empty",
            Self::PreparingRebalance => "PreparingRebalance",
            Self::CompletingRebalance => "CompletingRebalance",
            Self::Stable => "Stable",
        }
    }
}

/// The first rebalance of a group waits for more members; as long as more come, up to the rebalance timeout.
#[derive(Debug, Clone, Copy)]
struct InitialDelay {
    /// The wait that is going on.
    delay_ms: i32,
    /// What is left of the rebalance timeout after it.
    remaining_ms: i32,
    /// Someone came since it began.
    member_added: bool,
}

/// See the module's documentation.
#[derive(Debug)]
pub(crate) struct Classic {
    id: Str,
    state: State,
    /// Since when it is in this state, if that is known.
    since: Option<Timestamp>,
    protocol_type: Option<Str>,
    protocol: Option<Str>,
    generation: i32,
    leader: Option<Str>,
    members: Members,
    pending_join: BTreeSet<Str>,
    pending_sync: BTreeSet<Str>,
    /// What the members consume, if they are consumers and their metadata can be read.
    subscribed: Option<BTreeSet<Str>>,
    initial: Option<InitialDelay>,
}

impl Classic {
    /// A group without members. `since` is unknown for one that is made by its first offset.
    pub(crate) fn empty(id: Str, since: Option<Timestamp>) -> Self {
        Self {
            id,
            state: State::Empty,
            since,
            protocol_type: None,
            protocol: None,
            generation: 0,
            leader: None,
            members: Members::default(),
            pending_join: BTreeSet::new(),
            pending_sync: BTreeSet::new(),
            subscribed: None,
            initial: None,
        }
    }

    /// The group that a record describes. Its members' sessions begin when the log has been replayed.
    pub(crate) fn from_record(id: Str, value: &r::GroupMetadataValue) -> Self {
        let mut group = Self::empty(id, Some(Timestamp(value.current_state_timestamp)));
        group.since = group.since.filter(|since| since.0 != -1);
        group.protocol_type = (!value.protocol_type.is_empty()).then(|| value.protocol_type.detach());
        group.protocol = value.protocol.as_ref().map(Str::detach);
        group.leader = value.leader.as_ref().map(Str::detach);
        group.generation = value.generation;
        for record in &value.members {
            group.members.insert(member_from_record(record, group.protocol.as_ref()));
        }
        if !group.members.is_empty() {
            group.state = State::Stable;
        }
        let has_leader = group.leader.as_ref().is_some_and(|leader| group.members.get(leader).is_some());
        if !has_leader {
            group.leader = group.members.iter().next().map(|member| member.id.clone());
        }
        group.subscribed = group.compute_subscribed();
        group
    }

    pub(crate) fn state(&self) -> State {
        self.state
    }

    pub(crate) fn protocol_type(&self) -> Option<&Str> {
        self.protocol_type.as_ref()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.state == State::Empty
    }

    /// See [`crate::group::Group::check_offset_commit`].
    pub(crate) fn check_offset_commit(&self, committer: &Committer<'_>) -> Result<(), ErrorCode> {
        if committer.generation < 0 && self.is_empty() {
            return Ok(());
        }
        let is_member =
            committer.generation >= 0 || !committer.member_id.is_empty() || committer.instance_id.is_some();
        if is_member {
            self.check_member(committer.member_id, committer.instance_id)?;
            if committer.generation != self.generation {
                return Err(ErrorCode::IllegalGeneration);
            }
        } else if !committer.transactional && !self.is_empty() {
            return Err(ErrorCode::UnknownMemberId);
        }
        // The others may still commit what they had; a transaction does not look at the group's state.
        if !committer.transactional && self.state == State::CompletingRebalance {
            return Err(ErrorCode::RebalanceInProgress);
        }
        Ok(())
    }

    /// A member's commit keeps its session, as a heartbeat does.
    pub(crate) fn committed(&self, env: &Env<'_>, member_id: &str, decision: &mut Decision) {
        let alive = matches!(self.state, State::Stable | State::PreparingRebalance);
        if alive && let Some(member) = self.members.get(member_id) {
            self.renew_session(env.now, member, decision);
        }
    }

    /// See [`crate::group::Group::check_offset_delete`].
    pub(crate) fn check_offset_delete(&self) -> Result<(), ErrorCode> {
        if self.is_empty() || self.is_consumer() { Ok(()) } else { Err(ErrorCode::NonEmptyGroup) }
    }

    /// Consumers whose metadata can't be read may consume anything.
    pub(crate) fn is_subscribed(&self, topic: &str) -> bool {
        match &self.subscribed {
            Some(topics) => topics.contains(topic),
            None => self.is_consumer(),
        }
    }

    /// See [`crate::group::Group::retention_base`].
    pub(crate) fn retention_base(&self) -> RetentionBase {
        if self.protocol_type.is_none() {
            return RetentionBase::Commit;
        }
        match self.state {
            State::Empty => self.since.map_or(RetentionBase::Commit, RetentionBase::At),
            State::Stable if self.is_consumer() && self.subscribed.is_some() => RetentionBase::Commit,
            State::Stable | State::PreparingRebalance | State::CompletingRebalance => RetentionBase::Never,
        }
    }

    /// Writes the record that deletes the group.
    pub(crate) fn append_tombstone(&self, decision: &mut Decision) {
        decision.append(self.key(), None);
    }

    /// Writes the group as it is before its first generation.
    pub(crate) fn append_created(&self, decision: &mut Decision) {
        let value = r::GroupMetadataValue {
            protocol_type: Str::EMPTY,
            generation: 0,
            protocol: None,
            leader: None,
            current_state_timestamp: self.since.unwrap_or(Timestamp::NONE).0,
            ..r::GroupMetadataValue::default()
        };
        decision.append_applied(self.key(), Some(r::GroupValue::GroupMetadata(value)));
    }

    /// Starts what a freshly loaded group needs: its members' sessions, and a rebalance if there are too many.
    pub(crate) fn loaded(&mut self, env: &Env<'_>, decision: &mut Decision) {
        for member in self.members.iter() {
            self.renew_session(env.now, member, decision);
        }
        if self.members.len() > env.config.classic_size_max {
            self.prepare_rebalance(env, decision);
        }
    }

    /// Describes the group. Members tell their metadata once they agree on a protocol.
    pub(crate) fn describe(&self) -> m::describe_groups_response::DescribedGroup {
        let stable = self.state == State::Stable;
        let protocol = self.protocol.clone().unwrap_or_default();
        let members = self.members.iter().map(|member| m::describe_groups_response::DescribedGroupMember {
            member_id: member.id.clone(),
            group_instance_id: member.instance_id.clone(),
            client_id: member.client_id.clone(),
            client_host: member.client_host.clone(),
            member_metadata: if stable { member.metadata(&protocol) } else { Bytes::new() },
            member_assignment: member.assignment.clone(),
            ..Default::default()
        });
        m::describe_groups_response::DescribedGroup {
            group_id: self.id.clone(),
            group_state: Str::from_static(self.state.name()),
            protocol_type: self.protocol_type.clone().unwrap_or_default(),
            members: members.collect(),
            protocol_data: if stable { protocol } else { Str::EMPTY },
            ..Default::default()
        }
    }

    /// Answers everyone who waits.
    pub(crate) fn abandon(&mut self, error: ErrorCode) -> Vec<(Ticket, Answer)> {
        let mut answers = Vec::new();
        for id in self.members.ids(|_| true) {
            if let Some(join) = self.members.take_join(&id) {
                let response = join_error(id.clone(), error, join.version);
                answers.push((join.ticket, Answer::JoinGroup(response)));
            }
            if let Some(ticket) = self.members.get_mut(&id).and_then(|member| member.sync.take()) {
                answers.push((ticket, Answer::SyncGroup(sync_error(error))));
            }
        }
        answers
    }

    /// Names all timers that the group may have.
    pub(crate) fn for_each_timer(&self, mut visit: impl FnMut(TimerKey)) {
        visit(TimerKey::ClassicJoin { group: self.id.clone() });
        visit(TimerKey::ClassicSync { group: self.id.clone() });
        for id in self.members.iter().map(|member| &member.id).chain(&self.pending_join) {
            visit(self.member_timer(id));
        }
    }

    fn key(&self) -> r::GroupKey {
        r::GroupKey::GroupMetadata(r::GroupMetadataKey { group: self.id.clone() })
    }

    /// Writes the generation as it is.
    fn append_generation(&self, decision: &mut Decision) {
        let protocol = self.protocol.clone().unwrap_or_default();
        let members = self.members.iter().map(|member| r::group_metadata_value::MemberMetadata {
            member_id: member.id.clone(),
            group_instance_id: member.instance_id.clone(),
            client_id: member.client_id.clone(),
            client_host: member.client_host.clone(),
            rebalance_timeout: member.rebalance_timeout_ms,
            session_timeout: member.session_timeout_ms,
            subscription: member.metadata(&protocol),
            assignment: member.assignment.clone(),
            ..Default::default()
        });
        let value = r::GroupMetadataValue {
            protocol_type: self.protocol_type.clone().unwrap_or_default(),
            generation: self.generation,
            protocol: self.protocol.clone(),
            leader: self.leader.clone(),
            current_state_timestamp: self.since.unwrap_or(Timestamp::NONE).0,
            members: members.collect(),
            ..r::GroupMetadataValue::default()
        };
        decision.append_applied(self.key(), Some(r::GroupValue::GroupMetadata(value)));
    }

    /// The only place where the state changes.
    fn enter(&mut self, state: State, now: Timestamp) {
        self.state = state;
        self.since = Some(now);
    }

    fn is_consumer(&self) -> bool {
        self.protocol_type.as_ref().is_some_and(|protocol_type| *protocol_type == *CONSUMER)
    }

    fn is_leader(&self, member_id: &str) -> bool {
        self.leader.as_ref().is_some_and(|leader| *leader == *member_id)
    }

    /// A static member must be the one that holds its instance; every member must be known.
    fn check_member(&self, member_id: &str, instance_id: Option<&str>) -> Result<(), ErrorCode> {
        if let Some(instance_id) = instance_id {
            match self.members.id_of_instance(instance_id) {
                None => return Err(ErrorCode::UnknownMemberId),
                Some(current) if *current != *member_id => return Err(ErrorCode::FencedInstanceId),
                Some(_) => {}
            }
        }
        self.members.get(member_id).map(|_| ()).ok_or(ErrorCode::UnknownMemberId)
    }

    fn member_timer(&self, member_id: &str) -> TimerKey {
        TimerKey::ClassicMember { group: self.id.clone(), member: Str::from(member_id) }
    }

    fn renew_session(&self, now: Timestamp, member: &Member, decision: &mut Decision) {
        decision.set_timer(self.member_timer(&member.id), after_ms(now, member.session_timeout_ms));
    }

    /// What the members consume, as far as it can be read: `None` if one's metadata can't, or they are no consumers.
    fn compute_subscribed(&self) -> Option<BTreeSet<Str>> {
        if !self.is_consumer() {
            return None;
        }
        let mut all = BTreeSet::new();
        if self.members.is_empty() {
            return Some(all);
        }
        let protocol = self.protocol.as_ref()?;
        for member in self.members.iter() {
            all.extend(subscribed_topics(member.metadata(protocol))?);
        }
        Some(all)
    }
}

/// The topics in a consumer's metadata. Every version begins with what version 0 has, which is all that is read.
fn subscribed_topics(metadata: Bytes) -> Option<Vec<Str>> {
    let mut decoder = Decoder::new(metadata);
    let version = i16::from_be_bytes(decoder.fixed::<2>().ok()?);
    if version < 0 {
        return None;
    }
    let subscription =
        m::consumer_protocol_subscription::ConsumerProtocolSubscription::decode(&mut decoder, 0);
    Some(subscription.ok()?.topics)
}

fn member_from_record(record: &r::group_metadata_value::MemberMetadata, protocol: Option<&Str>) -> Member {
    let protocols = protocol
        .map(|name| Protocol { name: name.clone(), metadata: Bytes::copy_from_slice(&record.subscription) });
    let instance_id = record.group_instance_id.as_ref().map(Str::detach);
    // Version 0 had no rebalance timeout.
    let rebalance_timeout_ms = match record.rebalance_timeout {
        -1 => record.session_timeout,
        timeout => timeout,
    };
    let protocols = protocols.into_iter().collect();
    let mut member = Member::new(record.member_id.detach(), instance_id, protocols);
    member.client_id = record.client_id.detach();
    member.client_host = record.client_host.detach();
    member.rebalance_timeout_ms = rebalance_timeout_ms;
    member.session_timeout_ms = record.session_timeout;
    member.assignment = Bytes::copy_from_slice(&record.assignment);
    member
}

#[cfg(test)]
impl Classic {
    pub(crate) fn generation(&self) -> i32 {
        self.generation
    }

    pub(crate) fn has_member(&self, member_id: &str) -> bool {
        self.members.get(member_id).is_some()
    }

    /// Panics if the state contradicts itself.
    pub(crate) fn check(&self) {
        self.members.check();
        let is = |state| self.state == state;
        assert_eq!(self.members.is_empty(), is(State::Empty) || self.members.is_empty());
        assert!(!self.members.is_empty() || !is(State::Stable) && !is(State::CompletingRebalance));
        assert!(self.initial.is_none() || is(State::PreparingRebalance), "delay in {:?}", self.state);
        assert!(self.members.awaiting_join() == 0 || is(State::PreparingRebalance), "JoinGroup waits");
        let syncs = self.members.iter().filter(|member| member.sync.is_some()).count();
        assert!(syncs == 0 || is(State::CompletingRebalance), "SyncGroup waits in {:?}", self.state);
        assert!(self.pending_sync.iter().all(|id| self.members.get(id).is_some()), "stranger's sync");
        assert!(self.pending_join.iter().all(|id| self.members.get(id).is_none()), "pending member");
        let leader = self.leader.as_ref().map(|leader| self.members.get(leader).is_some());
        assert_eq!(leader.unwrap_or(self.members.is_empty()), !self.members.is_empty() || leader.is_none());
        // What is stable may come from a broken record.
        assert!(!is(State::CompletingRebalance) || self.protocol.is_some(), "no protocol");
    }
}

#[cfg(test)]
mod tests;
