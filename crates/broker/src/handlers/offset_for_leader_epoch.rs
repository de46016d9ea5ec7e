//! `OffsetForLeaderEpoch`: where an epoch ends, so that a client or follower finds where its log parts from ours
//! (KIP-101, KIP-320).

use std::sync::Arc;

use moldau_auth::{Operation, Resource};
use moldau_ids::LeaderEpoch;
use moldau_wire::{
    ErrorCode, Str,
    messages::{
        OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse,
        offset_for_leader_epoch_request::OffsetForLeaderPartition,
        offset_for_leader_epoch_response::{EpochEndOffset, OffsetForLeaderTopicResult},
    },
};

use crate::{Broker, context::ConnectionContext};

/// Handles one `OffsetForLeaderEpoch` request.
pub(crate) async fn handle(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: OffsetForLeaderEpochRequest,
) -> OffsetForLeaderEpochResponse {
    let mut topics = Vec::with_capacity(request.topics.len());
    for asked in &request.topics {
        let mut partitions = Vec::with_capacity(asked.partitions.len());
        for partition in &asked.partitions {
            let mut part = EpochEndOffset {
                partition: partition.partition,
                leader_epoch: -1,
                end_offset: -1,
                ..EpochEndOffset::default()
            };
            match find(broker, context, &asked.topic, partition).await {
                Ok(Some((epoch, end_offset))) => (part.leader_epoch, part.end_offset) = (epoch, end_offset),
                Ok(None) => {}
                Err(error) => part.error_code = error.to_i16(),
            }
            partitions.push(part);
        }
        let topic = asked.topic.clone();
        topics.push(OffsetForLeaderTopicResult {
            topic,
            partitions,
            ..OffsetForLeaderTopicResult::default()
        });
    }
    OffsetForLeaderEpochResponse { topics, ..OffsetForLeaderEpochResponse::default() }
}

async fn find(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    topic: &Str,
    asked: &OffsetForLeaderPartition,
) -> Result<Option<(i32, i64)>, ErrorCode> {
    let resource = Resource::topic(topic);
    if !broker.authorizer.authorize(&context.caller, Operation::Describe, resource).is_allowed() {
        return Err(ErrorCode::TopicAuthorizationFailed);
    }
    let partition = broker
        .topics
        .by_name(topic)
        .and_then(|topic| topic.partition(asked.partition))
        .ok_or(ErrorCode::UnknownTopicOrPartition)?;
    broker.logs.load(&partition).await?;
    let leader = partition.leader_view()?;
    leader.check_epoch(asked.current_leader_epoch)?;
    if asked.leader_epoch == leader.epoch.get() {
        // The present epoch has not ended: it reaches to the end of the log.
        return Ok(Some((asked.leader_epoch, partition.log()?.log_end_offset().get())));
    }
    let end = partition.log()?.end_offset_for_epoch(LeaderEpoch(asked.leader_epoch));
    Ok(end.map(|end| (end.epoch.get(), end.end_offset.get())))
}
