//! The records that make an image from nothing.

use moldau_wire::Str;
use moldau_wire::records::metadata as wire;

use crate::{Image, METADATA_VERSION, Record};

impl Image {
    /// The records that give this image when applied to an empty one with the same cluster id. The same image
    /// always gives the same records. The feature levels come first, `metadata.version` before all, as in Kafka: they
    /// say how the rest is written.
    pub fn snapshot(&self) -> Vec<Record> {
        let mut records = Vec::new();
        self.put_features(&mut records);
        self.put_nodes(&mut records);
        self.put_topics(&mut records);
        self.put_configs(&mut records);
        self.put_security(&mut records);
        if self.next_producer_id > 0 {
            records.push(Record::ProducerIds(wire::ProducerIdsRecord {
                broker_id: -1,
                broker_epoch: -1,
                next_producer_id: self.next_producer_id,
                ..Default::default()
            }));
        }
        records
    }

    fn put_features(&self, records: &mut Vec<Record>) {
        let level = |name: &Str, feature_level: i16| {
            Record::FeatureLevel(wire::FeatureLevelRecord {
                name: name.clone(),
                feature_level,
                ..Default::default()
            })
        };
        let (first, rest): (Vec<_>, Vec<_>) =
            self.features().partition(|(name, _)| **name == *METADATA_VERSION);
        records.extend(first.into_iter().chain(rest).map(|(name, value)| level(name, value)));
    }

    fn put_nodes(&self, records: &mut Vec<Record>) {
        for broker in self.brokers() {
            let end_points =
                broker.endpoints.iter().map(|endpoint| wire::register_broker_record::BrokerEndpoint {
                    name: endpoint.name.clone(),
                    host: endpoint.host.clone(),
                    port: endpoint.port,
                    security_protocol: endpoint.security_protocol,
                    ..Default::default()
                });
            let features =
                broker.features.iter().map(|feature| wire::register_broker_record::BrokerFeature {
                    name: feature.name.clone(),
                    min_supported_version: feature.min,
                    max_supported_version: feature.max,
                    ..Default::default()
                });
            let version = self.metadata_version();
            records.push(Record::RegisterBroker(wire::RegisterBrokerRecord {
                broker_id: broker.id.get(),
                incarnation_id: broker.incarnation,
                broker_epoch: broker.epoch.get(),
                end_points: end_points.collect(),
                features: features.collect(),
                rack: broker.rack.clone(),
                fenced: broker.is_fenced(),
                in_controlled_shutdown: broker.in_controlled_shutdown,
                log_dirs: if version.has_directories() { broker.log_dirs.clone() } else { Vec::new() },
                cordoned_log_dirs: (!broker.cordoned_log_dirs.is_empty())
                    .then(|| broker.cordoned_log_dirs.clone()),
                ..Default::default()
            }));
        }
        for controller in self.controllers() {
            let end_points = controller.endpoints.iter().map(|endpoint| {
                wire::register_controller_record::ControllerEndpoint {
                    name: endpoint.name.clone(),
                    host: endpoint.host.clone(),
                    port: endpoint.port,
                    security_protocol: endpoint.security_protocol,
                    ..Default::default()
                }
            });
            let features = controller.features.iter().map(|feature| {
                wire::register_controller_record::ControllerFeature {
                    name: feature.name.clone(),
                    min_supported_version: feature.min,
                    max_supported_version: feature.max,
                    ..Default::default()
                }
            });
            records.push(Record::RegisterController(wire::RegisterControllerRecord {
                controller_id: controller.id.get(),
                incarnation_id: controller.incarnation,
                end_points: end_points.collect(),
                features: features.collect(),
                ..Default::default()
            }));
        }
    }

    fn put_topics(&self, records: &mut Vec<Record>) {
        let with_directories = self.metadata_version().has_directories();
        for topic in self.topics() {
            records.push(Record::Topic(wire::TopicRecord {
                name: topic.name.clone(),
                topic_id: topic.id,
                ..Default::default()
            }));
            records.extend(topic.partitions().map(|(index, partition)| {
                Record::Partition(partition.to_record(topic.id, index, with_directories))
            }));
        }
    }

    fn put_configs(&self, records: &mut Vec<Record>) {
        for (resource, values) in self.configs() {
            records.extend(values.iter().map(|(name, value)| {
                Record::Config(wire::ConfigRecord {
                    resource_type: resource.kind.to_i8(),
                    resource_name: resource.name.clone(),
                    name: name.clone(),
                    value: Some(value.clone()),
                    ..Default::default()
                })
            }));
        }
        for (entity, quotas) in self.client_quotas() {
            let entity = entity.0.iter().map(|(kind, name)| wire::client_quota_record::EntityData {
                entity_type: kind.clone(),
                entity_name: name.clone(),
                ..Default::default()
            });
            let entity: Vec<_> = entity.collect();
            records.extend(quotas.iter().map(|(key, value)| {
                Record::ClientQuota(wire::ClientQuotaRecord {
                    entity: entity.clone(),
                    key: key.clone(),
                    value: *value,
                    remove: false,
                    ..Default::default()
                })
            }));
        }
    }

    fn put_security(&self, records: &mut Vec<Record>) {
        for ((user, mechanism), credential) in self.scram_credentials() {
            records.push(Record::UserScramCredential(wire::UserScramCredentialRecord {
                name: user.clone(),
                mechanism: mechanism.to_i8(),
                salt: credential.salt.clone(),
                stored_key: credential.stored_key.clone(),
                server_key: credential.server_key.clone(),
                iterations: credential.iterations,
                ..Default::default()
            }));
        }
        for (id, acl) in self.acls() {
            records.push(Record::AccessControlEntry(wire::AccessControlEntryRecord {
                id: *id,
                resource_type: acl.resource_type,
                resource_name: acl.resource_name.clone(),
                pattern_type: acl.pattern_type,
                principal: acl.principal.clone(),
                host: acl.host.clone(),
                operation: acl.operation,
                permission_type: acl.permission_type,
                ..Default::default()
            }));
        }
        for (id, token) in self.delegation_tokens() {
            records.push(Record::DelegationToken(wire::DelegationTokenRecord {
                owner: token.owner.clone(),
                requester: token.requester.clone(),
                renewers: token.renewers.clone(),
                issue_timestamp: token.issue_timestamp,
                max_timestamp: token.max_timestamp,
                expiration_timestamp: token.expiration_timestamp,
                token_id: id.clone(),
                ..Default::default()
            }));
        }
    }
}
