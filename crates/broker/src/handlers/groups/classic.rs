//! The classic group protocol.

use std::sync::Arc;

use moldau_auth::Operation;
use moldau_group::Command;
use moldau_wire::{
    ErrorCode,
    messages::{
        HeartbeatRequest, HeartbeatResponse, JoinGroupRequest, JoinGroupResponse, LeaveGroupRequest,
        LeaveGroupResponse, SyncGroupRequest, SyncGroupResponse,
    },
};

use super::{answer, ask};
use crate::{Broker, context::ConnectionContext, coordinator::group::caller};

/// Handles one `JoinGroup` request.
pub(crate) async fn join(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: JoinGroupRequest,
) -> JoinGroupResponse {
    let (group_id, member_id) = (request.group_id.clone(), request.member_id.clone());
    let command =
        Command::JoinGroup { request, version: context.request.api_version, caller: caller(context) };
    let answered = ask(broker, context, (&group_id, Operation::Read), command).await;
    answer!(answered, JoinGroup).unwrap_or_else(|error: ErrorCode| JoinGroupResponse {
        error_code: error.to_i16(),
        member_id,
        ..JoinGroupResponse::default()
    })
}

/// Handles one `SyncGroup` request.
pub(crate) async fn sync(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: SyncGroupRequest,
) -> SyncGroupResponse {
    let group_id = request.group_id.clone();
    let command = Command::SyncGroup { request, version: context.request.api_version };
    let answered = ask(broker, context, (&group_id, Operation::Read), command).await;
    answer!(answered, SyncGroup).unwrap_or_else(|error: ErrorCode| SyncGroupResponse {
        error_code: error.to_i16(),
        ..SyncGroupResponse::default()
    })
}

/// Handles one `Heartbeat` request.
pub(crate) async fn heartbeat(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: HeartbeatRequest,
) -> HeartbeatResponse {
    let group_id = request.group_id.clone();
    let answered = ask(broker, context, (&group_id, Operation::Read), Command::Heartbeat { request }).await;
    answer!(answered, Heartbeat).unwrap_or_else(|error: ErrorCode| HeartbeatResponse {
        // A member whose coordinator is loading has not been forgotten: Kafka lets it go on.
        error_code: if error == ErrorCode::CoordinatorLoadInProgress { 0 } else { error.to_i16() },
        ..HeartbeatResponse::default()
    })
}

/// Handles one `LeaveGroup` request.
pub(crate) async fn leave(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: LeaveGroupRequest,
) -> LeaveGroupResponse {
    let group_id = request.group_id.clone();
    let command = Command::LeaveGroup { request, version: context.request.api_version };
    let answered = ask(broker, context, (&group_id, Operation::Read), command).await;
    answer!(answered, LeaveGroup).unwrap_or_else(|error: ErrorCode| LeaveGroupResponse {
        error_code: error.to_i16(),
        ..LeaveGroupResponse::default()
    })
}
