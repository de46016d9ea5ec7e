//! The records of a consumer group.

use std::collections::BTreeSet;

use moldau_ids::TopicId;
use moldau_wire::Str;
use moldau_wire::records::group::{self as r, GroupKey, GroupValue};

use super::member::Member;
use super::state::Resolved;
use crate::Record;
use crate::assignor::Target;

/// The group's epoch.
pub(crate) fn epoch(group_id: &Str, epoch: i32, metadata_hash: i64) -> Record {
    let value = r::ConsumerGroupMetadataValue { epoch, metadata_hash, ..Default::default() };
    Record { key: epoch_key(group_id), value: Some(GroupValue::ConsumerGroupMetadata(value)) }
}

/// The group is gone.
pub(crate) fn epoch_tombstone(group_id: &Str) -> Record {
    Record { key: epoch_key(group_id), value: None }
}

fn epoch_key(group_id: &Str) -> GroupKey {
    GroupKey::ConsumerGroupMetadata(r::ConsumerGroupMetadataKey { group_id: group_id.clone() })
}

/// The record of subscribed topics that versions before 4.1 wrote is gone.
pub(crate) fn old_metadata_tombstone(group_id: &Str) -> Record {
    let key = r::ConsumerGroupPartitionMetadataKey { group_id: group_id.clone() };
    Record { key: GroupKey::ConsumerGroupPartitionMetadata(key), value: None }
}

/// A member's subscription.
pub(crate) fn member(group_id: &Str, member: &Member) -> Record {
    Record {
        key: member_key(group_id, &member.id),
        value: Some(GroupValue::ConsumerGroupMemberMetadata(member.metadata_value())),
    }
}

/// A member is gone.
pub(crate) fn member_tombstone(group_id: &Str, member_id: &Str) -> Record {
    Record { key: member_key(group_id, member_id), value: None }
}

fn member_key(group_id: &Str, member_id: &Str) -> GroupKey {
    GroupKey::ConsumerGroupMemberMetadata(r::ConsumerGroupMemberMetadataKey {
        group_id: group_id.clone(),
        member_id: member_id.clone(),
    })
}

/// The target's epoch and when it was computed.
pub(crate) fn target_epoch(group_id: &Str, assignment_epoch: i32, assignment_timestamp: i64) -> Record {
    let value = r::ConsumerGroupTargetAssignmentMetadataValue {
        assignment_epoch,
        assignment_timestamp,
        ..Default::default()
    };
    Record {
        key: target_epoch_key(group_id),
        value: Some(GroupValue::ConsumerGroupTargetAssignmentMetadata(value)),
    }
}

/// There is no target.
pub(crate) fn target_epoch_tombstone(group_id: &Str) -> Record {
    Record { key: target_epoch_key(group_id), value: None }
}

fn target_epoch_key(group_id: &Str) -> GroupKey {
    GroupKey::ConsumerGroupTargetAssignmentMetadata(r::ConsumerGroupTargetAssignmentMetadataKey {
        group_id: group_id.clone(),
    })
}

/// A member's target.
pub(crate) fn target(group_id: &Str, member_id: &Str, target: &Target) -> Record {
    let topic = |(topic_id, partitions): (&TopicId, &BTreeSet<i32>)| {
        r::consumer_group_target_assignment_member_value::TopicPartition {
            topic_id: *topic_id,
            partitions: partitions.iter().copied().collect(),
            ..Default::default()
        }
    };
    let value = r::ConsumerGroupTargetAssignmentMemberValue {
        topic_partitions: target.iter().map(topic).collect(),
        ..Default::default()
    };
    Record {
        key: target_key(group_id, member_id),
        value: Some(GroupValue::ConsumerGroupTargetAssignmentMember(value)),
    }
}

/// A member's target is gone.
pub(crate) fn target_tombstone(group_id: &Str, member_id: &Str) -> Record {
    Record { key: target_key(group_id, member_id), value: None }
}

fn target_key(group_id: &Str, member_id: &Str) -> GroupKey {
    GroupKey::ConsumerGroupTargetAssignmentMember(r::ConsumerGroupTargetAssignmentMemberKey {
        group_id: group_id.clone(),
        member_id: member_id.clone(),
    })
}

/// What a member owns and has yet to give up.
pub(crate) fn assignment(group_id: &Str, member: &Member) -> Record {
    Record {
        key: assignment_key(group_id, &member.id),
        value: Some(GroupValue::ConsumerGroupCurrentMemberAssignment(member.assignment_value())),
    }
}

/// A member owns nothing any more.
pub(crate) fn assignment_tombstone(group_id: &Str, member_id: &Str) -> Record {
    Record { key: assignment_key(group_id, member_id), value: None }
}

fn assignment_key(group_id: &Str, member_id: &Str) -> GroupKey {
    GroupKey::ConsumerGroupCurrentMemberAssignment(r::ConsumerGroupCurrentMemberAssignmentKey {
        group_id: group_id.clone(),
        member_id: member_id.clone(),
    })
}

/// What a regular expression matches.
pub(crate) fn regex(group_id: &Str, regex: &Str, resolved: &Resolved) -> Record {
    let value = r::ConsumerGroupRegularExpressionValue {
        topics: resolved.topics.iter().cloned().collect(),
        version: resolved.version,
        timestamp: resolved.timestamp,
        ..Default::default()
    };
    Record { key: regex_key(group_id, regex), value: Some(GroupValue::ConsumerGroupRegularExpression(value)) }
}

/// Nobody subscribes to a regular expression any more.
pub(crate) fn regex_tombstone(group_id: &Str, regex: &Str) -> Record {
    Record { key: regex_key(group_id, regex), value: None }
}

fn regex_key(group_id: &Str, regex: &Str) -> GroupKey {
    GroupKey::ConsumerGroupRegularExpression(r::ConsumerGroupRegularExpressionKey {
        group_id: group_id.clone(),
        regular_expression: regex.clone(),
    })
}
