//! A classic group of consumers becomes a consumer group, and the other way round (KIP-848's online migration).

use bytes::Bytes;
use moldau_ids::Timestamp;
use moldau_wire::{ErrorCode, Str};

use crate::Env;
use crate::decision::{Decision, TimerKey};

use super::members::{Member, Protocol};
use super::{CONSUMER, Classic, State};

/// A member on its way from one kind of group to the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moving {
    pub(crate) id: Str,
    pub(crate) instance_id: Option<Str>,
    pub(crate) client_id: Str,
    pub(crate) client_host: Str,
    pub(crate) rebalance_timeout_ms: i32,
    pub(crate) session_timeout_ms: i32,
    /// Names with metadata; the most wanted first.
    pub(crate) protocols: Vec<(Str, Bytes)>,
    /// What it says in the group's protocol.
    pub(crate) metadata: Bytes,
    /// As the leader wrote it.
    pub(crate) assignment: Bytes,
}

impl Classic {
    /// Whether its members are consumers.
    pub(crate) fn is_of_consumers(&self) -> bool {
        self.is_consumer()
    }

    /// How many members it has.
    pub(crate) fn size(&self) -> usize {
        self.members.len()
    }

    /// The generation and its members.
    pub(crate) fn moving_out(&self) -> (i32, Vec<Moving>) {
        let protocol = self.protocol.clone().unwrap_or_default();
        let members = self.members.iter().map(|member| {
            let protocols: Vec<_> =
                member.protocols.iter().map(|known| (known.name.clone(), known.metadata.clone())).collect();
            let metadata = match member.metadata(&protocol) {
                none if none.is_empty() => {
                    protocols.first().map(|(_, first)| first.clone()).unwrap_or_default()
                }
                metadata => metadata,
            };
            Moving {
                id: member.id.clone(),
                instance_id: member.instance_id.clone(),
                client_id: member.client_id.clone(),
                client_host: member.client_host.clone(),
                rebalance_timeout_ms: member.rebalance_timeout_ms,
                session_timeout_ms: member.session_timeout_ms,
                protocols,
                metadata,
                assignment: member.assignment.clone(),
            }
        });
        (self.generation, members.collect())
    }

    /// The group ends as a classic one: everyone who waits shall join again, and nothing is due any more.
    pub(crate) fn move_out(&mut self, decision: &mut Decision) {
        for (ticket, answer) in self.abandon(ErrorCode::RebalanceInProgress) {
            decision.answer(ticket, answer);
        }
        decision.cancel_timer(TimerKey::ClassicJoin { group: self.id.clone() });
        decision.cancel_timer(TimerKey::ClassicSync { group: self.id.clone() });
        let ids = self.members.iter().map(|member| &member.id).chain(&self.pending_join);
        ids.for_each(|id| decision.cancel_timer(self.member_timer(id)));
    }

    /// A group of consumers in a complete generation. Writes it down, begins the members' sessions, and a rebalance
    /// if that is asked for.
    pub(crate) fn move_in(
        env: &Env<'_>,
        id: Str,
        generation: i32,
        members: Vec<Moving>,
        rebalance: bool,
        decision: &mut Decision,
    ) -> Self {
        let now: Timestamp = env.now;
        let mut group = Self::empty(id, Some(now));
        group.protocol_type = Some(Str::from_static(CONSUMER));
        group.generation = generation;
        for moving in members {
            let protocols = moving.protocols.into_iter().map(|(name, metadata)| Protocol { name, metadata });
            let mut member = Member::new(moving.id, moving.instance_id, protocols.collect());
            member.client_id = moving.client_id;
            member.client_host = moving.client_host;
            member.rebalance_timeout_ms = moving.rebalance_timeout_ms;
            member.session_timeout_ms = moving.session_timeout_ms;
            member.assignment = moving.assignment;
            group.leader.get_or_insert_with(|| member.id.clone());
            group.members.insert(member);
        }
        group.enter(State::Stable, now);
        group.protocol = group.members.select_protocol();
        group.subscribed = group.compute_subscribed();
        group.append_generation(decision);
        for member in group.members.iter() {
            group.renew_session(now, member, decision);
        }
        if rebalance {
            group.prepare_rebalance(env, decision);
        }
        group
    }
}
