//! Produce: each partition's batch is checked outside of any lock, appended under the partition's own, and
//! answered when it is held as the request's acks ask.
//!
//! The answer is made while the next Produce of the connection is read: only the wait for the disk overlaps.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use moldau_auth::{Operation, Resource};
use moldau_ids::Timestamp;
use moldau_log::{PreparedBatch, prepare, producers::AppendOrigin};
use moldau_wire::{
    ApiKey, Chunk, ErrorCode, Str,
    messages::{
        ProduceRequest, ProduceResponse,
        produce_request::{PartitionProduceData, TopicProduceData},
        produce_response::{PartitionProduceResponse, TopicProduceResponse},
    },
    record_batch::{BatchHeader, TimestampType},
};

use crate::{
    Broker,
    context::ConnectionContext,
    coordinator::{
        machine::Producer,
        vouch::{Protocol, Since, is_passing, vouch},
    },
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

/// What clients of Produce know of transactions.
const TRANSACTIONS: Since = Since { abortable: 11, implicit: 12 };
/// How often a coordinator is asked to vouch for one batch.
const VOUCHED_MAX: usize = 5;

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
        transactional_id: request.transactional_id.as_ref(),
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
    match &request.transactional_id {
        Some(id) => context.may(broker, Operation::Write, Resource::transactional_id(id)),
        // Whoever writes within a transaction has to say which.
        None => !has_transactional_batch(request),
    }
}

fn has_transactional_batch(request: &ProduceRequest) -> bool {
    let mut partitions = request.topic_data.iter().flat_map(|topic| &topic.partition_data);
    partitions.any(|partition| {
        let first = partition.records.as_ref().and_then(|records| records.chunks().next());
        first.and_then(Chunk::memory).is_some_and(|bytes| is_transactional(bytes))
    })
}

fn is_transactional(batch: &[u8]) -> bool {
    BatchHeader::parse(batch).is_ok_and(|header| header.attributes.is_transactional())
}

/// One request's work.
struct Work<'a> {
    broker: &'a Arc<Broker>,
    context: &'a ConnectionContext,
    acks: Option<Acks>,
    pending: &'a Arc<PendingProduce>,
    writes_transactionally: bool,
    transactional_id: Option<&'a Str>,
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
        let appended = if is_transactional(&records) {
            // On the heap: few producers come this way, and every connection would have room for it.
            Box::pin(self.append_transactional(topic, &partition, records, place)).await
        } else {
            self.prepare(topic, &records).and_then(|batch| self.append(topic, &partition, &batch, place))
        };
        appended.map_err(|refusal| match partition.log() {
            Ok(log) => refusal.at(log.ends().log_start.get()),
            Err(_) => refusal,
        })
    }

    fn prepare(&self, topic: &Topic, records: &Bytes) -> Result<PreparedBatch, Refusal> {
        refusals::check_version(self.context.request.api_version, records)?;
        let now = self.broker.env.wall();
        Ok(prepare(records, &topic.config.load(), AppendOrigin::Client, now)?)
    }

    fn append(
        &self,
        topic: &Topic,
        partition: &Partition,
        batch: &PreparedBatch,
        place: Place,
    ) -> Result<(), Refusal> {
        let acks = self.acks.unwrap_or(Acks::None);
        let appended = partition.append(batch, acks, self.broker.env.wall())?;
        topic.counters.produced(batch);
        // Of a repeated batch Kafka names its first time of either kind.
        let log_append_time = match topic.config.load().timestamp_type {
            TimestampType::CreateTime if !appended.duplicate => Timestamp::NONE,
            TimestampType::CreateTime | TimestampType::LogAppendTime => appended.max_timestamp,
        };
        let (base, start) = (appended.base_offset.get(), appended.log_start.get());
        self.pending.assign(place, base, log_append_time.get(), start);
        partition.wait(appended.last_offset.next(), acks, self.pending, place);
        Ok(())
    }

    /// Appends a batch of a transaction. If it is the transaction's first in the partition, the coordinator has to vouch
    /// for it; if another transaction ends in the partition meanwhile, once more.
    async fn append_transactional(
        &self,
        topic: &Topic,
        partition: &Partition,
        records: Bytes,
        place: Place,
    ) -> Result<(), Refusal> {
        let mut batch = self.prepare(topic, &records)?;
        let producer = Producer { id: batch.producer().producer_id, epoch: batch.producer().producer_epoch };
        for _ in 0..VOUCHED_MAX {
            let seen = partition.log().map_err(Refusal::code)?.transaction_of(producer.id);
            if seen.open_epoch != Some(producer.epoch) {
                if !seen.is_known && !partition.newcomer_may_come(batch.producer()) {
                    let message = "a batch before it could not be taken and has to come again first";
                    return Err(Refusal::new(ErrorCode::OutOfOrderSequenceNumber, message));
                }
                self.vouch(partition, producer).await?;
                batch = batch.verified_since(seen);
            }
            match self.append(topic, partition, &batch, place) {
                Err(refusal) if refusal.is_unverified() => {}
                appended => {
                    if appended.is_ok() && !seen.is_known {
                        partition.newcomer_is_in(batch.producer());
                    }
                    return appended;
                }
            }
        }
        Err(Refusal::code(ErrorCode::NotEnoughReplicas))
    }

    async fn vouch(&self, partition: &Partition, producer: Producer) -> Result<(), Refusal> {
        let version = self.context.request.api_version;
        let Some(protocol) = Protocol::of(self.broker, version, TRANSACTIONS) else { return Ok(()) };
        let id = self.transactional_id.cloned().unwrap_or_default();
        let name = partition.name();
        let place = (Str::from(&name.topic), name.partition.get());
        vouch(self.broker, &id, producer, place, protocol).await.map_err(|error| {
            if is_passing(error) {
                let message = format!(
                    "Unable to verify the partition has been added to the transaction. Underlying error: {}",
                    error.name()
                );
                return Refusal::new(ErrorCode::NotEnoughReplicas, message);
            }
            Refusal::code(error)
        })
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
