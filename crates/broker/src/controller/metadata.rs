//! [`Metadata`]: the committed image, for everybody to read, and what changes in it.

use std::sync::{Arc, Weak};

use arc_swap::ArcSwap;
use moldau_ids::Offset;
use moldau_meta::{Delta, Image};
use parking_lot::Mutex;
use tokio::sync::Notify;

/// The image as of one offset of the metadata log.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// The image.
    pub image: Image,
    /// The offset after the last record in it.
    pub next_offset: Offset,
    /// The epoch of the last batch in it.
    pub epoch: i32,
}

/// The committed metadata. Reading takes no lock.
#[derive(Debug)]
pub struct Metadata {
    latest: ArcSwap<Snapshot>,
    followers: Mutex<Vec<Weak<Follower>>>,
}

/// What one follower has not taken yet.
#[derive(Debug, Default)]
struct Follower {
    pending: Mutex<Option<Delta>>,
    wake: Notify,
}

/// One step of a follower.
#[derive(Debug, Clone)]
pub struct Change {
    /// The metadata after the change; perhaps further on than `delta` says, never behind it.
    pub snapshot: Arc<Snapshot>,
    /// Everything that changed since the follower's last step, as one.
    pub delta: Delta,
}

/// Follows the metadata from the moment it was made. What it does not take in time is merged: nothing is lost, and
/// no more is kept than the image has parts.
#[derive(Debug)]
pub struct Changes {
    metadata: Arc<Metadata>,
    follower: Arc<Follower>,
}

impl Metadata {
    /// Starts with this image.
    pub fn new(image: Image) -> Self {
        let snapshot = Snapshot { image, ..Snapshot::default() };
        Self { latest: ArcSwap::from_pointee(snapshot), followers: Mutex::default() }
    }

    /// The latest image; stays as it is while it is held.
    pub fn latest(&self) -> Arc<Snapshot> {
        self.latest.load_full()
    }

    /// The latest image, for a moment: cheaper than [`Self::latest`], not to be held across an await.
    pub fn load(&self) -> arc_swap::Guard<Arc<Snapshot>> {
        self.latest.load()
    }

    /// Follows the changes from now on. The snapshot is what they follow.
    pub fn follow(self: &Arc<Self>) -> (Arc<Snapshot>, Changes) {
        let follower = Arc::new(Follower::default());
        // Under the lock, so that no change falls between the snapshot and the first step.
        let mut followers = self.followers.lock();
        followers.retain(|other| other.strong_count() > 0);
        followers.push(Arc::downgrade(&follower));
        (self.latest(), Changes { metadata: Arc::clone(self), follower })
    }

    /// Makes this the latest, and tells the followers.
    pub(super) fn publish(&self, snapshot: Snapshot, delta: &Delta) {
        let followers = self.followers.lock();
        self.latest.store(Arc::new(snapshot));
        if delta.is_empty() {
            return;
        }
        for follower in followers.iter().filter_map(Weak::upgrade) {
            follower.pending.lock().get_or_insert_default().merge(delta.clone());
            follower.wake.notify_one();
        }
    }
}

impl Changes {
    /// Waits for the next change. Losing the wait loses nothing.
    pub async fn next(&mut self) -> Change {
        loop {
            if let Some(change) = self.take() {
                return change;
            }
            self.follower.wake.notified().await;
        }
    }

    /// What has changed, if anything has.
    pub fn take(&mut self) -> Option<Change> {
        let delta = self.follower.pending.lock().take()?;
        Some(Change { snapshot: self.metadata.latest(), delta })
    }
}
