//! A segment's files on the disk, opened when they are needed and closed when too many are open.

use std::{
    collections::VecDeque,
    io,
    path::{Path, PathBuf},
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use moldau_disk::{Disk, DiskFile, OpenMode};
use parking_lot::{Mutex, RwLock};

use crate::format::names::{self, INDEX_SUFFIX, LOG_SUFFIX, TIME_INDEX_SUFFIX, TXN_INDEX_SUFFIX};

/// The four files of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Log,
    Index,
    TimeIndex,
    TxnIndex,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Log, Self::Index, Self::TimeIndex, Self::TxnIndex];

    pub(crate) const fn suffix(self) -> &'static str {
        match self {
            Self::Log => LOG_SUFFIX,
            Self::Index => INDEX_SUFFIX,
            Self::TimeIndex => TIME_INDEX_SUFFIX,
            Self::TxnIndex => TXN_INDEX_SUFFIX,
        }
    }
}

/// What a file's name says of its state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Stage {
    /// In use.
    #[default]
    InUse,
    /// A cleaner's output, which counts for nothing yet.
    Cleaned,
    /// A cleaner's output, which replaces what it was made of.
    Swap,
    /// About to be removed. A number above 0 tells those apart that had the same name.
    Deleted(u64),
}

impl Stage {
    fn suffix(self) -> String {
        match self {
            Self::InUse => String::new(),
            Self::Cleaned => names::CLEANED_SUFFIX.to_owned(),
            Self::Swap => names::SWAP_SUFFIX.to_owned(),
            Self::Deleted(0) => names::DELETED_SUFFIX.to_owned(),
            Self::Deleted(number) => format!(".{number}{}", names::DELETED_SUFFIX),
        }
    }
}

/// Some of a segment's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The records.
    Log,
    /// All three indexes.
    Indexes,
}

impl Part {
    const fn kinds(self) -> &'static [Kind] {
        match self {
            Self::Log => &[Kind::Log],
            Self::Indexes => &[Kind::Index, Kind::TimeIndex, Kind::TxnIndex],
        }
    }
}

/// Where a partition's directory lies. It is renamed when the partition is deleted.
#[derive(Debug)]
pub(crate) struct PartitionDir(RwLock<PathBuf>);

impl PartitionDir {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self(RwLock::new(path))
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.0.read().clone()
    }

    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.read().join(name)
    }

    pub(crate) fn moved_to(&self, path: PathBuf) {
        *self.0.write() = path;
    }
}

type Handle = Option<Arc<dyn DiskFile>>;

#[derive(Debug, Default)]
struct Handles {
    log: Handle,
    /// The `.log`, past the page cache: while write-back writes large pieces to it.
    direct: Handle,
    index: Handle,
    time_index: Handle,
    txn_index: Handle,
    /// What the name of the `.log` ends in.
    log_stage: Stage,
    /// What the names of the others end in.
    index_stage: Stage,
    /// Whether the cache of open files knows of this segment.
    cached: bool,
    /// Where the last read ended: the next offset and its position. Most reads go on from there.
    cursor: Option<(i64, u64)>,
}

impl Handles {
    const fn stage(&self, kind: Kind) -> Stage {
        match kind {
            Kind::Log => self.log_stage,
            Kind::Index | Kind::TimeIndex | Kind::TxnIndex => self.index_stage,
        }
    }

    fn slot(&mut self, kind: Kind) -> &mut Handle {
        match kind {
            Kind::Log => &mut self.log,
            Kind::Index => &mut self.index,
            Kind::TimeIndex => &mut self.time_index,
            Kind::TxnIndex => &mut self.txn_index,
        }
    }
}

/// One segment's files.
#[derive(Debug)]
pub(crate) struct SegmentFiles {
    dir: Arc<PartitionDir>,
    base: i64,
    handles: Mutex<Handles>,
    /// An index said what cannot be true.
    suspect: AtomicBool,
    /// How often the `.log` was cut: what was known of its bytes may not be true any more.
    cuts: AtomicU64,
}

impl SegmentFiles {
    pub(crate) fn new(dir: Arc<PartitionDir>, base: i64) -> Arc<Self> {
        Self::at_stage(dir, base, Stage::InUse)
    }

    /// The files that a cleaner is about to write.
    pub(crate) fn new_cleaned(dir: Arc<PartitionDir>, base: i64) -> Arc<Self> {
        Self::at_stage(dir, base, Stage::Cleaned)
    }

    /// The files of a cleaner that the last life has not finished putting in their place.
    pub(crate) fn new_swap(dir: Arc<PartitionDir>, base: i64) -> Arc<Self> {
        Self::at_stage(dir, base, Stage::Swap)
    }

    fn at_stage(dir: Arc<PartitionDir>, base: i64, stage: Stage) -> Arc<Self> {
        let handles = Handles { log_stage: stage, index_stage: stage, ..Handles::default() };
        Arc::new(Self {
            dir,
            base,
            handles: Mutex::new(handles),
            suspect: AtomicBool::new(false),
            cuts: AtomicU64::new(0),
        })
    }

    pub(crate) fn base(&self) -> i64 {
        self.base
    }

    pub(crate) fn path(&self, kind: Kind) -> PathBuf {
        self.dir.join(&names::segment_file(self.base, kind.suffix()))
    }

    fn path_at(&self, kind: Kind, stage: Stage) -> PathBuf {
        let mut path = self.path(kind).into_os_string();
        path.push(stage.suffix());
        PathBuf::from(path)
    }

    /// Whether these are a cleaner's output that has not taken its place yet.
    pub(crate) fn is_coming(&self) -> bool {
        matches!(self.handles.lock().log_stage, Stage::Cleaned | Stage::Swap)
    }

    /// Renames some of the files. Handles that are open stay good, and files that are not there stay away. Can be done
    /// again after it failed half way.
    pub(crate) fn move_to(&self, disk: &dyn Disk, part: Part, stage: Stage) -> io::Result<()> {
        let mut handles = self.handles.lock();
        for kind in part.kinds() {
            if handles.stage(*kind) == stage {
                continue;
            }
            let from = self.path_at(*kind, handles.stage(*kind));
            let Some(found) = disk.stat(&from)? else { continue };
            if stage == Stage::InUse && *kind == Kind::TxnIndex && found.len == 0 {
                // A segment without aborted transactions has none.
                *handles.slot(*kind) = None;
                disk.remove_file(&from)?;
            } else {
                disk.rename(&from, &self.path_at(*kind, stage))?;
            }
        }
        match part {
            Part::Log => handles.log_stage = stage,
            Part::Indexes => handles.index_stage = stage,
        }
        Ok(())
    }

    /// An index is missing, or says what cannot be true. It is made again when that can be done.
    pub(crate) fn suspect_indexes(&self) {
        if !self.suspect.swap(true, Ordering::Relaxed) {
            tracing::warn!(path = %self.path(Kind::Index).display(), "damaged index: it will be made again");
        }
    }

    /// Whether [`Self::suspect_indexes`] was called; from now on it was not.
    pub(crate) fn take_suspicion(&self) -> bool {
        self.suspect.load(Ordering::Relaxed) && self.suspect.swap(false, Ordering::Relaxed)
    }

    /// The position of the batch that begins at `offset`, if the last read ended there.
    pub(crate) fn cursor(&self, offset: i64) -> Option<u64> {
        self.handles.lock().cursor.filter(|(next, _)| *next == offset).map(|(_, position)| position)
    }

    /// A read ended before `offset`, at `position`.
    pub(crate) fn set_cursor(&self, offset: i64, position: u64) {
        self.handles.lock().cursor = Some((offset, position));
    }

    /// The file is about to be cut: what was known of positions and bytes is not true any more.
    pub(crate) fn note_cut(&self) {
        self.handles.lock().cursor = None;
        self.cuts.fetch_add(1, Ordering::Release);
    }

    /// How often the `.log` was cut so far.
    pub(crate) fn cuts(&self) -> u64 {
        self.cuts.load(Ordering::Acquire)
    }

    /// Gives the files their `.deleted` names. Handles that are open stay good. Files that are not there stay
    /// away.
    pub(crate) fn mark_deleted(&self, disk: &dyn Disk) -> io::Result<()> {
        self.move_to(disk, Part::Log, Stage::Deleted(0))?;
        self.move_to(disk, Part::Indexes, Stage::Deleted(0))
    }

    /// Removes the files for good, whatever they are called now.
    pub(crate) fn unlink(&self, disk: &dyn Disk) -> io::Result<()> {
        self.close();
        let handles = self.handles.lock();
        for kind in Kind::ALL {
            disk.remove_file(&self.path_at(kind, handles.stage(kind)))?;
        }
        Ok(())
    }

    /// Nothing is written past the page cache for now.
    pub(crate) fn close_direct(&self) {
        self.handles.lock().direct = None;
    }

    /// Closes what is open; it is opened again when needed.
    pub(crate) fn close(&self) {
        let mut handles = self.handles.lock();
        for kind in Kind::ALL {
            *handles.slot(kind) = None;
        }
        handles.direct = None;
        handles.cached = false;
    }
}

/// Opens files for a log directory and keeps at most a number of segments open.
#[derive(Debug)]
pub(crate) struct FileCache {
    disk: Arc<dyn Disk>,
    segments_max: usize,
    /// Segments with open files, longest open first.
    open: Mutex<VecDeque<Weak<SegmentFiles>>>,
}

impl FileCache {
    pub(crate) fn new(disk: Arc<dyn Disk>, segments_max: usize) -> Self {
        Self { disk, segments_max: segments_max.max(1), open: Mutex::new(VecDeque::new()) }
    }

    pub(crate) fn disk(&self) -> &dyn Disk {
        &*self.disk
    }

    /// The file, if it exists.
    pub(crate) fn existing(&self, files: &Arc<SegmentFiles>, kind: Kind) -> io::Result<Handle> {
        match self.get(files, kind, OpenMode::Write) {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The file, made if it does not exist.
    pub(crate) fn create(&self, files: &Arc<SegmentFiles>, kind: Kind) -> io::Result<Arc<dyn DiskFile>> {
        self.get(files, kind, OpenMode::Create)
    }

    /// The `.log` file, which exists, past the page cache.
    pub(crate) fn direct(&self, files: &SegmentFiles) -> io::Result<Arc<dyn DiskFile>> {
        let mut handles = files.handles.lock();
        if let Some(file) = &handles.direct {
            return Ok(Arc::clone(file));
        }
        let path = files.path_at(Kind::Log, handles.log_stage);
        let file = self.disk.open(&path, OpenMode::WriteDirect)?;
        handles.direct = Some(Arc::clone(&file));
        Ok(file)
    }

    /// The file if it is open: never waits for the disk.
    pub(crate) fn if_open(files: &SegmentFiles, kind: Kind) -> Handle {
        files.handles.lock().slot(kind).clone()
    }

    fn get(&self, files: &Arc<SegmentFiles>, kind: Kind, mode: OpenMode) -> io::Result<Arc<dyn DiskFile>> {
        let mut handles = files.handles.lock();
        if let Some(file) = handles.slot(kind) {
            return Ok(Arc::clone(file));
        }
        let path = files.path_at(kind, handles.stage(kind));
        let file = self.disk.open(&path, mode)?;
        *handles.slot(kind) = Some(Arc::clone(&file));
        let known = std::mem::replace(&mut handles.cached, true);
        drop(handles);
        if !known {
            self.admit(files);
        }
        Ok(file)
    }

    fn admit(&self, files: &Arc<SegmentFiles>) {
        let mut evicted = Vec::new();
        {
            let mut open = self.open.lock();
            open.push_back(Arc::downgrade(files));
            while self.segments_max < open.len() {
                evicted.extend(open.pop_front());
            }
        }
        for files in evicted.into_iter().filter_map(|weak| weak.upgrade()) {
            files.close();
        }
    }
}

/// The largest of the small files that are read whole, in bytes.
pub(crate) const SMALL_FILE_MAX: u64 = 256 << 20;

/// A small file's bytes, if it exists.
pub(crate) fn read_small(disk: &dyn Disk, path: &Path) -> io::Result<Option<Vec<u8>>> {
    disk.read_small(path, SMALL_FILE_MAX)
}
