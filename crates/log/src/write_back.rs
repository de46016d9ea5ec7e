//! [`WriteBackDriver`]: brings a log directory's segment files up to what its journal holds.
//!
//! One [`WriteBackDriver::step`] does a bounded amount of I/O. The broker has a thread that steps and waits, the
//! simulator steps by itself. Batches are written after `drain_after_ms`, or at once while memory is short; now
//! and then a *commit* covers every log that has frames in the journal: segments synced, snapshots and epochs
//! written, checkpoints last, and then the journal up to the round that was durable when the commit began is
//! released.
//!
//! A failed write or sync takes the directory offline for good, except a disk without room: then appends are
//! refused, and everything goes on when there is room again.

use std::{
    collections::{BTreeMap, VecDeque},
    io,
    sync::Arc,
};

use moldau_ids::{MonotonicMs, TopicIdPartition};
use parking_lot::Mutex;

use crate::{
    commit::{CommitTarget, Touched, sync_failed},
    directory::LogDirectory,
    directory_shared::Shared,
    errors::Failure,
    files::{Kind, SegmentFiles},
    partition::PartitionLog,
    staging::Staging,
};

mod pieces;

/// What a step did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepOutcome {
    /// There may be more to do at once.
    Worked,
    /// Nothing to do before this time, unless something is appended.
    Idle {
        /// When to look again.
        until: MonotonicMs,
    },
    /// The disk has no room. Try again in a while.
    NoRoom,
    /// The (simulated) disk does not answer. On a machine the call just does not return.
    Hung,
}

/// What became of a piece of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    Going,
    /// A log waits for a round of the journal.
    Blocked,
    Complete,
}

/// How thorough a commit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Thoroughness {
    /// What is needed to release the journal.
    Journal,
    /// Indexes and snapshots of every log it covers as well.
    Complete,
}

#[derive(Debug)]
struct Commit {
    /// What the journal may release once this is complete.
    round: Option<u64>,
    thoroughness: Thoroughness,
    waiting: VecDeque<Arc<PartitionLog>>,
    /// How many of the first that wait have had a piece written.
    ahead: usize,
    current: Option<(Arc<PartitionLog>, CommitTarget)>,
    /// Logs that have everything below their target in the files.
    drained: VecDeque<(Arc<PartitionLog>, CommitTarget)>,
    /// Logs whose records are synced as well.
    synced: VecDeque<(Arc<PartitionLog>, CommitTarget)>,
}

impl Commit {
    fn new(round: Option<u64>, thoroughness: Thoroughness, waiting: VecDeque<Arc<PartitionLog>>) -> Self {
        Self {
            round,
            thoroughness,
            waiting,
            ahead: 0,
            current: None,
            drained: VecDeque::new(),
            synced: VecDeque::new(),
        }
    }

    /// A log's part begins, with the target it has to reach.
    fn begin(&self, log: Arc<PartitionLog>) -> (Arc<PartitionLog>, CommitTarget) {
        let target = log.begin_commit(self.thoroughness == Thoroughness::Complete);
        (log, target)
    }
}

/// Write-back of one log directory. Exactly one exists at a time.
#[derive(Debug)]
pub struct WriteBackDriver {
    directory: Arc<LogDirectory>,
    commit: Option<Commit>,
    last_commit: MonotonicMs,
    /// By id: a deleted log is not mixed up with the next of its name.
    touched: BTreeMap<TopicIdPartition, Touched>,
    /// Segments with `.deleted` names and when they may go.
    doomed: VecDeque<(MonotonicMs, Arc<SegmentFiles>)>,
    /// One for each piece that is written at the same time.
    stagings: Mutex<Vec<Staging>>,
    last_trim: MonotonicMs,
}

impl Drop for WriteBackDriver {
    /// What is queued is nobody's work any more. The logs in there hold what holds the queues.
    fn drop(&mut self) {
        let queues = std::mem::take(&mut *self.shared().queues.lock());
        drop(queues);
    }
}

/// Logs whose records are synced in one piece of a commit.
const SYNCED_LOGS_MAX: usize = 256;
/// How long files stay beyond their delay for those who still hold them, in milliseconds.
const READERS_MAX_MS: u64 = 60_000;
/// How often it is looked whether they do.
const READERS_LOOK_MS: u64 = 100;
/// How often memory that is not used goes back while there is little to do, in milliseconds.
const TRIM_MS: u64 = 500;
/// How long an idle driver sleeps at most, in milliseconds.
const IDLE_MAX_MS: u64 = 1_000;

impl WriteBackDriver {
    pub(crate) fn new(directory: Arc<LogDirectory>) -> Self {
        let last_commit = directory.shared().clock.monotonic();
        Self {
            directory,
            commit: None,
            last_commit,
            touched: BTreeMap::new(),
            doomed: VecDeque::new(),
            stagings: Mutex::default(),
            last_trim: last_commit,
        }
    }

    fn shared(&self) -> &Arc<Shared> {
        self.directory.shared()
    }

    /// The directory it works for.
    pub fn directory(&self) -> &Arc<LogDirectory> {
        &self.directory
    }

    /// Does what is due, up to a bound.
    pub fn step(&mut self) -> Result<StepOutcome, Failure> {
        if let Some(failure) = self.shared().failure() {
            return Err(failure);
        }
        let now = self.shared().clock.monotonic();
        if self.shared().write_back_age().is_none() {
            self.shared().write_back_moves();
        }
        let outcome = self.step_at(now);
        // On a machine a call that hangs does not return; on the simulated one it says so, and is at it still.
        if !outcome.as_ref().is_err_and(moldau_disk::is_hung) {
            self.shared().write_back_rests();
        }
        match outcome {
            Ok(outcome) => {
                if outcome == StepOutcome::Worked {
                    self.shared().set_no_room(false);
                }
                Ok(outcome)
            }
            Err(error) if error.kind() == io::ErrorKind::StorageFull => {
                self.shared().set_no_room(true);
                Ok(StepOutcome::NoRoom)
            }
            Err(error) if moldau_disk::is_hung(&error) => Ok(StepOutcome::Hung),
            Err(error) => Err(self.directory.fail(&format!("write-back failed: {error}"))),
        }
    }

    fn step_at(&mut self, now: MonotonicMs) -> io::Result<StepOutcome> {
        if self.unlink_due(now)? {
            return Ok(StepOutcome::Worked);
        }
        if self.commit.is_some() {
            return Ok(match self.step_commit()? {
                Progress::Going | Progress::Complete => StepOutcome::Worked,
                Progress::Blocked => StepOutcome::Idle { until: MonotonicMs(now.get().saturating_add(1)) },
            });
        }
        let shared = self.shared();
        let pending = !shared.queues.lock().uncommitted.is_empty();
        let waited = now.since(self.last_commit);
        let due = shared.config.commit_bytes <= shared.uncommitted_bytes()
            || shared.config.commit_after_ms <= waited;
        if pending && due {
            self.begin_commit(Thoroughness::Journal);
            return Ok(StepOutcome::Worked);
        }
        if self.drain_oldest(now)? {
            return Ok(StepOutcome::Worked);
        }
        self.give_memory_back(now);
        Ok(StepOutcome::Idle { until: self.idle_until(now, pending) })
    }

    /// What a burst has left, little by little: the next one may be near.
    fn give_memory_back(&mut self, now: MonotonicMs) {
        if TRIM_MS <= now.since(self.last_trim) {
            self.last_trim = now;
            self.stagings.get_mut().clear();
            self.shared().journal.trim();
        }
    }

    fn idle_until(&self, now: MonotonicMs, pending: bool) -> MonotonicMs {
        let shared = self.shared();
        let mut until = now.get().saturating_add(IDLE_MAX_MS);
        if let Some(first) = shared.queues.lock().drain.front() {
            until = until.min(first.since.get().saturating_add(shared.config.drain_after_ms));
        }
        if pending {
            until = until.min(self.last_commit.get().saturating_add(shared.config.commit_after_ms));
        }
        if let Some((due, _)) = self.doomed.front() {
            // One that is due waits for its readers.
            until = until.min(due.get().max(now.get().saturating_add(READERS_LOOK_MS)));
        }
        MonotonicMs(until.max(now.get()))
    }

    /// Unlinks one deleted segment whose delay is over, and which nobody reads any more.
    fn unlink_due(&mut self, now: MonotonicMs) -> io::Result<bool> {
        let due = self.doomed.front().is_some_and(|(due, files)| {
            *due <= now && (Arc::strong_count(files) == 1 || READERS_MAX_MS <= now.since(*due))
        });
        let Some((_, files)) = self.doomed.pop_front_if(|_| due) else { return Ok(false) };
        files.unlink(self.shared().files.disk())?;
        Ok(true)
    }

    fn begin_commit(&mut self, thoroughness: Thoroughness) {
        let shared = self.shared();
        // The round first: whatever it holds was appended by logs that stand in the set.
        let round = self.directory.all_recovered().then(|| shared.durable_round());
        let waiting: VecDeque<_> = std::mem::take(&mut shared.queues.lock().uncommitted).into();
        shared.commit_begins();
        self.commit = Some(Commit::new(round, thoroughness, waiting));
    }

    /// One piece of a commit.
    fn step_commit(&mut self) -> io::Result<Progress> {
        let Some(mut commit) = self.commit.take() else { return Ok(Progress::Complete) };
        let progress = self.advance_commit(&mut commit);
        if matches!(progress, Ok(Progress::Complete)) {
            self.last_commit = self.shared().clock.monotonic();
        } else {
            self.commit = Some(commit);
        }
        progress
    }

    /// First all logs are brought to their targets, then their records are synced, many files at once, and then each log
    /// is done with.
    fn advance_commit(&mut self, commit: &mut Commit) -> io::Result<Progress> {
        if let Some((log, target)) = commit.current.take() {
            return self.bring_to_target(commit, log, target);
        }
        if commit.ahead == 0 && 1 < commit.waiting.len() {
            self.drain_ahead(commit)?;
        } else if let Some(log) = commit.waiting.pop_front() {
            commit.ahead = commit.ahead.saturating_sub(1);
            commit.current = Some(commit.begin(log));
        } else if !commit.drained.is_empty() {
            self.sync_drained(commit)?;
        } else if let Some((log, target)) = commit.synced.pop_front() {
            self.finish_log(commit, log, target)?;
        } else {
            self.directory.write_checkpoints()?;
            if let Some(round) = commit.round {
                self.shared().journal.release(round);
            }
            return Ok(Progress::Complete);
        }
        Ok(Progress::Going)
    }

    fn bring_to_target(
        &mut self,
        commit: &mut Commit,
        log: Arc<PartitionLog>,
        target: CommitTarget,
    ) -> io::Result<Progress> {
        if log.is_closed() {
            self.forget(&log);
            return Ok(Progress::Going);
        }
        if !log.has_file_work(target.end) && log.is_drained_to(&target) {
            commit.drained.push_back((log, target));
            return Ok(Progress::Going);
        }
        commit.current = Some((Arc::clone(&log), target));
        let went_on = self.drain_piece(&log)?;
        Ok(if went_on { Progress::Going } else { Progress::Blocked })
    }

    /// Writes what the next logs have in memory, several logs at once, before each is brought to its target.
    fn drain_ahead(&mut self, commit: &mut Commit) -> io::Result<()> {
        let ahead: Vec<_> =
            commit.waiting.iter().skip(commit.ahead).take(pieces::LOGS_MAX).cloned().collect();
        commit.ahead += ahead.len();
        self.drain_pieces(&ahead).into_iter().try_for_each(|piece| piece.map(|_went_on| ()))
    }

    /// Syncs the records of the next logs, at most so many that it is one piece.
    fn sync_drained(&mut self, commit: &mut Commit) -> io::Result<()> {
        let count = commit.drained.len().min(SYNCED_LOGS_MAX);
        let cache = &self.shared().files;
        let mut files = Vec::new();
        for (log, _) in commit.drained.iter().take(count).filter(|(log, _)| !log.is_closed()) {
            for segment in self.touched.get(&log.id()).into_iter().flat_map(Touched::unsynced) {
                files.extend(cache.existing(segment, Kind::Log)?);
            }
        }
        cache.disk().sync_all(&files).map_err(sync_failed)?;
        for (log, target) in commit.drained.drain(..count) {
            if let Some(touched) = self.touched.get_mut(&log.id()) {
                touched.records_synced();
            }
            commit.synced.push_back((log, target));
        }
        Ok(())
    }

    fn finish_log(
        &mut self,
        commit: &mut Commit,
        log: Arc<PartitionLog>,
        target: CommitTarget,
    ) -> io::Result<()> {
        if log.is_closed() {
            self.forget(&log);
            return Ok(());
        }
        if log.has_file_work(target.end) || !log.is_drained_to(&target) {
            commit.current = Some((log, target));
            return Ok(());
        }
        let touched = self.touched.entry(log.id()).or_default();
        match log.finish_commit(&target, touched) {
            Ok(Some(recovery_point)) => self.directory.note_recovery_point(&log, recovery_point),
            // Records were taken back or deleted meanwhile.
            Ok(None) => {
                let target = log.aim_commit(commit.thoroughness == Thoroughness::Complete);
                commit.current = Some((log, target));
            }
            Err(error) => {
                // Not forgotten, should it be tried again: the journal must not be released without it.
                commit.synced.push_front((log, target));
                return Err(error);
            }
        }
        Ok(())
    }

    /// A log is gone: nothing of it is written or synced any more.
    fn forget(&mut self, log: &PartitionLog) {
        self.shared().tail_shrank(log.abandon_drain());
        self.touched.remove(&log.id());
    }

    /// Steps the commit to its end; while a log waits for the journal, so does this.
    fn complete_commit(&mut self) -> io::Result<()> {
        while self.commit.is_some() {
            if let Some(failure) = self.shared().failure() {
                return Err(io::Error::other(failure.to_string()));
            }
            if self.step_commit()? == Progress::Blocked {
                self.shared().journal.request_sync();
                self.shared().wait(1);
            }
        }
        Ok(())
    }

    /// Brings every file up to date and releases the journal: what a clean stop and `moldau log flush` need. Covers
    /// what was appended before the call and may cover more.
    pub fn flush(&mut self) -> Result<(), Failure> {
        self.run_to_completion().map_err(|error| self.directory.fail(&format!("flush failed: {error}")))
    }

    fn run_to_completion(&mut self) -> io::Result<()> {
        self.complete_commit()?;
        for log in self.directory.loaded() {
            log.enter_for_flush();
        }
        self.begin_commit(Thoroughness::Complete);
        self.complete_commit()?;
        while let Some(entry) = { self.shared().queues.lock().drain.pop_front() } {
            while entry.log.still_drainable() && !entry.log.is_closed() && self.drain_piece(&entry.log)? {}
        }
        Ok(())
    }

    /// Unlinks deleted segments without waiting for the delay, before a clean stop.
    pub(crate) fn unlink_all(&mut self) -> io::Result<()> {
        while let Some((_, files)) = self.doomed.pop_front() {
            files.unlink(self.shared().files.disk())?;
        }
        Ok(())
    }
}
