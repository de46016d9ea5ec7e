//! What handlers and connections share: one per node.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use arc_swap::ArcSwap;
use moldau_auth::Authorizer;
use moldau_ids::{NodeId, PartitionIndex, TopicId};
use moldau_meta::{Answer, Command, Refusal};
use moldau_settings::BrokerConfig;
use moldau_telemetry::Registry;
use moldau_wire::{
    ErrorCode, Str,
    messages::{
        CreateTopicsRequest, CreateTopicsResponse,
        create_topics_request::{CreatableTopic, CreatableTopicConfig},
    },
};
use parking_lot::Mutex;
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;

use moldau_raft::QuorumState;

use crate::{
    controller::{Changes, Controller, Snapshot},
    coordinator::{
        Coordinators,
        group::{self, GroupMachine},
        transaction::TransactionMachine,
    },
    data_metrics::DataMetrics,
    env::Env,
    fetch::open::FetchSessions,
    follow,
    logs::Logs,
    net::{budget::Budget, gate::ReadGate, metrics::NetMetrics},
    producer_ids::ProducerIds,
    tasks::TaskSet,
    topics::Topics,
};

/// The node as its handlers see it.
#[derive(Debug)]
pub struct Broker {
    /// Its number in the cluster.
    pub(crate) node_id: NodeId,
    /// The configuration as it holds now.
    pub(crate) config: ArcSwap<BrokerConfig>,
    /// Decides about the metadata and keeps it.
    pub(crate) controller: Controller,
    /// What has been committed and not been carried out yet.
    pub(crate) changes: Mutex<Changes>,
    /// The topics that this broker has partitions of.
    pub(crate) topics: Topics,
    /// Told when [`Self::set_config`] was called; one task listens.
    pub(crate) config_changed: tokio::sync::Notify,
    /// The log directories.
    pub(crate) logs: Logs,
    /// Incremental fetch sessions.
    pub(crate) fetch_sessions: FetchSessions,
    /// The group coordinators of the partitions of `__consumer_offsets` that this broker leads.
    pub(crate) groups: Coordinators<GroupMachine>,
    /// The transaction coordinators of the partitions of `__transaction_state` that this broker leads.
    pub(crate) transactions: Coordinators<TransactionMachine>,
    /// The configuration in the groups' words.
    pub(crate) group_config: ArcSwap<moldau_group::Config>,
    /// Where background tasks belong.
    pub(crate) tasks: TaskSet,
    /// The runtime that coordinators' tasks live on.
    pub(crate) coordinator_runtime: Handle,
    /// Identities for producers.
    pub(crate) producer_ids: ProducerIds,
    /// What producing and fetching count.
    pub(crate) data_metrics: DataMetrics,
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

    /// The configuration as it holds now.
    pub(crate) fn config(&self) -> Arc<BrokerConfig> {
        self.config.load_full()
    }

    /// Puts another configuration in its place.
    pub(crate) fn set_config(&self, config: BrokerConfig) {
        self.group_config.store(Arc::new(group::config(&config.groups)));
        self.config.store(Arc::new(config));
        self.config_changed.notify_one();
    }

    /// The metadata as this broker has carried it out.
    pub(crate) fn metadata(&self) -> Arc<Snapshot> {
        self.controller.metadata().latest()
    }

    /// The state of the metadata quorum.
    pub(crate) fn quorum(&self) -> QuorumState {
        self.controller.log().quorum()
    }

    /// Asks the controller. When this returns, this broker has carried out what was decided, so that a client that
    /// made a topic can use it at once.
    pub(crate) async fn ask(self: &Arc<Self>, command: Command) -> Result<Answer, Refusal> {
        let answer = self.controller.submit(command).await;
        self.catch_up();
        answer
    }

    /// Carries out what has been committed and not been carried out yet.
    pub(crate) fn catch_up(self: &Arc<Self>) {
        let mut changes = self.changes.lock();
        while let Some(change) = changes.take() {
            follow::apply(self, &change.snapshot.image, &change.delta);
        }
    }

    /// What to tell of a request that was refused as a whole.
    pub(crate) fn refusal_of(outcome: Result<Answer, Refusal>) -> (ErrorCode, Str) {
        match outcome {
            Err(refusal) => (refusal.code, refusal.message.into()),
            Ok(_) => (ErrorCode::UnknownServerError, "the controller answered something else".into()),
        }
    }

    /// Asks the controller for topics.
    pub(crate) async fn create_topics(
        self: &Arc<Self>,
        request: CreateTopicsRequest,
    ) -> Result<CreateTopicsResponse, ErrorCode> {
        match self.ask(Command::CreateTopics(request)).await {
            Ok(Answer::CreateTopics(answer)) => Ok(answer),
            other => Err(Self::refusal_of(other).0),
        }
    }

    /// What a topic made on demand looks like: the broker's defaults, or for Kafka's own topics what they need.
    pub(crate) fn creatable(&self, name: &str) -> CreatableTopic {
        let config = self.config();
        let internal = match name {
            "__consumer_offsets" => Some((&config.internal_topics.offsets, "compact", Some("producer"))),
            "__transaction_state" => {
                Some((&config.internal_topics.transactions, "compact", Some("uncompressed")))
            }
            "__share_group_state" => Some((&config.internal_topics.shares, "delete", None)),
            _ => None,
        };
        let mut topic = CreatableTopic {
            name: name.into(),
            num_partitions: -1,
            replication_factor: -1,
            ..CreatableTopic::default()
        };
        if let Some((internal, cleanup, compression)) = internal {
            topic.num_partitions = internal.partitions;
            topic.replication_factor = internal.replication_factor;
            let segment = Some(("segment.bytes", internal.segment_bytes.to_string()));
            let cleanup = Some(("cleanup.policy", cleanup.to_owned()));
            let compression = compression.map(|codec| ("compression.type", codec.to_owned()));
            let min_isr = internal.min_isr.map(|count| ("min.insync.replicas", count.to_string()));
            let configs = [segment, cleanup, compression, min_isr].into_iter().flatten();
            topic.configs = configs
                .map(|(name, value)| CreatableTopicConfig {
                    name: name.into(),
                    value: Some(value.into()),
                    ..CreatableTopicConfig::default()
                })
                .collect();
        }
        topic
    }

    /// Who leads a partition, and in which term: a hint for a client that asked the wrong broker (KIP-951).
    pub(crate) fn leader_of(&self, topic: TopicId, name: &str, index: i32) -> Option<(i32, i32)> {
        let metadata = self.metadata();
        let image = &metadata.image;
        let topic = image.topic_by_id(topic).or_else(|| image.topic(name))?;
        let partition = topic.partition(PartitionIndex(index))?;
        Some((partition.leader()?.get(), partition.leader_epoch.get()))
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
