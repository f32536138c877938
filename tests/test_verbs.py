"""What each command does with its options, once they are read."""

from ho21.cli import ARGUMENTS
from ho21.verbs import VERBS


def test_each_command_does_something():
    assert list(VERBS) == list(ARGUMENTS)
