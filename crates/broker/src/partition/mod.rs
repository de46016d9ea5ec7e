//! One partition on this broker: its log, its replication, and everybody who waits for it.
//!
//! [`Partition`] joins three things. The log ([`PartitionLog`], loaded when the partition is first asked for)
//! takes appends under its own short lock. The leader's half of replication ([`Leader`]) decides the high
//! watermark from what the journal reports. Waiters are answers that wait for an offset to be reached, and
//! fetch sessions that want to know when there is more.
//!
//! Promises: an `acks=all` answer leaves when the high watermark has passed its records, an `acks=1` answer
//! when this broker holds them, and not before; each waiter hears of success or failure exactly once; the
//! journal's thread never waits here for I/O.
//!
//! Not here: which partitions exist ([`crate::topics`]), the wire.

mod ack_queue;
mod fetch;
mod newcomers;
mod produce;

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, Ordering},
};

use arc_swap::ArcSwap;
use moldau_ids::{LeaderEpoch, NodeId, Offset, TopicIdPartition, TopicPartition};
use moldau_log::{Failure, LogConfig, LogProgress, PartitionLog};
use moldau_replica::{AckCheck, Durability, Leader, LeaderStart};
use moldau_wire::ErrorCode;
use parking_lot::Mutex;

use self::{ack_queue::AckQueue, newcomers::Newcomers, produce::Waiter};
pub(crate) use self::{
    fetch::{FetchIsolation, FetchView, read_error},
    produce::{Acks, AppendRefusal},
};
use crate::fetch::ready_list::Watch;

/// One partition that this broker holds a replica of.
#[derive(Debug)]
pub(crate) struct Partition {
    name: TopicPartition,
    id: TopicIdPartition,
    /// Its topic's configuration.
    config: Arc<ArcSwap<LogConfig>>,
    /// Empty until the partition is loaded.
    log: OnceLock<Arc<PartitionLog>>,
    /// Its topic was deleted: whoever holds on to it has to look it up again.
    retired: AtomicBool,
    core: Mutex<Core>,
    /// Producers whose first batch of a transaction has not been taken yet.
    newcomers: Mutex<Newcomers>,
}

/// What changes together, under one short lock that is never held over I/O.
#[derive(Debug)]
struct Core {
    role: Role,
    /// `acks=all`: waiting for the high watermark.
    all: AckQueue<Waiter>,
    /// `acks=1`: waiting for what this broker holds.
    one: AckQueue<Waiter>,
    watches: Vec<Watch>,
    /// What the controller wants, known before the log is loaded.
    assigned: Option<Leadership>,
}

/// What this broker is to the partition.
#[derive(Debug)]
enum Role {
    /// Not loaded, or led by nobody or by another broker.
    NotLeader,
    /// Leads it.
    Leader(Leader),
    /// Its directory failed, or its log did: it refuses everything.
    Offline,
}

/// How the controller wants a partition to be led here.
#[derive(Debug, Clone)]
pub(crate) struct Leadership {
    /// This broker.
    pub(crate) node: NodeId,
    /// The term.
    pub(crate) epoch: LeaderEpoch,
    /// All replicas.
    pub(crate) replicas: Vec<NodeId>,
    /// The in-sync ones.
    pub(crate) isr: Vec<NodeId>,
    /// The topic's `min.insync.replicas`.
    pub(crate) min_insync_replicas: usize,
    /// The topic's durability.
    pub(crate) durability: Durability,
}

impl Partition {
    /// A partition whose log is not loaded yet.
    pub(crate) fn new(
        name: TopicPartition,
        id: TopicIdPartition,
        config: Arc<ArcSwap<LogConfig>>,
    ) -> Arc<Self> {
        let core = Core {
            role: Role::NotLeader,
            all: AckQueue::default(),
            one: AckQueue::default(),
            watches: Vec::new(),
            assigned: None,
        };
        Arc::new(Self {
            name,
            id,
            config,
            log: OnceLock::new(),
            retired: AtomicBool::new(false),
            core: Mutex::new(core),
            newcomers: Mutex::default(),
        })
    }

    /// Topic name and number.
    pub(crate) fn name(&self) -> &TopicPartition {
        &self.name
    }

    /// Topic id and number.
    pub(crate) fn id(&self) -> TopicIdPartition {
        self.id
    }

    /// Its topic's configuration as it holds now.
    pub(crate) fn config(&self) -> Arc<LogConfig> {
        self.config.load_full()
    }

    /// Whether the log has been loaded.
    pub(crate) fn is_loaded(&self) -> bool {
        self.log.get().is_some()
    }

    /// Whether the topic was deleted.
    pub(crate) fn is_retired(&self) -> bool {
        self.retired.load(Ordering::Acquire)
    }

    /// Whether the log has not been loaded, and has not failed to.
    pub(crate) fn needs_loading(&self) -> bool {
        !self.is_loaded() && !matches!(self.core.lock().role, Role::Offline)
    }

    /// The log, if it is loaded.
    pub(crate) fn log(&self) -> Result<&Arc<PartitionLog>, ErrorCode> {
        self.log.get().ok_or(ErrorCode::NotLeaderOrFollower)
    }

    /// Brings the loaded log in. The second and later calls change nothing.
    pub(crate) fn attach(self: &Arc<Self>, log: &Arc<PartitionLog>) -> Result<(), ErrorCode> {
        if self.log.set(Arc::clone(log)).is_ok() {
            let progress: Arc<dyn LogProgress> = Arc::clone(self) as _;
            log.set_progress(Some(&progress));
        }
        let assigned = self.core.lock().assigned.clone();
        assigned.map_or(Ok(()), |leadership| self.lead(leadership))
    }

    /// The controller wants this broker to lead. Takes effect now if the log is loaded, else when it is.
    pub(crate) fn assign(&self, leadership: Leadership) -> Result<(), ErrorCode> {
        self.core.lock().assigned = Some(leadership.clone());
        if self.is_loaded() { self.lead(leadership) } else { Ok(()) }
    }

    /// Begins a term as the leader. An older term than the present one is ignored.
    fn lead(&self, leadership: Leadership) -> Result<(), ErrorCode> {
        let log = self.log()?;
        let mut core = self.core.lock();
        if self.is_retired() {
            return Err(ErrorCode::UnknownTopicOrPartition);
        }
        match &core.role {
            Role::Leader(leader) if leadership.epoch < leader.epoch() => return Ok(()),
            Role::Leader(leader) if leadership.epoch == leader.epoch() => {
                core.reconfigure(log, &leadership);
                return Ok(());
            }
            Role::Offline => return Err(ErrorCode::KafkaStorageError),
            Role::Leader(_) | Role::NotLeader => {}
        }
        log.become_leader(leadership.epoch).map_err(|_| ErrorCode::KafkaStorageError)?;
        let ends = log.ends();
        let leader = Leader::new(LeaderStart {
            node: leadership.node,
            epoch: leadership.epoch,
            replicas: leadership.replicas,
            isr: leadership.isr,
            min_insync_replicas: leadership.min_insync_replicas,
            durability: leadership.durability,
            high_watermark: ends.high_watermark,
            log_end: ends.log_end,
            written_end: ends.written_end,
            durable_end: ends.durable_end,
        });
        log.set_high_watermark(leader.high_watermark());
        core.role = Role::Leader(leader);
        core.mark_watches();
        Ok(())
    }

    /// The topic is deleted: everybody who waits is told, nothing is taken any more.
    pub(crate) fn retire(&self) {
        self.retired.store(true, Ordering::Release);
        self.stop(Role::NotLeader, ErrorCode::UnknownTopicOrPartition);
        if let Some(log) = self.log.get() {
            log.set_progress(None);
        }
    }

    /// The log or its directory failed.
    pub(crate) fn fail(&self, reason: &str) {
        tracing::error!(partition = %self.name, reason, "partition goes offline");
        self.stop(Role::Offline, ErrorCode::KafkaStorageError);
    }

    fn stop(&self, role: Role, error: ErrorCode) {
        let mut core = self.core.lock();
        core.role = role;
        let waiters: Vec<Waiter> = core.take_waiters();
        core.mark_watches();
        drop(core);
        for waiter in waiters {
            waiter.refuse(error);
        }
    }

    /// A fetch session wants to hear of news. It hears of them at once, in case they came before it asked.
    pub(crate) fn watch(&self, watch: Watch) {
        watch.mark();
        self.core.lock().watches.push(watch);
    }

    /// A fetch session does not want to hear any more.
    pub(crate) fn unwatch(&self, watch: &Watch) {
        self.core.lock().watches.retain(|other| !other.is(watch));
    }

    /// The leader's term and the high watermark, if this broker leads.
    pub(crate) fn leader_view(&self) -> Result<LeaderView, ErrorCode> {
        match &self.core.lock().role {
            Role::Leader(leader) => Ok(LeaderView {
                epoch: leader.epoch(),
                high_watermark: leader.high_watermark(),
                enough_in_sync: leader.check_acks() == AckCheck::Enough,
            }),
            Role::NotLeader => Err(ErrorCode::NotLeaderOrFollower),
            Role::Offline => Err(ErrorCode::KafkaStorageError),
        }
    }

    /// The log start moved (records were deleted): sessions have to tell their clients.
    pub(crate) fn log_start_moved(&self) {
        self.core.lock().mark_watches();
    }
}

/// What a request needs to know of a partition's leader.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LeaderView {
    /// The term.
    pub(crate) epoch: LeaderEpoch,
    /// The end of what every in-sync replica holds.
    pub(crate) high_watermark: Offset,
    /// As many replicas are in sync as `min.insync.replicas` asks.
    pub(crate) enough_in_sync: bool,
}

impl LeaderView {
    /// Whether a client that names `epoch` (-1: none) talks of the present term (KIP-320).
    pub(crate) fn check_epoch(&self, epoch: i32) -> Result<(), ErrorCode> {
        match epoch {
            -1 => Ok(()),
            epoch if epoch < self.epoch.get() => Err(ErrorCode::FencedLeaderEpoch),
            epoch if self.epoch.get() < epoch => Err(ErrorCode::UnknownLeaderEpoch),
            _ => Ok(()),
        }
    }
}

impl Core {
    fn mark_watches(&self) {
        for watch in &self.watches {
            watch.mark();
        }
    }

    fn take_waiters(&mut self) -> Vec<Waiter> {
        self.all.drain().chain(self.one.drain()).collect()
    }

    /// The in-sync set or the topic's configuration changed within one term.
    fn reconfigure(&mut self, log: &PartitionLog, leadership: &Leadership) {
        let Role::Leader(leader) = &mut self.role else { return };
        let by_config = leader.on_config(leadership.min_insync_replicas, leadership.durability);
        let by_isr = leader.on_isr(leadership.isr.clone());
        if let Some(high_watermark) = by_isr.or(by_config) {
            log.set_high_watermark(high_watermark);
            self.mark_watches();
        }
    }
}

impl Partition {
    /// The log says how far it is: the high watermark follows, and those who waited for it are told.
    fn progressed(&self, written_end: Offset, durable_end: Offset) {
        let Some(log) = self.log.get() else { return };
        let mut core = self.core.lock();
        let core = &mut *core;
        let Role::Leader(leader) = &mut core.role else { return };
        let moved = leader.on_local_progress(written_end, durable_end);
        let (local_end, high_watermark) = (leader.local_end(), leader.high_watermark());
        while let Some(waiter) = core.one.pop_reached(local_end) {
            waiter.acknowledge();
        }
        if moved.is_none() {
            return;
        }
        log.set_high_watermark(high_watermark);
        while let Some(waiter) = core.all.pop_reached(high_watermark) {
            waiter.acknowledge();
        }
        core.mark_watches();
    }
}

impl LogProgress for Partition {
    fn written(&self, end: Offset) {
        self.progressed(end, Offset::ZERO);
    }

    fn durable(&self, end: Offset) {
        self.progressed(end, end);
    }

    fn failed(&self, failure: &Failure) {
        self.fail(&failure.to_string());
    }
}
