//! The shard's side of consumer groups: finds or makes the group, and hands over what was decided.

use std::collections::BTreeSet;

use moldau_wire::messages as m;
use moldau_wire::messages::consumer_group_describe_response as d;
use moldau_wire::records::group::{GroupKey, GroupValue};
use moldau_wire::{ErrorCode, Str};

use super::draft::{Draft, Refusal, TimerChange, TimerKind};
use super::heartbeat::{check_request, heartbeat};
use super::leave::{self, is_overdue, remove, start_timers};
use super::member::JOIN_EPOCH;
use super::state::{Applied, ConsumerGroup};
use super::{classic, migrate};
use crate::classic::{Classic, Join, join_error, left, sync_error};
use crate::decision::{Decision, TimerKey};
use crate::group::Group;
use crate::{Answer, Caller, Env, Shard};

/// Begins the timers of a group that has been loaded.
pub(crate) fn loaded(group: &mut ConsumerGroup, env: &Env<'_>, decision: &mut Decision) {
    let mut draft = Draft::new(group);
    start_timers(&mut draft, env);
    settle(draft, decision);
}

/// Hands over what was decided; the group has its records already.
pub(super) fn settle(draft: Draft<'_>, decision: &mut Decision) {
    for record in draft.records {
        decision.append_applied(record.key, record.value);
    }
    let key = |member, kind| TimerKey::ConsumerMember { group: draft.group.id.clone(), member, kind };
    for timer in draft.timers {
        match timer {
            TimerChange::Set { member_id, kind, at } => decision.set_timer(key(member_id, kind), at),
            TimerChange::SetIfAbsent { member_id, kind, at } => {
                decision.set_timer_if_absent(key(member_id, kind), at);
            }
            TimerChange::Cancel { member_id, kind } => decision.cancel_timer(key(member_id, kind)),
        }
    }
}

/// The group that a record is about, if it is one of a consumer group.
fn group_of(key: &GroupKey) -> Option<&Str> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the keys of consumer groups are complete")]
    match key {
        GroupKey::ConsumerGroupMetadata(key) => Some(&key.group_id),
        GroupKey::ConsumerGroupPartitionMetadata(key) => Some(&key.group_id),
        GroupKey::ConsumerGroupMemberMetadata(key) => Some(&key.group_id),
        GroupKey::ConsumerGroupTargetAssignmentMetadata(key) => Some(&key.group_id),
        GroupKey::ConsumerGroupTargetAssignmentMember(key) => Some(&key.group_id),
        GroupKey::ConsumerGroupCurrentMemberAssignment(key) => Some(&key.group_id),
        GroupKey::ConsumerGroupRegularExpression(key) => Some(&key.group_id),
        _ => None,
    }
}

impl Shard {
    /// The part of [`Shard::replay`] that is about consumer groups. A tombstone for what is gone already is normal in
    /// a log that has been cleaned.
    pub(crate) fn replay_consumer(&mut self, key: &GroupKey, value: Option<&GroupValue>) -> bool {
        let Some(group_id) = group_of(key) else { return false };
        let is_absent = self.is_vacant(group_id);
        if is_absent {
            if value.is_none() {
                return true;
            }
            let id = group_id.detach();
            self.groups.insert(id.clone(), Group::Consumer(Box::new(ConsumerGroup::new(id))));
        }
        let Some(Group::Consumer(group)) = self.groups.get_mut(group_id) else { return false };
        match group.apply(key, value) {
            Applied::Done => true,
            Applied::Skipped => value.is_none(),
            Applied::Deleted => {
                self.groups.remove(group_id);
                true
            }
        }
    }

    /// `ConsumerGroupHeartbeat`.
    pub(crate) fn consumer_heartbeat(
        &mut self,
        env: &mut Env<'_>,
        request: &m::ConsumerGroupHeartbeatRequest,
        version: i16,
        caller: &Caller,
        decision: &mut Decision,
    ) -> m::ConsumerGroupHeartbeatResponse {
        let result = check_request(env.config, request, version).and_then(|()| {
            if request.member_epoch < JOIN_EPOCH {
                self.consumer_leave(env, request, decision)
            } else {
                self.consumer_join_or_go_on(env, request, caller, decision)
            }
        });
        result.unwrap_or_else(|refusal| m::ConsumerGroupHeartbeatResponse {
            error_code: refusal.code.to_i16(),
            error_message: refusal.message,
            ..Default::default()
        })
    }

    fn consumer_join_or_go_on(
        &mut self,
        env: &mut Env<'_>,
        request: &m::ConsumerGroupHeartbeatRequest,
        caller: &Caller,
        decision: &mut Decision,
    ) -> Result<m::ConsumerGroupHeartbeatResponse, Refusal> {
        let id = &request.group_id;
        if let Some(Group::Consumer(group)) = self.groups.get_mut(id) {
            let mut draft = Draft::new(group);
            let response = heartbeat(&mut draft, env, request, caller)?;
            settle(draft, decision);
            return Ok(response);
        }
        if request.member_epoch != JOIN_EPOCH || matches!(self.groups.get(id), Some(Group::Share(_))) {
            return Err(no_group(self.groups.get(id), id, "Consumer group"));
        }
        // What was there goes once its first member is accepted.
        let mut end = Decision::default();
        let mut group = ConsumerGroup::new(id.detach());
        let mut draft = Draft::new(&mut group);
        match self.groups.get_mut(id) {
            None => {}
            Some(Group::Classic(classic)) if classic.is_empty() => classic.append_tombstone(&mut end),
            Some(Group::Classic(classic)) => {
                migrate::check_upgrade(classic, id, env.config)?;
                migrate::upgrade(&mut draft, env, classic)?;
                classic.append_tombstone(&mut end);
            }
            other @ Some(_) => return Err(no_group(other.as_deref(), id, "Consumer group")),
        }
        let response = heartbeat(&mut draft, env, request, caller)?;
        if let Some(Group::Classic(classic)) = self.groups.get_mut(id) {
            classic.move_out(decision);
        }
        decision.extend_applied(end);
        settle(draft, decision);
        self.groups.insert(group.id.clone(), Group::Consumer(Box::new(group)));
        Ok(response)
    }

    fn consumer_leave(
        &mut self,
        env: &Env<'_>,
        request: &m::ConsumerGroupHeartbeatRequest,
        decision: &mut Decision,
    ) -> Result<m::ConsumerGroupHeartbeatResponse, Refusal> {
        let id = &request.group_id;
        let Some(Group::Consumer(group)) = self.groups.get_mut(id) else {
            return Err(no_group(self.groups.get(id), id, "Group"));
        };
        let mut draft = Draft::new(group);
        let (response, leaver) = leave::leave(&mut draft, request)?;
        settle(draft, decision);
        if let Some(leaver) = leaver {
            self.consumer_remove(env, id, &BTreeSet::from([leaver]), decision);
        }
        Ok(response)
    }

    /// A member was silent or slow for too long.
    pub(crate) fn consumer_timed_out(
        &mut self,
        env: &Env<'_>,
        group_id: &Str,
        member_id: &Str,
        kind: TimerKind,
        decision: &mut Decision,
    ) {
        let Some(Group::Consumer(group)) = self.groups.get_mut(group_id) else { return };
        if !is_overdue(group, member_id, kind) {
            return;
        }
        self.consumer_remove(env, group_id, &BTreeSet::from([member_id.clone()]), decision);
    }

    /// Members are gone. If only members of the classic protocol remain, they go on in a classic group.
    fn consumer_remove(
        &mut self,
        env: &Env<'_>,
        group_id: &Str,
        gone: &BTreeSet<Str>,
        decision: &mut Decision,
    ) {
        let Some(Group::Consumer(group)) = self.groups.get_mut(group_id) else { return };
        if gone.is_empty() {
            return;
        }
        if migrate::is_to_downgrade(group, gone, env.config) {
            self.consumer_to_classic(env, group_id, gone, true, decision);
            return;
        }
        let mut draft = Draft::new(group);
        remove(&mut draft, env, gone);
        settle(draft, decision);
    }

    fn consumer_to_classic(
        &mut self,
        env: &Env<'_>,
        group_id: &Str,
        gone: &BTreeSet<Str>,
        rebalance: bool,
        decision: &mut Decision,
    ) {
        let Some(Group::Consumer(mut group)) = self.groups.remove(group_id) else { return };
        let mut end = Decision::default();
        for record in leave::tombstones(&group) {
            end.append(record.key, record.value);
        }
        decision.extend_applied(end);
        let members = migrate::moving_back(&group, env, gone);
        let (id, generation) = (group.id.clone(), group.epoch);
        let all: Vec<Str> = group.members.keys().cloned().collect();
        let mut draft = Draft::new(&mut group);
        for member in &all {
            draft.cancel_timers(member);
        }
        settle(draft, decision);
        let classic = Classic::move_in(env, id.clone(), generation, members, rebalance, decision);
        self.groups.insert(id, Group::Classic(Box::new(classic)));
    }

    /// An empty consumer group makes room for a classic one.
    pub(crate) fn bury_consumer_group(&mut self, group_id: &Str, decision: &mut Decision) {
        if let Some(group) = self.groups.remove(group_id) {
            let mut end = Decision::default();
            group.append_tombstones(&mut end);
            decision.extend_applied(end);
        }
    }

    /// `JoinGroup` of a member of a consumer group that is not empty.
    pub(crate) fn consumer_classic_join(
        &mut self,
        env: &mut Env<'_>,
        join: &Join<'_>,
        decision: &mut Decision,
    ) {
        let group_id = &join.request.group_id;
        let Some(Group::Consumer(group)) = self.groups.get_mut(group_id) else { return };
        let mut draft = Draft::new(group);
        let result = classic::join(&mut draft, env, join.request, join.version, join.caller);
        let is_accepted = result.is_ok();
        let response =
            result.unwrap_or_else(|(member_id, refusal)| join_error(member_id, refusal.code, join.version));
        settle(draft, decision);
        let nobody = BTreeSet::new();
        if is_accepted && migrate::is_to_downgrade(group, &nobody, env.config) {
            // It took the place of the last member of the other protocol.
            let rebalance = !migrate::is_settled(group);
            self.consumer_to_classic(env, group_id, &nobody, rebalance, decision);
        }
        decision.answer(join.ticket, Answer::JoinGroup(response));
    }

    /// `SyncGroup` of a member of a consumer group.
    pub(crate) fn consumer_classic_sync(
        &mut self,
        env: &Env<'_>,
        request: &m::SyncGroupRequest,
        decision: &mut Decision,
    ) -> m::SyncGroupResponse {
        let Some(Group::Consumer(group)) = self.groups.get_mut(&request.group_id) else {
            return sync_error(ErrorCode::UnknownMemberId);
        };
        let mut draft = Draft::new(group);
        let result = classic::sync(&mut draft, env, request);
        settle(draft, decision);
        result.unwrap_or_else(|refusal| sync_error(refusal.code))
    }

    /// `Heartbeat` of a member of a consumer group.
    pub(crate) fn consumer_classic_heartbeat(
        &mut self,
        env: &Env<'_>,
        request: &m::HeartbeatRequest,
        decision: &mut Decision,
    ) -> Result<(), ErrorCode> {
        let Some(Group::Consumer(group)) = self.groups.get_mut(&request.group_id) else {
            return Err(ErrorCode::UnknownMemberId);
        };
        let mut draft = Draft::new(group);
        let result = classic::heartbeat(&mut draft, env, request);
        settle(draft, decision);
        result.map_err(|refusal| refusal.code)
    }

    /// `LeaveGroup` for members of a consumer group, of either protocol.
    pub(crate) fn consumer_classic_leave(
        &mut self,
        env: &Env<'_>,
        group_id: &Str,
        members: &[m::leave_group_request::MemberIdentity],
        decision: &mut Decision,
    ) -> Vec<m::leave_group_response::MemberResponse> {
        let Some(Group::Consumer(group)) = self.groups.get(group_id) else { return Vec::new() };
        let mut gone = BTreeSet::new();
        let mut responses = Vec::new();
        for identity in members {
            let error = match classic::leaver(group, identity) {
                Ok(id) => {
                    gone.insert(id);
                    ErrorCode::None
                }
                Err(refusal) => refusal.code,
            };
            responses.push(left(identity, error));
        }
        self.consumer_remove(env, group_id, &gone, decision);
        responses
    }

    /// `ConsumerGroupDescribe`, for one group.
    pub(crate) fn describe_consumer_group(&self, env: &Env<'_>, group_id: &Str) -> d::DescribedGroup {
        if let Some(Group::Consumer(group)) = self.groups.get(group_id) {
            return super::describe::describe(group, env);
        }
        let refusal = if group_id.is_empty() {
            Refusal { code: ErrorCode::InvalidGroupId, message: None }
        } else {
            no_group(self.groups.get(group_id), group_id, "Group")
        };
        d::DescribedGroup {
            group_id: group_id.clone(),
            error_code: refusal.code.to_i16(),
            error_message: refusal.message,
            ..Default::default()
        }
    }
}

/// There is no such group, or it is one of another kind.
fn no_group(found: Option<&Group>, id: &Str, what: &str) -> Refusal {
    let message = match found {
        Some(_) => format!("Group {id} is not a consumer group."),
        None => format!("{what} {id} not found."),
    };
    Refusal::new(ErrorCode::GroupIdNotFound, message)
}
