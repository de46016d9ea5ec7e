//! Records change the image here and nowhere else.
//!
//! [`Image::apply`] takes whole batches. [`Replayer`] follows a log: it holds back the records between Kafka's
//! begin and end markers (KIP-868) until the end is there.
//!
//! A record that does not fit the image (a change of an unknown partition ...) is an [`ApplyError`]: the log or this
//! code is wrong, and going on would only spread it.

use std::collections::BTreeSet;
use std::sync::Arc;

use moldau_ids::{BrokerEpoch, NodeId, PartitionIndex, TopicId};
use moldau_wire::Str;
use moldau_wire::records::metadata as wire;

use crate::image::normal_name;
use crate::{
    Acl, BrokerRegistration, ClientQuotaEntity, ConfigResource, ControllerRegistration, DelegationToken,
    Delta, Endpoint, FeatureRange, Fencing, Image, Map, Partition, Record, ResourceType, ScramCredential,
    ScramMechanism, Topic,
};

/// A committed record does not fit what came before it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// No such broker, or another incarnation of it.
    #[error("record is about broker {id} with epoch {epoch}, which is not registered")]
    UnknownBroker {
        /// The broker.
        id: i32,
        /// The epoch in the record.
        epoch: i64,
    },
    /// No such topic.
    #[error("record is about topic {0}, which is not there")]
    UnknownTopic(TopicId),
    /// The id or name is taken.
    #[error("record creates the topic {0} a second time")]
    TopicExists(Str),
    /// No such partition.
    #[error("record changes partition {partition} of topic {topic}, which is not there")]
    UnknownPartition {
        /// The topic.
        topic: TopicId,
        /// The partition.
        partition: i32,
    },
    /// A number that stands for nothing known.
    #[error("record has {value} as {what}, which stands for nothing known")]
    UnknownNumber {
        /// What it should have been.
        what: &'static str,
        /// The number.
        value: i8,
    },
    /// Begin, end and abort markers must alternate.
    #[error("{0} where there should be none")]
    Marker(&'static str),
}

impl Image {
    /// The image after `records`, and what changed. The records are one atomic batch.
    pub fn apply(&self, records: &[Record]) -> Result<(Self, Delta), ApplyError> {
        let mut replayer = Replayer::new(self.clone());
        replayer.replay(records)?;
        Ok(replayer.finish())
    }
}

/// Follows a log of records.
#[derive(Debug, Clone)]
pub struct Replayer {
    image: Image,
    delta: Delta,
    /// Records since a begin marker.
    held: Option<Vec<Record>>,
}

impl Replayer {
    /// Starts from an image.
    pub fn new(image: Image) -> Self {
        Self { image, delta: Delta::default(), held: None }
    }

    /// The image as of the last whole batch.
    pub fn image(&self) -> &Image {
        &self.image
    }

    /// Whether records are held back until their end marker comes.
    pub fn is_within_transaction(&self) -> bool {
        self.held.is_some()
    }

    /// The image and what changed since the start. Records still held back are dropped: their end never came.
    pub fn finish(self) -> (Image, Delta) {
        (self.image, self.delta)
    }

    /// What changed since the last call.
    pub fn take_delta(&mut self) -> Delta {
        std::mem::take(&mut self.delta)
    }

    /// Applies a batch.
    pub fn replay(&mut self, records: &[Record]) -> Result<(), ApplyError> {
        for record in records {
            match (record, &mut self.held) {
                (Record::BeginTransaction(_), None) => self.held = Some(Vec::new()),
                (Record::BeginTransaction(_), Some(_)) => return Err(ApplyError::Marker("a begin marker")),
                (Record::EndTransaction(_), held) => {
                    let records = held.take().ok_or(ApplyError::Marker("an end marker"))?;
                    for record in &records {
                        self.apply_one(record)?;
                    }
                }
                (Record::AbortTransaction(_), held) => {
                    held.take().ok_or(ApplyError::Marker("an abort marker"))?;
                }
                (record, Some(held)) => held.push(record.clone()),
                (record, None) => self.apply_one(record)?,
            }
        }
        Ok(())
    }

    fn apply_one(&mut self, record: &Record) -> Result<(), ApplyError> {
        match record {
            Record::RegisterBroker(record) => self.register_broker(record),
            Record::UnregisterBroker(record) => return self.unregister_broker(record),
            Record::BrokerRegistrationChange(record) => return self.change_broker(record),
            Record::FenceBroker(record) => {
                return self.with_broker(record.id, record.epoch, |broker| broker.fencing = Fencing::Fenced);
            }
            Record::UnfenceBroker(record) => {
                return self
                    .with_broker(record.id, record.epoch, |broker| broker.fencing = Fencing::Unfenced);
            }
            Record::Topic(record) => return self.create_topic(record),
            Record::RemoveTopic(record) => return self.remove_topic(record.topic_id),
            Record::Partition(record) => return self.write_partition(record),
            Record::PartitionChange(record) => return self.change_partition(record),
            Record::ClearElr(record) => return self.clear_elr(&record.topic_name),
            Record::Config(record) => return self.write_config(record),
            Record::FeatureLevel(record) => self.finalize_feature(record),
            Record::ClientQuota(record) => self.write_quota(record),
            Record::ProducerIds(record) => self.image.next_producer_id = record.next_producer_id,
            Record::RegisterController(record) => self.register_controller(record),
            Record::UserScramCredential(record) => return self.write_scram(record),
            Record::RemoveUserScramCredential(record) => {
                let mechanism = mechanism(record.mechanism)?;
                self.image.scram.remove_mut(&(record.name.detach(), mechanism));
                self.delta.scram = true;
            }
            Record::AccessControlEntry(record) => self.write_acl(record),
            Record::RemoveAccessControlEntry(record) => {
                self.image.acls.remove_mut(&record.id);
                self.delta.acls = true;
            }
            Record::DelegationToken(record) => self.write_token(record),
            Record::RemoveDelegationToken(record) => {
                self.image.delegation_tokens.remove_mut(&record.token_id);
                self.delta.delegation_tokens = true;
            }
            // Nothing of it is kept: a heartbeat of the log, and the remains of ZooKeeper.
            Record::NoOp(_) | Record::ZkMigrationState(_) => {}
            Record::BeginTransaction(_) | Record::EndTransaction(_) | Record::AbortTransaction(_) => {
                return Err(ApplyError::Marker("a marker within a transaction"));
            }
        }
        Ok(())
    }

    fn register_broker(&mut self, record: &wire::RegisterBrokerRecord) {
        let endpoints = record
            .end_points
            .iter()
            .map(|endpoint| Endpoint {
                name: endpoint.name.detach(),
                host: endpoint.host.detach(),
                port: endpoint.port,
                security_protocol: endpoint.security_protocol,
            })
            .collect();
        let features = record
            .features
            .iter()
            .map(|feature| FeatureRange {
                name: feature.name.detach(),
                min: feature.min_supported_version,
                max: feature.max_supported_version,
            })
            .collect();
        let id = NodeId(record.broker_id);
        let broker = BrokerRegistration {
            id,
            epoch: BrokerEpoch(record.broker_epoch),
            incarnation: record.incarnation_id,
            endpoints,
            features,
            rack: record.rack.as_ref().map(Str::detach),
            fencing: if record.fenced { Fencing::Fenced } else { Fencing::Unfenced },
            in_controlled_shutdown: record.in_controlled_shutdown,
            log_dirs: record.log_dirs.clone(),
            cordoned_log_dirs: record.cordoned_log_dirs.clone().unwrap_or_default(),
        };
        self.image.brokers.insert_mut(id, Arc::new(broker));
        self.delta.brokers.insert(id);
    }

    fn with_broker(
        &mut self,
        id: i32,
        epoch: i64,
        change: impl FnOnce(&mut BrokerRegistration),
    ) -> Result<(), ApplyError> {
        let unknown = ApplyError::UnknownBroker { id, epoch };
        let broker = self.image.brokers.get_mut(&NodeId(id)).ok_or_else(|| unknown.clone())?;
        if broker.epoch != BrokerEpoch(epoch) {
            return Err(unknown);
        }
        change(Arc::make_mut(broker));
        self.delta.brokers.insert(NodeId(id));
        Ok(())
    }

    fn unregister_broker(&mut self, record: &wire::UnregisterBrokerRecord) -> Result<(), ApplyError> {
        self.with_broker(record.broker_id, record.broker_epoch, |_| {})?;
        self.image.brokers.remove_mut(&NodeId(record.broker_id));
        Ok(())
    }

    fn change_broker(&mut self, record: &wire::BrokerRegistrationChangeRecord) -> Result<(), ApplyError> {
        let fencing = match record.fenced {
            1 => Some(Fencing::Fenced),
            -1 => Some(Fencing::Unfenced),
            0 => None,
            value => return Err(ApplyError::UnknownNumber { what: "change of fencing", value }),
        };
        let stopping = match record.in_controlled_shutdown {
            0 => false,
            1 => true,
            value => return Err(ApplyError::UnknownNumber { what: "change of controlled shutdown", value }),
        };
        self.with_broker(record.broker_id, record.broker_epoch, |broker| {
            broker.fencing = fencing.unwrap_or(broker.fencing);
            broker.in_controlled_shutdown |= stopping;
            if !record.log_dirs.is_empty() {
                broker.log_dirs.clone_from(&record.log_dirs);
            }
            if let Some(cordoned) = &record.cordoned_log_dirs {
                broker.cordoned_log_dirs.clone_from(cordoned);
            }
        })
    }

    fn register_controller(&mut self, record: &wire::RegisterControllerRecord) {
        let id = NodeId(record.controller_id);
        let endpoints = record.end_points.iter().map(|endpoint| Endpoint {
            name: endpoint.name.detach(),
            host: endpoint.host.detach(),
            port: endpoint.port,
            security_protocol: endpoint.security_protocol,
        });
        let features = record.features.iter().map(|feature| FeatureRange {
            name: feature.name.detach(),
            min: feature.min_supported_version,
            max: feature.max_supported_version,
        });
        let controller = ControllerRegistration {
            id,
            incarnation: record.incarnation_id,
            endpoints: endpoints.collect(),
            features: features.collect(),
        };
        self.image.controllers.insert_mut(id, Arc::new(controller));
        self.delta.controllers = true;
    }

    fn create_topic(&mut self, record: &wire::TopicRecord) -> Result<(), ApplyError> {
        let name = record.name.detach();
        if self.image.topic_ids.contains_key(&name) || self.image.topics.contains_key(&record.topic_id) {
            return Err(ApplyError::TopicExists(name));
        }
        let topic = Topic { id: record.topic_id, name: name.clone(), partitions: Map::default() };
        self.image.topics.insert_mut(record.topic_id, Arc::new(topic));
        self.image.normal_names.insert_mut(normal_name(&name), name.clone());
        self.image.topic_ids.insert_mut(name, record.topic_id);
        self.delta.topics_created.insert(record.topic_id);
        Ok(())
    }

    fn remove_topic(&mut self, id: TopicId) -> Result<(), ApplyError> {
        let topic = self.image.topics.get(&id).cloned().ok_or(ApplyError::UnknownTopic(id))?;
        self.image.topics.remove_mut(&id);
        self.image.topic_ids.remove_mut(&topic.name);
        self.image.normal_names.remove_mut(&normal_name(&topic.name));
        let resource = ConfigResource::topic(topic.name.clone());
        if self.image.configs.remove_mut(&resource) {
            self.delta.configs.insert(resource);
        }
        self.delta.merge(Delta { topics_deleted: [(id, topic.name.clone())].into(), ..Delta::default() });
        Ok(())
    }

    fn with_topic(&mut self, id: TopicId) -> Result<(&mut Topic, &mut BTreeSet<PartitionIndex>), ApplyError> {
        let topic = self.image.topics.get_mut(&id).ok_or(ApplyError::UnknownTopic(id))?;
        Ok((Arc::make_mut(topic), self.delta.partitions.entry(id).or_default()))
    }

    fn write_partition(&mut self, record: &wire::PartitionRecord) -> Result<(), ApplyError> {
        let index = PartitionIndex(record.partition_id);
        let (topic, changed) = self.with_topic(record.topic_id)?;
        topic.partitions.insert_mut(index, Arc::new(Partition::from_record(record)));
        changed.insert(index);
        Ok(())
    }

    fn change_partition(&mut self, record: &wire::PartitionChangeRecord) -> Result<(), ApplyError> {
        let index = PartitionIndex(record.partition_id);
        let unknown = ApplyError::UnknownPartition { topic: record.topic_id, partition: record.partition_id };
        let (topic, changed) = self.with_topic(record.topic_id)?;
        let partition = topic.partitions.get_mut(&index).ok_or(unknown)?;
        *partition = Arc::new(partition.changed(record));
        changed.insert(index);
        Ok(())
    }

    fn clear_elr(&mut self, topic_name: &Str) -> Result<(), ApplyError> {
        let ids: Vec<TopicId> = if topic_name.is_empty() {
            self.image.topics.keys().copied().collect()
        } else {
            self.image.topic(topic_name).map(|topic| topic.id).into_iter().collect()
        };
        for id in ids {
            let (topic, changed) = self.with_topic(id)?;
            let with_elr: Vec<PartitionIndex> = topic
                .partitions()
                .filter(|(_, partition)| !partition.elr.is_empty() || !partition.last_known_elr.is_empty())
                .map(|(index, _)| index)
                .collect();
            for index in with_elr {
                if let Some(partition) = topic.partitions.get_mut(&index) {
                    let partition = Arc::make_mut(partition);
                    partition.elr.clear();
                    partition.last_known_elr.clear();
                    changed.insert(index);
                }
            }
        }
        self.delta.partitions.retain(|_, partitions| !partitions.is_empty());
        Ok(())
    }

    fn write_config(&mut self, record: &wire::ConfigRecord) -> Result<(), ApplyError> {
        let kind = ResourceType::from_i8(record.resource_type).ok_or(ApplyError::UnknownNumber {
            what: "type of configuration resource",
            value: record.resource_type,
        })?;
        let resource = ConfigResource { kind, name: record.resource_name.detach() };
        let mut values = self.image.configs.get(&resource).cloned().unwrap_or_default();
        match &record.value {
            Some(value) => values.insert_mut(record.name.detach(), value.detach()),
            None => {
                values.remove_mut(&record.name);
            }
        }
        if values.is_empty() {
            self.image.configs.remove_mut(&resource);
        } else {
            self.image.configs.insert_mut(resource.clone(), values);
        }
        self.delta.configs.insert(resource);
        Ok(())
    }

    fn finalize_feature(&mut self, record: &wire::FeatureLevelRecord) {
        if record.feature_level == 0 {
            self.image.features.remove_mut(&record.name);
        } else {
            self.image.features.insert_mut(record.name.detach(), record.feature_level);
        }
        self.delta.features = true;
    }

    fn write_quota(&mut self, record: &wire::ClientQuotaRecord) {
        let mut parts: Vec<(Str, Option<Str>)> = record
            .entity
            .iter()
            .map(|part| (part.entity_type.detach(), part.entity_name.as_ref().map(Str::detach)))
            .collect();
        parts.sort();
        let entity = ClientQuotaEntity(parts);
        let mut quotas = self.image.client_quotas.get(&entity).cloned().unwrap_or_default();
        if record.remove {
            quotas.remove_mut(&record.key);
        } else {
            quotas.insert_mut(record.key.detach(), record.value);
        }
        if quotas.is_empty() {
            self.image.client_quotas.remove_mut(&entity);
        } else {
            self.image.client_quotas.insert_mut(entity, quotas);
        }
        self.delta.client_quotas = true;
    }

    fn write_scram(&mut self, record: &wire::UserScramCredentialRecord) -> Result<(), ApplyError> {
        let credential = ScramCredential {
            salt: bytes::Bytes::copy_from_slice(&record.salt),
            stored_key: bytes::Bytes::copy_from_slice(&record.stored_key),
            server_key: bytes::Bytes::copy_from_slice(&record.server_key),
            iterations: record.iterations,
        };
        let key = (record.name.detach(), mechanism(record.mechanism)?);
        self.image.scram.insert_mut(key, credential);
        self.delta.scram = true;
        Ok(())
    }

    fn write_acl(&mut self, record: &wire::AccessControlEntryRecord) {
        let acl = Acl {
            resource_type: record.resource_type,
            resource_name: record.resource_name.detach(),
            pattern_type: record.pattern_type,
            principal: record.principal.detach(),
            host: record.host.detach(),
            operation: record.operation,
            permission_type: record.permission_type,
        };
        self.image.acls.insert_mut(record.id, Arc::new(acl));
        self.delta.acls = true;
    }

    fn write_token(&mut self, record: &wire::DelegationTokenRecord) {
        let token = DelegationToken {
            owner: record.owner.detach(),
            requester: record.requester.detach(),
            renewers: record.renewers.iter().map(Str::detach).collect(),
            issue_timestamp: record.issue_timestamp,
            max_timestamp: record.max_timestamp,
            expiration_timestamp: record.expiration_timestamp,
        };
        self.image.delegation_tokens.insert_mut(record.token_id.detach(), Arc::new(token));
        self.delta.delegation_tokens = true;
    }
}

fn mechanism(value: i8) -> Result<ScramMechanism, ApplyError> {
    ScramMechanism::from_i8(value).ok_or(ApplyError::UnknownNumber { what: "SCRAM mechanism", value })
}
