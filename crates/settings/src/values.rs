//! The checked values of one broker's names: what stands in the file, else the defaults.

use std::collections::BTreeMap;

use crate::{ConfigDef, DefaultValue, Scope, Value, synonyms};

/// Every broker name that has a value.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Values(BTreeMap<&'static str, Value>);

impl Values {
    /// The defaults alone.
    pub(crate) fn defaults() -> Self {
        let value = |def: &'static ConfigDef| match def.default {
            DefaultValue::Required | DefaultValue::Null => None,
            DefaultValue::Value(text) => def.parse(text).ok().map(|value| (def.name, value)),
        };
        Self(Scope::Broker.all().filter_map(value).collect())
    }

    pub(crate) fn set(&mut self, name: &'static str, value: Value) {
        self.0.insert(name, value);
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The first of Kafka's synonyms of `name` that has a value, with its name: `log.retention.ms` before
    /// `log.retention.minutes` before `log.retention.hours`.
    pub(crate) fn first_synonym(&self, name: &str) -> Option<(&'static str, &Value)> {
        synonyms::of_broker(name)
            .iter()
            .find_map(|synonym| self.0.get_key_value(synonym.name).map(|(k, v)| (*k, v)))
    }

    pub(crate) fn boolean(&self, name: &str) -> bool {
        matches!(self.get(name), Some(Value::Boolean(true)))
    }

    pub(crate) fn whole(&self, name: &str) -> Option<i64> {
        match self.get(name) {
            Some(Value::Whole(number)) => Some(*number),
            Some(Value::Boolean(_) | Value::Real(_) | Value::Text(_) | Value::List(_) | Value::Secret(_))
            | None => None,
        }
    }

    /// A number that is not negative; 0 stands for a negative one.
    pub(crate) fn u64(&self, name: &str) -> u64 {
        self.whole(name).and_then(|number| u64::try_from(number).ok()).unwrap_or_default()
    }

    /// A number of 32 bits that is not negative; 0 stands for a negative one.
    pub(crate) fn u32(&self, name: &str) -> u32 {
        self.whole(name).and_then(|number| u32::try_from(number).ok()).unwrap_or_default()
    }

    pub(crate) fn i32(&self, name: &str) -> i32 {
        self.whole(name).and_then(|number| i32::try_from(number).ok()).unwrap_or_default()
    }

    pub(crate) fn i16(&self, name: &str) -> i16 {
        self.whole(name).and_then(|number| i16::try_from(number).ok()).unwrap_or_default()
    }

    /// A number that need not be whole; 0 if there is none.
    pub(crate) fn real(&self, name: &str) -> f64 {
        match self.get(name) {
            Some(Value::Real(number)) => *number,
            Some(
                Value::Boolean(_) | Value::Whole(_) | Value::Text(_) | Value::List(_) | Value::Secret(_),
            )
            | None => 0.0,
        }
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(Value::Text(text)) => Some(text),
            Some(
                Value::Boolean(_) | Value::Whole(_) | Value::Real(_) | Value::List(_) | Value::Secret(_),
            )
            | None => None,
        }
    }

    pub(crate) fn list(&self, name: &str) -> &[String] {
        match self.get(name) {
            Some(Value::List(list)) => list,
            Some(
                Value::Boolean(_) | Value::Whole(_) | Value::Real(_) | Value::Text(_) | Value::Secret(_),
            )
            | None => &[],
        }
    }
}
