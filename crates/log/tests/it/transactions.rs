//! Aborted transactions: what is known of them is known after any kind of start.

use std::{path::Path, sync::Arc};

use moldau_disk::{ManualClock, RealDisk};
use moldau_ids::{LeaderEpoch, Offset, Timestamp};
use moldau_log::{
    Opened, PartitionLog, StartMode,
    format::{index::AbortedTxn, names},
    prepare,
    producers::AppendOrigin,
};
use moldau_wire::record_batch::{
    BatchBuilder, BatchOptions,
    control::{ControlType, EndTransactionMarker},
};

use crate::support::{TOPIC_ID, append, config, format, open, partition, run_rounds, settle};

fn options(producer_id: i64, control: bool) -> BatchOptions {
    BatchOptions {
        producer_id,
        producer_epoch: 0,
        base_sequence: if control { -1 } else { 0 },
        transactional: true,
        control,
        ..BatchOptions::default()
    }
}

/// A transaction of one record.
fn write_and_abort(log: &Arc<PartitionLog>, producer_id: i64) {
    let mut builder = BatchBuilder::new(options(producer_id, false));
    builder.append(1_000, None, Some(b"aborted"), &[]);
    append(log, &builder.finish().expect("built"), 3);
    let mut builder = BatchBuilder::new(options(producer_id, true));
    let value = EndTransactionMarker { coordinator_epoch: 0 }.to_value();
    builder.append(1_000, Some(&ControlType::Abort.to_key()), Some(&value), &[]);
    let now = Timestamp(1_767_225_600_000);
    let marker = builder.finish().expect("built");
    let prepared = prepare(&marker, &log.config(), AppendOrigin::Coordinator, now).expect("a good marker");
    log.append_as_leader(&prepared, LeaderEpoch(3), now).expect("appended");
}

fn aborted(log: &PartitionLog) -> Vec<AbortedTxn> {
    log.aborted_transactions(Offset::ZERO, log.log_end_offset()).expect("readable")
}

fn start(path: &Path, nonce: u64) -> Opened {
    let disk: Arc<dyn moldau_disk::Disk> = Arc::new(RealDisk);
    open(&disk, &Arc::new(ManualClock::default()), path, nonce)
}

/// A directory whose journal and marker of a clean stop are gone is read from the last segment's beginning, its producers
/// from their snapshot.
#[test]
fn aborted_transactions_below_the_snapshot_are_known_after_everything_was_read_again() {
    let temp = tempfile::tempdir().expect("a directory");
    let path = temp.path().join("logs");
    format(&RealDisk, &path);
    let mut opened = start(&path, 1);
    let log = opened.directory.create(&partition(0), TOPIC_ID, config()).expect("made");
    log.become_leader(LeaderEpoch(3)).expect("leads");
    for producer_id in [4, 5, 6] {
        write_and_abort(&log, producer_id);
    }
    run_rounds(&mut opened);
    settle(&mut opened);
    let before = aborted(&log);
    assert_eq!(
        before.iter().map(|entry| (entry.producer_id, entry.last_offset)).collect::<Vec<_>>(),
        [(4, 1), (5, 3), (6, 5)]
    );
    opened.directory.close(&mut opened.journal, &mut opened.write_back, 7).expect("stopped");
    drop((log, opened));

    std::fs::remove_file(path.join(names::CLEAN_SHUTDOWN)).expect("it stopped in order");
    let opened = start(&path, 2);
    assert_eq!(opened.report.mode, StartMode::Scan);
    let log = opened.directory.load(&partition(0), config()).expect("loaded");
    assert_eq!(aborted(&log), before);
}
