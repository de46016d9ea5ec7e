//! The command line.

use std::time::Duration;

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};
use moldau_wire::record_batch::Compression;

use crate::{consume::Reading, probe::Probe, produce::Load};

/// The load generator of bench/: the same load for Moldau and for Apache Kafka.
#[derive(Debug, Parser)]
#[command(name = "loadgen", max_term_width = 100)]
pub(crate) struct Args {
    /// A broker, host:port
    #[arg(long, global = true, default_value = "127.0.0.1:9092")]
    pub(crate) bootstrap: String,
    /// How long a topic may take until every partition has a leader, and a probe in all, in seconds
    #[arg(long, global = true, default_value_t = 60)]
    wait_s: u64,
    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Args {
    /// How long a topic may take.
    pub(crate) fn wait(&self) -> Duration {
        Duration::from_secs(self.wait_s)
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Creates or deletes a topic
    Topic(TopicArgs),
    /// Produces: as fast as it goes, or with --rate at a fixed rate
    Produce(ProduceArgs),
    /// Reads a topic from its start to its end
    Consume(ConsumeArgs),
    /// Measures from when a record is due until a consumer has it; without --rate one record at a time
    EndToEnd(EndToEndArgs),
    /// Tells when a broker that is starting listens, acknowledges first, and acknowledges everywhere
    Probe(ProbeArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct TopicArgs {
    /// Its name
    pub(crate) topic: String,
    #[command(subcommand)]
    pub(crate) action: TopicAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TopicAction {
    /// Creates it and waits until every partition is led
    Create {
        /// How many partitions
        #[arg(long, default_value_t = 6)]
        partitions: i32,
        /// How many replicas of each
        #[arg(long, default_value_t = 1)]
        replicas: i16,
        /// A topic config, name=value; may be repeated
        #[arg(long, value_parser = pair)]
        config: Vec<(String, String)>,
    },
    /// Deletes it if it exists
    Delete,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| format!("`{text}` is not name=value"))?;
    Ok((name.to_owned(), value.to_owned()))
}

#[derive(Debug, clap::Args)]
pub(crate) struct ProduceArgs {
    /// The topic
    #[arg(long)]
    pub(crate) topic: String,
    /// all, 1 or 0
    #[arg(long, default_value = "all")]
    acks: String,
    /// Connections to each leader
    #[arg(long, default_value_t = 4)]
    connections: usize,
    /// Threads
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Requests in flight on a connection
    #[arg(long, default_value_t = 5)]
    in_flight: usize,
    /// Partitions that one request may hold
    #[arg(long, default_value_t = 1)]
    partitions_per_request: usize,
    /// Bytes of one record's value
    #[arg(long, default_value_t = 1024)]
    record_bytes: usize,
    /// Bytes of the largest batch, and about those of the largest request
    #[arg(long, default_value_t = 1_000_000)]
    batch_bytes: usize,
    /// none, gzip, snappy, lz4 or zstd
    #[arg(long, default_value = "none")]
    compression: String,
    /// Records a second, by a timetable; without it as many as go
    #[arg(long)]
    rate: Option<u64>,
    /// How long a record waits for others, in microseconds; 0 sends each record in a request of its own
    #[arg(long, default_value_t = 5000)]
    linger_us: u64,
    /// The shortest sleep between sends, in microseconds
    #[arg(long, default_value_t = 100)]
    pace_us: u64,
    /// Latencies of records due before this are not counted, in milliseconds
    #[arg(long, default_value_t = 0)]
    warmup_ms: u64,
    /// For how long, in milliseconds
    #[arg(long)]
    duration_ms: Option<u64>,
    /// Bytes of values in all, at most
    #[arg(long)]
    bytes: Option<u64>,
    /// How long to wait for the last answers, in seconds
    #[arg(long, default_value_t = 60)]
    timeout_s: u64,
}

impl ProduceArgs {
    /// Checks and converts.
    pub(crate) fn load(&self) -> Result<Load> {
        let acks = match self.acks.as_str() {
            "all" | "-1" => -1,
            "1" => 1,
            "0" => 0,
            other => bail!("acks is `{other}`; it may be all, 1 or 0"),
        };
        let compression = match self.compression.as_str() {
            "none" => Compression::None,
            "gzip" => Compression::Gzip,
            "snappy" => Compression::Snappy,
            "lz4" => Compression::Lz4,
            "zstd" => Compression::Zstd,
            other => bail!("compression is `{other}`; it may be none, gzip, snappy, lz4 or zstd"),
        };
        Ok(Load {
            acks,
            connections: self.connections.max(1),
            threads: self.threads.max(1),
            in_flight: self.in_flight.max(1),
            partitions_per_request: self.partitions_per_request.max(1),
            record_bytes: self.record_bytes,
            batch_bytes: self.batch_bytes,
            compression,
            rate: self.rate,
            linger: Duration::from_micros(self.linger_us),
            pace: Duration::from_micros(self.pace_us),
            warmup: Duration::from_millis(self.warmup_ms),
            duration: self.duration_ms.map(Duration::from_millis),
            bytes: self.bytes,
            timeout: Duration::from_secs(self.timeout_s),
        })
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct ConsumeArgs {
    /// The topic
    #[arg(long)]
    pub(crate) topic: String,
    /// Connections to each leader
    #[arg(long, default_value_t = 1)]
    connections: usize,
    /// Bytes of one answer
    #[arg(long, default_value_t = 50 << 20)]
    max_bytes: i32,
    /// Bytes of one partition in an answer
    #[arg(long, default_value_t = 1 << 20)]
    partition_max_bytes: i32,
    /// Compare each batch's CRC
    #[arg(long)]
    check_crc: bool,
    /// When to give up, in seconds
    #[arg(long, default_value_t = 300)]
    timeout_s: u64,
}

impl ConsumeArgs {
    /// Converts.
    pub(crate) fn reading(&self) -> Reading {
        Reading {
            connections: self.connections.max(1),
            max_bytes: self.max_bytes,
            partition_max_bytes: self.partition_max_bytes,
            min_bytes: 1,
            max_wait: Duration::from_millis(500),
            check_crc: self.check_crc,
            timeout: Duration::from_secs(self.timeout_s),
        }
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct EndToEndArgs {
    #[command(flatten)]
    pub(crate) load: ProduceArgs,
    /// Consuming connections to each leader
    #[arg(long, default_value_t = 1)]
    consumers: usize,
}

impl EndToEndArgs {
    /// How the consumer reads.
    pub(crate) fn reading(&self) -> Reading {
        Reading {
            connections: self.consumers.max(1),
            max_bytes: 50 << 20,
            partition_max_bytes: 1 << 20,
            min_bytes: 1,
            max_wait: Duration::from_millis(500),
            check_crc: false,
            timeout: Duration::from_secs(self.load.timeout_s),
        }
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct ProbeArgs {
    /// The topic; it must exist once the broker runs
    #[arg(long)]
    topic: String,
    /// How many of its partitions, from the first; without it all
    #[arg(long)]
    partitions: Option<usize>,
    /// Connections to each leader
    #[arg(long, default_value_t = 4)]
    connections: usize,
    /// Partitions in one request
    #[arg(long, default_value_t = 50)]
    partitions_per_request: usize,
    /// Bytes of a record's value
    #[arg(long, default_value_t = 100)]
    record_bytes: usize,
}

impl ProbeArgs {
    /// Converts.
    pub(crate) fn probe(&self, args: &Args) -> Probe {
        Probe {
            bootstrap: args.bootstrap.clone(),
            topic: self.topic.clone(),
            partitions: self.partitions,
            connections: self.connections.max(1),
            partitions_per_request: self.partitions_per_request.max(1),
            acks: -1,
            record_bytes: self.record_bytes,
            timeout: args.wait(),
        }
    }
}
