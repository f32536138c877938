"""A build for those who edit: made again as soon as a file of the project has changed."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NoReturn

from ho21.compiled.content import key_of
from ho21.console import tell
from ho21.errors import ProjectError
from ho21.resources import messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from ho21.project import Project

_SECONDS: Final = 0.3  # between two looks


def watch(build: Callable[[Project], object], project: Project, lang: str) -> NoReturn:
    """Build, and again after each change, until interrupted; what is at fault is told meanwhile."""
    while True:
        opened = replace(project)  # a project that is opened again is read again
        before = key_of(opened)
        try:
            build(opened)
        except ProjectError as error:
            for fault in error.faults:
                tell(fault.text(lang))
        tell(messages("cli/help.toml")["built"]["waits"][lang])
        while key_of(opened) == before:
            time.sleep(_SECONDS)
