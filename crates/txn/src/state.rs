//! What a transactional id is doing.

/// Kafka's states of a transaction.
///
/// `Empty → Ongoing → PrepareCommit → CompleteCommit`, or by way of `PrepareAbort` to `CompleteAbort`; from either end
/// to `Ongoing` again, or to `Empty` by `InitProducerId`. Under TV2 a producer may also abort what never began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Initialised, no transaction since.
    Empty,
    /// A transaction has partitions.
    Ongoing,
    /// It will be committed: markers are being written.
    PrepareCommit,
    /// It will be aborted: markers are being written.
    PrepareAbort,
    /// It was committed.
    CompleteCommit,
    /// It was aborted.
    CompleteAbort,
    /// The id has expired. Never written: a tombstone is.
    Dead,
    /// The epoch is being raised before an abort. Never written: here both are one step.
    PrepareEpochFence,
}

impl State {
    const ALL: [Self; 8] = [
        Self::Empty,
        Self::Ongoing,
        Self::PrepareCommit,
        Self::PrepareAbort,
        Self::CompleteCommit,
        Self::CompleteAbort,
        Self::Dead,
        Self::PrepareEpochFence,
    ];

    /// The number that records carry.
    pub const fn to_wire(self) -> i8 {
        self as i8
    }

    /// The state with this number.
    pub fn from_wire(raw: i8) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.to_wire() == raw)
    }

    /// As `DescribeTransactions` says it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty => "Empty",
            Self::Ongoing => "Ongoing",
            Self::PrepareCommit => "PrepareCommit",
            Self::PrepareAbort => "PrepareAbort",
            Self::CompleteCommit => "CompleteCommit",
            Self::CompleteAbort => "CompleteAbort",
            Self::Dead => "Dead",
            Self::PrepareEpochFence => "PrepareEpochFence",
        }
    }

    /// The state of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether markers are being written: everyone else has to wait.
    pub(crate) const fn is_prepared(self) -> bool {
        matches!(self, Self::PrepareCommit | Self::PrepareAbort)
    }

    /// Whether the id may expire.
    pub(crate) const fn is_idle(self) -> bool {
        matches!(self, Self::Empty | Self::CompleteCommit | Self::CompleteAbort)
    }

    /// Whether the outcome is a commit.
    pub(crate) const fn is_commit(self) -> bool {
        matches!(self, Self::PrepareCommit | Self::CompleteCommit)
    }
}
