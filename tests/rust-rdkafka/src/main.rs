//! librdkafka through the rdkafka crate. See ../clients/README.md for the checks.

mod dataset;

use std::collections::HashMap;
use std::future::Future;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use futures::future::join_all;
use rdkafka::admin::{
    AdminClient, AdminOptions, AlterConfig, NewPartitions, NewTopic, ResourceSpecifier, TopicReplication,
};
use rdkafka::client::DefaultClientContext;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::{Header, Headers, Message, OwnedHeaders};
use rdkafka::producer::{FutureProducer, FutureRecord};
use rdkafka::{ClientConfig, Offset, TopicPartitionList};

use dataset::{COUNT, Record, verify};

const BOUND: Duration = Duration::from_secs(30);
const CODECS: [&str; 5] = ["none", "gzip", "snappy", "lz4", "zstd"];

struct Client {
    bootstrap: String,
    prefix: String,
    admin: AdminClient<DefaultClientContext>,
}

impl Client {
    fn topic(&self, name: &str) -> String {
        format!("{}-{name}", self.prefix)
    }

    fn config(&self) -> ClientConfig {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", &self.bootstrap);
        config
    }

    fn consumer(&self) -> Result<BaseConsumer> {
        let mut config = self.config();
        config.set("group.id", "unused").set("enable.auto.commit", "false").set("check.crcs", "true");
        Ok(config.create()?)
    }

    /// Writes the data set to partition 0 and waits for every acknowledgement.
    async fn produce(&self, topic: &str, count: usize, settings: &[(&str, &str)]) -> Result<()> {
        let mut config = self.config();
        config.set("linger.ms", "5").set("batch.num.messages", "64");
        // A batch that is tried again must not be overtaken.
        config.set("max.in.flight.requests.per.connection", "1");
        for (key, value) in settings {
            config.set(*key, *value);
        }
        let producer: FutureProducer = config.create()?;
        let records: Vec<_> = (0..count).map(|i| (dataset::key(i), dataset::value(i), i)).collect();
        let mut waiting = Vec::new();
        for (key, value, i) in &records {
            let headers = dataset::headers(*i).iter().fold(OwnedHeaders::new(), |all, (key, value)| {
                all.insert(Header { key, value: Some(value) })
            });
            let mut record =
                FutureRecord::to(topic).partition(0).timestamp(dataset::timestamp(*i)).headers(headers);
            record.key = key.as_ref();
            record.payload = value.as_ref();
            waiting.push(producer.send_result(record).map_err(|(error, _)| error)?);
        }
        for outcome in join_all(waiting).await {
            outcome?.map_err(|(error, _)| error)?;
        }
        Ok(())
    }

    fn consume(&self, topic: &str, start: Offset, count: usize) -> Result<Vec<Record>> {
        let consumer = self.consumer()?;
        let mut assignment = TopicPartitionList::new();
        assignment.add_partition_offset(topic, 0, start)?;
        consumer.assign(&assignment)?;
        let mut found = Vec::new();
        while found.len() < count {
            let message = consumer
                .poll(BOUND)
                .with_context(|| format!("only {} of {count} records", found.len()))??;
            let headers = message.headers().map_or_else(Vec::new, |headers| {
                headers
                    .iter()
                    .map(|one| (one.key.to_owned(), one.value.unwrap_or_default().to_vec()))
                    .collect()
            });
            found.push(Record {
                offset: message.offset(),
                timestamp: message.timestamp().to_millis().unwrap_or(-1),
                key: message.key().map(<[u8]>::to_vec),
                value: message.payload().map(<[u8]>::to_vec),
                headers,
            });
        }
        Ok(found)
    }

    fn bounds(&self, topic: &str) -> Result<(i64, i64)> {
        Ok(self.consumer()?.fetch_watermarks(topic, 0, BOUND)?)
    }

    async fn create_topics(&self) -> Result<()> {
        let names: Vec<String> =
            CODECS.iter().chain(&["acks", "idempotent"]).map(|name| self.topic(name)).collect();
        let admin_topic = self.topic("admin");
        let mut topics: Vec<_> =
            names.iter().map(|name| NewTopic::new(name, 1, TopicReplication::Fixed(1))).collect();
        topics
            .push(NewTopic::new(&admin_topic, 2, TopicReplication::Fixed(1)).set("retention.ms", "86400000"));
        for created in self.admin.create_topics(&topics, &AdminOptions::new()).await? {
            created.map_err(|(topic, code)| anyhow!("{topic}: {code}"))?;
        }
        eventually("all topics listed", || async {
            let there = self.topics()?;
            Ok(names.iter().chain([&admin_topic]).all(|name| there.contains_key(name)))
        })
        .await
    }

    /// {topic: number of partitions}
    fn topics(&self) -> Result<HashMap<String, usize>> {
        let metadata = self.admin.inner().fetch_metadata(None, BOUND)?;
        Ok(metadata.topics().iter().map(|one| (one.name().to_owned(), one.partitions().len())).collect())
    }

    async fn write_and_read(&self, topic: &str, settings: &[(&str, &str)]) -> Result<()> {
        self.produce(topic, COUNT, settings).await?;
        verify(&self.consume(topic, Offset::Beginning, COUNT)?, 0, COUNT)
    }

    async fn acks(&self, level: &str, end: i64) -> Result<()> {
        let topic = self.topic("acks");
        self.produce(&topic, 20, &[("acks", level)]).await?;
        eventually("the end offset", || async { Ok(self.bounds(&topic)?.1 == end) }).await
    }

    fn offsets(&self) -> Result<()> {
        let topic = self.topic("none");
        let bounds = self.bounds(&topic)?;
        ensure!(bounds == (0, i64::try_from(COUNT)?), "bounds {bounds:?}");
        let consumer = self.consumer()?;
        let wanted = [
            (dataset::timestamp(50), Offset::Offset(50)),
            (dataset::timestamp(50) - 1, Offset::Offset(50)),
            (dataset::timestamp(COUNT), Offset::End),
        ];
        for (time, offset) in wanted {
            let mut times = TopicPartitionList::new();
            times.add_partition_offset(&topic, 0, Offset::Offset(time))?;
            let found = consumer.offsets_for_times(times, BOUND)?.elements()[0].offset();
            ensure!(found == offset, "{found:?} for {time}, not {offset:?}");
        }
        Ok(())
    }

    fn describe(&self) -> Result<()> {
        let metadata = self.admin.inner().fetch_metadata(Some(&self.topic("admin")), BOUND)?;
        let partitions = metadata.topics()[0].partitions();
        ensure!(partitions.len() == 2, "{} partitions", partitions.len());
        for one in partitions {
            ensure!(one.leader() == 1 && one.replicas() == [1] && one.isr() == [1], "partition {}", one.id());
        }
        let brokers: Vec<_> =
            metadata.brokers().iter().map(|one| format!("{}:{}", one.host(), one.port())).collect();
        ensure!(brokers == [self.bootstrap.clone()], "brokers {brokers:?}");
        Ok(())
    }

    async fn config_value(&self, resource: ResourceSpecifier<'_>, key: &str) -> Result<Option<String>> {
        let mut answers = self.admin.describe_configs([&resource], &AdminOptions::new()).await?;
        let answer = answers.pop().context("no answer")??;
        Ok(answer.entry_map().get(key).and_then(|entry| entry.value.clone()))
    }

    async fn configs(&self) -> Result<()> {
        let topic = self.topic("admin");
        let created = self.config_value(ResourceSpecifier::Topic(&topic), "retention.ms").await?;
        ensure!(created.as_deref() == Some("86400000"), "retention.ms {created:?}");
        // The crate knows only AlterConfigs, which replaces everything.
        let change = AlterConfig::new(ResourceSpecifier::Topic(&topic)).set("retention.ms", "3600000");
        for changed in self.admin.alter_configs([&change], &AdminOptions::new()).await? {
            changed.map_err(|(resource, code)| anyhow!("{resource:?}: {code}"))?;
        }
        eventually("retention.ms", || async {
            let now = self.config_value(ResourceSpecifier::Topic(&topic), "retention.ms").await?;
            Ok(now.as_deref() == Some("3600000"))
        })
        .await?;
        let dirs = self.config_value(ResourceSpecifier::Broker(1), "log.dirs").await?;
        ensure!(dirs.is_some_and(|dirs| !dirs.is_empty()), "the broker names no log.dirs");
        Ok(())
    }

    async fn create_partitions(&self) -> Result<()> {
        let topic = self.topic("admin");
        for created in
            self.admin.create_partitions([&NewPartitions::new(&topic, 5)], &AdminOptions::new()).await?
        {
            created.map_err(|(topic, code)| anyhow!("{topic}: {code}"))?;
        }
        eventually("5 partitions", || async { Ok(self.topics()?.get(&topic) == Some(&5)) }).await
    }

    async fn delete_records(&self) -> Result<()> {
        let topic = self.topic("gzip");
        let mut before = TopicPartitionList::new();
        before.add_partition_offset(&topic, 0, Offset::Offset(120))?;
        let answer = self.admin.delete_records(&before, &AdminOptions::new()).await?;
        ensure!(answer.elements()[0].offset() == Offset::Offset(120), "{answer:?}");
        let bounds = self.bounds(&topic)?;
        ensure!(bounds == (120, i64::try_from(COUNT)?), "bounds {bounds:?}");
        verify(&self.consume(&topic, Offset::Beginning, COUNT - 120)?, 120, COUNT)
    }

    async fn delete_topics(&self) -> Result<()> {
        let topic = self.topic("acks");
        for deleted in self.admin.delete_topics(&[&topic], &AdminOptions::new()).await? {
            deleted.map_err(|(topic, code)| anyhow!("{topic}: {code}"))?;
        }
        eventually("the topic is gone", || async { Ok(!self.topics()?.contains_key(&topic)) }).await
    }
}

/// Waits for a condition, with a bound.
async fn eventually<F: Future<Output = Result<bool>>>(what: &str, condition: impl Fn() -> F) -> Result<()> {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !condition().await? {
        ensure!(Instant::now() < deadline, "not within 20 s: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

/// Prints how one check went; gives whether it failed.
fn report(name: &str, outcome: Result<()>) -> bool {
    match outcome {
        Ok(()) => {
            println!("ok {name}");
            false
        }
        Err(error) => {
            println!("FAILED {name}: {error:#}");
            true
        }
    }
}

async fn all_checks(client: &Client) -> usize {
    let mut failed = usize::from(report("create_topics", client.create_topics().await));
    for codec in CODECS {
        let outcome = client
            .write_and_read(&client.topic(codec), &[("acks", "all"), ("compression.type", codec)])
            .await;
        failed += usize::from(report(&format!("produce_{codec}"), outcome));
    }
    let idempotent = client.topic("idempotent");
    let idempotent = client.write_and_read(&idempotent, &[("enable.idempotence", "true")]);
    let seek = client.consume(&client.topic("none"), Offset::Offset(150), COUNT - 150);
    let outcomes = [
        ("acks_0", client.acks("0", 20).await),
        ("acks_1", client.acks("1", 40).await),
        ("idempotent", idempotent.await),
        ("offsets", client.offsets()),
        ("seek", seek.and_then(|records| verify(&records, 150, COUNT))),
        ("describe", client.describe()),
        ("configs", client.configs().await),
        ("create_partitions", client.create_partitions().await),
        ("delete_records", client.delete_records().await),
        ("delete_topics", client.delete_topics().await),
    ];
    failed + outcomes.into_iter().map(|(name, outcome)| usize::from(report(name, outcome))).sum::<usize>()
}

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [bootstrap, prefix, rest @ ..] = arguments.as_slice() else {
        return Err(anyhow!("usage: moldau-rdkafka-client BOOTSTRAP PREFIX [read TOPIC COUNT]"));
    };
    let admin = ClientConfig::new().set("bootstrap.servers", bootstrap).create()?;
    let client = Client { bootstrap: bootstrap.clone(), prefix: prefix.clone(), admin };
    let failed = if let [_read, topic, count] = rest {
        let count = count.parse()?;
        let read =
            client.consume(topic, Offset::Beginning, count).and_then(|records| verify(&records, 0, count));
        usize::from(report("read", read))
    } else {
        all_checks(&client).await
    };
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
