//! `InitProducerId`: an identity for an idempotent producer (KIP-98).

use std::sync::Arc;

use moldau_auth::{Operation, Resource, ResourceType};
use moldau_wire::{
    ErrorCode,
    messages::{InitProducerIdRequest, InitProducerIdResponse},
};

use crate::{Broker, context::ConnectionContext, handlers::transactions};

/// Handles one `InitProducerId` request.
pub(crate) async fn handle(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: InitProducerIdRequest,
) -> InitProducerIdResponse {
    let outcome = if request.transactional_id.is_some() {
        transactions::init(broker, context, request).await
    } else {
        let fresh = |producer_id| InitProducerIdResponse { producer_id, ..InitProducerIdResponse::default() };
        init(broker, context, &request).await.map(fresh)
    };
    match outcome {
        Ok(response) => response,
        Err(error) => InitProducerIdResponse {
            error_code: error.to_i16(),
            producer_id: -1,
            producer_epoch: -1,
            ..InitProducerIdResponse::default()
        },
    }
}

async fn init(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: &InitProducerIdRequest,
) -> Result<i64, ErrorCode> {
    let any_topic = || {
        let authorizer = &broker.authorizer;
        authorizer
            .authorize_by_resource_type(&context.caller, Operation::Write, ResourceType::Topic)
            .is_allowed()
    };
    if !context.may(broker, Operation::IdempotentWrite, Resource::CLUSTER) && !any_topic() {
        return Err(ErrorCode::ClusterAuthorizationFailed);
    }
    if (request.producer_id == -1) != (request.producer_epoch == -1) {
        return Err(ErrorCode::InvalidRequest);
    }
    broker.producer_ids.next(broker).await
}
