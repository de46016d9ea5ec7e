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
//! | [`node`] | start, drain, stop |
//!
//! Only this crate knows sockets and Kafka's error codes for what goes wrong inside.

#![expect(dead_code, reason = "the skeleton holds what handlers need and none uses yet")]

mod broker;
mod context;
pub mod controller;
mod dispatch;
pub mod env;
mod handlers;
mod net;
pub mod node;
pub mod storage_tool;
pub mod tasks;
pub mod threads;

pub use broker::{Broker, Listener};
pub use net::config::Unresolved;
pub use node::{Node, StartError, Surroundings, TooManyConnections};
