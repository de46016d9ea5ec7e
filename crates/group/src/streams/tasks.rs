//! Sets of tasks.

use std::collections::BTreeMap;

use moldau_wire::Str;

/// A subtopology's id and a partition number.
pub(crate) type Task = (Str, i32);

/// Partitions by subtopology, each with the group epoch at which its member got it: 0 for what is not an active task.
/// No subtopology is without partitions.
pub(crate) type Tasks = BTreeMap<Str, BTreeMap<i32, i32>>;

/// Tasks by what is to be done with them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct TaskSets {
    pub(crate) active: Tasks,
    pub(crate) standby: Tasks,
    pub(crate) warmup: Tasks,
}

impl TaskSets {
    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.active.is_empty() && self.standby.is_empty() && self.warmup.is_empty()
    }

    /// Whether any task is in both, as the same kind.
    pub(crate) fn contains_any(&self, other: &Self) -> bool {
        meet(&self.active, &other.active)
            || meet(&self.standby, &other.standby)
            || meet(&self.warmup, &other.warmup)
    }

    /// Whether all of these tasks are in `other`, as the same kind.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        is_within(&self.active, &other.active)
            && is_within(&self.standby, &other.standby)
            && is_within(&self.warmup, &other.warmup)
    }
}

/// Every task of a set.
pub(crate) fn each(tasks: &Tasks) -> impl Iterator<Item = Task> + '_ {
    tasks.iter().flat_map(|(subtopology, partitions)| {
        partitions.keys().map(move |partition| (subtopology.clone(), *partition))
    })
}

/// Whether a task is in a set.
pub(crate) fn contains(tasks: &Tasks, subtopology: &str, partition: i32) -> bool {
    tasks.get(subtopology).is_some_and(|partitions| partitions.contains_key(&partition))
}

/// Adds a task.
pub(crate) fn insert(tasks: &mut Tasks, subtopology: &Str, partition: i32, epoch: i32) {
    if let Some(partitions) = tasks.get_mut(subtopology) {
        partitions.insert(partition, epoch);
    } else {
        tasks.insert(subtopology.clone(), BTreeMap::from([(partition, epoch)]));
    }
}

fn meet(left: &Tasks, right: &Tasks) -> bool {
    left.iter().any(|(subtopology, partitions)| {
        right.get(subtopology).is_some_and(|other| partitions.keys().any(|key| other.contains_key(key)))
    })
}

fn is_within(inner: &Tasks, outer: &Tasks) -> bool {
    inner.iter().all(|(subtopology, partitions)| {
        outer.get(subtopology).is_some_and(|other| partitions.keys().all(|key| other.contains_key(key)))
    })
}
