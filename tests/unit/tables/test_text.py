"""Tables on a terminal: columns where the words fit, and else a card for each row."""

import pytest

from ho21.tables.table import Cell, Column, Table
from ho21.tables.text import as_text, wrapped

WORDS = "Gode prioriteringsmekanismer sikrer kvalitet, likeverd og bærekraft i alle tjenester"
TABLE = Table(
    (
        Column("position", "Nr."),
        Column("goal", "Mål"),
        Column("quote", "Ordene i kilden"),
        Column("place", "Sted"),
        Column("reason", "Begrunnelse", optional=True),
    ),
    (
        (Cell("1"), Cell("Gode mekanismer"), Cell(WORDS), Cell("innsats.txt:65"), Cell()),
        (Cell("2"), Cell(), Cell(WORDS), Cell("innsats.txt:69"), Cell("Fordi")),
    ),
)


@pytest.fixture
def at(monkeypatch):
    """Return what a table is on a terminal so wide."""

    def drawn(width, table=TABLE):
        monkeypatch.setenv("COLUMNS", str(width))
        return as_text(table)

    return drawn


def split(text):
    """Return the words of the table that are nowhere on a line of their own."""
    told = text.split()
    known = {word for row in TABLE.texts for cell in row for word in cell.split()}
    return sorted(word for word in known if word not in told)


@pytest.mark.parametrize("width", range(40, 160, 5))
def test_no_word_is_divided_and_no_line_is_too_long(at, width):
    told = at(width)

    assert split(told) == []
    assert max(map(len, told.splitlines())) <= width


def test_where_the_columns_have_no_room_each_row_is_a_card_with_its_headings(at):
    assert at(60) == (
        "Nr.:             1\n"
        "Mål:             Gode mekanismer\n"
        "Ordene i kilden: Gode prioriteringsmekanismer sikrer\n"
        "                 kvalitet, likeverd og bærekraft i alle\n"
        "                 tjenester\n"
        "Sted:            innsats.txt:65\n"
        "\n"
        "Nr.:             2\n"
        "Mål:             –\n"
        "Ordene i kilden: Gode prioriteringsmekanismer sikrer\n"
        "                 kvalitet, likeverd og bærekraft i alle\n"
        "                 tjenester\n"
        "Sted:            innsats.txt:69\n"
        "Begrunnelse:     Fordi\n"
    )


def test_on_the_narrowest_screen_a_value_goes_on_below_its_heading(at):
    assert at(20).splitlines()[2:5] == [
        "Ordene i kilden: Gode",
        "    prioriteringsmekanismer sikrer",
        "    kvalitet, likeverd og bærekraft i",
    ]


def test_in_columns_what_is_said_again_is_not_repeated_and_nothing_is_a_dash(at):
    first, last = (line for line in at(120).splitlines() if line[:1] in {"1", "2"})

    assert WORDS[:10] in first
    assert last.split() == ["2", "–", "″", "innsats.txt:69", "Fordi"]


def test_a_table_without_rows_has_its_headings(at):
    assert "Sted" in at(120, Table(TABLE.columns, ()))
    assert "Sted" in at(40, Table(TABLE.columns, ()))


def test_a_line_is_broken_after_a_hyphen_and_a_word_that_is_wider_is_divided():
    assert wrapped("HelseOmsorg21-rådet", 14) == ["HelseOmsorg21-rådet"[:14], "rådet"]
    assert wrapped("AI-rådet", 5) == ["AI-", "rådet"]
    assert wrapped("den 2022-11-23 her", 12) == ["den", "2022-11-23", "her"]
    assert wrapped("abcdefgh", 3) == ["abc", "def", "gh"]
    assert wrapped("en\nto tre", 20) == ["en", "to tre"]
    assert wrapped("漢字漢字", 4) == ["漢字", "漢字"]
    assert wrapped("", 5) == [""]
