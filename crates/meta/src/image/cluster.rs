//! Brokers, controllers, configurations and client quotas.

use moldau_ids::{BrokerEpoch, DirectoryId, NodeId, Uuid};
use moldau_wire::Str;

/// Where a node listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The listener's name, such as `PLAINTEXT`.
    pub name: Str,
    /// The host that clients are told.
    pub host: Str,
    /// The port that clients are told.
    pub port: u16,
    /// 0 PLAINTEXT, 1 SSL, 2 `SASL_PLAINTEXT`, 3 `SASL_SSL`.
    pub security_protocol: i16,
}

/// Which levels of a feature a node supports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeatureRange {
    /// The feature's name.
    pub name: Str,
    /// The lowest level.
    pub min: i16,
    /// The highest level.
    pub max: i16,
}

/// Whether a broker may be given leadership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fencing {
    /// It may not: it has just registered, or stopped, or is silent.
    Fenced,
    /// It may.
    Unfenced,
}

/// One broker's registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokerRegistration {
    /// The broker's number.
    pub id: NodeId,
    /// The offset of the record that registered this incarnation.
    pub epoch: BrokerEpoch,
    /// Drawn anew at every start of the process.
    pub incarnation: Uuid,
    /// Where it listens.
    pub endpoints: Vec<Endpoint>,
    /// What it supports.
    pub features: Vec<FeatureRange>,
    /// Its failure zone.
    pub rack: Option<Str>,
    /// Whether it may lead.
    pub fencing: Fencing,
    /// Whether it is about to stop and must not be given leadership.
    pub in_controlled_shutdown: bool,
    /// The ids of its log directories that are online.
    pub log_dirs: Vec<DirectoryId>,
    /// Those of them that take no new partitions (KIP-1066).
    pub cordoned_log_dirs: Vec<DirectoryId>,
}

impl BrokerRegistration {
    /// Whether it may lead: neither fenced nor about to stop.
    pub fn is_active(&self) -> bool {
        self.fencing == Fencing::Unfenced && !self.in_controlled_shutdown
    }

    /// Whether it is fenced.
    pub fn is_fenced(&self) -> bool {
        self.fencing == Fencing::Fenced
    }

    /// The endpoint of one listener.
    pub fn endpoint(&self, listener: &str) -> Option<&Endpoint> {
        self.endpoints.iter().find(|endpoint| endpoint.name == *listener)
    }
}

/// One controller's registration (KIP-919).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControllerRegistration {
    /// The controller's number.
    pub id: NodeId,
    /// Drawn anew at every start of the process.
    pub incarnation: Uuid,
    /// Where it listens.
    pub endpoints: Vec<Endpoint>,
    /// What it supports.
    pub features: Vec<FeatureRange>,
}

/// What kind of thing a configuration belongs to, by Kafka's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i8)]
pub enum ResourceType {
    /// A topic.
    Topic = 2,
    /// A broker, or with an empty name all of them.
    Broker = 4,
    /// The levels of a broker's own log.
    BrokerLogger = 8,
    /// A subscription to clients' metrics (KIP-714).
    ClientMetrics = 16,
    /// A group.
    Group = 32,
}

impl ResourceType {
    /// The type with this number.
    pub const fn from_i8(raw: i8) -> Option<Self> {
        match raw {
            2 => Some(Self::Topic),
            4 => Some(Self::Broker),
            8 => Some(Self::BrokerLogger),
            16 => Some(Self::ClientMetrics),
            32 => Some(Self::Group),
            _ => None,
        }
    }

    /// The type's number.
    pub const fn to_i8(self) -> i8 {
        self as i8
    }
}

/// What a configuration belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConfigResource {
    /// The kind.
    pub kind: ResourceType,
    /// The topic's name, the broker's id as text or nothing for all brokers, the group's id ...
    pub name: Str,
}

impl ConfigResource {
    /// A topic's configuration.
    pub fn topic(name: impl Into<Str>) -> Self {
        Self { kind: ResourceType::Topic, name: name.into() }
    }

    /// One broker's configuration.
    pub fn broker(id: NodeId) -> Self {
        Self { kind: ResourceType::Broker, name: Str::from(id.to_string()) }
    }

    /// The configuration of all brokers.
    pub fn all_brokers() -> Self {
        Self { kind: ResourceType::Broker, name: Str::EMPTY }
    }
}

/// Who a quota is for: pairs of type (`user`, `client-id`, `ip`) and name, `None` for the default of the type.
/// In order of the types.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientQuotaEntity(pub Vec<(Str, Option<Str>)>);
