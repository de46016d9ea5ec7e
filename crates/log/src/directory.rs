//! [`LogDirectory`]: one entry of `log.dirs`.
//!
//! Opening one takes the lock, reads a handful of small files and, after a crash, the journal once from front to
//! back. Nothing is done for a partition until it is asked for ([`LogDirectory::load`]); a background pass loads
//! the others that have frames, and [`LogDirectory::finish_recovery`] ends it.
//!
//! Two drivers come with it, to be stepped by the simulator or looped by threads: the journal's and write-back's.
//!
//! Words: *adopted* - a directory that Apache Kafka left without stopping in order: its segments are read from the
//! recovery point on, as Kafka would; a file says so until all of it has been loaded once.

mod checkpoints;
mod open;
mod partitions;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

pub use checkpoints::CheckpointError;
use moldau_disk::{DiskLock, RecoveredFrame, Space};
use moldau_ids::{TopicIdPartition, TopicPartition};
pub use open::{OpenOptions, OpenReport, Opened};
use parking_lot::Mutex;

use crate::{
    directory_shared::Shared,
    errors::{Failure, OpenError},
    files::PartitionDir,
    format::{checkpoint::OffsetCheckpoint, properties::MetaProperties},
    partition::PartitionLog,
    recovery::StartMode,
};

/// One partition's place in the directory; the lock is held while it is loaded.
#[derive(Debug)]
pub(crate) struct Slot {
    pub(crate) dir: Arc<PartitionDir>,
    /// Known once it has been looked at or made.
    pub(crate) id: Option<TopicIdPartition>,
    pub(crate) log: Option<Arc<PartitionLog>>,
    /// Why it can't be loaded.
    pub(crate) damage: Option<String>,
}

type SlotRef = Arc<Mutex<Slot>>;

/// The offset checkpoints of the directory as they stand, for every partition, loaded or not.
#[derive(Debug, Default)]
pub(crate) struct Checkpoints {
    pub(crate) recovery_points: OffsetCheckpoint,
    pub(crate) log_starts: OffsetCheckpoint,
    pub(crate) high_watermarks: OffsetCheckpoint,
    /// Up to where logs have been cleaned.
    pub(crate) cleaned: OffsetCheckpoint,
    /// What the file of the cleaned offsets holds, if there is one.
    pub(crate) cleaned_text: Option<String>,
    /// Partitions that were deleted and of which the files still speak.
    pub(crate) forgotten: BTreeSet<TopicPartition>,
    /// What the files hold is older.
    pub(crate) dirty: bool,
}

/// One log directory.
#[derive(Debug)]
pub struct LogDirectory {
    shared: Arc<Shared>,
    properties: MetaProperties,
    mode: StartMode,
    slots: Mutex<BTreeMap<TopicPartition, SlotRef>>,
    /// What the journal holds of partitions that have not been loaded.
    frames: Mutex<BTreeMap<TopicIdPartition, Vec<RecoveredFrame>>>,
    /// Every partition that the journal or an adoption concerns has been loaded.
    recovered: std::sync::atomic::AtomicBool,
    checkpoints: Mutex<Checkpoints>,
    /// Held while the checkpoint files are written.
    checkpoint_writer: Mutex<()>,
    lock: Mutex<Option<Box<dyn DiskLock>>>,
}

impl LogDirectory {
    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.shared.path
    }

    /// Its `meta.properties`.
    pub fn properties(&self) -> &MetaProperties {
        &self.properties
    }

    /// How it was found.
    pub fn start_mode(&self) -> StartMode {
        self.mode
    }

    /// Why it is offline, if it is.
    pub fn failure(&self) -> Option<Failure> {
        self.shared.failure()
    }

    /// Takes the directory and every log in it offline for good.
    pub fn fail(&self, reason: &str) -> Failure {
        let failure = self.shared.fail(reason);
        for log in self.loaded() {
            log.fail(failure.clone());
        }
        failure
    }

    /// Bytes in the journal that are not yet in synced segment files: what the bound on dirty bytes is about.
    pub fn dirty_bytes(&self) -> u64 {
        self.shared.journal.dirty_bytes()
    }

    /// For how long the oldest round of the journal has waited for the disk; `None` if none does. For the watchdog.
    pub fn oldest_round_age(&self) -> Option<std::time::Duration> {
        let started_us = self.shared.journal.oldest_round_started_us()?;
        let age_us = self.shared.clock.monotonic_us().saturating_sub(started_us);
        Some(std::time::Duration::from_micros(age_us))
    }

    /// For how long write-back has been at one piece of its work; `None` if it is at none. For the watchdog.
    pub fn write_back_age(&self) -> Option<std::time::Duration> {
        self.shared.write_back_age()
    }

    /// Has the journal synced if records of a relaxed log have waited for `flush.ms`, also of one that nobody appends to
    /// any more. Looks at the logs that have appended since they were last committed.
    pub fn sync_what_is_due(&self, now: moldau_ids::Timestamp) {
        let logs = self.shared.queues.lock().uncommitted.clone();
        // All of them are asked: each notes that it has been covered.
        let due = logs.iter().filter(|log| log.is_flush_due(now)).count();
        if 0 < due {
            self.shared.journal.request_sync();
        }
    }

    /// Bytes of records in memory that are not yet in segment files.
    pub fn tail_bytes(&self) -> u64 {
        self.shared.tail_bytes()
    }

    /// Whether appends are refused because the disk has no room.
    pub fn is_full(&self) -> bool {
        self.shared.no_room()
    }

    /// Room on its file system.
    pub fn space(&self) -> Result<Space, OpenError> {
        let path = self.path();
        self.shared.files.disk().space(path).map_err(OpenError::io("measure", path))
    }

    /// Waits until write-back has something to do before its time, or for this long.
    pub fn wait_for_write_back(&self, milliseconds: u64) {
        self.shared.wait(milliseconds);
    }

    /// Ends [`Self::wait_for_write_back`], for instance to end its thread.
    pub fn wake_write_back(&self) {
        self.shared.wake();
    }

    /// Whether logs here may be cleaned: it works, and everything that the last life left has been dealt with.
    pub(crate) fn can_be_cleaned(&self) -> bool {
        self.failure().is_none() && self.all_recovered() && !self.shared.no_room()
    }

    /// The logs that have been loaded.
    pub fn loaded(&self) -> Vec<Arc<PartitionLog>> {
        let slots: Vec<SlotRef> = self.slots.lock().values().cloned().collect();
        slots.iter().filter_map(|slot| slot.lock().log.clone()).collect()
    }

    /// Every partition that has a directory here, loaded or not.
    pub fn partitions(&self) -> Vec<TopicPartition> {
        self.slots.lock().keys().cloned().collect()
    }
}
