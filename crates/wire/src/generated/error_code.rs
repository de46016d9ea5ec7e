//! The error codes of the protocol. Written by `cargo xtask codegen`. Do not edit.

/// Why a request, or part of one, failed. `None` (0) is success.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(i16)]
pub enum ErrorCode {
    /// -1: `UnknownServerException`.
    UnknownServerError = -1,
    /// 0: no error.
    #[default]
    None = 0,
    /// 1: `OffsetOutOfRangeException`.
    OffsetOutOfRange = 1,
    /// 2: `CorruptRecordException`, retriable.
    CorruptMessage = 2,
    /// 3: `UnknownTopicOrPartitionException`, retriable.
    UnknownTopicOrPartition = 3,
    /// 4: `InvalidFetchSizeException`.
    InvalidFetchSize = 4,
    /// 5: `LeaderNotAvailableException`, retriable.
    LeaderNotAvailable = 5,
    /// 6: `NotLeaderOrFollowerException`, retriable.
    NotLeaderOrFollower = 6,
    /// 7: `TimeoutException`, retriable.
    RequestTimedOut = 7,
    /// 8: `BrokerNotAvailableException`.
    BrokerNotAvailable = 8,
    /// 9: `ReplicaNotAvailableException`, retriable.
    ReplicaNotAvailable = 9,
    /// 10: `RecordTooLargeException`.
    MessageTooLarge = 10,
    /// 11: `ControllerMovedException`.
    StaleControllerEpoch = 11,
    /// 12: `OffsetMetadataTooLarge`.
    OffsetMetadataTooLarge = 12,
    /// 13: `NetworkException`, retriable.
    NetworkException = 13,
    /// 14: `CoordinatorLoadInProgressException`, retriable.
    CoordinatorLoadInProgress = 14,
    /// 15: `CoordinatorNotAvailableException`, retriable.
    CoordinatorNotAvailable = 15,
    /// 16: `NotCoordinatorException`, retriable.
    NotCoordinator = 16,
    /// 17: `InvalidTopicException`.
    InvalidTopicException = 17,
    /// 18: `RecordBatchTooLargeException`.
    RecordListTooLarge = 18,
    /// 19: `NotEnoughReplicasException`, retriable.
    NotEnoughReplicas = 19,
    /// 20: `NotEnoughReplicasAfterAppendException`, retriable.
    NotEnoughReplicasAfterAppend = 20,
    /// 21: `InvalidRequiredAcksException`.
    InvalidRequiredAcks = 21,
    /// 22: `IllegalGenerationException`.
    IllegalGeneration = 22,
    /// 23: `InconsistentGroupProtocolException`.
    InconsistentGroupProtocol = 23,
    /// 24: `InvalidGroupIdException`.
    InvalidGroupId = 24,
    /// 25: `UnknownMemberIdException`.
    UnknownMemberId = 25,
    /// 26: `InvalidSessionTimeoutException`.
    InvalidSessionTimeout = 26,
    /// 27: `RebalanceInProgressException`.
    RebalanceInProgress = 27,
    /// 28: `InvalidCommitOffsetSizeException`.
    InvalidCommitOffsetSize = 28,
    /// 29: `TopicAuthorizationException`.
    TopicAuthorizationFailed = 29,
    /// 30: `GroupAuthorizationException`.
    GroupAuthorizationFailed = 30,
    /// 31: `ClusterAuthorizationException`.
    ClusterAuthorizationFailed = 31,
    /// 32: `InvalidTimestampException`.
    InvalidTimestamp = 32,
    /// 33: `UnsupportedSaslMechanismException`.
    UnsupportedSaslMechanism = 33,
    /// 34: `IllegalSaslStateException`.
    IllegalSaslState = 34,
    /// 35: `UnsupportedVersionException`.
    UnsupportedVersion = 35,
    /// 36: `TopicExistsException`.
    TopicAlreadyExists = 36,
    /// 37: `InvalidPartitionsException`.
    InvalidPartitions = 37,
    /// 38: `InvalidReplicationFactorException`.
    InvalidReplicationFactor = 38,
    /// 39: `InvalidReplicaAssignmentException`.
    InvalidReplicaAssignment = 39,
    /// 40: `InvalidConfigurationException`.
    InvalidConfig = 40,
    /// 41: `NotControllerException`, retriable.
    NotController = 41,
    /// 42: `InvalidRequestException`.
    InvalidRequest = 42,
    /// 43: `UnsupportedForMessageFormatException`.
    UnsupportedForMessageFormat = 43,
    /// 44: `PolicyViolationException`.
    PolicyViolation = 44,
    /// 45: `OutOfOrderSequenceException`.
    OutOfOrderSequenceNumber = 45,
    /// 46: `DuplicateSequenceException`.
    DuplicateSequenceNumber = 46,
    /// 47: `InvalidProducerEpochException`.
    InvalidProducerEpoch = 47,
    /// 48: `InvalidTxnStateException`.
    InvalidTxnState = 48,
    /// 49: `InvalidPidMappingException`.
    InvalidProducerIdMapping = 49,
    /// 50: `InvalidTxnTimeoutException`.
    InvalidTransactionTimeout = 50,
    /// 51: `ConcurrentTransactionsException`, retriable.
    ConcurrentTransactions = 51,
    /// 52: `TransactionCoordinatorFencedException`.
    TransactionCoordinatorFenced = 52,
    /// 53: `TransactionalIdAuthorizationException`.
    TransactionalIdAuthorizationFailed = 53,
    /// 54: `SecurityDisabledException`.
    SecurityDisabled = 54,
    /// 55: `OperationNotAttemptedException`.
    OperationNotAttempted = 55,
    /// 56: `KafkaStorageException`, retriable.
    KafkaStorageError = 56,
    /// 57: `LogDirNotFoundException`.
    LogDirNotFound = 57,
    /// 58: `SaslAuthenticationException`.
    SaslAuthenticationFailed = 58,
    /// 59: `UnknownProducerIdException`.
    UnknownProducerId = 59,
    /// 60: `ReassignmentInProgressException`.
    ReassignmentInProgress = 60,
    /// 61: `DelegationTokenDisabledException`.
    DelegationTokenAuthDisabled = 61,
    /// 62: `DelegationTokenNotFoundException`.
    DelegationTokenNotFound = 62,
    /// 63: `DelegationTokenOwnerMismatchException`.
    DelegationTokenOwnerMismatch = 63,
    /// 64: `UnsupportedByAuthenticationException`.
    DelegationTokenRequestNotAllowed = 64,
    /// 65: `DelegationTokenAuthorizationException`.
    DelegationTokenAuthorizationFailed = 65,
    /// 66: `DelegationTokenExpiredException`.
    DelegationTokenExpired = 66,
    /// 67: `InvalidPrincipalTypeException`.
    InvalidPrincipalType = 67,
    /// 68: `GroupNotEmptyException`.
    NonEmptyGroup = 68,
    /// 69: `GroupIdNotFoundException`.
    GroupIdNotFound = 69,
    /// 70: `FetchSessionIdNotFoundException`, retriable.
    FetchSessionIdNotFound = 70,
    /// 71: `InvalidFetchSessionEpochException`, retriable.
    InvalidFetchSessionEpoch = 71,
    /// 72: `ListenerNotFoundException`, retriable.
    ListenerNotFound = 72,
    /// 73: `TopicDeletionDisabledException`.
    TopicDeletionDisabled = 73,
    /// 74: `FencedLeaderEpochException`, retriable.
    FencedLeaderEpoch = 74,
    /// 75: `UnknownLeaderEpochException`, retriable.
    UnknownLeaderEpoch = 75,
    /// 76: `UnsupportedCompressionTypeException`.
    UnsupportedCompressionType = 76,
    /// 77: `StaleBrokerEpochException`.
    StaleBrokerEpoch = 77,
    /// 78: `OffsetNotAvailableException`, retriable.
    OffsetNotAvailable = 78,
    /// 79: `MemberIdRequiredException`.
    MemberIdRequired = 79,
    /// 80: `PreferredLeaderNotAvailableException`, retriable.
    PreferredLeaderNotAvailable = 80,
    /// 81: `GroupMaxSizeReachedException`.
    GroupMaxSizeReached = 81,
    /// 82: `FencedInstanceIdException`.
    FencedInstanceId = 82,
    /// 83: `EligibleLeadersNotAvailableException`, retriable.
    EligibleLeadersNotAvailable = 83,
    /// 84: `ElectionNotNeededException`, retriable.
    ElectionNotNeeded = 84,
    /// 85: `NoReassignmentInProgressException`.
    NoReassignmentInProgress = 85,
    /// 86: `GroupSubscribedToTopicException`.
    GroupSubscribedToTopic = 86,
    /// 87: `InvalidRecordException`.
    InvalidRecord = 87,
    /// 88: `UnstableOffsetCommitException`, retriable.
    UnstableOffsetCommit = 88,
    /// 89: `ThrottlingQuotaExceededException`, retriable.
    ThrottlingQuotaExceeded = 89,
    /// 90: `ProducerFencedException`.
    ProducerFenced = 90,
    /// 91: `ResourceNotFoundException`.
    ResourceNotFound = 91,
    /// 92: `DuplicateResourceException`.
    DuplicateResource = 92,
    /// 93: `UnacceptableCredentialException`.
    UnacceptableCredential = 93,
    /// 94: `InconsistentVoterSetException`.
    InconsistentVoterSet = 94,
    /// 95: `InvalidUpdateVersionException`.
    InvalidUpdateVersion = 95,
    /// 96: `FeatureUpdateFailedException`.
    FeatureUpdateFailed = 96,
    /// 97: `PrincipalDeserializationException`.
    PrincipalDeserializationFailure = 97,
    /// 98: `SnapshotNotFoundException`.
    SnapshotNotFound = 98,
    /// 99: `PositionOutOfRangeException`.
    PositionOutOfRange = 99,
    /// 100: `UnknownTopicIdException`, retriable.
    UnknownTopicId = 100,
    /// 101: `DuplicateBrokerRegistrationException`.
    DuplicateBrokerRegistration = 101,
    /// 102: `BrokerIdNotRegisteredException`.
    BrokerIdNotRegistered = 102,
    /// 103: `InconsistentTopicIdException`, retriable.
    InconsistentTopicId = 103,
    /// 104: `InconsistentClusterIdException`.
    InconsistentClusterId = 104,
    /// 105: `TransactionalIdNotFoundException`.
    TransactionalIdNotFound = 105,
    /// 106: `FetchSessionTopicIdException`, retriable.
    FetchSessionTopicIdError = 106,
    /// 107: `IneligibleReplicaException`.
    IneligibleReplica = 107,
    /// 108: `NewLeaderElectedException`.
    NewLeaderElected = 108,
    /// 109: `OffsetMovedToTieredStorageException`.
    OffsetMovedToTieredStorage = 109,
    /// 110: `FencedMemberEpochException`.
    FencedMemberEpoch = 110,
    /// 111: `UnreleasedInstanceIdException`.
    UnreleasedInstanceId = 111,
    /// 112: `UnsupportedAssignorException`.
    UnsupportedAssignor = 112,
    /// 113: `StaleMemberEpochException`.
    StaleMemberEpoch = 113,
    /// 114: `MismatchedEndpointTypeException`.
    MismatchedEndpointType = 114,
    /// 115: `UnsupportedEndpointTypeException`.
    UnsupportedEndpointType = 115,
    /// 116: `UnknownControllerIdException`.
    UnknownControllerId = 116,
    /// 117: `UnknownSubscriptionIdException`.
    UnknownSubscriptionId = 117,
    /// 118: `TelemetryTooLargeException`.
    TelemetryTooLarge = 118,
    /// 119: `InvalidRegistrationException`.
    InvalidRegistration = 119,
    /// 120: `TransactionAbortableException`.
    TransactionAbortable = 120,
    /// 121: `InvalidRecordStateException`.
    InvalidRecordState = 121,
    /// 122: `ShareSessionNotFoundException`, retriable.
    ShareSessionNotFound = 122,
    /// 123: `InvalidShareSessionEpochException`, retriable.
    InvalidShareSessionEpoch = 123,
    /// 124: `FencedStateEpochException`.
    FencedStateEpoch = 124,
    /// 125: `InvalidVoterKeyException`.
    InvalidVoterKey = 125,
    /// 126: `DuplicateVoterException`.
    DuplicateVoter = 126,
    /// 127: `VoterNotFoundException`.
    VoterNotFound = 127,
    /// 128: `InvalidRegularExpression`.
    InvalidRegularExpression = 128,
    /// 129: `RebootstrapRequiredException`.
    RebootstrapRequired = 129,
    /// 130: `StreamsInvalidTopologyException`.
    StreamsInvalidTopology = 130,
    /// 131: `StreamsInvalidTopologyEpochException`.
    StreamsInvalidTopologyEpoch = 131,
    /// 132: `StreamsTopologyFencedException`.
    StreamsTopologyFenced = 132,
    /// 133: `ShareSessionLimitReachedException`, retriable.
    ShareSessionLimitReached = 133,
}

impl ErrorCode {
    /// Every code, by number.
    pub const ALL: &'static [Self] = &[
        Self::UnknownServerError,
        Self::None,
        Self::OffsetOutOfRange,
        Self::CorruptMessage,
        Self::UnknownTopicOrPartition,
        Self::InvalidFetchSize,
        Self::LeaderNotAvailable,
        Self::NotLeaderOrFollower,
        Self::RequestTimedOut,
        Self::BrokerNotAvailable,
        Self::ReplicaNotAvailable,
        Self::MessageTooLarge,
        Self::StaleControllerEpoch,
        Self::OffsetMetadataTooLarge,
        Self::NetworkException,
        Self::CoordinatorLoadInProgress,
        Self::CoordinatorNotAvailable,
        Self::NotCoordinator,
        Self::InvalidTopicException,
        Self::RecordListTooLarge,
        Self::NotEnoughReplicas,
        Self::NotEnoughReplicasAfterAppend,
        Self::InvalidRequiredAcks,
        Self::IllegalGeneration,
        Self::InconsistentGroupProtocol,
        Self::InvalidGroupId,
        Self::UnknownMemberId,
        Self::InvalidSessionTimeout,
        Self::RebalanceInProgress,
        Self::InvalidCommitOffsetSize,
        Self::TopicAuthorizationFailed,
        Self::GroupAuthorizationFailed,
        Self::ClusterAuthorizationFailed,
        Self::InvalidTimestamp,
        Self::UnsupportedSaslMechanism,
        Self::IllegalSaslState,
        Self::UnsupportedVersion,
        Self::TopicAlreadyExists,
        Self::InvalidPartitions,
        Self::InvalidReplicationFactor,
        Self::InvalidReplicaAssignment,
        Self::InvalidConfig,
        Self::NotController,
        Self::InvalidRequest,
        Self::UnsupportedForMessageFormat,
        Self::PolicyViolation,
        Self::OutOfOrderSequenceNumber,
        Self::DuplicateSequenceNumber,
        Self::InvalidProducerEpoch,
        Self::InvalidTxnState,
        Self::InvalidProducerIdMapping,
        Self::InvalidTransactionTimeout,
        Self::ConcurrentTransactions,
        Self::TransactionCoordinatorFenced,
        Self::TransactionalIdAuthorizationFailed,
        Self::SecurityDisabled,
        Self::OperationNotAttempted,
        Self::KafkaStorageError,
        Self::LogDirNotFound,
        Self::SaslAuthenticationFailed,
        Self::UnknownProducerId,
        Self::ReassignmentInProgress,
        Self::DelegationTokenAuthDisabled,
        Self::DelegationTokenNotFound,
        Self::DelegationTokenOwnerMismatch,
        Self::DelegationTokenRequestNotAllowed,
        Self::DelegationTokenAuthorizationFailed,
        Self::DelegationTokenExpired,
        Self::InvalidPrincipalType,
        Self::NonEmptyGroup,
        Self::GroupIdNotFound,
        Self::FetchSessionIdNotFound,
        Self::InvalidFetchSessionEpoch,
        Self::ListenerNotFound,
        Self::TopicDeletionDisabled,
        Self::FencedLeaderEpoch,
        Self::UnknownLeaderEpoch,
        Self::UnsupportedCompressionType,
        Self::StaleBrokerEpoch,
        Self::OffsetNotAvailable,
        Self::MemberIdRequired,
        Self::PreferredLeaderNotAvailable,
        Self::GroupMaxSizeReached,
        Self::FencedInstanceId,
        Self::EligibleLeadersNotAvailable,
        Self::ElectionNotNeeded,
        Self::NoReassignmentInProgress,
        Self::GroupSubscribedToTopic,
        Self::InvalidRecord,
        Self::UnstableOffsetCommit,
        Self::ThrottlingQuotaExceeded,
        Self::ProducerFenced,
        Self::ResourceNotFound,
        Self::DuplicateResource,
        Self::UnacceptableCredential,
        Self::InconsistentVoterSet,
        Self::InvalidUpdateVersion,
        Self::FeatureUpdateFailed,
        Self::PrincipalDeserializationFailure,
        Self::SnapshotNotFound,
        Self::PositionOutOfRange,
        Self::UnknownTopicId,
        Self::DuplicateBrokerRegistration,
        Self::BrokerIdNotRegistered,
        Self::InconsistentTopicId,
        Self::InconsistentClusterId,
        Self::TransactionalIdNotFound,
        Self::FetchSessionTopicIdError,
        Self::IneligibleReplica,
        Self::NewLeaderElected,
        Self::OffsetMovedToTieredStorage,
        Self::FencedMemberEpoch,
        Self::UnreleasedInstanceId,
        Self::UnsupportedAssignor,
        Self::StaleMemberEpoch,
        Self::MismatchedEndpointType,
        Self::UnsupportedEndpointType,
        Self::UnknownControllerId,
        Self::UnknownSubscriptionId,
        Self::TelemetryTooLarge,
        Self::InvalidRegistration,
        Self::TransactionAbortable,
        Self::InvalidRecordState,
        Self::ShareSessionNotFound,
        Self::InvalidShareSessionEpoch,
        Self::FencedStateEpoch,
        Self::InvalidVoterKey,
        Self::DuplicateVoter,
        Self::VoterNotFound,
        Self::InvalidRegularExpression,
        Self::RebootstrapRequired,
        Self::StreamsInvalidTopology,
        Self::StreamsInvalidTopologyEpoch,
        Self::StreamsTopologyFenced,
        Self::ShareSessionLimitReached,
    ];

    /// `None` for a code that Apache Kafka 4.3 does not have.
    pub const fn from_i16(raw: i16) -> Option<Self> {
        match raw {
            -1 => Some(Self::UnknownServerError),
            0 => Some(Self::None),
            1 => Some(Self::OffsetOutOfRange),
            2 => Some(Self::CorruptMessage),
            3 => Some(Self::UnknownTopicOrPartition),
            4 => Some(Self::InvalidFetchSize),
            5 => Some(Self::LeaderNotAvailable),
            6 => Some(Self::NotLeaderOrFollower),
            7 => Some(Self::RequestTimedOut),
            8 => Some(Self::BrokerNotAvailable),
            9 => Some(Self::ReplicaNotAvailable),
            10 => Some(Self::MessageTooLarge),
            11 => Some(Self::StaleControllerEpoch),
            12 => Some(Self::OffsetMetadataTooLarge),
            13 => Some(Self::NetworkException),
            14 => Some(Self::CoordinatorLoadInProgress),
            15 => Some(Self::CoordinatorNotAvailable),
            16 => Some(Self::NotCoordinator),
            17 => Some(Self::InvalidTopicException),
            18 => Some(Self::RecordListTooLarge),
            19 => Some(Self::NotEnoughReplicas),
            20 => Some(Self::NotEnoughReplicasAfterAppend),
            21 => Some(Self::InvalidRequiredAcks),
            22 => Some(Self::IllegalGeneration),
            23 => Some(Self::InconsistentGroupProtocol),
            24 => Some(Self::InvalidGroupId),
            25 => Some(Self::UnknownMemberId),
            26 => Some(Self::InvalidSessionTimeout),
            27 => Some(Self::RebalanceInProgress),
            28 => Some(Self::InvalidCommitOffsetSize),
            29 => Some(Self::TopicAuthorizationFailed),
            30 => Some(Self::GroupAuthorizationFailed),
            31 => Some(Self::ClusterAuthorizationFailed),
            32 => Some(Self::InvalidTimestamp),
            33 => Some(Self::UnsupportedSaslMechanism),
            34 => Some(Self::IllegalSaslState),
            35 => Some(Self::UnsupportedVersion),
            36 => Some(Self::TopicAlreadyExists),
            37 => Some(Self::InvalidPartitions),
            38 => Some(Self::InvalidReplicationFactor),
            39 => Some(Self::InvalidReplicaAssignment),
            40 => Some(Self::InvalidConfig),
            41 => Some(Self::NotController),
            42 => Some(Self::InvalidRequest),
            43 => Some(Self::UnsupportedForMessageFormat),
            44 => Some(Self::PolicyViolation),
            45 => Some(Self::OutOfOrderSequenceNumber),
            46 => Some(Self::DuplicateSequenceNumber),
            47 => Some(Self::InvalidProducerEpoch),
            48 => Some(Self::InvalidTxnState),
            49 => Some(Self::InvalidProducerIdMapping),
            50 => Some(Self::InvalidTransactionTimeout),
            51 => Some(Self::ConcurrentTransactions),
            52 => Some(Self::TransactionCoordinatorFenced),
            53 => Some(Self::TransactionalIdAuthorizationFailed),
            54 => Some(Self::SecurityDisabled),
            55 => Some(Self::OperationNotAttempted),
            56 => Some(Self::KafkaStorageError),
            57 => Some(Self::LogDirNotFound),
            58 => Some(Self::SaslAuthenticationFailed),
            59 => Some(Self::UnknownProducerId),
            60 => Some(Self::ReassignmentInProgress),
            61 => Some(Self::DelegationTokenAuthDisabled),
            62 => Some(Self::DelegationTokenNotFound),
            63 => Some(Self::DelegationTokenOwnerMismatch),
            64 => Some(Self::DelegationTokenRequestNotAllowed),
            65 => Some(Self::DelegationTokenAuthorizationFailed),
            66 => Some(Self::DelegationTokenExpired),
            67 => Some(Self::InvalidPrincipalType),
            68 => Some(Self::NonEmptyGroup),
            69 => Some(Self::GroupIdNotFound),
            70 => Some(Self::FetchSessionIdNotFound),
            71 => Some(Self::InvalidFetchSessionEpoch),
            72 => Some(Self::ListenerNotFound),
            73 => Some(Self::TopicDeletionDisabled),
            74 => Some(Self::FencedLeaderEpoch),
            75 => Some(Self::UnknownLeaderEpoch),
            76 => Some(Self::UnsupportedCompressionType),
            77 => Some(Self::StaleBrokerEpoch),
            78 => Some(Self::OffsetNotAvailable),
            79 => Some(Self::MemberIdRequired),
            80 => Some(Self::PreferredLeaderNotAvailable),
            81 => Some(Self::GroupMaxSizeReached),
            82 => Some(Self::FencedInstanceId),
            83 => Some(Self::EligibleLeadersNotAvailable),
            84 => Some(Self::ElectionNotNeeded),
            85 => Some(Self::NoReassignmentInProgress),
            86 => Some(Self::GroupSubscribedToTopic),
            87 => Some(Self::InvalidRecord),
            88 => Some(Self::UnstableOffsetCommit),
            89 => Some(Self::ThrottlingQuotaExceeded),
            90 => Some(Self::ProducerFenced),
            91 => Some(Self::ResourceNotFound),
            92 => Some(Self::DuplicateResource),
            93 => Some(Self::UnacceptableCredential),
            94 => Some(Self::InconsistentVoterSet),
            95 => Some(Self::InvalidUpdateVersion),
            96 => Some(Self::FeatureUpdateFailed),
            97 => Some(Self::PrincipalDeserializationFailure),
            98 => Some(Self::SnapshotNotFound),
            99 => Some(Self::PositionOutOfRange),
            100 => Some(Self::UnknownTopicId),
            101 => Some(Self::DuplicateBrokerRegistration),
            102 => Some(Self::BrokerIdNotRegistered),
            103 => Some(Self::InconsistentTopicId),
            104 => Some(Self::InconsistentClusterId),
            105 => Some(Self::TransactionalIdNotFound),
            106 => Some(Self::FetchSessionTopicIdError),
            107 => Some(Self::IneligibleReplica),
            108 => Some(Self::NewLeaderElected),
            109 => Some(Self::OffsetMovedToTieredStorage),
            110 => Some(Self::FencedMemberEpoch),
            111 => Some(Self::UnreleasedInstanceId),
            112 => Some(Self::UnsupportedAssignor),
            113 => Some(Self::StaleMemberEpoch),
            114 => Some(Self::MismatchedEndpointType),
            115 => Some(Self::UnsupportedEndpointType),
            116 => Some(Self::UnknownControllerId),
            117 => Some(Self::UnknownSubscriptionId),
            118 => Some(Self::TelemetryTooLarge),
            119 => Some(Self::InvalidRegistration),
            120 => Some(Self::TransactionAbortable),
            121 => Some(Self::InvalidRecordState),
            122 => Some(Self::ShareSessionNotFound),
            123 => Some(Self::InvalidShareSessionEpoch),
            124 => Some(Self::FencedStateEpoch),
            125 => Some(Self::InvalidVoterKey),
            126 => Some(Self::DuplicateVoter),
            127 => Some(Self::VoterNotFound),
            128 => Some(Self::InvalidRegularExpression),
            129 => Some(Self::RebootstrapRequired),
            130 => Some(Self::StreamsInvalidTopology),
            131 => Some(Self::StreamsInvalidTopologyEpoch),
            132 => Some(Self::StreamsTopologyFenced),
            133 => Some(Self::ShareSessionLimitReached),
            _ => None,
        }
    }

    /// The number as the wire carries it.
    pub const fn to_i16(self) -> i16 {
        self as i16
    }

    /// Kafka's name, such as `OFFSET_OUT_OF_RANGE`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnknownServerError => "UNKNOWN_SERVER_ERROR",
            Self::None => "NONE",
            Self::OffsetOutOfRange => "OFFSET_OUT_OF_RANGE",
            Self::CorruptMessage => "CORRUPT_MESSAGE",
            Self::UnknownTopicOrPartition => "UNKNOWN_TOPIC_OR_PARTITION",
            Self::InvalidFetchSize => "INVALID_FETCH_SIZE",
            Self::LeaderNotAvailable => "LEADER_NOT_AVAILABLE",
            Self::NotLeaderOrFollower => "NOT_LEADER_OR_FOLLOWER",
            Self::RequestTimedOut => "REQUEST_TIMED_OUT",
            Self::BrokerNotAvailable => "BROKER_NOT_AVAILABLE",
            Self::ReplicaNotAvailable => "REPLICA_NOT_AVAILABLE",
            Self::MessageTooLarge => "MESSAGE_TOO_LARGE",
            Self::StaleControllerEpoch => "STALE_CONTROLLER_EPOCH",
            Self::OffsetMetadataTooLarge => "OFFSET_METADATA_TOO_LARGE",
            Self::NetworkException => "NETWORK_EXCEPTION",
            Self::CoordinatorLoadInProgress => "COORDINATOR_LOAD_IN_PROGRESS",
            Self::CoordinatorNotAvailable => "COORDINATOR_NOT_AVAILABLE",
            Self::NotCoordinator => "NOT_COORDINATOR",
            Self::InvalidTopicException => "INVALID_TOPIC_EXCEPTION",
            Self::RecordListTooLarge => "RECORD_LIST_TOO_LARGE",
            Self::NotEnoughReplicas => "NOT_ENOUGH_REPLICAS",
            Self::NotEnoughReplicasAfterAppend => "NOT_ENOUGH_REPLICAS_AFTER_APPEND",
            Self::InvalidRequiredAcks => "INVALID_REQUIRED_ACKS",
            Self::IllegalGeneration => "ILLEGAL_GENERATION",
            Self::InconsistentGroupProtocol => "INCONSISTENT_GROUP_PROTOCOL",
            Self::InvalidGroupId => "INVALID_GROUP_ID",
            Self::UnknownMemberId => "UNKNOWN_MEMBER_ID",
            Self::InvalidSessionTimeout => "INVALID_SESSION_TIMEOUT",
            Self::RebalanceInProgress => "REBALANCE_IN_PROGRESS",
            Self::InvalidCommitOffsetSize => "INVALID_COMMIT_OFFSET_SIZE",
            Self::TopicAuthorizationFailed => "TOPIC_AUTHORIZATION_FAILED",
            Self::GroupAuthorizationFailed => "GROUP_AUTHORIZATION_FAILED",
            Self::ClusterAuthorizationFailed => "CLUSTER_AUTHORIZATION_FAILED",
            Self::InvalidTimestamp => "INVALID_TIMESTAMP",
            Self::UnsupportedSaslMechanism => "UNSUPPORTED_SASL_MECHANISM",
            Self::IllegalSaslState => "ILLEGAL_SASL_STATE",
            Self::UnsupportedVersion => "UNSUPPORTED_VERSION",
            Self::TopicAlreadyExists => "TOPIC_ALREADY_EXISTS",
            Self::InvalidPartitions => "INVALID_PARTITIONS",
            Self::InvalidReplicationFactor => "INVALID_REPLICATION_FACTOR",
            Self::InvalidReplicaAssignment => "INVALID_REPLICA_ASSIGNMENT",
            Self::InvalidConfig => "INVALID_CONFIG",
            Self::NotController => "NOT_CONTROLLER",
            Self::InvalidRequest => "INVALID_REQUEST",
            Self::UnsupportedForMessageFormat => "UNSUPPORTED_FOR_MESSAGE_FORMAT",
            Self::PolicyViolation => "POLICY_VIOLATION",
            Self::OutOfOrderSequenceNumber => "OUT_OF_ORDER_SEQUENCE_NUMBER",
            Self::DuplicateSequenceNumber => "DUPLICATE_SEQUENCE_NUMBER",
            Self::InvalidProducerEpoch => "INVALID_PRODUCER_EPOCH",
            Self::InvalidTxnState => "INVALID_TXN_STATE",
            Self::InvalidProducerIdMapping => "INVALID_PRODUCER_ID_MAPPING",
            Self::InvalidTransactionTimeout => "INVALID_TRANSACTION_TIMEOUT",
            Self::ConcurrentTransactions => "CONCURRENT_TRANSACTIONS",
            Self::TransactionCoordinatorFenced => "TRANSACTION_COORDINATOR_FENCED",
            Self::TransactionalIdAuthorizationFailed => "TRANSACTIONAL_ID_AUTHORIZATION_FAILED",
            Self::SecurityDisabled => "SECURITY_DISABLED",
            Self::OperationNotAttempted => "OPERATION_NOT_ATTEMPTED",
            Self::KafkaStorageError => "KAFKA_STORAGE_ERROR",
            Self::LogDirNotFound => "LOG_DIR_NOT_FOUND",
            Self::SaslAuthenticationFailed => "SASL_AUTHENTICATION_FAILED",
            Self::UnknownProducerId => "UNKNOWN_PRODUCER_ID",
            Self::ReassignmentInProgress => "REASSIGNMENT_IN_PROGRESS",
            Self::DelegationTokenAuthDisabled => "DELEGATION_TOKEN_AUTH_DISABLED",
            Self::DelegationTokenNotFound => "DELEGATION_TOKEN_NOT_FOUND",
            Self::DelegationTokenOwnerMismatch => "DELEGATION_TOKEN_OWNER_MISMATCH",
            Self::DelegationTokenRequestNotAllowed => "DELEGATION_TOKEN_REQUEST_NOT_ALLOWED",
            Self::DelegationTokenAuthorizationFailed => "DELEGATION_TOKEN_AUTHORIZATION_FAILED",
            Self::DelegationTokenExpired => "DELEGATION_TOKEN_EXPIRED",
            Self::InvalidPrincipalType => "INVALID_PRINCIPAL_TYPE",
            Self::NonEmptyGroup => "NON_EMPTY_GROUP",
            Self::GroupIdNotFound => "GROUP_ID_NOT_FOUND",
            Self::FetchSessionIdNotFound => "FETCH_SESSION_ID_NOT_FOUND",
            Self::InvalidFetchSessionEpoch => "INVALID_FETCH_SESSION_EPOCH",
            Self::ListenerNotFound => "LISTENER_NOT_FOUND",
            Self::TopicDeletionDisabled => "TOPIC_DELETION_DISABLED",
            Self::FencedLeaderEpoch => "FENCED_LEADER_EPOCH",
            Self::UnknownLeaderEpoch => "UNKNOWN_LEADER_EPOCH",
            Self::UnsupportedCompressionType => "UNSUPPORTED_COMPRESSION_TYPE",
            Self::StaleBrokerEpoch => "STALE_BROKER_EPOCH",
            Self::OffsetNotAvailable => "OFFSET_NOT_AVAILABLE",
            Self::MemberIdRequired => "MEMBER_ID_REQUIRED",
            Self::PreferredLeaderNotAvailable => "PREFERRED_LEADER_NOT_AVAILABLE",
            Self::GroupMaxSizeReached => "GROUP_MAX_SIZE_REACHED",
            Self::FencedInstanceId => "FENCED_INSTANCE_ID",
            Self::EligibleLeadersNotAvailable => "ELIGIBLE_LEADERS_NOT_AVAILABLE",
            Self::ElectionNotNeeded => "ELECTION_NOT_NEEDED",
            Self::NoReassignmentInProgress => "NO_REASSIGNMENT_IN_PROGRESS",
            Self::GroupSubscribedToTopic => "GROUP_SUBSCRIBED_TO_TOPIC",
            Self::InvalidRecord => "INVALID_RECORD",
            Self::UnstableOffsetCommit => "UNSTABLE_OFFSET_COMMIT",
            Self::ThrottlingQuotaExceeded => "THROTTLING_QUOTA_EXCEEDED",
            Self::ProducerFenced => "PRODUCER_FENCED",
            Self::ResourceNotFound => "RESOURCE_NOT_FOUND",
            Self::DuplicateResource => "DUPLICATE_RESOURCE",
            Self::UnacceptableCredential => "UNACCEPTABLE_CREDENTIAL",
            Self::InconsistentVoterSet => "INCONSISTENT_VOTER_SET",
            Self::InvalidUpdateVersion => "INVALID_UPDATE_VERSION",
            Self::FeatureUpdateFailed => "FEATURE_UPDATE_FAILED",
            Self::PrincipalDeserializationFailure => "PRINCIPAL_DESERIALIZATION_FAILURE",
            Self::SnapshotNotFound => "SNAPSHOT_NOT_FOUND",
            Self::PositionOutOfRange => "POSITION_OUT_OF_RANGE",
            Self::UnknownTopicId => "UNKNOWN_TOPIC_ID",
            Self::DuplicateBrokerRegistration => "DUPLICATE_BROKER_REGISTRATION",
            Self::BrokerIdNotRegistered => "BROKER_ID_NOT_REGISTERED",
            Self::InconsistentTopicId => "INCONSISTENT_TOPIC_ID",
            Self::InconsistentClusterId => "INCONSISTENT_CLUSTER_ID",
            Self::TransactionalIdNotFound => "TRANSACTIONAL_ID_NOT_FOUND",
            Self::FetchSessionTopicIdError => "FETCH_SESSION_TOPIC_ID_ERROR",
            Self::IneligibleReplica => "INELIGIBLE_REPLICA",
            Self::NewLeaderElected => "NEW_LEADER_ELECTED",
            Self::OffsetMovedToTieredStorage => "OFFSET_MOVED_TO_TIERED_STORAGE",
            Self::FencedMemberEpoch => "FENCED_MEMBER_EPOCH",
            Self::UnreleasedInstanceId => "UNRELEASED_INSTANCE_ID",
            Self::UnsupportedAssignor => "UNSUPPORTED_ASSIGNOR",
            Self::StaleMemberEpoch => "STALE_MEMBER_EPOCH",
            Self::MismatchedEndpointType => "MISMATCHED_ENDPOINT_TYPE",
            Self::UnsupportedEndpointType => "UNSUPPORTED_ENDPOINT_TYPE",
            Self::UnknownControllerId => "UNKNOWN_CONTROLLER_ID",
            Self::UnknownSubscriptionId => "UNKNOWN_SUBSCRIPTION_ID",
            Self::TelemetryTooLarge => "TELEMETRY_TOO_LARGE",
            Self::InvalidRegistration => "INVALID_REGISTRATION",
            Self::TransactionAbortable => "TRANSACTION_ABORTABLE",
            Self::InvalidRecordState => "INVALID_RECORD_STATE",
            Self::ShareSessionNotFound => "SHARE_SESSION_NOT_FOUND",
            Self::InvalidShareSessionEpoch => "INVALID_SHARE_SESSION_EPOCH",
            Self::FencedStateEpoch => "FENCED_STATE_EPOCH",
            Self::InvalidVoterKey => "INVALID_VOTER_KEY",
            Self::DuplicateVoter => "DUPLICATE_VOTER",
            Self::VoterNotFound => "VOTER_NOT_FOUND",
            Self::InvalidRegularExpression => "INVALID_REGULAR_EXPRESSION",
            Self::RebootstrapRequired => "REBOOTSTRAP_REQUIRED",
            Self::StreamsInvalidTopology => "STREAMS_INVALID_TOPOLOGY",
            Self::StreamsInvalidTopologyEpoch => "STREAMS_INVALID_TOPOLOGY_EPOCH",
            Self::StreamsTopologyFenced => "STREAMS_TOPOLOGY_FENCED",
            Self::ShareSessionLimitReached => "SHARE_SESSION_LIMIT_REACHED",
        }
    }

    /// Whether clients try again.
    pub const fn is_retriable(self) -> bool {
        matches!(
            self,
            Self::CorruptMessage
                | Self::UnknownTopicOrPartition
                | Self::LeaderNotAvailable
                | Self::NotLeaderOrFollower
                | Self::RequestTimedOut
                | Self::ReplicaNotAvailable
                | Self::NetworkException
                | Self::CoordinatorLoadInProgress
                | Self::CoordinatorNotAvailable
                | Self::NotCoordinator
                | Self::NotEnoughReplicas
                | Self::NotEnoughReplicasAfterAppend
                | Self::NotController
                | Self::ConcurrentTransactions
                | Self::KafkaStorageError
                | Self::FetchSessionIdNotFound
                | Self::InvalidFetchSessionEpoch
                | Self::ListenerNotFound
                | Self::FencedLeaderEpoch
                | Self::UnknownLeaderEpoch
                | Self::OffsetNotAvailable
                | Self::PreferredLeaderNotAvailable
                | Self::EligibleLeadersNotAvailable
                | Self::ElectionNotNeeded
                | Self::UnstableOffsetCommit
                | Self::ThrottlingQuotaExceeded
                | Self::UnknownTopicId
                | Self::InconsistentTopicId
                | Self::FetchSessionTopicIdError
                | Self::ShareSessionNotFound
                | Self::InvalidShareSessionEpoch
                | Self::ShareSessionLimitReached
        )
    }

    /// Whether clients fetch metadata anew before they try again.
    pub const fn is_invalid_metadata(self) -> bool {
        matches!(
            self,
            Self::UnknownTopicOrPartition
                | Self::LeaderNotAvailable
                | Self::NotLeaderOrFollower
                | Self::ReplicaNotAvailable
                | Self::NetworkException
                | Self::KafkaStorageError
                | Self::ListenerNotFound
                | Self::FencedLeaderEpoch
                | Self::PreferredLeaderNotAvailable
                | Self::EligibleLeadersNotAvailable
                | Self::ElectionNotNeeded
                | Self::UnknownTopicId
                | Self::InconsistentTopicId
        )
    }

    /// Whether it is an error at all.
    pub const fn is_error(self) -> bool {
        !matches!(self, Self::None)
    }
}

impl From<ErrorCode> for i16 {
    fn from(code: ErrorCode) -> Self {
        code.to_i16()
    }
}

impl std::fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
