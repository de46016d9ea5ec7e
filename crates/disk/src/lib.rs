//! Files as the log needs them: the disk trait (real and simulated), the journal and its commit rounds.

mod clock;
mod files;
mod real;

pub use clock::{Clock, ManualClock, RealClock};
pub use files::{DirEntry, Disk, DiskFile, DiskLock, OpenMode, Space, read_exact_at};
pub use real::RealDisk;

/// What positions, lengths and memory are multiples of where the page cache is passed by, in bytes.
pub const ALIGNMENT: usize = 4096;
