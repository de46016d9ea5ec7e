//! One connection that never blocks: frames queued to be written, frames cut out of what was read.
//!
//! Writes many queued frames with one system call, reads as much as there is with one, and gives frames out as
//! slices of one buffer that is used again. Promises: a frame is given out once and whole; what cannot be written
//! now stays queued. Answers are bounded by [`ANSWER_BYTES_MAX`].

use std::{
    collections::VecDeque,
    io::{ErrorKind, IoSlice, Read, Write},
    net::TcpStream,
    os::fd::{AsFd, BorrowedFd},
};

use anyhow::{Context, Result, bail, ensure};
use bytes::{Buf, Bytes, BytesMut};
use moldau_wire::{
    ApiKey, EncodedFrame, Request, frame::SIZE_PREFIX, header::encode_request, messages::RequestHeader,
};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};

const ANSWER_BYTES_MAX: usize = 256 << 20;
const READ_BYTES: usize = 64 << 10;
/// Slices of one vectored write.
const SLICES_MAX: usize = 256;

/// A connection to a broker.
#[derive(Debug)]
pub(crate) struct Link {
    stream: TcpStream,
    address: String,
    out: VecDeque<Bytes>,
    out_bytes: usize,
    // Filled up to `filled`, and as long as what is to be read next.
    input: BytesMut,
    filled: usize,
    correlation_id: i32,
}

impl Link {
    /// Connects, waiting for that; everything later doesn't wait.
    pub(crate) fn connect(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).with_context(|| format!("cannot connect to {address}"))?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        Ok(Self {
            stream,
            address: address.to_owned(),
            out: VecDeque::new(),
            out_bytes: 0,
            input: BytesMut::zeroed(READ_BYTES),
            filled: 0,
            correlation_id: 0,
        })
    }

    /// Bytes queued and not yet written.
    pub(crate) fn out_bytes(&self) -> usize {
        self.out_bytes
    }

    /// Queues a request; gives its correlation id and its length.
    pub(crate) fn send<R: Request>(&mut self, request: &R, version: i16) -> Result<(i32, usize)> {
        let api_key = R::API_KEY.and_then(ApiKey::from_i16).context("a message without a key")?;
        self.correlation_id = self.correlation_id.wrapping_add(1);
        let header = RequestHeader {
            request_api_key: api_key.get(),
            request_api_version: version,
            correlation_id: self.correlation_id,
            client_id: Some(moldau_wire::Str::from_static("loadgen")),
            ..RequestHeader::default()
        };
        let frame = encode_request(api_key, &header, request)?;
        let length = frame.len();
        self.queue(&frame);
        Ok((self.correlation_id, length))
    }

    fn queue(&mut self, frame: &EncodedFrame) {
        self.out_bytes += frame.len();
        self.out.extend(frame.slices().cloned());
    }

    /// Writes what the socket takes now.
    pub(crate) fn flush(&mut self) -> Result<()> {
        while !self.out.is_empty() {
            let slices: Vec<IoSlice<'_>> =
                self.out.iter().take(SLICES_MAX).map(|slice| IoSlice::new(slice)).collect();
            match self.stream.write_vectored(&slices) {
                Ok(0) => bail!("{} takes no more bytes", self.address),
                Ok(count) => self.written(count),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error).with_context(|| format!("writing to {}", self.address)),
            }
        }
        Ok(())
    }

    fn written(&mut self, mut count: usize) {
        self.out_bytes -= count;
        while let Some(front) = self.out.front_mut() {
            if count < front.len() {
                front.advance(count);
                return;
            }
            count -= front.len();
            self.out.pop_front();
        }
    }

    /// Reads what is there and gives out each whole frame, without its length.
    pub(crate) fn receive(&mut self, mut each: impl FnMut(Bytes) -> Result<()>) -> Result<()> {
        loop {
            let room = self.input.get_mut(self.filled..).unwrap_or_default();
            let room_bytes = room.len();
            match self.stream.read(room) {
                Ok(0) => bail!("{} closed the connection", self.address),
                Ok(count) => {
                    self.filled += count;
                    self.give_out(&mut each)?;
                    if count < room_bytes {
                        return Ok(());
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error).with_context(|| format!("reading from {}", self.address)),
            }
        }
    }

    /// The length of the frame that starts at `start`, prefix included, if its prefix is here.
    fn frame_end(&self, input: &[u8], start: usize) -> Result<Option<usize>> {
        let Some(prefix) = input.get(start..self.filled).and_then(<[u8]>::first_chunk::<SIZE_PREFIX>) else {
            return Ok(None);
        };
        let size = usize::try_from(i32::from_be_bytes(*prefix)).unwrap_or(usize::MAX);
        ensure!(size <= ANSWER_BYTES_MAX, "{} sent a frame of {size} bytes", self.address);
        Ok(Some(start + SIZE_PREFIX + size))
    }

    fn give_out(&mut self, each: &mut impl FnMut(Bytes) -> Result<()>) -> Result<()> {
        let mut start = 0;
        let mut needed = READ_BYTES;
        let whole = std::mem::take(&mut self.input).freeze();
        while let Some(end) = self.frame_end(&whole, start)? {
            if self.filled < end {
                needed = needed.max(end - start);
                break;
            }
            each(whole.slice(start + SIZE_PREFIX..end))?;
            start = end;
        }
        self.input = whole.try_into_mut().unwrap_or_else(|shared| BytesMut::from(&shared[..]));
        if start > 0 {
            self.input.copy_within(start..self.filled, 0);
            self.filled -= start;
        }
        if self.input.len() < needed {
            self.input.resize(needed, 0);
        }
        Ok(())
    }

    /// Sends a request and waits for its answer. Nothing else may be under way.
    pub(crate) fn call<R: Request>(&mut self, request: &R, version: i16) -> Result<R::Response> {
        let (correlation_id, _) = self.send(request, version)?;
        let mut answer = None;
        while answer.is_none() {
            self.flush()?;
            wait([&*self], None)?;
            self.receive(|frame| {
                answer = Some(crate::answer::decode::<R>(frame, version)?);
                Ok(())
            })?;
        }
        let (found, body) = answer.context("no answer")?;
        ensure!(found == correlation_id, "answer {found} to request {correlation_id}");
        Ok(body)
    }
}

impl AsFd for Link {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.stream.as_fd()
    }
}

/// Waits until a connection can be read, or written if it has something queued, or until so many nanoseconds have
/// passed. `None` waits without a bound.
pub(crate) fn wait<'a>(links: impl IntoIterator<Item = &'a Link>, nanoseconds: Option<u64>) -> Result<()> {
    let mut fds: Vec<PollFd<'_>> = links
        .into_iter()
        .map(|link| {
            let write = if link.out.is_empty() { PollFlags::empty() } else { PollFlags::OUT };
            PollFd::new(link, PollFlags::IN | write)
        })
        .collect();
    let timeout = nanoseconds.map(|nanoseconds| Timespec {
        tv_sec: i64::try_from(nanoseconds / 1_000_000_000).unwrap_or(i64::MAX),
        tv_nsec: i64::try_from(nanoseconds % 1_000_000_000).unwrap_or_default(),
    });
    match poll(&mut fds, timeout.as_ref()) {
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(error).context("poll"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    /// What arrives when `bytes` are sent in pieces that end at `cuts`.
    fn frames(bytes: &[u8], cuts: &[usize]) -> Vec<Vec<u8>> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let mut link = Link::connect(&address).unwrap();
        let (mut peer, _) = listener.accept().unwrap();
        peer.set_nodelay(true).unwrap();
        let mut found = Vec::new();
        let (mut sent, mut taken) = (0, 0);
        for cut in cuts.iter().copied().chain([bytes.len()]) {
            peer.write_all(&bytes[sent..cut]).unwrap();
            sent = cut;
            // All that was sent has been read once so many whole frames have been given out.
            while taken + link.filled < sent {
                wait([&link], Some(10_000_000_000)).unwrap();
                link.receive(|frame| {
                    taken += SIZE_PREFIX + frame.len();
                    found.push(frame.to_vec());
                    Ok(())
                })
                .unwrap();
            }
        }
        found
    }

    #[test]
    fn frames_come_whole_however_they_are_cut() {
        let sizes = [0, 1, 7, READ_BYTES, 3 * READ_BYTES + 5, 2];
        let wanted: Vec<Vec<u8>> =
            sizes.iter().map(|size| (0..*size).map(|byte: usize| byte.to_le_bytes()[0]).collect()).collect();
        let bytes: Vec<u8> = wanted
            .iter()
            .flat_map(|frame| [&u32::try_from(frame.len()).unwrap().to_be_bytes(), &frame[..]].concat())
            .collect();
        let many: Vec<usize> = (1..bytes.len()).step_by(9973).collect();
        for cuts in [&[][..], &[2], &[4, 5, 6], &many] {
            assert_eq!(frames(&bytes, cuts), wanted, "cut at {cuts:?}");
        }
    }

    #[test]
    fn an_impossible_length_is_refused() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut link = Link::connect(&listener.local_addr().unwrap().to_string()).unwrap();
        let (mut peer, _) = listener.accept().unwrap();
        peer.write_all(&(-5_i32).to_be_bytes()).unwrap();
        wait([&link], Some(10_000_000_000)).unwrap();
        assert!(link.receive(|_| Ok(())).is_err());
    }
}
