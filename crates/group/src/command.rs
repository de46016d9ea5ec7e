//! What goes into a [`Shard`](crate::Shard) and what comes out.

use std::sync::Arc;

use moldau_ids::TopicId;
use moldau_wire::messages as m;
use moldau_wire::{ErrorCode, Str};

use crate::Record;

/// Names an answer that is owed. The driver chooses it and does not use it again while the answer is outstanding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The request header's client id.
    pub client_id: Str,
    /// The peer's address as Kafka writes it, for example `/127.0.0.1`.
    pub client_host: Str,
    /// The principal as Kafka writes it, for example `User:ANONYMOUS`.
    pub principal: Arc<str>,
}

/// A request of one kind, already authorised, as it concerns one shard. Requests that name several groups are split by
/// group before they come here.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Classic protocol: join.
    JoinGroup { request: m::JoinGroupRequest, version: i16, caller: Caller },
    /// Classic protocol: hand in and fetch assignments.
    SyncGroup { request: m::SyncGroupRequest, version: i16 },
    /// Classic protocol: still there.
    Heartbeat { request: m::HeartbeatRequest },
    /// Classic protocol, or an administrator: members leave.
    LeaveGroup { request: m::LeaveGroupRequest, version: i16 },
    /// KIP-848.
    ConsumerGroupHeartbeat { request: m::ConsumerGroupHeartbeatRequest, version: i16, caller: Caller },
    /// KIP-932.
    ShareGroupHeartbeat { request: m::ShareGroupHeartbeatRequest, version: i16, caller: Caller },
    /// KIP-1071.
    StreamsGroupHeartbeat { request: m::StreamsGroupHeartbeatRequest, version: i16, caller: Caller },
    /// Commits offsets, with a member or without. Topic names have been filled in where the request had ids.
    OffsetCommit { request: m::OffsetCommitRequest, version: i16 },
    /// Commits offsets within a transaction.
    TxnOffsetCommit { request: m::TxnOffsetCommitRequest, version: i16 },
    /// Committed offsets of one group. Topic names have been filled in where the request had ids.
    OffsetFetch {
        group: m::offset_fetch_request::OffsetFetchRequestGroup,
        require_stable: bool,
        version: i16,
    },
    /// Deletes committed offsets.
    OffsetDelete { request: m::OffsetDeleteRequest },
    /// Describes one classic group.
    DescribeGroup { group_id: Str, version: i16 },
    /// Describes one consumer group.
    ConsumerGroupDescribe { group_id: Str },
    /// Describes one share group.
    ShareGroupDescribe { group_id: Str },
    /// Describes one streams group.
    StreamsGroupDescribe { group_id: Str },
    /// Lists this shard's groups.
    ListGroups { request: m::ListGroupsRequest, version: i16 },
    /// Deletes one group of any kind with its offsets.
    DeleteGroup { group_id: Str },
    /// Describes a share group's start offsets.
    DescribeShareGroupOffsets {
        group: m::describe_share_group_offsets_request::DescribeShareGroupOffsetsRequestGroup,
    },
    /// Sets a share group's start offsets.
    AlterShareGroupOffsets { request: m::AlterShareGroupOffsetsRequest },
    /// Forgets a share group's topics.
    DeleteShareGroupOffsets { request: m::DeleteShareGroupOffsetsRequest },
    /// The topics with these ids are gone: their offsets are tombstoned.
    TopicsDeleted { topics: Vec<(TopicId, Str)> },
    /// An [`Effect`] has been carried out.
    EffectDone(EffectResult),
}

/// What an answered [`Command`] says. The kinds that concern one group of many are what that group contributes.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// To [`Command::JoinGroup`].
    JoinGroup(m::JoinGroupResponse),
    /// To [`Command::SyncGroup`].
    SyncGroup(m::SyncGroupResponse),
    /// To [`Command::Heartbeat`].
    Heartbeat(m::HeartbeatResponse),
    /// To [`Command::LeaveGroup`].
    LeaveGroup(m::LeaveGroupResponse),
    /// To [`Command::ConsumerGroupHeartbeat`].
    ConsumerGroupHeartbeat(m::ConsumerGroupHeartbeatResponse),
    /// To [`Command::ShareGroupHeartbeat`].
    ShareGroupHeartbeat(m::ShareGroupHeartbeatResponse),
    /// To [`Command::StreamsGroupHeartbeat`].
    StreamsGroupHeartbeat(m::StreamsGroupHeartbeatResponse),
    /// To [`Command::OffsetCommit`].
    OffsetCommit(m::OffsetCommitResponse),
    /// To [`Command::TxnOffsetCommit`].
    TxnOffsetCommit(m::TxnOffsetCommitResponse),
    /// To [`Command::OffsetFetch`].
    OffsetFetch(m::offset_fetch_response::OffsetFetchResponseGroup),
    /// To [`Command::OffsetDelete`].
    OffsetDelete(m::OffsetDeleteResponse),
    /// To [`Command::DescribeGroup`].
    DescribeGroup(m::describe_groups_response::DescribedGroup),
    /// To [`Command::ConsumerGroupDescribe`].
    ConsumerGroupDescribe(m::consumer_group_describe_response::DescribedGroup),
    /// To [`Command::ShareGroupDescribe`].
    ShareGroupDescribe(m::share_group_describe_response::DescribedGroup),
    /// To [`Command::StreamsGroupDescribe`].
    StreamsGroupDescribe(m::streams_group_describe_response::DescribedGroup),
    /// To [`Command::ListGroups`].
    ListGroups(m::ListGroupsResponse),
    /// To [`Command::DeleteGroup`].
    DeleteGroup(m::delete_groups_response::DeletableGroupResult),
    /// To [`Command::DescribeShareGroupOffsets`].
    DescribeShareGroupOffsets(
        m::describe_share_group_offsets_response::DescribeShareGroupOffsetsResponseGroup,
    ),
    /// To [`Command::AlterShareGroupOffsets`].
    AlterShareGroupOffsets(m::AlterShareGroupOffsetsResponse),
    /// To [`Command::DeleteShareGroupOffsets`].
    DeleteShareGroupOffsets(m::DeleteShareGroupOffsetsResponse),
    /// To a command that nobody waits for.
    Done,
}

/// What a shard wishes from other parts of the broker. Carried out when the step's records have committed; the
/// result comes back as [`Command::EffectDone`], or never (the broker may die), so that a shard must be able to wish
/// again. A result names every partition that the wish names, also if the share coordinator could not be reached.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Share groups: start the share coordinator's state of these partitions.
    InitializeShareState(m::InitializeShareGroupStateRequest),
    /// Share groups: delete it.
    DeleteShareState(m::DeleteShareGroupStateRequest),
    /// Share groups: read where it begins, and where the partitions that it is of end.
    ReadShareStateSummary(m::ReadShareGroupStateSummaryRequest),
    /// Streams groups: create the topology's internal topics, on behalf of the caller.
    CreateInternalTopics { group_id: Str, request: m::CreateTopicsRequest, caller: Caller },
}

/// How an [`Effect`] ended.
#[derive(Debug, Clone, PartialEq)]
pub enum EffectResult {
    /// Of [`Effect::InitializeShareState`], with the group it was for.
    InitializeShareState { group_id: Str, response: m::InitializeShareGroupStateResponse },
    /// Of [`Effect::DeleteShareState`].
    DeleteShareState { group_id: Str, response: m::DeleteShareGroupStateResponse },
    /// Of [`Effect::ReadShareStateSummary`]; a partition whose end nobody could ask for is left out.
    ReadShareStateSummary {
        group_id: Str,
        response: m::ReadShareGroupStateSummaryResponse,
        end_offsets: Vec<ShareEndOffset>,
    },
    /// Of [`Effect::CreateInternalTopics`].
    CreateInternalTopics { group_id: Str, response: m::CreateTopicsResponse },
}

/// Where a partition ends, for the lag of a share group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShareEndOffset {
    /// The topic.
    pub topic_id: TopicId,
    /// The partition.
    pub partition: i32,
    /// Its high watermark, or why that is not known.
    pub offset: Result<i64, ErrorCode>,
}

/// Whose transaction a step's records belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TxnProducer {
    /// The producer's id.
    pub producer_id: i64,
    /// Its epoch.
    pub producer_epoch: i16,
}

/// What one call on a shard asks of its driver, in this order: append `records` (as one atomic batch; transactional
/// if `producer` is set), then, once they and all earlier records have committed, give `answers` and carry out
/// `effects`.
#[derive(Debug, Default, PartialEq)]
pub struct Step {
    /// To append.
    pub records: Vec<Record>,
    /// Set for transactional offset commits.
    pub producer: Option<TxnProducer>,
    /// To give.
    pub answers: Vec<(Ticket, Answer)>,
    /// To carry out.
    pub effects: Vec<Effect>,
}
