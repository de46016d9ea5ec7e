//! One rule at a time.

use super::*;

fn all(topic: TopicId, partitions: std::ops::Range<i32>) -> Held {
    partitions.map(|partition| (topic, partition)).collect()
}

#[test]
fn requests_that_make_no_sense_are_refused() {
    let joining = join("a", &["t"]);
    let cases: [(Request, i16, &str); 13] = [
        (Request { member_id: Str::EMPTY, ..joining.clone() }, 1, "MemberId can't be empty."),
        (Request { member_id: " ".into(), ..beat("", 3) }, 0, "MemberId can't be empty."),
        (beat("", -1), 0, "MemberId can't be empty."),
        (Request { group_id: Str::EMPTY, ..joining.clone() }, 1, "GroupId can't be empty."),
        (Request { instance_id: Some(Str::EMPTY), ..joining.clone() }, 1, "InstanceId can't be empty."),
        (Request { rack_id: Some(Str::EMPTY), ..joining.clone() }, 1, "RackId can't be empty."),
        (
            Request { rebalance_timeout_ms: -1, ..joining.clone() },
            1,
            "RebalanceTimeoutMs must be provided in first request.",
        ),
        (
            Request { topic_partitions: None, ..joining.clone() },
            1,
            "TopicPartitions must be empty when (re-)joining.",
        ),
        (
            Request { topic_partitions: Some(wire(&all(Uuid(1), 0..1))), ..joining.clone() },
            1,
            "TopicPartitions must be empty when (re-)joining.",
        ),
        (
            Request { subscribed_topic_names: None, ..joining.clone() },
            1,
            "Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.",
        ),
        (beat("a", -2), 1, "InstanceId can't be null."),
        (beat("a", -3), 1, "MemberEpoch is invalid."),
        (
            Request { server_assignor: Some("sticky".into()), ..joining },
            1,
            "ServerAssignor sticky is not supported. Supported assignors: uniform, range.",
        ),
    ];
    for (request, version, message) in cases {
        let mut world = World::new(&[("t", 3)]);
        let refusal = world.send_version(&request, version).expect_err(message);
        assert_eq!(refusal.message.as_deref(), Some(message));
        let code = if message.starts_with("ServerAssignor") {
            ErrorCode::UnsupportedAssignor
        } else {
            ErrorCode::InvalidRequest
        };
        assert_eq!(refusal.code, code, "{message}");
    }
}

#[test]
fn the_first_member_gets_everything_and_is_told_once() {
    let mut world = World::new(&[("t", 3)]);
    let t = world.id("t");
    let answer = world.send(&join("a", &["t"])).expect("joins");
    assert_eq!((answer.member_id.as_deref(), answer.member_epoch), (Some("a"), 2));
    assert_eq!(answer.heartbeat_interval_ms, 5000);
    assert_eq!(told(&answer), Some(all(t, 0..3)));
    assert_eq!(
        world.written(0),
        [
            "MemberMetadata",
            "Metadata",
            "TargetAssignmentMember",
            "TargetAssignmentMetadata",
            "CurrentMemberAssignment"
        ]
    );
    let written = world.log.len();
    assert_eq!(told(&world.send(&beat("a", 2)).expect("goes on")), None);
    assert_eq!(world.log.len(), written, "a heartbeat without news writes nothing");
    let full = Request { member_epoch: 2, topic_partitions: Some(wire(&all(t, 0..3))), ..join("a", &["t"]) };
    assert_eq!(
        told(&world.send(&full).expect("goes on")),
        Some(all(t, 0..3)),
        "a full request is answered in full"
    );
    assert_eq!(world.log.len(), written);
    assert_eq!(world.group().state(), GroupState::Stable);
}

#[test]
fn version_0_members_get_an_id() {
    let mut world = World::new(&[("t", 1)]);
    let answer =
        world.send_version(&Request { member_id: Str::EMPTY, ..join("", &["t"]) }, 0).expect("joins");
    assert_eq!(answer.member_id, Some(Str::from(Uuid(1).to_string())));
}

#[test]
fn partitions_go_over_when_their_owner_says_so() {
    let mut world = World::new(&[("t", 4)]);
    let t = world.id("t");
    world.send(&join("a", &["t"])).expect("joins");
    let b = world.send(&join("b", &["t"])).expect("joins");
    assert_eq!((b.member_epoch, told(&b)), (3, Some(Held::new())), "everything is still a's");
    assert_eq!(world.group().members["b"].state, member::MemberState::UnreleasedPartitions);
    let a = world.send(&owning("a", 2, &all(t, 0..4))).expect("goes on");
    assert_eq!((a.member_epoch, told(&a)), (2, Some(all(t, 0..2))), "first it gives up, at its old epoch");
    assert_eq!(world.group().members["a"].state, member::MemberState::UnrevokedPartitions);
    assert_eq!(world.group().state(), GroupState::Reconciling);
    assert_eq!(told(&world.send(&owning("b", 3, &Held::new())).expect("goes on")), None);
    assert_eq!(
        told(&world.send(&beat("a", 2)).expect("goes on")),
        None,
        "who says nothing may still own all"
    );
    let a = world.send(&owning("a", 2, &all(t, 0..2))).expect("goes on");
    assert_eq!((a.member_epoch, told(&a)), (3, None), "then it gets the new epoch");
    let b = world.send(&owning("b", 3, &Held::new())).expect("goes on");
    assert_eq!(told(&b), Some(all(t, 2..4)));
    assert_eq!(world.group().state(), GroupState::Stable);
    assert_eq!(world.group().members["b"].assignment_epoch(t, 2), Some(3));
}

#[test]
fn who_does_not_give_up_in_time_is_removed() {
    let mut world = World::new(&[("t", 2)]);
    let t = world.id("t");
    world.send(&join("a", &["t"])).expect("joins");
    world.send(&join("b", &["t"])).expect("joins");
    world.send(&owning("a", 2, &all(t, 0..2))).expect("goes on");
    world.pass(4_999);
    world.send(&owning("a", 2, &all(t, 0..2))).expect("still there");
    world.pass(1);
    assert!(!world.group().members.contains_key("a"));
    assert_eq!(world.refused(&beat("a", 2)).0, ErrorCode::UnknownMemberId);
    let b = world.send(&owning("b", 3, &Held::new())).expect("goes on");
    assert_eq!(told(&b), Some(all(t, 0..2)));
}

#[test]
fn silent_members_are_removed() {
    let mut world = World::new(&[("t", 2)]);
    world.overrides.0.insert("consumer.session.timeout.ms", "50000".into());
    world.overrides.0.insert("consumer.heartbeat.interval.ms", "7000".into());
    let answer = world.send(&join("a", &["t"])).expect("joins");
    assert_eq!(answer.heartbeat_interval_ms, 7000);
    world.pass(49_999);
    world.send(&beat("a", 2)).expect("still there");
    world.pass(49_999);
    assert_eq!(world.group().members.len(), 1);
    let written = world.log.len();
    world.pass(1);
    assert_eq!(
        world.written(written),
        ["-CurrentMemberAssignment", "-TargetAssignmentMember", "-MemberMetadata", "Metadata"]
    );
    assert_eq!(world.group().state(), GroupState::Empty);
    assert_eq!(world.group().epoch, 3);
}

#[test]
fn wrong_epochs_are_fenced_but_a_missed_answer_is_forgiven() {
    let mut world = World::new(&[("t", 2), ("u", 2)]);
    let (t, u) = (world.id("t"), world.id("u"));
    world.send(&join("a", &["t"])).expect("joins");
    assert_eq!(
        world.refused(&beat("a", 3)),
        (
            ErrorCode::FencedMemberEpoch,
            "The consumer group member has a greater member epoch (3) than the one known by the group coordinator (2). The member must abandon all its partitions and rejoin.".into()
        )
    );
    let more = Request {
        subscribed_topic_names: Some(vec!["t".into(), "u".into()]),
        ..owning("a", 2, &all(t, 0..2))
    };
    assert_eq!(world.send(&more).expect("goes on").member_epoch, 3);
    let again = world.send(&owning("a", 2, &all(t, 0..2))).expect("the answer was missed");
    assert_eq!(again.member_epoch, 3);
    let mut held = all(t, 0..2);
    held.insert((u, 7));
    for request in [beat("a", 2), owning("a", 2, &held), owning("a", 1, &all(t, 0..2))] {
        let (code, message) = world.refused(&request);
        assert_eq!(code, ErrorCode::FencedMemberEpoch);
        assert!(message.contains("smaller"), "{message}");
    }
    assert_eq!(
        world.refused(&beat("x", 3)),
        (ErrorCode::UnknownMemberId, "Member x is not a member of group g.".into())
    );
    assert_eq!(world.send(&join("a", &["t", "u"])).expect("rejoins").member_epoch, 3);
}

#[test]
fn unknown_groups_and_full_groups_take_nobody() {
    let mut world = World::new(&[("t", 2)]);
    assert_eq!(world.refused(&beat("a", 1)).0, ErrorCode::GroupIdNotFound);
    world.config.consumer.size_max = 1;
    world.send(&join("a", &["t"])).expect("joins");
    assert_eq!(
        world.refused(&join("b", &["t"])),
        (
            ErrorCode::GroupMaxSizeReached,
            "The consumer group has reached its maximum capacity of 1 members.".into()
        )
    );
    world.send(&join("a", &["t"])).expect("rejoins");
}

#[test]
fn a_static_member_comes_back_to_what_it_had() {
    let mut world = World::new(&[("t", 4)]);
    world.send(&join_static("a", "i", &["t"])).expect("joins");
    world.send(&join("b", &["t"])).expect("joins");
    let t = world.id("t");
    world.send(&owning("a", 2, &all(t, 0..2))).expect("gives up");
    let b = world.send(&owning("b", 3, &Held::new())).expect("goes on");
    assert_eq!(told(&b), Some(all(t, 2..4)));
    assert_eq!(
        world.refused(&join_static("a2", "i", &["t"])),
        (
            ErrorCode::UnreleasedInstanceId,
            "Static member a2 with instance id i cannot join the group because the instance id is owned by a member.".into()
        )
    );
    let away = Request { instance_id: Some("i".into()), ..beat("a", -2) };
    let answer = world.send(&away).expect("leaves for now");
    assert_eq!((answer.member_id.as_deref(), answer.member_epoch), (Some("a"), -2));
    let (epoch, written) = (world.group().epoch, world.log.len());
    let back = world.send(&join_static("a2", "i", &["t"])).expect("comes back");
    assert_eq!((back.member_epoch, told(&back)), (3, Some(all(t, 0..2))));
    assert_eq!(world.group().epoch, epoch, "nobody else notices");
    assert_eq!(
        world.written(written),
        [
            "-CurrentMemberAssignment",
            "-TargetAssignmentMember",
            "-MemberMetadata",
            "MemberMetadata",
            "TargetAssignmentMember",
            "CurrentMemberAssignment",
            "CurrentMemberAssignment"
        ]
    );
    let late = Request { instance_id: Some("i".into()), ..beat("a", 3) };
    assert_eq!(
        world.refused(&late),
        (ErrorCode::FencedInstanceId, "Static member a with instance id i was fenced by member a2.".into())
    );
    let unknown = Request { instance_id: Some("j".into()), ..beat("a", 3) };
    assert_eq!(world.refused(&unknown), (ErrorCode::UnknownMemberId, "Instance id j is unknown.".into()));
}

#[test]
fn a_static_member_that_stays_away_is_removed() {
    let mut world = World::new(&[("t", 4)]);
    world.send(&join_static("a", "i", &["t"])).expect("joins");
    let away = Request { instance_id: Some("i".into()), ..beat("a", -2) };
    world.send(&away).expect("leaves for now");
    world.pass(45_000);
    assert!(world.group().members.is_empty() && world.group().static_members.is_empty());
}

#[test]
fn leaving_gives_everything_to_the_others() {
    let mut world = World::new(&[("t", 2)]);
    let t = world.id("t");
    world.send(&join("a", &["t"])).expect("joins");
    world.send(&join("b", &["t"])).expect("joins");
    let answer = world.send(&beat("a", -1)).expect("leaves");
    assert_eq!((answer.member_id.as_deref(), answer.member_epoch, answer.assignment), (Some("a"), -1, None));
    assert_eq!(told(&world.send(&beat("b", 3)).expect("goes on")), Some(all(t, 0..2)));
    assert!(!world.timers.keys().any(|(id, _)| id == "a"));
}

#[test]
fn topics_that_grow_come_or_go_are_noticed() {
    let mut world = World::new(&[("t", 1)]);
    let t = world.id("t");
    world.send(&join("a", &["t", "u"])).expect("joins");
    world.cluster.set("t", 3);
    let answer = world.send(&beat("a", 2)).expect("goes on");
    assert_eq!((answer.member_epoch, told(&answer)), (3, Some(all(t, 0..3))));
    let u = world.cluster.set("u", 1);
    let answer = world.send(&beat("a", 3)).expect("goes on");
    assert_eq!(told(&answer), Some(&all(t, 0..3) | &all(u, 0..1)));
    world.cluster.delete("t");
    let answer = world.send(&owning("a", 4, &(&all(t, 0..3) | &all(u, 0..1)))).expect("goes on");
    assert_eq!(told(&answer), Some(all(u, 0..1)));
    world.cluster.set("other", 1);
    let (epoch, written) = (world.group().epoch, world.log.len());
    world.send(&beat("a", answer.member_epoch)).expect("goes on");
    assert_eq!((world.group().epoch, world.log.len()), (epoch, written), "other topics are nothing to it");
}

#[test]
fn targets_lie_an_interval_apart() {
    let mut world = World::new(&[("t", 2)]);
    world.config.consumer.assignment_interval = Duration::from_secs(1);
    let t = world.id("t");
    let a = world.send(&join("a", &["t"])).expect("joins");
    assert_eq!(told(&a), Some(all(t, 0..2)), "the first is computed at once");
    let b = world.send(&join("b", &["t"])).expect("joins");
    assert_eq!((b.member_epoch, told(&b)), (2, Some(Held::new())), "the second is not");
    assert_eq!(world.group().state(), GroupState::Assigning);
    world.pass(999);
    world.send(&beat("b", 2)).expect("goes on");
    assert_eq!(world.group().assignment_epoch, 2);
    world.pass(1);
    world.send(&beat("b", 2)).expect("goes on");
    assert_eq!((world.group().assignment_epoch, world.group().assignment_timestamp), (3, world.now));
}

#[test]
fn members_elect_the_assignor() {
    let mut world = World::new(&[("t", 4), ("u", 4)]);
    let with = |id: &str, assignor: Option<&str>| Request {
        server_assignor: assignor.map(Str::from),
        ..join(id, &["t", "u"])
    };
    world.send(&with("a", Some("range"))).expect("joins");
    world.send(&with("b", Some("range"))).expect("joins");
    world.send(&with("c", Some("uniform"))).expect("joins");
    let t = world.id("t");
    assert_eq!(world.group().target("a")[&t], BTreeSet::from([0, 1]));
    assert_eq!(world.group().target("b")[&t], BTreeSet::from([2]));
    assert_eq!(world.group().target("c")[&t], BTreeSet::from([3]));
}

#[test]
fn regular_expressions_match_what_the_member_may_see() {
    let mut world = World::new(&[("aa", 1), ("ab", 1), ("b", 1), ("ac", 1)]);
    world.cluster.hidden.insert("ac".into());
    let (aa, ab) = (world.id("aa"), world.id("ab"));
    let answer = world.send(&join_regex("a", "a.*")).expect("joins");
    assert_eq!(told(&answer), Some(&all(aa, 0..1) | &all(ab, 0..1)));
    assert!(world.written(0).contains(&"RegularExpression".to_owned()));
    let ad = world.cluster.set("ad", 1);
    let answer = world.send(&beat("a", 2)).expect("goes on");
    assert_eq!(told(&answer), None, "not again within ten seconds");
    world.pass(10_000);
    let answer = world.send(&beat("a", 2)).expect("goes on");
    assert_eq!(told(&answer).map(|told| told.contains(&(ad, 0))), Some(true));
    let written = world.log.len();
    let names = Request { subscribed_topic_regex: Some(Str::EMPTY), ..beat("a", 3) };
    let answer = world.send(&names).expect("goes on");
    assert_eq!(told(&answer), Some(Held::new()));
    assert!(world.written(written).contains(&"-RegularExpression".to_owned()));
    assert!(world.group().regexes.is_empty());
}

#[test]
fn bad_regular_expressions_are_refused() {
    let mut world = World::new(&[("t", 1)]);
    let (code, message) = world.refused(&join_regex("a", "["));
    assert_eq!(code, ErrorCode::InvalidRegularExpression);
    assert!(message.starts_with("SubscribedTopicRegex `[` is not a valid regular expression: "), "{message}");
    assert!(world.group.is_none());
}

#[test]
fn regular_expressions_are_looked_at_again_after_an_interval() {
    let mut world = World::new(&[("t", 1)]);
    world.send(&join_regex("a", "t.*")).expect("joins");
    let first = world.group().regexes["t.*"].timestamp;
    for _ in 0..30 {
        world.pass(20_000);
        world.send(&beat("a", 2)).expect("goes on");
    }
    assert_eq!(world.group().regexes["t.*"].timestamp, first + 600_000);
    assert_eq!(world.group().epoch, 2, "nothing new is no new epoch");
}

#[test]
fn who_subscribes_to_nothing_is_a_member_all_the_same() {
    let mut world = World::new(&[]);
    let answer = world.send(&join("a", &[])).expect("joins");
    assert_eq!((answer.member_epoch, told(&answer)), (1, Some(Held::new())));
    assert_eq!(world.group().state(), GroupState::Stable);
}

#[test]
fn dropping_a_topic_takes_effect_before_the_next_target() {
    let mut world = World::new(&[("t", 1), ("u", 1)]);
    world.config.consumer.assignment_interval = Duration::from_secs(1);
    let (t, u) = (world.id("t"), world.id("u"));
    world.send(&join("a", &["t", "u"])).expect("joins");
    let fewer = Request {
        subscribed_topic_names: Some(vec!["u".into()]),
        ..owning("a", 2, &(&all(t, 0..1) | &all(u, 0..1)))
    };
    let answer = world.send(&fewer).expect("goes on");
    assert_eq!((answer.member_epoch, told(&answer)), (2, Some(all(u, 0..1))));
    assert_eq!(world.group().members["a"].state, member::MemberState::UnrevokedPartitions);
}

#[test]
fn commits_are_checked_against_what_the_member_had_then() {
    let mut world = World::new(&[("t", 2), ("u", 1)]);
    let (t, u) = (world.id("t"), world.id("u"));
    world.send(&join("a", &["t"])).expect("joins");
    let more = Request {
        subscribed_topic_names: Some(vec!["t".into(), "u".into()]),
        ..owning("a", 2, &all(t, 0..2))
    };
    world.send(&more).expect("goes on");
    let group = world.group();
    let commit = |member_id, epoch, transactional, version| {
        check_commit(
            group,
            &Committer { member_id, instance_id: None, generation: epoch, transactional, version },
        )
    };
    assert_eq!(commit("a", 3, false, 9), Ok(CommitCheck::All));
    let late = commit("a", 2, false, 9).expect("it depends");
    assert_eq!(late.allows(t, 0), Ok(()));
    assert_eq!(late.allows(u, 0), Err(ErrorCode::StaleMemberEpoch), "it got that later");
    assert_eq!(late.allows(t, 5), Err(ErrorCode::StaleMemberEpoch), "it never had that");
    let code = |result: Result<CommitCheck<'_>, Refusal>| result.expect_err("is refused").code;
    assert_eq!(code(commit("a", 4, false, 9)), ErrorCode::StaleMemberEpoch);
    assert_eq!(code(commit("a", 3, false, 8)), ErrorCode::UnsupportedVersion);
    assert_eq!(code(commit("x", 3, false, 9)), ErrorCode::UnknownMemberId);
    assert_eq!(code(commit("", -1, false, 9)), ErrorCode::UnknownMemberId);
    assert_eq!(commit("", -1, true, 9), Ok(CommitCheck::All));
    assert_eq!(commit("a", 3, true, 3), Ok(CommitCheck::All));

    assert_eq!(check_fetch(group, None, -1), Ok(()));
    assert_eq!(check_fetch(group, Some("a"), 3), Ok(()));
    let code = |result: Result<(), Refusal>| result.expect_err("is refused").code;
    assert_eq!(code(check_fetch(group, Some("a"), 2)), ErrorCode::StaleMemberEpoch);
    assert_eq!(code(check_fetch(group, Some("x"), 2)), ErrorCode::UnknownMemberId);

    let empty = ConsumerGroup::new(group_id());
    let anyone =
        Committer { member_id: "", instance_id: None, generation: -1, transactional: false, version: 9 };
    assert_eq!(check_commit(&empty, &anyone), Ok(CommitCheck::All));
}

#[test]
fn groups_are_described() {
    let mut world = World::new(&[("t", 2)]);
    let t = world.id("t");
    world.send(&join("a", &["t"])).expect("joins");
    world.send(&join("b", &["t"])).expect("joins");
    world.send(&owning("a", 2, &all(t, 0..2))).expect("goes on");
    let described = world.decide(false, |draft, env| Ok(describe(draft.group, env))).expect("is described");
    assert_eq!((&*described.group_id, &*described.group_state), ("g", "Reconciling"));
    assert_eq!(
        (described.group_epoch, described.assignment_epoch, &*described.assignor_name),
        (3, 3, "uniform")
    );
    let a = &described.members[0];
    assert_eq!((&*a.member_id, a.member_epoch, a.member_type), ("a", 2, 1));
    assert_eq!((&*a.client_id, &*a.client_host), ("client", "/127.0.0.1"));
    assert_eq!(a.assignment.topic_partitions[0].partitions, [0, 1], "what it has yet to give up counts");
    assert_eq!(&*a.assignment.topic_partitions[0].topic_name, "t");
    assert_eq!(a.target_assignment.topic_partitions[0].partitions, [0]);
}

#[test]
fn of_a_deleted_group_nothing_remains() {
    let mut world = World::new(&[("t", 2)]);
    world.send(&join_regex("a", "t.*")).expect("joins");
    world.log.extend(tombstones(world.group.as_ref().expect("there is a group")));
    let mut last = BTreeMap::new();
    for record in &world.log {
        last.insert(format!("{:?}", record.key), record.value.is_some());
    }
    assert_eq!(last.len(), 6);
    assert!(last.values().all(|alive| !alive), "every key ends with a tombstone: {last:?}");
}

#[test]
fn loading_begins_sessions_anew() {
    let mut world = World::new(&[("t", 2)]);
    let t = world.id("t");
    world.send(&join("a", &["t"])).expect("joins");
    world.send(&join("b", &["t"])).expect("joins");
    world.send(&owning("a", 2, &all(t, 0..2))).expect("goes on");
    world.timers.clear();
    world
        .decide(false, |draft, env| {
            start_timers(draft, env);
            Ok(())
        })
        .expect("never refused");
    let due = |id: &str, kind| world.timers.get(&(id.into(), kind)).map(|at| at - world.now);
    assert_eq!(due("a", TimerKind::Session), Some(45_000));
    assert_eq!(due("a", TimerKind::Rebalance), Some(5_000));
    assert_eq!((due("b", TimerKind::Session), due("b", TimerKind::Rebalance)), (Some(45_000), None));
}

/// The hash that is carried over from epoch to epoch is the one of the topics as they are.
#[test]
fn the_hash_follows_topics_and_subscriptions() {
    let mut world = World::new(&[("t", 2), ("u", 1), ("v", 1)]);
    let check = |world: &World| {
        let group = world.group();
        assert_eq!(group.metadata_hash, group_hash(&world.cluster, group.subscribed_topics()));
    };
    world.send(&join("a", &["t"])).expect("joins");
    check(&world);
    world.send(&join("b", &["t"])).expect("joins");
    check(&world);
    world.send(&join("c", &["u", "none"])).expect("joins");
    check(&world);
    world.send(&join_regex("d", "v|w")).expect("joins");
    check(&world);
    world.cluster.set("t", 3);
    world.send(&beat("c", -1)).expect("leaves");
    check(&world);
    world.send(&beat("d", -1)).expect("leaves");
    check(&world);
}
