//! A stretch of offsets whose records are in the same state.

use moldau_ids::Timestamp;
use moldau_wire::Str;

use super::state::WriteId;

/// What a record in flight is. The numbers are those of the persisted state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordState {
    /// It may be given out.
    Available,
    /// It is with a member.
    Acquired,
    /// It was accepted.
    Acknowledged,
    /// It is given up: rejected, given out too often, gone from the log, or part of an aborted transaction.
    Archived,
}

impl RecordState {
    /// As it is persisted.
    pub const fn to_i8(self) -> i8 {
        match self {
            Self::Available => 0,
            Self::Acquired => 1,
            Self::Acknowledged => 2,
            Self::Archived => 4,
        }
    }

    /// As it was persisted; `None` for what makes no sense. 3 is a record about to be archived.
    pub const fn from_i8(raw: i8) -> Option<Self> {
        match raw {
            0 => Some(Self::Available),
            1 => Some(Self::Acquired),
            2 => Some(Self::Acknowledged),
            3 | 4 => Some(Self::Archived),
            _ => None,
        }
    }

    /// Whether nothing more happens to it.
    pub const fn is_done_with(self) -> bool {
        matches!(self, Self::Acknowledged | Self::Archived)
    }
}

/// What a span was before a write that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pending {
    pub(super) write: WriteId,
    pub(super) state: RecordState,
    pub(super) member: Str,
}

/// See the module's documentation. It is known by its first offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) last: i64,
    pub(super) state: RecordState,
    pub(super) delivery_count: i16,
    /// Who has it; empty for nobody.
    pub(super) member: Str,
    /// Until when it is theirs. Kept while a write goes on, in case it fails.
    pub(super) locked_until: Option<Timestamp>,
    pub(super) pending: Option<Pending>,
    /// The first offset and the size of its batch.
    pub(super) batch: (i64, i64),
}

impl Span {
    /// Whether it may be given out.
    pub(super) fn is_available(&self) -> bool {
        self.state == RecordState::Available && self.pending.is_none()
    }

    /// Changes the state, to come into force with a write.
    pub(super) fn begin(&mut self, write: WriteId, to: RecordState) {
        let member = std::mem::take(&mut self.member);
        self.pending = Some(Pending { write, state: self.state, member });
        self.state = to;
    }

    /// Nobody has it any more.
    pub(super) fn unlock(&mut self, to: RecordState) {
        self.state = to;
        self.member = Str::EMPTY;
        self.locked_until = None;
    }

    /// What a record becomes that is given back.
    pub(super) fn released(&self, limit: i16) -> RecordState {
        if self.delivery_count >= limit { RecordState::Archived } else { RecordState::Available }
    }
}
