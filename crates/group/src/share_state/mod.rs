//! The share coordinator (KIP-932): what partition leaders persist about share groups, in `__share_group_state`. Pure.
//!
//! A [`ShareStateShard`] is the state of one partition of that topic, for those keys (group, topic, partition) that hash
//! to it, see [`SharePartitionKey`]. It is driven like [`crate::Shard`]: a [`ShareStateCommand`] goes in, a
//! [`ShareStateStep`] comes out, whose answers are given when its records have committed. Nobody waits longer than for
//! that.
//!
//! Each write is a `ShareUpdate` record; after so many of them, and from time to time, a `ShareSnapshot` says everything
//! anew, so that what lies before can be deleted: [`ShareStateShard::prunable_offset`]. To know that, the shard is told
//! where its records came to lie ([`ShareStateShard::committed`]).
//!
//! Promises:
//! - a replay of the log, also of one that was deleted up to [`ShareStateShard::prunable_offset`], gives the state that
//!   the records' writer had, but for how soon the next snapshot comes;
//! - writes of an older leader or of an older state are refused;
//! - of two reports about a record the one with more deliveries counts, and of those with equally many the one that is
//!   further (as in Kafka), in whatever order they come.
//!
//! Different from Kafka: every snapshot, not only one that was due, begins the count of updates anew; batches that make
//! no sense are refused.

mod batches;
mod checks;
mod places;
mod record;
mod shard;
mod state;
#[cfg(test)]
mod tests;
mod types;

pub use record::ShareStateRecord;
pub use shard::ShareStateShard;
pub use types::{
    SharePartitionKey, ShareStateAnswer, ShareStateCommand, ShareStateConfig, ShareStateEnv, ShareStateStep,
};
