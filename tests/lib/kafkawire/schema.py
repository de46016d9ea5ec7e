"""Encodes and decodes any message of facts/kafka-schemas/rpc at any version.

`encode(message, version, body)` takes a dict by field name; a missing field has its default. `decode` gives such a
dict with every field of that version; unknown tagged fields come back under "_tags" as {tag: bytes}. Decoding fails
on bytes left over, so a decoded message is known to be the whole message.
"""

import json
import struct
import uuid
from functools import lru_cache
from pathlib import Path

SCHEMAS = Path(__file__).resolve().parents[3] / "facts" / "kafka-schemas" / "rpc"
FIXED = {"int8": ">b", "int16": ">h", "uint16": ">H", "int32": ">i", "uint32": ">I", "int64": ">q", "float64": ">d"}
EMPTY_BY_TYPE = {"bool": False, "string": "", "bytes": b"", "records": None, "uuid": uuid.UUID(int=0), "float64": 0.0}


class LeftOver(ValueError):
    """Decoded, but not to the last byte; `count` bytes are left."""

    def __init__(self, what, count):
        super().__init__(f"{count} bytes left over after {what}")
        self.count = count


class Versions:
    """A range such as "3+", "0-4", "7" or "none"."""

    def __init__(self, text):
        text = (text or "none").strip()
        if text == "none":
            self.low, self.high = 1, 0
        elif text.endswith("+"):
            self.low, self.high = int(text[:-1]), 32767
        elif "-" in text:
            low, high = text.split("-")
            self.low, self.high = int(low), int(high)
        else:
            self.low = self.high = int(text)

    def __contains__(self, version):
        return self.low <= version <= self.high


class Field:
    """One field of a struct, with its versions parsed once."""

    def __init__(self, raw, structs):
        self.name = raw["name"]
        self.versions = Versions(raw["versions"])
        self.nullable = Versions(raw.get("nullableVersions"))
        self.tagged = Versions(raw.get("taggedVersions"))
        self.tag = raw.get("tag")
        self.never_flexible = raw.get("flexibleVersions") == "none"
        self.is_array = raw["type"].startswith("[]")
        self.type = raw["type"][2:] if self.is_array else raw["type"]
        self.struct = None
        if self.type[0].isupper():
            self.struct = structs.get(self.type) or Struct(raw.get("fields", []), structs)
            structs.setdefault(self.type, self.struct)
        self.default = self.parse_default(raw.get("default"))

    def parse_default(self, text):
        """The value of a missing field."""
        if text in ("null", None) and self.is_array:
            return None if text == "null" else []
        if text == "null":
            return None
        if self.struct is not None:
            return {}
        if text is None:
            return EMPTY_BY_TYPE.get(self.type, 0)
        if self.type == "bool":
            return str(text).lower() == "true"
        if self.type in FIXED and self.type != "float64":
            return int(str(text), 0)
        return text


class Struct:
    """An ordered list of fields."""

    def __init__(self, raw_fields, structs):
        self.fields = [Field(raw, structs) for raw in raw_fields]


class Message:
    """One schema file."""

    def __init__(self, raw):
        structs = {common["name"]: Struct([], {}) for common in raw.get("commonStructs", [])}
        for common in raw.get("commonStructs", []):  # one may be made of another that comes later
            structs[common["name"]].fields = Struct(common["fields"], structs).fields
        self.name = raw["name"]
        self.api_key = raw.get("apiKey")
        self.kind = raw["type"]
        self.valid = Versions(raw["validVersions"])
        self.flexible = Versions(raw["flexibleVersions"])
        self.root = Struct(raw["fields"], structs)


@lru_cache(maxsize=None)
def message(name):
    """The schema called e.g. "FetchRequest"."""
    return Message(json.loads((SCHEMAS / f"{name}.json").read_text()))


@lru_cache(maxsize=None)
def apis():
    """{api name: (request schema, response schema)}, e.g. "Fetch"."""
    found = {}
    for path in sorted(SCHEMAS.glob("*Request.json")):
        name = path.stem[: -len("Request")]
        found[name] = (message(f"{name}Request"), message(f"{name}Response"))
    return found


@lru_cache(maxsize=None)
def api_name(key):
    """The name of an API key, or None."""
    return next((name for name, (request, _) in apis().items() if request.api_key == key), None)


class Writer:
    """Appends primitive values."""

    def __init__(self):
        self.out = bytearray()

    def fixed(self, code, value):
        """One fixed-width number."""
        self.out += struct.pack(code, value)

    def uvarint(self, value):
        """One unsigned varint."""
        while value >= 0x80:
            self.out.append(value & 0x7F | 0x80)
            value >>= 7
        self.out.append(value)

    def length(self, size, flexible, narrow):
        """A length before bytes or entries; size None is null."""
        if flexible:
            self.uvarint(0 if size is None else size + 1)
        else:
            self.fixed(">h" if narrow else ">i", -1 if size is None else size)


class Reader:
    """Takes primitive values; raises ValueError at the end of the bytes."""

    def __init__(self, data):
        self.data = memoryview(bytes(data))
        self.at = 0

    def take(self, size):
        """The next bytes."""
        if size < 0 or self.at + size > len(self.data):
            raise ValueError(f"wants {size} bytes at {self.at} of {len(self.data)}")
        piece = self.data[self.at:self.at + size]
        self.at += size
        return bytes(piece)

    def fixed(self, code):
        """One fixed-width number."""
        return struct.unpack(code, self.take(struct.calcsize(code)))[0]

    def uvarint(self):
        """One unsigned varint of at most 32 bits."""
        value = 0
        for shift in range(0, 35, 7):
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        raise ValueError("varint too long")

    def length(self, flexible, narrow):
        """A length, or None for null."""
        size = self.uvarint() - 1 if flexible else self.fixed(">h" if narrow else ">i")
        return None if size < 0 else size

    @property
    def left(self):
        """How many bytes are left."""
        return len(self.data) - self.at


def encode(schema, version, body):
    """The bytes of a message body."""
    schema = message(schema) if isinstance(schema, str) else schema
    writer = Writer()
    write_struct(writer, schema.root, version, version in schema.flexible, body)
    return bytes(writer.out)


def write_struct(writer, shape, version, flexible, body):
    """One struct, tagged fields last."""
    unknown = set(body) - {field.name for field in shape.fields} - {"_tags"}
    if unknown:
        raise KeyError(f"no such fields: {sorted(unknown)}")
    tags = dict(body.get("_tags", {}))
    for field in shape.fields:
        if version not in field.versions:
            continue
        value = body.get(field.name, field.default)
        if version in field.tagged:
            if value != field.default:
                inner = Writer()
                write_value(inner, field, version, flexible, value)
                tags[field.tag] = bytes(inner.out)
        else:
            write_value(writer, field, version, flexible, value)
    if flexible:
        writer.uvarint(len(tags))
        for tag in sorted(tags):
            writer.uvarint(tag)
            writer.uvarint(len(tags[tag]))
            writer.out += tags[tag]


def write_value(writer, field, version, flexible, value):
    """One field, an array or a single value."""
    flexible = flexible and not field.never_flexible
    if not field.is_array:
        write_single(writer, field, version, flexible, value)
        return
    writer.length(None if value is None else len(value), flexible, narrow=False)
    for entry in value or []:
        write_single(writer, field, version, flexible, entry)


def write_single(writer, field, version, flexible, value):
    """One value that is no array."""
    if field.struct is not None:
        if not field.is_array and version in field.nullable:
            writer.fixed(">b", -1 if value is None else 1)
            if value is None:
                return
        write_struct(writer, field.struct, version, flexible, value)
    elif field.type == "bool":
        writer.fixed(">b", 1 if value else 0)
    elif field.type == "uuid":
        writer.out += (value if isinstance(value, uuid.UUID) else uuid.UUID(str(value))).bytes
    elif field.type in FIXED:
        writer.fixed(FIXED[field.type], value)
    else:
        raw = value.encode() if isinstance(value, str) else value
        writer.length(None if raw is None else len(raw), flexible, narrow=field.type == "string")
        writer.out += raw or b""


def decode(schema, version, data):
    """The dict of a message body; fails on bytes left over."""
    schema = message(schema) if isinstance(schema, str) else schema
    reader = data if isinstance(data, Reader) else Reader(data)
    body = read_struct(reader, schema.root, version, version in schema.flexible)
    if reader.left:
        raise LeftOver(f"{schema.name} v{version}: {body}", reader.left)
    return body


def read_struct(reader, shape, version, flexible):
    """One struct, with tagged fields put where they belong."""
    body = {}
    tagged = {}
    for field in shape.fields:
        if version not in field.versions:
            continue
        if version in field.tagged:
            tagged[field.tag] = field
            body[field.name] = field.default
        else:
            body[field.name] = read_value(reader, field, version, flexible)
    if flexible:
        last = -1
        for _ in range(reader.uvarint()):
            tag = reader.uvarint()
            if tag <= last:
                raise ValueError(f"tag {tag} after tag {last}")
            last = tag
            piece = Reader(reader.take(reader.uvarint()))
            if tag in tagged:
                body[tagged[tag].name] = read_value(piece, tagged[tag], version, flexible)
                if piece.left:
                    raise ValueError(f"tag {tag}: {piece.left} bytes left over")
            else:
                body.setdefault("_tags", {})[tag] = piece.take(piece.left)
    return body


def read_value(reader, field, version, flexible):
    """One field, an array or a single value."""
    flexible = flexible and not field.never_flexible
    if not field.is_array:
        return read_single(reader, field, version, flexible)
    count = reader.length(flexible, narrow=False)
    if count is None:
        return None
    return [read_single(reader, field, version, flexible) for _ in range(count)]


def read_single(reader, field, version, flexible):
    """One value that is no array."""
    if field.struct is not None:
        if not field.is_array and version in field.nullable and reader.fixed(">b") < 0:
            return None
        return read_struct(reader, field.struct, version, flexible)
    if field.type == "bool":
        return reader.fixed(">b") != 0
    if field.type == "uuid":
        return uuid.UUID(bytes=reader.take(16))
    if field.type in FIXED:
        return reader.fixed(FIXED[field.type])
    size = reader.length(flexible, narrow=field.type == "string")
    if size is None:
        return None
    raw = reader.take(size)
    return raw.decode() if field.type == "string" else raw


def request_frame(api, version, correlation, body, client_id="raw", header_tags=None):
    """A whole request without its length prefix; `body` is a dict, or bytes to send as they are."""
    schema = apis()[api][0]
    flexible = version in schema.flexible
    header = {"RequestApiKey": schema.api_key, "RequestApiVersion": version, "CorrelationId": correlation,
              "ClientId": client_id}
    if header_tags:
        header["_tags"] = header_tags
    head = encode("RequestHeader", 2 if flexible else 1, header)
    return head + (body if isinstance(body, bytes) else encode(schema, version, body))


def response_header_version(api, version):
    """ApiVersions answers with header 0 always, so that an old client can read it."""
    return 1 if version in apis()[api][1].flexible and api != "ApiVersions" else 0


def split_response(api, version, frame):
    """(correlation id, body bytes) of a response without its length prefix."""
    reader = Reader(frame)
    header = read_struct(reader, message("ResponseHeader").root, response_header_version(api, version),
                         response_header_version(api, version) == 1)
    return header["CorrelationId"], reader.take(reader.left)
