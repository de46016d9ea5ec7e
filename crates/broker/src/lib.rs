//! The running node: listeners, dispatch, handlers, tasks.
//!
//! | module | holds |
//! |---|---|
//! | [`env`] | time, randomness, waiting: what the simulator replaces |
//! | [`tasks`] | the supervisor of background tasks |
//! | [`net`] | sockets, frames, ordered answers, limits |
//! | [`threads`] | the network threads |
//! | [`context`] | what a handler knows about its connection and request |
//! | [`dispatch`] | from a request's key to its handler |
//! | [`handlers`] | the requests |
//! | [`controller`] | the metadata: who decides it, who reads it |
//! | [`storage_tool`] | formatting directories |
//! | [`follow`] | the broker becomes what the metadata says |
//! | [`topics`], [`partition`] | which partitions there are; one partition with everybody who waits for it |
//! | [`produce`], [`fetch`] | answers that wait for durability; sessions and readiness |
//! | [`logs`] | log directories: opening, driving, housekeeping, closing |
//! | [`node`] | start, drain, stop |
//!
//! Only this crate knows sockets and Kafka's error codes for what goes wrong inside.

mod broker;
mod context;
pub mod controller;
mod coordinator;
mod data_metrics;
mod dispatch;
pub mod env;
mod error_counts;
mod fetch;
mod follow;
mod handlers;
mod logs;
mod net;
pub mod node;
mod partition;
mod produce;
mod producer_ids;
mod quotas;
mod start;
pub mod storage_tool;
pub mod tasks;
pub mod threads;
mod topics;

pub use broker::{Broker, Listener};
pub use net::config::Unresolved;
pub use node::{Node, StartError, Surroundings, TooManyConnections};
pub use start::DirectoryError;
