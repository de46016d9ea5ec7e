//! Connections over in-memory pipes with paused time: what a hostile, slow or silent client gets.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a surprise is a failure")]

use std::{net::SocketAddr, sync::Arc, time::Duration};

use moldau_broker::{Node, Surroundings, env::Env, threads::NetworkThreads};
use moldau_disk::{Clock, ManualClock, SimDisk};
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
        let clock = Arc::new(ManualClock::default());
        let surroundings = Surroundings {
            env: Env::seeded(Arc::clone(&clock) as Arc<dyn Clock>, 1),
            disk: Arc::new(SimDisk::new(1, clock)),
            registry: registry.clone(),
            threads: NetworkThreads::on(Handle::current()),
        };
        let node = Node::start(config(overrides), surroundings).await.unwrap();
        Self { node, registry }
    }

    async fn connect(&self) -> DuplexStream {
        self.connect_to(0).await
    }

    async fn connect_to(&self, listener: usize) -> DuplexStream {
        let (ours, theirs) = tokio::io::duplex(PIPE);
        self.node.connect(theirs, PEER, listener).await.unwrap();
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

/// A hundred clients announce 100 MB each, send a little, and fall silent: what is held stays within the budget,
/// and the one that needs the budget gets it once those that hold it prove too slow.
#[tokio::test(start_paused = true)]
async fn half_read_giant_frames_hold_no_more_than_the_budget_and_make_way() {
    let world = World::start(&[("moldau.request.inflight.bytes.max", "209715200")]).await;
    let size = 100 * 1024 * 1024_i32;
    let mut giants = Vec::new();
    for _ in 0..100 {
        let mut stream = world.connect().await;
        stream.write_all(&size.to_be_bytes()).await.unwrap();
        stream.write_all(&[0; 1_000]).await.unwrap();
        giants.push(stream);
    }
    tokio::task::yield_now().await;
    assert_eq!(world.metric("kafka_network_socketserver_memorypoolused"), 200 * 1024 * 1024);
    assert_eq!(world.metric("moldau_in_flight_waits_total"), 98);
    let mut small = world.connect().await;
    small.write_all(&api_versions(0, 3)).await.unwrap();
    assert_eq!(answer(&mut small).await.0, 3);
    for (index, giant) in giants.iter_mut().enumerate().take(4) {
        assert!(is_closed(giant).await, "giant {index}");
    }
    assert!(world.metric("moldau_connections_closed_total{reason=\"slow_request\"}") >= 4);
}

/// One byte a second keeps a connection open, as it does with Kafka, and costs next to nothing.
#[tokio::test(start_paused = true)]
async fn a_byte_a_second_is_served_in_the_end() {
    let world = World::start(&[]).await;
    let mut stream = world.connect().await;
    for byte in api_versions(3, 9) {
        stream.write_all(&[byte]).await.unwrap();
        tokio::time::advance(Duration::from_secs(1)).await;
    }
    assert_eq!(answer(&mut stream).await.0, 9);
}

/// A client that sends and never reads: its requests stop being read, others are served, and in the end it is
/// closed.
#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_read_its_answers_is_not_read_and_at_last_closed() {
    let world = World::start(&[("connections.max.idle.ms", "60000")]).await;
    let (mut ours, theirs) = tokio::io::duplex(1_024);
    world.node.connect(theirs, PEER, 0).await.unwrap();
    let request = api_versions(0, 1);
    let mut sent = 0;
    while tokio::time::timeout(Duration::from_secs(1), ours.write_all(&request)).await.is_ok() {
        sent += 1;
        assert!(sent < 10_000, "requests are read though no answer is");
    }
    let mut bystander = world.connect().await;
    bystander.write_all(&api_versions(0, 4)).await.unwrap();
    assert_eq!(answer(&mut bystander).await.0, 4);
    assert!(tokio::time::timeout(Duration::from_mins(2), std::future::pending::<()>()).await.is_err());
    assert_eq!(world.metric("moldau_connections_closed_total{reason=\"slow_answers\"}"), 1);
}

#[tokio::test(start_paused = true)]
async fn limits_close_or_delay_and_are_counted() {
    let world = World::start(&[("max.connections.per.ip", "2"), ("max.connections", "3")]).await;
    let _kept = (world.connect().await, world.connect().await);
    let (_ours, theirs) = tokio::io::duplex(64);
    assert!(world.node.connect(theirs, PEER, 0).await.is_err());
    let elsewhere = SocketAddr::from(([10, 0, 0, 1], 1));
    let (third, theirs) = tokio::io::duplex(64);
    world.node.connect(theirs, elsewhere, 0).await.unwrap();
    let (_fourth, theirs) = tokio::io::duplex(64);
    let waiting = world.node.connect(theirs, elsewhere, 0);
    let mut waiting = std::pin::pin!(waiting);
    assert!(tokio::time::timeout(Duration::from_secs(5), waiting.as_mut()).await.is_err());
    drop(third);
    waiting.await.unwrap();
    for reason in ["max_connections", "max_connections_per_ip"] {
        assert_eq!(world.metric(&format!("moldau_connections_refused_total{{reason=\"{reason}\"}}")), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_drain_lets_go_of_idle_connections_at_once() {
    let world = World::start(&[]).await;
    let mut stream = world.connect().await;
    world.node.drain(Duration::from_secs(30)).await.unwrap();
    assert!(is_closed(&mut stream).await);
}

#[tokio::test(start_paused = true)]
async fn a_node_registers_every_metric_that_is_documented() {
    let world = World::start(&[]).await;
    let registered: Vec<&str> = world.registry.registered().iter().map(|desc| desc.name).collect();
    for desc in moldau_telemetry::names::ALL {
        assert!(registered.contains(&desc.name), "{} is documented and never registered", desc.name);
    }
    for name in registered {
        let known = moldau_telemetry::names::ALL.iter().any(|desc| desc.name == name);
        assert!(known, "{name} is registered and not documented");
    }
}

/// A connection between brokers is let in over `max.connections`; who has been silent for longest elsewhere goes.
#[tokio::test(start_paused = true)]
async fn over_the_limit_a_brokers_connection_takes_the_place_of_the_least_recently_used() {
    let world = World::start(&[
        ("listeners", "CLIENTS://127.0.0.1:0,BROKERS://127.0.0.1:0"),
        ("listener.security.protocol.map", "CLIENTS:PLAINTEXT,BROKERS:PLAINTEXT,CONTROLLER:PLAINTEXT"),
        ("inter.broker.listener.name", "BROKERS"),
        ("max.connections", "3"),
    ])
    .await;
    let ask = async |stream: &mut DuplexStream| {
        tokio::time::advance(Duration::from_millis(10)).await;
        stream.write_all(&api_versions(0, 1)).await.unwrap();
        answer(stream).await.0
    };
    let mut protected = world.connect_to(1).await;
    let (mut first, mut second) = (world.connect().await, world.connect().await);
    for stream in [&mut protected, &mut second, &mut first] {
        assert_eq!(ask(stream).await, 1);
    }
    let mut late = world.connect_to(1).await;
    assert_eq!(ask(&mut late).await, 1);
    assert!(is_closed(&mut second).await);
    for stream in [&mut protected, &mut first, &mut late] {
        assert_eq!(ask(stream).await, 1, "these stay");
    }
    assert_eq!(world.metric("moldau_connections_closed_total{reason=\"max_connections\"}"), 1);
}
