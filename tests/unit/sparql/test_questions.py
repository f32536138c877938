"""A question in queries/ becomes an answer."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QueryBoolean, QuerySolutions, Store

from ho21.dataset.loader import load
from ho21.errors import ProjectError, UsageError
from ho21.model.lookup import find, label_of
from ho21.project import Project, open_project
from ho21.sparql.engine import Engine
from ho21.sparql.evaluation import evaluate
from ho21.sparql.questions import Question, named_values, question, read_questions
from support.exported import graph
from support.tiny import BASE, changed

if TYPE_CHECKING:
    from pathlib import Path

    from ho21.dataset.dataset import Dataset
    from ho21.rdf.namespaces import Fact

HEAD = """# nb: Hva er foreslått?
# en: What is proposed?
# terms: ho:Recommendation ho:position
"""
PROPOSED = f"""{HEAD}
PREFIX aktor: <{BASE.iri}id/aktor/>
PREFIX ho: <https://w3id.org/ho21/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?measure ?label WHERE {{
  VALUES ?lang {{ "nb" }}  # lang: nb språket i navnene | en the language of the labels
  VALUES ?rad {{ aktor:radet }}  # rad: nb rådet | en the council
  VALUES ?word {{ "data" }}  # word: nb ordet i navnet | en the word in the label
  VALUES ?most {{ 10 }}  # most: nb høyeste nummer | en the highest number
  ?measure ho:proposedBy ?rad ; ho:position ?position ; skos:prefLabel ?label .
  FILTER(LANG(?label) = ?lang && CONTAINS(?label, ?word) && ?position <= ?most)
}}
ORDER BY STR(?measure)
"""


@pytest.fixture
def project(tiny_project):
    """Return a tiny project with one question that has a parameter of each kind."""
    root = tiny_project()
    (root / "queries" / "foreslatt.rq").write_text(PROPOSED, encoding="utf-8")
    return root


@cache
def real() -> tuple[Project, Dataset, Store]:
    return open_project(), graph(), graph().store()


def opened(root: Path) -> tuple[Question, Dataset, Store]:
    project = open_project(str(root))
    dataset = load(project).sound()
    return question(project, "foreslatt"), dataset, dataset.store()


def answered(root: Path, **values: str) -> list[str]:
    asked, dataset, _ = opened(root)
    result = Engine(dataset).ask(asked, values).result
    assert isinstance(result, QuerySolutions)
    return [row["label"].value for row in result]


def why(call, *arguments, **named) -> tuple[str, dict[str, object]]:
    with pytest.raises(UsageError) as caught:
        call(*arguments, **named)
    return caught.value.key, caught.value.fields


def test_a_question_is_its_file(project):
    asked, _, _ = opened(project)
    assert asked.name == "foreslatt"
    assert asked.text == PROPOSED
    assert asked.title == {"nb": "Hva er foreslått?", "en": "What is proposed?"}
    assert asked.terms == ("ho:Recommendation", "ho:position")


def test_its_parameters_are_the_lines_that_say_what_they_are(project):
    asked, _, _ = opened(project)
    assert [(each.name, each.default, each.label["en"]) for each in asked.parameters] == [
        ("lang", '"nb"', "the language of the labels"),
        ("rad", "aktor:radet", "the council"),
        ("word", '"data"', "the word in the label"),
        ("most", "10", "the highest number"),
    ]


def test_without_values_it_is_asked_as_it_stands(project):
    asked, dataset, _ = opened(project)
    assert Engine(dataset).ask(asked).text == PROPOSED
    assert answered(project) == ["Felles data", "Dele data"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"word": "Dele"}, ["Dele data"]),
        ({"word": "data"}, ["Felles data", "Dele data"]),
        ({"word": "tog"}, []),
        ({"lang": "en", "word": "data"}, ["Joint data", "Share data"]),
        ({"rad": "kommunene", "word": "data"}, []),
        ({"most": "0", "word": "data"}, []),
        ({"most": "1.0", "word": "data"}, ["Felles data", "Dele data"]),
    ],
)
def test_a_value_replaces_the_term_that_stands_there(project, values, expected):
    assert sorted(answered(project, **values)) == sorted(expected)


@pytest.mark.parametrize(
    "name",
    ["radet", "aktor/radet", "aktor:radet", f"{BASE.iri}id/aktor/radet", "Helserådet"],
)
def test_a_thing_is_given_by_any_of_its_names_and_stands_there_as_an_iri(project, name):
    asked, dataset, _ = opened(project)
    text = asked.filled({"rad": name}, dataset)
    assert text == changed(PROPOSED, "{ aktor:radet }", f"{{ <{BASE.iri}id/aktor/radet> }}")


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"lang": "fr"}, "bad-value"),
        ({"word": "\ud800"}, "bad-value"),
        ({"most": "mange"}, "parameter-number"),
        ({"most": "1 } UNION {"}, "parameter-number"),
        ({"most": "٣"}, "parameter-number"),
        ({"most": "1,2,3"}, "parameter-number"),
        ({"most": ""}, "parameter-empty"),
        ({"rad": " "}, "parameter-empty"),
        ({"word": ""}, "parameter-empty"),
        ({"rad": "ingen"}, "unknown-thing-asked"),
        ({"rad": "aktor:radet } #"}, "unknown-thing-asked"),
        ({"nivå": "1"}, "unknown-parameter"),
        ({"": "1"}, "unknown-parameter"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(project, values, key):
    asked, dataset, _ = opened(project)
    assert why(asked.filled, values, dataset)[0] == key


def test_a_number_may_be_given_with_a_comma(project):
    asked, dataset, _ = opened(project)
    assert asked.filled({"most": "0,7"}, dataset) == asked.filled({"most": "0.7"}, dataset)
    assert "{ 0.7 }" in asked.filled({"most": "0,7"}, dataset)


def test_a_value_that_is_given_twice_is_refused():
    assert named_values([("a", "1"), ("b", "2")]) == {"a": "1", "b": "2"}
    with pytest.raises(UsageError) as caught:
        named_values([("a", "1"), ("a", "1")])
    assert (caught.value.key, caught.value.fields) == ("written-twice", {"word": "a"})


def test_a_question_without_parameters_takes_none(project):
    text = f"{HEAD}ASK {{ ?s ?p ?o }}\n"
    (project / "queries" / "foreslatt.rq").write_text(text, encoding="utf-8")
    asked, dataset, _ = opened(project)

    assert asked.filled({}, dataset) == text
    key, fields = why(asked.filled, {"rad": "radet"}, dataset)
    assert (key, fields["parameter"]) == ("parameters-none", "rad")


def test_an_unknown_parameter_is_told_with_those_there_are(project):
    asked, dataset, _ = opened(project)
    _, fields = why(asked.filled, {"nivå": "1"}, dataset)
    assert fields == {
        "name": "foreslatt",
        "parameter": "nivå",
        "known": "lang, rad, word, most",
    }


HOSTILE = st.sampled_from(
    [
        '" } INSERT', "\\", '\\"', '"', "'", "\n", "\r", "}", "{", "#", "?x", "<a:b>",
        "aktor:radet", '" } # x', '"@nb', '"^^<a:b>', "SERVICE <a:b> {}", "\x00", "\u2028",
        "\\u0022", "\ud800",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["lang", "rad", "word", "most"]),
    st.text(st.characters(exclude_categories=[]), max_size=20)
    | st.lists(HOSTILE, max_size=5).map("".join),
)
def test_any_text_as_a_value_is_that_value_or_an_error_and_never_another_query(name, value):
    asked = _asked()
    _, dataset, _ = real()
    try:
        found = Engine(dataset).ask(asked, {name: value})
    except UsageError:
        return
    text, result = found.text, found.result
    assert isinstance(result, QuerySolutions)
    (parameter,) = (each for each in asked.parameters if each.name == name)
    start, end = parameter.span
    kept = len(asked.text) - end
    assert text[:start] == asked.text[:start]
    assert text[-kept:] == asked.text[-kept:]
    (row,) = Engine(dataset).query(f"SELECT * {{ VALUES ?x {{ {text[start:-kept]} }} }}").result
    if name in {"lang", "word"}:
        assert row["x"].value == value


@cache
def _asked() -> Question:
    return read_questions(_Single(PROPOSED.replace("aktor:radet", "aktor:ho21-radet")))["en"]


class _Single:
    """A project of one question and nothing else."""

    def __init__(self, text: str) -> None:
        self.said = text

    def questions(self) -> list[str]:
        return ["en"]

    def is_lent(self, _room: str, _file: str) -> bool:
        return False

    def place(self, room: str, file: str) -> str:
        return f"{room}/{file}"

    def toml(self, _room: str, _file: str) -> dict[str, object]:
        return {}

    def text(self, _room: str, _file: str) -> str:
        return self.said


def test_a_question_that_cannot_be_read_hinders_no_other(project):
    (project / "queries" / "god.rq").write_text("# nb: a\n# en: b\n# terms: c\nASK {}", "utf-8")
    (project / "queries" / "uten.rq").write_text("ASK {}", encoding="utf-8")
    opened = open_project(str(project))

    assert question(opened, "god").title == {"nb": "a", "en": "b"}
    with pytest.raises(ProjectError):
        question(opened, "uten")


@pytest.mark.parametrize("line", ["nb", "en", "terms"])
def test_a_question_without_a_line_of_its_header_is_the_fault_of_the_project(project, line):
    lines = [each for each in HEAD.splitlines(keepends=True) if not each.startswith(f"# {line}:")]
    (project / "queries" / "hodelos.rq").write_text("".join(lines) + "ASK {}", encoding="utf-8")
    with pytest.raises(ProjectError) as caught:
        read_questions(open_project(str(project)))
    (fault,) = caught.value.faults
    assert (fault.file, fault.line, fault.key) == ("queries/hodelos.rq", 1, "question-header")


def test_a_question_may_say_what_no_answer_means_and_which_to_ask_instead(project):
    told = "# empty-nb: Ingen.\n# empty-en: None.\n# nearest: foreslatt\n"
    (project / "queries" / "tom.rq").write_text(f"{told}# nb: a\n# en: b\n# terms: c\nASK {{}}")

    read = question(open_project(str(project)), "tom")

    assert (read.empty, read.nearest) == ({"nb": "Ingen.", "en": "None."}, "foreslatt")


@pytest.mark.parametrize("line", ["empty-nb", "empty-en", "nearest"])
def test_a_question_that_says_half_of_what_no_answer_means_is_the_fault_of_the_project(
    project, line
):
    told = ["# empty-nb: Ingen.\n", "# empty-en: None.\n", "# nearest: foreslatt\n"]
    kept = "".join(each for each in told if not each.startswith(f"# {line}:"))
    (project / "queries" / "halv.rq").write_text(f"{kept}# nb: a\n# en: b\n# terms: c\nASK {{}}")

    with pytest.raises(ProjectError) as caught:
        question(open_project(str(project)), "halv")

    assert [dict(each.fields)["header"] for each in caught.value.faults] == [line]


def test_a_question_that_is_not_sparql_is_the_fault_of_the_project_at_its_line(project):
    broken = changed(PROPOSED, "SELECT ?measure ?label WHERE", "SELECT ?measure ?label WHRE")
    (project / "queries" / "foreslatt.rq").write_text(broken, encoding="utf-8")
    asked, dataset, _ = opened(project)
    with pytest.raises(ProjectError) as caught:
        Engine(dataset).ask(asked)
    (fault,) = caught.value.faults
    line = broken[: broken.index("WHRE")].count("\n") + 1
    assert (fault.file, fault.line) == ("queries/foreslatt.rq", line)
    assert f"queries/foreslatt.rq:{line}: " in fault.text("nb")


def test_a_question_that_is_not_utf8_is_the_fault_of_the_project(project):
    (project / "queries" / "latin.rq").write_bytes("# nb: Hva nå?".encode("latin-1"))
    with pytest.raises(ProjectError) as caught:
        read_questions(open_project(str(project)))
    assert caught.value.faults[0].text("en").startswith("queries/latin.rq:1: ")


def test_an_unknown_question_is_told_with_the_nearest_there_is(project):
    key, fields = why(question, open_project(str(project)), "forslatt")
    assert key == "unknown-question"
    assert fields["hint"] == {
        "nb": " (mente du foreslatt eller forslagene?)",
        "en": " (did you mean foreslatt or forslagene?)",
    }


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("ASK { ?s ?p ?o ] xxxx }", "] xxxx }"),
        ("ASK { ?s ?p ?o ]", "]"),
        ("ASK ] abc", "] abc"),
        ("hei", "hei"),
        ("SELECT", ""),
        ("", ""),
        ("SELECT ?x WHRE { ?x a ?y }", "WHRE { ?x a ?y }"),
        ("SELECT *\nWHERE { ?s ?p ?o ]", "]"),
        ("# æøå\nSELECT * WHERE {\n  FILTER(?å >)\n}\n", ")\n}\n"),
        ("SELECT * WHERE {\n ?s ?p 'x\n}", "\n}"),
        ("SELECT * WHERE {\n ?s ?p ?o\n\n GROUP BY\n", "GROUP BY\n"),
    ],
)
def test_a_wrong_query_is_told_with_its_line_and_column(project, query, wrong):
    _, dataset, _ = opened(project)
    before = query.removesuffix(wrong)
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    key, fields = why(Engine(dataset).query, query)
    assert (key, fields) == ("query-syntax", {"line": line, "column": column})


@pytest.mark.parametrize(
    "query",
    [
        "DROP ALL",
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * FROM <a:b> { ?s ?p ?o }",
        "\ud800",
        "SELECT * { ?s ?p ?o }; DROP ALL",
        "",
    ],
)
def test_a_query_that_cannot_be_answered_leaves_the_graph_as_it_was(project, query):
    _, dataset, store = opened(project)
    before = sorted(map(str, store))
    assert why(Engine(dataset).query, query)[0].startswith("query-")
    assert sorted(map(str, store)) == before


def test_the_prefixes_are_known_and_a_query_sees_every_graph(project):
    _, dataset, _ = opened(project)
    query = "ASK { tiltak:dele-data ho:contributesTo malbilde:felles-data }"
    answer = Engine(dataset).query(query).result
    assert isinstance(answer, QueryBoolean)
    assert bool(answer)


def test_from_and_graph_mean_what_they_mean_in_sparql(project):
    _, dataset, _ = opened(project)
    link = "tiltak:dele-data ho:contributesTo malbilde:felles-data"
    source, readings = (f"<{BASE.graph(name).value}>" for name in ("kilde/kilde-en", "tolkning"))
    asked = {
        f"ASK FROM {source} {{ {link} }}": False,
        f"ASK FROM {readings} {{ {link} }}": True,
        f"ASK {{ GRAPH {readings} {{ {link} }} }}": True,
        f"ASK {{ GRAPH {source} {{ {link} }} }}": False,
        f"ASK FROM NAMED {source} {{ {link} }}": False,
        f"ASK FROM NAMED {readings} {{ GRAPH ?g {{ {link} }} }}": True,
    }
    assert {query: bool(Engine(dataset).query(query).result) for query in asked} == asked


def test_what_is_stated_only_has_no_reading(project):
    _, dataset, _ = opened(project)
    engine = Engine(dataset.stated)
    assert not bool(engine.query("ASK { tiltak:dele-data ho:contributesTo ?goal }").result)
    readings = f"ASK FROM <{BASE.graph('tolkning').value}> {{ ?s ?p ?o }}"
    assert why(engine.query, readings)[0] == "query-graph"


@pytest.mark.parametrize(
    "name",
    [
        "utnytte-helsedata",
        "tiltak/utnytte-helsedata",
        "tiltak:utnytte-helsedata",
        "https://w3id.org/ho21/id/tiltak/utnytte-helsedata",
        "<https://w3id.org/ho21/id/tiltak/utnytte-helsedata>",
        "Utnytte helsedata bedre",
        "utnytte  HELSEDATA bedre",
        "Make better use of health data",
    ],
)
def test_a_thing_has_many_names(name):
    found = find(graph(), name)
    assert found == "https://w3id.org/ho21/id/tiltak/utnytte-helsedata"


def test_a_name_that_two_things_have_is_told_with_both(tiny_project):
    project = open_project(str(tiny_project()))
    known = load(project)
    key, fields = why(find, known, "data")
    assert (key, fields) == ("ambiguous-thing", {"name": "data", "things": "soyle:data, tema:data"})
    assert find(known, "tema:data") == BASE.thing("tema/data").value


@pytest.mark.parametrize(
    ("name", "hint"),
    [("utnytte-helsedat", "utnytte-helsedata"), ("Helse og omsorgsdepartementet", "departement")],
)
def test_an_unknown_thing_is_told_with_the_nearest_names(name, hint):
    key, fields = why(find, graph(), name)
    assert key == "unknown-thing-asked"
    assert hint in str(fields["hint"])


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(exclude_categories=[]), max_size=30))
def test_any_text_names_one_thing_or_none(name):
    try:
        found = find(graph(), name)
    except UsageError as error:
        found = error.key
    assert found in {"unknown-thing-asked", "ambiguous-thing", "no-words"} or "://" in found


def test_a_label_is_that_of_the_language_else_any_else_none(project):
    _, _, store = opened(project)
    measure = BASE.thing("tiltak/dele-data")
    assert label_of(measure, "en", store) == "Share data"
    assert label_of(measure, "nb", store) == "Dele data"
    assert label_of(measure, "se", store) in {"Share data", "Dele data"}
    assert label_of(BASE.thing("tiltak/ingen"), "nb", store) is None


COUNTED = "SELECT (COUNT(*) AS ?n) FROM <a:1> FROM <a:2> { ?s ?p ?o }"
NAMED = "ASK FROM <a:1> FROM <a:2> FROM NAMED <a:2> { GRAPH ?g { ?s ?p ?o } }"
APART = "ASK FROM <a:1> FROM <a:2> { GRAPH ?g { ?s ?p ?o } }"


def two_graphs() -> tuple[list[str], set[Fact], set[Fact]]:
    """Return two graphs that have some triples in common, and what is in each."""
    _, dataset, _ = real()
    names = ("kilde/handlingsplan-2015", "kilde/toppmote")
    graphs = [dataset.base.graph(each).value for each in names]
    return graphs, {*dataset.facts[graphs[0]]}, {*dataset.facts[graphs[1]]}


def test_a_triple_in_two_graphs_is_one_in_their_merge():
    _, dataset, _ = real()
    graphs, first, second = two_graphs()

    def asked(text):
        for at, name in enumerate(graphs, 1):
            text = text.replace(f"<a:{at}>", f"<{name}>")
        return Engine(dataset).query(text).result

    (row,) = asked(COUNTED)
    assert first & second
    assert int(row["n"].value) == len(first | second)
    assert bool(asked(NAMED))
    assert not bool(asked(APART))


def test_the_graphs_of_a_request_are_merged_too_and_stand_instead_of_the_query_s_own():
    _, dataset, store = real()
    graphs, first, second = two_graphs()
    known = dataset.base.prefixes(), [*dataset.graphs, "a:1", "a:2"]

    (row,) = evaluate(COUNTED, store, *known, (graphs, []), base=BASE.iri)
    assert int(row["n"].value) == len(first | second)


def test_all_graphs_together_are_what_the_store_has_without_being_asked():
    _, dataset, store = real()
    text = COUNTED.partition("FROM")[0] + COUNTED.partition("<a:2>")[2]
    known = dataset.base.prefixes(), dataset.graphs

    (every,) = evaluate(text, store, *known, ([*dataset.graphs], []), base=BASE.iri)
    (plain,) = Engine(dataset).query(text).result
    assert every["n"] == plain["n"]
