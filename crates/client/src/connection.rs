//! One connection to one broker: a request, then its answer.

use std::{
    collections::HashMap,
    io::{Read, Write},
    net::{TcpStream, ToSocketAddrs},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use moldau_wire::{
    ApiKey, Decoder, Message, Request,
    header::{encode_request, response_header_version},
    messages::{ApiVersionsRequest, RequestHeader, ResponseHeader},
};

use crate::ClientError;

/// The largest answer that is read.
const ANSWER_BYTES_MAX: usize = 256 << 20;

/// A byte stream to a broker.
pub trait Stream: Read + Write + Send {}

impl<T: Read + Write + Send> Stream for T {}

/// One connection to one broker. Not usable any more after an error that is not [`ClientError::Broker`].
pub struct Connection {
    stream: Box<dyn Stream>,
    address: String,
    client_id: String,
    correlation_id: i32,
    /// What the broker advertises, by key: lowest and highest version.
    versions: HashMap<i16, (i16, i16)>,
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Connection {
    /// Connects to `address` (`host:port`) and asks which versions the broker speaks. No read or write takes
    /// longer than `timeout`.
    pub fn open(address: &str, client_id: &str, timeout: Duration) -> Result<Self, ClientError> {
        let connect = || -> std::io::Result<TcpStream> {
            let mut last = std::io::Error::new(std::io::ErrorKind::NotFound, "the name has no address");
            for candidate in address.to_socket_addrs()? {
                match TcpStream::connect_timeout(&candidate, timeout) {
                    Ok(stream) => {
                        stream.set_nodelay(true)?;
                        stream.set_read_timeout(Some(timeout))?;
                        stream.set_write_timeout(Some(timeout))?;
                        return Ok(stream);
                    }
                    Err(error) => last = error,
                }
            }
            Err(last)
        };
        let stream =
            connect().map_err(|source| ClientError::Connect { address: address.to_owned(), source })?;
        Self::over(Box::new(stream), address, client_id)
    }

    /// Uses a stream that is open already and asks which versions the broker speaks.
    pub fn over(stream: Box<dyn Stream>, address: &str, client_id: &str) -> Result<Self, ClientError> {
        let mut connection = Self {
            stream,
            address: address.to_owned(),
            client_id: client_id.to_owned(),
            correlation_id: 0,
            versions: HashMap::new(),
        };
        let request = ApiVersionsRequest {
            client_software_name: "moldau".into(),
            client_software_version: env!("CARGO_PKG_VERSION").into(),
            ..ApiVersionsRequest::default()
        };
        let answer = connection.call_version(&request, 3)?;
        ClientError::check(answer.error_code, None, || format!("ApiVersions at {address}"))?;
        connection.versions =
            answer.api_keys.iter().map(|api| (api.api_key, (api.min_version, api.max_version))).collect();
        Ok(connection)
    }

    /// Host and port as they were given.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What the broker advertises: key, lowest and highest version, by key.
    pub fn versions(&self) -> impl Iterator<Item = (i16, i16, i16)> + '_ {
        self.versions.iter().map(|(key, (low, high))| (*key, *low, *high))
    }

    /// The newest version of a request that both sides know, if any.
    pub fn version_of<R: Request>(&self) -> Option<i16> {
        let (low, high) = self.versions.get(&R::API_KEY?)?;
        let version = (*high).min(*R::VALID_VERSIONS.end());
        (version >= (*low).max(*R::VALID_VERSIONS.start())).then_some(version)
    }

    /// Sends a request in the newest version that both sides know, and waits for the answer.
    pub fn call<R: Request>(&mut self, request: &R) -> Result<R::Response, ClientError> {
        let version = self.version_of::<R>().ok_or_else(|| ClientError::Unsupported {
            address: self.address.clone(),
            request: R::API_KEY.and_then(ApiKey::from_i16).unwrap_or(ApiKey::ApiVersions),
        })?;
        self.call_version(request, version)
    }

    /// Sends a request in a given version, and waits for the answer.
    pub fn call_version<R: Request>(
        &mut self,
        request: &R,
        version: i16,
    ) -> Result<R::Response, ClientError> {
        self.send(request, version)?;
        let api_key = key_of::<R>();
        let mut answer = Decoder::new(self.receive(R::NAME)?);
        let decode = |source| ClientError::Decode { request: R::NAME, source };
        let header =
            ResponseHeader::decode(&mut answer, response_header_version(api_key, version)).map_err(decode)?;
        if header.correlation_id != self.correlation_id {
            let what =
                format!("answered request {} instead of {}", header.correlation_id, self.correlation_id);
            return Err(ClientError::Protocol { address: self.address.clone(), what });
        }
        R::Response::decode(&mut answer, version).map_err(decode)
    }

    /// Sends a request and does not wait: for Produce with `acks=0`.
    pub fn send<R: Request>(&mut self, request: &R, version: i16) -> Result<(), ClientError> {
        self.correlation_id = self.correlation_id.wrapping_add(1);
        let header = RequestHeader {
            request_api_key: key_of::<R>().get(),
            request_api_version: version,
            correlation_id: self.correlation_id,
            client_id: Some(self.client_id.as_str().into()),
            ..RequestHeader::default()
        };
        let frame = encode_request(key_of::<R>(), &header, request)
            .map_err(|source| ClientError::Encode { request: R::NAME, source })?;
        for slice in frame.slices() {
            self.stream.write_all(slice).map_err(|source| self.broken(R::NAME, source))?;
        }
        self.stream.flush().map_err(|source| self.broken(R::NAME, source))
    }

    fn receive(&mut self, request: &'static str) -> Result<Bytes, ClientError> {
        let mut prefix = [0; 4];
        self.stream.read_exact(&mut prefix).map_err(|source| self.broken(request, source))?;
        let size = usize::try_from(i32::from_be_bytes(prefix)).ok().filter(|size| *size <= ANSWER_BYTES_MAX);
        let Some(size) = size else {
            let what = format!("sent a frame of {} bytes", i32::from_be_bytes(prefix));
            return Err(ClientError::Protocol { address: self.address.clone(), what });
        };
        let mut frame = BytesMut::zeroed(size);
        self.stream.read_exact(&mut frame).map_err(|source| self.broken(request, source))?;
        Ok(frame.freeze())
    }

    fn broken(&self, request: &'static str, source: std::io::Error) -> ClientError {
        ClientError::Stream { address: self.address.clone(), request, source }
    }
}

fn key_of<R: Request>() -> ApiKey {
    R::API_KEY.and_then(ApiKey::from_i16).expect("every request has a key: both come from the same schema")
}
