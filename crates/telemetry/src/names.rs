//! Every metric there is: name, help, labels.
//!
//! Names are Kafka's `MBean` names, flattened as `jmx_exporter` does with lower-case output
//! (`kafka.server:type=BrokerTopicMetrics,name=BytesInPerSec` is `kafka_server_brokertopicmetrics_bytesinpersec`),
//! so that dashboards made for Kafka read them. What Kafka has no name for starts with `moldau_`.

use crate::registry::{Desc, Kind};

const fn counter(name: &'static str, labels: &'static [&'static str], help: &'static str) -> Desc {
    Desc { name, help, labels, kind: Kind::Counter }
}

const fn gauge(name: &'static str, labels: &'static [&'static str], help: &'static str) -> Desc {
    Desc { name, help, labels, kind: Kind::Gauge }
}

const fn timer(name: &'static str, labels: &'static [&'static str], help: &'static str) -> Desc {
    Desc { name, help, labels, kind: Kind::Timer }
}

macro_rules! metrics {
    ($($(#[$meta:meta])* $constant:ident = $make:ident($name:literal, [$($label:literal),*], $help:literal);)*) => {
        $(
            #[doc = $help]
            pub const $constant: Desc = $make($name, &[$($label),*], $help);
        )*

        /// All of them, in the order of docs/metrics.md.
        pub const ALL: &[Desc] = &[$($constant),*];
    };
}

metrics! {
    REQUESTS = counter("kafka_network_requestmetrics_requestspersec", ["request", "version"],
        "Requests handled, by API and version");
    REQUEST_ERRORS = counter("kafka_network_requestmetrics_errorspersec", ["request", "error"],
        "Error codes in answers, by API and Kafka error name; NONE only where the answer is not to Produce or Fetch");
    REQUEST_BYTES = counter("kafka_network_requestmetrics_requestbytes", ["request"],
        "Bytes of requests, frames' size fields included");
    RESPONSE_BYTES = counter("kafka_network_requestmetrics_responsebytes", ["request"],
        "Bytes of answers, frames' size fields included");
    TOTAL_TIME = timer("kafka_network_requestmetrics_totaltimems", ["request"],
        "From the last byte of a request to the last byte of its answer given to the kernel, in milliseconds");
    REQUEST_QUEUE_TIME = timer("kafka_network_requestmetrics_requestqueuetimems", ["request"],
        "From the last byte of a request to the start of its handling, in milliseconds");
    LOCAL_TIME = timer("kafka_network_requestmetrics_localtimems", ["request"],
        "Handling a request on this node, in milliseconds");
    REMOTE_TIME = timer("kafka_network_requestmetrics_remotetimems", ["request"],
        "Waiting for durability and for other replicas, in milliseconds");
    RESPONSE_SEND_TIME = timer("kafka_network_requestmetrics_responsesendtimems", ["request"],
        "From an answer being ready to its last byte given to the kernel, in milliseconds");
    CONNECTIONS = gauge("kafka_server_socket_server_metrics_connection_count", ["listener"],
        "Connections open now");
    CONNECTIONS_CREATED = counter("kafka_server_socket_server_metrics_connection_creation", ["listener"],
        "Connections accepted and kept");
    CONNECTIONS_CLOSED = counter("moldau_connections_closed", ["reason"],
        "Connections closed, by reason");
    CONNECTIONS_REFUSED = counter("moldau_connections_refused", ["reason"],
        "Connections closed at once or made to wait, by the limit that bit");
    FRAMES_REFUSED = counter("moldau_frames_refused", ["reason"],
        "Requests that closed their connection, by reason");
    IN_FLIGHT_BYTES = gauge("kafka_network_socketserver_memorypoolused", [],
        "Bytes of large requests that are being read or handled");
    IN_FLIGHT_BYTES_LEFT = gauge("kafka_network_socketserver_memorypoolavailable", [],
        "Bytes that large requests may still take before their connections wait");
    IN_FLIGHT_WAITS = counter("moldau_in_flight_waits", [],
        "Large requests that had to wait for memory before their body was read");
    READ_GATE_WAITS = counter("moldau_read_gate_waits", [],
        "Produce requests that waited because a log directory's dirty bytes were at their bound");
    RESPONSE_QUEUE_FULL = counter("moldau_response_queue_full", [],
        "Times that a connection stopped reading because its answers waited for durability or for the client");
    HANDLER_PANICS = counter("moldau_handler_panics", [],
        "Connections closed by a panic, which is a bug");
    MESSAGES_IN = counter("kafka_server_brokertopicmetrics_messagesinpersec", ["topic"],
        "Records appended for clients, by topic; topics beyond a bound share one label");
    BYTES_IN = counter("kafka_server_brokertopicmetrics_bytesinpersec", ["topic"],
        "Bytes of batches appended for clients, by topic");
    BYTES_OUT = counter("kafka_server_brokertopicmetrics_bytesoutpersec", ["topic"],
        "Bytes of batches sent to consumers, by topic");
    FETCH_SESSIONS = gauge("kafka_server_fetchsessioncache_numincrementalfetchsessions", [],
        "Incremental fetch sessions that are remembered");
    FETCH_SESSION_PARTITIONS = gauge("kafka_server_fetchsessioncache_numincrementalfetchpartitionscached", [],
        "Partitions that these sessions follow");
    FETCH_SESSION_EVICTIONS = gauge("kafka_server_fetchsessioncache_incrementalfetchsessionevictionspersec", [],
        "Sessions that had to go to make room for others, since the start");
    PARTITIONS = gauge("kafka_server_replicamanager_partitioncount", [],
        "Partitions that this broker has a replica of");
    OFFLINE_DIRECTORIES = gauge("kafka_log_logmanager_offlinelogdirectorycount", [],
        "Log directories that failed and are out until the next start");
    DIRTY_BYTES = gauge("moldau_dirty_bytes", ["directory"],
        "Bytes in a directory's journal that are not yet in synced segment files");
    CLEANER_MAX_DIRTY_PERCENT = gauge("kafka_log_logcleanermanager_max_dirty_percent", [],
        "Share of the dirtiest compacted log that has not been compacted, in percent");
    CLEANER_TIME_SINCE_LAST_RUN = gauge("kafka_log_logcleanermanager_time_since_last_run_ms", [],
        "Milliseconds since a log to compact was last looked for");
    CLEANER_UNCLEANABLE = gauge("kafka_log_logcleanermanager_uncleanable_partitions_count", ["logdirectory"],
        "Partitions that can't be compacted and are left alone until the next start; the log says why");
    CLEANER_BUFFER_UTILIZATION = gauge("kafka_log_logcleaner_max_buffer_utilization_percent", [],
        "How full the table of keys was in the last compaction, in percent");
    CLEANER_RECOPY_PERCENT = gauge("kafka_log_logcleaner_cleaner_recopy_percent", [],
        "How much of what the last compaction read it wrote again, in percent");
    CLEANER_CLEAN_TIME = gauge("kafka_log_logcleaner_max_clean_time_secs", [],
        "How long the last compaction took, in seconds");
    CLEANER_COMPACTION_DELAY = gauge("kafka_log_logcleaner_max_compaction_delay_secs", [],
        "How long the most delayed log has waited beyond max.compaction.lag.ms, in seconds");
    CLEANER_DEAD_THREADS = gauge("kafka_log_logcleaner_deadthreadcount", [],
        "Compacting tasks that ended by an error, which stops the node: always 0");
    CLEANER_BYTES_READ = gauge("moldau_cleaner_bytes_read", [],
        "Bytes of logs that compaction has gone through since the start");
    CLEANER_BYTES_WRITTEN = gauge("moldau_cleaner_bytes_written", [],
        "Bytes that compaction has written again since the start");
    CLEANER_CLEANINGS = gauge("moldau_cleaner_cleanings", [],
        "Logs that have been compacted since the start, each time counted");
    CLEANER_LAST_CLEAN = gauge("moldau_cleaner_last_clean_time_ms", [],
        "When a compaction last ended well, in milliseconds since 1970; 0 if none did since the start");
    CLEANER_WITHOUT_KEY = gauge("moldau_cleaner_records_without_key", [],
        "Records that compaction dropped because they had no key, since the start");
    TASKS_FAILED = counter("moldau_tasks_failed", ["task"],
        "Background tasks that ended with an error or a panic");
}
