//! docs/metrics.md is the table of [`names::ALL`], no more and no less.
#![expect(clippy::unwrap_used, reason = "helpers of tests: a surprise is a failure")]

use std::fmt::Write as _;

use moldau_telemetry::{Desc, Kind, names};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/metrics.md");

fn row(desc: &Desc) -> String {
    let (suffix, kind) = match desc.kind {
        Kind::Counter => ("_total", "counter"),
        Kind::Gauge => ("", "gauge"),
        Kind::Timer => ("", "summary"),
    };
    let labels: Vec<String> = desc.labels.iter().map(|label| format!("`{label}`")).collect();
    format!("| `{}{suffix}` | {kind} | {} | {} |", desc.name, labels.join(", "), desc.help)
}

fn document() -> String {
    let mut text = "# Metrics\n\n\
        Where `moldau.metrics.listener` is set, `GET /metrics` answers with OpenMetrics text. Names are Kafka's MBeans,\n\
        flattened as jmx_exporter does with lower-case output, so that dashboards made for Kafka read them; what Kafka\n\
        has no name for starts with `moldau_`. A summary has the quantiles of the last one to two minutes, and `_sum`\n\
        and `_count` since the start. Every bound has a metric that shows when it bites.\n\n\
        This table is written by `UPDATE_DOCS=1 cargo test -p moldau-telemetry --test inventory`.\n\n\
        | metric | kind | labels | what it says |\n|---|---|---|---|\n"
        .to_owned();
    for desc in names::ALL {
        writeln!(text, "{}", row(desc)).unwrap();
    }
    text
}

#[test]
fn the_documentation_lists_every_metric() {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(PATH, document()).unwrap();
    }
    let written = std::fs::read_to_string(PATH).unwrap();
    assert!(written == document(), "docs/metrics.md is not current: set UPDATE_DOCS=1 and run this test");
}

#[test]
fn names_are_valid_unique_and_explained() {
    for (index, desc) in names::ALL.iter().enumerate() {
        let valid = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        assert!(desc.name.bytes().all(valid), "{}", desc.name);
        assert!(desc.name.starts_with("kafka_") || desc.name.starts_with("moldau_"), "{}", desc.name);
        assert!(!desc.help.is_empty() && !desc.help.ends_with('.'), "{}", desc.name);
        assert!(names::ALL.iter().skip(index + 1).all(|other| other.name != desc.name), "{}", desc.name);
    }
}
