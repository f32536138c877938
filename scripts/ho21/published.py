"""Every file of the house as published, each made when it is first asked for."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Final

from ho21.fault import LANGUAGES
from ho21.rooms import page

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from ho21.explorer import Book
    from ho21.finding import Report
    from ho21.picture import Picture
    from ho21.rooms import House
    from ho21.site import Site
    from ho21.store import Dataset

PARTS: Final = ("map", "pages", "report", "data", "check")
_MAP: Final = ("index.html", "ho21.html")
# The data are described by what is known of them once they are made.
_WITH: Final = {"dcat": "data"}


class Published:
    """The files of a dataset and its house by path, whole parts or one at a time.

    ``served`` adds what only a server can do; ``parts`` are those that will lie side by side, and
    lead to each other. Where only the stated is shown there is neither report nor check, as both
    tell of readings.
    """

    def __init__(
        self,
        dataset: Dataset,
        home: House,
        *,
        stated_only: bool = False,
        served: bool = False,
        report: Report | None = None,
        parts: Collection[str] = PARTS,
    ) -> None:
        self._root = "./" if "pages" in parts else ""
        self.dataset = dataset
        self.home = home
        self.stated_only = stated_only
        self.served = served
        self._report = report
        self._made: dict[str, bytes] = {}
        self._parts: dict[str, Callable[[], dict[str, bytes]]] = {"data": self._data}
        if not stated_only:
            self._parts |= {"report": self._reports, "check": self._checked}

    @cached_property
    def site(self) -> Site:
        """The pages."""
        from ho21.site import Site

        return Site(self.dataset, self.home, stated_only=self.stated_only, served=self.served)

    def paths(self, part: str) -> tuple[str, ...]:
        """Return the files of a part, sorted; all but map and pages are made to tell."""
        if part == "map":
            return _MAP
        if part == "pages":
            return self.site.paths
        made = self._parts.pop(part)()
        self._made |= made
        return tuple(sorted(made))

    def content(self, path: str) -> bytes:
        """Return a file; raises KeyError where there is none."""
        if path not in self._made:
            if path in _MAP:
                self._made[path] = self._map(path)
            elif part := self._part(path):
                self._made |= self._parts.pop(part)()
            else:
                self._made[path] = self.site.content(path)
        return self._made[path]

    def _part(self, path: str) -> str | None:
        folder = path.partition("/")[0] if "/" in path else path.partition(".")[0]
        part = _WITH.get(folder, folder)
        return part if part in self._parts else None

    def _map(self, path: str) -> bytes:
        """Return the explorer: with links to the pages beside it, or alone, to send."""
        from ho21.explorer import bind

        return bind(*self._explored, self._root if path == _MAP[0] else "").encode()

    @cached_property
    def _explored(self) -> tuple[Picture, Book]:
        from ho21.explorer import book
        from ho21.picture import picture

        drawn = picture(self.dataset, stated_only=self.stated_only)
        return drawn, book(self.dataset, self.home, stated_only=self.stated_only)

    def _reports(self) -> dict[str, bytes]:
        from ho21.report import reports

        return {name: text.encode() for name, text in reports(self.dataset, self.home).items()}

    def _data(self) -> dict[str, bytes]:
        from ho21.catalogue import catalogue
        from ho21.export import everything

        files = everything(self.dataset, stated_only=self.stated_only)
        described = catalogue(self.dataset, files)
        return described | {f"data/{name}": content for name, content in files.items()}

    def _checked(self) -> dict[str, bytes]:
        import jinja2

        from ho21.check import check

        report = self._report or check(self.dataset)
        machine = json.dumps(report.as_dict(strict=False), ensure_ascii=False, indent=2) + "\n"
        environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
        template = environment.from_string(page("check.html.j2"))
        html = template.render(report=report, languages=LANGUAGES, **report.page())
        return {"check.json": machine.encode(), "check.html": html.encode()}
