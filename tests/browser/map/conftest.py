"""The map, opened where nothing else is asked for."""

import pytest

from ho21.explorer.page import explorer
from ho21.project import open_project
from ho21.site.rendering import parts_beside


@pytest.fixture
def visit(visit):
    """Open the map."""

    def opened(after="#kart", **more):
        return visit(after, **more)

    return opened


@pytest.fixture(scope="session")
def on_site(real, tmp_path_factory):
    """Write the explorer with all that can lie beside it."""
    path = tmp_path_factory.mktemp("hus") / "index.html"
    parts = parts_beside(real, ["pages", "report", "check"], served=False)
    path.write_text(explorer(real, open_project(), parts), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def key():
    """Return a function that gives what the page calls a thing in its address."""
    return lambda iri: "/".join(iri.split("/")[-2:])
