//! Random sequences of commands: replaying the log gives the live image, and so does replaying its snapshot.

use moldau_ids::{BrokerEpoch, MonotonicMs, NodeId, PartitionIndex};
use moldau_wire::Str;
use moldau_wire::messages::alter_partition_request::{BrokerState, PartitionData, TopicData};
use moldau_wire::messages::incremental_alter_configs_request::{AlterConfigsResource, AlterableConfig};
use moldau_wire::messages::{
    AlterPartitionRequest, CreateTopicsRequest, DeleteTopicsRequest, IncrementalAlterConfigsRequest,
    UnregisterBrokerRequest,
};
use proptest::prelude::*;

use crate::decide::tests::{World, registration, topic};
use crate::{Command, Image, MetadataVersion, Record, decode_record, encode_record};

#[derive(Debug, Clone)]
enum Step {
    Register { id: i32, again: bool },
    Heartbeat { id: i32, shut_down: bool },
    Fence(i32),
    Unregister(i32),
    Create { name: u8, partitions: i32, factor: i16 },
    Delete(u8),
    Configure { name: u8, value: u16 },
    RequireInSync { name: u8, count: u8 },
    Shrink { topic: u8, partition: i32, keep: u8 },
    Silence,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let id = 0..4_i32;
    let step = prop_oneof![
        3 => (id.clone(), any::<bool>()).prop_map(|(id, again)| Step::Register { id, again }),
        6 => (id.clone(), prop::bool::weighted(0.1)).prop_map(|(id, shut_down)| Step::Heartbeat { id, shut_down }),
        1 => id.clone().prop_map(Step::Fence),
        1 => id.prop_map(Step::Unregister),
        4 => (0..5_u8, 1..5_i32, 1..4_i16)
            .prop_map(|(name, partitions, factor)| Step::Create { name, partitions, factor }),
        1 => (0..5_u8).prop_map(Step::Delete),
        2 => (0..5_u8, any::<u16>()).prop_map(|(name, value)| Step::Configure { name, value }),
        1 => (0..5_u8, 1..4_u8).prop_map(|(name, count)| Step::RequireInSync { name, count }),
        4 => (0..5_u8, 0..5_i32, any::<u8>())
            .prop_map(|(topic, partition, keep)| Step::Shrink { topic, partition, keep }),
        1 => Just(Step::Silence),
    ];
    prop::collection::vec(step, 1..60)
}

fn name(number: u8) -> String {
    format!("topic-{number}")
}

fn command(world: &World, step: &Step, turn: usize) -> Option<Command> {
    let epoch = |id: i32| world.image.broker_epoch(NodeId(id)).map(BrokerEpoch::get);
    Some(match step {
        Step::Register { id, again } => {
            let present = world.image.broker(NodeId(*id)).map(|broker| broker.incarnation.0);
            let incarnation = present.filter(|_| *again).unwrap_or(10_000 + turn as u128);
            registration(*id, incarnation, None, 2)
        }
        Step::Heartbeat { id, shut_down } => {
            Command::Heartbeat(moldau_wire::messages::BrokerHeartbeatRequest {
                broker_id: *id,
                broker_epoch: epoch(*id)?,
                current_metadata_offset: world.next_offset,
                want_shut_down: *shut_down,
                ..Default::default()
            })
        }
        Step::Fence(id) => Command::FenceBroker(NodeId(*id)),
        Step::Unregister(id) => {
            Command::UnregisterBroker(UnregisterBrokerRequest { broker_id: *id, ..Default::default() })
        }
        Step::Create { name: number, partitions, factor } => Command::CreateTopics(CreateTopicsRequest {
            topics: vec![topic(&name(*number), *partitions, *factor)],
            ..Default::default()
        }),
        Step::Delete(number) => Command::DeleteTopics(DeleteTopicsRequest {
            topic_names: vec![Str::from(name(*number))],
            ..Default::default()
        }),
        Step::Configure { name: number, value } => {
            let operation = i8::from(value % 3 == 0);
            alter(*number, "segment.ms", operation, u32::from(*value) + 1)
        }
        Step::RequireInSync { name: number, count } => {
            alter(*number, "min.insync.replicas", 0, u32::from(*count))
        }
        Step::Shrink { topic, partition, keep } => return shrink(world, *topic, *partition, *keep),
        Step::Silence => return None,
    })
}

fn alter(number: u8, config: &str, config_operation: i8, value: u32) -> Command {
    let config = AlterableConfig {
        name: Str::from(config),
        config_operation,
        value: Some(Str::from(value.to_string())),
        ..Default::default()
    };
    Command::IncrementalAlterConfigs(IncrementalAlterConfigsRequest {
        resources: vec![AlterConfigsResource {
            resource_type: 2,
            resource_name: Str::from(name(number)),
            configs: vec![config],
            ..Default::default()
        }],
        ..Default::default()
    })
}

/// A leader asks for some of its in-sync replicas to go or come.
fn shrink(world: &World, number: u8, partition: i32, keep: u8) -> Option<Command> {
    let epoch = |id: i32| world.image.broker_epoch(NodeId(id)).map(BrokerEpoch::get);
    let topic = world.image.topic(&name(number))?;
    let present = topic.partition(PartitionIndex(partition))?;
    let leader = present.leader()?;
    let isr = present
        .replicas
        .iter()
        .enumerate()
        .filter(|(position, id)| **id == leader || keep & (1_u8 << position) != 0);
    let isr = isr.map(|(_, id)| BrokerState {
        broker_id: id.get(),
        broker_epoch: epoch(id.get()).unwrap_or(-1),
        ..Default::default()
    });
    let partition = PartitionData {
        partition_index: partition,
        leader_epoch: present.leader_epoch.get(),
        partition_epoch: present.partition_epoch.get(),
        new_isr_with_epochs: isr.collect(),
        ..Default::default()
    };
    let topic = TopicData { topic_id: topic.id, partitions: vec![partition], ..Default::default() };
    let request = AlterPartitionRequest {
        broker_id: leader.get(),
        broker_epoch: epoch(leader.get())?,
        topics: vec![topic],
        ..Default::default()
    };
    Some(Command::AlterPartition { request, version: 3 })
}

fn replay(batches: &[Vec<Record>]) -> Image {
    batches.iter().fold(Image::empty("cluster"), |image, batch| {
        let decoded: Vec<Record> = batch.iter().map(through_bytes).collect();
        image.apply(&decoded).expect("what was decided applies").0
    })
}

fn through_bytes(record: &Record) -> Record {
    let bytes = encode_record(record, MetadataVersion::LATEST).expect("encodes");
    decode_record(bytes).expect("decodes")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    /// `World::commit` checks the invariants of every image and every step as it goes.
    #[test]
    fn the_log_and_the_snapshot_give_the_live_image(steps in steps(), eligible in any::<bool>()) {
        let mut world = if eligible { World::with_features() } else { World::new() };
        for (turn, step) in steps.iter().enumerate() {
            if let Some(command) = command(&world, step, turn) {
                // A refusal is a fine answer to a random command; a record that does not apply is not.
                drop(world.run(command));
            } else {
                world.sessions.advance(MonotonicMs(20_000 * (turn as u64 + 1)));
            }
        }
        prop_assert_eq!(&replay(&world.log), &world.image);
        prop_assert_eq!(&replay(&[world.image.snapshot()]), &world.image);
        prop_assert_eq!(world.image.snapshot(), world.image.snapshot());
    }
}
