//! Power loss at every single I/O of a workload: what was acknowledged is there, in order, and the log goes on.

use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use moldau_disk::{Disk, SimDisk, SimFault};

use super::{clock, open, record};
use crate::{LogSettings, MetadataLog};

const DIRECTORY: &str = "/data";

/// Restarts, proposals and checkpoints until something fails: how many records were acknowledged.
async fn work(disk: &Arc<dyn Disk>, acknowledged: &mut usize) -> Option<()> {
    let settings = LogSettings { segment_bytes: 400, snapshot_bytes: 150, ..LogSettings::default() };
    for _ in 0..3 {
        let (log, recorder) =
            open(Arc::clone(disk), &PathBuf::from(DIRECTORY), settings.clone()).await.ok()?;
        check(&recorder.0.lock(), *acknowledged);
        *acknowledged = recorder.0.lock().len();
        let done = propose(&log, acknowledged).await;
        // Whatever happened, nothing of this process writes any more.
        log.stop().await;
        done?;
    }
    Some(())
}

async fn propose(log: &MetadataLog, acknowledged: &mut usize) -> Option<()> {
    for _ in 0..8 {
        let committing = log.propose(vec![record(*acknowledged)], 1).await.ok()?;
        committing.committed().await.ok()?;
        *acknowledged += 1;
        log.checkpoint_if_due().await.ok()?;
    }
    Some(())
}

/// What was acknowledged, and at most what was under way besides.
fn check(found: &[Bytes], acknowledged: usize) {
    assert!(
        found.len() == acknowledged || found.len() == acknowledged + 1,
        "{} records where {acknowledged} were acknowledged",
        found.len()
    );
    for (number, value) in found.iter().enumerate() {
        assert_eq!(*value, record(number));
    }
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_whenever_the_power_fails() {
    let quiet = SimDisk::new(0, clock());
    let whole: Arc<dyn Disk> = Arc::new(quiet.clone());
    whole.create_dir_all(&PathBuf::from(DIRECTORY)).unwrap();
    whole.sync_dir(&PathBuf::from("/")).unwrap();
    let mut acknowledged = 0;
    work(&whole, &mut acknowledged).await.expect("no fault, no failure");
    assert_eq!(acknowledged, 24);
    let total = quiet.io_count();
    assert!(total > 50, "{total} I/Os are too few to mean anything");
    for at in 1..total {
        let disk = SimDisk::new(at, clock());
        let faulty: Arc<dyn Disk> = Arc::new(disk.clone());
        faulty.create_dir_all(&PathBuf::from(DIRECTORY)).unwrap();
        faulty.sync_dir(&PathBuf::from("/")).unwrap();
        disk.plan(disk.io_count() + at, SimFault::Crash);
        let mut acknowledged = 0;
        let _failed = work(&faulty, &mut acknowledged).await;
        disk.clear_plan();
        disk.lose_power();
        let after = Arc::clone(&faulty);
        let (log, recorder) = open(Arc::clone(&after), &PathBuf::from(DIRECTORY), LogSettings::default())
            .await
            .expect("opens again");
        check(&recorder.0.lock(), acknowledged);
        let next = recorder.0.lock().len();
        log.propose(vec![record(next)], 1).await.unwrap().committed().await.unwrap();
        log.stop().await;
    }
}
