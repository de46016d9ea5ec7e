//! Random lives. A model knows of each record who has it, how often it was given out and what was persisted of it.

use std::collections::{BTreeMap, BTreeSet};

use moldau_wire::messages as m;
use proptest::prelude::*;

use super::*;
use crate::Ticket;
use crate::share_state::{
    ShareStateAnswer, ShareStateCommand, ShareStateConfig, ShareStateEnv, ShareStateShard,
};
use crate::testing::{TenTopics, topic_id};

const LOG_END: i64 = 40;
const LIMIT: i16 = 3;
const MEMBERS: [&str; 3] = ["a", "b", "c"];

#[derive(Debug, Clone)]
enum Event {
    Acquire {
        member: usize,
        max: i32,
        exact: bool,
    },
    Acknowledge {
        member: usize,
        from: usize,
        kinds: Vec<i8>,
    },
    Release {
        member: usize,
    },
    /// The oldest write that has not ended does.
    Written {
        succeeded: bool,
    },
    Wait {
        milliseconds: i64,
    },
    LogStart {
        by: i64,
    },
    Crash,
}

fn event() -> impl Strategy<Value = Event> {
    let member = 0..MEMBERS.len();
    prop_oneof![
        5 => (member.clone(), 1..12_i32, any::<bool>())
            .prop_map(|(member, max, exact)| Event::Acquire { member, max, exact }),
        5 => (member.clone(), 0..10_usize, prop::collection::vec(0..5_i8, 1..6))
            .prop_map(|(member, from, kinds)| Event::Acknowledge { member, from, kinds }),
        1 => member.prop_map(|member| Event::Release { member }),
        5 => prop::bool::weighted(0.8).prop_map(|succeeded| Event::Written { succeeded }),
        2 => (1..40_000_i64).prop_map(|milliseconds| Event::Wait { milliseconds }),
        1 => (0..4_i64).prop_map(|by| Event::LogStart { by }),
        1 => Just(Event::Crash),
    ]
}

/// A share coordinator, and what it should have: of each offset its state and count.
#[derive(Debug)]
struct Durable {
    shard: ShareStateShard,
    now: i64,
    start: i64,
    records: BTreeMap<i64, (i8, i16)>,
}

impl Durable {
    fn new() -> Self {
        let mut durable = Self { shard: ShareStateShard::new(), now: 0, start: 0, records: BTreeMap::new() };
        let data =
            m::initialize_share_group_state_request::PartitionData { state_epoch: 3, ..Default::default() };
        let topic = m::initialize_share_group_state_request::InitializeStateData {
            topic_id: topic_id(0),
            partitions: vec![data],
            ..Default::default()
        };
        durable.ask(&ShareStateCommand::Initialize(m::InitializeShareGroupStateRequest {
            group_id: "g".into(),
            topics: vec![topic],
            ..Default::default()
        }));
        durable
    }

    fn ask(&mut self, command: &ShareStateCommand) -> ShareStateAnswer {
        let config = ShareStateConfig { updates_per_snapshot: 3, ..ShareStateConfig::default() };
        let env = ShareStateEnv { now: Timestamp(self.now), topics: &TenTopics, config: &config };
        let mut step = self.shard.handle(&env, Ticket(0), command);
        step.answers.pop().expect("an answer").1
    }

    fn take(&mut self, write: &Write) {
        for batch in &write.batches {
            for offset in batch.first_offset..=batch.last_offset {
                self.records.insert(offset, (batch.delivery_state, batch.delivery_count));
            }
        }
        self.start = self.start.max(write.start_offset);
        self.records = self.records.split_off(&self.start);
        let request = write.clone().request("g".into(), topic_id(0), 0);
        let ShareStateAnswer::Write(answer) = self.ask(&ShareStateCommand::Write(request)) else {
            panic!("another answer")
        };
        assert_eq!(answer.results[0].partitions[0].error_code, 0);
    }

    fn read(&mut self) -> PartitionResult {
        let data = m::read_share_group_state_request::PartitionData { leader_epoch: 7, ..Default::default() };
        let topic = m::read_share_group_state_request::ReadStateData {
            topic_id: topic_id(0),
            partitions: vec![data],
            ..Default::default()
        };
        let request =
            m::ReadShareGroupStateRequest { group_id: "g".into(), topics: vec![topic], ..Default::default() };
        let ShareStateAnswer::Read(answer) = self.ask(&ShareStateCommand::Read(request)) else {
            panic!("another answer")
        };
        let read = answer.results[0].partitions[0].clone();
        let mut records = BTreeMap::new();
        for batch in &read.state_batches {
            for offset in batch.first_offset..=batch.last_offset {
                records.insert(offset, (batch.delivery_state, batch.delivery_count));
            }
        }
        assert_eq!((read.error_code, read.start_offset, &records), (0, self.start, &self.records));
        read
    }
}

#[derive(Debug)]
struct Life {
    world: World,
    durable: Durable,
    writes: Vec<Write>,
    /// Who has it and until when.
    holders: BTreeMap<i64, (usize, i64)>,
    /// Since the last crash.
    deliveries: BTreeMap<i64, i16>,
    log_start: i64,
}

impl Life {
    fn new() -> Self {
        let mut world = World::new(&persisted(0, &[]));
        world.settings.delivery_count_limit = LIMIT;
        world.settings.record_locks_max = 25;
        Self {
            world,
            durable: Durable::new(),
            writes: Vec::new(),
            holders: BTreeMap::new(),
            deliveries: BTreeMap::new(),
            log_start: 0,
        }
    }

    fn fetched(&self) -> Vec<FetchedBatch> {
        let from = self.world.partition.next_fetch_offset().max(self.log_start);
        (0..LOG_END / 5)
            .map(|number| batch(number * 5, number * 5 + 4))
            .filter(|batch| batch.last_offset >= from)
            .collect()
    }

    /// Whether it was durably done with.
    fn is_done_with(&self, offset: i64) -> bool {
        offset < self.durable.start
            || self.durable.records.get(&offset).is_some_and(|(state, _)| matches!(state, 2 | 4))
    }

    fn acquire(&mut self, member: usize, max: i32, exact: bool) {
        self.world.mode = if exact { AcquireMode::RecordLimit } else { AcquireMode::BatchOptimized };
        let fetched = self.fetched();
        let mut count = 0;
        for (first, last, delivery_count) in self.world.acquire(MEMBERS[member], max, &fetched) {
            for offset in first..=last {
                count += 1;
                let until = self.world.now + 30_000;
                let before = self.holders.insert(offset, (member, until));
                assert!(before.is_none(), "{offset} was with {before:?} and is with {member}");
                assert!(!self.is_done_with(offset), "{offset} was done with");
                assert!(delivery_count <= LIMIT, "{offset} for the {delivery_count}th time");
                let deliveries = self.deliveries.entry(offset).or_default();
                *deliveries += 1;
                assert!(*deliveries <= delivery_count, "{offset} was given out more often than it says");
                assert!(offset >= self.world.partition.start_offset());
            }
        }
        assert!(!exact || count <= max, "{count} of {max}");
    }

    /// A write takes records from whoever has them, until it fails.
    fn wrote(&mut self, write: Option<Write>, ends_here: bool) {
        let Some(write) = write else { return };
        for batch in &write.batches {
            for offset in batch.first_offset..=batch.last_offset {
                if ends_here {
                    self.holders.remove(&offset);
                }
            }
        }
        self.writes.push(write);
    }

    fn acknowledge(&mut self, member: usize, from: usize, kinds: &[i8]) {
        let held: Vec<i64> = self
            .holders
            .iter()
            .filter(|(_, (holder, _))| *holder == member)
            .map(|(offset, _)| *offset)
            .collect();
        let Some(first) = held.get(from).copied() else { return };
        let kinds: Vec<i8> = (first..=LOG_END).zip(kinds).map(|(_, kind)| *kind).collect();
        let last = (first..).zip(&kinds).last().map_or(first, |(offset, _)| offset);
        let before: BTreeSet<i64> = held.into_iter().collect();
        let result = self.world.acknowledge(MEMBERS[member], (first, last), &kinds);
        if let Ok(write) = result {
            let start = self.world.partition.start_offset();
            for (offset, kind) in (first..=last).zip(&kinds) {
                assert!(before.contains(&offset) || offset < start, "{offset} is not with {member}");
                if *kind == 4 && offset >= start {
                    self.holders.insert(offset, (member, self.world.now + 30_000));
                }
            }
            self.wrote(write, false);
        }
    }

    fn written(&mut self, succeeded: bool) {
        if self.writes.is_empty() {
            return;
        }
        let write = self.writes.remove(0);
        if succeeded {
            self.durable.take(&write);
        }
        self.world.written(Some(&write), succeeded);
        for batch in &write.batches {
            for offset in batch.first_offset..=batch.last_offset {
                let expired = self.holders.get(&offset).is_some_and(|(_, until)| *until <= self.world.now);
                // A later delivery is no business of an earlier write.
                let is_acknowledgement = self.pending_since(offset);
                if is_acknowledgement && (succeeded || expired) {
                    self.holders.remove(&offset);
                }
            }
        }
    }

    /// Whether the record is with nobody any more, as the partition sees it.
    fn pending_since(&self, offset: i64) -> bool {
        let spans = &self.world.partition.spans;
        let span = spans.range(..=offset).next_back().filter(|(_, span)| span.last >= offset);
        span.is_none_or(|(_, span)| span.state != RecordState::Acquired && span.pending.is_none())
    }

    fn step(&mut self, event: &Event) {
        match event {
            Event::Acquire { member, max, exact } => self.acquire(*member, *max, *exact),
            Event::Acknowledge { member, from, kinds } => self.acknowledge(*member, *from, kinds),
            Event::Release { member } => {
                let write = self.world.partition.release(MEMBERS[*member], &self.world.settings);
                self.wrote(write, false);
            }
            Event::Written { succeeded } => self.written(*succeeded),
            Event::Wait { milliseconds } => {
                self.world.now += milliseconds;
                let write = self.world.expire();
                for batch in write.iter().flat_map(|write| &write.batches) {
                    for offset in batch.first_offset..=batch.last_offset {
                        let (_, until) = self.holders.get(&offset).expect("someone had it");
                        assert!(*until <= self.world.now, "{offset} was taken too early");
                    }
                }
                self.wrote(write, true);
                let due = self.world.partition.next_deadline();
                assert!(due.is_none_or(|due| due.0 > self.world.now));
            }
            Event::LogStart { by } => {
                self.log_start = (self.log_start + by).min(LOG_END);
                self.world.partition.log_start_moved(self.log_start);
                self.holders = self.holders.split_off(&self.log_start);
            }
            Event::Crash => {
                let settings = self.world.settings;
                let now = self.world.now;
                self.world = World::new(&self.durable.read());
                self.world.settings = settings;
                self.world.now = now;
                self.world.partition.log_start_moved(self.log_start);
                self.writes.clear();
                self.holders.clear();
                self.deliveries.clear();
            }
        }
        self.check();
    }

    fn check(&self) {
        let partition = &self.world.partition;
        let mut end = partition.start_offset() - 1;
        for (first, span) in &partition.spans {
            assert!(*first > end && span.last >= *first, "{partition:?}");
            assert!(span.delivery_count <= LIMIT);
            end = span.last;
        }
        assert!(end < 0 || partition.spans.is_empty() || end == partition.end_offset(), "{partition:?}");
        let next = partition.next_fetch_offset();
        assert!(next >= partition.start_offset() && next <= partition.end_offset() + 1);
    }
}

fn cases() -> u32 {
    std::env::var("MOLDAU_SHARE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(300)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    /// A record is with one member at a time, never given out after it was durably done with, and never more often
    /// than the limit says, whatever fails and whoever crashes.
    #[test]
    fn records_are_with_one_member_and_never_come_back_when_done_with(
        events in prop::collection::vec(event(), 1..120),
    ) {
        let mut life = Life::new();
        for event in &events {
            life.step(event);
        }
    }

    /// When all goes well in the end, every record is done with.
    #[test]
    fn every_record_is_done_with_in_the_end(events in prop::collection::vec(event(), 1..60)) {
        let mut life = Life::new();
        for event in &events {
            life.step(event);
        }
        for _ in 0..400 {
            while !life.writes.is_empty() {
                life.step(&Event::Written { succeeded: true });
            }
            life.step(&Event::Wait { milliseconds: 30_001 });
            life.step(&Event::Written { succeeded: true });
            life.step(&Event::Acquire { member: 0, max: 10, exact: false });
            while let Some((offset, _)) = life.holders.first_key_value() {
                let offset = *offset;
                life.step(&Event::Acknowledge { member: 0, from: 0, kinds: vec![1] });
                life.step(&Event::Written { succeeded: true });
                assert!(!life.holders.contains_key(&offset), "{offset} could not be accepted");
            }
        }
        prop_assert_eq!(life.world.partition.start_offset(), LOG_END);
    }
}
