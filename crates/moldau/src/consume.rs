//! `moldau consume`: print a topic's records.

use std::{collections::BTreeMap, io::Write};

use anyhow::{Context as _, bail};
use moldau_client::{ClientError, Cluster, PartitionInfo, TopicInfo};
use moldau_wire::{
    messages::{
        FetchRequest, ListOffsetsRequest,
        fetch_request::{FetchPartition, FetchTopic},
        list_offsets_request::{ListOffsetsPartition, ListOffsetsTopic},
    },
    record_batch::{RecordView, batches},
};

use crate::Target;

/// Kafka's words for the two ends of a log, as `ListOffsets` takes them.
const EARLIEST: i64 = -2;
const LATEST: i64 = -1;
/// Bytes asked for at once from one partition.
const FETCH_BYTES: i32 = 1024 * 1024;
/// The most bytes that a batch may have once decompressed.
const DECOMPRESSED_MAX: usize = 256 * 1024 * 1024;

/// Read a topic and print its records, one a line.
///
/// Reads partition by partition, as far as the end was when it began; with --follow, goes on for ever.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The topic
    topic: String,
    /// Start at the end instead of the beginning
    #[arg(long)]
    from_end: bool,
    /// Go on when the end is reached
    #[arg(long, short)]
    follow: bool,
    /// Stop after so many records
    #[arg(long, value_name = "NUMBER")]
    max_records: Option<u64>,
    /// Print partition, offset, time and key before each value
    #[arg(long, short)]
    verbose: bool,
    #[command(flatten)]
    target: Target,
}

/// Where reading stands.
struct Position {
    next: i64,
    end: i64,
}

/// Reads and prints.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut cluster = arguments.target.cluster();
    let topic = cluster.topic(&arguments.topic)?;
    let mut positions = BTreeMap::new();
    for partition in &topic.partitions {
        let end = offset_at(&mut cluster, &topic, partition, LATEST)?;
        let next =
            if arguments.from_end { end } else { offset_at(&mut cluster, &topic, partition, EARLIEST)? };
        positions.insert(partition.index, Position { next, end });
    }
    let mut left = arguments.max_records.unwrap_or(u64::MAX);
    let mut output = std::io::stdout().lock();
    loop {
        let mut reading = false;
        for partition in &topic.partitions {
            let position = positions.get_mut(&partition.index).context("each partition has a position")?;
            if left == 0 || (!arguments.follow && position.next >= position.end) {
                continue;
            }
            reading = true;
            let print = |record: &RecordView<'_>| print(&mut output, arguments.verbose, partition, record);
            fetch(&mut cluster, &topic, partition, &mut position.next, &mut left, print)?;
        }
        if !reading {
            return Ok(());
        }
    }
}

fn offset_at(
    cluster: &mut Cluster,
    topic: &TopicInfo,
    partition: &PartitionInfo,
    timestamp: i64,
) -> anyhow::Result<i64> {
    let what = || format!("find the ends of {}-{}", topic.name, partition.index);
    let leader = partition.leader.with_context(|| format!("{}: it has no leader", what()))?;
    let asked = ListOffsetsPartition {
        partition_index: partition.index.get(),
        timestamp,
        ..ListOffsetsPartition::default()
    };
    let request = ListOffsetsRequest {
        replica_id: -1,
        topics: vec![ListOffsetsTopic {
            name: topic.name.clone(),
            partitions: vec![asked],
            ..ListOffsetsTopic::default()
        }],
        ..ListOffsetsRequest::default()
    };
    let answer = cluster.call_node(leader, &request)?;
    let result = answer.topics.first().and_then(|topic| topic.partitions.first());
    let result = result.with_context(|| format!("no answer to: {}", what()))?;
    ClientError::check(result.error_code, None, what)?;
    Ok(result.offset)
}

fn fetch(
    cluster: &mut Cluster,
    topic: &TopicInfo,
    partition: &PartitionInfo,
    next: &mut i64,
    left: &mut u64,
    mut print: impl FnMut(&RecordView<'_>) -> std::io::Result<()>,
) -> anyhow::Result<()> {
    let what = || format!("read {}-{}", topic.name, partition.index);
    let leader = partition.leader.with_context(|| format!("{}: it has no leader", what()))?;
    let answer = cluster.call_node(leader, &request(topic, partition, *next))?;
    ClientError::check(answer.error_code, None, what)?;
    let result = answer.responses.first().and_then(|topic| topic.partitions.first());
    let Some(result) = result else { return Ok(()) };
    ClientError::check(result.error_code, None, what)?;
    let bytes = result.records.as_ref().map(moldau_wire::Records::to_bytes).unwrap_or_default();
    for batch in batches(&bytes) {
        // A batch that is cut off at the end comes again, whole, with the next answer.
        let Ok(batch) = batch else { break };
        batch.verify_crc().with_context(what)?;
        let (header, from) = (*batch.header(), *next);
        *next = header.next_offset();
        if header.attributes.is_control() {
            continue;
        }
        for record in &batch.records(DECOMPRESSED_MAX).with_context(what)? {
            let record = record.with_context(what)?;
            if record.offset >= from && *left > 0 {
                print(&record)?;
                *left -= 1;
            }
        }
    }
    if bytes.is_empty() && *next < result.log_start_offset {
        bail!("{}: offset {next} is no longer there", what());
    }
    Ok(())
}

fn request(topic: &TopicInfo, partition: &PartitionInfo, fetch_offset: i64) -> FetchRequest {
    let asked = FetchPartition {
        partition: partition.index.get(),
        current_leader_epoch: partition.leader_epoch.get(),
        fetch_offset,
        partition_max_bytes: FETCH_BYTES,
        ..FetchPartition::default()
    };
    FetchRequest {
        max_wait_ms: 500,
        min_bytes: 1,
        max_bytes: FETCH_BYTES,
        topics: vec![FetchTopic {
            topic: topic.name.clone(),
            topic_id: topic.id,
            partitions: vec![asked],
            ..FetchTopic::default()
        }],
        ..FetchRequest::default()
    }
}

fn print(
    output: &mut impl Write,
    verbose: bool,
    partition: &PartitionInfo,
    record: &RecordView<'_>,
) -> std::io::Result<()> {
    if verbose {
        let key = record.key.map_or_else(|| "null".into(), String::from_utf8_lossy);
        write!(output, "{}\t{}\t{}\t{key}\t", partition.index, record.offset, record.timestamp)?;
    }
    output.write_all(record.value.unwrap_or(b"null"))?;
    output.write_all(b"\n")
}
