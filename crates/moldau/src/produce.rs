//! `moldau produce`: lines of standard input become records.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, Write as _},
};

use anyhow::{Context as _, bail};
use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};
use moldau_client::{ClientError, Cluster, PartitionInfo, TopicInfo};
use moldau_disk::{Clock as _, RealClock};
use moldau_wire::{
    Records,
    messages::{
        ProduceRequest,
        produce_request::{PartitionProduceData, TopicProduceData},
    },
    record_batch::BatchBuilder,
};

use crate::Target;

/// Bytes of records that are sent together.
const BATCH_BYTES: usize = 256 * 1024;

/// Write lines of standard input to a topic, one record a line, until the input ends.
///
/// Records with a key go to the partition that Kafka's Java producer would choose; of the others, a batch at a time to
/// each partition in turn. Batches are acknowledged by all in-sync replicas.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The topic
    topic: String,
    /// What separates a key from its value in a line; without it records have no key
    #[arg(long, value_name = "TEXT")]
    key_separator: Option<String>,
    /// Write to this partition only
    #[arg(long)]
    partition: Option<i32>,
    #[command(flatten)]
    target: Target,
}

/// Reads, sends, and says how much.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut cluster = arguments.target.cluster();
    let topic = cluster.topic(&arguments.topic)?;
    let partitions = chosen(&topic, arguments.partition)?;
    let progress = ProgressBar::new_spinner();
    progress.set_style(ProgressStyle::with_template("{spinner} {msg}  {elapsed}")?);
    let mut sender = Sender {
        cluster: &mut cluster,
        topic: &topic,
        partitions,
        timeout_ms: arguments.target.timeout_ms(),
        batches: BTreeMap::new(),
        turn: 0,
        records: 0,
        bytes: 0,
        progress: &progress,
    };
    let clock = RealClock::default();
    let mut input = std::io::stdin().lock();
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line).context("cannot read standard input")? == 0 {
            break;
        }
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        let (key, value) = split(text, arguments.key_separator.as_deref());
        sender.add(clock.wall().get(), key, value)?;
    }
    sender.finish()?;
    progress.finish_and_clear();
    writeln!(std::io::stdout(), "{} records, {} bytes acknowledged", sender.records, sender.bytes)?;
    Ok(())
}

fn chosen(topic: &TopicInfo, partition: Option<i32>) -> anyhow::Result<Vec<&PartitionInfo>> {
    let wanted = |info: &&PartitionInfo| partition.is_none_or(|wanted| info.index.get() == wanted);
    let chosen: Vec<&PartitionInfo> = topic.partitions.iter().filter(wanted).collect();
    match (partition, topic.partitions.len()) {
        (_, 0) => bail!("`{}` has no partitions", topic.name),
        (Some(partition), count) if chosen.is_empty() => {
            bail!("--partition {partition}: `{}` has the partitions 0 to {}", topic.name, count - 1)
        }
        (Some(_) | None, _) => Ok(chosen),
    }
}

/// Batches that fill, by partition.
struct Sender<'a> {
    cluster: &'a mut Cluster,
    topic: &'a TopicInfo,
    /// At least one.
    partitions: Vec<&'a PartitionInfo>,
    timeout_ms: i32,
    /// By the place in `partitions`.
    batches: BTreeMap<usize, BatchBuilder>,
    /// The place of the records without a key.
    turn: usize,
    /// Sent, as are these bytes.
    records: u64,
    bytes: u64,
    progress: &'a ProgressBar,
}

impl Sender<'_> {
    fn add(&mut self, timestamp: i64, key: Option<&[u8]>, value: &[u8]) -> anyhow::Result<()> {
        let place = match key {
            Some(key) => place_of(key, self.partitions.len()),
            None => self.turn,
        };
        let batch = self.batches.entry(place).or_default();
        batch.append(timestamp, key, Some(value), &[]);
        if batch.size() < BATCH_BYTES {
            return Ok(());
        }
        if key.is_none() {
            self.turn = (self.turn + 1) % self.partitions.len();
        }
        self.send(place)
    }

    fn finish(&mut self) -> anyhow::Result<()> {
        let places: Vec<usize> = self.batches.keys().copied().collect();
        places.into_iter().try_for_each(|place| self.send(place))
    }

    fn send(&mut self, place: usize) -> anyhow::Result<()> {
        let Some(mut batch) = self.batches.remove(&place) else { return Ok(()) };
        let partition = self.partitions.get(place).context("a place without a partition")?;
        let (records, bytes) = (batch.len() as u64, batch.size() as u64);
        send(self.cluster, self.topic, partition, &mut batch, self.timeout_ms)?;
        self.records += records;
        self.bytes += bytes;
        self.progress.set_message(format!(
            "{} records, {}",
            HumanCount(self.records),
            HumanBytes(self.bytes)
        ));
        self.progress.tick();
        Ok(())
    }
}

/// Where Kafka's Java producer puts a key among so many partitions.
fn place_of(key: &[u8], count: usize) -> usize {
    usize::try_from(murmur2(key) & 0x7fff_ffff).unwrap_or(0) % count.max(1)
}

/// `MurmurHash2` (Austin Appleby) with Kafka's seed.
fn murmur2(key: &[u8]) -> u32 {
    const M: u32 = 0x5bd1_e995;
    let len = u32::try_from(key.len()).unwrap_or(u32::MAX);
    let mut hash = 0x9747_b28c ^ len;
    let (words, rest) = key.as_chunks::<4>();
    for word in words {
        let mut mixed = u32::from_le_bytes(*word).wrapping_mul(M);
        mixed ^= mixed >> 24;
        hash = hash.wrapping_mul(M) ^ mixed.wrapping_mul(M);
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

fn split<'a>(line: &'a [u8], separator: Option<&str>) -> (Option<&'a [u8]>, &'a [u8]) {
    let Some(separator) = separator.map(str::as_bytes).filter(|separator| !separator.is_empty()) else {
        return (None, line);
    };
    let found = line.windows(separator.len()).position(|window| window == separator);
    let parts = found.and_then(|at| Some((line.get(..at)?, line.get(at + separator.len()..)?)));
    parts.map_or((None, line), |(key, value)| (Some(key), value))
}

fn send(
    cluster: &mut Cluster,
    topic: &TopicInfo,
    partition: &PartitionInfo,
    batch: &mut BatchBuilder,
    timeout_ms: i32,
) -> anyhow::Result<()> {
    let what = || format!("write to {}-{}", topic.name, partition.index);
    let leader = partition.leader.with_context(|| format!("{}: it has no leader", what()))?;
    let data = PartitionProduceData {
        index: partition.index.get(),
        records: Some(Records::from(batch.finish().with_context(what)?)),
        ..PartitionProduceData::default()
    };
    let request = ProduceRequest {
        acks: -1,
        timeout_ms,
        topic_data: vec![TopicProduceData {
            name: topic.name.clone(),
            topic_id: topic.id,
            partition_data: vec![data],
            ..TopicProduceData::default()
        }],
        ..ProduceRequest::default()
    };
    let answer = cluster.call_node(leader, &request)?;
    let result = answer.responses.first().and_then(|topic| topic.partition_responses.first());
    let result = result.with_context(|| format!("no answer to: {}", what()))?;
    ClientError::check(result.error_code, result.error_message.as_deref(), what)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_where_kafkas_producer_puts_them() {
        // `kafka-python`'s and the Java client's own tests list these hashes.
        for (key, hash) in
            [("21", -973_932_308), ("foobar", -790_332_482), ("a-little-bit-long-string", -985_981_536)]
        {
            assert_eq!(murmur2(key.as_bytes()).cast_signed(), hash, "{key}");
        }
        assert_eq!(place_of(b"21", 1), 0);
    }

    #[test]
    fn a_line_is_split_at_the_first_separator() {
        let cases: [(&str, Option<&str>, Option<&str>, &str); 5] = [
            ("a:b:c", Some(":"), Some("a"), "b:c"),
            ("a:b", None, None, "a:b"),
            ("ab", Some(":"), None, "ab"),
            (":b", Some(":"), Some(""), "b"),
            ("ab", Some(""), None, "ab"),
        ];
        for (line, separator, key, value) in cases {
            let expected = (key.map(str::as_bytes), value.as_bytes());
            assert_eq!(split(line.as_bytes(), separator), expected, "{line:?} at {separator:?}");
        }
    }
}
