//! `ListOffsets`: where a partition begins and ends, and which offset belongs to a time.

use std::{collections::BTreeMap, sync::Arc};

use moldau_auth::{Operation, Resource};
use moldau_ids::{LeaderEpoch, Offset, Timestamp};
use moldau_log::FoundByTime;
use moldau_wire::{
    ErrorCode,
    messages::{
        ListOffsetsRequest, ListOffsetsResponse,
        list_offsets_request::{ListOffsetsPartition, ListOffsetsTopic},
        list_offsets_response::{ListOffsetsPartitionResponse, ListOffsetsTopicResponse},
    },
};

use crate::{Broker, context::ConnectionContext, partition::Partition, partition::read_error};

const LATEST: i64 = -1;
const EARLIEST: i64 = -2;
const MAX_TIMESTAMP: i64 = -3;
const EARLIEST_LOCAL: i64 = -4;
const LATEST_TIERED: i64 = -5;
const EARLIEST_PENDING_UPLOAD: i64 = -6;

/// The first version whose answer has a place for the leader epoch (KIP-320).
const LEADER_EPOCH_SINCE: i16 = 4;

/// `isolation_level` of `read_committed`.
const READ_COMMITTED: i8 = 1;

/// Handles one `ListOffsets` request.
pub(crate) async fn handle(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: ListOffsetsRequest,
) -> ListOffsetsResponse {
    let mut topics = Vec::with_capacity(request.topics.len());
    for topic in &request.topics {
        let mut times: BTreeMap<i32, usize> = BTreeMap::new();
        for asked in &topic.partitions {
            *times.entry(asked.partition_index).or_default() += 1;
        }
        let mut partitions = Vec::with_capacity(times.len());
        for asked in &topic.partitions {
            // A partition that is asked for more than once has one answer.
            let Some(times) = times.remove(&asked.partition_index) else { continue };
            let found = if 1 < times {
                Err(ErrorCode::InvalidRequest)
            } else if context.request.api_version < first_version(asked.timestamp) {
                Err(ErrorCode::UnsupportedVersion)
            } else {
                list(broker, context, (topic, asked), request.isolation_level).await
            };
            partitions.push(render(context, asked.partition_index, found));
        }
        let name = topic.name.clone();
        topics.push(ListOffsetsTopicResponse { name, partitions, ..ListOffsetsTopicResponse::default() });
    }
    ListOffsetsResponse { topics, ..ListOffsetsResponse::default() }
}

/// The first version in which this number has its meaning (KIP-734, KIP-405, KIP-1005, KIP-1023).
fn first_version(timestamp: i64) -> i16 {
    match timestamp {
        MAX_TIMESTAMP => 7,
        EARLIEST_LOCAL => 8,
        LATEST_TIERED => 9,
        EARLIEST_PENDING_UPLOAD => 11,
        timestamp if timestamp < EARLIEST_PENDING_UPLOAD => i16::MAX,
        _ => 0,
    }
}

fn render(
    context: &ConnectionContext,
    partition_index: i32,
    found: Result<Option<FoundByTime>, ErrorCode>,
) -> ListOffsetsPartitionResponse {
    let mut part =
        ListOffsetsPartitionResponse { partition_index, ..ListOffsetsPartitionResponse::default() };
    match found {
        Ok(Some(found)) => {
            part.offset = found.offset.get();
            part.timestamp = found.timestamp.get();
            if LEADER_EPOCH_SINCE <= context.request.api_version {
                part.leader_epoch = found.leader_epoch.get();
            }
        }
        Ok(None) => {}
        Err(error) => part.error_code = error.to_i16(),
    }
    part
}

async fn list(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    (topic, asked): (&ListOffsetsTopic, &ListOffsetsPartition),
    isolation_level: i8,
) -> Result<Option<FoundByTime>, ErrorCode> {
    let resource = Resource::topic(&topic.name);
    if !broker.authorizer.authorize(&context.caller, Operation::Describe, resource).is_allowed() {
        return Err(ErrorCode::TopicAuthorizationFailed);
    }
    let partition = broker
        .topics
        .by_name(&topic.name)
        .and_then(|topic| topic.partition(asked.partition_index))
        .ok_or(ErrorCode::UnknownTopicOrPartition)?;
    broker.logs.load(&partition).await?;
    find(broker, &partition, asked, isolation_level).await
}

async fn find(
    broker: &Arc<Broker>,
    partition: &Arc<Partition>,
    asked: &ListOffsetsPartition,
    isolation_level: i8,
) -> Result<Option<FoundByTime>, ErrorCode> {
    let leader = partition.leader_view()?;
    leader.check_epoch(asked.current_leader_epoch)?;
    let log = Arc::clone(partition.log()?);
    let ends = log.ends();
    let end = if isolation_level == READ_COMMITTED { ends.last_stable_offset } else { leader.high_watermark };
    let at = |offset: Offset, leader_epoch: LeaderEpoch| {
        Ok(Some(FoundByTime { offset, timestamp: Timestamp::NONE, leader_epoch }))
    };
    let timestamp = match asked.timestamp {
        LATEST => return at(end, leader.epoch),
        EARLIEST | EARLIEST_LOCAL => {
            let epoch = log.epoch_for_offset(ends.log_start).unwrap_or(LeaderEpoch::NONE);
            return at(ends.log_start, epoch);
        }
        LATEST_TIERED | EARLIEST_PENDING_UPLOAD => return Ok(None),
        timestamp => Timestamp(timestamp),
    };
    let search = move || {
        if timestamp.get() == MAX_TIMESTAMP {
            log.max_timestamp()
        } else {
            log.offset_for_timestamp(timestamp)
        }
    };
    let found = broker.env.blocking(search).await.map_err(|error| read_error(&error))?;
    // Records that clients may not see yet are not found by time either.
    Ok(found.filter(|found| found.offset < end))
}
