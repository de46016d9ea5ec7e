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
        #[expect(clippy::wildcard_enum_match_arm, reason = "every other error is told as it is")]
        match error {
            ErrorCode::None => return Ok(()),
            ErrorCode::ConcurrentTransactions
                if protocol == Protocol::Add && broker.env.instant() < deadline =>
            {
                broker.env.sleep(CONCURRENT_PAUSE).await;
            }
            error => return Err(error),
        }
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
