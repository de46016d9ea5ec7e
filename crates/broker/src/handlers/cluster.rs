//! `DescribeCluster`, `DescribeQuorum`, `UpdateFeatures`: the cluster as a whole.

use std::sync::Arc;

use moldau_auth::{Operation, Resource, authorized_operations};
use moldau_ids::{NodeId, Offset, Uuid};
use moldau_meta::{Answer, Command};
use moldau_raft::{Peer, QuorumState};
use moldau_wire::{
    ErrorCode,
    messages::{
        DescribeClusterRequest, DescribeClusterResponse, DescribeQuorumRequest, DescribeQuorumResponse,
        UpdateFeaturesRequest, UpdateFeaturesResponse,
        describe_cluster_response::DescribeClusterBroker,
        describe_quorum_response::{Listener, Node, PartitionData, ReplicaState, TopicData},
    },
};

use super::words;
use crate::{Broker, context::ConnectionContext};

/// Brokers, in `endpoint_type`.
const BROKERS: i8 = 1;
/// Controllers, in `endpoint_type`.
const CONTROLLERS: i8 = 2;
const METADATA_TOPIC: &str = "__cluster_metadata";
/// From here on the answer says why (KIP-853).
const QUORUM_TELLS_WHY: i16 = 2;

/// From here on the answer names the voters' directories and endpoints (KIP-853).
const QUORUM_TELLS_VOTERS: i16 = 2;

/// Handles one `DescribeCluster` request.
pub(crate) fn describe(
    broker: &Broker,
    context: &ConnectionContext,
    request: &DescribeClusterRequest,
) -> DescribeClusterResponse {
    if request.endpoint_type != BROKERS {
        let (error, message) = if request.endpoint_type == CONTROLLERS {
            (ErrorCode::MismatchedEndpointType, "this is a broker's endpoint; controllers were asked for")
        } else {
            (ErrorCode::UnsupportedEndpointType, "there are no endpoints of this type")
        };
        return DescribeClusterResponse {
            error_code: error.to_i16(),
            error_message: Some(message.into()),
            endpoint_type: BROKERS,
            ..DescribeClusterResponse::default()
        };
    }
    let metadata = broker.metadata();
    let image = &metadata.image;
    let listener = &*context.caller.listener;
    let brokers = image
        .brokers()
        .filter(|node| request.include_fenced_brokers || !node.is_fenced())
        .filter_map(|node| Some((node, node.endpoint(listener)?)))
        .map(|(node, endpoint)| DescribeClusterBroker {
            broker_id: node.id.get(),
            host: endpoint.host.clone(),
            port: endpoint.port.into(),
            rack: node.rack.clone(),
            is_fenced: node.is_fenced(),
            ..DescribeClusterBroker::default()
        })
        .collect();
    let cluster_authorized_operations = if request.include_cluster_authorized_operations {
        authorized_operations(&*broker.authorizer, &context.caller, Resource::CLUSTER)
    } else {
        DescribeClusterResponse::default().cluster_authorized_operations
    };
    DescribeClusterResponse {
        endpoint_type: BROKERS,
        cluster_id: image.cluster_id().clone(),
        controller_id: broker.node_id.get(),
        brokers,
        cluster_authorized_operations,
        ..DescribeClusterResponse::default()
    }
}

/// Handles one `DescribeQuorum` request.
pub(crate) fn describe_quorum(
    broker: &Broker,
    context: &ConnectionContext,
    request: &DescribeQuorumRequest,
) -> DescribeQuorumResponse {
    if !context.may(broker, Operation::Describe, Resource::CLUSTER) {
        return DescribeQuorumResponse {
            error_code: ErrorCode::ClusterAuthorizationFailed.to_i16(),
            ..DescribeQuorumResponse::default()
        };
    }
    let asks_metadata = matches!(request.topics.as_slice(), [topic]
        if &*topic.topic_name == METADATA_TOPIC
            && matches!(topic.partitions.as_slice(), [partition] if partition.partition_index == 0));
    if !asks_metadata {
        return unknown_partitions(context, request);
    }
    let quorum = broker.quorum();
    let tells_voters = QUORUM_TELLS_VOTERS <= context.request.api_version;
    let topic = TopicData {
        topic_name: METADATA_TOPIC.into(),
        partitions: vec![quorum_partition(broker, &quorum, tells_voters)],
        ..TopicData::default()
    };
    DescribeQuorumResponse {
        topics: vec![topic],
        nodes: if tells_voters { quorum_nodes(&quorum) } else { Vec::new() },
        ..DescribeQuorumResponse::default()
    }
}

fn unknown_partitions(
    context: &ConnectionContext,
    request: &DescribeQuorumRequest,
) -> DescribeQuorumResponse {
    let error = ErrorCode::UnknownTopicOrPartition;
    let why = (QUORUM_TELLS_WHY <= context.request.api_version).then(|| words(error));
    let topics = request.topics.iter().map(|topic| TopicData {
        topic_name: topic.topic_name.clone(),
        partitions: topic
            .partitions
            .iter()
            .map(|partition| PartitionData {
                partition_index: partition.partition_index,
                error_code: error.to_i16(),
                error_message: why.clone(),
                ..PartitionData::default()
            })
            .collect(),
        ..TopicData::default()
    });
    DescribeQuorumResponse { topics: topics.collect(), ..DescribeQuorumResponse::default() }
}

fn quorum_partition(broker: &Broker, quorum: &QuorumState, tells_voters: bool) -> PartitionData {
    let now = broker.env.wall().get();
    let replica = |peer: &Peer| {
        // The leader has always just heard of itself.
        let heard = if quorum.leader == Some(peer.id) { now } else { -1 };
        ReplicaState {
            replica_id: peer.id.get(),
            replica_directory_id: if tells_voters { peer.voter.directory_id } else { Uuid::ZERO },
            log_end_offset: peer.log_end_offset.map_or(-1, Offset::get),
            last_fetch_timestamp: heard,
            last_caught_up_timestamp: heard,
            ..ReplicaState::default()
        }
    };
    PartitionData {
        partition_index: 0,
        leader_id: quorum.leader.map_or(-1, NodeId::get),
        leader_epoch: quorum.epoch,
        high_watermark: quorum.high_watermark.get(),
        current_voters: quorum.voters.iter().map(replica).collect(),
        observers: quorum.observers.iter().map(replica).collect(),
        ..PartitionData::default()
    }
}

fn quorum_nodes(quorum: &QuorumState) -> Vec<Node> {
    let voters = quorum.voters.iter().map(|voter| Node {
        node_id: voter.id.get(),
        listeners: voter
            .voter
            .endpoints
            .iter()
            .map(|endpoint| Listener {
                name: endpoint.name.as_str().into(),
                host: endpoint.host.as_str().into(),
                port: endpoint.port,
                ..Listener::default()
            })
            .collect(),
        ..Node::default()
    });
    voters.collect()
}

/// Handles one `UpdateFeatures` request.
pub(crate) async fn update_features(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: UpdateFeaturesRequest,
) -> UpdateFeaturesResponse {
    if !context.may(broker, Operation::Alter, Resource::CLUSTER) {
        return UpdateFeaturesResponse {
            error_code: ErrorCode::ClusterAuthorizationFailed.to_i16(),
            ..UpdateFeaturesResponse::default()
        };
    }
    let command = Command::UpdateFeatures { request, version: context.request.api_version };
    match broker.ask(command).await {
        Ok(Answer::UpdateFeatures(answer)) => answer,
        other => {
            let (error, message) = Broker::refusal_of(other);
            UpdateFeaturesResponse {
                error_code: error.to_i16(),
                error_message: Some(message),
                ..UpdateFeaturesResponse::default()
            }
        }
    }
}
