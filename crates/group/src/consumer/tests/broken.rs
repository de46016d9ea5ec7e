//! Logs that no coordinator wrote: loading them does no harm, and once all that they tell of is gone the group lives.

use moldau_wire::records::group as r;
use moldau_wire::records::group::consumer_group_member_metadata_value::{
    ClassicMemberMetadata, ClassicProtocol,
};
use moldau_wire::records::group::{GroupKey, GroupValue};
use proptest::prelude::*;

use crate::testing::{World as Shards, topic_id};
use crate::{Answer, Command, Config, Shard};

use super::*;

fn owned(partitions: &[i32]) -> Vec<r::consumer_group_current_member_assignment_value::TopicPartitions> {
    vec![r::consumer_group_current_member_assignment_value::TopicPartitions {
        topic_id: topic_id(0),
        partitions: partitions.to_vec(),
        assignment_epochs: partitions.len().is_multiple_of(2).then(|| vec![7; partitions.len() / 2]),
        ..Default::default()
    }]
}

fn member_value(number: i32) -> r::ConsumerGroupMemberMetadataValue {
    let classic = ClassicMemberMetadata {
        session_timeout_ms: number,
        supported_protocols: vec![ClassicProtocol { name: "range".into(), ..Default::default() }; 2],
        ..Default::default()
    };
    r::ConsumerGroupMemberMetadataValue {
        instance_id: (number % 3 == 0).then(|| Str::from("i")),
        subscribed_topic_names: vec!["t0".into(), "t0".into()],
        subscribed_topic_regex: (number % 2 == 0).then(|| Str::from("t1|[")),
        rebalance_timeout_ms: number,
        server_assignor: (number % 5 == 0).then(|| Str::from("none")),
        classic_member_metadata: (number % 7 == 0).then_some(classic),
        ..Default::default()
    }
}

fn record(kind: u8, member: u8, number: i32, partitions: &[i32]) -> Record {
    let member_id = Str::from(format!("m{member}"));
    let (key, value) = match kind {
        0 => {
            let value = r::ConsumerGroupMetadataValue { epoch: number, ..Default::default() };
            let key = r::ConsumerGroupMetadataKey { group_id: group_id() };
            (GroupKey::ConsumerGroupMetadata(key), GroupValue::ConsumerGroupMetadata(value))
        }
        1 => {
            let value = member_value(number);
            let key = r::ConsumerGroupMemberMetadataKey { group_id: group_id(), member_id };
            (GroupKey::ConsumerGroupMemberMetadata(key), GroupValue::ConsumerGroupMemberMetadata(value))
        }
        2 => {
            let value = r::ConsumerGroupTargetAssignmentMetadataValue {
                assignment_epoch: number,
                assignment_timestamp: i64::from(number) << 32,
                ..Default::default()
            };
            let key = r::ConsumerGroupTargetAssignmentMetadataKey { group_id: group_id() };
            let value = GroupValue::ConsumerGroupTargetAssignmentMetadata(value);
            (GroupKey::ConsumerGroupTargetAssignmentMetadata(key), value)
        }
        3 => {
            let topic = r::consumer_group_target_assignment_member_value::TopicPartition {
                topic_id: topic_id(0),
                partitions: partitions.to_vec(),
                ..Default::default()
            };
            let value = r::ConsumerGroupTargetAssignmentMemberValue {
                topic_partitions: vec![topic],
                ..Default::default()
            };
            let key = r::ConsumerGroupTargetAssignmentMemberKey { group_id: group_id(), member_id };
            let value = GroupValue::ConsumerGroupTargetAssignmentMember(value);
            (GroupKey::ConsumerGroupTargetAssignmentMember(key), value)
        }
        4 => {
            let value = r::ConsumerGroupCurrentMemberAssignmentValue {
                member_epoch: number,
                previous_member_epoch: number,
                state: i8::try_from(member).expect("small"),
                assigned_partitions: owned(partitions),
                partitions_pending_revocation: owned(partitions.get(1..).unwrap_or_default()),
                ..Default::default()
            };
            let key = r::ConsumerGroupCurrentMemberAssignmentKey { group_id: group_id(), member_id };
            let value = GroupValue::ConsumerGroupCurrentMemberAssignment(value);
            (GroupKey::ConsumerGroupCurrentMemberAssignment(key), value)
        }
        _ => {
            let value = r::ConsumerGroupRegularExpressionValue {
                topics: vec!["t1".into()],
                version: i64::from(number),
                timestamp: i64::from(number) << 32,
                ..Default::default()
            };
            let regular_expression = "t1|[".into();
            let key = r::ConsumerGroupRegularExpressionKey { group_id: group_id(), regular_expression };
            (GroupKey::ConsumerGroupRegularExpression(key), GroupValue::ConsumerGroupRegularExpression(value))
        }
    };
    Record { key, value: Some(value) }
}

fn any_record() -> impl Strategy<Value = Record> {
    let number = prop_oneof![6 => 0i32..60, 1 => Just(i32::MAX - 1), 1 => any::<i32>()];
    let partitions = prop::collection::vec(-1i32..6, 0..5);
    (0u8..6, 0u8..4, number, partitions, prop::bool::weighted(0.2)).prop_map(
        |(kind, member, number, partitions, tombstone)| {
            let record = record(kind, member, number, &partitions);
            Record { value: record.value.filter(|_| !tombstone), ..record }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: random::cases(), ..ProptestConfig::default() })]

    #[test]
    fn a_group_outlives_a_log_without_sense(log in prop::collection::vec(any_record(), 0..40)) {
        let mut config = Config::default();
        config.consumer.assignment_interval = Duration::ZERO;
        let mut shards = Shards::new(config);
        for record in log {
            shards.shard.replay(record, None);
        }
        shards.with(Shard::loaded);
        shards.ask(Command::ConsumerGroupDescribe { group_id: group_id() });
        let send = |shards: &mut Shards, request: Request| {
            let command = Command::ConsumerGroupHeartbeat { request, version: 1, caller: caller() };
            let Answer::ConsumerGroupHeartbeat(answer) = shards.ask(command) else { panic!("another answer") };
            answer
        };
        for member in 0..4 {
            let id = format!("m{member}");
            send(&mut shards, owning(&id, 5, &Held::new()));
            send(&mut shards, join_static(&id, "i", &["t0"]));
            send(&mut shards, join_regex(&id, "t1|["));
        }
        // Sessions end, the longest of which a record may have made as long as it liked.
        shards.advance(i64::from(i32::MAX) + 60_000);
        let answer = send(&mut shards, join("fresh", &["t0"]));
        prop_assert_eq!(answer.error_code, 0);
        prop_assert_eq!(told(&answer).map(|told| told.len()), Some(4));
    }
}
