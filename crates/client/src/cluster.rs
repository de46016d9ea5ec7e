//! Who leads what, and a connection to each broker.

use std::{collections::HashMap, time::Duration};

use moldau_ids::{LeaderEpoch, NodeId, PartitionIndex, TopicId};
use moldau_wire::{
    ErrorCode, Request, Str,
    messages::{MetadataRequest, MetadataResponse, metadata_request::MetadataRequestTopic},
};

use crate::{ClientError, Connection};

/// One partition as Metadata tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionInfo {
    /// Its number.
    pub index: PartitionIndex,
    /// Who leads it, if anybody.
    pub leader: Option<NodeId>,
    /// The leader's term.
    pub leader_epoch: LeaderEpoch,
    /// All replicas.
    pub replicas: Vec<NodeId>,
    /// The in-sync ones.
    pub isr: Vec<NodeId>,
}

/// One topic as Metadata tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicInfo {
    /// Its name.
    pub name: Str,
    /// Its id.
    pub id: TopicId,
    /// Whether it is Kafka's own.
    pub is_internal: bool,
    /// Its partitions, by number.
    pub partitions: Vec<PartitionInfo>,
}

/// A cluster, as reached from a list of addresses.
#[derive(Debug)]
pub struct Cluster {
    bootstrap: Vec<String>,
    client_id: String,
    timeout: Duration,
    addresses: HashMap<i32, String>,
    connections: HashMap<String, Connection>,
    /// The cluster's id, once asked.
    id: Option<Str>,
}

impl Cluster {
    /// Knows the addresses (`host:port`, separated by commas) and connects when something is asked.
    pub fn new(bootstrap: &str, client_id: &str, timeout: Duration) -> Self {
        Self {
            bootstrap: bootstrap.split(',').map(|address| address.trim().to_owned()).collect(),
            client_id: client_id.to_owned(),
            timeout,
            addresses: HashMap::new(),
            connections: HashMap::new(),
            id: None,
        }
    }

    /// The cluster's id, if it has been told.
    pub fn cluster_id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The brokers by id with their addresses, as last told.
    pub fn brokers(&self) -> impl Iterator<Item = (NodeId, &str)> + '_ {
        self.addresses.iter().map(|(id, address)| (NodeId(*id), address.as_str()))
    }

    /// Asks any broker.
    pub fn call<R: Request>(&mut self, request: &R) -> Result<R::Response, ClientError> {
        let mut last = None;
        for address in self.bootstrap.clone() {
            match self.call_at(&address, request) {
                Err(error @ (ClientError::Connect { .. } | ClientError::Stream { .. })) => last = Some(error),
                other => return other,
            }
        }
        Err(last.expect("there is at least one address, and each of them failed"))
    }

    /// Asks one broker.
    pub fn call_node<R: Request>(&mut self, node: NodeId, request: &R) -> Result<R::Response, ClientError> {
        let address = self.addresses.get(&node.get()).cloned().ok_or_else(|| ClientError::Broker {
            what: format!("broker {node}"),
            code: ErrorCode::BrokerNotAvailable,
            message: Some("the cluster names no such broker".to_owned()),
        })?;
        self.call_at(&address, request)
    }

    fn call_at<R: Request>(&mut self, address: &str, request: &R) -> Result<R::Response, ClientError> {
        if !self.connections.contains_key(address) {
            let connection = Connection::open(address, &self.client_id, self.timeout)?;
            self.connections.insert(address.to_owned(), connection);
        }
        let connection = self.connections.get_mut(address).expect("it was put there a moment ago");
        let answer = connection.call(request);
        if !matches!(answer, Ok(_) | Err(ClientError::Broker { .. } | ClientError::Unsupported { .. })) {
            self.connections.remove(address);
        }
        answer
    }

    /// Tells of all topics.
    pub fn topics(&mut self) -> Result<Vec<TopicInfo>, ClientError> {
        let answer = self.metadata(None)?;
        answer.topics.iter().map(|topic| topic_info(topic, "")).collect()
    }

    /// Tells of one topic, which must exist.
    pub fn topic(&mut self, name: &str) -> Result<TopicInfo, ClientError> {
        let asked = MetadataRequestTopic { name: Some(name.into()), ..MetadataRequestTopic::default() };
        let answer = self.metadata(Some(vec![asked]))?;
        let topic = answer.topics.first().ok_or_else(|| ClientError::Protocol {
            address: self.bootstrap.join(","),
            what: "answered Metadata without the topic that was asked for".to_owned(),
        })?;
        topic_info(topic, name)
    }

    fn metadata(
        &mut self,
        topics: Option<Vec<MetadataRequestTopic>>,
    ) -> Result<MetadataResponse, ClientError> {
        let request =
            MetadataRequest { topics, allow_auto_topic_creation: false, ..MetadataRequest::default() };
        let answer = self.call(&request)?;
        self.addresses = answer
            .brokers
            .iter()
            .map(|broker| (broker.node_id, format!("{}:{}", broker.host, broker.port)))
            .collect();
        self.id.clone_from(&answer.cluster_id);
        Ok(answer)
    }
}

fn topic_info(
    topic: &moldau_wire::messages::metadata_response::MetadataResponseTopic,
    asked: &str,
) -> Result<TopicInfo, ClientError> {
    let name = topic.name.clone().unwrap_or_else(|| asked.into());
    ClientError::check(topic.error_code, None, || format!("topic {name}"))?;
    let mut partitions: Vec<PartitionInfo> = topic
        .partitions
        .iter()
        .map(|partition| PartitionInfo {
            index: PartitionIndex(partition.partition_index),
            leader: (0 <= partition.leader_id).then_some(NodeId(partition.leader_id)),
            leader_epoch: LeaderEpoch(partition.leader_epoch),
            replicas: partition.replica_nodes.iter().copied().map(NodeId).collect(),
            isr: partition.isr_nodes.iter().copied().map(NodeId).collect(),
        })
        .collect();
    partitions.sort_by_key(|partition| partition.index);
    Ok(TopicInfo { name, id: topic.topic_id, is_internal: topic.is_internal, partitions })
}
