//! A node: start, drain, stop.
//!
//! Start order: bind sockets (a taken port is said first), then what is behind them, then listen. Drain order:
//! stop accepting, let connections finish what they have begun, then background tasks, then threads.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use arc_swap::ArcSwap;
use moldau_auth::{AllowAll, Principal};
use moldau_disk::Disk;
use moldau_settings::BrokerConfig;
use moldau_telemetry::Registry;
use parking_lot::Mutex;
use tokio::{
    io::DuplexStream,
    net::{TcpListener, TcpStream},
    runtime::Handle,
};
use tokio_util::sync::CancellationToken;

use crate::{
    broker::{Broker, FrameLimits, Listener},
    context::ConnectionContext,
    controller::{BrokerLifecycle, ControllerError, LifecycleError},
    coordinator::{self, Coordinators},
    data_metrics::DataMetrics,
    env::Env,
    fetch::open::FetchSessions,
    logs::{Driven, chain},
    net::{
        budget::Budget,
        config::{ListenerConfig, NetConfig, SocketBuffers, Unresolved, connection_limits},
        connection::{self, Connection},
        file_piece::Stream,
        gate::ReadGate,
        listener::{self, Bound, ConnectionCounts, Slot, TooManyFromAddress},
        metrics::NetMetrics,
        metrics_page,
    },
    producer_ids::ProducerIds,
    start::{self, Behind},
    tasks::{OnError, TaskFailed, TaskSet, Undrained},
    threads::{NetworkThreads, Places},
    topics::Topics,
};

/// Scrapers that may wait to be accepted.
const METRICS_BACKLOG: u32 = 16;

/// What a node is put into: all that is not its configuration.
#[derive(Debug)]
pub struct Surroundings {
    /// Time and randomness.
    pub env: Env,
    /// Where its files are.
    pub disk: Arc<dyn Disk>,
    /// Where its metrics go.
    pub registry: Registry,
    /// Where its connections live.
    pub threads: NetworkThreads,
}

/// Why a node does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A listener's address cannot be had.
    #[error("listener {name} cannot use {address}; is another process using it? (property `listeners`)")]
    Bind {
        /// The listener.
        name: Arc<str>,
        /// The address.
        address: SocketAddr,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// A host name has no address.
    #[error(transparent)]
    Unresolved(#[from] Unresolved),
    /// A log directory can't be used.
    #[error(transparent)]
    Directory(#[from] start::DirectoryError),
    /// A log directory can't be opened.
    #[error("a log directory can't be opened")]
    Logs(#[from] moldau_log::OpenError),
    /// The metadata log or the controller can't be started.
    #[error("the metadata can't be started")]
    Controller(#[from] ControllerError),
    /// The controller does not take this broker.
    #[error("the controller does not take this broker")]
    Lifecycle(#[from] LifecycleError),
    /// The Prometheus endpoint's address cannot be had.
    #[error("the metrics endpoint cannot use {address} (property `moldau.metrics.listener`)")]
    BindMetrics {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        #[source]
        source: io::Error,
    },
}

/// Too many connections from this address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many connections from this address")]
pub struct TooManyConnections;

/// A node that runs. Dropping it without [`Node::drain`] is a crash: nothing is flushed.
#[derive(Debug)]
pub struct Node {
    entrance: Entrance,
    threads: NetworkThreads,
    accepting: TaskSet,
    tasks: TaskSet,
    metrics_address: Option<SocketAddr>,
    /// The log directories in operation.
    driven: Vec<Driven>,
    /// This broker's registration.
    lifecycle: Arc<BrokerLifecycle>,
}

/// Where connections come in.
#[derive(Debug, Clone)]
struct Entrance {
    broker: Arc<Broker>,
    counts: Arc<ConnectionCounts>,
    places: Places,
    connections: TaskSet,
    ids: Arc<AtomicU64>,
}

impl Node {
    /// Starts a node on the present runtime, its connections on the threads it is given.
    pub async fn start(config: BrokerConfig, surroundings: Surroundings) -> Result<Self, StartError> {
        let Surroundings { env, disk, registry, threads } = surroundings;
        let net = NetConfig::resolve(&config)?;
        let bound = bind(&net)?;
        let control = Handle::current();
        let tasks = TaskSet::new(control.clone(), &registry);
        let names: Vec<Arc<str>> = net.listeners.iter().map(|listener| Arc::clone(&listener.name)).collect();
        let counts = Arc::new(ConnectionCounts::new(net.connections.clone(), &names, &env, &registry));
        let listeners =
            net.listeners.iter().zip(&bound).map(|(config, bound)| advertise(config, bound.address));
        let behind = Behind::open(&config, &env, &disk, &tasks).await?;
        let broker = Arc::new(Broker {
            node_id: config.node_id,
            changes: Mutex::new(behind.changes),
            controller: behind.controller,
            topics: Topics::default(),
            logs: behind.logs,
            fetch_sessions: FetchSessions::new(
                usize::try_from(config.fetch.session_slots).unwrap_or(usize::MAX),
            ),
            groups: Coordinators::default(),
            transactions: Coordinators::default(),
            group_config: ArcSwap::from_pointee(coordinator::group::config(&config.groups)),
            tasks: tasks.clone(),
            coordinator_runtime: threads.coordinators().clone(),
            producer_ids: ProducerIds::default(),
            data_metrics: DataMetrics::new(&registry),
            metrics: NetMetrics::new(&registry),
            authorizer: Arc::new(AllowAll::default()),
            budget: Budget::new(net.in_flight_bytes_max, &registry),
            gate: ReadGate::default(),
            draining: CancellationToken::new(),
            ready: AtomicBool::new(false),
            listeners: listeners.collect(),
            limits: FrameLimits {
                frame_size_max: usize::try_from(net.frame_size_max).unwrap_or(usize::MAX),
                idle_max: net.idle_max,
            },
            config: ArcSwap::from_pointee(config),
            config_changed: tokio::sync::Notify::new(),
            env,
            registry,
        });
        follow_limits(&broker, &counts, &tasks);
        let lifecycle = start::join(&broker, behind.snapshot, &tasks).await?;
        let entrance = Entrance {
            broker,
            counts,
            places: threads.places().clone(),
            connections: tasks.sibling(control.clone()),
            ids: Arc::default(),
        };
        let mut node = Self {
            entrance,
            threads,
            accepting: tasks.sibling(control),
            tasks,
            metrics_address: None,
            driven: behind.driven,
            lifecycle,
        };
        node.serve_metrics(net.metrics)?;
        node.listen(bound, net.backlog)?;
        node.broker().ready.store(true, Ordering::Release);
        Ok(node)
    }

    /// Where the Prometheus endpoint listens, if there is one.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics_address
    }

    /// What handlers share.
    pub fn broker(&self) -> &Arc<Broker> {
        &self.entrance.broker
    }

    /// Where background tasks belong.
    pub fn tasks(&self) -> &TaskSet {
        &self.tasks
    }

    /// Serves a connection that came some other way than over a socket: the simulator's, a test's. It counts
    /// against the limits like any other, and may have to wait for room. A pipe takes bytes only: what lies in files is
    /// read for it.
    ///
    /// # Errors
    /// There are too many connections from this address.
    pub async fn connect(
        &self,
        stream: DuplexStream,
        peer: SocketAddr,
        listener: usize,
    ) -> Result<(), TooManyConnections> {
        let slot = self.entrance.counts.admit(&self.broker().env, listener, peer).await;
        let slot = slot.map_err(|TooManyFromAddress| TooManyConnections)?;
        self.entrance.keep(slot, || Ok(stream));
        Ok(())
    }

    /// The first background task whose failure the node cannot live with. Waits for ever if all are well.
    pub async fn failed(&self) -> TaskFailed {
        self.tasks.failed().await
    }

    /// Stops accepting, lets connections finish what they have begun and background tasks return, all within
    /// `bound`, then ends the threads. Blocks the present thread for the last.
    ///
    /// # Errors
    /// Something had not finished in time and was dropped.
    pub async fn drain(mut self, bound: Duration) -> Result<(), Undrained> {
        let env = self.broker().env.clone();
        let deadline = env.instant() + bound;
        let left = || deadline.saturating_duration_since(env.instant());
        self.broker().draining.cancel();
        let accepting = self.accepting.drain(&env, left()).await;
        let connections = self.entrance.connections.drain(&env, left()).await;
        let tasks = self.tasks.drain(&env, left()).await;
        let epoch = self.lifecycle.epoch().get();
        for driven in self.driven {
            if let Err(error) = driven.close(&env, epoch).await {
                tracing::error!(error = %chain(&error), "a log directory can't be closed in order");
            }
        }
        self.threads.stop();
        accepting.and(connections).and(tasks)
    }

    fn listen(&self, bound: Vec<Bound>, backlog: u32) -> Result<(), StartError> {
        for (index, (bound, listener)) in bound.into_iter().zip(&self.broker().listeners).enumerate() {
            let socket = bound.listen(backlog).map_err(|source| StartError::Bind {
                name: Arc::clone(&listener.name),
                address: listener.address,
                source,
            })?;
            self.accept(index, socket);
        }
        Ok(())
    }

    fn serve_metrics(&mut self, address: Option<SocketAddr>) -> Result<(), StartError> {
        let Some(address) = address else { return Ok(()) };
        let failed = |source| StartError::BindMetrics { address, source };
        let bound = Bound::bind(address, SocketBuffers::default()).map_err(failed)?;
        self.metrics_address = Some(bound.address);
        let socket = bound.listen(METRICS_BACKLOG).map_err(failed)?;
        metrics_page::start(socket, self.broker(), &self.tasks);
        Ok(())
    }

    fn accept(&self, index: usize, socket: TcpListener) {
        let (entrance, stopping) = (self.entrance.clone(), self.accepting.stopping().clone());
        let (counts, env) = (Arc::clone(&entrance.counts), self.broker().env.clone());
        self.accepting.spawn("acceptor", OnError::StopNode, async move {
            let keep = |stream, slot| entrance.keep(slot, || TcpStream::from_std(stream));
            let accepting = listener::accept(socket, index, counts, env, keep);
            stopping.run_until_cancelled(accepting).await.unwrap_or(Ok(()))
        });
    }
}

impl Entrance {
    /// Serves a connection on the thread with the fewest. `open` runs there: a stream belongs to its runtime.
    fn keep<S>(&self, slot: Slot, open: impl FnOnce() -> io::Result<S> + Send + 'static)
    where
        S: Stream + Send + 'static,
    {
        let (broker, place) = (Arc::clone(&self.broker), self.places.take());
        let Some(listener) = broker.listeners.get(slot.listener()) else { return };
        let context = ConnectionContext::new(
            self.ids.fetch_add(1, Ordering::Relaxed),
            slot.peer(),
            (slot.listener(), Arc::clone(&listener.name)),
            Principal::anonymous(),
        );
        let (runtime, life) = (place.runtime().clone(), Arc::clone(slot.life()));
        self.connections.spawn_on(&runtime, "connection", OnError::Log, async move {
            let stream = open()?;
            tracing::debug!(connection = context.connection_id, peer = %context.peer, "connection opened");
            connection::serve(Connection::new(broker, stream, context, life)).await;
            drop((slot, place));
            Ok::<_, io::Error>(())
        });
    }
}

/// Lets changes of `max.connections` and its like take effect.
fn follow_limits(broker: &Arc<Broker>, counts: &Arc<ConnectionCounts>, tasks: &TaskSet) {
    let (broker, counts, stopping) = (Arc::clone(broker), Arc::clone(counts), tasks.stopping().clone());
    tasks.spawn("connection-limits", OnError::StopNode, async move {
        let follow = async {
            loop {
                broker.config_changed.notified().await;
                let config = broker.config();
                match broker.env.clone().blocking(move || connection_limits(&config)).await {
                    Ok(limits) => counts.set_limits(limits, &broker.env),
                    Err(error) => tracing::warn!(error = %chain(&error), "limits on connections stay"),
                }
            }
        };
        stopping.run_until_cancelled(follow).await;
        Ok::<_, std::convert::Infallible>(())
    });
}

fn advertise(config: &ListenerConfig, address: SocketAddr) -> Listener {
    let port = if config.advertised_port == 0 { address.port() } else { config.advertised_port };
    Listener {
        name: Arc::clone(&config.name),
        address,
        advertised_host: config.advertised_host.clone(),
        advertised_port: port,
    }
}

fn bind(net: &NetConfig) -> Result<Vec<Bound>, StartError> {
    let bind = |listener: &ListenerConfig| {
        Bound::bind(listener.bind, net.buffers).map_err(|source| StartError::Bind {
            name: Arc::clone(&listener.name),
            address: listener.bind,
            source,
        })
    };
    net.listeners.iter().map(bind).collect()
}
