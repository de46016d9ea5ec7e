//! `cargo xtask sim`: builds the simulator optimized and runs seeds.

use std::{path::Path, process::Command};

use anyhow::Context as _;

/// Builds `crates/sim` and hands it the arguments (see docs/simulation.md). With `--planted` and
/// `--planted-table` it is built with the planted bugs.
pub(crate) fn run(root: &Path, arguments: &[String]) -> anyhow::Result<()> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root).args(["run", "--quiet", "--release", "-p", "moldau-sim"]);
    if arguments.iter().any(|argument| argument == "--planted" || argument == "--planted-table") {
        command.args(["--features", "planted"]);
    }
    let status = command.arg("--").args(arguments).status().context("cannot start cargo")?;
    anyhow::ensure!(status.success(), "the simulation failed ({status})");
    Ok(())
}
