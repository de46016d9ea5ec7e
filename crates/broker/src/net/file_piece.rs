//! Parts of segment files in an answer, and the streams that the kernel can send them to.

use std::{
    io,
    task::{Context, Poll, ready},
};

use moldau_log::{FileRange, KernelPiece};
use moldau_wire::ForeignBytes;
use tokio::{
    io::{AsyncRead, AsyncWrite, DuplexStream, Interest},
    net::TcpStream,
};

/// Records in a segment's file, as a part of an answer.
#[derive(Debug)]
pub(crate) struct FilePiece(pub(crate) FileRange);

impl ForeignBytes for FilePiece {
    fn len(&self) -> usize {
        self.0.len()
    }
}

/// A connection's stream. Some take parts of files from the kernel; the others get what was read from them.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Unpin {
    /// Sends a part of a file, or a beginning of it. Ready with the number of bytes; 0 if the file ends before. `None` if
    /// this stream takes bytes only.
    fn poll_send_file(
        &mut self,
        piece: KernelPiece<'_>,
        cx: &mut Context<'_>,
    ) -> Option<Poll<io::Result<usize>>>;
}

impl Stream for TcpStream {
    fn poll_send_file(
        &mut self,
        piece: KernelPiece<'_>,
        cx: &mut Context<'_>,
    ) -> Option<Poll<io::Result<usize>>> {
        Some(poll_sendfile(self, piece, cx))
    }
}

/// Pipes in memory, of the simulator and of tests.
impl Stream for DuplexStream {
    fn poll_send_file(
        &mut self,
        _piece: KernelPiece<'_>,
        _cx: &mut Context<'_>,
    ) -> Option<Poll<io::Result<usize>>> {
        None
    }
}

fn poll_sendfile(
    stream: &TcpStream,
    piece: KernelPiece<'_>,
    cx: &mut Context<'_>,
) -> Poll<io::Result<usize>> {
    loop {
        ready!(stream.poll_write_ready(cx))?;
        let sent = stream.try_io(Interest::WRITABLE, || {
            let mut position = piece.position;
            Ok(rustix::fs::sendfile(stream, piece.file, Some(&mut position), piece.len)?)
        });
        match sent {
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {}
            sent => return Poll::Ready(sent),
        }
    }
}

/// Whether sending failed for the connection's sake; else the file could not be read.
pub(crate) fn is_of_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::BrokenPipe
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::NotConnected
            | io::ErrorKind::TimedOut
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::NetworkDown
    )
}
