//! The end of a log that is still in memory: batches that write-back has not yet put into segment files.
//!
//! Each batch is a view into the directory's journal chunk; dropping it here gives the chunk back once all its
//! batches have been dropped.

use std::collections::VecDeque;

use bytes::Bytes;

/// One batch, and where it goes.
#[derive(Debug, Clone)]
pub(crate) struct TailBatch {
    pub(crate) base_offset: i64,
    pub(crate) last_offset: i64,
    pub(crate) max_timestamp: i64,
    /// The base of its segment.
    pub(crate) segment: i64,
    /// Its position in that segment.
    pub(crate) position: u64,
    pub(crate) bytes: Bytes,
}

/// Batches in offset order.
#[derive(Debug, Default)]
pub(crate) struct Tail {
    batches: VecDeque<TailBatch>,
    bytes: u64,
}

impl Tail {
    pub(crate) fn push(&mut self, batch: TailBatch) {
        self.bytes += batch.bytes.len() as u64;
        self.batches.push_back(batch);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.batches.is_empty()
    }

    /// The first offset in memory.
    pub(crate) fn start(&self) -> Option<i64> {
        self.batches.front().map(|batch| batch.base_offset)
    }

    /// Batches from the one that holds `offset` (or the next one) on.
    pub(crate) fn from(&self, offset: i64) -> impl Iterator<Item = &TailBatch> {
        let first = self.batches.partition_point(|batch| batch.last_offset < offset);
        self.batches.range(first..)
    }

    /// The batches at the front that go to one segment, up to `bytes_max` (but at least one) and `count_max`.
    pub(crate) fn front_run(&self, bytes_max: u64, count_max: usize) -> Vec<TailBatch> {
        let Some(first) = self.batches.front() else { return Vec::new() };
        let mut bytes = 0;
        let mut run = Vec::new();
        for batch in self.batches.iter().take(count_max).take_while(|batch| batch.segment == first.segment) {
            bytes += batch.bytes.len() as u64;
            if bytes_max < bytes && !run.is_empty() {
                break;
            }
            run.push(batch.clone());
        }
        run
    }

    /// Drops the batches up to and with `last_offset`: they are in the files. Returns the bytes freed.
    pub(crate) fn drop_through(&mut self, last_offset: i64) -> u64 {
        let before = self.bytes;
        while let Some(front) = self.batches.front()
            && front.last_offset <= last_offset
        {
            self.bytes -= front.bytes.len() as u64;
            self.batches.pop_front();
        }
        if self.batches.is_empty() && 64 < self.batches.capacity() {
            self.batches.shrink_to(8);
        }
        before - self.bytes
    }

    /// Drops the batches from `offset` on. Returns the bytes freed.
    pub(crate) fn truncate(&mut self, offset: i64) -> u64 {
        let before = self.bytes;
        while let Some(back) = self.batches.back()
            && offset <= back.last_offset
        {
            self.bytes -= back.bytes.len() as u64;
            self.batches.pop_back();
        }
        before - self.bytes
    }
}
