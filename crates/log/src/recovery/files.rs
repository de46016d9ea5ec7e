//! What lies in a partition's directory, after what an interrupted cleaning or deletion left has been put right.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::StartMode;
use crate::{
    directory_shared::Shared,
    errors::OpenError,
    files::{Kind, PartitionDir},
    format::{
        index::{OffsetEntry, TimeEntry},
        names,
    },
};

/// A segment's files as they were found.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Found {
    /// Bytes of the `.log` file.
    pub(crate) size: u64,
    /// There is a `.txnindex`.
    pub(crate) has_txn_index: bool,
    /// Bytes of the `.index` file, if there is one.
    index: Option<u64>,
    /// Bytes of the `.timeindex` file, if there is one.
    time_index: Option<u64>,
}

impl Found {
    /// Whether both indexes are there and hold whole entries.
    pub(crate) fn has_whole_indexes(&self) -> bool {
        let whole = |len: Option<u64>, entry: usize| len.is_some_and(|len| len % entry as u64 == 0);
        whole(self.index, OffsetEntry::SIZE) && whole(self.time_index, TimeEntry::SIZE)
    }
}

/// A partition's files.
#[derive(Debug, Default)]
pub(crate) struct Inventory {
    /// Segments by base offset.
    pub(crate) segments: BTreeMap<i64, Found>,
    /// Offsets of producer snapshots.
    pub(crate) snapshots: BTreeSet<i64>,
    /// The directory.
    pub(crate) dir: Option<Arc<PartitionDir>>,
}

impl Inventory {
    pub(crate) fn path(&self, base: i64, suffix: &str) -> std::path::PathBuf {
        let name = names::segment_file(base, suffix);
        self.dir.as_ref().map_or_else(|| name.clone().into(), |dir| dir.join(&name))
    }
}

/// Lists the files; removes `.deleted`, `.cleaned` and `.tmp` ones and index files without records, and finishes
/// swaps, as Kafka does.
pub(super) fn take_inventory(
    shared: &Arc<Shared>,
    dir: &Arc<PartitionDir>,
    mode: StartMode,
) -> Result<Inventory, OpenError> {
    let disk = shared.files.disk();
    let path = dir.path();
    let remove = |name: &str| {
        let path = path.join(name);
        disk.remove_file(&path).map_err(OpenError::io("remove", path))
    };
    let list = || disk.list(&path).map_err(OpenError::io("list", &path));
    let mut found = list()?;
    if super::swaps::finish(shared, dir, &found, mode)? {
        found = list()?;
    }
    let mut kept = Vec::new();
    for entry in found {
        let leftover = [names::DELETED_SUFFIX, names::CLEANED_SUFFIX, ".tmp"];
        if leftover.iter().any(|suffix| entry.name.ends_with(suffix)) {
            remove(&entry.name)?;
        } else {
            kept.push(entry);
        }
    }
    let mut inventory = Inventory { dir: Some(Arc::clone(dir)), ..Inventory::default() };
    for entry in &kept {
        if let Some(base) = names::parse_segment_file(&entry.name, names::LOG_SUFFIX) {
            inventory.segments.insert(base, Found { size: entry.len, ..Found::default() });
        } else if let Some(offset) = names::parse_segment_file(&entry.name, names::SNAPSHOT_SUFFIX) {
            inventory.snapshots.insert(offset);
        }
    }
    for entry in &kept {
        for kind in [Kind::Index, Kind::TimeIndex, Kind::TxnIndex] {
            let Some(base) = names::parse_segment_file(&entry.name, kind.suffix()) else { continue };
            match inventory.segments.get_mut(&base) {
                Some(found) => match kind {
                    Kind::Index => found.index = Some(entry.len),
                    Kind::TimeIndex => found.time_index = Some(entry.len),
                    Kind::TxnIndex | Kind::Log => found.has_txn_index = true,
                },
                None => remove(&entry.name)?,
            }
        }
    }
    Ok(inventory)
}

/// Removes a segment's files.
pub(super) fn remove_segment(
    shared: &Arc<Shared>,
    inventory: &Inventory,
    base: i64,
) -> Result<(), OpenError> {
    for kind in Kind::ALL {
        let path = inventory.path(base, kind.suffix());
        shared.files.disk().remove_file(&path).map_err(OpenError::io("remove", path))?;
    }
    Ok(())
}

/// Removes a producer snapshot.
pub(super) fn remove_snapshot(
    shared: &Arc<Shared>,
    inventory: &Inventory,
    offset: i64,
) -> Result<(), OpenError> {
    let path = inventory.path(offset, names::SNAPSHOT_SUFFIX);
    shared.files.disk().remove_file(&path).map_err(OpenError::io("remove", path))
}

/// Removes all segments and snapshots.
pub(super) fn remove_all(shared: &Arc<Shared>, inventory: &Inventory) -> Result<(), OpenError> {
    for base in inventory.segments.keys() {
        remove_segment(shared, inventory, *base)?;
    }
    for offset in &inventory.snapshots {
        remove_snapshot(shared, inventory, *offset)?;
    }
    Ok(())
}
