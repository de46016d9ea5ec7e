//! `moldau consume`: records of a topic become lines.

use std::io::Write;

use anyhow::{Context, Result, bail};
use clap::Args;
use moldau_client::{ClientError, Cluster, PartitionInfo, TopicInfo};
use moldau_wire::{
    messages::{
        FetchRequest, ListOffsetsRequest,
        fetch_request::{FetchPartition, FetchTopic},
        fetch_response::PartitionData,
        list_offsets_request::{ListOffsetsPartition, ListOffsetsTopic},
    },
    record_batch::{RecordView, batches},
};

use super::Bootstrap;

const EARLIEST: i64 = -2;
const LATEST: i64 = -1;
/// The most that one batch may decompress to, in bytes.
const DECOMPRESSED_MAX: usize = 256 << 20;

/// Print the records of a topic, and go on as new ones come.
#[derive(Debug, Args)]
pub(crate) struct ConsumeArguments {
    #[command(flatten)]
    bootstrap: Bootstrap,
    /// The topic.
    topic: String,
    /// One partition only.
    #[arg(long, short = 'p', value_parser = clap::value_parser!(i32).range(0..))]
    partition: Option<i32>,
    /// From the first record that is still there, not from now on.
    #[arg(long, conflicts_with = "offset")]
    from_beginning: bool,
    /// From this offset of the one partition.
    #[arg(long, requires = "partition", value_parser = clap::value_parser!(i64).range(0..))]
    offset: Option<i64>,
    /// End after so many records.
    #[arg(long, short = 'n', value_name = "COUNT")]
    max_messages: Option<u64>,
    /// End at the present end of the topic.
    #[arg(long)]
    until_end: bool,
    /// Print partition, offset, timestamp and key before each value, separated by tabs.
    #[arg(long, short = 'v')]
    verbose: bool,
}

/// Prints records until the arguments say that it is enough.
pub(crate) fn run(arguments: &ConsumeArguments, out: &mut dyn Write) -> Result<()> {
    let mut cluster = arguments.bootstrap.cluster("consume");
    let topic = cluster.topic(&arguments.topic)?;
    let mut reader = Reader { cluster, topic, arguments, positions: Vec::new(), printed: 0 };
    reader.start()?;
    while !reader.is_done() {
        for place in 0..reader.positions.len() {
            reader.fetch(place, out)?;
        }
        out.flush()?;
    }
    Ok(())
}

struct Reader<'a> {
    cluster: Cluster,
    topic: TopicInfo,
    arguments: &'a ConsumeArguments,
    positions: Vec<Position>,
    printed: u64,
}

struct Position {
    partition: PartitionInfo,
    next: i64,
    /// With `--until-end`: where to stop.
    end: i64,
}

impl Reader<'_> {
    fn start(&mut self) -> Result<()> {
        let wanted = |info: &&PartitionInfo| {
            self.arguments.partition.is_none_or(|partition| info.index.get() == partition)
        };
        let partitions: Vec<PartitionInfo> = self.topic.partitions.iter().filter(wanted).cloned().collect();
        if partitions.is_empty() {
            bail!("{} has no such partition", self.topic.name);
        }
        for partition in partitions {
            let next = match self.arguments.offset {
                Some(offset) => offset,
                None => self.offset(&partition, if self.arguments.from_beginning { EARLIEST } else { LATEST })?,
            };
            let end = if self.arguments.until_end { self.offset(&partition, LATEST)? } else { i64::MAX };
            self.positions.push(Position { partition, next, end });
        }
        Ok(())
    }

    fn is_done(&self) -> bool {
        self.arguments.max_messages.is_some_and(|max| max <= self.printed)
            || self.positions.iter().all(|position| position.end <= position.next)
    }

    /// What `ListOffsets` says for one of its special timestamps.
    fn offset(&mut self, partition: &PartitionInfo, timestamp: i64) -> Result<i64> {
        let leader = partition.leader.context("the partition has no leader")?;
        let asked = ListOffsetsPartition {
            partition_index: partition.index.get(),
            timestamp,
            ..ListOffsetsPartition::default()
        };
        let topic = ListOffsetsTopic {
            name: self.topic.name.clone(),
            partitions: vec![asked],
            ..ListOffsetsTopic::default()
        };
        let request =
            ListOffsetsRequest { replica_id: -1, topics: vec![topic], ..ListOffsetsRequest::default() };
        let answer = self.cluster.call_node(leader, &request)?;
        let part = answer.topics.first().and_then(|topic| topic.partitions.first());
        let part = part.context("the broker answered without the partition")?;
        ClientError::check(part.error_code, None, || format!("offsets of {}", self.topic.name))?;
        Ok(part.offset)
    }

    /// Asks one partition's leader for what comes next and prints it.
    fn fetch(&mut self, place: usize, out: &mut dyn Write) -> Result<()> {
        let alone = self.positions.len() == 1;
        let Some(position) = self.positions.get(place) else { return Ok(()) };
        if position.end <= position.next {
            return Ok(());
        }
        let leader = position.partition.leader.context("the partition has no leader")?;
        let index = position.partition.index.get();
        let asked = FetchPartition {
            partition: index,
            fetch_offset: position.next,
            partition_max_bytes: 4 << 20,
            ..FetchPartition::default()
        };
        let topic = FetchTopic {
            topic: self.topic.name.clone(),
            topic_id: self.topic.id,
            partitions: vec![asked],
            ..FetchTopic::default()
        };
        let request = FetchRequest {
            // With several partitions to ask in turn, none may hold up the others for long.
            max_wait_ms: if alone { 500 } else { 50 },
            min_bytes: 1,
            max_bytes: 8 << 20,
            session_id: 0,
            session_epoch: -1,
            topics: vec![topic],
            ..FetchRequest::default()
        };
        let answer = self.cluster.call_node(leader, &request)?;
        ClientError::check(answer.error_code, None, || format!("read {}", self.topic.name))?;
        let part = answer.responses.first().and_then(|topic| topic.partitions.first());
        let Some(part) = part else { return Ok(()) };
        ClientError::check(part.error_code, None, || format!("read {}-{index}", self.topic.name))?;
        self.print(place, part, out)
    }

    fn print(&mut self, place: usize, part: &PartitionData, out: &mut dyn Write) -> Result<()> {
        let Some(position) = self.positions.get_mut(place) else { return Ok(()) };
        let bytes = part.records.as_ref().map(moldau_wire::Records::to_bytes).unwrap_or_default();
        for batch in batches(&bytes) {
            let batch = batch.context("the broker sent a broken batch")?;
            batch.verify_crc().context("the broker sent a broken batch")?;
            let header = *batch.header();
            if !header.attributes.is_control() {
                let records = batch.records(DECOMPRESSED_MAX).context("cannot read the batch")?;
                for record in records.iter() {
                    let record = record.context("cannot read a record")?;
                    let offset = record.offset;
                    let enough = self.arguments.max_messages.is_some_and(|max| max <= self.printed);
                    if offset < position.next || position.end <= offset || enough {
                        continue;
                    }
                    self.printed += 1;
                    write_record(&record, part.partition_index, self.arguments.verbose, out)?;
                }
            }
            position.next = position.next.max(header.next_offset());
        }
        Ok(())
    }
}

fn write_record(
    record: &RecordView<'_>,
    partition: i32,
    verbose: bool,
    out: &mut dyn Write,
) -> Result<()> {
    if verbose {
        write!(out, "{partition}\t{}\t{}\t", record.offset, record.timestamp)?;
        out.write_all(record.key.unwrap_or(b"null"))?;
        out.write_all(b"\t")?;
    }
    out.write_all(record.value.unwrap_or(b"null"))?;
    out.write_all(b"\n")?;
    Ok(())
}
