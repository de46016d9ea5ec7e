//! Changes while the broker runs: `IncrementalAlterConfigs` (KIP-339) and the older `AlterConfigs`.
//!
//! Both are judged here and answered with what shall be written to the metadata; nothing is changed here. A request is
//! taken as a whole or not at all.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use moldau_ids::NodeId;

use crate::{
    BrokerConfig, ConfigDef, ConfigType, DefaultValue, Scope, SettingsError, UpdateMode,
    check_client_metrics, check_group, dynamic, value::shorten,
};

/// What a request changes the configuration of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource<'a> {
    /// A topic that exists.
    Topic(&'a str),
    /// One broker.
    Broker(NodeId),
    /// All brokers: the broker resource with the empty name.
    AllBrokers,
    /// A group, whether or not it has members.
    Group(&'a str),
    /// A client metrics subscription.
    ClientMetrics(&'a str),
}

/// What is done to one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlterOp {
    /// The value takes the place of the present one.
    Set,
    /// The name goes back to its default.
    Delete,
    /// The words are added to a list, each once.
    Append,
    /// The words are taken from a list.
    Subtract,
}

impl AlterOp {
    /// The operation behind Kafka's number; `None` for a number that Kafka does not have.
    pub const fn from_code(code: i8) -> Option<Self> {
        match code {
            0 => Some(Self::Set),
            1 => Some(Self::Delete),
            2 => Some(Self::Append),
            3 => Some(Self::Subtract),
            _ => None,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Set => "SET",
            Self::Delete => "DELETE",
            Self::Append => "APPEND",
            Self::Subtract => "SUBTRACT",
        }
    }
}

/// One change of one name.
#[derive(Clone, PartialEq, Eq)]
pub struct Alteration {
    /// The name.
    pub name: String,
    /// What is done to it.
    pub op: AlterOp,
    /// The value or words; ignored by [`AlterOp::Delete`].
    pub value: Option<String>,
}

impl fmt::Debug for Alteration {
    /// Without the value, which may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Alteration({} {})", self.op.as_str(), self.name)
    }
}

/// What shall be written: a value for a name, or `None` for a name that goes back to its default. Names whose value does
/// not change are left out.
pub type Changes = BTreeMap<String, Option<String>>;

/// Why a request changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AlterError {
    /// Kafka's `INVALID_REQUEST`.
    #[error("{0}")]
    InvalidRequest(String),
    /// Kafka's `INVALID_CONFIG`.
    #[error("{0}")]
    InvalidConfig(String),
}

/// Kafka's bound on the length of one value, which a metadata record must hold.
const VALUE_BYTES_MAX: usize = 32_767;

impl BrokerConfig {
    /// Judges an `IncrementalAlterConfigs` of one resource, whose values are `current`.
    pub fn alter(
        &self,
        resource: Resource<'_>,
        current: &BTreeMap<String, String>,
        alterations: &[Alteration],
    ) -> Result<Changes, AlterError> {
        let mut seen = BTreeSet::new();
        if !alterations.iter().all(|alteration| seen.insert(alteration.name.as_str())) {
            return Err(AlterError::InvalidRequest(
                "a configuration name stands twice in the request".to_owned(),
            ));
        }
        let mut wanted = current.clone();
        for alteration in alterations {
            let Alteration { name, op, value } = alteration;
            match (op, value) {
                (AlterOp::Delete, _) => drop(wanted.remove(name)),
                (AlterOp::Set | AlterOp::Append | AlterOp::Subtract, None) => {
                    return Err(AlterError::InvalidRequest(format!(
                        "null is no value for {}",
                        shorten(name)
                    )));
                }
                (AlterOp::Set, Some(value)) => drop(wanted.insert(name.clone(), value.clone())),
                (AlterOp::Append | AlterOp::Subtract, Some(value)) => {
                    let words = edit_list(resource, current.get(name), *op, name, value)?;
                    wanted.insert(name.clone(), words);
                }
            }
        }
        self.judge(resource, current, &wanted)
    }

    /// Judges an `AlterConfigs` of one resource: `wanted` takes the place of all of `current`.
    pub fn replace(
        &self,
        resource: Resource<'_>,
        current: &BTreeMap<String, String>,
        wanted: &BTreeMap<String, String>,
    ) -> Result<Changes, AlterError> {
        self.judge(resource, current, wanted)
    }

    fn judge(
        &self,
        resource: Resource<'_>,
        current: &BTreeMap<String, String>,
        wanted: &BTreeMap<String, String>,
    ) -> Result<Changes, AlterError> {
        let mut changes = Changes::new();
        for (name, value) in wanted.iter().filter(|(name, value)| current.get(*name) != Some(value)) {
            if value.len() > VALUE_BYTES_MAX {
                let why = format!("the value of {} is longer than {VALUE_BYTES_MAX} bytes", shorten(name));
                return Err(AlterError::InvalidConfig(why));
            }
            changes.insert(name.clone(), Some(value.clone()));
        }
        for name in current.keys().filter(|name| !wanted.contains_key(*name)) {
            changes.insert(name.clone(), None);
        }
        match resource {
            Resource::Topic(_) => self.judge_topic(wanted)?,
            Resource::Broker(_) | Resource::AllBrokers => self.judge_broker(resource, wanted, &changes)?,
            Resource::Group("") => {
                let why = "there is no default for all groups: a group must be named".to_owned();
                return Err(AlterError::InvalidRequest(why));
            }
            Resource::Group(_) => {
                check_group(self, wanted).map_err(|e| AlterError::InvalidConfig(e.to_string()))?;
            }
            Resource::ClientMetrics("") => {
                return Err(AlterError::InvalidRequest("a subscription must be named".to_owned()));
            }
            Resource::ClientMetrics(_) => check_client_metrics(wanted).map_err(|error| {
                let why = error.to_string();
                // Kafka tells a bad pattern from any other mistake.
                if error.name == "match" {
                    AlterError::InvalidConfig(why)
                } else {
                    AlterError::InvalidRequest(why)
                }
            })?,
        }
        Ok(changes)
    }

    fn judge_topic(&self, wanted: &BTreeMap<String, String>) -> Result<(), AlterError> {
        self.topic(wanted).map(drop).map_err(|errors| {
            let texts: Vec<String> = errors.iter().map(ToString::to_string).collect();
            AlterError::InvalidConfig(texts.join("; "))
        })
    }

    fn judge_broker(
        &self,
        resource: Resource<'_>,
        wanted: &BTreeMap<String, String>,
        changes: &Changes,
    ) -> Result<(), AlterError> {
        for (name, value) in changes {
            let def = dynamic::definition(name);
            if let Some(def) = def {
                may_change(resource, name, def).map_err(AlterError::InvalidRequest)?;
            }
            // What has no definition can only be taken away.
            if let Some(value) = value {
                dynamic::check(name, value).map_err(|why| {
                    let name = shorten(name);
                    AlterError::InvalidRequest(if why.contains(&name) {
                        why
                    } else {
                        format!("{name}: {why}")
                    })
                })?;
            }
        }
        let mut after = self.dynamic().clone();
        match resource {
            Resource::AllBrokers => after.cluster.clone_from(wanted),
            Resource::Broker(id) if id == self.node_id => after.broker.clone_from(wanted),
            // Another broker's file is not known here; it ignores, and tells, what does not fit it.
            Resource::Broker(_) | Resource::Topic(_) | Resource::Group(_) | Resource::ClientMetrics(_) => {
                return Ok(());
            }
        }
        self.check_dynamic(&after).map_err(|errors| {
            let texts: Vec<String> = errors.iter().map(SettingsError::to_string).collect();
            AlterError::InvalidRequest(texts.join("; "))
        })
    }
}

/// Whether a broker name may change while the broker runs, and at this resource.
fn may_change(resource: Resource<'_>, name: &str, def: &ConfigDef) -> Result<(), String> {
    let of_listener = def.name != name;
    match def.update {
        // A listener's own settings belong to one broker.
        UpdateMode::PerBroker if resource == Resource::AllBrokers => {
            Err(format!("{name} can be set for one broker at a time only, not for all"))
        }
        UpdateMode::PerBroker if !of_listener && KEYS_AND_TRUST.contains(&def.name) => {
            Err(format!("{name} can be changed only for one listener, as listener.name.<listener>.{name}"))
        }
        UpdateMode::PerBroker | UpdateMode::ClusterWide | UpdateMode::Resource => Ok(()),
        UpdateMode::ReadOnly => {
            Err(format!("{name} cannot change while the broker runs; it is read at start"))
        }
    }
}

/// Names that may change only with a listener's prefix, since the file's hold for every listener (KIP-226).
const KEYS_AND_TRUST: &[&str] = &[
    "ssl.key.password",
    "ssl.keystore.certificate.chain",
    "ssl.keystore.key",
    "ssl.keystore.location",
    "ssl.keystore.password",
    "ssl.keystore.type",
    "ssl.truststore.certificates",
    "ssl.truststore.location",
    "ssl.truststore.password",
    "ssl.truststore.type",
];

/// Adds words to a list or takes them away. A list that is not set begins as its default.
fn edit_list(
    resource: Resource<'_>,
    current: Option<&String>,
    op: AlterOp,
    name: &str,
    words: &str,
) -> Result<String, AlterError> {
    let def = match resource {
        Resource::Topic(_) => Scope::Topic.find(name),
        Resource::Broker(_) | Resource::AllBrokers => dynamic::definition(name),
        Resource::Group(_) => Scope::Group.find(name),
        Resource::ClientMetrics(_) => Scope::ClientMetrics.find(name),
    };
    let Some(def) = def.filter(|def| def.kind == ConfigType::List) else {
        let why = format!("{} is for lists, and {} is none", op.as_str(), shorten(name));
        return Err(AlterError::InvalidConfig(why));
    };
    let default = match def.default {
        DefaultValue::Value(text) => text,
        DefaultValue::Null | DefaultValue::Required => "",
    };
    let mut list: Vec<&str> =
        current.map_or(default, String::as_str).split(',').filter(|word| !word.is_empty()).collect();
    for word in words.split(',') {
        match op {
            AlterOp::Append if !list.contains(&word) => list.push(word),
            AlterOp::Subtract => list.retain(|present| *present != word),
            AlterOp::Append | AlterOp::Set | AlterOp::Delete => {}
        }
    }
    Ok(list.join(","))
}

#[cfg(test)]
mod tests;
