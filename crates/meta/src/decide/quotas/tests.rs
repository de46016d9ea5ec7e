//! What `AlterClientQuotas` takes and refuses, and what it writes.

use moldau_wire::messages::alter_client_quotas_request::EntityData;

use super::*;
use crate::Command;
use crate::decide::tests::World;

type Parts<'a> = &'a [(&'a str, Option<&'a str>)];

fn entry(parts: Parts<'_>, ops: &[(&str, Option<f64>)]) -> EntryData {
    let entity = parts.iter().map(|(kind, name)| EntityData {
        entity_type: (*kind).into(),
        entity_name: name.map(Str::from),
        ..Default::default()
    });
    let ops = ops.iter().map(|(key, value)| OpData {
        key: (*key).into(),
        value: value.unwrap_or(0.0),
        remove: value.is_none(),
        ..Default::default()
    });
    EntryData { entity: entity.collect(), ops: ops.collect(), ..Default::default() }
}

fn run(world: &mut World, entries: Vec<EntryData>, validate_only: bool) -> Vec<i16> {
    let request = AlterClientQuotasRequest { entries, validate_only, ..Default::default() };
    let answer = world.run(Command::AlterClientQuotas(request)).expect("is answered");
    let Answer::AlterClientQuotas(answer) = answer else { panic!("{answer:?}") };
    answer.entries.iter().map(|entry| entry.error_code).collect()
}

fn stored(world: &World) -> Vec<String> {
    let quotas = world.image.client_quotas().flat_map(|(entity, quotas)| {
        let parts: Vec<String> = entity
            .0
            .iter()
            .map(|(kind, name)| format!("{kind}={}", name.as_deref().unwrap_or("*")))
            .collect();
        quotas
            .iter()
            .map(move |(key, value)| format!("{} {key}={value}", parts.join(",")))
            .collect::<Vec<_>>()
    });
    let mut quotas: Vec<String> = quotas.collect();
    quotas.sort();
    quotas
}

#[test]
fn which_entities_keys_and_values_are_taken() {
    let invalid = ErrorCode::InvalidRequest.to_i16();
    let rate = "producer_byte_rate";
    let cases: &[(Parts<'_>, &str, f64, i16)] = &[
        (&[("user", Some("ann"))], rate, 1024.0, 0),
        (&[("user", None)], "consumer_byte_rate", 1.0, 0),
        (&[("client-id", Some("app"))], "request_percentage", 12.5, 0),
        (&[("user", Some("ann")), ("client-id", None)], "controller_mutation_rate", 0.25, 0),
        (&[("ip", Some("10.0.0.1"))], "connection_creation_rate", 5.0, 0),
        (&[("ip", Some("2001:db8::1"))], "connection_creation_rate", 5.0, 0),
        (&[("ip", None)], "connection_creation_rate", 5.0, 0),
        (&[], rate, 1024.0, invalid),
        (&[("topic", Some("t"))], rate, 1024.0, invalid),
        (&[("user", Some(""))], rate, 1024.0, invalid),
        (&[("ip", Some("10.0.0.1")), ("user", None)], rate, 1024.0, invalid),
        (&[("ip", Some("10.0.0.256"))], "connection_creation_rate", 5.0, invalid),
        (&[("ip", None)], rate, 5.0, invalid),
        (&[("user", None)], "connection_creation_rate", 5.0, invalid),
        (&[("user", None)], "no_such_rate", 5.0, invalid),
        (&[("user", None)], rate, 0.0, invalid),
        (&[("user", None)], rate, -1.0, invalid),
        (&[("user", None)], rate, f64::NAN, invalid),
        (&[("user", None)], rate, 1.5, invalid),
        (&[("user", None)], rate, 1e19, invalid),
        (&[("ip", None)], "connection_creation_rate", 2_147_483_648.0, invalid),
    ];
    for (parts, key, value, expected) in cases {
        let mut world = World::with_features();
        let errors = run(&mut world, vec![entry(parts, &[(key, Some(*value))])], false);
        assert_eq!(errors, [*expected], "{parts:?} {key}={value}");
        assert_eq!(stored(&world).len(), usize::from(*expected == 0), "{parts:?} {key}={value}");
    }
}

#[test]
fn quotas_are_set_changed_and_removed_key_by_key() {
    let mut world = World::with_features();
    let ann: Parts<'_> = &[("user", Some("ann")), ("client-id", Some("app"))];
    let both = [("producer_byte_rate", Some(10.0)), ("consumer_byte_rate", Some(20.0))];
    assert_eq!(run(&mut world, vec![entry(ann, &both)], false), [0]);
    assert_eq!(
        stored(&world),
        ["client-id=app,user=ann consumer_byte_rate=20", "client-id=app,user=ann producer_byte_rate=10"]
    );
    // The order of the types does not make another entity; what stays as it is writes nothing.
    let turned: Parts<'_> = &[("client-id", Some("app")), ("user", Some("ann"))];
    let before = world.log.len();
    assert_eq!(run(&mut world, vec![entry(turned, &both)], false), [0]);
    assert_eq!(world.log.len(), before);
    let change =
        [("producer_byte_rate", None), ("consumer_byte_rate", Some(30.0)), ("request_percentage", None)];
    assert_eq!(run(&mut world, vec![entry(turned, &change)], false), [0]);
    assert_eq!(world.log.last().expect("a batch").len(), 2);
    assert_eq!(stored(&world), ["client-id=app,user=ann consumer_byte_rate=30"]);
    assert_eq!(run(&mut world, vec![entry(ann, &[("consumer_byte_rate", None)])], false), [0]);
    assert!(stored(&world).is_empty());
}

#[test]
fn one_refused_key_leaves_its_entity_as_it_was_and_others_go_on() {
    let mut world = World::with_features();
    let bad = entry(&[("user", Some("a"))], &[("producer_byte_rate", Some(1.0)), ("x", Some(1.0))]);
    let twice =
        entry(&[("user", Some("b"))], &[("producer_byte_rate", Some(1.0)), ("producer_byte_rate", None)]);
    let good = entry(&[("user", Some("c"))], &[("producer_byte_rate", Some(1.0))]);
    let invalid = ErrorCode::InvalidRequest.to_i16();
    assert_eq!(run(&mut world, vec![bad, twice, good], false), [invalid, invalid, 0]);
    assert_eq!(stored(&world), ["user=c producer_byte_rate=1"]);
}

#[test]
fn an_entity_that_stands_twice_has_one_answer() {
    let mut world = World::with_features();
    let entries = [1.0, 2.0].map(|rate| entry(&[("user", None)], &[("producer_byte_rate", Some(rate))]));
    assert_eq!(run(&mut world, entries.to_vec(), false), [ErrorCode::InvalidRequest.to_i16()]);
    assert_eq!(stored(&world), ["user=* producer_byte_rate=1"]);
}

#[test]
fn validating_only_changes_nothing() {
    let mut world = World::with_features();
    let good = entry(&[("user", None)], &[("producer_byte_rate", Some(1.0))]);
    let bad = entry(&[("ip", None)], &[("producer_byte_rate", Some(1.0))]);
    assert_eq!(run(&mut world, vec![good, bad], true), [0, ErrorCode::InvalidRequest.to_i16()]);
    assert!(stored(&world).is_empty());
}
