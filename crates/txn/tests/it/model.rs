//! Many seeds of the world.

use crate::world::{Seen, run};

const STEPS_PER_SEED: u64 = 1000;

/// `MOLDAU_TXN_STEPS` says how many steps in all, `MOLDAU_SEED` where seeds begin.
#[test]
fn whatever_happens_outcomes_stand_and_zombies_change_nothing() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let steps = number("MOLDAU_TXN_STEPS").unwrap_or(200_000);
    let first = number("MOLDAU_SEED").unwrap_or(1);
    let mut seen = Seen::default();
    for seed in first..first + steps.div_ceil(STEPS_PER_SEED) {
        let counts = run(seed, STEPS_PER_SEED).unwrap_or_else(|what| panic!("{what}"));
        for (what, count) in counts.0 {
            *seen.0.entry(what).or_default() += count;
        }
    }
    println!("{:?}", seen.0);
    if steps < 100_000 {
        return;
    }
    for what in [
        "abort",
        "answer lost",
        "commit",
        "crash",
        "expired",
        "fenced",
        "late result",
        "marker not written",
        "new id after the last epoch",
        "old request",
        "refused",
        "result lost",
        "timed out",
        "told to ask again",
        "zombie",
    ] {
        assert!(seen.0.contains_key(what), "never happened: {what}");
    }
}
