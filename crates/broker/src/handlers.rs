//! One file per group of APIs: authorise, delegate, render. Parsing is done before, in [`crate::dispatch`].

pub(crate) mod api_versions;
pub(crate) mod cluster;
pub(crate) mod configs;
pub(crate) mod delete_records;
pub(crate) mod describe_producers;
pub(crate) mod describe_topic_partitions;
pub(crate) mod fetch;
pub(crate) mod find_coordinator;
pub(crate) mod groups;
pub(crate) mod init_producer_id;
pub(crate) mod list_offsets;
pub(crate) mod log_dirs;
pub(crate) mod loggers;
pub(crate) mod metadata;
pub(crate) mod offset_for_leader_epoch;
pub(crate) mod produce;
pub(crate) mod quotas;
pub(crate) mod topics;
pub(crate) mod transactions;

use moldau_wire::{ErrorCode, Str};

/// An error in words, where the answer has a place for them and nothing more particular is known.
pub(crate) fn words(error: ErrorCode) -> Str {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "what has no words of its own here is told by its name"
    )]
    let text = match error {
        ErrorCode::UnknownTopicOrPartition => "there is no such topic or partition",
        ErrorCode::UnknownTopicId => "there is no topic of this id",
        ErrorCode::TopicAuthorizationFailed => "the caller may not do this to the topic",
        ErrorCode::ClusterAuthorizationFailed => "the caller may not do this to the cluster",
        ErrorCode::GroupAuthorizationFailed => "the caller may not do this to the group",
        ErrorCode::TopicDeletionDisabled => "topics can't be deleted here: delete.topic.enable is false",
        ErrorCode::ThrottlingQuotaExceeded => "The throttling quota has been exceeded.",
        ErrorCode::InvalidRequest => "the request makes no sense",
        other => other.name(),
    };
    Str::from(text)
}
