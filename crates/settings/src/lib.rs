//! Kafka's configuration as data and as checked values.
//!
//! - [`Scope`] finds a [`ConfigDef`]: type, default, allowed values, update mode, one sentence, and what Moldau does
//!   with it ([`Status`]).
//! - [`Properties`] reads `server.properties`; [`BrokerConfig::load`] checks everything that stands there and gives a
//!   typed configuration, or every error with its line. [`BrokerConfig::standalone`] does without a file.
//! - [`BrokerConfig::topic`] resolves a topic's configuration over the broker's defaults.
//!
//! Words: *static* - from the file or the command line; *dynamic* - set while the broker runs, kept in the metadata;
//! *synonym* - a name whose value holds where another is not set (`log.retention.hours` for `retention.ms`).
//!
//! Adding a setting of our own is one line in `own.rs` (names that begin with `moldau.` count as implemented), and a
//! field where it is read.
//!
//! Not here: reading files, the network, the clock.

mod assemble;
mod broker;
mod definition;
mod error;
#[rustfmt::skip]
mod generated;
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

pub use broker::{
    BrokerConfig, FetchConfig, InternalTopic, InternalTopics, LogFormat, MetadataConfig, NetworkConfig,
    Quorum, Roles, StorageConfig, TopicsConfig,
};
pub use definition::{
    ConfigDef, ConfigType, DefaultValue, Importance, Scope, UpdateMode, Validator, dynamic_only,
};
pub use error::{Notice, Origin, SettingsError};
pub use listener::{AdvertisedListener, HostPort, Listener, ListenerName, SecurityProtocol, Voter};
pub use load::Loaded;
pub use properties::{Duplicate, Properties, PropertiesError, Property, write_property};
pub use status::Status;
pub use synonyms::{Synonym, of_topic};
pub use topic::{
    CleanupPolicy, Compression, Durability, ThrottledReplicas, TimestampType, TopicConfig, check_topic_value,
};
pub use value::{InvalidValue, Secret, Value, split_list};
