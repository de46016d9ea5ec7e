//! One test a rule.

use bytes::Bytes;
use moldau_txn::{Record, RecordError, Shard, State, join_add_partitions, split_add_partitions};
use moldau_wire::Str;
use moldau_wire::messages::AddPartitionsToTxnRequest;
use moldau_wire::messages::add_partitions_to_txn_request::{
    AddPartitionsToTxnTopic, AddPartitionsToTxnTransaction,
};
use moldau_wire::messages::add_partitions_to_txn_response::{
    AddPartitionsToTxnResult, AddPartitionsToTxnTopicResult,
};
use moldau_wire::records::transaction::TransactionLogValue;

use crate::script::{check, check_from};

fn record(state: State, producer: (i64, i16), client_version: i16) -> Record {
    let value = TransactionLogValue {
        producer_id: producer.0,
        previous_producer_id: producer.0,
        producer_epoch: producer.1,
        transaction_timeout_ms: 60_000,
        transaction_status: state.to_wire(),
        transaction_last_update_timestamp_ms: 1_000_000,
        transaction_start_timestamp_ms: 1_000_000,
        client_transaction_version: client_version,
        ..TransactionLogValue::default()
    };
    Record { transactional_id: Str::from_static("a"), value: Some(value), value_version: 1 }
}

#[test]
fn tv2_every_end_raises_the_epoch() {
    check(
        2,
        &[
            ("init a", "NONE 1@0"),
            ("records 1", "Empty 1@0 previous 1 next -1 client 0 v1"),
            ("add a 1@0 0,1", "NONE NONE"),
            ("offsets a 1@0 7", "NONE"),
            ("state a", "Ongoing 1@0 __consumer_offsets[7] t[0, 1]"),
            ("end a 1@0 commit", "NONE 1@1"),
            ("records 1", "PrepareCommit 1@1 previous 1 next -1 client 2 v1"),
            ("markers", "commit 1@1 TV2 by 0 to __consumer_offsets-7,t-0,t-1"),
            ("written", ""),
            ("state a", "CompleteCommit 1@1"),
            ("add a 1@1 0", "NONE"),
            ("end a 1@1 abort", "NONE 1@2"),
            ("markers", "abort 1@2 TV2 by 0 to t-0"),
            ("written", ""),
            ("records 1", "CompleteAbort 1@2 previous 1 next -1 client 2 v1"),
        ],
    );
}

#[test]
fn tv1_the_epoch_lasts_until_the_next_init() {
    check(
        1,
        &[
            ("init a", "NONE 1@0"),
            ("add a 1@0 0", "NONE"),
            ("end a 1@0 commit", "NONE -1@-1"),
            ("markers", "commit 1@0 TV0 by 0 to t-0"),
            ("written", ""),
            ("records 1", "CompleteCommit 1@0 previous 1 next -1 client 0 v1"),
            ("add a 1@0 1", "NONE"),
            ("end a 1@0 abort", "NONE -1@-1"),
            ("written", ""),
            ("init a", "NONE 1@1"),
        ],
    );
}

#[test]
fn below_transaction_version_1_records_are_of_version_0() {
    check(
        0,
        &[
            ("init a", "NONE 1@0"),
            ("add a 1@0 0", "NONE"),
            ("records 1", "Ongoing 1@0 previous -1 next -1 client 0 v0"),
        ],
    );
}

#[test]
fn tv2_an_end_asked_again_is_known_by_the_epoch_before() {
    for (kind, other) in [("commit", "abort"), ("abort", "commit")] {
        check(
            2,
            &[
                ("init a", "NONE 1@0"),
                ("add a 1@0 0", "NONE"),
                (&format!("end a 1@0 {kind}"), "NONE 1@1"),
                (&format!("end a 1@0 {kind}"), "CONCURRENT_TRANSACTIONS"),
                (&format!("end a 1@0 {other}"), "CONCURRENT_TRANSACTIONS"),
                ("written", ""),
                (&format!("end a 1@0 {kind}"), "NONE 1@1"),
                (&format!("end a 1@0 {other}"), "INVALID_TXN_STATE"),
                ("add a 1@1 1", "NONE"),
                // The same epoch again, in the next transaction: too late.
                (&format!("end a 1@0 {kind}"), "PRODUCER_FENCED"),
                ("state a", "Ongoing 1@1 t[1]"),
            ],
        );
    }
}

#[test]
fn tv1_an_end_asked_again_is_known_by_the_state() {
    for (kind, other) in [("commit", "abort"), ("abort", "commit")] {
        check(
            1,
            &[
                ("init a", "NONE 1@0"),
                ("end a 1@0 abort", "INVALID_TXN_STATE"),
                ("add a 1@0 0", "NONE"),
                (&format!("end a 1@0 {kind}"), "NONE -1@-1"),
                (&format!("end a 1@0 {kind}"), "CONCURRENT_TRANSACTIONS"),
                ("written", ""),
                (&format!("end a 1@0 {kind}"), "NONE -1@-1"),
                (&format!("end a 1@0 {other}"), "INVALID_TXN_STATE"),
            ],
        );
    }
}

#[test]
fn tv2_what_never_began_can_be_aborted_but_not_committed() {
    check(
        2,
        &[
            ("init a", "NONE 1@0"),
            ("end a 1@0 commit", "INVALID_TXN_STATE"),
            ("end a 1@0 abort", "NONE 1@1"),
            ("markers", ""),
            ("state a", "CompleteAbort 1@1"),
            ("end a 1@1 abort", "NONE 1@2"),
            ("end a 1@2 commit", "INVALID_TXN_STATE"),
            ("add a 1@2 0", "NONE"),
            ("end a 1@2 commit", "NONE 1@3"),
            ("written", ""),
            ("end a 1@3 abort", "NONE 1@4"),
        ],
    );
}

#[test]
fn unknown_ids_and_producers_are_told_apart_from_fenced_ones() {
    check(
        2,
        &[
            ("add a 1@0 0", "INVALID_PRODUCER_ID_MAPPING"),
            ("end a 1@0 commit", "INVALID_PRODUCER_ID_MAPPING"),
            ("state a", "TRANSACTIONAL_ID_NOT_FOUND"),
            ("init a", "NONE 1@0"),
            ("init a", "NONE 1@1"),
            ("add a 2@1 0", "INVALID_PRODUCER_ID_MAPPING"),
            ("add a 1@0 0", "PRODUCER_FENCED"),
            ("add a 1@0 0 v=1", "INVALID_PRODUCER_EPOCH"),
            ("add a 1@9 0", "PRODUCER_FENCED"),
            ("offsets a 1@0 0", "PRODUCER_FENCED"),
            ("offsets a 1@0 0 v=1", "INVALID_PRODUCER_EPOCH"),
            ("end a 1@0 commit", "PRODUCER_FENCED"),
            ("end a 1@0 commit v=1", "INVALID_PRODUCER_EPOCH"),
            ("end a 2@0 commit", "INVALID_PRODUCER_ID_MAPPING"),
            ("end a 2@0 commit v=4", "INVALID_PRODUCER_ID_MAPPING"),
            ("init a 9@1", "PRODUCER_FENCED"),
            ("init a 9@1 v=3", "INVALID_PRODUCER_EPOCH"),
        ],
    );
}

#[test]
fn requests_that_make_no_sense_are_refused() {
    check(
        2,
        &[
            ("init \"\"", "INVALID_REQUEST"),
            ("add \"\" 1@0 0", "INVALID_REQUEST"),
            ("verify \"\" 1@0 0", "INVALID_REQUEST"),
            ("offsets \"\" 1@0 0", "INVALID_REQUEST"),
            ("end \"\" 1@0 commit", "INVALID_REQUEST"),
            ("state \"\"", "INVALID_REQUEST"),
            ("init a timeout=0", "INVALID_TRANSACTION_TIMEOUT"),
            ("init a timeout=-5", "INVALID_TRANSACTION_TIMEOUT"),
            ("init a timeout=900001", "INVALID_TRANSACTION_TIMEOUT"),
            ("init a timeout=900000", "NONE 1@0"),
            ("init a -1@3", "INVALID_REQUEST"),
            ("init a 1@-1", "INVALID_REQUEST"),
            ("init a 2pc", "TRANSACTIONAL_ID_AUTHORIZATION_FAILED"),
            ("init a keep", "UNSUPPORTED_VERSION"),
            ("end a 1@-1 abort", "PRODUCER_FENCED"),
            ("end a 1@32767 abort", "PRODUCER_FENCED"),
            ("end a 1@-32768 abort", "PRODUCER_FENCED"),
        ],
    );
}

#[test]
fn an_init_over_an_ongoing_transaction_aborts_it_first() {
    check(
        2,
        &[
            ("init a", "NONE 1@0"),
            ("add a 1@0 0", "NONE"),
            ("init a", "CONCURRENT_TRANSACTIONS"),
            ("records 1", "PrepareAbort 1@1 previous 1 next -1 client 2 v1"),
            ("markers", "abort 1@1 TV2 by 0 to t-0"),
            ("init a", "CONCURRENT_TRANSACTIONS"),
            ("add a 1@0 0", "CONCURRENT_TRANSACTIONS"),
            ("written", ""),
            ("init a", "NONE 1@2"),
            ("add a 1@0 0", "PRODUCER_FENCED"),
            ("end a 1@0 abort", "PRODUCER_FENCED"),
        ],
    );
    check(
        1,
        &[
            ("init a", "NONE 1@0"),
            ("add a 1@0 0", "NONE"),
            ("init a", "CONCURRENT_TRANSACTIONS"),
            ("markers", "abort 1@1 TV0 by 0 to t-0"),
            ("end a 1@1 abort", "CONCURRENT_TRANSACTIONS"),
            ("written", ""),
            ("init a", "NONE 1@2"),
            ("end a 1@0 commit", "PRODUCER_FENCED"),
        ],
    );
}

#[test]
fn a_producer_goes_on_after_an_error_and_may_ask_twice() {
    check(
        2,
        &[
            ("init a", "NONE 1@0"),
            ("init a 1@0", "NONE 1@1"),
            ("init a 1@0", "NONE 1@1"),
            ("init a 1@1", "NONE 1@2"),
            ("init a 1@0", "PRODUCER_FENCED"),
            // Another producer comes: whoever was there before can't go on.
            ("init a", "NONE 1@3"),
            ("init a 1@2", "PRODUCER_FENCED"),
            // An id that the coordinator has forgotten is given anew.
            ("init b 77@5", "NONE 2@0"),
        ],
    );
}

#[test]
fn a_fenced_producer_can_not_end_its_successors_transaction_by_init() {
    check(
        2,
        &[
            ("init a", "NONE 1@0"),
            ("init a", "NONE 1@1"),
            ("add a 1@1 0", "NONE"),
            ("init a 1@0", "PRODUCER_FENCED"),
            ("state a", "Ongoing 1@1 t[0]"),
            ("init a 1@1", "CONCURRENT_TRANSACTIONS"),
            ("written", ""),
            ("init a 1@1", "NONE 1@2"),
        ],
    );
}

#[test]
fn markers_are_wished_until_every_partition_has_its_own_or_is_gone() {
    check(
        2,
        &[
            ("init a", "NONE 1@0"),
            ("add a 1@0 0,1,2", "NONE NONE NONE"),
            ("end a 1@0 commit", "NONE 1@1"),
            ("written retry=1,2", ""),
            ("state a", "PrepareCommit 1@1 t[0, 1, 2]"),
            ("markers", ""),
            ("wait 100", ""),
            ("markers", "commit 1@1 TV2 by 0 to t-1,t-2"),
            ("written retry=1 gone=2", ""),
            ("wait 100", ""),
            ("markers", "commit 1@1 TV2 by 0 to t-1"),
            // No result at all.
            ("wait 29999", ""),
            ("markers", "commit 1@1 TV2 by 0 to t-1"),
            ("wait 1", ""),
            ("markers", "commit 1@1 TV2 by 0 to t-1; commit 1@1 TV2 by 0 to t-1"),
            ("written", ""),
            ("state a", "CompleteCommit 1@1"),
        ],
    );
}

#[test]
fn results_of_an_earlier_transaction_say_nothing_of_the_next() {
    check(
        1,
        &[
            ("init a", "NONE 1@0"),
            ("add a 1@0 0", "NONE"),
            ("end a 1@0 commit", "NONE -1@-1"),
            ("written", ""),
            ("add a 1@0 0", "NONE"),
            ("end a 1@0 abort", "NONE -1@-1"),
            ("again", ""),
            ("state a", "PrepareAbort 1@0 t[0]"),
            ("written", ""),
            ("state a", "CompleteAbort 1@0"),
            ("again", ""),
            ("state a", "CompleteAbort 1@0"),
        ],
    );
}

#[test]
fn a_new_coordinator_wishes_the_markers_again() {
    for transaction_version in [1, 2] {
        let epoch = transaction_version - 1;
        let markers = if transaction_version == 2 { "commit 1@1 TV2" } else { "commit 1@0 TV0" };
        check(
            transaction_version,
            &[
                ("init a", "NONE 1@0"),
                ("add a 1@0 0,1", "NONE NONE"),
                ("end a 1@0 commit", if transaction_version == 2 { "NONE 1@1" } else { "NONE -1@-1" }),
                ("written retry=1", ""),
                ("crash", ""),
                ("markers", &format!("{markers} by 1 to t-0,t-1")),
                // What was on its way to the old one.
                ("again", ""),
                ("state a", &format!("PrepareCommit 1@{epoch} t[0, 1]")),
                ("written", ""),
                ("state a", &format!("CompleteCommit 1@{epoch}")),
                ("end a 1@0 commit", if transaction_version == 2 { "NONE 1@1" } else { "NONE -1@-1" }),
                ("crash", ""),
                ("markers", ""),
                ("end a 1@0 commit", if transaction_version == 2 { "NONE 1@1" } else { "NONE -1@-1" }),
            ],
        );
    }
}

#[test]
fn an_end_without_partitions_is_completed_by_who_loads_it() {
    check_from(2, &[record(State::PrepareAbort, (1, 4), 2)], &[("state a", "CompleteAbort 1@4")]);
}

#[test]
fn tv2_after_the_last_epoch_comes_a_new_id() {
    check_from(
        2,
        &[record(State::CompleteCommit, (90, i16::MAX - 2), 2)],
        &[
            ("add a 90@32765 0", "NONE"),
            ("end a 90@32765 commit", "NONE 90@32766"),
            ("written", ""),
            ("add a 90@32766 0", "NONE"),
            ("end a 90@32766 commit", "NONE 1@0"),
            ("records 1", "PrepareCommit 90@32767 previous 90 next 1 client 2 v1"),
            ("markers", "commit 90@32767 TV2 by 0 to t-0"),
            ("crash", ""),
            ("written", ""),
            ("records 1", "CompleteCommit 1@0 previous 90 next -1 client 2 v1"),
            // Asked again with the id that was.
            ("end a 90@32766 commit", "NONE 1@0"),
            ("end a 90@32766 abort", "INVALID_TXN_STATE"),
            ("end a 90@32765 commit", "INVALID_PRODUCER_ID_MAPPING"),
            ("add a 1@0 0", "NONE"),
            ("end a 90@32766 commit", "INVALID_PRODUCER_ID_MAPPING"),
        ],
    );
}

#[test]
fn init_after_the_last_epoch_gives_a_new_id() {
    let log = [record(State::CompleteCommit, (90, i16::MAX - 1), 0)];
    check_from(1, &log, &[("init a", "NONE 1@0"), ("init a 90@32766", "PRODUCER_FENCED")]);
    check_from(
        1,
        &log,
        &[
            ("init a 90@32766", "NONE 1@0"),
            ("init a 90@32766", "NONE 1@0"),
            ("init a 90@32765", "PRODUCER_FENCED"),
        ],
    );
    // Fencing takes the one epoch that is left.
    check_from(
        1,
        &log,
        &[
            ("add a 90@32766 0", "NONE"),
            ("init a", "CONCURRENT_TRANSACTIONS"),
            ("markers", "abort 90@32767 TV0 by 0 to t-0"),
            ("written", ""),
            ("init a 90@32766", "PRODUCER_FENCED"),
            ("init a", "NONE 1@0"),
        ],
    );
    check_from(
        2,
        &log,
        &[
            ("add a 90@32766 0", "NONE"),
            ("init a", "CONCURRENT_TRANSACTIONS"),
            ("written", ""),
            ("state a", "CompleteAbort 1@0"),
            ("init a", "NONE 1@1"),
        ],
    );
}

#[test]
fn without_a_producer_id_at_hand_nothing_changes() {
    check(
        2,
        &[("dry", ""), ("init a", "COORDINATOR_LOAD_IN_PROGRESS"), ("state a", "TRANSACTIONAL_ID_NOT_FOUND")],
    );
    check_from(
        2,
        &[record(State::CompleteCommit, (90, i16::MAX - 1), 2)],
        &[
            ("add a 90@32766 0", "NONE"),
            ("dry", ""),
            ("end a 90@32766 commit", "COORDINATOR_LOAD_IN_PROGRESS"),
            ("init a", "COORDINATOR_LOAD_IN_PROGRESS"),
            ("wait 200000", ""),
            ("state a", "Ongoing 90@32766 t[0]"),
        ],
    );
}

#[test]
fn a_transaction_over_its_time_is_aborted_and_its_producer_fenced() {
    for (transaction_version, markers) in [(1, "abort 1@1 TV0 by 0 to t-0"), (2, "abort 1@1 TV2 by 0 to t-0")]
    {
        check(
            transaction_version,
            &[
                ("init a timeout=5000", "NONE 1@0"),
                ("wait 3000", ""),
                ("add a 1@0 0", "NONE"),
                ("wait 5000", ""),
                ("state a", "Ongoing 1@0 t[0]"),
                // Over its time by one, but the check comes every ten seconds.
                ("wait 1", ""),
                ("state a", "Ongoing 1@0 t[0]"),
                ("wait 1999", ""),
                ("markers", markers),
                ("end a 1@0 commit v=4", "PRODUCER_FENCED"),
                ("written", ""),
                ("state a", "CompleteAbort 1@1"),
                ("add a 1@0 1", "PRODUCER_FENCED"),
            ],
        );
    }
}

#[test]
fn a_transaction_exactly_as_old_as_its_timeout_has_not_timed_out() {
    check(
        2,
        &[
            ("init a timeout=5000", "NONE 1@0"),
            ("wait 5000", ""),
            ("add a 1@0 0", "NONE"),
            ("wait 14999", ""),
            ("state a", "Ongoing 1@0 t[0]"),
            ("wait 1", ""),
            ("state a", "PrepareAbort 1@1 t[0]"),
        ],
    );
}

#[test]
fn results_of_an_earlier_coordinators_wishes_are_not_believed() {
    check(
        2,
        &[
            ("init a", "NONE 1@0"),
            ("add a 1@0 0", "NONE"),
            ("end a 1@0 commit", "NONE 1@1"),
            ("unheard", ""),
            ("crash", ""),
            ("again", ""),
            ("state a", "PrepareCommit 1@1 t[0]"),
            ("written", ""),
            ("state a", "CompleteCommit 1@1"),
        ],
    );
}

#[test]
fn of_a_timeout_and_an_end_the_first_counts() {
    check(
        2,
        &[
            ("init a timeout=5000", "NONE 1@0"),
            ("add a 1@0 0", "NONE"),
            ("wait 6000", ""),
            ("end a 1@0 commit", "NONE 1@1"),
            ("wait 20000", ""),
            ("state a", "PrepareCommit 1@1 t[0]"),
        ],
    );
    check(
        2,
        &[
            ("init a timeout=5000", "NONE 1@0"),
            ("add a 1@0 0", "NONE"),
            ("wait 20000", ""),
            ("end a 1@0 commit", "CONCURRENT_TRANSACTIONS"),
            ("written", ""),
            ("end a 1@0 commit", "INVALID_TXN_STATE"),
            ("end a 1@0 abort", "NONE 1@1"),
        ],
    );
}

#[test]
fn idle_ids_expire_and_busy_ones_do_not() {
    check(
        2,
        &[
            ("init a", "NONE 1@0"),
            ("init b timeout=1000", "NONE 2@0"),
            ("add b 2@0 0", "NONE"),
            ("wait 604799999", ""),
            ("state a", "Empty 1@0"),
            ("wait 3600001", ""),
            ("state a", "TRANSACTIONAL_ID_NOT_FOUND"),
            ("records 1", "a tombstone"),
            ("state b", "PrepareAbort 2@1 t[0]"),
            ("crash", ""),
            ("state a", "TRANSACTIONAL_ID_NOT_FOUND"),
            ("add a 1@0 0", "INVALID_PRODUCER_ID_MAPPING"),
            ("init a", "NONE 3@0"),
        ],
    );
}

#[test]
fn verification_says_which_partitions_are_in_the_transaction() {
    check(
        1,
        &[
            ("verify a 1@0 0 v=4", "INVALID_PRODUCER_ID_MAPPING"),
            ("init a", "NONE 1@0"),
            ("add a 1@0 0", "NONE"),
            ("verify a 1@0 0,1 v=4", "NONE TRANSACTION_ABORTABLE"),
            ("verify a 1@1 0 v=4", "PRODUCER_FENCED"),
            ("verify a 2@0 0 v=4", "INVALID_PRODUCER_ID_MAPPING"),
            ("state a", "Ongoing 1@0 t[0]"),
            ("end a 1@0 commit", "NONE -1@-1"),
            ("verify a 1@0 0 v=4", "CONCURRENT_TRANSACTIONS"),
            ("written", ""),
            ("verify a 1@0 0 v=4", "TRANSACTION_ABORTABLE"),
        ],
    );
}

#[test]
fn requests_to_add_partitions_are_one_transaction_up_to_version_3_and_many_from_4() {
    let topic = AddPartitionsToTxnTopic { name: Str::from_static("t"), ..AddPartitionsToTxnTopic::default() };
    let transaction = AddPartitionsToTxnTransaction {
        transactional_id: Str::from_static("a"),
        producer_id: 1,
        producer_epoch: 2,
        topics: vec![topic.clone()],
        ..AddPartitionsToTxnTransaction::default()
    };
    let old = AddPartitionsToTxnRequest {
        v3_and_below_transactional_id: Str::from_static("a"),
        v3_and_below_producer_id: 1,
        v3_and_below_producer_epoch: 2,
        v3_and_below_topics: vec![topic],
        ..AddPartitionsToTxnRequest::default()
    };
    assert_eq!(split_add_partitions(old, 3), vec![transaction.clone()]);
    let transactions = vec![transaction.clone(), transaction];
    let new = AddPartitionsToTxnRequest {
        transactions: transactions.clone(),
        ..AddPartitionsToTxnRequest::default()
    };
    assert_eq!(split_add_partitions(new, 4), transactions);

    let topic = AddPartitionsToTxnTopicResult::default();
    let result = AddPartitionsToTxnResult {
        transactional_id: Str::from_static("a"),
        topic_results: vec![topic.clone()],
        ..AddPartitionsToTxnResult::default()
    };
    assert_eq!(join_add_partitions(vec![result.clone()], 3).results_by_topic_v3_and_below, [topic]);
    assert_eq!(join_add_partitions(vec![result.clone()], 4).results_by_transaction, [result]);
}

#[test]
fn lists_are_filtered_by_state_producer_duration_and_pattern() {
    check(
        2,
        &[
            ("init ab", "NONE 1@0"),
            ("init ac", "NONE 2@0"),
            ("init b", "NONE 3@0"),
            ("add b 3@0 0", "NONE"),
            ("wait 50", ""),
            ("add ab 1@0 0", "NONE"),
            ("list", "NONE ab,ac,b ?"),
            ("list states=Ongoing", "NONE ab,b ?"),
            ("list states=Ongoing,Odd", "NONE ab,b ?Odd"),
            ("list states=Odd", "NONE  ?Odd"),
            ("list producers=2,3", "NONE ac,b ?"),
            ("list states=Ongoing longer=49", "NONE b ?"),
            ("list states=Ongoing longer=50", "NONE  ?"),
            ("list pattern=a.", "NONE ab,ac ?"),
            // Whole ids, and no way out of the group around the pattern.
            ("list pattern=a", "NONE  ?"),
            ("list pattern=a|b", "NONE b ?"),
            ("list pattern=a)|(b", "INVALID_REGULAR_EXPRESSION  ?"),
            ("list pattern=(", "INVALID_REGULAR_EXPRESSION  ?"),
        ],
    );
}

#[test]
fn records_that_make_no_sense_are_skipped_and_counted() {
    let unknown_key = Record::decode(Bytes::from_static(&[0, 9, 0, 1, b'a']), None);
    assert!(matches!(unknown_key, Err(RecordError::UnknownKey(9))));
    let key = Bytes::from_static(&[0, 0, 0, 1, b'a']);
    for value in [&[0_u8, 2, 0][..], &[0, 1, 0], &[0]] {
        let read = Record::decode(key.clone(), Some(Bytes::from_static(value)));
        assert!(matches!(read, Err(RecordError::Decode(_))), "{value:?}");
    }
    let mut shard = Shard::new();
    shard.replay(record(State::Empty, (1, 0), 0));
    for status in [State::Dead.to_wire(), State::PrepareEpochFence.to_wire(), 8, -1] {
        let mut broken = record(State::Empty, (2, 0), 0);
        broken.value = broken.value.map(|value| TransactionLogValue { transaction_status: status, ..value });
        shard.replay(broken);
    }
    assert_eq!((shard.skipped(), shard.count()), (4, 1));
}

#[test]
fn a_record_is_written_as_kafka_writes_it() {
    let (key, value) = record(State::CompleteCommit, (1, 2), 2).encode().expect("plain numbers");
    assert_eq!(&key[..], [0, 0, 0, 1, b'a']);
    let value = value.expect("no tombstone");
    let expected: Vec<u8> = [
        &[0, 1][..],               // version
        &1_i64.to_be_bytes(),      // producer id
        &[0, 2],                   // epoch
        &60_000_i32.to_be_bytes(), // timeout
        &[4],                      // status
        &[1],                      // no partitions, compact
        &1_000_000_i64.to_be_bytes(),
        &1_000_000_i64.to_be_bytes(),
        &[2],                            // two tagged fields
        &[0, 8, 0, 0, 0, 0, 0, 0, 0, 1], // previous producer id
        &[2, 2, 0, 2],                   // client transaction version
    ]
    .concat();
    assert_eq!(&value[..], expected);
}
