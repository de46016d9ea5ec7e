//! Client quotas on a whole node over in-memory streams, with simulated disk and time: who is told to wait, whose
//! connection is not read meanwhile, and what is refused.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a surprise is a failure"
)]

use std::{net::SocketAddr, sync::Arc, time::Duration};

use moldau_broker::{Node, Surroundings, env::Env, threads::NetworkThreads};
use moldau_disk::{Clock, ManualClock, SimDisk};
use moldau_ids::Uuid;
use moldau_settings::BrokerConfig;
use moldau_telemetry::Registry;
use moldau_wire::{
    ApiKey, Decoder, ErrorCode, Message, Records, Request,
    header::{encode_request, response_header_version},
    messages::{
        AlterClientQuotasRequest, ApiVersionsRequest, CreateTopicsRequest, DeleteTopicsRequest,
        DescribeClientQuotasRequest, FetchRequest, FetchResponse, ProduceRequest, ProduceResponse,
        RequestHeader, ResponseHeader,
        alter_client_quotas_request::{EntityData, EntryData, OpData},
        create_topics_request::CreatableTopic,
        delete_topics_request::DeleteTopicState,
        fetch_request::{FetchPartition, FetchTopic},
        produce_request::{PartitionProduceData, TopicProduceData},
    },
    record_batch::{BatchBuilder, BatchOptions},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, DuplexStream},
    runtime::Handle,
    time::Instant,
};

const PEER: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 40_000);

struct World {
    node: Node,
    registry: Registry,
    clock: Arc<ManualClock>,
}

/// A client with one connection.
struct Client {
    id: &'static str,
    stream: DuplexStream,
}

impl World {
    async fn start(overrides: &[(&str, &str)]) -> Self {
        let overrides: Vec<(String, String)> = [("listeners", "PLAINTEXT://127.0.0.1:0")]
            .iter()
            .chain(overrides)
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let (registry, clock) = (Registry::default(), Arc::new(ManualClock::default()));
        let surroundings = Surroundings {
            env: Env::seeded(Arc::clone(&clock) as Arc<dyn Clock>, 1),
            disk: Arc::new(SimDisk::new(1, Arc::clone(&clock) as Arc<dyn Clock>)),
            registry: registry.clone(),
            threads: NetworkThreads::on(Handle::current()),
        };
        let config = BrokerConfig::standalone(&overrides).unwrap().0;
        Self { node: Node::start(config, surroundings).await.unwrap(), registry, clock }
    }

    async fn client(&self, id: &'static str) -> Client {
        let (stream, theirs) = tokio::io::duplex(1 << 20);
        self.node.connect(theirs, PEER, 0).await.unwrap();
        Client { id, stream }
    }

    fn metric(&self, line: &str) -> u64 {
        let text = self.registry.render(Duration::ZERO).unwrap();
        let found = text.lines().find_map(|have| have.strip_prefix(line)?.strip_prefix(' '));
        found.map_or(0, |value| value.parse().unwrap())
    }

    /// Time goes on, for the rates as well.
    async fn wait(&self, duration: Duration) {
        self.clock.advance(u64::try_from(duration.as_millis()).unwrap());
        tokio::time::advance(duration).await;
    }
}

impl Client {
    async fn send<R: Request>(&mut self, request: &R) {
        let api_key = ApiKey::from_i16(R::API_KEY.unwrap()).unwrap();
        let header = RequestHeader {
            request_api_key: api_key.get(),
            request_api_version: *R::VALID_VERSIONS.end(),
            client_id: Some(self.id.into()),
            ..RequestHeader::default()
        };
        self.stream
            .write_all(&encode_request(api_key, &header, request).unwrap().into_bytes())
            .await
            .unwrap();
    }

    async fn receive<R: Request>(&mut self) -> R::Response {
        let (api_key, version) = (ApiKey::from_i16(R::API_KEY.unwrap()).unwrap(), *R::VALID_VERSIONS.end());
        let size = self.stream.read_i32().await.unwrap();
        let mut bytes = vec![0; usize::try_from(size).unwrap()];
        self.stream.read_exact(&mut bytes).await.unwrap();
        let mut decoder = Decoder::new(bytes.into());
        ResponseHeader::decode(&mut decoder, response_header_version(api_key, version)).unwrap();
        R::Response::decode(&mut decoder, version).unwrap()
    }

    async fn ask<R: Request>(&mut self, request: &R) -> R::Response {
        self.send(request).await;
        self.receive::<R>().await
    }

    /// Sets one quota of one entity; 0 removes it.
    async fn set(&mut self, kind: &str, name: Option<&str>, key: &str, value: f64) {
        let entity = EntityData {
            entity_type: kind.into(),
            entity_name: name.map(Into::into),
            ..EntityData::default()
        };
        let op = OpData { key: key.into(), value, remove: value == 0.0, ..OpData::default() };
        let entry = EntryData { entity: vec![entity], ops: vec![op], ..EntryData::default() };
        let request =
            AlterClientQuotasRequest { entries: vec![entry], ..AlterClientQuotasRequest::default() };
        let response = self.ask(&request).await;
        assert_eq!(response.entries[0].error_code, 0, "{response:?}");
    }

    async fn create(&mut self, name: &str, partitions: i32) -> (i16, i32, Uuid) {
        let topic = CreatableTopic {
            name: name.into(),
            num_partitions: partitions,
            replication_factor: 1,
            ..CreatableTopic::default()
        };
        let request =
            CreateTopicsRequest { topics: vec![topic], timeout_ms: 1_000, ..CreateTopicsRequest::default() };
        let response = self.ask(&request).await;
        (response.topics[0].error_code, response.throttle_time_ms, response.topics[0].topic_id)
    }

    async fn produce(&mut self, topic_id: Uuid, bytes: usize) -> ProduceResponse {
        let response = self.ask(&produce(topic_id, bytes)).await;
        assert_eq!(response.responses[0].partition_responses[0].error_code, 0, "{response:?}");
        response
    }

    /// Asks something small; says how long the answer took.
    async fn answered_after(&mut self) -> Duration {
        let asked = Instant::now();
        self.ask(&api_versions()).await;
        asked.elapsed()
    }

    async fn is_closed(&mut self) -> bool {
        matches!(self.stream.read(&mut [0; 16]).await, Ok(0) | Err(_))
    }
}

fn api_versions() -> ApiVersionsRequest {
    ApiVersionsRequest {
        client_software_name: "test".into(),
        client_software_version: "1".into(),
        ..ApiVersionsRequest::default()
    }
}

fn produce(topic_id: Uuid, bytes: usize) -> ProduceRequest {
    let mut batch = BatchBuilder::new(BatchOptions::default());
    batch.append(1_767_225_600_000, None, Some(&vec![b'x'; bytes]), &[]);
    let records = Some(Records::from(batch.finish().unwrap()));
    let data = PartitionProduceData { records, ..PartitionProduceData::default() };
    let topic = TopicProduceData { topic_id, partition_data: vec![data], ..TopicProduceData::default() };
    ProduceRequest { acks: -1, timeout_ms: 5_000, topic_data: vec![topic], ..ProduceRequest::default() }
}

fn millis(throttle_time_ms: i32) -> Duration {
    Duration::from_millis(throttle_time_ms.try_into().unwrap())
}

#[tokio::test(start_paused = true)]
async fn a_producer_over_its_rate_is_answered_at_once_and_not_read_until_its_time_is_over() {
    let world = World::start(&[]).await;
    let (mut fast, mut other) = (world.client("fast").await, world.client("other").await);
    let (_, _, topic) = other.create("t", 1).await;
    other.set("client-id", Some("fast"), "producer_byte_rate", 1_000.0).await;
    assert_eq!(fast.produce(topic, 9_000).await.throttle_time_ms, 0);
    let asked = Instant::now();
    let throttle = fast.produce(topic, 3_000).await.throttle_time_ms;
    // A little more than 12,000 bytes at 1,000 a second, of which ten seconds' worth are free.
    assert!((2_000..2_500).contains(&throttle), "{throttle}");
    assert!(asked.elapsed() < Duration::from_millis(100), "the answer leaves at once");
    assert_eq!(other.produce(topic, 30_000).await.throttle_time_ms, 0);
    assert!(other.answered_after().await < Duration::from_millis(100));
    let waited = fast.answered_after().await;
    assert!(
        (millis(throttle)..millis(throttle + 300)).contains(&(waited + Duration::from_millis(100))),
        "{waited:?}"
    );
    let counted =
        "moldau_quota_throttled_ms_total{quota=\"producer_byte_rate\",user=\"\",client_id=\"fast\"}";
    assert_eq!(world.metric(counted), u64::try_from(throttle).unwrap());
    other.set("client-id", Some("fast"), "producer_byte_rate", 0.0).await;
    assert_eq!(fast.produce(topic, 30_000).await.throttle_time_ms, 0);
}

#[tokio::test(start_paused = true)]
async fn requests_sent_while_muted_wait_in_order() {
    let world = World::start(&[]).await;
    let mut client = world.client("app").await;
    let (_, _, topic) = client.create("t", 1).await;
    client.set("user", None, "producer_byte_rate", 1_000.0).await;
    let begun = Instant::now();
    for _ in 0..3 {
        client.send(&produce(topic, 15_000)).await;
    }
    client.send(&api_versions()).await;
    let mut told = Vec::new();
    for _ in 0..3 {
        told.push(client.receive::<ProduceRequest>().await.throttle_time_ms);
        let waited = begun.elapsed();
        let earlier: i32 = told.iter().rev().skip(1).sum();
        assert!(millis(earlier) <= waited + Duration::from_millis(50), "{told:?} {waited:?}");
    }
    client.receive::<ApiVersionsRequest>().await;
    assert!(millis(told.iter().sum()) <= begun.elapsed() + Duration::from_millis(50), "{told:?}");
}

#[tokio::test(start_paused = true)]
async fn a_muted_connection_is_let_go_when_the_node_stops() {
    let world = World::start(&[]).await;
    let mut client = world.client("app").await;
    let (_, _, topic) = client.create("t", 1).await;
    client.set("client-id", None, "producer_byte_rate", 1.0).await;
    let throttle = client.produce(topic, 1_000).await.throttle_time_ms;
    assert!(900_000 < throttle, "{throttle}");
    client.send(&api_versions()).await;
    let begun = Instant::now();
    world.node.drain(Duration::from_secs(30)).await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert!(client.is_closed().await);
}

#[tokio::test(start_paused = true)]
async fn a_muted_connection_is_closed_after_the_idle_time() {
    let world = World::start(&[("connections.max.idle.ms", "60000")]).await;
    let mut client = world.client("app").await;
    let (_, _, topic) = client.create("t", 1).await;
    client.set("client-id", None, "producer_byte_rate", 1.0).await;
    client.produce(topic, 1_000).await;
    let begun = Instant::now();
    assert!(client.is_closed().await);
    assert!((59..70).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
    assert_eq!(world.metric("moldau_connections_closed_total{reason=\"idle\"}"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_fetch_over_its_rate_is_empty_and_finds_everything_later() {
    let world = World::start(&[]).await;
    let (mut writer, mut reader) = (world.client("writer").await, world.client("reader").await);
    let (_, _, topic_id) = writer.create("t", 1).await;
    writer.set("client-id", Some("reader"), "consumer_byte_rate", 1_000.0).await;
    writer.produce(topic_id, 7_000).await;
    writer.produce(topic_id, 7_000).await;
    let fetch = |session_id, session_epoch, fetch_offset: Option<i64>, max_bytes| {
        let topics = fetch_offset.map(|fetch_offset| FetchTopic {
            topic_id,
            partitions: vec![FetchPartition {
                fetch_offset,
                partition_max_bytes: 1 << 20,
                current_leader_epoch: -1,
                ..FetchPartition::default()
            }],
            ..FetchTopic::default()
        });
        FetchRequest {
            max_wait_ms: 500,
            min_bytes: 1 << 20,
            max_bytes,
            session_id,
            session_epoch,
            topics: topics.into_iter().collect(),
            ..FetchRequest::default()
        }
    };
    let bytes = |response: &FetchResponse| -> usize {
        let parts = response.responses.iter().flat_map(|topic| &topic.partitions);
        parts.map(|part| part.records.as_ref().map_or(0, Records::len)).sum()
    };
    let first = reader.ask(&fetch(0, 0, Some(0), 8_000)).await;
    assert!((7_000..=8_000).contains(&bytes(&first)) && first.throttle_time_ms == 0, "{first:?}");
    let session = first.session_id;
    let second = reader.ask(&fetch(session, 1, Some(1), 1 << 20)).await;
    assert_eq!((bytes(&second), second.responses.len(), second.error_code), (0, 0, 0));
    assert_eq!(second.session_id, session);
    assert!((4_000..6_000).contains(&second.throttle_time_ms), "{}", second.throttle_time_ms);
    let waited = reader.answered_after().await;
    assert!(Duration::from_secs(3) < waited, "{waited:?}");
    world.wait(Duration::from_secs(12)).await;
    let third = reader.ask(&fetch(session, 2, None, 1 << 20)).await;
    assert_eq!((third.throttle_time_ms, third.error_code), (0, 0));
    assert!((7_000..10_000).contains(&bytes(&third)), "{third:?}");
}

#[tokio::test(start_paused = true)]
async fn a_first_fetch_over_its_rate_gets_no_session() {
    let world = World::start(&[]).await;
    let (mut writer, mut reader) = (world.client("writer").await, world.client("reader").await);
    let (_, _, topic_id) = writer.create("t", 1).await;
    writer.produce(topic_id, 50_000).await;
    writer.set("client-id", Some("reader"), "consumer_byte_rate", 1_000.0).await;
    let partitions = vec![FetchPartition {
        partition_max_bytes: 1 << 20,
        current_leader_epoch: -1,
        ..FetchPartition::default()
    }];
    let request = FetchRequest {
        max_wait_ms: 500,
        max_bytes: 1 << 20,
        topics: vec![FetchTopic { topic_id, partitions, ..FetchTopic::default() }],
        ..FetchRequest::default()
    };
    let response = reader.ask(&request).await;
    assert_eq!((response.session_id, response.responses.len(), response.error_code), (0, 0, 0));
    assert!(40_000 < response.throttle_time_ms, "{response:?}");
    assert_eq!(world.metric("kafka_server_fetchsessioncache_numincrementalfetchsessions"), 0);
}

#[tokio::test(start_paused = true)]
async fn changes_over_the_controllers_quota_are_refused_and_their_client_waits() {
    let exceeded = ErrorCode::ThrottlingQuotaExceeded.to_i16();
    let world = World::start(&[]).await;
    let (mut first, mut second) = (world.client("app").await, world.client("app").await);
    let mut other = world.client("other").await;
    other.set("client-id", Some("app"), "controller_mutation_rate", 0.5).await;
    // 5.5 tokens are there; six partitions leave a debt of half a token, which takes a second.
    let (error, throttle, _) = first.create("a", 6).await;
    assert_eq!((error, throttle), (0, 0));
    let (error, throttle, _) = first.create("b", 1).await;
    assert_eq!((error, throttle), (exceeded, 1_000));
    // What would be refused anyway is not charged.
    assert_eq!(second.create("a", 100).await.0, ErrorCode::TopicAlreadyExists.to_i16());
    let delete = DeleteTopicsRequest {
        topics: vec![DeleteTopicState { name: Some("a".into()), ..DeleteTopicState::default() }],
        timeout_ms: 1_000,
        ..DeleteTopicsRequest::default()
    };
    let refused = second.ask(&delete).await;
    assert_eq!((refused.responses[0].error_code, refused.throttle_time_ms), (exceeded, 1_000));
    assert!(Duration::from_millis(900) < first.answered_after().await);
    assert_eq!(other.create("c", 50).await.0, 0);
    world.wait(Duration::from_secs(1)).await;
    assert_eq!(second.ask(&delete).await.responses[0].error_code, 0);
    assert_eq!(first.create("b", 1).await.0, exceeded, "six deleted partitions have to be paid for");
}

#[tokio::test(start_paused = true)]
async fn quotas_are_described_as_they_were_set() {
    let world = World::start(&[]).await;
    let mut client = world.client("admin").await;
    client.set("user", Some("ann"), "producer_byte_rate", 1_024.0).await;
    client.set("user", Some("ann"), "request_percentage", 12.5).await;
    client.set("ip", None, "connection_creation_rate", 7.0).await;
    let describe = DescribeClientQuotasRequest::default();
    let told: Vec<String> = client
        .ask(&describe)
        .await
        .entries
        .unwrap()
        .iter()
        .flat_map(|entry| {
            let entity = &entry.entity[0];
            let name = format!("{} {:?}", entity.entity_type, entity.entity_name.as_deref());
            entry
                .values
                .iter()
                .map(move |value| format!("{name} {}={}", value.key, value.value))
                .collect::<Vec<_>>()
        })
        .collect();
    let expected = [
        "ip None connection_creation_rate=7",
        "user Some(\"ann\") producer_byte_rate=1024",
        "user Some(\"ann\") request_percentage=12.5",
    ];
    assert_eq!(told, expected);
    client.set("ip", None, "connection_creation_rate", 0.0).await;
    assert_eq!(client.ask(&describe).await.entries.unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_address_over_its_rate_of_new_connections_is_not_served() {
    let world = World::start(&[]).await;
    let mut client = world.client("admin").await;
    client.set("ip", Some("127.0.0.1"), "connection_creation_rate", 1.0).await;
    let mut kept = Vec::new();
    for _ in 0..10 {
        kept.push(world.client("app").await);
    }
    let (_ours, theirs) = tokio::io::duplex(64);
    assert!(world.node.connect(theirs, PEER, 0).await.is_err());
    let (_ours, theirs) = tokio::io::duplex(64);
    world.node.connect(theirs, SocketAddr::from(([10, 0, 0, 1], 1)), 0).await.unwrap();
    assert_eq!(world.metric("moldau_connections_refused_total{reason=\"connection_creation_rate\"}"), 1);
    world.wait(Duration::from_secs(11)).await;
    kept.push(world.client("app").await);
}

/// Time is real here: it is what is measured.
#[tokio::test]
async fn a_client_whose_requests_take_too_long_is_told_to_wait() {
    let world = World::start(&[]).await;
    let (mut busy, mut admin) = (world.client("busy").await, world.client("admin").await);
    admin.set("client-id", Some("busy"), "request_percentage", 0.000_01).await;
    let mut throttle = 0;
    for _ in 0..200 {
        throttle = busy.ask(&api_versions()).await.throttle_time_ms;
        if 0 < throttle {
            break;
        }
    }
    assert!((1..=1_000).contains(&throttle), "{throttle}");
    let asked = Duration::from_millis(u64::try_from(throttle).unwrap());
    let waited = busy.answered_after().await;
    assert!(asked <= waited + Duration::from_millis(50), "{waited:?}, not {asked:?}");
    assert_eq!(admin.ask(&api_versions()).await.throttle_time_ms, 0);
}
