//! `moldau produce`: lines from standard input become records.

use std::{
    collections::BTreeMap,
    io::{BufRead, Write},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use moldau_client::{ClientError, Cluster, TopicInfo};
use moldau_disk::Clock;
use moldau_wire::{
    Records,
    messages::{
        ProduceRequest,
        produce_request::{PartitionProduceData, TopicProduceData},
    },
    record_batch::{BatchBuilder, BatchOptions, Compression},
};

use super::Bootstrap;

/// Write lines of standard input as records, and wait until they are kept.
#[derive(Debug, Args)]
pub(crate) struct ProduceArguments {
    #[command(flatten)]
    bootstrap: Bootstrap,
    /// The topic. It must exist.
    topic: String,
    /// The partition. Without it, keys choose by their hash and records without a key take turns.
    #[arg(long, short = 'p', value_parser = clap::value_parser!(i32).range(0..))]
    partition: Option<i32>,
    /// What stands between key and value in a line. Without it, a line is a value.
    #[arg(long, short = 'k', value_name = "TEXT")]
    key_separator: Option<String>,
    /// How batches are compressed.
    #[arg(long, value_enum, default_value_t = Codec::None)]
    compression: Codec,
    /// Bytes of records that are sent together.
    #[arg(long, default_value_t = 256 * 1024, value_parser = clap::value_parser!(u32).range(1..=900_000))]
    batch_bytes: u32,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Codec {
    None,
    Gzip,
    Snappy,
    Lz4,
    Zstd,
}

impl Codec {
    fn compression(self) -> Compression {
        match self {
            Self::None => Compression::None,
            Self::Gzip => Compression::Gzip,
            Self::Snappy => Compression::Snappy,
            Self::Lz4 => Compression::Lz4,
            Self::Zstd => Compression::Zstd,
        }
    }
}

/// Reads `input` to its end, writes it to the topic, and says how much it was.
pub(crate) fn run(
    arguments: &ProduceArguments,
    clock: &dyn Clock,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> Result<()> {
    let mut cluster = arguments.bootstrap.cluster("produce");
    let topic = cluster.topic(&arguments.topic)?;
    let mut sender = Sender::new(&mut cluster, topic, arguments);
    let progress = ProgressBar::new_spinner().with_style(
        ProgressStyle::with_template("{spinner} {pos} records, {per_sec}").context("the progress line")?,
    );
    progress.enable_steady_tick(Duration::from_millis(200));
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line).context("cannot read standard input")? == 0 {
            break;
        }
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        sender.add(clock.wall().get(), text)?;
        progress.inc(1);
    }
    sender.send()?;
    progress.finish_and_clear();
    writeln!(out, "{} records in {} partitions of {}", sender.sent, sender.used.len(), arguments.topic)?;
    Ok(())
}

struct Sender<'a> {
    cluster: &'a mut Cluster,
    topic: TopicInfo,
    arguments: &'a ProduceArguments,
    /// What is to be sent, by partition.
    batches: BTreeMap<i32, BatchBuilder>,
    bytes: usize,
    next: usize,
    sent: u64,
    used: BTreeMap<i32, u64>,
}

impl<'a> Sender<'a> {
    fn new(cluster: &'a mut Cluster, topic: TopicInfo, arguments: &'a ProduceArguments) -> Self {
        let batches = BTreeMap::new();
        Self { cluster, topic, arguments, batches, bytes: 0, next: 0, sent: 0, used: BTreeMap::new() }
    }

    fn add(&mut self, timestamp: i64, line: &[u8]) -> Result<()> {
        let (key, value) = match &self.arguments.key_separator {
            None => (None, line),
            Some(separator) => match find(line, separator.as_bytes()) {
                Some(at) => {
                    let (key, rest) = line.split_at(at);
                    (Some(key), rest.get(separator.len()..).unwrap_or_default())
                }
                None => bail!("the line `{}` has no key separator `{separator}`", String::from_utf8_lossy(line)),
            },
        };
        let partition = self.partition(key)?;
        let options =
            BatchOptions { compression: self.arguments.compression.compression(), ..BatchOptions::default() };
        let batch = self.batches.entry(partition).or_insert_with(|| BatchBuilder::new(options));
        batch.append(timestamp, key, Some(value), &[]);
        self.bytes += key.map_or(0, <[u8]>::len) + value.len();
        if usize::try_from(self.arguments.batch_bytes).unwrap_or(usize::MAX) <= self.bytes {
            self.send()?;
        }
        Ok(())
    }

    fn partition(&mut self, key: Option<&[u8]>) -> Result<i32> {
        if let Some(partition) = self.arguments.partition {
            return Ok(partition);
        }
        let count = self.topic.partitions.len();
        let index = match key {
            Some(key) => usize::try_from(murmur2(key) & 0x7fff_ffff)?.checked_rem(count),
            // A whole batch to one partition, then the next.
            None => self.next.checked_rem(count),
        };
        let index = index.context("the topic has no partitions")?;
        Ok(i32::try_from(index)?)
    }

    /// Sends what there is, and waits until every in-sync replica has it.
    fn send(&mut self) -> Result<()> {
        self.next = self.next.wrapping_add(1);
        self.bytes = 0;
        for (index, mut batch) in std::mem::take(&mut self.batches) {
            let info = self.topic.partitions.iter().find(|info| info.index.get() == index);
            let leader = info.and_then(|info| info.leader);
            let leader = leader.with_context(|| format!("{}-{index} has no leader", self.topic.name))?;
            let count = batch.len() as u64;
            let data = PartitionProduceData {
                index,
                records: Some(Records::from(batch.finish().context("cannot write the batch")?)),
                ..PartitionProduceData::default()
            };
            let topic = TopicProduceData {
                name: self.topic.name.clone(),
                topic_id: self.topic.id,
                partition_data: vec![data],
                ..TopicProduceData::default()
            };
            let request =
                ProduceRequest { acks: -1, timeout_ms: 30_000, topic_data: vec![topic], ..ProduceRequest::default() };
            let answer = self.cluster.call_node(leader, &request)?;
            let part = answer.responses.first().and_then(|topic| topic.partition_responses.first());
            let part = part.context("the broker answered without the partition")?;
            ClientError::check(part.error_code, part.error_message.as_deref(), || {
                format!("write to {}-{index}", self.topic.name)
            })?;
            self.sent += count;
            *self.used.entry(index).or_default() += count;
        }
        Ok(())
    }
}

fn find(text: &[u8], separator: &[u8]) -> Option<usize> {
    (!separator.is_empty()).then(|| text.windows(separator.len()).position(|window| window == separator))?
}

/// The hash by which Kafka's Java producer chooses a key's partition (Austin Appleby's MurmurHash2, with Kafka's seed).
fn murmur2(key: &[u8]) -> u32 {
    const M: u32 = 0x5bd1_e995;
    let len = u32::try_from(key.len() & 0xffff_ffff).unwrap_or(u32::MAX);
    let mut hash = 0x9747_b28c ^ len;
    let (words, rest) = key.as_chunks::<4>();
    for word in words {
        let mut k = u32::from_le_bytes(*word).wrapping_mul(M);
        k ^= k >> 24;
        hash = hash.wrapping_mul(M) ^ k.wrapping_mul(M);
    }
    if !rest.is_empty() {
        for (place, byte) in rest.iter().enumerate() {
            hash ^= u32::from(*byte) << (8 * place);
        }
        hash = hash.wrapping_mul(M);
    }
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(M);
    hash ^ (hash >> 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_where_kafkas_producer_puts_them() {
        // org.apache.kafka.common.utils.Utils.murmur2, as its own tests list it.
        for (key, hash) in [("21", -973_932_308), ("foobar", -790_332_482), ("a-little-bit-long-string", -985_981_536)] {
            assert_eq!(murmur2(key.as_bytes()).cast_signed(), hash, "{key}");
        }
    }

    #[test]
    fn a_separator_is_found_wherever_it_begins() {
        assert_eq!(find(b"a=>b", b"=>"), Some(1));
        assert_eq!(find(b"ab", b"=>"), None);
        assert_eq!(find(b"ab", b""), None);
    }
}
