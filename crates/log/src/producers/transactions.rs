//! Open transactions and those whose end is not yet replicated.

use std::collections::BTreeMap;

/// A transaction that a marker ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompletedTxn {
    /// Whose.
    pub producer_id: i64,
    /// Its first record.
    pub first_offset: i64,
    /// Its marker.
    pub last_offset: i64,
    /// ABORT, or else COMMIT.
    pub aborted: bool,
}

/// Transactions that hold the last stable offset back, by first offset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Transactions {
    /// First offset to producer id.
    open: BTreeMap<i64, i64>,
    /// First offset to the marker's offset.
    unreplicated: BTreeMap<i64, i64>,
}

impl Transactions {
    pub(super) fn open(&mut self, first_offset: i64, producer_id: i64) {
        self.open.insert(first_offset, producer_id);
    }

    pub(super) fn complete(&mut self, completed: &CompletedTxn) {
        self.open.remove(&completed.first_offset);
        self.unreplicated.insert(completed.first_offset, completed.last_offset);
    }

    pub(super) fn first_open(&self) -> Option<i64> {
        self.open.keys().next().copied()
    }

    pub(super) fn oldest_open(&self) -> Option<(i64, i64)> {
        self.open.iter().next().map(|(first_offset, producer_id)| (*first_offset, *producer_id))
    }

    pub(super) fn first_unstable(&self) -> Option<i64> {
        let first_unreplicated = self.unreplicated.keys().next().copied();
        match (self.first_open(), first_unreplicated) {
            (Some(open), Some(unreplicated)) => Some(open.min(unreplicated)),
            (one, other) => one.or(other),
        }
    }

    pub(super) fn forget_unreplicated_below(&mut self, high_watermark: i64) {
        // Kafka stops at the first that is not replicated; so do we: the first unstable offset is the same.
        while let Some(first) = self.unreplicated.first_entry() {
            if high_watermark <= *first.get() {
                break;
            }
            first.remove();
        }
    }
}
