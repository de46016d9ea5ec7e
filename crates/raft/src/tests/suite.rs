//! openraft's suite.

use std::sync::Arc;

use moldau_disk::{Disk, RealDisk};
use openraft::testing::{StoreBuilder, Suite};

use super::{Recorder, clock, options};
use crate::LogSettings;
use crate::machine::Machine;
use crate::metadata_log::Opening;
use crate::store::LogStore;
use crate::types::{StorageError, StoredMembership, TypeConfig};

struct Builder;

impl StoreBuilder<TypeConfig, LogStore, Machine, tempfile::TempDir> for Builder {
    async fn build(&self) -> Result<(tempfile::TempDir, LogStore, Machine), StorageError> {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        let options = options(directory.path(), LogSettings { segment_bytes: 256, ..LogSettings::default() });
        let opening = Opening { options, disk, clock: clock() };
        let (shared, mut machine) = opening.open(Box::new(Recorder::default())).expect("opens");
        // The suite starts from a store that knows of no voters.
        machine.membership = StoredMembership::default();
        Ok((directory, LogStore(shared), machine))
    }
}

#[test]
fn openraft_accepts_the_store() {
    Suite::test_all(Builder).expect("the suite passes");
}
