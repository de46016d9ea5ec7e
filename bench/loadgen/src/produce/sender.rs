//! One connection: what is pending on it, what is in flight, and the requests between the two.

use std::collections::VecDeque;

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use moldau_wire::messages::{ProduceRequest, produce_request::PartitionProduceData};

use super::{
    Load, Outcome,
    batches::Batches,
    count_errors, produce_request,
    schedule::{Pending, Share, Timetable},
};
use crate::{
    answer, clock,
    link::Link,
    target::{Assignment, Target},
};

/// Without acknowledgements, so much may be queued on a connection.
const UNACKNOWLEDGED_BYTES_MAX: usize = 1 << 20;

/// One connection with its lanes.
#[derive(Debug)]
pub(super) struct Sender {
    pub(super) link: Link,
    partitions: Vec<i32>,
    pub(super) pending: Pending,
    in_flight: VecDeque<InFlight>,
    /// The partition whose turn it is in a closed loop.
    turn: usize,
}

#[derive(Debug)]
struct InFlight {
    correlation_id: i32,
    sent_ns: u64,
    records: u64,
    shares: Vec<Share>,
}

impl Sender {
    /// Connects; `lanes` are the numbers of its partitions' lanes.
    pub(super) fn connect(assignment: &Assignment, lanes: impl IntoIterator<Item = u64>) -> Result<Self> {
        Ok(Self {
            link: Link::connect(&assignment.address)?,
            partitions: assignment.partitions.clone(),
            pending: Pending::new(lanes),
            in_flight: VecDeque::new(),
            turn: 0,
        })
    }

    /// The partition at a place.
    pub(super) fn partition(&self, place: usize) -> Option<i32> {
        self.partitions.get(place).copied()
    }

    /// Nothing queued, nothing unanswered.
    pub(super) fn is_idle(&self) -> bool {
        self.in_flight.is_empty() && self.link.out_bytes() == 0
    }

    /// Whether another request may be sent.
    pub(super) fn has_room(&self, load: &Load) -> bool {
        if load.acks == 0 {
            self.link.out_bytes() < UNACKNOWLEDGED_BYTES_MAX
        } else {
            self.in_flight.len() < load.in_flight
        }
    }

    /// One request with what is pending, at most a batch for each of so many partitions.
    pub(super) fn send_pending(
        &mut self,
        target: &Target,
        load: &Load,
        batches: &mut Batches,
        outcome: &mut Outcome,
    ) -> Result<()> {
        let mut shares = Vec::new();
        let mut partition_data = Vec::new();
        let mut bytes = 0;
        while let Some(share) = self.pending.next() {
            if load.partitions_per_request <= shares.len()
                || load.batch_bytes < bytes
                || shares.iter().any(|before: &Share| before.place == share.place)
            {
                break;
            }
            let (count, batch) = batches.take(share.count)?;
            self.pending.sent(share.place, count);
            bytes += batch.len();
            partition_data.push(self.partition_data(share.place, batch));
            shares.push(Share { count, ..share });
        }
        self.send(target, load, partition_data, shares, outcome).map(|_| ())
    }

    /// One request with full batches for the partitions whose turn it is. Gives the bytes of its values.
    pub(super) fn send_full(
        &mut self,
        target: &Target,
        load: &Load,
        batches: &mut Batches,
        outcome: &mut Outcome,
    ) -> Result<u64> {
        let mut shares = Vec::new();
        let mut partition_data = Vec::new();
        for _ in 0..load.partitions_per_request.min(self.partitions.len()) {
            let (count, batch) = batches.take(batches.records_max())?;
            partition_data.push(self.partition_data(self.turn, batch));
            shares.push(Share { place: self.turn, lane: 0, turn: 0, count });
            self.turn = (self.turn + 1) % self.partitions.len();
        }
        let records = self.send(target, load, partition_data, shares, outcome)?;
        Ok(records * u64::try_from(batches.record_bytes())?)
    }

    fn partition_data(&self, place: usize, batch: Bytes) -> PartitionProduceData {
        PartitionProduceData {
            index: self.partition(place).unwrap_or_default(),
            records: Some(batch.into()),
            ..PartitionProduceData::default()
        }
    }

    fn send(
        &mut self,
        target: &Target,
        load: &Load,
        partition_data: Vec<PartitionProduceData>,
        shares: Vec<Share>,
        outcome: &mut Outcome,
    ) -> Result<u64> {
        let request = produce_request(target, load.acks, partition_data);
        let (correlation_id, length) = self.link.send(&request, target.produce_version)?;
        let sent_ns = clock::now_ns();
        let records = shares.iter().map(|share| share.count).sum::<usize>();
        let records = u64::try_from(records)?;
        outcome.first_ns = outcome.first_ns.min(sent_ns);
        outcome.requests += 1;
        outcome.sent_records += records;
        outcome.wire_bytes += u64::try_from(length)?;
        if load.acks == 0 {
            outcome.acked_records += records;
        } else {
            self.in_flight.push_back(InFlight { correlation_id, sent_ns, records, shares });
        }
        Ok(records)
    }

    /// Takes the answers that are there and counts their latencies.
    pub(super) fn receive(
        &mut self,
        target: &Target,
        timetable: Option<&Timetable>,
        warm_ns: u64,
        outcome: &mut Outcome,
    ) -> Result<()> {
        let (link, in_flight) = (&mut self.link, &mut self.in_flight);
        link.receive(|frame| {
            let (correlation_id, body) = answer::decode::<ProduceRequest>(frame, target.produce_version)?;
            let request = in_flight.pop_front().context("an answer to no request")?;
            ensure!(
                request.correlation_id == correlation_id,
                "answer {correlation_id} to request {}",
                request.correlation_id
            );
            let now = clock::now_ns();
            outcome.last_ns = now;
            if count_errors(&body, &mut outcome.errors) {
                return Ok(());
            }
            outcome.acked_records += request.records;
            let Some(timetable) = timetable else {
                outcome.latencies.record_ns(now - request.sent_ns);
                return Ok(());
            };
            for share in &request.shares {
                for turn in share.turn..share.turn + u64::try_from(share.count)? {
                    let due = timetable.turn_due_ns(share.lane, turn);
                    if warm_ns <= due {
                        outcome.latencies.record_ns(now.saturating_sub(due));
                    }
                }
            }
            Ok(())
        })
    }
}
