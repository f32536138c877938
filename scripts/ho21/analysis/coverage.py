"""Coverage: how areas, blocks, goals and themes cover each other, and who does what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ho21.analysis.builder import COUNTS
from ho21.model.coverage import ROLES, cells, hits
from ho21.rdf.namespaces import HO

if TYPE_CHECKING:
    from ho21.analysis.builder import Analysis, Entries, TableBuilder
    from ho21.tables.table import Cell, Table

# The parts in a measure; to have carried something out, made it or said it is none.
_PARTS: Final = tuple(each for each in ROLES if each not in {"carriedOutBy", "madeBy", "saidBy"})


def coverage(builder: TableBuilder) -> Analysis:
    """Return how areas, blocks, goals and themes cover each other, and who does what."""
    areas, blocks = builder.counted("area"), builder.counted("block")
    pictures, themes = builder.counted("goal"), builder.counted("theme")
    return builder.analysis(
        "dekning",
        (
            *_matrix(builder, "areaPictures", ("area", "block"), (areas, blocks)),
            *_matrix(builder, "areaMeasures", ("area", "block"), (areas, blocks)),
            *_matrix(builder, "areaContinued", ("area", "block"), (areas, blocks)),
            *_matrix(builder, "pictureThemes", ("picture", "theme"), (pictures, themes)),
            *_matrix(builder, "actorRoles", ("actor", "role"), _taken(builder)),
        ),
    )


def _taken(builder: TableBuilder) -> tuple[list[Cell], list[Cell]]:
    """Return the actors that have a part, and the parts that anyone has."""
    wanted = {HO + each for each in _PARTS}
    found = [at for at in cells(hits(builder.graph, "actorRoles")) if at[1] in wanted]
    actors, roles = {actor for actor, _ in found}, {role for _, role in found}
    return (
        [each for each in builder.counted("actor") if each.iri in actors],
        [each for each in map(builder.term, _PARTS) if each.iri in roles],
    )


def _matrix(
    builder: TableBuilder,
    name: str,
    columns: tuple[str, str],
    sides: tuple[list[Cell], list[Cell]],
) -> tuple[Table, ...]:
    """Return a table of two sides; of the first alone where there is no second, else none."""
    few, many = (cells(hits(graph, name)) for graph in (builder.graph.stated, builder.graph))
    rows: list[Entries]
    if not sides[0]:
        return ()
    if not sides[1]:
        rows = [(one, len(few[one.iri, ""]), len(many[one.iri, ""])) for one in sides[0]]
        return (builder.table(f"{name}Alone", (columns[0], *COUNTS), rows),)
    rows = [
        (one, other, len(few[one.iri, other.iri]), len(many[one.iri, other.iri]))
        for one in sides[0]
        for other in sides[1]
    ]
    return (builder.table(name, (*columns, *COUNTS), rows, matrix=True),)
