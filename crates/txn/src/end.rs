//! `EndTxn`, and the ends that the coordinator itself brings about.

use moldau_wire::messages::{EndTxnRequest, EndTxnResponse};
use moldau_wire::{ErrorCode, Str};

use crate::init::{fenced_as, new_producer_id};
use crate::transaction::{EPOCH_MAX, End, NO_EPOCH, NO_PRODUCER_ID, TV2, Transaction};
use crate::{Env, Shard, State, Step};

/// Below this version clients do not know `PRODUCER_FENCED`.
const FENCED_SINCE: i16 = 2;
/// From this version on the client follows TV2.
const TV2_SINCE: i16 = 5;

/// What to do about a request that is not refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    /// End the transaction, if there is one.
    End,
    /// It was asked before, and done.
    AlreadyDone,
}

impl Shard {
    pub(crate) fn end_txn(
        &mut self,
        env: &mut Env<'_>,
        request: &EndTxnRequest,
        version: i16,
        step: &mut Step,
    ) -> EndTxnResponse {
        let (producer, error) = match self.end_as_asked(env, request, version, step) {
            Ok(producer) => (producer, ErrorCode::None),
            Err(error) => ((NO_PRODUCER_ID, NO_EPOCH), error),
        };
        EndTxnResponse {
            error_code: fenced_as(error, version, FENCED_SINCE).to_i16(),
            producer_id: producer.0,
            producer_epoch: producer.1,
            ..EndTxnResponse::default()
        }
    }

    /// The producer id and epoch to go on with; under TV1, which has no word for them, none.
    fn end_as_asked(
        &mut self,
        env: &mut Env<'_>,
        request: &EndTxnRequest,
        version: i16,
        step: &mut Step,
    ) -> Result<(i64, i16), ErrorCode> {
        let id = &request.transactional_id;
        if id.is_empty() {
            return Err(ErrorCode::InvalidRequest);
        }
        let transaction = self.transactions.get(id).ok_or(ErrorCode::InvalidProducerIdMapping)?.clone();
        let is_tv2 = TV2_SINCE <= version;
        let decision =
            if is_tv2 { decide_tv2(&transaction, request) } else { decide_tv1(&transaction, request) }?;
        match (decision, is_tv2) {
            (Decision::AlreadyDone, true) => Ok((transaction.producer_id, transaction.producer_epoch)),
            (Decision::AlreadyDone, false) => Ok((NO_PRODUCER_ID, NO_EPOCH)),
            (Decision::End, true) => {
                let end = end_tv2(env, &transaction, request.committed)?;
                Ok(self.end(env, id, &transaction, end, step))
            }
            (Decision::End, false) => {
                let end = End {
                    commit: request.committed,
                    producer_epoch: transaction.producer_epoch,
                    last_producer_epoch: transaction.last_producer_epoch,
                    next_producer_id: NO_PRODUCER_ID,
                    client_version: 0,
                };
                self.end(env, id, &transaction, end, step);
                Ok((NO_PRODUCER_ID, NO_EPOCH))
            }
        }
    }

    /// Aborts an ongoing transaction under an epoch that its producer does not have. Fails, and changes nothing, if
    /// that takes a producer id and none is at hand.
    pub(crate) fn fence(
        &mut self,
        env: &mut Env<'_>,
        id: &Str,
        transaction: &Transaction,
        step: &mut Step,
    ) -> Result<(), ErrorCode> {
        assert!(transaction.state == State::Ongoing, "only ongoing transactions are fenced");
        let end = if TV2 <= env.transaction_version {
            end_tv2(env, transaction, false)?
        } else {
            End {
                commit: false,
                producer_epoch: fence_epoch(transaction),
                last_producer_epoch: NO_EPOCH,
                next_producer_id: NO_PRODUCER_ID,
                client_version: 0,
            }
        };
        self.end(env, id, transaction, end, step);
        Ok(())
    }

    fn end(
        &mut self,
        env: &mut Env<'_>,
        id: &Str,
        transaction: &Transaction,
        end: End,
        step: &mut Step,
    ) -> (i64, i16) {
        let next = transaction.prepared(end, env.now);
        let producer = next.producer_after_end();
        self.store(env, id, next, step);
        self.begin_marking(env, id, step);
        producer
    }
}

/// TV1: the epoch stays, so that one repeated request looks like another.
fn decide_tv1(transaction: &Transaction, request: &EndTxnRequest) -> Result<Decision, ErrorCode> {
    if transaction.producer_id != request.producer_id {
        return Err(ErrorCode::InvalidProducerIdMapping);
    }
    if transaction.producer_epoch != request.producer_epoch {
        return Err(ErrorCode::ProducerFenced);
    }
    match (transaction.state, request.committed) {
        (State::Ongoing, _) => Ok(Decision::End),
        (State::PrepareCommit | State::PrepareAbort, _) => Err(ErrorCode::ConcurrentTransactions),
        (State::CompleteCommit, true) | (State::CompleteAbort, false) => Ok(Decision::AlreadyDone),
        (State::CompleteCommit, false) | (State::CompleteAbort, true) | (State::Empty, _) => {
            Err(ErrorCode::InvalidTxnState)
        }
        (State::Dead | State::PrepareEpochFence, _) => Err(ErrorCode::UnknownServerError),
    }
}

/// TV2: after an end, the epoch before it means "asked again", and the new one "the next transaction", which may be
/// aborted before the coordinator has heard of it.
fn decide_tv2(transaction: &Transaction, request: &EndTxnRequest) -> Result<Decision, ErrorCode> {
    if transaction.state.is_prepared() {
        return Err(ErrorCode::ConcurrentTransactions);
    }
    let is_current = request.producer_epoch == transaction.producer_epoch;
    let is_before_raise = request.producer_epoch != i16::MAX
        && request.producer_epoch.saturating_add(1) == transaction.producer_epoch;
    let is_before_new_id = request.producer_id == transaction.previous_producer_id
        && request.producer_epoch == EPOCH_MAX
        && transaction.producer_epoch == 0;
    if transaction.producer_id != request.producer_id && !is_before_new_id {
        return Err(ErrorCode::InvalidProducerIdMapping);
    }
    let is_repeated = is_before_raise || is_before_new_id;
    let is_complete = matches!(transaction.state, State::CompleteCommit | State::CompleteAbort);
    if !(is_current || is_complete && is_repeated) {
        return Err(ErrorCode::ProducerFenced);
    }
    let is_repeated = is_repeated && !retries_are_new();
    match (transaction.state, request.committed) {
        (State::Ongoing, _) => Ok(Decision::End),
        (State::CompleteCommit, true) | (State::CompleteAbort, false) if is_repeated => {
            Ok(Decision::AlreadyDone)
        }
        (State::CompleteCommit | State::CompleteAbort, false) if !is_repeated => Ok(Decision::End),
        (State::Empty, false) => Ok(Decision::End),
        (State::Empty | State::CompleteCommit | State::CompleteAbort, _) => Err(ErrorCode::InvalidTxnState),
        (State::PrepareCommit | State::PrepareAbort, _) => Err(ErrorCode::ConcurrentTransactions),
        (State::Dead | State::PrepareEpochFence, _) => Err(ErrorCode::UnknownServerError),
    }
}

/// The end of a transaction under TV2: its markers carry the raised epoch. After the last epoch comes a new id.
fn end_tv2(env: &mut Env<'_>, transaction: &Transaction, commit: bool) -> Result<End, ErrorCode> {
    let next_producer_id = if transaction.is_exhausted() { new_producer_id(env)? } else { NO_PRODUCER_ID };
    Ok(End {
        commit,
        producer_epoch: epoch_after_end(transaction),
        last_producer_epoch: transaction.producer_epoch,
        next_producer_id,
        client_version: TV2,
    })
}

fn epoch_after_end(transaction: &Transaction) -> i16 {
    #[cfg(feature = "planted")]
    if moldau_ids::planted::is_planted(moldau_ids::planted::Bug::NoEpochBumpAtEnd) {
        return transaction.producer_epoch;
    }
    transaction.fencing_epoch()
}

fn fence_epoch(transaction: &Transaction) -> i16 {
    #[cfg(feature = "planted")]
    if moldau_ids::planted::is_planted(moldau_ids::planted::Bug::AbortWithoutFence) {
        return transaction.producer_epoch;
    }
    transaction.fencing_epoch()
}

fn retries_are_new() -> bool {
    #[cfg(feature = "planted")]
    return moldau_ids::planted::is_planted(moldau_ids::planted::Bug::EndRetryTakenAsNew);
    #[cfg(not(feature = "planted"))]
    return false;
}
