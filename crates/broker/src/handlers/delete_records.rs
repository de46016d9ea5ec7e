//! `DeleteRecords`: everything before an offset goes (KIP-107).

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use moldau_auth::{Operation, Resource};
use moldau_ids::Offset;
use moldau_log::Failure;
use moldau_wire::{
    ErrorCode, Str,
    messages::{
        DeleteRecordsRequest, DeleteRecordsResponse,
        delete_records_request::DeleteRecordsPartition,
        delete_records_response::{DeleteRecordsPartitionResult, DeleteRecordsTopicResult},
    },
};

use tokio::{sync::oneshot, time::Instant};

use crate::{Broker, context::ConnectionContext, topics};

/// "Up to the high watermark" on the wire.
const HIGH_WATERMARK: i64 = -1;

/// Handles one `DeleteRecords` request. The low watermark of a partition with one replica is its leader's, so
/// there is no other broker to wait for. Every partition's start moves before the first is waited for, so that one round
/// of the journal may do for all.
pub(crate) async fn handle(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: DeleteRecordsRequest,
) -> DeleteRecordsResponse {
    let deadline =
        broker.env.instant() + Duration::from_millis(u64::try_from(request.timeout_ms).unwrap_or(0));
    // Kafka keeps the last of several requests for one partition.
    let mut asked: BTreeMap<Str, BTreeMap<i32, DeleteRecordsPartition>> = BTreeMap::new();
    for topic in request.topics {
        let partitions = asked.entry(topic.name).or_default();
        partitions.extend(topic.partitions.into_iter().map(|part| (part.partition_index, part)));
    }
    let mut begun = Vec::with_capacity(asked.len());
    for (name, asked) in asked {
        let mut partitions = Vec::with_capacity(asked.len());
        for (partition_index, part) in asked {
            partitions.push((partition_index, delete(broker, context, &name, &part).await));
        }
        begun.push((name, partitions));
    }
    let mut topics = Vec::with_capacity(begun.len());
    for (name, begun) in begun {
        let mut partitions = Vec::with_capacity(begun.len());
        for (partition_index, begun) in begun {
            let deleted = match begun {
                Ok(begun) => begun.finish(broker, deadline).await,
                Err(error) => Err(error),
            };
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

/// A partition's start has moved; the journal may not have it on the disk yet.
struct Begun {
    log_start: Offset,
    durable: oneshot::Receiver<Result<(), Failure>>,
}

impl Begun {
    /// The new low watermark, once a loss of power cannot move it back.
    async fn finish(self, broker: &Broker, deadline: Instant) -> Result<Offset, ErrorCode> {
        tokio::select! {
            biased;
            outcome = self.durable => match outcome {
                Ok(Ok(())) => Ok(self.log_start),
                Ok(Err(_)) | Err(_) => Err(ErrorCode::KafkaStorageError),
            },
            () = broker.env.sleep_until(deadline) => Err(ErrorCode::RequestTimedOut),
        }
    }
}

async fn delete(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    name: &Str,
    asked: &DeleteRecordsPartition,
) -> Result<Begun, ErrorCode> {
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
    let deleted = log.delete_records(to).map_err(|_| ErrorCode::KafkaStorageError)?;
    let (done, durable) = oneshot::channel();
    // Nobody may listen any more: the deadline has passed, or the client is gone.
    log.when_durable(deleted.round, move |outcome| drop(done.send(outcome)));
    partition.log_start_moved();
    Ok(Begun { log_start: deleted.log_start, durable })
}
