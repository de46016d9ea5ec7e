//! `JoinGroup`.

use moldau_ids::Uuid;
use moldau_wire::messages as m;
use moldau_wire::{ErrorCode, Str};

use crate::decision::{Decision, after_ms};
use crate::{Answer, Caller, Env, Ticket};

use super::members::{JoinTicket, Member, protocols_of};
use super::{Classic, State};

/// From this version on a member must know its id before it is let in (KIP-394).
const KNOWN_MEMBER_ID_VERSION: i16 = 4;
/// Before this version a protocol's name can't be null.
const NULL_PROTOCOL_VERSION: i16 = 7;
/// From this version on a leader can be told not to assign.
const SKIP_ASSIGNMENT_VERSION: i16 = 9;
/// A new member can't send heartbeats while it waits; it is removed if its rebalance lasts longer than this.
const NEW_MEMBER_TIMEOUT_MS: i32 = 5 * 60 * 1000;

/// A `JoinGroup` request with what belongs to it.
#[derive(Debug)]
pub(crate) struct Join<'a> {
    pub(crate) ticket: Ticket,
    pub(crate) request: &'a m::JoinGroupRequest,
    pub(crate) version: i16,
    pub(crate) caller: &'a Caller,
}

/// The answer to a `JoinGroup` that failed.
pub(crate) fn join_error(member_id: Str, error: ErrorCode, version: i16) -> m::JoinGroupResponse {
    let protocol_name = (version < NULL_PROTOCOL_VERSION).then_some(Str::EMPTY);
    m::JoinGroupResponse { member_id, error_code: error.to_i16(), protocol_name, ..Default::default() }
}

impl JoinTicket {
    /// Answers it as its version wants.
    pub(super) fn answer(self, mut response: m::JoinGroupResponse, decision: &mut Decision) {
        let name = response.protocol_name.take().filter(|name| !name.is_empty());
        let if_none = (self.version < NULL_PROTOCOL_VERSION).then_some(Str::EMPTY);
        response.protocol_name = name.or(if_none);
        decision.answer(self.ticket, Answer::JoinGroup(response));
    }

    /// Answers that it failed.
    pub(super) fn refuse(self, member_id: Str, error: ErrorCode, decision: &mut Decision) {
        self.answer(join_error(member_id, error, self.version), decision);
    }
}

impl Join<'_> {
    fn ticket(&self) -> JoinTicket {
        JoinTicket { ticket: self.ticket, version: self.version }
    }

    /// Answers that it failed.
    pub(crate) fn refuse(&self, member_id: Str, error: ErrorCode, decision: &mut Decision) {
        self.ticket().refuse(member_id, error, decision);
    }

    /// Version 0 has no rebalance timeout of its own.
    fn rebalance_timeout_ms(&self) -> i32 {
        if self.version == 0 { self.request.session_timeout_ms } else { self.request.rebalance_timeout_ms }
    }

    /// A static member's id begins with its instance, a dynamic one's with its client's id.
    fn new_member_id(&self, env: &mut Env<'_>) -> Str {
        let prefix = self.request.group_instance_id.as_ref().unwrap_or(&self.caller.client_id);
        Str::from(format!("{prefix}-{}", hyphenated(env.entropy.uuid())))
    }
}

/// A UUID as Java writes it.
fn hyphenated(id: Uuid) -> String {
    let digits = format!("{:032x}", id.0);
    let mut text = String::with_capacity(36);
    for (position, digit) in digits.chars().enumerate() {
        if matches!(position, 8 | 12 | 16 | 20) {
            text.push('-');
        }
        text.push(digit);
    }
    text
}

impl Classic {
    /// A member joins, or joins again.
    pub(crate) fn join(&mut self, env: &mut Env<'_>, join: &Join<'_>, decision: &mut Decision) {
        let member_id = &join.request.member_id;
        if !self.has_room_for(env, member_id) {
            self.remove(member_id, decision);
            join.refuse(Str::EMPTY, ErrorCode::GroupMaxSizeReached, decision);
        } else if !self.supports(join.request) {
            join.refuse(member_id.clone(), ErrorCode::InconsistentGroupProtocol, decision);
        } else if member_id.is_empty() {
            self.join_new(env, join, decision);
        } else {
            self.join_known(env, join, decision);
        }
    }

    /// While members join, those that wait count, so that the last ones to come are turned away.
    fn has_room_for(&self, env: &Env<'_>, member_id: &str) -> bool {
        let most = env.config.classic_size_max;
        let member = self.members.get(member_id);
        match self.state {
            State::Empty => true,
            State::PreparingRebalance => {
                member.is_some_and(Member::is_awaiting_join) || self.members.awaiting_join() < most
            }
            State::CompletingRebalance | State::Stable => member.is_some() || self.members.len() < most,
        }
    }

    fn supports(&self, request: &m::JoinGroupRequest) -> bool {
        let mut names = request.protocols.iter().map(|protocol| &protocol.name);
        if self.is_empty() {
            return !request.protocol_type.is_empty() && names.next().is_some();
        }
        self.protocol_type.as_ref() == Some(&request.protocol_type) && self.members.all_support_one_of(names)
    }

    fn join_new(&mut self, env: &mut Env<'_>, join: &Join<'_>, decision: &mut Decision) {
        let new_id = join.new_member_id(env);
        let current = join
            .request
            .group_instance_id
            .as_ref()
            .map(|instance| self.members.id_of_instance(instance).cloned());
        match current {
            Some(Some(old_id)) => self.replace_static(env, join, &old_id, &new_id, decision),
            Some(None) => self.add_member(env, join, &new_id, decision),
            None if join.version >= KNOWN_MEMBER_ID_VERSION => {
                self.pending_join.insert(new_id.clone());
                let until = after_ms(env.now, join.request.session_timeout_ms);
                decision.set_timer(self.member_timer(&new_id), until);
                join.refuse(new_id, ErrorCode::MemberIdRequired, decision);
            }
            None => self.add_member(env, join, &new_id, decision),
        }
    }

    fn join_known(&mut self, env: &Env<'_>, join: &Join<'_>, decision: &mut Decision) {
        let member_id = join.request.member_id.detach();
        let instance_id = join.request.group_instance_id.as_deref();
        if self.pending_join.contains(&member_id) {
            // Ids of static members are never pending: whoever says so has made it up.
            match instance_id {
                Some(_) => join.refuse(Str::EMPTY, ErrorCode::UnknownServerError, decision),
                None => self.add_member(env, join, &member_id, decision),
            }
            return;
        }
        if let Err(error) = self.check_member(&member_id, instance_id) {
            join.refuse(member_id, error, decision);
            return;
        }
        let is_same =
            self.members.get(&member_id).is_some_and(|member| member.matches(&join.request.protocols));
        let is_leader = self.is_leader(&member_id);
        match self.state {
            State::PreparingRebalance => self.rejoin(env, join, &member_id, decision),
            // It may not have received the answer to its JoinGroup.
            State::CompletingRebalance if is_same => {
                join.ticket().answer(self.joined_response(&member_id, is_leader), decision);
            }
            State::Stable if is_same && !is_leader => {
                join.ticket().answer(self.joined_response(&member_id, false), decision);
            }
            // A leader rebalances for reasons of its own: topics have changed.
            State::CompletingRebalance | State::Stable => self.rejoin(env, join, &member_id, decision),
            State::Empty => join.refuse(member_id, ErrorCode::UnknownMemberId, decision),
        }
    }

    /// What a member of this generation is told.
    pub(super) fn joined_response(&self, member_id: &Str, with_members: bool) -> m::JoinGroupResponse {
        let protocol = self.protocol.clone().unwrap_or_default();
        let members = self.members.iter().map(|member| m::join_group_response::JoinGroupResponseMember {
            member_id: member.id.clone(),
            group_instance_id: member.instance_id.clone(),
            metadata: member.metadata(&protocol),
            ..Default::default()
        });
        m::JoinGroupResponse {
            members: if with_members { members.collect() } else { Vec::new() },
            member_id: member_id.clone(),
            generation_id: self.generation,
            protocol_name: self.protocol.clone(),
            protocol_type: self.protocol_type.clone(),
            leader: self.leader.clone().unwrap_or_default(),
            ..Default::default()
        }
    }

    fn add_member(&mut self, env: &Env<'_>, join: &Join<'_>, id: &Str, decision: &mut Decision) {
        let request = join.request;
        let instance_id = request.group_instance_id.as_ref().map(Str::detach);
        let mut member = Member::new(id.clone(), instance_id, protocols_of(&request.protocols));
        member.client_id = join.caller.client_id.detach();
        member.client_host = join.caller.client_host.detach();
        member.rebalance_timeout_ms = join.rebalance_timeout_ms();
        member.session_timeout_ms = request.session_timeout_ms;
        member.is_new = true;
        if let Some(initial) = &mut self.initial {
            initial.member_added = true;
        }
        if self.members.is_empty() {
            self.protocol_type = Some(request.protocol_type.detach());
        }
        self.leader.get_or_insert_with(|| id.clone());
        self.members.insert(member);
        self.pending_join.remove(id);
        self.wait(join, id, decision);
        decision.set_timer(self.member_timer(id), after_ms(env.now, NEW_MEMBER_TIMEOUT_MS));
        self.rebalance_or_complete(env, decision);
    }

    fn rejoin(&mut self, env: &Env<'_>, join: &Join<'_>, id: &Str, decision: &mut Decision) {
        self.update(join, id);
        self.wait(join, id, decision);
        self.rebalance_or_complete(env, decision);
    }

    fn update(&mut self, join: &Join<'_>, id: &Str) {
        let request = join.request;
        let protocols = protocols_of(&request.protocols);
        self.members.update(id, protocols, join.rebalance_timeout_ms(), request.session_timeout_ms);
    }

    /// A client that asks again has given up its earlier request; if somebody still listens, he shall ask again, too.
    fn wait(&mut self, join: &Join<'_>, id: &Str, decision: &mut Decision) {
        if let Some(before) = self.members.set_join(id, join.ticket()) {
            before.refuse(id.clone(), ErrorCode::RebalanceInProgress, decision);
        }
    }

    /// A static member comes back without its id: it takes its own place under a new one. Without a rebalance, if the
    /// generation stays what it is.
    fn replace_static(
        &mut self,
        env: &Env<'_>,
        join: &Join<'_>,
        old_id: &Str,
        new_id: &Str,
        decision: &mut Decision,
    ) {
        let leader_before = self.leader.clone();
        self.fence(old_id, new_id, decision);
        self.update(join, new_id);
        if let Some(member) = self.members.get(new_id) {
            self.renew_session(env.now, member, decision);
        }
        match self.state {
            State::Stable if self.members.select_protocol() == self.protocol => {
                self.subscribed = self.compute_subscribed();
                self.append_generation(decision);
                let is_leader = self.is_leader(new_id);
                let mut response = self.joined_response(new_id, is_leader);
                if join.version >= SKIP_ASSIGNMENT_VERSION {
                    response.skip_assignment = is_leader;
                } else {
                    // Named the leader, an old client would assign; the old id makes it a follower.
                    response.members.clear();
                    response.leader = leader_before.unwrap_or_default();
                }
                join.ticket().answer(response, decision);
            }
            State::Stable | State::CompletingRebalance => {
                self.wait(join, new_id, decision);
                self.prepare_rebalance(env, decision);
            }
            State::PreparingRebalance | State::Empty => {
                self.wait(join, new_id, decision);
                self.maybe_complete_join(env, decision);
            }
        }
    }

    /// Whoever still uses a static member's old id is told that it is somebody else's.
    fn fence(&mut self, old_id: &Str, new_id: &Str, decision: &mut Decision) {
        if let Some(before) = self.members.take_join(old_id) {
            before.refuse(old_id.clone(), ErrorCode::FencedInstanceId, decision);
        }
        let Some(mut member) = self.members.remove(old_id) else { return };
        if let Some(ticket) = member.sync.take() {
            let fenced = super::sync_error(ErrorCode::FencedInstanceId);
            decision.answer(ticket, Answer::SyncGroup(fenced));
        }
        decision.cancel_timer(self.member_timer(old_id));
        self.pending_sync.remove(old_id);
        if self.is_leader(old_id) {
            self.leader = Some(new_id.clone());
        }
        member.id = new_id.clone();
        member.is_new = false;
        self.members.insert(member);
    }
}
