//! Names that stand for one another: a topic's name and the broker's that give its default, in Kafka's order.

use crate::Scope;

/// A broker name that gives a default, and how its number becomes milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Synonym {
    /// The broker name.
    pub name: &'static str,
    /// What its number is multiplied by.
    pub factor: i64,
}

const HOUR: i64 = 3_600_000;
const MINUTE: i64 = 60_000;

const fn plain(name: &'static str) -> Synonym {
    Synonym { name, factor: 1 }
}

/// Each topic name that has a broker default, with the broker names in the order in which they are asked.
pub(crate) const TOPIC: &[(&str, &[Synonym])] = &[
    ("cleanup.policy", &[plain("log.cleanup.policy")]),
    ("compression.gzip.level", &[plain("compression.gzip.level")]),
    ("compression.lz4.level", &[plain("compression.lz4.level")]),
    ("compression.type", &[plain("compression.type")]),
    ("compression.zstd.level", &[plain("compression.zstd.level")]),
    ("delete.retention.ms", &[plain("log.cleaner.delete.retention.ms")]),
    ("durability", &[plain("moldau.durability")]),
    ("file.delete.delay.ms", &[plain("log.segment.delete.delay.ms")]),
    ("flush.messages", &[plain("log.flush.interval.messages")]),
    ("flush.ms", &[plain("log.flush.interval.ms"), plain("log.flush.scheduler.interval.ms")]),
    ("index.interval.bytes", &[plain("log.index.interval.bytes")]),
    ("local.retention.bytes", &[plain("log.local.retention.bytes")]),
    ("local.retention.ms", &[plain("log.local.retention.ms")]),
    ("max.compaction.lag.ms", &[plain("log.cleaner.max.compaction.lag.ms")]),
    ("max.message.bytes", &[plain("message.max.bytes")]),
    ("message.timestamp.after.max.ms", &[plain("log.message.timestamp.after.max.ms")]),
    ("message.timestamp.before.max.ms", &[plain("log.message.timestamp.before.max.ms")]),
    ("message.timestamp.type", &[plain("log.message.timestamp.type")]),
    ("min.cleanable.dirty.ratio", &[plain("log.cleaner.min.cleanable.ratio")]),
    ("min.compaction.lag.ms", &[plain("log.cleaner.min.compaction.lag.ms")]),
    ("min.insync.replicas", &[plain("min.insync.replicas")]),
    ("preallocate", &[plain("log.preallocate")]),
    ("retention.bytes", &[plain("log.retention.bytes")]),
    ("retention.ms", RETENTION),
    ("segment.bytes", &[plain("log.segment.bytes")]),
    ("segment.index.bytes", &[plain("log.index.size.max.bytes")]),
    ("segment.jitter.ms", JITTER),
    ("segment.ms", ROLL),
    ("unclean.leader.election.enable", &[plain("unclean.leader.election.enable")]),
];

const RETENTION: &[Synonym] = &[
    plain("log.retention.ms"),
    Synonym { name: "log.retention.minutes", factor: MINUTE },
    Synonym { name: "log.retention.hours", factor: HOUR },
];
const ROLL: &[Synonym] = &[plain("log.roll.ms"), Synonym { name: "log.roll.hours", factor: HOUR }];
const JITTER: &[Synonym] =
    &[plain("log.roll.jitter.ms"), Synonym { name: "log.roll.jitter.hours", factor: HOUR }];
const FLUSH: &[Synonym] = &[plain("log.flush.interval.ms"), plain("log.flush.scheduler.interval.ms")];

/// The broker names that give the default of a topic name, first come first served. None for names of topics only.
pub fn of_topic(name: &str) -> &'static [Synonym] {
    TOPIC.iter().find(|(topic, _)| *topic == name).map_or(&[], |(_, synonyms)| synonyms)
}

/// Broker names of which the first that is set decides (Kafka's `brokerConfigSynonyms`). Empty if `name` stands alone.
pub(crate) fn of_broker(name: &str) -> &'static [Synonym] {
    match name {
        "log.retention.ms" | "log.retention.minutes" | "log.retention.hours" => RETENTION,
        "log.roll.ms" | "log.roll.hours" => ROLL,
        "log.roll.jitter.ms" | "log.roll.jitter.hours" => JITTER,
        "log.flush.interval.ms" => FLUSH,
        _ => &[],
    }
}

/// The broker name that gives the default of a group's name; `None` for the three that have only their own.
pub(crate) fn of_group(name: &str) -> Option<&'static str> {
    let broker = format!("group.{name}");
    Scope::Broker.find(&broker).map(|def| def.name)
}
