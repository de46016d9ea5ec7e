//! The partition leader's side of share groups (KIP-932): which records of one partition are with which member of one
//! group, and which sessions members have. Pure: times come in.
//!
//! A [`SharePartition`] is made from what the share coordinator has persisted. It gives records out
//! ([`SharePartition::acquire`]) for a time, and takes acknowledgements in ([`SharePartition::acknowledge`]). What has
//! to be persisted comes out as a [`Write`]: the state has changed already, but what the write is about stays closed to
//! everyone until [`SharePartition::written`] says how it ended. If it failed, its records are what they were before;
//! so the answer to the member waits for the write. Call [`SharePartition::expire`] when
//! [`SharePartition::next_deadline`] is due.
//!
//! A [`SessionCache`] knows what a member fetches, see there.
//!
//! Promises:
//! - a record is with one member at most, and is given out at most as often as the group's limit says;
//! - what was accepted, and persisted so, is never given out again;
//! - records are only forgotten below the start offset, which moves past a record when it is done with.
//!
//! Different from Kafka: records that were given out too often already, because the limit was lowered meanwhile, are
//! archived instead of given out once more.
//!
//! Words: *done with* - acknowledged or archived. *Batch* - what was first given out together. *Gap* - offsets between
//! the start and the end of which no state was persisted: they are as new.

mod acknowledge;
mod acquire;
mod session;
mod settings;
mod span;
mod state;
#[cfg(test)]
mod tests;

pub use acknowledge::{AckType, Acknowledgement};
pub use acquire::{AbortedTransaction, Acquire, AcquireMode, FetchedBatch};
pub use session::{
    SessionCache, SessionConfig, SessionContext, SessionError, SessionFetch, SessionKey, SharedTopicPartition,
};
pub use settings::{IsolationLevel, OffsetReset, ShareSettings};
pub use span::RecordState;
pub use state::{LoadError, SharePartition, Write, WriteId, persister_error};
