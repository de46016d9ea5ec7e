//! Putting a log's tail into its segment files: what goes next, and that it went.
//!
//! [`PartitionLog::plan_drain`] takes a bounded piece under the lock, [`DrainPlan::execute`] does the I/O without
//! it, [`PartitionLog::finish_drain`] notes the result unless a truncation came between. Only the directory's
//! write-back does this, one piece at a time: files are written in the order in which things were decided.

use std::{
    io::{self, IoSlice},
    sync::Arc,
};

use moldau_disk::DiskFile;
use moldau_ids::MonotonicMs;

use crate::{
    errors::ReadError,
    files::{FileCache, Kind, SegmentFiles},
    format::{
        index::{AbortedTxn, OffsetEntry, TimeEntry, partition_point, valid_aborted_entries},
        names,
    },
    partition::PartitionLog,
    scan::{Access, ScanError, SegmentView},
    segment::{AppendedBatch, PendingIndexes, Segment},
    staging::{self, Doors, Staging},
    state::FileOp,
    tail::TailBatch,
};

/// The most batches in one piece: one slice of a vectored write each.
const BATCHES_MAX: usize = 512;

/// What goes to the files of one segment.
#[derive(Debug)]
struct SegmentWrite {
    files: Arc<SegmentFiles>,
    position: u64,
    batches: Vec<TailBatch>,
    indexes: PendingIndexes,
    /// Past the page cache.
    direct: bool,
    /// Entries that are in the files already.
    offset_entries: u64,
    time_entries: u64,
    /// Reserve so many bytes before the first write.
    preallocate: Option<u64>,
    /// Nothing more will follow: cut what was reserved.
    seal_at: Option<u64>,
    sealing: bool,
}

/// A piece of write-back for one log.
#[derive(Debug)]
pub(crate) struct DrainPlan {
    generation: u32,
    ops: Vec<FileOp>,
    write: Option<SegmentWrite>,
    /// File work waits for a round of the journal, and all that comes after it.
    pub(crate) blocked: bool,
}

/// What a piece did.
#[derive(Debug, Default)]
pub(crate) struct Drained {
    pub(crate) bytes: u64,
    /// Files to be synced before the next checkpoint.
    pub(crate) touched: Vec<Arc<SegmentFiles>>,
    /// Names in the partition's directory changed.
    pub(crate) names_changed: bool,
    /// To be unlinked after the delay.
    pub(crate) deleted: Vec<Arc<SegmentFiles>>,
}

impl DrainPlan {
    /// Nothing to do.
    pub(crate) fn is_empty(&self) -> bool {
        self.ops.is_empty() && self.write.is_none()
    }

    /// Where the segments end that go from the log's beginning, if some do: then the log start must be on the disk
    /// before this is executed, and the recovery point.
    pub(crate) fn retires_to(&self) -> Option<i64> {
        let end = |op: &FileOp| match op {
            FileOp::Retire { end, .. } => Some(*end),
            FileOp::Truncate { .. }
            | FileOp::Delete { .. }
            | FileOp::DropSnapshotsAbove(_)
            | FileOp::Replace { .. }
            | FileOp::Reindex { .. } => None,
        };
        self.ops.iter().filter_map(end).max()
    }

    /// Does the I/O. What was done before an error is noted in `drained` too.
    pub(crate) fn execute(
        &self,
        log: &PartitionLog,
        staging: &mut Staging,
        drained: &mut Drained,
    ) -> io::Result<()> {
        for op in &self.ops {
            execute_op(log, op, drained)?;
        }
        if let Some(end) = self.retires_to() {
            // Without the records between them and the log's they are of no use. No commit need follow, so the names are
            // made durable here.
            remove_snapshots(log, |snapshot| snapshot < end)?;
            log.shared().files.disk().sync_dir(&log.dir().path())?;
        }
        match &self.write {
            Some(write) => write.execute(&log.shared().files, staging, drained),
            None => Ok(()),
        }
    }
}

fn execute_op(log: &PartitionLog, op: &FileOp, drained: &mut Drained) -> io::Result<()> {
    let cache = &log.shared().files;
    match op {
        FileOp::Truncate { files, size, end } => {
            truncate_segment(cache, files, *size, *end)?;
            drained.touched.push(Arc::clone(files));
        }
        FileOp::Delete { files } | FileOp::Retire { files, .. } => {
            files.mark_deleted(cache.disk())?;
            drained.deleted.push(Arc::clone(files));
            drained.names_changed = true;
        }
        FileOp::Replace { old, new, number } => {
            crate::cleaner::replace(log, old, new, *number)?;
            drained.deleted.extend(old.iter().cloned());
        }
        FileOp::Reindex { files, size } => {
            reindex(log, files, *size)?;
            drained.touched.push(Arc::clone(files));
            drained.names_changed = true;
        }
        FileOp::DropSnapshotsAbove(offset) => {
            remove_snapshots(log, |snapshot| *offset < snapshot)?;
            drained.names_changed = true;
        }
    }
    Ok(())
}

/// Removes the producer snapshots whose offset satisfies `unwanted`.
pub(crate) fn remove_snapshots(log: &PartitionLog, unwanted: impl Fn(i64) -> bool) -> io::Result<()> {
    let disk = log.shared().files.disk();
    let dir = log.dir().path();
    for entry in disk.list(&dir)? {
        let offset = names::parse_segment_file(&entry.name, names::SNAPSHOT_SUFFIX);
        if offset.is_some_and(&unwanted) {
            disk.remove_file(&dir.join(&entry.name))?;
        }
    }
    Ok(())
}

/// Cuts a segment's files to `size` bytes of records and to entries below `end`.
pub(crate) fn truncate_segment(
    cache: &FileCache,
    files: &Arc<SegmentFiles>,
    size: u64,
    end: i64,
) -> io::Result<()> {
    files.note_cut();
    if let Some(log) = cache.existing(files, Kind::Log)?
        && size < log.len()?
    {
        log.set_len(size)?;
    }
    cut_index::<{ OffsetEntry::SIZE }>(cache, files, Kind::Index, |bytes| {
        OffsetEntry::decode(bytes).is_some_and(|entry| u64::from(entry.position) < size)
    })?;
    let base = files.base();
    cut_index::<{ TimeEntry::SIZE }>(cache, files, Kind::TimeIndex, |bytes| {
        TimeEntry::decode(bytes)
            .is_some_and(|entry| base.saturating_add(i64::from(entry.relative_offset)) < end)
    })?;
    cut_aborted(cache, files, end)
}

/// Cuts a segment's transaction index to transactions that ended below `end`, and to what can be true.
pub(crate) fn cut_aborted(cache: &FileCache, files: &Arc<SegmentFiles>, end: i64) -> io::Result<()> {
    const PIECE_ENTRIES: u64 = 1_024;
    let Some(file) = cache.existing(files, Kind::TxnIndex)? else { return Ok(()) };
    let len = file.len()?;
    let size = AbortedTxn::SIZE as u64;
    let (mut count, mut ended) = (0, files.base().saturating_sub(1));
    let mut bytes = Vec::new();
    loop {
        let wanted = (len / size).saturating_sub(count).min(PIECE_ENTRIES);
        bytes.resize(usize::try_from(wanted * size).unwrap_or(0), 0);
        moldau_disk::read_exact_at(&*file, &mut bytes, count * size)?;
        let valid = valid_aborted_entries(&bytes, &mut ended, end) as u64;
        count += valid;
        if valid < wanted || wanted == 0 {
            break;
        }
    }
    let wanted = count * size;
    if wanted < len { file.set_len(wanted) } else { Ok(()) }
}

/// Makes the offset and time index of a closed segment again, from the headers of its batches. Damage in the records
/// themselves ends it: readers come to it by themselves, and are told.
fn reindex(log: &PartitionLog, files: &Arc<SegmentFiles>, size: u64) -> io::Result<()> {
    let cache = &log.shared().files;
    let interval = log.config().index_interval_bytes;
    let view = SegmentView { files: Arc::clone(files), readable: size };
    let mut segment = Segment::empty(Arc::clone(files), 0);
    let Some(mut headers) = unless_damaged(view.headers(cache, Access::Blocking, 0).map(Some))? else {
        return Ok(());
    };
    while let Some((_, header)) = unless_damaged(headers.next())? {
        if header.last_offset() < segment.end {
            break;
        }
        segment.append(AppendedBatch::of(&header), interval);
        log.shared().write_back_moves();
    }
    segment.note_time();
    for kind in [Kind::Index, Kind::TimeIndex] {
        cache.create(files, kind)?.set_len(0)?;
    }
    segment.written = segment.size;
    append_pending_indexes(cache, &mut segment)?;
    tracing::info!(path = %files.path(Kind::Index).display(), "index made again");
    Ok(())
}

/// What was read; `None` if the bytes are not what was written.
fn unless_damaged<T>(read: Result<Option<T>, ScanError>) -> io::Result<Option<T>> {
    match read {
        Ok(found) => Ok(found),
        Err(ScanError::Failed(ReadError::Io { source, .. })) => Err(source),
        Err(ScanError::Failed(
            ReadError::Corrupt { .. } | ReadError::OutOfRange { .. } | ReadError::Failed(_),
        )) => Ok(None),
        Err(ScanError::WouldBlock) => Ok(None),
    }
}

/// Writes all pending index entries of a segment whose records are all in the file.
pub(crate) fn append_pending_indexes(cache: &FileCache, segment: &mut Segment) -> io::Result<()> {
    if !segment.pending.is_empty() {
        let write = SegmentWrite::new(segment, Vec::new(), i64::MAX);
        write.write_indexes(cache, &mut Drained::default())?;
        segment.pending = PendingIndexes::default();
    }
    Ok(())
}

/// Cuts an index file behind the entries that satisfy `kept`, which holds for a prefix.
fn cut_index<const SIZE: usize>(
    cache: &FileCache,
    files: &Arc<SegmentFiles>,
    kind: Kind,
    kept: impl Fn(&[u8]) -> bool,
) -> io::Result<()> {
    let Some(file) = cache.existing(files, kind)? else { return Ok(()) };
    let len = file.len()?;
    let read = |at: u64| {
        let mut entry = [0; SIZE];
        moldau_disk::read_exact_at(&*file, &mut entry, at * SIZE as u64).map(|()| entry)
    };
    let count = partition_point(len / SIZE as u64, read, |entry| kept(entry))?;
    let wanted = count * SIZE as u64;
    if wanted < len { file.set_len(wanted) } else { Ok(()) }
}

impl SegmentWrite {
    /// These batches, and the index entries that are due once everything up to `last_offset` is in the file.
    fn new(segment: &Segment, batches: Vec<TailBatch>, last_offset: i64) -> Self {
        let bytes: u64 = batches.iter().map(|batch| batch.bytes.len() as u64).sum();
        let position = batches.first().map_or(segment.written, |batch| batch.position);
        Self {
            files: Arc::clone(&segment.files),
            position,
            indexes: due_indexes(segment, position + bytes, last_offset),
            batches,
            direct: false,
            offset_entries: segment.offset_entries.saturating_sub(segment.pending.offsets.len() as u64),
            time_entries: segment.time_entries.saturating_sub(segment.pending.times.len() as u64),
            preallocate: None,
            seal_at: None,
            sealing: false,
        }
    }

    fn bytes(&self) -> u64 {
        self.batches.iter().map(|batch| batch.bytes.len() as u64).sum()
    }

    fn write_records(&self, cache: &FileCache, log: &dyn DiskFile, staging: &mut Staging) -> io::Result<()> {
        if self.batches.is_empty() {
            return Ok(());
        }
        if self.direct {
            let direct = cache.direct(&self.files)?;
            let parts: Vec<&[u8]> = self.batches.iter().map(|batch| &*batch.bytes).collect();
            return staging::write(&Doors { cached: log, direct: &*direct }, &parts, self.position, staging);
        }
        let parts: Vec<IoSlice<'_>> = self.batches.iter().map(|batch| IoSlice::new(&batch.bytes)).collect();
        log.write_all_at(&parts, self.position)?;
        log.start_writeback(self.position, self.bytes())
    }

    fn execute(&self, cache: &FileCache, staging: &mut Staging, drained: &mut Drained) -> io::Result<()> {
        let log = cache.create(&self.files, Kind::Log)?;
        if self.position == 0 {
            drained.names_changed = true;
            if let Some(len) = self.preallocate {
                log.allocate(len)?;
            }
        }
        self.write_records(cache, &*log, staging)?;
        if self.sealing {
            self.files.close_direct();
        }
        if let Some(size) = self.seal_at
            && size < log.len()?
        {
            log.set_len(size)?;
        }
        self.write_indexes(cache, drained)?;
        drained.bytes += self.bytes();
        drained.touched.push(Arc::clone(&self.files));
        Ok(())
    }

    fn write_indexes(&self, cache: &FileCache, drained: &mut Drained) -> io::Result<()> {
        // Both indexes exist from a segment's beginning, as Kafka has it.
        if self.position == 0 || !self.indexes.offsets.is_empty() {
            let file = cache.create(&self.files, Kind::Index)?;
            let bytes: Vec<u8> = self.indexes.offsets.iter().flat_map(|entry| entry.encode()).collect();
            write_part(&*file, &bytes, self.offset_entries * OffsetEntry::SIZE as u64)?;
        }
        if self.position == 0 || !self.indexes.times.is_empty() {
            let file = cache.create(&self.files, Kind::TimeIndex)?;
            let bytes: Vec<u8> = self.indexes.times.iter().flat_map(|entry| entry.encode()).collect();
            write_part(&*file, &bytes, self.time_entries * TimeEntry::SIZE as u64)?;
        }
        if !self.indexes.aborted.is_empty() {
            let file = cache.create(&self.files, Kind::TxnIndex)?;
            let bytes: Vec<u8> = self.indexes.aborted.iter().flat_map(|entry| entry.encode()).collect();
            // A disk without room may have taken a part of an entry.
            let whole = file.len()? / AbortedTxn::SIZE as u64 * AbortedTxn::SIZE as u64;
            write_part(&*file, &bytes, whole)?;
            drained.names_changed = true;
        }
        Ok(())
    }
}

fn write_part(file: &dyn DiskFile, bytes: &[u8], position: u64) -> io::Result<()> {
    if bytes.is_empty() { Ok(()) } else { file.write_all_at(&[IoSlice::new(bytes)], position) }
}

/// The entries that belong to what lies before `position` and up to `last_offset`.
fn due_indexes(segment: &Segment, position: u64, last_offset: i64) -> PendingIndexes {
    let pending = &segment.pending;
    let base = segment.base;
    let offsets = pending.offsets.iter().take_while(|entry| u64::from(entry.position) < position);
    let is_due = |relative: u32| base.saturating_add(i64::from(relative)) <= last_offset;
    let times = pending.times.iter().take_while(|entry| is_due(entry.relative_offset));
    let aborted = pending.aborted.iter().take_while(|entry| entry.last_offset <= last_offset);
    PendingIndexes {
        offsets: offsets.copied().collect(),
        times: times.copied().collect(),
        aborted: aborted.copied().collect(),
    }
}

impl PartitionLog {
    /// The next piece for write-back: file work that was decided, then the oldest batches of one segment. At most
    /// `bytes_max`, but one batch at least.
    pub(crate) fn plan_drain(&self, bytes_max: u64, now: MonotonicMs) -> DrainPlan {
        let mut state = self.enter();
        let generation = state.generation;
        let (ops, blocked) = state.take_file_ops();
        if blocked {
            // What comes after must not overtake.
            return DrainPlan { generation, ops, write: None, blocked };
        }
        let front = state.tail.start();
        while let Some(base) = state.dirty.sealed.front().copied() {
            let drained = |segment: &Segment| front.is_none_or(|start| segment.end <= start);
            let Some(segment) = state.segment_for(base).filter(|segment| segment.base == base) else {
                state.dirty.sealed.pop_front();
                continue;
            };
            if !drained(segment) {
                break;
            }
            let mut write = SegmentWrite::new(segment, Vec::new(), i64::MAX);
            write.sealing = true;
            write.seal_at = Some(segment.size);
            return DrainPlan { generation, ops, write: Some(write), blocked };
        }
        let run = state.tail.front_run(bytes_max, BATCHES_MAX);
        let last_offset = run.last().map_or(-1, |last| last.last_offset);
        let segment = run.first().and_then(|first| state.segment_for(first.segment));
        let mut write = segment.map(|segment| SegmentWrite::new(segment, run, last_offset));
        if let Some(write) = &mut write {
            let preallocate = state.config.preallocate;
            write.preallocate = preallocate.then_some(u64::from(state.config.segment_bytes));
            let config = &self.shared().config;
            let has_readers =
                state.file_read.is_some_and(|then| now.since(then) < config.cached_after_read_ms);
            write.direct = !has_readers && config.direct_bytes_min <= write.bytes();
        }
        DrainPlan { generation, ops, write, blocked }
    }

    /// The index entries that are due once everything below `end` is in the files: for an anchor, which needs them
    /// although no batch follows. With `trim`, reserved room is given back.
    pub(crate) fn plan_indexes(&self, end: i64, trim: bool) -> DrainPlan {
        let state = self.enter();
        let last_offset = end.saturating_sub(1);
        let trim = trim && state.tail.is_empty();
        let segment = state.segment_for(last_offset);
        let segment = segment.filter(|segment| 0 < segment.written && (trim || !segment.pending.is_empty()));
        let mut write = segment.map(|segment| SegmentWrite::new(segment, Vec::new(), last_offset));
        if let Some(write) = &mut write {
            write.seal_at = trim.then_some(write.position);
        }
        DrainPlan { generation: state.generation, ops: Vec::new(), write, blocked: false }
    }

    /// Whether file work waits that must come before what is committed at `end`.
    pub(crate) fn has_file_work(&self, end: i64) -> bool {
        let state = self.enter();
        let is_due = |base: &i64| {
            state.segment_for(*base).is_some_and(|segment| segment.base == *base && segment.end <= end)
        };
        !state.dirty.file_ops.is_empty() || state.dirty.sealed.iter().any(is_due)
    }

    /// The file work of a plan that can't be carried out now.
    pub(crate) fn return_file_ops(&self, plan: DrainPlan) {
        let mut state = self.enter();
        for op in plan.ops.into_iter().rev() {
            state.dirty.file_ops.push_front((0, op));
        }
    }

    /// The log is gone: nothing in it is to be written any more. Returns the bytes of memory that went free.
    pub(crate) fn abandon_drain(&self) -> u64 {
        let mut state = self.enter();
        state.dirty.file_ops.clear();
        state.dirty.retired.abandon();
        state.dirty.sealed.clear();
        state.tail.truncate(0)
    }

    /// A piece is in the files. Returns the bytes of memory that went free.
    pub(crate) fn finish_drain(&self, plan: &DrainPlan) -> u64 {
        let mut state = self.enter();
        let Some(write) = plan.write.as_ref().filter(|_| plan.generation == state.generation) else {
            return 0;
        };
        let base = write.files.base();
        if write.sealing && state.dirty.sealed.front() == Some(&base) {
            state.dirty.sealed.pop_front();
        }
        let position = write.position + write.bytes();
        let index = state.segments.partition_point(|segment| segment.base < base);
        // A cleaned segment may have taken the place of the one that this was about.
        let same = |segment: &&mut Segment| Arc::ptr_eq(&segment.files, &write.files);
        if let Some(segment) = state.segments.get_mut(index).filter(same) {
            segment.written = segment.written.max(position);
            segment.pending.offsets.drain(..write.indexes.offsets.len());
            segment.pending.times.drain(..write.indexes.times.len());
            segment.pending.aborted.drain(..write.indexes.aborted.len());
            if segment.pending.is_empty() {
                segment.pending = PendingIndexes::default();
            }
        }
        write.batches.last().map_or(0, |last| state.tail.drop_through(last.last_offset))
    }

    /// Whether write-back has anything to do, after which the log leaves the queue if not.
    pub(crate) fn still_drainable(&self) -> bool {
        let mut state = self.enter();
        let more =
            !state.tail.is_empty() || !state.dirty.file_ops.is_empty() || !state.dirty.sealed.is_empty();
        state.dirty.queued = more;
        more
    }
}
