//! Tables of requests and their answers; random sequences are in `crate::tests`.

use moldau_ids::{NodeId, Offset, Timestamp, Uuid};
use moldau_settings::BrokerConfig;
use moldau_wire::messages::create_topics_request::{
    CreatableReplicaAssignment, CreatableTopic, CreatableTopicConfig,
};
use moldau_wire::messages::delete_topics_request::DeleteTopicState;
use moldau_wire::messages::{
    AllocateProducerIdsRequest, BrokerHeartbeatRequest, BrokerRegistrationRequest, CreatePartitionsRequest,
    CreateTopicsRequest, DeleteTopicsRequest, broker_registration_request, create_partitions_request,
};
use moldau_wire::{ErrorCode, Str};

use super::*;
use crate::{ConfigResource, invariants};

/// A controller in memory: decides and applies at once.
pub(crate) struct World {
    pub(crate) image: Image,
    pub(crate) log: Vec<Vec<Record>>,
    pub(crate) next_offset: i64,
    pub(crate) sessions: Sessions,
    pub(crate) config: BrokerConfig,
    draws: u8,
}

impl World {
    pub(crate) fn new() -> Self {
        let (config, _) = BrokerConfig::standalone(&[]).expect("the defaults are valid");
        let mut world = Self {
            image: Image::empty("cluster"),
            log: Vec::new(),
            next_offset: 0,
            sessions: Sessions::new(9_000),
            config,
            draws: 0,
        };
        let version = Record::FeatureLevel(moldau_wire::records::metadata::FeatureLevelRecord {
            name: Str::from(crate::METADATA_VERSION),
            feature_level: 30,
            ..Default::default()
        });
        world.commit(vec![version]);
        world
    }

    /// With the features that a new cluster begins with.
    pub(crate) fn with_features() -> Self {
        let mut world = Self::new();
        let features = crate::bootstrap_features(crate::MetadataVersion::LATEST, |_| None);
        world.commit(bootstrap(features, &world.config));
        world
    }

    pub(crate) fn decide(&mut self, command: Command) -> Result<Decision, Refusal> {
        self.draws = self.draws.wrapping_add(1);
        let mut entropy = [7; 32];
        entropy[0] = self.draws;
        entropy[9] = u8::try_from(self.next_offset & 0x7f).unwrap();
        entropy[17] = u8::try_from((self.next_offset >> 7) & 0x7f).unwrap();
        let env = Env {
            now: Timestamp(1_700_000_000_000),
            entropy,
            next_offset: Offset::new(self.next_offset).unwrap(),
            config: &self.config,
            sessions: &self.sessions,
        };
        decide(&self.image, command, &env)
    }

    pub(crate) fn commit(&mut self, records: Vec<Record>) {
        let (image, _) = self.image.apply(&records).expect("decided records apply");
        invariants::check(&image).expect("the image is sound");
        invariants::check_progress(&self.image, &image).expect("nothing went back");
        self.next_offset += i64::try_from(records.len()).unwrap();
        self.image = image;
        self.log.push(records);
    }

    pub(crate) fn run(&mut self, command: Command) -> Result<Answer, Refusal> {
        let decision = self.decide(command)?;
        if !decision.records.is_empty() {
            self.commit(decision.records);
        }
        Ok(decision.answer)
    }

    pub(crate) fn register(&mut self, id: i32, incarnation: u128, rack: Option<&str>, dirs: u128) -> i64 {
        let answer = self.run(registration(id, incarnation, rack, dirs)).expect("registers");
        let Answer::RegisterBroker(response) = answer else { panic!("{answer:?}") };
        response.broker_epoch
    }

    /// Registers a broker and unfences it.
    pub(crate) fn start(&mut self, id: i32, incarnation: u128, rack: Option<&str>) -> i64 {
        let epoch = self.register(id, incarnation, rack, 1);
        self.heartbeat(id, epoch, false);
        assert!(self.image.is_active(NodeId(id)));
        epoch
    }

    pub(crate) fn heartbeat(&mut self, id: i32, epoch: i64, want_shut_down: bool) -> bool {
        let answer = self
            .run(Command::Heartbeat(BrokerHeartbeatRequest {
                broker_id: id,
                broker_epoch: epoch,
                current_metadata_offset: self.next_offset,
                want_shut_down,
                ..Default::default()
            }))
            .expect("heartbeat");
        let Answer::Heartbeat(response) = answer else { panic!("{answer:?}") };
        response.should_shut_down
    }

    pub(crate) fn create(&mut self, topic: CreatableTopic) -> (ErrorCode, Option<String>) {
        let request = CreateTopicsRequest { topics: vec![topic], ..Default::default() };
        let Ok(Answer::CreateTopics(response)) = self.run(Command::CreateTopics(request)) else {
            panic!("not an answer to CreateTopics")
        };
        let result = &response.topics[0];
        (ErrorCode::from_i16(result.error_code).unwrap(), result.error_message.as_ref().map(Str::to_string))
    }
}

pub(crate) fn registration(id: i32, incarnation: u128, rack: Option<&str>, dirs: u128) -> Command {
    let listener = broker_registration_request::Listener {
        name: Str::from("PLAINTEXT"),
        host: Str::from("localhost"),
        port: 9092,
        ..Default::default()
    };
    let features = crate::FEATURES.iter().map(|feature| broker_registration_request::Feature {
        name: Str::from(feature.name),
        min_supported_version: feature.min,
        max_supported_version: feature.max,
        ..Default::default()
    });
    let first = 1_000 * (u128::try_from(id).unwrap() + 1);
    Command::RegisterBroker(BrokerRegistrationRequest {
        broker_id: id,
        cluster_id: Str::from("cluster"),
        incarnation_id: Uuid(incarnation),
        listeners: vec![listener],
        features: features.collect(),
        rack: rack.map(Str::from),
        log_dirs: (first..first + dirs).map(Uuid).collect(),
        ..Default::default()
    })
}

pub(crate) fn topic(name: &str, num_partitions: i32, replication_factor: i16) -> CreatableTopic {
    CreatableTopic { name: Str::from(name), num_partitions, replication_factor, ..Default::default() }
}

#[test]
fn a_new_incarnation_leads_in_a_new_epoch() {
    let mut world = World::new();
    world.start(1, 10, None);
    world.create(topic("a", 2, 1));
    let epochs = |world: &World| {
        let topic = world.image.topic("a").unwrap();
        topic.partitions().map(|(_, p)| (p.leader.get(), p.leader_epoch.get())).collect::<Vec<_>>()
    };
    assert_eq!(epochs(&world), [(1, 0), (1, 0)]);

    // One batch holds the end of the old incarnation and the new one's registration.
    let before = world.log.len();
    let epoch = world.register(1, 11, None, 1);
    assert_eq!(world.log.len(), before + 1);
    assert_eq!(epochs(&world), [(-1, 1), (-1, 1)]);
    let partition = world.image.topic("a").unwrap().partition(moldau_ids::PartitionIndex(0)).unwrap();
    assert_eq!(partition.isr, [NodeId(1)], "the only replica stays in sync");

    world.heartbeat(1, epoch, false);
    assert_eq!(epochs(&world), [(1, 2), (1, 2)]);
}

#[test]
fn the_same_incarnation_keeps_its_epoch() {
    let mut world = World::new();
    let epoch = world.start(1, 10, None);
    world.create(topic("a", 1, 1));
    assert_eq!(world.register(1, 10, None, 1), epoch);
    let partition = world.image.topic("a").unwrap().partition(moldau_ids::PartitionIndex(0)).unwrap();
    assert_eq!((partition.leader.get(), partition.leader_epoch.get()), (1, 0));
}

#[test]
fn another_incarnation_is_refused_while_the_first_one_lives() {
    let mut world = World::new();
    let epoch = world.start(1, 10, None);
    world.sessions.touch(NodeId(1), moldau_ids::BrokerEpoch(epoch), 0);
    let refused = world.run(registration(1, 11, None, 1)).unwrap_err();
    assert_eq!(refused.code, ErrorCode::DuplicateBrokerRegistration);
    world.sessions.advance(moldau_ids::MonotonicMs(10_000));
    assert!(world.run(registration(1, 11, None, 1)).is_ok());
}

#[test]
fn a_clean_stop_takes_the_leaderships_first() {
    let mut world = World::new();
    let epoch = world.start(1, 10, None);
    world.start(2, 20, None);
    world.create(topic("a", 4, 2));
    world.create(topic("b", 1, 1));
    while !world.heartbeat(1, epoch, true) {}
    assert!(world.image.broker(NodeId(1)).unwrap().is_fenced());
    for topic in world.image.topics() {
        for (_, partition) in topic.partitions() {
            assert_ne!(partition.leader, NodeId(1));
        }
    }
}

#[test]
fn registrations_that_are_refused() {
    let mut world = World::new();
    let alter = |change: &dyn Fn(&mut BrokerRegistrationRequest)| {
        let Command::RegisterBroker(mut request) = registration(1, 10, None, 2) else { unreachable!() };
        change(&mut request);
        Command::RegisterBroker(request)
    };
    let cases: [(Command, ErrorCode); 6] = [
        (alter(&|r| r.cluster_id = Str::from("other")), ErrorCode::InconsistentClusterId),
        (alter(&|r| r.listeners.clear()), ErrorCode::InvalidRegistration),
        (alter(&|r| r.features.clear()), ErrorCode::UnsupportedVersion),
        (alter(&|r| r.log_dirs.clear()), ErrorCode::InvalidRegistration),
        (alter(&|r| r.log_dirs = vec![Uuid(5_000); 2]), ErrorCode::InvalidRegistration),
        (alter(&|r| r.log_dirs = vec![Uuid(1)]), ErrorCode::InvalidRegistration),
    ];
    for (command, code) in cases {
        assert_eq!(world.run(command.clone()).unwrap_err().code, code, "{command:?}");
    }
}

#[test]
fn topics_that_are_refused() {
    let mut world = World::new();
    assert_eq!(world.create(topic("a", 1, 1)).0, ErrorCode::InvalidReplicationFactor, "no broker");
    world.start(1, 10, None);
    assert_eq!(world.create(topic("a.b", 1, 1)).0, ErrorCode::None);
    let assigned = |lists: &[(i32, &[i32])]| CreatableTopic {
        assignments: lists
            .iter()
            .map(|(index, ids)| CreatableReplicaAssignment {
                partition_index: *index,
                broker_ids: ids.to_vec(),
                ..Default::default()
            })
            .collect(),
        ..topic("m", -1, -1)
    };
    let configured = |name: &str, value: Option<&str>| CreatableTopic {
        configs: vec![CreatableTopicConfig {
            name: Str::from(name),
            value: value.map(Str::from),
            ..Default::default()
        }],
        ..topic("c", 1, 1)
    };
    let long = "x".repeat(250);
    let cases = [
        (topic("a.b", 1, 1), ErrorCode::TopicAlreadyExists),
        (topic("a_b", 1, 1), ErrorCode::InvalidTopicException),
        (topic("", 1, 1), ErrorCode::InvalidTopicException),
        (topic("..", 1, 1), ErrorCode::InvalidTopicException),
        (topic("a b", 1, 1), ErrorCode::InvalidTopicException),
        (topic(&long, 1, 1), ErrorCode::InvalidTopicException),
        (topic("__cluster_metadata", 1, 1), ErrorCode::InvalidRequest),
        (topic("b", 0, 1), ErrorCode::InvalidPartitions),
        (topic("b", -2, 1), ErrorCode::InvalidPartitions),
        (topic("b", 10_001, 1), ErrorCode::PolicyViolation),
        (topic("b", 1, 0), ErrorCode::InvalidReplicationFactor),
        (topic("b", 1, 2), ErrorCode::InvalidReplicationFactor),
        (CreatableTopic { num_partitions: 1, ..assigned(&[(0, &[1])]) }, ErrorCode::InvalidRequest),
        (CreatableTopic { replication_factor: 1, ..assigned(&[(0, &[1])]) }, ErrorCode::InvalidRequest),
        (assigned(&[(0, &[])]), ErrorCode::InvalidReplicaAssignment),
        (assigned(&[(0, &[1, 1])]), ErrorCode::InvalidReplicaAssignment),
        (assigned(&[(0, &[9])]), ErrorCode::InvalidReplicaAssignment),
        (assigned(&[(1, &[1])]), ErrorCode::InvalidReplicaAssignment),
        (assigned(&[(0, &[1]), (0, &[1])]), ErrorCode::InvalidReplicaAssignment),
        (configured("no.such.name", Some("1")), ErrorCode::InvalidConfig),
        (configured("retention.ms", Some("soon")), ErrorCode::InvalidConfig),
        (configured("retention.ms", None), ErrorCode::InvalidConfig),
    ];
    for (request, code) in cases {
        let (answer, message) = world.create(request.clone());
        assert_eq!(answer, code, "{request:?}: {message:?}");
        assert!(message.is_some(), "{request:?}");
    }
    assert_eq!(world.create(assigned(&[(0, &[1]), (1, &[1])])).0, ErrorCode::None);
    assert_eq!(world.create(configured("retention.ms", Some("5"))).0, ErrorCode::None);
    let value = world.image.config_value(&ConfigResource::topic("c"), "retention.ms").unwrap();
    assert_eq!(&**value, "5");
}

#[test]
fn a_name_that_stands_twice_has_one_answer() {
    let mut world = World::new();
    world.start(1, 10, None);
    let request = CreateTopicsRequest {
        topics: vec![
            topic("a", 1, 1),
            topic("b", 1, 1),
            topic("a", 2, 1),
            topic("b.c", 1, 1),
            topic("b_c", 1, 1),
        ],
        ..Default::default()
    };
    let Ok(Answer::CreateTopics(response)) = world.run(Command::CreateTopics(request)) else { panic!() };
    let codes: Vec<(&str, i16)> = response.topics.iter().map(|t| (&*t.name, t.error_code)).collect();
    assert_eq!(codes, [("a", 42), ("b", 0), ("b.c", 0), ("b_c", 17)]);
}

#[test]
fn validate_only_changes_nothing() {
    let mut world = World::new();
    world.start(1, 10, None);
    let request =
        CreateTopicsRequest { topics: vec![topic("a", 3, -1)], validate_only: true, ..Default::default() };
    let decision = world.decide(Command::CreateTopics(request)).unwrap();
    assert!(decision.records.is_empty());
    let Answer::CreateTopics(response) = decision.answer else { panic!() };
    assert_eq!((response.topics[0].error_code, response.topics[0].num_partitions), (0, 3));
}

#[test]
fn partitions_are_added_and_topics_deleted() {
    let mut world = World::new();
    world.start(1, 10, None);
    world.create(topic("a", 2, 1));
    let id = world.image.topic("a").unwrap().id;
    let mut grow = |count| {
        let request = CreatePartitionsRequest {
            topics: vec![create_partitions_request::CreatePartitionsTopic {
                name: Str::from("a"),
                count,
                assignments: None,
                ..Default::default()
            }],
            ..Default::default()
        };
        let Ok(Answer::CreatePartitions(response)) = world.run(Command::CreatePartitions(request)) else {
            panic!()
        };
        response.results[0].error_code
    };
    assert_eq!(grow(2), ErrorCode::InvalidPartitions.to_i16());
    assert_eq!(grow(1), ErrorCode::InvalidPartitions.to_i16());
    assert_eq!(grow(5), 0);
    assert_eq!(world.image.topic("a").unwrap().partition_count(), 5);

    let state = |name: Option<&str>, topic_id| DeleteTopicState {
        name: name.map(Str::from),
        topic_id,
        ..Default::default()
    };
    let request = DeleteTopicsRequest {
        topics: vec![
            state(None, Uuid::ZERO),
            state(Some("a"), id),
            state(Some("nope"), Uuid::ZERO),
            state(None, Uuid(77)),
            state(None, id),
        ],
        ..Default::default()
    };
    let Ok(Answer::DeleteTopics(response)) = world.run(Command::DeleteTopics(request)) else { panic!() };
    let codes: Vec<i16> = response.responses.iter().map(|r| r.error_code).collect();
    assert_eq!(codes, [42, 42, 3, 100, 0]);
    assert!(world.image.topic("a").is_none());
    assert_eq!(response.responses[4].name.as_deref(), Some("a"));
}

#[test]
fn no_producer_id_is_given_twice() {
    let mut world = World::new();
    let epoch = world.start(1, 10, None);
    let request = AllocateProducerIdsRequest { broker_id: 1, broker_epoch: epoch, ..Default::default() };
    let mut next = 0;
    for _ in 0..3 {
        let Ok(Answer::AllocateProducerIds(block)) = world.run(Command::AllocateProducerIds(request.clone()))
        else {
            panic!()
        };
        assert_eq!((block.producer_id_start, block.producer_id_len), (next, 1_000));
        next += 1_000;
    }
    let stale = AllocateProducerIdsRequest { broker_epoch: epoch + 1, ..request };
    let refused = world.run(Command::AllocateProducerIds(stale)).unwrap_err();
    assert_eq!(refused.code, ErrorCode::StaleBrokerEpoch);
}

#[test]
fn replicas_and_leaders_are_spread_evenly() {
    for (brokers, factor, partitions) in [(3, 3, 30), (6, 3, 12), (5, 2, 50), (4, 1, 7)] {
        let mut world = World::new();
        for id in 0..brokers {
            let rack = format!("rack-{}", id % 3);
            world.start(id, 100 + u128::try_from(id).unwrap(), (brokers % 3 == 0).then_some(&*rack));
        }
        world.create(topic("a", partitions, factor));
        let topic = world.image.topic("a").unwrap();
        let mut leaders = vec![0; usize::try_from(brokers).unwrap()];
        let mut replicas = leaders.clone();
        for (_, partition) in topic.partitions() {
            leaders[usize::try_from(partition.leader.get()).unwrap()] += 1;
            let mut racks = std::collections::BTreeSet::new();
            for id in &partition.replicas {
                replicas[usize::try_from(id.get()).unwrap()] += 1;
                racks.insert(id.get() % 3);
            }
            if brokers % 3 == 0 {
                assert_eq!(racks.len(), usize::try_from(factor).unwrap(), "one replica in each rack");
            }
        }
        for counts in [leaders, replicas] {
            let spread = counts.iter().max().unwrap() - counts.iter().min().unwrap();
            assert!(spread <= 1, "{brokers} brokers, {factor} replicas: {counts:?}");
        }
    }
}

#[test]
fn a_failed_directory_moves_only_what_lies_in_it() {
    let mut world = World::new();
    let epoch = world.register(1, 10, None, 2);
    world.heartbeat(1, epoch, false);
    world.create(topic("a", 4, 1));
    let lost = Uuid(2_000);
    let heartbeat = Command::Heartbeat(BrokerHeartbeatRequest {
        broker_id: 1,
        broker_epoch: epoch,
        current_metadata_offset: world.next_offset,
        offline_log_dirs: vec![lost],
        ..Default::default()
    });
    world.run(heartbeat).unwrap();
    let leaderless: Vec<bool> = world
        .image
        .topic("a")
        .unwrap()
        .partitions()
        .map(|(_, p)| {
            assert_eq!(p.leader().is_none(), p.directories[0] == lost);
            p.leader().is_none()
        })
        .collect();
    assert_eq!(leaderless.iter().filter(|none| **none).count(), 2, "two directories share four partitions");
}
