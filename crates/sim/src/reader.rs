//! Reading: a consumer that follows partitions and remembers what it saw, one by one or all of them in a fetch session
//! (KIP-227), and the audit that reads everything.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use moldau_ids::Uuid;
use moldau_wire::{
    ErrorCode,
    messages::{
        FetchRequest, ListOffsetsRequest,
        fetch_request::{FetchPartition, FetchTopic, ForgottenTopic},
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

/// Names topics by id.
const FETCH_VERSION: i16 = 13;
const LIST_VERSION: i16 = 7;
const EARLIEST: i64 = -2;
const LATEST: i64 = -1;
/// No session is wanted.
const NO_SESSION: (i32, i32) = (0, -1);

/// A partition of a topic of a certain id.
pub(crate) type Target = (Place, Uuid);

/// What a consumer remembers from life to life.
#[derive(Debug)]
pub(crate) struct Reader {
    random: Random,
    in_session: bool,
    positions: BTreeMap<Target, i64>,
    /// Whose positions are of an earlier life of the node.
    inherited: BTreeSet<Target>,
}

impl Reader {
    pub(crate) fn new(mut random: Random) -> Self {
        let in_session = random.one_in(2);
        Self { in_session, random, positions: BTreeMap::new(), inherited: BTreeSet::new() }
    }

    fn begin_life(&mut self) {
        self.inherited = self.positions.keys().copied().collect();
    }

    fn set_position(&mut self, target: Target, position: i64) {
        if self.positions.insert(target, position) != Some(position) {
            self.inherited.remove(&target);
        }
    }

    /// Whether it has not got as far as this everywhere.
    pub(crate) fn is_before(&self, goal: &[(Target, i64)]) -> bool {
        goal.iter().any(|(target, end)| self.positions.get(target).copied().unwrap_or_default() < *end)
    }
}

fn targets(model: &Model) -> Vec<Target> {
    let places = model.places();
    places.into_iter().filter_map(|place| Some((place, model.id(place)?))).collect()
}

fn fetch_topic((place, topic_id): Target, offset: i64, max_bytes: i32) -> FetchTopic {
    let partition = FetchPartition {
        partition: place.1,
        current_leader_epoch: -1,
        fetch_offset: offset,
        last_fetched_epoch: -1,
        log_start_offset: -1,
        partition_max_bytes: max_bytes,
        ..FetchPartition::default()
    };
    FetchTopic { topic_id, partitions: vec![partition], ..FetchTopic::default() }
}

fn fetch_request(
    topics: Vec<FetchTopic>,
    max_wait_ms: i32,
    (session_id, session_epoch): (i32, i32),
) -> FetchRequest {
    FetchRequest {
        replica_id: -1,
        max_wait_ms,
        min_bytes: 1,
        max_bytes: 1 << 20,
        session_id,
        session_epoch,
        topics,
        ..FetchRequest::default()
    }
}

async fn fetch(
    client: &mut Client,
    target: Target,
    at: i64,
    max: i32,
    wait: i32,
) -> Result<PartitionData, Broken> {
    let request = fetch_request(vec![fetch_topic(target, at, max)], wait, NO_SESSION);
    let answer = client.call(&request, FETCH_VERSION).await?;
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
    let in_session = reader.lock().in_session;
    reader.lock().begin_life();
    loop {
        let followed = if in_session {
            follow_in_session(&around, &reader, &model).await
        } else {
            follow(&around, &reader, &model).await
        };
        followed.unwrap_or(());
        around.sleep_ms(10).await;
    }
}

/// One partition at a time, without a session.
async fn follow(around: &Surroundings, reader: &Mutex<Reader>, model: &Mutex<Model>) -> Result<(), Broken> {
    let mut client = Client::connect(around, "consumer").await?;
    loop {
        let targets = targets(&model.lock());
        let chosen = {
            let mut reader = reader.lock();
            let target = reader.random.pick(&targets).copied();
            target.map(|target| {
                (target, *reader.positions.entry(target).or_default(), reader.random.between(1, 4_000))
            })
        };
        let Some((target, position, max)) = chosen else {
            around.sleep_ms(20).await;
            continue;
        };
        let max = i32::try_from(max).unwrap_or(1);
        let part = fetch(&mut client, target, position, max, 20).await?;
        if !take(around, &mut client, (reader, model), target, &part).await? {
            around.sleep_ms(15).await;
        }
    }
}

/// All partitions at once, in a session: what did not change is neither asked for nor answered again.
async fn follow_in_session(
    around: &Surroundings,
    reader: &Mutex<Reader>,
    model: &Mutex<Model>,
) -> Result<(), Broken> {
    let mut client = Client::connect(around, "consumer").await?;
    let max = i32::try_from(reader.lock().random.between(100, 4_000)).unwrap_or(1);
    let mut session = (0, 0);
    let mut asked: BTreeMap<Target, i64> = BTreeMap::new();
    loop {
        let targets: BTreeSet<Target> = targets(&model.lock()).into_iter().collect();
        if targets.is_empty() {
            around.sleep_ms(20).await;
            continue;
        }
        let request = {
            let reader = reader.lock();
            let position = |target: &Target| reader.positions.get(target).copied().unwrap_or_default();
            let changed = targets.iter().filter(|target| asked.get(target) != Some(&position(target)));
            let changed: Vec<(Target, i64)> = changed.map(|target| (*target, position(target))).collect();
            let topics =
                changed.iter().map(|(target, position)| fetch_topic(*target, *position, max)).collect();
            let mut request = fetch_request(topics, 20, session);
            let gone = asked.keys().filter(|target| !targets.contains(target));
            request.forgotten_topics_data = gone.map(|target| forgotten(*target)).collect();
            asked.retain(|target, _| targets.contains(target));
            asked.extend(changed);
            request
        };
        let answer = client.call(&request, FETCH_VERSION).await?;
        if answer.error_code != 0 {
            around.trace.count("fetch session begun anew", 1);
            (session, asked) = ((0, 0), BTreeMap::new());
            continue;
        }
        if session.0 == 0 {
            around.trace.count("fetch session begun", 1);
        } else {
            around.trace.count("incremental fetch", 1);
        }
        session = (answer.session_id, session.1 + 1);
        if answer.session_id == 0 {
            (session, asked) = ((0, 0), BTreeMap::new());
        }
        let mut good = true;
        for topic in &answer.responses {
            for part in &topic.partitions {
                let is_it = |((place, id), _): &(&Target, &i64)| {
                    *id == topic.topic_id && place.1 == part.partition_index
                };
                let Some((target, _)) = asked.iter().find(is_it) else { continue };
                good &= take(around, &mut client, (reader, model), *target, part).await?;
            }
        }
        if !good {
            around.sleep_ms(15).await;
        }
        if reader.lock().random.one_in(60) {
            // Left to itself, or ended in order.
            if reader.lock().random.one_in(2) {
                client.call(&fetch_request(Vec::new(), 0, (session.0, -1)), FETCH_VERSION).await?;
            }
            (session, asked) = ((0, 0), BTreeMap::new());
        }
    }
}

fn forgotten((place, topic_id): Target) -> ForgottenTopic {
    ForgottenTopic { topic_id, partitions: vec![place.1], ..ForgottenTopic::default() }
}

/// Takes in what a partition says. Whether it was no error.
async fn take(
    around: &Surroundings,
    client: &mut Client,
    (reader, model): (&Mutex<Reader>, &Mutex<Model>),
    target: Target,
    part: &PartitionData,
) -> Result<bool, Broken> {
    let (place, id) = target;
    let position = reader.lock().positions.get(&target).copied().unwrap_or_default();
    let code = ErrorCode::from_i16(part.error_code).unwrap_or(ErrorCode::UnknownServerError);
    if code == ErrorCode::OffsetOutOfRange {
        let name = model.lock().topic(place).name.clone();
        let Ok(start) = list(client, &name, place, EARLIEST).await? else { return Ok(false) };
        let (is_same, is_relaxed) = {
            let model = model.lock();
            let topic = model.topic(place);
            (topic.id == Some(id) && !topic.maybe_deleted, topic.relaxed)
        };
        if !is_same {
            return Ok(false);
        }
        if start <= position && !is_relaxed {
            let what =
                format!("{place:?}: {position} was read up to, now it is out of range (start {start})");
            around.trace.violation(what);
        }
        reader.lock().set_position(target, start);
        return Ok(true);
    }
    if code != ErrorCode::None {
        return Ok(false);
    }
    let next = take_in(around, model, target, position, part);
    let is_relaxed = model.lock().topic(place).relaxed;
    let mut reader = reader.lock();
    if part.high_watermark < position {
        // A relaxed log that has lost its end with the power may not have come so far again.
        if is_relaxed && reader.inherited.contains(&target) {
            around.trace.count("position lost with the power", 1);
        } else {
            let end = part.high_watermark;
            around
                .trace
                .violation(format!("{place:?}: {position} was read up to, the high watermark is {end}"));
        }
    }
    reader.set_position(target, next);
    Ok(true)
}

/// Remembers what was read. Where to go on.
fn take_in(
    around: &Surroundings,
    model: &Mutex<Model>,
    (place, id): Target,
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
    let last = records.last().map_or(-1, |last| last.offset);
    if part.high_watermark <= last {
        let end = part.high_watermark;
        around.trace.violation(format!("{place:?}: a record at {last} is beyond the high watermark {end}"));
    }
    model.lock().read((place, id), &records);
    position.max(last + 1)
}

/// Reads a whole partition while nobody writes. `None` if it can't be read now.
pub(crate) async fn scan(
    around: &Surroundings,
    client: &mut Client,
    name: &str,
    (place, id): Target,
) -> Result<Option<Scan>, Broken> {
    let Ok(start) = list(client, name, place, EARLIEST).await? else { return Ok(None) };
    let Ok(end) = list(client, name, place, LATEST).await? else { return Ok(None) };
    let mut scan = Scan { start, end, records: Vec::new() };
    let mut position = start;
    while position < end {
        let part = fetch(client, (place, id), position, 64 * 1024, 10).await?;
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
