"""The map, opened where nothing else is asked for."""

import pytest


@pytest.fixture
def visit(visit):
    """Open the map."""

    def opened(after="#kart", **more):
        return visit(after, **more)

    return opened


@pytest.fixture(scope="session")
def key():
    """Return a function that gives what the page calls a thing in its address."""
    return lambda iri: "/".join(iri.split("/")[-2:])
