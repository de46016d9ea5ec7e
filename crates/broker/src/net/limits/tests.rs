use super::*;

const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
const THERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));

fn limits(listeners: usize) -> ConnectionLimits {
    ConnectionLimits {
        total_max: u32::MAX,
        per_address_max: u32::MAX,
        address_overrides: HashMap::new(),
        creation_rate_max: u32::MAX,
        listeners: vec![ListenerLimits::default(); listeners],
    }
}

fn admissions(limits: ConnectionLimits) -> Admissions {
    Admissions::new(limits, MonotonicMs(0))
}

#[test]
fn over_the_total_a_connection_waits_until_one_ends() {
    let mut admissions = admissions(ConnectionLimits { total_max: 1, ..limits(1) });
    assert_eq!(admissions.admit(0, HERE, MonotonicMs(0), || None), Admission::Admitted);
    assert_eq!(admissions.admit(0, THERE, MonotonicMs(0), || None), Admission::WaitForRoom);
    admissions.release(0, HERE);
    assert_eq!(admissions.admit(0, THERE, MonotonicMs(0), || None), Admission::Admitted);
}

#[test]
fn the_listener_of_brokers_is_exempt_if_there_is_another() {
    for (listeners, expected) in [(1, Admission::WaitForRoom), (2, Admission::Admitted)] {
        let mut limits = ConnectionLimits { total_max: 0, ..limits(listeners) };
        limits.listeners[0].inter_broker = true;
        assert_eq!(
            admissions(limits).admit(0, HERE, MonotonicMs(0), || None),
            expected,
            "{listeners} listeners"
        );
    }
}

#[test]
fn over_the_limit_of_an_address_a_connection_is_closed_and_overrides_count() {
    let mut admissions = admissions(ConnectionLimits {
        per_address_max: 1,
        address_overrides: HashMap::from([(THERE, 0)]),
        ..limits(1)
    });
    assert_eq!(admissions.admit(0, HERE, MonotonicMs(0), || None), Admission::Admitted);
    assert_eq!(admissions.admit(0, HERE, MonotonicMs(0), || None), Admission::Refused);
    assert_eq!(admissions.admit(0, THERE, MonotonicMs(0), || None), Admission::Refused);
    admissions.release(0, HERE);
    assert_eq!(admissions.admit(0, HERE, MonotonicMs(0), || None), Admission::Admitted);
}

#[test]
fn connections_come_at_the_rate_after_one_second_worth() {
    let mut admissions = admissions(ConnectionLimits { creation_rate_max: 4, ..limits(1) });
    let mut admitted = 0;
    let mut now = 0;
    while now < 10_000 {
        match admissions.admit(0, HERE, MonotonicMs(now), || None) {
            Admission::Admitted => admitted += 1,
            Admission::WaitMs(wait) => now += wait,
            other @ (Admission::WaitForRoom | Admission::Refused | Admission::RefusedAfterMs(_)) => {
                panic!("{other:?}")
            }
        }
    }
    assert_eq!(admitted, 4 + 4 * 10 - 1);
}

#[test]
fn a_listener_has_limits_of_its_own() {
    let mut limits = limits(2);
    limits.listeners[1] = ListenerLimits { max: 1, creation_rate_max: 1, inter_broker: false };
    let mut admissions = admissions(limits);
    assert_eq!(admissions.admit(1, HERE, MonotonicMs(0), || None), Admission::Admitted);
    assert_eq!(admissions.admit(1, HERE, MonotonicMs(0), || None), Admission::WaitForRoom);
    admissions.release(1, HERE);
    assert_eq!(admissions.admit(1, HERE, MonotonicMs(0), || None), Admission::WaitMs(1_000));
    assert_eq!(admissions.admit(0, HERE, MonotonicMs(0), || None), Admission::Admitted);
}

#[test]
fn other_limits_count_those_that_are_there() {
    let mut admissions = admissions(ConnectionLimits { total_max: 3, ..limits(2) });
    for _ in 0..3 {
        assert_eq!(admissions.admit(1, HERE, MonotonicMs(0), || None), Admission::Admitted);
    }
    assert_eq!(admissions.excess(), 0);
    let mut fewer = ConnectionLimits { total_max: 2, ..limits(2) };
    fewer.listeners[0].inter_broker = true;
    admissions.set_limits(fewer, MonotonicMs(0));
    assert_eq!(admissions.excess(), 1);
    assert!(admissions.is_protected(0) && !admissions.is_protected(1));
    assert_eq!(admissions.admit(1, HERE, MonotonicMs(0), || None), Admission::WaitForRoom);
    assert_eq!(admissions.admit(0, HERE, MonotonicMs(0), || None), Admission::Admitted);
    assert_eq!(admissions.excess(), 2);
}

#[test]
fn an_address_over_its_own_rate_is_refused_and_not_counted() {
    let mut admissions = admissions(ConnectionLimits { total_max: 1, ..limits(1) });
    assert_eq!(admissions.admit(0, HERE, MonotonicMs(0), || Some(70)), Admission::RefusedAfterMs(70));
    assert_eq!(admissions.admit(0, HERE, MonotonicMs(0), || None), Admission::Admitted);
    // Who waits for room is not asked: it has not come yet.
    let asked = || panic!("asked before there is room");
    assert_eq!(admissions.admit(0, THERE, MonotonicMs(0), asked), Admission::WaitForRoom);
}
