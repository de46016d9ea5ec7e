//! The table of APIs, and requests and responses by key. Written by `cargo xtask codegen`. Do not edit.

use std::ops::RangeInclusive;

use crate::codec::{DecodeError, Decoder, EncodeError, Encoder, Message};
use crate::messages;

/// What is known about one API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiInfo {
    /// Kafka's name, such as `Fetch`.
    pub name: &'static str,
    /// The versions that can be read and written.
    pub valid_versions: RangeInclusive<i16>,
    /// The versions that Apache Kafka 4.3 advertises on a broker's listener. For `Produce` they begin below
    /// the valid ones, since some clients look for version 0.
    pub broker_versions: Option<RangeInclusive<i16>>,
    /// The versions that Apache Kafka 4.3 advertises on a controller's listener.
    pub controller_versions: Option<RangeInclusive<i16>>,
    /// The first flexible version of the request.
    pub request_flexible_from: Option<i16>,
    /// The first flexible version of the response.
    pub response_flexible_from: Option<i16>,
}

impl ApiKey {
    /// The key as the wire carries it.
    pub const fn get(self) -> i16 {
        self as i16
    }

    /// Kafka's name, such as `Fetch`.
    pub const fn name(self) -> &'static str {
        self.info().name
    }
}

impl std::fmt::Display for ApiKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// The key of an API: which request a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i16)]
pub enum ApiKey {
    /// `Produce`, key 0.
    Produce = 0,
    /// `Fetch`, key 1.
    Fetch = 1,
    /// `ListOffsets`, key 2.
    ListOffsets = 2,
    /// `Metadata`, key 3.
    Metadata = 3,
    /// `OffsetCommit`, key 8.
    OffsetCommit = 8,
    /// `OffsetFetch`, key 9.
    OffsetFetch = 9,
    /// `FindCoordinator`, key 10.
    FindCoordinator = 10,
    /// `JoinGroup`, key 11.
    JoinGroup = 11,
    /// `Heartbeat`, key 12.
    Heartbeat = 12,
    /// `LeaveGroup`, key 13.
    LeaveGroup = 13,
    /// `SyncGroup`, key 14.
    SyncGroup = 14,
    /// `DescribeGroups`, key 15.
    DescribeGroups = 15,
    /// `ListGroups`, key 16.
    ListGroups = 16,
    /// `SaslHandshake`, key 17.
    SaslHandshake = 17,
    /// `ApiVersions`, key 18.
    ApiVersions = 18,
    /// `CreateTopics`, key 19.
    CreateTopics = 19,
    /// `DeleteTopics`, key 20.
    DeleteTopics = 20,
    /// `DeleteRecords`, key 21.
    DeleteRecords = 21,
    /// `InitProducerId`, key 22.
    InitProducerId = 22,
    /// `OffsetForLeaderEpoch`, key 23.
    OffsetForLeaderEpoch = 23,
    /// `AddPartitionsToTxn`, key 24.
    AddPartitionsToTxn = 24,
    /// `AddOffsetsToTxn`, key 25.
    AddOffsetsToTxn = 25,
    /// `EndTxn`, key 26.
    EndTxn = 26,
    /// `WriteTxnMarkers`, key 27.
    WriteTxnMarkers = 27,
    /// `TxnOffsetCommit`, key 28.
    TxnOffsetCommit = 28,
    /// `DescribeAcls`, key 29.
    DescribeAcls = 29,
    /// `CreateAcls`, key 30.
    CreateAcls = 30,
    /// `DeleteAcls`, key 31.
    DeleteAcls = 31,
    /// `DescribeConfigs`, key 32.
    DescribeConfigs = 32,
    /// `AlterConfigs`, key 33.
    AlterConfigs = 33,
    /// `AlterReplicaLogDirs`, key 34.
    AlterReplicaLogDirs = 34,
    /// `DescribeLogDirs`, key 35.
    DescribeLogDirs = 35,
    /// `SaslAuthenticate`, key 36.
    SaslAuthenticate = 36,
    /// `CreatePartitions`, key 37.
    CreatePartitions = 37,
    /// `CreateDelegationToken`, key 38.
    CreateDelegationToken = 38,
    /// `RenewDelegationToken`, key 39.
    RenewDelegationToken = 39,
    /// `ExpireDelegationToken`, key 40.
    ExpireDelegationToken = 40,
    /// `DescribeDelegationToken`, key 41.
    DescribeDelegationToken = 41,
    /// `DeleteGroups`, key 42.
    DeleteGroups = 42,
    /// `ElectLeaders`, key 43.
    ElectLeaders = 43,
    /// `IncrementalAlterConfigs`, key 44.
    IncrementalAlterConfigs = 44,
    /// `AlterPartitionReassignments`, key 45.
    AlterPartitionReassignments = 45,
    /// `ListPartitionReassignments`, key 46.
    ListPartitionReassignments = 46,
    /// `OffsetDelete`, key 47.
    OffsetDelete = 47,
    /// `DescribeClientQuotas`, key 48.
    DescribeClientQuotas = 48,
    /// `AlterClientQuotas`, key 49.
    AlterClientQuotas = 49,
    /// `DescribeUserScramCredentials`, key 50.
    DescribeUserScramCredentials = 50,
    /// `AlterUserScramCredentials`, key 51.
    AlterUserScramCredentials = 51,
    /// `Vote`, key 52.
    Vote = 52,
    /// `BeginQuorumEpoch`, key 53.
    BeginQuorumEpoch = 53,
    /// `EndQuorumEpoch`, key 54.
    EndQuorumEpoch = 54,
    /// `DescribeQuorum`, key 55.
    DescribeQuorum = 55,
    /// `AlterPartition`, key 56.
    AlterPartition = 56,
    /// `UpdateFeatures`, key 57.
    UpdateFeatures = 57,
    /// `Envelope`, key 58.
    Envelope = 58,
    /// `FetchSnapshot`, key 59.
    FetchSnapshot = 59,
    /// `DescribeCluster`, key 60.
    DescribeCluster = 60,
    /// `DescribeProducers`, key 61.
    DescribeProducers = 61,
    /// `BrokerRegistration`, key 62.
    BrokerRegistration = 62,
    /// `BrokerHeartbeat`, key 63.
    BrokerHeartbeat = 63,
    /// `UnregisterBroker`, key 64.
    UnregisterBroker = 64,
    /// `DescribeTransactions`, key 65.
    DescribeTransactions = 65,
    /// `ListTransactions`, key 66.
    ListTransactions = 66,
    /// `AllocateProducerIds`, key 67.
    AllocateProducerIds = 67,
    /// `ConsumerGroupHeartbeat`, key 68.
    ConsumerGroupHeartbeat = 68,
    /// `ConsumerGroupDescribe`, key 69.
    ConsumerGroupDescribe = 69,
    /// `ControllerRegistration`, key 70.
    ControllerRegistration = 70,
    /// `GetTelemetrySubscriptions`, key 71.
    GetTelemetrySubscriptions = 71,
    /// `PushTelemetry`, key 72.
    PushTelemetry = 72,
    /// `AssignReplicasToDirs`, key 73.
    AssignReplicasToDirs = 73,
    /// `ListConfigResources`, key 74.
    ListConfigResources = 74,
    /// `DescribeTopicPartitions`, key 75.
    DescribeTopicPartitions = 75,
    /// `ShareGroupHeartbeat`, key 76.
    ShareGroupHeartbeat = 76,
    /// `ShareGroupDescribe`, key 77.
    ShareGroupDescribe = 77,
    /// `ShareFetch`, key 78.
    ShareFetch = 78,
    /// `ShareAcknowledge`, key 79.
    ShareAcknowledge = 79,
    /// `AddRaftVoter`, key 80.
    AddRaftVoter = 80,
    /// `RemoveRaftVoter`, key 81.
    RemoveRaftVoter = 81,
    /// `UpdateRaftVoter`, key 82.
    UpdateRaftVoter = 82,
    /// `InitializeShareGroupState`, key 83.
    InitializeShareGroupState = 83,
    /// `ReadShareGroupState`, key 84.
    ReadShareGroupState = 84,
    /// `WriteShareGroupState`, key 85.
    WriteShareGroupState = 85,
    /// `DeleteShareGroupState`, key 86.
    DeleteShareGroupState = 86,
    /// `ReadShareGroupStateSummary`, key 87.
    ReadShareGroupStateSummary = 87,
    /// `StreamsGroupHeartbeat`, key 88.
    StreamsGroupHeartbeat = 88,
    /// `StreamsGroupDescribe`, key 89.
    StreamsGroupDescribe = 89,
    /// `DescribeShareGroupOffsets`, key 90.
    DescribeShareGroupOffsets = 90,
    /// `AlterShareGroupOffsets`, key 91.
    AlterShareGroupOffsets = 91,
    /// `DeleteShareGroupOffsets`, key 92.
    DeleteShareGroupOffsets = 92,
}

impl ApiKey {
    /// Every API, by key.
    pub const ALL: &'static [Self] = &[
        Self::Produce,
        Self::Fetch,
        Self::ListOffsets,
        Self::Metadata,
        Self::OffsetCommit,
        Self::OffsetFetch,
        Self::FindCoordinator,
        Self::JoinGroup,
        Self::Heartbeat,
        Self::LeaveGroup,
        Self::SyncGroup,
        Self::DescribeGroups,
        Self::ListGroups,
        Self::SaslHandshake,
        Self::ApiVersions,
        Self::CreateTopics,
        Self::DeleteTopics,
        Self::DeleteRecords,
        Self::InitProducerId,
        Self::OffsetForLeaderEpoch,
        Self::AddPartitionsToTxn,
        Self::AddOffsetsToTxn,
        Self::EndTxn,
        Self::WriteTxnMarkers,
        Self::TxnOffsetCommit,
        Self::DescribeAcls,
        Self::CreateAcls,
        Self::DeleteAcls,
        Self::DescribeConfigs,
        Self::AlterConfigs,
        Self::AlterReplicaLogDirs,
        Self::DescribeLogDirs,
        Self::SaslAuthenticate,
        Self::CreatePartitions,
        Self::CreateDelegationToken,
        Self::RenewDelegationToken,
        Self::ExpireDelegationToken,
        Self::DescribeDelegationToken,
        Self::DeleteGroups,
        Self::ElectLeaders,
        Self::IncrementalAlterConfigs,
        Self::AlterPartitionReassignments,
        Self::ListPartitionReassignments,
        Self::OffsetDelete,
        Self::DescribeClientQuotas,
        Self::AlterClientQuotas,
        Self::DescribeUserScramCredentials,
        Self::AlterUserScramCredentials,
        Self::Vote,
        Self::BeginQuorumEpoch,
        Self::EndQuorumEpoch,
        Self::DescribeQuorum,
        Self::AlterPartition,
        Self::UpdateFeatures,
        Self::Envelope,
        Self::FetchSnapshot,
        Self::DescribeCluster,
        Self::DescribeProducers,
        Self::BrokerRegistration,
        Self::BrokerHeartbeat,
        Self::UnregisterBroker,
        Self::DescribeTransactions,
        Self::ListTransactions,
        Self::AllocateProducerIds,
        Self::ConsumerGroupHeartbeat,
        Self::ConsumerGroupDescribe,
        Self::ControllerRegistration,
        Self::GetTelemetrySubscriptions,
        Self::PushTelemetry,
        Self::AssignReplicasToDirs,
        Self::ListConfigResources,
        Self::DescribeTopicPartitions,
        Self::ShareGroupHeartbeat,
        Self::ShareGroupDescribe,
        Self::ShareFetch,
        Self::ShareAcknowledge,
        Self::AddRaftVoter,
        Self::RemoveRaftVoter,
        Self::UpdateRaftVoter,
        Self::InitializeShareGroupState,
        Self::ReadShareGroupState,
        Self::WriteShareGroupState,
        Self::DeleteShareGroupState,
        Self::ReadShareGroupStateSummary,
        Self::StreamsGroupHeartbeat,
        Self::StreamsGroupDescribe,
        Self::DescribeShareGroupOffsets,
        Self::AlterShareGroupOffsets,
        Self::DeleteShareGroupOffsets,
    ];
    /// The highest key.
    pub const MAX: i16 = 92;

    /// `None` for a key that Apache Kafka 4.3 does not have.
    pub const fn from_i16(raw: i16) -> Option<Self> {
        match raw {
            0 => Some(Self::Produce),
            1 => Some(Self::Fetch),
            2 => Some(Self::ListOffsets),
            3 => Some(Self::Metadata),
            8 => Some(Self::OffsetCommit),
            9 => Some(Self::OffsetFetch),
            10 => Some(Self::FindCoordinator),
            11 => Some(Self::JoinGroup),
            12 => Some(Self::Heartbeat),
            13 => Some(Self::LeaveGroup),
            14 => Some(Self::SyncGroup),
            15 => Some(Self::DescribeGroups),
            16 => Some(Self::ListGroups),
            17 => Some(Self::SaslHandshake),
            18 => Some(Self::ApiVersions),
            19 => Some(Self::CreateTopics),
            20 => Some(Self::DeleteTopics),
            21 => Some(Self::DeleteRecords),
            22 => Some(Self::InitProducerId),
            23 => Some(Self::OffsetForLeaderEpoch),
            24 => Some(Self::AddPartitionsToTxn),
            25 => Some(Self::AddOffsetsToTxn),
            26 => Some(Self::EndTxn),
            27 => Some(Self::WriteTxnMarkers),
            28 => Some(Self::TxnOffsetCommit),
            29 => Some(Self::DescribeAcls),
            30 => Some(Self::CreateAcls),
            31 => Some(Self::DeleteAcls),
            32 => Some(Self::DescribeConfigs),
            33 => Some(Self::AlterConfigs),
            34 => Some(Self::AlterReplicaLogDirs),
            35 => Some(Self::DescribeLogDirs),
            36 => Some(Self::SaslAuthenticate),
            37 => Some(Self::CreatePartitions),
            38 => Some(Self::CreateDelegationToken),
            39 => Some(Self::RenewDelegationToken),
            40 => Some(Self::ExpireDelegationToken),
            41 => Some(Self::DescribeDelegationToken),
            42 => Some(Self::DeleteGroups),
            43 => Some(Self::ElectLeaders),
            44 => Some(Self::IncrementalAlterConfigs),
            45 => Some(Self::AlterPartitionReassignments),
            46 => Some(Self::ListPartitionReassignments),
            47 => Some(Self::OffsetDelete),
            48 => Some(Self::DescribeClientQuotas),
            49 => Some(Self::AlterClientQuotas),
            50 => Some(Self::DescribeUserScramCredentials),
            51 => Some(Self::AlterUserScramCredentials),
            52 => Some(Self::Vote),
            53 => Some(Self::BeginQuorumEpoch),
            54 => Some(Self::EndQuorumEpoch),
            55 => Some(Self::DescribeQuorum),
            56 => Some(Self::AlterPartition),
            57 => Some(Self::UpdateFeatures),
            58 => Some(Self::Envelope),
            59 => Some(Self::FetchSnapshot),
            60 => Some(Self::DescribeCluster),
            61 => Some(Self::DescribeProducers),
            62 => Some(Self::BrokerRegistration),
            63 => Some(Self::BrokerHeartbeat),
            64 => Some(Self::UnregisterBroker),
            65 => Some(Self::DescribeTransactions),
            66 => Some(Self::ListTransactions),
            67 => Some(Self::AllocateProducerIds),
            68 => Some(Self::ConsumerGroupHeartbeat),
            69 => Some(Self::ConsumerGroupDescribe),
            70 => Some(Self::ControllerRegistration),
            71 => Some(Self::GetTelemetrySubscriptions),
            72 => Some(Self::PushTelemetry),
            73 => Some(Self::AssignReplicasToDirs),
            74 => Some(Self::ListConfigResources),
            75 => Some(Self::DescribeTopicPartitions),
            76 => Some(Self::ShareGroupHeartbeat),
            77 => Some(Self::ShareGroupDescribe),
            78 => Some(Self::ShareFetch),
            79 => Some(Self::ShareAcknowledge),
            80 => Some(Self::AddRaftVoter),
            81 => Some(Self::RemoveRaftVoter),
            82 => Some(Self::UpdateRaftVoter),
            83 => Some(Self::InitializeShareGroupState),
            84 => Some(Self::ReadShareGroupState),
            85 => Some(Self::WriteShareGroupState),
            86 => Some(Self::DeleteShareGroupState),
            87 => Some(Self::ReadShareGroupStateSummary),
            88 => Some(Self::StreamsGroupHeartbeat),
            89 => Some(Self::StreamsGroupDescribe),
            90 => Some(Self::DescribeShareGroupOffsets),
            91 => Some(Self::AlterShareGroupOffsets),
            92 => Some(Self::DeleteShareGroupOffsets),
            _ => None,
        }
    }

    /// What is known about the API.
    pub const fn info(self) -> &'static ApiInfo {
        match self {
            Self::Produce => &ApiInfo {
                name: "Produce",
                valid_versions: 3..=13,
                broker_versions: Some(0..=13),
                controller_versions: None,
                request_flexible_from: Some(9),
                response_flexible_from: Some(9),
            },
            Self::Fetch => &ApiInfo {
                name: "Fetch",
                valid_versions: 4..=18,
                broker_versions: Some(4..=18),
                controller_versions: Some(4..=18),
                request_flexible_from: Some(12),
                response_flexible_from: Some(12),
            },
            Self::ListOffsets => &ApiInfo {
                name: "ListOffsets",
                valid_versions: 1..=11,
                broker_versions: Some(1..=11),
                controller_versions: None,
                request_flexible_from: Some(6),
                response_flexible_from: Some(6),
            },
            Self::Metadata => &ApiInfo {
                name: "Metadata",
                valid_versions: 0..=13,
                broker_versions: Some(0..=13),
                controller_versions: None,
                request_flexible_from: Some(9),
                response_flexible_from: Some(9),
            },
            Self::OffsetCommit => &ApiInfo {
                name: "OffsetCommit",
                valid_versions: 2..=10,
                broker_versions: Some(2..=10),
                controller_versions: None,
                request_flexible_from: Some(8),
                response_flexible_from: Some(8),
            },
            Self::OffsetFetch => &ApiInfo {
                name: "OffsetFetch",
                valid_versions: 1..=10,
                broker_versions: Some(1..=10),
                controller_versions: None,
                request_flexible_from: Some(6),
                response_flexible_from: Some(6),
            },
            Self::FindCoordinator => &ApiInfo {
                name: "FindCoordinator",
                valid_versions: 0..=6,
                broker_versions: Some(0..=6),
                controller_versions: None,
                request_flexible_from: Some(3),
                response_flexible_from: Some(3),
            },
            Self::JoinGroup => &ApiInfo {
                name: "JoinGroup",
                valid_versions: 0..=9,
                broker_versions: Some(0..=9),
                controller_versions: None,
                request_flexible_from: Some(6),
                response_flexible_from: Some(6),
            },
            Self::Heartbeat => &ApiInfo {
                name: "Heartbeat",
                valid_versions: 0..=4,
                broker_versions: Some(0..=4),
                controller_versions: None,
                request_flexible_from: Some(4),
                response_flexible_from: Some(4),
            },
            Self::LeaveGroup => &ApiInfo {
                name: "LeaveGroup",
                valid_versions: 0..=5,
                broker_versions: Some(0..=5),
                controller_versions: None,
                request_flexible_from: Some(4),
                response_flexible_from: Some(4),
            },
            Self::SyncGroup => &ApiInfo {
                name: "SyncGroup",
                valid_versions: 0..=5,
                broker_versions: Some(0..=5),
                controller_versions: None,
                request_flexible_from: Some(4),
                response_flexible_from: Some(4),
            },
            Self::DescribeGroups => &ApiInfo {
                name: "DescribeGroups",
                valid_versions: 0..=6,
                broker_versions: Some(0..=6),
                controller_versions: None,
                request_flexible_from: Some(5),
                response_flexible_from: Some(5),
            },
            Self::ListGroups => &ApiInfo {
                name: "ListGroups",
                valid_versions: 0..=5,
                broker_versions: Some(0..=5),
                controller_versions: None,
                request_flexible_from: Some(3),
                response_flexible_from: Some(3),
            },
            Self::SaslHandshake => &ApiInfo {
                name: "SaslHandshake",
                valid_versions: 0..=1,
                broker_versions: Some(0..=1),
                controller_versions: Some(0..=1),
                request_flexible_from: None,
                response_flexible_from: None,
            },
            Self::ApiVersions => &ApiInfo {
                name: "ApiVersions",
                valid_versions: 0..=4,
                broker_versions: Some(0..=4),
                controller_versions: Some(0..=4),
                request_flexible_from: Some(3),
                response_flexible_from: Some(3),
            },
            Self::CreateTopics => &ApiInfo {
                name: "CreateTopics",
                valid_versions: 2..=7,
                broker_versions: Some(2..=7),
                controller_versions: Some(2..=7),
                request_flexible_from: Some(5),
                response_flexible_from: Some(5),
            },
            Self::DeleteTopics => &ApiInfo {
                name: "DeleteTopics",
                valid_versions: 1..=6,
                broker_versions: Some(1..=6),
                controller_versions: Some(1..=6),
                request_flexible_from: Some(4),
                response_flexible_from: Some(4),
            },
            Self::DeleteRecords => &ApiInfo {
                name: "DeleteRecords",
                valid_versions: 0..=2,
                broker_versions: Some(0..=2),
                controller_versions: None,
                request_flexible_from: Some(2),
                response_flexible_from: Some(2),
            },
            Self::InitProducerId => &ApiInfo {
                name: "InitProducerId",
                valid_versions: 0..=6,
                broker_versions: Some(0..=5),
                controller_versions: None,
                request_flexible_from: Some(2),
                response_flexible_from: Some(2),
            },
            Self::OffsetForLeaderEpoch => &ApiInfo {
                name: "OffsetForLeaderEpoch",
                valid_versions: 2..=4,
                broker_versions: Some(2..=4),
                controller_versions: None,
                request_flexible_from: Some(4),
                response_flexible_from: Some(4),
            },
            Self::AddPartitionsToTxn => &ApiInfo {
                name: "AddPartitionsToTxn",
                valid_versions: 0..=5,
                broker_versions: Some(0..=5),
                controller_versions: None,
                request_flexible_from: Some(3),
                response_flexible_from: Some(3),
            },
            Self::AddOffsetsToTxn => &ApiInfo {
                name: "AddOffsetsToTxn",
                valid_versions: 0..=4,
                broker_versions: Some(0..=4),
                controller_versions: None,
                request_flexible_from: Some(3),
                response_flexible_from: Some(3),
            },
            Self::EndTxn => &ApiInfo {
                name: "EndTxn",
                valid_versions: 0..=5,
                broker_versions: Some(0..=5),
                controller_versions: None,
                request_flexible_from: Some(3),
                response_flexible_from: Some(3),
            },
            Self::WriteTxnMarkers => &ApiInfo {
                name: "WriteTxnMarkers",
                valid_versions: 1..=2,
                broker_versions: Some(1..=2),
                controller_versions: None,
                request_flexible_from: Some(1),
                response_flexible_from: Some(1),
            },
            Self::TxnOffsetCommit => &ApiInfo {
                name: "TxnOffsetCommit",
                valid_versions: 0..=5,
                broker_versions: Some(0..=5),
                controller_versions: None,
                request_flexible_from: Some(3),
                response_flexible_from: Some(3),
            },
            Self::DescribeAcls => &ApiInfo {
                name: "DescribeAcls",
                valid_versions: 1..=3,
                broker_versions: Some(1..=3),
                controller_versions: Some(1..=3),
                request_flexible_from: Some(2),
                response_flexible_from: Some(2),
            },
            Self::CreateAcls => &ApiInfo {
                name: "CreateAcls",
                valid_versions: 1..=3,
                broker_versions: Some(1..=3),
                controller_versions: Some(1..=3),
                request_flexible_from: Some(2),
                response_flexible_from: Some(2),
            },
            Self::DeleteAcls => &ApiInfo {
                name: "DeleteAcls",
                valid_versions: 1..=3,
                broker_versions: Some(1..=3),
                controller_versions: Some(1..=3),
                request_flexible_from: Some(2),
                response_flexible_from: Some(2),
            },
            Self::DescribeConfigs => &ApiInfo {
                name: "DescribeConfigs",
                valid_versions: 1..=4,
                broker_versions: Some(1..=4),
                controller_versions: Some(1..=4),
                request_flexible_from: Some(4),
                response_flexible_from: Some(4),
            },
            Self::AlterConfigs => &ApiInfo {
                name: "AlterConfigs",
                valid_versions: 0..=2,
                broker_versions: Some(0..=2),
                controller_versions: Some(0..=2),
                request_flexible_from: Some(2),
                response_flexible_from: Some(2),
            },
            Self::AlterReplicaLogDirs => &ApiInfo {
                name: "AlterReplicaLogDirs",
                valid_versions: 1..=2,
                broker_versions: Some(1..=2),
                controller_versions: None,
                request_flexible_from: Some(2),
                response_flexible_from: Some(2),
            },
            Self::DescribeLogDirs => &ApiInfo {
                name: "DescribeLogDirs",
                valid_versions: 1..=5,
                broker_versions: Some(1..=5),
                controller_versions: None,
                request_flexible_from: Some(2),
                response_flexible_from: Some(2),
            },
            Self::SaslAuthenticate => &ApiInfo {
                name: "SaslAuthenticate",
                valid_versions: 0..=2,
                broker_versions: Some(0..=2),
                controller_versions: Some(0..=2),
                request_flexible_from: Some(2),
                response_flexible_from: Some(2),
            },
            Self::CreatePartitions => &ApiInfo {
                name: "CreatePartitions",
                valid_versions: 0..=3,
                broker_versions: Some(0..=3),
                controller_versions: Some(0..=3),
                request_flexible_from: Some(2),
                response_flexible_from: Some(2),
            },
            Self::CreateDelegationToken => &ApiInfo {
                name: "CreateDelegationToken",
                valid_versions: 1..=3,
                broker_versions: Some(1..=3),
                controller_versions: Some(1..=3),
                request_flexible_from: Some(2),
                response_flexible_from: Some(2),
            },
            Self::RenewDelegationToken => &ApiInfo {
                name: "RenewDelegationToken",
                valid_versions: 1..=2,
                broker_versions: Some(1..=2),
                controller_versions: Some(1..=2),
                request_flexible_from: Some(2),
                response_flexible_from: Some(2),
            },
            Self::ExpireDelegationToken => &ApiInfo {
                name: "ExpireDelegationToken",
                valid_versions: 1..=2,
                broker_versions: Some(1..=2),
                controller_versions: Some(1..=2),
                request_flexible_from: Some(2),
                response_flexible_from: Some(2),
            },
            Self::DescribeDelegationToken => &ApiInfo {
                name: "DescribeDelegationToken",
                valid_versions: 1..=3,
                broker_versions: Some(1..=3),
                controller_versions: Some(1..=3),
                request_flexible_from: Some(2),
                response_flexible_from: Some(2),
            },
            Self::DeleteGroups => &ApiInfo {
                name: "DeleteGroups",
                valid_versions: 0..=2,
                broker_versions: Some(0..=2),
                controller_versions: None,
                request_flexible_from: Some(2),
                response_flexible_from: Some(2),
            },
            Self::ElectLeaders => &ApiInfo {
                name: "ElectLeaders",
                valid_versions: 0..=2,
                broker_versions: Some(0..=2),
                controller_versions: Some(0..=2),
                request_flexible_from: Some(2),
                response_flexible_from: Some(2),
            },
            Self::IncrementalAlterConfigs => &ApiInfo {
                name: "IncrementalAlterConfigs",
                valid_versions: 0..=1,
                broker_versions: Some(0..=1),
                controller_versions: Some(0..=1),
                request_flexible_from: Some(1),
                response_flexible_from: Some(1),
            },
            Self::AlterPartitionReassignments => &ApiInfo {
                name: "AlterPartitionReassignments",
                valid_versions: 0..=1,
                broker_versions: Some(0..=1),
                controller_versions: Some(0..=1),
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::ListPartitionReassignments => &ApiInfo {
                name: "ListPartitionReassignments",
                valid_versions: 0..=0,
                broker_versions: Some(0..=0),
                controller_versions: Some(0..=0),
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::OffsetDelete => &ApiInfo {
                name: "OffsetDelete",
                valid_versions: 0..=0,
                broker_versions: Some(0..=0),
                controller_versions: None,
                request_flexible_from: None,
                response_flexible_from: None,
            },
            Self::DescribeClientQuotas => &ApiInfo {
                name: "DescribeClientQuotas",
                valid_versions: 0..=1,
                broker_versions: Some(0..=1),
                controller_versions: None,
                request_flexible_from: Some(1),
                response_flexible_from: Some(1),
            },
            Self::AlterClientQuotas => &ApiInfo {
                name: "AlterClientQuotas",
                valid_versions: 0..=1,
                broker_versions: Some(0..=1),
                controller_versions: Some(0..=1),
                request_flexible_from: Some(1),
                response_flexible_from: Some(1),
            },
            Self::DescribeUserScramCredentials => &ApiInfo {
                name: "DescribeUserScramCredentials",
                valid_versions: 0..=0,
                broker_versions: Some(0..=0),
                controller_versions: Some(0..=0),
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::AlterUserScramCredentials => &ApiInfo {
                name: "AlterUserScramCredentials",
                valid_versions: 0..=0,
                broker_versions: Some(0..=0),
                controller_versions: Some(0..=0),
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::Vote => &ApiInfo {
                name: "Vote",
                valid_versions: 0..=2,
                broker_versions: None,
                controller_versions: Some(0..=2),
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::BeginQuorumEpoch => &ApiInfo {
                name: "BeginQuorumEpoch",
                valid_versions: 0..=1,
                broker_versions: None,
                controller_versions: Some(0..=1),
                request_flexible_from: Some(1),
                response_flexible_from: Some(1),
            },
            Self::EndQuorumEpoch => &ApiInfo {
                name: "EndQuorumEpoch",
                valid_versions: 0..=1,
                broker_versions: None,
                controller_versions: Some(0..=1),
                request_flexible_from: Some(1),
                response_flexible_from: Some(1),
            },
            Self::DescribeQuorum => &ApiInfo {
                name: "DescribeQuorum",
                valid_versions: 0..=2,
                broker_versions: Some(0..=2),
                controller_versions: Some(0..=2),
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::AlterPartition => &ApiInfo {
                name: "AlterPartition",
                valid_versions: 2..=3,
                broker_versions: None,
                controller_versions: Some(2..=3),
                request_flexible_from: Some(2),
                response_flexible_from: Some(2),
            },
            Self::UpdateFeatures => &ApiInfo {
                name: "UpdateFeatures",
                valid_versions: 0..=2,
                broker_versions: Some(0..=2),
                controller_versions: Some(0..=2),
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::Envelope => &ApiInfo {
                name: "Envelope",
                valid_versions: 0..=0,
                broker_versions: None,
                controller_versions: Some(0..=0),
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::FetchSnapshot => &ApiInfo {
                name: "FetchSnapshot",
                valid_versions: 0..=1,
                broker_versions: None,
                controller_versions: Some(0..=1),
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::DescribeCluster => &ApiInfo {
                name: "DescribeCluster",
                valid_versions: 0..=2,
                broker_versions: Some(0..=2),
                controller_versions: Some(0..=2),
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::DescribeProducers => &ApiInfo {
                name: "DescribeProducers",
                valid_versions: 0..=0,
                broker_versions: Some(0..=0),
                controller_versions: None,
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::BrokerRegistration => &ApiInfo {
                name: "BrokerRegistration",
                valid_versions: 0..=4,
                broker_versions: None,
                controller_versions: Some(0..=4),
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::BrokerHeartbeat => &ApiInfo {
                name: "BrokerHeartbeat",
                valid_versions: 0..=2,
                broker_versions: None,
                controller_versions: Some(0..=2),
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::UnregisterBroker => &ApiInfo {
                name: "UnregisterBroker",
                valid_versions: 0..=0,
                broker_versions: Some(0..=0),
                controller_versions: Some(0..=0),
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::DescribeTransactions => &ApiInfo {
                name: "DescribeTransactions",
                valid_versions: 0..=0,
                broker_versions: Some(0..=0),
                controller_versions: None,
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::ListTransactions => &ApiInfo {
                name: "ListTransactions",
                valid_versions: 0..=2,
                broker_versions: Some(0..=2),
                controller_versions: None,
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::AllocateProducerIds => &ApiInfo {
                name: "AllocateProducerIds",
                valid_versions: 0..=0,
                broker_versions: None,
                controller_versions: Some(0..=0),
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::ConsumerGroupHeartbeat => &ApiInfo {
                name: "ConsumerGroupHeartbeat",
                valid_versions: 0..=1,
                broker_versions: Some(0..=1),
                controller_versions: None,
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::ConsumerGroupDescribe => &ApiInfo {
                name: "ConsumerGroupDescribe",
                valid_versions: 0..=1,
                broker_versions: Some(0..=1),
                controller_versions: None,
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::ControllerRegistration => &ApiInfo {
                name: "ControllerRegistration",
                valid_versions: 0..=0,
                broker_versions: None,
                controller_versions: Some(0..=0),
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::GetTelemetrySubscriptions => &ApiInfo {
                name: "GetTelemetrySubscriptions",
                valid_versions: 0..=0,
                broker_versions: None,
                controller_versions: None,
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::PushTelemetry => &ApiInfo {
                name: "PushTelemetry",
                valid_versions: 0..=0,
                broker_versions: None,
                controller_versions: None,
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::AssignReplicasToDirs => &ApiInfo {
                name: "AssignReplicasToDirs",
                valid_versions: 0..=0,
                broker_versions: None,
                controller_versions: Some(0..=0),
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::ListConfigResources => &ApiInfo {
                name: "ListConfigResources",
                valid_versions: 0..=1,
                broker_versions: Some(0..=1),
                controller_versions: None,
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::DescribeTopicPartitions => &ApiInfo {
                name: "DescribeTopicPartitions",
                valid_versions: 0..=0,
                broker_versions: Some(0..=0),
                controller_versions: None,
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::ShareGroupHeartbeat => &ApiInfo {
                name: "ShareGroupHeartbeat",
                valid_versions: 1..=1,
                broker_versions: Some(1..=1),
                controller_versions: None,
                request_flexible_from: Some(1),
                response_flexible_from: Some(1),
            },
            Self::ShareGroupDescribe => &ApiInfo {
                name: "ShareGroupDescribe",
                valid_versions: 1..=1,
                broker_versions: Some(1..=1),
                controller_versions: None,
                request_flexible_from: Some(1),
                response_flexible_from: Some(1),
            },
            Self::ShareFetch => &ApiInfo {
                name: "ShareFetch",
                valid_versions: 1..=2,
                broker_versions: Some(1..=2),
                controller_versions: None,
                request_flexible_from: Some(1),
                response_flexible_from: Some(1),
            },
            Self::ShareAcknowledge => &ApiInfo {
                name: "ShareAcknowledge",
                valid_versions: 1..=2,
                broker_versions: Some(1..=2),
                controller_versions: None,
                request_flexible_from: Some(1),
                response_flexible_from: Some(1),
            },
            Self::AddRaftVoter => &ApiInfo {
                name: "AddRaftVoter",
                valid_versions: 0..=1,
                broker_versions: Some(0..=1),
                controller_versions: Some(0..=1),
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::RemoveRaftVoter => &ApiInfo {
                name: "RemoveRaftVoter",
                valid_versions: 0..=0,
                broker_versions: Some(0..=0),
                controller_versions: Some(0..=0),
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::UpdateRaftVoter => &ApiInfo {
                name: "UpdateRaftVoter",
                valid_versions: 0..=0,
                broker_versions: None,
                controller_versions: Some(0..=0),
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::InitializeShareGroupState => &ApiInfo {
                name: "InitializeShareGroupState",
                valid_versions: 0..=0,
                broker_versions: Some(0..=0),
                controller_versions: None,
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::ReadShareGroupState => &ApiInfo {
                name: "ReadShareGroupState",
                valid_versions: 0..=0,
                broker_versions: Some(0..=0),
                controller_versions: None,
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::WriteShareGroupState => &ApiInfo {
                name: "WriteShareGroupState",
                valid_versions: 0..=1,
                broker_versions: Some(0..=1),
                controller_versions: None,
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::DeleteShareGroupState => &ApiInfo {
                name: "DeleteShareGroupState",
                valid_versions: 0..=0,
                broker_versions: Some(0..=0),
                controller_versions: None,
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::ReadShareGroupStateSummary => &ApiInfo {
                name: "ReadShareGroupStateSummary",
                valid_versions: 0..=1,
                broker_versions: Some(0..=1),
                controller_versions: None,
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::StreamsGroupHeartbeat => &ApiInfo {
                name: "StreamsGroupHeartbeat",
                valid_versions: 0..=0,
                broker_versions: Some(0..=0),
                controller_versions: None,
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::StreamsGroupDescribe => &ApiInfo {
                name: "StreamsGroupDescribe",
                valid_versions: 0..=0,
                broker_versions: Some(0..=0),
                controller_versions: None,
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::DescribeShareGroupOffsets => &ApiInfo {
                name: "DescribeShareGroupOffsets",
                valid_versions: 0..=1,
                broker_versions: Some(0..=1),
                controller_versions: None,
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::AlterShareGroupOffsets => &ApiInfo {
                name: "AlterShareGroupOffsets",
                valid_versions: 0..=0,
                broker_versions: Some(0..=0),
                controller_versions: None,
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
            Self::DeleteShareGroupOffsets => &ApiInfo {
                name: "DeleteShareGroupOffsets",
                valid_versions: 0..=0,
                broker_versions: Some(0..=0),
                controller_versions: None,
                request_flexible_from: Some(0),
                response_flexible_from: Some(0),
            },
        }
    }
}

/// Any request.
#[derive(Debug, Clone, PartialEq)]
pub enum RequestKind {
    /// Key 0.
    Produce(messages::ProduceRequest),
    /// Key 1.
    Fetch(messages::FetchRequest),
    /// Key 2.
    ListOffsets(messages::ListOffsetsRequest),
    /// Key 3.
    Metadata(messages::MetadataRequest),
    /// Key 8.
    OffsetCommit(messages::OffsetCommitRequest),
    /// Key 9.
    OffsetFetch(messages::OffsetFetchRequest),
    /// Key 10.
    FindCoordinator(messages::FindCoordinatorRequest),
    /// Key 11.
    JoinGroup(messages::JoinGroupRequest),
    /// Key 12.
    Heartbeat(messages::HeartbeatRequest),
    /// Key 13.
    LeaveGroup(messages::LeaveGroupRequest),
    /// Key 14.
    SyncGroup(messages::SyncGroupRequest),
    /// Key 15.
    DescribeGroups(messages::DescribeGroupsRequest),
    /// Key 16.
    ListGroups(messages::ListGroupsRequest),
    /// Key 17.
    SaslHandshake(messages::SaslHandshakeRequest),
    /// Key 18.
    ApiVersions(messages::ApiVersionsRequest),
    /// Key 19.
    CreateTopics(messages::CreateTopicsRequest),
    /// Key 20.
    DeleteTopics(messages::DeleteTopicsRequest),
    /// Key 21.
    DeleteRecords(messages::DeleteRecordsRequest),
    /// Key 22.
    InitProducerId(messages::InitProducerIdRequest),
    /// Key 23.
    OffsetForLeaderEpoch(messages::OffsetForLeaderEpochRequest),
    /// Key 24.
    AddPartitionsToTxn(messages::AddPartitionsToTxnRequest),
    /// Key 25.
    AddOffsetsToTxn(messages::AddOffsetsToTxnRequest),
    /// Key 26.
    EndTxn(messages::EndTxnRequest),
    /// Key 27.
    WriteTxnMarkers(messages::WriteTxnMarkersRequest),
    /// Key 28.
    TxnOffsetCommit(messages::TxnOffsetCommitRequest),
    /// Key 29.
    DescribeAcls(messages::DescribeAclsRequest),
    /// Key 30.
    CreateAcls(messages::CreateAclsRequest),
    /// Key 31.
    DeleteAcls(messages::DeleteAclsRequest),
    /// Key 32.
    DescribeConfigs(messages::DescribeConfigsRequest),
    /// Key 33.
    AlterConfigs(messages::AlterConfigsRequest),
    /// Key 34.
    AlterReplicaLogDirs(messages::AlterReplicaLogDirsRequest),
    /// Key 35.
    DescribeLogDirs(messages::DescribeLogDirsRequest),
    /// Key 36.
    SaslAuthenticate(messages::SaslAuthenticateRequest),
    /// Key 37.
    CreatePartitions(messages::CreatePartitionsRequest),
    /// Key 38.
    CreateDelegationToken(messages::CreateDelegationTokenRequest),
    /// Key 39.
    RenewDelegationToken(messages::RenewDelegationTokenRequest),
    /// Key 40.
    ExpireDelegationToken(messages::ExpireDelegationTokenRequest),
    /// Key 41.
    DescribeDelegationToken(messages::DescribeDelegationTokenRequest),
    /// Key 42.
    DeleteGroups(messages::DeleteGroupsRequest),
    /// Key 43.
    ElectLeaders(messages::ElectLeadersRequest),
    /// Key 44.
    IncrementalAlterConfigs(messages::IncrementalAlterConfigsRequest),
    /// Key 45.
    AlterPartitionReassignments(messages::AlterPartitionReassignmentsRequest),
    /// Key 46.
    ListPartitionReassignments(messages::ListPartitionReassignmentsRequest),
    /// Key 47.
    OffsetDelete(messages::OffsetDeleteRequest),
    /// Key 48.
    DescribeClientQuotas(messages::DescribeClientQuotasRequest),
    /// Key 49.
    AlterClientQuotas(messages::AlterClientQuotasRequest),
    /// Key 50.
    DescribeUserScramCredentials(messages::DescribeUserScramCredentialsRequest),
    /// Key 51.
    AlterUserScramCredentials(messages::AlterUserScramCredentialsRequest),
    /// Key 52.
    Vote(messages::VoteRequest),
    /// Key 53.
    BeginQuorumEpoch(messages::BeginQuorumEpochRequest),
    /// Key 54.
    EndQuorumEpoch(messages::EndQuorumEpochRequest),
    /// Key 55.
    DescribeQuorum(messages::DescribeQuorumRequest),
    /// Key 56.
    AlterPartition(messages::AlterPartitionRequest),
    /// Key 57.
    UpdateFeatures(messages::UpdateFeaturesRequest),
    /// Key 58.
    Envelope(messages::EnvelopeRequest),
    /// Key 59.
    FetchSnapshot(messages::FetchSnapshotRequest),
    /// Key 60.
    DescribeCluster(messages::DescribeClusterRequest),
    /// Key 61.
    DescribeProducers(messages::DescribeProducersRequest),
    /// Key 62.
    BrokerRegistration(messages::BrokerRegistrationRequest),
    /// Key 63.
    BrokerHeartbeat(messages::BrokerHeartbeatRequest),
    /// Key 64.
    UnregisterBroker(messages::UnregisterBrokerRequest),
    /// Key 65.
    DescribeTransactions(messages::DescribeTransactionsRequest),
    /// Key 66.
    ListTransactions(messages::ListTransactionsRequest),
    /// Key 67.
    AllocateProducerIds(messages::AllocateProducerIdsRequest),
    /// Key 68.
    ConsumerGroupHeartbeat(messages::ConsumerGroupHeartbeatRequest),
    /// Key 69.
    ConsumerGroupDescribe(messages::ConsumerGroupDescribeRequest),
    /// Key 70.
    ControllerRegistration(messages::ControllerRegistrationRequest),
    /// Key 71.
    GetTelemetrySubscriptions(messages::GetTelemetrySubscriptionsRequest),
    /// Key 72.
    PushTelemetry(messages::PushTelemetryRequest),
    /// Key 73.
    AssignReplicasToDirs(messages::AssignReplicasToDirsRequest),
    /// Key 74.
    ListConfigResources(messages::ListConfigResourcesRequest),
    /// Key 75.
    DescribeTopicPartitions(messages::DescribeTopicPartitionsRequest),
    /// Key 76.
    ShareGroupHeartbeat(messages::ShareGroupHeartbeatRequest),
    /// Key 77.
    ShareGroupDescribe(messages::ShareGroupDescribeRequest),
    /// Key 78.
    ShareFetch(messages::ShareFetchRequest),
    /// Key 79.
    ShareAcknowledge(messages::ShareAcknowledgeRequest),
    /// Key 80.
    AddRaftVoter(messages::AddRaftVoterRequest),
    /// Key 81.
    RemoveRaftVoter(messages::RemoveRaftVoterRequest),
    /// Key 82.
    UpdateRaftVoter(messages::UpdateRaftVoterRequest),
    /// Key 83.
    InitializeShareGroupState(messages::InitializeShareGroupStateRequest),
    /// Key 84.
    ReadShareGroupState(messages::ReadShareGroupStateRequest),
    /// Key 85.
    WriteShareGroupState(messages::WriteShareGroupStateRequest),
    /// Key 86.
    DeleteShareGroupState(messages::DeleteShareGroupStateRequest),
    /// Key 87.
    ReadShareGroupStateSummary(messages::ReadShareGroupStateSummaryRequest),
    /// Key 88.
    StreamsGroupHeartbeat(messages::StreamsGroupHeartbeatRequest),
    /// Key 89.
    StreamsGroupDescribe(messages::StreamsGroupDescribeRequest),
    /// Key 90.
    DescribeShareGroupOffsets(messages::DescribeShareGroupOffsetsRequest),
    /// Key 91.
    AlterShareGroupOffsets(messages::AlterShareGroupOffsetsRequest),
    /// Key 92.
    DeleteShareGroupOffsets(messages::DeleteShareGroupOffsetsRequest),
}

impl RequestKind {
    /// Which one it is.
    pub const fn api_key(&self) -> ApiKey {
        match self {
            Self::Produce(_) => ApiKey::Produce,
            Self::Fetch(_) => ApiKey::Fetch,
            Self::ListOffsets(_) => ApiKey::ListOffsets,
            Self::Metadata(_) => ApiKey::Metadata,
            Self::OffsetCommit(_) => ApiKey::OffsetCommit,
            Self::OffsetFetch(_) => ApiKey::OffsetFetch,
            Self::FindCoordinator(_) => ApiKey::FindCoordinator,
            Self::JoinGroup(_) => ApiKey::JoinGroup,
            Self::Heartbeat(_) => ApiKey::Heartbeat,
            Self::LeaveGroup(_) => ApiKey::LeaveGroup,
            Self::SyncGroup(_) => ApiKey::SyncGroup,
            Self::DescribeGroups(_) => ApiKey::DescribeGroups,
            Self::ListGroups(_) => ApiKey::ListGroups,
            Self::SaslHandshake(_) => ApiKey::SaslHandshake,
            Self::ApiVersions(_) => ApiKey::ApiVersions,
            Self::CreateTopics(_) => ApiKey::CreateTopics,
            Self::DeleteTopics(_) => ApiKey::DeleteTopics,
            Self::DeleteRecords(_) => ApiKey::DeleteRecords,
            Self::InitProducerId(_) => ApiKey::InitProducerId,
            Self::OffsetForLeaderEpoch(_) => ApiKey::OffsetForLeaderEpoch,
            Self::AddPartitionsToTxn(_) => ApiKey::AddPartitionsToTxn,
            Self::AddOffsetsToTxn(_) => ApiKey::AddOffsetsToTxn,
            Self::EndTxn(_) => ApiKey::EndTxn,
            Self::WriteTxnMarkers(_) => ApiKey::WriteTxnMarkers,
            Self::TxnOffsetCommit(_) => ApiKey::TxnOffsetCommit,
            Self::DescribeAcls(_) => ApiKey::DescribeAcls,
            Self::CreateAcls(_) => ApiKey::CreateAcls,
            Self::DeleteAcls(_) => ApiKey::DeleteAcls,
            Self::DescribeConfigs(_) => ApiKey::DescribeConfigs,
            Self::AlterConfigs(_) => ApiKey::AlterConfigs,
            Self::AlterReplicaLogDirs(_) => ApiKey::AlterReplicaLogDirs,
            Self::DescribeLogDirs(_) => ApiKey::DescribeLogDirs,
            Self::SaslAuthenticate(_) => ApiKey::SaslAuthenticate,
            Self::CreatePartitions(_) => ApiKey::CreatePartitions,
            Self::CreateDelegationToken(_) => ApiKey::CreateDelegationToken,
            Self::RenewDelegationToken(_) => ApiKey::RenewDelegationToken,
            Self::ExpireDelegationToken(_) => ApiKey::ExpireDelegationToken,
            Self::DescribeDelegationToken(_) => ApiKey::DescribeDelegationToken,
            Self::DeleteGroups(_) => ApiKey::DeleteGroups,
            Self::ElectLeaders(_) => ApiKey::ElectLeaders,
            Self::IncrementalAlterConfigs(_) => ApiKey::IncrementalAlterConfigs,
            Self::AlterPartitionReassignments(_) => ApiKey::AlterPartitionReassignments,
            Self::ListPartitionReassignments(_) => ApiKey::ListPartitionReassignments,
            Self::OffsetDelete(_) => ApiKey::OffsetDelete,
            Self::DescribeClientQuotas(_) => ApiKey::DescribeClientQuotas,
            Self::AlterClientQuotas(_) => ApiKey::AlterClientQuotas,
            Self::DescribeUserScramCredentials(_) => ApiKey::DescribeUserScramCredentials,
            Self::AlterUserScramCredentials(_) => ApiKey::AlterUserScramCredentials,
            Self::Vote(_) => ApiKey::Vote,
            Self::BeginQuorumEpoch(_) => ApiKey::BeginQuorumEpoch,
            Self::EndQuorumEpoch(_) => ApiKey::EndQuorumEpoch,
            Self::DescribeQuorum(_) => ApiKey::DescribeQuorum,
            Self::AlterPartition(_) => ApiKey::AlterPartition,
            Self::UpdateFeatures(_) => ApiKey::UpdateFeatures,
            Self::Envelope(_) => ApiKey::Envelope,
            Self::FetchSnapshot(_) => ApiKey::FetchSnapshot,
            Self::DescribeCluster(_) => ApiKey::DescribeCluster,
            Self::DescribeProducers(_) => ApiKey::DescribeProducers,
            Self::BrokerRegistration(_) => ApiKey::BrokerRegistration,
            Self::BrokerHeartbeat(_) => ApiKey::BrokerHeartbeat,
            Self::UnregisterBroker(_) => ApiKey::UnregisterBroker,
            Self::DescribeTransactions(_) => ApiKey::DescribeTransactions,
            Self::ListTransactions(_) => ApiKey::ListTransactions,
            Self::AllocateProducerIds(_) => ApiKey::AllocateProducerIds,
            Self::ConsumerGroupHeartbeat(_) => ApiKey::ConsumerGroupHeartbeat,
            Self::ConsumerGroupDescribe(_) => ApiKey::ConsumerGroupDescribe,
            Self::ControllerRegistration(_) => ApiKey::ControllerRegistration,
            Self::GetTelemetrySubscriptions(_) => ApiKey::GetTelemetrySubscriptions,
            Self::PushTelemetry(_) => ApiKey::PushTelemetry,
            Self::AssignReplicasToDirs(_) => ApiKey::AssignReplicasToDirs,
            Self::ListConfigResources(_) => ApiKey::ListConfigResources,
            Self::DescribeTopicPartitions(_) => ApiKey::DescribeTopicPartitions,
            Self::ShareGroupHeartbeat(_) => ApiKey::ShareGroupHeartbeat,
            Self::ShareGroupDescribe(_) => ApiKey::ShareGroupDescribe,
            Self::ShareFetch(_) => ApiKey::ShareFetch,
            Self::ShareAcknowledge(_) => ApiKey::ShareAcknowledge,
            Self::AddRaftVoter(_) => ApiKey::AddRaftVoter,
            Self::RemoveRaftVoter(_) => ApiKey::RemoveRaftVoter,
            Self::UpdateRaftVoter(_) => ApiKey::UpdateRaftVoter,
            Self::InitializeShareGroupState(_) => ApiKey::InitializeShareGroupState,
            Self::ReadShareGroupState(_) => ApiKey::ReadShareGroupState,
            Self::WriteShareGroupState(_) => ApiKey::WriteShareGroupState,
            Self::DeleteShareGroupState(_) => ApiKey::DeleteShareGroupState,
            Self::ReadShareGroupStateSummary(_) => ApiKey::ReadShareGroupStateSummary,
            Self::StreamsGroupHeartbeat(_) => ApiKey::StreamsGroupHeartbeat,
            Self::StreamsGroupDescribe(_) => ApiKey::StreamsGroupDescribe,
            Self::DescribeShareGroupOffsets(_) => ApiKey::DescribeShareGroupOffsets,
            Self::AlterShareGroupOffsets(_) => ApiKey::AlterShareGroupOffsets,
            Self::DeleteShareGroupOffsets(_) => ApiKey::DeleteShareGroupOffsets,
        }
    }

    /// Reads the message with this key.
    pub fn decode(api_key: ApiKey, d: &mut Decoder, version: i16) -> Result<Self, DecodeError> {
        match api_key {
            ApiKey::Produce => Message::decode(d, version).map(Self::Produce),
            ApiKey::Fetch => Message::decode(d, version).map(Self::Fetch),
            ApiKey::ListOffsets => Message::decode(d, version).map(Self::ListOffsets),
            ApiKey::Metadata => Message::decode(d, version).map(Self::Metadata),
            ApiKey::OffsetCommit => Message::decode(d, version).map(Self::OffsetCommit),
            ApiKey::OffsetFetch => Message::decode(d, version).map(Self::OffsetFetch),
            ApiKey::FindCoordinator => Message::decode(d, version).map(Self::FindCoordinator),
            ApiKey::JoinGroup => Message::decode(d, version).map(Self::JoinGroup),
            ApiKey::Heartbeat => Message::decode(d, version).map(Self::Heartbeat),
            ApiKey::LeaveGroup => Message::decode(d, version).map(Self::LeaveGroup),
            ApiKey::SyncGroup => Message::decode(d, version).map(Self::SyncGroup),
            ApiKey::DescribeGroups => Message::decode(d, version).map(Self::DescribeGroups),
            ApiKey::ListGroups => Message::decode(d, version).map(Self::ListGroups),
            ApiKey::SaslHandshake => Message::decode(d, version).map(Self::SaslHandshake),
            ApiKey::ApiVersions => Message::decode(d, version).map(Self::ApiVersions),
            ApiKey::CreateTopics => Message::decode(d, version).map(Self::CreateTopics),
            ApiKey::DeleteTopics => Message::decode(d, version).map(Self::DeleteTopics),
            ApiKey::DeleteRecords => Message::decode(d, version).map(Self::DeleteRecords),
            ApiKey::InitProducerId => Message::decode(d, version).map(Self::InitProducerId),
            ApiKey::OffsetForLeaderEpoch => Message::decode(d, version).map(Self::OffsetForLeaderEpoch),
            ApiKey::AddPartitionsToTxn => Message::decode(d, version).map(Self::AddPartitionsToTxn),
            ApiKey::AddOffsetsToTxn => Message::decode(d, version).map(Self::AddOffsetsToTxn),
            ApiKey::EndTxn => Message::decode(d, version).map(Self::EndTxn),
            ApiKey::WriteTxnMarkers => Message::decode(d, version).map(Self::WriteTxnMarkers),
            ApiKey::TxnOffsetCommit => Message::decode(d, version).map(Self::TxnOffsetCommit),
            ApiKey::DescribeAcls => Message::decode(d, version).map(Self::DescribeAcls),
            ApiKey::CreateAcls => Message::decode(d, version).map(Self::CreateAcls),
            ApiKey::DeleteAcls => Message::decode(d, version).map(Self::DeleteAcls),
            ApiKey::DescribeConfigs => Message::decode(d, version).map(Self::DescribeConfigs),
            ApiKey::AlterConfigs => Message::decode(d, version).map(Self::AlterConfigs),
            ApiKey::AlterReplicaLogDirs => Message::decode(d, version).map(Self::AlterReplicaLogDirs),
            ApiKey::DescribeLogDirs => Message::decode(d, version).map(Self::DescribeLogDirs),
            ApiKey::SaslAuthenticate => Message::decode(d, version).map(Self::SaslAuthenticate),
            ApiKey::CreatePartitions => Message::decode(d, version).map(Self::CreatePartitions),
            ApiKey::CreateDelegationToken => Message::decode(d, version).map(Self::CreateDelegationToken),
            ApiKey::RenewDelegationToken => Message::decode(d, version).map(Self::RenewDelegationToken),
            ApiKey::ExpireDelegationToken => Message::decode(d, version).map(Self::ExpireDelegationToken),
            ApiKey::DescribeDelegationToken => Message::decode(d, version).map(Self::DescribeDelegationToken),
            ApiKey::DeleteGroups => Message::decode(d, version).map(Self::DeleteGroups),
            ApiKey::ElectLeaders => Message::decode(d, version).map(Self::ElectLeaders),
            ApiKey::IncrementalAlterConfigs => Message::decode(d, version).map(Self::IncrementalAlterConfigs),
            ApiKey::AlterPartitionReassignments => {
                Message::decode(d, version).map(Self::AlterPartitionReassignments)
            }
            ApiKey::ListPartitionReassignments => {
                Message::decode(d, version).map(Self::ListPartitionReassignments)
            }
            ApiKey::OffsetDelete => Message::decode(d, version).map(Self::OffsetDelete),
            ApiKey::DescribeClientQuotas => Message::decode(d, version).map(Self::DescribeClientQuotas),
            ApiKey::AlterClientQuotas => Message::decode(d, version).map(Self::AlterClientQuotas),
            ApiKey::DescribeUserScramCredentials => {
                Message::decode(d, version).map(Self::DescribeUserScramCredentials)
            }
            ApiKey::AlterUserScramCredentials => {
                Message::decode(d, version).map(Self::AlterUserScramCredentials)
            }
            ApiKey::Vote => Message::decode(d, version).map(Self::Vote),
            ApiKey::BeginQuorumEpoch => Message::decode(d, version).map(Self::BeginQuorumEpoch),
            ApiKey::EndQuorumEpoch => Message::decode(d, version).map(Self::EndQuorumEpoch),
            ApiKey::DescribeQuorum => Message::decode(d, version).map(Self::DescribeQuorum),
            ApiKey::AlterPartition => Message::decode(d, version).map(Self::AlterPartition),
            ApiKey::UpdateFeatures => Message::decode(d, version).map(Self::UpdateFeatures),
            ApiKey::Envelope => Message::decode(d, version).map(Self::Envelope),
            ApiKey::FetchSnapshot => Message::decode(d, version).map(Self::FetchSnapshot),
            ApiKey::DescribeCluster => Message::decode(d, version).map(Self::DescribeCluster),
            ApiKey::DescribeProducers => Message::decode(d, version).map(Self::DescribeProducers),
            ApiKey::BrokerRegistration => Message::decode(d, version).map(Self::BrokerRegistration),
            ApiKey::BrokerHeartbeat => Message::decode(d, version).map(Self::BrokerHeartbeat),
            ApiKey::UnregisterBroker => Message::decode(d, version).map(Self::UnregisterBroker),
            ApiKey::DescribeTransactions => Message::decode(d, version).map(Self::DescribeTransactions),
            ApiKey::ListTransactions => Message::decode(d, version).map(Self::ListTransactions),
            ApiKey::AllocateProducerIds => Message::decode(d, version).map(Self::AllocateProducerIds),
            ApiKey::ConsumerGroupHeartbeat => Message::decode(d, version).map(Self::ConsumerGroupHeartbeat),
            ApiKey::ConsumerGroupDescribe => Message::decode(d, version).map(Self::ConsumerGroupDescribe),
            ApiKey::ControllerRegistration => Message::decode(d, version).map(Self::ControllerRegistration),
            ApiKey::GetTelemetrySubscriptions => {
                Message::decode(d, version).map(Self::GetTelemetrySubscriptions)
            }
            ApiKey::PushTelemetry => Message::decode(d, version).map(Self::PushTelemetry),
            ApiKey::AssignReplicasToDirs => Message::decode(d, version).map(Self::AssignReplicasToDirs),
            ApiKey::ListConfigResources => Message::decode(d, version).map(Self::ListConfigResources),
            ApiKey::DescribeTopicPartitions => Message::decode(d, version).map(Self::DescribeTopicPartitions),
            ApiKey::ShareGroupHeartbeat => Message::decode(d, version).map(Self::ShareGroupHeartbeat),
            ApiKey::ShareGroupDescribe => Message::decode(d, version).map(Self::ShareGroupDescribe),
            ApiKey::ShareFetch => Message::decode(d, version).map(Self::ShareFetch),
            ApiKey::ShareAcknowledge => Message::decode(d, version).map(Self::ShareAcknowledge),
            ApiKey::AddRaftVoter => Message::decode(d, version).map(Self::AddRaftVoter),
            ApiKey::RemoveRaftVoter => Message::decode(d, version).map(Self::RemoveRaftVoter),
            ApiKey::UpdateRaftVoter => Message::decode(d, version).map(Self::UpdateRaftVoter),
            ApiKey::InitializeShareGroupState => {
                Message::decode(d, version).map(Self::InitializeShareGroupState)
            }
            ApiKey::ReadShareGroupState => Message::decode(d, version).map(Self::ReadShareGroupState),
            ApiKey::WriteShareGroupState => Message::decode(d, version).map(Self::WriteShareGroupState),
            ApiKey::DeleteShareGroupState => Message::decode(d, version).map(Self::DeleteShareGroupState),
            ApiKey::ReadShareGroupStateSummary => {
                Message::decode(d, version).map(Self::ReadShareGroupStateSummary)
            }
            ApiKey::StreamsGroupHeartbeat => Message::decode(d, version).map(Self::StreamsGroupHeartbeat),
            ApiKey::StreamsGroupDescribe => Message::decode(d, version).map(Self::StreamsGroupDescribe),
            ApiKey::DescribeShareGroupOffsets => {
                Message::decode(d, version).map(Self::DescribeShareGroupOffsets)
            }
            ApiKey::AlterShareGroupOffsets => Message::decode(d, version).map(Self::AlterShareGroupOffsets),
            ApiKey::DeleteShareGroupOffsets => Message::decode(d, version).map(Self::DeleteShareGroupOffsets),
        }
    }

    /// Writes the message, without its key.
    pub fn encode(&self, e: &mut Encoder, version: i16) -> Result<(), EncodeError> {
        match self {
            Self::Produce(message) => message.encode(e, version),
            Self::Fetch(message) => message.encode(e, version),
            Self::ListOffsets(message) => message.encode(e, version),
            Self::Metadata(message) => message.encode(e, version),
            Self::OffsetCommit(message) => message.encode(e, version),
            Self::OffsetFetch(message) => message.encode(e, version),
            Self::FindCoordinator(message) => message.encode(e, version),
            Self::JoinGroup(message) => message.encode(e, version),
            Self::Heartbeat(message) => message.encode(e, version),
            Self::LeaveGroup(message) => message.encode(e, version),
            Self::SyncGroup(message) => message.encode(e, version),
            Self::DescribeGroups(message) => message.encode(e, version),
            Self::ListGroups(message) => message.encode(e, version),
            Self::SaslHandshake(message) => message.encode(e, version),
            Self::ApiVersions(message) => message.encode(e, version),
            Self::CreateTopics(message) => message.encode(e, version),
            Self::DeleteTopics(message) => message.encode(e, version),
            Self::DeleteRecords(message) => message.encode(e, version),
            Self::InitProducerId(message) => message.encode(e, version),
            Self::OffsetForLeaderEpoch(message) => message.encode(e, version),
            Self::AddPartitionsToTxn(message) => message.encode(e, version),
            Self::AddOffsetsToTxn(message) => message.encode(e, version),
            Self::EndTxn(message) => message.encode(e, version),
            Self::WriteTxnMarkers(message) => message.encode(e, version),
            Self::TxnOffsetCommit(message) => message.encode(e, version),
            Self::DescribeAcls(message) => message.encode(e, version),
            Self::CreateAcls(message) => message.encode(e, version),
            Self::DeleteAcls(message) => message.encode(e, version),
            Self::DescribeConfigs(message) => message.encode(e, version),
            Self::AlterConfigs(message) => message.encode(e, version),
            Self::AlterReplicaLogDirs(message) => message.encode(e, version),
            Self::DescribeLogDirs(message) => message.encode(e, version),
            Self::SaslAuthenticate(message) => message.encode(e, version),
            Self::CreatePartitions(message) => message.encode(e, version),
            Self::CreateDelegationToken(message) => message.encode(e, version),
            Self::RenewDelegationToken(message) => message.encode(e, version),
            Self::ExpireDelegationToken(message) => message.encode(e, version),
            Self::DescribeDelegationToken(message) => message.encode(e, version),
            Self::DeleteGroups(message) => message.encode(e, version),
            Self::ElectLeaders(message) => message.encode(e, version),
            Self::IncrementalAlterConfigs(message) => message.encode(e, version),
            Self::AlterPartitionReassignments(message) => message.encode(e, version),
            Self::ListPartitionReassignments(message) => message.encode(e, version),
            Self::OffsetDelete(message) => message.encode(e, version),
            Self::DescribeClientQuotas(message) => message.encode(e, version),
            Self::AlterClientQuotas(message) => message.encode(e, version),
            Self::DescribeUserScramCredentials(message) => message.encode(e, version),
            Self::AlterUserScramCredentials(message) => message.encode(e, version),
            Self::Vote(message) => message.encode(e, version),
            Self::BeginQuorumEpoch(message) => message.encode(e, version),
            Self::EndQuorumEpoch(message) => message.encode(e, version),
            Self::DescribeQuorum(message) => message.encode(e, version),
            Self::AlterPartition(message) => message.encode(e, version),
            Self::UpdateFeatures(message) => message.encode(e, version),
            Self::Envelope(message) => message.encode(e, version),
            Self::FetchSnapshot(message) => message.encode(e, version),
            Self::DescribeCluster(message) => message.encode(e, version),
            Self::DescribeProducers(message) => message.encode(e, version),
            Self::BrokerRegistration(message) => message.encode(e, version),
            Self::BrokerHeartbeat(message) => message.encode(e, version),
            Self::UnregisterBroker(message) => message.encode(e, version),
            Self::DescribeTransactions(message) => message.encode(e, version),
            Self::ListTransactions(message) => message.encode(e, version),
            Self::AllocateProducerIds(message) => message.encode(e, version),
            Self::ConsumerGroupHeartbeat(message) => message.encode(e, version),
            Self::ConsumerGroupDescribe(message) => message.encode(e, version),
            Self::ControllerRegistration(message) => message.encode(e, version),
            Self::GetTelemetrySubscriptions(message) => message.encode(e, version),
            Self::PushTelemetry(message) => message.encode(e, version),
            Self::AssignReplicasToDirs(message) => message.encode(e, version),
            Self::ListConfigResources(message) => message.encode(e, version),
            Self::DescribeTopicPartitions(message) => message.encode(e, version),
            Self::ShareGroupHeartbeat(message) => message.encode(e, version),
            Self::ShareGroupDescribe(message) => message.encode(e, version),
            Self::ShareFetch(message) => message.encode(e, version),
            Self::ShareAcknowledge(message) => message.encode(e, version),
            Self::AddRaftVoter(message) => message.encode(e, version),
            Self::RemoveRaftVoter(message) => message.encode(e, version),
            Self::UpdateRaftVoter(message) => message.encode(e, version),
            Self::InitializeShareGroupState(message) => message.encode(e, version),
            Self::ReadShareGroupState(message) => message.encode(e, version),
            Self::WriteShareGroupState(message) => message.encode(e, version),
            Self::DeleteShareGroupState(message) => message.encode(e, version),
            Self::ReadShareGroupStateSummary(message) => message.encode(e, version),
            Self::StreamsGroupHeartbeat(message) => message.encode(e, version),
            Self::StreamsGroupDescribe(message) => message.encode(e, version),
            Self::DescribeShareGroupOffsets(message) => message.encode(e, version),
            Self::AlterShareGroupOffsets(message) => message.encode(e, version),
            Self::DeleteShareGroupOffsets(message) => message.encode(e, version),
        }
    }
}

/// Any response.
#[derive(Debug, Clone, PartialEq)]
pub enum ResponseKind {
    /// Key 0.
    Produce(messages::ProduceResponse),
    /// Key 1.
    Fetch(messages::FetchResponse),
    /// Key 2.
    ListOffsets(messages::ListOffsetsResponse),
    /// Key 3.
    Metadata(messages::MetadataResponse),
    /// Key 8.
    OffsetCommit(messages::OffsetCommitResponse),
    /// Key 9.
    OffsetFetch(messages::OffsetFetchResponse),
    /// Key 10.
    FindCoordinator(messages::FindCoordinatorResponse),
    /// Key 11.
    JoinGroup(messages::JoinGroupResponse),
    /// Key 12.
    Heartbeat(messages::HeartbeatResponse),
    /// Key 13.
    LeaveGroup(messages::LeaveGroupResponse),
    /// Key 14.
    SyncGroup(messages::SyncGroupResponse),
    /// Key 15.
    DescribeGroups(messages::DescribeGroupsResponse),
    /// Key 16.
    ListGroups(messages::ListGroupsResponse),
    /// Key 17.
    SaslHandshake(messages::SaslHandshakeResponse),
    /// Key 18.
    ApiVersions(messages::ApiVersionsResponse),
    /// Key 19.
    CreateTopics(messages::CreateTopicsResponse),
    /// Key 20.
    DeleteTopics(messages::DeleteTopicsResponse),
    /// Key 21.
    DeleteRecords(messages::DeleteRecordsResponse),
    /// Key 22.
    InitProducerId(messages::InitProducerIdResponse),
    /// Key 23.
    OffsetForLeaderEpoch(messages::OffsetForLeaderEpochResponse),
    /// Key 24.
    AddPartitionsToTxn(messages::AddPartitionsToTxnResponse),
    /// Key 25.
    AddOffsetsToTxn(messages::AddOffsetsToTxnResponse),
    /// Key 26.
    EndTxn(messages::EndTxnResponse),
    /// Key 27.
    WriteTxnMarkers(messages::WriteTxnMarkersResponse),
    /// Key 28.
    TxnOffsetCommit(messages::TxnOffsetCommitResponse),
    /// Key 29.
    DescribeAcls(messages::DescribeAclsResponse),
    /// Key 30.
    CreateAcls(messages::CreateAclsResponse),
    /// Key 31.
    DeleteAcls(messages::DeleteAclsResponse),
    /// Key 32.
    DescribeConfigs(messages::DescribeConfigsResponse),
    /// Key 33.
    AlterConfigs(messages::AlterConfigsResponse),
    /// Key 34.
    AlterReplicaLogDirs(messages::AlterReplicaLogDirsResponse),
    /// Key 35.
    DescribeLogDirs(messages::DescribeLogDirsResponse),
    /// Key 36.
    SaslAuthenticate(messages::SaslAuthenticateResponse),
    /// Key 37.
    CreatePartitions(messages::CreatePartitionsResponse),
    /// Key 38.
    CreateDelegationToken(messages::CreateDelegationTokenResponse),
    /// Key 39.
    RenewDelegationToken(messages::RenewDelegationTokenResponse),
    /// Key 40.
    ExpireDelegationToken(messages::ExpireDelegationTokenResponse),
    /// Key 41.
    DescribeDelegationToken(messages::DescribeDelegationTokenResponse),
    /// Key 42.
    DeleteGroups(messages::DeleteGroupsResponse),
    /// Key 43.
    ElectLeaders(messages::ElectLeadersResponse),
    /// Key 44.
    IncrementalAlterConfigs(messages::IncrementalAlterConfigsResponse),
    /// Key 45.
    AlterPartitionReassignments(messages::AlterPartitionReassignmentsResponse),
    /// Key 46.
    ListPartitionReassignments(messages::ListPartitionReassignmentsResponse),
    /// Key 47.
    OffsetDelete(messages::OffsetDeleteResponse),
    /// Key 48.
    DescribeClientQuotas(messages::DescribeClientQuotasResponse),
    /// Key 49.
    AlterClientQuotas(messages::AlterClientQuotasResponse),
    /// Key 50.
    DescribeUserScramCredentials(messages::DescribeUserScramCredentialsResponse),
    /// Key 51.
    AlterUserScramCredentials(messages::AlterUserScramCredentialsResponse),
    /// Key 52.
    Vote(messages::VoteResponse),
    /// Key 53.
    BeginQuorumEpoch(messages::BeginQuorumEpochResponse),
    /// Key 54.
    EndQuorumEpoch(messages::EndQuorumEpochResponse),
    /// Key 55.
    DescribeQuorum(messages::DescribeQuorumResponse),
    /// Key 56.
    AlterPartition(messages::AlterPartitionResponse),
    /// Key 57.
    UpdateFeatures(messages::UpdateFeaturesResponse),
    /// Key 58.
    Envelope(messages::EnvelopeResponse),
    /// Key 59.
    FetchSnapshot(messages::FetchSnapshotResponse),
    /// Key 60.
    DescribeCluster(messages::DescribeClusterResponse),
    /// Key 61.
    DescribeProducers(messages::DescribeProducersResponse),
    /// Key 62.
    BrokerRegistration(messages::BrokerRegistrationResponse),
    /// Key 63.
    BrokerHeartbeat(messages::BrokerHeartbeatResponse),
    /// Key 64.
    UnregisterBroker(messages::UnregisterBrokerResponse),
    /// Key 65.
    DescribeTransactions(messages::DescribeTransactionsResponse),
    /// Key 66.
    ListTransactions(messages::ListTransactionsResponse),
    /// Key 67.
    AllocateProducerIds(messages::AllocateProducerIdsResponse),
    /// Key 68.
    ConsumerGroupHeartbeat(messages::ConsumerGroupHeartbeatResponse),
    /// Key 69.
    ConsumerGroupDescribe(messages::ConsumerGroupDescribeResponse),
    /// Key 70.
    ControllerRegistration(messages::ControllerRegistrationResponse),
    /// Key 71.
    GetTelemetrySubscriptions(messages::GetTelemetrySubscriptionsResponse),
    /// Key 72.
    PushTelemetry(messages::PushTelemetryResponse),
    /// Key 73.
    AssignReplicasToDirs(messages::AssignReplicasToDirsResponse),
    /// Key 74.
    ListConfigResources(messages::ListConfigResourcesResponse),
    /// Key 75.
    DescribeTopicPartitions(messages::DescribeTopicPartitionsResponse),
    /// Key 76.
    ShareGroupHeartbeat(messages::ShareGroupHeartbeatResponse),
    /// Key 77.
    ShareGroupDescribe(messages::ShareGroupDescribeResponse),
    /// Key 78.
    ShareFetch(messages::ShareFetchResponse),
    /// Key 79.
    ShareAcknowledge(messages::ShareAcknowledgeResponse),
    /// Key 80.
    AddRaftVoter(messages::AddRaftVoterResponse),
    /// Key 81.
    RemoveRaftVoter(messages::RemoveRaftVoterResponse),
    /// Key 82.
    UpdateRaftVoter(messages::UpdateRaftVoterResponse),
    /// Key 83.
    InitializeShareGroupState(messages::InitializeShareGroupStateResponse),
    /// Key 84.
    ReadShareGroupState(messages::ReadShareGroupStateResponse),
    /// Key 85.
    WriteShareGroupState(messages::WriteShareGroupStateResponse),
    /// Key 86.
    DeleteShareGroupState(messages::DeleteShareGroupStateResponse),
    /// Key 87.
    ReadShareGroupStateSummary(messages::ReadShareGroupStateSummaryResponse),
    /// Key 88.
    StreamsGroupHeartbeat(messages::StreamsGroupHeartbeatResponse),
    /// Key 89.
    StreamsGroupDescribe(messages::StreamsGroupDescribeResponse),
    /// Key 90.
    DescribeShareGroupOffsets(messages::DescribeShareGroupOffsetsResponse),
    /// Key 91.
    AlterShareGroupOffsets(messages::AlterShareGroupOffsetsResponse),
    /// Key 92.
    DeleteShareGroupOffsets(messages::DeleteShareGroupOffsetsResponse),
}

impl ResponseKind {
    /// Which one it is.
    pub const fn api_key(&self) -> ApiKey {
        match self {
            Self::Produce(_) => ApiKey::Produce,
            Self::Fetch(_) => ApiKey::Fetch,
            Self::ListOffsets(_) => ApiKey::ListOffsets,
            Self::Metadata(_) => ApiKey::Metadata,
            Self::OffsetCommit(_) => ApiKey::OffsetCommit,
            Self::OffsetFetch(_) => ApiKey::OffsetFetch,
            Self::FindCoordinator(_) => ApiKey::FindCoordinator,
            Self::JoinGroup(_) => ApiKey::JoinGroup,
            Self::Heartbeat(_) => ApiKey::Heartbeat,
            Self::LeaveGroup(_) => ApiKey::LeaveGroup,
            Self::SyncGroup(_) => ApiKey::SyncGroup,
            Self::DescribeGroups(_) => ApiKey::DescribeGroups,
            Self::ListGroups(_) => ApiKey::ListGroups,
            Self::SaslHandshake(_) => ApiKey::SaslHandshake,
            Self::ApiVersions(_) => ApiKey::ApiVersions,
            Self::CreateTopics(_) => ApiKey::CreateTopics,
            Self::DeleteTopics(_) => ApiKey::DeleteTopics,
            Self::DeleteRecords(_) => ApiKey::DeleteRecords,
            Self::InitProducerId(_) => ApiKey::InitProducerId,
            Self::OffsetForLeaderEpoch(_) => ApiKey::OffsetForLeaderEpoch,
            Self::AddPartitionsToTxn(_) => ApiKey::AddPartitionsToTxn,
            Self::AddOffsetsToTxn(_) => ApiKey::AddOffsetsToTxn,
            Self::EndTxn(_) => ApiKey::EndTxn,
            Self::WriteTxnMarkers(_) => ApiKey::WriteTxnMarkers,
            Self::TxnOffsetCommit(_) => ApiKey::TxnOffsetCommit,
            Self::DescribeAcls(_) => ApiKey::DescribeAcls,
            Self::CreateAcls(_) => ApiKey::CreateAcls,
            Self::DeleteAcls(_) => ApiKey::DeleteAcls,
            Self::DescribeConfigs(_) => ApiKey::DescribeConfigs,
            Self::AlterConfigs(_) => ApiKey::AlterConfigs,
            Self::AlterReplicaLogDirs(_) => ApiKey::AlterReplicaLogDirs,
            Self::DescribeLogDirs(_) => ApiKey::DescribeLogDirs,
            Self::SaslAuthenticate(_) => ApiKey::SaslAuthenticate,
            Self::CreatePartitions(_) => ApiKey::CreatePartitions,
            Self::CreateDelegationToken(_) => ApiKey::CreateDelegationToken,
            Self::RenewDelegationToken(_) => ApiKey::RenewDelegationToken,
            Self::ExpireDelegationToken(_) => ApiKey::ExpireDelegationToken,
            Self::DescribeDelegationToken(_) => ApiKey::DescribeDelegationToken,
            Self::DeleteGroups(_) => ApiKey::DeleteGroups,
            Self::ElectLeaders(_) => ApiKey::ElectLeaders,
            Self::IncrementalAlterConfigs(_) => ApiKey::IncrementalAlterConfigs,
            Self::AlterPartitionReassignments(_) => ApiKey::AlterPartitionReassignments,
            Self::ListPartitionReassignments(_) => ApiKey::ListPartitionReassignments,
            Self::OffsetDelete(_) => ApiKey::OffsetDelete,
            Self::DescribeClientQuotas(_) => ApiKey::DescribeClientQuotas,
            Self::AlterClientQuotas(_) => ApiKey::AlterClientQuotas,
            Self::DescribeUserScramCredentials(_) => ApiKey::DescribeUserScramCredentials,
            Self::AlterUserScramCredentials(_) => ApiKey::AlterUserScramCredentials,
            Self::Vote(_) => ApiKey::Vote,
            Self::BeginQuorumEpoch(_) => ApiKey::BeginQuorumEpoch,
            Self::EndQuorumEpoch(_) => ApiKey::EndQuorumEpoch,
            Self::DescribeQuorum(_) => ApiKey::DescribeQuorum,
            Self::AlterPartition(_) => ApiKey::AlterPartition,
            Self::UpdateFeatures(_) => ApiKey::UpdateFeatures,
            Self::Envelope(_) => ApiKey::Envelope,
            Self::FetchSnapshot(_) => ApiKey::FetchSnapshot,
            Self::DescribeCluster(_) => ApiKey::DescribeCluster,
            Self::DescribeProducers(_) => ApiKey::DescribeProducers,
            Self::BrokerRegistration(_) => ApiKey::BrokerRegistration,
            Self::BrokerHeartbeat(_) => ApiKey::BrokerHeartbeat,
            Self::UnregisterBroker(_) => ApiKey::UnregisterBroker,
            Self::DescribeTransactions(_) => ApiKey::DescribeTransactions,
            Self::ListTransactions(_) => ApiKey::ListTransactions,
            Self::AllocateProducerIds(_) => ApiKey::AllocateProducerIds,
            Self::ConsumerGroupHeartbeat(_) => ApiKey::ConsumerGroupHeartbeat,
            Self::ConsumerGroupDescribe(_) => ApiKey::ConsumerGroupDescribe,
            Self::ControllerRegistration(_) => ApiKey::ControllerRegistration,
            Self::GetTelemetrySubscriptions(_) => ApiKey::GetTelemetrySubscriptions,
            Self::PushTelemetry(_) => ApiKey::PushTelemetry,
            Self::AssignReplicasToDirs(_) => ApiKey::AssignReplicasToDirs,
            Self::ListConfigResources(_) => ApiKey::ListConfigResources,
            Self::DescribeTopicPartitions(_) => ApiKey::DescribeTopicPartitions,
            Self::ShareGroupHeartbeat(_) => ApiKey::ShareGroupHeartbeat,
            Self::ShareGroupDescribe(_) => ApiKey::ShareGroupDescribe,
            Self::ShareFetch(_) => ApiKey::ShareFetch,
            Self::ShareAcknowledge(_) => ApiKey::ShareAcknowledge,
            Self::AddRaftVoter(_) => ApiKey::AddRaftVoter,
            Self::RemoveRaftVoter(_) => ApiKey::RemoveRaftVoter,
            Self::UpdateRaftVoter(_) => ApiKey::UpdateRaftVoter,
            Self::InitializeShareGroupState(_) => ApiKey::InitializeShareGroupState,
            Self::ReadShareGroupState(_) => ApiKey::ReadShareGroupState,
            Self::WriteShareGroupState(_) => ApiKey::WriteShareGroupState,
            Self::DeleteShareGroupState(_) => ApiKey::DeleteShareGroupState,
            Self::ReadShareGroupStateSummary(_) => ApiKey::ReadShareGroupStateSummary,
            Self::StreamsGroupHeartbeat(_) => ApiKey::StreamsGroupHeartbeat,
            Self::StreamsGroupDescribe(_) => ApiKey::StreamsGroupDescribe,
            Self::DescribeShareGroupOffsets(_) => ApiKey::DescribeShareGroupOffsets,
            Self::AlterShareGroupOffsets(_) => ApiKey::AlterShareGroupOffsets,
            Self::DeleteShareGroupOffsets(_) => ApiKey::DeleteShareGroupOffsets,
        }
    }

    /// Reads the message with this key.
    pub fn decode(api_key: ApiKey, d: &mut Decoder, version: i16) -> Result<Self, DecodeError> {
        match api_key {
            ApiKey::Produce => Message::decode(d, version).map(Self::Produce),
            ApiKey::Fetch => Message::decode(d, version).map(Self::Fetch),
            ApiKey::ListOffsets => Message::decode(d, version).map(Self::ListOffsets),
            ApiKey::Metadata => Message::decode(d, version).map(Self::Metadata),
            ApiKey::OffsetCommit => Message::decode(d, version).map(Self::OffsetCommit),
            ApiKey::OffsetFetch => Message::decode(d, version).map(Self::OffsetFetch),
            ApiKey::FindCoordinator => Message::decode(d, version).map(Self::FindCoordinator),
            ApiKey::JoinGroup => Message::decode(d, version).map(Self::JoinGroup),
            ApiKey::Heartbeat => Message::decode(d, version).map(Self::Heartbeat),
            ApiKey::LeaveGroup => Message::decode(d, version).map(Self::LeaveGroup),
            ApiKey::SyncGroup => Message::decode(d, version).map(Self::SyncGroup),
            ApiKey::DescribeGroups => Message::decode(d, version).map(Self::DescribeGroups),
            ApiKey::ListGroups => Message::decode(d, version).map(Self::ListGroups),
            ApiKey::SaslHandshake => Message::decode(d, version).map(Self::SaslHandshake),
            ApiKey::ApiVersions => Message::decode(d, version).map(Self::ApiVersions),
            ApiKey::CreateTopics => Message::decode(d, version).map(Self::CreateTopics),
            ApiKey::DeleteTopics => Message::decode(d, version).map(Self::DeleteTopics),
            ApiKey::DeleteRecords => Message::decode(d, version).map(Self::DeleteRecords),
            ApiKey::InitProducerId => Message::decode(d, version).map(Self::InitProducerId),
            ApiKey::OffsetForLeaderEpoch => Message::decode(d, version).map(Self::OffsetForLeaderEpoch),
            ApiKey::AddPartitionsToTxn => Message::decode(d, version).map(Self::AddPartitionsToTxn),
            ApiKey::AddOffsetsToTxn => Message::decode(d, version).map(Self::AddOffsetsToTxn),
            ApiKey::EndTxn => Message::decode(d, version).map(Self::EndTxn),
            ApiKey::WriteTxnMarkers => Message::decode(d, version).map(Self::WriteTxnMarkers),
            ApiKey::TxnOffsetCommit => Message::decode(d, version).map(Self::TxnOffsetCommit),
            ApiKey::DescribeAcls => Message::decode(d, version).map(Self::DescribeAcls),
            ApiKey::CreateAcls => Message::decode(d, version).map(Self::CreateAcls),
            ApiKey::DeleteAcls => Message::decode(d, version).map(Self::DeleteAcls),
            ApiKey::DescribeConfigs => Message::decode(d, version).map(Self::DescribeConfigs),
            ApiKey::AlterConfigs => Message::decode(d, version).map(Self::AlterConfigs),
            ApiKey::AlterReplicaLogDirs => Message::decode(d, version).map(Self::AlterReplicaLogDirs),
            ApiKey::DescribeLogDirs => Message::decode(d, version).map(Self::DescribeLogDirs),
            ApiKey::SaslAuthenticate => Message::decode(d, version).map(Self::SaslAuthenticate),
            ApiKey::CreatePartitions => Message::decode(d, version).map(Self::CreatePartitions),
            ApiKey::CreateDelegationToken => Message::decode(d, version).map(Self::CreateDelegationToken),
            ApiKey::RenewDelegationToken => Message::decode(d, version).map(Self::RenewDelegationToken),
            ApiKey::ExpireDelegationToken => Message::decode(d, version).map(Self::ExpireDelegationToken),
            ApiKey::DescribeDelegationToken => Message::decode(d, version).map(Self::DescribeDelegationToken),
            ApiKey::DeleteGroups => Message::decode(d, version).map(Self::DeleteGroups),
            ApiKey::ElectLeaders => Message::decode(d, version).map(Self::ElectLeaders),
            ApiKey::IncrementalAlterConfigs => Message::decode(d, version).map(Self::IncrementalAlterConfigs),
            ApiKey::AlterPartitionReassignments => {
                Message::decode(d, version).map(Self::AlterPartitionReassignments)
            }
            ApiKey::ListPartitionReassignments => {
                Message::decode(d, version).map(Self::ListPartitionReassignments)
            }
            ApiKey::OffsetDelete => Message::decode(d, version).map(Self::OffsetDelete),
            ApiKey::DescribeClientQuotas => Message::decode(d, version).map(Self::DescribeClientQuotas),
            ApiKey::AlterClientQuotas => Message::decode(d, version).map(Self::AlterClientQuotas),
            ApiKey::DescribeUserScramCredentials => {
                Message::decode(d, version).map(Self::DescribeUserScramCredentials)
            }
            ApiKey::AlterUserScramCredentials => {
                Message::decode(d, version).map(Self::AlterUserScramCredentials)
            }
            ApiKey::Vote => Message::decode(d, version).map(Self::Vote),
            ApiKey::BeginQuorumEpoch => Message::decode(d, version).map(Self::BeginQuorumEpoch),
            ApiKey::EndQuorumEpoch => Message::decode(d, version).map(Self::EndQuorumEpoch),
            ApiKey::DescribeQuorum => Message::decode(d, version).map(Self::DescribeQuorum),
            ApiKey::AlterPartition => Message::decode(d, version).map(Self::AlterPartition),
            ApiKey::UpdateFeatures => Message::decode(d, version).map(Self::UpdateFeatures),
            ApiKey::Envelope => Message::decode(d, version).map(Self::Envelope),
            ApiKey::FetchSnapshot => Message::decode(d, version).map(Self::FetchSnapshot),
            ApiKey::DescribeCluster => Message::decode(d, version).map(Self::DescribeCluster),
            ApiKey::DescribeProducers => Message::decode(d, version).map(Self::DescribeProducers),
            ApiKey::BrokerRegistration => Message::decode(d, version).map(Self::BrokerRegistration),
            ApiKey::BrokerHeartbeat => Message::decode(d, version).map(Self::BrokerHeartbeat),
            ApiKey::UnregisterBroker => Message::decode(d, version).map(Self::UnregisterBroker),
            ApiKey::DescribeTransactions => Message::decode(d, version).map(Self::DescribeTransactions),
            ApiKey::ListTransactions => Message::decode(d, version).map(Self::ListTransactions),
            ApiKey::AllocateProducerIds => Message::decode(d, version).map(Self::AllocateProducerIds),
            ApiKey::ConsumerGroupHeartbeat => Message::decode(d, version).map(Self::ConsumerGroupHeartbeat),
            ApiKey::ConsumerGroupDescribe => Message::decode(d, version).map(Self::ConsumerGroupDescribe),
            ApiKey::ControllerRegistration => Message::decode(d, version).map(Self::ControllerRegistration),
            ApiKey::GetTelemetrySubscriptions => {
                Message::decode(d, version).map(Self::GetTelemetrySubscriptions)
            }
            ApiKey::PushTelemetry => Message::decode(d, version).map(Self::PushTelemetry),
            ApiKey::AssignReplicasToDirs => Message::decode(d, version).map(Self::AssignReplicasToDirs),
            ApiKey::ListConfigResources => Message::decode(d, version).map(Self::ListConfigResources),
            ApiKey::DescribeTopicPartitions => Message::decode(d, version).map(Self::DescribeTopicPartitions),
            ApiKey::ShareGroupHeartbeat => Message::decode(d, version).map(Self::ShareGroupHeartbeat),
            ApiKey::ShareGroupDescribe => Message::decode(d, version).map(Self::ShareGroupDescribe),
            ApiKey::ShareFetch => Message::decode(d, version).map(Self::ShareFetch),
            ApiKey::ShareAcknowledge => Message::decode(d, version).map(Self::ShareAcknowledge),
            ApiKey::AddRaftVoter => Message::decode(d, version).map(Self::AddRaftVoter),
            ApiKey::RemoveRaftVoter => Message::decode(d, version).map(Self::RemoveRaftVoter),
            ApiKey::UpdateRaftVoter => Message::decode(d, version).map(Self::UpdateRaftVoter),
            ApiKey::InitializeShareGroupState => {
                Message::decode(d, version).map(Self::InitializeShareGroupState)
            }
            ApiKey::ReadShareGroupState => Message::decode(d, version).map(Self::ReadShareGroupState),
            ApiKey::WriteShareGroupState => Message::decode(d, version).map(Self::WriteShareGroupState),
            ApiKey::DeleteShareGroupState => Message::decode(d, version).map(Self::DeleteShareGroupState),
            ApiKey::ReadShareGroupStateSummary => {
                Message::decode(d, version).map(Self::ReadShareGroupStateSummary)
            }
            ApiKey::StreamsGroupHeartbeat => Message::decode(d, version).map(Self::StreamsGroupHeartbeat),
            ApiKey::StreamsGroupDescribe => Message::decode(d, version).map(Self::StreamsGroupDescribe),
            ApiKey::DescribeShareGroupOffsets => {
                Message::decode(d, version).map(Self::DescribeShareGroupOffsets)
            }
            ApiKey::AlterShareGroupOffsets => Message::decode(d, version).map(Self::AlterShareGroupOffsets),
            ApiKey::DeleteShareGroupOffsets => Message::decode(d, version).map(Self::DeleteShareGroupOffsets),
        }
    }

    /// Writes the message, without its key.
    pub fn encode(&self, e: &mut Encoder, version: i16) -> Result<(), EncodeError> {
        match self {
            Self::Produce(message) => message.encode(e, version),
            Self::Fetch(message) => message.encode(e, version),
            Self::ListOffsets(message) => message.encode(e, version),
            Self::Metadata(message) => message.encode(e, version),
            Self::OffsetCommit(message) => message.encode(e, version),
            Self::OffsetFetch(message) => message.encode(e, version),
            Self::FindCoordinator(message) => message.encode(e, version),
            Self::JoinGroup(message) => message.encode(e, version),
            Self::Heartbeat(message) => message.encode(e, version),
            Self::LeaveGroup(message) => message.encode(e, version),
            Self::SyncGroup(message) => message.encode(e, version),
            Self::DescribeGroups(message) => message.encode(e, version),
            Self::ListGroups(message) => message.encode(e, version),
            Self::SaslHandshake(message) => message.encode(e, version),
            Self::ApiVersions(message) => message.encode(e, version),
            Self::CreateTopics(message) => message.encode(e, version),
            Self::DeleteTopics(message) => message.encode(e, version),
            Self::DeleteRecords(message) => message.encode(e, version),
            Self::InitProducerId(message) => message.encode(e, version),
            Self::OffsetForLeaderEpoch(message) => message.encode(e, version),
            Self::AddPartitionsToTxn(message) => message.encode(e, version),
            Self::AddOffsetsToTxn(message) => message.encode(e, version),
            Self::EndTxn(message) => message.encode(e, version),
            Self::WriteTxnMarkers(message) => message.encode(e, version),
            Self::TxnOffsetCommit(message) => message.encode(e, version),
            Self::DescribeAcls(message) => message.encode(e, version),
            Self::CreateAcls(message) => message.encode(e, version),
            Self::DeleteAcls(message) => message.encode(e, version),
            Self::DescribeConfigs(message) => message.encode(e, version),
            Self::AlterConfigs(message) => message.encode(e, version),
            Self::AlterReplicaLogDirs(message) => message.encode(e, version),
            Self::DescribeLogDirs(message) => message.encode(e, version),
            Self::SaslAuthenticate(message) => message.encode(e, version),
            Self::CreatePartitions(message) => message.encode(e, version),
            Self::CreateDelegationToken(message) => message.encode(e, version),
            Self::RenewDelegationToken(message) => message.encode(e, version),
            Self::ExpireDelegationToken(message) => message.encode(e, version),
            Self::DescribeDelegationToken(message) => message.encode(e, version),
            Self::DeleteGroups(message) => message.encode(e, version),
            Self::ElectLeaders(message) => message.encode(e, version),
            Self::IncrementalAlterConfigs(message) => message.encode(e, version),
            Self::AlterPartitionReassignments(message) => message.encode(e, version),
            Self::ListPartitionReassignments(message) => message.encode(e, version),
            Self::OffsetDelete(message) => message.encode(e, version),
            Self::DescribeClientQuotas(message) => message.encode(e, version),
            Self::AlterClientQuotas(message) => message.encode(e, version),
            Self::DescribeUserScramCredentials(message) => message.encode(e, version),
            Self::AlterUserScramCredentials(message) => message.encode(e, version),
            Self::Vote(message) => message.encode(e, version),
            Self::BeginQuorumEpoch(message) => message.encode(e, version),
            Self::EndQuorumEpoch(message) => message.encode(e, version),
            Self::DescribeQuorum(message) => message.encode(e, version),
            Self::AlterPartition(message) => message.encode(e, version),
            Self::UpdateFeatures(message) => message.encode(e, version),
            Self::Envelope(message) => message.encode(e, version),
            Self::FetchSnapshot(message) => message.encode(e, version),
            Self::DescribeCluster(message) => message.encode(e, version),
            Self::DescribeProducers(message) => message.encode(e, version),
            Self::BrokerRegistration(message) => message.encode(e, version),
            Self::BrokerHeartbeat(message) => message.encode(e, version),
            Self::UnregisterBroker(message) => message.encode(e, version),
            Self::DescribeTransactions(message) => message.encode(e, version),
            Self::ListTransactions(message) => message.encode(e, version),
            Self::AllocateProducerIds(message) => message.encode(e, version),
            Self::ConsumerGroupHeartbeat(message) => message.encode(e, version),
            Self::ConsumerGroupDescribe(message) => message.encode(e, version),
            Self::ControllerRegistration(message) => message.encode(e, version),
            Self::GetTelemetrySubscriptions(message) => message.encode(e, version),
            Self::PushTelemetry(message) => message.encode(e, version),
            Self::AssignReplicasToDirs(message) => message.encode(e, version),
            Self::ListConfigResources(message) => message.encode(e, version),
            Self::DescribeTopicPartitions(message) => message.encode(e, version),
            Self::ShareGroupHeartbeat(message) => message.encode(e, version),
            Self::ShareGroupDescribe(message) => message.encode(e, version),
            Self::ShareFetch(message) => message.encode(e, version),
            Self::ShareAcknowledge(message) => message.encode(e, version),
            Self::AddRaftVoter(message) => message.encode(e, version),
            Self::RemoveRaftVoter(message) => message.encode(e, version),
            Self::UpdateRaftVoter(message) => message.encode(e, version),
            Self::InitializeShareGroupState(message) => message.encode(e, version),
            Self::ReadShareGroupState(message) => message.encode(e, version),
            Self::WriteShareGroupState(message) => message.encode(e, version),
            Self::DeleteShareGroupState(message) => message.encode(e, version),
            Self::ReadShareGroupStateSummary(message) => message.encode(e, version),
            Self::StreamsGroupHeartbeat(message) => message.encode(e, version),
            Self::StreamsGroupDescribe(message) => message.encode(e, version),
            Self::DescribeShareGroupOffsets(message) => message.encode(e, version),
            Self::AlterShareGroupOffsets(message) => message.encode(e, version),
            Self::DeleteShareGroupOffsets(message) => message.encode(e, version),
        }
    }
}
