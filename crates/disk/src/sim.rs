//! A file system in memory that does to its users what power, kernels and disks do, decided by a seed.
//!
//! Calls that change something are numbered from 1 ([`SimDisk::io_count`]); a [`SimFault`] can be planned for any
//! number. [`SimDisk::lose_power`] gives the disk as it is found afterwards: of every sector that was written since
//! the file's last sync, any version from then to now; of the names that changed since the directory's last sync, a
//! beginning or any selection of the changes (a rename is whole or not at all). [`SimDisk::kill`] ends the process
//! only: all that was written stays. After either, files that were open answer with errors and locks are free.
//!
//! A sync that fails loses what it was to write: later syncs succeed without it, and the bytes can be read until the
//! power is lost, as from a page cache.
//!
//! Words: *sector* - 512 bytes, written whole or not at all; *versions* - what a sector held after each write.

mod disk;
mod world;

#[cfg(test)]
mod tests;

use std::{fmt, path::Path, sync::Arc};

use parking_lot::Mutex;
use world::{Power, World};

use crate::Clock;

/// What can be planned to go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SimFault {
    /// The power fails during this call: it may have happened, in part or not at all. Every later call fails until
    /// [`SimDisk::lose_power`] (or [`SimDisk::kill`], if only the process ended) brings the disk back.
    Crash,
    /// The next write, from this call on, fails; a beginning of it may have happened.
    WriteFails,
    /// The next sync of a file, from this call on, fails once.
    SyncFails,
    /// The next sync of a file, from this call on, and all later ones of that file are answered with [`crate::Hung`].
    SyncHangs,
    /// This call and all later ones are answered with [`crate::Hung`] until [`SimDisk::unhang`].
    Hang,
}

/// A simulated disk. A handle: clones are the same disk.
#[derive(Clone)]
pub struct SimDisk {
    world: Arc<Mutex<World>>,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for SimDisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimDisk").field("io_count", &self.io_count()).finish_non_exhaustive()
    }
}

impl SimDisk {
    /// An empty disk. The same seed and the same calls give the same answers.
    pub fn new(seed: u64, clock: Arc<dyn Clock>) -> Self {
        Self { world: Arc::new(Mutex::new(World::new(seed))), clock }
    }

    /// How many calls that change something have been made.
    pub fn io_count(&self) -> u64 {
        self.world.lock().io_count
    }

    /// Plans a fault for the call with this number.
    pub fn plan(&self, io_number: u64, fault: SimFault) {
        self.world.lock().plan.insert(io_number, fault);
    }

    /// Forgets the planned faults.
    pub fn clear_plan(&self) {
        self.world.lock().clear_plan();
    }

    /// Whether a planned crash has happened and the disk has not been brought back since.
    pub fn is_crashed(&self) -> bool {
        self.world.lock().power == Power::Off
    }

    /// The disk answers again.
    pub fn unhang(&self) {
        let mut world = self.world.lock();
        if world.power == Power::Hanging {
            world.power = Power::On;
        }
    }

    /// Limits the bytes that all files can have; writes beyond fail with `StorageFull`.
    pub fn set_capacity(&self, bytes: u64) {
        self.world.lock().capacity = bytes;
    }

    /// The power fails and returns.
    pub fn lose_power(&self) {
        self.world.lock().lose_power();
    }

    /// The process ends; the kernel lives on.
    pub fn kill(&self) {
        self.world.lock().restart();
    }

    /// Changes bytes behind everybody's back, as a decaying disk does. The file exists and is this long.
    pub fn corrupt(&self, path: &Path, position: u64, flip: &[u8]) {
        self.world.lock().corrupt(path, position, flip);
    }
}
