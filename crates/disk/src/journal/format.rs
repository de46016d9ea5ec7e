//! The bytes of a journal file: format page, round header, frame header. All numbers are big-endian.
//!
//! `docs/formats/journal.md` describes them byte by byte. Decoding takes nothing on trust: what does not check is
//! `None`, and no length is believed beyond the bytes at hand.
//!
//! Words: *incarnation* - one opening of the journal: a number that grows, and a random *nonce* that nobody who
//! writes records can guess, so that no record's bytes can pass for a round or a frame; *stamp* - nonce and
//! sequence in one, in every frame: a frame that an earlier round left in a recycled file never passes for one of
//! the round around it.

use moldau_ids::{LeaderEpoch, Offset, PartitionIndex, TopicId, TopicIdPartition};

use crate::{ALIGNMENT, seal::Cipher};

/// The version of the format that is written. Older ones are read for ever.
pub const FORMAT_VERSION: u32 = 1;

/// Where rounds begin in a file: behind the format page.
pub(super) const ROUNDS_START: u64 = ALIGNMENT as u64;
/// The length of a round's header in bytes.
pub(super) const ROUND_HEADER_LEN: usize = 80;
/// The length of a frame's header in bytes.
pub const FRAME_HEADER_LEN: usize = 64;
/// How much of a frame's body its own checksum covers: a record batch's header, which holds the checksum of the rest.
pub const FRAME_BODY_CHECKED: usize = 61;

const PAGE_MAGIC: [u8; 8] = *b"MOLDAUJ\n";
const PAGE_LEN: usize = 48;
const ROUND_MAGIC: [u8; 8] = *b"MJROUND\n";
/// Frames start at multiples of this within their round.
const FRAME_ALIGNMENT: usize = 8;

fn checksum(bytes: &[u8]) -> u32 {
    crc_fast::crc32_iscsi(bytes)
}

fn get<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..)?.first_chunk().copied()
}

fn get_u32(bytes: &[u8], at: usize) -> Option<u32> {
    get(bytes, at).map(u32::from_be_bytes)
}

fn get_u64(bytes: &[u8], at: usize) -> Option<u64> {
    get(bytes, at).map(u64::from_be_bytes)
}

/// The first bytes of a journal file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FormatPage {
    pub(super) version: u32,
    pub(super) number: u64,
    /// The file's length in bytes, this page included.
    pub(super) len: u64,
    pub(super) cipher: u32,
    /// Random: every round in the file repeats it, and nobody who writes records can guess it.
    pub(super) key: u64,
}

impl FormatPage {
    pub(super) fn new(number: u64, len: u64, cipher: Cipher, key: u64) -> Self {
        Self { version: FORMAT_VERSION, number, len, cipher: cipher.id(), key }
    }

    /// The page's bytes; zeros up to [`ALIGNMENT`] follow.
    pub(super) fn encode(&self) -> [u8; PAGE_LEN] {
        let mut page = [0; PAGE_LEN];
        page[..8].copy_from_slice(&PAGE_MAGIC);
        page[12..16].copy_from_slice(&self.version.to_be_bytes());
        page[16..24].copy_from_slice(&self.number.to_be_bytes());
        page[24..32].copy_from_slice(&self.len.to_be_bytes());
        page[32..36].copy_from_slice(&self.cipher.to_be_bytes());
        page[40..48].copy_from_slice(&self.key.to_be_bytes());
        let crc = checksum(&page[12..]);
        page[8..12].copy_from_slice(&crc.to_be_bytes());
        page
    }

    /// `None` if this is no complete page.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let page: &[u8; PAGE_LEN] = bytes.first_chunk()?;
        if page[..8] != PAGE_MAGIC || get_u32(page, 8)? != checksum(&page[12..]) {
            return None;
        }
        Some(Self {
            version: get_u32(page, 12)?,
            number: get_u64(page, 16)?,
            len: get_u64(page, 24)?,
            cipher: get_u32(page, 32)?,
            key: get_u64(page, 40)?,
        })
    }
}

/// One opening of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Incarnation {
    /// Greater than that of every opening before.
    pub(super) number: u64,
    /// Random.
    pub(super) nonce: u64,
}

impl Incarnation {
    /// The key of a file that this incarnation makes: one that can't be told from the nonce's other uses.
    pub(super) const fn file_key(self, number: u64) -> u64 {
        // The finisher of splitmix64 (Steele, Lea, Flood 2014).
        let mixed = self.nonce.rotate_left(32) ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// What every frame of the round carries.
    pub(super) const fn stamp(self, sequence: u64) -> u64 {
        self.nonce.wrapping_add(sequence)
    }
}

/// What stands before a round's frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RoundHeader {
    /// From the header's first byte to the last frame's last, padding of frames included, that of the round not.
    pub(super) len: u32,
    pub(super) incarnation: Incarnation,
    /// One more than that of the round before, over files and incarnations.
    pub(super) sequence: u64,
    /// All rounds up to this one were synced when this one was written.
    pub(super) synced_through: u64,
    /// All rounds up to this one were no longer needed when this one was written.
    pub(super) released_through: u64,
    pub(super) frames: u32,
    /// The key of the file it is in.
    pub(super) file_key: u64,
}

impl RoundHeader {
    pub(super) fn encode(&self) -> [u8; ROUND_HEADER_LEN] {
        let mut header = [0; ROUND_HEADER_LEN];
        header[..8].copy_from_slice(&ROUND_MAGIC);
        header[12..16].copy_from_slice(&self.len.to_be_bytes());
        header[16..24].copy_from_slice(&self.incarnation.number.to_be_bytes());
        header[24..32].copy_from_slice(&self.incarnation.nonce.to_be_bytes());
        header[32..40].copy_from_slice(&self.sequence.to_be_bytes());
        header[40..48].copy_from_slice(&self.synced_through.to_be_bytes());
        header[48..56].copy_from_slice(&self.released_through.to_be_bytes());
        header[56..60].copy_from_slice(&self.frames.to_be_bytes());
        header[64..72].copy_from_slice(&self.file_key.to_be_bytes());
        let crc = checksum(&header[12..]);
        header[8..12].copy_from_slice(&crc.to_be_bytes());
        header
    }

    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let header: &[u8; ROUND_HEADER_LEN] = bytes.first_chunk()?;
        if header[..8] != ROUND_MAGIC || get_u32(header, 8)? != checksum(&header[12..]) {
            return None;
        }
        let len = get_u32(header, 12)?;
        (ROUND_HEADER_LEN <= usize::try_from(len).ok()?).then_some(())?;
        Some(Self {
            len,
            incarnation: Incarnation { number: get_u64(header, 16)?, nonce: get_u64(header, 24)? },
            sequence: get_u64(header, 32)?,
            synced_through: get_u64(header, 40)?,
            released_through: get_u64(header, 48)?,
            frames: get_u32(header, 56)?,
            file_key: get_u64(header, 64)?,
        })
    }

    /// How many bytes of the file the round takes.
    pub(super) fn stored_len(&self) -> u64 {
        u64::from(self.len).next_multiple_of(ALIGNMENT as u64)
    }
}

/// Whether the frames of a round must survive a loss of power before its members are told that they are durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Synced before it counts.
    Durable,
    /// Counts when the kernel has it; synced with the next round that is.
    Relaxed,
}

/// What a frame does to its partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameKind {
    /// One record batch (version 2), which is the frame's body.
    Data {
        /// The batch's first offset.
        base_offset: Offset,
        /// The batch's last offset.
        last_offset: Offset,
    },
    /// Everything from this offset on is gone. No body.
    Truncate {
        /// The new end.
        to: Offset,
    },
    /// Everything is gone, and the log starts anew at this offset. No body.
    StartAt {
        /// The new start and end.
        offset: Offset,
    },
    /// The partition is gone. No body.
    Delete,
    /// Anything else that the log wants to find again, in order; the body is its own affair and covered whole.
    Note {
        /// What it is.
        tag: i64,
    },
}

/// What stands before a frame's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameHeader {
    /// Whose frame it is.
    pub partition: TopicIdPartition,
    /// The partition log's counter of truncations, deletions and moves.
    pub generation: u32,
    /// The epoch under which it was appended.
    pub leader_epoch: LeaderEpoch,
    /// What it does.
    pub kind: FrameKind,
    /// What its acknowledgement waits for.
    pub durability: Durability,
}

impl FrameKind {
    fn code(self) -> (u8, i64, i64) {
        match self {
            Self::Data { base_offset, last_offset } => (0, base_offset.get(), last_offset.get()),
            Self::Truncate { to } => (1, to.get(), 0),
            Self::StartAt { offset } => (2, offset.get(), 0),
            Self::Delete => (3, 0, 0),
            Self::Note { tag } => (4, tag, 0),
        }
    }

    fn from_code(code: u8, first: i64, second: i64) -> Option<Self> {
        Some(match code {
            0 => Self::Data { base_offset: Offset::new(first)?, last_offset: Offset::new(second)? },
            1 => Self::Truncate { to: Offset::new(first)? },
            2 => Self::StartAt { offset: Offset::new(first)? },
            3 => Self::Delete,
            4 => Self::Note { tag: first },
            _ => return None,
        })
    }

    /// How much of a body of `len` bytes the frame's own checksum covers.
    fn checked_len(self, len: usize) -> usize {
        match self {
            Self::Data { .. } => len.min(FRAME_BODY_CHECKED),
            Self::Truncate { .. } | Self::StartAt { .. } | Self::Delete | Self::Note { .. } => len,
        }
    }
}

/// How many bytes of a round a frame with a body of `body_len` bytes takes.
pub(super) fn frame_len(body_len: usize) -> usize {
    FRAME_HEADER_LEN.saturating_add(body_len).next_multiple_of(FRAME_ALIGNMENT)
}

impl FrameHeader {
    /// Writes header, body and padding into `frame`, which is [`frame_len`] of the body's length.
    pub(super) fn encode(&self, stamp: u64, body: [&[u8]; 2], frame: &mut [u8]) {
        let [first, second] = body;
        let body_len = first.len() + second.len();
        assert_eq!(frame.len(), frame_len(body_len), "the frame's room");
        let (header, rest) = frame.split_first_chunk_mut::<FRAME_HEADER_LEN>().expect("asserted");
        let (first_place, rest) = rest.split_at_mut(first.len());
        let (second_place, padding) = rest.split_at_mut(second.len());
        first_place.copy_from_slice(first);
        second_place.copy_from_slice(second);
        padding.fill(0);

        let (code, first_number, second_number) = self.kind.code();
        let body_len_field = u32::try_from(body_len).expect("a batch's length is an i32");
        header[4..8].copy_from_slice(&body_len_field.to_be_bytes());
        header[8..16].copy_from_slice(&stamp.to_be_bytes());
        header[16..32].copy_from_slice(&self.partition.topic_id.to_bytes());
        header[32..36].copy_from_slice(&self.partition.partition.get().to_be_bytes());
        header[36..40].copy_from_slice(&self.generation.to_be_bytes());
        header[40..44].copy_from_slice(&self.leader_epoch.get().to_be_bytes());
        header[44] = code;
        header[45] = u8::from(self.durability == Durability::Relaxed);
        header[46..48].fill(0);
        header[48..56].copy_from_slice(&first_number.to_be_bytes());
        header[56..64].copy_from_slice(&second_number.to_be_bytes());
        let checked = FRAME_HEADER_LEN + self.kind.checked_len(body_len);
        let crc = checksum(frame.get(4..checked).expect("no longer than the frame"));
        frame.first_chunk_mut::<4>().expect("asserted").copy_from_slice(&crc.to_be_bytes());
    }

    /// The frame at the start of `bytes` and the length of its body; `None` if it is not one of the round with this
    /// stamp, or not complete. The body begins behind the header.
    pub(super) fn decode(bytes: &[u8], stamp: u64) -> Option<(Self, usize)> {
        let header: &[u8; FRAME_HEADER_LEN] = bytes.first_chunk()?;
        let body_len = usize::try_from(get_u32(header, 4)?).ok()?;
        if get_u64(header, 8)? != stamp || bytes.len() < frame_len(body_len) {
            return None;
        }
        let first = i64::from_be_bytes(get(header, 48)?);
        let second = i64::from_be_bytes(get(header, 56)?);
        let kind = FrameKind::from_code(header[44], first, second)?;
        let body = bytes.get(FRAME_HEADER_LEN..FRAME_HEADER_LEN + body_len)?;
        let checked = FRAME_HEADER_LEN + kind.checked_len(body_len);
        #[cfg(feature = "planted")]
        let is_trusted = moldau_ids::planted::is_planted(moldau_ids::planted::Bug::TornRoundKept);
        #[cfg(not(feature = "planted"))]
        let is_trusted = false;
        if get_u32(header, 0)? != checksum(bytes.get(4..checked)?) && !is_trusted {
            return None;
        }
        if matches!(kind, FrameKind::Data { .. }) && !batch_is_whole(body) {
            return None;
        }
        let decoded = Self {
            partition: TopicIdPartition {
                topic_id: TopicId::from_bytes(get(header, 16)?),
                partition: PartitionIndex(i32::from_be_bytes(get(header, 32)?)),
            },
            generation: get_u32(header, 36)?,
            leader_epoch: LeaderEpoch(i32::from_be_bytes(get(header, 40)?)),
            kind,
            durability: if header[45] == 0 { Durability::Durable } else { Durability::Relaxed },
        };
        Some((decoded, body_len))
    }
}

/// Whether a record batch's own checksum (bytes 17 to 20, over everything behind them) is right.
pub(super) fn batch_is_whole(batch: &[u8]) -> bool {
    #[cfg(feature = "planted")]
    if moldau_ids::planted::is_planted(moldau_ids::planted::Bug::TornRoundKept) {
        return true;
    }
    match (get_u32(batch, 17), batch.get(21..)) {
        (Some(crc), Some(covered)) => crc == checksum(covered),
        _ => false,
    }
}

/// Checks a round's frames and calls `each` with a frame's header and where its body lies in `round`, in order.
/// `false` if anything is wrong; then some frames may have been seen already. `round` begins with the header.
pub(super) fn walk_frames(
    header: &RoundHeader,
    round: &[u8],
    mut each: impl FnMut(FrameHeader, std::ops::Range<usize>),
) -> bool {
    let Some(round) = usize::try_from(header.len).ok().and_then(|len| round.get(..len)) else { return false };
    let stamp = header.incarnation.stamp(header.sequence);
    let mut at = ROUND_HEADER_LEN;
    for _ in 0..header.frames {
        let Some(rest) = round.get(at..) else { return false };
        let Some((frame, body_len)) = FrameHeader::decode(rest, stamp) else { return false };
        let body = at + FRAME_HEADER_LEN;
        each(frame, body..body + body_len);
        at += frame_len(body_len);
    }
    at == round.len()
}
