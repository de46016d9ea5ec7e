//! openraft's log store over [`LogFiles`].

use std::fmt::Debug;
use std::ops::{Bound, RangeBounds};
use std::sync::Arc;

use moldau_disk::Clock;
use moldau_ids::NodeId;
use moldau_wire::record_batch::RecordBatch;
use openraft::storage::{LogFlushed, LogState, RaftLogStorage};
use openraft::{AnyError, OptionalSend, RaftLogReader, StorageIOError};
use parking_lot::Mutex;

use crate::LogError;
use crate::codec::{self, Context};
use crate::files::{Append, LogFiles};
use crate::quorum_state::QuorumStateFile;
use crate::types::{Entry, LogId, Membership, StorageError, TypeConfig, Vote, node_id, raft_id};

/// Where calls that wait for the disk are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Io {
    /// Where the caller runs: for a thread of its own, and for the simulator.
    Inline,
    /// On tokio's threads for blocking work.
    Threads,
}

impl Io {
    /// Runs `work` and waits for it.
    pub(crate) async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce() -> Result<T, LogError> + Send + 'static,
    ) -> Result<T, LogError> {
        match self {
            Self::Inline => work(),
            Self::Threads => match tokio::task::spawn_blocking(work).await {
                Ok(result) => result,
                Err(error) => Err(LogError::Raft(format!("a blocking task ended: {error}"))),
            },
        }
    }
}

/// What the log store and the state machine share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) files: Mutex<LogFiles>,
    pub(crate) quorum_state: QuorumStateFile,
    pub(crate) vote: Mutex<Option<Vote>>,
    /// The latest membership that was appended or read: what a leader change writes down.
    pub(crate) membership: Mutex<Membership>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) io: Io,
}

impl Shared {
    fn append(&self, entries: &[Entry]) -> Result<(), LogError> {
        let mut files = self.files.lock();
        let mut membership = self.membership.lock();
        let vote = *self.vote.lock();
        let mut base_offset = files.next_offset();
        let mut batches = Vec::with_capacity(entries.len());
        for entry in entries {
            if let openraft::EntryPayload::Membership(new) = &entry.payload {
                *membership = new.clone();
            }
            let term = entry.log_id.leader_id.term;
            let voted = vote.filter(|vote| vote.leader_id.term == term);
            let context = Context {
                base_offset,
                now: self.clock.wall().get(),
                leader: voted.and_then(|vote| vote.leader_id.voted_for).map_or(NodeId::NONE, node_id),
                membership: &membership,
            };
            let bytes = codec::encode(entry, context).map_err(LogError::Encode)?;
            let records = codec::record_count(entry);
            base_offset += records;
            batches.push(Append { index: entry.log_id.index, term, records, bytes });
        }
        files.append(batches)
    }

    fn read(&self, from: u64, to: u64) -> Result<Vec<Entry>, LogError> {
        let files = self.files.lock();
        let corrupt = |what: String| LogError::Inconsistent { path: files.directory().to_owned(), what };
        let found = files.read(from, to)?;
        found
            .iter()
            .map(|(index, bytes)| {
                let batch = RecordBatch::parse(bytes).map_err(|error| corrupt(error.to_string()))?;
                batch.verify_crc().map_err(|error| corrupt(error.to_string()))?;
                codec::decode(&batch, *index).map_err(corrupt)
            })
            .collect()
    }

    fn save_vote(&self, vote: &Vote) -> Result<(), LogError> {
        let membership = self.membership.lock().clone();
        let directory_of = |id: NodeId| {
            membership.get_node(&raft_id(id)).map(|member| moldau_ids::Uuid(member.directory_id))
        };
        self.quorum_state.write(vote, directory_of)?;
        *self.vote.lock() = Some(*vote);
        Ok(())
    }
}

/// openraft's view of the log.
#[derive(Debug, Clone)]
pub(crate) struct LogStore(pub(crate) Arc<Shared>);

impl LogStore {
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T, LogError> + Send + 'static,
    ) -> Result<T, LogError> {
        let shared = Arc::clone(&self.0);
        self.0.io.run(move || work(&shared)).await
    }
}

fn range(bounds: &impl RangeBounds<u64>) -> (u64, u64) {
    let from = match bounds.start_bound() {
        Bound::Included(index) => *index,
        Bound::Excluded(index) => index.saturating_add(1),
        Bound::Unbounded => 0,
    };
    let to = match bounds.end_bound() {
        Bound::Included(index) => index.saturating_add(1),
        Bound::Excluded(index) => *index,
        Bound::Unbounded => u64::MAX,
    };
    (from, to)
}

impl RaftLogReader<TypeConfig> for LogStore {
    async fn try_get_log_entries<RB: RangeBounds<u64> + Clone + Debug + OptionalSend>(
        &mut self,
        bounds: RB,
    ) -> Result<Vec<Entry>, StorageError> {
        let (from, to) = range(&bounds);
        self.run(move |shared| shared.read(from, to))
            .await
            .map_err(|error| StorageIOError::read_logs(AnyError::new(&error)).into())
    }
}

impl RaftLogStorage<TypeConfig> for LogStore {
    type LogReader = Self;

    async fn get_log_state(&mut self) -> Result<LogState<TypeConfig>, StorageError> {
        let files = self.0.files.lock();
        Ok(LogState { last_purged_log_id: files.purged(), last_log_id: files.last() })
    }

    async fn get_log_reader(&mut self) -> Self {
        self.clone()
    }

    async fn save_vote(&mut self, vote: &Vote) -> Result<(), StorageError> {
        let vote = *vote;
        self.run(move |shared| shared.save_vote(&vote))
            .await
            .map_err(|error| StorageIOError::write_vote(AnyError::new(&error)).into())
    }

    async fn read_vote(&mut self) -> Result<Option<Vote>, StorageError> {
        Ok(*self.0.vote.lock())
    }

    async fn append<I>(&mut self, entries: I, callback: LogFlushed<TypeConfig>) -> Result<(), StorageError>
    where
        I: IntoIterator<Item = Entry> + OptionalSend,
        I::IntoIter: OptionalSend,
    {
        let entries: Vec<Entry> = entries.into_iter().collect();
        let result = self.run(move |shared| shared.append(&entries)).await;
        match result {
            Ok(()) => {
                callback.log_io_completed(Ok(()));
                Ok(())
            }
            Err(error) => {
                callback.log_io_completed(Err(std::io::Error::other(error.to_string())));
                Err(StorageIOError::write_logs(AnyError::new(&error)).into())
            }
        }
    }

    async fn truncate(&mut self, log_id: LogId) -> Result<(), StorageError> {
        self.run(move |shared| shared.files.lock().truncate(log_id.index))
            .await
            .map_err(|error| StorageIOError::write_logs(AnyError::new(&error)).into())
    }

    async fn purge(&mut self, log_id: LogId) -> Result<(), StorageError> {
        self.run(move |shared| shared.files.lock().purge(log_id))
            .await
            .map_err(|error| StorageIOError::write_logs(AnyError::new(&error)).into())
    }
}
