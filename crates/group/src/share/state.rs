//! [`ShareGroup`]: what the log says of a share group, and the one way to change it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use moldau_ids::TopicId;
use moldau_wire::Str;
use moldau_wire::records::group::{self as r, GroupKey, GroupValue};

use crate::assignor::Target;

/// A topic with those of its partitions that are meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct TopicPartitions {
    pub(crate) name: Str,
    pub(crate) partitions: BTreeSet<i32>,
}

/// By topic.
pub(crate) type Topics = BTreeMap<TopicId, TopicPartitions>;

/// Which partitions have state at the share coordinator.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Partitions {
    /// State has been wished.
    pub(crate) initializing: Topics,
    /// State is there.
    pub(crate) initialized: Topics,
    /// State is to be deleted, of all partitions of these topics.
    pub(crate) deleting: BTreeMap<TopicId, Str>,
}

/// A member of a share group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) id: Str,
    pub(crate) epoch: i32,
    pub(crate) previous_epoch: i32,
    pub(crate) rack_id: Option<Str>,
    pub(crate) client_id: Str,
    pub(crate) client_host: Str,
    pub(crate) topics: Arc<BTreeSet<Str>>,
    pub(crate) assigned: Arc<Target>,
}

impl Member {
    /// A member of whom nothing is known but its id.
    pub(crate) fn new(id: Str) -> Self {
        Self {
            id,
            epoch: 0,
            previous_epoch: -1,
            rack_id: None,
            client_id: Str::EMPTY,
            client_host: Str::EMPTY,
            topics: Arc::default(),
            assigned: Arc::default(),
        }
    }
}

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

/// A share group. Changed by [`Self::apply`] alone, while loading and later, but for what is not in the log.
#[derive(Debug, Clone)]
pub(crate) struct ShareGroup {
    pub(crate) id: Str,
    pub(crate) epoch: i32,
    pub(crate) metadata_hash: i64,
    pub(crate) assignment_epoch: i32,
    /// When the target was computed, in milliseconds; 0 if that is not known.
    pub(crate) assignment_timestamp: i64,
    pub(crate) members: BTreeMap<Str, Member>,
    /// By member id.
    pub(crate) targets: BTreeMap<Str, Arc<Target>>,
    pub(crate) partitions: Partitions,
    /// Not in the log: when state of a topic's partitions was wished. Without a time it is wished again.
    pub(crate) wished_at: BTreeMap<TopicId, i64>,
    /// Not in the log: as of which version of the cluster's topics [`Self::metadata_hash`] is known to hold.
    pub(crate) metadata_checked: Option<u64>,
    /// By topic name: how many members subscribe to it.
    topics: BTreeMap<Str, usize>,
}

/// Whether the log says the same of both.
impl PartialEq for ShareGroup {
    fn eq(&self, other: &Self) -> bool {
        let logged = |group: &Self| {
            (group.epoch, group.metadata_hash, group.assignment_epoch, group.assignment_timestamp)
        };
        self.id == other.id
            && logged(self) == logged(other)
            && self.members == other.members
            && self.targets == other.targets
            && self.partitions == other.partitions
            && self.topics == other.topics
    }
}

impl ShareGroup {
    /// A group that nobody has joined. Like Kafka's its epochs begin at 1.
    pub(crate) fn new(id: Str) -> Self {
        Self {
            id,
            epoch: 1,
            metadata_hash: 0,
            assignment_epoch: 1,
            assignment_timestamp: 0,
            members: BTreeMap::new(),
            targets: BTreeMap::new(),
            partitions: Partitions::default(),
            wished_at: BTreeMap::new(),
            metadata_checked: None,
            topics: BTreeMap::new(),
        }
    }

    /// As clients know it. A share group is never seen rebalancing.
    pub(crate) fn state_name(&self) -> &'static str {
        if self.members.is_empty() { "Empty" } else { "Stable" }
    }

    /// The names of all topics that anyone subscribes to.
    pub(crate) fn subscribed_topics(&self) -> impl Iterator<Item = &Str> {
        self.topics.keys()
    }

    /// Whether anyone subscribes to a topic.
    pub(crate) fn is_subscribed(&self, topic: &str) -> bool {
        self.topics.contains_key(topic)
    }

    /// A member's target; empty if it has none.
    pub(crate) fn target(&self, member_id: &str) -> Arc<Target> {
        self.targets.get(member_id).cloned().unwrap_or_default()
    }

    /// Takes in a record, if it is one of this group.
    pub(crate) fn apply(&mut self, key: &GroupKey, value: Option<&GroupValue>) -> Applied {
        match (key, value) {
            (GroupKey::ShareGroupMetadata(_), None) => return Applied::Deleted,
            (GroupKey::ShareGroupMetadata(_), Some(GroupValue::ShareGroupMetadata(value))) => {
                self.epoch = value.epoch;
                self.metadata_hash = value.metadata_hash;
            }
            (GroupKey::ShareGroupMemberMetadata(key), None) => {
                let Some(old) = self.members.remove(&key.member_id) else { return Applied::Skipped };
                self.uncount(&old.topics);
            }
            (GroupKey::ShareGroupMemberMetadata(key), Some(GroupValue::ShareGroupMemberMetadata(value))) => {
                self.change_member(&key.member_id, value);
            }
            (GroupKey::ShareGroupTargetAssignmentMetadata(_), None) => {
                self.assignment_epoch = -1;
                self.assignment_timestamp = 0;
            }
            (
                GroupKey::ShareGroupTargetAssignmentMetadata(_),
                Some(GroupValue::ShareGroupTargetAssignmentMetadata(value)),
            ) => {
                self.assignment_epoch = value.assignment_epoch;
                self.assignment_timestamp = value.assignment_timestamp;
            }
            (GroupKey::ShareGroupTargetAssignmentMember(key), None) => {
                self.targets.remove(&key.member_id);
            }
            (
                GroupKey::ShareGroupTargetAssignmentMember(key),
                Some(GroupValue::ShareGroupTargetAssignmentMember(value)),
            ) => {
                let topics = value.topic_partitions.iter().map(|topic| (topic.topic_id, &topic.partitions));
                self.targets.insert(key.member_id.detach(), Arc::new(read_target(topics)));
            }
            (GroupKey::ShareGroupCurrentMemberAssignment(key), value) => {
                return self.change_assignment(&key.member_id, value);
            }
            (GroupKey::ShareGroupStatePartitionMetadata(_), None) => {
                self.partitions = Partitions::default();
                self.wished_at.clear();
            }
            (
                GroupKey::ShareGroupStatePartitionMetadata(_),
                Some(GroupValue::ShareGroupStatePartitionMetadata(value)),
            ) => self.change_partitions(value),
            _ => return Applied::Skipped,
        }
        Applied::Done
    }

    fn change_member(&mut self, id: &Str, value: &r::ShareGroupMemberMetadataValue) {
        let old = self.members.remove(id);
        if let Some(old) = &old {
            self.uncount(&old.topics);
        }
        let mut member = old.unwrap_or_else(|| Member::new(id.detach()));
        member.rack_id = value.rack_id.as_ref().map(Str::detach);
        member.client_id = value.client_id.detach();
        member.client_host = value.client_host.detach();
        member.topics = Arc::new(value.subscribed_topic_names.iter().map(Str::detach).collect());
        for name in member.topics.iter() {
            *self.topics.entry(name.clone()).or_default() += 1;
        }
        self.metadata_checked = None;
        self.members.insert(member.id.clone(), member);
    }

    fn uncount(&mut self, names: &BTreeSet<Str>) {
        for name in names {
            if let Some(count) = self.topics.get_mut(name) {
                *count -= 1;
                if *count == 0 {
                    self.topics.remove(name);
                }
            }
        }
        self.metadata_checked = None;
    }

    fn change_assignment(&mut self, member_id: &Str, value: Option<&GroupValue>) -> Applied {
        let known = self.members.contains_key(member_id);
        match value {
            None => {
                let Some(member) = self.members.get_mut(member_id) else { return Applied::Skipped };
                member.epoch = -1;
                member.previous_epoch = -1;
                member.assigned = Arc::default();
            }
            Some(GroupValue::ShareGroupCurrentMemberAssignment(value)) => {
                if !known {
                    self.members.insert(member_id.detach(), Member::new(member_id.detach()));
                }
                let Some(member) = self.members.get_mut(member_id) else { return Applied::Skipped };
                member.epoch = value.member_epoch;
                member.previous_epoch = value.previous_member_epoch;
                let topics =
                    value.assigned_partitions.iter().map(|topic| (topic.topic_id, &topic.partitions));
                member.assigned = Arc::new(read_target(topics));
            }
            Some(_) => return Applied::Skipped,
        }
        Applied::Done
    }

    fn change_partitions(&mut self, value: &r::ShareGroupStatePartitionMetadataValue) {
        let read = |topics: &[r::share_group_state_partition_metadata_value::TopicPartitionsInfo]| {
            let mut read = Topics::new();
            for topic in topics.iter().filter(|topic| !topic.partitions.is_empty()) {
                let entry = read.entry(topic.topic_id).or_default();
                entry.name = topic.topic_name.detach();
                entry.partitions.extend(topic.partitions.iter().copied());
            }
            read
        };
        self.partitions = Partitions {
            initializing: read(&value.initializing_topics),
            initialized: read(&value.initialized_topics),
            deleting: value
                .deleting_topics
                .iter()
                .map(|topic| (topic.topic_id, topic.topic_name.detach()))
                .collect(),
        };
        let initializing = &self.partitions.initializing;
        self.wished_at.retain(|topic, _| initializing.contains_key(topic));
    }
}

fn read_target<'r>(topics: impl Iterator<Item = (TopicId, &'r Vec<i32>)>) -> Target {
    let mut target = Target::new();
    for (topic, partitions) in topics.filter(|(_, partitions)| !partitions.is_empty()) {
        target.entry(topic).or_default().extend(partitions.iter().copied());
    }
    target
}
