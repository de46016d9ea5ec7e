//! Identities for producers: taken from the controller a block at a time, given out one by one.

use std::sync::Arc;

use moldau_meta::{Answer, Command};
use moldau_wire::{ErrorCode, messages::AllocateProducerIdsRequest};
use tokio::sync::Mutex;

use crate::Broker;

/// The block at hand. What is left of it is lost when the node stops: ids are many.
#[derive(Debug, Default)]
pub(crate) struct ProducerIds {
    /// Held while a new block is asked for, so that one is asked for and not one for each who waits.
    block: Mutex<std::ops::Range<i64>>,
}

impl ProducerIds {
    /// An id that nobody had before.
    pub(crate) async fn next(&self, broker: &Arc<Broker>) -> Result<i64, ErrorCode> {
        let mut block = self.block.lock().await;
        if block.is_empty() {
            *block = allocate(broker).await?;
        }
        block.next().ok_or(ErrorCode::CoordinatorLoadInProgress)
    }

    /// Sees to it that [`Self::take`] has an id to give, unless others take them all.
    pub(crate) async fn prepare(&self, broker: &Arc<Broker>) -> Result<(), ErrorCode> {
        let mut block = self.block.lock().await;
        if block.is_empty() {
            *block = allocate(broker).await?;
        }
        Ok(())
    }

    /// As [`Self::next`], from the block at hand; `None` if there is none, or one is being asked for.
    pub(crate) fn take(&self) -> Option<i64> {
        self.block.try_lock().ok()?.next()
    }
}

async fn allocate(broker: &Arc<Broker>) -> Result<std::ops::Range<i64>, ErrorCode> {
    let request = AllocateProducerIdsRequest {
        broker_id: broker.node_id.get(),
        broker_epoch: broker
            .metadata()
            .image
            .broker_epoch(broker.node_id)
            .map_or(-1, moldau_ids::BrokerEpoch::get),
        ..AllocateProducerIdsRequest::default()
    };
    match broker.ask(Command::AllocateProducerIds(request)).await {
        Ok(Answer::AllocateProducerIds(answer)) if answer.error_code == ErrorCode::None.to_i16() => {
            let start = answer.producer_id_start;
            Ok(start..start.saturating_add(answer.producer_id_len.into()))
        }
        // Retriable: the client asks again.
        _ => Err(ErrorCode::CoordinatorLoadInProgress),
    }
}
