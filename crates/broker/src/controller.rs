//! The controller: one task that decides, proposes and answers, and the metadata that everybody else reads.
//!
//! A [`Command`] waits in a bounded queue; the task decides on the speculative image (what is committed and what is on its
//! way), proposes the records of many commands as one batch, and answers each when its batch is committed and applied. An
//! answer without records waits too, for the batches that its decision may have seen. If the log refuses a batch, all
//! that is pending is refused and the speculative image starts again from the committed one.
//!
//! [`Metadata`] is the committed image: swapped in whole, with a [`Delta`](moldau_meta::Delta) for each [`Changes`]
//! that follows it.
//!
//! Not here: `NoOpRecord`s at intervals. Kafka's controller writes them so that a follower's lag in time can be told from
//! an idle log; with one node there is no follower.

mod lifecycle;
mod machine;
mod metadata;
mod task;

#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;

use moldau_disk::Disk;
use moldau_ids::{NodeId, Uuid};
use moldau_meta::{Answer, Command, Image, Refusal};
use moldau_raft::{CheckpointError, Io, LogError, LogSettings, MetadataLog, Options, ProposeError, Voter};
use moldau_settings::BrokerConfig;
use moldau_wire::{ErrorCode, Str};
use tokio::sync::{mpsc, oneshot};

use crate::env::Env;

pub use lifecycle::{BrokerLifecycle, LifecycleError, Registration};
pub use metadata::{Change, Changes, Metadata, Snapshot};
pub use task::ControllerTask;

/// Commands that may wait. Whoever sends one more waits for room.
const QUEUE_MAX: usize = 1_024;

/// What the controller needs to know.
#[derive(Debug, Clone)]
pub struct ControllerOptions {
    /// The cluster's id, from `meta.properties`.
    pub cluster_id: Str,
    /// This node.
    pub node_id: NodeId,
    /// The id of the directory that holds the metadata log.
    pub directory_id: Uuid,
    /// `metadata.log.dir`.
    pub metadata_dir: PathBuf,
    /// How long a silent broker is believed in, in milliseconds.
    pub session_timeout_ms: u64,
    /// Where waiting for the disk happens.
    pub io: Io,
}

/// Why the controller does not start, or has stopped.
#[derive(Debug, thiserror::Error)]
pub enum ControllerError {
    /// The metadata log cannot be opened.
    #[error("cannot open the metadata log")]
    Log(#[from] LogError),
    /// What formatting left for the first start cannot be read.
    #[error("cannot read the bootstrap checkpoint")]
    Bootstrap(#[from] CheckpointError),
    /// The metadata log has stopped.
    #[error("the metadata log has stopped")]
    Stopped(#[from] ProposeError),
    /// A decided record does not fit the image: a bug.
    #[error("the controller has decided what does not apply: {0}")]
    Decision(String),
}

/// The way to the controller. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Controller {
    commands: mpsc::Sender<Request>,
    metadata: Arc<Metadata>,
    log: MetadataLog,
}

/// A command and where its answer goes.
#[derive(Debug)]
struct Request {
    command: Command,
    answer: oneshot::Sender<Result<Answer, Refusal>>,
}

impl Controller {
    /// Opens the metadata log and gives the task to spawn. The metadata is that of the latest checkpoint at first;
    /// the task brings it up to date before it takes its first command.
    pub async fn open(
        options: ControllerOptions,
        config: &BrokerConfig,
        disk: Arc<dyn Disk>,
        env: &Env,
    ) -> Result<(Self, ControllerTask), ControllerError> {
        let metadata = Arc::new(Metadata::new(Image::empty(options.cluster_id.clone())));
        let machine = machine::MetadataMachine::new(options.cluster_id.clone(), Arc::clone(&metadata));
        let voter = Voter { directory_id: options.directory_id, endpoints: Vec::new() };
        let log = MetadataLog::open(
            Options {
                metadata_dir: options.metadata_dir.clone(),
                node_id: options.node_id,
                voters: [(options.node_id, voter)].into(),
                settings: LogSettings {
                    segment_bytes: config.metadata.segment_bytes,
                    snapshot_bytes: config.metadata.snapshot_bytes,
                    snapshot_interval_ms: config.metadata.snapshot_interval_ms,
                },
                io: options.io,
            },
            Arc::clone(&disk),
            Arc::clone(env.clock()),
            Box::new(machine),
        )
        .await?;
        let (commands, queue) = mpsc::channel(QUEUE_MAX);
        let controller = Self { commands, metadata: Arc::clone(&metadata), log: log.clone() };
        let task = ControllerTask::new(
            task::Parts { options, config: config.clone(), disk, env: env.clone(), metadata, log },
            queue,
        );
        Ok((controller, task))
    }

    /// Asks for `command` and waits until it is done for good. Dropping this does not take the command back.
    pub async fn submit(&self, command: Command) -> Result<Answer, Refusal> {
        let (answer, done) = oneshot::channel();
        if self.commands.send(Request { command, answer }).await.is_err() {
            return Err(Refusal::new(ErrorCode::NotController, "this controller has stopped"));
        }
        done.await.unwrap_or_else(|_gone| {
            // Perhaps done, perhaps not: as when the connection to another node's controller breaks.
            Err(Refusal::new(
                ErrorCode::RequestTimedOut,
                "this controller stopped before the answer was known",
            ))
        })
    }

    /// The committed metadata.
    pub fn metadata(&self) -> &Arc<Metadata> {
        &self.metadata
    }

    /// The log and its quorum: what `DescribeQuorum` answers from.
    pub fn log(&self) -> &MetadataLog {
        &self.log
    }
}
