//! What a run prints: counts, rates, percentiles, errors, as one JSON object.

use std::collections::BTreeMap;

use anyhow::Result;
use hdrhistogram::Histogram;
use moldau_wire::ErrorCode;
use serde_json::{Map, Value, json};

/// Latencies in microseconds, from 1 µs to 10 minutes, three significant digits. Longer ones count as the longest.
#[derive(Debug, Clone)]
pub(crate) struct Latencies(Histogram<u64>);

const HIGHEST_US: u64 = 600_000_000;

impl Latencies {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self(Histogram::new_with_bounds(1, HIGHEST_US, 3).expect("the bounds are those the type allows"))
    }

    /// Counts one.
    pub(crate) fn record_ns(&mut self, nanoseconds: u64) {
        self.0.saturating_record((nanoseconds / 1000).max(1));
    }

    /// Counts those of another as well.
    pub(crate) fn add(&mut self, other: &Self) -> Result<()> {
        Ok(self.0.add(&other.0)?)
    }

    /// Count, mean, percentiles and the longest, in microseconds.
    pub(crate) fn to_json(&self) -> Value {
        let at = |percent| self.0.value_at_percentile(percent);
        json!({
            "count": self.0.len(),
            "mean": self.0.mean(),
            "p50": at(50.0), "p90": at(90.0), "p99": at(99.0), "p99.9": at(99.9), "p99.99": at(99.99),
            "max": self.0.max(),
        })
    }
}

/// Errors by Kafka's name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Errors(BTreeMap<&'static str, u64>);

impl Errors {
    /// Counts an error code unless it is 0; says whether it was one.
    pub(crate) fn count(&mut self, code: i16, times: u64) -> bool {
        if code == 0 {
            return false;
        }
        let name = ErrorCode::from_i16(code).map_or("unknown code", ErrorCode::name);
        *self.0.entry(name).or_default() += times;
        true
    }

    /// Counts those of another as well.
    pub(crate) fn add(&mut self, other: &Self) {
        for (name, count) in &other.0 {
            *self.0.entry(name).or_default() += count;
        }
    }

    /// Name to count.
    pub(crate) fn to_json(&self) -> Value {
        self.0.iter().map(|(name, count)| ((*name).to_owned(), json!(count))).collect::<Map<_, _>>().into()
    }
}

/// So many per second.
pub(crate) fn per_second(count: u64, seconds: f64) -> f64 {
    if seconds > 0.0 { float(count) / seconds } else { 0.0 }
}

/// Bytes as MiB.
pub(crate) fn mebibytes(bytes: u64) -> f64 {
    float(bytes) / 1_048_576.0
}

#[expect(clippy::cast_precision_loss, reason = "figures for people; 52 bits are enough")]
fn float(count: u64) -> f64 {
    count as f64
}
