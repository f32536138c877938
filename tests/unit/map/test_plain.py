"""The plain network: the drawing library that comes with pyvis."""

from pathlib import Path

from ho21.map.plain import vis

ROOT = Path(__file__).parents[3]


def test_the_drawing_library_is_the_one_that_comes_with_pyvis():
    assert "@version 9.1.2" in vis()
    assert list(ROOT.glob("scripts/**/vis-network*")) == []
