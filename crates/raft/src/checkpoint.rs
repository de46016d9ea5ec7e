//! Checkpoints: the state machine's records in one file, named by the offset where they end and the epoch of the last
//! record, between a header and a footer (KIP-630).
//!
//! Kafka's file with one addition: the header's record carries the raft index of the last entry in a tagged field.
//! Files of Kafka's have none; the offset stands in for it, since an index only has to grow with the log.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use moldau_disk::Disk;
use moldau_ids::Offset;
use moldau_wire::messages::{SnapshotFooterRecord, SnapshotHeaderRecord};
use moldau_wire::record_batch::control::ControlType;
use moldau_wire::record_batch::{RecordBatch, batches};
use moldau_wire::{Message, RawTaggedField};

use crate::Voter;
use crate::codec::{self, control_batch, control_record, data_batch, quorum_records};
use crate::types::Membership;

/// The raft index of the last entry, in `SnapshotHeaderRecord`.
const TAG_INDEX: u32 = codec::TAG_BASE;
/// No checkpoint is longer.
const LEN_MAX: u64 = 1 << 32;
/// Records of one batch, and about as many bytes as one has at most.
const BATCH_RECORDS_MAX: usize = 4_096;
const BATCH_BYTES_MAX: usize = 1 << 20;
const SUFFIX: &str = ".checkpoint";

/// A checkpoint's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CheckpointId {
    /// Where the log goes on after it.
    pub end_offset: Offset,
    /// The epoch of the last record it holds.
    pub epoch: i32,
}

impl CheckpointId {
    /// The one that stands before all records.
    pub const FIRST: Self = Self { end_offset: Offset::ZERO, epoch: 0 };

    /// `00000000000000000042-0000000003.checkpoint`.
    pub fn file_name(self) -> String {
        format!("{:020}-{:010}{SUFFIX}", self.end_offset.get(), self.epoch)
    }

    /// Reads a name; `None` for names of other files.
    pub fn parse(name: &str) -> Option<Self> {
        let (offset, epoch) = name.strip_suffix(SUFFIX)?.split_once('-')?;
        let digits =
            |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(offset, 20) || !digits(epoch, 10) {
            return None;
        }
        Some(Self { end_offset: Offset::new(offset.parse().ok()?)?, epoch: epoch.parse().ok()? })
    }
}

/// A checkpoint cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// The disk said no.
    #[error("cannot read the checkpoint `{path}`", path = path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// What the disk said.
        #[source]
        source: std::io::Error,
    },
    /// It is not whole, or not a checkpoint.
    #[error("the checkpoint `{path}` is damaged: {what}", path = path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
}

/// What a checkpoint holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Contents {
    /// The raft index of the last entry; `None` if the file does not say.
    pub(crate) index: Option<u64>,
    /// Who votes; `None` if the file does not say.
    pub(crate) membership: Option<Membership>,
    /// The state machine's records.
    pub(crate) records: Vec<Bytes>,
}

/// The time and place of a checkpoint.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stamp {
    /// The epoch that its batches carry.
    pub(crate) epoch: i32,
    /// The raft index of the last entry, if there is one.
    pub(crate) index: Option<u64>,
    /// The time of the last record, in milliseconds since 1970.
    pub(crate) timestamp: i64,
}

/// Writes a checkpoint's bytes. The text says why it can't.
pub(crate) fn encode(
    stamp: Stamp,
    membership: Option<&Membership>,
    records: &[Bytes],
) -> Result<Vec<u8>, String> {
    let Stamp { epoch, index, timestamp } = stamp;
    let mut header = SnapshotHeaderRecord { last_contained_log_timestamp: timestamp, ..Default::default() };
    if let Some(index) = index {
        let data = Bytes::copy_from_slice(&index.to_be_bytes());
        header.unknown_tagged_fields.push(RawTaggedField { tag: TAG_INDEX, data });
    }
    let mut head = vec![control_record(ControlType::SnapshotHeader, &header)?];
    if let Some(membership) = membership {
        head.extend(quorum_records(membership)?);
    }
    let mut bytes = Vec::new();
    let mut offset = 0_i64;
    let mut put = |batch: Bytes, count: usize| {
        bytes.extend_from_slice(&batch);
        offset = offset.saturating_add(i64::try_from(count).unwrap_or(i64::MAX));
        offset
    };
    let mut next = put(control_batch(0, epoch, timestamp, &head)?, head.len());
    let mut rest = records;
    while !rest.is_empty() {
        let mut size = 0;
        let fits = rest.iter().take(BATCH_RECORDS_MAX).take_while(|record| {
            let before = size;
            size += record.len();
            before < BATCH_BYTES_MAX
        });
        let count = fits.count();
        let (batch, others) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        next = put(data_batch(next, epoch, timestamp, batch)?, count);
        rest = others;
    }
    let footer = control_record(ControlType::SnapshotFooter, &SnapshotFooterRecord::default())?;
    put(control_batch(next, epoch, timestamp, &[footer])?, 1);
    Ok(bytes)
}

/// Reads a checkpoint's bytes. The text says why it can't.
pub(crate) fn decode(bytes: &Bytes) -> Result<Contents, String> {
    let mut contents = Contents { index: None, membership: None, records: Vec::new() };
    let (mut header, mut footer) = (false, false);
    for batch in batches(bytes) {
        let batch: RecordBatch = batch.map_err(|error| error.to_string())?;
        batch.verify_crc().map_err(|error| error.to_string())?;
        if footer {
            return Err("records after the footer".into());
        }
        if !batch.header().attributes.is_control() {
            if !header {
                return Err("records before the header".into());
            }
            contents.records.extend(codec::values(&batch)?);
            continue;
        }
        for (kind, value) in codec::control_records(&batch)? {
            match kind {
                ControlType::SnapshotHeader => {
                    header = true;
                    contents.index = index_of(value)?;
                }
                ControlType::SnapshotFooter => footer = true,
                ControlType::KraftVoters => contents.membership = Some(codec::membership(value)?),
                ControlType::KraftVersion
                | ControlType::LeaderChange
                | ControlType::Abort
                | ControlType::Commit
                | ControlType::Unknown(_) => {}
            }
        }
    }
    if !header || !footer {
        return Err("the header or the footer is missing".into());
    }
    Ok(contents)
}

fn index_of(value: Bytes) -> Result<Option<u64>, String> {
    let record = SnapshotHeaderRecord::decode_exact(value, 0).map_err(|error| error.to_string())?;
    let field = record.unknown_tagged_fields.as_slice().iter().find(|field| field.tag == TAG_INDEX);
    let Some(field) = field else { return Ok(None) };
    let bytes = field.data.as_ref().try_into().map_err(|_| "the raft index has not eight bytes")?;
    Ok(Some(u64::from_be_bytes(bytes)))
}

/// Reads a checkpoint, with its bytes.
pub(crate) fn load(disk: &dyn Disk, path: &Path) -> Result<Option<(Bytes, Contents)>, CheckpointError> {
    let read = disk.read_small(path, LEN_MAX);
    let read = read.map_err(|source| CheckpointError::Disk { path: path.to_owned(), source })?;
    let Some(bytes) = read else { return Ok(None) };
    let bytes = Bytes::from(bytes);
    let contents = decode(&bytes).map_err(|what| CheckpointError::Corrupt { path: path.to_owned(), what })?;
    Ok(Some((bytes, contents)))
}

/// The records of a checkpoint that stands by itself, such as `bootstrap.checkpoint`; `None` if there is no file.
pub fn read_checkpoint(disk: &dyn Disk, path: &Path) -> Result<Option<Vec<Bytes>>, CheckpointError> {
    Ok(load(disk, path)?.map(|(_, contents)| contents.records))
}

/// Writes a checkpoint that stands by itself, as formatting does: durable when this returns. `voters` are written if
/// there are any. `now` in milliseconds since 1970.
pub fn write_checkpoint(
    disk: &dyn Disk,
    path: &Path,
    now: i64,
    voters: &std::collections::BTreeMap<moldau_ids::NodeId, Voter>,
    records: &[Bytes],
) -> Result<(), crate::LogError> {
    let membership = (!voters.is_empty()).then(|| crate::types::membership_of(voters));
    let stamp = Stamp { epoch: 0, index: None, timestamp: now };
    let bytes = encode(stamp, membership.as_ref(), records).map_err(crate::LogError::Encode)?;
    disk.write_atomic(path, &bytes).map_err(crate::LogError::disk("write", path))
}
