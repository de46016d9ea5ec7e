//! Requests that were sent to Apache Kafka 4.3.1, with the kind of its answers; where ours differs the row says so.

use super::*;
use crate::DynamicConfig;

#[derive(Debug, PartialEq, Eq, Clone, Copy)]
enum Kind {
    Ok,
    Request,
    Config,
}
use AlterOp::{Append, Delete, Set, Subtract};
use Kind::{Config, Ok as Fine, Request};

fn node() -> BrokerConfig {
    BrokerConfig::standalone(&[]).expect("valid").0
}

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn change(name: &str, op: AlterOp, value: Option<&str>) -> Alteration {
    Alteration { name: name.to_owned(), op, value: value.map(str::to_owned) }
}

fn alter(resource: Resource<'_>, current: &[(&str, &str)], alterations: &[Alteration]) -> (Kind, String) {
    match node().alter(resource, &map(current), alterations) {
        Ok(changes) => (Fine, format!("{changes:?}")),
        Err(AlterError::InvalidRequest(why)) => (Request, why),
        Err(AlterError::InvalidConfig(why)) => (Config, why),
    }
}

#[test]
fn answers_are_of_kafkas_kind() {
    let (topic, group, metrics) = (Resource::Topic("t"), Resource::Group("g"), Resource::ClientMetrics("m"));
    let (broker, all) = (Resource::Broker(NodeId(1)), Resource::AllBrokers);
    let table = [
        (topic, "retention.ms", Set, Some("1000"), Fine),
        (topic, "foo", Set, Some("1"), Config),
        (topic, "retention.ms", Set, Some("-5"), Config),
        (topic, "retention.ms", Set, Some("x"), Config),
        (topic, "retention.ms", Set, None, Request),
        (topic, "retention.ms", Append, Some("1"), Config),
        (topic, "retention.ms", Subtract, Some("1"), Config),
        (topic, "flush.ms", Delete, None, Fine),
        (topic, "foo", Delete, None, Fine),
        (topic, "cleanup.policy", Append, Some("x"), Config),
        (topic, "cleanup.policy", Set, Some(""), Fine),
        (topic, "cleanup.policy", Set, Some("compact,compact"), Fine),
        (topic, "remote.storage.enable", Set, Some("true"), Config),
        (topic, "local.retention.ms", Set, Some("99999999999"), Fine),
        (topic, "internal.segment.bytes", Set, Some("1048576"), Fine),
        (group, "consumer.session.timeout.ms", Set, Some("50000"), Fine),
        (group, "consumer.session.timeout.ms", Set, Some("1000"), Config),
        (group, "consumer.heartbeat.interval.ms", Set, Some("60000"), Config),
        (group, "consumer.foo", Set, Some("1"), Config),
        (group, "share.auto.offset.reset", Set, Some("by_duration:xx"), Config),
        (group, "share.auto.offset.reset", Set, Some("by_duration:PT1H"), Fine),
        (group, "share.record.lock.duration.ms", Set, Some("9999999"), Config),
        (group, "share.delivery.count.limit", Set, Some("11"), Config),
        (group, "streams.num.standby.replicas", Set, Some("5"), Config),
        (Resource::Group(""), "consumer.session.timeout.ms", Set, Some("50000"), Request),
        (metrics, "match", Set, Some("client_id=foo,client_software_name=bar"), Fine),
        (metrics, "interval.ms", Set, Some("10"), Request),
        (metrics, "match", Set, Some("foo=bar"), Config),
        (metrics, "match", Set, Some("client_id=("), Config),
        (metrics, "match", Set, Some("client_id"), Config),
        (metrics, "foo", Set, Some("1"), Request),
        (Resource::ClientMetrics(""), "interval.ms", Set, Some("5000"), Request),
        (broker, "log.retention.ms", Set, Some("7200000"), Fine),
        (all, "log.retention.ms", Set, Some("-5"), Fine),
        (broker, "num.partitions", Set, Some("3"), Request),
        (broker, "log.retention.ms", Set, Some("x"), Request),
        (broker, "log.segment.bytes", Set, Some("10"), Request),
        (all, "listeners", Set, Some("PLAINTEXT://:1"), Request),
        (all, "cordoned.log.dirs", Set, Some(""), Request),
        (broker, "ssl.keystore.location", Set, Some("/x"), Request),
        (broker, "num.io.threads", Set, Some("0"), Request),
        (broker, "leader.replication.throttled.rate", Set, Some("5"), Fine),
        (broker, "listener.name.plaintext.max.connections", Set, Some("5"), Fine),
        (broker, "max.connections.per.ip.overrides", Set, Some("a:b"), Request),
        (broker, "log.cleaner.dedupe.buffer.size", Set, Some("5"), Request),
        (broker, "moldau.durability", Set, Some("relaxed"), Fine),
        (broker, "moldau.threads", Set, Some("2"), Request),
        (broker, "foo", Delete, None, Fine),
        // Kafka takes any unknown name of a broker, for plug-ins that might know it; Moldau has none.
        (broker, "foo", Set, Some("1"), Request),
        (all, "log.retention.m", Set, Some("1"), Request),
        (broker, "listener.name.plaintext.num.partitions", Set, Some("5"), Request),
        // Kafka refuses a change of threads beyond the double; here the name has no effect.
        (broker, "num.io.threads", Set, Some("100"), Fine),
    ];
    for (resource, name, op, value, expected) in table {
        let (kind, text) = alter(resource, &[], &[change(name, op, value)]);
        assert_eq!(kind, expected, "{resource:?} {name} {op:?} {value:?}: {text}");
        assert!(kind == Fine || !text.is_empty());
    }
}

#[test]
fn lists_grow_and_shrink() {
    type Row = (&'static [(&'static str, &'static str)], AlterOp, &'static str, Option<&'static str>);
    let table: &[Row] = &[
        (&[], Append, "compact", Some("delete,compact")),
        (&[("cleanup.policy", "compact")], Append, "delete", Some("compact,delete")),
        (&[("cleanup.policy", "delete,compact")], Append, "compact", None),
        (&[("cleanup.policy", "delete,compact")], Subtract, "delete", Some("compact")),
        (&[("cleanup.policy", "delete,compact")], Subtract, "nope", None),
        (&[], Subtract, "delete", Some("")),
    ];
    for (current, op, words, expected) in table {
        let alteration = change("cleanup.policy", *op, Some(words));
        let changes = node().alter(Resource::Topic("t"), &map(current), &[alteration]).expect("valid");
        let value = changes.get("cleanup.policy").cloned().flatten();
        assert_eq!(value.as_deref(), *expected, "{current:?} {op:?} {words}");
    }
}

#[test]
fn a_request_is_taken_as_a_whole() {
    let topic = Resource::Topic("t");
    let twice = [change("flush.ms", Set, Some("1")), change("flush.ms", Delete, None)];
    assert_eq!(alter(topic, &[], &twice).0, Request);
    let lags =
        [change("min.compaction.lag.ms", Set, Some("100")), change("max.compaction.lag.ms", Set, Some("10"))];
    assert_eq!(alter(topic, &[], &lags).0, Config);
    let (kind, text) =
        alter(topic, &[], &[change("flush.ms", Set, Some("7")), change("foo", Set, Some("1"))]);
    assert_eq!(kind, Config, "{text}");
    let long = "x".repeat(40_000);
    assert_eq!(
        alter(topic, &[], &[change("leader.replication.throttled.replicas", Set, Some(&long))]).0,
        Config
    );
}

#[test]
fn replacing_takes_away_what_is_not_named() {
    let changes = node()
        .replace(
            Resource::Topic("t"),
            &map(&[("flush.ms", "1"), ("retention.ms", "5")]),
            &map(&[("flush.ms", "1"), ("segment.ms", "9")]),
        )
        .expect("valid");
    let expected: Changes =
        [("retention.ms".to_owned(), None), ("segment.ms".to_owned(), Some("9".to_owned()))].into();
    assert_eq!(changes, expected);
}

#[test]
fn dynamic_values_hold_in_kafkas_order() {
    let (base, _) =
        BrokerConfig::standalone(&[("log.retention.hours".to_owned(), "1".to_owned())]).expect("valid");
    let with = |cluster: &[(&str, &str)], broker: &[(&str, &str)]| {
        base.with_dynamic(DynamicConfig { cluster: map(cluster), broker: map(broker) })
    };
    assert_eq!(base.topic_defaults.retention_ms, Some(3_600_000));
    assert_eq!(with(&[("log.retention.ms", "5")], &[]).0.topic_defaults.retention_ms, Some(5));
    let (config, notices) = with(&[("log.retention.ms", "5")], &[("log.retention.ms", "6")]);
    assert_eq!((config.topic_defaults.retention_ms, notices), (Some(6), vec![]));
    // Taken away again, the file holds.
    assert_eq!(config.with_dynamic(DynamicConfig::default()).0, base);
    // What is not valid any more is told and ignored, and the rest holds.
    let (config, notices) =
        with(&[("log.retention.ms", "x"), ("gone.name", "1")], &[("message.max.bytes", "77")]);
    assert_eq!(notices.len(), 2, "{notices:?}");
    assert_eq!(config.topic_defaults.max_message_bytes, 77);
    assert_eq!(config.topic_defaults.retention_ms, Some(3_600_000));
    // Values that do not go together are told, and the file holds.
    let (config, notices) = with(&[("log.cleaner.dedupe.buffer.size", "5")], &[]);
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert_eq!(config.network, base.network);
}
