//! Consuming from the start to the end, by fetch sessions.
//!
//! Each connection has one session over its partitions and one request under way, as Kafka's consumer does. Batches
//! are counted by their headers; records are not looked at, CRCs only if asked.

use std::{collections::HashMap, time::Duration};

use anyhow::{Context, Result, ensure};
use moldau_wire::{
    messages::{
        FetchRequest, FetchResponse,
        fetch_request::{FetchPartition, FetchTopic},
    },
    record_batch::{BatchError, RecordBatch, batches},
};
use serde_json::{Value, json};

use crate::{
    answer, clock,
    link::{Link, wait},
    report::{Errors, mebibytes, per_second},
    target::{Assignment, EARLIEST, LATEST, Target},
};

/// How to read.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    /// Connections to each leader.
    pub(crate) connections: usize,
    /// Bytes of one answer.
    pub(crate) max_bytes: i32,
    /// Bytes of one partition in an answer.
    pub(crate) partition_max_bytes: i32,
    /// An answer waits for so many bytes.
    pub(crate) min_bytes: i32,
    /// An answer waits at most so long.
    pub(crate) max_wait: Duration,
    /// Whether to compare CRCs.
    pub(crate) check_crc: bool,
    /// When to give up.
    pub(crate) timeout: Duration,
}

/// A session on one connection.
#[derive(Debug)]
pub(crate) struct Fetcher {
    link: Link,
    session_id: i32,
    session_epoch: i32,
    partitions: Vec<Position>,
    places: HashMap<i32, usize>,
    // Positions that moved since the last request.
    moved: Vec<usize>,
    under_way: bool,
}

#[derive(Debug, Clone, Copy)]
struct Position {
    index: i32,
    offset: i64,
}

/// What was read so far.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// Records.
    pub(crate) records: u64,
    /// Bytes of batches.
    pub(crate) bytes: u64,
    /// Batches.
    pub(crate) batches: u64,
    /// Answers.
    pub(crate) answers: u64,
    /// Errors.
    pub(crate) errors: Errors,
}

impl Fetcher {
    /// Connects; `offsets` of the topic's partitions say where to start.
    pub(crate) fn new(assignment: &Assignment, offsets: &[i64]) -> Result<Self> {
        let partitions: Vec<Position> = assignment
            .partitions
            .iter()
            .map(|index| {
                let offset = usize::try_from(*index).ok().and_then(|place| offsets.get(place)).copied();
                Position { index: *index, offset: offset.unwrap_or_default() }
            })
            .collect();
        Ok(Self {
            link: Link::connect(&assignment.address)?,
            session_id: 0,
            session_epoch: 0,
            places: partitions.iter().enumerate().map(|(place, one)| (one.index, place)).collect(),
            moved: (0..partitions.len()).collect(),
            partitions,
            under_way: false,
        })
    }

    /// The connection, to wait on.
    pub(crate) fn link(&self) -> &Link {
        &self.link
    }

    /// Sends the next request unless one is under way, and writes what can be written.
    pub(crate) fn ask(&mut self, target: &Target, reading: &Reading) -> Result<()> {
        if !self.under_way {
            let partitions = self.moved.drain(..).filter_map(|place| self.partitions.get(place));
            let partitions: Vec<FetchPartition> = partitions
                .map(|position| FetchPartition {
                    partition: position.index,
                    fetch_offset: position.offset,
                    partition_max_bytes: reading.partition_max_bytes,
                    ..FetchPartition::default()
                })
                .collect();
            let topics = if partitions.is_empty() {
                Vec::new()
            } else {
                vec![FetchTopic { topic_id: target.id, partitions, ..FetchTopic::default() }]
            };
            let request = FetchRequest {
                max_wait_ms: i32::try_from(reading.max_wait.as_millis())?,
                min_bytes: reading.min_bytes,
                max_bytes: reading.max_bytes,
                session_id: self.session_id,
                session_epoch: self.session_epoch,
                topics,
                ..FetchRequest::default()
            };
            self.link.send(&request, target.fetch_version)?;
            self.under_way = true;
        }
        self.link.flush()
    }

    /// Takes an answer if it is there. `each` is told partition, first and next offset of each batch.
    pub(crate) fn take(
        &mut self,
        target: &Target,
        check_crc: bool,
        counts: &mut Counts,
        mut each: impl FnMut(i32, i64, i64) -> Result<()>,
    ) -> Result<()> {
        let mut found = None;
        self.link.receive(|frame| {
            found = Some(answer::decode::<FetchRequest>(frame, target.fetch_version)?.1);
            Ok(())
        })?;
        let Some(body) = found else { return Ok(()) };
        self.under_way = false;
        counts.answers += 1;
        if counts.errors.count(body.error_code, 1) {
            // The session is gone: a new one names every partition.
            (self.session_id, self.session_epoch) = (0, 0);
            self.moved = (0..self.partitions.len()).collect();
            return Ok(());
        }
        self.session_id = body.session_id;
        self.session_epoch = if body.session_id == 0 { 0 } else { self.session_epoch.wrapping_add(1).max(1) };
        self.advance(&body, check_crc, counts, &mut each)?;
        if body.session_id == 0 {
            self.moved = (0..self.partitions.len()).collect();
        }
        Ok(())
    }

    fn advance(
        &mut self,
        body: &FetchResponse,
        check_crc: bool,
        counts: &mut Counts,
        each: &mut impl FnMut(i32, i64, i64) -> Result<()>,
    ) -> Result<()> {
        for data in body.responses.iter().flat_map(|topic| &topic.partitions) {
            counts.errors.count(data.error_code, 1);
            let Some(records) = &data.records else { continue };
            let place =
                *self.places.get(&data.partition_index).context("a partition that was not asked for")?;
            let position = self.partitions.get_mut(place).context("a place beyond the last")?;
            for batch in batches(&records.to_bytes()) {
                let batch: RecordBatch = match batch {
                    Ok(batch) => batch,
                    Err(BatchError::Truncated { .. }) => break,
                    Err(error) => return Err(error).context("a broken batch"),
                };
                if check_crc {
                    batch.verify_crc()?;
                }
                let (first, next) = (batch.header().base_offset, batch.header().next_offset());
                ensure!(position.offset < next, "offset {next} after {}", position.offset);
                each(position.index, first, next)?;
                counts.batches += 1;
                counts.bytes += u64::try_from(batch.bytes().len())?;
                counts.records += u64::try_from(batch.header().record_count).unwrap_or_default();
                position.offset = next;
            }
            if !records.is_empty() {
                self.moved.push(place);
            }
        }
        Ok(())
    }
}

/// Reads what the topic holds when this starts, and reports it.
pub(crate) fn run(target: &Target, reading: &Reading) -> Result<Value> {
    let cpu_before = clock::cpu_seconds();
    let (starts, ends) = (target.offsets(EARLIEST)?, target.offsets(LATEST)?);
    let mut left: Vec<i64> = ends.iter().zip(&starts).map(|(end, start)| end - start).collect();
    let mut unfinished = left.iter().filter(|left| 0 < **left).count();
    let mut fetchers = target
        .assign(reading.connections.min(target.leaders.len()))
        .iter()
        .map(|assignment| Fetcher::new(assignment, &starts))
        .collect::<Result<Vec<_>>>()?;
    let mut counts = Counts::default();
    let begin = clock::now_ns();
    let deadline = begin + clock::nanoseconds(reading.timeout);
    while 0 < unfinished {
        ensure!(clock::now_ns() < deadline, "{unfinished} partitions are not read in time: {left:?}");
        for fetcher in &mut fetchers {
            fetcher.ask(target, reading)?;
        }
        wait(fetchers.iter().map(Fetcher::link), Some(100_000_000))?;
        for fetcher in &mut fetchers {
            fetcher.take(target, reading.check_crc, &mut counts, |partition, first, next| {
                let left = usize::try_from(partition).ok().and_then(|place| left.get_mut(place));
                let left = left.context("a partition beyond the last")?;
                let before = *left;
                *left -= next - first;
                unfinished -= usize::from(0 < before && *left <= 0);
                Ok(())
            })?;
        }
    }
    let seconds = clock::seconds(clock::now_ns() - begin);
    Ok(json!({
        "records": counts.records,
        "bytes": counts.bytes,
        "batches": counts.batches,
        "answers": counts.answers,
        "seconds": seconds,
        "records_per_s": per_second(counts.records, seconds),
        "mib_per_s": mebibytes(counts.bytes) / seconds.max(1e-9),
        "errors": counts.errors.to_json(),
        "loadgen_cpu_s": clock::cpu_seconds() - cpu_before,
    }))
}
