//! What a decision may look at besides its own state.

use moldau_ids::{Timestamp, TopicId, Uuid};
use moldau_wire::Str;

use crate::{Caller, Config, GroupConfigs};

/// Time, entropy, the cluster's topics and the configuration, as of one decision.
pub struct Env<'a> {
    /// Wall-clock time in milliseconds. Never moves back between two calls on one shard.
    pub now: Timestamp,
    /// Where new member ids come from.
    pub entropy: &'a mut dyn Entropy,
    /// The topics of the metadata image.
    pub topics: &'a dyn Topics,
    /// The broker's configuration.
    pub config: &'a Config,
    /// Configurations of single groups.
    pub groups: &'a dyn GroupConfigs,
}

impl std::fmt::Debug for Env<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Env").field("now", &self.now).finish_non_exhaustive()
    }
}

/// A source of random ids.
pub trait Entropy {
    /// A random UUID (version 4).
    fn uuid(&mut self) -> Uuid;
}

/// A topic as groups see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its id.
    pub id: TopicId,
    /// Its name.
    pub name: Str,
    /// Its number of partitions, above zero.
    pub partitions: i32,
}

/// The cluster's topics. The broker implements it over the metadata image, tests over a map.
pub trait Topics {
    /// Finds a topic by its name.
    fn by_name(&self, name: &str) -> Option<Topic>;
    /// Finds a topic by its id.
    fn by_id(&self, id: TopicId) -> Option<Topic>;
    /// All topics' names, in no particular order.
    fn for_each_name(&self, visit: &mut dyn FnMut(&str));
    /// Racks of the brokers that hold a replica of a partition; sorted, without duplicates, empty if none has a rack.
    fn racks(&self, id: TopicId, partition: i32) -> Vec<Str>;
    /// Whether `caller` may describe the topic: regular expressions match only what their member may see.
    fn may_describe(&self, caller: &Caller, topic: &str) -> bool;
    /// A number that changes whenever anything above may have changed.
    fn version(&self) -> u64;
}
