//! The metadata log over openraft; its generics stop here.
//!
//! [`MetadataLog`] is one node's share of the quorum: [`propose`](MetadataLog::propose) appends a batch of records and
//! says when it is committed, a [`StateMachine`] sees every committed batch in order, [`quorum`](MetadataLog::quorum)
//! says who leads. What a record says is none of this crate's business: records are bytes.
//!
//! On disk it is Kafka's: `__cluster_metadata-0/` with segments of record batches, `quorum-state` and checkpoints
//! (docs/formats/cluster-metadata.md). One raft entry is one batch; its leader epoch is the term; what raft writes for
//! itself is a control batch. An entry is acknowledged after the file that holds it has been synced.
//!
//! Promises: what [`propose`](MetadataLog::propose) has answered is there after any crash; the state machine sees each
//! committed batch once per start, in order, from the last checkpoint on; a torn tail is cut, any other damage is an
//! error and never repaired here.
//!
//! Words: *entry* - openraft's, known by index and term. *Batch* - the same thing as a file holds it, known by its
//! offsets and epoch. *Checkpoint* - a snapshot of the state machine, by the offset where it ends and its epoch.

mod checkpoint;
mod codec;
mod error;
mod files;
mod machine;
mod metadata_log;
mod network;
mod quorum_state;
mod store;
mod types;

#[cfg(test)]
mod tests;

pub use checkpoint::{CheckpointError, CheckpointId, read_checkpoint, write_checkpoint};
pub use error::{LogError, ProposeError};
pub use files::LogSettings;
pub use machine::{CommittedBatch, SnapshotWriter, StateMachine};
pub use metadata_log::{Committing, MetadataLog, Options, Peer, QuorumState};
pub use store::Io;
pub use types::{Voter, VoterEndpoint};

/// The directory of the metadata log within `metadata.log.dir`.
pub const DIRECTORY: &str = "__cluster_metadata-0";
