//! Which of a batch's records stay, and the batch that is left.
//!
//! Pure: bytes in, bytes out. A batch that loses nothing stays byte for byte what it was, but for the delete horizon
//! (KIP-534): the first time that a tombstone, or a marker with nothing left to end, lies before the cleaner, its batch
//! notes when it may go.
//!
//! Words: *tombstone* - a record with a key and no value; *horizon* - the time from which a batch's tombstones may go;
//! *place* - a batch without records, which keeps the last offset, or a producer's last sequence.

use std::collections::BTreeMap;

use bytes::Bytes;
use moldau_wire::record_batch::{
    BatchHeader, DecodedRecords, RecordBatch, RecordError, RecordView, rewrite, without_records,
};

use super::{
    offset_map::OffsetMap,
    transactions::{MarkerFate, Transactions},
};
use crate::{
    batch::{DECOMPRESSED_MAX, producer_batch},
    format::{index::AbortedTxn, snapshot::SnapshotEntry},
};

/// A producer's last batch, which must keep its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LastBatch {
    /// Its last records end here.
    Records(i64),
    /// It has written no records in its epoch: the markers with this epoch say it.
    Markers(i16),
}

/// The last batches of the producers that the log knows.
#[derive(Debug, Default)]
pub(crate) struct LastBatches(BTreeMap<i64, LastBatch>);

impl LastBatches {
    pub(crate) fn new(producers: &[SnapshotEntry]) -> Self {
        let last = |entry: &SnapshotEntry| {
            if 0 <= entry.last_offset {
                LastBatch::Records(entry.last_offset)
            } else {
                LastBatch::Markers(entry.producer_epoch)
            }
        };
        Self(producers.iter().map(|entry| (entry.producer_id, last(entry))).collect())
    }

    fn has(&self, header: &BatchHeader) -> bool {
        header.has_producer_id()
            && match self.0.get(&header.producer_id) {
                Some(LastBatch::Records(offset)) => header.last_offset() == *offset,
                Some(LastBatch::Markers(epoch)) => {
                    header.attributes.is_control() && header.producer_epoch == *epoch
                }
                None => false,
            }
    }
}

/// What holds for a whole cleaning.
#[derive(Debug)]
pub(crate) struct Rules<'a> {
    pub(crate) map: &'a OffsetMap,
    pub(crate) last_batches: &'a LastBatches,
    pub(crate) now_ms: i64,
    pub(crate) delete_retention_ms: i64,
    /// The end of what is cleaned: the last batch below keeps its place.
    pub(crate) end: i64,
}

/// What became of a batch.
#[derive(Debug, Default)]
pub(crate) struct Filtered {
    /// What is left; `None` if nothing is.
    pub(crate) batch: Option<Bytes>,
    /// The index entry of the aborted transaction that it ends and of which batches have been seen.
    pub(crate) aborted: Option<AbortedTxn>,
    pub(crate) records_read: u64,
    pub(crate) records_kept: u64,
    /// Records without a key, which go.
    pub(crate) without_key: u64,
}

/// What is done with a batch before its records are looked at.
#[derive(Debug, Clone, Copy)]
struct Verdict {
    /// None of its records stay.
    discard: bool,
    /// If no record stays its place does.
    keeps_place: bool,
    /// It holds a marker with nothing left to end.
    empty_marker: bool,
}

/// Takes a batch whose checksum is right through the cleaning. `is_last`: nothing follows it in what is cleaned.
pub(crate) fn filter(
    batch: &RecordBatch,
    is_last: bool,
    rules: &Rules<'_>,
    transactions: &mut Transactions,
) -> Result<Filtered, RecordError> {
    let header = batch.header();
    let mut filtered = Filtered::default();
    let verdict = judge(batch, is_last, rules, transactions, &mut filtered);
    if verdict.discard && !verdict.keeps_place {
        filtered.records_read = u64::try_from(header.record_count).unwrap_or(0);
        return Ok(filtered);
    }
    let records = batch.records(DECOMPRESSED_MAX)?;
    let (kept, has_tombstone) = keep(&records, header, verdict, rules, &mut filtered)?;
    filtered.records_kept = kept.len() as u64;
    let horizon = header.attributes.has_delete_horizon().then_some(header.base_timestamp);
    let new_horizon = (has_tombstone || verdict.empty_marker) && horizon.is_none();
    filtered.batch = if kept.is_empty() {
        verdict.keeps_place.then(|| without_records(header))
    } else if kept.len() as u64 == filtered.records_read && !new_horizon {
        Some(batch.bytes().clone())
    } else {
        let later = rules.now_ms.saturating_add(rules.delete_retention_ms);
        Some(rewrite(header, &kept, if new_horizon { Some(later) } else { horizon })?)
    };
    Ok(filtered)
}

fn judge(
    batch: &RecordBatch,
    is_last: bool,
    rules: &Rules<'_>,
    transactions: &mut Transactions,
    filtered: &mut Filtered,
) -> Verdict {
    let header = batch.header();
    let is_producers_last = rules.last_batches.has(header);
    let keeps_place = is_producers_last || is_last || header.next_offset() == rules.end;
    if !header.attributes.is_control() {
        let discard = transactions.on_data(header);
        return Verdict { discard, keeps_place, empty_marker: false };
    }
    let marker = producer_batch(header, batch.bytes()).marker;
    let fate = transactions.on_control(header, marker, header.record_count == 0);
    if let MarkerFate::Needed(entry) = fate {
        filtered.aborted = entry;
        return Verdict { discard: false, keeps_place, empty_marker: false };
    }
    let passed = header.attributes.has_delete_horizon() && header.base_timestamp <= rules.now_ms;
    // Kafka leaves such a marker's batch without its record, from which nobody learns the producer's epoch again.
    let says_epoch = is_producers_last && 0 < header.record_count;
    Verdict { discard: passed && !says_epoch, keeps_place, empty_marker: true }
}

/// The records that stay, and whether a tombstone is among them.
fn keep<'a>(
    records: &'a DecodedRecords,
    header: &BatchHeader,
    verdict: Verdict,
    rules: &Rules<'_>,
    filtered: &mut Filtered,
) -> Result<(Vec<RecordView<'a>>, bool), RecordError> {
    let mut kept = Vec::new();
    let mut has_tombstone = false;
    for record in records {
        let record = record?;
        filtered.records_read += 1;
        let stays = !verdict.discard
            && (header.attributes.is_control() || stays(&record, header, rules, &mut filtered.without_key));
        if stays {
            has_tombstone |= record.value.is_none();
            kept.push(record);
        }
    }
    Ok((kept, has_tombstone))
}

/// Whether a record of a batch that was not aborted stays.
fn stays(record: &RecordView<'_>, header: &BatchHeader, rules: &Rules<'_>, without_key: &mut u64) -> bool {
    if rules.map.latest() < record.offset {
        return true;
    }
    let Some(key) = record.key else {
        *without_key += 1;
        return false;
    };
    let is_latest = rules.map.get(key).is_none_or(|latest| latest <= record.offset);
    let has_horizon = header.attributes.has_delete_horizon();
    let is_due = record.value.is_none() && has_horizon && header.base_timestamp <= rules.now_ms;
    is_latest && !is_due
}

#[cfg(test)]
mod tests;
