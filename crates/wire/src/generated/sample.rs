//! Random values of every message that its version can carry. Written by `cargo xtask codegen`. Do not edit.

use crate::testing::{Gen, Sample, Visitor};
use crate::{messages, records};

impl Sample for messages::add_offsets_to_txn_request::AddOffsetsToTxnRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            transactional_id: Sample::sample(g, v),
            producer_id: Sample::sample(g, v),
            producer_epoch: Sample::sample(g, v),
            group_id: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::add_offsets_to_txn_response::AddOffsetsToTxnResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::add_partitions_to_txn_request::AddPartitionsToTxnRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            transactions: if v >= 4 { Sample::sample(g, v) } else { Self::default().transactions },
            v3_and_below_transactional_id: if v <= 3 {
                Sample::sample(g, v)
            } else {
                Self::default().v3_and_below_transactional_id
            },
            v3_and_below_producer_id: if v <= 3 {
                Sample::sample(g, v)
            } else {
                Self::default().v3_and_below_producer_id
            },
            v3_and_below_producer_epoch: if v <= 3 {
                Sample::sample(g, v)
            } else {
                Self::default().v3_and_below_producer_epoch
            },
            v3_and_below_topics: if v <= 3 {
                Sample::sample(g, v)
            } else {
                Self::default().v3_and_below_topics
            },
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::add_partitions_to_txn_request::AddPartitionsToTxnTransaction {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            transactional_id: Sample::sample(g, v),
            producer_id: Sample::sample(g, v),
            producer_epoch: Sample::sample(g, v),
            verify_only: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::add_partitions_to_txn_request::AddPartitionsToTxnTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::add_partitions_to_txn_response::AddPartitionsToTxnResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: if v >= 4 { Sample::sample(g, v) } else { Self::default().error_code },
            results_by_transaction: if v >= 4 {
                Sample::sample(g, v)
            } else {
                Self::default().results_by_transaction
            },
            results_by_topic_v3_and_below: if v <= 3 {
                Sample::sample(g, v)
            } else {
                Self::default().results_by_topic_v3_and_below
            },
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::add_partitions_to_txn_response::AddPartitionsToTxnResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            transactional_id: Sample::sample(g, v),
            topic_results: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::add_partitions_to_txn_response::AddPartitionsToTxnTopicResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            results_by_partition: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::add_partitions_to_txn_response::AddPartitionsToTxnPartitionResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            partition_error_code: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::add_raft_voter_request::AddRaftVoterRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            cluster_id: Sample::sample(g, v),
            timeout_ms: Sample::sample(g, v),
            voter_id: Sample::sample(g, v),
            voter_directory_id: Sample::sample(g, v),
            listeners: Sample::sample(g, v),
            ack_when_committed: if v == 1 {
                Sample::sample(g, v)
            } else {
                Self::default().ack_when_committed
            },
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::add_raft_voter_request::Listener {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::add_raft_voter_response::AddRaftVoterResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::allocate_producer_ids_request::AllocateProducerIdsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            broker_id: Sample::sample(g, v),
            broker_epoch: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::allocate_producer_ids_response::AllocateProducerIdsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            producer_id_start: Sample::sample(g, v),
            producer_id_len: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_client_quotas_request::AlterClientQuotasRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            entries: Sample::sample(g, v),
            validate_only: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::alter_client_quotas_request::EntryData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            entity: Sample::sample(g, v),
            ops: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::alter_client_quotas_request::EntityData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            entity_type: Sample::sample(g, v),
            entity_name: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::alter_client_quotas_request::OpData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            key: Sample::sample(g, v),
            value: Sample::sample(g, v),
            remove: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::alter_client_quotas_response::AlterClientQuotasResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            entries: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::alter_client_quotas_response::EntryData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            entity: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::alter_client_quotas_response::EntityData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            entity_type: Sample::sample(g, v),
            entity_name: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::alter_configs_request::AlterConfigsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            resources: Sample::sample(g, v),
            validate_only: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::alter_configs_request::AlterConfigsResource {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            resource_type: Sample::sample(g, v),
            resource_name: Sample::sample(g, v),
            configs: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::alter_configs_request::AlterableConfig {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            value: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::alter_configs_response::AlterConfigsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            responses: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::alter_configs_response::AlterConfigsResourceResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            resource_type: Sample::sample(g, v),
            resource_name: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::alter_partition_reassignments_request::AlterPartitionReassignmentsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            timeout_ms: Sample::sample(g, v),
            allow_replication_factor_change: if v == 1 {
                Sample::sample(g, v)
            } else {
                Self::default().allow_replication_factor_change
            },
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_partition_reassignments_request::ReassignableTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_partition_reassignments_request::ReassignablePartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            replicas: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_partition_reassignments_response::AlterPartitionReassignmentsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            allow_replication_factor_change: if v == 1 {
                Sample::sample(g, v)
            } else {
                Self::default().allow_replication_factor_change
            },
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            responses: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_partition_reassignments_response::ReassignableTopicResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_partition_reassignments_response::ReassignablePartitionResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_partition_request::AlterPartitionRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            broker_id: Sample::sample(g, v),
            broker_epoch: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_partition_request::TopicData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_partition_request::PartitionData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            new_isr: if v == 2 { Sample::sample(g, v) } else { Self::default().new_isr },
            new_isr_with_epochs: if v == 3 {
                Sample::sample(g, v)
            } else {
                Self::default().new_isr_with_epochs
            },
            leader_recovery_state: Sample::sample(g, v),
            partition_epoch: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_partition_request::BrokerState {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            broker_id: Sample::sample(g, v),
            broker_epoch: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_partition_response::AlterPartitionResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_partition_response::TopicData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_partition_response::PartitionData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            leader_id: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            isr: Sample::sample(g, v),
            leader_recovery_state: Sample::sample(g, v),
            partition_epoch: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_replica_log_dirs_request::AlterReplicaLogDirsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            dirs: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::alter_replica_log_dirs_request::AlterReplicaLogDir {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            path: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::alter_replica_log_dirs_request::AlterReplicaLogDirTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::alter_replica_log_dirs_response::AlterReplicaLogDirsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            results: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::alter_replica_log_dirs_response::AlterReplicaLogDirTopicResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::alter_replica_log_dirs_response::AlterReplicaLogDirPartitionResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::alter_share_group_offsets_request::AlterShareGroupOffsetsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_share_group_offsets_request::AlterShareGroupOffsetsRequestTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_share_group_offsets_request::AlterShareGroupOffsetsRequestPartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            start_offset: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_share_group_offsets_response::AlterShareGroupOffsetsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            responses: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_share_group_offsets_response::AlterShareGroupOffsetsResponseTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_name: Sample::sample(g, v),
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_share_group_offsets_response::AlterShareGroupOffsetsResponsePartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_user_scram_credentials_request::AlterUserScramCredentialsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            deletions: Sample::sample(g, v),
            upsertions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_user_scram_credentials_request::ScramCredentialDeletion {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            mechanism: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_user_scram_credentials_request::ScramCredentialUpsertion {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            mechanism: Sample::sample(g, v),
            iterations: Sample::sample(g, v),
            salt: Sample::sample(g, v),
            salted_password: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_user_scram_credentials_response::AlterUserScramCredentialsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            results: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::alter_user_scram_credentials_response::AlterUserScramCredentialsResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            user: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::api_versions_request::ApiVersionsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            client_software_name: if v >= 3 {
                Sample::sample(g, v)
            } else {
                Self::default().client_software_name
            },
            client_software_version: if v >= 3 {
                Sample::sample(g, v)
            } else {
                Self::default().client_software_version
            },
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::api_versions_response::ApiVersionsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            api_keys: Sample::sample(g, v),
            throttle_time_ms: if v >= 1 { Sample::sample(g, v) } else { Self::default().throttle_time_ms },
            supported_features: if v >= 3 {
                Sample::sample(g, v)
            } else {
                Self::default().supported_features
            },
            finalized_features_epoch: if v >= 3 {
                Sample::sample(g, v)
            } else {
                Self::default().finalized_features_epoch
            },
            finalized_features: if v >= 3 {
                Sample::sample(g, v)
            } else {
                Self::default().finalized_features
            },
            zk_migration_ready: if v >= 3 {
                Sample::sample(g, v)
            } else {
                Self::default().zk_migration_ready
            },
            unknown_tagged_fields: if v >= 3 {
                g.unknown_tags(&[0, 1, 2, 3])
            } else {
                crate::UnknownTags::default()
            },
        }
    }
}

impl Sample for messages::api_versions_response::ApiVersion {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            api_key: Sample::sample(g, v),
            min_version: Sample::sample(g, v),
            max_version: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::api_versions_response::SupportedFeatureKey {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            min_version: Sample::sample(g, v),
            max_version: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::api_versions_response::FinalizedFeatureKey {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            max_version_level: Sample::sample(g, v),
            min_version_level: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::assign_replicas_to_dirs_request::AssignReplicasToDirsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            broker_id: Sample::sample(g, v),
            broker_epoch: Sample::sample(g, v),
            directories: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::assign_replicas_to_dirs_request::DirectoryData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            id: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::assign_replicas_to_dirs_request::TopicData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::assign_replicas_to_dirs_request::PartitionData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { partition_index: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::assign_replicas_to_dirs_response::AssignReplicasToDirsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            directories: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::assign_replicas_to_dirs_response::DirectoryData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            id: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::assign_replicas_to_dirs_response::TopicData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::assign_replicas_to_dirs_response::PartitionData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::begin_quorum_epoch_request::BeginQuorumEpochRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            cluster_id: Sample::sample(g, v),
            voter_id: if v == 1 { Sample::sample(g, v) } else { Self::default().voter_id },
            topics: Sample::sample(g, v),
            leader_endpoints: if v == 1 { Sample::sample(g, v) } else { Self::default().leader_endpoints },
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::begin_quorum_epoch_request::TopicData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::begin_quorum_epoch_request::PartitionData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            voter_directory_id: if v == 1 {
                Sample::sample(g, v)
            } else {
                Self::default().voter_directory_id
            },
            leader_id: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::begin_quorum_epoch_request::LeaderEndpoint {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::begin_quorum_epoch_response::BeginQuorumEpochResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            node_endpoints: if v == 1 { Sample::sample(g, v) } else { Self::default().node_endpoints },
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[0]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::begin_quorum_epoch_response::TopicData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::begin_quorum_epoch_response::PartitionData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            leader_id: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::begin_quorum_epoch_response::NodeEndpoint {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            node_id: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::broker_heartbeat_request::BrokerHeartbeatRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            broker_id: Sample::sample(g, v),
            broker_epoch: Sample::sample(g, v),
            current_metadata_offset: Sample::sample(g, v),
            want_fence: Sample::sample(g, v),
            want_shut_down: Sample::sample(g, v),
            offline_log_dirs: if v >= 1 { Sample::sample(g, v) } else { Self::default().offline_log_dirs },
            cordoned_log_dirs: if v == 2 { Sample::sample(g, v) } else { Self::default().cordoned_log_dirs },
            unknown_tagged_fields: g.unknown_tags(&[0, 1]),
        }
    }
}

impl Sample for messages::broker_heartbeat_response::BrokerHeartbeatResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            is_caught_up: Sample::sample(g, v),
            is_fenced: Sample::sample(g, v),
            should_shut_down: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::broker_registration_request::BrokerRegistrationRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            broker_id: Sample::sample(g, v),
            cluster_id: Sample::sample(g, v),
            incarnation_id: Sample::sample(g, v),
            listeners: Sample::sample(g, v),
            features: Sample::sample(g, v),
            rack: Sample::sample(g, v),
            is_migrating_zk_broker: if v >= 1 {
                Sample::sample(g, v)
            } else {
                Self::default().is_migrating_zk_broker
            },
            log_dirs: if v >= 2 { Sample::sample(g, v) } else { Self::default().log_dirs },
            previous_broker_epoch: if v >= 3 {
                Sample::sample(g, v)
            } else {
                Self::default().previous_broker_epoch
            },
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::broker_registration_request::Listener {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            security_protocol: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::broker_registration_request::Feature {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            min_supported_version: Sample::sample(g, v),
            max_supported_version: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::broker_registration_response::BrokerRegistrationResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            broker_epoch: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::consumer_group_describe_request::ConsumerGroupDescribeRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_ids: Sample::sample(g, v),
            include_authorized_operations: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::consumer_group_describe_response::ConsumerGroupDescribeResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            groups: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::consumer_group_describe_response::DescribedGroup {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            group_id: Sample::sample(g, v),
            group_state: Sample::sample(g, v),
            group_epoch: Sample::sample(g, v),
            assignment_epoch: Sample::sample(g, v),
            assignor_name: Sample::sample(g, v),
            members: Sample::sample(g, v),
            authorized_operations: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::consumer_group_describe_response::Member {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            member_id: Sample::sample(g, v),
            instance_id: Sample::sample(g, v),
            rack_id: Sample::sample(g, v),
            member_epoch: Sample::sample(g, v),
            client_id: Sample::sample(g, v),
            client_host: Sample::sample(g, v),
            subscribed_topic_names: Sample::sample(g, v),
            subscribed_topic_regex: Sample::sample(g, v),
            assignment: Sample::sample(g, v),
            target_assignment: Sample::sample(g, v),
            member_type: if v == 1 { Sample::sample(g, v) } else { Self::default().member_type },
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::consumer_group_describe_response::TopicPartitions {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            topic_name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::consumer_group_describe_response::Assignment {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { topic_partitions: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::consumer_group_heartbeat_request::ConsumerGroupHeartbeatRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            member_id: Sample::sample(g, v),
            member_epoch: Sample::sample(g, v),
            instance_id: Sample::sample(g, v),
            rack_id: Sample::sample(g, v),
            rebalance_timeout_ms: Sample::sample(g, v),
            subscribed_topic_names: Sample::sample(g, v),
            subscribed_topic_regex: if v == 1 {
                Sample::sample(g, v)
            } else {
                Self::default().subscribed_topic_regex
            },
            server_assignor: Sample::sample(g, v),
            topic_partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::consumer_group_heartbeat_request::TopicPartitions {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::consumer_group_heartbeat_response::ConsumerGroupHeartbeatResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            member_id: Sample::sample(g, v),
            member_epoch: Sample::sample(g, v),
            heartbeat_interval_ms: Sample::sample(g, v),
            assignment: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::consumer_group_heartbeat_response::Assignment {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { topic_partitions: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::consumer_group_heartbeat_response::TopicPartitions {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::consumer_protocol_assignment::ConsumerProtocolAssignment {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { assigned_partitions: Sample::sample(g, v), user_data: Sample::sample(g, v) }
    }
}

impl Sample for messages::consumer_protocol_assignment::TopicPartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { topic: Sample::sample(g, v), partitions: Sample::sample(g, v) }
    }
}

impl Sample for messages::consumer_protocol_subscription::ConsumerProtocolSubscription {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topics: Sample::sample(g, v),
            user_data: Sample::sample(g, v),
            owned_partitions: if v >= 1 { Sample::sample(g, v) } else { Self::default().owned_partitions },
            generation_id: if v >= 2 { Sample::sample(g, v) } else { Self::default().generation_id },
            rack_id: if v == 3 { Sample::sample(g, v) } else { Self::default().rack_id },
        }
    }
}

impl Sample for messages::consumer_protocol_subscription::TopicPartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { topic: Sample::sample(g, v), partitions: Sample::sample(g, v) }
    }
}

impl Sample for messages::control_record_type_schema::ControlRecordTypeSchema {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { r#type: Sample::sample(g, v) }
    }
}

impl Sample for messages::controller_registration_request::ControllerRegistrationRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            controller_id: Sample::sample(g, v),
            incarnation_id: Sample::sample(g, v),
            zk_migration_ready: Sample::sample(g, v),
            listeners: Sample::sample(g, v),
            features: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::controller_registration_request::Listener {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            security_protocol: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::controller_registration_request::Feature {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            min_supported_version: Sample::sample(g, v),
            max_supported_version: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::controller_registration_response::ControllerRegistrationResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::create_acls_request::CreateAclsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            creations: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::create_acls_request::AclCreation {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            resource_type: Sample::sample(g, v),
            resource_name: Sample::sample(g, v),
            resource_pattern_type: Sample::sample(g, v),
            principal: Sample::sample(g, v),
            host: Sample::sample(g, v),
            operation: Sample::sample(g, v),
            permission_type: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::create_acls_response::CreateAclsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            results: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::create_acls_response::AclCreationResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::create_delegation_token_request::CreateDelegationTokenRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            owner_principal_type: if v == 3 {
                Sample::sample(g, v)
            } else {
                Self::default().owner_principal_type
            },
            owner_principal_name: if v == 3 {
                Sample::sample(g, v)
            } else {
                Self::default().owner_principal_name
            },
            renewers: Sample::sample(g, v),
            max_lifetime_ms: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::create_delegation_token_request::CreatableRenewers {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            principal_type: Sample::sample(g, v),
            principal_name: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::create_delegation_token_response::CreateDelegationTokenResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            principal_type: Sample::sample(g, v),
            principal_name: Sample::sample(g, v),
            token_requester_principal_type: if v == 3 {
                Sample::sample(g, v)
            } else {
                Self::default().token_requester_principal_type
            },
            token_requester_principal_name: if v == 3 {
                Sample::sample(g, v)
            } else {
                Self::default().token_requester_principal_name
            },
            issue_timestamp_ms: Sample::sample(g, v),
            expiry_timestamp_ms: Sample::sample(g, v),
            max_timestamp_ms: Sample::sample(g, v),
            token_id: Sample::sample(g, v),
            hmac: Sample::sample(g, v),
            throttle_time_ms: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::create_partitions_request::CreatePartitionsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topics: Sample::sample(g, v),
            timeout_ms: Sample::sample(g, v),
            validate_only: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::create_partitions_request::CreatePartitionsTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            count: Sample::sample(g, v),
            assignments: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::create_partitions_request::CreatePartitionsAssignment {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            broker_ids: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::create_partitions_response::CreatePartitionsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            results: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::create_partitions_response::CreatePartitionsTopicResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::create_topics_request::CreateTopicsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topics: Sample::sample(g, v),
            timeout_ms: Sample::sample(g, v),
            validate_only: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 5 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::create_topics_request::CreatableTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            num_partitions: Sample::sample(g, v),
            replication_factor: Sample::sample(g, v),
            assignments: Sample::sample(g, v),
            configs: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 5 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::create_topics_request::CreatableReplicaAssignment {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            broker_ids: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 5 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::create_topics_request::CreatableTopicConfig {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            value: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 5 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::create_topics_response::CreateTopicsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 5 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::create_topics_response::CreatableTopicResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            topic_id: if v == 7 { Sample::sample(g, v) } else { Self::default().topic_id },
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            topic_config_error_code: if v >= 5 {
                Sample::sample(g, v)
            } else {
                Self::default().topic_config_error_code
            },
            num_partitions: if v >= 5 { Sample::sample(g, v) } else { Self::default().num_partitions },
            replication_factor: if v >= 5 {
                Sample::sample(g, v)
            } else {
                Self::default().replication_factor
            },
            configs: if v >= 5 { Sample::sample(g, v) } else { Self::default().configs },
            unknown_tagged_fields: if v >= 5 { g.unknown_tags(&[0]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::create_topics_response::CreatableTopicConfigs {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            value: Sample::sample(g, v),
            read_only: Sample::sample(g, v),
            config_source: Sample::sample(g, v),
            is_sensitive: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::default_principal_data::DefaultPrincipalData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            r#type: Sample::sample(g, v),
            name: Sample::sample(g, v),
            token_authenticated: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::delete_acls_request::DeleteAclsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            filters: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::delete_acls_request::DeleteAclsFilter {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            resource_type_filter: Sample::sample(g, v),
            resource_name_filter: Sample::sample(g, v),
            pattern_type_filter: Sample::sample(g, v),
            principal_filter: Sample::sample(g, v),
            host_filter: Sample::sample(g, v),
            operation: Sample::sample(g, v),
            permission_type: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::delete_acls_response::DeleteAclsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            filter_results: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::delete_acls_response::DeleteAclsFilterResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            matching_acls: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::delete_acls_response::DeleteAclsMatchingAcl {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            resource_type: Sample::sample(g, v),
            resource_name: Sample::sample(g, v),
            pattern_type: Sample::sample(g, v),
            principal: Sample::sample(g, v),
            host: Sample::sample(g, v),
            operation: Sample::sample(g, v),
            permission_type: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::delete_groups_request::DeleteGroupsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            groups_names: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::delete_groups_response::DeleteGroupsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            results: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::delete_groups_response::DeletableGroupResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::delete_records_request::DeleteRecordsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topics: Sample::sample(g, v),
            timeout_ms: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::delete_records_request::DeleteRecordsTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::delete_records_request::DeleteRecordsPartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            offset: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::delete_records_response::DeleteRecordsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::delete_records_response::DeleteRecordsTopicResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::delete_records_response::DeleteRecordsPartitionResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            low_watermark: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::delete_share_group_offsets_request::DeleteShareGroupOffsetsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::delete_share_group_offsets_request::DeleteShareGroupOffsetsRequestTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { topic_name: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::delete_share_group_offsets_response::DeleteShareGroupOffsetsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            responses: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::delete_share_group_offsets_response::DeleteShareGroupOffsetsResponseTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_name: Sample::sample(g, v),
            topic_id: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::delete_share_group_state_request::DeleteShareGroupStateRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::delete_share_group_state_request::DeleteStateData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::delete_share_group_state_request::PartitionData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { partition: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::delete_share_group_state_response::DeleteShareGroupStateResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { results: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::delete_share_group_state_response::DeleteStateResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::delete_share_group_state_response::PartitionResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::delete_topics_request::DeleteTopicsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topics: if v == 6 { Sample::sample(g, v) } else { Self::default().topics },
            topic_names: if v <= 5 { Sample::sample(g, v) } else { Self::default().topic_names },
            timeout_ms: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::delete_topics_request::DeleteTopicState {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            topic_id: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::delete_topics_response::DeleteTopicsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            responses: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::delete_topics_response::DeletableTopicResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: if v == 6 { Sample::sample(g, v) } else { Some(Sample::sample(g, v)) },
            topic_id: if v == 6 { Sample::sample(g, v) } else { Self::default().topic_id },
            error_code: Sample::sample(g, v),
            error_message: if v >= 5 { Sample::sample(g, v) } else { Self::default().error_message },
            unknown_tagged_fields: if v >= 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_acls_request::DescribeAclsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            resource_type_filter: Sample::sample(g, v),
            resource_name_filter: Sample::sample(g, v),
            pattern_type_filter: Sample::sample(g, v),
            principal_filter: Sample::sample(g, v),
            host_filter: Sample::sample(g, v),
            operation: Sample::sample(g, v),
            permission_type: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_acls_response::DescribeAclsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            resources: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_acls_response::DescribeAclsResource {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            resource_type: Sample::sample(g, v),
            resource_name: Sample::sample(g, v),
            pattern_type: Sample::sample(g, v),
            acls: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_acls_response::AclDescription {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            principal: Sample::sample(g, v),
            host: Sample::sample(g, v),
            operation: Sample::sample(g, v),
            permission_type: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_client_quotas_request::DescribeClientQuotasRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            components: Sample::sample(g, v),
            strict: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_client_quotas_request::ComponentData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            entity_type: Sample::sample(g, v),
            match_type: Sample::sample(g, v),
            r#match: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_client_quotas_response::DescribeClientQuotasResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            entries: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_client_quotas_response::EntryData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            entity: Sample::sample(g, v),
            values: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_client_quotas_response::EntityData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            entity_type: Sample::sample(g, v),
            entity_name: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_client_quotas_response::ValueData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            key: Sample::sample(g, v),
            value: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_cluster_request::DescribeClusterRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            include_cluster_authorized_operations: Sample::sample(g, v),
            endpoint_type: if v >= 1 { Sample::sample(g, v) } else { Self::default().endpoint_type },
            include_fenced_brokers: if v == 2 {
                Sample::sample(g, v)
            } else {
                Self::default().include_fenced_brokers
            },
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_cluster_response::DescribeClusterResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            endpoint_type: if v >= 1 { Sample::sample(g, v) } else { Self::default().endpoint_type },
            cluster_id: Sample::sample(g, v),
            controller_id: Sample::sample(g, v),
            brokers: Sample::sample(g, v),
            cluster_authorized_operations: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_cluster_response::DescribeClusterBroker {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            broker_id: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            rack: Sample::sample(g, v),
            is_fenced: if v == 2 { Sample::sample(g, v) } else { Self::default().is_fenced },
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_configs_request::DescribeConfigsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            resources: Sample::sample(g, v),
            include_synonyms: Sample::sample(g, v),
            include_documentation: if v >= 3 {
                Sample::sample(g, v)
            } else {
                Self::default().include_documentation
            },
            unknown_tagged_fields: if v == 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_configs_request::DescribeConfigsResource {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            resource_type: Sample::sample(g, v),
            resource_name: Sample::sample(g, v),
            configuration_keys: Sample::sample(g, v),
            unknown_tagged_fields: if v == 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_configs_response::DescribeConfigsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            results: Sample::sample(g, v),
            unknown_tagged_fields: if v == 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_configs_response::DescribeConfigsResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            resource_type: Sample::sample(g, v),
            resource_name: Sample::sample(g, v),
            configs: Sample::sample(g, v),
            unknown_tagged_fields: if v == 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_configs_response::DescribeConfigsResourceResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            value: Sample::sample(g, v),
            read_only: Sample::sample(g, v),
            config_source: Sample::sample(g, v),
            is_sensitive: Sample::sample(g, v),
            synonyms: Sample::sample(g, v),
            config_type: if v >= 3 { Sample::sample(g, v) } else { Self::default().config_type },
            documentation: if v >= 3 { Sample::sample(g, v) } else { Self::default().documentation },
            unknown_tagged_fields: if v == 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_configs_response::DescribeConfigsSynonym {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            value: Sample::sample(g, v),
            source: Sample::sample(g, v),
            unknown_tagged_fields: if v == 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_delegation_token_request::DescribeDelegationTokenRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            owners: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_delegation_token_request::DescribeDelegationTokenOwner {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            principal_type: Sample::sample(g, v),
            principal_name: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_delegation_token_response::DescribeDelegationTokenResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            tokens: Sample::sample(g, v),
            throttle_time_ms: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_delegation_token_response::DescribedDelegationToken {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            principal_type: Sample::sample(g, v),
            principal_name: Sample::sample(g, v),
            token_requester_principal_type: if v == 3 {
                Sample::sample(g, v)
            } else {
                Self::default().token_requester_principal_type
            },
            token_requester_principal_name: if v == 3 {
                Sample::sample(g, v)
            } else {
                Self::default().token_requester_principal_name
            },
            issue_timestamp: Sample::sample(g, v),
            expiry_timestamp: Sample::sample(g, v),
            max_timestamp: Sample::sample(g, v),
            token_id: Sample::sample(g, v),
            hmac: Sample::sample(g, v),
            renewers: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_delegation_token_response::DescribedDelegationTokenRenewer {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            principal_type: Sample::sample(g, v),
            principal_name: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_groups_request::DescribeGroupsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            groups: Sample::sample(g, v),
            include_authorized_operations: if v >= 3 {
                Sample::sample(g, v)
            } else {
                Self::default().include_authorized_operations
            },
            unknown_tagged_fields: if v >= 5 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_groups_response::DescribeGroupsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: if v >= 1 { Sample::sample(g, v) } else { Self::default().throttle_time_ms },
            groups: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 5 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_groups_response::DescribedGroup {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            error_message: if v == 6 { Sample::sample(g, v) } else { Self::default().error_message },
            group_id: Sample::sample(g, v),
            group_state: Sample::sample(g, v),
            protocol_type: Sample::sample(g, v),
            protocol_data: Sample::sample(g, v),
            members: Sample::sample(g, v),
            authorized_operations: if v >= 3 {
                Sample::sample(g, v)
            } else {
                Self::default().authorized_operations
            },
            unknown_tagged_fields: if v >= 5 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_groups_response::DescribedGroupMember {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            member_id: Sample::sample(g, v),
            group_instance_id: if v >= 4 { Sample::sample(g, v) } else { Self::default().group_instance_id },
            client_id: Sample::sample(g, v),
            client_host: Sample::sample(g, v),
            member_metadata: Sample::sample(g, v),
            member_assignment: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 5 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_log_dirs_request::DescribeLogDirsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topics: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_log_dirs_request::DescribableLogDirTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_log_dirs_response::DescribeLogDirsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: if v >= 3 { Sample::sample(g, v) } else { Self::default().error_code },
            results: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_log_dirs_response::DescribeLogDirsResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            log_dir: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            total_bytes: if v >= 4 { Sample::sample(g, v) } else { Self::default().total_bytes },
            usable_bytes: if v >= 4 { Sample::sample(g, v) } else { Self::default().usable_bytes },
            is_cordoned: if v == 5 { Sample::sample(g, v) } else { Self::default().is_cordoned },
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_log_dirs_response::DescribeLogDirsTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_log_dirs_response::DescribeLogDirsPartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            partition_size: Sample::sample(g, v),
            offset_lag: Sample::sample(g, v),
            is_future_key: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::describe_producers_request::DescribeProducersRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { topics: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::describe_producers_request::TopicRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partition_indexes: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_producers_response::DescribeProducersResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_producers_response::TopicResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_producers_response::PartitionResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            active_producers: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_producers_response::ProducerState {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            producer_id: Sample::sample(g, v),
            producer_epoch: Sample::sample(g, v),
            last_sequence: Sample::sample(g, v),
            last_timestamp: Sample::sample(g, v),
            coordinator_epoch: Sample::sample(g, v),
            current_txn_start_offset: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_quorum_request::DescribeQuorumRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { topics: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::describe_quorum_request::TopicData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_quorum_request::PartitionData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { partition_index: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::describe_quorum_response::DescribeQuorumResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            error_message: if v == 2 { Sample::sample(g, v) } else { Self::default().error_message },
            topics: Sample::sample(g, v),
            nodes: if v == 2 { Sample::sample(g, v) } else { Self::default().nodes },
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_quorum_response::TopicData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_quorum_response::PartitionData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: if v == 2 { Sample::sample(g, v) } else { Self::default().error_message },
            leader_id: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            high_watermark: Sample::sample(g, v),
            current_voters: Sample::sample(g, v),
            observers: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_quorum_response::Node {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            node_id: Sample::sample(g, v),
            listeners: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_quorum_response::Listener {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_quorum_response::ReplicaState {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            replica_id: Sample::sample(g, v),
            replica_directory_id: if v == 2 {
                Sample::sample(g, v)
            } else {
                Self::default().replica_directory_id
            },
            log_end_offset: Sample::sample(g, v),
            last_fetch_timestamp: if v >= 1 {
                Sample::sample(g, v)
            } else {
                Self::default().last_fetch_timestamp
            },
            last_caught_up_timestamp: if v >= 1 {
                Sample::sample(g, v)
            } else {
                Self::default().last_caught_up_timestamp
            },
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_share_group_offsets_request::DescribeShareGroupOffsetsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { groups: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::describe_share_group_offsets_request::DescribeShareGroupOffsetsRequestGroup {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_share_group_offsets_request::DescribeShareGroupOffsetsRequestTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_share_group_offsets_response::DescribeShareGroupOffsetsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            groups: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_share_group_offsets_response::DescribeShareGroupOffsetsResponseGroup {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_share_group_offsets_response::DescribeShareGroupOffsetsResponseTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_name: Sample::sample(g, v),
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_share_group_offsets_response::DescribeShareGroupOffsetsResponsePartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            start_offset: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            lag: if v == 1 { Sample::sample(g, v) } else { Self::default().lag },
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_topic_partitions_request::DescribeTopicPartitionsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topics: Sample::sample(g, v),
            response_partition_limit: Sample::sample(g, v),
            cursor: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_topic_partitions_request::TopicRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { name: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::describe_topic_partitions_request::Cursor {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_name: Sample::sample(g, v),
            partition_index: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_topic_partitions_response::DescribeTopicPartitionsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            next_cursor: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_topic_partitions_response::DescribeTopicPartitionsResponseTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            name: Sample::sample(g, v),
            topic_id: Sample::sample(g, v),
            is_internal: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            topic_authorized_operations: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_topic_partitions_response::DescribeTopicPartitionsResponsePartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            partition_index: Sample::sample(g, v),
            leader_id: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            replica_nodes: Sample::sample(g, v),
            isr_nodes: Sample::sample(g, v),
            eligible_leader_replicas: Sample::sample(g, v),
            last_known_elr: Sample::sample(g, v),
            offline_replicas: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_topic_partitions_response::Cursor {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_name: Sample::sample(g, v),
            partition_index: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_transactions_request::DescribeTransactionsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { transactional_ids: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::describe_transactions_response::DescribeTransactionsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            transaction_states: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_transactions_response::TransactionState {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            transactional_id: Sample::sample(g, v),
            transaction_state: Sample::sample(g, v),
            transaction_timeout_ms: Sample::sample(g, v),
            transaction_start_time_ms: Sample::sample(g, v),
            producer_id: Sample::sample(g, v),
            producer_epoch: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_transactions_response::TopicData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_user_scram_credentials_request::DescribeUserScramCredentialsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { users: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::describe_user_scram_credentials_request::UserName {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { name: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::describe_user_scram_credentials_response::DescribeUserScramCredentialsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            results: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_user_scram_credentials_response::DescribeUserScramCredentialsResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            user: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            credential_infos: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::describe_user_scram_credentials_response::CredentialInfo {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            mechanism: Sample::sample(g, v),
            iterations: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::elect_leaders_request::ElectLeadersRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            election_type: if v >= 1 { Sample::sample(g, v) } else { Self::default().election_type },
            topic_partitions: Sample::sample(g, v),
            timeout_ms: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::elect_leaders_request::TopicPartitions {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::elect_leaders_response::ElectLeadersResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: if v >= 1 { Sample::sample(g, v) } else { Self::default().error_code },
            replica_election_results: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::elect_leaders_response::ReplicaElectionResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic: Sample::sample(g, v),
            partition_result: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::elect_leaders_response::PartitionResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_id: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::end_quorum_epoch_request::EndQuorumEpochRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            cluster_id: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            leader_endpoints: if v == 1 { Sample::sample(g, v) } else { Self::default().leader_endpoints },
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::end_quorum_epoch_request::TopicData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::end_quorum_epoch_request::PartitionData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            leader_id: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            preferred_successors: if v == 0 {
                Sample::sample(g, v)
            } else {
                Self::default().preferred_successors
            },
            preferred_candidates: if v == 1 {
                Sample::sample(g, v)
            } else {
                Self::default().preferred_candidates
            },
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::end_quorum_epoch_request::ReplicaInfo {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            candidate_id: Sample::sample(g, v),
            candidate_directory_id: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::end_quorum_epoch_request::LeaderEndpoint {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::end_quorum_epoch_response::EndQuorumEpochResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            node_endpoints: if v == 1 { Sample::sample(g, v) } else { Self::default().node_endpoints },
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[0]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::end_quorum_epoch_response::TopicData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::end_quorum_epoch_response::PartitionData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            leader_id: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::end_quorum_epoch_response::NodeEndpoint {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            node_id: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::end_txn_marker::EndTxnMarker {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { coordinator_epoch: Sample::sample(g, v) }
    }
}

impl Sample for messages::end_txn_request::EndTxnRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            transactional_id: Sample::sample(g, v),
            producer_id: Sample::sample(g, v),
            producer_epoch: Sample::sample(g, v),
            committed: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::end_txn_response::EndTxnResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            producer_id: if v == 5 { Sample::sample(g, v) } else { Self::default().producer_id },
            producer_epoch: if v == 5 { Sample::sample(g, v) } else { Self::default().producer_epoch },
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::envelope_request::EnvelopeRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            request_data: Sample::sample(g, v),
            request_principal: Sample::sample(g, v),
            client_host_address: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::envelope_response::EnvelopeResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            response_data: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::expire_delegation_token_request::ExpireDelegationTokenRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            hmac: Sample::sample(g, v),
            expiry_time_period_ms: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::expire_delegation_token_response::ExpireDelegationTokenResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            expiry_timestamp_ms: Sample::sample(g, v),
            throttle_time_ms: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::fetch_request::FetchRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            cluster_id: if v >= 12 { Sample::sample(g, v) } else { Self::default().cluster_id },
            replica_id: if v <= 14 { Sample::sample(g, v) } else { Self::default().replica_id },
            replica_state: if v >= 15 { Sample::sample(g, v) } else { Self::default().replica_state },
            max_wait_ms: Sample::sample(g, v),
            min_bytes: Sample::sample(g, v),
            max_bytes: Sample::sample(g, v),
            isolation_level: Sample::sample(g, v),
            session_id: if v >= 7 { Sample::sample(g, v) } else { Self::default().session_id },
            session_epoch: if v >= 7 { Sample::sample(g, v) } else { Self::default().session_epoch },
            topics: Sample::sample(g, v),
            forgotten_topics_data: if v >= 7 {
                Sample::sample(g, v)
            } else {
                Self::default().forgotten_topics_data
            },
            rack_id: if v >= 11 { Sample::sample(g, v) } else { Self::default().rack_id },
            unknown_tagged_fields: if v >= 12 {
                g.unknown_tags(&[0, 1])
            } else {
                crate::UnknownTags::default()
            },
        }
    }
}

impl Sample for messages::fetch_request::ReplicaState {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            replica_id: Sample::sample(g, v),
            replica_epoch: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::fetch_request::FetchTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic: if v <= 12 { Sample::sample(g, v) } else { Self::default().topic },
            topic_id: if v >= 13 { Sample::sample(g, v) } else { Self::default().topic_id },
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 12 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::fetch_request::FetchPartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition: Sample::sample(g, v),
            current_leader_epoch: if v >= 9 {
                Sample::sample(g, v)
            } else {
                Self::default().current_leader_epoch
            },
            fetch_offset: Sample::sample(g, v),
            last_fetched_epoch: if v >= 12 {
                Sample::sample(g, v)
            } else {
                Self::default().last_fetched_epoch
            },
            log_start_offset: if v >= 5 { Sample::sample(g, v) } else { Self::default().log_start_offset },
            partition_max_bytes: Sample::sample(g, v),
            replica_directory_id: if v >= 17 {
                Sample::sample(g, v)
            } else {
                Self::default().replica_directory_id
            },
            high_watermark: if v == 18 { Sample::sample(g, v) } else { Self::default().high_watermark },
            unknown_tagged_fields: if v >= 12 {
                g.unknown_tags(&[0, 1])
            } else {
                crate::UnknownTags::default()
            },
        }
    }
}

impl Sample for messages::fetch_request::ForgottenTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic: if v <= 12 { Sample::sample(g, v) } else { Self::default().topic },
            topic_id: if v >= 13 { Sample::sample(g, v) } else { Self::default().topic_id },
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 12 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::fetch_response::FetchResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: if v >= 7 { Sample::sample(g, v) } else { Self::default().error_code },
            session_id: if v >= 7 { Sample::sample(g, v) } else { Self::default().session_id },
            responses: Sample::sample(g, v),
            node_endpoints: if v >= 16 { Sample::sample(g, v) } else { Self::default().node_endpoints },
            unknown_tagged_fields: if v >= 12 { g.unknown_tags(&[0]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::fetch_response::FetchableTopicResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic: if v <= 12 { Sample::sample(g, v) } else { Self::default().topic },
            topic_id: if v >= 13 { Sample::sample(g, v) } else { Self::default().topic_id },
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 12 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::fetch_response::PartitionData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            high_watermark: Sample::sample(g, v),
            last_stable_offset: Sample::sample(g, v),
            log_start_offset: if v >= 5 { Sample::sample(g, v) } else { Self::default().log_start_offset },
            diverging_epoch: if v >= 12 { Sample::sample(g, v) } else { Self::default().diverging_epoch },
            current_leader: if v >= 12 { Sample::sample(g, v) } else { Self::default().current_leader },
            snapshot_id: if v >= 12 { Sample::sample(g, v) } else { Self::default().snapshot_id },
            aborted_transactions: Sample::sample(g, v),
            preferred_read_replica: if v >= 11 {
                Sample::sample(g, v)
            } else {
                Self::default().preferred_read_replica
            },
            records: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 12 {
                g.unknown_tags(&[0, 1, 2])
            } else {
                crate::UnknownTags::default()
            },
        }
    }
}

impl Sample for messages::fetch_response::EpochEndOffset {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            epoch: Sample::sample(g, v),
            end_offset: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::fetch_response::LeaderIdAndEpoch {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            leader_id: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::fetch_response::SnapshotId {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            end_offset: Sample::sample(g, v),
            epoch: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::fetch_response::AbortedTransaction {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            producer_id: Sample::sample(g, v),
            first_offset: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 12 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::fetch_response::NodeEndpoint {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            node_id: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            rack: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::fetch_snapshot_request::FetchSnapshotRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            cluster_id: Sample::sample(g, v),
            replica_id: Sample::sample(g, v),
            max_bytes: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[0]),
        }
    }
}

impl Sample for messages::fetch_snapshot_request::TopicSnapshot {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::fetch_snapshot_request::PartitionSnapshot {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition: Sample::sample(g, v),
            current_leader_epoch: Sample::sample(g, v),
            snapshot_id: Sample::sample(g, v),
            position: Sample::sample(g, v),
            replica_directory_id: if v == 1 {
                Sample::sample(g, v)
            } else {
                Self::default().replica_directory_id
            },
            unknown_tagged_fields: g.unknown_tags(&[0]),
        }
    }
}

impl Sample for messages::fetch_snapshot_request::SnapshotId {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            end_offset: Sample::sample(g, v),
            epoch: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::fetch_snapshot_response::FetchSnapshotResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            node_endpoints: if v == 1 { Sample::sample(g, v) } else { Self::default().node_endpoints },
            unknown_tagged_fields: g.unknown_tags(&[0]),
        }
    }
}

impl Sample for messages::fetch_snapshot_response::TopicSnapshot {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::fetch_snapshot_response::PartitionSnapshot {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            index: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            snapshot_id: Sample::sample(g, v),
            current_leader: Sample::sample(g, v),
            size: Sample::sample(g, v),
            position: Sample::sample(g, v),
            unaligned_records: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[0]),
        }
    }
}

impl Sample for messages::fetch_snapshot_response::SnapshotId {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            end_offset: Sample::sample(g, v),
            epoch: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::fetch_snapshot_response::LeaderIdAndEpoch {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            leader_id: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::fetch_snapshot_response::NodeEndpoint {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            node_id: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::find_coordinator_request::FindCoordinatorRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            key: if v <= 3 { Sample::sample(g, v) } else { Self::default().key },
            key_type: if v >= 1 { Sample::sample(g, v) } else { Self::default().key_type },
            coordinator_keys: if v >= 4 { Sample::sample(g, v) } else { Self::default().coordinator_keys },
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::find_coordinator_response::FindCoordinatorResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: if v >= 1 { Sample::sample(g, v) } else { Self::default().throttle_time_ms },
            error_code: if v <= 3 { Sample::sample(g, v) } else { Self::default().error_code },
            error_message: if (1..=3).contains(&v) {
                Sample::sample(g, v)
            } else {
                Self::default().error_message
            },
            node_id: if v <= 3 { Sample::sample(g, v) } else { Self::default().node_id },
            host: if v <= 3 { Sample::sample(g, v) } else { Self::default().host },
            port: if v <= 3 { Sample::sample(g, v) } else { Self::default().port },
            coordinators: if v >= 4 { Sample::sample(g, v) } else { Self::default().coordinators },
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::find_coordinator_response::Coordinator {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            key: Sample::sample(g, v),
            node_id: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::get_telemetry_subscriptions_request::GetTelemetrySubscriptionsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { client_instance_id: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::get_telemetry_subscriptions_response::GetTelemetrySubscriptionsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            client_instance_id: Sample::sample(g, v),
            subscription_id: Sample::sample(g, v),
            accepted_compression_types: Sample::sample(g, v),
            push_interval_ms: Sample::sample(g, v),
            telemetry_max_bytes: Sample::sample(g, v),
            delta_temporality: Sample::sample(g, v),
            requested_metrics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::heartbeat_request::HeartbeatRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            generation_id: Sample::sample(g, v),
            member_id: Sample::sample(g, v),
            group_instance_id: if v >= 3 { Sample::sample(g, v) } else { Self::default().group_instance_id },
            unknown_tagged_fields: if v == 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::heartbeat_response::HeartbeatResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: if v >= 1 { Sample::sample(g, v) } else { Self::default().throttle_time_ms },
            error_code: Sample::sample(g, v),
            unknown_tagged_fields: if v == 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::incremental_alter_configs_request::IncrementalAlterConfigsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            resources: Sample::sample(g, v),
            validate_only: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::incremental_alter_configs_request::AlterConfigsResource {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            resource_type: Sample::sample(g, v),
            resource_name: Sample::sample(g, v),
            configs: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::incremental_alter_configs_request::AlterableConfig {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            config_operation: Sample::sample(g, v),
            value: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::incremental_alter_configs_response::IncrementalAlterConfigsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            responses: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::incremental_alter_configs_response::AlterConfigsResourceResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            resource_type: Sample::sample(g, v),
            resource_name: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::init_producer_id_request::InitProducerIdRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            transactional_id: Sample::sample(g, v),
            transaction_timeout_ms: Sample::sample(g, v),
            producer_id: if v >= 3 { Sample::sample(g, v) } else { Self::default().producer_id },
            producer_epoch: if v >= 3 { Sample::sample(g, v) } else { Self::default().producer_epoch },
            enable2_pc: if v == 6 { Sample::sample(g, v) } else { Self::default().enable2_pc },
            keep_prepared_txn: if v == 6 { Sample::sample(g, v) } else { Self::default().keep_prepared_txn },
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::init_producer_id_response::InitProducerIdResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            producer_id: Sample::sample(g, v),
            producer_epoch: Sample::sample(g, v),
            ongoing_txn_producer_id: if v == 6 {
                Sample::sample(g, v)
            } else {
                Self::default().ongoing_txn_producer_id
            },
            ongoing_txn_producer_epoch: if v == 6 {
                Sample::sample(g, v)
            } else {
                Self::default().ongoing_txn_producer_epoch
            },
            unknown_tagged_fields: if v >= 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::initialize_share_group_state_request::InitializeShareGroupStateRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::initialize_share_group_state_request::InitializeStateData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::initialize_share_group_state_request::PartitionData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition: Sample::sample(g, v),
            state_epoch: Sample::sample(g, v),
            start_offset: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::initialize_share_group_state_response::InitializeShareGroupStateResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { results: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::initialize_share_group_state_response::InitializeStateResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::initialize_share_group_state_response::PartitionResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::join_group_request::JoinGroupRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            session_timeout_ms: Sample::sample(g, v),
            rebalance_timeout_ms: if v >= 1 {
                Sample::sample(g, v)
            } else {
                Self::default().rebalance_timeout_ms
            },
            member_id: Sample::sample(g, v),
            group_instance_id: if v >= 5 { Sample::sample(g, v) } else { Self::default().group_instance_id },
            protocol_type: Sample::sample(g, v),
            protocols: Sample::sample(g, v),
            reason: if v >= 8 { Sample::sample(g, v) } else { Self::default().reason },
            unknown_tagged_fields: if v >= 6 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::join_group_request::JoinGroupRequestProtocol {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            metadata: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 6 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::join_group_response::JoinGroupResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: if v >= 2 { Sample::sample(g, v) } else { Self::default().throttle_time_ms },
            error_code: Sample::sample(g, v),
            generation_id: Sample::sample(g, v),
            protocol_type: if v >= 7 { Sample::sample(g, v) } else { Self::default().protocol_type },
            protocol_name: if v >= 7 { Sample::sample(g, v) } else { Some(Sample::sample(g, v)) },
            leader: Sample::sample(g, v),
            skip_assignment: if v == 9 { Sample::sample(g, v) } else { Self::default().skip_assignment },
            member_id: Sample::sample(g, v),
            members: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 6 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::join_group_response::JoinGroupResponseMember {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            member_id: Sample::sample(g, v),
            group_instance_id: if v >= 5 { Sample::sample(g, v) } else { Self::default().group_instance_id },
            metadata: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 6 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::k_raft_version_record::KRaftVersionRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            version: Sample::sample(g, v),
            k_raft_version: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::leader_change_message::LeaderChangeMessage {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            version: Sample::sample(g, v),
            leader_id: Sample::sample(g, v),
            voters: Sample::sample(g, v),
            granting_voters: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::leader_change_message::Voter {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            voter_id: Sample::sample(g, v),
            voter_directory_id: if v == 1 {
                Sample::sample(g, v)
            } else {
                Self::default().voter_directory_id
            },
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::leave_group_request::LeaveGroupRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            member_id: if v <= 2 { Sample::sample(g, v) } else { Self::default().member_id },
            members: if v >= 3 { Sample::sample(g, v) } else { Self::default().members },
            unknown_tagged_fields: if v >= 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::leave_group_request::MemberIdentity {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            member_id: Sample::sample(g, v),
            group_instance_id: Sample::sample(g, v),
            reason: if v == 5 { Sample::sample(g, v) } else { Self::default().reason },
            unknown_tagged_fields: if v >= 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::leave_group_response::LeaveGroupResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: if v >= 1 { Sample::sample(g, v) } else { Self::default().throttle_time_ms },
            error_code: Sample::sample(g, v),
            members: if v >= 3 { Sample::sample(g, v) } else { Self::default().members },
            unknown_tagged_fields: if v >= 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::leave_group_response::MemberResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            member_id: Sample::sample(g, v),
            group_instance_id: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::list_config_resources_request::ListConfigResourcesRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            resource_types: if v == 1 { Sample::sample(g, v) } else { Self::default().resource_types },
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::list_config_resources_response::ListConfigResourcesResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            config_resources: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::list_config_resources_response::ConfigResource {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            resource_name: Sample::sample(g, v),
            resource_type: if v == 1 { Sample::sample(g, v) } else { Self::default().resource_type },
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::list_groups_request::ListGroupsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            states_filter: if v >= 4 { Sample::sample(g, v) } else { Self::default().states_filter },
            types_filter: if v == 5 { Sample::sample(g, v) } else { Self::default().types_filter },
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::list_groups_response::ListGroupsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: if v >= 1 { Sample::sample(g, v) } else { Self::default().throttle_time_ms },
            error_code: Sample::sample(g, v),
            groups: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::list_groups_response::ListedGroup {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            protocol_type: Sample::sample(g, v),
            group_state: if v >= 4 { Sample::sample(g, v) } else { Self::default().group_state },
            group_type: if v == 5 { Sample::sample(g, v) } else { Self::default().group_type },
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::list_offsets_request::ListOffsetsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            replica_id: Sample::sample(g, v),
            isolation_level: if v >= 2 { Sample::sample(g, v) } else { Self::default().isolation_level },
            topics: Sample::sample(g, v),
            timeout_ms: if v >= 10 { Sample::sample(g, v) } else { Self::default().timeout_ms },
            unknown_tagged_fields: if v >= 6 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::list_offsets_request::ListOffsetsTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 6 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::list_offsets_request::ListOffsetsPartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            current_leader_epoch: if v >= 4 {
                Sample::sample(g, v)
            } else {
                Self::default().current_leader_epoch
            },
            timestamp: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 6 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::list_offsets_response::ListOffsetsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: if v >= 2 { Sample::sample(g, v) } else { Self::default().throttle_time_ms },
            topics: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 6 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::list_offsets_response::ListOffsetsTopicResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 6 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::list_offsets_response::ListOffsetsPartitionResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            timestamp: Sample::sample(g, v),
            offset: Sample::sample(g, v),
            leader_epoch: if v >= 4 { Sample::sample(g, v) } else { Self::default().leader_epoch },
            unknown_tagged_fields: if v >= 6 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::list_partition_reassignments_request::ListPartitionReassignmentsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            timeout_ms: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::list_partition_reassignments_request::ListPartitionReassignmentsTopics {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partition_indexes: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::list_partition_reassignments_response::ListPartitionReassignmentsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::list_partition_reassignments_response::OngoingTopicReassignment {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::list_partition_reassignments_response::OngoingPartitionReassignment {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            replicas: Sample::sample(g, v),
            adding_replicas: Sample::sample(g, v),
            removing_replicas: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::list_transactions_request::ListTransactionsRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            state_filters: Sample::sample(g, v),
            producer_id_filters: Sample::sample(g, v),
            duration_filter: if v >= 1 { Sample::sample(g, v) } else { Self::default().duration_filter },
            transactional_id_pattern: if v == 2 {
                Sample::sample(g, v)
            } else {
                Self::default().transactional_id_pattern
            },
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::list_transactions_response::ListTransactionsResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            unknown_state_filters: Sample::sample(g, v),
            transaction_states: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::list_transactions_response::TransactionState {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            transactional_id: Sample::sample(g, v),
            producer_id: Sample::sample(g, v),
            transaction_state: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::metadata_request::MetadataRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topics: if v >= 1 { Sample::sample(g, v) } else { Some(Sample::sample(g, v)) },
            allow_auto_topic_creation: if v >= 4 {
                Sample::sample(g, v)
            } else {
                Self::default().allow_auto_topic_creation
            },
            include_cluster_authorized_operations: if (8..=10).contains(&v) {
                Sample::sample(g, v)
            } else {
                Self::default().include_cluster_authorized_operations
            },
            include_topic_authorized_operations: if v >= 8 {
                Sample::sample(g, v)
            } else {
                Self::default().include_topic_authorized_operations
            },
            unknown_tagged_fields: if v >= 9 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::metadata_request::MetadataRequestTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: if v >= 10 { Sample::sample(g, v) } else { Self::default().topic_id },
            name: if v >= 10 { Sample::sample(g, v) } else { Some(Sample::sample(g, v)) },
            unknown_tagged_fields: if v >= 9 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::metadata_response::MetadataResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: if v >= 3 { Sample::sample(g, v) } else { Self::default().throttle_time_ms },
            brokers: Sample::sample(g, v),
            cluster_id: if v >= 2 { Sample::sample(g, v) } else { Self::default().cluster_id },
            controller_id: if v >= 1 { Sample::sample(g, v) } else { Self::default().controller_id },
            topics: Sample::sample(g, v),
            cluster_authorized_operations: if (8..=10).contains(&v) {
                Sample::sample(g, v)
            } else {
                Self::default().cluster_authorized_operations
            },
            error_code: if v == 13 { Sample::sample(g, v) } else { Self::default().error_code },
            unknown_tagged_fields: if v >= 9 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::metadata_response::MetadataResponseBroker {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            node_id: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            rack: if v >= 1 { Sample::sample(g, v) } else { Self::default().rack },
            unknown_tagged_fields: if v >= 9 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::metadata_response::MetadataResponseTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            name: if v >= 12 { Sample::sample(g, v) } else { Some(Sample::sample(g, v)) },
            topic_id: if v >= 10 { Sample::sample(g, v) } else { Self::default().topic_id },
            is_internal: if v >= 1 { Sample::sample(g, v) } else { Self::default().is_internal },
            partitions: Sample::sample(g, v),
            topic_authorized_operations: if v >= 8 {
                Sample::sample(g, v)
            } else {
                Self::default().topic_authorized_operations
            },
            unknown_tagged_fields: if v >= 9 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::metadata_response::MetadataResponsePartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            partition_index: Sample::sample(g, v),
            leader_id: Sample::sample(g, v),
            leader_epoch: if v >= 7 { Sample::sample(g, v) } else { Self::default().leader_epoch },
            replica_nodes: Sample::sample(g, v),
            isr_nodes: Sample::sample(g, v),
            offline_replicas: if v >= 5 { Sample::sample(g, v) } else { Self::default().offline_replicas },
            unknown_tagged_fields: if v >= 9 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::offset_commit_request::OffsetCommitRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            generation_id_or_member_epoch: Sample::sample(g, v),
            member_id: Sample::sample(g, v),
            group_instance_id: if v >= 7 { Sample::sample(g, v) } else { Self::default().group_instance_id },
            retention_time_ms: if v <= 4 { Sample::sample(g, v) } else { Self::default().retention_time_ms },
            topics: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 8 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::offset_commit_request::OffsetCommitRequestTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: if v <= 9 { Sample::sample(g, v) } else { Self::default().name },
            topic_id: if v == 10 { Sample::sample(g, v) } else { Self::default().topic_id },
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 8 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::offset_commit_request::OffsetCommitRequestPartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            committed_offset: Sample::sample(g, v),
            committed_leader_epoch: if v >= 6 {
                Sample::sample(g, v)
            } else {
                Self::default().committed_leader_epoch
            },
            committed_metadata: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 8 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::offset_commit_response::OffsetCommitResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: if v >= 3 { Sample::sample(g, v) } else { Self::default().throttle_time_ms },
            topics: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 8 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::offset_commit_response::OffsetCommitResponseTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: if v <= 9 { Sample::sample(g, v) } else { Self::default().name },
            topic_id: if v == 10 { Sample::sample(g, v) } else { Self::default().topic_id },
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 8 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::offset_commit_response::OffsetCommitResponsePartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 8 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::offset_delete_request::OffsetDeleteRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group_id: Sample::sample(g, v), topics: Sample::sample(g, v) }
    }
}

impl Sample for messages::offset_delete_request::OffsetDeleteRequestTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { name: Sample::sample(g, v), partitions: Sample::sample(g, v) }
    }
}

impl Sample for messages::offset_delete_request::OffsetDeleteRequestPartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { partition_index: Sample::sample(g, v) }
    }
}

impl Sample for messages::offset_delete_response::OffsetDeleteResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            throttle_time_ms: Sample::sample(g, v),
            topics: Sample::sample(g, v),
        }
    }
}

impl Sample for messages::offset_delete_response::OffsetDeleteResponseTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { name: Sample::sample(g, v), partitions: Sample::sample(g, v) }
    }
}

impl Sample for messages::offset_delete_response::OffsetDeleteResponsePartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { partition_index: Sample::sample(g, v), error_code: Sample::sample(g, v) }
    }
}

impl Sample for messages::offset_fetch_request::OffsetFetchRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: if v <= 7 { Sample::sample(g, v) } else { Self::default().group_id },
            topics: if v <= 7 {
                if v >= 2 { Sample::sample(g, v) } else { Some(Sample::sample(g, v)) }
            } else {
                Self::default().topics
            },
            groups: if v >= 8 { Sample::sample(g, v) } else { Self::default().groups },
            require_stable: if v >= 7 { Sample::sample(g, v) } else { Self::default().require_stable },
            unknown_tagged_fields: if v >= 6 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::offset_fetch_request::OffsetFetchRequestTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partition_indexes: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 6 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::offset_fetch_request::OffsetFetchRequestGroup {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            member_id: if v >= 9 { Sample::sample(g, v) } else { Self::default().member_id },
            member_epoch: if v >= 9 { Sample::sample(g, v) } else { Self::default().member_epoch },
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::offset_fetch_request::OffsetFetchRequestTopics {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: if v <= 9 { Sample::sample(g, v) } else { Self::default().name },
            topic_id: if v == 10 { Sample::sample(g, v) } else { Self::default().topic_id },
            partition_indexes: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::offset_fetch_response::OffsetFetchResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: if v >= 3 { Sample::sample(g, v) } else { Self::default().throttle_time_ms },
            topics: if v <= 7 { Sample::sample(g, v) } else { Self::default().topics },
            error_code: if (2..=7).contains(&v) { Sample::sample(g, v) } else { Self::default().error_code },
            groups: if v >= 8 { Sample::sample(g, v) } else { Self::default().groups },
            unknown_tagged_fields: if v >= 6 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::offset_fetch_response::OffsetFetchResponseTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 6 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::offset_fetch_response::OffsetFetchResponsePartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            committed_offset: Sample::sample(g, v),
            committed_leader_epoch: if v >= 5 {
                Sample::sample(g, v)
            } else {
                Self::default().committed_leader_epoch
            },
            metadata: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 6 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::offset_fetch_response::OffsetFetchResponseGroup {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::offset_fetch_response::OffsetFetchResponseTopics {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: if v <= 9 { Sample::sample(g, v) } else { Self::default().name },
            topic_id: if v == 10 { Sample::sample(g, v) } else { Self::default().topic_id },
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::offset_fetch_response::OffsetFetchResponsePartitions {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            committed_offset: Sample::sample(g, v),
            committed_leader_epoch: Sample::sample(g, v),
            metadata: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::offset_for_leader_epoch_request::OffsetForLeaderEpochRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            replica_id: if v >= 3 { Sample::sample(g, v) } else { Self::default().replica_id },
            topics: Sample::sample(g, v),
            unknown_tagged_fields: if v == 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::offset_for_leader_epoch_request::OffsetForLeaderTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v == 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::offset_for_leader_epoch_request::OffsetForLeaderPartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition: Sample::sample(g, v),
            current_leader_epoch: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            unknown_tagged_fields: if v == 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::offset_for_leader_epoch_response::OffsetForLeaderEpochResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: if v == 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::offset_for_leader_epoch_response::OffsetForLeaderTopicResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v == 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::offset_for_leader_epoch_response::EpochEndOffset {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            partition: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            end_offset: Sample::sample(g, v),
            unknown_tagged_fields: if v == 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::produce_request::ProduceRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            transactional_id: Sample::sample(g, v),
            acks: Sample::sample(g, v),
            timeout_ms: Sample::sample(g, v),
            topic_data: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 9 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::produce_request::TopicProduceData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: if v <= 12 { Sample::sample(g, v) } else { Self::default().name },
            topic_id: if v == 13 { Sample::sample(g, v) } else { Self::default().topic_id },
            partition_data: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 9 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::produce_request::PartitionProduceData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            index: Sample::sample(g, v),
            records: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 9 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::produce_response::ProduceResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            responses: Sample::sample(g, v),
            throttle_time_ms: Sample::sample(g, v),
            node_endpoints: if v >= 10 { Sample::sample(g, v) } else { Self::default().node_endpoints },
            unknown_tagged_fields: if v >= 9 { g.unknown_tags(&[0]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::produce_response::TopicProduceResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: if v <= 12 { Sample::sample(g, v) } else { Self::default().name },
            topic_id: if v == 13 { Sample::sample(g, v) } else { Self::default().topic_id },
            partition_responses: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 9 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::produce_response::PartitionProduceResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            index: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            base_offset: Sample::sample(g, v),
            log_append_time_ms: Sample::sample(g, v),
            log_start_offset: if v >= 5 { Sample::sample(g, v) } else { Self::default().log_start_offset },
            record_errors: if v >= 8 { Sample::sample(g, v) } else { Self::default().record_errors },
            error_message: if v >= 8 { Sample::sample(g, v) } else { Self::default().error_message },
            current_leader: if v >= 10 { Sample::sample(g, v) } else { Self::default().current_leader },
            unknown_tagged_fields: if v >= 9 { g.unknown_tags(&[0]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::produce_response::BatchIndexAndErrorMessage {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            batch_index: Sample::sample(g, v),
            batch_index_error_message: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 9 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::produce_response::LeaderIdAndEpoch {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            leader_id: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::produce_response::NodeEndpoint {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            node_id: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            rack: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::push_telemetry_request::PushTelemetryRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            client_instance_id: Sample::sample(g, v),
            subscription_id: Sample::sample(g, v),
            terminating: Sample::sample(g, v),
            compression_type: Sample::sample(g, v),
            metrics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::push_telemetry_response::PushTelemetryResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::read_share_group_state_request::ReadShareGroupStateRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::read_share_group_state_request::ReadStateData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::read_share_group_state_request::PartitionData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::read_share_group_state_response::ReadShareGroupStateResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { results: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::read_share_group_state_response::ReadStateResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::read_share_group_state_response::PartitionResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            state_epoch: Sample::sample(g, v),
            start_offset: Sample::sample(g, v),
            state_batches: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::read_share_group_state_response::StateBatch {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            first_offset: Sample::sample(g, v),
            last_offset: Sample::sample(g, v),
            delivery_state: Sample::sample(g, v),
            delivery_count: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::read_share_group_state_summary_request::ReadShareGroupStateSummaryRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::read_share_group_state_summary_request::ReadStateSummaryData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::read_share_group_state_summary_request::PartitionData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::read_share_group_state_summary_response::ReadShareGroupStateSummaryResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { results: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::read_share_group_state_summary_response::ReadStateSummaryResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::read_share_group_state_summary_response::PartitionResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            state_epoch: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            start_offset: Sample::sample(g, v),
            delivery_complete_count: if v == 1 {
                Sample::sample(g, v)
            } else {
                Self::default().delivery_complete_count
            },
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::remove_raft_voter_request::RemoveRaftVoterRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            cluster_id: Sample::sample(g, v),
            voter_id: Sample::sample(g, v),
            voter_directory_id: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::remove_raft_voter_response::RemoveRaftVoterResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::renew_delegation_token_request::RenewDelegationTokenRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            hmac: Sample::sample(g, v),
            renew_period_ms: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::renew_delegation_token_response::RenewDelegationTokenResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            expiry_timestamp_ms: Sample::sample(g, v),
            throttle_time_ms: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::request_header::RequestHeader {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            request_api_key: Sample::sample(g, v),
            request_api_version: Sample::sample(g, v),
            correlation_id: Sample::sample(g, v),
            client_id: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::response_header::ResponseHeader {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            correlation_id: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::sasl_authenticate_request::SaslAuthenticateRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            auth_bytes: Sample::sample(g, v),
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::sasl_authenticate_response::SaslAuthenticateResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            auth_bytes: Sample::sample(g, v),
            session_lifetime_ms: if v >= 1 {
                Sample::sample(g, v)
            } else {
                Self::default().session_lifetime_ms
            },
            unknown_tagged_fields: if v == 2 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::sasl_handshake_request::SaslHandshakeRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { mechanism: Sample::sample(g, v) }
    }
}

impl Sample for messages::sasl_handshake_response::SaslHandshakeResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { error_code: Sample::sample(g, v), mechanisms: Sample::sample(g, v) }
    }
}

impl Sample for messages::share_acknowledge_request::ShareAcknowledgeRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            member_id: Sample::sample(g, v),
            share_session_epoch: Sample::sample(g, v),
            is_renew_ack: if v == 2 { Sample::sample(g, v) } else { Self::default().is_renew_ack },
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_acknowledge_request::AcknowledgeTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_acknowledge_request::AcknowledgePartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            acknowledgement_batches: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_acknowledge_request::AcknowledgementBatch {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            first_offset: Sample::sample(g, v),
            last_offset: Sample::sample(g, v),
            acknowledge_types: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_acknowledge_response::ShareAcknowledgeResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            acquisition_lock_timeout_ms: if v == 2 {
                Sample::sample(g, v)
            } else {
                Self::default().acquisition_lock_timeout_ms
            },
            responses: Sample::sample(g, v),
            node_endpoints: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_acknowledge_response::ShareAcknowledgeTopicResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_acknowledge_response::PartitionData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            current_leader: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_acknowledge_response::LeaderIdAndEpoch {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            leader_id: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_acknowledge_response::NodeEndpoint {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            node_id: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            rack: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_fetch_request::ShareFetchRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            member_id: Sample::sample(g, v),
            share_session_epoch: Sample::sample(g, v),
            max_wait_ms: Sample::sample(g, v),
            min_bytes: Sample::sample(g, v),
            max_bytes: Sample::sample(g, v),
            max_records: Sample::sample(g, v),
            batch_size: Sample::sample(g, v),
            share_acquire_mode: if v == 2 {
                Sample::sample(g, v)
            } else {
                Self::default().share_acquire_mode
            },
            is_renew_ack: if v == 2 { Sample::sample(g, v) } else { Self::default().is_renew_ack },
            topics: Sample::sample(g, v),
            forgotten_topics_data: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_fetch_request::FetchTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_fetch_request::FetchPartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            acknowledgement_batches: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_fetch_request::AcknowledgementBatch {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            first_offset: Sample::sample(g, v),
            last_offset: Sample::sample(g, v),
            acknowledge_types: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_fetch_request::ForgottenTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_fetch_response::ShareFetchResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            acquisition_lock_timeout_ms: Sample::sample(g, v),
            responses: Sample::sample(g, v),
            node_endpoints: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_fetch_response::ShareFetchableTopicResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_fetch_response::PartitionData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            acknowledge_error_code: Sample::sample(g, v),
            acknowledge_error_message: Sample::sample(g, v),
            current_leader: Sample::sample(g, v),
            records: Sample::sample(g, v),
            acquired_records: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_fetch_response::LeaderIdAndEpoch {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            leader_id: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_fetch_response::AcquiredRecords {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            first_offset: Sample::sample(g, v),
            last_offset: Sample::sample(g, v),
            delivery_count: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_fetch_response::NodeEndpoint {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            node_id: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            rack: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_group_describe_request::ShareGroupDescribeRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_ids: Sample::sample(g, v),
            include_authorized_operations: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_group_describe_response::ShareGroupDescribeResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            groups: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_group_describe_response::DescribedGroup {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            group_id: Sample::sample(g, v),
            group_state: Sample::sample(g, v),
            group_epoch: Sample::sample(g, v),
            assignment_epoch: Sample::sample(g, v),
            assignor_name: Sample::sample(g, v),
            members: Sample::sample(g, v),
            authorized_operations: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_group_describe_response::Member {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            member_id: Sample::sample(g, v),
            rack_id: Sample::sample(g, v),
            member_epoch: Sample::sample(g, v),
            client_id: Sample::sample(g, v),
            client_host: Sample::sample(g, v),
            subscribed_topic_names: Sample::sample(g, v),
            assignment: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_group_describe_response::TopicPartitions {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            topic_name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_group_describe_response::Assignment {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { topic_partitions: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::share_group_heartbeat_request::ShareGroupHeartbeatRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            member_id: Sample::sample(g, v),
            member_epoch: Sample::sample(g, v),
            rack_id: Sample::sample(g, v),
            subscribed_topic_names: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_group_heartbeat_response::ShareGroupHeartbeatResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            member_id: Sample::sample(g, v),
            member_epoch: Sample::sample(g, v),
            heartbeat_interval_ms: Sample::sample(g, v),
            assignment: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::share_group_heartbeat_response::Assignment {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { topic_partitions: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::share_group_heartbeat_response::TopicPartitions {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::snapshot_footer_record::SnapshotFooterRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { version: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::snapshot_header_record::SnapshotHeaderRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            version: Sample::sample(g, v),
            last_contained_log_timestamp: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_describe_request::StreamsGroupDescribeRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_ids: Sample::sample(g, v),
            include_authorized_operations: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_describe_response::StreamsGroupDescribeResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            groups: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_describe_response::DescribedGroup {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            group_id: Sample::sample(g, v),
            group_state: Sample::sample(g, v),
            group_epoch: Sample::sample(g, v),
            assignment_epoch: Sample::sample(g, v),
            topology: Sample::sample(g, v),
            members: Sample::sample(g, v),
            authorized_operations: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_describe_response::Topology {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            epoch: Sample::sample(g, v),
            subtopologies: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_describe_response::Subtopology {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            subtopology_id: Sample::sample(g, v),
            source_topics: Sample::sample(g, v),
            repartition_sink_topics: Sample::sample(g, v),
            state_changelog_topics: Sample::sample(g, v),
            repartition_source_topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_describe_response::Member {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            member_id: Sample::sample(g, v),
            member_epoch: Sample::sample(g, v),
            instance_id: Sample::sample(g, v),
            rack_id: Sample::sample(g, v),
            client_id: Sample::sample(g, v),
            client_host: Sample::sample(g, v),
            topology_epoch: Sample::sample(g, v),
            process_id: Sample::sample(g, v),
            user_endpoint: Sample::sample(g, v),
            client_tags: Sample::sample(g, v),
            task_offsets: Sample::sample(g, v),
            task_end_offsets: Sample::sample(g, v),
            assignment: Sample::sample(g, v),
            target_assignment: Sample::sample(g, v),
            is_classic: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_describe_response::Endpoint {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_describe_response::TaskOffset {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            subtopology_id: Sample::sample(g, v),
            partition: Sample::sample(g, v),
            offset: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_describe_response::Assignment {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            active_tasks: Sample::sample(g, v),
            standby_tasks: Sample::sample(g, v),
            warmup_tasks: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_describe_response::TaskIds {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            subtopology_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_describe_response::KeyValue {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            key: Sample::sample(g, v),
            value: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_describe_response::TopicInfo {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            replication_factor: Sample::sample(g, v),
            topic_configs: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_heartbeat_request::StreamsGroupHeartbeatRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            member_id: Sample::sample(g, v),
            member_epoch: Sample::sample(g, v),
            endpoint_information_epoch: Sample::sample(g, v),
            instance_id: Sample::sample(g, v),
            rack_id: Sample::sample(g, v),
            rebalance_timeout_ms: Sample::sample(g, v),
            topology: Sample::sample(g, v),
            active_tasks: Sample::sample(g, v),
            standby_tasks: Sample::sample(g, v),
            warmup_tasks: Sample::sample(g, v),
            process_id: Sample::sample(g, v),
            user_endpoint: Sample::sample(g, v),
            client_tags: Sample::sample(g, v),
            task_offsets: Sample::sample(g, v),
            task_end_offsets: Sample::sample(g, v),
            shutdown_application: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_heartbeat_request::Topology {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            epoch: Sample::sample(g, v),
            subtopologies: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_heartbeat_request::Subtopology {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            subtopology_id: Sample::sample(g, v),
            source_topics: Sample::sample(g, v),
            source_topic_regex: Sample::sample(g, v),
            state_changelog_topics: Sample::sample(g, v),
            repartition_sink_topics: Sample::sample(g, v),
            repartition_source_topics: Sample::sample(g, v),
            copartition_groups: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_heartbeat_request::CopartitionGroup {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            source_topics: Sample::sample(g, v),
            source_topic_regex: Sample::sample(g, v),
            repartition_source_topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_heartbeat_request::KeyValue {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            key: Sample::sample(g, v),
            value: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_heartbeat_request::TopicInfo {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            replication_factor: Sample::sample(g, v),
            topic_configs: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_heartbeat_request::Endpoint {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_heartbeat_request::TaskOffset {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            subtopology_id: Sample::sample(g, v),
            partition: Sample::sample(g, v),
            offset: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_heartbeat_request::TaskIds {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            subtopology_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_heartbeat_response::StreamsGroupHeartbeatResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            member_id: Sample::sample(g, v),
            member_epoch: Sample::sample(g, v),
            heartbeat_interval_ms: Sample::sample(g, v),
            acceptable_recovery_lag: Sample::sample(g, v),
            task_offset_interval_ms: Sample::sample(g, v),
            status: Sample::sample(g, v),
            active_tasks: Sample::sample(g, v),
            standby_tasks: Sample::sample(g, v),
            warmup_tasks: Sample::sample(g, v),
            endpoint_information_epoch: Sample::sample(g, v),
            partitions_by_user_endpoint: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_heartbeat_response::EndpointToPartitions {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            user_endpoint: Sample::sample(g, v),
            active_partitions: Sample::sample(g, v),
            standby_partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_heartbeat_response::Status {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            status_code: Sample::sample(g, v),
            status_detail: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_heartbeat_response::TopicPartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_heartbeat_response::TaskIds {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            subtopology_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::streams_group_heartbeat_response::Endpoint {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::sync_group_request::SyncGroupRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            generation_id: Sample::sample(g, v),
            member_id: Sample::sample(g, v),
            group_instance_id: if v >= 3 { Sample::sample(g, v) } else { Self::default().group_instance_id },
            protocol_type: if v == 5 { Sample::sample(g, v) } else { Self::default().protocol_type },
            protocol_name: if v == 5 { Sample::sample(g, v) } else { Self::default().protocol_name },
            assignments: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::sync_group_request::SyncGroupRequestAssignment {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            member_id: Sample::sample(g, v),
            assignment: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::sync_group_response::SyncGroupResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: if v >= 1 { Sample::sample(g, v) } else { Self::default().throttle_time_ms },
            error_code: Sample::sample(g, v),
            protocol_type: if v == 5 { Sample::sample(g, v) } else { Self::default().protocol_type },
            protocol_name: if v == 5 { Sample::sample(g, v) } else { Self::default().protocol_name },
            assignment: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::txn_offset_commit_request::TxnOffsetCommitRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            transactional_id: Sample::sample(g, v),
            group_id: Sample::sample(g, v),
            producer_id: Sample::sample(g, v),
            producer_epoch: Sample::sample(g, v),
            generation_id: if v >= 3 { Sample::sample(g, v) } else { Self::default().generation_id },
            member_id: if v >= 3 { Sample::sample(g, v) } else { Self::default().member_id },
            group_instance_id: if v >= 3 { Sample::sample(g, v) } else { Self::default().group_instance_id },
            topics: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::txn_offset_commit_request::TxnOffsetCommitRequestTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::txn_offset_commit_request::TxnOffsetCommitRequestPartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            committed_offset: Sample::sample(g, v),
            committed_leader_epoch: if v >= 2 {
                Sample::sample(g, v)
            } else {
                Self::default().committed_leader_epoch
            },
            committed_metadata: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::txn_offset_commit_response::TxnOffsetCommitResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::txn_offset_commit_response::TxnOffsetCommitResponseTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::txn_offset_commit_response::TxnOffsetCommitResponsePartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            unknown_tagged_fields: if v >= 3 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for messages::unregister_broker_request::UnregisterBrokerRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { broker_id: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::unregister_broker_response::UnregisterBrokerResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::update_features_request::UpdateFeaturesRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            timeout_ms: Sample::sample(g, v),
            feature_updates: Sample::sample(g, v),
            validate_only: if v >= 1 { Sample::sample(g, v) } else { Self::default().validate_only },
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::update_features_request::FeatureUpdateKey {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            feature: Sample::sample(g, v),
            max_version_level: Sample::sample(g, v),
            allow_downgrade: if v == 0 { Sample::sample(g, v) } else { Self::default().allow_downgrade },
            upgrade_type: if v >= 1 { Sample::sample(g, v) } else { Self::default().upgrade_type },
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::update_features_response::UpdateFeaturesResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            results: if v <= 1 { Sample::sample(g, v) } else { Self::default().results },
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::update_features_response::UpdatableFeatureResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            feature: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::update_raft_voter_request::UpdateRaftVoterRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            cluster_id: Sample::sample(g, v),
            current_leader_epoch: Sample::sample(g, v),
            voter_id: Sample::sample(g, v),
            voter_directory_id: Sample::sample(g, v),
            listeners: Sample::sample(g, v),
            k_raft_version_feature: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::update_raft_voter_request::Listener {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::update_raft_voter_request::KRaftVersionFeature {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            min_supported_version: Sample::sample(g, v),
            max_supported_version: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::update_raft_voter_response::UpdateRaftVoterResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            throttle_time_ms: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            current_leader: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[0]),
        }
    }
}

impl Sample for messages::update_raft_voter_response::CurrentLeader {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            leader_id: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::vote_request::VoteRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            cluster_id: Sample::sample(g, v),
            voter_id: if v >= 1 { Sample::sample(g, v) } else { Self::default().voter_id },
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::vote_request::TopicData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::vote_request::PartitionData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            replica_epoch: Sample::sample(g, v),
            replica_id: Sample::sample(g, v),
            replica_directory_id: if v >= 1 {
                Sample::sample(g, v)
            } else {
                Self::default().replica_directory_id
            },
            voter_directory_id: if v >= 1 {
                Sample::sample(g, v)
            } else {
                Self::default().voter_directory_id
            },
            last_offset_epoch: Sample::sample(g, v),
            last_offset: Sample::sample(g, v),
            pre_vote: if v == 2 { Sample::sample(g, v) } else { Self::default().pre_vote },
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::vote_response::VoteResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            error_code: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            node_endpoints: if v >= 1 { Sample::sample(g, v) } else { Self::default().node_endpoints },
            unknown_tagged_fields: g.unknown_tags(&[0]),
        }
    }
}

impl Sample for messages::vote_response::TopicData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::vote_response::PartitionData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            leader_id: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            vote_granted: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::vote_response::NodeEndpoint {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            node_id: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::voters_record::VotersRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            version: Sample::sample(g, v),
            voters: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::voters_record::Voter {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            voter_id: Sample::sample(g, v),
            voter_directory_id: Sample::sample(g, v),
            endpoints: Sample::sample(g, v),
            k_raft_version_feature: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::voters_record::Endpoint {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::voters_record::KRaftVersionFeature {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            min_supported_version: Sample::sample(g, v),
            max_supported_version: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::write_share_group_state_request::WriteShareGroupStateRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::write_share_group_state_request::WriteStateData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::write_share_group_state_request::PartitionData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition: Sample::sample(g, v),
            state_epoch: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            start_offset: Sample::sample(g, v),
            delivery_complete_count: if v == 1 {
                Sample::sample(g, v)
            } else {
                Self::default().delivery_complete_count
            },
            state_batches: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::write_share_group_state_request::StateBatch {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            first_offset: Sample::sample(g, v),
            last_offset: Sample::sample(g, v),
            delivery_state: Sample::sample(g, v),
            delivery_count: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::write_share_group_state_response::WriteShareGroupStateResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { results: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::write_share_group_state_response::WriteStateResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::write_share_group_state_response::PartitionResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            error_message: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::write_txn_markers_request::WriteTxnMarkersRequest {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { markers: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::write_txn_markers_request::WritableTxnMarker {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            producer_id: Sample::sample(g, v),
            producer_epoch: Sample::sample(g, v),
            transaction_result: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            coordinator_epoch: Sample::sample(g, v),
            transaction_version: if v == 2 {
                Sample::sample(g, v)
            } else {
                Self::default().transaction_version
            },
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::write_txn_markers_request::WritableTxnMarkerTopic {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partition_indexes: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::write_txn_markers_response::WriteTxnMarkersResponse {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { markers: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for messages::write_txn_markers_response::WritableTxnMarkerResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            producer_id: Sample::sample(g, v),
            topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::write_txn_markers_response::WritableTxnMarkerTopicResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for messages::write_txn_markers_response::WritableTxnMarkerPartitionResult {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_index: Sample::sample(g, v),
            error_code: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample
    for records::group::consumer_group_current_member_assignment_key::ConsumerGroupCurrentMemberAssignmentKey
{
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group_id: Sample::sample(g, v), member_id: Sample::sample(g, v) }
    }
}

impl Sample for records::group::consumer_group_current_member_assignment_value::ConsumerGroupCurrentMemberAssignmentValue {
            fn sample(g: &mut Gen, v: i16) -> Self { Self { member_epoch: Sample::sample(g, v),previous_member_epoch: Sample::sample(g, v),state: Sample::sample(g, v),assigned_partitions: Sample::sample(g, v),partitions_pending_revocation: Sample::sample(g, v),unknown_tagged_fields: g.unknown_tags(&[]), } }
        }

impl Sample for records::group::consumer_group_current_member_assignment_value::TopicPartitions {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            assignment_epochs: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[0]),
        }
    }
}

impl Sample for records::group::consumer_group_member_metadata_key::ConsumerGroupMemberMetadataKey {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group_id: Sample::sample(g, v), member_id: Sample::sample(g, v) }
    }
}

impl Sample for records::group::consumer_group_member_metadata_value::ConsumerGroupMemberMetadataValue {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            instance_id: Sample::sample(g, v),
            rack_id: Sample::sample(g, v),
            client_id: Sample::sample(g, v),
            client_host: Sample::sample(g, v),
            subscribed_topic_names: Sample::sample(g, v),
            subscribed_topic_regex: Sample::sample(g, v),
            rebalance_timeout_ms: Sample::sample(g, v),
            server_assignor: Sample::sample(g, v),
            classic_member_metadata: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[0]),
        }
    }
}

impl Sample for records::group::consumer_group_member_metadata_value::ClassicMemberMetadata {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            session_timeout_ms: Sample::sample(g, v),
            supported_protocols: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::group::consumer_group_member_metadata_value::ClassicProtocol {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            metadata: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::group::consumer_group_metadata_key::ConsumerGroupMetadataKey {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group_id: Sample::sample(g, v) }
    }
}

impl Sample for records::group::consumer_group_metadata_value::ConsumerGroupMetadataValue {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            epoch: Sample::sample(g, v),
            metadata_hash: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[0]),
        }
    }
}

impl Sample for records::group::consumer_group_partition_metadata_key::ConsumerGroupPartitionMetadataKey {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group_id: Sample::sample(g, v) }
    }
}

impl Sample for records::group::consumer_group_partition_metadata_value::ConsumerGroupPartitionMetadataValue {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { topics: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for records::group::consumer_group_partition_metadata_value::TopicMetadata {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            topic_name: Sample::sample(g, v),
            num_partitions: Sample::sample(g, v),
            partition_metadata: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::group::consumer_group_partition_metadata_value::PartitionMetadata {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition: Sample::sample(g, v),
            racks: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::group::consumer_group_regular_expression_key::ConsumerGroupRegularExpressionKey {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group_id: Sample::sample(g, v), regular_expression: Sample::sample(g, v) }
    }
}

impl Sample for records::group::consumer_group_regular_expression_value::ConsumerGroupRegularExpressionValue {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topics: Sample::sample(g, v),
            version: Sample::sample(g, v),
            timestamp: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample
    for records::group::consumer_group_target_assignment_member_key::ConsumerGroupTargetAssignmentMemberKey
{
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group_id: Sample::sample(g, v), member_id: Sample::sample(g, v) }
    }
}

impl Sample for records::group::consumer_group_target_assignment_member_value::ConsumerGroupTargetAssignmentMemberValue {
            fn sample(g: &mut Gen, v: i16) -> Self { Self { topic_partitions: Sample::sample(g, v),unknown_tagged_fields: g.unknown_tags(&[]), } }
        }

impl Sample for records::group::consumer_group_target_assignment_member_value::TopicPartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::group::consumer_group_target_assignment_metadata_key::ConsumerGroupTargetAssignmentMetadataKey {
            fn sample(g: &mut Gen, v: i16) -> Self { Self { group_id: Sample::sample(g, v), } }
        }

impl Sample for records::group::consumer_group_target_assignment_metadata_value::ConsumerGroupTargetAssignmentMetadataValue {
            fn sample(g: &mut Gen, v: i16) -> Self { Self { assignment_epoch: Sample::sample(g, v),assignment_timestamp: Sample::sample(g, v),unknown_tagged_fields: g.unknown_tags(&[0]), } }
        }

impl Sample for records::group::group_metadata_key::GroupMetadataKey {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group: Sample::sample(g, v) }
    }
}

impl Sample for records::group::group_metadata_value::GroupMetadataValue {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            protocol_type: Sample::sample(g, v),
            generation: Sample::sample(g, v),
            protocol: Sample::sample(g, v),
            leader: Sample::sample(g, v),
            current_state_timestamp: if v >= 2 {
                Sample::sample(g, v)
            } else {
                Self::default().current_state_timestamp
            },
            members: Sample::sample(g, v),
            unknown_tagged_fields: if v == 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for records::group::group_metadata_value::MemberMetadata {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            member_id: Sample::sample(g, v),
            group_instance_id: if v >= 3 { Sample::sample(g, v) } else { Self::default().group_instance_id },
            client_id: Sample::sample(g, v),
            client_host: Sample::sample(g, v),
            rebalance_timeout: if v >= 1 { Sample::sample(g, v) } else { Self::default().rebalance_timeout },
            session_timeout: Sample::sample(g, v),
            subscription: Sample::sample(g, v),
            assignment: Sample::sample(g, v),
            unknown_tagged_fields: if v == 4 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample for records::group::legacy_offset_commit_key::LegacyOffsetCommitKey {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group: Sample::sample(g, v), topic: Sample::sample(g, v), partition: Sample::sample(g, v) }
    }
}

impl Sample for records::group::legacy_offset_commit_value::LegacyOffsetCommitValue {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            offset: Sample::sample(g, v),
            metadata: Sample::sample(g, v),
            commit_timestamp: Sample::sample(g, v),
        }
    }
}

impl Sample for records::group::offset_commit_key::OffsetCommitKey {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group: Sample::sample(g, v), topic: Sample::sample(g, v), partition: Sample::sample(g, v) }
    }
}

impl Sample for records::group::offset_commit_value::OffsetCommitValue {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            offset: Sample::sample(g, v),
            leader_epoch: if v >= 3 { Sample::sample(g, v) } else { Self::default().leader_epoch },
            metadata: Sample::sample(g, v),
            commit_timestamp: Sample::sample(g, v),
            expire_timestamp: if v == 1 { Sample::sample(g, v) } else { Self::default().expire_timestamp },
            topic_id: if v == 4 { Sample::sample(g, v) } else { Self::default().topic_id },
            unknown_tagged_fields: if v == 4 { g.unknown_tags(&[0]) } else { crate::UnknownTags::default() },
        }
    }
}

impl Sample
    for records::group::share_group_current_member_assignment_key::ShareGroupCurrentMemberAssignmentKey
{
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group_id: Sample::sample(g, v), member_id: Sample::sample(g, v) }
    }
}

impl Sample
    for records::group::share_group_current_member_assignment_value::ShareGroupCurrentMemberAssignmentValue
{
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            member_epoch: Sample::sample(g, v),
            previous_member_epoch: Sample::sample(g, v),
            state: Sample::sample(g, v),
            assigned_partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::group::share_group_current_member_assignment_value::TopicPartitions {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::group::share_group_member_metadata_key::ShareGroupMemberMetadataKey {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group_id: Sample::sample(g, v), member_id: Sample::sample(g, v) }
    }
}

impl Sample for records::group::share_group_member_metadata_value::ShareGroupMemberMetadataValue {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            rack_id: Sample::sample(g, v),
            client_id: Sample::sample(g, v),
            client_host: Sample::sample(g, v),
            subscribed_topic_names: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::group::share_group_metadata_key::ShareGroupMetadataKey {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group_id: Sample::sample(g, v) }
    }
}

impl Sample for records::group::share_group_metadata_value::ShareGroupMetadataValue {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            epoch: Sample::sample(g, v),
            metadata_hash: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample
    for records::group::share_group_state_partition_metadata_key::ShareGroupStatePartitionMetadataKey
{
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group_id: Sample::sample(g, v) }
    }
}

impl Sample
    for records::group::share_group_state_partition_metadata_value::ShareGroupStatePartitionMetadataValue
{
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            initializing_topics: Sample::sample(g, v),
            initialized_topics: Sample::sample(g, v),
            deleting_topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::group::share_group_state_partition_metadata_value::TopicPartitionsInfo {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            topic_name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::group::share_group_state_partition_metadata_value::TopicInfo {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            topic_name: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample
    for records::group::share_group_target_assignment_member_key::ShareGroupTargetAssignmentMemberKey
{
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group_id: Sample::sample(g, v), member_id: Sample::sample(g, v) }
    }
}

impl Sample
    for records::group::share_group_target_assignment_member_value::ShareGroupTargetAssignmentMemberValue
{
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { topic_partitions: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for records::group::share_group_target_assignment_member_value::TopicPartition {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample
    for records::group::share_group_target_assignment_metadata_key::ShareGroupTargetAssignmentMetadataKey
{
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group_id: Sample::sample(g, v) }
    }
}

impl Sample
    for records::group::share_group_target_assignment_metadata_value::ShareGroupTargetAssignmentMetadataValue
{
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            assignment_epoch: Sample::sample(g, v),
            assignment_timestamp: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[0]),
        }
    }
}

impl Sample
    for records::group::streams_group_current_member_assignment_key::StreamsGroupCurrentMemberAssignmentKey
{
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group_id: Sample::sample(g, v), member_id: Sample::sample(g, v) }
    }
}

impl Sample for records::group::streams_group_current_member_assignment_value::StreamsGroupCurrentMemberAssignmentValue {
            fn sample(g: &mut Gen, v: i16) -> Self { Self { member_epoch: Sample::sample(g, v),previous_member_epoch: Sample::sample(g, v),state: Sample::sample(g, v),active_tasks: Sample::sample(g, v),standby_tasks: Sample::sample(g, v),warmup_tasks: Sample::sample(g, v),active_tasks_pending_revocation: Sample::sample(g, v),standby_tasks_pending_revocation: Sample::sample(g, v),warmup_tasks_pending_revocation: Sample::sample(g, v),unknown_tagged_fields: g.unknown_tags(&[]), } }
        }

impl Sample for records::group::streams_group_current_member_assignment_value::TaskIds {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            subtopology_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            assignment_epochs: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[0]),
        }
    }
}

impl Sample for records::group::streams_group_member_metadata_key::StreamsGroupMemberMetadataKey {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group_id: Sample::sample(g, v), member_id: Sample::sample(g, v) }
    }
}

impl Sample for records::group::streams_group_member_metadata_value::StreamsGroupMemberMetadataValue {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            instance_id: Sample::sample(g, v),
            rack_id: Sample::sample(g, v),
            client_id: Sample::sample(g, v),
            client_host: Sample::sample(g, v),
            rebalance_timeout_ms: Sample::sample(g, v),
            topology_epoch: Sample::sample(g, v),
            process_id: Sample::sample(g, v),
            user_endpoint: Sample::sample(g, v),
            client_tags: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::group::streams_group_member_metadata_value::Endpoint {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::group::streams_group_member_metadata_value::KeyValue {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            key: Sample::sample(g, v),
            value: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::group::streams_group_metadata_key::StreamsGroupMetadataKey {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group_id: Sample::sample(g, v) }
    }
}

impl Sample for records::group::streams_group_metadata_value::StreamsGroupMetadataValue {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            epoch: Sample::sample(g, v),
            metadata_hash: Sample::sample(g, v),
            validated_topology_epoch: Sample::sample(g, v),
            last_assignment_configs: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[0, 1]),
        }
    }
}

impl Sample for records::group::streams_group_metadata_value::LastAssignmentConfig {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            key: Sample::sample(g, v),
            value: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample
    for records::group::streams_group_target_assignment_member_key::StreamsGroupTargetAssignmentMemberKey
{
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group_id: Sample::sample(g, v), member_id: Sample::sample(g, v) }
    }
}

impl Sample
    for records::group::streams_group_target_assignment_member_value::StreamsGroupTargetAssignmentMemberValue
{
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            active_tasks: Sample::sample(g, v),
            standby_tasks: Sample::sample(g, v),
            warmup_tasks: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::group::streams_group_target_assignment_member_value::TaskIds {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            subtopology_id: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample
    for records::group::streams_group_target_assignment_metadata_key::StreamsGroupTargetAssignmentMetadataKey
{
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group_id: Sample::sample(g, v) }
    }
}

impl Sample for records::group::streams_group_target_assignment_metadata_value::StreamsGroupTargetAssignmentMetadataValue {
            fn sample(g: &mut Gen, v: i16) -> Self { Self { assignment_epoch: Sample::sample(g, v),assignment_timestamp: Sample::sample(g, v),unknown_tagged_fields: g.unknown_tags(&[0]), } }
        }

impl Sample for records::group::streams_group_topology_key::StreamsGroupTopologyKey {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { group_id: Sample::sample(g, v) }
    }
}

impl Sample for records::group::streams_group_topology_value::StreamsGroupTopologyValue {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            epoch: Sample::sample(g, v),
            subtopologies: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::group::streams_group_topology_value::Subtopology {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            subtopology_id: Sample::sample(g, v),
            source_topics: Sample::sample(g, v),
            source_topic_regex: Sample::sample(g, v),
            state_changelog_topics: Sample::sample(g, v),
            repartition_sink_topics: Sample::sample(g, v),
            repartition_source_topics: Sample::sample(g, v),
            copartition_groups: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::group::streams_group_topology_value::CopartitionGroup {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            source_topics: Sample::sample(g, v),
            source_topic_regex: Sample::sample(g, v),
            repartition_source_topics: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::group::streams_group_topology_value::TopicConfig {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            key: Sample::sample(g, v),
            value: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::group::streams_group_topology_value::TopicInfo {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            partitions: Sample::sample(g, v),
            replication_factor: Sample::sample(g, v),
            topic_configs: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::metadata::abort_transaction_record::AbortTransactionRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { reason: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[0]) }
    }
}

impl Sample for records::metadata::access_control_entry_record::AccessControlEntryRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            id: Sample::sample(g, v),
            resource_type: Sample::sample(g, v),
            resource_name: Sample::sample(g, v),
            pattern_type: Sample::sample(g, v),
            principal: Sample::sample(g, v),
            host: Sample::sample(g, v),
            operation: Sample::sample(g, v),
            permission_type: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::metadata::begin_transaction_record::BeginTransactionRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { name: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[0]) }
    }
}

impl Sample for records::metadata::broker_registration_change_record::BrokerRegistrationChangeRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            broker_id: Sample::sample(g, v),
            broker_epoch: Sample::sample(g, v),
            fenced: Sample::sample(g, v),
            in_controlled_shutdown: if v >= 1 {
                Sample::sample(g, v)
            } else {
                Self::default().in_controlled_shutdown
            },
            log_dirs: if v >= 2 { Sample::sample(g, v) } else { Self::default().log_dirs },
            cordoned_log_dirs: if v == 3 { Sample::sample(g, v) } else { Self::default().cordoned_log_dirs },
            unknown_tagged_fields: g.unknown_tags(&[0, 1, 2, 3]),
        }
    }
}

impl Sample for records::metadata::clear_elr_record::ClearElrRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { topic_name: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for records::metadata::client_quota_record::ClientQuotaRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            entity: Sample::sample(g, v),
            key: Sample::sample(g, v),
            value: Sample::sample(g, v),
            remove: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::metadata::client_quota_record::EntityData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            entity_type: Sample::sample(g, v),
            entity_name: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::metadata::config_record::ConfigRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            resource_type: Sample::sample(g, v),
            resource_name: Sample::sample(g, v),
            name: Sample::sample(g, v),
            value: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::metadata::delegation_token_record::DelegationTokenRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            owner: Sample::sample(g, v),
            requester: Sample::sample(g, v),
            renewers: Sample::sample(g, v),
            issue_timestamp: Sample::sample(g, v),
            max_timestamp: Sample::sample(g, v),
            expiration_timestamp: Sample::sample(g, v),
            token_id: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::metadata::end_transaction_record::EndTransactionRecord {
    fn sample(g: &mut Gen, _v: i16) -> Self {
        Self { unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for records::metadata::feature_level_record::FeatureLevelRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            feature_level: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::metadata::fence_broker_record::FenceBrokerRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            id: Sample::sample(g, v),
            epoch: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::metadata::no_op_record::NoOpRecord {
    fn sample(g: &mut Gen, _v: i16) -> Self {
        Self { unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for records::metadata::partition_change_record::PartitionChangeRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_id: Sample::sample(g, v),
            topic_id: Sample::sample(g, v),
            isr: Sample::sample(g, v),
            leader: Sample::sample(g, v),
            replicas: Sample::sample(g, v),
            removing_replicas: Sample::sample(g, v),
            adding_replicas: Sample::sample(g, v),
            leader_recovery_state: Sample::sample(g, v),
            directories: if v >= 1 { Sample::sample(g, v) } else { Self::default().directories },
            eligible_leader_replicas: if v == 2 {
                Sample::sample(g, v)
            } else {
                Self::default().eligible_leader_replicas
            },
            last_known_elr: if v == 2 { Sample::sample(g, v) } else { Self::default().last_known_elr },
            unknown_tagged_fields: g.unknown_tags(&[0, 1, 2, 3, 4, 5, 8, 6, 7]),
        }
    }
}

impl Sample for records::metadata::partition_record::PartitionRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            partition_id: Sample::sample(g, v),
            topic_id: Sample::sample(g, v),
            replicas: Sample::sample(g, v),
            isr: Sample::sample(g, v),
            removing_replicas: Sample::sample(g, v),
            adding_replicas: Sample::sample(g, v),
            leader: Sample::sample(g, v),
            leader_recovery_state: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            partition_epoch: Sample::sample(g, v),
            directories: if v >= 1 { Sample::sample(g, v) } else { Self::default().directories },
            eligible_leader_replicas: if v == 2 {
                Sample::sample(g, v)
            } else {
                Self::default().eligible_leader_replicas
            },
            last_known_elr: if v == 2 { Sample::sample(g, v) } else { Self::default().last_known_elr },
            unknown_tagged_fields: g.unknown_tags(&[0, 1, 2]),
        }
    }
}

impl Sample for records::metadata::producer_ids_record::ProducerIdsRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            broker_id: Sample::sample(g, v),
            broker_epoch: Sample::sample(g, v),
            next_producer_id: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::metadata::register_broker_record::RegisterBrokerRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            broker_id: Sample::sample(g, v),
            is_migrating_zk_broker: if v >= 2 {
                Sample::sample(g, v)
            } else {
                Self::default().is_migrating_zk_broker
            },
            incarnation_id: Sample::sample(g, v),
            broker_epoch: Sample::sample(g, v),
            end_points: Sample::sample(g, v),
            features: Sample::sample(g, v),
            rack: Sample::sample(g, v),
            fenced: Sample::sample(g, v),
            in_controlled_shutdown: if v >= 1 {
                Sample::sample(g, v)
            } else {
                Self::default().in_controlled_shutdown
            },
            log_dirs: if v >= 3 { Sample::sample(g, v) } else { Self::default().log_dirs },
            cordoned_log_dirs: if v == 4 { Sample::sample(g, v) } else { Self::default().cordoned_log_dirs },
            unknown_tagged_fields: g.unknown_tags(&[0, 1]),
        }
    }
}

impl Sample for records::metadata::register_broker_record::BrokerEndpoint {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            security_protocol: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::metadata::register_broker_record::BrokerFeature {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            min_supported_version: Sample::sample(g, v),
            max_supported_version: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::metadata::register_controller_record::RegisterControllerRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            controller_id: Sample::sample(g, v),
            incarnation_id: Sample::sample(g, v),
            zk_migration_ready: Sample::sample(g, v),
            end_points: Sample::sample(g, v),
            features: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::metadata::register_controller_record::ControllerEndpoint {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            host: Sample::sample(g, v),
            port: Sample::sample(g, v),
            security_protocol: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::metadata::register_controller_record::ControllerFeature {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            min_supported_version: Sample::sample(g, v),
            max_supported_version: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::metadata::remove_access_control_entry_record::RemoveAccessControlEntryRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { id: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for records::metadata::remove_delegation_token_record::RemoveDelegationTokenRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { token_id: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for records::metadata::remove_topic_record::RemoveTopicRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { topic_id: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for records::metadata::remove_user_scram_credential_record::RemoveUserScramCredentialRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            mechanism: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::metadata::topic_record::TopicRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            topic_id: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::metadata::unfence_broker_record::UnfenceBrokerRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            id: Sample::sample(g, v),
            epoch: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::metadata::unregister_broker_record::UnregisterBrokerRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            broker_id: Sample::sample(g, v),
            broker_epoch: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::metadata::user_scram_credential_record::UserScramCredentialRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            mechanism: Sample::sample(g, v),
            salt: Sample::sample(g, v),
            stored_key: Sample::sample(g, v),
            server_key: Sample::sample(g, v),
            iterations: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::metadata::zk_migration_state_record::ZkMigrationStateRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { zk_migration_state: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for records::raft::quorum_state_data::QuorumStateData {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            cluster_id: if v == 0 { Sample::sample(g, v) } else { Self::default().cluster_id },
            leader_id: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            voted_id: Sample::sample(g, v),
            voted_directory_id: if v == 1 {
                Sample::sample(g, v)
            } else {
                Self::default().voted_directory_id
            },
            applied_offset: if v == 0 { Sample::sample(g, v) } else { Self::default().applied_offset },
            current_voters: if v == 0 { Sample::sample(g, v) } else { Self::default().current_voters },
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::raft::quorum_state_data::Voter {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { voter_id: Sample::sample(g, v), unknown_tagged_fields: g.unknown_tags(&[]) }
    }
}

impl Sample for records::share::share_snapshot_key::ShareSnapshotKey {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            topic_id: Sample::sample(g, v),
            partition: Sample::sample(g, v),
        }
    }
}

impl Sample for records::share::share_snapshot_value::ShareSnapshotValue {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            snapshot_epoch: Sample::sample(g, v),
            state_epoch: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            start_offset: Sample::sample(g, v),
            delivery_complete_count: Sample::sample(g, v),
            create_timestamp: Sample::sample(g, v),
            write_timestamp: Sample::sample(g, v),
            state_batches: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[0]),
        }
    }
}

impl Sample for records::share::share_snapshot_value::StateBatch {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            first_offset: Sample::sample(g, v),
            last_offset: Sample::sample(g, v),
            delivery_state: Sample::sample(g, v),
            delivery_count: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::share::share_update_key::ShareUpdateKey {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            group_id: Sample::sample(g, v),
            topic_id: Sample::sample(g, v),
            partition: Sample::sample(g, v),
        }
    }
}

impl Sample for records::share::share_update_value::ShareUpdateValue {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            snapshot_epoch: Sample::sample(g, v),
            leader_epoch: Sample::sample(g, v),
            start_offset: Sample::sample(g, v),
            delivery_complete_count: Sample::sample(g, v),
            state_batches: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[0]),
        }
    }
}

impl Sample for records::share::share_update_value::StateBatch {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            first_offset: Sample::sample(g, v),
            last_offset: Sample::sample(g, v),
            delivery_state: Sample::sample(g, v),
            delivery_count: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::storage::producer_snapshot::ProducerSnapshot {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { crc: Sample::sample(g, v), producer_entries: Sample::sample(g, v) }
    }
}

impl Sample for records::storage::producer_snapshot::ProducerEntry {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            producer_id: Sample::sample(g, v),
            epoch: Sample::sample(g, v),
            last_sequence: Sample::sample(g, v),
            last_offset: Sample::sample(g, v),
            offset_delta: Sample::sample(g, v),
            timestamp: Sample::sample(g, v),
            coordinator_epoch: Sample::sample(g, v),
            current_txn_first_offset: Sample::sample(g, v),
        }
    }
}

impl Sample for records::storage::remote_log_segment_metadata_record::RemoteLogSegmentMetadataRecord {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            remote_log_segment_id: Sample::sample(g, v),
            start_offset: Sample::sample(g, v),
            end_offset: Sample::sample(g, v),
            broker_id: Sample::sample(g, v),
            max_timestamp_ms: Sample::sample(g, v),
            event_timestamp_ms: Sample::sample(g, v),
            segment_leader_epochs: Sample::sample(g, v),
            segment_size_in_bytes: Sample::sample(g, v),
            custom_metadata: Sample::sample(g, v),
            remote_log_segment_state: Sample::sample(g, v),
            txn_index_empty: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[0]),
        }
    }
}

impl Sample for records::storage::remote_log_segment_metadata_record::RemoteLogSegmentIdEntry {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id_partition: Sample::sample(g, v),
            id: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::storage::remote_log_segment_metadata_record::TopicIdPartitionEntry {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            id: Sample::sample(g, v),
            partition: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::storage::remote_log_segment_metadata_record::SegmentLeaderEpochEntry {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            leader_epoch: Sample::sample(g, v),
            offset: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample
    for records::storage::remote_log_segment_metadata_snapshot_record::RemoteLogSegmentMetadataSnapshotRecord
{
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            segment_id: Sample::sample(g, v),
            start_offset: Sample::sample(g, v),
            end_offset: Sample::sample(g, v),
            broker_id: Sample::sample(g, v),
            max_timestamp_ms: Sample::sample(g, v),
            event_timestamp_ms: Sample::sample(g, v),
            segment_leader_epochs: Sample::sample(g, v),
            segment_size_in_bytes: Sample::sample(g, v),
            custom_metadata: Sample::sample(g, v),
            remote_log_segment_state: Sample::sample(g, v),
            txn_index_empty: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[0]),
        }
    }
}

impl Sample for records::storage::remote_log_segment_metadata_snapshot_record::SegmentLeaderEpochEntry {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            leader_epoch: Sample::sample(g, v),
            offset: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample
    for records::storage::remote_log_segment_metadata_update_record::RemoteLogSegmentMetadataUpdateRecord
{
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            remote_log_segment_id: Sample::sample(g, v),
            broker_id: Sample::sample(g, v),
            event_timestamp_ms: Sample::sample(g, v),
            custom_metadata: Sample::sample(g, v),
            remote_log_segment_state: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::storage::remote_log_segment_metadata_update_record::RemoteLogSegmentIdEntry {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id_partition: Sample::sample(g, v),
            id: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::storage::remote_log_segment_metadata_update_record::TopicIdPartitionEntry {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            id: Sample::sample(g, v),
            partition: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample
    for records::storage::remote_partition_delete_metadata_record::RemotePartitionDeleteMetadataRecord
{
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic_id_partition: Sample::sample(g, v),
            broker_id: Sample::sample(g, v),
            event_timestamp_ms: Sample::sample(g, v),
            remote_partition_delete_state: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::storage::remote_partition_delete_metadata_record::TopicIdPartitionEntry {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            name: Sample::sample(g, v),
            id: Sample::sample(g, v),
            partition: Sample::sample(g, v),
            unknown_tagged_fields: g.unknown_tags(&[]),
        }
    }
}

impl Sample for records::transaction::transaction_log_key::TransactionLogKey {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self { transactional_id: Sample::sample(g, v) }
    }
}

impl Sample for records::transaction::transaction_log_value::TransactionLogValue {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            producer_id: Sample::sample(g, v),
            previous_producer_id: if v == 1 {
                Sample::sample(g, v)
            } else {
                Self::default().previous_producer_id
            },
            next_producer_id: if v == 1 { Sample::sample(g, v) } else { Self::default().next_producer_id },
            producer_epoch: Sample::sample(g, v),
            next_producer_epoch: if v == 1 {
                Sample::sample(g, v)
            } else {
                Self::default().next_producer_epoch
            },
            transaction_timeout_ms: Sample::sample(g, v),
            transaction_status: Sample::sample(g, v),
            transaction_partitions: Sample::sample(g, v),
            transaction_last_update_timestamp_ms: Sample::sample(g, v),
            transaction_start_timestamp_ms: Sample::sample(g, v),
            client_transaction_version: if v == 1 {
                Sample::sample(g, v)
            } else {
                Self::default().client_transaction_version
            },
            unknown_tagged_fields: if v == 1 {
                g.unknown_tags(&[0, 1, 3, 2])
            } else {
                crate::UnknownTags::default()
            },
        }
    }
}

impl Sample for records::transaction::transaction_log_value::PartitionsSchema {
    fn sample(g: &mut Gen, v: i16) -> Self {
        Self {
            topic: Sample::sample(g, v),
            partition_ids: Sample::sample(g, v),
            unknown_tagged_fields: if v == 1 { g.unknown_tags(&[]) } else { crate::UnknownTags::default() },
        }
    }
}

/// Calls the visitor with every message and record.
#[expect(clippy::too_many_lines, reason = "a flat table")]
pub(crate) fn visit_all(visitor: &mut impl Visitor) {
    visitor.visit::<messages::add_offsets_to_txn_request::AddOffsetsToTxnRequest>();
    visitor.visit::<messages::add_offsets_to_txn_response::AddOffsetsToTxnResponse>();
    visitor.visit::<messages::add_partitions_to_txn_request::AddPartitionsToTxnRequest>();
    visitor.visit::<messages::add_partitions_to_txn_response::AddPartitionsToTxnResponse>();
    visitor.visit::<messages::add_raft_voter_request::AddRaftVoterRequest>();
    visitor.visit::<messages::add_raft_voter_response::AddRaftVoterResponse>();
    visitor.visit::<messages::allocate_producer_ids_request::AllocateProducerIdsRequest>();
    visitor.visit::<messages::allocate_producer_ids_response::AllocateProducerIdsResponse>();
    visitor.visit::<messages::alter_client_quotas_request::AlterClientQuotasRequest>();
    visitor.visit::<messages::alter_client_quotas_response::AlterClientQuotasResponse>();
    visitor.visit::<messages::alter_configs_request::AlterConfigsRequest>();
    visitor.visit::<messages::alter_configs_response::AlterConfigsResponse>();
    visitor.visit::<messages::alter_partition_reassignments_request::AlterPartitionReassignmentsRequest>();
    visitor.visit::<messages::alter_partition_reassignments_response::AlterPartitionReassignmentsResponse>();
    visitor.visit::<messages::alter_partition_request::AlterPartitionRequest>();
    visitor.visit::<messages::alter_partition_response::AlterPartitionResponse>();
    visitor.visit::<messages::alter_replica_log_dirs_request::AlterReplicaLogDirsRequest>();
    visitor.visit::<messages::alter_replica_log_dirs_response::AlterReplicaLogDirsResponse>();
    visitor.visit::<messages::alter_share_group_offsets_request::AlterShareGroupOffsetsRequest>();
    visitor.visit::<messages::alter_share_group_offsets_response::AlterShareGroupOffsetsResponse>();
    visitor.visit::<messages::alter_user_scram_credentials_request::AlterUserScramCredentialsRequest>();
    visitor.visit::<messages::alter_user_scram_credentials_response::AlterUserScramCredentialsResponse>();
    visitor.visit::<messages::api_versions_request::ApiVersionsRequest>();
    visitor.visit::<messages::api_versions_response::ApiVersionsResponse>();
    visitor.visit::<messages::assign_replicas_to_dirs_request::AssignReplicasToDirsRequest>();
    visitor.visit::<messages::assign_replicas_to_dirs_response::AssignReplicasToDirsResponse>();
    visitor.visit::<messages::begin_quorum_epoch_request::BeginQuorumEpochRequest>();
    visitor.visit::<messages::begin_quorum_epoch_response::BeginQuorumEpochResponse>();
    visitor.visit::<messages::broker_heartbeat_request::BrokerHeartbeatRequest>();
    visitor.visit::<messages::broker_heartbeat_response::BrokerHeartbeatResponse>();
    visitor.visit::<messages::broker_registration_request::BrokerRegistrationRequest>();
    visitor.visit::<messages::broker_registration_response::BrokerRegistrationResponse>();
    visitor.visit::<messages::consumer_group_describe_request::ConsumerGroupDescribeRequest>();
    visitor.visit::<messages::consumer_group_describe_response::ConsumerGroupDescribeResponse>();
    visitor.visit::<messages::consumer_group_heartbeat_request::ConsumerGroupHeartbeatRequest>();
    visitor.visit::<messages::consumer_group_heartbeat_response::ConsumerGroupHeartbeatResponse>();
    visitor.visit::<messages::consumer_protocol_assignment::ConsumerProtocolAssignment>();
    visitor.visit::<messages::consumer_protocol_subscription::ConsumerProtocolSubscription>();
    visitor.visit::<messages::control_record_type_schema::ControlRecordTypeSchema>();
    visitor.visit::<messages::controller_registration_request::ControllerRegistrationRequest>();
    visitor.visit::<messages::controller_registration_response::ControllerRegistrationResponse>();
    visitor.visit::<messages::create_acls_request::CreateAclsRequest>();
    visitor.visit::<messages::create_acls_response::CreateAclsResponse>();
    visitor.visit::<messages::create_delegation_token_request::CreateDelegationTokenRequest>();
    visitor.visit::<messages::create_delegation_token_response::CreateDelegationTokenResponse>();
    visitor.visit::<messages::create_partitions_request::CreatePartitionsRequest>();
    visitor.visit::<messages::create_partitions_response::CreatePartitionsResponse>();
    visitor.visit::<messages::create_topics_request::CreateTopicsRequest>();
    visitor.visit::<messages::create_topics_response::CreateTopicsResponse>();
    visitor.visit::<messages::default_principal_data::DefaultPrincipalData>();
    visitor.visit::<messages::delete_acls_request::DeleteAclsRequest>();
    visitor.visit::<messages::delete_acls_response::DeleteAclsResponse>();
    visitor.visit::<messages::delete_groups_request::DeleteGroupsRequest>();
    visitor.visit::<messages::delete_groups_response::DeleteGroupsResponse>();
    visitor.visit::<messages::delete_records_request::DeleteRecordsRequest>();
    visitor.visit::<messages::delete_records_response::DeleteRecordsResponse>();
    visitor.visit::<messages::delete_share_group_offsets_request::DeleteShareGroupOffsetsRequest>();
    visitor.visit::<messages::delete_share_group_offsets_response::DeleteShareGroupOffsetsResponse>();
    visitor.visit::<messages::delete_share_group_state_request::DeleteShareGroupStateRequest>();
    visitor.visit::<messages::delete_share_group_state_response::DeleteShareGroupStateResponse>();
    visitor.visit::<messages::delete_topics_request::DeleteTopicsRequest>();
    visitor.visit::<messages::delete_topics_response::DeleteTopicsResponse>();
    visitor.visit::<messages::describe_acls_request::DescribeAclsRequest>();
    visitor.visit::<messages::describe_acls_response::DescribeAclsResponse>();
    visitor.visit::<messages::describe_client_quotas_request::DescribeClientQuotasRequest>();
    visitor.visit::<messages::describe_client_quotas_response::DescribeClientQuotasResponse>();
    visitor.visit::<messages::describe_cluster_request::DescribeClusterRequest>();
    visitor.visit::<messages::describe_cluster_response::DescribeClusterResponse>();
    visitor.visit::<messages::describe_configs_request::DescribeConfigsRequest>();
    visitor.visit::<messages::describe_configs_response::DescribeConfigsResponse>();
    visitor.visit::<messages::describe_delegation_token_request::DescribeDelegationTokenRequest>();
    visitor.visit::<messages::describe_delegation_token_response::DescribeDelegationTokenResponse>();
    visitor.visit::<messages::describe_groups_request::DescribeGroupsRequest>();
    visitor.visit::<messages::describe_groups_response::DescribeGroupsResponse>();
    visitor.visit::<messages::describe_log_dirs_request::DescribeLogDirsRequest>();
    visitor.visit::<messages::describe_log_dirs_response::DescribeLogDirsResponse>();
    visitor.visit::<messages::describe_producers_request::DescribeProducersRequest>();
    visitor.visit::<messages::describe_producers_response::DescribeProducersResponse>();
    visitor.visit::<messages::describe_quorum_request::DescribeQuorumRequest>();
    visitor.visit::<messages::describe_quorum_response::DescribeQuorumResponse>();
    visitor.visit::<messages::describe_share_group_offsets_request::DescribeShareGroupOffsetsRequest>();
    visitor.visit::<messages::describe_share_group_offsets_response::DescribeShareGroupOffsetsResponse>();
    visitor.visit::<messages::describe_topic_partitions_request::DescribeTopicPartitionsRequest>();
    visitor.visit::<messages::describe_topic_partitions_response::DescribeTopicPartitionsResponse>();
    visitor.visit::<messages::describe_transactions_request::DescribeTransactionsRequest>();
    visitor.visit::<messages::describe_transactions_response::DescribeTransactionsResponse>();
    visitor.visit::<messages::describe_user_scram_credentials_request::DescribeUserScramCredentialsRequest>();
    visitor
        .visit::<messages::describe_user_scram_credentials_response::DescribeUserScramCredentialsResponse>();
    visitor.visit::<messages::elect_leaders_request::ElectLeadersRequest>();
    visitor.visit::<messages::elect_leaders_response::ElectLeadersResponse>();
    visitor.visit::<messages::end_quorum_epoch_request::EndQuorumEpochRequest>();
    visitor.visit::<messages::end_quorum_epoch_response::EndQuorumEpochResponse>();
    visitor.visit::<messages::end_txn_marker::EndTxnMarker>();
    visitor.visit::<messages::end_txn_request::EndTxnRequest>();
    visitor.visit::<messages::end_txn_response::EndTxnResponse>();
    visitor.visit::<messages::envelope_request::EnvelopeRequest>();
    visitor.visit::<messages::envelope_response::EnvelopeResponse>();
    visitor.visit::<messages::expire_delegation_token_request::ExpireDelegationTokenRequest>();
    visitor.visit::<messages::expire_delegation_token_response::ExpireDelegationTokenResponse>();
    visitor.visit::<messages::fetch_request::FetchRequest>();
    visitor.visit::<messages::fetch_response::FetchResponse>();
    visitor.visit::<messages::fetch_snapshot_request::FetchSnapshotRequest>();
    visitor.visit::<messages::fetch_snapshot_response::FetchSnapshotResponse>();
    visitor.visit::<messages::find_coordinator_request::FindCoordinatorRequest>();
    visitor.visit::<messages::find_coordinator_response::FindCoordinatorResponse>();
    visitor.visit::<messages::get_telemetry_subscriptions_request::GetTelemetrySubscriptionsRequest>();
    visitor.visit::<messages::get_telemetry_subscriptions_response::GetTelemetrySubscriptionsResponse>();
    visitor.visit::<messages::heartbeat_request::HeartbeatRequest>();
    visitor.visit::<messages::heartbeat_response::HeartbeatResponse>();
    visitor.visit::<messages::incremental_alter_configs_request::IncrementalAlterConfigsRequest>();
    visitor.visit::<messages::incremental_alter_configs_response::IncrementalAlterConfigsResponse>();
    visitor.visit::<messages::init_producer_id_request::InitProducerIdRequest>();
    visitor.visit::<messages::init_producer_id_response::InitProducerIdResponse>();
    visitor.visit::<messages::initialize_share_group_state_request::InitializeShareGroupStateRequest>();
    visitor.visit::<messages::initialize_share_group_state_response::InitializeShareGroupStateResponse>();
    visitor.visit::<messages::join_group_request::JoinGroupRequest>();
    visitor.visit::<messages::join_group_response::JoinGroupResponse>();
    visitor.visit::<messages::k_raft_version_record::KRaftVersionRecord>();
    visitor.visit::<messages::leader_change_message::LeaderChangeMessage>();
    visitor.visit::<messages::leave_group_request::LeaveGroupRequest>();
    visitor.visit::<messages::leave_group_response::LeaveGroupResponse>();
    visitor.visit::<messages::list_config_resources_request::ListConfigResourcesRequest>();
    visitor.visit::<messages::list_config_resources_response::ListConfigResourcesResponse>();
    visitor.visit::<messages::list_groups_request::ListGroupsRequest>();
    visitor.visit::<messages::list_groups_response::ListGroupsResponse>();
    visitor.visit::<messages::list_offsets_request::ListOffsetsRequest>();
    visitor.visit::<messages::list_offsets_response::ListOffsetsResponse>();
    visitor.visit::<messages::list_partition_reassignments_request::ListPartitionReassignmentsRequest>();
    visitor.visit::<messages::list_partition_reassignments_response::ListPartitionReassignmentsResponse>();
    visitor.visit::<messages::list_transactions_request::ListTransactionsRequest>();
    visitor.visit::<messages::list_transactions_response::ListTransactionsResponse>();
    visitor.visit::<messages::metadata_request::MetadataRequest>();
    visitor.visit::<messages::metadata_response::MetadataResponse>();
    visitor.visit::<messages::offset_commit_request::OffsetCommitRequest>();
    visitor.visit::<messages::offset_commit_response::OffsetCommitResponse>();
    visitor.visit::<messages::offset_delete_request::OffsetDeleteRequest>();
    visitor.visit::<messages::offset_delete_response::OffsetDeleteResponse>();
    visitor.visit::<messages::offset_fetch_request::OffsetFetchRequest>();
    visitor.visit::<messages::offset_fetch_response::OffsetFetchResponse>();
    visitor.visit::<messages::offset_for_leader_epoch_request::OffsetForLeaderEpochRequest>();
    visitor.visit::<messages::offset_for_leader_epoch_response::OffsetForLeaderEpochResponse>();
    visitor.visit::<messages::produce_request::ProduceRequest>();
    visitor.visit::<messages::produce_response::ProduceResponse>();
    visitor.visit::<messages::push_telemetry_request::PushTelemetryRequest>();
    visitor.visit::<messages::push_telemetry_response::PushTelemetryResponse>();
    visitor.visit::<messages::read_share_group_state_request::ReadShareGroupStateRequest>();
    visitor.visit::<messages::read_share_group_state_response::ReadShareGroupStateResponse>();
    visitor.visit::<messages::read_share_group_state_summary_request::ReadShareGroupStateSummaryRequest>();
    visitor.visit::<messages::read_share_group_state_summary_response::ReadShareGroupStateSummaryResponse>();
    visitor.visit::<messages::remove_raft_voter_request::RemoveRaftVoterRequest>();
    visitor.visit::<messages::remove_raft_voter_response::RemoveRaftVoterResponse>();
    visitor.visit::<messages::renew_delegation_token_request::RenewDelegationTokenRequest>();
    visitor.visit::<messages::renew_delegation_token_response::RenewDelegationTokenResponse>();
    visitor.visit::<messages::request_header::RequestHeader>();
    visitor.visit::<messages::response_header::ResponseHeader>();
    visitor.visit::<messages::sasl_authenticate_request::SaslAuthenticateRequest>();
    visitor.visit::<messages::sasl_authenticate_response::SaslAuthenticateResponse>();
    visitor.visit::<messages::sasl_handshake_request::SaslHandshakeRequest>();
    visitor.visit::<messages::sasl_handshake_response::SaslHandshakeResponse>();
    visitor.visit::<messages::share_acknowledge_request::ShareAcknowledgeRequest>();
    visitor.visit::<messages::share_acknowledge_response::ShareAcknowledgeResponse>();
    visitor.visit::<messages::share_fetch_request::ShareFetchRequest>();
    visitor.visit::<messages::share_fetch_response::ShareFetchResponse>();
    visitor.visit::<messages::share_group_describe_request::ShareGroupDescribeRequest>();
    visitor.visit::<messages::share_group_describe_response::ShareGroupDescribeResponse>();
    visitor.visit::<messages::share_group_heartbeat_request::ShareGroupHeartbeatRequest>();
    visitor.visit::<messages::share_group_heartbeat_response::ShareGroupHeartbeatResponse>();
    visitor.visit::<messages::snapshot_footer_record::SnapshotFooterRecord>();
    visitor.visit::<messages::snapshot_header_record::SnapshotHeaderRecord>();
    visitor.visit::<messages::streams_group_describe_request::StreamsGroupDescribeRequest>();
    visitor.visit::<messages::streams_group_describe_response::StreamsGroupDescribeResponse>();
    visitor.visit::<messages::streams_group_heartbeat_request::StreamsGroupHeartbeatRequest>();
    visitor.visit::<messages::streams_group_heartbeat_response::StreamsGroupHeartbeatResponse>();
    visitor.visit::<messages::sync_group_request::SyncGroupRequest>();
    visitor.visit::<messages::sync_group_response::SyncGroupResponse>();
    visitor.visit::<messages::txn_offset_commit_request::TxnOffsetCommitRequest>();
    visitor.visit::<messages::txn_offset_commit_response::TxnOffsetCommitResponse>();
    visitor.visit::<messages::unregister_broker_request::UnregisterBrokerRequest>();
    visitor.visit::<messages::unregister_broker_response::UnregisterBrokerResponse>();
    visitor.visit::<messages::update_features_request::UpdateFeaturesRequest>();
    visitor.visit::<messages::update_features_response::UpdateFeaturesResponse>();
    visitor.visit::<messages::update_raft_voter_request::UpdateRaftVoterRequest>();
    visitor.visit::<messages::update_raft_voter_response::UpdateRaftVoterResponse>();
    visitor.visit::<messages::vote_request::VoteRequest>();
    visitor.visit::<messages::vote_response::VoteResponse>();
    visitor.visit::<messages::voters_record::VotersRecord>();
    visitor.visit::<messages::write_share_group_state_request::WriteShareGroupStateRequest>();
    visitor.visit::<messages::write_share_group_state_response::WriteShareGroupStateResponse>();
    visitor.visit::<messages::write_txn_markers_request::WriteTxnMarkersRequest>();
    visitor.visit::<messages::write_txn_markers_response::WriteTxnMarkersResponse>();
    visitor.visit::<records::group::consumer_group_current_member_assignment_key::ConsumerGroupCurrentMemberAssignmentKey>();
    visitor.visit::<records::group::consumer_group_current_member_assignment_value::ConsumerGroupCurrentMemberAssignmentValue>();
    visitor.visit::<records::group::consumer_group_member_metadata_key::ConsumerGroupMemberMetadataKey>();
    visitor.visit::<records::group::consumer_group_member_metadata_value::ConsumerGroupMemberMetadataValue>();
    visitor.visit::<records::group::consumer_group_metadata_key::ConsumerGroupMetadataKey>();
    visitor.visit::<records::group::consumer_group_metadata_value::ConsumerGroupMetadataValue>();
    visitor
        .visit::<records::group::consumer_group_partition_metadata_key::ConsumerGroupPartitionMetadataKey>();
    visitor.visit::<records::group::consumer_group_partition_metadata_value::ConsumerGroupPartitionMetadataValue>();
    visitor
        .visit::<records::group::consumer_group_regular_expression_key::ConsumerGroupRegularExpressionKey>();
    visitor.visit::<records::group::consumer_group_regular_expression_value::ConsumerGroupRegularExpressionValue>();
    visitor.visit::<records::group::consumer_group_target_assignment_member_key::ConsumerGroupTargetAssignmentMemberKey>();
    visitor.visit::<records::group::consumer_group_target_assignment_member_value::ConsumerGroupTargetAssignmentMemberValue>();
    visitor.visit::<records::group::consumer_group_target_assignment_metadata_key::ConsumerGroupTargetAssignmentMetadataKey>();
    visitor.visit::<records::group::consumer_group_target_assignment_metadata_value::ConsumerGroupTargetAssignmentMetadataValue>();
    visitor.visit::<records::group::group_metadata_key::GroupMetadataKey>();
    visitor.visit::<records::group::group_metadata_value::GroupMetadataValue>();
    visitor.visit::<records::group::legacy_offset_commit_key::LegacyOffsetCommitKey>();
    visitor.visit::<records::group::legacy_offset_commit_value::LegacyOffsetCommitValue>();
    visitor.visit::<records::group::offset_commit_key::OffsetCommitKey>();
    visitor.visit::<records::group::offset_commit_value::OffsetCommitValue>();
    visitor.visit::<records::group::share_group_current_member_assignment_key::ShareGroupCurrentMemberAssignmentKey>();
    visitor.visit::<records::group::share_group_current_member_assignment_value::ShareGroupCurrentMemberAssignmentValue>();
    visitor.visit::<records::group::share_group_member_metadata_key::ShareGroupMemberMetadataKey>();
    visitor.visit::<records::group::share_group_member_metadata_value::ShareGroupMemberMetadataValue>();
    visitor.visit::<records::group::share_group_metadata_key::ShareGroupMetadataKey>();
    visitor.visit::<records::group::share_group_metadata_value::ShareGroupMetadataValue>();
    visitor.visit::<records::group::share_group_state_partition_metadata_key::ShareGroupStatePartitionMetadataKey>();
    visitor.visit::<records::group::share_group_state_partition_metadata_value::ShareGroupStatePartitionMetadataValue>();
    visitor.visit::<records::group::share_group_target_assignment_member_key::ShareGroupTargetAssignmentMemberKey>();
    visitor.visit::<records::group::share_group_target_assignment_member_value::ShareGroupTargetAssignmentMemberValue>();
    visitor.visit::<records::group::share_group_target_assignment_metadata_key::ShareGroupTargetAssignmentMetadataKey>();
    visitor.visit::<records::group::share_group_target_assignment_metadata_value::ShareGroupTargetAssignmentMetadataValue>();
    visitor.visit::<records::group::streams_group_current_member_assignment_key::StreamsGroupCurrentMemberAssignmentKey>();
    visitor.visit::<records::group::streams_group_current_member_assignment_value::StreamsGroupCurrentMemberAssignmentValue>();
    visitor.visit::<records::group::streams_group_member_metadata_key::StreamsGroupMemberMetadataKey>();
    visitor.visit::<records::group::streams_group_member_metadata_value::StreamsGroupMemberMetadataValue>();
    visitor.visit::<records::group::streams_group_metadata_key::StreamsGroupMetadataKey>();
    visitor.visit::<records::group::streams_group_metadata_value::StreamsGroupMetadataValue>();
    visitor.visit::<records::group::streams_group_target_assignment_member_key::StreamsGroupTargetAssignmentMemberKey>();
    visitor.visit::<records::group::streams_group_target_assignment_member_value::StreamsGroupTargetAssignmentMemberValue>();
    visitor.visit::<records::group::streams_group_target_assignment_metadata_key::StreamsGroupTargetAssignmentMetadataKey>();
    visitor.visit::<records::group::streams_group_target_assignment_metadata_value::StreamsGroupTargetAssignmentMetadataValue>();
    visitor.visit::<records::group::streams_group_topology_key::StreamsGroupTopologyKey>();
    visitor.visit::<records::group::streams_group_topology_value::StreamsGroupTopologyValue>();
    visitor.visit::<records::metadata::abort_transaction_record::AbortTransactionRecord>();
    visitor.visit::<records::metadata::access_control_entry_record::AccessControlEntryRecord>();
    visitor.visit::<records::metadata::begin_transaction_record::BeginTransactionRecord>();
    visitor.visit::<records::metadata::broker_registration_change_record::BrokerRegistrationChangeRecord>();
    visitor.visit::<records::metadata::clear_elr_record::ClearElrRecord>();
    visitor.visit::<records::metadata::client_quota_record::ClientQuotaRecord>();
    visitor.visit::<records::metadata::config_record::ConfigRecord>();
    visitor.visit::<records::metadata::delegation_token_record::DelegationTokenRecord>();
    visitor.visit::<records::metadata::end_transaction_record::EndTransactionRecord>();
    visitor.visit::<records::metadata::feature_level_record::FeatureLevelRecord>();
    visitor.visit::<records::metadata::fence_broker_record::FenceBrokerRecord>();
    visitor.visit::<records::metadata::no_op_record::NoOpRecord>();
    visitor.visit::<records::metadata::partition_change_record::PartitionChangeRecord>();
    visitor.visit::<records::metadata::partition_record::PartitionRecord>();
    visitor.visit::<records::metadata::producer_ids_record::ProducerIdsRecord>();
    visitor.visit::<records::metadata::register_broker_record::RegisterBrokerRecord>();
    visitor.visit::<records::metadata::register_controller_record::RegisterControllerRecord>();
    visitor.visit::<records::metadata::remove_access_control_entry_record::RemoveAccessControlEntryRecord>();
    visitor.visit::<records::metadata::remove_delegation_token_record::RemoveDelegationTokenRecord>();
    visitor.visit::<records::metadata::remove_topic_record::RemoveTopicRecord>();
    visitor
        .visit::<records::metadata::remove_user_scram_credential_record::RemoveUserScramCredentialRecord>();
    visitor.visit::<records::metadata::topic_record::TopicRecord>();
    visitor.visit::<records::metadata::unfence_broker_record::UnfenceBrokerRecord>();
    visitor.visit::<records::metadata::unregister_broker_record::UnregisterBrokerRecord>();
    visitor.visit::<records::metadata::user_scram_credential_record::UserScramCredentialRecord>();
    visitor.visit::<records::metadata::zk_migration_state_record::ZkMigrationStateRecord>();
    visitor.visit::<records::raft::quorum_state_data::QuorumStateData>();
    visitor.visit::<records::share::share_snapshot_key::ShareSnapshotKey>();
    visitor.visit::<records::share::share_snapshot_value::ShareSnapshotValue>();
    visitor.visit::<records::share::share_update_key::ShareUpdateKey>();
    visitor.visit::<records::share::share_update_value::ShareUpdateValue>();
    visitor.visit::<records::storage::producer_snapshot::ProducerSnapshot>();
    visitor.visit::<records::storage::remote_log_segment_metadata_record::RemoteLogSegmentMetadataRecord>();
    visitor.visit::<records::storage::remote_log_segment_metadata_snapshot_record::RemoteLogSegmentMetadataSnapshotRecord>();
    visitor.visit::<records::storage::remote_log_segment_metadata_update_record::RemoteLogSegmentMetadataUpdateRecord>();
    visitor.visit::<records::storage::remote_partition_delete_metadata_record::RemotePartitionDeleteMetadataRecord>();
    visitor.visit::<records::transaction::transaction_log_key::TransactionLogKey>();
    visitor.visit::<records::transaction::transaction_log_value::TransactionLogValue>();
}
