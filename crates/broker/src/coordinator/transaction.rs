//! The transaction coordinator: [`moldau_txn::Shard`] on a partition of `__transaction_state`.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use bytes::Bytes;
use moldau_ids::{LeaderEpoch, Timestamp, TopicPartition};
use moldau_settings::TransactionsConfig;
use moldau_txn::{
    Answer, Command, Config, Effect, EffectResult, Env, Marked, MarkersResult, Record, Shard, Step, Ticket,
    WriteMarkers,
};

use super::{
    machine::{Around, LogRecord, Machine, Out, Producer, TicketNumber},
    markers::write_markers,
    owner::{EndTransaction, OwnerHandle},
};
use crate::{Broker, tasks::OnError};

/// The feature whose level says which protocol transactions follow.
const FEATURE: &str = "transaction.version";

/// A shard of the transaction coordinator, as an owner drives it.
#[derive(Debug)]
pub(crate) struct TransactionMachine {
    shard: Shard,
    coordinator_epoch: i32,
}

struct ProducerIds<'a>(&'a Broker);

impl moldau_txn::ProducerIds for ProducerIds<'_> {
    fn take(&mut self) -> Option<i64> {
        self.0.producer_ids.take()
    }
}

impl TransactionMachine {
    fn decide(
        &mut self,
        around: Around<'_>,
        decide: impl FnOnce(&mut Shard, &mut Env<'_>) -> Step,
    ) -> Out<Self> {
        let broker = around.broker;
        let config = config(&broker.config().transactions);
        let mut env = Env {
            now: around.now,
            producer_ids: &mut ProducerIds(broker),
            config: &config,
            coordinator_epoch: self.coordinator_epoch,
            transaction_version: broker.metadata().image.feature_level(FEATURE),
        };
        out(decide(&mut self.shard, &mut env))
    }
}

fn out(step: Step) -> Out<TransactionMachine> {
    let Step { records, answers, effects } = step;
    let encoded = records.iter().filter_map(|record| match record.encode() {
        Ok(encoded) => Some(encoded),
        Err(error) => {
            tracing::error!(%error, id = &*record.transactional_id, "a transaction's record can't be written");
            None
        }
    });
    Out {
        records: encoded.collect::<Vec<(Bytes, Option<Bytes>)>>(),
        producer: None,
        answers: answers.into_iter().map(|(ticket, answer)| (ticket.0, answer)).collect(),
        effects,
    }
}

impl Machine for TransactionMachine {
    type Command = Command;
    type Answer = Answer;
    type Effect = Effect;

    const TOPIC: &'static str = "__transaction_state";
    const NAME: &'static str = "transaction-coordinator";

    fn new(_partition: i32, epoch: LeaderEpoch) -> Self {
        Self { shard: Shard::new(), coordinator_epoch: epoch.get() }
    }

    fn replay(&mut self, record: LogRecord) {
        let LogRecord { offset, key, value, producer: _ } = record;
        match Record::decode(key, value) {
            Ok(record) => self.shard.replay(record),
            Err(error) => {
                self.shard.skip();
                tracing::warn!(topic = Self::TOPIC, offset, %error, "a record that makes no sense is skipped");
            }
        }
    }

    fn transaction_ended(&mut self, _around: Around<'_>, _producer: Producer, _commit: bool) -> Out<Self> {
        // Nobody writes to this topic within a transaction.
        Out::nothing()
    }

    fn loaded(&mut self, around: Around<'_>) -> Out<Self> {
        self.decide(around, Shard::loaded)
    }

    fn handle(&mut self, around: Around<'_>, ticket: TicketNumber, command: Command) -> Out<Self> {
        self.decide(around, |shard, env| shard.handle(env, Ticket(ticket), command))
    }

    fn next_deadline(&self) -> Option<Timestamp> {
        self.shard.next_deadline()
    }

    fn tick(&mut self, around: Around<'_>) -> Out<Self> {
        self.decide(around, Shard::tick)
    }

    fn carry_out(broker: &Arc<Broker>, owner: &OwnerHandle<Self>, effect: Effect) {
        let Effect::WriteMarkers(wish) = effect;
        let (broker, owner) = (Arc::clone(broker), owner.clone());
        let (tasks, runtime) = (broker.tasks.clone(), broker.coordinator_runtime.clone());
        tasks.spawn_on(&runtime, "transaction-markers", OnError::Log, async move {
            let stopping = broker.tasks.stopping().clone();
            if let Some(result) = stopping.run_until_cancelled(end(&broker, wish)).await {
                owner.tell(Command::EffectDone(EffectResult::Markers(result))).await;
            }
            Ok::<_, std::convert::Infallible>(())
        });
    }
}

/// Writes a transaction's markers, within the time that the coordinator allows.
async fn end(broker: &Arc<Broker>, wish: WriteMarkers) -> MarkersResult {
    let end = EndTransaction {
        producer: Producer { id: wish.producer_id, epoch: wish.producer_epoch },
        commit: wish.commit,
        coordinator_epoch: wish.coordinator_epoch,
    };
    let bound = Duration::from_millis(broker.config().transactions.marker_timeout_ms) * 9 / 10;
    let written = broker.env.timeout(bound, write_markers(broker, end, &wish.partitions)).await;
    let image = &broker.metadata().image;
    let is_gone = |partition: &TopicPartition| {
        image.topic(&partition.topic).is_none_or(|topic| topic.partition(partition.partition).is_none())
    };
    let by_partition: BTreeMap<_, _> = written.unwrap_or_default().into_iter().collect();
    let marked = |partition: TopicPartition| {
        let marked = match by_partition.get(&partition) {
            Some(error) => Marked::from_code(*error),
            None => Marked::Retry,
        };
        let gone = marked == Marked::Retry && is_gone(&partition);
        (partition, if gone { Marked::Gone } else { marked })
    };
    MarkersResult {
        transactional_id: wish.transactional_id,
        wish: wish.wish,
        coordinator_epoch: wish.coordinator_epoch,
        partitions: wish.partitions.into_iter().map(marked).collect(),
    }
}

/// The broker's properties in the coordinator's words.
fn config(transactions: &TransactionsConfig) -> Config {
    Config {
        timeout_ms_max: transactions.timeout_ms_max,
        id_expiration: Duration::from_millis(transactions.id_expiration_ms),
        abort_timed_out_interval: Duration::from_millis(transactions.abort_timed_out_interval_ms),
        remove_expired_interval: Duration::from_millis(transactions.remove_expired_interval_ms),
        marker_timeout: Duration::from_millis(transactions.marker_timeout_ms),
        ..Config::default()
    }
}
