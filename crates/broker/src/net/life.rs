//! When each connection was last used, so that the least recently used can be told to go.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use parking_lot::Mutex;
use tokio::{
    sync::{Notify, futures::OwnedNotified},
    time::Instant,
};

/// One connection, as far as others may end it.
#[derive(Debug)]
pub(crate) struct Life {
    begun: Instant,
    /// It may not be told to go.
    protected: bool,
    /// Milliseconds from [`Self::begun`] until bytes last went either way.
    used_after_ms: AtomicU64,
    told: AtomicBool,
    go: Arc<Notify>,
}

impl Life {
    /// Of a connection that begins now.
    pub(crate) fn new(begun: Instant, protected: bool) -> Arc<Self> {
        Arc::new(Self {
            begun,
            protected,
            used_after_ms: AtomicU64::new(0),
            told: AtomicBool::new(false),
            go: Arc::default(),
        })
    }

    /// Bytes went either way.
    pub(crate) fn used(&self, now: Instant) {
        let after = now.saturating_duration_since(self.begun).as_millis();
        self.used_after_ms.store(u64::try_from(after).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Returns when the connection is to go.
    pub(crate) fn told_to_go(&self) -> OwnedNotified {
        Arc::clone(&self.go).notified_owned()
    }

    fn last_used(&self) -> Instant {
        self.begun + std::time::Duration::from_millis(self.used_after_ms.load(Ordering::Relaxed))
    }

    fn tell(&self) {
        self.told.store(true, Ordering::Relaxed);
        // Kept for a connection that does not listen just now.
        self.go.notify_one();
    }
}

/// All connections that are there, by number.
#[derive(Debug, Default)]
pub(crate) struct Lives(Mutex<(u64, HashMap<u64, Arc<Life>>)>);

impl Lives {
    /// Takes one in; gives its number.
    pub(crate) fn add(&self, life: Arc<Life>) -> u64 {
        let mut lives = self.0.lock();
        lives.0 += 1;
        let number = lives.0;
        lives.1.insert(number, life);
        number
    }

    /// It has ended.
    pub(crate) fn remove(&self, number: u64) {
        self.0.lock().1.remove(&number);
    }

    /// Tells the least recently used to go until as many as are over the limit have been told. Protected ones stay.
    pub(crate) fn tell(&self, excess: usize) {
        let lives = self.0.lock();
        let (told, others): (Vec<_>, Vec<_>) =
            lives.1.values().partition(|life| life.told.load(Ordering::Relaxed));
        let mut others: Vec<_> = others.into_iter().filter(|life| !life.protected).collect();
        others.sort_by_key(|life| life.last_used());
        others.into_iter().take(excess.saturating_sub(told.len())).for_each(|life| life.tell());
    }
}
