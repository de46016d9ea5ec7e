//! Requests to the share coordinator, and what administrators are told.

use std::collections::{BTreeMap, BTreeSet};

use moldau_ids::TopicId;
use moldau_wire::messages as m;
use moldau_wire::{ErrorCode, Str};

use super::state::{ShareGroup, TopicPartitions, Topics};
use crate::group::Group;
use crate::{Answer, Env};

pub(super) type Partitions = BTreeSet<(TopicId, i32)>;
type AlteredPartition = m::alter_share_group_offsets_response::AlterShareGroupOffsetsResponsePartition;
pub(super) type DescribeRequest =
    m::describe_share_group_offsets_request::DescribeShareGroupOffsetsRequestGroup;
pub(super) type DescribeResponse =
    m::describe_share_group_offsets_response::DescribeShareGroupOffsetsResponseGroup;

/// What Kafka says of an error when it has nothing more to say.
pub(super) fn message(error: ErrorCode) -> Str {
    #[expect(clippy::wildcard_enum_match_arm, reason = "no others are given here")]
    Str::from_static(match error {
        ErrorCode::UnknownTopicOrPartition => "This server does not host this topic-partition.",
        ErrorCode::NonEmptyGroup => "The group is not empty.",
        ErrorCode::InvalidGroupId => "The group id is invalid.",
        _ => error.name(),
    })
}

pub(super) fn flatten(topics: &Topics) -> Partitions {
    topics
        .iter()
        .flat_map(|(topic, wanted)| wanted.partitions.iter().map(|partition| (*topic, *partition)))
        .collect()
}

pub(super) fn deleted(group_id: &Str, error_code: i16) -> Answer {
    Answer::DeleteGroup(m::delete_groups_response::DeletableGroupResult {
        group_id: group_id.clone(),
        error_code,
        ..Default::default()
    })
}

pub(super) type Offsets = BTreeMap<TopicId, BTreeMap<i32, i64>>;

/// The answer if all goes well, and what is to be initialized where.
pub(super) fn altered(
    env: &Env<'_>,
    request: &m::AlterShareGroupOffsetsRequest,
) -> (m::AlterShareGroupOffsetsResponse, Topics, Offsets) {
    let unknown = ErrorCode::UnknownTopicOrPartition;
    let (mut topics, mut offsets) = (Topics::new(), Offsets::new());
    let mut responses = Vec::new();
    for topic in &request.topics {
        let known = env.topics.by_name(&topic.topic_name);
        let mut partitions = Vec::new();
        for partition in &topic.partitions {
            let index = partition.partition_index;
            let mut response = AlteredPartition { partition_index: index, ..Default::default() };
            let found = known.as_ref().filter(|known| (0..known.partitions).contains(&index));
            if let Some(known) = found {
                let entry = topics.entry(known.id).or_default();
                entry.name = known.name.clone();
                entry.partitions.insert(index);
                offsets.entry(known.id).or_default().insert(index, partition.start_offset);
            } else {
                response.error_code = unknown.to_i16();
                response.error_message = Some(message(unknown));
            }
            partitions.push(response);
        }
        responses.push(m::alter_share_group_offsets_response::AlterShareGroupOffsetsResponseTopic {
            topic_name: topic.topic_name.clone(),
            topic_id: known.map(|known| known.id).unwrap_or_default(),
            partitions,
            ..Default::default()
        });
    }
    (m::AlterShareGroupOffsetsResponse { responses, ..Default::default() }, topics, offsets)
}

/// The answer for topics that have no state, and the topics that have, with their partitions.
pub(super) fn deletable(
    group: &ShareGroup,
    env: &Env<'_>,
    request: &m::DeleteShareGroupOffsetsRequest,
) -> (m::DeleteShareGroupOffsetsResponse, Topics) {
    let mut response = m::DeleteShareGroupOffsetsResponse::default();
    let mut wanted = Topics::new();
    let error = ErrorCode::UnknownTopicOrPartition;
    for topic in &request.topics {
        let known = env.topics.by_name(&topic.topic_name);
        let message = match &known {
            None => Some(message(error)),
            Some(known) => {
                if let Some(state) = group.partitions.initialized.get(&known.id) {
                    wanted.insert(known.id, state.clone());
                    continue;
                }
                if group.partitions.deleting.contains_key(&known.id) {
                    let partitions = (0..known.partitions).collect();
                    wanted.insert(known.id, TopicPartitions { name: known.name.clone(), partitions });
                    continue;
                }
                Some(Str::from_static("There is no offset information to delete."))
            }
        };
        response.responses.push(
            m::delete_share_group_offsets_response::DeleteShareGroupOffsetsResponseTopic {
                topic_name: topic.topic_name.clone(),
                error_code: error.to_i16(),
                error_message: message,
                ..Default::default()
            },
        );
    }
    (response, wanted)
}

/// The answer for topics that don't exist, and what to read of those that do.
pub(super) fn describable(
    group: Option<&Group>,
    env: &Env<'_>,
    request: &DescribeRequest,
) -> (DescribeResponse, Topics) {
    use m::describe_share_group_offsets_response as d;
    let mut response = DescribeResponse { group_id: request.group_id.clone(), ..Default::default() };
    let mut wanted = Topics::new();
    let Some(topics) = &request.topics else {
        let Some(Group::Share(group)) = group else { return (response, wanted) };
        for (topic, state) in &group.partitions.initialized {
            if let Some(known) = env.topics.by_id(*topic) {
                wanted.insert(
                    *topic,
                    TopicPartitions { name: known.name, partitions: state.partitions.clone() },
                );
            }
        }
        return (response, wanted);
    };
    for topic in topics {
        if let Some(known) = env.topics.by_name(&topic.topic_name) {
            let entry = wanted.entry(known.id).or_default();
            entry.name = known.name;
            entry.partitions.extend(&topic.partitions);
            continue;
        }
        let partitions =
            topic.partitions.iter().map(|partition| d::DescribeShareGroupOffsetsResponsePartition {
                partition_index: *partition,
                start_offset: -1,
                ..Default::default()
            });
        response.topics.push(d::DescribeShareGroupOffsetsResponseTopic {
            topic_name: topic.topic_name.clone(),
            partitions: partitions.collect(),
            ..Default::default()
        });
    }
    wanted.retain(|_, topic| !topic.partitions.is_empty());
    (response, wanted)
}

/// One partition's offset, and how much lies between it and the end without being done with.
pub(super) fn described(
    state: &m::read_share_group_state_summary_response::PartitionResult,
    end: Option<Result<i64, ErrorCode>>,
) -> m::describe_share_group_offsets_response::DescribeShareGroupOffsetsResponsePartition {
    let mut partition =
        m::describe_share_group_offsets_response::DescribeShareGroupOffsetsResponsePartition {
            partition_index: state.partition,
            start_offset: -1,
            lag: -1,
            error_code: state.error_code,
            error_message: state.error_message.clone(),
            ..Default::default()
        };
    if state.error_code != 0 {
        return partition;
    }
    partition.start_offset = state.start_offset;
    partition.leader_epoch = state.leader_epoch;
    if state.start_offset < 0 || state.delivery_complete_count < 0 {
        return partition;
    }
    match end {
        Some(Ok(end)) => {
            let ahead = end.saturating_sub(state.start_offset);
            partition.lag = ahead.saturating_sub(i64::from(state.delivery_complete_count));
        }
        Some(Err(error)) => {
            partition.error_code = error.to_i16();
            partition.error_message = Some(message(error));
            partition.start_offset = 0;
            partition.leader_epoch = 0;
        }
        None => {}
    }
    partition
}

pub(super) fn delete_request(group_id: &Str, topics: &Topics) -> m::DeleteShareGroupStateRequest {
    use m::delete_share_group_state_request::{DeleteStateData, PartitionData};
    let topics = topics.iter().map(|(topic_id, wanted)| DeleteStateData {
        topic_id: *topic_id,
        partitions: wanted
            .partitions
            .iter()
            .map(|partition| PartitionData { partition: *partition, ..Default::default() })
            .collect(),
        ..Default::default()
    });
    m::DeleteShareGroupStateRequest {
        group_id: group_id.clone(),
        topics: topics.collect(),
        ..Default::default()
    }
}

pub(super) fn read_request(group_id: &Str, topics: &Topics) -> m::ReadShareGroupStateSummaryRequest {
    use m::read_share_group_state_summary_request::{PartitionData, ReadStateSummaryData};
    let topics = topics.iter().map(|(topic_id, wanted)| ReadStateSummaryData {
        topic_id: *topic_id,
        partitions: wanted
            .partitions
            .iter()
            .map(|partition| PartitionData { partition: *partition, leader_epoch: -1, ..Default::default() })
            .collect(),
        ..Default::default()
    });
    m::ReadShareGroupStateSummaryRequest {
        group_id: group_id.clone(),
        topics: topics.collect(),
        ..Default::default()
    }
}
