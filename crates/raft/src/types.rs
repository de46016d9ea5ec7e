//! openraft's type parameters, settled once.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use bytes::Bytes;
use moldau_ids::{DirectoryId, NodeId};
use serde::{Deserialize, Serialize};

/// Where a voter listens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct VoterEndpoint {
    /// The listener's name.
    pub name: String,
    /// The host.
    pub host: String,
    /// The port.
    pub port: u16,
}

/// What the quorum knows of one of its members.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Voter {
    /// The directory that holds its metadata log: a voter that lost it is another voter (KIP-853).
    pub directory_id: DirectoryId,
    /// Where it listens.
    pub endpoints: Vec<VoterEndpoint>,
}

/// [`Voter`] as openraft carries it around.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Member {
    pub(crate) directory_id: u128,
    pub(crate) endpoints: Vec<VoterEndpoint>,
}

impl From<Voter> for Member {
    fn from(voter: Voter) -> Self {
        Self { directory_id: voter.directory_id.0, endpoints: voter.endpoints }
    }
}

impl From<Member> for Voter {
    fn from(member: Member) -> Self {
        Self { directory_id: moldau_ids::Uuid(member.directory_id), endpoints: member.endpoints }
    }
}

/// What one proposal appends.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Proposal {
    /// Milliseconds since 1970.
    pub(crate) timestamp: i64,
    /// The records' values; at least one.
    pub(crate) records: Vec<Bytes>,
}

/// Where a committed entry's first record lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Applied {
    pub(crate) base_offset: i64,
}

openraft::declare_raft_types!(
    pub(crate) TypeConfig:
        D = Proposal,
        R = Applied,
        NodeId = u64,
        Node = Member,
        Entry = openraft::Entry<TypeConfig>,
        SnapshotData = Cursor<Vec<u8>>,
);

pub(crate) type Entry = openraft::Entry<TypeConfig>;
pub(crate) type LogId = openraft::LogId<u64>;
pub(crate) type Vote = openraft::Vote<u64>;
pub(crate) type Membership = openraft::Membership<u64, Member>;
pub(crate) type StoredMembership = openraft::StoredMembership<u64, Member>;
pub(crate) type StorageError = openraft::StorageError<u64>;

/// A log id from a term and an index.
pub(crate) fn log_id(term: u64, index: u64) -> LogId {
    LogId::new(openraft::CommittedLeaderId::new(term, 0), index)
}

/// A node's number as raft has it. Negative numbers, which no node has, become the highest.
pub(crate) fn raft_id(id: NodeId) -> u64 {
    u64::try_from(id.get()).unwrap_or(u64::MAX)
}

/// A node's number as Kafka has it.
pub(crate) fn node_id(id: u64) -> NodeId {
    i32::try_from(id).map_or(NodeId::NONE, NodeId)
}

/// A membership of voters only.
pub(crate) fn membership_of(voters: &BTreeMap<NodeId, Voter>) -> Membership {
    let ids: BTreeSet<u64> = voters.keys().map(|id| raft_id(*id)).collect();
    let nodes: BTreeMap<u64, Member> =
        voters.iter().map(|(id, voter)| (raft_id(*id), Member::from(voter.clone()))).collect();
    Membership::new(vec![ids], nodes)
}
