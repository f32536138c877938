"""A page of the site: a template, a language and a path become HTML in the shared frame."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from ho21.fault import LANGUAGES
from ho21.rooms import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment
    from markupsafe import Markup

TYPES: Final = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "csv": "text/csv",
    "json": "application/sparql-results+json",
    "rq": "application/sparql-query",
}
ENDINGS: Final = {"nb": "", "en": ".en"}
ROOMS: Final = ("id", "doc", "def", "query", "graph", "files")
_ONE_PAGE: Final = "def/"
# The house as a whole is described in void.ttl; its page is the explorer.
_WHOLE: Final = "void"
_NUMBER: Final = re.compile(r"(-?)(\d+)(?:\.(\d+))?", re.ASCII)
_MONTH: Final = r"(?:0[1-9]|1[0-2])"
_DATE: Final = re.compile(
    rf"(?:(?P<year>\d{{4}})(?:-(?P<month>{_MONTH})(?:-(?P<day>\d\d))?)?"
    rf"|--(?P<alone>{_MONTH})(?:-(?P<day_alone>\d\d))?)(?:Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)


@dataclass(frozen=True)
class Frame:
    """What every page says of the house, and whether a server is behind it."""

    name: Mapping[str, str]
    issued: str
    version: str
    licence: Mapping[str, str]
    licence_url: str | None = None
    served: bool = False
    stated_only: bool = False


def root_of(path: str) -> str:
    """Return the way from a page up to the root of the site, such as ``../../``."""
    return "../" * path.count("/")


def file_of(stem: str, lang: str) -> str:
    """Return the file of a page in a language; the glossary and the explorer are one for both."""
    if stem == _WHOLE:
        return "index.html"
    return f"{stem}.html" if stem.startswith(_ONE_PAGE) else f"{stem}{ENDINGS[lang]}.html"


@cache
def words(lang: str) -> dict[str, dict[str, str]]:
    """Return what the pages say in a language, by text file of ``pages/site/`` and key."""
    folder = files("ho21") / "pages" / "site"
    names = sorted(each.name for each in folder.iterdir() if each.name.endswith(".toml"))
    return {
        name.removesuffix(".toml"): tomllib.loads((folder / name).read_text(encoding="utf-8"))[lang]
        for name in names
    }


def render(
    frame: Frame,
    template: str,
    lang: str,
    path: str,
    *,
    forms: tuple[str, ...] = (),
    **context: object,
) -> str:
    """Return a page: ``path`` is its stem, ``forms`` the data forms that lie beside it.

    A template of ``pages/site/`` extends ``layout.html.j2``; ``text.<file>.<key>`` is what it
    says, ``root`` the way to the site's root, and ``embedded`` what ``data_block`` made.
    """
    here = path.partition("/")[0]
    own = path.rpartition("/")[2]
    other = None if path.startswith(_ONE_PAGE) else next(x for x in LANGUAGES if x != lang)
    shared = {
        "frame": frame,
        "lang": lang,
        "path": path,
        "root": root_of(path),
        "own": own,
        "other": other,
        "twin": file_of(own, other) if other else "",
        "ending": ENDINGS[lang],
        "explorer_language": "#start?lang=en" if lang == "en" else "",
        "forms": forms,
        "types": TYPES,
        "text": words(lang),
        "issued": date(frame.issued, lang),
        "rooms": [(room, words(lang)["site"][f"room_{room}"]) for room in ROOMS],
        "here": here,
        "at_index": own == "index",
        "embedded": "",
        "date": lambda each: date(each, lang),
        "number": lambda each: number(each, lang),
    }
    return _environment().get_template(template).render(shared | context)


def data_block(jsonld: bytes | str) -> Markup:
    """Return JSON-LD in a script element that none of its characters can end."""
    from markupsafe import Markup

    text = jsonld.decode() if isinstance(jsonld, bytes) else jsonld
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))  # noqa: S704 (escaped above)


def date(text: str, lang: str) -> str:
    """Return a date of the graph as a person writes it; what is not a date is left as it is."""
    found = _DATE.fullmatch(text)
    if not found:
        return text
    year, month, day = (
        found["year"],
        found["month"] or found["alone"],
        found["day"] or found["day_alone"],
    )
    named = words(lang)["site"]["months"].split()[int(month) - 1] if month else ""
    if day:
        named = f"{int(day)}. {named}" if lang == "nb" else f"{int(day)} {named}"
    return " ".join(each for each in (named, year) if each)


def number(text: str, lang: str) -> str:
    """Return a number of the graph as a person writes it; what is no number is left as it is."""
    found = _NUMBER.fullmatch(text)
    if not found:
        return text
    sign, whole, part = found[1], f"{int(found[2]):,}", (found[3] or "").rstrip("0")
    if lang == "nb":
        whole = whole.replace(",", "\N{NO-BREAK SPACE}")
    point = "," if lang == "nb" else "."
    return f"{sign}{whole}{point}{part}" if part else f"{sign}{whole}"


@cache
def _environment() -> Environment:
    """Return the templates; whatever is put in them is escaped, and nothing may be missing."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        autoescape=True,
        loader=FunctionLoader(lambda name: page(f"site/{name}")),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
