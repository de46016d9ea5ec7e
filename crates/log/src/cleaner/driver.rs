//! [`LogCleaner`]: which log is cleaned next, by how many at once, how fast; and what has come of it.
//!
//! Each [`CleanerDriver`] cleans one log at a time, in bounded steps that wait for the disk. The broker has a task for
//! each; the simulator steps them. A log that can't be cleaned is left alone from then on and the others go on.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    sync::Arc,
};

use moldau_ids::TopicIdPartition;
use parking_lot::Mutex;

use super::{
    choose::{Dirty, LogFacts, look},
    offset_map::OffsetMap,
    pace::Pace,
    task::{CleanError, Task, TaskStep, Work},
};
use crate::{directory::LogDirectory, errors::ReadError, partition::PartitionLog};

/// How a broker cleans its logs. The names are Kafka's, each with `log.cleaner.` before it.
#[derive(Debug, Clone, PartialEq)]
pub struct CleanerConfig {
    /// `threads`: logs that are cleaned at once.
    pub threads: usize,
    /// `dedupe.buffer.size`: bytes of all offset maps together.
    pub dedupe_buffer_bytes: u64,
    /// `io.buffer.load.factor`: how full an offset map may become, 0 to 1.
    pub load_factor: f64,
    /// `io.buffer.size`: bytes of all I/O buffers together.
    pub io_buffer_bytes: u64,
    /// `io.max.bytes.per.second`: what all may read and write together.
    pub io_max_bytes_per_second: f64,
    /// `backoff.ms`: how long to wait when there is nothing to clean.
    pub backoff_ms: u64,
}

impl Default for CleanerConfig {
    fn default() -> Self {
        Self {
            threads: 1,
            dedupe_buffer_bytes: 128 << 20,
            load_factor: 0.9,
            io_buffer_bytes: 512 << 10,
            io_max_bytes_per_second: f64::MAX,
            backoff_ms: 15_000,
        }
    }
}

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CleanerStep {
    /// There may be more to do at once.
    Worked,
    /// Nothing to do for so many milliseconds.
    Wait(u64),
}

/// How cleaning stands, for metrics.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CleanerReport {
    /// The dirty share of the dirtiest log when one was last looked for, in percent.
    pub max_dirty_percent: f64,
    /// When that was, by the wall clock in milliseconds; `None` if never.
    pub last_run_ms: Option<i64>,
    /// When a cleaning last ended well.
    pub last_clean_ms: Option<i64>,
    /// Logs cleaned.
    pub cleanings: u64,
    /// Bytes of the logs that were read and gone through.
    pub bytes_read: u64,
    /// Bytes that were written again.
    pub bytes_written: u64,
    /// Records that went because they had no key.
    pub without_key: u64,
    /// How full the map of the last cleaning was, in percent.
    pub buffer_utilization_percent: f64,
    /// How much of what the last cleaning read it wrote again, in percent.
    pub recopy_percent: f64,
    /// How long the last cleaning took.
    pub last_clean_took_ms: u64,
    /// For how long the most delayed log has waited beyond `max.compaction.lag.ms`.
    pub max_compaction_delay_ms: u64,
    /// Logs that can't be cleaned and why, by the path of their directory.
    pub uncleanable: BTreeMap<String, Vec<(String, String)>>,
}

#[derive(Debug, Default)]
struct Marked {
    in_progress: BTreeSet<TopicIdPartition>,
    /// Directory, name and reason.
    uncleanable: BTreeMap<TopicIdPartition, (String, String, String)>,
}

/// What all drivers of a broker share.
#[derive(Debug)]
pub struct LogCleaner {
    directories: Vec<Arc<LogDirectory>>,
    config: Mutex<CleanerConfig>,
    pace: Mutex<Pace>,
    marked: Mutex<Marked>,
    report: Mutex<CleanerReport>,
}

impl LogCleaner {
    /// For the logs of these directories.
    pub fn new(directories: Vec<Arc<LogDirectory>>, config: CleanerConfig) -> Arc<Self> {
        let pace = Mutex::new(Pace::new(config.io_max_bytes_per_second));
        Arc::new(Self {
            directories,
            config: Mutex::new(config),
            pace,
            marked: Mutex::default(),
            report: Mutex::default(),
        })
    }

    /// The configuration changed; the number of drivers is the caller's.
    pub fn set_config(&self, config: CleanerConfig) {
        self.pace.lock().set_rate(config.io_max_bytes_per_second);
        *self.config.lock() = config;
    }

    /// The configuration.
    pub fn config(&self) -> CleanerConfig {
        self.config.lock().clone()
    }

    /// How things stand.
    pub fn report(&self) -> CleanerReport {
        let mut report = self.report.lock().clone();
        for (directory, name, reason) in self.marked.lock().uncleanable.values() {
            report.uncleanable.entry(directory.clone()).or_default().push((name.clone(), reason.clone()));
        }
        report
    }

    /// One that cleans.
    pub fn driver(self: &Arc<Self>) -> CleanerDriver {
        CleanerDriver { cleaner: Arc::clone(self), task: None, began_us: 0 }
    }

    /// The log that is to be cleaned next, which is now in progress. Logs that wait for an anchor are given one.
    fn choose(&self) -> Option<(Arc<PartitionLog>, Arc<LogDirectory>, Dirty)> {
        let mut best: Option<(f64, Arc<PartitionLog>, Arc<LogDirectory>, Dirty)> = None;
        let (mut dirtiest, mut delay_ms, mut now_ms) = (0.0_f64, 0, None);
        let mut known = BTreeSet::new();
        for directory in self.directories.iter().filter(|directory| directory.can_be_cleaned()) {
            let now = directory.shared().clock.wall().get();
            now_ms = Some(now);
            for log in directory.loaded() {
                known.insert(log.id());
                let config = log.config();
                if !config.cleanup_compact || self.is_marked(log.id()) {
                    continue;
                }
                let Some(facts) = self.facts(&log, directory) else { continue };
                let Some(dirty) = look(&facts, &config, now) else { continue };
                dirtiest = dirtiest.max(dirty.ratio());
                delay_ms = delay_ms.max(dirty.delay_ms);
                if dirty.is_due(&config) && 0 < dirty.bytes {
                    if best.as_ref().is_none_or(|(ratio, ..)| *ratio < dirty.ratio()) {
                        best = Some((dirty.ratio(), log, Arc::clone(directory), dirty));
                    }
                } else if would_be_due(facts, &config, now) {
                    log.want_anchor();
                }
            }
        }
        self.marked.lock().uncleanable.retain(|id, _| known.contains(id));
        let mut report = self.report.lock();
        report.max_dirty_percent = 100.0 * dirtiest;
        report.max_compaction_delay_ms = u64::try_from(delay_ms).unwrap_or(0);
        report.last_run_ms = now_ms.or(report.last_run_ms);
        drop(report);
        let (_, log, directory, dirty) = best?;
        // Another driver may have been faster.
        self.marked.lock().in_progress.insert(log.id()).then_some((log, directory, dirty))
    }

    fn is_marked(&self, id: TopicIdPartition) -> bool {
        let marked = self.marked.lock();
        marked.in_progress.contains(&id) || marked.uncleanable.contains_key(&id)
    }

    fn facts(&self, log: &Arc<PartitionLog>, directory: &Arc<LogDirectory>) -> Option<LogFacts> {
        match log.cleaning_facts(&log.config()) {
            Ok(facts) => Some(facts),
            Err(error) => {
                self.failed(log, directory, &error.into());
                None
            }
        }
    }

    /// A log could not be cleaned.
    fn failed(&self, log: &Arc<PartitionLog>, directory: &Arc<LogDirectory>, error: &CleanError) {
        let source = match error {
            CleanError::Aborted => return,
            CleanError::Uncleanable(_) => None,
            CleanError::Read(ReadError::Io { source, .. }) | CleanError::Write { source, .. } => Some(source),
            CleanError::Read(ReadError::Corrupt { .. }) => None,
            CleanError::Read(ReadError::OutOfRange { .. } | ReadError::Failed(_)) => return,
        };
        if log.failure().is_some() || source.is_some_and(moldau_disk::is_hung) {
            return;
        }
        match source.map(io::Error::kind) {
            Some(io::ErrorKind::StorageFull) => {
                tracing::warn!(partition = %log.name(), %error, "no room for cleaning; it is tried again");
            }
            Some(_) => {
                let reason = source.map(ToString::to_string).unwrap_or_default();
                directory.fail(&format!("cleaning {} failed: {error}: {reason}", log.name()));
            }
            None => {
                let reason = error.to_string();
                tracing::warn!(partition = %log.name(), reason, "a log can't be cleaned and is left alone");
                let directory = directory.path().display().to_string();
                let entry = (directory, log.name().to_string(), reason);
                self.marked.lock().uncleanable.insert(log.id(), entry);
            }
        }
    }

    fn succeeded(&self, task: &Task, up_to: i64, took_ms: u64) {
        let Work { bytes_read, bytes_written, records_read, records_kept, .. } = task.work;
        tracing::info!(
            partition = %task.log().name(),
            up_to, bytes_read, bytes_written, records_read, records_kept, took_ms,
            "log cleaned"
        );
        if 0 < task.work.without_key {
            let records = task.work.without_key;
            tracing::warn!(partition = %task.log().name(), records, "records without a key were dropped");
        }
        let mut report = self.report.lock();
        report.cleanings += 1;
        report.last_clean_ms = Some(task.directory().shared().clock.wall().get());
        report.bytes_read += bytes_read;
        report.bytes_written += bytes_written;
        report.without_key += task.work.without_key;
        report.buffer_utilization_percent = 100.0 * task.work.map_utilization;
        report.recopy_percent = percent(bytes_written, bytes_read);
        report.last_clean_took_ms = took_ms;
    }
}

/// Whether a log would be due but for what waits for the next anchor.
fn would_be_due(facts: LogFacts, config: &crate::config::LogConfig, now_ms: i64) -> bool {
    let facts = LogFacts { settled_end: i64::MAX, ..facts };
    look(&facts, config, now_ms).is_some_and(|dirty| dirty.is_due(config) && 0 < dirty.bytes)
}

#[expect(clippy::cast_precision_loss, reason = "a percentage")]
fn percent(part: u64, whole: u64) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

/// Cleans one log after the other. See the module's text.
#[derive(Debug)]
pub struct CleanerDriver {
    cleaner: Arc<LogCleaner>,
    task: Option<Box<Task>>,
    began_us: u64,
}

/// How long to wait for write-back to rename files, in milliseconds.
const INSTALL_WAIT_MS: u64 = 20;

impl CleanerDriver {
    /// Does a piece of work. Waits for the disk.
    pub fn step(&mut self) -> CleanerStep {
        let Some(clock) = self.cleaner.directories.first().map(|first| Arc::clone(&first.shared().clock))
        else {
            return CleanerStep::Wait(self.cleaner.config.lock().backoff_ms);
        };
        let now_us = clock.monotonic_us();
        let wait_ms = self.cleaner.pace.lock().wait_ms(now_us);
        if 0 < wait_ms {
            return CleanerStep::Wait(wait_ms);
        }
        let Some(mut task) = self.task.take() else { return self.begin(now_us) };
        match task.step() {
            Ok(TaskStep::Moved(bytes)) => {
                self.cleaner.pace.lock().spend(bytes, now_us);
                self.task = Some(task);
                CleanerStep::Worked
            }
            Ok(TaskStep::Waiting) => {
                self.task = Some(task);
                CleanerStep::Wait(INSTALL_WAIT_MS)
            }
            Ok(TaskStep::Done(up_to)) => {
                let took_ms = now_us.saturating_sub(self.began_us) / 1_000;
                self.cleaner.succeeded(&task, up_to, took_ms);
                self.end(&task);
                CleanerStep::Worked
            }
            Err(error) => {
                self.cleaner.failed(task.log(), task.directory(), &error);
                self.end(&task);
                CleanerStep::Wait(self.cleaner.config.lock().backoff_ms)
            }
        }
    }

    fn begin(&mut self, began_us: u64) -> CleanerStep {
        let config = self.cleaner.config();
        let Some((log, directory, dirty)) = self.cleaner.choose() else {
            return CleanerStep::Wait(config.backoff_ms);
        };
        self.began_us = began_us;
        let threads = config.threads.max(1) as u64;
        let keys_max = u64::try_from(dirty.end.saturating_sub(dirty.from)).unwrap_or(0);
        let map = OffsetMap::new(config.dedupe_buffer_bytes / threads, config.load_factor, keys_max);
        let buffer = usize::try_from(config.io_buffer_bytes / threads / 2).unwrap_or(usize::MAX);
        let now_ms = directory.shared().clock.wall().get();
        let begun = Task::begin(
            Arc::clone(&log),
            Arc::clone(&directory),
            dirty,
            (map, buffer.clamp(BUFFER_MIN, BUFFER_MAX)),
            now_ms,
        );
        match begun {
            Ok(task) => {
                self.task = Some(Box::new(task));
                CleanerStep::Worked
            }
            Err(error) => {
                self.cleaner.failed(&log, &directory, &error);
                self.cleaner.marked.lock().in_progress.remove(&log.id());
                CleanerStep::Wait(config.backoff_ms)
            }
        }
    }

    fn end(&self, task: &Task) {
        self.cleaner.marked.lock().in_progress.remove(&task.log().id());
    }
}

impl Drop for CleanerDriver {
    fn drop(&mut self) {
        if let Some(mut task) = self.task.take() {
            self.end(&task);
            task.abandon();
        }
    }
}

/// What is read at once at least, in bytes.
const BUFFER_MIN: usize = 512;
/// And at most.
const BUFFER_MAX: usize = 64 << 20;
