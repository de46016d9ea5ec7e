use super::*;

type Parts<'a> = &'a [(&'a str, Option<&'a str>)];

type Quota<'a> = (Parts<'a>, &'a str, f64);

fn limits(quotas: &[Quota<'_>]) -> Limits {
    let entities: Vec<ClientQuotaEntity> = quotas
        .iter()
        .map(|(parts, ..)| {
            let parts = parts.iter().map(|(kind, name)| ((*kind).into(), name.map(Into::into)));
            ClientQuotaEntity(parts.collect())
        })
        .collect();
    Limits::of(entities.iter().zip(quotas).map(|(entity, (_, key, value))| (entity, [(*key, *value)])))
}

const KEY: &str = "producer_byte_rate";
const ANN: (&str, Option<&str>) = ("user", Some("ann"));
const ANY_USER: (&str, Option<&str>) = ("user", None);
const APP: (&str, Option<&str>) = ("client-id", Some("app"));
const ANY_ID: (&str, Option<&str>) = ("client-id", None);

/// In the order of precedence, with what is measured: the user, the client id.
const LEVELS: [(Parts<'_>, bool, bool); 8] = [
    (&[APP, ANN], true, true),
    (&[ANY_ID, ANN], true, true),
    (&[ANN], true, false),
    (&[APP, ANY_USER], true, true),
    (&[ANY_ID, ANY_USER], true, true),
    (&[ANY_USER], true, false),
    (&[APP], false, true),
    (&[ANY_ID], false, true),
];

#[test]
fn the_most_particular_quota_holds() {
    // Every subset of the eight levels.
    for present in 0..256_u32 {
        let there = |level: usize| present & (1 << level) != 0;
        let quotas: Vec<_> = LEVELS
            .iter()
            .enumerate()
            .filter(|(level, _)| there(*level))
            .map(|(level, (parts, ..))| (*parts, KEY, f64::from(u8::try_from(level).unwrap()) + 1.0))
            .collect();
        let limits = limits(&quotas);
        let found = limits.find(Kind::Produce, Client { user: "ann", id: "app" });
        let expected = (0..8).find(|level| there(*level)).map(|level| Found {
            limit: f64::from(u8::try_from(level).unwrap()) + 1.0,
            by_user: LEVELS[level].1,
            by_client: LEVELS[level].2,
        });
        assert_eq!(found, expected, "{present:08b}");
        assert_eq!(limits.find(Kind::Fetch, Client { user: "ann", id: "app" }), None);
    }
}

#[test]
fn others_get_the_defaults_and_strangers_nothing() {
    let limits = limits(&[(&[ANN], KEY, 1.0), (&[APP], KEY, 2.0), (&[ANY_USER, APP], KEY, 3.0)]);
    let found = |user, id| limits.find(Kind::Produce, Client { user, id }).map(|found| found.limit);
    assert_eq!(found("ann", "other"), Some(1.0));
    assert_eq!(found("bob", "app"), Some(3.0));
    assert_eq!(found("bob", "other"), None);
}

/// Kafka measures such a client by its user even where the quota is by both, and then looks for the user's.
#[test]
fn a_client_without_an_id_has_only_quotas_of_users() {
    let nameless = Client { user: "ann", id: "" };
    let cases: [(&[Quota<'_>], Option<f64>); 5] = [
        (&[(&[ANY_ID], KEY, 1.0)], None),
        (&[(&[ANY_ID, ANN], KEY, 1.0)], None),
        (&[(&[ANY_ID, ANN], KEY, 1.0), (&[ANY_USER], KEY, 2.0)], Some(2.0)),
        (&[(&[ANY_ID, ANN], KEY, 1.0), (&[ANN], KEY, 3.0)], Some(3.0)),
        (&[(&[ANY_ID, ANY_USER], KEY, 1.0), (&[ANY_USER], KEY, 2.0)], Some(2.0)),
    ];
    for (quotas, expected) in cases {
        let found = limits(quotas).find(Kind::Produce, nameless);
        assert_eq!(found.map(|found| found.limit), expected, "{quotas:?}");
        assert!(found.is_none_or(|found| !found.by_client));
    }
}

#[test]
fn addresses_have_their_own_rate_or_the_default() {
    let rate = "connection_creation_rate";
    let limits = limits(&[(&[("ip", Some("10.0.0.1"))], rate, 5.0), (&[("ip", None)], rate, 9.0)]);
    let from = |address: &str| limits.connections_from(address.parse().unwrap());
    assert_eq!(from("10.0.0.1"), Some(5.0));
    assert_eq!(from("::ffff:10.0.0.1"), Some(5.0));
    assert_eq!(from("10.0.0.2"), Some(9.0));
    assert!(!limits.is_empty() && !limits.has(Kind::Produce));
}

#[test]
fn what_has_no_meaning_is_left_out() {
    assert!(limits(&[(&[("user", None)], "no.such.key", 1.0)]).is_empty());
    assert!(limits(&[(&[("topic", None)], KEY, 1.0)]).is_empty());
    assert!(limits(&[(&[("ip", Some("a host"))], "connection_creation_rate", 1.0)]).is_empty());
}
