//! Who waits for an offset to be reached, in order of offset.
//!
//! Appends take their offsets under the log's lock and join this queue just after, so that two of them can
//! arrive the other way round: the queue keeps itself sorted from its end, where a newcomer belongs or nearly
//! belongs. Nothing is ever looked at that is not due: reaching an offset costs as much as it releases.

use std::collections::VecDeque;

use moldau_ids::Offset;

/// Waiters by the offset that must be reached: the end of what they appended.
#[derive(Debug)]
pub(crate) struct AckQueue<T> {
    waiting: VecDeque<(Offset, T)>,
}

impl<T> Default for AckQueue<T> {
    fn default() -> Self {
        Self { waiting: VecDeque::new() }
    }
}

impl<T> AckQueue<T> {
    /// Adds one who waits until `required` is reached.
    pub(crate) fn push(&mut self, required: Offset, waiter: T) {
        let behind = self.waiting.iter().rev().take_while(|(other, _)| required < *other).count();
        self.waiting.insert(self.waiting.len() - behind, (required, waiter));
    }

    /// Takes the next one whose offset `reached` covers.
    pub(crate) fn pop_reached(&mut self, reached: Offset) -> Option<T> {
        let (required, _) = self.waiting.front()?;
        if *required <= reached { self.waiting.pop_front().map(|(_, waiter)| waiter) } else { None }
    }

    /// Takes everybody: the partition failed, or is led by another broker now.
    pub(crate) fn drain(&mut self) -> impl Iterator<Item = T> + '_ {
        self.waiting.drain(..).map(|(_, waiter)| waiter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(raw: i64) -> Offset {
        Offset::new(raw).expect("not negative")
    }

    fn pop_all(queue: &mut AckQueue<i64>, reached: i64) -> Vec<i64> {
        std::iter::from_fn(|| queue.pop_reached(at(reached))).collect()
    }

    #[test]
    fn waiters_leave_in_order_of_offset_however_they_came() {
        let mut queue = AckQueue::default();
        for required in [10, 30, 20, 5, 40] {
            queue.push(at(required), required);
        }
        assert_eq!(pop_all(&mut queue, 4), Vec::<i64>::new());
        assert_eq!(pop_all(&mut queue, 20), [5, 10, 20]);
        assert_eq!(pop_all(&mut queue, 100), [30, 40]);
    }

    #[test]
    fn equal_offsets_leave_in_order_of_arrival() {
        let mut queue = AckQueue::default();
        queue.push(at(7), 1);
        queue.push(at(7), 2);
        assert_eq!(pop_all(&mut queue, 7), [1, 2]);
    }

    #[test]
    fn drain_takes_everybody() {
        let mut queue = AckQueue::default();
        queue.push(at(1), 1);
        queue.push(at(2), 2);
        assert_eq!(queue.drain().collect::<Vec<_>>(), [1, 2]);
        assert_eq!(queue.pop_reached(Offset::MAX), None);
    }
}
