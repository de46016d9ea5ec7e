//! Moldau: a managed streaming service for the Kafka protocol, in one binary.

#[cfg(target_os = "linux")]
mod allocator;
mod broker;
mod consume;
mod log_files;
mod produce;
mod storage;
mod topic;

use std::{io::Write as _, process::ExitCode, time::Duration};

use clap::{Parser, Subcommand};
use moldau_client::Cluster;

/// A Kafka-compatible streaming broker that keeps every record it acknowledged.
#[derive(Debug, Parser)]
#[command(name = "moldau", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run a broker and controller in one process
    Broker(broker::Arguments),
    /// List, create, describe and delete topics
    #[command(subcommand)]
    Topic(topic::Command),
    /// Write lines of standard input to a topic
    Produce(produce::Arguments),
    /// Read a topic and print its records
    Consume(consume::Arguments),
    /// Format a node's directories, and look at them
    #[command(subcommand)]
    Storage(storage::Command),
    /// Look into log files, without a broker
    #[command(subcommand)]
    Log(log_files::Command),
}

/// How the tools reach a cluster.
#[derive(Debug, clap::Args)]
struct Target {
    /// Brokers to ask first, separated by commas
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:9092", env = "MOLDAU_BOOTSTRAP")]
    bootstrap: String,
    /// How long to wait for an answer
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    timeout: u64,
}

impl Target {
    fn cluster(&self) -> Cluster {
        Cluster::new(&self.bootstrap, "moldau", Duration::from_secs(self.timeout))
    }

    fn timeout_ms(&self) -> i32 {
        i32::try_from(self.timeout.saturating_mul(1_000)).unwrap_or(i32::MAX)
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        Command::Broker(arguments) => broker::run(&arguments),
        Command::Topic(command) => topic::run(command),
        Command::Produce(arguments) => produce::run(&arguments),
        Command::Consume(arguments) => consume::run(&arguments),
        Command::Storage(command) => storage::run(command),
        Command::Log(command) => log_files::run(command),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing more can be done if even this cannot be written.
            drop(writeln!(std::io::stderr(), "moldau: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
