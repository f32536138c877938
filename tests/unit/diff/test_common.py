"""What two projects have in common: actors, concepts, goals by theme, and who does what in both."""

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest

from ho21.cli.main import main
from ho21.dataset.loader import load
from ho21.diff.beside import told_beside
from ho21.diff.common import common
from ho21.errors import UsageError
from ho21.export.registry import export
from ho21.project import FileLimits, open_project
from support.tiny import ACTORS, BASE, READINGS_HEAD, changed

THERE = "https://data.example.org/plan/"
LOS = "https://psi.norge.no/los/tema/medvirkning"
NUMBER = """ ;
    adms:identifier <{base}id/aktor/{name}#orgnr> .

<{base}id/aktor/{name}#orgnr> a adms:Identifier ;
    skos:notation "{number}" ;
    adms:schemaAgency "{register}"@nb ;
    dcterms:source "Sett i registeret."@nb .
"""
MAPPED = (
    "{thing}\t{link}\tlos:medvirkning\t\tsemapv:ManualMappingCuration\t0.7\t"
    "aktor:redaksjonen\t2026-11-22\tDet er å medvirke.\tIt is to take part.\tunreviewed\t\t\t\t\n"
)
HEAD = READINGS_HEAD.replace("#curie_map:\n", (
    f"#curie_map:\n#  tema: {BASE.iri}id/tema/\n#  los: https://psi.norge.no/los/tema/\n"
    "#  skos: http://www.w3.org/2004/02/skos/core#\n#  dcterms: http://purl.org/dc/terms/\n"
))  # fmt: skip


def numbered(name, number, register, base=BASE.iri, actors=ACTORS):
    """Return the actors, one of them with a number in a register."""
    told = NUMBER.format(base=base, name=name, number=number, register=register)
    block = re.compile(rf"(aktor:{name} a .*?) \.\n", re.DOTALL)
    return block.sub(lambda found: f"{found[1]}{told}", actors, count=1)


def mapped(*rows):
    """Return a table of mappings."""
    return HEAD + "".join(MAPPED.format(thing=thing, link=link) for thing, link in rows)


@pytest.fixture
def sides(tiny_project, tmp_path):
    """Return a function that writes two projects of other bases; returns their folders."""

    def write(ours, theirs, our_mappings="", their_mappings=""):
        for name, actors, rows in (("vi", ours, our_mappings), ("de", theirs, their_mappings)):
            root = tmp_path / name
            shutil.move(tiny_project(actors=actors), root)
            if rows:
                (root / "graph" / "mappings.tsv").write_text(rows, encoding="utf-8")
        for file in (tmp_path / "de" / "graph").glob("*.t*"):
            text = re.sub(rf"{BASE.iri}(?!def|shape)", THERE, file.read_bytes().decode())
            file.write_bytes(text.encode())
        return str(tmp_path / "vi"), str(tmp_path / "de")

    return write


def short(pairs):
    return [(one.rpartition("/")[2], other.rpartition("/")[2], why) for one, other, why in pairs]


def placed(places):
    return [
        (each.under.rpartition("/")[2], each.side, each.thing.rpartition("/")[2],
         re.split("[/#]", each.link)[-1])
        for each in places
    ]  # fmt: skip


def test_actors_are_the_same_by_a_number_in_a_register_and_never_by_a_name(sides):
    ours = numbered("radet", "983 744 516", "Enhetsregisteret")
    theirs = numbered("radet", "983744516", "Enhetsregisteret", THERE)
    theirs = changed(theirs, '"Helserådet"@nb', '"Det nye rådet"@nb')
    found = common(*sides(ours, theirs), FileLimits())

    assert short(found.actors) == [("radet", "radet", ("983744516", "Enhetsregisteret"))]
    assert ("kommunene", "kommunene", ("kommunene",)) in short(found.suggestions)
    assert "radet" not in [each[0] for each in short(found.suggestions)]


def test_one_number_in_two_registers_is_only_a_suggestion(sides):
    ours = numbered("radet", "983744516", "Enhetsregisteret")
    theirs = numbered("kommisjonen", "983744516", "Et annet register", THERE)
    found = common(*sides(ours, theirs), FileLimits())

    assert found.actors == ()
    assert ("radet", "kommisjonen", ("983744516",)) in short(found.suggestions)


def test_who_does_what_is_told_of_an_actor_of_both(sides):
    ours, theirs = (
        numbered("radet", "983744516", "Enhetsregisteret", base) for base in (BASE.iri, THERE)
    )
    found = common(*sides(ours, theirs), FileLimits())

    assert placed(found.roles) == [
        ("radet", 0, "felles-data", "proposedBy"),
        ("radet", 0, "dele-data", "proposedBy"),
        ("radet", 1, "felles-data", "proposedBy"),
        ("radet", 1, "dele-data", "proposedBy"),
    ]


def test_things_matched_with_one_concept_are_the_same_and_their_goals_stand_under_it(sides):
    folders = sides(
        ACTORS, ACTORS,
        mapped(("tema:data", "skos:exactMatch"), ("malbilde:felles-data", "dcterms:subject")),
        mapped(("tema:data", "skos:exactMatch")),
    )  # fmt: skip
    found = common(*folders, FileLimits())

    assert short(found.same) == [("data", "data", (LOS,))]
    assert placed(found.concepts) == [
        ("medvirkning", 0, "felles-data", "subject"),
        ("medvirkning", 0, "data", "exactMatch"),
        ("medvirkning", 1, "data", "exactMatch"),
    ]
    assert placed(found.goals) == [
        ("medvirkning", 0, "felles-data", "subject"),
        ("data", 1, "felles-data", "isPartOf"),
    ]


def test_a_close_match_makes_nothing_the_same(sides):
    rows = mapped(("tema:data", "skos:closeMatch"))
    found = common(*sides(ACTORS, ACTORS, rows, rows), FileLimits())

    assert found.same == ()
    assert [each.link.rpartition("#")[2] for each in found.concepts] == ["closeMatch"] * 2


@pytest.mark.parametrize("form", ["nq", "trig", "ttl"])
def test_an_export_is_compared_as_its_project_is(sides, tmp_path, form):
    ours, theirs = (
        numbered("radet", "983744516", "Enhetsregisteret", base) for base in (BASE.iri, THERE)
    )
    rows = mapped(("tema:data", "skos:exactMatch"))
    folders = sides(ours, theirs, rows, rows)
    (content,) = export(form, load(open_project(folders[1]))).values()
    file = tmp_path / f"plan.{form}"
    file.write_bytes(content)
    whole, half = (common(folders[0], each, FileLimits()) for each in (folders[1], str(file)))

    for name in ("actors", "concepts", "goals", "roles", "suggestions"):
        assert getattr(half, name) == getattr(whole, name), name


def test_two_projects_with_one_base_are_refused_in_one_sentence(tiny_project, capsys):
    root = str(tiny_project())

    assert main(["compare", root, root, "--lang", "en"]) == 2
    assert capsys.readouterr().err == (
        f"{root} and {root} have the same base ({BASE.iri}), so they are one project; "
        "use “ho21 diff” for two editions of it.\n"
    )


def test_what_is_neither_project_nor_export_is_told(tmp_path):
    with pytest.raises(UsageError) as raised:
        common(str(tmp_path / "a.csv"), str(tmp_path), FileLimits())

    assert raised.value.text("en").endswith(
        "nor an export (.nq, .trig or .ttl); point to one of them."
    )


def test_it_is_told_in_each_form_with_the_same_rows(sides):
    ours, theirs = (
        numbered("radet", "983744516", "Enhetsregisteret", base) for base in (BASE.iri, THERE)
    )
    found = common(*sides(ours, theirs), FileLimits())
    markdown = told_beside(found, "md", "en")
    data = json.loads(told_beside(found, "json", "nb"))
    rows = list(csv.DictReader(io.StringIO(told_beside(found, "csv", "nb"))))

    assert markdown.startswith("# Two projects side by side: ho21 and plan\n")
    assert (
        """
## Actors in both

| in ho21 | in plan | known by |
| --- | --- | --- |
| Health Council | Health Council | 983744516 · Enhetsregisteret |
"""
        in markdown
    )
    assert "\n## Concepts that both are tied to\n\nNone.\n" in markdown
    assert "Helserådet" in told_beside(found, "table", "nb")
    assert [(each["name"], each["base"]) for each in data["projects"]] == [
        ("ho21", BASE.iri),
        ("plan", THERE),
    ]
    assert data["actors"] == [
        {
            "one": BASE.thing("aktor/radet").value,
            "oneLabel": "Helserådet",
            "other": f"{THERE}id/aktor/radet",
            "otherLabel": "Helserådet",
            "why": "983744516 · Enhetsregisteret",
        }
    ]
    assert {name: len(each) for name, each in data.items() if name != "projects"} == {
        name: sum(row["table"] == name for row in rows)
        for name in ("actors", "concepts", "goals", "roles", "suggestions")
    }


def test_our_own_project_beside_a_city_has_nobody_in_common(capsys):
    city = Path(__file__).parents[2] / "support" / "projects" / "city"
    root = Path(__file__).parents[3]

    assert main(["compare", str(root), str(city), "--format", "json", "--lang", "en"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["actors"], data["concepts"], data["roles"]) == ([], [], [])
    assert {each["project"] for each in data["goals"]} == {
        BASE.iri, "https://example.org/tarnmouth/",
    }  # fmt: skip
