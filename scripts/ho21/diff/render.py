"""What differs is told: in plain words, or as data."""

from __future__ import annotations

import json
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ho21.dataset.readings.retired import REPLACED_BY
from ho21.dataset.statements import QUOTE
from ho21.diff.changes import KINDS, MESSAGES, NOTHING_FOUND, SECTIONS, TYPE
from ho21.rdf.formats import chosen
from ho21.rdf.namespaces import curie, term
from ho21.resources import message, messages
from ho21.tables.csv import csv_of
from ho21.text import alphabetical, escaped, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ho21.diff.changes import Change, Detail
    from ho21.diff.compare import Comparison
    from ho21.rdf.namespaces import Node

_text: Final = partial(message, MESSAGES)
FORMATS: Final = ("table", "csv", "json", "md")
_COLUMNS: Final = "section", "group", "change", "item", "label", "property", "lang", "old", "new"
_COUNTED: Final = ("set_aside", "moved")
# Of what comes or goes, these say enough; what is left unsaid stands in the data.
_TELLING: Final = {
    "statements": (TYPE, QUOTE),
    "links": (QUOTE,),
    "readings": (TYPE, term("ho:confidence"), term("ho:reason")),
    "mappings": (TYPE, term("ho:confidence"), term("ho:reason")),
    "vocabulary": (TYPE,),
    "retired": (REPLACED_BY,),
}
_CLAIM: Final = term("ho:Claim")
_ADDRESSED: Final = ("vanished", "retired")
_MOST_ROWS: Final = 10
_ENDS: Final = ("subject", "predicate", "object", "author")
_LINK: Final = 3

OutlineLine = tuple[int, str]


def told(found: Comparison, form: str | None, lang: str) -> str:
    """Return what differs in a form; raises UsageError for a form there is none of."""
    form = chosen(form, FORMATS)
    teller = _Teller(found, lang)
    if form == "csv":
        return teller.as_csv()
    if form == "json":
        return json.dumps(teller.as_dict(), ensure_ascii=False, indent=2) + "\n"
    if not found.changes:
        return _text("words", "none", lang) + "\n"
    write = _markdown if form == "md" else _plain
    return "".join(f"{write(line)}\n" for line in teller.outline()).lstrip("\n")


def _plain(line: OutlineLine) -> str:
    depth, text = line
    return "  " * depth + visible(" ".join(text.split()))


def _markdown(line: OutlineLine) -> str:
    depth, text = line
    words = escaped(visible(text))
    return "  " * (depth - 1) + f"- {words}" if depth else f"\n## {words}\n"


class _Teller:
    def __init__(self, found: Comparison, lang: str) -> None:
        self.found = found
        self.lang = lang

    def sections(self) -> Iterator[tuple[str, dict[str, list[Change]]]]:
        """Yield each section's changes by group, a person's order in each."""
        for section in SECTIONS:
            groups: dict[str, list[Change]] = {}
            for each in self.found.changes:
                if each.section == section:
                    groups.setdefault(each.group, []).append(each)
            for them in groups.values():
                them.sort(key=self._rank)
            yield section, groups

    def _rank(self, change: Change) -> tuple[int, str]:
        return KINDS.index(change.kind), alphabetical(self.name(change), self.found.language)

    def outline(self) -> Iterator[OutlineLine]:
        for section, groups in self.sections():
            if not groups:
                continue
            yield 0, _text("sections", section, self.lang)
            for group, changes in groups.items():
                yield 1, f"{self.group(section, group)}: {self.counts(section, changes)}"
                if section not in _COUNTED:
                    shown = changes[: _MOST_ROWS if section == "answers" else None]
                    for each in shown:
                        yield from self.lines(each)
                    if rest := len(changes) - len(shown):
                        yield 2, _text("counts", "more", self.lang, n=rest)

    def counts(self, section: str, changes: list[Change]) -> str:
        if section == "moved":
            return _text("counts", "moved", self.lang, n=len(changes))
        counted = Counter(each.kind for each in changes)
        return ", ".join(
            _text("counts", kind, self.lang, n=counted[kind]) for kind in KINDS if counted[kind]
        )

    def lines(self, change: Change) -> Iterator[OutlineLine]:
        kind = _text("kinds", change.kind, self.lang)
        if change.kind == "changed":
            yield 2, f"{kind}: {self.name(change)}"
            for each in change.details:
                yield 3, f"{self.property(each)}: {self.words(each.old)} → {self.words(each.new)}"
            return
        telling = _TELLING.get(change.section, ())
        said = [
            self.words(each.old or each.new)
            for predicate in telling
            for each in change.details
            if each.property == predicate and each.lang in {"", self.lang, *self.only(change, each)}
            if _CLAIM not in each.old + each.new
        ]
        form = " → {}" if change.section == "retired" else " ({})"
        yield 2, f"{kind}: {self.name(change)}" + (form.format(", ".join(said)) if said else "")

    def only(self, change: Change, detail: Detail) -> set[str]:
        """Return the language of words that are not there in the one that is spoken."""
        there = {each.lang for each in change.details if each.property == detail.property}
        return set() if self.lang in there else {detail.lang}

    def group(self, section: str, group: str) -> str:
        if section == "answers":
            return f"{group} – {self.found.titles[group][self.lang]}"
        named: dict[str, str] | None = messages(MESSAGES)["groups"].get(group)
        return named[self.lang] if named else group

    def name(self, change: Change) -> str:
        if change.section == "answers":
            return " · ".join(filter(None, map(self.cell, change.key)))
        named = " – ".join(map(self.cell, change.key[:_LINK]))
        known = " ".join(map(self.short, change.key))
        addressed = change.section in _ADDRESSED and named != known
        return f"{named} ({known})" if addressed else named

    def cell(self, node: Node) -> str:
        if isinstance(node, Literal):
            return node.value
        if node == NOTHING_FOUND:
            return _text("words", "no-link", self.lang)
        labels = self.found.labels.get(node, {})
        label = labels.get(self.lang) or next(iter(labels.values()), None)
        return label or curie(node.value, self.found.prefixes)

    def words(self, nodes: Iterable[Node]) -> str:
        """Return some values in words, what is quoted or told marked as such."""
        said = [
            _text("words", "quoted", self.lang, text=each.value)
            if isinstance(each, Literal) and each.language
            else self.cell(each)
            for each in nodes
        ]
        return ", ".join(said) or _text("words", "nothing", self.lang)

    def property(self, detail: Detail) -> str:
        name = self.cell(detail.property)
        return f"{name} ({detail.lang})" if detail.lang else name

    def short(self, node: Node) -> str:
        return curie(node.value, self.found.prefixes) if isinstance(node, NamedNode) else node.value

    def as_csv(self) -> str:
        rows: list[Iterable[str]] = [_COLUMNS]
        for section, groups in self.sections():
            for group, changes in groups.items():
                for each in changes:
                    item = " ".join(map(self.short, each.key))
                    head = [section, group, each.kind, item, self.name(each)]
                    details = [
                        [self.short(of.property), of.lang, *map(self.joined, (of.old, of.new))]
                        for of in each.details
                    ]
                    rows.extend([*head, *detail] for detail in details or [[""] * 4])
        return csv_of(rows)

    def joined(self, nodes: Iterable[Node]) -> str:
        return " | ".join(map(self.short, nodes))

    def as_dict(self) -> dict[str, object]:
        return {section: self.section(section, groups) for section, groups in self.sections()}

    def section(self, section: str, groups: dict[str, list[Change]]) -> dict[str, object]:
        if section == "answers":
            return {group: self.rows(group, changes) for group, changes in groups.items()}
        if section in _COUNTED:
            return {
                group: {kind: sum(each.kind == kind for each in changes) for kind in KINDS}
                for group, changes in groups.items()
            }
        every = [each for changes in groups.values() for each in changes]
        return {kind: [self.item(each) for each in every if each.kind == kind] for kind in KINDS}

    def rows(self, question: str, changes: list[Change]) -> dict[str, object]:
        columns = self.found.columns[question]
        return {
            kind: [
                {name: node.value for name, node in zip(columns, each.key, strict=True)}
                for each in changes
                if each.kind == kind
            ]
            for kind in KINDS[:2]
        }

    def item(self, change: Change) -> dict[str, object]:
        names = _ENDS if len(change.key) > 1 else ("thing",)
        return {
            "group": change.group,
            **{name: node.value for name, node in zip(names, change.key, strict=False)},
            "label": self.name(change),
            "details": [
                {
                    "property": each.property.value,
                    "lang": each.lang,
                    "old": [node.value for node in each.old],
                    "new": [node.value for node in each.new],
                }
                for each in change.details
            ],
        }
