//! From a command to its handler.

use moldau_wire::messages as m;
use moldau_wire::{ErrorCode, Str};

use crate::classic::{Join, left};
use crate::decision::Decision;
use crate::group::Group;
use crate::refuse::refuse;
use crate::{Answer, Command, EffectResult, Env, Shard, Ticket};

/// Before this version a `LeaveGroup` is about one member, and so is its answer.
const LEAVE_MANY_VERSION: i16 = 3;

impl Shard {
    /// Lets the command's handler decide.
    pub(crate) fn decide(
        &mut self,
        env: &mut Env<'_>,
        ticket: Ticket,
        command: &Command,
        decision: &mut Decision,
    ) {
        if let Err(error) = check(env, command) {
            decision.answer(ticket, refuse(command, error));
            return;
        }
        match command {
            Command::JoinGroup { request, version, caller } => {
                let join = Join { ticket, request, version: *version, caller };
                self.join_group(env, &join, decision);
            }
            Command::SyncGroup { request, version } => match self.group_mut(&request.group_id) {
                Some(Group::Classic(group)) => group.sync(env, ticket, request, *version, decision),
                Some(Group::Consumer(_)) => {
                    let response = self.consumer_classic_sync(env, request, decision);
                    decision.answer(ticket, Answer::SyncGroup(response));
                }
                Some(Group::Share(_) | Group::Streams(_)) | None => {
                    decision.answer(ticket, refuse(command, ErrorCode::UnknownMemberId));
                }
            },
            Command::Heartbeat { request } => {
                let response = self.heartbeat(env, request, decision);
                decision.answer(ticket, Answer::Heartbeat(response));
            }
            Command::LeaveGroup { request, version } => {
                let response = self.leave_group(env, request, *version, decision);
                decision.answer(ticket, Answer::LeaveGroup(response));
            }
            Command::OffsetCommit { request, version } => {
                self.commit_offsets(env, ticket, request, *version, decision);
            }
            Command::TxnOffsetCommit { request, version } => {
                self.commit_offsets_in_transaction(env, ticket, request, *version, decision);
            }
            Command::OffsetFetch { group, require_stable, version } => {
                let response = self.fetch_offsets(group, *require_stable, *version);
                decision.answer(ticket, Answer::OffsetFetch(response));
            }
            Command::OffsetDelete { request } => self.delete_offsets(ticket, request, decision),
            Command::TopicsDeleted { topics } => {
                self.topics_deleted(env, topics.clone(), decision);
                decision.answer(ticket, Answer::Done);
            }
            Command::EffectDone(result) => {
                if let EffectResult::CreateInternalTopics { group_id, response } = result {
                    self.streams_topics_created(env, group_id, response);
                }
                self.share_effect_done(result, decision);
                decision.answer(ticket, Answer::Done);
            }
            Command::ConsumerGroupHeartbeat { request, version, caller } => {
                let response = self.consumer_heartbeat(env, request, *version, caller, decision);
                decision.answer(ticket, Answer::ConsumerGroupHeartbeat(response));
            }
            Command::StreamsGroupHeartbeat { request, caller, .. } => {
                let response = self.streams_heartbeat(env, request, caller, decision);
                decision.answer(ticket, Answer::StreamsGroupHeartbeat(response));
            }
            Command::DescribeGroup { .. }
            | Command::ListGroups { .. }
            | Command::DeleteGroup { .. }
            | Command::ConsumerGroupDescribe { .. }
            | Command::StreamsGroupDescribe { .. } => self.decide_admin(env, ticket, command, decision),
            Command::ShareGroupHeartbeat { .. }
            | Command::ShareGroupDescribe { .. }
            | Command::DescribeShareGroupOffsets { .. }
            | Command::AlterShareGroupOffsets { .. }
            | Command::DeleteShareGroupOffsets { .. } => self.decide_share(env, ticket, command, decision),
        }
    }

    /// What administrators ask of groups of every kind.
    #[expect(clippy::wildcard_enum_match_arm, reason = "one part of the match in `decide`")]
    fn decide_admin(
        &mut self,
        env: &mut Env<'_>,
        ticket: Ticket,
        command: &Command,
        decision: &mut Decision,
    ) {
        let answer = match command {
            Command::DescribeGroup { group_id, version } => {
                Answer::DescribeGroup(self.describe_group(group_id, *version))
            }
            Command::ListGroups { request, .. } => Answer::ListGroups(self.list_groups(request)),
            Command::DeleteGroup { group_id } if matches!(self.group(group_id), Some(Group::Share(_))) => {
                return self.share_delete_group(env, ticket, group_id, decision);
            }
            Command::DeleteGroup { group_id } => Answer::DeleteGroup(self.delete_group(group_id, decision)),
            Command::ConsumerGroupDescribe { group_id } => {
                Answer::ConsumerGroupDescribe(self.describe_consumer_group(env, group_id))
            }
            Command::StreamsGroupDescribe { group_id } => {
                Answer::StreamsGroupDescribe(self.describe_streams_group(group_id))
            }
            _ => return,
        };
        decision.answer(ticket, answer);
    }

    /// The part of [`Self::decide`] that is about share groups alone.
    #[expect(clippy::wildcard_enum_match_arm, reason = "one part of the match in `decide`")]
    fn decide_share(
        &mut self,
        env: &mut Env<'_>,
        ticket: Ticket,
        command: &Command,
        decision: &mut Decision,
    ) {
        match command {
            Command::ShareGroupHeartbeat { request, caller, .. } => {
                let response = self.share_heartbeat(env, request, caller, decision);
                decision.answer(ticket, Answer::ShareGroupHeartbeat(response));
            }
            Command::ShareGroupDescribe { group_id } => {
                let response = self.describe_share_group(env, group_id);
                decision.answer(ticket, Answer::ShareGroupDescribe(response));
            }
            Command::DescribeShareGroupOffsets { group } => {
                self.share_describe_offsets(env, ticket, group, decision);
            }
            Command::AlterShareGroupOffsets { request } => self.share_alter(env, ticket, request, decision),
            Command::DeleteShareGroupOffsets { request } => {
                self.share_delete_offsets(env, ticket, request, decision);
            }
            _ => decision.answer(ticket, refuse(command, ErrorCode::UnsupportedVersion)),
        }
    }

    /// Whoever does not know its id yet may make a group.
    fn join_group(&mut self, env: &mut Env<'_>, join: &Join<'_>, decision: &mut Decision) {
        let group_id = &join.request.group_id;
        if let Some(Group::Consumer(group)) = self.group(group_id) {
            if !group.members.is_empty() {
                self.consumer_classic_join(env, join, decision);
                return;
            }
            if join.request.member_id.is_empty() {
                self.bury_consumer_group(group_id, decision);
            }
        }
        if let Some(Group::Streams(group)) = self.group(group_id) {
            if !group.members.is_empty() {
                join.refuse(Str::EMPTY, ErrorCode::InconsistentGroupProtocol, decision);
                return;
            }
            if join.request.member_id.is_empty() {
                self.bury_consumer_group(group_id, decision);
            }
        }
        if matches!(self.group(group_id), Some(Group::Share(_))) {
            join.refuse(join.request.member_id.clone(), ErrorCode::InconsistentGroupProtocol, decision);
            return;
        }
        let is_new = self.group(group_id).is_none();
        if is_new && !join.request.member_id.is_empty() {
            join.refuse(join.request.member_id.clone(), ErrorCode::UnknownMemberId, decision);
            return;
        }
        let Group::Classic(group) = self.create_classic(group_id, env.now) else {
            join.refuse(join.request.member_id.clone(), ErrorCode::UnknownMemberId, decision);
            return;
        };
        if is_new {
            group.append_created(decision);
        }
        group.join(env, join, decision);
    }

    fn heartbeat(
        &mut self,
        env: &Env<'_>,
        request: &m::HeartbeatRequest,
        decision: &mut Decision,
    ) -> m::HeartbeatResponse {
        let result = match self.group(&request.group_id) {
            Some(Group::Classic(group)) => group.heartbeat(env, request, decision),
            Some(Group::Consumer(_)) => self.consumer_classic_heartbeat(env, request, decision),
            Some(Group::Share(_) | Group::Streams(_)) | None => Err(ErrorCode::UnknownMemberId),
        };
        let error = result.err().unwrap_or(ErrorCode::None);
        m::HeartbeatResponse { error_code: error.to_i16(), ..Default::default() }
    }

    fn leave_group(
        &mut self,
        env: &Env<'_>,
        request: &m::LeaveGroupRequest,
        version: i16,
        decision: &mut Decision,
    ) -> m::LeaveGroupResponse {
        let alone = [m::leave_group_request::MemberIdentity {
            member_id: request.member_id.clone(),
            ..Default::default()
        }];
        let members = if version < LEAVE_MANY_VERSION { &alone[..] } else { &request.members[..] };
        let responses = match self.group_mut(&request.group_id) {
            Some(Group::Classic(group)) => group.leave(env, members, decision),
            Some(Group::Consumer(_)) => {
                self.consumer_classic_leave(env, &request.group_id, members, decision)
            }
            Some(Group::Share(_) | Group::Streams(_)) | None => {
                members.iter().map(|member| left(member, ErrorCode::UnknownMemberId)).collect()
            }
        };
        if version < LEAVE_MANY_VERSION {
            let error_code = responses.first().map_or(0, |response| response.error_code);
            return m::LeaveGroupResponse { error_code, ..Default::default() };
        }
        m::LeaveGroupResponse { members: responses, ..Default::default() }
    }
}

/// What is refused whatever the group's state is.
fn check(env: &Env<'_>, command: &Command) -> Result<(), ErrorCode> {
    let named = |group_id: &Str| if group_id.is_empty() { Err(ErrorCode::InvalidGroupId) } else { Ok(()) };
    #[expect(clippy::wildcard_enum_match_arm, reason = "what is new is not refused unseen")]
    match command {
        Command::JoinGroup { request, .. } => {
            named(&request.group_id)?;
            let timeout =
                u64::try_from(request.session_timeout_ms).ok().map(std::time::Duration::from_millis);
            let allowed = env.config.classic_session_timeout_min..=env.config.classic_session_timeout_max;
            match timeout {
                Some(timeout) if allowed.contains(&timeout) => Ok(()),
                Some(_) | None => Err(ErrorCode::InvalidSessionTimeout),
            }
        }
        Command::SyncGroup { request, .. } => named(&request.group_id),
        Command::Heartbeat { request } => named(&request.group_id),
        Command::LeaveGroup { request, .. } => named(&request.group_id),
        // The empty group id is one for old clients' sake: offsets can be committed under it.
        _ => Ok(()),
    }
}
