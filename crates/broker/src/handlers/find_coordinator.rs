//! `FindCoordinator`: which broker keeps a group's, a transaction's or a share group's state.
//!
//! The coordinator of a key is the leader of the partition of an internal topic that the key's hash names; the
//! topic is made when somebody asks first.

use std::sync::Arc;

use moldau_auth::{Operation, Resource};
use moldau_ids::PartitionIndex;
use moldau_wire::{
    ErrorCode, Str,
    messages::{FindCoordinatorRequest, FindCoordinatorResponse, find_coordinator_response::Coordinator},
};

use crate::{Broker, context::ConnectionContext, coordinator, handlers::metadata};

/// From here on several keys may be asked for at once (KIP-699).
const BATCHED: i16 = 4;

/// What kind of state is coordinated, by `key_type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Group,
    Transaction,
    Share,
}

impl Kind {
    fn from_wire(raw: i8) -> Option<Self> {
        match raw {
            0 => Some(Self::Group),
            1 => Some(Self::Transaction),
            2 => Some(Self::Share),
            _ => None,
        }
    }

    const fn topic(self) -> &'static str {
        match self {
            Self::Group => "__consumer_offsets",
            Self::Transaction => "__transaction_state",
            Self::Share => "__share_group_state",
        }
    }
}

/// Handles one `FindCoordinator` request.
pub(crate) async fn handle(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: FindCoordinatorRequest,
) -> FindCoordinatorResponse {
    let batched = BATCHED <= context.request.api_version;
    let keys = if batched { request.coordinator_keys.clone() } else { vec![request.key.clone()] };
    let mut coordinators = Vec::with_capacity(keys.len());
    for key in keys {
        let found = match Kind::from_wire(request.key_type) {
            Some(kind) => find(broker, context, kind, &key).await,
            None => Err((ErrorCode::InvalidRequest, "there is no coordinator of this type")),
        };
        coordinators.push(render(key, found));
    }
    if batched {
        return FindCoordinatorResponse { coordinators, ..FindCoordinatorResponse::default() };
    }
    let Some(one) = coordinators.pop() else { return FindCoordinatorResponse::default() };
    FindCoordinatorResponse {
        error_code: one.error_code,
        error_message: one.error_message,
        node_id: one.node_id,
        host: one.host,
        port: one.port,
        ..FindCoordinatorResponse::default()
    }
}

type Found = Result<(i32, Str, i32), (ErrorCode, &'static str)>;

fn render(key: Str, found: Found) -> Coordinator {
    match found {
        Ok((node_id, host, port)) => Coordinator { key, node_id, host, port, ..Coordinator::default() },
        Err((error, message)) => Coordinator {
            key,
            node_id: -1,
            port: -1,
            error_code: error.to_i16(),
            error_message: Some(message.into()),
            ..Coordinator::default()
        },
    }
}

async fn find(broker: &Arc<Broker>, context: &ConnectionContext, kind: Kind, key: &Str) -> Found {
    let allowed = match kind {
        Kind::Group => context.may(broker, Operation::Describe, Resource::group(key)),
        Kind::Transaction => context.may(broker, Operation::Describe, Resource::transactional_id(key)),
        Kind::Share => context.may(broker, Operation::ClusterAction, Resource::CLUSTER),
    };
    if !allowed {
        return Err(match kind {
            Kind::Group => (ErrorCode::GroupAuthorizationFailed, "the group may not be described"),
            Kind::Transaction => {
                (ErrorCode::TransactionalIdAuthorizationFailed, "the transactional id may not be described")
            }
            Kind::Share => (ErrorCode::ClusterAuthorizationFailed, "only brokers ask for share coordinators"),
        });
    }
    // A share coordinator's key is `group:topicId:partition`.
    if kind == Kind::Share && key.split(':').count() != 3 {
        return Err((ErrorCode::InvalidRequest, "a share coordinator's key is group:topicId:partition"));
    }
    let unavailable =
        (ErrorCode::CoordinatorNotAvailable, "the topic of the coordinator's state has no leader");
    if broker.metadata().image.topic(kind.topic()).is_none() {
        let failed = metadata::create(broker, vec![broker.creatable(kind.topic())]).await;
        if !failed.is_empty() {
            return Err((
                ErrorCode::CoordinatorNotAvailable,
                "the topic of the coordinator's state can't be made",
            ));
        }
    }
    let metadata = broker.metadata();
    let image = &metadata.image;
    let topic = image.topic(kind.topic()).ok_or(unavailable)?;
    let index =
        coordinator::partition_of(broker, kind.topic(), key).map(PartitionIndex).ok_or(unavailable)?;
    let leader = topic.partition(index).and_then(|partition| partition.leader()).ok_or(unavailable)?;
    let node = image.broker(leader).filter(|node| !node.is_fenced()).ok_or(unavailable)?;
    let endpoint = node.endpoint(&context.caller.listener).ok_or(unavailable)?;
    Ok((leader.get(), endpoint.host.clone(), endpoint.port.into()))
}
