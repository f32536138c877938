"""The project's named graphs put into another store, each read back to see that it is there."""

import re
from urllib.parse import unquote_plus

import pytest
from pyoxigraph import RdfFormat, parse

from ho21.dataset.loader import load
from ho21.errors import UsageError
from ho21.project import open_project
from ho21.remote.auth import Credential
from ho21.remote.graph_store import loads, push
from ho21.remote.http import HttpClient
from support.stranger import reply, silence, stranger
from support.tiny import BASE

NT = "application/n-triples"
NAMES = [
    "aktorer", "datasett", "kilde/kilde-en", "ontologi", "slutning-tolkning", "slutning/aktorer",
    "slutning/kilde-en", "tolkning",
]  # fmt: skip


@pytest.fixture
def dataset(tiny_dataset):
    return tiny_dataset


class Shelf:
    """A store that keeps what is put, unless it is told to do something else with one graph."""

    def __init__(self, **otherwise):
        self.graphs = {"urn:someone-elses": b"<urn:a> <urn:b> <urn:c> ."}
        self.otherwise = otherwise

    def __call__(self, sent):
        """Answer one request."""
        graph = decoded(sent.target)
        name = re.sub(r"\W", "_", graph.partition("/graph/")[2])
        odd = self.otherwise.get(f"{sent.method}_{name}")
        if odd is not None:
            return odd(sent) if callable(odd) else odd
        if sent.method == "PUT":
            status = 204 if graph in self.graphs else 201
            self.graphs[graph] = sent.body
            return reply(status, b"", "text/html")
        if graph not in self.graphs:
            return reply(404)
        return reply(200, self.graphs[graph], NT)


def decoded(target: str) -> str:
    return unquote_plus(target.partition("?graph=")[2])


def pushed(dataset, shelf, seconds=60):
    """Return the names of the graphs that were put, and what was sent."""
    with stranger(shelf) as it:
        client = HttpClient(it.url, seconds=seconds)
        return [each.name for each in push(loads(dataset), client)], it


def stopped(dataset, shelf, seconds=60) -> str:
    with pytest.raises(UsageError) as error:
        pushed(dataset, shelf, seconds=seconds)
    assert error.value.key == "push-stopped"
    assert "\n" not in error.value.text("nb")
    return error.value.text("nb")


def test_each_named_graph_is_put_whole_and_in_order_and_read_back(dataset):
    shelf = Shelf()
    names, it = pushed(dataset, shelf)

    assert names == NAMES
    assert [(each.method, decoded(each.target)) for each in it.sent] == [
        (method, BASE.graph(name).value) for name in NAMES for method in ("PUT", "GET")
    ]
    for graph, facts in dataset.facts.items():
        there = {each.triple for each in parse(shelf.graphs[graph], format=RdfFormat.TURTLE)}
        assert {(*each,) for each in there} == {(*each,) for each in facts}


def test_no_other_graph_is_touched_and_none_is_deleted(dataset):
    shelf = Shelf()
    _, it = pushed(dataset, shelf)

    assert shelf.graphs.keys() == {"urn:someone-elses", *dataset.graphs}
    assert {each.method for each in it.sent} == {"PUT", "GET"}
    assert all("?graph=https" in each.target for each in it.sent)


def test_doing_it_again_sends_the_same_bytes_and_changes_nothing(dataset):
    shelf = Shelf()
    _, first = pushed(dataset, shelf)
    before = dict(shelf.graphs)
    _, second = pushed(dataset, shelf)

    assert [each.body for each in first.sent] == [each.body for each in second.sent]
    assert shelf.graphs == before


def test_the_triples_of_a_graph_are_sorted_so_that_the_bytes_are_always_the_same(dataset):
    for each in loads(dataset):
        lines = each.body.decode().splitlines()
        assert lines == sorted(lines, key=lambda line: line.removesuffix(" ."))


def test_with_the_stated_alone_no_graph_of_readings_is_put(dataset):
    shelf = Shelf()
    names, _ = pushed(dataset.stated, shelf)

    assert set(NAMES) - set(names) == {"tolkning", "slutning-tolkning"}
    assert not shelf.graphs.keys() & dataset.read_graphs


def test_a_store_that_says_yes_and_keeps_nothing_is_found_out(dataset):
    told = stopped(dataset, Shelf(PUT_datasett=reply(200)))

    assert told.startswith("datasett, kilde/kilde-en, ontologi, ")
    assert "tripler mangler, og 0 er kommet til" in told
    assert " ble ikke lagt inn (lagt inn før det: aktorer), og kommandoen kan trygt " in told


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda body: body[: body.rstrip().rfind(b"\n") + 1], "1 trippel mangler, og 0 er kommet"),
        (lambda body: body + b"<urn:a> <urn:b> <urn:c> .\n", "0 tripler mangler, og 1 er kommet"),
        (lambda body: body.replace("å".encode(), b"?"), "er ikke det som ble sendt"),
        (lambda body: body.replace(b"@nb", b""), "er ikke det som ble sendt"),
        (lambda body: body[:-10], "ikke helt"),
    ],
)
def test_a_store_that_keeps_something_else_is_found_out(dataset, change, words):
    shelf = Shelf()
    shelf.otherwise["GET_kilde_kilde_en"] = lambda _: reply(
        200, change(shelf.graphs[BASE.graph("kilde/kilde-en").value]), NT
    )

    assert words in stopped(dataset, shelf)


def test_a_value_that_is_only_spelled_in_another_way_there_is_the_same(dataset):
    shelf = Shelf()
    kilde = BASE.graph("kilde/kilde-en").value
    shelf.otherwise["GET_kilde_kilde_en"] = lambda _: reply(
        200, shelf.graphs[kilde].replace(b'"70"^^', b'"070"^^').replace(b"@nb", b"@NB"), NT
    )

    names, _ = pushed(dataset, shelf)

    assert names == NAMES
    assert b'"70"^^' in shelf.graphs[kilde]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (reply(401), "HO21_USER"),
        (reply(403), "HO21_USER"),
        (reply(404), "status 404"),
        (reply(405), "status 405"),
        (reply(413, "for\x1b stort", "text/plain"), "status 413 («for\\u001b stort»)"),
        (reply(500), "status 500"),
        (reply(307, Location="http://169.254.169.254/"), "http://169.254.169.254/"),
        (b"", "brøt forbindelsen"),
        (lambda _: silence(), "5 sekunder"),
    ],
)
def test_where_it_stops_half_way_one_is_told_what_is_there_and_that_it_may_be_repeated(
    dataset, answer, words
):
    shelf = Shelf(PUT_ontologi=answer)
    told = stopped(dataset, shelf, 5)

    assert words in told
    assert told.startswith("ontologi, slutning-tolkning, ")
    assert (
        " ble ikke lagt inn (lagt inn før det: aktorer, datasett, kilde/kilde-en), og "
        "kommandoen kan trygt gjentas: "
    ) in told
    assert ". " not in told.replace("127.0.0.1", "")
    assert BASE.graph("tolkning").value not in shelf.graphs

    shelf.otherwise.clear()
    assert pushed(dataset, shelf)[0] == NAMES


def test_a_graph_that_is_empty_here_may_be_none_there(tiny_project):
    dataset = load(open_project(str(tiny_project()))).sound()
    dataset.facts[BASE.graph("tom").value] = ()
    shelf = Shelf(GET_tom=reply(404))

    assert "tom" in pushed(dataset, shelf)[0]


def test_a_password_goes_only_where_it_was_asked_for(dataset):
    def guarded(sent):
        if "authorization" not in sent.headers:
            return reply(401, WWW_Authenticate='Digest realm="r", nonce="n", qop="auth"')
        return shelf(sent)

    shelf = Shelf()
    with stranger(guarded) as it:
        client = HttpClient(it.url, Credential("kari", "hemmelig-ord"), 2)
        done = list(push(loads(dataset), client))

    assert len(done) == len(NAMES)
    assert ["authorization" in each.headers for each in it.sent].count(False) == 1
    assert not any("hemmelig" in str(each) for each in it.sent)
    counts = [f"{at:08x}" for at in range(1, len(it.sent))]
    signed = [each.headers["authorization"] for each in it.sent[1:]]
    assert [re.findall(r", nc=(\w+), ", each) for each in signed] == [[each] for each in counts]
