//! The next step of one member towards its target.
//!
//! A member first gives up what it is not to own any more (and says so by no longer reporting it), then gets active
//! tasks that nobody has active, and tasks of any kind that its process does not have as another kind. Its epoch
//! becomes the target's as soon as it has nothing left to give up.

use std::sync::Arc;

use super::member::{Member, MemberState};
use super::state::StreamsGroup;
use super::tasks::{Task, TaskSets, Tasks, contains, each, insert};

/// The member after the step; the same if there is none to make. `reported` is what the member says it owns.
pub(crate) fn step(
    group: &StreamsGroup,
    member: &Member,
    target: &TaskSets,
    reported: Option<&TaskSets>,
) -> Member {
    let next = |epoch| advance(group, member, epoch, target, reported);
    match member.state {
        MemberState::Stable if member.epoch == group.assignment_epoch => member.clone(),
        MemberState::Stable | MemberState::UnreleasedTasks => next(member.epoch),
        MemberState::UnrevokedTasks if may_own_any(reported, &member.pending_revocation) => member.clone(),
        // So that its next revocation has its own timeout.
        MemberState::UnrevokedTasks => next(member.epoch.saturating_add(1)),
        MemberState::Unknown => next(group.assignment_epoch),
    }
}

/// Whether the member may still own some of these. Who says nothing may.
fn may_own_any(reported: Option<&TaskSets>, tasks: &TaskSets) -> bool {
    reported.is_none_or(|reported| reported.contains_any(tasks))
}

/// Compares what the member has with what it should have, and does what can be done now.
fn advance(
    group: &StreamsGroup,
    member: &Member,
    epoch: i32,
    target: &TaskSets,
    reported: Option<&TaskSets>,
) -> Member {
    let is_taken = |task: &Task| group.is_active(task) || group.has_copy(task, &member.process_id);
    let is_here = |task: &Task| group.is_at(task, &member.process_id);
    let has = &*member.assigned;
    let active = Difference::new(&has.active, &target.active, group.assignment_epoch, is_taken);
    let standby = Difference::new(&has.standby, &target.standby, 0, is_here);
    let warmup = Difference::new(&has.warmup, &target.warmup, 0, is_here);

    let waits = active.waits || standby.waits || warmup.waits;
    let revoke = TaskSets { active: active.revoke, standby: standby.revoke, warmup: warmup.revoke };
    let mut keep = TaskSets { active: active.keep, standby: standby.keep, warmup: warmup.keep };
    let after = |state, epoch, assigned, pending| Member {
        epoch,
        previous_epoch: member.epoch,
        state,
        assigned: Arc::new(assigned),
        pending_revocation: Arc::new(pending),
        ..member.clone()
    };
    if !revoke.is_empty() && may_own_any(reported, &revoke) {
        return after(MemberState::UnrevokedTasks, epoch, keep, revoke);
    }
    merge(&mut keep.active, active.add);
    merge(&mut keep.standby, standby.add);
    merge(&mut keep.warmup, warmup.add);
    let state = if waits { MemberState::UnreleasedTasks } else { MemberState::Stable };
    after(state, group.assignment_epoch, keep, TaskSets::default())
}

#[derive(Debug, Default)]
struct Difference {
    keep: Tasks,
    revoke: Tasks,
    add: Tasks,
    /// Whether something cannot be added yet.
    waits: bool,
}

impl Difference {
    fn new(has: &Tasks, wanted: &Tasks, epoch: i32, is_taken: impl Fn(&Task) -> bool) -> Self {
        let mut difference = Self::default();
        for (subtopology, partitions) in has {
            for (partition, since) in partitions {
                let is_wanted = contains(wanted, subtopology, *partition);
                let into = if is_wanted { &mut difference.keep } else { &mut difference.revoke };
                insert(into, subtopology, *partition, *since);
            }
        }
        for task in each(wanted).filter(|(subtopology, partition)| !contains(has, subtopology, *partition)) {
            if is_taken(&task) {
                difference.waits = true;
            } else {
                insert(&mut difference.add, &task.0, task.1, epoch);
            }
        }
        difference
    }
}

fn merge(tasks: &mut Tasks, add: Tasks) {
    for (subtopology, partitions) in add {
        tasks.entry(subtopology).or_default().extend(partitions);
    }
}
