//! What is known of a share partition's records: stretches of offsets that do not overlap.

use std::collections::BTreeMap;

/// How far a record is. The greater of two is the later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Delivery {
    pub(super) count: i16,
    pub(super) state: i8,
}

/// A stretch of records that are equally far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Batch {
    pub(super) first: i64,
    pub(super) last: i64,
    pub(super) delivery: Delivery,
}

impl Batch {
    /// Whether it makes sense. Those that do not are refused, or skipped in the log.
    pub(super) fn is_sound(&self) -> bool {
        0 <= self.first && self.first <= self.last && self.last < i64::MAX
    }
}

/// See the module's documentation. Neighbours differ.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Batches(BTreeMap<i64, (i64, Delivery)>);

impl Batches {
    /// The batches, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Batch> + '_ {
        self.0.iter().map(|(first, (last, delivery))| Batch {
            first: *first,
            last: *last,
            delivery: *delivery,
        })
    }

    /// Forgets what lies below `start`.
    pub(super) fn prune(&mut self, start: i64) {
        self.split(start);
        self.0 = self.0.split_off(&start);
    }

    /// Takes a report in.
    pub(super) fn add(&mut self, batch: Batch) {
        if !batch.is_sound() {
            return;
        }
        let Batch { first, last, delivery } = batch;
        self.split(first);
        self.split(last + 1);
        let mut next = first;
        let mut gaps = Vec::new();
        for (known, (end, known_delivery)) in self.0.range_mut(first..=last) {
            if next < *known {
                gaps.push((next, *known - 1));
            }
            *known_delivery = delivery.max(*known_delivery);
            next = *end + 1;
        }
        if next <= last {
            gaps.push((next, last));
        }
        self.0.extend(gaps.into_iter().map(|(first, last)| (first, (last, delivery))));
        self.join(first, last);
    }

    /// Sees to it that no batch crosses `offset`.
    fn split(&mut self, offset: i64) {
        let Some((_, (last, delivery))) = self.0.range_mut(..offset).next_back() else { return };
        if offset <= *last {
            let rest = (*last, *delivery);
            *last = offset - 1;
            self.0.insert(offset, rest);
        }
    }

    /// Joins neighbours that are equally far, from the one before `first` to the one after `last`.
    fn join(&mut self, first: i64, last: i64) {
        let begin = self.0.range(..first).next_back().map_or(first, |(begin, _)| *begin);
        let keys: Vec<i64> = self.0.range(begin..=last.saturating_add(1)).map(|(key, _)| *key).collect();
        let mut previous: Option<i64> = None;
        for key in keys {
            let Some((end, delivery)) = self.0.get(&key).copied() else { continue };
            if let Some((last, same)) = previous.and_then(|previous| self.0.get_mut(&previous))
                && *last + 1 == key
                && *same == delivery
            {
                *last = end;
                self.0.remove(&key);
            } else {
                previous = Some(key);
            }
        }
    }
}
