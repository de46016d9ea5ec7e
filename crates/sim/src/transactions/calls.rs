//! The requests of transactional producers, in both protocols (KIP-98, KIP-890).

use moldau_ids::Uuid;
use moldau_wire::{
    ErrorCode, Records, Request, Str,
    messages::{
        AddOffsetsToTxnRequest, AddPartitionsToTxnRequest, EndTxnRequest, InitProducerIdRequest,
        ProduceRequest, TxnOffsetCommitRequest,
        add_partitions_to_txn_request::AddPartitionsToTxnTopic,
        produce_request::{PartitionProduceData, TopicProduceData},
        txn_offset_commit_request::{TxnOffsetCommitRequestPartition, TxnOffsetCommitRequestTopic},
    },
    record_batch::{BatchBuilder, BatchOptions},
};

use crate::{
    client::{Broken, Client},
    model::bytes_of,
};

/// Which protocol a producer speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// Partitions are told to the coordinator before they are written to; the epoch stays.
    Explicit,
    /// Writing adds the partition; the epoch is raised by every end.
    Implicit,
}

/// A producer's id and epoch.
pub(crate) type Identity = (i64, i16);

/// Who speaks.
#[derive(Debug, Clone)]
pub(crate) struct Speaker {
    pub(crate) protocol: Protocol,
    pub(crate) transactional_id: Str,
    pub(crate) timeout_ms: i32,
}

/// A batch to be written.
#[derive(Debug, Clone)]
pub(crate) struct Batch {
    pub(crate) partition: i32,
    pub(crate) sequence: i32,
    pub(crate) values: Vec<u64>,
    pub(crate) timestamp: i64,
}

/// Sends a request and waits for its answer, unless the connection is cut meanwhile.
async fn ask<R: Request>(
    client: &mut Client,
    request: &R,
    version: i16,
    is_cut: bool,
) -> Result<R::Response, Broken> {
    if is_cut {
        client.send(request, version).await?;
        return Err(Broken);
    }
    client.call(request, version).await
}

pub(crate) fn code_of(raw: i16) -> ErrorCode {
    ErrorCode::from_i16(raw).unwrap_or(ErrorCode::UnknownServerError)
}

impl Speaker {
    pub(crate) async fn init(
        &self,
        client: &mut Client,
        held: Option<Identity>,
    ) -> Result<(ErrorCode, Identity), Broken> {
        let (producer_id, producer_epoch) = held.unwrap_or((-1, -1));
        let request = InitProducerIdRequest {
            transactional_id: Some(self.transactional_id.clone()),
            transaction_timeout_ms: self.timeout_ms,
            producer_id,
            producer_epoch,
            ..InitProducerIdRequest::default()
        };
        let answer = client.call(&request, 5).await?;
        Ok((code_of(answer.error_code), (answer.producer_id, answer.producer_epoch)))
    }

    pub(crate) async fn add_partition(
        &self,
        client: &mut Client,
        identity: Identity,
        (topic, partition): (&str, i32),
    ) -> Result<ErrorCode, Broken> {
        let topic =
            AddPartitionsToTxnTopic { name: topic.into(), partitions: vec![partition], ..Default::default() };
        let request = AddPartitionsToTxnRequest {
            v3_and_below_transactional_id: self.transactional_id.clone(),
            v3_and_below_producer_id: identity.0,
            v3_and_below_producer_epoch: identity.1,
            v3_and_below_topics: vec![topic],
            ..AddPartitionsToTxnRequest::default()
        };
        let answer = client.call(&request, 3).await?;
        let topic = answer.results_by_topic_v3_and_below.first().ok_or(Broken)?;
        let part = topic.results_by_partition.first().ok_or(Broken)?;
        Ok(code_of(part.partition_error_code))
    }

    /// The error, and the offset of the batch.
    pub(crate) async fn produce(
        &self,
        client: &mut Client,
        identity: Identity,
        (topic, topic_id): (&str, Uuid),
        batch: &Batch,
        is_cut: bool,
    ) -> Result<(ErrorCode, i64), Broken> {
        let version = match self.protocol {
            Protocol::Explicit => 11,
            // By id, or by name.
            Protocol::Implicit if batch.sequence % 2 == 0 => 13,
            Protocol::Implicit => 12,
        };
        let options = BatchOptions {
            producer_id: identity.0,
            producer_epoch: identity.1,
            base_sequence: batch.sequence,
            transactional: true,
            ..BatchOptions::default()
        };
        let mut builder = BatchBuilder::new(options);
        for value in &batch.values {
            builder.append(batch.timestamp, None, Some(&bytes_of(*value)), &[]);
        }
        let mut records = Records::default();
        records.push(builder.finish().expect("small batches can be built"));
        let index = batch.partition;
        let data = PartitionProduceData { index, records: Some(records), ..PartitionProduceData::default() };
        let mut produced = TopicProduceData { partition_data: vec![data], ..TopicProduceData::default() };
        if version == 13 {
            produced.topic_id = topic_id;
        } else {
            produced.name = topic.into();
        }
        let request = ProduceRequest {
            transactional_id: Some(self.transactional_id.clone()),
            acks: -1,
            timeout_ms: 3_000,
            topic_data: vec![produced],
            ..ProduceRequest::default()
        };
        let answer = ask(client, &request, version, is_cut).await?;
        let topic = answer.responses.first().ok_or(Broken)?;
        let part = topic.partition_responses.first().ok_or(Broken)?;
        Ok((code_of(part.error_code), part.base_offset))
    }

    pub(crate) async fn add_offsets(
        &self,
        client: &mut Client,
        identity: Identity,
        group: &str,
    ) -> Result<ErrorCode, Broken> {
        let request = AddOffsetsToTxnRequest {
            transactional_id: self.transactional_id.clone(),
            producer_id: identity.0,
            producer_epoch: identity.1,
            group_id: group.into(),
            ..AddOffsetsToTxnRequest::default()
        };
        Ok(code_of(client.call(&request, 3).await?.error_code))
    }

    /// Commits the offset of partition 0 for a group without members.
    pub(crate) async fn commit_offset(
        &self,
        client: &mut Client,
        identity: Identity,
        (group, topic): (&str, &str),
        offset: i64,
    ) -> Result<ErrorCode, Broken> {
        let partition = TxnOffsetCommitRequestPartition {
            partition_index: 0,
            committed_offset: offset,
            committed_leader_epoch: -1,
            ..TxnOffsetCommitRequestPartition::default()
        };
        let request = TxnOffsetCommitRequest {
            transactional_id: self.transactional_id.clone(),
            group_id: group.into(),
            producer_id: identity.0,
            producer_epoch: identity.1,
            generation_id: -1,
            topics: vec![TxnOffsetCommitRequestTopic {
                name: topic.into(),
                partitions: vec![partition],
                ..TxnOffsetCommitRequestTopic::default()
            }],
            ..TxnOffsetCommitRequest::default()
        };
        let version = if self.protocol == Protocol::Explicit { 3 } else { 5 };
        let answer = client.call(&request, version).await?;
        let part = answer.topics.first().and_then(|topic| topic.partitions.first()).ok_or(Broken)?;
        Ok(code_of(part.error_code))
    }

    /// The error, and the identity to go on with.
    pub(crate) async fn end(
        &self,
        client: &mut Client,
        identity: Identity,
        committed: bool,
        is_cut: bool,
    ) -> Result<(ErrorCode, Identity), Broken> {
        let request = EndTxnRequest {
            transactional_id: self.transactional_id.clone(),
            producer_id: identity.0,
            producer_epoch: identity.1,
            committed,
            ..EndTxnRequest::default()
        };
        let version = if self.protocol == Protocol::Explicit { 4 } else { 5 };
        let answer = ask(client, &request, version, is_cut).await?;
        let next = match self.protocol {
            Protocol::Explicit => identity,
            Protocol::Implicit => (answer.producer_id, answer.producer_epoch),
        };
        Ok((code_of(answer.error_code), next))
    }
}
