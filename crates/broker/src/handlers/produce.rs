//! Produce: each partition's batch is checked outside of any lock, appended under the partition's own, and
//! answered when it is held as the request's acks ask.
//!
//! The answer is made while the next Produce of the connection is read: only the wait for the disk overlaps.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use moldau_auth::{Operation, Resource};
use moldau_ids::Timestamp;
use moldau_log::{prepare, producers::AppendOrigin};
use moldau_wire::{
    ApiKey, ErrorCode,
    messages::{
        ProduceRequest, ProduceResponse,
        produce_request::{PartitionProduceData, TopicProduceData},
        produce_response::{PartitionProduceResponse, TopicProduceResponse},
    },
    record_batch::TimestampType,
};

use crate::{
    Broker,
    context::ConnectionContext,
    dispatch::Handled,
    net::{metrics::RefuseReason, pending::Pending},
    partition::{Acks, Partition},
    produce::{
        pending::{PendingProduce, Place},
        refusals::{self, Refusal},
    },
    topics::Topic,
};

/// From here on the answer may name the present leader (KIP-951).
const CURRENT_LEADER_SINCE: i16 = 10;

/// The client id that Kafka's own admin client uses; it may write to internal topics.
const ADMIN_CLIENT: &str = "__admin_client";

/// Handles one Produce request.
pub(crate) async fn handle(
    broker: &Arc<Broker>,
    context: &mut ConnectionContext,
    request: ProduceRequest,
) -> Handled {
    let acks = Acks::from_wire(request.acks);
    let pending = PendingProduce::new(skeleton(&request), context.request.clone(), context.waker.clone());
    let work = Work {
        broker,
        context,
        acks,
        pending: &pending,
        writes_transactionally: may_write(broker, context, &request),
    };
    let mut refused = false;
    for (topic_index, topic) in request.topic_data.iter().enumerate() {
        let target = work.topic(topic);
        for (partition_index, data) in topic.partition_data.iter().enumerate() {
            let place = Place { topic: topic_index, partition: partition_index };
            let outcome = match &target {
                Ok(target) => work.partition(target, data, place).await,
                Err(refusal) => Err(refusal.clone()),
            };
            if let Err(refusal) = outcome {
                refused = true;
                broker.metrics.error(ApiKey::Produce, refusal.error);
                pending.fail(place, |part| work.fill(refusal, topic, part));
            }
        }
    }
    pending.appended();
    if acks == Some(Acks::None) {
        // There is no answer that could carry an error. Kafka closes the connection, so that the client asks
        // for metadata again.
        return if refused { Handled::Close(RefuseReason::FailedWithoutAnswer) } else { Handled::NoAnswer };
    }
    let timeout = Duration::from_millis(u64::try_from(request.timeout_ms).unwrap_or(0));
    Handled::Pending(Pending { answer: pending, deadline: broker.env.instant() + timeout })
}

/// An answer with a place for every partition of the request.
fn skeleton(request: &ProduceRequest) -> ProduceResponse {
    let partition = |data: &PartitionProduceData| PartitionProduceResponse {
        index: data.index,
        ..PartitionProduceResponse::default()
    };
    let topic = |topic: &TopicProduceData| TopicProduceResponse {
        name: topic.name.clone(),
        topic_id: topic.topic_id,
        partition_responses: topic.partition_data.iter().map(partition).collect(),
        ..TopicProduceResponse::default()
    };
    ProduceResponse {
        responses: request.topic_data.iter().map(topic).collect(),
        ..ProduceResponse::default()
    }
}

/// Whether the request's transactional id, if it has one, may be written with.
fn may_write(broker: &Broker, context: &ConnectionContext, request: &ProduceRequest) -> bool {
    request.transactional_id.as_ref().is_none_or(|id| {
        let resource = Resource::transactional_id(id);
        broker.authorizer.authorize(&context.caller, Operation::Write, resource).is_allowed()
    })
}

/// One request's work.
struct Work<'a> {
    broker: &'a Arc<Broker>,
    context: &'a ConnectionContext,
    acks: Option<Acks>,
    pending: &'a Arc<PendingProduce>,
    writes_transactionally: bool,
}

impl Work<'_> {
    /// The topic, if it exists and the caller may write to it.
    fn topic(&self, data: &TopicProduceData) -> Result<Arc<Topic>, Refusal> {
        if self.acks.is_none() {
            return Err(Refusal::code(ErrorCode::InvalidRequiredAcks));
        }
        if !self.writes_transactionally {
            return Err(Refusal::code(ErrorCode::TransactionalIdAuthorizationFailed));
        }
        let found = self.broker.topics.named(data.topic_id, &data.name);
        // Whoever may not describe a topic is not told whether it exists.
        let name = found.as_ref().map_or(&*data.name, |topic| &topic.name);
        let resource = Resource::topic(name);
        if !self.broker.authorizer.authorize(&self.context.caller, Operation::Write, resource).is_allowed() {
            return Err(Refusal::code(ErrorCode::TopicAuthorizationFailed));
        }
        let topic = found.map_err(Refusal::code)?;
        if topic.is_internal && self.context.request.client_id.as_deref() != Some(ADMIN_CLIENT) {
            let message = format!("Cannot append to internal topic {}", topic.name);
            return Err(Refusal::new(ErrorCode::InvalidTopicException, message));
        }
        Ok(topic)
    }

    async fn partition(
        &self,
        topic: &Topic,
        data: &PartitionProduceData,
        place: Place,
    ) -> Result<(), Refusal> {
        let partition =
            topic.partition(data.index).ok_or_else(|| Refusal::code(ErrorCode::UnknownTopicOrPartition))?;
        if !partition.is_loaded() {
            self.broker.logs.load(&partition).await.map_err(Refusal::code)?;
        }
        let records = data.records.as_ref().map(moldau_wire::Records::to_bytes).unwrap_or_default();
        self.append(topic, &partition, &records, place).map_err(|refusal| match partition.log() {
            Ok(log) => refusal.at(log.ends().log_start.get()),
            Err(_) => refusal,
        })
    }

    fn append(
        &self,
        topic: &Topic,
        partition: &Partition,
        records: &Bytes,
        place: Place,
    ) -> Result<(), Refusal> {
        refusals::check_version(self.context.request.api_version, records)?;
        let acks = self.acks.unwrap_or(Acks::None);
        let now = self.broker.env.wall();
        let batch = prepare(records, &topic.config.load(), AppendOrigin::Client, now)?;
        refusals::check_transactional(&batch)?;
        let appended = partition.append(&batch, acks, now)?;
        topic.counters.produced(&batch);
        let log_append_time = match topic.config.load().timestamp_type {
            TimestampType::LogAppendTime => appended.max_timestamp,
            TimestampType::CreateTime => Timestamp::NONE,
        };
        let (base, start) = (appended.base_offset.get(), appended.log_start.get());
        self.pending.assign(place, base, log_append_time.get(), start);
        partition.wait(appended.last_offset.next(), acks, self.pending, place);
        Ok(())
    }

    /// Writes a refusal into a partition's part of the answer, with the present leader if that helps the client.
    fn fill(&self, refusal: Refusal, topic: &TopicProduceData, part: &mut PartitionProduceResponse) {
        let index = part.index;
        refusal.fill(part);
        if CURRENT_LEADER_SINCE <= self.context.request.api_version
            && refusal_wants_leader(part.error_code)
            && let Some((leader, epoch)) = self.broker.leader_of(topic.topic_id, &topic.name, index)
        {
            part.current_leader.leader_id = leader;
            part.current_leader.leader_epoch = epoch;
        }
    }
}

fn refusal_wants_leader(error_code: i16) -> bool {
    error_code == ErrorCode::NotLeaderOrFollower.to_i16()
        || error_code == ErrorCode::FencedLeaderEpoch.to_i16()
}
