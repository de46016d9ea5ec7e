//! Segments that retention has taken out of the log while their files have to stay a little longer.
//!
//! After a crash the producers are those of the newest snapshot and the records behind it, deleted ones among them. So
//! a segment's files go once an *anchor* (a producer snapshot that the recovery point has reached) lies at its end or
//! above: a producer whose last batches go with the segment is then known without them. A log with segments that wait
//! for one gets it from the next commit. Kafka has the same from a snapshot at every roll.

use std::{collections::VecDeque, sync::Arc};

use super::{FileOp, LogState};
use crate::files::SegmentFiles;

#[derive(Debug, Default)]
pub(crate) struct Retired {
    anchor: Option<i64>,
    /// Where each ended, oldest first.
    segments: VecDeque<(i64, Arc<SegmentFiles>)>,
    /// The cleaner waits for an anchor.
    is_wanted: bool,
}

impl Retired {
    /// The newest anchor. The checkpoint may not say yet that the recovery point is there.
    pub(crate) const fn anchor(&self) -> Option<i64> {
        self.anchor
    }

    /// What recovery found.
    pub(crate) const fn found_anchor(&mut self, anchor: Option<i64>) {
        self.anchor = anchor;
    }

    /// Whether segments or the cleaner wait for an anchor.
    pub(crate) fn is_waiting(&self) -> bool {
        !self.segments.is_empty() || self.is_wanted
    }

    /// The next commit sets an anchor, whatever has been appended. Whether this is news.
    pub(crate) const fn want_anchor(&mut self) -> bool {
        !std::mem::replace(&mut self.is_wanted, true)
    }

    /// The log is gone, and with it all that waits.
    pub(crate) fn abandon(&mut self) {
        self.segments.clear();
        self.is_wanted = false;
    }

    /// Snapshots above `end` are removed.
    pub(super) fn cut(&mut self, end: i64) {
        self.anchor = self.anchor.filter(|anchor| *anchor <= end);
    }

    /// What waits, when it has to wait no longer.
    pub(super) fn take_all(&mut self) -> impl Iterator<Item = Arc<SegmentFiles>> + '_ {
        self.segments.drain(..).map(|(_, files)| files)
    }

    fn take_due(&mut self) -> Option<FileOp> {
        let anchor = self.anchor?;
        let (end, files) = self.segments.pop_front_if(|(end, _)| *end <= anchor)?;
        Some(FileOp::Retire { files, end })
    }
}

impl LogState {
    /// Deletes the segments before the one at `index`, which must exist. Returns the bytes of tail that went.
    pub(crate) fn delete_segments_before(&mut self, index: usize) -> u64 {
        let Some(first_kept) = self.segments.get(index).map(|segment| segment.base) else { return 0 };
        let retired = self.segments.drain(..index).map(|segment| (segment.end, segment.files));
        self.dirty.retired.segments.extend(retired);
        self.release_retired();
        // What is deleted need not get anywhere. The recovery point stays: it says what recovery finds.
        self.durable_end = self.durable_end.max(first_kept.min(self.log_end));
        self.written_end = self.written_end.max(self.durable_end);
        self.tail.drop_through(first_kept.saturating_sub(1))
    }

    /// A commit has set an anchor.
    pub(crate) fn on_anchored(&mut self, end: i64) {
        self.dirty.retired.anchor = Some(end);
        self.dirty.retired.is_wanted = false;
        self.release_retired();
    }

    fn release_retired(&mut self) {
        while let Some(op) = self.dirty.retired.take_due() {
            self.dirty.file_ops.push_back((0, op));
        }
    }
}
