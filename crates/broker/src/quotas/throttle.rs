//! How long an answer's connection is muted: the most that any quota asks for.
//!
//! A handler that knows a quota of its own (Fetch, controller mutations) leaves its throttle time in the answer; the time
//! that the request took is charged here, when the handler has ended. What brokers do to each other is exempt.

use std::{pin::Pin, time::Duration};

use moldau_ids::MonotonicMs;
use moldau_wire::{
    ApiKey,
    messages::{
        AddOffsetsToTxnResponse, AddPartitionsToTxnResponse, AlterClientQuotasResponse, AlterConfigsResponse,
        ApiVersionsResponse, ConsumerGroupDescribeResponse, ConsumerGroupHeartbeatResponse,
        CreatePartitionsResponse, CreateTopicsResponse, DeleteGroupsResponse, DeleteRecordsResponse,
        DeleteTopicsResponse, DescribeClientQuotasResponse, DescribeClusterResponse, DescribeConfigsResponse,
        DescribeGroupsResponse, DescribeLogDirsResponse, DescribeProducersResponse, DescribeQuorumResponse,
        DescribeTopicPartitionsResponse, DescribeTransactionsResponse, EndTxnResponse, FetchResponse,
        FindCoordinatorResponse, HeartbeatResponse, IncrementalAlterConfigsResponse, InitProducerIdResponse,
        JoinGroupResponse, LeaveGroupResponse, ListConfigResourcesResponse, ListGroupsResponse,
        ListOffsetsResponse, ListTransactionsResponse, MetadataResponse, OffsetCommitResponse,
        OffsetDeleteResponse, OffsetFetchResponse, OffsetForLeaderEpochResponse, SyncGroupResponse,
        TxnOffsetCommitResponse, UpdateFeaturesResponse, WriteTxnMarkersResponse,
    },
};

use super::Kind;
use crate::{Broker, context::ConnectionContext};

/// An answer that may say how long its connection is muted.
pub(crate) trait ThrottleTime {
    /// Where it says so, in the versions that can.
    fn throttle_time_ms(&mut self) -> Option<&mut i32>;
}

macro_rules! told {
    ($($response:ty),+ $(,)?) => {
        $(impl ThrottleTime for $response {
            fn throttle_time_ms(&mut self) -> Option<&mut i32> {
                Some(&mut self.throttle_time_ms)
            }
        })+
    };
}

macro_rules! untold {
    ($($response:ty),+ $(,)?) => {
        $(impl ThrottleTime for $response {
            fn throttle_time_ms(&mut self) -> Option<&mut i32> {
                None
            }
        })+
    };
}

told!(
    AddOffsetsToTxnResponse,
    AddPartitionsToTxnResponse,
    AlterClientQuotasResponse,
    AlterConfigsResponse,
    ApiVersionsResponse,
    ConsumerGroupDescribeResponse,
    ConsumerGroupHeartbeatResponse,
    CreatePartitionsResponse,
    CreateTopicsResponse,
    DeleteGroupsResponse,
    DeleteRecordsResponse,
    DeleteTopicsResponse,
    DescribeClientQuotasResponse,
    DescribeClusterResponse,
    DescribeConfigsResponse,
    DescribeGroupsResponse,
    DescribeLogDirsResponse,
    DescribeProducersResponse,
    DescribeTopicPartitionsResponse,
    DescribeTransactionsResponse,
    EndTxnResponse,
    FetchResponse,
    FindCoordinatorResponse,
    HeartbeatResponse,
    IncrementalAlterConfigsResponse,
    InitProducerIdResponse,
    JoinGroupResponse,
    LeaveGroupResponse,
    ListConfigResourcesResponse,
    ListGroupsResponse,
    ListOffsetsResponse,
    ListTransactionsResponse,
    MetadataResponse,
    OffsetCommitResponse,
    OffsetDeleteResponse,
    OffsetFetchResponse,
    OffsetForLeaderEpochResponse,
    SyncGroupResponse,
    TxnOffsetCommitResponse,
    UpdateFeaturesResponse,
);
untold!(DescribeQuorumResponse, WriteTxnMarkersResponse);

/// Runs a handler; says how long it was at work. What it waited for is not counted, and nothing is if there is no
/// quota.
pub(crate) async fn measured<F: Future + Unpin>(broker: &Broker, mut work: F) -> (F::Output, Duration) {
    if !broker.quotas.limits_any(Kind::Request) {
        return (work.await, Duration::ZERO);
    }
    let mut busy = Duration::ZERO;
    let output = std::future::poll_fn(|cx| {
        let begun = broker.env.instant();
        let polled = Pin::new(&mut work).poll(cx);
        busy += broker.env.instant().saturating_duration_since(begun);
        polled
    });
    let output: F::Output = output.await;
    (output, busy)
}

/// Runs a handler that does not wait.
pub(crate) fn timed<T>(broker: &Broker, work: impl FnOnce() -> T) -> (T, Duration) {
    if !broker.quotas.limits_any(Kind::Request) {
        return (work(), Duration::ZERO);
    }
    let begun = broker.env.instant();
    let output = work();
    (output, broker.env.instant().saturating_duration_since(begun))
}

/// Charges for the time of a request; says how many milliseconds its client has to wait for it.
pub(crate) fn charge_time(broker: &Broker, context: &ConnectionContext, busy: Duration) -> u32 {
    if !broker.quotas.limits_any(Kind::Request) {
        return 0;
    }
    let percent_of_a_second = busy.as_secs_f64() * 100.0;
    let now: MonotonicMs = broker.env.monotonic();
    broker.quotas.charge(Kind::Request, context.client(), percent_of_a_second, now)
}

/// Charges for a request's time, tells the client in the answer, and has the connection muted.
pub(crate) fn settle(
    broker: &Broker,
    context: &mut ConnectionContext,
    response: &mut impl ThrottleTime,
    busy: Duration,
) {
    if !broker.quotas.in_force() || context.request.api_key == ApiKey::WriteTxnMarkers {
        return;
    }
    let by_time = charge_time(broker, context, busy);
    let told = response.throttle_time_ms();
    let own = told.as_ref().map_or(0, |told| u32::try_from(**told).unwrap_or(0));
    let throttle = by_time.max(own);
    if let Some(told) = told {
        *told = i32::try_from(throttle).unwrap_or(i32::MAX);
    }
    mute(broker, context, if by_time < own { Kind::Mutation } else { Kind::Request }, throttle);
}

/// Has the connection muted.
pub(crate) fn mute(broker: &Broker, context: &mut ConnectionContext, kind: Kind, throttle_ms: u32) {
    if 0 < throttle_ms {
        context.mute_ms = context.mute_ms.max(throttle_ms);
        broker.quotas.note(kind, context.client(), throttle_ms);
    }
}
