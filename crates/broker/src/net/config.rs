//! From the checked configuration to addresses and limits: where host names become addresses.

use std::{
    collections::HashMap,
    io,
    net::{IpAddr, Ipv6Addr, SocketAddr, ToSocketAddrs},
    sync::Arc,
    time::Duration,
};

use moldau_settings::{AdvertisedListener, BrokerConfig, HostPort, Listener};

use super::limits::{ConnectionLimits, ListenerLimits};

/// What "never" means for a time limit.
const FOR_EVER: Duration = Duration::from_hours(24 * 365 * 10);

/// Everything that listeners and connections need to know.
#[derive(Debug, Clone)]
pub(crate) struct NetConfig {
    /// In the order of the property `listeners`.
    pub(crate) listeners: Vec<ListenerConfig>,
    /// Where the Prometheus endpoint is, if there is one.
    pub(crate) metrics: Option<SocketAddr>,
    /// `socket.request.max.bytes`.
    pub(crate) frame_size_max: u32,
    /// `connections.max.idle.ms`.
    pub(crate) idle_max: Duration,
    /// `socket.listen.backlog.size`.
    pub(crate) backlog: u32,
    /// `moldau.request.inflight.bytes.max`, at least `frame_size_max`.
    pub(crate) in_flight_bytes_max: u32,
    /// The connection limits.
    pub(crate) connections: ConnectionLimits,
    /// Socket buffers, where they are set.
    pub(crate) buffers: SocketBuffers,
}

/// `socket.send.buffer.bytes` and `socket.receive.buffer.bytes`; `None` leaves them to the kernel.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SocketBuffers {
    pub(crate) send: Option<u32>,
    pub(crate) receive: Option<u32>,
}

/// One listener.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListenerConfig {
    pub(crate) name: Arc<str>,
    /// Where it binds. Port 0 takes any.
    pub(crate) bind: SocketAddr,
    /// The host that clients are told.
    pub(crate) advertised_host: String,
    /// The port that clients are told; 0 for the one that is bound.
    pub(crate) advertised_port: u16,
}

/// A host name in the configuration has no address.
#[derive(Debug, thiserror::Error)]
#[error("`{property}` names `{host}`, which has no address")]
pub struct Unresolved {
    /// The property.
    pub property: &'static str,
    /// The host.
    pub host: String,
    /// What the resolver says, if it failed.
    #[source]
    pub source: Option<io::Error>,
}

impl NetConfig {
    /// Resolves host names, which may block for as long as the resolver does.
    pub(crate) fn resolve(config: &BrokerConfig) -> Result<Self, Unresolved> {
        let network = &config.network;
        let listeners = config.listeners.iter().map(|listener| listener_config(config, listener));
        let in_flight = u32::try_from(network.request_inflight_bytes_max).unwrap_or(u32::MAX);
        Ok(Self {
            listeners: listeners.collect::<Result<_, _>>()?,
            metrics: config.metrics_listener.as_ref().map(metrics_address).transpose()?,
            frame_size_max: network.request_bytes_max,
            idle_max: network.idle_ms_max.map_or(FOR_EVER, Duration::from_millis).min(FOR_EVER),
            backlog: network.listen_backlog,
            in_flight_bytes_max: in_flight.max(network.request_bytes_max),
            connections: connection_limits(config)?,
            buffers: SocketBuffers { send: network.send_buffer_bytes, receive: network.receive_buffer_bytes },
        })
    }
}

fn listener_config(config: &BrokerConfig, listener: &Listener) -> Result<ListenerConfig, Unresolved> {
    let any = IpAddr::V6(Ipv6Addr::UNSPECIFIED);
    let bind = match &listener.host {
        None => SocketAddr::new(any, listener.port),
        Some(host) => resolve("listeners", host, listener.port)?,
    };
    let advertised = config.advertised.iter().find(|advertised| advertised.name == listener.name);
    let host = advertised.and_then(|advertised: &AdvertisedListener| advertised.host.clone());
    Ok(ListenerConfig {
        name: Arc::from(listener.name.as_str()),
        bind,
        advertised_host: host.unwrap_or_else(own_name),
        advertised_port: advertised.map_or(0, |advertised| advertised.port),
    })
}

/// The limits on connections. Host names in them may make this block for as long as the resolver does.
pub(crate) fn connection_limits(config: &BrokerConfig) -> Result<ConnectionLimits, Unresolved> {
    let network = &config.network;
    let mut address_overrides = HashMap::new();
    for (host, most) in &network.connections_per_ip_overrides {
        let address = resolve("max.connections.per.ip.overrides", host, 0)?;
        address_overrides.insert(address.ip().to_canonical(), *most);
    }
    let listeners = config.listeners.iter().map(|listener| ListenerLimits {
        max: listener.connections_max.unwrap_or(u32::MAX),
        creation_rate_max: listener.connection_creation_rate_max.unwrap_or(u32::MAX),
        inter_broker: listener.name == config.inter_broker_listener,
    });
    Ok(ConnectionLimits {
        total_max: network.connections_max,
        per_address_max: network.connections_per_ip_max,
        address_overrides,
        creation_rate_max: network.connection_creation_rate_max,
        listeners: listeners.collect(),
    })
}

fn metrics_address(address: &HostPort) -> Result<SocketAddr, Unresolved> {
    resolve("moldau.metrics.listener", &address.host, address.port)
}

fn resolve(property: &'static str, host: &str, port: u16) -> Result<SocketAddr, Unresolved> {
    let unresolved = |source| Unresolved { property, host: host.to_owned(), source };
    let mut addresses = (host, port).to_socket_addrs().map_err(|error| unresolved(Some(error)))?;
    addresses.next().ok_or_else(|| unresolved(None))
}

/// What the machine calls itself.
fn own_name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}
