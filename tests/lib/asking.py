"""What tests ask a broker beside the clients under test: topics, records, offsets, groups, through raw requests."""

from kafkawire.records import Record, batch
from members import eventually

NOT_YET = {14, 15, 16}  # the coordinator loads, is not there yet, is not this one


def make(node, topic, partitions=1, **configs):
    """Makes a topic and waits for its leaders."""
    with node.connect() as conn:
        answer = conn.ask("CreateTopics", 5, {"timeoutMs": 20_000, "Topics": [
            {"Name": topic, "NumPartitions": partitions, "ReplicationFactor": 1,
             "Configs": [{"Name": key, "Value": value} for key, value in configs.items()]}]})
        assert answer["Topics"][0]["ErrorCode"] == 0, answer
    eventually(lambda: None not in ends(node, topic, partitions), f"{topic} has leaders")


def ends(node, topic, partitions, committed=False):
    """The end of each partition, of what is committed if asked for; None where there is no leader."""
    with node.connect() as conn:
        answer = conn.ask("ListOffsets", 5, {"ReplicaId": -1, "IsolationLevel": int(committed), "Topics": [
            {"Name": topic, "Partitions": [{"PartitionIndex": index, "Timestamp": -1} for index in range(partitions)]}]})
    found = sorted(answer["Topics"][0]["Partitions"], key=lambda one: one["PartitionIndex"])
    return [one["Offset"] if one["ErrorCode"] == 0 else None for one in found]


def write(node, topic, partitions, values):
    """Writes values round-robin over the partitions."""
    with node.connect() as conn:
        answer = conn.ask("Produce", 9, {"Acks": -1, "TimeoutMs": 20_000, "TopicData": [{"Name": topic, "PartitionData": [
            {"Index": index, "Records": batch([Record(None, value.encode()) for value in values[index::partitions]])}
            for index in range(partitions) if values[index::partitions]]}]})
    for one in answer["Responses"][0]["PartitionResponses"]:
        assert one["ErrorCode"] == 0, answer


def coordinated(node, api, version, body, codes):
    """Asks until the coordinator is there; `codes` gives an answer's error codes."""
    def ask():
        with node.connect() as conn:  # who looks for a coordinator has its topic made
            conn.ask("FindCoordinator", 4, {"KeyType": int(api == "InitProducerId"), "CoordinatorKeys": ["any"]})
            answer = conn.ask(api, version, body)
        return None if NOT_YET & set(codes(answer)) else answer
    return eventually(ask, f"{api} is answered by a coordinator")


def committed(node, group, topic):
    """{partition: committed offset} of one group and topic."""
    body = {"Groups": [{"GroupId": group, "Topics": None}], "RequireStable": True}
    answer = coordinated(node, "OffsetFetch", 8, body, lambda one: [one["Groups"][0]["ErrorCode"], *(
        92 if part["ErrorCode"] == 88 else part["ErrorCode"] for found in one["Groups"][0]["Topics"] for part in found["Partitions"])])
    assert answer["Groups"][0]["ErrorCode"] == 0, answer
    return {part["PartitionIndex"]: part["CommittedOffset"] for found in answer["Groups"][0]["Topics"] if found["Name"] == topic
            for part in found["Partitions"]}


def described(node, group):
    """DescribeGroups' word on one group."""
    answer = coordinated(node, "DescribeGroups", 5, {"Groups": [group]}, lambda one: [one["Groups"][0]["ErrorCode"]])
    return answer["Groups"][0]
