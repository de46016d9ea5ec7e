//! Frames into vectored writes, and when each was gone.

use std::{
    collections::VecDeque,
    io::{self, IoSlice},
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Buf, Bytes};
use moldau_wire::EncodedFrame;
use tokio::io::AsyncWrite;

/// Slices given to one system call.
const SLICES_PER_WRITE: usize = 64;

/// Answers on their way to the socket. `T` is what the caller wants back when one is gone.
#[derive(Debug)]
pub(crate) struct FrameWriter<T> {
    slices: VecDeque<Bytes>,
    unsent: usize,
    // What each frame is remembered by, with the bytes that lie before its end.
    frames: VecDeque<(usize, T)>,
}

impl<T> Default for FrameWriter<T> {
    fn default() -> Self {
        Self { slices: VecDeque::new(), unsent: 0, frames: VecDeque::new() }
    }
}

impl<T> FrameWriter<T> {
    /// Everything is gone.
    pub(crate) fn is_empty(&self) -> bool {
        self.unsent == 0
    }

    /// Adds a frame after those that are waiting.
    pub(crate) fn push(&mut self, frame: EncodedFrame, remembered: T) {
        self.unsent += frame.len();
        self.frames.push_back((self.unsent, remembered));
        self.slices.extend(frame);
    }

    /// Writes once: as much as the socket takes. Ready with the number of bytes.
    pub(crate) fn poll_write<S: AsyncWrite + Unpin>(
        &mut self,
        stream: &mut S,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        let mut slices = [IoSlice::new(&[]); SLICES_PER_WRITE];
        let mut used = 0;
        for (slot, slice) in slices.iter_mut().zip(&self.slices) {
            *slot = IoSlice::new(slice);
            used += 1;
        }
        let slices = slices.get(..used).unwrap_or_default();
        let written = ready!(Pin::new(stream).poll_write_vectored(cx, slices))?;
        if written == 0 {
            return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
        }
        self.consume(written);
        Poll::Ready(Ok(written))
    }

    /// The next frame that is wholly gone.
    pub(crate) fn pop_sent(&mut self) -> Option<T> {
        let (end, _) = self.frames.front()?;
        if *end > 0 {
            return None;
        }
        self.frames.pop_front().map(|(_, remembered)| remembered)
    }

    /// Gives memory back if everything is gone. For a connection that goes idle.
    pub(crate) fn release(&mut self) {
        if self.is_empty() && self.frames.is_empty() {
            self.slices = VecDeque::new();
            self.frames = VecDeque::new();
        }
    }

    fn consume(&mut self, mut count: usize) {
        self.unsent -= count;
        for (end, _) in &mut self.frames {
            *end = end.saturating_sub(count);
        }
        while count > 0
            && let Some(slice) = self.slices.front_mut()
        {
            if slice.len() > count {
                slice.advance(count);
                return;
            }
            count -= slice.len();
            self.slices.pop_front();
        }
    }
}
