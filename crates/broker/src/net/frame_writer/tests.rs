use std::{fs::File, path::PathBuf};

use moldau_disk::{JournalOptions, RealClock, RealDisk, RoundOutcome};
use moldau_ids::{LeaderEpoch, Offset, PartitionIndex, Timestamp, TopicPartition, Uuid};
use moldau_log::{
    DirectoryConfig, Located, LogConfig, LogDirectory, OpenOptions, Opened, ReadSlice, StepOutcome,
    format::properties::MetaProperties, prepare, producers::AppendOrigin,
};
use moldau_wire::{
    ApiKey, Records, header,
    messages::{
        FetchResponse,
        fetch_response::{FetchableTopicResponse, PartitionData},
    },
    record_batch::{BatchBuilder, BatchOptions},
};
use tokio::{
    io::AsyncReadExt,
    net::{TcpListener, TcpStream},
};

use super::*;

const NOW: Timestamp = Timestamp(1_767_225_600_000);

/// Records in a segment's file on the machine's disk.
struct Segment {
    piece: Arc<FilePiece>,
    bytes: Bytes,
    path: PathBuf,
    _opened: Opened,
    _directory: tempfile::TempDir,
}

/// `None` if the file system can't tell what is in the page cache: then nothing is found without waiting.
fn found() -> Option<Segment> {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path();
    let properties =
        MetaProperties { cluster_id: "c".to_owned(), node_id: 1, directory_id: Some(Uuid(0x77)) };
    LogDirectory::format(&RealDisk, path, &properties).expect("formatted");
    let config = DirectoryConfig { tail_bytes: 0, drain_after_ms: 0, ..DirectoryConfig::default() };
    let options = OpenOptions { config, journal: JournalOptions::new(path, 1) };
    let mut opened = LogDirectory::open(Arc::new(RealDisk), Arc::new(RealClock::default()), path, options)
        .expect("opened");
    let config = Arc::new(LogConfig { timestamp_after_max_ms: i64::MAX, ..LogConfig::default() });
    let name = TopicPartition::new("t", PartitionIndex(0));
    let log = opened.directory.create(&name, Uuid(0x88), config).expect("created");
    log.become_leader(LeaderEpoch(0)).expect("leads");
    for number in 0..30_u8 {
        let mut batch = BatchBuilder::new(BatchOptions::default());
        batch.append(NOW.get(), None, Some(&vec![number; 50_000]), &[]);
        let batch = batch.finish().expect("built");
        let batch = prepare(&batch, &log.config(), AppendOrigin::Client, NOW).expect("good");
        log.append_as_leader(&batch, LeaderEpoch(0), NOW).expect("appended");
    }
    while let RoundOutcome::Written(_) = opened.journal.run_round().expect("the journal works") {}
    while matches!(opened.write_back.step().expect("works"), StepOutcome::Worked) {}
    let plan = log.read(Offset::ZERO, 1 << 20, true, Offset::MAX).expect("planned");
    let Some(ReadSlice::File(read)) = plan.slices.into_iter().next() else { panic!("not in a file") };
    let bytes = read.read().expect("read");
    let Some(Located::Range(range)) = read.locate_nowait().expect("found") else { return None };
    Some(Segment {
        bytes,
        piece: Arc::new(FilePiece(range)),
        path: path.join("t-0/00000000000000000000.log"),
        _opened: opened,
        _directory: directory,
    })
}

/// What was read may be dropped again at once, if others need the memory.
fn segment() -> Option<Segment> {
    (0..20).find_map(|_try| found())
}

fn frame(partitions: Vec<Records>) -> EncodedFrame {
    let partition = |records| PartitionData { records: Some(records), ..PartitionData::default() };
    let partitions = partitions.into_iter().map(partition).collect();
    let topic = FetchableTopicResponse { partitions, ..FetchableTopicResponse::default() };
    let response = FetchResponse { responses: vec![topic], ..FetchResponse::default() };
    header::encode_response(ApiKey::Fetch, 17, 5, &response).expect("encoded")
}

/// A frame with bytes in memory and in the file, and all its bytes.
fn mixed(segment: &Segment) -> (EncodedFrame, Bytes) {
    let small = Bytes::from_static(b"abc");
    let large = Bytes::from(vec![9; 70_000]);
    let mut sent = vec![Records::EMPTY; 4];
    let mut expected = sent.clone();
    for (at, what) in [(0, None), (0, Some(&small)), (1, Some(&large)), (1, None), (3, None), (3, None)] {
        let (Some(sent), Some(expected)) = (sent.get_mut(at), expected.get_mut(at)) else { continue };
        if let Some(bytes) = what {
            sent.push(bytes.clone());
            expected.push(bytes.clone());
        } else {
            sent.push_foreign(segment.piece.clone());
            expected.push(segment.bytes.clone());
        }
    }
    (frame(sent), frame(expected).into_bytes())
}

fn env() -> Env {
    Env::new(Arc::new(RealClock::default()))
}

/// Writes until all is gone. The frames in the order in which they were.
async fn write_all<S: Stream>(writer: &mut FrameWriter<u32>, stream: &mut S) -> Result<Vec<u32>, WriteError> {
    let env = env();
    let mut gone = Vec::new();
    while !writer.is_empty() {
        std::future::poll_fn(|cx| writer.poll_write(stream, &env, cx)).await?;
        while let Some(sent) = writer.pop_sent() {
            gone.push(sent);
        }
    }
    Ok(gone)
}

async fn sockets() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("bound");
    let address = listener.local_addr().expect("bound");
    let (client, accepted) = tokio::join!(TcpStream::connect(address), listener.accept());
    let (server, _) = accepted.expect("accepted");
    // Many writes are partial.
    socket2::SockRef::from(&server).set_send_buffer_size(16 << 10).expect("set");
    (server, client.expect("connected"))
}

fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(test);
}

/// Sends two mixed frames and a plain one between them.
async fn check<S: Stream>(segment: &Segment, mut server: S, mut client: impl AsyncReadExt + Unpin) {
    let mut writer = FrameWriter::default();
    let ((first, mut expected), (last, _)) = (mixed(segment), mixed(segment));
    let plain = frame(vec![Records::from(Bytes::from(vec![1; 5_000]))]);
    expected = [&expected[..], &plain.clone().into_bytes(), &expected].concat().into();
    for (number, frame) in [(1, first), (2, plain), (3, last)] {
        writer.push(frame, number);
    }
    let mut received = vec![0; expected.len()];
    let (gone, read) = tokio::join!(write_all(&mut writer, &mut server), client.read_exact(&mut received));
    assert_eq!(gone.expect("written"), [1, 2, 3]);
    read.expect("read");
    assert!(expected == received, "other bytes than promised");
    assert!(writer.pieces.is_empty());
    writer.release();
}

#[test]
fn files_go_to_a_socket_in_their_place() {
    let Some(segment) = segment() else { return };
    run(async {
        let (server, client) = sockets().await;
        check(&segment, server, client).await;
    });
}

#[test]
fn a_stream_that_takes_bytes_only_gets_bytes() {
    let Some(segment) = segment() else { return };
    run(async {
        let (server, client) = tokio::io::duplex(10_000);
        check(&segment, server, client).await;
    });
}

#[test]
fn what_is_not_in_the_page_cache_is_waited_for() {
    let Some(segment) = segment() else { return };
    let file = File::open(&segment.path).expect("there");
    file.sync_all().expect("synced");
    rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed).expect("dropped");
    run(async {
        let (server, client) = sockets().await;
        check(&segment, server, client).await;
    });
}

#[test]
fn a_file_that_is_too_short_ends_the_connection() {
    for kept in [600_000, 0] {
        let Some(segment) = segment() else { return };
        let (frame, expected) = mixed(&segment);
        File::options().write(true).open(&segment.path).expect("there").set_len(kept).expect("cut");
        run(async {
            let (mut server, mut client) = sockets().await;
            let mut writer = FrameWriter::default();
            writer.push(frame, 1);
            let mut received = Vec::new();
            let write = async {
                let error = write_all(&mut writer, &mut server).await.expect_err("the file is short");
                drop(server);
                error
            };
            let (error, read) = tokio::join!(write, client.read_to_end(&mut received));
            assert!(matches!(error, WriteError::File(ReadError::Io { .. })), "{error:?}");
            read.expect("read");
            assert!(expected.starts_with(&received), "other bytes than promised");
            assert!(received.len() < expected.len());
        });
    }
}

#[test]
fn a_client_that_is_gone_is_no_failure_of_the_file() {
    let Some(segment) = segment() else { return };
    run(async {
        let (mut server, client) = sockets().await;
        drop(client);
        let mut writer = FrameWriter::default();
        for number in 0..8 {
            writer.push(mixed(&segment).0, number);
        }
        let error = write_all(&mut writer, &mut server).await.expect_err("nobody reads");
        assert!(matches!(error, WriteError::Connection(_)), "{error:?}");
    });
}
