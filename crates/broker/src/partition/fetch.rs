//! Reading from a partition: how far a client may see, and what it is told besides records.
//!
//! The tail comes from memory, older records as ranges of files (few of them: as bytes) as far as the page cache has
//! them. What would have to wait for the disk is handed on as a [`FileRead`], to be read on a thread that may block.

use std::sync::Arc;

use moldau_ids::{LeaderEpoch, Offset};
use moldau_log::{FileRead, Located, PartitionLog, ReadError, ReadSlice};
use moldau_wire::{ErrorCode, Records};

use super::Partition;
use crate::{fetch::session::Position, net::file_piece::FilePiece};

/// How far a client may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FetchIsolation {
    /// `read_uncommitted`: to the high watermark.
    HighWatermark,
    /// `read_committed`: to the last stable offset, with the aborted transactions on the way.
    LastStable,
}

/// What a partition says to a Fetch.
#[derive(Debug)]
pub(crate) struct FetchView {
    /// The end of what every in-sync replica holds.
    pub(crate) high_watermark: i64,
    /// The end of what no open transaction precedes.
    pub(crate) last_stable_offset: i64,
    /// The first offset that is still there.
    pub(crate) log_start_offset: i64,
    /// Records that needed no waiting for the disk.
    pub(crate) records: Records,
    /// Records that do, and at most how many bytes of them.
    pub(crate) cold: Option<(FileRead, usize)>,
    /// For `read_committed`: producer id and first offset of aborted transactions, in order of first offset.
    pub(crate) aborted: Option<Vec<(i64, i64)>>,
    /// The client's log diverges: the last epoch both know and where it ends here (KIP-595).
    pub(crate) diverging: Option<(i32, i64)>,
    /// There is something to read from the client's position on, whether or not it had room here.
    pub(crate) is_behind: bool,
}

impl FetchView {
    /// Bytes of records, as far as is known before the disk has been waited for.
    pub(crate) fn bytes(&self) -> usize {
        self.records.len() + self.cold.as_ref().map_or(0, |(_, bytes)| (*bytes).max(1))
    }
}

impl Partition {
    /// What a client at `position` gets: at most `wanted` bytes of whole batches, but at least one batch if
    /// `at_least_one`.
    pub(crate) fn fetch(
        &self,
        position: Position,
        isolation: FetchIsolation,
        wanted: usize,
        at_least_one: bool,
    ) -> Result<FetchView, ErrorCode> {
        let leader = self.leader_view()?;
        leader.check_epoch(position.current_leader_epoch)?;
        let log = self.log()?;
        let ends = log.ends();
        // The log may be ahead of what was just seen of the leader: no answer names an end beyond its high watermark.
        let last_stable_offset = ends.last_stable_offset.min(leader.high_watermark);
        let mut view = FetchView {
            high_watermark: leader.high_watermark.get(),
            last_stable_offset: last_stable_offset.get(),
            log_start_offset: ends.log_start.get(),
            records: Records::EMPTY,
            cold: None,
            aborted: None,
            diverging: None,
            is_behind: false,
        };
        if let Some(diverging) = diverging(log, position)? {
            view.diverging = Some(diverging);
            return Ok(view);
        }
        let from = Offset::new(position.fetch_offset).ok_or(ErrorCode::OffsetOutOfRange)?;
        if from < ends.log_start || ends.log_end < from {
            return Err(ErrorCode::OffsetOutOfRange);
        }
        let up_to = match isolation {
            FetchIsolation::HighWatermark => leader.high_watermark,
            FetchIsolation::LastStable => last_stable_offset,
        };
        view.is_behind = from < up_to;
        if view.is_behind && (0 < wanted || at_least_one) {
            let plan = log.read(from, wanted, at_least_one, up_to).map_err(|error| read_error(&error))?;
            for slice in plan.slices {
                view.take(slice, wanted)?;
            }
        }
        if isolation == FetchIsolation::LastStable {
            let aborted = log.aborted_transactions(from, up_to).map_err(|error| read_error(&error))?;
            view.aborted = Some(aborted.iter().map(|txn| (txn.producer_id, txn.first_offset)).collect());
        }
        Ok(view)
    }
}

impl FetchView {
    fn take(&mut self, slice: ReadSlice, wanted: usize) -> Result<(), ErrorCode> {
        match slice {
            ReadSlice::Memory(bytes) => self.records.push(bytes),
            ReadSlice::File(read) => match read.locate_nowait().map_err(|error| read_error(&error))? {
                Some(Located::Memory(bytes)) => self.records.push(bytes),
                Some(Located::Range(range)) => self.records.push_foreign(Arc::new(FilePiece(range))),
                None => self.cold = Some((read, wanted)),
            },
        }
        Ok(())
    }
}

/// Where the client's log and this one part ways, if the client says which epoch it read last.
fn diverging(log: &PartitionLog, position: Position) -> Result<Option<(i32, i64)>, ErrorCode> {
    if position.last_fetched_epoch < 0 {
        return Ok(None);
    }
    let Some(end) = log.end_offset_for_epoch(LeaderEpoch(position.last_fetched_epoch)) else {
        return Err(ErrorCode::OffsetOutOfRange);
    };
    let diverges =
        end.epoch.get() < position.last_fetched_epoch || end.end_offset.get() < position.fetch_offset;
    Ok(diverges.then_some((end.epoch.get(), end.end_offset.get())))
}

/// The one table from the log's errors while reading to Kafka's.
pub(crate) fn read_error(error: &ReadError) -> ErrorCode {
    match error {
        ReadError::OutOfRange { .. } => ErrorCode::OffsetOutOfRange,
        ReadError::Failed(_) | ReadError::Io { .. } => ErrorCode::KafkaStorageError,
        ReadError::Corrupt { .. } => ErrorCode::CorruptMessage,
    }
}
