//! `quorum-state`: the term and the vote, as Kafka's JSON (`QuorumStateData`, versions 0 and 1).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use moldau_disk::Disk;
use moldau_ids::{DirectoryId, NodeId};
use serde::{Deserialize, Serialize};

use crate::LogError;
use crate::types::{Vote, node_id, raft_id};

const NAME: &str = "quorum-state";
/// No such file is longer.
const LEN_MAX: u64 = 1 << 20;

/// The file's fields. Version 0 has more, which are not needed.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Json {
    leader_id: i32,
    leader_epoch: i32,
    voted_id: i32,
    #[serde(default)]
    voted_directory_id: Option<String>,
    #[serde(rename = "data_version")]
    data_version: i16,
}

/// The file.
#[derive(Debug)]
pub(crate) struct QuorumStateFile {
    disk: Arc<dyn Disk>,
    path: PathBuf,
}

impl QuorumStateFile {
    pub(crate) fn new(disk: Arc<dyn Disk>, directory: &Path) -> Self {
        Self { disk, path: directory.join(NAME) }
    }

    /// The vote that was saved last; `None` if there is no file. A leader's vote is read as a plain one: who starts
    /// again does not go on leading, it is elected in a new term.
    pub(crate) fn read(&self) -> Result<Option<Vote>, LogError> {
        let bytes = self.disk.read_small(&self.path, LEN_MAX).map_err(LogError::disk("read", &self.path))?;
        let Some(bytes) = bytes else { return Ok(None) };
        let corrupt = |what: String| LogError::Corrupt { path: self.path.clone(), position: 0, what };
        let json: Json = serde_json::from_slice(&bytes).map_err(|error| corrupt(error.to_string()))?;
        if !(0..=1).contains(&json.data_version) {
            return Err(corrupt(format!("data_version is {}; 0 and 1 are known", json.data_version)));
        }
        let term = u64::try_from(json.leader_epoch).map_err(|_| corrupt("leaderEpoch is negative".into()))?;
        let voted = if json.leader_id >= 0 { json.leader_id } else { json.voted_id };
        let mut vote = Vote::new(term, 0);
        vote.leader_id.voted_for = (voted >= 0).then(|| raft_id(NodeId(voted)));
        Ok(Some(vote))
    }

    /// Saves a vote: durable when this returns. `directory_of` says where a node keeps its log.
    pub(crate) fn write(
        &self,
        vote: &Vote,
        directory_of: impl Fn(NodeId) -> Option<DirectoryId>,
    ) -> Result<(), LogError> {
        let epoch = i32::try_from(vote.leader_id.term);
        let leader_epoch = epoch.map_err(|_| LogError::Encode("the term is beyond the range".into()))?;
        let voted = vote.leader_id.voted_for.map_or(NodeId::NONE, node_id);
        let (leader_id, voted_id) =
            if vote.committed { (voted, NodeId::NONE) } else { (NodeId::NONE, voted) };
        let voted_directory = if voted_id == NodeId::NONE { None } else { directory_of(voted_id) };
        let json = Json {
            leader_id: leader_id.get(),
            leader_epoch,
            voted_id: voted_id.get(),
            voted_directory_id: Some(voted_directory.unwrap_or(DirectoryId::ZERO).to_string()),
            data_version: 1,
        };
        let bytes = serde_json::to_vec(&json).map_err(|error| LogError::Encode(error.to_string()))?;
        self.disk.write_atomic(&self.path, &bytes).map_err(LogError::disk("write", &self.path))
    }
}
