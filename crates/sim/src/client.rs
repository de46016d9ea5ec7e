//! One connection to the node, over a pipe in memory.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use moldau_broker::{Node, env::Env};
use moldau_wire::{
    ApiKey, Decoder, Message as _, Request,
    header::{encode_request, response_header_version},
    messages::{RequestHeader, ResponseHeader},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream},
    time::timeout,
};

use crate::{clock::SimClock, trace::Trace};

const PIPE_BYTES: usize = 64 * 1024;
/// How long an answer may take before the client gives the connection up.
const ANSWER_MAX: Duration = Duration::from_secs(5);

/// The connection is of no use any more; what was asked and not answered may have happened or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Broken;

/// What every client of a life needs.
#[derive(Clone)]
pub(crate) struct Surroundings {
    pub(crate) node: Arc<Node>,
    pub(crate) env: Env,
    pub(crate) trace: Trace,
    pub(crate) clock: Arc<SimClock>,
    /// The disk is never full in this life.
    pub(crate) has_room: bool,
}

impl Surroundings {
    pub(crate) async fn sleep_ms(&self, ms: u64) {
        self.env.sleep(Duration::from_millis(ms)).await;
    }
}

/// One connection.
pub(crate) struct Client {
    around: Surroundings,
    stream: DuplexStream,
    name: &'static str,
    correlation_id: i32,
}

impl Client {
    pub(crate) async fn connect(around: &Surroundings, name: &'static str) -> Result<Self, Broken> {
        let (ours, theirs) = tokio::io::duplex(PIPE_BYTES);
        let peer = SocketAddr::from(([127, 0, 0, 1], 40_000));
        around.node.connect(theirs, peer, 0).await.map_err(|_refused| Broken)?;
        Ok(Self { around: around.clone(), stream: ours, name, correlation_id: 0 })
    }

    /// Sends a request and waits for its answer.
    pub(crate) async fn call<R: Request>(
        &mut self,
        request: &R,
        version: i16,
    ) -> Result<R::Response, Broken> {
        self.send(request, version).await?;
        self.receive::<R>(version).await
    }

    pub(crate) async fn send<R: Request>(&mut self, request: &R, version: i16) -> Result<(), Broken> {
        self.correlation_id += 1;
        let api_key = key_of::<R>();
        let header = RequestHeader {
            request_api_key: api_key.get(),
            request_api_version: version,
            correlation_id: self.correlation_id,
            client_id: Some(self.name.into()),
            ..RequestHeader::default()
        };
        let frame = encode_request(api_key, &header, request).map_err(|_| Broken)?.into_bytes();
        self.stream.write_all(&frame).await.map_err(|_| Broken)
    }

    pub(crate) async fn receive<R: Request>(&mut self, version: i16) -> Result<R::Response, Broken> {
        match timeout(ANSWER_MAX, self.read_frame()).await {
            Ok(Ok(frame)) => {
                self.around.trace.event(self.around.clock.now_us(), R::NAME, &frame);
                self.decode::<R>(frame, version)
            }
            Ok(Err(_)) => Err(Broken),
            Err(_late) => {
                self.around.trace.count("answer took too long", 1);
                Err(Broken)
            }
        }
    }

    fn decode<R: Request>(&self, frame: Vec<u8>, version: i16) -> Result<R::Response, Broken> {
        let mut decoder = Decoder::new(frame.into());
        let response = ResponseHeader::decode(&mut decoder, response_header_version(key_of::<R>(), version))
            .and_then(|_header| R::Response::decode(&mut decoder, version));
        response.map_err(|error| {
            self.around.trace.violation(format!("an answer to {} can't be read: {error}", R::NAME));
            Broken
        })
    }

    async fn read_frame(&mut self) -> std::io::Result<Vec<u8>> {
        let size = self.stream.read_u32().await?;
        let mut frame = vec![0; usize::try_from(size).unwrap_or(usize::MAX)];
        self.stream.read_exact(&mut frame).await?;
        Ok(frame)
    }
}

fn key_of<R: Request>() -> ApiKey {
    R::API_KEY.and_then(ApiKey::from_i16).expect("every request has a key: both come from the same schema")
}
