//! Markers that end a producer's transaction, written into the partitions that this broker leads.

use std::sync::Arc;

use moldau_ids::{Offset, TopicPartition};
use moldau_wire::ErrorCode;
use tokio::sync::oneshot;

use super::{batches::marker, group::GroupMachine, machine::Machine, owner::EndTransaction};
use crate::{Broker, partition::Partition};

/// Writes a marker into each partition and waits until it is held. What became of each, in their order.
pub(crate) async fn write_markers(
    broker: &Arc<Broker>,
    end: EndTransaction,
    partitions: &[TopicPartition],
) -> Vec<(TopicPartition, ErrorCode)> {
    let mut waiting = Vec::with_capacity(partitions.len());
    // All are appended before one is waited for: they share the journal's rounds.
    for partition in partitions {
        waiting.push((partition.clone(), begin(broker, end, partition).await));
    }
    let mut results = Vec::with_capacity(waiting.len());
    for (partition, begun) in waiting {
        let result = match begun {
            Ok(held) => held.await.unwrap_or(Err(ErrorCode::NotLeaderOrFollower)),
            Err(error) => Err(error),
        };
        results.push((partition, result.err().unwrap_or(ErrorCode::None)));
    }
    results
}

async fn begin(
    broker: &Arc<Broker>,
    end: EndTransaction,
    name: &TopicPartition,
) -> Result<oneshot::Receiver<Result<(), ErrorCode>>, ErrorCode> {
    let topic = broker.topics.by_name(&name.topic).ok_or(ErrorCode::UnknownTopicOrPartition)?;
    let partition = topic.partition(name.partition.get()).ok_or(ErrorCode::UnknownTopicOrPartition)?;
    if &*name.topic == GroupMachine::TOPIC {
        // The group coordinator has to know in the order of its log.
        return broker.groups.owner(name.partition.get())?.begin_end_transaction(broker, end).await;
    }
    if !partition.is_loaded() {
        broker.logs.load(&partition).await?;
    }
    let after = append(broker, &partition, end)?;
    Ok(partition.when_held(after))
}

/// Appends a marker; returns the offset after it.
fn append(broker: &Broker, partition: &Partition, end: EndTransaction) -> Result<Offset, ErrorCode> {
    let now = broker.env.wall();
    let batch = marker(end.producer, end.commit, end.coordinator_epoch, now)
        .map_err(|_| ErrorCode::UnknownServerError)?;
    partition.append_of_coordinator(&batch, now)
}
