//! From lines of text to a [`BrokerConfig`], or to everything that is wrong with them.
//!
//! All errors are found in one pass over the names; only when every single value is good are they put together
//! (`assemble`), which finds what does not go together.

use std::collections::BTreeMap;

use crate::{
    BrokerConfig, ConfigDef, DefaultValue, ListenerName, Notice, Origin, Properties, Scope, SettingsError,
    Status, Value, assemble,
    broker::Setting,
    definition::dynamic_only,
    own,
    value::{shorten, show_unknown},
    values::Values,
};

/// What loading gives when nothing is wrong.
pub type Loaded = (BrokerConfig, Vec<Notice>);

/// What a node without a file starts from: one process that is broker and controller, reachable from this machine only.
const STANDALONE: &[(&str, &str)] = &[
    ("controller.listener.names", "CONTROLLER"),
    ("controller.quorum.bootstrap.servers", ""),
    ("listeners", "PLAINTEXT://127.0.0.1:9092"),
    ("log.dirs", "./moldau-data"),
    ("node.id", "1"),
    ("offsets.topic.replication.factor", "1"),
    ("process.roles", "broker,controller"),
    ("share.coordinator.state.topic.min.isr", "1"),
    ("share.coordinator.state.topic.replication.factor", "1"),
    ("transaction.state.log.min.isr", "1"),
    ("transaction.state.log.replication.factor", "1"),
];

impl BrokerConfig {
    /// Reads a file's properties, then `overrides` (name and value) over them; of several for one name the last holds.
    pub fn load(
        properties: &Properties,
        overrides: &[(String, String)],
    ) -> Result<Loaded, Vec<SettingsError>> {
        let mut settings: BTreeMap<String, Setting> = BTreeMap::new();
        for property in &properties.entries {
            let setting = Setting { value: property.value.clone(), origin: Origin::Line(property.line) };
            settings.insert(property.key.clone(), setting);
        }
        let (config, mut notices) = read(settings, overrides, false)?;
        let overruled = properties.duplicates.iter().map(|duplicate| Notice::Overruled {
            key: duplicate.key.clone(),
            line: duplicate.earlier,
            by: duplicate.later,
        });
        notices.extend(overruled);
        Ok((config, notices))
    }

    /// A node without a file: 127.0.0.1:9092, data in `./moldau-data`, its controller in the same process, internal
    /// topics with one replica; then `overrides` over that.
    pub fn standalone(overrides: &[(String, String)]) -> Result<Loaded, Vec<SettingsError>> {
        let setting = |(name, value): &(&str, &str)| {
            ((*name).to_owned(), Setting { value: (*value).to_owned(), origin: Origin::Standalone })
        };
        read(STANDALONE.iter().map(setting).collect(), overrides, true)
    }
}

fn read(
    mut settings: BTreeMap<String, Setting>,
    overrides: &[(String, String)],
    standalone: bool,
) -> Result<Loaded, Vec<SettingsError>> {
    for (name, value) in overrides {
        settings.insert(name.clone(), Setting { value: value.clone(), origin: Origin::Override });
    }
    let mut reader = Reader::default();
    for (name, setting) in &settings {
        reader.read(name, setting);
    }
    if !reader.errors.is_empty() {
        reader.errors.sort_by_key(line_of);
        return Err(reader.errors);
    }
    let config = assemble::assemble(&reader.parsed, settings, standalone)?;
    Ok((config, reader.notices))
}

/// Errors are told in the order of the file, then those of the command line.
fn line_of(error: &SettingsError) -> usize {
    match error {
        SettingsError::Unknown { origin, .. }
        | SettingsError::Misplaced { origin, .. }
        | SettingsError::Invalid { origin, .. }
        | SettingsError::Refused { origin, .. } => match origin {
            Origin::Line(line) => *line,
            Origin::Override | Origin::Standalone | Origin::Dynamic => usize::MAX,
        },
        SettingsError::Missing { .. } | SettingsError::Conflict { .. } => usize::MAX,
    }
}

/// Values of single names, checked one by one.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    /// Names of the broker that were set.
    pub(crate) set: BTreeMap<&'static str, Value>,
    /// Names of one listener that were set.
    pub(crate) of_listeners: BTreeMap<(ListenerName, &'static str), Value>,
}

impl Parsed {
    /// What was set over the defaults. A name that was set without a value keeps its default only if it has one.
    pub(crate) fn values(&self) -> Values {
        let mut values = Values::defaults();
        for (name, value) in &self.set {
            values.set(name, value.clone());
        }
        values
    }
}

#[derive(Debug, Default)]
pub(crate) struct Reader {
    pub(crate) parsed: Parsed,
    pub(crate) errors: Vec<SettingsError>,
    pub(crate) notices: Vec<Notice>,
}

impl Reader {
    /// Reads one name, whatever it is.
    pub(crate) fn read(&mut self, name: &str, setting: &Setting) {
        if let Some(def) = Scope::Broker.find(name) {
            if let Some(value) = self.check(name, def, setting) {
                self.parsed.set.insert(def.name, value);
            }
        } else if let Some((listener, def)) = listener_config(name) {
            if let Some(value) = self.check(name, def, setting) {
                self.parsed.of_listeners.insert((listener, def.name), value);
            }
        } else if name.starts_with("rsm.config.") || name.starts_with("rlmm.config.") {
            let why = "not built yet: tiered storage";
            self.notices.push(Notice::NoEffect { name: name.to_owned(), origin: setting.origin, why });
        } else {
            self.errors.push(unknown(name, setting));
        }
    }

    fn check(&mut self, name: &str, def: &'static ConfigDef, setting: &Setting) -> Option<Value> {
        let origin = setting.origin;
        let value = match def.parse(&setting.value) {
            Ok(value) => value,
            Err(mut invalid) => {
                name.clone_into(&mut invalid.name);
                self.errors.push(SettingsError::Invalid { origin, invalid });
                return None;
            }
        };
        match Scope::Broker.status(def.name) {
            Status::Implemented => {}
            Status::Accepted(why) if origin != Origin::Standalone => {
                self.notices.push(Notice::NoEffect { name: name.to_owned(), origin, why });
            }
            Status::Accepted(_) => {}
            Status::Refused(why) if !is_default(def, &value) => {
                let value = def.invalid(&setting.value, "").value;
                self.errors.push(SettingsError::Refused { name: name.to_owned(), value, origin, why });
            }
            Status::Refused(_) => {}
        }
        Some(value)
    }
}

/// Whether a value asks for nothing but what holds anyway. The empty text counts as no value.
pub(crate) fn is_default(def: &ConfigDef, value: &Value) -> bool {
    match def.default {
        DefaultValue::Value(text) => def.parse(text).as_ref() == Ok(value),
        DefaultValue::Null | DefaultValue::Required => matches!(value, Value::Text(text) if text.is_empty()),
    }
}

/// `listener.name.<name>.<config>` and `listener.name.<name>.<mechanism>.<config>`.
pub(crate) fn listener_config(name: &str) -> Option<(ListenerName, &'static ConfigDef)> {
    let (listener, config) = name.strip_prefix("listener.name.")?.split_once('.')?;
    let of_mechanism = || {
        let (_, config) = config.split_once('.')?;
        OF_MECHANISMS.contains(&config).then(|| Scope::Broker.find(config))?
    };
    let of_listener = |config: &str| {
        config.starts_with("ssl.") || config.starts_with("sasl.") || OF_LISTENERS.contains(&config)
    };
    let def = Scope::Broker.find(config).filter(|def| of_listener(def.name)).or_else(of_mechanism)?;
    Some((ListenerName::new(listener), def))
}

/// Names that one listener may set for itself, besides those of TLS and SASL.
const OF_LISTENERS: &[&str] = &[
    "connections.max.reauth.ms",
    "max.connection.creation.rate",
    "max.connections",
    "num.network.threads",
    "principal.builder.class",
];

/// Names that one SASL mechanism of a listener may set for itself.
const OF_MECHANISMS: &[&str] = &[
    "connections.max.reauth.ms",
    "sasl.jaas.config",
    "sasl.login.callback.handler.class",
    "sasl.login.class",
    "sasl.server.callback.handler.class",
];

fn unknown(name: &str, setting: &Setting) -> SettingsError {
    let origin = setting.origin;
    let misplaced = |instead: String| SettingsError::Misplaced { name: shorten(name), origin, instead };
    if dynamic_only(name).is_some() {
        return misplaced("it is set while the broker runs, with kafka-configs --alter".to_owned());
    }
    let covers =
        |pattern: &str| pattern.strip_suffix('*').map_or(pattern == name, |start| name.starts_with(start));
    if let Some((_, instead)) = own::REMOVED.iter().find(|(pattern, _)| covers(pattern)) {
        return misplaced((*instead).to_owned());
    }
    if let Some((_, config)) = name.strip_prefix("listener.name.").and_then(|rest| rest.split_once('.')) {
        return match Scope::Broker.find(config) {
            Some(_) => misplaced(format!("`{config}` holds for all listeners together")),
            None => no_such_name(name, Scope::Broker.nearest(config), setting),
        };
    }
    if Scope::Topic.find(name).is_some() {
        let instead = match crate::of_topic(name) {
            [first, ..] => format!("it belongs to topics; the broker's default for it is `{}`", first.name),
            [] => "it belongs to topics".to_owned(),
        };
        return misplaced(instead);
    }
    no_such_name(name, Scope::Broker.nearest(name), setting)
}

fn no_such_name(name: &str, nearest: Option<&'static str>, setting: &Setting) -> SettingsError {
    let meant_secret = nearest.and_then(|near| Scope::Broker.find(near)).is_some_and(ConfigDef::is_sensitive);
    let value = if meant_secret { "[hidden]".to_owned() } else { show_unknown(name, &setting.value) };
    SettingsError::Unknown { name: shorten(name), value, origin: setting.origin, nearest }
}

#[cfg(test)]
mod tests;
