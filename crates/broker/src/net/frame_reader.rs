//! Bytes into frames, within the budget and without holding memory for what has not arrived.
//!
//! One buffer per connection, taken when bytes are there to be read and given back when there are none: an idle
//! connection holds nothing, one in the middle of a small frame holds little more than what arrived. A frame
//! above [`FREE_FRAME_SIZE_MAX`] waits for its size in the [`Budget`] before its body is read. Its buffer is
//! taken at once up to [`EAGER_SIZE_MAX`]; above, it grows with what has arrived, twofold at most.
//!
//! Usually one read gives a whole request, or several; each is then a slice of the same buffer, uncopied.
//!
//! Waiting (for bytes, for the budget) is cancel-safe: all state is in the reader.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Bytes, BytesMut};
use moldau_wire::frame::{FrameDecoder, FrameError, Progress, SIZE_PREFIX};
use tokio::{io::AsyncRead, time::Instant};
use tokio_util::io::poll_read_buf;

use super::budget::{Budget, FREE_FRAME_SIZE_MAX, Permit};

/// What is read at once on a connection whose requests are small.
const SMALL_READ: usize = 16 * 1024;
/// What is read at once on a connection whose last request was larger than [`SMALL_READ`].
const LARGE_READ: usize = 64 * 1024;
/// A frame's buffer is taken at once up to this size; the budget bounds how many there are.
const EAGER_SIZE_MAX: usize = 1024 * 1024;
/// The most bytes of a frame's beginning that are moved to a buffer of their own size while the rest is waited for.
const MOVED_SIZE_MAX: usize = 4 * 1024;

/// A whole request.
#[derive(Debug)]
pub(crate) struct Frame {
    /// Its bytes without the length before them.
    pub(crate) bytes: Bytes,
    /// When its last bytes were read.
    pub(crate) received: Instant,
    /// What it holds of the budget, if it is large.
    pub(crate) permit: Option<Permit>,
}

/// A large frame whose body is being read, or waits for the budget.
struct Large {
    size: usize,
    permit: PermitState,
    /// When its speed was last looked at while it was being read, and how many bytes there were then.
    measured: Option<(Instant, usize)>,
}

enum PermitState {
    Waiting(Pin<Box<dyn Future<Output = Permit> + Send>>),
    Held(Permit),
}

/// One connection's bytes on their way to becoming frames.
pub(crate) struct FrameReader {
    decoder: FrameDecoder,
    budget: Budget,
    buffer: BytesMut,
    /// What is missing of the frame at the buffer's start; 0 if its length is not known.
    missing: usize,
    large: Option<Large>,
    next_read: usize,
    last_read: Option<Instant>,
}

impl FrameReader {
    /// Lets frames of up to `size_max` bytes through.
    pub(crate) fn new(size_max: usize, budget: Budget) -> Self {
        Self {
            decoder: FrameDecoder::new(size_max),
            budget,
            buffer: BytesMut::new(),
            missing: 0,
            large: None,
            next_read: SMALL_READ,
            last_read: None,
        }
    }

    /// Bytes read that are not yet part of a frame given out.
    pub(crate) fn buffered(&self) -> usize {
        self.buffer.len()
    }

    /// The next frame, if all of it has been read.
    pub(crate) fn next_frame(&mut self, now: Instant) -> Result<Option<Frame>, FrameError> {
        // Most calls come before the bytes do.
        if self.missing > 0 || self.buffer.len() < SIZE_PREFIX {
            return Ok(None);
        }
        match self.decoder.next(&mut self.buffer)? {
            Progress::NeedSize => Ok(None),
            Progress::NeedBody { size, missing } => {
                self.missing = missing;
                self.wait_for_budget(size);
                Ok(None)
            }
            Progress::Frame(bytes) => {
                self.next_read = if bytes.len() > SMALL_READ { LARGE_READ } else { SMALL_READ };
                let permit = self.large.take().and_then(Large::into_permit);
                Ok(Some(Frame { bytes, received: self.last_read.unwrap_or(now), permit }))
            }
        }
    }

    /// Reads once. Ready with 0 at the end of the stream. Pending also while a large frame waits for the
    /// budget; memory is given back before this is pending.
    pub(crate) fn poll_read<S: AsyncRead + Unpin>(
        &mut self,
        stream: &mut S,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_budget(cx));
        let wanted = self.wanted();
        self.buffer.reserve(wanted);
        let read = poll_read_buf(Pin::new(stream), cx, &mut self.buffer);
        match &read {
            Poll::Ready(Ok(count)) => self.missing = self.missing.saturating_sub(*count),
            Poll::Ready(Err(_)) => {}
            Poll::Pending => self.give_back(),
        }
        read
    }

    /// Notes when bytes came in, for [`Frame::received`].
    pub(crate) fn note_read(&mut self, now: Instant) {
        self.last_read = Some(now);
    }

    /// The body of a large frame is being read, or waits for the budget.
    pub(crate) fn in_large_frame(&self) -> bool {
        self.large.is_some()
    }

    /// Bytes per second since the last call, if the body of a large frame has been read all the time between.
    pub(crate) fn measure_large_frame(&mut self, now: Instant) -> Option<u64> {
        let have = self.buffer.len();
        let large = self.large.as_mut().filter(|large| matches!(large.permit, PermitState::Held(_)))?;
        let (since, had) = large.measured.replace((now, have))?;
        let elapsed_ms = now.saturating_duration_since(since).as_millis().max(1);
        let gained = u128::try_from(have.saturating_sub(had)).unwrap_or(u128::MAX);
        Some(u64::try_from(gained.saturating_mul(1_000) / elapsed_ms).unwrap_or(u64::MAX))
    }

    fn wait_for_budget(&mut self, size: usize) {
        if size <= FREE_FRAME_SIZE_MAX || self.large.is_some() {
            return;
        }
        let budget = self.budget.clone();
        let bytes = u32::try_from(size).expect("a frame's size is an i32");
        let permit = PermitState::Waiting(Box::pin(async move { budget.take(bytes).await }));
        self.large = Some(Large { size, permit, measured: None });
    }

    fn poll_budget(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if let Some(large) = &mut self.large
            && let PermitState::Waiting(waiting) = &mut large.permit
        {
            let permit = ready!(waiting.as_mut().poll(cx));
            large.permit = PermitState::Held(permit);
        }
        Poll::Ready(())
    }

    /// How many bytes there should be room for.
    fn wanted(&self) -> usize {
        match &self.large {
            Some(large) if large.size > EAGER_SIZE_MAX => {
                self.missing.min(self.buffer.len().max(EAGER_SIZE_MAX))
            }
            Some(_) => self.missing,
            None => self.next_read.max(self.missing.min(self.buffer.len().max(SMALL_READ))),
        }
    }

    fn give_back(&mut self) {
        if self.buffer.is_empty() {
            self.buffer = BytesMut::new();
        } else if self.buffer.len() <= MOVED_SIZE_MAX && self.buffer.capacity() > 2 * MOVED_SIZE_MAX {
            self.buffer = BytesMut::from(&*self.buffer);
        }
    }
}

impl Large {
    fn into_permit(self) -> Option<Permit> {
        match self.permit {
            PermitState::Held(permit) => Some(permit),
            PermitState::Waiting(_) => None,
        }
    }
}

impl std::fmt::Debug for FrameReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FrameReader")
            .field("buffered", &self.buffer.len())
            .field("missing", &self.missing)
            .field("large", &self.large.as_ref().map(|large| large.size))
            .finish_non_exhaustive()
    }
}
