//! One value: read from text as Kafka reads it, checked, and printed as Kafka prints it.
//!
//! Numbers and words are trimmed. Lists are split at commas, trimmed, and each word is kept once, at its first place.
//! A password can be compared and taken out, but never shown.

use std::fmt;

use crate::{ConfigDef, ConfigType, Validator};

/// A value that fits the type and the rules of its name.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Of [`ConfigType::Boolean`].
    Boolean(bool),
    /// Of [`ConfigType::Int`], [`ConfigType::Short`] and [`ConfigType::Long`].
    Whole(i64),
    /// Of [`ConfigType::Double`].
    Real(f64),
    /// Of [`ConfigType::String`] and [`ConfigType::Class`].
    Text(String),
    /// Of [`ConfigType::List`].
    List(Vec<String>),
    /// Of [`ConfigType::Password`].
    Secret(Secret),
}

/// A text that must not reach a log, a metric or an answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes the text into custody.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

impl fmt::Display for Value {
    /// As Kafka prints values in `DescribeConfigs`; a password prints as `[hidden]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => value.fmt(f),
            Self::Whole(value) => value.fmt(f),
            Self::Real(value) => f.write_str(&java_double(*value)),
            Self::Text(text) => f.write_str(text),
            Self::List(words) => f.write_str(&words.join(",")),
            Self::Secret(_) => f.write_str("[hidden]"),
        }
    }
}

/// A value that its name does not accept: what Kafka answers with `INVALID_CONFIG`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Invalid value {value} for {name}: {why}")]
pub struct InvalidValue {
    /// The configuration name.
    pub name: String,
    /// The text that was given; `[hidden]` for passwords.
    pub value: String,
    /// What is wrong with it, or what would be right.
    pub why: String,
}

impl ConfigDef {
    /// Reads `text` and checks it against the type and the rules of this name.
    pub fn parse(&self, text: &str) -> Result<Value, InvalidValue> {
        let value = read(self.kind, text.trim()).map_err(|why| self.invalid(text, why))?;
        check(&self.validator, &value).map_err(|why| self.invalid(text, why))?;
        Ok(value)
    }

    /// An error about this name; the text is hidden if it is a secret.
    pub fn invalid(&self, text: &str, why: impl Into<String>) -> InvalidValue {
        let value = if self.is_sensitive() { "[hidden]".to_owned() } else { shorten(text) };
        InvalidValue { name: self.name.to_owned(), value, why: why.into() }
    }
}

/// Error texts travel to clients and into logs: no more than 256 characters of what was sent.
pub(crate) fn shorten(text: &str) -> String {
    const LONGEST: usize = 256;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The value of a name that nobody knows, as an error may show it: a slip in `ssl.key.password` must not reveal it.
pub(crate) fn show_unknown(name: &str, value: &str) -> String {
    const TELLTALE: [&str; 7] = ["pass", "secret", "jaas", "key", "token", "credential", "pwd"];
    let name = name.to_lowercase();
    if TELLTALE.iter().any(|word| name.contains(word)) { "[hidden]".to_owned() } else { shorten(value) }
}

fn read(kind: ConfigType, text: &str) -> Result<Value, String> {
    let whole = |min: i64, max: i64, bits: u32| match text.parse::<i64>() {
        Ok(number) if (min..=max).contains(&number) => Ok(Value::Whole(number)),
        Ok(_) | Err(_) => Err(format!("expected a whole number of {bits} bits")),
    };
    match kind {
        ConfigType::Boolean if text.eq_ignore_ascii_case("true") => Ok(Value::Boolean(true)),
        ConfigType::Boolean if text.eq_ignore_ascii_case("false") => Ok(Value::Boolean(false)),
        ConfigType::Boolean => Err("expected true or false".to_owned()),
        ConfigType::Short => whole(i64::from(i16::MIN), i64::from(i16::MAX), 16),
        ConfigType::Int => whole(i64::from(i32::MIN), i64::from(i32::MAX), 32),
        ConfigType::Long => whole(i64::MIN, i64::MAX, 64),
        ConfigType::Double => read_double(text).map(Value::Real),
        ConfigType::String | ConfigType::Class => Ok(Value::Text(text.to_owned())),
        ConfigType::List => Ok(Value::List(split_list(text))),
        ConfigType::Password => Ok(Value::Secret(Secret::new(text))),
    }
}

/// As `Double.parseDouble`, but for hexadecimal notation, which nobody writes.
fn read_double(text: &str) -> Result<f64, String> {
    let digits = text.strip_suffix(['f', 'F', 'd', 'D']).unwrap_or(text);
    match digits.parse::<f64>() {
        Ok(number) if !number.is_nan() && !digits.ends_with(|c: char| c.is_ascii_alphabetic()) => Ok(number),
        Ok(_) | Err(_) => Err("expected a number".to_owned()),
    }
}

/// The words of a list: split at commas, trimmed, each at its first place only. The empty text is the empty list;
/// an empty word stays, so that [`ConfigDef::parse`] can refuse it.
pub fn split_list(text: &str) -> Vec<String> {
    let text = text.trim();
    let mut words: Vec<String> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    if !text.is_empty() {
        for word in text.split(',').map(str::trim) {
            if seen.insert(word) {
                words.push(word.to_owned());
            }
        }
    }
    words
}

fn check(validator: &Validator, value: &Value) -> Result<(), String> {
    let expected = || Err(format!("expected {validator}"));
    match (validator, value) {
        (Validator::Whole { min, max }, Value::Whole(number)) if !(min..=max).contains(&number) => expected(),
        (Validator::WholeOr { min, max, or }, Value::Whole(number))
            if !(min..=max).contains(&number) && number != or =>
        {
            expected()
        }
        (Validator::Real { min, max }, Value::Real(number)) if !(min..=max).contains(&number) => expected(),
        (Validator::OneOf(words), Value::Text(text)) if !words.contains(&text.as_str()) => {
            Err(format!("expected one of {}", words.join(", ")))
        }
        (Validator::OneOfIgnoreCase(words), Value::Text(text))
            if !words.iter().any(|word| word.eq_ignore_ascii_case(text)) =>
        {
            Err(format!("expected one of {validator}"))
        }
        (Validator::NonEmptyText, Value::Text(text)) if text.is_empty() => {
            Err("must not be empty".to_owned())
        }
        (Validator::ListOf { words, empty }, Value::List(list)) => check_list(words, *empty, list),
        (Validator::ThrottledReplicas, Value::List(list)) if !is_throttled_replicas(list) => expected(),
        (Validator::ShareOffsetReset, Value::Text(text)) if !is_share_offset_reset(text) => expected(),
        _ => Ok(()),
    }
}

fn check_list(words: &[&str], empty: bool, list: &[String]) -> Result<(), String> {
    if list.is_empty() && !empty {
        return Err("must not be empty".to_owned());
    }
    if list.iter().any(String::is_empty) {
        return Err("has an empty word between commas".to_owned());
    }
    match list.iter().find(|word| !words.is_empty() && !words.contains(&word.as_str())) {
        Some(word) => Err(format!("`{word}` is none of {}", words.join(", "))),
        None => Ok(()),
    }
}

fn is_throttled_replicas(list: &[String]) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match list {
        [] => true,
        [only] if only == "*" => true,
        pairs => pairs.iter().all(|pair| {
            pair.split_once(':').is_some_and(|(partition, broker)| is_number(partition) && is_number(broker))
        }),
    }
}

fn is_share_offset_reset(text: &str) -> bool {
    matches!(text, "latest" | "earliest") || text.strip_prefix("by_duration:").is_some_and(is_duration)
}

/// Whether `text` is a duration as `java.time.Duration` reads it and not negative: `PnDTnHnMn.nS`.
fn is_duration(text: &str) -> bool {
    let text = text.to_ascii_uppercase();
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (days, time) = match rest.split_once('T') {
        Some((_, "")) => return false,
        Some((days, time)) => (days, time),
        None => (rest, ""),
    };
    let mut parts = 0_u32;
    let mut take = |text: &mut &str, unit: char, fraction: bool| -> bool {
        let Some((number, rest)) = text.split_once(unit) else { return true };
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let fits = !whole.is_empty()
            && whole.len() <= 18
            && digits(whole)
            && decimals.len() <= 9
            && digits(decimals);
        *text = rest;
        parts += 1;
        fits && (fraction || !number.contains('.'))
    };
    let (mut days, mut time) = (days, time);
    let fits = take(&mut days, 'D', false)
        && take(&mut time, 'H', false)
        && take(&mut time, 'M', false)
        && take(&mut time, 'S', true);
    fits && days.is_empty() && time.is_empty() && parts > 0
}

/// As `Double.toString`: plain between a thousandth and ten million, else with an exponent.
fn java_double(number: f64) -> String {
    let size = number.abs();
    if size == 0.0 || (1e-3..1e7).contains(&size) {
        return format!("{number:?}");
    }
    if !number.is_finite() {
        return if number.is_nan() {
            "NaN".to_owned()
        } else {
            format!("{number}").replace("inf", "Infinity")
        };
    }
    let text = format!("{number:E}");
    match text.split_once('E') {
        Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0E{exponent}"),
        Some(_) | None => text,
    }
}

#[cfg(test)]
mod tests;
