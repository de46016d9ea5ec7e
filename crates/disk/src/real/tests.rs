//! The calls that no other test makes.

use std::io::{ErrorKind, IoSlice};

use super::*;

#[test]
fn a_file_is_written_hinted_and_read() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("f");
    let file = RealDisk.open(&path, OpenMode::CreateNew).unwrap();
    file.allocate(8_192).unwrap();
    file.write_all_at(&[IoSlice::new(b""), IoSlice::new(b"ab"), IoSlice::new(b"c")], 1).unwrap();
    file.start_writeback(0, 4_096).unwrap();
    file.sync_data().unwrap();
    let mut bytes = [9; 5];
    assert_eq!(file.read_at(&mut bytes, 0).unwrap(), 5);
    assert_eq!(&bytes, b"\0abc\0");
    // In the page cache, unless the file system can't tell.
    assert!(matches!(file.read_at_nowait(&mut bytes, 1).unwrap(), None | Some(5)));
    assert_eq!((file.len().unwrap(), RealDisk.stat(&path).unwrap().unwrap().len), (8_192, 8_192));
    assert_eq!(RealDisk.open(&path, OpenMode::CreateNew).unwrap_err().kind(), ErrorKind::AlreadyExists);
    let lock = RealDisk.lock(&directory.path().join(".lock")).unwrap();
    assert!(lock.is_some() && RealDisk.lock(&directory.path().join(".lock")).unwrap().is_none());
}

#[test]
fn new_memory_holds_what_is_there() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = RealDisk.open(&directory.path().join("f"), OpenMode::Create).expect("opened");
    let bytes: Vec<u8> = (0..100_000_u32).map(|at| (at % 251).to_le_bytes()[0]).collect();
    file.write_all_at(&[IoSlice::new(&bytes)], 0).expect("written");
    for (len, position) in
        [(0, 0), (10, 0), (100_000, 0), (100_001, 0), (5_000, 99_000), (10, 100_000), (10, 200_000)]
    {
        let start = bytes.len().min(position);
        let expected = &bytes[start..bytes.len().min(start + len)];
        let read = file.read_new(len, position as u64, true).expect("read").expect("it waits");
        assert_eq!(read, expected, "{len} at {position}");
        if let Some(cached) = file.read_new(len, position as u64, false).expect("read") {
            assert!(expected.starts_with(&cached), "{len} at {position}");
        }
    }
}

#[test]
fn what_was_read_is_cached_and_what_is_not_there_is_not() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = RealDisk.open(&directory.path().join("f"), OpenMode::Create).expect("opened");
    file.write_all_at(&[IoSlice::new(&vec![7; 300_000])], 0).expect("written");
    assert!(file.descriptor().is_some());
    for (position, len) in [(0, 0), (0, 1), (0, 300_000), (65_535, 2), (299_999, 1), (400_000, 0)] {
        file.read_new(300_000, 0, true).expect("read");
        // A file system may be unable to tell.
        let tells = file.read_at_nowait(&mut [0], 0).expect("probed").is_some();
        assert!(file.is_cached(position, len).expect("probed") || !tells, "{len} at {position}");
    }
    for (position, len) in [(0, 300_001), (300_000, 1), (500_000, 70_000)] {
        assert!(!file.is_cached(position, len).expect("probed"), "{len} at {position}");
    }
}
