"""The site beside the explorer: every page and data file by its path, made when asked for."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from pyoxigraph import Triple

from ho21.errors import LANGUAGES
from ho21.map.drawing import settings
from ho21.model.spans import cut
from ho21.model.things import decimal
from ho21.rdf.context import PATH as CONTEXT
from ho21.rdf.formats import PAGE_DATA, SYNTAXES
from ho21.resources import asset, messages
from ho21.site.descriptions import GLOSSARY, VOID, Descriptions, Ways
from ho21.site.entities import EntityPages, by_name
from ho21.site.glossary import Glossary, glossary_page
from ho21.site.questions import FILES, Questions
from ho21.site.rendering import Frame, data_block, file_of, render, root_of
from ho21.sparql.examples import EXAMPLES, example, examples
from ho21.sparql.questions import read_questions
from ho21.text import https

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ho21.dataset.dataset import Dataset
    from ho21.project import Project
    from ho21.rdf.namespaces import Fact
    from ho21.site.descriptions import PageAddress

    Make = Callable[[], bytes]

STYLE: Final = "site.css"
_LISTS: Final = ("id/index", "doc/index", "graph/index", "query/index", "files/index")


class Site:
    """The pages and data files of a dataset.

    ``served`` adds what only a server can do: forms, and the way to the SPARQL endpoint.
    """

    def __init__(self, dataset: Dataset, project: Project, *, served: bool = False) -> None:
        self.dataset = dataset
        self.served = served
        self._asked = read_questions(project)
        self._told = Descriptions(dataset, served=served)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Every file of the site, sorted."""
        return tuple(sorted(self._makers))

    def content(self, path: str) -> bytes:
        """Return a file of the site; raises KeyError for one there is none of."""
        return self._makers[path]()

    def home(self, iri: str) -> PageAddress | None:
        """Return the page that tells of an IRI as stem and fragment, or None."""
        base = self.dataset.base.iri
        path = iri.removeprefix(base)
        room, _, name = path.partition("/")
        if iri.startswith(base) and room == "query" and name in self._asked:
            return path, ""
        if iri == f"{base}def":
            return GLOSSARY, ""
        return self._told.home(iri)

    @cached_property
    def _makers(self) -> dict[str, Make]:
        """How each file is made."""
        found: dict[str, Make] = {STYLE: partial(asset, STYLE)}
        found[CONTEXT] = self.dataset.context.document
        for stem in self._told.stems:
            for form in PAGE_DATA:
                found[f"{stem}.{form}"] = partial(self._told.data, stem, form)
        told = (stem for stem in self._told.stems if stem.startswith(("id/", "doc/")))
        for stem in (*_LISTS, GLOSSARY, *told):
            for lang in LANGUAGES:
                found[file_of(stem, lang)] = partial(self._page, stem, lang)
        base = self.dataset.base
        for form in PAGE_DATA:
            found[f"{EXAMPLES}.{form}"] = partial(
                self._rdf, partial(examples, self._asked.values(), base), form
            )
        for slug, text in self.dataset.texts.items():
            found[f"doc/{slug}.txt"] = text.encode
        for name, asked in self._asked.items():
            stem = f"query/{name}"
            found |= {
                f"{stem}.{form}": partial(self._rdf, partial(example, asked, base), form)
                for form in PAGE_DATA
            }
            for form in FILES:
                found[f"{stem}.{form}"] = partial(getattr(self.questions, form), name)
            for lang in LANGUAGES:
                found[file_of(stem, lang)] = partial(self._question, name, lang)
        return found

    def _page(self, stem: str, lang: str) -> bytes:
        room, _, slug = stem.partition("/")
        if stem == GLOSSARY:
            glossary = Glossary(self.dataset, self._asked.values())
            return glossary_page(glossary, self._frame).encode()
        if stem in _LISTS:
            text = self._list(stem, room, lang)
        elif room == "doc" and slug in self.dataset.texts:
            text = self._document(stem, slug, lang)
        else:
            thing = self._entities.thing(f"{self.dataset.base.iri}{stem}", lang)
            text = self._render_linked("thing.html.j2", stem, lang, thing=thing)
        return text.encode()

    def _list(self, stem: str, room: str, lang: str) -> str:
        if room == "query":
            return self.questions.index(lang)
        if room == "files":
            known = messages("site/messages/files.toml")
            return self._render("files.html.j2", stem, lang, context=CONTEXT,
                                files=known["files"], groups=known["groups"])  # fmt: skip
        pages = self._entities
        if room == "id":
            return self._render("things.html.j2", stem, lang, kinds=pages.kinds(lang))
        if room == "graph":
            return self._render("graphs.html.j2", stem, lang, graphs=pages.graphs, void=VOID,
                                data_forms=PAGE_DATA)  # fmt: skip
        documents = [pages.document(slug, lang) for slug in sorted(self.dataset.texts)]
        things = pages.graph.things.values()
        named = (each for each in things if "/id/dokument/" in each.iri)
        return self._render(
            "documents.html.j2", stem, lang, documents=documents, named=by_name(named, lang)
        )

    def _document(self, stem: str, slug: str, lang: str) -> str:
        document = self._entities.document(slug, lang)
        places, asides = document["places"], document["asides"]
        spans = [*(each["span"] for each in places), *(span for span, _ in asides)]
        return self._render_linked(
            "document.html.j2", stem, lang,
            thing=self._entities.thing(f"{self.dataset.base.iri}{stem}", lang),
            document=document,
            pieces=cut(self.dataset.texts[slug], spans),
            numbers={each["span"]: each["number"] for each in places},
        )  # fmt: skip

    def _render_linked(self, template: str, stem: str, lang: str, **context: object) -> str:
        """Return a page that tells of links, with its own data in it."""
        graph = self._entities.graph
        return self._render(
            template, stem, lang, forms=PAGE_DATA, names=graph.name, documents=graph.documents,
            decimal=decimal, embedded=data_block(self._told.data(stem, "jsonld")), **context,
        )  # fmt: skip

    def _render(
        self, template: str, stem: str, lang: str, forms: tuple[str, ...] = (), **context: object
    ) -> str:
        href = Ways(self.home, root_of(stem), lang)
        return render(self._frame, template, lang, stem, forms=forms, href=href, **context)

    def _question(self, name: str, lang: str) -> bytes:
        return self.questions.page(name, lang).encode()

    def _rdf(self, facts: Callable[[], Iterable[Fact]], form: str) -> bytes:
        """Return what can be said of a question, or of all as others gather them, as RDF."""
        told = sorted((Triple(*fact) for fact in facts()), key=str)
        return self.dataset.serialize(told, SYNTAXES[form])

    @cached_property
    def _frame(self) -> Frame:
        graph = self._entities.graph
        known = settings()["licence"].get(graph.licence, {})
        name = graph.name(graph.licence).texts
        return Frame(
            name=graph.title.texts,
            issued=self.dataset.issued,
            version=self.dataset.version,
            licence=dict.fromkeys(LANGUAGES, known["name"]) if known else name,
            licence_url=https(known.get("url") or graph.licence),
            served=self.served,
            stated=self.dataset.is_stated,
        )

    @cached_property
    def _entities(self) -> EntityPages:
        return EntityPages(self.dataset)

    @cached_property
    def questions(self) -> Questions:
        """The questions, each with its page and its answer."""
        return Questions(self.dataset, self._asked, self.home, self._frame)
