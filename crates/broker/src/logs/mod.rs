//! The log directories of this node: opened at start, driven by their threads, closed in order.
//!
//! Each directory has two threads of its own: one writes and syncs the journal's rounds, one brings segment files
//! up behind it. In the simulator both are tasks, so that the order of things follows from the seed. Everything
//! here that waits for a disk runs on a thread that may block.
//!
//! A directory that fails is out for good: its partitions answer `KAFKA_STORAGE_ERROR`, the others go on.

mod cleaning;
pub(crate) mod config;
mod drive;
mod housekeeping;
mod simulated;

use std::{convert::Infallible, path::Path, pin::Pin, sync::Arc};

use bytes::Bytes;
use moldau_disk::{Disk, JournalOptions, Space};
use moldau_ids::{DirectoryId, TopicPartition, Uuid};
use moldau_log::{DirectoryConfig, FileRead, LogDirectory, OpenError, OpenOptions, Opened, PartitionLog};
use moldau_settings::StorageConfig;
use moldau_wire::ErrorCode;

pub(crate) use self::drive::Driven;
use crate::{
    Broker,
    env::Env,
    partition::{Partition, read_error},
    tasks::{OnError, TaskSet},
    topics::Topics,
};

/// Starts what is done for the directories now and then.
pub(crate) fn start_housekeeping(broker: &Arc<Broker>, tasks: &TaskSet) {
    let spawn = |name, job: Pin<Box<dyn Future<Output = ()> + Send>>| {
        let stopping = tasks.stopping().clone();
        tasks.spawn(name, OnError::StopNode, async move {
            stopping.run_until_cancelled(job).await;
            Ok::<_, Infallible>(())
        });
    };
    spawn("log-recovery", Box::pin(housekeeping::recover(Arc::clone(broker))));
    spawn("log-retention", Box::pin(housekeeping::retain(Arc::clone(broker))));
    spawn("log-checkpoints", Box::pin(housekeeping::checkpoint(Arc::clone(broker))));
    spawn("log-gate", Box::pin(housekeeping::gate(Arc::clone(broker))));
    spawn(
        "state-metrics",
        Box::pin(housekeeping::report(Arc::clone(broker), housekeeping::StateGauges::new(&broker.registry))),
    );
    spawn("log-cleaning", Box::pin(cleaning::manage(Arc::clone(broker), tasks.clone())));
    spawn("log-flush", Box::pin(housekeeping::flush(Arc::clone(broker))));
    spawn("log-watch", Box::pin(housekeeping::watch(Arc::clone(broker))));
}

/// The directories, and which partition lies where.
#[derive(Debug)]
pub(crate) struct Logs {
    env: Env,
    directories: Vec<Arc<LogDirectory>>,
    /// The registration under which the node stopped in order, if it did.
    clean_epoch: Option<i64>,
    /// Bytes per directory that the journal may hold and the segments not yet.
    dirty_bytes_max: u64,
    /// A sync that takes longer takes its directory offline, in milliseconds.
    stall_ms: u64,
}

/// One directory as `DescribeLogDirs` tells it.
#[derive(Debug)]
pub(crate) struct DirectoryView {
    /// Where it lies.
    pub(crate) path: String,
    /// It failed.
    pub(crate) offline: bool,
    /// Room on its file system, if that could be read.
    pub(crate) space: Option<Space>,
    /// Its partitions and their sizes in bytes.
    pub(crate) partitions: Vec<(TopicPartition, u64)>,
}

impl Logs {
    /// Opens every directory of `log.dirs` and starts what drives it. They must have been formatted.
    pub(crate) async fn open(
        config: &StorageConfig,
        env: &Env,
        disk: &Arc<dyn Disk>,
    ) -> Result<(Self, Vec<Driven>), OpenError> {
        let mut directories = Vec::new();
        let mut driven = Vec::new();
        let mut clean_epochs = Vec::new();
        for path in &config.dirs {
            let opened = open_one(path, config, env, disk).await?;
            let report = &opened.report;
            clean_epochs.push(report.clean_broker_epoch);
            tracing::info!(
                directory = path,
                mode = ?report.mode,
                partitions = report.partitions,
                journal_frames = report.frames,
                "log directory opened"
            );
            for name in &report.unknown {
                tracing::warn!(directory = path, name, "not a partition's directory; it is left alone");
            }
            directories.push(Arc::clone(&opened.directory));
            driven.push(Driven::start(opened, env));
        }
        let logs = Self {
            env: env.clone(),
            directories,
            clean_epoch: common_epoch(&clean_epochs),
            dirty_bytes_max: config.dirty_bytes_max,
            stall_ms: config.stall_ms,
        };
        Ok((logs, driven))
    }

    /// The registration under which the node stopped in order before this start. `None` if it did not, or if its
    /// directories don't agree.
    pub(crate) const fn clean_epoch(&self) -> Option<i64> {
        self.clean_epoch
    }

    /// The ids of the directories that have not failed.
    pub(crate) fn online(&self) -> Vec<DirectoryId> {
        let online = self.directories.iter().filter(|directory| directory.failure().is_none());
        online.filter_map(|directory| directory.properties().directory_id).collect()
    }

    /// The directory that holds a partition, or the one that is to hold it: the one with the fewest.
    fn home(&self, partition: &TopicPartition) -> Result<Arc<LogDirectory>, ErrorCode> {
        if let Some(holder) = self.directories.iter().find(|directory| directory.contains(partition)) {
            return Ok(Arc::clone(holder));
        }
        self.directories
            .iter()
            .filter(|directory| directory.failure().is_none())
            .min_by_key(|directory| directory.partitions().len())
            .cloned()
            .ok_or(ErrorCode::KafkaStorageError)
    }

    /// Loads a partition's log, makes it if there is none, and lets this broker lead it if it shall. Does nothing if
    /// that has happened.
    pub(crate) async fn load(&self, partition: &Arc<Partition>) -> Result<(), ErrorCode> {
        if partition.is_loaded() {
            return Ok(());
        }
        if partition.is_retired() {
            return Err(ErrorCode::UnknownTopicOrPartition);
        }
        if !partition.needs_loading() {
            // It has failed, and has said why.
            return Err(ErrorCode::KafkaStorageError);
        }
        let home = self.home(partition.name()).inspect_err(|_| {
            // None comes back before the next start. Whoever waits for this partition must not try for ever.
            partition.fail("there is no log directory left for it");
        })?;
        let wanted = Arc::clone(partition);
        let aside = self.env.random_uuid();
        let work = move || create(&home, &wanted, aside);
        match self.env.blocking(work).await {
            // Its topic was deleted meanwhile: nobody else will remove what has just been made.
            Ok(_) if partition.is_retired() => {
                self.delete(std::slice::from_ref(partition));
                Err(ErrorCode::UnknownTopicOrPartition)
            }
            Ok(log) => partition.attach(&log),
            Err(error) => {
                tracing::error!(partition = %partition.name(), error = %chain(&error), "can't open a partition");
                partition.fail(&chain(&error));
                Err(ErrorCode::KafkaStorageError)
            }
        }
    }

    /// Reads from a segment's file; waits for the disk on a thread that may block.
    pub(crate) async fn read(&self, read: FileRead) -> Result<Bytes, ErrorCode> {
        self.env.blocking(move || read.read()).await.map_err(|error| {
            tracing::error!(error = %chain(&error), "can't read records");
            read_error(&error)
        })
    }

    /// Removes the files of partitions whose topic is gone. Returns at once.
    pub(crate) fn delete(&self, partitions: &[Arc<Partition>]) {
        for partition in partitions {
            let Some(home) = self.directories.iter().find(|home| home.contains(partition.name())) else {
                continue;
            };
            // A partition of another topic of the same name may have been made in its place already.
            let deleted = home.delete(partition.name(), partition.id().topic_id, self.env.random_uuid());
            if let Err(error) = deleted {
                tracing::error!(partition = %partition.name(), error = %chain(&error), "can't delete a partition");
            }
        }
    }

    /// What every directory holds. Waits for the disk.
    pub(crate) fn describe(&self, topics: &Topics) -> Vec<DirectoryView> {
        let size = |name: &TopicPartition, directory: &LogDirectory| {
            topics.by_name(&name.topic)?.partition(name.partition.get())?;
            Some(directory.get(name).map_or(0, |log| log.size()))
        };
        self.directories
            .iter()
            .map(|directory| DirectoryView {
                path: directory.path().display().to_string(),
                offline: directory.failure().is_some(),
                space: directory.space().ok(),
                partitions: directory
                    .partitions()
                    .into_iter()
                    .filter_map(|name| size(&name, directory).map(|size| (name, size)))
                    .collect(),
            })
            .collect()
    }
}

/// Makes or loads a partition's log. What lies in its place and is another topic's, whose deletion was interrupted, is
/// put aside first.
fn create(home: &LogDirectory, wanted: &Partition, unique: Uuid) -> Result<Arc<PartitionLog>, OpenError> {
    let (name, topic_id) = (wanted.name(), wanted.id().topic_id);
    if home.contains(name)
        && let Ok(found) = home.topic_id(name)
        && found != topic_id
    {
        tracing::warn!(partition = %name, found = %found, wanted = %topic_id, "a partition of another topic is put aside");
        home.set_aside(name, found, unique)?;
    }
    home.create(name, topic_id, wanted.config())
}

async fn open_one(
    path: &str,
    config: &StorageConfig,
    env: &Env,
    disk: &Arc<dyn Disk>,
) -> Result<Opened, OpenError> {
    let journal =
        JournalOptions { bytes_max: config.journal_bytes, ..JournalOptions::new(path, env.random_u64()) };
    let options = if env.is_simulated() {
        simulated::options(env, path)
    } else {
        OpenOptions { config: DirectoryConfig::default(), journal }
    };
    let (disk, clock, path) = (Arc::clone(disk), Arc::clone(env.clock()), Path::new(path).to_owned());
    env.blocking(move || LogDirectory::open(disk, clock, path, options)).await
}

/// What all directories say, if they say the same.
fn common_epoch(epochs: &[Option<i64>]) -> Option<i64> {
    let (first, rest) = epochs.split_first()?;
    (*first).filter(|_| rest.iter().all(|epoch| epoch == first))
}

/// An error with all its causes, for the log.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::common_epoch;

    #[test]
    fn a_node_stopped_in_order_if_all_its_directories_did() {
        assert_eq!(common_epoch(&[Some(7), Some(7)]), Some(7));
        for others in [vec![], vec![None], vec![Some(7), None], vec![None, Some(7)], vec![Some(7), Some(8)]] {
            assert_eq!(common_epoch(&others), None, "{others:?}");
        }
    }
}
