//! Leaders change their in-sync replicas (KIP-497, KIP-841), brokers say where replicas lie (KIP-858).

use std::collections::BTreeMap;

use moldau_ids::{BrokerEpoch, DirectoryId, LeaderEpoch, NodeId, PartitionEpoch, PartitionIndex, TopicId};
use moldau_wire::ErrorCode;
use moldau_wire::messages::alter_partition_request::PartitionData as Wanted;
use moldau_wire::messages::alter_partition_response::{PartitionData, TopicData};
use moldau_wire::messages::assign_replicas_to_dirs_response as assigned;
use moldau_wire::messages::{
    AlterPartitionRequest, AlterPartitionResponse, AssignReplicasToDirsRequest, AssignReplicasToDirsResponse,
};
use moldau_wire::records::metadata::PartitionChangeRecord;

use super::brokers::check_epoch;
use super::election::{Rules, Wish, change, may_lead};
use super::{Answer, Decision, Env, Refusal};
use crate::{Image, LeaderRecoveryState, Partition, Record};

/// Changes in-sync replicas, each partition by itself.
pub(super) fn alter(
    image: &Image,
    request: &AlterPartitionRequest,
    version: i16,
    env: &Env<'_>,
) -> Result<Decision, Refusal> {
    check_epoch(image, NodeId(request.broker_id), request.broker_epoch)?;
    let mut records = Vec::new();
    let mut topics = Vec::new();
    for topic in &request.topics {
        let mut partitions = Vec::new();
        for wanted in &topic.partitions {
            let index = PartitionIndex(wanted.partition_index);
            let place = (topic.topic_id, index);
            let result = check(image, NodeId(request.broker_id), place, wanted, version).map(|wish| {
                let (name, partition, wish) = wish;
                let rules = Rules::of(image, env, name);
                match change(image, place, partition, (&wish, rules), &may_lead(image, partition)) {
                    Some(record) => {
                        let after = partition.changed(&record);
                        records.push(Record::PartitionChange(record));
                        after
                    }
                    None => partition.clone(),
                }
            });
            let result = result.and_then(|after| match after.leader() {
                Some(leader) if leader == NodeId(request.broker_id) => Ok(after),
                Some(_) | None => Err(ErrorCode::NewLeaderElected),
            });
            partitions.push(answer(wanted.partition_index, result));
        }
        topics.push(TopicData { topic_id: topic.topic_id, partitions, ..Default::default() });
    }
    let response = AlterPartitionResponse { topics, ..Default::default() };
    Ok(Decision::new(records, Answer::AlterPartition(response)))
}

fn answer(partition_index: i32, result: Result<Partition, ErrorCode>) -> PartitionData {
    match result {
        Ok(after) => PartitionData {
            partition_index,
            leader_id: after.leader.get(),
            leader_epoch: after.leader_epoch.get(),
            isr: crate::image::raw(&after.isr),
            leader_recovery_state: after.recovery.to_i8(),
            partition_epoch: after.partition_epoch.get(),
            ..Default::default()
        },
        Err(code) => PartitionData { partition_index, error_code: code.to_i16(), ..Default::default() },
    }
}

/// In Kafka's order of checks: the codes tell a leader whether to look for another controller, to stop leading, or
/// to try again.
fn check<'a>(
    image: &'a Image,
    leader: NodeId,
    (topic, index): (TopicId, PartitionIndex),
    wanted: &Wanted,
    version: i16,
) -> Result<(&'a str, &'a Partition, Wish), ErrorCode> {
    let topic = image.topic_by_id(topic).ok_or(ErrorCode::UnknownTopicId)?;
    let partition = topic.partition(index).ok_or(ErrorCode::UnknownTopicOrPartition)?;
    let (leader_epoch, partition_epoch) =
        (LeaderEpoch(wanted.leader_epoch), PartitionEpoch(wanted.partition_epoch));
    if leader_epoch > partition.leader_epoch || partition_epoch > partition.partition_epoch {
        return Err(ErrorCode::NotController);
    }
    if leader_epoch < partition.leader_epoch {
        return Err(ErrorCode::FencedLeaderEpoch);
    }
    if partition.leader != leader {
        return Err(ErrorCode::InvalidRequest);
    }
    if partition_epoch < partition.partition_epoch {
        return Err(ErrorCode::InvalidUpdateVersion);
    }
    let members: Vec<(NodeId, i64)> = if version >= 3 {
        wanted.new_isr_with_epochs.iter().map(|state| (NodeId(state.broker_id), state.broker_epoch)).collect()
    } else {
        wanted.new_isr.iter().map(|id| (NodeId(*id), -1)).collect()
    };
    let isr: Vec<NodeId> = members.iter().map(|(id, _)| *id).collect();
    let unique: BTreeMap<NodeId, i64> = members.iter().copied().collect();
    let valid = unique.len() == isr.len()
        && isr.iter().all(|id| partition.replicas.contains(id))
        && isr.contains(&leader);
    let recovery =
        LeaderRecoveryState::from_i8(wanted.leader_recovery_state).ok_or(ErrorCode::InvalidRequest)?;
    let recovering = recovery == LeaderRecoveryState::Recovering;
    if !valid
        || (recovering && isr.len() > 1)
        || (recovering && partition.recovery == LeaderRecoveryState::Recovered)
    {
        return Err(ErrorCode::InvalidRequest);
    }
    let eligible = |(id, epoch): &(NodeId, i64)| {
        image
            .broker(*id)
            .is_some_and(|broker| broker.is_active() && (*epoch == -1 || broker.epoch == BrokerEpoch(*epoch)))
    };
    if !members.iter().all(eligible) {
        return Err(ErrorCode::IneligibleReplica);
    }
    Ok((&topic.name, partition, Wish { isr, recovery, forgetful: None }))
}

/// A broker says which directory holds each of its replicas.
pub(super) fn assign_directories(
    image: &Image,
    request: &AssignReplicasToDirsRequest,
) -> Result<Decision, Refusal> {
    let id = NodeId(request.broker_id);
    let broker = check_epoch(image, id, request.broker_epoch)?;
    let mut records = Vec::new();
    let mut directories = Vec::new();
    for directory in &request.directories {
        // A directory that is not among the broker's online ones has failed meanwhile.
        let online = broker.log_dirs.contains(&directory.id);
        let mut topics = Vec::new();
        for topic in &directory.topics {
            let mut partitions = Vec::new();
            for wanted in &topic.partitions {
                let place = (topic.topic_id, PartitionIndex(wanted.partition_index));
                let result = assign(image, id, place, directory.id, online);
                let code = match result {
                    Ok(record) => {
                        records.extend(record.map(Record::PartitionChange));
                        ErrorCode::None
                    }
                    Err(code) => code,
                };
                partitions.push(assigned::PartitionData {
                    partition_index: wanted.partition_index,
                    error_code: code.to_i16(),
                    ..Default::default()
                });
            }
            topics.push(assigned::TopicData { topic_id: topic.topic_id, partitions, ..Default::default() });
        }
        directories.push(assigned::DirectoryData { id: directory.id, topics, ..Default::default() });
    }
    let response = AssignReplicasToDirsResponse { directories, ..Default::default() };
    Ok(Decision::new(records, Answer::AssignReplicasToDirs(response)))
}

fn assign(
    image: &Image,
    broker: NodeId,
    (topic, index): (TopicId, PartitionIndex),
    directory: DirectoryId,
    online: bool,
) -> Result<Option<PartitionChangeRecord>, ErrorCode> {
    let topic = image.topic_by_id(topic).ok_or(ErrorCode::UnknownTopicId)?;
    let partition = topic.partition(index).ok_or(ErrorCode::UnknownTopicOrPartition)?;
    let position = partition.replicas.iter().position(|id| *id == broker);
    let position = position.ok_or(ErrorCode::NotLeaderOrFollower)?;
    if !online || partition.directories.get(position) == Some(&directory) {
        return Ok(None);
    }
    let directories = partition.directories.iter().enumerate();
    let directories = directories.map(|(at, old)| if at == position { directory } else { *old }).collect();
    Ok(Some(PartitionChangeRecord {
        topic_id: topic.id,
        partition_id: index.get(),
        directories: Some(directories),
        ..Default::default()
    }))
}
