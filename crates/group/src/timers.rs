//! When a shard wants to be called again.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

use moldau_ids::Timestamp;

/// Timers by name: setting one again moves it. Expired ones come out in the order of their times.
#[derive(Debug)]
pub(crate) struct Timers<K> {
    by_time: BTreeSet<(Timestamp, K)>,
    by_key: HashMap<K, Timestamp>,
}

impl<K> Default for Timers<K> {
    fn default() -> Self {
        Self { by_time: BTreeSet::new(), by_key: HashMap::new() }
    }
}

impl<K: Clone + Ord + Hash> Timers<K> {
    /// Sets or moves a timer.
    pub(crate) fn set(&mut self, key: K, at: Timestamp) {
        if let Some(before) = self.by_key.insert(key.clone(), at) {
            self.by_time.remove(&(before, key.clone()));
        }
        self.by_time.insert((at, key));
    }

    /// Sets a timer that is not set.
    pub(crate) fn set_if_absent(&mut self, key: K, at: Timestamp) {
        if !self.by_key.contains_key(&key) {
            self.set(key, at);
        }
    }

    /// Forgets a timer, if it is set.
    pub(crate) fn cancel(&mut self, key: &K) {
        if let Some(before) = self.by_key.remove(key) {
            self.by_time.remove(&(before, key.clone()));
        }
    }

    /// When the next one is due.
    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.by_time.first().map(|(at, _)| *at)
    }

    /// Takes the first timer that is due at `now`.
    pub(crate) fn pop_due(&mut self, now: Timestamp) -> Option<K> {
        let (at, _) = self.by_time.first()?;
        if *at > now {
            return None;
        }
        let (_, key) = self.by_time.pop_first()?;
        self.by_key.remove(&key);
        Some(key)
    }
}
