//! Which leader wrote which offsets: the partition's epoch history (KIP-101, KIP-279).
//!
//! A list of (epoch, first offset), both strictly rising. It answers where an epoch ended, which is how a
//! follower finds the point where its log and its leader's part. Pure; the file is written by write-back.

use moldau_ids::{LeaderEpoch, Offset};

use crate::format::checkpoint::EpochEntry;

/// Where an epoch ends, as `OffsetForLeaderEpoch` answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EpochEnd {
    /// The largest epoch at or below the one asked for (the one asked for if all known ones are above).
    pub epoch: LeaderEpoch,
    /// The first offset after it.
    pub end_offset: Offset,
}

/// The epoch history of one partition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EpochCache {
    entries: Vec<EpochEntry>,
}

impl EpochCache {
    /// From a file's entries. Entries that contradict a later one are dropped, as when they are assigned.
    pub fn from_entries(entries: impl IntoIterator<Item = EpochEntry>) -> Self {
        let mut cache = Self::default();
        for entry in entries {
            cache.assign(entry.epoch, entry.start_offset);
        }
        cache
    }

    /// The entries, oldest first.
    pub fn entries(&self) -> &[EpochEntry] {
        &self.entries
    }

    /// Notes that `start_offset` is the first of `epoch`, if the epoch is new. Older entries that claim a higher
    /// epoch or offset are dropped. Returns whether anything changed.
    pub fn assign(&mut self, epoch: i32, start_offset: i64) -> bool {
        if epoch < 0 || start_offset < 0 {
            return false;
        }
        if let Some(last) = self.entries.last()
            && last.epoch == epoch
            && last.start_offset <= start_offset
        {
            return false;
        }
        self.entries.retain(|entry| entry.epoch < epoch && entry.start_offset < start_offset);
        self.entries.push(EpochEntry { epoch, start_offset });
        true
    }

    /// The newest epoch.
    pub fn latest(&self) -> Option<EpochEntry> {
        self.entries.last().copied()
    }

    /// The epoch under which `offset` was written, if the history reaches back to it.
    pub fn epoch_for_offset(&self, offset: i64) -> Option<i32> {
        self.entries.iter().rev().find(|entry| entry.start_offset <= offset).map(|entry| entry.epoch)
    }

    /// Where `epoch` ends in a log that ends at `log_end`; `None` for an epoch beyond the newest.
    pub fn end_offset_for(&self, epoch: i32, log_end: Offset) -> Option<EpochEnd> {
        let latest = self.latest()?;
        if epoch < 0 || latest.epoch < epoch {
            return None;
        }
        if epoch == latest.epoch {
            return Some(EpochEnd { epoch: LeaderEpoch(epoch), end_offset: log_end });
        }
        let higher = self.entries.iter().find(|entry| epoch < entry.epoch)?;
        let floor = self.entries.iter().rev().find(|entry| entry.epoch <= epoch);
        Some(EpochEnd {
            epoch: LeaderEpoch(floor.map_or(epoch, |entry| entry.epoch)),
            end_offset: Offset::new(higher.start_offset)?,
        })
    }

    /// Forgets what begins at or beyond `end_offset`. Returns whether anything changed.
    pub fn truncate_from_end(&mut self, end_offset: i64) -> bool {
        let before = self.entries.len();
        self.entries.retain(|entry| entry.start_offset < end_offset);
        before != self.entries.len()
    }

    /// Forgets what ended at or before `start_offset`; the epoch that spans it then begins there. Returns
    /// whether anything changed.
    pub fn truncate_from_start(&mut self, start_offset: i64) -> bool {
        let covered = self.entries.iter().take_while(|entry| entry.start_offset <= start_offset).count();
        let Some(last_covered) = covered.checked_sub(1) else { return false };
        let moved = self.entries.get(last_covered).is_some_and(|entry| entry.start_offset != start_offset);
        self.entries.drain(..last_covered);
        if let Some(first) = self.entries.first_mut() {
            first.start_offset = start_offset;
        }
        0 < last_covered || moved
    }

    /// Forgets everything.
    pub fn clear(&mut self) -> bool {
        let had = !self.entries.is_empty();
        self.entries.clear();
        had
    }
}

#[cfg(test)]
mod tests;
