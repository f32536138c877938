"""Made-up projects of any size, the same at each call: so many plans, each with its own things.

Usage: uv run python tests/tools/bench/projects.py DOCUMENTS FOLDER

A plan has a strategy, a vision and three areas, each with a goal, a challenge with its figure, a
need and three promises.  It names four actors of its own and four that all plans share; we read
some links into it, one of them to the plan before it, deny one and look for one in vain.  So
things, links, readings and actors grow as the documents do, and what all share has links from each.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ho21.dataset.readings.rows import COLUMNS
from ho21.rdf.namespaces import Base

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE = Base("https://example.org/planer/")
AREAS = ("skole", "havn", "skog")
SHARED = {"fylket": "Fylket", "folket": "Folket", "kysten": "Kystlaget", "byen": "Byrådet"}
OWN = {"utvalg": "utvalget", "skole": "skolen", "lag": "laget", "etat": "etaten"}
_SYLLABLES = tuple(f"{a}{b}" for a in "bdfgklmnprstv" for b in "aeiouy")
_LICENCE = "http://publications.europa.eu/resource/authority/licence/CC0"
_HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in BASE.prefixes().items())


def name_of(number: int) -> str:
    """Return the name of a place, another for each number; no one is the beginning of another."""
    parts = []
    for _ in range(3):
        number, at = divmod(number, len(_SYLLABLES))
        parts.append(_SYLLABLES[at])
    return "".join(parts).capitalize()


def write(documents: int, folder: Path) -> Path:
    """Write a project of so many documents; return its folder."""
    graph = folder / "graph"
    graph.mkdir(parents=True)
    (graph / "datasett.ttl").write_text(_described(documents), encoding="utf-8", newline="\n")
    (graph / "aktorer.ttl").write_text(_actors(documents), encoding="utf-8", newline="\n")
    (graph / "tolkning.tsv").write_text(_readings(documents), encoding="utf-8", newline="\n")
    for number in range(documents):
        text, turtle = _plan(number)
        (graph / f"plan-{number}.txt").write_bytes(text.encode())
        (graph / f"plan-{number}.ttl").write_text(turtle, encoding="utf-8", newline="\n")
    return folder


def _described(documents: int) -> str:
    return f"""{_HEAD}
<{BASE.iri}> a dcat:Dataset ;
    dcterms:title "{documents} planer"@nb , "{documents} plans"@en ;
    dcterms:description "Oppdiktede planer."@nb , "Plans that are made up."@en ;
    dcterms:identifier "planer" ;
    dcterms:issued "2026-01-01"^^xsd:date ;
    dcterms:license <{_LICENCE}> ;
    dcterms:publisher aktor:redaksjonen ;
    dcat:version "1.0.0" ;
    void:uriSpace "{BASE.iri}" .
"""


def _actor(slug: str, name: str) -> str:
    return f'aktor:{slug} a ho:Actor ;\n    skos:prefLabel "{name}"@nb , "{name} (en)"@en .\n\n'


def _actors(documents: int) -> str:
    every = {"redaksjonen": "Redaksjonen"} | SHARED
    for number in range(documents):
        place = name_of(number)
        every |= {f"{slug}-{number}": f"{place}{name}" for slug, name in OWN.items()}
    return f"{_HEAD}\n" + "".join(_actor(slug, name) for slug, name in every.items())


def _thing(node: str, kind: str, quote: str, *more: str, label: str = "") -> str:
    name = label or quote
    said = (
        f'skos:prefLabel "{name}"@nb , "{name} (en)"@en',
        f'ho:quote "{quote}"@nb',
        f'ho:translation "{quote} (en)"@en',
        *more,
    )
    return f"{node} a ho:{kind} ;\n    " + " ;\n    ".join(said) + " .\n\n"


def _plan(number: int) -> tuple[str, str]:
    """Return the text of a plan and what it says."""
    place, title = name_of(number), f"Plan for {name_of(number)}"
    lines, said = [title], []
    whole = f"strategi:plan-{number}"
    for kind, quote, things in _area_lines(number):
        lines.append(quote)
        said += things
        if kind:
            lines.insert(-1, "")
    vision = f"{place} er et godt sted å bo"
    lines.insert(1, vision)
    text = "\n".join(lines) + "\n"
    document = _thing(
        f"doc:plan-{number}",
        "Document",
        title,
        f'dcterms:title "{title}"@nb , "{title} (en)"@en',
        f"ho:about {whole}",
        f"ho:about aktor:utvalg-{number}",
        label=f"{title} (dokument)",
    )
    capture = (
        f"<{BASE.capture(f'plan-{number}').value}> a ho:Capture ;\n"
        f'    skos:prefLabel "Teksten i {title}"@nb , "Text of {title}"@en ;\n'
        f'    dcterms:format "text/plain" ;\n    dcterms:source doc:plan-{number} ;\n'
        f'    ho:sha256 "{sha256(text.encode()).hexdigest()}" .\n\n'
    )
    strategy = _thing(whole, "Strategy", title)
    seen = _thing(f"visjon:plan-{number}", "Vision", vision, f"ho:isPartOf {whole}")
    return text, "".join((_HEAD, "\n", document, capture, strategy, seen, *said))


def _area_lines(number: int) -> Iterator[tuple[bool, str, list[str]]]:
    """Yield each line of the areas: whether it is a heading, its words, and what they say."""
    place, whole = name_of(number), f"strategi:plan-{number}"
    owners = [f"{place}{name}" for name in OWN.values()]
    for at, area in enumerate(AREAS):
        slug, year = f"{area}-{number}", 2010 + (number + at) % 30
        part = f"ho:isPartOf omrade:{slug}"
        head = f"Satsing på {area} i {place}"
        position = f"ho:position {at + 1}"
        yield (
            True,
            head,
            [_thing(f"omrade:{slug}", "StrategyArea", head, position, f"ho:isPartOf {whole}")],
        )
        goal = f"Målet er en bedre {area} for Folket i {place}"
        more = f"ho:position {at + 1}", part, "ho:beneficiary aktor:folket"
        yield (
            False,
            goal,
            [_thing(f"mal:{slug}", "Goal", goal, *more, label=f"Bedre {area} i {place}")],
        )
        share = 10 + (number + at) % 80
        challenge = f"{share} prosent er uten {area}"
        figure = (
            f"ho:value {share}", 'ho:unit "prosent"@nb , "percent"@en',
            f"ho:quantifies utfordring:{slug}", 'ho:ucumCode "%"',
        )  # fmt: skip
        yield False, challenge, [
            _thing(f"utfordring:{slug}", "Challenge", f"uten {area}",
                   f'ho:alsoQuote "{challenge}"@nb', label=f"{place} uten {area}"),
            _thing(f"tall:{slug}", "Figure", challenge, *figure),
        ]  # fmt: skip
        need = f"{place} trenger penger til {area}"
        yield False, need, [_thing(f"behov:{slug}", "Need", need, "ho:modality ho:need")]
        for turn, does in enumerate(("bygge", "pusse opp", "måle")):
            doer = (at + turn) % len(OWN)
            asked = [*SHARED.values()][(number + at + turn) % len(SHARED)]
            told = f"{owners[doer]} skal {does} {area} innen {year} sammen med {asked}"
            slugs = [*SHARED][(number + at + turn) % len(SHARED)]
            yield False, told, [
                _thing(
                    f"tiltak:{slug}-{turn}", "Commitment", told,
                    "ho:status ho:promised", f"ho:position {at * 3 + turn + 1}",
                    f'ho:when "{year}"^^xsd:gYear', part,
                    f"ho:performer aktor:{[*OWN][doer]}-{number}",
                    f"ho:participant aktor:{slugs}",
                    label=f"{does} {area} i {place}".replace(does, does.capitalize()),
                )
            ]  # fmt: skip


def _readings(documents: int) -> str:
    """Return what we read into the plans."""
    used = ("aktor", "behov", "ho", "mal", "omrade", "semapv", "sssom", "tiltak", "utfordring")
    prefixes = BASE.prefixes()
    lines = [
        f"#mapping_set_id: {BASE.graph('tolkning').value}",
        f"#license: {_LICENCE}",
        "#curie_map:",
        *(f"#  {name}: {prefixes[name]}" for name in used if name in prefixes),
        "\t".join(COLUMNS),
    ]
    for number in range(documents):
        for area in AREAS:
            slug = f"{area}-{number}"
            lines += [_row(f"tiltak:{slug}-{x}", "contributesTo", f"mal:{slug}") for x in range(2)]
            lines.append(_row(f"tiltak:{slug}-2", "contributesTo", f"mal:{slug}", "Not"))
            lines.append(_row(f"behov:{slug}", "motivates", f"mal:{slug}"))
            lines.append(_row(f"behov:{slug}", "beneficiary", "aktor:kysten"))
            lines.append(_row(f"utfordring:{slug}", "motivates", sought="ho:Measure"))
            if area == AREAS[0]:
                lines.append(_row(f"utfordring:{slug}", "motivates", f"behov:{slug}"))
            if number and area == AREAS[1]:
                lines.append(_row(f"omrade:{slug}", "resembles", f"omrade:{area}-{number - 1}"))
            if number and area == AREAS[2]:
                lines.append(_row(f"mal:{slug}", "continues", f"omrade:{area}-{number - 1}"))
                lines.append(_row(f"mal:{slug}", "contributesTo", f"omrade:{AREAS[0]}-{number}"))
    return "\n".join(lines) + "\n"


def _row(subject: str, link: str, target: str = "", modifier: str = "", sought: str = "") -> str:
    cells = {
        "subject_id": subject,
        "predicate_id": f"ho:{link}",
        "object_id": target or "sssom:NoTermFound",
        "predicate_modifier": modifier,
        "mapping_justification": "semapv:ManualMappingCuration",
        "confidence": "0.7",
        "author_id": "aktor:redaksjonen",
        "mapping_date": "2026-01-01",
        "comment": "Slik leser vi det.",
        "comment_en": "So we read it.",
        "review_state": "unreviewed",
        "object_source": sought,
    }
    return "\t".join(cells.get(name, "") for name in COLUMNS)


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
