//! One partition's replication, decided without I/O, clocks or randomness.
//!
//! [`Leader`] owns the partition's high watermark: what every in-sync replica holds, the leader included, and
//! therefore what may be acknowledged to `acks=all` producers and shown to consumers. An in-sync set of one is
//! the same code as one of five.
//!
//! Promises (each asserted, in release builds too):
//! - the high watermark is the minimum over the in-sync replicas of what they hold, and never moves back
//!   within one leadership;
//! - it stands still while fewer than `min.insync.replicas` are in sync (KIP-966's strict rule);
//! - what counts as held follows the topic's [`Durability`]: synced, or written to the kernel.
//!
//! Not here: the log, the wire, who is elected. Followers' fetching joins with the cluster.

mod leader;

pub use leader::{AckCheck, Leader, LeaderStart};

/// When a replica holds a record. The topic config `durability`, else the broker's `moldau.durability`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// Journalled and synced: a record that was acknowledged survives the loss of power.
    #[default]
    Durable,
    /// Written to the kernel: survives the end of the process, not of the machine. What Apache Kafka does.
    Relaxed,
}
