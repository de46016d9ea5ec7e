//! Binding, accepting within the limits, handing connections to threads.
//!
//! A socket is bound early, so that a port that is taken is said before anything else is started, and listens
//! late, so that nobody is kept waiting by a node that is not ready. One task per listener accepts; a limit that
//! bites makes it wait, as Kafka's acceptor does, and the kernel's backlog fills behind it.

use std::{collections::BTreeMap, io, net::SocketAddr, sync::Arc, time::Duration};

use moldau_telemetry::{Counter, Counters, Gauge, Gauges, Registry, names};
use parking_lot::Mutex;
use socket2::{Domain, Protocol, Socket, Type};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Notify,
    time::Instant,
};

use super::config::SocketBuffers;
use super::life::{Life, Lives};
use super::limits::{Admission, Admissions, ConnectionLimits};
use crate::{env::Env, quotas::Quotas};

/// How long accepting rests after it failed, usually for want of file descriptors.
const REST: Duration = Duration::from_millis(100);
/// Connections that a listener keeps open unserved; more are closed at once.
const UNSERVED_MAX: usize = 256;

/// A socket that is bound and does not listen yet.
#[derive(Debug)]
pub(crate) struct Bound {
    socket: Socket,
    /// The address with the port that was given by the system if 0 was asked for.
    pub(crate) address: SocketAddr,
}

impl Bound {
    /// Binds. `address` may have port 0.
    pub(crate) fn bind(address: SocketAddr, buffers: SocketBuffers) -> io::Result<Self> {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
        socket.set_reuse_address(true)?;
        if address.is_ipv6() {
            // Without a host a listener takes IPv4 as well, as Kafka's does.
            socket.set_only_v6(!address.ip().is_unspecified())?;
        }
        // Accepted sockets inherit these.
        if let Some(bytes) = buffers.send {
            socket.set_send_buffer_size(usize::try_from(bytes).unwrap_or(usize::MAX))?;
        }
        if let Some(bytes) = buffers.receive {
            socket.set_recv_buffer_size(usize::try_from(bytes).unwrap_or(usize::MAX))?;
        }
        socket.bind(&address.into())?;
        let address =
            socket.local_addr()?.as_socket().ok_or_else(|| io::Error::other("not an IP address"))?;
        Ok(Self { socket, address })
    }

    /// Starts to listen on the present runtime.
    pub(crate) fn listen(self, backlog: u32) -> io::Result<TcpListener> {
        self.socket.listen(i32::try_from(backlog).unwrap_or(i32::MAX))?;
        self.socket.set_nonblocking(true)?;
        TcpListener::from_std(self.socket.into())
    }
}

/// The connections of all listeners, counted against the limits. Locked only when one comes or goes.
#[derive(Debug)]
pub(crate) struct ConnectionCounts {
    admissions: Mutex<Admissions>,
    lives: Lives,
    ended: Notify,
    open: Vec<Gauge>,
    created: Vec<Counter>,
    refused: Counters,
    quotas: Arc<Quotas>,
}

/// A connection that is counted until this is dropped.
#[derive(Debug)]
pub(crate) struct Slot {
    counts: Arc<ConnectionCounts>,
    listener: usize,
    peer: SocketAddr,
    life: Arc<Life>,
    number: u64,
}

/// A connection is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotAdmitted {
    /// There are too many from its address.
    TooMany,
    /// Too many came from its address lately: it is to be closed after this time.
    TooFast(Duration),
}

impl ConnectionCounts {
    /// Counts connections of listeners of these names.
    pub(crate) fn new(
        limits: ConnectionLimits,
        names: &[Arc<str>],
        env: &Env,
        (quotas, registry): (Arc<Quotas>, &Registry),
    ) -> Self {
        let open: Gauges = registry.gauges(names::CONNECTIONS);
        let created = registry.counters(names::CONNECTIONS_CREATED);
        Self {
            admissions: Mutex::new(Admissions::new(limits, env.monotonic())),
            lives: Lives::default(),
            ended: Notify::new(),
            open: names.iter().map(|name| open.with(&[name])).collect(),
            created: names.iter().map(|name| created.with(&[name])).collect(),
            refused: registry.counters(names::CONNECTIONS_REFUSED),
            quotas,
        }
    }

    /// Waits until the connection may be kept, or says that it may not.
    pub(crate) async fn admit(
        self: &Arc<Self>,
        env: &Env,
        listener: usize,
        peer: SocketAddr,
    ) -> Result<Slot, NotAdmitted> {
        let address = peer.ip().to_canonical();
        let mut waited = false;
        loop {
            let ended = self.ended.notified();
            let now = env.monotonic();
            let exceeds = || self.quotas.connection(address, now);
            let admission = self.admissions.lock().admit(listener, address, now, exceeds);
            let (reason, wait) = match admission {
                Admission::Admitted => return Ok(self.admitted(env, listener, peer)),
                Admission::Refused => {
                    self.refused.with(&["max_connections_per_ip"]).inc();
                    return Err(NotAdmitted::TooMany);
                }
                Admission::RefusedAfterMs(wait) => {
                    self.refused.with(&["connection_creation_rate"]).inc();
                    return Err(NotAdmitted::TooFast(Duration::from_millis(wait)));
                }
                Admission::WaitForRoom => ("max_connections", None),
                Admission::WaitMs(wait) => {
                    ("max_connection_creation_rate", Some(Duration::from_millis(wait)))
                }
            };
            if !std::mem::replace(&mut waited, true) {
                self.refused.with(&[reason]).inc();
                tracing::info!(%peer, limit = reason, "a new connection waits");
            }
            match wait {
                Some(wait) => env.sleep(wait).await,
                None => ended.await,
            }
        }
    }

    /// Other limits from now on. Connections over the node's are closed, the least recently used first.
    pub(crate) fn set_limits(&self, limits: ConnectionLimits, env: &Env) {
        self.admissions.lock().set_limits(limits, env.monotonic());
        self.close_excess();
        self.ended.notify_waiters();
    }

    fn close_excess(&self) {
        let excess = self.admissions.lock().excess();
        if 0 < excess {
            self.lives.tell(excess);
        }
    }

    fn admitted(self: &Arc<Self>, env: &Env, listener: usize, peer: SocketAddr) -> Slot {
        if let (Some(open), Some(created)) = (self.open.get(listener), self.created.get(listener)) {
            open.inc();
            created.inc();
        }
        let protected = self.admissions.lock().is_protected(listener);
        let life = Life::new(env.instant(), protected);
        let number = self.lives.add(Arc::clone(&life));
        self.close_excess();
        Slot { counts: Arc::clone(self), listener, peer, life, number }
    }
}

impl Slot {
    /// The listener's place in the list.
    pub(crate) fn listener(&self) -> usize {
        self.listener
    }

    /// The connection's use, and the word that it is to go.
    pub(crate) fn life(&self) -> &Arc<Life> {
        &self.life
    }

    /// Where the connection comes from.
    pub(crate) fn peer(&self) -> SocketAddr {
        self.peer
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.counts.lives.remove(self.number);
        self.counts.admissions.lock().release(self.listener, self.peer.ip().to_canonical());
        if let Some(open) = self.counts.open.get(self.listener) {
            open.dec();
        }
        self.counts.ended.notify_waiters();
    }
}

/// Accepts for ever, giving each connection that may be kept to `keep`.
pub(crate) async fn accept(
    listener: TcpListener,
    index: usize,
    counts: Arc<ConnectionCounts>,
    env: Env,
    mut keep: impl FnMut(std::net::TcpStream, Slot),
) -> io::Result<()> {
    let mut unserved = Unserved::default();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = unserved.close_due(&env) => continue,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                counts.refused.with(&["accept_failed"]).inc();
                tracing::warn!(listener = index, %error, "cannot accept a connection");
                env.sleep(REST).await;
                continue;
            }
        };
        let slot = match counts.admit(&env, index, peer).await {
            Ok(slot) => slot,
            Err(NotAdmitted::TooMany) => {
                tracing::info!(%peer, "too many connections from this address; closed");
                continue;
            }
            Err(NotAdmitted::TooFast(wait)) => {
                tracing::debug!(%peer, ?wait, "too many new connections from this address");
                unserved.add(stream, env.instant() + wait);
                continue;
            }
        };
        match prepare(stream) {
            Ok(stream) => keep(stream, slot),
            Err(error) => tracing::debug!(%peer, %error, "a connection ended before it began"),
        }
    }
}

/// Connections over their address's rate: kept open for a while, so that a client that tries again at once is slowed
/// down, and closed then.
#[derive(Debug, Default)]
struct Unserved(BTreeMap<Instant, Vec<TcpStream>>);

impl Unserved {
    fn add(&mut self, stream: TcpStream, until: Instant) {
        let held: usize = self.0.values().map(Vec::len).sum();
        if held < UNSERVED_MAX {
            self.0.entry(until).or_default().push(stream);
        }
    }

    /// Waits until some are due, and closes them. Cancel-safe.
    async fn close_due(&mut self, env: &Env) {
        match self.0.first_key_value() {
            Some((until, _)) => env.sleep_until(*until).await,
            None => std::future::pending().await,
        }
        self.0.pop_first();
    }
}

fn prepare(stream: TcpStream) -> io::Result<std::net::TcpStream> {
    stream.set_nodelay(true)?;
    stream.into_std()
}
