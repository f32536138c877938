"""The graph as a workbook: goals, measures, actors, links and sources, with the words of each."""

import re
from functools import cache

import pytest

from ho21.dataset.dataset import select
from ho21.dataset.loader import load
from ho21.dataset.source import Source
from ho21.errors import UsageError
from ho21.export.registry import export
from ho21.export.xlsx import files
from ho21.model.read import knowledge_graph
from ho21.model.things import Standing
from ho21.project import open_project
from ho21.resources import messages
from support.exported import ROOT, exported, graph, links
from support.sheets import FORMULAS, read, rows, texts
from support.tiny import ACTORS, READING, READINGS_HEAD, changed

SHEETS = ["Les meg", "Mål", "Tiltak", "Aktører", "Koblinger", "Kilder"]


@cache
def book():
    return read(exported("xlsx"))


def told(name, book=None):
    """Return the rows of a sheet, each value by the heading of its column."""
    sheet = (book or globals()["book"]())[name]
    heads = [cell.value for cell in sheet[1]]
    assert len(set(heads)) == len(heads)
    return [dict(zip(heads, row, strict=True)) for row in rows(sheet)]


def counted(kind):
    query = f"SELECT DISTINCT ?thing {{ ?thing a {kind} }}"
    return {row["thing"].value for row in select(graph().store(), query, graph().base.prefixes())}


def small(root):
    """Return the workbook of a small project."""
    (content,) = export("xlsx", load(open_project(str(root))).sound()).values()
    return read(content)


def test_the_sheets_stand_in_this_order():
    assert book().sheetnames == SHEETS


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Mål", "ho:Goal"),
        ("Tiltak", "ho:Measure"),
        ("Aktører", "ho:Actor"),
        ("Koblinger", "ho:Claim"),
        ("Kilder", "ho:Document"),
    ],
)
def test_a_sheet_has_a_row_for_each_thing_that_sparql_finds(name, kind):
    iris = [row["IRI"] for row in told(name)]

    assert set(iris) == counted(kind)
    assert len(iris) == len(counted(kind)) > 0


def test_the_sheet_of_links_has_as_many_rows_as_there_are_claims():
    assert len(told("Koblinger")) == links()


@pytest.mark.parametrize("name", SHEETS[1:])
def test_a_sheet_filters_every_row_and_keeps_headings_and_names_in_sight(name):
    sheet = book()[name]

    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}"


def test_none_of_the_25_has_a_responsible_actor_by_a_source_or_a_reader():
    proposals = [row for row in told("Tiltak") if row["Type"] == "tiltaksforslag"]

    assert len(proposals) == 25
    assert {row["Ansvarlig (sagt)"] for row in proposals} == {None}
    assert {row["«Vi» i kilden"] for row in proposals} == {"«Vi» i rådets innspill"}
    assert all(
        "Ingen kilde sier hvem som har ansvar" in row["Kildene sier ikke"] for row in proposals
    )
    assert {row["Utfører (sagt)"] for row in proposals} == {None}
    assert {row["Ansvarlig (følger av det sagte)"] for row in proposals} == {None}


def test_who_follows_to_be_responsible_is_not_said_to_be():
    (row,) = [each for each in told("Tiltak") if each["IRI"].endswith("/legge-frem-handlingsplan")]

    assert row["Utfører (sagt)"] == "Regjeringen"
    assert row["Ansvarlig (sagt)"] is None
    assert row["Ansvarlig (følger av det sagte)"] == "◆› Regjeringen"


def test_who_follows_to_be_responsible_from_a_reading_has_the_sign_of_that(tiny_project):
    reading = changed(
        READING, "ho:contributesTo\tmalbilde:felles-data", "ho:performer\taktor:kommunene"
    )
    (row,) = told("Tiltak", small(tiny_project(readings=READINGS_HEAD + reading)))

    assert {head: cell for head, cell in row.items() if "svar" in head or "fører" in head} == {
        "Utfører (tolket)": "Kommunene (0,7)",
        "Ansvarlig (følger av en tolkning)": "◇› Kommunene (0,7)",
    }


def test_a_role_is_told_from_the_actor_whichever_way_the_link_goes():
    roles = {row["Navn"]: row["Roller (sagt)"] for row in told("Aktører")}
    council = roles["HelseOmsorg21-rådet"].split("\n")

    assert {"ledes av (1)", "oppnevnt av (1)", "erstatter (1)", "foreslår (25)"} <= {*council}
    assert roles["Topplederforum for HelseOmsorg21"] == "erstattet av (1)"
    assert roles["John-Arne Røttingen"] == "kommer fra (1)\nleder (1)"
    assert "oppnevner (1)" in roles["Helse- og omsorgsdepartementet"].split("\n")


@pytest.mark.parametrize("name", SHEETS[1:])
def test_a_column_that_no_row_fills_is_left_out_and_the_first_sheet_says_which(name):
    rows_told = told(name)
    left_out = {row[0]: row[2] for row in rows(book()["Les meg"])}["Utelatte kolonner"]
    texts_told = messages("export/workbook.toml")
    (sheet,) = [each for each in texts_told["sheet"] if each["nb"] == name]
    heads = [texts_told["column"][each]["nb"] for each in sheet["columns"]]

    assert [head for head in rows_told[0] if not any(row[head] for row in rows_told)] == []
    assert [head for head in heads if f"{name}: «{head}»" in left_out] == [
        head for head in heads if head not in rows_told[0]
    ]


def test_the_first_sheet_says_of_how_many_measures_no_source_names_who_is_responsible():
    silent = [
        row
        for row in told("Tiltak")
        if not (
            row["Utfører (sagt)"]
            or row["Ansvarlig (sagt)"]
            or row["Ansvarlig (følger av det sagte)"]
        )
    ]
    (line,) = [row for row in rows(book()["Les meg"]) if row[0] == "Usagt ansvar"]

    assert line[2] == (
        f"Kildene sier ikke hvem som har ansvar for eller utfører {len(silent)} av "
        f"{len(told('Tiltak'))} tiltak."
    )


def test_how_something_is_known_goes_by_the_words_of_the_vocabulary():
    cells = rows(book()["Les meg"])
    known = [
        (f"{each.sign} {label.nb}", f"{each.sign} {label.en}")
        for each in Standing
        for label in [knowledge_graph(graph()).labels[each.iri]]
    ]

    assert [row[:2] for row in cells if str(row[0])[:1] in {"◆", "◇"}] == known
    heads = {cell.value for name in SHEETS[1:] for cell in book()[name][1]}
    endings = {found[1] for head in heads if (found := re.search(r"\((.*)\)$", head))}
    assert endings <= {knowledge_graph(graph()).labels[each.iri].nb for each in Standing}


def test_what_is_unsaid_is_an_empty_cell_that_looks_so():
    sheet = book()["Tiltak"]
    at = [cell.value for cell in sheet[1]].index("Ansvarlig (sagt)")
    fills = {(bool(row[at].value), row[at].fill.fill_type) for row in sheet.iter_rows(min_row=2)}

    assert fills == {(False, "lightUp"), (True, None)}


def test_a_reading_is_marked_in_words_and_in_colour_and_what_is_stated_in_neither():
    sheet = book()["Koblinger"]
    heads = [cell.value for cell in sheet[1]]
    at = [
        heads.index(each)
        for each in ("Sagt eller tolket", "Sikkerhet", "Begrunnelse", "Ordene i kilden")
    ]
    seen = set()
    for row in sheet.iter_rows(min_row=2):
        said, sure, reason, quote = (row[each].value for each in at)
        seen.add(
            (said, sure is not None, reason is not None, quote is not None, row[0].fill.fgColor.rgb)
        )

    assert seen == {
        ("◆ sagt", False, False, True, "00000000"),
        ("◆› følger av det sagte", False, False, True, "FFE1EDF7"),
        ("◇ tolket", True, True, False, "FFFFE9CF"),
        ("◇› følger av en tolkning", True, True, False, "FFFFE9CF"),
    }


def test_a_row_of_links_is_as_the_graph_has_it():
    (row,) = [
        each
        for each in told("Koblinger")
        if each["Fra: IRI"].endswith("/utnytte-helsedata") and each["Kobling"] == "foreslått av"
    ]
    proposal = "Vi må utnytte helsedata bedre for effektivisering og avlasting av helsepersonell"

    assert row["Til"] == "HelseOmsorg21-rådet"
    assert row["Grunnlag"] == "sitat fra kilde"
    assert row["Fra: ordene i kilden"] == proposal
    assert row["Sted"] == "innspill-helsepersonellkommisjonen.txt:55"
    assert row["Kilde"] == "Rådet gir innspill til kommisjonen"


def test_a_reading_says_where_and_by_whom_it_was_written_and_what_follows_from_it_the_same(
    tiny_project,
):
    reading = changed(
        READING, "ho:contributesTo\tmalbilde:felles-data", "ho:performer\taktor:kommunene"
    )
    found = told("Koblinger", small(tiny_project(readings=READINGS_HEAD + reading)))
    read_rows = [row for row in found if row["Sagt eller tolket"] != "◆ sagt"]

    assert [row["Sagt eller tolket"] for row in read_rows] == [
        "◇› følger av en tolkning",
        "◇ tolket",
    ]
    assert {row["Kilde"] for row in read_rows} == {"Tolket av Redaksjonen"}
    line = (READINGS_HEAD + reading).count("\n")
    assert {row["Sted"] for row in read_rows} == {f"tolkning.tsv:{line}"}
    assert {row["Sikkerhet"] for row in read_rows} == {0.7}


@pytest.mark.parametrize(("name", "words"), [(each, "Ordene i kilden") for each in SHEETS[1:]])
def test_a_quote_stands_at_the_place_beside_it(name, words):
    quoted = [row for row in told(name) if row[words]]

    assert len(quoted) >= 10
    assert [row for row in quoted if not stands(row[words], row["Sted"])] == []
    assert all(row["Kilde"] for row in quoted)


def stands(quote, place):
    file, line = place.split(":")
    source = Source(file.removesuffix(".txt"), (ROOT / "graph" / file).read_bytes())
    return any(source.lines(each)[0] == int(line) for each in source.find(quote))


@pytest.mark.parametrize("name", SHEETS[1:4])
def test_only_those_who_read_have_no_words_in_a_source(name):
    assert {row["Navn"] for row in told(name) if not row["Ordene i kilden"]} <= {
        "Redaksjonen",
        "Den andre leseren",
    }


def test_what_is_read_shows_how_sure_its_reader_is():
    (row,) = [each for each in told("Tiltak") if each["IRI"].endswith("/utnytte-helsedata")]
    read_rows = [
        each
        for each in told("Koblinger")
        if each["Fra: IRI"] == row["IRI"]
        and each["Sagt eller tolket"] == "◇ tolket"
        and each["Kobling"] == "bidrar til"
    ]
    wanted = {f"{each['Til']} ({each['Sikkerhet']})".replace(".", ",") for each in read_rows}

    assert wanted
    assert set(row["Bidrar til (tolket)"].split("\n")) == wanted


def test_a_time_stays_as_exact_as_the_source_has_it():
    assert {row["Når (sagt)"] for row in told("Tiltak")} == {
        None,
        "høsten 2015",
        "på kort og lang sikt",
    }
    captured = [row["Hentet"] for row in told("Kilder") if row["Hentet"]]
    assert captured
    assert all(isinstance(each, str) for each in captured)


def test_the_first_sheet_tells_edition_licence_sheets_and_every_column():
    cells = rows(book()["Les meg"])
    found = {row[0]: row[1:] for row in cells}

    assert book()["Les meg"]["A1"].value == "HelseOmsorg21: mål, aktører og tiltak"
    assert found["Utgave"][1] == f"{graph().version}, {graph().issued}"
    assert "CC_BY_4_0" in found["Lisens"][1]
    assert found["Utgiver"][1:] == ("Redaksjonen", "The editors")
    assert "uten oppdrag" in found["Hvem har laget dette"][1]
    assert {"◆ sagt", "◇ tolket", "Tom og grå", "Tom ellers"} <= set(found)
    for name in SHEETS[1:]:
        heads = [cell.value for cell in book()[name][1]]
        assert (name, len(told(name))) in {row[:2] for row in cells}
        assert [row[1] for row in cells if row[0] == name and isinstance(row[1], str)] == heads


def test_no_words_are_left_unused_and_no_column_untold():
    told_in = messages("export/workbook.toml")
    used = [name for sheet in told_in["sheet"] for name in sheet["columns"]]

    assert set(used) == set(told_in["column"])
    for sheet in told_in["sheet"]:
        heads = [told_in["column"][name]["nb"] for name in sheet["columns"]]
        assert len(set(heads)) == len(heads)


def test_only_what_is_stated_leaves_no_reading_in_any_cell():
    (content,) = export("xlsx", graph().stated).values()
    stated = read(content)

    assert {row["Sagt eller tolket"] for row in told("Koblinger", stated)} == {
        "◆ sagt",
        "◆› følger av det sagte",
    }
    for name in SHEETS[1:4]:
        for row in told(name, stated):
            assert {value for head, value in row.items() if "(tolket)" in head} <= {None}
    assert "Bare det sagte" in [row[0] for row in rows(stated["Les meg"])]
    assert "Bare det sagte" not in [row[0] for row in rows(book()["Les meg"])]


@pytest.mark.parametrize(
    "evil", [*FORMULAS[:7], "＝1+1", "<r>& <bad</r>", "_x0041_x0042_", "http://127.0.0.1:9/"]
)
def test_hostile_names_and_reasons_stay_text(tiny_project, evil):
    said = evil.replace("\\", "\\\\").replace('"', '\\"')
    actors = changed(ACTORS, '"Helserådet"@nb , "Health Council"@en', f'"{said}"@nb , "{said}"@en')
    actors = changed(actors, 'skos:altLabel "rådet"@nb', 'skos:altLabel "Helserådet"@nb')
    reading = changed(READING, "Delte data er felles data.", evil)
    root = tiny_project(actors=actors, readings=READINGS_HEAD + reading)
    (content,) = export("xlsx", load(open_project(str(root))).sound()).values()

    found = read(content)
    assert {row["Navn"] for row in told("Aktører", found)} >= {evil}
    assert {row["Begrunnelse"] for row in told("Koblinger", found)} == {None, evil}
    assert evil in texts(content)


def test_a_reason_that_no_cell_holds_is_told_and_not_cut(tiny_project):
    # Each of these is written with more signs than it has.
    reading = changed(READING, "Delte data er felles data.", "_x0041_" * 4_600)
    dataset = load(open_project(str(tiny_project(readings=READINGS_HEAD + reading)))).sound()
    with pytest.raises(UsageError) as caught:
        files("xlsx", dataset)

    assert caught.value.key == "cell-too-long"
    assert caught.value.text("nb") == (
        "Cellen i kolonnen Begrunnelse, rad 9 («Dele data») i Koblinger, er lengre enn "
        "de 32\N{NO-BREAK SPACE}767 tegnene Excel rommer; kort den ned, eller velg et annet format."
    )


def test_a_project_without_readings_has_a_workbook_too(tiny_project):
    root = tiny_project(readings=READINGS_HEAD)
    (root / "graph" / "tolkning.tsv").unlink()
    found = small(root)

    assert [row["Navn"] for row in told("Mål", found)] == ["Felles data"]
    assert told("Tiltak", found)[0]["Foreslått av (sagt)"] == "Helserådet"
