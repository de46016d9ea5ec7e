//! How fast cleaning may read and write (`log.cleaner.io.max.bytes.per.second`).

/// Says when to go on, so that over time no more bytes than allowed are moved.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    bytes_per_second: f64,
    /// Microseconds at which what has been moved so far is paid for.
    paid_at_us: u64,
}

impl Pace {
    pub(crate) const fn new(bytes_per_second: f64) -> Self {
        Self { bytes_per_second, paid_at_us: 0 }
    }

    pub(crate) const fn set_rate(&mut self, bytes_per_second: f64) {
        self.bytes_per_second = bytes_per_second;
    }

    /// So many bytes have been moved.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float that is cut to the range"
    )]
    #[expect(clippy::cast_precision_loss, reason = "a few bytes more or less do not matter")]
    pub(crate) fn spend(&mut self, bytes: u64, now_us: u64) {
        if 0.0 < self.bytes_per_second {
            let cost_us = (bytes as f64 / self.bytes_per_second * 1e6) as u64;
            self.paid_at_us = self.paid_at_us.max(now_us).saturating_add(cost_us);
        }
    }

    /// Milliseconds for which nothing more may be moved; 0 if something may.
    pub(crate) fn wait_ms(&self, now_us: u64) -> u64 {
        self.paid_at_us.saturating_sub(now_us).div_ceil(1_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_moved_is_waited_for() {
        let mut pace = Pace::new(1_000.0);
        assert_eq!(pace.wait_ms(5), 0);
        pace.spend(500, 1_000_000);
        assert_eq!(pace.wait_ms(1_000_000), 500);
        assert_eq!(pace.wait_ms(1_499_500), 1);
        assert_eq!(pace.wait_ms(1_500_000), 0);
        pace.spend(500, 9_000_000);
        assert_eq!(pace.wait_ms(9_000_000), 500, "time that went by unused is not saved up");
        for unbounded in [f64::MAX, f64::INFINITY, 0.0, f64::NAN] {
            let mut pace = Pace::new(unbounded);
            pace.spend(u64::MAX, 7);
            assert_eq!(pace.wait_ms(7), 0, "{unbounded}");
        }
    }
}
