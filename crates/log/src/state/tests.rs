use std::path::PathBuf;

use bytes::Bytes;
use moldau_wire::record_batch::{BatchBuilder, BatchOptions};
use proptest::prelude::*;

use super::*;
use crate::AppendError;
use crate::{batch::prepare_replicated, files::PartitionDir, invariants::check_bounds};

fn segment(base: i64) -> Segment {
    Segment::empty(SegmentFiles::new(Arc::new(PartitionDir::new(PathBuf::from("d"))), base), 0)
}

fn state() -> LogState {
    let config = LogConfig { segment_bytes: 400, ..LogConfig::default() };
    LogState::new(Arc::new(config), segment(0), 0)
}

fn batch(records: usize) -> PreparedBatch {
    let mut builder = BatchBuilder::new(BatchOptions::default());
    for _ in 0..records {
        builder.append(5, None, Some(b"value"), &[]);
    }
    let bytes: Bytes = builder.finish().expect("built");
    prepare_replicated(&bytes).expect("whole").remove(0)
}

fn cut(state: &LogState, end: i64) -> Cut {
    let segment = state.segment_for(end).map_or(0, |segment| segment.base);
    Cut { end, segment, size: 0, generation: state.generation, layout: state.layout }
}

fn append(state: &mut LogState, records: usize, round: u64) {
    let batch = batch(records);
    let admitted = state.admit(&batch, state.log_end, 1).expect("fits");
    let mut bytes = LogState::place(&batch, admitted).to_vec();
    bytes.extend_from_slice(&batch.rest);
    state.record(&batch, admitted, (Bytes::from(bytes), round), 0, segment);
}

#[test]
fn rounds_move_the_ends_in_order() {
    let mut state = state();
    append(&mut state, 2, 1);
    append(&mut state, 1, 1);
    append(&mut state, 1, 2);
    assert_eq!(state.on_round_written(1), Some(3));
    assert_eq!((state.written_end, state.durable_end), (3, 0));
    assert_eq!(state.on_round_durable(1), Some(3));
    assert_eq!(state.on_round_durable(1), None);
    assert_eq!(state.on_round_durable(2), Some(4));
    assert_eq!((state.written_end, state.durable_end, state.log_end), (4, 4, 4));
}

#[test]
fn a_commit_that_is_faster_than_the_round_takes_no_news_away() {
    let mut state = state();
    append(&mut state, 3, 1);
    state.on_committed(3);
    assert_eq!(state.on_round_durable(1), Some(3), "somebody waits to hear that these are durable");
    append(&mut state, 2, 2);
    state.on_committed(5);
    assert_eq!(state.on_round_written(2), Some(5));
}

#[test]
fn a_late_round_brings_nothing_back() {
    let mut state = state();
    append(&mut state, 3, 1);
    append(&mut state, 3, 2);
    state.truncate(&cut(&state, 3), 3, ProducerStates::default(), segment);
    assert_eq!(state.log_end, 3);
    assert_eq!(state.on_round_durable(2), Some(3), "the round was for more, but that is gone");
    append(&mut state, 1, 3);
    assert_eq!((state.durable_end, state.log_end), (3, 4));
    assert_eq!(state.on_round_durable(3), Some(4));
    assert_eq!(state.generation, 1);
}

#[test]
fn another_leader_or_epoch_is_refused() {
    let mut state = state();
    let batch = batch(1);
    let epoch = LeaderEpoch(4);
    assert!(matches!(state.admit_as_leader(&batch, epoch), Err(AppendError::NotLeader { current: None })));
    state.leader_epoch = Some(epoch);
    assert!(matches!(state.admit_as_leader(&batch, epoch), Ok(Admission::Append(_))));
    assert!(matches!(state.admit_as_leader(&batch, LeaderEpoch(3)), Err(AppendError::NotLeader { .. })));
}

#[derive(Debug, Clone)]
enum Step {
    Append(usize, u64),
    Durable(u64),
    Written(u64),
    Truncate(i64),
    HighWatermark(i64),
    DeleteRecords(i64),
    Roll,
    Restart(i64),
    Retention(usize),
    Anchor,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (1usize..4, 0u64..2).prop_map(|(records, next)| Step::Append(records, next)),
        3 => (0u64..3).prop_map(Step::Durable),
        2 => (0u64..3).prop_map(Step::Written),
        1 => (0i64..20).prop_map(Step::Truncate),
        2 => (0i64..40).prop_map(Step::HighWatermark),
        1 => (0i64..20).prop_map(Step::DeleteRecords),
        1 => Just(Step::Roll),
        1 => (0i64..50).prop_map(Step::Restart),
        1 => (0usize..4).prop_map(Step::Retention),
        1 => Just(Step::Anchor),
    ]
}

proptest! {
    /// Whatever happens in whatever order, the bounds stay in theirs.
    #[test]
    fn bounds_hold(steps in proptest::collection::vec(step(), 0..60)) {
        let mut state = state();
        let mut round = 1;
        let mut before = state.bounds();
        for step in steps {
            match step {
                Step::Append(records, next) => {
                    round += next;
                    append(&mut state, records, round);
                }
                Step::Durable(back) => { state.on_round_durable(round - back.min(round)); }
                Step::Written(back) => { state.on_round_written(round - back.min(round)); }
                Step::Truncate(back) => {
                    let end = (state.log_end - back).max(state.log_start);
                    if end < state.log_end {
                        state.truncate(&cut(&state, end), round, ProducerStates::default(), segment);
                    }
                }
                Step::HighWatermark(offset) => state.set_high_watermark(offset),
                Step::DeleteRecords(offset) => {
                    let to = offset.min(state.high_watermark);
                    state.advance_log_start(to);
                }
                Step::Roll => { let end = state.log_end; state.roll(end, segment); }
                Step::Restart(offset) => { state.restart_at(offset, round, segment); }
                Step::Retention(count) => {
                    let first = state.segments.get(count).map(|segment| segment.base);
                    if let Some(first) = first.filter(|first| *first <= state.high_watermark) {
                        state.delete_segments_before(count);
                        state.advance_log_start(first);
                    }
                }
                Step::Anchor => {
                    state.on_committed(state.log_end);
                    state.on_anchored(state.log_end);
                    prop_assert!(!state.dirty.retired.is_waiting());
                }
            }
            let now = state.bounds();
            check_bounds(Some(&before), &now);
            prop_assert!(!state.segments.is_empty());
            before = now;
        }
    }
}
