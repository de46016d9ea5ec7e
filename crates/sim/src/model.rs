//! What clients know for certain, and the checks that follow from it.
//!
//! A record's value is a number that exists once in a world: who wrote it, and its place in the order in which that
//! producer wrote. Its bytes follow from the number, so that a record tells whether it is whole.
//!
//! Words: *durable* - the topic's durability, the default; *relaxed* - its records may be lost with the power, but
//! two records never have the same offset and leader epoch.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use moldau_ids::Uuid;
use moldau_wire::record_batch::batches;

use crate::{random::mix, trace::Trace};

/// A producer's number times this, plus the record's place, is a record's value.
const PRODUCER: u64 = 1 << 32;

/// A partition: topic's number, partition's number.
pub(crate) type Place = (usize, i32);

/// One record as a reader sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) offset: i64,
    pub(crate) epoch: i32,
    pub(crate) value: u64,
}

/// A partition's records from its start to its end, read in one life.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    pub(crate) start: i64,
    pub(crate) end: i64,
    pub(crate) records: Vec<Seen>,
}

#[derive(Debug, Default)]
pub(crate) struct Partition {
    acked: BTreeMap<i64, u64>,
    seen: BTreeMap<i64, Vec<(i32, u64)>>,
    /// `DeleteRecords` was answered for this, asked for that.
    pub(crate) deleted: i64,
    pub(crate) delete_asked: i64,
    epoch: i32,
}

#[derive(Debug)]
pub(crate) struct Topic {
    pub(crate) name: String,
    pub(crate) relaxed: bool,
    pub(crate) partitions: i32,
    /// Known once its creation was answered, or it was seen.
    pub(crate) id: Option<Uuid>,
    pub(crate) parts: Vec<Partition>,
    /// Its deletion was asked for and has not been answered.
    pub(crate) maybe_deleted: bool,
    /// `retention.ms`, if old records go.
    pub(crate) retention_ms: Option<u64>,
    /// The last value of `max.message.bytes` that was answered, and all that were asked for since.
    pub(crate) config: Option<u64>,
    pub(crate) config_asked: BTreeSet<u64>,
}

/// What is known of a world.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) topics: Vec<Topic>,
    pub(crate) producer_ids: BTreeSet<i64>,
    /// Topics that have been deleted.
    gone: BTreeSet<Uuid>,
    /// Every record's timestamp.
    stamps: BTreeMap<u64, i64>,
    trace: Trace,
}

/// The bytes of a value: the number, then as many as follow from it.
pub(crate) fn bytes_of(value: u64) -> Vec<u8> {
    let scattered = mix(value);
    let len = match scattered % 64 {
        0 => 3_000,
        1..8 => 500,
        small => small,
    };
    let fill = scattered.to_le_bytes();
    let filling = fill.iter().copied().cycle().take(usize::try_from(len).unwrap_or(0));
    value.to_le_bytes().into_iter().chain(filling).collect()
}

pub(crate) fn value_of(producer: usize, place: u64) -> u64 {
    PRODUCER * (producer as u64 + 1) + place
}

/// The number in a record's value, if nothing of it is missing.
pub(crate) fn whole_value(bytes: &[u8]) -> Option<u64> {
    let number = bytes.first_chunk().map(|number| u64::from_le_bytes(*number));
    number.filter(|value| bytes_of(*value) == bytes)
}

/// The records in a fetched answer; the last batch may be cut off. An error says what is broken.
pub(crate) fn read_records(bytes: &Bytes) -> Result<Vec<Seen>, String> {
    let mut found = Vec::new();
    for batch in batches(bytes) {
        let Ok(batch) = batch else { break };
        batch.verify_crc().map_err(|error| format!("a batch is broken: {error}"))?;
        let records = batch.records(1 << 20).map_err(|error| format!("records can't be read: {error}"))?;
        for record in &records {
            let record = record.map_err(|error| format!("a record can't be read: {error}"))?;
            let value = whole_value(record.value.unwrap_or_default());
            let value = value.ok_or_else(|| format!("the record at {} is not whole", record.offset))?;
            let epoch = batch.header().partition_leader_epoch;
            found.push(Seen { offset: record.offset, epoch, value });
        }
    }
    Ok(found)
}

impl Model {
    pub(crate) fn new(topics: Vec<Topic>, trace: Trace) -> Self {
        let (producer_ids, gone, stamps) = (BTreeSet::new(), BTreeSet::new(), BTreeMap::new());
        Self { topics, producer_ids, gone, stamps, trace }
    }

    /// These values are going to be written, with this timestamp.
    pub(crate) fn made(&mut self, values: &[u64], timestamp: i64) {
        self.stamps.extend(values.iter().map(|value| (*value, timestamp)));
    }

    /// The topic's id, if it is known to exist.
    pub(crate) fn id(&self, place: Place) -> Option<Uuid> {
        self.topic(place).id
    }

    /// Whether the topic was deleted once and for all.
    pub(crate) fn is_gone(&self, id: Uuid) -> bool {
        self.gone.contains(&id)
    }

    /// A topic does not exist any more. The next one of its name has nothing of it.
    pub(crate) fn topic_gone(&mut self, at: usize) {
        let Some(topic) = self.topics.get_mut(at) else { return };
        self.gone.extend(topic.id.take());
        topic.maybe_deleted = false;
        topic.config = None;
        topic.config_asked.clear();
        topic.parts = topic.parts.iter().map(|_| Partition::default()).collect();
        self.trace.count("topic deleted", 1);
    }

    /// Every partition, and the end of what was acknowledged in it.
    pub(crate) fn acknowledged_ends(&mut self) -> Vec<((Place, Uuid), i64)> {
        let targets: Vec<(Place, Uuid)> =
            self.places().into_iter().filter_map(|place| Some((place, self.id(place)?))).collect();
        let end = |part: &mut Partition| part.acked.last_key_value().map_or(0, |(last, _)| last + 1);
        targets.into_iter().map(|target| (target, end(self.part(target.0)))).collect()
    }

    pub(crate) fn topic(&self, place: Place) -> &Topic {
        self.topics.get(place.0).expect("places are made from topics")
    }

    pub(crate) fn part(&mut self, place: Place) -> &mut Partition {
        let topic = self.topics.get_mut(place.0).expect("places are made from topics");
        let index = usize::try_from(place.1).expect("not negative");
        topic.parts.get_mut(index).expect("places are made from topics")
    }

    /// The places of topics that are known to exist.
    pub(crate) fn places(&self) -> Vec<Place> {
        let known = self.topics.iter().enumerate().filter(|(_, topic)| topic.id.is_some());
        known.flat_map(|(at, topic)| (0..topic.partitions).map(move |index| (at, index))).collect()
    }

    /// An offset up to which records may be deleted: so many per cent of what is left of those acknowledged.
    pub(crate) fn deletable(&mut self, place: Place, share: u64) -> i64 {
        let part = self.part(place);
        let end = part.acked.last_key_value().map_or(0, |(last, _)| last + 1);
        let left = end.saturating_sub(part.deleted).max(0);
        part.deleted + left * i64::try_from(share).unwrap_or(0) / 100
    }

    /// A batch was acknowledged by the topic of that id.
    pub(crate) fn acknowledged(&mut self, (place, id): (Place, Uuid), base: i64, values: &[u64]) {
        if self.id(place) != Some(id) {
            return;
        }
        let durable = !self.topic(place).relaxed;
        let part = self.part(place);
        let mut wrong = None;
        for (offset, value) in (base..).zip(values) {
            let before = part.acked.insert(offset, *value);
            let other = before.filter(|other| other != value);
            let read = part.seen.get(&offset).into_iter().flatten().find(|(_, read)| read != value);
            if let Some(other) = other.or(read.filter(|_| durable).map(|(_, read)| *read)) {
                wrong = Some(format!("{place:?}: offset {offset} is given to {value:#x}, it has {other:#x}"));
            }
        }
        self.trace.count("batch acknowledged", 1);
        self.wrong(wrong);
    }

    /// The power is lost: what was only acknowledged as relaxed may be gone.
    pub(crate) fn power_lost(&mut self) {
        for topic in self.topics.iter_mut().filter(|topic| topic.relaxed) {
            for part in &mut topic.parts {
                part.acked.clear();
            }
        }
    }

    /// A reader got these of the topic of that id. What was read before and differs now is wrong.
    pub(crate) fn read(&mut self, (place, id): (Place, Uuid), records: &[Seen]) {
        if self.id(place) != Some(id) {
            return;
        }
        let durable = !self.topic(place).relaxed;
        let part = self.part(place);
        let mut wrong = None;
        for record in records {
            let before = part.seen.entry(record.offset).or_default();
            let now = (record.epoch, record.value);
            let differs =
                |(epoch, value): &&(i32, u64)| (durable || *epoch == record.epoch) && (*epoch, *value) != now;
            if let Some((epoch, value)) = before.iter().find(differs) {
                wrong = Some(format!(
                    "{place:?}: offset {} was {value:#x} of epoch {epoch}, now it is {:#x} of epoch {}",
                    record.offset, record.value, record.epoch
                ));
            }
            if !before.contains(&now) {
                before.push(now);
            }
        }
        self.wrong(wrong);
    }

    /// The present leader epoch at the beginning of a life: more than in every life before.
    pub(crate) fn new_epoch(&mut self, place: Place, epoch: i32) {
        let part = self.part(place);
        let before = std::mem::replace(&mut part.epoch, epoch);
        let wrong = (epoch <= before)
            .then(|| format!("{place:?}: leader epoch {epoch} in a new life, {before} in one before"));
        self.wrong(wrong);
    }

    /// A whole partition, read while nobody writes.
    pub(crate) fn scanned(&mut self, (place, id): (Place, Uuid), scan: &Scan, now_ms: i64) {
        if self.id(place) != Some(id) {
            return;
        }
        self.read((place, id), &scan.records);
        let retained = self.too_young(place, scan.start, now_ms);
        let durable = !self.topic(place).relaxed;
        let part = self.part(place);
        let mut wrong = Vec::new();
        if scan.start < part.deleted {
            wrong.push(format!(
                "records below {} were deleted, the log starts at {}",
                part.deleted, scan.start
            ));
        }
        wrong.extend(retained);
        let found: BTreeMap<i64, u64> = scan.records.iter().map(|seen| (seen.offset, seen.value)).collect();
        let missing = |offset: i64, value: u64| {
            scan.start <= offset && found.get(&offset).is_none_or(|found| *found != value)
        };
        if let Some((offset, value)) = part.acked.iter().find(|(at, value)| missing(**at, **value)) {
            let now = found.get(offset);
            wrong.push(format!(
                "{value:#x} was acknowledged at {offset}, there is {now:x?}; end {}",
                scan.end
            ));
        }
        let read = part.seen.iter().flat_map(|(at, all)| all.iter().map(move |(_, value)| (*at, *value)));
        if let Some((offset, value)) = read.filter(|_| durable).find(|(at, value)| missing(*at, *value)) {
            wrong.push(format!("{value:#x} was read at {offset}, it is not there now; end {}", scan.end));
        }
        wrong.extend(order(scan));
        for text in wrong {
            self.trace.violation(format!("{place:?}: {text}"));
        }
        self.trace.count("partition audited", 1);
    }

    /// What is missing from the beginning of a log must have been deleted, or have been old enough to go.
    fn too_young(&mut self, place: Place, start: i64, now_ms: i64) -> Option<String> {
        let retention_ms = self.topic(place).retention_ms;
        let part = self.part(place);
        let asked = part.delete_asked.max(part.deleted);
        if start <= asked {
            return None;
        }
        let Some(retention_ms) = retention_ms else {
            return Some(format!("the log starts at {start}, nobody asked for that"));
        };
        let seen = part.seen.range(asked..start).flat_map(|(_, all)| all.iter().map(|(_, value)| *value));
        let missing: Vec<u64> = part.acked.range(asked..start).map(|(_, value)| *value).chain(seen).collect();
        let young = missing.iter().find(|value| {
            let stamp = self.stamps.get(value).copied().unwrap_or_default();
            now_ms < stamp.saturating_add_unsigned(retention_ms)
        });
        self.trace.count("old records gone", 1);
        young.map(|value| format!("{value:#x} is gone (start {start}), it was too young for that"))
    }

    fn wrong(&self, wrong: Option<String>) {
        if let Some(text) = wrong {
            self.trace.violation(text);
        }
    }
}

/// What must hold of any log: no gaps, epochs that do not go back, each producer's values in order and once.
fn order(scan: &Scan) -> Option<String> {
    let mut expected = scan.start;
    let mut epoch = -1;
    let mut last: BTreeMap<u64, u64> = BTreeMap::new();
    for seen in scan.records.iter().skip_while(|seen| seen.offset < scan.start) {
        if seen.offset != expected {
            return Some(format!("after {expected} comes {}", seen.offset));
        }
        if seen.epoch < epoch {
            return Some(format!("epoch {} at {} comes after {epoch}", seen.epoch, seen.offset));
        }
        let before = last.insert(seen.value / PRODUCER, seen.value).unwrap_or(0);
        if seen.value <= before {
            return Some(format!(
                "{:#x} at {} comes after {before:#x}: twice, or out of order",
                seen.value, seen.offset
            ));
        }
        (expected, epoch) = (seen.offset + 1, seen.epoch);
    }
    (expected != scan.end).then(|| format!("the log ends at {}, its records at {expected}", scan.end))
}
