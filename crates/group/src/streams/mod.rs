//! Streams groups (KIP-1071): the broker assigns the tasks of a Kafka Streams application.
//!
//! A [`StreamsGroup`] is what the log says, and a little that is never written ([`state::Live`]). A heartbeat is decided
//! in two parts: [`heartbeat::plan`] looks, and refuses what is to be refused; [`heartbeat::carry_out`] writes. Each
//! record becomes part of the group at once by [`StreamsGroup::apply`], the same function that loads the log.
//!
//! Promises:
//! - a task is active for one member at most: another gets it when the first has said that it gave it up, or is gone;
//! - a process never has a task twice, whether active, standby or warm-up;
//! - epochs only grow;
//! - a member that goes on heartbeating reaches its target, unless another keeps a task for longer than its rebalance
//!   timeout: then that one is removed;
//! - assigning takes time in proportion to tasks and members (times a logarithm), and there are bounds to both.
//!
//! As in Kafka 4.3.1 there are no static members, no regular expressions for source topics, no changes of a topology
//! within a group, no warm-up tasks (the records know them, the assignor gives none) and no reports of task offsets:
//! requests that have them are refused. `STREAMS_TOPOLOGY_FENCED` is never answered.
//!
//! Different from Kafka: what a topology says that no topology can say (an index out of range, an id twice, a negative
//! epoch, more tasks than [`topics::TASKS_MAX`]) is refused as an invalid topology, where Kafka answers
//! `UNKNOWN_SERVER_ERROR`; endpoints list only partitions that exist; a member that reports fewer tasks than it has is
//! told them again, because it has missed an answer. Internal topics are created after the heartbeat's answer, so that
//! what went wrong is in the answer to a later one.
//!
//! Words: *task* - a subtopology and a partition number. *Active*, *standby*, *warm-up* - it processes; it keeps a copy
//! of the state; it is about to. *Process* - an application's instance, with one or more members. *Target*, *group
//! epoch*, *assignment epoch*, *member epoch* - as in consumer groups.

mod assignor;
mod check;
mod describe;
mod draft;
mod endpoints;
mod heartbeat;
mod hook;
mod leave;
mod member;
mod reconcile;
mod records;
mod settings;
mod state;
mod target;
mod tasks;
#[cfg(test)]
mod tests;
mod topics;
mod topology;

pub(crate) use describe::{PROTOCOL_TYPE, check_fetch, commit_check};
pub(crate) use draft::TimerKind;
pub(crate) use hook::loaded;
pub(crate) use leave::append_tombstones;
pub(crate) use state::StreamsGroup;
