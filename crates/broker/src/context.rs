//! What a handler knows about the connection and the request it serves.

use std::{net::SocketAddr, sync::Arc};

use moldau_auth::{Caller, Operation, Principal, Resource};
use moldau_wire::{ApiKey, EncodeError, EncodedFrame, Message, Str, header};

use crate::{Broker, net::waker::ConnectionWaker, quotas::Client};

/// One connection, and the request that is being handled on it.
#[derive(Debug)]
pub(crate) struct ConnectionContext {
    /// Unique in this process.
    pub(crate) connection_id: u64,
    /// Principal, host and listener name, as authorisation asks for them.
    pub(crate) caller: Caller,
    /// The peer's address and port.
    pub(crate) peer: SocketAddr,
    /// What the client said it is (`ApiVersions` from version 3 on).
    pub(crate) client_software: Option<ClientSoftware>,
    /// Wakes this connection when a pending answer is complete.
    pub(crate) waker: ConnectionWaker,
    /// The request being handled.
    pub(crate) request: RequestContext,
    /// The size of its frame.
    pub(crate) request_bytes: usize,
    /// For how long the connection is not to be read after this request.
    pub(crate) mute_ms: u32,
}

/// Name and version of a client library, as it gave them (KIP-511).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClientSoftware {
    /// `apache-kafka-java`, `librdkafka`, ...
    pub(crate) name: Str,
    /// Its version.
    pub(crate) version: Str,
}

/// The header of one request.
#[derive(Debug, Clone)]
pub(crate) struct RequestContext {
    /// Which API.
    pub(crate) api_key: ApiKey,
    /// Which version of it.
    pub(crate) api_version: i16,
    /// The number that the answer carries back.
    pub(crate) correlation_id: i32,
    /// Who the client says it is. Shares the request's memory: detach it to keep it.
    pub(crate) client_id: Option<Str>,
}

impl ConnectionContext {
    /// Whether the caller may do `operation` to `resource`.
    pub(crate) fn may(&self, broker: &Broker, operation: Operation, resource: Resource<'_>) -> bool {
        broker.authorizer.authorize(&self.caller, operation, resource).is_allowed()
    }

    /// Whom the request is charged to.
    pub(crate) fn client(&self) -> Client<'_> {
        Client { user: self.caller.principal.name(), id: self.request.client_id.as_deref().unwrap_or("") }
    }

    /// A new connection, on which nothing has been asked yet.
    pub(crate) fn new(
        connection_id: u64,
        peer: SocketAddr,
        listener: (usize, Arc<str>),
        principal: Principal,
    ) -> Self {
        let (_, listener) = listener;
        Self {
            connection_id,
            caller: Caller { principal, host: peer.ip().to_canonical(), listener },
            peer,
            client_software: None,
            waker: ConnectionWaker::default(),
            request: RequestContext {
                api_key: ApiKey::ApiVersions,
                api_version: 0,
                correlation_id: 0,
                client_id: None,
            },
            request_bytes: 0,
            mute_ms: 0,
        }
    }
}

impl RequestContext {
    /// Writes the answer to this request.
    ///
    /// # Errors
    /// The answer says what its version has no words for: a bug of the handler.
    pub(crate) fn encode<M: Message>(&self, answer: &M) -> Result<EncodedFrame, EncodeError> {
        header::encode_response(self.api_key, self.api_version, self.correlation_id, answer)
    }
}
