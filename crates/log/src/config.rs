//! A topic's configuration as its logs see it. Checked by who builds it; a log takes it as it is.

use moldau_wire::record_batch::{Compression, TimestampType};

/// When a record counts as held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// Journalled and synced.
    #[default]
    Durable,
    /// Written to the kernel.
    Relaxed,
}

/// What a partition's log needs to know of its topic's configuration. The names are Kafka's.
#[derive(Debug, Clone, PartialEq)]
pub struct LogConfig {
    /// `segment.bytes`: a segment does not grow beyond.
    pub segment_bytes: u32,
    /// `segment.ms`: a segment is not written to for longer, by its records' timestamps.
    pub segment_ms: i64,
    /// A random part of `segment.jitter.ms`, drawn once, by which segments are rolled earlier.
    pub segment_jitter_ms: i64,
    /// `segment.index.bytes`: how large an index may become before its segment is rolled.
    pub segment_index_bytes: u32,
    /// `index.interval.bytes`: bytes of records between two index entries.
    pub index_interval_bytes: u32,
    /// `retention.bytes`: -1 for no limit.
    pub retention_bytes: i64,
    /// `retention.ms`: -1 for no limit.
    pub retention_ms: i64,
    /// `cleanup.policy` has `delete`.
    pub cleanup_delete: bool,
    /// `cleanup.policy` has `compact`.
    pub cleanup_compact: bool,
    /// `min.cleanable.dirty.ratio`: the dirty share of a log, 0 to 1, above which it is cleaned.
    pub min_cleanable_dirty_ratio: f64,
    /// `min.compaction.lag.ms`: how long a record stays out of cleaning.
    pub min_compaction_lag_ms: i64,
    /// `max.compaction.lag.ms`: a log with a dirty record older than this is cleaned whatever its share.
    pub max_compaction_lag_ms: i64,
    /// `delete.retention.ms`: how long a tombstone stays after it was first cleaned.
    pub delete_retention_ms: i64,
    /// `max.message.bytes`: of a batch, as it is stored.
    pub max_message_bytes: u32,
    /// `message.timestamp.type`.
    pub timestamp_type: TimestampType,
    /// `message.timestamp.before.max.ms`.
    pub timestamp_before_max_ms: i64,
    /// `message.timestamp.after.max.ms`.
    pub timestamp_after_max_ms: i64,
    /// `compression.type`; `None` is `producer`: batches stay as they come.
    pub compression: Option<Compression>,
    /// `compression.<codec>.level`, where `compression` is set.
    pub compression_level: Option<i32>,
    /// `preallocate`: take a segment's disk space when it is created.
    pub preallocate: bool,
    /// `file.delete.delay.ms`: how long a deleted segment's files stay under another name.
    pub file_delete_delay_ms: i64,
    /// `flush.messages`: of a relaxed log, sync after so many records.
    pub flush_messages: i64,
    /// `flush.ms`: of a relaxed log, sync records that have waited for so long.
    pub flush_ms: i64,
    /// `durability`.
    pub durability: Durability,
    /// `producer.id.expiration.ms`: a silent producer is forgotten after.
    pub producer_id_expiration_ms: i64,
}

impl Default for LogConfig {
    fn default() -> Self {
        const DAY_MS: i64 = 24 * 60 * 60 * 1000;
        Self {
            segment_bytes: 1 << 30,
            segment_ms: 7 * DAY_MS,
            segment_jitter_ms: 0,
            segment_index_bytes: 10 << 20,
            index_interval_bytes: 4096,
            retention_bytes: -1,
            retention_ms: 7 * DAY_MS,
            cleanup_delete: true,
            cleanup_compact: false,
            min_cleanable_dirty_ratio: 0.5,
            min_compaction_lag_ms: 0,
            max_compaction_lag_ms: i64::MAX,
            delete_retention_ms: DAY_MS,
            max_message_bytes: 1_048_588,
            timestamp_type: TimestampType::CreateTime,
            timestamp_before_max_ms: i64::MAX,
            timestamp_after_max_ms: 60 * 60 * 1000,
            compression: None,
            compression_level: None,
            preallocate: false,
            file_delete_delay_ms: 60_000,
            flush_messages: i64::MAX,
            flush_ms: i64::MAX,
            durability: Durability::Durable,
            producer_id_expiration_ms: DAY_MS,
        }
    }
}
