//! Moldau: a managed streaming service for the Kafka protocol, in one binary.

#[cfg(target_os = "linux")]
mod allocator;
mod broker;

use std::{io::Write as _, process::ExitCode};

use clap::{Parser, Subcommand};

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
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        Command::Broker(arguments) => broker::run(&arguments),
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
