//! Time, randomness and waiting: everything that is not a function of its input comes from an [`Env`].
//!
//! The real node takes the machine's clock and entropy; the simulator brings its own clock, a seed, and a tokio
//! runtime whose time is paused. This is the only place that sleeps or asks the system for random bytes.
//!
//! Two clocks: [`Env::monotonic`] and [`Env::wall`] are the disk's ([`Clock`]), in milliseconds, for what is
//! stored or compared across components; [`Env::instant`] is the runtime's, for deadlines and durations within
//! a connection or a task. The simulator keeps them in step.

use std::{fmt, sync::Arc, time::Duration};

use moldau_disk::Clock;
use moldau_ids::{MonotonicMs, Timestamp, Uuid};
use parking_lot::Mutex;
use tokio::time::{Instant, Sleep};

/// Where a node takes time and randomness from. Clones share both.
#[derive(Clone)]
pub struct Env {
    clock: Arc<dyn Clock>,
    entropy: Arc<Entropy>,
}

enum Entropy {
    System,
    /// The state of a splitmix64 generator.
    Seeded(Mutex<u64>),
}

/// The wait was longer than allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not within {0:?}")]
pub struct Elapsed(pub Duration);

impl Env {
    /// This clock, and the system's random bytes.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, entropy: Arc::new(Entropy::System) }
    }

    /// This clock, and bytes that follow from `seed` and the order in which they are asked for.
    pub fn seeded(clock: Arc<dyn Clock>, seed: u64) -> Self {
        Self { clock, entropy: Arc::new(Entropy::Seeded(Mutex::new(seed))) }
    }

    /// Whether this is the simulator's world: one thread, paused time, everything by the seed.
    pub fn is_simulated(&self) -> bool {
        matches!(&*self.entropy, Entropy::Seeded(_))
    }

    /// The disk's clock.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Milliseconds that never go back.
    pub fn monotonic(&self) -> MonotonicMs {
        self.clock.monotonic()
    }

    /// The time of day.
    pub fn wall(&self) -> Timestamp {
        self.clock.wall()
    }

    /// The runtime's time, for deadlines.
    pub fn instant(&self) -> Instant {
        Instant::now()
    }

    /// Waits. Cancel-safe.
    pub async fn sleep(&self, duration: Duration) {
        self.sleep_until(self.instant() + duration).await;
    }

    /// A timer that can be moved.
    pub fn sleep_until(&self, deadline: Instant) -> Sleep {
        tokio::time::sleep_until(deadline)
    }

    /// Waits for `future`, at most so long. The future is dropped when the time is over.
    pub async fn timeout<F: Future>(&self, duration: Duration, future: F) -> Result<F::Output, Elapsed> {
        tokio::time::timeout(duration, future).await.map_err(|_| Elapsed(duration))
    }

    /// Runs `work`, which may wait for the disk, on a thread that may block. In the simulator it runs at once, so
    /// that the order of things follows from the seed.
    ///
    /// # Panics
    /// If `work` does.
    pub async fn blocking<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        if self.is_simulated() {
            return work();
        }
        match tokio::task::spawn_blocking(work).await {
            Ok(done) => done,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                // Only a runtime that is being dropped cancels, and then nobody is there to be answered.
                Err(_) => std::future::pending().await,
            },
        }
    }

    /// Fills `bytes` with random ones.
    ///
    /// # Panics
    /// If the system has no entropy to give: nothing that needs identities can go on then.
    pub fn fill_random(&self, bytes: &mut [u8]) {
        match &*self.entropy {
            Entropy::System => getrandom::fill(bytes).expect("the system's entropy source works"),
            Entropy::Seeded(state) => {
                let mut state = state.lock();
                for chunk in bytes.chunks_mut(8) {
                    for (byte, random) in chunk.iter_mut().zip(splitmix64(&mut state).to_le_bytes()) {
                        *byte = random;
                    }
                }
            }
        }
    }

    /// A random number.
    pub fn random_u64(&self) -> u64 {
        let mut bytes = [0; 8];
        self.fill_random(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// A random id of the kind Kafka gives to topics, directories and clusters.
    pub fn random_uuid(&self) -> Uuid {
        loop {
            let mut bytes = [0; 16];
            self.fill_random(&mut bytes);
            if let Some(uuid) = Uuid::from_random(bytes) {
                return uuid;
            }
        }
    }
}

impl fmt::Debug for Env {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seeded = matches!(&*self.entropy, Entropy::Seeded(_));
        f.debug_struct("Env").field("clock", &self.clock).field("seeded", &seeded).finish()
    }
}

/// Steele, Lea, Flood: "Fast splittable pseudorandom number generators" (2014).
fn splitmix64(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splitmix64_gives_its_published_numbers() {
        let mut state = 1_234_567;
        let numbers: Vec<u64> = (0..3).map(|_| splitmix64(&mut state)).collect();
        assert_eq!(
            numbers,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }
}
