"""Every file of the project as published, made when first asked for; and dist/, written whole."""

from __future__ import annotations

import json
from contextlib import nullcontext, suppress
from functools import cached_property, partial
from shutil import copyfile
from typing import TYPE_CHECKING, Final

from ho21.dataset.readings.wording import PLACE as WORDS
from ho21.errors import LANGUAGES, ProjectError, UsageError, fault
from ho21.explorer.head import EACH, FRONT, WHOLE
from ho21.files.replaceable import made, write_anew
from ho21.files.whole import write_whole
from ho21.map.drawing import thing_keys
from ho21.map.plain import PAGE, plain, plain_file
from ho21.model.lookup import find
from ho21.model.read import knowledge_graph
from ho21.processes.beside import beside
from ho21.rdf.formats import PAGE_DATA
from ho21.rdf.namespaces import term
from ho21.site.rendering import ROOMS, frame_of, parts_beside
from ho21.sparql.engine import Engine, fitted_questions, question_faults
from ho21.sparql.questions import readable
from ho21.text import perhaps

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from ho21.dataset.dataset import Dataset
    from ho21.errors import Fault
    from ho21.explorer.data import PageData
    from ho21.model.graph import KnowledgeGraph
    from ho21.project import Project
    from ho21.site.rendering import Frame
    from ho21.site.site import Site
    from ho21.validation.report import Report

PARTS: Final = ("map", "pages", "report", "data", "check")
# So many things have a page each in a build, unless it is told another number.
MOST: Final = 5_000
_CALL: Final = "ho21 build"
_RULES: Final = "rules"
_CHOSEN: Final = "things"
_LIST: Final = f"id/index.{PAGE_DATA[0]}"
# The page of a server on which anyone may ask.
ASKER: Final = "sparql"
# What is made together with something else: the data are described once they are made.
_WITH: Final = {"dcat": "data", "gaps": "check", "explorer": "map", "index": "map"}
# What else than the project lies at the root, without its ending.
_ROOT: Final = {
    FRONT.partition(".")[0],
    PAGE,
    ASKER,
    WHOLE,
    *PARTS,
    *_WITH,
    *ROOMS,
}


def checked(dataset: Dataset, project: Project, lang: str, *, reference: bool = False) -> Report:
    """Return what the check finds in a dataset, and in the questions of its project.

    With ``reference``, pySHACL tries every shape. Raises ProjectError where the shapes cannot
    be read.
    """
    from ho21.validation.shacl import check

    asked = [*question_faults(dataset, project, lang), *_unasked(dataset, project)]
    faults = [*asked, *name_faults(dataset)]
    report = check(dataset, reference=reference)
    return report.joined(faults) if faults else report


def _unasked(dataset: Dataset, project: Project) -> Iterator[Fault]:
    """Yield a fault for each question or thing in the project's words that it does not have."""
    names = [*readable(project)[0]]
    for each in dataset.words.asks:
        if each.question not in names:
            named = perhaps(each.question, names)
            yield fault("words-question", WORDS, each.line, name=named)
    if dataset.words.views:
        keys = sorted(thing_keys(knowledge_graph(dataset).things).values())
        for view in dataset.words.views:
            for key in view.keys:
                if key not in keys:
                    yield fault("words-view-thing", WORDS, view.line, name=perhaps(key, keys))


def name_faults(dataset: Dataset) -> Iterator[Fault]:
    """Yield a fault where the project's files are called what another page or folder is."""
    if dataset.slug.casefold() in _ROOT:
        own = next(each for each in dataset.turtles if each.file == "graph/datasett.ttl")
        said = {each.predicate: own.line_of(each) for each in own.triples}
        line = said.get(term("dcterms:identifier"), said[term("void:uriSpace")])
        yield fault("project-name-taken", own.file, line, name=dataset.slug)


def made_with(path: str) -> str:
    """Return what a file is made together with, by its folder or else its name."""
    name = path.partition("/")[0] if "/" in path else path.partition(".")[0]
    return _WITH.get(name, name)


class Published:
    """The files of a dataset and its project by path, whole parts or one at a time.

    ``served`` adds what only a server can do; ``parts`` are those that will lie side by side, and
    lead to each other; ``things`` are those that have a page, where not each has; ``engine`` is
    what the report puts its questions to. Where only the stated is shown there is neither report
    nor check, as both tell of readings.
    """

    def __init__(  # noqa: PLR0913 (what is made, for whom, and with what)
        self,
        dataset: Dataset,
        project: Project,
        *,
        served: bool = False,
        parts: Collection[str] = PARTS,
        things: Collection[str] | None = None,
        engine: Callable[[Dataset], Engine] = Engine,
        lang: str = "nb",
    ) -> None:
        self._lang = lang
        self._engine = engine
        self.dataset = dataset
        self.project = project
        self.served = served
        self._plain = {plain_file(lang, dataset.interface): lang for lang in LANGUAGES}
        self._chosen = things or ()
        each = (EACH,) if things is None else ()
        self.beside = parts_beside(dataset, (*parts, *each), served=served)
        # The explorer beside the pages is in files of its own making; these are each one.
        self.map = f"{dataset.slug}.html", *self._plain
        self._made: dict[str, bytes] = {}
        self._parts: dict[str, Callable[[], dict[str, bytes]]] = {
            "map": self._explorer,
            "data": self._data,
        }
        if not dataset.is_stated:
            self._parts |= {"report": self._reports, "check": self._checked}

    @cached_property
    def report(self) -> Report:
        """What the check finds; no question of the project is put in a server's own process."""
        if self.served:
            from ho21.validation.shacl import check

            return check(self.dataset)
        return checked(self.dataset, self.project, self._lang)

    @cached_property
    def site(self) -> Site:
        """The pages."""
        from ho21.site.site import Site

        return Site(self.dataset, self.project, served=self.served, parts=self.beside,
                    things=self._chosen)  # fmt: skip

    def paths(self, part: str) -> tuple[str, ...]:
        """Return the files of a part, sorted; all but the pages are made to tell."""
        if part == "pages":
            return self.site.paths
        return tuple(sorted({*self._make(part), *(self.map if part == "map" else ())}))

    def content(self, path: str) -> bytes:
        """Return a file; raises KeyError where there is none.  A page is made each time anew."""
        if path not in self._made:
            if path in self.map:
                self._made[path] = self._map(path)
            elif (part := made_with(path)) in self._parts:
                self._make(part)
            else:
                return self.site.content(path)
        return self._made[path]

    def _make(self, part: str) -> dict[str, bytes]:
        """Make a part; one that fails is made again the next time."""
        made = self._parts[part]()
        self._made |= made
        self._parts.pop(part, None)
        return made

    def _map(self, path: str) -> bytes:
        """Return the explorer alone, as one file to send, or the plain network."""
        if path in self._plain:
            about = self.dataset.description
            graph = knowledge_graph(self.dataset)
            lang, usual = self._plain[path], self.dataset.interface
            return plain(graph, lang, about=about, beside=usual).encode()
        from ho21.explorer.page import bind

        return bind(*self._explored).encode()

    def _explorer(self) -> dict[str, bytes]:
        """Return the explorer with links to the pages beside it, and what lies beside itself."""
        from ho21.explorer.folder import explorer_files

        return explorer_files(*self._explored, self.beside)

    @cached_property
    def _frame(self) -> Frame:
        return frame_of(self.dataset, self.beside)

    @cached_property
    def _explored(self) -> tuple[KnowledgeGraph, PageData]:
        from ho21.explorer.data import page_data

        return knowledge_graph(self.dataset), page_data(self.dataset, self.project)

    def _reports(self) -> dict[str, bytes]:
        from ho21.site.report import reports

        told = reports(self.dataset, self._frame, self._engine)
        return {name: text.encode() for name, text in told.items()}

    def _data(self) -> dict[str, bytes]:
        from ho21.export.dcat import catalogue
        from ho21.export.registry import everything

        try:
            files = everything(self.dataset)
        except UsageError as error:  # no one asked for the format that does not hold the project
            raise ProjectError([fault(error.key, "graph/", **error.fields)]) from error
        described = catalogue(self.dataset, files)
        return described | {f"data/{name}": content for name, content in files.items()}

    def _checked(self) -> dict[str, bytes]:
        from ho21.site.checks import check_pages

        report = self.report
        machine = json.dumps(report.as_dict(strict=False), ensure_ascii=False, indent=2) + "\n"
        pages = check_pages(report, self.dataset, self._frame)
        return {"check.json": machine.encode()} | {name: text.encode() for name, text in pages}


def part_of(path: str) -> str:
    """Return the part that a file belongs to."""
    part = made_with(path)
    alone = path.endswith(".html") and "/" not in path
    return part if part in PARTS else "map" if alone else "pages"


def parts_there(target: Path, only: Iterable[str]) -> tuple[str, ...]:
    """Return the parts that an earlier build made at a target, other than those to be built."""
    names = made(target, _CALL)
    parts = {part_of(path) for path in names}.difference(only)
    if _LIST not in names:  # pages of single things are no part
        parts.discard("pages")
    return tuple(part for part in PARTS if part in parts)


def things_of(dataset: Dataset) -> tuple[str, ...]:
    """Return the things that may have a page each, by their paths."""
    things = knowledge_graph(dataset).things
    own = dataset.base.thing("").value
    return tuple(each.removeprefix(dataset.base.iri) for each in things if each.startswith(own))


def _each_paged(dataset: Dataset, target: Path, parts: Collection[str], most: int) -> bool:
    """Say whether each thing has a page: of a build as it is told, else as one left them there."""
    if "pages" in parts:
        return len(things_of(dataset)) <= most
    names = made(target, _CALL)
    return all(f"{each}.{PAGE_DATA[0]}" in names for each in things_of(dataset))


def _named(dataset: Dataset, name: str) -> str:
    """Return the thing or document that a name means; raises UsageError where none has it."""
    known = ", ".join(PARTS)
    try:
        found = find(dataset, name)
    except UsageError as error:
        if error.key != "unknown-thing-asked":
            raise
        slugs = sorted({each.rpartition("/")[2] for each in things_of(dataset)})
        near = perhaps(name, (*PARTS, *slugs))
        raise UsageError("unknown-part", part=near, known=known) from error
    if not found.startswith(tuple(f"{dataset.base.iri}{room}/" for room in ("id", "doc"))):
        raise UsageError("unknown-part", part=name, known=known)
    return found


def _keep(target: Path, parts: Collection[str], folder: Path) -> None:
    """Copy what stands at a target of other parts, without files that someone has removed."""
    for name in made(target, _CALL):
        if part_of(name) not in parts and (target / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            copyfile(target / name, folder / name)


def stages(only: Iterable[str]) -> tuple[str, ...]:
    """Return what is done one after the other to publish parts and things; the pages end last."""
    parts = dict.fromkeys(each if each in PARTS else _CHOSEN for each in only)
    if "pages" in parts:  # those of the things among them
        parts.pop(_CHOSEN, None)
    return (_RULES, *sorted(parts, key="pages".__eq__))


class _BrokenError(Exception):
    """The dataset does not conform, and nothing is to be written."""


def _unheard() -> AbstractContextManager[Callable[[str], None]]:
    return nullcontext(lambda _: None)


def publish(  # noqa: PLR0913 (what is written, where, and how it is told)
    dataset: Dataset,
    project: Project,
    target: Path,
    only: Iterable[str] = PARTS,
    waiting: Callable[[], AbstractContextManager[Callable[[str], None]]] = _unheard,
    *,
    force: bool = False,
    lang: str = "nb",
    most: int = MOST,
) -> Report:
    """Check a dataset and, where it conforms, write the parts asked for; others there are kept.

    ``only`` may name things too, whose pages are written; where there are no more than ``most``,
    each has one.  Returns the report; where it does not conform the target stays as it is.  A
    target that cannot be written is refused first (UsageError), as the check is long.  ``waiting``
    is entered when the pages are under way, and what it gives is told each stage that is begun: it
    may start threads, and with those no process is copied.  In ``lang`` it is told where a question
    of the project ends the process.
    """
    named = tuple(dict.fromkeys(only))
    parts = tuple(each for each in named if each in PARTS)
    chosen = {_named(dataset, each) for each in named if each not in PARTS}
    kept = () if force else parts_there(target, parts)
    are_all = "pages" in (*parts, *kept) and _each_paged(dataset, target, parts, most)
    things = None if are_all else chosen
    files = Published(dataset, project, parts=(*parts, *kept), things=things, lang=lang)

    def fill(folder: Path) -> None:
        if not force:
            _keep(target, parts, folder)

        def write(part: str) -> None:
            alone = part == _CHOSEN
            for name in files.site.chosen(chosen) if alone else files.paths(part):
                place = folder / name
                place.parent.mkdir(parents=True, exist_ok=True)
                write_anew(place, files.content(name), target / name)

        fitted_questions(dataset, project)  # once, and not in each of two processes
        # The pages take as long as the check, and neither needs the other.
        pages = beside(partial(write, "pages")) if "pages" in parts else nullcontext(int)
        with pages as finish, waiting() as begin:
            begin(_RULES)
            if not files.report.conforms(strict=False):
                raise _BrokenError
            for part in stages(named)[1:]:
                begin(part)
                if part == "pages":
                    finish()
                else:
                    write(part)

    with suppress(_BrokenError):
        write_whole(target, fill, _CALL, force=force)
    return files.report
