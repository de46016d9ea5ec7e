//! The partitions of a log directory: making, loading, removing.

use std::sync::{Arc, atomic::Ordering};

use moldau_ids::{TopicId, TopicIdPartition, TopicPartition, Uuid};
use parking_lot::Mutex;

use super::{LogDirectory, Slot, SlotRef, open::ADOPTING};
use crate::{
    config::LogConfig,
    errors::{Failure, OpenError},
    files::{PartitionDir, read_small},
    format::{names, properties},
    partition::PartitionLog,
    recovery::{self, LoadInput, StartMode},
};

impl LogDirectory {
    /// The log of a partition, if it has been loaded.
    pub fn get(&self, partition: &TopicPartition) -> Option<Arc<PartitionLog>> {
        let slot = self.slots.lock().get(partition).cloned()?;
        slot.lock().log.clone()
    }

    /// Whether the partition has a directory here.
    pub fn contains(&self, partition: &TopicPartition) -> bool {
        self.slots.lock().contains_key(partition)
    }

    /// Makes a partition: its directory and `partition.metadata`, durable when this returns. Loads it if it is there
    /// already. Waits for the disk.
    pub fn create(
        &self,
        partition: &TopicPartition,
        topic_id: TopicId,
        config: Arc<LogConfig>,
    ) -> Result<Arc<PartitionLog>, OpenError> {
        loop {
            if let Some(failure) = self.shared.failure() {
                return Err(OpenError::Failed(failure));
            }
            self.settle_checkpoints(partition)?;
            let slot = self.place(partition);
            let mut locked = slot.lock();
            // Otherwise it was deleted meanwhile, and what is made now is another.
            if self.is_current(partition, &slot) && !self.is_forgotten(partition) {
                return self.create_in(&mut locked, partition, topic_id, config);
            }
        }
    }

    /// The partition's place, made if there is none.
    fn place(&self, partition: &TopicPartition) -> SlotRef {
        let mut slots = self.slots.lock();
        let path = self.shared.path.join(names::partition_dir(partition));
        let new = || {
            let dir = Arc::new(PartitionDir::new(path));
            Arc::new(Mutex::new(Slot { dir, id: None, log: None, damage: None }))
        };
        Arc::clone(slots.entry(partition.clone()).or_insert_with(new))
    }

    fn create_in(
        &self,
        slot: &mut Slot,
        partition: &TopicPartition,
        topic_id: TopicId,
        config: Arc<LogConfig>,
    ) -> Result<Arc<PartitionLog>, OpenError> {
        let dir = slot.dir.path();
        let disk = self.shared.files.disk();
        let metadata = dir.join(names::PARTITION_METADATA);
        if disk.stat(&metadata).map_err(OpenError::io("look at", &metadata))?.is_none() {
            disk.create_dir_all(&dir).map_err(OpenError::io("make", &dir))?;
            let text = properties::encode_partition_metadata(topic_id);
            disk.write_atomic(&metadata, text.as_bytes()).map_err(OpenError::io("write", &metadata))?;
            disk.sync_dir(&self.shared.path).map_err(OpenError::io("sync", &self.shared.path))?;
        }
        let log = self.load_slot(partition, slot, config)?;
        if log.id().topic_id != topic_id {
            return Err(OpenError::Conflict(format!(
                "{partition} in `{}` has topic id {}, not {topic_id}",
                dir.display(),
                log.id().topic_id
            )));
        }
        Ok(log)
    }

    /// The log of a partition that has a directory here; loads it if that has not happened. Waits for the disk, and
    /// for whoever is loading it already.
    pub fn load(
        &self,
        partition: &TopicPartition,
        config: Arc<LogConfig>,
    ) -> Result<Arc<PartitionLog>, OpenError> {
        let slot = self.slots.lock().get(partition).cloned();
        let slot = slot.ok_or_else(|| OpenError::NotFound(partition.to_string()))?;
        let mut locked = slot.lock();
        self.load_slot(partition, &mut locked, config)
    }

    fn load_slot(
        &self,
        partition: &TopicPartition,
        slot: &mut Slot,
        config: Arc<LogConfig>,
    ) -> Result<Arc<PartitionLog>, OpenError> {
        if let Some(log) = &slot.log {
            return Ok(Arc::clone(log));
        }
        if let Some(damage) = &slot.damage {
            return Err(OpenError::Failed(Failure::Corrupt(damage.clone())));
        }
        if let Some(failure) = self.shared.failure() {
            return Err(OpenError::Failed(failure));
        }
        let id = self.identify(partition, slot)?;
        if self.mode != StartMode::Clean {
            // A process that was killed may have left names in it that only the kernel knows, and what is appended now
            // must not be lost with them.
            let dir = slot.dir.path();
            self.shared.files.disk().sync_dir(&dir).map_err(OpenError::io("sync", dir))?;
        }
        let (recovery_point, log_start, high_watermark) = self.checkpointed(partition);
        let frames = self.frames.lock().get(&id).cloned().unwrap_or_default();
        let input = LoadInput {
            name: partition.clone(),
            id,
            dir: Arc::clone(&slot.dir),
            mode: self.mode,
            recovery_point,
            log_start,
            high_watermark,
            cleaned_to: self.cleaned_to(partition),
            frames,
        };
        match recovery::load(&self.shared, config, input) {
            Ok(log) => {
                self.frames.lock().remove(&id);
                slot.log = Some(Arc::clone(&log));
                Ok(log)
            }
            Err(error) => {
                if matches!(error, OpenError::Corrupt { .. } | OpenError::Format { .. }) {
                    tracing::error!(%partition, %error, "partition stays offline");
                    slot.damage = Some(error.to_string());
                }
                Err(error)
            }
        }
    }

    /// The topic id, from `partition.metadata`.
    fn identify(&self, partition: &TopicPartition, slot: &mut Slot) -> Result<TopicIdPartition, OpenError> {
        if let Some(id) = slot.id {
            return Ok(id);
        }
        let path = slot.dir.join(names::PARTITION_METADATA);
        let bytes = read_small(self.shared.files.disk(), &path).map_err(OpenError::io("read", &path))?;
        let bytes =
            bytes.ok_or_else(|| OpenError::NotFound(format!("{partition} (no partition.metadata)")))?;
        let topic_id = properties::decode_partition_metadata(&bytes).map_err(OpenError::format(path))?;
        let id = TopicIdPartition { topic_id, partition: partition.partition };
        slot.id = Some(id);
        Ok(id)
    }

    /// A partition's topic id. Reads one small file if it has not been loaded.
    pub fn topic_id(&self, partition: &TopicPartition) -> Result<TopicId, OpenError> {
        let slot = self.slots.lock().get(partition).cloned();
        let slot = slot.ok_or_else(|| OpenError::NotFound(partition.to_string()))?;
        let mut locked = slot.lock();
        self.identify(partition, &mut locked).map(|id| id.topic_id)
    }

    /// The partitions that must still be loaded before the journal of before the start can be released: those with
    /// frames, and all of an adopted directory.
    pub fn unrecovered(&self) -> Vec<TopicPartition> {
        if self.all_recovered() {
            return Vec::new();
        }
        let slots: Vec<(TopicPartition, SlotRef)> =
            self.slots.lock().iter().map(|(name, slot)| (name.clone(), Arc::clone(slot))).collect();
        let mut waiting = Vec::new();
        for (name, slot) in slots {
            let mut slot = slot.lock();
            if slot.log.is_some() || slot.damage.is_some() {
                continue;
            }
            let concerned = self.mode == StartMode::Scan
                || match self.identify(&name, &mut slot) {
                    Ok(id) => self.frames.lock().contains_key(&id),
                    Err(_) => false,
                };
            if concerned {
                waiting.push(name);
            }
        }
        waiting
    }

    /// Ends recovery after every partition of [`Self::unrecovered`] has been loaded (or found damaged): frames of
    /// partitions that are gone are dropped. Returns whether it has ended; damaged partitions with frames keep the
    /// journal from being released, so that nothing of them is lost.
    pub fn finish_recovery(&self) -> Result<bool, OpenError> {
        if self.all_recovered() {
            return Ok(true);
        }
        if !self.unrecovered().is_empty() {
            return Ok(false);
        }
        let damaged: Vec<TopicIdPartition> = {
            let slots = self.slots.lock();
            let slots: Vec<SlotRef> = slots.values().cloned().collect();
            slots
                .iter()
                .map(|slot| slot.lock())
                .filter(|slot| slot.damage.is_some())
                .filter_map(|slot| slot.id)
                .collect()
        };
        {
            let mut frames = self.frames.lock();
            let before = frames.len();
            frames.retain(|id, _| damaged.contains(id));
            if frames.len() < before {
                let gone = before - frames.len();
                tracing::info!(gone, "frames of partitions that have been deleted are dropped");
            }
            if !frames.is_empty() {
                return Ok(false);
            }
        }
        if self.mode == StartMode::Scan {
            for log in self.loaded() {
                self.note_recovery_point(&log, log.bounds().recovery_point);
            }
            let path = &self.shared.path;
            self.write_checkpoints().map_err(OpenError::io("write checkpoints in", path))?;
            let marker = path.join(ADOPTING);
            self.shared.files.disk().remove_file(&marker).map_err(OpenError::io("remove", marker))?;
        }
        self.recovered.store(true, Ordering::Release);
        Ok(true)
    }

    /// Loads what is left to be recovered, with the default configuration, before a clean stop.
    pub(super) fn load_rest(&self) -> Result<(), OpenError> {
        for partition in self.unrecovered() {
            match self.load(&partition, Arc::new(LogConfig::default())) {
                Ok(_) | Err(OpenError::Corrupt { .. } | OpenError::Format { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        self.finish_recovery().map(drop)
    }

    /// Removes a partition: its log is closed, its directory renamed, which is durable when this returns; the files
    /// go with [`Self::remove_leftovers`]. `unique` is random. Waits for the disk.
    /// Does nothing if what lies there is another topic's by now.
    pub fn delete(
        &self,
        partition: &TopicPartition,
        topic_id: TopicId,
        unique: Uuid,
    ) -> Result<(), OpenError> {
        self.move_away(partition, topic_id, unique, names::DELETE_DIR_SUFFIX)
    }

    /// Puts a partition that the metadata does not know out of the way (`-stray`), where it stays. Does nothing if what
    /// lies there is another topic's by now.
    pub fn set_aside(
        &self,
        partition: &TopicPartition,
        topic_id: TopicId,
        unique: Uuid,
    ) -> Result<(), OpenError> {
        self.move_away(partition, topic_id, unique, names::STRAY_DIR_SUFFIX)
    }

    fn move_away(
        &self,
        partition: &TopicPartition,
        topic_id: TopicId,
        unique: Uuid,
        suffix: &str,
    ) -> Result<(), OpenError> {
        let slot = self.slots.lock().get(partition).cloned();
        let slot = slot.ok_or_else(|| OpenError::NotFound(partition.to_string()))?;
        let mut locked = slot.lock();
        if !self.is_current(partition, &slot) || self.identify(partition, &mut locked)?.topic_id != topic_id {
            return Ok(());
        }
        if let Some(log) = &locked.log {
            log.close();
        }
        let from = locked.dir.path();
        let to = self.shared.path.join(names::partition_dir_with_suffix(partition, unique, suffix));
        let disk = self.shared.files.disk();
        disk.rename(&from, &to).map_err(OpenError::io("rename", &from))?;
        disk.sync_dir(&self.shared.path).map_err(OpenError::io("sync", &self.shared.path))?;
        locked.dir.moved_to(to);
        if let Some(id) = locked.id {
            self.frames.lock().remove(&id);
        }
        self.forget_checkpoints(partition);
        self.slots.lock().remove(partition);
        Ok(())
    }

    /// Whether this is still the partition's place: whoever waited for its lock may find that it has been moved away.
    fn is_current(&self, partition: &TopicPartition, slot: &SlotRef) -> bool {
        self.slots.lock().get(partition).is_some_and(|current| Arc::ptr_eq(current, slot))
    }

    /// Removes the files of deleted partitions (`-delete`). Returns how many there were. Waits for the disk.
    pub fn remove_leftovers(&self) -> Result<usize, OpenError> {
        let disk = self.shared.files.disk();
        let path = &self.shared.path;
        let mut removed = 0;
        for entry in disk.list(path).map_err(OpenError::io("list", path))? {
            if entry.is_dir && entry.name.ends_with(names::DELETE_DIR_SUFFIX) {
                let directory = path.join(&entry.name);
                disk.remove_dir_all(&directory).map_err(OpenError::io("remove", directory))?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}
