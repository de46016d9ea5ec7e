//! [`PartitionLog`]: one partition's log, entered through a short lock.
//!
//! Promises:
//! - nothing under the lock waits: no system call, no allocation by the size of what a client sent;
//! - a panic under the lock takes this partition offline and nothing else ([`Failure::Panicked`]);
//! - what [`LogProgress::durable`] has reported is on the disk and is there after a loss of power; what a later
//!   truncation takes back is reported by no late round.
//!
//! Not here: who leads, who is in sync, what may be shown. The replica layer tells the log its high watermark.

mod append;
mod change;
mod cleaning;
mod lookup;
mod read;

use std::sync::{Arc, Weak};

pub use append::Appended;
pub use change::Deleted;
pub(crate) use change::LOG_START_NOTE;
use change::Waiting;
pub(crate) use cleaning::ClosedSegment;
pub use lookup::FoundByTime;
pub(crate) use lookup::waited;
use moldau_disk::{RoundMember, RoundTicket};
use moldau_ids::{LeaderEpoch, Offset, TopicIdPartition, TopicPartition};
use parking_lot::{Mutex, MutexGuard, RwLock};
pub use read::{FileRead, ReadPlan, ReadSlice};

use crate::{
    config::LogConfig,
    directory_shared::Shared,
    epochs::EpochEnd,
    errors::Failure,
    files::{PartitionDir, SegmentFiles},
    invariants::LogBounds,
    producers::ProducerDescription,
    segment::Segment,
    state::LogState,
};

/// Told how far a log is. Called by the journal's thread once a round: must not wait, and must not enter the log's
/// append path.
pub trait LogProgress: Send + Sync + std::fmt::Debug {
    /// Everything below `end` is with the kernel.
    fn written(&self, end: Offset);
    /// Everything below `end` is on the disk.
    fn durable(&self, end: Offset);
    /// The log takes no more part.
    fn failed(&self, failure: &Failure);
}

/// How far a log is, read in one go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogEnds {
    /// The first offset.
    pub log_start: Offset,
    /// The next offset.
    pub log_end: Offset,
    /// What lies below is with the kernel.
    pub written_end: Offset,
    /// What lies below is on the disk.
    pub durable_end: Offset,
    /// What lies below is in synced segment files.
    pub recovery_point: Offset,
    /// The replica layer's, as it was last told.
    pub high_watermark: Offset,
    /// Where `read_committed` readers stop.
    pub last_stable_offset: Offset,
}

/// One partition's log.
#[derive(Debug)]
pub struct PartitionLog {
    id: TopicIdPartition,
    name: TopicPartition,
    dir: Arc<PartitionDir>,
    shared: Arc<Shared>,
    state: Mutex<LogState>,
    progress: RwLock<Option<Weak<dyn LogProgress>>>,
    ticket: RoundTicket,
    waiting: Waiting,
}

/// The state, while it is locked. If a panic unwinds through it the log is marked failed.
pub(crate) struct Entered<'a>(MutexGuard<'a, LogState>);

impl std::ops::Deref for Entered<'_> {
    type Target = LogState;
    fn deref(&self) -> &LogState {
        &self.0
    }
}

impl std::ops::DerefMut for Entered<'_> {
    fn deref_mut(&mut self) -> &mut LogState {
        &mut self.0
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.failure.get_or_insert(Failure::Panicked);
        }
    }
}

/// Offsets inside a log are never negative; a log that says otherwise shows its beginning.
pub(crate) fn offset(raw: i64) -> Offset {
    Offset::new(raw).unwrap_or(Offset::ZERO)
}

impl PartitionLog {
    pub(crate) fn new(
        id: TopicIdPartition,
        name: TopicPartition,
        dir: Arc<PartitionDir>,
        shared: Arc<Shared>,
        state: LogState,
    ) -> Arc<Self> {
        let state = Mutex::new(state);
        Arc::new(Self {
            id,
            name,
            dir,
            shared,
            state,
            progress: RwLock::new(None),
            ticket: RoundTicket::default(),
            waiting: Waiting::default(),
        })
    }

    /// The topic's id and the partition's number.
    pub fn id(&self) -> TopicIdPartition {
        self.id
    }

    /// The topic's name and the partition's number.
    pub fn name(&self) -> &TopicPartition {
        &self.name
    }

    pub(crate) fn dir(&self) -> &Arc<PartitionDir> {
        &self.dir
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    pub(crate) fn enter(&self) -> Entered<'_> {
        Entered(self.state.lock())
    }

    /// Locked, unless the log or its directory takes no more part.
    pub(crate) fn enter_working(&self) -> Result<Entered<'_>, Failure> {
        let state = self.enter();
        match &state.failure {
            Some(failure) => Err(failure.clone()),
            None => self.shared.failure().map_or(Ok(state), Err),
        }
    }

    pub(crate) fn new_segment(&self, base: i64) -> Segment {
        let now = self.shared.clock.wall().get();
        Segment::empty(SegmentFiles::new(Arc::clone(&self.dir), base), now)
    }

    /// Who is told of progress from now on; `None` for nobody. It is not kept: it may have this log.
    pub fn set_progress(&self, progress: Option<&Arc<dyn LogProgress>>) {
        *self.progress.write() = progress.map(Arc::downgrade);
    }

    fn progress(&self) -> Option<Arc<dyn LogProgress>> {
        self.progress.read().as_ref()?.upgrade()
    }

    /// Takes the log offline for good. The first reason stays.
    pub fn fail(&self, failure: Failure) {
        let failure = self.enter().failure.get_or_insert(failure).clone();
        self.waiting.tell(u64::MAX, &Err(failure.clone()));
        if let Some(progress) = self.progress() {
            progress.failed(&failure);
        }
    }

    /// Why the log takes no more part, if it does not.
    pub fn failure(&self) -> Option<Failure> {
        let own = self.enter().failure.clone();
        own.or_else(|| self.shared.failure())
    }

    /// How far the log is.
    pub fn ends(&self) -> LogEnds {
        let bounds = self.enter().bounds();
        LogEnds {
            log_start: offset(bounds.log_start),
            log_end: offset(bounds.log_end),
            written_end: offset(bounds.written_end),
            durable_end: offset(bounds.durable_end),
            recovery_point: offset(bounds.recovery_point),
            high_watermark: offset(bounds.high_watermark),
            last_stable_offset: offset(bounds.last_stable),
        }
    }

    /// How far the log is, for [`crate::invariants::check_bounds`].
    pub fn bounds(&self) -> LogBounds {
        self.enter().bounds()
    }

    /// The first offset.
    pub fn log_start_offset(&self) -> Offset {
        offset(self.enter().log_start)
    }

    /// The next offset.
    pub fn log_end_offset(&self) -> Offset {
        offset(self.enter().log_end)
    }

    /// The first offset of an open or not yet replicated transaction, if there is one.
    pub fn first_unstable_offset(&self) -> Option<Offset> {
        self.enter().producers.first_unstable_offset().and_then(Offset::new)
    }

    /// The replica layer's high watermark. Retention, `DeleteRecords`, the last stable offset and the checkpoint
    /// go by it. Kept within the log.
    pub fn set_high_watermark(&self, high_watermark: Offset) {
        self.enter().set_high_watermark(high_watermark.get());
    }

    /// The topic's configuration changed. Takes effect with the next append.
    pub fn set_config(&self, config: Arc<LogConfig>) {
        self.enter().config = config;
    }

    /// The topic's configuration as the log has it.
    pub fn config(&self) -> Arc<LogConfig> {
        Arc::clone(&self.enter().config)
    }

    /// This broker leads from now on, under `epoch`: only appends under it are taken.
    pub fn become_leader(&self, epoch: LeaderEpoch) -> Result<(), Failure> {
        let mut state = self.enter_working()?;
        state.leader_epoch = Some(epoch);
        let end = state.log_end;
        state.dirty.epochs |= state.epochs.assign(epoch.get(), end);
        Ok(())
    }

    /// This broker leads no more: only appends of its leader are taken.
    pub fn become_follower(&self) {
        self.enter().leader_epoch = None;
    }

    /// The newest leader epoch in the log.
    pub fn latest_epoch(&self) -> Option<LeaderEpoch> {
        self.enter().epochs.latest().map(|entry| LeaderEpoch(entry.epoch))
    }

    /// Where `epoch` ends, as `OffsetForLeaderEpoch` answers; `None` where Kafka answers -1.
    pub fn end_offset_for_epoch(&self, epoch: LeaderEpoch) -> Option<EpochEnd> {
        let state = self.enter();
        state.epochs.end_offset_for(epoch.get(), offset(state.log_end))
    }

    /// The epoch under which `offset` was written, if the history reaches back to it.
    pub fn epoch_for_offset(&self, offset: Offset) -> Option<LeaderEpoch> {
        self.enter().epochs.epoch_for_offset(offset.get()).map(LeaderEpoch)
    }

    /// What has to be known of a producer before it may begin a transaction here.
    pub fn transaction_of(&self, producer_id: i64) -> crate::TransactionView {
        self.enter().transaction_of(producer_id)
    }

    /// The producers that the log knows, for `DescribeProducers`. At most `count_max`.
    pub fn describe_producers(&self, count_max: usize) -> Vec<ProducerDescription> {
        self.enter().producers.describe().take(count_max).collect()
    }

    /// The producers' whole state, for comparing logs in tests and tools.
    pub fn producer_snapshot(&self) -> Vec<crate::format::snapshot::SnapshotEntry> {
        self.enter().producers.to_snapshot()
    }

    /// Bytes of records.
    pub fn size(&self) -> u64 {
        self.enter().size()
    }

    /// How many segments there are.
    pub fn segment_count(&self) -> usize {
        self.enter().segments.len()
    }

    /// Panics if the log's bounds contradict each other.
    pub fn check_invariants(&self) {
        crate::invariants::check_bounds(None, &self.bounds());
    }
}

impl PartitionLog {
    /// Whether the log has been closed or deleted.
    pub(crate) fn is_closed(&self) -> bool {
        self.enter().failure == Some(Failure::Closed)
    }

    /// Takes the log out of use: it refuses everything from now on.
    pub(crate) fn close(&self) {
        self.enter().failure = Some(Failure::Closed);
        self.waiting.tell(u64::MAX, &Err(Failure::Closed));
    }

    /// The next commit must cover this log, whether or not anything was appended.
    pub(crate) fn enter_for_flush(self: &Arc<Self>) {
        let mut state = self.enter();
        if state.failure.is_none() {
            self.note_uncommitted(&mut state);
        }
    }
}

impl RoundMember for PartitionLog {
    fn ticket(&self) -> &RoundTicket {
        &self.ticket
    }

    fn round_written(&self, round: u64) {
        let moved = self.enter().on_round_written(round);
        if let (Some(end), Some(progress)) = (moved, self.progress()) {
            progress.written(offset(end));
        }
    }

    fn round_durable(&self, round: u64) {
        let moved = self.enter().on_round_durable(round);
        self.shared.note_durable_round(round);
        self.waiting.tell(round, &Ok(()));
        if let (Some(end), Some(progress)) = (moved, self.progress()) {
            progress.durable(offset(end));
        }
    }

    fn round_failed(&self) {
        let failure = self.shared.fail("a round of the journal failed");
        self.fail(failure);
    }
}
