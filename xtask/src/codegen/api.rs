//! The API table, and enums that pick a message by its key.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde::Deserialize;

use super::schema::{Schema, Versions};

#[derive(Debug, Deserialize)]
struct Advertised {
    key: i16,
    min: i16,
    max: i16,
}

#[derive(Debug, Deserialize)]
struct Listeners {
    broker: Vec<Advertised>,
    controller: Vec<Advertised>,
}

/// The response that answers a request.
pub(super) fn response_of<'a>(request: &Schema, schemas: &'a [Schema]) -> Option<&'a Schema> {
    let answers = |found: &&Schema| found.kind == "response" && found.api_key == request.api_key;
    (request.kind == "request").then(|| schemas.iter().find(answers)).flatten()
}

/// The requests by key.
fn requests(schemas: &[Schema]) -> BTreeMap<i16, &Schema> {
    let requests = schemas.iter().filter(|schema| schema.kind == "request");
    requests.filter_map(|schema| Some((schema.api_key?, schema))).collect()
}

fn api_name(request: &Schema) -> &str {
    request.name.strip_suffix("Request").unwrap_or(&request.name)
}

/// `generated/api.rs`.
pub(super) fn api_file(schemas: &[Schema], facts: &Path) -> anyhow::Result<String> {
    let path = facts.join("kafka-api-versions.json");
    let text = fs::read_to_string(&path).with_context(|| format!("failed to read {}", path.display()))?;
    let listeners: Listeners = serde_json::from_str(&text)?;
    let requests = requests(schemas);
    let mut out = String::from(API_HEAD);
    let mut variants = String::new();
    let mut from = String::new();
    let mut all = String::new();
    let mut infos = String::new();
    for (key, request) in &requests {
        let name = api_name(request);
        let response = response_of(request, schemas).with_context(|| format!("{name} has no response"))?;
        writeln!(variants, "/// `{name}`, key {key}.\n{name} = {key},")?;
        writeln!(from, "{key} => Some(Self::{name}),")?;
        writeln!(all, "Self::{name},")?;
        writeln!(
            infos,
            "Self::{name} => &ApiInfo {{ name: \"{name}\", valid_versions: {}..={}, broker_versions: {},
                controller_versions: {}, request_flexible_from: {}, response_flexible_from: {} }},",
            request.valid.low,
            request.valid.high,
            advertised(&listeners.broker, *key),
            advertised(&listeners.controller, *key),
            flexible_from(request.flexible),
            flexible_from(response.flexible),
        )?;
    }
    let latest = requests.keys().next_back().context("no requests")?;
    write!(
        out,
        "/// The key of an API: which request a frame holds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(i16)]
        pub enum ApiKey {{ {variants} }}

        impl ApiKey {{
            /// Every API, by key.
            pub const ALL: &'static [Self] = &[{all}];
            /// The highest key.
            pub const MAX: i16 = {latest};

            /// `None` for a key that Apache Kafka 4.3 does not have.
            pub const fn from_i16(raw: i16) -> Option<Self> {{ match raw {{ {from} _ => None }} }}

            /// What is known about the API.
            pub const fn info(self) -> &'static ApiInfo {{ match self {{ {infos} }} }}
        }}\n\n"
    )?;
    let pairs = |response: bool| {
        requests.iter().map(move |(key, request)| {
            let message = if response { response_of(request, schemas).unwrap_or(request) } else { request };
            (*key, api_name(request).to_owned(), format!("messages::{}", message.name))
        })
    };
    out.push_str(&kind_enum("RequestKind", "Any request.", "ApiKey", pairs(false))?);
    out.push_str(&kind_enum("ResponseKind", "Any response.", "ApiKey", pairs(true))?);
    Ok(out)
}

fn flexible_from(versions: Versions) -> String {
    if versions.is_empty() { "None".to_owned() } else { format!("Some({})", versions.low) }
}

fn advertised(listener: &[Advertised], key: i16) -> String {
    let found = listener.iter().find(|entry| entry.key == key);
    found.map_or("None".to_owned(), |entry| format!("Some({}..={})", entry.min, entry.max))
}

const API_HEAD: &str = "\
//! The table of APIs, and requests and responses by key. Written by `cargo xtask codegen`. Do not edit.

use std::ops::RangeInclusive;

use crate::codec::{DecodeError, Decoder, EncodeError, Encoder, Message};
use crate::messages;

/// What is known about one API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiInfo {
    /// Kafka's name, such as `Fetch`.
    pub name: &'static str,
    /// The versions that can be read and written.
    pub valid_versions: RangeInclusive<i16>,
    /// The versions that Apache Kafka 4.3 advertises on a broker's listener. For `Produce` they begin below
    /// the valid ones, since some clients look for version 0.
    pub broker_versions: Option<RangeInclusive<i16>>,
    /// The versions that Apache Kafka 4.3 advertises on a controller's listener.
    pub controller_versions: Option<RangeInclusive<i16>>,
    /// The first flexible version of the request.
    pub request_flexible_from: Option<i16>,
    /// The first flexible version of the response.
    pub response_flexible_from: Option<i16>,
}

impl ApiKey {
    /// The key as the wire carries it.
    pub const fn get(self) -> i16 {
        self as i16
    }

    /// Kafka's name, such as `Fetch`.
    pub const fn name(self) -> &'static str {
        self.info().name
    }
}

impl std::fmt::Display for ApiKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

";

/// An enum over messages, with decoding by key. `key` is `ApiKey` or `i16`.
fn kind_enum(
    name: &str,
    about: &str,
    key: &str,
    entries: impl Iterator<Item = (i16, String, String)>,
) -> anyhow::Result<String> {
    let typed = key == "ApiKey";
    let (mut variants, mut keys) = (String::new(), String::new());
    let (mut decode, mut encode) = (String::new(), String::new());
    for (number, variant, path) in entries {
        let pattern = if typed { format!("ApiKey::{variant}") } else { number.to_string() };
        writeln!(variants, "/// Key {number}.\n{variant}({path}),")?;
        writeln!(keys, "Self::{variant}(_) => {pattern},")?;
        writeln!(decode, "{pattern} => Message::decode(d, version).map(Self::{variant}),")?;
        writeln!(encode, "Self::{variant}(message) => message.encode(e, version),")?;
    }
    if !typed {
        writeln!(decode, "key => Err(DecodeError::UnknownKey {{ what: \"record type\", key }}),")?;
    }
    Ok(format!(
        "/// {about}
        #[derive(Debug, Clone, PartialEq)]
        pub enum {name} {{ {variants} }}

        impl {name} {{
            /// Which one it is.
            pub const fn api_key(&self) -> {key} {{ match self {{ {keys} }} }}

            /// Reads the message with this key.
            pub fn decode(api_key: {key}, d: &mut Decoder, version: i16) -> Result<Self, DecodeError> {{
                match api_key {{ {decode} }}
            }}

            /// Writes the message, without its key.
            pub fn encode(&self, e: &mut Encoder, version: i16) -> Result<(), EncodeError> {{
                match self {{ {encode} }}
            }}
        }}\n\n"
    ))
}

/// Enums over the records of a folder: metadata records, or keys and values of a coordinator.
pub(super) fn record_kinds(folder: &str, schemas: &[Schema]) -> anyhow::Result<String> {
    let Some(group) = folder.strip_prefix("records/") else { return Ok(String::new()) };
    let kinds = [
        ("metadata", "Record", "record"),
        ("coordinator-key", "Key", "record's key"),
        ("coordinator-value", "Value", "record's value"),
    ];
    let mut out = String::new();
    for (kind, suffix, about) in kinds {
        let mut found: Vec<_> = schemas
            .iter()
            .filter(|schema| schema.kind == kind)
            .filter_map(|schema| Some((schema.api_key?, schema)))
            .collect();
        found.sort_by_key(|(key, _)| *key);
        if found.len() < 2 {
            continue;
        }
        let name = format!("{}{suffix}", super::names::camel_case(group));
        let entries = found.iter().map(|(key, schema)| {
            let variant = schema.name.strip_suffix(suffix).unwrap_or(&schema.name);
            (*key, variant.to_owned(), schema.name.clone())
        });
        if out.is_empty() {
            out.push_str("\nuse crate::codec::{DecodeError, Decoder, EncodeError, Encoder, Message};\n\n");
        }
        out.push_str(&kind_enum(&name, &format!("Any {group} {about}."), "i16", entries)?);
    }
    Ok(out)
}
