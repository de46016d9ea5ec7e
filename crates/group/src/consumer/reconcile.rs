//! The next step of one member towards its target.
//!
//! A member first gives up what it is not to own any more (and says so by no longer reporting it), then gets what
//! nobody holds. Its epoch becomes the target's as soon as it has nothing left to give up.

use std::collections::BTreeSet;
use std::sync::Arc;

use moldau_ids::TopicId;
use moldau_wire::messages::consumer_group_heartbeat_request::TopicPartitions;

use super::member::{Member, MemberState, Owned};
use crate::assignor::Target;

/// What a step depends on besides the member.
pub(crate) struct Situation<'a> {
    pub(crate) target_epoch: i32,
    pub(crate) target: &'a Target,
    /// Whether the member has just changed what it subscribes to.
    pub(crate) subscription_changed: bool,
    /// Whether the member subscribes to a topic, and the topic exists.
    pub(crate) is_subscribed: &'a dyn Fn(TopicId) -> bool,
    /// Whether nobody holds a partition.
    pub(crate) is_free: &'a dyn Fn(TopicId, i32) -> bool,
    /// What the member says it owns; `None` if it says nothing.
    pub(crate) reported: Option<&'a [TopicPartitions]>,
}

/// The member after the step; the same if there is none to make.
pub(crate) fn step(member: &Member, situation: &Situation<'_>) -> Member {
    match member.state {
        MemberState::Stable if member.epoch != situation.target_epoch => advance(member, situation),
        MemberState::Stable if situation.subscription_changed => give_up_unsubscribed(member, situation),
        MemberState::Stable => member.clone(),
        MemberState::UnrevokedPartitions if reports_any(situation.reported, &member.pending_revocation) => {
            if situation.subscription_changed {
                give_up_unsubscribed(member, situation)
            } else {
                member.clone()
            }
        }
        MemberState::UnrevokedPartitions | MemberState::UnreleasedPartitions | MemberState::Unknown => {
            advance(member, situation)
        }
    }
}

/// Whether the member may still own some of these. Who says nothing may.
fn reports_any(reported: Option<&[TopicPartitions]>, owned: &Owned) -> bool {
    let Some(reported) = reported else { return true };
    reported.iter().any(|topic| {
        owned
            .get(&topic.topic_id)
            .is_some_and(|owned| topic.partitions.iter().any(|partition| owned.contains_key(partition)))
    })
}

fn with(member: &Member, epoch: i32, state: MemberState, assigned: Owned, pending: Owned) -> Member {
    Member {
        epoch,
        previous_epoch: member.epoch,
        state,
        assigned: Arc::new(assigned),
        pending_revocation: Arc::new(pending),
        ..member.clone()
    }
}

/// Takes topics that the member no longer subscribes to from it, although its target has not changed yet.
fn give_up_unsubscribed(member: &Member, situation: &Situation<'_>) -> Member {
    let (keep, lose): (Owned, Owned) = member
        .assigned
        .iter()
        .map(|(topic, partitions)| (*topic, partitions.clone()))
        .partition(|(topic, _)| (situation.is_subscribed)(*topic));
    if lose.is_empty() {
        return member.clone();
    }
    let mut pending = Owned::clone(&member.pending_revocation);
    for (topic, partitions) in lose {
        pending.entry(topic).or_default().extend(partitions);
    }
    if reports_any(situation.reported, &pending) {
        with(member, member.epoch, MemberState::UnrevokedPartitions, keep, pending)
    } else {
        let pending = Owned::clone(&member.pending_revocation);
        with(member, member.epoch, member.state, keep, pending)
    }
}

/// Compares what the member has with what it should have, and does what can be done now.
fn advance(member: &Member, situation: &Situation<'_>) -> Member {
    let nothing = BTreeSet::new();
    let wanted = |topic: TopicId| {
        let target = situation.target.get(&topic).filter(|_| (situation.is_subscribed)(topic));
        target.unwrap_or(&nothing)
    };
    let mut assigned = Owned::new();
    let mut revoke = Owned::new();
    for (topic, partitions) in member.assigned.iter() {
        let wanted = wanted(*topic);
        for (partition, epoch) in partitions {
            let into = if wanted.contains(partition) { &mut assigned } else { &mut revoke };
            into.entry(*topic).or_default().insert(*partition, *epoch);
        }
    }
    if !revoke.is_empty() && reports_any(situation.reported, &revoke) {
        return with(member, member.epoch, MemberState::UnrevokedPartitions, assigned, revoke);
    }

    let held = |owned: &Owned, topic: TopicId, partition: i32| {
        owned.get(&topic).is_some_and(|partitions| partitions.contains_key(&partition))
    };
    let mut waits = false;
    for topic in situation.target.keys() {
        for partition in
            wanted(*topic).iter().filter(|partition| !held(&member.assigned, *topic, **partition))
        {
            // What it has just given up itself is free for it.
            let free = (situation.is_free)(*topic, *partition)
                || held(&member.pending_revocation, *topic, *partition);
            if free {
                assigned.entry(*topic).or_default().insert(*partition, situation.target_epoch);
            } else {
                waits = true;
            }
        }
    }
    let state = if waits { MemberState::UnreleasedPartitions } else { MemberState::Stable };
    with(member, situation.target_epoch, state, assigned, Owned::new())
}
