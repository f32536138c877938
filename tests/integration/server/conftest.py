"""Servers that many tests ask and none changes."""

from pathlib import Path

import pytest

from support.served import serving

FAULTY = Path(__file__).parents[2] / "support" / "faulty.py"


@pytest.fixture(scope="session")
def server():
    """Serve the project that ships with ho21, with the usual limits."""
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def narrow():
    """Serve it with little time and little memory, so that what is too much comes soon."""
    with serving("--timeout", "2", "--memory", "256") as running:
        yield running


@pytest.fixture(scope="session")
def faulty():
    """Serve it with a fault of our own in every page."""
    with serving(program=(str(FAULTY),)) as running:
        yield running
