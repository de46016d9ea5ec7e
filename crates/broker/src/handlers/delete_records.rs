//! `DeleteRecords`: everything before an offset goes (KIP-107).

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use moldau_auth::{Operation, Resource};
use moldau_ids::Offset;
use moldau_wire::{
    ErrorCode, Str,
    messages::{
        DeleteRecordsRequest, DeleteRecordsResponse,
        delete_records_request::DeleteRecordsPartition,
        delete_records_response::{DeleteRecordsPartitionResult, DeleteRecordsTopicResult},
    },
};

use tokio::time::Instant;

use crate::{Broker, context::ConnectionContext, topics};

/// "Up to the high watermark" on the wire.
const HIGH_WATERMARK: i64 = -1;

/// Handles one `DeleteRecords` request. The low watermark of a partition with one replica is its leader's, so
/// there is no follower to wait for; but the journal has to hold it, or the records would come back after a loss of
/// power.
pub(crate) async fn handle(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: DeleteRecordsRequest,
) -> DeleteRecordsResponse {
    // Kafka keeps the last of several requests for one partition.
    let mut asked: BTreeMap<Str, BTreeMap<i32, DeleteRecordsPartition>> = BTreeMap::new();
    for topic in request.topics {
        let partitions = asked.entry(topic.name).or_default();
        partitions.extend(topic.partitions.into_iter().map(|part| (part.partition_index, part)));
    }
    let timeout = Duration::from_millis(u64::try_from(request.timeout_ms).unwrap_or(0));
    let deadline = broker.env.instant() + timeout;
    let mut topics = Vec::with_capacity(asked.len());
    for (name, asked) in asked {
        let mut partitions = Vec::with_capacity(asked.len());
        for (partition_index, part) in asked {
            let deleted = delete(broker, context, &name, (&part, deadline)).await;
            partitions.push(DeleteRecordsPartitionResult {
                partition_index,
                low_watermark: deleted.map_or(-1, Offset::get),
                error_code: deleted.err().unwrap_or(ErrorCode::None).to_i16(),
                ..DeleteRecordsPartitionResult::default()
            });
        }
        topics.push(DeleteRecordsTopicResult { name, partitions, ..DeleteRecordsTopicResult::default() });
    }
    DeleteRecordsResponse { topics, ..DeleteRecordsResponse::default() }
}

async fn delete(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    name: &Str,
    (asked, deadline): (&DeleteRecordsPartition, Instant),
) -> Result<Offset, ErrorCode> {
    let resource = Resource::topic(name);
    if !broker.authorizer.authorize(&context.caller, Operation::Delete, resource).is_allowed() {
        return Err(ErrorCode::TopicAuthorizationFailed);
    }
    if topics::is_internal(name) {
        return Err(ErrorCode::InvalidTopicException);
    }
    let topic = broker.topics.by_name(name).ok_or(ErrorCode::UnknownTopicOrPartition)?;
    let partition = topic.partition(asked.partition_index).ok_or(ErrorCode::UnknownTopicOrPartition)?;
    broker.logs.load(&partition).await?;
    if !topic.config.load().cleanup_delete {
        return Err(ErrorCode::PolicyViolation);
    }
    let leader = partition.leader_view()?;
    let to = match asked.offset {
        HIGH_WATERMARK => leader.high_watermark,
        offset => Offset::new(offset).ok_or(ErrorCode::OffsetOutOfRange)?,
    };
    if leader.high_watermark < to {
        return Err(ErrorCode::OffsetOutOfRange);
    }
    let log = Arc::clone(partition.log()?);
    let moved = broker.env.blocking(move || log.delete_records(to)).await;
    let moved = moved.map_err(|_| ErrorCode::KafkaStorageError)?;
    partition.log_start_moved();
    let left = deadline.saturating_duration_since(broker.env.instant());
    let waited = broker.env.timeout(left, partition.until_durable(moved)).await;
    waited.map_err(|_| ErrorCode::RequestTimedOut)??;
    Ok(moved.log_start)
}
