//! `DescribeProducers`: what partitions know of their producers, for finding hanging transactions (KIP-664).

use std::sync::Arc;

use moldau_auth::{Operation, Resource};
use moldau_meta::decide::check_topic_name;
use moldau_wire::{
    ErrorCode, Str,
    messages::{
        DescribeProducersRequest, DescribeProducersResponse,
        describe_producers_request::TopicRequest,
        describe_producers_response::{PartitionResponse, ProducerState, TopicResponse},
    },
};

use crate::{Broker, context::ConnectionContext};

/// Handles one `DescribeProducers` request.
pub(crate) async fn handle(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: DescribeProducersRequest,
) -> DescribeProducersResponse {
    let mut topics = Vec::with_capacity(request.topics.len());
    for TopicRequest { name, partition_indexes, .. } in request.topics {
        let refused = judge(broker, context, &name);
        let mut partitions = Vec::with_capacity(partition_indexes.len());
        for partition_index in partition_indexes {
            partitions.push(match &refused {
                // A topic's error is told with its words, a partition's is not.
                Some(error) => PartitionResponse {
                    error_message: Some(super::words(*error)),
                    ..failed(partition_index, *error)
                },
                None => match producers(broker, &name, partition_index).await {
                    Ok(active_producers) => PartitionResponse {
                        partition_index,
                        active_producers,
                        ..PartitionResponse::default()
                    },
                    Err(error) => failed(partition_index, error),
                },
            });
        }
        topics.push(TopicResponse { name, partitions, ..TopicResponse::default() });
    }
    DescribeProducersResponse { topics, ..DescribeProducersResponse::default() }
}

/// Why none of a topic's partitions can be described, if so.
fn judge(broker: &Broker, context: &ConnectionContext, name: &Str) -> Option<ErrorCode> {
    if check_topic_name(name).is_err() {
        Some(ErrorCode::InvalidTopicException)
    } else if !context.may(broker, Operation::Read, Resource::topic(name)) {
        Some(ErrorCode::TopicAuthorizationFailed)
    } else if broker.metadata().image.topic(name).is_none() {
        Some(ErrorCode::UnknownTopicOrPartition)
    } else {
        None
    }
}

fn failed(partition_index: i32, error: ErrorCode) -> PartitionResponse {
    PartitionResponse { partition_index, error_code: error.to_i16(), ..PartitionResponse::default() }
}

async fn producers(broker: &Arc<Broker>, topic: &Str, index: i32) -> Result<Vec<ProducerState>, ErrorCode> {
    let topic = broker.topics.by_name(topic).ok_or(ErrorCode::UnknownTopicOrPartition)?;
    let partition = topic.partition(index).ok_or(ErrorCode::UnknownTopicOrPartition)?;
    if !partition.is_loaded() {
        broker.logs.load(&partition).await?;
    }
    partition.leader_view()?;
    let described = partition.log()?.describe_producers(usize::MAX);
    let state = |producer: moldau_log::producers::ProducerDescription| ProducerState {
        producer_id: producer.producer_id.get(),
        producer_epoch: producer.producer_epoch.get().into(),
        last_sequence: producer.last_sequence,
        last_timestamp: producer.last_timestamp.get(),
        coordinator_epoch: producer.coordinator_epoch,
        current_txn_start_offset: producer.current_txn_start.map_or(-1, moldau_ids::Offset::get),
        ..ProducerState::default()
    };
    Ok(described.into_iter().map(state).collect())
}
