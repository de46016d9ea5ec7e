//! A rate over windows, as Kafka measures it. Pure.
//!
//! What is recorded is summed by window; the rate is the sum over the time since the oldest window began, and that
//! time is never taken for less than all windows but one, so that a first burst is not taken for a rate. A window
//! without news for as long as all windows together counts no more.

use moldau_ids::MonotonicMs;

/// How many windows there are, and how long each is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    /// How many; 1 or more.
    pub(crate) count: u32,
    /// How long each is; 1 or more.
    pub(crate) millis: u64,
}

impl Window {
    /// As the settings say.
    pub(crate) fn of(count: u32, seconds: u32) -> Self {
        Self { count: count.max(1), millis: u64::from(seconds.max(1)) * 1_000 }
    }

    /// All windows together, in milliseconds.
    const fn all_millis(self) -> u64 {
        (self.count as u64).saturating_mul(self.millis)
    }

    /// All windows but the present one, in seconds.
    pub(crate) fn full_seconds(self) -> f64 {
        f64::from(self.count - 1) * seconds(self.millis)
    }

    /// All windows, in seconds.
    pub(crate) fn all_seconds(self) -> f64 {
        f64::from(self.count) * seconds(self.millis)
    }
}

/// Bytes or partitions as what is charged for them.
#[expect(clippy::cast_precision_loss, reason = "more than nine petabytes are rounded")]
pub(crate) fn amount(count: usize) -> f64 {
    count as f64
}

/// Milliseconds as seconds.
#[expect(clippy::cast_precision_loss, reason = "a time of three hundred thousand years")]
pub(crate) fn seconds(millis: u64) -> f64 {
    millis as f64 / 1_000.0
}

/// Whole milliseconds; what is too much is the most there is.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, and NaN becomes 0"
)]
pub(crate) fn whole(millis: f64) -> u64 {
    millis.round() as u64
}

/// What was recorded in one window.
#[derive(Debug, Clone, Copy)]
struct Sample {
    begun: MonotonicMs,
    latest: MonotonicMs,
    sum: f64,
}

/// The rate of one entity.
#[derive(Debug, Default)]
pub(crate) struct Rate {
    /// At most one more than there are windows; the oldest first.
    samples: std::collections::VecDeque<Sample>,
}

impl Rate {
    /// Adds `amount`.
    pub(crate) fn record(&mut self, window: Window, amount: f64, now: MonotonicMs) {
        let in_time = |sample: &&mut Sample| now.since(sample.begun) < window.millis;
        if let Some(sample) = self.samples.back_mut().filter(in_time) {
            sample.sum += amount;
            sample.latest = now;
            return;
        }
        while self.samples.len() > window.count as usize {
            self.samples.pop_front();
        }
        self.samples.push_back(Sample { begun: now, latest: now, sum: amount });
    }

    /// Per second.
    pub(crate) fn per_second(&mut self, window: Window, now: MonotonicMs) -> f64 {
        let span = self.span_millis(window, now);
        self.samples.iter().map(|sample| sample.sum).sum::<f64>() / seconds(span)
    }

    /// How long nothing may be recorded for the rate to be the limit. 0 if it is not above.
    pub(crate) fn throttle_ms(&mut self, window: Window, limit: f64, now: MonotonicMs) -> u64 {
        let rate = self.per_second(window, now);
        if rate <= limit {
            return 0;
        }
        whole((rate - limit) / limit * seconds(self.span_millis(window, now)) * 1_000.0)
    }

    /// The time that the sum is taken over.
    fn span_millis(&mut self, window: Window, now: MonotonicMs) -> u64 {
        self.samples.retain(|sample| now.since(sample.latest) < window.all_millis());
        let elapsed = self.samples.front().map_or(0, |oldest| now.since(oldest.begun));
        let full = elapsed / window.millis;
        let missing = u64::from(window.count - 1).saturating_sub(full);
        elapsed.saturating_add(missing.saturating_mul(window.millis)).max(1)
    }
}

#[cfg(test)]
mod tests;
