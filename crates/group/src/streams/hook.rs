//! The shard's side of streams groups: finds or makes the group, and hands over what was decided.

use moldau_wire::messages as m;
use moldau_wire::messages::streams_group_describe_response as d;
use moldau_wire::records::group::{GroupKey, GroupValue};
use moldau_wire::{ErrorCode, Str};

use super::check::check_request;
use super::draft::{Draft, Refusal, TimerKind, later};
use super::heartbeat::{carry_out, plan};
use super::leave::{self, is_overdue, start_timers};
use super::member::JOIN_EPOCH;
use super::state::{Applied, StreamsGroup};
use super::{settings, target};
use crate::decision::Decision;
use crate::group::Group;
use crate::{Caller, Env, Shard};

type Request = m::StreamsGroupHeartbeatRequest;
type Response = m::StreamsGroupHeartbeatResponse;

/// Begins the timers of a group that has been loaded.
pub(crate) fn loaded(group: &mut StreamsGroup, env: &Env<'_>, decision: &mut Decision) {
    start_timers(&mut Draft { group, decision }, env);
}

/// The group that a record is about, if it is one of a streams group.
fn group_of(key: &GroupKey) -> Option<&Str> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the keys of streams groups are complete")]
    match key {
        GroupKey::StreamsGroupMetadata(key) => Some(&key.group_id),
        GroupKey::StreamsGroupTopology(key) => Some(&key.group_id),
        GroupKey::StreamsGroupMemberMetadata(key) => Some(&key.group_id),
        GroupKey::StreamsGroupTargetAssignmentMetadata(key) => Some(&key.group_id),
        GroupKey::StreamsGroupTargetAssignmentMember(key) => Some(&key.group_id),
        GroupKey::StreamsGroupCurrentMemberAssignment(key) => Some(&key.group_id),
        _ => None,
    }
}

impl Shard {
    /// The part of [`Shard::replay`] that is about streams groups. A tombstone for what is gone already is normal in a
    /// log that has been cleaned, and what a deleted group leaves behind.
    pub(crate) fn replay_streams(&mut self, key: &GroupKey, value: Option<&GroupValue>) -> bool {
        let Some(group_id) = group_of(key) else { return false };
        let is_absent = self.is_vacant(group_id);
        if is_absent && value.is_some() {
            let id = group_id.detach();
            self.groups.insert(id.clone(), Group::Streams(Box::new(StreamsGroup::new(id))));
        }
        let Some(Group::Streams(group)) = self.groups.get_mut(group_id) else { return value.is_none() };
        match group.apply(key, value) {
            Applied::Done => true,
            Applied::Skipped => value.is_none(),
            Applied::Deleted => {
                self.groups.remove(group_id);
                true
            }
        }
    }

    /// `StreamsGroupHeartbeat`.
    pub(crate) fn streams_heartbeat(
        &mut self,
        env: &Env<'_>,
        request: &Request,
        caller: &Caller,
        decision: &mut Decision,
    ) -> Response {
        let result = check_request(request).and_then(|()| {
            if request.member_epoch < JOIN_EPOCH {
                self.streams_leave(request, decision)
            } else {
                self.streams_join_or_go_on(env, request, caller, decision)
            }
        });
        result.unwrap_or_else(|refusal| Response {
            error_code: refusal.code.to_i16(),
            error_message: refusal.message,
            ..Default::default()
        })
    }

    fn streams_join_or_go_on(
        &mut self,
        env: &Env<'_>,
        request: &Request,
        caller: &Caller,
        decision: &mut Decision,
    ) -> Result<Response, Refusal> {
        let id = &request.group_id;
        if let Some(Group::Streams(group)) = self.groups.get_mut(id) {
            let plan = plan(group, env, request, caller)?;
            let mut draft = Draft { group, decision };
            return Ok(carry_out(&mut draft, env, request, caller, &plan, false));
        }
        let may_begin = match self.groups.get(id) {
            None => true,
            Some(Group::Classic(group)) => group.is_empty(),
            Some(_) => false,
        };
        if request.member_epoch != JOIN_EPOCH || !may_begin {
            return Err(no_group(self.groups.get(id), id, "Streams group"));
        }
        let mut group = StreamsGroup::new(id.detach());
        let plan = plan(&group, env, request, caller)?;
        // What was there goes once its first member is accepted.
        if let Some(Group::Classic(mut classic)) = self.groups.remove(id) {
            let mut end = Decision::default();
            classic.append_tombstone(&mut end);
            classic.move_out(decision);
            decision.extend_applied(end);
        }
        let mut draft = Draft { group: &mut group, decision };
        let response = carry_out(&mut draft, env, request, caller, &plan, true);
        self.groups.insert(group.id.clone(), Group::Streams(Box::new(group)));
        Ok(response)
    }

    fn streams_leave(&mut self, request: &Request, decision: &mut Decision) -> Result<Response, Refusal> {
        let id = &request.group_id;
        let Some(Group::Streams(group)) = self.groups.get_mut(id) else {
            return Err(no_group(self.groups.get(id), id, "Group"));
        };
        leave::leave(&mut Draft { group, decision }, request)
    }

    /// A member was silent or slow for too long.
    pub(crate) fn streams_timed_out(
        &mut self,
        group_id: &Str,
        member_id: &Str,
        kind: TimerKind,
        decision: &mut Decision,
    ) {
        let Some(Group::Streams(group)) = self.groups.get_mut(group_id) else { return };
        if is_overdue(group, member_id, kind) {
            leave::remove(&mut Draft { group, decision }, member_id);
        }
    }

    /// A group has waited long enough for more members.
    pub(crate) fn streams_initial_delay_over(
        &mut self,
        env: &Env<'_>,
        group_id: &Str,
        decision: &mut Decision,
    ) {
        let Some(Group::Streams(group)) = self.groups.get_mut(group_id) else { return };
        group.live.waits = false;
        if !group.members.is_empty() && group.live.configured.is_some() {
            target::refresh(&mut Draft { group, decision }, env);
        }
    }

    /// Internal topics were created, or not: the members are told with their next heartbeats.
    pub(crate) fn streams_topics_created(
        &mut self,
        env: &Env<'_>,
        group_id: &Str,
        response: &m::CreateTopicsResponse,
    ) {
        let Some(Group::Streams(group)) = self.groups.get_mut(group_id) else { return };
        let pause = i64::from(settings::heartbeat_interval_ms(env, group_id)).saturating_mul(2);
        for topic in &response.topics {
            if group.live.creating.remove(&topic.name).is_none() {
                continue;
            }
            let error = ErrorCode::from_i16(topic.error_code).unwrap_or(ErrorCode::UnknownServerError);
            if matches!(error, ErrorCode::None | ErrorCode::TopicAlreadyExists) {
                continue;
            }
            let reason = topic.error_message.as_ref().filter(|reason| !reason.is_empty());
            let reason = reason.map_or_else(|| Str::from_static(error.name()), Str::detach);
            group.live.failed.insert(topic.name.detach(), (reason, later(env.now, pause)));
        }
    }

    /// `StreamsGroupDescribe`, for one group.
    pub(crate) fn describe_streams_group(&self, group_id: &Str) -> d::DescribedGroup {
        if let Some(Group::Streams(group)) = self.groups.get(group_id) {
            return super::describe::describe(group);
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
        Some(_) => format!("Group {id} is not a streams group."),
        None => format!("{what} {id} not found."),
    };
    Refusal::new(ErrorCode::GroupIdNotFound, message)
}
