//! Types of fields, their Rust spelling, their defaults.

use std::str::FromStr;

use anyhow::{Context as _, bail};

use super::schema::FieldSpec;

/// The type of a field, without whether it may be null.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Type {
    Bool,
    /// Rust's name, and how many bytes.
    Integer(&'static str, usize),
    Float,
    Uuid,
    String,
    Bytes,
    Records,
    Struct(String),
    Array(Box<Type>),
}

impl FromStr for Type {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        if let Some(element) = text.strip_prefix("[]") {
            return Ok(Self::Array(Box::new(element.parse()?)));
        }
        Ok(match text {
            "bool" => Self::Bool,
            "int8" => Self::Integer("i8", 1),
            "int16" => Self::Integer("i16", 2),
            "uint16" => Self::Integer("u16", 2),
            "int32" => Self::Integer("i32", 4),
            "uint32" => Self::Integer("u32", 4),
            "int64" => Self::Integer("i64", 8),
            "float64" => Self::Float,
            "uuid" => Self::Uuid,
            "string" => Self::String,
            "bytes" => Self::Bytes,
            "records" => Self::Records,
            name if name.starts_with(|letter: char| letter.is_ascii_uppercase()) => {
                Self::Struct(name.to_owned())
            }
            other => bail!("unknown type `{other}`"),
        })
    }
}

impl Type {
    /// The struct that the type is, or is an array of.
    pub(super) fn struct_name(&self) -> Option<&str> {
        match self {
            Self::Struct(name) => Some(name),
            Self::Array(element) => element.struct_name(),
            Self::Bool | Self::Integer(..) | Self::Float | Self::Uuid => None,
            Self::String | Self::Bytes | Self::Records => None,
        }
    }

    pub(super) fn rust(&self) -> String {
        match self {
            Self::Bool => "bool".to_owned(),
            Self::Integer(name, _) => (*name).to_owned(),
            Self::Float => "f64".to_owned(),
            Self::Uuid => "Uuid".to_owned(),
            Self::String => "Str".to_owned(),
            Self::Bytes => "Bytes".to_owned(),
            Self::Records => "Records".to_owned(),
            Self::Struct(name) => name.clone(),
            Self::Array(element) => format!("Vec<{}>", element.rust()),
        }
    }

    /// As Kafka's schemas spell it.
    pub(super) fn kafka(&self) -> String {
        match self {
            Self::Bool => "bool".to_owned(),
            Self::Integer(name, _) => match name.strip_prefix('u') {
                Some(bits) => format!("uint{bits}"),
                None => name.replace('i', "int"),
            },
            Self::Float => "float64".to_owned(),
            Self::Uuid => "uuid".to_owned(),
            Self::String => "string".to_owned(),
            Self::Bytes => "bytes".to_owned(),
            Self::Records => "records".to_owned(),
            Self::Struct(name) => name.clone(),
            Self::Array(element) => format!("[]{}", element.kafka()),
        }
    }

    /// Fewest bytes on the wire.
    pub(super) fn size_min(&self) -> SizeMin {
        match self {
            Self::Integer(_, bytes) => SizeMin::Bytes(*bytes),
            Self::Float => SizeMin::Bytes(8),
            Self::Uuid => SizeMin::Bytes(16),
            Self::Bool | Self::String | Self::Bytes | Self::Records | Self::Array(_) => SizeMin::Bytes(1),
            Self::Struct(name) => SizeMin::OfStruct(name.clone()),
        }
    }
}

/// Fewest bytes on the wire: known, or a struct's own constant.
#[derive(Debug)]
pub(super) enum SizeMin {
    Bytes(usize),
    OfStruct(String),
}

impl FieldSpec {
    pub(super) fn rust_type(&self) -> String {
        let plain = self.kind.rust();
        if self.is_nullable() { format!("Option<{plain}>") } else { plain }
    }

    fn defaults_to_null(&self) -> bool {
        self.is_nullable() && (self.default == "null" || self.kind == Type::Records)
    }

    /// The default's Rust spelling; `None` if it is what Rust's `Default` gives.
    pub(super) fn default_value(&self) -> anyhow::Result<Option<String>> {
        if self.is_nullable() {
            return Ok((!self.defaults_to_null()).then(|| format!("Some({})", self.kind.empty())));
        }
        let text = self.default.as_str();
        match &self.kind {
            Type::Bool => Ok((text == "true").then(|| "true".to_owned())),
            Type::Integer(..) => {
                let value = match text.strip_prefix("0x") {
                    Some(digits) => i64::from_str_radix(digits, 16),
                    None if text.is_empty() => Ok(0),
                    None => text.parse(),
                };
                let value = value.with_context(|| format!("`{text}` is not a number"))?;
                Ok((value != 0).then(|| group_digits(value)))
            }
            Type::Float | Type::Uuid | Type::String | Type::Bytes | Type::Struct(_) | Type::Array(_)
                if text.is_empty() || text == "null" =>
            {
                Ok(None)
            }
            Type::Records => Ok(None),
            Type::Float | Type::Uuid | Type::String | Type::Bytes | Type::Struct(_) | Type::Array(_) => {
                bail!("no rule for the default `{text}`")
            }
        }
    }

    /// The default as an expression.
    pub(super) fn default_expression(&self) -> anyhow::Result<String> {
        Ok(match self.default_value()? {
            Some(value) => value,
            None if self.is_nullable() => "None".to_owned(),
            None => self.kind.empty(),
        })
    }

    /// Asks whether `self.field` is at its default.
    pub(super) fn is_default(&self) -> anyhow::Result<String> {
        let place = format!("self.{}", self.rust_name());
        if self.is_nullable() {
            if self.defaults_to_null() {
                return Ok(format!("{place}.is_none()"));
            }
            return Ok(match &self.kind {
                Type::Struct(name) => format!("{place} == Some({name}::default())"),
                Type::String => format!("{place}.as_deref() == Some(\"\")"),
                Type::Bytes => format!("{place}.as_ref().is_some_and(Bytes::is_empty)"),
                Type::Array(_) => format!("{place}.as_ref().is_some_and(Vec::is_empty)"),
                Type::Bool | Type::Integer(..) | Type::Float | Type::Uuid | Type::Records => {
                    bail!("no rule for when a nullable {} is at its default", self.kind.kafka())
                }
            });
        }
        Ok(match &self.kind {
            Type::Bool if self.default == "true" => place,
            Type::Bool => format!("!{place}"),
            Type::Integer(..) => format!("{place} == {}", self.default_expression()?),
            Type::Float => bail!("no rule for when a float is at its default"),
            Type::Uuid => format!("{place} == Uuid::ZERO"),
            Type::Struct(name) => format!("{place} == {name}::default()"),
            Type::String | Type::Bytes | Type::Records | Type::Array(_) => format!("{place}.is_empty()"),
        })
    }
}

impl Type {
    fn empty(&self) -> String {
        match self {
            Self::Bool => "false".to_owned(),
            Self::Integer(..) => "0".to_owned(),
            Self::Float => "0.0".to_owned(),
            Self::Uuid => "Uuid::ZERO".to_owned(),
            Self::String => "Str::EMPTY".to_owned(),
            Self::Bytes => "Bytes::new()".to_owned(),
            Self::Records => "Records::EMPTY".to_owned(),
            Self::Struct(name) => format!("{name}::default()"),
            Self::Array(_) => "Vec::new()".to_owned(),
        }
    }
}

/// `9223372036854775807` becomes `9_223_372_036_854_775_807`, as clippy wants it.
fn group_digits(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('_');
        }
        out.push(digit);
    }
    if value < 0 { format!("-{out}") } else { out }
}
