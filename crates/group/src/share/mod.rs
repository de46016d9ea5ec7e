//! Share groups (KIP-932): heartbeats, targets, and which partitions have delivery state at the share coordinator.
//!
//! A [`ShareGroup`] is what the log says. A [`Draft`](draft::Draft) is a decision about it, as with consumer groups:
//! each record becomes part of the group at once by [`ShareGroup::apply`], the function that loads the log.
//!
//! A partition is assigned only when the share coordinator keeps state for it. So a heartbeat that finds subscribed
//! partitions without state writes them down as *initializing* and wishes [`crate::Effect::InitializeShareState`];
//! when that has succeeded they are *initialized*, and the next heartbeat assigns them. A wish whose result never
//! comes is repeated by a heartbeat after `group.share.initialize.retry.interval.ms`. Before state is deleted its
//! topics are *deleting*, so that whoever asks again after a crash finds what is left to delete.
//!
//! Promises:
//! - epochs only grow; every initialized partition of a subscribed topic has a member in a current target;
//! - a group is deleted only when its state is.
//!
//! Different from Kafka: a heartbeat is answered before the share coordinator has initialized what it found (Kafka
//! lets it wait, though what is initialized is not assigned in that answer either), so it never carries the share
//! coordinator's error. If some partitions could be initialized and others not, the first count. Altering the offsets
//! of a group that does not exist writes the group's epoch too, so that the group exists after a reload.

mod assign;
mod describe;
mod draft;
mod heartbeat;
mod hook;
mod offsets;
mod records;
mod requests;
mod settings;
mod state;
#[cfg(test)]
mod tests;
mod waits;

pub(crate) use hook::loaded;
pub(crate) use records::tombstones;
pub(crate) use state::ShareGroup;
pub(crate) use waits::Waits;

/// The protocol type of every share group.
pub(crate) const PROTOCOL_TYPE: &str = "share";
/// The only assignor.
pub(crate) const ASSIGNOR: &str = "simple";
