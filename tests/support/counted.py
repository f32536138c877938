"""Numbers by SPARQL, cell by cell, and the numbers that a page shows."""

import re

from ho21.dataset.dataset import select
from ho21.rdf.namespaces import HO
from support.tiny import ROOT

_HELD = """
GRAPH ?g{at} {{ ?c{at} rdf:subject {start} ; rdf:predicate {predicate} ; rdf:object {end} }}
FILTER(!CONTAINS(STR(?g{at}), "/graph/slutning"))
FILTER(!CONTAINS(STR(?g{at}), "/graph/tolkning") || EXISTS {{
  ?c{at} ho:confidence ?k{at} . FILTER(?k{at} >= {least})
}})
"""
NARROWER = {"responsible": ("accountable", "performer"), "carriedOutBy": ("hostedBy",)}
ROLES = (
    "proposedBy", "addressedTo", "responsible", "accountable", "performer", "impliedPerformer",
    "participant", "beneficiary", "carriedOutBy", "madeBy", "saidBy",
)  # fmt: skip
ACTS = ("appoints", "leads", "replaces")


def _held(at: int, start: str, predicate: str, end: str, least: float) -> str:
    return _HELD.format(at=at, start=start, predicate=predicate, end=end, least=least)


def _roles() -> str:
    pairs = [(role, each) for role in (*ROLES, *ACTS) for each in (role, *NARROWER.get(role, ()))]
    return "VALUES (?column ?p) { " + " ".join(f"(ho:{a} ho:{b})" for a, b in pairs) + " }"


def pattern(table: str, least: float) -> str:
    """Return what counts ?thing in the cell of ?row and ?column."""

    def held(*way: tuple[str, str, str]) -> str:
        return "\n".join(_held(at, *each, least) for at, each in enumerate(way))

    sides = "?row a ho:StrategyArea . ?column a ho:StrategicBlock ."
    if table == "malbilder":
        way = held(("?thing", "ho:contributesTo", "?row"), ("?thing", "ho:isPartOf", "?column"))
        return f"?thing a ho:TargetPicture . {sides} {way}"
    if table == "tiltak":
        way = held(
            ("?thing", "ho:contributesTo", "?row"),
            ("?thing", "ho:contributesTo", "?picture"),
            ("?picture", "ho:isPartOf", "?column"),
        )
        return f"?thing a ho:Recommendation . ?picture a ho:TargetPicture . {sides} {way}"
    if table == "viderefort":
        part = held(("?thing", "ho:continues", "?row"), ("?thing", "ho:isPartOf", "?column"))
        whole = held(("?thing", "ho:continues", "?row"))
        return (
            f"{{ {sides} ?thing a ho:TargetPicture . {part} }} UNION "
            f"{{ {sides} {whole} FILTER(?thing = ?column) }}"
        )
    if table == "tema":
        way = held(("?thing", "ho:contributesTo", "?row"), ("?thing", "ho:isPartOf", "?column"))
        sides = "?row a ho:TargetPicture . ?column a ho:Theme ."
        return f"?thing a ho:Recommendation . {sides} {way}"
    passive, active = held(("?thing", "?p", "?row")), held(("?row", "?p", "?thing"))
    acts = ", ".join(f"ho:{each}" for each in ACTS)
    return (
        f"{_roles()} ?row a ho:Actor . {{ {passive} FILTER(?p NOT IN ({acts})) }} UNION "
        f"{{ {active} FILTER(?p IN ({acts})) }}"
    )


def by_sparql(dataset, table: str, least: float = 0) -> dict[tuple[str, str], int]:
    """Return how many things each cell, row («alle») and column («alle») counts."""
    store, prefixes = dataset.store(), dataset.base.prefixes()
    found = {}
    for row, column in (("?row", "?column"), ("?row", ""), ("", "?column"), ("", "")):
        asked = f"SELECT {row} {column} (COUNT(DISTINCT ?thing) AS ?n) WHERE {{"
        group = f"GROUP BY {row} {column}" if row or column else ""
        for each in select(store, f"{asked}{pattern(table, least)}}} {group}", prefixes):
            values = [key(each[name[1:]].value) if name else "alle" for name in (row, column)]
            found[values[0], values[1]] = int(each["n"].value)
    return {ends: number for ends, number in found.items() if number}


def key(iri: str) -> str:
    """Return what a thing or term is called in an address."""
    return iri.removeprefix(HO) if iri.startswith(HO) else "/".join(iri.split("/")[-2:])


CELLS = """() => [...document.querySelectorAll('main .view:not([hidden]) td[data-at]')].map(
  (cell) => [cell.dataset.at,
    (cell.querySelector('.open > span, :scope > span')?.textContent ?? '–').trim()])"""


def seen(there) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the numbers that can be seen: those stated, and all; empty cells are left out."""
    numbers = {}
    for name, text in there.page.evaluate(CELLS):
        row, _, column = name.partition("~")
        all_, read = amounts(text)
        if all_:
            numbers[row, column] = (all_ - read, all_)
    return numbers


def amounts(text: str) -> tuple[int, int]:
    """Return how many a cell says in all, and how many of them rest on a reading."""
    if text in {"–", "0"}:
        return 0, 0
    parts = re.sub(r"^[A-Z]\s*", "", text).split(" + ")
    found = [re.fullmatch(r"(\d*)\s*(◆›|◇›?)?", each) for each in parts]
    assert all(found), text
    many = [(int(each[1] or 1), (each[2] or "").startswith("◇")) for each in found]
    return sum(count for count, _ in many), sum(count for count, read in many if read)


def _short(term):
    """Return what stands after the base of the project's things, or of the project."""
    base = "https://w3id.org/ho21/"
    return term.value.removeprefix(f"{base}id/").removeprefix(base)


def ask(real, text, *, stated_only=False):
    """Ask the project; each row as a dict of what stands after the base of its things."""
    found = (real.stated if stated_only else real).store().query(text)
    names = [each.value for each in found.variables]
    return [{name: _short(row[name]) for name in names if row[name] is not None} for row in found]


def question(real, name):
    """Ask a saved question as it stands."""
    return ask(real, (ROOT / "queries" / f"{name}.rq").read_text(encoding="utf-8"))
