use super::*;

#[test]
fn every_duration_lies_below_the_bound_of_its_bucket_and_not_below_the_one_before() {
    let exponents = 0..=TOP_EXPONENT;
    let samples = exponents.flat_map(|exponent| {
        let base = 1_u64 << exponent;
        [base.saturating_sub(1), base, base + base / 3, base + base / 2]
    });
    for micros in samples.chain([0, MAX_MICROS]) {
        let bucket = bucket_of(micros);
        assert!(bucket < BUCKETS, "{micros} falls into bucket {bucket} of {BUCKETS}");
        assert!(micros < upper_bound_of(bucket), "{micros} in bucket {bucket}");
        if bucket > 0 {
            assert!(micros >= upper_bound_of(bucket - 1), "{micros} in bucket {bucket}");
        }
    }
}

#[test]
fn quantiles_are_within_a_thirty_second() {
    let timer = Timer::default();
    for micros in 1..=100_000 {
        timer.observe_micros(micros);
    }
    let reading = timer.read(Duration::ZERO);
    assert_eq!(reading.count, 100_000);
    for (quantile, measured) in QUANTILES.into_iter().zip(reading.quantiles_ms) {
        let exact = quantile * 100.0;
        assert!((measured - exact).abs() <= exact / 16.0, "{quantile}: {measured} for {exact}");
    }
}

#[test]
fn quantiles_forget_what_is_two_minutes_old_and_counts_do_not() {
    let timer = Timer::default();
    timer.observe(Duration::from_secs(10));
    for seconds in [0, 61, 122] {
        timer.read(Duration::from_secs(seconds));
    }
    timer.observe(Duration::from_millis(1));
    let reading = timer.read(Duration::from_secs(130));
    assert_eq!(reading.count, 2);
    assert!(reading.quantiles_ms.iter().all(|quantile| *quantile < 1.1), "{reading:?}");
}

#[test]
fn durations_beyond_the_top_count_as_the_top() {
    let timer = Timer::default();
    timer.observe(Duration::MAX);
    assert_eq!(timer.read(Duration::ZERO).count, 1);
}
