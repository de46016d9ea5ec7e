//! Values of groups and of client metrics subscriptions, checked against the broker's bounds.

use std::collections::BTreeMap;

use crate::{
    BrokerConfig, InvalidValue, Scope, Value, synonyms,
    value::{shorten, show_unknown},
    values::Values,
};

/// Group names and the broker names that bound them from below and from above.
pub(crate) const BOUNDS: &[(&str, Option<&str>, Option<&str>)] = &[
    (
        "consumer.assignment.interval.ms",
        Some("group.consumer.min.assignment.interval.ms"),
        Some("group.consumer.max.assignment.interval.ms"),
    ),
    (
        "consumer.heartbeat.interval.ms",
        Some("group.consumer.min.heartbeat.interval.ms"),
        Some("group.consumer.max.heartbeat.interval.ms"),
    ),
    (
        "consumer.session.timeout.ms",
        Some("group.consumer.min.session.timeout.ms"),
        Some("group.consumer.max.session.timeout.ms"),
    ),
    (
        "share.assignment.interval.ms",
        Some("group.share.min.assignment.interval.ms"),
        Some("group.share.max.assignment.interval.ms"),
    ),
    (
        "share.delivery.count.limit",
        Some("group.share.min.delivery.count.limit"),
        Some("group.share.max.delivery.count.limit"),
    ),
    (
        "share.heartbeat.interval.ms",
        Some("group.share.min.heartbeat.interval.ms"),
        Some("group.share.max.heartbeat.interval.ms"),
    ),
    (
        "share.partition.max.record.locks",
        Some("group.share.min.partition.max.record.locks"),
        Some("group.share.max.partition.max.record.locks"),
    ),
    (
        "share.record.lock.duration.ms",
        Some("group.share.min.record.lock.duration.ms"),
        Some("group.share.max.record.lock.duration.ms"),
    ),
    (
        "share.session.timeout.ms",
        Some("group.share.min.session.timeout.ms"),
        Some("group.share.max.session.timeout.ms"),
    ),
    (
        "streams.assignment.interval.ms",
        Some("group.streams.min.assignment.interval.ms"),
        Some("group.streams.max.assignment.interval.ms"),
    ),
    (
        "streams.heartbeat.interval.ms",
        Some("group.streams.min.heartbeat.interval.ms"),
        Some("group.streams.max.heartbeat.interval.ms"),
    ),
    ("streams.num.standby.replicas", None, Some("group.streams.max.standby.replicas")),
    (
        "streams.session.timeout.ms",
        Some("group.streams.min.session.timeout.ms"),
        Some("group.streams.max.session.timeout.ms"),
    ),
];

/// Heartbeats must come more often than the session times out.
const BEATS: &[(&str, &str)] = &[
    ("consumer.heartbeat.interval.ms", "consumer.session.timeout.ms"),
    ("share.heartbeat.interval.ms", "share.session.timeout.ms"),
    ("streams.heartbeat.interval.ms", "streams.session.timeout.ms"),
];

/// What a client metrics subscription may match clients by (KIP-714).
const ATTRIBUTES: &[&str] = &[
    "client_id",
    "client_instance_id",
    "client_software_name",
    "client_software_version",
    "client_source_address",
    "client_source_port",
];

/// Checks all values that a group sets, alone, against the broker's bounds, and together.
pub fn check_group(config: &BrokerConfig, overrides: &BTreeMap<String, String>) -> Result<(), InvalidValue> {
    let mut own: BTreeMap<&'static str, Value> = BTreeMap::new();
    for (name, text) in overrides {
        let def = Scope::Group.find(name).ok_or_else(|| unknown(Scope::Group, "group", name, text))?;
        own.insert(def.name, def.parse(text)?);
    }
    for (name, value) in &own {
        let (Some((_, least, most)), Value::Whole(number)) =
            (BOUNDS.iter().find(|row| row.0 == *name), value)
        else {
            continue;
        };
        let bound =
            |bound: Option<&'static str>| bound.and_then(|name| Some((name, config.values.whole(name)?)));
        let invalid = |why: String| InvalidValue { name: (*name).to_owned(), value: number.to_string(), why };
        if let Some((least, limit)) = bound(*least).filter(|(_, limit)| number < limit) {
            return Err(invalid(format!("must be {limit} ({least}) or more")));
        }
        if let Some((most, limit)) = bound(*most).filter(|(_, limit)| number > limit) {
            return Err(invalid(format!("must be {limit} ({most}) or less")));
        }
    }
    for (beat, session) in BEATS {
        let whole = |name: &str| match group_value(&config.values, &own, name) {
            Some(Value::Whole(number)) => number,
            Some(_) | None => 0,
        };
        if (own.contains_key(beat) || own.contains_key(session)) && whole(beat) >= whole(session) {
            let why = format!("must be below {session}, {}", whole(session));
            return Err(InvalidValue { name: (*beat).to_owned(), value: whole(beat).to_string(), why });
        }
    }
    Ok(())
}

/// The value that holds for a group's name: its own, the broker's, the default.
pub(crate) fn group_value(broker: &Values, own: &BTreeMap<&'static str, Value>, name: &str) -> Option<Value> {
    if let Some(value) = own.get(name) {
        return Some(value.clone());
    }
    if let Some(synonym) = synonyms::of_group(name) {
        return broker.get(synonym).cloned();
    }
    let def = Scope::Group.find(name)?;
    match def.default {
        crate::DefaultValue::Value(text) => def.parse(text).ok(),
        crate::DefaultValue::Null | crate::DefaultValue::Required => None,
    }
}

/// Checks all values of a client metrics subscription. Patterns are checked for their attribute and for balance; which
/// regular expressions there are is up to whoever matches them.
pub fn check_client_metrics(overrides: &BTreeMap<String, String>) -> Result<(), InvalidValue> {
    for (name, text) in overrides {
        let def = Scope::ClientMetrics
            .find(name)
            .ok_or_else(|| unknown(Scope::ClientMetrics, "client metrics", name, text))?;
        match def.parse(text)? {
            Value::Whole(interval) if !(100..=3_600_000).contains(&interval) => {
                return Err(def.invalid(text, "must be 100 to 3600000 (an hour)"));
            }
            Value::List(patterns) if name == "match" => {
                for pattern in &patterns {
                    check_match(pattern).map_err(|why| def.invalid(text, why))?;
                }
            }
            Value::Whole(_)
            | Value::List(_)
            | Value::Boolean(_)
            | Value::Real(_)
            | Value::Text(_)
            | Value::Secret(_) => {}
        }
    }
    Ok(())
}

fn check_match(pattern: &str) -> Result<(), String> {
    let wrong = |why: &str| Err(format!("`{pattern}` is not attribute=pattern: {why}"));
    let Some((attribute, expression)) = pattern.split_once('=') else {
        return wrong("there is no `=`");
    };
    if !ATTRIBUTES.contains(&attribute.trim()) {
        return wrong(&format!("the attribute is none of {}", ATTRIBUTES.join(", ")));
    }
    if expression.trim().is_empty() {
        return wrong("the pattern is empty");
    }
    if is_balanced(expression) { Ok(()) } else { wrong("the pattern's brackets do not match") }
}

/// Whether every bracket of a regular expression is closed.
fn is_balanced(expression: &str) -> bool {
    let (mut open, mut in_class, mut escaped) = (0_u32, false, false);
    for letter in expression.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => open += 1,
            ')' if !in_class => match open.checked_sub(1) {
                Some(rest) => open = rest,
                None => return false,
            },
            _ => {}
        }
    }
    open == 0 && !in_class && !escaped
}

fn unknown(scope: Scope, what: &str, name: &str, text: &str) -> InvalidValue {
    let hint = scope.nearest(name).map(|near| format!("; did you mean {near}?")).unwrap_or_default();
    let why = format!("no {what} configuration has this name{hint}");
    InvalidValue { name: shorten(name), value: show_unknown(name, text), why }
}
