//! Topic values over broker defaults.

use super::*;
use crate::{BrokerConfig, Properties};

fn broker(lines: &str) -> BrokerConfig {
    let overrides: Vec<(String, String)> = Properties::parse(lines)
        .expect("well formed")
        .entries
        .into_iter()
        .map(|property| (property.key, property.value))
        .collect();
    BrokerConfig::standalone(&overrides).expect("valid").0
}

fn overrides(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn a_fresh_topic_has_kafkas_defaults() {
    let config = broker("").topic(&BTreeMap::new()).expect("valid");
    assert_eq!(config.cleanup, CleanupPolicy { delete: true, compact: false });
    assert_eq!(config.retention_ms, Some(604_800_000));
    assert_eq!(config.retention_bytes, None);
    assert_eq!(config.segment_bytes, 1 << 30);
    assert_eq!(config.segment_ms, 604_800_000);
    assert_eq!(config.flush_ms, None);
    assert_eq!(config.flush_messages, None);
    assert_eq!(config.max_message_bytes, 1_048_588);
    assert_eq!(config.message_timestamp_after_max_ms, Some(3_600_000));
    assert_eq!(config.message_timestamp_before_max_ms, None);
    assert_eq!(config.durability, Durability::Durable);
    assert_eq!(config, broker("").topic_defaults);
}

#[test]
fn synonyms_are_asked_in_kafkas_order() {
    for (lines, retention) in [
        ("log.retention.hours=1", Some(3_600_000)),
        ("log.retention.hours=1\nlog.retention.minutes=2", Some(120_000)),
        ("log.retention.hours=1\nlog.retention.minutes=2\nlog.retention.ms=3", Some(3)),
        ("log.retention.hours=-1", None),
        ("log.retention.minutes=-5", None),
    ] {
        assert_eq!(broker(lines).topic_defaults.retention_ms, retention, "{lines}");
    }
    let own = overrides(&[("retention.ms", "5")]);
    assert_eq!(broker("log.retention.ms=3").topic(&own).expect("valid").retention_ms, Some(5));
    assert_eq!(broker("log.roll.hours=2").topic_defaults.segment_ms, 7_200_000);
    assert_eq!(broker("log.roll.jitter.hours=2").topic_defaults.segment_jitter_ms, 7_200_000);
    assert_eq!(broker("log.flush.scheduler.interval.ms=9").topic_defaults.flush_ms, Some(9));
    assert_eq!(
        broker("log.flush.scheduler.interval.ms=9\nlog.flush.interval.ms=8").topic_defaults.flush_ms,
        Some(8)
    );
    assert_eq!(broker("moldau.durability=relaxed").durability(), Durability::Relaxed);
}

#[test]
fn every_error_of_a_topic_is_named() {
    let wrong = overrides(&[("retention.ms", "-5"), ("foo", "1"), ("cleanup.polic", "x"), ("flush.ms", "7")]);
    let errors = broker("").topic(&wrong).expect_err("three are wrong");
    let names: Vec<&str> = errors.iter().map(|error| error.name.as_str()).collect();
    assert_eq!(names, ["cleanup.polic", "foo", "retention.ms"]);
    assert!(errors[0].why.contains("cleanup.policy"), "{}", errors[0]);
}

#[test]
fn rules_across_names() {
    for (pairs, culprit) in [
        (
            &[("min.compaction.lag.ms", "100"), ("max.compaction.lag.ms", "10")][..],
            Some("min.compaction.lag.ms"),
        ),
        (&[("remote.storage.enable", "true")], Some("remote.storage.enable")),
        (&[("remote.storage.enable", "false")], None),
        // Without tiered storage Kafka does not compare local with total retention.
        (&[("local.retention.ms", "99999999999")], None),
        (&[("local.retention.bytes", "100"), ("retention.bytes", "50")], None),
        (&[("remote.log.copy.disable", "true")], None),
    ] {
        let result = broker("").topic(&overrides(pairs));
        let found = result.as_ref().err().and_then(|errors| errors.first()).map(|error| error.name.as_str());
        assert_eq!(found, culprit, "{pairs:?}");
    }
}

#[test]
fn lists_and_words_become_types() {
    let own = overrides(&[
        ("cleanup.policy", "compact,delete"),
        ("compression.type", "zstd"),
        ("message.timestamp.type", "LogAppendTime"),
        ("durability", "relaxed"),
        ("leader.replication.throttled.replicas", "0:1,1:2"),
        ("follower.replication.throttled.replicas", "*"),
        ("internal.segment.bytes", "100"),
        ("min.cleanable.dirty.ratio", "0.25"),
    ]);
    let config = broker("").topic(&own).expect("valid");
    assert_eq!(config.cleanup, CleanupPolicy { delete: true, compact: true });
    assert_eq!(config.compression, Compression::Zstd);
    assert_eq!(config.message_timestamp_type, TimestampType::LogAppendTime);
    assert_eq!(config.durability, Durability::Relaxed);
    assert_eq!(config.leader_throttled, ThrottledReplicas::Some(vec![(0, 1), (1, 2)]));
    assert_eq!(config.follower_throttled, ThrottledReplicas::All);
    assert_eq!(config.segment_bytes, 100);
    assert!((config.min_cleanable_dirty_ratio - 0.25).abs() < f64::EPSILON);
}

#[test]
fn a_topic_that_exists_always_has_a_configuration() {
    let broker = broker("");
    let stored = overrides(&[
        ("retention.ms", "7"),
        ("flush.ms", "x"),
        ("gone", "1"),
        ("remote.storage.enable", "true"),
    ]);
    let (config, errors) = broker.topic_ignoring_invalid(&stored);
    assert_eq!((config.retention_ms, config.flush_ms, errors.len()), (Some(7), None, 3));
    let conflict =
        overrides(&[("min.compaction.lag.ms", "9"), ("max.compaction.lag.ms", "1"), ("retention.ms", "7")]);
    let (config, errors) = broker.topic_ignoring_invalid(&conflict);
    assert_eq!((config.retention_ms, config.min_compaction_lag_ms, errors.len()), (Some(7), 0, 1));
    assert_eq!(broker.topic_ignoring_invalid(&BTreeMap::new()), (broker.topic_defaults.clone(), vec![]));
}
