//! Finishing what a cleaner had begun when the last life ended.
//!
//! A cleaned segment counts once its `.log` carries the `.swap` name: then it takes the place of what it was made of,
//! which is what lies from its base to its end. Otherwise all of it is thrown away. The steps and their order are those
//! of [`crate::cleaner`]; being interrupted here again does no harm.
//!
//! Apache Kafka renames the `.log` first, both to `.swap` and to its last name, so that of its directories
//! ([`StartMode::Scan`]) an index with a `.swap` name belongs to a `.log` that has its last name already; and what it
//! splits goes back to what it was as long as one part is `.cleaned`.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};

use moldau_disk::DirEntry;

use super::StartMode;
use crate::{
    directory_shared::Shared,
    errors::OpenError,
    files::{Kind, PartitionDir, SegmentFiles},
    format::names,
    partition::waited,
    scan::{Access, ScanError, SegmentView},
};

/// The `.swap` files, by their segments' bases.
type Swaps = BTreeMap<i64, Vec<Kind>>;

struct Finish<'a> {
    shared: &'a Shared,
    dir: &'a Arc<PartitionDir>,
    mode: StartMode,
    /// The bases of the segments under their last names.
    bases: BTreeSet<i64>,
}

/// Finishes the swaps and removes every file of a cleaner that does not count. Whether names changed.
pub(super) fn finish(
    shared: &Shared,
    dir: &Arc<PartitionDir>,
    entries: &[DirEntry],
    mode: StartMode,
) -> Result<bool, OpenError> {
    let mut swaps = Swaps::new();
    let mut first_cleaned = i64::MAX;
    let mut bases = BTreeSet::new();
    for entry in entries {
        for kind in Kind::ALL {
            let base = |ending: &str| {
                let whole = entry.name.strip_suffix(ending)?;
                names::parse_segment_file(whole, kind.suffix())
            };
            if let Some(base) = base(names::SWAP_SUFFIX) {
                swaps.entry(base).or_default().push(kind);
            } else if let Some(base) = base(names::CLEANED_SUFFIX) {
                first_cleaned = first_cleaned.min(base);
            } else if let Some(base) = base("").filter(|_| kind == Kind::Log) {
                bases.insert(base);
            }
        }
    }
    let mut finish = Finish { shared, dir, mode, bases };
    for entry in entries.iter().filter(|entry| entry.name.ends_with(names::CLEANED_SUFFIX)) {
        finish.remove(&dir.join(&entry.name))?;
    }
    let changed = !swaps.is_empty();
    for (base, kinds) in swaps {
        let is_undone = mode == StartMode::Scan && first_cleaned <= base;
        if is_undone || (!kinds.contains(&Kind::Log) && mode != StartMode::Scan) {
            for kind in &kinds {
                finish.remove(&finish.path(base, *kind, names::SWAP_SUFFIX))?;
            }
        } else {
            finish.swap(base, &kinds)?;
        }
    }
    Ok(changed)
}

impl Finish<'_> {
    fn path(&self, base: i64, kind: Kind, suffix: &str) -> PathBuf {
        self.dir.join(&format!("{}{suffix}", names::segment_file(base, kind.suffix())))
    }

    fn remove(&self, path: &std::path::Path) -> Result<(), OpenError> {
        self.shared.files.disk().remove_file(path).map_err(OpenError::io("remove", path))
    }

    fn sync(&self) -> Result<(), OpenError> {
        let path = self.dir.path();
        self.shared.files.disk().sync_dir(&path).map_err(OpenError::io("sync", path))
    }

    fn rename(&self, base: i64, kind: Kind) -> Result<(), OpenError> {
        let (from, to) = (self.path(base, kind, names::SWAP_SUFFIX), self.path(base, kind, ""));
        self.shared.files.disk().rename(&from, &to).map_err(OpenError::io("rename", &from))
    }

    /// A cleaned segment takes its place.
    fn swap(&mut self, base: i64, kinds: &[Kind]) -> Result<(), OpenError> {
        let has_log = kinds.contains(&Kind::Log);
        if has_log {
            let end = self.end(base)?;
            let replaced: Vec<i64> =
                self.bases.range(base..end.max(base)).copied().filter(|old| *old != base).collect();
            // The `.log`s first: none is to be read without the index of its aborted transactions.
            for old in &replaced {
                self.remove(&self.path(*old, Kind::Log, ""))?;
                self.bases.remove(old);
            }
            self.sync()?;
            for (old, kind) in replaced.iter().flat_map(|old| INDEXES.map(|kind| (*old, kind))) {
                self.remove(&self.path(old, kind, ""))?;
            }
        }
        for kind in INDEXES {
            if kinds.contains(&kind) {
                self.rename(base, kind)?;
            } else if has_log && self.mode == StartMode::Scan {
                // It is of the old segment.
                self.remove(&self.path(base, kind, ""))?;
            }
        }
        self.sync()?;
        if has_log {
            self.rename(base, Kind::Log)?;
            self.sync()?;
            self.bases.insert(base);
        }
        tracing::info!(path = %self.path(base, Kind::Log, "").display(), "an interrupted cleaning is finished");
        Ok(())
    }

    /// The offset after a cleaned segment's last batch.
    fn end(&self, base: i64) -> Result<i64, OpenError> {
        let path = self.path(base, Kind::Log, names::SWAP_SUFFIX);
        let found = self.shared.files.disk().stat(&path).map_err(OpenError::io("look at", &path))?;
        let files = SegmentFiles::new_swap(Arc::clone(self.dir), base);
        let view = SegmentView { files, readable: found.map_or(0, |found| found.len) };
        let walk = || -> Result<i64, ScanError> {
            let mut end = base;
            let mut headers = view.headers(&self.shared.files, Access::Blocking, 0)?;
            while let Some((_, header)) = headers.next()? {
                end = header.next_offset();
            }
            Ok(end)
        };
        let end = walk().map_err(|error| waited(error, &view)).map_err(|error| OpenError::Corrupt {
            path,
            position: 0,
            problem: error.to_string(),
        });
        view.files.close();
        end
    }
}

const INDEXES: [Kind; 3] = [Kind::Index, Kind::TimeIndex, Kind::TxnIndex];
