//! The simulator itself: determinism.

use super::run;

#[test]
fn the_same_seed_gives_the_same_trace() {
    for seed in 0..6 {
        let (first, second) = (run(seed, true), run(seed, true));
        let differs = first.story.iter().zip(&second.story).find(|(one, two)| one != two);
        assert_eq!(differs, None, "seed {seed}");
        assert_eq!(first, second, "seed {seed}");
        assert!(first.violations.is_empty(), "seed {seed}: {:?}", first.violations);
    }
}
