//! Kafka's schemas in `raft`. Written by `cargo xtask codegen`. Do not edit.

pub mod quorum_state_data;

pub use quorum_state_data::QuorumStateData;
