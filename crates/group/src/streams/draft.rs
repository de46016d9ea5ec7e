//! A decision in the making.

use moldau_ids::Timestamp;
use moldau_wire::{ErrorCode, Str};

use super::state::StreamsGroup;
use crate::Record;
use crate::decision::{Decision, TimerKey};

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

    /// A request that makes no sense.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidRequest, message)
    }

    /// A topology that makes no sense.
    pub(crate) fn topology(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::StreamsInvalidTopology, message)
    }
}

/// What a timer of a member is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TimerKind {
    /// The member has to be heard of.
    Session,
    /// The member has to give up tasks.
    Rebalance,
}

/// A group while something is decided: every record becomes part of the group's state at once, by the same way as
/// while loading, so that what comes after sees it.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) group: &'a mut StreamsGroup,
    pub(crate) decision: &'a mut Decision,
}

impl Draft<'_> {
    /// Writes a record.
    pub(crate) fn emit(&mut self, record: Record) {
        self.group.apply(&record.key, record.value.as_ref());
        self.decision.append_applied(record.key, record.value);
    }

    /// Sets a member's timer `after_ms` from now. Negative spans are none.
    pub(crate) fn set_timer(&mut self, now: Timestamp, member_id: &Str, kind: TimerKind, after_ms: i64) {
        let key = self.key(member_id, kind);
        self.decision.set_timer(key, later(now, after_ms));
    }

    /// Forgets a member's timer.
    pub(crate) fn cancel_timer(&mut self, member_id: &Str, kind: TimerKind) {
        let key = self.key(member_id, kind);
        self.decision.cancel_timer(key);
    }

    fn key(&self, member_id: &Str, kind: TimerKind) -> TimerKey {
        TimerKey::StreamsMember { group: self.group.id.clone(), member: member_id.clone(), kind }
    }
}

/// The time a span after `now`.
pub(crate) fn later(now: Timestamp, after_ms: i64) -> Timestamp {
    Timestamp(now.get().saturating_add(after_ms.max(0)))
}
