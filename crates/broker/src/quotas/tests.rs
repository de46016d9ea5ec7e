use moldau_meta::ClientQuotaEntity;

use super::*;

const APP: Client<'_> = Client { user: "ann", id: "app" };

fn quotas(limits: &[(&str, Option<&str>, &str, f64)]) -> Quotas {
    let config = QuotasConfig {
        window_count: 11,
        window_seconds: 1,
        controller_window_count: 11,
        controller_window_seconds: 1,
    };
    let quotas = Quotas::new(&config, &Registry::default());
    set(&quotas, limits);
    quotas
}

fn set(quotas: &Quotas, limits: &[(&str, Option<&str>, &str, f64)]) {
    let entities: Vec<ClientQuotaEntity> = limits
        .iter()
        .map(|(kind, name, ..)| ClientQuotaEntity(vec![((*kind).into(), name.map(Into::into))]))
        .collect();
    let values = entities.iter().zip(limits).map(|(entity, (.., key, value))| (entity, [(*key, *value)]));
    let limits = Limits::of(values);
    quotas.limits.store((!limits.is_empty()).then(|| Arc::new(limits)));
}

#[test]
fn without_a_quota_nobody_is_charged_or_remembered() {
    let quotas = quotas(&[]);
    assert!(!quotas.in_force());
    assert_eq!(quotas.charge(Kind::Produce, APP, 1e12, MonotonicMs(0)), 0);
    assert!(quotas.mutate(APP, 1e12, true, MonotonicMs(0)).admitted);
    assert_eq!(quotas.connection("10.0.0.1".parse().unwrap(), MonotonicMs(0)), None);
    assert_eq!(quotas.produced.lock().len() + quotas.mutated.lock().len() + quotas.connected.lock().len(), 0);
}

#[test]
fn a_changed_quota_holds_for_what_was_used_before() {
    let quotas = quotas(&[("client-id", Some("app"), "producer_byte_rate", 1_000.0)]);
    assert_eq!(quotas.charge(Kind::Produce, APP, 9_000.0, MonotonicMs(0)), 0);
    set(&quotas, &[("client-id", Some("app"), "producer_byte_rate", 100.0)]);
    assert_eq!(quotas.charge(Kind::Produce, APP, 0.0, MonotonicMs(0)), 80_000);
    set(&quotas, &[]);
    assert_eq!(quotas.charge(Kind::Produce, APP, 9_000.0, MonotonicMs(0)), 0);
}

#[test]
fn clients_of_one_user_share_the_users_quota() {
    let quotas = quotas(&[("user", Some("ann"), "consumer_byte_rate", 1_000.0)]);
    let other = Client { user: "ann", id: "other" };
    assert_eq!(quotas.charge(Kind::Fetch, APP, 10_000.0, MonotonicMs(0)), 0);
    assert_eq!(quotas.charge(Kind::Fetch, other, 1_000.0, MonotonicMs(0)), 1_000);
    assert_eq!(quotas.charge(Kind::Fetch, Client { user: "bob", id: "app" }, 1e9, MonotonicMs(0)), 0);
    assert_eq!(quotas.most_at_once(Kind::Fetch, APP), Some(10_000.0));
    assert_eq!(quotas.fetched.lock().len(), 1);
}

#[test]
fn a_requests_time_holds_its_client_back_for_a_window_at_most() {
    let quotas = quotas(&[("client-id", None, "request_percentage", 1.0)]);
    assert_eq!(quotas.charge(Kind::Request, APP, 10.0, MonotonicMs(0)), 0);
    assert_eq!(quotas.charge(Kind::Request, APP, 0.5, MonotonicMs(0)), 500);
    assert_eq!(quotas.charge(Kind::Request, APP, 1_000.0, MonotonicMs(0)), 1_000);
}

/// KIP-599's example: 5 a second over 100 windows, a burst of 560.
#[test]
fn mutations_are_let_through_until_the_bucket_is_in_debt() {
    let window = Window { count: 100, millis: 1_000 };
    let mut bucket = Bucket::full(window, 5.0, MonotonicMs(0));
    let mut take = |amount, strict, now| {
        let mutation = bucket.take(window, 5.0, amount, strict, MonotonicMs(now));
        (mutation.admitted, mutation.throttle_ms)
    };
    assert_eq!(take(560.0, true, 0), (true, 0));
    assert_eq!(take(1.0, true, 0), (false, 12_000));
    assert_eq!(take(1.0, true, 11_999), (false, 1));
    assert_eq!(
        take(5.0, false, 12_000),
        (true, 1_000),
        "who is not refused gets into debt, and time goes on"
    );
    assert_eq!(take(1.0, true, 13_001), (true, 0));
}

#[test]
fn an_address_over_its_rate_is_kept_waiting_for_a_window_at_most_and_not_counted() {
    let quotas = quotas(&[("ip", None, "connection_creation_rate", 2.0)]);
    let (here, there) = ("10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap());
    for _ in 0..20 {
        assert_eq!(quotas.connection(here, MonotonicMs(0)), None);
    }
    for _ in 0..3 {
        assert_eq!(quotas.connection(here, MonotonicMs(0)), Some(500));
    }
    assert_eq!(quotas.connection(there, MonotonicMs(0)), None);
    assert_eq!(quotas.connection(here, MonotonicMs(11_000)), None);
}

#[test]
fn names_are_bounded_and_labels_are_plain() {
    let long = "ä".repeat(1_000);
    let key = key_of(Client { user: "ann", id: &long }, false, true);
    assert_eq!((&*key.0, key.1.len()), ("", 256));
    assert_eq!(label("a\"b\\c\nd"), "a_b_c_d");
}

#[test]
fn throttled_time_is_counted_by_who_is_charged_and_the_crowd_shares_a_label() {
    let registry = Registry::default();
    let config = QuotasConfig {
        window_count: 2,
        window_seconds: 1,
        controller_window_count: 2,
        controller_window_seconds: 1,
    };
    let quotas = Quotas::new(&config, &registry);
    set(&quotas, &[("client-id", None, "producer_byte_rate", 1.0)]);
    for number in 0..1_500 {
        let id = format!("app-{number}");
        quotas.note(Kind::Produce, Client { user: "ann", id: &id }, 10);
    }
    let text = registry.render(std::time::Duration::ZERO).unwrap();
    let line = |id: &str, user: &str| {
        format!(
            "moldau_quota_throttled_ms_total{{quota=\"producer_byte_rate\",user=\"{user}\",client_id=\"{id}\"}}"
        )
    };
    assert!(text.contains(&format!("{} 10\n", line("app-7", ""))), "{text}");
    assert!(text.contains(&format!("{} 5000\n", line(OTHERS, OTHERS))));
}
