"""The graph in a notebook: opened, asked, and each answer shown as a table or given to pandas."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import QueryBoolean, QuerySolutions

from ho21.compiled.opening import hold_dataset
from ho21.errors import LANGUAGES, ProjectError, UsageError
from ho21.model.lookup import Places
from ho21.model.read import knowledge_graph
from ho21.processes.network import without_network
from ho21.project import FileLimits, open_project
from ho21.resources import messages, template
from ho21.sparql.answers import answer_table, render_answer
from ho21.sparql.defaults import saved
from ho21.sparql.engine import Engine, offered
from ho21.sparql.links import linked_table, value
from ho21.tables.text import as_text
from ho21.text import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

    from ho21.dataset.dataset import Dataset
    from ho21.project import Project
    from ho21.sparql.answers import AnswerTable
    from ho21.sparql.engine import Answer
    from ho21.tables.table import CellValue


def open(  # noqa: A001 (called as ho21.open)
    folder: str | None = None,
    *,
    stated_only: bool = False,
    lang: str | None = None,
    text_limit: float = FileLimits.text,
    data_limit: float = FileLimits.data,
) -> Graph:
    """Return the graph of a project, or of the one that ships, with our readings or without.

    ``lang`` is nb or en, else as the project's first language is; the limits say how many MB a
    source text, and a file of data, may be.

    Raises UsageError for a language that is not ``nb`` or ``en`` and a project there is none of,
    ProjectError where the project is at fault.
    """
    if lang not in {None, *LANGUAGES}:
        raise UsageError(
            "bad-value",
            value=lang,
            parameter="lang",
            wanted={lang: listed(LANGUAGES, "or", lang) for lang in LANGUAGES},
        )
    project = open_project(folder, FileLimits(text_limit, data_limit))
    with _told(lang or LANGUAGES[0]):
        dataset, project = hold_dataset(project)
    engine = Engine(dataset.stated if stated_only else dataset, project)
    return Graph(engine, project, lang or dataset.interface)


class Graph:
    """A graph to ask; ``lang`` is the language of names, headings and errors."""

    def __init__(self, engine: Engine, project: Project, lang: str) -> None:
        self._engine = engine
        self._project = project
        self._lang = lang

    @property
    def questions(self) -> dict[str, str]:
        """The saved questions: name and wording."""
        questions = offered(self._engine.dataset, self._project)
        return {name: each.title[self._lang] for name, each in questions.items()}

    def ask(self, name: str, /, **values: object) -> AnswerRows | bool | str:
        """Return the answer to a saved question, some of its values given by name.

        Raises UsageError for a question or a value there is none of.
        """
        with _told(self._lang):
            asked = saved(name, self._project, self._engine.dataset)
            given = {key: str(value) for key, value in values.items()}
            return self._answer(lambda: self._engine.ask(asked, given, self._lang))

    def query(self, text: str) -> AnswerRows | bool | str:
        """Return the answer to a SPARQL query: rows, a truth, or triples as Turtle.

        Raises UsageError for what is not a query that reads this graph.
        """
        with _told(self._lang):
            return self._answer(lambda: self._engine.query(text))

    def show(self, thing: str) -> AnswerRows | bool | str:
        """Return all that is said about a thing, named by its IRI, slug or label."""
        with _told(self._lang):
            return self._answer(lambda: self._engine.about(thing, self._lang))

    def _answer(self, ask: Callable[[], Answer]) -> AnswerRows | bool | str:
        """Ask where there is no network: a notebook itself needs one, so its process keeps it."""
        return without_network(lambda: self._read(ask()))

    def _read(self, found: Answer) -> AnswerRows | bool | str:
        result, lang = found.result, self._lang
        if isinstance(result, QueryBoolean):
            return bool(result)
        if not isinstance(result, QuerySolutions):
            return str(render_answer(found, "ttl", lang))
        table = answer_table(found, lang)
        return AnswerRows(table.variables, table, lang, found.dataset)

    def __repr__(self) -> str:
        dataset = self._engine.dataset
        title = next(iter(dataset.own("dcterms:title", self._lang)), dataset.base.iri)
        return f"{title} ({dataset.version})"


@dataclass(frozen=True)
class AnswerRows:
    """The rows of an answer: drawn as a table in a notebook, gone through as dictionaries.

    ``columns`` are those of the query; a value is an IRI or a text, a number or a truth where the
    graph has one, and None where nothing is said.
    """

    columns: tuple[str, ...]
    _table: AnswerTable = field(repr=False)
    _lang: str = field(repr=False)
    _dataset: Dataset = field(repr=False)

    def __len__(self) -> int:
        return len(self._table.rows)

    def __iter__(self) -> Iterator[dict[str, CellValue]]:
        for solution in self._table.solutions:
            yield {name: value(solution[name]) for name in self.columns}

    def __repr__(self) -> str:
        return as_text(self._table)

    def _repr_html_(self) -> str:
        texts = messages("site/messages/query.toml")[self._lang]
        places = Places(knowledge_graph(self._dataset))
        table = linked_table(self._table, self._lang, places, lambda iri: iri)
        made = template("sparql/templates/answer.html.j2")
        return made.render(table=table, lang=self._lang, told=texts)

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a DataFrame; raises UsageError where pandas is not installed."""
        with _told(self._lang):
            try:
                import pandas as pd
            except ModuleNotFoundError as error:
                raise UsageError("pandas-missing") from error
        return pd.DataFrame([*self], columns=[*self.columns], dtype=object).convert_dtypes()


@contextmanager
def _told(lang: str) -> Iterator[None]:
    """Let an error be told in the language chosen, as a notebook shows it by itself."""
    try:
        yield
    except UsageError as error:
        error.args = (error.text(lang),)
        raise
    except ProjectError as error:
        error.args = ("; ".join(each.text(lang) for each in error.faults),)
        raise
