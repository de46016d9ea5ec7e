//! openraft's own suite for stores, and the whole log on a real directory.

mod crash;
mod recovery;
mod suite;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use moldau_disk::{Disk, ManualClock, RealDisk};
use moldau_ids::{NodeId, Offset, Uuid};
use parking_lot::Mutex;

use crate::{
    CommittedBatch, Io, LogError, LogSettings, MetadataLog, Options, SnapshotWriter, StateMachine, Voter,
};

/// A state machine that is the list of all records.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recorder(pub(crate) Arc<Mutex<Vec<Bytes>>>);

impl StateMachine for Recorder {
    fn apply(&mut self, batch: &CommittedBatch<'_>) -> Result<(), String> {
        self.0.lock().extend_from_slice(batch.records);
        Ok(())
    }

    fn snapshot(&self) -> SnapshotWriter {
        let records = self.0.lock().clone();
        Box::new(move || Ok(records))
    }

    fn restore(&mut self, _end: Offset, records: &[Bytes]) -> Result<(), String> {
        *self.0.lock() = records.to_vec();
        Ok(())
    }
}

pub(crate) fn options(directory: &Path, settings: LogSettings) -> Options {
    let voter = Voter { directory_id: Uuid(4_711), endpoints: Vec::new() };
    Options {
        metadata_dir: directory.to_owned(),
        node_id: NodeId(1),
        voters: BTreeMap::from([(NodeId(1), voter)]),
        settings,
        io: Io::Inline,
    }
}

pub(crate) fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::default())
}

pub(crate) async fn open(
    disk: Arc<dyn Disk>,
    directory: &Path,
    settings: LogSettings,
) -> Result<(MetadataLog, Recorder), LogError> {
    let recorder = Recorder::default();
    let machine = Box::new(recorder.clone());
    let log = MetadataLog::open(options(directory, settings), disk, clock(), machine).await?;
    log.wait_until_leading().await.map_err(|error| LogError::Raft(error.to_string()))?;
    Ok((log, recorder))
}

pub(crate) fn record(number: usize) -> Bytes {
    Bytes::from(format!("record {number}"))
}

async fn write(log: &MetadataLog, numbers: std::ops::Range<usize>) -> Vec<Offset> {
    let mut offsets = Vec::new();
    for number in numbers {
        let committing = log.propose(vec![record(number)], 1_000).await.unwrap();
        offsets.push(committing.committed().await.unwrap());
    }
    offsets
}

#[tokio::test]
async fn what_was_committed_is_there_after_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let mut epochs = Vec::new();
    for round in 0..3 {
        let (log, recorder) =
            open(Arc::clone(&disk), directory.path(), LogSettings::default()).await.unwrap();
        let expected: Vec<Bytes> = (0..round * 10).map(record).collect();
        assert_eq!(*recorder.0.lock(), expected);
        let offsets = write(&log, round * 10..round * 10 + 10).await;
        // Every start appends the new leader's own record first.
        let first = i64::try_from(round).unwrap() * 11 + 1;
        assert_eq!(offsets.first(), Some(&Offset::new(first).unwrap()));
        let quorum = log.quorum();
        assert_eq!(quorum.leader, Some(NodeId(1)));
        assert_eq!(quorum.high_watermark, log.next_offset());
        assert_eq!(quorum.voters[0].voter.directory_id, Uuid(4_711));
        epochs.push(quorum.epoch);
        log.stop().await;
    }
    assert!(epochs.is_sorted_by(|a, b| a < b), "each start leads in a term of its own: {epochs:?}");
}

#[tokio::test]
async fn checkpoints_keep_the_log_short() {
    let directory = tempfile::tempdir().unwrap();
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let settings = LogSettings { snapshot_bytes: 100, ..LogSettings::default() };
    let (log, _) = open(Arc::clone(&disk), directory.path(), settings.clone()).await.unwrap();
    for round in 0..5 {
        write(&log, round * 20..round * 20 + 20).await;
        assert!(log.checkpoint_if_due().await.unwrap());
        // The checkpoint is written beside the log: wait for it, within a bound.
        let name = format!("{:020}-", log.next_offset().get());
        for _ in 0..1_000 {
            let entries = disk.list(&directory.path().join(crate::DIRECTORY)).unwrap();
            if entries
                .iter()
                .any(|entry| entry.name.starts_with(&name) && entry.name.ends_with(".checkpoint"))
            {
                break;
            }
            tokio::task::yield_now().await;
        }
    }
    write(&log, 100..105).await;
    log.stop().await;
    let entries = disk.list(&directory.path().join(crate::DIRECTORY)).unwrap();
    let count = |suffix: &str| entries.iter().filter(|entry| entry.name.ends_with(suffix)).count();
    assert_eq!(count(".checkpoint"), 1, "{entries:?}");
    assert!(count(".log") <= 3, "{entries:?}");

    let (log, recorder) = open(disk, directory.path(), settings).await.unwrap();
    assert_eq!(*recorder.0.lock(), (0..105).map(record).collect::<Vec<_>>());
    let offsets = write(&log, 105..106).await;
    // 105 records, and one leader change for each of the two starts before it.
    assert_eq!(offsets, [Offset::new(107).unwrap()]);
    log.stop().await;
}

#[tokio::test]
async fn proposals_commit_in_order() {
    let directory = tempfile::tempdir().unwrap();
    let (log, recorder) = open(Arc::new(RealDisk), directory.path(), LogSettings::default()).await.unwrap();
    let mut waiting = Vec::new();
    for number in 0..100 {
        let batch = vec![record(2 * number), record(2 * number + 1)];
        waiting.push(log.propose(batch, 0).await.unwrap());
    }
    let mut last = Offset::ZERO;
    for committing in waiting {
        let offset = committing.committed().await.unwrap();
        assert!(offset > last || last == Offset::ZERO);
        last = offset;
    }
    assert_eq!(*recorder.0.lock(), (0..200).map(record).collect::<Vec<_>>());
    log.stop().await;
}
