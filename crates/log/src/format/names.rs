//! Names of files and directories, as Kafka spells them.
//!
//! A partition lives in `<topic>-<partition>`; its segments are named by their base offset in twenty digits.
//! Directories that wait for their end carry `-delete` or `-stray`, logs being moved `-future`; files carry
//! `.deleted`, `.cleaned` or `.swap`.

use moldau_ids::{PartitionIndex, TopicPartition, Uuid};

/// The records of a segment.
pub const LOG_SUFFIX: &str = ".log";
/// Offset to position, sparse.
pub const INDEX_SUFFIX: &str = ".index";
/// Timestamp to offset, sparse.
pub const TIME_INDEX_SUFFIX: &str = ".timeindex";
/// Aborted transactions.
pub const TXN_INDEX_SUFFIX: &str = ".txnindex";
/// Producer state at the offset in the name.
pub const SNAPSHOT_SUFFIX: &str = ".snapshot";
/// A file that is unlinked after `file.delete.delay.ms`.
pub const DELETED_SUFFIX: &str = ".deleted";
/// A cleaner's unfinished output.
pub const CLEANED_SUFFIX: &str = ".cleaned";
/// A cleaner's finished output, about to replace what it was made of.
pub const SWAP_SUFFIX: &str = ".swap";
/// A partition directory that is being removed.
pub const DELETE_DIR_SUFFIX: &str = "-delete";
/// A partition directory that the metadata does not know any more.
pub const STRAY_DIR_SUFFIX: &str = "-stray";
/// A partition directory that is being filled from another log directory.
pub const FUTURE_DIR_SUFFIX: &str = "-future";
/// Leader epochs and where they start, in the partition's directory.
pub const LEADER_EPOCH_CHECKPOINT: &str = "leader-epoch-checkpoint";
/// The topic's id, in the partition's directory.
pub const PARTITION_METADATA: &str = "partition.metadata";
/// Offsets known to be on the disk, in the log directory.
pub const RECOVERY_POINT_CHECKPOINT: &str = "recovery-point-offset-checkpoint";
/// Log start offsets above the first segment's base, in the log directory.
pub const LOG_START_CHECKPOINT: &str = "log-start-offset-checkpoint";
/// High watermarks, in the log directory.
pub const HIGH_WATERMARK_CHECKPOINT: &str = "replication-offset-checkpoint";
/// Up to where logs have been cleaned, in the log directory.
pub const CLEANER_CHECKPOINT: &str = "cleaner-offset-checkpoint";
/// The cluster, node and directory a log directory belongs to.
pub const META_PROPERTIES: &str = "meta.properties";
/// Left by a clean stop, deleted at the next start before anything is loaded.
pub const CLEAN_SHUTDOWN: &str = ".kafka_cleanshutdown";
/// Held by the process that uses the log directory.
pub const LOCK: &str = ".lock";
/// What the names of journal files begin with.
pub const JOURNAL_PREFIX: &str = "moldau-journal-";
/// The metadata partition, which is not a topic's and is not this crate's to load with the others.
pub const CLUSTER_METADATA_DIR: &str = "__cluster_metadata-0";

/// The longest name a file system takes, in bytes.
const NAME_MAX: usize = 255;

/// `<base offset in 20 digits><suffix>`.
pub fn segment_file(base_offset: i64, suffix: &str) -> String {
    format!("{base_offset:020}{suffix}")
}

/// The offset that a segment or snapshot file's name carries, if `name` is one with this suffix.
pub fn parse_segment_file(name: &str, suffix: &str) -> Option<i64> {
    let digits = name.strip_suffix(suffix)?;
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// `<topic>-<partition>`.
pub fn partition_dir(partition: &TopicPartition) -> String {
    format!("{}-{}", partition.topic, partition.partition)
}

/// `<topic>-<partition>.<unique><suffix>`: the name of a directory on its way out. The topic is cut so that the
/// whole fits a file name, as Kafka does.
pub fn partition_dir_with_suffix(partition: &TopicPartition, unique: Uuid, suffix: &str) -> String {
    // Kafka writes the id as 32 hexadecimal digits here.
    let tail = format!("-{}.{:032x}{suffix}", partition.partition, unique.0);
    let room = NAME_MAX.saturating_sub(tail.len());
    let topic: String = partition.topic.chars().take(room).collect();
    format!("{topic}{tail}")
}

/// What a directory inside a log directory is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectoryName {
    /// A partition in use.
    Partition(TopicPartition),
    /// Being removed.
    Delete,
    /// Unknown to the metadata when it was last looked at.
    Stray,
    /// Being filled from another log directory.
    Future,
    /// Not a partition's directory. Kafka refuses to start over one; this crate leaves it alone.
    Unknown,
}

/// Reads a directory's name.
pub fn parse_directory(name: &str) -> DirectoryName {
    if name.ends_with(DELETE_DIR_SUFFIX) {
        return DirectoryName::Delete;
    }
    if name.ends_with(STRAY_DIR_SUFFIX) {
        return DirectoryName::Stray;
    }
    if name.ends_with(FUTURE_DIR_SUFFIX) {
        return DirectoryName::Future;
    }
    let Some((topic, number)) = name.rsplit_once('-') else { return DirectoryName::Unknown };
    let valid_topic = !topic.is_empty()
        && topic.len() <= 249
        && topic != "."
        && topic != ".."
        && topic.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
    match number.parse::<i32>() {
        Ok(number) if valid_topic && 0 <= number => {
            DirectoryName::Partition(TopicPartition::new(topic, PartitionIndex(number)))
        }
        Ok(_) | Err(_) => DirectoryName::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segment_names_have_twenty_digits() {
        assert_eq!(segment_file(0, LOG_SUFFIX), "00000000000000000000.log");
        assert_eq!(segment_file(i64::MAX, SNAPSHOT_SUFFIX), "09223372036854775807.snapshot");
        assert_eq!(parse_segment_file("00000000000000000042.index", INDEX_SUFFIX), Some(42));
        for name in ["42.timeindex", "x.index", ".index", "-1.index", "99999999999999999999.index"] {
            assert_eq!(parse_segment_file(name, INDEX_SUFFIX), None, "{name}");
        }
    }

    #[test]
    fn directories_are_told_apart() {
        let partition = TopicPartition::new("a-b.c", PartitionIndex(12));
        assert_eq!(partition_dir(&partition), "a-b.c-12");
        assert_eq!(parse_directory("a-b.c-12"), DirectoryName::Partition(partition.clone()));
        let delete = partition_dir_with_suffix(&partition, Uuid(0xabc), DELETE_DIR_SUFFIX);
        assert_eq!(delete, "a-b.c-12.00000000000000000000000000000abc-delete");
        assert_eq!(parse_directory(&delete), DirectoryName::Delete);
        for name in ["lost+found", "noDash", "x-", "-1", "x-y", "a b-1", "x--1x"] {
            assert_eq!(parse_directory(name), DirectoryName::Unknown, "{name}");
        }
    }

    #[test]
    fn a_long_topic_is_cut() {
        let partition = TopicPartition::new("t".repeat(249), PartitionIndex(7));
        let name = partition_dir_with_suffix(&partition, Uuid(1), STRAY_DIR_SUFFIX);
        assert_eq!(name.len(), 255);
        assert_eq!(parse_directory(&name), DirectoryName::Stray);
    }
}
