//! What the simulated disk keeps and loses.

use std::{io::IoSlice, path::Path, sync::Arc};

use super::*;
use crate::{Disk, DiskFile, ManualClock, OpenMode, is_hung};

fn disk(seed: u64) -> SimDisk {
    let disk = SimDisk::new(seed, Arc::new(ManualClock::default()));
    disk.create_dir_all(Path::new("/a")).unwrap();
    disk.sync_dir(Path::new("/")).unwrap();
    disk
}

fn write(file: &dyn DiskFile, position: u64, bytes: &[u8]) -> std::io::Result<()> {
    file.write_all_at(&[IoSlice::new(bytes)], position)
}

fn read(disk: &SimDisk, path: &str) -> Option<Vec<u8>> {
    disk.read_small(Path::new(path), 1 << 20).unwrap()
}

#[test]
fn what_is_synced_survives_and_the_rest_is_a_version_of_each_sector() {
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..200 {
        let disk = disk(seed);
        let file = disk.open(Path::new("/a/f"), OpenMode::Create).unwrap();
        write(&*file, 0, &[1; 1024]).unwrap();
        file.sync_data().unwrap();
        disk.sync_dir(Path::new("/a")).unwrap();
        write(&*file, 0, &[2; 1024]).unwrap();
        write(&*file, 512, &[3; 512]).unwrap();
        disk.lose_power();
        assert!(file.sync_data().is_err(), "the handle is of an earlier life");
        let bytes = read(&disk, "/a/f").unwrap();
        let (first, second) = bytes.split_at(512);
        assert!(first.iter().all(|&byte| byte == first[0]) && second.iter().all(|&byte| byte == second[0]));
        seen.insert((first[0], second[0]));
    }
    let all = [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)];
    assert_eq!(seen, all.into());
}

#[test]
fn names_are_lost_until_the_directory_is_synced_and_renames_are_whole() {
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..100 {
        let disk = disk(seed);
        for (name, byte) in [("/a/old", 1), ("/a/new", 2)] {
            let file = disk.open(Path::new(name), OpenMode::CreateNew).unwrap();
            write(&*file, 0, &[byte]).unwrap();
            file.sync_data().unwrap();
        }
        disk.sync_dir(Path::new("/a")).unwrap();
        disk.open(Path::new("/a/lost"), OpenMode::CreateNew).unwrap();
        disk.rename(Path::new("/a/new"), Path::new("/a/old")).unwrap();
        disk.lose_power();
        let state = (read(&disk, "/a/old"), read(&disk, "/a/new"), read(&disk, "/a/lost").is_some());
        assert!(
            matches!((state.0.as_deref(), state.1.as_deref()), (Some([1]), Some([2])) | (Some([2]), None)),
            "{state:?}"
        );
        seen.insert(state);
    }
    assert_eq!(seen.len(), 4, "{seen:?}");
}

#[test]
fn a_failed_sync_loses_its_pages_although_later_ones_succeed() {
    let mut lost = 0;
    for seed in 0..50 {
        let disk = disk(seed);
        let file = disk.open(Path::new("/a/f"), OpenMode::Create).unwrap();
        write(&*file, 0, &[1; 512]).unwrap();
        file.sync_data().unwrap();
        disk.sync_dir(Path::new("/a")).unwrap();
        write(&*file, 0, &[2; 512]).unwrap();
        disk.plan(disk.io_count() + 1, SimFault::SyncFails);
        assert_eq!(file.sync_data().unwrap_err().raw_os_error(), Some(5));
        file.sync_data().unwrap();
        assert_eq!(read(&disk, "/a/f").unwrap()[0], 2, "still in the cache");
        disk.lose_power();
        lost += i32::from(read(&disk, "/a/f").unwrap()[0] == 1);
    }
    assert!((1..50).contains(&lost), "{lost}");
}

#[test]
fn it_fills_up_hangs_locks_and_crashes_where_it_is_told_to() {
    let disk = disk(1);
    let path = Path::new("/a/f");
    let file = disk.open(path, OpenMode::Create).unwrap();
    disk.set_capacity(1_000);
    assert_eq!(write(&*file, 0, &[0; 1_001]).unwrap_err().kind(), std::io::ErrorKind::StorageFull);
    write(&*file, 0, &[7; 1_000]).unwrap();
    assert_eq!(disk.space(path).unwrap().available, 0);

    disk.plan(disk.io_count() + 1, SimFault::Hang);
    assert!(is_hung(&file.sync_data().unwrap_err()));
    assert!(is_hung(&file.len().unwrap_err()));
    disk.unhang();
    file.sync_data().unwrap();

    let lock = disk.lock(Path::new("/a/.lock")).unwrap();
    assert!(lock.is_some() && disk.lock(Path::new("/a/.lock")).unwrap().is_none());
    drop(lock);
    assert!(disk.lock(Path::new("/a/.lock")).unwrap().is_some());

    disk.plan(disk.io_count() + 1, SimFault::Crash);
    assert!(write(&*file, 0, &[8]).is_err());
    assert!(disk.is_crashed() && disk.open(path, OpenMode::Read).is_err());
    disk.kill();
    assert_eq!(read(&disk, "/a/f").unwrap().len(), 1_000);
}
