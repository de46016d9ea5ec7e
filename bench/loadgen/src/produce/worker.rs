//! One thread: its connections, the timetable, and the loop around `poll`.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use moldau_wire::messages::ApiVersionsRequest;

use super::{Load, Outcome, batches::Batches, schedule::Timetable, sender::Sender};
use crate::{
    clock,
    link::wait,
    target::{Assignment, Target},
};

/// An open-loop run begins so long after it is prepared.
const LEAD_NS: u64 = 20_000_000;

/// Connections that one thread serves, and what they are to send.
pub(crate) struct Worker<'a> {
    target: &'a Target,
    load: &'a Load,
    batches: Batches,
    senders: Vec<Sender>,
    /// Where each lane is: sender and place.
    lanes: Vec<(usize, usize)>,
    timetable: Option<Timetable>,
    /// The next record that is not yet pending.
    next_record: u64,
    bytes_left: u64,
    end_ns: u64,
    warm_ns: u64,
    outcome: Outcome,
}

impl<'a> Worker<'a> {
    /// A worker for the whole load.
    pub(crate) fn single(target: &'a Target, load: &'a Load) -> Result<Self> {
        Self::new(target, load, &target.assign(load.connections), 1)
    }

    /// Connects. `own` are this worker's connections, `workers` how many share the load.
    pub(super) fn new(target: &'a Target, load: &'a Load, own: &[Assignment], workers: u64) -> Result<Self> {
        let batch_bytes = if load.linger.is_zero() && load.rate.is_some() { 0 } else { load.batch_bytes };
        let batches = Batches::new(load.record_bytes, batch_bytes, load.compression)?;
        // Lanes in the order in which records go round: first each connection's first partition, and so on.
        let longest = own.iter().map(|one| one.partitions.len()).max().unwrap_or_default();
        let lanes: Vec<(usize, usize)> = (0..longest)
            .flat_map(|place| own.iter().enumerate().map(move |(sender, one)| (sender, place, one)))
            .filter(|(_, place, one)| *place < one.partitions.len())
            .map(|(sender, place, _)| (sender, place))
            .collect();
        let mut senders = Vec::new();
        for (index, one) in own.iter().enumerate() {
            let numbers = (0..).zip(&lanes).filter(|(_, (sender, _))| *sender == index).map(|(lane, _)| lane);
            senders.push(Sender::connect(one, numbers)?);
        }
        let start_ns = clock::now_ns() + LEAD_NS;
        let duration_ns = load.duration.map_or(u64::MAX / 2, clock::nanoseconds);
        let bytes_left = load.bytes.unwrap_or(u64::MAX) / workers;
        let rate = load.rate.map(|rate| (rate / workers).max(1));
        let timetable = rate.map(|rate| {
            let by_time = u128::from(duration_ns) * u128::from(rate) / 1_000_000_000;
            let by_bytes = bytes_left / u64::try_from(load.record_bytes.max(1)).unwrap_or(1);
            let records = u64::try_from(by_time).unwrap_or(u64::MAX).min(by_bytes);
            Timetable { start_ns, rate, lanes: u64::try_from(lanes.len()).unwrap_or(1).max(1), records }
        });
        Ok(Self {
            target,
            load,
            batches,
            senders,
            lanes,
            timetable,
            next_record: 0,
            bytes_left,
            end_ns: start_ns.saturating_add(duration_ns),
            warm_ns: start_ns + clock::nanoseconds(load.warmup),
            outcome: Outcome::new(),
        })
    }

    /// When records are due, if the load has a rate.
    pub(crate) fn timetable(&self) -> Option<Timetable> {
        self.timetable
    }

    /// The lane of each partition.
    pub(crate) fn lanes(&self) -> BTreeMap<i32, u64> {
        let places =
            self.lanes.iter().filter_map(|(sender, place)| self.senders.get(*sender)?.partition(*place));
        places.zip(0..).collect()
    }

    /// Sends, and waits for the answers.
    pub(crate) fn run(mut self) -> Result<Outcome> {
        // Wakes within a microsecond of the time asked for, not within the 50 that are usual.
        rustix::thread::set_current_timer_slack(std::num::NonZeroU64::new(1000)).context("timer slack")?;
        let mut drain_until = None;
        loop {
            let now = clock::now_ns();
            let more = self.fill(now)?;
            for sender in &mut self.senders {
                sender.link.flush()?;
            }
            if !more {
                let idle = self.senders.iter().all(Sender::is_idle);
                let until = *drain_until.get_or_insert(now + clock::nanoseconds(self.load.timeout));
                if idle || until < now {
                    break;
                }
            }
            let sleep = self.sleep_ns(clock::now_ns(), more);
            let woken_at = clock::now_ns() + sleep;
            wait(self.senders.iter().map(|sender| &sender.link), Some(sleep))?;
            let now = clock::now_ns();
            if woken_at <= now {
                self.outcome.oversleep.record_ns(now - woken_at);
            }
            for sender in &mut self.senders {
                sender.receive(self.target, self.timetable.as_ref(), self.warm_ns, &mut self.outcome)?;
            }
        }
        self.fence()?;
        Ok(self.outcome)
    }

    /// Queues what is to be sent now. False once there is nothing more to send, now or later.
    fn fill(&mut self, now: u64) -> Result<bool> {
        let Some(timetable) = self.timetable else { return self.fill_closed(now) };
        let record_max = self.batches.records_max();
        while self.next_record < timetable.records && timetable.due_ns(self.next_record) <= now {
            let lane = usize::try_from(self.next_record % timetable.lanes)?;
            let (sender, place) = *self.lanes.get(lane).context("a lane beyond the last")?;
            if let Some(sender) = self.senders.get_mut(sender) {
                sender.pending.add(place, record_max);
            }
            self.next_record += 1;
        }
        let linger = clock::nanoseconds(self.load.linger);
        let mut more = self.next_record < timetable.records;
        for sender in &mut self.senders {
            while let Some((lane, turn)) = sender.pending.oldest() {
                more = true;
                let ripe = sender.pending.is_full() || timetable.turn_due_ns(lane, turn) + linger <= now;
                if !ripe || !sender.has_room(self.load) {
                    break;
                }
                sender.send_pending(self.target, self.load, &mut self.batches, &mut self.outcome)?;
            }
        }
        Ok(more)
    }

    fn fill_closed(&mut self, now: u64) -> Result<bool> {
        for sender in &mut self.senders {
            while self.bytes_left > 0 && now < self.end_ns && sender.has_room(self.load) {
                let bytes = sender.send_full(self.target, self.load, &mut self.batches, &mut self.outcome)?;
                self.bytes_left = self.bytes_left.saturating_sub(bytes);
            }
        }
        Ok(self.bytes_left > 0 && now < self.end_ns)
    }

    /// How long nothing can be due: until the next record, or until the linger time of one has passed.
    fn sleep_ns(&self, now: u64, more: bool) -> u64 {
        const LONGEST_NS: u64 = 100_000_000;
        let (Some(timetable), true) = (self.timetable, more) else {
            // Without acknowledgements nobody wakes this thread when there is room again; in a socket, it does.
            let goes_on =
                more && self.load.acks == 0 && self.senders.iter().any(|sender| sender.has_room(self.load));
            return if goes_on { 0 } else { LONGEST_NS };
        };
        let linger = clock::nanoseconds(self.load.linger);
        let coming = (self.next_record < timetable.records)
            .then(|| timetable.due_ns(self.next_record) + linger)
            .into_iter();
        let waiting = self
            .senders
            .iter()
            .filter(|sender| sender.has_room(self.load))
            .filter_map(|sender| sender.pending.oldest())
            .map(|(lane, turn)| timetable.turn_due_ns(lane, turn) + linger);
        let wake_at = coming.chain(waiting).min().unwrap_or(now + LONGEST_NS);
        wake_at.saturating_sub(now).clamp(clock::nanoseconds(self.load.pace), LONGEST_NS)
    }

    /// Without acknowledgements: a broker answers a connection's requests in order, so once it has answered one more
    /// it has taken all before.
    fn fence(&mut self) -> Result<()> {
        if self.load.acks == 0 {
            for sender in &mut self.senders {
                sender.link.call(&ApiVersionsRequest::default(), 0)?;
            }
            self.outcome.last_ns = clock::now_ns();
        }
        Ok(())
    }
}
