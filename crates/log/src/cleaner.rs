//! Log cleaning (compaction): of each key only the newest record stays.
//!
//! A cleaning takes one log at a time, in two passes. The first reads the dirty part and notes each key's last offset
//! ([`offset_map`]); the second reads everything below and writes what stays ([`filter`]) into new segments, one for
//! each group of old ones ([`groups`]).
//!
//! Promises:
//! - the newest record of a key stays, a tombstone until its horizon has passed; of an aborted transaction nothing stays;
//! - what stays keeps its offset, key, value, headers and timestamp; a batch keeps base offset, last offset, producer
//!   and sequence;
//! - a producer's last batch and the last batch of what is cleaned keep their place, if need be without records;
//! - only segments are replaced that a restart after a crash would take as they are.
//!
//! Not here: `delete` retention, which goes on beside it.

mod choose;
mod driver;
mod filter;
mod groups;
mod install;
mod offset_map;
mod output;
mod pace;
mod task;
mod transactions;

pub(crate) use choose::{LogFacts, SegmentFacts};
pub use driver::{CleanerConfig, CleanerDriver, CleanerReport, CleanerStep, LogCleaner};
pub(crate) use install::replace;
