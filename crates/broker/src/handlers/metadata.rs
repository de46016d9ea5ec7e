//! `Metadata`: who the brokers are, which topics there are, who leads what. Makes topics that are asked for, where
//! `auto.create.topics.enable` says so.
//!
//! Endpoints are those of the listener that was asked. A topic that the caller may not describe does not exist
//! for that caller unless it was named. A topic made on demand is answered as it then is, with its leaders: Kafka
//! answers `UNKNOWN_TOPIC_OR_PARTITION` first and lets the client ask again.

use std::{collections::BTreeSet, sync::Arc};

use moldau_auth::{Operation, Resource, authorized_operations};
use moldau_ids::NodeId;
use moldau_meta::{BrokerRegistration, Image, Partition, Topic, decide::check_topic_name};
use moldau_wire::{
    ErrorCode, Str,
    messages::{
        CreateTopicsRequest, MetadataRequest, MetadataResponse,
        create_topics_request::CreatableTopic,
        metadata_request::MetadataRequestTopic,
        metadata_response::{MetadataResponseBroker, MetadataResponsePartition, MetadataResponseTopic},
    },
};

use crate::{Broker, context::ConnectionContext, topics::is_internal};

/// From here on an empty list means no topics; before, it meant all.
const EMPTY_MEANS_NONE: i16 = 1;
/// From here on topics may be named by id.
const BY_ID: i16 = 12;
/// From here on a leader without the listener that was asked is told as `LISTENER_NOT_FOUND`.
const LISTENER_NOT_FOUND: i16 = 6;

/// Handles one `Metadata` request. `None` if the request contradicts its version: the connection is closed.
pub(crate) async fn handle(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: MetadataRequest,
) -> MetadataResponse {
    let asked = request
        .topics
        .clone()
        .filter(|topics| !topics.is_empty() || EMPTY_MEANS_NONE <= context.request.api_version);
    if context.request.api_version < BY_ID
        && asked
            .iter()
            .flatten()
            .any(|topic| topic.name.is_none() || topic.topic_id != moldau_ids::Uuid::ZERO)
    {
        return refused(&request, ErrorCode::InvalidRequest);
    }
    let created = match &asked {
        Some(topics) if request.allow_auto_topic_creation => create_missing(broker, context, topics).await,
        Some(_) | None => Vec::new(),
    };
    let metadata = broker.metadata();
    let image = &metadata.image;
    let view = View { broker, context, request: &request, image };
    let topics = match &asked {
        None => view.all(),
        Some(topics) => {
            // A topic that is named more than once has one answer.
            let mut seen = BTreeSet::new();
            let topics = topics.iter().filter(|topic| seen.insert((topic.topic_id, topic.name.clone())));
            topics.map(|topic| view.named(topic, &created)).collect()
        }
    };
    let cluster_authorized_operations = if request.include_cluster_authorized_operations {
        authorized_operations(&*broker.authorizer, &context.caller, Resource::CLUSTER)
    } else {
        MetadataResponse::default().cluster_authorized_operations
    };
    MetadataResponse {
        brokers: view.brokers(),
        cluster_id: Some(image.cluster_id().clone()),
        controller_id: broker.node_id.get(),
        topics,
        cluster_authorized_operations,
        ..MetadataResponse::default()
    }
}

/// The whole request is refused: every topic gets the error, as Kafka's `getErrorResponse` does.
fn refused(request: &MetadataRequest, error: ErrorCode) -> MetadataResponse {
    let topic = |topic: &MetadataRequestTopic| MetadataResponseTopic {
        error_code: error.to_i16(),
        name: Some(topic.name.clone().unwrap_or_default()),
        topic_id: topic.topic_id,
        ..MetadataResponseTopic::default()
    };
    MetadataResponse {
        topics: request.topics.iter().flatten().map(topic).collect(),
        error_code: error.to_i16(),
        ..MetadataResponse::default()
    }
}

/// Makes the topics that are named and missing, as far as the caller may. Gives the names that could not be made
/// and why.
async fn create_missing(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    asked: &[MetadataRequestTopic],
) -> Vec<(Str, ErrorCode)> {
    if !broker.config().topics.auto_create {
        return Vec::new();
    }
    let metadata = broker.metadata();
    let image = &metadata.image;
    let may_create = |name: &str| {
        let on_cluster = broker.authorizer.authorize(&context.caller, Operation::Create, Resource::CLUSTER);
        let on_topic =
            || broker.authorizer.authorize(&context.caller, Operation::Create, Resource::topic(name));
        on_cluster.is_allowed() || on_topic().is_allowed()
    };
    let mut failed = Vec::new();
    let mut missing = Vec::new();
    for name in asked.iter().filter_map(|topic| topic.name.as_ref()) {
        let describe =
            broker.authorizer.authorize(&context.caller, Operation::Describe, Resource::topic(name));
        if image.topic(name).is_some() || !describe.is_allowed() || check_topic_name(name).is_err() {
            continue;
        }
        if may_create(name) {
            missing.push(broker.creatable(name));
        } else {
            failed.push((name.clone(), ErrorCode::TopicAuthorizationFailed));
        }
    }
    if !missing.is_empty() {
        failed.extend(create(broker, missing).await);
    }
    failed
}

/// Asks the controller for topics. Gives the names that could not be made and why; one that somebody else made
/// meanwhile is no failure.
pub(crate) async fn create(broker: &Arc<Broker>, topics: Vec<CreatableTopic>) -> Vec<(Str, ErrorCode)> {
    let names: Vec<Str> = topics.iter().map(|topic| topic.name.clone()).collect();
    let request = CreateTopicsRequest { topics, timeout_ms: 30_000, ..CreateTopicsRequest::default() };
    match broker.create_topics(request).await {
        Ok(answer) => answer
            .topics
            .into_iter()
            .filter_map(|topic| {
                let error = ErrorCode::from_i16(topic.error_code).unwrap_or(ErrorCode::UnknownServerError);
                (error.is_error() && error != ErrorCode::TopicAlreadyExists).then_some((topic.name, error))
            })
            .collect(),
        Err(error) => names.into_iter().map(|name| (name, error)).collect(),
    }
}

/// One request's view of the cluster.
struct View<'a> {
    broker: &'a Broker,
    context: &'a ConnectionContext,
    request: &'a MetadataRequest,
    image: &'a Image,
}

impl View<'_> {
    fn listener(&self) -> &str {
        &self.context.caller.listener
    }

    fn brokers(&self) -> Vec<MetadataResponseBroker> {
        self.image
            .brokers()
            .filter(|broker| !broker.is_fenced())
            .filter_map(|broker| Some((broker, broker.endpoint(self.listener())?)))
            .map(|(broker, endpoint)| MetadataResponseBroker {
                node_id: broker.id.get(),
                host: endpoint.host.clone(),
                port: endpoint.port.into(),
                rack: broker.rack.clone(),
                ..MetadataResponseBroker::default()
            })
            .collect()
    }

    fn may_describe(&self, name: &str) -> bool {
        let resource = Resource::topic(name);
        self.broker.authorizer.authorize(&self.context.caller, Operation::Describe, resource).is_allowed()
    }

    fn all(&self) -> Vec<MetadataResponseTopic> {
        let visible = self.image.topics().filter(|topic| self.may_describe(&topic.name));
        visible.map(|topic| self.topic(topic)).collect()
    }

    fn named(&self, asked: &MetadataRequestTopic, failed: &[(Str, ErrorCode)]) -> MetadataResponseTopic {
        let by_id = asked.topic_id != moldau_ids::Uuid::ZERO;
        let found = if by_id {
            self.image.topic_by_id(asked.topic_id)
        } else {
            asked.name.as_deref().and_then(|name| self.image.topic(name))
        };
        let name = found.map(|topic| topic.name.clone()).or_else(|| asked.name.clone());
        let visible = name.as_deref().is_none_or(|name| self.may_describe(name));
        match found {
            Some(topic) if visible => self.topic(topic),
            Some(_) | None => MetadataResponseTopic {
                error_code: missing_error(by_id, visible, name.as_deref(), failed).to_i16(),
                name: if by_id { None } else { name },
                topic_id: asked.topic_id,
                is_internal: false,
                ..MetadataResponseTopic::default()
            },
        }
    }

    fn topic(&self, topic: &Topic) -> MetadataResponseTopic {
        let topic_authorized_operations = if self.request.include_topic_authorized_operations {
            let resource = Resource::topic(&topic.name);
            authorized_operations(&*self.broker.authorizer, &self.context.caller, resource)
        } else {
            MetadataResponseTopic::default().topic_authorized_operations
        };
        MetadataResponseTopic {
            name: Some(topic.name.clone()),
            topic_id: topic.id,
            is_internal: is_internal(&topic.name),
            partitions: topic.partitions().map(|(index, part)| self.partition(index.get(), part)).collect(),
            topic_authorized_operations,
            ..MetadataResponseTopic::default()
        }
    }

    fn partition(&self, partition_index: i32, partition: &Partition) -> MetadataResponsePartition {
        let reachable = |node: NodeId| {
            let broker: Option<&Arc<BrokerRegistration>> = self.image.broker(node);
            broker.is_some_and(|broker| !broker.is_fenced() && broker.endpoint(self.listener()).is_some())
        };
        let (error, leader_id) = match partition.leader() {
            Some(leader) if reachable(leader) => (ErrorCode::None, leader.get()),
            Some(leader) if self.image.broker(leader).is_some_and(|broker| !broker.is_fenced()) => {
                if LISTENER_NOT_FOUND <= self.context.request.api_version {
                    (ErrorCode::ListenerNotFound, -1)
                } else {
                    (ErrorCode::LeaderNotAvailable, -1)
                }
            }
            Some(_) | None => (ErrorCode::LeaderNotAvailable, -1),
        };
        let raw = |nodes: &[NodeId]| nodes.iter().map(|node| node.get()).collect::<Vec<_>>();
        let offline = partition.replicas.iter().copied().filter(|node| !reachable(*node)).map(NodeId::get);
        MetadataResponsePartition {
            error_code: error.to_i16(),
            partition_index,
            leader_id,
            leader_epoch: partition.leader_epoch.get(),
            replica_nodes: raw(&partition.replicas),
            isr_nodes: raw(&partition.isr),
            offline_replicas: offline.collect(),
            ..MetadataResponsePartition::default()
        }
    }
}

/// What is told of a topic that is not there, or not for this caller.
fn missing_error(by_id: bool, visible: bool, name: Option<&str>, failed: &[(Str, ErrorCode)]) -> ErrorCode {
    let failure = failed.iter().find(|(other, _)| Some(&**other) == name).map(|(_, error)| *error);
    match (by_id, visible) {
        (true, _) => ErrorCode::UnknownTopicId,
        (false, false) => ErrorCode::TopicAuthorizationFailed,
        (false, true) => failure.unwrap_or_else(|| match name.map(check_topic_name) {
            Some(Err(_)) => ErrorCode::InvalidTopicException,
            Some(Ok(())) | None => ErrorCode::UnknownTopicOrPartition,
        }),
    }
}
