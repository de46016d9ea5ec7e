//! What the cleaner needs of a log: what is known of its segments, and putting cleaned ones in their place.

use std::sync::Arc;

use super::{PartitionLog, waited};
use crate::{
    cleaner::{LogFacts, SegmentFacts},
    config::LogConfig,
    errors::{Failure, ReadError},
    files::SegmentFiles,
    scan::{Access, SegmentView},
    segment::{HighestTimestamp, Segment},
    state::{FileOp, LogState},
};

/// A closed segment, as a cleaning sees it.
#[derive(Debug, Clone)]
pub(crate) struct ClosedSegment {
    pub(crate) view: SegmentView,
    /// Where the next segment begins.
    pub(crate) next_base: i64,
    pub(crate) created_ms: i64,
}

/// The state of a log at the beginning of a cleaning.
#[derive(Debug)]
pub(crate) struct CleaningStart {
    pub(crate) generation: u32,
    pub(crate) closed: Vec<ClosedSegment>,
}

/// Whether nothing more is to be written to a closed segment's files.
fn is_settled(state: &LogState, segment: &Segment) -> bool {
    segment.written == segment.size
        && segment.pending.is_empty()
        && !segment.files.is_coming()
        && !state.dirty.sealed.contains(&segment.base)
}

/// `forgotten`: no start finds the journal's rounds up to this one.
fn facts(state: &LogState, forgotten: u64) -> LogFacts {
    let closed = state.segments.len().saturating_sub(1);
    // A truncation, which goes to the high watermark at most, must find the producers at an anchor above what was cleaned:
    // which batches keep their place goes by producers that it may take back.
    let anchor = state.dirty.retired.anchor().filter(|anchor| *anchor <= state.high_watermark).unwrap_or(0);
    let unsettled = state.segments.iter().take(closed).find(|segment| !is_settled(state, segment));
    let unsettled = unsettled.map_or(i64::MAX, |segment| segment.base);
    let segment = |segment: &Segment| SegmentFacts {
        base: segment.base,
        size: segment.size,
        first_timestamp: segment.first_timestamp,
        largest_timestamp: match segment.highest {
            HighestTimestamp::Known(highest) if 0 <= highest.timestamp => highest.timestamp,
            HighestTimestamp::Known(_) | HighestTimestamp::None | HighestTimestamp::Unread => {
                segment.created_ms
            }
        },
    };
    LogFacts {
        log_start: state.log_start,
        log_end: state.log_end,
        last_stable: state.last_stable_offset(),
        cleaned_to: state.cleaned_to,
        // Where a restart cuts a batch must end, and cleaning takes batches away.
        settled_end: if state.cut_round <= forgotten {
            anchor.min(state.recovery_point).min(unsettled)
        } else {
            0
        },
        segments: state.segments.iter().map(segment).collect(),
    }
}

impl PartitionLog {
    /// Up to where the log has been cleaned, if it ever was.
    pub fn cleaned_to(&self) -> Option<i64> {
        self.enter().cleaned_to
    }

    /// What there is to know for choosing a log to clean. Reads timestamps that nobody has read yet, if the rules go by
    /// them: waits for the disk.
    pub(crate) fn cleaning_facts(&self, config: &LogConfig) -> Result<LogFacts, ReadError> {
        let by_highest = 0 < config.min_compaction_lag_ms;
        let by_first = config.max_compaction_lag_ms < i64::MAX;
        let unread: Vec<SegmentView> = {
            let state = self.enter_working().map_err(ReadError::Failed)?;
            let closed = state.segments.len().saturating_sub(1);
            let from = state.cleaned_to.unwrap_or(0);
            let is_unread = |segment: &&Segment| {
                from <= segment.end
                    && 0 < segment.written
                    && ((by_highest && segment.highest == HighestTimestamp::Unread)
                        || (by_first && segment.first_timestamp.is_none()))
            };
            let view = |segment: &Segment| SegmentView {
                files: Arc::clone(&segment.files),
                readable: segment.written,
            };
            state.segments.iter().take(closed).filter(is_unread).map(view).collect()
        };
        for view in &unread {
            if by_highest {
                self.read_highest(view)?;
            }
            if by_first {
                self.read_first(view)?;
            }
        }
        let state = self.enter_working().map_err(ReadError::Failed)?;
        Ok(facts(&state, self.shared.journal.forgotten_through()))
    }

    /// The timestamp of a segment's first batch, for the next time.
    fn read_first(&self, view: &SegmentView) -> Result<(), ReadError> {
        let first =
            view.headers(&self.shared.files, Access::Blocking, 0).and_then(|mut headers| headers.next());
        let first = first.map_err(|error| waited(error, view))?;
        let mut state = self.enter();
        let same = state.segments.iter_mut().find(|segment| Arc::ptr_eq(&segment.files, &view.files));
        if let (Some(segment), Some((_, header))) = (same, first) {
            segment.first_timestamp = Some(header.max_timestamp);
        }
        Ok(())
    }

    /// The next commit sets an anchor, so that what has been closed can be cleaned.
    pub(crate) fn want_anchor(self: &Arc<Self>) {
        let mut state = self.enter();
        if state.failure.is_none() && state.dirty.retired.want_anchor() {
            self.note_uncommitted(&mut state);
        }
    }

    /// The segments as a cleaning that begins now finds them.
    pub(crate) fn start_cleaning(&self) -> Result<CleaningStart, Failure> {
        let state = self.enter_working()?;
        let next_bases = state.segments.iter().skip(1).map(|segment| segment.base);
        let closed = state.segments.iter().zip(next_bases).map(|(segment, next_base)| ClosedSegment {
            view: SegmentView { files: Arc::clone(&segment.files), readable: segment.written },
            next_base,
            created_ms: segment.created_ms,
        });
        Ok(CleaningStart { generation: state.generation, closed: closed.collect() })
    }

    /// Whether a cleaning that began in `generation` may go on.
    pub(crate) fn is_cleanable_in(&self, generation: u32) -> bool {
        self.enter_working().is_ok_and(|state| state.generation == generation)
    }

    /// Puts a cleaned segment, whose files are synced under their `.cleaned` names, in the place of those it was made of.
    /// Readers find it from now on; write-back renames the files. `false` if the log has changed there meanwhile.
    pub(crate) fn install_cleaned(
        self: &Arc<Self>,
        old: &[Arc<SegmentFiles>],
        cleaned: Segment,
        generation: u32,
    ) -> Result<bool, Failure> {
        let mut state = self.enter_working()?;
        let Some(first) = old.first() else { return Ok(false) };
        let at = state.segments.iter().position(|segment| Arc::ptr_eq(&segment.files, first));
        let Some(at) = at.filter(|_| state.generation == generation) else { return Ok(false) };
        let end = at + old.len();
        let same = state
            .segments
            .range(at..)
            .zip(old)
            .all(|(segment, files)| Arc::ptr_eq(&segment.files, files) && is_settled(&state, segment));
        // The active segment is never cleaned.
        if !same || state.segments.len() <= end {
            return Ok(false);
        }
        let previous_end = at.checked_sub(1).and_then(|at| state.segments.get(at)).map(|segment| segment.end);
        let next_base = state.segments.get(end).map(|segment| segment.base);
        assert!(previous_end.is_none_or(|end| end <= cleaned.base), "segments overlap");
        assert!(next_base.is_none_or(|next| cleaned.end <= next), "segments overlap");
        let new = Arc::clone(&cleaned.files);
        state.segments.drain(at..end);
        state.segments.insert(at, cleaned);
        state.layout += 1;
        let number = state.layout;
        state.dirty.file_ops.push_back((0, FileOp::Replace { old: old.to_vec(), new, number }));
        self.note_drainable(&mut state);
        Ok(true)
    }

    /// Everything below `end` has been cleaned.
    pub(crate) fn note_cleaned(&self, end: i64, generation: u32) {
        let mut state = self.enter();
        if state.generation == generation {
            state.cleaned_to = Some(end);
        }
    }
}
