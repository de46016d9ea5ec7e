//! Numbers from a seed: topic ids and where placement starts. Not for secrets.

use moldau_ids::Uuid;

/// The generator xoshiro256** (Blackman and Vigna, public domain), seeded by its caller.
#[derive(Debug)]
pub(super) struct Random([u64; 4]);

impl Random {
    pub(super) fn new(entropy: [u8; 32]) -> Self {
        let mut state = [0; 4];
        for (word, bytes) in state.iter_mut().zip(entropy.chunks_exact(8)) {
            *word = u64::from_le_bytes(bytes.try_into().unwrap_or_default());
        }
        // All zero is the one state that the generator never leaves.
        if state == [0; 4] {
            state = [1; 4];
        }
        Self(state)
    }

    pub(super) fn next(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.0;
        let result = b.wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let shifted = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= shifted;
        *d = d.rotate_left(45);
        result
    }

    /// A number below `bound`; 0 if `bound` is 0. The bias is below 2^-32 for the sizes at hand.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX);
        self.next().checked_rem(bound).and_then(|value| usize::try_from(value).ok()).unwrap_or(0)
    }

    pub(super) fn uuid(&mut self) -> Uuid {
        loop {
            let bytes = (u128::from(self.next()) << 64 | u128::from(self.next())).to_be_bytes();
            if let Some(id) = Uuid::from_random(bytes) {
                return id;
            }
        }
    }
}
