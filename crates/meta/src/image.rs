//! [`Image`]: the metadata of a cluster at one moment.
//!
//! Immutable for readers and cheap to clone: maps share what they have in common, so that one writer changes a
//! clone in time logarithmic in its size while any number of readers keep theirs. Iteration is in key order, so that
//! the same image always writes the same snapshot.
//!
//! Not here: how it changes (see [`crate::Replayer`]), who may change it (see [`crate::decide`]).

mod cluster;
mod security;
mod topic;

use std::sync::Arc;

use moldau_ids::{BrokerEpoch, NodeId, PartitionIndex, ProducerId, TopicId, Uuid};
use moldau_wire::Str;

use crate::{METADATA_VERSION, MetadataVersion};

pub use cluster::{
    BrokerRegistration, ClientQuotaEntity, ConfigResource, ControllerRegistration, Endpoint, FeatureRange,
    Fencing, ResourceType,
};
pub use security::{Acl, DelegationToken, ScramCredential, ScramMechanism};
pub use topic::{LeaderRecoveryState, Partition, Topic};
pub(crate) use topic::{nodes, raw};

/// An ordered map that shares structure with its clones.
pub type Map<K, V> = rpds::RedBlackTreeMapSync<K, V>;

/// The metadata of a cluster at one moment.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Image {
    pub(crate) cluster_id: Str,
    pub(crate) features: Map<Str, i16>,
    pub(crate) brokers: Map<NodeId, Arc<BrokerRegistration>>,
    pub(crate) controllers: Map<NodeId, Arc<ControllerRegistration>>,
    pub(crate) topics: Map<TopicId, Arc<Topic>>,
    pub(crate) topic_ids: Map<Str, TopicId>,
    /// Names with `.` as `_`: how many topics have each, to find names that differ in these only.
    pub(crate) normal_names: Map<Str, Str>,
    pub(crate) configs: Map<ConfigResource, Map<Str, Str>>,
    pub(crate) client_quotas: Map<ClientQuotaEntity, Map<Str, f64>>,
    pub(crate) scram: Map<(Str, ScramMechanism), ScramCredential>,
    pub(crate) acls: Map<Uuid, Arc<Acl>>,
    pub(crate) delegation_tokens: Map<Str, Arc<DelegationToken>>,
    pub(crate) next_producer_id: i64,
}

impl Image {
    /// Nothing but the cluster's id, which `meta.properties` holds and the log does not.
    pub fn empty(cluster_id: impl Into<Str>) -> Self {
        Self { cluster_id: cluster_id.into(), ..Self::default() }
    }

    /// The cluster's id.
    pub fn cluster_id(&self) -> &Str {
        &self.cluster_id
    }

    /// The finalized features and their levels, in order of their names. A level of 0 is not kept.
    pub fn features(&self) -> impl Iterator<Item = (&Str, i16)> {
        self.features.iter().map(|(name, level)| (name, *level))
    }

    /// The finalized level of one feature; 0 if there is none.
    pub fn feature_level(&self, name: &str) -> i16 {
        self.features.get(name).copied().unwrap_or(0)
    }

    /// The finalized `metadata.version`; the lowest that there is if the log does not say yet.
    pub fn metadata_version(&self) -> MetadataVersion {
        self.features.get(METADATA_VERSION).map_or(MetadataVersion::MIN, |level| MetadataVersion(*level))
    }

    /// Every registered broker, in order of their ids.
    pub fn brokers(&self) -> impl Iterator<Item = &Arc<BrokerRegistration>> {
        self.brokers.values()
    }

    /// One registered broker.
    pub fn broker(&self, id: NodeId) -> Option<&Arc<BrokerRegistration>> {
        self.brokers.get(&id)
    }

    /// The brokers that may lead: registered, neither fenced nor about to stop.
    pub fn active_brokers(&self) -> impl Iterator<Item = &Arc<BrokerRegistration>> {
        self.brokers().filter(|broker| broker.is_active())
    }

    /// Whether a broker may lead.
    pub fn is_active(&self, id: NodeId) -> bool {
        self.broker(id).is_some_and(|broker| broker.is_active())
    }

    /// Every registered controller, in order of their ids.
    pub fn controllers(&self) -> impl Iterator<Item = &Arc<ControllerRegistration>> {
        self.controllers.values()
    }

    /// Every topic, in order of their names.
    pub fn topics(&self) -> impl Iterator<Item = &Arc<Topic>> {
        self.topic_ids.values().filter_map(|id| self.topics.get(id))
    }

    /// The topics whose names come at or after `from`, in order of their names.
    pub fn topics_from<'a>(&'a self, from: &str) -> impl Iterator<Item = &'a Arc<Topic>> {
        self.topic_ids.range(Str::from(from)..).filter_map(|(_, id)| self.topics.get(id))
    }

    /// How many topics there are.
    pub fn topic_count(&self) -> usize {
        self.topics.size()
    }

    /// One topic by name.
    pub fn topic(&self, name: &str) -> Option<&Arc<Topic>> {
        self.topic_ids.get(name).and_then(|id| self.topics.get(id))
    }

    /// One topic by id.
    pub fn topic_by_id(&self, id: TopicId) -> Option<&Arc<Topic>> {
        self.topics.get(&id)
    }

    /// One partition.
    pub fn partition(&self, topic: TopicId, index: PartitionIndex) -> Option<&Arc<Partition>> {
        self.topic_by_id(topic).and_then(|topic| topic.partition(index))
    }

    /// What has been set for a resource, by name; nothing that comes from files or defaults.
    pub fn config(&self, resource: &ConfigResource) -> Option<&Map<Str, Str>> {
        self.configs.get(resource)
    }

    /// One value that has been set for a resource.
    pub fn config_value(&self, resource: &ConfigResource, name: &str) -> Option<&Str> {
        self.config(resource).and_then(|values| values.get(name))
    }

    /// Every resource that has values of its own.
    pub fn configs(&self) -> impl Iterator<Item = (&ConfigResource, &Map<Str, Str>)> {
        self.configs.iter()
    }

    /// Every client quota.
    pub fn client_quotas(&self) -> impl Iterator<Item = (&ClientQuotaEntity, &Map<Str, f64>)> {
        self.client_quotas.iter()
    }

    /// A user's SCRAM credential.
    pub fn scram_credential(&self, user: &str, mechanism: ScramMechanism) -> Option<&ScramCredential> {
        self.scram.get(&(Str::from(user), mechanism))
    }

    /// Every SCRAM credential, by user and mechanism.
    pub fn scram_credentials(&self) -> impl Iterator<Item = (&(Str, ScramMechanism), &ScramCredential)> {
        self.scram.iter()
    }

    /// Every access rule, by its id.
    pub fn acls(&self) -> impl Iterator<Item = (&Uuid, &Arc<Acl>)> {
        self.acls.iter()
    }

    /// Every delegation token, by its id.
    pub fn delegation_tokens(&self) -> impl Iterator<Item = (&Str, &Arc<DelegationToken>)> {
        self.delegation_tokens.iter()
    }

    /// The first producer id that no broker has been given yet.
    pub fn next_producer_id(&self) -> ProducerId {
        ProducerId(self.next_producer_id)
    }

    /// The epoch of a broker's present registration.
    pub fn broker_epoch(&self, id: NodeId) -> Option<BrokerEpoch> {
        self.broker(id).map(|broker| broker.epoch)
    }

    /// Another topic whose name differs from `name` in `.` and `_` only: their metrics would be one.
    pub fn colliding_topic(&self, name: &str) -> Option<&Str> {
        self.normal_names.get(normal_name(name).as_str()).filter(|other| *other != name)
    }
}

/// A topic's name with `.` as `_`.
pub(crate) fn normal_name(name: &str) -> Str {
    Str::from(name.replace('.', "_"))
}
