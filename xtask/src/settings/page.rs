//! `docs/configuration.md`: every name, what it takes, and what Moldau does with it.

use std::fmt::Write as _;

use moldau_settings::{ConfigDef, DefaultValue, Scope, Status};

const INTRODUCTION: &str = "\
<!-- Written by `cargo xtask settings`; not edited by hand. -->

# Configuration

Moldau reads the names of Apache Kafka 4.3 from `server.properties` (`moldau broker --config`) and from
`--override name=value`, and keeps Kafka's defaults. Its own names begin with `moldau.`.

What the column *Moldau* says:

- **yes**: the name has its effect.
- **no effect**: the value is checked and shown, and changes nothing; the broker says so at start.
- **refused**: any value but the default is an error, because it asks for what Moldau does not do.

A name that is not in the first table, or a value that its name does not take, is an error that names the key, the line,
what is allowed and the nearest known name. When a name may change: *read-only* at a restart, *per-broker* and
*cluster-wide* by `kafka-configs --alter` (for one broker, for one or all).

Every name that may change without a restart and has an effect takes effect at once, limits on connections included
(over a lower one the least recently used connections are closed). Otherwise than in Kafka, `listeners` and
`listener.security.protocol.map` do not change while the broker runs, and say *read-only*; Kafka's numbers of threads
may be changed and have no effect, neither then nor at start: `moldau.threads` is read at start.
";

const SCOPES: [(Scope, &str); 4] = [
    (Scope::Broker, "Broker"),
    (Scope::Topic, "Topic"),
    (Scope::Group, "Group"),
    (Scope::ClientMetrics, "Client metrics"),
];

/// The whole page.
pub(crate) fn render() -> anyhow::Result<String> {
    let mut out = INTRODUCTION.to_owned();
    for (scope, title) in SCOPES {
        writeln!(out, "\n## {title}\n")?;
        writeln!(out, "| Name | Type | Default | Allowed | May change | Moldau | What it is |")?;
        writeln!(out, "|---|---|---|---|---|---|---|")?;
        for def in scope.all().filter(|def| !def.internal) {
            writeln!(
                out,
                "| `{}` | {} | {} | {} | {} | {} | {} |",
                def.name,
                def.kind.as_str(),
                default(def),
                cell(&def.validator.to_string()),
                def.update.as_str(),
                status(scope.status(def.name)),
                cell(def.doc),
            )?;
        }
    }
    Ok(out)
}

fn default(def: &ConfigDef) -> String {
    match def.default {
        DefaultValue::Required => "(must be set)".to_owned(),
        DefaultValue::Null => String::new(),
        DefaultValue::Value("") => "(empty)".to_owned(),
        DefaultValue::Value(text) => format!("`{}`", cell(text)),
    }
}

fn status(status: Status) -> String {
    match status {
        Status::Implemented => "yes".to_owned(),
        Status::Accepted(why) => format!("no effect: {}", cell(why)),
        Status::Refused(why) => format!("refused: {}", cell(why)),
    }
}

/// Text that a table of Markdown can hold.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;").replace('*', "\\*")
}
