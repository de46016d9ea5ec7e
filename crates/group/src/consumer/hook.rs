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
use crate::decision::{Decision, TimerKey};
use crate::group::Group;
use crate::{Caller, Env, Shard};

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
        let is_absent = match self.groups.get(group_id) {
            None => true,
            // Offsets that came first made it.
            Some(Group::Classic(group)) => group.is_empty() && group.protocol_type().is_none(),
            Some(Group::Consumer(_)) => false,
        };
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
        if request.member_epoch != JOIN_EPOCH {
            return Err(no_group(self.groups.get(id), id, "Consumer group"));
        }
        // The group is the shard's once its first member is accepted.
        let mut tombstone = Decision::default();
        let mut group = match self.groups.get(id) {
            None => ConsumerGroup::new(id.detach()),
            Some(group) if group.is_empty() => {
                group.append_tombstones(&mut tombstone);
                ConsumerGroup::new(id.detach())
            }
            Some(group) => return Err(no_group(Some(group), id, "Consumer group")),
        };
        let mut draft = Draft::new(&mut group);
        let response = heartbeat(&mut draft, env, request, caller)?;
        decision.extend_applied(tombstone);
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
        if let Some(leaver) = leaver {
            remove(&mut draft, env, &BTreeSet::from([leaver]));
        }
        settle(draft, decision);
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
        let mut draft = Draft::new(group);
        remove(&mut draft, env, &BTreeSet::from([member_id.clone()]));
        settle(draft, decision);
    }

    /// `ConsumerGroupDescribe`, for one group.
    pub(crate) fn describe_consumer_group(&self, env: &Env<'_>, group_id: &Str) -> d::DescribedGroup {
        if let Some(Group::Consumer(group)) = self.groups.get(group_id) {
            return super::describe::describe(group, env);
        }
        let refusal = no_group(self.groups.get(group_id), group_id, "Group");
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
