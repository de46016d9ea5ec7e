//! Regular expressions over topic names.
//!
//! Kafka uses RE2/J; the `regex` crate has the same family's syntax and guarantees (linear time, no back-references),
//! but not `\C` and `\Q...\E`. A pattern has to match a topic's whole name. Compiled programs are bounded in size: what would
//! be larger is refused as invalid.

use std::collections::BTreeSet;

use moldau_wire::Str;
use regex::bytes::{Regex, RegexBuilder};

use crate::{Caller, Topics};

const PROGRAM_BYTES_MAX: usize = 1 << 20;

/// Why a pattern is refused, in one line.
pub(crate) fn check(pattern: &str) -> Result<(), String> {
    compile(pattern).map(|_| ()).map_err(|error| describe(&error))
}

/// The names of topics that match and that the caller may know of. A pattern that can't be read matches nothing.
pub(crate) fn matches(topics: &dyn Topics, caller: &Caller, pattern: &str) -> BTreeSet<Str> {
    let mut found = BTreeSet::new();
    let Ok(regex) = compile(pattern) else { return found };
    topics.for_each_name(&mut |name| {
        if regex.is_match(name.as_bytes()) && topics.may_describe(caller, name) {
            found.insert(Str::from(name));
        }
    });
    found
}

fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    build(pattern)?;
    // In verbose mode a trailing comment would swallow the end: then the line break ends it.
    build(&format!(r"\A(?:{pattern})\z")).or_else(|_| build(&format!("\\A(?:{pattern}\n)\\z")))
}

/// Names are ASCII, so classes need no Unicode, which makes programs small; patterns that ask for Unicode get it.
fn build(pattern: &str) -> Result<Regex, regex::Error> {
    let with = |unicode| {
        RegexBuilder::new(pattern)
            .unicode(unicode)
            .size_limit(PROGRAM_BYTES_MAX)
            .dfa_size_limit(PROGRAM_BYTES_MAX)
            .build()
    };
    with(false).or_else(|_| with(true))
}

/// The library draws the pattern with an arrow below it; the last line is the reason.
fn describe(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().next_back().unwrap_or_default().trim();
    last.strip_prefix("error: ").unwrap_or(last).trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_has_to_match_the_whole_name() {
        let cases = [
            ("foo.*", "foobar", true),
            ("foo", "foobar", false),
            ("oba", "foobar", false),
            ("foo|bar", "bar", true),
            ("foo|bar", "foobar", false),
            ("(?i)FOO", "foo", true),
            (r"\w+-\d", "a_b-1", true),
            ("(?x) foo # a comment )", "foo", true),
            (r"\p{L}+", "foo", true),
            ("", "foo", false),
        ];
        for (pattern, name, expected) in cases {
            let regex = compile(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
            assert_eq!(regex.is_match(name.as_bytes()), expected, "{pattern} on {name}");
        }
    }

    #[test]
    fn bad_patterns_are_refused_with_one_line() {
        for pattern in ["[", "foo(", "foo)", "a)(b", "*", r"(a)\1", r"(\w{1000}){1000}"] {
            let reason = check(pattern).expect_err(pattern);
            assert!(!reason.is_empty() && !reason.contains('\n'), "{pattern}: {reason}");
        }
    }
}
