"""The comparison's requests about transactions: every API of the coordinator, good and bad, and what they leave behind."""

from groups import commit_body, joined
from kafkawire.records import batch
from scenario_records import fetched, produced, some
from waiting import until
from versions import versions

COORDINATOR_STARTS = {14, 15, 16}
BUSY = {"Ongoing", "PrepareCommit", "PrepareAbort"}


def run(s):
    """Everything about transactions, in order."""
    for part in (find, init, add_partitions, produce_in, add_offsets, end, offset_commits, markers, described, listed, producers):
        part(s)


def find(s):
    """FindCoordinator of transactions; the first makes their topic."""
    def there():
        answer = s.quiet("FindCoordinator", 4, {"KeyType": 1, "CoordinatorKeys": ["t"]})["Coordinators"][0]
        loaded = s.quiet("DescribeTransactions", 0, {"TransactionalIds": ["t"]})["TransactionStates"][0]["ErrorCode"]
        return answer["ErrorCode"] == 0 and loaded not in COORDINATOR_STARTS
    until(there, "a coordinator of transactions")
    for version in versions("FindCoordinator", low=1):
        s.ask("transaction", "FindCoordinator", version, {"KeyType": 1, "Key": "t", "CoordinatorKeys": ["t"]})
        s.ask("empty transaction", "FindCoordinator", version, {"KeyType": 1, "Key": "", "CoordinatorKeys": [""]})
    s.quiet("CreateTopics", 7, {"Topics": [{"Name": "txn", "NumPartitions": 3, "ReplicationFactor": 1}], "timeoutMs": 20_000})
    s.settle("txn", 3)


def settled(s, transactional_id):
    """Waits until a transaction has ended."""
    until(lambda: s.quiet("DescribeTransactions", 0, {"TransactionalIds": [transactional_id]})["TransactionStates"][0]["TransactionState"] not in BUSY - {"Ongoing"},
          f"{transactional_id} has ended")


def begun(s, transactional_id, timeout=60_000):
    """(producer id, epoch) of a transactional producer, made quietly."""
    def init():
        answer = s.quiet("InitProducerId", 5, {"TransactionalId": transactional_id, "TransactionTimeoutMs": timeout})
        assert answer["ErrorCode"] in (0, 51), answer
        return answer if answer["ErrorCode"] == 0 else None
    answer = until(init, f"a producer id for {transactional_id}")
    s.normal({"ProducerId": answer["ProducerId"]}, "", "", "")
    return answer["ProducerId"], answer["ProducerEpoch"]


def added(s, transactional_id, producer, epoch, partitions=(0,), topic="txn"):
    """Adds partitions to a transaction quietly."""
    answer = s.quiet("AddPartitionsToTxn", 3, {"V3AndBelowTransactionalId": transactional_id, "V3AndBelowProducerId": producer, "V3AndBelowProducerEpoch": epoch,
                                               "V3AndBelowTopics": [{"Name": topic, "Partitions": list(partitions)}]})
    codes = {part["PartitionErrorCode"] for one in answer["ResultsByTopicV3AndBelow"] for part in one["ResultsByPartition"]}
    return codes == {0}


def begin(s, transactional_id, partitions=(0,)):
    """(producer id, epoch) of a producer with an open transaction."""
    producer, epoch = begun(s, transactional_id)
    until(lambda: added(s, transactional_id, producer, epoch, partitions), f"partitions in {transactional_id}")
    return producer, epoch


def init(s):
    """InitProducerId with a transactional id."""
    for version in versions("InitProducerId", high=5):
        name = f"init{version}"

        def ask(label, timeout=60_000, version=version, name=name, **more):
            return s.ask(f"transactional: {label}", "InitProducerId", version, {"TransactionalId": name, "TransactionTimeoutMs": timeout, **more})
        first = ask("first")
        ask("again")
        ask("empty", name="")
        ask("timeout too long", 1 << 30, name=f"{name}-timeout")
        ask("timeout zero", 0, name=f"{name}-timeout")
        ask("timeout negative", -1, name=f"{name}-timeout")
        if version >= 3:
            producer, epoch = first["ProducerId"], first["ProducerEpoch"]
            ask("its own id and last epoch", ProducerId=producer, ProducerEpoch=epoch)
            ask("its own id and epoch", ProducerId=producer, ProducerEpoch=epoch + 1)
            ask("its own id and epoch to come", ProducerId=producer, ProducerEpoch=epoch + 9)
            ask("another id", ProducerId=producer + 1000, ProducerEpoch=0)
            ask("an id and no epoch", ProducerId=producer)
            ask("an epoch and no id", ProducerEpoch=epoch)
            ask("an id of nobody", ProducerId=producer, ProducerEpoch=0, name=f"{name}-new")
        producer, epoch = begin(s, f"{name}-open")
        ask("while its transaction is open", name=f"{name}-open")
        settled(s, f"{name}-open")
        s.ask(f"{name}, ended", "DescribeTransactions", 0, {"TransactionalIds": [f"{name}-open"]})


def add_partitions(s):
    """AddPartitionsToTxn of clients, and the verification between brokers."""
    for version in versions("AddPartitionsToTxn"):
        name = f"add{version}"
        producer, epoch = begun(s, name)

        def ask(label, *topics, version=version, name=name, producer=producer, epoch=epoch, verify=False):
            topics = [{"Name": topic, "Partitions": list(parts)} for topic, parts in topics or (("txn", (0,)),)]
            if version <= 3:
                body = {"V3AndBelowTransactionalId": name, "V3AndBelowProducerId": producer, "V3AndBelowProducerEpoch": epoch, "V3AndBelowTopics": topics}
            else:
                body = {"Transactions": [{"TransactionalId": name, "ProducerId": producer, "ProducerEpoch": epoch, "VerifyOnly": verify, "Topics": topics}]}
            return s.ask(label, "AddPartitionsToTxn", version, body)
        if version >= 4:
            ask("verify what is not there", verify=True)
        ask("unknown topic", ("no-such", (0,)))
        ask("unknown partition", ("txn", (0, 9)))
        ask("negative partition", ("txn", (-1,)))
        ask("one good one bad", ("txn", (0,)), ("no-such", (0,)))
        ask("good", ("txn", (0, 1)))
        ask("again")
        if version >= 4:
            ask("verify", verify=True)
            ask("verify another", ("txn", (2,)), verify=True)
            s.ask("two at once", "AddPartitionsToTxn", version, {"Transactions": [
                {"TransactionalId": one, "ProducerId": producer, "ProducerEpoch": epoch, "Topics": [{"Name": "txn", "Partitions": [0]}]} for one in (name, "nobody")]})
            s.ask("none", "AddPartitionsToTxn", version, {"Transactions": []})
        ask("partition twice", ("txn", (0, 0)))
        ask("no partitions", ("txn", ()))
        ask("older epoch", epoch=epoch - 1)
        ask("newer epoch", epoch=epoch + 1)
        ask("another producer", producer=producer + 1000)
        ask("unknown id", name="nobody")
        ask("empty id", name="")
        s.ask(f"added {version}", "DescribeTransactions", 0, {"TransactionalIds": [name]})
        s.quiet("EndTxn", 4, {"TransactionalId": name, "ProducerId": producer, "ProducerEpoch": epoch, "Committed": False})
        settled(s, name)


def produce_in(s):
    """Produce within transactions: of partitions that were added, and since version 12 of any."""
    def outcome(label):
        fetched(s, f"transaction of Produce {label}", 13, "txn", 0, IsolationLevel=1)
        s.ask(f"transaction of Produce {label}", "ListOffsets", 8, {"ReplicaId": -1, "IsolationLevel": 1, "TimeoutMs": 2000, "Topics": [
            {"Name": "txn", "Partitions": [{"PartitionIndex": 0, "Timestamp": -1}]}]})
    for version in versions("Produce"):
        name = f"produce{version}"
        producer, epoch = begin(s, name, (0,))

        def ask(label, partition=0, sequence=0, version=version, name=name, producer=producer, epoch=epoch, attributes=0x10):
            data = batch(some(2), attributes=attributes, producer_id=producer, producer_epoch=epoch, base_sequence=sequence)
            return produced(s, f"transaction: {label}", version, "txn", data, partition=partition, TransactionalId=name)
        ask("good")
        ask("next", sequence=2)
        ask("repeat", sequence=2)
        ask("gap", sequence=9)
        ask("partition that was not added", partition=1)
        ask("older epoch", epoch=epoch - 1, sequence=4)
        ask("no id", name=None, sequence=4)
        ask("another's id", name="nobody", sequence=4)
        ask("newer epoch", epoch=epoch + 1)
        outcome(f"{version}, open")
        s.quiet("EndTxn", 4, {"TransactionalId": name, "ProducerId": producer, "ProducerEpoch": epoch, "Committed": version % 2 == 0})
        settled(s, name)
        ask("after its end", sequence=4)
        another, another_epoch = begin(s, f"plain{version}", (1,))
        ask("no transaction in the batch", name=f"plain{version}", producer=another, epoch=another_epoch, attributes=0, partition=1)
        begun(s, f"plain{version}")
        outcome(f"{version}, ended")
        s.ask(f"transaction of Produce {version}, then", "DescribeTransactions", 0, {"TransactionalIds": [name]})
        begun(s, name)
        settled(s, name)
    for version in versions("Fetch"):
        fetched(s, "transactions, committed", version, "txn", 0, IsolationLevel=1)
        fetched(s, "transactions, all", version, "txn", 0)
        fetched(s, "transactions, from the middle", version, "txn", 7, IsolationLevel=1)


def add_offsets(s):
    """AddOffsetsToTxn."""
    for version in versions("AddOffsetsToTxn"):
        name = f"offsets{version}"
        producer, epoch = begun(s, name)

        def ask(label, version=version, name=name, producer=producer, epoch=epoch, group="g"):
            return s.ask(label, "AddOffsetsToTxn", version, {"TransactionalId": name, "ProducerId": producer, "ProducerEpoch": epoch, "GroupId": group})
        ask("good")
        ask("again")
        ask("another group", group="h")
        ask("empty group", group="")
        ask("older epoch", epoch=epoch - 1)
        ask("newer epoch", epoch=epoch + 1)
        ask("another producer", producer=producer + 1000)
        ask("unknown id", name="nobody")
        ask("empty id", name="")
        s.ask(f"offsets added {version}", "DescribeTransactions", 0, {"TransactionalIds": [name]})


def end(s):
    """EndTxn."""
    for version in versions("EndTxn"):
        for label, committed in (("commit", True), ("abort", False)):
            name = f"end{version}-{label}"
            producer, epoch = begun(s, name)

            def ask(case, version=version, name=name, producer=producer, epoch=epoch, committed=committed, label=label):
                return s.ask(f"{label}: {case}", "EndTxn", version, {"TransactionalId": name, "ProducerId": producer, "ProducerEpoch": epoch, "Committed": committed})
            ask("older epoch", epoch=epoch - 1)
            ask("newer epoch", epoch=epoch + 1)
            ask("another producer", producer=producer + 1000)
            ask("unknown id", name="nobody")
            ask("empty id", name="")
            answer = ask("nothing begun") or {}
            settled(s, name)
            epoch = max(epoch, answer.get("ProducerEpoch") or 0)
            until(lambda name=name, producer=producer, epoch=epoch: added(s, name, producer, epoch), f"partitions in {name}")
            ask("good", epoch=epoch)
            settled(s, name)
            ask("again", epoch=epoch)
            settled(s, name)
            ask("the other way", epoch=epoch, committed=not committed)
            settled(s, name)
            s.ask(f"{label} of {version}, then", "DescribeTransactions", 0, {"TransactionalIds": [name]})


def offset_commits(s):
    """TxnOffsetCommit, and what becomes of the offsets."""
    for version in versions("TxnOffsetCommit"):
        name, group = f"commit-offsets{version}", f"txn-group{version}"
        producer, epoch = begun(s, name)
        until(lambda name=name, producer=producer, epoch=epoch, group=group: s.quiet("AddOffsetsToTxn", 3, {
            "TransactionalId": name, "ProducerId": producer, "ProducerEpoch": epoch, "GroupId": group})["ErrorCode"] == 0, "offsets in a transaction")

        def ask(label, partitions=((0, 5, "m"),), version=version, name=name, group=group, producer=producer, epoch=epoch, topic="data", **more):
            body = commit_body(s, group, *partitions, topic=topic)
            for one in body["Topics"]:
                del one["TopicId"]
            return s.ask(label, "TxnOffsetCommit", version, {"TransactionalId": name, "GroupId": group, "ProducerId": producer, "ProducerEpoch": epoch,
                                                             "Topics": body["Topics"], **more})

        def look(label, version=version, group=group):
            for stable in (False, True):
                s.ask(f"{label} {version}, stable {stable}", "OffsetFetch", 8, {"Groups": [{"GroupId": group, "Topics": None}], "RequireStable": stable})
                s.ask(f"{label} {version}, stable {stable}, one", "OffsetFetch", 8, {"Groups": [{"GroupId": group, "Topics": [{"Name": "data", "PartitionIndexes": [0]}]}],
                                                                                     "RequireStable": stable})
        ask("good")
        look("pending")
        ask("unknown topic", topic="no-such")
        ask("unknown partition", ((9, 1, ""),))
        ask("too long metadata", ((0, 6, "x" * 5000),))
        ask("empty group", group="")
        ask("older epoch", epoch=epoch - 1)
        ask("newer epoch", epoch=epoch + 1)
        if version >= 3:
            member, generation = joined(s, f"{group}-members")
            ask("unknown member", MemberId="nobody", GenerationId=1)
            ask("generation without member", GenerationId=7)
            ask("member of a group", group=f"{group}-members", MemberId=member, GenerationId=generation)
            ask("wrong generation", group=f"{group}-members", MemberId=member, GenerationId=generation + 1)
            ask("unknown instance", group=f"{group}-members", MemberId=member, GenerationId=generation, GroupInstanceId="nobody")
        s.ask(f"pending {version}", "OffsetDelete", 0, {"GroupId": group, "Topics": [{"Name": "data", "Partitions": [{"PartitionIndex": 0}]}]})
        s.ask(f"pending {version}", "DeleteGroups", 2, {"GroupsNames": [group]})
        s.quiet("EndTxn", 4, {"TransactionalId": name, "ProducerId": producer, "ProducerEpoch": epoch, "Committed": version % 2 == 1})
        settled(s, name)
        look("ended")
        if version < 5:  # version 5 begins what is not begun
            ask("after its end")
        ask("unknown id", name="nobody", producer=producer + 1000)


def markers(s):
    """WriteTxnMarkers, as another broker's coordinator would send them."""
    for version in versions("WriteTxnMarkers"):
        def ask(label, producer, epoch, topics, commit=True, coordinator=0, version=version):
            s.ask(label, "WriteTxnMarkers", version, {"Markers": [{"ProducerId": producer, "ProducerEpoch": epoch, "TransactionResult": commit, "CoordinatorEpoch": coordinator,
                                                                   "Topics": [{"Name": name, "PartitionIndexes": list(parts)} for name, parts in topics]}]})
        ask("of nobody", 777_000 + version, 0, [("txn", (2,))])
        ask("of nobody, abort", 777_000 + version, 1, [("txn", (2,))], commit=False)
        ask("older epoch", 777_000 + version, 0, [("txn", (2,))])
        ask("unknown topic", 777_000 + version, 2, [("no-such", (0,))])
        ask("unknown partition", 777_000 + version, 2, [("txn", (9,))])
        ask("one good one bad", 777_000 + version, 2, [("txn", (2, 9))])
        ask("no topics", 777_000 + version, 2, [])
        ask("older coordinator", 777_000 + version, 2, [("txn", (2,))], coordinator=-5)
        s.ask("none", "WriteTxnMarkers", version, {"Markers": []})
    fetched(s, "markers", 13, "txn", 0, partition=2)


def described(s):
    """DescribeTransactions."""
    producer, epoch = begin(s, "open", (0, 1))
    begun(s, "idle")
    for label, names in (("open", ["open"]), ("idle", ["idle"]), ("unknown", ["nobody"]), ("empty", [""]), ("several", ["open", "nobody", "idle"]), ("none", []),
                         ("twice", ["open", "open"])):
        s.ask(label, "DescribeTransactions", 0, {"TransactionalIds": names})


def listed(s):
    """ListTransactions with every filter; the transactions of all earlier cases are in the answer."""
    for version in versions("ListTransactions"):
        def ask(label, version=version, **body):
            s.ask(label, "ListTransactions", version, body)
        ask("all")
        for states in (["Ongoing"], ["ongoing"], ["Empty", "CompleteCommit"], ["no such"], ["no such", "Ongoing"], ["PrepareEpochFence"], ["Dead"], [""]):
            ask(f"states {states}", StateFilters=states)
        ask("producer of nobody", ProducerIdFilters=[1 << 40])
        if version >= 1:
            ask("longer than an hour", DurationFilter=3_600_000)
            ask("longer than nothing", DurationFilter=0)
        if version >= 2:
            for pattern in ("open", "add.*", "ope", "", "[", ".*open.*"):
                ask(f"pattern {pattern}", TransactionalIdPattern=pattern)


def producers(s):
    """DescribeProducers."""
    producer, epoch = begin(s, "describes", (0,))
    plain = s.quiet("InitProducerId", 5, {"TransactionalId": None, "TransactionTimeoutMs": 1000})["ProducerId"]
    s.normal({"ProducerId": plain}, "", "", "")
    s.quiet("CreateTopics", 7, {"Topics": [{"Name": "plain", "NumPartitions": 1, "ReplicationFactor": 1}], "timeoutMs": 20_000})
    s.settle("plain")
    for topic, transactional_id, data in (
            ("txn", "describes", batch(some(2), attributes=0x10, producer_id=producer, producer_epoch=epoch, base_sequence=0)),
            ("plain", None, batch(some(2), producer_id=plain, producer_epoch=0, base_sequence=0))):
        s.quiet("Produce", 9, {"Acks": -1, "TimeoutMs": 5000, "TransactionalId": transactional_id, "TopicData": [
            {"Name": topic, "PartitionData": [{"Index": 0, "Records": data}]}]})
    for label, name, parts in (("open", "txn", (0,)), ("several", "txn", (0, 1, 2)), ("unknown topic", "no-such", (0,)), ("unknown partition", "txn", (9, -1)),
                               ("no partitions", "txn", ()), ("bad topic", "no such", (0,)), ("plain", "plain", (0,))):
        s.ask(label, "DescribeProducers", 0, {"Topics": [{"Name": name, "PartitionIndexes": list(parts)}]})
    s.ask("none", "DescribeProducers", 0, {"Topics": []})
