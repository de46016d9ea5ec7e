use std::{cell::Cell, rc::Rc};

use proptest::prelude::*;

use super::*;

#[derive(Debug)]
struct Scripted {
    number: usize,
    complete: Rc<Cell<bool>>,
    deadline: u32,
}

impl Awaited for Scripted {
    type Answer = usize;
    type Time = u32;

    fn take(&mut self, now: u32) -> Option<usize> {
        (self.complete.get() || self.deadline <= now).then_some(self.number)
    }

    fn deadline(&self) -> u32 {
        self.deadline
    }
}

#[derive(Debug, Clone)]
enum Step {
    Push { deadline: u32 },
    Complete { which: usize },
    Pop { later: u32 },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0_u32..200).prop_map(|deadline| Step::Push { deadline }),
        (0_usize..40).prop_map(|which| Step::Complete { which }),
        (0_u32..10).prop_map(|later| Step::Pop { later }),
    ]
}

proptest! {
    /// Whatever completes in whatever order: answers leave in order, each once, none before it is complete or
    /// its time is over, and none stays that could leave.
    #[test]
    fn answers_leave_in_order_and_as_soon_as_they_can(steps in proptest::collection::vec(step(), 0..200)) {
        let mut queue = ResponseQueue::new(16);
        let mut pushed: Vec<(Rc<Cell<bool>>, u32)> = Vec::new();
        let (mut left, mut now) = (0, 0);
        for step in steps {
            match step {
                Step::Push { deadline } if !queue.is_full() => {
                    let complete = Rc::new(Cell::new(false));
                    pushed.push((Rc::clone(&complete), deadline));
                    queue.push(Scripted { number: pushed.len() - 1, complete, deadline });
                }
                Step::Push { .. } => prop_assert_eq!(pushed.len() - left, 16),
                Step::Complete { which } => {
                    if let Some((complete, _)) = pushed.get(which) {
                        complete.set(true);
                    }
                }
                Step::Pop { later } => {
                    now += later;
                    while let Some((_, number)) = queue.pop_ready(now) {
                        prop_assert_eq!(number, left);
                        let (complete, deadline) = &pushed[number];
                        prop_assert!(complete.get() || *deadline <= now);
                        left += 1;
                    }
                    if let Some((complete, deadline)) = pushed.get(left) {
                        prop_assert!(!complete.get() && *deadline > now);
                        prop_assert_eq!(queue.deadline(), Some(*deadline));
                    }
                }
            }
        }
    }
}
