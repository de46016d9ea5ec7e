//! `moldau log`: look into log files without a broker, and complete them.

use std::{
    collections::BTreeSet,
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, bail};
use indicatif::{ProgressBar, ProgressStyle};
use moldau_broker::env::Env;
use moldau_disk::{Disk, JournalOptions, RealClock, RealDisk};
use moldau_log::{
    DirectoryConfig, LogDirectory, OpenOptions,
    tools::{self, FoundBatch, Problem, SegmentReport},
};

use crate::topic::new_table;

/// What a clean stop writes where no broker has an epoch to leave.
const NO_BROKER_EPOCH: i64 = -1;
/// Rows after which a table is printed and the next one begins, so that a large file needs little memory.
const ROWS_MAX: usize = 10_000;

/// Look into log files without a broker, and complete them.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Show the batches of segment files, and their records
    Dump {
        /// Files that end in .log
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Show each record too
        #[arg(long)]
        records: bool,
        /// Show each record with its key and value
        #[arg(long)]
        payload: bool,
    },
    /// Check every batch, record and index entry
    Verify {
        /// Files that end in .log, or directories that hold some at any depth
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Complete the files of a stopped broker's log directory, for Apache Kafka and its tools
    ///
    /// After a clean stop they are complete already. After a crash the journal holds what is missing: this puts it
    /// into the segments and leaves the directory as a clean stop does.
    Flush {
        /// Log directories: the entries of log.dirs
        #[arg(required = true)]
        directories: Vec<PathBuf>,
    },
}

/// Runs one of them.
pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Dump { files, records, payload } => {
            files.iter().try_for_each(|file| dump(file, records || payload, payload))
        }
        Command::Verify { paths } => verify(&paths),
        Command::Flush { directories } => directories.iter().try_for_each(|directory| flush(directory)),
    }
}

const COLUMNS: [&str; 9] =
    ["position", "offset", "last", "records", "bytes", "epoch", "producer", "sequence", "time"];

fn dump(file: &Path, records: bool, payload: bool) -> anyhow::Result<()> {
    let mut output = std::io::stdout().lock();
    writeln!(output, "{}", file.display())?;
    let mut table = new_table(&COLUMNS);
    let mut rows = 0;
    let stopped = tools::walk(&RealDisk, file, |batch| {
        if records {
            writeln!(output, "{}", tools::describe(batch))?;
            for line in tools::describe_records(batch, payload).map_err(std::io::Error::other)? {
                writeln!(output, "{line}")?;
            }
            return Ok(true);
        }
        table.add_row(row(batch));
        rows += 1;
        if rows == ROWS_MAX {
            writeln!(output, "{table}")?;
            (table, rows) = (new_table(&COLUMNS), 0);
        }
        Ok(true)
    });
    let stopped = stopped.with_context(|| format!("cannot read {}", file.display()))?;
    if 0 < rows {
        writeln!(output, "{table}")?;
    }
    stopped.map_or(Ok(()), |problem| bail!("{}", describe(&problem)))
}

fn row(batch: &FoundBatch) -> [String; 9] {
    let header = &batch.header;
    let producer = if header.has_producer_id() {
        format!("{}/{}", header.producer_id, header.producer_epoch)
    } else {
        String::new()
    };
    [
        batch.position.to_string(),
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

fn describe(problem: &Problem) -> String {
    format!("{} at {}: {}", problem.file, problem.position, problem.what)
}

fn verify(paths: &[PathBuf]) -> anyhow::Result<()> {
    let (mut files, mut directories) = (Vec::new(), BTreeSet::new());
    for path in paths {
        find_segments(path, &mut files, &mut directories)?;
    }
    if files.is_empty() && directories.is_empty() {
        bail!("nothing to verify: no file ends in .log there");
    }
    let progress = ProgressBar::new((files.len() + directories.len()) as u64);
    progress.set_style(ProgressStyle::with_template("{bar:40} {pos}/{len}  {eta}  {msg}")?);
    let mut reports: Vec<(String, SegmentReport)> = Vec::new();
    for file in &files {
        progress.set_message(file.display().to_string());
        let report = tools::verify_segment(&RealDisk, file, true);
        reports.push((file.display().to_string(), report.with_context(|| unreadable(file))?));
        progress.inc(1);
    }
    for directory in &directories {
        progress.set_message(directory.display().to_string());
        let found =
            tools::verify_partition(&RealDisk, directory, true).with_context(|| unreadable(directory))?;
        let named =
            found.into_iter().map(|(name, report)| (directory.join(name).display().to_string(), report));
        reports.extend(named);
        progress.inc(1);
    }
    progress.finish_and_clear();
    conclude(&reports)
}

fn unreadable(path: &Path) -> String {
    format!("cannot read {}", path.display())
}

fn conclude(reports: &[(String, SegmentReport)]) -> anyhow::Result<()> {
    let mut output = std::io::stdout().lock();
    let (mut records, mut entries, mut broken) = (0, 0, 0);
    for (file, report) in reports {
        records += report.records;
        entries += report.index_entries;
        broken += usize::from(!report.problems.is_empty());
        for problem in &report.problems {
            writeln!(output, "{file}: {}", describe(problem))?;
        }
    }
    let count = reports.len();
    writeln!(output, "{count} segments, {records} records, {entries} index entries, {broken} broken")?;
    if broken == 0 { Ok(()) } else { bail!("{broken} of {count} segments are broken") }
}

/// Files that are named themselves, and directories that hold segments.
fn find_segments(
    path: &Path,
    files: &mut Vec<PathBuf>,
    directories: &mut BTreeSet<PathBuf>,
) -> anyhow::Result<()> {
    let describe = || unreadable(path);
    if !path.metadata().with_context(describe)?.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in path.read_dir().with_context(describe)? {
        let entry = entry.with_context(describe)?.path();
        // Links are not followed: they could lead round in a circle.
        if entry.symlink_metadata().with_context(describe)?.is_dir() {
            find_segments(&entry, files, directories)?;
        } else if entry.extension().is_some_and(|extension| extension == "log") {
            directories.insert(path.to_owned());
        }
    }
    Ok(())
}

fn flush(path: &Path) -> anyhow::Result<()> {
    let what = || format!("cannot flush {}", path.display());
    let clock = Arc::new(RealClock::default());
    let nonce = Env::new(clock.clone()).random_u64();
    let options =
        OpenOptions { config: DirectoryConfig::default(), journal: JournalOptions::new(path, nonce) };
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    if LogDirectory::read_properties(&*disk, path).with_context(what)?.is_none() {
        bail!("{}: it is no log directory, there is no meta.properties in it", what());
    }
    let mut opened = LogDirectory::open(disk, clock, path, options).with_context(what)?;
    let directory = &opened.directory;
    directory.close(&mut opened.journal, &mut opened.write_back, NO_BROKER_EPOCH).with_context(what)?;
    let mut output = std::io::stdout().lock();
    let report = &opened.report;
    let (partitions, frames) = (report.partitions, report.frames);
    writeln!(output, "{}: {partitions} partitions, {frames} entries of the journal put in", path.display())?;
    Ok(())
}
