//! Where in the log each key's state begins, so that what lies before all of them can be deleted.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::types::SharePartitionKey;

/// What a record means for where a key's state begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Snapshot,
    Update,
    Tombstone,
}

/// See the module's documentation.
#[derive(Debug, Default)]
pub(super) struct Places {
    begins: BTreeMap<SharePartitionKey, i64>,
    begins_by_offset: BTreeSet<(i64, SharePartitionKey)>,
    /// Records whose place is not known yet, in their order.
    unplaced: VecDeque<(SharePartitionKey, Place)>,
    last_offset: Option<i64>,
}

impl Places {
    /// A record is going to be appended.
    pub(super) fn expect(&mut self, record: (SharePartitionKey, Place)) {
        self.unplaced.push_back(record);
    }

    /// The next records that were expected lie from `base_offset` on.
    pub(super) fn committed(&mut self, base_offset: i64, count: usize) {
        for offset in (base_offset..i64::MAX).take(count) {
            let Some((key, place)) = self.unplaced.pop_front() else { return };
            self.put(key, place, offset);
        }
    }

    /// Below it everything is said again further on.
    pub(super) fn prunable_offset(&self) -> Option<i64> {
        let first = self.begins_by_offset.first().map(|(offset, _)| *offset);
        first.or(self.last_offset).filter(|offset| *offset > 0)
    }

    /// Where a record came to lie.
    pub(super) fn put(&mut self, key: SharePartitionKey, place: Place, offset: i64) {
        self.last_offset = Some(offset);
        let known = self.begins.get(&key).copied();
        if place == Place::Update && known.is_some() {
            return;
        }
        if let Some(known) = known {
            self.begins_by_offset.remove(&(known, key.clone()));
            self.begins.remove(&key);
        }
        if place != Place::Tombstone {
            self.begins_by_offset.insert((offset, key.clone()));
            self.begins.insert(key, offset);
        }
    }

    /// By key.
    #[cfg(test)]
    pub(super) fn begins(&self) -> &BTreeMap<SharePartitionKey, i64> {
        &self.begins
    }
}
