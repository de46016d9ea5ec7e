//! Records that Kafka keeps in topics and files of its own. Written by `cargo xtask codegen`. Do not edit.

pub mod group;
pub mod metadata;
pub mod raft;
pub mod share;
pub mod storage;
pub mod transaction;
