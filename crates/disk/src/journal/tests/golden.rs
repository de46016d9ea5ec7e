//! The bytes of the format, as docs/formats/journal.md has them. A change here is a new version of the format.

use moldau_ids::{LeaderEpoch, Offset, PartitionIndex, TopicIdPartition, Uuid};

use super::super::format::{FormatPage, FrameHeader, Incarnation, RoundHeader, frame_len, walk_frames};
use crate::{Cipher, Durability, FrameKind, journal::tests::batch};

const GOLDEN: &[u8] = include_bytes!("golden-1.bin");
/// Where the round begins: a format page, cut short, comes before.
const ROUND: usize = 48;

fn expected() -> (FormatPage, RoundHeader, Vec<(FrameHeader, Vec<u8>)>) {
    let incarnation = Incarnation { number: 2, nonce: 0x0102_0304_0506_0708 };
    let key = incarnation.file_key(7);
    let partition = TopicIdPartition { topic_id: Uuid(0x1122_3344 << 96 | 5), partition: PartitionIndex(9) };
    let kinds = [
        (FrameKind::Data { base_offset: offset(100), last_offset: offset(104) }, batch(1, 70)),
        (FrameKind::Truncate { to: offset(102) }, Vec::new()),
        (FrameKind::StartAt { offset: offset(500) }, Vec::new()),
        (FrameKind::Delete, Vec::new()),
        (FrameKind::Note { tag: 3 }, vec![1, 2, 3]),
    ];
    let frames: Vec<_> = kinds
        .into_iter()
        .map(|(kind, body)| {
            let leader_epoch = LeaderEpoch(6);
            (
                FrameHeader { partition, generation: 4, leader_epoch, kind, durability: Durability::Relaxed },
                body,
            )
        })
        .collect();
    let len = 80 + frames.iter().map(|(_, body)| frame_len(body.len())).sum::<usize>();
    let header = RoundHeader {
        len: u32::try_from(len).unwrap(),
        incarnation,
        sequence: 42,
        synced_through: 41,
        released_through: 30,
        frames: 5,
        file_key: key,
    };
    (FormatPage::new(7, 64 << 20, Cipher::Null, key), header, frames)
}

fn offset(raw: i64) -> Offset {
    Offset::new(raw).unwrap()
}

#[test]
fn what_is_written_is_what_was_always_written() {
    let (page, header, frames) = expected();
    let mut bytes = page.encode().to_vec();
    bytes.extend(header.encode());
    for (frame, body) in &frames {
        let mut room = vec![0xaa; frame_len(body.len())];
        let (first, second) = body.split_at(body.len().min(61));
        frame.encode(header.incarnation.stamp(header.sequence), [first, second], &mut room);
        bytes.extend(room);
    }
    assert_eq!(bytes, GOLDEN);
}

#[test]
fn what_was_always_written_is_read() {
    let (page, header, frames) = expected();
    assert_eq!(FormatPage::decode(GOLDEN), Some(page));
    let round = &GOLDEN[ROUND..];
    assert_eq!(RoundHeader::decode(round), Some(header));
    let mut found = Vec::new();
    assert!(walk_frames(&header, round, |frame, body| found.push((frame, round[body].to_vec()))));
    assert_eq!(found, frames);
}

#[test]
fn every_flipped_bit_is_noticed() {
    let (_, header, _) = expected();
    for at in 0..GOLDEN.len() * 8 {
        let mut bytes = GOLDEN.to_vec();
        bytes[at / 8] ^= 1 << (at % 8);
        let page = FormatPage::decode(&bytes).is_some();
        let round = &bytes[ROUND..];
        let whole = RoundHeader::decode(round).is_some_and(|header| walk_frames(&header, round, |_, _| {}));
        assert!(!page || !whole || is_free(at / 8), "bit {at}");
        let other = RoundHeader { sequence: 43, ..header };
        assert!(!walk_frames(&other, round, |_, _| {}), "a frame of another round");
    }
}

/// Padding behind a frame's body, and the first 17 bytes of a batch behind those that the frame covers: none.
fn is_free(byte: usize) -> bool {
    let (_, _, frames) = expected();
    let mut at = ROUND + 80;
    frames.iter().any(|(_, body)| {
        let padding = at + 64 + body.len()..at + frame_len(body.len());
        at += frame_len(body.len());
        padding.contains(&byte)
    })
}
