//! Files as the log needs them: the disk trait (real and simulated), the journal and its commit rounds.

mod chunk;
mod clock;
mod files;
mod gate;
mod journal;
mod real;
mod seal;
mod sim;

pub use clock::{Clock, ManualClock, RealClock};
pub use files::{
    DirEntry, Disk, DiskFile, DiskLock, Hung, Job, OpenMode, PROBE_STRIDE, Space, is_hung, read_exact_at,
};
pub use journal::{
    Durability, FORMAT_VERSION, FRAME_BODY_CHECKED, FRAME_HEADER_LEN, FrameHeader, FrameKind,
    JOURNAL_FILE_PREFIX, Journal, JournalDriver, JournalError, JournalFailed, JournalObserver,
    JournalOptions, Placed, Prepared, RecoveredFrame, RecoveredJournal, RoundMember, RoundOutcome,
    RoundReport, RoundTicket,
};
pub use real::RealDisk;
pub use seal::{Cipher, UnknownCipher};
pub use sim::{SimDisk, SimFault};

/// What positions, lengths and memory are multiples of where the page cache is passed by, in bytes.
pub const ALIGNMENT: usize = 4096;
