//! From a request's key to its handler.
//!
//! [`SERVED`] is the list of what this node serves; what is not in it is neither advertised nor handled.
//!
//! Errors end as Kafka ends them: an API or version that is not served, or a body that is not what it claims to
//! be, closes the connection; only `ApiVersions` of an unknown version is answered, in version 0 (KIP-511).

use std::{ops::RangeInclusive, sync::Arc};

use bytes::Bytes;
use moldau_wire::{
    ApiKey, Decoder, EncodedFrame, Message,
    header::RequestFrame,
    messages::{ApiVersionsResponse, ProduceRequest},
};

use crate::{
    Broker,
    context::{ConnectionContext, RequestContext},
    handlers,
    net::{metrics::RefuseReason, pending::Pending},
    quotas::{Kind, rate::amount, throttle},
};

/// What became of a request.
#[derive(Debug)]
pub(crate) enum Handled {
    /// The client asked for no answer.
    NoAnswer,
    /// The answer, header included.
    Ready(EncodedFrame),
    /// The answer waits for durability. Produce only: the connection goes on with the next Produce meanwhile.
    Pending(Pending),
    /// The connection is to be closed.
    Close(RefuseReason),
}

/// The APIs that this node serves, in the order of their keys, as they are advertised.
pub(crate) const SERVED: &[ApiKey] = &[
    ApiKey::Produce,
    ApiKey::Fetch,
    ApiKey::ListOffsets,
    ApiKey::Metadata,
    ApiKey::OffsetCommit,
    ApiKey::OffsetFetch,
    ApiKey::FindCoordinator,
    ApiKey::JoinGroup,
    ApiKey::Heartbeat,
    ApiKey::LeaveGroup,
    ApiKey::SyncGroup,
    ApiKey::DescribeGroups,
    ApiKey::ListGroups,
    ApiKey::ApiVersions,
    ApiKey::CreateTopics,
    ApiKey::DeleteTopics,
    ApiKey::DeleteRecords,
    ApiKey::InitProducerId,
    ApiKey::OffsetForLeaderEpoch,
    ApiKey::AddPartitionsToTxn,
    ApiKey::AddOffsetsToTxn,
    ApiKey::EndTxn,
    ApiKey::WriteTxnMarkers,
    ApiKey::TxnOffsetCommit,
    ApiKey::DescribeConfigs,
    ApiKey::AlterConfigs,
    ApiKey::DescribeLogDirs,
    ApiKey::CreatePartitions,
    ApiKey::DeleteGroups,
    ApiKey::IncrementalAlterConfigs,
    ApiKey::OffsetDelete,
    ApiKey::DescribeClientQuotas,
    ApiKey::AlterClientQuotas,
    ApiKey::DescribeQuorum,
    ApiKey::UpdateFeatures,
    ApiKey::DescribeCluster,
    ApiKey::DescribeProducers,
    ApiKey::DescribeTransactions,
    ApiKey::ListTransactions,
    ApiKey::ConsumerGroupHeartbeat,
    ApiKey::ConsumerGroupDescribe,
    ApiKey::ListConfigResources,
    ApiKey::DescribeTopicPartitions,
];

/// The versions of an API that are advertised.
pub(crate) fn advertised(api_key: ApiKey) -> RangeInclusive<i16> {
    let info = api_key.info();
    info.broker_versions.clone().unwrap_or_else(|| info.valid_versions.clone())
}

/// Whether a version is handled: it is advertised and has a schema (Produce advertises older ones that it refuses,
/// because clients look for them).
fn handles(api_key: ApiKey, version: i16) -> bool {
    SERVED.contains(&api_key)
        && advertised(api_key).contains(&version)
        && api_key.info().valid_versions.contains(&version)
}

/// Handles one Produce request. Apart from [`dispatch`] so that the hot path's future is small and needs no
/// memory of its own; where there are quotas, Produce goes the other way, too.
pub(crate) async fn dispatch_produce(
    broker: &Arc<Broker>,
    context: &mut ConnectionContext,
    request: RequestFrame,
) -> Handled {
    let decoded = begin(context, request).and_then(|mut body| decode(&mut body, context));
    match decoded {
        Ok(request) => handlers::produce::handle(broker, context, request).await,
        Err(refused) => Handled::Close(refused),
    }
}

/// Charges for a Produce request: its bytes, and, if it is answered, its time.
async fn produce_within_quota(
    broker: &Arc<Broker>,
    context: &mut ConnectionContext,
    request: ProduceRequest,
) -> Handled {
    let work = Box::pin(handlers::produce::handle(broker, context, request));
    let (handled, busy) = throttle::measured(broker, work).await;
    let bytes = amount(context.request_bytes);
    let by_bytes = broker.quotas.charge(Kind::Produce, context.client(), bytes, broker.env.monotonic());
    let by_time = match &handled {
        Handled::Pending(_) => throttle::charge_time(broker, context, busy),
        Handled::NoAnswer | Handled::Ready(_) | Handled::Close(_) => 0,
    };
    let throttle = by_bytes.max(by_time);
    if let Handled::Pending(pending) = &handled {
        pending.answer.throttle(i32::try_from(throttle).unwrap_or(i32::MAX));
    }
    throttle::mute(broker, context, if by_time < by_bytes { Kind::Produce } else { Kind::Request }, throttle);
    handled
}

/// Handles one request of any kind. The future is polled to its end, but for Fetch, `JoinGroup` and `SyncGroup`:
/// those are dropped when their client goes away, so they must change nothing after their first wait.
pub(crate) async fn dispatch(
    broker: &Arc<Broker>,
    context: &mut ConnectionContext,
    request: RequestFrame,
) -> Handled {
    let api_key = request.api_key;
    match begin(context, request) {
        Ok(mut body) => match route(broker, context, &mut body).await {
            Ok(handled) => handled,
            Err(refused) => Handled::Close(refused),
        },
        Err(RefuseReason::UnsupportedVersion) if api_key == ApiKey::ApiVersions => {
            let response = handlers::api_versions::unsupported_version();
            broker.metrics.errors(api_key, &response);
            answer_unsupported(context, &response)
        }
        Err(refused) => Handled::Close(refused),
    }
}

/// Reads the body, calls the handler, writes the answer.
#[expect(clippy::too_many_lines, reason = "a flat table: one line for each API")]
async fn route(
    broker: &Arc<Broker>,
    context: &mut ConnectionContext,
    body: &mut Decoder,
) -> Result<Handled, RefuseReason> {
    use handlers as to;
    // One line each: decode, handle, encode.
    macro_rules! call {
        // As the next, for what keeps parts of the request for long: they must not hold on to a frame's whole buffer.
        ($handler:path, keeps) => {{
            *body = Decoder::new(Bytes::copy_from_slice(&body.rest()));
            call!($handler, wait)
        }};
        ($handler:path, wait) => {{
            let request = decode(body, context)?;
            let work = Box::pin($handler(broker, context, request));
            let (mut response, busy) = throttle::measured(broker, work).await;
            broker.metrics.errors(context.request.api_key, &response);
            throttle::settle(broker, context, &mut response, busy);
            answer(context, &response)
        }};
        // It charges for itself: what it answers depends on it.
        ($handler:path, charged) => {{
            let request = decode(body, context)?;
            let response = Box::pin($handler(broker, context, request)).await;
            broker.metrics.errors(context.request.api_key, &response);
            answer(context, &response)
        }};
        ($handler:path) => {{
            let request = decode(body, context)?;
            let (mut response, busy) = throttle::timed(broker, || $handler(broker, context, &request));
            broker.metrics.errors(context.request.api_key, &response);
            throttle::settle(broker, context, &mut response, busy);
            answer(context, &response)
        }};
    }
    #[expect(clippy::wildcard_enum_match_arm, reason = "`begin` let only those of SERVED through")]
    Ok(match context.request.api_key {
        ApiKey::Produce => {
            let request = decode(body, context)?;
            produce_within_quota(broker, context, request).await
        }
        ApiKey::Fetch => call!(to::fetch::handle, charged),
        ApiKey::ListOffsets => call!(to::list_offsets::handle, wait),
        ApiKey::Metadata => call!(to::metadata::handle, wait),
        ApiKey::FindCoordinator => call!(to::find_coordinator::handle, wait),
        ApiKey::OffsetCommit => call!(to::groups::offsets::commit, keeps),
        ApiKey::OffsetFetch => call!(to::groups::offsets::fetch, wait),
        ApiKey::OffsetDelete => call!(to::groups::offsets::delete, wait),
        ApiKey::JoinGroup => call!(to::groups::classic::join, keeps),
        ApiKey::SyncGroup => call!(to::groups::classic::sync, keeps),
        ApiKey::Heartbeat => call!(to::groups::classic::heartbeat, wait),
        ApiKey::LeaveGroup => call!(to::groups::classic::leave, wait),
        ApiKey::DescribeGroups => call!(to::groups::admin::describe, wait),
        ApiKey::ListGroups => call!(to::groups::admin::list, wait),
        ApiKey::DeleteGroups => call!(to::groups::admin::delete, wait),
        ApiKey::ConsumerGroupHeartbeat => call!(to::groups::modern::consumer_heartbeat, keeps),
        ApiKey::ConsumerGroupDescribe => call!(to::groups::modern::describe_consumer, wait),
        ApiKey::AddPartitionsToTxn => call!(to::transactions::add_partitions, keeps),
        ApiKey::AddOffsetsToTxn => call!(to::transactions::add_offsets, keeps),
        ApiKey::EndTxn => call!(to::transactions::end, keeps),
        ApiKey::WriteTxnMarkers => call!(to::transactions::markers, wait),
        ApiKey::TxnOffsetCommit => call!(to::groups::offsets::commit_transactionally, keeps),
        ApiKey::DescribeTransactions => call!(to::transactions::describe, wait),
        ApiKey::ListTransactions => call!(to::transactions::list, wait),
        ApiKey::DescribeProducers => call!(to::describe_producers::handle, wait),
        ApiKey::ApiVersions => call!(to::api_versions::handle),
        ApiKey::CreateTopics => call!(to::topics::create, wait),
        ApiKey::DeleteTopics => call!(to::topics::delete, wait),
        ApiKey::DeleteRecords => call!(to::delete_records::handle, wait),
        ApiKey::InitProducerId => call!(to::init_producer_id::handle, keeps),
        ApiKey::OffsetForLeaderEpoch => call!(to::offset_for_leader_epoch::handle, wait),
        ApiKey::DescribeConfigs => call!(to::configs::describe),
        ApiKey::AlterConfigs => call!(to::configs::alter, wait),
        ApiKey::DescribeLogDirs => call!(to::log_dirs::describe, wait),
        ApiKey::CreatePartitions => call!(to::topics::create_partitions, wait),
        ApiKey::IncrementalAlterConfigs => call!(to::configs::alter_incrementally, wait),
        ApiKey::DescribeClientQuotas => call!(to::quotas::describe),
        ApiKey::AlterClientQuotas => call!(to::quotas::alter, wait),
        ApiKey::DescribeQuorum => call!(to::cluster::describe_quorum),
        ApiKey::UpdateFeatures => call!(to::cluster::update_features, wait),
        ApiKey::DescribeCluster => call!(to::cluster::describe),
        ApiKey::ListConfigResources => call!(to::configs::list),
        ApiKey::DescribeTopicPartitions => call!(to::describe_topic_partitions::handle),
        _ => Handled::Close(RefuseReason::UnknownApi),
    })
}

/// Notes the request in the context, and checks that its API and version are served.
fn begin(context: &mut ConnectionContext, request: RequestFrame) -> Result<Decoder, RefuseReason> {
    let RequestFrame { api_key, header, body } = request;
    context.request = RequestContext {
        api_key,
        api_version: header.request_api_version,
        correlation_id: header.correlation_id,
        client_id: header.client_id,
    };
    if !SERVED.contains(&api_key) {
        Err(RefuseReason::UnknownApi)
    } else if handles(api_key, context.request.api_version) {
        Ok(body)
    } else {
        Err(RefuseReason::UnsupportedVersion)
    }
}

/// Writes the answer to `ApiVersions` of a version that is not served: always version 0 (KIP-511).
fn answer_unsupported(context: &mut ConnectionContext, message: &ApiVersionsResponse) -> Handled {
    context.request.api_version = 0;
    answer(context, message)
}

/// Reads a body in the version of the request at hand.
fn decode<M: Message>(body: &mut Decoder, context: &ConnectionContext) -> Result<M, RefuseReason> {
    M::decode(body, context.request.api_version).map_err(|error| {
        tracing::debug!(
            connection = context.connection_id,
            peer = %context.peer,
            api = context.request.api_key.name(),
            version = context.request.api_version,
            %error,
            "malformed request"
        );
        RefuseReason::Malformed
    })
}

/// Writes an answer in the version of the request at hand.
fn answer<M: Message>(context: &ConnectionContext, message: &M) -> Handled {
    match context.request.encode(message) {
        Ok(frame) => Handled::Ready(frame),
        Err(error) => {
            tracing::error!(
                connection = context.connection_id,
                api = context.request.api_key.name(),
                version = context.request.api_version,
                %error,
                "an answer cannot be written in the version asked for"
            );
            Handled::Close(RefuseReason::Unanswerable)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_served_is_in_the_order_of_its_keys_and_known_to_kafka() {
        assert!(SERVED.is_sorted_by_key(|api| api.get()));
        for api in SERVED {
            assert!(api.info().broker_versions.is_some(), "{api} is no API of a broker");
        }
    }
}
