"""The findings on one short page: each number leads to its question, each claim to its words."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import QuerySolutions

from ho21.answer import Shown, as_markdown, column, escaped, show
from ho21.ask import put, read_questions
from ho21.fault import LANGUAGES, HouseError, fault
from ho21.rooms import house, page
from ho21.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Store

    from ho21.ask import Question
    from ho21.rooms import House
    from ho21.store import Dataset

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
Stores = dict[bool, "Store"]


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
class Item:
    """A line of a list, and the row of the answer that it is told from."""

    text: str
    question: str
    row: int


@dataclass(frozen=True)
class Bar:
    """A bar of a chart: the name of its group and its lengths, one of each series."""

    label: str
    lengths: tuple[int, ...]


@dataclass(frozen=True)
class Chart:
    """Bars of whole numbers; ``gaps`` says which series stand for what is missing."""

    id: str
    title: str
    series: tuple[str, ...]
    gaps: tuple[bool, ...]
    bars: tuple[Bar, ...]

    @property
    def longest(self) -> int:
        """The length of the longest bar."""
        return max((sum(each.lengths) for each in self.bars), default=0)


@dataclass(frozen=True)
class Block:
    """A part of a section: a paragraph, a list by group, or a chart."""

    text: tuple[str | Number, ...] = ()
    groups: tuple[tuple[str, tuple[Item, ...]], ...] = ()
    inline: bool = False
    empty: str = ""
    chart: Chart | None = None


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    id: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Asked:
    """A question that the report rests on, and its answer as a person reads it."""

    question: Question
    answer: Shown
    without: Shown


class Findings:
    """What the saved questions answer in one language, told as ``pages/report.toml`` says."""

    def __init__(
        self, dataset: Dataset, questions: dict[str, Question], stores: Stores, lang: str
    ) -> None:
        self.dataset = dataset
        self.questions = questions
        self.stores = stores
        self.lang = lang
        self.spec: Spec = tomllib.loads(page("report.toml"))
        self.asked: dict[str, Asked] = {}
        self.columns: dict[str, set[str]] = defaultdict(set)
        _gather([*self.spec["numbers"].values(), *self.spec["sections"]], self.columns)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections, in order."""
        return tuple(
            Section(
                each["id"],
                each["heading"][self.lang],
                tuple(self._block(block) for block in each["blocks"]),
            )
            for each in self.spec["sections"]
        )

    @cached_property
    def numbers(self) -> dict[str, Number]:
        """The numbers by name."""
        return {name: self._number(spec) for name, spec in self.spec["numbers"].items()}

    def words(self) -> dict[str, str]:
        """Return the few words that the page itself needs."""
        told = {key: each[self.lang] for key, each in self.spec["words"].items()}
        fields = {"version": self.dataset.version, "issued": self.dataset.issued}
        unofficial = told["unofficial"].format(**fields)
        return told | {"unofficial": unofficial, "quote": column("quote", self.lang)}

    def ask(self, name: str) -> Asked:
        """Put a question with and without readings, once."""
        if name not in self.asked:
            asked = self.questions[name]
            answers = []
            for bare, store in self.stores.items():
                values = {"lang": self.lang}
                text, result = put(asked, values, self.dataset, store, stated_only=bare)
                known = result.variables if isinstance(result, QuerySolutions) else ()
                lacking = self.columns[name] - {each.value for each in known}
                if lacking or not isinstance(result, QuerySolutions):
                    columns = ", ".join(sorted(lacking))
                    wrong = fault("question-columns", f"queries/{name}.rq", 1, columns=columns)
                    raise HouseError([wrong])
                answers.append(show(result, self.lang, text, self.dataset, store))
            self.asked[name] = Asked(asked, *answers)
        return self.asked[name]

    def _rows(self, spec: Spec, *, bare: bool = False) -> Iterator[tuple[int, Values]]:
        """Return the rows of an answer that fit, with their places in it, from 1."""
        asked = self.ask(spec["ask"])
        but = set()
        if "minus" in spec:
            other = self.ask(spec["minus"])
            rows = (other.without if bare else other.answer).values
            but = {row[spec["count"]] for row in rows}
        for place, row in enumerate((asked.without if bare else asked.answer).values, 1):
            if self._fits(row, spec.get("where", {})) and row.get(spec.get("count", "")) not in but:
                yield place, row

    def _fits(self, row: Values, where: Spec) -> bool:
        for name, value in where.items():
            wanted = value[self.lang] if isinstance(value, dict) else value
            if not (row[name] if wanted == "*" else row[name] == wanted):
                return False
        return True

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

    def _block(self, block: Spec) -> Block:
        if "text" in block:
            return Block(text=tuple(self._sentence(block["text"][self.lang])))
        return self._chart(block["chart"]) if "chart" in block else self._list(block["list"])

    def _sentence(self, text: str) -> Iterator[str | Number]:
        end = 0
        for match in _PLACEHOLDER.finditer(text):
            number = self.numbers[match[1]]
            yield text[end : match.start()]
            yield number.label if match[2] else number
            end = match.end()
        yield text[end:]

    def _list(self, spec: Spec) -> Block:
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
            groups[row[group] if group else ""].append(Item(text, spec["ask"], place))
        return Block(
            groups=tuple((name, tuple(items)) for name, items in groups.items()),
            inline=spec.get("inline", False),
            empty=spec.get("empty", {}).get(self.lang, ""),
        )

    def _chart(self, spec: Spec) -> Block:
        found = [self._measured(each | {"group": spec["group"]}) for each in spec["series"]]
        labels = self._labels(spec["groups"], spec["group"])
        bars = [
            Bar(label, tuple(int(each.get(group, "0")) for each in found))
            for group, label in labels.items()
            if not spec.get("falling") or any(group in each for each in found)
        ]
        if spec.get("falling"):
            bars.sort(key=lambda bar: -sum(bar.lengths))
        return Block(
            chart=Chart(
                spec["id"],
                spec["title"][self.lang],
                tuple(each["name"][self.lang] for each in spec["series"]),
                tuple(each.get("gap", False) for each in spec["series"]),
                tuple(bars),
            )
        )


def _gather(specs: list[Spec], columns: dict[str, set[str]], group: str = "") -> None:
    """Gather the columns that each question of some specifications must have."""
    for spec in specs:
        _gather_one(spec, columns, str(spec.get("group", group)))


def _gather_one(spec: Spec, columns: dict[str, set[str]], group: str) -> None:
    if "ask" in spec:
        named = {spec[key] for key in ("count", "sum", "most", "once") if key in spec}
        named |= {group, f"{group}Label"} if group else set()
        named |= set(spec.get("where", ()))
        named |= set(re.findall(r"\{(\w+)\}", " ".join(spec.get("item", {}).values())))
        columns[spec["ask"]] |= named
        columns[str(spec.get("minus", spec["ask"]))] |= {str(spec.get("count", ""))} - {""}
    if "groups" in spec:
        columns[spec["groups"]] |= {group, f"{group}Label"}
    for each in spec.values():
        if isinstance(each, dict):
            _gather([each], columns, group)
        elif isinstance(each, list):
            _gather(each, columns, group)


def report(dataset: Dataset, home: House, form: str, lang: str) -> str:
    """Return the report in a form, ``html`` or ``md``, and a language.

    Raises HouseError where a question of the house lacks a column that the report needs.
    """
    return _told(_findings(dataset, home, [lang])[lang], form)


def reports(dataset: Dataset, home: House) -> dict[str, str]:
    """Return the report in every form and language by file name, each leading to the other."""
    findings = _findings(dataset, home, LANGUAGES)
    return {name: _told(findings[lang], form, beside=True) for (form, lang), name in FILES.items()}


def _findings(dataset: Dataset, home: House, langs: Iterable[str]) -> dict[str, Findings]:
    # A house may lack a question; the one that ships is then asked of it.
    questions = read_questions(house()) | read_questions(home)
    stores = {bare: dataset.store(stated_only=bare) for bare in (False, True)}
    return {lang: Findings(dataset, questions, stores, lang) for lang in langs}


def _told(findings: Findings, form: str, *, beside: bool = False) -> str:
    import jinja2

    lang, sections = findings.lang, findings.sections
    environment = jinja2.Environment(
        autoescape=form == "html",  # noqa: S701 - in Markdown the filters below escape
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        # A name may hold characters that turn the line it stands in around.
        finalize=lambda each: visible(each) if type(each) is str else each,
    )
    environment.filters["escaped"] = escaped
    environment.filters["table"] = lambda shown: as_markdown(shown.heads, shown.rows)
    template = environment.from_string(page(f"report.{form}.j2"))
    return template.render(
        sections=sections,
        asked=findings.asked,
        words=findings.words(),
        lang=lang,
        other=next((x, FILES[form, x]) for x in LANGUAGES if x != lang) if beside else None,
    )
