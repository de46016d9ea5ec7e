//! Making a log's segment files durable up to a point, so that the journal is not needed below it.
//!
//! The order is that of recovery in reverse: records, then (now and then) indexes and the producer snapshot, then
//! the epoch history; the directory's checkpoint names the point only after all of it.
//!
//! Words: *anchor* - a producer snapshot with indexes synced up to it. A restart after a crash trusts indexes and
//! producers at the newest anchor and reads the records from there to the recovery point again, so that neither
//! has to be synced every time.

use std::{collections::BTreeSet, io, sync::Arc};

use crate::{
    drain::{Drained, remove_snapshots},
    files::{FileCache, Kind, SegmentFiles},
    format::{checkpoint, names, snapshot},
    partition::PartitionLog,
    staging::Staging,
};

/// What a commit of one log has to reach.
#[derive(Debug)]
pub(crate) struct CommitTarget {
    pub(crate) end: i64,
    generation: u32,
    /// The producers at `end`, if this commit sets an anchor.
    anchor: Option<Vec<snapshot::SnapshotEntry>>,
    /// Room that was reserved for the active segment is given back.
    trim: bool,
}

/// What write-back has touched in a log since it was last synced.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    records: Vec<Arc<SegmentFiles>>,
    indexes: Vec<Arc<SegmentFiles>>,
    names: bool,
}

impl Touched {
    pub(crate) fn add(&mut self, files: Vec<Arc<SegmentFiles>>, names: bool) {
        for files in files {
            for list in [&mut self.records, &mut self.indexes] {
                if !list.iter().any(|known| Arc::ptr_eq(known, &files)) {
                    list.push(Arc::clone(&files));
                }
            }
        }
        self.names |= names;
    }

    /// Segments whose records have to be synced.
    pub(crate) fn unsynced(&self) -> &[Arc<SegmentFiles>] {
        #[cfg(feature = "planted")]
        if moldau_ids::planted::is_planted(moldau_ids::planted::Bug::ReleasedBeforeSegmentsSynced) {
            return &[];
        }
        &self.records
    }

    /// They have been.
    pub(crate) fn records_synced(&mut self) {
        self.records.clear();
    }
}

impl PartitionLog {
    /// A commit begins: this log leaves the set of those that the next one must cover, and says how far it has to
    /// get. A complete one sets an anchor in any case and leaves the files as a clean stop does.
    pub(crate) fn begin_commit(&self, complete: bool) -> CommitTarget {
        self.enter().dirty.uncommitted = false;
        self.aim_commit(complete)
    }

    /// How far a commit that has begun has to get.
    pub(crate) fn aim_commit(&self, complete: bool) -> CommitTarget {
        let mut state = self.enter();
        let due = complete
            || self.shared().config.snapshot_bytes <= state.dirty.bytes_since_snapshot
            || state.dirty.retired.is_waiting();
        let anchor = due.then(|| state.producers.to_snapshot());
        if due {
            state.dirty.bytes_since_snapshot = 0;
        }
        if anchor.is_some() {
            // As a clean stop does, so that the time index names the highest timestamp.
            state.active().note_time();
        }
        CommitTarget { end: state.log_end, generation: state.generation, anchor, trim: complete }
    }

    /// Whether write-back has put everything below the target into the files.
    pub(crate) fn is_drained_to(&self, target: &CommitTarget) -> bool {
        let state = self.enter();
        state.tail.start().is_none_or(|start| target.end.min(state.log_end) <= start)
    }

    /// Syncs what was touched and writes what belongs to the target. Returns the new recovery point; `None` if records
    /// were taken back since the commit began, or deleted without an anchor: then another target must be aimed at.
    pub(crate) fn finish_commit(
        self: &Arc<Self>,
        target: &CommitTarget,
        touched: &mut Touched,
    ) -> io::Result<Option<i64>> {
        let cache = &self.shared().files;
        let dir = self.dir().path();
        let repaired = std::mem::take(&mut self.enter().dirty.repaired);
        if !repaired.is_empty() {
            touched.add(repaired, true);
        }
        // Most have been synced together with those of other logs.
        for files in touched.unsynced() {
            sync(cache, files, Kind::Log)?;
        }
        touched.records_synced();
        if let Some(entries) = &target.anchor {
            let indexes = self.plan_indexes(target.end, target.trim);
            let mut drained = Drained::default();
            indexes.execute(self, &mut Staging::default(), &mut drained)?;
            self.finish_drain(&indexes);
            touched.add(drained.touched, drained.names_changed);
            while let Some(files) = touched.indexes.last() {
                for kind in [Kind::Index, Kind::TimeIndex, Kind::TxnIndex] {
                    sync(cache, files, kind)?;
                }
                touched.indexes.pop();
            }
            touched.records.clear();
            if self.enter().generation == target.generation {
                self.write_anchor(target.end, entries)?;
            }
        }
        if touched.names {
            cache.disk().sync_dir(&dir)?;
            touched.names = false;
        }
        self.write_epochs()?;
        let mut state = self.enter();
        let lacks_anchor = target.anchor.is_none() && state.dirty.retired.is_waiting();
        if state.generation != target.generation || lacks_anchor {
            return Ok(None);
        }
        state.on_committed(target.end);
        if target.anchor.is_some() {
            state.on_anchored(target.end);
        }
        if !state.dirty.file_ops.is_empty() {
            self.note_drainable(&mut state);
        }
        Ok(Some(state.recovery_point))
    }

    fn write_anchor(&self, end: i64, entries: &[snapshot::SnapshotEntry]) -> io::Result<()> {
        let disk = self.shared().files.disk();
        let path = self.dir().join(&names::segment_file(end, names::SNAPSHOT_SUFFIX));
        disk.write_atomic(&path, &snapshot::encode(entries))?;
        // The one before is needed until the checkpoint says that the recovery point is here.
        let (kept, before) = {
            let state = self.enter();
            let kept: BTreeSet<i64> = state.segments.iter().map(|segment| segment.base).collect();
            (kept, state.dirty.retired.anchor())
        };
        remove_snapshots(self, |offset| {
            before.is_some_and(|before| offset < before) && !kept.contains(&offset)
        })
    }

    fn write_epochs(&self) -> io::Result<()> {
        let text = {
            let mut state = self.enter();
            if !state.dirty.epochs {
                return Ok(());
            }
            state.dirty.epochs = false;
            checkpoint::encode_epochs(state.epochs.entries())
        };
        let path = self.dir().join(names::LEADER_EPOCH_CHECKPOINT);
        let written = self.shared().files.disk().write_atomic(&path, text.as_bytes());
        if written.is_err() {
            self.enter().dirty.epochs = true;
        }
        written
    }
}

fn sync(cache: &FileCache, files: &Arc<SegmentFiles>, kind: Kind) -> io::Result<()> {
    match cache.existing(files, kind)? {
        Some(file) => file.sync_data().map_err(sync_failed),
        None => Ok(()),
    }
}

/// A disk without room refuses writes, which are made again; a sync that failed must not be, whatever the reason.
pub(crate) fn sync_failed(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::StorageFull {
        io::Error::other(format!("a sync failed: {error}"))
    } else {
        error
    }
}
