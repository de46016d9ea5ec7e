//! A decision in the making.

use moldau_ids::Timestamp;
use moldau_wire::{ErrorCode, Str};

use super::state::ConsumerGroup;
use crate::Record;

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: ErrorCode,
    pub(crate) message: Option<Str>,
}

impl Refusal {
    /// With words for the client.
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: Some(Str::from(message.into())) }
    }
}

/// What a timer of a member is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TimerKind {
    /// The member has to be heard of.
    Session,
    /// The member has to give up partitions.
    Rebalance,
    /// A classic member has to join again.
    Join,
    /// A classic member has to fetch its assignment.
    Sync,
}

/// A change of a member's timers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TimerChange {
    /// Sets or moves one.
    Set { member_id: Str, kind: TimerKind, at: Timestamp },
    /// Sets one that is not set.
    SetIfAbsent { member_id: Str, kind: TimerKind, at: Timestamp },
    /// Forgets one.
    Cancel { member_id: Str, kind: TimerKind },
}

/// A group while a request is decided: every record becomes part of the group's state at once, by the same way as
/// while loading, so that what comes after sees it. A request is refused before the first record or not at all.
#[derive(Debug)]
pub(crate) struct Draft<'g> {
    pub(crate) group: &'g mut ConsumerGroup,
    pub(crate) records: Vec<Record>,
    pub(crate) timers: Vec<TimerChange>,
}

impl<'g> Draft<'g> {
    /// Begins a decision.
    pub(crate) fn new(group: &'g mut ConsumerGroup) -> Self {
        Self { group, records: Vec::new(), timers: Vec::new() }
    }

    /// Writes a record.
    pub(crate) fn emit(&mut self, record: Record) {
        self.group.apply(&record.key, record.value.as_ref());
        self.records.push(record);
    }

    /// Sets a timer `after_ms` from now. Negative spans are none.
    pub(crate) fn set_timer(&mut self, now: Timestamp, member_id: &Str, kind: TimerKind, after_ms: i64) {
        let at = Timestamp(now.get().saturating_add(after_ms.max(0)));
        self.timers.push(TimerChange::Set { member_id: member_id.clone(), kind, at });
    }

    /// The same, unless it is set.
    pub(crate) fn set_timer_if_absent(
        &mut self,
        now: Timestamp,
        member_id: &Str,
        kind: TimerKind,
        after_ms: i64,
    ) {
        let at = Timestamp(now.get().saturating_add(after_ms.max(0)));
        self.timers.push(TimerChange::SetIfAbsent { member_id: member_id.clone(), kind, at });
    }

    /// Forgets a timer.
    pub(crate) fn cancel_timer(&mut self, member_id: &Str, kind: TimerKind) {
        self.timers.push(TimerChange::Cancel { member_id: member_id.clone(), kind });
    }

    /// Forgets all timers of a member.
    pub(crate) fn cancel_timers(&mut self, member_id: &Str) {
        for kind in [TimerKind::Session, TimerKind::Rebalance, TimerKind::Join, TimerKind::Sync] {
            self.cancel_timer(member_id, kind);
        }
    }
}
