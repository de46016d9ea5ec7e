//! Answers to commands that are refused as a whole.

use moldau_wire::messages as m;
use moldau_wire::{ErrorCode, Str};

use crate::classic::{join_error, sync_error};
use crate::offsets::{commit_error, fetch_error, txn_commit_error};
use crate::{Answer, Command};

impl Command {
    /// The answer that says `error` to this command, in the place where Kafka has it. Also for whoever has no shard to
    /// ask: the coordinator is elsewhere, or its log is being loaded.
    pub fn refused(&self, error: ErrorCode) -> Answer {
        refuse(self, error)
    }
}

pub(crate) fn refuse(command: &Command, error: ErrorCode) -> Answer {
    let error_code = error.to_i16();
    match command {
        Command::JoinGroup { request, version, .. } => {
            Answer::JoinGroup(join_error(request.member_id.clone(), error, *version))
        }
        Command::SyncGroup { .. } => Answer::SyncGroup(sync_error(error)),
        // Members must not join again only because their coordinator has not read everything yet.
        Command::Heartbeat { .. } if error == ErrorCode::CoordinatorLoadInProgress => {
            Answer::Heartbeat(m::HeartbeatResponse::default())
        }
        Command::Heartbeat { .. } => {
            Answer::Heartbeat(m::HeartbeatResponse { error_code, ..Default::default() })
        }
        Command::LeaveGroup { .. } => {
            Answer::LeaveGroup(m::LeaveGroupResponse { error_code, ..Default::default() })
        }
        Command::OffsetCommit { request, .. } => Answer::OffsetCommit(commit_error(request, error)),
        Command::TxnOffsetCommit { request, .. } => Answer::TxnOffsetCommit(txn_commit_error(request, error)),
        Command::OffsetFetch { group, version, .. } => {
            Answer::OffsetFetch(fetch_error(group, *version, error))
        }
        Command::OffsetDelete { .. } => {
            Answer::OffsetDelete(m::OffsetDeleteResponse { error_code, ..Default::default() })
        }
        Command::ListGroups { .. } => {
            Answer::ListGroups(m::ListGroupsResponse { error_code, ..Default::default() })
        }
        Command::TopicsDeleted { .. } | Command::EffectDone(_) => Answer::Done,
        Command::ConsumerGroupHeartbeat { .. }
        | Command::ShareGroupHeartbeat { .. }
        | Command::StreamsGroupHeartbeat { .. } => refuse_heartbeat(command, error_code),
        Command::DescribeGroup { .. }
        | Command::ConsumerGroupDescribe { .. }
        | Command::ShareGroupDescribe { .. }
        | Command::StreamsGroupDescribe { .. }
        | Command::DeleteGroup { .. }
        | Command::DescribeShareGroupOffsets { .. }
        | Command::AlterShareGroupOffsets { .. }
        | Command::DeleteShareGroupOffsets { .. } => refuse_admin(command, error_code),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "one part of the match in `refuse`")]
fn refuse_heartbeat(command: &Command, error_code: i16) -> Answer {
    match command {
        Command::ConsumerGroupHeartbeat { .. } => {
            Answer::ConsumerGroupHeartbeat(m::ConsumerGroupHeartbeatResponse {
                error_code,
                ..Default::default()
            })
        }
        Command::ShareGroupHeartbeat { .. } => {
            Answer::ShareGroupHeartbeat(m::ShareGroupHeartbeatResponse { error_code, ..Default::default() })
        }
        Command::StreamsGroupHeartbeat { .. } => {
            Answer::StreamsGroupHeartbeat(m::StreamsGroupHeartbeatResponse {
                error_code,
                ..Default::default()
            })
        }
        _ => Answer::Done,
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "one part of the match in `refuse`")]
fn refuse_admin(command: &Command, error_code: i16) -> Answer {
    let own = |id: &Str| id.clone();
    match command {
        Command::DescribeGroup { group_id, .. } => {
            Answer::DescribeGroup(m::describe_groups_response::DescribedGroup {
                group_id: own(group_id),
                error_code,
                ..Default::default()
            })
        }
        Command::ConsumerGroupDescribe { group_id } => {
            Answer::ConsumerGroupDescribe(m::consumer_group_describe_response::DescribedGroup {
                group_id: own(group_id),
                error_code,
                ..Default::default()
            })
        }
        Command::ShareGroupDescribe { group_id } => {
            Answer::ShareGroupDescribe(m::share_group_describe_response::DescribedGroup {
                group_id: own(group_id),
                error_code,
                ..Default::default()
            })
        }
        Command::StreamsGroupDescribe { group_id } => {
            Answer::StreamsGroupDescribe(m::streams_group_describe_response::DescribedGroup {
                group_id: own(group_id),
                error_code,
                ..Default::default()
            })
        }
        Command::DeleteGroup { group_id } => {
            Answer::DeleteGroup(m::delete_groups_response::DeletableGroupResult {
                group_id: own(group_id),
                error_code,
                ..Default::default()
            })
        }
        Command::DescribeShareGroupOffsets { group } => Answer::DescribeShareGroupOffsets(
            m::describe_share_group_offsets_response::DescribeShareGroupOffsetsResponseGroup {
                group_id: own(&group.group_id),
                error_code,
                ..Default::default()
            },
        ),
        Command::AlterShareGroupOffsets { .. } => {
            Answer::AlterShareGroupOffsets(m::AlterShareGroupOffsetsResponse {
                error_code,
                ..Default::default()
            })
        }
        Command::DeleteShareGroupOffsets { .. } => {
            Answer::DeleteShareGroupOffsets(m::DeleteShareGroupOffsetsResponse {
                error_code,
                ..Default::default()
            })
        }
        _ => Answer::Done,
    }
}
