"""Record batches of format 2: building good and bad ones, and reading what a broker sends.

Layout: base offset i64, length i32, leader epoch i32, magic i8, CRC-32C u32 over what follows it, attributes i16,
last offset delta i32, base timestamp i64, max timestamp i64, producer id i64, epoch i16, base sequence i32, count i32.
"""

import gzip
import io
import struct
from dataclasses import dataclass, field

import crc32c
import lz4.frame
import snappy
import zstandard

HEAD = struct.Struct(">qiibI")
REST = struct.Struct(">hiqqqhii")
CODECS = {"none": 0, "gzip": 1, "snappy": 2, "lz4": 3, "zstd": 4}


@dataclass
class Record:
    """One record; `offset` and `timestamp` are absolute."""

    key: bytes | None = None
    value: bytes | None = None
    headers: list = field(default_factory=list)
    timestamp: int = 0
    offset: int = 0


@dataclass
class Batch:
    """One batch as read."""

    base_offset: int
    leader_epoch: int
    attributes: int
    last_offset: int
    base_timestamp: int
    max_timestamp: int
    producer_id: int
    producer_epoch: int
    base_sequence: int
    records: list
    raw: bytes


def varint(value):
    """A zig-zag varint."""
    value = (value << 1) ^ (value >> 63)
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def read_varint(data, at):
    """(value, next position) of a zig-zag varint."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return (value >> 1) ^ -(value & 1), at


def sized(raw):
    """Bytes with a varint length; None is null."""
    return varint(-1) if raw is None else varint(len(raw)) + raw


def record_bytes(record, delta, base_timestamp):
    """One record as it lies in a batch."""
    body = b"\0" + varint(record.timestamp - base_timestamp) + varint(delta) + sized(record.key) + sized(record.value)
    body += varint(len(record.headers))
    for name, value in record.headers:
        body += sized(name.encode() if isinstance(name, str) else name) + sized(value)
    return varint(len(body)) + body


def compress(codec, raw):
    """As Kafka's producers do it: xerial frames for snappy, frames of independent blocks for lz4."""
    if codec == "none":
        return raw
    if codec == "gzip":
        return gzip.compress(raw, mtime=0)
    if codec == "snappy":
        out = io.BytesIO(b"")
        out.write(b"\x82SNAPPY\x00" + struct.pack(">ii", 1, 1))
        for start in range(0, len(raw), 32 * 1024):
            block = snappy.compress(raw[start:start + 32 * 1024])
            out.write(struct.pack(">i", len(block)) + block)
        return out.getvalue()
    if codec == "lz4":
        return lz4.frame.compress(raw, block_linked=False)
    return zstandard.ZstdCompressor().compress(raw)


def decompress(attributes, raw):
    """The reverse of `compress`, by the codec bits of a batch."""
    codec = attributes & 7
    if codec == 0:
        return raw
    if codec == 1:
        return gzip.decompress(raw)
    if codec == 2:
        if not raw.startswith(b"\x82SNAPPY\x00"):
            return snappy.decompress(raw)
        out, at = b"", 16
        while at < len(raw):
            size = struct.unpack_from(">i", raw, at)[0]
            out += snappy.decompress(raw[at + 4:at + 4 + size])
            at += 4 + size
        return out
    if codec == 3:
        return lz4.frame.decompress(raw)
    return zstandard.ZstdDecompressor().decompressobj().decompress(raw)


def batch(records, codec="none", *, base_offset=0, leader_epoch=-1, producer_id=-1, producer_epoch=-1, base_sequence=-1,
          attributes=0, magic=2, payload=None, count=None, last_delta=None, crc=None, length=None, max_timestamp=None):
    """The bytes of one batch. What is given beyond records and codec makes it special, or wrong."""
    base_timestamp = records[0].timestamp if records else 0
    if payload is None:
        plain = b"".join(record_bytes(record, delta, base_timestamp) for delta, record in enumerate(records))
        payload = compress(codec, plain)
    count = len(records) if count is None else count
    if max_timestamp is None:
        max_timestamp = max((record.timestamp for record in records), default=-1)
    rest = REST.pack(attributes | CODECS[codec], count - 1 if last_delta is None else last_delta, base_timestamp,
                     max_timestamp, producer_id, producer_epoch, base_sequence, count) + payload
    crc = crc32c.crc32c(rest) if crc is None else crc
    size = 9 + len(rest) if length is None else length
    return HEAD.pack(base_offset, size, leader_epoch, magic, crc) + rest


def read_batches(data):
    """All whole batches in fetched bytes; a cut one at the end is left out, as brokers may send it."""
    found, at = [], 0
    while at + HEAD.size + REST.size <= len(data):
        base_offset, size, leader_epoch, magic, crc = HEAD.unpack_from(data, at)
        end = at + 12 + size
        if end > len(data):
            break
        if magic != 2:
            raise ValueError(f"magic {magic} at {at}")
        body = bytes(data[at + HEAD.size:end])
        if crc32c.crc32c(body) != crc:
            raise ValueError(f"wrong CRC of the batch at offset {base_offset}")
        found.append(read_one(base_offset, leader_epoch, body, bytes(data[at:end])))
        at = end
    return found


def read_one(base_offset, leader_epoch, body, raw):
    """One batch whose CRC is right."""
    attributes, last_delta, base_ts, max_ts, producer, epoch, sequence, count = REST.unpack_from(body)
    plain = decompress(attributes, body[REST.size:])
    at, records = 0, []
    for _ in range(count):
        size, at = read_varint(plain, at)
        records.append(read_record(plain, at, base_offset, base_ts if not attributes & 8 else max_ts, attributes))
        at += size
    return Batch(base_offset, leader_epoch, attributes, base_offset + last_delta, base_ts, max_ts, producer, epoch,
                 sequence, records, raw)


def read_record(plain, at, base_offset, base_ts, attributes):
    """One record of decompressed bytes."""
    delta_ts, at = read_varint(plain, at + 1)
    delta, at = read_varint(plain, at)
    pieces = []
    for _ in range(2):
        size, at = read_varint(plain, at)
        pieces.append(None if size < 0 else plain[at:at + size])
        at += max(size, 0)
    headers = []
    count, at = read_varint(plain, at)
    for _ in range(count):
        pair = []
        for _ in range(2):
            size, at = read_varint(plain, at)
            pair.append(None if size < 0 else plain[at:at + size])
            at += max(size, 0)
        headers.append((pair[0].decode(), pair[1]))
    stamp = base_ts if attributes & 8 else base_ts + delta_ts
    return Record(pieces[0], pieces[1], headers, stamp, base_offset + delta)
