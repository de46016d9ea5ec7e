//! A classic group becomes a consumer group when the first member of the new protocol joins, and a classic one again
//! when the last of them goes.

use std::collections::BTreeSet;
use std::sync::Arc;

use moldau_wire::{ErrorCode, Str};

use super::classic::classic_metadata;
use super::draft::{Draft, Refusal, TimerKind};
use super::embedded::{read_assignment, read_subscription, write_assignment};
use super::member::{Member, Owned};
use super::state::ConsumerGroup;
use super::{records, target};
use crate::assignor::Target;
use crate::classic::{Classic, Moving};
use crate::{Config, Env};

/// Refuses a classic group that can't become a consumer group.
pub(crate) fn check_upgrade(group: &Classic, id: &Str, config: &Config) -> Result<(), Refusal> {
    let why = if !config.consumer_upgrade {
        "online upgrade is disabled"
    } else if !group.is_of_consumers() {
        "the group does not use the consumer embedded protocol"
    } else if group.size() > config.consumer.size_max {
        "the group size exceeds the consumer group maximum size"
    } else {
        return Ok(());
    };
    Err(cannot_upgrade(id, why))
}

fn cannot_upgrade(id: &Str, why: &str) -> Refusal {
    let message = format!("Cannot upgrade classic group {id} to consumer group because {why}.");
    Refusal::new(ErrorCode::GroupIdNotFound, message)
}

/// Fills an empty consumer group with a classic group's members as they are: each has reached what it was assigned.
pub(crate) fn upgrade(draft: &mut Draft<'_>, env: &Env<'_>, classic: &Classic) -> Result<(), Refusal> {
    let id = draft.group.id.clone();
    let (generation, moving) = classic.moving_out();
    let generation = generation.max(0);
    let mut taken = BTreeSet::new();
    let mut members = Vec::new();
    for moving in moving {
        members.push(member_of(env, &id, generation, moving, &mut taken)?);
    }
    for member in &members {
        draft.emit(records::member(&id, member));
    }
    let hash = target::current_hash(draft.group, env);
    draft.emit(records::epoch(&id, generation, hash));
    for member in &members {
        let target = member.assigned.iter().map(|(topic, owned)| (*topic, owned.keys().copied().collect()));
        draft.emit(records::target(&id, &member.id, &target.collect::<Target>()));
    }
    draft.emit(records::target_epoch(&id, generation, 0));
    for member in &members {
        draft.emit(records::assignment(&id, member));
        if let Some(classic) = &member.classic {
            draft.set_timer(env.now, &member.id, TimerKind::Session, i64::from(classic.session_timeout_ms));
        }
    }
    Ok(())
}

/// A partition that the leader gave to several goes to the first of them.
fn member_of(
    env: &Env<'_>,
    group_id: &Str,
    generation: i32,
    moving: Moving,
    taken: &mut BTreeSet<(moldau_ids::TopicId, i32)>,
) -> Result<Member, Refusal> {
    let malformed = || cannot_upgrade(group_id, "the embedded consumer protocol is malformed");
    let subscription = read_subscription(&moving.metadata).ok_or_else(malformed)?.value;
    let assignment = read_assignment(&moving.assignment).ok_or_else(malformed)?;
    if assignment.user_data.is_some_and(|data| !data.is_empty()) {
        let message = format!(
            "Cannot upgrade classic group {group_id} to consumer group because an unsupported custom assignor is in use. Please refer to the documentation or switch to a default assignor before re-attempting the upgrade."
        );
        return Err(Refusal::new(ErrorCode::GroupIdNotFound, message));
    }
    let mut assigned = Owned::new();
    for topic in &assignment.assigned_partitions {
        let Some(topic_id) = env.topics.by_name(&topic.topic).map(|topic| topic.id) else { continue };
        for partition in topic.partitions.iter().filter(|partition| taken.insert((topic_id, **partition))) {
            assigned.entry(topic_id).or_default().insert(*partition, generation);
        }
    }
    let protocols = moving.protocols.iter().map(|(name, metadata)| (name, metadata));
    Ok(Member {
        epoch: generation,
        previous_epoch: generation,
        instance_id: moving.instance_id,
        rack_id: subscription.rack_id.filter(|rack_id| !rack_id.is_empty()).map(|rack_id| rack_id.detach()),
        client_id: moving.client_id,
        client_host: moving.client_host,
        topics: Arc::new(subscription.topics.iter().map(Str::detach).collect()),
        rebalance_timeout_ms: moving.rebalance_timeout_ms,
        classic: Some(Arc::new(classic_metadata(moving.session_timeout_ms, protocols))),
        assigned: Arc::new(assigned),
        ..Member::new(moving.id)
    })
}

/// Whether the group is to become a classic one when these members are gone: only members of the classic protocol
/// remain, and there are some.
pub(crate) fn is_to_downgrade(group: &ConsumerGroup, gone: &BTreeSet<Str>, config: &Config) -> bool {
    let gone: Vec<&Member> = gone.iter().filter_map(|id| group.members.get(id)).collect();
    let classic_gone = gone.iter().filter(|member| member.classic.is_some()).count();
    let remain = group.members.len() - gone.len();
    config.consumer_downgrade
        && remain > 0
        && remain <= config.classic_size_max
        && group.classic_members() - classic_gone == remain
}

/// The members that remain, for a classic group, each with what it holds. Kafka writes their targets; but who has yet
/// to give up a partition may still own it if the group soon becomes a consumer group again.
pub(crate) fn moving_back(group: &ConsumerGroup, env: &Env<'_>, gone: &BTreeSet<Str>) -> Vec<Moving> {
    let remaining = group.members.values().filter(|member| !gone.contains(&member.id));
    remaining
        .map(|member| {
            let classic = member.classic.as_deref().cloned().unwrap_or_default();
            let protocols: Vec<_> = classic
                .supported_protocols
                .into_iter()
                .map(|protocol| (protocol.name, protocol.metadata))
                .collect();
            let metadata = protocols.first().map(|(_, metadata)| metadata.clone()).unwrap_or_default();
            let version = read_subscription(&metadata).map_or(0, |subscription| subscription.version);
            Moving {
                id: member.id.clone(),
                instance_id: member.instance_id.clone(),
                client_id: member.client_id.clone(),
                client_host: member.client_host.clone(),
                rebalance_timeout_ms: member.rebalance_timeout_ms,
                session_timeout_ms: classic.session_timeout_ms,
                protocols,
                metadata,
                assignment: write_assignment(env, version, member.held()),
            }
        })
        .collect()
}

/// Whether all members are where the group wants them, so that a classic group can go on from there.
pub(crate) fn is_settled(group: &ConsumerGroup) -> bool {
    group.members.values().all(|member| member.is_reconciled_to(group.epoch))
}
