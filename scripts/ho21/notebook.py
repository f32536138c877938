"""The graph in a notebook: opened, asked, and each answer shown as a table or given to pandas."""

from __future__ import annotations

import tomllib
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import QueryBoolean, QuerySolutions

from ho21.answer import as_table, optional, render, show
from ho21.ask import about, put, question, read_questions, resolve, run
from ho21.fault import LANGUAGES, CallError, HouseError
from ho21.rooms import house, page
from ho21.store import load
from ho21.tabular import Places, tabular, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from ho21.answer import Shown
    from ho21.ask import Result
    from ho21.store import Dataset
    from ho21.tabular import Value


def open(  # noqa: A001 (called as ho21.open)
    house_at: str | None = None, *, stated_only: bool = False, lang: str = "nb"
) -> Graph:
    """Return the graph of a house, or of the one that ships, with our readings or without.

    Raises CallError for a language that is not ``nb`` or ``en`` and a house there is none of,
    HouseError where the house is at fault.
    """
    if lang not in LANGUAGES:
        raise CallError("bad-value", value=lang, parameter="lang", wanted="nb, en")
    return Graph(house_at, stated_only=stated_only, lang=lang)


class Graph:
    """A graph to ask; ``lang`` is the language of names, headings and errors."""

    def __init__(self, house_at: str | None, *, stated_only: bool, lang: str) -> None:
        self._house = house(house_at)
        self._lang = lang
        self._stated_only = stated_only
        with _told(lang):
            self._dataset = load(self._house).sound()
        self._store = self._dataset.store(stated_only=stated_only)

    @property
    def questions(self) -> dict[str, str]:
        """The saved questions: name and wording."""
        questions = read_questions(self._house)
        return {name: each.title[self._lang] for name, each in questions.items()}

    def ask(self, name: str, /, **values: object) -> Answer | bool | str:
        """Return the answer to a saved question, some of its values given by name.

        Raises CallError for a question or a value there is none of.
        """
        with _told(self._lang):
            asked = question(self._house, name)
            given = {key: str(value) for key, value in values.items()}
            if any(each.name == "lang" for each in asked.parameters):
                given = {"lang": self._lang} | given
            bare = self._stated_only
            return self._answer(*put(asked, given, self._dataset, self._store, stated_only=bare))

    def query(self, text: str) -> Answer | bool | str:
        """Return the answer to a SPARQL query: rows, a truth, or triples as Turtle.

        Raises CallError for what is not a query that reads this graph.
        """
        with _told(self._lang):
            result = run(text, self._dataset, self._store, stated_only=self._stated_only)
            return self._answer(text, result)

    def show(self, thing: str) -> Answer | bool | str:
        """Return all that is said about a thing, named by its IRI, slug or label."""
        with _told(self._lang):
            node = resolve(thing, self._dataset, self._store)
            values = {"ting": node.value, "lang": self._lang}
            bare = self._stated_only
            asked = about(self._house)
            return self._answer(*put(asked, values, self._dataset, self._store, stated_only=bare))

    def _answer(self, text: str, result: Result) -> Answer | bool | str:
        if isinstance(result, QueryBoolean):
            return bool(result)
        if not isinstance(result, QuerySolutions):
            told = render(result, "ttl", self._lang, text, self._dataset, self._store)
            return told if isinstance(told, str) else told.decode()
        shown = show(result, self._lang, text, self._dataset, self._store)
        names = tuple(each.value for each in result.variables)
        return Answer(names, shown, self._lang, self._dataset)

    def __repr__(self) -> str:
        title = next(iter(self._dataset.own("dcterms:title", self._lang)), self._dataset.base.iri)
        return f"{title} ({self._dataset.version})"


@dataclass(frozen=True)
class Answer:
    """The rows of an answer: drawn as a table in a notebook, gone through as dictionaries.

    ``columns`` are those of the query; a value is an IRI or a text, a number or a truth where the
    graph has one, and None where nothing is said.
    """

    columns: tuple[str, ...]
    _shown: Shown = field(repr=False)
    _lang: str = field(repr=False)
    _dataset: Dataset = field(repr=False)

    def __len__(self) -> int:
        return len(self._shown.rows)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        for solution, told in zip(self._shown.solutions, self._shown.values, strict=True):
            yield {name: value(solution[name], told[name]) for name in self.columns}

    def __repr__(self) -> str:
        return as_table(self._shown.heads, self._shown.rows, optional(self._lang))

    def _repr_html_(self) -> str:
        from jinja2 import Environment, StrictUndefined

        texts = tomllib.loads(page("site/query.toml"))[self._lang]
        places = Places(self._dataset)
        table = tabular(self._shown, self._lang, places, lambda iri: iri, texts["is_read"])
        made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        template = made.from_string(page("notebook.html.j2"))
        return template.render(table=table, lang=self._lang, told=texts)

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a DataFrame; raises CallError where pandas is not installed."""
        with _told(self._lang):
            try:
                import pandas as pd
            except ModuleNotFoundError as error:
                raise CallError("pandas-missing") from error
        return pd.DataFrame([*self], columns=[*self.columns], dtype=object).convert_dtypes()


@contextmanager
def _told(lang: str) -> Iterator[None]:
    """Let an error be told in the language chosen, as a notebook shows it by itself."""
    try:
        yield
    except CallError as error:
        error.args = (error.text(lang),)
        raise
    except HouseError as error:
        error.args = ("; ".join(each.text(lang) for each in error.faults),)
        raise
