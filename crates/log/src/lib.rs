//! One partition's log: batches, tail, segments, indexes, epochs, producers, recovery, retention.
//!
//! [`LogDirectory`] is one entry of `log.dirs`; [`PartitionLog`] one partition's log in it. Appends go through the
//! directory's journal and are durable when a round has been synced; [`WriteBackDriver`] puts them into Kafka's
//! segment files behind. Batches come in through [`prepare`] (outside any lock) and leave as [`ReadPlan`]s.
//!
//! Promises:
//! - an append waits for nothing but two short locks; that it is held is reported by [`LogProgress`];
//! - what was reported durable survives any crash, and the same bytes stand at the same offset;
//! - files are Kafka's, byte for byte, after a clean stop; after a crash the journal completes them;
//! - damage takes one partition offline, a failed write or sync one directory, and says why.
//!
//! Not here: who leads, who is in sync, when to answer.

mod batch;
mod cleaner;
mod commit;
mod config;
mod crc;
mod directory;
mod directory_shared;
mod drain;
pub mod epochs;
mod errors;
mod files;
pub mod format;
pub mod invariants;
mod partition;
pub mod producers;
mod recovery;
mod retention;
mod scan;
mod segment;
mod staging;
mod state;
mod tail;
pub mod tools;
mod write_back;

pub use batch::{DECOMPRESSED_MAX, PrepareError, PreparedBatch, prepare, prepare_replicated};
pub use cleaner::{CleanerConfig, CleanerDriver, CleanerReport, CleanerStep, LogCleaner};
pub use config::{Durability, LogConfig};
pub use directory::{CheckpointError, LogDirectory, OpenOptions, OpenReport, Opened};
pub use directory_shared::DirectoryConfig;
pub use errors::{AppendError, ChangeError, Failure, OpenError, ReadError};
pub use partition::{
    Appended, Deleted, FileRead, FoundByTime, LogEnds, LogProgress, PartitionLog, ReadPlan, ReadSlice,
};
pub use recovery::StartMode;
pub use scan::{FileRange, KernelPiece, Located};
pub use state::TransactionView;
pub use write_back::{StepOutcome, WriteBackDriver};
