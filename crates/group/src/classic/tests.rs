//! Scripts of the classic protocol, one rule each.

use moldau_wire::messages as m;
use moldau_wire::{ErrorCode, Str};

use crate::testing::{World, caller, commit_request, join_request, subscription};
use crate::{Answer, Command, Config, Ticket};

use super::*;

const NONE: i16 = 0;

fn code(error: ErrorCode) -> i16 {
    error.to_i16()
}

fn config() -> Config {
    Config::default()
}

/// Joins with a version that does not ask for a known member id.
fn send_join(world: &mut World, request: m::JoinGroupRequest, version: i16) -> Ticket {
    world.send(Command::JoinGroup { request, version, caller: caller("c") })
}

fn joined(world: &mut World, ticket: Ticket) -> m::JoinGroupResponse {
    match world.answers.remove(&ticket) {
        Some(Answer::JoinGroup(response)) => response,
        other => panic!("no answer to JoinGroup but {other:?}"),
    }
}

fn ask_join(world: &mut World, request: m::JoinGroupRequest, version: i16) -> m::JoinGroupResponse {
    let ticket = send_join(world, request, version);
    joined(world, ticket)
}

fn sync_request(
    group: &str,
    member: &str,
    generation: i32,
    assignments: &[(&str, &str)],
) -> m::SyncGroupRequest {
    let assignment = |(member, text): &(&str, &str)| m::sync_group_request::SyncGroupRequestAssignment {
        member_id: Str::from(*member),
        assignment: Bytes::copy_from_slice(text.as_bytes()),
        ..Default::default()
    };
    m::SyncGroupRequest {
        group_id: Str::from(group),
        member_id: Str::from(member),
        generation_id: generation,
        protocol_type: Some(Str::from("consumer")),
        protocol_name: Some(Str::from("range")),
        assignments: assignments.iter().map(assignment).collect(),
        ..Default::default()
    }
}

fn send_sync(world: &mut World, request: m::SyncGroupRequest) -> Ticket {
    world.send(Command::SyncGroup { request, version: 5 })
}

fn synced(world: &mut World, ticket: Ticket) -> m::SyncGroupResponse {
    match world.answers.remove(&ticket) {
        Some(Answer::SyncGroup(response)) => response,
        other => panic!("no answer to SyncGroup but {other:?}"),
    }
}

fn heartbeat(world: &mut World, group: &str, member: &str, generation: i32) -> i16 {
    let request = m::HeartbeatRequest {
        group_id: Str::from(group),
        member_id: Str::from(member),
        generation_id: generation,
        ..Default::default()
    };
    let Answer::Heartbeat(response) = world.ask(Command::Heartbeat { request }) else {
        panic!("another kind of answer")
    };
    response.error_code
}

fn leave(
    world: &mut World,
    group: &str,
    members: &[(&str, Option<&str>)],
    version: i16,
) -> m::LeaveGroupResponse {
    let identity = |(member, instance): &(&str, Option<&str>)| m::leave_group_request::MemberIdentity {
        member_id: Str::from(*member),
        group_instance_id: instance.map(Str::from),
        ..Default::default()
    };
    let request = m::LeaveGroupRequest {
        group_id: Str::from(group),
        member_id: members.first().map(|(member, _)| Str::from(*member)).unwrap_or_default(),
        members: members.iter().map(identity).collect(),
        ..Default::default()
    };
    let Answer::LeaveGroup(response) = world.ask(Command::LeaveGroup { request, version }) else {
        panic!("another kind of answer")
    };
    response
}

fn state(world: &mut World, group: &str) -> String {
    let Answer::DescribeGroup(described) =
        world.ask(Command::DescribeGroup { group_id: Str::from(group), version: 5 })
    else {
        panic!("another kind of answer")
    };
    described.group_state.to_string()
}

/// A group "g" whose `count` dynamic members have joined; their ids, the leader first, and the generation.
fn joined_group(world: &mut World, count: usize) -> (Vec<Str>, i32) {
    let tickets: Vec<Ticket> = (0..count).map(|_| send_join(world, join_request("g", ""), 3)).collect();
    world.advance(if count > 1 { 6_000 } else { 3_000 });
    let answers: Vec<m::JoinGroupResponse> =
        tickets.into_iter().map(|ticket| joined(world, ticket)).collect();
    let leader = answers[0].leader.clone();
    let mut ids: Vec<Str> = answers.iter().map(|answer| answer.member_id.clone()).collect();
    ids.sort_by_key(|id| *id != leader);
    (ids, answers[0].generation_id)
}

/// As [`joined_group`], and each member has its assignment, which is its place in the list.
fn stable_group(world: &mut World, count: usize) -> (Vec<Str>, i32) {
    let (ids, generation) = joined_group(world, count);
    let names: Vec<String> = (0..count).map(|place| place.to_string()).collect();
    let plan: Vec<(&str, &str)> = ids.iter().map(Str::as_str).zip(names.iter().map(String::as_str)).collect();
    let followers: Vec<Ticket> =
        ids[1..].iter().map(|id| send_sync(world, sync_request("g", id, generation, &[]))).collect();
    let leader = send_sync(world, sync_request("g", &ids[0], generation, &plan));
    for (place, ticket) in std::iter::once(leader).chain(followers).enumerate() {
        let response = synced(world, ticket);
        assert_eq!((response.error_code, &response.assignment[..]), (NONE, place.to_string().as_bytes()));
    }
    assert_eq!(state(world, "g"), "Stable");
    (ids, generation)
}

fn static_request(instance: &str, member_id: &str) -> m::JoinGroupRequest {
    m::JoinGroupRequest { group_instance_id: Some(Str::from(instance)), ..join_request("g", member_id) }
}

/// A stable group of one dynamic leader or none, and the static member "i".
fn stable_static_group(world: &mut World, with_leader: bool) -> (Str, i32) {
    let leader = with_leader.then(|| send_join(world, join_request("g", ""), 3));
    let follower = send_join(world, static_request("i", ""), 5);
    world.advance(if with_leader { 6_000 } else { 3_000 });
    let response = joined(world, follower);
    let leader = leader.map_or(response.member_id.clone(), |ticket| joined(world, ticket).member_id);
    let ticket =
        send_sync(world, sync_request("g", &leader, response.generation_id, &[(&response.member_id, "s")]));
    assert_eq!(synced(world, ticket).error_code, NONE);
    (response.member_id, response.generation_id)
}

#[test]
fn requests_that_no_group_could_accept() {
    let join = |group: &str, timeout| m::JoinGroupRequest {
        session_timeout_ms: timeout,
        ..join_request(group, "m")
    };
    for (request, error) in [
        (join("", 10_000), ErrorCode::InvalidGroupId),
        (join("g", 5_999), ErrorCode::InvalidSessionTimeout),
        (join("g", -1), ErrorCode::InvalidSessionTimeout),
        (join("g", 1_800_001), ErrorCode::InvalidSessionTimeout),
        (join("g", 10_000), ErrorCode::UnknownMemberId),
    ] {
        let mut world = World::new(config());
        let response = ask_join(&mut world, request, 4);
        assert_eq!((response.error_code, &*response.member_id), (code(error), "m"));
        assert_eq!(world.log_len(), 0);
    }
    let mut world = World::new(config());
    for (group, error) in [("", ErrorCode::InvalidGroupId), ("g", ErrorCode::UnknownMemberId)] {
        assert_eq!(heartbeat(&mut world, group, "m", 1), code(error));
        let ticket = send_sync(&mut world, sync_request(group, "m", 1, &[]));
        assert_eq!(synced(&mut world, ticket).error_code, code(error));
    }
    assert_eq!(leave(&mut world, "", &[("m", None)], 3).error_code, code(ErrorCode::InvalidGroupId));
    let response = leave(&mut world, "g", &[("m", None)], 3);
    assert_eq!(response.error_code, NONE);
    assert_eq!(response.members[0].error_code, code(ErrorCode::UnknownMemberId));
    assert_eq!(leave(&mut world, "g", &[("m", None)], 2).error_code, code(ErrorCode::UnknownMemberId));
}

#[test]
fn a_new_group_is_written_down_and_a_member_must_know_its_id() {
    let mut world = World::new(config());
    let response = ask_join(&mut world, join_request("g", ""), 4);
    assert_eq!(response.error_code, code(ErrorCode::MemberIdRequired));
    assert_eq!(&*response.member_id, "c-00000000-0000-0000-0000-000000000001");
    assert_eq!(world.log_len(), 1);
    assert_eq!(state(&mut world, "g"), "Empty");

    let ticket = send_join(&mut world, join_request("g", &response.member_id), 4);
    assert_eq!(state(&mut world, "g"), "PreparingRebalance");
    world.advance(3_000);
    let second = joined(&mut world, ticket);
    assert_eq!((second.error_code, second.generation_id), (NONE, 1));
    assert_eq!((&second.leader, &second.member_id), (&response.member_id, &response.member_id));
    assert_eq!(
        (second.protocol_type.as_deref(), second.protocol_name.as_deref()),
        (Some("consumer"), Some("range"))
    );
    assert_eq!(second.members.len(), 1);
    assert_eq!(second.members[0].metadata, subscription(&["t0"]));
}

#[test]
fn no_protocol_is_empty_text_for_old_clients_and_null_for_others() {
    for (version, name) in [(6, Some("")), (7, None)] {
        let mut world = World::new(config());
        for request in [join_request("", ""), join_request("g", "x"), join_request("g", "")] {
            let response = ask_join(&mut world, request, version);
            assert_eq!(response.protocol_name.as_deref(), name, "version {version}");
        }
        let ticket = send_join(&mut world, static_request("i", ""), version);
        world.reload();
        assert_eq!(joined(&mut world, ticket).protocol_name.as_deref(), name, "version {version}");
    }
}

#[test]
fn a_pending_member_is_forgotten_after_its_session_timeout() {
    for (wait, error) in [(9_999, NONE), (10_000, code(ErrorCode::UnknownMemberId))] {
        let mut world = World::new(config());
        let id = ask_join(&mut world, join_request("g", ""), 4).member_id;
        world.advance(wait);
        let ticket = send_join(&mut world, join_request("g", &id), 4);
        world.advance(3_000);
        assert_eq!(joined(&mut world, ticket).error_code, error, "after {wait} ms");
    }
}

#[test]
fn a_pending_member_holds_up_the_others_until_it_expires() {
    let mut world = World::new(config());
    let (ids, generation) = stable_group(&mut world, 1);
    assert_eq!(ask_join(&mut world, join_request("g", ""), 4).error_code, code(ErrorCode::MemberIdRequired));
    assert_eq!(heartbeat(&mut world, "g", &ids[0], generation), NONE);
    let ticket = send_join(&mut world, join_request("g", &ids[0]), 4);
    world.advance(9_999);
    assert!(world.waiting.contains(&ticket));
    world.advance(1);
    assert_eq!(joined(&mut world, ticket).generation_id, generation + 1);
}

#[test]
fn protocols_must_be_shared() {
    let with = |protocol_type: &str, names: &[&str]| {
        let protocol = |name: &&str| m::join_group_request::JoinGroupRequestProtocol {
            name: Str::from(*name),
            ..Default::default()
        };
        m::JoinGroupRequest {
            protocol_type: Str::from(protocol_type),
            protocols: names.iter().map(protocol).collect(),
            ..join_request("g", "")
        }
    };
    for (request, is_first, accepted) in [
        (with("consumer", &[]), true, false),
        (with("", &["a"]), true, false),
        (with("other", &["range"]), false, false),
        (with("consumer", &["b"]), false, false),
        (with("consumer", &["b", "range"]), false, true),
    ] {
        let mut world = World::new(config());
        if !is_first {
            stable_group(&mut world, 1);
        }
        let ticket = send_join(&mut world, request, 3);
        if accepted {
            assert!(world.waiting.contains(&ticket));
        } else {
            let response = joined(&mut world, ticket);
            assert_eq!(response.error_code, code(ErrorCode::InconsistentGroupProtocol));
            assert_eq!(response.protocol_name.as_deref(), Some(""));
        }
    }
}

#[test]
fn the_protocol_with_the_most_votes_wins() {
    let voter = |names: [&str; 2]| {
        let protocol = |name: &str| m::join_group_request::JoinGroupRequestProtocol {
            name: Str::from(name),
            ..Default::default()
        };
        m::JoinGroupRequest { protocols: names.map(protocol).into(), ..join_request("g", "") }
    };
    let mut world = World::new(config());
    let tickets = [["a", "b"], ["b", "a"], ["b", "a"]].map(|names| send_join(&mut world, voter(names), 3));
    world.advance(10_000);
    for ticket in tickets {
        assert_eq!(joined(&mut world, ticket).protocol_name.as_deref(), Some("b"));
    }
}

#[test]
fn the_first_rebalance_waits_as_long_as_members_come_but_not_beyond_the_rebalance_timeout() {
    let mut world = World::new(config());
    let request = || m::JoinGroupRequest { rebalance_timeout_ms: 7_000, ..join_request("g", "") };
    let first = send_join(&mut world, request(), 3);
    for _ in 0..3 {
        world.advance(1_400);
        send_join(&mut world, request(), 3);
    }
    // 3 s, then 3 s more because of those who came, then what was left of 7 s.
    world.advance(2_799);
    assert!(world.waiting.contains(&first), "at {} ms", world.now - crate::testing::START);
    world.advance(1);
    let response = joined(&mut world, first);
    assert_eq!((response.generation_id, response.members.len()), (1, 4));
    assert!(world.waiting.is_empty());
}

#[test]
fn the_first_rebalance_ends_after_its_delay_if_nobody_else_comes() {
    let mut world = World::new(config());
    let ticket = send_join(&mut world, join_request("g", ""), 3);
    world.advance(2_999);
    assert!(world.waiting.contains(&ticket));
    world.advance(1);
    assert_eq!(joined(&mut world, ticket).generation_id, 1);
}

#[test]
fn followers_wait_for_the_leaders_assignment() {
    let mut world = World::new(config());
    let (ids, generation) = joined_group(&mut world, 3);
    assert_eq!(state(&mut world, "g"), "CompletingRebalance");
    let follower = send_sync(&mut world, sync_request("g", &ids[1], generation, &[]));
    assert!(world.waiting.contains(&follower));
    let leader = send_sync(&mut world, sync_request("g", &ids[0], generation, &[(&ids[1], "x")]));
    let response = synced(&mut world, follower);
    assert_eq!((response.error_code, &response.assignment[..]), (NONE, &b"x"[..]));
    assert_eq!(response.protocol_name.as_deref(), Some("range"));
    assert_eq!(synced(&mut world, leader).assignment, Bytes::new());
    // Late ones get what was kept for them.
    let late = send_sync(&mut world, sync_request("g", &ids[2], generation, &[]));
    assert_eq!(synced(&mut world, late).error_code, NONE);
}

#[test]
fn sync_says_what_is_wrong() {
    let mut world = World::new(config());
    let (ids, generation) = joined_group(&mut world, 2);
    let good = || sync_request("g", &ids[1], generation, &[]);
    let bad_name = Some(Str::from("other"));
    for (request, error) in [
        (m::SyncGroupRequest { member_id: Str::from("x"), ..good() }, ErrorCode::UnknownMemberId),
        (
            m::SyncGroupRequest { group_instance_id: Some(Str::from("i")), ..good() },
            ErrorCode::UnknownMemberId,
        ),
        (m::SyncGroupRequest { generation_id: generation + 1, ..good() }, ErrorCode::IllegalGeneration),
        (
            m::SyncGroupRequest { protocol_name: bad_name.clone(), ..good() },
            ErrorCode::InconsistentGroupProtocol,
        ),
        (m::SyncGroupRequest { protocol_type: bad_name, ..good() }, ErrorCode::InconsistentGroupProtocol),
        (m::SyncGroupRequest { protocol_type: None, ..good() }, ErrorCode::InconsistentGroupProtocol),
    ] {
        let ticket = send_sync(&mut world, request);
        assert_eq!(synced(&mut world, ticket).error_code, code(error));
    }
    send_join(&mut world, join_request("g", ""), 3);
    let ticket = send_sync(&mut world, good());
    assert_eq!(synced(&mut world, ticket).error_code, code(ErrorCode::RebalanceInProgress));
}

#[test]
fn a_joining_member_makes_the_others_join_again() {
    let mut world = World::new(config());
    let (ids, generation) = joined_group(&mut world, 2);
    let waiting = send_sync(&mut world, sync_request("g", &ids[1], generation, &[]));
    let new = send_join(&mut world, join_request("g", ""), 3);
    assert_eq!(synced(&mut world, waiting).error_code, code(ErrorCode::RebalanceInProgress));
    assert_eq!(heartbeat(&mut world, "g", &ids[0], generation), code(ErrorCode::RebalanceInProgress));
    let again: Vec<Ticket> = ids.iter().map(|id| send_join(&mut world, join_request("g", id), 3)).collect();
    let response = joined(&mut world, new);
    assert_eq!(
        (response.generation_id, &response.leader, response.members.len()),
        (generation + 1, &ids[0], 0)
    );
    assert_eq!(joined(&mut world, again[0]).members.len(), 3);
    assert_eq!(joined(&mut world, again[1]).members.len(), 0);
}

#[test]
fn members_that_do_not_join_in_time_are_removed() {
    let mut world = World::new(config());
    let (ids, generation) = stable_group(&mut world, 2);
    let new = send_join(&mut world, join_request("g", ""), 3);
    // Both are alive, but only one joins again.
    let again = send_join(&mut world, join_request("g", &ids[1]), 3);
    for _ in 0..11 {
        world.advance(5_000);
        assert_eq!(heartbeat(&mut world, "g", &ids[0], generation), code(ErrorCode::RebalanceInProgress));
    }
    world.advance(5_000);
    let response = joined(&mut world, again);
    assert_eq!(response.generation_id, generation + 1);
    let leader = response.leader.clone();
    assert_ne!(leader, ids[0]);
    assert_eq!(joined(&mut world, new).leader, leader);
    assert_eq!(heartbeat(&mut world, "g", &ids[0], generation), code(ErrorCode::UnknownMemberId));
}

#[test]
fn a_silent_member_is_removed_and_the_others_rebalance() {
    let mut world = World::new(config());
    let (ids, generation) = stable_group(&mut world, 2);
    world.advance(6_000);
    assert_eq!(heartbeat(&mut world, "g", &ids[1], generation), NONE);
    world.advance(4_000);
    assert_eq!(state(&mut world, "g"), "PreparingRebalance");
    assert_eq!(heartbeat(&mut world, "g", &ids[0], generation), code(ErrorCode::UnknownMemberId));
    assert_eq!(heartbeat(&mut world, "g", &ids[1], generation), code(ErrorCode::RebalanceInProgress));
    // Nobody comes: the generation of nobody is written down.
    world.advance(100_000);
    assert_eq!(state(&mut world, "g"), "Empty");
    world.reload();
    assert_eq!(state(&mut world, "g"), "Empty");
}

#[test]
fn a_commit_keeps_the_session() {
    let mut world = World::new(config());
    let (ids, generation) = stable_group(&mut world, 1);
    for _ in 0..5 {
        world.advance(8_000);
        let request = m::OffsetCommitRequest {
            member_id: ids[0].clone(),
            generation_id_or_member_epoch: generation,
            ..commit_request("g", "t0", 0, 1)
        };
        world.ask(Command::OffsetCommit { request, version: 8 });
    }
    assert_eq!(heartbeat(&mut world, "g", &ids[0], generation), NONE);
}

#[test]
fn who_does_not_fetch_its_assignment_in_time_is_removed() {
    let mut world = World::new(config());
    let (ids, generation) = joined_group(&mut world, 2);
    let ticket = send_sync(&mut world, sync_request("g", &ids[0], generation, &[]));
    assert_eq!(synced(&mut world, ticket).error_code, NONE);
    for _ in 0..12 {
        world.advance(4_900);
        for id in &ids {
            assert_eq!(heartbeat(&mut world, "g", id, generation), NONE);
        }
    }
    world.advance(2_000);
    assert_eq!(heartbeat(&mut world, "g", &ids[1], generation), code(ErrorCode::UnknownMemberId));
    assert_eq!(heartbeat(&mut world, "g", &ids[0], generation), code(ErrorCode::RebalanceInProgress));
}

#[test]
fn joining_again_without_a_change_rebalances_only_for_the_leader() {
    let changed = |id: &Str| {
        let mut request = join_request("g", id);
        request.protocols[0].metadata = subscription(&["t1"]);
        request
    };
    for (place, is_changed, rebalances) in [(0, false, true), (1, false, false), (1, true, true)] {
        let mut world = World::new(config());
        let (ids, generation) = stable_group(&mut world, 2);
        let request = if is_changed { changed(&ids[place]) } else { join_request("g", &ids[place]) };
        let ticket = send_join(&mut world, request, 5);
        assert_eq!(world.waiting.contains(&ticket), rebalances, "{place} {is_changed}");
        if !rebalances {
            let response = joined(&mut world, ticket);
            assert_eq!((response.generation_id, response.members.len()), (generation, 0));
        }
    }
}

#[test]
fn a_member_that_missed_the_answer_to_its_join_gets_it_again() {
    let mut world = World::new(config());
    let (ids, generation) = joined_group(&mut world, 2);
    for (place, members) in [(0, 2), (1, 0)] {
        let response = ask_join(&mut world, join_request("g", &ids[place]), 5);
        assert_eq!((response.generation_id, response.members.len()), (generation, members));
    }
    assert_eq!(state(&mut world, "g"), "CompletingRebalance");
}

#[test]
fn whoever_asks_twice_is_answered_twice() {
    let mut world = World::new(config());
    let (ids, generation) = joined_group(&mut world, 2);
    let first = send_sync(&mut world, sync_request("g", &ids[1], generation, &[]));
    let second = send_sync(&mut world, sync_request("g", &ids[1], generation, &[]));
    assert_eq!(synced(&mut world, first).error_code, code(ErrorCode::RebalanceInProgress));
    assert!(world.waiting.contains(&second));
    send_join(&mut world, join_request("g", ""), 3);
    let first = send_join(&mut world, join_request("g", &ids[0]), 3);
    let second = send_join(&mut world, join_request("g", &ids[0]), 3);
    assert_eq!(joined(&mut world, first).error_code, code(ErrorCode::RebalanceInProgress));
    assert!(world.waiting.contains(&second));
}

#[test]
fn a_static_member_comes_back_without_a_rebalance() {
    for (version, with_leader, skip) in
        [(5, true, false), (9, true, false), (9, false, true), (5, false, false)]
    {
        let mut world = World::new(config());
        let (old_id, generation) = stable_static_group(&mut world, with_leader);
        let response = ask_join(&mut world, static_request("i", ""), version);
        assert_eq!((response.error_code, response.generation_id), (NONE, generation));
        assert_ne!(response.member_id, old_id);
        assert!(response.member_id.starts_with("i-"));
        assert_eq!(response.skip_assignment, skip);
        assert_eq!(response.members.len(), usize::from(skip));
        // An old client must not believe that it leads.
        let leads = response.leader == response.member_id;
        assert_eq!(leads, skip, "version {version}");
        assert_eq!(state(&mut world, "g"), "Stable");
        let id = &response.member_id;
        let ticket = send_sync(
            &mut world,
            m::SyncGroupRequest {
                group_instance_id: Some(Str::from("i")),
                ..sync_request("g", id, generation, &[])
            },
        );
        assert_eq!(&synced(&mut world, ticket).assignment[..], b"s");
        let fenced = m::HeartbeatRequest {
            group_id: Str::from("g"),
            member_id: old_id.clone(),
            group_instance_id: Some(Str::from("i")),
            generation_id: generation,
            ..Default::default()
        };
        let Answer::Heartbeat(answer) = world.ask(Command::Heartbeat { request: fenced }) else { panic!() };
        assert_eq!(answer.error_code, code(ErrorCode::FencedInstanceId));
        // The new id is what a replay knows.
        world.reload();
        assert_eq!(heartbeat(&mut world, "g", id, generation), NONE);
    }
}

#[test]
fn a_static_member_may_come_back_for_other_topics() {
    let mut world = World::new(config());
    stable_static_group(&mut world, true);
    let mut request = static_request("i", "");
    request.protocols[0].metadata = subscription(&["t5"]);
    assert_eq!(ask_join(&mut world, request, 9).error_code, NONE);
    for shard in [&world.replayed(), &world.shard] {
        let group = shard.group("g").unwrap();
        for (topic, expected) in [("t0", true), ("t1", false), ("t5", true)] {
            assert_eq!(group.is_subscribed(topic), expected, "{topic}");
        }
    }
}

#[test]
fn a_deleted_group_leaves_no_timers() {
    let mut world = World::new(config());
    let id = ask_join(&mut world, join_request("g", ""), 4).member_id;
    world.ask(Command::DeleteGroup { group_id: Str::from("g") });
    let expiry = crate::testing::START + 600_000;
    assert_eq!(world.shard.next_deadline().map(|due| due.0), Some(expiry));
    let response = ask_join(&mut world, join_request("g", &id), 4);
    assert_eq!(response.error_code, code(ErrorCode::UnknownMemberId));
}

#[test]
fn two_of_the_same_instance_fence_each_other() {
    let mut world = World::new(config());
    let first = send_join(&mut world, static_request("i", ""), 7);
    let second = send_join(&mut world, static_request("i", ""), 7);
    let fenced = joined(&mut world, first);
    assert_eq!(fenced.error_code, code(ErrorCode::FencedInstanceId));
    assert_eq!(fenced.protocol_name, None);
    let request = static_request("i", &fenced.member_id);
    assert_eq!(ask_join(&mut world, request, 7).error_code, code(ErrorCode::FencedInstanceId));
    world.advance(3_000);
    assert_eq!(joined(&mut world, second).error_code, NONE);
}

#[test]
fn a_missing_static_member_stays_until_its_session_ends() {
    let mut world = World::new(config());
    let (old_id, generation) = stable_static_group(&mut world, true);
    let new = send_join(&mut world, join_request("g", ""), 3);
    world.advance(9_000);
    assert_eq!(heartbeat(&mut world, "g", &old_id, generation), code(ErrorCode::RebalanceInProgress));
    world.advance(10_000);
    // The dynamic member's and the static one's sessions are over, so nobody is missing.
    assert_eq!(joined(&mut world, new).members.len(), 1);
}

#[test]
fn members_leave_alone_or_together_or_by_their_instance() {
    let mut world = World::new(config());
    let (ids, generation) = stable_group(&mut world, 3);
    assert_eq!(leave(&mut world, "g", &[(&ids[0], None)], 2), m::LeaveGroupResponse::default());
    assert_eq!(state(&mut world, "g"), "PreparingRebalance");
    let response = leave(&mut world, "g", &[("x", None), (&ids[1], None), (&ids[2], Some("i"))], 4);
    let codes: Vec<i16> = response.members.iter().map(|member| member.error_code).collect();
    let unknown = code(ErrorCode::UnknownMemberId);
    assert_eq!(codes, [unknown, NONE, unknown]);
    let response = leave(&mut world, "g", &[(&ids[2], None)], 4);
    assert_eq!(response.members[0].error_code, NONE);
    assert_eq!(state(&mut world, "g"), "Empty");
    assert_eq!(heartbeat(&mut world, "g", &ids[2], generation), unknown);

    let mut world = World::new(config());
    let (id, _) = stable_static_group(&mut world, true);
    for (member, instance, error) in [
        ("", "j", ErrorCode::UnknownMemberId),
        ("x", "i", ErrorCode::FencedInstanceId),
        ("", "i", ErrorCode::None),
        (&*id, "i", ErrorCode::UnknownMemberId),
    ] {
        let response = leave(&mut world, "g", &[(member, Some(instance))], 3);
        assert_eq!(response.members[0].error_code, code(error), "{member} {instance}");
    }
}

#[test]
fn a_group_takes_no_more_members_than_it_may() {
    let mut world = World::new(Config { classic_size_max: 2, ..config() });
    let tickets: Vec<Ticket> = (0..3).map(|_| send_join(&mut world, join_request("g", ""), 3)).collect();
    assert_eq!(joined(&mut world, tickets[2]).error_code, code(ErrorCode::GroupMaxSizeReached));
    world.advance(10_000);
    assert_eq!(joined(&mut world, tickets[0]).generation_id, 1);
    let response = ask_join(&mut world, join_request("g", ""), 3);
    assert_eq!((response.error_code, &*response.member_id), (code(ErrorCode::GroupMaxSizeReached), ""));
}

#[test]
fn a_stable_generation_survives_a_reload_with_whole_sessions() {
    let mut world = World::new(config());
    let (ids, generation) = stable_group(&mut world, 2);
    world.advance(9_000);
    world.reload();
    world.advance(9_999);
    assert_eq!(heartbeat(&mut world, "g", &ids[0], generation), NONE);
    let ticket = send_sync(&mut world, sync_request("g", &ids[1], generation, &[]));
    assert_eq!(&synced(&mut world, ticket).assignment[..], b"1");
    world.advance(1);
    assert_eq!(heartbeat(&mut world, "g", &ids[1], generation), code(ErrorCode::UnknownMemberId));
}

#[test]
fn who_waits_is_told_when_the_shard_is_given_up() {
    let mut world = World::new(config());
    let (ids, generation) = joined_group(&mut world, 2);
    let sync = send_sync(&mut world, sync_request("g", &ids[1], generation, &[]));
    let join = send_join(&mut world, join_request("h", ""), 3);
    world.reload();
    assert_eq!(synced(&mut world, sync).error_code, code(ErrorCode::NotCoordinator));
    assert_eq!(joined(&mut world, join).error_code, code(ErrorCode::NotCoordinator));
    // The generation was never complete, so it is forgotten.
    assert_eq!(state(&mut world, "g"), "Empty");
}

#[test]
fn a_freshly_loaded_group_that_is_too_large_rebalances() {
    let mut world = World::new(config());
    stable_group(&mut world, 3);
    world.config.classic_size_max = 2;
    world.reload();
    assert_eq!(state(&mut world, "g"), "PreparingRebalance");
}

#[test]
fn topics_are_read_from_metadata_that_may_be_anything() {
    let topics = |metadata: &[u8]| {
        subscribed_topics(Bytes::copy_from_slice(metadata))
            .map(|topics| topics.iter().map(Str::to_string).collect::<Vec<_>>())
    };
    assert_eq!(topics(&subscription(&["a", "b"])), Some(vec!["a".to_owned(), "b".to_owned()]));
    // A version of the future.
    assert_eq!(topics(&[&[0, 99], &subscription(&["a"])[2..]].concat()), Some(vec!["a".to_owned()]));
    let huge = [0, 1, 0x7f, 0xff, 0xff, 0xff];
    for broken in [&[][..], &[0], &[0, 1], &[0, 1, 0, 0, 0, 9], &huge, &[0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]]
    {
        assert_eq!(topics(broken), None, "{broken:?}");
    }
}
