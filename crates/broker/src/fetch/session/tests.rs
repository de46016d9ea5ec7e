use proptest::prelude::*;

use super::*;

fn key(partition: i32) -> PartitionKey {
    PartitionKey::Id(Uuid(7), partition)
}

fn position(fetch_offset: i64) -> Position {
    Position {
        fetch_offset,
        max_bytes: 1_024,
        current_leader_epoch: -1,
        last_fetched_epoch: -1,
        log_start_offset: -1,
    }
}

#[test]
fn what_the_client_names_is_ready_once_and_in_order() {
    let mut partitions = SessionPartitions::<()>::default();
    let first = partitions.upsert(key(0), position(0));
    let second = partitions.upsert(key(1), position(0));
    partitions.upsert(key(0), position(5));

    assert_eq!(partitions.ready_count(), 2);
    assert_eq!(partitions.next_ready(), Some(first));
    assert_eq!(partitions.get_mut(first).map(|partition| partition.position), Some(position(5)));
    partitions.mark_ready(first);
    assert_eq!(partitions.next_ready(), Some(second));
    assert_eq!(partitions.next_ready(), Some(first));
    assert_eq!(partitions.next_ready(), None);
}

#[test]
fn a_forgotten_partition_is_never_served_and_its_slot_is_used_again() {
    let mut partitions = SessionPartitions::<()>::default();
    let slot = partitions.upsert(key(0), position(0));
    assert_eq!(partitions.forget(&key(0)).map(|(slot, _)| slot), Some(slot));
    partitions.mark_ready(slot);
    assert_eq!(partitions.next_ready(), None);
    assert_eq!(partitions.upsert(key(1), position(0)), slot);
    assert_eq!(partitions.len(), 1);
}

#[test]
fn ids_and_epochs_mean_what_kafka_means() {
    assert_eq!(SessionRequest::of(0, -1), SessionRequest::Sessionless { ends: 0 });
    assert_eq!(SessionRequest::of(9, 0), SessionRequest::Full { ends: 9 });
    assert_eq!(SessionRequest::of(9, 3), SessionRequest::Incremental { id: 9, epoch: 3 });
    assert_eq!(next_epoch(0), 1);
    assert_eq!(next_epoch(i32::MAX), 1);
    assert_eq!(next_epoch(-1), -1);
}

fn cache_of(slots: usize, sizes: &[(usize, bool)], now: u64) -> SessionCache<i32> {
    let mut cache = SessionCache::new(slots);
    let mut next = 0;
    for &(size, privileged) in sizes {
        let mut random = || {
            next += 1;
            next
        };
        cache.insert(size, privileged, MonotonicMs(now), &mut random, |id| id);
    }
    cache
}

fn insert(
    cache: &mut SessionCache<i32>,
    size: usize,
    privileged: bool,
    now: u64,
) -> Option<(i32, Option<i32>)> {
    let mut next = 100;
    let mut random = || {
        next += 1;
        next
    };
    cache.insert(size, privileged, MonotonicMs(now), &mut random, |id| id)
}

#[test]
fn a_full_cache_keeps_young_sessions() {
    let mut cache = cache_of(2, &[(1, false), (2, false)], 0);
    assert_eq!(insert(&mut cache, 50, false, 1_000), None);
    assert_eq!(cache.len(), 2);
}

#[test]
fn a_session_unused_for_two_minutes_goes_first() {
    let mut cache = cache_of(2, &[(1, false), (2, false)], 0);
    cache.touch(1, MonotonicMs(EVICTION_MS));
    assert_eq!(insert(&mut cache, 1, false, EVICTION_MS + 1), Some((101, Some(2))));
    assert_eq!(cache.evictions(), 1);
}

#[test]
fn an_old_smaller_session_makes_room_for_a_larger_one_only() {
    let mut cache = cache_of(2, &[(5, false), (3, false)], 0);
    cache.touch(1, MonotonicMs(EVICTION_MS));
    cache.touch(2, MonotonicMs(EVICTION_MS));
    assert_eq!(insert(&mut cache, 3, false, EVICTION_MS + 1), None);
    assert_eq!(insert(&mut cache, 4, false, EVICTION_MS + 1), Some((101, Some(2))));
}

#[test]
fn a_follower_pushes_out_consumers_and_not_the_other_way_round() {
    let mut cache = cache_of(1, &[(5, false)], 0);
    assert_eq!(insert(&mut cache, 1, true, 1), Some((101, Some(1))));
    assert_eq!(insert(&mut cache, 500, false, 2), None);
}

#[test]
fn without_slots_there_are_no_sessions() {
    let mut cache = cache_of(0, &[], 0);
    assert_eq!(insert(&mut cache, 1, true, 0), None);
}

#[derive(Debug, Clone)]
enum Step {
    Upsert(i32),
    Forget(i32),
    Mark(usize),
    Next,
}

proptest! {
    /// The ready list against a plain model: a list of keys.
    #[test]
    fn the_ready_list_behaves_like_a_list(steps in proptest::collection::vec(prop_oneof![
        (0..6).prop_map(Step::Upsert),
        (0..6).prop_map(Step::Forget),
        (0..6_usize).prop_map(Step::Mark),
        Just(Step::Next),
    ], 0..200)) {
        let mut partitions = SessionPartitions::<()>::default();
        let mut followed: HashMap<i32, Slot> = HashMap::new();
        let mut ready: Vec<i32> = Vec::new();
        for step in steps {
            match step {
                Step::Upsert(partition) => {
                    let slot = partitions.upsert(key(partition), position(0));
                    followed.insert(partition, slot);
                    if !ready.contains(&partition) {
                        ready.push(partition);
                    }
                }
                Step::Forget(partition) => {
                    partitions.forget(&key(partition));
                    followed.remove(&partition);
                    ready.retain(|other| *other != partition);
                }
                Step::Mark(slot) => {
                    partitions.mark_ready(slot);
                    let owner = followed.iter().find(|(_, other)| **other == slot).map(|(key, _)| *key);
                    if let Some(partition) = owner && !ready.contains(&partition) {
                        ready.push(partition);
                    }
                }
                Step::Next => {
                    let expected = (!ready.is_empty()).then(|| ready.remove(0));
                    let next = partitions.next_ready();
                    prop_assert_eq!(next, expected.and_then(|partition| followed.get(&partition).copied()));
                }
            }
            prop_assert_eq!(partitions.len(), followed.len());
            prop_assert_eq!(partitions.ready_count(), ready.len());
        }
    }
}
