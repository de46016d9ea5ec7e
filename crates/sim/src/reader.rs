//! Reading: a consumer that follows partitions and remembers what it saw, and the audit that reads everything.

use std::{collections::BTreeMap, sync::Arc};

use moldau_wire::{
    ErrorCode,
    messages::{
        FetchRequest, ListOffsetsRequest,
        fetch_request::{FetchPartition, FetchTopic},
        fetch_response::PartitionData,
        list_offsets_request::{ListOffsetsPartition, ListOffsetsTopic},
    },
};
use parking_lot::Mutex;

use crate::{
    client::{Broken, Client, Surroundings},
    model::{Model, Place, Scan, read_records},
    random::Random,
};

const FETCH_VERSION: i16 = 12;
const LIST_VERSION: i16 = 7;
const EARLIEST: i64 = -2;
const LATEST: i64 = -1;

/// What a consumer remembers from life to life.
#[derive(Debug)]
pub(crate) struct Reader {
    random: Random,
    positions: BTreeMap<Place, i64>,
}

impl Reader {
    pub(crate) fn new(random: Random) -> Self {
        Self { random, positions: BTreeMap::new() }
    }
}

fn fetch_request(name: &str, place: Place, offset: i64, max_bytes: i32, max_wait_ms: i32) -> FetchRequest {
    let partition = FetchPartition {
        partition: place.1,
        current_leader_epoch: -1,
        fetch_offset: offset,
        last_fetched_epoch: -1,
        log_start_offset: -1,
        partition_max_bytes: max_bytes,
        ..FetchPartition::default()
    };
    let topic = FetchTopic { topic: name.into(), partitions: vec![partition], ..FetchTopic::default() };
    FetchRequest {
        replica_id: -1,
        max_wait_ms,
        min_bytes: 1,
        max_bytes: 1 << 20,
        session_id: 0,
        session_epoch: -1,
        topics: vec![topic],
        ..FetchRequest::default()
    }
}

async fn fetch(
    client: &mut Client,
    name: &str,
    place: Place,
    at: i64,
    max: i32,
    wait: i32,
) -> Result<PartitionData, Broken> {
    let answer = client.call(&fetch_request(name, place, at, max, wait), FETCH_VERSION).await?;
    let topic = answer.responses.into_iter().next().ok_or(Broken)?;
    topic.partitions.into_iter().next().ok_or(Broken)
}

/// The offset at a timestamp (or one of the two special ones), or the error.
async fn list(
    client: &mut Client,
    name: &str,
    place: Place,
    timestamp: i64,
) -> Result<Result<i64, i16>, Broken> {
    let partition = ListOffsetsPartition {
        partition_index: place.1,
        current_leader_epoch: -1,
        timestamp,
        ..ListOffsetsPartition::default()
    };
    let topic =
        ListOffsetsTopic { name: name.into(), partitions: vec![partition], ..ListOffsetsTopic::default() };
    let request = ListOffsetsRequest { replica_id: -1, topics: vec![topic], ..ListOffsetsRequest::default() };
    let answer = client.call(&request, LIST_VERSION).await?;
    let part = answer.topics.first().and_then(|topic| topic.partitions.first()).ok_or(Broken)?;
    Ok(if part.error_code == 0 { Ok(part.offset) } else { Err(part.error_code) })
}

/// Follows partitions until the node's life ends.
pub(crate) async fn run(around: Surroundings, reader: Arc<Mutex<Reader>>, model: Arc<Mutex<Model>>) {
    loop {
        follow(&around, &reader, &model).await.unwrap_or(());
        around.sleep_ms(10).await;
    }
}

async fn follow(around: &Surroundings, reader: &Mutex<Reader>, model: &Mutex<Model>) -> Result<(), Broken> {
    let mut client = Client::connect(around, "consumer").await?;
    loop {
        let places = model.lock().places();
        let chosen = {
            let mut reader = reader.lock();
            let place = reader.random.pick(&places).copied();
            place.map(|place| {
                (place, *reader.positions.entry(place).or_default(), reader.random.between(1, 4_000))
            })
        };
        let Some((place, position, max)) = chosen else {
            around.sleep_ms(20).await;
            continue;
        };
        let (name, relaxed) = {
            let model = model.lock();
            (model.topic(place).name.clone(), model.topic(place).relaxed)
        };
        let max = i32::try_from(max).unwrap_or(1);
        let part = fetch(&mut client, &name, place, position, max, 20).await?;
        let code = ErrorCode::from_i16(part.error_code).unwrap_or(ErrorCode::UnknownServerError);
        if code == ErrorCode::OffsetOutOfRange {
            let start = list(&mut client, &name, place, EARLIEST).await?;
            let Ok(start) = start else { continue };
            if start <= position && !relaxed {
                let what =
                    format!("{place:?}: {position} was read up to, now it is out of range (start {start})");
                around.trace.violation(what);
            }
            reader.lock().positions.insert(place, start);
            continue;
        }
        if code != ErrorCode::None {
            around.sleep_ms(15).await;
            continue;
        }
        let next = take_in(around, model, place, position, &part);
        reader.lock().positions.insert(place, next);
    }
}

/// Remembers what was read. Where to go on.
fn take_in(
    around: &Surroundings,
    model: &Mutex<Model>,
    place: Place,
    position: i64,
    part: &PartitionData,
) -> i64 {
    let bytes = part.records.as_ref().map(moldau_wire::Records::to_bytes).unwrap_or_default();
    let records = match read_records(&bytes) {
        Ok(records) => records,
        Err(what) => {
            around.trace.violation(format!("{place:?}: fetched from {position}: {what}"));
            return position;
        }
    };
    let next = records.last().map_or(position, |last| last.offset + 1);
    if part.high_watermark < next {
        let what = format!(
            "{place:?}: a record at {} is beyond the high watermark {}",
            next - 1,
            part.high_watermark
        );
        around.trace.violation(what);
    }
    model.lock().read(place, &records);
    next.max(position)
}

/// Reads a whole partition while nobody writes. `None` if it can't be read now.
pub(crate) async fn scan(
    around: &Surroundings,
    client: &mut Client,
    name: &str,
    place: Place,
) -> Result<Option<Scan>, Broken> {
    let Ok(start) = list(client, name, place, EARLIEST).await? else { return Ok(None) };
    let Ok(end) = list(client, name, place, LATEST).await? else { return Ok(None) };
    let mut scan = Scan { start, end, records: Vec::new() };
    let mut position = start;
    while position < end {
        let part = fetch(client, name, place, position, 64 * 1024, 10).await?;
        if part.error_code != 0 {
            return Ok(None);
        }
        let bytes = part.records.as_ref().map(moldau_wire::Records::to_bytes).unwrap_or_default();
        match read_records(&bytes) {
            Ok(records) if records.last().is_some_and(|last| position <= last.offset) => {
                position = records.last().map_or(position, |last| last.offset + 1);
                scan.records.extend(records.into_iter().filter(|seen| start <= seen.offset));
            }
            Ok(_) => {
                around.trace.violation(format!("{place:?}: nothing at {position}, the end is {end}"));
                return Ok(None);
            }
            Err(what) => {
                around.trace.violation(format!("{place:?}: {what}"));
                return Ok(None);
            }
        }
    }
    Ok(Some(scan))
}
