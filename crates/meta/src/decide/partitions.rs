//! New partitions: of new topics and of those that are there.

use std::collections::BTreeMap;

use moldau_ids::{LeaderEpoch, NodeId, PartitionEpoch, PartitionIndex, TopicId};
use moldau_wire::messages::create_partitions_request::CreatePartitionsTopic;
use moldau_wire::messages::create_partitions_response::CreatePartitionsTopicResult;
use moldau_wire::messages::{CreatePartitionsRequest, CreatePartitionsResponse};
use moldau_wire::{ErrorCode, Str};

use super::placement::{Directories, place};
use super::random::Random;
use super::{Answer, Decision, Env, PARTITIONS_PER_REQUEST_MAX, Refusal, check_size, code_of};
use crate::{Image, LeaderRecoveryState, Partition, Record};

/// Adds partitions to topics, each by itself.
pub(super) fn create(image: &Image, request: &CreatePartitionsRequest, env: &Env<'_>) -> Decision {
    let mut random = Random::new(env.entropy);
    let mut directories = Directories::new(image);
    let mut named: BTreeMap<&Str, usize> = BTreeMap::new();
    for topic in &request.topics {
        *named.entry(&topic.name).or_default() += 1;
    }
    let mut records = Vec::new();
    let mut results = Vec::new();
    for topic in &request.topics {
        let result = match named.remove(&topic.name) {
            // A name that stands twice has one answer.
            None => continue,
            Some(1) => create_for_topic(image, topic, &mut random, &mut directories),
            Some(_) => Err(Refusal::new(ErrorCode::InvalidRequest, "the topic is named more than once")),
        };
        let result = result.map(|new| records.extend(new));
        let (error_code, error_message) = code_of(result);
        results.push(CreatePartitionsTopicResult {
            name: topic.name.clone(),
            error_code,
            error_message,
            ..Default::default()
        });
    }
    if let Err(refusal) = check_size(&records) {
        records.clear();
        for result in &mut results {
            (result.error_code, result.error_message) = refusal.clone().parts();
        }
    }
    if request.validate_only {
        records.clear();
    }
    let answer = CreatePartitionsResponse { results, ..Default::default() };
    Decision::new(records, Answer::CreatePartitions(answer))
}

fn create_for_topic(
    image: &Image,
    request: &CreatePartitionsTopic,
    random: &mut Random,
    directories: &mut Directories<'_>,
) -> Result<Vec<Record>, Refusal> {
    let topic = image.topic(&request.name).ok_or_else(|| {
        Refusal::new(
            ErrorCode::UnknownTopicOrPartition,
            "this server does not host the topic, or not the partition",
        )
    })?;
    let present = topic.partition_count();
    let invalid = |what: String| Err(Refusal::new(ErrorCode::InvalidPartitions, what));
    let wanted = usize::try_from(request.count).unwrap_or(0);
    if wanted == present {
        return invalid(format!("the topic has {present} partition(s) already"));
    }
    if wanted < present {
        return invalid(format!(
            "the topic `{}` has {present} partition(s); {} would not be more",
            request.name, request.count
        ));
    }
    let additional = wanted - present;
    if additional > PARTITIONS_PER_REQUEST_MAX {
        return Err(Refusal::new(
            ErrorCode::PolicyViolation,
            format!("{additional} new partitions are too many for one request"),
        ));
    }
    let replication_factor = topic.replication_factor();
    let assignments = match &request.assignments {
        None => place(image, random, additional, replication_factor)?,
        Some(assignments) if assignments.len() == additional => assignments
            .iter()
            .map(|assignment| check_manual(image, &assignment.broker_ids, Some(replication_factor)))
            .collect::<Result<Vec<_>, _>>()?,
        Some(assignments) => {
            let message =
                format!("{additional} partition(s) to add, but {} assignment(s) given", assignments.len());
            return Err(Refusal::new(ErrorCode::InvalidReplicaAssignment, message));
        }
    };
    let manual = request.assignments.is_some();
    let numbered = (present..).zip(assignments).map(|(index, replicas)| (index_of(index), replicas));
    records(image, topic.id, numbered.collect(), manual, directories)
}

pub(super) fn index_of(position: usize) -> PartitionIndex {
    PartitionIndex(i32::try_from(position).unwrap_or(i32::MAX))
}

/// The records of new partitions, each led by the first of its replicas that may lead.
pub(super) fn records(
    image: &Image,
    topic_id: TopicId,
    assignments: Vec<(PartitionIndex, Vec<NodeId>)>,
    manual: bool,
    directories: &mut Directories<'_>,
) -> Result<Vec<Record>, Refusal> {
    let version = image.metadata_version();
    let mut records = Vec::with_capacity(assignments.len());
    for (index, replicas) in assignments {
        let isr: Vec<NodeId> = replicas.iter().copied().filter(|id| image.is_active(*id)).collect();
        let Some(leader) = isr.first().copied() else {
            let code = if manual {
                ErrorCode::InvalidReplicaAssignment
            } else {
                ErrorCode::InvalidReplicationFactor
            };
            let message = format!("every broker of partition {index} is fenced or about to stop");
            return Err(Refusal::new(code, message));
        };
        let partition = Partition {
            directories: directories.of(&replicas),
            replicas,
            isr,
            leader,
            leader_epoch: LeaderEpoch(0),
            partition_epoch: PartitionEpoch(0),
            recovery: LeaderRecoveryState::Recovered,
            ..Partition::default()
        };
        records.push(Record::Partition(partition.to_record(topic_id, index, version.has_directories())));
    }
    Ok(records)
}

/// Checks an assignment that a client chose.
pub(super) fn check_manual(
    image: &Image,
    replicas: &[i32],
    replication_factor: Option<usize>,
) -> Result<Vec<NodeId>, Refusal> {
    let refuse = |what: String| Err(Refusal::new(ErrorCode::InvalidReplicaAssignment, what));
    if replicas.is_empty() {
        return refuse("the assignment of a partition names no broker".into());
    }
    let nodes = crate::image::nodes(replicas);
    let mut sorted = nodes.clone();
    sorted.sort_unstable();
    if let Some(unknown) = sorted.iter().find(|id| image.broker(**id).is_none()) {
        return refuse(format!("the assignment names broker {unknown}, which is not registered"));
    }
    if let Some(twice) = sorted.iter().zip(sorted.iter().skip(1)).find(|(a, b)| a == b) {
        return refuse(format!("the assignment names broker {} more than once", twice.0));
    }
    if let Some(expected) = replication_factor.filter(|expected| *expected != nodes.len()) {
        return refuse(format!(
            "the assignment has a partition of {} replica(s) where others have {expected}",
            nodes.len()
        ));
    }
    Ok(nodes)
}
