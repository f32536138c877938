"""The findings on one short page: each number leads to its question, each claim to its words."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import QuerySolutions

from ho21.errors import LANGUAGES, ProjectError, fault
from ho21.rdf.jsonld import data_block
from ho21.resources import messages, template
from ho21.sparql.answers import AnswerTable, answer_table
from ho21.sparql.engine import Engine
from ho21.sparql.questions import all_questions
from ho21.tables.text import as_markdown
from ho21.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ho21.dataset.dataset import Dataset
    from ho21.project import Project
    from ho21.sparql.engine import Answer
    from ho21.sparql.questions import Question

FORMS: Final = ("md", "html")
FILES: Final = {
    ("html", "nb"): "report.html",
    ("html", "en"): "report.en.html",
    ("md", "nb"): "report.md",
    ("md", "en"): "report.en.md",
}
_PLACEHOLDER: Final = re.compile(r"\{(\w+)(\.label)?\}")
_READ: Final = "◇"
_NOBODY: Final = "–"

Spec = dict[str, Any]
Values = dict[str, str]
Item = tuple[str, int]  # a line, and the row of the answer that it is told from


@dataclass(frozen=True)
class Number:
    """A number with and without readings, the question it answers, and whom it is of."""

    value: str
    without: str
    question: str
    label: str = ""

    @property
    def read(self) -> bool:
        """Whether the number rests on readings: it is another without them."""
        return self.value != self.without

    def __str__(self) -> str:
        """Return the number as it stands in a sentence."""
        return (
            f"{self.value}\N{NO-BREAK SPACE}{_READ} ({self.without})" if self.read else self.value
        )


@dataclass(frozen=True)
class Asked:
    """A question that the report rests on, and its answer as a person reads it."""

    question: Question
    answer: AnswerTable
    without: AnswerTable


class Findings:
    """What the saved questions answer in one language, told as ``site/report.toml`` says."""

    def __init__(
        self,
        dataset: Dataset,
        questions: dict[str, Question],
        lang: str,
        engine: Callable[[Dataset], Engine] = Engine,
    ) -> None:
        self.dataset = dataset
        self.questions = questions
        self.engines = engine(dataset), engine(dataset.stated)
        self.lang = lang
        self.spec: Spec = messages("site/report.toml")
        self.asked: dict[str, Asked] = {}
        self.columns: dict[str, set[str]] = defaultdict(set)
        _gather([*self.spec["numbers"].values(), *self.spec["sections"]], self.columns)

    @cached_property
    def numbers(self) -> dict[str, Number]:
        """The numbers by name."""
        return {name: self._number(spec) for name, spec in self.spec["numbers"].items()}

    def words(self) -> dict[str, str]:
        """Return the few words that the page itself needs."""
        told = {key: each[self.lang] for key, each in self.spec["words"].items()}
        fields = {"version": self.dataset.version, "issued": self.dataset.issued}
        return told | {"unofficial": told["unofficial"].format(**fields)}

    def ask(self, name: str) -> Asked:
        """Put a question with and without readings, once."""
        if name not in self.asked:
            asked = self.questions[name]
            read = partial(self._read, asked)
            answers = [each.read(asked, self.lang, read) for each in self.engines]
            self.asked[name] = Asked(asked, *answers)
        return self.asked[name]

    def _read(self, asked: Question, found: Answer) -> AnswerTable:
        result = found.result
        known = result.variables if isinstance(result, QuerySolutions) else ()
        lacking = self.columns[asked.name] - {each.value for each in known}
        if lacking or not isinstance(result, QuerySolutions):
            columns, file = ", ".join(sorted(lacking)), f"queries/{asked.name}.rq"
            raise ProjectError([fault("question-columns", file, 1, columns=columns)])
        return answer_table(found, self.lang)

    def _rows(self, spec: Spec, *, bare: bool = False) -> Iterator[tuple[int, Values]]:
        """Return the rows of an answer that fit, with their places in it, from 1."""
        answers = (self.ask(spec[key]) for key in ("ask", "minus") if key in spec)
        rows, *less = ((each.without if bare else each.answer).values for each in answers)
        but = {row[spec["count"]] for them in less for row in them}
        where = {
            name: value[self.lang] if isinstance(value, dict) else value
            for name, value in spec.get("where", {}).items()
        }
        for place, row in enumerate(rows, 1):
            fits = all(row[name] == value or (value == "*" and row[name])
                       for name, value in where.items())  # fmt: skip
            if fits and row.get(spec.get("count", "")) not in but:
                yield place, row

    def _measured(self, spec: Spec, *, bare: bool = False) -> dict[str, str]:
        """Return what a specification counts, by group; the one group of no grouping is empty."""
        found: dict[str, list[str]] = defaultdict(list)
        column = spec.get("count") or spec.get("sum") or spec["most"]
        for _, row in self._rows(spec, bare=bare):
            found[row[spec["group"]] if "group" in spec else ""].append(row[column])
        if "count" in spec:
            return {group: str(len({*values} - {""})) for group, values in found.items()}
        if "sum" in spec:
            return {group: str(sum(map(int, values))) for group, values in found.items()}
        return {group: self._figure(max(values)) for group, values in found.items()}

    def _number(self, spec: Spec) -> Number:
        whole, bare = self._measured(spec), self._measured(spec, bare=True)
        if "most" in spec:
            return Number(whole.get("") or _NOBODY, bare.get("") or _NOBODY, spec["ask"])
        foremost = min(whole, key=lambda group: (-int(whole[group]), group), default="")
        label = _NOBODY
        if "group" in spec and whole:
            label = self._labels(spec["ask"], spec["group"])[foremost]
        return Number(whole.get(foremost, "0"), bare.get(foremost, "0"), spec["ask"], label)

    def _labels(self, question: str, column: str) -> dict[str, str]:
        rows = (row for _, row in self._rows({"ask": question}))
        return {row[column]: row[f"{column}Label"] for row in rows}

    def _figure(self, number: str) -> str:
        return number.replace(".", ",") if self.lang == "nb" else number

    def sentence(self, text: str) -> Iterator[str | Number]:
        """Yield the parts of a paragraph: its words, and its numbers in their places."""
        end = 0
        for match in _PLACEHOLDER.finditer(text):
            number = self.numbers[match[1]]
            yield text[end : match.start()]
            yield number.label if match[2] else number
            end = match.end()
        yield text[end:]

    def groups(self, spec: Spec) -> dict[str, list[Item]]:
        """Return the lines of a list by the name of their group; without groups under no name."""
        groups: dict[str, list[Item]] = {}
        seen = set()
        group = f"{spec['group']}Label" if "group" in spec else ""
        for _, row in self._rows({"ask": spec["ask"]}):
            groups.setdefault(row[group] if group else "", [])
        for place, row in self._rows(spec):
            if row.get(spec.get("once", "")) in seen:
                continue
            seen |= {row[spec["once"]]} if "once" in spec else set()
            shown = {name: self._figure(cell) if name == "confidence" else cell
                     for name, cell in row.items()}  # fmt: skip
            text = spec["item"][self.lang].format(**shown)
            groups[row[group] if group else ""].append((text, place))
        return groups

    def bars(self, spec: Spec) -> list[tuple[str, list[int]]]:
        """Return the bars of a chart: the name of each group, and a length for each series."""
        found = [self._measured(each | {"group": spec["group"]}) for each in spec["series"]]
        bars = [
            (label, [int(each.get(group, "0")) for each in found])
            for group, label in self._labels(spec["groups"], spec["group"]).items()
            if not spec.get("falling") or any(group in each for each in found)
        ]
        return sorted(bars, key=lambda bar: -sum(bar[1])) if spec.get("falling") else bars


def _gather(spec: Any, columns: dict[str, set[str]], group: str = "") -> None:  # noqa: ANN401 (whatever TOML has)
    """Gather the columns that each question of some specifications must have."""
    if isinstance(spec, list):
        for each in spec:
            _gather(each, columns, group)
    if not isinstance(spec, dict):
        return
    group = str(spec.get("group", group))
    grouped = {group, f"{group}Label"} if group else set()
    if "ask" in spec:
        named = {spec[key] for key in ("count", "sum", "most", "once") if key in spec}
        named |= grouped | set(spec.get("where", ()))
        named |= set(re.findall(r"\{(\w+)\}", " ".join(spec.get("item", {}).values())))
        columns[spec["ask"]] |= named
        columns[str(spec.get("minus", spec["ask"]))] |= {spec.get("count", "")} - {""}
    if "groups" in spec:
        columns[spec["groups"]] |= grouped
    for each in spec.values():
        _gather(each, columns, group)


def report(dataset: Dataset, project: Project, form: str, lang: str) -> str:
    """Return the report in a form, ``html`` or ``md``, and a language.

    Raises ProjectError where a question of the project lacks a column that the report needs.
    """
    return _told(_findings(dataset, project, [lang])[lang], form)


def reports(
    dataset: Dataset, project: Project, engine: Callable[[Dataset], Engine] = Engine
) -> dict[str, str]:
    """Return the report in every form and language by file name, each leading to the other.

    The questions are put to what ``engine`` makes of the dataset; raises what that does.
    """
    findings = _findings(dataset, project, LANGUAGES, engine)
    return {name: _told(findings[lang], form, beside=True) for (form, lang), name in FILES.items()}


def _findings(
    dataset: Dataset,
    project: Project,
    langs: Iterable[str],
    engine: Callable[[Dataset], Engine] = Engine,
) -> dict[str, Findings]:
    questions = all_questions(project)
    return {lang: Findings(dataset, questions, lang, engine) for lang in langs}


def _told(findings: Findings, form: str, *, beside: bool = False) -> str:
    # A name may hold characters that turn the line it stands in around.
    shown = template(
        f"site/templates/report.{form}.j2",
        lambda each: visible(each) if type(each) is str else each,
    )
    lang = findings.lang
    return shown.render(
        table=as_markdown,
        about=data_block(findings.dataset.description),
        findings=findings,
        words=findings.words(),
        lang=lang,
        other=next((x, FILES[form, x]) for x in LANGUAGES if x != lang) if beside else None,
    )
