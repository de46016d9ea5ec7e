//! One producer's state.

use std::collections::VecDeque;

use super::{
    AppendOrigin, Duplicate, EndMarker, NO_SEQUENCE, ProducerBatch, ProducerError, advance_sequence,
};
use crate::format::snapshot::SnapshotEntry;

/// How many batches a producer's repeats are recognised over.
const WINDOW: usize = 5;

const NO_EPOCH: i16 = -1;

/// A batch that a producer wrote lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchInWindow {
    /// Its last sequence number.
    pub last_sequence: i32,
    /// Its last offset.
    pub last_offset: i64,
    /// Its last offset minus its first.
    pub offset_delta: i32,
    /// Its highest timestamp.
    pub timestamp: i64,
}

impl BatchInWindow {
    fn first_sequence(&self) -> i32 {
        let first = i64::from(self.last_sequence) - i64::from(self.offset_delta);
        i32::try_from(first.rem_euclid(1 << 31)).unwrap_or_default()
    }
}

/// What is known of one producer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProducerEntry {
    epoch: i16,
    window: VecDeque<BatchInWindow>,
    last_timestamp: i64,
    coordinator_epoch: i32,
    current_txn_first_offset: Option<i64>,
}

impl ProducerEntry {
    pub(super) fn empty() -> Self {
        Self {
            epoch: NO_EPOCH,
            window: VecDeque::new(),
            last_timestamp: -1,
            coordinator_epoch: -1,
            current_txn_first_offset: None,
        }
    }

    pub(super) fn from_snapshot(line: &SnapshotEntry) -> Self {
        let last = (0 <= line.last_offset).then_some(BatchInWindow {
            last_sequence: line.last_sequence,
            last_offset: line.last_offset,
            offset_delta: line.offset_delta,
            timestamp: line.timestamp,
        });
        Self {
            epoch: line.producer_epoch,
            window: last.into_iter().collect(),
            last_timestamp: line.timestamp,
            coordinator_epoch: line.coordinator_epoch,
            current_txn_first_offset: (0 <= line.current_txn_first_offset)
                .then_some(line.current_txn_first_offset),
        }
    }

    pub(super) fn to_snapshot(&self, producer_id: i64) -> SnapshotEntry {
        let last = self.window.back();
        SnapshotEntry {
            producer_id,
            producer_epoch: self.epoch,
            last_sequence: self.last_sequence(),
            last_offset: last.map_or(-1, |batch| batch.last_offset),
            offset_delta: last.map_or(0, |batch| batch.offset_delta),
            timestamp: self.last_timestamp,
            coordinator_epoch: self.coordinator_epoch,
            current_txn_first_offset: self.current_txn_first_offset.unwrap_or(-1),
        }
    }

    /// The newest epoch, -1 if none.
    pub fn epoch(&self) -> i16 {
        self.epoch
    }

    /// The last sequence number taken in this epoch, -1 if none.
    pub fn last_sequence(&self) -> i32 {
        self.window.back().map_or(NO_SEQUENCE, |batch| batch.last_sequence)
    }

    /// The last five batches at most, oldest first.
    pub fn window(&self) -> impl Iterator<Item = &BatchInWindow> {
        self.window.iter()
    }

    /// The highest timestamp of the last batch or marker, -1 if none.
    pub fn last_timestamp(&self) -> i64 {
        self.last_timestamp
    }

    /// The epoch of the coordinator of the last marker, -1 if none.
    pub fn coordinator_epoch(&self) -> i32 {
        self.coordinator_epoch
    }

    /// Where the open transaction began.
    pub fn current_txn_first_offset(&self) -> Option<i64> {
        self.current_txn_first_offset
    }

    pub(super) fn find_duplicate(&self, batch: &ProducerBatch) -> Option<Duplicate> {
        if batch.producer_epoch != self.epoch {
            return None;
        }
        let same = |known: &&BatchInWindow| {
            known.last_sequence == batch.last_sequence && known.first_sequence() == batch.base_sequence
        };
        self.window.iter().find(same).map(|known| Duplicate {
            base_offset: known.last_offset.saturating_sub(i64::from(known.offset_delta)),
            last_offset: known.last_offset,
            timestamp: known.timestamp,
        })
    }

    fn check_epoch(&self, batch: &ProducerBatch) -> Result<(), ProducerError> {
        if batch.producer_epoch < self.epoch {
            return Err(ProducerError::InvalidEpoch {
                producer_id: batch.producer_id,
                epoch: batch.producer_epoch,
                current: self.epoch,
            });
        }
        Ok(())
    }

    pub(super) fn check_data(
        &self,
        batch: &ProducerBatch,
        origin: AppendOrigin,
    ) -> Result<(), ProducerError> {
        self.check_epoch(batch)?;
        if origin == AppendOrigin::Client && !self.is_next(batch) {
            return Err(ProducerError::OutOfOrder {
                producer_id: batch.producer_id,
                epoch: batch.producer_epoch,
                sequence: batch.base_sequence,
                last_sequence: self.last_sequence(),
            });
        }
        if self.current_txn_first_offset.is_some() && !batch.is_transactional {
            return Err(ProducerError::NonTransactionalInTxn { producer_id: batch.producer_id });
        }
        Ok(())
    }

    fn is_next(&self, batch: &ProducerBatch) -> bool {
        if self.epoch == NO_EPOCH {
            return true;
        }
        if batch.producer_epoch != self.epoch {
            return batch.base_sequence == 0;
        }
        match self.window.back() {
            Some(last) => batch.base_sequence == advance_sequence(last.last_sequence, 1),
            None => batch.base_sequence == 0,
        }
    }

    pub(super) fn check_marker(&self, batch: &ProducerBatch, marker: EndMarker) -> Result<(), ProducerError> {
        self.check_epoch(batch)?;
        if marker.coordinator_epoch < self.coordinator_epoch {
            return Err(ProducerError::CoordinatorFenced {
                producer_id: batch.producer_id,
                epoch: marker.coordinator_epoch,
                current: self.coordinator_epoch,
            });
        }
        Ok(())
    }

    fn raise_epoch(&mut self, epoch: i16) {
        if self.epoch != epoch {
            self.window.clear();
            self.epoch = epoch;
        }
    }

    /// Takes in a data batch; whether it opened a transaction.
    pub(super) fn take_data(&mut self, batch: &ProducerBatch, base_offset: i64, last_offset: i64) -> bool {
        self.raise_epoch(batch.producer_epoch);
        if self.window.len() == WINDOW {
            self.window.pop_front();
        }
        self.window.push_back(BatchInWindow {
            last_sequence: batch.last_sequence,
            last_offset,
            offset_delta: i32::try_from(last_offset.saturating_sub(base_offset)).unwrap_or(i32::MAX),
            timestamp: batch.max_timestamp,
        });
        self.last_timestamp = batch.max_timestamp;
        let opens = batch.is_transactional && self.current_txn_first_offset.is_none();
        if opens {
            self.current_txn_first_offset = Some(base_offset);
        }
        opens
    }

    /// Takes in an end marker; where the transaction that it ended began, if there was one.
    pub(super) fn take_marker(&mut self, batch: &ProducerBatch, marker: EndMarker) -> Option<i64> {
        self.raise_epoch(batch.producer_epoch);
        self.coordinator_epoch = marker.coordinator_epoch;
        self.last_timestamp = batch.max_timestamp;
        self.current_txn_first_offset.take()
    }
}
