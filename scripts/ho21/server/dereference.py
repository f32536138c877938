"""Answers to an IRI: a file, or the way to the page or the data that describe the thing."""

from __future__ import annotations

import asyncio
import html
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool

from ho21.dataset.readings.retired import successors
from ho21.errors import LANGUAGES
from ho21.explorer.head import FOLDER, FRONT, file_of
from ho21.export.dcat import CATALOGUE
from ho21.rdf.formats import GENERAL, MEDIA_TYPES, PAGE_DATA, offers
from ho21.server.errors import POLICY, HTTPError
from ho21.server.negotiation import accepted, language
from ho21.server.responses import moved, reply, see_other
from ho21.server.sparql import again_later
from ho21.site.artifacts import ASKER, Published, made_with
from ho21.site.rendering import ROOMS
from ho21.sparql.engine import Engine
from ho21.sparql.examples import EXAMPLES
from ho21.text import suffix
from ho21.workers.pool import Busy

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from ho21.dataset.dataset import Dataset
    from ho21.project import Project
    from ho21.site.site import Site

DATA: Final = offers("html", *PAGE_DATA)
SAFE: Final = "/:@!$&'()*+,;=-._~"
# Where clients look for what is said of the whole.
WHOLE: Final = {"/.well-known/void": "void", f"/{CATALOGUE}": CATALOGUE, f"/{EXAMPLES}": EXAMPLES}
_TEXT: Final = MEDIA_TYPES["txt"]
# N-Triples by its older name, which rdflib still asks for.
_NAMED: Final = DATA | {_TEXT: "nt"}
# What takes a while to make, each by itself, so that no one waits for another's.
_SLOW: Final = ("pages", "map", "sparql", "data", "report", "check")
_KEPT: Final = 32 << 20  # bytes of pages and their data that were made already
_POLICY: Final = re.compile(rb'http-equiv="Content-Security-Policy" content="([^"]*)"')
# The stems whose name is not that of what they are about.
_ABOUT: Final = {f"{room}/index": room for room in ROOMS} | {"void": ""}


class Files:
    """The published files of a project, each made in a thread when it is first asked for.

    ``engine`` is what the report puts its questions to: a project's own may take long, or much.
    """

    def __init__(
        self, dataset: Dataset, project: Project, engine: Callable[[Dataset], Engine] = Engine
    ) -> None:
        self.dataset = dataset
        self._project = project
        self._published = Published(dataset, project, served=True, engine=engine)
        self._locks = {name: asyncio.Lock() for name in (*_SLOW, dataset.slug)}
        self._whole: dict[str, bytes] = {}
        self._pages: dict[str, bytes] = {}
        self._site: Site | None = None
        self._has_asked = False
        self.explorers = FRONT, *self._published.map
        self.beside = self._published.beside

    async def site(self, path: str = "") -> Site:
        """Return the pages, begun in a thread the first time; so are those of questions."""
        if self._site is None:
            async with self._locks["pages"]:
                self._site = await run_in_threadpool(lambda: self._published.site)
        if path.startswith("query/") and not self._has_asked:
            site = self._site
            async with self._locks["pages"]:
                await run_in_threadpool(lambda: site.questions)
                self._has_asked = True
        return self._site

    async def content(self, path: str) -> bytes:
        """Return a file; raises KeyError where there is none.

        Of pages those asked for last are kept, as there may be any number of them.
        """
        lock = self._locks.get(made_with(path))
        kept = self._whole if lock else self._pages
        if path not in kept:
            async with lock or self._locks["pages"]:
                if path not in kept:
                    kept[path] = await run_in_threadpool(self._make, path)
                    self._let_go()
        kept[path] = kept.pop(path)  # the last to be let go
        return kept[path]

    def _let_go(self) -> None:
        """Let go of the pages asked for longest ago, but for the last."""
        while len(self._pages) > 1 and sum(map(len, self._pages.values())) > _KEPT:
            del self._pages[next(iter(self._pages))]

    def _make(self, path: str) -> bytes:
        if path == ASKER:
            from ho21.explorer.sparql_page import asker

            return asker(self.dataset, self._project, self.beside).encode()
        return self._published.content(path)


class Dereference:
    """The things of a project by the address that their IRI is, relative to the project's base.

    ``lang`` is the language of pages where a client wants neither more.
    """

    def __init__(self, files: Files, lang: str) -> None:
        self.base = files.dataset.base.iri
        self.files = files
        self.lang = lang

    async def front(self, request: Request) -> Response:
        """Send the explorer, or lead to the description of the whole for who wants data."""
        form = self.form(request, _NAMED)
        if form == "html":
            return await self.file(request, FRONT)
        return see_other(f"/void.{form}")

    async def whole(self, request: Request) -> Response:
        """Lead to a description of the whole, from where clients look for it (VoID, 7.2)."""
        rest = {media: form for media, form in DATA.items() if form != "html"}
        return see_other(f"/{WHOLE[request.url.path]}.{self.form(request, rest)}")

    async def thing(self, request: Request) -> Response:
        """Send a file; or lead from the name of something to what there is to read about it."""
        return await self.named(request, request.path_params["path"])

    async def named(self, request: Request, path: str) -> Response:
        """Do the same for a path."""
        found = (await self.files.site(path)).home(self.base + path)
        if found is None:
            return await self.file(request, path)
        stem, fragment = found
        known = _NAMED if not path.endswith(".txt") else {_TEXT: "txt"} | DATA
        form = self.form(request, known)
        if self.base + path in self.files.dataset.retired:
            return await self._retired(request, path, form)
        if form == "txt":
            return await self.file(request, path)
        if form == "html":
            if stem == "void":
                return see_other("/")
            hash_ = f"#{quote(fragment, safe=SAFE)}" if fragment else ""
            return see_other(f"/{quote(self.page(request, stem), safe=SAFE)}{hash_}")
        named = path if self.base + path in self.files.dataset.facts else stem
        return see_other(f"/{quote(named, safe=SAFE)}.{form}")

    async def _retired(self, request: Request, path: str, form: str) -> Response:
        """Tell people what replaced a thing, and lead machines to it; what nothing did is gone.

        Where several did, machines are told of each.

        The address stays an answer, so that who has it can find the thing again (410, 301).
        """
        new = successors(self.base + path, self.files.dataset.retired)
        page = self.page(request, path) if form == "html" else f"{path}.{form}"
        if not new:
            return await self.file(request, page, status=410)
        if form == "html" or len(new) > 1:
            return see_other(f"/{quote(page, safe=SAFE)}")
        named = f"?format={form}" if "format" in request.query_params else ""
        return moved(f"/{quote(new[0].removeprefix(self.base), safe=SAFE)}{named}")

    def form(self, request: Request, known: dict[str, str]) -> str:
        """Return which of some forms is wanted; raises HTTPError where none is."""
        named = request.query_params.get("format")
        if named:
            if named not in known.values():
                forms = ", ".join(dict.fromkeys(known.values()))
                raise HTTPError(400, "unknown-format", format=named, known=forms)
            return named
        media = accepted(request.headers.get("accept"), (*known,))
        if media is None:
            raise HTTPError(406, "not-acceptable", known=", ".join(known))
        return known[media]

    def page(self, request: Request, stem: str) -> str:
        """Return the file of a page, in the language the client would rather read."""
        lang = language(request.headers.get("accept-language"), self.lang)
        return file_of(stem, lang, self.files.dataset.interface)

    async def file(self, request: Request, path: str, *, status: int = 200) -> Response:
        """Send a file as it is; raises HTTPError where there is none."""
        try:
            body = await self.files.content(path)
        except KeyError as error:
            raise HTTPError(404, "bad-name", name=path) from error
        except Busy as error:
            raise again_later(error) from error
        ending = "html" if path == ASKER else path.rpartition(".")[2]
        headers = await self._links(path)
        if path.startswith(f"{FOLDER}/"):  # named by its content
            headers["Cache-Control"] = "max-age=31536000, immutable"
        if ending == "html":
            own = _POLICY.search(body[:8192])
            policy = f"{own[1].decode()}; frame-ancestors 'none'" if own else POLICY
            headers["Content-Security-Policy"] = html.unescape(policy)
        # Beside the answers, what ends in json or xml is no answer.
        known = MEDIA_TYPES if path.startswith("query/") else MEDIA_TYPES | GENERAL
        return reply(request, body, known.get(ending, _TEXT), headers, status=status)

    async def _links(self, path: str) -> dict[str, str]:
        """Return what a file is about and the forms it also comes in (RFC 8288, RFC 6892)."""
        told = []
        if path in self.files.explorers:
            told.append(f'<{_uri(self.base)}>; rel="describes"')
        elif path != ASKER:
            site = await self.files.site(path)
            whole = self._stem(path)
            stem = whole if path.endswith(".html") else path.rpartition(".")[0]
            about = _ABOUT.get(stem, stem)
            if stem and site.home(self.base + about):
                told.append(f'<{_uri(self.base)}{quote(about, safe=SAFE)}>; rel="describes"')
            told += [
                f'</{quote(other, safe=SAFE)}>; rel="alternate"; type="{media}"'
                for media, form in DATA.items()
                if (other := f"{stem}.{form}") != path and other in site
            ]
        told += [f'<{each}>; rel="describedby"' for each in ("/.well-known/void", f"/{CATALOGUE}")]
        if not self._captured(path):
            licences = self.files.dataset.own("dcterms:license")
            told += [f'<{_uri(each)}>; rel="license"' for each in licences[:1]]
        return {"Link": ", ".join(told), "Vary": "Accept, Accept-Language"}

    def _stem(self, page: str) -> str:
        """Return the stem of a page, which has a suffix in any but the project's language."""
        stem, usual = page.removesuffix(".html"), self.files.dataset.interface
        other = next(each for each in LANGUAGES if each != usual)
        return stem.removesuffix(suffix(other, usual))

    def _captured(self, path: str) -> bool:
        """Say whether a file holds a captured text, which is not ours to license."""
        room, _, name = path.partition("/")
        slug = self._stem(name.removesuffix(".txt"))
        text = path.endswith((".txt", ".html"))
        return room == "doc" and text and slug in self.files.dataset.texts


def _uri(iri: str) -> str:
    """Return an IRI in the letters that a header may have (RFC 3987, 3.1)."""
    return quote(iri, safe=f"{SAFE}%?#[]")
