"""Rules for static hosts: nginx, Apache and w3id answer an address as our own server does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ho21.dataset.readings.retired import successors
from ho21.errors import LANGUAGES
from ho21.rdf.formats import MEDIA_TYPES, PAGE_DATA, SYNTAXES, offers
from ho21.resources import template
from ho21.site.rendering import ROOMS
from ho21.text import suffix

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ho21.dataset.dataset import Dataset

    Wanted = list[tuple[str, str]]  # a regular expression over a header, and what it wants

FILES: Final = {
    "deploy/nginx.conf": "nginx.conf.j2",
    "deploy/apache.htaccess": "htaccess.j2",
    "deploy/w3id.htaccess": "htaccess.j2",
}
_REDIRECTED: Final = "w3id.org"
# How much something is wanted, in three steps: nothing said, or 1; at least a half; less.
_QUALITIES: Final = (
    r"(?:;\s*q=1[.0]*\s*)?",
    r";\s*q=0?\.[5-9]\d*\s*",
    r";\s*q=0?\.(?!0*\s*(?:,|$))[0-4]\d*\s*",
)
_NORWEGIAN: Final = "(?:nb|nn|no)"
# What a question is had in beside its page and its own description.
_ANSWERS: Final = ("json", "csv")
# The offers of each kind of address, the first for who takes anything.
_NAMED: Final = offers("html", *PAGE_DATA) | {MEDIA_TYPES["txt"]: "nt"}
_OFFERS: Final = {
    "form": _NAMED,
    "data": offers(*PAGE_DATA),
    "text": {MEDIA_TYPES["txt"]: "txt"} | offers("html", *PAGE_DATA),
    "answer": offers("html", *_ANSWERS, *PAGE_DATA),
}


def rules(dataset: Dataset, *, paged: bool = True) -> dict[str, bytes]:
    """Return the files of rules by path; the one for w3id only where the base is there.

    Where no thing is ``paged``, its address leads to the explorer, or to what is said of the whole.
    """
    split = urlsplit(dataset.base.iri)
    given = {
        "base": dataset.base.iri,
        "path": split.path,
        "host": split.hostname,
        "slug": dataset.slug,
        "paged": paged,
        "name": re.sub(r"\W", "_", dataset.slug),
        "wanted": {name: [*_wanted(each)] for name, each in _OFFERS.items()},
        "languages": [*_languages(dataset.interface)],
        "rooms": "|".join(each for each in ROOMS if each != "def"),
        "editions": _editions(dataset),
        "gone": [old for old, new in _retired(dataset) if not new],
        "replaced": [(old, new[0]) for old, new in _retired(dataset) if len(new) == 1],
        "types": {
            form: MEDIA_TYPES[form]
            for form in (*SYNTAXES, "js", "rq", "csv", "tsv", "graphml", "gexf", "xlsx")
        },
        "answer": MEDIA_TYPES["json"],
    }
    return {
        path: template(f"site/templates/{made}")
        .render(given | {"away": path.startswith("deploy/w3id")})
        .encode()
        for path, made in FILES.items()
        if "w3id" not in path or split.hostname == _REDIRECTED
    }


def _wanted(offered: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what an Accept header must have for each form, the most wanted first.

    What is named goes before what a range takes in, as our server has it.
    """
    yield "^$", next(iter(offered.values()))
    for quality in _QUALITIES:
        for media, form in offered.items():
            ranges = rf"(?:{media.partition('/')[0]}/\*|\*/\*)"
            named = re.escape(media).replace("/", "/").replace(r"\-", "-")
            yield f"{_listed(named, quality)}|^(?!.*{named}){_listed(ranges, quality)[1:]}", form


def _languages(usual: str) -> Iterator[tuple[str, str]]:
    """Yield what an Accept-Language header must have for each ending of a page.

    Of two that are wanted alike, and for who takes any, the usual one of the project.
    """
    for quality in _QUALITIES:
        for lang in sorted(LANGUAGES, key=lambda each: each != usual):
            tag = _NORWEGIAN if lang == "nb" else lang
            ranges = r"\*" if lang == usual else r"(?!)"
            yield _listed(f"(?:{tag}(?:-[a-z0-9-]+)?|{ranges})", quality), suffix(lang, usual)


def _listed(name: str, quality: str) -> str:
    """Return an expression for a header that lists a name with a quality."""
    return rf"^(?:.*,)?\s*{name}\s*(?:;(?!\s*q=)[^;,]*)*{quality}(?:,|$)"


def _editions(dataset: Dataset) -> str:
    """Return an expression for the editions of the vocabulary that the project's base has."""
    from ho21.rdf.namespaces import term

    told = (each for each in dataset.vocabulary.triples if each.predicate == term("owl:versionIRI"))
    iris = sorted(str(each.object.value) for each in told)
    ours = [each.removeprefix(f"{dataset.base.iri}def") for each in iris]
    return "|".join(re.escape(each) for each in ours if each.startswith("/"))


def _retired(dataset: Dataset) -> Iterator[tuple[str, list[str]]]:
    """Yield the addresses that are gone, below the base, and what stands for each."""
    base = dataset.base.iri
    for iri in dataset.retired:
        new = successors(iri, dataset.retired)
        yield iri.removeprefix(base), [each.removeprefix(base) for each in new]
