//! What Moldau does with each name: acts on it, accepts it without effect, or refuses it.
//!
//! Written by hand, because it changes as the broker grows: to build a setting, move its name to the row of those that
//! are implemented. A name that ends with `*` stands for all names that begin so; exact names go first. Tests see to it
//! that every name is covered and that no row names what does not exist.
//!
//! *Refused* means: any value but the default is an error. The default asks for nothing that Moldau does not do.

use crate::Scope;

/// What Moldau does with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It has the effect that it has in Kafka (or, for Moldau's own names, the documented one).
    Implemented,
    /// It is checked and shown, and changes nothing; the text says why.
    Accepted(&'static str),
    /// Any value but the default is an error; the text says why.
    Refused(&'static str),
}

impl Scope {
    /// What Moldau does with `name`. Names that are in no table count as implemented: whoever knows them decides.
    pub fn status(self, name: &str) -> Status {
        let rows = match self {
            Self::Broker => BROKER,
            Self::Topic => TOPIC,
            Self::Group => GROUP,
            Self::ClientMetrics => CLIENT_METRICS,
        };
        let exact = rows.iter().find(|(_, names)| names.contains(&name));
        let begins = |pattern: &&str| pattern.strip_suffix('*').is_some_and(|start| name.starts_with(start));
        let row = exact.or_else(|| rows.iter().find(|(_, names)| names.iter().any(begins)));
        row.map_or(Status::Implemented, |(status, _)| *status)
    }
}

type Rows = &'static [(Status, &'static [&'static str])];

const NO_SHARE_GROUPS: &str = "not built yet: share groups";
const NO_STREAMS_GROUPS: &str = "not built yet: streams groups";
const NO_TWO_PHASE_COMMIT: &str = "not built yet: two-phase commit, which Kafka has not released either";
const NO_TIERING: &str = "not built yet: tiered storage";
const NO_QUOTAS: &str = "not built yet: quotas";
const NO_CLUSTER: &str = "not built yet: clusters of several nodes";
const NO_CLIENT_METRICS: &str = "not built yet: collecting the metrics of clients";
const JAVA_CLASS: &str = "names a Java class, and Moldau runs none";

pub(crate) const BROKER: Rows = &[
    (
        Status::Implemented,
        &[
            "advertised.listeners",
            "auto.create.topics.enable",
            "broker.id",
            "broker.rack",
            "compression.*",
            "connections.max.idle.ms",
            "controller.listener.names",
            "controller.quorum.bootstrap.servers",
            "controller.quorum.voters",
            "default.replication.factor",
            "delete.topic.enable",
            "fetch.max.bytes",
            "group.consumer.*",
            "group.initial.rebalance.delay.ms",
            "group.max.session.timeout.ms",
            "group.max.size",
            "group.min.session.timeout.ms",
            "inter.broker.listener.name",
            "listener.security.protocol.map",
            "listeners",
            "log.cleanup.policy",
            "log.dir",
            "log.dirs",
            "log.flush.interval.messages",
            "log.flush.interval.ms",
            "log.flush.offset.checkpoint.interval.ms",
            "log.flush.scheduler.interval.ms",
            "log.flush.start.offset.checkpoint.interval.ms",
            "log.index.*",
            "log.initial.task.delay.ms",
            "log.message.timestamp.*",
            "log.preallocate",
            "log.retention.*",
            "log.roll.*",
            "log.segment.*",
            "max.connection.creation.rate",
            "max.connections",
            "max.connections.per.ip",
            "max.connections.per.ip.overrides",
            "max.incremental.fetch.session.cache.slots",
            "max.request.partition.size.limit",
            "message.max.bytes",
            "metadata.log.*",
            "metadata.max.retention.*",
            "min.insync.replicas",
            "moldau.*",
            "node.id",
            "num.partitions",
            "offset.metadata.max.bytes",
            "offsets.retention.*",
            "offsets.topic.*",
            "process.roles",
            "producer.id.expiration.*",
            "replica.high.watermark.checkpoint.interval.ms",
            "security.inter.broker.protocol",
            "share.coordinator.state.topic.*",
            "socket.listen.backlog.size",
            "socket.receive.buffer.bytes",
            "socket.request.max.bytes",
            "request.timeout.ms",
            "socket.send.buffer.bytes",
            "transaction.*",
            "transactional.id.expiration.ms",
        ],
    ),
    (
        Status::Accepted(
            "Moldau has one thread per processor core and bounds of its own: see moldau.threads",
        ),
        &[
            "background.threads",
            "num.io.threads",
            "num.network.threads",
            "num.recovery.threads.per.data.dir",
            "num.replica.alter.log.dirs.threads",
            "queued.max.request.bytes",
            "queued.max.requests",
        ],
    ),
    (
        Status::Accepted("Moldau answers waiting requests without a purgatory that fills up"),
        &[
            "delete.records.purgatory.purge.interval.requests",
            "fetch.purgatory.purge.interval.requests",
            "producer.purgatory.purge.interval.requests",
            "share.fetch.purgatory.purge.interval.requests",
        ],
    ),
    (
        Status::Accepted("concerns Java's metrics; Moldau serves Prometheus: see moldau.metrics.listener"),
        &["kafka.metrics.*", "metric.reporters", "metrics.*"],
    ),
    (
        Status::Accepted(NO_CLUSTER),
        &[
            "auto.leader.rebalance.enable",
            "broker.heartbeat.interval.ms",
            "broker.session.timeout.ms",
            "controlled.shutdown.enable",
            "controller.performance.*",
            "controller.quorum.*",
            "controller.socket.timeout.ms",
            "initial.broker.registration.timeout.ms",
            "internal.metadata.*",
            "leader.imbalance.check.interval.seconds",
            "log.cleaner.*",
            "log.dir.failure.timeout.ms",
            "metadata.max.idle.interval.ms",
            "num.replica.fetchers",
            "replica.*",
            "server.max.startup.time.ms",
            "socket.connection.setup.*",
            "unclean.leader.election.*",
        ],
    ),
    (Status::Accepted(NO_SHARE_GROUPS), &["group.share.*", "share.coordinator.*"]),
    (Status::Accepted(NO_STREAMS_GROUPS), &["group.streams.*"]),
    (
        Status::Accepted(
            "a coordinator has one task a partition and makes a batch of what has come meanwhile",
        ),
        &[
            "group.coordinator.append.linger.ms",
            "group.coordinator.background.threads",
            "group.coordinator.cached.buffer.max.bytes",
            "group.coordinator.threads",
            "offsets.commit.*",
            "offsets.load.buffer.size",
            "transaction.state.log.load.buffer.size",
        ],
    ),
    (
        Status::Accepted("both protocols that Moldau has built, classic and consumer, are always on"),
        &["group.coordinator.rebalance.protocols"],
    ),
    (Status::Accepted(NO_CLIENT_METRICS), &["telemetry.max.bytes"]),
    (
        Status::Accepted(NO_QUOTAS),
        &[
            "alter.log.dirs.replication.quota.*",
            "controller.quota.*",
            "follower.replication.throttled.rate",
            "leader.replication.throttled.rate",
            "quota.*",
            "replication.quota.*",
        ],
    ),
    (
        Status::Accepted("no listener authenticates its clients yet"),
        &["connection.failed.authentication.delay.ms", "delegation.token.*", "early.start.listeners"],
    ),
    (Status::Accepted(NO_TIERING), &["log.local.retention.*", "remote.*"]),
    (
        Status::Refused(NO_TIERING),
        &["follower.fetch.last.tiered.offset.enable", "remote.log.storage.system.enable"],
    ),
    (Status::Refused(NO_TWO_PHASE_COMMIT), &["transaction.two.phase.commit.enable"]),
    (
        Status::Accepted("a coordinator asks another within one process, and waits 20 to 100 ms at most"),
        &["add.partitions.to.txn.*"],
    ),
    (
        Status::Refused("not built yet: authorization"),
        &["allow.everyone.if.no.acl.found", "authorizer.class.name", "super.users"],
    ),
    (Status::Refused("not built yet: delegation tokens"), &["delegation.token.secret.key"]),
    (Status::Refused("not built yet: SASL"), &["connections.max.reauth.ms", "sasl.*"]),
    (Status::Refused("not built yet: TLS"), &["ssl.*"]),
    (Status::Refused("not built yet: cordoned directories"), &["cordoned.log.dirs"]),
    (
        Status::Refused(JAVA_CLASS),
        &[
            "alter.config.policy.class.name",
            "client.quota.callback.class",
            "config.providers",
            "create.topic.policy.class.name",
            "group.share.persister.class.name",
            "principal.builder.class",
            "security.providers",
        ],
    ),
    (
        Status::Refused("Moldau offers only what Kafka has released"),
        &["unstable.api.versions.enable", "unstable.feature.versions.enable"],
    ),
];

pub(crate) const TOPIC: Rows = &[
    (
        Status::Implemented,
        &[
            "cleanup.policy",
            "compression.*",
            "delete.retention.ms",
            "durability",
            "file.delete.delay.ms",
            "flush.*",
            "index.interval.bytes",
            "internal.segment.bytes",
            "max.compaction.lag.ms",
            "max.message.bytes",
            "message.timestamp.*",
            "min.cleanable.dirty.ratio",
            "min.compaction.lag.ms",
            "min.insync.replicas",
            "preallocate",
            "retention.*",
            "segment.*",
        ],
    ),
    (
        Status::Accepted(NO_CLUSTER),
        &[
            "follower.replication.throttled.replicas",
            "leader.replication.throttled.replicas",
            "unclean.leader.election.enable",
        ],
    ),
    (Status::Accepted(NO_TIERING), &["local.retention.*", "remote.log.*"]),
    (Status::Refused(NO_TIERING), &["remote.storage.enable"]),
];

pub(crate) const GROUP: Rows = &[
    (Status::Implemented, &["consumer.*"]),
    (Status::Accepted(NO_SHARE_GROUPS), &["share.*"]),
    (Status::Accepted(NO_STREAMS_GROUPS), &["streams.*"]),
];

pub(crate) const CLIENT_METRICS: Rows =
    &[(Status::Accepted(NO_CLIENT_METRICS), &["interval.ms", "match", "metrics"])];

#[cfg(test)]
mod tests {
    use super::*;

    const TABLES: [(Scope, Rows); 4] = [
        (Scope::Broker, BROKER),
        (Scope::Topic, TOPIC),
        (Scope::Group, GROUP),
        (Scope::ClientMetrics, CLIENT_METRICS),
    ];

    fn covers(pattern: &str, name: &str) -> bool {
        pattern.strip_suffix('*').map_or(pattern == name, |start| name.starts_with(start))
    }

    #[test]
    fn every_name_has_a_status() {
        for (scope, rows) in TABLES {
            for def in scope.all() {
                let covered =
                    rows.iter().any(|(_, names)| names.iter().any(|pattern| covers(pattern, def.name)));
                assert!(covered, "no status for {}", def.name);
            }
        }
    }

    #[test]
    fn every_row_names_something_and_no_name_twice() {
        for (scope, rows) in TABLES {
            let patterns: Vec<&str> = rows.iter().flat_map(|(_, names)| names.iter().copied()).collect();
            for (index, pattern) in patterns.iter().enumerate() {
                let known = scope.all().any(|def| covers(pattern, def.name))
                    || crate::dynamic_only(pattern).is_some();
                assert!(known, "{pattern} names nothing");
                assert!(!patterns[index + 1..].contains(pattern), "{pattern} stands twice");
            }
        }
    }

    #[test]
    fn exact_names_go_before_prefixes() {
        assert_eq!(Scope::Broker.status("offsets.topic.num.partitions"), Status::Implemented);
        assert_eq!(Scope::Broker.status("offsets.retention.minutes"), Status::Implemented);
        assert!(matches!(Scope::Broker.status("offsets.load.buffer.size"), Status::Accepted(_)));
        assert_eq!(Scope::Broker.status("transaction.state.log.min.isr"), Status::Implemented);
        assert_eq!(Scope::Broker.status("config.providers"), Status::Refused(JAVA_CLASS));
    }
}
