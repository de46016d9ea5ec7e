//! What is known of one transactional id, and the changes it can go through. No decisions: who may ask for which
//! change is settled before.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use moldau_ids::{PartitionIndex, Timestamp, TopicPartition};
use moldau_wire::Str;
use moldau_wire::records::transaction::TransactionLogValue;
use moldau_wire::records::transaction::transaction_log_value::PartitionsSchema;

use crate::{Record, State};

/// Kafka's "no producer id".
pub(crate) const NO_PRODUCER_ID: i64 = -1;
/// Kafka's "no epoch".
pub(crate) const NO_EPOCH: i16 = -1;
/// Kafka's "not started".
const NOT_STARTED: i64 = -1;
/// The last epoch that a client may hold. One more is left for fencing it.
pub(crate) const EPOCH_MAX: i16 = i16::MAX - 1;
/// From this level of `transaction.version` on, every end raises the epoch.
pub(crate) const TV2: i16 = 2;

/// A transactional id's producer and its transaction. Fields are as Kafka's records have them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Transaction {
    pub(crate) producer_id: i64,
    /// The id before the last change.
    pub(crate) previous_producer_id: i64,
    /// While a transaction ends that used up the last epoch: the id to go on with.
    pub(crate) next_producer_id: i64,
    pub(crate) producer_epoch: i16,
    /// The epoch before the last raise by the producer itself. Not in the log.
    pub(crate) last_producer_epoch: i16,
    pub(crate) timeout_ms: i32,
    pub(crate) state: State,
    pub(crate) partitions: BTreeSet<TopicPartition>,
    pub(crate) started: i64,
    pub(crate) updated: i64,
    /// The protocol that the client follows, as far as its requests have told.
    pub(crate) client_version: i16,
    /// While markers are being written. Not in the log.
    pub(crate) marking: Option<Marking>,
}

/// The wishes for one transaction's markers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Marking {
    /// Partitions that are not known to have their marker.
    pub(crate) left: BTreeSet<TopicPartition>,
    /// The first wish: results of earlier ones are about earlier transactions.
    pub(crate) wish_first: u64,
    /// The last wish: what it leaves undone is wished again.
    pub(crate) wish_last: u64,
}

/// How an end changes the producer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct End {
    pub(crate) commit: bool,
    pub(crate) producer_epoch: i16,
    pub(crate) last_producer_epoch: i16,
    pub(crate) next_producer_id: i64,
    pub(crate) client_version: i16,
}

impl Transaction {
    /// A new producer, not yet initialised.
    pub(crate) fn created(producer_id: i64) -> Self {
        Self {
            producer_id,
            previous_producer_id: NO_PRODUCER_ID,
            next_producer_id: NO_PRODUCER_ID,
            producer_epoch: NO_EPOCH,
            last_producer_epoch: NO_EPOCH,
            timeout_ms: 0,
            state: State::Empty,
            partitions: BTreeSet::new(),
            started: NOT_STARTED,
            updated: 0,
            client_version: 0,
            marking: None,
        }
    }

    /// Whether no client may get a higher epoch of this producer id.
    pub(crate) fn is_exhausted(&self) -> bool {
        is_exhausted(self.producer_epoch)
    }

    /// The epoch that fences everyone so far.
    pub(crate) fn fencing_epoch(&self) -> i16 {
        self.producer_epoch.saturating_add(1)
    }

    /// A two-phase commit's outcome is not the coordinator's to decide: it never times out.
    pub(crate) fn times_out_at(&self) -> Option<Timestamp> {
        let is_external = self.timeout_ms == i32::MAX;
        let due = self.started.saturating_add(self.timeout_ms.into()).saturating_add(1);
        (self.state == State::Ongoing && !is_external).then_some(Timestamp(due))
    }

    fn moved(&self, state: State, now: Timestamp) -> Self {
        Self { state, previous_producer_id: self.producer_id, updated: now.0, marking: None, ..self.clone() }
    }

    /// A producer takes over, or goes on after an error.
    pub(crate) fn initialized(
        &self,
        producer: (i64, i16),
        last: i16,
        timeout_ms: i32,
        now: Timestamp,
    ) -> Self {
        assert!(self.state.is_idle(), "a transaction is initialised over");
        let (producer_id, producer_epoch) = producer;
        Self {
            producer_id,
            producer_epoch,
            last_producer_epoch: last,
            timeout_ms,
            partitions: BTreeSet::new(),
            started: NOT_STARTED,
            ..self.moved(State::Empty, now)
        }
    }

    /// The transaction begins with these partitions, or gets them too.
    pub(crate) fn with_partitions(
        &self,
        added: BTreeSet<TopicPartition>,
        client_version: i16,
        now: Timestamp,
    ) -> Self {
        assert!(!self.state.is_prepared(), "partitions are added to a transaction that ends");
        let mut next = self.moved(State::Ongoing, now);
        if self.state != State::Ongoing {
            next.started = now.0;
            next.partitions.clear();
        }
        next.partitions.extend(added);
        next.client_version = client_version;
        next
    }

    /// The outcome is settled.
    pub(crate) fn prepared(&self, end: End, now: Timestamp) -> Self {
        assert!(!self.state.is_prepared(), "a transaction ends twice");
        let state = if end.commit { State::PrepareCommit } else { State::PrepareAbort };
        // Aborting what never began: it began now.
        let started = if self.state == State::Ongoing { self.started } else { now.0 };
        let partitions = if self.state == State::Ongoing { self.partitions.clone() } else { BTreeSet::new() };
        Self {
            started,
            partitions,
            producer_epoch: end.producer_epoch,
            last_producer_epoch: end.last_producer_epoch,
            next_producer_id: end.next_producer_id,
            client_version: end.client_version,
            ..self.moved(state, now)
        }
    }

    /// Every partition has its marker.
    pub(crate) fn completed(&self, now: Timestamp) -> Self {
        assert!(self.state.is_prepared(), "a transaction is complete that did not end");
        let state = if self.state.is_commit() { State::CompleteCommit } else { State::CompleteAbort };
        let (producer_id, producer_epoch) = self.producer_after_end();
        Self {
            producer_id,
            producer_epoch,
            next_producer_id: NO_PRODUCER_ID,
            partitions: BTreeSet::new(),
            ..self.moved(state, now)
        }
    }

    /// The id and epoch that the producer goes on with once the transaction is complete.
    pub(crate) fn producer_after_end(&self) -> (i64, i16) {
        if TV2 <= self.client_version && self.next_producer_id != NO_PRODUCER_ID {
            (self.next_producer_id, 0)
        } else {
            (self.producer_id, self.producer_epoch)
        }
    }

    /// What the log says of a transactional id; `None` if it makes no sense.
    pub(crate) fn from_value(value: TransactionLogValue) -> Option<Self> {
        let state = State::from_wire(value.transaction_status)?;
        if matches!(state, State::Dead | State::PrepareEpochFence) {
            return None;
        }
        let mut partitions = BTreeSet::new();
        if state != State::Empty {
            for topic in value.transaction_partitions.unwrap_or_default() {
                let name = Arc::<str>::from(&topic.topic);
                let indexes = topic.partition_ids.into_iter().map(PartitionIndex);
                partitions.extend(indexes.map(|index| TopicPartition::new(Arc::clone(&name), index)));
            }
        }
        Some(Self {
            producer_id: value.producer_id,
            previous_producer_id: value.previous_producer_id,
            next_producer_id: value.next_producer_id,
            producer_epoch: value.producer_epoch,
            last_producer_epoch: NO_EPOCH,
            timeout_ms: value.transaction_timeout_ms,
            state,
            partitions,
            started: value.transaction_start_timestamp_ms,
            updated: value.transaction_last_update_timestamp_ms,
            client_version: value.client_transaction_version,
            marking: None,
        })
    }

    /// How the log says it.
    pub(crate) fn record(&self, transactional_id: &Str, transaction_version: i16) -> Record {
        let value_version = i16::from(1 <= transaction_version);
        let partitions = by_topic(&self.partitions).into_iter().map(|(topic, partition_ids)| {
            PartitionsSchema { topic: Str::from(topic), partition_ids, ..PartitionsSchema::default() }
        });
        let partitions = (self.state != State::Empty).then(|| partitions.collect());
        let mut value = TransactionLogValue {
            producer_id: self.producer_id,
            producer_epoch: self.producer_epoch,
            transaction_timeout_ms: self.timeout_ms,
            transaction_status: self.state.to_wire(),
            transaction_partitions: partitions,
            transaction_last_update_timestamp_ms: self.updated,
            transaction_start_timestamp_ms: self.started,
            ..TransactionLogValue::default()
        };
        // Version 0 has no place for the others.
        if 1 <= value_version {
            value.previous_producer_id = self.previous_producer_id;
            value.next_producer_id = self.next_producer_id;
            value.client_transaction_version = self.client_version;
        }
        Record { transactional_id: transactional_id.clone(), value: Some(value), value_version }
    }
}

/// Whether no client may get a higher epoch than this.
pub(crate) fn is_exhausted(producer_epoch: i16) -> bool {
    EPOCH_MAX <= producer_epoch
}

/// Partitions as Kafka's messages list them.
pub(crate) fn by_topic(partitions: &BTreeSet<TopicPartition>) -> BTreeMap<&str, Vec<i32>> {
    let mut topics = BTreeMap::<&str, Vec<i32>>::new();
    for partition in partitions {
        topics.entry(&partition.topic).or_default().push(partition.partition.0);
    }
    topics
}
