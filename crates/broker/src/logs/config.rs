//! From a topic's configuration to what its logs see of it.

use moldau_log::{Durability, LogConfig};
use moldau_settings::{Compression, TimestampType, TopicConfig};
use moldau_wire::record_batch;

/// What a topic's logs need of its configuration. `producer_expiration_ms` is the broker's
/// `producer.id.expiration.ms`.
pub(crate) fn log_config(topic: &TopicConfig, producer_expiration_ms: u64) -> LogConfig {
    LogConfig {
        segment_bytes: topic.segment_bytes,
        segment_ms: segment_ms(topic),
        segment_jitter_ms: signed(topic.segment_jitter_ms),
        segment_index_bytes: topic.segment_index_bytes,
        index_interval_bytes: topic.index_interval_bytes,
        retention_bytes: topic.retention_bytes.map_or(-1, signed),
        retention_ms: topic.retention_ms.map_or(-1, signed),
        cleanup_delete: topic.cleanup.delete,
        cleanup_compact: topic.cleanup.compact,
        min_cleanable_dirty_ratio: topic.min_cleanable_dirty_ratio,
        min_compaction_lag_ms: signed(topic.min_compaction_lag_ms),
        max_compaction_lag_ms: signed(topic.max_compaction_lag_ms),
        delete_retention_ms: signed(topic.delete_retention_ms),
        max_message_bytes: topic.max_message_bytes,
        timestamp_type: match topic.message_timestamp_type {
            TimestampType::CreateTime => record_batch::TimestampType::CreateTime,
            TimestampType::LogAppendTime => record_batch::TimestampType::LogAppendTime,
        },
        timestamp_before_max_ms: topic.message_timestamp_before_max_ms.map_or(i64::MAX, signed),
        timestamp_after_max_ms: topic.message_timestamp_after_max_ms.map_or(i64::MAX, signed),
        compression: compression(topic.compression),
        compression_level: level(topic),
        preallocate: topic.preallocate,
        file_delete_delay_ms: signed(topic.file_delete_delay_ms),
        flush_messages: topic.flush_messages.map_or(i64::MAX, signed),
        flush_ms: topic.flush_ms.map_or(i64::MAX, signed),
        durability: match topic.durability {
            moldau_settings::Durability::Durable => Durability::Durable,
            moldau_settings::Durability::Relaxed => Durability::Relaxed,
        },
        producer_id_expiration_ms: signed(producer_expiration_ms),
    }
}

/// When a segment is closed by age. What is written to can't be compacted: it does not stay so for longer than a record
/// may wait.
fn segment_ms(topic: &TopicConfig) -> i64 {
    let own = signed(topic.segment_ms);
    if topic.cleanup.compact { own.min(signed(topic.max_compaction_lag_ms)) } else { own }
}

/// The replica layer's word for a topic's durability.
pub(crate) fn durability(topic: &TopicConfig) -> moldau_replica::Durability {
    match topic.durability {
        moldau_settings::Durability::Durable => moldau_replica::Durability::Durable,
        moldau_settings::Durability::Relaxed => moldau_replica::Durability::Relaxed,
    }
}

fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn compression(compression: Compression) -> Option<record_batch::Compression> {
    match compression {
        Compression::Producer => None,
        Compression::Uncompressed => Some(record_batch::Compression::None),
        Compression::Gzip => Some(record_batch::Compression::Gzip),
        Compression::Snappy => Some(record_batch::Compression::Snappy),
        Compression::Lz4 => Some(record_batch::Compression::Lz4),
        Compression::Zstd => Some(record_batch::Compression::Zstd),
    }
}

fn level(topic: &TopicConfig) -> Option<i32> {
    match topic.compression {
        Compression::Gzip => Some(topic.compression_gzip_level),
        Compression::Lz4 => Some(topic.compression_lz4_level),
        Compression::Zstd => Some(topic.compression_zstd_level),
        Compression::Producer | Compression::Uncompressed | Compression::Snappy => None,
    }
}
