//! One member of a streams group, as its records describe it.

use std::collections::BTreeMap;
use std::sync::Arc;

use moldau_wire::Str;
use moldau_wire::records::group::streams_group_current_member_assignment_value::TaskIds;
use moldau_wire::records::group::streams_group_member_metadata_value::{Endpoint, KeyValue};
use moldau_wire::records::group::{self as r};

use super::tasks::{Task, TaskSets, Tasks, each};

/// The epoch in the requests of a member that joins.
pub(crate) const JOIN_EPOCH: i32 = 0;
/// The epoch in the requests of a member that leaves, and of one whose records are half deleted.
pub(crate) const LEAVE_EPOCH: i32 = -1;
/// The epoch of a static member that leaves and will be back.
pub(crate) const LEAVE_STATIC_EPOCH: i32 = -2;

/// How far a member is on its way to its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MemberState {
    /// It is where it was told to be.
    Stable,
    /// It has yet to give up tasks.
    UnrevokedTasks,
    /// It waits for tasks that others have yet to give up.
    UnreleasedTasks,
    /// A state that a later version wrote.
    Unknown,
}

impl MemberState {
    /// The byte in records.
    pub(crate) const fn to_i8(self) -> i8 {
        match self {
            Self::Stable => 0,
            Self::UnrevokedTasks => 1,
            Self::UnreleasedTasks => 2,
            Self::Unknown => 127,
        }
    }

    /// Reads the byte in records.
    pub(crate) const fn from_i8(raw: i8) -> Self {
        match raw {
            0 => Self::Stable,
            1 => Self::UnrevokedTasks,
            2 => Self::UnreleasedTasks,
            _ => Self::Unknown,
        }
    }
}

/// A member. What is large is shared, so that a clone is cheap.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Member {
    pub(crate) id: Str,
    /// The group epoch it has reached; 0 before the first.
    pub(crate) epoch: i32,
    /// The one before: a member that missed an answer may still use it.
    pub(crate) previous_epoch: i32,
    pub(crate) state: MemberState,
    /// Only in records: static members cannot join yet.
    pub(crate) instance_id: Option<Str>,
    pub(crate) rack_id: Option<Str>,
    pub(crate) client_id: Str,
    pub(crate) client_host: Str,
    pub(crate) rebalance_timeout_ms: i32,
    /// Of the topology it joined with.
    pub(crate) topology_epoch: i32,
    pub(crate) process_id: Str,
    /// Where others can ask it for its state.
    pub(crate) endpoint: Option<(Str, u16)>,
    pub(crate) tags: Arc<BTreeMap<Str, Str>>,
    /// What it was told to own.
    pub(crate) assigned: Arc<TaskSets>,
    /// What it was told to give up, and hasn't yet.
    pub(crate) pending_revocation: Arc<TaskSets>,
}

impl Member {
    /// A member of whom nothing is known but its id.
    pub(crate) fn new(id: Str) -> Self {
        Self {
            id,
            epoch: JOIN_EPOCH,
            previous_epoch: 0,
            state: MemberState::Stable,
            instance_id: None,
            rack_id: None,
            client_id: Str::EMPTY,
            client_host: Str::EMPTY,
            rebalance_timeout_ms: -1,
            topology_epoch: -1,
            process_id: Str::EMPTY,
            endpoint: None,
            tags: Arc::default(),
            assigned: Arc::default(),
            pending_revocation: Arc::default(),
        }
    }

    /// Whether it has nothing left to do for the target of that epoch.
    pub(crate) fn is_reconciled_to(&self, target_epoch: i32) -> bool {
        self.state == MemberState::Stable && self.epoch == target_epoch
    }

    /// The epoch at which it got an active task that it owns or has yet to give up.
    pub(crate) fn active_since(&self, subtopology: &str, partition: i32) -> Option<i32> {
        [&self.assigned, &self.pending_revocation]
            .into_iter()
            .find_map(|sets| sets.active.get(subtopology)?.get(&partition).copied())
    }

    /// Every active task it owns or has yet to give up.
    pub(crate) fn held_active(&self) -> impl Iterator<Item = Task> + '_ {
        each(&self.assigned.active).chain(each(&self.pending_revocation.active))
    }

    /// Every task it keeps a copy of, or has yet to give up.
    pub(crate) fn held_copies(&self) -> impl Iterator<Item = Task> + '_ {
        let sets = [&self.assigned, &self.pending_revocation];
        sets.into_iter().flat_map(|sets| each(&sets.standby).chain(each(&sets.warmup)))
    }

    /// Takes over what a record says of it.
    pub(crate) fn update_metadata(&mut self, value: &r::StreamsGroupMemberMetadataValue) {
        let own = |text: &Option<Str>| text.as_ref().map(Str::detach);
        self.instance_id = own(&value.instance_id);
        self.rack_id = own(&value.rack_id);
        self.client_id = value.client_id.detach();
        self.client_host = value.client_host.detach();
        self.rebalance_timeout_ms = value.rebalance_timeout_ms;
        self.topology_epoch = value.topology_epoch;
        self.process_id = value.process_id.detach();
        self.endpoint = value.user_endpoint.as_ref().map(|endpoint| (endpoint.host.detach(), endpoint.port));
        let tags = value.client_tags.iter().map(|tag| (tag.key.detach(), tag.value.detach()));
        self.tags = Arc::new(tags.collect());
    }

    /// The record of it.
    pub(crate) fn metadata_value(&self) -> r::StreamsGroupMemberMetadataValue {
        let endpoint =
            |(host, port): &(Str, u16)| Endpoint { host: host.clone(), port: *port, ..Default::default() };
        let tag = |(key, value): (&Str, &Str)| KeyValue {
            key: key.clone(),
            value: value.clone(),
            ..Default::default()
        };
        r::StreamsGroupMemberMetadataValue {
            instance_id: self.instance_id.clone(),
            rack_id: self.rack_id.clone(),
            client_id: self.client_id.clone(),
            client_host: self.client_host.clone(),
            rebalance_timeout_ms: self.rebalance_timeout_ms,
            topology_epoch: self.topology_epoch,
            process_id: self.process_id.clone(),
            user_endpoint: self.endpoint.as_ref().map(endpoint),
            client_tags: self.tags.iter().map(tag).collect(),
            ..Default::default()
        }
    }

    /// Takes over what a record says of its assignment.
    pub(crate) fn update_assignment(&mut self, value: &r::StreamsGroupCurrentMemberAssignmentValue) {
        self.epoch = value.member_epoch;
        self.previous_epoch = value.previous_member_epoch;
        self.state = MemberState::from_i8(value.state);
        let epoch = value.member_epoch;
        self.assigned = Arc::new(TaskSets {
            active: read(&value.active_tasks, epoch),
            standby: read(&value.standby_tasks, 0),
            warmup: read(&value.warmup_tasks, 0),
        });
        self.pending_revocation = Arc::new(TaskSets {
            active: read(&value.active_tasks_pending_revocation, epoch),
            standby: read(&value.standby_tasks_pending_revocation, 0),
            warmup: read(&value.warmup_tasks_pending_revocation, 0),
        });
    }

    /// The record of its assignment.
    pub(crate) fn assignment_value(&self) -> r::StreamsGroupCurrentMemberAssignmentValue {
        let (assigned, pending) = (&self.assigned, &self.pending_revocation);
        r::StreamsGroupCurrentMemberAssignmentValue {
            member_epoch: self.epoch,
            previous_member_epoch: self.previous_epoch,
            state: self.state.to_i8(),
            active_tasks: write(&assigned.active, true),
            standby_tasks: write(&assigned.standby, false),
            warmup_tasks: write(&assigned.warmup, false),
            active_tasks_pending_revocation: write(&pending.active, true),
            standby_tasks_pending_revocation: write(&pending.standby, false),
            warmup_tasks_pending_revocation: write(&pending.warmup, false),
            ..Default::default()
        }
    }
}

/// Records before 4.3 don't say at which epoch a task was given: the member's stands in.
fn read(sets: &[TaskIds], epoch: i32) -> Tasks {
    let mut tasks = Tasks::new();
    for set in sets.iter().filter(|set| !set.partitions.is_empty()) {
        let epochs = set.assignment_epochs.as_deref().unwrap_or_default();
        let epochs = epochs.iter().copied().chain(std::iter::repeat(epoch));
        let partitions = set.partitions.iter().copied().zip(epochs);
        tasks.entry(set.subtopology_id.detach()).or_default().extend(partitions);
    }
    tasks
}

fn write(tasks: &Tasks, with_epochs: bool) -> Vec<TaskIds> {
    let set = |(subtopology, partitions): (&Str, &BTreeMap<i32, i32>)| TaskIds {
        subtopology_id: subtopology.clone(),
        partitions: partitions.keys().copied().collect(),
        assignment_epochs: with_epochs.then(|| partitions.values().copied().collect()),
        ..Default::default()
    };
    tasks.iter().map(set).collect()
}
