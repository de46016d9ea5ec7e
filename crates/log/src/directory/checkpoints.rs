//! The directory's offset checkpoints.

use std::{
    collections::BTreeSet,
    io,
    sync::{Arc, atomic::Ordering},
};

use moldau_ids::TopicPartition;

use super::{Checkpoints, LogDirectory};
use crate::{
    errors::OpenError,
    format::{
        checkpoint::{OffsetCheckpoint, encode_offsets},
        names::{
            CLEANER_CHECKPOINT, HIGH_WATERMARK_CHECKPOINT, LOG_START_CHECKPOINT, RECOVERY_POINT_CHECKPOINT,
        },
    },
    partition::PartitionLog,
};

/// A checkpoint could not be written.
#[derive(Debug, thiserror::Error)]
#[error("failed to write the checkpoint `{name}`")]
pub struct CheckpointError {
    /// Which one.
    pub name: &'static str,
    /// What the disk said.
    #[source]
    pub source: io::Error,
}

impl Checkpoints {
    /// What the files say of partitions that have no directory was said of deleted ones: it does not hold for the next
    /// of their names.
    pub(super) fn keep_only(&mut self, partitions: &[TopicPartition]) {
        let known: BTreeSet<&TopicPartition> = partitions.iter().collect();
        let Self { recovery_points, log_starts, high_watermarks, cleaned, forgotten, dirty, .. } = self;
        for offsets in [recovery_points, log_starts, high_watermarks, cleaned] {
            let gone = offsets.extract_if(.., |partition, _| !known.contains(partition));
            forgotten.extend(gone.map(|(partition, _)| partition));
        }
        *dirty |= !forgotten.is_empty();
    }
}

impl LogDirectory {
    /// A log that has been deleted meanwhile says nothing more: its name may be another's already.
    pub(crate) fn note_recovery_point(&self, log: &PartitionLog, offset: i64) {
        let mut checkpoints = self.checkpoints.lock();
        if !log.is_closed() && checkpoints.recovery_points.insert(log.name().clone(), offset) != Some(offset)
        {
            checkpoints.dirty = true;
        }
    }

    pub(crate) fn checkpointed(&self, partition: &TopicPartition) -> (i64, i64, i64) {
        let checkpoints = self.checkpoints.lock();
        let of = |offsets: &OffsetCheckpoint| offsets.get(partition).copied().unwrap_or(0);
        (of(&checkpoints.recovery_points), of(&checkpoints.log_starts), of(&checkpoints.high_watermarks))
    }

    /// Up to where a partition has been cleaned, if it ever was.
    pub(crate) fn cleaned_to(&self, partition: &TopicPartition) -> Option<i64> {
        self.checkpoints.lock().cleaned.get(partition).copied()
    }

    pub(crate) fn forget_checkpoints(&self, partition: &TopicPartition) {
        let mut checkpoints = self.checkpoints.lock();
        checkpoints.recovery_points.remove(partition);
        checkpoints.log_starts.remove(partition);
        checkpoints.high_watermarks.remove(partition);
        checkpoints.cleaned.remove(partition);
        checkpoints.forgotten.insert(partition.clone());
        checkpoints.dirty = true;
    }

    /// Whether the checkpoint files may still speak of a deleted partition of this name.
    pub(crate) fn is_forgotten(&self, partition: &TopicPartition) -> bool {
        self.checkpoints.lock().forgotten.contains(partition)
    }

    /// A partition is about to be made. What the checkpoint files say of a deleted one of its name must be gone first: a
    /// restart would take it for the new one's.
    pub(crate) fn settle_checkpoints(&self, partition: &TopicPartition) -> Result<(), OpenError> {
        if !self.is_forgotten(partition) {
            return Ok(());
        }
        let path = &self.shared.path;
        self.write_checkpoints().map_err(OpenError::io("write checkpoints in", path))
    }

    /// Whether every partition that the journal concerns has been loaded, so that committing all loaded logs
    /// commits all of the journal.
    pub(crate) fn all_recovered(&self) -> bool {
        self.recovered.load(Ordering::Acquire)
    }

    /// Takes over where the loaded logs stand.
    fn collect(&self) {
        let logs = self.loaded();
        let mut checkpoints = self.checkpoints.lock();
        for log in logs.iter().filter(|log| !log.is_closed()) {
            let bounds = log.bounds();
            let Checkpoints { log_starts, high_watermarks, cleaned, dirty, .. } = &mut *checkpoints;
            // Kafka leaves out what the first segment's name says; but the names of deleted segments may come back.
            let start = (0 < bounds.log_start).then_some(bounds.log_start);
            let before = match start {
                Some(start) => log_starts.insert(log.name().clone(), start),
                None => log_starts.remove(log.name()),
            };
            *dirty |= before != start;
            let before = high_watermarks.insert(log.name().clone(), bounds.high_watermark);
            *dirty |= before != Some(bounds.high_watermark);
            let cleaned_to = log.cleaned_to();
            let before = match cleaned_to {
                Some(end) => cleaned.insert(log.name().clone(), end),
                None => cleaned.remove(log.name()),
            };
            *dirty |= before != cleaned_to;
        }
    }

    /// Writes the checkpoints; that of the cleaned offsets only if it says something new.
    pub fn write_checkpoints(&self) -> io::Result<()> {
        // One at a time, or an older text might be written over a newer one.
        let _writing = self.checkpoint_writer.lock();
        self.collect();
        let (texts, cleaned, forgotten) = {
            let mut checkpoints = self.checkpoints.lock();
            checkpoints.dirty = false;
            let forgotten = std::mem::take(&mut checkpoints.forgotten);
            let text = |offsets: &OffsetCheckpoint| {
                encode_offsets(offsets.iter().map(|(partition, offset)| (partition, *offset)))
            };
            let texts = [
                (LOG_START_CHECKPOINT, text(&checkpoints.log_starts)),
                (HIGH_WATERMARK_CHECKPOINT, text(&checkpoints.high_watermarks)),
                (RECOVERY_POINT_CHECKPOINT, text(&checkpoints.recovery_points)),
            ];
            let cleaned = text(&checkpoints.cleaned);
            let is_new = match &checkpoints.cleaned_text {
                Some(written) => *written != cleaned,
                None => !checkpoints.cleaned.is_empty(),
            };
            (texts, is_new.then_some(cleaned), forgotten)
        };
        let disk = self.shared.files.disk();
        let cleaned_file = cleaned.iter().map(|text| (CLEANER_CHECKPOINT, text.clone()));
        for (name, text) in cleaned_file.chain(texts) {
            if let Err(error) = disk.write_atomic(&self.shared.path.join(name), text.as_bytes()) {
                let mut checkpoints = self.checkpoints.lock();
                checkpoints.dirty = true;
                checkpoints.forgotten.extend(forgotten);
                return Err(error);
            }
        }
        if cleaned.is_some() {
            self.checkpoints.lock().cleaned_text = cleaned;
        }
        Ok(())
    }

    /// Writes the checkpoints if they say anything new, as Kafka does every few seconds: high watermarks and log
    /// starts. A failure takes the directory offline unless the disk is full.
    pub fn checkpoint(self: &Arc<Self>) -> Result<(), CheckpointError> {
        self.collect();
        if !self.checkpoints.lock().dirty {
            return Ok(());
        }
        self.write_checkpoints().map_err(|source| {
            if source.kind() != io::ErrorKind::StorageFull {
                self.fail(&format!("writing checkpoints failed: {source}"));
            }
            CheckpointError { name: RECOVERY_POINT_CHECKPOINT, source }
        })
    }
}
