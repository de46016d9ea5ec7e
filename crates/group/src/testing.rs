//! A driver for tests: one shard, its log, a clock, and who waits for which answer.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use moldau_ids::{Timestamp, TopicId, Uuid};
use moldau_wire::messages as m;
use moldau_wire::{ErrorCode, Str};

use crate::{
    Answer, Caller, Command, Config, Effect, Entropy, Env, GroupConfigs, Shard, Step, Ticket, Topic, Topics,
    TxnProducer,
};

/// Where tests begin.
pub(crate) const START: i64 = 1_000_000;

/// Ids that count up.
#[derive(Debug, Default)]
pub(crate) struct Counter(u128);

impl Entropy for Counter {
    fn uuid(&mut self) -> Uuid {
        self.0 += 1;
        Uuid(self.0)
    }
}

/// Topics `t0` to `t9`, whose ids are 100 to 109.
#[derive(Debug, Default)]
pub(crate) struct TenTopics;

pub(crate) fn topic_id(number: u128) -> TopicId {
    Uuid(100 + number)
}

impl Topics for TenTopics {
    fn by_name(&self, name: &str) -> Option<Topic> {
        let number: u128 = name.strip_prefix('t')?.parse().ok().filter(|number| *number < 10)?;
        Some(Topic { id: topic_id(number), name: Str::from(name), partitions: 4 })
    }

    fn by_id(&self, id: TopicId) -> Option<Topic> {
        self.by_name(&format!("t{}", id.0.checked_sub(100)?))
    }

    fn for_each_name(&self, visit: &mut dyn FnMut(&str)) {
        for number in 0..10 {
            visit(&format!("t{number}"));
        }
    }

    fn racks(&self, _id: TopicId, _partition: i32) -> Vec<Str> {
        Vec::new()
    }

    fn may_describe(&self, _caller: &Caller, _topic: &str) -> bool {
        true
    }

    fn version(&self) -> u64 {
        0
    }
}

/// No group has configurations of its own.
#[derive(Debug, Default)]
pub(crate) struct NoConfigs;

impl GroupConfigs for NoConfigs {
    fn get(&self, _group_id: &str, _name: &str) -> Option<Str> {
        None
    }
}

/// What lies in the log.
#[derive(Debug, Clone)]
enum Entry {
    Record(Bytes, Option<Bytes>, Option<TxnProducer>),
    End(TxnProducer, bool),
}

/// See the module's documentation.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) shard: Shard,
    pub(crate) config: Config,
    pub(crate) now: i64,
    entropy: Counter,
    log: Vec<Entry>,
    next_ticket: u64,
    pub(crate) waiting: BTreeSet<Ticket>,
    pub(crate) answers: BTreeMap<Ticket, Answer>,
    /// What was wished and not carried out yet.
    pub(crate) effects: Vec<Effect>,
}

impl World {
    pub(crate) fn new(config: Config) -> Self {
        let mut world = Self {
            shard: Shard::new(),
            config,
            now: START,
            entropy: Counter::default(),
            log: Vec::new(),
            next_ticket: 0,
            waiting: BTreeSet::new(),
            answers: BTreeMap::new(),
            effects: Vec::new(),
        };
        world.with(Shard::loaded);
        world
    }

    /// Calls the shard, and keeps what it answers and appends.
    pub(crate) fn with(&mut self, call: impl FnOnce(&mut Shard, &mut Env<'_>) -> Step) -> usize {
        let mut env = Env {
            now: Timestamp(self.now),
            entropy: &mut self.entropy,
            topics: &TenTopics,
            config: &self.config,
            groups: &NoConfigs,
        };
        let step = call(&mut self.shard, &mut env);
        let appended = step.records.len();
        for record in step.records {
            let (key, value) = record.encode().expect("records that are written can be encoded");
            self.log.push(Entry::Record(key, value, step.producer));
        }
        self.effects.extend(step.effects);
        for (ticket, answer) in step.answers {
            assert!(self.waiting.remove(&ticket), "{ticket:?} was not owed {answer:?}");
            self.answers.insert(ticket, answer);
        }
        appended
    }

    pub(crate) fn send(&mut self, command: Command) -> Ticket {
        self.next_ticket += 1;
        let ticket = Ticket(self.next_ticket);
        self.waiting.insert(ticket);
        self.with(|shard, env| shard.handle(env, ticket, command));
        ticket
    }

    /// Sends what is answered at once.
    pub(crate) fn ask(&mut self, command: Command) -> Answer {
        let ticket = self.send(command);
        self.answers.remove(&ticket).expect("an answer at once")
    }

    /// Lets time pass, with every timer at its time.
    pub(crate) fn advance(&mut self, milliseconds: i64) {
        let until = self.now + milliseconds;
        let mut calls = 0;
        while let Some(due) = self.shard.next_deadline().filter(|due| due.0 <= until) {
            self.now = self.now.max(due.0);
            self.with(Shard::tick);
            calls += 1;
            assert!(calls < 100_000, "the shard never rests");
        }
        self.now = until;
    }

    pub(crate) fn end_transaction(&mut self, producer_id: i64, commit: bool) {
        let producer = TxnProducer { producer_id, producer_epoch: 0 };
        self.log.push(Entry::End(producer, commit));
        self.with(|shard, env| shard.transaction_ended(env, producer, commit));
    }

    /// How many records there are in the log.
    pub(crate) fn log_len(&self) -> usize {
        self.log.len()
    }

    /// The log, to compare.
    pub(crate) fn log_text(&self) -> String {
        format!("{:?}", self.log)
    }

    /// Compacts the log, as the cleaner may do when no transaction is open: of each key the last record stays,
    /// records of aborted transactions go.
    pub(crate) fn compact(&mut self) {
        let mut keys = BTreeSet::new();
        let mut ends: BTreeMap<i64, bool> = BTreeMap::new();
        let mut kept = Vec::new();
        for entry in std::mem::take(&mut self.log).into_iter().rev() {
            match &entry {
                Entry::End(producer, commit) => {
                    ends.insert(producer.producer_id, *commit);
                    kept.push(entry);
                }
                Entry::Record(key, _, producer) => {
                    let committed = producer.is_none_or(|producer| {
                        *ends.get(&producer.producer_id).expect("no transaction is open")
                    });
                    if committed && keys.insert(key.clone()) {
                        kept.push(entry);
                    }
                }
            }
        }
        kept.reverse();
        self.log = kept;
    }

    /// Replaces the log by one whose records `change` has changed.
    pub(crate) fn break_log(&mut self, mut change: impl FnMut(&mut Vec<u8>)) {
        for entry in &mut self.log {
            let Entry::Record(key, value, _) = entry else { continue };
            for bytes in std::iter::once(key).chain(value) {
                let mut changed = bytes.to_vec();
                change(&mut changed);
                *bytes = changed.into();
            }
        }
    }

    /// What a new shard makes of the log.
    pub(crate) fn replayed(&self) -> Shard {
        let shard = self.replayed_with_skips();
        assert_eq!(shard.skipped_records(), 0);
        shard
    }

    /// As [`Self::replayed`], of a log that may be broken.
    pub(crate) fn replayed_with_skips(&self) -> Shard {
        let mut shard = Shard::new();
        let mut entropy = Counter::default();
        let mut env = Env {
            now: Timestamp(self.now),
            entropy: &mut entropy,
            topics: &TenTopics,
            config: &self.config,
            groups: &NoConfigs,
        };
        for entry in &self.log {
            match entry.clone() {
                Entry::Record(key, value, producer) => shard.replay_encoded(key, value, producer),
                Entry::End(producer, commit) => {
                    let step = shard.transaction_ended(&mut env, producer, commit);
                    assert_eq!(step, Step::default());
                }
            }
        }
        shard
    }

    /// The shard dies, and another one loads the log.
    pub(crate) fn reload(&mut self) {
        let replayed = self.replayed();
        let old = std::mem::replace(&mut self.shard, replayed);
        for (ticket, answer) in old.abandon(ErrorCode::NotCoordinator) {
            assert!(self.waiting.remove(&ticket), "{ticket:?} was not owed {answer:?}");
            self.answers.insert(ticket, answer);
        }
        assert!(self.waiting.is_empty(), "never answered: {:?}", self.waiting);
        self.with(Shard::loaded);
    }
}

pub(crate) fn caller(client_id: &str) -> Caller {
    Caller {
        client_id: Str::from(client_id),
        client_host: Str::from("/127.0.0.1"),
        principal: "User:ANONYMOUS".into(),
    }
}

/// A consumer's metadata: version 1, the topics, no user data.
pub(crate) fn subscription(topics: &[&str]) -> Bytes {
    let subscription = m::consumer_protocol_subscription::ConsumerProtocolSubscription {
        topics: topics.iter().map(|topic| Str::from(*topic)).collect(),
        ..Default::default()
    };
    let body = moldau_wire::Message::encode_to_bytes(&subscription, 1).expect("version 1 has no more fields");
    [&1_i16.to_be_bytes()[..], &body].concat().into()
}

/// A `JoinGroup` of a consumer, for tests to change.
pub(crate) fn join_request(group: &str, member_id: &str) -> m::JoinGroupRequest {
    let protocol = m::join_group_request::JoinGroupRequestProtocol {
        name: Str::from("range"),
        metadata: subscription(&["t0"]),
        ..Default::default()
    };
    m::JoinGroupRequest {
        group_id: Str::from(group),
        session_timeout_ms: 10_000,
        rebalance_timeout_ms: 60_000,
        member_id: Str::from(member_id),
        protocol_type: Str::from("consumer"),
        protocols: vec![protocol],
        ..Default::default()
    }
}

/// An `OffsetCommit` of one partition.
pub(crate) fn commit_request(
    group: &str,
    topic: &str,
    partition: i32,
    offset: i64,
) -> m::OffsetCommitRequest {
    let partition = m::offset_commit_request::OffsetCommitRequestPartition {
        partition_index: partition,
        committed_offset: offset,
        committed_leader_epoch: 5,
        committed_metadata: Some(Str::from("m")),
        ..Default::default()
    };
    m::OffsetCommitRequest {
        group_id: Str::from(group),
        topics: vec![m::offset_commit_request::OffsetCommitRequestTopic {
            name: Str::from(topic),
            partitions: vec![partition],
            ..Default::default()
        }],
        ..Default::default()
    }
}

/// A `TxnOffsetCommit` of one partition.
pub(crate) fn txn_commit_request(
    producer_id: i64,
    (group, topic): (&str, &str),
    partition: i32,
    offset: i64,
) -> m::TxnOffsetCommitRequest {
    let partition = m::txn_offset_commit_request::TxnOffsetCommitRequestPartition {
        partition_index: partition,
        committed_offset: offset,
        committed_leader_epoch: 5,
        committed_metadata: None,
        ..Default::default()
    };
    m::TxnOffsetCommitRequest {
        transactional_id: Str::from("tx"),
        group_id: Str::from(group),
        producer_id,
        topics: vec![m::txn_offset_commit_request::TxnOffsetCommitRequestTopic {
            name: Str::from(topic),
            partitions: vec![partition],
            ..Default::default()
        }],
        ..Default::default()
    }
}
