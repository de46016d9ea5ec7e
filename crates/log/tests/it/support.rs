//! What the tests of a log directory share: opening one, making batches, stepping the drivers.

use std::{path::Path, sync::Arc};

use bytes::Bytes;
use moldau_disk::{Clock, Disk, JournalOptions, ManualClock, RoundOutcome};
use moldau_ids::{LeaderEpoch, PartitionIndex, Timestamp, TopicId, TopicPartition};
use moldau_log::{
    Appended, DirectoryConfig, LogConfig, LogDirectory, OpenOptions, Opened, PartitionLog, StepOutcome,
    format::properties::MetaProperties, prepare, producers::AppendOrigin,
};
use moldau_wire::record_batch::{BatchBuilder, BatchOptions, Compression};

pub(crate) const TOPIC_ID: TopicId = moldau_ids::Uuid(0x1234_5678_9abc_def0_0fed_cba9_8765_4321);

pub(crate) fn partition(number: i32) -> TopicPartition {
    TopicPartition::new("topic", PartitionIndex(number))
}

/// A journal small enough that files are recycled in tests.
pub(crate) fn options(nonce: u64) -> OpenOptions {
    let mut journal = JournalOptions::new("", nonce);
    journal.chunk_bytes = 64 << 10;
    journal.file_bytes = 256 << 10;
    journal.first_file_bytes = 64 << 10;
    let config = DirectoryConfig {
        tail_bytes: 64 << 10,
        drain_after_ms: 0,
        commit_bytes: 32 << 10,
        commit_after_ms: 1_000,
        step_bytes: 8 << 10,
        direct_bytes_min: 4 << 10,
        cached_after_read_ms: 500,
        snapshot_bytes: 4 << 10,
        open_segments_max: 8,
    };
    OpenOptions { config, journal }
}

pub(crate) fn format(disk: &dyn Disk, path: &Path) {
    let properties = MetaProperties {
        cluster_id: "5L6g3nShT-eMCtK--X86sw".to_owned(),
        node_id: 1,
        directory_id: Some(moldau_ids::Uuid(0x77)),
    };
    LogDirectory::format(disk, path, &properties).expect("formatted");
}

pub(crate) fn open(disk: &Arc<dyn Disk>, clock: &Arc<ManualClock>, path: &Path, nonce: u64) -> Opened {
    let clock: Arc<dyn Clock> = clock.clone();
    LogDirectory::open(Arc::clone(disk), clock, path, options(nonce)).expect("opened")
}

/// A batch of `values`, as a plain producer sends it.
pub(crate) fn batch(values: &[&[u8]], timestamp: i64) -> Bytes {
    compressed(values, timestamp, Compression::None)
}

pub(crate) fn compressed(values: &[&[u8]], timestamp: i64, compression: Compression) -> Bytes {
    let mut builder = BatchBuilder::new(BatchOptions { compression, ..BatchOptions::default() });
    for (index, value) in values.iter().enumerate() {
        builder.append(timestamp + i64::try_from(index).expect("few"), None, Some(value), &[]);
    }
    builder.finish().expect("built")
}

pub(crate) fn append(log: &Arc<PartitionLog>, bytes: &Bytes, epoch: i32) -> Appended {
    let now = Timestamp(1_767_225_600_000);
    let config = log.config();
    let prepared = prepare(bytes, &config, AppendOrigin::Client, now).expect("a good batch");
    log.append_as_leader(&prepared, LeaderEpoch(epoch), now).expect("appended")
}

/// Everything that was appended becomes durable.
pub(crate) fn run_rounds(opened: &mut Opened) {
    while let RoundOutcome::Written(_) = opened.journal.run_round().expect("the journal works") {}
}

/// Write-back until there is nothing to do.
pub(crate) fn settle(opened: &mut Opened) {
    for _ in 0..100_000 {
        match opened.write_back.step().expect("write-back works") {
            StepOutcome::Worked => {}
            StepOutcome::Idle { .. } => return,
            StepOutcome::NoRoom | StepOutcome::Hung => panic!("the disk is full or hangs"),
        }
    }
    panic!("write-back does not come to an end");
}

pub(crate) fn config() -> Arc<LogConfig> {
    Arc::new(LogConfig {
        segment_bytes: 16 << 10,
        index_interval_bytes: 512,
        timestamp_after_max_ms: i64::MAX,
        file_delete_delay_ms: 0,
        ..LogConfig::default()
    })
}
