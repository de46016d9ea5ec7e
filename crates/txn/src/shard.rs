//! The coordinator's state for one partition of `__transaction_state`.

use std::collections::BTreeMap;
use std::time::Duration;

use moldau_ids::Timestamp;
use moldau_wire::{ErrorCode, Str};

use crate::env::later;
use crate::timers::Timers;
use crate::transaction::Transaction;
use crate::{Answer, Command, Config, EffectResult, Env, Record, Step, Ticket};

/// The most transactions that one [`Shard::tick`] ends, and the most ids that it lets expire.
const TICK_BATCH: usize = 100;

/// See the crate's documentation.
#[derive(Debug, Default)]
pub struct Shard {
    pub(crate) transactions: BTreeMap<Str, Transaction>,
    /// At which check ongoing transactions are over their time.
    timeouts: Timers<Str>,
    /// At which check idle ids expire.
    expiries: Timers<Str>,
    /// When markers are wished again.
    pub(crate) markers: Timers<Str>,
    /// When the shard was loaded: checks for timeouts and expiries come at multiples of their intervals from then.
    loaded_at: Timestamp,
    /// The number of the last wish.
    pub(crate) wishes: u64,
    skipped: u64,
}

impl Shard {
    /// The state of an empty log.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in one record of the log, in the order of the log.
    pub fn replay(&mut self, record: Record) {
        let id = record.transactional_id.detach();
        let Some(value) = record.value else {
            self.transactions.remove(&id);
            return;
        };
        match Transaction::from_value(value) {
            Some(transaction) => drop(self.transactions.insert(id, transaction)),
            None => self.skip(),
        }
    }

    /// Counts a record that could not be read. [`Self::replay`] does so for those that make no sense.
    pub fn skip(&mut self) {
        self.skipped = self.skipped.saturating_add(1);
    }

    /// How many records of the log were left out.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// How many transactional ids there are.
    pub fn count(&self) -> usize {
        self.transactions.len()
    }

    /// The whole log has been replayed: timers begin, and transactions that were ending go on to their end.
    pub fn loaded(&mut self, env: &mut Env<'_>) -> Step {
        let mut step = Step::default();
        self.loaded_at = env.now;
        for id in self.transactions.keys().cloned().collect::<Vec<_>>() {
            self.watch(env.config, &id);
            if self.transactions.get(&id).is_some_and(|transaction| transaction.state.is_prepared()) {
                self.begin_marking(env, &id, &mut step);
            }
        }
        step
    }

    /// Decides a request. Its answer is in this step.
    pub fn handle(&mut self, env: &mut Env<'_>, ticket: Ticket, command: Command) -> Step {
        let mut step = Step::default();
        let answer = match command {
            Command::InitProducerId { request, version } => {
                Answer::InitProducerId(self.init_producer_id(env, &request, version, &mut step))
            }
            Command::AddPartitions { transaction, version } => {
                Answer::AddPartitions(self.add_partitions(env, transaction, version, &mut step))
            }
            Command::AddOffsets { request, offsets_partition, version } => {
                Answer::AddOffsets(self.add_offsets(env, &request, offsets_partition, version, &mut step))
            }
            Command::EndTxn { request, version } => {
                Answer::EndTxn(self.end_txn(env, &request, version, &mut step))
            }
            Command::DescribeTransaction { transactional_id } => {
                Answer::DescribeTransaction(self.describe(&transactional_id))
            }
            Command::ListTransactions { request } => Answer::ListTransactions(self.list(env.now, &request)),
            Command::EffectDone(EffectResult::Markers(result)) => {
                self.markers_written(env, result, &mut step);
                Answer::Done
            }
        };
        step.answers.push((ticket, answer));
        step
    }

    /// When [`Self::tick`] should be called.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        [self.timeouts.next(), self.expiries.next(), self.markers.next()].into_iter().flatten().min()
    }

    /// Does what is due: aborts transactions over their time, lets idle ids expire, wishes markers again. At most a
    /// bounded amount a call; call again while [`Self::next_deadline`] is not in the future.
    pub fn tick(&mut self, env: &mut Env<'_>) -> Step {
        let mut step = Step::default();
        for _ in 0..TICK_BATCH {
            let Some(id) = self.markers.pop_due(env.now) else { break };
            self.wish_markers(env, &id, &mut step);
        }
        self.abort_timed_out(env, &mut step);
        self.remove_expired(env, &mut step);
        step
    }

    /// The shard is given up (leadership lost, append failed). Nobody waits beyond the step that answers them, so
    /// there is no one to tell `error`: that is for those whose steps have not committed.
    pub fn abandon(self, error: ErrorCode) -> Vec<(Ticket, Answer)> {
        let _ = (self, error);
        Vec::new()
    }

    fn abort_timed_out(&mut self, env: &mut Env<'_>, step: &mut Step) {
        for _ in 0..TICK_BATCH {
            let Some(id) = self.timeouts.pop_due(env.now) else { break };
            let Some(transaction) = self.transactions.get(&id).cloned() else { continue };
            if self.fence(env, &id, &transaction, step).is_err() {
                // No producer id at hand: at the next check.
                self.timeouts.set(id, later(env.now, env.config.abort_timed_out_interval));
            }
        }
    }

    fn remove_expired(&mut self, env: &Env<'_>, step: &mut Step) {
        for _ in 0..TICK_BATCH {
            let Some(id) = self.expiries.pop_due(env.now) else { break };
            if self.transactions.remove(&id).is_some() {
                step.records.push(Record { transactional_id: id, value: None, value_version: 0 });
            }
        }
    }

    /// The only place where a transactional id changes while the shard is led.
    pub(crate) fn store(&mut self, env: &Env<'_>, id: &Str, next: Transaction, step: &mut Step) {
        step.records.push(next.record(id, env.transaction_version));
        if !next.state.is_prepared() {
            self.markers.cancel(id);
        }
        match self.transactions.get_mut(id) {
            Some(before) => *before = next,
            // The request's frame is not kept alive by its id.
            None => drop(self.transactions.insert(id.detach(), next)),
        }
        self.watch(env.config, id);
    }

    /// Sets what time will do to a transactional id as it is now.
    fn watch(&mut self, config: &Config, id: &Str) {
        let Some(transaction) = self.transactions.get(id) else { return };
        match transaction.times_out_at() {
            Some(due) => {
                self.timeouts
                    .set(id.detach(), check_at(self.loaded_at, config.abort_timed_out_interval, due));
            }
            None => self.timeouts.cancel(id),
        }
        if transaction.state.is_idle() {
            let due = later(Timestamp(transaction.updated), config.id_expiration);
            self.expiries.set(id.detach(), check_at(self.loaded_at, config.remove_expired_interval, due));
        } else {
            self.expiries.cancel(id);
        }
    }
}

/// The first check, of those that come every `interval`, at which something is due.
fn check_at(loaded_at: Timestamp, interval: Duration, due: Timestamp) -> Timestamp {
    let interval = i64::try_from(interval.as_millis()).unwrap_or(i64::MAX).max(1);
    let wait = due.0.saturating_sub(loaded_at.0).max(1);
    let checks = (wait - 1) / interval + 1;
    Timestamp(loaded_at.0.saturating_add(checks.saturating_mul(interval)))
}
