//! What administrators ask of groups of any kind.

use std::sync::Arc;

use moldau_auth::{Operation, Resource};
use moldau_group::Command;
use moldau_wire::{
    ErrorCode, Str,
    messages::{
        DeleteGroupsRequest, DeleteGroupsResponse, DescribeGroupsRequest, DescribeGroupsResponse,
        ListGroupsRequest, ListGroupsResponse, delete_groups_response::DeletableGroupResult,
        describe_groups_response::DescribedGroup, list_groups_response::ListedGroup,
    },
};

use super::{answer, ask};
use crate::{Broker, context::ConnectionContext};

/// What the caller may do to a group, as a bit field (KIP-430).
pub(super) fn authorized_operations(broker: &Broker, context: &ConnectionContext, group_id: &str) -> i32 {
    moldau_auth::authorized_operations(&*broker.authorizer, &context.caller, Resource::group(group_id))
}

/// Handles one `DescribeGroups` request.
pub(crate) async fn describe(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: DescribeGroupsRequest,
) -> DescribeGroupsResponse {
    let version = context.request.api_version;
    let mut groups = Vec::with_capacity(request.groups.len());
    for group_id in request.groups {
        let command = Command::DescribeGroup { group_id: group_id.clone(), version };
        let answered = ask(broker, context, (&group_id, Operation::Describe), command).await;
        let mut group = answer!(answered, DescribeGroup).unwrap_or_else(|error: ErrorCode| DescribedGroup {
            error_code: error.to_i16(),
            group_id: group_id.clone(),
            ..DescribedGroup::default()
        });
        if request.include_authorized_operations && group.error_code == 0 {
            group.authorized_operations = authorized_operations(broker, context, &group_id);
        }
        groups.push(group);
    }
    DescribeGroupsResponse { groups, ..DescribeGroupsResponse::default() }
}

/// Handles one `ListGroups` request: the groups of all coordinators here that the caller may see.
pub(crate) async fn list(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: ListGroupsRequest,
) -> ListGroupsResponse {
    let sees_all = context.may(broker, Operation::Describe, Resource::CLUSTER);
    let sees = |group: &ListedGroup| {
        sees_all || context.may(broker, Operation::Describe, Resource::group(&group.group_id))
    };
    let version = context.request.api_version;
    let mut groups = Vec::new();
    for owner in broker.groups.all() {
        let command = Command::ListGroups { request: request.clone(), version };
        match answer!(owner.ask(broker, command).await, ListGroups) {
            Ok(answer) if answer.error_code == 0 => groups.extend(answer.groups.into_iter().filter(sees)),
            Ok(refused) => return refused,
            // Its partition has gone elsewhere, and is listed there.
            Err(ErrorCode::NotCoordinator) => {}
            Err(error) => {
                return ListGroupsResponse { error_code: error.to_i16(), ..ListGroupsResponse::default() };
            }
        }
    }
    ListGroupsResponse { groups, ..ListGroupsResponse::default() }
}

/// Handles one `DeleteGroups` request.
pub(crate) async fn delete(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: DeleteGroupsRequest,
) -> DeleteGroupsResponse {
    let mut results: Vec<DeletableGroupResult> = Vec::with_capacity(request.groups_names.len());
    for group_id in request.groups_names {
        if results.iter().any(|result| result.group_id == group_id) {
            continue;
        }
        let command = Command::DeleteGroup { group_id: group_id.clone() };
        let answered = ask(broker, context, (&group_id, Operation::Delete), command).await;
        results.push(answer!(answered, DeleteGroup).unwrap_or_else(|error: ErrorCode| {
            DeletableGroupResult {
                group_id: Str::detach(&group_id),
                error_code: error.to_i16(),
                ..DeletableGroupResult::default()
            }
        }));
    }
    DeleteGroupsResponse { results, ..DeleteGroupsResponse::default() }
}
