"""A tiny network written as lines, for a test to read at a glance."""

from __future__ import annotations

from collections import defaultdict

from ho21.network import Link, Negative, Network, Thing, Words

KINDS = {
    "aktor": ("Council", "Actor"),
    "behov": ("Need",),
    "fundament": ("Foundation", "StrategicBlock"),
    "hendelse": ("Launch", "Event"),
    "konferanse": ("Conference", "Event"),
    "lofte": ("Commitment", "Measure"),
    "mal": ("Goal",),
    "malbilde": ("TargetPicture", "Goal"),
    "omrade": ("StrategyArea",),
    "plan": ("ActionPlan", "Plan"),
    "soyle": ("Pillar", "StrategicBlock"),
    "strategi": ("Strategy",),
    "tema": ("Theme",),
    "tiltak": ("Recommendation", "Measure"),
    "utfordring": ("Challenge",),
    "visjon": ("Vision",),
}


def sketch(
    lines: str, *, when: dict[str, str] | None = None, negatives: tuple[Negative, ...] = ()
) -> Network:
    """Return a network of one link a line: subject, predicate, object, confidence or source.

    A name such as ``tiltak-2`` is of the class that stands with its first part; a name alone on
    a line is a thing without a link, of the source ``alene``.
    """
    links = []
    sources: dict[str, set[str]] = defaultdict(set)
    for line in lines.splitlines():
        match line.split():
            case [subject, predicate, end, by]:
                read = by[0].isdigit()
                links.append(
                    Link(
                        subject,
                        predicate,
                        end,
                        f"{subject}--{predicate}--{end}--{by}",
                        "" if read else by,
                        inferred=False,
                        confidence=float(by) if read else None,
                        words=Words(reason={"nb": "fordi"}) if read else Words("ord", f"{by}:1"),
                    )
                )
                for name in (subject, end):
                    sources[name] |= set() if read else {by}
            case [name]:
                sources[name].add("alene")
            case _:
                assert not line.strip()
    things = {
        name: Thing(
            name,
            KINDS[name.split("-")[0]][0],
            frozenset(KINDS[name.split("-")[0]]),
            {"nb": name.capitalize(), "en": name.upper()},
            frozenset(them or {"alene"}),
            Words("ordene", "alene:1"),
            (when or {}).get(name, ""),
        )
        for name, them in sorted(sources.items())
    }
    return Network(things, tuple(sorted(links, key=lambda link: link.claim)), negatives, {})
