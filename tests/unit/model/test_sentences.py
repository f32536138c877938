"""Whether words cut from a text are whole sentences, and what a project calls what is counted."""

import pytest

from ho21.model.graph import KnowledgeGraph
from ho21.model.sentences import filled_with, marked, nouns
from ho21.model.things import Label
from ho21.rdf.namespaces import HO
from support.drawn import counting
from support.tiny import BASE


def shown(text, words):
    """Return words with the marks that their place in a text gives them."""
    assert text.count(words) == 1
    start = text.index(words)
    return marked(words, text, start, start + len(words))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Vi deler data.", "Vi deler data."),
        ("Vi deler data. De gjør det ikke.", "De gjør det ikke"),
        ("  • deling av data\n  • bruk av data\n", "deling av data"),
        ("Tiltak:\n\n– dele data\n– bruke data", "bruke data"),
        ("1. dele data\n2. bruke data", "bruke data"),
        ("a) dele data\nb) bruke data", "bruke data"),
        ("(1) dele data\n(2) bruke data", "dele data"),
        ("Innledning\n\nVi deler data", "Innledning"),
        ("Han sa: «Vi deler data.» Så gikk han.", "Vi deler data."),
        ("Han sa: «Vi deler data.» Så gikk han.", "Så gikk han."),
        ("Rådets forslag: Del data!", "Del data"),
        ("Vi (alle) deler data.", "Vi (alle) deler data"),
        ("Er det sant? [Ja.] Nei.", "Ja."),
        ("Vi var 25. Så gikk vi.", "Så gikk vi"),
        ("Slik er det. 70 sykehus deler.", "70 sykehus deler"),
        ("Det er slutt.\niPhone er en telefon.", "iPhone er en telefon"),
    ],
)
def test_what_is_whole_stands_as_it_is(text, words):
    assert shown(text, words) == words


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("en visjon om «felles data». Den holder.", "felles data", "… felles data"),
        ("Strategien har en visjon om felles data.", "Strategien har", "Strategien har …"),
        ("Det er en strategi som\nmange har laget.", "Det er en strategi", "Det er en strategi …"),
        ("Norge er en del\n\nav beredskapen", "Norge er en del", "Norge er en del …"),
        ("Norge er en del\n\nav beredskapen", "av beredskapen", "… av beredskapen"),
        ("De sier det, bl.a. at data deles.", "at data deles", "… at data deles"),
        ("Legene ved St. Olavs hospital deler.", "Olavs hospital", "… Olavs hospital …"),
        ("Se Meld. St. 7 (2019) for mer.", "7 (2019)", "… 7 (2019) …"),
        ("Vi deler – og bruker – data.", "og bruker", "… og bruker …"),
        ("Vi deler data, vi bruker data.", "Vi deler data,", "Vi deler data, …"),
        ("Vi (alle) deler data.", "alle", "… alle …"),
        ("Dr. Ola N. Hansen deler data.", "Dr. Ola N.", "Dr. Ola N. …"),
    ],
)
def test_what_is_cut_off_says_so(text, words, wanted):
    assert shown(text, words) == wanted


@pytest.mark.parametrize(
    ("noun", "told"),
    [
        ("objective", "{Goals} without an objective"),
        ("undertaking", "{Goals} without an undertaking"),
        ("unit", "{Goals} without a unit"),
        ("target picture", "{Goals} without a target picture"),
    ],
)
def test_an_article_is_as_its_noun_has_it_and_an_unknown_field_is_left(noun, told):
    assert filled_with("{Goals} without a {goal}", {"goal": noun}) == told


def test_what_a_project_has_none_of_is_called_what_most_of_it_would_be_called():
    plurals = {HO + each: Label.same(f"{each}s") for each in ("Commitment", "Measure", "Pillar")}
    none = KnowledgeGraph(BASE, {}, (), counting=counting(), plurals=plurals)

    assert nouns(none, "en")["proposals"] == "Measures"
