use super::*;

fn at(millis: u64) -> MonotonicMs {
    MonotonicMs(millis)
}

#[test]
fn idle_entities_are_forgotten_and_others_are_not() {
    let mut usage = Usage::new(100);
    *usage.of("idle", at(0), || 0) = 7;
    *usage.of("busy", at(0), || 0) = 8;
    usage.of("busy", at(IDLE_MS - 1), || 0);
    usage.of("new", at(IDLE_MS), || 0);
    let gone = usage.take_forgotten().expect("somebody came");
    assert_eq!((gone.keys, gone.evicted), (vec!["idle"], 0));
    assert_eq!(*usage.of("busy", at(IDLE_MS), || 0), 8);
    assert_eq!(*usage.of("idle", at(IDLE_MS), || 0), 0);
}

#[test]
fn there_are_never_more_than_fit_and_the_least_recently_used_go() {
    let mut usage = Usage::new(100);
    for number in 0..10_000_u64 {
        usage.of("kept", at(number), || 0);
        usage.of(Box::leak(number.to_string().into_boxed_str()), at(number), || 0);
        assert!(usage.len() <= 100, "{} entities", usage.len());
    }
    *usage.of("kept", at(10_000), || 1) += 1;
    assert_eq!(*usage.of("kept", at(10_000), || 1), 1, "it was never forgotten");
    let gone = usage.take_forgotten().expect("many went");
    assert_eq!(gone.keys.len(), gone.evicted);
    assert!(!gone.keys.contains(&"kept") && 9_900 <= gone.evicted);
    assert!(usage.take_forgotten().is_none());
}

/// All at the same moment: room is made all the same.
#[test]
fn a_crowd_at_once_finds_room() {
    let mut usage = Usage::new(10);
    for number in 0..1_000 {
        usage.of(number, at(5), || ());
        assert!((1..=10).contains(&usage.len()));
    }
}
