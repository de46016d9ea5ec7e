//! `AddPartitionsToTxn` and `AddOffsetsToTxn`.

use std::collections::BTreeSet;
use std::sync::Arc;

use moldau_ids::{PartitionIndex, TopicPartition};
use moldau_wire::messages::add_partitions_to_txn_request::AddPartitionsToTxnTransaction;
use moldau_wire::messages::add_partitions_to_txn_response::{
    AddPartitionsToTxnPartitionResult, AddPartitionsToTxnResult, AddPartitionsToTxnTopicResult,
};
use moldau_wire::messages::{
    AddOffsetsToTxnRequest, AddOffsetsToTxnResponse, AddPartitionsToTxnRequest, AddPartitionsToTxnResponse,
};
use moldau_wire::{ErrorCode, Str};

use crate::init::fenced_as;
use crate::transaction::{TV2, Transaction};
use crate::{Env, Shard, State, Step};

/// Below this version clients do not know `PRODUCER_FENCED`.
const FENCED_SINCE: i16 = 2;
/// From this version on brokers ask, on behalf of clients under TV2 or to verify.
const FROM_BROKERS_SINCE: i16 = 4;
/// Where groups keep their offsets.
const OFFSETS_TOPIC: &str = "__consumer_offsets";

/// What a request asks of each transaction. Versions below 4 ask of one, in fields of their own.
pub fn split_add_partitions(
    request: AddPartitionsToTxnRequest,
    version: i16,
) -> Vec<AddPartitionsToTxnTransaction> {
    if FROM_BROKERS_SINCE <= version {
        return request.transactions;
    }
    vec![AddPartitionsToTxnTransaction {
        transactional_id: request.v3_and_below_transactional_id,
        producer_id: request.v3_and_below_producer_id,
        producer_epoch: request.v3_and_below_producer_epoch,
        verify_only: false,
        topics: request.v3_and_below_topics,
        ..AddPartitionsToTxnTransaction::default()
    }]
}

/// The answer to a request out of what [`split_add_partitions`] made of it came to.
pub fn join_add_partitions(
    results: Vec<AddPartitionsToTxnResult>,
    version: i16,
) -> AddPartitionsToTxnResponse {
    if FROM_BROKERS_SINCE <= version {
        AddPartitionsToTxnResponse {
            results_by_transaction: results,
            ..AddPartitionsToTxnResponse::default()
        }
    } else {
        AddPartitionsToTxnResponse {
            results_by_topic_v3_and_below: results
                .into_iter()
                .flat_map(|result| result.topic_results)
                .collect(),
            ..AddPartitionsToTxnResponse::default()
        }
    }
}

/// Which producer adds what.
#[derive(Debug)]
struct Addition<'a> {
    id: &'a Str,
    producer: (i64, i16),
    partitions: BTreeSet<TopicPartition>,
    client_version: i16,
}

impl Shard {
    pub(crate) fn add_partitions(
        &mut self,
        env: &Env<'_>,
        request: AddPartitionsToTxnTransaction,
        version: i16,
        step: &mut Step,
    ) -> AddPartitionsToTxnResult {
        let id = &request.transactional_id;
        let mut partitions = BTreeSet::new();
        for topic in &request.topics {
            let name = Arc::<str>::from(&topic.name);
            let indexes = topic.partitions.iter().map(|index| PartitionIndex(*index));
            partitions.extend(indexes.map(|index| TopicPartition::new(Arc::clone(&name), index)));
        }
        let producer = (request.producer_id, request.producer_epoch);
        let missing;
        let error = if request.verify_only {
            missing = absent(self.transactions.get(id), partitions);
            self.verify(id, producer)
        } else {
            missing = BTreeSet::new();
            let client_version = if FROM_BROKERS_SINCE <= version { TV2 } else { 0 };
            self.add(env, Addition { id, producer, partitions, client_version }, step)
        };
        let error = fenced_as(error, version, FENCED_SINCE);
        result(request, |topic, partition| {
            let is_missing = error == ErrorCode::None
                && missing.contains(&TopicPartition::new(Arc::<str>::from(topic), PartitionIndex(partition)));
            if is_missing { ErrorCode::TransactionAbortable } else { error }
        })
    }

    pub(crate) fn add_offsets(
        &mut self,
        env: &Env<'_>,
        request: &AddOffsetsToTxnRequest,
        offsets_partition: i32,
        version: i16,
        step: &mut Step,
    ) -> AddOffsetsToTxnResponse {
        let partition = TopicPartition::new(OFFSETS_TOPIC, PartitionIndex(offsets_partition));
        let addition = Addition {
            id: &request.transactional_id,
            producer: (request.producer_id, request.producer_epoch),
            partitions: BTreeSet::from([partition]),
            client_version: 0,
        };
        let error = self.add(env, addition, step);
        AddOffsetsToTxnResponse {
            error_code: fenced_as(error, version, FENCED_SINCE).to_i16(),
            ..AddOffsetsToTxnResponse::default()
        }
    }

    fn add(&mut self, env: &Env<'_>, addition: Addition<'_>, step: &mut Step) -> ErrorCode {
        if addition.id.is_empty() {
            return ErrorCode::InvalidRequest;
        }
        let Some(transaction) = self.transactions.get(addition.id) else {
            return ErrorCode::InvalidProducerIdMapping;
        };
        if transaction.state.is_prepared() {
            return ErrorCode::ConcurrentTransactions;
        }
        if let Err(error) = check_producer(transaction, addition.producer) {
            return error;
        }
        if transaction.state == State::Ongoing && addition.partitions.is_subset(&transaction.partitions) {
            return ErrorCode::None;
        }
        let next = transaction.with_partitions(addition.partitions, addition.client_version, env.now);
        self.store(env, addition.id, next, step);
        ErrorCode::None
    }

    /// Whether this producer has a transaction that partitions could be in.
    fn verify(&self, id: &Str, producer: (i64, i16)) -> ErrorCode {
        if id.is_empty() {
            return ErrorCode::InvalidRequest;
        }
        let Some(transaction) = self.transactions.get(id) else {
            return ErrorCode::InvalidProducerIdMapping;
        };
        match check_producer(transaction, producer) {
            Err(error) => error,
            Ok(()) if transaction.state.is_prepared() => ErrorCode::ConcurrentTransactions,
            Ok(()) => ErrorCode::None,
        }
    }
}

fn check_producer(transaction: &Transaction, (producer_id, epoch): (i64, i16)) -> Result<(), ErrorCode> {
    if transaction.producer_id != producer_id {
        Err(ErrorCode::InvalidProducerIdMapping)
    } else if transaction.producer_epoch != epoch {
        Err(ErrorCode::ProducerFenced)
    } else {
        Ok(())
    }
}

/// Those that are not in the transaction.
fn absent(
    transaction: Option<&Transaction>,
    mut asked: BTreeSet<TopicPartition>,
) -> BTreeSet<TopicPartition> {
    asked.retain(|partition| transaction.is_none_or(|t| !t.partitions.contains(partition)));
    asked
}

fn result(
    request: AddPartitionsToTxnTransaction,
    code: impl Fn(&str, i32) -> ErrorCode,
) -> AddPartitionsToTxnResult {
    let topics = request.topics.into_iter().map(|topic| {
        let partitions = topic.partitions.iter().map(|index| AddPartitionsToTxnPartitionResult {
            partition_index: *index,
            partition_error_code: code(&topic.name, *index).to_i16(),
            ..AddPartitionsToTxnPartitionResult::default()
        });
        AddPartitionsToTxnTopicResult {
            results_by_partition: partitions.collect(),
            name: topic.name.clone(),
            ..AddPartitionsToTxnTopicResult::default()
        }
    });
    AddPartitionsToTxnResult {
        topic_results: topics.collect(),
        transactional_id: request.transactional_id,
        ..AddPartitionsToTxnResult::default()
    }
}
