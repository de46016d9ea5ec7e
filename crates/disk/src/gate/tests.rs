//! Under loom: every interleaving of two copies and a waiter. Otherwise: many of them.

use super::*;

#[cfg(loom)]
#[test]
fn a_waiter_sees_every_copy() {
    use loom::{cell::UnsafeCell, sync::Arc, thread};

    loom::model(|| {
        let gate = Arc::new(CopyGate::new());
        let cells = Arc::new([UnsafeCell::new(0_u8), UnsafeCell::new(0_u8)]);
        // Reserved under the journal's lock, before the gate is closed.
        gate.begin();
        gate.begin();
        let copies: Vec<_> = (0..2)
            .map(|at| {
                let (gate, cells) = (Arc::clone(&gate), Arc::clone(&cells));
                thread::spawn(move || {
                    // loom fails if this overlaps the waiter's read.
                    #[expect(unsafe_code, reason = "loom checks the access")]
                    // SAFETY: this thread alone writes the cell, and nobody reads before `wait` returns.
                    cells[at].with_mut(|cell| unsafe { *cell = 7 });
                    gate.end();
                })
            })
            .collect();
        assert!(gate.wait());
        for cell in cells.iter() {
            #[expect(unsafe_code, reason = "loom checks the access")]
            // SAFETY: both copies have ended.
            let value = cell.with(|cell| unsafe { *cell });
            assert_eq!(value, 7);
        }
        for copy in copies {
            copy.join().unwrap();
        }
    });
}

#[cfg(loom)]
#[test]
fn an_abandoned_copy_is_seen() {
    use loom::{sync::Arc, thread};

    loom::model(|| {
        let gate = Arc::new(CopyGate::new());
        gate.begin();
        let other = Arc::clone(&gate);
        let copy = thread::spawn(move || other.abandon());
        assert!(!gate.wait());
        copy.join().unwrap();
    });
}

#[cfg(not(loom))]
#[test]
fn a_waiter_wakes_after_the_last_of_many_copies() {
    for copies in 0..200_usize {
        let gate = CopyGate::new();
        let done = AtomicUsize::new(0);
        for _ in 0..copies % 5 {
            gate.begin();
        }
        std::thread::scope(|scope| {
            for _ in 0..copies % 5 {
                scope.spawn(|| {
                    std::thread::yield_now();
                    done.fetch_add(1, Ordering::Relaxed);
                    gate.end();
                });
            }
            assert!(gate.wait());
            assert_eq!(done.load(Ordering::Relaxed), copies % 5);
        });
    }
}

#[cfg(not(loom))]
#[test]
fn an_abandoned_copy_is_seen() {
    let gate = CopyGate::new();
    gate.begin();
    gate.abandon();
    assert!(!gate.wait());
}
