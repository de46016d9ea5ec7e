use tokio::net::TcpStream;

use super::*;

fn size_of_output<A, F: Future>(_make: impl Fn(A) -> F) -> usize {
    size_of::<F>()
}

/// What ten thousand idle connections cost is ten thousand times this, the socket, and a timer entry.
#[test]
fn an_idle_connection_is_small() {
    let run = size_of_output(whole::<TcpStream>);
    assert!(run <= 3 * 1024, "a connection's future takes {run} bytes");
}
