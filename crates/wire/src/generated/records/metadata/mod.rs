//! Kafka's schemas in `metadata`. Written by `cargo xtask codegen`. Do not edit.

pub mod abort_transaction_record;
pub mod access_control_entry_record;
pub mod begin_transaction_record;
pub mod broker_registration_change_record;
pub mod clear_elr_record;
pub mod client_quota_record;
pub mod config_record;
pub mod delegation_token_record;
pub mod end_transaction_record;
pub mod feature_level_record;
pub mod fence_broker_record;
pub mod no_op_record;
pub mod partition_change_record;
pub mod partition_record;
pub mod producer_ids_record;
pub mod register_broker_record;
pub mod register_controller_record;
pub mod remove_access_control_entry_record;
pub mod remove_delegation_token_record;
pub mod remove_topic_record;
pub mod remove_user_scram_credential_record;
pub mod topic_record;
pub mod unfence_broker_record;
pub mod unregister_broker_record;
pub mod user_scram_credential_record;
pub mod zk_migration_state_record;

pub use abort_transaction_record::AbortTransactionRecord;
pub use access_control_entry_record::AccessControlEntryRecord;
pub use begin_transaction_record::BeginTransactionRecord;
pub use broker_registration_change_record::BrokerRegistrationChangeRecord;
pub use clear_elr_record::ClearElrRecord;
pub use client_quota_record::ClientQuotaRecord;
pub use config_record::ConfigRecord;
pub use delegation_token_record::DelegationTokenRecord;
pub use end_transaction_record::EndTransactionRecord;
pub use feature_level_record::FeatureLevelRecord;
pub use fence_broker_record::FenceBrokerRecord;
pub use no_op_record::NoOpRecord;
pub use partition_change_record::PartitionChangeRecord;
pub use partition_record::PartitionRecord;
pub use producer_ids_record::ProducerIdsRecord;
pub use register_broker_record::RegisterBrokerRecord;
pub use register_controller_record::RegisterControllerRecord;
pub use remove_access_control_entry_record::RemoveAccessControlEntryRecord;
pub use remove_delegation_token_record::RemoveDelegationTokenRecord;
pub use remove_topic_record::RemoveTopicRecord;
pub use remove_user_scram_credential_record::RemoveUserScramCredentialRecord;
pub use topic_record::TopicRecord;
pub use unfence_broker_record::UnfenceBrokerRecord;
pub use unregister_broker_record::UnregisterBrokerRecord;
pub use user_scram_credential_record::UserScramCredentialRecord;
pub use zk_migration_state_record::ZkMigrationStateRecord;

use crate::codec::{DecodeError, Decoder, EncodeError, Encoder, Message};

/// Any metadata record.
#[derive(Debug, Clone, PartialEq)]
pub enum MetadataRecord {
    /// Key 0.
    RegisterBroker(RegisterBrokerRecord),
    /// Key 1.
    UnregisterBroker(UnregisterBrokerRecord),
    /// Key 2.
    Topic(TopicRecord),
    /// Key 3.
    Partition(PartitionRecord),
    /// Key 4.
    Config(ConfigRecord),
    /// Key 5.
    PartitionChange(PartitionChangeRecord),
    /// Key 7.
    FenceBroker(FenceBrokerRecord),
    /// Key 8.
    UnfenceBroker(UnfenceBrokerRecord),
    /// Key 9.
    RemoveTopic(RemoveTopicRecord),
    /// Key 10.
    DelegationToken(DelegationTokenRecord),
    /// Key 11.
    UserScramCredential(UserScramCredentialRecord),
    /// Key 12.
    FeatureLevel(FeatureLevelRecord),
    /// Key 14.
    ClientQuota(ClientQuotaRecord),
    /// Key 15.
    ProducerIds(ProducerIdsRecord),
    /// Key 17.
    BrokerRegistrationChange(BrokerRegistrationChangeRecord),
    /// Key 18.
    AccessControlEntry(AccessControlEntryRecord),
    /// Key 19.
    RemoveAccessControlEntry(RemoveAccessControlEntryRecord),
    /// Key 20.
    NoOp(NoOpRecord),
    /// Key 21.
    ZkMigrationState(ZkMigrationStateRecord),
    /// Key 22.
    RemoveUserScramCredential(RemoveUserScramCredentialRecord),
    /// Key 23.
    BeginTransaction(BeginTransactionRecord),
    /// Key 24.
    EndTransaction(EndTransactionRecord),
    /// Key 25.
    AbortTransaction(AbortTransactionRecord),
    /// Key 26.
    RemoveDelegationToken(RemoveDelegationTokenRecord),
    /// Key 27.
    RegisterController(RegisterControllerRecord),
    /// Key 28.
    ClearElr(ClearElrRecord),
}

impl MetadataRecord {
    /// Which one it is.
    pub const fn api_key(&self) -> i16 {
        match self {
            Self::RegisterBroker(_) => 0,
            Self::UnregisterBroker(_) => 1,
            Self::Topic(_) => 2,
            Self::Partition(_) => 3,
            Self::Config(_) => 4,
            Self::PartitionChange(_) => 5,
            Self::FenceBroker(_) => 7,
            Self::UnfenceBroker(_) => 8,
            Self::RemoveTopic(_) => 9,
            Self::DelegationToken(_) => 10,
            Self::UserScramCredential(_) => 11,
            Self::FeatureLevel(_) => 12,
            Self::ClientQuota(_) => 14,
            Self::ProducerIds(_) => 15,
            Self::BrokerRegistrationChange(_) => 17,
            Self::AccessControlEntry(_) => 18,
            Self::RemoveAccessControlEntry(_) => 19,
            Self::NoOp(_) => 20,
            Self::ZkMigrationState(_) => 21,
            Self::RemoveUserScramCredential(_) => 22,
            Self::BeginTransaction(_) => 23,
            Self::EndTransaction(_) => 24,
            Self::AbortTransaction(_) => 25,
            Self::RemoveDelegationToken(_) => 26,
            Self::RegisterController(_) => 27,
            Self::ClearElr(_) => 28,
        }
    }

    /// Reads the message with this key.
    pub fn decode(api_key: i16, d: &mut Decoder, version: i16) -> Result<Self, DecodeError> {
        match api_key {
            0 => Message::decode(d, version).map(Self::RegisterBroker),
            1 => Message::decode(d, version).map(Self::UnregisterBroker),
            2 => Message::decode(d, version).map(Self::Topic),
            3 => Message::decode(d, version).map(Self::Partition),
            4 => Message::decode(d, version).map(Self::Config),
            5 => Message::decode(d, version).map(Self::PartitionChange),
            7 => Message::decode(d, version).map(Self::FenceBroker),
            8 => Message::decode(d, version).map(Self::UnfenceBroker),
            9 => Message::decode(d, version).map(Self::RemoveTopic),
            10 => Message::decode(d, version).map(Self::DelegationToken),
            11 => Message::decode(d, version).map(Self::UserScramCredential),
            12 => Message::decode(d, version).map(Self::FeatureLevel),
            14 => Message::decode(d, version).map(Self::ClientQuota),
            15 => Message::decode(d, version).map(Self::ProducerIds),
            17 => Message::decode(d, version).map(Self::BrokerRegistrationChange),
            18 => Message::decode(d, version).map(Self::AccessControlEntry),
            19 => Message::decode(d, version).map(Self::RemoveAccessControlEntry),
            20 => Message::decode(d, version).map(Self::NoOp),
            21 => Message::decode(d, version).map(Self::ZkMigrationState),
            22 => Message::decode(d, version).map(Self::RemoveUserScramCredential),
            23 => Message::decode(d, version).map(Self::BeginTransaction),
            24 => Message::decode(d, version).map(Self::EndTransaction),
            25 => Message::decode(d, version).map(Self::AbortTransaction),
            26 => Message::decode(d, version).map(Self::RemoveDelegationToken),
            27 => Message::decode(d, version).map(Self::RegisterController),
            28 => Message::decode(d, version).map(Self::ClearElr),
            key => Err(DecodeError::UnknownKey { what: "record type", key }),
        }
    }

    /// Writes the message, without its key.
    pub fn encode(&self, e: &mut Encoder, version: i16) -> Result<(), EncodeError> {
        match self {
            Self::RegisterBroker(message) => message.encode(e, version),
            Self::UnregisterBroker(message) => message.encode(e, version),
            Self::Topic(message) => message.encode(e, version),
            Self::Partition(message) => message.encode(e, version),
            Self::Config(message) => message.encode(e, version),
            Self::PartitionChange(message) => message.encode(e, version),
            Self::FenceBroker(message) => message.encode(e, version),
            Self::UnfenceBroker(message) => message.encode(e, version),
            Self::RemoveTopic(message) => message.encode(e, version),
            Self::DelegationToken(message) => message.encode(e, version),
            Self::UserScramCredential(message) => message.encode(e, version),
            Self::FeatureLevel(message) => message.encode(e, version),
            Self::ClientQuota(message) => message.encode(e, version),
            Self::ProducerIds(message) => message.encode(e, version),
            Self::BrokerRegistrationChange(message) => message.encode(e, version),
            Self::AccessControlEntry(message) => message.encode(e, version),
            Self::RemoveAccessControlEntry(message) => message.encode(e, version),
            Self::NoOp(message) => message.encode(e, version),
            Self::ZkMigrationState(message) => message.encode(e, version),
            Self::RemoveUserScramCredential(message) => message.encode(e, version),
            Self::BeginTransaction(message) => message.encode(e, version),
            Self::EndTransaction(message) => message.encode(e, version),
            Self::AbortTransaction(message) => message.encode(e, version),
            Self::RemoveDelegationToken(message) => message.encode(e, version),
            Self::RegisterController(message) => message.encode(e, version),
            Self::ClearElr(message) => message.encode(e, version),
        }
    }
}
