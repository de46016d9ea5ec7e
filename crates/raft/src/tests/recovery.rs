//! Damaged and torn files.

use std::io::IoSlice;
use std::path::PathBuf;
use std::sync::Arc;

use moldau_disk::{Disk, OpenMode, RealDisk};

use super::{open, record, write};
use crate::{DIRECTORY, LogError, LogSettings};

async fn filled(settings: LogSettings) -> (tempfile::TempDir, Arc<dyn Disk>, Vec<PathBuf>) {
    let directory = tempfile::tempdir().unwrap();
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let (log, _) = open(Arc::clone(&disk), directory.path(), settings).await.unwrap();
    write(&log, 0..10).await;
    log.stop().await;
    let inside = directory.path().join(DIRECTORY);
    let mut segments: Vec<PathBuf> = disk
        .list(&inside)
        .unwrap()
        .into_iter()
        .filter(|entry| std::path::Path::new(&entry.name).extension().is_some_and(|end| end == "log"))
        .map(|entry| inside.join(entry.name))
        .collect();
    segments.sort();
    (directory, disk, segments)
}

#[tokio::test]
async fn a_torn_tail_is_cut_and_written_over() {
    for garbage in [&b"\0\0\0"[..], &[0; 200], &[0xff; 61]] {
        let (directory, disk, segments) = filled(LogSettings::default()).await;
        let file = disk.open(&segments[0], OpenMode::Write).unwrap();
        let len = file.len().unwrap();
        file.write_all_at(&[IoSlice::new(garbage)], len).unwrap();
        drop(file);
        let (log, recorder) = open(disk, directory.path(), LogSettings::default()).await.unwrap();
        assert_eq!(recorder.0.lock().len(), 10);
        write(&log, 10..12).await;
        assert_eq!(*recorder.0.lock(), (0..12).map(record).collect::<Vec<_>>());
        log.stop().await;
    }
}

#[tokio::test]
async fn damage_before_the_last_segment_is_an_error() {
    let settings = LogSettings { segment_bytes: 100, ..LogSettings::default() };
    let (directory, disk, segments) = filled(settings.clone()).await;
    assert!(segments.len() > 2);
    let file = disk.open(&segments[0], OpenMode::Write).unwrap();
    file.write_all_at(&[IoSlice::new(b"x")], 70).unwrap();
    drop(file);
    let error = open(disk, directory.path(), settings).await.unwrap_err();
    assert!(matches!(error, LogError::Corrupt { .. }), "{error}");
}

#[tokio::test]
async fn a_missing_segment_is_an_error() {
    let settings = LogSettings { segment_bytes: 100, ..LogSettings::default() };
    let (directory, disk, segments) = filled(settings.clone()).await;
    disk.remove_file(&segments[1]).unwrap();
    let error = open(disk, directory.path(), settings).await.unwrap_err();
    assert!(matches!(error, LogError::Corrupt { .. }), "{error}");
}
