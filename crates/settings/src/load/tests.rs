//! Whole configurations: what Kafka accepts, what errors say, what becomes of names.

use proptest::prelude::*;

use super::*;
use crate::{LogFormat, Roles, SecurityProtocol};

const CASES: &str = include_str!("../../tests/golden/load-cases.tsv");

const COMBINED: &[(&str, &str)] = &[
    ("process.roles", "broker,controller"),
    ("node.id", "1"),
    ("controller.quorum.bootstrap.servers", "127.0.0.1:9093"),
    ("listeners", "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093"),
    ("controller.listener.names", "CONTROLLER"),
];
const BROKER: &[(&str, &str)] = &[
    ("process.roles", "broker"),
    ("node.id", "2"),
    ("controller.quorum.voters", "1@127.0.0.1:9093"),
    ("listeners", "PLAINTEXT://127.0.0.1:9092"),
    ("controller.listener.names", "CONTROLLER"),
];
const CONTROLLER: &[(&str, &str)] = &[
    ("process.roles", "controller"),
    ("node.id", "1"),
    ("controller.quorum.voters", "1@127.0.0.1:9093"),
    ("listeners", "CONTROLLER://127.0.0.1:9093"),
    ("controller.listener.names", "CONTROLLER"),
];

/// What Kafka accepts and Moldau does not, or the other way round, and why.
const DIFFERENCES: &[(&str, &str)] = &[
    ("combined|controller.quorum.voters=1@a:1,1@b:2", "two controllers with one id are a slip"),
    (
        "combined|listeners=PLAINTEXT://h:99999,CONTROLLER://:9093",
        "there is no such port; Kafka fails when it binds",
    ),
    ("controller|advertised.listeners=PLAINTEXT://h:9092", "there is no such listener"),
    ("combined|log.flush.interval.ms=-1", "no topic could be made with it"),
    ("combined|log.flush.scheduler.interval.ms=-5", "no topic could be made with it"),
    ("combined|default.replication.factor=0", "no topic could be made with it"),
    ("combined|default.replication.factor=-1", "no topic could be made with it"),
    ("combined|socket.send.buffer.bytes=-2", "only -1 has a meaning"),
    ("combined|log.cleaner.threads=0", "Kafka fails on it by a division by zero, though its range allows it"),
    ("combined|listener.name.nope.max.connections=5", "there is no such listener"),
    (
        "combined|log.cleaner.min.compaction.lag.ms=10|log.cleaner.max.compaction.lag.ms=5",
        "no topic could be made with it",
    ),
    ("combined|sasl.mechanism.inter.broker.protocol=PLAIN", "not built yet"),
];

fn load(lines: &[(String, String)]) -> Result<Loaded, Vec<SettingsError>> {
    let text: Vec<String> = lines.iter().map(|(name, value)| crate::write_property(name, value)).collect();
    BrokerConfig::load(&Properties::parse(&text.join("\n")).expect("written by us"), &[])
}

fn combined(more: &[(&str, &str)]) -> Result<Loaded, Vec<SettingsError>> {
    load(&owned(&[COMBINED, more].concat()))
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn configurations_are_judged_as_kafka_judges_them() {
    let mut unexpected = Vec::new();
    for line in CASES.lines().filter(|line| !line.starts_with('#')) {
        let (case, verdict) = line.split_once('\t').expect("two columns");
        let mut parts = case.split('|');
        let base = match parts.next() {
            Some("combined") => COMBINED,
            Some("broker") => BROKER,
            Some("controller") => CONTROLLER,
            other => panic!("base {other:?}"),
        };
        let mut lines = owned(base);
        for part in parts {
            let (name, value) = part.split_once('=').unwrap_or((part.trim_start_matches('-'), ""));
            lines.retain(|(present, _)| present != name);
            if !part.starts_with('-') {
                lines.push((name.to_owned(), value.to_owned()));
            }
        }
        let result = load(&lines);
        let differs = DIFFERENCES.iter().any(|(known, _)| *known == case);
        if (result.is_ok() == (verdict == "ok")) == differs {
            unexpected
                .push(format!("{case}: kafka {verdict}, moldau {:?}", result.map(|_| "ok").map_err(texts)));
        }
    }
    assert!(unexpected.is_empty(), "{}", unexpected.join("\n"));
}

#[test]
fn every_difference_is_a_case() {
    for (case, _) in DIFFERENCES {
        assert!(CASES.lines().any(|line| line.split('\t').next() == Some(case)), "{case}");
    }
}

fn texts(errors: impl IntoIterator<Item = SettingsError>) -> Vec<String> {
    errors.into_iter().map(|error| error.to_string()).collect()
}

fn errors_of(text: &str) -> Vec<String> {
    let result = BrokerConfig::load(&Properties::parse(text).expect("well formed"), &[]);
    texts(result.expect_err("something is wrong"))
}

#[test]
fn all_errors_are_told_with_line_and_remedy() {
    let errors = errors_of(
        "node.id=1\nlog.dris=/a\nlog.segment.bytes=5\nzookeeper.connect=z:2181\nssl.keystore.location=/k\n\
         retention.ms=5\nleader.replication.throttled.rate=1\nlistener.name.a.num.partitions=2\nnum.partitions=many",
    );
    let expected = [
        ("line 2", "did you mean `log.dirs`?"),
        ("line 3", "log.segment.bytes"),
        ("line 4", "process.roles"),
        ("line 5", "not built yet: TLS"),
        ("line 6", "log.retention.ms"),
        ("line 7", "kafka-configs"),
        ("line 8", "all listeners together"),
        ("line 9", "whole number"),
    ];
    assert_eq!(errors.len(), expected.len(), "{errors:#?}");
    for (error, (line, hint)) in errors.iter().zip(expected) {
        assert!(error.starts_with(line) && error.contains(hint), "{error}: {line} {hint}");
    }
}

#[test]
fn secured_listeners_are_refused_for_now() {
    let result = combined(&[
        ("listeners", "SSL://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093"),
        ("security.inter.broker.protocol", "SSL"),
    ]);
    let errors = texts(result.expect_err("TLS is not built"));
    assert!(errors.iter().any(|error| error.contains("not built yet: SSL")), "{errors:?}");
}

#[test]
fn names_without_effect_and_overruled_lines_are_told() {
    let text = "process.roles=broker,controller\nnode.id=1\nnode.id=2\nnum.network.threads=8\nmetric.reporters=a.B\n\
                controller.quorum.bootstrap.servers=h:9093\ncontroller.listener.names=C\n\
                listeners=PLAINTEXT://:9092,C://:9093\nlistener.security.protocol.map=PLAINTEXT:PLAINTEXT,C:PLAINTEXT\n\
                ssl.client.auth=none";
    let (config, notices) =
        BrokerConfig::load(&Properties::parse(text).expect("well formed"), &[]).expect("valid");
    assert_eq!(config.node_id.get(), 2);
    let notices: Vec<String> = notices.iter().map(ToString::to_string).collect();
    assert_eq!(notices.len(), 3, "{notices:#?}");
    assert!(notices.iter().any(|notice| notice.contains("line 4: `num.network.threads`")), "{notices:#?}");
    assert!(
        notices.iter().any(|notice| notice.contains("line 2: `node.id` is overruled by line 3")),
        "{notices:#?}"
    );
}

#[test]
fn a_file_becomes_types() {
    let more = [
        ("advertised.listeners", "PLAINTEXT://broker-1.example:19092"),
        ("broker.rack", "a"),
        ("log.dirs", " /one , /two "),
        ("log.dir", "/three"),
        ("listener.name.plaintext.max.connections", "5"),
        ("listener.name.controller.max.connection.creation.rate", "6"),
        ("max.connections.per.ip.overrides", "127.0.0.1:3,::1:4,host:5"),
        ("connections.max.idle.ms", "-1"),
        ("socket.send.buffer.bytes", "-1"),
        ("moldau.metrics.listener", "127.0.0.1:9404"),
        ("moldau.log.format", "json"),
        ("moldau.threads", "3"),
    ];
    let (config, notices) = combined(&more).expect("valid");
    assert_eq!(notices, []);
    assert_eq!(config.roles, Roles { broker: true, controller: true });
    let [listener] = &config.listeners[..] else { panic!("{:?}", config.listeners) };
    assert_eq!(
        (listener.name.as_str(), listener.port, listener.connections_max),
        ("PLAINTEXT", 9092, Some(5))
    );
    assert_eq!(listener.protocol, SecurityProtocol::Plaintext);
    assert_eq!(config.controller_listeners[0].connection_creation_rate_max, Some(6));
    assert_eq!(config.advertised[0].host.as_deref(), Some("broker-1.example"));
    assert_eq!(config.advertised[0].port, 19092);
    assert_eq!(config.storage.dirs, ["/one", "/two"]);
    assert_eq!(config.metadata.dir, "/one");
    assert_eq!(config.network.connections_per_ip_overrides.get("::1"), Some(&4));
    assert_eq!(config.network.idle_ms_max, None);
    assert_eq!(config.network.send_buffer_bytes, None);
    assert_eq!(config.network.receive_buffer_bytes, Some(102_400));
    assert_eq!(config.network.threads, Some(3));
    assert_eq!(config.metrics_listener.as_ref().map(ToString::to_string).as_deref(), Some("127.0.0.1:9404"));
    assert_eq!(config.log_format, LogFormat::Json);
    assert_eq!(config.internal_topics.offsets.partitions, 50);
    assert_eq!(config.internal_topics.transactions.min_isr, Some(2));
    assert_eq!(combined(&[]).expect("valid").0.storage.dirs, ["/tmp/kafka-logs"]);
}

#[test]
fn a_node_without_a_file() {
    let (config, notices) = BrokerConfig::standalone(&[]).expect("valid");
    assert_eq!(notices, []);
    assert_eq!(config.listeners.len(), 1);
    assert_eq!(config.listeners[0].host.as_deref(), Some("127.0.0.1"));
    assert_eq!(config.listeners[0].port, 9092);
    assert_eq!(config.controller_listeners, []);
    assert_eq!(config.storage.dirs, ["./moldau-data"]);
    assert_eq!(config.internal_topics.offsets.replication_factor, 1);
    assert_eq!(config.internal_topics.transactions.min_isr, Some(1));
    assert_eq!(config.metrics_listener, None);
    let overrides =
        owned(&[("listeners", "PLAINTEXT://127.0.0.1:0"), ("num.partitions", "4"), ("nope", "1")]);
    let errors = texts(BrokerConfig::standalone(&overrides).expect_err("nope"));
    assert_eq!(errors.len(), 1);
    assert!(errors[0].starts_with("--override: unknown name `nope`"), "{errors:?}");
    let (config, _) = BrokerConfig::standalone(&overrides[..2]).expect("valid");
    assert_eq!((config.listeners[0].port, config.topics.partitions), (0, 4));
}

#[test]
fn secrets_reach_no_text() {
    let text = "ssl.keystore.password=geheim\nssl.keystore.pasword=geheim\nsasl.jaas.config=geheim\n\
                listener.name.a.plain.sasl.jaas.config=geheim\nsasl.jas.config=geheim\nclient.secret=geheim";
    for error in errors_of(text) {
        assert!(!error.contains("geheim"), "{error}");
    }
    let properties = Properties::parse(text).expect("well formed");
    assert!(!format!("{properties:?}").contains("geheim"));
    let (config, _) = BrokerConfig::standalone(&[]).expect("valid");
    let broker = owned(&[("sasl.jaas.config", "geheim")]).into_iter().collect();
    let dynamic = crate::DynamicConfig { cluster: BTreeMap::new(), broker };
    let (config, notices) = config.with_dynamic(dynamic);
    let shown = config.describe_broker();
    assert!(!format!("{config:?} {notices:?} {shown:?}").contains("geheim"));
}

proptest! {
    #[test]
    fn no_values_make_loading_panic(
        picks in proptest::collection::vec((0_usize..400, "[-a-zA-Z0-9:/.,@*\\[\\] ]{0,24}"), 0..12),
    ) {
        let names: Vec<&str> = Scope::Broker.all().map(|def| def.name).collect();
        let lines: Vec<(String, String)> = picks
            .iter()
            .map(|(pick, value)| (names[pick % names.len()].to_owned(), value.clone()))
            .collect();
        if let Ok((config, _)) = BrokerConfig::standalone(&lines) {
            // What loads can be described and changed back to nothing.
            prop_assert!(config.describe_broker().len() > 300);
            let unchanged = config.with_dynamic(crate::DynamicConfig::default()).0;
            prop_assert_eq!(&unchanged, &config);
        }
    }
}
