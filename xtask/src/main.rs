//! Code generation, tidy checks, simulation runner: `cargo xtask`.
//!
//! One module per subcommand, each with `run(arguments)`.

mod codegen;
mod settings;
mod sim;
mod tidy;

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;

const USAGE: &str = "\
usage: cargo xtask <command>

  codegen [--check]   write the protocol's types from facts/ (--check: only say what differs)
  settings [--check]  write the table of configuration names and its page (--check: only say what differs)
  sim [options]       the simulation: --seeds N (half of them new), --seed S (replay one), --planted NAME,
                      --planted-table (which seed finds each planted bug)
  tidy                what clippy cannot check: crate arrows, module docs, file lengths
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing more can be done if even this cannot be written.
            drop(writeln!(std::io::stderr(), "xtask: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> anyhow::Result<()> {
    let (command, rest) =
        arguments.split_first().map_or(("", arguments), |(first, rest)| (first.as_str(), rest));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask has no parent directory")?;
    match command {
        "codegen" => codegen::run(root, rest),
        "settings" => settings::run(root, rest),
        "sim" => sim::run(root, rest),
        "tidy" => tidy::run(root),
        "help" | "--help" | "-h" => Ok(std::io::stdout().write_all(USAGE.as_bytes())?),
        _ => anyhow::bail!("no such command: `{command}`\n\n{USAGE}"),
    }
}
