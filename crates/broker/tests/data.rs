//! Producing and fetching on a whole node over in-memory streams, with simulated disk and time.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a surprise is a failure"
)]

use std::{net::SocketAddr, sync::Arc, time::Duration};

use moldau_broker::{Node, Surroundings, env::Env, threads::NetworkThreads};
use moldau_disk::{Clock, ManualClock, SimDisk, SimFault};
use moldau_ids::Uuid;
use moldau_settings::BrokerConfig;
use moldau_telemetry::Registry;
use moldau_wire::{
    ApiKey, Decoder, ErrorCode, Message, Records, Request,
    header::{encode_request, response_header_version},
    messages::{
        CreateTopicsRequest, DeleteRecordsRequest, DeleteTopicsRequest, FetchRequest, ListOffsetsRequest,
        ProduceRequest, ProduceResponse, RequestHeader, ResponseHeader,
        create_topics_request::CreatableTopic,
        delete_records_request::{DeleteRecordsPartition, DeleteRecordsTopic},
        delete_topics_request::DeleteTopicState,
        fetch_request::{FetchPartition, FetchTopic},
        list_offsets_request::{ListOffsetsPartition, ListOffsetsTopic},
        produce_request::{PartitionProduceData, TopicProduceData},
    },
    record_batch::{BatchBuilder, BatchOptions},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, DuplexStream},
    runtime::Handle,
};

const PEER: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 40_000);
const PARTITIONS: i32 = 3;

async fn start() -> Node {
    start_on(&SimDisk::new(1, Arc::new(ManualClock::default()))).await
}

async fn start_on(disk: &SimDisk) -> Node {
    start_with(disk, Registry::default()).await
}

async fn start_with(disk: &SimDisk, registry: Registry) -> Node {
    let overrides = [("listeners".to_owned(), "PLAINTEXT://127.0.0.1:0".to_owned())];
    let clock = Arc::new(ManualClock::default());
    let surroundings = Surroundings {
        env: Env::seeded(clock as Arc<dyn Clock>, 1),
        disk: Arc::new(disk.clone()),
        registry,
        threads: NetworkThreads::on(Handle::current()),
    };
    Node::start(BrokerConfig::standalone(&overrides).unwrap().0, surroundings).await.unwrap()
}

async fn connect(node: &Node) -> DuplexStream {
    let (ours, theirs) = tokio::io::duplex(1 << 20);
    node.connect(theirs, PEER, 0).await.unwrap();
    ours
}

fn version<R: Request>() -> i16 {
    *R::VALID_VERSIONS.end()
}

async fn send<R: Request>(stream: &mut DuplexStream, request: &R, correlation_id: i32) {
    let api_key = ApiKey::from_i16(R::API_KEY.unwrap()).unwrap();
    let header = RequestHeader {
        request_api_key: api_key.get(),
        request_api_version: version::<R>(),
        correlation_id,
        ..RequestHeader::default()
    };
    stream.write_all(&encode_request(api_key, &header, request).unwrap().into_bytes()).await.unwrap();
}

async fn receive<R: Request>(stream: &mut DuplexStream) -> (i32, R::Response) {
    let api_key = ApiKey::from_i16(R::API_KEY.unwrap()).unwrap();
    let size = stream.read_i32().await.unwrap();
    let mut bytes = vec![0; usize::try_from(size).unwrap()];
    stream.read_exact(&mut bytes).await.unwrap();
    let mut decoder = Decoder::new(bytes.into());
    let header =
        ResponseHeader::decode(&mut decoder, response_header_version(api_key, version::<R>())).unwrap();
    (header.correlation_id, R::Response::decode(&mut decoder, version::<R>()).unwrap())
}

async fn create(stream: &mut DuplexStream) -> Uuid {
    let topic = CreatableTopic {
        name: "t".into(),
        num_partitions: PARTITIONS,
        replication_factor: 1,
        ..CreatableTopic::default()
    };
    let request =
        CreateTopicsRequest { topics: vec![topic], timeout_ms: 1_000, ..CreateTopicsRequest::default() };
    send(stream, &request, 1).await;
    let (_, response) = receive::<CreateTopicsRequest>(stream).await;
    assert_eq!(response.topics[0].error_code, 0, "{response:?}");
    response.topics[0].topic_id
}

fn produce(topic_id: Uuid, index: i32, value: &str) -> ProduceRequest {
    let mut batch = BatchBuilder::new(BatchOptions::default());
    batch.append(1_767_225_600_000, None, Some(value.as_bytes()), &[]);
    let records = Some(Records::from(batch.finish().unwrap()));
    let data = PartitionProduceData { index, records, ..PartitionProduceData::default() };
    let topic = TopicProduceData { topic_id, partition_data: vec![data], ..TopicProduceData::default() };
    ProduceRequest { acks: -1, timeout_ms: 5_000, topic_data: vec![topic], ..ProduceRequest::default() }
}

fn outcome(response: &ProduceResponse) -> (i16, i64) {
    let part = &response.responses[0].partition_responses[0];
    (part.error_code, part.base_offset)
}

#[tokio::test(start_paused = true)]
async fn produces_that_overlap_are_answered_in_order() {
    let node = start().await;
    let mut stream = connect(&node).await;
    let topic_id = create(&mut stream).await;
    for number in 0..20 {
        send(&mut stream, &produce(topic_id, number % PARTITIONS, "value"), 100 + number).await;
    }
    for number in 0..20 {
        let (correlation_id, response) = receive::<ProduceRequest>(&mut stream).await;
        assert_eq!(correlation_id, 100 + number);
        assert_eq!(outcome(&response), (0, i64::from(number / PARTITIONS)));
    }
}

/// Clients refuse an answer to a full fetch that leaves out a partition they named.
#[tokio::test(start_paused = true)]
async fn a_full_fetch_that_had_to_wait_tells_of_every_partition() {
    let node = start().await;
    let (mut writer, mut reader) = (connect(&node).await, connect(&node).await);
    let topic_id = create(&mut writer).await;
    let partition = |partition| FetchPartition {
        partition,
        partition_max_bytes: 1 << 20,
        current_leader_epoch: -1,
        ..FetchPartition::default()
    };
    let topic = FetchTopic {
        topic_id,
        partitions: (0..PARTITIONS).map(partition).collect(),
        ..FetchTopic::default()
    };
    let request = FetchRequest {
        max_wait_ms: 10_000,
        min_bytes: 300,
        max_bytes: 1 << 20,
        session_epoch: -1,
        topics: vec![topic],
        ..FetchRequest::default()
    };
    send(&mut reader, &request, 7).await;
    let early = tokio::time::timeout(Duration::from_millis(50), reader.read_u8()).await;
    assert!(early.is_err(), "there is too little to answer with yet");
    send(&mut writer, &produce(topic_id, 1, &"x".repeat(400)), 2).await;
    assert_eq!(outcome(&receive::<ProduceRequest>(&mut writer).await.1).0, 0);
    let (id, response) = receive::<FetchRequest>(&mut reader).await;
    assert_eq!((id, response.error_code), (7, 0));
    let told: Vec<(i32, usize)> = response
        .responses
        .iter()
        .flat_map(|topic| &topic.partitions)
        .map(|part| (part.partition_index, part.records.as_ref().map_or(0, Records::len)))
        .collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told.iter().all(|(index, bytes)| (*index == 1) == (0 < *bytes)), "{told:?}");
}

/// Nobody marks a partition again whose records had no room in an answer: it stays ready by itself.
#[tokio::test(start_paused = true)]
async fn a_session_gets_everything_though_answers_are_small() {
    const EACH: i64 = 4;
    let node = start().await;
    let mut stream = connect(&node).await;
    let topic_id = create(&mut stream).await;
    let value = "x".repeat(1_000);
    for number in 0..EACH * i64::from(PARTITIONS) {
        let index = i32::try_from(number % i64::from(PARTITIONS)).unwrap();
        send(&mut stream, &produce(topic_id, index, &value), 0).await;
        assert_eq!(outcome(&receive::<ProduceRequest>(&mut stream).await.1).0, 0);
    }
    let (mut session_id, mut session_epoch, mut offsets) = (0, 0, [0_i64; 3]);
    let mut moved: Vec<i32> = (0..PARTITIONS).collect();
    let begin = tokio::time::Instant::now();
    while offsets != [EACH; 3] {
        let partition = |index: i32| FetchPartition {
            partition: index,
            fetch_offset: offsets[usize::try_from(index).unwrap()],
            partition_max_bytes: 1 << 20,
            current_leader_epoch: -1,
            ..FetchPartition::default()
        };
        let partitions = moved.iter().map(|index| partition(*index)).collect();
        let request = FetchRequest {
            max_wait_ms: 10_000,
            min_bytes: 1,
            max_bytes: 1_500,
            session_id,
            session_epoch,
            topics: vec![FetchTopic { topic_id, partitions, ..FetchTopic::default() }],
            ..FetchRequest::default()
        };
        send(&mut stream, &request, 1).await;
        let (_, response) = receive::<FetchRequest>(&mut stream).await;
        assert!(begin.elapsed() < Duration::from_secs(5), "{offsets:?}, and nothing more comes");
        (session_id, session_epoch) = (response.session_id, session_epoch + 1);
        moved.clear();
        for part in response.responses.iter().flat_map(|topic| &topic.partitions) {
            let bytes = part.records.as_ref().map_or(0, Records::len);
            if 0 < bytes {
                offsets[usize::try_from(part.partition_index).unwrap()] += 1;
                moved.push(part.partition_index);
            }
        }
    }
}

/// As in Kafka every code of an answer is counted, also the one that says that nothing is wrong.
#[tokio::test(start_paused = true)]
async fn error_codes_of_administrative_answers_are_counted_by_name() {
    let registry = Registry::default();
    let node = start_with(&SimDisk::new(1, Arc::new(ManualClock::default())), registry.clone()).await;
    let mut stream = connect(&node).await;
    let name = |name: &str| DeleteTopicState { name: Some(name.into()), ..DeleteTopicState::default() };
    let topic = CreatableTopic {
        name: "t".into(),
        num_partitions: 1,
        replication_factor: 1,
        ..CreatableTopic::default()
    };
    for _ in 0..2 {
        let request = CreateTopicsRequest {
            topics: vec![topic.clone()],
            timeout_ms: 1_000,
            ..CreateTopicsRequest::default()
        };
        send(&mut stream, &request, 1).await;
        receive::<CreateTopicsRequest>(&mut stream).await;
    }
    let request = DeleteTopicsRequest {
        topics: vec![name("no"), name("none"), name("t")],
        timeout_ms: 1_000,
        ..DeleteTopicsRequest::default()
    };
    send(&mut stream, &request, 2).await;
    receive::<DeleteTopicsRequest>(&mut stream).await;
    let text = registry.render(Duration::from_secs(1)).unwrap();
    for (request, error, count) in [
        ("CreateTopics", "NONE", 1),
        ("CreateTopics", "TOPIC_ALREADY_EXISTS", 1),
        ("DeleteTopics", "UNKNOWN_TOPIC_OR_PARTITION", 2),
        ("DeleteTopics", "NONE", 1),
    ] {
        let labels = format!("{{request=\"{request}\",error=\"{error}\"}} {count}");
        let line = text.lines().find(|line| line.contains("errorspersec") && line.ends_with(&labels));
        assert!(line.is_some(), "{labels} in\n{text}");
    }
}

/// The only directory fails before a partition was ever asked for: there is no place for its log.
#[tokio::test(start_paused = true)]
async fn a_partition_that_no_directory_can_take_says_so() {
    let disk = SimDisk::new(1, Arc::new(ManualClock::default()));
    let node = start_on(&disk).await;
    let mut stream = connect(&node).await;
    let topic_id = create(&mut stream).await;
    send(&mut stream, &produce(topic_id, 0, "value"), 2).await;
    assert_eq!(outcome(&receive::<ProduceRequest>(&mut stream).await.1), (0, 0));
    disk.plan(disk.io_count() + 1, SimFault::SyncFails);
    send(&mut stream, &produce(topic_id, 0, "value"), 3).await;
    let offline = ErrorCode::KafkaStorageError.to_i16();
    assert_eq!(outcome(&receive::<ProduceRequest>(&mut stream).await.1).0, offline);

    let partition = FetchPartition {
        partition: 1,
        partition_max_bytes: 1_000,
        current_leader_epoch: -1,
        ..FetchPartition::default()
    };
    let topic = FetchTopic { topic_id, partitions: vec![partition], ..FetchTopic::default() };
    let request =
        FetchRequest { max_wait_ms: 500, session_epoch: -1, topics: vec![topic], ..FetchRequest::default() };
    send(&mut stream, &request, 4).await;
    let (_, response) = receive::<FetchRequest>(&mut stream).await;
    assert_eq!(response.responses[0].partitions[0].error_code, offline);
}

#[tokio::test(start_paused = true)]
async fn records_that_were_deleted_stay_away_after_a_loss_of_power() {
    for seed in 0..24 {
        let disk = SimDisk::new(seed, Arc::new(ManualClock::default()));
        let node = start_on(&disk).await;
        let mut stream = connect(&node).await;
        let topic_id = create(&mut stream).await;
        for number in 0..5 {
            send(&mut stream, &produce(topic_id, 0, "value"), number).await;
            assert_eq!(outcome(&receive::<ProduceRequest>(&mut stream).await.1).0, 0);
        }
        let partition = DeleteRecordsPartition { offset: 3, ..DeleteRecordsPartition::default() };
        let topic = DeleteRecordsTopic {
            name: "t".into(),
            partitions: vec![partition],
            ..DeleteRecordsTopic::default()
        };
        let request = DeleteRecordsRequest {
            topics: vec![topic],
            timeout_ms: 5_000,
            ..DeleteRecordsRequest::default()
        };
        send(&mut stream, &request, 9).await;
        let (_, response) = receive::<DeleteRecordsRequest>(&mut stream).await;
        let part = &response.topics[0].partitions[0];
        assert_eq!((part.error_code, part.low_watermark), (0, 3));
        disk.lose_power();
        drop((stream, node));

        let node = start_on(&disk).await;
        let mut stream = connect(&node).await;
        let earliest = ListOffsetsPartition {
            current_leader_epoch: -1,
            timestamp: -2,
            ..ListOffsetsPartition::default()
        };
        let topic =
            ListOffsetsTopic { name: "t".into(), partitions: vec![earliest], ..ListOffsetsTopic::default() };
        let request =
            ListOffsetsRequest { replica_id: -1, topics: vec![topic], ..ListOffsetsRequest::default() };
        send(&mut stream, &request, 1).await;
        let (_, response) = receive::<ListOffsetsRequest>(&mut stream).await;
        assert_eq!(response.topics[0].partitions[0].offset, 3, "seed {seed}");
    }
}
