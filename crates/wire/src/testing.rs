//! Random messages for tests, here and in crates that speak the protocol. Only with the feature `testing`.
//!
//! A sample is a pure function of a seed and a version, and holds only what that version can carry, so that it
//! survives a round trip unchanged. Unknown tagged fields are among what it holds.

use bytes::Bytes;
use moldau_ids::Uuid;

use crate::codec::{Message, RawTaggedField, UnknownTags};
use crate::records_chunks::Records;
use crate::str::Str;

/// A source of random choices: splitmix64.
#[derive(Debug, Clone)]
pub struct Gen {
    state: u64,
    depth: u32,
}

impl Gen {
    /// The same seed gives the same choices.
    pub const fn new(seed: u64) -> Self {
        Self { state: seed, depth: 0 }
    }

    /// The next 64 random bits.
    pub const fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which must not be zero.
    pub const fn below(&mut self, bound: u64) -> u64 {
        self.bits() % bound
    }

    /// Up to `max` random bytes, mostly few.
    pub fn bytes(&mut self, max: u64) -> Bytes {
        let max = if self.below(8) == 0 { max } else { max.min(12) };
        let length = self.below(max + 1);
        (0..length).map(|_| self.bits().to_le_bytes()[0]).collect()
    }

    /// Unknown tagged fields with tags that are not among `known`.
    pub fn unknown_tags(&mut self, known: &[u32]) -> UnknownTags {
        let mut tags = UnknownTags::default();
        let mut tag = 0;
        while self.below(4) == 0 {
            tag += 1 + u32::from(self.bits().to_le_bytes()[0]) / 3;
            if !known.contains(&tag) {
                tags.push(RawTaggedField { tag, data: self.bytes(200) });
            }
        }
        tags
    }
}

/// A value that a version of its message can carry.
pub trait Sample: Sized {
    /// Draws a value.
    fn sample(g: &mut Gen, version: i16) -> Self;
}

/// Something to do with every message and record.
pub trait Visitor {
    /// Called once per type.
    fn visit<M: Message + Sample>(&mut self);
}

/// Calls the visitor with every message and record that the crate knows.
pub fn visit_all(visitor: &mut impl Visitor) {
    crate::generated::sample::visit_all(visitor);
}

macro_rules! number {
    ($($type:ty),*) => {$(
        impl Sample for $type {
            fn sample(g: &mut Gen, _version: i16) -> Self {
                let bits = g.bits();
                // Small numbers and the ends of the range as often as any.
                match g.below(6) {
                    0 => <$type>::MIN,
                    1 => <$type>::MAX,
                    2 => 0,
                    3 => 1,
                    _ => bits.to_le_bytes().first_chunk().copied().map_or(0, <$type>::from_le_bytes),
                }
            }
        }
    )*};
}

number!(i8, i16, i32, i64, u16, u32);

impl Sample for bool {
    fn sample(g: &mut Gen, _version: i16) -> Self {
        g.below(2) == 0
    }
}

impl Sample for f64 {
    fn sample(g: &mut Gen, version: i16) -> Self {
        // No NaN, which is not equal to itself.
        Self::from(i32::sample(g, version)) / 16.0
    }
}

impl Sample for Uuid {
    fn sample(g: &mut Gen, _version: i16) -> Self {
        if g.below(4) == 0 { Self::ZERO } else { Self((u128::from(g.bits()) << 64) | u128::from(g.bits())) }
    }
}

impl Sample for Str {
    fn sample(g: &mut Gen, _version: i16) -> Self {
        let letters = ["a", "Z", "0", "-", "_", ".", "é", "中", "🜁"];
        let max = if g.below(16) == 0 { 300 } else { 10 };
        let length = g.below(max);
        let text: String = (0..length)
            .filter_map(|_| letters.get(usize::from(g.bits().to_le_bytes()[0]) % letters.len()))
            .copied()
            .collect();
        Self::from(text)
    }
}

impl Sample for Bytes {
    fn sample(g: &mut Gen, _version: i16) -> Self {
        g.bytes(300)
    }
}

impl Sample for Records {
    fn sample(g: &mut Gen, _version: i16) -> Self {
        (0..g.below(3)).map(|_| g.bytes(1_000)).collect()
    }
}

impl<T: Sample> Sample for Option<T> {
    fn sample(g: &mut Gen, version: i16) -> Self {
        (g.below(3) > 0).then(|| T::sample(g, version))
    }
}

impl<T: Sample> Sample for Vec<T> {
    fn sample(g: &mut Gen, version: i16) -> Self {
        // Deep arrays stay short, so that a sample is some kilobytes at most.
        let length = g.below(if g.depth < 2 { 4 } else { 2 });
        g.depth += 1;
        let entries = (0..length).map(|_| T::sample(g, version)).collect();
        g.depth -= 1;
        entries
    }
}
