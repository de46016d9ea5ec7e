"""Groups of real clients: they read to the end, commit, go on after a restart, share partitions, join and leave."""

import pytest

import clients
from asking import committed, described, make, write
from members import KINDS, Member, eventually, share, wait_for

PARTITIONS = 4
# kafka-python (3.0.12) joins before it has the topic's metadata, joins again at once when it has, and forgets to take up an assignment
# that comes too soon after that: a group that waits for a moment, as groups do, gives it the time.
QUICK = {
    "group.initial.rebalance.delay.ms": "500", "offsets.topic.num.partitions": "3", "group.consumer.min.heartbeat.interval.ms": "200",
    "group.consumer.heartbeat.interval.ms": "200", "group.consumer.min.session.timeout.ms": "6000", "group.consumer.session.timeout.ms": "6000",
    "group.min.session.timeout.ms": "1000",
}


@pytest.fixture
def started():
    """Starts members, and ends those that still run: started(kind, node, group, topic, ...)."""
    made = []

    def start(kind, *arguments):
        try:
            one = Member(kind, *arguments)
        except clients.Unavailable as missing:
            pytest.skip(str(missing))
        made.append(one)
        return one

    yield start
    for one in made:
        one.kill()


def values(first, count):
    """Values that name themselves."""
    return [f"v-{number}" for number in range(first, first + count)]


def read(member):
    """What a member has read, sorted."""
    return sorted(value for _, _, value in member.got)


@pytest.mark.smoke
def test_every_client_reads_commits_and_goes_on_after_a_restart(new_node, started):
    """One group for every client. What was committed is there after a restart, and neither a member that lives on nor one
    that comes anew reads anything twice."""
    node = new_node(QUICK)
    make(node, "t", PARTITIONS)
    write(node, "t", PARTITIONS, values(0, 100))
    members = [started(kind, node, kind, "t") for kind in KINDS]

    def read_to(count, since=0):
        wanted = sorted(values(since, count - since))
        wait_for(lambda: all(len(one.got) >= len(wanted) for one in members), f"{len(wanted)} records", members)
        assert {one.kind: read(one) for one in members} == {one.kind: wanted for one in members}
        for one in members:
            eventually(lambda one=one: committed(node, one.kind, "t") == {part: count // PARTITIONS for part in range(PARTITIONS)}, f"{one.kind} committed")

    read_to(100)
    node.restart()
    write(node, "t", PARTITIONS, values(100, 100))
    read_to(200)
    for one in members:
        one.leave()
    node.restart()
    for kind in KINDS:
        assert committed(node, kind, "t") == {part: 50 for part in range(PARTITIONS)}, kind
    write(node, "t", PARTITIONS, values(200, 40))
    members = [started(kind, node, kind, "t") for kind in KINDS]
    read_to(240, since=200)


@pytest.mark.smoke
@pytest.mark.parametrize("kind", ["java", "java-consumer", "librdkafka", "librdkafka-consumer", "kafka-python", "kafkajs", "franz-go"])
def test_members_share_as_they_join_and_leave(kind, new_node, started):
    node = new_node(QUICK)
    make(node, "t", PARTITIONS)
    first = started(kind, node, "g", "t")
    share([first], PARTITIONS)
    second = started(kind, node, "g", "t")
    share([first, second], PARTITIONS)
    first.leave()
    share([second], PARTITIONS)
    second.kill()
    third = started(kind, node, "g", "t")  # the dead member's session ends first
    share([third], PARTITIONS)


@pytest.mark.smoke
def test_clients_of_both_protocols_share_one_group(new_node, started):
    """Five classic clients agree on a protocol of theirs; then a member of the consumer protocol comes, and the group changes
    its kind under them."""
    node = new_node(QUICK)
    make(node, "t", 10)
    classic = [started(kind, node, "g", "t") for kind in KINDS if not kind.endswith("-consumer")]
    share(classic, 10)
    assert described(node, "g")["GroupState"] in ("Stable", "PreparingRebalance", "CompletingRebalance")
    modern = [started(kind, node, "g", "t") for kind in KINDS if kind.endswith("-consumer")]
    share([*classic, *modern], 10)
    write(node, "t", 10, values(0, 500))
    wait_for(lambda: {value for one in (*classic, *modern) for _, _, value in one.got} == set(values(0, 500)), "every record read", [*classic, *modern])
    for one in modern:
        one.leave()
    share(classic, 10)


@pytest.mark.smoke
@pytest.mark.parametrize("kind", ["java", "java-consumer", "librdkafka", "librdkafka-consumer", "kafka-python", "franz-go"])
def test_a_static_member_comes_back_to_what_it_had(kind, new_node, started):
    """A classic one also after it died. One of the consumer protocol must have said that it leaves for a while: the name
    of a dead one is its own until its session ends."""
    node = new_node(QUICK)
    make(node, "t", PARTITIONS)
    first, second = started(kind, node, "g", "t", "instance=a"), started(kind, node, "g", "t", "instance=b")
    share([first, second], PARTITIONS)
    had, lines = set(first.owns), [line for line in second.lines if line.startswith("owns")]
    if kind.endswith("-consumer"):
        first.leave()
    else:
        first.kill()
    again = started(kind, node, "g", "t", "instance=a")
    share([again, second], PARTITIONS)
    assert again.owns == had
    assert [line for line in second.lines if line.startswith("owns")] == lines, "the other member noticed"
