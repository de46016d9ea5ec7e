//! The journal of one log directory: what makes appends durable with one write and one sync for all partitions.
//!
//! Appends gather in aligned memory. [`JournalDriver::run_round`] writes what has gathered to a journal file and
//! syncs it once, then tells each member (a partition log) once. While one round is written the next one gathers.
//! The batches lie in the same memory for readers and for write-back ([`Placed::bytes`]).
//!
//! Promises. A member is told `round_durable` only after every frame up to that round has been written and synced.
//! After any crash, [`Journal::open`] gives back every frame of every durable round that was not released, in the
//! order in which they were appended; then possibly more whole rounds behind them, in order and without a gap. Nothing
//! that was not appended is given back, nothing of a half-written round, and nothing that an earlier opening had
//! already declared lost. What is given back is durable by then. A write or sync that fails ends the journal for good.
//!
//! Never: waiting for the disk in [`Journal::append`]; failing for lack of room (the callers keep
//! [`Journal::dirty_bytes`] within bounds); retrying a failed sync.
//!
//! Words: *round* - one contiguous region of a file, numbered; *member* - who has frames in a round; *release* -
//! rounds up to a number are in synced segments and need not be kept; *live* - not released; *unsynced* - written but
//! not synced, which only the current file ever holds: a file is synced before the next one is used.
//!
//! Not here: what the frames mean, truncation, segments, threads.

mod driver;
mod files;
mod format;
mod options;
mod recovery;
mod shared;
mod window;

#[cfg(test)]
mod tests;

use std::{io, path::PathBuf, sync::Arc};

pub use driver::{JournalDriver, RoundOutcome};
pub use files::Prepared;
pub use format::{Durability, FORMAT_VERSION, FRAME_BODY_CHECKED, FRAME_HEADER_LEN, FrameHeader, FrameKind};
pub use options::{JournalObserver, JournalOptions, RoundReport};
pub use recovery::{RecoveredFrame, RecoveredJournal};
pub use shared::{Journal, Placed, RoundMember, RoundTicket};

/// What the names of journal files begin with; ten digits follow.
pub const JOURNAL_FILE_PREFIX: &str = "moldau-journal-";

/// The journal has failed: nothing can be appended, and what was not yet durable may be lost. Stays so until the
/// directory is opened again.
#[derive(Debug, Clone)]
pub struct JournalFailed(Arc<Failure>);

#[derive(Debug)]
struct Failure {
    directory: PathBuf,
    what: &'static str,
    source: Option<io::Error>,
}

impl JournalFailed {
    fn new(directory: PathBuf, what: &'static str, source: Option<io::Error>) -> Self {
        Self(Arc::new(Failure { directory, what, source }))
    }

    /// The log directory.
    pub fn directory(&self) -> &std::path::Path {
        &self.0.directory
    }
}

impl std::fmt::Display for JournalFailed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the journal in {} has failed: {}", self.0.directory.display(), self.0.what)
    }
}

impl std::error::Error for JournalFailed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|source| source as _)
    }
}

/// Why a journal can't be opened or read back.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The disk refused.
    #[error("cannot {step} {path}", path = path.display())]
    Io {
        /// What was being done.
        step: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// Rounds that were durable, and are needed, can't be read. Nothing is repaired here.
    #[error(
        "the journal in {directory} is damaged: round {round} is missing or broken, although it was durable \
         (live rounds begin at {first}, and {durable_through} was known durable)",
        directory = directory.display()
    )]
    Damaged {
        /// The log directory.
        directory: PathBuf,
        /// The first round that is missing or broken.
        round: u64,
        /// The first round that must be there.
        first: u64,
        /// The last round that was known durable.
        durable_through: u64,
    },
    /// A file says what this version cannot read.
    #[error("{path} has journal format version {version}, cipher {cipher}: this version reads up to {FORMAT_VERSION}",
        path = path.display())]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// The version it says.
        version: u32,
        /// The cipher it says.
        cipher: u32,
    },
}

impl JournalError {
    fn io(step: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { step, path, source }
    }
}
