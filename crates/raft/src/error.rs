//! What can go wrong.

use std::io;
use std::path::PathBuf;

use moldau_ids::{NodeId, Offset};

/// The metadata log's files cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The disk said no.
    #[error("cannot {step} `{path}`", path = path.display())]
    Disk {
        /// What was tried.
        step: &'static str,
        /// On what.
        path: PathBuf,
        /// What the disk said.
        #[source]
        source: io::Error,
    },
    /// Bytes that were synced once have changed, or are gone.
    #[error("`{path}` is damaged at byte {position}: {what}", path = path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// Where.
        position: u64,
        /// What is wrong there.
        what: String,
    },
    /// The files don't fit together.
    #[error("metadata log in `{path}`: {what}", path = path.display())]
    Inconsistent {
        /// The directory.
        path: PathBuf,
        /// What does not fit.
        what: String,
    },
    /// A checkpoint cannot be read.
    #[error(transparent)]
    Checkpoint(#[from] crate::CheckpointError),
    /// A batch of records cannot be written.
    #[error("cannot write a batch: {0}")]
    Encode(String),
    /// Raft itself has stopped or refused.
    #[error("raft: {0}")]
    Raft(String),
    /// The state machine refused a checkpoint.
    #[error("the state machine refuses what the log holds: {0}")]
    StateMachine(String),
}

impl LogError {
    pub(crate) fn disk(step: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Disk { step, path, source }
    }
}

/// Why a proposal has no offset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProposeError {
    /// Never appended: another node leads.
    #[error("this node does not lead the metadata quorum; {leader:?} does")]
    NotLeader {
        /// Who leads, if it is known.
        leader: Option<NodeId>,
    },
    /// Perhaps appended, perhaps not: the log has stopped.
    #[error("the metadata log has stopped before the batch was committed: {0}")]
    Stopped(String),
}

/// Where a batch lies: its first record's offset.
pub(crate) type Placed = Offset;
