//! The records of a share group.

use std::collections::BTreeSet;

use moldau_ids::TopicId;
use moldau_wire::Str;
use moldau_wire::records::group::{self as r, GroupKey, GroupValue};

use super::state::{Member, Partitions, ShareGroup, Topics};
use crate::Record;
use crate::assignor::Target;

/// The group's epoch.
pub(super) fn epoch(group_id: &Str, epoch: i32, metadata_hash: i64) -> Record {
    let value = r::ShareGroupMetadataValue { epoch, metadata_hash, ..Default::default() };
    Record { key: epoch_key(group_id), value: Some(GroupValue::ShareGroupMetadata(value)) }
}

fn epoch_key(group_id: &Str) -> GroupKey {
    GroupKey::ShareGroupMetadata(r::ShareGroupMetadataKey { group_id: group_id.clone() })
}

/// A member's subscription.
pub(super) fn member(group_id: &Str, member: &Member) -> Record {
    let value = r::ShareGroupMemberMetadataValue {
        rack_id: member.rack_id.clone(),
        client_id: member.client_id.clone(),
        client_host: member.client_host.clone(),
        subscribed_topic_names: member.topics.iter().cloned().collect(),
        ..Default::default()
    };
    Record { key: member_key(group_id, &member.id), value: Some(GroupValue::ShareGroupMemberMetadata(value)) }
}

fn member_key(group_id: &Str, member_id: &Str) -> GroupKey {
    GroupKey::ShareGroupMemberMetadata(r::ShareGroupMemberMetadataKey {
        group_id: group_id.clone(),
        member_id: member_id.clone(),
    })
}

/// The target's epoch and when it was computed.
pub(super) fn target_epoch(group_id: &Str, assignment_epoch: i32, assignment_timestamp: i64) -> Record {
    let value = r::ShareGroupTargetAssignmentMetadataValue {
        assignment_epoch,
        assignment_timestamp,
        ..Default::default()
    };
    Record {
        key: target_epoch_key(group_id),
        value: Some(GroupValue::ShareGroupTargetAssignmentMetadata(value)),
    }
}

fn target_epoch_key(group_id: &Str) -> GroupKey {
    GroupKey::ShareGroupTargetAssignmentMetadata(r::ShareGroupTargetAssignmentMetadataKey {
        group_id: group_id.clone(),
    })
}

/// A member's target.
pub(super) fn target(group_id: &Str, member_id: &Str, target: &Target) -> Record {
    let topic = |(topic_id, partitions): (&TopicId, &BTreeSet<i32>)| {
        r::share_group_target_assignment_member_value::TopicPartition {
            topic_id: *topic_id,
            partitions: partitions.iter().copied().collect(),
            ..Default::default()
        }
    };
    let value = r::ShareGroupTargetAssignmentMemberValue {
        topic_partitions: target.iter().map(topic).collect(),
        ..Default::default()
    };
    Record {
        key: target_key(group_id, member_id),
        value: Some(GroupValue::ShareGroupTargetAssignmentMember(value)),
    }
}

fn target_key(group_id: &Str, member_id: &Str) -> GroupKey {
    GroupKey::ShareGroupTargetAssignmentMember(r::ShareGroupTargetAssignmentMemberKey {
        group_id: group_id.clone(),
        member_id: member_id.clone(),
    })
}

/// What a member has been told to consume.
pub(super) fn assignment(group_id: &Str, member: &Member) -> Record {
    let topic = |(topic_id, partitions): (&TopicId, &BTreeSet<i32>)| {
        r::share_group_current_member_assignment_value::TopicPartitions {
            topic_id: *topic_id,
            partitions: partitions.iter().copied().collect(),
            ..Default::default()
        }
    };
    let value = r::ShareGroupCurrentMemberAssignmentValue {
        member_epoch: member.epoch,
        previous_member_epoch: member.previous_epoch,
        state: 0,
        assigned_partitions: member.assigned.iter().map(topic).collect(),
        ..Default::default()
    };
    Record {
        key: assignment_key(group_id, &member.id),
        value: Some(GroupValue::ShareGroupCurrentMemberAssignment(value)),
    }
}

fn assignment_key(group_id: &Str, member_id: &Str) -> GroupKey {
    GroupKey::ShareGroupCurrentMemberAssignment(r::ShareGroupCurrentMemberAssignmentKey {
        group_id: group_id.clone(),
        member_id: member_id.clone(),
    })
}

/// Which partitions have state.
pub(super) fn partitions(group_id: &Str, partitions: &Partitions) -> Record {
    use r::share_group_state_partition_metadata_value::{TopicInfo, TopicPartitionsInfo};
    let write = |topics: &Topics| -> Vec<TopicPartitionsInfo> {
        let topics = topics.iter().filter(|(_, topic)| !topic.partitions.is_empty());
        topics
            .map(|(topic_id, topic)| TopicPartitionsInfo {
                topic_id: *topic_id,
                topic_name: topic.name.clone(),
                partitions: topic.partitions.iter().copied().collect(),
                ..Default::default()
            })
            .collect()
    };
    let deleting = partitions.deleting.iter().map(|(topic_id, topic_name)| TopicInfo {
        topic_id: *topic_id,
        topic_name: topic_name.clone(),
        ..Default::default()
    });
    let value = r::ShareGroupStatePartitionMetadataValue {
        initializing_topics: write(&partitions.initializing),
        initialized_topics: write(&partitions.initialized),
        deleting_topics: deleting.collect(),
        ..Default::default()
    };
    Record { key: partitions_key(group_id), value: Some(GroupValue::ShareGroupStatePartitionMetadata(value)) }
}

fn partitions_key(group_id: &Str) -> GroupKey {
    GroupKey::ShareGroupStatePartitionMetadata(r::ShareGroupStatePartitionMetadataKey {
        group_id: group_id.clone(),
    })
}

fn tombstone(key: GroupKey) -> Record {
    Record { key, value: None }
}

/// A member is gone.
pub(super) fn member_tombstones(group_id: &Str, member_id: &Str) -> [Record; 3] {
    [
        tombstone(assignment_key(group_id, member_id)),
        tombstone(target_key(group_id, member_id)),
        tombstone(member_key(group_id, member_id)),
    ]
}

/// Tombstones for every record of the group, so that nothing of it remains.
pub(crate) fn tombstones(group: &ShareGroup) -> Vec<Record> {
    let id = &group.id;
    let members = || group.members.keys();
    let mut records = Vec::new();
    records.extend(members().map(|member| tombstone(assignment_key(id, member))));
    records.extend(members().map(|member| tombstone(target_key(id, member))));
    records.push(tombstone(target_epoch_key(id)));
    records.extend(members().map(|member| tombstone(member_key(id, member))));
    records.push(tombstone(partitions_key(id)));
    records.push(tombstone(epoch_key(id)));
    records
}
