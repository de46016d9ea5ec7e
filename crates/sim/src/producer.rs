//! A producer: plain or idempotent, one batch at a time or several, over many lives of the node.

use std::{collections::BTreeMap, collections::VecDeque, sync::Arc};

use moldau_disk::Clock as _;
use moldau_ids::Uuid;
use moldau_wire::{
    ErrorCode, Records,
    messages::{
        InitProducerIdRequest, ProduceRequest,
        produce_request::{PartitionProduceData, TopicProduceData},
        produce_response::PartitionProduceResponse,
    },
    record_batch::{BatchBuilder, BatchOptions},
};
use parking_lot::Mutex;

use crate::{
    client::{Broken, Client, Surroundings},
    model::{Model, Place, bytes_of, value_of},
    random::Random,
};

/// Names topics by id.
const PRODUCE_VERSION: i16 = 13;
const INIT_VERSION: i16 = 5;
/// Batches on their way at once, at most: as many as the broker remembers.
const WINDOW: u64 = 5;

/// What a producer remembers from life to life.
#[derive(Debug)]
pub(crate) struct Producer {
    number: usize,
    random: Random,
    idempotent: bool,
    acks: i16,
    identity: Option<(i64, i16)>,
    next_value: u64,
    lanes: BTreeMap<Place, Lane>,
}

/// One partition's share.
#[derive(Debug, Default)]
struct Lane {
    next_sequence: i32,
    /// Not acknowledged; in order.
    pending: VecDeque<Batch>,
    acknowledged: u64,
}

#[derive(Debug, Clone)]
struct Batch {
    sequence: i32,
    values: Vec<u64>,
    timestamp: i64,
    sent: bool,
}

impl Producer {
    pub(crate) fn new(number: usize, mut random: Random) -> Self {
        let idempotent = number == 0 || random.one_in(2);
        let acks = if idempotent || random.one_in(2) { -1 } else { 1 };
        Self { number, random, idempotent, acks, identity: None, next_value: 1, lanes: BTreeMap::new() }
    }

    /// Batches that nobody has acknowledged, and partitions that have not got one since [`Self::begin_finale`].
    pub(crate) fn unfinished(&self, places: &[Place]) -> usize {
        let pending: usize = self.lanes.values().map(|lane| lane.pending.len()).sum();
        let idle = |place: &&Place| self.lanes.get(place).is_none_or(|lane| lane.acknowledged == 0);
        pending + places.iter().filter(idle).count()
    }

    pub(crate) fn begin_finale(&mut self) {
        for lane in self.lanes.values_mut() {
            lane.acknowledged = 0;
        }
    }
}

/// Produces until the node's life ends.
pub(crate) async fn run(around: Surroundings, producer: Arc<Mutex<Producer>>, model: Arc<Mutex<Model>>) {
    loop {
        // A connection broke, or there is none yet.
        produce(&around, &producer, &model).await.unwrap_or(());
        let pause = producer.lock().random.between(1, 30);
        around.sleep_ms(pause).await;
    }
}

async fn produce(
    around: &Surroundings,
    producer: &Arc<Mutex<Producer>>,
    model: &Arc<Mutex<Model>>,
) -> Result<(), Broken> {
    let mut client = Client::connect(around, "producer").await?;
    loop {
        let pause = producer.lock().random.below(6);
        around.sleep_ms(pause).await;
        if producer.lock().idempotent && producer.lock().identity.is_none() {
            identify(around, &mut client, producer, model).await?;
            continue;
        }
        let places = model.lock().places();
        let now = around.clock.wall().get();
        let Some((place, batches)) = producer.lock().choose(&places, now) else { continue };
        let (id, relaxed) = {
            let mut model = model.lock();
            for batch in &batches {
                model.made(&batch.values, batch.timestamp);
            }
            (model.id(place), model.topic(place).relaxed)
        };
        // Deleted, and not yet made again.
        let Some(id) = id else { continue };
        for batch in &batches {
            let request = producer.lock().request(id, place.1, batch);
            client.send(&request, PRODUCE_VERSION).await?;
        }
        if producer.lock().random.one_in(40) {
            around.trace.count("connection cut with requests on their way", 1);
            return Err(Broken);
        }
        let mut good = true;
        for batch in &batches {
            let answer = client.receive::<ProduceRequest>(PRODUCE_VERSION).await?;
            let part = answer.responses.first().and_then(|topic| topic.partition_responses.first());
            let Some(part) = part else { return Err(Broken) };
            good &= producer.lock().answered(around, model, (place, id, relaxed), batch, part);
        }
        if !good {
            let pause = producer.lock().random.between(5, 40);
            around.sleep_ms(pause).await;
        }
    }
}

async fn identify(
    around: &Surroundings,
    client: &mut Client,
    producer: &Arc<Mutex<Producer>>,
    model: &Arc<Mutex<Model>>,
) -> Result<(), Broken> {
    let request = InitProducerIdRequest {
        transactional_id: None,
        transaction_timeout_ms: 60_000,
        producer_id: -1,
        producer_epoch: -1,
        ..InitProducerIdRequest::default()
    };
    let answer = client.call(&request, INIT_VERSION).await?;
    if answer.error_code != 0 {
        let code = answer.error_code;
        around.trace.tell(around.clock.now_us(), || format!("no producer id: error {code}"));
        around.sleep_ms(10).await;
        return Ok(());
    }
    if !model.lock().producer_ids.insert(answer.producer_id) {
        around.trace.violation(format!("producer id {} is given out twice", answer.producer_id));
    }
    producer.lock().identity = Some((answer.producer_id, answer.producer_epoch));
    Ok(())
}

impl Producer {
    /// Where to write and what: what is pending first, then new batches.
    fn choose(&mut self, places: &[Place], now_ms: i64) -> Option<(Place, Vec<Batch>)> {
        let waiting =
            self.lanes.iter().find(|(place, lane)| !lane.pending.is_empty() && places.contains(place));
        let waiting = waiting.map(|(place, _)| *place);
        let place = match waiting {
            Some(place) => place,
            None => *self.random.pick(places)?,
        };
        if waiting.is_none() {
            let count = if self.random.one_in(3) { self.random.between(1, WINDOW) } else { 1 };
            for _ in 0..count {
                self.make_batch(place, now_ms);
            }
        }
        let lane = self.lanes.entry(place).or_default();
        let batches = lane.pending.iter().cloned().collect();
        for batch in &mut lane.pending {
            batch.sent = true;
        }
        if !self.idempotent {
            // Never sent again: a second time might be a second record.
            lane.pending.clear();
        }
        Some((place, batches))
    }

    fn make_batch(&mut self, place: Place, timestamp: i64) {
        let count =
            if self.random.one_in(8) { self.random.between(5, 40) } else { self.random.between(1, 4) };
        let values: Vec<u64> = (0..count).map(|at| value_of(self.number, self.next_value + at)).collect();
        self.next_value += count;
        let lane = self.lanes.entry(place).or_default();
        let sequence = lane.next_sequence;
        lane.next_sequence += i32::try_from(count).unwrap_or(0);
        lane.pending.push_back(Batch { sequence, values, timestamp, sent: false });
    }

    fn request(&self, topic_id: Uuid, index: i32, batch: &Batch) -> ProduceRequest {
        let (producer_id, producer_epoch) = self.identity.filter(|_| self.idempotent).unwrap_or((-1, -1));
        let base_sequence = if self.idempotent { batch.sequence } else { -1 };
        let options = BatchOptions { producer_id, producer_epoch, base_sequence, ..BatchOptions::default() };
        let mut builder = BatchBuilder::new(options);
        for value in &batch.values {
            builder.append(batch.timestamp, None, Some(&bytes_of(*value)), &[]);
        }
        let bytes = builder.finish().expect("small batches can be built");
        let mut records = Records::default();
        records.push(bytes);
        let data = PartitionProduceData { index, records: Some(records), ..PartitionProduceData::default() };
        let topic = TopicProduceData { topic_id, partition_data: vec![data], ..TopicProduceData::default() };
        ProduceRequest {
            acks: self.acks,
            timeout_ms: 3_000,
            topic_data: vec![topic],
            ..ProduceRequest::default()
        }
    }

    /// Takes in an answer. Whether it was a good one.
    fn answered(
        &mut self,
        around: &Surroundings,
        model: &Mutex<Model>,
        (place, id, relaxed): (Place, Uuid, bool),
        batch: &Batch,
        part: &PartitionProduceResponse,
    ) -> bool {
        let now = around.clock.now_us();
        let (number, sequence) = (self.number, batch.sequence);
        let code = ErrorCode::from_i16(part.error_code).unwrap_or(ErrorCode::UnknownServerError);
        around.trace.tell(now, || {
            let values = (batch.values.first(), batch.values.len());
            format!(
                "producer {number}: {place:?} seq {sequence} {values:x?}: {} at {}",
                code.name(),
                part.base_offset
            )
        });
        let lane = self.lanes.entry(place).or_default();
        let is_first = lane.pending.front().is_some_and(|first| first.sequence == sequence);
        #[expect(clippy::wildcard_enum_match_arm, reason = "every other refusal is counted by its name")]
        match code {
            ErrorCode::None | ErrorCode::DuplicateSequenceNumber => {
                lane.pending.retain(|other| other.sequence != sequence);
                lane.acknowledged += 1;
                if code == ErrorCode::None && part.base_offset >= 0 {
                    model.lock().acknowledged((place, id), part.base_offset, &batch.values);
                } else {
                    around.trace.count("duplicate answered without its offset", 1);
                }
                true
            }
            ErrorCode::OutOfOrderSequenceNumber | ErrorCode::UnknownProducerId if is_first => {
                // A snapshot remembers a producer's last batch only, as Kafka's does: what was sent before may be there.
                if relaxed || batch.sent {
                    around.trace.count("producer begins anew", 1);
                    self.identity = None;
                    self.lanes.clear();
                } else {
                    let what = format!(
                        "{place:?}: {} for sequence {sequence} of {:?}, which is next",
                        code.name(),
                        self.identity
                    );
                    around.trace.violation(what);
                    self.identity = None;
                    self.lanes.clear();
                }
                false
            }
            other => {
                if other == ErrorCode::RequestTimedOut && around.has_room {
                    // A disk that does not answer takes its directory offline long before that.
                    let what = format!("{place:?}: a produce timed out though the disk has room");
                    around.trace.violation(what);
                }
                around.trace.count(refusal(other), 1);
                false
            }
        }
    }
}

fn refusal(code: ErrorCode) -> &'static str {
    if code == ErrorCode::KafkaStorageError {
        "produce refused: storage error"
    } else if code == ErrorCode::RequestTimedOut {
        "produce refused: timed out"
    } else if code == ErrorCode::OutOfOrderSequenceNumber {
        "produce refused: a batch before it is missing"
    } else {
        "produce refused: other reasons"
    }
}
