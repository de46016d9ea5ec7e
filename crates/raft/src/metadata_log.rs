//! [`MetadataLog`]: the handle, and putting the parts together at start.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use moldau_disk::{Clock, Disk};
use moldau_ids::{NodeId, Offset};
use openraft::error::{ClientWriteError, RaftError};
use openraft::raft::ClientWriteResult;
use openraft::{Config, Raft, SnapshotMeta, SnapshotPolicy};
use parking_lot::Mutex;
use tokio::sync::{oneshot, watch};

use crate::checkpoint::{self, CheckpointId};
use crate::error::Placed;
use crate::files::{LogFiles, LogSettings, Mark};
use crate::machine::{Checkpoints, Current, Machine, Progress, StateMachine};
use crate::network::Unconnected;
use crate::quorum_state::QuorumStateFile;
use crate::store::{Io, LogStore, Shared};
use crate::types::{
    Membership, Proposal, StoredMembership, TypeConfig, Voter, log_id, membership_of, node_id, raft_id,
};
use crate::{DIRECTORY, LogError, ProposeError};

/// What the log needs to know.
#[derive(Debug, Clone)]
pub struct Options {
    /// `metadata.log.dir`: the log's own directory is in it.
    pub metadata_dir: PathBuf,
    /// This node.
    pub node_id: NodeId,
    /// Who votes if neither the log nor a checkpoint says: a fixed quorum, or a first start.
    pub voters: BTreeMap<NodeId, Voter>,
    /// How the log is kept short.
    pub settings: LogSettings,
    /// Where waiting for the disk happens.
    pub io: Io,
}

/// One member of the quorum as the leader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Its number.
    pub id: NodeId,
    /// Its directory and endpoints.
    pub voter: Voter,
    /// Where its log ends, as far as the leader knows; `None` if it has not been heard of.
    pub log_end_offset: Option<Offset>,
}

/// The quorum as this node sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QuorumState {
    /// Who leads, if it is known.
    pub leader: Option<NodeId>,
    /// The term.
    pub epoch: i32,
    /// The offset after the last committed record that this node has applied.
    pub high_watermark: Offset,
    /// Who votes.
    pub voters: Vec<Peer>,
    /// Who follows without a vote. Brokers that tail the log are not known here.
    pub observers: Vec<Peer>,
}

/// One node's share of the metadata quorum. Cheap to clone.
#[derive(Clone)]
pub struct MetadataLog {
    raft: Raft<TypeConfig>,
    shared: Arc<Shared>,
    progress: watch::Receiver<Progress>,
    settings: LogSettings,
    last_checkpoint_ms: Arc<Mutex<i64>>,
    node_id: NodeId,
}

impl std::fmt::Debug for MetadataLog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MetadataLog").field("node_id", &self.node_id).finish_non_exhaustive()
    }
}

/// A batch on its way to being committed.
#[derive(Debug)]
pub struct Committing(oneshot::Receiver<ClientWriteResult<TypeConfig>>);

impl Committing {
    /// Waits until the batch is committed and applied here: the offset of its first record.
    pub async fn committed(self) -> Result<Placed, ProposeError> {
        match self.0.await {
            Ok(Ok(response)) => Offset::new(response.data.base_offset)
                .ok_or_else(|| ProposeError::Stopped("a negative offset".into())),
            Ok(Err(ClientWriteError::ForwardToLeader(forward))) => {
                Err(ProposeError::NotLeader { leader: forward.leader_id.map(node_id) })
            }
            Ok(Err(error @ ClientWriteError::ChangeMembershipError(_))) => {
                Err(ProposeError::Stopped(error.to_string()))
            }
            Err(_gone) => Err(ProposeError::Stopped("it went away".into())),
        }
    }
}

impl MetadataLog {
    /// Opens the log, brings `machine` to the latest checkpoint, and joins the quorum. A node that is the only voter
    /// stands for election at once; see [`Self::wait_until_leading`]. Runs tasks on the present tokio runtime.
    pub async fn open(
        options: Options,
        disk: Arc<dyn Disk>,
        clock: Arc<dyn Clock>,
        machine: Box<dyn StateMachine>,
    ) -> Result<Self, LogError> {
        let io = options.io;
        let opened = Opening { options: options.clone(), disk, clock };
        let (shared, machine) = io.run(move || opened.open(machine)).await?;
        let progress = machine.checkpoints.progress.subscribe();
        let alone = shared.membership.lock().voter_ids().count() == 1;
        let config = Arc::new(config(alone)?);
        let store = LogStore(Arc::clone(&shared));
        let id = raft_id(options.node_id);
        let fatal = |error: &dyn std::fmt::Display| LogError::Raft(error.to_string());
        let raft = Raft::new(id, config, Unconnected, store, machine).await.map_err(|error| fatal(&error))?;
        if alone {
            raft.trigger().elect().await.map_err(|error| fatal(&error))?;
        }
        let last_checkpoint_ms = Arc::new(Mutex::new(shared.clock.wall().get()));
        Ok(Self {
            raft,
            shared,
            progress,
            settings: options.settings,
            last_checkpoint_ms,
            node_id: options.node_id,
        })
    }

    /// Appends a batch of at least one record, stamped with `timestamp` (milliseconds since 1970). Batches commit in the
    /// order in which this returns.
    pub async fn propose(&self, records: Vec<Bytes>, timestamp: i64) -> Result<Committing, ProposeError> {
        assert!(!records.is_empty(), "a batch has at least one record");
        let receiver = self.raft.client_write_ff(Proposal { timestamp, records }).await;
        receiver.map(Committing).map_err(|error| ProposeError::Stopped(error.to_string()))
    }

    /// Waits until this node leads and has applied everything before its own term: what it decides from then on is
    /// decided on the whole log. An error if the log stops, or another node is elected.
    pub async fn wait_until_leading(&self) -> Result<(), ProposeError> {
        let mut metrics = self.raft.metrics();
        let own = raft_id(self.node_id);
        loop {
            let now = metrics.borrow_and_update().clone();
            if let Err(error) = now.running_state {
                return Err(ProposeError::Stopped(error.to_string()));
            }
            let applied = now.last_applied.filter(|last| last.leader_id.term == now.current_term);
            if now.current_leader == Some(own) && applied.is_some() {
                return Ok(());
            }
            if let Some(other) = now.current_leader.filter(|leader| *leader != own) {
                return Err(ProposeError::NotLeader { leader: Some(node_id(other)) });
            }
            if metrics.changed().await.is_err() {
                return Err(ProposeError::Stopped("it went away".into()));
            }
        }
    }

    /// Waits until the log stops by an error of its own, and says which; for ever if it does not.
    pub async fn failed(&self) -> String {
        let mut metrics = self.raft.metrics();
        loop {
            if let Err(error) = &metrics.borrow_and_update().running_state {
                return error.to_string();
            }
            if metrics.changed().await.is_err() {
                return "it went away".into();
            }
        }
    }

    /// The offset after the last committed record that the state machine has seen.
    pub fn applied(&self) -> Offset {
        Offset::new(self.progress.borrow().next_offset).unwrap_or(Offset::ZERO)
    }

    /// Waits until the state machine has seen everything before `offset`; `false` if the log stops before.
    pub async fn wait_applied(&self, offset: Offset) -> bool {
        let mut progress = self.progress.clone();
        progress.wait_for(|progress| progress.next_offset >= offset.get()).await.is_ok()
    }

    /// Where the next record will lie if nothing else is appended before.
    pub fn next_offset(&self) -> Offset {
        Offset::new(self.shared.files.lock().next_offset()).unwrap_or(Offset::ZERO)
    }

    /// The quorum as this node sees it.
    pub fn quorum(&self) -> QuorumState {
        let metrics = self.raft.metrics().borrow().clone();
        let membership = metrics.membership_config.membership().clone();
        let files = self.shared.files.lock();
        let offset = |raw: i64| Offset::new(raw);
        let peer = |id: u64| {
            let followed = metrics.replication.as_ref().and_then(|all| all.get(&id).copied().flatten());
            let log_end_offset = if node_id(id) == self.node_id {
                offset(files.next_offset())
            } else {
                followed.and_then(|last| files.end_of(last.index)).and_then(offset)
            };
            let voter = membership.get_node(&id).cloned().map(Voter::from).unwrap_or_default();
            Peer { id: node_id(id), voter, log_end_offset }
        };
        QuorumState {
            leader: metrics.current_leader.map(node_id),
            epoch: i32::try_from(metrics.current_term).unwrap_or(i32::MAX),
            high_watermark: self.applied(),
            voters: membership.voter_ids().map(peer).collect(),
            observers: membership.learner_ids().map(peer).collect(),
        }
    }

    /// Takes a checkpoint if enough has been written, or enough time has passed, since the last one. Returns at once;
    /// to be called now and then.
    pub async fn checkpoint_if_due(&self) -> Result<bool, LogError> {
        let progress = *self.progress.borrow();
        let now = self.shared.clock.wall().get();
        let elapsed = now.saturating_sub(*self.last_checkpoint_ms.lock()).max(0).unsigned_abs();
        let late = self.settings.snapshot_interval_ms.is_some_and(|interval| interval <= elapsed);
        let due = progress.bytes >= self.settings.snapshot_bytes || (late && progress.bytes > 0);
        if due {
            self.checkpoint().await?;
        }
        Ok(due)
    }

    /// Asks for a checkpoint of what has been applied. Returns at once.
    pub async fn checkpoint(&self) -> Result<(), LogError> {
        *self.last_checkpoint_ms.lock() = self.shared.clock.wall().get();
        self.raft.trigger().snapshot().await.map_err(|error| LogError::Raft(error.to_string()))
    }

    /// Stops taking part. What was proposed and not answered may or may not be there at the next start.
    pub async fn stop(&self) {
        if let Err(error) = self.raft.shutdown().await {
            tracing::error!(%error, "the metadata log's task ended badly");
        }
    }
}

impl From<RaftError<u64>> for LogError {
    fn from(error: RaftError<u64>) -> Self {
        Self::Raft(error.to_string())
    }
}

/// A lone voter needs no heartbeats, and its clock need not tick often; it is elected at once when it starts. Several
/// need a new leader within a second of the old one's end.
fn config(alone: bool) -> Result<Config, LogError> {
    let (heartbeat_interval, election_timeout_min, election_timeout_max) =
        if alone { (1_000, 3_000, 6_000) } else { (50, 150, 300) };
    let config = Config {
        cluster_name: "__cluster_metadata".into(),
        heartbeat_interval,
        election_timeout_min,
        election_timeout_max,
        snapshot_policy: SnapshotPolicy::Never,
        max_in_snapshot_log_to_keep: 0,
        ..Config::default()
    };
    config.validate().map_err(|error| LogError::Raft(error.to_string()))
}

/// Opening, which waits for the disk.
pub(crate) struct Opening {
    pub(crate) options: Options,
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Opening {
    pub(crate) fn open(self, mut inner: Box<dyn StateMachine>) -> Result<(Arc<Shared>, Machine), LogError> {
        let directory = self.options.metadata_dir.join(DIRECTORY);
        let disk = &self.disk;
        disk.create_dir_all(&directory).map_err(LogError::disk("create", &directory))?;
        let parent = &self.options.metadata_dir;
        disk.sync_dir(parent).map_err(LogError::disk("sync", parent))?;
        self.write_partition_metadata(&directory)?;
        let latest = self.latest(&directory)?;
        let mut timestamp = -1;
        let mut membership = StoredMembership::new(None, membership_of(&self.options.voters));
        let mut mark = None;
        let mut current = None;
        if let Some((id, contents)) = latest {
            // An index only has to grow: where Kafka's file has none, the offset does.
            let index =
                contents.index.unwrap_or_else(|| id.end_offset.get().unsigned_abs().saturating_sub(1));
            let last =
                (id.end_offset > Offset::ZERO).then(|| log_id(u64::from(id.epoch.unsigned_abs()), index));
            if let Some(found) = contents.membership {
                membership = StoredMembership::new(last, found);
            }
            inner.restore(id.end_offset, &contents.records).map_err(LogError::StateMachine)?;
            mark = last.map(|last| Mark { last, end_offset: id.end_offset.get() });
            let meta = SnapshotMeta {
                last_log_id: last,
                last_membership: membership.clone(),
                snapshot_id: id.file_name(),
            };
            current = last.map(|_| Current { meta, id });
            timestamp = timestamp.max(0);
        }
        let files = LogFiles::open(Arc::clone(disk), &directory, self.options.settings.segment_bytes, mark)?;
        let next_offset = mark.map_or(0, |mark| mark.end_offset);
        let last_applied = mark.map(|mark| mark.last);
        let quorum_state = QuorumStateFile::new(Arc::clone(disk), &directory);
        let vote = quorum_state.read()?;
        let known: Membership = membership.membership().clone();
        let shared = Arc::new(Shared {
            files: Mutex::new(files),
            quorum_state,
            vote: Mutex::new(vote),
            membership: Mutex::new(known),
            clock: self.clock,
            io: self.options.io,
        });
        let (progress, _) = watch::channel(Progress { next_offset, bytes: 0 });
        let checkpoints = Arc::new(Checkpoints {
            disk: self.disk,
            shared: Arc::clone(&shared),
            current: Mutex::new(current),
            progress,
        });
        let machine = Machine { inner, checkpoints, last_applied, next_offset, timestamp, membership };
        Ok((shared, machine))
    }

    /// Kafka keeps the topic's id beside every log.
    fn write_partition_metadata(&self, directory: &Path) -> Result<(), LogError> {
        let path = directory.join("partition.metadata");
        if self.disk.stat(&path).map_err(LogError::disk("look for", &path))?.is_some() {
            return Ok(());
        }
        let text = format!("version: 0\ntopic_id: {}", moldau_ids::Uuid::ONE);
        self.disk.write_atomic(&path, text.as_bytes()).map_err(LogError::disk("write", &path))
    }

    /// The checkpoint that ends furthest; left-over halves of others are removed.
    fn latest(&self, directory: &Path) -> Result<Option<(CheckpointId, checkpoint::Contents)>, LogError> {
        let entries = self.disk.list(directory).map_err(LogError::disk("list", directory))?;
        for entry in entries.iter().filter(|entry| entry.name.ends_with(".checkpoint.tmp")) {
            let path = directory.join(&entry.name);
            self.disk.remove_file(&path).map_err(LogError::disk("remove", &path))?;
        }
        let Some(id) = entries.iter().filter_map(|entry| CheckpointId::parse(&entry.name)).max() else {
            return Ok(None);
        };
        let loaded = checkpoint::load(&*self.disk, &directory.join(id.file_name()))?;
        Ok(loaded.map(|(_, contents)| (id, contents)))
    }
}
