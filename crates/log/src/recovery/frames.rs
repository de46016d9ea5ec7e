//! What the journal's frames say of one partition, and putting them back at the end of its log.

use std::sync::Arc;

use moldau_disk::{FrameKind, RecoveredFrame};

use super::{LoadInput, StartMode};
use crate::{
    batch::prepare_replicated,
    partition::{LOG_START_NOTE, PartitionLog},
    state::{Admitted, LogState},
};

/// The frames, with what they undo undone.
#[derive(Debug)]
pub(super) struct FramePlan {
    /// Batches to attach, in order; some may lie below the end of the files.
    pub(super) data: Vec<RecoveredFrame>,
    /// The files count up to here only.
    pub(super) file_end: i64,
    /// Nothing in the files counts: the log begins here.
    pub(super) restart_at: Option<i64>,
    /// Where the log begins, at least.
    pub(super) log_start: i64,
    /// The newest round that takes records back; 0 if none does.
    pub(super) cut_round: u64,
}

fn last_offset(frame: &RecoveredFrame) -> Option<(i64, i64)> {
    match frame.header.kind {
        FrameKind::Data { base_offset, last_offset } => Some((base_offset.get(), last_offset.get())),
        FrameKind::Truncate { .. }
        | FrameKind::StartAt { .. }
        | FrameKind::Delete
        | FrameKind::Note { .. } => None,
    }
}

/// Works out what the frames leave. In their order: a truncation undoes frames and file bytes before it.
pub(super) fn plan(frames: Vec<RecoveredFrame>, input: &LoadInput) -> FramePlan {
    let file_end = match input.mode {
        StartMode::Journal => input.recovery_point,
        StartMode::Clean | StartMode::Scan => i64::MAX,
    };
    let mut plan =
        FramePlan { data: Vec::new(), file_end, restart_at: None, log_start: input.log_start, cut_round: 0 };
    for frame in frames {
        match frame.header.kind {
            FrameKind::Data { .. } => plan.data.push(frame),
            FrameKind::Truncate { to } => {
                let to = to.get();
                plan.cut_round = frame.round;
                // A batch that lies across the new end (which the log start can bring about) is gone as well.
                plan.data.retain(|frame| last_offset(frame).is_none_or(|(_, last)| last < to));
                plan.file_end = plan.file_end.min(to);
                plan.restart_at = plan.restart_at.map(|at| at.min(to));
            }
            FrameKind::StartAt { offset } => {
                plan.data.clear();
                plan.cut_round = frame.round;
                plan.restart_at = Some(offset.get());
                plan.log_start = offset.get();
            }
            FrameKind::Note { tag } => {
                let body: Option<[u8; 8]> = frame.body.get(..8).and_then(|body| body.try_into().ok());
                if let Some(body) = body.filter(|_| tag == LOG_START_NOTE) {
                    plan.log_start = plan.log_start.max(i64::from_be_bytes(body));
                }
            }
            // The directory is renamed with it; what comes after is another partition of that name.
            FrameKind::Delete => plan.data.clear(),
        }
    }
    plan
}

/// Appends the batches that lie beyond the end of the files to the log's tail, from where write-back takes them.
/// They are durable: the journal was read from the disk. Those below `producers_end` are known to the log's producers.
pub(super) fn attach(log: &Arc<PartitionLog>, plan: FramePlan, producers_end: i64, now_ms: i64) {
    let mut state = log.enter();
    let log_start = plan.log_start;
    // Where the log goes on if all that was in it has been deleted.
    let mut deleted_end = state.log_end;
    for frame in plan.data {
        let Some((base_offset, last_offset)) = last_offset(&frame) else { continue };
        // In an empty log the first batch may begin below the log start, or above where the log was: everything
        // before has been deleted.
        let is_empty = state.tail.is_empty() && state.size() == 0;
        let is_deleted = state.tail.is_empty() && producers_end <= base_offset && last_offset < log_start;
        let is_known = last_offset < state.log_end || (base_offset < state.log_end && !is_empty);
        if is_known && !is_deleted {
            continue;
        }
        let Some(batch) = prepare_replicated(&frame.body).ok().and_then(|batches| batches.into_iter().next())
        else {
            continue;
        };
        let leader_epoch = batch.header().partition_leader_epoch;
        if is_deleted {
            // Deleted, but its producer is still known.
            state.producers.apply(&batch.producer, base_offset, last_offset);
            let from = base_offset.max(state.log_start);
            state.epochs.assign(leader_epoch, from);
            deleted_end = deleted_end.max(last_offset.saturating_add(1));
            continue;
        }
        if state.log_end != base_offset && is_empty {
            restart_empty(log, &mut state, base_offset);
        }
        state.generation = state.generation.max(frame.header.generation);
        let admitted = Admitted { base_offset, last_offset, leader_epoch };
        let size = frame.body.len() as u64;
        log.note_uncommitted(&mut state);
        state.record(&batch, admitted, (frame.body, 0), now_ms, |base| log.new_segment(base));
        let _moved = state.on_round_durable(0);
        log.shared().tail_grew(size);
        log.note_drainable(&mut state);
    }
    if state.log_end < deleted_end && state.tail.is_empty() {
        if state.size() == 0 {
            restart_empty(log, &mut state, deleted_end);
        } else {
            skip_to(log, &mut state, deleted_end);
        }
        log.note_uncommitted(&mut state);
    }
}

/// Moves an empty log to where its next batch goes; what is known of producers and epochs stays.
fn restart_empty(log: &Arc<PartitionLog>, state: &mut LogState, offset: i64) {
    let _freed = state.move_to(offset, 0, |base| log.new_segment(base));
}

/// Moves the end of a log whose last records were deleted before they reached a file.
fn skip_to(log: &Arc<PartitionLog>, state: &mut LogState, offset: i64) {
    state.roll(offset, |base| log.new_segment(base));
    state.log_end = offset;
    state.on_committed(offset);
}
