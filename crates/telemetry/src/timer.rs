//! Durations, counted into fixed buckets.
//!
//! A [`Timer`] is an array of atomic counters: observing costs an index computation and three relaxed additions,
//! whatever was observed before, and memory never grows. Buckets are log-linear: 32 per power of two, so a
//! quantile is off by at most 1/32 of its value. Durations above [`MAX_MICROS`] count as that.
//!
//! Quantiles are those of the last one to two minutes ([`Timer::read`] keeps the counts of a minute ago), as
//! Kafka's decaying reservoirs are; count and sum are since the start, so that a rate can be taken of them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use parking_lot::Mutex;

const SUB_BITS: u32 = 5;
const SUB_BUCKETS: usize = 1 << SUB_BITS;
const TOP_EXPONENT: u32 = 36;
const BUCKETS: usize = (TOP_EXPONENT as usize - SUB_BITS as usize + 2) * SUB_BUCKETS;

/// The longest duration that is told apart: 2^37 - 1 microseconds, about 38 hours.
pub const MAX_MICROS: u64 = (1 << (TOP_EXPONENT + 1)) - 1;

/// How old the counts may be that recent quantiles are taken against.
const WINDOW: Duration = Duration::from_mins(1);

/// A distribution of durations. Clones share the counters.
#[derive(Debug, Clone)]
pub struct Timer(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    buckets: Box<[AtomicU64]>,
    sum_micros: AtomicU64,
    window: Mutex<Window>,
}

/// The counts that recent quantiles are relative to: `older` is what they are taken against, `newer` takes its
/// place once it is a window old.
#[derive(Debug, Default)]
struct Window {
    older: Vec<u64>,
    newer: Vec<u64>,
    newer_at: Duration,
}

/// What a [`Timer`] held when it was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// Observations since the start.
    pub count: u64,
    /// Their sum, in milliseconds.
    pub sum_ms: f64,
    /// Recent quantiles in milliseconds, in the order of [`QUANTILES`]; zeros when nothing was observed recently.
    pub quantiles_ms: [f64; QUANTILES.len()],
}

/// The quantiles that Kafka's own metrics have.
pub const QUANTILES: [f64; 6] = [0.5, 0.75, 0.95, 0.98, 0.99, 0.999];

impl Default for Timer {
    fn default() -> Self {
        let buckets = (0..BUCKETS).map(|_| AtomicU64::new(0)).collect();
        Self(Arc::new(Inner { buckets, sum_micros: AtomicU64::new(0), window: Mutex::default() }))
    }
}

impl Timer {
    /// Counts one duration.
    pub fn observe(&self, duration: Duration) {
        self.observe_micros(u64::try_from(duration.as_micros()).unwrap_or(MAX_MICROS));
    }

    /// Counts one duration given in microseconds.
    pub fn observe_micros(&self, micros: u64) {
        let micros = micros.min(MAX_MICROS);
        if let Some(bucket) = self.0.buckets.get(bucket_of(micros)) {
            bucket.fetch_add(1, Relaxed);
        }
        self.0.sum_micros.fetch_add(micros, Relaxed);
    }

    /// Count, sum and recent quantiles. `now` is any clock that does not go back.
    pub fn read(&self, now: Duration) -> Reading {
        let counts: Vec<u64> = self.0.buckets.iter().map(|bucket| bucket.load(Relaxed)).collect();
        let count = counts.iter().sum();
        let mut window = self.0.window.lock();
        let recent = if window.older.is_empty() { counts.clone() } else { minus(&counts, &window.older) };
        if now.saturating_sub(window.newer_at) >= WINDOW || window.newer.is_empty() {
            window.older = std::mem::replace(&mut window.newer, counts);
            window.newer_at = now;
        }
        drop(window);
        Reading {
            count,
            sum_ms: micros_to_ms(self.0.sum_micros.load(Relaxed)),
            quantiles_ms: QUANTILES.map(|quantile| quantile_ms(&recent, quantile)),
        }
    }
}

fn minus(counts: &[u64], older: &[u64]) -> Vec<u64> {
    counts.iter().zip(older).map(|(now, then)| now.saturating_sub(*then)).collect()
}

/// The bucket of a duration of at most [`MAX_MICROS`].
fn bucket_of(micros: u64) -> usize {
    let small = usize::try_from(micros).unwrap_or(usize::MAX);
    if small < SUB_BUCKETS {
        return small;
    }
    let exponent = micros.ilog2();
    let sub = usize::try_from((micros >> (exponent - SUB_BITS)) & (SUB_BUCKETS as u64 - 1)).unwrap_or(0);
    (exponent - SUB_BITS + 1) as usize * SUB_BUCKETS + sub
}

/// The smallest duration above those of this bucket, in microseconds.
fn upper_bound_of(bucket: usize) -> u64 {
    let (row, sub) = (bucket / SUB_BUCKETS, (bucket % SUB_BUCKETS) as u64);
    if row == 0 {
        return sub + 1;
    }
    (SUB_BUCKETS as u64 + sub + 1) << (row - 1)
}

fn quantile_ms(counts: &[u64], quantile: f64) -> f64 {
    let total: u64 = counts.iter().sum();
    if total == 0 {
        return 0.0;
    }
    let rank = rank_of(total, quantile);
    let mut seen = 0;
    let bucket = counts.iter().position(|count| {
        seen += count;
        seen >= rank
    });
    bucket.map_or(0.0, |bucket| micros_to_ms(upper_bound_of(bucket)))
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rank among fewer than 2^52 observations; quantile is between 0 and 1"
)]
fn rank_of(total: u64, quantile: f64) -> u64 {
    ((total as f64 * quantile).ceil() as u64).clamp(1, total)
}

#[expect(clippy::cast_precision_loss, reason = "for people; 53 bits of microseconds are 285 years")]
fn micros_to_ms(micros: u64) -> f64 {
    micros as f64 / 1_000.0
}

#[cfg(test)]
mod tests;
