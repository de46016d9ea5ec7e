//! Connections over in-memory pipes with paused time: what a hostile, slow or silent client gets.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a surprise is a failure")]

use std::{net::SocketAddr, sync::Arc, time::Duration};

use moldau_broker::{Node, Surroundings, env::Env, threads::NetworkThreads};
use moldau_disk::{ManualClock, RealDisk};
use moldau_settings::BrokerConfig;
use moldau_telemetry::Registry;
use moldau_wire::{
    ApiKey, Decoder, ErrorCode, Message,
    header::encode_request,
    messages::{ApiVersionsRequest, ApiVersionsResponse, RequestHeader, ResponseHeader},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, DuplexStream},
    runtime::Handle,
};

const PEER: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 40_000);
const PIPE: usize = 256 * 1024;

struct World {
    node: Node,
    registry: Registry,
}

fn config(overrides: &[(&str, &str)]) -> BrokerConfig {
    let listeners = ("listeners", "PLAINTEXT://127.0.0.1:0");
    let overrides: Vec<(String, String)> = std::iter::once(&listeners)
        .chain(overrides)
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    BrokerConfig::standalone(&overrides).unwrap().0
}

impl World {
    async fn start(overrides: &[(&str, &str)]) -> Self {
        let registry = Registry::default();
        let surroundings = Surroundings {
            env: Env::seeded(Arc::new(ManualClock::default()), 1),
            disk: Arc::new(RealDisk),
            registry: registry.clone(),
            threads: NetworkThreads::on(Handle::current()),
        };
        let node = Node::start(config(overrides), surroundings).await.unwrap();
        Self { node, registry }
    }

    async fn connect(&self) -> DuplexStream {
        let (ours, theirs) = tokio::io::duplex(PIPE);
        self.node.connect(theirs, PEER, 0).await.unwrap();
        ours
    }

    fn metric(&self, line: &str) -> u64 {
        let text = self.registry.render(Duration::ZERO).unwrap();
        let found = text.lines().find_map(|have| have.strip_prefix(line)?.strip_prefix(' '));
        found.map_or(0, |value| value.parse().unwrap())
    }
}

fn api_versions(version: i16, correlation_id: i32) -> Vec<u8> {
    let header = RequestHeader {
        request_api_key: ApiKey::ApiVersions.get(),
        request_api_version: version,
        correlation_id,
        ..RequestHeader::default()
    };
    let body = ApiVersionsRequest {
        client_software_name: "test".into(),
        client_software_version: "1".into(),
        ..ApiVersionsRequest::default()
    };
    encode_request(ApiKey::ApiVersions, &header, &body).unwrap().into_bytes().to_vec()
}

/// An answer's header and the bytes after it.
async fn answer(stream: &mut DuplexStream) -> (i32, Decoder) {
    let size = stream.read_i32().await.unwrap();
    let mut bytes = vec![0; usize::try_from(size).unwrap()];
    stream.read_exact(&mut bytes).await.unwrap();
    let mut decoder = Decoder::new(bytes.into());
    let header = ResponseHeader::decode(&mut decoder, 0).unwrap();
    (header.correlation_id, decoder)
}

async fn is_closed(stream: &mut DuplexStream) -> bool {
    matches!(stream.read(&mut [0; 16]).await, Ok(0) | Err(_))
}

#[tokio::test(start_paused = true)]
async fn api_versions_answers_every_version_it_advertises() {
    let world = World::start(&[]).await;
    let mut stream = world.connect().await;
    for version in ApiVersionsRequest::VALID_VERSIONS {
        stream.write_all(&api_versions(version, i32::from(version) + 7)).await.unwrap();
        let (correlation_id, mut body) = answer(&mut stream).await;
        assert_eq!(correlation_id, i32::from(version) + 7);
        let response = ApiVersionsResponse::decode(&mut body, version).unwrap();
        assert_eq!((response.error_code, body.remaining()), (0, 0));
        assert!(response.api_keys.iter().any(|api| api.api_key == ApiKey::ApiVersions.get()));
    }
}

#[tokio::test(start_paused = true)]
async fn api_versions_of_the_future_gets_version_0_with_what_is_supported() {
    let world = World::start(&[]).await;
    let mut stream = world.connect().await;
    let mut request = api_versions(4, 1);
    request[6..8].copy_from_slice(&99_i16.to_be_bytes());
    stream.write_all(&request).await.unwrap();
    let (_, mut body) = answer(&mut stream).await;
    let response = ApiVersionsResponse::decode(&mut body, 0).unwrap();
    assert_eq!(response.error_code, ErrorCode::UnsupportedVersion.to_i16());
    let [this] = &response.api_keys[..] else { panic!("{response:?}") };
    assert_eq!((this.api_key, this.min_version, this.max_version), (ApiKey::ApiVersions.get(), 0, 4));
    // The connection lives on: clients try again on it.
    stream.write_all(&api_versions(4, 2)).await.unwrap();
    assert_eq!(answer(&mut stream).await.0, 2);
}

#[tokio::test(start_paused = true)]
async fn hostile_frames_close_their_connection_and_are_counted() {
    let world = World::start(&[]).await;
    let header = |key: i16, version: i16| {
        let mut frame = Vec::new();
        frame.extend_from_slice(&10_i32.to_be_bytes());
        frame.extend_from_slice(&key.to_be_bytes());
        frame.extend_from_slice(&version.to_be_bytes());
        frame.extend_from_slice(&[0, 0, 0, 1, 0xff, 0xff]);
        frame
    };
    let cases: [(&str, Vec<u8>); 7] = [
        ("negative_size", (-1_i32).to_be_bytes().to_vec()),
        ("too_large", i32::MAX.to_be_bytes().to_vec()),
        ("too_large", b"GET / HTTP/1.1\r\n\r\n".to_vec()),
        ("malformed", 0_i32.to_be_bytes().to_vec()),
        ("unknown_api", header(9_999, 0)),
        ("unknown_api", header(-1, 0)),
        ("malformed", header(ApiKey::ApiVersions.get(), 3)),
    ];
    for (reason, bytes) in cases {
        let line = format!("moldau_frames_refused_total{{reason=\"{reason}\"}}");
        let before = world.metric(&line);
        let mut stream = world.connect().await;
        let mut bystander = world.connect().await;
        stream.write_all(&bytes).await.unwrap();
        assert!(is_closed(&mut stream).await, "{reason}: {bytes:?}");
        assert_eq!(world.metric(&line), before + 1, "{reason}: {bytes:?}");
        bystander.write_all(&api_versions(0, 5)).await.unwrap();
        assert_eq!(answer(&mut bystander).await.0, 5);
    }
}

#[tokio::test(start_paused = true)]
async fn requests_that_arrive_in_pieces_or_together_are_answered_in_order() {
    let world = World::start(&[]).await;
    let mut stream = world.connect().await;
    let requests: Vec<u8> = (0..20).flat_map(|number| api_versions(3, number)).collect();
    for piece in requests.chunks(7) {
        stream.write_all(piece).await.unwrap();
        tokio::task::yield_now().await;
    }
    stream.write_all(&requests).await.unwrap();
    for number in (0..20).chain(0..20) {
        assert_eq!(answer(&mut stream).await.0, number);
    }
}

#[tokio::test(start_paused = true)]
async fn a_silent_connection_is_closed_after_the_idle_time_and_a_busy_one_is_not() {
    let world = World::start(&[]).await;
    let (mut silent, mut busy) = (world.connect().await, world.connect().await);
    for _ in 0..4 {
        tokio::time::advance(Duration::from_mins(4)).await;
        busy.write_all(&api_versions(0, 1)).await.unwrap();
        answer(&mut busy).await;
    }
    assert!(is_closed(&mut silent).await);
    assert_eq!(world.metric("moldau_connections_closed_total{reason=\"idle\"}"), 1);
    assert_eq!(
        world.metric("kafka_server_socket_server_metrics_connection_count{listener=\"PLAINTEXT\"}"),
        1
    );
}
