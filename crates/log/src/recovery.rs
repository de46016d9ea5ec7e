//! Loading one partition: from its directory and the journal's frames to a log that can be used.
//!
//! Promises:
//! - what is below the recovery point is there, or the partition stays offline with a reason
//!   ([`OpenError::Corrupt`]): nothing below it is ever cut away or repaired;
//! - above it, the journal decides (after a stop of ours) or the checksums do (after a stop of Apache Kafka);
//! - recovery may itself be interrupted anywhere and begins again.
//!
//! Words: *anchor* - the newest producer snapshot at or below the recovery point: indexes are trusted up to it and
//! the records from there on are read again, also deleted ones that are still there, for their producers; *frame* -
//! what the journal holds of this partition, in order.

mod files;
mod frames;
mod producers;
mod scan_segments;
mod swaps;

use std::{collections::VecDeque, sync::Arc};

pub(crate) use files::{Found, Inventory};
use moldau_disk::RecoveredFrame;
use moldau_ids::{TopicIdPartition, TopicPartition};
pub(crate) use producers::rebuild_producers;

use crate::{
    config::LogConfig,
    directory_shared::Shared,
    epochs::EpochCache,
    errors::OpenError,
    files::{PartitionDir, SegmentFiles, read_small},
    format::{checkpoint, names},
    partition::PartitionLog,
    producers::ProducerStates,
    segment::Segment,
    state::LogState,
};

/// What may be assumed of a directory's segment files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartMode {
    /// Stopped in order: everything is there.
    Clean,
    /// Our own, interrupted: segments are right up to the recovery point, the journal has the rest.
    Journal,
    /// Apache Kafka's, interrupted (or the adoption of such a directory was): segments are read from the recovery
    /// point on and cut at the first batch that is not whole; then the journal.
    Scan,
}

/// What the directory knows of a partition before it is loaded.
#[derive(Debug)]
pub(crate) struct LoadInput {
    pub(crate) name: TopicPartition,
    pub(crate) id: TopicIdPartition,
    pub(crate) dir: Arc<PartitionDir>,
    pub(crate) mode: StartMode,
    pub(crate) recovery_point: i64,
    pub(crate) log_start: i64,
    pub(crate) high_watermark: i64,
    pub(crate) cleaned_to: Option<i64>,
    pub(crate) frames: Vec<RecoveredFrame>,
}

/// A log as far as its files go, while it is being put together.
#[derive(Debug)]
pub(crate) struct Base {
    pub(crate) segments: VecDeque<Segment>,
    pub(crate) end: i64,
    pub(crate) producers: ProducerStates,
    pub(crate) epochs: EpochCache,
    /// Files that may have been changed and must be synced before anything relies on them.
    pub(crate) repaired: Vec<Arc<SegmentFiles>>,
    /// Bytes of records above the anchor.
    pub(crate) since_anchor: u64,
    pub(crate) anchor: Option<i64>,
    /// What lies below has been taken into `producers`, as far as it counts.
    pub(crate) producers_end: i64,
}

/// Loads a partition. Waits for the disk.
pub(crate) fn load(
    shared: &Arc<Shared>,
    config: Arc<LogConfig>,
    mut input: LoadInput,
) -> Result<Arc<PartitionLog>, OpenError> {
    #[cfg(feature = "planted")]
    if moldau_ids::planted::is_planted(moldau_ids::planted::Bug::CutAtHighWatermark) {
        let limit = input.high_watermark;
        input.frames.retain(|frame| {
            !matches!(frame.header.kind, moldau_disk::FrameKind::Data { base_offset, .. } if limit <= base_offset.get())
        });
    }
    let plan = frames::plan(std::mem::take(&mut input.frames), &input);
    let path = input.dir.path();
    let inventory = files::take_inventory(shared, &input.dir, input.mode)?;
    let mut base = if let Some(restart) = plan.restart_at {
        files::remove_all(shared, &inventory)?;
        empty_base(shared, &input, restart)
    } else {
        scan_segments::recover(shared, &config, &input, inventory, (plan.log_start, plan.file_end))?
    };
    load_epochs(shared, &input, &mut base)?;
    if input.mode == StartMode::Scan {
        // The end of the files becomes the recovery point. Otherwise the next commit syncs what was changed.
        sync_repaired(shared, &base)?;
        shared.files.disk().sync_dir(&path).map_err(OpenError::io("sync", path))?;
    }

    let now_ms = shared.clock.wall().get();
    let log_start = plan.log_start;
    // What was cut away since may have been written again.
    input.cleaned_to = input.cleaned_to.map(|cleaned| cleaned.min(plan.file_end).min(base.end));
    let producers_end = base.producers_end;
    let mut state = state_from(config, base, &input, log_start, now_ms);
    state.cut_round = plan.cut_round;
    let log = PartitionLog::new(input.id, input.name, input.dir, Arc::clone(shared), state);
    frames::attach(&log, plan, producers_end, now_ms);
    let mut state = log.enter();
    #[cfg(feature = "planted")]
    if moldau_ids::planted::is_planted(moldau_ids::planted::Bug::ProducersForgotten) {
        state.producers = ProducerStates::default();
    }
    let start = log_start.clamp(0, state.log_end);
    state.advance_log_start(start);
    state.set_high_watermark(input.high_watermark);
    log.reindex_suspects(&mut state);
    drop(state);
    Ok(log)
}

/// A log without files that begins at `offset`.
fn empty_base(shared: &Arc<Shared>, input: &LoadInput, offset: i64) -> Base {
    let files = SegmentFiles::new(Arc::clone(&input.dir), offset);
    Base {
        segments: VecDeque::from([Segment::empty(files, shared.clock.wall().get())]),
        end: offset,
        producers: ProducerStates::default(),
        epochs: EpochCache::default(),
        repaired: Vec::new(),
        since_anchor: 0,
        anchor: None,
        producers_end: offset,
    }
}

/// The epoch file, cut to what the log holds, under what the records above the anchor said.
fn load_epochs(shared: &Arc<Shared>, input: &LoadInput, base: &mut Base) -> Result<(), OpenError> {
    let path = input.dir.join(names::LEADER_EPOCH_CHECKPOINT);
    let bytes = read_small(shared.files.disk(), &path).map_err(OpenError::io("read", &path))?;
    let entries = match bytes {
        Some(bytes) => checkpoint::decode_epochs(&bytes).map_err(OpenError::format(&path))?,
        None => Vec::new(),
    };
    let mut epochs = EpochCache::from_entries(entries);
    epochs.truncate_from_end(base.end);
    for entry in base.epochs.entries() {
        let known = epochs.epoch_for_offset(entry.start_offset);
        if known != Some(entry.epoch) {
            epochs.assign(entry.epoch, entry.start_offset);
        }
    }
    base.epochs = epochs;
    Ok(())
}

fn sync_repaired(shared: &Arc<Shared>, base: &Base) -> Result<(), OpenError> {
    for files in &base.repaired {
        for kind in crate::files::Kind::ALL {
            let path = files.path(kind);
            let file = shared.files.existing(files, kind).map_err(OpenError::io("open", &path))?;
            file.map_or(Ok(()), |file| file.sync_data()).map_err(OpenError::io("sync", &path))?;
        }
    }
    Ok(())
}

fn state_from(
    config: Arc<LogConfig>,
    base: Base,
    input: &LoadInput,
    log_start: i64,
    now_ms: i64,
) -> LogState {
    let first = base.segments.front().map_or(base.end, |segment| segment.base);
    let placeholder = Segment::empty(SegmentFiles::new(Arc::clone(&input.dir), first), now_ms);
    let mut state = LogState::new(config, placeholder, now_ms);
    state.segments = base.segments;
    state.log_start = first;
    state.log_end = base.end;
    state.high_watermark = base.end;
    state.written_end = base.end;
    state.durable_end = base.end;
    state.recovery_point = base.end;
    state.epochs = base.epochs;
    state.producers = base.producers;
    state.dirty.bytes_since_snapshot = base.since_anchor;
    state.dirty.epochs = true;
    state.dirty.repaired = base.repaired;
    state.dirty.retired.found_anchor(base.anchor);
    state.cleaned_to = input.cleaned_to;
    state.advance_log_start(log_start.min(base.end));
    state
}
