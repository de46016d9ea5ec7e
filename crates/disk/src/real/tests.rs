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
