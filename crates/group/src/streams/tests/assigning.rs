//! The assignor by itself.

use proptest::prelude::*;

use super::assignor::{MemberSpec, assign};
use super::tasks::{Task, TaskSets, each};
use super::topics::Shape;
use super::*;

/// Members by id, with their process.
type Members = BTreeMap<Str, Str>;

fn members(list: &[&str]) -> Members {
    let process = |id: &&str| Str::from(id.split('/').next().unwrap_or_default());
    list.iter().map(|id| (Str::from(*id), process(id))).collect()
}

/// Subtopologies with their number of tasks; those that begin with `s` have state.
fn shapes(list: &[(&str, i32)]) -> BTreeMap<Str, Shape> {
    let shape = |(id, tasks): &(&str, i32)| {
        let shape = Shape { tasks: *tasks, is_stateful: id.starts_with('s'), sources: BTreeSet::new() };
        (Str::from(*id), shape)
    };
    list.iter().map(shape).collect()
}

fn run(
    members: &Members,
    shapes: &BTreeMap<Str, Shape>,
    replicas: i32,
    before: &BTreeMap<Str, TaskSets>,
) -> BTreeMap<Str, TaskSets> {
    let nothing = TaskSets::default();
    let spec = |(id, process_id)| {
        let previous = before.get(id).unwrap_or(&nothing);
        (Str::clone(id), MemberSpec { process_id, previous })
    };
    let after = assign(&members.iter().map(spec).collect(), shapes, replicas);
    check(members, shapes, replicas, &after);
    after
}

/// What every assignment promises.
fn check(members: &Members, shapes: &BTreeMap<Str, Shape>, replicas: i32, targets: &BTreeMap<Str, TaskSets>) {
    assert!(targets.keys().eq(members.keys()));
    let mut active: BTreeMap<Task, &Str> = BTreeMap::new();
    let mut at: BTreeMap<Task, BTreeSet<&Str>> = BTreeMap::new();
    for (id, target) in targets {
        assert!(target.warmup.is_empty());
        for task in each(&target.active) {
            assert_eq!(active.insert(task.clone(), id), None, "{task:?} is active twice");
        }
        for task in each(&target.active).chain(each(&target.standby)) {
            assert!(
                at.entry(task.clone()).or_default().insert(&members[id]),
                "{task:?} is twice at a process"
            );
        }
    }
    let processes: BTreeSet<&Str> = members.values().collect();
    for (id, shape) in shapes {
        for partition in 0..shape.tasks {
            let task = (id.clone(), partition);
            assert!(active.contains_key(&task), "{task:?} is nowhere");
            let copies = if shape.is_stateful { usize::try_from(replicas).unwrap() } else { 0 };
            assert_eq!(at[&task].len(), (1 + copies).min(processes.len()), "{task:?}");
        }
    }
}

fn count(target: &TaskSets) -> usize {
    each(&target.active).count()
}

#[test]
fn new_members_share_equally() {
    let members = members(&["p/1", "p/2", "q/1", "r/1"]);
    let targets = run(&members, &shapes(&[("a", 6), ("b", 4)]), 0, &BTreeMap::new());
    let mut counts: Vec<usize> = targets.values().map(count).collect();
    counts.sort_unstable();
    assert_eq!(counts, [2, 2, 3, 3]);
}

#[test]
fn what_need_not_move_stays() {
    let shapes = shapes(&[("a", 6), ("s", 6)]);
    let two = run(&members(&["p/1", "q/1"]), &shapes, 1, &BTreeMap::new());
    assert_eq!(run(&members(&["p/1", "q/1"]), &shapes, 1, &two), two);
    let three = run(&members(&["p/1", "q/1", "r/1"]), &shapes, 1, &two);
    for id in ["p/1", "q/1"] {
        assert_eq!(count(&three[id]), 4);
        assert!(each(&three[id].active).all(|task| each(&two[id].active).any(|before| before == task)));
    }
}

#[test]
fn a_task_goes_where_its_copy_is() {
    let shapes = shapes(&[("s", 4)]);
    let before = run(&members(&["p/1", "q/1", "r/1", "t/1"]), &shapes, 1, &BTreeMap::new());
    let lost: Vec<Task> = each(&before["p/1"].active).collect();
    let after = run(&members(&["q/1", "r/1", "t/1"]), &shapes, 1, &before);
    for task in lost {
        let copy =
            before.iter().find(|(_, target)| each(&target.standby).any(|copy| copy == task)).unwrap().0;
        assert!(each(&after[copy].active).any(|active| active == task));
    }
}

#[test]
fn there_are_as_many_copies_as_processes_allow() {
    run(&members(&["p/1", "p/2", "q/1"]), &shapes(&[("s", 5), ("a", 3)]), 7, &BTreeMap::new());
}

#[test]
fn thousands_of_tasks_are_no_trouble() {
    let ids: Vec<String> = (0..200).map(|number| format!("p{}/{number}", number % 60)).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let shapes = shapes(&[("a", 5000), ("s1", 5000), ("s2", 5000)]);
    let first = run(&members(&ids), &shapes, 2, &BTreeMap::new());
    let second = run(&members(&ids[1..]), &shapes, 2, &first);
    let moved = second.iter().filter(|(id, target)| first[*id].active != target.active).count();
    assert!(moved <= 200);
    assert!(second.values().all(|target| (70..=80).contains(&count(target))));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: random::cases() * 2, ..ProptestConfig::default() })]

    #[test]
    fn assignments_keep_their_promises(
        lives in prop::collection::vec((1u16..512, 0i32..3, 0i32..7, 0i32..7), 1..6),
    ) {
        let all = ["p/1", "p/2", "q/1", "q/2", "q/3", "r/1", "t/1", "t/2", "u/1"];
        let mut before = BTreeMap::new();
        for (present, replicas, plain, stateful) in lives {
            let present: Vec<&str> =
                all.iter().enumerate().filter(|(bit, _)| present >> bit & 1 == 1).map(|(_, id)| *id).collect();
            let shapes = shapes(&[("a", plain), ("s", stateful)]);
            before = run(&members(&present), &shapes, replicas, &before);
            if replicas == 0 {
                let counts = || before.values().map(count);
                let spread = counts().max().unwrap_or(0) - counts().min().unwrap_or(0);
                let processes: BTreeSet<&str> = present.iter().filter_map(|id| id.split('/').next()).collect();
                let all_alone = processes.len() == present.len();
                prop_assert!(spread <= if all_alone { 1 } else { 2 }, "{:?}", before);
            }
        }
    }
}
