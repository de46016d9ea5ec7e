//! A cleaned segment's files take the place of those it was made of.
//!
//! The order is what a restart relies on, whatever the moment of a loss of power: the `.log` of the cleaned segment
//! under its `.swap` name is the point from which the new one counts. Before it exists everything of the cleaner's is
//! thrown away; while it exists the rest is made up for ([`crate::recovery`]). It takes its last name when all else is done.
//! Of the old ones the `.log` goes first, so that none is ever read without the index of its aborted transactions.

use std::{io, sync::Arc};

use crate::{
    files::{Part, SegmentFiles, Stage},
    partition::PartitionLog,
};

/// Does it. Can be done again after it failed half way.
pub(crate) fn replace(
    log: &PartitionLog,
    old: &[Arc<SegmentFiles>],
    new: &Arc<SegmentFiles>,
    number: u64,
) -> io::Result<()> {
    let disk = log.shared().files.disk();
    let dir = log.dir().path();
    for part in [Part::Indexes, Part::Log] {
        new.move_to(disk, part, Stage::Swap)?;
        disk.sync_dir(&dir)?;
    }
    for part in [Part::Log, Part::Indexes] {
        for files in old {
            files.move_to(disk, part, Stage::Deleted(number))?;
        }
        disk.sync_dir(&dir)?;
    }
    for part in [Part::Indexes, Part::Log] {
        new.move_to(disk, part, Stage::InUse)?;
        disk.sync_dir(&dir)?;
    }
    Ok(())
}
