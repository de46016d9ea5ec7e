//! Files and directories as the log needs them.
//!
//! [`Disk`] and [`DiskFile`] have two implementations: the machine's ([`crate::RealDisk`]) and a simulated one
//! that loses power. Every call blocks; asynchronous code makes them on a thread that may block, except
//! [`DiskFile::read_at_nowait`] and [`DiskFile::is_cached`].
//!
//! What survives a loss of power: the bytes of a file up to its last [`DiskFile::sync_data`] that succeeded, and
//! the names in a directory up to its last [`Disk::sync_dir`]. What survives the end of the process: every write
//! that returned.

use std::{
    fmt,
    io::{self, IoSlice},
    os::fd::BorrowedFd,
    path::{Path, PathBuf},
    sync::Arc,
};

/// One byte in so many is looked at to tell whether a part of a file is in the page cache: the kernel reads and drops
/// pages in larger pieces than one.
pub const PROBE_STRIDE: u64 = 64 << 10;

/// How a file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// It exists and is only read.
    Read,
    /// It exists and is read and written.
    Write,
    /// It is made if it does not exist, and is read and written.
    Create,
    /// It must not exist, and is read and written.
    CreateNew,
    /// As `Create`, past the page cache (`O_DIRECT`): positions, lengths and memory are multiples of
    /// [`crate::ALIGNMENT`]. Where the file system refuses this, the page cache is used.
    CreateDirect,
    /// As `Write`, past the page cache, with the rules of `CreateDirect`.
    WriteDirect,
}

/// An entry of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirEntry {
    /// The name, without the directory.
    pub name: String,
    /// Whether it is a directory.
    pub is_dir: bool,
    /// Its length in bytes; 0 for a directory.
    pub len: u64,
}

/// Room on the file system that holds a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// All bytes.
    pub total: u64,
    /// Bytes that can still be written.
    pub available: u64,
}

/// Holds a lock on a file until it is dropped, or the process ends.
pub trait DiskLock: Send + Sync + fmt::Debug {}

/// Work for [`Disk::run_together`].
pub type Job<'a> = Box<dyn FnOnce() + Send + 'a>;

/// A file system.
pub trait Disk: Send + Sync + fmt::Debug {
    /// Opens a file.
    fn open(&self, path: &Path, mode: OpenMode) -> io::Result<Arc<dyn DiskFile>>;

    /// The entries of a directory, in no order. Names that are not UTF-8 are left out.
    fn list(&self, directory: &Path) -> io::Result<Vec<DirEntry>>;

    /// What lies at `path`, if anything does.
    fn stat(&self, path: &Path) -> io::Result<Option<DirEntry>>;

    /// Makes a directory and those above it. Fine if it exists.
    fn create_dir_all(&self, directory: &Path) -> io::Result<()>;

    /// Removes a directory and everything in it. Fine if it does not exist.
    fn remove_dir_all(&self, directory: &Path) -> io::Result<()>;

    /// Renames a file or directory, replacing what was there.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file. Fine if it does not exist.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Makes the names in a directory durable.
    fn sync_dir(&self, directory: &Path) -> io::Result<()>;

    /// [`DiskFile::sync_data`] for all of these; the first error, if any failed. Together they take the disk little
    /// longer than one of them.
    fn sync_all(&self, files: &[Arc<dyn DiskFile>]) -> io::Result<()> {
        files.iter().try_for_each(|file| file.sync_data())
    }

    /// Does pieces of work that wait for the disk, at the same time where that is faster; one after the other on a
    /// simulated disk. Returns when all are done.
    fn run_together(&self, jobs: Vec<Job<'_>>) {
        for job in jobs {
            job();
        }
    }

    /// When the file was last written, in milliseconds since 1970.
    fn modified_ms(&self, path: &Path) -> io::Result<i64>;

    /// Room on the file system.
    fn space(&self, path: &Path) -> io::Result<Space>;

    /// Takes an exclusive lock on a file, which is made if it does not exist. `None` if another process has it.
    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn DiskLock>>>;

    /// The whole of a small file, if it exists; an error if it is longer than `len_max`.
    fn read_small(&self, path: &Path, len_max: u64) -> io::Result<Option<Vec<u8>>> {
        if self.stat(path)?.is_none() {
            return Ok(None);
        }
        let file = self.open(path, OpenMode::Read)?;
        let len = file.len()?;
        if len_max < len {
            let message = format!("{} is {len} bytes long, more than {len_max}", path.display());
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        let mut bytes = vec![0; usize::try_from(len).unwrap_or(usize::MAX)];
        read_exact_at(&*file, &mut bytes, 0)?;
        Ok(Some(bytes))
    }

    /// Replaces a file by one with these bytes: durable and all or nothing. Writes `<path>.tmp` beside it.
    fn write_atomic(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut temporary = path.as_os_str().to_owned();
        temporary.push(".tmp");
        let temporary = PathBuf::from(temporary);
        let file = self.open(&temporary, OpenMode::Create)?;
        file.set_len(0)?;
        file.write_all_at(&[IoSlice::new(bytes)], 0)?;
        file.sync_data()?;
        drop(file);
        self.rename(&temporary, path)?;
        path.parent().map_or(Ok(()), |directory| self.sync_dir(directory))
    }
}

/// An open file. Calls at different positions may come from several threads at once.
pub trait DiskFile: Send + Sync + fmt::Debug {
    /// Reads up to `buffer.len()` bytes at `position`; fewer at the end of the file, 0 beyond it.
    fn read_at(&self, buffer: &mut [u8], position: u64) -> io::Result<usize>;

    /// As [`Self::read_at`], if it needs no waiting for the disk; else `None`.
    fn read_at_nowait(&self, buffer: &mut [u8], position: u64) -> io::Result<Option<usize>>;

    /// Up to `len` bytes at `position` in memory of their own; fewer at the end of the file. `None` if that needs
    /// waiting for the disk, and `waits` forbids it; fewer bytes may be there then, too.
    fn read_new(&self, len: usize, position: u64, waits: bool) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = vec![0; len];
        let read = if waits {
            let mut done = 0;
            while let Some(rest) = bytes.get_mut(done..).filter(|rest| !rest.is_empty()) {
                match self.read_at(rest, position + done as u64)? {
                    0 => break,
                    read => done += read,
                }
            }
            Some(done)
        } else {
            self.read_at_nowait(&mut bytes, position)?
        };
        Ok(read.map(|read| {
            bytes.truncate(read);
            bytes
        }))
    }

    /// The descriptor that the kernel itself reads from when it is told to send a part of the file to a socket.
    /// `None` if the bytes have to go through this trait.
    fn descriptor(&self) -> Option<BorrowedFd<'_>> {
        None
    }

    /// Whether these bytes can be read, or sent by the kernel, without waiting for the disk, as far as
    /// [`PROBE_STRIDE`] tells. `false` also if the file ends before.
    fn is_cached(&self, position: u64, len: u64) -> io::Result<bool> {
        let Some(last) = len.checked_sub(1).map(|before| position + before) else { return Ok(true) };
        let mut at = position;
        loop {
            if self.read_at_nowait(&mut [0], at)? != Some(1) {
                return Ok(false);
            }
            if at == last {
                return Ok(true);
            }
            at = (at + PROBE_STRIDE).min(last);
        }
    }

    /// Writes all of `parts`, one after the other, at `position`.
    fn write_all_at(&self, parts: &[IoSlice<'_>], position: u64) -> io::Result<()>;

    /// Makes the file's bytes and length durable. After an error nothing may be assumed of what was written
    /// since the last success, whatever a later call says.
    fn sync_data(&self) -> io::Result<()>;

    /// Asks the kernel to begin writing these bytes to the disk. A hint: promises nothing.
    fn start_writeback(&self, position: u64, len: u64) -> io::Result<()>;

    /// Cuts or extends the file; what is added reads as zeros.
    fn set_len(&self, len: u64) -> io::Result<()>;

    /// The file's length in bytes.
    fn len(&self) -> io::Result<u64>;

    /// Whether the file has no bytes.
    fn is_empty(&self) -> io::Result<bool> {
        self.len().map(|len| len == 0)
    }

    /// Reserves room for the first `len` bytes without changing what they read as. Extends the file.
    fn allocate(&self, len: u64) -> io::Result<()>;
}

/// What a simulated disk answers where a machine's would not answer at all: the call has had no effect yet, and may be
/// made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the disk does not answer")]
pub struct Hung;

impl Hung {
    /// As an I/O error.
    pub fn error() -> io::Error {
        io::Error::other(Self)
    }
}

/// Whether the error is [`Hung`].
pub fn is_hung(error: &io::Error) -> bool {
    error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Hung>)
}

/// Fills `buffer` from `position`; an error if the file ends before.
pub fn read_exact_at(file: &dyn DiskFile, buffer: &mut [u8], position: u64) -> io::Result<()> {
    let mut done = 0;
    while let Some(rest) = buffer.get_mut(done..).filter(|rest| !rest.is_empty()) {
        let read = file.read_at(rest, position + done as u64)?;
        if read == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file ends before"));
        }
        done += read;
    }
    Ok(())
}
