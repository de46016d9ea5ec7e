//! What handlers and connections share: one per node.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use moldau_auth::Authorizer;
use moldau_disk::Disk;
use moldau_settings::BrokerConfig;
use moldau_telemetry::Registry;
use tokio_util::sync::CancellationToken;

use crate::{
    env::Env,
    net::{budget::Budget, gate::ReadGate, metrics::NetMetrics},
};

/// The node as its handlers see it.
#[derive(Debug)]
pub struct Broker {
    /// The configuration as it was at start.
    pub(crate) config: BrokerConfig,
    /// Where files are.
    pub(crate) disk: Arc<dyn Disk>,
    /// Time and randomness.
    pub(crate) env: Env,
    /// Where metrics come from.
    pub(crate) registry: Registry,
    /// What connections and handlers count.
    pub(crate) metrics: NetMetrics,
    /// Asked before anything is read or changed on a caller's behalf.
    pub(crate) authorizer: Arc<dyn Authorizer>,
    /// What large requests may hold together.
    pub(crate) budget: Budget,
    /// Closed while a log directory has too much to write behind; holds back Produce.
    pub(crate) gate: ReadGate,
    /// Cancelled when the node begins to stop: what waits for a client's sake returns at once.
    pub(crate) draining: CancellationToken,
    /// The listeners, in the order of the property `listeners`.
    pub(crate) listeners: Vec<Listener>,
    /// It serves clients: started, and not stopping.
    pub(crate) ready: AtomicBool,
    pub(crate) limits: FrameLimits,
}

impl Broker {
    /// The listeners, in the order of the property `listeners`.
    pub fn listeners(&self) -> &[Listener] {
        &self.listeners
    }

    /// It serves clients: started, and not stopping.
    pub fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Acquire) && !self.draining.is_cancelled()
    }

    /// Where metrics are rendered from.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }
}

/// A listener as clients know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listener {
    /// Its name, such as `PLAINTEXT`.
    pub name: Arc<str>,
    /// Where it is bound.
    pub address: SocketAddr,
    /// The host that clients are told.
    pub advertised_host: String,
    /// The port that clients are told.
    pub advertised_port: u16,
}

/// What a connection may ask for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FrameLimits {
    /// `socket.request.max.bytes`.
    pub(crate) frame_size_max: usize,
    /// `connections.max.idle.ms`.
    pub(crate) idle_max: Duration,
}
