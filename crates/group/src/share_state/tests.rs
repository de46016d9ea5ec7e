//! One shard with its log, and a simple model of what was reported.

use std::collections::BTreeMap;

use moldau_ids::Timestamp;
use moldau_wire::ErrorCode;
use moldau_wire::messages as m;
use moldau_wire::messages::write_share_group_state_request as w;
use proptest::prelude::*;

use super::batches::{Batch, Batches, Delivery};
use super::*;
use crate::Ticket;
use crate::testing::{TenTopics, topic_id};

struct World {
    shard: ShareStateShard,
    config: ShareStateConfig,
    now: i64,
    log: Vec<ShareStateRecord>,
    pruned: usize,
}

impl World {
    fn new(updates_per_snapshot: u32) -> Self {
        let config = ShareStateConfig { updates_per_snapshot, ..ShareStateConfig::default() };
        let mut world =
            Self { shard: ShareStateShard::new(), config, now: 1_000, log: Vec::new(), pruned: 0 };
        world.with(ShareStateShard::loaded);
        world
    }

    fn with(
        &mut self,
        call: impl FnOnce(&mut ShareStateShard, &ShareStateEnv<'_>) -> ShareStateStep,
    ) -> Vec<(Ticket, ShareStateAnswer)> {
        let env = ShareStateEnv { now: Timestamp(self.now), topics: &TenTopics, config: &self.config };
        let step = call(&mut self.shard, &env);
        let base = i64::try_from(self.log.len()).expect("short");
        self.shard.committed(base, step.records.len());
        self.log.extend(step.records);
        step.answers
    }

    fn ask(&mut self, command: &ShareStateCommand) -> ShareStateAnswer {
        let answers = self.with(|shard, env| shard.handle(env, Ticket(1), command));
        let [(Ticket(1), answer)] = &answers[..] else { panic!("{answers:?}") };
        answer.clone()
    }

    fn initialize(&mut self, topic: u128, partition: i32, state_epoch: i32, start_offset: i64) -> i16 {
        use m::initialize_share_group_state_request::{InitializeStateData, PartitionData};
        let data = PartitionData { partition, state_epoch, start_offset, ..Default::default() };
        let topic =
            InitializeStateData { topic_id: topic_id(topic), partitions: vec![data], ..Default::default() };
        let request = m::InitializeShareGroupStateRequest {
            group_id: "g".into(),
            topics: vec![topic],
            ..Default::default()
        };
        let ShareStateAnswer::Initialize(response) = self.ask(&ShareStateCommand::Initialize(request)) else {
            panic!("another answer")
        };
        response.results[0].partitions[0].error_code
    }

    fn write(
        &mut self,
        partition: i32,
        (state_epoch, leader_epoch): (i32, i32),
        start_offset: i64,
        batches: &[(i64, i64, i8, i16)],
    ) -> i16 {
        let state_batches = batches
            .iter()
            .map(|(first_offset, last_offset, delivery_state, delivery_count)| w::StateBatch {
                first_offset: *first_offset,
                last_offset: *last_offset,
                delivery_state: *delivery_state,
                delivery_count: *delivery_count,
                ..Default::default()
            })
            .collect();
        let data = w::PartitionData {
            partition,
            state_epoch,
            leader_epoch,
            start_offset,
            delivery_complete_count: 1,
            state_batches,
            ..Default::default()
        };
        let topic = w::WriteStateData { topic_id: topic_id(0), partitions: vec![data], ..Default::default() };
        let request = m::WriteShareGroupStateRequest {
            group_id: "g".into(),
            topics: vec![topic],
            ..Default::default()
        };
        let ShareStateAnswer::Write(response) = self.ask(&ShareStateCommand::Write(request)) else {
            panic!("another answer")
        };
        response.results[0].partitions[0].error_code
    }

    fn read(
        &mut self,
        partition: i32,
        leader_epoch: i32,
    ) -> m::read_share_group_state_response::PartitionResult {
        use m::read_share_group_state_request::{PartitionData, ReadStateData};
        let data = PartitionData { partition, leader_epoch, ..Default::default() };
        let topic = ReadStateData { topic_id: topic_id(0), partitions: vec![data], ..Default::default() };
        let request =
            m::ReadShareGroupStateRequest { group_id: "g".into(), topics: vec![topic], ..Default::default() };
        let ShareStateAnswer::Read(response) = self.ask(&ShareStateCommand::Read(request)) else {
            panic!("another answer")
        };
        response.results[0].partitions[0].clone()
    }

    /// Start offset, then batches.
    fn state(&mut self, partition: i32) -> (i64, Vec<(i64, i64, i8, i16)>) {
        let read = self.read(partition, -1);
        assert_eq!(read.error_code, 0, "{read:?}");
        let batches = read
            .state_batches
            .iter()
            .map(|batch| (batch.first_offset, batch.last_offset, batch.delivery_state, batch.delivery_count));
        (read.start_offset, batches.collect())
    }

    fn summary(&mut self, partition: i32) -> (i16, i64, i32, i32) {
        use m::read_share_group_state_summary_request::{PartitionData, ReadStateSummaryData};
        let data = PartitionData { partition, leader_epoch: -1, ..Default::default() };
        let topic =
            ReadStateSummaryData { topic_id: topic_id(0), partitions: vec![data], ..Default::default() };
        let request = m::ReadShareGroupStateSummaryRequest {
            group_id: "g".into(),
            topics: vec![topic],
            ..Default::default()
        };
        let ShareStateAnswer::ReadSummary(response) = self.ask(&ShareStateCommand::ReadSummary(request))
        else {
            panic!("another answer")
        };
        let read = &response.results[0].partitions[0];
        (read.error_code, read.start_offset, read.delivery_complete_count, read.leader_epoch)
    }

    fn delete(&mut self, partition: i32) -> i16 {
        use m::delete_share_group_state_request::{DeleteStateData, PartitionData};
        let data = PartitionData { partition, ..Default::default() };
        let topic = DeleteStateData { topic_id: topic_id(0), partitions: vec![data], ..Default::default() };
        let request = m::DeleteShareGroupStateRequest {
            group_id: "g".into(),
            topics: vec![topic],
            ..Default::default()
        };
        let ShareStateAnswer::Delete(response) = self.ask(&ShareStateCommand::Delete(request)) else {
            panic!("another answer")
        };
        response.results[0].partitions[0].error_code
    }

    fn advance(&mut self, milliseconds: i64) {
        let until = self.now + milliseconds;
        while let Some(due) = self.shard.next_deadline().filter(|due| due.0 <= until) {
            self.now = self.now.max(due.0);
            self.with(ShareStateShard::tick);
        }
        self.now = until;
    }

    fn replayed(&self) -> ShareStateShard {
        let mut shard = ShareStateShard::new();
        for (offset, record) in self.log.iter().enumerate().skip(self.pruned) {
            let (key, value) = record.encode().expect("it can be written");
            shard.replay_encoded(key, value, i64::try_from(offset).expect("short"));
        }
        assert_eq!(shard.skipped_records(), 0);
        shard
    }

    fn check_replay(&self) {
        let replayed = self.replayed();
        assert!(replayed == self.shard, "{replayed:?}\n{:?}", self.shard);
    }

    fn prune(&mut self) {
        if let Some(offset) = self.shard.prunable_offset() {
            let offset = usize::try_from(offset).expect("not negative");
            assert!(offset >= self.pruned, "it only grows");
            self.pruned = offset;
        }
    }
}

#[test]
fn state_is_initialized_reported_and_read() {
    let mut world = World::new(500);
    assert_eq!(world.read(0, 1).error_code, ErrorCode::InvalidRequest.to_i16());
    assert_eq!(world.write(0, (1, 1), 0, &[]), ErrorCode::InvalidRequest.to_i16());
    assert_eq!(world.summary(0), (0, -1, -1, 0));
    assert_eq!(world.initialize(0, 0, 1, -1), 0);
    assert_eq!(world.state(0), (-1, vec![]));
    assert_eq!(world.write(0, (1, 0), 10, &[(10, 14, 2, 1), (15, 19, 0, 1)]), 0);
    assert_eq!(world.state(0), (10, vec![(10, 14, 2, 1), (15, 19, 0, 1)]));
    assert_eq!(world.summary(0), (0, 10, 1, 0));
    assert_eq!(world.write(0, (1, 0), 15, &[(15, 15, 2, 2)]), 0);
    assert_eq!(world.state(0), (15, vec![(15, 15, 2, 2), (16, 19, 0, 1)]));
    assert_eq!(world.initialize(0, 0, 2, 3), 0);
    assert_eq!((world.state(0), world.summary(0)), ((3, vec![]), (0, 3, 0, 0)));
    assert_eq!((world.delete(0), world.delete(0)), (0, 0));
    assert_eq!(world.summary(0), (0, -1, -1, 0));
    world.check_replay();
}

#[test]
fn unknown_partitions_and_broken_batches_are_refused() {
    let mut world = World::new(500);
    let unknown = ErrorCode::UnknownTopicOrPartition.to_i16();
    let invalid = ErrorCode::InvalidRequest.to_i16();
    assert_eq!((world.initialize(77, 0, 1, 0), world.initialize(0, 9, 1, 0)), (unknown, unknown));
    assert_eq!(
        (world.initialize(0, -1, 1, 0), world.delete(-1), world.delete(9)),
        (invalid, invalid, unknown)
    );
    assert_eq!((world.summary(9).0, world.summary(-1).0), (unknown, invalid));
    world.initialize(0, 0, 1, 0);
    for batch in [(5, 4, 0, 1), (-1, 4, 0, 1), (0, i64::MAX, 0, 1)] {
        assert_eq!(world.write(0, (1, 0), 0, &[batch]), invalid, "{batch:?}");
    }
    assert_eq!(world.log.len(), 1);
}

#[test]
fn older_leaders_and_older_states_are_refused() {
    let mut world = World::new(500);
    world.initialize(0, 0, 5, 0);
    assert_eq!(world.read(0, 3).error_code, 0);
    let appended = world.log.len();
    assert_eq!(world.read(0, 3).error_code, 0);
    assert_eq!(world.log.len(), appended, "the leader is known");
    assert_eq!(world.read(0, 2).error_code, ErrorCode::FencedLeaderEpoch.to_i16());
    assert_eq!(world.write(0, (5, 2), 0, &[]), ErrorCode::FencedLeaderEpoch.to_i16());
    assert_eq!(world.write(0, (4, 3), 0, &[]), ErrorCode::FencedStateEpoch.to_i16());
    assert_eq!(world.initialize(0, 0, 4, 0), ErrorCode::FencedStateEpoch.to_i16());
    assert_eq!(world.write(0, (5, 3), 0, &[]), 0);
    assert_eq!(world.initialize(0, 0, 6, 0), 0);
    assert_eq!(world.read(0, 2).error_code, ErrorCode::FencedLeaderEpoch.to_i16());
    world.check_replay();
}

#[test]
fn snapshots_come_after_so_many_updates_and_what_is_before_can_be_deleted() {
    let mut world = World::new(2);
    assert_eq!(world.shard.prunable_offset(), None);
    world.initialize(0, 0, 1, 0);
    world.initialize(0, 1, 1, 0);
    for offset in 0..3 {
        assert_eq!(world.write(1, (1, 0), -1, &[(offset, offset, 2, 1)]), 0);
    }
    assert!(world.log[4].key.api_key() == 0, "the third is a snapshot");
    assert_eq!(world.shard.prunable_offset(), None, "the other partition begins at 0");
    world.advance(300_000);
    assert_eq!(world.log.len(), 7, "both were cold");
    assert_eq!(world.shard.prunable_offset(), Some(5));
    world.prune();
    world.check_replay();
    assert_eq!(world.state(1), (0, vec![(0, 2, 2, 1)]));
    world.advance(3_000_000);
    assert_eq!(world.log.len(), 7, "they were cold already");
    let topics = vec![topic_id(0)];
    assert_eq!(world.ask(&ShareStateCommand::TopicsDeleted(topics)), ShareStateAnswer::Done);
    assert_eq!(world.shard.prunable_offset(), Some(8));
    world.prune();
    world.check_replay();
}

#[test]
fn keys_have_a_text_to_find_their_coordinator_by() {
    let key = SharePartitionKey { group_id: "g".into(), topic_id: moldau_ids::Uuid(0), partition: 3 };
    assert_eq!(key.to_string(), "g:AAAAAAAAAAAAAAAAAAAAAA:3");
}

fn cases() -> u32 {
    std::env::var("MOLDAU_SHARE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200)
}

#[derive(Debug, Clone)]
enum Event {
    Initialize { partition: i32, epoch: i32, start: i64 },
    Write { partition: i32, start: i64, batches: Vec<(i64, i64, i8, i16)> },
    Read { partition: i32, leader_epoch: i32 },
    Delete { partition: i32 },
    Wait { milliseconds: i64 },
    Prune,
    Crash,
}

fn batch() -> impl Strategy<Value = (i64, i64, i8, i16)> {
    (0..20_i64, 0..6_i64, prop_oneof![Just(0_i8), Just(2), Just(4)], 1..4_i16)
        .prop_map(|(first, length, state, count)| (first, first + length, state, count))
}

fn event() -> impl Strategy<Value = Event> {
    let partition = 0..3_i32;
    prop_oneof![
        2 => (partition.clone(), 1..4_i32, -1..5_i64)
            .prop_map(|(partition, epoch, start)| Event::Initialize { partition, epoch, start }),
        8 => (partition.clone(), -1..6_i64, prop::collection::vec(batch(), 0..4))
            .prop_map(|(partition, start, batches)| Event::Write { partition, start, batches }),
        2 => (partition.clone(), 0..5_i32)
            .prop_map(|(partition, leader_epoch)| Event::Read { partition, leader_epoch }),
        1 => partition.prop_map(|partition| Event::Delete { partition }),
        2 => (1..200_000_i64).prop_map(|milliseconds| Event::Wait { milliseconds }),
        2 => Just(Event::Prune),
        1 => Just(Event::Crash),
    ]
}

/// Of each offset the furthest report.
type Model = BTreeMap<i32, (i64, BTreeMap<i64, (i16, i8)>)>;

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    /// What is read is what was reported, before and after crashes, snapshots and deletions of the log's beginning.
    #[test]
    fn replay_equals_life_and_both_equal_what_was_reported(
        events in prop::collection::vec(event(), 1..80),
        updates_per_snapshot in 0..4_u32,
    ) {
        let mut world = World::new(updates_per_snapshot);
        let mut model = Model::new();
        for event in events {
            match event {
                Event::Initialize { partition, epoch, start } => {
                    if world.initialize(0, partition, epoch, start) == 0 {
                        model.insert(partition, (start, BTreeMap::new()));
                    }
                }
                Event::Write { partition, start, batches } => {
                    let error = world.write(partition, (-1, -1), start, &batches);
                    prop_assert_eq!(error == 0, model.contains_key(&partition));
                    let Some((known_start, known)) = model.get_mut(&partition) else { continue };
                    for (first, last, state, count) in batches {
                        for offset in first..=last {
                            let known = known.entry(offset).or_insert((count, state));
                            *known = (*known).max((count, state));
                        }
                    }
                    if start != -1 {
                        *known_start = start;
                    }
                    *known = known.split_off(known_start);
                }
                Event::Read { partition, leader_epoch } => {
                    world.read(partition, leader_epoch);
                }
                Event::Delete { partition } => {
                    world.delete(partition);
                    model.remove(&partition);
                }
                Event::Wait { milliseconds } => world.advance(milliseconds),
                Event::Prune => world.prune(),
                Event::Crash => {
                    world.shard = world.replayed();
                    world.with(ShareStateShard::loaded);
                }
            }
            world.check_replay();
        }
        for (partition, (start, records)) in model {
            let (read_start, batches) = world.state(partition);
            prop_assert_eq!(read_start, start);
            let mut read = BTreeMap::new();
            let mut previous: Option<(i64, i64, i8, i16)> = None;
            for (first, last, state, count) in batches {
                if let Some((_, end, before, before_count)) = previous {
                    prop_assert!(first > end, "they do not overlap");
                    prop_assert!(first > end + 1 || (before, before_count) != (state, count), "they are joined");
                }
                previous = Some((first, last, state, count));
                read.extend((first..=last).map(|offset| (offset, (count, state))));
            }
            prop_assert_eq!(read, records);
        }
    }

    /// In whatever order reports come, they come to the same.
    #[test]
    fn the_order_of_reports_does_not_matter(batches in prop::collection::vec(batch(), 0..12)) {
        let combine = |batches: &mut dyn Iterator<Item = &(i64, i64, i8, i16)>| {
            let mut combined = Batches::default();
            for (first, last, state, count) in batches {
                let delivery = Delivery { count: *count, state: *state };
                combined.add(Batch { first: *first, last: *last, delivery });
            }
            combined
        };
        let forwards = combine(&mut batches.iter());
        prop_assert_eq!(&forwards, &combine(&mut batches.iter().rev()));
        let mut again = forwards.clone();
        forwards.iter().for_each(|batch| again.add(batch));
        prop_assert_eq!(again, forwards);
    }
}
