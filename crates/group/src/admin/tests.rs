use moldau_wire::messages as m;
use moldau_wire::{ErrorCode, Str};

use crate::testing::{World, caller, commit_request, join_request, txn_commit_request};
use crate::{Answer, Command, Config};

/// "empty" has offsets, "busy" has a member that joins.
fn world() -> World {
    let mut world = World::new(Config::default());
    let request = commit_request("empty", "t0", 0, 1);
    world.ask(Command::OffsetCommit { request, version: 8 });
    let request = join_request("busy", "");
    world.send(Command::JoinGroup { request, version: 3, caller: caller("c") });
    world
}

#[test]
fn an_unknown_group_is_dead_or_an_error() {
    let mut world = world();
    for (version, error_code, message) in
        [(5, 0, None), (6, ErrorCode::GroupIdNotFound.to_i16(), Some("Group x not found."))]
    {
        let Answer::DescribeGroup(described) =
            world.ask(Command::DescribeGroup { group_id: Str::from("x"), version })
        else {
            panic!()
        };
        assert_eq!(described.error_code, error_code);
        assert_eq!(described.error_message.as_deref(), message);
        assert_eq!((&*described.group_state, &*described.group_id), ("Dead", "x"));
    }
}

#[test]
fn no_consumer_group_has_an_empty_name() {
    let mut world = world();
    for (name, error) in [("", ErrorCode::InvalidGroupId), ("x", ErrorCode::GroupIdNotFound)] {
        let Answer::ConsumerGroupDescribe(described) =
            world.ask(Command::ConsumerGroupDescribe { group_id: Str::from(name) })
        else {
            panic!()
        };
        assert_eq!(described.error_code, error.to_i16());
        assert_eq!(described.error_message.is_none(), name.is_empty());
    }
}

#[test]
fn groups_are_listed_by_state_and_type_in_any_case() {
    let mut world = world();
    for (states, types, expected) in [
        (&[][..], &[][..], &["busy", "empty"][..]),
        (&["eMPTY "], &[], &["empty"]),
        (&["PreparingRebalance", "Stable"], &["Classic"], &["busy"]),
        (&["nonsense"], &[], &[]),
        (&[], &["consumer"], &[]),
        (&[], &["nonsense"], &[]),
        (&[], &["consumer", "CLASSIC"], &["busy", "empty"]),
    ] {
        let request = m::ListGroupsRequest {
            states_filter: states.iter().map(|state| Str::from(*state)).collect(),
            types_filter: types.iter().map(|kind| Str::from(*kind)).collect(),
            ..Default::default()
        };
        let Answer::ListGroups(response) = world.ask(Command::ListGroups { request, version: 5 }) else {
            panic!()
        };
        let listed: Vec<&str> = response.groups.iter().map(|group| &*group.group_id).collect();
        assert_eq!(listed, expected, "{states:?} {types:?}");
        for group in &response.groups {
            assert_eq!(&*group.group_type, "classic");
            assert_eq!(&*group.protocol_type, if group.group_id == *"busy" { "consumer" } else { "" });
        }
    }
}

#[test]
fn only_an_empty_group_is_deleted_and_with_it_its_offsets() {
    let mut world = world();
    let request = txn_commit_request(7, ("empty", "t1"), 0, 1);
    world.ask(Command::TxnOffsetCommit { request, version: 3 });
    for (group, error) in [
        ("busy", ErrorCode::NonEmptyGroup),
        ("x", ErrorCode::GroupIdNotFound),
        ("empty", ErrorCode::None),
        ("empty", ErrorCode::GroupIdNotFound),
    ] {
        let group_id = Str::from(group);
        let Answer::DeleteGroup(result) = world.ask(Command::DeleteGroup { group_id }) else { panic!() };
        assert_eq!(result.error_code, error.to_i16(), "{group}");
    }
    // What was pending has gone with the group.
    world.end_transaction(7, true);
    assert!(world.shard.group("empty").is_none());
    assert!(world.shard.offsets().of_group("empty").is_none());
    world.reload();
    assert!(world.shard.group("empty").is_none());
}

#[test]
fn a_heartbeat_is_accepted_unseen_while_the_log_is_loaded() {
    let command = Command::Heartbeat { request: m::HeartbeatRequest::default() };
    for (error, code) in [(ErrorCode::CoordinatorLoadInProgress, 0), (ErrorCode::NotCoordinator, 16)] {
        let Answer::Heartbeat(response) = command.refused(error) else { panic!() };
        assert_eq!(response.error_code, code);
    }
}
