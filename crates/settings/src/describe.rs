//! What holds for each name and why: the answers of `DescribeConfigs`.
//!
//! The rules are Kafka's, including those that surprise: synonyms are listed from the strongest source to the weakest, and
//! everything before the first entry with the asked name itself is left out. So `retention.ms` of a topic shows the source
//! DEFAULT when the file sets only `log.retention.minutes`.

use std::collections::BTreeMap;

use crate::{
    BrokerConfig, ConfigDef, DefaultValue, Scope, UpdateMode, Value, definition::dynamic_only,
    dynamic::definition, group::group_value, load::listener_config, synonyms, topic::TopicValues,
};

/// One name in an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescribedConfig {
    /// The name.
    pub name: String,
    /// The value that holds; `None` if there is none, or if it is a secret.
    pub value: Option<String>,
    /// Where the value comes from.
    pub source: ConfigSource,
    /// Whether the value is a secret.
    pub is_sensitive: bool,
    /// Whether the name can change only at a restart.
    pub read_only: bool,
    /// [`crate::ConfigType::code`]; 0 for a name that is in no table.
    pub kind: i8,
    /// One sentence for people.
    pub documentation: Option<&'static str>,
    /// All values for this name, the one that holds first.
    pub synonyms: Vec<ConfigSynonym>,
}

/// One value that holds, or would if those before it were not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigSynonym {
    /// The name that is set.
    pub name: String,
    /// Its value as it was written; `None` for secrets.
    pub value: Option<String>,
    /// Where it was written.
    pub source: ConfigSource,
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConfigSource {
    /// Set on the topic.
    Topic,
    /// Set for this broker while it runs.
    DynamicBroker,
    /// Set for all brokers while they run.
    DynamicDefaultBroker,
    /// From the file or the command line.
    StaticBroker,
    /// From nobody.
    Default,
    /// A logger's level.
    BrokerLogger,
    /// Set on the client metrics subscription.
    ClientMetrics,
    /// Set on the group.
    Group,
}

impl ConfigSource {
    /// The number in answers.
    pub const fn code(self) -> i8 {
        match self {
            Self::Topic => 1,
            Self::DynamicBroker => 2,
            Self::DynamicDefaultBroker => 3,
            Self::StaticBroker => 4,
            Self::Default => 5,
            Self::BrokerLogger => 6,
            Self::ClientMetrics => 7,
            Self::Group => 8,
        }
    }
}

impl BrokerConfig {
    /// Every name of a topic with these values of its own, in alphabetical order. Values that are no longer valid count as
    /// not set.
    pub fn describe_topic(&self, overrides: &BTreeMap<String, String>) -> Vec<DescribedConfig> {
        let own = parse_all(Scope::Topic, overrides);
        let values = TopicValues { defaults: &self.values, own };
        let shown = |def: &&ConfigDef| !def.internal || values.own.contains_key(def.name);
        let mut described: Vec<DescribedConfig> = Scope::Topic
            .all()
            .filter(shown)
            .map(|def| {
                let names: Vec<&str> =
                    synonyms::of_topic(def.name).iter().map(|synonym| synonym.name).collect();
                let of_broker = names.first().map(|first| self.synonyms(first, &names, def.is_sensitive()));
                let value = values.get(def.name).map(|value| value.to_string());
                let set = values.own.contains_key(def.name);
                entry(def, value, set.then_some(ConfigSource::Topic), of_broker.unwrap_or_default())
            })
            .collect();
        described.sort_by(|left, right| left.name.cmp(&right.name));
        described
    }

    /// Every name of a group with these values of its own, in alphabetical order.
    pub fn describe_group(&self, overrides: &BTreeMap<String, String>) -> Vec<DescribedConfig> {
        let own = parse_all(Scope::Group, overrides);
        Scope::Group
            .all()
            .map(|def| {
                let inherited = match synonyms::of_group(def.name) {
                    Some(name) => self.synonyms(name, &[name], false),
                    None => default_synonym(def).into_iter().collect(),
                };
                let value = group_value(&self.values, &own, def.name).map(|value| value.to_string());
                let set = own.contains_key(def.name);
                entry(def, value, set.then_some(ConfigSource::Group), inherited)
            })
            .collect()
    }

    /// Every name of this broker, and every name that is set for one of its listeners, in alphabetical order.
    pub fn describe_broker(&self) -> Vec<DescribedConfig> {
        let dynamic = &self.dynamic;
        let set = || self.statics.keys().chain(dynamic.cluster.keys()).chain(dynamic.broker.keys());
        let mut names: Vec<&str> =
            Scope::Broker.all().filter(|def| !def.internal).map(|def| def.name).collect();
        names.extend(set().map(String::as_str));
        names.sort_unstable();
        names.dedup();
        names.into_iter().map(|name| self.describe_broker_name(name)).collect()
    }

    /// Every name that is set for all brokers, in alphabetical order.
    pub fn describe_all_brokers(&self) -> Vec<DescribedConfig> {
        let described = self.dynamic.cluster.keys().map(|name| {
            let mut described = self.describe_broker_name(name);
            described.synonyms.retain(|synonym| synonym.source == ConfigSource::DynamicDefaultBroker);
            described.source = ConfigSource::DynamicDefaultBroker;
            described.value = described.synonyms.first().and_then(|synonym| synonym.value.clone());
            described
        });
        described.collect()
    }

    fn describe_broker_name(&self, name: &str) -> DescribedConfig {
        let def = definition(name);
        let base = listener_config(name).map(|(_, def)| def.name);
        let related: Vec<&str> = match (synonyms::of_broker(name), base) {
            ([], Some(base)) => vec![name, base],
            ([], None) => vec![name],
            (synonyms, _) => synonyms.iter().map(|synonym| synonym.name).collect(),
        };
        let is_sensitive = def.is_none_or(ConfigDef::is_sensitive);
        let synonyms = self.synonyms(name, &related, is_sensitive);
        let value = match self.values.get(name) {
            Some(value) if !is_sensitive => Some(value.to_string()),
            Some(_) => None,
            // Names of listeners and of throttles are not in the table of values.
            None if base.is_some() || dynamic_only(name).is_some() => {
                synonyms.first().and_then(|synonym| synonym.value.clone())
            }
            None => None,
        };
        let table = Scope::Broker.find(name).or_else(|| dynamic_only(name));
        DescribedConfig {
            name: name.to_owned(),
            value,
            source: synonyms.first().map_or(ConfigSource::Default, |first| first.source),
            is_sensitive,
            // As in Kafka, a listener's own setting counts as read-only, whatever its base is.
            read_only: table.is_none_or(|def| def.update == UpdateMode::ReadOnly),
            kind: def.map_or(0, |def| def.kind.code()),
            documentation: def.map(|def| def.doc),
            synonyms,
        }
    }

    /// All values of `names` from the strongest source to the weakest, from the first that is `name`'s own.
    fn synonyms(&self, name: &str, names: &[&str], is_sensitive: bool) -> Vec<ConfigSynonym> {
        const SOURCES: [ConfigSource; 4] = [
            ConfigSource::DynamicBroker,
            ConfigSource::DynamicDefaultBroker,
            ConfigSource::StaticBroker,
            ConfigSource::Default,
        ];
        let mut found = Vec::new();
        for source in SOURCES {
            for name in names {
                if let Some(value) = self.text_of(source, name) {
                    let value = (!is_sensitive).then_some(value);
                    found.push(ConfigSynonym { name: (*name).to_owned(), value, source });
                }
            }
        }
        found.into_iter().skip_while(|synonym| synonym.name != name).collect()
    }

    /// What one source says about a broker name, as it was written.
    fn text_of(&self, source: ConfigSource, name: &str) -> Option<String> {
        match source {
            ConfigSource::DynamicBroker => self.dynamic.broker.get(name).cloned(),
            ConfigSource::DynamicDefaultBroker => self.dynamic.cluster.get(name).cloned(),
            ConfigSource::StaticBroker => self.statics.get(name).map(|setting| setting.value.clone()),
            ConfigSource::Default => Scope::Broker.find(name).and_then(default_of),
            ConfigSource::Topic
            | ConfigSource::BrokerLogger
            | ConfigSource::ClientMetrics
            | ConfigSource::Group => None,
        }
    }
}

/// Every name of a client metrics subscription with these values, in alphabetical order.
pub fn describe_client_metrics(overrides: &BTreeMap<String, String>) -> Vec<DescribedConfig> {
    let own = parse_all(Scope::ClientMetrics, overrides);
    let described = Scope::ClientMetrics.all().map(|def| {
        let value = own.get(def.name).map(ToString::to_string).or_else(|| default_of(def));
        let set = own.contains_key(def.name);
        entry(def, value, set.then_some(ConfigSource::ClientMetrics), Vec::new())
    });
    described.collect()
}

fn entry(
    def: &ConfigDef,
    value: Option<String>,
    set: Option<ConfigSource>,
    mut synonyms: Vec<ConfigSynonym>,
) -> DescribedConfig {
    let value = value.filter(|_| !def.is_sensitive());
    if let Some(source) = set {
        synonyms.insert(0, ConfigSynonym { name: def.name.to_owned(), value: value.clone(), source });
    }
    DescribedConfig {
        name: def.name.to_owned(),
        value,
        source: synonyms.first().map_or(ConfigSource::Default, |first| first.source),
        is_sensitive: def.is_sensitive(),
        read_only: false,
        kind: def.kind.code(),
        documentation: Some(def.doc),
        synonyms,
    }
}

fn parse_all(scope: Scope, overrides: &BTreeMap<String, String>) -> BTreeMap<&'static str, Value> {
    let parse = |(name, text): (&String, &String)| {
        let def = scope.find(name)?;
        Some((def.name, def.parse(text).ok()?))
    };
    overrides.iter().filter_map(parse).collect()
}

fn default_synonym(def: &ConfigDef) -> Option<ConfigSynonym> {
    let value = default_of(def)?;
    Some(ConfigSynonym { name: def.name.to_owned(), value: Some(value), source: ConfigSource::Default })
}

fn default_of(def: &ConfigDef) -> Option<String> {
    match def.default {
        DefaultValue::Value(text) => Some(text.to_owned()),
        DefaultValue::Null | DefaultValue::Required => None,
    }
}

#[cfg(test)]
mod tests;
