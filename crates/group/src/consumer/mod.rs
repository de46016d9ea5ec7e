//! Groups of the KIP-848 protocol: heartbeats, server-side targets, gradual reconciliation.
//!
//! A [`ConsumerGroup`] is what the log says. A [`Draft`] is a decision about it: each record it writes becomes part
//! of the group at once by [`ConsumerGroup::apply`], the same function that loads the log. A request is refused
//! before the first record, or not at all.
//!
//! Promises:
//! - no partition is held by two members: one gets it when the other has said that it gave it up, or is gone;
//! - epochs only grow;
//! - a member that goes on heartbeating reaches its target, unless another keeps a partition for longer than its
//!   rebalance timeout: then that one is removed.
//!
//! Different from Kafka: regular expressions are resolved within the heartbeat that makes them due, not by a later
//! task, so that a first answer may already assign what they match; at most every ten seconds a group, as in Kafka.
//! The `regex` crate reads them instead of RE2/J, see [`pattern`].
//!
//! Words: *group epoch* - counts changes of membership, subscriptions and topics. *Target* - who is to own what, as
//! of an *assignment epoch*, the group epoch it was computed for. *Member epoch* - the assignment epoch that a member
//! has reached. *Holding* - owning, or having yet to give up.

mod classic;
mod describe;
mod draft;
mod embedded;
mod hash;
mod heartbeat;
mod hook;
mod leave;
mod member;
mod migrate;
mod pattern;
mod reconcile;
mod records;
mod settings;
mod state;
mod target;
#[cfg(test)]
mod tests;

pub(crate) use describe::{PROTOCOL_TYPE, check_fetch, commit_check};
pub(crate) use draft::TimerKind;
pub(crate) use hash::group_hash;
pub(crate) use hook::loaded;
pub(crate) use leave::tombstones;
pub(crate) use state::ConsumerGroup;
