//! From a request's key to its handler.
//!
//! [`Served`] is the list of what this node serves; what is not in it is neither advertised nor handled. Adding
//! a variant makes the compiler ask for its key and its handler.
//!
//! Errors end as Kafka ends them: an API or version that is not served, or a body that is not what it claims to
//! be, closes the connection; only `ApiVersions` of an unknown version is answered, in version 0 (KIP-511).

use std::{ops::RangeInclusive, sync::Arc};

use moldau_wire::{
    ApiKey, Decoder, EncodedFrame, Message, header::RequestFrame, messages::ApiVersionsResponse,
};

use crate::{
    Broker,
    context::{ConnectionContext, RequestContext},
    handlers,
    net::{metrics::RefuseReason, pending::Pending},
};

/// What became of a request.
#[derive(Debug)]
pub(crate) enum Handled {
    /// The client asked for no answer.
    NoAnswer,
    /// The answer, header included.
    Ready(EncodedFrame),
    /// The answer waits for durability. Produce only: the connection goes on with the next Produce meanwhile.
    Pending(Pending),
    /// The connection is to be closed.
    Close(RefuseReason),
}

/// An API that this node serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Served {
    ApiVersions,
}

impl Served {
    /// In the order of their keys, as they are advertised.
    pub(crate) const ALL: &[Self] = &[Self::ApiVersions];

    /// The API.
    pub(crate) const fn api_key(self) -> ApiKey {
        match self {
            Self::ApiVersions => ApiKey::ApiVersions,
        }
    }

    /// The versions that are advertised.
    pub(crate) fn advertised(self) -> RangeInclusive<i16> {
        let info = self.api_key().info();
        info.broker_versions.clone().unwrap_or_else(|| info.valid_versions.clone())
    }

    /// The versions that are handled: those advertised that have a schema (Produce advertises older ones that
    /// it refuses, because clients look for them).
    fn handles(self, version: i16) -> bool {
        self.advertised().contains(&version) && self.api_key().info().valid_versions.contains(&version)
    }

    fn from_key(api_key: ApiKey) -> Option<Self> {
        Self::ALL.iter().copied().find(|served| served.api_key() == api_key)
    }
}

/// Handles one Produce request. Apart from [`dispatch`] so that the hot path's future is small and needs no
/// memory of its own.
pub(crate) async fn dispatch_produce(
    _broker: &Arc<Broker>,
    context: &mut ConnectionContext,
    request: RequestFrame,
) -> Handled {
    match begin(context, request) {
        Ok((_, _body)) => Handled::Close(RefuseReason::UnknownApi),
        Err(refused) => Handled::Close(refused),
    }
}

/// Handles one request of any other kind. The future is polled to its end, but for Fetch: that one is dropped
/// when its client goes away, so it must change nothing after its first wait.
pub(crate) async fn dispatch(
    broker: &Arc<Broker>,
    context: &mut ConnectionContext,
    request: RequestFrame,
) -> Handled {
    let unsupported_answer = request.api_key == ApiKey::ApiVersions;
    let (served, mut body) = match begin(context, request) {
        Ok(begun) => begun,
        Err(RefuseReason::UnsupportedVersion) if unsupported_answer => {
            return answer_unsupported(context, &handlers::api_versions::unsupported_version());
        }
        Err(refused) => return Handled::Close(refused),
    };
    match served {
        Served::ApiVersions => match decode(&mut body, context) {
            Ok(request) => {
                let response = handlers::api_versions::handle(broker, context, &request);
                answer(context, &response)
            }
            Err(refused) => Handled::Close(refused),
        },
    }
}

/// Notes the request in the context, and checks that its API and version are served.
fn begin(context: &mut ConnectionContext, request: RequestFrame) -> Result<(Served, Decoder), RefuseReason> {
    let RequestFrame { api_key, header, body } = request;
    context.request = RequestContext {
        api_key,
        api_version: header.request_api_version,
        correlation_id: header.correlation_id,
        client_id: header.client_id,
    };
    let served = Served::from_key(api_key).ok_or(RefuseReason::UnknownApi)?;
    if served.handles(context.request.api_version) {
        Ok((served, body))
    } else {
        Err(RefuseReason::UnsupportedVersion)
    }
}

/// Writes the answer to `ApiVersions` of a version that is not served: always version 0 (KIP-511).
fn answer_unsupported(context: &mut ConnectionContext, message: &ApiVersionsResponse) -> Handled {
    context.request.api_version = 0;
    answer(context, message)
}

/// Reads a body in the version of the request at hand.
fn decode<M: Message>(body: &mut Decoder, context: &ConnectionContext) -> Result<M, RefuseReason> {
    M::decode(body, context.request.api_version).map_err(|error| {
        tracing::debug!(
            connection = context.connection_id,
            peer = %context.peer,
            api = context.request.api_key.name(),
            version = context.request.api_version,
            %error,
            "malformed request"
        );
        RefuseReason::Malformed
    })
}

/// Writes an answer in the version of the request at hand.
fn answer<M: Message>(context: &ConnectionContext, message: &M) -> Handled {
    match context.request.encode(message) {
        Ok(frame) => Handled::Ready(frame),
        Err(error) => {
            tracing::error!(
                connection = context.connection_id,
                api = context.request.api_key.name(),
                version = context.request.api_version,
                %error,
                "an answer cannot be written in the version asked for"
            );
            Handled::Close(RefuseReason::Unanswerable)
        }
    }
}
