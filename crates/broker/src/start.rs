//! What is behind the sockets is started here: directories, metadata, registration, leadership.
//!
//! The order matters. The directories are locked and their journals read first, so that a second process does no harm.
//! Then the metadata log; then this broker registers, which ends its previous incarnation: nothing is led under an
//! epoch of before. Only when it knows its partitions does it ask for leadership, and only then do sockets listen.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use moldau_disk::Disk;
use moldau_ids::{DirectoryId, NodeId};
use moldau_log::{LogDirectory, OpenError, format::properties::MetaProperties};
use moldau_meta::Endpoint;
use moldau_raft::Io;
use moldau_settings::BrokerConfig;
use moldau_wire::Str;

use crate::{
    Broker,
    controller::{
        BrokerLifecycle, Changes, Controller, ControllerOptions, LifecycleError, Registration, Snapshot,
    },
    env::Env,
    follow,
    logs::{self, Driven, Logs},
    node::StartError,
    storage_tool::{FormatError, format_if_new},
    tasks::{OnError, TaskSet},
};

/// How often the broker tells the controller that it lives.
const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(2);
/// How long a broker may be silent before the controller takes its leaderships away, in milliseconds.
const SESSION_TIMEOUT_MS: u64 = 9_000;

/// Why a log directory can't be used.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// It has no `meta.properties`.
    #[error(
        "`{path}` is not formatted (property `log.dirs`); run `moldau storage format --config <file> --cluster-id <id>`",
        path = path.display()
    )]
    NotFormatted {
        /// Which directory.
        path: PathBuf,
    },
    /// It belongs to another node or cluster.
    #[error("`{path}` belongs to {owner}, this is {here} (property `{property}`)", path = path.display())]
    Foreign {
        /// Which directory.
        path: PathBuf,
        /// Whose it is.
        owner: String,
        /// Who we are.
        here: String,
        /// What to look at.
        property: &'static str,
    },
    /// It could not be formatted.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// Its `meta.properties` can't be read or written.
    #[error(transparent)]
    Open(#[from] OpenError),
}

/// What is started before the broker exists.
#[derive(Debug)]
pub(crate) struct Behind {
    pub(crate) controller: Controller,
    /// What [`Self::changes`] follow.
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) changes: Changes,
    pub(crate) logs: Logs,
    pub(crate) driven: Vec<Driven>,
}

/// Whose the directories are.
struct Identity {
    cluster_id: String,
    /// The id of the directory that holds the metadata log.
    metadata_directory: DirectoryId,
}

impl Behind {
    /// Opens directories and metadata, and waits until the controller leads.
    pub(crate) async fn open(
        config: &BrokerConfig,
        env: &Env,
        disk: &Arc<dyn Disk>,
        tasks: &TaskSet,
    ) -> Result<Self, StartError> {
        let identity = {
            let (config, env, disk) = (config.clone(), env.clone(), Arc::clone(disk));
            env.clone().blocking(move || identify(&config, &env, &*disk)).await?
        };
        let (logs, driven) = Logs::open(&config.storage, env, disk).await?;
        let options = ControllerOptions {
            cluster_id: Str::from(identity.cluster_id),
            node_id: config.node_id,
            directory_id: identity.metadata_directory,
            metadata_dir: PathBuf::from(&config.metadata.dir),
            session_timeout_ms: SESSION_TIMEOUT_MS,
            io: if env.is_simulated() { Io::Inline } else { Io::Threads },
        };
        let (controller, task) = Controller::open(options, config, Arc::clone(disk), env).await?;
        tasks.spawn("controller", OnError::StopNode, task.run(controller_stop(tasks)));
        let (snapshot, changes) = controller.metadata().follow();
        Ok(Self { controller, snapshot, changes, logs, driven })
    }
}

/// The controller goes on while other tasks stop: they may ask it.
fn controller_stop(tasks: &TaskSet) -> tokio_util::sync::CancellationToken {
    tasks.stopping().clone()
}

/// Registers the broker, brings it in line with the metadata, and asks for leadership.
pub(crate) async fn join(
    broker: &Arc<Broker>,
    snapshot: Arc<Snapshot>,
    tasks: &TaskSet,
) -> Result<Arc<BrokerLifecycle>, StartError> {
    follow::apply_all(broker, &snapshot.image);
    let registration = Registration {
        node_id: broker.node_id,
        incarnation: broker.env.random_uuid(),
        endpoints: endpoints(broker),
        rack: broker.config().rack.as_deref().map(Str::from),
        log_dirs: broker.logs.online(),
        previous_epoch: broker.logs.clean_epoch(),
    };
    let lifecycle =
        BrokerLifecycle::register(broker.controller.clone(), broker.env.clone(), registration).await?;
    broker.catch_up();
    lifecycle.unfence().await?;
    broker.catch_up();
    let lifecycle = Arc::new(lifecycle);
    tasks.spawn("heartbeat", OnError::StopNode, {
        let (lifecycle, stopping) = (Arc::clone(&lifecycle), tasks.stopping().clone());
        async move { lifecycle.keep_alive(HEARTBEAT_INTERVAL, stopping).await }
    });
    tasks.spawn("metadata-follower", OnError::StopNode, {
        let (broker, stopping) = (Arc::clone(broker), tasks.stopping().clone());
        async move {
            let (_, mut wake) = broker.controller.metadata().follow();
            while stopping.run_until_cancelled(wake.next()).await.is_some() {
                broker.catch_up();
            }
            Ok::<_, LifecycleError>(())
        }
    });
    logs::start_housekeeping(broker, tasks);
    Ok(lifecycle)
}

fn endpoints(broker: &Broker) -> Vec<Endpoint> {
    let endpoint = |listener: &crate::Listener| Endpoint {
        name: Str::from(&*listener.name),
        host: Str::from(listener.advertised_host.as_str()),
        port: listener.advertised_port,
        security_protocol: 0,
    };
    broker.listeners().iter().map(endpoint).collect()
}

/// Reads whose the directories are. A node that stands alone formats what is not formatted.
fn identify(config: &BrokerConfig, env: &Env, disk: &dyn Disk) -> Result<Identity, DirectoryError> {
    let mut paths: Vec<&str> = config.storage.dirs.iter().map(String::as_str).collect();
    if !paths.contains(&config.metadata.dir.as_str()) {
        paths.push(&config.metadata.dir);
    }
    let mut cluster_id = None;
    let mut metadata_directory = None;
    let mut unformatted = Vec::new();
    for path in paths {
        match LogDirectory::read_properties(disk, Path::new(path))? {
            None => unformatted.push(path),
            Some(properties) => {
                check_owner(Path::new(path), &properties, config.node_id, cluster_id.as_deref())?;
                if path == config.metadata.dir {
                    metadata_directory = properties.directory_id;
                }
                cluster_id = Some(properties.cluster_id);
            }
        }
    }
    match (unformatted.first(), cluster_id) {
        (None, Some(cluster_id)) => {
            Ok(Identity { cluster_id, metadata_directory: metadata_directory.unwrap_or_default() })
        }
        (Some(path), _) if !config.is_standalone() => {
            Err(DirectoryError::NotFormatted { path: PathBuf::from(path) })
        }
        _ => {
            let mut random = || env.random_uuid();
            let (cluster_id, metadata_directory) = format_if_new(disk, config, &mut random, env.wall())?;
            Ok(Identity { cluster_id, metadata_directory })
        }
    }
}

fn check_owner(
    path: &Path,
    properties: &MetaProperties,
    node_id: NodeId,
    cluster_id: Option<&str>,
) -> Result<(), DirectoryError> {
    let foreign = |owner: String, here: String, property| DirectoryError::Foreign {
        path: path.to_owned(),
        owner,
        here,
        property,
    };
    if properties.node_id != node_id.get() {
        let (owner, here) = (format!("node {}", properties.node_id), format!("node {node_id}"));
        return Err(foreign(owner, here, "node.id"));
    }
    match cluster_id {
        Some(other) if other != properties.cluster_id => {
            let (owner, here) = (format!("cluster {}", properties.cluster_id), format!("cluster {other}"));
            Err(foreign(owner, here, "log.dirs"))
        }
        Some(_) | None => Ok(()),
    }
}
