//! Whether a batch may be appended, and where.

use moldau_ids::LeaderEpoch;
use moldau_wire::record_batch::{HEADER_SIZE, patch};

use super::LogState;
use crate::{
    batch::PreparedBatch,
    errors::AppendError,
    producers::{Duplicate, ProducerEntry, SequenceCheck},
};

/// What has to be known of a producer before it may begin a transaction in a partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransactionView {
    /// The epoch of its open transaction, if it has one here.
    pub open_epoch: Option<i16>,
    /// It has written here before, and is remembered.
    pub is_known: bool,
    /// How many transactions, of anybody, have ended here: tells whether one ended meanwhile.
    pub ended: u64,
}

/// What a batch will be once the journal has it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Admitted {
    pub(crate) base_offset: i64,
    pub(crate) last_offset: i64,
    pub(crate) leader_epoch: i32,
}

/// What [`LogState::admit_as_leader`] found.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Admission {
    Append(Admitted),
    Duplicate(Duplicate),
}

impl LogState {
    /// Judges a batch that this log takes as the leader under `epoch`.
    pub(crate) fn admit_as_leader(
        &self,
        batch: &PreparedBatch,
        epoch: LeaderEpoch,
    ) -> Result<Admission, AppendError> {
        if self.leader_epoch != Some(epoch) {
            return Err(AppendError::NotLeader { current: self.leader_epoch });
        }
        if let SequenceCheck::Duplicate(duplicate) = self.producers.check(&batch.producer, batch.origin)? {
            return Ok(Admission::Duplicate(duplicate));
        }
        self.check_verified(batch)?;
        self.admit(batch, self.log_end, epoch.get()).map(Admission::Append)
    }

    /// What has to be known of a producer before it may begin a transaction here.
    pub(crate) fn transaction_of(&self, producer_id: i64) -> TransactionView {
        let entry = self.producers.get(producer_id);
        TransactionView {
            open_epoch: entry
                .filter(|entry| entry.current_txn_first_offset().is_some())
                .map(ProducerEntry::epoch),
            is_known: entry.is_some(),
            ended: self.transactions_ended,
        }
    }

    /// A batch that begins a transaction here was vouched for; a marker since may have ended that transaction.
    fn check_verified(&self, batch: &PreparedBatch) -> Result<(), AppendError> {
        let Some(seen) = batch.verified else { return Ok(()) };
        let now = self.transaction_of(batch.producer.producer_id);
        if now.open_epoch == Some(batch.producer.producer_epoch) || now.ended == seen.ended {
            return Ok(());
        }
        Err(AppendError::NotVerified)
    }

    /// Judges a batch of this log's leader, which has its offsets.
    pub(crate) fn admit_as_follower(&self, batch: &PreparedBatch) -> Result<Admitted, AppendError> {
        let base_offset = batch.header().base_offset;
        if base_offset < self.log_end {
            return Err(AppendError::UnexpectedOffset { base_offset, log_end: self.log_end });
        }
        self.admit(batch, base_offset, batch.header().partition_leader_epoch)
    }

    pub(super) fn admit(
        &self,
        batch: &PreparedBatch,
        base: i64,
        leader_epoch: i32,
    ) -> Result<Admitted, AppendError> {
        let (size, segment_bytes) = (batch.size() as u64, self.config.segment_bytes);
        if u64::from(segment_bytes) < size {
            return Err(AppendError::BatchLargerThanSegment { size, segment_bytes });
        }
        let last_offset = base
            .checked_add(batch.header().last_offset_delta.into())
            .filter(|last| base <= *last && *last < i64::MAX)
            .ok_or(AppendError::OffsetsExhausted)?;
        Ok(Admitted { base_offset: base, last_offset, leader_epoch })
    }

    /// The header as it is stored at the admitted place.
    pub(crate) fn place(batch: &PreparedBatch, admitted: Admitted) -> [u8; HEADER_SIZE] {
        let mut head = batch.head;
        patch::set_base_offset(&mut head, admitted.base_offset);
        patch::set_partition_leader_epoch(&mut head, admitted.leader_epoch);
        head
    }
}
