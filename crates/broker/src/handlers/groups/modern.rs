//! Consumer groups (KIP-848).

use std::sync::Arc;

use moldau_auth::{Operation, Resource};
use moldau_group::Command;
use moldau_wire::{
    ErrorCode, Str,
    messages::{
        ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse, ConsumerGroupHeartbeatRequest,
        ConsumerGroupHeartbeatResponse, consumer_group_describe_response::DescribedGroup,
    },
};

use super::{admin::authorized_operations, answer, ask};
use crate::{Broker, context::ConnectionContext, coordinator::group::caller};

/// Handles one `ConsumerGroupHeartbeat` request.
pub(crate) async fn consumer_heartbeat(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: ConsumerGroupHeartbeatRequest,
) -> ConsumerGroupHeartbeatResponse {
    let refused = |error: ErrorCode| ConsumerGroupHeartbeatResponse {
        error_code: error.to_i16(),
        ..ConsumerGroupHeartbeatResponse::default()
    };
    let hidden = |topic: &Str| !context.may(broker, Operation::Describe, Resource::topic(topic));
    let group_id = request.group_id.clone();
    if !context.may(broker, Operation::Read, Resource::group(&group_id)) {
        return refused(ErrorCode::GroupAuthorizationFailed);
    }
    if request.subscribed_topic_names.iter().flatten().any(hidden) {
        return refused(ErrorCode::TopicAuthorizationFailed);
    }
    let version = context.request.api_version;
    let command = Command::ConsumerGroupHeartbeat { request, version, caller: caller(context) };
    let answered = ask(broker, context, (&group_id, Operation::Read), command).await;
    answer!(answered, ConsumerGroupHeartbeat).unwrap_or_else(refused)
}

/// Handles one `ConsumerGroupDescribe` request.
pub(crate) async fn describe_consumer(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: ConsumerGroupDescribeRequest,
) -> ConsumerGroupDescribeResponse {
    let mut groups = Vec::with_capacity(request.group_ids.len());
    for group_id in request.group_ids {
        let command = Command::ConsumerGroupDescribe { group_id: group_id.clone() };
        let answered = ask(broker, context, (&group_id, Operation::Describe), command).await;
        let mut group =
            answer!(answered, ConsumerGroupDescribe).unwrap_or_else(|error: ErrorCode| DescribedGroup {
                error_code: error.to_i16(),
                group_id: group_id.clone(),
                ..DescribedGroup::default()
            });
        if shows_hidden_topics(broker, context, &group) {
            group = DescribedGroup {
                group_id: group_id.clone(),
                error_code: ErrorCode::TopicAuthorizationFailed.to_i16(),
                error_message: Some(
                    "The group has described topic(s) that the client is not authorized to describe.".into(),
                ),
                ..DescribedGroup::default()
            };
        }
        if request.include_authorized_operations && group.error_code == 0 {
            group.authorized_operations = authorized_operations(broker, context, &group_id);
        }
        groups.push(group);
    }
    ConsumerGroupDescribeResponse { groups, ..ConsumerGroupDescribeResponse::default() }
}

fn shows_hidden_topics(broker: &Broker, context: &ConnectionContext, group: &DescribedGroup) -> bool {
    let assignments = group.members.iter().flat_map(|member| [&member.assignment, &member.target_assignment]);
    let mut topics = assignments.flat_map(|assignment| &assignment.topic_partitions);
    topics.any(|topic| !context.may(broker, Operation::Describe, Resource::topic(&topic.topic_name)))
}
