//! Just enough HTTP/1.1 to be scraped and probed: `GET` of a few fixed pages, one request a connection.
//!
//! Three routes without a body do not need an HTTP library; what they need is bounds: a request head of at most
//! [`HEAD_SIZE_MAX`] bytes within [`TIME_MAX`], and an answer read within the same. Everything else is answered
//! with an error and the connection is closed. No keep-alive, no chunks, no TLS.

use std::{io, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    time::timeout,
};

/// The most bytes of a request's head.
pub const HEAD_SIZE_MAX: usize = 8 * 1024;
/// How long a client may take to send its request, and again to read the answer.
pub const TIME_MAX: Duration = Duration::from_secs(10);

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The status code and its phrase, such as `200 OK`.
    pub status: &'static str,
    /// The `Content-Type`.
    pub content_type: &'static str,
    /// The body.
    pub body: String,
}

/// The `Content-Type` of metrics.
pub const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

impl Page {
    /// A line of text.
    pub fn text(status: &'static str, line: &str) -> Self {
        Self { status, content_type: TEXT, body: format!("{line}\n") }
    }
}

/// Serves one connection: reads a request, answers with the page of its path. `pages` gives `None` for a path
/// that there is not.
pub async fn serve<S>(mut stream: S, pages: impl AsyncFnOnce(&str) -> Option<Page>) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let page = match timeout(TIME_MAX, read_head(&mut stream)).await {
        Err(_elapsed) => Page::text("408 Request Timeout", "the request took too long"),
        Ok(Err(error)) => return Err(error),
        Ok(Ok(None)) => Page::text("431 Request Header Fields Too Large", "the request is too long"),
        Ok(Ok(Some(head))) => match path(&head) {
            Err(page) => page,
            Ok(path) => {
                pages(path).await.unwrap_or_else(|| Page::text("404 Not Found", "there is no such page"))
            }
        },
    };
    let answer = render(&page);
    let send = async {
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await
    };
    timeout(TIME_MAX, send).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

/// Bytes up to the empty line; `None` if it does not come within the limit.
async fn read_head<S: AsyncRead + Unpin>(stream: &mut S) -> io::Result<Option<Vec<u8>>> {
    let mut head = Vec::new();
    while !head.windows(4).any(|bytes| bytes == b"\r\n\r\n") {
        let mut chunk = [0; 1024];
        let count = stream.read(&mut chunk).await?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        head.extend_from_slice(chunk.get(..count).unwrap_or_default());
        if head.len() > HEAD_SIZE_MAX {
            return Ok(None);
        }
    }
    Ok(Some(head))
}

/// The path asked for, without a query; or the page that says what is wrong with the request.
fn path(head: &[u8]) -> Result<&str, Page> {
    let bad = || Page::text("400 Bad Request", "this is not an HTTP/1 request");
    let line = head.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let mut words = std::str::from_utf8(line).map_err(|_| bad())?.split(' ');
    let (Some(method), Some(target), Some(version)) = (words.next(), words.next(), words.next()) else {
        return Err(bad());
    };
    if !version.starts_with("HTTP/1.") || !target.starts_with('/') {
        return Err(bad());
    }
    if method != "GET" {
        return Err(Page::text("405 Method Not Allowed", "only GET is understood here"));
    }
    Ok(target.split_once('?').map_or(target, |(path, _)| path))
}

fn render(page: &Page) -> String {
    let Page { status, content_type, body } = page;
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

#[cfg(test)]
mod tests;
