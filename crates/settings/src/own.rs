//! Moldau's own names, one line each, and the names of Kafka that no file may hold.
//!
//! To add a setting: one line here, one in [`crate::status`], and read it in [`crate::BrokerConfig`].

use crate::{
    ConfigDef, ConfigType as T, DefaultValue as D, Importance, UpdateMode as U, Validator as V,
};

/// Names in `server.properties` that Kafka does not have.
pub(crate) const BROKER: &[ConfigDef] = &[
    own("moldau.dirty.bytes.max", T::Long, D::Value("268435456"), V::Whole { min: 1_048_576, max: i64::MAX }, U::ReadOnly, "Bytes per log directory that the journal holds and the segments do not yet; at this bound the sockets of producers wait."),
    own("moldau.disk.stall.ms", T::Long, D::Value("10000"), V::Whole { min: 100, max: 3_600_000 }, U::ReadOnly, "A sync that takes longer takes its log directory offline."),
    own("moldau.drain.timeout.ms", T::Long, D::Value("30000"), V::Whole { min: 0, max: 3_600_000 }, U::ReadOnly, "How long a stopping broker waits for open requests and for its logs to be complete."),
    own("moldau.durability", T::String, D::Value("durable"), V::OneOf(DURABILITY), U::ClusterWide, "Durability of topics that do not set their own: durable answers after the sync, relaxed after the write."),
    own("moldau.journal.bytes", T::Long, D::Value("268435456"), V::Whole { min: 8_388_608, max: i64::MAX }, U::ReadOnly, "Size of all journal files of one log directory together."),
    own("moldau.log.format", T::String, D::Value("human"), V::OneOf(&["human", "json"]), U::ReadOnly, "How the broker writes its own log."),
    own("moldau.metrics.listener", T::String, D::Null, V::NonEmptyText, U::ReadOnly, "Address (host:port) of the Prometheus endpoint; none without it."),
    own("moldau.request.inflight.bytes.max", T::Long, D::Value("268435456"), V::Whole { min: 1_048_576, max: i64::MAX }, U::ReadOnly, "Bytes of requests larger than 64 KiB that may be in memory at once."),
    own("moldau.threads", T::Int, D::Null, V::Whole { min: 1, max: 1024 }, U::ReadOnly, "Network threads; one per processor core if not set."),
];

/// Names that Kafka's authorizer reads from `server.properties` though they are in no table of Kafka's.
pub(crate) const AUTHORIZER: &[ConfigDef] = &[
    own("allow.everyone.if.no.acl.found", T::Boolean, D::Value("false"), V::Any, U::ReadOnly, "Whether a resource without any access rule is open to everybody."),
    own("super.users", T::String, D::Value(""), V::Any, U::ReadOnly, "Principals that may do everything, separated by semicolons."),
];

/// Names that Kafka had once, and what to do instead. A `*` at the end stands for all names that begin so.
pub(crate) const REMOVED: &[(&str, &str)] = &[
    ("auto.include.jmx.reporter", "Kafka 4.0 removed it; remove the line"),
    ("broker.id.generation.enable", "Kafka 4.0 removed it; set node.id"),
    ("control.plane.listener.name", "Kafka 4.0 removed it; use controller.listener.names"),
    ("delegation.token.master.key", "Kafka 4.0 removed it; use delegation.token.secret.key"),
    ("inter.broker.protocol.version", "Kafka 4.0 removed it; the feature metadata.version took its place"),
    ("log.message.downconversion.enable", "Kafka 4.0 removed it; remove the line"),
    ("log.message.format.version", "Kafka 4.0 removed it; remove the line"),
    ("log.message.timestamp.difference.max.ms", "Kafka 4.0 removed it; use log.message.timestamp.before.max.ms and log.message.timestamp.after.max.ms"),
    ("offsets.commit.required.acks", "Kafka 4.0 removed it; remove the line"),
    ("password.encoder.*", "Kafka 4.0 removed it; remove the line"),
    ("reserved.broker.max.id", "Kafka 4.0 removed it; set node.id"),
    ("zookeeper.*", "Kafka 4.0 removed ZooKeeper; use process.roles and controller.quorum.bootstrap.servers"),
];

/// Names of topics that Kafka does not have.
pub(crate) const TOPIC: &[ConfigDef] = &[
    own("durability", T::String, D::Value("durable"), V::OneOf(DURABILITY), U::Resource, "When an acknowledgement is given: durable after the sync of every in-sync replica, relaxed after its write."),
];

/// Names that Kafka accepts only while the broker runs (KIP-73).
pub(crate) const DYNAMIC_ONLY: &[ConfigDef] = &[
    own("follower.replication.throttled.rate", T::Long, D::Value("9223372036854775807"), V::Whole { min: 0, max: i64::MAX }, U::ClusterWide, "Bytes per second that throttled followers may fetch."),
    own("leader.replication.throttled.rate", T::Long, D::Value("9223372036854775807"), V::Whole { min: 0, max: i64::MAX }, U::ClusterWide, "Bytes per second that throttled leaders may serve."),
    own("replica.alter.log.dirs.io.max.bytes.per.second", T::Long, D::Value("9223372036854775807"), V::Whole { min: 0, max: i64::MAX }, U::ClusterWide, "Bytes per second that moves between log directories may copy."),
];

const DURABILITY: &[&str] = &["durable", "relaxed"];

const fn own(
    name: &'static str,
    kind: T,
    default: D,
    validator: V,
    update: U,
    doc: &'static str,
) -> ConfigDef {
    ConfigDef { name, kind, default, validator, importance: Importance::Medium, update, internal: false, doc }
}
