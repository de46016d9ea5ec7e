//! A Produce request whose offsets are assigned and whose acknowledgement is still to come.
//!
//! The request's partitions report here as their high watermarks pass what was appended; the last one wakes the
//! connection that has to answer. Until a partition has reported, its part of the answer says
//! `REQUEST_TIMED_OUT` with the offset it was given: that is what the client is told if time runs out first,
//! as Kafka tells it, since the records may well be kept.

use std::sync::Arc;

use moldau_wire::{
    EncodeError, EncodedFrame, ErrorCode, Str,
    messages::{
        ProduceResponse,
        produce_response::{PartitionProduceResponse, TopicProduceResponse},
    },
};
use parking_lot::Mutex;

use crate::{
    context::RequestContext,
    net::{countdown::Countdown, pending::PendingAnswer, waker::ConnectionWaker},
};

/// Where a partition's answer stands in the response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Index into the response's topics.
    pub(crate) topic: usize,
    /// Index into that topic's partitions.
    pub(crate) partition: usize,
}

/// An answer in the making.
#[derive(Debug)]
pub(crate) struct PendingProduce {
    response: Mutex<ProduceResponse>,
    /// Partitions that have not reported, plus one while the request is still being appended.
    waiting: Countdown,
    /// The request that is answered.
    request: RequestContext,
}

impl PendingProduce {
    /// Begins an answer with a place for every partition of `response`. The caller owes one
    /// [`Self::appended`] and, for each place, one [`Self::fail`], [`Self::assign`] or [`Self::acknowledge`].
    pub(crate) fn new(
        mut response: ProduceResponse,
        request: RequestContext,
        waker: ConnectionWaker,
    ) -> Arc<Self> {
        let mut places = 0;
        for topic in &mut response.responses {
            for partition in &mut topic.partition_responses {
                partition.error_code = ErrorCode::RequestTimedOut.to_i16();
                partition.base_offset = -1;
                partition.log_append_time_ms = -1;
                partition.log_start_offset = -1;
                places += 1;
            }
        }
        Arc::new(Self { response: Mutex::new(response), waiting: Countdown::new(places + 1, waker), request })
    }

    /// Notes what an append was given; its acknowledgement is still to come.
    pub(crate) fn assign(
        &self,
        place: Place,
        base_offset: i64,
        log_append_time_ms: i64,
        log_start_offset: i64,
    ) {
        self.edit(place, |partition| {
            partition.base_offset = base_offset;
            partition.log_append_time_ms = log_append_time_ms;
            partition.log_start_offset = log_start_offset;
        });
    }

    /// The partition holds what was appended, as the request's acks ask.
    pub(crate) fn acknowledge(&self, place: Place) {
        self.edit(place, |partition| partition.error_code = ErrorCode::None.to_i16());
        self.waiting.report();
    }

    /// The partition refuses, or lost track of what was appended.
    pub(crate) fn fail(&self, place: Place, fill: impl FnOnce(&mut PartitionProduceResponse)) {
        self.edit(place, fill);
        self.waiting.report();
    }

    /// All partitions have been tried; from now on the last one to report wakes the connection.
    pub(crate) fn appended(&self) {
        self.waiting.report();
    }

    /// The answer as it stands. Reports that come later change nothing any more.
    pub(crate) fn take(&self) -> ProduceResponse {
        std::mem::take(&mut *self.response.lock())
    }

    fn edit(&self, place: Place, fill: impl FnOnce(&mut PartitionProduceResponse)) {
        let mut response = self.response.lock();
        let topic: Option<&mut TopicProduceResponse> = response.responses.get_mut(place.topic);
        if let Some(partition) = topic.and_then(|topic| topic.partition_responses.get_mut(place.partition)) {
            fill(partition);
        }
    }
}

impl PendingAnswer for PendingProduce {
    fn is_complete(&self) -> bool {
        self.waiting.is_over()
    }

    fn throttle(&self, throttle_time_ms: i32) {
        self.response.lock().throttle_time_ms = throttle_time_ms;
    }

    fn answer(&self) -> Result<EncodedFrame, EncodeError> {
        self.request.encode(&self.take())
    }
}

/// Fills a partition's part of an answer with an error and its reason.
pub(crate) fn refusal(
    error: ErrorCode,
    message: Option<&str>,
) -> impl FnOnce(&mut PartitionProduceResponse) + use<> {
    let message = message.map(Str::from);
    move |partition| {
        partition.error_code = error.to_i16();
        partition.base_offset = -1;
        partition.error_message = message;
    }
}

#[cfg(test)]
mod tests {
    use moldau_wire::ApiKey;

    use super::*;

    fn two_partitions() -> (Arc<PendingProduce>, [Place; 2]) {
        let partitions = [0, 1].map(|index| PartitionProduceResponse { index, ..Default::default() });
        let topic = TopicProduceResponse { partition_responses: partitions.to_vec(), ..Default::default() };
        let response = ProduceResponse { responses: vec![topic], ..Default::default() };
        let places = [0, 1].map(|partition| Place { topic: 0, partition });
        let request =
            RequestContext { api_key: ApiKey::Produce, api_version: 13, correlation_id: 1, client_id: None };
        (PendingProduce::new(response, request, ConnectionWaker::default()), places)
    }

    fn errors(pending: &PendingProduce) -> Vec<i16> {
        let response = pending.take();
        response.responses[0].partition_responses.iter().map(|partition| partition.error_code).collect()
    }

    #[test]
    fn it_is_done_when_every_partition_has_reported_and_the_request_is_appended() {
        let (pending, [first, second]) = two_partitions();
        pending.acknowledge(first);
        pending.fail(second, refusal(ErrorCode::MessageTooLarge, Some("too large")));
        assert!(!pending.is_complete());
        pending.appended();
        assert!(pending.is_complete());
        assert_eq!(errors(&pending), [ErrorCode::None.to_i16(), ErrorCode::MessageTooLarge.to_i16()]);
    }

    #[test]
    fn what_has_not_reported_is_told_as_timed_out_with_its_offset() {
        let (pending, [first, second]) = two_partitions();
        pending.assign(first, 17, -1, 0);
        pending.assign(second, 3, -1, 0);
        pending.appended();
        pending.acknowledge(second);
        let response = pending.take();
        let partition = &response.responses[0].partition_responses[0];
        assert_eq!((partition.error_code, partition.base_offset), (ErrorCode::RequestTimedOut.to_i16(), 17));
        pending.acknowledge(first);
        assert!(pending.is_complete());
    }
}
