//! How directories are set up in the simulator: everything small and by the seed, so that a few hundred records meet
//! what takes gigabytes on a machine.

use moldau_disk::{ALIGNMENT, JournalOptions};
use moldau_log::{DirectoryConfig, OpenOptions};

use crate::env::Env;

/// Limits and habits by the seed.
pub(super) fn options(env: &Env, path: &str) -> OpenOptions {
    let between = |low: u64, high: u64| low + env.random_u64() % (high - low + 1);
    let blocks = |low: u64, high: u64| between(low, high) * ALIGNMENT as u64;
    let config = DirectoryConfig {
        tail_bytes: between(1, 64) << 10,
        drain_after_ms: between(1, 200),
        commit_bytes: between(1, 128) << 10,
        commit_after_ms: between(5, 1_500),
        step_bytes: between(1, 64) << 10,
        snapshot_bytes: between(1, 64) << 10,
        direct_bytes_min: between(1, 16) << 10,
        cached_after_read_ms: between(0, 500),
        open_segments_max: 16,
    };
    let journal = JournalOptions {
        chunk_bytes: 16 * ALIGNMENT,
        chunks_free_max: 2,
        file_bytes: blocks(4, 32),
        first_file_bytes: blocks(4, 16),
        bytes_max: blocks(16, 128),
        unsynced_bytes_max: blocks(1, 16),
        ..JournalOptions::new(path, env.random_u64())
    };
    OpenOptions { config, journal }
}
