//! [`Delta`]: what changed between two images.

use std::collections::{BTreeMap, BTreeSet};

use moldau_ids::{NodeId, PartitionIndex, TopicId};
use moldau_wire::Str;

use crate::ConfigResource;

/// What changed, so that a follower of the metadata looks at nothing else. Says where to look, not what is there:
/// the new image does.
#[expect(clippy::struct_excessive_bools, reason = "each stands for one part of the image")]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Delta {
    /// Topics that are new. Their partitions are in `partitions` too.
    pub topics_created: BTreeSet<TopicId>,
    /// Topics that are gone, with their names.
    pub topics_deleted: BTreeMap<TopicId, Str>,
    /// Partitions that are new or changed, of topics that are there.
    pub partitions: BTreeMap<TopicId, BTreeSet<PartitionIndex>>,
    /// Resources whose configuration was written, even if the values are the same.
    pub configs: BTreeSet<ConfigResource>,
    /// Brokers that registered, changed or left.
    pub brokers: BTreeSet<NodeId>,
    /// Whether a controller registered.
    pub controllers: bool,
    /// Whether a feature level changed.
    pub features: bool,
    /// Whether a client quota changed.
    pub client_quotas: bool,
    /// Whether a SCRAM credential changed.
    pub scram: bool,
    /// Whether an access rule changed.
    pub acls: bool,
    /// Whether a delegation token changed.
    pub delegation_tokens: bool,
}

impl Delta {
    /// Whether nothing changed that anybody follows.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// This change and then `later`, as one.
    pub fn merge(&mut self, later: Self) {
        for (topic, name) in later.topics_deleted {
            self.topics_created.remove(&topic);
            self.partitions.remove(&topic);
            self.topics_deleted.insert(topic, name);
        }
        self.topics_created.extend(later.topics_created);
        for (topic, partitions) in later.partitions {
            self.partitions.entry(topic).or_default().extend(partitions);
        }
        self.configs.extend(later.configs);
        self.brokers.extend(later.brokers);
        self.controllers |= later.controllers;
        self.features |= later.features;
        self.client_quotas |= later.client_quotas;
        self.scram |= later.scram;
        self.acls |= later.acls;
        self.delegation_tokens |= later.delegation_tokens;
    }
}
