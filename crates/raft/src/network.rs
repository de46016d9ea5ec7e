//! How this node reaches the others. There are none yet: a quorum of one never asks.

use openraft::error::{InstallSnapshotError, NetworkError, RPCError, RaftError};
use openraft::network::RPCOption;
use openraft::raft::{
    AppendEntriesRequest, AppendEntriesResponse, InstallSnapshotRequest, InstallSnapshotResponse,
    VoteRequest, VoteResponse,
};
use openraft::{RaftNetwork, RaftNetworkFactory};

use crate::types::{Member, TypeConfig};

/// Answers every call with "not reachable".
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Unconnected;

/// The error of every call.
#[derive(Debug, thiserror::Error)]
#[error("this build of the quorum has one voter and no way to reach another")]
struct NoPeers;

type RpcError<E = std::convert::Infallible> = RPCError<u64, Member, E>;

fn unreachable<E: std::error::Error>() -> RpcError<E> {
    RPCError::Network(NetworkError::new(&NoPeers))
}

impl RaftNetworkFactory<TypeConfig> for Unconnected {
    type Network = Self;

    async fn new_client(&mut self, _target: u64, _node: &Member) -> Self {
        *self
    }
}

impl RaftNetwork<TypeConfig> for Unconnected {
    async fn append_entries(
        &mut self,
        _request: AppendEntriesRequest<TypeConfig>,
        _option: RPCOption,
    ) -> Result<AppendEntriesResponse<u64>, RpcError<RaftError<u64>>> {
        Err(unreachable())
    }

    async fn install_snapshot(
        &mut self,
        _request: InstallSnapshotRequest<TypeConfig>,
        _option: RPCOption,
    ) -> Result<InstallSnapshotResponse<u64>, RpcError<RaftError<u64, InstallSnapshotError>>> {
        Err(unreachable())
    }

    async fn vote(
        &mut self,
        _request: VoteRequest<u64>,
        _option: RPCOption,
    ) -> Result<VoteResponse<u64>, RpcError<RaftError<u64>>> {
        Err(unreachable())
    }
}
