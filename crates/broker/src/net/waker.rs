//! How another thread wakes a connection: once, however often it is told to.
//!
//! A kernel that loom explores (`tests/loom`), so that it uses nothing but the standard library's locks and atomics.

#[cfg(loom)]
use loom::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};
#[cfg(not(loom))]
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};
use std::{
    sync::PoisonError,
    task::{Context, Poll, Waker},
};

/// Wakes one connection. Clones wake the same one; waking a closed connection does nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct ConnectionWaker(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    woken: AtomicBool,
    task: Mutex<Option<Waker>>,
}

impl ConnectionWaker {
    /// Makes the connection look at its waiting answers. Cheap if it has already been told and has not looked
    /// yet: one atomic swap.
    pub(crate) fn wake(&self) {
        if self.0.woken.swap(true, Ordering::AcqRel) {
            return;
        }
        let task = self.0.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task {
            task.wake();
        }
    }

    /// Ready once [`ConnectionWaker::wake`] was called since the last time this was ready.
    pub(crate) fn poll_woken(&self, cx: &Context<'_>) -> Poll<()> {
        if self.0.woken.swap(false, Ordering::AcqRel) {
            return Poll::Ready(());
        }
        let mut task = self.0.task.lock().unwrap_or_else(PoisonError::into_inner);
        if !task.as_ref().is_some_and(|known| known.will_wake(cx.waker())) {
            *task = Some(cx.waker().clone());
        }
        drop(task);
        // A wake between the first look and the registration found no task to wake.
        if self.0.woken.swap(false, Ordering::AcqRel) { Poll::Ready(()) } else { Poll::Pending }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[derive(Default)]
    struct Counting(AtomicUsize);

    impl std::task::Wake for Counting {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn many_wakes_between_two_looks_are_one() {
        let (waker, counting) = (ConnectionWaker::default(), Arc::new(Counting::default()));
        let task = Waker::from(Arc::clone(&counting));
        let cx = Context::from_waker(&task);
        assert!(waker.poll_woken(&cx).is_pending());
        for _ in 0..5 {
            waker.wake();
        }
        assert_eq!(counting.0.load(Ordering::SeqCst), 1);
        assert!(waker.poll_woken(&cx).is_ready());
        assert!(waker.poll_woken(&cx).is_pending());
    }

    #[test]
    fn a_wake_before_the_first_look_is_not_lost() {
        let waker = ConnectionWaker::default();
        waker.wake();
        assert!(waker.poll_woken(&Context::from_waker(Waker::noop())).is_ready());
    }
}
