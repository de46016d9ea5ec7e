//! 128-bit ids in Kafka's notation: URL-safe base64 without padding, 22 characters.
//!
//! Kafka writes topic, directory, cluster and incarnation ids this way in files, tools and logs.

use std::{fmt, str::FromStr};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A 128-bit id, most significant bits first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Uuid(pub u128);

/// The id of a topic, given when it is created and never used again.
pub type TopicId = Uuid;

/// The id of one log directory, kept in its `meta.properties` (KIP-858).
pub type DirectoryId = Uuid;

/// The text is not 22 characters of URL-safe base64.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseUuidError(String);

impl fmt::Display for ParseUuidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not an id: expected 22 characters of URL-safe base64", self.0)
    }
}

impl std::error::Error for ParseUuidError {}

impl Uuid {
    /// All zero: "no id" on the wire.
    pub const ZERO: Self = Self(0);
    /// Reserved by Kafka: the id of the metadata topic, and "unassigned" for directories.
    pub const ONE: Self = Self(1);

    /// From 16 bytes, as the wire carries them.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bytes))
    }

    /// 16 bytes, as the wire carries them.
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// Turns 16 random bytes into a version 4 id. Ids that Kafka reserves (the first hundred) or whose text
    /// starts with `-` (which tools take for an option) are refused with `None`: draw again.
    pub fn from_random(random: [u8; 16]) -> Option<Self> {
        let raw = u128::from_be_bytes(random);
        let id = Self(raw & !(0xf << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62));
        (id.0 > 100 && !id.to_string().starts_with('-')).then_some(id)
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0u8; 22];
        // 128 bits are 21 digits of 6 bits and one of 2 bits, padded with four zero bits.
        for (index, slot) in text.iter_mut().enumerate() {
            let shifted = match 122_usize.checked_sub(index * 6) {
                Some(shift) => self.0 >> shift,
                None => self.0 << 4,
            };
            let digit = usize::from(shifted.to_le_bytes()[0] & 0x3f);
            *slot = ALPHABET.get(digit).copied().unwrap_or(b'A');
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl fmt::Debug for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Uuid {
    type Err = ParseUuidError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseUuidError(text.chars().take(64).collect());
        // Kafka writes 22 characters and also reads 24 with padding.
        let digits = text.strip_suffix("==").unwrap_or(text);
        if digits.len() != 22 {
            return Err(error());
        }
        let mut value: u128 = 0;
        for (index, byte) in digits.bytes().enumerate() {
            let digit = ALPHABET.iter().position(|&letter| letter == byte).ok_or_else(error)?;
            let digit = digit as u128;
            value = if index == 21 { (value << 2) | (digit >> 4) } else { (value << 6) | digit };
        }
        Ok(Self(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_bytes_agree_with_kafka() {
        // org.apache.kafka.common.Uuid: new Uuid(0, 1) prints AAAAAAAAAAAAAAAAAAAAAQ.
        for (id, text) in [
            (Uuid::ZERO, "AAAAAAAAAAAAAAAAAAAAAA"),
            (Uuid::ONE, "AAAAAAAAAAAAAAAAAAAAAQ"),
            (Uuid(u128::MAX), "_____________________w"),
        ] {
            assert_eq!(id.to_string(), text);
            assert_eq!(text.parse(), Ok(id));
        }
    }

    #[test]
    fn random_ids_survive_a_round_trip() {
        let mut state: u128 = 0x1234_5678_9abc_def0_1234_5678_9abc_def1;
        for _ in 0..1_000 {
            state = state.wrapping_mul(0xda94_2042_e4dd_58b5_a3b1_9f1c_3d2e_4f57).wrapping_add(1);
            if let Some(id) = Uuid::from_random(state.to_be_bytes()) {
                assert_eq!(id.to_string().parse(), Ok(id));
                assert_eq!(Uuid::from_bytes(id.to_bytes()), id);
            }
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "A", "AAAAAAAAAAAAAAAAAAAAA!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
            assert!(text.parse::<Uuid>().is_err(), "{text}");
        }
    }
}
