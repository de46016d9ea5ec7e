//! `cargo xtask codegen`: the protocol's types from Kafka's schemas.
//!
//! Reads `facts/kafka-schemas/`, `facts/kafka-api-versions.json` and `facts/kafka-errors.json`; writes
//! `crates/wire/src/generated/` and the differential test's table. What it writes is checked in, formatted by
//! rustfmt, and never edited by hand. With `--check` it writes nothing and fails if a file would change.

mod api;
mod differential;
mod errors;
mod files;
mod message;
mod names;
mod sample;
mod schema;
mod types;

use std::fmt::Write as _;
use std::path::Path;

use anyhow::bail;

use files::Files;
use schema::Schema;

/// The folders of record schemas, each a module of `moldau_wire::records`.
const RECORD_GROUPS: [&str; 6] = ["group", "metadata", "raft", "share", "storage", "transaction"];

/// Where the generated sources of the wire crate go.
const GENERATED: &str = "crates/wire/src/generated";

/// Runs the command: no argument, or `--check`.
pub(crate) fn run(root: &Path, arguments: &[String]) -> anyhow::Result<()> {
    let check = match arguments {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => bail!("codegen takes no argument but --check"),
    };
    let files = generate(root)?;
    let formatted = files.format(&root.join("target/codegen"))?;
    if check { formatted.check(root, GENERATED) } else { formatted.write(root, GENERATED) }
}

fn generate(root: &Path) -> anyhow::Result<Files> {
    let facts = root.join("facts");
    let schemas = facts.join("kafka-schemas");
    let messages = Schema::load_folder(&schemas.join("rpc"))?;
    let mut files = Files::default();
    files.add(format!("{GENERATED}/mod.rs"), ROOT_MODULE.to_owned());
    message::write_folder(&mut files, "messages", &messages, "Requests, responses, headers and bare data.")?;
    files.add(format!("{GENERATED}/api.rs"), api::api_file(&messages, &facts)?);
    files.add(format!("{GENERATED}/error_code.rs"), errors::error_file(&facts)?);
    let mut records_module = String::from(RECORDS_MODULE);
    let mut all = vec![("messages".to_owned(), messages)];
    for group in RECORD_GROUPS {
        let records = Schema::load_folder(&schemas.join(group))?;
        let folder = format!("records/{group}");
        writeln!(records_module, "pub mod {group};")?;
        message::write_folder(&mut files, &folder, &records, &format!("Kafka's schemas in `{group}`."))?;
        all.push((format!("records::{group}"), records));
    }
    files.add(format!("{GENERATED}/records/mod.rs"), records_module);
    files.add(format!("{GENERATED}/sample.rs"), sample::sample_file(&all)?);
    files.add("crates/wire/tests/differential/table.rs".to_owned(), differential::table_file(&all)?);
    Ok(files)
}

const ROOT_MODULE: &str = "\
//! Written by `cargo xtask codegen` from `facts/`. Do not edit.

pub mod api;
pub mod error_code;
pub mod messages;
pub mod records;
#[cfg(feature = \"testing\")]
pub(crate) mod sample;
";

const RECORDS_MODULE: &str = "\
//! Records that Kafka keeps in topics and files of its own. Written by `cargo xtask codegen`. Do not edit.

";
