//! `DescribeLogDirs`: how much each directory holds (KIP-113).

use std::{collections::BTreeMap, sync::Arc};

use moldau_auth::{Operation, Resource};
use moldau_wire::{
    ErrorCode, Str,
    messages::{
        DescribeLogDirsRequest, DescribeLogDirsResponse,
        describe_log_dirs_response::{DescribeLogDirsPartition, DescribeLogDirsResult, DescribeLogDirsTopic},
    },
};

use crate::{Broker, context::ConnectionContext, logs::DirectoryView};

/// Handles one `DescribeLogDirs` request.
pub(crate) async fn describe(
    broker: &Arc<Broker>,
    context: &ConnectionContext,
    request: DescribeLogDirsRequest,
) -> DescribeLogDirsResponse {
    if !context.may(broker, Operation::Describe, Resource::CLUSTER) {
        return DescribeLogDirsResponse {
            error_code: ErrorCode::ClusterAuthorizationFailed.to_i16(),
            ..DescribeLogDirsResponse::default()
        };
    }
    let owner = Arc::clone(broker);
    let views = broker.env.blocking(move || owner.logs.describe(&owner.topics)).await;
    let wanted = |topic: &str, partition: i32| {
        request.topics.as_ref().is_none_or(|topics| {
            topics.iter().any(|asked| *asked.topic == *topic && asked.partitions.contains(&partition))
        })
    };
    let results = views.into_iter().map(|view| render(view, &wanted)).collect();
    DescribeLogDirsResponse { results, ..DescribeLogDirsResponse::default() }
}

fn render(view: DirectoryView, wanted: &dyn Fn(&str, i32) -> bool) -> DescribeLogDirsResult {
    let mut topics: BTreeMap<Arc<str>, Vec<DescribeLogDirsPartition>> = BTreeMap::new();
    for (name, size) in view.partitions {
        if wanted(&name.topic, name.partition.get()) {
            topics.entry(name.topic).or_default().push(DescribeLogDirsPartition {
                partition_index: name.partition.get(),
                partition_size: i64::try_from(size).unwrap_or(i64::MAX),
                offset_lag: 0,
                is_future_key: false,
                ..DescribeLogDirsPartition::default()
            });
        }
    }
    let error = if view.offline { ErrorCode::KafkaStorageError } else { ErrorCode::None };
    let bytes = |count: Option<u64>| count.map_or(-1, |count| i64::try_from(count).unwrap_or(i64::MAX));
    DescribeLogDirsResult {
        error_code: error.to_i16(),
        log_dir: view.path.into(),
        topics: topics
            .into_iter()
            .map(|(name, partitions)| DescribeLogDirsTopic {
                name: Str::from(&*name),
                partitions,
                ..DescribeLogDirsTopic::default()
            })
            .collect(),
        total_bytes: bytes(view.space.map(|space| space.total)),
        usable_bytes: bytes(view.space.map(|space| space.available)),
        ..DescribeLogDirsResult::default()
    }
}
