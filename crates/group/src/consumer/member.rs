//! One member of a consumer group, as its records describe it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bytes::Bytes;
use moldau_ids::TopicId;
use moldau_wire::Str;
use moldau_wire::records::group as r;
use moldau_wire::records::group::consumer_group_member_metadata_value::{
    ClassicMemberMetadata, ClassicProtocol,
};

/// Partitions by topic, each with the group epoch at which its member got it. No topic is without partitions.
pub(crate) type Owned = BTreeMap<TopicId, BTreeMap<i32, i32>>;

/// The epoch in the requests of a member that joins.
pub(crate) const JOIN_EPOCH: i32 = 0;
/// The epoch in the requests of a member that leaves, and of one whose records are half deleted.
pub(crate) const LEAVE_EPOCH: i32 = -1;
/// The epoch of a static member that has left and will be back.
pub(crate) const LEAVE_STATIC_EPOCH: i32 = -2;

/// How far a member is on its way to its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MemberState {
    /// It is where it was told to be.
    Stable,
    /// It has yet to give up partitions.
    UnrevokedPartitions,
    /// It waits for partitions that others have yet to give up.
    UnreleasedPartitions,
    /// A state that a later version wrote.
    Unknown,
}

impl MemberState {
    /// The byte in records.
    pub(crate) const fn to_i8(self) -> i8 {
        match self {
            Self::Stable => 0,
            Self::UnrevokedPartitions => 1,
            Self::UnreleasedPartitions => 2,
            Self::Unknown => 127,
        }
    }

    /// Reads the byte in records.
    pub(crate) const fn from_i8(raw: i8) -> Self {
        match raw {
            0 => Self::Stable,
            1 => Self::UnrevokedPartitions,
            2 => Self::UnreleasedPartitions,
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
    pub(crate) instance_id: Option<Str>,
    pub(crate) rack_id: Option<Str>,
    pub(crate) client_id: Str,
    pub(crate) client_host: Str,
    pub(crate) topics: Arc<BTreeSet<Str>>,
    pub(crate) regex: Option<Str>,
    pub(crate) rebalance_timeout_ms: i32,
    pub(crate) assignor: Option<Str>,
    /// Set for a member that speaks the classic protocol.
    pub(crate) classic: Option<Arc<ClassicMemberMetadata>>,
    /// What it was told to own.
    pub(crate) assigned: Arc<Owned>,
    /// What it was told to give up, and hasn't yet.
    pub(crate) pending_revocation: Arc<Owned>,
}

impl Member {
    /// A member of whom nothing is known but its id.
    pub(crate) fn new(id: Str) -> Self {
        Self {
            id,
            epoch: JOIN_EPOCH,
            previous_epoch: -1,
            state: MemberState::Stable,
            instance_id: None,
            rack_id: None,
            client_id: Str::EMPTY,
            client_host: Str::EMPTY,
            topics: Arc::default(),
            regex: Some(Str::EMPTY),
            rebalance_timeout_ms: -1,
            assignor: None,
            classic: None,
            assigned: Arc::default(),
            pending_revocation: Arc::default(),
        }
    }

    /// The regular expression it subscribes to, if any.
    pub(crate) fn regex(&self) -> Option<&Str> {
        self.regex.as_ref().filter(|regex| !regex.is_empty())
    }

    /// Whether it has nothing left to do for the target of that epoch.
    pub(crate) fn is_reconciled_to(&self, target_epoch: i32) -> bool {
        self.state == MemberState::Stable && self.epoch == target_epoch
    }

    /// The epoch at which it got a partition that it owns or has yet to give up.
    pub(crate) fn assignment_epoch(&self, topic: TopicId, partition: i32) -> Option<i32> {
        [&self.assigned, &self.pending_revocation]
            .into_iter()
            .find_map(|owned| owned.get(&topic)?.get(&partition).copied())
    }

    /// Every partition it owns or has yet to give up.
    pub(crate) fn held(&self) -> impl Iterator<Item = (TopicId, i32)> + '_ {
        partitions(&self.assigned).chain(partitions(&self.pending_revocation))
    }

    /// Takes over what a record says of its subscription.
    pub(crate) fn update_metadata(&mut self, value: &r::ConsumerGroupMemberMetadataValue) {
        let own = |text: &Option<Str>| text.as_ref().map(Str::detach);
        self.instance_id = own(&value.instance_id);
        self.rack_id = own(&value.rack_id);
        self.client_id = value.client_id.detach();
        self.client_host = value.client_host.detach();
        self.topics = Arc::new(value.subscribed_topic_names.iter().map(Str::detach).collect());
        self.regex = own(&value.subscribed_topic_regex);
        self.rebalance_timeout_ms = value.rebalance_timeout_ms;
        self.assignor = own(&value.server_assignor);
        self.classic = value.classic_member_metadata.as_ref().map(|classic| Arc::new(detached(classic)));
    }

    /// Takes over what a record says of its assignment.
    pub(crate) fn update_assignment(&mut self, value: &r::ConsumerGroupCurrentMemberAssignmentValue) {
        self.epoch = value.member_epoch;
        self.previous_epoch = value.previous_member_epoch;
        self.state = MemberState::from_i8(value.state);
        self.assigned = Arc::new(read_owned(&value.assigned_partitions, value.member_epoch));
        self.pending_revocation =
            Arc::new(read_owned(&value.partitions_pending_revocation, value.member_epoch));
    }

    /// The record of its subscription.
    pub(crate) fn metadata_value(&self) -> r::ConsumerGroupMemberMetadataValue {
        r::ConsumerGroupMemberMetadataValue {
            instance_id: self.instance_id.clone(),
            rack_id: self.rack_id.clone(),
            client_id: self.client_id.clone(),
            client_host: self.client_host.clone(),
            subscribed_topic_names: self.topics.iter().cloned().collect(),
            subscribed_topic_regex: self.regex.clone(),
            rebalance_timeout_ms: self.rebalance_timeout_ms,
            server_assignor: self.assignor.clone(),
            classic_member_metadata: self.classic.as_deref().cloned(),
            ..Default::default()
        }
    }

    /// The record of its assignment.
    pub(crate) fn assignment_value(&self) -> r::ConsumerGroupCurrentMemberAssignmentValue {
        r::ConsumerGroupCurrentMemberAssignmentValue {
            member_epoch: self.epoch,
            previous_member_epoch: self.previous_epoch,
            state: self.state.to_i8(),
            assigned_partitions: write_owned(&self.assigned),
            partitions_pending_revocation: write_owned(&self.pending_revocation),
            ..Default::default()
        }
    }
}

/// The same in memory of its own.
fn detached(classic: &ClassicMemberMetadata) -> ClassicMemberMetadata {
    let own = |protocol: &ClassicProtocol| ClassicProtocol {
        name: protocol.name.detach(),
        metadata: Bytes::copy_from_slice(&protocol.metadata),
        ..Default::default()
    };
    ClassicMemberMetadata {
        session_timeout_ms: classic.session_timeout_ms,
        supported_protocols: classic.supported_protocols.iter().map(own).collect(),
        ..Default::default()
    }
}

/// The partitions of a set, one by one.
pub(crate) fn partitions(owned: &Owned) -> impl Iterator<Item = (TopicId, i32)> + '_ {
    owned.iter().flat_map(|(topic, partitions)| partitions.keys().map(|partition| (*topic, *partition)))
}

/// Records before 4.3 don't say at which epoch a partition was given: the member's stands in.
fn read_owned(
    topics: &[r::consumer_group_current_member_assignment_value::TopicPartitions],
    member_epoch: i32,
) -> Owned {
    let mut owned = Owned::new();
    for topic in topics.iter().filter(|topic| !topic.partitions.is_empty()) {
        let epochs = topic.assignment_epochs.as_deref().unwrap_or_default();
        let epochs = epochs.iter().copied().chain(std::iter::repeat(member_epoch));
        owned.entry(topic.topic_id).or_default().extend(topic.partitions.iter().copied().zip(epochs));
    }
    owned
}

fn write_owned(owned: &Owned) -> Vec<r::consumer_group_current_member_assignment_value::TopicPartitions> {
    owned
        .iter()
        .map(|(topic, partitions)| r::consumer_group_current_member_assignment_value::TopicPartitions {
            topic_id: *topic,
            partitions: partitions.keys().copied().collect(),
            assignment_epochs: Some(partitions.values().copied().collect()),
            ..Default::default()
        })
        .collect()
}
