//! What changes while the broker runs: dynamic values laid over the static ones.
//!
//! For this broker alone goes before for all brokers, which goes before the file, which goes before the default (KIP-226).
//! Metadata may hold values that were valid when they were set and are not any more (another version, another file): such
//! a value is ignored and told, never a reason to stop.

use std::collections::BTreeMap;

use crate::{
    BrokerConfig, ConfigDef, DynamicConfig, Notice, Origin, Scope, SettingsError, assemble,
    broker::Setting,
    definition::dynamic_only,
    load::{Reader, listener_config},
    synonyms,
};

impl BrokerConfig {
    /// The configuration that holds with these dynamic values in place of the present ones.
    #[must_use]
    pub fn with_dynamic(&self, dynamic: DynamicConfig) -> (Self, Vec<Notice>) {
        let mut notices = Vec::new();
        let mut settings = self.statics.clone();
        for (name, text) in dynamic.cluster.iter().chain(&dynamic.broker) {
            match check(name, text) {
                Ok(()) => overlay(&mut settings, name, text),
                Err(why) => notices.push(Notice::Ignored { name: name.clone(), why }),
            }
        }
        let mut config = match self.rebuild(&settings) {
            Ok(config) => config,
            Err(errors) => {
                let ignored = |error: &SettingsError| Notice::Ignored {
                    name: "dynamic configuration".to_owned(),
                    why: error.to_string(),
                };
                notices.extend(errors.iter().map(ignored));
                // Values that do not go together: the file alone did.
                self.rebuild(&self.statics).unwrap_or_else(|_| self.clone())
            }
        };
        config.dynamic = dynamic;
        (config, notices)
    }

    /// The dynamic values that this configuration was built with.
    pub fn dynamic(&self) -> &DynamicConfig {
        &self.dynamic
    }

    fn rebuild(&self, settings: &BTreeMap<String, Setting>) -> Result<Self, Vec<SettingsError>> {
        let mut reader = Reader::default();
        for (name, setting) in settings {
            reader.read(name, setting);
        }
        if !reader.errors.is_empty() {
            return Err(reader.errors);
        }
        assemble::assemble(&reader.parsed, self.statics.clone(), self.standalone)
    }

    /// Whether the file and these dynamic values go together; the error says what does not.
    pub(crate) fn check_dynamic(&self, dynamic: &DynamicConfig) -> Result<(), Vec<SettingsError>> {
        let mut settings = self.statics.clone();
        for (name, text) in dynamic.cluster.iter().chain(&dynamic.broker) {
            // Values that are not valid alone were refused before, or are ignored.
            if check(name, text).is_ok() {
                overlay(&mut settings, name, text);
            }
        }
        self.rebuild(&settings).map(drop)
    }
}

/// A value takes the place of all its synonyms: `log.retention.ms` hides `log.retention.hours` of the file.
fn overlay(settings: &mut BTreeMap<String, Setting>, name: &str, text: &str) {
    if dynamic_only(name).is_some() {
        return;
    }
    for synonym in synonyms::of_broker(name) {
        settings.remove(synonym.name);
    }
    settings.insert(name.to_owned(), Setting { value: text.to_owned(), origin: Origin::Dynamic });
}

/// The definition behind a broker name, with or without `listener.name.<name>.` before it.
pub(crate) fn definition(name: &str) -> Option<&'static ConfigDef> {
    Scope::Broker
        .find(name)
        .or_else(|| dynamic_only(name))
        .or_else(|| listener_config(name).map(|(_, def)| def))
}

/// Whether a dynamic broker value is valid on its own.
pub(crate) fn check(name: &str, text: &str) -> Result<(), String> {
    if dynamic_only(name).is_some_and(|def| def.parse(text).is_ok()) {
        return Ok(());
    }
    let Some(def) = definition(name) else {
        let hint =
            Scope::Broker.nearest(name).map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        return Err(format!("no broker configuration has this name{hint}"));
    };
    let mut reader = Reader::default();
    match dynamic_only(name) {
        Some(def) => def.parse(text).map(drop).map_err(|error| error.to_string())?,
        None => reader.read(name, &Setting { value: text.to_owned(), origin: Origin::Dynamic }),
    }
    match reader.errors.first() {
        None => Ok(()),
        Some(SettingsError::Invalid { invalid, .. }) => Err(invalid.to_string()),
        Some(SettingsError::Refused { why, .. }) => Err(def.invalid(text, *why).to_string()),
        Some(other) => Err(other.to_string()),
    }
}
