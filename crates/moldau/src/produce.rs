//! `moldau produce`: lines of standard input become records.

use std::io::{BufRead as _, Write as _};

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
/// Batches go to the topic's partitions in turn and are acknowledged by all in-sync replicas.
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
    let mut turn = partitions.iter().copied().cycle();
    let progress = ProgressBar::new_spinner();
    progress.set_style(ProgressStyle::with_template("{spinner} {msg}  {elapsed}")?);
    let clock = RealClock::default();
    let (mut records, mut bytes) = (0_u64, 0_u64);
    let mut batch = BatchBuilder::default();
    let mut input = std::io::stdin().lock();
    let mut line = Vec::new();
    loop {
        line.clear();
        let ended = input.read_until(b'\n', &mut line).context("cannot read standard input")? == 0;
        if !ended {
            let text = line.strip_suffix(b"\n").unwrap_or(&line);
            let (key, value) = split(text, arguments.key_separator.as_deref());
            batch.append(clock.wall().get(), key, Some(value), &[]);
            records += 1;
        }
        if !batch.is_empty() && (ended || batch.size() >= BATCH_BYTES) {
            let partition = turn.next().context("the topic has no partitions")?;
            bytes += batch.size() as u64;
            send(&mut cluster, &topic, partition, &mut batch, arguments.target.timeout_ms())?;
            progress.set_message(format!("{} records, {}", HumanCount(records), HumanBytes(bytes)));
            progress.tick();
        }
        if ended {
            break;
        }
    }
    progress.finish_and_clear();
    writeln!(std::io::stdout(), "{records} records, {bytes} bytes acknowledged")?;
    Ok(())
}

fn chosen(topic: &TopicInfo, partition: Option<i32>) -> anyhow::Result<Vec<&PartitionInfo>> {
    let wanted = |info: &&PartitionInfo| partition.is_none_or(|wanted| info.index.get() == wanted);
    let chosen: Vec<&PartitionInfo> = topic.partitions.iter().filter(wanted).collect();
    if chosen.is_empty() {
        bail!("`{}` has no such partition; it has {}", topic.name, topic.partitions.len());
    }
    Ok(chosen)
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
