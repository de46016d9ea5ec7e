//! Kafka's schema files as they are, and resolved: versions clipped to those that can be sent, structs collected.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::Deserialize;
use serde_json::Value;

/// An inclusive range of versions; empty if `low > high`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Versions {
    pub(super) low: i16,
    pub(super) high: i16,
}

impl Versions {
    pub(super) const NONE: Self = Self { low: 0, high: -1 };

    /// `none`, `5`, `5+` or `1-3`.
    fn parse(text: &str) -> anyhow::Result<Self> {
        if text == "none" {
            return Ok(Self::NONE);
        }
        let number = |text: &str| text.parse::<i16>().with_context(|| format!("`{text}` is not a version"));
        if let Some(low) = text.strip_suffix('+') {
            return Ok(Self { low: number(low)?, high: i16::MAX });
        }
        let (low, high) = text.split_once('-').unwrap_or((text, text));
        Ok(Self { low: number(low)?, high: number(high)? })
    }

    fn parse_option(text: Option<&String>) -> anyhow::Result<Self> {
        text.map_or(Ok(Self::NONE), |text| Self::parse(text))
    }

    pub(super) fn is_empty(self) -> bool {
        self.low > self.high
    }

    pub(super) fn and(self, other: Self) -> Self {
        let both = Self { low: self.low.max(other.low), high: self.high.min(other.high) };
        if both.is_empty() { Self::NONE } else { both }
    }

    fn hull(self, other: Self) -> Self {
        match (self.is_empty(), other.is_empty()) {
            (true, _) => other,
            (_, true) => self,
            (false, false) => Self { low: self.low.min(other.low), high: self.high.max(other.high) },
        }
    }

    /// How to ask for it in Rust when `v` is known to lie in `all`; `None` if it always holds.
    pub(super) fn condition(self, all: Self) -> Option<String> {
        if self.and(all) == all {
            None
        } else if self.low == self.high {
            Some(format!("v == {}", self.low))
        } else if self.low <= all.low {
            Some(format!("v <= {}", self.high))
        } else if self.high >= all.high {
            Some(format!("v >= {}", self.low))
        } else {
            Some(format!("({}..={}).contains(&v)", self.low, self.high))
        }
    }

    /// As Kafka writes it.
    pub(super) fn text(self, all: Self) -> String {
        if self.low == self.high && self.high < all.high {
            self.low.to_string()
        } else if self.high >= all.high {
            format!("{}+", self.low)
        } else {
            format!("{}-{}", self.low, self.high)
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawSchema {
    api_key: Option<i16>,
    #[serde(rename = "type")]
    kind: String,
    name: String,
    valid_versions: String,
    flexible_versions: String,
    fields: Vec<RawField>,
    #[serde(default)]
    common_structs: Vec<RawStruct>,
}

#[derive(Debug, Deserialize)]
struct RawStruct {
    name: String,
    fields: Vec<RawField>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawField {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    versions: Option<String>,
    nullable_versions: Option<String>,
    tagged_versions: Option<String>,
    flexible_versions: Option<String>,
    tag: Option<u32>,
    #[serde(default)]
    default: Value,
    #[serde(default)]
    ignorable: bool,
    fields: Option<Vec<RawField>>,
}

/// One message.
#[derive(Debug)]
pub(super) struct Schema {
    pub(super) name: String,
    pub(super) api_key: Option<i16>,
    /// `request`, `response`, `header`, `data`, `metadata`, `coordinator-key`, `coordinator-value`.
    pub(super) kind: String,
    pub(super) valid: Versions,
    pub(super) flexible: Versions,
    /// The message itself first, then its structs.
    pub(super) structs: Vec<Struct>,
}

/// One struct of a message.
#[derive(Debug)]
pub(super) struct Struct {
    pub(super) name: String,
    /// No other version has a place for it; may hold versions without one in between.
    pub(super) versions: Versions,
    pub(super) fields: Vec<FieldSpec>,
}

/// One field; its versions are clipped to the message's valid ones.
#[derive(Debug)]
pub(super) struct FieldSpec {
    pub(super) name: String,
    pub(super) kind: super::types::Type,
    pub(super) versions: Versions,
    pub(super) nullable: Versions,
    pub(super) tag: Option<u32>,
    /// Kafka's default; empty if there is none.
    pub(super) default: String,
    pub(super) ignorable: bool,
    /// Lengths stay plain in flexible versions.
    pub(super) plain: bool,
}

impl Schema {
    /// All schemas of a folder that have a version, by file name.
    pub(super) fn load_folder(folder: &Path) -> anyhow::Result<Vec<Self>> {
        let entries = fs::read_dir(folder).with_context(|| format!("failed to list {}", folder.display()))?;
        let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<Vec<_>>>()?;
        paths.sort();
        let mut schemas = Vec::new();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        {
            let schema = Self::load(path).with_context(|| format!("in {}", path.display()))?;
            schemas.extend(schema);
        }
        Ok(schemas)
    }

    fn load(path: &Path) -> anyhow::Result<Option<Self>> {
        let raw: RawSchema = serde_json::from_str(&fs::read_to_string(path)?)?;
        let valid = Versions::parse(&raw.valid_versions)?;
        if valid.is_empty() {
            return Ok(None);
        }
        let flexible = Versions::parse(&raw.flexible_versions)?.and(valid);
        let mut schema = Self {
            name: raw.name,
            api_key: raw.api_key,
            kind: raw.kind,
            valid,
            flexible,
            structs: Vec::new(),
        };
        schema.collect(schema.name.clone(), raw.fields)?;
        for common in raw.common_structs {
            schema.collect(common.name, common.fields)?;
        }
        let names: BTreeSet<_> = schema.structs.iter().map(|found| &found.name).collect();
        if names.len() != schema.structs.len() {
            bail!("{} defines a struct twice", schema.name);
        }
        schema.find_versions(0, valid);
        Ok(Some(schema))
    }

    /// Widens a struct's versions by those of a field that holds it, and so on down.
    fn find_versions(&mut self, place: usize, versions: Versions) {
        let Some(found) = self.structs.get_mut(place) else { return };
        found.versions = found.versions.hull(versions);
        let found = found.versions;
        let fields = self.structs.get(place).map(|found| found.fields.as_slice()).unwrap_or_default();
        let nested: Vec<_> = fields
            .iter()
            .filter_map(|field| {
                let name = field.kind.struct_name()?;
                let place = self.structs.iter().position(|other| other.name == name)?;
                Some((place, field.versions.and(found)))
            })
            .collect();
        for (place, versions) in nested {
            self.find_versions(place, versions);
        }
    }

    fn collect(&mut self, name: String, raw: Vec<RawField>) -> anyhow::Result<()> {
        let place = self.structs.len();
        self.structs.push(Struct { name, versions: Versions::NONE, fields: Vec::new() });
        let mut fields = Vec::new();
        for mut field in raw {
            let nested = field.fields.take();
            let spec = FieldSpec::resolve(&field, self.valid).with_context(|| field.name.clone())?;
            let Some(spec) = spec else { continue };
            if let (Some(nested), Some(name)) = (nested, spec.kind.struct_name()) {
                self.collect(name.to_owned(), nested)?;
            }
            fields.push(spec);
        }
        if let Some(found) = self.structs.get_mut(place) {
            found.fields = fields;
        }
        Ok(())
    }

    pub(super) fn is_flexible(&self) -> bool {
        !self.flexible.is_empty()
    }
}

impl FieldSpec {
    /// `None` for a field that no valid version has.
    fn resolve(raw: &RawField, valid: Versions) -> anyhow::Result<Option<Self>> {
        let tagged = Versions::parse_option(raw.tagged_versions.as_ref())?;
        let versions = match &raw.versions {
            Some(versions) => Versions::parse(versions)?,
            None => tagged,
        };
        let clipped = versions.and(valid);
        if clipped.is_empty() {
            return Ok(None);
        }
        let tag = if tagged.is_empty() { None } else { Some(raw.tag.context("tagged without a tag")?) };
        if tag.is_some() && tagged.and(valid) != clipped {
            bail!("tagged in some of its versions only");
        }
        // Kafka's generator takes JSON's null for "no default": only the text "null" means null.
        let default = match &raw.default {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                other.to_string()
            }
        };
        Ok(Some(Self {
            name: raw.name.clone(),
            kind: raw.kind.parse()?,
            versions: clipped,
            nullable: Versions::parse_option(raw.nullable_versions.as_ref())?.and(clipped),
            tag,
            default,
            ignorable: raw.ignorable,
            plain: raw.flexible_versions.as_deref() == Some("none"),
        }))
    }

    pub(super) fn is_nullable(&self) -> bool {
        !self.nullable.is_empty()
    }

    pub(super) fn rust_name(&self) -> String {
        super::names::field_name(&self.name)
    }
}
