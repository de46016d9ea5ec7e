//! The members of one classic group, with the counts that decisions need: who waits for the others to join, and how
//! many members support each protocol.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use moldau_wire::Str;
use moldau_wire::messages::join_group_request::JoinGroupRequestProtocol;

use crate::Ticket;

/// A `JoinGroup` that waits for the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct JoinTicket {
    pub(super) ticket: Ticket,
    /// The request's version: it decides how the answer is written.
    pub(super) version: i16,
}

/// A protocol that a member can speak, and what it says in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Protocol {
    pub(super) name: Str,
    pub(super) metadata: Bytes,
}

/// One member.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) id: Str,
    /// Set for static members.
    pub(super) instance_id: Option<Str>,
    pub(super) client_id: Str,
    pub(super) client_host: Str,
    pub(super) rebalance_timeout_ms: i32,
    pub(super) session_timeout_ms: i32,
    /// The most wanted first.
    pub(super) protocols: Vec<Protocol>,
    pub(super) assignment: Bytes,
    /// It has never been told its generation: its session does not wait for its `JoinGroup` to be answered.
    pub(super) is_new: bool,
    /// Its `SyncGroup` waits for the leader's.
    pub(super) sync: Option<Ticket>,
    join: Option<JoinTicket>,
}

/// See the module's documentation.
#[derive(Debug, Default)]
pub(super) struct Members {
    by_id: BTreeMap<Str, Member>,
    by_instance: BTreeMap<Str, Str>,
    support: BTreeMap<Str, usize>,
    awaiting_join: usize,
}

/// The protocols of a request, in memory of their own.
pub(super) fn protocols_of(request: &[JoinGroupRequestProtocol]) -> Vec<Protocol> {
    let own = |protocol: &JoinGroupRequestProtocol| Protocol {
        name: protocol.name.detach(),
        metadata: Bytes::copy_from_slice(&protocol.metadata),
    };
    request.iter().map(own).collect()
}

impl Member {
    /// A member that does not wait for anything.
    pub(super) fn new(id: Str, instance_id: Option<Str>, protocols: Vec<Protocol>) -> Self {
        Self {
            id,
            instance_id,
            client_id: Str::EMPTY,
            client_host: Str::EMPTY,
            rebalance_timeout_ms: 0,
            session_timeout_ms: 0,
            protocols,
            assignment: Bytes::new(),
            is_new: false,
            sync: None,
            join: None,
        }
    }

    /// Whether its `JoinGroup` waits.
    pub(super) fn is_awaiting_join(&self) -> bool {
        self.join.is_some()
    }

    /// Whether the request names the same protocols with the same metadata in the same order.
    pub(super) fn matches(&self, request: &[JoinGroupRequestProtocol]) -> bool {
        self.protocols.len() == request.len()
            && self
                .protocols
                .iter()
                .zip(request)
                .all(|(mine, other)| mine.name == other.name && mine.metadata == other.metadata)
    }

    /// What it says in `protocol`; nothing if it does not speak it.
    pub(super) fn metadata(&self, protocol: &str) -> Bytes {
        let found = self.protocols.iter().find(|mine| mine.name == *protocol);
        found.map(|mine| mine.metadata.clone()).unwrap_or_default()
    }

    /// Its silence is no sign: it waits for an answer of ours.
    pub(super) fn is_excused(&self) -> bool {
        !self.is_new && (self.join.is_some() || self.sync.is_some())
    }

    fn protocol_names(&self) -> BTreeSet<Str> {
        self.protocols.iter().map(|protocol| protocol.name.clone()).collect()
    }
}

impl Members {
    pub(super) fn len(&self) -> usize {
        self.by_id.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    pub(super) fn get(&self, id: &str) -> Option<&Member> {
        self.by_id.get(id)
    }

    /// The protocols of a member are changed by [`Self::update`] only.
    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut Member> {
        self.by_id.get_mut(id)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Member> {
        self.by_id.values()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Member> {
        self.by_id.values_mut()
    }

    /// Ids of all members that satisfy `wanted`.
    pub(super) fn ids(&self, wanted: impl Fn(&Member) -> bool) -> Vec<Str> {
        self.by_id.values().filter(|member| wanted(member)).map(|member| member.id.clone()).collect()
    }

    /// The member that this static instance is at present.
    pub(super) fn id_of_instance(&self, instance_id: &str) -> Option<&Str> {
        self.by_instance.get(instance_id)
    }

    /// How many members' `JoinGroup` waits.
    pub(super) fn awaiting_join(&self) -> usize {
        self.awaiting_join
    }

    /// The longest of the members' rebalance timeouts.
    pub(super) fn rebalance_timeout_ms(&self) -> i32 {
        self.by_id.values().map(|member| member.rebalance_timeout_ms).max().unwrap_or(0).max(0)
    }

    /// Adds a member. A record may be broken and name an id or an instance twice: the last one stays.
    pub(super) fn insert(&mut self, member: Member) {
        self.remove(&member.id);
        let holder = member.instance_id.as_ref().and_then(|instance| self.by_instance.get(instance)).cloned();
        if let Some(holder) = holder {
            self.remove(&holder);
        }
        if let Some(instance) = &member.instance_id {
            self.by_instance.insert(instance.clone(), member.id.clone());
        }
        for name in member.protocol_names() {
            *self.support.entry(name).or_default() += 1;
        }
        self.awaiting_join += usize::from(member.join.is_some());
        self.by_id.insert(member.id.clone(), member);
    }

    /// Removes a member; whoever waits for it is the caller's to answer.
    pub(super) fn remove(&mut self, id: &str) -> Option<Member> {
        let member = self.by_id.remove(id)?;
        if let Some(instance) = &member.instance_id {
            self.by_instance.remove(instance);
        }
        self.forget_support(&member.protocol_names());
        self.awaiting_join -= usize::from(member.join.is_some());
        Some(member)
    }

    fn forget_support(&mut self, names: &BTreeSet<Str>) {
        for name in names {
            if let Some(count) = self.support.get_mut(name) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    self.support.remove(name);
                }
            }
        }
    }

    /// Replaces what a member said when it joined.
    pub(super) fn update(
        &mut self,
        id: &str,
        protocols: Vec<Protocol>,
        rebalance_timeout_ms: i32,
        session_timeout_ms: i32,
    ) {
        let Some(member) = self.by_id.get_mut(id) else { return };
        let before = member.protocol_names();
        member.protocols = protocols;
        member.rebalance_timeout_ms = rebalance_timeout_ms;
        member.session_timeout_ms = session_timeout_ms;
        let now = member.protocol_names();
        self.forget_support(&before);
        for name in now {
            *self.support.entry(name).or_default() += 1;
        }
    }

    /// Lets a member's `JoinGroup` wait, and returns the one that waited before.
    pub(super) fn set_join(&mut self, id: &str, join: JoinTicket) -> Option<JoinTicket> {
        let member = self.by_id.get_mut(id)?;
        let before = member.join.replace(join);
        self.awaiting_join += usize::from(before.is_none());
        before
    }

    /// Takes a member's waiting `JoinGroup`, to answer it.
    pub(super) fn take_join(&mut self, id: &str) -> Option<JoinTicket> {
        let taken = self.by_id.get_mut(id)?.join.take()?;
        self.awaiting_join -= 1;
        Some(taken)
    }

    /// Whether all members support one of these protocols.
    pub(super) fn all_support_one_of<'a>(&self, mut names: impl Iterator<Item = &'a Str>) -> bool {
        names.any(|name| self.support.get(name).copied().unwrap_or(0) == self.by_id.len())
    }

    /// The protocol of the next generation: each member votes for its first one that all support. Of those with the
    /// most votes, the first by name.
    pub(super) fn select_protocol(&self) -> Option<Str> {
        let all = self.by_id.len();
        let is_candidate = |name: &Str| self.support.get(name).copied() == Some(all);
        let mut votes: BTreeMap<&Str, usize> = BTreeMap::new();
        for member in self.by_id.values() {
            if let Some(choice) = member.protocols.iter().find(|protocol| is_candidate(&protocol.name)) {
                *votes.entry(&choice.name).or_default() += 1;
            }
        }
        let best = votes.values().copied().max()?;
        votes.into_iter().find(|(_, count)| *count == best).map(|(name, _)| name.clone())
    }

    /// Panics if the counts don't say what the members say.
    #[cfg(test)]
    pub(super) fn check(&self) {
        let waiting = self.by_id.values().filter(|member| member.is_awaiting_join()).count();
        assert_eq!(self.awaiting_join, waiting, "members that wait");
        let mut support: BTreeMap<Str, usize> = BTreeMap::new();
        for name in self.by_id.values().flat_map(Member::protocol_names) {
            *support.entry(name).or_default() += 1;
        }
        assert_eq!(self.support, support, "support for protocols");
        let instance = |member: &Member| Some((member.instance_id.clone()?, member.id.clone()));
        let instances: BTreeMap<Str, Str> = self.by_id.values().filter_map(instance).collect();
        assert_eq!(self.by_instance, instances, "static members");
    }
}
