//! Which answer may leave next: a connection's answers in the order of its requests.
//!
//! Pure: no clock, no socket. An answer leaves when it is ready and all before it have left. Only the first one
//! is ever asked whether it is complete, so cost follows what leaves; the deadline that counts is the first
//! one's, for no later answer could leave before it anyway.

use std::collections::VecDeque;

/// An answer that is not there yet.
pub(crate) trait Awaited {
    /// What it becomes.
    type Answer;
    /// When it is to be taken as it stands.
    type Time: Ord + Copy;

    /// The answer, if it is complete or its deadline is not after `now`.
    fn take(&mut self, now: Self::Time) -> Option<Self::Answer>;

    /// When it is to be taken as it stands.
    fn deadline(&self) -> Self::Time;
}

/// Answers in order, at most a fixed number.
#[derive(Debug)]
pub(crate) struct ResponseQueue<P> {
    waiting: VecDeque<P>,
    capacity: usize,
}

impl<P: Awaited> ResponseQueue<P> {
    /// Room for `capacity` answers. Takes no memory yet.
    pub(crate) const fn new(capacity: usize) -> Self {
        Self { waiting: VecDeque::new(), capacity }
    }

    /// No answer waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// No further request may be handled.
    pub(crate) fn is_full(&self) -> bool {
        self.waiting.len() >= self.capacity
    }

    /// Adds the answer to the latest request.
    pub(crate) fn push(&mut self, answer: P) {
        assert!(!self.is_full(), "a request was handled while {} answers waited", self.waiting.len());
        self.waiting.push_back(answer);
    }

    /// The next answer that may leave.
    pub(crate) fn pop_ready(&mut self, now: P::Time) -> Option<(P, P::Answer)> {
        let answer = self.waiting.front_mut()?.take(now)?;
        let waited = self.waiting.pop_front()?;
        Some((waited, answer))
    }

    /// Gives memory back if nothing waits. For a connection that goes idle.
    pub(crate) fn release(&mut self) {
        if self.waiting.is_empty() {
            self.waiting = VecDeque::new();
        }
    }

    /// When [`ResponseQueue::pop_ready`] has something to give even if nobody completes anything.
    pub(crate) fn deadline(&self) -> Option<P::Time> {
        self.waiting.front().map(Awaited::deadline)
    }
}

#[cfg(test)]
mod tests;
