//! What a configuration name is: its type, default, allowed values, and how it may be changed.
//!
//! The tables are data: [`crate::generated`] holds Kafka's names (written by `cargo xtask settings` from
//! `facts/kafka-configs.json`), [`crate::own`] holds Moldau's. Whether Moldau acts on a name is a separate table,
//! [`crate::status`].
//!
//! Not here: values of one broker (see [`crate::BrokerConfig`]), parsing (see [`crate::value`]).

use std::fmt;

use crate::{generated, own, suggest};

/// One configuration name and everything that is fixed about it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConfigDef {
    /// The name as it stands in `server.properties` and in requests.
    pub name: &'static str,
    /// How its text is read and printed.
    pub kind: ConfigType,
    /// Its value when nobody sets it.
    pub default: DefaultValue,
    /// Which values are allowed.
    pub validator: Validator,
    /// How much an operator should care, in Kafka's words.
    pub importance: Importance,
    /// Whether and where it may be changed while the broker runs.
    pub update: UpdateMode,
    /// Left out of documentation and, unless set, of `DescribeConfigs`.
    pub internal: bool,
    /// One sentence for people.
    pub doc: &'static str,
}

impl ConfigDef {
    /// Whether the value must never be shown.
    pub const fn is_sensitive(&self) -> bool {
        matches!(self.kind, ConfigType::Password)
    }
}

/// Kafka's types of configuration values (`ConfigDef.Type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfigType {
    /// `true` or `false`, in any case.
    Boolean,
    /// Any text, trimmed.
    String,
    /// 32-bit whole number.
    Int,
    /// 16-bit whole number.
    Short,
    /// 64-bit whole number.
    Long,
    /// 64-bit floating point number.
    Double,
    /// Texts separated by commas, trimmed, each once.
    List,
    /// The name of a Java class.
    Class,
    /// A text that is never shown.
    Password,
}

impl ConfigType {
    /// The number that `DescribeConfigs` answers (version 3 and later).
    pub const fn code(self) -> i8 {
        match self {
            Self::Boolean => 1,
            Self::String => 2,
            Self::Int => 3,
            Self::Short => 4,
            Self::Long => 5,
            Self::Double => 6,
            Self::List => 7,
            Self::Class => 8,
            Self::Password => 9,
        }
    }

    /// The type's name in documentation.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::String => "string",
            Self::Int => "int",
            Self::Short => "short",
            Self::Long => "long",
            Self::Double => "double",
            Self::List => "list",
            Self::Class => "class",
            Self::Password => "password",
        }
    }
}

/// The value of a name that nobody has set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DefaultValue {
    /// There is none: the name must be set.
    Required,
    /// No value; usually another name decides then.
    Null,
    /// This text, as Kafka prints it.
    Value(&'static str),
}

/// Which values a name accepts, beyond its type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Validator {
    /// Whatever the type allows.
    Any,
    /// A whole number within both bounds.
    Whole {
        /// The least allowed number.
        min: i64,
        /// The greatest allowed number.
        max: i64,
    },
    /// A whole number within both bounds, or one number outside them.
    WholeOr {
        /// The least allowed number of the range.
        min: i64,
        /// The greatest allowed number of the range.
        max: i64,
        /// The number that is allowed besides.
        or: i64,
    },
    /// A floating point number within both bounds. Never NaN.
    Real {
        /// The least allowed number.
        min: f64,
        /// The greatest allowed number.
        max: f64,
    },
    /// One of these words exactly.
    OneOf(&'static [&'static str]),
    /// One of these words in any case.
    OneOfIgnoreCase(&'static [&'static str]),
    /// Any text but the empty one.
    NonEmptyText,
    /// A list of these words; of any words if there are none here.
    ListOf {
        /// The allowed words; none means any.
        words: &'static [&'static str],
        /// Whether the list may be empty.
        empty: bool,
    },
    /// `*`, or `partition:broker` pairs (KIP-73).
    ThrottledReplicas,
    /// `latest`, `earliest` or `by_duration:` and an ISO 8601 duration (KIP-932).
    ShareOffsetReset,
}

impl fmt::Display for Validator {
    /// The allowed values as documentation and error messages show them; nothing for [`Validator::Any`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => Ok(()),
            Self::Whole { min, max } if *max == i64::MAX => write!(f, "{min} or more"),
            Self::Whole { min, max } => write!(f, "{min} to {max}"),
            Self::WholeOr { min, max, or } => write!(f, "{min} to {max}, or {or}"),
            Self::Real { min, max } if *max >= f64::MAX => write!(f, "{min} or more"),
            Self::Real { min, max } => write!(f, "{min} to {max}"),
            Self::OneOf(words) => f.write_str(&words.join(", ")),
            Self::OneOfIgnoreCase(words) => write!(f, "{} (in any case)", words.join(", ")),
            Self::NonEmptyText => f.write_str("not empty"),
            Self::ListOf { words: [], empty: true } => Ok(()),
            Self::ListOf { words: [], empty: false } => f.write_str("at least one"),
            Self::ListOf { words, empty: true } => write!(f, "any of {}, or empty", words.join(", ")),
            Self::ListOf { words, empty: false } => write!(f, "at least one of {}", words.join(", ")),
            Self::ThrottledReplicas => f.write_str("`*`, or a list of partition:broker"),
            Self::ShareOffsetReset => {
                f.write_str("latest, earliest, or by_duration: and a duration such as PT1H30M")
            }
        }
    }
}

/// How much an operator should care about a name, in Kafka's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Importance {
    /// Most operators look at it.
    High,
    /// Some do.
    Medium,
    /// Few do.
    Low,
}

/// Whether and where a name may be changed while the broker runs (KIP-226).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UpdateMode {
    /// Only in the file, read at start.
    ReadOnly,
    /// For one broker at a time.
    PerBroker,
    /// For all brokers at once, or for one.
    ClusterWide,
    /// On the topic, group or subscription that it belongs to, at any time.
    Resource,
}

impl UpdateMode {
    /// The mode's name in documentation.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReadOnly => "read-only",
            Self::PerBroker => "per-broker",
            Self::ClusterWide => "cluster-wide",
            Self::Resource => "any time",
        }
    }
}

/// The four tables of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// `server.properties` and resources of type BROKER.
    Broker,
    /// Resources of type TOPIC.
    Topic,
    /// Resources of type GROUP (KIP-848, KIP-932, KIP-1071).
    Group,
    /// Resources of type `CLIENT_METRICS` (KIP-714).
    ClientMetrics,
}

impl Scope {
    /// Every scope, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::Broker, Self::Topic, Self::Group, Self::ClientMetrics];

    const fn tables(self) -> [&'static [ConfigDef]; 3] {
        match self {
            Self::Broker => [generated::BROKER, own::BROKER, own::AUTHORIZER],
            Self::Topic => [generated::TOPIC, own::TOPIC, &[]],
            Self::Group => [generated::GROUP, &[], &[]],
            Self::ClientMetrics => [generated::CLIENT_METRICS, &[], &[]],
        }
    }

    /// Every name of this scope: Kafka's in alphabetical order, then Moldau's.
    pub fn all(self) -> impl Iterator<Item = &'static ConfigDef> {
        self.tables().into_iter().flatten()
    }

    /// The definition of `name`, if this scope has such a name. Broker names that can only be set while the broker
    /// runs are not here: see [`dynamic_only`].
    pub fn find(self, name: &str) -> Option<&'static ConfigDef> {
        let [kafka, own, others] = self.tables();
        match kafka.binary_search_by(|def| def.name.cmp(name)) {
            Ok(index) => kafka.get(index),
            Err(_) => own.iter().chain(others).find(|def| def.name == name),
        }
    }

    /// The name of this scope that `name` was probably meant to be, if any is close.
    pub fn nearest(self, name: &str) -> Option<&'static str> {
        suggest::nearest(name, self.all().map(|def| def.name))
    }
}

/// The broker names of Kafka that can be set only while the broker runs (replication throttles, KIP-73).
pub fn dynamic_only(name: &str) -> Option<&'static ConfigDef> {
    own::DYNAMIC_ONLY.iter().find(|def| def.name == name)
}
