//! What has to happen to files because of what happened to a log.

use std::sync::Arc;

use crate::files::SegmentFiles;

/// Something to be done to files, in the order in which it was decided.
#[derive(Debug, Clone)]
pub(crate) enum FileOp {
    /// Cut a segment's files to what lies before `end`.
    Truncate { files: Arc<SegmentFiles>, size: u64, end: i64 },
    /// Rename a segment's files; unlink them after the delay.
    Delete { files: Arc<SegmentFiles> },
    /// The same below log start and anchor, which must be on the disk before: a crash may bring some names back.
    Retire { files: Arc<SegmentFiles>, end: i64 },
    /// Remove producer snapshots above this offset.
    DropSnapshotsAbove(i64),
    /// A cleaned segment takes the place of those it was made of, which are unlinked after the delay. `number` tells
    /// their names apart from those of others with the same bases.
    Replace { old: Vec<Arc<SegmentFiles>>, new: Arc<SegmentFiles>, number: u64 },
    /// Make the indexes of a closed segment with `size` bytes of records again.
    Reindex { files: Arc<SegmentFiles>, size: u64 },
}
