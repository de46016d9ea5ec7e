//! What each entity has used lately: made at first use, forgotten when idle, and never more than a fixed number. Pure.

use std::collections::BTreeMap;

use moldau_ids::MonotonicMs;

/// How long an entity is remembered without use, as in Kafka.
const IDLE_MS: u64 = 60 * 60 * 1_000;
/// How often idle entities are looked for.
const SWEEP_MS: u64 = 60 * 1_000;

/// Entities by name.
#[derive(Debug)]
pub(crate) struct Usage<K, S> {
    entities: BTreeMap<K, Entry<S>>,
    entities_max: usize,
    swept: MonotonicMs,
    forgotten: Forgotten<K>,
    changed: bool,
}

#[derive(Debug)]
struct Entry<S> {
    used: MonotonicMs,
    state: S,
}

/// Who is not remembered any more.
#[derive(Debug)]
pub(crate) struct Forgotten<K> {
    /// All of them.
    pub(crate) keys: Vec<K>,
    /// How many of them were not idle, but too many.
    pub(crate) evicted: usize,
}

impl<K: Ord + Clone, S> Usage<K, S> {
    /// Room for so many; 1 or more.
    pub(crate) fn new(entities_max: usize) -> Self {
        let forgotten = Forgotten { keys: Vec::new(), evicted: 0 };
        Self { entities: BTreeMap::new(), entities_max, swept: MonotonicMs(0), forgotten, changed: false }
    }

    /// What an entity has used.
    pub(crate) fn of(&mut self, key: K, now: MonotonicMs, new: impl FnOnce() -> S) -> &mut S {
        if !self.entities.contains_key(&key) {
            self.make_room(now);
            self.changed = true;
        }
        let entry = self.entities.entry(key).or_insert_with(|| Entry { used: now, state: new() });
        entry.used = now;
        &mut entry.state
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.entities.len()
    }

    /// Who was forgotten since the last time, if anybody came or went.
    pub(crate) fn take_forgotten(&mut self) -> Option<Forgotten<K>> {
        let nothing = Forgotten { keys: Vec::new(), evicted: 0 };
        std::mem::take(&mut self.changed).then(|| std::mem::replace(&mut self.forgotten, nothing))
    }

    fn make_room(&mut self, now: MonotonicMs) {
        let full = self.entities_max <= self.entities.len();
        if !full && now.since(self.swept) < SWEEP_MS {
            return;
        }
        self.swept = now;
        self.forget(|used| IDLE_MS <= now.since(used));
        if self.entities_max <= self.entities.len() {
            // A tenth at once, so that many new names cost little each.
            let mut times: Vec<MonotonicMs> = self.entities.values().map(|entry| entry.used).collect();
            let (_, oldest, _) = times.select_nth_unstable(self.entities_max / 10);
            let oldest = *oldest;
            let before = self.forgotten.keys.len();
            self.forget(|used| used <= oldest);
            self.forgotten.evicted += self.forgotten.keys.len() - before;
        }
    }

    fn forget(&mut self, gone: impl Fn(MonotonicMs) -> bool) {
        let forgotten = &mut self.forgotten.keys;
        self.entities.retain(|key, entry| {
            let stays = !gone(entry.used);
            if !stays {
                forgotten.push(key.clone());
            }
            stays
        });
    }
}

#[cfg(test)]
mod tests;
