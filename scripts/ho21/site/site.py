"""The site beside the explorer: every page and data file by its path, made when asked for."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from ho21.dataset.readings.retired import successors
from ho21.errors import LANGUAGES
from ho21.explorer.head import EACH, EVERY_PART, WHOLE, called, file_of
from ho21.model.spans import cut
from ho21.model.things import decimal
from ho21.rdf.context import PATH as CONTEXT
from ho21.rdf.formats import PAGE_DATA
from ho21.rdf.namespaces import Fact, term
from ho21.resources import asset, messages
from ho21.site.deploy import rules
from ho21.site.descriptions import GLOSSARY, LISTS, VOID, Descriptions, Ways
from ho21.site.entities import EntityPages, by_name
from ho21.site.glossary import Glossary, glossary_page
from ho21.site.questions import FILES, Questions
from ho21.site.rendering import (
    SCRIPT,
    STYLE,
    Frame,
    frame_of,
    parts_beside,
    render,
    root_of,
)
from ho21.sparql.engine import fitted_questions, offered
from ho21.sparql.examples import EXAMPLES, example, examples
from ho21.text import suffix

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from ho21.dataset.dataset import Dataset
    from ho21.project import Project
    from ho21.site.descriptions import PageAddress
    from ho21.sparql.questions import Question

    Make = Callable[[], bytes]

_IN_PAGES: Final = "jsonld"
# Where each thing and document is told of by itself.
_PAGED: Final = ("id", "doc")


class Site:
    """The pages and data files of a dataset.

    ``served`` adds what only a server can do: forms, and the way to the SPARQL endpoint; ``parts``
    are those of a build that lie side by side, and ``things`` has the IRIs of those that have a
    page where not each has.  Every file can be made, whether it lies there or not.
    """

    def __init__(
        self,
        dataset: Dataset,
        project: Project,
        *,
        served: bool = False,
        parts: Collection[str] = EVERY_PART,
        things: Collection[str] = (),
    ) -> None:
        self.dataset = dataset
        self._project = project
        self._beside = parts_beside(dataset, parts, served=served)
        self._told = Descriptions(dataset, served=served, paged=EACH in self._beside)
        self._chosen = self._stems(things)
        # A file and the pages it is part of are made one after the other.
        self._latest = "", "", b""

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Every file of the site that lies there, sorted."""
        stems = filter(self._lies, (*self._told.stems, *LISTS.values(), EXAMPLES))
        asked = (path for name in self._asked for path in self._files_of(f"query/{name}"))
        files = (path for stem in stems for path in self._files_of(stem))
        return tuple(sorted({*self._fixed, *asked, *files}))

    def chosen(self, things: Iterable[str]) -> tuple[str, ...]:
        """Return the files of some things, and what their pages need to be seen, sorted."""
        files = (path for stem in self._stems(things) for path in self._files_of(stem))
        return tuple(sorted({STYLE, SCRIPT, *files}))

    def _stems(self, things: Iterable[str]) -> frozenset[str]:
        """Return the stems of the pages of some things."""
        return frozenset(home[0] for each in things if (home := self.home(each)))

    def content(self, path: str) -> bytes:
        """Return a file of the site; raises KeyError for one there is none of."""
        make = self._maker(path)
        if make is None:
            raise KeyError(path)
        return make()

    def __contains__(self, path: str) -> bool:
        """Say whether there is a file of a path."""
        return self._maker(path) is not None

    def data(self, stem: str) -> bytes:
        """Return what a page is about, as the JSON-LD beside it has it."""
        return self._data(stem, _IN_PAGES)

    def home(self, iri: str) -> PageAddress | None:
        """Return the page that tells of an IRI as stem and fragment, or None."""
        base = self.dataset.base.iri
        path = iri.removeprefix(base)
        room, _, name = path.partition("/")
        if iri.startswith(base) and room == "query" and name in self._asked:
            return path, ""
        if iri == f"{base}def" or iri in self._editions:
            return GLOSSARY, ""
        return self._told.home(iri)

    def place(self, iri: str) -> PageAddress | None:
        """Return where a page leads for an IRI: to its page, else its place in the explorer."""
        home = self.home(iri)
        if home is None or (home[0] != WHOLE and self._lies(home[0])):
            return home
        stem = home[0]
        if stem == WHOLE:
            return home if "map" in self._beside else None
        known = f"{self.dataset.base.iri}{stem}" in self._entities.graph.things
        shown = known and stem.startswith("id/") and "map" in self._beside
        return (WHOLE, stem.removeprefix("id/")) if shown else None

    def _lies(self, stem: str) -> bool:
        """Say whether what is told of a stem lies beside the pages: of a thing not always."""
        if stem in self._chosen:
            return True
        gone = f"{self.dataset.base.iri}{stem}" in self.dataset.retired
        alone = stem.startswith("id/") and stem != LISTS["id"] and not gone
        return (EACH if alone else "pages") in self._beside

    @cached_property
    def _editions(self) -> frozenset[str]:
        """The addresses of the vocabulary's version, of which the one kept is the present."""
        told = self.dataset.vocabulary.triples
        named = term("owl:versionIRI")
        return frozenset(str(each.object.value) for each in told if each.predicate == named)

    def _maker(self, path: str) -> Make | None:
        """Return how a file is made, read off its path; None where there is none."""
        if path in self._fixed:
            return self._fixed[path]
        stem, _, form = path.rpartition(".")
        if form in PAGE_DATA:
            return partial(self._data, stem, form) if self._facts(stem) else None
        room, _, name = stem.partition("/")
        if form in FILES:
            known = room == "query" and name in self._asked
            return partial(getattr(self.questions, form), name) if known else None
        usual = self.dataset.interface
        named = ((stem.removesuffix(suffix(lang, usual)), lang) for lang in LANGUAGES)
        pages = (each for each in named if file_of(*each, usual) == path)
        return next((partial(self._page, *each) for each in pages if self._has_page(each[0])), None)

    @cached_property
    def _fixed(self) -> dict[str, Make]:
        """The files that tell of no one stem: what pages need, rules, and captured texts."""
        deployed = rules(self.dataset, paged=EACH in self._beside)
        return {
            **{each: partial(asset, each) for each in (STYLE, SCRIPT)},
            CONTEXT: self.dataset.context.document,
            **{path: partial(bytes, content) for path, content in deployed.items()},
            **{f"doc/{slug}.txt": text.encode for slug, text in self.dataset.texts.items()},
        }

    def _files_of(self, stem: str) -> Iterator[str]:
        """Yield the pages and the data files of a stem."""
        yield from (f"{stem}.{form}" for form in PAGE_DATA)
        if stem.startswith("query/") and stem not in LISTS.values():
            yield from (f"{stem}.{form}" for form in FILES)
        if stem.removeprefix("doc/") in self.dataset.texts:
            yield f"{stem}.txt"
        if self._has_page(stem):
            yield from (file_of(stem, lang, self.dataset.interface) for lang in LANGUAGES)

    def _has_page(self, stem: str) -> bool:
        room, _, name = stem.partition("/")
        if stem == GLOSSARY or stem in LISTS.values():
            return True
        return name in self._asked if room == "query" else room in _PAGED and stem in self._told

    @cached_property
    def _asked(self) -> dict[str, Question]:
        """The questions that have a page; to know them, each is asked."""
        return offered(self.dataset, self._project)

    @property
    def _data_files(self) -> dict[str, list[str]]:
        """The files of each format, by their names in the project."""
        known: dict[str, dict[str, list[str]]] = messages("site/messages/files.toml")
        more = known["retired"] if self.dataset.retired else {}
        return {
            form: [each.format(slug=self.dataset.slug) for each in (*them, *more.get(form, ()))]
            for form, them in known["files"].items()
        }

    def _facts(self, stem: str) -> Callable[[], Iterable[Fact]] | None:
        """Return what the data files of a stem say, when asked; None where there are none."""
        room, _, name = stem.partition("/")
        if stem in LISTS.values():
            return partial(self._listed, room)
        if stem in self._told:
            return partial(self._told.told, stem)
        if stem == EXAMPLES:
            return partial(examples, self._asked.values(), self.dataset.base)
        if room == "query" and name in self._asked:
            return partial(example, self._asked[name], self.dataset.base)
        return None

    def _data(self, stem: str, form: str) -> bytes:
        """Return what a stem is about, in a form of RDF."""
        latest = self._latest  # kept here, as another thread may put its own in its place
        if latest[:2] != (stem, form):
            told = self._facts(stem)
            if told is None:
                raise KeyError(stem)
            latest = stem, form, self.dataset.rdf(told(), form)
            if form == _IN_PAGES:
                self._latest = latest
        return latest[2]

    def _page(self, stem: str, lang: str) -> bytes:
        room, _, slug = stem.partition("/")
        if stem == GLOSSARY:
            glossary = Glossary(self.dataset, self._asked.values())
            return glossary_page(glossary, self._frame, lang, self.data(stem)).encode()
        if stem in LISTS.values():
            text = self._list(stem, room, lang)
        elif room == "query":
            text = self.questions.page(slug, lang)
        elif (iri := f"{self.dataset.base.iri}{stem}") in self.dataset.retired:
            text = self._retired(stem, iri, lang)
        elif room == "doc" and slug in self.dataset.texts:
            text = self._document(stem, slug, lang)
        else:
            thing = self._entities.thing(iri, lang)
            text = self._render_linked("thing.html.j2", stem, lang, thing=thing)
        return text.encode()

    def _retired(self, stem: str, iri: str, lang: str) -> str:
        """Return the page at an address that is gone: since when, and what took its place."""
        retired = self.dataset.retired
        things = self._entities.graph.things
        new = [things[each] for each in successors(iri, retired) if each in things]
        return self._render("retired.html.j2", stem, lang, gone=retired[iri], new=new)

    def _listed(self, room: str) -> Iterator[Fact]:
        """Yield what a list is called and what it lists, each by its name."""
        base = self.dataset.base.iri
        whole = NamedNode(f"{base}{room}")
        yield Fact(whole, term("rdf:type"), term("rdfs:Container"))
        yield Fact(whole, term("dcterms:isPartOf"), NamedNode(base))
        yield from _named(whole, called(f"{room}/index"))
        for node, told in self._members(room):
            yield Fact(whole, term("rdfs:member"), node)
            yield from told

    def _members(self, room: str) -> Iterator[tuple[NamedNode, Iterable[Fact]]]:
        """Yield what a list names, and what that is called."""
        base = self.dataset.base.iri
        if room == "query":
            for name, asked in self._asked.items():
                node = NamedNode(f"{base}query/{name}")
                yield node, _named(node, asked.title)
        elif room == "files":
            known = messages("site/messages/files.toml")
            for form, files in self._data_files.items():
                texts = {lang: known[lang]["name"][form] for lang in LANGUAGES}
                for file in files:
                    node = NamedNode(f"{base}data/{quote(file)}")
                    yield node, _named(node, texts)
        else:
            yield from self._told.members(room)

    def _list(self, stem: str, room: str, lang: str) -> str:
        if room == "query":
            return self.questions.index(lang)
        if room == "files":
            groups = messages("site/messages/files.toml")["groups"]
            return self._render("files.html.j2", stem, lang, context=CONTEXT,
                                files=self._data_files, groups=groups)  # fmt: skip
        pages = self._entities
        if room == "id":
            retired = self.dataset.retired.values()
            return self._render(
                "things.html.j2",
                stem,
                lang,
                kinds=pages.kinds(lang),
                unspoken=pages.unspoken(lang),
                base=self.dataset.base.iri,
                retired=retired,
            )
        if room == "graph":
            return self._render("graphs.html.j2", stem, lang, names=pages.graph.name,
                                graphs=pages.graphs, void=VOID)  # fmt: skip
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
            pieces=cut(self.dataset.texts[slug], spans, document["resting"]),
            numbers={each["span"]: each["number"] for each in places},
        )  # fmt: skip

    def _render_linked(self, template: str, stem: str, lang: str, **context: object) -> str:
        """Return a page that tells of links, with its own data in it."""
        graph = self._entities.graph
        return self._render(
            template, stem, lang, names=graph.name, phrase=graph.phrase,
            documents=graph.documents, decimal=decimal, **context,
        )  # fmt: skip

    def _render(self, template: str, stem: str, lang: str, **context: object) -> str:
        href = Ways(self.place, root_of(stem), lang, self.dataset.interface)
        return render(self._frame, template, lang, stem, self.data(stem), href=href, **context)

    @cached_property
    def _frame(self) -> Frame:
        return frame_of(self.dataset, self._beside)

    @cached_property
    def _entities(self) -> EntityPages:
        return EntityPages(self.dataset)

    @cached_property
    def questions(self) -> Questions:
        """The questions, each with its page and its answer; to know them, each is asked."""
        known = fitted_questions(self.dataset, self._project)
        return Questions(self.dataset, known, self.place, self._frame, self.data)


def _named(node: NamedNode, texts: Mapping[str, str]) -> Iterator[Fact]:
    """Yield what something is called in each language."""
    return (
        Fact(node, term("skos:prefLabel"), Literal(text, language=lang))
        for lang, text in texts.items()
    )
