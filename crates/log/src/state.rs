//! A partition log's state, without I/O: what is where, who may append, how far things are.
//!
//! Everything here runs under the partition's short lock and does no system call. Files follow behind:
//! what has to happen to them is queued ([`FileOp`]) and carried out by write-back, in order.
//!
//! Words: *log end* - the offset of the next record; *written end*, *durable end* - what the kernel, the disk
//! holds; *recovery point* - what is in synced segment files; *generation* - grows when records are taken back,
//! so that late results of older ones are recognised.

mod admission;
mod file_op;
mod retired;

use std::{collections::VecDeque, sync::Arc};

pub use admission::TransactionView;
pub(crate) use admission::{Admission, Admitted};
use bytes::Bytes;
pub(crate) use file_op::FileOp;
use moldau_ids::{LeaderEpoch, MonotonicMs};
use retired::Retired;

use crate::{
    batch::PreparedBatch,
    config::LogConfig,
    epochs::EpochCache,
    errors::Failure,
    files::SegmentFiles,
    invariants::LogBounds,
    producers::ProducerStates,
    segment::{AppendedBatch, Segment},
    tail::{Tail, TailBatch},
};

/// How far a journal round reaches in this log.
#[derive(Debug, Clone, Copy)]
struct RoundEnd {
    round: u64,
    end: i64,
}

/// What write-back and the directory's bookkeeping still have to do for this log.
#[derive(Debug, Default)]
pub(crate) struct Dirty {
    /// The log stands in the directory's drain queue.
    pub(crate) queued: bool,
    /// The log stands in the directory's set of logs that the next commit must cover.
    pub(crate) uncommitted: bool,
    /// The epoch history is newer than its file.
    pub(crate) epochs: bool,
    /// Segments that recovery changed and did not sync.
    pub(crate) repaired: Vec<Arc<SegmentFiles>>,
    /// Bytes appended since the last producer snapshot.
    pub(crate) bytes_since_snapshot: u64,
    /// Segments that were closed and whose last index entries are not yet in the files.
    pub(crate) sealed: VecDeque<i64>,
    /// File work, and the round that each waits for: what the files lose, the journal must have said.
    pub(crate) file_ops: VecDeque<(u64, FileOp)>,
    pub(crate) retired: Retired,
}

/// Counts what `flush.messages` and `flush.ms` ask for.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct FlushClock {
    pub(crate) unflushed_records: i64,
    pub(crate) last_flush_ms: i64,
}

#[derive(Debug)]
pub(crate) struct LogState {
    pub(crate) config: Arc<LogConfig>,
    pub(crate) failure: Option<Failure>,
    pub(crate) generation: u32,
    /// Grows when segments are replaced by others with the same records, in which they lie elsewhere.
    pub(crate) layout: u64,
    /// The newest round of the journal that takes records back: until it is forgotten, a restart cuts the files there.
    pub(crate) cut_round: u64,
    /// What lies below has been cleaned, if the log ever was.
    pub(crate) cleaned_to: Option<i64>,
    pub(crate) leader_epoch: Option<LeaderEpoch>,
    pub(crate) log_start: i64,
    /// The journal or the checkpoint says that the log begins at this or later, since this round.
    noted_start: (i64, u64),
    pub(crate) log_end: i64,
    pub(crate) high_watermark: i64,
    pub(crate) written_end: i64,
    pub(crate) durable_end: i64,
    pub(crate) recovery_point: i64,
    /// Never empty; the last one is written to.
    pub(crate) segments: VecDeque<Segment>,
    pub(crate) tail: Tail,
    rounds: VecDeque<RoundEnd>,
    /// The newest round that is durable, of those this log has frames in.
    durable_round: u64,
    pub(crate) epochs: EpochCache,
    pub(crate) producers: ProducerStates,
    /// Transactions ended since the log was loaded.
    transactions_ended: u64,
    pub(crate) dirty: Dirty,
    pub(crate) flush: FlushClock,
    /// When records were last read from the files.
    pub(crate) file_read: Option<MonotonicMs>,
}

/// Where a truncation cuts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cut {
    /// The log's new end, where a batch begins.
    pub(crate) end: i64,
    /// The segment that `end` lies in, by its base.
    pub(crate) segment: i64,
    /// The position of `end` in that segment.
    pub(crate) size: u64,
    /// The generation in which this was true.
    pub(crate) generation: u32,
    /// The layout in which this was true.
    pub(crate) layout: u64,
}

impl LogState {
    /// An empty log that begins at `segment`'s base.
    pub(crate) fn new(config: Arc<LogConfig>, segment: Segment, now_ms: i64) -> Self {
        let base = segment.base;
        Self {
            config,
            failure: None,
            generation: 0,
            layout: 0,
            cut_round: 0,
            cleaned_to: None,
            leader_epoch: None,
            log_start: base,
            noted_start: (base, 0),
            transactions_ended: 0,
            log_end: base,
            high_watermark: base,
            written_end: base,
            durable_end: base,
            recovery_point: base,
            segments: VecDeque::from([segment]),
            tail: Tail::default(),
            rounds: VecDeque::new(),
            durable_round: 0,
            epochs: EpochCache::default(),
            producers: ProducerStates::default(),
            dirty: Dirty::default(),
            flush: FlushClock { unflushed_records: 0, last_flush_ms: now_ms },
            file_read: None,
        }
    }

    pub(crate) fn bounds(&self) -> LogBounds {
        LogBounds {
            log_start: self.log_start,
            recovery_point: self.recovery_point,
            durable_end: self.durable_end,
            written_end: self.written_end,
            log_end: self.log_end,
            high_watermark: self.high_watermark,
            last_stable: self.last_stable_offset(),
            generation: self.generation,
        }
    }

    /// Where `read_committed` readers stop: the first unstable offset or the high watermark.
    pub(crate) fn last_stable_offset(&self) -> i64 {
        let unstable = self.producers.first_unstable_offset().unwrap_or(i64::MAX);
        unstable.min(self.high_watermark).max(self.log_start.min(self.high_watermark))
    }

    /// The segment that is written to.
    pub(crate) fn active(&mut self) -> &mut Segment {
        self.segments.back_mut().expect("a log has at least one segment")
    }

    /// The segment that holds `offset`, if the log does.
    pub(crate) fn segment_for(&self, offset: i64) -> Option<&Segment> {
        let after = self.segments.partition_point(|segment| segment.base <= offset);
        self.segments.get(after.checked_sub(1)?)
    }

    /// Bytes of records in all segments.
    pub(crate) fn size(&self) -> u64 {
        self.segments.iter().map(|segment| segment.size).sum()
    }

    /// Takes in a batch that the journal holds: `bytes` is its view in the chunk, `round` when it will be
    /// durable. `new_segment` makes the files of a segment with a base.
    pub(crate) fn record(
        &mut self,
        batch: &PreparedBatch,
        admitted: Admitted,
        (bytes, round): (Bytes, u64),
        now_ms: i64,
        new_segment: impl FnOnce(i64) -> Segment,
    ) {
        let Admitted { base_offset, last_offset, leader_epoch } = admitted;
        assert!(self.log_end <= base_offset, "a batch goes behind the end of its log");
        let size = bytes.len() as u64;
        let appended = AppendedBatch { last_offset, size, ..AppendedBatch::of(batch.header()) };
        let config = Arc::clone(&self.config);
        if self.active().should_roll(appended, &config, now_ms) {
            self.roll(base_offset, new_segment);
        }
        self.dirty.epochs |= self.epochs.assign(leader_epoch, base_offset);
        let completed = self.producers.apply(&batch.producer, base_offset, last_offset);
        self.transactions_ended += u64::from(batch.producer.marker.is_some());
        let segment = self.active();
        let position = segment.append(appended, config.index_interval_bytes);
        let segment_base = segment.base;
        if let Some(completed) = completed.filter(|completed| completed.aborted) {
            let entry = self.producers.aborted_entry(&completed);
            self.active().append_aborted(entry);
        }
        self.tail.push(TailBatch {
            base_offset,
            last_offset,
            max_timestamp: appended.max_timestamp,
            segment: segment_base,
            position,
            bytes,
        });
        self.log_end = last_offset.saturating_add(1);
        self.dirty.bytes_since_snapshot += size;
        self.flush.unflushed_records += i64::from(batch.record_count());
        self.note_round(round);
    }

    /// The log's present end is durable when `round` is.
    pub(crate) fn note_round(&mut self, round: u64) {
        let end = self.log_end;
        match self.rounds.back_mut() {
            Some(last) if last.round == round => last.end = end,
            Some(_) | None => self.rounds.push_back(RoundEnd { round, end }),
        }
    }

    /// Closes the active segment and begins one at `base`. Nothing happens while the active one is empty, but
    /// that it may have to begin further on.
    pub(crate) fn roll(&mut self, base: i64, new_segment: impl FnOnce(i64) -> Segment) {
        let active = self.active();
        if active.size == 0 {
            if active.base == base {
                return;
            }
            let files = Arc::clone(&active.files);
            self.segments.pop_back();
            self.dirty.file_ops.push_back((0, FileOp::Delete { files }));
        } else {
            active.note_time();
            let base = active.base;
            self.dirty.sealed.push_back(base);
        }
        self.segments.push_back(new_segment(base));
    }

    /// A round is in the kernel. Returns the written end to tell of, if the round had batches of this log.
    pub(crate) fn on_round_written(&mut self, round: u64) -> Option<i64> {
        let reached = self.rounds.iter().take_while(|entry| entry.round <= round).last()?.end;
        // As with durable rounds: a commit may have been here before, and has told nobody.
        self.written_end = self.written_end.max(reached);
        Some(self.written_end)
    }

    /// A round is on the disk. Returns the durable end to tell of, if the round had batches of this log.
    pub(crate) fn on_round_durable(&mut self, round: u64) -> Option<i64> {
        self.durable_round = self.durable_round.max(round);
        let mut reached = None;
        while let Some(first) = self.rounds.front()
            && first.round <= round
        {
            reached = Some(first.end);
            self.rounds.pop_front();
        }
        let reached = reached?;
        self.written_end = self.written_end.max(reached);
        // A commit may have made these batches durable before their round was: it tells nobody, so this has to.
        self.durable_end = self.durable_end.max(reached);
        Some(self.durable_end)
    }

    /// Has the damaged indexes of closed segments made again. Whether there are any.
    pub(crate) fn reindex_suspects(&mut self) -> bool {
        let before = self.dirty.file_ops.len();
        let closed = self.segments.len().saturating_sub(1);
        for segment in self.segments.iter().take(closed) {
            let settled = segment.written == segment.size
                && segment.pending.is_empty()
                && !self.dirty.sealed.contains(&segment.base);
            if settled && segment.files.take_suspicion() {
                let op = FileOp::Reindex { files: Arc::clone(&segment.files), size: segment.size };
                self.dirty.file_ops.push_back((0, op));
            }
        }
        before < self.dirty.file_ops.len()
    }

    /// The newest round that is durable, of those this log has frames in.
    pub(crate) const fn durable_round(&self) -> u64 {
        self.durable_round
    }

    /// The round that has a note of the log's start at `start` or later, if the journal was given one.
    pub(crate) fn round_of_start(&self, start: i64) -> Option<u64> {
        let (noted, round) = self.noted_start;
        (start <= noted).then_some(round)
    }

    /// The journal was given a note of the log's start.
    pub(crate) const fn start_noted(&mut self, start: i64, round: u64) {
        self.noted_start = (start, round);
    }

    /// The file work at the front of the queue that may be done now, and whether more waits for the journal.
    pub(crate) fn take_file_ops(&mut self) -> (Vec<FileOp>, bool) {
        let mut ready = Vec::new();
        while let Some((_, op)) = self.dirty.file_ops.pop_front_if(|(round, _)| *round <= self.durable_round)
        {
            ready.push(op);
        }
        (ready, !self.dirty.file_ops.is_empty())
    }

    /// Everything up to `end` is in synced segment files.
    pub(crate) fn on_committed(&mut self, end: i64) {
        let end = end.min(self.log_end);
        self.recovery_point = self.recovery_point.max(end);
        self.durable_end = self.durable_end.max(end);
        self.written_end = self.written_end.max(end);
    }

    /// The replica layer moved the high watermark. It is taken as it is, within the log.
    pub(crate) fn set_high_watermark(&mut self, offset: i64) {
        self.high_watermark = offset.clamp(self.log_start.min(self.log_end), self.log_end);
        self.producers.on_high_watermark(self.high_watermark);
    }

    /// Moves the first offset ahead. Returns whether it moved.
    pub(crate) fn advance_log_start(&mut self, to: i64) -> bool {
        if to <= self.log_start {
            return false;
        }
        self.log_start = to;
        self.dirty.epochs |= self.epochs.truncate_from_start(to);
        true
    }

    /// Takes back everything from `cut.end` on, of which the segment that holds it keeps `cut.size` bytes. The log goes on
    /// in a new segment. The files follow once `round` is durable. Returns the bytes of tail that went.
    pub(crate) fn truncate(
        &mut self,
        cut: &Cut,
        round: u64,
        producers: ProducerStates,
        new_segment: impl FnOnce(i64) -> Segment,
    ) -> u64 {
        let Cut { end, segment, size, .. } = *cut;
        assert!(self.log_start <= end && end <= self.log_end, "a log is truncated within itself");
        self.generation = self.generation.saturating_add(1);
        self.cut_round = self.cut_round.max(round);
        while let Some(last) = self.segments.back()
            && end <= last.base
        {
            let files = Arc::clone(&last.files);
            self.segments.pop_back();
            self.dirty.file_ops.push_back((round, FileOp::Delete { files }));
        }
        if let Some(last) = self.segments.back_mut().filter(|last| last.base == segment) {
            last.cut(end, size);
            let files = Arc::clone(&last.files);
            self.dirty.file_ops.push_back((round, FileOp::Truncate { files, size, end }));
        }
        // Whichever is last now is not written to again, once what is left of it has been.
        if let Some(last) =
            self.segments.back_mut().filter(|last| last.written < last.size || last.base == segment)
        {
            last.note_time();
            let base = last.base;
            if self.dirty.sealed.back() != Some(&base) {
                self.dirty.sealed.push_back(base);
            }
        }
        self.dirty.file_ops.push_back((round, FileOp::DropSnapshotsAbove(end)));
        self.segments.push_back(new_segment(end));
        self.clamp_to(end);
        self.producers = producers;
        self.tail.truncate(end)
    }

    /// Drops everything and goes on at `offset`. The files follow once `round` is durable. Returns the bytes of tail
    /// that went.
    pub(crate) fn restart_at(
        &mut self,
        offset: i64,
        round: u64,
        new_segment: impl FnOnce(i64) -> Segment,
    ) -> u64 {
        let freed = self.move_to(offset, round, new_segment);
        self.dirty.retired.cut(-1);
        self.dirty.file_ops.push_back((round, FileOp::DropSnapshotsAbove(-1)));
        self.dirty.epochs |= self.epochs.clear();
        self.producers = ProducerStates::default();
        freed
    }

    /// As [`Self::restart_at`], but what is known of producers and epochs stays.
    pub(crate) fn move_to(
        &mut self,
        offset: i64,
        round: u64,
        new_segment: impl FnOnce(i64) -> Segment,
    ) -> u64 {
        self.generation = self.generation.saturating_add(1);
        self.cut_round = self.cut_round.max(round);
        let segments = self.segments.drain(..).map(|segment| segment.files);
        for files in self.dirty.retired.take_all().chain(segments) {
            self.dirty.file_ops.push_back((round, FileOp::Delete { files }));
        }
        self.segments.push_back(new_segment(offset));
        let freed = self.tail.truncate(0);
        self.rounds.clear();
        self.log_start = offset;
        self.cleaned_to = self.cleaned_to.map(|cleaned| cleaned.min(offset));
        self.noted_start = (offset, round);
        self.log_end = offset;
        self.high_watermark = offset;
        self.written_end = offset;
        self.durable_end = offset;
        self.recovery_point = offset;
        freed
    }

    fn clamp_to(&mut self, end: i64) {
        self.log_end = end;
        self.high_watermark = self.high_watermark.min(end);
        self.written_end = self.written_end.min(end);
        self.durable_end = self.durable_end.min(end);
        self.recovery_point = self.recovery_point.min(end);
        self.cleaned_to = self.cleaned_to.map(|cleaned| cleaned.min(end));
        self.dirty.retired.cut(end);
        for round in &mut self.rounds {
            round.end = round.end.min(end);
        }
        self.dirty.epochs |= self.epochs.truncate_from_end(end);
    }
}

#[cfg(test)]
mod tests;
