"""The comparison's requests about groups: classic ones, consumer groups, committed offsets, and what describes them.

Every member here answers for itself on one connection, so a group has one member and its joins are answered at once.
Where an answer depends on the time a coordinator takes to start, the request is first asked quietly until it is there.
"""

import uuid

from waiting import until
from versions import versions

STRANGER = uuid.UUID("12345678-1234-5678-1234-567812345678")
COORDINATOR_STARTS = {14, 15, 16}


def subscription(*topics, version=0):
    """The bytes in which clients name their topics to the group's leader."""
    names = b"".join(len(one).to_bytes(2, "big") + one.encode() for one in topics)
    return version.to_bytes(2, "big") + len(topics).to_bytes(4, "big") + names + b"\xff\xff\xff\xff"


def run(s):
    """Everything about groups, in order."""
    for part in (find, joins, syncs, beats, leaves, commits, fetches, member_commits, consumer_heartbeats, consumer_life, described, listed, offsets_deleted,
                 groups_deleted):
        part(s)


def find(s):
    """FindCoordinator of groups; the first makes the topic of offsets."""
    def there():
        answer = s.quiet("FindCoordinator", 4, {"KeyType": 0, "CoordinatorKeys": ["g"]})["Coordinators"][0]
        loaded = s.quiet("DescribeGroups", 5, {"Groups": ["g"]})["Groups"][0]["ErrorCode"]
        return answer["ErrorCode"] == 0 and loaded not in COORDINATOR_STARTS
    until(there, "a coordinator of groups")
    for version in versions("FindCoordinator"):
        s.ask("group", "FindCoordinator", version, {"Key": "g", "CoordinatorKeys": ["g"]})
        s.ask("empty group", "FindCoordinator", version, {"Key": "", "CoordinatorKeys": [""]})
        s.ask("two groups", "FindCoordinator", version, {"Key": "g", "CoordinatorKeys": ["g", "h"]})


def join_body(group, member="", protocols=(("range", subscription("data")),), kind="consumer", session=10_000, rebalance=10_000, instance=None):
    """A JoinGroup."""
    return {"GroupId": group, "SessionTimeoutMs": session, "RebalanceTimeoutMs": rebalance, "MemberId": member, "GroupInstanceId": instance,
            "ProtocolType": kind, "Protocols": [{"Name": name, "Metadata": metadata} for name, metadata in protocols]}


def joined(s, group, instance=None, sync=True):
    """(member, generation) of the only member of a classic group, made quietly."""
    body = join_body(group, instance=instance)
    answer = s.quiet("JoinGroup", 9, body)
    if answer["ErrorCode"] == 79:
        answer = s.quiet("JoinGroup", 9, {**body, "MemberId": answer["MemberId"]})
    assert answer["ErrorCode"] == 0, answer
    if sync:
        done = s.quiet("SyncGroup", 5, {"GroupId": group, "GenerationId": answer["GenerationId"], "MemberId": answer["MemberId"], "GroupInstanceId": instance,
                                        "ProtocolType": "consumer", "ProtocolName": "range", "Assignments": [{"MemberId": answer["MemberId"], "Assignment": b"mine"}]})
        assert done["ErrorCode"] == 0, done
    return answer["MemberId"], answer["GenerationId"]


def joins(s):
    """JoinGroup."""
    for version in versions("JoinGroup"):
        group = f"join{version}"

        def ask(name, *arguments, group=group, version=version, **more):
            return s.ask(name, "JoinGroup", version, join_body(group, *arguments, **more))
        member = ask("new").get("MemberId", "")
        if version >= 4:
            member = ask("with the id given", member).get("MemberId", "")
        ask("again", member)
        ask("unknown member", "nobody")
        ask("unknown member of no group", "nobody", group="nowhere")
        ask("empty group", group="")
        for label, session in (("too short", 1), ("too long", 1 << 30), ("zero", 0), ("negative", -1)):
            ask(f"session {label}", session=session, group=f"{group}-timeout")
        ask("negative rebalance timeout", rebalance=-1, group=f"{group}-rebalance")
        ask("no protocols", protocols=(), group=f"{group}-none")
        ask("no protocols, member", member, protocols=())
        ask("no kind", kind="", group=f"{group}-kind")
        ask("another kind", member, kind="connect")
        ask("other protocols", member, protocols=(("sticky", b"x"),))
        ask("two protocols", member, protocols=(("sticky", b"x"), ("range", b"y")))
        if version >= 5:
            static = ask("static", instance="one", group=f"{group}-static").get("MemberId", "")
            ask("static again", static, instance="one", group=f"{group}-static")
            ask("static, unknown member", "nobody", instance="one", group=f"{group}-static")
            ask("static, unknown instance", "nobody", instance="two", group=f"{group}-static")
            ask("static, bad instance", instance="a b", group=f"{group}-bad")
            ask("static, empty instance", instance="", group=f"{group}-empty")
            successor = ask("static, come back", instance="one", group=f"{group}-static").get("MemberId", "")
            ask("static, its old id", static, instance="one", group=f"{group}-static")
            ask("static, its new id", successor, instance="one", group=f"{group}-static")


def syncs(s):
    """SyncGroup."""
    for version in versions("SyncGroup"):
        group = f"sync{version}"
        member, generation = joined(s, group, sync=False)

        def ask(name, version=version, group=group, member=member, generation=generation, assigned=b"mine", kind="consumer", protocol="range", **more):
            return s.ask(name, "SyncGroup", version, {"GroupId": group, "GenerationId": generation, "MemberId": member, "ProtocolType": kind,
                                                      "ProtocolName": protocol, "Assignments": [{"MemberId": member, "Assignment": assigned}], **more})
        ask("wrong generation", generation=generation + 1)
        ask("generation -1", generation=-1)
        ask("unknown member", member="nobody")
        ask("unknown group", group="nowhere")
        ask("empty group", group="")
        if version >= 5:
            ask("another kind", kind="connect")
            ask("another protocol", protocol="sticky")
            ask("no kind", kind=None)
            ask("no protocol", protocol=None)
        ask("good")
        ask("again", assigned=b"other")
        if version >= 3:
            ask("unknown instance", GroupInstanceId="nobody")
            member, generation = joined(s, f"{group}-static", "one", sync=False)
            ask("static", group=f"{group}-static", member=member, generation=generation, GroupInstanceId="one")
            ask("static, another member", group=f"{group}-static", member="nobody", generation=generation, GroupInstanceId="one")


def beats(s):
    """Heartbeat, before and after the assignment."""
    for version in versions("Heartbeat"):
        group = f"beat{version}"
        member, generation = joined(s, group, sync=False)

        def ask(name, version=version, group=group, member=member, generation=generation, **more):
            return s.ask(name, "Heartbeat", version, {"GroupId": group, "GenerationId": generation, "MemberId": member, **more})
        ask("before the assignment")
        joined_again, generation_again = joined(s, f"{group}-b")
        ask("good", group=f"{group}-b", member=joined_again, generation=generation_again)
        ask("wrong generation", generation=generation + 1)
        ask("generation -1", generation=-1)
        ask("unknown member", member="nobody")
        ask("empty member", member="")
        ask("unknown group", group="nowhere")
        ask("empty group", group="")
        if version >= 3:
            member, generation = joined(s, f"{group}-static", "one")
            ask("static", group=f"{group}-static", member=member, generation=generation, GroupInstanceId="one")
            ask("static, another member", group=f"{group}-static", member="nobody", generation=generation, GroupInstanceId="one")
            ask("static, unknown instance", group=f"{group}-static", member=member, generation=generation, GroupInstanceId="two")


def leaves(s):
    """LeaveGroup."""
    for version in versions("LeaveGroup"):
        group = f"leave{version}"
        member, _ = joined(s, group)

        def ask(name, *members, version=version, group=group):
            return s.ask(name, "LeaveGroup", version, {"GroupId": group, "MemberId": members[0][0] if members else "", "Members": [
                {"MemberId": one, "GroupInstanceId": instance} for one, instance in members]})
        ask("unknown member", ("nobody", None))
        ask("unknown group", ("nobody", None), group="nowhere")
        ask("empty group", ("nobody", None), group="")
        ask("good", (member, None))
        ask("again", (member, None))
        if version >= 3:
            ask("nobody at all")
            joined(s, f"{group}-static", "one")
            ask("static, unknown instance", ("", "two"), group=f"{group}-static")
            ask("static, another member", ("nobody", "one"), group=f"{group}-static")
            ask("static", ("", "one"), group=f"{group}-static")
            member, _ = joined(s, f"{group}-two")
            ask("one good one bad", (member, None), ("nobody", None), group=f"{group}-two")


def commit_body(s, group, *partitions, generation=-1, member="", topic="data", **more):
    """An OffsetCommit of (partition, offset, metadata)s of one topic."""
    return {"GroupId": group, "GenerationIdOrMemberEpoch": generation, "MemberId": member, "Topics": [
        {"Name": topic, "TopicId": s.ids.get(topic, STRANGER), "Partitions": [
            {"PartitionIndex": partition, "CommittedOffset": offset, "CommittedMetadata": metadata} for partition, offset, metadata in partitions]}], **more}


def commits(s):
    """OffsetCommit by nobody in particular."""
    s.learn()
    for version in versions("OffsetCommit"):
        group = f"commit{version}"

        def ask(name, *partitions, version=version, group=group, **more):
            return s.ask(name, "OffsetCommit", version, commit_body(s, group, *(partitions or ((0, 5, "m"),)), **more))
        ask("good")
        ask("offset 0 without metadata", (0, 0, None))
        ask("negative offset", (0, -1, ""))
        ask("offset -5", (0, -5, ""))
        ask("longest metadata", (0, 6, "x" * 4096))
        ask("too long metadata", (0, 7, "x" * 4097))
        ask("two, one too long", (0, 8, ""), (1, 9, "x" * 5000))
        ask("unknown topic", topic="no-such")
        ask("unknown partition", (9, 5, ""))
        ask("negative partition", (-1, 5, ""))
        ask("partition twice", (0, 10, "first"), (0, 11, "second"))
        ask("empty group", group="")
        ask("unknown member", member="nobody")
        ask("unknown member and generation", member="nobody", generation=3, group="nowhere")
        ask("generation without member", generation=3, group=f"{group}-generation")
        s.ask("nothing", "OffsetCommit", version, {"GroupId": group, "GenerationIdOrMemberEpoch": -1, "Topics": []})
        s.ask("no partition", "OffsetCommit", version, {"GroupId": group, "GenerationIdOrMemberEpoch": -1, "Topics": [
            {"Name": "data", "TopicId": s.ids["data"], "Partitions": []}]})
        if version <= 4:
            ask("with a retention", RetentionTimeMs=100_000_000)


def fetches(s):
    """OffsetFetch, one group and several."""
    s.quiet("OffsetCommit", 8, commit_body(s, "fetch", (0, 5, "m")))
    s.quiet("OffsetCommit", 8, commit_body(s, "fetch", (0, 7, ""), (1, 8, None), topic="wide"))
    for version in versions("OffsetFetch"):
        def ask(name, topics, version=version, group="fetch", **more):
            if version <= 7:
                body = {"GroupId": group, "Topics": None if topics is None else [{"Name": one, "PartitionIndexes": parts} for one, parts in topics]}
            else:
                body = {"Groups": [{"GroupId": group, "Topics": None if topics is None else [
                    {"Name": one, "TopicId": s.ids.get(one, STRANGER), "PartitionIndexes": parts} for one, parts in topics]}]}
            return s.ask(name, "OffsetFetch", version, {**body, **more})
        ask("one", [("data", [0])])
        ask("several", [("data", [0, 1]), ("wide", [0, 1, 2])])
        ask("unknown topic", [("no-such", [0])])
        ask("unknown partition", [("data", [9, -1])])
        ask("no topic", [])
        ask("no partition", [("data", [])])
        ask("partition twice", [("data", [0, 0])])
        ask("unknown group", [("data", [0])], group="nowhere")
        ask("empty group", [("data", [0])], group="")
        if version >= 2:
            ask("all", None)
            ask("all of an unknown group", None, group="nowhere")
        if version >= 7:
            ask("stable", [("data", [0])], RequireStable=True)
        if version >= 8:
            s.ask("two groups", "OffsetFetch", version, {"Groups": [{"GroupId": "fetch", "Topics": None}, {"GroupId": "nowhere", "Topics": None}]})
            s.ask("no groups", "OffsetFetch", version, {"Groups": []})
            s.ask("group twice", "OffsetFetch", version, {"Groups": [{"GroupId": "fetch", "Topics": None}] * 2})
        if version >= 9:
            for label, member, epoch in (("of nobody", "nobody", 3), ("epoch without member", None, 3), ("member without epoch", "nobody", -1)):
                s.ask(f"member {label}", "OffsetFetch", version, {"Groups": [{"GroupId": "fetch", "MemberId": member, "MemberEpoch": epoch, "Topics": None}]})
                s.ask(f"member {label} of no group", "OffsetFetch", version, {"Groups": [{"GroupId": "nowhere", "MemberId": member, "MemberEpoch": epoch, "Topics": None}]})


def member_commits(s):
    """OffsetCommit by members of classic groups."""
    for version in versions("OffsetCommit"):
        group = f"members{version}"
        member, generation = joined(s, group)

        def ask(name, version=version, group=group, member=member, generation=generation, **more):
            return s.ask(f"member: {name}", "OffsetCommit", version, commit_body(s, group, (0, 5, ""), member=member, generation=generation, **more))
        ask("good")
        ask("wrong generation", generation=generation + 5)
        ask("generation -1", generation=-1)
        ask("nobody", member="nobody")
        ask("no member", member="", generation=-1)
        if version >= 7:
            ask("unknown instance", GroupInstanceId="nobody")
        waiting, generation = joined(s, f"{group}-waiting", sync=False)
        ask("before the assignment", group=f"{group}-waiting", member=waiting, generation=generation)


def beat(s, name, version, group, member, epoch, keep=True, **more):
    """A ConsumerGroupHeartbeat."""
    body = {"GroupId": group, "MemberId": member, "MemberEpoch": epoch, **more}
    return s.ask(name, "ConsumerGroupHeartbeat", version, body) if keep else s.quiet("ConsumerGroupHeartbeat", version, body)


FULL = {"RebalanceTimeoutMs": 10_000, "SubscribedTopicNames": ["data"], "TopicPartitions": []}


def consumer_heartbeats(s):
    """ConsumerGroupHeartbeat: what is refused."""
    for version in versions("ConsumerGroupHeartbeat"):
        group = f"consumer-bad{version}"

        def ask(name, epoch=0, group=group, member="m", version=version, **more):
            return beat(s, name, version, group, member, epoch, **{**FULL, **more})
        ask("empty group", group="")
        ask("blank group", group=" ")
        ask("empty member", member="")
        ask("no rebalance timeout", RebalanceTimeoutMs=-1)
        ask("no partitions", TopicPartitions=None)
        ask("partitions at first", TopicPartitions=[{"TopicId": s.ids["data"], "Partitions": [0]}])
        ask("no topics", SubscribedTopicNames=None)
        ask("topic named twice", SubscribedTopicNames=["data", "data"])
        ask("empty topic", SubscribedTopicNames=[""])
        ask("bad topic", SubscribedTopicNames=["no such"])
        ask("unknown assignor", ServerAssignor="no-such")
        ask("empty assignor", ServerAssignor="")
        ask("empty instance", InstanceId="")
        ask("empty rack", RackId="")
        for epoch in (1, -1, -2, -3):
            ask(f"epoch {epoch} of no group", epoch)
        ask("static, epoch -2 of no group", -2, InstanceId="one")
        if version >= 1:
            ask("bad expression", SubscribedTopicNames=None, SubscribedTopicRegex="[")
            ask("empty expression", SubscribedTopicNames=None, SubscribedTopicRegex="")
        s.ask(f"refused {version}, then", "ConsumerGroupDescribe", 1, {"GroupIds": [group]})


def consumer_life(s):
    """ConsumerGroupHeartbeat: one member's life, then a static one's."""
    for version in versions("ConsumerGroupHeartbeat"):
        group = f"consumer{version}"
        first = beat(s, "join", version, group, f"member-{version}", 0, **{**FULL, "SubscribedTopicNames": ["data", "wide", "no-such"]})
        member, epoch = first["MemberId"], first["MemberEpoch"]
        mine = [{"TopicId": one["TopicId"], "Partitions": one["Partitions"]} for one in (first["Assignment"] or {"TopicPartitions": []})["TopicPartitions"]]

        def ask(name, epoch=epoch, group=group, member=member, version=version, **more):
            return beat(s, name, version, group, member, epoch, **more)
        ask("nothing new")
        ask("all again", RebalanceTimeoutMs=10_000, SubscribedTopicNames=["data", "wide", "no-such"], TopicPartitions=mine)
        ask("join again", 0, **FULL, ServerAssignor="range")
        again = beat(s, "", version, group, member, 0, keep=False, **{**FULL, "SubscribedTopicNames": ["data", "wide"]})
        epoch = again["MemberEpoch"]
        ask("epoch to come", epoch + 5)
        ask("epoch before", epoch - 1)
        ask("unknown member", epoch, member="nobody")
        ask("unknown instance", epoch, InstanceId="one")
        ask("partitions of others", epoch, TopicPartitions=[{"TopicId": STRANGER, "Partitions": [0]}])
        ask("another assignor", epoch, ServerAssignor="range")
        ask("fewer topics", epoch, SubscribedTopicNames=["data"])
        s.ask(f"stable {version}", "ConsumerGroupDescribe", 1, {"GroupIds": [group]})
        epoch = described_epoch(s, group, member)
        for committed_by in versions("OffsetCommit"):
            for label, whose, at in (("good", member, epoch), ("epoch to come", member, epoch + 3), ("epoch before", member, epoch - 1), ("nobody", "nobody", epoch),
                                     ("no member", "", -1)):
                s.ask(f"consumer {version}: {label}", "OffsetCommit", committed_by, commit_body(s, group, (0, 5, ""), member=whose, generation=at))
        for fetched_by in versions("OffsetFetch", low=9):
            for label, whose, at in (("good", member, epoch), ("epoch to come", member, epoch + 3), ("epoch before", member, epoch - 1), ("nobody", "nobody", epoch),
                                     ("no member", None, -1)):
                s.ask(f"consumer {version}: {label}", "OffsetFetch", fetched_by, {"Groups": [{"GroupId": group, "MemberId": whose, "MemberEpoch": at, "Topics": [
                    {"Name": "data", "TopicId": s.ids["data"], "PartitionIndexes": [0]}]}]})
        ask("leave", -1)
        ask("leave again", -1)
        static = f"{group}-static"
        beat(s, "static: join", version, static, f"static-{version}", 0, **FULL, InstanceId="one")
        beat(s, "static: another with its instance", version, static, f"other-{version}", 0, **FULL, InstanceId="one")
        beat(s, "static: leave for a while", version, static, f"static-{version}", -2, InstanceId="one")
        beat(s, "static: come back", version, static, f"later-{version}", 0, **FULL, InstanceId="one")
        beat(s, "static: the old one", version, static, f"static-{version}", 1, InstanceId="one")
        beat(s, "static: leave", version, static, f"later-{version}", -1, InstanceId="one")
        for member_version in versions("JoinGroup"):
            if version == 0:
                s.ask("consumer protocol's empty group", "JoinGroup", member_version, join_body(f"consumer-classic{member_version}"))


def described_epoch(s, group, member):
    """The epoch that a member has now."""
    found = s.quiet("ConsumerGroupDescribe", 1, {"GroupIds": [group]})["Groups"][0]["Members"]
    return next(one["MemberEpoch"] for one in found if one["MemberId"] == member)


def described(s):
    """DescribeGroups and ConsumerGroupDescribe."""
    joined(s, "stable")
    joined(s, "stable-static", "one")
    joined(s, "waiting", sync=False)
    member, _ = joined(s, "emptied")
    s.quiet("LeaveGroup", 5, {"GroupId": "emptied", "Members": [{"MemberId": member}]})
    s.quiet("OffsetCommit", 8, commit_body(s, "simple", (0, 5, "")))
    s.quiet("ConsumerGroupHeartbeat", 1, {"GroupId": "modern", "MemberId": "modern-member", "MemberEpoch": 0, **FULL})
    names = ("stable", "stable-static", "waiting", "emptied", "simple", "modern", "nowhere", "")
    for version in versions("DescribeGroups"):
        for name in names:
            s.ask(f"group {name}", "DescribeGroups", version, {"Groups": [name]})
        s.ask("all", "DescribeGroups", version, {"Groups": list(names)})
        s.ask("none", "DescribeGroups", version, {"Groups": []})
        s.ask("twice", "DescribeGroups", version, {"Groups": ["stable", "stable"]})
        if version >= 3:
            s.ask("operations", "DescribeGroups", version, {"Groups": ["stable", "nowhere"], "IncludeAuthorizedOperations": True})
    for version in versions("ConsumerGroupDescribe"):
        for name in names:
            s.ask(f"group {name}", "ConsumerGroupDescribe", version, {"GroupIds": [name]})
        s.ask("none", "ConsumerGroupDescribe", version, {"GroupIds": []})
        s.ask("twice", "ConsumerGroupDescribe", version, {"GroupIds": ["modern", "modern"]})
        s.ask("operations", "ConsumerGroupDescribe", version, {"GroupIds": ["modern"], "IncludeAuthorizedOperations": True})


def listed(s):
    """ListGroups with every filter; the groups of all earlier cases are in the answer."""
    for version in versions("ListGroups"):
        s.ask("plain", "ListGroups", version, {})
        if version >= 4:
            for states in (["Stable"], ["stable"], ["STABLE", "Empty"], ["Dead"], ["no such"], ["CompletingRebalance"], [""]):
                s.ask(f"states {states}", "ListGroups", version, {"StatesFilter": states})
        if version >= 5:
            for kinds in (["classic"], ["Consumer"], ["consumer", "classic"], ["share"], ["no such"], [""]):
                s.ask(f"types {kinds}", "ListGroups", version, {"TypesFilter": kinds})
            s.ask("both filters", "ListGroups", version, {"StatesFilter": ["Stable"], "TypesFilter": ["consumer"]})


def offsets_deleted(s):
    """OffsetDelete."""
    def ask(name, group, *topics):
        s.ask(name, "OffsetDelete", 0, {"GroupId": group, "Topics": [{"Name": one, "Partitions": [{"PartitionIndex": part} for part in parts]} for one, parts in topics]})
    ask("good", "simple", ("data", [0]))
    ask("again", "simple", ("data", [0]))
    ask("unknown partition", "fetch", ("data", [9, -1]))
    ask("unknown topic", "fetch", ("no-such", [0]))
    ask("never committed", "fetch", ("wide", [2]))
    ask("several", "fetch", ("wide", [0]), ("data", [0]))
    ask("nothing", "fetch")
    ask("unknown group", "nowhere", ("data", [0]))
    ask("empty group", "", ("data", [0]))
    ask("subscribed", "stable", ("data", [0]), ("wide", [0]))
    ask("subscribed by the consumer protocol", "modern", ("data", [0]), ("wide", [0]))
    ask("in a rebalance", "waiting", ("data", [0]))


def groups_deleted(s):
    """DeleteGroups."""
    for version in versions("DeleteGroups"):
        def ask(name, *groups, version=version):
            s.ask(name, "DeleteGroups", version, {"GroupsNames": list(groups)})
        ask("good", f"commit{version + 2}")
        ask("again", f"commit{version + 2}")
        ask("twice", f"commit{version + 5}", f"commit{version + 5}")
        ask("with members", "stable")
        ask("with members, consumer", "modern")
        ask("unknown", "nowhere")
        ask("empty", "")
        ask("none")
        ask("several", "stable", "nowhere", f"consumer{version % 2}")
        s.ask(f"deleted {version}", "OffsetFetch", 8, {"Groups": [{"GroupId": f"commit{version + 2}", "Topics": None}]})
