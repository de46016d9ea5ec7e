//! Record batches of every codec, both ways.

use bytes::{Bytes, BytesMut};
use kafka_protocol::indexmap::IndexMap;
use kafka_protocol::protocol::StrBytes;
use kafka_protocol::records::{
    Compression as TheirCompression, Record, RecordBatchDecoder, RecordBatchEncoder, RecordEncodeOptions,
    TimestampType as TheirTimestampType,
};
use moldau_wire::record_batch::{
    BatchBuilder, BatchOptions, Compression, RecordBatch, TimestampType, ValidationRules, batches, validate,
};
use moldau_wire::testing::Gen;

const CODECS: [(Compression, TheirCompression); 5] = [
    (Compression::None, TheirCompression::None),
    (Compression::Gzip, TheirCompression::Gzip),
    (Compression::Snappy, TheirCompression::Snappy),
    (Compression::Lz4, TheirCompression::Lz4),
    (Compression::Zstd, TheirCompression::Zstd),
];

struct Sent {
    timestamp: i64,
    key: Option<Bytes>,
    value: Option<Bytes>,
    headers: Vec<(String, Option<Bytes>)>,
}

fn sample(seed: u64) -> Vec<Sent> {
    let mut g = Gen::new(seed);
    let nullable = |g: &mut Gen, max| (g.below(4) > 0).then(|| g.bytes(max));
    (0..=g.below(20))
        .map(|index| Sent {
            timestamp: 1_700_000_000_000 + i64::try_from(g.below(100_000)).expect("small"),
            key: nullable(&mut g, 40),
            value: nullable(&mut g, 90_000),
            headers: (0..g.below(3))
                .map(|header| (format!("h{index}-{header}"), nullable(&mut g, 20)))
                .collect(),
        })
        .collect()
}

#[test]
fn they_read_our_batches() {
    for (ours, _) in CODECS {
        for seed in 0..20 {
            let sent = sample(seed);
            let options = BatchOptions {
                compression: ours,
                base_offset: 500,
                producer_id: 9,
                producer_epoch: 1,
                base_sequence: 7,
                ..BatchOptions::default()
            };
            let mut builder = BatchBuilder::new(options);
            for record in &sent {
                let headers: Vec<_> =
                    record.headers.iter().map(|(name, value)| (name.as_str(), value.as_deref())).collect();
                builder.append(record.timestamp, record.key.as_deref(), record.value.as_deref(), &headers);
            }
            let mut bytes = builder.finish().expect("a batch");
            let read = RecordBatchDecoder::decode(&mut bytes).expect("they read it").records;
            assert_eq!(read.len(), sent.len(), "{ours:?} seed {seed}");
            for (index, (read, sent)) in read.iter().zip(&sent).enumerate() {
                let index = i32::try_from(index).expect("small");
                assert_eq!((read.offset, read.sequence), (500 + i64::from(index), 7 + index));
                assert_eq!((read.timestamp, &read.key), (sent.timestamp, &sent.key));
                assert_eq!(read.value, sent.value, "{ours:?} seed {seed}");
                let headers: Vec<_> =
                    read.headers.iter().map(|(name, value)| (name.to_string(), value.clone())).collect();
                assert_eq!(headers, sent.headers);
            }
        }
    }
}

#[test]
fn we_read_their_batches() {
    for (ours, theirs) in CODECS {
        for seed in 0..20 {
            let sent = sample(seed);
            let written = their_batches(&sent, theirs);
            let found: Vec<RecordBatch> = batches(&written).collect::<Result<_, _>>().expect("whole batches");
            let mut index = 0;
            for batch in found {
                batch.verify_crc().expect("the right CRC");
                assert_eq!(batch.header().attributes.compression(), Ok(ours));
                let internal = ValidationRules {
                    compacted: false,
                    timestamp_type: TimestampType::CreateTime,
                    now_ms: 1_700_000_000_000,
                    timestamp_before_max_ms: i64::MAX,
                    timestamp_after_max_ms: i64::MAX,
                    from_client: true,
                    decompressed_max: 16 << 20,
                };
                validate(&batch, &internal).expect("valid");
                let records = batch.records(16 << 20).expect("records");
                for view in &records {
                    let (view, sent) = (view.expect("a record"), &sent[index]);
                    assert_eq!(view.timestamp, sent.timestamp);
                    assert_eq!((view.key, view.value), (sent.key.as_deref(), sent.value.as_deref()));
                    let expected =
                        sent.headers.iter().map(|(name, value)| (name.as_bytes(), value.as_deref()));
                    assert!(view.headers().eq(expected), "{ours:?} seed {seed}");
                    index += 1;
                }
            }
            assert_eq!(index, sent.len(), "{ours:?} seed {seed}");
        }
    }
}

fn their_batches(sent: &[Sent], compression: TheirCompression) -> Bytes {
    let records: Vec<_> = sent
        .iter()
        .zip(0..)
        .map(|(record, offset)| Record {
            transactional: false,
            control: false,
            delete_horizon: false,
            partition_leader_epoch: 0,
            producer_id: -1,
            producer_epoch: -1,
            timestamp_type: TheirTimestampType::Creation,
            offset,
            sequence: -1,
            timestamp: record.timestamp,
            key: record.key.clone(),
            value: record.value.clone(),
            headers: record
                .headers
                .iter()
                .map(|(name, value)| (StrBytes::from_string(name.clone()), value.clone()))
                .collect::<IndexMap<_, _>>(),
        })
        .collect();
    let mut buffer = BytesMut::new();
    let options = RecordEncodeOptions { version: 2, compression };
    RecordBatchEncoder::encode(&mut buffer, &records, &options).expect("they can write it");
    buffer.freeze()
}
