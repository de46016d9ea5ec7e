//! The records that every client writes and reads: see ../../lib/dataset.py.

use anyhow::{Result, ensure};

/// How many records a check writes.
pub const COUNT: usize = 200;

/// One record as read.
#[derive(Debug, PartialEq, Eq)]
pub struct Record {
    pub offset: i64,
    pub timestamp: i64,
    pub key: Option<Vec<u8>>,
    pub value: Option<Vec<u8>>,
    pub headers: Vec<(String, Vec<u8>)>,
}

/// The key of record `i`.
pub fn key(i: usize) -> Option<Vec<u8>> {
    (i % 7 != 0).then(|| format!("key-{i}").into_bytes())
}

/// The value of record `i`.
pub fn value(i: usize) -> Option<Vec<u8>> {
    (i % 14 != 1).then(|| (0..i * 37 % 701).map(|j| ((i * 31 + j * 7) % 251) as u8).collect())
}

/// The headers of record `i`.
pub fn headers(i: usize) -> Vec<(String, Vec<u8>)> {
    (0..i % 3).map(|n| (format!("h{n}"), format!("v-{i}-{n}").into_bytes())).collect()
}

/// The timestamp of record `i`, in milliseconds.
pub fn timestamp(i: usize) -> i64 {
    1_700_000_000_000 + 1000 * i as i64
}

/// Compares what was read with the data set, from record `first` on.
pub fn verify(records: &[Record], first: usize, count: usize) -> Result<()> {
    ensure!(records.len() == count - first, "{} records instead of {}", records.len(), count - first);
    for (i, found) in (first..count).zip(records) {
        let wanted = Record {
            offset: i as i64,
            timestamp: timestamp(i),
            key: key(i),
            value: value(i),
            headers: headers(i),
        };
        ensure!(*found == wanted, "record {i} is {found:?}, not {wanted:?}");
    }
    Ok(())
}
