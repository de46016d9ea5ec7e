//! [`ConsumerGroup`]: what the log says of a group, and the one way to change it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use moldau_ids::TopicId;
use moldau_wire::Str;
use moldau_wire::records::group::{self as r, GroupKey, GroupValue};

use super::member::{LEAVE_EPOCH, Member};
use crate::assignor::Target;

/// What a regular expression matched when it was last looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Resolved {
    pub(crate) topics: BTreeSet<Str>,
    /// Of the cluster's topics.
    pub(crate) version: i64,
    /// When, in milliseconds.
    pub(crate) timestamp: i64,
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

/// Where a group stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GroupState {
    /// It has no members.
    Empty,
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
            Self::Assigning => "Assigning",
            Self::Reconciling => "Reconciling",
            Self::Stable => "Stable",
        }
    }
}

/// A group of the KIP-848 protocol. Changed by [`Self::apply`] alone, while loading and later.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ConsumerGroup {
    pub(crate) id: Str,
    pub(crate) epoch: i32,
    /// Of the topics it subscribes to, see [`super::hash`].
    pub(crate) metadata_hash: i64,
    pub(crate) assignment_epoch: i32,
    /// When the target was computed, in milliseconds; 0 if that is not known.
    pub(crate) assignment_timestamp: i64,
    pub(crate) members: BTreeMap<Str, Member>,
    /// Member ids by instance id.
    pub(crate) static_members: BTreeMap<Str, Str>,
    /// By member id.
    pub(crate) targets: BTreeMap<Str, Arc<Target>>,
    pub(crate) regexes: BTreeMap<Str, Resolved>,
    /// A record of before 4.1 that is to be deleted at the next occasion.
    pub(crate) has_old_metadata_record: bool,
    /// The version of the cluster's topics as of which [`Self::metadata_hash`] is known to hold for the topics that the
    /// group subscribes to. Not in the log.
    pub(crate) metadata_checked: Option<u64>,
    /// By topic name: how many members and regular expressions want it.
    topics: BTreeMap<Str, usize>,
    /// By regular expression: how many members subscribe to it.
    regex_members: BTreeMap<Str, usize>,
    /// By assignor: how many members ask for it.
    assignors: BTreeMap<Str, usize>,
    /// Who holds a partition: owns it, or has yet to give it up. Never iterated.
    holders: HashMap<(TopicId, i32), Str>,
    classic_members: usize,
    /// By classic protocol: how many classic members support it.
    classic_protocols: BTreeMap<Str, usize>,
}

impl ConsumerGroup {
    /// A group that nobody has joined. Like Kafka's its epochs begin at 1, so that a member that has joined is never
    /// told epoch 0.
    pub(crate) fn new(id: Str) -> Self {
        Self {
            id,
            epoch: 1,
            metadata_hash: 0,
            assignment_epoch: 1,
            assignment_timestamp: 0,
            members: BTreeMap::new(),
            static_members: BTreeMap::new(),
            targets: BTreeMap::new(),
            regexes: BTreeMap::new(),
            has_old_metadata_record: false,
            metadata_checked: None,
            topics: BTreeMap::new(),
            regex_members: BTreeMap::new(),
            assignors: BTreeMap::new(),
            holders: HashMap::new(),
            classic_members: 0,
            classic_protocols: BTreeMap::new(),
        }
    }

    /// Where the group stands. Looks at every member.
    pub(crate) fn state(&self) -> GroupState {
        if self.members.is_empty() {
            GroupState::Empty
        } else if self.epoch > self.assignment_epoch {
            GroupState::Assigning
        } else if self.members.values().all(|member| member.is_reconciled_to(self.assignment_epoch)) {
            GroupState::Stable
        } else {
            GroupState::Reconciling
        }
    }

    /// The names of all topics that anyone subscribes to, by name or through a regular expression.
    pub(crate) fn subscribed_topics(&self) -> impl Iterator<Item = &Str> {
        self.topics.keys()
    }

    /// Whether anyone subscribes to a topic.
    pub(crate) fn is_subscribed(&self, topic: &str) -> bool {
        self.topics.contains_key(topic)
    }

    /// All regular expressions that anyone subscribes to.
    pub(crate) fn subscribed_regexes(&self) -> impl Iterator<Item = &Str> {
        self.regex_members.keys()
    }

    /// How many members subscribe to a regular expression.
    pub(crate) fn regex_members(&self, regex: &str) -> usize {
        self.regex_members.get(regex).copied().unwrap_or(0)
    }

    /// How many members ask for an assignor.
    pub(crate) fn assignor_votes(&self, name: &str) -> usize {
        self.assignors.get(name).copied().unwrap_or(0)
    }

    /// Who holds a partition.
    pub(crate) fn holder(&self, topic: TopicId, partition: i32) -> Option<&Str> {
        self.holders.get(&(topic, partition))
    }

    /// How many members speak the classic protocol.
    pub(crate) fn classic_members(&self) -> usize {
        self.classic_members
    }

    /// How many classic members support a classic protocol.
    pub(crate) fn classic_protocol_votes(&self, name: &str) -> usize {
        self.classic_protocols.get(name).copied().unwrap_or(0)
    }

    /// A member's target; empty if it has none.
    pub(crate) fn target(&self, member_id: &str) -> Arc<Target> {
        self.targets.get(member_id).cloned().unwrap_or_default()
    }

    /// The names that a member subscribes to, by name or through its regular expression.
    pub(crate) fn subscription<'g>(&'g self, member: &'g Member) -> impl Iterator<Item = &'g Str> {
        let matched = member.regex().and_then(|regex| self.regexes.get(regex)).map(|regex| &regex.topics);
        member.topics.iter().chain(matched.into_iter().flatten())
    }

    /// Takes in a record, if it is one of this group.
    pub(crate) fn apply(&mut self, key: &GroupKey, value: Option<&GroupValue>) -> Applied {
        match (key, value) {
            (GroupKey::ConsumerGroupMetadata(_), None) => return Applied::Deleted,
            (GroupKey::ConsumerGroupMetadata(_), Some(GroupValue::ConsumerGroupMetadata(value))) => {
                self.epoch = value.epoch;
                self.metadata_hash = value.metadata_hash;
            }
            (GroupKey::ConsumerGroupPartitionMetadata(_), value) => {
                self.has_old_metadata_record = value.is_some();
            }
            (GroupKey::ConsumerGroupMemberMetadata(key), None) => return self.remove_member(&key.member_id),
            (
                GroupKey::ConsumerGroupMemberMetadata(key),
                Some(GroupValue::ConsumerGroupMemberMetadata(value)),
            ) => self.change_member(&key.member_id, |member| member.update_metadata(value)),
            (GroupKey::ConsumerGroupTargetAssignmentMetadata(_), None) => {
                self.assignment_epoch = -1;
                self.assignment_timestamp = 0;
            }
            (
                GroupKey::ConsumerGroupTargetAssignmentMetadata(_),
                Some(GroupValue::ConsumerGroupTargetAssignmentMetadata(value)),
            ) => {
                self.assignment_epoch = value.assignment_epoch;
                self.assignment_timestamp = value.assignment_timestamp;
            }
            (GroupKey::ConsumerGroupTargetAssignmentMember(key), None) => {
                self.targets.remove(&key.member_id);
            }
            (
                GroupKey::ConsumerGroupTargetAssignmentMember(key),
                Some(GroupValue::ConsumerGroupTargetAssignmentMember(value)),
            ) => {
                self.targets.insert(key.member_id.detach(), Arc::new(read_target(value)));
            }
            (GroupKey::ConsumerGroupCurrentMemberAssignment(key), None) => {
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
                GroupKey::ConsumerGroupCurrentMemberAssignment(key),
                Some(GroupValue::ConsumerGroupCurrentMemberAssignment(value)),
            ) => self.change_member(&key.member_id, |member| member.update_assignment(value)),
            (GroupKey::ConsumerGroupRegularExpression(key), None) => {
                self.replace_regex(&key.regular_expression, None);
            }
            (
                GroupKey::ConsumerGroupRegularExpression(key),
                Some(GroupValue::ConsumerGroupRegularExpression(value)),
            ) => {
                let resolved = Resolved {
                    topics: value.topics.iter().map(Str::detach).collect(),
                    version: value.version,
                    timestamp: value.timestamp,
                };
                self.replace_regex(&key.regular_expression, Some(resolved));
            }
            _ => return Applied::Skipped,
        }
        Applied::Done
    }

    /// Changes or adds a member, and all that is counted over members.
    fn change_member(&mut self, id: &Str, change: impl FnOnce(&mut Member)) {
        let old = self.members.remove(id);
        let mut new = old.clone().unwrap_or_else(|| Member::new(id.detach()));
        change(&mut new);
        self.recount(old.as_ref(), Some(&new));
        self.members.insert(new.id.clone(), new);
    }

    fn remove_member(&mut self, id: &Str) -> Applied {
        let Some(old) = self.members.remove(id) else { return Applied::Skipped };
        self.recount(Some(&old), None);
        Applied::Done
    }

    fn recount(&mut self, old: Option<&Member>, new: Option<&Member>) {
        if let (Some(old), Some(new)) = (old, new)
            && old.topics == new.topics
            && old.regex == new.regex
            && old.assignor == new.assignor
            && old.instance_id == new.instance_id
            && old.classic == new.classic
        {
            // The most frequent case: only its assignment has changed.
            self.rehold(Some(old), Some(new));
            return;
        }
        if let Some(old) = old {
            self.uncount_topics(&old.topics);
            old.regex().into_iter().for_each(|regex| decrement(&mut self.regex_members, regex));
            old.assignor.iter().for_each(|assignor| decrement(&mut self.assignors, assignor));
            if let Some(instance) = &old.instance_id
                && self.static_members.get(instance) == Some(&old.id)
            {
                self.static_members.remove(instance);
            }
            if let Some(classic) = &old.classic {
                self.classic_members -= 1;
                let protocols = classic.supported_protocols.iter();
                protocols.for_each(|protocol| decrement(&mut self.classic_protocols, &protocol.name));
            }
        }
        if let Some(new) = new {
            self.count_topics(&new.topics);
            new.regex().into_iter().for_each(|regex| increment(&mut self.regex_members, regex));
            new.assignor.iter().for_each(|assignor| increment(&mut self.assignors, assignor));
            if let Some(instance) = &new.instance_id {
                self.static_members.insert(instance.clone(), new.id.clone());
            }
            if let Some(classic) = &new.classic {
                self.classic_members += 1;
                let protocols = classic.supported_protocols.iter();
                protocols.for_each(|protocol| increment(&mut self.classic_protocols, &protocol.name));
            }
        }
        self.rehold(old, new);
    }

    fn count_topics(&mut self, names: &BTreeSet<Str>) {
        let before = self.topics.len();
        for name in names {
            increment(&mut self.topics, name);
        }
        self.topics_counted(before);
    }

    fn uncount_topics(&mut self, names: &BTreeSet<Str>) {
        let before = self.topics.len();
        for name in names {
            decrement(&mut self.topics, name);
        }
        self.topics_counted(before);
    }

    /// The hash is one of all subscribed topics: with others it is another.
    fn topics_counted(&mut self, before: usize) {
        if self.topics.len() != before {
            self.metadata_checked = None;
        }
    }

    fn rehold(&mut self, old: Option<&Member>, new: Option<&Member>) {
        if let (Some(old), Some(new)) = (old, new)
            && Arc::ptr_eq(&old.assigned, &new.assigned)
            && Arc::ptr_eq(&old.pending_revocation, &new.pending_revocation)
        {
            return;
        }
        for partition in old.into_iter().flat_map(Member::held) {
            // A log that was cleaned half-way may give a partition to another before its old holder loses it.
            if self.holders.get(&partition) == old.map(|old| &old.id) {
                self.holders.remove(&partition);
            }
        }
        for (new, partition) in new.into_iter().flat_map(|new| new.held().map(move |held| (new, held))) {
            self.holders.insert(partition, new.id.clone());
        }
    }

    fn replace_regex(&mut self, regex: &Str, new: Option<Resolved>) {
        if let Some(old) = self.regexes.remove(regex) {
            self.uncount_topics(&old.topics);
        }
        if let Some(new) = new {
            self.count_topics(&new.topics);
            self.regexes.insert(regex.detach(), new);
        }
    }
}

fn read_target(value: &r::ConsumerGroupTargetAssignmentMemberValue) -> Target {
    let mut target = Target::new();
    for topic in value.topic_partitions.iter().filter(|topic| !topic.partitions.is_empty()) {
        target.entry(topic.topic_id).or_default().extend(topic.partitions.iter().copied());
    }
    target
}

fn increment(counts: &mut BTreeMap<Str, usize>, key: &Str) {
    *counts.entry(key.clone()).or_default() += 1;
}

fn decrement(counts: &mut BTreeMap<Str, usize>, key: &Str) {
    if let Some(count) = counts.get_mut(key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(key);
        }
    }
}
