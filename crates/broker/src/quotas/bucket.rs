//! The token bucket of controller mutations (KIP-599). Pure.
//!
//! It gains the quota's rate and holds what all windows together may use. Whoever takes while it is not in debt may
//! take more than there is; what is missing then has to come back before anybody may take again.

use moldau_ids::MonotonicMs;

use super::{
    in_answer,
    rate::{Window, seconds, whole},
};

/// One entity's tokens.
#[derive(Debug)]
pub(crate) struct Bucket {
    tokens: f64,
    filled: MonotonicMs,
}

/// Whether a change may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mutation {
    /// It may.
    pub(crate) admitted: bool,
    /// How long the client is to wait before it asks for the next, in milliseconds.
    pub(crate) throttle_ms: u32,
}

impl Bucket {
    /// One that nobody has taken from.
    pub(crate) fn full(window: Window, rate: f64, now: MonotonicMs) -> Self {
        Self { tokens: rate * window.all_seconds(), filled: now }
    }

    /// Takes `amount`. While the bucket is in debt, `strict` takers get nothing, and the others get into more debt.
    pub(crate) fn take(
        &mut self,
        window: Window,
        rate: f64,
        amount: f64,
        strict: bool,
        now: MonotonicMs,
    ) -> Mutation {
        let gained = rate * seconds(now.since(self.filled));
        self.tokens = (self.tokens + gained).min(rate * window.all_seconds());
        self.filled = self.filled.max(now);
        if strict && self.tokens < 0.0 {
            return Mutation { admitted: false, throttle_ms: self.debt_ms(rate) };
        }
        self.tokens -= amount;
        Mutation { admitted: true, throttle_ms: if strict { 0 } else { self.debt_ms(rate) } }
    }

    fn debt_ms(&self, rate: f64) -> u32 {
        in_answer(whole((-self.tokens / rate * 1_000.0).max(0.0)))
    }
}
