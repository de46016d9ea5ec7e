//! Producing: as fast as it goes, or at a fixed rate.
//!
//! *Closed loop* (no rate): each connection keeps so many requests in flight, each with full batches; latency counts
//! from the moment a request is queued. *Open loop* (a rate): records are due by a [timetable](schedule); a
//! connection sends what is due once its oldest record has waited out the linger time or a batch is full, as producers
//! do, or each record in a request of its own. Latency counts from when the record was due to its acknowledgement, for
//! each record, also for those that had to wait because too many requests were in flight.
//!
//! One thread serves many connections by `poll`; a request costs a few small allocations and a share in one write.
//! Between sends the thread sleeps at least the pace, so that it does not spin: what this adds to a latency counts.

mod batches;
mod schedule;
mod sender;
mod worker;

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use moldau_wire::{
    messages::{
        ProduceRequest, ProduceResponse,
        produce_request::{PartitionProduceData, TopicProduceData},
    },
    record_batch::Compression,
};
use serde_json::{Value, json};

use self::batches::Batches;
pub(crate) use self::{schedule::Timetable, worker::Worker};
use crate::{
    clock,
    report::{Errors, Latencies, mebibytes, per_second},
    target::{Assignment, Target},
};

/// What to send.
#[derive(Debug, Clone)]
pub(crate) struct Load {
    /// -1 (all), 1 or 0.
    pub(crate) acks: i16,
    /// Connections to each leader.
    pub(crate) connections: usize,
    /// Threads.
    pub(crate) threads: usize,
    /// Requests in flight on a connection.
    pub(crate) in_flight: usize,
    /// Partitions that one request may hold.
    pub(crate) partitions_per_request: usize,
    /// Bytes of one record's value.
    pub(crate) record_bytes: usize,
    /// Bytes of the largest batch.
    pub(crate) batch_bytes: usize,
    /// The codec.
    pub(crate) compression: Compression,
    /// Records a second; `None` is as fast as it goes.
    pub(crate) rate: Option<u64>,
    /// How long a record waits for others.
    pub(crate) linger: Duration,
    /// The shortest sleep between sends.
    pub(crate) pace: Duration,
    /// Latencies are not counted for records due before this.
    pub(crate) warmup: Duration,
    /// How long records are due, or sent.
    pub(crate) duration: Option<Duration>,
    /// Bytes of values to send at most.
    pub(crate) bytes: Option<u64>,
    /// How long to wait for answers after the last record.
    pub(crate) timeout: Duration,
}

/// What a worker did.
#[derive(Debug)]
pub(crate) struct Outcome {
    sent_records: u64,
    acked_records: u64,
    requests: u64,
    wire_bytes: u64,
    first_ns: u64,
    last_ns: u64,
    latencies: Latencies,
    oversleep: Latencies,
    errors: Errors,
}

/// Runs the load and reports it.
pub(crate) fn run(target: &Target, load: &Load) -> Result<Value> {
    ensure!(load.duration.is_some() || load.bytes.is_some(), "neither a duration nor a number of bytes");
    ensure!(load.rate != Some(0), "a rate of 0");
    let cpu_before = clock::cpu_seconds();
    let assignments = target.assign(load.connections);
    let threads = load.threads.clamp(1, assignments.len());
    let workers = (0..threads)
        .map(|thread| {
            let own: Vec<Assignment> = assignments.iter().skip(thread).step_by(threads).cloned().collect();
            Worker::new(target, load, &own, u64::try_from(threads)?)
        })
        .collect::<Result<Vec<_>>>()?;
    let outcomes: Vec<Result<Outcome>> = std::thread::scope(|scope| {
        let running: Vec<_> = workers.into_iter().map(|worker| scope.spawn(move || worker.run())).collect();
        running
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a worker panicked"))))
            .collect()
    });
    let mut outcomes = outcomes.into_iter().collect::<Result<Vec<_>>>()?.into_iter();
    let mut all = outcomes.next().context("no worker")?;
    for one in outcomes {
        all.merge(&one)?;
    }
    Ok(all.to_json(load, clock::cpu_seconds() - cpu_before))
}

impl Outcome {
    fn new() -> Self {
        Self {
            sent_records: 0,
            acked_records: 0,
            requests: 0,
            wire_bytes: 0,
            first_ns: u64::MAX,
            last_ns: 0,
            latencies: Latencies::new(),
            oversleep: Latencies::new(),
            errors: Errors::default(),
        }
    }

    fn merge(&mut self, other: &Self) -> Result<()> {
        self.sent_records += other.sent_records;
        self.acked_records += other.acked_records;
        self.requests += other.requests;
        self.wire_bytes += other.wire_bytes;
        self.first_ns = self.first_ns.min(other.first_ns);
        self.last_ns = self.last_ns.max(other.last_ns);
        self.latencies.add(&other.latencies)?;
        self.oversleep.add(&other.oversleep)?;
        self.errors.add(&other.errors);
        Ok(())
    }

    /// As one JSON object.
    pub(crate) fn to_json(&self, load: &Load, cpu_seconds: f64) -> Value {
        let seconds = clock::seconds(self.last_ns.saturating_sub(self.first_ns));
        let bytes = self.acked_records * u64::try_from(load.record_bytes).unwrap_or_default();
        json!({
            "loop": if load.rate.is_some() { "open" } else { "closed" },
            "rate": load.rate,
            "records": self.acked_records,
            "unanswered": self.sent_records - self.acked_records,
            "requests": self.requests,
            "bytes": bytes,
            "wire_bytes": self.wire_bytes,
            "seconds": seconds,
            "records_per_s": per_second(self.acked_records, seconds),
            "mib_per_s": mebibytes(bytes) / seconds.max(1e-9),
            "latency_us": self.latencies.to_json(),
            "oversleep_us": self.oversleep.to_json(),
            "errors": self.errors.to_json(),
            "loadgen_cpu_s": cpu_seconds,
        })
    }
}

/// A request with these partitions' batches.
pub(crate) fn produce_request(
    target: &Target,
    acks: i16,
    partition_data: Vec<PartitionProduceData>,
) -> ProduceRequest {
    let topic = TopicProduceData {
        name: target.name.clone(),
        topic_id: target.id,
        partition_data,
        ..TopicProduceData::default()
    };
    ProduceRequest { acks, timeout_ms: 30_000, topic_data: vec![topic], ..ProduceRequest::default() }
}

/// Counts each partition's error; says whether there was one. A request with an error counts as unanswered.
pub(crate) fn count_errors(body: &ProduceResponse, errors: &mut Errors) -> bool {
    let mut any = false;
    for partition in body.responses.iter().flat_map(|topic| &topic.partition_responses) {
        any |= errors.count(partition.error_code, 1);
    }
    any
}

/// A batch of one record, for probes.
pub(crate) fn one_record(record_bytes: usize) -> Result<Bytes> {
    Batches::new(record_bytes, 0, Compression::None)?.take(1).map(|(_, batch)| batch)
}
