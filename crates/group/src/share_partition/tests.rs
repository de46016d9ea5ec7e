//! Scripts, and random lives against a simple model.

mod random;
mod scripts;

use super::*;
use moldau_ids::Timestamp;
use moldau_wire::messages::read_share_group_state_response::{PartitionResult, StateBatch};
use moldau_wire::messages::share_fetch_response::AcquiredRecords;

fn batch(first_offset: i64, last_offset: i64) -> FetchedBatch {
    FetchedBatch {
        first_offset,
        last_offset,
        transactional_producer: None,
        is_control: false,
        is_abort_marker: false,
    }
}

/// A share partition with a clock.
#[derive(Debug)]
struct World {
    partition: SharePartition,
    settings: ShareSettings,
    now: i64,
    mode: AcquireMode,
    aborted: Vec<AbortedTransaction>,
}

fn persisted(start_offset: i64, batches: &[(i64, i64, i8, i16)]) -> PartitionResult {
    let state_batches = batches
        .iter()
        .map(|(first_offset, last_offset, delivery_state, delivery_count)| StateBatch {
            first_offset: *first_offset,
            last_offset: *last_offset,
            delivery_state: *delivery_state,
            delivery_count: *delivery_count,
            ..Default::default()
        })
        .collect();
    PartitionResult { start_offset, state_epoch: 3, state_batches, ..Default::default() }
}

impl World {
    fn new(state: &PartitionResult) -> Self {
        Self {
            partition: SharePartition::load(state, 7, 0).expect("it makes sense"),
            settings: ShareSettings::default(),
            now: 1_000,
            mode: AcquireMode::BatchOptimized,
            aborted: Vec::new(),
        }
    }

    fn acquire_all(&mut self, member: &str, max: i32, fetched: &[FetchedBatch]) -> Vec<AcquiredRecords> {
        let request = Acquire {
            member_id: member,
            mode: self.mode,
            records_max: max,
            batch_size: 500,
            fetch_offset: self.partition.next_fetch_offset(),
            fetched,
            aborted: &self.aborted,
        };
        self.partition.acquire(Timestamp(self.now), &request, &self.settings)
    }

    /// First and last offset and count.
    fn acquire(&mut self, member: &str, max: i32, fetched: &[FetchedBatch]) -> Vec<(i64, i64, i16)> {
        let acquired = self.acquire_all(member, max, fetched);
        acquired
            .into_iter()
            .map(|records| (records.first_offset, records.last_offset, records.delivery_count))
            .collect()
    }

    fn acknowledge(
        &mut self,
        member: &str,
        (first_offset, last_offset): (i64, i64),
        types: &[i8],
    ) -> Result<Option<Write>, moldau_wire::ErrorCode> {
        let acknowledgement = Acknowledgement { first_offset, last_offset, types: types.to_vec() };
        self.partition.acknowledge(Timestamp(self.now), member, &[acknowledgement], &self.settings)
    }

    fn written(&mut self, write: Option<&Write>, succeeded: bool) {
        if let Some(write) = write {
            self.partition.written(write.id, succeeded, Timestamp(self.now), &self.settings);
        }
    }

    fn expire(&mut self) -> Option<Write> {
        self.partition.expire(Timestamp(self.now), &self.settings)
    }
}

/// First, last, state and count of what is written.
fn said(write: Option<&Write>) -> Vec<(i64, i64, i8, i16)> {
    let batches = write.map(|write| write.batches.as_slice()).unwrap_or_default();
    batches
        .iter()
        .map(|batch| (batch.first_offset, batch.last_offset, batch.delivery_state, batch.delivery_count))
        .collect()
}
