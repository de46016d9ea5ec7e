//! Writes what follows from the configuration facts: the table in `crates/settings` and the page in `docs`.
//!
//! `cargo xtask settings` writes both files, `--check` only says which of them is not what it would write.
//! Input: `facts/kafka-configs.json` (Kafka's names) and `crates/settings/descriptions.txt` (our sentence for each).
//! A name without a sentence, or a sentence without a name, is an error.

mod page;
mod table;

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail, ensure};

/// Writes the generated files, or with `--check` compares them.
pub(crate) fn run(root: &Path, arguments: &[String]) -> anyhow::Result<()> {
    let check = match arguments {
        [] => false,
        [only] if only == "--check" => true,
        _ => bail!("usage: cargo xtask settings [--check]"),
    };
    let facts = read(&root.join("facts/kafka-configs.json"))?;
    let sentences = read(&root.join("crates/settings/descriptions.txt"))?;
    let mut stale = Vec::new();
    let table = table::render(&facts, &sentences)?;
    let changed = put(&root.join("crates/settings/src/generated.rs"), &table, check, &mut stale)?;
    if changed && !check {
        return again(root);
    }
    put(&root.join("docs/configuration.md"), &page::render()?, check, &mut stale)?;
    ensure!(stale.is_empty(), "not up to date, run `cargo xtask settings`: {}", stale.join(", "));
    Ok(())
}

/// The page is written from the table that this program was built with: build it again with the new one.
fn again(root: &Path) -> anyhow::Result<()> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let status = command.args(["run", "-q", "-p", "xtask", "--", "settings"]).current_dir(root).status();
    ensure!(status.context("failed to run cargo")?.success(), "the second run failed");
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("failed to read {}", path.display()))
}

fn put(path: &Path, text: &str, check: bool, stale: &mut Vec<String>) -> anyhow::Result<bool> {
    let same = fs::read_to_string(path).is_ok_and(|present| present == text);
    if check && !same {
        stale.push(path.display().to_string());
    }
    if !check && !same {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(|| format!("failed to create {}", parent.display()))?;
        }
        fs::write(path, text).with_context(|| format!("failed to write {}", path.display()))?;
    }
    Ok(!same)
}
