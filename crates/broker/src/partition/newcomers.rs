//! Producers that a partition does not know, while their transaction's coordinator is asked to vouch for their first batch.
//!
//! The log takes any sequence number from a producer that it does not know. If the coordinator could not vouch for the
//! first batch, the second one, which is on its way already, must not take its place: the first one will be sent again, and
//! would then be out of order for ever (Kafka's tentative sequence, KIP-890).

use std::collections::BTreeMap;

/// Producers remembered; those that never came to write anything would stay for ever otherwise.
const PRODUCERS_MAX: usize = 1_000;

/// The lowest sequence number that each newcomer has come with.
#[derive(Debug, Default)]
pub(super) struct Newcomers(BTreeMap<i64, (i16, i32)>);

impl Newcomers {
    /// A batch with this first sequence number comes; `false` if an earlier one has to come again first.
    pub(super) fn comes(&mut self, producer_id: i64, epoch: i16, sequence: i32) -> bool {
        if PRODUCERS_MAX <= self.0.len() && !self.0.contains_key(&producer_id) {
            self.0.pop_first();
        }
        let (known_epoch, lowest) = self.0.entry(producer_id).or_insert((epoch, sequence));
        if *known_epoch < epoch {
            (*known_epoch, *lowest) = (epoch, sequence);
        }
        if *known_epoch == epoch {
            *lowest = (*lowest).min(sequence);
        }
        // A zombie is for the coordinator to refuse.
        epoch < *known_epoch || sequence == *lowest
    }

    /// The log knows the producer from now on.
    pub(super) fn is_in(&mut self, producer_id: i64) {
        self.0.remove(&producer_id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_batch_waits_for_the_first_one() {
        let mut newcomers = Newcomers::default();
        assert!(newcomers.comes(7, 0, 0), "the first; its coordinator can't vouch for it now");
        assert!(!newcomers.comes(7, 0, 3), "the second, which was on its way");
        assert!(newcomers.comes(7, 0, 0), "the first again");
        newcomers.is_in(7);
        assert!(newcomers.comes(7, 0, 3), "whether it follows is the log's to say");
    }

    #[test]
    fn a_new_epoch_begins_anew() {
        let mut newcomers = Newcomers::default();
        assert!(newcomers.comes(7, 0, 5));
        assert!(newcomers.comes(7, 0, 2), "one before it, on another connection");
        assert!(!newcomers.comes(7, 0, 5));
        assert!(newcomers.comes(7, 1, 9));
        assert!(newcomers.comes(7, 0, 1), "a zombie is not judged here");
        assert!(!newcomers.comes(7, 1, 10));
    }

    #[test]
    fn few_are_remembered() {
        let mut newcomers = Newcomers::default();
        for producer in 0..5_000 {
            assert!(newcomers.comes(producer, 0, 0));
        }
        assert_eq!(newcomers.0.len(), PRODUCERS_MAX);
    }
}
