"""Which question a line asks: by its name, or found by some words; and the list by topic."""

from __future__ import annotations

import re
from collections import Counter
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final
from unicodedata import combining, normalize

from ho21.console import busy, out, remark, tell
from ho21.errors import ProjectError, UsageError, say
from ho21.resources import messages
from ho21.text import fill_in, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ho21.dataset.dataset import Dataset
    from ho21.errors import Fault
    from ho21.project import Project
    from ho21.sparql.questions import Question

_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "o"})
_SHORT: Final = 3  # letters of a word that tells nothing
_STEM: Final = 5  # letters by which two forms of a word are alike
_ENDING: Final = 4  # letters that may follow
_INSIDE: Final = 5  # letters of a word that may be part of a compound
_MOST: Final = 12  # questions that are worth telling of
_ROOM: Final = 40  # letters across a title beside its name


def asked_by(
    words: Sequence[str],
    project: Project,
    dataset: Callable[[], Dataset],
    form: str | None,
    lang: str,
) -> str | None:
    """Return the question of a name, or the only one that some words fit; several are told.

    It is told by its name, also where there is none.  A program asks by the name alone.
    """
    names = project.questions()
    if words[0] in names:
        if words[1:]:
            rest = " ".join(words[1:])
            raise UsageError("unknown-option", word=rest, hint="", call="ho21 ask")
        return words[0]
    if form not in {None, "table", "md"} or any(word.startswith("-") for word in words):
        return " ".join(words)
    shown = _offered(project, dataset, lang)[0]
    spelt = "-".join(each for word in words for each in _words(word))
    found, whole = ([], True) if spelt in names else by_words(shown, words)
    if spelt in names or not found:
        return spelt if spelt in names else " ".join(words)
    if whole and len(found) == 1:
        title = visible(found[0].title[lang])
        tell(_say("one", lang, name=found[0].name, title=title))
        return found[0].name
    out(by_topic(found, lang))
    tell(_say("several" if whole else "nearest", lang, count=len(found)))
    return None


def tell_all(project: Project, dataset: Callable[[], Dataset], lang: str) -> None:
    """Tell every question by topic; raises ProjectError for those that cannot be read."""
    shown, faults = _offered(project, dataset, lang)
    out(by_topic(shown, lang))
    if faults:
        raise ProjectError(faults)
    if shown:
        remark(_say("listed", lang, count=len(shown)))
    else:
        tell(say("no-questions", lang))


def _offered(
    project: Project, dataset: Callable[[], Dataset], lang: str
) -> tuple[list[Question], list[Fault]]:
    """Return the questions that have something to answer; those that ship are put to find out."""
    from ho21.sparql.engine import offered
    from ho21.sparql.questions import readable

    questions, faults = readable(project)
    if any(each.lent for each in questions.values()) and not faults:
        with busy(lang):
            questions = offered(dataset(), project)
    return [each for each in questions.values() if not each.hidden], faults


def tell_unknown_terms(text: str, dataset: Dataset, lang: str) -> None:
    """Say which terms of a query the vocabulary has not, as nothing is found by them."""
    from ho21.sparql.engine import unknown_terms

    for word, near in unknown_terms(text, dataset).items():
        tell(say("query-term-near" if near else "query-term", lang, term=word, near=near))


def _say(key: str, lang: str, **fields: object) -> str:
    return fill_in(messages("cli/help.toml")["asked"][key][lang], lang, **fields)


def by_words(questions: Iterable[Question], words: Sequence[str]) -> tuple[list[Question], bool]:
    """Return the questions whose name or wording has most of some words, in whatever form.

    And whether they have them all: what is in more than half of the questions tells nothing.
    """
    known = [*questions]
    said = [each for word in words for each in _words(word)]
    asked = [each for each in said if len(each) > _SHORT] or said
    every = [
        {at for at, each in enumerate(known) if any(_alike(word, one) for one in _told(each))}
        for word in asked
    ]
    telling = [each for each in every if 2 * len(each) <= len(known)]
    scores = Counter(at for each in telling for at in each)
    most = max(scores.values(), default=0)
    found = [each for at, each in enumerate(known) if scores[at] == most]
    return (found, most == len(telling)) if most and len(found) <= _MOST else ([], False)


def by_topic(questions: Iterable[Question], lang: str) -> str:
    """Return questions as a list with a heading for each topic."""
    from ho21.sparql.questions import grouped

    known = {each.name: each for each in questions}
    parts = [
        (topic.title[lang], {name: known[name].title[lang] for name in topic.names})
        for topic in grouped(known.values())
        if topic.names
    ]
    width = max((len(name) for _, titles in parts for name in titles), default=0)
    told = (f"{head}\n{listing(titles, width, 2)}" for head, titles in parts)
    return "\n".join(told)


def listing(titles: Mapping[str, str], width: int = 0, indent: int = 0) -> str:
    """Return names with their titles, on the lines of a terminal where there is one."""
    from ho21.tables.text import wrapped

    beside = indent + max(width, *map(len, titles), 0) + 2
    across = get_terminal_size((0, 0)).columns
    lines = []
    for name, title in titles.items():
        text, start = visible(title), " " * indent + name
        if not across:
            lines.append(f"{start:<{beside}}{text}")
        elif across - beside >= _ROOM:
            first, *rest = wrapped(text, across - beside)
            lines += [f"{start:<{beside}}{first}", *(" " * beside + each for each in rest)]
        else:
            deep = " " * (indent + 4)
            lines += [start, *(deep + each for each in wrapped(text, across - len(deep)))]
    return "".join(f"{line}\n" for line in lines)


def _told(question: Question) -> set[str]:
    return {each for text in (question.name, *question.title.values()) for each in _words(text)}


def _words(text: str) -> list[str]:
    """Return the words of a text in small letters, and in those that names are written with."""
    bare = normalize("NFKD", text.casefold().translate(_LETTERS))
    return re.findall(r"\w+", "".join(each for each in bare if not combining(each)))


def _alike(word: str, other: str) -> bool:
    """Say whether a word is another, begins it, is part of it, or is another form of it."""
    if other.startswith(word) or (len(word) >= _INSIDE and word in other):
        return True
    stem = min(len(word), len(other)) - 2
    return stem >= _STEM and word[:stem] == other[:stem] and abs(len(word) - len(other)) <= _ENDING
