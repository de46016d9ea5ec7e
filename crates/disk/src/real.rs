//! The machine's file systems.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, IoSlice, IoSliceMut},
    os::{
        fd::{AsFd, BorrowedFd},
        unix::fs::{FileExt, OpenOptionsExt},
    },
    path::Path,
    sync::Arc,
    thread,
    time::UNIX_EPOCH,
};

use parking_lot::Mutex;
use rustix::{
    fs::{FallocateFlags, FlockOperation, OFlags},
    io::{Errno, ReadWriteFlags},
};

use crate::files::{DirEntry, Disk, DiskFile, DiskLock, Job, OpenMode, Space};

/// The machine's file systems, through the kernel.
#[derive(Debug, Default, Clone, Copy)]
pub struct RealDisk;

#[derive(Debug)]
struct RealFile(File);

#[derive(Debug)]
struct RealLock(#[expect(dead_code, reason = "open means locked")] File);

impl DiskLock for RealLock {}

fn entry(name: String, metadata: &fs::Metadata) -> DirEntry {
    let is_dir = metadata.is_dir();
    DirEntry { name, is_dir, len: if is_dir { 0 } else { metadata.len() } }
}

/// Begins to write dirty pages to the disk, without waiting for it.
#[expect(unsafe_code, reason = "rustix has no sync_file_range")]
#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
fn sync_file_range(file: &File, position: u64, len: u64) -> io::Result<()> {
    use std::{
        ffi::{c_int, c_uint},
        os::fd::AsRawFd,
    };
    // SAFETY: as declared in fcntl.h, where `off64_t` is 64 bits wide.
    unsafe extern "C" {
        fn sync_file_range(fd: c_int, offset: i64, nbytes: i64, flags: c_uint) -> c_int;
    }
    /// `SYNC_FILE_RANGE_WRITE`.
    const WRITE: c_uint = 2;
    let position = i64::try_from(position).map_err(io::Error::other)?;
    let len = i64::try_from(len).map_err(io::Error::other)?;
    // SAFETY: takes no pointers; the descriptor is open as long as `file` lives.
    match unsafe { sync_file_range(file.as_raw_fd(), position, len, WRITE) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Left to the kernel's own pace.
#[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
fn sync_file_range(_file: &File, _position: u64, _len: u64) -> io::Result<()> {
    Ok(())
}

/// Appends to `bytes` what of the next `len` bytes at `position` is in the page cache, without zeroing memory first.
#[expect(unsafe_code, reason = "rustix's preadv2 wants memory that has been written")]
#[cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]
fn read_cached(file: &File, bytes: &mut Vec<u8>, len: usize, position: u64) -> io::Result<()> {
    use std::{
        ffi::{c_int, c_void},
        os::fd::AsRawFd,
    };
    #[repr(C)]
    struct IoVec {
        base: *mut c_void,
        len: usize,
    }
    // SAFETY: as declared in sys/uio.h, where `off_t` is 64 bits wide.
    unsafe extern "C" {
        fn preadv2(fd: c_int, parts: *const IoVec, count: c_int, offset: i64, flags: c_int) -> isize;
    }
    /// `RWF_NOWAIT`.
    const NOWAIT: c_int = 8;
    let position = i64::try_from(position).map_err(io::Error::other)?;
    bytes.reserve_exact(len);
    let part = IoVec { base: bytes.spare_capacity_mut().as_mut_ptr().cast(), len };
    // SAFETY: the descriptor is open as long as `file` lives; the one part is `len` bytes of spare capacity.
    let read = unsafe { preadv2(file.as_raw_fd(), &raw const part, 1, position, NOWAIT) };
    let read = usize::try_from(read).map_err(|_negative| io::Error::last_os_error())?;
    // SAFETY: the kernel has written so many bytes behind the old length, no more than were reserved.
    unsafe { bytes.set_len(bytes.len() + read.min(len)) };
    Ok(())
}

#[cfg(not(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64")))]
fn read_cached(file: &File, bytes: &mut Vec<u8>, len: usize, position: u64) -> io::Result<()> {
    let start = bytes.len();
    bytes.resize(start + len, 0);
    let mut parts = [IoSliceMut::new(bytes.get_mut(start..).unwrap_or_default())];
    let read = rustix::io::preadv2(file, &mut parts, position, ReadWriteFlags::NOWAIT)?;
    bytes.truncate(start + read);
    Ok(())
}

fn fine_if_missing(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

impl Disk for RealDisk {
    fn open(&self, path: &Path, mode: OpenMode) -> io::Result<Arc<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        options.read(true);
        match mode {
            OpenMode::Read => {}
            OpenMode::Write | OpenMode::WriteDirect => {
                options.write(true);
            }
            OpenMode::Create | OpenMode::CreateDirect => {
                options.write(true).create(true).truncate(false);
            }
            OpenMode::CreateNew => {
                options.write(true).create_new(true);
            }
        }
        if matches!(mode, OpenMode::CreateDirect | OpenMode::WriteDirect) {
            let mut direct = options.clone();
            direct.custom_flags(OFlags::DIRECT.bits().cast_signed());
            match direct.open(path) {
                Err(error) if error.raw_os_error() == Some(Errno::INVAL.raw_os_error()) => {}
                opened => return Ok(Arc::new(RealFile(opened?))),
            }
        }
        Ok(Arc::new(RealFile(options.open(path)?)))
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<DirEntry>> {
        let mut entries = Vec::new();
        for found in fs::read_dir(directory)? {
            let found = found?;
            let Ok(name) = found.file_name().into_string() else { continue };
            match found.metadata() {
                Ok(metadata) => entries.push(entry(name, &metadata)),
                // Removed since the directory was read.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(entries)
    }

    fn stat(&self, path: &Path) -> io::Result<Option<DirEntry>> {
        match fs::metadata(path) {
            Ok(metadata) => {
                let name =
                    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                Ok(Some(entry(name, &metadata)))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn create_dir_all(&self, directory: &Path) -> io::Result<()> {
        fs::create_dir_all(directory)
    }

    fn remove_dir_all(&self, directory: &Path) -> io::Result<()> {
        fine_if_missing(fs::remove_dir_all(directory))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fine_if_missing(fs::remove_file(path))
    }

    fn sync_dir(&self, directory: &Path) -> io::Result<()> {
        File::open(directory)?.sync_all()
    }

    fn sync_all(&self, files: &[Arc<dyn DiskFile>]) -> io::Result<()> {
        /// Syncs that are made at once share the file system's own commits.
        const THREADS_MAX: usize = 8;
        /// Below, a thread costs more than it saves.
        const FILES_MIN: usize = 4;
        let sync = |files: &[Arc<dyn DiskFile>]| files.iter().try_for_each(|file| file.sync_data());
        let share = files.len().div_ceil(THREADS_MAX).max(FILES_MIN);
        let mut shares = files.chunks(share);
        let mine = shares.next().unwrap_or_default();
        thread::scope(|scope| {
            let others: Vec<_> = shares.map(|share| scope.spawn(move || sync(share))).collect();
            let panicked = |_panic| Err(io::Error::other("a sync ended with a panic"));
            others
                .into_iter()
                .fold(sync(mine), |result, other| result.and(other.join().unwrap_or_else(panicked)))
        })
    }

    fn run_together(&self, jobs: Vec<Job<'_>>) {
        /// The caller is one of them.
        const THREADS_MAX: usize = 4;
        /// Below, a thread costs more than it saves.
        const JOBS_MIN: usize = 4;
        let threads = (jobs.len() / JOBS_MIN).clamp(1, THREADS_MAX);
        let jobs = Mutex::new(jobs.into_iter());
        let work = || {
            while let Some(job) = { jobs.lock().next() } {
                job();
            }
        };
        thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(work);
            }
            work();
        });
    }

    fn modified_ms(&self, path: &Path) -> io::Result<i64> {
        let since = fs::metadata(path)?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn space(&self, path: &Path) -> io::Result<Space> {
        let stat = rustix::fs::statvfs(path)?;
        Ok(Space { total: stat.f_blocks * stat.f_frsize, available: stat.f_bavail * stat.f_frsize })
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn DiskLock>>> {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        // `flock` keeps out a second one in this process too; the POSIX lock is what Apache Kafka takes.
        let exclusive = FlockOperation::NonBlockingLockExclusive;
        match rustix::fs::flock(&file, exclusive).and_then(|()| rustix::fs::fcntl_lock(&file, exclusive)) {
            Ok(()) => Ok(Some(Box::new(RealLock(file)))),
            Err(Errno::AGAIN | Errno::ACCESS) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

impl DiskFile for RealFile {
    fn read_at(&self, buffer: &mut [u8], position: u64) -> io::Result<usize> {
        self.0.read_at(buffer, position)
    }

    fn read_at_nowait(&self, buffer: &mut [u8], position: u64) -> io::Result<Option<usize>> {
        let mut parts = [IoSliceMut::new(buffer)];
        match rustix::io::preadv2(&self.0, &mut parts, position, ReadWriteFlags::NOWAIT) {
            Ok(read) => Ok(Some(read)),
            // Not in the page cache, or a file system that can't tell.
            Err(Errno::AGAIN | Errno::OPNOTSUPP) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn read_new(&self, len: usize, position: u64, waits: bool) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        if !waits {
            let errno = |error: &io::Error| Errno::from_io_error(error);
            return match read_cached(&self.0, &mut bytes, len, position) {
                Ok(()) => Ok(Some(bytes)),
                // Not in the page cache, or a file system that can't tell.
                Err(error) if matches!(errno(&error), Some(Errno::AGAIN | Errno::OPNOTSUPP)) => Ok(None),
                Err(error) => Err(error),
            };
        }
        bytes.reserve_exact(len);
        while bytes.len() < len {
            let at = position + bytes.len() as u64;
            match rustix::io::pread(&self.0, rustix::buffer::spare_capacity(&mut bytes), at) {
                Ok(0) => break,
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        bytes.truncate(len);
        Ok(Some(bytes))
    }

    fn descriptor(&self) -> Option<BorrowedFd<'_>> {
        Some(self.0.as_fd())
    }

    fn write_all_at(&self, parts: &[IoSlice<'_>], position: u64) -> io::Result<()> {
        let mut parts: Vec<IoSlice<'_>> = parts.to_vec();
        let mut rest = parts.as_mut_slice();
        let mut position = position;
        IoSlice::advance_slices(&mut rest, 0);
        while !rest.is_empty() {
            match rustix::io::pwritev(&self.0, rest, position) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => {
                    position += written as u64;
                    IoSlice::advance_slices(&mut rest, written);
                }
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn start_writeback(&self, position: u64, len: u64) -> io::Result<()> {
        sync_file_range(&self.0, position, len)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }

    fn len(&self) -> io::Result<u64> {
        self.0.metadata().map(|metadata| metadata.len())
    }

    fn allocate(&self, len: u64) -> io::Result<()> {
        Ok(rustix::fs::fallocate(&self.0, FallocateFlags::empty(), 0, len)?)
    }
}

#[cfg(test)]
mod tests;
