//! What members see, step by step.

use std::time::Duration;

use moldau_wire::{ErrorCode, Str};

use super::*;
use crate::GroupConfigs;

#[test]
fn record_batches_are_given_out_whole_unless_a_limit_is_asked_for() {
    let fetched = [batch(0, 4), batch(5, 9), batch(10, 14)];
    let mut world = World::new(&persisted(0, &[]));
    assert_eq!(world.acquire("a", 7, &fetched), [(0, 9, 1)]);
    assert_eq!(world.partition.next_fetch_offset(), 10);
    assert_eq!(world.acquire("b", 7, &fetched), [(10, 14, 1)]);

    let mut world = World::new(&persisted(0, &[]));
    world.mode = AcquireMode::RecordLimit;
    assert_eq!(world.acquire("a", 7, &fetched), [(0, 6, 1)]);
    assert_eq!(world.acquire("b", 7, &fetched), [(7, 13, 1)]);
    assert_eq!(world.acquire("c", 0, &fetched), []);
}

#[test]
fn what_is_accepted_is_persisted_and_the_start_moves_when_it_is() {
    let mut world = World::new(&persisted(0, &[]));
    world.acquire("a", 10, &[batch(0, 9)]);
    let write = world.acknowledge("a", (0, 3), &[1]).expect("they are a's");
    assert_eq!(said(write.as_ref()), [(0, 3, 2, 1)]);
    let said_too = write.as_ref().map(|write| {
        (write.state_epoch, write.leader_epoch, write.start_offset, write.delivery_complete_count)
    });
    assert_eq!(said_too, Some((3, 7, 0, 4)));
    assert_eq!(world.partition.start_offset(), 0);
    world.written(write.as_ref(), true);
    assert_eq!(world.partition.start_offset(), 4);
    assert_eq!(world.acknowledge("a", (0, 3), &[1]), Ok(None), "below the start nothing is asked");
}

#[test]
fn every_type_of_acknowledgement() {
    let mut world = World::new(&persisted(0, &[]));
    world.acquire("a", 10, &[batch(0, 9)]);
    let write = world.acknowledge("a", (0, 4), &[0, 1, 2, 3, 4]).expect("they are a's");
    assert_eq!(said(write.as_ref()), [(0, 0, 4, 1), (1, 1, 2, 1), (2, 2, 0, 1), (3, 3, 4, 1)]);
    assert_eq!(world.acquire("b", 10, &[batch(0, 9)]), [], "not before it is persisted");
    world.written(write.as_ref(), true);
    assert_eq!(world.partition.next_fetch_offset(), 2);
    assert_eq!(world.acquire("b", 10, &[batch(0, 9)]), [(2, 2, 2)]);
}

#[test]
fn acknowledgements_of_others_records_are_refused_as_a_whole() {
    let mut world = World::new(&persisted(0, &[]));
    world.acquire("a", 10, &[batch(0, 4)]);
    world.acquire("b", 10, &[batch(5, 9)]);
    for (range, error) in [
        ((4, 5), ErrorCode::InvalidRecordState),
        ((0, 10), ErrorCode::InvalidRequest),
        ((20, 30), ErrorCode::InvalidRequest),
    ] {
        assert_eq!(world.acknowledge("a", range, &[1]), Err(error), "{range:?}");
    }
    let twice = [(0, 2), (2, 4)].map(|(first_offset, last_offset)| Acknowledgement {
        first_offset,
        last_offset,
        types: vec![1],
    });
    let refused = world.partition.acknowledge(Timestamp(0), "a", &twice, &world.settings);
    assert_eq!(refused, Err(ErrorCode::InvalidRecordState));
    let write = world.acknowledge("a", (0, 4), &[1]).expect("nothing of it was kept");
    assert_eq!(said(write.as_ref()), [(0, 4, 2, 1)]);
}

#[test]
fn a_failed_write_leaves_what_was_before() {
    let mut world = World::new(&persisted(0, &[]));
    world.acquire("a", 10, &[batch(0, 9)]);
    let write = world.acknowledge("a", (0, 9), &[1]).expect("they are a's");
    world.written(write.as_ref(), false);
    assert_eq!(world.acquire("b", 10, &[batch(0, 9)]), []);
    let write = world.acknowledge("a", (0, 9), &[1]).expect("they are a's again");
    world.now += 30_000;
    assert_eq!(world.expire(), None, "a write goes on");
    world.written(write.as_ref(), false);
    assert_eq!(world.acquire("b", 10, &[batch(0, 9)]), [(0, 9, 2)], "their time ran out meanwhile");
}

#[test]
fn locks_run_out_unless_they_are_renewed() {
    let mut world = World::new(&persisted(0, &[]));
    world.acquire("a", 10, &[batch(0, 9)]);
    assert_eq!(world.partition.next_deadline(), Some(Timestamp(31_000)));
    world.now = 20_000;
    assert_eq!(world.acknowledge("a", (0, 4), &[4]), Ok(None));
    world.now = 31_000;
    assert_eq!(said(world.expire().as_ref()), [(5, 9, 0, 1)]);
    assert_eq!(world.acknowledge("a", (5, 9), &[1]), Err(ErrorCode::InvalidRecordState));
    world.now = 50_000;
    assert_eq!(said(world.expire().as_ref()), [(0, 4, 0, 1)]);
    assert_eq!(world.partition.next_deadline(), None);

    world.settings.renew_enabled = false;
    world.acquire("a", 10, &[batch(0, 9)]);
    assert_eq!(world.acknowledge("a", (0, 1), &[1, 4]), Err(ErrorCode::InvalidRecordState));
    assert!(world.acknowledge("a", (0, 1), &[1]).is_ok_and(|write| write.is_some()));
}

#[test]
fn a_record_is_given_out_no_more_often_than_the_limit_says() {
    let mut world = World::new(&persisted(0, &[]));
    world.settings.delivery_count_limit = 2;
    for count in 1..=2 {
        assert_eq!(world.acquire("a", 1, &[batch(0, 0)]), [(0, 0, count)]);
        world.now += 30_000;
        let expected = if count == 2 { (0, 0, 4, 2) } else { (0, 0, 0, 1) };
        assert_eq!(said(world.expire().as_ref()), [expected]);
    }
    assert_eq!(world.partition.start_offset(), 1);
    assert_eq!(world.acquire("a", 1, &[batch(0, 0)]), []);
}

/// Five times at most: the third time half of the batch, the fourth a quarter, the last time each alone.
#[test]
fn a_batch_that_was_given_out_often_comes_in_smaller_and_smaller_parts() {
    let fetched = [batch(0, 7)];
    for (count, expected) in [(1, (0, 7, 2)), (2, (0, 7, 3)), (3, (0, 3, 4)), (4, (0, 0, 5))] {
        let mut world = World::new(&persisted(0, &[(0, 7, 0, count)]));
        assert_eq!(world.acquire("a", 100, &fetched), [expected], "{count}");
    }
    let mut world = World::new(&persisted(0, &[(0, 3, 0, 1), (4, 7, 0, 3)]));
    assert_eq!(world.acquire("a", 100, &fetched), [(0, 3, 2)], "nothing else comes with it");
    assert_eq!(world.acquire("a", 100, &fetched), [(4, 5, 4)]);

    let mut world = World::new(&persisted(0, &[]));
    world.settings.delivery_count_limit = 3;
    for (max, expected) in [(8, (0, 7, 1)), (1, (0, 0, 2)), (8, (0, 0, 3))] {
        world.mode = AcquireMode::RecordLimit;
        assert_eq!(world.acquire("a", max, &fetched), [expected], "the last time alone");
        let write = world.partition.release("a", &world.settings);
        world.written(write.as_ref(), true);
    }
}

#[test]
fn a_member_that_is_gone_gives_its_records_back() {
    let mut world = World::new(&persisted(0, &[]));
    world.acquire("a", 10, &[batch(0, 4)]);
    world.acquire("b", 10, &[batch(5, 9)]);
    let write = world.partition.release("a", &world.settings);
    assert_eq!(said(write.as_ref()), [(0, 4, 0, 1)]);
    world.written(write.as_ref(), true);
    assert_eq!(world.acquire("c", 10, &[batch(0, 9)]), [(0, 4, 2)]);
}

#[test]
fn locks_are_limited_but_what_is_between_them_is_given_out() {
    let mut world = World::new(&persisted(0, &[]));
    world.settings.record_locks_max = 10;
    assert_eq!(world.acquire("a", 100, &[batch(0, 9)]), [(0, 9, 1)]);
    assert!(!world.partition.can_acquire(&world.settings));
    assert_eq!(world.acquire("a", 100, &[batch(10, 19)]), []);
    let write = world.acknowledge("a", (3, 5), &[2]).expect("they are a's");
    world.written(write.as_ref(), true);
    assert!(world.partition.can_acquire(&world.settings));
    assert_eq!(world.acquire("b", 100, &[batch(0, 9), batch(10, 19)]), [(3, 5, 2)]);
}

#[test]
fn the_log_start_moves_over_everything() {
    let mut world = World::new(&persisted(0, &[]));
    world.acquire("a", 10, &[batch(0, 9)]);
    world.partition.log_start_moved(5);
    assert_eq!(world.partition.start_offset(), 5);
    let write = world.acknowledge("a", (0, 9), &[1]).expect("what is left is a's");
    assert_eq!(said(write.as_ref()), [(5, 9, 2, 1)]);
    world.partition.log_start_moved(100);
    world.written(write.as_ref(), true);
    assert_eq!((world.partition.start_offset(), world.partition.next_fetch_offset()), (100, 100));
}

#[test]
fn what_was_persisted_is_gone_on_with_and_gaps_in_it_are_as_new() {
    let mut world = World::new(&persisted(10, &[(10, 12, 2, 1), (15, 16, 0, 2), (17, 17, 4, 5)]));
    assert_eq!(world.partition.start_offset(), 13);
    assert_eq!(world.partition.next_fetch_offset(), 13);
    let acquired = world.acquire("a", 100, &[batch(10, 19)]);
    assert_eq!(acquired, [(13, 14, 1), (15, 16, 3), (18, 19, 1)]);

    for broken in [
        persisted(10, &[(9, 12, 0, 1)]),
        persisted(10, &[(12, 11, 0, 1)]),
        persisted(10, &[(10, 12, 0, 1), (12, 13, 0, 1)]),
        persisted(10, &[(10, 12, 9, 1)]),
        persisted(10, &[(10, i64::MAX, 0, 1)]),
    ] {
        assert!(SharePartition::load(&broken, 0, 0).is_err(), "{broken:?}");
    }
}

#[test]
fn what_the_log_does_not_have_is_done_with() {
    let mut world = World::new(&persisted(0, &[(5, 9, 0, 1)]));
    assert_eq!(world.acquire("a", 100, &[batch(7, 12)]), [(7, 9, 2), (10, 12, 1)]);
    assert_eq!(world.partition.start_offset(), 5, "what is known is not given up for that");
    assert_eq!(world.partition.next_fetch_offset(), 5);
}

#[test]
fn records_of_aborted_transactions_are_not_given_out() {
    let transactional = |first, last| FetchedBatch { transactional_producer: Some(9), ..batch(first, last) };
    let marker = FetchedBatch { is_control: true, is_abort_marker: true, ..transactional(6, 6) };
    let fetched = [batch(0, 1), transactional(2, 3), batch(4, 5), marker, transactional(7, 8)];
    let mut world = World::new(&persisted(0, &[]));
    world.aborted = vec![AbortedTransaction { first_offset: 2, producer_id: 9 }];
    world.settings.isolation = IsolationLevel::ReadCommitted;
    assert_eq!(world.acquire("a", 100, &fetched), [(0, 1, 1), (4, 8, 1)]);
    assert_eq!(world.acknowledge("a", (2, 3), &[1]), Err(ErrorCode::InvalidRecordState));
    assert_eq!(world.partition.delivery_complete_count(), 2);
}

#[test]
fn acknowledgements_are_checked_before_they_are_taken_in() {
    let acknowledgement = |first_offset, last_offset, types: &[i8]| Acknowledgement {
        first_offset,
        last_offset,
        types: types.to_vec(),
    };
    let check = |all: &[Acknowledgement]| Acknowledgement::check(all, false);
    assert_eq!(check(&[acknowledgement(0, 2, &[1]), acknowledgement(3, 4, &[1, 2])]), Ok(()));
    for wrong in [
        vec![acknowledgement(2, 1, &[1])],
        vec![acknowledgement(-1, 1, &[1])],
        vec![acknowledgement(0, 2, &[])],
        vec![acknowledgement(0, 2, &[1, 1])],
        vec![acknowledgement(0, 2, &[5])],
        vec![acknowledgement(0, 2, &[4])],
        vec![acknowledgement(0, i64::MAX, &[1, 1])],
        vec![acknowledgement(0, 2, &[1]), acknowledgement(2, 3, &[1])],
    ] {
        assert_eq!(check(&wrong), Err(ErrorCode::InvalidRequest), "{wrong:?}");
    }
    assert_eq!(Acknowledgement::check(&[acknowledgement(0, 2, &[4])], true), Ok(()));
}

#[test]
fn a_groups_settings_go_before_the_brokers() {
    struct Own;
    impl GroupConfigs for Own {
        fn get(&self, _: &str, name: &str) -> Option<Str> {
            let value = match name {
                "share.record.lock.duration.ms" => "15000",
                "share.auto.offset.reset" => "by_duration:P1DT2H0.5S",
                "share.isolation.level" => "read_committed",
                "share.renew.acknowledge.enable" => "false",
                _ => return None,
            };
            Some(value.into())
        }
    }
    let settings = ShareSettings::default().of_group(&Own, "g");
    let expected = ShareSettings {
        record_lock: Duration::from_secs(15),
        offset_reset: OffsetReset::ByDuration(Duration::from_millis(26 * 3_600_000 + 500)),
        isolation: IsolationLevel::ReadCommitted,
        renew_enabled: false,
        ..ShareSettings::default()
    };
    assert_eq!(settings, expected);
    for wrong in ["", "by_duration:", "by_duration:P", "by_duration:1D", "by_duration:PT1.5H", "sometimes"] {
        assert_eq!(OffsetReset::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn sessions_count_their_requests() {
    let config = SessionConfig { sessions_max: 1 };
    let key = |member: &str| SessionKey { group_id: "g".into(), member_id: member.into() };
    let partition = |partition| SharedTopicPartition { topic_id: moldau_ids::Uuid(1), partition };
    let all = [partition(0), partition(1), partition(2)];
    let mut cache = SessionCache::new();
    let fetch = |cache: &mut SessionCache, member: &str, epoch, add: &[_], forget: &[_]| {
        let request = SessionFetch { epoch, connection: 5, add, forget, acknowledges: false };
        cache.fetch(config, &key(member), &request)
    };
    assert_eq!(fetch(&mut cache, "a", 1, &all, &[]), Err(SessionError::NotFound));
    assert_eq!(fetch(&mut cache, "a", -1, &[], &[]), Err(SessionError::NotFound));
    let begun = SessionContext::Fetch { partitions: all.to_vec(), full: true };
    assert_eq!(fetch(&mut cache, "a", 0, &all, &[]), Ok(begun.clone()));
    assert_eq!(fetch(&mut cache, "b", 0, &all, &[]), Err(SessionError::LimitReached));
    assert_eq!(fetch(&mut cache, "a", 2, &[], &[]), Err(SessionError::InvalidEpoch));
    let rotated = SessionContext::Fetch { partitions: vec![partition(2), partition(0)], full: false };
    assert_eq!(fetch(&mut cache, "a", 1, &[], &all[1..2]), Ok(rotated));
    assert_eq!(cache.acknowledge(&key("a"), 0), Err(SessionError::InvalidEpoch));
    assert_eq!(cache.acknowledge(&key("a"), 1), Err(SessionError::InvalidEpoch));
    assert_eq!(cache.acknowledge(&key("a"), 2), Ok(()));
    assert_eq!(cache.acknowledge(&key("b"), 2), Err(SessionError::NotFound));
    assert_eq!(fetch(&mut cache, "a", 0, &all, &[]), Ok(begun), "a session is replaced");
    let ended = SessionContext::End { partitions: all.to_vec() };
    assert_eq!(fetch(&mut cache, "a", -1, &[], &[]), Ok(ended));
    assert!(fetch(&mut cache, "a", 0, &all, &[]).is_ok());
    assert_eq!(cache.disconnected(5), [(key("a"), all.to_vec())]);
    assert!(cache.is_empty());
    let at_once = SessionFetch { epoch: 0, connection: 5, add: &all, forget: &[], acknowledges: true };
    assert_eq!(cache.fetch(config, &key("a"), &at_once), Err(SessionError::AcknowledgesAtOnce));
    assert_eq!(cache.disconnected(5), []);
}
