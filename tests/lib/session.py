"""One engine under comparison: asks, normalises what differs from run to run, and keeps every answer by name.

Normalised are ids, ports, paths, sizes of disks, and times that the broker chose. Lists of named things become dicts,
since Kafka's own order is often that of a hash map. Error texts become "<text>", kept apart in `texts`.
"""

import re
import socket
import uuid
import zlib

from kafkawire import records, schema
from kafkawire.client import Closed, Connection
from waiting import until

LIST_KEYS = ("Name", "Topic", "TopicName", "TopicId", "PartitionIndex", "Partition", "PartitionId", "Index", "ApiKey",
             "ResourceName", "NodeId", "BrokerId", "ReplicaId", "Key", "LogDir", "Feature", "BatchIndex", "GroupId", "MemberId",
             "TransactionalId", "ProducerId")
TEXTS = ("ErrorMessage", "BatchIndexErrorMessage")
VOLATILE = {
    "Port": "<port>", "LogDir": "<dir>", "TotalBytes": "<bytes>", "UsableBytes": "<bytes>", "LogAppendTimeMs": "<time>",
    "LastFetchTimestamp": "<time>", "LastCaughtUpTimestamp": "<time>", "FinalizedFeaturesEpoch": "<epoch>",
    "TransactionStartTimeMs": "<time>", "LastTimestamp": "<time>",
}
# Member ids that the broker makes: in the text form of Java, or in base64.
MEMBER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|^[A-Za-z0-9_-]{22}$")
QUORUM = {"HighWatermark", "LogEndOffset", "LeaderEpoch"}
ANSWER_S = 10


class Session:
    """Asks one node; `answers` is {case name: normalised answer} in order."""

    def __init__(self, node):
        self.node = node
        self.answers = {}
        self.texts = {}
        self.names = {uuid.UUID(int=0): "<none>"}
        self.ids = {}
        self.producers = {}
        self.sessions = {}
        self.connection = None

    def connect(self):
        """The connection of ordinary cases, opened anew after the broker closed it."""
        if self.connection is None:
            self.connection = Connection(self.node.port, timeout_s=ANSWER_S)
        return self.connection

    def drop(self):
        """Closes it."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def quiet(self, api, version, body):
        """Asks without keeping the answer."""
        try:
            return self.connect().ask(api, version, body)
        except (Closed, socket.timeout):
            self.drop()
            raise

    def ask(self, name, api, version, body=None, **header):
        """Asks, keeps the normalised answer under this name, gives the answer as it came (None if closed)."""
        name = f"{name} {api} v{version}"
        assert name not in self.answers, f"two cases are named {name}"
        answer = None
        try:
            answer = self.connect().ask(api, version, body or {}, **header)
            self.answers[name] = self.normal(answer, name, api, "")
        except Closed:
            self.answers[name] = "closed"
            self.drop()
        except socket.timeout:
            self.answers[name] = "no answer"
            self.drop()
        except (ValueError, AssertionError) as error:
            self.answers[name] = f"unreadable: {error}"
            self.drop()
        return answer

    def send_raw(self, name, data, answers=True):
        """Sends bytes as they are on a connection of their own; keeps whether it answers, closes or stays silent."""
        assert name not in self.answers, f"two cases are named {name}"
        with Connection(self.node.port, timeout_s=3) as conn:
            try:
                conn.send_bytes(data)
                frame = conn.receive_frame() if answers else b""
                self.answers[name] = {"answer of": len(frame), "bytes": frame[:64].hex()}
            except Closed:
                self.answers[name] = "closed"
            except socket.timeout:
                self.answers[name] = "no answer"

    def learn(self):
        """Learns all topics' ids."""
        for topic in self.quiet("Metadata", 12, {"Topics": None})["Topics"]:
            self.names[topic["TopicId"]] = f"<id of {topic['Name']}>"
            self.ids[topic["Name"]] = topic["TopicId"]

    def settle(self, name, partitions=1):
        """Waits until every partition of a topic has a leader and takes requests; learns its id."""
        question = {"Topics": [{"Name": name}], "AllowAutoTopicCreation": False}
        positions = {"ReplicaId": -1, "Topics": [{"Name": name, "Partitions": [
            {"PartitionIndex": index, "Timestamp": -1} for index in range(partitions)]}]}

        def settled():
            topic = self.quiet("Metadata", 9, question)["Topics"][0]
            return topic["ErrorCode"] == 0 and len(topic["Partitions"]) >= partitions and all(
                one["ErrorCode"] == 0 for one in self.quiet("ListOffsets", 5, positions)["Topics"][0]["Partitions"])
        until(settled, f"{name} has leaders", also=lambda: self.quiet("Metadata", 9, question)["Topics"][0])
        self.learn()

    def wait_for_producer_ids(self):
        """Waits until producer ids are given out: Kafka fetches its first ones when somebody asks."""
        until(lambda: self.quiet("InitProducerId", 2, {"TransactionalId": None, "TransactionTimeoutMs": 1000})["ErrorCode"] == 0,
              "producer ids")

    def gone(self, name):
        """Waits until a topic is gone."""
        question = {"Topics": [{"Name": name}], "AllowAutoTopicCreation": False}
        until(lambda: self.quiet("Metadata", 9, question)["Topics"][0]["ErrorCode"] != 0, f"{name} is gone")

    def normal(self, value, name, api, path):
        """The normalised form of any part of an answer."""
        if isinstance(value, dict):
            return {key: self.normal_field(key, part, name, api, f"{path}.{key}") for key, part in value.items()}
        if isinstance(value, list):
            return self.normal_list(value, name, api, path)
        if isinstance(value, uuid.UUID):
            return self.names.get(value, "<uuid>")
        if isinstance(value, bytes):
            return value.hex()
        if isinstance(value, str):
            return self.plain(value)
        return value

    def plain(self, text):
        """A text without this run's ports and paths."""
        text = text.replace(str(self.node.home), "<home>")
        return re.sub(rf"\b({self.node.port}|{self.node.controller_port})\b", "<port>", text)

    def normal_field(self, key, value, name, api, path):
        """A field, by its name."""
        if key in TEXTS:
            if value is not None:
                self.texts[f"{name} {path}"] = self.plain(value)
            return value if value is None else "<text>"
        if key == "Records":
            return self.normal_records(value)
        if key in ("MemberId", "Leader") and isinstance(value, str):
            return MEMBER.sub("<uuid>", value)
        if key in VOLATILE and value not in (-1, None):
            return VOLATILE[key]
        if key in ("ProducerId", "OngoingTxnProducerId") and value >= 0:
            return self.producers.setdefault(value, f"<producer {len(self.producers)}>")
        if key == "SessionId" and value != 0:
            return self.sessions.setdefault(value, f"<session {len(self.sessions)}>")
        if api == "DescribeQuorum" and key in QUORUM:
            return "<number>"
        return self.normal(value, name, api, path)

    def normal_list(self, value, name, api, path):
        """A list; of named things it becomes a dict."""
        if value and all(isinstance(one, dict) for one in value):
            for key in LIST_KEYS:
                if all(key in one and one[key] is not None for one in value):
                    found = {str(self.normal_field(key, one[key], name, api, path)): one for one in value}
                    if len(found) == len(value):
                        return {label: self.normal(one, name, api, f"{path}.{label}") for label, one in found.items()}
        if api == "ListConfigResources" and path == ".ConfigResources":  # one name in several types
            return {f"{one.get('ResourceType', '')} {one['ResourceName']}": one for one in value}
        return [self.normal(one, name, api, f"{path}[{index}]") for index, one in enumerate(value)]

    def normal_records(self, value):
        """Fetched batches, readable; the records' bytes as their hash."""
        if not value:
            return None if value is None else "<empty>"
        batches = []
        for one in records.read_batches(value):
            chosen_by_broker = one.attributes & (8 | 0x20)  # LogAppendTime, and the ends of transactions
            batches.append({
                "base offset": one.base_offset, "last offset": one.last_offset, "leader epoch": one.leader_epoch,
                "attributes": one.attributes, "count": len(one.records), "sequence": one.base_sequence,
                "producer": self.producers.get(one.producer_id, one.producer_id), "producer epoch": one.producer_epoch,
                "timestamps": "<time>" if chosen_by_broker else [one.base_timestamp, one.max_timestamp],
                "records": f"crc {zlib.crc32(one.raw[records.HEAD.size + records.REST.size:]):08x}",
            })
        return batches


def differences(left, right, path=""):
    """(path, left value, right value) wherever two normalised answers differ."""
    if isinstance(left, dict) and isinstance(right, dict):
        for key in [*left, *(key for key in right if key not in left)]:
            here = f"{path}.{key}" if path else str(key)
            if key not in left or key not in right:
                yield here, left.get(key, "<absent>"), right.get(key, "<absent>")
            else:
                yield from differences(left[key], right[key], here)
    elif isinstance(left, list) and isinstance(right, list) and left and right:
        if len(left) != len(right):
            yield f"{path}.length", len(left), len(right)
        for index, (one, other) in enumerate(zip(left, right)):
            yield from differences(one, other, f"{path}[{index}]")
    elif left != right:
        yield path, left, right


def frame_of(api, version, body, client_id="raw", **header):
    """The bytes of a request, its length included."""
    frame = schema.request_frame(api, version, 77, body, client_id, **header)
    return len(frame).to_bytes(4, "big") + frame
