use bytes::Bytes;
use proptest::prelude::*;

use super::control::{ControlType, EndTransactionMarker};
use super::*;

const NOW: i64 = 1_700_000_000_000;

fn rules() -> ValidationRules {
    ValidationRules {
        compacted: false,
        timestamp_type: TimestampType::CreateTime,
        now_ms: NOW,
        timestamp_before_max_ms: i64::MAX,
        timestamp_after_max_ms: 3_600_000,
        from_client: true,
        decompressed_max: 16 << 20,
    }
}

fn three_records(options: BatchOptions) -> Vec<u8> {
    let mut builder = BatchBuilder::new(options);
    builder
        .append(NOW, Some(b"one"), Some(b"first value"), &[("h", Some(b"x")), ("null", None)])
        .append(NOW + 5, None, Some(&vec![b'v'; 100_000]), &[])
        .append(NOW - 7, Some(b"three"), None, &[]);
    let mut batch = Vec::new();
    builder.finish_into(&mut batch).expect("a batch");
    batch
}

fn parse(bytes: &[u8]) -> RecordBatch {
    RecordBatch::parse(&Bytes::copy_from_slice(bytes)).expect("a whole batch")
}

#[test]
fn crc32c_is_castagnoli() {
    // The check value of CRC-32C.
    assert_eq!(crc32c(b"123456789"), 0xe306_9283);
}

#[test]
fn a_batch_of_each_codec_reads_back() {
    for compression in Compression::ALL {
        let bytes = three_records(BatchOptions { compression, base_offset: 40, ..BatchOptions::default() });
        let batch = parse(&bytes);
        batch.verify_crc().expect("the right CRC");
        assert_eq!(batch.header().record_count, 3);
        assert_eq!(batch.header().last_offset(), 42);
        assert_eq!((batch.header().base_timestamp, batch.header().max_timestamp), (NOW, NOW + 5));
        let records = batch.records(16 << 20).expect("records");
        let views: Vec<_> = records.iter().map(|record| record.expect("a record")).collect();
        let offsets: Vec<_> = views.iter().map(|view| view.offset).collect();
        let timestamps: Vec<_> = views.iter().map(|view| view.timestamp).collect();
        assert_eq!(offsets, [40, 41, 42]);
        assert_eq!(timestamps, [NOW, NOW + 5, NOW - 7]);
        assert_eq!((views[0].key, views[1].key), (Some(&b"one"[..]), None));
        assert_eq!(views[1].value.map(<[u8]>::len), Some(100_000));
        assert_eq!(views[2].value, None);
        let headers: Vec<_> = views[0].headers().collect();
        assert_eq!(headers, [(&b"h"[..], Some(&b"x"[..])), (&b"null"[..], None)]);

        let found = validate(&batch, &rules()).expect("valid");
        assert_eq!((found.max_timestamp, found.offset_delta_of_max_timestamp), (NOW + 5, 1));
        assert_eq!(found.decompressed_size, records.data().len());
    }
}

#[test]
fn the_header_survives_a_round_trip() {
    let bytes = three_records(BatchOptions {
        producer_id: 77,
        producer_epoch: 3,
        base_sequence: i32::MAX - 1,
        transactional: true,
        partition_leader_epoch: 9,
        ..BatchOptions::default()
    });
    let header = BatchHeader::parse(&bytes).expect("a header");
    let mut again = [0; HEADER_SIZE];
    header.write_to(&mut again);
    assert_eq!(again, bytes[..HEADER_SIZE]);
    assert!(header.attributes.is_transactional() && !header.attributes.is_control());
    // Sequences go on from 2^31 - 1 with 0.
    assert_eq!(header.last_sequence(), 0);
}

#[test]
fn patches_keep_the_crc_right() {
    let mut bytes = three_records(BatchOptions { compression: Compression::Lz4, ..BatchOptions::default() });
    patch::set_base_offset(&mut bytes, 1_000);
    patch::set_partition_leader_epoch(&mut bytes, 12);
    parse(&bytes).verify_crc().expect("not covered by the CRC");
    patch::set_max_timestamp(&mut bytes, TimestampType::LogAppendTime, NOW + 99);
    let batch = parse(&bytes);
    batch.verify_crc().expect("mended");
    let header = batch.header();
    assert_eq!((header.base_offset, header.partition_leader_epoch), (1_000, 12));
    assert_eq!(header.attributes.timestamp_type(), TimestampType::LogAppendTime);
    let records = batch.records(1 << 20).expect("records");
    assert!(records.iter().all(|record| record.expect("a record").timestamp == NOW + 99));

    // A header cut off its records comes to the same CRC.
    let whole = three_records(BatchOptions::default());
    let (mut alone, mut together) = (whole[..HEADER_SIZE].to_vec(), whole);
    patch::set_max_timestamp(&mut alone, TimestampType::CreateTime, 5);
    patch::set_max_timestamp(&mut together, TimestampType::CreateTime, 5);
    assert_eq!(alone, together[..HEADER_SIZE]);

    // A batch without records has nothing behind its header.
    let mut empty = BatchBuilder::default().finish().expect("a batch").to_vec();
    patch::set_max_timestamp(&mut empty, TimestampType::LogAppendTime, 5);
    parse(&empty).verify_crc().expect("mended");
}

#[test]
fn batches_are_cut_one_after_the_other() {
    let one = three_records(BatchOptions::default());
    let two = three_records(BatchOptions { compression: Compression::Zstd, ..BatchOptions::default() });
    let both = Bytes::from([&one[..], &two[..]].concat());
    assert_eq!(batch_size(&both), Ok(Some(one.len())));
    assert_eq!(batch_size(&both[..11]), Ok(None));
    let sizes: Vec<_> = batches(&both).map(|batch| batch.expect("whole").bytes().len()).collect();
    assert_eq!(sizes, [one.len(), two.len()]);

    let cut = both.slice(..both.len() - 1);
    let found: Vec<_> = batches(&cut).collect();
    assert_eq!(found.len(), 2);
    let available = two.len() - 1;
    assert_eq!(found[1], Err(BatchError::Truncated { needed: two.len(), available }));
}

#[test]
fn a_broken_frame_says_what_is_wrong() {
    let good = three_records(BatchOptions::default());
    let with = |place: usize, bytes: &[u8]| {
        let mut bad = good.clone();
        bad[place..place + bytes.len()].copy_from_slice(bytes);
        RecordBatch::parse(&Bytes::from(bad)).and_then(|batch| batch.verify_crc())
    };
    assert_eq!(with(8, &(-1i32).to_be_bytes()), Err(BatchError::Length(-1)));
    assert_eq!(with(8, &48i32.to_be_bytes()), Err(BatchError::Length(48)));
    assert!(matches!(with(8, &i32::MAX.to_be_bytes()), Err(BatchError::Truncated { .. })));
    assert_eq!(with(16, &[1]), Err(BatchError::Magic(1)));
    assert!(matches!(with(100, &[0xff]), Err(BatchError::Crc { .. })));
    assert!(matches!(RecordBatch::parse(&Bytes::new()), Err(BatchError::Truncated { .. })));
}

/// Validates three records after `change` of the header, whose CRC is not looked at.
fn validate_changed(change: impl FnOnce(&mut BatchHeader)) -> Result<Validated, ValidationError> {
    let mut bytes = three_records(BatchOptions::default());
    let mut header = BatchHeader::parse(&bytes).expect("a header");
    change(&mut header);
    header.seal(&mut bytes);
    validate(&parse(&bytes), &rules())
}

#[test]
fn clients_may_not_send_inconsistent_headers() {
    let refused = |change: fn(&mut BatchHeader)| {
        let error = validate_changed(change).expect_err("refused");
        (matches!(error, ValidationError::Inconsistent(_)), error.error_code())
    };
    let expected = (true, crate::ErrorCode::InvalidRecord);
    assert_eq!(refused(|header| header.last_offset_delta = 5), expected);
    assert_eq!(refused(|header| header.last_offset_delta = -1), expected);
    assert_eq!(refused(|header| header.record_count = 0), expected);
    assert_eq!(refused(|header| header.record_count = i32::MIN), expected);
    assert_eq!(refused(|header| header.producer_id = 4), expected);
    assert_eq!(refused(|header| header.attributes = header.attributes.with_control(true)), expected);
    // One record fewer than there are, and one more.
    for count in [2, 4] {
        let found = validate_changed(|header| {
            header.record_count = count;
            header.last_offset_delta = count - 1;
        });
        assert!(matches!(found, Err(ValidationError::Unreadable(RecordError::Malformed(_)))), "{found:?}");
    }
    let codec = validate_changed(|header| header.attributes = Attributes(5));
    assert_eq!(codec, Err(RecordError::from(BatchError::Codec(5)).into()));
}

#[test]
fn records_are_refused_one_by_one() {
    let batch = parse(&three_records(BatchOptions::default()));
    let compacted = validate(&batch, &ValidationRules { compacted: true, ..rules() });
    let listed = vec![RecordRejection { batch_index: 1, reason: Rejection::NoKey }];
    assert_eq!(compacted, Err(ValidationError::Records { listed, total: 1 }));

    let narrow = ValidationRules { timestamp_before_max_ms: 6, timestamp_after_max_ms: 4, ..rules() };
    let error = validate(&batch, &narrow).expect_err("refused");
    assert_eq!(error.error_code(), crate::ErrorCode::InvalidTimestamp);
    let ValidationError::Records { listed, total } = error else { panic!("{error:?}") };
    let indexes: Vec<_> = listed.iter().map(|entry| entry.batch_index).collect();
    assert_eq!((indexes, total), (vec![1, 2], 2));

    let append_time = ValidationRules { timestamp_type: TimestampType::LogAppendTime, ..narrow };
    let found = validate(&batch, &append_time).expect("the broker's time");
    assert_eq!((found.max_timestamp, found.offset_delta_of_max_timestamp), (NOW, 2));
    let claimed = BatchOptions { timestamp_type: TimestampType::LogAppendTime, ..BatchOptions::default() };
    let error = validate(&parse(&three_records(claimed)), &append_time).expect_err("refused");
    assert_eq!(error.error_code(), crate::ErrorCode::InvalidTimestamp);
}

#[test]
fn offsets_must_follow_each_other() {
    let mut builder = BatchBuilder::default();
    builder.append_at(0, NOW, None, None, &[]).append_at(2, NOW, None, None, &[]);
    let bytes = builder.finish().expect("a batch");
    let internal = ValidationRules { from_client: false, ..rules() };
    assert!(validate(&parse(&bytes), &internal).is_err());
}

#[test]
fn bombs_stop_at_the_limit() {
    let zeros = vec![0; 4 << 20];
    for compression in [Compression::Gzip, Compression::Snappy, Compression::Lz4, Compression::Zstd] {
        let mut builder = BatchBuilder::new(BatchOptions { compression, ..BatchOptions::default() });
        let bytes = builder.append(NOW, None, Some(&zeros), &[]).finish().expect("a batch");
        let batch = parse(&bytes);
        let limit = 1 << 20;
        let too_large = RecordError::TooLarge { limit };
        assert_eq!(batch.records(limit).map(drop), Err(too_large.clone()), "{}", compression.name());
        let small = ValidationRules { decompressed_max: limit, ..rules() };
        assert_eq!(validate(&batch, &small), Err(too_large.into()), "{}", compression.name());
        assert!(validate(&batch, &ValidationRules { decompressed_max: 8 << 20, ..rules() }).is_ok());
    }
}

#[test]
fn snappy_is_read_as_snappy_java_reads_it() {
    let plain = vec![b'a'; 100_000];
    let raw = snap::raw::Encoder::new().compress_vec(&plain).expect("compressed");
    let unframed = decompress(Compression::Snappy, &Bytes::from(raw.clone()), 1 << 20);
    assert_eq!(unframed.expect("one raw block"), plain);

    let mut framed = Vec::new();
    compress(Compression::Snappy, None, &plain, &mut framed).expect("compressed");
    let joined = Bytes::from([&framed[..], &framed[..]].concat());
    let twice = decompress(Compression::Snappy, &joined, 1 << 20).expect("two streams");
    assert_eq!(twice.len(), 200_000);

    // A block of a few bytes that claims 4 GiB takes no memory.
    let liar = Bytes::from_static(&[0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0]);
    assert!(matches!(
        decompress(Compression::Snappy, &liar, usize::MAX),
        Err(RecordError::Decompression { .. })
    ));
}

#[test]
fn control_records_have_kafkas_bytes() {
    assert_eq!(ControlType::Commit.to_key(), [0, 0, 0, 1]);
    assert_eq!(ControlType::from_key(&[0, 0, 0, 6]), Ok(ControlType::KraftVoters));
    assert_eq!(ControlType::from_key(&[0, 1, 0, 99, 7]), Ok(ControlType::Unknown(99)));
    assert!(ControlType::from_key(&[0, 0, 0]).is_err());
    assert!(ControlType::from_key(&[0xff, 0xff, 0, 0]).is_err());
    let marker = EndTransactionMarker { coordinator_epoch: 7 };
    assert_eq!(marker.to_value(), [0, 0, 0, 0, 0, 7]);
    assert_eq!(EndTransactionMarker::from_value(&marker.to_value()), Ok(marker));
    assert!(EndTransactionMarker::from_value(&[0, 0, 0]).is_err());
}

proptest! {
    #[test]
    fn varints_round_trip(value: i64) {
        let mut bytes = Vec::new();
        varint::put(&mut bytes, value);
        prop_assert_eq!(bytes.len(), varint::size(value));
        prop_assert_eq!(varint::unzigzag(varint::zigzag(value)), value);
    }

    #[test]
    fn any_records_read_back(
        records in prop::collection::vec(
            (any::<i32>(), prop::option::of(any::<Vec<u8>>()), prop::option::of(any::<Vec<u8>>()),
             prop::collection::vec((".{0,8}", prop::option::of(any::<Vec<u8>>())), 0..3)),
            1..20,
        ),
        codec in 0u8..5,
    ) {
        let compression = Compression::from_codec(codec).expect("a codec");
        let mut builder = BatchBuilder::new(BatchOptions { compression, ..BatchOptions::default() });
        for (age, key, value, headers) in &records {
            let headers: Vec<_> =
                headers.iter().map(|(name, value)| (name.as_str(), value.as_deref())).collect();
            builder.append(NOW - i64::from(*age).abs(), key.as_deref(), value.as_deref(), &headers);
        }
        let batch = parse(&builder.finish().expect("a batch"));
        prop_assert!(batch.verify_crc().is_ok());
        let found = validate(&batch, &rules()).expect("valid");
        let newest = records.iter().map(|(age, ..)| NOW - i64::from(*age).abs()).max();
        prop_assert_eq!(Some(found.max_timestamp), newest);
        let decoded = batch.records(1 << 20).expect("records");
        prop_assert_eq!(decoded.iter().count(), records.len());
        for (view, (age, key, value, headers)) in decoded.iter().zip(&records) {
            let view = view.expect("a record");
            prop_assert_eq!(view.timestamp, NOW - i64::from(*age).abs());
            prop_assert_eq!(view.key, key.as_deref());
            prop_assert_eq!(view.value, value.as_deref());
            let seen: Vec<_> = view.headers().map(|(name, value)| (name.to_vec(), value.map(<[u8]>::to_vec))).collect();
            let sent: Vec<_> = headers.iter().map(|(name, value)| (name.clone().into_bytes(), value.clone())).collect();
            prop_assert_eq!(seen, sent);
        }
    }

    /// Whatever the bytes behind a valid header, the walk and the iterator agree on whether they are records,
    /// and neither panics.
    #[test]
    fn random_payloads_never_panic(payload in any::<Vec<u8>>(), codec in 0i16..8, count in -2i32..6) {
        let mut bytes = vec![0; HEADER_SIZE];
        bytes.extend_from_slice(&payload);
        let batch_length = i32::try_from(bytes.len() - LOG_OVERHEAD).expect("small");
        BatchHeader {
            base_offset: 0, batch_length, partition_leader_epoch: -1, crc: 0, attributes: Attributes(codec),
            last_offset_delta: count - 1, base_timestamp: NOW, max_timestamp: NOW, producer_id: -1,
            producer_epoch: -1, base_sequence: -1, record_count: count,
        }.seal(&mut bytes);
        let batch = parse(&bytes);
        let walked = validate(&batch, &rules());
        let iterated = batch.records(1 << 20).and_then(|records| {
            records.iter().try_fold(0, |count, record| record.map(|_| count + 1))
        });
        if walked.is_ok() {
            prop_assert_eq!(iterated, Ok(count));
        }
    }
}

/// The Java client refuses frames whose blocks depend on each other, so no producer may store one.
#[test]
fn lz4_frames_of_linked_blocks_are_refused() {
    use std::io::Write as _;

    let plain = vec![7; 200_000];
    for (mode, readable) in
        [(lz4_flex::frame::BlockMode::Independent, true), (lz4_flex::frame::BlockMode::Linked, false)]
    {
        let info = lz4_flex::frame::FrameInfo::new().block_mode(mode);
        let mut encoder = lz4_flex::frame::FrameEncoder::with_frame_info(info, Vec::new());
        encoder.write_all(&plain).unwrap();
        let frame = Bytes::from(encoder.finish().unwrap());
        let read = decompress(Compression::Lz4, &frame, plain.len());
        assert_eq!(read.ok().as_deref() == Some(plain.as_slice()), readable, "{mode:?}");
    }
}
