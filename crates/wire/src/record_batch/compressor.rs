//! Compression of a whole block, in the formats that the Java client writes.

use std::cell::Cell;
use std::io::Write;

use lz4_flex::frame::{BlockMode, BlockSize, FrameEncoder, FrameInfo};

use super::{Compression, RecordError};

/// What snappy-java's framing begins with: magic, version 1, compatible version 1.
const XERIAL_HEADER: [u8; 16] = *b"\x82SNAPPY\0\0\0\0\x01\0\0\0\x01";
/// Bytes per snappy block, as snappy-java has it.
const SNAPPY_BLOCK_SIZE: usize = 32 * 1024;

thread_local! {
    static ZSTD: Cell<Option<zstd::bulk::Compressor<'static>>> = const { Cell::new(None) };
}

/// Appends the compressed form of `plain` to `target`. `level` is the codec's own (gzip 1 to 9, zstd -131072 to
/// 22); `None` takes Kafka's default. Snappy and LZ4 have none.
pub fn compress(
    compression: Compression,
    level: Option<i32>,
    plain: &[u8],
    target: &mut Vec<u8>,
) -> Result<(), RecordError> {
    let failed = |error: &dyn std::fmt::Display| RecordError::Decompression {
        codec: compression.name(),
        reason: format!("cannot compress: {error}"),
    };
    match compression {
        Compression::None => {
            target.extend_from_slice(plain);
            Ok(())
        }
        Compression::Gzip => {
            let level = level.and_then(|level| u32::try_from(level).ok());
            let level = level.map_or_else(flate2::Compression::default, |level| {
                flate2::Compression::new(level.clamp(1, 9))
            });
            let mut encoder = flate2::write::GzEncoder::new(target, level);
            encoder.write_all(plain).and_then(|()| encoder.finish().map(drop)).map_err(|error| failed(&error))
        }
        Compression::Snappy => {
            target.extend_from_slice(&XERIAL_HEADER);
            let mut encoder = snap::raw::Encoder::new();
            plain.chunks(SNAPPY_BLOCK_SIZE).try_for_each(|block| {
                snappy_block(&mut encoder, block, target).map_err(|error| failed(&error))
            })
        }
        Compression::Lz4 => {
            let info = FrameInfo::new().block_size(BlockSize::Max64KB).block_mode(BlockMode::Independent);
            let mut encoder = FrameEncoder::with_frame_info(info, target);
            encoder.write_all(plain).map_err(|error| failed(&error))?;
            encoder.finish().map(drop).map_err(|error| failed(&error))
        }
        Compression::Zstd => zstd_block(level.unwrap_or(3), plain, target).map_err(|error| failed(&error)),
    }
}

fn snappy_block(
    encoder: &mut snap::raw::Encoder,
    block: &[u8],
    target: &mut Vec<u8>,
) -> Result<(), snap::Error> {
    let place = target.len();
    target.resize(place + 4 + snap::raw::max_compress_len(block.len()), 0);
    let written = encoder.compress(block, target.get_mut(place + 4..).unwrap_or_default())?;
    target.truncate(place + 4 + written);
    if let Some(length) = target.get_mut(place..).and_then(<[u8]>::first_chunk_mut) {
        // A block of 32 KiB compresses to little more at worst.
        *length = u32::try_from(written).unwrap_or(u32::MAX).to_be_bytes();
    }
    Ok(())
}

fn zstd_block(level: i32, plain: &[u8], target: &mut Vec<u8>) -> std::io::Result<()> {
    let mut compressor = match ZSTD.take() {
        Some(kept) => kept,
        None => zstd::bulk::Compressor::new(level)?,
    };
    compressor.set_compression_level(level)?;
    let place = target.len();
    target.resize(place + zstd::zstd_safe::compress_bound(plain.len()), 0);
    let written = compressor.compress_to_buffer(plain, target.get_mut(place..).unwrap_or_default())?;
    target.truncate(place + written);
    ZSTD.set(Some(compressor));
    Ok(())
}
