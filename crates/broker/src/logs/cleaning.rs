//! Compaction of logs, in the background: `log.cleaner.threads` tasks, each of which cleans one log at a time on a thread
//! that may block.
//!
//! The rules are `moldau_log`'s; here is only how many there are, when they pause and what the metrics say.

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use moldau_log::{CleanerConfig, CleanerReport, CleanerStep, LogCleaner};
use moldau_settings::CleanerSettings;
use moldau_telemetry::{Gauge, Gauges, Registry, names};
use tokio_util::sync::CancellationToken;

use crate::{
    Broker,
    tasks::{OnError, TaskSet},
};

/// How often the number of cleaners and the metrics are looked at.
const LOOK_INTERVAL: Duration = Duration::from_secs(1);

/// What a step takes on the simulated machine.
const STEP_TIME: Duration = Duration::from_micros(500);

fn config(settings: &CleanerSettings) -> CleanerConfig {
    CleanerConfig {
        threads: usize::try_from(settings.threads).unwrap_or(usize::MAX),
        dedupe_buffer_bytes: settings.dedupe_buffer_bytes,
        load_factor: settings.load_factor,
        io_buffer_bytes: settings.io_buffer_bytes,
        io_max_bytes_per_second: settings.io_max_bytes_per_second,
        backoff_ms: settings.backoff_ms,
    }
}

/// Starts as many cleaners as are wanted and tells the metrics how they are getting on. With `log.cleaner.enable=false`
/// nothing is cleaned.
///
/// The metrics are there at once, before the future is first polled.
pub(crate) fn manage(broker: Arc<Broker>, tasks: TaskSet) -> impl Future<Output = ()> {
    let gauges = CleanerGauges::new(&broker.registry);
    run(broker, tasks, gauges)
}

async fn run(broker: Arc<Broker>, tasks: TaskSet, gauges: CleanerGauges) {
    let Some(settings) = broker.config().storage.cleaner else { return };
    let cleaner = LogCleaner::new(broker.logs.directories.clone(), config(&settings));
    let running = Arc::new(AtomicUsize::new(0));
    loop {
        // All of it but `log.cleaner.enable` may change while the node runs.
        if let Some(settings) = broker.config().storage.cleaner {
            cleaner.set_config(config(&settings));
        }
        let wanted = cleaner.config().threads;
        for number in running.load(Ordering::Acquire)..wanted {
            running.fetch_add(1, Ordering::AcqRel);
            let stopping = tasks.stopping().clone();
            let (broker, cleaner, running) =
                (Arc::clone(&broker), Arc::clone(&cleaner), Arc::clone(&running));
            tasks.spawn("log-cleaner", OnError::StopNode, async move {
                clean(&broker, &cleaner, number, &stopping).await;
                running.fetch_sub(1, Ordering::AcqRel);
                Ok::<_, Infallible>(())
            });
        }
        gauges.set(&cleaner.report(), &broker);
        broker.env.sleep(LOOK_INTERVAL).await;
    }
}

/// Cleans one log after the other, until the node stops or there are too many that do. A step that has begun is waited
/// for: its directory is not closed under it.
async fn clean(broker: &Broker, cleaner: &Arc<LogCleaner>, number: usize, stopping: &CancellationToken) {
    let mut driver = cleaner.driver();
    while number < cleaner.config().threads && !stopping.is_cancelled() {
        let work = move || {
            let step = driver.step();
            (driver, step)
        };
        let (stepped, step) = broker.env.blocking(work).await;
        driver = stepped;
        let pause = match step {
            CleanerStep::Worked if broker.env.is_simulated() => STEP_TIME,
            CleanerStep::Worked => continue,
            CleanerStep::Wait(milliseconds) => Duration::from_millis(milliseconds),
        };
        stopping.run_until_cancelled(broker.env.sleep(pause)).await;
    }
}

struct CleanerGauges {
    max_dirty_percent: Gauge,
    since_last_run: Gauge,
    uncleanable: Gauges,
    buffer_utilization: Gauge,
    recopy_percent: Gauge,
    clean_time: Gauge,
    compaction_delay: Gauge,
    dead_threads: Gauge,
    bytes_read: Gauge,
    bytes_written: Gauge,
    cleanings: Gauge,
    last_clean: Gauge,
    without_key: Gauge,
}

impl CleanerGauges {
    fn new(registry: &Registry) -> Self {
        Self {
            max_dirty_percent: registry.gauge(names::CLEANER_MAX_DIRTY_PERCENT),
            since_last_run: registry.gauge(names::CLEANER_TIME_SINCE_LAST_RUN),
            uncleanable: registry.gauges(names::CLEANER_UNCLEANABLE),
            buffer_utilization: registry.gauge(names::CLEANER_BUFFER_UTILIZATION),
            recopy_percent: registry.gauge(names::CLEANER_RECOPY_PERCENT),
            clean_time: registry.gauge(names::CLEANER_CLEAN_TIME),
            compaction_delay: registry.gauge(names::CLEANER_COMPACTION_DELAY),
            dead_threads: registry.gauge(names::CLEANER_DEAD_THREADS),
            bytes_read: registry.gauge(names::CLEANER_BYTES_READ),
            bytes_written: registry.gauge(names::CLEANER_BYTES_WRITTEN),
            cleanings: registry.gauge(names::CLEANER_CLEANINGS),
            last_clean: registry.gauge(names::CLEANER_LAST_CLEAN),
            without_key: registry.gauge(names::CLEANER_WITHOUT_KEY),
        }
    }

    fn set(&self, report: &CleanerReport, broker: &Broker) {
        let now_ms = broker.env.wall().get();
        self.max_dirty_percent.set(whole(report.max_dirty_percent));
        self.since_last_run.set(report.last_run_ms.map_or(0, |then| now_ms.saturating_sub(then)));
        for directory in &broker.logs.directories {
            let path = directory.path().display().to_string();
            let count = report.uncleanable.get(&path).map_or(0, Vec::len);
            self.uncleanable.with(&[&path]).set(i64::try_from(count).unwrap_or(i64::MAX));
        }
        self.buffer_utilization.set(whole(report.buffer_utilization_percent));
        self.recopy_percent.set(whole(report.recopy_percent));
        self.clean_time.set(signed(report.last_clean_took_ms / 1_000));
        self.compaction_delay.set(signed(report.max_compaction_delay_ms / 1_000));
        self.dead_threads.set(0);
        self.bytes_read.set(signed(report.bytes_read));
        self.bytes_written.set(signed(report.bytes_written));
        self.cleanings.set(signed(report.cleanings));
        self.last_clean.set(report.last_clean_ms.unwrap_or(0));
        self.without_key.set(signed(report.without_key));
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// As Kafka shows percentages: cut to a whole number.
#[expect(clippy::cast_possible_truncation, reason = "a percentage")]
fn whole(number: f64) -> i64 {
    number as i64
}
