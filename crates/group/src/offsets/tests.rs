//! Rules of committed offsets. Sessions of members are in the classic groups' tests.

use moldau_ids::Uuid;
use moldau_wire::messages as m;
use moldau_wire::{ErrorCode, Str};

use crate::testing::{World, caller, commit_request, join_request, topic_id, txn_commit_request};
use crate::{Answer, Command, Config, Shard};

use m::offset_fetch_request::{OffsetFetchRequestGroup, OffsetFetchRequestTopics};

const DAY: i64 = 24 * 60 * 60 * 1000;

fn world() -> World {
    World::new(Config::default())
}

fn commit_codes(world: &mut World, request: m::OffsetCommitRequest, version: i16) -> Vec<i16> {
    let Answer::OffsetCommit(response) = world.ask(Command::OffsetCommit { request, version }) else {
        panic!("another kind of answer")
    };
    response.topics.iter().flat_map(|topic| &topic.partitions).map(|each| each.error_code).collect()
}

fn commit(world: &mut World, topic: &str, partition: i32, offset: i64) {
    assert_eq!(commit_codes(world, commit_request("g", topic, partition, offset), 8), [0]);
}

fn txn_commit(world: &mut World, producer_id: i64, topic: &str, partition: i32, offset: i64) -> i16 {
    let request = txn_commit_request(producer_id, ("g", topic), partition, offset);
    txn_code(world, request)
}

fn txn_code(world: &mut World, request: m::TxnOffsetCommitRequest) -> i16 {
    let Answer::TxnOffsetCommit(response) = world.ask(Command::TxnOffsetCommit { request, version: 3 })
    else {
        panic!("another kind of answer")
    };
    response.topics[0].partitions[0].error_code
}

/// (topic, partition, offset, error) of all that is answered.
type Fetched = Vec<(String, i32, i64, i16)>;

fn fetch(world: &mut World, group: OffsetFetchRequestGroup, require_stable: bool) -> Fetched {
    let Answer::OffsetFetch(response) = world.ask(Command::OffsetFetch { group, require_stable, version: 9 })
    else {
        panic!()
    };
    assert_eq!(response.error_code, 0);
    let mut fetched = Vec::new();
    for topic in &response.topics {
        for each in &topic.partitions {
            fetched.push((
                topic.name.to_string(),
                each.partition_index,
                each.committed_offset,
                each.error_code,
            ));
            if each.committed_offset == -1 {
                assert_eq!((each.committed_leader_epoch, each.metadata.as_deref()), (-1, Some("")));
            }
        }
    }
    fetched
}

fn fetch_all(world: &mut World, require_stable: bool) -> Fetched {
    let group = OffsetFetchRequestGroup { group_id: Str::from("g"), topics: None, ..Default::default() };
    fetch(world, group, require_stable)
}

fn fetch_some(world: &mut World, topic: &str, id: Uuid, partitions: &[i32], require_stable: bool) -> Fetched {
    let topic = OffsetFetchRequestTopics {
        name: Str::from(topic),
        topic_id: id,
        partition_indexes: partitions.to_vec(),
        ..Default::default()
    };
    let group =
        OffsetFetchRequestGroup { group_id: Str::from("g"), topics: Some(vec![topic]), ..Default::default() };
    fetch(world, group, require_stable)
}

fn all(expected: &[(&str, i32, i64)]) -> Fetched {
    expected.iter().map(|(topic, partition, offset)| ((*topic).to_owned(), *partition, *offset, 0)).collect()
}

fn delete(world: &mut World, topic: &str, partition: i32) -> (i16, Vec<i16>) {
    let request = m::OffsetDeleteRequest {
        group_id: Str::from("g"),
        topics: vec![m::offset_delete_request::OffsetDeleteRequestTopic {
            name: Str::from(topic),
            partitions: vec![m::offset_delete_request::OffsetDeleteRequestPartition {
                partition_index: partition,
            }],
        }],
    };
    let Answer::OffsetDelete(response) = world.ask(Command::OffsetDelete { request }) else {
        panic!("another kind of answer")
    };
    let partitions = response.topics.iter().flat_map(|topic| &topic.partitions);
    (response.error_code, partitions.map(|each| each.error_code).collect())
}

/// Lets a consumer of `topic` join "g"; its id and generation. The group is not stable before its sync.
fn join(world: &mut World, protocol_type: &str) -> (Str, i32) {
    let request = m::JoinGroupRequest { protocol_type: Str::from(protocol_type), ..join_request("g", "") };
    let ticket = world.send(Command::JoinGroup { request, version: 3, caller: caller("c") });
    world.advance(3_000);
    let Some(Answer::JoinGroup(response)) = world.answers.remove(&ticket) else {
        panic!("another kind of answer")
    };
    (response.member_id, response.generation_id)
}

fn sync(world: &mut World, member_id: &Str, generation_id: i32) {
    let request = m::SyncGroupRequest {
        group_id: Str::from("g"),
        member_id: member_id.clone(),
        generation_id,
        ..Default::default()
    };
    let Answer::SyncGroup(response) = world.ask(Command::SyncGroup { request, version: 3 }) else { panic!() };
    assert_eq!(response.error_code, 0);
}

fn leave(world: &mut World, member_id: &Str) {
    let request =
        m::LeaveGroupRequest { group_id: Str::from("g"), member_id: member_id.clone(), ..Default::default() };
    world.ask(Command::LeaveGroup { request, version: 2 });
}

fn states(world: &mut World) -> Vec<String> {
    let request = m::ListGroupsRequest::default();
    let Answer::ListGroups(response) = world.ask(Command::ListGroups { request, version: 5 }) else {
        panic!("another kind of answer")
    };
    response.groups.iter().map(|group| group.group_state.to_string()).collect()
}

#[test]
fn a_commit_without_a_member_makes_a_group() {
    let mut world = world();
    commit(&mut world, "t1", 3, 30);
    commit(&mut world, "t0", 0, 10);
    commit(&mut world, "t0", 0, 11);
    assert_eq!(fetch_all(&mut world, false), all(&[("t0", 0, 11), ("t1", 3, 30)]));
    assert_eq!(fetch_some(&mut world, "t0", Uuid::ZERO, &[1, 0], true), all(&[("t0", 1, -1), ("t0", 0, 11)]));
    assert_eq!(states(&mut world), ["Empty"]);
    world.reload();
    assert_eq!(fetch_all(&mut world, false), all(&[("t0", 0, 11), ("t1", 3, 30)]));
    assert_eq!(states(&mut world), ["Empty"]);
}

#[test]
fn an_unknown_group_has_no_offsets_and_knows_no_generation() {
    let mut world = world();
    assert_eq!(fetch_all(&mut world, true), []);
    assert_eq!(fetch_some(&mut world, "t0", Uuid::ZERO, &[5], true), all(&[("t0", 5, -1)]));
    let with_generation =
        m::OffsetCommitRequest { generation_id_or_member_epoch: 1, ..commit_request("g", "t0", 0, 1) };
    for (version, error) in [(8, ErrorCode::IllegalGeneration), (9, ErrorCode::GroupIdNotFound)] {
        assert_eq!(commit_codes(&mut world, with_generation.clone(), version), [error.to_i16()]);
    }
    let request = txn_commit_request(1, ("g", "t0"), 0, 1);
    let request = m::TxnOffsetCommitRequest { generation_id: 1, ..request };
    assert_eq!(txn_code(&mut world, request), ErrorCode::IllegalGeneration.to_i16());
    let request = txn_commit_request(1, ("", "t0"), 0, 1);
    assert_eq!(txn_code(&mut world, request), ErrorCode::InvalidGroupId.to_i16());
    assert_eq!(delete(&mut world, "t0", 0), (ErrorCode::GroupIdNotFound.to_i16(), vec![]));
    assert_eq!(world.log_len(), 0);
}

#[test]
fn a_group_with_members_takes_commits_of_its_generation_only() {
    let mut world = world();
    let (member_id, generation) = join(&mut world, "consumer");
    let request = |member: &str, generation: i32| m::OffsetCommitRequest {
        member_id: Str::from(member),
        generation_id_or_member_epoch: generation,
        ..commit_request("g", "t0", 0, 1)
    };
    let code = ErrorCode::to_i16;
    assert_eq!(
        commit_codes(&mut world, request(&member_id, generation), 8),
        [code(ErrorCode::RebalanceInProgress)]
    );
    sync(&mut world, &member_id, generation);
    for (member, at, expected) in [
        (&*member_id, generation, ErrorCode::None),
        (&*member_id, generation + 1, ErrorCode::IllegalGeneration),
        (&*member_id, -1, ErrorCode::IllegalGeneration),
        ("x", generation, ErrorCode::UnknownMemberId),
        ("", generation, ErrorCode::UnknownMemberId),
        ("", -1, ErrorCode::UnknownMemberId),
    ] {
        assert_eq!(commit_codes(&mut world, request(member, at), 8), [code(expected)], "{member} {at}");
    }
    let mut fenced = request(&member_id, generation);
    fenced.group_instance_id = Some(Str::from("i"));
    assert_eq!(commit_codes(&mut world, fenced, 8), [code(ErrorCode::UnknownMemberId)]);
    // Transactional producers of old need not name a member.
    assert_eq!(txn_commit(&mut world, 1, "t0", 0, 1), 0);
    leave(&mut world, &member_id);
    assert_eq!(commit_codes(&mut world, request("", -1), 8), [0]);
}

#[test]
fn metadata_has_a_limit_in_characters_of_java() {
    let mut world = world();
    world.config.offset_metadata_bytes_max = 4;
    for (metadata, error) in [("aaaa", 0), ("ääää", 0), ("aaaaa", 12), ("😀😀", 0), ("😀😀😀", 12)]
    {
        let mut request = commit_request("g", "t0", 0, 1);
        request.topics[0].partitions[0].committed_metadata = Some(Str::from(metadata));
        assert_eq!(commit_codes(&mut world, request, 8), [error], "{metadata}");
    }
}

#[test]
fn a_transactions_offsets_count_when_it_is_committed() {
    for commit_it in [true, false] {
        let mut world = world();
        commit(&mut world, "t0", 0, 1);
        assert_eq!(txn_commit(&mut world, 7, "t0", 0, 2), 0);
        assert_eq!(txn_commit(&mut world, 7, "t1", 0, 3), 0);
        assert_eq!(fetch_all(&mut world, false), all(&[("t0", 0, 1)]));
        let unstable = ErrorCode::UnstableOffsetCommit.to_i16();
        assert_eq!(fetch_all(&mut world, true), [("t0".to_owned(), 0, -1, unstable)]);
        assert_eq!(
            fetch_some(&mut world, "t1", Uuid::ZERO, &[0, 1], true),
            [("t1".to_owned(), 0, -1, unstable), ("t1".to_owned(), 1, -1, 0)]
        );
        world.reload();
        world.end_transaction(8, true);
        assert_eq!(fetch_all(&mut world, false), all(&[("t0", 0, 1)]));
        world.end_transaction(7, commit_it);
        let expected = if commit_it { all(&[("t0", 0, 2), ("t1", 0, 3)]) } else { all(&[("t0", 0, 1)]) };
        assert_eq!(fetch_all(&mut world, true), expected);
        world.reload();
        assert_eq!(fetch_all(&mut world, true), expected);
    }
}

#[test]
fn the_commit_that_was_written_last_wins_whenever_transactions_end() {
    let mut world = world();
    txn_commit(&mut world, 7, "t0", 0, 1);
    commit(&mut world, "t0", 0, 2);
    world.end_transaction(7, true);
    assert_eq!(fetch_all(&mut world, true), all(&[("t0", 0, 2)]));
    txn_commit(&mut world, 7, "t0", 0, 3);
    txn_commit(&mut world, 8, "t0", 0, 4);
    world.end_transaction(8, true);
    world.end_transaction(7, true);
    assert_eq!(fetch_all(&mut world, true), all(&[("t0", 0, 4)]));
    world.reload();
    assert_eq!(fetch_all(&mut world, true), all(&[("t0", 0, 4)]));
}

#[test]
fn offsets_of_a_topic_with_another_id_are_not_found() {
    let mut world = world();
    let mut request = commit_request("g", "t0", 0, 1);
    request.topics[0].topic_id = topic_id(0);
    assert_eq!(commit_codes(&mut world, request, 10), [0]);
    // An old client's offset gets the id of the topic that there is.
    commit(&mut world, "t0", 1, 1);
    world.reload();
    for (id, offset) in [(Uuid::ZERO, 1), (topic_id(0), 1), (topic_id(1), -1)] {
        let expected = all(&[("t0", 0, offset), ("t0", 1, offset)]);
        assert_eq!(fetch_some(&mut world, "t0", id, &[0, 1], true), expected);
    }
}

#[test]
fn offsets_are_deleted_unless_somebody_consumes_the_topic() {
    let mut world = world();
    for topic in ["t0", "t1"] {
        commit(&mut world, topic, 0, 1);
    }
    txn_commit(&mut world, 7, "t2", 0, 1);
    let (member_id, generation) = join(&mut world, "consumer");
    sync(&mut world, &member_id, generation);
    let subscribed = ErrorCode::GroupSubscribedToTopic.to_i16();
    assert_eq!(delete(&mut world, "t0", 0), (0, vec![subscribed]));
    assert_eq!(delete(&mut world, "t1", 0), (0, vec![0]));
    assert_eq!(delete(&mut world, "t1", 9), (0, vec![0]));
    // A tombstone is for what is pending, too.
    assert_eq!(delete(&mut world, "t2", 0), (0, vec![0]));
    world.end_transaction(7, true);
    assert_eq!(fetch_all(&mut world, true), all(&[("t0", 0, 1)]));
    world.reload();
    assert_eq!(fetch_all(&mut world, true), all(&[("t0", 0, 1)]));
}

#[test]
fn offsets_of_a_busy_group_of_another_protocol_are_not_deleted() {
    let mut world = world();
    commit(&mut world, "t0", 0, 1);
    let (member_id, _) = join(&mut world, "connect");
    assert_eq!(delete(&mut world, "t0", 0), (ErrorCode::NonEmptyGroup.to_i16(), vec![]));
    leave(&mut world, &member_id);
    assert_eq!(delete(&mut world, "t0", 0), (0, vec![0]));
}

#[test]
fn offsets_without_a_group_expire_by_their_own_age_and_the_group_with_the_last_one() {
    let mut world = world();
    commit(&mut world, "t0", 0, 1);
    world.advance(6 * DAY);
    commit(&mut world, "t1", 0, 2);
    world.advance(DAY - 600_000);
    assert_eq!(fetch_all(&mut world, true).len(), 2);
    world.advance(600_000);
    assert_eq!(fetch_all(&mut world, true), all(&[("t1", 0, 2)]));
    world.advance(6 * DAY);
    assert_eq!(states(&mut world), Vec::<String>::new());
    world.reload();
    assert_eq!(states(&mut world), Vec::<String>::new());
}

#[test]
fn a_time_that_the_client_has_set_goes_before_the_retention() {
    let mut world = world();
    let request = m::OffsetCommitRequest { retention_time_ms: DAY, ..commit_request("g", "t0", 0, 1) };
    assert_eq!(commit_codes(&mut world, request, 4), [0]);
    let request = m::OffsetCommitRequest { retention_time_ms: 20 * DAY, ..commit_request("g", "t1", 0, 1) };
    assert_eq!(commit_codes(&mut world, request, 4), [0]);
    world.reload();
    world.advance(DAY + 600_000);
    assert_eq!(fetch_all(&mut world, true), all(&[("t1", 0, 1)]));
    world.advance(18 * DAY);
    assert_eq!(fetch_all(&mut world, true), all(&[("t1", 0, 1)]));
    world.advance(DAY);
    assert_eq!(fetch_all(&mut world, true), []);
}

#[test]
fn offsets_of_a_group_that_had_members_expire_when_it_has_been_empty_for_long() {
    let mut world = world();
    commit(&mut world, "t0", 0, 1);
    let (member_id, generation) = join(&mut world, "connect");
    sync(&mut world, &member_id, generation);
    for _ in 0..(8 * DAY / 8_000) {
        world.now += 8_000;
        let request = m::HeartbeatRequest {
            group_id: Str::from("g"),
            member_id: member_id.clone(),
            generation_id: generation,
            ..Default::default()
        };
        world.ask(Command::Heartbeat { request });
    }
    world.advance(0);
    assert_eq!(fetch_all(&mut world, true).len(), 1);
    leave(&mut world, &member_id);
    world.advance(7 * DAY - 600_000);
    world.reload();
    assert_eq!(fetch_all(&mut world, true).len(), 1);
    world.advance(600_000);
    assert_eq!(fetch_all(&mut world, true).len(), 0);
    assert_eq!(states(&mut world), Vec::<String>::new());
}

#[test]
fn an_open_transaction_keeps_an_offset_and_its_group() {
    let mut world = world();
    commit(&mut world, "t0", 0, 1);
    txn_commit(&mut world, 7, "t0", 0, 2);
    world.advance(8 * DAY);
    assert_eq!(fetch_all(&mut world, false), all(&[("t0", 0, 1)]));
    world.end_transaction(7, false);
    world.advance(600_000);
    assert_eq!(states(&mut world), Vec::<String>::new());
    txn_commit(&mut world, 7, "t0", 0, 2);
    world.advance(8 * DAY);
    assert_eq!(states(&mut world), ["Empty"]);
}

#[test]
fn deleted_topics_take_their_offsets_with_them_in_steps_of_bounded_size() {
    let mut world = world();
    for partition in 0..1_500 {
        commit(&mut world, "t0", partition, 1);
    }
    txn_commit(&mut world, 7, "t0", 9_999, 1);
    let mut with_id = commit_request("g", "t0", 5_000, 1);
    with_id.topics[0].topic_id = topic_id(9);
    assert_eq!(commit_codes(&mut world, with_id, 10), [0]);
    commit(&mut world, "t1", 0, 1);
    let before = world.log_len();
    let topics = vec![(topic_id(0), Str::from("t0")), (topic_id(5), Str::from("t5"))];
    assert_eq!(world.ask(Command::TopicsDeleted { topics }), Answer::Done);
    assert_eq!(world.log_len() - before, 1_000);
    world.advance(0);
    assert_eq!(world.log_len() - before, 1_501);
    world.end_transaction(7, true);
    // The one with another id is not of the topic that is gone.
    assert_eq!(fetch_all(&mut world, true), all(&[("t0", 5_000, 1), ("t1", 0, 1)]));
    world.reload();
    assert_eq!(fetch_all(&mut world, true), all(&[("t0", 5_000, 1), ("t1", 0, 1)]));
}

#[test]
fn a_look_at_many_expired_offsets_is_cut_into_steps() {
    let mut world = world();
    for partition in 0..2_500 {
        commit(&mut world, "t0", partition, 1);
    }
    world.now += 8 * DAY;
    let mut steps = Vec::new();
    while world.shard.next_deadline().is_some_and(|due| due.0 <= world.now) {
        steps.push(world.with(Shard::tick));
    }
    assert_eq!(steps, [1_000, 1_000, 501]);
    assert_eq!(states(&mut world), Vec::<String>::new());
}

#[test]
fn an_old_fetch_has_its_error_in_each_partition() {
    let topic =
        OffsetFetchRequestTopics { name: Str::from("t"), partition_indexes: vec![4], ..Default::default() };
    let group = OffsetFetchRequestGroup { topics: Some(vec![topic]), ..Default::default() };
    let old = super::fetch_error(&group, 1, ErrorCode::NotCoordinator);
    assert_eq!((old.error_code, old.topics[0].partitions[0].error_code), (0, 16));
    let new = super::fetch_error(&group, 2, ErrorCode::NotCoordinator);
    assert_eq!((new.error_code, new.topics.len()), (16, 0));
}
