//! What appenders, the driver and the watchdog share: the round that gathers, and those that wait or are under way.

use std::{
    collections::VecDeque,
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use parking_lot::{Condvar, Mutex};

use super::{
    JournalFailed,
    files::FileSet,
    format::{
        Durability, FRAME_HEADER_LEN, FrameHeader, FrameKind, Incarnation, ROUND_HEADER_LEN, batch_is_whole,
        frame_len,
    },
    options::JournalOptions,
};
use crate::{
    Clock, Disk,
    chunk::{ChunkPool, ClosedSpan, Reservation, Span},
};

/// Unused chunks that [`Journal::trim`] leaves.
const CHUNKS_KEPT: usize = 2;

/// Which round a member last joined. One for each member, for the journal's use.
#[derive(Debug, Default)]
pub struct RoundTicket(AtomicU64);

/// Who has frames in rounds: a partition log.
///
/// Called on the driver's thread, without any lock of the journal held, in the order of rounds. Must not block.
pub trait RoundMember: Send + Sync {
    /// The member's ticket: always the same.
    fn ticket(&self) -> &RoundTicket;

    /// The member's frames up to this round are in the kernel's hands. Only called for rounds whose frames are all
    /// relaxed; `round_durable` follows with a later sync.
    fn round_written(&self, round: u64);

    /// The member's frames up to this round survive a loss of power. Implies `round_written`.
    fn round_durable(&self, round: u64);

    /// The journal has failed: frames not yet durable may be lost. May come more than once.
    fn round_failed(&self);
}

/// Where a batch lies.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The body, in the journal's memory, which it keeps alive.
    pub bytes: Bytes,
    /// The round it is in. Grows with every append or stays.
    pub round: u64,
}

pub(super) type Member = Arc<dyn RoundMember>;

/// A round that gathers.
struct Gather {
    round: u64,
    span: Span,
    header: Reservation,
    frames: u32,
    durable: bool,
    members: Vec<Member>,
    started_us: u64,
}

/// A round that waits to be written.
pub(super) struct ClosedRound {
    pub(super) round: u64,
    pub(super) span: ClosedSpan,
    /// Taken when the header is written.
    pub(super) header: Option<Reservation>,
    /// Header and frames, without the padding.
    pub(super) len: u32,
    pub(super) frames: u32,
    pub(super) durable: bool,
    pub(super) started_us: u64,
    members: Vec<Member>,
}

/// A round that the driver has taken, until it is durable.
pub(super) struct Flight {
    pub(super) round: u64,
    pub(super) started_us: u64,
    /// Written, and its members have been told.
    pub(super) written: bool,
    pub(super) members: Vec<Member>,
}

#[derive(Default)]
pub(super) struct State {
    /// The number of the next round to begin.
    next_round: u64,
    gather: Option<Gather>,
    /// The rest of the chunk.
    rest: Option<Span>,
    closed: VecDeque<ClosedRound>,
    pub(super) flights: VecDeque<Flight>,
    /// Rounds that are not released, with their bytes in the file.
    unreleased: VecDeque<(u64, u64)>,
    pub(super) released_through: u64,
    pub(super) failed: Option<JournalFailed>,
    pub(super) sync_wanted: bool,
    /// The driver sleeps and wants to be woken.
    sleeping: bool,
}

pub(super) struct Shared {
    pub(super) disk: Arc<dyn Disk>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) options: JournalOptions,
    pub(super) incarnation: Incarnation,
    pub(super) state: Mutex<State>,
    wake: Condvar,
    pub(super) files: Mutex<FileSet>,
    pool: Arc<ChunkPool>,
    /// Bytes in files, or on the way there, that are not released.
    dirty_bytes: AtomicU64,
    /// Rounds wait because the disk has no room for another file.
    pub(super) has_no_room: AtomicBool,
    /// Rounds up to this one are released, and a synced round says so: their files may be used again.
    pub(super) released_on_disk: AtomicU64,
}

/// The journal of one log directory. A handle: clones are the same journal.
#[derive(Clone)]
pub struct Journal(pub(super) Arc<Shared>);

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Journal").field("directory", &self.0.options.directory).finish_non_exhaustive()
    }
}

impl Journal {
    /// Appends one frame, whose body is `body`'s parts one after the other, and counts `member` in its round.
    ///
    /// The caller holds the partition's lock, so that a partition's frames are in order. The body of a
    /// [`FrameKind::Data`] is one record batch whose checksum is right: what does not check is taken for a torn round
    /// when it is read back. Copies the body once; never waits for the disk.
    pub fn append(
        &self,
        frame: &FrameHeader,
        body: [&[u8]; 2],
        member: &Member,
    ) -> Result<Placed, JournalFailed> {
        let body_len = body[0].len() + body[1].len();
        let frame_len = frame_len(body_len);
        let shared = &*self.0;
        let mut state = shared.state.lock();
        if let Some(failed) = &state.failed {
            return Err(failed.clone());
        }
        let (mut reservation, round) = state.reserve(shared, frame_len);
        state.join(member, frame.durability, shared.incarnation.stamp(round));
        shared.dirty_bytes.fetch_add(frame_len as u64, Ordering::Relaxed);
        let wake = std::mem::take(&mut state.sleeping);
        drop(state);

        frame.encode(shared.incarnation.stamp(round), body, reservation.bytes_mut());
        let bytes = reservation.freeze(FRAME_HEADER_LEN..FRAME_HEADER_LEN + body_len);
        if wake {
            shared.wake.notify_one();
        }
        debug_assert!(
            !matches!(frame.kind, FrameKind::Data { .. }) || batch_is_whole(&bytes),
            "a record batch with a wrong checksum"
        );
        Ok(Placed { bytes, round })
    }

    /// Everything up to this round is in synced segments and checkpoints. Its files are used again once a later
    /// round has put this on record.
    pub fn release(&self, through: u64) {
        let mut state = self.0.state.lock();
        let through = through.min(state.last_closed());
        let mut freed = 0;
        while let Some((_, bytes)) = state.unreleased.pop_front_if(|(round, _)| *round <= through) {
            freed += bytes;
        }
        state.released_through = state.released_through.max(through);
        drop(state);
        self.0.dirty_bytes.fetch_sub(freed, Ordering::Relaxed);
    }

    /// No start will find the rounds up to this one: they are released, and a synced round says so.
    pub fn forgotten_through(&self) -> u64 {
        self.0.released_on_disk.load(Ordering::Acquire)
    }

    /// Bytes appended (headers and padding included) that are not released.
    pub fn dirty_bytes(&self) -> u64 {
        self.0.dirty_bytes.load(Ordering::Relaxed)
    }

    /// The number that the next append's round has at least.
    pub fn next_round(&self) -> u64 {
        let state = self.0.state.lock();
        state.gather.as_ref().map_or(state.next_round, |gather| gather.round)
    }

    /// Asks for a sync of what is written, also if all of it is relaxed.
    pub fn request_sync(&self) {
        let mut state = self.0.state.lock();
        state.sync_wanted = true;
        let wake = std::mem::take(&mut state.sleeping);
        drop(state);
        if wake {
            self.0.wake.notify_one();
        }
    }

    /// When the oldest round began that its members still wait for, in microseconds of
    /// [`Clock::monotonic_us`]; `None` if none do, or if they wait for room on the disk. For the watchdog.
    pub fn oldest_round_started_us(&self) -> Option<u64> {
        if !self.has_room() {
            return None;
        }
        let state = self.0.state.lock();
        let flights = state.flights.iter().filter(|flight| !flight.written).map(|flight| flight.started_us);
        let closed = state.closed.iter().map(|closed| closed.started_us);
        let gather = state.gather.iter().map(|gather| gather.started_us);
        flights.chain(closed).chain(gather).min()
    }

    /// `false` while rounds wait because the disk has no room for another journal file: appends should be refused
    /// until this changes.
    pub fn has_room(&self) -> bool {
        !self.0.has_no_room.load(Ordering::Relaxed)
    }

    /// Whether the journal has failed.
    pub fn failed(&self) -> Option<JournalFailed> {
        self.0.state.lock().failed.clone()
    }

    /// Ends the journal for good, for instance because the disk hangs. Tells all members that wait.
    pub fn fail(&self, what: &'static str) -> JournalFailed {
        self.0.fail(what, None)
    }

    /// The log directory.
    pub fn directory(&self) -> &std::path::Path {
        &self.0.options.directory
    }

    /// Gives back the memory of half of the chunks that nobody uses, unless they are few. For who notices that there
    /// is little to do.
    pub fn trim(&self) {
        self.0.pool.trim(CHUNKS_KEPT);
    }

    /// Memory in chunks that nobody uses, in bytes.
    pub fn pooled_bytes(&self) -> usize {
        self.0.pool.free_count() * self.0.options.chunk_bytes
    }
}

impl State {
    /// Nobody will write what waits, and nobody will be told: a member may have the journal, which must not have it.
    fn take_members(&mut self) -> Vec<Member> {
        let gathering = self.gather.iter_mut().map(|gather| &mut gather.members);
        let closed = self.closed.iter_mut().map(|round| &mut round.members);
        let flying = self.flights.iter_mut().map(|flight| &mut flight.members);
        gathering.chain(closed).chain(flying).flat_map(std::mem::take).collect()
    }
}

impl Shared {
    /// The driver is gone.
    pub(super) fn forget_members(&self) {
        let members = self.state.lock().take_members();
        drop(members);
    }

    pub(super) fn new(
        disk: Arc<dyn Disk>,
        clock: Arc<dyn Clock>,
        options: JournalOptions,
        incarnation: Incarnation,
        start: Start,
    ) -> Self {
        let pool = ChunkPool::new(options.chunk_bytes, options.chunks_free_max);
        let dirty: u64 = start.unreleased.iter().map(|(_, bytes)| bytes).sum();
        Self {
            disk,
            clock,
            incarnation,
            state: Mutex::new(State {
                next_round: start.next_round,
                unreleased: start.unreleased,
                released_through: start.released_through,
                ..State::default()
            }),
            wake: Condvar::new(),
            files: Mutex::new(start.files),
            pool,
            dirty_bytes: AtomicU64::new(dirty),
            has_no_room: AtomicBool::new(false),
            released_on_disk: AtomicU64::new(start.released_through),
            options,
        }
    }

    pub(super) fn fail(&self, what: &'static str, source: Option<std::io::Error>) -> JournalFailed {
        let mut state = self.state.lock();
        let failed = state
            .failed
            .get_or_insert_with(|| JournalFailed::new(self.options.directory.clone(), what, source))
            .clone();
        let members = state.take_all_members();
        drop(state);
        for member in members {
            member.round_failed();
        }
        failed
    }

    /// Closes the round that gathers and hands over all that wait.
    pub(super) fn take_rounds(&self) -> Result<Vec<ClosedRound>, JournalFailed> {
        let mut state = self.state.lock();
        if let Some(failed) = &state.failed {
            return Err(failed.clone());
        }
        state.close(self);
        let mut closed: Vec<ClosedRound> = state.closed.drain(..).collect();
        for round in &mut closed {
            let members = std::mem::take(&mut round.members);
            let (started_us, round) = (round.started_us, round.round);
            state.flights.push_back(Flight { round, started_us, written: false, members });
        }
        Ok(closed)
    }

    /// Waits until there is something to do, at most this long. Whether there is.
    pub(super) fn wait_for_work(&self, timeout: Duration) -> bool {
        let mut state = self.state.lock();
        if !state.has_work() {
            state.sleeping = true;
            // Woken, timed out or for no reason: the look below says.
            self.wake.wait_for(&mut state, timeout);
            state.sleeping = false;
        }
        state.has_work()
    }

    pub(super) fn wake_driver(&self) {
        self.state.lock().sleeping = false;
        self.wake.notify_one();
    }
}

/// What recovery hands to a new journal.
pub(super) struct Start {
    pub(super) next_round: u64,
    pub(super) released_through: u64,
    pub(super) unreleased: VecDeque<(u64, u64)>,
    pub(super) files: FileSet,
}

impl State {
    fn has_work(&self) -> bool {
        self.gather.is_some() || !self.closed.is_empty() || self.sync_wanted || self.failed.is_some()
    }

    fn last_closed(&self) -> u64 {
        self.gather.as_ref().map_or(self.next_round, |gather| gather.round).saturating_sub(1)
    }

    fn reserve(&mut self, shared: &Shared, len: usize) -> (Reservation, u64) {
        if let Some(gather) = &mut self.gather
            && let Some(reservation) = gather.span.reserve(len)
        {
            return (reservation, gather.round);
        }
        self.close(shared);
        let needed = ROUND_HEADER_LEN.saturating_add(len);
        let mut span =
            self.rest.take_if(|rest| needed <= rest.room()).unwrap_or_else(|| shared.pool.span(needed));
        let header = span.reserve(ROUND_HEADER_LEN).expect("room was asked for");
        let reservation = span.reserve(len).expect("room was asked for");
        let round = self.next_round;
        self.next_round += 1;
        self.gather = Some(Gather {
            round,
            span,
            header,
            frames: 0,
            durable: false,
            members: Vec::new(),
            started_us: shared.clock.monotonic_us(),
        });
        (reservation, round)
    }

    /// Counts one frame of `member` in the round that gathers.
    fn join(&mut self, member: &Member, durability: Durability, stamp: u64) {
        let gather = self.gather.as_mut().expect("a frame was just reserved in it");
        gather.frames += 1;
        gather.durable |= durability == Durability::Durable;
        // Relaxed is enough: only ever touched under the journal's lock, and stamps of two journals differ.
        if member.ticket().0.swap(stamp, Ordering::Relaxed) != stamp {
            gather.members.push(Arc::clone(member));
        }
    }

    /// Closes the round that gathers, if there is one.
    fn close(&mut self, shared: &Shared) {
        let Some(gather) = self.gather.take() else { return };
        let len = gather.span.len();
        let (span, rest) = gather.span.close();
        if self.rest.is_none() || rest.as_ref().map(Span::room) > self.rest.as_ref().map(Span::room) {
            self.rest = rest;
        }
        let stored = span.len() as u64;
        // The frames were counted when they were appended.
        shared.dirty_bytes.fetch_add((ROUND_HEADER_LEN + span.len() - len) as u64, Ordering::Relaxed);
        self.unreleased.push_back((gather.round, stored));
        self.closed.push_back(ClosedRound {
            round: gather.round,
            span,
            header: Some(gather.header),
            len: u32::try_from(len).expect("a round is one chunk: a MiB, or one batch"),
            frames: gather.frames,
            durable: gather.durable,
            started_us: gather.started_us,
            members: gather.members,
        });
    }

    fn take_all_members(&mut self) -> Vec<Member> {
        let mut members: Vec<Member> = self.flights.drain(..).flat_map(|flight| flight.members).collect();
        members.extend(self.closed.drain(..).flat_map(|closed| closed.members));
        members.extend(self.gather.take().into_iter().flat_map(|gather| gather.members));
        members
    }
}
