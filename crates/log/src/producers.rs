//! What a partition knows about its producers: duplicates, order, open transactions (KIP-98, KIP-360, KIP-890).
//!
//! [`ProducerStates::check`] judges a batch before it is appended and changes nothing; [`ProducerStates::apply`]
//! takes in a batch that has its offsets. A log that is replayed batch by batch through `apply` has the same
//! state as the log that took the batches in, but for the window of five being shorter after a snapshot.
//!
//! Words: *window* - the last five batches of a producer, against which repeats are recognised; *open* - a
//! transaction without a marker; *unreplicated* - a transaction whose marker is still above the high watermark;
//! *first unstable offset* - the first offset of the earliest of either, beyond which `read_committed` readers
//! do not see.
//!
//! Pure: no clock, no file. Expiry takes the time as an argument.

mod entry;
mod transactions;

use std::collections::BTreeMap;

pub use entry::{BatchInWindow, ProducerEntry};
use moldau_ids::{Offset, ProducerEpoch, ProducerId, Timestamp};
pub use transactions::{CompletedTxn, Transactions};

use crate::format::{index::AbortedTxn, snapshot::SnapshotEntry};

/// "No sequence number", as the wire has it.
pub const NO_SEQUENCE: i32 = -1;

/// What a batch header says about its producer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProducerBatch {
    /// Whose.
    pub producer_id: i64,
    /// Its epoch.
    pub producer_epoch: i16,
    /// The first record's sequence number; -1 in a control batch.
    pub base_sequence: i32,
    /// The last record's sequence number, wrapped at 2^31; -1 in a control batch.
    pub last_sequence: i32,
    /// Whether the batch belongs to a transaction.
    pub is_transactional: bool,
    /// Set for a transaction's end marker.
    pub marker: Option<EndMarker>,
    /// The batch's highest timestamp.
    pub max_timestamp: i64,
}

/// The content of a transaction's end marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndMarker {
    /// COMMIT, or else ABORT.
    pub commit: bool,
    /// The epoch of the coordinator that wrote it.
    pub coordinator_epoch: i32,
}

/// Who appends: a leader for a client or a coordinator is strict, a follower takes what its leader took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppendOrigin {
    /// A producer through the leader: sequence and epoch are checked.
    Client,
    /// The transaction or group coordinator through the leader: epochs are checked.
    Coordinator,
    /// From the leader's log, or from our own at recovery: taken as it is.
    Replication,
}

/// A batch that need not be appended again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duplicate {
    /// The first offset it got the first time.
    pub base_offset: i64,
    /// The last one.
    pub last_offset: i64,
    /// The append time it got the first time, or its highest timestamp.
    pub timestamp: i64,
}

/// What [`ProducerStates::check`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SequenceCheck {
    /// Append it.
    New,
    /// Answer with what it got the first time.
    Duplicate(Duplicate),
}

/// Why a batch is refused; each is one of Kafka's errors.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProducerError {
    /// `INVALID_PRODUCER_EPOCH`.
    #[error("producer {producer_id} has epoch {current}, the batch says {epoch}")]
    InvalidEpoch {
        /// Whose.
        producer_id: i64,
        /// The batch's.
        epoch: i16,
        /// The newest one known.
        current: i16,
    },
    /// `OUT_OF_ORDER_SEQUENCE_NUMBER`.
    #[error("producer {producer_id}: sequence {sequence} does not follow {last_sequence} in epoch {epoch}")]
    OutOfOrder {
        /// Whose.
        producer_id: i64,
        /// The batch's epoch.
        epoch: i16,
        /// The batch's first sequence.
        sequence: i32,
        /// The last one taken, -1 if none.
        last_sequence: i32,
    },
    /// `INVALID_TXN_STATE`.
    #[error("producer {producer_id} has an open transaction and sent a batch outside it")]
    NonTransactionalInTxn {
        /// Whose.
        producer_id: i64,
    },
    /// `TRANSACTION_COORDINATOR_FENCED`.
    #[error("producer {producer_id}: coordinator epoch {epoch} is older than {current}")]
    CoordinatorFenced {
        /// Whose.
        producer_id: i64,
        /// The marker's.
        epoch: i32,
        /// The newest one known.
        current: i32,
    },
}

/// All producers of one partition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProducerStates {
    producers: BTreeMap<i64, ProducerEntry>,
    transactions: Transactions,
}

/// What `describe_producers` shows of one producer (KIP-664).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProducerDescription {
    /// Whose.
    pub producer_id: ProducerId,
    /// Its epoch.
    pub producer_epoch: ProducerEpoch,
    /// The last sequence number taken, -1 if none.
    pub last_sequence: i32,
    /// The highest timestamp of its last batch.
    pub last_timestamp: Timestamp,
    /// The epoch of the coordinator of its last marker, -1 if none.
    pub coordinator_epoch: i32,
    /// Where its open transaction began.
    pub current_txn_start: Option<Offset>,
}

impl ProducerStates {
    /// From a snapshot's entries.
    pub fn from_snapshot(entries: &[SnapshotEntry]) -> Self {
        let mut states = Self::default();
        for line in entries {
            let entry = ProducerEntry::from_snapshot(line);
            if let Some(first_offset) = entry.current_txn_first_offset() {
                states.transactions.open(first_offset, line.producer_id);
            }
            states.producers.insert(line.producer_id, entry);
        }
        states
    }

    /// What a snapshot holds.
    pub fn to_snapshot(&self) -> Vec<SnapshotEntry> {
        self.producers.iter().map(|(producer_id, entry)| entry.to_snapshot(*producer_id)).collect()
    }

    /// How many producers are known.
    pub fn len(&self) -> usize {
        self.producers.len()
    }

    /// Whether no producer is known.
    pub fn is_empty(&self) -> bool {
        self.producers.is_empty()
    }

    /// One producer's state.
    pub fn get(&self, producer_id: i64) -> Option<&ProducerEntry> {
        self.producers.get(&producer_id)
    }

    /// All producers, for `DescribeProducers`.
    pub fn describe(&self) -> impl Iterator<Item = ProducerDescription> + '_ {
        self.producers.iter().map(|(producer_id, entry)| ProducerDescription {
            producer_id: ProducerId(*producer_id),
            producer_epoch: ProducerEpoch(entry.epoch()),
            last_sequence: entry.last_sequence(),
            last_timestamp: Timestamp(entry.last_timestamp()),
            coordinator_epoch: entry.coordinator_epoch(),
            current_txn_start: entry.current_txn_first_offset().and_then(Offset::new),
        })
    }

    /// Judges a batch. Changes nothing.
    pub fn check(&self, batch: &ProducerBatch, origin: AppendOrigin) -> Result<SequenceCheck, ProducerError> {
        #[cfg(feature = "planted")]
        if moldau_ids::planted::is_planted(moldau_ids::planted::Bug::NoSequenceCheck) {
            return Ok(SequenceCheck::New);
        }
        if batch.producer_id < 0 || origin == AppendOrigin::Replication {
            return Ok(SequenceCheck::New);
        }
        let Some(entry) = self.producers.get(&batch.producer_id) else {
            // Nothing known, perhaps because its records have been deleted: any sequence is taken.
            return Ok(SequenceCheck::New);
        };
        if let Some(marker) = batch.marker {
            entry.check_marker(batch, marker)?;
            return Ok(SequenceCheck::New);
        }
        if origin == AppendOrigin::Client
            && let Some(duplicate) = entry.find_duplicate(batch)
        {
            return Ok(SequenceCheck::Duplicate(duplicate));
        }
        entry.check_data(batch, origin)?;
        Ok(SequenceCheck::New)
    }

    /// Takes in an appended batch. Returns the transaction that it ended, if it did.
    pub fn apply(
        &mut self,
        batch: &ProducerBatch,
        base_offset: i64,
        last_offset: i64,
    ) -> Option<CompletedTxn> {
        if batch.producer_id < 0 {
            return None;
        }
        let entry = self.producers.entry(batch.producer_id).or_insert_with(ProducerEntry::empty);
        if let Some(marker) = batch.marker {
            let first_offset = entry.take_marker(batch, marker)?;
            let completed = CompletedTxn {
                producer_id: batch.producer_id,
                first_offset,
                last_offset: base_offset,
                aborted: !marker.commit,
            };
            self.transactions.complete(&completed);
            return Some(completed);
        }
        if entry.take_data(batch, base_offset, last_offset) {
            self.transactions.open(base_offset, batch.producer_id);
        }
        None
    }

    /// The index entry of an aborted transaction, after [`Self::apply`] ended it.
    pub fn aborted_entry(&self, completed: &CompletedTxn) -> AbortedTxn {
        AbortedTxn {
            producer_id: completed.producer_id,
            first_offset: completed.first_offset,
            last_offset: completed.last_offset,
            last_stable_offset: self
                .transactions
                .first_open()
                .unwrap_or(completed.last_offset.saturating_add(1)),
        }
    }

    /// The first offset that `read_committed` readers may not see, if there is one.
    pub fn first_unstable_offset(&self) -> Option<i64> {
        self.transactions.first_unstable()
    }

    /// The first offset and producer of the open transaction that began first.
    pub fn oldest_open_transaction(&self) -> Option<(i64, i64)> {
        self.transactions.oldest_open()
    }

    /// Transactions whose markers lie below `high_watermark` are stable now.
    pub fn on_high_watermark(&mut self, high_watermark: i64) {
        self.transactions.forget_unreplicated_below(high_watermark);
    }

    /// Drops producers that have been silent for `expiration_ms` and have no open transaction. Returns how many.
    pub fn expire(&mut self, now: Timestamp, expiration_ms: i64) -> usize {
        let before = self.producers.len();
        self.producers.retain(|_, entry| {
            entry.current_txn_first_offset().is_some()
                || now.get().saturating_sub(entry.last_timestamp()) < expiration_ms
        });
        before - self.producers.len()
    }
}

/// The sequence number `count` after `sequence`; runs from 2^31-1 back to 0.
pub fn advance_sequence(sequence: i32, count: i32) -> i32 {
    // Both are 0 or more, so the sum fits 33 bits and its remainder 31.
    let sum = (i64::from(sequence) + i64::from(count)).rem_euclid(1 << 31);
    i32::try_from(sum).unwrap_or_default()
}

#[cfg(test)]
mod tests;
