//! Requests about groups: authorise, ask the group's coordinator, render.
//!
//! Everything that is decided about a group is decided by [`moldau_group`]; here it is found out which coordinator to ask,
//! what the caller may see, and what a coordinator that is not there looks like in each answer.
//!
//! | module | APIs |
//! |---|---|
//! | [`classic`] | `JoinGroup`, `SyncGroup`, `Heartbeat`, `LeaveGroup` |
//! | [`modern`] | `ConsumerGroupHeartbeat`, `ConsumerGroupDescribe` |
//! | [`offsets`] | `OffsetCommit`, `OffsetFetch`, `OffsetDelete` |
//! | [`admin`] | `DescribeGroups`, `ListGroups`, `DeleteGroups` |

pub(crate) mod admin;
pub(crate) mod classic;
pub(crate) mod modern;
pub(crate) mod offsets;

use std::sync::Arc;

use moldau_auth::{Operation, Resource};
use moldau_group::{Answer, Command};
use moldau_wire::ErrorCode;

use crate::{Broker, context::ConnectionContext};

/// Asks the coordinator of a group that the caller may do `operation` to.
async fn ask(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    (group_id, operation): (&str, Operation),
    command: Command,
) -> Result<Answer, ErrorCode> {
    if !context.may(broker, operation, Resource::group(group_id)) {
        return Err(ErrorCode::GroupAuthorizationFailed);
    }
    broker.groups.owner_of(broker, group_id)?.ask(broker, command).await
}

/// Takes the kind of answer that a command has.
macro_rules! answer {
    ($answered:expr, $kind:ident) => {
        match $answered {
            Ok(moldau_group::Answer::$kind(answer)) => Ok(answer),
            Ok(other) => {
                tracing::error!(?other, "a coordinator gave another kind of answer");
                Err(moldau_wire::ErrorCode::UnknownServerError)
            }
            Err(error) => Err(error),
        }
    };
}
use answer;
