//! Who should own which partition: the server-side assignors of consumer groups, as pure functions.
//!
//! [`assign`] takes a group's members with their subscriptions and present targets, and answers with the new targets.
//! Every partition of a topic that somebody subscribes to has exactly one owner in it, and that owner subscribes to
//! the topic. The same [`Spec`] always gives the same answer.
//!
//! - *uniform*: as even as subscriptions allow, and moves as little as that allows. If all subscribe to the same
//!   topics, the largest and the smallest share differ by at most one.
//! - *range*: topic by topic, consecutive partitions in the members' order, static members first by instance id.
//!   Topics with equally many partitions and the same subscribers are split alike.
//!
//! Kafka 4.3's assignors don't look at racks, so neither do these.
//!
//! Cost: proportional to members' subscriptions plus partitions, times a logarithm.

mod mixed;
mod range;
#[cfg(test)]
mod tests;
mod uniform;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use moldau_ids::TopicId;
use moldau_wire::Str;

use crate::AssignorName;

/// Partitions by topic. No topic is without partitions.
pub(crate) type Target = BTreeMap<TopicId, BTreeSet<i32>>;

/// What an assignor looks at.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spec {
    /// By member id.
    pub(crate) members: BTreeMap<Str, MemberSpec>,
    /// The number of partitions of every existing topic that anyone subscribes to. Subscriptions to others count
    /// for nothing.
    pub(crate) topics: BTreeMap<TopicId, i32>,
}

/// One member, as an assignor sees it.
#[derive(Debug, Clone, Default)]
pub(crate) struct MemberSpec {
    /// Of a static member.
    pub(crate) instance_id: Option<Str>,
    /// What it subscribes to; members that subscribe alike may share it.
    pub(crate) topics: Arc<BTreeSet<TopicId>>,
    /// What it was to own so far.
    pub(crate) target: Arc<Target>,
}

/// The new targets, one for every member.
pub(crate) fn assign(name: AssignorName, spec: &Spec) -> BTreeMap<Str, Target> {
    match name {
        AssignorName::Range => range::assign(spec),
        AssignorName::Uniform => match common_subscription(spec) {
            Some(topics) => uniform::assign(spec, topics),
            None => mixed::assign(spec),
        },
    }
}

impl AssignorName {
    /// The name in requests and records.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Uniform => "uniform",
            Self::Range => "range",
        }
    }

    /// Finds an assignor by the name in a request.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        [Self::Uniform, Self::Range].into_iter().find(|assignor| assignor.as_str() == name)
    }
}

/// What all members subscribe to, if they all subscribe to the same.
fn common_subscription(spec: &Spec) -> Option<&BTreeSet<TopicId>> {
    let mut members = spec.members.values();
    let first = &members.next()?.topics;
    members.all(|member| Arc::ptr_eq(&member.topics, first) || member.topics == *first).then_some(&**first)
}

/// A partition count as a number of things; metadata has no negative ones.
fn count(partitions: i32) -> usize {
    usize::try_from(partitions).unwrap_or(0)
}
