//! Writes what has gathered, syncs once, tells the members.

use std::{
    collections::VecDeque,
    fmt,
    io::{self, IoSlice},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use super::{
    JournalFailed,
    files::{self, JournalFile},
    format::{ROUNDS_START, RoundHeader},
    options::RoundReport,
    shared::{ClosedRound, Member, Shared},
};
use crate::files::is_hung;

/// How many rounds one write takes at most.
const WRITE_ROUNDS_MAX: usize = 64;

/// What came of a call of [`JournalDriver::run_round`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundOutcome {
    /// Nothing was waiting.
    Idle,
    /// Rounds were written.
    Written(RoundReport),
    /// Rounds wait because the disk has no room for another journal file. Call again later; until then nothing is
    /// lost and nothing acknowledged.
    NoRoom,
    /// The (simulated) disk does not answer. On a machine the call just does not return.
    Hung,
}

/// Why the work could not be finished, short of failure.
enum Stop {
    Failed(JournalFailed),
    NoRoom,
    Hung,
}

/// Writes the rounds of one journal. Exactly one exists for each.
pub struct JournalDriver {
    shared: Arc<Shared>,
    file: JournalFile,
    /// Where the next round goes.
    position: u64,
    /// Taken, not yet written.
    waiting: VecDeque<ClosedRound>,
    written_through: u64,
    synced_through: u64,
    unsynced_bytes: u64,
    /// What the last header written says is released.
    written_release: u64,
    /// A written round must be synced before its members are told.
    sync_due: bool,
}

impl fmt::Debug for JournalDriver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JournalDriver")
            .field("file", &self.file.number)
            .field("written_through", &self.written_through)
            .field("synced_through", &self.synced_through)
            .finish_non_exhaustive()
    }
}

impl Drop for JournalDriver {
    fn drop(&mut self) {
        self.shared.forget_members();
    }
}

impl JournalDriver {
    /// `opening` is the last round of `file`, synced.
    pub(super) fn new(
        shared: Arc<Shared>,
        file: JournalFile,
        position: u64,
        opening: u64,
        release: u64,
    ) -> Self {
        Self {
            shared,
            file,
            position,
            waiting: VecDeque::new(),
            written_through: opening,
            synced_through: opening,
            unsynced_bytes: 0,
            written_release: release,
            sync_due: false,
        }
    }

    /// Waits until something has been appended, at most `timeout`. Whether there is something to do.
    pub fn wait_for_work(&self, timeout: Duration) -> bool {
        !self.waiting.is_empty() || self.shared.wait_for_work(timeout)
    }

    /// Something that wakes the thread that waits, for instance to end it.
    pub fn waker(&self) -> impl Fn() + Send + Sync + 'static {
        let shared = Arc::clone(&self.shared);
        move || shared.wake_driver()
    }

    /// Writes everything that has gathered, syncs it if a frame is durable, and tells the members.
    pub fn run_round(&mut self) -> Result<RoundOutcome, JournalFailed> {
        self.waiting.extend(self.shared.take_rounds()?);
        let sync_wanted = std::mem::take(&mut self.shared.state.lock().sync_wanted);
        self.sync_due |= sync_wanted && self.synced_through < self.written_through;
        if self.waiting.is_empty() && !self.sync_due {
            return Ok(RoundOutcome::Idle);
        }
        let started_us = self.waiting.front().map(|round| round.started_us);
        let mut report = RoundReport::default();
        let worked = self.work(&mut report);
        let has_no_room = matches!(worked, Err(Stop::NoRoom));
        self.shared.has_no_room.store(has_no_room, Ordering::Relaxed);
        match worked {
            Ok(()) => {}
            Err(Stop::NoRoom) => return Ok(RoundOutcome::NoRoom),
            Err(Stop::Hung) => return Ok(RoundOutcome::Hung),
            Err(Stop::Failed(failed)) => return Err(failed),
        }
        let now_us = self.shared.clock.monotonic_us();
        report.age_us = started_us.map_or(0, |started_us| now_us.saturating_sub(started_us));
        if let Some(observer) = &self.shared.options.observer {
            observer.round_finished(&report);
        }
        Ok(RoundOutcome::Written(report))
    }

    fn work(&mut self, report: &mut RoundReport) -> Result<(), Stop> {
        while let Some(round) = self.waiting.front() {
            if self.file.len - self.position < round.span.len() as u64 {
                let needed = ROUNDS_START + round.span.len() as u64;
                self.change_file(needed, report)?;
            }
            self.write(report)?;
        }
        if self.sync_due || self.shared.options.unsynced_bytes_max <= self.unsynced_bytes {
            self.sync(report)?;
        }
        Ok(())
    }

    /// Writes as many waiting rounds as the file has room for, at least the first.
    fn write(&mut self, report: &mut RoundReport) -> Result<(), Stop> {
        let released = self.shared.state.lock().released_through;
        let cipher = self.shared.options.cipher;
        let mut parts = Vec::new();
        let mut end = self.position;
        let mut durable = false;
        let mut last = self.written_through;
        for round in self.waiting.iter_mut().take(WRITE_ROUNDS_MAX) {
            if self.file.len - end < round.span.len() as u64 {
                break;
            }
            assert_eq!(round.round, last + 1, "rounds are written in order, without a gap");
            if let Some(mut header) = round.header.take() {
                // Written once: a write that hung and is made again has the same bytes.
                let encoded = RoundHeader {
                    len: round.len,
                    incarnation: self.shared.incarnation,
                    sequence: round.round,
                    synced_through: self.synced_through,
                    released_through: released,
                    frames: round.frames,
                    file_key: self.file.key,
                }
                .encode();
                header.bytes_mut().copy_from_slice(&encoded);
                header.finish();
            }
            let Some(bytes) = round.span.bytes() else {
                return Err(Stop::Failed(self.shared.fail("a copy into the journal was not finished", None)));
            };
            parts.push(cipher.seal(end, bytes));
            end += bytes.len() as u64;
            durable |= round.durable;
            last = round.round;
            report.frames += u64::from(round.frames);
        }
        let slices: Vec<IoSlice<'_>> = parts.iter().map(|part| IoSlice::new(part)).collect();
        let begun_us = self.shared.clock.monotonic_us();
        let written = self.file.file.write_all_at(&slices, cipher.stored_position(self.position));
        report.write_us += self.shared.clock.monotonic_us().saturating_sub(begun_us);
        let count = parts.len();
        written.map_err(|error| self.refused("a write failed", error))?;

        report.rounds += count as u64;
        report.bytes += end - self.position;
        self.unsynced_bytes += end - self.position;
        self.position = end;
        self.written_through = last;
        self.written_release = released;
        self.sync_due |= durable;
        self.waiting.drain(..count);
        if !self.sync_due {
            self.tell_written(report)?;
        }
        Ok(())
    }

    /// Tells the members of rounds that need no sync.
    fn tell_written(&self, report: &mut RoundReport) -> Result<(), Stop> {
        let mut told: Vec<(u64, Vec<Member>)> = Vec::new();
        let mut state = self.shared.state.lock();
        if let Some(failed) = &state.failed {
            return Err(Stop::Failed(failed.clone()));
        }
        for flight in &mut state.flights {
            if flight.round <= self.written_through && !flight.written {
                flight.written = true;
                told.push((flight.round, flight.members.clone()));
            }
        }
        drop(state);
        for (round, members) in told {
            report.members += members.len() as u64;
            for member in &members {
                member.round_written(round);
            }
        }
        Ok(())
    }

    /// Syncs the file and tells the members of all rounds in it.
    fn sync(&mut self, report: &mut RoundReport) -> Result<(), Stop> {
        let begun_us = self.shared.clock.monotonic_us();
        let synced = self.sync_file();
        report.sync_us += self.shared.clock.monotonic_us().saturating_sub(begun_us);
        if let Err(error) = synced {
            // If it only hangs, it goes on where it was.
            self.sync_due = true;
            return Err(self.refused("a sync failed", error));
        }
        report.synced = true;
        self.sync_due = false;
        self.synced_through = self.written_through;
        self.unsynced_bytes = 0;
        self.shared.released_on_disk.fetch_max(self.written_release, Ordering::AcqRel);

        let mut told = Vec::new();
        let mut state = self.shared.state.lock();
        if let Some(failed) = &state.failed {
            return Err(Stop::Failed(failed.clone()));
        }
        while let Some(flight) = state.flights.pop_front_if(|flight| flight.round <= self.synced_through) {
            told.push(flight);
        }
        drop(state);
        for flight in told {
            report.members += flight.members.len() as u64;
            for member in &flight.members {
                member.round_durable(flight.round);
            }
        }
        Ok(())
    }

    #[cfg(not(feature = "planted"))]
    fn sync_file(&self) -> io::Result<()> {
        self.file.file.sync_data()
    }

    #[cfg(feature = "planted")]
    fn sync_file(&self) -> io::Result<()> {
        use moldau_ids::planted::{Bug, is_planted};
        if is_planted(Bug::AckBeforeSync) {
            return Ok(());
        }
        let synced = self.file.file.sync_data();
        if is_planted(Bug::SyncRetried) && synced.is_err() { self.file.file.sync_data() } else { synced }
    }

    /// Goes on in a file with room for `needed` bytes. The present one is synced first: so one sync always covers
    /// all that is unsynced.
    fn change_file(&mut self, needed: u64, report: &mut RoundReport) -> Result<(), Stop> {
        #[cfg(feature = "planted")]
        let is_forgotten = moldau_ids::planted::is_planted(moldau_ids::planted::Bug::NoSyncBeforeFileChange);
        #[cfg(not(feature = "planted"))]
        let is_forgotten = false;
        if self.synced_through < self.written_through && !is_forgotten {
            self.sync(report)?;
        }
        let released = self.shared.released_on_disk.load(Ordering::Acquire);
        let ready = self.shared.files.lock().take_ready(needed, released);
        let options = &self.shared.options;
        let file = if let Some(file) = ready {
            file
        } else {
            let number = self.shared.files.lock().take_number();
            let len = options.first_file_bytes.max(needed);
            self.shared.maker().make_now(number, len).map_err(|error| {
                if files::is_full(&error) {
                    Stop::NoRoom
                } else {
                    self.refused("a journal file could not be made", error)
                }
            })?
        };
        let mut files = self.shared.files.lock();
        files.leave(self.written_through);
        files.enter(file.clone());
        drop(files);
        self.file = file;
        self.position = ROUNDS_START;
        Ok(())
    }

    fn refused(&self, what: &'static str, error: io::Error) -> Stop {
        if is_hung(&error) { Stop::Hung } else { Stop::Failed(self.shared.fail(what, Some(error))) }
    }
}
