//! The way from a partition's acknowledgement to the connection that answers, in every interleaving.
//!
//! Under test are the broker's own files. A lost wake-up is a deadlock here, which loom reports.
#![cfg(all(loom, test))]

#[path = "../../../crates/broker/src/net/countdown.rs"]
mod countdown;
#[path = "../../../crates/broker/src/net/waker.rs"]
mod waker;

use std::{future::poll_fn, task::Poll};

use countdown::Countdown;
use loom::{
    cell::UnsafeCell,
    future::block_on,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};
use waker::ConnectionWaker;

/// Threads are interrupted at most so often where they did not have to wait. Without a bound this takes hours, and what
/// it finds beyond three is next to nothing.
const PREEMPTIONS_MAX: usize = 3;

fn explore(test: impl Fn() + Sync + Send + 'static) {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(PREEMPTIONS_MAX);
    model.check(test);
}

/// Sleeps until `is_done`, as a connection does: look, and look again after every wake.
fn wait_for(waker: &ConnectionWaker, is_done: impl Fn() -> bool) {
    block_on(poll_fn(|cx| {
        loop {
            if is_done() {
                return Poll::Ready(());
            }
            if waker.poll_woken(cx).is_pending() {
                return Poll::Pending;
            }
        }
    }));
}

#[test]
fn the_last_report_wakes_and_what_came_before_is_seen() {
    explore(|| {
        let waker = ConnectionWaker::default();
        let countdown = Arc::new(Countdown::new(2, waker.clone()));
        let parts = Arc::new([UnsafeCell::new(0_u8), UnsafeCell::new(0_u8)]);
        let reporters: Vec<_> = (0..2)
            .map(|at| {
                let (countdown, parts) = (Arc::clone(&countdown), Arc::clone(&parts));
                thread::spawn(move || {
                    // SAFETY: this thread alone writes the cell, and nobody reads before the countdown is over; loom checks.
                    parts[at].with_mut(|part| unsafe { *part = 7 });
                    countdown.report();
                })
            })
            .collect();
        wait_for(&waker, || countdown.is_over());
        for part in parts.iter() {
            // SAFETY: both have reported; loom checks.
            assert_eq!(part.with(|part| unsafe { *part }), 7);
        }
        for reporter in reporters {
            reporter.join().unwrap();
        }
    });
}

#[test]
fn no_wake_is_lost_between_two_sleeps() {
    explore(|| {
        let waker = ConnectionWaker::default();
        let events = Arc::new(AtomicUsize::new(0));
        let (other, told) = (waker.clone(), Arc::clone(&events));
        let thread = thread::spawn(move || {
            for _ in 0..2 {
                told.fetch_add(1, Ordering::Release);
                other.wake();
            }
        });
        for count in 1..=2 {
            wait_for(&waker, || count <= events.load(Ordering::Acquire));
        }
        thread.join().unwrap();
    });
}

#[test]
fn two_answers_of_one_connection_are_both_given() {
    explore(|| {
        let waker = ConnectionWaker::default();
        let answers = [0, 1].map(|_| Arc::new(Countdown::new(1, waker.clone())));
        let threads = answers.clone().map(|answer| thread::spawn(move || answer.report()));
        for answer in &answers {
            wait_for(&waker, || answer.is_over());
        }
        for thread in threads {
            thread.join().unwrap();
        }
    });
}
