//! `DescribeProducers`: what partitions know of their producers, for finding hanging transactions (KIP-664).

use std::sync::Arc;

use moldau_auth::{Operation, Resource};
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
        let allowed = context.may(broker, Operation::Read, Resource::topic(&name));
        let mut partitions = Vec::with_capacity(partition_indexes.len());
        for index in partition_indexes {
            let found = if allowed {
                producers(broker, &name, index).await
            } else {
                Err(ErrorCode::TopicAuthorizationFailed)
            };
            partitions.push(render(index, found));
        }
        topics.push(TopicResponse { name, partitions, ..TopicResponse::default() });
    }
    DescribeProducersResponse { topics, ..DescribeProducersResponse::default() }
}

fn render(partition_index: i32, found: Result<Vec<ProducerState>, ErrorCode>) -> PartitionResponse {
    match found {
        Ok(active_producers) => {
            PartitionResponse { partition_index, active_producers, ..PartitionResponse::default() }
        }
        Err(error) => PartitionResponse {
            partition_index,
            error_code: error.to_i16(),
            error_message: Some(super::words(error)),
            ..PartitionResponse::default()
        },
    }
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
