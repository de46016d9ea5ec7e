//! The broker's transaction configuration, checked. Names in the docs are Kafka's properties.

use std::time::Duration;

/// What the broker's properties say of transactions. [`Default`] is Kafka's defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// `transaction.max.timeout.ms`.
    pub timeout_ms_max: i32,
    /// `transactional.id.expiration.ms`.
    pub id_expiration: Duration,
    /// `transaction.abort.timed.out.transaction.cleanup.interval.ms`.
    pub abort_timed_out_interval: Duration,
    /// `transaction.remove.expired.transaction.cleanup.interval.ms`.
    pub remove_expired_interval: Duration,
    /// `transaction.two.phase.commit.enable`.
    pub two_phase_commit: bool,
    /// `request.timeout.ms`: markers whose result has not come by then are wished again.
    pub marker_timeout: Duration,
    /// How long markers that could not be written wait before they are wished again.
    pub marker_retry: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            timeout_ms_max: 15 * 60 * 1000,
            id_expiration: Duration::from_hours(7 * 24),
            abort_timed_out_interval: Duration::from_secs(10),
            remove_expired_interval: Duration::from_hours(1),
            two_phase_commit: false,
            marker_timeout: Duration::from_secs(30),
            marker_retry: Duration::from_millis(100),
        }
    }
}
