"""Text for people: sorting, dates, numbers, two languages, and signs a terminal may show."""

import pytest

from ho21.text import (
    alphabetical,
    code_point,
    fill_in,
    for_reader,
    https,
    in_sentence,
    interface,
    last,
    nearest,
    unfit,
    unpaired,
)


def test_the_last_part_of_an_address_stands_after_its_hash_or_its_last_slash():
    assert last("https://w3id.org/ho21/def#Goal") == "Goal"
    assert last("https://w3id.org/ho21/id/tiltak/dele-data") == "dele-data"


def test_only_an_https_address_is_one_that_a_page_may_link_to():
    assert https("https://example.org/") == "https://example.org/"
    assert https("http://example.org/") is None
    assert https("javascript:alert(1)") is None
    assert https(None) is None


def test_a_sign_is_told_by_its_code_point_and_itself_where_it_can_be_seen():
    assert [code_point(each) for each in "#\u200b\U0001f600"] == [
        "U+0023 (#)",
        "U+200B",
        "U+1F600 (\U0001f600)",
    ]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("vanlig tekst\u2069", 12),
        ("\u202eomvendt", 0),
        ("\u2067innrammet\u2069 og \u202bstilt\u202c", -1),
        ("\u2067feil\u202c", 5),
        ("\u2067\u202bfeil\u2069\u202c", 6),
        ("\u2067en linje\nslutter\u2069", 0),
        ("en\nto \u202e", 6),
        ("\u200f\u200e\u200d", -1),
    ],
)
def test_a_direction_sign_without_its_other_half_on_the_line_is_found(text, at):
    assert unpaired(text) == at


def test_a_control_sign_or_half_a_pair_of_any_kind_fits_no_text():
    unfit_signs = [chr(code) for code in range(0x10000) if unfit(f"a{chr(code)}b") >= 0]
    told = [*range(9), 11, 12, *range(14, 32), *range(127, 160)]
    told += [*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
    assert [ord(each) for each in unfit_signs] == told


@pytest.mark.parametrize(
    ("name", "known", "near"),
    [
        ("aks", ["ask", "check"], ["ask"]),
        ("akk", ["ask", "check"], ["ask"]),
        ("cvs", ["csv", "tsv"], ["csv"]),
        ("n", ["nt", "ttl"], ["nt"]),
        ("nei", ["ni", "one"], []),
        ("nein", ["ni", "one"], []),
        ("", ["ni", "one"], []),
        ("--too", ["--to", "--only"], ["--to"]),
        ("visjonn", ["visjonen", "ni"], ["visjonen"]),
    ],
)
def test_of_very_short_words_only_those_almost_the_same_are_near(name, known, near):
    assert nearest(name, known) == near


def test_inside_an_english_sentence_the_article_of_a_name_is_in_small_letters():
    for name, lang, expected in (
        ("The second reader", "en", "the second reader"),
        ("Theatre of The Hague", "en", "Theatre of The Hague"),
        ("The second reader", "nb", "The second reader"),
        ("Den norske kirke", "nb", "Den norske kirke"),
    ):
        assert in_sentence(name, lang) == expected


def test_a_count_in_a_text_takes_its_noun_in_one_or_many():
    told = [fill_in("{n:node|noder} og {m:hull}", "nb", n=n, m=n) for n in (0, 1, 2439)]
    assert told == ["0 noder og 0 hull", "1 node og 1 hull", "2\xa0439 noder og 2\xa0439 hull"]
    assert fill_in("{n:gap|gaps} {x}", "en", n=1234, x=1234) == "1,234 gaps 1234"


def test_names_sort_by_the_norwegian_alphabet_in_nb_and_nn_and_elsewhere_by_code_point():
    names = ["Åpen", "Ærlig", "Zen", "øl", "Aasen", "étude"]
    for lang in ("nb", "nn"):
        ranked = sorted(names, key=lambda each: alphabetical(each, lang))
        assert ranked == ["étude", "Zen", "Ærlig", "øl", "Åpen", "Aasen"]
    ranked = sorted(names, key=lambda each: alphabetical(each, "fr"))
    assert ranked == ["Aasen", "Zen", "Åpen", "Ærlig", "étude", "øl"]


def test_a_reader_is_shown_their_own_language_else_nynorsk_for_bokmal_else_the_first():
    assert [for_reader(lang, ("nn", "en")) for lang in ("nb", "en")] == ["nn", "en"]
    assert [for_reader(lang, ("se", "nn")) for lang in ("nb", "en")] == ["nn", "nn"]
    assert [for_reader(lang, ("se", "fr")) for lang in ("nb", "en")] == ["fr", "fr"]
    assert for_reader("nb", ()) == ""
    assert [interface(each) for each in (("nn", "en"), ("en",), ("se",))] == ["nb", "en", "en"]
