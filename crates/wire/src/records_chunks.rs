//! [`Records`]: the bytes of record batches, in one or many slices.

use bytes::{Bytes, BytesMut};

/// The records field of a message: bytes of record batches that are passed on untouched.
///
/// Decoding gives one slice of the frame. An answer may be put together from many slices (parts of the tail in
/// memory, pieces read from files), which the encoder passes on without a copy.
#[derive(Clone, Default)]
pub struct Records {
    first: Bytes,
    // Empty in the common case of one slice, so that it costs no allocation.
    rest: Vec<Bytes>,
}

impl Records {
    /// No bytes.
    pub const EMPTY: Self = Self { first: Bytes::new(), rest: Vec::new() };

    /// Appends a slice. Empty slices are dropped.
    pub fn push(&mut self, chunk: Bytes) {
        if self.first.is_empty() {
            self.first = chunk;
        } else if !chunk.is_empty() {
            self.rest.push(chunk);
        }
    }

    /// The slices in order, none of them empty.
    pub fn chunks(&self) -> impl Iterator<Item = &Bytes> + Clone {
        std::iter::once(&self.first).filter(|chunk| !chunk.is_empty()).chain(&self.rest)
    }

    /// Bytes in all slices together.
    pub fn len(&self) -> usize {
        self.chunks().map(Bytes::len).sum()
    }

    /// No bytes at all.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }

    /// All bytes in one slice: shared if there is one slice, else copied together.
    pub fn to_bytes(&self) -> Bytes {
        if self.rest.is_empty() {
            return self.first.clone();
        }
        let mut whole = BytesMut::with_capacity(self.len());
        for chunk in self.chunks() {
            whole.extend_from_slice(chunk);
        }
        whole.freeze()
    }
}

impl From<Bytes> for Records {
    fn from(first: Bytes) -> Self {
        Self { first, rest: Vec::new() }
    }
}

impl FromIterator<Bytes> for Records {
    fn from_iter<I: IntoIterator<Item = Bytes>>(chunks: I) -> Self {
        let mut records = Self::EMPTY;
        for chunk in chunks {
            records.push(chunk);
        }
        records
    }
}

/// Equal if the bytes are, however they are sliced.
impl PartialEq for Records {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.chunks().flatten().eq(other.chunks().flatten())
    }
}

impl Eq for Records {}

impl std::fmt::Debug for Records {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Records({} bytes in {} slices)", self.len(), self.chunks().count())
    }
}
