//! `tests/differential/table.rs`: which of our messages the `kafka-protocol` crate has as well.

use std::fmt::Write as _;

use super::schema::Schema;

/// Not in `kafka-protocol` 0.18, which was made from the schemas of Kafka 4.1.
const OURS_ALONE: [&str; 5] = [
    "ControlRecordTypeSchema",
    "StreamsGroupDescribeRequest",
    "StreamsGroupDescribeResponse",
    "StreamsGroupHeartbeatRequest",
    "StreamsGroupHeartbeatResponse",
];

pub(super) fn table_file(all: &[(String, Vec<Schema>)]) -> anyhow::Result<String> {
    let mut calls = String::new();
    let messages = all.iter().filter(|(module, _)| module == "messages").flat_map(|(_, schemas)| schemas);
    for schema in messages.filter(|schema| !OURS_ALONE.contains(&schema.name.as_str())) {
        writeln!(calls, "visit::<ours::{0}, theirs::{0}>(differences);", schema.name)?;
    }
    Ok(format!(
        "//! Messages that the `kafka-protocol` crate has as well. Written by `cargo xtask codegen`. Do not edit.

        use kafka_protocol::messages as theirs;
        use moldau_wire::messages as ours;

        use super::visit;

        #[expect(clippy::too_many_lines, reason = \"a flat table\")]
        pub(crate) fn visit_all(differences: &mut Vec<String>) {{ {calls} }}
        "
    ))
}
