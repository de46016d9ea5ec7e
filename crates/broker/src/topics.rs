//! Which partitions this broker has, by name and by id.
//!
//! The table follows the committed metadata ([`crate::follow`]) and is read by every request without a lock. A
//! topic that is deleted and made again under its name is another topic: its partitions are other [`Partition`]s.

use std::sync::Arc;

use arc_swap::ArcSwap;
use moldau_ids::{PartitionIndex, TopicId, TopicIdPartition, TopicPartition, Uuid};
use moldau_log::LogConfig;
use moldau_wire::ErrorCode;

use crate::{data_metrics::TopicCounters, fetch::session::PartitionKey, partition::Partition};

/// A topic as this broker holds it.
#[derive(Debug)]
pub(crate) struct Topic {
    /// Its name.
    pub(crate) name: Arc<str>,
    /// Its id.
    pub(crate) id: TopicId,
    /// One of Kafka's own topics, which clients may not write to.
    pub(crate) is_internal: bool,
    /// Its configuration, broker defaults included, as the logs see it.
    pub(crate) config: Arc<ArcSwap<LogConfig>>,
    /// What producing and fetching count.
    pub(crate) counters: TopicCounters,
    /// `None` where this broker has no replica.
    partitions: ArcSwap<Vec<Option<Arc<Partition>>>>,
}

impl Topic {
    /// A topic of which this broker has no partition yet.
    pub(crate) fn new(name: Arc<str>, id: TopicId, config: LogConfig, counters: TopicCounters) -> Arc<Self> {
        Arc::new(Self {
            is_internal: is_internal(&name),
            name,
            id,
            config: Arc::new(ArcSwap::from_pointee(config)),
            counters,
            partitions: ArcSwap::default(),
        })
    }

    /// One of its partitions, if this broker has a replica of it.
    pub(crate) fn partition(&self, index: i32) -> Option<Arc<Partition>> {
        let partitions = self.partitions.load();
        partitions.get(usize::try_from(index).ok()?)?.clone()
    }

    /// The partitions that this broker has a replica of.
    pub(crate) fn partitions(&self) -> Vec<Arc<Partition>> {
        self.partitions.load().iter().flatten().cloned().collect()
    }

    /// Adds partitions that this broker has a replica of. Those that are there already stay as they are. Only
    /// the task that follows the metadata calls this.
    pub(crate) fn add_partitions(
        &self,
        indexes: impl IntoIterator<Item = PartitionIndex>,
    ) -> Vec<Arc<Partition>> {
        let mut partitions = Vec::clone(&self.partitions.load());
        let mut added = Vec::new();
        for index in indexes {
            let Ok(place) = usize::try_from(index.get()) else { continue };
            if partitions.len() <= place {
                partitions.resize(place + 1, None);
            }
            let Some(slot @ None) = partitions.get_mut(place) else { continue };
            let name = TopicPartition::new(Arc::clone(&self.name), index);
            let id = TopicIdPartition { topic_id: self.id, partition: index };
            let partition = Partition::new(name, id, Arc::clone(&self.config));
            *slot = Some(Arc::clone(&partition));
            added.push(partition);
        }
        self.partitions.store(Arc::new(partitions));
        added
    }
}

/// Whether clients may not write to a topic of this name.
pub(crate) fn is_internal(name: &str) -> bool {
    matches!(name, "__consumer_offsets" | "__transaction_state" | "__share_group_state")
}

/// All topics of which this broker has partitions.
#[derive(Debug, Default)]
pub(crate) struct Topics {
    by_id: papaya::HashMap<TopicId, Arc<Topic>>,
    by_name: papaya::HashMap<Arc<str>, Arc<Topic>>,
}

impl Topics {
    /// The topic of that id.
    pub(crate) fn by_id(&self, id: TopicId) -> Option<Arc<Topic>> {
        self.by_id.pin().get(&id).cloned()
    }

    /// The topic of that name.
    pub(crate) fn by_name(&self, name: &str) -> Option<Arc<Topic>> {
        self.by_name.pin().get(name).cloned()
    }

    /// The topic that a request names: by id if it gives one, else by name.
    pub(crate) fn named(&self, id: TopicId, name: &str) -> Result<Arc<Topic>, ErrorCode> {
        if id == Uuid::ZERO {
            self.by_name(name).ok_or(ErrorCode::UnknownTopicOrPartition)
        } else {
            self.by_id(id).ok_or(ErrorCode::UnknownTopicId)
        }
    }

    /// The partition that a fetch session names.
    pub(crate) fn find(&self, key: &PartitionKey) -> Result<Arc<Partition>, ErrorCode> {
        let (topic, index) = match key {
            PartitionKey::Id(id, index) => (self.by_id(*id).ok_or(ErrorCode::UnknownTopicId)?, *index),
            PartitionKey::Name(name, index) => (self.named(Uuid::ZERO, name)?, *index),
        };
        topic.partition(index).ok_or(ErrorCode::UnknownTopicOrPartition)
    }

    /// Every topic, by name.
    pub(crate) fn all(&self) -> Vec<Arc<Topic>> {
        let mut all: Vec<Arc<Topic>> = self.by_id.pin().values().cloned().collect();
        all.sort_by(|one, other| one.name.cmp(&other.name));
        all
    }

    /// Adds a topic. Only the task that follows the metadata calls this.
    pub(crate) fn insert(&self, topic: Arc<Topic>) {
        self.by_name.pin().insert(Arc::clone(&topic.name), Arc::clone(&topic));
        self.by_id.pin().insert(topic.id, topic);
    }

    /// Takes a topic out and retires its partitions. Only the task that follows the metadata calls this.
    pub(crate) fn remove(&self, id: TopicId) -> Option<Arc<Topic>> {
        let topic = self.by_id.pin().remove(&id).cloned()?;
        let by_name = self.by_name.pin();
        // The name may belong to a newer topic already.
        if by_name.get(&topic.name).is_some_and(|named| named.id == id) {
            by_name.remove(&topic.name);
        }
        for partition in topic.partitions() {
            partition.retire();
        }
        Some(topic)
    }
}
