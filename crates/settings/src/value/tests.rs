//! What Kafka 4.3.1 accepts and how it prints it; the answers were taken from its own `LogConfig.validate`.

use super::*;
use crate::Scope;

#[test]
fn topic_values_are_judged_as_kafka_judges_them() {
    let accepted = [
        ("retention.ms", " 10 ", "10"),
        ("retention.ms", "-1", "-1"),
        ("preallocate", "TRUE", "true"),
        ("segment.bytes", "+2000000", "2000000"),
        ("cleanup.policy", "", ""),
        ("cleanup.policy", " delete , compact ", "delete,compact"),
        ("cleanup.policy", "compact,compact", "compact"),
        ("min.cleanable.dirty.ratio", "1e-1", "0.1"),
        ("min.cleanable.dirty.ratio", "0.5f", "0.5"),
        ("leader.replication.throttled.replicas", "*", "*"),
        ("leader.replication.throttled.replicas", "0:1,1:2", "0:1,1:2"),
        ("compression.gzip.level", "-1", "-1"),
    ];
    for (name, text, printed) in accepted {
        let def = Scope::Topic.find(name).expect(name);
        assert_eq!(def.parse(text).map(|value| value.to_string()), Ok(printed.to_owned()), "{name}={text}");
    }
    let refused = [
        ("retention.ms", "abc"),
        ("retention.ms", "-2"),
        ("retention.ms", ""),
        ("cleanup.policy", "foo"),
        ("cleanup.policy", "delete,"),
        ("compression.type", "zip"),
        ("min.insync.replicas", "0"),
        ("preallocate", "yes"),
        ("segment.bytes", "1.5"),
        ("segment.bytes", "99999999999"),
        ("segment.bytes", "0x10"),
        ("min.cleanable.dirty.ratio", "x"),
        ("min.cleanable.dirty.ratio", "1.5"),
        ("leader.replication.throttled.replicas", "x"),
        ("leader.replication.throttled.replicas", "1:2,*"),
        ("message.timestamp.type", "createtime"),
        ("compression.gzip.level", "0"),
        ("compression.gzip.level", "10"),
        ("durability", "maybe"),
    ];
    for (name, text) in refused {
        let error = Scope::Topic.find(name).expect(name).parse(text).expect_err(name);
        assert_eq!((error.name.as_str(), error.value.as_str()), (name, text));
        assert!(!error.why.is_empty());
    }
}

#[test]
fn every_default_is_allowed_and_prints_as_it_stands() {
    for scope in Scope::ALL {
        for def in scope.all() {
            if let crate::DefaultValue::Value(text) = def.default {
                assert_eq!(
                    def.parse(text).map(|value| value.to_string()),
                    Ok(text.to_owned()),
                    "{}",
                    def.name
                );
            }
        }
    }
}

#[test]
fn names_are_sorted_and_found() {
    for scope in Scope::ALL {
        for def in scope.all() {
            assert_eq!(scope.find(def.name), Some(def));
        }
    }
    assert_eq!(Scope::Broker.find("nothing"), None);
    assert_eq!(Scope::Broker.nearest("log.dris"), Some("log.dirs"));
}

#[test]
fn passwords_stay_hidden() {
    let def = Scope::Broker.find("ssl.key.password").expect("in the table");
    let value = def.parse("geheim").expect("any text");
    assert!(!format!("{value:?} {value}").contains("geheim"));
    assert!(!def.invalid("geheim", "no").to_string().contains("geheim"));
    assert!(matches!(value, Value::Secret(secret) if secret.reveal() == "geheim"));
}

#[test]
fn doubles_print_as_java_prints_them() {
    for (number, text) in [
        (0.0, "0.0"),
        (1.0, "1.0"),
        (0.5, "0.5"),
        (0.001, "0.001"),
        (0.0001, "1.0E-4"),
        (9_999_999.0, "9999999.0"),
        (1e7, "1.0E7"),
        (f64::MAX, "1.7976931348623157E308"),
        (-12_345_678.5, "-1.23456785E7"),
        (f64::INFINITY, "Infinity"),
    ] {
        assert_eq!(java_double(number), text);
    }
}

#[test]
fn durations() {
    for text in ["PT1H", "P1D", "PT1H30M", "pt0.5s", "P2DT3H4M5.678S", "PT0S"] {
        assert!(is_duration(text), "{text}");
    }
    for text in ["", "P", "PT", "P1", "PT1", "1H", "P1H", "PT1M1H", "P1.5D", "PT-1S", "xx", "P1DT"] {
        assert!(!is_duration(text), "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_makes_parsing_panic(text in ".{0,40}") {
        for scope in Scope::ALL {
            for def in scope.all() {
                if let Ok(value) = def.parse(&text) {
                    // What was accepted is accepted again as it prints, and prints the same.
                    let printed = value.to_string();
                    if !def.is_sensitive() {
                        proptest::prop_assert_eq!(def.parse(&printed).map(|value| value.to_string()), Ok(printed));
                    }
                }
            }
        }
    }
}
