//! A coordinator among clients, zombies and crashes, and what must be true of it whatever happens.
//!
//! The world keeps the log, commits steps when it likes, loses answers, drops what has not committed, and writes
//! markers into partitions that remember them. Clients do what producers do, one request at a time; those that were
//! replaced go on. Every record, marker and answer is judged as it appears.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use moldau_ids::Timestamp;
use moldau_txn::{
    Answer, Command, Config, Effect, EffectResult, Env, Marked, MarkersResult, ProducerIds, Record, Shard,
    State, Step, Ticket, WriteMarkers,
};
use moldau_wire::messages as m;
use moldau_wire::messages::add_partitions_to_txn_request::{
    AddPartitionsToTxnTopic, AddPartitionsToTxnTransaction,
};
use moldau_wire::records::transaction::TransactionLogValue;
use moldau_wire::{ErrorCode, Str};

const IDS: [&str; 3] = ["a", "b", "c"];
const CLIENTS_PER_ID_MAX: usize = 3;
/// Deliveries of old requests to choose from.
const OLD_MAX: usize = 64;

/// `SplitMix64`.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound.max(1)).expect("small")).expect("small")
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// Ids that are never given twice, and now and then none.
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

#[derive(Debug, Clone, PartialEq)]
enum Ask {
    Init { expected: Option<(i64, i16)> },
    Add { producer: (i64, i16), partition: i32 },
    End { producer: (i64, i16), commit: bool },
}

#[derive(Debug, Default)]
struct Client {
    id: &'static str,
    held: Option<(i64, i16)>,
    /// What this transaction has been told is in it.
    added: BTreeSet<i32>,
    asking: Option<Ask>,
    waits: bool,
}

struct Sent {
    client: Option<usize>,
    ask: Ask,
}

#[derive(Debug, Clone)]
struct Prepared {
    commit: bool,
    partitions: BTreeSet<i32>,
}

/// How often what happened that must happen for the checks to mean something.
#[derive(Debug, Default, Clone)]
pub(crate) struct Seen(pub(crate) BTreeMap<&'static str, u64>);

impl Seen {
    fn count(&mut self, what: &'static str) {
        *self.0.entry(what).or_default() += 1;
    }
}

struct World {
    random: Random,
    transaction_version: i16,
    config: Config,
    now: i64,
    coordinator_epoch: i32,
    ids: Ids,
    shard: Shard,
    log: Vec<Record>,
    pending: VecDeque<Step>,
    clients: Vec<Client>,
    sent: BTreeMap<Ticket, Sent>,
    tickets: u64,
    old: Vec<(&'static str, Ask)>,
    /// Released wishes, with the number of the prepare that they belong to.
    wishes: Vec<(WriteMarkers, u64)>,
    results: Vec<MarkersResult>,
    gone: BTreeSet<i32>,
    /// By id: the last value appended, committed or not.
    appended: BTreeMap<Str, TransactionLogValue>,
    /// By id: the last value committed.
    committed: BTreeMap<Str, TransactionLogValue>,
    /// By id: how many transactions have been prepared, in the committed log.
    prepares: BTreeMap<Str, u64>,
    /// By producer id and the record's epoch: the last outcome.
    outcomes: BTreeMap<(i64, i16), Prepared>,
    /// By partition, producer id, epoch and, under TV1, transaction: the marker's kind.
    markers: BTreeMap<(i32, i64, i16, u64), bool>,
    /// Who was given which epoch.
    holders: BTreeMap<(i64, i16), usize>,
    seen: Seen,
}

/// What broke, with what.
type Verdict = Result<(), String>;

fn ensure(is_true: bool, what: impl FnOnce() -> String) -> Verdict {
    if is_true { Ok(()) } else { Err(what()) }
}

fn state(value: &TransactionLogValue) -> State {
    State::from_wire(value.transaction_status).expect("written by the shard")
}

fn partitions(value: &TransactionLogValue) -> BTreeSet<i32> {
    value
        .transaction_partitions
        .iter()
        .flatten()
        .flat_map(|topic| topic.partition_ids.iter().copied())
        .collect()
}

fn is_prepare(state: State) -> bool {
    matches!(state, State::PrepareCommit | State::PrepareAbort)
}

impl World {
    fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let transaction_version = if random.chance(50) { 2 } else { 1 };
        let config = Config {
            abort_timed_out_interval: Duration::from_millis(20),
            remove_expired_interval: Duration::from_millis(500),
            id_expiration: Duration::from_secs(20),
            marker_timeout: Duration::from_millis(300),
            marker_retry: Duration::from_millis(10),
            ..Config::default()
        };
        let mut world = Self {
            transaction_version,
            config,
            now: 1_000_000,
            coordinator_epoch: 0,
            ids: Ids { next: 100, is_dry: false },
            shard: Shard::new(),
            log: Vec::new(),
            pending: VecDeque::new(),
            clients: Vec::new(),
            sent: BTreeMap::new(),
            tickets: 0,
            old: Vec::new(),
            wishes: Vec::new(),
            results: Vec::new(),
            gone: BTreeSet::new(),
            appended: BTreeMap::new(),
            committed: BTreeMap::new(),
            prepares: BTreeMap::new(),
            outcomes: BTreeMap::new(),
            markers: BTreeMap::new(),
            holders: BTreeMap::new(),
            seen: Seen::default(),
            random,
        };
        world.seed_exhaustion();
        world
    }

    /// An id that has nearly used up its epochs.
    fn seed_exhaustion(&mut self) {
        let left = i16::try_from(self.random.below(5)).expect("small");
        let value = TransactionLogValue {
            producer_id: 7,
            producer_epoch: i16::MAX - 1 - left,
            transaction_timeout_ms: 1000,
            transaction_status: State::CompleteCommit.to_wire(),
            transaction_last_update_timestamp_ms: self.now,
            client_transaction_version: self.transaction_version,
            ..TransactionLogValue::default()
        };
        let record = Record { transactional_id: Str::from_static("a"), value: Some(value), value_version: 1 };
        self.commit_records(&[record]).expect("a first record");
        self.load().expect("one idle id");
    }

    fn call<T>(&mut self, call: impl FnOnce(&mut Shard, &mut Env<'_>) -> T) -> T {
        let mut env = Env {
            now: Timestamp(self.now),
            producer_ids: &mut self.ids,
            config: &self.config,
            coordinator_epoch: self.coordinator_epoch,
            transaction_version: self.transaction_version,
        };
        call(&mut self.shard, &mut env)
    }

    /// One thing happens.
    fn step(&mut self) -> Verdict {
        self.ids.is_dry = self.random.chance(2);
        match self.random.below(100) {
            0..50 => self.client_acts()?,
            50..70 => self.commit_one()?,
            70..84 => self.write_markers()?,
            84..88 => self.late_result()?,
            88..96 => self.time_passes()?,
            96..99 => self.old_request()?,
            _ if self.random.chance(20) => self.crash()?,
            _ => {}
        }
        Ok(())
    }

    /// Faults end: everything comes to rest, all transactions to their end.
    fn rest(&mut self) -> Verdict {
        self.ids.is_dry = false;
        for _ in 0..200 {
            while !self.pending.is_empty() {
                self.commit_one()?;
            }
            for (wish, ordinal) in std::mem::take(&mut self.wishes) {
                let result = self.carry_out(&wish, ordinal, 0)?;
                self.deliver(result)?;
            }
            self.now += 100;
            self.tick()?;
        }
        for (id, value) in &self.committed {
            let state = state(value);
            let is_at_rest = !is_prepare(state) && state != State::Ongoing;
            ensure(is_at_rest, || format!("{id} never comes to its end: {value:?}"))?;
        }
        Ok(())
    }

    // ----- clients -----

    fn client_acts(&mut self) -> Verdict {
        let id = IDS[self.random.below(IDS.len())];
        let mine: Vec<usize> = (0..self.clients.len()).filter(|at| self.clients[*at].id == id).collect();
        let recent = &mine[mine.len().saturating_sub(CLIENTS_PER_ID_MAX)..];
        if recent.is_empty() || self.random.chance(2) {
            self.clients.push(Client { id, ..Client::default() });
            return Ok(());
        }
        // The newest most often; the others are zombies.
        let at = if self.random.chance(75) { recent.len() - 1 } else { self.random.below(recent.len()) };
        let at = recent[at];
        if self.clients[at].waits {
            // The answer may be lost on its way, and the client asks again.
            if self.random.chance(10) {
                self.sent.retain(|_, sent| sent.client != Some(at));
                self.clients[at].waits = false;
                self.seen.count("answer lost");
            }
            return Ok(());
        }
        let ask = match self.clients[at].asking.clone() {
            Some(ask) => ask,
            None => self.next_ask(at),
        };
        self.clients[at].asking = Some(ask.clone());
        self.clients[at].waits = true;
        if self.old.len() < OLD_MAX {
            self.old.push((id, ask.clone()));
        } else {
            let at = self.random.below(OLD_MAX);
            self.old[at] = (id, ask.clone());
        }
        self.ask(id, ask, Some(at))
    }

    fn next_ask(&mut self, at: usize) -> Ask {
        let Some(producer) = self.clients[at].held else { return Ask::Init { expected: None } };
        let partition = i32::try_from(self.random.below(4)).expect("small");
        match self.random.below(100) {
            0..3 => Ask::Init { expected: Some(producer) },
            3..60 => Ask::Add { producer, partition },
            _ if self.clients[at].added.is_empty() && self.random.chance(90) => {
                Ask::Add { producer, partition }
            }
            choice => Ask::End { producer, commit: choice < 85 },
        }
    }

    /// A request that has been on its way for long. Under TV1 it can't be told from a new one, which is why Kafka
    /// has TV2: there it is not tried.
    fn old_request(&mut self) -> Verdict {
        if self.transaction_version < 2 || self.old.is_empty() {
            return Ok(());
        }
        let at = self.random.below(self.old.len());
        let (id, ask) = self.old[at].clone();
        if matches!(ask, Ask::Init { .. }) {
            return Ok(());
        }
        self.seen.count("old request");
        self.ask(id, ask, None)
    }

    fn command(&self, id: &'static str, ask: &Ask) -> Command {
        let transactional_id = Str::from_static(id);
        let is_tv2 = 2 <= self.transaction_version;
        match ask {
            Ask::Init { expected } => Command::InitProducerId {
                request: m::InitProducerIdRequest {
                    transactional_id: Some(transactional_id),
                    transaction_timeout_ms: 1000,
                    producer_id: expected.map_or(-1, |(id, _)| id),
                    producer_epoch: expected.map_or(-1, |(_, epoch)| epoch),
                    ..m::InitProducerIdRequest::default()
                },
                version: 5,
            },
            Ask::Add { producer, partition } => Command::AddPartitions {
                transaction: AddPartitionsToTxnTransaction {
                    transactional_id,
                    producer_id: producer.0,
                    producer_epoch: producer.1,
                    topics: vec![AddPartitionsToTxnTopic {
                        name: Str::from_static("t"),
                        partitions: vec![*partition],
                        ..AddPartitionsToTxnTopic::default()
                    }],
                    ..AddPartitionsToTxnTransaction::default()
                },
                version: if is_tv2 { 4 } else { 3 },
            },
            Ask::End { producer, commit } => Command::EndTxn {
                request: m::EndTxnRequest {
                    transactional_id,
                    producer_id: producer.0,
                    producer_epoch: producer.1,
                    committed: *commit,
                    ..m::EndTxnRequest::default()
                },
                version: if is_tv2 { 5 } else { 4 },
            },
        }
    }

    fn ask(&mut self, id: &'static str, ask: Ask, client: Option<usize>) -> Verdict {
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        let command = self.command(id, &ask);
        let before = self.appended.get(id).cloned();
        let step = self.call(|shard, env| shard.handle(env, ticket, command));
        self.check_zombie(id, &ask, before.as_ref(), &step)?;
        self.sent.insert(ticket, Sent { client, ask });
        self.append(step)
    }

    /// Who does not hold the current epoch changes nothing; at most it is told again what it was told before.
    fn check_zombie(
        &mut self,
        id: &str,
        ask: &Ask,
        before: Option<&TransactionLogValue>,
        step: &Step,
    ) -> Verdict {
        let (Ask::Init { expected: Some(producer) } | Ask::Add { producer, .. } | Ask::End { producer, .. }) =
            ask
        else {
            return Ok(());
        };
        let Some(before) = before else { return Ok(()) };
        if *producer == (before.producer_id, before.producer_epoch) {
            return Ok(());
        }
        self.seen.count("zombie");
        let is_retold = step.records.iter().all(|record| {
            let value = record.value.as_ref().expect("no tombstone for a request");
            matches!(ask, Ask::Init { .. })
                && !is_prepare(state(before))
                && state(before) != State::Ongoing
                && (value.producer_id, value.producer_epoch) == (before.producer_id, before.producer_epoch)
        });
        ensure(is_retold, || format!("{id}: {ask:?} of a zombie changed {before:?} to {:?}", step.records))
    }

    // ----- the log -----

    fn append(&mut self, step: Step) -> Verdict {
        for record in &step.records {
            self.check_record(record)?;
        }
        self.pending.push_back(step);
        Ok(())
    }

    fn check_record(&mut self, record: &Record) -> Verdict {
        let id = &record.transactional_id;
        let before = self.appended.get(id);
        let Some(value) = &record.value else {
            ensure(before.is_some_and(|v| !is_prepare(state(v)) && state(v) != State::Ongoing), || {
                format!("{id} expires out of {before:?}")
            })?;
            self.appended.remove(id);
            self.seen.count("expired");
            return Ok(());
        };
        let next = state(value);
        if let Some(before) = before {
            let told = || format!("{id}: {before:?} to {value:?}");
            let was = state(before);
            let is_legal = match was {
                State::PrepareCommit => next == State::CompleteCommit,
                State::PrepareAbort => next == State::CompleteAbort,
                State::Ongoing => next == State::Ongoing || is_prepare(next),
                _ => matches!(next, State::Empty | State::Ongoing | State::PrepareAbort),
            };
            ensure(is_legal, || format!("outcome changed or step left out: {}", told()))?;
            let is_same_id = before.producer_id == value.producer_id;
            ensure(!is_same_id || before.producer_epoch <= value.producer_epoch, || {
                format!("epoch goes back: {}", told())
            })?;
            ensure(was != State::Ongoing || partitions(before).is_subset(&partitions(value)), || {
                format!("partitions lost: {}", told())
            })?;
            if is_prepare(was) {
                let before = before.clone();
                self.check_marked(id, &before)?;
            }
            if !is_same_id {
                self.seen.count("new id after the last epoch");
            }
        }
        self.appended.insert(id.clone(), value.clone());
        Ok(())
    }

    fn check_marked(&self, id: &Str, prepared: &TransactionLogValue) -> Verdict {
        for partition in partitions(prepared) {
            let ordinal = self.ordinal(id);
            let key = (partition, prepared.producer_id, prepared.producer_epoch, ordinal);
            let is_marked = self.markers.get(&key) == Some(&(state(prepared) == State::PrepareCommit));
            ensure(is_marked || self.gone.contains(&partition), || {
                format!("{id} is complete without a marker in {partition}: {prepared:?}")
            })?;
        }
        Ok(())
    }

    /// Under TV2 the epoch alone tells transactions apart.
    fn ordinal(&self, id: &Str) -> u64 {
        if 2 <= self.transaction_version { 0 } else { self.prepares.get(id).copied().unwrap_or_default() }
    }

    fn commit_one(&mut self) -> Verdict {
        let Some(step) = self.pending.pop_front() else { return Ok(()) };
        self.commit_records(&step.records)?;
        for effect in step.effects {
            let Effect::WriteMarkers(wish) = effect;
            let ordinal = self.ordinal(&wish.transactional_id);
            self.wishes.push((wish, ordinal));
        }
        for (ticket, answer) in step.answers {
            self.answered(ticket, &answer)?;
        }
        Ok(())
    }

    fn commit_records(&mut self, records: &[Record]) -> Verdict {
        for record in records {
            let (key, value) = record.encode().map_err(|error| error.to_string())?;
            let read = Record::decode(key, value).map_err(|error| error.to_string())?;
            ensure(read.value == record.value, || format!("reads back as {read:?}: {record:?}"))?;
            let id = record.transactional_id.clone();
            let Some(value) = record.value.clone() else {
                self.committed.remove(&id);
                self.log.retain(|other| other.transactional_id != id);
                continue;
            };
            if is_prepare(state(&value)) {
                *self.prepares.entry(id.clone()).or_default() += 1;
                let prepared = Prepared {
                    commit: state(&value) == State::PrepareCommit,
                    partitions: partitions(&value),
                };
                self.outcomes.insert((value.producer_id, value.producer_epoch), prepared);
                self.seen.count(if state(&value) == State::PrepareCommit { "commit" } else { "abort" });
            }
            // Compacted, as the topic is.
            self.log.retain(|other| other.transactional_id != id);
            self.log.push(read);
            self.committed.insert(id, value);
        }
        Ok(())
    }

    // ----- answers -----

    fn answered(&mut self, ticket: Ticket, answer: &Answer) -> Verdict {
        let Some(sent) = self.sent.remove(&ticket) else { return Ok(()) };
        let (code, given) = match answer {
            Answer::InitProducerId(a) => (a.error_code, Some((a.producer_id, a.producer_epoch))),
            Answer::AddPartitions(a) => {
                (a.topic_results[0].results_by_partition[0].partition_error_code, None)
            }
            Answer::EndTxn(a) => {
                (a.error_code, (2 <= self.transaction_version).then_some((a.producer_id, a.producer_epoch)))
            }
            other => return Err(format!("an answer to something else: {other:?}")),
        };
        let code = ErrorCode::from_i16(code).ok_or_else(|| format!("no such code: {code}"))?;
        if code == ErrorCode::None
            && let Ask::End { producer, commit } = sent.ask
        {
            self.check_end(producer, commit, sent.client, given)?;
        }
        if let Some(client) = sent.client {
            self.heard(client, &sent.ask, code, given)?;
        }
        Ok(())
    }

    /// A transaction of which the client is told that it ended, ended so, with all that is in it.
    fn check_end(
        &mut self,
        producer: (i64, i16),
        commit: bool,
        client: Option<usize>,
        given: Option<(i64, i16)>,
    ) -> Verdict {
        // What the producer goes on with is what the markers carry, but where a new id begins.
        let epoch = match given {
            Some((id, epoch)) if id == producer.0 => epoch,
            Some(_) => i16::MAX,
            None => producer.1,
        };
        let Some(outcome) = self.outcomes.get(&(producer.0, epoch)) else {
            return Err(format!(
                "{producer:?} is told that it ended (commit {commit}), the log knows nothing"
            ));
        };
        ensure(outcome.commit == commit, || format!("{producer:?} is told commit {commit}: {outcome:?}"))?;
        let Some(client) = client else { return Ok(()) };
        let added = &self.clients[client].added;
        ensure(!commit || added.is_subset(&outcome.partitions), || {
            format!("{producer:?} committed {added:?}, the log has {outcome:?}")
        })
    }

    fn heard(&mut self, at: usize, ask: &Ask, code: ErrorCode, given: Option<(i64, i16)>) -> Verdict {
        self.clients[at].waits = false;
        if code == ErrorCode::None {
            if let Some(given) = given {
                let holder = *self.holders.entry(given).or_insert(at);
                ensure(holder == at, || format!("{given:?} is handed out to {holder} and to {at}"))?;
                self.clients[at].held = Some(given);
            }
            match ask {
                Ask::Add { partition, .. } => drop(self.clients[at].added.insert(*partition)),
                Ask::Init { .. } | Ask::End { .. } => self.clients[at].added.clear(),
            }
            self.clients[at].asking = None;
            return Ok(());
        }
        if code.is_retriable() {
            self.seen.count("told to ask again");
            return Ok(());
        }
        // Refused for good. Some give up and begin anew, some go on as if nothing had happened.
        self.seen.count(if code == ErrorCode::ProducerFenced { "fenced" } else { "refused" });
        self.clients[at].asking = None;
        if self.random.chance(30) {
            self.clients.push(Client { id: self.clients[at].id, ..Client::default() });
        }
        Ok(())
    }

    // ----- markers -----

    fn write_markers(&mut self) -> Verdict {
        if self.wishes.is_empty() {
            return Ok(());
        }
        let at = self.random.below(self.wishes.len());
        let (wish, ordinal) = self.wishes.swap_remove(at);
        let result = self.carry_out(&wish, ordinal, 25)?;
        match self.random.below(10) {
            0 => self.seen.count("result lost"),
            1 => self.results.push(result),
            2 => {
                self.results.push(result.clone());
                self.deliver(result)?;
            }
            _ => self.deliver(result)?,
        }
        // Carried out twice.
        if self.random.chance(5) {
            self.wishes.push((wish, ordinal));
        }
        Ok(())
    }

    fn carry_out(
        &mut self,
        wish: &WriteMarkers,
        ordinal: u64,
        trouble: usize,
    ) -> Result<MarkersResult, String> {
        let mut result = MarkersResult {
            transactional_id: wish.transactional_id.clone(),
            wish: wish.wish,
            coordinator_epoch: wish.coordinator_epoch,
            partitions: Vec::new(),
        };
        let is_over =
            self.committed.get(&wish.transactional_id).is_none_or(|value| !is_prepare(state(value)))
                || self.ordinal(&wish.transactional_id) != ordinal;
        // Under TV1 a marker that comes late may end the next transaction: Kafka can't help it either.
        if is_over && self.transaction_version < 2 {
            return Ok(result);
        }
        for at in &wish.partitions {
            let partition = at.partition.0;
            if self.random.chance(trouble / 8) && self.gone.len() < 2 {
                self.gone.insert(partition);
            }
            if self.gone.contains(&partition) {
                result.partitions.push((at.clone(), Marked::Gone));
                continue;
            }
            if self.random.chance(trouble) {
                result.partitions.push((at.clone(), Marked::Retry));
                self.seen.count("marker not written");
                continue;
            }
            let key = (partition, wish.producer_id, wish.producer_epoch, ordinal);
            let kind = *self.markers.entry(key).or_insert(wish.commit);
            ensure(kind == wish.commit, || format!("{partition} has both kinds of markers for {wish:?}"))?;
            let is_unknown = self.random.chance(trouble / 3);
            result.partitions.push((at.clone(), if is_unknown { Marked::Retry } else { Marked::Written }));
        }
        Ok(result)
    }

    fn deliver(&mut self, result: MarkersResult) -> Verdict {
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        let command = Command::EffectDone(EffectResult::Markers(result));
        let step = self.call(|shard, env| shard.handle(env, ticket, command));
        self.append(step)
    }

    fn late_result(&mut self) -> Verdict {
        if self.results.is_empty() {
            return Ok(());
        }
        let at = self.random.below(self.results.len());
        let result =
            if self.random.chance(50) { self.results.swap_remove(at) } else { self.results[at].clone() };
        if 32 < self.results.len() {
            self.results.clear();
        }
        self.seen.count("late result");
        self.deliver(result)
    }

    // ----- time and crashes -----

    fn time_passes(&mut self) -> Verdict {
        let jump = match self.random.below(400) {
            0 => 25_000,
            1..20 => 1_100,
            _ => self.random.below(20),
        };
        self.now += i64::try_from(jump).expect("small");
        self.tick()
    }

    fn tick(&mut self) -> Verdict {
        for _ in 0..50 {
            if self.shard.next_deadline().is_none_or(|due| self.now < due.0) {
                return Ok(());
            }
            let step = self.call(Shard::tick);
            if step.records.iter().any(|record| record.value.is_some()) {
                self.seen.count("timed out");
            }
            self.append(step)?;
        }
        Err("always due".to_owned())
    }

    /// The coordinator dies, some of its steps committed and the rest lost, and another loads the log.
    fn crash(&mut self) -> Verdict {
        self.seen.count("crash");
        let kept = self.random.below(self.pending.len() + 1);
        for _ in 0..kept {
            self.commit_one()?;
        }
        self.pending.clear();
        self.sent.clear();
        for client in &mut self.clients {
            client.waits = false;
        }
        if self.random.chance(50) {
            self.wishes.clear();
        }
        self.coordinator_epoch += 1;
        self.load()
    }

    fn load(&mut self) -> Verdict {
        self.shard = Shard::new();
        for record in self.log.clone() {
            self.shard.replay(record);
        }
        self.appended = self.committed.clone();
        ensure(self.shard.skipped() == 0, || "records of its own are skipped".to_owned())?;
        ensure(self.shard.count() == self.committed.len(), || "ids are lost in the log".to_owned())?;
        for (id, value) in self.committed.clone() {
            let described = self.describe(&id);
            let is_same = described.producer_id == value.producer_id
                && described.producer_epoch == value.producer_epoch
                && described.transaction_state == *state(&value).name()
                && described.transaction_timeout_ms == value.transaction_timeout_ms
                && described.transaction_start_time_ms == value.transaction_start_timestamp_ms;
            ensure(is_same, || format!("{id} is loaded as {described:?} of {value:?}"))?;
        }
        let step = self.call(Shard::loaded);
        for (id, value) in &self.committed {
            let is_wished = step.effects.iter().any(|Effect::WriteMarkers(w)| w.transactional_id == *id);
            ensure(!is_prepare(state(value)) || is_wished || partitions(value).is_empty(), || {
                format!("{id} was ending and is forgotten: {value:?}")
            })?;
        }
        self.append(step)
    }

    fn describe(&mut self, id: &Str) -> m::describe_transactions_response::TransactionState {
        let command = Command::DescribeTransaction { transactional_id: id.clone() };
        let step = self.call(|shard, env| shard.handle(env, Ticket(0), command));
        match step.answers.into_iter().next() {
            Some((_, Answer::DescribeTransaction(answer))) => answer,
            other => panic!("no description: {other:?}"),
        }
    }
}

/// Runs one seed.
pub(crate) fn run(seed: u64, steps: u64) -> Result<Seen, String> {
    let mut world = World::new(seed);
    for at in 0..steps {
        world.step().map_err(|what| format!("seed {seed}, step {at}: {what}"))?;
    }
    world.rest().map_err(|what| format!("seed {seed}, at rest: {what}"))?;
    Ok(world.seen)
}
