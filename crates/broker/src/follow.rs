//! Follows the committed metadata: this broker's topics, partitions, leaderships and configuration become what the
//! image says.
//!
//! Looks only at what a [`Delta`] names, so that a change costs what it changes. Nothing here decides: it carries
//! out. Work on disks (deleting a topic's files) is handed to the logs.

use std::sync::Arc;

use moldau_ids::{PartitionIndex, TopicId};
use moldau_meta::{ConfigResource, Delta, Image, ResourceType};
use moldau_settings::{BrokerConfig, DynamicConfig, TopicConfig};
use moldau_wire::Str;

use crate::{
    Broker, coordinator,
    handlers::configs::overrides,
    logs::config::{durability, log_config},
    partition::Leadership,
    topics::Topic,
};

/// Brings the broker in line with `image`, where `delta` says that something changed.
pub(crate) fn apply(broker: &Arc<Broker>, image: &Image, delta: &Delta) {
    let mut deleted = Vec::new();
    for id in delta.topics_deleted.keys() {
        if let Some(topic) = broker.topics.remove(*id) {
            deleted.push((*id, Str::from(&topic.name)));
            tracing::info!(topic = &*topic.name, %id, "topic deleted");
            broker.data_metrics.forget(&topic.name);
            resign(broker, &topic);
            broker.logs.delete(&topic.partitions());
        }
    }
    if delta.client_quotas {
        broker.quotas.follow(image);
    }
    coordinator::group::forget_topics(broker, deleted);
    let broker_changed = delta.configs.iter().any(|resource| resource.kind == ResourceType::Broker);
    if broker_changed {
        reconfigure_broker(broker, image);
    }
    for resource in &delta.configs {
        if resource.kind == ResourceType::Topic
            && let Some(topic) = broker.topics.by_name(&resource.name)
        {
            reconfigure_topic(broker, image, &topic);
        }
    }
    for (id, partitions) in &delta.partitions {
        place(broker, image, *id, partitions.iter().copied());
    }
}

/// Brings the broker in line with the whole of `image`: at start, and after a snapshot.
pub(crate) fn apply_all(broker: &Arc<Broker>, image: &Image) {
    broker.quotas.follow(image);
    reconfigure_broker(broker, image);
    for topic in broker.topics.all() {
        if image.topic_by_id(topic.id).is_none() {
            broker.topics.remove(topic.id);
            resign(broker, &topic);
            broker.logs.delete(&topic.partitions());
        }
    }
    for topic in image.topics() {
        place(broker, image, topic.id, topic.partitions().map(|(index, _)| index));
    }
}

/// Coordinators that kept their state in a topic that is gone end.
fn resign(broker: &Broker, topic: &Topic) {
    for partition in topic.partitions() {
        coordinator::resigned(broker, &partition);
    }
}

/// A topic's configuration as it holds now: its own values over the broker's.
fn topic_config(broker: &Broker, image: &Image, name: &str) -> TopicConfig {
    let config = broker.config();
    let own = overrides(image, &ConfigResource::topic(name));
    config.topic(&own).unwrap_or_else(|invalid| {
        // Checked when it was set; a value that became invalid since counts as not set.
        for error in invalid {
            tracing::warn!(topic = name, %error, "a topic config is not valid any more and is ignored");
        }
        config.topic_defaults.clone()
    })
}

/// Makes the topic known, adds partitions that this broker has a replica of, and hands over leadership.
fn place(broker: &Arc<Broker>, image: &Image, id: TopicId, indexes: impl Iterator<Item = PartitionIndex>) {
    let Some(registered) = image.topic_by_id(id) else { return };
    let config = topic_config(broker, image, &registered.name);
    let topic = broker.topics.by_id(id).unwrap_or_else(|| {
        let expiration = broker.config().storage.producer_expiration_ms;
        let counters = broker.data_metrics.topic(&registered.name);
        let topic = Topic::new(Arc::from(&*registered.name), id, log_config(&config, expiration), counters);
        broker.topics.insert(Arc::clone(&topic));
        topic
    });
    let here: Vec<PartitionIndex> = indexes
        .filter(|index| {
            registered.partition(*index).is_some_and(|part| part.replicas.contains(&broker.node_id))
        })
        .collect();
    topic.add_partitions(here.iter().copied());
    for index in here {
        let (Some(registration), Some(partition)) =
            (registered.partition(index), topic.partition(index.get()))
        else {
            continue;
        };
        if registration.leader() != Some(broker.node_id) {
            coordinator::resigned(broker, &partition);
            continue;
        }
        let leadership = Leadership {
            node: broker.node_id,
            epoch: registration.leader_epoch,
            replicas: registration.replicas.clone(),
            isr: registration.isr.clone(),
            min_insync_replicas: usize::try_from(config.min_insync_replicas).unwrap_or(usize::MAX),
            durability: durability(&config),
        };
        if let Err(error) = partition.assign(leadership) {
            tracing::warn!(partition = %partition.name(), error = error.name(), "can't lead");
        }
        coordinator::led(broker, &partition, registration.leader_epoch);
    }
}

fn reconfigure_topic(broker: &Arc<Broker>, image: &Image, topic: &Topic) {
    let config = topic_config(broker, image, &topic.name);
    let expiration = broker.config().storage.producer_expiration_ms;
    let seen_by_logs = Arc::new(log_config(&config, expiration));
    topic.config.store(Arc::clone(&seen_by_logs));
    for partition in topic.partitions() {
        if let Ok(log) = partition.log() {
            log.set_config(Arc::clone(&seen_by_logs));
        }
    }
    if let Some(registered) = image.topic_by_id(topic.id) {
        place(broker, image, topic.id, registered.partitions().map(|(index, _)| index));
    }
}

/// What may change while the broker runs: its own dynamic values, and with them every topic's defaults.
fn reconfigure_broker(broker: &Arc<Broker>, image: &Image) {
    let dynamic = DynamicConfig {
        cluster: overrides(image, &ConfigResource::all_brokers()),
        broker: overrides(image, &ConfigResource::broker(broker.node_id)),
    };
    let present = broker.config();
    if *present.dynamic() == dynamic {
        return;
    }
    let (config, notices): (BrokerConfig, _) = present.with_dynamic(dynamic);
    for notice in notices {
        tracing::warn!(%notice, "dynamic broker config");
    }
    broker.set_config(config);
    for topic in broker.topics.all() {
        reconfigure_topic(broker, image, &topic);
    }
}
