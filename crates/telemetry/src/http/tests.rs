use super::*;

async fn ask(request: &[u8]) -> String {
    let (mut client, server) = tokio::io::duplex(64 * 1024);
    client.write_all(request).await.unwrap();
    let serving = serve(server, async |path: &str| (path == "/metrics").then(|| Page::text("200 OK", "1")));
    let read = async {
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.unwrap();
        answer
    };
    let (answer, outcome) = tokio::join!(read, serving);
    outcome.unwrap();
    answer
}

#[tokio::test(start_paused = true)]
async fn each_request_gets_its_status() {
    let long = [b"GET / HTTP/1.1\r\n".as_slice(), &vec![b'x'; 2 * HEAD_SIZE_MAX]].concat();
    let cases: [(&[u8], &str); 8] = [
        (b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", "200 OK"),
        (b"GET /metrics?name=up HTTP/1.0\r\n\r\n", "200 OK"),
        (b"GET /other HTTP/1.1\r\n\r\n", "404 Not Found"),
        (b"POST /metrics HTTP/1.1\r\n\r\n", "405 Method Not Allowed"),
        (b"\xff\xfe\r\n\r\n", "400 Bad Request"),
        (b"GET /metrics\r\n\r\n", "400 Bad Request"),
        (b"GET /metrics HTTP/1.1\r\n", "408 Request Timeout"),
        (&long, "431 Request Header Fields Too Large"),
    ];
    for (request, status) in cases {
        let answer = ask(request).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{request:?}: {answer}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_body_is_as_long_as_is_said() {
    let answer = ask(b"GET /metrics HTTP/1.1\r\n\r\n").await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert_eq!(body, "1\n");
    assert!(head.contains("Content-Length: 2\r\n"), "{head}");
}
