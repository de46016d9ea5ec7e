//! Zig-zag varints, as records carry them.

use bytes::BufMut;

/// Small magnitudes become small numbers: 0, -1, 1, -2 ... to 0, 1, 2, 3 ...
pub(super) const fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

/// The inverse of [`zigzag`].
pub(super) const fn unzigzag(raw: u64) -> i64 {
    (raw >> 1).cast_signed() ^ -((raw & 1).cast_signed())
}

/// Writes an `i32` or `i64`: both have the same bytes.
pub(super) fn put(buffer: &mut impl BufMut, value: i64) {
    let mut raw = zigzag(value);
    loop {
        let [low, ..] = raw.to_le_bytes();
        raw >>= 7;
        if raw == 0 {
            buffer.put_u8(low);
            return;
        }
        buffer.put_u8(low | 0x80);
    }
}

/// How many bytes [`put`] writes: 1 to 10.
pub(super) const fn size(value: i64) -> usize {
    let bits = 64 - (zigzag(value) | 1).leading_zeros() as usize;
    bits.div_ceil(7)
}
