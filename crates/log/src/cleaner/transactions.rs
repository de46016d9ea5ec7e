//! What a cleaning knows of the transactions that it comes through: whose records were aborted, and which end markers
//! have nothing left to end.
//!
//! The batches are shown in the order of the log, from its beginning or from where the dirty part begins.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use moldau_wire::record_batch::BatchHeader;

use crate::{format::index::AbortedTxn, producers::EndMarker};

/// An aborted transaction whose marker has not come yet.
#[derive(Debug, Clone, Copy)]
struct Aborted {
    entry: AbortedTxn,
    /// One of its batches is in the log.
    has_batches: bool,
}

/// See the module's text.
#[derive(Debug, Default)]
pub(crate) struct Transactions {
    /// Not reached yet, by first offset.
    coming: VecDeque<AbortedTxn>,
    aborted: BTreeMap<i64, Aborted>,
    /// Producers that have written in a transaction that was not aborted, since their last marker.
    committed: BTreeSet<i64>,
}

/// What becomes of an end marker, as far as the records before it are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkerFate {
    /// Something is left that it ends; of an aborted transaction, with its index entry.
    Needed(Option<AbortedTxn>),
    /// Nothing is left that it ends.
    Empty,
}

impl Transactions {
    /// `aborted`: the transactions that overlap what will be shown, in any order, each once.
    pub(crate) fn new(mut aborted: Vec<AbortedTxn>) -> Self {
        aborted.sort_unstable_by_key(|entry| (entry.first_offset, entry.last_offset));
        Self { coming: aborted.into(), ..Self::default() }
    }

    fn reach(&mut self, offset: i64) {
        while let Some(entry) = self.coming.pop_front_if(|entry| entry.first_offset <= offset) {
            // Of one producer the next transaction begins behind the marker of the one before.
            self.aborted.entry(entry.producer_id).or_insert(Aborted { entry, has_batches: false });
        }
    }

    /// A batch of records. Whether it was aborted.
    pub(crate) fn on_data(&mut self, header: &BatchHeader) -> bool {
        self.reach(header.last_offset());
        if !header.attributes.is_transactional() {
            return false;
        }
        if let Some(aborted) = self.aborted.get_mut(&header.producer_id) {
            aborted.has_batches = true;
            return true;
        }
        self.committed.insert(header.producer_id);
        false
    }

    /// A control batch; `marker` is what it holds, if it is the end of a transaction. `is_empty`: it has no record.
    pub(crate) fn on_control(
        &mut self,
        header: &BatchHeader,
        marker: Option<EndMarker>,
        is_empty: bool,
    ) -> MarkerFate {
        self.reach(header.last_offset());
        match marker {
            Some(EndMarker { commit: true, .. }) => {
                if self.committed.remove(&header.producer_id) {
                    MarkerFate::Needed(None)
                } else {
                    MarkerFate::Empty
                }
            }
            Some(EndMarker { commit: false, .. }) => match self.aborted.remove(&header.producer_id) {
                Some(Aborted { entry, has_batches: true }) => MarkerFate::Needed(Some(entry)),
                Some(Aborted { has_batches: false, .. }) | None => MarkerFate::Empty,
            },
            None if is_empty => MarkerFate::Empty,
            // A control batch of another kind.
            None => MarkerFate::Needed(None),
        }
    }
}
