//! What goes into a share coordinator's shard, and what comes out.

use std::fmt;
use std::time::Duration;

use moldau_ids::{Timestamp, TopicId};
use moldau_wire::Str;
use moldau_wire::messages as m;

use super::ShareStateRecord;
use crate::{Ticket, Topics};

/// Whose state: of one group about one partition. Its text (group, topic id and partition with colons between) is
/// what clients ask `FindCoordinator` for, and what the partition of `__share_group_state` follows from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SharePartitionKey {
    /// The group.
    pub group_id: Str,
    /// The topic.
    pub topic_id: TopicId,
    /// The partition.
    pub partition: i32,
}

impl fmt::Display for SharePartitionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.group_id, self.topic_id, self.partition)
    }
}

/// The broker's settings. [`Default`] is Kafka's defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShareStateConfig {
    /// `share.coordinator.snapshot.update.records.per.snapshot`.
    pub updates_per_snapshot: u32,
    /// `share.coordinator.cold.partition.snapshot.interval.ms`.
    pub cold_snapshot_interval: Duration,
}

impl Default for ShareStateConfig {
    fn default() -> Self {
        Self { updates_per_snapshot: 500, cold_snapshot_interval: Duration::from_mins(5) }
    }
}

/// What a decision may look at besides its own state.
pub struct ShareStateEnv<'a> {
    /// Wall-clock time in milliseconds. Never moves back between two calls on one shard.
    pub now: Timestamp,
    /// The topics of the metadata image.
    pub topics: &'a dyn Topics,
    /// The broker's configuration.
    pub config: &'a ShareStateConfig,
}

impl fmt::Debug for ShareStateEnv<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ShareStateEnv").field("now", &self.now).finish_non_exhaustive()
    }
}

/// A request, already authorised, with those partitions whose keys belong to this shard.
#[derive(Debug, Clone, PartialEq)]
pub enum ShareStateCommand {
    /// State begins, or begins anew.
    Initialize(m::InitializeShareGroupStateRequest),
    /// A new partition leader reads it.
    Read(m::ReadShareGroupStateRequest),
    /// A partition leader reports.
    Write(m::WriteShareGroupStateRequest),
    /// State ends.
    Delete(m::DeleteShareGroupStateRequest),
    /// Somebody asks where state begins.
    ReadSummary(m::ReadShareGroupStateSummaryRequest),
    /// The topics with these ids are gone: so is their state.
    TopicsDeleted(Vec<TopicId>),
}

/// What an answered [`ShareStateCommand`] says.
#[derive(Debug, Clone, PartialEq)]
pub enum ShareStateAnswer {
    /// To [`ShareStateCommand::Initialize`].
    Initialize(m::InitializeShareGroupStateResponse),
    /// To [`ShareStateCommand::Read`].
    Read(m::ReadShareGroupStateResponse),
    /// To [`ShareStateCommand::Write`].
    Write(m::WriteShareGroupStateResponse),
    /// To [`ShareStateCommand::Delete`].
    Delete(m::DeleteShareGroupStateResponse),
    /// To [`ShareStateCommand::ReadSummary`].
    ReadSummary(m::ReadShareGroupStateSummaryResponse),
    /// To a command that nobody waits for.
    Done,
}

/// What one call asks of the driver: append `records` as one atomic batch, and give `answers` once they and all
/// earlier records have committed.
#[derive(Debug, Default, PartialEq)]
pub struct ShareStateStep {
    /// To append.
    pub records: Vec<ShareStateRecord>,
    /// To give.
    pub answers: Vec<(Ticket, ShareStateAnswer)>,
}
