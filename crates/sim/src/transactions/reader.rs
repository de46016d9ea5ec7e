//! Reading what is committed: a consumer that follows the ledger, and the audit when everything has settled.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use moldau_ids::Uuid;
use moldau_wire::{
    messages::{
        FetchRequest, OffsetFetchRequest,
        fetch_request::{FetchPartition, FetchTopic},
        fetch_response::PartitionData,
        offset_fetch_request::{OffsetFetchRequestGroup, OffsetFetchRequestTopics},
    },
    record_batch::{RecordBatch, batches, control::ControlType},
};
use parking_lot::Mutex;

use super::{ledger::Ledger, state::Transactional};
use crate::{
    client::{Broken, Client, Surroundings},
    model::whole_value,
    random::Random,
};

const FETCH_VERSION: i16 = 13;
const READ_COMMITTED: i8 = 1;

/// A consumer of what is committed, over many lives of the node.
#[derive(Debug)]
pub(crate) struct Committed {
    random: Random,
    positions: BTreeMap<i32, i64>,
}

impl Committed {
    pub(crate) fn new(random: Random) -> Self {
        Self { random, positions: BTreeMap::new() }
    }
}

/// What a fetched answer holds for who reads what is committed.
#[derive(Debug, Default)]
struct Found {
    values: Vec<(i64, u64)>,
    next: i64,
}

async fn fetch(
    client: &mut Client,
    (topic_id, partition): (Uuid, i32),
    position: i64,
    max_bytes: i32,
) -> Result<PartitionData, Broken> {
    let partition = FetchPartition {
        partition,
        current_leader_epoch: -1,
        fetch_offset: position,
        last_fetched_epoch: -1,
        log_start_offset: -1,
        partition_max_bytes: max_bytes,
        ..FetchPartition::default()
    };
    let request = FetchRequest {
        replica_id: -1,
        max_wait_ms: 20,
        min_bytes: 1,
        max_bytes: 1 << 20,
        isolation_level: READ_COMMITTED,
        session_epoch: -1,
        topics: vec![FetchTopic { topic_id, partitions: vec![partition], ..FetchTopic::default() }],
        ..FetchRequest::default()
    };
    let answer = client.call(&request, FETCH_VERSION).await?;
    let topic = answer.responses.into_iter().next().ok_or(Broken)?;
    topic.partitions.into_iter().next().ok_or(Broken)
}

/// Leaves out markers and what has been aborted, as consumers do.
fn committed(part: &PartitionData, position: i64) -> Result<Found, String> {
    let bytes = part.records.as_ref().map(moldau_wire::Records::to_bytes).unwrap_or_default();
    let mut aborted: Vec<(i64, i64)> = part
        .aborted_transactions
        .iter()
        .flatten()
        .map(|transaction| (transaction.first_offset, transaction.producer_id))
        .collect();
    aborted.sort_unstable();
    let mut aborted = aborted.into_iter().peekable();
    let mut ended: BTreeSet<i64> = BTreeSet::new();
    let mut found = Found { values: Vec::new(), next: position };
    for batch in batches(&bytes) {
        let Ok(batch) = batch else { break };
        batch.verify_crc().map_err(|error| format!("a batch is broken: {error}"))?;
        let header = batch.header();
        if part.last_stable_offset < header.next_offset() {
            let (last, stable) = (header.last_offset(), part.last_stable_offset);
            return Err(format!("a record at {last} is beyond the last stable offset {stable}"));
        }
        if found.next < header.base_offset && found.next != position {
            return Err(format!("after {} comes {}", found.next, header.base_offset));
        }
        found.next = header.next_offset().max(found.next);
        while let Some((_, producer)) = aborted.next_if(|(first, _)| *first <= header.last_offset()) {
            ended.insert(producer);
        }
        if header.attributes.is_control() {
            if is_abort(&batch)? {
                ended.remove(&header.producer_id);
            }
        } else if !(header.attributes.is_transactional() && ended.contains(&header.producer_id)) {
            take(&batch, position, &mut found)?;
        }
    }
    Ok(found)
}

fn is_abort(batch: &RecordBatch) -> Result<bool, String> {
    let records = batch.records(1 << 20).map_err(|error| format!("a marker can't be read: {error}"))?;
    let first = records.iter().next().ok_or("a marker without a record")?;
    let first = first.map_err(|error| format!("a marker can't be read: {error}"))?;
    let kind = ControlType::from_key(first.key.unwrap_or_default()).map_err(|error| error.to_string())?;
    Ok(kind == ControlType::Abort)
}

fn take(batch: &RecordBatch, position: i64, found: &mut Found) -> Result<(), String> {
    let records = batch.records(1 << 20).map_err(|error| format!("records can't be read: {error}"))?;
    for record in &records {
        let record = record.map_err(|error| format!("a record can't be read: {error}"))?;
        let value = whole_value(record.value.unwrap_or_default());
        let value = value.ok_or_else(|| format!("the record at {} is not whole", record.offset))?;
        if position <= record.offset {
            found.values.push((record.offset, value));
        }
    }
    Ok(())
}

/// Follows the ledger until the node's life ends.
pub(crate) async fn run(around: Surroundings, reader: Arc<Mutex<Committed>>, ledger: Arc<Mutex<Ledger>>) {
    loop {
        follow(&around, &reader, &ledger).await.unwrap_or(());
        around.sleep_ms(10).await;
    }
}

async fn follow(
    around: &Surroundings,
    reader: &Mutex<Committed>,
    ledger: &Mutex<Ledger>,
) -> Result<(), Broken> {
    let mut client = Client::connect(around, "committed").await?;
    loop {
        let (topic_id, partitions) = {
            let ledger = ledger.lock();
            (ledger.topic_id, ledger.partitions)
        };
        let Some(topic_id) = topic_id else {
            around.sleep_ms(20).await;
            continue;
        };
        let (partition, position, max) = {
            let mut reader = reader.lock();
            let partition = i32::try_from(reader.random.below(u64::from(partitions.unsigned_abs())));
            let partition = partition.unwrap_or(0);
            let max = i32::try_from(reader.random.between(1, 8_000)).unwrap_or(1);
            (partition, *reader.positions.entry(partition).or_default(), max)
        };
        let part = fetch(&mut client, (topic_id, partition), position, max).await?;
        if part.error_code != 0 {
            around.sleep_ms(15).await;
            continue;
        }
        if part.last_stable_offset < position || part.high_watermark < part.last_stable_offset {
            around.trace.violation(format!(
                "ledger {partition}: {position} was read up to, the last stable offset is {}, the high watermark {}",
                part.last_stable_offset, part.high_watermark
            ));
        }
        let found = take_in(around, ledger, partition, position, &part);
        reader.lock().positions.insert(partition, found.next);
    }
}

fn take_in(
    around: &Surroundings,
    ledger: &Mutex<Ledger>,
    partition: i32,
    position: i64,
    part: &PartitionData,
) -> Found {
    match committed(part, position) {
        Ok(found) => {
            let mut ledger = ledger.lock();
            for (offset, value) in &found.values {
                ledger.seen(partition, *offset, *value);
            }
            found
        }
        Err(what) => {
            around.trace.violation(format!("ledger {partition}: fetched from {position}: {what}"));
            Found { values: Vec::new(), next: position }
        }
    }
}

/// When nobody writes any more: no transaction stays open, then everything is read.
pub(crate) async fn settle(
    around: &Surroundings,
    ledger: &Mutex<Ledger>,
    producers: &[Arc<Mutex<Transactional>>],
) -> Result<(), Broken> {
    let mut client = Client::connect(around, "ledger-auditor").await?;
    let Some(topic_id) = ledger.lock().topic_id else { return Ok(()) };
    let partitions = ledger.lock().partitions;
    let mut all = Vec::new();
    for partition in 0..partitions {
        let mut values = Vec::new();
        let mut position = 0;
        loop {
            let part = fetch(&mut client, (topic_id, partition), position, 64 * 1024).await?;
            if part.error_code != 0 || part.last_stable_offset != part.high_watermark {
                around.sleep_ms(20).await;
                continue;
            }
            if part.high_watermark <= position {
                break;
            }
            match committed(&part, position) {
                Ok(found) if position < found.next => {
                    position = found.next;
                    values.extend(found.values);
                }
                outcome => {
                    let end = part.high_watermark;
                    around
                        .trace
                        .violation(format!("ledger {partition}: at {position} of {end}: {outcome:?}"));
                    return Ok(());
                }
            }
        }
        all.push(values);
    }
    ledger.lock().settled(&all);
    for producer in producers {
        let (number, group) = producer.lock().group();
        let wanted = ledger.lock().group_offset(number);
        let name = ledger.lock().topic;
        let found = loop {
            match group_offset(&mut client, &group, (name, 0)).await? {
                Ok((offset, _)) => break offset,
                Err(code) => {
                    around.trace.tell(around.clock.now_us(), || format!("{group}: error {code}"));
                    around.sleep_ms(20).await;
                }
            }
        };
        around.trace.count("offsets of transactions audited", 1);
        if found != wanted {
            around
                .trace
                .violation(format!("{group}: {wanted} was committed within a transaction, it is {found}"));
        }
    }
    Ok(())
}

/// A group's offset (-1 if it has none) and metadata, with nothing pending; or the error.
pub(crate) async fn group_offset(
    client: &mut Client,
    group: &str,
    (topic, partition): (&str, i32),
) -> Result<Result<(i64, String), i16>, Broken> {
    let topic = OffsetFetchRequestTopics {
        name: topic.into(),
        partition_indexes: vec![partition],
        ..OffsetFetchRequestTopics::default()
    };
    let group = OffsetFetchRequestGroup {
        group_id: group.into(),
        member_epoch: -1,
        topics: Some(vec![topic]),
        ..OffsetFetchRequestGroup::default()
    };
    let request =
        OffsetFetchRequest { groups: vec![group], require_stable: true, ..OffsetFetchRequest::default() };
    let answer = client.call(&request, 8).await?;
    let group = answer.groups.first().ok_or(Broken)?;
    if group.error_code != 0 {
        return Ok(Err(group.error_code));
    }
    let part = group.topics.first().and_then(|topic| topic.partitions.first()).ok_or(Broken)?;
    if part.error_code != 0 {
        return Ok(Err(part.error_code));
    }
    Ok(Ok((part.committed_offset, part.metadata.as_deref().unwrap_or_default().to_owned())))
}
