//! An answer that waits for durability.

use std::{fmt, sync::Arc};

use moldau_wire::{EncodeError, EncodedFrame};
use tokio::time::Instant;

/// What a Produce request waits with: its partitions' outcomes as they come in.
///
/// Whoever completes the last outcome wakes the connection through its [`super::waker::ConnectionWaker`]; the
/// connection then asks for the answer. Asking after the deadline gives the answer as it stands, unfinished
/// partitions timed out.
pub(crate) trait PendingAnswer: Send + Sync + fmt::Debug {
    /// Every partition has its outcome.
    fn is_complete(&self) -> bool;

    /// The answer is to say that the connection is muted for so long.
    fn throttle(&self, throttle_time_ms: i32);

    /// The answer, header included. Called once, when complete or when the deadline has passed.
    fn answer(&self) -> Result<EncodedFrame, EncodeError>;
}

/// A [`PendingAnswer`] and when to stop waiting for it.
#[derive(Debug, Clone)]
pub(crate) struct Pending {
    /// The outcomes.
    pub(crate) answer: Arc<dyn PendingAnswer>,
    /// When unfinished partitions are to be answered with `REQUEST_TIMED_OUT`.
    pub(crate) deadline: Instant,
}
