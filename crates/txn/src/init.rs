//! `InitProducerId`: who gets which producer id and epoch.

use moldau_wire::messages::{InitProducerIdRequest, InitProducerIdResponse};
use moldau_wire::{ErrorCode, Str};

use crate::transaction::{NO_EPOCH, NO_PRODUCER_ID, Transaction, is_exhausted};
use crate::{Env, Shard, State, Step};

/// Below this version clients do not know `PRODUCER_FENCED`.
const FENCED_SINCE: i16 = 4;

impl Shard {
    pub(crate) fn init_producer_id(
        &mut self,
        env: &mut Env<'_>,
        request: &InitProducerIdRequest,
        version: i16,
        step: &mut Step,
    ) -> InitProducerIdResponse {
        let (producer_id, producer_epoch, error) = match self.initialize(env, request, step) {
            Ok((producer_id, producer_epoch)) => (producer_id, producer_epoch, ErrorCode::None),
            Err(error) => (NO_PRODUCER_ID, NO_EPOCH, error),
        };
        InitProducerIdResponse {
            producer_id,
            producer_epoch,
            error_code: fenced_as(error, version, FENCED_SINCE).to_i16(),
            ..InitProducerIdResponse::default()
        }
    }

    fn initialize(
        &mut self,
        env: &mut Env<'_>,
        request: &InitProducerIdRequest,
        step: &mut Step,
    ) -> Result<(i64, i16), ErrorCode> {
        let expected = match (request.producer_id, request.producer_epoch) {
            (NO_PRODUCER_ID, NO_EPOCH) => None,
            (NO_PRODUCER_ID, _) | (_, NO_EPOCH) => return Err(ErrorCode::InvalidRequest),
            given => Some(given),
        };
        let Some(id) = &request.transactional_id else {
            return Ok((new_producer_id(env)?, 0));
        };
        let timeout_ms = checked_timeout(env, id, request)?;
        let transaction = match self.transactions.get(id) {
            Some(transaction) => transaction.clone(),
            None => Transaction::created(new_producer_id(env)?),
        };
        match transaction.state {
            State::PrepareCommit | State::PrepareAbort => Err(ErrorCode::ConcurrentTransactions),
            State::Ongoing => {
                check_expected(&transaction, expected)?;
                // Kafka looks at the id only. Who comes with an epoch that has been fenced would then end the
                // transaction of whoever fenced it.
                if expected.is_some_and(|(_, epoch)| epoch != transaction.producer_epoch) {
                    return Err(ErrorCode::ProducerFenced);
                }
                self.fence(env, id, &transaction, step)?;
                // Once it has been aborted, the client asks again and gets an epoch of its own.
                Err(ErrorCode::ConcurrentTransactions)
            }
            State::Empty | State::CompleteCommit | State::CompleteAbort => {
                check_expected(&transaction, expected)?;
                let (producer, last) = next_producer(env, &transaction, expected.map(|(_, epoch)| epoch))?;
                let next = transaction.initialized(producer, last, timeout_ms, env.now);
                self.store(env, id, next, step);
                Ok(producer)
            }
            // Never stored.
            State::Dead | State::PrepareEpochFence => Err(ErrorCode::UnknownServerError),
        }
    }
}

fn checked_timeout(env: &Env<'_>, id: &Str, request: &InitProducerIdRequest) -> Result<i32, ErrorCode> {
    if id.is_empty() {
        return Err(ErrorCode::InvalidRequest);
    }
    if request.enable2_pc && !env.config.two_phase_commit {
        return Err(ErrorCode::TransactionalIdAuthorizationFailed);
    }
    if request.keep_prepared_txn {
        return Err(ErrorCode::UnsupportedVersion);
    }
    if request.enable2_pc {
        return Ok(i32::MAX);
    }
    let timeout_ms = request.transaction_timeout_ms;
    if 0 < timeout_ms && timeout_ms <= env.config.timeout_ms_max {
        Ok(timeout_ms)
    } else {
        Err(ErrorCode::InvalidTransactionTimeout)
    }
}

/// A producer that goes on after an error names what it holds (KIP-360). Its id must be the current one, or the one
/// before if its epochs were used up: it may not have heard of its new id.
fn check_expected(transaction: &Transaction, expected: Option<(i64, i16)>) -> Result<(), ErrorCode> {
    let Some((producer_id, producer_epoch)) = expected else { return Ok(()) };
    let is_known = transaction.producer_epoch == NO_EPOCH
        || producer_id == transaction.producer_id
        || (producer_id == transaction.previous_producer_id && is_exhausted(producer_epoch));
    if is_known { Ok(()) } else { Err(ErrorCode::ProducerFenced) }
}

/// The producer id and epoch to hand out, and what to remember as the epoch before.
fn next_producer(
    env: &mut Env<'_>,
    transaction: &Transaction,
    expected: Option<i16>,
) -> Result<((i64, i16), i16), ErrorCode> {
    let current = transaction.producer_epoch;
    let is_current = expected.is_none_or(|epoch| epoch == current);
    if transaction.is_exhausted() && is_current {
        let last = if expected.is_some() { current } else { NO_EPOCH };
        return Ok(((new_producer_id(env)?, 0), last));
    }
    let raised = (transaction.producer_id, transaction.fencing_epoch());
    match expected {
        None => Ok((raised, NO_EPOCH)),
        Some(_) if is_current || current == NO_EPOCH => Ok((raised, current)),
        // Asked again: the answer was lost. Nobody else can have come between, who would have cleared it.
        Some(epoch) if epoch == transaction.last_producer_epoch => {
            Ok(((transaction.producer_id, current), transaction.last_producer_epoch))
        }
        Some(_) => Err(ErrorCode::ProducerFenced),
    }
}

/// A producer id that nobody had.
pub(crate) fn new_producer_id(env: &mut Env<'_>) -> Result<i64, ErrorCode> {
    env.producer_ids.take().filter(|id| 0 <= *id).ok_or(ErrorCode::CoordinatorLoadInProgress)
}

/// Older clients know fencing by another name.
pub(crate) fn fenced_as(error: ErrorCode, version: i16, since: i16) -> ErrorCode {
    if error == ErrorCode::ProducerFenced && version < since {
        ErrorCode::InvalidProducerEpoch
    } else {
        error
    }
}
