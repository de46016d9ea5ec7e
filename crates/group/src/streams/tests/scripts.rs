//! One member's heartbeats, and what they do to others.

use super::*;

#[test]
fn what_makes_no_sense_is_refused_with_kafkas_words() {
    let mut world = World::new(&[("in", 2)]);
    for (request, error, message) in bad_joins().into_iter().chain(bad_beats()) {
        assert_eq!(world.send(&request), Err((error, message.to_owned())), "{request:?}");
    }
    assert!(world.log.is_empty() && world.find().is_none());
}

type Case = (Request, ErrorCode, &'static str);

fn bad_joins() -> Vec<Case> {
    type Change = fn(&mut Request);
    let invalid: [(Change, &'static str); 13] = [
        (|r| r.member_id = " ".into(), "MemberId can't be empty."),
        (|r| r.group_id = Str::EMPTY, "GroupId can't be empty."),
        (|r| r.instance_id = Some("i".into()), "Static membership is not yet supported."),
        (|r| r.rack_id = Some(Str::EMPTY), "RackId can't be empty."),
        (|r| r.task_offsets = Some(Vec::new()), "TaskOffsets are not supported yet."),
        (|r| r.task_end_offsets = Some(Vec::new()), "TaskEndOffsets are not supported yet."),
        (|r| r.warmup_tasks = Some(vec![q::TaskIds::default()]), "WarmupTasks are not supported yet."),
        (
            |r| r.topology.as_mut().unwrap().subtopologies[0].source_topic_regex.push(".*".into()),
            "Regular expressions for source topics are not supported yet.",
        ),
        (|r| r.rebalance_timeout_ms = -1, "RebalanceTimeoutMs must be provided in first request."),
        (|r| r.active_tasks = None, "ActiveTasks must be empty when (re-)joining."),
        (
            |r| r.standby_tasks = Some(vec![q::TaskIds::default()]),
            "StandbyTasks must be empty when (re-)joining.",
        ),
        (|r| r.warmup_tasks = None, "WarmupTasks must be empty when (re-)joining."),
        (|r| r.topology = None, "Topology must be non-null when (re-)joining."),
    ];
    let invalid = invalid.into_iter().map(|(change, message)| {
        let mut request = join("p/1", &simple());
        change(&mut request);
        (request, ErrorCode::InvalidRequest, message)
    });
    let mut sized = subtopology("a", &["in"]);
    sized.state_changelog_topics.push(internal("c", 3));
    let topologies = [
        (sized, "Changelog topic c must have an undefined partition count, but it is set to 3."),
        (
            subtopology("a", &["__consumer_offsets"]),
            "Use of Kafka internal topics __consumer_offsets in a Kafka Streams topology is prohibited.",
        ),
        (subtopology("a", &["a b"]), "Topic names a b are not valid topic names."),
    ];
    let topologies = topologies.into_iter().map(|(subtopology, message)| {
        let request = join("p/1", &topology(0, vec![subtopology]));
        (request, ErrorCode::StreamsInvalidTopology, message)
    });
    invalid.chain(topologies).collect()
}

fn bad_beats() -> Vec<Case> {
    let invalid = ErrorCode::InvalidRequest;
    vec![
        (beat("p/1", -2), invalid, "InstanceId can't be null."),
        (beat("p/1", -3), invalid, "MemberEpoch is -3, but must be greater than or equal to -2."),
        (
            Request { standby_tasks: Some(Vec::new()), ..beat("p/1", 1) },
            invalid,
            "If one task-type is non-null, all must be non-null.",
        ),
        (
            Request { topology: Some(simple()), ..beat("p/1", 1) },
            invalid,
            "Topology can only be provided when (re-)joining.",
        ),
        (beat("p/1", 1), ErrorCode::GroupIdNotFound, "Streams group g not found."),
        (beat("p/1", -1), ErrorCode::GroupIdNotFound, "Group g not found."),
    ]
}

#[test]
fn a_lone_member_gets_every_task() {
    let mut world = World::new(&[("in", 3)]);
    let answer = world.ok(&join("p/1", &simple()));
    assert_eq!(told(&answer), Some(tasks(&[('a', "a", 0), ('a', "a", 1), ('a', "a", 2)])));
    assert_eq!((answer.member_epoch, answer.heartbeat_interval_ms), (2, 5000));
    assert_eq!(statuses(&answer), []);
    assert_eq!(world.group().state(), GroupState::Stable);
    let answer = world.ok(&beat("p/1", 2));
    assert_eq!((told(&answer), answer.member_epoch), (None, 2));
}

#[test]
fn a_group_that_was_empty_waits_for_more_members() {
    let mut world = World::new(&[("in", 2)]);
    world.config.streams_initial_rebalance_delay = Duration::from_secs(3);
    let delayed = (5, "Assignment delayed due to the configured initial rebalance delay.".to_owned());
    let answer = world.ok(&join("p/1", &simple()));
    assert_eq!((told(&answer), answer.member_epoch), (Some(Owned::new()), 1));
    assert_eq!(statuses(&answer), vec![delayed.clone()]);
    world.pass(1000);
    let answer = world.ok(&join("r/1", &simple()));
    assert_eq!((told(&answer), statuses(&answer)), (Some(Owned::new()), vec![delayed]));
    world.pass(2000);
    assert_eq!(world.group().assignment_epoch, 3);
    let answer = world.ok(&beat("p/1", 1));
    assert_eq!((told(&answer).unwrap().len(), statuses(&answer)), (1, vec![]));
    assert_eq!(told(&world.ok(&beat("r/1", 1))).unwrap().len(), 1);
    // Only the first target waits.
    assert_eq!(codes(&world.ok(&join("s/1", &simple()))), []);

    world.overrides.0.insert("streams.initial.rebalance.delay.ms", "0".into());
    for member in ["p/1", "r/1", "s/1"] {
        world.ok(&beat(member, -1));
    }
    assert_eq!(codes(&world.ok(&join("p/1", &simple()))), []);
}

#[test]
fn targets_lie_an_interval_apart() {
    let mut world = World::new(&[("in", 2)]);
    world.config.streams.assignment_interval = Duration::from_secs(1);
    world.ok(&join("p/1", &simple()));
    let answer = world.ok(&join("r/1", &simple()));
    let delayed = "Assignment delayed due to the configured assignment interval.";
    assert_eq!(statuses(&answer), [(5, delayed.to_owned())]);
    assert_eq!(world.group().state(), GroupState::Assigning);
    world.pass(1000);
    assert_eq!(codes(&world.ok(&beat("r/1", answer.member_epoch))), []);
    assert_eq!(world.group().assignment_epoch, 3);
}

#[test]
fn a_task_is_given_up_before_another_gets_it() {
    let mut world = World::new(&[("in", 2)]);
    let all = told(&world.ok(&join("p/1", &simple()))).unwrap();
    let answer = world.ok(&join("r/1", &simple()));
    assert_eq!((told(&answer), answer.member_epoch), (Some(Owned::new()), 3));
    // The first is told to give up one, and stays in its epoch until it has.
    let answer = world.ok(&owning("p/1", 2, &all));
    assert_eq!((told(&answer), answer.member_epoch), (Some(tasks(&[('a', "a", 0)])), 2));
    assert_eq!(told(&world.ok(&beat("r/1", 3))), None);
    assert_eq!(told(&world.ok(&beat("p/1", 2))), None);
    let answer = world.ok(&owning("p/1", 2, &tasks(&[('a', "a", 0)])));
    assert_eq!((told(&answer), answer.member_epoch), (None, 3));
    assert_eq!(world.group().state(), GroupState::Reconciling);
    assert_eq!(told(&world.ok(&beat("r/1", 3))), Some(tasks(&[('a', "a", 1)])));
    assert_eq!(world.group().state(), GroupState::Stable);
}

#[test]
fn who_does_not_give_up_in_time_is_removed() {
    let mut world = World::new(&[("in", 2)]);
    world.ok(&join("p/1", &simple()));
    world.ok(&join("r/1", &simple()));
    world.ok(&beat("p/1", 2));
    world.pass(4999);
    world.ok(&beat("p/1", 2));
    assert!(world.group().members.contains_key("p/1"));
    world.pass(1);
    assert!(!world.group().members.contains_key("p/1"));
    assert_eq!(told(&world.ok(&beat("r/1", 3))).unwrap().len(), 2);
    let gone = "Member p/1 is not a member of group g.".to_owned();
    assert_eq!(world.send(&beat("p/1", 2)), Err((ErrorCode::UnknownMemberId, gone)));
}

#[test]
fn who_is_silent_is_removed() {
    let mut world = World::new(&[("in", 2)]);
    world.overrides.0.insert("streams.session.timeout.ms", "50000".into());
    world.ok(&join("p/1", &simple()));
    world.pass(49_999);
    world.ok(&beat("p/1", 2));
    // A new coordinator grants a whole session.
    world.reload();
    world.pass(49_999);
    assert_eq!(world.group().members.len(), 1);
    world.pass(1);
    assert_eq!(world.group().members.len(), 0);
    assert_eq!((world.group().state(), world.group().epoch), (GroupState::Empty, 3));
}

#[test]
fn a_member_has_to_know_its_epoch() {
    let mut world = World::new(&[("in", 2)]);
    let all = told(&world.ok(&join("p/1", &simple()))).unwrap();
    let fenced = |relation: &str, epoch: i32| {
        let message = format!(
            "The streams group member has a {relation} member epoch ({epoch}) than the one known by the group coordinator (2). The member must abandon all its partitions and rejoin."
        );
        Err((ErrorCode::FencedMemberEpoch, message))
    };
    assert_eq!(world.send(&beat("p/1", 3)), fenced("greater", 3));
    assert_eq!(world.send(&beat("p/1", 1)), fenced("smaller", 1));
    // It may have missed an answer, as long as it owns nothing else.
    world.ok(&Request { rack_id: Some("rack".into()), ..beat("p/1", 2) });
    assert_eq!(world.group().members["p/1"].epoch, 3);
    assert!(matches!(world.send(&beat("p/1", 2)), Err((ErrorCode::FencedMemberEpoch, _))));
    let few = tasks(&[('a', "a", 1)]);
    assert_eq!(told(&world.ok(&owning("p/1", 2, &few))), Some(all));
    let other = owning("p/1", 3, &tasks(&[('a', "b", 1)]));
    let message = "Subtopology b does not exist in the topology.".to_owned();
    assert_eq!(world.send(&other), Err((ErrorCode::InvalidRequest, message)));
    let other = owning("p/1", 3, &tasks(&[('a', "a", 2)]));
    let message = "Task 2 for subtopology a is invalid. Number of tasks for this subtopology: 2".to_owned();
    assert_eq!(world.send(&other), Err((ErrorCode::InvalidRequest, message)));
}

#[test]
fn a_full_group_takes_nobody() {
    let mut world = World::new(&[("in", 2)]);
    world.config.streams.size_max = 1;
    world.ok(&join("p/1", &simple()));
    let message = "The streams group has reached its maximum capacity of 1 members.".to_owned();
    assert_eq!(world.send(&join("r/1", &simple())), Err((ErrorCode::GroupMaxSizeReached, message)));
    world.ok(&beat("p/1", 2));
}

#[test]
fn copies_are_on_other_processes() {
    let mut world = World::new(&[("in", 2), ("c", 2)]);
    world.overrides.0.insert("streams.num.standby.replicas", "1".into());
    let topology = topology(0, vec![stateful(subtopology("a", &["in"]), "c")]);
    world.ok(&join("p/1", &topology));
    world.ok(&join("p/2", &topology));
    for member in ["p/1", "p/2"] {
        let target = world.group().target(member);
        assert!(target.standby.is_empty(), "one process has nowhere for copies: {target:?}");
    }
    world.ok(&join("r/1", &topology));
    let group = world.group();
    let (mut active, mut standby) = (BTreeMap::new(), BTreeMap::new());
    for (id, member) in &group.members {
        let target = group.target(id);
        active.extend(tasks::each(&target.active).map(|task| (task, &member.process_id)));
        standby.extend(tasks::each(&target.standby).map(|task| (task, &member.process_id)));
    }
    assert_eq!((active.len(), standby.len()), (2, 2));
    assert!(active.iter().all(|(task, process)| standby[task] != *process), "{active:?} {standby:?}");

    // Other configurations make another target.
    let epoch = group.epoch;
    world.overrides.0.insert("streams.num.standby.replicas", "0".into());
    let epoch_of_member = world.group().members["r/1"].epoch;
    world.ok(&beat("r/1", epoch_of_member));
    assert_eq!(world.group().epoch, epoch + 1);
    assert!(world.group().targets.values().all(|target| target.standby.is_empty()));
}

#[test]
fn one_member_can_stop_the_application() {
    let mut world = World::new(&[("in", 2)]);
    world.ok(&join("p/1", &simple()));
    world.ok(&join("r/1", &simple()));
    let stop = "Streams group member p/1 encountered a fatal error and requested a shutdown for the entire application.";
    let stop = vec![(4, stop.to_owned())];
    let answer = world.ok(&Request { shutdown_application: true, ..beat("p/1", 2) });
    assert_eq!(statuses(&answer), stop);
    assert_eq!(statuses(&world.ok(&beat("r/1", 3))), stop);
    world.ok(&beat("p/1", -1));
    assert_eq!(statuses(&world.ok(&Request { shutdown_application: true, ..beat("r/1", 3) })), stop);
    world.ok(&beat("r/1", -1));
    assert_eq!(statuses(&world.ok(&join("p/1", &simple()))), []);
}

#[test]
fn who_leaves_may_stop_the_application_too() {
    let mut world = World::new(&[("in", 2)]);
    world.ok(&join("p/1", &simple()));
    world.ok(&join("r/1", &simple()));
    let answer = world.ok(&Request { shutdown_application: true, ..beat("p/1", -1) });
    assert_eq!((&*answer.member_id, answer.member_epoch, statuses(&answer)), ("p/1", -1, vec![]));
    assert_eq!(codes(&world.ok(&beat("r/1", 3))), [4]);
}

#[test]
fn a_group_keeps_its_topology() {
    let mut world = World::new(&[("in", 2), ("other", 2)]);
    let own = topology(3, vec![subtopology("a", &["in"])]);
    world.ok(&join("p/1", &own));
    let message = "Topology updates are not supported yet.".to_owned();
    for epoch in [3, 4] {
        let other = topology(epoch, vec![subtopology("a", &["other"])]);
        let refused = Err((ErrorCode::InvalidRequest, message.clone()));
        assert_eq!(world.send(&join("r/1", &other)), refused);
    }
    let old = topology(2, vec![subtopology("a", &["other"])]);
    let stale = "The member's topology epoch 2 is behind the group's topology epoch 3.".to_owned();
    assert_eq!(statuses(&world.ok(&join("r/1", &old))), [(0, stale)]);
    let bad = topology(-1, vec![]);
    assert!(matches!(world.send(&join("s/1", &bad)), Err((ErrorCode::StreamsInvalidTopologyEpoch, _))));
}

#[test]
fn endpoints_tell_where_partitions_are() {
    let mut world = World::new(&[("in", 2)]);
    let endpoint = |port| Some(q::Endpoint { host: "h".into(), port, ..Default::default() });
    let at = |answer: &Response| -> Option<Vec<(u16, Vec<i32>)>> {
        let endpoints = answer.partitions_by_user_endpoint.as_ref()?.iter();
        let partitions = |endpoint: &a::EndpointToPartitions| {
            let topics = endpoint.active_partitions.iter().flat_map(|topic| topic.partitions.clone());
            (endpoint.user_endpoint.port, topics.collect())
        };
        Some(endpoints.map(partitions).collect())
    };
    let answer = world.ok(&Request { user_endpoint: endpoint(1), ..join("p/1", &simple()) });
    assert_eq!((at(&answer), answer.endpoint_information_epoch), (Some(vec![(1, vec![0, 1])]), 0));
    let answer = world.ok(&Request { user_endpoint: endpoint(2), ..join("r/1", &simple()) });
    assert_eq!(answer.endpoint_information_epoch, 1);
    assert_eq!(at(&answer), Some(vec![(1, vec![0, 1]), (2, vec![])]));
    let answer = world.ok(&Request { endpoint_information_epoch: 1, ..beat("r/1", 3) });
    assert_eq!((at(&answer), answer.endpoint_information_epoch), (None, 1));
    let answer = world.ok(&owning("p/1", 2, &tasks(&[('a', "a", 0)])));
    assert_eq!(at(&answer), Some(vec![(2, vec![]), (1, vec![0])]));
}
