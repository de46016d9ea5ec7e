//! Where encryption at rest has its place: between the bytes as the log sees them and the bytes as the disk does.
//!
//! A position in the *plaintext* and the place of its *stored block* are kept apart from the first day, so that a
//! cipher that adds a tag to every block changes no caller. [`Cipher::Null`] stores what it is given.

use std::borrow::Cow;

/// Which cipher a file is stored with; the number stands in the file's format page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cipher {
    /// Stored as it is.
    #[default]
    Null,
}

/// The number of a cipher that this version does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cipher {0} is not known to this version")]
pub struct UnknownCipher(pub u32);

impl Cipher {
    /// The number that stands in files.
    pub const fn id(self) -> u32 {
        match self {
            Self::Null => 0,
        }
    }

    /// The cipher with this number.
    pub const fn from_id(id: u32) -> Result<Self, UnknownCipher> {
        match id {
            0 => Ok(Self::Null),
            other => Err(UnknownCipher(other)),
        }
    }

    /// Where the block that holds the plaintext at `position` is stored; the same for the length of a file.
    pub const fn stored_position(self, position: u64) -> u64 {
        match self {
            Self::Null => position,
        }
    }

    /// Turns the plaintext at `position` into what is stored.
    pub const fn seal(self, position: u64, plain: &[u8]) -> Cow<'_, [u8]> {
        let _: u64 = position;
        match self {
            Self::Null => Cow::Borrowed(plain),
        }
    }

    /// Turns what was stored for `position` back into plaintext, in place.
    pub const fn open(self, position: u64, stored: &mut [u8]) {
        let _: (u64, &mut [u8]) = (position, stored);
        match self {
            Self::Null => {}
        }
    }
}
