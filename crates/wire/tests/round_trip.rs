//! Every message in every valid version: written and read back, cut short, and random bytes read as it.

use std::collections::BTreeSet;

use bytes::Bytes;
use moldau_wire::testing::{Gen, Sample, Visitor, visit_all};
use moldau_wire::{DecodeError, Encoder, Message};
use proptest::prelude::*;

/// Random values of each message and version.
const CASES: u32 = 48;

/// Runs `check` for each message and version with a generator of its own.
fn for_each_version(seed: u64, check: &mut impl Check) {
    visit_all(&mut Each { seed, check });
}

trait Check {
    fn check<M: Message + Sample>(&mut self, g: &mut Gen, version: i16);
}

struct Each<'a, C> {
    seed: u64,
    check: &'a mut C,
}

impl<C: Check> Visitor for Each<'_, C> {
    fn visit<M: Message + Sample>(&mut self) {
        for version in M::VALID_VERSIONS {
            let mut g = Gen::new(self.seed);
            self.check.check::<M>(&mut g, version);
        }
    }
}

fn encode<M: Message>(message: &M, version: i16) -> Bytes {
    let bytes = message.encode_to_bytes(version);
    bytes.unwrap_or_else(|error| panic!("{} {version}: {error}: {message:?}", M::NAME))
}

#[derive(Default)]
struct RoundTrip {
    seen: usize,
    messages: BTreeSet<&'static str>,
}

impl Check for RoundTrip {
    fn check<M: Message + Sample>(&mut self, g: &mut Gen, version: i16) {
        self.seen += 1;
        self.messages.insert(M::NAME);
        for message in [M::default(), M::sample(g, version)] {
            // Kafka's defaults need not be what an old version can say (null in a version without it).
            let Ok(bytes) = message.encode_to_bytes(version) else {
                assert_eq!(message, M::default(), "{} {version}", M::NAME);
                continue;
            };
            let again = M::decode_exact(bytes.clone(), version);
            assert_eq!(again.as_ref(), Ok(&message), "{} {version}", M::NAME);
            assert_eq!(encode(&message, version), bytes, "{} {version}", M::NAME);
        }
    }
}

/// A message cut anywhere is an error and never another message.
struct CutShort;

impl Check for CutShort {
    fn check<M: Message + Sample>(&mut self, g: &mut Gen, version: i16) {
        let bytes = encode(&M::sample(g, version), version);
        let step = (bytes.len() / 16).max(1);
        for end in (0..bytes.len()).step_by(step) {
            let found = M::decode_exact(bytes.slice(..end), version);
            assert!(found.is_err(), "{} {version} cut to {end} of {}", M::NAME, bytes.len());
        }
        let mut longer = bytes.to_vec();
        longer.push(0);
        let found = M::decode_exact(Bytes::from(longer), version);
        assert_eq!(found, Err(DecodeError::TrailingBytes(1)), "{} {version}", M::NAME);
    }
}

/// Damaged messages, which reach deeper than random bytes.
struct Damaged;

impl Check for Damaged {
    fn check<M: Message + Sample>(&mut self, g: &mut Gen, version: i16) {
        let mut bytes = encode(&M::sample(g, version), version).to_vec();
        for _ in 0..=g.below(3) {
            let length = u64::try_from(bytes.len()).expect("small").max(1);
            let place = usize::try_from(g.below(length)).expect("small");
            if let Some(byte) = bytes.get_mut(place) {
                *byte = g.bits().to_le_bytes()[0];
            }
        }
        // What still reads is a message that can be written again and means the same.
        if let Ok(message) = M::decode_exact(Bytes::from(bytes), version) {
            let again = M::decode_exact(encode(&message, version), version);
            assert_eq!(format!("{:?}", again.as_ref()), format!("{:?}", Ok::<_, DecodeError>(&message)));
        }
    }
}

/// Random bytes, read as every message.
struct Random(Bytes);

impl Check for Random {
    fn check<M: Message + Sample>(&mut self, _: &mut Gen, version: i16) {
        drop(M::decode_exact(self.0.clone(), version));
    }
}

/// Versions that do not exist are refused both ways.
struct NoSuchVersion;

impl Visitor for NoSuchVersion {
    fn visit<M: Message + Sample>(&mut self) {
        for version in [M::VALID_VERSIONS.start() - 1, M::VALID_VERSIONS.end() + 1, i16::MIN, i16::MAX] {
            assert!(M::decode_exact(Bytes::from_static(&[0; 64]), version).is_err(), "{}", M::NAME);
            assert!(M::default().encode(&mut Encoder::new(), version).is_err(), "{}", M::NAME);
        }
    }
}

#[test]
fn versions_that_do_not_exist_are_refused() {
    visit_all(&mut NoSuchVersion);
}

#[test]
fn every_message_is_visited() {
    let mut check = RoundTrip::default();
    for_each_version(1, &mut check);
    assert!(check.seen > 500, "{} versions of messages", check.seen);
    println!(
        "covered: round trip, damage and random bytes: {} messages in {} versions, {CASES} random values each",
        check.messages.len(),
        check.seen
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, ..ProptestConfig::default() })]

    #[test]
    fn messages_read_back(seed: u64) {
        for_each_version(seed, &mut RoundTrip::default());
    }

    #[test]
    fn damaged_messages_never_panic(seed: u64) {
        for_each_version(seed, &mut Damaged);
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for_each_version(0, &mut Random(Bytes::from(bytes)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn messages_cut_short_are_errors(seed: u64) {
        for_each_version(seed, &mut CutShort);
    }
}
