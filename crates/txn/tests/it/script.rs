//! Rules as scripts: lines that ask the coordinator something, each with what comes of it.
//!
//! `1@0` is producer id 1 with epoch 0. Requests go in the versions that clients of the script's protocol use, or as
//! `v=` says. `written` carries out the wishes for markers, but for partitions named by `retry=` and `gone=`;
//! `unheard` does so too, but keeps the results until `again`.

use std::fmt::Write as _;

use moldau_ids::Timestamp;
use moldau_txn::{
    Answer, Command, Config, Effect, EffectResult, Env, Marked, MarkersResult, ProducerIds, Record, Shard,
    State, Step, Ticket, WriteMarkers,
};
use moldau_wire::messages as m;
use moldau_wire::messages::add_partitions_to_txn_request::{
    AddPartitionsToTxnTopic, AddPartitionsToTxnTransaction,
};
use moldau_wire::{ErrorCode, Str};

#[derive(Debug)]
struct Ids {
    next: i64,
    is_dry: bool,
}

impl ProducerIds for Ids {
    fn take(&mut self) -> Option<i64> {
        if self.is_dry {
            return None;
        }
        self.next += 1;
        Some(self.next)
    }
}

/// A coordinator whose records commit at once.
struct Coordinator {
    transaction_version: i16,
    now: i64,
    epoch: i32,
    ids: Ids,
    config: Config,
    shard: Shard,
    log: Vec<Record>,
    wishes: Vec<WriteMarkers>,
    last: Vec<MarkersResult>,
}

/// Runs a script from an empty log.
pub(crate) fn check(transaction_version: i16, script: &[(&str, &str)]) {
    check_from(transaction_version, &[], script);
}

/// Runs a script from a log.
pub(crate) fn check_from(transaction_version: i16, log: &[Record], script: &[(&str, &str)]) {
    let mut coordinator = Coordinator {
        transaction_version,
        now: 1_000_000,
        epoch: 0,
        ids: Ids { next: 0, is_dry: false },
        config: Config::default(),
        shard: Shard::new(),
        log: log.to_vec(),
        wishes: Vec::new(),
        last: Vec::new(),
    };
    coordinator.load();
    for (at, (line, expected)) in script.iter().enumerate() {
        let got = coordinator.line(line);
        assert_eq!(got.trim(), *expected, "line {at}: {line}");
    }
}

fn producer(word: &str) -> (i64, i16) {
    let (id, epoch) = word.split_once('@').expect("id@epoch");
    (id.parse().expect("an id"), epoch.parse().expect("an epoch"))
}

fn numbers(word: &str) -> Vec<i32> {
    word.split(',').filter(|text| !text.is_empty()).map(|text| text.parse().expect("a number")).collect()
}

fn code(raw: i16) -> &'static str {
    ErrorCode::from_i16(raw).expect("a code").name()
}

fn option<'a>(words: &[&'a str], name: &str) -> Option<&'a str> {
    words.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
}

impl Coordinator {
    fn call(&mut self, call: impl FnOnce(&mut Shard, &mut Env<'_>) -> Step) -> Vec<(Ticket, Answer)> {
        let mut env = Env {
            now: Timestamp(self.now),
            producer_ids: &mut self.ids,
            config: &self.config,
            coordinator_epoch: self.epoch,
            transaction_version: self.transaction_version,
        };
        let step = call(&mut self.shard, &mut env);
        self.log.extend(step.records);
        self.wishes.extend(step.effects.into_iter().map(|Effect::WriteMarkers(wish)| wish));
        step.answers
    }

    fn ask(&mut self, command: Command) -> Answer {
        let answers = self.call(|shard, env| shard.handle(env, Ticket(1), command));
        answers.into_iter().next().expect("every command is answered in its step").1
    }

    fn load(&mut self) {
        self.shard = Shard::new();
        for record in &self.log {
            self.shard.replay(record.clone());
        }
        self.call(Shard::loaded);
    }

    fn line(&mut self, line: &str) -> String {
        let words: Vec<&str> = line.split_whitespace().collect();
        let id = words.get(1).map(|id| Str::from(id.trim_matches('"'))).unwrap_or_default();
        let version = option(&words, "v").map(|text| text.parse::<i16>().expect("a version"));
        match words[0] {
            "init" => self.init(id, &words, version),
            "add" | "verify" => self.add(id, &words, version),
            "offsets" => self.offsets(id, &words, version),
            "end" => self.end(id, &words, version),
            "state" => self.state(id),
            "records" => self.records(words[1].parse().expect("a count")),
            "markers" => self.markers(),
            "written" => {
                self.carry_out(&words);
                self.again()
            }
            "unheard" => {
                self.carry_out(&words);
                String::new()
            }
            "again" => self.again(),
            "list" => self.list(&words),
            "wait" => self.wait(words[1].parse().expect("milliseconds")),
            "dry" => {
                self.ids.is_dry = true;
                String::new()
            }
            "crash" => {
                self.wishes.clear();
                self.epoch += 1;
                self.load();
                String::new()
            }
            other => panic!("no such line: {other}"),
        }
    }

    fn init(&mut self, id: Str, words: &[&str], version: Option<i16>) -> String {
        let expected = words.iter().skip(2).find(|word| word.contains('@')).map(|word| producer(word));
        let request = m::InitProducerIdRequest {
            transactional_id: Some(id),
            transaction_timeout_ms: option(words, "timeout").map_or(60_000, |ms| ms.parse().expect("ms")),
            producer_id: expected.map_or(-1, |(id, _)| id),
            producer_epoch: expected.map_or(-1, |(_, epoch)| epoch),
            enable2_pc: words.contains(&"2pc"),
            keep_prepared_txn: words.contains(&"keep"),
            ..m::InitProducerIdRequest::default()
        };
        match self.ask(Command::InitProducerId { request, version: version.unwrap_or(6) }) {
            Answer::InitProducerId(a) => told(a.error_code, a.producer_id, a.producer_epoch),
            other => panic!("{other:?}"),
        }
    }

    fn add(&mut self, id: Str, words: &[&str], version: Option<i16>) -> String {
        let (producer_id, producer_epoch) = producer(words[2]);
        let topic = AddPartitionsToTxnTopic {
            name: Str::from_static("t"),
            partitions: numbers(words[3]),
            ..AddPartitionsToTxnTopic::default()
        };
        let transaction = AddPartitionsToTxnTransaction {
            transactional_id: id,
            producer_id,
            producer_epoch,
            verify_only: words[0] == "verify",
            topics: vec![topic],
            ..AddPartitionsToTxnTransaction::default()
        };
        let version = version.unwrap_or(if 2 <= self.transaction_version { 5 } else { 3 });
        match self.ask(Command::AddPartitions { transaction, version }) {
            Answer::AddPartitions(a) => {
                let results = &a.topic_results[0].results_by_partition;
                let codes: Vec<&str> =
                    results.iter().map(|result| code(result.partition_error_code)).collect();
                codes.join(" ")
            }
            other => panic!("{other:?}"),
        }
    }

    fn offsets(&mut self, id: Str, words: &[&str], version: Option<i16>) -> String {
        let (producer_id, producer_epoch) = producer(words[2]);
        let request = m::AddOffsetsToTxnRequest {
            transactional_id: id,
            producer_id,
            producer_epoch,
            group_id: Str::from_static("g"),
            ..m::AddOffsetsToTxnRequest::default()
        };
        let offsets_partition = words[3].parse().expect("a partition");
        let version = version.unwrap_or(4);
        match self.ask(Command::AddOffsets { request, offsets_partition, version }) {
            Answer::AddOffsets(a) => code(a.error_code).to_owned(),
            other => panic!("{other:?}"),
        }
    }

    fn end(&mut self, id: Str, words: &[&str], version: Option<i16>) -> String {
        let (producer_id, producer_epoch) = producer(words[2]);
        let request = m::EndTxnRequest {
            transactional_id: id,
            producer_id,
            producer_epoch,
            committed: words[3] == "commit",
            ..m::EndTxnRequest::default()
        };
        let version = version.unwrap_or(if 2 <= self.transaction_version { 5 } else { 4 });
        match self.ask(Command::EndTxn { request, version }) {
            Answer::EndTxn(a) => told(a.error_code, a.producer_id, a.producer_epoch),
            other => panic!("{other:?}"),
        }
    }

    fn state(&mut self, id: Str) -> String {
        match self.ask(Command::DescribeTransaction { transactional_id: id }) {
            Answer::DescribeTransaction(a) if a.error_code != 0 => code(a.error_code).to_owned(),
            Answer::DescribeTransaction(a) => {
                let mut text = format!("{} {}@{}", a.transaction_state, a.producer_id, a.producer_epoch);
                for topic in &a.topics {
                    write!(text, " {}{:?}", topic.topic, topic.partitions).expect("text");
                }
                text
            }
            other => panic!("{other:?}"),
        }
    }

    fn list(&mut self, words: &[&str]) -> String {
        let list = |name| option(words, name).into_iter().flat_map(|text| text.split(','));
        let request = m::ListTransactionsRequest {
            state_filters: list("states").map(Str::from).collect(),
            producer_id_filters: list("producers").map(|id| id.parse().expect("an id")).collect(),
            duration_filter: option(words, "longer").map_or(-1, |ms| ms.parse().expect("ms")),
            transactional_id_pattern: option(words, "pattern").map(Str::from),
            ..m::ListTransactionsRequest::default()
        };
        match self.ask(Command::ListTransactions { request }) {
            Answer::ListTransactions(a) => {
                let ids: Vec<&str> =
                    a.transaction_states.iter().map(|s| s.transactional_id.as_str()).collect();
                let unknown: Vec<&str> = a.unknown_state_filters.iter().map(Str::as_str).collect();
                format!("{} {} ?{}", code(a.error_code), ids.join(","), unknown.join(","))
            }
            other => panic!("{other:?}"),
        }
    }

    /// The last records.
    fn records(&self, count: usize) -> String {
        let from = self.log.len().saturating_sub(count);
        let texts = self.log[from..].iter().map(|record| {
            let Some(value) = &record.value else { return format!("{} tombstone", record.transactional_id) };
            format!(
                "{} {}@{} previous {} next {} client {} v{}",
                State::from_wire(value.transaction_status).expect("a state").name(),
                value.producer_id,
                value.producer_epoch,
                value.previous_producer_id,
                value.next_producer_id,
                value.client_transaction_version,
                record.value_version
            )
        });
        texts.collect::<Vec<_>>().join("; ")
    }

    fn markers(&self) -> String {
        let texts = self.wishes.iter().map(|wish| {
            let kind = if wish.commit { "commit" } else { "abort" };
            let to: Vec<String> = wish.partitions.iter().map(ToString::to_string).collect();
            let (version, coordinator) = (wish.transaction_version, wish.coordinator_epoch);
            let (id, epoch) = (wish.producer_id, wish.producer_epoch);
            format!("{kind} {id}@{epoch} TV{version} by {coordinator} to {}", to.join(","))
        });
        texts.collect::<Vec<_>>().join("; ")
    }

    fn carry_out(&mut self, words: &[&str]) {
        let retry = numbers(option(words, "retry").unwrap_or_default());
        let gone = numbers(option(words, "gone").unwrap_or_default());
        self.last.clear();
        for wish in std::mem::take(&mut self.wishes) {
            let partitions = wish.partitions.into_iter().map(|partition| {
                let marked = if retry.contains(&partition.partition.0) {
                    Marked::Retry
                } else if gone.contains(&partition.partition.0) {
                    Marked::Gone
                } else {
                    Marked::Written
                };
                (partition, marked)
            });
            self.last.push(MarkersResult {
                transactional_id: wish.transactional_id,
                wish: wish.wish,
                coordinator_epoch: wish.coordinator_epoch,
                partitions: partitions.collect(),
            });
        }
    }

    /// The last results come in, maybe not for the first time.
    fn again(&mut self) -> String {
        for result in self.last.clone() {
            self.ask(Command::EffectDone(EffectResult::Markers(result)));
        }
        String::new()
    }

    fn wait(&mut self, ms: i64) -> String {
        let until = self.now + ms;
        while let Some(due) = self.shard.next_deadline().filter(|due| due.0 <= until) {
            self.now = self.now.max(due.0);
            self.call(Shard::tick);
        }
        self.now = until;
        String::new()
    }
}

fn told(error: i16, producer_id: i64, producer_epoch: i16) -> String {
    if error == 0 { format!("NONE {producer_id}@{producer_epoch}") } else { code(error).to_owned() }
}
