//! How soon a broker acknowledges: started before or right after the broker, asks until it answers.
//!
//! Connects again and again until somebody listens, waits until every partition has a leader, then sends one record to
//! each partition wanted until each is acknowledged. Reports when each of these happened, by the calendar's clock, so
//! that whoever started the broker can take the difference. Errors are counted (`retried`) and tried again.

use std::{collections::VecDeque, net::TcpStream, time::Duration};

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use moldau_wire::messages::{ProduceRequest, ProduceResponse, produce_request::PartitionProduceData};
use serde_json::{Value, json};

use crate::{
    answer, clock,
    link::{Link, wait},
    produce,
    report::Errors,
    target::Target,
};

/// Between two attempts.
const PAUSE: Duration = Duration::from_millis(1);
/// Longest wait for an answer before the deadline is looked at.
const WAIT_NS: u64 = 10_000_000;

/// What to ask for.
#[derive(Debug, Clone)]
pub(crate) struct Probe {
    /// A broker's address.
    pub(crate) bootstrap: String,
    /// The topic.
    pub(crate) topic: String,
    /// How many of its partitions, from the first; `None` is all.
    pub(crate) partitions: Option<usize>,
    /// Connections to each leader.
    pub(crate) connections: usize,
    /// Partitions in one request.
    pub(crate) partitions_per_request: usize,
    /// -1, 1.
    pub(crate) acks: i16,
    /// Bytes of a record's value.
    pub(crate) record_bytes: usize,
    /// When to give up.
    pub(crate) timeout: Duration,
}

struct Prober {
    link: Option<Link>,
    address: String,
    queue: VecDeque<i32>,
    under_way: Vec<i32>,
}

/// What has happened so far; times in nanoseconds since 1970.
#[derive(Debug, Default)]
struct Seen {
    first_ack_wall_ns: Option<u64>,
    last_ack_wall_ns: u64,
    acknowledged: usize,
    connections_lost: u64,
    errors: Errors,
}

/// Runs the probe and reports it.
pub(crate) fn run(probe: &Probe) -> Result<Value> {
    ensure!(probe.acks != 0, "a probe needs acknowledgements");
    let begun = clock::wall_ns();
    let deadline = clock::now_ns() + clock::nanoseconds(probe.timeout);
    while let Err(error) = TcpStream::connect(&probe.bootstrap) {
        ensure!(clock::now_ns() < deadline, "nobody listens at {}: {error}", probe.bootstrap);
        std::thread::sleep(PAUSE);
    }
    let connected = clock::wall_ns();
    let target = Target::resolve(&probe.bootstrap, &probe.topic, probe.timeout)?;
    let led = clock::wall_ns();
    let batch = produce::one_record(probe.record_bytes)?;
    let wanted = probe.partitions.unwrap_or(target.leaders.len()).min(target.leaders.len());
    let mut probers: Vec<Prober> = target
        .assign(probe.connections)
        .into_iter()
        .zip(0..target.leaders.len())
        .map(|(assignment, _)| Prober {
            link: None,
            address: assignment.address,
            queue: assignment
                .partitions
                .into_iter()
                .filter(|index| usize::try_from(*index).is_ok_and(|index| index < wanted))
                .collect(),
            under_way: Vec::new(),
        })
        .collect();
    let mut seen = Seen::default();
    while seen.acknowledged < wanted {
        ensure!(clock::now_ns() < deadline, "not all of {wanted} partitions acknowledged in time: {seen:?}");
        let sent: Vec<Result<()>> =
            probers.iter_mut().map(|prober| prober.send(probe, &target, &batch)).collect();
        wait(probers.iter().filter_map(|prober| prober.link.as_ref()), Some(WAIT_NS))?;
        let mut retry = false;
        for (prober, sent) in probers.iter_mut().zip(sent) {
            retry |= sent.and_then(|()| prober.take(&target, &mut seen)).unwrap_or_else(|_| {
                prober.give_up();
                seen.connections_lost += 1;
                true
            });
        }
        if retry {
            std::thread::sleep(PAUSE);
        }
    }
    Ok(json!({
        "begun_wall_ns": begun,
        "connected_wall_ns": connected,
        "led_wall_ns": led,
        "first_ack_wall_ns": seen.first_ack_wall_ns,
        "last_ack_wall_ns": seen.last_ack_wall_ns,
        "partitions": wanted,
        "connections_lost": seen.connections_lost,
        "retried": seen.errors.to_json(),
    }))
}

impl Prober {
    fn send(&mut self, probe: &Probe, target: &Target, batch: &Bytes) -> Result<()> {
        if self.link.is_none() && !self.queue.is_empty() {
            self.link = Some(Link::connect(&self.address)?);
        }
        let Some(link) = &mut self.link else { return Ok(()) };
        if self.under_way.is_empty() && !self.queue.is_empty() {
            let count = probe.partitions_per_request.min(self.queue.len());
            self.under_way.extend(self.queue.drain(..count));
            let data = self.under_way.iter().map(|index| PartitionProduceData {
                index: *index,
                records: Some(batch.clone().into()),
                ..PartitionProduceData::default()
            });
            let request = produce::produce_request(target, probe.acks, data.collect());
            link.send(&request, target.produce_version)?;
        }
        link.flush()
    }

    /// Takes an answer if it is there; says whether a partition must be tried again.
    fn take(&mut self, target: &Target, seen: &mut Seen) -> Result<bool> {
        let Some(link) = &mut self.link else { return Ok(false) };
        let mut found: Option<ProduceResponse> = None;
        link.receive(|frame| {
            found = Some(answer::decode::<ProduceRequest>(frame, target.produce_version)?.1);
            Ok(())
        })?;
        let Some(body) = found else { return Ok(false) };
        let now = clock::wall_ns();
        let mut retry = false;
        for partition in body.responses.iter().flat_map(|topic| &topic.partition_responses) {
            let place = self.under_way.iter().position(|index| *index == partition.index);
            self.under_way.swap_remove(place.context("a partition that was not sent")?);
            if seen.errors.count(partition.error_code, 1) {
                self.queue.push_back(partition.index);
                retry = true;
            } else {
                seen.first_ack_wall_ns.get_or_insert(now);
                seen.last_ack_wall_ns = now;
                seen.acknowledged += 1;
            }
        }
        // What the answer does not name is asked again.
        self.queue.extend(self.under_way.drain(..));
        Ok(retry)
    }

    fn give_up(&mut self) {
        self.link = None;
        self.queue.extend(self.under_way.drain(..));
    }
}
