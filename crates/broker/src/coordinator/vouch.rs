//! Does a transaction have a partition? Asked of its coordinator before a producer's first records of the transaction go
//! into the partition (KIP-890), so that none are left hanging.
//!
//! Under the older protocol the producer has told the coordinator of the partition, and it is only checked that it has;
//! under the newer one the partition is added here.

use std::{sync::Arc, time::Duration};

use moldau_txn::{Answer, Command};
use moldau_wire::{
    ErrorCode, Str,
    messages::add_partitions_to_txn_request::{AddPartitionsToTxnTopic, AddPartitionsToTxnTransaction},
};

use super::machine::Producer;
use crate::Broker;

/// From this version of `AddPartitionsToTxn` on the answer may be `TRANSACTION_ABORTABLE`.
const ABORTABLE_SINCE: i16 = 5;
/// How long to wait for the end of the producer's previous transaction, and between two questions
/// (`add.partitions.to.txn.retry.backoff.ms` and `….max.ms` in Kafka).
const CONCURRENT_WAIT: Duration = Duration::from_millis(100);
const CONCURRENT_PAUSE: Duration = Duration::from_millis(20);

/// What the client's request can express.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// Check, and tell of failures as old clients know them.
    Check,
    /// Check; the client knows `TRANSACTION_ABORTABLE`.
    CheckAbortable,
    /// Add the partition.
    Add,
}

/// From which versions on a request's client knows what: Produce and `TxnOffsetCommit` have each their own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Since {
    /// `TRANSACTION_ABORTABLE`.
    pub(crate) abortable: i16,
    /// That writing to a partition adds it to the transaction (KIP-890).
    pub(crate) implicit: i16,
}

impl Protocol {
    /// What a request of this version needs; `None` if nothing is checked
    /// (`transaction.partition.verification.enable=false`).
    pub(crate) fn of(broker: &Broker, version: i16, since: Since) -> Option<Self> {
        if since.implicit <= version {
            return Some(Self::Add);
        }
        let check = if since.abortable <= version { Self::CheckAbortable } else { Self::Check };
        broker.config().transactions.verifies_partitions.then_some(check)
    }
}

/// Asks the coordinator of `transactional_id` for one partition. An error is the coordinator's own; retriable ones are
/// for the caller to translate.
pub(crate) async fn vouch(
    broker: &Arc<Broker>,
    transactional_id: &Str,
    producer: Producer,
    (topic, partition): (Str, i32),
    protocol: Protocol,
) -> Result<(), ErrorCode> {
    let transaction = AddPartitionsToTxnTransaction {
        transactional_id: transactional_id.clone(),
        producer_id: producer.id,
        producer_epoch: producer.epoch,
        verify_only: protocol != Protocol::Add,
        topics: vec![AddPartitionsToTxnTopic {
            name: topic,
            partitions: vec![partition],
            ..AddPartitionsToTxnTopic::default()
        }],
        ..AddPartitionsToTxnTransaction::default()
    };
    let version = if protocol == Protocol::Check { ABORTABLE_SINCE - 1 } else { ABORTABLE_SINCE };
    let deadline = broker.env.instant() + CONCURRENT_WAIT;
    loop {
        let command = Command::AddPartitions { transaction: transaction.clone(), version };
        let answer = broker.transactions.owner_of(broker, transactional_id)?.ask(broker, command).await?;
        let Answer::AddPartitions(answer) = answer else {
            tracing::error!(?answer, "a coordinator gave another kind of answer");
            return Err(ErrorCode::UnknownServerError);
        };
        let mut parts = answer.topic_results.iter().flat_map(|topic| &topic.results_by_partition);
        let code = parts.next().map_or(0, |part| part.partition_error_code);
        let error = ErrorCode::from_i16(code).unwrap_or(ErrorCode::UnknownServerError);
        if error == ErrorCode::None {
            return Ok(());
        }
        let ends_soon = error == ErrorCode::ConcurrentTransactions && protocol == Protocol::Add;
        if !ends_soon || deadline <= broker.env.instant() {
            return Err(as_producers_know(error, protocol));
        }
        broker.env.sleep(CONCURRENT_PAUSE).await;
    }
}

/// What the producer is told: a partition's word for an old epoch is another than the coordinator's, and clients that
/// don't know `TRANSACTION_ABORTABLE` know the error that there was before it.
fn as_producers_know(error: ErrorCode, protocol: Protocol) -> ErrorCode {
    match (error, protocol) {
        (ErrorCode::ProducerFenced, _) => ErrorCode::InvalidProducerEpoch,
        (ErrorCode::TransactionAbortable, Protocol::Check) => ErrorCode::InvalidTxnState,
        (error, _) => error,
    }
}

/// Errors of the coordinator's, not of the transaction: the producer may just send again.
pub(crate) fn is_passing(error: ErrorCode) -> bool {
    matches!(
        error,
        ErrorCode::ConcurrentTransactions
            | ErrorCode::CoordinatorLoadInProgress
            | ErrorCode::CoordinatorNotAvailable
            | ErrorCode::NotCoordinator
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_producer_is_told_what_it_knows() {
        for (error, protocol, told) in [
            (ErrorCode::ProducerFenced, Protocol::Check, ErrorCode::InvalidProducerEpoch),
            (ErrorCode::ProducerFenced, Protocol::Add, ErrorCode::InvalidProducerEpoch),
            (ErrorCode::TransactionAbortable, Protocol::Check, ErrorCode::InvalidTxnState),
            (ErrorCode::TransactionAbortable, Protocol::CheckAbortable, ErrorCode::TransactionAbortable),
            (ErrorCode::InvalidTxnState, Protocol::Check, ErrorCode::InvalidTxnState),
        ] {
            assert_eq!(as_producers_know(error, protocol), told, "{error:?} {protocol:?}");
        }
    }
}
