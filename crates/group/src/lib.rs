//! Groups of every kind and their committed offsets: the group coordinator's decisions. Pure.
//!
//! A [`Shard`] is the coordinator's state for one partition of `__consumer_offsets`. A [`Command`] with a [`Ticket`]
//! goes in, a [`Step`] comes out: records to append, answers to give (also to tickets of earlier commands: a
//! `JoinGroup` waits for the others), and wishes to other parts of the broker. State changes at once; whoever drives
//! the shard appends the step's records and releases its answers, and the answers of every later step, when those
//! records have committed. If the append fails, the shard is dropped and a new one replays the log.
//!
//! Promises:
//! - [`Shard::replay`] of all records, then [`Shard::loaded`], gives the state that the records' writer had, but for
//!   timers, tickets, and members of classic groups whose generation was never completed;
//! - nothing here fails for what a client sends or the log holds: bad requests get Kafka's error code, records that
//!   make no sense are skipped and counted;
//! - the same commands, times and entropy give the same steps.
//!
//! Never here: clocks, randomness, files, sockets. Time, entropy and the cluster's topics come in [`Env`].
//!
//! Of share groups (KIP-932) a shard has the members and their targets. What members do with records is elsewhere:
//! [`share_partition`] is the partition leader's side, [`share_state`] the share coordinator that persists it.
//!
//! Words: *ticket* - names an answer that is owed. *Generation* or *group epoch* - the number of a group's membership.

mod admin;
mod assignor;
mod classic;
mod command;
mod config;
mod consumer;
mod decision;
mod dispatch;
mod env;
mod group;
mod offsets;
mod record;
mod refuse;
mod shard;
mod share;
pub mod share_partition;
pub mod share_state;
mod streams;
#[cfg(test)]
mod testing;
mod timers;

pub use command::{Answer, Caller, Command, Effect, EffectResult, ShareEndOffset, Step, Ticket, TxnProducer};
pub use config::{AssignorName, Config, GroupConfigs, ModernConfig};
pub use env::{Entropy, Env, Topic, Topics};
pub use record::{Record, RecordError};
pub use shard::Shard;
