"""The graph in a notebook: opened, asked, and each answer shown as a table or given to pandas."""

import socket
import subprocess
import sys
from functools import cache

import pytest

import ho21
from ho21.errors import ProjectError, UsageError
from ho21.processes.network import can_forbid_network
from ho21.sparql import evaluation
from support.canary import canary
from support.exported import graph
from support.heavy import heavy


@cache
def opened(**options):
    return ho21.open(**options)


def test_a_saved_question_is_asked_in_two_lines():
    rows = list(opened().ask("visjonen"))

    assert rows[0]["quote"] == "kunnskap, innovasjon og næringsutvikling for bedre folkehelse"
    assert rows[0]["place"] == "forsterket-innsats.txt:32–34"
    assert rows[0]["vision"] == "https://w3id.org/ho21/id/visjon/helseomsorg21"


def test_the_questions_are_listed_with_their_wording():
    assert opened().questions["visjonen"] == "Hva er visjonen, ordrett, og hvor står den?"
    assert opened(lang="en").questions["visjonen"].startswith("What is the vision")


def test_a_value_is_given_by_name_and_typed_as_the_default_is():
    answer = opened().ask("alt-om-en-ting", ting="tiltak/utnytte-helsedata")

    assert {row["otherLabel"] for row in answer} >= {"HelseOmsorg21-rådet"}


def test_show_tells_all_about_a_thing():
    rows = list(opened().show("HelseOmsorg21-rådet"))
    (appointed,) = [row for row in rows if row["relationLabel"] == "oppnevner"]

    assert appointed["quote"] == "oppnevner Helse- og omsorgsdepartementet et råd"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASK { ?x a ho:Recommendation }", True),
        ("ASK { ?x a ho:Vision . ?x a ho:Measure }", False),
    ],
)
def test_a_yes_or_no_is_a_truth(query, expected):
    assert opened().query(query) is expected


def test_triples_come_as_turtle():
    told = opened().query("CONSTRUCT { ?x a ho:Vision } WHERE { ?x a ho:Vision }")

    assert "visjon:helseomsorg21 a ho:Vision ." in told


def test_numbers_and_truths_are_python_s_own_and_the_unsaid_is_none():
    text = """SELECT * { VALUES (?a ?b ?c ?d ?e) {
        (1 0.70 true "007" UNDEF) (2 1.5 false "2015-09" UNDEF)
    } }"""

    assert list(opened().query(text)) == [
        {"a": 1, "b": 0.7, "c": True, "d": "007", "e": None},
        {"a": 2, "b": 1.5, "c": False, "d": "2015-09", "e": None},
    ]


def test_pandas_gets_every_row_and_column_with_what_is_unsaid_missing():
    heavy("pandas")
    answer = opened().ask("utfordringer-med-tall")
    frame = answer.to_pandas()

    assert (len(frame), tuple(frame.columns)) == (len(answer), answer.columns)
    assert frame["value"].notna().sum() == 2


def test_pandas_tells_numbers_from_texts():
    pd = heavy("pandas")
    frame = opened().query('SELECT * { VALUES (?a ?b) { (1 "01") (UNDEF "2") } }').to_pandas()

    assert frame["a"].tolist() == [1, pd.NA]
    assert frame["b"].tolist() == ["01", "2"]
    assert [str(each) for each in frame.dtypes] == ["Int64", "string"]


def test_a_table_is_shown_with_the_words_and_where_they_stand():
    html = opened().ask("visjonen")._repr_html_()

    assert "<q>kunnskap, innovasjon og næringsutvikling for bedre folkehelse</q>" in html
    assert ">forsterket-innsats.txt:32–34</small>" in html


def test_a_reading_is_marked_and_explained_and_a_gap_is_seen():
    html = opened().ask("hva-bidrar-til-omradene")._repr_html_()

    assert "<em>◇ tolket 0,7</em>" in html
    assert "◇ tolket:" in html
    assert "◇" not in opened(stated_only=True).ask("delt-ansvar")._repr_html_()


def test_hostile_words_are_only_words():
    text = 'SELECT * { VALUES (?a ?b) { ("<script>1</script>" <javascript:alert(1)>) } }'
    html = opened().query(text)._repr_html_()

    assert "<script" not in html
    assert "href" not in html
    assert "&lt;script&gt;" in html


def test_stated_only_is_a_graph_without_readings():
    question = "SELECT ?x { ?x ho:confidence ?y }"

    assert len(opened(stated_only=True).query(question)) == 0
    assert len(opened().query(question)) > 0


def test_an_answer_in_a_terminal_is_a_table_too():
    told = repr(opened(lang="en").ask("visjonen"))

    assert "nsats.txt:32" in told
    assert "Confidence" not in told


def test_a_graph_tells_its_name_and_version():
    assert repr(opened()) == f"HelseOmsorg21: mål, aktører og tiltak ({graph().version})"


def test_an_error_is_told_in_the_language_chosen():
    with pytest.raises(UsageError, match=r"^Ukjent spørsmål: nope"):
        opened().ask("nope")
    with pytest.raises(UsageError, match=r"^Unknown question: nope"):
        opened(lang="en").ask("nope")
    with pytest.raises(UsageError, match="SERVICE"):
        opened().query("ASK { SERVICE <http://127.0.0.1:1/> {} }")
    with pytest.raises(UsageError, match="nb or en"):
        opened(lang="fr")


def test_another_project_is_opened_and_its_faults_told(tiny_project):
    root = tiny_project()
    assert ho21.open(str(root)).query("ASK { tiltak:dele-data a ho:Recommendation }")

    (root / "graph" / "kilde-en.txt").write_text("Noe annet", encoding="utf-8")
    with pytest.raises(ProjectError, match=r"graph/kilde-en\.ttl"):
        ho21.open(str(root))


def test_without_pandas_the_way_to_it_is_told():
    program = (
        "import sys; sys.modules['pandas'] = None; import ho21\n"
        "try: ho21.open().ask('visjonen').to_pandas()\n"
        "except Exception as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout.startswith("pandas er ikke installert; kjør")


def test_to_import_the_package_loads_nothing_slow():
    program = "import sys, ho21; print(*sorted(name for name in sys.modules if '.' not in name))"
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert {"pyoxigraph", "jinja2", "pandas", "rdflib"} & set(done.stdout.split()) == set()


@pytest.mark.skipif(not can_forbid_network(), reason="this system cannot forbid the network")
def test_what_gets_past_every_check_reaches_no_one_and_the_notebook_keeps_its_network(monkeypatch):
    monkeypatch.setattr(evaluation, "admit", lambda *_: None)
    monkeypatch.setattr(evaluation, "_without_service", lambda _: "ASK {}")
    with canary() as it:
        answer = opened().query(f"SELECT * {{ SERVICE SILENT <{it.url}> {{ ?s ?p ?o }} }}")
        assert (len(answer), it.calls) == (1, [])
        socket.create_connection(("127.0.0.1", it.port)).close()
