"""Two projects or exports are read, asked the same questions, and held against each other."""

import os
import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from ho21.cli.main import main
from ho21.dataset.loader import load
from ho21.diff.compare import compare
from ho21.diff.render import told
from ho21.errors import ProjectError, UsageError
from ho21.export.registry import export
from ho21.project import FileLimits, open_project
from ho21.rdf.namespaces import term
from support.retired import retire
from support.tiny import BASE, READING, READINGS_HEAD, ROOT, STATEMENTS, TEXT, changed

LABELS = """# nb: Hva heter tiltakene?
# en: What are the measures called?
# terms: ho:Measure

PREFIX ho: <https://w3id.org/ho21/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?measure ?measureLabel
WHERE {
  VALUES ?lang { "nb" }  # lang: nb språket i navnene | en the language of the labels
  ?measure a ho:Measure ; skos:prefLabel ?measureLabel .
  FILTER(LANG(?measureLabel) = ?lang)
}
ORDER BY STR(?measure)
"""
HEAD = "# nb: Hva?\n# en: What?\n# terms: ho:Measure\n\nPREFIX ho: <https://w3id.org/ho21/def#>\n"
PLACES = f"""{HEAD}
SELECT ?quote ?place ?passage
WHERE {{
  ?passage ho:quote ?quote ; ho:startLine ?line
  BIND(CONCAT("kilde-en.txt:", STR(?line), "–", STR(?line)) AS ?place)
}}
ORDER BY STR(?passage)
"""
DENIALS = f"{HEAD}\nASK {{ ?denial a ho:Denial }}\n"
PARTS = f"{HEAD}\nCONSTRUCT {{ ?part ho:isPartOf ?whole }} WHERE {{ ?part ho:isPartOf ?whole }}\n"
DENIED = READINGS_HEAD + changed(READING, "felles-data\t\t", "felles-data\tNot\t")
MAPPING = (
    "tema:data\tskos:closeMatch\tlos:medvirkning\t\tsemapv:ManualMappingCuration\t0.7\t"
    "aktor:redaksjonen\t2026-11-22\tÅ dele er å medvirke.\tTo share is to join.\t"
    "unreviewed\t\t\t\t\n"
)
RENAMED = changed(STATEMENTS, '"Dele data"@nb', '"Dele helsedata"@nb')


@pytest.fixture
def place(tiny_project, tmp_path):
    """Return a function that writes a project with some questions in it; returns its folder."""

    def write(name, questions=None, **files):
        root = tmp_path / name
        shutil.move(tiny_project(**files), root)
        shipped = "\n".join(f"[{each}]\nhidden = true" for each in open_project().questions())
        (root / "queries" / "questions.toml").write_text(shipped, encoding="utf-8")
        for question, text in (questions or {}).items():
            (root / "queries" / f"{question}.rq").write_text(text, encoding="utf-8")
        return str(root)

    return write


@pytest.fixture
def exported(tmp_path):
    """Return a function that exports a project as N-Quads and returns the file."""

    def write(folder, *, stated_only=False):
        target = tmp_path / "ho21.nq"
        dataset = load(open_project(folder))
        target.write_bytes(export("nq", dataset.stated if stated_only else dataset)["ho21.nq"])
        return str(target)

    return write


def rows(found, question):
    return [
        (each.kind, *(node.value for node in each.key))
        for each in found.changes
        if (each.section, each.group) == ("answers", question)
    ]


def test_a_project_does_not_differ_from_its_own_export_in_either_direction(place, exported):
    folder = place("prosjekt", {"navn": LABELS, "steder": PLACES})
    file = exported(folder)

    assert compare(folder, file, open_project(), "nb").changes == ()
    assert compare(file, folder, open_project(), "nb").changes == ()


def test_a_project_differs_from_the_export_of_another(place, exported):
    file = exported(place("gammelt"))
    found = compare(file, place("nytt", statements=RENAMED), open_project(), "nb")

    assert [(each.section, each.kind) for each in found.changes] == [("statements", "changed")]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("nb", [("added", "Dele helsedata"), ("removed", "Dele data")]), ("en", [])],
)
def test_a_row_that_is_answered_otherwise_is_told_in_the_language_asked_in(place, lang, expected):
    questions = {"navn": changed(LABELS, "SELECT ?measure ?measureLabel", "SELECT ?measureLabel")}
    old, new = place("gammelt", questions), place("nytt", questions, statements=RENAMED)
    found = compare(old, new, open_project(), lang)

    assert sorted(rows(found, "navn")) == expected
    assert found.titles == {
        "navn": {"nb": "Hva heter tiltakene?", "en": "What are the measures called?"}
    }


def test_a_thing_by_a_new_name_is_no_other_answer(place):
    questions = {"navn": LABELS}
    old, new = place("gammelt", questions), place("nytt", questions, statements=RENAMED)
    found = compare(old, new, open_project(), "nb")

    assert rows(found, "navn") == []
    assert found.columns == {"navn": ("measure",)}


def test_a_thing_that_is_gone_is_told_with_what_replaced_it_or_that_no_row_tells_of_it(place):
    start, end = STATEMENTS.index("tall:sykehus"), STATEMENTS.index("pastand:kilde-en-1")
    without = STATEMENTS[:start] + STATEMENTS[end:]
    without = changed(without, '"og det gjelder"@nb', '"og det gjelder 70 sykehus"@nb')
    old, new = place("gammelt"), place("nytt", statements=without)
    silent = told(compare(old, new, open_project(), "en"), "md", "en")
    retire(Path(new), "tall:sykehus\tmalbilde:felles-data\t0.0.2\n")
    said = told(compare(old, new, open_project(), "en"), "md", "en")

    assert (
        """
## Gone without a row in graph/utgatt.tsv

- Things and documents: 1 removed
  - Removed: 70 hospitals (tall:sykehus)
"""
        in silent
    )
    assert "Retired addresses" not in silent
    assert (
        """
## Retired addresses

- Things and documents: 1 added
  - Added: 70 hospitals (tall:sykehus) → Joint data
"""
        in said
    )
    assert "Gone without" not in said


def test_a_row_that_only_stands_on_another_line_is_the_same(place):
    new = changed(STATEMENTS, '"Til toppen"@nb', '"Til toppen"@nb , "Helse"@nb')
    old = place("gammelt", {"steder": PLACES})
    new = place("nytt", {"steder": PLACES}, text=f"Helse\n{TEXT}", statements=new)
    found = compare(old, new, open_project(), "nb")

    assert rows(found, "steder") == [("added", "Helse", "kilde-en.txt", "")]


def test_a_question_of_yes_or_no_and_one_of_a_graph_are_compared_too(place):
    questions = {"nei": DENIALS, "deler": PARTS}
    new = changed(
        STATEMENTS, "    ho:position 1 ;\n    ho:isPartOf soyle:data .", "    ho:position 1 ."
    )
    old, new = (
        place("gammelt", questions),
        place("nytt", questions, statements=new, readings=DENIED),
    )
    found = compare(old, new, open_project(), "nb")
    ends = (BASE.thing("malbilde/felles-data"), term("ho:isPartOf"), BASE.thing("soyle/data"))

    assert rows(found, "nei") == [("removed", "false"), ("added", "true")]
    assert rows(found, "deler") == [("removed", *(each.value for each in ends))]


def test_a_mapping_that_is_added_or_changed_is_told_as_one(place):
    head = changed(READINGS_HEAD, "graph/tolkning", "graph/koblinger")
    head = head.replace("#  tall:", f"#  tema: {BASE.iri}id/tema/\n#  tall:")
    folders = [place(name) for name in ("uten", "med", "endret")]
    for folder, row in zip(folders[1:], (MAPPING, changed(MAPPING, "0.7", "0.9")), strict=True):
        Path(folder, "graph", "mappings.tsv").write_text(head + row, encoding="utf-8")
    found = [compare(folders[at], folders[at + 1], open_project(), "nb").changes for at in (0, 1)]

    assert [[(each.section, each.kind) for each in them] for them in found] == [
        [("mappings", "added")],
        [("mappings", "changed")],
    ]
    assert [each.value for each in found[0][0].key] == [
        BASE.thing("tema/data").value,
        term("skos:closeMatch").value,
        "https://psi.norge.no/los/tema/medvirkning",
        BASE.thing("aktor/redaksjonen").value,
    ]


def test_the_questions_are_those_of_the_newer_project_else_of_the_older_else_of_home(
    place, exported
):
    old, new = place("gammelt", {"gammel": LABELS}), place("nytt", {"ny": LABELS})
    project = open_project(place("hjemme", {"hjemme": LABELS}))
    file = exported(new)
    asked = {
        (one, other): [*compare(one, other, project, "nb").titles]
        for one, other in ((old, new), (new, old), (file, new), (old, file), (file, file))
    }

    assert asked == {
        (old, new): ["ny"],
        (new, old): ["gammel"],
        (file, new): ["ny"],
        (old, file): ["gammel"],
        (file, file): ["hjemme"],
    }


def test_stated_only_leaves_out_readings_and_what_is_answered_with_them(place, exported):
    old = place("gammelt", {"nei": DENIALS})
    new = place("nytt", {"nei": DENIALS}, readings=DENIED)

    assert len(compare(old, new, open_project(), "nb").changes) == 3
    assert compare(old, new, open_project(), "nb", stated_only=True).changes == ()
    assert (
        compare(
            old, exported(old, stated_only=True), open_project(), "nb", stated_only=True
        ).changes
        == ()
    )


def test_things_are_called_what_the_newer_side_calls_them(place):
    thing = BASE.thing("tiltak/dele-data")
    found = compare(place("gammelt"), place("nytt", statements=RENAMED), open_project(), "nb")

    assert found.labels[thing] == {"nb": "Dele helsedata", "en": "Share data"}
    assert found.labels[term("ho:quote")]["en"] == "quote"
    assert found.labels[NamedNode(BASE.iri)]["nb"] == "Et lite prosjekt"
    assert found.labels[BASE.document("kilde-en")]["en"] == "Joint effort for better health"


def test_a_fault_says_in_which_of_the_projects_it_lies(place):
    broken = changed(STATEMENTS, '"70 sykehus"@nb ;\n    ho:tr', '"70 syke"@nb ;\n    ho:tr')
    broken = changed(broken, '    ho:glue "og det gjelder"@nb ;\n', "").replace("unit", "unti")
    old, new = place("gammelt"), place("nytt", statements=broken)
    with pytest.raises(ProjectError) as caught:
        compare(old, new, open_project(), "nb")

    assert {each.file for each in caught.value.faults} == {
        f"{new}/graph/kilde-en.{ending}" for ending in ("ttl", "txt")
    }


def test_a_fault_in_a_question_says_in_which_of_the_projects_it_lies(place):
    old, new = place("gammelt"), place("nytt", {"galt": f"{HEAD}SELECT"})
    with pytest.raises(ProjectError) as caught:
        compare(old, new, open_project(), "nb")

    assert [each.file for each in caught.value.faults] == [f"{new}/queries/galt.rq"]


GOOD = f'<{BASE.iri}> <{term("void:uriSpace").value}> "{BASE.iri}" <{BASE.iri}graph/datasett> .\n'


@pytest.mark.parametrize(
    ("name", "content", "key", "fields"),
    [
        ("tomt.nq", "", "not-an-export", {}),
        ("galt.nq", GOOD + "dette er ikke N-Quads\n", "export-garbled", {"line": 2}),
        ("bytes.nq", b"\xff\xfe", "export-garbled", {"line": 1}),
        ("uten-graf.nq", GOOD + "<urn:a> <urn:b> <urn:c> .\n", "not-an-export", {}),
        ("uten-navn.nq", GOOD + "_:a <urn:b> <urn:c> <urn:d> .\n", "not-an-export", {}),
        ("uten-prosjekt.nq", "<urn:a> <urn:b> <urn:c> <urn:d> .\n", "not-an-export", {}),
        ("to-prosjekt.nq", GOOD + GOOD.replace("ho21/", "annet/"), "not-an-export", {}),
        ("tekst.txt", GOOD, "neither-project-nor-export", None),
    ],
)
def test_what_is_neither_project_nor_export_is_refused(tmp_path, name, content, key, fields):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    good = tmp_path / "godt.nq"
    good.write_text(GOOD)
    for pair in ((path, good), (good, path)):
        with pytest.raises(UsageError) as caught:
            compare(*map(str, pair), open_project(), "nb")
        known = {"nb": ".nq eller .trig", "en": ".nq or .trig"}
        named = {"place": str(path), "known": known}
        given = named if fields is None else {"file": str(path)} | fields

        assert (caught.value.key, caught.value.fields) == (key, given)


@pytest.mark.parametrize(
    ("place_of", "key"),
    [
        ("finnes-ikke", "neither-project-nor-export"),
        ("finnes-ikke.nq", "not-readable"),
        ("x" * 300, "neither-project-nor-export"),
        ("x" * 300 + ".nq", "not-readable"),
        ("nul\0.nq", "not-readable"),
        ("", "neither-project-nor-export"),
        ("mappe", "neither-project-nor-export"),
        ("mappe.nq", "neither-project-nor-export"),
    ],
)
def test_a_place_that_cannot_be_read_is_refused(tmp_path, monkeypatch, place_of, key):
    monkeypatch.chdir(tmp_path)
    for folder in ("mappe", "mappe.nq"):
        (tmp_path / folder).mkdir()
    with pytest.raises(UsageError) as caught:
        compare(place_of, place_of, open_project(), "nb")

    assert caught.value.key == key


def test_an_export_that_is_no_regular_file_or_too_large_is_not_opened(tmp_path):
    pipe, large = tmp_path / "roer.nq", tmp_path / "stor.nq"
    os.mkfifo(pipe)
    large.write_text(GOOD * 100)
    wanted = {
        pipe: f"Cannot read {pipe}: This is no regular file but for instance a folder, a pipe or a "
        "device; put the file itself here.",
        large: f"Cannot read {large}: The file is larger than 0.001 MB; split it, or raise the "
        "limit with --data-limit.",
    }
    for place, sentence in wanted.items():
        with pytest.raises(UsageError) as caught:
            compare(str(place), str(place), open_project(limits=FileLimits(data=0.001)), "en")
        assert caught.value.text("en") == sentence


def test_cells_without_a_value_are_empty(place):
    optional = (
        f"{HEAD}SELECT ?m ?none WHERE {{ ?m a ho:Measure OPTIONAL {{ ?m ho:value ?none }} }}\n"
    )
    without = changed(
        STATEMENTS, "tiltak:dele-data a ho:Recommendation", "tiltak:dele-data a ho:Goal"
    )
    old, new = (
        place("gammelt", {"tom": optional}),
        place("nytt", {"tom": optional}, statements=without),
    )

    assert [
        each.key
        for each in compare(old, new, open_project(), "nb").changes
        if each.section == "answers"
    ] == [(NamedNode(f"{BASE.iri}id/tiltak/dele-data"), Literal(""))]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Utsagn\n  kilde-en: 1 endret\n"),
        (["--lang", "en"], "Statements\n  kilde-en: 1 changed\n"),
        (["--format", "md"], "## Utsagn\n\n- kilde-en: 1 endret\n"),
        (["--format", "json"], '{\n  "statements": {\n'),
        (["--format", "csv"], "section,group,change,"),
    ],
)
def test_the_command_ends_well_where_sides_differ(place, monkeypatch, capsysbinary, words, said):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    code = main(["diff", place("gammelt"), place("nytt", statements=RENAMED), *words])
    out, err = capsysbinary.readouterr()

    assert (code, out.decode()[: len(said)], err) == (0, said, b"")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["finnes-ikke", "heller-ikke"], "finnes-ikke er verken et prosjekt"),
        (["bare-en"], "Kommandoen mangler NY;"),
        (["galt.nq", "galt.nq"], "galt.nq:2: Dette er ikke gyldig N-Quads;"),
        (["godt.nq", "godt.nq", "--format", "xlsx"], "Ukjent format: xlsx;"),
    ],
)
def test_a_wrong_call_is_told_in_one_sentence(tmp_path, monkeypatch, capsysbinary, words, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "godt.nq").write_text(GOOD)
    (tmp_path / "galt.nq").write_text(f"{GOOD}dette er ikke N-Quads\n")
    code = main(["diff", *words, "--lang", "nb", "--project", str(ROOT)])
    out, err = capsysbinary.readouterr()

    assert (code, out, err.decode()[: len(said)]) == (2, b"", said)
    assert err.count(b"\n") == 1
