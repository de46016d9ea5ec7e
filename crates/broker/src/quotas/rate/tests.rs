use proptest::prelude::*;

use super::*;

const ELEVEN: Window = Window { count: 11, millis: 1_000 };

/// Amounts, and when each was recorded.
type Records<'a> = &'a [(u64, f64)];

fn at(millis: u64) -> MonotonicMs {
    MonotonicMs(millis)
}

/// Records amounts at times and says the rate and the throttle time after the last.
fn after(window: Window, records: Records<'_>, limit: f64) -> (f64, u64) {
    let mut rate = Rate::default();
    for (time, amount) in records {
        rate.record(window, *amount, at(*time));
    }
    let now = at(records.last().map_or(0, |(time, _)| *time));
    (rate.per_second(window, now), rate.throttle_ms(window, limit, now))
}

#[test]
fn rates_and_throttle_times_are_those_of_kafka() {
    let cases: &[(Records<'_>, f64, u64)] = &[
        // A first burst is spread over ten whole windows.
        (&[(0, 1_000.0)], 100.0, 0),
        (&[(0, 1_500.0)], 150.0, 5_000),
        // The present window counts as far as it has got.
        (&[(0, 1_000.0), (500, 2_000.0)], 3_000.0 / 10.5, 19_500),
        // Older windows go on counting until they are out of sight.
        (&[(0, 1_000.0), (10_999, 1_000.0)], 2_000.0 / 10.999, 9_001),
        (&[(0, 1_000.0), (11_000, 1_000.0)], 100.0, 0),
        // A window counts for as long as its last record does, and then the time since it began.
        (&[(0, 0.0), (900, 1_000.0), (11_500, 1_000.0)], 2_000.0 / 11.5, 8_500),
    ];
    for (records, expected_rate, expected_ms) in cases {
        let (rate, throttle) = after(ELEVEN, records, 100.0);
        assert!((rate - expected_rate).abs() < 1e-9, "{records:?}: {rate}, not {expected_rate}");
        assert_eq!(throttle, *expected_ms, "{records:?}");
    }
}

#[test]
fn one_window_alone_measures_at_least_a_millisecond() {
    let one = Window { count: 1, millis: 1_000 };
    assert_eq!(after(one, &[(0, 1.0)], 100.0), (1_000.0, 9));
}

#[test]
fn what_is_taken_back_counts_no_more() {
    let mut rate = Rate::default();
    rate.record(ELEVEN, 1e9, at(0));
    assert!(0 < rate.throttle_ms(ELEVEN, 1.0, at(0)));
    rate.record(ELEVEN, -1e9, at(0));
    assert_eq!(rate.throttle_ms(ELEVEN, 1.0, at(0)), 0);
}

#[test]
fn no_more_windows_are_kept_than_count() {
    let window = Window { count: 3, millis: 10 };
    let mut rate = Rate::default();
    for step in 0..1_000 {
        rate.record(window, 1.0, at(step * 7));
        rate.per_second(window, at(step * 7));
        assert!(rate.samples.len() <= 4, "{} samples", rate.samples.len());
    }
}

#[test]
fn an_endless_amount_waits_as_long_as_can_be_said() {
    for amount in [f64::MAX, f64::INFINITY, 1e300] {
        assert_eq!(after(ELEVEN, &[(0, amount)], 1e-300).1, u64::MAX, "{amount}");
    }
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(256)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    /// Whatever a client that waits as long as it is told has sent, when it sends once more it has not had more within
    /// all windows than twice their share and one window's. Twice, because a window that is out of sight takes with it
    /// what it had too much: who always sends a whole burst at once may come to twice its rate, as in Kafka.
    #[test]
    fn an_obedient_client_stays_within_its_windows(
        limit in 1_000_u32..100_000,
        chunks in prop::collection::vec((1_u32..200_000, 0_u64..3_000), 1..400),
        count in 1_u32..12,
    ) {
        let window = Window { count, millis: 1_000 };
        let limit = f64::from(limit);
        let mut rate = Rate::default();
        let mut now = 0_u64;
        let mut sent: Vec<(u64, f64)> = Vec::new();
        let allowed = limit * (2.0 * window.all_seconds() + seconds(window.millis) + 0.001);
        for (chunk, pause) in chunks {
            let chunk = f64::from(chunk);
            let lately = sent.iter().filter(|(time, _)| now < time + window.all_millis());
            let lately: f64 = lately.map(|(_, chunk)| chunk).sum();
            prop_assert!(lately <= allowed, "{lately} of {allowed} at {now}");
            rate.record(window, chunk, at(now));
            sent.push((now, chunk));
            now += rate.throttle_ms(window, limit, at(now)) + pause;
        }
    }

    /// Requests that are small against a window's share keep to the rate in the long run.
    #[test]
    fn small_requests_come_at_the_rate(limit in 1_000_u32..100_000, part in 1_u32..100, pauses in prop::collection::vec(0_u64..20, 2_000)) {
        let limit = f64::from(limit);
        let chunk = limit * f64::from(part) / 1_000.0;
        let mut rate = Rate::default();
        let (mut now, mut sent) = (0_u64, 0.0);
        for pause in pauses {
            let allowed = limit * (seconds(now) + ELEVEN.all_seconds()) + chunk;
            rate.record(ELEVEN, chunk, at(now));
            sent += chunk;
            prop_assert!(sent <= allowed * 1.01, "{sent} of {allowed} at {now}");
            now += rate.throttle_ms(ELEVEN, limit, at(now)) + pause;
        }
    }
}
