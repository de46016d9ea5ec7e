//! What a handler decides: records, answers, effects and timers.
//!
//! A handler looks at the state and fills a [`Decision`]. The shard then settles it: it applies each record to the
//! state by the code that replays the log, moves the timers, and hands the rest to its driver as a [`Step`]. So a
//! state that is built only by [`Decision::append`] is what a replay of the log builds.
//!
//! Classic groups are the exception: most of their state (who waits, who has joined again) is never persisted, so
//! their handlers change it in place and write down a generation with [`Decision::append_applied`] when it is
//! complete.

use moldau_ids::Timestamp;
use moldau_wire::Str;
use moldau_wire::records::group::{GroupKey, GroupValue};

use crate::{Answer, Effect, Record, Step, Ticket, TxnProducer};

/// What a timer is for. The order decides between timers of the same millisecond.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TimerKey {
    /// The next look at expired offsets and empty groups, or the rest of one that was cut short.
    Expiry,
    /// More offsets of deleted topics are to be deleted.
    TopicsDeleted,
    /// A classic group stops waiting for members to join.
    ClassicJoin { group: Str },
    /// A classic group stops waiting for members to fetch their assignment.
    ClassicSync { group: Str },
    /// A classic member's session, or that of an id that was given and not used yet.
    ClassicMember { group: Str, member: Str },
    /// A share group's member.
    ShareMember { group: Str, member: Str },
    /// A consumer group's member.
    ConsumerMember { group: Str, member: Str, kind: crate::consumer::TimerKind },
    /// A streams group has waited for more members.
    StreamsInitialDelay { group: Str },
    /// A streams group's member.
    StreamsMember { group: Str, member: Str, kind: crate::streams::TimerKind },
}

/// A change of one timer.
#[derive(Debug, PartialEq)]
pub(crate) enum TimerChange {
    /// Sets it, or moves it.
    Set(TimerKey, Timestamp),
    /// Sets it if it is not set.
    SetIfAbsent(TimerKey, Timestamp),
    /// Forgets it, if it is set.
    Cancel(TimerKey),
}

/// See the module's documentation.
#[derive(Debug, Default)]
pub(crate) struct Decision {
    /// Each with whether the state has it already.
    records: Vec<(Record, bool)>,
    timers: Vec<TimerChange>,
    producer: Option<TxnProducer>,
    answers: Vec<(Ticket, Answer)>,
    effects: Vec<Effect>,
}

impl Decision {
    /// Appends a record. The state changes by its replay, when the handler is done.
    pub(crate) fn append(&mut self, key: GroupKey, value: Option<GroupValue>) {
        self.records.push((Record { key, value }, false));
    }

    /// Appends a record that says what the state says already.
    pub(crate) fn append_applied(&mut self, key: GroupKey, value: Option<GroupValue>) {
        self.records.push((Record { key, value }, true));
    }

    /// Appends the records of another decision, as ones that the state has already.
    pub(crate) fn extend_applied(&mut self, other: Self) {
        self.records.extend(other.records.into_iter().map(|(record, _)| (record, true)));
    }

    /// How many records there are so far.
    pub(crate) fn record_count(&self) -> usize {
        self.records.len()
    }

    /// The records belong to this producer's transaction.
    pub(crate) fn in_transaction(&mut self, producer: TxnProducer) {
        self.producer = Some(producer);
    }

    /// Gives an answer.
    pub(crate) fn answer(&mut self, ticket: Ticket, answer: Answer) {
        self.answers.push((ticket, answer));
    }

    /// Wishes something from another part of the broker.
    pub(crate) fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Sets or moves a timer.
    pub(crate) fn set_timer(&mut self, key: TimerKey, at: Timestamp) {
        self.timers.push(TimerChange::Set(key, at));
    }

    /// Sets a timer that is not set.
    pub(crate) fn set_timer_if_absent(&mut self, key: TimerKey, at: Timestamp) {
        self.timers.push(TimerChange::SetIfAbsent(key, at));
    }

    /// Forgets a timer, if it is set.
    pub(crate) fn cancel_timer(&mut self, key: TimerKey) {
        self.timers.push(TimerChange::Cancel(key));
    }

    /// Takes the decision apart: what is for the state (records that it does not have yet, timers), and adds the rest
    /// to `step`.
    pub(crate) fn settle_into(self, step: &mut Step) -> (Vec<Record>, Option<TxnProducer>, Vec<TimerChange>) {
        let mut to_apply = Vec::new();
        for (record, applied) in self.records {
            if !applied {
                to_apply.push(record.clone());
            }
            step.records.push(record);
        }
        step.producer = step.producer.or(self.producer);
        step.answers.extend(self.answers);
        step.effects.extend(self.effects);
        (to_apply, self.producer, self.timers)
    }
}

/// The time `milliseconds` after `now`. Negative durations, which clients can send, are none.
pub(crate) fn after_ms(now: Timestamp, milliseconds: i32) -> Timestamp {
    Timestamp(now.0.saturating_add(i64::from(milliseconds.max(0))))
}

/// The time `duration` after `now`.
pub(crate) fn after(now: Timestamp, duration: std::time::Duration) -> Timestamp {
    let milliseconds = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
    Timestamp(now.0.saturating_add(milliseconds))
}
