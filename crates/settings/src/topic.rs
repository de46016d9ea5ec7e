//! One topic's configuration: its own values over the broker's defaults, all of them checked.

use std::collections::BTreeMap;

use crate::{
    DefaultValue, InvalidValue, Scope, Status, Value,
    load::is_default,
    synonyms,
    value::{shorten, show_unknown},
    values::Values,
};

/// Everything that can be set on a topic, resolved. Times are milliseconds, sizes bytes; `None` means without bound.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "they are Kafka's independent switches, not a state")]
pub struct TopicConfig {
    /// What happens to old segments.
    pub cleanup: CleanupPolicy,
    /// How the broker stores batches.
    pub compression: Compression,
    /// -1 (the library's default) or 1 to 9.
    pub compression_gzip_level: i32,
    /// 1 to 17.
    pub compression_lz4_level: i32,
    /// -131072 to 22.
    pub compression_zstd_level: i32,
    /// How long tombstones are kept.
    pub delete_retention_ms: u64,
    /// When an acknowledgement is given.
    pub durability: Durability,
    /// How long a deleted segment's files stay.
    pub file_delete_delay_ms: u64,
    /// After how many records the segments are synced.
    pub flush_messages: Option<u64>,
    /// After how long the segments are synced.
    pub flush_ms: Option<u64>,
    /// Replicas whose fetching is throttled.
    pub follower_throttled: ThrottledReplicas,
    /// After how many bytes an index gets an entry.
    pub index_interval_bytes: u32,
    /// Replicas whose serving of followers is throttled.
    pub leader_throttled: ThrottledReplicas,
    /// Size of the local part of a tiered partition; -2 is that of the whole.
    pub local_retention_bytes: i64,
    /// Age of the local part of a tiered partition; -2 is that of the whole.
    pub local_retention_ms: i64,
    /// After how long a record must be open to compaction; 1 or more.
    pub max_compaction_lag_ms: u64,
    /// Largest batch that is accepted.
    pub max_message_bytes: u32,
    /// How far in the future a timestamp may lie; `None` is anywhere.
    pub message_timestamp_after_max_ms: Option<u64>,
    /// How far in the past a timestamp may lie; `None` is anywhere.
    pub message_timestamp_before_max_ms: Option<u64>,
    /// Whose time records carry.
    pub message_timestamp_type: TimestampType,
    /// 0 to 1.
    pub min_cleanable_dirty_ratio: f64,
    /// How long a record stays out of compaction.
    pub min_compaction_lag_ms: u64,
    /// 1 or more.
    pub min_insync_replicas: u32,
    /// Whether a new segment takes its whole size on disk at once.
    pub preallocate: bool,
    /// Whether no more segments are copied to tiered storage.
    pub remote_log_copy_disable: bool,
    /// Whether what is in tiered storage is deleted when the topic leaves it.
    pub remote_log_delete_on_disable: bool,
    /// Whether old segments move to tiered storage.
    pub remote_storage_enable: bool,
    /// Size beyond which the oldest segments are deleted.
    pub retention_bytes: Option<u64>,
    /// Age beyond which segments are deleted.
    pub retention_ms: Option<u64>,
    /// Size at which a segment is closed: `internal.segment.bytes` if set, else `segment.bytes`.
    pub segment_bytes: u32,
    /// Largest size of an index file.
    pub segment_index_bytes: u32,
    /// Random time by which a segment is closed earlier, at most.
    pub segment_jitter_ms: u64,
    /// Age at which a segment is closed.
    pub segment_ms: u64,
    /// Whether a replica that was out of sync may lead when no other is left.
    pub unclean_leader_election_enable: bool,
}

/// `cleanup.policy`: none, one or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CleanupPolicy {
    /// Old segments are deleted.
    pub delete: bool,
    /// Segments are compacted by key.
    pub compact: bool,
}

/// `compression.type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// As the producer sent it.
    Producer,
    /// Not at all.
    Uncompressed,
    /// gzip.
    Gzip,
    /// Snappy.
    Snappy,
    /// LZ4.
    Lz4,
    /// Zstandard.
    Zstd,
}

/// `message.timestamp.type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimestampType {
    /// The producer's time.
    CreateTime,
    /// The broker's time of the append.
    LogAppendTime,
}

/// `durability`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Acknowledged after the sync.
    Durable,
    /// Acknowledged after the write.
    Relaxed,
}

/// A list of throttled replicas (KIP-73).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThrottledReplicas {
    /// `*`.
    All,
    /// (partition, broker) pairs; none is the default.
    Some(Vec<(i32, i32)>),
}

impl TopicConfig {
    /// The configuration of a topic with these `overrides`, on a broker with these defaults. Every name and value is
    /// checked, then Kafka's rules across names.
    pub(crate) fn resolve(
        defaults: &Values,
        overrides: &BTreeMap<String, String>,
    ) -> Result<Self, Vec<InvalidValue>> {
        let mut values = TopicValues { defaults, own: BTreeMap::new() };
        let mut errors = Vec::new();
        for (name, text) in overrides {
            match check_topic_value(name, text) {
                Ok((name, value)) => drop(values.own.insert(name, value)),
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() {
            errors.extend(values.conflicts());
        }
        if errors.is_empty() { Ok(values.build()) } else { Err(errors) }
    }
}

/// Checks one name and value of a topic on its own.
pub fn check_topic_value(name: &str, text: &str) -> Result<(&'static str, Value), InvalidValue> {
    let Some(def) = Scope::Topic.find(name) else {
        let hint =
            Scope::Topic.nearest(name).map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        let why = format!("no topic configuration has this name{hint}");
        return Err(InvalidValue { name: shorten(name), value: show_unknown(name, text), why });
    };
    let value = def.parse(text)?;
    if let Status::Refused(why) = Scope::Topic.status(name)
        && !is_default(def, &value)
    {
        return Err(def.invalid(text, why));
    }
    Ok((def.name, value))
}

/// A topic's values over a broker's, by the topic's names.
pub(crate) struct TopicValues<'a> {
    pub(crate) defaults: &'a Values,
    pub(crate) own: BTreeMap<&'static str, Value>,
}

impl TopicValues<'_> {
    /// The value that holds for a topic name; `None` only where neither topic nor broker nor default has one.
    pub(crate) fn get(&self, name: &str) -> Option<Value> {
        if let Some(value) = self.own.get(name) {
            return Some(value.clone());
        }
        let synonyms = synonyms::of_topic(name);
        if let Some((synonym, value)) =
            synonyms.iter().find_map(|synonym| self.defaults.get(synonym.name).map(|value| (synonym, value)))
        {
            return Some(match value {
                // Kafka: any negative retention of the broker means without bound.
                Value::Whole(number) if name == "retention.ms" && *number < 0 => Value::Whole(-1),
                Value::Whole(number) => Value::Whole(number.saturating_mul(synonym.factor)),
                Value::Boolean(_) | Value::Real(_) | Value::Text(_) | Value::List(_) | Value::Secret(_) => {
                    value.clone()
                }
            });
        }
        let def = Scope::Topic.find(name)?;
        match def.default {
            DefaultValue::Value(text) => def.parse(text).ok(),
            DefaultValue::Null | DefaultValue::Required => None,
        }
    }

    fn whole(&self, name: &str) -> i64 {
        match self.get(name) {
            Some(Value::Whole(number)) => number,
            Some(Value::Boolean(_) | Value::Real(_) | Value::Text(_) | Value::List(_) | Value::Secret(_))
            | None => 0,
        }
    }

    /// A number that is not negative; 0 stands for a negative one, which no rule lets through.
    fn u64(&self, name: &str) -> u64 {
        u64::try_from(self.whole(name)).unwrap_or_default()
    }

    fn u32(&self, name: &str) -> u32 {
        u32::try_from(self.whole(name)).unwrap_or_default()
    }

    fn i32(&self, name: &str) -> i32 {
        i32::try_from(self.whole(name)).unwrap_or_default()
    }

    /// `None` for negative numbers and for the largest, which both mean without bound.
    fn bound(&self, name: &str) -> Option<u64> {
        u64::try_from(self.whole(name)).ok().filter(|number| *number != i64::MAX.unsigned_abs())
    }

    fn flag(&self, name: &str) -> bool {
        matches!(self.get(name), Some(Value::Boolean(true)))
    }

    fn text(&self, name: &str) -> String {
        self.get(name).map(|value| value.to_string()).unwrap_or_default()
    }

    fn list(&self, name: &str) -> Vec<String> {
        match self.get(name) {
            Some(Value::List(list)) => list,
            Some(
                Value::Boolean(_) | Value::Whole(_) | Value::Real(_) | Value::Text(_) | Value::Secret(_),
            )
            | None => Vec::new(),
        }
    }

    /// Kafka's rules across names (`LogConfig.validate`).
    fn conflicts(&self) -> Vec<InvalidValue> {
        let mut errors = Vec::new();
        let (least, most) = (self.whole("min.compaction.lag.ms"), self.whole("max.compaction.lag.ms"));
        let mut conflict = |name: &str, why: String| {
            errors.push(InvalidValue { name: name.to_owned(), value: self.text(name), why });
        };
        if least > most {
            conflict("min.compaction.lag.ms", format!("must not be above max.compaction.lag.ms, {most}"));
        }
        if self.flag("remote.storage.enable") {
            if self.list("cleanup.policy").iter().any(|policy| policy == "compact") {
                conflict("remote.storage.enable", "compacted topics cannot be tiered".to_owned());
            }
            for (local, whole) in
                [("local.retention.ms", "retention.ms"), ("local.retention.bytes", "retention.bytes")]
            {
                let (part, total) = (self.whole(local), self.whole(whole));
                if part != -2 && total != -1 && (part == -1 || part > total) {
                    conflict(local, format!("must not be above {whole}, {total}"));
                }
            }
        }
        errors
    }

    fn build(&self) -> TopicConfig {
        let policy = self.list("cleanup.policy");
        let has = |word: &str| policy.iter().any(|policy| policy == word);
        let internal_segment = self.own.contains_key("internal.segment.bytes");
        TopicConfig {
            cleanup: CleanupPolicy { delete: has("delete"), compact: has("compact") },
            compression: compression(&self.text("compression.type")),
            compression_gzip_level: self.i32("compression.gzip.level"),
            compression_lz4_level: self.i32("compression.lz4.level"),
            compression_zstd_level: self.i32("compression.zstd.level"),
            delete_retention_ms: self.u64("delete.retention.ms"),
            durability: match self.text("durability").as_str() {
                "relaxed" => Durability::Relaxed,
                _ => Durability::Durable,
            },
            file_delete_delay_ms: self.u64("file.delete.delay.ms"),
            flush_messages: self.bound("flush.messages"),
            flush_ms: self.bound("flush.ms"),
            follower_throttled: throttled(&self.list("follower.replication.throttled.replicas")),
            index_interval_bytes: self.u32("index.interval.bytes"),
            leader_throttled: throttled(&self.list("leader.replication.throttled.replicas")),
            local_retention_bytes: self.whole("local.retention.bytes"),
            local_retention_ms: self.whole("local.retention.ms"),
            max_compaction_lag_ms: self.u64("max.compaction.lag.ms"),
            max_message_bytes: self.u32("max.message.bytes"),
            message_timestamp_after_max_ms: self.bound("message.timestamp.after.max.ms"),
            message_timestamp_before_max_ms: self.bound("message.timestamp.before.max.ms"),
            message_timestamp_type: match self.text("message.timestamp.type").as_str() {
                "LogAppendTime" => TimestampType::LogAppendTime,
                _ => TimestampType::CreateTime,
            },
            min_cleanable_dirty_ratio: match self.get("min.cleanable.dirty.ratio") {
                Some(Value::Real(ratio)) => ratio,
                _ => 0.5,
            },
            min_compaction_lag_ms: self.u64("min.compaction.lag.ms"),
            min_insync_replicas: self.u32("min.insync.replicas"),
            preallocate: self.flag("preallocate"),
            remote_log_copy_disable: self.flag("remote.log.copy.disable"),
            remote_log_delete_on_disable: self.flag("remote.log.delete.on.disable"),
            remote_storage_enable: self.flag("remote.storage.enable"),
            retention_bytes: self.bound("retention.bytes"),
            retention_ms: self.bound("retention.ms"),
            segment_bytes: self.u32(if internal_segment {
                "internal.segment.bytes"
            } else {
                "segment.bytes"
            }),
            segment_index_bytes: self.u32("segment.index.bytes"),
            segment_jitter_ms: self.u64("segment.jitter.ms"),
            segment_ms: self.u64("segment.ms"),
            unclean_leader_election_enable: self.flag("unclean.leader.election.enable"),
        }
    }
}

fn compression(text: &str) -> Compression {
    match text {
        "uncompressed" => Compression::Uncompressed,
        "gzip" => Compression::Gzip,
        "snappy" => Compression::Snappy,
        "lz4" => Compression::Lz4,
        "zstd" => Compression::Zstd,
        // The validator lets nothing else through.
        _ => Compression::Producer,
    }
}

fn throttled(list: &[String]) -> ThrottledReplicas {
    if let [only] = list
        && only == "*"
    {
        return ThrottledReplicas::All;
    }
    let pair = |text: &String| {
        let (partition, broker) = text.split_once(':')?;
        Some((partition.parse().ok()?, broker.parse().ok()?))
    };
    ThrottledReplicas::Some(list.iter().filter_map(pair).collect())
}

#[cfg(test)]
mod tests;
