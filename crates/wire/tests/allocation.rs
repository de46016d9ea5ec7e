//! What reading hostile bytes costs in memory: a multiple of the bytes, whatever they claim.

#![expect(unsafe_code, reason = "an allocator that counts")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use bytes::Bytes;
use moldau_wire::testing::{Sample, Visitor, visit_all};
use moldau_wire::{Encoder, Message, record_batch};

thread_local! {
    static LIVE: Cell<usize> = const { Cell::new(0) };
    static PEAK: Cell<usize> = const { Cell::new(0) };
}

/// Counts the bytes that this thread holds.
struct Counting;

// SAFETY: every call goes on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // A thread that is ending has no counters any more.
        let _gone = LIVE.try_with(|live| {
            live.set(live.get().wrapping_add(layout.size()));
            PEAK.set(PEAK.get().max(live.get()));
        });
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        let _gone = LIVE.try_with(|live| live.set(live.get().wrapping_sub(layout.size())));
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The most bytes held at once while `work` runs, above those held before.
fn peak(work: impl FnOnce()) -> usize {
    let before = LIVE.get();
    PEAK.set(before);
    work();
    PEAK.get().saturating_sub(before)
}

/// An entry of an array takes at most so many times the bytes it came in: a struct of empty fields in few bytes,
/// each with one unknown tagged field of one byte.
const FACTOR_MAX: usize = 100;

const INPUT_SIZE: usize = 20_000;

/// Puts a large count everywhere into the start of every message, and fills up with bytes that read as empty
/// entries: zeros where lengths are plain, ones where they are compact. Remembers the dearest.
struct Dearest {
    factor: usize,
    what: String,
}

impl Visitor for Dearest {
    fn visit<M: Message + Sample>(&mut self) {
        for version in M::VALID_VERSIONS {
            let Ok(start) = M::default().encode_to_bytes(version) else { continue };
            let (fill, flexible) = if M::is_flexible(version) { (1, true) } else { (0, false) };
            for place in 0..start.len().min(48) {
                for share in [1, 4, 12, 40] {
                    let mut bytes = start.slice(..place).to_vec();
                    bytes.extend(count(INPUT_SIZE / share, flexible));
                    bytes.resize(INPUT_SIZE + place, fill);
                    self.measure::<M>(Bytes::from(bytes), version);
                }
            }
        }
    }
}

impl Dearest {
    fn measure<M: Message>(&mut self, bytes: Bytes, version: i16) {
        let held = peak(|| drop(M::decode_exact(bytes, version)));
        if held / INPUT_SIZE >= self.factor {
            self.factor = held / INPUT_SIZE;
            self.what = format!("{} {version}", M::NAME);
        }
    }
}

/// An array's length as the version writes it.
fn count(entries: usize, flexible: bool) -> Vec<u8> {
    let entries = u32::try_from(entries).expect("small");
    if !flexible {
        return entries.to_be_bytes().to_vec();
    }
    let mut encoder = Encoder::new();
    encoder.unsigned_varint(entries);
    encoder.finish().expect("written").into_bytes().to_vec()
}

#[test]
fn reading_takes_a_multiple_of_the_input() {
    let mut dearest = Dearest { factor: 0, what: String::new() };
    visit_all(&mut dearest);
    let Dearest { factor, what } = dearest;
    assert!(factor > 10, "the inputs reach no array any more: {factor}");
    assert!(factor <= FACTOR_MAX, "{what}: {factor} times the input");
}

#[test]
fn a_count_beyond_the_bytes_takes_nothing() {
    // 999,999 topics in five bytes.
    let claim = Bytes::from_static(&[0, 0x0f, 0x42, 0x3f, 0]);
    let held = peak(|| drop(moldau_wire::messages::MetadataRequest::decode_exact(claim, 1)));
    assert!(held < 1_000, "{held}");
}

#[test]
fn a_bomb_takes_no_more_than_its_limit() {
    use record_batch::{Compression, compress, decompress};
    let zeros = vec![0; 16 << 20];
    for compression in [Compression::Gzip, Compression::Snappy, Compression::Lz4, Compression::Zstd] {
        let mut block = Vec::new();
        compress(compression, None, &zeros, &mut block).expect("compressed");
        let block = Bytes::from(block);
        let limit = 1 << 20;
        let held = peak(|| drop(decompress(compression, &block, limit)));
        // The output grows by doubling; windows and codecs come on top.
        assert!(held < 3 * limit, "{}: {held}", compression.name());
    }
}
