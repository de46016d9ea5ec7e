//! A decision about a share group in the making.

use moldau_wire::{ErrorCode, Str};

use super::state::ShareGroup;
use crate::Record;
use crate::decision::Decision;

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: ErrorCode,
    pub(super) message: Str,
}

impl Refusal {
    /// With words for the client.
    pub(super) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: Str::from(message.into()) }
    }
}

/// A group while a request is decided: every record becomes part of the group's state at once, by the same way as
/// while loading. A request is refused before the first record or not at all.
#[derive(Debug)]
pub(super) struct Draft<'g> {
    pub(super) group: &'g mut ShareGroup,
    pub(super) records: Vec<Record>,
}

impl<'g> Draft<'g> {
    /// Begins a decision.
    pub(super) fn new(group: &'g mut ShareGroup) -> Self {
        Self { group, records: Vec::new() }
    }

    /// Writes a record.
    pub(super) fn emit(&mut self, record: Record) {
        self.group.apply(&record.key, record.value.as_ref());
        self.records.push(record);
    }

    /// Hands over what was decided; the group has it already.
    pub(super) fn settle(self, decision: &mut Decision) {
        for record in self.records {
            decision.append_applied(record.key, record.value);
        }
    }
}
