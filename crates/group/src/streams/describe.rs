//! What others may know of a group, and which offsets its members may commit and fetch.

use std::collections::BTreeMap;

use moldau_wire::messages::streams_group_describe_response as d;
use moldau_wire::{ErrorCode, Str};

use super::draft::Refusal;
use super::heartbeat::unknown_member;
use super::member::Member;
use super::state::StreamsGroup;
use super::tasks::{TaskSets, Tasks};
use crate::group::{Committer, PartitionCheck};

/// The protocol type of every streams group.
pub(crate) const PROTOCOL_TYPE: &str = "streams";
/// Members of groups of this kind commit with this version and later ones.
const COMMIT_VERSION_MIN: i16 = 9;

/// The group's entry in `StreamsGroupDescribe`.
pub(crate) fn describe(group: &StreamsGroup) -> d::DescribedGroup {
    d::DescribedGroup {
        group_id: group.id.clone(),
        group_state: Str::from_static(group.state().as_str()),
        group_epoch: group.epoch,
        assignment_epoch: group.assignment_epoch,
        topology: describe_topology(group),
        members: group.members.values().map(|member| describe_member(group, member)).collect(),
        ..Default::default()
    }
}

/// The topology: once its topics are all there, with the partitions they have.
fn describe_topology(group: &StreamsGroup) -> Option<d::Topology> {
    let mut topology = group.topology.as_ref()?.describe();
    let configured = group.live.configured.as_ref().filter(|configured| configured.is_ready());
    let Some(configured) = configured else { return Some(topology) };
    for subtopology in topology.subtopologies.iter_mut().flatten() {
        let repartition = subtopology.repartition_source_topics.iter_mut();
        let internal = repartition.chain(&mut subtopology.state_changelog_topics);
        for topic in internal.filter(|topic| topic.partitions == 0) {
            topic.partitions = configured.counts.get(&topic.name).copied().unwrap_or(0);
        }
    }
    Some(topology)
}

fn describe_member(group: &StreamsGroup, member: &Member) -> d::Member {
    let endpoint =
        |(host, port): &(Str, u16)| d::Endpoint { host: host.clone(), port: *port, ..Default::default() };
    let tag = |(key, value): (&Str, &Str)| d::KeyValue {
        key: key.clone(),
        value: value.clone(),
        ..Default::default()
    };
    d::Member {
        member_id: member.id.clone(),
        member_epoch: member.epoch,
        instance_id: member.instance_id.clone(),
        rack_id: member.rack_id.clone(),
        client_id: member.client_id.clone(),
        client_host: member.client_host.clone(),
        topology_epoch: member.topology_epoch,
        process_id: member.process_id.clone(),
        user_endpoint: member.endpoint.as_ref().map(endpoint),
        client_tags: member.tags.iter().map(tag).collect(),
        assignment: describe_tasks(&member.assigned),
        target_assignment: describe_tasks(&group.target(&member.id)),
        ..Default::default()
    }
}

fn describe_tasks(sets: &TaskSets) -> d::Assignment {
    let set = |(subtopology, partitions): (&Str, &BTreeMap<i32, i32>)| d::TaskIds {
        subtopology_id: subtopology.clone(),
        partitions: partitions.keys().copied().collect(),
        ..Default::default()
    };
    let list = |tasks: &Tasks| tasks.iter().map(set).collect();
    d::Assignment {
        active_tasks: list(&sets.active),
        standby_tasks: list(&sets.standby),
        warmup_tasks: list(&sets.warmup),
        ..Default::default()
    }
}

/// Whether an offset commit is good; the inner check is asked for each partition if the request is late.
pub(crate) fn commit_check<'g>(
    group: &'g StreamsGroup,
    committer: &Committer<'_>,
) -> Result<Option<PartitionCheck<'g>>, ErrorCode> {
    let Committer { member_id, instance_id, generation: epoch, transactional, version } = *committer;
    // From an administrator.
    if epoch < 0 && group.members.is_empty() {
        return Ok(None);
    }
    if transactional && epoch == -1 && member_id.is_empty() && instance_id.is_none() {
        return Ok(None);
    }
    let member = group.members.get(member_id).ok_or(ErrorCode::UnknownMemberId)?;
    if !transactional && version < COMMIT_VERSION_MIN {
        return Err(ErrorCode::UnsupportedVersion);
    }
    if epoch == member.epoch {
        return Ok(None);
    }
    let Some(topology) = group.topology.as_ref().filter(|_| epoch < member.epoch) else {
        return Err(ErrorCode::StaleMemberEpoch);
    };
    // Good for tasks that the member has had since that epoch or before.
    Ok(Some(Box::new(move |topic, _, partition| {
        let reader = topology.readers.get(topic);
        match reader.and_then(|subtopology| member.active_since(subtopology, partition)) {
            Some(since) if since <= epoch => Ok(()),
            Some(_) | None => Err(ErrorCode::StaleMemberEpoch),
        }
    })))
}

/// Whether an offset fetch is good.
pub(crate) fn check_fetch(group: &StreamsGroup, member_id: Option<&str>, epoch: i32) -> Result<(), Refusal> {
    if member_id.is_none() && epoch < 0 {
        return Ok(());
    }
    let member_id = member_id.unwrap_or("null");
    let member = group.members.get(member_id).ok_or_else(|| unknown_member(group, member_id))?;
    if epoch == member.epoch {
        return Ok(());
    }
    let message = format!(
        "The received member epoch {epoch} does not match the expected member epoch {}.",
        member.epoch
    );
    Err(Refusal::new(ErrorCode::StaleMemberEpoch, message))
}
