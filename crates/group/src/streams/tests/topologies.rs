//! Topologies and topics: partition counts, missing topics, what is wrong.

use super::topics::{Configured, configure, status};
use super::topology::Topology;
use super::*;
use crate::streams::draft::Refusal;

fn look(topics: &[(&str, i32)], subtopologies: Vec<q::Subtopology>) -> Result<Configured, Refusal> {
    let mut cluster = Cluster::default();
    for (name, partitions) in topics {
        cluster.set(name, *partitions);
    }
    let topology = Topology::from_request(&topology(0, subtopologies))?;
    configure(&topology, &cluster, &Config::default())
}

fn writes(mut subtopology: q::Subtopology, sink: &str) -> q::Subtopology {
    subtopology.repartition_sink_topics.push(sink.into());
    subtopology
}

fn reads(mut subtopology: q::Subtopology, topic: &str, partitions: i32) -> q::Subtopology {
    subtopology.repartition_source_topics.push(internal(topic, partitions));
    subtopology
}

fn together(mut subtopology: q::Subtopology, sources: &[i16], repartition: &[i16]) -> q::Subtopology {
    subtopology.copartition_groups.push(q::CopartitionGroup {
        source_topics: sources.to_vec(),
        repartition_source_topics: repartition.to_vec(),
        ..Default::default()
    });
    subtopology
}

/// What is to be created, or the problem.
type Outcome<'c> = Result<Vec<(&'c str, i32)>, (i8, &'c str)>;

fn outcome(configured: &Configured) -> Outcome<'_> {
    match &configured.problem {
        Some(problem) if problem.status != status::MISSING_INTERNAL_TOPICS => {
            assert!(configured.shapes.is_none() && configured.missing.is_empty());
            Err((problem.status, &problem.detail))
        }
        _ => Ok(configured.missing.values().map(|topic| (&*topic.name, topic.num_partitions)).collect()),
    }
}

#[test]
fn internal_topics_are_as_large_as_what_is_read_with_them() {
    let chain = || {
        vec![
            writes(subtopology("0", &["x"]), "r"),
            writes(stateful(reads(subtopology("1", &[]), "r", 0), "c"), "s"),
            reads(subtopology("2", &["y"]), "s", 0),
        ]
    };
    let two = |left: i32, right: i32| {
        let both = reads(reads(subtopology("1", &["y"]), "r", left), "s", right);
        vec![writes(writes(subtopology("0", &["x"]), "r"), "s"), both]
    };
    let pair = |subtopologies: Vec<q::Subtopology>, sources: &[i16], repartition: &[i16]| {
        let mut subtopologies = subtopologies;
        let last = subtopologies.pop().unwrap();
        subtopologies.push(together(last, sources, repartition));
        subtopologies
    };
    let topics = [("x", 3), ("y", 5)];
    let same = "Following topics do not have the same number of partitions: [{r=2, s=4}]";
    let cases: Vec<(Vec<q::Subtopology>, Outcome<'_>)> = vec![
        (chain(), Ok(vec![("c", 3), ("r", 3), ("s", 3)])),
        (two(0, 7), Ok(vec![("r", 3), ("s", 7)])),
        (pair(two(0, 0), &[0], &[0, 1]), Ok(vec![("r", 5), ("s", 5)])),
        (pair(two(0, 7), &[], &[0, 1]), Ok(vec![("r", 7), ("s", 7)])),
        (pair(two(0, 0), &[], &[0, 1]), Ok(vec![("r", 3), ("s", 3)])),
        (pair(two(2, 4), &[], &[0, 1]), Err((2, same))),
        // A group heeds what a topic outside of it declares: so does Kafka.
        (pair(two(0, 7), &[], &[0]), Ok(vec![("r", 7), ("s", 7)])),
        (
            pair(two(2, 0), &[0], &[0]),
            Err((
                2,
                "Number of partitions [2] of repartition topic [r] doesn't match number of partitions [5] of the source topic.",
            )),
        ),
        (
            vec![together(subtopology("0", &["x", "y"]), &[0, 1], &[])],
            Err((2, "Following topics do not have the same number of partitions: [{x=3, y=5}]")),
        ),
        (
            vec![subtopology("0", &["x", "m3", "m1", "m4", "m2"])],
            Err((1, "Source topics m1, m2, m3 and 1 additional topics are missing.")),
        ),
    ];
    for (subtopologies, expected) in cases {
        let configured = look(&topics, subtopologies.clone()).expect("a topology");
        assert_eq!(outcome(&configured), expected, "{subtopologies:?}");
    }
}

#[test]
fn internal_topics_that_exist_have_to_fit() {
    let subtopologies =
        || vec![stateful(subtopology("0", &["x"]), "c"), stateful(subtopology("1", &["x"]), "d")];
    let fits = look(&[("x", 3), ("c", 3), ("d", 3)], subtopologies()).unwrap();
    assert!(fits.is_ready());
    let part = look(&[("x", 3), ("c", 3)], subtopologies()).unwrap();
    let problem = part.problem.as_ref().unwrap();
    assert_eq!((problem.status, &*problem.detail), (3, "Internal topics are missing: d"));
    let small = look(&[("x", 3), ("c", 2)], subtopologies()).unwrap();
    let message = "Existing topic c has different number of partitions: expected 3, found 2";
    assert_eq!(outcome(&small), Err((2, message)));
}

#[test]
fn topologies_that_can_never_run_are_refused() {
    let cases = [
        (
            vec![
                writes(reads(subtopology("0", &[]), "s", 0), "r"),
                writes(reads(subtopology("1", &[]), "r", 0), "s"),
            ],
            "Failed to compute number of partitions for all repartition topics. There may be loops in the topology that cannot be resolved.",
        ),
        (
            vec![reads(subtopology("0", &["x"]), "r", 0)],
            "Failed to compute number of partitions for all repartition topics, because a repartition source topic is never used as a sink topic.",
        ),
        (vec![subtopology("0", &[])], "No source topics found for subtopology 0"),
        (vec![subtopology("0", &["x"]), subtopology("0", &["x"])], "Duplicate subtopology id 0."),
        (
            vec![together(subtopology("0", &["x"]), &[1], &[])],
            "A copartition group of subtopology 0 refers to a topic that is not there.",
        ),
        (
            vec![subtopology("0", &["huge"]), subtopology("1", &["huge"])],
            "The topology has more than 1048576 tasks.",
        ),
    ];
    for (subtopologies, message) in cases {
        let refusal = look(&[("x", 3), ("huge", 1 << 20)], subtopologies).expect_err(message);
        assert_eq!(refusal, Refusal::topology(message));
    }
}

#[test]
fn tasks_wait_for_source_topics() {
    let mut world = World::new(&[]);
    let answer = world.ok(&join("p/1", &simple()));
    assert_eq!(statuses(&answer), [(1, "Source topics in are missing.".to_owned())]);
    assert_eq!((told(&answer), world.group().state()), (Some(Owned::new()), GroupState::NotReady));
    world.cluster.set("in", 1);
    let answer = world.ok(&beat("p/1", answer.member_epoch));
    assert_eq!((told(&answer), codes(&answer)), (Some(tasks(&[('a', "a", 0)])), vec![]));
    world.cluster.delete("in");
    let answer = world.ok(&beat("p/1", answer.member_epoch));
    assert_eq!((told(&answer), codes(&answer)), (Some(Owned::new()), vec![1]));
}

#[test]
fn missing_internal_topics_are_wished() {
    let mut world = World::new(&[("in", 2)]);
    let mut declared = stateful(subtopology("a", &["in"]), "c");
    declared.state_changelog_topics[0].topic_configs.push(q::KeyValue {
        key: "cleanup.policy".into(),
        value: "compact".into(),
        ..Default::default()
    });
    let answer = world.ok(&join("p/1", &topology(0, vec![declared])));
    let missing = "Internal topics are missing: c".to_owned();
    assert_eq!(statuses(&answer), [(3, missing.clone())]);
    let Some(Effect::CreateInternalTopics { request, .. }) = world.effects.first() else { panic!("no wish") };
    let topic = &request.topics[0];
    assert_eq!((topic.num_partitions, topic.replication_factor), (2, -1));
    assert_eq!(
        (&*topic.configs[0].name, topic.configs[0].value.as_deref()),
        ("cleanup.policy", Some("compact"))
    );
    let epoch = answer.member_epoch;
    world.ok(&beat("p/1", epoch));
    assert_eq!(world.effects.len(), 1, "nothing is wished twice at once");
    world.create_wished(ErrorCode::ClusterAuthorizationFailed);
    let failed = format!("{missing}; Creation failed: c (CLUSTER_AUTHORIZATION_FAILED).");
    assert_eq!(statuses(&world.ok(&beat("p/1", epoch))), [(3, failed)]);
    assert!(world.effects.is_empty());
    world.pass(10_000);
    assert_eq!(statuses(&world.ok(&beat("p/1", epoch))), [(3, missing)]);
    assert_eq!(world.create_wished(ErrorCode::None), [(Str::from("c"), 2)]);
    let answer = world.ok(&beat("p/1", epoch));
    assert_eq!((told(&answer).unwrap().len(), codes(&answer)), (2, vec![]));
}

#[test]
fn a_wish_that_is_never_answered_is_wished_again() {
    let mut world = World::new(&[("in", 2)]);
    let answer = world.ok(&join("p/1", &topology(0, vec![stateful(subtopology("a", &["in"]), "c")])));
    world.effects.clear();
    world.pass(9_999);
    world.ok(&beat("p/1", answer.member_epoch));
    assert!(world.effects.is_empty());
    world.pass(1);
    world.ok(&beat("p/1", answer.member_epoch));
    assert_eq!(world.effects.len(), 1);
}
