//! The controller's decisions: what a command does to the metadata, as records, and what its caller is told.
//!
//! [`decide`] changes nothing. Its records are one atomic batch; many decisions may share one. Commands and answers
//! are the protocol's own requests and answers: each item of a request is refused or done by itself, as in Kafka,
//! with Kafka's error codes. A request that fails as a whole is a [`Refusal`].
//!
//! Not here: authorisation (the handler leaves out what the caller may not do before it asks), the enforcement of quotas, sessions'
//! clocks (the caller passes [`Env::sessions`]).

mod brokers;
mod configs;
mod election;
mod features;
mod isr;
mod partitions;
mod placement;
mod producer_ids;
mod quotas;
mod random;
mod sessions;
mod topic_name;
mod topics;

#[cfg(test)]
pub(crate) mod tests;

use moldau_ids::{NodeId, Offset, Timestamp};
use moldau_settings::BrokerConfig;
use moldau_wire::messages::{
    AllocateProducerIdsRequest, AllocateProducerIdsResponse, AlterClientQuotasRequest,
    AlterClientQuotasResponse, AlterConfigsRequest, AlterConfigsResponse, AlterPartitionRequest,
    AlterPartitionResponse, AssignReplicasToDirsRequest, AssignReplicasToDirsResponse,
    BrokerHeartbeatRequest, BrokerHeartbeatResponse, BrokerRegistrationRequest, BrokerRegistrationResponse,
    CreatePartitionsRequest, CreatePartitionsResponse, CreateTopicsRequest, CreateTopicsResponse,
    DeleteTopicsRequest, DeleteTopicsResponse, IncrementalAlterConfigsRequest,
    IncrementalAlterConfigsResponse, UnregisterBrokerRequest, UnregisterBrokerResponse,
    UpdateFeaturesRequest, UpdateFeaturesResponse,
};
use moldau_wire::{ErrorCode, Str};

use crate::{ELR_VERSION, Image, Record};

pub use quotas::{QUOTA_CLIENT_ID, QUOTA_IP, QUOTA_USER};
pub use sessions::{Session, Sessions};
pub use topic_name::{InvalidTopicName, check_topic_name};

/// Most records that one request may ask for, as in Kafka's controller.
pub const RECORDS_PER_REQUEST_MAX: usize = 10_000;
/// Most partitions that one request may ask for, as in Kafka's controller.
pub const PARTITIONS_PER_REQUEST_MAX: usize = 10_000;

/// What can be asked of the controller.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// A broker has started, or says again that it has.
    RegisterBroker(BrokerRegistrationRequest),
    /// A broker lives, and says what it wants.
    Heartbeat(BrokerHeartbeatRequest),
    /// A broker's session has ended: it must not lead.
    FenceBroker(NodeId),
    /// A broker is gone for good.
    UnregisterBroker(UnregisterBrokerRequest),
    /// New topics.
    CreateTopics(CreateTopicsRequest),
    /// Topics to delete, by name or id. Both name lists of the request are looked at.
    DeleteTopics(DeleteTopicsRequest),
    /// More partitions.
    CreatePartitions(CreatePartitionsRequest),
    /// Configurations, replaced as a whole.
    AlterConfigs(AlterConfigsRequest),
    /// Configurations, changed one by one.
    IncrementalAlterConfigs(IncrementalAlterConfigsRequest),
    /// Client quotas.
    AlterClientQuotas(AlterClientQuotasRequest),
    /// Feature levels.
    UpdateFeatures {
        /// The request.
        request: UpdateFeaturesRequest,
        /// Its version: from 2 on only the request as a whole has a result.
        version: i16,
    },
    /// A block of producer ids.
    AllocateProducerIds(AllocateProducerIdsRequest),
    /// A leader changes its in-sync replicas.
    AlterPartition {
        /// The request.
        request: AlterPartitionRequest,
        /// Its version: some error codes depend on it.
        version: i16,
    },
    /// A broker says which of its directories holds what.
    AssignReplicasToDirs(AssignReplicasToDirsRequest),
    /// Records that are there already in another form: the bootstrap checkpoint of a new cluster. Done as they are.
    Bootstrap(Vec<Record>),
}

/// What the caller is told.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// To [`Command::RegisterBroker`].
    RegisterBroker(BrokerRegistrationResponse),
    /// To [`Command::Heartbeat`].
    Heartbeat(BrokerHeartbeatResponse),
    /// To [`Command::UnregisterBroker`].
    UnregisterBroker(UnregisterBrokerResponse),
    /// To [`Command::CreateTopics`]. `configs` is left out: the node that answers the client knows the defaults.
    CreateTopics(CreateTopicsResponse),
    /// To [`Command::DeleteTopics`].
    DeleteTopics(DeleteTopicsResponse),
    /// To [`Command::CreatePartitions`].
    CreatePartitions(CreatePartitionsResponse),
    /// To [`Command::AlterConfigs`].
    AlterConfigs(AlterConfigsResponse),
    /// To [`Command::IncrementalAlterConfigs`].
    IncrementalAlterConfigs(IncrementalAlterConfigsResponse),
    /// To [`Command::AlterClientQuotas`].
    AlterClientQuotas(AlterClientQuotasResponse),
    /// To [`Command::UpdateFeatures`].
    UpdateFeatures(UpdateFeaturesResponse),
    /// To [`Command::AllocateProducerIds`].
    AllocateProducerIds(AllocateProducerIdsResponse),
    /// To [`Command::AlterPartition`].
    AlterPartition(AlterPartitionResponse),
    /// To [`Command::AssignReplicasToDirs`].
    AssignReplicasToDirs(AssignReplicasToDirsResponse),
    /// To [`Command::FenceBroker`] and [`Command::Bootstrap`].
    Done,
}

/// What a command does.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// What to append. Nothing means that there is nothing to do, or that the request only asked whether it could be.
    pub records: Vec<Record>,
    /// What to tell the caller once the records are committed.
    pub answer: Answer,
}

impl Decision {
    const fn new(records: Vec<Record>, answer: Answer) -> Self {
        Self { records, answer }
    }
}

/// Why a request, or one item of it, is not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code:?}: {message}")]
pub struct Refusal {
    /// Kafka's code.
    pub code: ErrorCode,
    /// What is wrong, for people.
    pub message: String,
}

impl Refusal {
    /// Pairs a code with what is wrong.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// The two fields that answers carry.
    fn parts(self) -> (i16, Option<Str>) {
        (self.code.to_i16(), Some(Str::from(self.message)))
    }
}

/// What decisions depend on besides the image.
#[derive(Debug, Clone, Copy)]
pub struct Env<'a> {
    /// The time of day.
    pub now: Timestamp,
    /// 32 random bytes, never used twice: ids and placement come from them.
    pub entropy: [u8; 32],
    /// Where the first record of the decision will lie: a new registration's epoch.
    pub next_offset: Offset,
    /// The controller's own configuration: the cluster's defaults, and what values may be.
    pub config: &'a BrokerConfig,
    /// Who has been heard of lately.
    pub sessions: &'a Sessions,
}

/// What `command` does to `image`.
pub fn decide(image: &Image, command: Command, env: &Env<'_>) -> Result<Decision, Refusal> {
    match command {
        Command::RegisterBroker(request) => brokers::register(image, &request, env),
        Command::Heartbeat(request) => brokers::heartbeat(image, &request, env),
        Command::FenceBroker(id) => Ok(brokers::fence(image, id, env)),
        Command::UnregisterBroker(request) => brokers::unregister(image, &request, env),
        Command::CreateTopics(request) => Ok(topics::create(image, &request, env)),
        Command::DeleteTopics(request) => Ok(topics::delete(image, &request, env)),
        Command::CreatePartitions(request) => Ok(partitions::create(image, &request, env)),
        Command::AlterConfigs(request) => Ok(configs::alter(image, &request, env)),
        Command::IncrementalAlterConfigs(request) => Ok(configs::alter_incrementally(image, &request, env)),
        Command::AlterClientQuotas(request) => Ok(quotas::alter(image, &request)),
        Command::UpdateFeatures { request, version } => Ok(features::update(image, &request, version, env)),
        Command::AllocateProducerIds(request) => producer_ids::allocate(image, &request),
        Command::AlterPartition { request, version } => isr::alter(image, &request, version, env),
        Command::AssignReplicasToDirs(request) => isr::assign_directories(image, &request),
        Command::Bootstrap(records) => Ok(Decision::new(records, Answer::Done)),
    }
}

/// The records of a cluster that has none yet: its feature levels, and what has to be written along with them.
pub fn bootstrap(features: Vec<Record>, config: &BrokerConfig) -> Vec<Record> {
    let eligible = features.iter().any(
        |record| matches!(record, Record::FeatureLevel(level) if level.name == ELR_VERSION && 0 < level.feature_level),
    );
    let mut records = features;
    if eligible {
        records
            .extend(configs::one_in_sync_min(&Image::empty(""), config.topic_defaults.min_insync_replicas));
    }
    records
}

/// A request that would write too much at once is refused as a whole.
fn check_size(records: &[Record]) -> Result<(), Refusal> {
    if records.len() > RECORDS_PER_REQUEST_MAX {
        let message = format!(
            "the request needs {} metadata records; at most {RECORDS_PER_REQUEST_MAX} fit one request",
            records.len()
        );
        return Err(Refusal::new(ErrorCode::PolicyViolation, message));
    }
    Ok(())
}

fn code_of(result: Result<(), Refusal>) -> (i16, Option<Str>) {
    match result {
        Ok(()) => (ErrorCode::None.to_i16(), None),
        Err(refusal) => refusal.parts(),
    }
}
