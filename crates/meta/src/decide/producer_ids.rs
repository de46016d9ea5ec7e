//! Blocks of producer ids (KIP-730).

use moldau_ids::NodeId;
use moldau_wire::ErrorCode;
use moldau_wire::messages::{AllocateProducerIdsRequest, AllocateProducerIdsResponse};
use moldau_wire::records::metadata::ProducerIdsRecord;

use super::brokers::check_epoch;
use super::{Answer, Decision, Refusal};
use crate::{Image, Record};

/// How many ids one block has, as in Kafka.
const BLOCK_SIZE: i32 = 1_000;

/// Gives a broker the next block. No id is ever given twice.
pub(super) fn allocate(image: &Image, request: &AllocateProducerIdsRequest) -> Result<Decision, Refusal> {
    check_epoch(image, NodeId(request.broker_id), request.broker_epoch)?;
    let start = image.next_producer_id;
    let next = start
        .checked_add(i64::from(BLOCK_SIZE))
        .ok_or_else(|| Refusal::new(ErrorCode::UnknownServerError, "every producer id has been given out"))?;
    let record = Record::ProducerIds(ProducerIdsRecord {
        broker_id: request.broker_id,
        broker_epoch: request.broker_epoch,
        next_producer_id: next,
        ..Default::default()
    });
    let answer = AllocateProducerIdsResponse {
        producer_id_start: start,
        producer_id_len: BLOCK_SIZE,
        ..Default::default()
    };
    Ok(Decision::new(vec![record], Answer::AllocateProducerIds(answer)))
}
