//! How a journal is set up, and who hears of its rounds.

use std::{fmt, path::PathBuf, sync::Arc};

use crate::{ALIGNMENT, seal::Cipher};

/// How a journal is set up. Lengths are in bytes and multiples of [`ALIGNMENT`].
#[derive(Debug, Clone)]
pub struct JournalOptions {
    /// The log directory. It exists.
    pub directory: PathBuf,
    /// 64 random bits, new for every opening.
    pub nonce: u64,
    /// The length of a chunk; longer ones are made for longer batches.
    pub chunk_bytes: usize,
    /// How many unused chunks are kept for reuse; [`crate::Journal::trim`] gives them back when there is little to do.
    pub chunks_free_max: usize,
    /// The length of a journal file. Longer ones are made for longer rounds.
    pub file_bytes: u64,
    /// The length of a file that must be made while a round waits: the first of a new directory.
    pub first_file_bytes: u64,
    /// Files that are not needed are removed while all are longer than this. Live rounds are never removed: what
    /// bounds them is the callers' bound on [`crate::Journal::dirty_bytes`].
    pub bytes_max: u64,
    /// A sync is made at the latest after this many unsynced bytes, even if all frames are relaxed.
    pub unsynced_bytes_max: u64,
    /// How files are stored.
    pub cipher: Cipher,
    /// Hears of every round.
    pub observer: Option<Arc<dyn JournalObserver>>,
}

impl JournalOptions {
    /// The defaults.
    pub fn new(directory: impl Into<PathBuf>, nonce: u64) -> Self {
        const MIB: u64 = 1 << 20;
        Self {
            directory: directory.into(),
            nonce,
            chunk_bytes: 1 << 20,
            chunks_free_max: 48,
            file_bytes: 64 * MIB,
            first_file_bytes: 8 * MIB,
            bytes_max: 320 * MIB,
            unsynced_bytes_max: 8 * MIB,
            cipher: Cipher::Null,
            observer: None,
        }
    }

    /// Programming errors, not input: the settings layer has checked the numbers.
    pub(super) fn check(&self) {
        let alignment = ALIGNMENT as u64;
        assert!(self.chunk_bytes.is_multiple_of(ALIGNMENT) && 0 < self.chunk_bytes, "chunk_bytes");
        for len in [self.file_bytes, self.first_file_bytes] {
            assert!(len.is_multiple_of(alignment) && 4 * alignment <= len, "a journal file of {len} bytes");
        }
    }
}

/// What one call of [`crate::JournalDriver::run_round`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RoundReport {
    /// Rounds written.
    pub rounds: u64,
    /// Bytes written, padding included.
    pub bytes: u64,
    /// Frames written.
    pub frames: u64,
    /// Members told.
    pub members: u64,
    /// Whether the file was synced.
    pub synced: bool,
    /// Microseconds from the first frame's append to the end of the sync.
    pub age_us: u64,
    /// Microseconds that the writes took.
    pub write_us: u64,
    /// Microseconds that the sync took.
    pub sync_us: u64,
}

/// Hears of rounds, on the driver's thread. Must not block.
pub trait JournalObserver: Send + Sync + fmt::Debug {
    /// Rounds have been written, and synced if the report says so; the members have been told.
    fn round_finished(&self, report: &RoundReport);
}
