//! Aligned memory into which many threads copy at once, and which is shared, read-only, once they have.
//!
//! A [`Chunk`] is journal buffer and tail cache in one. It is given out from front to back: a [`Span`] is a
//! contiguous region that starts and ends at multiples of [`ALIGNMENT`] (one journal round); a [`Reservation`] is a
//! part of a span that its holder alone may write. A filled reservation becomes [`Bytes`] that keep the chunk
//! alive; a closed span can be read whole once all its reservations are gone. When nobody holds a part of a chunk
//! any more, its memory goes back to the [`ChunkPool`].
//!
//! Why the memory accesses are sound: (1) parts are given out through `&mut Span` from a position that only grows,
//! and a span's rest through its `close`, so no two reservations overlap; (2) a reservation is not `Clone` and is
//! consumed when it becomes readable; (3) a span is read only after its [`CopyGate`] has seen the end of every
//! reservation, which also orders the copies before the reads.
#![expect(unsafe_code, reason = "aligned memory, written by several threads in disjoint parts")]

use std::{
    alloc::{self, Layout},
    fmt,
    ops::Range,
    ptr::NonNull,
    sync::{Arc, Weak},
};

use bytes::Bytes;
use parking_lot::Mutex;

use crate::{ALIGNMENT, gate::CopyGate};

/// Rounds up to a multiple of [`ALIGNMENT`].
pub(crate) const fn align_up(len: usize) -> usize {
    len.next_multiple_of(ALIGNMENT)
}

/// Memory: `len` bytes at a multiple of [`ALIGNMENT`], all of them written at least once.
struct Memory {
    start: NonNull<u8>,
    len: usize,
}

// SAFETY: `Memory` owns its bytes; who may touch which of them is decided by the types below.
unsafe impl Send for Memory {}
// SAFETY: as above; `Memory` itself has no methods that touch the bytes.
unsafe impl Sync for Memory {}

impl Memory {
    fn layout(len: usize) -> Layout {
        Layout::from_size_align(len, ALIGNMENT).expect("a chunk is far smaller than the address space")
    }

    fn new(len: usize) -> Self {
        assert!(0 < len && len.is_multiple_of(ALIGNMENT), "a chunk of {len} bytes");
        let layout = Self::layout(len);
        // SAFETY: the layout is not empty.
        let start = unsafe { alloc::alloc_zeroed(layout) };
        let Some(start) = NonNull::new(start) else { alloc::handle_alloc_error(layout) };
        Self { start, len }
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        // SAFETY: allocated in `new` with this layout, and not used after.
        unsafe { alloc::dealloc(self.start.as_ptr(), Self::layout(self.len)) }
    }
}

/// Keeps the memory of chunks that nobody uses any more, up to a bound.
pub(crate) struct ChunkPool {
    chunk_bytes: usize,
    free_max: usize,
    free: Mutex<Vec<Memory>>,
    /// For chunks to find their way back.
    this: Weak<Self>,
}

impl fmt::Debug for ChunkPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChunkPool").field("chunk_bytes", &self.chunk_bytes).finish_non_exhaustive()
    }
}

impl ChunkPool {
    /// A pool of chunks of `chunk_bytes` (a multiple of [`ALIGNMENT`]) that keeps at most `free_max` unused ones.
    pub(crate) fn new(chunk_bytes: usize, free_max: usize) -> Arc<Self> {
        assert!(0 < chunk_bytes && chunk_bytes.is_multiple_of(ALIGNMENT), "chunks of {chunk_bytes} bytes");
        Arc::new_cyclic(|this| Self {
            chunk_bytes,
            free_max,
            free: Mutex::new(Vec::new()),
            this: this.clone(),
        })
    }

    /// A span at the start of a chunk with room for at least `len` bytes.
    pub(crate) fn span(&self, len: usize) -> Span {
        let reused = if len <= self.chunk_bytes { self.free.lock().pop() } else { None };
        let memory = reused.unwrap_or_else(|| Memory::new(align_up(len).max(self.chunk_bytes)));
        Span::at(Arc::new(Chunk { memory: Some(memory), pool: self.this.clone() }), 0)
    }

    /// Gives back the memory of half of the unused chunks beyond `kept`.
    pub(crate) fn trim(&self, kept: usize) {
        let surplus = {
            let mut free = self.free.lock();
            let left = free.len().saturating_sub(free.len().saturating_sub(kept).div_ceil(2));
            free.split_off(left)
        };
        drop(surplus);
    }

    /// How many unused chunks are kept now.
    pub(crate) fn free_count(&self) -> usize {
        self.free.lock().len()
    }
}

/// Memory that goes back to its pool.
struct Chunk {
    /// Always there until the chunk is dropped.
    memory: Option<Memory>,
    pool: Weak<ChunkPool>,
}

impl Chunk {
    fn memory(&self) -> &Memory {
        self.memory.as_ref().expect("taken out only in drop")
    }

    fn len(&self) -> usize {
        self.memory().len
    }

    /// SAFETY: nobody writes these bytes as long as the slice lives.
    unsafe fn slice(&self, range: Range<usize>) -> &[u8] {
        assert!(range.start <= range.end && range.end <= self.len(), "beyond the chunk");
        // SAFETY: within one allocation of initialised bytes; the caller keeps writers away.
        unsafe { std::slice::from_raw_parts(self.memory().start.as_ptr().add(range.start), range.len()) }
    }

    /// SAFETY: nobody else reads or writes these bytes as long as the slice lives.
    #[expect(clippy::mut_from_ref, reason = "the parts are disjoint; reservations see to it")]
    unsafe fn slice_mut(&self, range: Range<usize>) -> &mut [u8] {
        assert!(range.start <= range.end && range.end <= self.len(), "beyond the chunk");
        // SAFETY: within one allocation of initialised bytes; the caller keeps everybody else away.
        unsafe { std::slice::from_raw_parts_mut(self.memory().start.as_ptr().add(range.start), range.len()) }
    }
}

impl Drop for Chunk {
    fn drop(&mut self) {
        let Some(pool) = self.pool.upgrade() else { return };
        let Some(memory) = self.memory.take_if(|memory| memory.len == pool.chunk_bytes) else { return };
        let mut free = pool.free.lock();
        if free.len() < pool.free_max {
            free.push(memory);
        }
    }
}

/// A contiguous region of a chunk that is being filled from front to back. Its rest of the chunk is free.
pub(crate) struct Span {
    chunk: Arc<Chunk>,
    gate: Arc<CopyGate>,
    start: usize,
    next: usize,
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Span({}..{})", self.start, self.next)
    }
}

impl Span {
    fn at(chunk: Arc<Chunk>, start: usize) -> Self {
        Self { chunk, gate: Arc::new(CopyGate::new()), start, next: start }
    }

    /// Bytes given out so far.
    pub(crate) fn len(&self) -> usize {
        self.next - self.start
    }

    /// Bytes of the chunk that are left.
    pub(crate) fn room(&self) -> usize {
        self.chunk.len() - self.next
    }

    /// The next `len` bytes, for the caller alone; `None` if the chunk has no room.
    pub(crate) fn reserve(&mut self, len: usize) -> Option<Reservation> {
        let end = self.next.checked_add(len).filter(|&end| end <= self.chunk.len())?;
        let range = self.next..end;
        self.next = end;
        self.gate.begin();
        Some(Reservation { chunk: Arc::clone(&self.chunk), gate: Some(Arc::clone(&self.gate)), range })
    }

    /// Ends the span at the next multiple of [`ALIGNMENT`], padded with zeros, and begins another behind it.
    pub(crate) fn close(mut self) -> (ClosedSpan, Option<Self>) {
        let end = align_up(self.next);
        let padding = self.reserve(end - self.next).expect("a chunk's length is a multiple of the alignment");
        padding.fill_zero();
        let rest = (end < self.chunk.len()).then(|| Self::at(Arc::clone(&self.chunk), end));
        (ClosedSpan { chunk: self.chunk, gate: self.gate, range: self.start..end }, rest)
    }
}

/// A region of a chunk that takes no more reservations.
pub(crate) struct ClosedSpan {
    chunk: Arc<Chunk>,
    gate: Arc<CopyGate>,
    range: Range<usize>,
}

impl fmt::Debug for ClosedSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClosedSpan({:?})", self.range)
    }
}

impl ClosedSpan {
    /// `len` zeros, which must be a multiple of [`ALIGNMENT`].
    pub(crate) fn zeros(len: usize) -> Self {
        let chunk = Arc::new(Chunk { memory: Some(Memory::new(len)), pool: Weak::new() });
        Self { chunk, gate: Arc::new(CopyGate::new()), range: 0..len }
    }

    /// `prefix`, then zeros up to `len`, which must be a multiple of [`ALIGNMENT`].
    pub(crate) fn with_prefix(prefix: &[u8], len: usize) -> Self {
        let chunk = Arc::new(Chunk { memory: Some(Memory::new(len)), pool: Weak::new() });
        let mut span = Span::at(chunk, 0);
        let mut reservation = span.reserve(len).expect("the chunk is this long");
        reservation.bytes_mut().get_mut(..prefix.len()).expect("the prefix fits").copy_from_slice(prefix);
        reservation.finish();
        span.close().0
    }

    /// Its length in bytes, a multiple of [`ALIGNMENT`].
    pub(crate) fn len(&self) -> usize {
        self.range.len()
    }

    /// Waits for the copies that are under way and gives all bytes; `None` if a copy was given up.
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        // SAFETY: closed, so no reservation is made any more, and the gate has seen the end of all of them: nobody
        // writes these bytes any more.
        self.gate.wait().then(|| unsafe { self.chunk.slice(self.range.clone()) })
    }
}

/// Bytes of a span that the holder alone may write.
pub(crate) struct Reservation {
    chunk: Arc<Chunk>,
    /// Taken when the bytes are complete.
    gate: Option<Arc<CopyGate>>,
    range: Range<usize>,
}

impl fmt::Debug for Reservation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reservation({:?})", self.range)
    }
}

impl Reservation {
    /// The bytes, as an earlier user left them.
    pub(crate) fn bytes_mut(&mut self) -> &mut [u8] {
        // SAFETY: reservations don't overlap, this one is not `Clone`, and `&mut self` is the only way in.
        unsafe { self.chunk.slice_mut(self.range.clone()) }
    }

    /// The bytes are complete.
    pub(crate) fn finish(mut self) {
        if let Some(gate) = self.gate.take() {
            gate.end();
        }
    }

    /// The bytes are complete; gives the part `within` them for reading.
    pub(crate) fn freeze(self, within: Range<usize>) -> Bytes {
        assert!(within.start <= within.end && within.end <= self.range.len(), "beyond the reservation");
        let range = self.range.start + within.start..self.range.start + within.end;
        let view = View { chunk: Arc::clone(&self.chunk), range };
        self.finish();
        Bytes::from_owner(view)
    }

    fn fill_zero(mut self) {
        self.bytes_mut().fill(0);
        self.finish();
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        if let Some(gate) = self.gate.take() {
            gate.abandon();
        }
    }
}

/// Complete bytes of a chunk.
struct View {
    chunk: Arc<Chunk>,
    range: Range<usize>,
}

impl AsRef<[u8]> for View {
    fn as_ref(&self) -> &[u8] {
        // SAFETY: made from a finished reservation: nobody writes these bytes until the chunk is dropped.
        unsafe { self.chunk.slice(self.range.clone()) }
    }
}
