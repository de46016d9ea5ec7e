//! Counts the copies that are under way into one region of memory, and lets one thread wait for their end.
//!
//! The journal hands out parts of a region under a lock, but the bytes are copied outside of it. Whoever wants to
//! read the region first closes the gate, then waits: after [`CopyGate::wait`] every copy that was begun before is
//! visible to the waiter.
//!
//! Words: *begin* - a part has been handed out; *end* - its bytes are complete; *abandoned* - a part was given up
//! half written, so that the region must not be used.
//!
//! This is the kernel that loom explores: `RUSTFLAGS="--cfg loom" cargo test -p moldau-disk --lib gate`.

#[cfg(loom)]
use loom::sync::{
    Condvar, Mutex,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};
use std::sync::PoisonError;
#[cfg(not(loom))]
use std::sync::{
    Condvar, Mutex,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

#[cfg(test)]
mod tests;

/// Set while a thread waits, so that only then an end costs a lock.
const WAITING: usize = 1;
/// One copy under way.
const COPY: usize = 2;
/// How often a waiter looks before it sleeps: copies are short, waking up is not.
#[cfg(not(loom))]
const SPINS: usize = 200;

#[derive(Debug)]
pub(crate) struct CopyGate {
    /// [`COPY`] for each copy under way, and [`WAITING`].
    state: AtomicUsize,
    abandoned: AtomicBool,
    sleep: Mutex<()>,
    wake: Condvar,
}

impl CopyGate {
    pub(crate) fn new() -> Self {
        Self {
            state: AtomicUsize::new(0),
            abandoned: AtomicBool::new(false),
            sleep: Mutex::new(()),
            wake: Condvar::new(),
        }
    }

    /// One more copy. Only before the gate is closed: the caller holds the lock under which it will be.
    pub(crate) fn begin(&self) {
        self.state.fetch_add(COPY, Ordering::Relaxed);
    }

    /// One copy is complete.
    pub(crate) fn end(&self) {
        if self.state.fetch_sub(COPY, Ordering::AcqRel) == COPY | WAITING {
            // The lock orders this after the waiter's last look, which it takes under the lock.
            drop(self.sleep.lock().unwrap_or_else(PoisonError::into_inner));
            self.wake.notify_all();
        }
    }

    /// One copy will never be complete.
    pub(crate) fn abandon(&self) {
        self.abandoned.store(true, Ordering::Relaxed);
        self.end();
    }

    /// Waits for the end of all copies. `false` if one was abandoned. No copy may begin any more.
    pub(crate) fn wait(&self) -> bool {
        #[cfg(not(loom))]
        for _ in 0..SPINS {
            if self.state.load(Ordering::Acquire) < COPY {
                return self.is_whole();
            }
            std::hint::spin_loop();
        }
        let mut guard = self.sleep.lock().unwrap_or_else(PoisonError::into_inner);
        self.state.fetch_or(WAITING, Ordering::AcqRel);
        while self.state.load(Ordering::Acquire) >= COPY {
            guard = self.wake.wait(guard).unwrap_or_else(PoisonError::into_inner);
        }
        drop(guard);
        self.is_whole()
    }

    fn is_whole(&self) -> bool {
        !self.abandoned.load(Ordering::Relaxed)
    }
}
