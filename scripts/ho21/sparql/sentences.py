"""The sentence that answers a saved question: its own words, filled with counts of the rows.

A field counts: ``{rows}`` the rows, ``{picture}`` the values of a column, each once, ``{all.goal}``
all that counts as something; ``{rows?standing=stated}`` those with a value in another column, by
itself or the last part of its IRI, ``*`` being any; ``{stated.rows}`` the same in the answer by the
sources alone.  ``{first.vision}`` is the first value, ``{value.ting}`` what was asked about,
``{noun.goals}`` what the project calls goals.  ``{rows|row|rows}`` has its noun, one or many.
The explorer fills in the same by the same rules (explorer/static/query/sentence.js).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from ho21.errors import UsageError
from ho21.model.lookup import find, label_of
from ho21.model.sentences import nouns
from ho21.resources import messages
from ho21.text import in_sentence, last, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import QuerySolutions

    from ho21.dataset.dataset import Dataset
    from ho21.model.graph import KnowledgeGraph
    from ho21.sparql.questions import Question

    PlainRows = Sequence[Mapping[str, str]]

FIELD: Final = re.compile(
    r"\{(?P<of>\w+\.)?(?P<what>\w+)(?:\?(?P<column>\w+)=(?P<is>[^{}|]*))?"
    r"(?:\|(?P<one>[^{}|]*)\|(?P<many>[^{}|]*))?\}"
)
_ROWS: Final = "rows"
# The first words of a field that name no column: what they count is not among the rows.
_ALL: Final = "all."
_APART: Final = frozenset((_ALL, "noun.", "value."))


@dataclass(frozen=True)
class AnswerCounts:
    """What a sentence may count: the rows, those by the sources alone, and what was asked.

    A row has the value of each variable as text, empty where there is none.
    """

    rows: PlainRows
    stated: PlainRows | None = None
    values: Mapping[str, str] = field(default_factory=dict)


def plain_rows(result: QuerySolutions) -> list[dict[str, str]]:
    """Return rows with the value of each variable as text, empty where it is unbound."""
    names = [each.value for each in result.variables]
    return [{name: getattr(row[name], "value", "") for name in names} for row in result]


def sentence(asked: Question, counted: AnswerCounts, dataset: Dataset, lang: str) -> str:
    """Return the sentence above an answer, and what the sources alone would answer where it tells.

    Nothing where the question has none, or tells otherwise what no rows mean.
    """
    told = asked.answer.get(lang, "")
    if not told or (asked.empty and not counted.rows):
        return ""
    filling = _Filling(dataset, counted, _named(asked, counted.values, dataset, lang), lang)
    alone = asked.alone.get(lang, "") if counted.stated is not None else ""
    same = replace(filling, counted=replace(counted, stated=counted.rows))
    differs = filling.told(alone) != same.told(alone)
    return f"{filling.told(told)} {filling.told(alone)}" if differs else filling.told(told)


def unfilled(texts: Iterable[str], variables: Iterable[str]) -> Iterator[str]:
    """Yield each field of some sentences that names what an answer has no column for."""
    known = {_ROWS, *variables}
    for found in (each for text in texts for each in FIELD.finditer(text)):
        if found["of"] not in _APART and {found["what"], found["column"] or _ROWS} - known:
            yield found[0]


def _named(
    asked: Question, values: Mapping[str, str], dataset: Dataset, lang: str
) -> dict[str, str]:
    """Return what each parameter of a question is, as a person reads it."""
    told = {}
    for each in asked.parameters:
        value = values.get(each.name, each.default)
        if each.takes == "thing":
            try:
                value = in_sentence(_name(dataset, find(dataset, value), lang), lang)
            except UsageError:
                value = last(value)
        elif each.takes == "text" and each.name not in values:
            value = re.sub(r"\\(.)", r"\1", each.default[1:-1])
        comma = each.takes == "number" and lang == "nb"
        told[each.name] = value.replace(".", ",") if comma else value
    return told


def _name(dataset: Dataset, iri: str, lang: str) -> str:
    return label_of(NamedNode(iri), lang, dataset.store()) or last(iri)


def nouns_of(dataset: Dataset, lang: str) -> dict[str, str]:
    """Return what a project calls what is counted, by the names in sentences."""
    return dataset.remembered(f"nouns/{lang}", lambda: nouns(_graph(dataset), lang))


def many_of(dataset: Dataset, what: str) -> int:
    """Return how many things count as something, such as ``goal``; of actors, who is spoken of."""

    def count() -> int:
        graph = _graph(dataset)
        return len(graph.actors) if what == "actor" else len(graph.counted(what))

    return dataset.remembered(f"many/{what}", count)


def counted_apart(asked: Question) -> set[str]:
    """Return what the sentences of a question count that is not among its rows."""
    texts = (*asked.answer.values(), *asked.alone.values())
    found = (each for text in texts for each in FIELD.finditer(text))
    return {each["what"] for each in found if each["of"] == _ALL}


def _graph(dataset: Dataset) -> KnowledgeGraph:
    from ho21.model.read import knowledge_graph

    return knowledge_graph(dataset)


@dataclass(frozen=True)
class _Filling:
    dataset: Dataset
    counted: AnswerCounts
    named: Mapping[str, str]
    lang: str

    def told(self, text: str) -> str:
        """Return a sentence with its fields filled in, its first letter large."""
        whole = FIELD.sub(self.filled, text)
        return whole[:1].upper() + whole[1:]

    def filled(self, found: re.Match[str]) -> str:
        of, what = (found["of"] or "").rstrip("."), found["what"]
        if of == "noun":
            return nouns_of(self.dataset, self.lang).get(what, what)
        if of == "value":
            return self.named.get(what, "")
        rows = self.counted.stated or () if of == "stated" else self.counted.rows
        if found["column"]:
            rows = [x for x in rows if _fits(x.get(found["column"], ""), found["is"].strip())]
        if of == "first":
            named = (x.get(f"{what}Label") or x[what] for x in rows if x.get(what))
            return next(named, messages("sparql/columns.toml")["none"][self.lang])
        many = self.many(of, what, rows)
        told = number(str(many), self.lang)
        if found["one"] is None:
            return told
        return f"{told} {found['one'] if many == 1 else found['many']}"

    def many(self, of: str, what: str, rows: PlainRows) -> int:
        if f"{of}." == _ALL:
            return many_of(self.dataset, what)
        if what == _ROWS:
            return len(rows)
        return len({each.get(what, "") for each in rows} - {""})


def _fits(value: str, wanted: str) -> bool:
    """Say whether a value is the one wanted, by itself or by its last part; ``*`` is any."""
    return bool(value) if wanted == "*" else wanted in {value, last(value)}
