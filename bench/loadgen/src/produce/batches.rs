//! Record batches, made once and sent again and again.
//!
//! A producer without an id sends nothing in a batch that the broker does not overwrite, so the same bytes, CRC
//! included, serve for every batch of that many records. Payloads are random, so that no codec and no file system
//! gains by them.

use anyhow::{Result, anyhow};
use bytes::Bytes;
use moldau_wire::record_batch::{BatchBuilder, BatchOptions, Compression};

use crate::clock;

/// What a record costs beside its value: lengths, attributes, deltas.
const RECORD_OVERHEAD: usize = 12;
const BATCH_HEADER: usize = 61;

/// Batches of one size of record, by their number of records.
#[derive(Debug)]
pub(crate) struct Batches {
    record_bytes: usize,
    compression: Compression,
    records_max: usize,
    random: Vec<u8>,
    made: Vec<Option<Bytes>>,
}

impl Batches {
    /// Batches of up to `batch_bytes`, yet of at least one record of `record_bytes`.
    pub(crate) fn new(record_bytes: usize, batch_bytes: usize, compression: Compression) -> Result<Self> {
        let records_max =
            (batch_bytes.saturating_sub(BATCH_HEADER) / (record_bytes + RECORD_OVERHEAD)).max(1);
        let records_max = round(records_max);
        let mut random = vec![0; (record_bytes + 1).max(4 << 20)];
        getrandom::fill(&mut random).map_err(|error| anyhow!("no random bytes: {error}"))?;
        Ok(Self { record_bytes, compression, records_max, random, made: vec![None; records_max + 1] })
    }

    /// The most records that one batch takes.
    pub(crate) fn records_max(&self) -> usize {
        self.records_max
    }

    /// Bytes of one record's value.
    pub(crate) fn record_bytes(&self) -> usize {
        self.record_bytes
    }

    /// A batch of at most `pending` records, and how many those are. At least one.
    pub(crate) fn take(&mut self, pending: usize) -> Result<(usize, Bytes)> {
        let count = round(pending.clamp(1, self.records_max));
        if let Some(Some(batch)) = self.made.get(count) {
            return Ok((count, batch.clone()));
        }
        let batch = self.make(count)?;
        if let Some(slot) = self.made.get_mut(count) {
            *slot = Some(batch.clone());
        }
        Ok((count, batch))
    }

    fn make(&self, count: usize) -> Result<Bytes> {
        let options = BatchOptions { compression: self.compression, ..BatchOptions::default() };
        let mut builder = BatchBuilder::new(options);
        let now_ms = i64::try_from(clock::wall_ns() / 1_000_000)?;
        let starts = self.random.len() - self.record_bytes;
        for record in 0..count {
            // A step without a common divisor with a power of two: each record has other bytes.
            let start = record * (self.record_bytes + 7) % starts;
            let value = self.random.get(start..start + self.record_bytes);
            builder.append(now_ms, None, value, &[]);
        }
        Ok(builder.finish()?)
    }
}

/// The largest count not above `count` of which batches are made, so that few are made: exact up to 64, then in
/// steps of at most a sixteenth.
fn round(count: usize) -> usize {
    let step = (count / 32).next_power_of_two().max(1);
    if count <= 64 { count } else { count / step * step }
}

#[cfg(test)]
mod tests {
    use super::*;
    use moldau_wire::record_batch::RecordBatch;

    #[test]
    fn rounds_down_to_few_sizes() {
        let sizes: std::collections::BTreeSet<usize> = (1..=100_000).map(round).collect();
        assert!(sizes.len() < 400, "{}", sizes.len());
        for count in 1..=100_000 {
            let rounded = round(count);
            assert!(rounded <= count && count - rounded <= count / 8, "{count} became {rounded}");
            assert_eq!(round(rounded), rounded);
        }
    }

    #[test]
    fn batches_hold_what_they_say() {
        let mut batches = Batches::new(1024, 64 << 10, Compression::None).unwrap();
        for pending in [1, 2, 50, 1000] {
            let (count, bytes) = batches.take(pending).unwrap();
            let batch = RecordBatch::parse(&bytes).unwrap();
            batch.verify_crc().unwrap();
            assert_eq!(usize::try_from(batch.header().record_count).unwrap(), count);
            assert!(count <= pending && bytes.len() <= 64 << 10);
        }
    }

    #[test]
    fn payloads_do_not_shrink() {
        let plain = Batches::new(1024, 256 << 10, Compression::None).unwrap().take(200).unwrap().1;
        let zstd = Batches::new(1024, 256 << 10, Compression::Zstd).unwrap().take(200).unwrap().1;
        assert!(plain.len() * 99 / 100 < zstd.len(), "{} against {}", plain.len(), zstd.len());
    }
}
