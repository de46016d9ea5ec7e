//! The records of a streams group.

use std::collections::BTreeMap;

use moldau_wire::Str;
use moldau_wire::records::group::streams_group_metadata_value::LastAssignmentConfig;
use moldau_wire::records::group::streams_group_target_assignment_member_value::TaskIds;
use moldau_wire::records::group::{self as r, GroupKey, GroupValue};

use super::member::Member;
use super::state::StreamsGroup;
use super::tasks::{TaskSets, Tasks};
use super::topology::Topology;
use crate::Record;

/// The group's next epoch, with the rest as the group has it.
pub(crate) fn next_epoch(group: &StreamsGroup) -> Record {
    epoch(
        &group.id,
        group.epoch.saturating_add(1),
        group.metadata_hash,
        group.validated_topology_epoch,
        &group.configs,
    )
}

/// The group's epoch, and what it was counted up for.
pub(crate) fn epoch(
    group_id: &Str,
    epoch: i32,
    metadata_hash: i64,
    validated_topology_epoch: i32,
    configs: &BTreeMap<Str, Str>,
) -> Record {
    let config = |(key, value): (&Str, &Str)| LastAssignmentConfig {
        key: key.clone(),
        value: value.clone(),
        ..Default::default()
    };
    let value = r::StreamsGroupMetadataValue {
        epoch,
        metadata_hash,
        validated_topology_epoch,
        last_assignment_configs: Some(configs.iter().map(config).collect()),
        ..Default::default()
    };
    Record { key: epoch_key(group_id), value: Some(GroupValue::StreamsGroupMetadata(value)) }
}

/// The group is gone.
pub(crate) fn epoch_tombstone(group_id: &Str) -> Record {
    Record { key: epoch_key(group_id), value: None }
}

fn epoch_key(group_id: &Str) -> GroupKey {
    GroupKey::StreamsGroupMetadata(r::StreamsGroupMetadataKey { group_id: group_id.clone() })
}

/// The group's topology.
pub(crate) fn topology(group_id: &Str, topology: &Topology) -> Record {
    Record { key: topology_key(group_id), value: Some(GroupValue::StreamsGroupTopology(topology.to_value())) }
}

/// The group has no topology.
pub(crate) fn topology_tombstone(group_id: &Str) -> Record {
    Record { key: topology_key(group_id), value: None }
}

fn topology_key(group_id: &Str) -> GroupKey {
    GroupKey::StreamsGroupTopology(r::StreamsGroupTopologyKey { group_id: group_id.clone() })
}

/// What a member says of itself.
pub(crate) fn member(group_id: &Str, member: &Member) -> Record {
    Record {
        key: member_key(group_id, &member.id),
        value: Some(GroupValue::StreamsGroupMemberMetadata(member.metadata_value())),
    }
}

/// A member is gone.
pub(crate) fn member_tombstone(group_id: &Str, member_id: &Str) -> Record {
    Record { key: member_key(group_id, member_id), value: None }
}

fn member_key(group_id: &Str, member_id: &Str) -> GroupKey {
    GroupKey::StreamsGroupMemberMetadata(r::StreamsGroupMemberMetadataKey {
        group_id: group_id.clone(),
        member_id: member_id.clone(),
    })
}

/// The target's epoch and when it was computed.
pub(crate) fn target_epoch(group_id: &Str, assignment_epoch: i32, assignment_timestamp: i64) -> Record {
    let value = r::StreamsGroupTargetAssignmentMetadataValue {
        assignment_epoch,
        assignment_timestamp,
        ..Default::default()
    };
    Record {
        key: target_epoch_key(group_id),
        value: Some(GroupValue::StreamsGroupTargetAssignmentMetadata(value)),
    }
}

/// There is no target.
pub(crate) fn target_epoch_tombstone(group_id: &Str) -> Record {
    Record { key: target_epoch_key(group_id), value: None }
}

fn target_epoch_key(group_id: &Str) -> GroupKey {
    GroupKey::StreamsGroupTargetAssignmentMetadata(r::StreamsGroupTargetAssignmentMetadataKey {
        group_id: group_id.clone(),
    })
}

/// A member's target.
pub(crate) fn target(group_id: &Str, member_id: &Str, target: &TaskSets) -> Record {
    let value = r::StreamsGroupTargetAssignmentMemberValue {
        active_tasks: write(&target.active),
        standby_tasks: write(&target.standby),
        warmup_tasks: write(&target.warmup),
        ..Default::default()
    };
    Record {
        key: target_key(group_id, member_id),
        value: Some(GroupValue::StreamsGroupTargetAssignmentMember(value)),
    }
}

/// A member's target is gone.
pub(crate) fn target_tombstone(group_id: &Str, member_id: &Str) -> Record {
    Record { key: target_key(group_id, member_id), value: None }
}

fn target_key(group_id: &Str, member_id: &Str) -> GroupKey {
    GroupKey::StreamsGroupTargetAssignmentMember(r::StreamsGroupTargetAssignmentMemberKey {
        group_id: group_id.clone(),
        member_id: member_id.clone(),
    })
}

/// What a member owns and has yet to give up.
pub(crate) fn assignment(group_id: &Str, member: &Member) -> Record {
    Record {
        key: assignment_key(group_id, &member.id),
        value: Some(GroupValue::StreamsGroupCurrentMemberAssignment(member.assignment_value())),
    }
}

/// A member owns nothing any more.
pub(crate) fn assignment_tombstone(group_id: &Str, member_id: &Str) -> Record {
    Record { key: assignment_key(group_id, member_id), value: None }
}

fn assignment_key(group_id: &Str, member_id: &Str) -> GroupKey {
    GroupKey::StreamsGroupCurrentMemberAssignment(r::StreamsGroupCurrentMemberAssignmentKey {
        group_id: group_id.clone(),
        member_id: member_id.clone(),
    })
}

fn write(tasks: &Tasks) -> Vec<TaskIds> {
    let set = |(subtopology, partitions): (&Str, &BTreeMap<i32, i32>)| TaskIds {
        subtopology_id: subtopology.clone(),
        partitions: partitions.keys().copied().collect(),
        ..Default::default()
    };
    tasks.iter().map(set).collect()
}

/// Reads a member's target.
pub(crate) fn read_target(value: &r::StreamsGroupTargetAssignmentMemberValue) -> TaskSets {
    let read = |sets: &[TaskIds]| {
        let mut tasks = Tasks::new();
        for set in sets.iter().filter(|set| !set.partitions.is_empty()) {
            let partitions = set.partitions.iter().map(|partition| (*partition, 0));
            tasks.entry(set.subtopology_id.detach()).or_default().extend(partitions);
        }
        tasks
    };
    TaskSets {
        active: read(&value.active_tasks),
        standby: read(&value.standby_tasks),
        warmup: read(&value.warmup_tasks),
    }
}
