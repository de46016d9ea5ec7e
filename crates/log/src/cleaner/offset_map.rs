//! Where each key was last written, in a bounded piece of memory.
//!
//! A key is kept as the first 128 bits of its SHA-256: two keys that meet there would make a record vanish that nobody
//! replaced, and a topic's keys may be chosen by somebody who wants just that. An entry takes 24 bytes. The table has a
//! fixed number of places, and is full before all of them are taken, so that a look-up stays short.

use sha2::{Digest, Sha256};

/// 128 bits of a key's hash.
type KeyHash = [u8; 16];

#[derive(Debug, Clone, Copy)]
struct Place {
    hash: KeyHash,
    offset: i64,
}

/// Bytes of one entry.
const PLACE_BYTES: u64 = 24;
const _: () = assert!(size_of::<Place>() as u64 == PLACE_BYTES);

/// No offset: the place is free.
const FREE: i64 = -1;

/// The last offset of each key in a range of a log.
#[derive(Debug)]
pub(crate) struct OffsetMap {
    places: Vec<Place>,
    taken: usize,
    taken_max: usize,
    /// Everything up to this offset is in the map; -1 for nothing.
    latest: i64,
}

impl OffsetMap {
    /// A map of at most `bytes`, filled to `load_factor`, for a range with at most `keys_max` keys.
    pub(crate) fn new(bytes: u64, load_factor: f64, keys_max: u64) -> Self {
        let load_factor = if load_factor.is_finite() { load_factor.clamp(0.01, 1.0) } else { 0.9 };
        let wanted = scaled(keys_max.saturating_add(1), 1.0 / load_factor).saturating_add(1);
        let places = wanted.min(bytes / PLACE_BYTES).max(2);
        let count = usize::try_from(places).unwrap_or(usize::MAX);
        // One place stays free, at which a look-up ends.
        let taken_max = usize::try_from(scaled(places, load_factor)).unwrap_or(usize::MAX).min(count - 1);
        let free = Place { hash: [0; 16], offset: FREE };
        Self { places: vec![free; count], taken: 0, taken_max, latest: -1 }
    }

    /// Everything up to this offset is in the map; -1 for nothing.
    pub(crate) fn latest(&self) -> i64 {
        self.latest
    }

    /// Everything up to `offset` is in the map.
    pub(crate) fn reached(&mut self, offset: i64) {
        self.latest = self.latest.max(offset);
    }

    /// How much of what may be filled is filled, 0 to 1.
    pub(crate) fn utilization(&self) -> f64 {
        let part = |count: usize| u32::try_from(count).map_or(f64::from(u32::MAX), f64::from);
        part(self.taken) / part(self.taken_max.max(1))
    }

    /// Notes that `key` was written at `offset`. `false` if there is no room for another key; nothing is noted then.
    pub(crate) fn put(&mut self, key: &[u8], offset: i64) -> bool {
        // As Kafka: when it is full, also a key that it has ends the range.
        if self.taken_max <= self.taken {
            return false;
        }
        let hash = hash(key);
        let at = self.find(&hash);
        if let Some(place) = self.places.get_mut(at) {
            if place.offset == FREE {
                self.taken += 1;
            }
            *place = Place { hash, offset };
        }
        true
    }

    /// The last offset of `key`, if it was noted.
    pub(crate) fn get(&self, key: &[u8]) -> Option<i64> {
        let found = self.places.get(self.find(&hash(key)))?;
        (found.offset != FREE).then_some(found.offset)
    }

    /// The place of a hash, or the free one where it goes.
    fn find(&self, hash: &KeyHash) -> usize {
        let count = self.places.len();
        let mut at = usize::try_from(first_eight(hash) % count as u64).unwrap_or(0);
        for _ in 0..count {
            match self.places.get(at) {
                Some(place) if place.offset != FREE && place.hash != *hash => {}
                Some(_) | None => break,
            }
            at = if at + 1 == count { 0 } else { at + 1 };
        }
        at
    }
}

fn hash(key: &[u8]) -> KeyHash {
    Sha256::digest(key).first_chunk().copied().unwrap_or_default()
}

fn first_eight(hash: &KeyHash) -> u64 {
    hash.first_chunk().copied().map_or(0, u64::from_be_bytes)
}

/// `count` times `factor`, rounded down. The number is one of places in memory, which an `f64` holds exactly.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float that is cut to the range"
)]
#[expect(clippy::cast_precision_loss, reason = "below 2^52 there is none")]
fn scaled(count: u64, factor: f64) -> u64 {
    (count.min(1 << 52) as f64 * factor) as u64
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_full_map_takes_nothing_more() {
        let mut map = OffsetMap::new(24 * 10, 0.5, 1_000);
        for key in 0..5_u8 {
            assert!(map.put(&[key], i64::from(key)));
        }
        assert!(!map.put(&[9], 9));
        assert!(!map.put(&[1], 9), "as Kafka: full is full");
        assert_eq!((map.get(&[1]), map.get(&[9])), (Some(1), None));
        assert!((map.utilization() - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn it_takes_no_more_memory_than_the_range_needs() {
        assert!(OffsetMap::new(128 << 20, 0.9, 100).places.len() < 120);
        assert_eq!(OffsetMap::new(240, 0.9, u64::MAX).places.len(), 10);
        for odd in [f64::NAN, 0.0, -1.0, 7.0] {
            let mut map = OffsetMap::new(0, odd, 0);
            let _taken = map.put(b"a", 1);
            assert_eq!(map.get(b"b"), None);
        }
    }

    proptest! {
        #[test]
        fn it_is_a_map_as_long_as_there_is_room(
            entries in proptest::collection::vec((0u8..40, 0i64..1_000), 0..200), bytes in 24u64..2_000,
        ) {
            let mut map = OffsetMap::new(bytes, 0.9, 1_000);
            let mut model = BTreeMap::new();
            for (key, offset) in entries {
                if !map.put(&[key], offset) {
                    prop_assert!(map.taken_max <= model.len());
                    break;
                }
                model.insert(key, offset);
            }
            for key in 0..40 {
                prop_assert_eq!(map.get(&[key]), model.get(&key).copied());
            }
        }
    }
}
