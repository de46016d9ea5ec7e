//! Incremental fetch sessions (KIP-227), with a ready list so that cost follows what is ready.
//!
//! A session remembers which partitions a client follows and where it stands in each. An incremental request
//! names only what changed; the answer holds only what changed. Kafka looks at every partition of the session
//! on every fetch; here a partition is looked at when it is on the session's *ready list*: put there by the
//! client (a new or changed position) or by the partition itself (its high watermark or log start moved), and
//! kept there while it still has something to say (records beyond the position, an error).
//!
//! This module decides and does no I/O. The cache of sessions is bounded; eviction is Kafka's: sessions unused
//! for two minutes go first, then smaller unprivileged ones make room for larger ones.
//!
//! Words: *slot* - a partition's place in one session, stable while the partition is in it.

use std::collections::{HashMap, VecDeque};

use moldau_ids::{MonotonicMs, Uuid};
use moldau_wire::Str;

/// A partition's place in one session.
pub(crate) type Slot = usize;

/// Sessions unused for longer than this may be evicted by any other.
const EVICTION_MS: u64 = 120_000;
/// "No session" on the wire.
pub(crate) const NO_SESSION: i32 = 0;
/// The epoch of a full fetch that asks for a session.
const INITIAL_EPOCH: i32 = 0;
/// The epoch of a full fetch that wants none.
const FINAL_EPOCH: i32 = -1;

/// How a request names a partition: by topic id from version 13 on, by name before.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum PartitionKey {
    /// Versions 13 and up.
    Id(Uuid, i32),
    /// Versions before 13.
    Name(Str, i32),
}

/// What a client asks of one partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    /// The offset of the first record wanted. Raw: checked when the partition is read.
    pub(crate) fetch_offset: i64,
    /// The most bytes wanted from this partition.
    pub(crate) max_bytes: i32,
    /// The leader epoch the client believes in; -1 for none.
    pub(crate) current_leader_epoch: i32,
    /// The epoch of the last record the client has; -1 for none.
    pub(crate) last_fetched_epoch: i32,
    /// A follower's log start offset; -1 from consumers.
    pub(crate) log_start_offset: i64,
}

/// One partition in a session.
#[derive(Debug)]
pub(crate) struct SessionPartition<P> {
    /// How the client names it.
    pub(crate) key: PartitionKey,
    /// Where the client stands.
    pub(crate) position: Position,
    /// The high watermark last told to the client; -1 if none or if an error was told.
    pub(crate) told_high_watermark: i64,
    /// The log start offset last told to the client; -1 if none.
    pub(crate) told_log_start: i64,
    /// What the broker resolved the key to, if it has.
    pub(crate) resolved: Option<P>,
}

/// The partitions of one session, with those that are ready in order of service.
#[derive(Debug)]
pub(crate) struct SessionPartitions<P> {
    slots: Vec<Option<SessionPartition<P>>>,
    free: Vec<Slot>,
    by_key: HashMap<PartitionKey, Slot>,
    ready: VecDeque<Slot>,
    /// By slot: whether it is on the ready list.
    queued: Vec<bool>,
}

impl<P> Default for SessionPartitions<P> {
    fn default() -> Self {
        Self {
            slots: Vec::new(),
            free: Vec::new(),
            by_key: HashMap::new(),
            ready: VecDeque::new(),
            queued: Vec::new(),
        }
    }
}

impl<P> SessionPartitions<P> {
    /// How many partitions are followed.
    pub(crate) fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Adds a partition, or moves the client's position in one that is there already; either way it is ready.
    pub(crate) fn upsert(&mut self, key: PartitionKey, position: Position) -> Slot {
        if let Some(&slot) = self.by_key.get(&key) {
            if let Some(Some(partition)) = self.slots.get_mut(slot) {
                partition.position = position;
            }
            self.mark_ready(slot);
            return slot;
        }
        let partition = SessionPartition {
            key: key.clone(),
            position,
            told_high_watermark: -1,
            told_log_start: -1,
            resolved: None,
        };
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            self.queued.push(false);
            self.slots.len() - 1
        });
        if let Some(place) = self.slots.get_mut(slot) {
            *place = Some(partition);
        }
        self.by_key.insert(key, slot);
        self.mark_ready(slot);
        slot
    }

    /// Takes a partition out and returns it, so that the caller can stop watching it.
    pub(crate) fn forget(&mut self, key: &PartitionKey) -> Option<(Slot, SessionPartition<P>)> {
        let slot = self.by_key.remove(key)?;
        let partition = self.slots.get_mut(slot)?.take()?;
        if self.queued.get(slot).copied().unwrap_or_default() {
            self.ready.retain(|&queued| queued != slot);
            self.set_queued(slot, false);
        }
        self.free.push(slot);
        Some((slot, partition))
    }

    /// The partition in a slot; `None` if it was forgotten meanwhile.
    pub(crate) fn get_mut(&mut self, slot: Slot) -> Option<&mut SessionPartition<P>> {
        self.slots.get_mut(slot)?.as_mut()
    }

    /// All partitions with their slots, in no order that matters.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (Slot, &mut SessionPartition<P>)> {
        self.slots.iter_mut().enumerate().filter_map(|(slot, place)| Some((slot, place.as_mut()?)))
    }

    /// Puts a slot at the end of the ready list, once.
    pub(crate) fn mark_ready(&mut self, slot: Slot) {
        if self.queued.get(slot).is_some_and(|queued| !queued)
            && self.slots.get(slot).is_some_and(Option::is_some)
        {
            self.set_queued(slot, true);
            self.ready.push_back(slot);
        }
    }

    /// Puts every partition on the ready list.
    pub(crate) fn mark_all_ready(&mut self) {
        for slot in 0..self.slots.len() {
            self.mark_ready(slot);
        }
    }

    /// How many slots are ready.
    pub(crate) fn ready_count(&self) -> usize {
        self.ready.len()
    }

    /// Takes the slot that has waited longest. The caller puts it back with [`Self::mark_ready`] if it still
    /// has something to say.
    pub(crate) fn next_ready(&mut self) -> Option<Slot> {
        let slot = self.ready.pop_front()?;
        self.set_queued(slot, false);
        Some(slot)
    }

    fn set_queued(&mut self, slot: Slot, queued: bool) {
        if let Some(flag) = self.queued.get_mut(slot) {
            *flag = queued;
        }
    }
}

/// What a request's session id and epoch ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SessionRequest {
    /// All partitions are named; no session is wanted. Ends the session of that id, if there is one.
    Sessionless {
        /// The session to end; [`NO_SESSION`] for none.
        ends: i32,
    },
    /// All partitions are named; a session is wanted. Ends the session of that id, if there is one.
    Full {
        /// The session to end; [`NO_SESSION`] for none.
        ends: i32,
    },
    /// Only changes are named.
    Incremental {
        /// The session.
        id: i32,
        /// Must be the epoch that the session expects.
        epoch: i32,
    },
}

impl SessionRequest {
    /// Reads a request's session id and epoch as Kafka's `FetchMetadata` does.
    pub(crate) fn of(id: i32, epoch: i32) -> Self {
        match epoch {
            FINAL_EPOCH => Self::Sessionless { ends: id },
            INITIAL_EPOCH => Self::Full { ends: id },
            epoch => Self::Incremental { id, epoch },
        }
    }
}

/// The epoch after this one: 1 after the largest, as Kafka wraps it.
pub(crate) fn next_epoch(epoch: i32) -> i32 {
    if epoch < 0 { FINAL_EPOCH } else { epoch.checked_add(1).unwrap_or(1) }
}

#[derive(Debug)]
struct Cached<S> {
    session: S,
    created: MonotonicMs,
    used: MonotonicMs,
    size: usize,
    privileged: bool,
}

/// The sessions that are remembered, at most `slots` of them (`max.incremental.fetch.session.cache.slots`).
#[derive(Debug)]
pub(crate) struct SessionCache<S> {
    slots: usize,
    sessions: HashMap<i32, Cached<S>>,
    /// How many sessions were evicted to make room.
    evictions: u64,
}

impl<S: Clone> SessionCache<S> {
    /// An empty cache; with 0 slots no session is ever made.
    pub(crate) fn new(slots: usize) -> Self {
        Self { slots, sessions: HashMap::new(), evictions: 0 }
    }

    /// How many sessions are remembered.
    pub(crate) fn len(&self) -> usize {
        self.sessions.len()
    }

    /// How many partitions these sessions follow.
    pub(crate) fn partitions(&self) -> usize {
        self.sessions.values().map(|cached| cached.size).sum()
    }

    /// How many sessions had to go to make room.
    pub(crate) fn evictions(&self) -> u64 {
        self.evictions
    }

    /// The session of that id, marked as used now.
    pub(crate) fn touch(&mut self, id: i32, now: MonotonicMs) -> Option<S> {
        let cached = self.sessions.get_mut(&id)?;
        cached.used = now;
        Some(cached.session.clone())
    }

    /// Notes how many partitions a session follows now.
    pub(crate) fn resize(&mut self, id: i32, size: usize) {
        if let Some(cached) = self.sessions.get_mut(&id) {
            cached.size = size;
        }
    }

    /// Ends a session and returns it, so that the caller can stop watching its partitions.
    pub(crate) fn remove(&mut self, id: i32) -> Option<S> {
        self.sessions.remove(&id).map(|cached| cached.session)
    }

    /// Remembers a new session if there is room or room can be made. `random` draws candidates for the id.
    /// Returns the id, and the session that had to go, if any.
    pub(crate) fn insert(
        &mut self,
        size: usize,
        privileged: bool,
        now: MonotonicMs,
        random: &mut dyn FnMut() -> i32,
        make: impl FnOnce(i32) -> S,
    ) -> Option<(S, Option<S>)> {
        let mut evicted = None;
        if self.sessions.len() >= self.slots {
            let victim = self.victim(size, privileged, now)?;
            evicted = self.remove(victim);
            self.evictions += 1;
        }
        let id =
            std::iter::repeat_with(random).find(|id| *id > NO_SESSION && !self.sessions.contains_key(id))?;
        let session = make(id);
        let cached = Cached { session: session.clone(), created: now, used: now, size, privileged };
        self.sessions.insert(id, cached);
        Some((session, evicted))
    }

    /// Whom a new session of this size may push out: the one unused for longest if that is long enough, else
    /// the smallest that is old enough, not privileged (unless the new one is) and smaller.
    fn victim(&self, size: usize, privileged: bool, now: MonotonicMs) -> Option<i32> {
        let (stale_id, stale) = self.sessions.iter().min_by_key(|(id, cached)| (cached.used, **id))?;
        if now.since(stale.used) > EVICTION_MS {
            return Some(*stale_id);
        }
        self.sessions
            .iter()
            .filter(|(_, cached)| {
                privileged || (!cached.privileged && now.since(cached.created) > EVICTION_MS)
            })
            .filter(|(_, cached)| (cached.privileged, cached.size) < (privileged, size))
            .min_by_key(|(id, cached)| (cached.privileged, cached.size, **id))
            .map(|(id, _)| *id)
    }
}

#[cfg(test)]
mod tests;
