"""A project's graph beside what the page finds in it, for tests that hold the two together."""

import pytest

from ho21.dataset.loader import load
from ho21.model.read import knowledge_graph
from ho21.project import open_project
from support.others import CITY, FJORD
from support.twin import Twin


@pytest.fixture(scope="module", params=["real", "city", "fjord"])
def both(request, real, tmp_path_factory):
    """Return the graph of a project, and the page over it in Node."""
    folders = {"city": CITY, "fjord": FJORD}
    chosen = request.param
    dataset = load(open_project(str(folders[chosen]))).sound() if chosen in folders else real
    graph = knowledge_graph(dataset)
    with Twin(graph, tmp_path_factory.mktemp("page")) as twin:
        yield graph, twin
