//! Eligible replicas (KIP-966), as the metadata log of Apache Kafka 4.3.1 shows them for the same course of events.

use moldau_ids::PartitionIndex;
use moldau_wire::messages::incremental_alter_configs_request::{AlterConfigsResource, AlterableConfig};
use moldau_wire::messages::update_features_request::FeatureUpdateKey;
use moldau_wire::messages::{IncrementalAlterConfigsRequest, UpdateFeaturesRequest};
use moldau_wire::{ErrorCode, Str};

use super::*;
use crate::decide::tests::{World, registration, topic};
use crate::decide::{Answer, Command};

const BROKER: i8 = 4;
const TOPIC: i8 = 2;

fn partition(world: &World, name: &str) -> Partition {
    world.image.topic(name).unwrap().partition(PartitionIndex(0)).unwrap().as_ref().clone()
}

/// (leader, in sync, eligible, last known, recovering) of partition 0.
fn state(world: &World, name: &str) -> (i32, Vec<i32>, Vec<i32>, Vec<i32>, bool) {
    let found = partition(world, name);
    let raw = crate::image::raw;
    let recovering = found.recovery == LeaderRecoveryState::Recovering;
    (found.leader.get(), raw(&found.isr), raw(&found.elr), raw(&found.last_known_elr), recovering)
}

/// Sets a configuration, or deletes it; gives the error.
fn configure(world: &mut World, kind: i8, resource: &str, name: &str, value: Option<&str>) -> ErrorCode {
    let config = AlterableConfig {
        name: Str::from(name),
        config_operation: i8::from(value.is_none()),
        value: value.map(Str::from),
        ..Default::default()
    };
    let resource = AlterConfigsResource {
        resource_type: kind,
        resource_name: Str::from(resource),
        configs: vec![config],
        ..Default::default()
    };
    let request = IncrementalAlterConfigsRequest { resources: vec![resource], ..Default::default() };
    let Ok(Answer::IncrementalAlterConfigs(answer)) = world.run(Command::IncrementalAlterConfigs(request))
    else {
        panic!("not an answer to IncrementalAlterConfigs")
    };
    ErrorCode::from_i16(answer.responses[0].error_code).unwrap()
}

/// Registers a new incarnation that says under which registration the last one stopped in order.
fn register_after(world: &mut World, id: i32, incarnation: u128, previous_epoch: i64) -> i64 {
    let Command::RegisterBroker(mut request) = registration(id, incarnation, None, 1) else { unreachable!() };
    request.previous_broker_epoch = previous_epoch;
    let Ok(Answer::RegisterBroker(answer)) = world.run(Command::RegisterBroker(request)) else {
        panic!("does not register")
    };
    answer.broker_epoch
}

fn update_feature(world: &mut World, name: &str, level: i16, upgrade_type: i8) -> i16 {
    let update = FeatureUpdateKey {
        feature: Str::from(name),
        max_version_level: level,
        upgrade_type,
        ..Default::default()
    };
    let request = UpdateFeaturesRequest { feature_updates: vec![update], ..Default::default() };
    let Ok(Answer::UpdateFeatures(answer)) = world.run(Command::UpdateFeatures { request, version: 2 })
    else {
        panic!("not an answer to UpdateFeatures")
    };
    answer.error_code
}

#[test]
fn the_last_replica_leaves_the_in_sync_set_and_stays_eligible() {
    let mut world = World::with_features();
    let epoch = world.start(1, 10, None);
    world.create(topic("a", 1, 1));
    while !world.heartbeat(1, epoch, true) {}
    assert_eq!(state(&world, "a"), (-1, vec![], vec![1], vec![1], false));
    // It stopped in order and says so: what it has is all there.
    let next = register_after(&mut world, 1, 11, epoch);
    assert_eq!(state(&world, "a"), (-1, vec![], vec![1], vec![1], false));
    world.heartbeat(1, next, false);
    assert_eq!(state(&world, "a"), (1, vec![1], vec![], vec![], false));
}

#[test]
fn what_was_on_the_disk_is_there_after_a_crash() {
    let mut world = World::with_features();
    world.start(1, 10, None);
    world.create(topic("a", 1, 1));
    let next = register_after(&mut world, 1, 11, -1);
    assert_eq!(state(&world, "a"), (-1, vec![], vec![1], vec![1], false));
    world.heartbeat(1, next, false);
    assert_eq!(state(&world, "a"), (1, vec![1], vec![], vec![], false));
}

#[test]
fn a_relaxed_replica_is_not_eligible_after_a_crash_but_the_last_leader_returns() {
    let mut world = World::with_features();
    let epoch = world.start(1, 10, None);
    world.create(topic("a", 1, 1));
    assert_eq!(configure(&mut world, TOPIC, "a", "durability", Some("relaxed")), ErrorCode::None);
    let next = register_after(&mut world, 1, 11, -1);
    assert_eq!(state(&world, "a"), (-1, vec![], vec![], vec![1], false));
    world.heartbeat(1, next, false);
    assert_eq!(state(&world, "a"), (1, vec![1], vec![], vec![], true));
    // After a stop in order, nothing is in doubt.
    world.start(2, 20, None);
    world.create(topic("b", 1, 2));
    assert_eq!(configure(&mut world, TOPIC, "b", "durability", Some("relaxed")), ErrorCode::None);
    assert_ne!(epoch, next);
    register_after(&mut world, 1, 12, next);
    assert_eq!(state(&world, "b").1, [2]);
}

#[test]
fn below_the_minimum_who_leaves_stays_eligible_and_leads_again_when_it_returns() {
    let mut world = World::with_features();
    let first = world.start(1, 10, None);
    world.start(2, 20, None);
    world.create(topic("a", 1, 2));
    assert_eq!(configure(&mut world, TOPIC, "a", "min.insync.replicas", Some("2")), ErrorCode::None);
    let leader = partition(&world, "a").leader;
    let other = if leader == NodeId(1) { NodeId(2) } else { NodeId(1) };
    world.run(Command::FenceBroker(other)).unwrap();
    assert_eq!(state(&world, "a"), (leader.get(), vec![leader.get()], vec![other.get()], vec![], false));
    world.run(Command::FenceBroker(leader)).unwrap();
    assert_eq!(state(&world, "a"), (-1, vec![], vec![1, 2], vec![leader.get()], false));
    let epoch = world.image.broker_epoch(other).unwrap().get();
    world.heartbeat(other.get(), epoch, false);
    assert_eq!(state(&world, "a"), (other.get(), vec![other.get()], vec![leader.get()], vec![], false));
    assert!(0 <= first);
    // Another minimum: nobody can say who was eligible under it.
    assert_eq!(configure(&mut world, TOPIC, "a", "min.insync.replicas", Some("1")), ErrorCode::None);
    assert_eq!(state(&world, "a"), (other.get(), vec![other.get()], vec![], vec![], false));
    assert!(matches!(world.log.last().unwrap().last(), Some(Record::ClearElr(_))));
}

#[test]
fn a_new_cluster_has_one_minimum_and_keeps_it() {
    let mut world = World::with_features();
    world.start(1, 10, None);
    let pinned = |world: &World| {
        world.image.config_value(&ConfigResource::all_brokers(), IN_SYNC_MIN).map(ToString::to_string)
    };
    assert_eq!(pinned(&world).as_deref(), Some("1"));
    assert_eq!(configure(&mut world, BROKER, "", IN_SYNC_MIN, None), ErrorCode::InvalidConfig);
    assert_eq!(configure(&mut world, BROKER, "1", IN_SYNC_MIN, Some("2")), ErrorCode::InvalidConfig);
    assert_eq!(configure(&mut world, BROKER, "", IN_SYNC_MIN, Some("2")), ErrorCode::None);
    assert_eq!(pinned(&world).as_deref(), Some("2"));

    // Without the feature a broker may have its own; with it again, it loses it.
    assert_eq!(update_feature(&mut world, ELR_VERSION, 0, 2), 0);
    assert_eq!(configure(&mut world, BROKER, "", IN_SYNC_MIN, None), ErrorCode::None);
    assert_eq!(configure(&mut world, BROKER, "1", IN_SYNC_MIN, Some("2")), ErrorCode::None);
    assert_eq!(update_feature(&mut world, ELR_VERSION, 1, 1), 0);
    assert_eq!(pinned(&world).as_deref(), Some("1"));
    assert_eq!(world.image.config_value(&ConfigResource::broker(NodeId(1)), IN_SYNC_MIN), None);
}

#[test]
fn features_are_finalized_within_what_kafka_supports() {
    let mut world = World::with_features();
    world.start(1, 10, None);
    let invalid = ErrorCode::InvalidUpdateVersion.to_i16();
    for (name, level, upgrade_type, code) in [
        ("transaction.version", 1, 2, 0),
        ("transaction.version", 2, 1, 0),
        ("transaction.version", 3, 1, invalid),
        ("group.version", 0, 2, 0),
        ("group.version", 1, 1, 0),
        ("group.version", 2, 1, invalid),
        ("foo", 1, 1, invalid),
        ("kraft.version", 1, 1, 0),
        ("kraft.version", 0, 2, invalid),
    ] {
        assert_eq!(update_feature(&mut world, name, level, upgrade_type), code, "{name}={level}");
    }
}
