//! One broker's configuration, checked: what the running node is built from.
//!
//! A [`BrokerConfig`] exists only if every name and value was accepted and all of them go together. Times are
//! milliseconds and sizes bytes, as the field names say.
//!
//! Not here: how it is read (`load`), how it is built and what is checked (`assemble`), what may change while the broker
//! runs (`dynamic`).

use std::{collections::BTreeMap, fmt};

use moldau_ids::NodeId;

use crate::{
    AdvertisedListener, Durability, GroupsConfig, HostPort, InvalidValue, Listener, ListenerName, Origin,
    TopicConfig, TransactionsConfig, Voter, values::Values,
};

/// Everything that a node needs to know at start.
#[derive(Debug, Clone, PartialEq)]
pub struct BrokerConfig {
    /// The node's number, unique in the cluster; 0 or more.
    pub node_id: NodeId,
    /// What this process is.
    pub roles: Roles,
    /// Where the node stands, for placing replicas and reading nearby.
    pub rack: Option<String>,
    /// Listeners for clients and brokers, in the order of the file.
    pub listeners: Vec<Listener>,
    /// Listeners for controllers, in the order of the file. Empty where nobody but this process asks the controller.
    pub controller_listeners: Vec<Listener>,
    /// Names of controller listeners, here or elsewhere; the first one is used to reach a controller.
    pub controller_listener_names: Vec<ListenerName>,
    /// What clients are told, one for each listener that is advertised.
    pub advertised: Vec<AdvertisedListener>,
    /// The listener that brokers use among themselves.
    pub inter_broker_listener: ListenerName,
    /// Who the controllers are.
    pub quorum: Quorum,
    /// Sockets and connections.
    pub network: NetworkConfig,
    /// Log directories and background work on them.
    pub storage: StorageConfig,
    /// The metadata log.
    pub metadata: MetadataConfig,
    /// Creation and deletion of topics.
    pub topics: TopicsConfig,
    /// What a topic gets where it sets nothing itself.
    pub topic_defaults: TopicConfig,
    /// Fetch requests.
    pub fetch: FetchConfig,
    /// Topics that the broker makes for itself.
    pub internal_topics: InternalTopics,
    /// Groups and their offsets.
    pub groups: GroupsConfig,
    /// Transactions.
    pub transactions: TransactionsConfig,
    /// The Prometheus endpoint, if there is one.
    pub metrics_listener: Option<HostPort>,
    /// How the broker writes its own log.
    pub log_format: LogFormat,
    /// How long a stopping broker waits for open requests and for its logs.
    pub drain_timeout_ms: u64,
    /// What was set and where, as text: what `DescribeConfigs` shows as static.
    pub(crate) statics: BTreeMap<String, Setting>,
    /// Whether this node was started without a file, which lets it do without a controller listener.
    pub(crate) standalone: bool,
    /// What was set while the broker runs.
    pub(crate) dynamic: DynamicConfig,
    /// What holds for every name: dynamic over static over default.
    pub(crate) values: Values,
}

/// What is set while brokers run: as the metadata holds it, not checked.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct DynamicConfig {
    /// For all brokers (the broker resource with the empty name).
    pub cluster: BTreeMap<String, String>,
    /// For this broker alone; goes before `cluster`.
    pub broker: BTreeMap<String, String>,
}

/// What somebody wrote for one name.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Setting {
    pub(crate) value: String,
    pub(crate) origin: Origin,
}

impl fmt::Debug for DynamicConfig {
    /// The names alone: a value may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |values: &BTreeMap<String, String>| values.keys().cloned().collect::<Vec<_>>();
        f.debug_struct("DynamicConfig")
            .field("cluster", &names(&self.cluster))
            .field("broker", &names(&self.broker))
            .finish()
    }
}

impl fmt::Debug for Setting {
    /// Without the value, which may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Setting({})", self.origin)
    }
}

/// `process.roles`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Roles {
    /// Serves clients.
    pub broker: bool,
    /// Keeps the metadata.
    pub controller: bool,
}

/// Who the controllers are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quorum {
    /// The fixed set; empty where the metadata log itself keeps the set (KIP-853).
    pub voters: Vec<Voter>,
    /// Where controllers can be asked who leads.
    pub bootstrap: Vec<HostPort>,
}

/// Sockets and connections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkConfig {
    /// Network threads; `None` means one per processor core.
    pub threads: Option<u32>,
    /// Send buffer of a socket; `None` leaves it to the kernel.
    pub send_buffer_bytes: Option<u32>,
    /// Receive buffer of a socket; `None` leaves it to the kernel.
    pub receive_buffer_bytes: Option<u32>,
    /// Connections that may wait in the kernel to be accepted.
    pub listen_backlog: u32,
    /// Largest request that is read.
    pub request_bytes_max: u32,
    /// Bytes of large requests that may be in memory at once.
    pub request_inflight_bytes_max: u64,
    /// After how long without traffic a connection is closed; `None` means never.
    pub idle_ms_max: Option<u64>,
    /// Connections that may be open at once.
    pub connections_max: u32,
    /// Connections that may be open at once from one address.
    pub connections_per_ip_max: u32,
    /// Other limits for single addresses or host names.
    pub connections_per_ip_overrides: BTreeMap<String, u32>,
    /// New connections per second.
    pub connection_creation_rate_max: u32,
}

/// Log directories and background work on them.
#[derive(Debug, Clone, PartialEq)]
pub struct StorageConfig {
    /// The directories that hold the logs; at least one.
    pub dirs: Vec<String>,
    /// Size of all journal files of one directory together.
    pub journal_bytes: u64,
    /// Bytes per directory that the journal may hold and the segments not yet.
    pub dirty_bytes_max: u64,
    /// A sync that takes longer takes its directory offline.
    pub stall_ms: u64,
    /// How often retention is applied.
    pub retention_check_interval_ms: u64,
    /// How long after the start background work runs for the first time.
    pub initial_task_delay_ms: u64,
    /// How often recovery points are written down.
    pub recovery_point_interval_ms: u64,
    /// How often log start offsets are written down.
    pub start_offset_interval_ms: u64,
    /// How often high watermarks are written down.
    pub high_watermark_interval_ms: u64,
    /// After how long without a write a producer's state is dropped.
    pub producer_expiration_ms: u64,
    /// How often forgotten producers are looked for.
    pub producer_expiration_check_interval_ms: u64,
    /// How compacted topics are compacted; `None` if they are not (`log.cleaner.enable`).
    pub cleaner: Option<CleanerSettings>,
}

/// `log.cleaner.*`, but for what topics have of their own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CleanerSettings {
    /// Logs that are compacted at once; 1 or more.
    pub threads: u32,
    /// Memory of all for the keys they compare.
    pub dedupe_buffer_bytes: u64,
    /// How full that memory may become, 0 to 1.
    pub load_factor: f64,
    /// Memory of all for reading and writing.
    pub io_buffer_bytes: u64,
    /// What all may read and write in a second.
    pub io_max_bytes_per_second: f64,
    /// Pause when there is nothing to compact.
    pub backoff_ms: u64,
}

/// The metadata log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetadataConfig {
    /// Where it lies.
    pub dir: String,
    /// Segment size.
    pub segment_bytes: u64,
    /// Age at which a segment is closed.
    pub segment_ms: u64,
    /// Bytes of records after which a snapshot is taken.
    pub snapshot_bytes: u64,
    /// Time after which a snapshot is taken if anything changed; `None` means that size alone decides.
    pub snapshot_interval_ms: Option<u64>,
    /// Size beyond which old segments and snapshots are deleted.
    pub retention_bytes: Option<u64>,
    /// Age beyond which old segments and snapshots are deleted.
    pub retention_ms: Option<u64>,
}

/// Creation and deletion of topics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicsConfig {
    /// Whether asking for a missing topic's metadata creates it.
    pub auto_create: bool,
    /// Whether topics can be deleted.
    pub delete_enable: bool,
    /// Partitions of topics that are created without saying how many; 1 or more.
    pub partitions: i32,
    /// Replicas of topics that are created without saying how many.
    pub replication_factor: i16,
    /// Most partitions that one `DescribeTopicPartitions` answers.
    pub describe_partitions_max: u32,
}

/// Fetch requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchConfig {
    /// Most bytes that one answer carries; 1024 or more.
    pub bytes_max: u32,
    /// Sessions that the broker remembers.
    pub session_slots: u32,
}

/// Topics that the broker makes for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InternalTopics {
    /// `__consumer_offsets`.
    pub offsets: InternalTopic,
    /// `__transaction_state`.
    pub transactions: InternalTopic,
    /// `__share_group_state`.
    pub shares: InternalTopic,
}

/// One topic that the broker makes for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InternalTopic {
    /// Partitions; 1 or more.
    pub partitions: i32,
    /// Replicas; 1 or more.
    pub replication_factor: i16,
    /// Its `min.insync.replicas`; `None` means the broker's default.
    pub min_isr: Option<i32>,
    /// Its `segment.bytes`.
    pub segment_bytes: u32,
}

/// `moldau.log.format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people.
    Human,
    /// One JSON object a line.
    Json,
}

impl BrokerConfig {
    /// The configuration of a topic with these values of its own. All errors are reported, not only the first.
    pub fn topic(&self, overrides: &BTreeMap<String, String>) -> Result<TopicConfig, Vec<InvalidValue>> {
        TopicConfig::resolve(&self.values, overrides)
    }

    /// As [`BrokerConfig::topic`], for values that stand in the metadata already: what is not valid (any more) is left
    /// out and told, so that a topic that exists always has a configuration.
    pub fn topic_ignoring_invalid(
        &self,
        overrides: &BTreeMap<String, String>,
    ) -> (TopicConfig, Vec<InvalidValue>) {
        match self.topic(overrides) {
            Ok(config) => (config, Vec::new()),
            Err(errors) => {
                let wrong = |name: &str| errors.iter().any(|error| error.name == name);
                let valid: BTreeMap<String, String> = overrides
                    .iter()
                    .filter(|(name, _)| !wrong(name))
                    .map(|(name, value)| (name.clone(), value.clone()))
                    .collect();
                // One pass finds wrong values, another one conflicts among those that are left.
                let config = self.topic(&valid).unwrap_or_else(|_| self.topic_defaults.clone());
                (config, errors)
            }
        }
    }

    /// Whether the node was started without a file: it is alone, and formats its own directories.
    pub fn is_standalone(&self) -> bool {
        self.standalone
    }

    /// Durability of topics that do not set their own.
    pub fn durability(&self) -> Durability {
        self.topic_defaults.durability
    }

    /// The listener of this name, of brokers or of controllers.
    pub fn listener(&self, name: &ListenerName) -> Option<&Listener> {
        self.listeners.iter().chain(&self.controller_listeners).find(|listener| listener.name == *name)
    }
}
