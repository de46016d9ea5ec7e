use proptest::prelude::*;

use super::*;

fn topic(number: u128) -> TopicId {
    moldau_ids::Uuid(1000 + number)
}

/// Members by (name, topics), without targets.
fn spec(members: &[(&str, &[u128])], topics: &[(u128, i32)]) -> Spec {
    let members = members
        .iter()
        .map(|(id, topics)| {
            let topics = Arc::new(topics.iter().map(|number| topic(*number)).collect());
            (Str::from(*id), MemberSpec { topics, ..MemberSpec::default() })
        })
        .collect();
    Spec { members, topics: topics.iter().map(|(number, count)| (topic(*number), *count)).collect() }
}

fn with_targets(mut spec: Spec, targets: BTreeMap<Str, Target>) -> Spec {
    for (id, target) in targets {
        if let Some(member) = spec.members.get_mut(&id) {
            member.target = Arc::new(target);
        }
    }
    spec
}

fn size(target: &Target) -> usize {
    target.values().map(BTreeSet::len).sum()
}

/// Every partition of a subscribed topic once, at a subscriber; everyone has a target.
fn check(spec: &Spec, targets: &BTreeMap<Str, Target>) {
    assert!(targets.keys().eq(spec.members.keys()));
    let mut owned = BTreeSet::new();
    for (id, target) in targets {
        for (topic, partitions) in target {
            assert!(spec.members[id].topics.contains(topic), "{id} does not subscribe to {topic:?}");
            assert!(!partitions.is_empty());
            for partition in partitions {
                assert!((0..spec.topics[topic]).contains(partition));
                assert!(owned.insert((*topic, *partition)), "{topic:?}-{partition} twice");
            }
        }
    }
    let subscribed: BTreeSet<_> = spec.members.values().flat_map(|m| m.topics.iter().copied()).collect();
    let expected: usize =
        subscribed.iter().filter_map(|topic| spec.topics.get(topic)).map(|count| super::count(*count)).sum();
    assert_eq!(owned.len(), expected);
}

fn moved(before: &BTreeMap<Str, Target>, after: &BTreeMap<Str, Target>) -> usize {
    let owners = |targets: &BTreeMap<Str, Target>| -> BTreeMap<(TopicId, i32), Str> {
        targets
            .iter()
            .flat_map(|(id, target)| {
                target.iter().flat_map(move |(t, ps)| ps.iter().map(move |p| ((*t, *p), id.clone())))
            })
            .collect()
    };
    let (before, after) = (owners(before), owners(after));
    before.iter().filter(|(partition, owner)| after.get(*partition) != Some(*owner)).count()
}

fn arb_spec(alike: bool) -> impl Strategy<Value = Spec> {
    let topics = prop::collection::vec(0i32..12, 1..6);
    let members = prop::collection::btree_map(0u8..40, (any::<u8>(), any::<bool>()), 1..14);
    let targets = prop::collection::vec((0u8..14, 0u128..6, 0i32..12), 0..60);
    (topics, members, targets).prop_map(move |(counts, members, targets)| {
        let topics: BTreeMap<_, _> = (0u128..).zip(counts).map(|(n, count)| (topic(n), count)).collect();
        let mut spec = Spec { members: BTreeMap::new(), topics };
        for (number, (mask, is_static)) in members {
            let mask = if alike { 0b1101 } else { mask };
            let topics = (0..6u128).filter(|n| mask & (1 << n) != 0).map(topic).collect();
            let instance_id = is_static.then(|| Str::from(format!("i{:02}", 40 - number)));
            let member = MemberSpec { instance_id, topics: Arc::new(topics), target: Arc::default() };
            spec.members.insert(Str::from(format!("m{number:02}")), member);
        }
        // Any nonsense as a present target: overlaps, unknown topics, partitions out of range.
        let count = spec.members.len();
        for (member, number, partition) in targets {
            let member = spec.members.values_mut().nth(usize::from(member) % count).expect("in range");
            Arc::make_mut(&mut member.target).entry(topic(number)).or_default().insert(partition);
        }
        spec
    })
}

proptest! {
    #[test]
    fn every_partition_has_one_subscribed_owner(
        alike in any::<bool>(),
        spec in any::<bool>().prop_flat_map(arb_spec),
    ) {
        for name in [AssignorName::Uniform, AssignorName::Range] {
            check(&spec, &assign(name, &spec));
        }
        let _ = alike;
    }

    #[test]
    fn uniform_is_even_among_alike(spec in arb_spec(true)) {
        let sizes: Vec<_> = assign(AssignorName::Uniform, &spec).values().map(size).collect();
        prop_assert!(sizes.iter().max().expect("someone") - sizes.iter().min().expect("someone") <= 1);
    }

    #[test]
    fn nothing_moves_when_nothing_changes(spec in any::<bool>().prop_flat_map(arb_spec)) {
        for name in [AssignorName::Uniform, AssignorName::Range] {
            let first = assign(name, &spec);
            let again = assign(name, &with_targets(spec.clone(), first.clone()));
            prop_assert_eq!(first, again);
        }
    }

    #[test]
    fn uniform_moves_no_more_than_it_must(spec in arb_spec(true)) {
        let before = assign(AssignorName::Uniform, &spec);
        let mut spec = with_targets(spec, before.clone());
        let joiner = spec.members.values().next().expect("someone").clone();
        spec.members.insert("new".into(), MemberSpec { target: Arc::default(), instance_id: None, ..joiner });
        let joined = assign(AssignorName::Uniform, &spec);
        check(&spec, &joined);
        prop_assert_eq!(moved(&before, &joined), size(&joined[&Str::from("new")]));

        let leaver = spec.members.keys().next().expect("someone").clone();
        let lost = size(&joined[&leaver]);
        let mut spec = with_targets(spec, joined.clone());
        spec.members.remove(&leaver);
        let left = assign(AssignorName::Uniform, &spec);
        prop_assert_eq!(moved(&joined, &left), lost);
    }

    #[test]
    fn no_single_move_would_make_a_mixed_group_more_even(spec in arb_spec(false)) {
        let targets = assign(AssignorName::Uniform, &spec);
        for (giver, target) in &targets {
            for topic in target.keys() {
                for (taker, other) in &targets {
                    if spec.members[taker].topics.contains(topic) {
                        prop_assert!(size(target) <= size(other) + 1, "{giver} to {taker}");
                    }
                }
            }
        }
    }
}

#[test]
fn range_splits_topics_alike_and_the_first_get_more() {
    let spec = spec(&[("a", &[1, 2]), ("b", &[1, 2])], &[(1, 3), (2, 3)]);
    let targets = assign(AssignorName::Range, &spec);
    let expect = |partitions: &[i32]| -> Target {
        [1, 2].into_iter().map(|n| (topic(n), partitions.iter().copied().collect())).collect()
    };
    assert_eq!(targets[&Str::from("a")], expect(&[0, 1]));
    assert_eq!(targets[&Str::from("b")], expect(&[2]));
}

#[test]
fn range_puts_static_members_first_by_instance() {
    let mut spec = spec(&[("a", &[1]), ("b", &[1]), ("c", &[1])], &[(1, 3)]);
    for (id, instance) in [("c", "1"), ("b", "2")] {
        spec.members.get_mut(&Str::from(id)).expect("there").instance_id = Some(instance.into());
    }
    let targets = assign(AssignorName::Range, &spec);
    for (id, partition) in [("c", 0), ("b", 1), ("a", 2)] {
        assert_eq!(targets[&Str::from(id)][&topic(1)], BTreeSet::from([partition]), "{id}");
    }
}

#[test]
fn a_mixed_group_gives_shared_topics_to_those_with_less() {
    let spec = spec(&[("a", &[1, 2]), ("b", &[2])], &[(1, 4), (2, 4)]);
    let targets = assign(AssignorName::Uniform, &spec);
    assert_eq!(size(&targets[&Str::from("a")]), 4);
    assert_eq!(size(&targets[&Str::from("b")]), 4);
}

/// Ten thousand members and a hundred thousand partitions: would take hours if anything were quadratic.
#[test]
fn large_groups_take_no_hours() {
    let all: Arc<BTreeSet<TopicId>> = Arc::new((0..100).map(topic).collect());
    let half: Arc<BTreeSet<TopicId>> = Arc::new((0..50).map(topic).collect());
    for (name, mixed) in
        [(AssignorName::Uniform, false), (AssignorName::Uniform, true), (AssignorName::Range, false)]
    {
        let members = (0..10_000)
            .map(|n| {
                let topics = if mixed && n % 2 == 0 { half.clone() } else { all.clone() };
                (Str::from(format!("m{n:05}")), MemberSpec { topics, ..MemberSpec::default() })
            })
            .collect();
        let spec = Spec { members, topics: (0..100).map(|n| (topic(n), 1000)).collect() };
        let targets = assign(name, &spec);
        check(&spec, &targets);
        check(&spec, &assign(name, &with_targets(spec.clone(), targets)));
    }
}
