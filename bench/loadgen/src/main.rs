//! The load generator of bench/: the same load for Moldau and for Apache Kafka.
//!
//! Native and cheap, so that on a machine of few cores the broker has most of them: batches are made once, a thread
//! serves many connections, requests share writes. Each run prints one JSON object on standard output.
//!
//! Not here: retries, leader changes during a run, groups, transactions. A run in which something failed says so in
//! `errors` and `unanswered`; its other figures then count for nothing.

mod answer;
mod args;
mod clock;
mod consume;
mod end_to_end;
mod link;
mod probe;
mod produce;
mod report;
mod target;

use std::io::Write;

use anyhow::Result;
use clap::Parser;
use serde_json::{Value, json};

use crate::{
    args::{Args, Command, TopicAction},
    target::Target,
};

fn main() -> Result<()> {
    let args = Args::parse();
    let report = run(&args)?;
    writeln!(std::io::stdout().lock(), "{report}")?;
    Ok(())
}

fn run(args: &Args) -> Result<Value> {
    let resolve = |topic: &str| Target::resolve(&args.bootstrap, topic, args.wait());
    match &args.command {
        Command::Topic(topic) => {
            match &topic.action {
                TopicAction::Create { partitions, replicas, config } => {
                    target::create(&args.bootstrap, &topic.topic, *partitions, *replicas, config)?;
                }
                TopicAction::Delete => target::delete(&args.bootstrap, &topic.topic)?,
            }
            Ok(json!({ "topic": topic.topic }))
        }
        Command::Produce(load) => produce::run(&resolve(&load.topic)?, &load.load()?),
        Command::Consume(reading) => consume::run(&resolve(&reading.topic)?, &reading.reading()),
        Command::EndToEnd(both) => {
            let (target, reading) = (resolve(&both.load.topic)?, both.reading());
            let load = both.load.load()?;
            if load.rate.is_some() {
                return end_to_end::run(&target, &load, &reading);
            }
            let duration = load.duration.unwrap_or_default();
            end_to_end::run_one_by_one(&target, load.record_bytes, &reading, (load.warmup, duration))
        }
        Command::Probe(probe) => probe::run(&probe.probe(args)),
    }
}
