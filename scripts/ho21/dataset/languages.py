"""The languages of a project: what ``dcterms:language`` says of it, as language tags (BCP 47)."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat, parse

from ho21.errors import LANGUAGES, Fault, fault
from ho21.rdf.namespaces import term
from ho21.resources import messages
from ho21.text import in_tag_order, last

if TYPE_CHECKING:
    from ho21.project import Project
    from ho21.rdf.turtle import Turtle

_WORDS: Final = messages("dataset/integrity.toml")["words"]
_LANGUAGE: Final = term("dcterms:language")
_OFTEN: Final = frozenset(_WORDS["languages"].values())


def told_languages(project: Project) -> tuple[str, ...]:
    """Return the languages that a project says it has, whatever is wrong with them or with it."""
    text = project.text("graph", "datasett.ttl")
    tags = set()
    with suppress(SyntaxError, ValueError):
        for subject, predicate, value, _ in parse(
            text if isinstance(text, str) else "", RdfFormat.TURTLE
        ):
            if predicate == _LANGUAGE and not subject.value.endswith(".txt"):
                tags.add(tag_of(value.value))
    return in_tag_order(tags or LANGUAGES)


def languages(own: Turtle) -> tuple[tuple[str, ...], list[Fault]]:
    """Return the languages that a project says it has, in order, and what is wrong with them.

    They are bokmål and English where it says none.
    """
    tags, faults = set(), []
    for each in own.triples:
        if each.predicate == _LANGUAGE and not each.subject.value.endswith(".txt"):
            tag, written = tag_of(each.object.value), each.object.value
            if key := wrong_tag(tag):
                line = own.line_of(each)
                faults.append(fault(key, own.file, line, written=written, tag=tag))
            tags.add(tag)
    return in_tag_order(tags or LANGUAGES), faults


def tag_of(written: str) -> str:
    """Return the tag of a language, by its tag or by its IRI in the EU's list of languages."""
    name = last(written)
    if name == written:
        return name
    if name in _WORDS["languages"]:
        tag: str = _WORDS["languages"][name]
        return tag
    from langcodes import standardize_tag

    with suppress(ValueError):  # what is no tag is told as it is
        return standardize_tag(name)
    return name


def wrong_tag(tag: str) -> str:
    """Return what is wrong with the tag of a language, by the key of its message, or nothing."""
    bare = tag.partition("-")[0]
    if bare.casefold() in _WORDS["unclear"]:
        return "project-language-unclear"
    if bare != tag and spoken(bare):
        return "project-language-region"
    return "" if spoken(tag) else "project-language"


def spoken(tag: str) -> bool:
    """Say whether a tag is that of a language which somebody has."""
    if tag in _OFTEN:
        return True
    from langcodes import tag_is_valid

    with suppress(ValueError):
        return tag == tag.casefold() and tag_is_valid(tag)
    return False
