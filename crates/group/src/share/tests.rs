//! A shard with share groups, a share coordinator that does what it is told, and a clock.

use std::collections::{BTreeMap, BTreeSet};

use moldau_ids::TopicId;
use moldau_wire::messages as m;
use moldau_wire::{ErrorCode, Str};
use proptest::prelude::*;

use super::state::ShareGroup;
use crate::assignor::{MemberSpec, Target};
use crate::group::Group;
use crate::testing::{World, caller, join_request, topic_id};
use crate::{Answer, Command, Config, Effect, EffectResult, ShareEndOffset, Ticket};

type Response = m::ShareGroupHeartbeatResponse;

fn heartbeat(group: &str, member: &str, epoch: i32, topics: Option<&[&str]>) -> Command {
    let request = m::ShareGroupHeartbeatRequest {
        group_id: group.into(),
        member_id: member.into(),
        member_epoch: epoch,
        subscribed_topic_names: topics.map(|topics| topics.iter().map(|topic| Str::from(*topic)).collect()),
        ..Default::default()
    };
    Command::ShareGroupHeartbeat { request, version: 1, caller: caller("client") }
}

fn beat(world: &mut World, member: &str, epoch: i32, topics: Option<&[&str]>) -> Response {
    let answer = world.ask(heartbeat("g", member, epoch, topics));
    let Answer::ShareGroupHeartbeat(response) = answer else { panic!("{answer:?}") };
    response
}

fn error(response: &Response) -> Option<ErrorCode> {
    ErrorCode::from_i16(response.error_code).filter(|error| *error != ErrorCode::None)
}

/// The topics' numbers and partitions.
fn assigned(response: &Response) -> Option<Vec<(u128, Vec<i32>)>> {
    let topics = response.assignment.as_ref()?.topic_partitions.iter();
    Some(topics.map(|topic| (topic.topic_id.0 - 100, topic.partitions.clone())).collect())
}

/// The share coordinator's answer, with the same error for every partition.
fn result(effect: Effect, error_code: i16) -> EffectResult {
    match effect {
        Effect::InitializeShareState(request) => {
            use m::initialize_share_group_state_response::{InitializeStateResult, PartitionResult};
            let results = request.topics.iter().map(|topic| InitializeStateResult {
                topic_id: topic.topic_id,
                partitions: topic
                    .partitions
                    .iter()
                    .map(|partition| PartitionResult {
                        partition: partition.partition,
                        error_code,
                        ..Default::default()
                    })
                    .collect(),
                ..Default::default()
            });
            let response =
                m::InitializeShareGroupStateResponse { results: results.collect(), ..Default::default() };
            EffectResult::InitializeShareState { group_id: request.group_id, response }
        }
        Effect::DeleteShareState(request) => {
            use m::delete_share_group_state_response::{DeleteStateResult, PartitionResult};
            let results = request.topics.iter().map(|topic| DeleteStateResult {
                topic_id: topic.topic_id,
                partitions: topic
                    .partitions
                    .iter()
                    .map(|partition| PartitionResult {
                        partition: partition.partition,
                        error_code,
                        ..Default::default()
                    })
                    .collect(),
                ..Default::default()
            });
            let response =
                m::DeleteShareGroupStateResponse { results: results.collect(), ..Default::default() };
            EffectResult::DeleteShareState { group_id: request.group_id, response }
        }
        Effect::ReadShareStateSummary(request) => {
            use m::read_share_group_state_summary_response::{PartitionResult, ReadStateSummaryResult};
            let results = request.topics.iter().map(|topic| ReadStateSummaryResult {
                topic_id: topic.topic_id,
                partitions: topic
                    .partitions
                    .iter()
                    .map(|partition| PartitionResult {
                        partition: partition.partition,
                        error_code,
                        start_offset: 10,
                        leader_epoch: 2,
                        delivery_complete_count: 3,
                        ..Default::default()
                    })
                    .collect(),
                ..Default::default()
            });
            let response =
                m::ReadShareGroupStateSummaryResponse { results: results.collect(), ..Default::default() };
            let offsets = [(0, Ok(20)), (1, Err(ErrorCode::NotLeaderOrFollower))];
            let end_offsets = offsets
                .map(|(partition, offset)| ShareEndOffset { topic_id: topic_id(0), partition, offset })
                .to_vec();
            EffectResult::ReadShareStateSummary { group_id: request.group_id, response, end_offsets }
        }
        Effect::CreateInternalTopics { .. } => panic!("for streams groups"),
    }
}

fn carry_out(world: &mut World, error_code: i16) -> usize {
    let effects = std::mem::take(&mut world.effects);
    let count = effects.len();
    for effect in effects {
        assert_eq!(world.ask(Command::EffectDone(result(effect, error_code))), Answer::Done);
    }
    count
}

fn group(world: &World) -> Option<&ShareGroup> {
    match world.shard.group("g") {
        Some(Group::Share(group)) => Some(group),
        _ => None,
    }
}

fn check_replay(world: &World) {
    let replayed = world.replayed();
    let replayed = match replayed.group("g") {
        Some(Group::Share(group)) => Some(group.as_ref()),
        _ => None,
    };
    assert_eq!(replayed, group(world));
}

/// A member with all partitions of `t0`.
fn settled() -> World {
    let mut world = World::new(Config::default());
    beat(&mut world, "a", 0, Some(&["t0"]));
    carry_out(&mut world, 0);
    world.advance(1_000);
    let response = beat(&mut world, "a", 2, None);
    assert_eq!(assigned(&response), Some(vec![(0, vec![0, 1, 2, 3])]));
    world
}

fn answer(world: &mut World, ticket: Ticket) -> Answer {
    world.answers.remove(&ticket).expect("it is answered")
}

#[test]
fn requests_that_make_no_sense_are_refused() {
    let mut world = World::new(Config::default());
    for (group, member, epoch, topics) in [
        ("g", "", 0, Some(&["t0"][..])),
        ("", "a", 0, Some(&["t0"])),
        ("g", "a", 0, None),
        ("g", "a", 0, Some(&[])),
        ("g", "a", -2, None),
    ] {
        let Answer::ShareGroupHeartbeat(response) = world.ask(heartbeat(group, member, epoch, topics)) else {
            panic!("another answer")
        };
        assert_eq!(error(&response), Some(ErrorCode::InvalidRequest), "{group} {member} {epoch}");
    }
    assert_eq!(error(&beat(&mut world, "a", 5, None)), Some(ErrorCode::GroupIdNotFound));
    assert_eq!(error(&beat(&mut world, "a", -1, None)), Some(ErrorCode::GroupIdNotFound));
    assert_eq!(world.log_len(), 0);
}

#[test]
fn partitions_are_assigned_when_their_state_is_initialized() {
    let mut world = World::new(Config::default());
    let response = beat(&mut world, "a", 0, Some(&["t0", "unknown"]));
    assert_eq!((error(&response), response.member_epoch), (None, 2));
    assert_eq!(assigned(&response), Some(Vec::new()));
    assert_eq!(response.heartbeat_interval_ms, 5_000);
    assert_eq!(beat(&mut world, "a", 2, None).member_epoch, 2);
    assert_eq!(world.effects.len(), 1, "it is not wished twice");
    carry_out(&mut world, 0);
    assert_eq!(beat(&mut world, "a", 2, None).member_epoch, 2, "targets lie a second apart");
    world.advance(1_000);
    let response = beat(&mut world, "a", 2, None);
    assert_eq!((response.member_epoch, assigned(&response)), (3, Some(vec![(0, vec![0, 1, 2, 3])])));
    assert_eq!(assigned(&beat(&mut world, "a", 3, None)), None, "nothing has changed");
    check_replay(&world);
}

#[test]
fn state_is_wished_again_when_it_failed_or_nothing_was_heard() {
    let mut world = World::new(Config::default());
    beat(&mut world, "a", 0, Some(&["t0"]));
    world.effects.clear();
    world.advance(29_999);
    beat(&mut world, "a", 2, None);
    assert!(world.effects.is_empty());
    world.advance(1);
    beat(&mut world, "a", 2, None);
    assert_eq!(carry_out(&mut world, ErrorCode::CoordinatorNotAvailable.to_i16()), 1);
    beat(&mut world, "a", 2, None);
    assert_eq!(world.effects.len(), 1, "at once after a failure");
    world.effects.clear();
    world.reload();
    beat(&mut world, "a", 2, None);
    assert_eq!(world.effects.len(), 1, "at once after a reload");
    check_replay(&world);
}

#[test]
fn epochs_are_fenced() {
    let mut world = settled();
    for (epoch, expected) in [
        (3, None),
        (2, None),
        (0, None),
        (4, Some(ErrorCode::FencedMemberEpoch)),
        (1, Some(ErrorCode::FencedMemberEpoch)),
    ] {
        assert_eq!(error(&beat(&mut world, "a", epoch, Some(&["t0"]))), expected, "{epoch}");
    }
    assert_eq!(error(&beat(&mut world, "b", 3, None)), Some(ErrorCode::UnknownMemberId));
    assert_eq!(error(&beat(&mut world, "b", -1, None)), Some(ErrorCode::UnknownMemberId));
}

#[test]
fn groups_are_limited_in_size() {
    let mut config = Config::default();
    config.share.size_max = 1;
    let mut world = World::new(config);
    assert_eq!(error(&beat(&mut world, "a", 0, Some(&["t0"]))), None);
    assert_eq!(error(&beat(&mut world, "b", 0, Some(&["t0"]))), Some(ErrorCode::GroupMaxSizeReached));
    assert_eq!(error(&beat(&mut world, "a", 0, Some(&["t0"]))), None);
}

#[test]
fn members_leave_or_are_silent_for_too_long() {
    let mut world = settled();
    beat(&mut world, "b", 0, Some(&["t0"]));
    world.advance(1_000);
    let response = beat(&mut world, "b", 0, Some(&["t0"]));
    assert_eq!(assigned(&response).expect("told")[0].1.len(), 2);
    let response = beat(&mut world, "a", -1, None);
    assert_eq!((error(&response), response.member_epoch), (None, -1));
    world.advance(1_000);
    let response = beat(&mut world, "b", response.member_epoch + 1, Some(&["t0"]));
    assert_eq!(assigned(&response), Some(vec![(0, vec![0, 1, 2, 3])]));
    world.reload();
    world.advance(44_999);
    assert_eq!(group(&world).map(ShareGroup::state_name), Some("Stable"));
    world.advance(1);
    assert_eq!(group(&world).map(ShareGroup::state_name), Some("Empty"));
    check_replay(&world);
}

#[test]
fn groups_of_other_kinds_are_no_share_groups() {
    let mut world = settled();
    world.send(Command::JoinGroup { request: join_request("c", ""), version: 9, caller: caller("client") });
    let Answer::ShareGroupHeartbeat(response) = world.ask(heartbeat("c", "a", 0, Some(&["t0"]))) else {
        panic!("another answer")
    };
    assert_eq!(error(&response), Some(ErrorCode::GroupIdNotFound));
    let join = Command::JoinGroup { request: join_request("g", ""), version: 9, caller: caller("client") };
    let Answer::JoinGroup(response) = world.ask(join) else { panic!("another answer") };
    assert_eq!(response.error_code, ErrorCode::InconsistentGroupProtocol.to_i16());
    let request = m::ConsumerGroupHeartbeatRequest {
        group_id: "g".into(),
        member_id: "x".into(),
        rebalance_timeout_ms: 1_000,
        subscribed_topic_names: Some(vec!["t0".into()]),
        topic_partitions: Some(Vec::new()),
        ..Default::default()
    };
    let join = Command::ConsumerGroupHeartbeat { request, version: 1, caller: caller("client") };
    let Answer::ConsumerGroupHeartbeat(response) = world.ask(join) else { panic!("another answer") };
    assert_eq!(response.error_code, ErrorCode::GroupIdNotFound.to_i16());
    let commit =
        Command::OffsetCommit { request: crate::testing::commit_request("g", "t0", 0, 1), version: 9 };
    let Answer::OffsetCommit(response) = world.ask(commit) else { panic!("another answer") };
    assert_eq!(response.topics[0].partitions[0].error_code, ErrorCode::GroupIdNotFound.to_i16());
}

#[test]
fn groups_are_described_and_listed() {
    let mut world = settled();
    let describe = |id: &str| Command::ShareGroupDescribe { group_id: id.into() };
    let Answer::ShareGroupDescribe(group) = world.ask(describe("g")) else { panic!("another answer") };
    assert_eq!((&*group.group_state, &*group.assignor_name), ("Stable", "simple"));
    assert_eq!((group.group_epoch, group.assignment_epoch, group.members.len()), (3, 3, 1));
    assert_eq!(group.members[0].assignment.topic_partitions[0].topic_name, "t0");
    let Answer::ShareGroupDescribe(group) = world.ask(describe("x")) else { panic!("another answer") };
    assert_eq!(group.error_code, ErrorCode::GroupIdNotFound.to_i16());
    let request = m::ListGroupsRequest { types_filter: vec!["Share".into()], ..Default::default() };
    let Answer::ListGroups(list) = world.ask(Command::ListGroups { request, version: 5 }) else {
        panic!("another answer")
    };
    let listed = list.groups.first().expect("it is listed");
    assert_eq!(
        (&*listed.group_type, &*listed.protocol_type, &*listed.group_state),
        ("share", "share", "Stable")
    );
}

fn deleted(answer: Answer) -> i16 {
    let Answer::DeleteGroup(result) = answer else { panic!("{answer:?}") };
    result.error_code
}

#[test]
fn a_group_goes_when_its_state_is_gone() {
    let mut world = settled();
    let delete = || Command::DeleteGroup { group_id: "g".into() };
    assert_eq!(deleted(world.ask(delete())), ErrorCode::NonEmptyGroup.to_i16());
    beat(&mut world, "a", -1, None);
    let ticket = world.send(delete());
    assert_eq!(carry_out(&mut world, ErrorCode::NotCoordinator.to_i16()), 1);
    assert_eq!(deleted(answer(&mut world, ticket)), ErrorCode::NotCoordinator.to_i16());
    world.reload();
    let ticket = world.send(delete());
    carry_out(&mut world, 0);
    assert_eq!(deleted(answer(&mut world, ticket)), 0);
    assert!(group(&world).is_none());
    check_replay(&world);
    assert_eq!(deleted(world.ask(delete())), ErrorCode::GroupIdNotFound.to_i16());
}

#[test]
fn a_group_that_somebody_joins_while_its_state_goes_stays() {
    let mut world = settled();
    beat(&mut world, "a", -1, None);
    let ticket = world.send(Command::DeleteGroup { group_id: "g".into() });
    beat(&mut world, "b", 0, Some(&["t0"]));
    carry_out(&mut world, 0);
    assert_eq!(deleted(answer(&mut world, ticket)), ErrorCode::NonEmptyGroup.to_i16());
    let partitions = &group(&world).expect("it is there").partitions;
    assert!(partitions.initialized.contains_key(&topic_id(0)));
    assert!(partitions.deleting.is_empty());
}

#[test]
fn a_group_whose_state_is_wished_anew_while_it_goes_stays() {
    let mut world = settled();
    beat(&mut world, "a", -1, None);
    let ticket = world.send(Command::DeleteGroup { group_id: "g".into() });
    let other = world.send(alter(&[("t1", 0, 5)]));
    carry_out(&mut world, 0);
    assert_eq!(deleted(answer(&mut world, ticket)), ErrorCode::CoordinatorNotAvailable.to_i16());
    assert_eq!(altered(answer(&mut world, other)), (0, vec![0]));
    let ticket = world.send(Command::DeleteGroup { group_id: "g".into() });
    carry_out(&mut world, 0);
    assert_eq!(deleted(answer(&mut world, ticket)), 0);
    check_replay(&world);
}

fn alter(offsets: &[(&str, i32, i64)]) -> Command {
    use m::alter_share_group_offsets_request as a;
    let topics = offsets.iter().map(|(topic, partition, offset)| a::AlterShareGroupOffsetsRequestTopic {
        topic_name: (*topic).into(),
        partitions: vec![a::AlterShareGroupOffsetsRequestPartition {
            partition_index: *partition,
            start_offset: *offset,
            ..Default::default()
        }],
        ..Default::default()
    });
    let request = m::AlterShareGroupOffsetsRequest {
        group_id: "g".into(),
        topics: topics.collect(),
        ..Default::default()
    };
    Command::AlterShareGroupOffsets { request }
}

fn altered(answer: Answer) -> (i16, Vec<i16>) {
    let Answer::AlterShareGroupOffsets(response) = answer else { panic!("{answer:?}") };
    let partitions = response.responses.iter().flat_map(|topic| &topic.partitions);
    (response.error_code, partitions.map(|partition| partition.error_code).collect())
}

#[test]
fn offsets_of_empty_groups_are_altered() {
    let mut world = settled();
    assert_eq!(altered(world.ask(alter(&[("t0", 0, 5)]))).0, ErrorCode::NonEmptyGroup.to_i16());
    beat(&mut world, "a", -1, None);
    let unknown = ErrorCode::UnknownTopicOrPartition.to_i16();
    assert_eq!(altered(world.ask(alter(&[("t0", 4, 5), ("x", 0, 5)]))), (0, vec![unknown, unknown]));
    let ticket = world.send(alter(&[("t0", 0, 5), ("t1", 9, 0)]));
    let [Effect::InitializeShareState(request)] = &world.effects[..] else { panic!("{:?}", world.effects) };
    assert_eq!(request.topics[0].partitions[0].start_offset, 5);
    carry_out(&mut world, 0);
    assert_eq!(altered(answer(&mut world, ticket)), (0, vec![0, unknown]));
    let ticket = world.send(alter(&[("t0", 0, 5)]));
    carry_out(&mut world, ErrorCode::FencedStateEpoch.to_i16());
    assert_eq!(altered(answer(&mut world, ticket)), (0, vec![ErrorCode::FencedStateEpoch.to_i16()]));
    check_replay(&world);

    let mut world = World::new(Config::default());
    let ticket = world.send(alter(&[("t0", 0, 5)]));
    carry_out(&mut world, 0);
    assert_eq!(altered(answer(&mut world, ticket)), (0, vec![0]));
    assert_eq!(group(&world).map(ShareGroup::state_name), Some("Empty"), "that makes the group");
    check_replay(&world);
}

#[test]
fn offsets_of_empty_groups_are_deleted() {
    let mut world = settled();
    let delete = |topics: &[&str]| {
        let topics = topics.iter().map(|topic| {
            m::delete_share_group_offsets_request::DeleteShareGroupOffsetsRequestTopic {
                topic_name: (*topic).into(),
                ..Default::default()
            }
        });
        let request = m::DeleteShareGroupOffsetsRequest {
            group_id: "g".into(),
            topics: topics.collect(),
            ..Default::default()
        };
        Command::DeleteShareGroupOffsets { request }
    };
    let errors = |answer: Answer| {
        let Answer::DeleteShareGroupOffsets(response) = answer else { panic!("{answer:?}") };
        let topics = response.responses.iter().map(|topic| (topic.topic_name.to_string(), topic.error_code));
        (response.error_code, topics.collect::<Vec<_>>())
    };
    assert_eq!(errors(world.ask(delete(&["t0"]))).0, ErrorCode::NonEmptyGroup.to_i16());
    beat(&mut world, "a", -1, None);
    let unknown = ErrorCode::UnknownTopicOrPartition.to_i16();
    let ticket = world.send(delete(&["t0", "t1", "x"]));
    carry_out(&mut world, 7);
    let expected = vec![("t1".to_owned(), unknown), ("x".to_owned(), unknown), ("t0".to_owned(), 7)];
    assert_eq!(errors(answer(&mut world, ticket)), (0, expected));
    world.reload();
    let ticket = world.send(delete(&["t0"]));
    assert_eq!(carry_out(&mut world, 0), 1, "what is left to delete is known");
    assert_eq!(errors(answer(&mut world, ticket)), (0, vec![("t0".to_owned(), 0)]));
    assert_eq!(errors(world.ask(delete(&["t0"]))), (0, vec![("t0".to_owned(), unknown)]));
    check_replay(&world);
}

#[test]
fn offsets_are_described() {
    let mut world = settled();
    let group = m::describe_share_group_offsets_request::DescribeShareGroupOffsetsRequestGroup {
        group_id: "g".into(),
        topics: None,
        ..Default::default()
    };
    let ticket = world.send(Command::DescribeShareGroupOffsets { group: group.clone() });
    carry_out(&mut world, 0);
    let Answer::DescribeShareGroupOffsets(response) = answer(&mut world, ticket) else {
        panic!("another answer")
    };
    let partitions = response.topics[0].partitions.iter();
    let said: Vec<_> = partitions.map(|said| (said.start_offset, said.lag, said.error_code)).collect();
    assert_eq!(said, [(10, 7, 0), (0, -1, 6), (10, -1, 0), (10, -1, 0)]);

    world.send(Command::DescribeShareGroupOffsets { group });
    world.effects.clear();
    world.reload();
    assert!(world.waiting.is_empty(), "who waits is told when the shard is given up");
}

#[test]
fn deleted_topics_are_forgotten() {
    let mut world = settled();
    world.ask(Command::TopicsDeleted { topics: vec![(topic_id(0), "t0".into())] });
    assert!(group(&world).is_some_and(|group| group.partitions.initialized.is_empty()));
    check_replay(&world);
}

fn cases() -> u32 {
    std::env::var("MOLDAU_SHARE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(60)
}

#[derive(Debug, Clone)]
enum Event {
    Join { member: usize, topics: Vec<usize> },
    Beat { member: usize },
    Leave { member: usize },
    Effects { succeed: bool },
    Lose,
    Alter,
    Delete,
    Wait { milliseconds: i64 },
    TopicDeleted { topic: usize },
    Crash,
}

fn event() -> impl Strategy<Value = Event> {
    let member = 0..4_usize;
    prop_oneof![
        4 => (member.clone(), prop::collection::vec(0..3_usize, 1..3))
            .prop_map(|(member, topics)| Event::Join { member, topics }),
        6 => member.clone().prop_map(|member| Event::Beat { member }),
        2 => member.prop_map(|member| Event::Leave { member }),
        5 => prop::bool::weighted(0.8).prop_map(|succeed| Event::Effects { succeed }),
        1 => Just(Event::Lose),
        1 => Just(Event::Alter),
        1 => Just(Event::Delete),
        3 => (1..20_000_i64).prop_map(|milliseconds| Event::Wait { milliseconds }),
        1 => (0..3_usize).prop_map(|topic| Event::TopicDeleted { topic }),
        1 => Just(Event::Crash),
    ]
}

const NAMES: [&str; 4] = ["a", "b", "c", "d"];
const TOPICS: [&str; 3] = ["t0", "t1", "t2"];

fn epoch_of(world: &World, member: &str) -> Option<i32> {
    group(world)?.members.get(member).map(|member| member.epoch)
}

fn step(world: &mut World, event: &Event) {
    match event {
        Event::Join { member, topics } => {
            let topics: Vec<&str> = topics.iter().map(|topic| TOPICS[*topic]).collect();
            beat(world, NAMES[*member], 0, Some(&topics));
        }
        Event::Beat { member } => {
            if let Some(epoch) = epoch_of(world, NAMES[*member]) {
                let response = beat(world, NAMES[*member], epoch, None);
                assert_eq!(error(&response), None);
                assert!(response.member_epoch >= epoch, "epochs only grow");
            }
        }
        Event::Leave { member } => {
            beat(world, NAMES[*member], -1, None);
        }
        Event::Effects { succeed } => {
            carry_out(world, if *succeed { 0 } else { 15 });
        }
        Event::Lose => world.effects.clear(),
        Event::Alter => {
            world.send(alter(&[("t0", 1, 5)]));
        }
        Event::Delete => {
            world.send(Command::DeleteGroup { group_id: "g".into() });
        }
        Event::Wait { milliseconds } => world.advance(*milliseconds),
        Event::TopicDeleted { topic } => {
            let topics = vec![(topic_id(*topic as u128), TOPICS[*topic].into())];
            world.ask(Command::TopicsDeleted { topics });
        }
        Event::Crash => {
            world.effects.clear();
            world.reload();
        }
    }
    check_replay(world);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    /// A replay gives what is there, at every step; and when all goes well, everything that anyone subscribes to has
    /// a member that subscribes to it.
    #[test]
    fn replay_equals_life_and_everything_is_assigned_in_the_end(
        events in prop::collection::vec(event(), 1..60),
    ) {
        let mut world = World::new(Config::default());
        for event in &events {
            step(&mut world, event);
        }
        for _ in 0..4 {
            world.advance(10_000);
            let members: Vec<Str> =
                group(&world).map(|group| group.members.keys().cloned().collect()).unwrap_or_default();
            for member in members {
                let epoch = epoch_of(&world, &member).expect("it is there");
                beat(&mut world, &member, epoch, None);
                carry_out(&mut world, 0);
            }
        }
        world.compact();
        check_replay(&world);
        let Some(group) = group(&world) else { return Ok(()) };
        let mut owned: BTreeSet<(TopicId, i32)> = BTreeSet::new();
        for member in group.members.values() {
            for (topic, partitions) in member.assigned.iter() {
                let name = format!("t{}", topic.0 - 100);
                prop_assert!(member.topics.contains(&*name));
                owned.extend(partitions.iter().map(|partition| (*topic, *partition)));
            }
        }
        for name in group.subscribed_topics() {
            let number: u128 = name.strip_prefix('t').and_then(|number| number.parse().ok()).expect("t and a number");
            for partition in 0..4 {
                prop_assert!(owned.contains(&(topic_id(number), partition)), "{name}-{partition}: {group:?}");
            }
        }
    }

    /// Every partition has a member, every member a partition if there is one for it, and what is shared evenly
    /// already stays.
    #[test]
    fn the_assignor_leaves_nobody_out(
        subscriptions in prop::collection::vec(prop::collection::btree_set(0..3_u128, 1..4), 1..9),
        partitions in prop::collection::vec(0..7_i32, 3),
    ) {
        let topics: BTreeMap<TopicId, BTreeSet<i32>> = partitions
            .iter()
            .enumerate()
            .map(|(number, count)| (topic_id(number as u128), (0..*count).collect()))
            .collect();
        let mut members: BTreeMap<Str, MemberSpec> = BTreeMap::new();
        for (index, subscription) in subscriptions.iter().enumerate() {
            let topics = subscription.iter().map(|number| topic_id(*number)).collect::<BTreeSet<_>>();
            let spec = MemberSpec { topics: topics.into(), ..MemberSpec::default() };
            members.insert(Str::from(format!("m{index}")), spec);
        }
        let targets = super::assign::assign(&members, &topics);
        prop_assert_eq!(targets.len(), members.len());
        for (topic, partitions) in &topics {
            let subscribed = members.values().any(|member| member.topics.contains(topic));
            for partition in partitions {
                let holders = targets.values().filter(|target: &&Target| {
                    target.get(topic).is_some_and(|partitions| partitions.contains(partition))
                });
                prop_assert_eq!(holders.count() > 0, subscribed);
            }
        }
        for (id, member) in &members {
            let target = &targets[id];
            prop_assert!(target.keys().all(|topic| member.topics.contains(topic)));
            let could = member.topics.iter().any(|topic| !topics[topic].is_empty());
            prop_assert_eq!(!target.is_empty(), could, "{}: {:?}", id, targets);
        }
        for (id, target) in &targets {
            members.get_mut(id).expect("a member").target = target.clone().into();
        }
        prop_assert_eq!(super::assign::assign(&members, &topics), targets);
    }
}
