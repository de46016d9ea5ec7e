//! How far an owner is, for those who wait for it to have loaded its state.
//!
//! Not a `watch`: that one wakes its waiters in an order of its own, and in the simulation everything goes by the seed.

use std::sync::atomic::{AtomicU8, Ordering};

use tokio::sync::Notify;

const LOADING: u8 = 0;
const SERVING: u8 = 1;
const OVER: u8 = 2;

/// Shared by an owner and its handles.
#[derive(Debug, Default)]
pub(super) struct Stage {
    at: AtomicU8,
    moved: Notify,
}

/// There is no owner any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Over;

impl Stage {
    /// The state is being loaded, for the first time or again.
    pub(super) fn loads(&self) {
        self.at.store(LOADING, Ordering::Release);
    }

    /// The state is there.
    pub(super) fn serves(&self) {
        self.to(SERVING);
    }

    /// The owner ends.
    pub(super) fn is_over(&self) {
        self.to(OVER);
    }

    fn to(&self, stage: u8) {
        self.at.store(stage, Ordering::Release);
        self.moved.notify_waiters();
    }

    /// Waits until the state is there. Those who wait go on in the order in which they came.
    pub(super) async fn loaded(&self) -> Result<(), Over> {
        loop {
            // Listens before it looks, so that no move is missed.
            let mut moved = std::pin::pin!(self.moved.notified());
            moved.as_mut().enable();
            match self.at.load(Ordering::Acquire) {
                SERVING => return Ok(()),
                OVER => return Err(Over),
                _ => moved.await,
            }
        }
    }
}
