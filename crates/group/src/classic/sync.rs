//! `SyncGroup` and Heartbeat.

use std::collections::HashMap;

use bytes::Bytes;
use moldau_wire::messages as m;
use moldau_wire::{ErrorCode, Str};

use crate::decision::{Decision, after_ms};
use crate::{Answer, Env, Ticket};

use super::{Classic, State};

/// From this version on a member must say which protocol it believes in.
const PROTOCOL_REQUIRED_VERSION: i16 = 5;

/// The answer to a `SyncGroup` that failed.
pub(crate) fn sync_error(error: ErrorCode) -> m::SyncGroupResponse {
    m::SyncGroupResponse { error_code: error.to_i16(), ..Default::default() }
}

impl Classic {
    /// A member fetches its assignment; the leader brings all of them.
    pub(crate) fn sync(
        &mut self,
        env: &Env<'_>,
        ticket: Ticket,
        request: &m::SyncGroupRequest,
        version: i16,
        decision: &mut Decision,
    ) {
        match self.check_sync(request, version) {
            Err(error) => decision.answer(ticket, Answer::SyncGroup(sync_error(error))),
            Ok(()) if self.state == State::CompletingRebalance => {
                self.wait_for_assignment(ticket, &request.member_id, decision);
                if self.is_leader(&request.member_id) {
                    self.assign(env, &request.assignments, decision);
                }
            }
            Ok(()) => {
                self.pending_sync.remove(&request.member_id);
                let response = self.assignment_of(&request.member_id);
                decision.answer(ticket, Answer::SyncGroup(response));
            }
        }
    }

    fn check_sync(&self, request: &m::SyncGroupRequest, version: i16) -> Result<(), ErrorCode> {
        let differs = |theirs: &Option<Str>, ours: &Option<Str>| match (theirs, ours) {
            (Some(theirs), Some(ours)) => theirs != ours,
            (None, _) | (_, None) => false,
        };
        let has_both = request.protocol_type.is_some() && request.protocol_name.is_some();
        if version >= PROTOCOL_REQUIRED_VERSION && !has_both {
            return Err(ErrorCode::InconsistentGroupProtocol);
        }
        if self.is_empty() {
            return Err(ErrorCode::UnknownMemberId);
        }
        self.check_member(&request.member_id, request.group_instance_id.as_deref())?;
        if request.generation_id != self.generation {
            return Err(ErrorCode::IllegalGeneration);
        }
        if differs(&request.protocol_type, &self.protocol_type)
            || differs(&request.protocol_name, &self.protocol)
        {
            return Err(ErrorCode::InconsistentGroupProtocol);
        }
        if self.state == State::PreparingRebalance {
            return Err(ErrorCode::RebalanceInProgress);
        }
        Ok(())
    }

    fn wait_for_assignment(&mut self, ticket: Ticket, member_id: &str, decision: &mut Decision) {
        self.pending_sync.remove(member_id);
        let before = self.members.get_mut(member_id).and_then(|member| member.sync.replace(ticket));
        if let Some(before) = before {
            // Asked again: the earlier request has been given up.
            decision.answer(before, Answer::SyncGroup(sync_error(ErrorCode::RebalanceInProgress)));
        }
    }

    /// The leader has spoken. Members that it forgot get nothing.
    fn assign(
        &mut self,
        env: &Env<'_>,
        assignments: &[m::sync_group_request::SyncGroupRequestAssignment],
        decision: &mut Decision,
    ) {
        let by_member: HashMap<&Str, &Bytes> =
            assignments.iter().map(|each| (&each.member_id, &each.assignment)).collect();
        for member in self.members.iter_mut() {
            let assignment = by_member.get(&member.id).map(|bytes| Bytes::copy_from_slice(bytes));
            member.assignment = assignment.unwrap_or_default();
        }
        self.enter(State::Stable, env.now);
        self.append_generation(decision);
        for id in self.members.ids(|member| member.sync.is_some()) {
            let response = self.assignment_of(&id);
            let Some(member) = self.members.get_mut(&id) else { continue };
            if let Some(ticket) = member.sync.take() {
                let timeout_ms = member.session_timeout_ms;
                decision.answer(ticket, Answer::SyncGroup(response));
                // Its session may have ended while it was excused.
                decision.set_timer(self.member_timer(&id), after_ms(env.now, timeout_ms));
            }
        }
    }

    fn assignment_of(&self, member_id: &str) -> m::SyncGroupResponse {
        let assignment = self.members.get(member_id).map(|member| member.assignment.clone());
        m::SyncGroupResponse {
            protocol_type: self.protocol_type.clone(),
            protocol_name: self.protocol.clone(),
            assignment: assignment.unwrap_or_default(),
            ..Default::default()
        }
    }

    /// A member is still there; the answer says whether it must join again.
    pub(crate) fn heartbeat(
        &self,
        env: &Env<'_>,
        request: &m::HeartbeatRequest,
        decision: &mut Decision,
    ) -> Result<(), ErrorCode> {
        self.check_member(&request.member_id, request.group_instance_id.as_deref())?;
        if request.generation_id != self.generation {
            return Err(ErrorCode::IllegalGeneration);
        }
        let member = self.members.get(&request.member_id).ok_or(ErrorCode::UnknownMemberId)?;
        match self.state {
            State::Empty => Err(ErrorCode::UnknownMemberId),
            State::PreparingRebalance => {
                self.renew_session(env.now, member, decision);
                Err(ErrorCode::RebalanceInProgress)
            }
            State::CompletingRebalance | State::Stable => {
                self.renew_session(env.now, member, decision);
                Ok(())
            }
        }
    }
}
