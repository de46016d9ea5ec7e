//! What a decision may look at besides its own state.

use std::time::Duration;

use moldau_ids::Timestamp;

use crate::Config;

/// Time, producer ids, the configuration and what the cluster has agreed on, as of one decision.
pub struct Env<'a> {
    /// Wall-clock time in milliseconds. Never moves back between two calls on one shard.
    pub now: Timestamp,
    /// Where new producer ids come from.
    pub producer_ids: &'a mut dyn ProducerIds,
    /// The broker's configuration.
    pub config: &'a Config,
    /// The leader epoch of the shard's partition: partitions refuse markers of an older coordinator.
    pub coordinator_epoch: i32,
    /// The finalised level of the feature `transaction.version`. It rules the format of records and how the
    /// coordinator itself aborts; a client's own requests say by their version which protocol they follow.
    pub transaction_version: i16,
}

impl Env<'_> {
    /// The time after `wait`.
    pub(crate) fn after(&self, wait: Duration) -> Timestamp {
        later(self.now, wait)
    }
}

/// The time `wait` after `from`.
pub(crate) fn later(from: Timestamp, wait: Duration) -> Timestamp {
    Timestamp(from.0.saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)))
}

impl std::fmt::Debug for Env<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Env").field("now", &self.now).finish_non_exhaustive()
    }
}

/// A source of producer ids.
pub trait ProducerIds {
    /// An id that nobody had before and nobody gets again, also if the step that took it is never appended. `None` if
    /// there is none at hand: the client is told to ask again, and by then there should be one.
    fn take(&mut self) -> Option<i64>;
}
