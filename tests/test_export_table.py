"""The graph as tables: things, links and the places where each is said."""

import csv
import io

import pytest

from exported import ROOT, graph, links
from ho21.export import export
from ho21.source import Source


def test_the_tables_have_a_row_for_each_link_and_each_thing():
    files = export("csv", graph())
    rows = {name: list(csv.DictReader(io.StringIO(files[name].decode()))) for name in files}

    assert sorted(rows) == ["csv/koblinger.csv", "csv/steder.csv", "csv/ting.csv"]
    assert len(rows["csv/koblinger.csv"]) == links()
    assert len({row["thing"] for row in rows["csv/ting.csv"]}) == len(rows["csv/ting.csv"])


def test_every_row_of_a_table_has_every_value_in_its_own_column():
    for name, content in export("csv", graph()).items():
        heads, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
        assert {len(row) for row in rows} == {len(heads)}, name
    places = csv.DictReader(io.StringIO(export("csv", graph())["csv/steder.csv"].decode()))
    for row in places:
        assert row["passage"].endswith(f"#char={row['start']},{row['end']}")


@pytest.mark.parametrize("table", ["csv/koblinger.csv", "csv/ting.csv"])
def test_a_quote_stands_at_the_place_beside_it(table):
    rows = list(csv.DictReader(io.StringIO(export("csv", graph())[table].decode())))
    quoted = [row for row in rows if row["quote"]]

    assert len(quoted) > 100
    assert [row["quote"] for row in quoted if not stands(row["quote"], row["place"])] == []


def stands(quote: str, place: str) -> bool:
    """Say whether a quote begins on the line of a place, ``file.txt:line``."""
    file, line = place.split(":")
    source = Source(file.removesuffix(".txt"), (ROOT / "graph" / file).read_bytes())
    return any(source.lines(each)[0] == int(line) for each in source.find(quote))
