"""The graph as tables: things, links and the places where each is said."""

import csv
import io

import pytest

from ho21.dataset.loader import load
from ho21.dataset.source import Source
from ho21.errors import UsageError
from ho21.export.csv import TABLES
from ho21.export.registry import export
from ho21.model.read import knowledge_graph
from ho21.project import open_project
from ho21.rdf.namespaces import term
from ho21.resources import messages
from support.exported import ROOT, files, graph, links
from support.heavy import heavy
from support.sheets import FORMULAS
from support.tiny import ACTORS, READING, READINGS_HEAD, changed


def test_the_tables_have_a_row_for_each_link_and_each_thing():
    rows = {name: list(csv.DictReader(io.StringIO(content.decode())))
            for name, content in files("csv").items()}  # fmt: skip

    assert sorted(rows) == ["csv/koblinger.csv", "csv/steder.csv", "csv/ting.csv"]
    assert len(rows["csv/koblinger.csv"]) == links()
    assert len({row["thing"] for row in rows["csv/ting.csv"]}) == len(rows["csv/ting.csv"])


def test_every_row_of_a_table_has_every_value_in_its_own_column():
    for name, content in files("csv").items():
        heads, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
        assert {len(row) for row in rows} == {len(heads)}, name
    places = csv.DictReader(io.StringIO(files("csv")["csv/steder.csv"].decode()))
    for row in places:
        assert row["passage"].endswith(f"#char={row['start']},{row['end']}")


@pytest.mark.parametrize("table", ["csv/koblinger.csv", "csv/ting.csv"])
def test_a_quote_stands_at_the_place_beside_it(table):
    rows = list(csv.DictReader(io.StringIO(files("csv")[table].decode())))
    quoted = [row for row in rows if row["quote"]]

    assert len(quoted) > 100
    assert [row["quote"] for row in quoted if not stands(row["quote"], row["place"])] == []


def stands(quote: str, place: str) -> bool:
    """Say whether a quote begins on the line of a place, ``file.txt:line``."""
    file, line = place.split(":")
    source = Source(file.removesuffix(".txt"), (ROOT / "graph" / file).read_bytes())
    return any(source.lines(each)[0] == int(line) for each in source.find(quote))


def test_a_link_says_how_it_is_known_beside_its_confidence():
    rows = list(csv.DictReader(io.StringIO(files("csv")["csv/koblinger.csv"].decode())))
    known = {each.claim: each for _, each in knowledge_graph(graph()).claims}

    for row in rows:
        each = known[row["claim"]]
        assert row["standing"] == term(f"ho:{each.standing.term}").value
        assert bool(row["confidence"]) == each.standing.rests_on_reading


def test_the_table_for_a_spreadsheet_warns_of_a_filter_on_confidence():
    heads, rows = table("koblinger")
    at, sure = heads.index("Sagt eller tolket"), heads.index("Sikkerhet")
    said = {row[at] for row in rows if not row[sure]}
    text = files("csv-excel")["csv-excel/readme.txt"].decode("utf-8-sig")

    assert said == {"sagt", "følger av det sagte"}
    assert "Et filter på\r\nsikkerhet alene tar bort alt kildene sier." in text
    assert "filter on its standing first" in text


# For a spreadsheet


def table(name, dataset=None):
    """Return a table for a spreadsheet: its headings, and its rows."""
    made = export("csv-excel", dataset) if dataset else files("csv-excel")
    text = made[f"csv-excel/{name}.csv"].decode("utf-8-sig")
    heads, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    return heads, rows


@pytest.mark.parametrize("name", TABLES)
def test_a_table_for_a_spreadsheet_is_as_norwegian_excel_expects_it(name):
    content = files("csv-excel")[f"csv-excel/{name}.csv"]
    heads, rows = table(name)

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == len(rows) + 1
    assert {len(row) for row in rows} == {len(heads)}
    assert len(set(heads)) == len(heads)
    assert not [head for head in heads if head in column_names()]


def column_names():
    return {name for name in messages("sparql/columns.toml") if name[0].islower()}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_for_a_spreadsheet_has_the_rows_of_the_exact_one_and_names_beside(name):
    exact = list(csv.reader(io.StringIO(files("csv")[f"csv/{name}.csv"].decode())))
    heads, rows = table(name)
    named = [at for at, head in enumerate(heads) if f"{head} (IRI)" in heads]
    kept = [
        [cell.removeprefix("'") for at, cell in enumerate(row) if at not in named] for row in rows
    ]
    if "Sikkerhet" in heads:
        (at,) = [at for at, key in enumerate(exact[0]) if key == "confidence"]
        kept = [[c.replace(",", ".") if n == at else c for n, c in enumerate(row)] for row in kept]

    assert kept == exact[1:]
    assert named
    assert [row for row in rows for at in named if row[at + 1] and not row[at]] == []


def test_the_rule_stands_beside_the_tables():
    text = files("csv-excel")["csv-excel/readme.txt"].decode("utf-8-sig")

    assert "apostrof (')" in text
    assert "fjern én apostrof" in text
    assert "remove one from each cell" in text


def hostile(tiny_project, evil):
    said = evil.replace("\\", "\\\\").replace('"', '\\"')
    actors = changed(ACTORS, '"Helserådet"@nb , "Health Council"@en', f'"{said}"@nb , "{said}"@en')
    actors = changed(actors, 'skos:altLabel "rådet"@nb', 'skos:altLabel "Helserådet"@nb')
    return load(open_project(str(tiny_project(actors=actors))))


@pytest.mark.parametrize("evil", [*FORMULAS[:3], *FORMULAS[4:8], "＝1+1", "'=1", "007", "æøå 🙂"])
def test_a_formula_is_disarmed_for_the_analyst_and_exact_in_the_other(tiny_project, evil):
    dataset = hostile(tiny_project, evil)
    heads, rows = table("ting", dataset)
    exact = csv.DictReader(io.StringIO(export("csv", dataset)["csv/ting.csv"].decode(), newline=""))
    cells = [row[heads.index("Navn")] for row in rows]

    assert evil in {row["labelNb"] for row in exact}
    assert evil in [cell.removeprefix("'") for cell in cells]
    assert [cell for row in rows for cell in row if cell.strip()[:1] in set("=+-@＝＋－＠")] == []


def test_what_a_spreadsheet_would_cut_or_spill_is_told(tiny_project, monkeypatch):
    longest = f"={'x' * 32_766}"  # with the apostrophe before it, it is too long
    reading = changed(READING, "Delte data er felles data.", longest)
    dataset = load(open_project(str(tiny_project(readings=READINGS_HEAD + reading)))).sound()
    with pytest.raises(UsageError) as caught:
        export("csv-excel", dataset)
    assert caught.value.fields["column"] == "Begrunnelse"
    lines = export("csv", dataset)["csv/koblinger.csv"].decode().split("\r\n")
    (row,) = (at for at, line in enumerate(lines, 1) if longest in line)
    assert (caught.value.fields["sheet"], caught.value.fields["row"]) == ("koblinger", row)

    monkeypatch.setattr("ho21.tables.xlsx.MOST_ROWS", 100)
    with pytest.raises(UsageError) as caught:
        export("csv-excel", graph())
    assert caught.value.key == "answer-too-long"


@pytest.mark.parametrize("name", TABLES)
def test_pandas_reads_the_same_rows_in_both(name):
    pd = heavy("pandas")
    exact = pd.read_csv(
        io.BytesIO(files("csv")[f"csv/{name}.csv"]), dtype=str, keep_default_na=False
    )
    sheet = pd.read_csv(
        io.BytesIO(files("csv-excel")[f"csv-excel/{name}.csv"]),
        sep=";", encoding="utf-8-sig", decimal=",",
    )  # fmt: skip

    assert len(exact) == len(sheet) == len(table(name)[1])
    if name == "koblinger":
        assert set(sheet["Sikkerhet"].dropna()) == set(map(float, set(exact["confidence"]) - {""}))
