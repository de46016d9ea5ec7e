//! A coordinator's records into batches, and the markers that end transactions.

use bytes::Bytes;
use moldau_ids::Timestamp;
use moldau_wire::record_batch::{
    BatchBuilder, BatchOptions, RecordError,
    control::{ControlType, EndTransactionMarker},
};

use super::machine::Producer;

/// Room that a record's framing takes at most, besides key and value.
const RECORD_OVERHEAD: usize = 40;

/// A batch in the making. Holds records of one kind: of no transaction, or of one.
#[derive(Debug, Default)]
pub(super) struct BatchInMaking {
    builder: BatchBuilder,
    producer: Option<Producer>,
}

impl BatchInMaking {
    /// No record in it.
    pub(super) fn is_empty(&self) -> bool {
        self.builder.is_empty()
    }

    /// Whether a record of this size, for this producer, can join what is there.
    pub(super) fn takes(
        &self,
        record: &(Bytes, Option<Bytes>),
        producer: Option<Producer>,
        max: usize,
    ) -> bool {
        let size = record.0.len() + record.1.as_ref().map_or(0, Bytes::len) + RECORD_OVERHEAD;
        self.is_empty() || (self.producer == producer && self.builder.size() + size <= max)
    }

    /// Adds a record.
    pub(super) fn push(
        &mut self,
        (key, value): &(Bytes, Option<Bytes>),
        producer: Option<Producer>,
        now: Timestamp,
    ) {
        if self.is_empty() {
            self.producer = producer;
            *self.builder.options_mut() = BatchOptions {
                producer_id: producer.map_or(-1, |producer| producer.id),
                producer_epoch: producer.map_or(-1, |producer| producer.epoch),
                transactional: producer.is_some(),
                ..BatchOptions::default()
            };
        }
        self.builder.append(now.get(), Some(key), value.as_deref(), &[]);
    }

    /// The batch; empty again afterwards.
    pub(super) fn finish(&mut self) -> Result<Bytes, RecordError> {
        self.builder.finish()
    }
}

/// The batch that ends a producer's transaction in a partition.
pub(crate) fn marker(
    producer: Producer,
    commit: bool,
    coordinator_epoch: i32,
    now: Timestamp,
) -> Result<Bytes, RecordError> {
    let mut builder = BatchBuilder::new(BatchOptions {
        producer_id: producer.id,
        producer_epoch: producer.epoch,
        transactional: true,
        control: true,
        ..BatchOptions::default()
    });
    let kind = if commit { ControlType::Commit } else { ControlType::Abort };
    let value = EndTransactionMarker { coordinator_epoch }.to_value();
    builder.append(now.get(), Some(&kind.to_key()), Some(&value), &[]);
    builder.finish()
}
