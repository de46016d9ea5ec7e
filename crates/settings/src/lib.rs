//! Kafka's configuration as data and as checked values.
//!
//! - [`Scope`] finds a [`ConfigDef`]: type, default, allowed values, update mode, one sentence, and what Moldau does
//!   with it ([`Status`]).
//! - [`Properties`] reads `server.properties`; [`BrokerConfig::load`] checks everything that stands there and gives a
//!   typed configuration, or every error with its line. [`BrokerConfig::standalone`] does without a file.
//! - [`BrokerConfig::topic`] resolves a topic's configuration over the broker's defaults.
//! - [`BrokerConfig::alter`] and [`BrokerConfig::replace`] judge changes while the broker runs,
//!   [`BrokerConfig::with_dynamic`] applies them; [`BrokerConfig::describe_topic`] and its like show what holds and why.
//!
//! Words: *static* - from the file or the command line; *dynamic* - set while the broker runs, kept in the metadata;
//! *synonym* - a name whose value holds where another is not set (`log.retention.hours` for `retention.ms`).
//!
//! Adding a setting of our own is one line in `own.rs` (names that begin with `moldau.` count as implemented), and a
//! field where it is read.
//!
//! Not here: reading files, the network, the clock.

mod alter;
mod assemble;
mod broker;
mod coordinators;
mod definition;
mod describe;
mod dynamic;
mod error;
#[rustfmt::skip]
mod generated;
mod group;
mod listener;
mod load;
#[rustfmt::skip]
mod own;
mod properties;
mod sockets;
mod status;
mod suggest;
mod synonyms;
mod topic;
mod value;
mod values;

pub use alter::{AlterError, AlterOp, Alteration, Changes, Resource};
pub use broker::{
    BrokerConfig, CleanerSettings, DynamicConfig, FetchConfig, InternalTopic, InternalTopics, LogFormat,
    MetadataConfig, NetworkConfig, Quorum, Roles, StorageConfig, TopicsConfig,
};
pub use coordinators::{GroupsConfig, ModernGroupConfig, TransactionsConfig};
pub use definition::{
    ConfigDef, ConfigType, DefaultValue, Importance, Scope, UpdateMode, Validator, dynamic_only,
};
pub use describe::{ConfigSource, ConfigSynonym, DescribedConfig, describe_client_metrics};
pub use error::{Notice, Origin, SettingsError};
pub use group::{check_client_metrics, check_group};
pub use listener::{AdvertisedListener, HostPort, Listener, ListenerName, SecurityProtocol, Voter};
pub use load::Loaded;
pub use properties::{Duplicate, Properties, PropertiesError, Property, write_property};
pub use status::Status;
pub use synonyms::{Synonym, of_topic};
pub use topic::{
    CleanupPolicy, Compression, Durability, ThrottledReplicas, TimestampType, TopicConfig, check_topic_value,
};
pub use value::{InvalidValue, Secret, Value, split_list};
