//! Opening and closing a log directory.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicBool},
};

use moldau_disk::{
    Clock, Disk, Journal, JournalDriver, JournalOptions, RecoveredFrame, RecoveredJournal, RoundOutcome,
};
use moldau_ids::{TopicIdPartition, TopicPartition};
use parking_lot::Mutex;

use super::{Checkpoints, LogDirectory, Slot, SlotRef};
use crate::{
    directory_shared::{DirectoryConfig, Shared},
    errors::OpenError,
    files::{FileCache, PartitionDir, read_small},
    format::{
        checkpoint::{OffsetCheckpoint, decode_offsets},
        clean_shutdown,
        names::{self, DirectoryName},
        properties::MetaProperties,
    },
    recovery::StartMode,
    write_back::WriteBackDriver,
};

/// While it exists, not every partition of a directory that Apache Kafka left behind has been loaded once.
pub(super) const ADOPTING: &str = "moldau-adopting";

/// How a log directory is opened.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// Limits and habits.
    pub config: DirectoryConfig,
    /// How the journal is set up; the directory in it is replaced by the one that is opened.
    pub journal: JournalOptions,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenReport {
    /// How the directory was left.
    pub mode: StartMode,
    /// The broker epoch in the clean shutdown file, if there was one.
    pub clean_broker_epoch: Option<i64>,
    /// Partitions with directories.
    pub partitions: usize,
    /// Batches and other frames in the journal.
    pub frames: usize,
    /// Directories on their way out (`-delete`), which [`LogDirectory::remove_leftovers`] removes.
    pub leftovers: usize,
    /// Names of directories that are not partitions'.
    pub unknown: Vec<String>,
}

/// A log directory that has been opened, and what makes it go.
#[derive(Debug)]
pub struct Opened {
    /// The directory.
    pub directory: Arc<LogDirectory>,
    /// To be looped or stepped: writes and syncs the journal's rounds.
    pub journal: JournalDriver,
    /// To be looped or stepped: puts the journal's content into segment files.
    pub write_back: WriteBackDriver,
    /// What was found.
    pub report: OpenReport,
}

/// What lies in the directory.
struct Listing {
    partitions: Vec<TopicPartition>,
    leftovers: usize,
    unknown: Vec<String>,
    has_journal: bool,
    adopting: bool,
}

impl LogDirectory {
    /// Writes `meta.properties` into a directory, which is made if it does not exist: `moldau storage format`.
    pub fn format(disk: &dyn Disk, path: &Path, properties: &MetaProperties) -> Result<(), OpenError> {
        disk.create_dir_all(path).map_err(OpenError::io("make", path))?;
        let file = path.join(names::META_PROPERTIES);
        disk.write_atomic(&file, properties.encode().as_bytes()).map_err(OpenError::io("write", file))
    }

    /// Reads `meta.properties`; `None` if the directory has not been formatted.
    pub fn read_properties(disk: &dyn Disk, path: &Path) -> Result<Option<MetaProperties>, OpenError> {
        let file = path.join(names::META_PROPERTIES);
        let bytes = read_small(disk, &file).map_err(OpenError::io("read", &file))?;
        bytes.map(|bytes| MetaProperties::decode(&bytes).map_err(OpenError::format(file))).transpose()
    }

    /// Opens a formatted directory. Waits for the disk; after a crash it reads the journal.
    pub fn open(
        disk: Arc<dyn Disk>,
        clock: Arc<dyn Clock>,
        path: impl Into<PathBuf>,
        options: OpenOptions,
    ) -> Result<Opened, OpenError> {
        let path = path.into();
        let lock_path = path.join(names::LOCK);
        let lock = disk.lock(&lock_path).map_err(OpenError::io("lock", &lock_path))?;
        let lock = lock.ok_or_else(|| OpenError::Locked { path: path.clone() })?;
        let properties = Self::read_properties(&*disk, &path)?
            .ok_or_else(|| OpenError::NotFormatted { path: path.clone() })?;
        // A process that was killed may have left names that only the kernel knows.
        disk.sync_dir(&path).map_err(OpenError::io("sync", &path))?;
        let mut checkpoints = read_checkpoints(&*disk, &path)?;
        let listing = list(&*disk, &path)?;
        checkpoints.keep_only(&listing.partitions);
        let (mode, clean_broker_epoch) = find_mode(&*disk, &path, &listing)?;

        let journal_options = JournalOptions { directory: path.clone(), ..options.journal };
        let (journal, journal_driver, recovered) =
            Journal::open(Arc::clone(&disk), Arc::clone(&clock), journal_options)
                .map_err(|error| journal_error(&path, &error))?;
        let (frames, frame_count, last_round) = read_frames(&path, recovered)?;

        let slots: BTreeMap<TopicPartition, SlotRef> = listing
            .partitions
            .into_iter()
            .map(|partition| {
                let dir = Arc::new(PartitionDir::new(path.join(names::partition_dir(&partition))));
                (partition, Arc::new(Mutex::new(Slot { dir, id: None, log: None, damage: None })))
            })
            .collect();
        let report = OpenReport {
            mode,
            clean_broker_epoch,
            partitions: slots.len(),
            frames: frame_count,
            leftovers: listing.leftovers,
            unknown: listing.unknown,
        };
        let files = FileCache::new(disk, options.config.open_segments_max);
        let shared = Arc::new(Shared::new(path, options.config, clock, files, journal));
        shared.note_durable_round(last_round);
        let nothing_to_recover = frames.is_empty() && (mode != StartMode::Scan || slots.is_empty());
        let directory = Arc::new(Self {
            shared,
            properties,
            mode,
            slots: Mutex::new(slots),
            frames: Mutex::new(frames),
            recovered: AtomicBool::new(nothing_to_recover),
            checkpoints: Mutex::new(checkpoints),
            checkpoint_writer: Mutex::new(()),
            lock: Mutex::new(Some(lock)),
        });
        let write_back = WriteBackDriver::new(Arc::clone(&directory));
        Ok(Opened { directory, journal: journal_driver, write_back, report })
    }

    /// Ends the use of a directory in order: everything into segment files, the marker of a clean stop written, the
    /// journal's files removed. `journal` and `write_back` are those it was opened with; nothing is appended any
    /// more. `broker_epoch` is -1 if there is none. While the journal holds frames of a damaged partition, it stays and
    /// there is no marker.
    pub fn close(
        self: &Arc<Self>,
        journal: &mut JournalDriver,
        write_back: &mut WriteBackDriver,
        broker_epoch: i64,
    ) -> Result<(), OpenError> {
        let path = self.shared.path.clone();
        self.load_rest()?;
        let failed = |failure| OpenError::Failed(failure);
        loop {
            match journal.run_round().map_err(|error| failed(self.fail(&error.to_string())))? {
                RoundOutcome::Written(_) => {}
                RoundOutcome::Idle => break,
                // What waits was never acknowledged. The next start goes by the journal.
                RoundOutcome::NoRoom => {
                    return Err(failed(self.fail("no room for the journal's last rounds")));
                }
                RoundOutcome::Hung => return Err(failed(self.fail("the disk does not answer"))),
            }
        }
        write_back.flush().map_err(failed)?;
        for log in self.loaded() {
            log.close();
        }
        write_back.unlink_all().map_err(OpenError::io("unlink deleted segments in", &path))?;
        self.write_checkpoints().map_err(OpenError::io("write checkpoints in", &path))?;
        if !self.all_recovered() {
            // The journal has what a damaged partition lacks: with it there, the next start is not one after a clean stop.
            *self.lock.lock() = None;
            return Ok(());
        }
        let disk = self.shared.files.disk();
        // From here on the journal is not needed. Without the marker a journal of which only some files are left would
        // be taken for a damaged one.
        let marker = path.join(names::CLEAN_SHUTDOWN);
        let text = clean_shutdown::encode(broker_epoch);
        disk.write_atomic(&marker, text.as_bytes()).map_err(OpenError::io("write", marker))?;
        remove_journal(disk, &path)?;
        *self.lock.lock() = None;
        Ok(())
    }
}

/// Removes the journal's files. Durable when this returns.
fn remove_journal(disk: &dyn Disk, path: &Path) -> Result<(), OpenError> {
    for entry in disk.list(path).map_err(OpenError::io("list", path))? {
        if entry.name.starts_with(names::JOURNAL_PREFIX) {
            let file = path.join(&entry.name);
            disk.remove_file(&file).map_err(OpenError::io("remove", file))?;
        }
    }
    disk.sync_dir(path).map_err(OpenError::io("sync", path))
}

fn read_checkpoints(disk: &dyn Disk, path: &Path) -> Result<Checkpoints, OpenError> {
    let read = |name: &str| -> Result<OffsetCheckpoint, OpenError> {
        let file = path.join(name);
        let bytes = read_small(disk, &file).map_err(OpenError::io("read", &file))?;
        bytes.map_or(Ok(OffsetCheckpoint::new()), |bytes| {
            decode_offsets(&bytes).map_err(OpenError::format(file))
        })
    };
    let file = path.join(names::CLEANER_CHECKPOINT);
    let cleaned = read_small(disk, &file).map_err(OpenError::io("read", &file))?;
    // A log that is cleaned from its beginning again loses nothing: what can't be read is left.
    let unreadable = |error| {
        tracing::warn!(path = %file.display(), %error, "unreadable checkpoint of cleaned offsets");
        OffsetCheckpoint::new()
    };
    let cleaned_text = cleaned.as_deref().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let cleaned = cleaned.map(|bytes| decode_offsets(&bytes).unwrap_or_else(unreadable)).unwrap_or_default();
    Ok(Checkpoints {
        cleaned,
        cleaned_text,
        recovery_points: read(names::RECOVERY_POINT_CHECKPOINT)?,
        log_starts: read(names::LOG_START_CHECKPOINT)?,
        high_watermarks: read(names::HIGH_WATERMARK_CHECKPOINT)?,
        forgotten: BTreeSet::new(),
        dirty: false,
    })
}

fn list(disk: &dyn Disk, path: &Path) -> Result<Listing, OpenError> {
    let mut listing = Listing {
        partitions: Vec::new(),
        leftovers: 0,
        unknown: Vec::new(),
        has_journal: false,
        adopting: false,
    };
    for entry in disk.list(path).map_err(OpenError::io("list", path))? {
        if !entry.is_dir {
            listing.has_journal |= entry.name.starts_with(names::JOURNAL_PREFIX);
            listing.adopting |= entry.name == ADOPTING;
            continue;
        }
        if entry.name == names::CLUSTER_METADATA_DIR {
            continue;
        }
        match names::parse_directory(&entry.name) {
            DirectoryName::Partition(partition) => listing.partitions.push(partition),
            DirectoryName::Delete => listing.leftovers += 1,
            DirectoryName::Stray | DirectoryName::Future => {}
            DirectoryName::Unknown => listing.unknown.push(entry.name),
        }
    }
    Ok(listing)
}

/// How the directory was left. What a stop in order has not got round to removing of the journal is removed; the marker
/// of a clean stop is deleted, that of an adoption made, before anything else changes.
fn find_mode(disk: &dyn Disk, path: &Path, listing: &Listing) -> Result<(StartMode, Option<i64>), OpenError> {
    let marker = path.join(names::CLEAN_SHUTDOWN);
    let clean = read_small(disk, &marker).map_err(OpenError::io("read", &marker))?;
    if clean.is_some() && listing.has_journal {
        remove_journal(disk, path)?;
    }
    let has_journal = clean.is_none() && listing.has_journal;
    let mode = match &clean {
        Some(_) if !listing.adopting => StartMode::Clean,
        _ if listing.adopting || (!has_journal && !listing.partitions.is_empty()) => StartMode::Scan,
        _ => StartMode::Journal,
    };
    let adopting = path.join(ADOPTING);
    let will_need_loading = mode != StartMode::Journal && !listing.partitions.is_empty();
    if will_need_loading && mode == StartMode::Scan && !listing.adopting {
        disk.write_atomic(&adopting, b"").map_err(OpenError::io("write", &adopting))?;
    }
    let epoch = match &clean {
        Some(text) => {
            disk.remove_file(&marker).map_err(OpenError::io("remove", &marker))?;
            disk.sync_dir(path).map_err(OpenError::io("sync", path))?;
            clean_shutdown::decode(text).ok().flatten()
        }
        None => None,
    };
    Ok((mode, epoch))
}

fn journal_error(path: &Path, error: &moldau_disk::JournalError) -> OpenError {
    OpenError::Journal { path: path.to_owned(), reason: error.to_string() }
}

type Frames = BTreeMap<TopicIdPartition, Vec<RecoveredFrame>>;

/// All frames, by partition; how many there are; the last round.
fn read_frames(path: &Path, mut recovered: RecoveredJournal) -> Result<(Frames, usize, u64), OpenError> {
    let rounds = recovered.rounds_dropped();
    if 0 < rounds {
        tracing::info!(directory = %path.display(), rounds, "torn rounds of the journal are dropped");
    }
    let mut frames = Frames::new();
    let (mut count, mut last_round) = (0, 0);
    while let Some(frame) = recovered.next_frame().map_err(|error| journal_error(path, &error))? {
        count += 1;
        last_round = frame.round;
        frames.entry(frame.header.partition).or_default().push(frame);
    }
    Ok((frames, count, last_round))
}
