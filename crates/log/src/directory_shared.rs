//! What the partitions of one log directory share: the journal, the disk, the queues of write-back, and whether
//! the directory still takes part.

use std::{
    collections::VecDeque,
    path::PathBuf,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use moldau_disk::{Clock, Journal};
use moldau_ids::MonotonicMs;
use parking_lot::{Condvar, Mutex};

use crate::{errors::Failure, files::FileCache, partition::PartitionLog};

/// Limits and habits of one log directory. Bytes and milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryConfig {
    /// Bytes in memory from which write-back hurries; below, it waits for `drain_after_ms`.
    pub tail_bytes: u64,
    /// How long a batch stays in memory only for the readers at the end of the log.
    pub drain_after_ms: u64,
    /// Bytes in the journal from which a commit (sync of segments, checkpoint, recycling) begins at once.
    pub commit_bytes: u64,
    /// How long after a commit the next one begins if there is anything to commit.
    pub commit_after_ms: u64,
    /// Most bytes that one step of write-back writes.
    pub step_bytes: u64,
    /// Bytes appended to a partition from which a commit also writes its producer snapshot and syncs its
    /// indexes. A restart after a crash reads about as many bytes of the partition again.
    pub snapshot_bytes: u64,
    /// Pieces of at least so many bytes go to a segment past the page cache; `u64::MAX` for never.
    pub direct_bytes_min: u64,
    /// A partition that was read from its files less than this many milliseconds ago is written through the page
    /// cache, where its readers find what they come for next.
    pub cached_after_read_ms: u64,
    /// Segments whose files are open at most.
    pub open_segments_max: usize,
}

impl Default for DirectoryConfig {
    fn default() -> Self {
        Self {
            tail_bytes: 64 << 20,
            drain_after_ms: 200,
            commit_bytes: 64 << 20,
            commit_after_ms: 5_000,
            step_bytes: 4 << 20,
            snapshot_bytes: 16 << 20,
            direct_bytes_min: 64 << 10,
            cached_after_read_ms: 10_000,
            open_segments_max: 2_000,
        }
    }
}

/// A log that has batches in memory only, and since when.
#[derive(Debug)]
pub(crate) struct DrainEntry {
    pub(crate) log: Arc<PartitionLog>,
    pub(crate) since: MonotonicMs,
}

/// What partitions hand to write-back.
#[derive(Debug, Default)]
pub(crate) struct Queues {
    /// Logs with batches or file work, longest waiting first.
    pub(crate) drain: VecDeque<DrainEntry>,
    /// Logs with frames in the journal since their last commit.
    pub(crate) uncommitted: Vec<Arc<PartitionLog>>,
}

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) path: PathBuf,
    pub(crate) config: DirectoryConfig,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) files: FileCache,
    pub(crate) journal: Journal,
    pub(crate) queues: Mutex<Queues>,
    /// The newest round of which a log here has heard that it is durable.
    durable_round: AtomicU64,
    /// Bytes in memory that are not in segment files.
    tail_bytes: AtomicU64,
    /// Bytes in the journal since the last commit began.
    uncommitted_bytes: AtomicU64,
    /// When write-back began what it is at, in microseconds of the clock plus one; 0 if it is at nothing.
    write_back_since: AtomicU64,
    failure: OnceLock<String>,
    no_room: AtomicBool,
    /// Woken when write-back should look again before its time.
    hurry: Condvar,
}

impl Shared {
    pub(crate) fn new(
        path: PathBuf,
        config: DirectoryConfig,
        clock: Arc<dyn Clock>,
        files: FileCache,
        journal: Journal,
    ) -> Self {
        Self {
            path,
            config,
            clock,
            files,
            journal,
            queues: Mutex::new(Queues::default()),
            durable_round: AtomicU64::new(0),
            tail_bytes: AtomicU64::new(0),
            uncommitted_bytes: AtomicU64::new(0),
            write_back_since: AtomicU64::new(0),
            failure: OnceLock::new(),
            no_room: AtomicBool::new(false),
            hurry: Condvar::new(),
        }
    }

    /// Write-back begins a piece of work, or gets on with one that takes long.
    pub(crate) fn write_back_moves(&self) {
        self.write_back_since.store(self.clock.monotonic_us().saturating_add(1), Ordering::Relaxed);
    }

    /// Write-back has done a piece of work.
    pub(crate) fn write_back_rests(&self) {
        self.write_back_since.store(0, Ordering::Relaxed);
    }

    /// For how long write-back has been at one piece of work.
    pub(crate) fn write_back_age(&self) -> Option<Duration> {
        let since = self.write_back_since.load(Ordering::Relaxed).checked_sub(1)?;
        Some(Duration::from_micros(self.clock.monotonic_us().saturating_sub(since)))
    }

    /// Why the directory is offline, if it is.
    pub(crate) fn failure(&self) -> Option<Failure> {
        self.failure.get().map(|reason| Failure::Directory(reason.clone()))
    }

    /// Takes the directory offline for good. The first reason stays.
    pub(crate) fn fail(&self, reason: &str) -> Failure {
        let reason = self.failure.get_or_init(|| {
            tracing::error!(directory = %self.path.display(), reason, "log directory goes offline");
            reason.to_owned()
        });
        Failure::Directory(reason.clone())
    }

    pub(crate) fn note_durable_round(&self, round: u64) {
        self.durable_round.fetch_max(round, Ordering::AcqRel);
    }

    pub(crate) fn durable_round(&self) -> u64 {
        self.durable_round.load(Ordering::Acquire)
    }

    /// Whether the disk has no room, for the journal or for what is in memory. Appends are refused until it has.
    pub(crate) fn no_room(&self) -> bool {
        self.no_room.load(Ordering::Relaxed) || !self.journal.has_room()
    }

    pub(crate) fn set_no_room(&self, no_room: bool) {
        if self.no_room.swap(no_room, Ordering::Relaxed) != no_room {
            tracing::warn!(directory = %self.path.display(), no_room, "room for segments");
        }
    }

    /// Waits until write-back has work, or for this long.
    pub(crate) fn wait(&self, milliseconds: u64) {
        let mut queues = self.queues.lock();
        let _timed_out = self.hurry.wait_for(&mut queues, Duration::from_millis(milliseconds));
    }

    /// Ends [`Self::wait`].
    pub(crate) fn wake(&self) {
        self.hurry.notify_all();
    }

    pub(crate) fn tail_bytes(&self) -> u64 {
        self.tail_bytes.load(Ordering::Relaxed)
    }

    pub(crate) fn tail_grew(&self, bytes: u64) {
        let before = self.tail_bytes.fetch_add(bytes, Ordering::Relaxed);
        self.uncommitted_bytes.fetch_add(bytes, Ordering::Relaxed);
        if before < self.config.tail_bytes && self.config.tail_bytes <= before.saturating_add(bytes) {
            self.wake();
        }
    }

    pub(crate) fn tail_shrank(&self, bytes: u64) {
        self.tail_bytes.fetch_sub(bytes, Ordering::Relaxed);
    }

    pub(crate) fn uncommitted_bytes(&self) -> u64 {
        self.uncommitted_bytes.load(Ordering::Relaxed)
    }

    pub(crate) fn commit_begins(&self) {
        self.uncommitted_bytes.store(0, Ordering::Relaxed);
    }
}
