"""The graph as a network, for the programs that draw and measure networks."""

import io
import re
from collections import Counter
from dataclasses import replace
from functools import cache

import networkx as nx
import pytest
from lxml import etree
from pyoxigraph import Literal

from ho21.dataset.loader import load
from ho21.errors import UsageError
from ho21.export.network import network
from ho21.export.registry import export
from ho21.map.drawing import StrategyNetwork
from ho21.model.read import knowledge_graph
from ho21.project import open_project
from ho21.rdf.namespaces import term
from support.exported import ROOT, exported, graph, links
from support.tiny import STATEMENTS, changed

SPACE = {"g": "http://gexf.net/1.3", "v": "http://gexf.net/1.3/viz",
         "m": "http://graphml.graphdrawing.org/xmlns"}  # fmt: skip
NETWORKS = ("graphml", "gexf")
READERS = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}
NMTOKEN = re.compile(r"[\w.:-]+", re.ASCII)


def read(form, content=None):
    return READERS[form](io.BytesIO(content or exported(form)))


@cache
def drawn(*, stated_only=False):
    return network(graph().stated if stated_only else graph())


def ends(one):
    return Counter((source, target) for source, target, *_ in one.edges)


@pytest.mark.parametrize("form", NETWORKS)
def test_a_network_has_an_edge_for_each_claim_that_is_made_and_keeps_parallel_ones(form):
    found = read(form)
    followed = sum(each.standing.inferred for _, each in knowledge_graph(graph()).claims)

    assert found.number_of_edges() == links() - followed
    assert followed > 0
    assert found.is_multigraph()
    assert any(found.number_of_edges(*pair) > 1 for pair in set(found.edges()))
    assert ends(found) == ends(drawn())


def faults(form, root):
    """Return what is wrong with a file by a grammar of our own.

    No package that can be had by name ships the schemas of GEXF and GraphML, so these are written
    after them, for what is used here and stricter than they are; what a grammar cannot see, that
    every end and every key is there, is looked at below.
    """
    grammar = etree.RelaxNG(etree.parse(ROOT / "tests" / "support" / f"{form}.rng"))
    grammar.validate(root)
    return [each.message for each in grammar.error_log]


@pytest.mark.parametrize("stated_only", [False, True])
@pytest.mark.parametrize("form", NETWORKS)
def test_a_network_is_valid(form, stated_only):
    content = exported(form, stated_only=stated_only)

    assert faults(form, etree.fromstring(content)) == []


def spoilt(form, path, change):
    root = etree.fromstring(exported(form))
    change(root.find(path, SPACE))
    return faults(form, root)


@pytest.mark.parametrize(
    ("form", "path", "change"),
    [
        ("gexf", ".//g:edges", lambda each: each.getparent().insert(0, each)),
        ("gexf", ".//g:graph", lambda each: each.set("name", "ho21")),
        ("gexf", ".//g:attribute", lambda each: each.set("type", "float64")),
        ("gexf", ".//v:size", lambda each: each.set("value", "0")),
        ("gexf", ".//g:edge", lambda each: each.set("weight", "None")),
        ("gexf", ".//v:color", lambda each: each.set("r", "256")),
        ("graphml", ".//m:node", lambda each: each.set("id", "<https://x/a>")),
        ("graphml", ".//m:key", lambda each: each.set("attr.type", "float64")),
        ("graphml", ".//m:key", lambda each: each.getparent().append(each)),
        ("graphml", ".//m:edge", lambda each: each.attrib.pop("source")),
    ],
)
def test_a_network_that_is_not_valid_would_be_seen(form, path, change):
    assert spoilt(form, path, change)


def test_what_networkx_writes_by_itself_is_not_valid():
    out = io.BytesIO()
    nx.write_gexf(nx.MultiDiGraph(nx.path_graph(2), name="ho21"), out, version="1.3")

    assert faults("gexf", etree.fromstring(out.getvalue()))


@pytest.mark.parametrize("form", NETWORKS)
def test_every_end_and_every_key_is_declared_once(form):
    root = etree.fromstring(exported(form))
    kinds = {"node": [], "edge": []}
    for each in root.iter():
        kinds.setdefault(etree.QName(each).localname, []).append(each)
    nodes = [each.get("id") for each in kinds["node"]]
    edges = [each.get("id") for each in kinds["edge"]]
    keys = [each.get("id") for each in kinds.get("key", ())]
    keys += [
        f"{each.getparent().get('class')}_{each.get('id')}" for each in kinds.get("attribute", ())
    ]
    used = {each.get("key") for each in kinds.get("data", ())} | {
        f"{etree.QName(each.getparent().getparent()).localname}_{each.get('for')}"
        for each in kinds.get("attvalue", ())
    }

    for names in (nodes, edges, keys):
        assert len(names) == len({*names})
        assert [each for each in names if not NMTOKEN.fullmatch(each)] == []
    assert {each.get(end) for each in kinds["edge"] for end in ("source", "target")} <= {*nodes}
    assert used == {*keys}


@pytest.mark.parametrize("form", NETWORKS)
def test_everything_stands_where_it_does_on_the_map(form):
    plan = StrategyNetwork(knowledge_graph(graph())).plan
    found = read(form)
    seen = 0
    for node, data in found.nodes(data=True):
        place = data["viz"]["position"] if form == "gexf" else data
        if data["iri"] in plan.places:
            x, y = plan.places[data["iri"]]
            assert (place["x"], place["y"]) == (x, -y), node
            seen += 1
        else:
            assert place["x"] > max(plan.columns.values()), node

    assert seen == len(plan.places)
    places = [(data["viz"]["position"] if form == "gexf" else data) for _, data in
              found.nodes(data=True)]  # fmt: skip
    assert len({(each["x"], each["y"]) for each in places}) == len(places)


@pytest.mark.parametrize("form", NETWORKS)
def test_a_kind_has_a_name_in_both_languages_and_a_colour_of_its_own(form):
    found = read(form).nodes
    measure, picture_ = found["tiltak:utnytte-helsedata"], found["malbilde:kliniske-studier"]
    colours = [
        tuple(each["viz"]["color"][part] if form == "gexf" else each[part] for part in "rgb")
        for each in (measure, picture_)
    ]

    assert (measure["kind"], measure["kindNb"], measure["kindEn"]) == (
        "ho:Recommendation", "tiltaksforslag", "recommendation",
    )  # fmt: skip
    assert (measure["label"], measure["labelEn"]) == (
        "Utnytte helsedata bedre", "Make better use of health data",
    )  # fmt: skip
    assert colours[0] == (0xD1, 0x3C, 0x15)
    assert colours[0] != colours[1]


def test_a_thing_is_as_large_as_the_sources_link_it():
    sizes = {node: data["viz"]["size"] for node, data in drawn().nodes(data=True)}
    stated = {node: data["viz"]["size"] for node, data in drawn(stated_only=True).nodes(data=True)}

    assert sizes["aktor:ho21-radet"] > sizes["aktor:kreftpasienter"] > 0
    assert {node: sizes[node] for node in stated} == stated


def test_an_edge_carries_its_basis_its_words_and_its_place():
    edges = drawn().get_edge_data("tiltak:utnytte-helsedata", "aktor:ho21-radet")
    (edge,) = [each for each in edges.values() if each["predicate"] == "ho:proposedBy"]

    assert edge["basis"] == "rst:direct-from-source"
    assert edge["basisNb"] == "sitat fra kilde"
    assert edge["quote"].startswith("Vi må utnytte helsedata bedre")
    assert edge["place"] == "innspill-helsepersonellkommisjonen.txt:55"
    assert edge["label"] == "foreslått av"


@pytest.mark.parametrize(("standing", "shape"), [("stated", "solid"), ("interpreted", "dashed")])
def test_a_line_shows_whether_it_is_stated_or_interpreted(standing, shape):
    every = [data for *_, data in drawn().edges(data=True)]
    shapes = {data["viz"]["shape"] for data in every if data["standing"] == standing}
    written = etree.fromstring(exported("gexf")).findall(f".//v:shape[@value='{shape}']", SPACE)

    assert shapes == {shape}
    assert len(written) == len([data for data in every if data["standing"] == standing])


@pytest.mark.parametrize("form", NETWORKS)
def test_a_filter_on_confidence_keeps_what_is_said_and_every_edge_has_a_number(form):
    every = [data for *_, data in read(form).edges(data=True)]

    assert {data["confidence"] for data in every if data["standing"] == "stated"} == {1.0}
    assert {data["confidence"] for data in every if data["standing"] == "interpreted"} == {
        0.5, 0.7, 0.9,
    }  # fmt: skip
    assert {data["standing"] for data in every} == {"stated", "interpreted"}


@pytest.mark.parametrize("form", NETWORKS)
def test_no_reader_has_a_number_to_make_up(form):
    found = read(form)
    nodes = [data.get("viz", data) for _, data in found.nodes(data=True)]
    edges = [data for *_, data in found.edges(data=True)]
    for every in (nodes, edges):
        numbers = {
            name
            for data in every
            for name, value in data.items()
            if isinstance(value, (int, float))
        }

        assert numbers
        assert [data for data in every if not numbers <= data.keys()] == []


@pytest.mark.parametrize("form", NETWORKS)
def test_the_edges_are_counted_in_the_sets_that_the_model_counts_in(form):
    known, found = knowledge_graph(graph()), read(form)
    sets = {"substance": known.substance, "mention": known.mentions, "mapping": known.mappings}
    iris = {node: data["iri"] for node, data in found.nodes(data=True)}
    counted = {
        kind: {
            (iris[one], term(data["predicate"]).value, iris[other])
            for one, other, data in found.edges(data=True)
            if data["set"] == kind
        }
        for kind in sets
    }

    assert counted == {kind: {each.triple for each in links} for kind, links in sets.items()}
    rest = {data["predicate"] for *_, data in found.edges(data=True) if data["set"] not in sets}
    assert rest == {"ho:impliedPerformer"}


@pytest.mark.parametrize("form", NETWORKS)
def test_an_edge_weighs_as_it_is_sure_and_a_tenth_where_it_is_no_substance(form):
    for *_, data in read(form).edges(data=True):
        share = 1.0 if data["set"] == "substance" else 0.1

        assert data["weight"] == pytest.approx(data["confidence"] * share)


def test_no_link_lies_beside_a_narrower_one_that_it_follows_from():
    edges = Counter((one, other, data["claim"]) for one, other, data in drawn().edges(data=True))
    known = knowledge_graph(graph())
    performers = {link.ends for link, _ in known.claims if link.predicate_name == "performer"}
    doubled = [
        data for one, other, data in drawn().edges(data=True)
        if data["predicate"] == "ho:responsible"
        and (drawn().nodes[one]["iri"], drawn().nodes[other]["iri"]) in performers
    ]  # fmt: skip

    assert set(edges.values()) == {1}
    assert performers
    assert doubled == []


@pytest.mark.parametrize("form", NETWORKS)
def test_a_node_has_a_name_that_no_other_has(form):
    names = [data["name"] for _, data in read(form).nodes(data=True)]

    assert len({*names}) == len(names) > 200
    assert "tiltak:utnytte-helsedata" in names


@pytest.mark.parametrize("form", NETWORKS)
def test_the_file_says_what_its_numbers_mean(form):
    root = etree.fromstring(exported(form))
    path = "m:desc" if form == "graphml" else "g:meta/g:description"
    (about,) = root.findall(path, SPACE)

    for name in ("standing", "confidence", "set", "weight"):
        assert f"{name}:" in about.text


@pytest.mark.parametrize("form", NETWORKS)
def test_an_edge_is_weighed_and_named_where_gephi_looks(form):
    found = read(form)
    edges = [data for *_, data in found.edges(data=True)]

    assert all(isinstance(each["weight"], float) and each["label"] for each in edges)
    assert {each["read"] for each in edges} == {True, False}
    root = etree.fromstring(exported(form))
    if form == "gexf":
        kinds = {each.get("kind") for each in root.iterfind(".//g:edge", SPACE)}
        assert "ho:proposedBy" in kinds
    else:
        # «d3» and «d7» would be read as the labels of yEd.
        assert not [each for each in root.iterfind(".//m:key", SPACE)
                    if re.fullmatch(r"d\d+", each.get("id"))]  # fmt: skip


@pytest.mark.parametrize("form", NETWORKS)
def test_no_attribute_has_a_name_that_a_reader_swallows_and_none_is_empty(form):
    found = read(form)
    names = Counter(
        name
        for data in (*(data for _, data in found.nodes(data=True)),
                     *(data for *_, data in found.edges(data=True)))
        for name in data
    )  # fmt: skip
    root = etree.fromstring(exported(form))

    assert not {*names} & {"pid", "start", "end", "spells", "slices", "parents"}
    assert "None" not in {each.get("value") or each.text for each in root.iter()}
    titles = {each.get("title") or each.get("attr.name") for each in root.iter()} - {None}
    assert not titles & {"id", "pid", "start", "end"}


def test_the_date_of_a_network_is_that_of_the_project():
    meta = etree.fromstring(exported("gexf")).find("g:meta", SPACE)

    assert meta.get("lastmodifieddate") == graph().issued


@pytest.mark.parametrize("form", NETWORKS)
def test_a_network_of_what_is_stated_has_no_link_that_is_a_reading(form):
    stated = drawn(stated_only=True)
    every = drawn()
    made = set(every.edges(keys=True)) - set(stated.edges(keys=True))

    assert made
    assert set(stated.edges(keys=True)) < set(every.edges(keys=True))
    assert not any(data["read"] for *_, data in stated.edges(data=True))
    content = exported(form, stated_only=True)
    assert read(form, content).number_of_edges() == stated.number_of_edges()


def test_every_link_that_follows_from_no_other_is_an_edge():
    known = knowledge_graph(graph())
    wanted = {each.triple for each in (*known.links, *known.mappings) if not each.inferred}
    nodes = drawn().nodes
    edges = {
        (nodes[one]["iri"], term(edge["predicate"]).value, nodes[other]["iri"])
        for one, other, edge in drawn().edges(data=True)
    }

    assert len(edges) > 800
    assert edges == wanted


@pytest.mark.parametrize("form", NETWORKS)
def test_a_small_project_is_a_valid_network_too(form, tiny_project):
    small = load(open_project(str(tiny_project()))).sound()
    (content,) = export(form, small).values()

    assert faults(form, etree.fromstring(content)) == []
    assert read(form, content).number_of_edges() == network(small).number_of_edges() > 0


@pytest.mark.parametrize("form", [*NETWORKS, "stratml"])
def test_a_character_that_xml_cannot_hold_is_an_error_and_never_left_out(form, tiny_project):
    whole = load(open_project(str(tiny_project()))).sound()
    plain, odd = (Literal(text, language="nb") for text in ("Felles data", "Felles\x02data"))
    facts = {
        graph: tuple(each._replace(object=odd) if each.object == plain else each for each in them)
        for graph, them in whole.facts.items()
    }
    strange = replace(whole, facts=facts)  # a file that had it would not be read

    with pytest.raises(UsageError) as caught:
        export(form, strange)

    assert caught.value.key == "answer-xml"
    assert "U+0002" in caught.value.text("nb")


@pytest.mark.parametrize("form", NETWORKS)
def test_a_label_with_marks_quotes_and_an_emoji_is_read_back_as_it_was(form, tiny_project):
    label = "<b>Felles</b> & 'data' 🧬 æøå"
    statements = changed(STATEMENTS, '"Felles data"@nb', f'"{label}"@nb')
    strange = load(open_project(str(tiny_project(statements=statements)))).sound()
    (content,) = export(form, strange).values()

    assert read(form, content).nodes["malbilde:felles-data"]["label"] == label
