//! Bugs that are there on purpose, for the simulation to find. Only with the feature `planted`, which no build for use
//! has; and then only the one that is switched on.

use std::sync::atomic::{AtomicU8, Ordering};

static PLANTED: AtomicU8 = AtomicU8::new(0);

/// A bug. Its name on the command line is that of the variant, in small letters with hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Bug {
    /// Rounds are told as durable before the journal is synced.
    AckBeforeSync = 1,
    /// The journal goes on in another file without a sync of the one it leaves.
    NoSyncBeforeFileChange,
    /// A sync that failed is made again, as if nothing had happened.
    SyncRetried,
    /// The journal is released before the segments that hold its records are synced.
    ReleasedBeforeSegmentsSynced,
    /// A batch is acknowledged once it has its offsets.
    HighWatermarkFromLogEnd,
    /// Recovery forgets what producers sent.
    ProducersForgotten,
    /// Sequence numbers are not looked at.
    NoSequenceCheck,
    /// Recovery cuts the log at the checkpointed high watermark (KIP-101).
    CutAtHighWatermark,
    /// `DeleteRecords` leaves no trace in the journal.
    DeleteRecordsForgotten,
    /// Registration does not end the leader epochs of the incarnation before.
    ReusedEpoch,
    /// The controller answers before the records of its decision are committed.
    AnsweredBeforeCommit,
    /// Recovery takes rounds without looking at their checksums.
    TornRoundKept,
    /// The end of a transaction leaves its producer the epoch it had (KIP-890).
    NoEpochBumpAtEnd,
    /// `EndTxn` asked again is taken for the end of the next transaction.
    EndRetryTakenAsNew,
    /// A transaction over its time is aborted under the epoch that its producer still holds.
    AbortWithoutFence,
}

const NAMES: [(&str, Bug); 15] = [
    ("ack-before-sync", Bug::AckBeforeSync),
    ("no-sync-before-file-change", Bug::NoSyncBeforeFileChange),
    ("sync-retried", Bug::SyncRetried),
    ("released-before-segments-synced", Bug::ReleasedBeforeSegmentsSynced),
    ("high-watermark-from-log-end", Bug::HighWatermarkFromLogEnd),
    ("producers-forgotten", Bug::ProducersForgotten),
    ("no-sequence-check", Bug::NoSequenceCheck),
    ("cut-at-high-watermark", Bug::CutAtHighWatermark),
    ("delete-records-forgotten", Bug::DeleteRecordsForgotten),
    ("reused-epoch", Bug::ReusedEpoch),
    ("answered-before-commit", Bug::AnsweredBeforeCommit),
    ("torn-round-kept", Bug::TornRoundKept),
    ("no-epoch-bump-at-end", Bug::NoEpochBumpAtEnd),
    ("end-retry-taken-as-new", Bug::EndRetryTakenAsNew),
    ("abort-without-fence", Bug::AbortWithoutFence),
];

/// The names of all bugs that the simulation should find.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|(name, _)| *name)
}

/// Switches a bug on, for the whole process.
///
/// # Errors
/// There is no bug of that name; the text lists those that there are.
pub fn plant(name: &str) -> Result<(), String> {
    let found = NAMES.iter().find(|(other, _)| *other == name);
    let Some((_, bug)) = found else {
        let names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
        return Err(format!("no such bug: {name}; there are {}", names.join(", ")));
    };
    PLANTED.store(*bug as u8, Ordering::Relaxed);
    Ok(())
}

/// Whether this bug is switched on.
pub fn is_planted(bug: Bug) -> bool {
    PLANTED.load(Ordering::Relaxed) == bug as u8
}
