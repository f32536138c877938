"""Analyses of the network, each with and without readings."""

import csv
import io
import json
import re

import pytest

from ho21.analysis.registry import analyse, titles
from ho21.cli.main import main
from ho21.dataset.loader import load
from ho21.errors import UsageError
from ho21.project import open_project
from support.others import CITY
from support.tiny import BASE, READING, READINGS_HEAD, STATEMENTS, TEXT, place

NAMES = ["bortfall", "dekning", "grunnlag", "hull", "hvorfor", "sentralitet", "utvikling"]
OF_TWO = ["side-ved-side", "vei"]
VISION = """
visjon:god-helse a ho:Vision ;
    skos:prefLabel "God helse"@nb , "Good health"@en ;
    ho:quote "Visjonen er god helse"@nb ;
    ho:translation "The vision is good health"@en .
"""
HEAD = READINGS_HEAD.replace(
    "#  semapv:", f"#  soyle: {BASE.iri}id/soyle/\n#  visjon: {BASE.iri}id/visjon/\n#  semapv:"
)
CONTINUES = READING.replace("tiltak:dele-data", "soyle:data").replace(
    "ho:contributesTo\tmalbilde:felles-data", "ho:continues\tvisjon:god-helse"
)
SOUGHT = READING.replace("malbilde:felles-data", "sssom:NoTermFound").replace(
    "unreviewed\t\t\t\t\n", "unreviewed\tho:TargetPicture\t\t\t\n"
)
DENIED = READING.replace("\t\tsemapv", "\tNot\tsemapv")
STEPS = [
    ("tiltak:dele-data", "contributesTo", "malbilde:felles-data", "interpreted", 0.7),
    ("malbilde:felles-data", "isPartOf", "soyle:data", "stated", ""),
    ("soyle:data", "continues", "visjon:god-helse", "interpreted", 0.7),
]


@pytest.fixture
def opened(tiny_project):
    """Return a function that opens a tiny project with a vision and some readings."""

    def run(readings=READING + CONTINUES):
        text = TEXT.replace("Til toppen", "Visjonen er god helse\nTil toppen")
        root = tiny_project(text=text, statements=STATEMENTS + VISION, readings=HEAD + readings)
        return load(open_project(str(root))).sound()

    return run


@pytest.mark.parametrize("name", NAMES)
def test_where_there_is_nothing_to_analyse_one_sentence_says_why(tiny_project, name):
    root = tiny_project()
    for source in root.glob("graph/kilde-en.*"):
        source.unlink()
    (root / "graph/tolkning.tsv").write_text(READINGS_HEAD, encoding="utf-8")

    found = analyse(name, load(open_project(str(root))), lang="en")

    told = "There is nothing to analyse: the project has no sources yet."
    assert (found.note, found.tables) == (told, ())


def test_an_analysis_of_what_no_source_speaks_of_says_so(tiny_project):
    found = analyse("utvikling", load(open_project(str(tiny_project()))).sound(), lang="en")

    told = "There is nothing to analyse: no source says anything about what this analysis counts."
    assert (found.note, found.tables) == (told, ())


def iri(name: str) -> str:
    prefix, slug = name.split(":")
    return BASE.prefixes()[prefix] + slug


def short(cell) -> object:
    """Return a thing as a prefixed name and a term or word by its last part."""
    if not cell.iri:
        return cell.exact
    path = cell.iri.removeprefix(BASE.iri).removeprefix("id/")
    return cell.iri.rpartition("#")[2] if "#" in cell.iri else path.replace("/", ":")


def rows(analysis, table: str) -> list[tuple[object, ...]]:
    return [tuple(map(short, row)) for row in analysis.table(table).rows]


def why(*arguments) -> tuple[str, dict[str, object]]:
    with pytest.raises(UsageError) as caught:
        analyse(*arguments)
    return caught.value.key, caught.value.fields


def test_the_analyses_are_listed_by_name_with_a_title_in_either_language():
    assert list(titles("nb")) == list(titles("en")) == [*NAMES, *OF_TWO]
    assert titles("nb")["hull"] != titles("en")["hull"]


@pytest.mark.parametrize("name", NAMES)
def test_every_analysis_has_something_to_say_of_the_real_project(real, name):
    found = analyse(name, real)

    assert found.name == name
    assert any(table.rows for table in found.tables)
    assert all(len(row) == len(table.columns) for table in found.tables for row in table.rows)
    assert analyse(name, real) == found


@pytest.mark.parametrize("name", NAMES)
def test_another_language_changes_the_labels_and_not_the_numbers(real, name):
    def numbers(lang: str) -> list[str]:
        rows = (row for table in analyse(name, real, lang=lang).tables for row in table.rows)
        return sorted(
            str([cell.iri or cell.value for cell in row if cell.iri or cell.value is not None])
            for row in rows
        )

    assert numbers("nb") == numbers("en")


def test_why_a_recommendation_is_there_is_told_step_by_step(opened):
    table = rows(analyse("hvorfor", opened(), "dele-data"), "withReadings")

    assert [(*row[3:8],) for row in table] == STEPS
    assert [row[:3] for row in table] == [(1, 0.7, 1), (1, 0.7, 2), (1, 0.7, 3)]
    assert table[0][8:] == ("Delte data er felles data.", "")
    assert table[1][8:] == ("Den bærende søylen", "kilde-en.txt:7")


def test_without_readings_the_same_chain_breaks_at_its_beginning(opened):
    found = analyse("hvorfor", opened(), "dele-data")

    assert rows(found, "withoutReadings") == [
        (
            1,
            "",
            1,
            "tiltak:dele-data",
            "break",
            "",
            "",
            "",
            "mangler målbilde («bidrar til»). Kildene sier det ikke.",
            "",
        )
    ]


@pytest.mark.parametrize(
    ("readings", "reason"),
    [
        ("", "Ingen kilde sier det, og det er ikke tolket."),
        (SOUGHT, "Lett etter og ikke funnet: Delte data er felles data. (sikkerhet 0,7)"),
        (DENIED, "Felles data er vurdert og avvist: Delte data er felles data. (sikkerhet 0,7)"),
    ],
    ids=["none looked", "sought", "denied"],
)
def test_where_a_chain_breaks_the_reason_is_told(opened, readings, reason):
    (row,) = rows(analyse("hvorfor", opened(CONTINUES + readings)), "reach")

    missing = "mangler målbilde («bidrar til»)"
    assert row == ("tiltak:dele-data", missing, missing, "", 0, reason)


def test_each_recommendation_is_told_on_one_line(opened):
    assert rows(analyse("hvorfor", opened()), "reach") == [
        ("tiltak:dele-data", "mangler målbilde («bidrar til»)", "når visjonen", 0.7, 1, "")
    ]


def test_a_chain_that_breaks_further_on_tells_where(opened):
    (row,) = rows(analyse("hvorfor", opened(READING)), "reach")

    assert row[2] == "brytes ved Den bærende søylen: mangler visjon («viderefører»)"


def test_a_chain_from_a_theme_follows_its_recommendations(opened):
    table = rows(analyse("hvorfor", opened(), "tema:data"), "withReadings")

    assert [(*row[3:8],) for row in table] == [
        ("tema:data", "isPartOf", "tiltak:dele-data", "stated", ""),
        *STEPS,
    ]
    (first, *_) = analyse("hvorfor", opened(), "tema:data").table("withReadings").rows
    assert first[4].text == "omfatter"


def test_of_the_vision_itself_one_sentence_says_that_the_chains_end_there(opened):
    found = analyse("hvorfor", opened(), "visjon:god-helse")

    assert found.tables == ()
    assert found.note.startswith("God helse er visjonen selv; der ender kjedene.")


def test_where_no_chain_of_reasons_goes_the_other_ways_are_told(opened):
    found = analyse("hvorfor", opened(), "aktor:radet")

    (broken,) = rows(found, "withReadings")
    assert broken[3:5] == ("aktor:radet", "break")
    assert broken[8] == "ingen kjede av grunner går herfra"
    assert [(*row[3:8],) for row in rows(found, "otherWays")][:3] == [
        ("aktor:radet", "proposedBy", "malbilde:felles-data", "stated", ""),
        *STEPS[1:],
    ]
    assert found.table("otherWays").rows[0][4].text == "foreslår"


def test_where_reasons_lead_there_no_other_ways_are_told(opened):
    assert [each.name for each in analyse("hvorfor", opened(), "dele-data").tables] == [
        "withoutReadings", "withReadings",
    ]  # fmt: skip


def test_the_way_between_two_things_is_told_step_by_step_and_where_it_breaks(opened):
    found = analyse("vei", opened(), "til=dele-data", "fra=visjon:god-helse")

    (broken,) = rows(found, "withoutReadings")
    assert broken[3:] == (
        "visjon:god-helse", "break", "", "", "", "Herfra nås 0 ting, men ikke Dele data.", "",
    )  # fmt: skip
    steps = [(*row[3:8],) for row in rows(found, "withReadings")][:3]
    assert steps == [(end, by, start, *known) for start, by, end, *known in reversed(STEPS)]
    assert found == analyse("vei", opened(), "from=god-helse", "to=dele-data")


def test_the_way_to_the_vision_is_why(opened):
    dataset = opened()
    way, reason = (
        analyse("vei", dataset, "fra=dele-data", "til=god-helse"),
        analyse("hvorfor", dataset, "dele-data"),
    )

    assert way.tables == reason.tables


def test_the_way_from_a_thing_to_itself_is_one_sentence(opened):
    found = analyse("vei", opened(), "fra=dele-data", "til=dele-data")

    assert (found.tables, found.note) == (
        (), "Veien går fra Dele data til Dele data; velg to ulike ting.",
    )  # fmt: skip


@pytest.mark.parametrize(
    "words", [(), ("fra=dele-data",), ("dele-data", "god-helse"), ("fra=a", "from=b")]
)
def test_a_way_needs_two_ends(opened, words):
    assert why("vei", opened(), *words) == ("way-ends", {})


def test_two_things_are_side_by_side_with_what_both_have_and_what_one_alone_has(opened):
    found = analyse("side-ved-side", opened(), "dele-data", "soyle:data")

    assert [row[:5] for row in rows(found, "withReadings")][:3] == [
        ("both", "malbilde:felles-data", "tiltak:dele-data", "contributesTo", "interpreted"),
        ("both", "malbilde:felles-data", "soyle:data", "isPartOf", "stated"),
        ("left", "tema:data", "tiltak:dele-data", "isPartOf", "stated"),
    ]
    assert "both" not in {row[0] for row in rows(found, "withoutReadings")}
    assert found.note.startswith(
        "Etter kildene alene: 0 felles, 4 bare for Dele data, 1 bare for Den bærende søylen. "
        "Med tolkninger: 1 felles, 4 bare for Dele data, 1 bare for Den bærende søylen."
    )


def test_a_source_has_what_it_speaks_of_with_the_words(opened):
    found = analyse("side-ved-side", opened(), "doc:kilde-en", "visjon:god-helse")

    told = {row[1]: row[3:] for row in rows(found, "withoutReadings") if row[0] == "left"}
    assert told["tiltak:dele-data"][:2] == ("isStatedIn", "stated")
    assert told["soyle:data"][3:] == ("Den bærende søylen", "kilde-en.txt:7")


def test_a_thing_beside_itself_is_one_sentence(opened):
    found = analyse("side-ved-side", opened(), "dele-data", "dele-data", lang="en")

    assert found.tables == ()
    assert found.note.endswith("stands here beside itself; choose two different things.")


@pytest.mark.parametrize("words", [(), ("dele-data",), ("dele-data", "god-helse", "soyle:data")])
def test_side_by_side_needs_two(opened, words):
    assert why("side-ved-side", opened(), *words) == ("two-sides", {})


def test_the_lineage_of_a_thing_has_the_words_of_each_step_and_no_year_that_no_source_gives(opened):
    found = analyse("utvikling", opened(), "visjon:god-helse")

    origin = (
        "uten årstall",
        "",
        "visjon:god-helse",
        "origin",
        "",
        "stated",
        "",
        "Visjonen er god helse",
        "kilde-en.txt:10",
    )
    assert rows(found, "withoutReadings") == [origin]
    assert rows(found, "withReadings") == [
        origin,
        (
            "uten årstall",
            "",
            "soyle:data",
            "continues",
            "visjon:god-helse",
            "interpreted",
            0.7,
            "Delte data er felles data.",
            "",
        ),
    ]


def test_where_nothing_carries_a_thing_on_one_sentence_says_so(opened):
    found = analyse("utvikling", opened(), "tema:data")

    assert found.tables == ()
    assert "Deling av data" in found.note


def test_the_lineage_of_the_real_areas_begins_in_2014(real):
    table = rows(analyse("utvikling", real), "withoutReadings")
    first = [row[1:4] for row in table if row[0] == "omrade:okt-brukermedvirkning"]

    assert first == [
        ("2014", "hendelse:lansering-2014", "omrade:okt-brukermedvirkning"),
        ("uten årstall", "", "tiltak:folge-opp-satsingsomradene"),
    ]
    assert len({row[0] for row in table}) == 10


def test_with_the_only_source_all_falls_that_it_states(opened):
    dataset = opened()

    things, links, more, chains, broken = rows(analyse("bortfall", dataset), "losses")[0][1:]
    assert (things, more - links) == (10, 2)
    assert (chains, broken) == (0, 1)
    found = analyse("bortfall", dataset, "kilde-en")
    assert len(found.table("gone").rows) == things
    assert len(found.table("linksGone").rows) == more
    assert rows(found, "chainsGone") == [("tiltak:dele-data", "faller selv")]
    assert rows(found, "shared") == []


@pytest.mark.parametrize("name", ["toppmote", "doc:toppmote", f"<{BASE.iri}doc/toppmote>"])
def test_a_source_may_be_named_in_several_ways(real, name):
    assert analyse("bortfall", real, name) == analyse("bortfall", real, "toppmote")


def test_what_a_real_source_takes_with_it_is_counted_as_it_is_listed(real):
    for source, things, few, many, *_, broken in rows(analyse("bortfall", real), "losses"):
        found = analyse("bortfall", real, source)
        links = rows(found, "linksGone")
        assert len(found.table("gone").rows) == things
        assert (sum(row[3] == "stated" for row in links), len(links)) == (few, many)
        assert len(found.table("chainsGone").rows) == broken


def test_what_another_source_names_too_stays(real):
    shared = rows(analyse("bortfall", real, "toppmote"), "shared")

    assert ("aktor:erna-solberg", "doc:handlingsplan-2015") in shared
    assert not any("toppmote" in others for _, others in shared)


def test_an_unknown_analysis_thing_or_source_is_told_with_the_nearest_names(opened):
    dataset = opened()

    assert why("hvorfo", dataset) == (
        "unknown-analysis",
        {
            "name": "hvorfo",
            "hint": {"nb": " (mente du hvorfor?)", "en": " (did you mean hvorfor?)"},
        },
    )
    assert why("xyz", dataset)[1]["hint"] == {"nb": "", "en": ""}
    assert why("hull", dataset, "dele-data") == (
        "analysis-of-all",
        {"name": "hull", "thing": "dele-data"},
    )
    key, fields = why("bortfall", dataset, "kilde-to")
    assert (key, fields["known"]) == ("unknown-source", "kilde-en")
    assert fields["name"]["en"] == "kilde-to (did you mean kilde-en?)"
    key, fields = why("hvorfor", dataset, "dele-dat")
    assert (key, "dele-data" in str(fields["hint"])) == ("unknown-thing-asked", True)


@pytest.mark.usefixtures("read_once")
def test_the_command_lists_the_analyses_and_answers_in_each_form(capsysbinary):
    def said(*words: str) -> str:
        assert main(["analyse", *words, "--lang", "nb"]) == 0
        return capsysbinary.readouterr().out.decode()

    assert [line.split()[0] for line in said().splitlines() if line[0] != " "] == [*NAMES, *OF_TWO]
    assert said("hull").startswith("Hull: ")
    assert said("hull", "--format", "md").startswith("# Hull: ")
    assert json.loads(said("hull", "--format", "json"))["analysis"] == "hull"
    reach = list(csv.DictReader(io.StringIO(said("hvorfor", "--format", "csv"))))
    assert len(reach) == 25
    assert {row["table"] for row in reach} == {"reach"}


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize(
    "words", [["hul"], ["hull", "visjonen"], ["bortfall", "x"], ["hvorfor", "ingen-slik"]]
)
def test_a_wrong_call_is_one_sentence(capsysbinary, words):
    for lang in ("nb", "en"):
        assert main(["analyse", *words, "--lang", lang]) == 2
        said = capsysbinary.readouterr()
        assert said.out == b""
        assert re.fullmatch(r"[^\n]+\.\n", said.err.decode())


def test_a_project_at_fault_is_not_analysed(tiny_project, capsysbinary):
    root = tiny_project(readings=READINGS_HEAD + READING + READING)
    file, line = place(root, "graph/tolkning.tsv", "subject_id")

    assert main(["analyse", "hull", "--project", str(root)]) == 1
    assert capsysbinary.readouterr().err.decode().startswith(f"{file}:{line + 2}: ")


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("nb", ["Mål uten forpliktelse", "Forpliktelser uten mål"]),
        ("en", ["Goals without a commitment", "Commitments without a goal"]),
    ],
)
def test_an_analysis_calls_what_is_counted_what_the_classes_of_the_project_are_called(lang, told):
    found = analyse("hull", load(open_project(str(CITY))).sound(), lang=lang).table("gaps")

    assert [row[0].text for row in found.rows][:2] == told
