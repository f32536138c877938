"""The site beside the explorer: every page and data file by its path, made when asked for."""

from __future__ import annotations

import tomllib
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from pyoxigraph import Triple

from ho21.ask import read_questions
from ho21.assets import asset
from ho21.captured import cut
from ho21.context import PATH as CONTEXT
from ho21.describe import FORMATS, FORMS, GLOSSARY, VOID, Descriptions, address
from ho21.draw import settings
from ho21.example import EXAMPLES, example, examples
from ho21.export_rdf import rdf
from ho21.fault import LANGUAGES
from ho21.glossary import Glossary, glossary_page
from ho21.leaf import Frame, data_block, file_of, render, root_of
from ho21.picture import https
from ho21.questions import Questions
from ho21.rooms import page
from ho21.shelf import Shelf, in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ho21.ask import Result
    from ho21.describe import Home
    from ho21.fault import CallError
    from ho21.names import Fact
    from ho21.rooms import House
    from ho21.store import Dataset

    Make = Callable[[], bytes]

STYLE: Final = "site.css"
_LISTS: Final = ("id/index", "doc/index", "graph/index", "query/index", "files/index")


class Ways:
    """From the pages of one folder in one language: the address of whatever has a page."""

    def __init__(self, home: Callable[[str], Home | None], root: str, lang: str) -> None:
        self.home = home
        self.root = root
        self.lang = lang

    def __call__(self, iri: str) -> str | None:
        """Return the relative address of what an IRI names, else None."""
        home = self.home(iri)
        return address(home, self.root, self.lang) if home else None

    def fragment(self, iri: str) -> str:
        """Return the fragment of what an IRI names on its page."""
        home = self.home(iri)
        return home[1] if home else ""


class Site:
    """The pages and data files of a dataset, with our readings or without.

    ``served`` adds what only a server can do: forms, and the way to the SPARQL endpoint.
    """

    def __init__(
        self, dataset: Dataset, home: House, *, stated_only: bool = False, served: bool = False
    ) -> None:
        self.dataset = dataset
        self.stated_only = stated_only
        self.served = served
        self._asked = read_questions(home)
        self._told = Descriptions(dataset, stated_only=stated_only, served=served)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Every file of the site, sorted."""
        return tuple(sorted(self._makers))

    def content(self, path: str) -> bytes:
        """Return a file of the site; raises KeyError for one there is none of."""
        return self._makers[path]()

    def home(self, iri: str) -> Home | None:
        """Return the page that tells of an IRI as stem and fragment, or None."""
        base = self.dataset.base.iri
        path = iri.removeprefix(base)
        room, _, name = path.partition("/")
        if iri.startswith(base) and room == "query" and name in self._asked:
            return path, ""
        if iri == f"{base}def":
            return GLOSSARY, ""
        return self._told.home(iri)

    def question(
        self,
        name: str,
        values: dict[str, str],
        lang: str,
        result: Result | CallError,
        without: Result | None = None,
    ) -> str:
        """Return the page of a question with some values, and what came of them."""
        return self._questions.put(self._frame, name, values, lang, result, without)

    @cached_property
    def _makers(self) -> dict[str, Make]:
        """How each file is made."""
        found: dict[str, Make] = {STYLE: partial(asset, STYLE)}
        found[CONTEXT] = self.dataset.context.document
        for stem in self._told.stems:
            for form in FORMS:
                found[f"{stem}.{form}"] = partial(self._told.data, stem, form)
        for stem in (*_LISTS, GLOSSARY, *self._pages):
            for lang in LANGUAGES:
                found[file_of(stem, lang)] = partial(self._page, stem, lang)
        for form in FORMS:
            found[f"{EXAMPLES}.{form}"] = partial(self._examples, form)
        for slug, text in self.dataset.texts.items():
            found[f"doc/{slug}.txt"] = text.encode
        for name in self._asked:
            stem = f"query/{name}"
            found |= {f"{stem}.{form}": partial(self._described, name, form) for form in FORMS}
            for form in ("rq", "csv", "json"):
                found[f"{stem}.{form}"] = partial(getattr(self._questions, form), name)
            for lang in LANGUAGES:
                found[file_of(stem, lang)] = partial(self._question, name, lang)
        return found

    @cached_property
    def _pages(self) -> tuple[str, ...]:
        """The stems of the things and the documents."""
        return tuple(stem for stem in self._told.stems if stem.startswith(("id/", "doc/")))

    def _page(self, stem: str, lang: str) -> bytes:
        room, _, slug = stem.partition("/")
        if stem == GLOSSARY:
            return glossary_page(self._glossary, self._frame).encode()
        if stem in _LISTS:
            text = self._list(stem, room, lang)
        elif room == "doc" and slug in self.dataset.texts:
            text = self._document(stem, slug, lang)
        else:
            text = self._thing(stem, lang)
        return text.encode()

    def _list(self, stem: str, room: str, lang: str) -> str:
        if room == "query":
            return self._questions.index(self._frame, lang)
        if room == "files":
            known = tomllib.loads(page("site/files.toml"))
            return self._render("files.html.j2", stem, lang, context=CONTEXT,
                                files=known["files"], groups=known["groups"])  # fmt: skip
        shelf = self._shelf
        if room == "id":
            return self._render("things.html.j2", stem, lang, kinds=shelf.kinds(lang))
        if room == "graph":
            return self._render("graphs.html.j2", stem, lang, graphs=shelf.graphs, void=VOID,
                                data_forms=FORMS)  # fmt: skip
        documents = [shelf.document(slug, lang) for slug in sorted(self.dataset.texts)]
        named = (each for each in shelf.drawn.nodes if "/id/dokument/" in each.id)
        return self._render(
            "documents.html.j2", stem, lang, documents=documents, named=in_order(named, lang)
        )

    def _thing(self, stem: str, lang: str) -> str:
        shelf = self._shelf
        thing = shelf.thing(f"{self.dataset.base.iri}{stem}", lang)
        block = data_block(self._told.data(stem, "jsonld"))
        return self._render(
            "thing.html.j2", stem, lang, forms=FORMS, thing=thing, embedded=block,
            kind_names=shelf.drawn.kinds,
        )  # fmt: skip

    def _document(self, stem: str, slug: str, lang: str) -> str:
        shelf = self._shelf
        document = shelf.document(slug, lang)
        spans = [each.span for each in document.places] + [span for span, _ in document.asides]
        return self._render(
            "document.html.j2", stem, lang, forms=FORMS,
            thing=shelf.thing(f"{self.dataset.base.iri}{stem}", lang),
            document=document,
            pieces=[(type(each).__name__, each) for each in cut(document.text, spans)],
            numbers={each.span: each.number for each in document.places},
            names=shelf.ties.name,
            embedded=data_block(self._told.data(stem, "jsonld")),
            kind_names=shelf.drawn.kinds,
        )  # fmt: skip

    def _render(
        self, template: str, stem: str, lang: str, forms: tuple[str, ...] = (), **context: object
    ) -> str:
        href = Ways(self.home, root_of(stem), lang)
        return render(self._frame, template, lang, stem, forms=forms, href=href, **context)

    def _question(self, name: str, lang: str) -> bytes:
        return self._questions.page(self._frame, name, lang).encode()

    def _described(self, name: str, form: str) -> bytes:
        """Return what can be said of a question in a form of RDF."""
        return self._rdf(example(self._asked[name], self.dataset.base), form)

    def _examples(self, form: str) -> bytes:
        """Return all questions as others gather them, in a form of RDF."""
        return self._rdf(examples(self._asked.values(), self.dataset.base), form)

    def _rdf(self, facts: Iterable[Fact], form: str) -> bytes:
        told = sorted((Triple(*fact) for fact in facts), key=str)
        return rdf(told, FORMATS[form], self.dataset)

    @cached_property
    def _frame(self) -> Frame:
        drawn = self._shelf.drawn
        licence = drawn.licence or ""
        known = settings()["licence"].get(licence, {})
        name = self._shelf.ties.name(licence)
        return Frame(
            name=drawn.title,
            issued=self.dataset.issued,
            version=self.dataset.version,
            licence=dict.fromkeys(LANGUAGES, known["name"]) if known else name,
            licence_url=https(known.get("url") or licence),
            served=self.served,
            stated_only=self.stated_only,
        )

    @cached_property
    def _shelf(self) -> Shelf:
        return Shelf(self.dataset, stated_only=self.stated_only)

    @cached_property
    def _questions(self) -> Questions:
        return Questions(self.dataset, self._asked, self.home, stated_only=self.stated_only)

    @cached_property
    def _glossary(self) -> Glossary:
        return Glossary(self.dataset, self._asked.values(), stated_only=self.stated_only)
