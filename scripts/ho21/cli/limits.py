"""The limits of a command in a process of its own: no network, and little memory for a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ho21.cli.arguments import ARGUMENTS
from ho21.console import tell
from ho21.errors import LANGUAGES, say, within
from ho21.processes.limits import allow_seconds
from ho21.processes.memory import can_limit_memory, megabytes, own_process
from ho21.processes.network import can_forbid_network, forbid_network
from ho21.resources import messages
from ho21.text import listed

if TYPE_CHECKING:
    import argparse

_ON_THE_NETWORK: Final = frozenset(("push", "serve"))
_ELSEWHERE: Final = frozenset(("mcp", "serve"))  # whose questions are put in workers


def apply_limits(command: str, options: argparse.Namespace, lang: str) -> None:
    """Put the limits on, before the engine is there; say what this system cannot hold.

    Raises UsageError for a limit that is none.
    """
    memory = megabytes(options.memory)
    sends = command in _ON_THE_NETWORK or options.endpoint or options.scheduler
    there = {
        "network": can_forbid_network() if sends else forbid_network(),
        "memory": can_limit_memory(),
    }
    if "--memory" not in ARGUMENTS[command][1]:  # it puts no question
        return
    if command not in _ELSEWHERE:
        own_process(memory)
        allow_seconds(within("--timeout", options.timeout, 0.1, 3600))
    if not all(there.values()):
        texts = messages("cli/help.toml")["lacking"]
        lacking = {
            each: listed([texts[name][each] for name in there if not there[name]], "and", each)
            for each in LANGUAGES
        }
        tell(say("limits-missing", lang, lacking=lacking))
