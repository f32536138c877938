"""A project's own sentences for the report, as it writes them in ``graph/ord.toml``."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ho21.errors import LANGUAGES, Fault, ProjectError, fault
from ho21.model.things import Label
from ho21.project import line_in
from ho21.resources import messages

if TYPE_CHECKING:
    from ho21.project import Project

FILE: Final = "ord.toml"
_PLACE: Final = f"graph/{FILE}"


def own_words(project: Project) -> dict[str, Label]:
    """Return a project's own sentences by where in the report they stand; raises ProjectError."""
    words, faults = read_words(project)
    if faults:
        raise ProjectError(faults)
    return words


@lru_cache(maxsize=16)
def read_words(project: Project) -> tuple[dict[str, Label], list[Fault]]:
    """Return a project's own sentences, and what is wrong with the file that has them.

    They are read once and the same from then on.
    """
    found = project.toml("graph", FILE)
    if isinstance(found, Fault):
        return {}, [found]
    known: list[str] = messages("site/report.toml")["places"]
    faults = []
    for name, texts in found.items():
        line = line_in(project, "graph", FILE, name)
        if name not in known:
            faults.append(fault("words-place", _PLACE, line, name=name, known=", ".join(known)))
        elif not _in_each_language(texts):
            langs = ", ".join(LANGUAGES)
            faults.append(fault("words-language", _PLACE, line, name=name, wanted=langs))
    return {} if faults else {name: Label.of(texts) for name, texts in found.items()}, faults


def _in_each_language(texts: object) -> bool:
    if not isinstance(texts, dict) or texts.keys() != {*LANGUAGES}:
        return False
    return all(isinstance(each, str) and each.strip() for each in texts.values())
