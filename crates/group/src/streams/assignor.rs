//! The sticky assignor: who is to own which task.
//!
//! Desired, in this order: every task is active for one member; a task's copies are on other processes than it and
//! than each other; members have equally many tasks; tasks stay where they are, or go where a copy is.
//!
//! Quotas see to the balance: a member keeps what it had until it has its share. When a member has reached its share,
//! the rest is shared out anew among the others. What nobody keeps goes to the process with the least tasks per member.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use moldau_wire::Str;

use super::tasks::{TaskSets, Tasks, insert};
use super::topics::Shape;

/// A member as the assignor sees it.
#[derive(Debug, Clone)]
pub(crate) struct MemberSpec<'g> {
    pub(crate) process_id: &'g Str,
    /// Its present target.
    pub(crate) previous: &'g TaskSets,
}

/// Gives every member its target. `standby_replicas` is how many copies a task with state is to have; there are fewer
/// if there are not enough processes.
pub(crate) fn assign(
    members: &BTreeMap<Str, MemberSpec<'_>>,
    shapes: &BTreeMap<Str, Shape>,
    standby_replicas: i32,
) -> BTreeMap<Str, TaskSets> {
    if members.is_empty() {
        return BTreeMap::new();
    }
    let mut work = Work::new(members, shapes, standby_replicas);
    work.assign_active();
    if 0 < standby_replicas {
        work.assign_standby(standby_replicas);
    }
    let targets = work.members.into_iter().map(|member| member.target);
    members.keys().cloned().zip(targets).collect()
}

/// A task: the number of its subtopology, in order, and the partition.
type Key = (usize, i32);

/// How many tasks a member's fair share is.
#[derive(Debug)]
struct Quota {
    /// Not shared out yet.
    tasks: u64,
    /// Who has not got its share yet.
    members: u64,
    share: u64,
}

impl Quota {
    fn new(tasks: u64, members: u64) -> Self {
        Self { tasks, members, share: share(tasks, members) }
    }

    /// A member has so many now.
    fn reached(&mut self, count: u64) {
        if count == self.share {
            self.members = self.members.saturating_sub(1);
            self.tasks = self.tasks.saturating_sub(count);
            self.share = share(self.tasks, self.members);
        }
    }
}

fn share(tasks: u64, members: u64) -> u64 {
    if members == 0 { 0 } else { tasks.div_ceil(members) }
}

/// Tasks per member. Equal if the quotient is.
#[derive(Debug, Clone, Copy)]
struct Load {
    tasks: u64,
    members: u64,
}

impl Ord for Load {
    fn cmp(&self, other: &Self) -> Ordering {
        self.tasks.saturating_mul(other.members).cmp(&other.tasks.saturating_mul(self.members))
    }
}

impl PartialOrd for Load {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Load {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Load {}

#[derive(Debug)]
struct Worker {
    process: usize,
    count: u64,
    target: TaskSets,
}

#[derive(Debug, Default)]
struct Process {
    tasks: u64,
    /// With how many tasks each has.
    members: BTreeSet<(u64, usize)>,
    has: HashSet<Key>,
}

impl Process {
    fn load(&self) -> Load {
        Load { tasks: self.tasks, members: u64::try_from(self.members.len()).unwrap_or(u64::MAX) }
    }

    /// What the member with the least to do has.
    fn least(&self) -> u64 {
        self.members.first().map_or(0, |(count, _)| *count)
    }
}

struct Work<'a> {
    ids: Vec<&'a Str>,
    tasks: Vec<Key>,
    stateful: Vec<Key>,
    members: Vec<Worker>,
    processes: Vec<Process>,
    active: Quota,
    all: Quota,
    /// Who had a task active, and who had copies.
    was_active: HashMap<Key, usize>,
    was_standby: HashMap<Key, Vec<usize>>,
}

impl<'a> Work<'a> {
    fn new(
        members: &BTreeMap<Str, MemberSpec<'_>>,
        shapes: &'a BTreeMap<Str, Shape>,
        standby_replicas: i32,
    ) -> Self {
        let mut numbers = BTreeMap::new();
        let (mut tasks, mut stateful) = (Vec::new(), Vec::new());
        for (number, (id, shape)) in shapes.iter().enumerate() {
            numbers.insert(id, number);
            let keys = (0..shape.tasks).map(|partition| (number, partition));
            tasks.extend(keys.clone());
            if shape.is_stateful {
                stateful.extend(keys);
            }
        }
        let many = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let copies = many(stateful.len()).saturating_mul(u64::try_from(standby_replicas).unwrap_or(0));
        let all = many(tasks.len()).saturating_add(copies);
        let mut work = Self {
            ids: shapes.keys().collect(),
            active: Quota::new(many(tasks.len()), many(members.len())),
            all: Quota::new(all, many(members.len())),
            tasks,
            stateful,
            members: Vec::new(),
            processes: Vec::new(),
            was_active: HashMap::new(),
            was_standby: HashMap::new(),
        };
        let mut processes: BTreeMap<&Str, usize> = BTreeMap::new();
        for (member, spec) in members.values().enumerate() {
            let next = processes.len();
            let process = *processes.entry(spec.process_id).or_insert(next);
            if process == next {
                work.processes.push(Process::default());
            }
            if let Some(process) = work.processes.get_mut(process) {
                process.members.insert((0, member));
            }
            work.members.push(Worker { process, count: 0, target: TaskSets::default() });
            let keys = |tasks: &Tasks| -> Vec<Key> {
                let known = tasks.iter().filter_map(|(id, partitions)| Some((*numbers.get(id)?, partitions)));
                known
                    .flat_map(|(number, partitions)| partitions.keys().map(move |key| (number, *key)))
                    .collect()
            };
            work.was_active.extend(keys(&spec.previous.active).into_iter().map(|key| (key, member)));
            for key in keys(&spec.previous.standby) {
                work.was_standby.entry(key).or_default().push(member);
            }
        }
        work
    }

    fn process_of(&self, member: usize) -> Option<&Process> {
        self.processes.get(self.members.get(member)?.process)
    }

    fn count(&self, member: usize) -> u64 {
        self.members.get(member).map_or(u64::MAX, |member| member.count)
    }

    fn has(&self, member: usize, key: Key) -> bool {
        self.process_of(member).is_some_and(|process| process.has.contains(&key))
    }

    /// Gives a member a task.
    fn give(&mut self, member: usize, key: Key, active: bool) {
        let Some(worker) = self.members.get_mut(member) else { return };
        let Some(id) = self.ids.get(key.0) else { return };
        let before = worker.count;
        worker.count += 1;
        let count = worker.count;
        let tasks = if active { &mut worker.target.active } else { &mut worker.target.standby };
        insert(tasks, id, key.1, 0);
        if let Some(process) = self.processes.get_mut(worker.process) {
            process.tasks += 1;
            process.members.remove(&(before, member));
            process.members.insert((count, member));
            process.has.insert(key);
        }
        if active {
            self.active.reached(count);
        }
        self.all.reached(count);
    }

    /// Of the members that had a copy, the one with the least to do whose process has nothing of the task yet.
    fn least_loaded_holder(&self, key: Key) -> Option<usize> {
        let holders = self.was_standby.get(&key)?.iter().copied();
        let free = holders.filter(|member| !self.has(*member, key));
        free.min_by_key(|member| (self.process_of(*member).map(Process::load), self.count(*member), *member))
    }

    fn assign_active(&mut self) {
        let mut kept = Vec::new();
        for key in std::mem::take(&mut self.tasks) {
            match self.was_active.get(&key).copied().filter(|member| self.count(*member) < self.active.share)
            {
                Some(member) => self.give(member, key, true),
                None => kept.push(key),
            }
        }
        let mut rest = Vec::new();
        for key in kept {
            match self.least_loaded_holder(key).filter(|member| self.count(*member) < self.active.share) {
                Some(member) => self.give(member, key, true),
                None => rest.push(key),
            }
        }
        // A process gets tasks of different subtopologies, whose work may differ.
        rest.sort_by_key(|(subtopology, partition)| (*partition, *subtopology));
        let mut queue = self.queue();
        for key in rest {
            self.give_to_idlest(&mut queue, key, true);
        }
    }

    fn assign_standby(&mut self, replicas: i32) {
        let mut rest = Vec::new();
        for key in std::mem::take(&mut self.stateful).into_iter().rev() {
            let mut open = replicas;
            while 0 < open {
                let before = self.was_active.get(&key).copied().filter(|member| !self.has(*member, key));
                let before = before.filter(|member| self.count(*member) < self.all.share);
                let member = before.or_else(|| {
                    self.least_loaded_holder(key).filter(|member| self.count(*member) < self.all.share)
                });
                let Some(member) = member else { break };
                self.give(member, key, false);
                open -= 1;
            }
            if 0 < open {
                rest.push((key, open));
            }
        }
        let mut queue = self.queue();
        for (key, open) in rest {
            for _ in 0..open {
                if !self.give_to_idlest(&mut queue, key, false) {
                    break;
                }
            }
        }
    }

    /// Processes by load; of equals first the one with a member that has less to do.
    fn queue(&self) -> BTreeSet<(Load, u64, usize)> {
        let processes = self.processes.iter().enumerate();
        processes.map(|(number, process)| (process.load(), process.least(), number)).collect()
    }

    /// Gives a task to the process with the least load that has nothing of it, and there to the member with the least.
    /// Says whether there is one. Only those that have the task are passed over: as many as it has copies.
    fn give_to_idlest(&mut self, queue: &mut BTreeSet<(Load, u64, usize)>, key: Key, active: bool) -> bool {
        let found = queue.iter().copied().find(|(_, _, number)| {
            self.processes.get(*number).is_some_and(|process| !process.has.contains(&key))
        });
        let Some((load, least, number)) = found else { return false };
        let process = self.processes.get(number);
        let Some((_, member)) = process.and_then(|process| process.members.first().copied()) else {
            return false;
        };
        queue.remove(&(load, least, number));
        self.give(member, key, active);
        if let Some(process) = self.processes.get(number) {
            queue.insert((process.load(), process.least(), number));
        }
        true
    }
}
