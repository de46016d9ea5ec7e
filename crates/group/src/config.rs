//! The broker's group configuration, checked. Names in the docs are Kafka's properties.

use std::time::Duration;

use moldau_wire::Str;

/// A server-side assignor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssignorName {
    /// `uniform`.
    Uniform,
    /// `range`.
    Range,
}

/// What the broker's properties say of groups. [`Default`] is Kafka's defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// `group.min.session.timeout.ms`.
    pub classic_session_timeout_min: Duration,
    /// `group.max.session.timeout.ms`.
    pub classic_session_timeout_max: Duration,
    /// `group.initial.rebalance.delay.ms`.
    pub classic_initial_rebalance_delay: Duration,
    /// How long a member that was given an id, but has not joined with it, is remembered: its session timeout
    /// (KIP-394). `group.max.size`: members of a classic group.
    pub classic_size_max: usize,
    /// `group.consumer.*`.
    pub consumer: ModernConfig,
    /// `group.consumer.assignors`, the first is the default.
    pub consumer_assignors: Vec<AssignorName>,
    /// `group.consumer.migration.policy`: a classic group becomes a consumer group when such a member joins.
    pub consumer_upgrade: bool,
    /// `group.consumer.migration.policy`: a consumer group becomes a classic one when its last consumer member leaves.
    pub consumer_downgrade: bool,
    /// `group.consumer.regex.refresh.interval.ms`.
    pub consumer_regex_refresh: Duration,
    /// `group.share.*`.
    pub share: ModernConfig,
    /// `group.share.initialize.retry.interval.ms`: after what time a wish to initialize state is repeated.
    pub share_initialize_retry: Duration,
    /// `group.streams.*`.
    pub streams: ModernConfig,
    /// `group.streams.num.standby.replicas`.
    pub streams_standby_replicas: u32,
    /// `group.streams.initial.rebalance.delay.ms`.
    pub streams_initial_rebalance_delay: Duration,
    /// `offsets.retention.minutes`.
    pub offsets_retention: Duration,
    /// `offsets.retention.check.interval.ms`.
    pub offsets_retention_check: Duration,
    /// `offset.metadata.max.bytes`.
    pub offset_metadata_bytes_max: usize,
    /// The broker's default for internal topics of streams groups, -1: the broker's default.
    pub streams_internal_replication_factor: i16,
}

/// What the kinds of groups with a heartbeat API have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModernConfig {
    /// `….session.timeout.ms`.
    pub session_timeout: Duration,
    /// `….heartbeat.interval.ms`.
    pub heartbeat_interval: Duration,
    /// `….max.size`.
    pub size_max: usize,
    /// `….assignment.interval.ms`: the least time between two assignments of one group.
    pub assignment_interval: Duration,
}

impl Default for Config {
    fn default() -> Self {
        let modern = ModernConfig {
            session_timeout: Duration::from_secs(45),
            heartbeat_interval: Duration::from_secs(5),
            size_max: usize::MAX,
            assignment_interval: Duration::from_secs(1),
        };
        Self {
            classic_session_timeout_min: Duration::from_secs(6),
            classic_session_timeout_max: Duration::from_mins(30),
            classic_initial_rebalance_delay: Duration::from_secs(3),
            classic_size_max: usize::MAX,
            consumer: modern,
            consumer_assignors: vec![AssignorName::Uniform, AssignorName::Range],
            consumer_upgrade: true,
            consumer_downgrade: true,
            consumer_regex_refresh: Duration::from_mins(10),
            share: ModernConfig { size_max: 200, ..modern },
            share_initialize_retry: Duration::from_secs(30),
            streams: modern,
            streams_standby_replicas: 0,
            streams_initial_rebalance_delay: Duration::from_secs(3),
            offsets_retention: Duration::from_hours(7 * 24),
            offsets_retention_check: Duration::from_mins(10),
            offset_metadata_bytes_max: 4096,
            streams_internal_replication_factor: -1,
        }
    }
}

/// Configurations of single groups (the resource type GROUP), by group.
pub trait GroupConfigs {
    /// The value set for `group_id` under `name` (for example `consumer.session.timeout.ms`), if there is one. It has
    /// been checked when it was set.
    fn get(&self, group_id: &str, name: &str) -> Option<Str>;
}
