//! Looking into segment files without opening a log: what `moldau log dump` and `moldau log verify` print.
//!
//! Reads only, one file at a time, and believes nothing: what is wrong is listed, not thrown. Batches are read one by
//! one, so that a file's size costs no memory.

use std::{fmt::Write as _, io, path::Path};

use bytes::Bytes;
use moldau_disk::{Disk, OpenMode, read_exact_at};
use moldau_wire::record_batch::{BatchHeader, HEADER_SIZE, RecordBatch, control::ControlType};

use crate::{
    batch::DECOMPRESSED_MAX,
    files::{Kind, SMALL_FILE_MAX},
    format::{
        index::{AbortedTxn, OffsetEntry, TimeEntry},
        names,
    },
};

/// The largest batch that is read, in bytes: Kafka's own bound on a segment.
const BATCH_MAX: usize = 1 << 31;

/// One batch of a file.
#[derive(Debug, Clone)]
pub struct FoundBatch {
    /// Where it begins.
    pub position: u64,
    /// Its header.
    pub header: BatchHeader,
    /// All its bytes.
    pub bytes: Bytes,
}

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file's name.
    pub file: String,
    /// Where in it, in bytes.
    pub position: u64,
    /// What is wrong.
    pub what: String,
}

/// What a verification of one segment found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SegmentReport {
    /// Whole batches.
    pub batches: u64,
    /// Records in them, by their headers.
    pub records: u64,
    /// The first batch's base offset.
    pub first_offset: Option<i64>,
    /// The offset after the last batch.
    pub next_offset: Option<i64>,
    /// Offset, time and transaction index entries.
    pub index_entries: u64,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Walks the batches of a `.log` file. `each` returns whether to go on. Ends at the end of the file or the first bytes
/// that are no batch, which it returns.
pub fn walk(
    disk: &dyn Disk,
    path: &Path,
    mut each: impl FnMut(&FoundBatch) -> io::Result<bool>,
) -> io::Result<Option<Problem>> {
    let file = disk.open(path, OpenMode::Read)?;
    let len = file.len()?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let problem = |position, what: String| Ok(Some(Problem { file: name.clone(), position, what }));
    let mut position = 0;
    while position < len {
        if len - position < HEADER_SIZE as u64 {
            return problem(position, format!("{} bytes are no batch", len - position));
        }
        let mut head = [0; HEADER_SIZE];
        read_exact_at(&*file, &mut head, position)?;
        let header = match BatchHeader::parse(&head) {
            Ok(header) => header,
            Err(error) => return problem(position, error.to_string()),
        };
        if BATCH_MAX < header.size() || len - position < header.size() as u64 {
            return problem(position, format!("a batch of {} bytes has {}", header.size(), len - position));
        }
        let mut bytes = vec![0; header.size()];
        read_exact_at(&*file, &mut bytes, position)?;
        if !each(&FoundBatch { position, header, bytes: Bytes::from(bytes) })? {
            return Ok(None);
        }
        position += header.size() as u64;
    }
    Ok(None)
}

/// One line about a batch, in the words of `kafka-dump-log`.
pub fn describe(batch: &FoundBatch) -> String {
    let header = &batch.header;
    let attributes = header.attributes;
    let valid = RecordBatch::parse(&batch.bytes).is_ok_and(|batch| batch.verify_crc().is_ok());
    let codec = attributes.compression().map_or_else(|error| error.to_string(), |codec| format!("{codec:?}"));
    format!(
        "baseOffset: {} lastOffset: {} count: {} baseSequence: {} lastSequence: {} producerId: {} producerEpoch: {} \
         partitionLeaderEpoch: {} isTransactional: {} isControl: {} deleteHorizon: {} position: {} {:?}: {} size: {} \
         magic: 2 compresscodec: {} crc: {} isvalid: {valid}",
        header.base_offset,
        header.last_offset(),
        header.record_count,
        header.base_sequence,
        header.last_sequence(),
        header.producer_id,
        header.producer_epoch,
        header.partition_leader_epoch,
        attributes.is_transactional(),
        attributes.is_control(),
        attributes.has_delete_horizon(),
        batch.position,
        attributes.timestamp_type(),
        header.max_timestamp,
        header.size(),
        codec.to_lowercase(),
        header.crc,
    )
}

/// One line for each record of a batch; with `payload`, its key and value as text, what is no text escaped.
pub fn describe_records(batch: &FoundBatch, payload: bool) -> Result<Vec<String>, String> {
    let parsed = RecordBatch::parse(&batch.bytes).map_err(|error| error.to_string())?;
    let is_control = batch.header.attributes.is_control();
    let records = parsed.records(DECOMPRESSED_MAX).map_err(|error| error.to_string())?;
    let mut lines = Vec::new();
    for record in &records {
        let record = record.map_err(|error| error.to_string())?;
        let size =
            |bytes: Option<&[u8]>| bytes.map_or(-1, |bytes| i64::try_from(bytes.len()).unwrap_or(i64::MAX));
        let mut line = format!(
            "| offset: {} timestamp: {} keySize: {} valueSize: {} headers: {}",
            record.offset,
            record.timestamp,
            size(record.key),
            size(record.value),
            record.header_count(),
        );
        if is_control {
            let kind = record.key.and_then(|key| ControlType::from_key(key).ok());
            let _infallible = write!(line, " control: {kind:?}");
        } else if payload {
            let text = |bytes: Option<&[u8]>| {
                bytes.map_or_else(|| "null".to_owned(), |bytes| bytes.escape_ascii().to_string())
            };
            let _infallible = write!(line, " key: {} payload: {}", text(record.key), text(record.value));
        }
        lines.push(line);
    }
    Ok(lines)
}

/// Verifies one segment: batches whole, checksums right, offsets rising, records readable (with `deep`), indexes
/// pointing at what they say. `path` is the `.log` file.
pub fn verify_segment(disk: &dyn Disk, path: &Path, deep: bool) -> io::Result<SegmentReport> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut report = SegmentReport::default();
    let base = names::parse_segment_file(&name, names::LOG_SUFFIX).unwrap_or(0);
    let mut problems = Vec::new();
    // Last offset and position of each batch, and the highest timestamp up to it: what the indexes are held against.
    let mut places: Vec<(i64, u64, i64)> = Vec::new();
    let mut highest = -1;
    let stopped = walk(disk, path, |batch| {
        let header = &batch.header;
        let mut wrong = |what: String| {
            problems.push(Problem { file: name.clone(), position: batch.position, what });
        };
        let expected = report.next_offset.unwrap_or(base);
        if header.base_offset < expected {
            wrong(format!("offset {} comes after {expected}", header.base_offset));
        }
        if let Err(error) = RecordBatch::parse(&batch.bytes).and_then(|batch| batch.verify_crc()) {
            wrong(error.to_string());
        } else if deep && let Err(error) = describe_records(batch, false) {
            wrong(error);
        }
        if header.record_count != 0 {
            highest = highest.max(header.max_timestamp);
        }
        places.push((header.last_offset(), batch.position, highest));
        report.batches += 1;
        report.records += u64::try_from(header.record_count).unwrap_or(0);
        report.first_offset.get_or_insert(header.base_offset);
        report.next_offset = Some(header.next_offset());
        Ok(true)
    })?;
    report.problems = problems;
    report.problems.extend(stopped);
    verify_indexes(disk, path, base, &places, &mut report)?;
    Ok(report)
}

fn verify_indexes(
    disk: &dyn Disk,
    path: &Path,
    base: i64,
    places: &[(i64, u64, i64)],
    report: &mut SegmentReport,
) -> io::Result<()> {
    let find = |offset: i64| {
        places.binary_search_by_key(&offset, |place| place.0).ok().and_then(|at| places.get(at))
    };
    let absolute = |relative: u32| base.saturating_add(i64::from(relative));
    check_entries::<{ OffsetEntry::SIZE }>(disk, path, Kind::Index, report, |bytes| {
        let entry = OffsetEntry::decode(bytes)?;
        let offset = absolute(entry.relative_offset);
        match find(offset) {
            Some((_, position, _)) if *position == u64::from(entry.position) => None,
            Some((_, position, _)) => {
                Some(format!("offset {offset} is at {position}, not {}", entry.position))
            }
            None => Some(format!("no batch ends with offset {offset}")),
        }
    })?;
    check_entries::<{ TimeEntry::SIZE }>(disk, path, Kind::TimeIndex, report, |bytes| {
        let entry = TimeEntry::decode(bytes)?;
        let offset = absolute(entry.relative_offset);
        match find(offset) {
            Some((_, _, highest)) if *highest == entry.timestamp => None,
            Some((_, _, highest)) => Some(format!(
                "up to offset {offset} the highest timestamp is {highest}, not {}",
                entry.timestamp
            )),
            None => Some(format!("no batch ends with offset {offset}")),
        }
    })?;
    check_entries::<{ AbortedTxn::SIZE }>(
        disk,
        path,
        Kind::TxnIndex,
        report,
        |bytes| match AbortedTxn::decode(bytes) {
            Ok(entry) if entry.first_offset <= entry.last_offset => find(entry.last_offset)
                .is_none()
                .then(|| format!("no marker at offset {}", entry.last_offset)),
            Ok(entry) => Some(format!("a transaction from {} to {}", entry.first_offset, entry.last_offset)),
            Err(error) => Some(error.to_string()),
        },
    )
}

/// Reads an index file and asks `wrong` of each entry.
fn check_entries<const SIZE: usize>(
    disk: &dyn Disk,
    log: &Path,
    kind: Kind,
    report: &mut SegmentReport,
    wrong: impl Fn(&[u8]) -> Option<String>,
) -> io::Result<()> {
    let path = log.with_extension(kind.suffix().trim_start_matches('.'));
    let Some(bytes) = disk.read_small(&path, SMALL_FILE_MAX)? else { return Ok(()) };
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut previous: Option<&[u8]> = None;
    for (at, entry) in bytes.chunks_exact(SIZE).enumerate() {
        report.index_entries += 1;
        let position = (at * SIZE) as u64;
        // Entries are big-endian and begin with what rises, but for the transaction index, which begins with a version.
        let falls = kind != Kind::TxnIndex && previous.is_some_and(|before| entry <= before);
        if falls {
            let what = "entries do not rise".to_owned();
            report.problems.push(Problem { file: file.clone(), position, what });
        }
        if let Some(what) = wrong(entry) {
            report.problems.push(Problem { file: file.clone(), position, what });
        }
        previous = Some(entry);
    }
    if !bytes.chunks_exact(SIZE).remainder().is_empty() {
        let what = format!("{} bytes are no whole number of entries", bytes.len());
        report.problems.push(Problem { file, position: 0, what });
    }
    Ok(())
}

/// Verifies every segment of a partition's directory, oldest first, and that their offsets follow one another.
pub fn verify_partition(disk: &dyn Disk, dir: &Path, deep: bool) -> io::Result<Vec<(String, SegmentReport)>> {
    let mut logs: Vec<String> = disk
        .list(dir)?
        .into_iter()
        .map(|entry| entry.name)
        .filter(|name| names::parse_segment_file(name, names::LOG_SUFFIX).is_some())
        .collect();
    logs.sort();
    let mut reports: Vec<(String, SegmentReport)> = Vec::new();
    for name in logs {
        let mut report = verify_segment(disk, &dir.join(&name), deep)?;
        let before = reports.last().and_then(|(_, report)| report.next_offset);
        if let (Some(before), Some(first)) = (before, report.first_offset)
            && first < before
        {
            let what = format!("offset {first} comes after {before} of the segment before");
            report.problems.push(Problem { file: name.clone(), position: 0, what });
        }
        reports.push((name, report));
    }
    Ok(reports)
}
