//! Kafka's schemas in `group`. Written by `cargo xtask codegen`. Do not edit.

pub mod consumer_group_current_member_assignment_key;
pub mod consumer_group_current_member_assignment_value;
pub mod consumer_group_member_metadata_key;
pub mod consumer_group_member_metadata_value;
pub mod consumer_group_metadata_key;
pub mod consumer_group_metadata_value;
pub mod consumer_group_partition_metadata_key;
pub mod consumer_group_partition_metadata_value;
pub mod consumer_group_regular_expression_key;
pub mod consumer_group_regular_expression_value;
pub mod consumer_group_target_assignment_member_key;
pub mod consumer_group_target_assignment_member_value;
pub mod consumer_group_target_assignment_metadata_key;
pub mod consumer_group_target_assignment_metadata_value;
pub mod group_metadata_key;
pub mod group_metadata_value;
pub mod legacy_offset_commit_key;
pub mod legacy_offset_commit_value;
pub mod offset_commit_key;
pub mod offset_commit_value;
pub mod share_group_current_member_assignment_key;
pub mod share_group_current_member_assignment_value;
pub mod share_group_member_metadata_key;
pub mod share_group_member_metadata_value;
pub mod share_group_metadata_key;
pub mod share_group_metadata_value;
pub mod share_group_state_partition_metadata_key;
pub mod share_group_state_partition_metadata_value;
pub mod share_group_target_assignment_member_key;
pub mod share_group_target_assignment_member_value;
pub mod share_group_target_assignment_metadata_key;
pub mod share_group_target_assignment_metadata_value;
pub mod streams_group_current_member_assignment_key;
pub mod streams_group_current_member_assignment_value;
pub mod streams_group_member_metadata_key;
pub mod streams_group_member_metadata_value;
pub mod streams_group_metadata_key;
pub mod streams_group_metadata_value;
pub mod streams_group_target_assignment_member_key;
pub mod streams_group_target_assignment_member_value;
pub mod streams_group_target_assignment_metadata_key;
pub mod streams_group_target_assignment_metadata_value;
pub mod streams_group_topology_key;
pub mod streams_group_topology_value;

pub use consumer_group_current_member_assignment_key::ConsumerGroupCurrentMemberAssignmentKey;
pub use consumer_group_current_member_assignment_value::ConsumerGroupCurrentMemberAssignmentValue;
pub use consumer_group_member_metadata_key::ConsumerGroupMemberMetadataKey;
pub use consumer_group_member_metadata_value::ConsumerGroupMemberMetadataValue;
pub use consumer_group_metadata_key::ConsumerGroupMetadataKey;
pub use consumer_group_metadata_value::ConsumerGroupMetadataValue;
pub use consumer_group_partition_metadata_key::ConsumerGroupPartitionMetadataKey;
pub use consumer_group_partition_metadata_value::ConsumerGroupPartitionMetadataValue;
pub use consumer_group_regular_expression_key::ConsumerGroupRegularExpressionKey;
pub use consumer_group_regular_expression_value::ConsumerGroupRegularExpressionValue;
pub use consumer_group_target_assignment_member_key::ConsumerGroupTargetAssignmentMemberKey;
pub use consumer_group_target_assignment_member_value::ConsumerGroupTargetAssignmentMemberValue;
pub use consumer_group_target_assignment_metadata_key::ConsumerGroupTargetAssignmentMetadataKey;
pub use consumer_group_target_assignment_metadata_value::ConsumerGroupTargetAssignmentMetadataValue;
pub use group_metadata_key::GroupMetadataKey;
pub use group_metadata_value::GroupMetadataValue;
pub use legacy_offset_commit_key::LegacyOffsetCommitKey;
pub use legacy_offset_commit_value::LegacyOffsetCommitValue;
pub use offset_commit_key::OffsetCommitKey;
pub use offset_commit_value::OffsetCommitValue;
pub use share_group_current_member_assignment_key::ShareGroupCurrentMemberAssignmentKey;
pub use share_group_current_member_assignment_value::ShareGroupCurrentMemberAssignmentValue;
pub use share_group_member_metadata_key::ShareGroupMemberMetadataKey;
pub use share_group_member_metadata_value::ShareGroupMemberMetadataValue;
pub use share_group_metadata_key::ShareGroupMetadataKey;
pub use share_group_metadata_value::ShareGroupMetadataValue;
pub use share_group_state_partition_metadata_key::ShareGroupStatePartitionMetadataKey;
pub use share_group_state_partition_metadata_value::ShareGroupStatePartitionMetadataValue;
pub use share_group_target_assignment_member_key::ShareGroupTargetAssignmentMemberKey;
pub use share_group_target_assignment_member_value::ShareGroupTargetAssignmentMemberValue;
pub use share_group_target_assignment_metadata_key::ShareGroupTargetAssignmentMetadataKey;
pub use share_group_target_assignment_metadata_value::ShareGroupTargetAssignmentMetadataValue;
pub use streams_group_current_member_assignment_key::StreamsGroupCurrentMemberAssignmentKey;
pub use streams_group_current_member_assignment_value::StreamsGroupCurrentMemberAssignmentValue;
pub use streams_group_member_metadata_key::StreamsGroupMemberMetadataKey;
pub use streams_group_member_metadata_value::StreamsGroupMemberMetadataValue;
pub use streams_group_metadata_key::StreamsGroupMetadataKey;
pub use streams_group_metadata_value::StreamsGroupMetadataValue;
pub use streams_group_target_assignment_member_key::StreamsGroupTargetAssignmentMemberKey;
pub use streams_group_target_assignment_member_value::StreamsGroupTargetAssignmentMemberValue;
pub use streams_group_target_assignment_metadata_key::StreamsGroupTargetAssignmentMetadataKey;
pub use streams_group_target_assignment_metadata_value::StreamsGroupTargetAssignmentMetadataValue;
pub use streams_group_topology_key::StreamsGroupTopologyKey;
pub use streams_group_topology_value::StreamsGroupTopologyValue;

use crate::codec::{DecodeError, Decoder, EncodeError, Encoder, Message};

/// Any group record's key.
#[derive(Debug, Clone, PartialEq)]
pub enum GroupKey {
    /// Key 0.
    LegacyOffsetCommit(LegacyOffsetCommitKey),
    /// Key 1.
    OffsetCommit(OffsetCommitKey),
    /// Key 2.
    GroupMetadata(GroupMetadataKey),
    /// Key 3.
    ConsumerGroupMetadata(ConsumerGroupMetadataKey),
    /// Key 4.
    ConsumerGroupPartitionMetadata(ConsumerGroupPartitionMetadataKey),
    /// Key 5.
    ConsumerGroupMemberMetadata(ConsumerGroupMemberMetadataKey),
    /// Key 6.
    ConsumerGroupTargetAssignmentMetadata(ConsumerGroupTargetAssignmentMetadataKey),
    /// Key 7.
    ConsumerGroupTargetAssignmentMember(ConsumerGroupTargetAssignmentMemberKey),
    /// Key 8.
    ConsumerGroupCurrentMemberAssignment(ConsumerGroupCurrentMemberAssignmentKey),
    /// Key 10.
    ShareGroupMemberMetadata(ShareGroupMemberMetadataKey),
    /// Key 11.
    ShareGroupMetadata(ShareGroupMetadataKey),
    /// Key 12.
    ShareGroupTargetAssignmentMetadata(ShareGroupTargetAssignmentMetadataKey),
    /// Key 13.
    ShareGroupTargetAssignmentMember(ShareGroupTargetAssignmentMemberKey),
    /// Key 14.
    ShareGroupCurrentMemberAssignment(ShareGroupCurrentMemberAssignmentKey),
    /// Key 15.
    ShareGroupStatePartitionMetadata(ShareGroupStatePartitionMetadataKey),
    /// Key 16.
    ConsumerGroupRegularExpression(ConsumerGroupRegularExpressionKey),
    /// Key 17.
    StreamsGroupMetadata(StreamsGroupMetadataKey),
    /// Key 19.
    StreamsGroupMemberMetadata(StreamsGroupMemberMetadataKey),
    /// Key 20.
    StreamsGroupTargetAssignmentMetadata(StreamsGroupTargetAssignmentMetadataKey),
    /// Key 21.
    StreamsGroupTargetAssignmentMember(StreamsGroupTargetAssignmentMemberKey),
    /// Key 22.
    StreamsGroupCurrentMemberAssignment(StreamsGroupCurrentMemberAssignmentKey),
    /// Key 23.
    StreamsGroupTopology(StreamsGroupTopologyKey),
}

impl GroupKey {
    /// Which one it is.
    pub const fn api_key(&self) -> i16 {
        match self {
            Self::LegacyOffsetCommit(_) => 0,
            Self::OffsetCommit(_) => 1,
            Self::GroupMetadata(_) => 2,
            Self::ConsumerGroupMetadata(_) => 3,
            Self::ConsumerGroupPartitionMetadata(_) => 4,
            Self::ConsumerGroupMemberMetadata(_) => 5,
            Self::ConsumerGroupTargetAssignmentMetadata(_) => 6,
            Self::ConsumerGroupTargetAssignmentMember(_) => 7,
            Self::ConsumerGroupCurrentMemberAssignment(_) => 8,
            Self::ShareGroupMemberMetadata(_) => 10,
            Self::ShareGroupMetadata(_) => 11,
            Self::ShareGroupTargetAssignmentMetadata(_) => 12,
            Self::ShareGroupTargetAssignmentMember(_) => 13,
            Self::ShareGroupCurrentMemberAssignment(_) => 14,
            Self::ShareGroupStatePartitionMetadata(_) => 15,
            Self::ConsumerGroupRegularExpression(_) => 16,
            Self::StreamsGroupMetadata(_) => 17,
            Self::StreamsGroupMemberMetadata(_) => 19,
            Self::StreamsGroupTargetAssignmentMetadata(_) => 20,
            Self::StreamsGroupTargetAssignmentMember(_) => 21,
            Self::StreamsGroupCurrentMemberAssignment(_) => 22,
            Self::StreamsGroupTopology(_) => 23,
        }
    }

    /// Reads the message with this key.
    pub fn decode(api_key: i16, d: &mut Decoder, version: i16) -> Result<Self, DecodeError> {
        match api_key {
            0 => Message::decode(d, version).map(Self::LegacyOffsetCommit),
            1 => Message::decode(d, version).map(Self::OffsetCommit),
            2 => Message::decode(d, version).map(Self::GroupMetadata),
            3 => Message::decode(d, version).map(Self::ConsumerGroupMetadata),
            4 => Message::decode(d, version).map(Self::ConsumerGroupPartitionMetadata),
            5 => Message::decode(d, version).map(Self::ConsumerGroupMemberMetadata),
            6 => Message::decode(d, version).map(Self::ConsumerGroupTargetAssignmentMetadata),
            7 => Message::decode(d, version).map(Self::ConsumerGroupTargetAssignmentMember),
            8 => Message::decode(d, version).map(Self::ConsumerGroupCurrentMemberAssignment),
            10 => Message::decode(d, version).map(Self::ShareGroupMemberMetadata),
            11 => Message::decode(d, version).map(Self::ShareGroupMetadata),
            12 => Message::decode(d, version).map(Self::ShareGroupTargetAssignmentMetadata),
            13 => Message::decode(d, version).map(Self::ShareGroupTargetAssignmentMember),
            14 => Message::decode(d, version).map(Self::ShareGroupCurrentMemberAssignment),
            15 => Message::decode(d, version).map(Self::ShareGroupStatePartitionMetadata),
            16 => Message::decode(d, version).map(Self::ConsumerGroupRegularExpression),
            17 => Message::decode(d, version).map(Self::StreamsGroupMetadata),
            19 => Message::decode(d, version).map(Self::StreamsGroupMemberMetadata),
            20 => Message::decode(d, version).map(Self::StreamsGroupTargetAssignmentMetadata),
            21 => Message::decode(d, version).map(Self::StreamsGroupTargetAssignmentMember),
            22 => Message::decode(d, version).map(Self::StreamsGroupCurrentMemberAssignment),
            23 => Message::decode(d, version).map(Self::StreamsGroupTopology),
            key => Err(DecodeError::UnknownKey { what: "record type", key }),
        }
    }

    /// Writes the message, without its key.
    pub fn encode(&self, e: &mut Encoder, version: i16) -> Result<(), EncodeError> {
        match self {
            Self::LegacyOffsetCommit(message) => message.encode(e, version),
            Self::OffsetCommit(message) => message.encode(e, version),
            Self::GroupMetadata(message) => message.encode(e, version),
            Self::ConsumerGroupMetadata(message) => message.encode(e, version),
            Self::ConsumerGroupPartitionMetadata(message) => message.encode(e, version),
            Self::ConsumerGroupMemberMetadata(message) => message.encode(e, version),
            Self::ConsumerGroupTargetAssignmentMetadata(message) => message.encode(e, version),
            Self::ConsumerGroupTargetAssignmentMember(message) => message.encode(e, version),
            Self::ConsumerGroupCurrentMemberAssignment(message) => message.encode(e, version),
            Self::ShareGroupMemberMetadata(message) => message.encode(e, version),
            Self::ShareGroupMetadata(message) => message.encode(e, version),
            Self::ShareGroupTargetAssignmentMetadata(message) => message.encode(e, version),
            Self::ShareGroupTargetAssignmentMember(message) => message.encode(e, version),
            Self::ShareGroupCurrentMemberAssignment(message) => message.encode(e, version),
            Self::ShareGroupStatePartitionMetadata(message) => message.encode(e, version),
            Self::ConsumerGroupRegularExpression(message) => message.encode(e, version),
            Self::StreamsGroupMetadata(message) => message.encode(e, version),
            Self::StreamsGroupMemberMetadata(message) => message.encode(e, version),
            Self::StreamsGroupTargetAssignmentMetadata(message) => message.encode(e, version),
            Self::StreamsGroupTargetAssignmentMember(message) => message.encode(e, version),
            Self::StreamsGroupCurrentMemberAssignment(message) => message.encode(e, version),
            Self::StreamsGroupTopology(message) => message.encode(e, version),
        }
    }
}

/// Any group record's value.
#[derive(Debug, Clone, PartialEq)]
pub enum GroupValue {
    /// Key 0.
    LegacyOffsetCommit(LegacyOffsetCommitValue),
    /// Key 1.
    OffsetCommit(OffsetCommitValue),
    /// Key 2.
    GroupMetadata(GroupMetadataValue),
    /// Key 3.
    ConsumerGroupMetadata(ConsumerGroupMetadataValue),
    /// Key 4.
    ConsumerGroupPartitionMetadata(ConsumerGroupPartitionMetadataValue),
    /// Key 5.
    ConsumerGroupMemberMetadata(ConsumerGroupMemberMetadataValue),
    /// Key 6.
    ConsumerGroupTargetAssignmentMetadata(ConsumerGroupTargetAssignmentMetadataValue),
    /// Key 7.
    ConsumerGroupTargetAssignmentMember(ConsumerGroupTargetAssignmentMemberValue),
    /// Key 8.
    ConsumerGroupCurrentMemberAssignment(ConsumerGroupCurrentMemberAssignmentValue),
    /// Key 10.
    ShareGroupMemberMetadata(ShareGroupMemberMetadataValue),
    /// Key 11.
    ShareGroupMetadata(ShareGroupMetadataValue),
    /// Key 12.
    ShareGroupTargetAssignmentMetadata(ShareGroupTargetAssignmentMetadataValue),
    /// Key 13.
    ShareGroupTargetAssignmentMember(ShareGroupTargetAssignmentMemberValue),
    /// Key 14.
    ShareGroupCurrentMemberAssignment(ShareGroupCurrentMemberAssignmentValue),
    /// Key 15.
    ShareGroupStatePartitionMetadata(ShareGroupStatePartitionMetadataValue),
    /// Key 16.
    ConsumerGroupRegularExpression(ConsumerGroupRegularExpressionValue),
    /// Key 17.
    StreamsGroupMetadata(StreamsGroupMetadataValue),
    /// Key 19.
    StreamsGroupMemberMetadata(StreamsGroupMemberMetadataValue),
    /// Key 20.
    StreamsGroupTargetAssignmentMetadata(StreamsGroupTargetAssignmentMetadataValue),
    /// Key 21.
    StreamsGroupTargetAssignmentMember(StreamsGroupTargetAssignmentMemberValue),
    /// Key 22.
    StreamsGroupCurrentMemberAssignment(StreamsGroupCurrentMemberAssignmentValue),
    /// Key 23.
    StreamsGroupTopology(StreamsGroupTopologyValue),
}

impl GroupValue {
    /// Which one it is.
    pub const fn api_key(&self) -> i16 {
        match self {
            Self::LegacyOffsetCommit(_) => 0,
            Self::OffsetCommit(_) => 1,
            Self::GroupMetadata(_) => 2,
            Self::ConsumerGroupMetadata(_) => 3,
            Self::ConsumerGroupPartitionMetadata(_) => 4,
            Self::ConsumerGroupMemberMetadata(_) => 5,
            Self::ConsumerGroupTargetAssignmentMetadata(_) => 6,
            Self::ConsumerGroupTargetAssignmentMember(_) => 7,
            Self::ConsumerGroupCurrentMemberAssignment(_) => 8,
            Self::ShareGroupMemberMetadata(_) => 10,
            Self::ShareGroupMetadata(_) => 11,
            Self::ShareGroupTargetAssignmentMetadata(_) => 12,
            Self::ShareGroupTargetAssignmentMember(_) => 13,
            Self::ShareGroupCurrentMemberAssignment(_) => 14,
            Self::ShareGroupStatePartitionMetadata(_) => 15,
            Self::ConsumerGroupRegularExpression(_) => 16,
            Self::StreamsGroupMetadata(_) => 17,
            Self::StreamsGroupMemberMetadata(_) => 19,
            Self::StreamsGroupTargetAssignmentMetadata(_) => 20,
            Self::StreamsGroupTargetAssignmentMember(_) => 21,
            Self::StreamsGroupCurrentMemberAssignment(_) => 22,
            Self::StreamsGroupTopology(_) => 23,
        }
    }

    /// Reads the message with this key.
    pub fn decode(api_key: i16, d: &mut Decoder, version: i16) -> Result<Self, DecodeError> {
        match api_key {
            0 => Message::decode(d, version).map(Self::LegacyOffsetCommit),
            1 => Message::decode(d, version).map(Self::OffsetCommit),
            2 => Message::decode(d, version).map(Self::GroupMetadata),
            3 => Message::decode(d, version).map(Self::ConsumerGroupMetadata),
            4 => Message::decode(d, version).map(Self::ConsumerGroupPartitionMetadata),
            5 => Message::decode(d, version).map(Self::ConsumerGroupMemberMetadata),
            6 => Message::decode(d, version).map(Self::ConsumerGroupTargetAssignmentMetadata),
            7 => Message::decode(d, version).map(Self::ConsumerGroupTargetAssignmentMember),
            8 => Message::decode(d, version).map(Self::ConsumerGroupCurrentMemberAssignment),
            10 => Message::decode(d, version).map(Self::ShareGroupMemberMetadata),
            11 => Message::decode(d, version).map(Self::ShareGroupMetadata),
            12 => Message::decode(d, version).map(Self::ShareGroupTargetAssignmentMetadata),
            13 => Message::decode(d, version).map(Self::ShareGroupTargetAssignmentMember),
            14 => Message::decode(d, version).map(Self::ShareGroupCurrentMemberAssignment),
            15 => Message::decode(d, version).map(Self::ShareGroupStatePartitionMetadata),
            16 => Message::decode(d, version).map(Self::ConsumerGroupRegularExpression),
            17 => Message::decode(d, version).map(Self::StreamsGroupMetadata),
            19 => Message::decode(d, version).map(Self::StreamsGroupMemberMetadata),
            20 => Message::decode(d, version).map(Self::StreamsGroupTargetAssignmentMetadata),
            21 => Message::decode(d, version).map(Self::StreamsGroupTargetAssignmentMember),
            22 => Message::decode(d, version).map(Self::StreamsGroupCurrentMemberAssignment),
            23 => Message::decode(d, version).map(Self::StreamsGroupTopology),
            key => Err(DecodeError::UnknownKey { what: "record type", key }),
        }
    }

    /// Writes the message, without its key.
    pub fn encode(&self, e: &mut Encoder, version: i16) -> Result<(), EncodeError> {
        match self {
            Self::LegacyOffsetCommit(message) => message.encode(e, version),
            Self::OffsetCommit(message) => message.encode(e, version),
            Self::GroupMetadata(message) => message.encode(e, version),
            Self::ConsumerGroupMetadata(message) => message.encode(e, version),
            Self::ConsumerGroupPartitionMetadata(message) => message.encode(e, version),
            Self::ConsumerGroupMemberMetadata(message) => message.encode(e, version),
            Self::ConsumerGroupTargetAssignmentMetadata(message) => message.encode(e, version),
            Self::ConsumerGroupTargetAssignmentMember(message) => message.encode(e, version),
            Self::ConsumerGroupCurrentMemberAssignment(message) => message.encode(e, version),
            Self::ShareGroupMemberMetadata(message) => message.encode(e, version),
            Self::ShareGroupMetadata(message) => message.encode(e, version),
            Self::ShareGroupTargetAssignmentMetadata(message) => message.encode(e, version),
            Self::ShareGroupTargetAssignmentMember(message) => message.encode(e, version),
            Self::ShareGroupCurrentMemberAssignment(message) => message.encode(e, version),
            Self::ShareGroupStatePartitionMetadata(message) => message.encode(e, version),
            Self::ConsumerGroupRegularExpression(message) => message.encode(e, version),
            Self::StreamsGroupMetadata(message) => message.encode(e, version),
            Self::StreamsGroupMemberMetadata(message) => message.encode(e, version),
            Self::StreamsGroupTargetAssignmentMetadata(message) => message.encode(e, version),
            Self::StreamsGroupTargetAssignmentMember(message) => message.encode(e, version),
            Self::StreamsGroupCurrentMemberAssignment(message) => message.encode(e, version),
            Self::StreamsGroupTopology(message) => message.encode(e, version),
        }
    }
}
