"""How far two readings agree: Cohen's kappa (Cohen 1960) over cells that are yes or no."""

from __future__ import annotations

from typing import NamedTuple


class Agreement(NamedTuple):
    """Of some cells, how many each reading and both affirm, and kappa, None where undefined."""

    cells: int
    first: int
    second: int
    both: int
    kappa: float | None


def agreement(first: dict[tuple[str, str], bool], second: dict[tuple[str, str], bool]) -> Agreement:
    """Compare two readings of the same cells."""
    cells = len(second)
    ones, twos = sum(first.values()), sum(second.values())
    both = sum(first[cell] and second[cell] for cell in second)
    alike = sum(first[cell] == second[cell] for cell in second) / cells
    chance = (ones * twos + (cells - ones) * (cells - twos)) / cells**2
    kappa = None if chance == 1 else (alike - chance) / (1 - chance)
    return Agreement(cells, ones, twos, both, kappa)
