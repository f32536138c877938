"""Where on the site each thing is described, and which facts its description holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import NamedNode

from ho21.explorer.head import file_of
from ho21.export.rdf import is_flat
from ho21.export.void import void
from ho21.rdf.namespaces import HO, VOCABULARIES, Fact, curie, term
from ho21.site.rendering import ROOMS

if TYPE_CHECKING:
    from ho21.dataset.dataset import Dataset

PageAddress = tuple[str, str]
Locate = Callable[[str], PageAddress | None]

VOID: Final = "void"
GLOSSARY: Final = "def/index"
# The lists of the site, by the name of what they list.
LISTS: Final = {room: f"{room}/index" for room in ROOMS if room != "def"}
_ABOUT: Final = ("rdf:subject", "owl:sourceIndividual", "ho:about")
_LABEL: Final = term("skos:prefLabel")


class Descriptions:
    """The descriptions of a dataset.

    Each fact is told once, on the page of its subject; ``home`` says which page that is.
    ``served`` names the endpoint, which only a server has; ``paged`` says that things have pages.
    """

    def __init__(self, dataset: Dataset, *, served: bool = False, paged: bool = True) -> None:
        self.dataset = dataset
        self.served = served
        self.paged = paged
        self.facts = dataset.facts
        self._base = dataset.base.iri
        self._of: dict[str, str] = {}
        self._labels: dict[NamedNode, list[tuple[Fact, str]]] = defaultdict(list)
        self._terms: set[str] = set()
        pairs = [(fact, graph) for graph, facts in self.facts.items() for fact in facts]
        about = {term(name) for name in _ABOUT}
        aside = term("ho:setsAside")
        claims = dataset.base.thing("pastand/").value
        for fact, graph in pairs:
            iri = fact.subject.value
            self._terms.add(iri)
            if fact.predicate == _LABEL:
                self._labels[fact.subject].append((fact, graph))
            if (fact.predicate in about and iri.startswith(claims)) or fact.predicate == aside:
                self._of[iri] = fact.object.value
        self._owned: dict[str, list[tuple[Fact, str]]] = defaultdict(list)
        for fact, graph in pairs:
            iri = fact.subject.value
            self._owned[VOID if iri == self._base else self._told(iri)[0]].append((fact, graph))

    def __contains__(self, stem: str) -> bool:
        """Say whether there is a description of a stem."""
        own = stem in {VOID, GLOSSARY} or stem in self._owned
        return own or f"{self._base}{stem}" in self.facts

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stems of all descriptions: project, glossary, things, documents and graphs."""
        graphs = (iri.removeprefix(self._base) for iri in self.facts)
        return tuple(sorted({VOID, GLOSSARY, *self._owned, *graphs}))

    def home(self, iri: str) -> PageAddress | None:
        """Return the page that tells of an IRI, and the fragment on it; None for what none does."""
        if iri in (self._base, f"{self._base}{VOID}"):
            return VOID, ""
        if iri in self.facts:
            return "graph/index", iri.removeprefix(f"{self._base}graph/")
        if iri in self._of or iri in self._terms:
            return self._told(iri)
        path = iri.removeprefix(self._base)
        room = path.rstrip("/")
        return (LISTS[room], "") if room in LISTS else None

    def _told(self, iri: str) -> PageAddress:
        """Return the home of what the dataset has facts of."""
        path, _, fragment = iri.removeprefix(self._base).partition("#")
        room = path.partition("/")[0] if iri.startswith(self._base) else ""
        if iri in self._of:
            about = self.home(self._of[iri].partition("#")[0])
            rest = path.partition("/")[2].partition("/")[2]
            return (about[0] if about else GLOSSARY), rest
        if room == "doc":
            return path.removesuffix(".txt"), fragment
        if room == "id" and "/../" not in f"/{path}/":
            return path, fragment
        return GLOSSARY, anchor(iri)

    def told(self, stem: str) -> frozenset[Fact]:
        """Return what a description says: of a reading only the claim, not its link.

        The names of the things it links to are told again, so that it can be read alone.
        """
        flat = is_flat(self.dataset)
        own = (fact for fact, graph in self._told_in(stem) if flat(fact, graph))
        return frozenset((*own, *(self.void if stem == VOID else ())))

    def members(self, room: str) -> list[tuple[NamedNode, list[Fact]]]:
        """Return the things, documents or graphs that a list names, and what they are called."""
        if room == "graph":
            return [(NamedNode(graph), []) for graph in sorted(self.facts)]
        nodes = (
            NamedNode(f"{self._base}{stem}") for stem in self.stems if stem.startswith(f"{room}/")
        )
        nodes = (each for each in nodes if each.value not in self.dataset.retired)
        return [(node, [fact for fact, _ in self._labels.get(node, ())]) for node in nodes]

    def _told_in(self, stem: str) -> list[tuple[Fact, str]]:
        graph = f"{self._base}{stem}"
        if graph in self.facts:
            return [(fact, graph) for fact in self.facts[graph]]
        owned = self._owned.get(stem, [])
        things = self.dataset.base.is_thing
        linked = dict.fromkeys(fact.object for fact, _ in owned if things(fact.object))
        return [*owned, *(each for node in linked for each in self._labels.get(node, ()))]

    @cached_property
    def void(self) -> tuple[Fact, ...]:
        """What is said of the dataset as a whole beside what the project says itself."""
        return void(self.dataset, served=self.served, paged=self.paged)


def anchor(iri: str) -> str:
    """Return the fragment of a term in the glossary: our own name, another's with its prefix."""
    if iri.startswith(HO):
        return iri.removeprefix(HO)
    return "" if iri == HO.rstrip("#") else curie(iri, VOCABULARIES).strip("<>")


def href(home: PageAddress, root: str, lang: str, usual: str) -> str:
    """Return the relative address of a home, from a page whose way to the root is known.

    The page of the whole is the explorer, which has a place for each thing, by its key.
    """
    stem, fragment = home
    page = file_of(stem, lang, usual)
    place = f"#{quote(fragment, safe='=,:@-._~/')}" if fragment else ""
    return f"{root}{quote(page)}{place}" + (f"?lang={lang}" if place and stem == VOID else "")


class Ways:
    """From the pages of one folder in one language: the address of whatever has a page."""

    def __init__(self, home: Locate, root: str, lang: str, usual: str) -> None:
        self.home = home
        self.root = root
        self.lang = lang
        self.usual = usual

    def __call__(self, iri: str) -> str | None:
        """Return the relative address of what an IRI names, else None."""
        home = self.home(iri)
        return href(home, self.root, self.lang, self.usual) if home else None

    def fragment(self, iri: str) -> str:
        """Return the fragment of what an IRI names on its page."""
        home = self.home(iri)
        return home[1] if home else ""
