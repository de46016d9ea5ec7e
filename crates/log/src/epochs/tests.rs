use proptest::prelude::*;

use super::*;

fn cache(entries: &[(i32, i64)]) -> EpochCache {
    EpochCache::from_entries(entries.iter().map(|&(epoch, start_offset)| EpochEntry { epoch, start_offset }))
}

fn end(cache: &EpochCache, epoch: i32) -> Option<(i32, i64)> {
    let log_end = Offset::new(100).expect("positive");
    cache.end_offset_for(epoch, log_end).map(|end| (end.epoch.get(), end.end_offset.get()))
}

#[test]
fn ends_as_kafka_answers_them() {
    let cache = cache(&[(2, 0), (4, 10), (7, 20)]);
    for (epoch, expected) in [
        (-1, None),
        (1, Some((1, 0))),
        (2, Some((2, 10))),
        (3, Some((2, 10))),
        (4, Some((4, 20))),
        (6, Some((4, 20))),
        (7, Some((7, 100))),
        (8, None),
    ] {
        assert_eq!(end(&cache, epoch), expected, "epoch {epoch}");
    }
    assert_eq!(end(&EpochCache::default(), 0), None);
}

#[test]
fn a_contradicted_entry_is_dropped() {
    assert_eq!(cache(&[(1, 0), (5, 10), (3, 12)]), cache(&[(1, 0), (3, 12)]));
    assert_eq!(cache(&[(1, 5), (2, 5)]), cache(&[(2, 5)]));
    let mut same = cache(&[(1, 5)]);
    assert!(!same.assign(1, 9));
    assert!(!same.assign(-1, 9));
}

#[test]
fn truncation_from_both_ends() {
    let mut history = cache(&[(1, 0), (2, 10), (3, 20)]);
    assert!(!history.truncate_from_end(21));
    assert!(history.truncate_from_end(20));
    assert_eq!(history, cache(&[(1, 0), (2, 10)]));
    assert!(history.truncate_from_start(15));
    assert_eq!(history, cache(&[(2, 15)]));
    assert!(!history.truncate_from_start(15));
    assert!(!history.truncate_from_start(3));
    assert_eq!(history.epoch_for_offset(15), Some(2));
    assert_eq!(history.epoch_for_offset(14), None);
    assert!(history.clear());
    assert!(!history.clear());
}

proptest! {
    #[test]
    fn entries_always_rise(entries in proptest::collection::vec((0i32..9, 0i64..40), 0..12), cut in 0i64..40) {
        let mut history = cache(&entries);
        history.truncate_from_start(cut);
        for pair in history.entries().windows(2) {
            prop_assert!(pair[0].epoch < pair[1].epoch && pair[0].start_offset < pair[1].start_offset);
        }
    }
}
