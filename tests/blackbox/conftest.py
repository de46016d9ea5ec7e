"""Fixtures of the black-box tests: a shared broker, and brokers of one's own."""

import uuid

import pytest

from nodes import Node


@pytest.fixture(scope="session")
def shared_node(tmp_path_factory):
    """One broker that all tests share which do not disturb others."""
    node = Node(tmp_path_factory.mktemp("shared"))
    try:
        node.start()
        yield node
        node.stop()
    finally:
        node.kill()


@pytest.fixture
def node(shared_node):
    """The shared broker, its log checked after the test."""
    assert shared_node.alive(), f"an earlier test ended the broker\n{shared_node.log_tail()}"
    yield shared_node
    shared_node.check_log()
    assert shared_node.alive(), f"this test ended the broker\n{shared_node.log_tail()}"


@pytest.fixture
def new_node(tmp_path):
    """Makes brokers of the test's own: new_node(properties={...}, name="a", start=True)."""
    made = []

    def make(properties=None, name="node", start=True, **options):
        one = Node(tmp_path / name, properties, **options)
        made.append(one)
        return one.start() if start else one

    try:
        yield make
        for one in made:
            one.check_log()
    finally:
        for one in made:
            one.kill()


@pytest.fixture
def topic():
    """A topic name that nobody else uses."""
    return f"t-{uuid.uuid4().hex[:12]}"
