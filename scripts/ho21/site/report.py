"""The report, a briefing: what the sources say and leave open, each number with its answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple, Self

from markupsafe import Markup

from ho21.errors import LANGUAGES
from ho21.explorer.head import file_of
from ho21.model.graph import by_standing
from ho21.model.read import knowledge_graph
from ho21.model.sentences import nouns
from ho21.model.things import Standing, decimal
from ho21.project import Project
from ho21.rdf.namespaces import HO, term
from ho21.resources import messages, room, template
from ho21.site.rendering import frame_of, render
from ho21.sparql.answers import answer_table, column
from ho21.sparql.engine import Engine
from ho21.sparql.questions import Question, read_questions
from ho21.tables.table import Cell, Column, Table
from ho21.tables.text import as_markdown
from ho21.text import date, escaped, fill_in, in_sentence, number, package, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ho21.dataset.dataset import Dataset
    from ho21.model.graph import KnowledgeGraph
    from ho21.site.rendering import Frame
    from ho21.sparql.answers import AnswerTable

FORMS: Final = ("md", "html")
_LINKS: Final = "links"


class Number(int):
    """A number of the report, and the name of the answer that it counts."""

    answer: str

    def __new__(cls, value: int, answer: str) -> Self:
        """Return a number that an answer bears out."""
        made = super().__new__(cls, value)
        made.answer = answer
        return made


class Named(NamedTuple):
    """A thing that an answer names: its label, its first row there, from 1, and its IRI."""

    label: str
    row: int
    iri: str


@dataclass(frozen=True)
class Part:
    """One of several strategies, told of by itself; ``label`` is its name with its years."""

    name: str
    label: str
    row: int
    counts: tuple[tuple[str, Number], ...]
    things: frozenset[str]


@dataclass(frozen=True)
class Asked:
    """A question of the report with its answer, and that of what the sources say alone.

    A question is about what its first column holds; each thing there is counted once.
    """

    question: Question
    title: Mapping[str, str]
    text: str
    answer: AnswerTable
    stated: AnswerTable
    counted: ClassVar[str] = "once"

    @cached_property
    def every(self) -> Number:
        """How many things the answer names."""
        return self._count(self.answer)

    @cached_property
    def said(self) -> Number:
        """How many it names where only what the sources say counts."""
        return self._count(self.stated)

    @property
    def sparql(self) -> str:
        """The query that was put."""
        return self.text.partition("\n\n")[2]

    @cached_property
    def things(self) -> list[Named]:
        """The things that the answer names, in its order."""
        return self.by(self._subject).get("", [])

    def by(self, group: str) -> dict[str, list[Named]]:
        """Return the things by the label of a group, both in the order of the answer."""
        groups: dict[str, dict[str, Named]] = {}
        for row, each in enumerate(self.answer.values, 1):
            under = "" if group == self._subject else each[f"{group}Label"]
            named = Named(each[f"{self._subject}Label"], row, each[self._subject])
            groups.setdefault(under, {}).setdefault(each[self._subject], named)
        return {label: [*things.values()] for label, things in groups.items()}

    def tally(self, group: str) -> list[tuple[str, Number]]:
        """Return how many things there are of each group, the largest group first."""
        found = [(label, self._number(len(each))) for label, each in self.by(group).items()]
        return sorted(found, key=lambda each: (-each[1], each[0]))

    @property
    def _subject(self) -> str:
        return self.answer.variables[0]

    def _count(self, answer: AnswerTable) -> Number:
        return self._number(len({row[self._subject] for row in answer.values}))

    def _number(self, value: int) -> Number:
        return Number(value, self.question.name)


class LinkCounts:
    """The links of substance by how they are known, who made the readings, what is left out."""

    counted: ClassVar[str] = "links_once"

    def __init__(self, graph: KnowledgeGraph, lang: str) -> None:
        self._graph = graph
        self._lang = lang
        counts = by_standing(graph.substance)
        self.sparql = ""
        self.said = Number(counts[Standing.STATED], _LINKS)
        self.read = Number(counts[Standing.INTERPRETED], _LINKS)
        self.reviewed = Number(graph.reviewed, _LINKS)

    @property
    def every(self) -> Number:
        """The number that its one answer bears out."""
        return self.said

    @property
    def title(self) -> dict[str, str]:
        """The question, by language."""
        title: dict[str, str] = messages("site/report.toml")["links"]
        return title

    @property
    def readers(self) -> list[str]:
        """The names of those who made the readings, those who made most first."""
        named, lang = self._graph.name, self._lang
        return [in_sentence(named(each)[lang], lang) for each in self._graph.readers]

    @property
    def sureness(self) -> list[tuple[str, Number]]:
        """How many readings there are of each confidence, the surest first."""
        sure = sorted(Counter(each.confidence or 0.0 for each in self._graph.readings).items())
        return [(number(decimal(each), self._lang), Number(n, _LINKS)) for each, n in sure[::-1]]

    @property
    def left_out(self) -> list[tuple[str, Number]]:
        """How many links there are of each kind that is not counted, where there are any."""
        links = Counter(
            "wider" if each.inferred else self._graph.counted_as(each) for each in self._graph.links
        )
        links |= Counter(
            "subject" if each.predicate == term("dcterms:subject").value else "match"
            for each in self._graph.mappings
        )
        words = messages("site/report.toml")["left_out"]
        return [
            (words[kind][self._lang], Number(links[kind], _LINKS)) for kind in words if links[kind]
        ]

    @property
    def answer(self) -> Table:
        """How many links there are of each property, said and read; sums and the rest follow."""
        heads = messages("site/report.toml")["columns"]
        kinds = Counter((each.predicate, each.standing) for each in self._graph.substance)
        names = {each.predicate: self._graph.name(each.predicate)[self._lang]
                 for each in self._graph.substance}  # fmt: skip
        columns = (
            Column("relation", column("relation", self._lang)),
            *(Column(key, head[self._lang]) for key, head in heads.items()),
        )
        shown = (Standing.STATED, Standing.INTERPRETED)
        rows = [
            (name, *(str(kinds[each, standing]) for standing in shown))
            for each, name in sorted(names.items(), key=lambda each: each[1])
        ]
        rows += [
            (fill_in(words[self._lang], self._lang, what=what), said, read)
            for key, what, said, read in self._sums()
            for words in [messages("site/report.toml")["rows"][key]]
        ]
        return Table(columns, tuple(tuple(map(Cell, row)) for row in rows))

    def _sums(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield what the last rows of the table tell: of all the links, and of those left out."""
        yield "all", "", str(self.said), str(self.read)
        if self.read:
            for confidence, number_of in self.sureness:
                yield "confidence", confidence, "", str(number_of)
            yield "reviewed", "", "", str(self.reviewed)
        for what, left in self.left_out:
            yield "left_out", what, str(left), ""


class Answers(dict[str, Asked]):
    """The answers to the questions of ``site/queries/`` by name, each asked when first needed."""

    def __init__(
        self,
        dataset: Dataset,
        lang: str,
        engine: Callable[[Dataset], Engine],
        called: Mapping[str, Mapping[str, str]],
    ) -> None:
        super().__init__()
        self._nouns = called
        self._dataset = dataset
        self._engines = engine(dataset), engine(dataset.stated)
        self._lang = lang

    def __missing__(self, name: str) -> Asked:
        """Put a question, with readings and without."""
        question, lang = own_questions()[name.replace("_", "-")], self._lang
        answers = (
            each.read(question, lang, lambda found: answer_table(found, lang).filled())
            for each in self._engines
        )
        text = question.filled(question.spoken(lang, self._dataset), self._dataset)
        titles = question.title.items()
        title = {each: told.format_map(self._nouns[each]) for each, told in titles}
        self[name] = Asked(question, title, text, *answers)
        return self[name]


class Briefing:
    """What a report is told from in one language, and the answers that it has led to so far."""

    def __init__(
        self,
        dataset: Dataset,
        lang: str,
        engine: Callable[[Dataset], Engine] = Engine,
    ) -> None:
        graph = knowledge_graph(dataset)
        words: dict[str, dict[str, str]] = messages("site/report.toml")["words"]
        self.lang = lang
        called = {each: nouns(graph, each) for each in LANGUAGES}
        self.nouns = called[lang]
        self.answers = Answers(dataset, lang, engine, called)
        self.links = LinkCounts(graph, lang)
        self.own = dataset.words.of_report(lang)
        self.project = graph.title[lang]
        self.words = {name: text[lang] for name, text in words.items()}
        self.issued = date(dataset.issued, lang)
        self.version = dataset.version
        self.about = dataset.description
        self.told: dict[str, Asked | LinkCounts] = {}

    def tell(self, name: str) -> str:
        """Note that the report leads to an answer, which it then must have; return its name."""
        asked = self.links if name == _LINKS else self.answers[name.replace("-", "_")]
        self.told.setdefault(name, asked)
        return name

    def bars(self) -> list[tuple[str, tuple[int, int]]]:
        """Return each area, and how many measures and goals contribute to it."""
        served = [
            Counter({(row["area"], row[subject]) for row in self.answers[name].answer.values})
            for name, subject in (("measures_to_areas", "measure"), ("goals_to_areas", "goal"))
        ]
        counts = [Counter(area for area, _ in each) for each in served]
        found = []
        for area in self.answers["areas"].things:
            of = ", ".join(each.name for each in self._wholes.get(area.iri, ()))
            lengths = counts[0][area.iri], counts[1][area.iri]
            found.append((f"{area.label} ({of})" if of else area.label, lengths))
        return found

    @cached_property
    def strategies(self) -> list[Part]:
        """The strategies and what is part of each, where there are several."""
        asked, found = self.answers["strategies"], []
        kinds = ("asVision", "asArea", "asBlock", "asGoal", "asProposal")
        told = {iri: [*rows] for iri, rows in groupby(asked.answer.values, itemgetter("strategy"))}
        for each in asked.things if asked.every > 1 else ():
            rows = told[each.iri]
            given = rows[0]["from"], rows[0]["until"]
            years = dict.fromkeys(date(year, self.lang) for year in given if year)
            parts = {
                kind: {row["part"] for row in rows if row["kind"] == HO + kind} for kind in kinds
            }
            found.append(
                Part(
                    each.label,
                    f"{each.label} ({'–'.join(years)})" if years else each.label,
                    each.row,
                    tuple((kind, Number(len(x), "strategies")) for kind, x in parts.items() if x),
                    frozenset().union(*parts.values()),
                )
            )
        return found

    @property
    def again(self) -> list[tuple[str, Number, Number, list[Named]]]:
        """How many areas recur of how many, and which do not: of each strategy that has any."""
        again, areas, lost = (self.answers[each] for each in ("again", "areas", "lost"))
        if not self.strategies:
            return [("", again.every, areas.every, lost.things)] if again.every else []
        named = [{one.iri: one for one in asked.things} for asked in (again, areas, lost)]
        found = []
        for each in self.strategies:
            recurring, all_, gone = (
                sorted((them[one] for one in each.things if one in them), key=attrgetter("row"))
                for them in named
            )
            if recurring:
                numbers = Number(len(recurring), "again"), Number(len(all_), "areas")
                found.append((each.label, *numbers, gone))
        return found

    @cached_property
    def _wholes(self) -> dict[str, list[Part]]:
        """The strategies that each thing is part of, where there are several."""
        found: dict[str, list[Part]] = {}
        for each in self.strategies:
            for thing in each.things:
                found.setdefault(thing, []).append(each)
        return found

    def of(self, thing: str) -> str:
        """Return which of several strategies a thing is part of, by name; nothing of only one."""
        return ", ".join(each.label for each in self._wholes.get(thing, ()))

    def number(self, value: int) -> str:
        """Return a number as it is written in the language."""
        return number(str(value), self.lang)


def report(dataset: Dataset, form: str, lang: str) -> str:
    """Return the report in a form, ``html`` or ``md``, and a language.

    Raises ProjectError where an answer takes too much.
    """
    return _told(Briefing(dataset, lang), form, frame_of(dataset))


def reports(
    dataset: Dataset, frame: Frame, engine: Callable[[Dataset], Engine] = Engine
) -> dict[str, str]:
    """Return the report in every form and language, by file; raises what ``engine`` does."""
    briefings = {lang: Briefing(dataset, lang, engine) for lang in LANGUAGES}
    return {
        file_of("report", lang, dataset.interface, form): _told(told, form, frame)
        for form in FORMS
        for lang, told in briefings.items()
    }


@cache
def own_questions() -> dict[str, Question]:
    """Return the questions that the report asks, by name; a project's own do not change them."""
    here = package() / "site"
    return read_questions(Project(room("ontology"), room("graph"), here / "queries", ships=True))


# A name may hold characters that turn the line it stands in around.
_SHOWN: Final[dict[str, Callable[[object], object]]] = {
    "html": lambda each: visible(each) if type(each) is str else each,
    "md": lambda each: Markup(escaped(visible(each))) if type(each) is str else each,  # noqa: S704
}


def _told(briefing: Briefing, form: str, frame: Frame) -> str:
    """Return a report in a form; a page leads to other pages where any lie beside it."""
    briefing.told.clear()
    made = template(f"site/templates/report.{form}.j2", _SHOWN[form])
    told: dict[str, object] = {
        "briefing": briefing, "a": briefing.answers, "links": briefing.links,
        "words": briefing.words, "own": briefing.own, **briefing.nouns,
        "table": lambda each: Markup(as_markdown(each)),  # noqa: S704
    }  # fmt: skip
    if form == "md":
        return made.render(lang=briefing.lang, **told)
    told |= {} if frame.heads.beside else {"twin": ""}
    return render(frame, made, briefing.lang, "report", briefing.about, **told)
