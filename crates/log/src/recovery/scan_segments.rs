//! The part of a log that lies in segment files: what can be trusted, what is read again, where it ends.

use std::{collections::VecDeque, io, sync::Arc};

use moldau_wire::record_batch::{BatchHeader, RecordBatch};

use super::{Base, Found, Inventory, LoadInput, StartMode, empty_base, files, producers};
use crate::{
    batch::producer_batch,
    config::LogConfig,
    directory_shared::Shared,
    drain::{append_pending_indexes, truncate_segment},
    epochs::EpochCache,
    errors::OpenError,
    files::{Kind, SegmentFiles},
    format::index::{OffsetEntry, TimeEntry, valid_offset_entries, valid_time_entries},
    producers::ProducerStates,
    scan::{Access, ScanError, SegmentView},
    segment::{AppendedBatch, Highest, HighestTimestamp, Segment},
};

/// Where reading again begins and where the files must and may end.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Records from here on are read.
    from: i64,
    /// Damage below is reported, not cut away.
    recovery_point: i64,
    /// What lies at or beyond is cut away.
    end: i64,
    /// Damage at or above the recovery point is cut away; else it is reported as well.
    cut_damage: bool,
}

struct Pass<'a> {
    shared: &'a Arc<Shared>,
    config: &'a LogConfig,
    limits: Limits,
    producers: ProducerStates,
    producers_from: i64,
    epochs: EpochCache,
    end: i64,
    since_anchor: u64,
}

/// Brings the files into a state that can be relied on. `file_end` is where they stop counting.
pub(super) fn recover(
    shared: &Arc<Shared>,
    config: &LogConfig,
    input: &LoadInput,
    mut inventory: Inventory,
    (log_start, file_end): (i64, i64),
) -> Result<Base, OpenError> {
    let beyond: Vec<i64> = inventory.segments.range(file_end..).map(|(base, _)| *base).collect();
    for base in beyond {
        files::remove_segment(shared, &inventory, base)?;
        inventory.segments.remove(&base);
    }
    let recovery_point = input.recovery_point.min(file_end);
    let anchor_limit = if input.mode == StartMode::Clean { i64::MAX } else { recovery_point };
    let anchor = producers::newest_snapshot(shared, &inventory, anchor_limit.min(file_end))?;
    let anchor_at = anchor.as_ref().map(|(offset, _)| *offset);
    if let Some(anchor) = anchor_at.filter(|_| input.mode == StartMode::Journal) {
        // Deleted records behind the anchor are needed for their producers.
        remove_below(shared, &mut inventory, log_start.min(anchor))?;
    }
    let Some(last_base) = inventory.segments.keys().next_back().copied() else {
        return empty_log(shared, input, &inventory, (recovery_point, anchor));
    };
    let first_base = inventory.segments.keys().next().copied().unwrap_or(last_base);
    let no_anchor = anchor.is_none();
    let (producers_from, producers) = anchor.unwrap_or((first_base, ProducerStates::default()));
    let from = match input.mode {
        // Kafka writes a snapshot whenever it stops in order: none means that there are no producers.
        StartMode::Clean if no_anchor => last_base,
        StartMode::Clean | StartMode::Journal => producers_from,
        StartMode::Scan => {
            let of_recovery_point = inventory.segments.range(..=recovery_point).next_back();
            of_recovery_point.map_or(first_base, |(base, _)| *base).min(producers_from)
        }
    };
    let mut pass = Pass {
        shared,
        config,
        limits: Limits { from, recovery_point, end: file_end, cut_damage: input.mode == StartMode::Scan },
        producers,
        producers_from: if input.mode == StartMode::Clean && no_anchor { i64::MAX } else { producers_from },
        epochs: EpochCache::default(),
        end: first_base,
        since_anchor: 0,
    };
    let (segments, repaired) = pass.run(input, &inventory)?;
    let producers_end = anchor_at.map_or(pass.end, |anchor| anchor.max(pass.end));
    pass.check_end(&inventory, last_base, input.mode, log_start)?;
    drop_snapshots_above(shared, &inventory, pass.end)?;
    Ok(Base {
        segments,
        end: pass.end,
        producers: pass.producers,
        epochs: pass.epochs,
        repaired,
        since_anchor: pass.since_anchor,
        anchor: anchor_at.filter(|anchor| *anchor <= pass.end),
        producers_end,
    })
}

/// Removes segments that lie wholly below `limit`: they had been deleted, but not all of their names were gone.
fn remove_below(shared: &Arc<Shared>, inventory: &mut Inventory, limit: i64) -> Result<(), OpenError> {
    let Some(first_kept) = inventory.segments.range(..=limit).next_back().map(|(base, _)| *base) else {
        return Ok(());
    };
    let kept = inventory.segments.split_off(&first_kept);
    for base in inventory.segments.keys() {
        files::remove_segment(shared, inventory, *base)?;
    }
    inventory.segments = kept;
    Ok(())
}

/// No segment counts: the log begins where it was known to be committed.
fn empty_log(
    shared: &Arc<Shared>,
    input: &LoadInput,
    inventory: &Inventory,
    (recovery_point, anchor): (i64, Option<(i64, ProducerStates)>),
) -> Result<Base, OpenError> {
    let start = recovery_point.max(input.log_start);
    drop_snapshots_above(shared, inventory, start)?;
    let mut base = empty_base(shared, input, start);
    // What the journal has below the start has been deleted, but is news of its producers.
    base.producers_end = recovery_point;
    if let Some((offset, states)) = anchor.filter(|(offset, _)| *offset <= start) {
        (base.anchor, base.producers) = (Some(offset), states);
    }
    Ok(base)
}

fn drop_snapshots_above(shared: &Arc<Shared>, inventory: &Inventory, end: i64) -> Result<(), OpenError> {
    for offset in inventory.snapshots.range(end.saturating_add(1)..) {
        files::remove_snapshot(shared, inventory, *offset)?;
    }
    Ok(())
}

impl Pass<'_> {
    fn run(
        &mut self,
        input: &LoadInput,
        inventory: &Inventory,
    ) -> Result<(VecDeque<Segment>, Vec<Arc<SegmentFiles>>), OpenError> {
        let mut segments = VecDeque::new();
        let mut repaired = Vec::new();
        let mut damaged = false;
        let mut bases = inventory.segments.iter().peekable();
        while let Some((base, found)) = bases.next() {
            let next = bases.peek().map(|(base, _)| **base);
            if damaged {
                files::remove_segment(self.shared, inventory, *base)?;
                continue;
            }
            let files = SegmentFiles::new(Arc::clone(&input.dir), *base);
            if let Some(next) = next.filter(|next| *next <= self.limits.from) {
                if !found.has_whole_indexes() {
                    files.suspect_indexes();
                }
                segments.push_back(self.trusted(&files, *found, next)?);
                self.end = next;
                continue;
            }
            let (segment, whole) = self.read_again(&files, *found, next)?;
            damaged = !whole;
            repaired.push(Arc::clone(&files));
            let mut segment = segment;
            let closed = next.is_some() && whole;
            self.write_indexes(&mut segment, closed)?;
            segments.push_back(segment);
        }
        Ok((segments, repaired))
    }

    /// A segment that need not be looked into.
    fn trusted(&self, files: &Arc<SegmentFiles>, found: Found, next: i64) -> Result<Segment, OpenError> {
        let path = files.path(Kind::Log);
        let modified = self.shared.files.disk().modified_ms(&path).map_err(OpenError::io("look at", path))?;
        let mut segment = Segment::empty(Arc::clone(files), modified);
        segment.end = next;
        segment.end_known = false;
        segment.size = found.size;
        segment.written = found.size;
        segment.highest = HighestTimestamp::Unread;
        segment.has_aborted = found.has_txn_index;
        Ok(segment)
    }

    /// Reads a segment's batches from where they are not trusted any more, checks them and makes their index entries
    /// again. The second value says whether it was whole.
    fn read_again(
        &mut self,
        files: &Arc<SegmentFiles>,
        found: Found,
        next: Option<i64>,
    ) -> Result<(Segment, bool), OpenError> {
        let path = files.path(Kind::Log);
        let view = SegmentView { files: Arc::clone(files), readable: found.size };
        let mut segment = self.trusted(files, found, files.base())?;
        let start = self.start_position(&view, &mut segment)?;
        segment.size = start;
        let mut whole = true;
        loop {
            match self.next_batch(&view, &mut segment) {
                Ok(true) => {}
                Ok(false) => break,
                Err(ScanError::Failed(crate::errors::ReadError::Corrupt { position, problem, .. })) => {
                    if self.end < self.limits.recovery_point || !self.limits.cut_damage {
                        return Err(OpenError::Corrupt { path, position, problem });
                    }
                    tracing::warn!(path = %path.display(), position, problem, "segment cut at a damaged batch");
                    whole = false;
                    break;
                }
                Err(error) => return Err(scan_failed(error, path)),
            }
        }
        let whole = whole && next.is_none_or(|next| self.end <= next);
        truncate_segment(&self.shared.files, files, segment.size, self.end)
            .map_err(OpenError::io("truncate", &path))?;
        segment.written = segment.size;
        segment.end_known = true;
        Ok((segment, whole))
    }

    /// The position from which a segment is read again; cuts its indexes to what lies before.
    fn start_position(&mut self, view: &SegmentView, segment: &mut Segment) -> Result<u64, OpenError> {
        let path = view.files.path(Kind::Log);
        self.end = self.end.max(segment.base);
        let inside = segment.base < self.limits.from;
        let trusted = if inside { self.sanitize(view)? } else { 0 };
        let mut position = 0;
        if inside {
            let cache = &self.shared.files;
            let mut end = segment.base;
            let mut walk = || -> Result<(u64, i64), ScanError> {
                let mut headers = view.headers(cache, Access::Blocking, trusted)?;
                // What follows the last batch may be reserved room.
                while end < self.limits.from {
                    let Some((at, header)) = headers.next()? else { break };
                    if self.limits.from <= header.base_offset {
                        return Ok((at, end));
                    }
                    end = header.next_offset();
                }
                Ok((headers.position(), end))
            };
            let (found, end) = walk().map_err(|error| scan_failed(error, path.clone()))?;
            position = found;
            self.end = end;
        }
        self.cut_indexes(view, segment, position)?;
        Ok(position)
    }

    /// Cuts what can't be true from the indexes' ends. Returns a position at or before the first untrusted record
    /// where a batch begins.
    fn sanitize(&self, view: &SegmentView) -> Result<u64, OpenError> {
        let relative = self.limits.from.saturating_sub(view.base());
        let path = view.files.path(Kind::Index);
        let read = || -> io::Result<u64> {
            let Some(file) = self.shared.files.existing(&view.files, Kind::Index)? else { return Ok(0) };
            let bytes = read_whole(&*file)?;
            let count = valid_offset_entries(&bytes, view.readable);
            let entries = bytes.chunks_exact(OffsetEntry::SIZE).take(count).filter_map(OffsetEntry::decode);
            let last = entries.take_while(|entry| i64::from(entry.relative_offset) < relative).last();
            Ok(last.map_or(0, |entry| u64::from(entry.position)))
        };
        read().map_err(OpenError::io("read", path))
    }

    /// Keeps index entries of what lies before `position` and takes over what they say.
    fn cut_indexes(&self, view: &SegmentView, segment: &mut Segment, position: u64) -> Result<(), OpenError> {
        let path = view.files.path(Kind::Index);
        let cache = &self.shared.files;
        let mut cut = || -> io::Result<()> {
            if let Some(file) = cache.existing(&view.files, Kind::Index)? {
                let bytes = read_whole(&*file)?;
                let count = valid_offset_entries(&bytes, position);
                segment.offset_entries = count as u64;
                set_len_if_other(&*file, bytes.len(), count * OffsetEntry::SIZE)?;
            }
            if let Some(file) = cache.existing(&view.files, Kind::TimeIndex)? {
                let bytes = read_whole(&*file)?;
                let relative = u64::try_from(self.end.saturating_sub(segment.base)).unwrap_or(0);
                let count = if position == 0 { 0 } else { valid_time_entries(&bytes, relative) };
                segment.time_entries = count as u64;
                set_len_if_other(&*file, bytes.len(), count * TimeEntry::SIZE)?;
                let last =
                    bytes.chunks_exact(TimeEntry::SIZE).take(count).next_back().and_then(TimeEntry::decode);
                segment.highest = HighestTimestamp::None;
                if let Some(entry) = last {
                    segment.last_time_entry = entry.timestamp;
                    let offset = segment.base.saturating_add(i64::from(entry.relative_offset));
                    let highest = Highest { timestamp: entry.timestamp, offset };
                    segment.highest = HighestTimestamp::Known(highest);
                }
            } else {
                segment.highest = HighestTimestamp::None;
            }
            // Entries are made again with the producers, so only from the anchor on. Those below are as durable as that.
            crate::drain::cut_aborted(cache, &view.files, self.end.max(self.producers_from))
        };
        cut().map_err(OpenError::io("cut", path))?;
        segment.end = self.end;
        if 0 < position {
            segment.first_timestamp = self.first_timestamp(view)?;
        }
        Ok(())
    }

    fn first_timestamp(&self, view: &SegmentView) -> Result<Option<i64>, OpenError> {
        let first =
            view.headers(&self.shared.files, Access::Blocking, 0).and_then(|mut headers| headers.next());
        let first = first.map_err(|error| scan_failed(error, view.files.path(Kind::Log)))?;
        Ok(first.map(|(_, header)| header.max_timestamp))
    }

    /// Takes the next batch of a segment in; `false` at its end.
    fn next_batch(&mut self, view: &SegmentView, segment: &mut Segment) -> Result<bool, ScanError> {
        if self.limits.end <= self.end {
            return Ok(false);
        }
        let cache = &self.shared.files;
        let Some((position, header)) = view.headers(cache, Access::Blocking, segment.size)?.next()? else {
            return Ok(false);
        };
        // The end is where a batch begins: one that lies across it is of an older history.
        if self.limits.end < header.next_offset() {
            return Ok(false);
        }
        if header.base_offset < self.end {
            let problem = format!("offset {} comes after {}", header.base_offset, self.end);
            return Err(view.corrupt(position, problem).into());
        }
        let bytes = view.batch_at(cache, position, &header)?;
        let batch = RecordBatch::parse(&bytes).and_then(|batch| batch.verify_crc());
        batch.map_err(|error| view.corrupt(position, error.to_string()))?;
        self.take(segment, &header, &bytes);
        Ok(true)
    }

    fn take(&mut self, segment: &mut Segment, header: &BatchHeader, bytes: &bytes::Bytes) {
        let appended = AppendedBatch::of(header);
        segment.append(appended, self.config.index_interval_bytes);
        self.epochs.assign(header.partition_leader_epoch, header.base_offset);
        if self.producers_from <= header.base_offset {
            self.since_anchor += appended.size;
            let batch = producer_batch(header, bytes);
            let completed = self.producers.apply(&batch, header.base_offset, header.last_offset());
            if let Some(completed) = completed.filter(|completed| completed.aborted) {
                segment.append_aborted(self.producers.aborted_entry(&completed));
            }
        }
        self.end = header.next_offset();
    }

    /// Puts the index entries that were made again into the files.
    fn write_indexes(&self, segment: &mut Segment, closed: bool) -> Result<(), OpenError> {
        if closed {
            segment.note_time();
        }
        let path = segment.files.path(Kind::Index);
        append_pending_indexes(&self.shared.files, segment).map_err(OpenError::io("write", path))
    }

    /// Whether everything up to the recovery point was found, but for what had been deleted before it reached a file.
    fn check_end(
        &mut self,
        inventory: &Inventory,
        last_base: i64,
        mode: StartMode,
        log_start: i64,
    ) -> Result<(), OpenError> {
        let required = match mode {
            StartMode::Clean => return Ok(()),
            StartMode::Journal | StartMode::Scan => self.limits.recovery_point,
        };
        if required <= log_start {
            self.end = self.end.max(required);
        }
        if required <= self.end {
            return Ok(());
        }
        Err(OpenError::Corrupt {
            path: inventory.path(last_base, crate::format::names::LOG_SUFFIX),
            position: 0,
            problem: format!("the log ends at offset {}, below the recovery point {required}", self.end),
        })
    }
}

fn scan_failed(error: ScanError, path: std::path::PathBuf) -> OpenError {
    match error {
        ScanError::Failed(crate::errors::ReadError::Corrupt { path, position, problem }) => {
            OpenError::Corrupt { path, position, problem }
        }
        ScanError::Failed(crate::errors::ReadError::Io { path, source }) => {
            OpenError::Io { step: "read", path, source }
        }
        ScanError::Failed(error) => OpenError::Corrupt { path, position: 0, problem: error.to_string() },
        ScanError::WouldBlock => {
            OpenError::Corrupt { path, position: 0, problem: "an index entry can't be read".to_owned() }
        }
    }
}

fn set_len_if_other(file: &dyn moldau_disk::DiskFile, len: usize, wanted: usize) -> io::Result<()> {
    if len == wanted { Ok(()) } else { file.set_len(wanted as u64) }
}

fn read_whole(file: &dyn moldau_disk::DiskFile) -> io::Result<Vec<u8>> {
    let len = file.len()?.min(crate::files::SMALL_FILE_MAX);
    let mut bytes = vec![0; usize::try_from(len).unwrap_or(0)];
    moldau_disk::read_exact_at(file, &mut bytes, 0)?;
    Ok(bytes)
}
