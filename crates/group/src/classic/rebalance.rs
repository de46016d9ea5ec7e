//! From one generation to the next.

use moldau_wire::{ErrorCode, Str};

use crate::decision::{Decision, TimerKey, after, after_ms};
use crate::{Answer, Env};

use super::{Classic, InitialDelay, State, sync_error};

impl Classic {
    /// A member came, changed or went: begins a rebalance, or ends one that waited for it.
    pub(super) fn rebalance_or_complete(&mut self, env: &Env<'_>, decision: &mut Decision) {
        match self.state {
            State::Empty | State::CompletingRebalance | State::Stable => {
                self.prepare_rebalance(env, decision);
            }
            State::PreparingRebalance => self.maybe_complete_join(env, decision),
        }
    }

    /// Begins a rebalance.
    pub(super) fn prepare_rebalance(&mut self, env: &Env<'_>, decision: &mut Decision) {
        if self.state == State::CompletingRebalance {
            self.refuse_syncs(env, decision);
        }
        self.pending_sync.clear();
        decision.cancel_timer(TimerKey::ClassicSync { group: self.id.clone() });
        let is_first = self.state == State::Empty;
        self.enter(State::PreparingRebalance, env.now);
        if is_first {
            let delay = env.config.classic_initial_rebalance_delay;
            let delay_ms = i32::try_from(delay.as_millis()).unwrap_or(i32::MAX);
            let remaining_ms = self.members.rebalance_timeout_ms().saturating_sub(delay_ms).max(0);
            self.initial = Some(InitialDelay { delay_ms, remaining_ms, member_added: false });
            decision.set_timer(self.join_timer(), after(env.now, delay));
        } else if self.have_all_joined() {
            self.complete_join(env, decision);
        } else {
            self.wait_for_joins(env, decision);
        }
    }

    /// Ends the rebalance if nobody is missing; but the first one of a group has its delay.
    pub(super) fn maybe_complete_join(&mut self, env: &Env<'_>, decision: &mut Decision) {
        if self.state == State::PreparingRebalance && self.initial.is_none() && self.have_all_joined() {
            self.complete_join(env, decision);
        }
    }

    /// The time to join is up.
    pub(crate) fn join_timed_out(&mut self, env: &Env<'_>, decision: &mut Decision) {
        if self.state != State::PreparingRebalance {
            return;
        }
        match self.initial {
            Some(initial) if initial.member_added && initial.remaining_ms != 0 => {
                let most = env.config.classic_initial_rebalance_delay.as_millis();
                let delay_ms = i32::try_from(most).unwrap_or(i32::MAX).min(initial.remaining_ms);
                let remaining_ms = initial.remaining_ms.saturating_sub(initial.delay_ms).max(0);
                self.initial = Some(InitialDelay { delay_ms, remaining_ms, member_added: false });
                decision.set_timer(self.join_timer(), after_ms(env.now, delay_ms));
            }
            Some(_) | None => self.complete_join(env, decision),
        }
    }

    /// The time to fetch assignments is up: who has not done so is removed.
    pub(crate) fn sync_timed_out(&mut self, env: &Env<'_>, decision: &mut Decision) {
        let assigning = matches!(self.state, State::CompletingRebalance | State::Stable);
        if !assigning || self.pending_sync.is_empty() {
            return;
        }
        for id in std::mem::take(&mut self.pending_sync) {
            decision.cancel_timer(self.member_timer(&id));
            self.remove(&id, decision);
        }
        self.prepare_rebalance(env, decision);
    }

    /// A member's session is over, or that of an id that was never used.
    pub(crate) fn session_timed_out(&mut self, env: &Env<'_>, member_id: &str, decision: &mut Decision) {
        if self.pending_join.remove(member_id) {
            if self.state == State::PreparingRebalance && self.have_all_joined() {
                self.complete_join(env, decision);
            }
            return;
        }
        let is_excused = self.members.get(member_id).is_none_or(super::Member::is_excused);
        if is_excused {
            return;
        }
        self.remove(member_id, decision);
        match self.state {
            State::Stable | State::CompletingRebalance => self.prepare_rebalance(env, decision),
            State::PreparingRebalance if self.have_all_joined() => self.complete_join(env, decision),
            State::PreparingRebalance | State::Empty => {}
        }
    }

    /// Removes a member or a pending one. Whoever waits for it is told that it is not known; what follows for the
    /// group is the caller's.
    pub(super) fn remove(&mut self, member_id: &str, decision: &mut Decision) {
        if let Some(join) = self.members.take_join(member_id) {
            join.refuse(Str::EMPTY, ErrorCode::UnknownMemberId, decision);
        }
        if let Some(member) = self.members.remove(member_id)
            && let Some(ticket) = member.sync
        {
            decision.answer(ticket, Answer::SyncGroup(sync_error(ErrorCode::UnknownMemberId)));
        }
        if self.is_leader(member_id) {
            self.leader = self.members.iter().next().map(|member| member.id.clone());
        }
        self.pending_join.remove(member_id);
        self.pending_sync.remove(member_id);
    }

    fn join_timer(&self) -> TimerKey {
        TimerKey::ClassicJoin { group: self.id.clone() }
    }

    fn have_all_joined(&self) -> bool {
        self.members.len() == self.members.awaiting_join() && self.pending_join.is_empty()
    }

    fn wait_for_joins(&self, env: &Env<'_>, decision: &mut Decision) {
        // At least a millisecond: a timer that is due at once would never let the shard rest.
        let timeout_ms = self.members.rebalance_timeout_ms().max(1);
        decision.set_timer(self.join_timer(), after_ms(env.now, timeout_ms));
    }

    /// Members that wait for their assignment shall join again.
    fn refuse_syncs(&mut self, env: &Env<'_>, decision: &mut Decision) {
        for id in self.members.ids(|_| true) {
            let Some(member) = self.members.get_mut(&id) else { continue };
            member.assignment.clear();
            if let Some(ticket) = member.sync.take() {
                decision.answer(ticket, Answer::SyncGroup(sync_error(ErrorCode::RebalanceInProgress)));
                let timeout_ms = member.session_timeout_ms;
                decision.set_timer(self.member_timer(&id), after_ms(env.now, timeout_ms));
            }
        }
    }

    /// Who is here makes the next generation; dynamic members that are missing are removed.
    fn complete_join(&mut self, env: &Env<'_>, decision: &mut Decision) {
        decision.cancel_timer(self.join_timer());
        self.initial = None;
        for id in self.members.ids(|member| !member.is_awaiting_join() && member.instance_id.is_none()) {
            decision.cancel_timer(self.member_timer(&id));
            self.remove(&id, decision);
        }
        if !self.members.is_empty() && !self.elect_leader() {
            // Only static members, and none of them is here: their sessions decide.
            self.wait_for_joins(env, decision);
            return;
        }
        self.generation = self.generation.wrapping_add(1);
        self.pending_sync.clear();
        self.protocol = self.members.select_protocol();
        self.subscribed = self.compute_subscribed();
        if self.members.is_empty() {
            self.enter(State::Empty, env.now);
            self.append_generation(decision);
        } else {
            self.enter(State::CompletingRebalance, env.now);
            self.answer_joins(env, decision);
        }
    }

    fn answer_joins(&mut self, env: &Env<'_>, decision: &mut Decision) {
        for id in self.members.ids(|_| true) {
            let response = self.joined_response(&id, self.is_leader(&id));
            if let Some(join) = self.members.take_join(&id) {
                join.answer(response, decision);
            }
            if let Some(member) = self.members.get_mut(&id) {
                member.is_new = false;
                let timeout_ms = member.session_timeout_ms;
                decision.set_timer(self.member_timer(&id), after_ms(env.now, timeout_ms));
            }
            self.pending_sync.insert(id);
        }
        let timeout_ms = self.members.rebalance_timeout_ms();
        decision.set_timer(TimerKey::ClassicSync { group: self.id.clone() }, after_ms(env.now, timeout_ms));
    }

    /// The leader stays if it is here; else someone who is.
    fn elect_leader(&mut self) -> bool {
        let is_here = |id: &Str| self.members.get(id).is_some_and(super::Member::is_awaiting_join);
        if self.leader.as_ref().is_some_and(is_here) {
            return true;
        }
        let next =
            self.members.iter().find(|member| member.is_awaiting_join()).map(|member| member.id.clone());
        let found = next.is_some();
        if found {
            self.leader = next;
        }
        found
    }
}
