//! The shard's side of share groups: finds or makes the group, and hands over what was decided.

use std::collections::BTreeSet;

use moldau_ids::{Timestamp, TopicId};
use moldau_wire::messages as m;
use moldau_wire::messages::share_group_describe_response as d;
use moldau_wire::records::group::{GroupKey, GroupValue};
use moldau_wire::{ErrorCode, Str};

use super::draft::{Draft, Refusal};
use super::heartbeat::{JOIN_EPOCH, check_request, heartbeat, remove, unknown_member, wish_state};
use super::state::{Applied, ShareGroup};
use super::{describe, records, settings};
use crate::decision::{Decision, TimerKey};
use crate::group::Group;
use crate::{Caller, Effect, Env, Shard};

/// Begins the sessions of a group that has been loaded.
pub(crate) fn loaded(group: &ShareGroup, env: &Env<'_>, decision: &mut Decision) {
    for member in group.members.keys() {
        set_session(&group.id, member, env, decision);
    }
}

fn session(group_id: &Str, member_id: &Str) -> TimerKey {
    TimerKey::ShareMember { group: group_id.clone(), member: member_id.clone() }
}

fn set_session(group_id: &Str, member_id: &Str, env: &Env<'_>, decision: &mut Decision) {
    let timeout = settings::session_timeout_ms(env, group_id);
    let at = Timestamp(env.now.get().saturating_add(timeout));
    decision.set_timer(session(group_id, member_id), at);
}

/// There is no such group, or it is one of another kind.
pub(super) fn no_group(found: Option<&Group>, id: &Str, what: &str) -> Refusal {
    let message = match found {
        Some(_) => format!("Group {id} is not a share group."),
        None => format!("{what} {id} not found."),
    };
    Refusal::new(ErrorCode::GroupIdNotFound, message)
}

/// The group that a record is about, if it is one of a share group.
fn group_of(key: &GroupKey) -> Option<&Str> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the keys of share groups are complete")]
    match key {
        GroupKey::ShareGroupMetadata(key) => Some(&key.group_id),
        GroupKey::ShareGroupMemberMetadata(key) => Some(&key.group_id),
        GroupKey::ShareGroupTargetAssignmentMetadata(key) => Some(&key.group_id),
        GroupKey::ShareGroupTargetAssignmentMember(key) => Some(&key.group_id),
        GroupKey::ShareGroupCurrentMemberAssignment(key) => Some(&key.group_id),
        GroupKey::ShareGroupStatePartitionMetadata(key) => Some(&key.group_id),
        _ => None,
    }
}

impl Shard {
    /// The part of [`Shard::replay`] that is about share groups; `None` if the record is not. A tombstone for what is
    /// gone already is normal in a log that has been cleaned.
    pub(crate) fn replay_share(&mut self, key: &GroupKey, value: Option<&GroupValue>) -> Option<bool> {
        let group_id = group_of(key)?;
        let is_absent = self.is_vacant(group_id);
        if is_absent {
            if value.is_none() {
                return Some(true);
            }
            let id = group_id.detach();
            self.groups.insert(id.clone(), Group::Share(Box::new(ShareGroup::new(id))));
        }
        let Some(Group::Share(group)) = self.groups.get_mut(group_id) else { return Some(false) };
        Some(match group.apply(key, value) {
            Applied::Done => true,
            Applied::Skipped => value.is_none(),
            Applied::Deleted => {
                self.groups.remove(group_id);
                true
            }
        })
    }

    /// `ShareGroupHeartbeat`.
    pub(crate) fn share_heartbeat(
        &mut self,
        env: &Env<'_>,
        request: &m::ShareGroupHeartbeatRequest,
        caller: &Caller,
        decision: &mut Decision,
    ) -> m::ShareGroupHeartbeatResponse {
        let result = check_request(request).and_then(|()| {
            if request.member_epoch < JOIN_EPOCH {
                self.share_leave(env, request, decision)
            } else {
                self.share_join_or_go_on(env, request, caller, decision)
            }
        });
        result.unwrap_or_else(|refusal| m::ShareGroupHeartbeatResponse {
            error_code: refusal.code.to_i16(),
            error_message: Some(refusal.message),
            ..Default::default()
        })
    }

    fn share_join_or_go_on(
        &mut self,
        env: &Env<'_>,
        request: &m::ShareGroupHeartbeatRequest,
        caller: &Caller,
        decision: &mut Decision,
    ) -> Result<m::ShareGroupHeartbeatResponse, Refusal> {
        let id = &request.group_id;
        let is_new = match self.groups.get(id) {
            Some(Group::Share(_)) => false,
            None if request.member_epoch == JOIN_EPOCH => true,
            found => return Err(no_group(found, id, "Share group")),
        };
        let mut new = None;
        let group = match self.groups.get_mut(id) {
            Some(Group::Share(group)) => &mut **group,
            _ => new.insert(ShareGroup::new(id.detach())),
        };
        let mut draft = Draft::new(group);
        let response = heartbeat(&mut draft, env, request, caller)?;
        if let Some(wish) = wish_state(&mut draft, env) {
            decision.effect(Effect::InitializeShareState(wish));
        }
        draft.settle(decision);
        set_session(&group.id, &request.member_id.detach(), env, decision);
        if let Some(group) = new.filter(|_| is_new) {
            self.groups.insert(group.id.clone(), Group::Share(Box::new(group)));
        }
        Ok(response)
    }

    fn share_leave(
        &mut self,
        env: &Env<'_>,
        request: &m::ShareGroupHeartbeatRequest,
        decision: &mut Decision,
    ) -> Result<m::ShareGroupHeartbeatResponse, Refusal> {
        let id = &request.group_id;
        let Some(Group::Share(group)) = self.groups.get_mut(id) else {
            return Err(no_group(self.groups.get(id), id, "Share group"));
        };
        if !group.members.contains_key(&request.member_id) {
            return Err(unknown_member(group, &request.member_id));
        }
        self.share_remove(env, id, &request.member_id, decision);
        Ok(m::ShareGroupHeartbeatResponse {
            member_id: Some(request.member_id.clone()),
            member_epoch: request.member_epoch,
            ..Default::default()
        })
    }

    /// A member was silent for too long, or has left.
    pub(crate) fn share_remove(
        &mut self,
        env: &Env<'_>,
        group_id: &Str,
        member_id: &Str,
        decision: &mut Decision,
    ) {
        let Some(Group::Share(group)) = self.groups.get_mut(group_id) else { return };
        if !group.members.contains_key(member_id) {
            return;
        }
        decision.cancel_timer(session(group_id, member_id));
        let mut draft = Draft::new(group);
        remove(&mut draft, env, member_id);
        draft.settle(decision);
    }

    /// `ShareGroupDescribe`, for one group.
    pub(crate) fn describe_share_group(&self, env: &Env<'_>, group_id: &Str) -> d::DescribedGroup {
        if let Some(Group::Share(group)) = self.groups.get(group_id) {
            return describe::describe(group, env);
        }
        let refusal = no_group(self.groups.get(group_id), group_id, "Group");
        d::DescribedGroup {
            group_id: group_id.clone(),
            error_code: refusal.code.to_i16(),
            error_message: Some(refusal.message),
            ..Default::default()
        }
    }

    /// Topics are gone: share groups forget which of their partitions had state. The share coordinator is told of
    /// deleted topics by others.
    pub(crate) fn share_topics_deleted(&mut self, topics: &[(TopicId, Str)], decision: &mut Decision) {
        let gone: BTreeSet<TopicId> = topics.iter().map(|(topic, _)| *topic).collect();
        for group in self.groups.values_mut() {
            let Group::Share(group) = group else { continue };
            let mut partitions = group.partitions.clone();
            partitions.initializing.retain(|topic, _| !gone.contains(topic));
            partitions.initialized.retain(|topic, _| !gone.contains(topic));
            partitions.deleting.retain(|topic, _| !gone.contains(topic));
            if partitions != group.partitions {
                let mut draft = Draft::new(group);
                let record = records::partitions(&draft.group.id, &partitions);
                draft.emit(record);
                draft.settle(decision);
            }
        }
    }
}
