//! When each record is due, and to which lane it belongs. Pure.
//!
//! Record `i` of a run is due `i / rate` seconds after its start, whatever happened to those before it: latency
//! counts from there, so a stall of the broker is seen by every record that was due during it (no coordinated
//! omission). Records go round robin over the lanes.
//!
//! Words: *lane* - a partition on a connection. *Turn* - how manieth record of its lane a record is.

use std::collections::VecDeque;

/// The timetable of all lanes of one worker.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Timetable {
    /// When the first record is due.
    pub(crate) start_ns: u64,
    /// Records a second, all lanes together; at least 1.
    pub(crate) rate: u64,
    /// Lanes; at least 1.
    pub(crate) lanes: u64,
    /// Records in all.
    pub(crate) records: u64,
}

impl Timetable {
    /// When a record is due.
    pub(crate) fn due_ns(&self, record: u64) -> u64 {
        let whole = record / self.rate * 1_000_000_000;
        self.start_ns + whole + record % self.rate * 1_000_000_000 / self.rate
    }

    /// When the record of a lane's turn is due.
    pub(crate) fn turn_due_ns(&self, lane: u64, turn: u64) -> u64 {
        self.due_ns(lane + turn * self.lanes)
    }
}

/// The records of one connection's lanes that are due and not sent.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    lanes: Vec<LaneState>,
    // Lanes with something pending, the longest waiting first.
    ready: VecDeque<usize>,
    full: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct LaneState {
    lane: u64,
    sent: u64,
    due: u64,
}

/// Records of one lane, to be sent as one batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Share {
    /// Which of the connection's lanes.
    pub(crate) place: usize,
    /// The lane's number.
    pub(crate) lane: u64,
    /// The first record's turn.
    pub(crate) turn: u64,
    /// How many are pending.
    pub(crate) count: usize,
}

impl Pending {
    /// Nothing pending on these lanes.
    pub(crate) fn new(lanes: impl IntoIterator<Item = u64>) -> Self {
        let lanes = lanes.into_iter().map(|lane| LaneState { lane, ..LaneState::default() }).collect();
        Self { lanes, ..Self::default() }
    }

    /// One more record of a lane is due. `records_max` is what fills a batch.
    pub(crate) fn add(&mut self, place: usize, records_max: usize) {
        let Some(state) = self.lanes.get_mut(place) else { return };
        if state.due == state.sent {
            self.ready.push_back(place);
        }
        state.due += 1;
        self.full |= usize::try_from(state.due - state.sent).is_ok_and(|pending| records_max <= pending);
    }

    /// The lane that has waited longest and the turn of its first record.
    pub(crate) fn oldest(&self) -> Option<(u64, u64)> {
        let state = self.lanes.get(*self.ready.front()?)?;
        Some((state.lane, state.sent))
    }

    /// Whether a batch has filled since the last was taken.
    pub(crate) fn is_full(&self) -> bool {
        self.full
    }

    /// What the lane that has waited longest has pending.
    pub(crate) fn next(&self) -> Option<Share> {
        let place = *self.ready.front()?;
        let state = self.lanes.get(place)?;
        let count = usize::try_from(state.due - state.sent).unwrap_or(usize::MAX);
        Some(Share { place, lane: state.lane, turn: state.sent, count })
    }

    /// `count` records of that lane are on their way.
    pub(crate) fn sent(&mut self, place: usize, count: usize) {
        self.full = false;
        self.ready.pop_front();
        let Some(state) = self.lanes.get_mut(place) else { return };
        state.sent += u64::try_from(count).unwrap_or_default();
        if state.sent < state.due {
            self.ready.push_back(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_due_evenly_and_in_order() {
        let table = Timetable { start_ns: 5, rate: 40_000, lanes: 6, records: 80_000 };
        assert_eq!(table.due_ns(0), 5);
        assert_eq!(table.due_ns(1), 25_005);
        assert_eq!(table.due_ns(80_000), 2_000_000_005);
        assert_eq!(table.turn_due_ns(3, 2), table.due_ns(15));
    }

    #[test]
    fn what_is_due_is_taken_once_oldest_first() {
        let mut pending = Pending::new([4, 9]);
        for place in [1, 0, 1, 1] {
            pending.add(place, 3);
        }
        assert!(pending.is_full());
        assert_eq!(pending.oldest(), Some((9, 0)));
        assert_eq!(pending.next(), Some(Share { place: 1, lane: 9, turn: 0, count: 3 }));
        pending.sent(1, 2);
        assert_eq!(pending.next(), Some(Share { place: 0, lane: 4, turn: 0, count: 1 }));
        pending.sent(0, 1);
        assert_eq!(pending.next(), Some(Share { place: 1, lane: 9, turn: 2, count: 1 }));
        pending.sent(1, 1);
        assert_eq!((pending.next(), pending.oldest()), (None, None));
    }
}
