//! Frames into vectored writes and parts of files, and when each frame was gone.
//!
//! What lies in a file goes to the socket by the kernel, without coming to memory here, if the stream takes it and the
//! page cache has it. Else a little of it is read when it is its turn: at once from the page cache, or on a thread that
//! may block, so that the network's never waits for the disk. A file that gives fewer bytes than were promised, or none,
//! ends the connection: nothing else can be put in their place.

use std::{
    any::Any,
    collections::VecDeque,
    fmt,
    io::{self, IoSlice},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::{Buf, Bytes};
use moldau_log::ReadError;
use moldau_wire::{Chunk, EncodedFrame};

use super::file_piece::{FilePiece, Stream, is_of_connection};
use crate::env::Env;

/// Slices given to one system call.
const SLICES_PER_WRITE: usize = 64;
/// Bytes of a file that are looked for in the page cache, and sent or read, at once.
const FILE_WINDOW: usize = 256 << 10;

/// Answers on their way to the socket. `T` is what the caller wants back when one is gone.
#[derive(Debug)]
pub(crate) struct FrameWriter<T> {
    pieces: VecDeque<Piece>,
    unsent: usize,
    // What each frame is remembered by, with the bytes that lie before its end.
    frames: VecDeque<(usize, T)>,
}

/// What is not gone yet of a part of a frame.
#[derive(Debug)]
enum Piece {
    Memory(Bytes),
    File {
        piece: Arc<FilePiece>,
        start: usize,
        /// The next bytes, if they are being waited for.
        reading: Option<Reading>,
    },
}

/// Why nothing more can be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteError {
    /// The connection is broken.
    #[error("the connection is broken")]
    Connection(#[source] io::Error),
    /// A file does not give what was promised of it.
    #[error("records cannot be read any more")]
    File(#[source] ReadError),
}

struct Reading(Pin<Box<dyn Future<Output = Result<Bytes, ReadError>> + Send>>);

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reading")
    }
}

impl<T> Default for FrameWriter<T> {
    fn default() -> Self {
        Self { pieces: VecDeque::new(), unsent: 0, frames: VecDeque::new() }
    }
}

impl From<Chunk> for Piece {
    fn from(chunk: Chunk) -> Self {
        match chunk {
            Chunk::Memory(bytes) => Self::Memory(bytes),
            Chunk::Foreign(foreign) => {
                let foreign: Arc<dyn Any + Send + Sync> = foreign;
                let piece = foreign.downcast().expect("answers hold no other foreign bytes than of files");
                Self::File { piece, start: 0, reading: None }
            }
        }
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
        self.pieces.extend(frame.into_iter().map(Piece::from));
    }

    /// Writes once: as much as the stream takes. Ready with the number of bytes.
    pub(crate) fn poll_write<S: Stream>(
        &mut self,
        stream: &mut S,
        env: &Env,
        cx: &mut Context<'_>,
    ) -> Poll<Result<usize, WriteError>> {
        let sent = ready!(self.poll_send_file(stream, env, cx))?;
        let written = match sent {
            Some(sent) => sent,
            None => ready!(self.poll_write_memory(stream, cx)).map_err(WriteError::Connection)?,
        };
        self.consume(written);
        Poll::Ready(Ok(written))
    }

    /// If a file is in front: lets the kernel send its next bytes, or reads them, so that memory is in front. Ready with
    /// what was sent; `None` if memory is in front.
    fn poll_send_file<S: Stream>(
        &mut self,
        stream: &mut S,
        env: &Env,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Option<usize>, WriteError>> {
        let Some(Piece::File { piece, start, reading }) = self.pieces.front_mut() else {
            return Poll::Ready(Ok(None));
        };
        let (range, start) = (&piece.0, *start);
        if reading.is_none() {
            if let Some(cached) = range.cached(start, FILE_WINDOW).map_err(WriteError::File)?
                && let Some(sending) = stream.poll_send_file(cached, cx)
            {
                return match ready!(sending) {
                    Ok(0) => Poll::Ready(Err(WriteError::File(range.ends_early()))),
                    Ok(sent) => Poll::Ready(Ok(Some(sent))),
                    Err(error) if is_of_connection(&error) => Poll::Ready(Err(WriteError::Connection(error))),
                    Err(error) => Poll::Ready(Err(WriteError::File(range.failed(error)))),
                };
            }
            if let Some(bytes) = range.read(start, FILE_WINDOW, false).map_err(WriteError::File)? {
                self.put_before_file(bytes);
                return Poll::Ready(Ok(None));
            }
        }
        let piece = Arc::clone(piece);
        let reading = reading.get_or_insert_with(|| Reading::begin(piece, start, env.clone()));
        let read = ready!(reading.0.as_mut().poll(cx));
        self.put_before_file(read.map_err(WriteError::File)?);
        Poll::Ready(Ok(None))
    }

    /// The next bytes of the file in front are in memory now.
    fn put_before_file(&mut self, bytes: Bytes) {
        if let Some(Piece::File { piece, start, reading }) = self.pieces.front_mut() {
            *reading = None;
            *start += bytes.len();
            if piece.0.len() <= *start {
                self.pieces.pop_front();
            }
        }
        self.pieces.push_front(Piece::Memory(bytes));
    }

    /// Writes what is in memory, up to the first file.
    fn poll_write_memory<S: Stream>(&self, stream: &mut S, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let mut slices = [IoSlice::new(&[]); SLICES_PER_WRITE];
        let mut used = 0;
        for (slot, piece) in slices.iter_mut().zip(&self.pieces) {
            let Piece::Memory(bytes) = piece else { break };
            *slot = IoSlice::new(bytes);
            used += 1;
        }
        let slices = slices.get(..used).unwrap_or_default();
        let written = ready!(Pin::new(stream).poll_write_vectored(cx, slices))?;
        Poll::Ready(if written == 0 { Err(io::ErrorKind::WriteZero.into()) } else { Ok(written) })
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
            self.pieces = VecDeque::new();
            self.frames = VecDeque::new();
        }
    }

    fn consume(&mut self, mut count: usize) {
        self.unsent -= count;
        for (end, _) in &mut self.frames {
            *end = end.saturating_sub(count);
        }
        while count > 0
            && let Some(piece) = self.pieces.front_mut()
        {
            let left = piece.left();
            if left > count {
                piece.advance(count);
                return;
            }
            count -= left;
            self.pieces.pop_front();
        }
    }
}

impl Piece {
    fn left(&self) -> usize {
        match self {
            Self::Memory(bytes) => bytes.len(),
            Self::File { piece, start, .. } => piece.0.len().saturating_sub(*start),
        }
    }

    fn advance(&mut self, count: usize) {
        match self {
            Self::Memory(bytes) => bytes.advance(count),
            Self::File { start, .. } => *start += count,
        }
    }
}

impl Reading {
    /// Reads on a thread that may block.
    fn begin(piece: Arc<FilePiece>, start: usize, env: Env) -> Self {
        let read = move || match piece.0.read(start, FILE_WINDOW, true)? {
            Some(bytes) => Ok(bytes),
            None => Err(piece.0.ends_early()),
        };
        Self(Box::pin(async move { env.blocking(read).await }))
    }
}

#[cfg(test)]
mod tests;
