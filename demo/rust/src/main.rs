//! `make demo` where there is no Python: every airport of the world through the broker with librdkafka, verified.

mod broker;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::{BorrowedMessage, Message};
use rdkafka::producer::{BaseRecord, DeliveryResult, Producer, ProducerContext, ThreadedProducer};
use rdkafka::{ClientConfig, ClientContext, Offset, TopicPartitionList};

use broker::{Broker, usage};

const TOPIC: &str = "airports";
const PARTITIONS: i32 = 3;
const PASSES: usize = 10;
const BOUND: Duration = Duration::from_secs(120);
const LIVE: u32 = 5_000;
const LIVE_GAP: Duration = Duration::from_millis(1);

/// What became of each record: how long until it was acknowledged, and how many were refused.
#[derive(Default, Clone)]
struct Deliveries(Arc<Mutex<(Vec<Duration>, usize)>>);

impl ClientContext for Deliveries {}

impl ProducerContext for Deliveries {
    type DeliveryOpaque = Box<Instant>;

    fn delivery(&self, result: &DeliveryResult<'_>, due: Self::DeliveryOpaque) {
        let mut all = self.0.lock().expect("not poisoned");
        all.0.push(due.elapsed());
        all.1 += usize::from(result.is_err());
    }
}

impl Deliveries {
    fn take(&self) -> (Vec<Duration>, usize) {
        std::mem::take(&mut *self.0.lock().expect("not poisoned"))
    }
}

fn tell(name: &str, value: impl std::fmt::Display) {
    println!("   {name:<26}{value}");
}

fn mib(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20))
}

fn config(broker: &Broker) -> ClientConfig {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", &broker.bootstrap).set("log_level", "0");
    config
}

fn create_topic(broker: &Broker) -> Result<()> {
    let admin: AdminClient<DefaultClientContext> = config(broker).create()?;
    let topic = NewTopic::new(TOPIC, PARTITIONS, TopicReplication::Fixed(1));
    let created = admin.create_topics([&topic], &AdminOptions::new().request_timeout(Some(BOUND)));
    for outcome in futures_now(created)? {
        if let Err((topic, code)) = outcome {
            bail!("{topic}: {code}");
        }
    }
    Ok(())
}

/// Waits for one future; librdkafka's own threads complete it.
fn futures_now<T>(future: impl Future<Output = Result<T, KafkaError>>) -> Result<T> {
    let mut future = Box::pin(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let deadline = Instant::now() + BOUND;
    loop {
        if let std::task::Poll::Ready(outcome) = future.as_mut().poll(&mut context) {
            return Ok(outcome?);
        }
        ensure!(Instant::now() < deadline, "no answer within {BOUND:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn send(
    producer: &ThreadedProducer<Deliveries>,
    key: &str,
    value: &str,
    partition: i32,
    due: Instant,
) -> Result<()> {
    let mut record =
        BaseRecord::with_opaque_to(TOPIC, Box::new(due)).key(key).payload(value).partition(partition);
    loop {
        match producer.send(record) {
            Ok(()) => return Ok(()),
            Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), back)) => {
                record = back;
                std::thread::sleep(Duration::from_millis(5));
            }
            Err((error, _)) => return Err(error.into()),
        }
    }
}

/// The partition of record `number`: round about, so that what each must hold is known.
fn partition(number: usize) -> i32 {
    i32::try_from(number % 3).expect("below 3")
}

fn write(broker: &Broker, airports: &[(String, String)]) -> Result<()> {
    let deliveries = Deliveries::default();
    let mut settings = config(broker);
    settings.set("acks", "all").set("enable.idempotence", "true").set("linger.ms", "5");
    let producer: ThreadedProducer<Deliveries> = settings.create_with_context(deliveries.clone())?;
    let begun = Instant::now();
    let total = PASSES * airports.len();
    let mut bytes = 0;
    for number in 0..total {
        let (key, value) = &airports[number % airports.len()];
        bytes += key.len() + value.len();
        send(&producer, key, value, partition(number), begun)?;
    }
    producer.flush(BOUND)?;
    let took = begun.elapsed().as_secs_f64();
    let (answers, refused) = deliveries.take();
    ensure!(
        answers.len() == total && refused == 0,
        "{} of {total} answered, {refused} refused",
        answers.len()
    );
    tell("acknowledged", format!("{total} records, {} in {took:.2} s", mib(bytes as u64)));
    tell(
        "throughput",
        format!("{:.0} records/s, {}/s", total as f64 / took, mib((bytes as f64 / took) as u64)),
    );
    Ok(())
}

/// The next record. The broker has just been started again: until it listens, the client reports that it is not there.
fn receive(consumer: &BaseConsumer) -> Result<BorrowedMessage<'_>> {
    let deadline = Instant::now() + BOUND;
    loop {
        match consumer.poll(BOUND).context("none came")? {
            Err(KafkaError::MessageConsumption(
                RDKafkaErrorCode::BrokerTransportFailure | RDKafkaErrorCode::AllBrokersDown,
            )) if Instant::now() < deadline => {}
            outcome => return Ok(outcome?),
        }
    }
}

fn read_and_verify(broker: &Broker, airports: &[(String, String)]) -> Result<()> {
    let mut settings = config(broker);
    settings.set("group.id", "unused").set("enable.auto.commit", "false").set("check.crcs", "true");
    let consumer: BaseConsumer = settings.create()?;
    let mut assignment = TopicPartitionList::new();
    for index in 0..PARTITIONS {
        assignment.add_partition_offset(TOPIC, index, Offset::Beginning)?;
    }
    consumer.assign(&assignment)?;
    let total = PASSES * airports.len();
    let mut next = [0_usize, 1, 2];
    let mut begun = Instant::now();
    for count in 0..total {
        let message = receive(&consumer).with_context(|| format!("MISSING: only {count} of {total} came"))?;
        if count == 0 {
            begun = Instant::now(); // the broker may just have been starting
        }
        let expected = &mut next[usize::try_from(message.partition())?];
        let (key, value) = &airports[*expected % airports.len()];
        ensure!(
            message.key() == Some(key.as_bytes()) && message.payload() == Some(value.as_bytes()),
            "WRONG record at {}:{}",
            message.partition(),
            message.offset()
        );
        *expected += 3;
    }
    let took = begun.elapsed().as_secs_f64();
    tell(
        "verified",
        format!("{total} of {total} records: none lost, none twice, none changed, all in order"),
    );
    tell("throughput", format!("{:.0} records/s (verifying included)", total as f64 / took));
    Ok(())
}

fn live(broker: &Broker, airports: &[(String, String)]) -> Result<()> {
    let deliveries = Deliveries::default();
    let producer: ThreadedProducer<Deliveries> =
        config(broker).set("acks", "all").set("linger.ms", "0").create_with_context(deliveries.clone())?;
    let (key, value) = &airports[0];
    send(&producer, key, value, 0, Instant::now())?;
    producer.flush(BOUND)?;
    deliveries.take();
    let begun = Instant::now();
    for number in 0..LIVE {
        let due = begun + LIVE_GAP * number;
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        let (key, value) = &airports[number as usize % airports.len()];
        send(&producer, key, value, partition(number as usize), due)?;
    }
    producer.flush(BOUND)?;
    let (mut answers, refused) = deliveries.take();
    ensure!(answers.len() == LIVE as usize && refused == 0, "{} answered, {refused} refused", answers.len());
    answers.sort_unstable();
    let at = |share: f64| {
        answers[((answers.len() as f64 * share) as usize).min(answers.len() - 1)].as_secs_f64() * 1000.0
    };
    tell(
        "until acknowledged",
        format!(
            "p50 {:.2} ms  p95 {:.2} ms  p99 {:.2} ms  p99.9 {:.2} ms  max {:.2} ms",
            at(0.5),
            at(0.95),
            at(0.99),
            at(0.999),
            at(1.0)
        ),
    );
    Ok(())
}

fn show_memory(broker: &Broker, when: &str) -> Result<()> {
    let (anon, file) = broker.memory()?;
    tell(
        &format!("memory {when}"),
        format!("{} of its own (RssAnon), {} of files (RssFile)", mib(anon), mib(file)),
    );
    Ok(())
}

fn demo(broker: &Broker, airports: &[(String, String)]) -> Result<()> {
    println!("\n== The broker");
    let id = broker.start()?;
    tell("listens on", &broker.bootstrap);
    tell("process", id);
    create_topic(broker)?;
    show_memory(broker, "idle")?;

    println!(
        "\n== Writing {} records (acks=all, idempotent producer, {PARTITIONS} partitions)",
        PASSES * airports.len()
    );
    write(broker, airports)?;
    show_memory(broker, "after writing")?;

    println!("\n== Killing the broker (kill -9) and starting it again");
    broker.kill();
    tell("process", broker.start()?);

    println!("\n== Reading everything back and verifying every record");
    read_and_verify(broker, airports)?;

    println!("\n== Live: 1,000 records/s, one at a time, for 5 s");
    live(broker, airports)?;
    show_memory(broker, "now")?;

    println!("\n== The files");
    let (files, bytes) = usage(&broker.data())?;
    tell("directory", broker.data().display());
    tell("in it", format!("{files} files, {} on disk", mib(bytes)));
    Ok(())
}

fn main() -> Result<()> {
    let binary =
        PathBuf::from(std::env::var_os("MOLDAU_BIN").context("MOLDAU_BIN names the broker's binary")?);
    println!("\n== Loading the data set: every airport of the world (airport-data, CC-BY-4.0)");
    let data = airport_data::AirportData::new();
    let mut airports = Vec::new();
    for airport in data.all_airports() {
        airports.push((airport.icao.clone(), serde_json::to_string(airport)?));
    }
    tell("airports", airports.len());
    let broker = Broker::new(binary)?;
    demo(&broker, &airports).with_context(|| format!("the broker's log:\n{}", broker.log()))?;
    println!("\nAll verified.");
    Ok(())
}
