"""Client programs that run beside a test: members of groups, and producers that hold a transaction open.

A program says one line for everything that happens (tests/clients/README.md); a thread keeps the lines, and a test waits
on conditions over them.
"""

import subprocess
import threading

import clients
from nodes import die_with_parent
from waiting import until

# A member that has both protocols is two kinds.
KINDS = {
    "java": ("java",), "java-consumer": ("java", "protocol=consumer"), "librdkafka": ("librdkafka",),
    "librdkafka-consumer": ("librdkafka", "protocol=consumer"), "kafka-python": ("kafka-python",), "kafkajs": ("kafkajs",),
    "franz-go": ("franz-go",),
}
BOUND_S = 60


class Program:
    """One running program; `lines` is what it has said."""

    changed = threading.Condition()  # one for all programs: a test waits on several at once

    def __init__(self, client, *arguments):
        self.client = client
        self.lines = []
        self.process = subprocess.Popen([*clients.GROUPS[client](), *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True, bufsize=1, preexec_fn=die_with_parent)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        """Keeps every line until the program ends."""
        for line in self.process.stdout:
            with self.changed:
                self.take(line.rstrip("\n"))
                self.changed.notify_all()
        with self.changed:
            self.lines.append("ended")
            self.changed.notify_all()

    def take(self, line):
        """One line."""
        self.lines.append(line)

    def tell(self, line):
        """Gives the program a line."""
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def said(self, line, bound_s=BOUND_S):
        """Waits until it has said this line."""
        wait_for(lambda: line in self.lines, f"{self.client} says {line!r}", [self], bound_s)

    def kill(self):
        """SIGKILL."""
        self.process.kill()
        self.process.wait()
        self.reader.join()


class Member(Program):
    """One member of a group: `owns` is the set of its partitions, `got` the list of (partition, offset, value) it read."""

    def __init__(self, kind, node, group, topic, *options):
        client, *more = KINDS[kind]
        self.kind = kind
        self.owns = set()
        self.got = []
        super().__init__(client, node.bootstrap, "member", group, topic, *more, *options)

    def take(self, line):
        super().take(line)
        word, _, rest = line.partition(" ")
        if word == "owns":
            self.owns = {int(one) for one in rest.split(",") if one}
        elif word == "got":
            partition, offset, value = rest.split(" ", 2)
            self.got.append((int(partition), int(offset), value))

    def leave(self):
        """Leaves the group in good order."""
        self.process.stdin.close()
        self.said("left")
        self.process.wait(BOUND_S)


def wait_for(condition, what, programs=(), bound_s=BOUND_S):
    """Waits until a condition over what programs said holds."""
    with Program.changed:
        if not Program.changed.wait_for(condition, bound_s):
            raise AssertionError(f"not within {bound_s} s: {what}\n{last_words(programs)}")


def last_words(programs):
    """What each program said last, for the message of a test that failed."""
    return "\n".join(f"  {one.client}: " + " | ".join(one.lines[-12:]) for one in programs)


def share(members, partitions):
    """Waits until every member has something and each partition has exactly one owner."""
    def shared():
        return all(one.owns for one in members) and sorted(part for one in members for part in one.owns) == list(range(partitions))
    wait_for(shared, f"{len(members)} members share {partitions} partitions", members)


def eventually(condition, what, bound_s=BOUND_S, programs=()):
    """Asks a broker again and again until the answer is right; gives it."""
    return until(condition, what, bound_s, lambda: last_words(programs))
