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
use moldau_client::{ClientError, Cluster};
use moldau_wire::ErrorCode;

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
    /// Look into log files without a broker, and complete them
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
        // Whoever read our output has seen enough: `moldau consume quakes | head`.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing more can be done if even this cannot be written.
            drop(writeln!(std::io::stderr(), "moldau: {error:#}{}", hint(&error)));
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let is = |cause: &std::io::Error| cause.kind() == std::io::ErrorKind::BrokenPipe;
    // A connection that breaks is a failure.
    !error.chain().any(<dyn std::error::Error>::is::<ClientError>)
        && error.chain().filter_map(|cause| cause.downcast_ref()).any(is)
}

/// What can be done about an error, on a line of its own.
fn hint(error: &anyhow::Error) -> &'static str {
    match error.chain().find_map(|cause| cause.downcast_ref()) {
        Some(ClientError::Connect { .. }) => {
            "\n`moldau broker` starts a broker; --bootstrap or MOLDAU_BOOTSTRAP names one that runs elsewhere"
        }
        Some(ClientError::Broker { code: ErrorCode::UnknownTopicOrPartition, .. }) => {
            "\n`moldau topic list` shows the topics that there are, `moldau topic create` makes one"
        }
        Some(_) | None => "",
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn what_can_be_done_is_said() {
        let refused = || io::Error::from(io::ErrorKind::ConnectionRefused);
        let connect = ClientError::Connect { address: "a:1".to_owned(), source: refused() };
        assert!(hint(&connect.into()).contains("moldau broker"));
        let unknown = ClientError::check(3, None, || "topic a".to_owned()).unwrap_err();
        assert!(hint(&anyhow::Error::from(unknown).context("more")).contains("moldau topic create"));
        assert_eq!(hint(&refused().into()), "");
    }

    #[test]
    fn only_our_own_output_may_break() {
        let broken = || io::Error::from(io::ErrorKind::BrokenPipe);
        assert!(is_broken_pipe(&anyhow::Error::from(broken()).context("cannot read a file")));
        let stream = ClientError::Stream { address: "a:1".to_owned(), request: "Fetch", source: broken() };
        assert!(!is_broken_pipe(&stream.into()));
    }
}
