//! openraft's state machine over ours: committed entries go to a [`StateMachine`], snapshots to checkpoints.

use std::io::Cursor;
use std::sync::Arc;

use bytes::Bytes;
use moldau_disk::Disk;
use moldau_ids::Offset;
use openraft::storage::{RaftStateMachine, Snapshot};
use openraft::{AnyError, EntryPayload, OptionalSend, RaftSnapshotBuilder, SnapshotMeta, StorageIOError};
use parking_lot::Mutex;
use tokio::sync::watch;

use crate::checkpoint::{self, CheckpointId, Stamp};
use crate::files::Mark;
use crate::store::Shared;
use crate::types::{Applied, Entry, LogId, Member, StorageError, StoredMembership, TypeConfig};
use crate::{LogError, codec};

type Meta = SnapshotMeta<u64, Member>;

/// One committed batch.
#[derive(Debug, Clone, Copy)]
pub struct CommittedBatch<'a> {
    /// Where its first record lies.
    pub base_offset: Offset,
    /// Where the next batch begins.
    pub next_offset: Offset,
    /// The epoch of the leader that appended it.
    pub epoch: i32,
    /// When it was proposed, in milliseconds since 1970; -1 for what raft writes for itself.
    pub timestamp: i64,
    /// The records' values. None for what raft writes for itself.
    pub records: &'a [Bytes],
}

/// Writes a snapshot's records later, elsewhere.
pub type SnapshotWriter = Box<dyn FnOnce() -> Result<Vec<Bytes>, String> + Send>;

/// What the log is for. Called by one task, in order; must not block for long.
pub trait StateMachine: Send + Sync + 'static {
    /// A batch has committed. An error means that the log or this code is wrong: the log stops.
    fn apply(&mut self, batch: &CommittedBatch<'_>) -> Result<(), String>;

    /// The state as of now, to be written down while batches go on coming.
    fn snapshot(&self) -> SnapshotWriter;

    /// Everything before `end` is in these records: they take the place of the present state.
    fn restore(&mut self, end: Offset, records: &[Bytes]) -> Result<(), String>;
}

/// How far the state machine is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Progress {
    /// The offset after the last applied record.
    pub(crate) next_offset: i64,
    /// Bytes of records applied since the last checkpoint.
    pub(crate) bytes: u64,
}

/// What is known of the latest checkpoint.
#[derive(Debug, Clone)]
pub(crate) struct Current {
    pub(crate) meta: Meta,
    pub(crate) id: CheckpointId,
}

/// Where checkpoints lie, and which is the latest.
#[derive(Debug)]
pub(crate) struct Checkpoints {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) current: Mutex<Option<Current>>,
    pub(crate) progress: watch::Sender<Progress>,
}

impl Checkpoints {
    /// Writes a checkpoint, makes it the latest, and removes the others.
    fn store(&self, meta: &Meta, id: CheckpointId, bytes: &[u8]) -> Result<(), LogError> {
        let directory = self.shared.files.lock().directory().to_owned();
        let path = directory.join(id.file_name());
        self.disk.write_atomic(&path, bytes).map_err(LogError::disk("write", &path))?;
        if let Some(last) = meta.last_log_id {
            self.shared.files.lock().note_checkpoint(Mark { last, end_offset: id.end_offset.get() });
        }
        *self.current.lock() = Some(Current { meta: meta.clone(), id });
        let entries = self.disk.list(&directory).map_err(LogError::disk("list", &directory))?;
        for entry in entries {
            if CheckpointId::parse(&entry.name).is_some_and(|other| other < id) {
                let old = directory.join(&entry.name);
                self.disk.remove_file(&old).map_err(LogError::disk("remove", &old))?;
            }
        }
        Ok(())
    }

    fn read(&self, id: CheckpointId) -> Result<Bytes, LogError> {
        let path = self.shared.files.lock().directory().join(id.file_name());
        let loaded = checkpoint::load(&*self.disk, &path)?;
        let gone = || LogError::Inconsistent { path: path.clone(), what: "the checkpoint is gone".into() };
        Ok(loaded.ok_or_else(gone)?.0)
    }
}

/// openraft's view of the state machine.
pub(crate) struct Machine {
    pub(crate) inner: Box<dyn StateMachine>,
    pub(crate) checkpoints: Arc<Checkpoints>,
    pub(crate) last_applied: Option<LogId>,
    pub(crate) next_offset: i64,
    pub(crate) timestamp: i64,
    pub(crate) membership: StoredMembership,
}

impl std::fmt::Debug for Machine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Machine").field("last_applied", &self.last_applied).finish_non_exhaustive()
    }
}

impl Machine {
    fn apply_one(&mut self, entry: &Entry) -> Result<Applied, String> {
        let base_offset = self.next_offset;
        let files_end = self.checkpoints.shared.files.lock().end_of(entry.log_id.index);
        // The file knows best: Kafka writes control batches of other sizes than ours.
        let next_offset = files_end.unwrap_or(base_offset + codec::record_count(entry));
        let none: &[Bytes] = &[];
        let (timestamp, records) = match &entry.payload {
            EntryPayload::Normal(proposal) => (proposal.timestamp, proposal.records.as_slice()),
            EntryPayload::Blank => (-1, none),
            EntryPayload::Membership(membership) => {
                self.membership = StoredMembership::new(Some(entry.log_id), membership.clone());
                (-1, none)
            }
        };
        let offset = |raw| Offset::new(raw).ok_or("a negative offset");
        self.inner.apply(&CommittedBatch {
            base_offset: offset(base_offset)?,
            next_offset: offset(next_offset)?,
            epoch: i32::try_from(entry.log_id.leader_id.term).map_err(|_| "the term is beyond the range")?,
            timestamp,
            records,
        })?;
        self.last_applied = Some(entry.log_id);
        self.next_offset = next_offset;
        self.timestamp = self.timestamp.max(timestamp);
        let bytes: usize = records.iter().map(Bytes::len).sum();
        self.checkpoints.progress.send_modify(|progress| {
            progress.next_offset = next_offset;
            progress.bytes += bytes as u64;
        });
        Ok(Applied { base_offset })
    }
}

impl RaftStateMachine<TypeConfig> for Machine {
    type SnapshotBuilder = Builder;

    async fn applied_state(&mut self) -> Result<(Option<LogId>, StoredMembership), StorageError> {
        Ok((self.last_applied, self.membership.clone()))
    }

    async fn apply<I>(&mut self, entries: I) -> Result<Vec<Applied>, StorageError>
    where
        I: IntoIterator<Item = Entry> + OptionalSend,
        I::IntoIter: OptionalSend,
    {
        let mut applied = Vec::new();
        for entry in entries {
            let result = self.apply_one(&entry);
            let result = result.map_err(|what| {
                tracing::error!(
                    index = entry.log_id.index,
                    what,
                    "a committed metadata batch cannot be applied"
                );
                StorageError::from(StorageIOError::apply(entry.log_id, AnyError::error(what)))
            });
            applied.push(result?);
        }
        Ok(applied)
    }

    async fn get_snapshot_builder(&mut self) -> Builder {
        Builder {
            writer: Mutex::new(Some(self.inner.snapshot())),
            checkpoints: Arc::clone(&self.checkpoints),
            last: self.last_applied,
            end_offset: self.next_offset,
            timestamp: self.timestamp,
            membership: self.membership.clone(),
        }
    }

    async fn begin_receiving_snapshot(&mut self) -> Result<Box<Cursor<Vec<u8>>>, StorageError> {
        Ok(Box::default())
    }

    async fn install_snapshot(
        &mut self,
        meta: &Meta,
        snapshot: Box<Cursor<Vec<u8>>>,
    ) -> Result<(), StorageError> {
        let bytes = Bytes::from(snapshot.into_inner());
        let install = || -> Result<(CheckpointId, checkpoint::Contents), LogError> {
            let id = CheckpointId::parse(&meta.snapshot_id)
                .ok_or_else(|| LogError::Raft(format!("`{}` names no checkpoint", meta.snapshot_id)))?;
            let contents = checkpoint::decode(&bytes).map_err(LogError::Encode)?;
            Ok((id, contents))
        };
        let failed = |error: LogError| {
            let error = AnyError::new(&error);
            StorageError::from(StorageIOError::write_snapshot(Some(meta.signature()), error))
        };
        let (id, contents) = install().map_err(failed)?;
        let checkpoints = Arc::clone(&self.checkpoints);
        let (stored, stored_bytes) = (meta.clone(), bytes.clone());
        let io = self.checkpoints.shared.io;
        io.run(move || checkpoints.store(&stored, id, &stored_bytes)).await.map_err(failed)?;
        self.inner
            .restore(id.end_offset, &contents.records)
            .map_err(|what| failed(LogError::StateMachine(what)))?;
        self.last_applied = meta.last_log_id;
        self.next_offset = id.end_offset.get();
        self.membership = meta.last_membership.clone();
        *self.checkpoints.shared.membership.lock() = self.membership.membership().clone();
        self.checkpoints.progress.send_replace(Progress { next_offset: self.next_offset, bytes: 0 });
        Ok(())
    }

    async fn get_current_snapshot(&mut self) -> Result<Option<Snapshot<TypeConfig>>, StorageError> {
        let current = self.checkpoints.current.lock().clone();
        let Some(Current { meta, id }) = current else { return Ok(None) };
        let checkpoints = Arc::clone(&self.checkpoints);
        let bytes = self.checkpoints.shared.io.run(move || checkpoints.read(id)).await;
        let bytes = bytes.map_err(|error| {
            let error = AnyError::new(&error);
            StorageError::from(StorageIOError::read_snapshot(Some(meta.signature()), error))
        })?;
        Ok(Some(Snapshot { meta, snapshot: Box::new(Cursor::new(bytes.to_vec())) }))
    }
}

/// Writes one checkpoint.
pub(crate) struct Builder {
    /// Taken once. The lock only makes it shareable, which openraft asks for.
    writer: Mutex<Option<SnapshotWriter>>,
    checkpoints: Arc<Checkpoints>,
    last: Option<LogId>,
    end_offset: i64,
    timestamp: i64,
    membership: StoredMembership,
}

impl std::fmt::Debug for Builder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Builder").field("last", &self.last).finish_non_exhaustive()
    }
}

impl RaftSnapshotBuilder<TypeConfig> for Builder {
    async fn build_snapshot(&mut self) -> Result<Snapshot<TypeConfig>, StorageError> {
        let epoch = self.last.map_or(0, |last| i32::try_from(last.leader_id.term).unwrap_or(i32::MAX));
        let end_offset = Offset::new(self.end_offset).unwrap_or(Offset::ZERO);
        let id = CheckpointId { end_offset, epoch };
        let meta = Meta {
            last_log_id: self.last,
            last_membership: self.membership.clone(),
            snapshot_id: id.file_name(),
        };
        let stamp = Stamp { epoch, index: self.last.map(|last| last.index), timestamp: self.timestamp };
        let writer = self.writer.get_mut().take();
        let (checkpoints, stored) = (Arc::clone(&self.checkpoints), meta.clone());
        let io = self.checkpoints.shared.io;
        let bytes = io.run(move || {
            let writer = writer.ok_or_else(|| LogError::Raft("a snapshot is built twice".into()))?;
            let records = writer().map_err(LogError::StateMachine)?;
            let membership = stored.last_membership.membership();
            let bytes = checkpoint::encode(stamp, Some(membership), &records).map_err(LogError::Encode)?;
            checkpoints.store(&stored, id, &bytes)?;
            checkpoints.progress.send_modify(|progress| progress.bytes = 0);
            Ok(bytes)
        });
        let bytes = bytes.await.map_err(|error| {
            let error = AnyError::new(&error);
            StorageError::from(StorageIOError::write_snapshot(Some(meta.signature()), error))
        })?;
        Ok(Snapshot { meta, snapshot: Box::new(Cursor::new(bytes)) })
    }
}
