//! End-to-end latency: from when a record is due to be sent until a consumer has it.
//!
//! At a rate: the open loop of [`crate::produce`] on one thread, fetch sessions on another. Only this program may write
//! to the topic meanwhile, so a record's offset says its turn, and the timetable when it was due; the two threads share
//! nothing else. One at a time: the next record is sent when the one before has arrived, as Kafka's own
//! end-to-end tool does.

use std::{collections::BTreeMap, time::Duration};

use anyhow::{Context, Result, ensure};
use moldau_wire::messages::{ProduceRequest, produce_request::PartitionProduceData};
use serde_json::{Value, json};

use crate::{
    answer, clock,
    consume::{Counts, Fetcher, Reading},
    link::{Link, wait},
    produce::{self, Load, Timetable},
    report::{Errors, Latencies},
    target::{LATEST, Target},
};

/// Longest sleep of the consumer: a bound on how late it notices that time is up.
const SLEEP_NS: u64 = 100_000_000;

/// Runs the load of `load` and reads along.
pub(crate) fn run(target: &Target, load: &Load, reading: &Reading) -> Result<Value> {
    ensure!(
        load.connections <= target.leaders.len(),
        "more connections than partitions would mix their order"
    );
    ensure!(load.acks != 0, "without acknowledgements nobody knows what should arrive");
    let starts = target.offsets(LATEST)?;
    let fetchers = target
        .assign(reading.connections.min(target.leaders.len()))
        .iter()
        .map(|assignment| Fetcher::new(assignment, &starts))
        .collect::<Result<Vec<_>>>()?;
    let cpu_before = clock::cpu_seconds();
    let worker = produce::Worker::single(target, load)?;
    let (timetable, lanes) =
        (worker.timetable().context("end to end at a rate needs a rate")?, worker.lanes());
    let warm_ns = timetable.start_ns + clock::nanoseconds(load.warmup);
    let mut reader = Reader { timetable, lanes, starts, warm_ns, latencies: Latencies::new(), seen: 0 };
    let deadline = timetable.due_ns(timetable.records) + clock::nanoseconds(load.timeout);
    let (produced, counts) = std::thread::scope(|scope| {
        let producing = scope.spawn(|| worker.run());
        let counts = reader.read(target, reading, fetchers, deadline);
        let produced = producing.join().unwrap_or_else(|_| Err(anyhow::anyhow!("the producer panicked")));
        (produced, counts)
    });
    let (produced, counts) = (produced?, counts?);
    let mut report = produced.to_json(load, clock::cpu_seconds() - cpu_before);
    if let Some(report) = report.as_object_mut() {
        report.insert("arrived".to_owned(), json!(counts.records));
        report.insert("fetch_errors".to_owned(), counts.errors.to_json());
        report.insert("answers".to_owned(), json!(counts.answers));
        report.insert("end_to_end_us".to_owned(), reader.latencies.to_json());
    }
    Ok(report)
}

struct Reader {
    timetable: Timetable,
    /// The lane of each partition.
    lanes: BTreeMap<i32, u64>,
    /// Each partition's first offset of this run.
    starts: Vec<i64>,
    warm_ns: u64,
    latencies: Latencies,
    seen: u64,
}

impl Reader {
    fn read(
        &mut self,
        target: &Target,
        reading: &Reading,
        mut fetchers: Vec<Fetcher>,
        deadline: u64,
    ) -> Result<Counts> {
        let mut counts = Counts::default();
        while self.seen < self.timetable.records && clock::now_ns() < deadline {
            for fetcher in &mut fetchers {
                fetcher.ask(target, reading)?;
            }
            wait(fetchers.iter().map(Fetcher::link), Some(SLEEP_NS))?;
            for fetcher in &mut fetchers {
                fetcher.take(target, reading.check_crc, &mut counts, |partition, first, next| {
                    self.arrived(partition, first, next)
                })?;
            }
        }
        Ok(counts)
    }

    fn arrived(&mut self, partition: i32, first: i64, next: i64) -> Result<()> {
        let now = clock::now_ns();
        let lane = *self.lanes.get(&partition).context("a partition without a lane")?;
        let start = usize::try_from(partition).ok().and_then(|place| self.starts.get(place)).copied();
        let start = start.context("a partition without a start")?;
        for turn in first - start..next - start {
            let due = self.timetable.turn_due_ns(lane, u64::try_from(turn)?);
            if self.warm_ns <= due {
                self.latencies.record_ns(now.saturating_sub(due));
            }
            self.seen += 1;
        }
        Ok(())
    }
}

/// One record at a time to partition 0, for as long as `duration` says.
pub(crate) fn run_one_by_one(
    target: &Target,
    record_bytes: usize,
    reading: &Reading,
    (warmup, duration): (Duration, Duration),
) -> Result<Value> {
    let starts = target.offsets(LATEST)?;
    let mut expected = *starts.first().context("no partition")?;
    let mut assignments = target.assign(1);
    let assignment = assignments.first_mut().context("no leader")?;
    assignment.partitions = vec![0];
    let mut fetcher = Fetcher::new(assignment, &starts)?;
    let mut link = Link::connect(&assignment.address)?;
    let batch = produce::one_record(record_bytes)?;
    let (mut counts, mut errors) = (Counts::default(), Errors::default());
    let (mut latencies, mut acknowledgements) = (Latencies::new(), Latencies::new());
    let begin = clock::now_ns();
    let warm_ns = begin + clock::nanoseconds(warmup);
    while clock::now_ns() < begin + clock::nanoseconds(duration) {
        fetcher.ask(target, reading)?;
        let data =
            PartitionProduceData { records: Some(batch.clone().into()), ..PartitionProduceData::default() };
        link.send(&produce::produce_request(target, -1, vec![data]), target.produce_version)?;
        let sent = clock::now_ns();
        link.flush()?;
        let (mut arrived, mut acknowledged) = (None, None);
        while arrived.is_none() || acknowledged.is_none() {
            ensure!(
                clock::now_ns() < sent + clock::nanoseconds(reading.timeout),
                "a record did not arrive in time"
            );
            wait([&link, fetcher.link()], Some(SLEEP_NS))?;
            link.receive(|frame| {
                let (_, body) = answer::decode::<ProduceRequest>(frame, target.produce_version)?;
                ensure!(!produce::count_errors(&body, &mut errors), "Produce failed: {errors:?}");
                acknowledged = Some(clock::now_ns());
                Ok(())
            })?;
            fetcher.take(target, reading.check_crc, &mut counts, |_, _, next| {
                if expected < next {
                    arrived = Some(clock::now_ns());
                }
                Ok(())
            })?;
            if arrived.is_none() {
                fetcher.ask(target, reading)?;
            }
        }
        expected += 1;
        if warm_ns <= sent {
            latencies.record_ns(arrived.unwrap_or(sent) - sent);
            acknowledgements.record_ns(acknowledged.unwrap_or(sent) - sent);
        }
    }
    Ok(json!({
        "records": counts.records,
        "end_to_end_us": latencies.to_json(),
        "latency_us": acknowledgements.to_json(),
        "errors": errors.to_json(),
        "fetch_errors": counts.errors.to_json(),
    }))
}
