//! Groups and transactions: what the broker's properties say of their coordinators.

use crate::values::Values;

/// Consumer, share and streams groups and their offsets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupsConfig {
    /// `group.min.session.timeout.ms`.
    pub classic_session_timeout_ms_min: u64,
    /// `group.max.session.timeout.ms`.
    pub classic_session_timeout_ms_max: u64,
    /// `group.initial.rebalance.delay.ms`.
    pub classic_initial_rebalance_delay_ms: u64,
    /// `group.max.size`: members of a classic group.
    pub classic_size_max: usize,
    /// `group.consumer.*`.
    pub consumer: ModernGroupConfig,
    /// `group.consumer.assignors`, the first being the default.
    pub consumer_assignors: Vec<String>,
    /// `group.consumer.migration.policy` lets a classic group become a consumer group.
    pub consumer_upgrade: bool,
    /// `group.consumer.migration.policy` lets a consumer group become a classic one.
    pub consumer_downgrade: bool,
    /// `group.consumer.regex.refresh.interval.ms`.
    pub consumer_regex_refresh_ms: u64,
    /// `group.share.*`.
    pub share: ModernGroupConfig,
    /// `group.streams.*`.
    pub streams: ModernGroupConfig,
    /// `group.streams.num.standby.replicas`.
    pub streams_standby_replicas: u32,
    /// `group.streams.initial.rebalance.delay.ms`.
    pub streams_initial_rebalance_delay_ms: u64,
    /// `offsets.retention.minutes`.
    pub offsets_retention_minutes: u64,
    /// `offsets.retention.check.interval.ms`.
    pub offsets_retention_check_ms: u64,
    /// `offset.metadata.max.bytes`.
    pub offset_metadata_bytes_max: usize,
}

/// What the kinds of groups with a heartbeat of their own have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModernGroupConfig {
    /// `….session.timeout.ms`.
    pub session_timeout_ms: u64,
    /// `….heartbeat.interval.ms`.
    pub heartbeat_interval_ms: u64,
    /// `….max.size`.
    pub size_max: usize,
    /// `….assignment.interval.ms`.
    pub assignment_interval_ms: u64,
}

/// Transactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransactionsConfig {
    /// `transaction.max.timeout.ms`.
    pub timeout_ms_max: i32,
    /// `transactional.id.expiration.ms`.
    pub id_expiration_ms: u64,
    /// `transaction.abort.timed.out.transaction.cleanup.interval.ms`.
    pub abort_timed_out_interval_ms: u64,
    /// `transaction.remove.expired.transaction.cleanup.interval.ms`.
    pub remove_expired_interval_ms: u64,
    /// `transaction.partition.verification.enable`.
    pub verifies_partitions: bool,
    /// `request.timeout.ms`: when a marker counts as not written.
    pub marker_timeout_ms: u64,
}

impl TransactionsConfig {
    pub(crate) fn of(values: &Values) -> Self {
        Self {
            timeout_ms_max: values.i32("transaction.max.timeout.ms"),
            id_expiration_ms: values.u64("transactional.id.expiration.ms"),
            abort_timed_out_interval_ms: values
                .u64("transaction.abort.timed.out.transaction.cleanup.interval.ms"),
            remove_expired_interval_ms: values
                .u64("transaction.remove.expired.transaction.cleanup.interval.ms"),
            verifies_partitions: values.boolean("transaction.partition.verification.enable"),
            marker_timeout_ms: values.u64("request.timeout.ms"),
        }
    }
}

impl GroupsConfig {
    pub(crate) fn of(values: &Values) -> Self {
        let policy = values.text("group.consumer.migration.policy").unwrap_or_default().to_ascii_lowercase();
        let allows = |direction: &str| policy == "bidirectional" || policy == direction;
        Self {
            classic_session_timeout_ms_min: values.u64("group.min.session.timeout.ms"),
            classic_session_timeout_ms_max: values.u64("group.max.session.timeout.ms"),
            classic_initial_rebalance_delay_ms: values.u64("group.initial.rebalance.delay.ms"),
            classic_size_max: size(values, "group.max.size"),
            consumer: ModernGroupConfig::of(values, "group.consumer"),
            consumer_assignors: values.list("group.consumer.assignors").to_vec(),
            consumer_upgrade: allows("upgrade"),
            consumer_downgrade: allows("downgrade"),
            consumer_regex_refresh_ms: values.u64("group.consumer.regex.refresh.interval.ms"),
            share: ModernGroupConfig::of(values, "group.share"),
            streams: ModernGroupConfig::of(values, "group.streams"),
            streams_standby_replicas: values.u32("group.streams.num.standby.replicas"),
            streams_initial_rebalance_delay_ms: values.u64("group.streams.initial.rebalance.delay.ms"),
            offsets_retention_minutes: values.u64("offsets.retention.minutes"),
            offsets_retention_check_ms: values.u64("offsets.retention.check.interval.ms"),
            offset_metadata_bytes_max: size(values, "offset.metadata.max.bytes"),
        }
    }
}

impl ModernGroupConfig {
    fn of(values: &Values, prefix: &str) -> Self {
        let name = |suffix: &str| format!("{prefix}.{suffix}");
        Self {
            session_timeout_ms: values.u64(&name("session.timeout.ms")),
            heartbeat_interval_ms: values.u64(&name("heartbeat.interval.ms")),
            size_max: size(values, &name("max.size")),
            assignment_interval_ms: values.u64(&name("assignment.interval.ms")),
        }
    }
}

fn size(values: &Values, name: &str) -> usize {
    usize::try_from(values.u64(name)).unwrap_or(usize::MAX)
}
