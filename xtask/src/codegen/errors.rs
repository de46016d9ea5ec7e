//! `generated/error_code.rs` from `facts/kafka-errors.json`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde::Deserialize;

use super::names::camel_case;

#[derive(Debug, Deserialize)]
struct ErrorFact {
    code: i16,
    name: String,
    exception: Option<String>,
    retriable: bool,
    invalid_metadata: bool,
}

pub(super) fn error_file(facts: &Path) -> anyhow::Result<String> {
    let path = facts.join("kafka-errors.json");
    let text = fs::read_to_string(&path).with_context(|| format!("failed to read {}", path.display()))?;
    let errors: Vec<ErrorFact> = serde_json::from_str(&text)?;
    let (mut variants, mut from, mut names, mut all) =
        (String::new(), String::new(), String::new(), String::new());
    let (mut retriable, mut stale) = (Vec::new(), Vec::new());
    for error in &errors {
        let (code, variant) = (error.code, camel_case(&error.name));
        let what = error.exception.as_deref().map_or("no error".to_owned(), |name| format!("`{name}`"));
        let again = if error.retriable { ", retriable" } else { "" };
        let default = if code == 0 { "#[default]\n" } else { "" };
        writeln!(variants, "/// {code}: {what}{again}.\n{default}{variant} = {code},")?;
        writeln!(from, "{code} => Some(Self::{variant}),")?;
        writeln!(names, "Self::{variant} => \"{}\",", error.name)?;
        writeln!(all, "Self::{variant},")?;
        if error.retriable {
            retriable.push(format!("Self::{variant}"));
        }
        if error.invalid_metadata {
            stale.push(format!("Self::{variant}"));
        }
    }
    let (retriable, stale) = (retriable.join("|"), stale.join("|"));
    Ok(format!(
        "{HEAD}
        pub enum ErrorCode {{ {variants} }}

        impl ErrorCode {{
            /// Every code, by number.
            pub const ALL: &'static [Self] = &[{all}];

            /// `None` for a code that Apache Kafka 4.3 does not have.
            pub const fn from_i16(raw: i16) -> Option<Self> {{ match raw {{ {from} _ => None }} }}

            /// The number as the wire carries it.
            pub const fn to_i16(self) -> i16 {{ self as i16 }}

            /// Kafka's name, such as `OFFSET_OUT_OF_RANGE`.
            pub const fn name(self) -> &'static str {{ match self {{ {names} }} }}

            /// Whether clients try again.
            pub const fn is_retriable(self) -> bool {{ matches!(self, {retriable}) }}

            /// Whether clients fetch metadata anew before they try again.
            pub const fn is_invalid_metadata(self) -> bool {{ matches!(self, {stale}) }}

            /// Whether it is an error at all.
            pub const fn is_error(self) -> bool {{ !matches!(self, Self::None) }}
        }}

        impl From<ErrorCode> for i16 {{
            fn from(code: ErrorCode) -> Self {{ code.to_i16() }}
        }}

        impl std::fmt::Display for ErrorCode {{
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {{ f.write_str(self.name()) }}
        }}
        "
    ))
}

const HEAD: &str = "\
//! The error codes of the protocol. Written by `cargo xtask codegen`. Do not edit.

/// Why a request, or part of one, failed. `None` (0) is success.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(i16)]";
