//! `moldau log`: look into log files without a broker.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use bytes::Bytes;
use indicatif::{ProgressBar, ProgressStyle};
use moldau_wire::record_batch::{BatchHeader, RecordBatch, batches};

use crate::topic::new_table;

/// The most bytes that a batch may have once decompressed.
const DECOMPRESSED_MAX: usize = 256 * 1024 * 1024;

/// Look into log files, without a broker.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Show the batches of segment files
    Dump {
        /// Files that end in .log
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Check every batch and record of segment files
    Verify {
        /// Files that end in .log, or directories that hold some at any depth
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
}

/// Runs one of them.
pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Dump { files } => files.iter().try_for_each(|file| dump(file)),
        Command::Verify { paths } => verify(&paths),
    }
}

fn dump(file: &Path) -> anyhow::Result<()> {
    let bytes = read(file)?;
    let mut table =
        new_table(&["offset", "last", "records", "bytes", "epoch", "producer", "sequence", "time"]);
    let mut broken = None;
    for batch in batches(&bytes) {
        match batch {
            Ok(batch) => drop(table.add_row(row(batch.header()))),
            Err(error) => broken = Some(error),
        }
    }
    writeln!(std::io::stdout(), "{}\n{table}", file.display())?;
    broken.map_or(Ok(()), |error| Err(error).with_context(|| file.display().to_string()))
}

fn row(header: &BatchHeader) -> [String; 8] {
    let producer = if header.has_producer_id() {
        format!("{}/{}", header.producer_id, header.producer_epoch)
    } else {
        String::new()
    };
    [
        header.base_offset.to_string(),
        header.last_offset().to_string(),
        header.record_count.to_string(),
        header.size().to_string(),
        header.partition_leader_epoch.to_string(),
        producer,
        header.base_sequence.to_string(),
        header.max_timestamp.to_string(),
    ]
}

fn verify(paths: &[PathBuf]) -> anyhow::Result<()> {
    let mut files = Vec::new();
    for path in paths {
        find_segments(path, &mut files)?;
    }
    files.sort();
    let progress = ProgressBar::new(files.len() as u64);
    progress.set_style(ProgressStyle::with_template("{bar:40} {pos}/{len} files  {eta}  {msg}")?);
    let (mut records, mut broken) = (0, Vec::new());
    for file in &files {
        progress.set_message(file.display().to_string());
        match verify_file(file) {
            Ok(count) => records += count,
            Err(error) => broken.push(format!("{error:#}")),
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    let mut output = std::io::stdout().lock();
    for error in &broken {
        writeln!(output, "{error}")?;
    }
    writeln!(output, "{} files, {records} records, {} broken", files.len(), broken.len())?;
    if broken.is_empty() { Ok(()) } else { bail!("{} of {} files are broken", broken.len(), files.len()) }
}

fn find_segments(path: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let describe = || format!("cannot read {}", path.display());
    if !path.metadata().with_context(describe)?.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in path.read_dir().with_context(describe)? {
        let entry = entry.with_context(describe)?.path();
        // Links are not followed: they could lead round in a circle.
        let is_dir = entry.symlink_metadata().with_context(describe)?.is_dir();
        if is_dir || entry.extension().is_some_and(|extension| extension == "log") {
            find_segments(&entry, files)?;
        }
    }
    Ok(())
}

/// The number of records; an error says where it is.
fn verify_file(file: &Path) -> anyhow::Result<u64> {
    let bytes = read(file)?;
    let mut expected = i64::MIN;
    let mut count = 0;
    for batch in batches(&bytes) {
        let batch = batch.with_context(|| format!("{}: after offset {expected}", file.display()))?;
        let base_offset = batch.header().base_offset;
        count += check_batch(&batch, expected)
            .with_context(|| format!("{}: batch at offset {base_offset}", file.display()))?;
        expected = batch.header().next_offset();
    }
    Ok(count)
}

fn check_batch(batch: &RecordBatch, expected: i64) -> anyhow::Result<u64> {
    batch.verify_crc()?;
    if batch.header().base_offset < expected {
        bail!("it begins before the end of the batch before it, {expected}");
    }
    let mut count = 0;
    for record in &batch.records(DECOMPRESSED_MAX)? {
        record?;
        count += 1;
    }
    Ok(count)
}

fn read(file: &Path) -> anyhow::Result<Bytes> {
    std::fs::read(file).map(Bytes::from).with_context(|| format!("cannot read {}", file.display()))
}
