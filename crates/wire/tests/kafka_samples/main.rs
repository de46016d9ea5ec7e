//! Messages that Apache Kafka 4.3.1's own classes have read and written again with the same bytes: every
//! message and record in every version, unknown tagged fields included.
//!
//! To make `confirmed.txt` anew: `MOLDAU_SAMPLES=<file> cargo test -p moldau-wire --test kafka_samples` writes
//! samples, `ConfirmSamples.java` confirms them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bytes::Bytes;
use moldau_wire::Message;
use moldau_wire::testing::{Gen, Sample, Visitor, visit_all};

/// Samples of each version.
const ROUNDS: u64 = 2;

/// Writes samples, a line each: name, version, bytes.
struct Writer(String);

impl Visitor for Writer {
    fn visit<M: Message + Sample>(&mut self) {
        for version in M::VALID_VERSIONS {
            for seed in 0..ROUNDS {
                let message = M::sample(&mut Gen::new(1_000 + seed), version);
                let bytes = message.encode_to_bytes(version).expect("a sample can be written");
                write!(self.0, "{} {version} ", M::NAME).expect("memory");
                for byte in &bytes {
                    write!(self.0, "{byte:02x}").expect("memory");
                }
                self.0.push('\n');
            }
        }
    }
}

/// Reads what Kafka has confirmed, and counts versions without a sample.
struct Reader<'a> {
    confirmed: BTreeMap<(&'a str, i16), Vec<Bytes>>,
    missing: Vec<String>,
}

impl Visitor for Reader<'_> {
    fn visit<M: Message + Sample>(&mut self) {
        for version in M::VALID_VERSIONS {
            let Some(samples) = self.confirmed.get(&(M::NAME, version)) else {
                self.missing.push(format!("{} {version}", M::NAME));
                continue;
            };
            for bytes in samples {
                let message = M::decode_exact(bytes.clone(), version);
                let message = message.unwrap_or_else(|error| panic!("{} {version}: {error}", M::NAME));
                assert_eq!(message.encode_to_bytes(version).as_ref(), Ok(bytes), "{} {version}", M::NAME);
            }
        }
    }
}

fn from_hex(text: &str) -> Bytes {
    let digits: Vec<_> = text.chars().map(|digit| digit.to_digit(16).expect("a digit")).collect();
    digits
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + digit))
        .map(|byte| u8::try_from(byte).expect("two digits"))
        .collect()
}

#[test]
fn kafka_and_we_agree_on_every_message() {
    if let Some(path) = std::env::var_os("MOLDAU_SAMPLES") {
        let mut writer = Writer(String::new());
        visit_all(&mut writer);
        std::fs::write(path, writer.0).expect("samples can be written");
        return;
    }
    let mut confirmed: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for line in include_str!("confirmed.txt").lines() {
        let mut words = line.splitn(3, ' ');
        let mut word = || words.next().expect("three words");
        let (name, version, bytes) = (word(), word().parse::<i16>().expect("a version"), word());
        confirmed.entry((name, version)).or_default().push(from_hex(bytes));
    }
    let mut reader = Reader { confirmed, missing: Vec::new() };
    visit_all(&mut reader);
    assert!(reader.missing.is_empty(), "without a sample: {:?}", reader.missing);
    let samples: usize = reader.confirmed.values().map(Vec::len).sum();
    println!(
        "covered: {samples} values that Apache Kafka 4.3.1's own classes read and wrote again: all {} versions",
        reader.confirmed.len()
    );
}
