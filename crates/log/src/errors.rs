//! What can go wrong with a log, by operation.

use std::{io, path::PathBuf};

use moldau_ids::{LeaderEpoch, Offset};

use crate::{format::FormatError, producers::ProducerError};

/// Why a log or its directory takes no more part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// A write or a sync in the directory failed: nothing in it may be trusted any more (KIP-112).
    Directory(String),
    /// The partition's own files are damaged.
    Corrupt(String),
    /// A bug: a panic went through the partition's state.
    Panicked,
    /// The partition has been closed or deleted.
    Closed,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Directory(reason) => write!(f, "the log directory is offline: {reason}"),
            Self::Corrupt(reason) => write!(f, "the partition is offline: {reason}"),
            Self::Panicked => f.write_str("the partition is offline: a panic went through its state"),
            Self::Closed => f.write_str("the partition's log is closed"),
        }
    }
}

/// Why an append was refused. Nothing was appended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// The log takes no more part: `KAFKA_STORAGE_ERROR`.
    #[error("{0}")]
    Failed(Failure),
    /// The disk has no room: `KAFKA_STORAGE_ERROR` until it has.
    #[error("the log directory's disk is full")]
    NoRoom,
    /// The epoch is not the one granted last: `NOT_LEADER_OR_FOLLOWER`.
    #[error("not the leader under this epoch; the log knows {current:?}")]
    NotLeader {
        /// The epoch under which this log leads, if it does.
        current: Option<LeaderEpoch>,
    },
    /// The producer's epoch or sequence does not fit.
    #[error(transparent)]
    Producer(#[from] ProducerError),
    /// A transaction ended here after this one had been vouched for: it has to be vouched for again.
    #[error("a transaction ended after the batch was verified")]
    NotVerified,
    /// `RECORD_LIST_TOO_LARGE`: it would not fit an empty segment.
    #[error("a batch of {size} bytes is larger than segment.bytes {segment_bytes}")]
    BatchLargerThanSegment {
        /// The batch's size in bytes.
        size: u64,
        /// The topic's limit in bytes.
        segment_bytes: u32,
    },
    /// The log is at the end of the number line.
    #[error("no offsets are left")]
    OffsetsExhausted,
    /// A leader sent something that does not follow the end of this log.
    #[error("a batch at {base_offset} does not follow the end {log_end}")]
    UnexpectedOffset {
        /// The batch's first offset.
        base_offset: i64,
        /// Where the log ends.
        log_end: i64,
    },
    /// A coordinator asked to append only at a certain end, and the end is another.
    #[error("the log ends at {log_end}, not at {required}")]
    NotAtRequiredEnd {
        /// Where it was to be appended.
        required: i64,
        /// Where the log ends.
        log_end: i64,
    },
}

/// Why records can't be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// `OFFSET_OUT_OF_RANGE`.
    #[error("offset {offset} is outside [{log_start}, {log_end}]")]
    OutOfRange {
        /// What was asked for.
        offset: Offset,
        /// The first offset.
        log_start: Offset,
        /// One beyond the last.
        log_end: Offset,
    },
    /// The log takes no more part: `KAFKA_STORAGE_ERROR`.
    #[error("{0}")]
    Failed(Failure),
    /// The disk refused.
    #[error("failed to read `{path}`", path = path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What it said.
        #[source]
        source: io::Error,
    },
    /// The bytes are not what was written: `CORRUPT_MESSAGE`, and the partition should be taken offline.
    #[error("`{path}` is damaged at byte {position}: {problem}", path = path.display())]
    Corrupt {
        /// Which file.
        path: PathBuf,
        /// Where in it.
        position: u64,
        /// What is wrong.
        problem: String,
    },
}

/// Why a log directory or a partition in it can't be opened, made or changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The disk refused.
    #[error("failed to {step} `{path}`", path = path.display())]
    Io {
        /// What was being done.
        step: &'static str,
        /// To what.
        path: PathBuf,
        /// What the disk said.
        #[source]
        source: io::Error,
    },
    /// A file's content is not what its format says.
    #[error("`{path}` can't be read", path = path.display())]
    Format {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        source: FormatError,
    },
    /// Another process uses the directory.
    #[error("`{path}` is used by another process (its .lock is held)", path = path.display())]
    Locked {
        /// Which directory.
        path: PathBuf,
    },
    /// There is no `meta.properties`.
    #[error("`{path}` is not formatted (it has no meta.properties)", path = path.display())]
    NotFormatted {
        /// Which directory.
        path: PathBuf,
    },
    /// The journal can't be opened.
    #[error("the journal in `{path}` can't be opened: {reason}", path = path.display())]
    Journal {
        /// Which directory.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// Records below the recovery point are damaged: the partition stays offline.
    #[error("`{path}` is damaged at byte {position}: {problem}", path = path.display())]
    Corrupt {
        /// Which file.
        path: PathBuf,
        /// Where in it.
        position: u64,
        /// What is wrong.
        problem: String,
    },
    /// There is no such partition here.
    #[error("there is no directory for {0}")]
    NotFound(String),
    /// There is such a partition already, with another topic id.
    #[error("{0}")]
    Conflict(String),
    /// The directory takes no more part.
    #[error("{0}")]
    Failed(Failure),
}

impl OpenError {
    pub(crate) fn io(step: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { step, path, source }
    }

    pub(crate) fn format(path: impl Into<PathBuf>) -> impl FnOnce(FormatError) -> Self {
        let path = path.into();
        move |source| Self::Format { path, source }
    }
}

/// Why a log could not be truncated or its start moved.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The log takes no more part.
    #[error("{0}")]
    Failed(Failure),
    /// `OFFSET_OUT_OF_RANGE`: beyond the high watermark or below 0.
    #[error("offset {offset} is beyond the high watermark {high_watermark}")]
    OutOfRange {
        /// What was asked for.
        offset: Offset,
        /// Up to where it may be.
        high_watermark: Offset,
    },
    /// A place in the log could not be found.
    #[error(transparent)]
    Read(#[from] ReadError),
}
