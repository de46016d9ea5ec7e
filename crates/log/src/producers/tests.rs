use proptest::prelude::*;

use super::*;

fn data(epoch: i16, base_sequence: i32, count: i32) -> ProducerBatch {
    ProducerBatch {
        producer_id: 7,
        producer_epoch: epoch,
        base_sequence,
        last_sequence: advance_sequence(base_sequence, count - 1),
        is_transactional: false,
        marker: None,
        max_timestamp: 1_000,
    }
}

fn txn(producer_id: i64, base_sequence: i32) -> ProducerBatch {
    ProducerBatch { producer_id, is_transactional: true, ..data(0, base_sequence, 1) }
}

fn marker(producer_id: i64, commit: bool, coordinator_epoch: i32) -> ProducerBatch {
    ProducerBatch {
        base_sequence: -1,
        last_sequence: -1,
        marker: Some(EndMarker { commit, coordinator_epoch }),
        ..txn(producer_id, 0)
    }
}

/// Appends as a client; the error's or outcome's short name.
fn append(states: &mut ProducerStates, batch: &ProducerBatch, base: i64, last: i64) -> &'static str {
    match states.check(batch, AppendOrigin::Client) {
        Ok(SequenceCheck::New) => {
            states.apply(batch, base, last);
            "new"
        }
        Ok(SequenceCheck::Duplicate(_)) => "duplicate",
        Err(ProducerError::InvalidEpoch { .. }) => "epoch",
        Err(ProducerError::OutOfOrder { .. }) => "order",
        Err(ProducerError::NonTransactionalInTxn { .. }) => "txn",
        Err(ProducerError::CoordinatorFenced { .. }) => "fenced",
    }
}

#[test]
fn sequences_and_epochs_as_kafka_judges_them() {
    let mut states = ProducerStates::default();
    for (epoch, sequence, count, expected) in [
        (1, 40, 10, "new"),       // nothing known: any sequence
        (1, 40, 10, "duplicate"), // the same again
        (1, 41, 9, "order"),      // overlaps, but is not the same batch
        (1, 51, 1, "order"),      // a gap
        (1, 50, 1, "new"),
        (0, 51, 1, "epoch"), // fenced
        (2, 1, 1, "order"),  // a new epoch begins at 0
        (2, 0, 1, "new"),
        (1, 51, 1, "epoch"),
        (2, 0, 1, "duplicate"),
    ] {
        let got = append(&mut states, &data(epoch, sequence, count), 0, i64::from(count) - 1);
        assert_eq!(got, expected, "epoch {epoch} sequence {sequence}");
    }
}

#[test]
fn five_batches_are_remembered() {
    let mut states = ProducerStates::default();
    for sequence in 0..6 {
        let offset = i64::from(sequence) + 100;
        assert_eq!(append(&mut states, &data(0, sequence, 1), offset, offset), "new");
    }
    assert_eq!(append(&mut states, &data(0, 0, 1), 0, 0), "order");
    for sequence in 1..6 {
        let found = states.check(&data(0, sequence, 1), AppendOrigin::Client);
        let offset = i64::from(sequence) + 100;
        let expected = Duplicate { base_offset: offset, last_offset: offset, timestamp: 1_000 };
        assert_eq!(found, Ok(SequenceCheck::Duplicate(expected)));
    }
}

#[test]
fn sequences_wrap() {
    let mut states = ProducerStates::default();
    assert_eq!(append(&mut states, &data(0, i32::MAX - 1, 4), 0, 3), "new");
    assert_eq!(states.get(7).map(ProducerEntry::last_sequence), Some(1));
    assert_eq!(append(&mut states, &data(0, i32::MAX - 1, 4), 0, 3), "duplicate");
    assert_eq!(append(&mut states, &data(0, 2, 1), 4, 4), "new");
    let mut states = ProducerStates::default();
    assert_eq!(append(&mut states, &data(0, i32::MAX, 1), 0, 0), "new");
    assert_eq!(append(&mut states, &data(0, 0, 1), 1, 1), "new");
}

#[test]
fn transactions_hold_the_stable_offset_back() {
    let mut states = ProducerStates::default();
    states.apply(&txn(1, 0), 10, 10);
    states.apply(&txn(2, 0), 11, 11);
    assert_eq!(states.first_unstable_offset(), Some(10));
    assert_eq!(append(&mut states, &ProducerBatch { producer_id: 1, ..data(0, 1, 1) }, 12, 12), "txn");

    let completed = states.apply(&marker(1, false, 3), 12, 12).expect("a transaction ended");
    assert!(completed.aborted);
    // The other transaction, which began later, is open: the entry's stable offset is its first.
    let entry = states.aborted_entry(&completed);
    assert_eq!((entry.first_offset, entry.last_offset, entry.last_stable_offset), (10, 12, 11));
    // Until the marker is replicated, the end is not stable.
    assert_eq!(states.first_unstable_offset(), Some(10));
    states.on_high_watermark(12);
    assert_eq!(states.first_unstable_offset(), Some(10));
    states.on_high_watermark(13);
    assert_eq!(states.first_unstable_offset(), Some(11));

    assert_eq!(append(&mut states, &marker(1, true, 2), 13, 13), "fenced");
    let completed = states.apply(&marker(2, true, 3), 13, 13).expect("a transaction ended");
    assert_eq!(states.aborted_entry(&completed).last_stable_offset, 14);
    states.on_high_watermark(14);
    assert_eq!(states.first_unstable_offset(), None);
    // A marker without records ends nothing.
    assert_eq!(states.apply(&marker(2, true, 3), 14, 14), None);
}

#[test]
fn silent_producers_expire_but_not_in_a_transaction() {
    let mut states = ProducerStates::default();
    states.apply(&data(0, 0, 1), 0, 0);
    states.apply(&txn(8, 0), 1, 1);
    assert_eq!(states.expire(Timestamp(1_099), 100), 0);
    assert_eq!(states.expire(Timestamp(1_100), 100), 1);
    assert!(states.get(8).is_some() && states.get(7).is_none());
}

fn any_batch() -> impl Strategy<Value = ProducerBatch> {
    (0i64..4, 0i16..3, 0i32..6, 1i32..4, any::<bool>(), proptest::option::of(any::<bool>())).prop_map(
        |(producer_id, epoch, sequence, count, is_transactional, commit)| match commit {
            Some(commit) => marker(producer_id, commit, 0),
            None => ProducerBatch { producer_id, is_transactional, ..data(epoch, sequence, count) },
        },
    )
}

proptest! {
    /// A snapshot taken anywhere, reloaded and fed the rest, gives the state of the log that never stopped.
    #[test]
    fn replay_from_any_snapshot_gives_the_same_state(
        batches in proptest::collection::vec(any_batch(), 0..40), cut in 0usize..40,
    ) {
        let mut live = ProducerStates::default();
        let mut restarted = None;
        let mut offset = 0i64;
        for (at, batch) in batches.iter().enumerate() {
            if at == cut {
                let bytes = crate::format::snapshot::encode(&live.to_snapshot());
                let entries = crate::format::snapshot::decode(&bytes).expect("valid");
                restarted = Some(ProducerStates::from_snapshot(&entries));
            }
            if live.check(batch, AppendOrigin::Client) != Ok(SequenceCheck::New) {
                continue;
            }
            let last = offset + i64::from((batch.last_sequence - batch.base_sequence).max(0));
            live.apply(batch, offset, last);
            if let Some(restarted) = &mut restarted {
                prop_assert_eq!(restarted.check(batch, AppendOrigin::Client), Ok(SequenceCheck::New));
                restarted.apply(batch, offset, last);
            }
            offset = last + 1;
        }
        // Everything is replicated: what was unstable only for that reason is not told apart.
        live.on_high_watermark(offset);
        if let Some(mut restarted) = restarted {
            restarted.on_high_watermark(offset);
            prop_assert_eq!(live.to_snapshot(), restarted.to_snapshot());
            prop_assert_eq!(live.first_unstable_offset(), restarted.first_unstable_offset());
        }
    }
}
