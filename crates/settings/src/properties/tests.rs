//! The rules of `java.util.Properties.load`, one by one, and round trips.

use proptest::prelude::*;

use super::*;

fn pairs(text: &str) -> Vec<(String, String, usize)> {
    let parsed = Properties::parse(text).expect("well formed");
    parsed.entries.into_iter().map(|property| (property.key, property.value, property.line)).collect()
}

#[test]
fn rules_of_java() {
    type Expected = &'static [(&'static str, &'static str, usize)];
    let table: &[(&str, Expected)] = &[
        ("", &[]),
        ("# c\n! c\n\n   # c\na=b", &[("a", "b", 5)]),
        ("a=b\r\nc:d\re f", &[("a", "b", 1), ("c", "d", 2), ("e", "f", 3)]),
        ("  a  =  b  ", &[("a", "b  ", 1)]),
        ("a", &[("a", "", 1)]),
        ("a = = b", &[("a", "= b", 1)]),
        ("=v", &[("", "v", 1)]),
        ("a\\ b\\=c=d", &[("a b=c", "d", 1)]),
        ("a=b,\\\n   c,\\\r\n\td\ne=f", &[("a", "b,c,d", 1), ("e", "f", 4)]),
        ("a=b\\\\\nc=d", &[("a", "b\\", 1), ("c", "d", 2)]),
        ("a=b\\\n# not a comment", &[("a", "b# not a comment", 1)]),
        ("a=\\t\\n\\r\\f\\q\\u0041\\u00e9", &[("a", "\t\n\r\u{c}qA\u{e9}", 1)]),
        ("a=\\ud83d\\ude00", &[("a", "\u{1f600}", 1)]),
        ("a=b\\", &[("a", "b", 1)]),
        ("path=C:\\\\x", &[("path", "C:\\x", 1)]),
    ];
    for (text, expected) in table {
        let expected: Vec<_> = expected
            .iter()
            .map(|(key, value, line)| ((*key).to_owned(), (*value).to_owned(), *line))
            .collect();
        assert_eq!(pairs(text), expected, "{text:?}");
    }
}

#[test]
fn the_last_value_holds_and_the_earlier_line_is_reported() {
    let parsed = Properties::parse("a=1\nb=2\na=3\na=4").expect("well formed");
    assert_eq!(parsed.get("a"), Some("4"));
    let duplicate = |earlier, later| Duplicate { key: "a".to_owned(), earlier, later };
    assert_eq!(parsed.duplicates, [duplicate(1, 3), duplicate(3, 4)]);
}

#[test]
fn broken_unicode_escapes_name_their_line() {
    for text in ["x=1\na=\\u12", "x=1\na=\\u12g4", "x=1\n\\u=1", "x=1\na=\\u+123"] {
        assert_eq!(Properties::parse(text), Err(PropertiesError { line: 2 }), "{text:?}");
    }
}

/// Undoes the percent notation of the golden file.
fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first == b'%' {
            let (digits, tail) = rest.split_at(2);
            rest = tail;
            let digits = std::str::from_utf8(digits).expect("ASCII");
            bytes.push(u8::from_str_radix(digits, 16).expect("hexadecimal"));
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn random_texts_are_read_as_java_reads_them() {
    for line in
        include_str!("../../tests/golden/properties.tsv").lines().filter(|line| !line.starts_with('#'))
    {
        let (text, expected) = line.split_once('\t').expect("two columns");
        let text = decode(text);
        let mut expected: Option<BTreeMap<String, String>> = (expected != "error").then(|| {
            let pairs = expected.split('&').filter_map(|pair| pair.split_once('='));
            pairs.map(|(key, value)| (decode(key), decode(value))).collect()
        });
        let mut read: Option<BTreeMap<String, String>> = Properties::parse(&text).ok().map(|parsed| {
            parsed.entries.into_iter().map(|property| (property.key, property.value)).collect()
        });
        // The difference that the module states.
        let lone = text.trim_end_matches(['\n', '\r']).ends_with('\\');
        if let (true, Some(read), Some(expected)) = (lone, &mut read, &mut expected)
            && expected.get("").is_some_and(String::is_empty)
        {
            expected.remove("");
            read.remove("");
        }
        assert_eq!(read, expected, "{text:?}");
    }
}

proptest! {
    #[test]
    fn written_properties_are_read_back(pairs in proptest::collection::btree_map("\\PC{1,12}|[ =:#!\\\\\t\n\r\u{c}a]{1,12}", "\\PC{0,20}|[ =:#!\\\\\t\n\r\u{c}a]{0,20}", 0..8)) {
        let lines: Vec<String> = pairs.iter().map(|(key, value)| write_property(key, value)).collect();
        let parsed = Properties::parse(&lines.join("\n")).expect("written by us");
        let read: BTreeMap<String, String> =
            parsed.entries.into_iter().map(|property| (property.key, property.value)).collect();
        prop_assert_eq!(read, pairs);
        prop_assert!(parsed.duplicates.is_empty());
    }

    #[test]
    fn no_text_makes_parsing_panic(text in "(.|[\\\\=: \n\r#!u0-9a-f]){0,200}") {
        if let Ok(parsed) = Properties::parse(&text) {
            prop_assert!(parsed.entries.iter().all(|property| property.line <= text.len() + 1));
        }
    }
}
