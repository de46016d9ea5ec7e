//! What is known of one key, and its records.

use moldau_wire::records::share::{self as r, ShareSnapshotValue, ShareUpdateValue};

use super::batches::{Batch, Batches, Delivery};

/// What is known of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    pub(super) snapshot_epoch: i32,
    /// Never falls.
    pub(super) epoch: i32,
    /// Never falls.
    pub(super) leader_epoch: i32,
    pub(super) start_offset: i64,
    pub(super) delivery_complete_count: i32,
    pub(super) created_at: i64,
    /// When the last snapshot was written. Later than `created_at` if it was one of a cold partition.
    pub(super) snapshot_at: i64,
    pub(super) batches: Batches,
    pub(super) updates: u32,
}

impl State {
    pub(super) fn new() -> Self {
        Self {
            snapshot_epoch: 0,
            epoch: 0,
            leader_epoch: 0,
            start_offset: -1,
            delivery_complete_count: -1,
            created_at: 0,
            snapshot_at: 0,
            batches: Batches::default(),
            updates: 0,
        }
    }

    pub(super) fn snapshot(&self) -> ShareSnapshotValue {
        let batches = self.batches.iter().map(|batch| r::share_snapshot_value::StateBatch {
            first_offset: batch.first,
            last_offset: batch.last,
            delivery_state: batch.delivery.state,
            delivery_count: batch.delivery.count,
            ..Default::default()
        });
        ShareSnapshotValue {
            snapshot_epoch: self.snapshot_epoch,
            state_epoch: self.epoch,
            leader_epoch: self.leader_epoch,
            start_offset: self.start_offset,
            delivery_complete_count: self.delivery_complete_count,
            create_timestamp: self.created_at,
            write_timestamp: self.snapshot_at,
            state_batches: batches.collect(),
            ..Default::default()
        }
    }

    pub(super) fn apply_snapshot(&mut self, value: &ShareSnapshotValue) {
        let mut batches = Batches::default();
        for batch in &value.state_batches {
            let delivery = Delivery { count: batch.delivery_count, state: batch.delivery_state };
            batches.add(Batch { first: batch.first_offset, last: batch.last_offset, delivery });
        }
        *self = Self {
            snapshot_epoch: value.snapshot_epoch,
            epoch: self.epoch.max(value.state_epoch),
            leader_epoch: self.leader_epoch.max(value.leader_epoch),
            start_offset: value.start_offset,
            delivery_complete_count: value.delivery_complete_count,
            created_at: value.create_timestamp,
            snapshot_at: value.write_timestamp,
            batches,
            updates: 0,
        };
    }

    pub(super) fn apply_update(&mut self, value: &ShareUpdateValue) {
        self.leader_epoch = self.leader_epoch.max(value.leader_epoch);
        if value.start_offset != -1 {
            self.start_offset = value.start_offset;
        }
        self.delivery_complete_count = value.delivery_complete_count;
        for batch in &value.state_batches {
            let delivery = Delivery { count: batch.delivery_count, state: batch.delivery_state };
            self.batches.add(Batch { first: batch.first_offset, last: batch.last_offset, delivery });
        }
        if self.start_offset >= 0 {
            self.batches.prune(self.start_offset);
        }
        self.updates = self.updates.saturating_add(1);
    }
}

/// What a request changes of a state.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) leader_epoch: i32,
    pub(super) start_offset: i64,
    pub(super) delivery_complete_count: i32,
    pub(super) batches: Batches,
}

impl Change {
    pub(super) fn update(&self, snapshot_epoch: i32) -> ShareUpdateValue {
        let batches = self.batches.iter().map(|batch| r::share_update_value::StateBatch {
            first_offset: batch.first,
            last_offset: batch.last,
            delivery_state: batch.delivery.state,
            delivery_count: batch.delivery.count,
            ..Default::default()
        });
        ShareUpdateValue {
            snapshot_epoch,
            leader_epoch: self.leader_epoch,
            start_offset: self.start_offset,
            delivery_complete_count: self.delivery_complete_count,
            state_batches: batches.collect(),
            ..Default::default()
        }
    }
}
