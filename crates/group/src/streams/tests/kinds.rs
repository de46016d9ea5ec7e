//! A streams group among groups of other kinds; describing, listing, deleting it; its offsets.

#![expect(clippy::wildcard_enum_match_arm, reason = "another answer fails the test")]

use super::*;
use crate::testing::{commit_request, join_request};

fn commit(world: &mut World, member: &str, epoch: i32, partition: i32, version: i16) -> ErrorCode {
    let mut request = commit_request("g", "in", partition, 7);
    request.member_id = member.into();
    request.generation_id_or_member_epoch = epoch;
    match world.ask(Command::OffsetCommit { request, version }) {
        Answer::OffsetCommit(answer) => {
            ErrorCode::from_i16(answer.topics[0].partitions[0].error_code).expect("a known error")
        }
        other => panic!("{other:?}"),
    }
}

fn fetch(world: &mut World, member: &str, epoch: i32) -> ErrorCode {
    let group = m::offset_fetch_request::OffsetFetchRequestGroup {
        group_id: "g".into(),
        member_id: Some(member.into()),
        member_epoch: epoch,
        topics: None,
        ..Default::default()
    };
    match world.ask(Command::OffsetFetch { group, require_stable: false, version: 9 }) {
        Answer::OffsetFetch(answer) => ErrorCode::from_i16(answer.error_code).expect("a known error"),
        other => panic!("{other:?}"),
    }
}

fn delete(world: &mut World) -> ErrorCode {
    match world.ask(Command::DeleteGroup { group_id: "g".into() }) {
        Answer::DeleteGroup(answer) => ErrorCode::from_i16(answer.error_code).expect("a known error"),
        other => panic!("{other:?}"),
    }
}

fn join_classic(world: &mut World) -> (ErrorCode, Str) {
    let answers = world.with(|shard, env| {
        let command =
            Command::JoinGroup { request: join_request("g", ""), version: 9, caller: caller("client") };
        shard.handle(env, Ticket(7), command)
    });
    match answers.into_iter().next() {
        Some((_, Answer::JoinGroup(answer))) => {
            (ErrorCode::from_i16(answer.error_code).expect("a known error"), answer.member_id)
        }
        None => (ErrorCode::None, Str::EMPTY),
        other => panic!("{other:?}"),
    }
}

fn describe(world: &mut World) -> m::streams_group_describe_response::DescribedGroup {
    match world.ask(Command::StreamsGroupDescribe { group_id: "g".into() }) {
        Answer::StreamsGroupDescribe(answer) => answer,
        other => panic!("{other:?}"),
    }
}

fn list(world: &mut World, kind: &str) -> Vec<(String, String, String)> {
    let request = m::ListGroupsRequest { types_filter: vec![kind.into()], ..Default::default() };
    match world.ask(Command::ListGroups { request, version: 5 }) {
        Answer::ListGroups(answer) => {
            let groups = answer.groups.into_iter();
            let texts = groups.map(|group| {
                let [state, kind, protocol] = [group.group_state, group.group_type, group.protocol_type];
                (state.to_string(), kind.to_string(), protocol.to_string())
            });
            texts.collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn members_commit_and_fetch_with_their_epoch() {
    let mut world = World::new(&[("in", 2)]);
    let all = told(&world.ok(&join("p/1", &simple()))).unwrap();
    assert_eq!(commit(&mut world, "p/1", 2, 0, 9), ErrorCode::None);
    assert_eq!(commit(&mut world, "p/1", 2, 0, 8), ErrorCode::UnsupportedVersion);
    assert_eq!(commit(&mut world, "p/1", 3, 0, 9), ErrorCode::StaleMemberEpoch);
    assert_eq!(commit(&mut world, "nobody", 2, 0, 9), ErrorCode::UnknownMemberId);
    assert_eq!(commit(&mut world, "", -1, 0, 9), ErrorCode::UnknownMemberId);
    // Who is late may commit what was its own already.
    world.ok(&Request { rack_id: Some("rack".into()), ..owning("p/1", 2, &all) });
    assert_eq!(world.group().members["p/1"].epoch, 3);
    assert_eq!(commit(&mut world, "p/1", 2, 0, 9), ErrorCode::None);
    assert_eq!(commit(&mut world, "p/1", 1, 0, 9), ErrorCode::StaleMemberEpoch);
    assert_eq!(commit(&mut world, "p/1", 2, 5, 9), ErrorCode::StaleMemberEpoch);

    assert_eq!(fetch(&mut world, "p/1", 3), ErrorCode::None);
    assert_eq!(fetch(&mut world, "p/1", 2), ErrorCode::StaleMemberEpoch);
    assert_eq!(fetch(&mut world, "nobody", 2), ErrorCode::UnknownMemberId);

    world.ok(&beat("p/1", -1));
    assert_eq!(commit(&mut world, "", -1, 0, 9), ErrorCode::None);
}

#[test]
fn a_group_is_described_and_listed() {
    let mut world = World::new(&[("in", 2)]);
    let unknown = describe(&mut world);
    assert_eq!(unknown.error_code, ErrorCode::GroupIdNotFound.to_i16());
    assert_eq!(unknown.error_message.as_deref(), Some("Group g not found."));

    let declared = topology(4, vec![stateful(subtopology("a", &["in"]), "c")]);
    let mut request = join("p/1", &declared);
    request.client_tags =
        Some(vec![q::KeyValue { key: "k".into(), value: "v".into(), ..Default::default() }]);
    request.user_endpoint = Some(q::Endpoint { host: "h".into(), port: 9, ..Default::default() });
    let epoch = world.ok(&request).member_epoch;
    let described = describe(&mut world);
    assert_eq!(&*described.group_state, "NotReady");
    let changelog = |group: &m::streams_group_describe_response::DescribedGroup| {
        let topology = group.topology.as_ref().expect("a topology");
        assert_eq!(topology.epoch, 4);
        topology.subtopologies.as_ref().expect("a list")[0].state_changelog_topics[0].partitions
    };
    assert_eq!(changelog(&described), 0);
    world.create_wished(ErrorCode::None);
    world.ok(&beat("p/1", epoch));
    let described = describe(&mut world);
    assert_eq!(
        (&*described.group_state, described.group_epoch, described.assignment_epoch),
        ("Stable", 3, 3)
    );
    assert_eq!(changelog(&described), 2);
    let member = &described.members[0];
    assert_eq!((&*member.member_id, &*member.process_id, member.topology_epoch), ("p/1", "p", 4));
    assert_eq!(member.assignment, member.target_assignment);
    assert_eq!(member.assignment.active_tasks[0].partitions, [0, 1]);
    assert_eq!((&*member.client_tags[0].value, member.user_endpoint.as_ref().unwrap().port), ("v", 9));

    let listed = ("Stable".to_owned(), "streams".to_owned(), "streams".to_owned());
    assert_eq!(list(&mut world, "Streams"), [listed]);
    assert_eq!(list(&mut world, "consumer"), []);
}

#[test]
fn only_an_empty_group_is_deleted_and_nothing_of_it_stays() {
    let mut world = World::new(&[("in", 2)]);
    world.ok(&join("p/1", &simple()));
    commit(&mut world, "p/1", 2, 0, 9);
    assert_eq!(delete(&mut world), ErrorCode::NonEmptyGroup);
    world.ok(&beat("p/1", -1));
    assert_eq!(delete(&mut world), ErrorCode::None);
    let mut alive = BTreeMap::new();
    for record in &world.log {
        let (key, value) = record.encode().unwrap();
        alive.insert(key, value);
    }
    assert!(alive.values().all(Option::is_none), "{alive:?}");
    assert!(world.shard.groups.is_empty() && world.replayed.groups.is_empty());
}

#[test]
fn an_empty_group_whose_offsets_expired_goes() {
    let mut world = World::new(&[("in", 2)]);
    world.ok(&join("p/1", &simple()));
    world.ok(&beat("p/1", -1));
    world.pass(3_600_000);
    assert!(world.shard.groups.is_empty() && world.replayed.groups.is_empty());
}

#[test]
fn an_empty_classic_group_becomes_a_streams_group_and_back() {
    let mut world = World::new(&[("in", 2)]);
    assert_eq!(commit(&mut world, "", -1, 0, 9), ErrorCode::None);
    let refused = (ErrorCode::GroupIdNotFound, "Group g is not a streams group.".to_owned());
    assert_eq!(world.send(&beat("p/1", 3)), Err(refused.clone()));
    world.ok(&join("p/1", &simple()));
    assert_eq!(fetch(&mut world, "p/1", 2), ErrorCode::None);
    world.reload();
    assert_eq!(world.group().state(), GroupState::Stable);

    assert_eq!(join_classic(&mut world), (ErrorCode::InconsistentGroupProtocol, Str::EMPTY));
    world.ok(&beat("p/1", -1));
    assert_eq!(join_classic(&mut world).0, ErrorCode::MemberIdRequired);
    assert!(world.find().is_none());
    // A member that is about to join does not count.
    world.ok(&join("p/1", &simple()));
    assert_eq!(world.group().members.len(), 1);
}

#[test]
fn groups_of_other_kinds_with_members_stay_what_they_are() {
    let mut world = World::new(&[("in", 2)]);
    let request = m::ConsumerGroupHeartbeatRequest {
        group_id: "g".into(),
        member_id: "c".into(),
        rebalance_timeout_ms: 1000,
        subscribed_topic_names: Some(vec!["in".into()]),
        topic_partitions: Some(Vec::new()),
        ..Default::default()
    };
    let consumer = |world: &mut World| {
        let command = Command::ConsumerGroupHeartbeat {
            request: request.clone(),
            version: 1,
            caller: caller("client"),
        };
        match world.ask(command) {
            Answer::ConsumerGroupHeartbeat(answer) => (answer.error_code, answer.error_message),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(consumer(&mut world).0, 0);
    let refused = (ErrorCode::GroupIdNotFound, "Group g is not a streams group.".to_owned());
    assert_eq!(world.send(&join("p/1", &simple())), Err(refused));

    let mut world = World::new(&[("in", 2)]);
    world.ok(&join("p/1", &simple()));
    let refused = (ErrorCode::GroupIdNotFound.to_i16(), Some("Group g is not a consumer group.".into()));
    assert_eq!(consumer(&mut world), refused);
    world.ok(&beat("p/1", -1));
    assert_eq!(consumer(&mut world), refused, "an empty streams group stays one");
}

/// This version's assignor gives no warm-up tasks, but another coordinator's may have.
#[test]
fn warm_up_tasks_of_the_log_are_told_and_given_up() {
    let mut world = World::new(&[("in", 2)]);
    world.ok(&join("p/1", &simple()));
    let mut target = (*world.group().target("p/1")).clone();
    let one = target.active.get_mut("a").and_then(|tasks| tasks.remove(&1));
    assert_eq!(one, Some(0));
    tasks::insert(&mut target.warmup, &"a".into(), 1, 0);
    let id = Str::from("g");
    for record in [records::target(&id, &"p/1".into(), &target), records::target_epoch(&id, 2, 5)] {
        world.shard.replay(record.clone(), None);
        world.replayed.replay(record, None);
    }
    let epoch = records::epoch(&id, 3, world.group().metadata_hash, 0, &world.group().configs);
    let epochs = [epoch, records::target_epoch(&id, 3, 5)];
    for record in epochs {
        world.shard.replay(record.clone(), None);
        world.replayed.replay(record, None);
    }
    let warmup = |answer: &Response| answer.warmup_tasks.clone().map(|tasks| tasks.len());
    let all = tasks(&[('a', "a", 0), ('a', "a", 1)]);
    assert_eq!(warmup(&world.ok(&owning("p/1", 2, &all))), Some(0));
    // The process still has the task as an active one.
    world.ok(&owning("p/1", 2, &tasks(&[('a', "a", 0)])));
    assert_eq!(world.group().members["p/1"].state, member::MemberState::UnreleasedTasks);
    assert_eq!(warmup(&world.ok(&beat("p/1", 3))), Some(1));
    // A member joins: the next target is this version's.
    world.ok(&join("r/1", &simple()));
    world.ok(&beat("p/1", 3));
    let warm = &world.group().members["p/1"];
    assert!(warm.assigned.warmup.is_empty() && !warm.pending_revocation.warmup.is_empty());
}
