//! [`StreamsGroup`]: what the log says of a group, and the one way to change it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use moldau_ids::Timestamp;
use moldau_wire::Str;
use moldau_wire::records::group::{GroupKey, GroupValue};

use super::member::{LEAVE_EPOCH, Member};
use super::records::read_target;
use super::tasks::{Task, TaskSets};
use super::topics::Configured;
use super::topology::Topology;

/// What has become of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Applied {
    /// It is part of the group's state.
    Done,
    /// The group is gone.
    Deleted,
    /// It makes no sense here: skipped.
    Skipped,
}

/// Where a group stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GroupState {
    /// It has no members.
    Empty,
    /// Its topology cannot run with the topics there are.
    NotReady,
    /// Its target is older than its membership.
    Assigning,
    /// Some member has not reached the target.
    Reconciling,
    /// Everyone has.
    Stable,
}

impl GroupState {
    /// As clients know it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "Empty",
            Self::NotReady => "NotReady",
            Self::Assigning => "Assigning",
            Self::Reconciling => "Reconciling",
            Self::Stable => "Stable",
        }
    }
}

/// What is known of a group but not written: a new coordinator finds it out again, or does without.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Live {
    /// The topology and the cluster's topics together.
    pub(crate) configured: Option<Arc<Configured>>,
    /// The version of the cluster's topics as of which that is known to hold.
    pub(crate) checked: Option<u64>,
    /// Whether the first target waits for more members.
    pub(crate) waits: bool,
    /// The member that asked for the application to stop.
    pub(crate) shutdown: Option<Str>,
    /// Counts changes of what members with endpoints own.
    pub(crate) endpoint_epoch: i32,
    /// Internal topics that are being created, and until when that is believed.
    pub(crate) creating: BTreeMap<Str, Timestamp>,
    /// Internal topics that could not be created, why, and until when that is told.
    pub(crate) failed: BTreeMap<Str, (Str, Timestamp)>,
}

/// Who holds tasks: owns them, or has yet to give them up.
#[derive(Debug, Clone, PartialEq, Default)]
struct Holders {
    /// Member by active task.
    active: HashMap<Task, Str>,
    /// Of each standby and warm-up task, the members that have it, with their processes.
    copies: HashMap<Task, BTreeMap<Str, Str>>,
}

/// A group of the KIP-1071 protocol. Changed by [`Self::apply`] alone, while loading and later, but for [`Live`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StreamsGroup {
    pub(crate) id: Str,
    pub(crate) epoch: i32,
    /// Of the topics it needs, see [`crate::consumer::group_hash`].
    pub(crate) metadata_hash: i64,
    /// The topology epoch for which the topics were as they should be; -1 for none.
    pub(crate) validated_topology_epoch: i32,
    /// What the assignor was told when the epoch was counted up last.
    pub(crate) configs: BTreeMap<Str, Str>,
    pub(crate) assignment_epoch: i32,
    /// When the target was computed, in milliseconds; 0 if that is not known.
    pub(crate) assignment_timestamp: i64,
    pub(crate) topology: Option<Arc<Topology>>,
    pub(crate) members: BTreeMap<Str, Member>,
    /// By member id.
    pub(crate) targets: BTreeMap<Str, Arc<TaskSets>>,
    pub(crate) live: Live,
    holders: Holders,
}

impl StreamsGroup {
    /// A group that nobody has joined. Like Kafka's its epochs begin at 1, so that a member that has joined is never
    /// told epoch 0.
    pub(crate) fn new(id: Str) -> Self {
        Self {
            id,
            epoch: 1,
            metadata_hash: 0,
            validated_topology_epoch: 0,
            configs: BTreeMap::new(),
            assignment_epoch: 1,
            assignment_timestamp: 0,
            topology: None,
            members: BTreeMap::new(),
            targets: BTreeMap::new(),
            live: Live::default(),
            holders: Holders::default(),
        }
    }

    /// Where the group stands. Looks at every member.
    pub(crate) fn state(&self) -> GroupState {
        let is_validated =
            self.topology.as_ref().is_some_and(|topology| topology.epoch == self.validated_topology_epoch);
        if self.members.is_empty() {
            GroupState::Empty
        } else if !is_validated {
            GroupState::NotReady
        } else if self.epoch > self.assignment_epoch {
            GroupState::Assigning
        } else if self.members.values().all(|member| member.is_reconciled_to(self.assignment_epoch)) {
            GroupState::Stable
        } else {
            GroupState::Reconciling
        }
    }

    /// A member's target; empty if it has none.
    pub(crate) fn target(&self, member_id: &str) -> Arc<TaskSets> {
        self.targets.get(member_id).cloned().unwrap_or_default()
    }

    /// Whether a process has a task, as whatever kind.
    pub(crate) fn is_at(&self, task: &Task, process_id: &str) -> bool {
        let active = self.holders.active.get(task).and_then(|member| self.members.get(member));
        active.is_some_and(|member| member.process_id == *process_id) || self.has_copy(task, process_id)
    }

    /// Whether a process has a standby or warm-up task.
    pub(crate) fn has_copy(&self, task: &Task, process_id: &str) -> bool {
        let members = self.holders.copies.get(task).into_iter().flatten();
        members.into_iter().any(|(_, process)| *process == *process_id)
    }

    /// Whether a task is active anywhere.
    pub(crate) fn is_active(&self, task: &Task) -> bool {
        self.holders.active.contains_key(task)
    }

    /// Whether the application reads a topic, so that its offsets are kept.
    pub(crate) fn is_subscribed(&self, topic: &str) -> bool {
        !self.members.is_empty()
            && self.topology.as_ref().is_some_and(|topology| topology.readers.contains_key(topic))
    }

    /// Takes in a record, if it is one of this group.
    pub(crate) fn apply(&mut self, key: &GroupKey, value: Option<&GroupValue>) -> Applied {
        match (key, value) {
            (GroupKey::StreamsGroupMetadata(_), None) => return Applied::Deleted,
            (GroupKey::StreamsGroupMetadata(_), Some(GroupValue::StreamsGroupMetadata(value))) => {
                self.epoch = value.epoch;
                self.metadata_hash = value.metadata_hash;
                self.validated_topology_epoch = value.validated_topology_epoch;
                let configs = value.last_assignment_configs.iter().flatten();
                self.configs = configs.map(|config| (config.key.detach(), config.value.detach())).collect();
            }
            (GroupKey::StreamsGroupTopology(_), None) => self.replace_topology(None),
            (GroupKey::StreamsGroupTopology(_), Some(GroupValue::StreamsGroupTopology(value))) => {
                self.replace_topology(Some(Arc::new(Topology::from_value(value))));
            }
            (GroupKey::StreamsGroupMemberMetadata(key), None) => return self.remove_member(&key.member_id),
            (
                GroupKey::StreamsGroupMemberMetadata(key),
                Some(GroupValue::StreamsGroupMemberMetadata(value)),
            ) => self.change_member(&key.member_id, |member| member.update_metadata(value)),
            (GroupKey::StreamsGroupTargetAssignmentMetadata(_), None) => {
                self.assignment_epoch = -1;
                self.assignment_timestamp = 0;
            }
            (
                GroupKey::StreamsGroupTargetAssignmentMetadata(_),
                Some(GroupValue::StreamsGroupTargetAssignmentMetadata(value)),
            ) => {
                self.assignment_epoch = value.assignment_epoch;
                self.assignment_timestamp = value.assignment_timestamp;
            }
            (GroupKey::StreamsGroupTargetAssignmentMember(key), None) => {
                self.targets.remove(&key.member_id);
            }
            (
                GroupKey::StreamsGroupTargetAssignmentMember(key),
                Some(GroupValue::StreamsGroupTargetAssignmentMember(value)),
            ) => {
                self.targets.insert(key.member_id.detach(), Arc::new(read_target(value)));
            }
            (GroupKey::StreamsGroupCurrentMemberAssignment(key), None) => {
                if !self.members.contains_key(&key.member_id) {
                    return Applied::Skipped;
                }
                self.change_member(&key.member_id, |member| {
                    member.epoch = LEAVE_EPOCH;
                    member.previous_epoch = LEAVE_EPOCH;
                    member.assigned = Arc::default();
                    member.pending_revocation = Arc::default();
                });
            }
            (
                GroupKey::StreamsGroupCurrentMemberAssignment(key),
                Some(GroupValue::StreamsGroupCurrentMemberAssignment(value)),
            ) => self.change_member(&key.member_id, |member| member.update_assignment(value)),
            _ => return Applied::Skipped,
        }
        Applied::Done
    }

    fn replace_topology(&mut self, topology: Option<Arc<Topology>>) {
        self.topology = topology;
        self.live.configured = None;
        self.live.checked = None;
    }

    /// Changes or adds a member, and who holds what.
    fn change_member(&mut self, id: &Str, change: impl FnOnce(&mut Member)) {
        let old = self.members.remove(id);
        let mut new = old.clone().unwrap_or_else(|| Member::new(id.detach()));
        change(&mut new);
        let is_same = old.as_ref().is_some_and(|old| {
            Arc::ptr_eq(&old.assigned, &new.assigned)
                && Arc::ptr_eq(&old.pending_revocation, &new.pending_revocation)
                && old.process_id == new.process_id
        });
        if !is_same {
            if let Some(old) = &old {
                self.holders.remove(old);
            }
            self.holders.add(&new);
        }
        self.members.insert(new.id.clone(), new);
    }

    fn remove_member(&mut self, id: &Str) -> Applied {
        let Some(old) = self.members.remove(id) else { return Applied::Skipped };
        self.holders.remove(&old);
        if self.members.is_empty() {
            self.live.shutdown = None;
        }
        Applied::Done
    }
}

impl Holders {
    fn add(&mut self, member: &Member) {
        for task in member.held_active() {
            self.active.insert(task, member.id.clone());
        }
        for task in member.held_copies() {
            let members = self.copies.entry(task).or_default();
            members.insert(member.id.clone(), member.process_id.clone());
        }
    }

    /// A log that was cleaned half-way may give a task to another before its old holder loses it.
    fn remove(&mut self, member: &Member) {
        for task in member.held_active() {
            if self.active.get(&task) == Some(&member.id) {
                self.active.remove(&task);
            }
        }
        for task in member.held_copies() {
            let Some(members) = self.copies.get_mut(&task) else { continue };
            members.remove(&member.id);
            if members.is_empty() {
                self.copies.remove(&task);
            }
        }
    }
}
