//! The HTTP endpoint for Prometheus and for probes: `/metrics`, `/healthz`, `/readyz`.
//!
//! It runs beside the housekeeping, not on the network threads, and serves at most [`SCRAPES_MAX`] clients at
//! once; others wait to be accepted.

use std::{convert::Infallible, io, sync::Arc, time::Duration};

use moldau_telemetry::http::{self, OPEN_METRICS, Page};
use tokio::{net::TcpListener, sync::Semaphore};

use crate::{
    Broker,
    tasks::{OnError, TaskSet},
};

/// Clients served at once.
const SCRAPES_MAX: usize = 16;
/// How long accepting rests after it failed.
const REST: Duration = Duration::from_millis(100);

/// Serves the pages until the tasks are stopped.
pub(crate) fn start(socket: TcpListener, broker: &Arc<Broker>, tasks: &TaskSet) {
    let (broker, scrapes, stopping) = (Arc::clone(broker), tasks.clone(), tasks.stopping().clone());
    tasks.spawn("metrics-acceptor", OnError::Log, async move {
        let accepting = accept(socket, broker, scrapes);
        stopping.run_until_cancelled(accepting).await.unwrap_or(Ok(()))
    });
}

async fn accept(socket: TcpListener, broker: Arc<Broker>, tasks: TaskSet) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(SCRAPES_MAX));
    loop {
        let place = Arc::clone(&places).acquire_owned().await.map_err(io::Error::other)?;
        let (stream, peer) = match socket.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection to the metrics endpoint");
                broker.env.sleep(REST).await;
                continue;
            }
        };
        let broker = Arc::clone(&broker);
        tasks.spawn("metrics-request", OnError::Log, async move {
            let served = http::serve(stream, async |path: &str| page(&broker, path)).await;
            if let Err(error) = served {
                tracing::debug!(%peer, %error, "a metrics request ended early");
            }
            drop(place);
            Ok::<(), Infallible>(())
        });
    }
}

fn page(broker: &Broker, path: &str) -> Option<Page> {
    let page = match path {
        "/metrics" => match broker.registry.render(Duration::from_millis(broker.env.monotonic().get())) {
            Ok(body) => Page { status: "200 OK", content_type: OPEN_METRICS, body },
            Err(error) => Page::text("500 Internal Server Error", &format!("cannot render metrics: {error}")),
        },
        "/healthz" => Page::text("200 OK", "alive"),
        "/readyz" if broker.is_ready() => Page::text("200 OK", "ready"),
        "/readyz" => Page::text("503 Service Unavailable", "starting or stopping"),
        _ => return None,
    };
    Some(page)
}
