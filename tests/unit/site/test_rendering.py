"""A page of the site: a template, a language and a path become HTML in the shared frame."""

from dataclasses import replace

import pytest

from ho21.errors import LANGUAGES
from ho21.explorer.head import ENDPOINT, EVERY_PART, Heads, file_of
from ho21.site.rendering import Frame, page_texts, render, root_of
from ho21.text import date, number
from support.hostile import WORDS

HEADS = Heads({"nb": "Et lite prosjekt", "en": "A small project"}, "nb", EVERY_PART)
FRAME = Frame(
    HEADS,
    "2026-11-22",
    "0.0.1",
    {"nb": "CC BY 4.0", "en": "CC BY 4.0"},
    "https://creativecommons.org/licenses/by/4.0/",
)
DATA = b"{}"


def listed(lang="nb", frame=FRAME, kinds=()) -> str:
    return render(
        frame, "things.html.j2", lang, "id/index", DATA,
        kinds=kinds, unspoken=(), retired=(), href=str,
    )  # fmt: skip


def test_a_page_is_in_its_language_and_leads_to_its_twin():
    page = listed()

    assert '<html lang="nb">' in page
    assert 'href="index.en.html" lang="en" hreflang="en">English</a>' in page
    assert 'href="index.html" lang="nb" hreflang="nb">Norsk</a>' in listed("en")


def test_every_link_of_the_frame_is_relative_to_the_page():
    page = listed()

    assert '<link rel="stylesheet" href="../site.css">' in page
    assert 'href="../def/index.html">Ordliste</a>' in page
    assert 'href="../def/index.en.html">Glossary</a>' in listed("en")
    assert 'href="/' not in page


def test_only_a_server_has_an_endpoint_to_lead_to():
    served = replace(FRAME, heads=replace(HEADS, beside=EVERY_PART | {ENDPOINT}))

    assert "sparql" not in listed()
    assert 'href="../sparql">' in listed(frame=served)


def test_a_page_without_readings_says_so():
    bare = replace(FRAME, stated=True)

    assert page_texts("nb")["site"]["stated_only"] not in listed()
    assert page_texts("nb")["site"]["stated_only"] in listed(frame=bare)


def test_what_a_template_lacks_is_no_empty_place():
    with pytest.raises(Exception, match="kinds"):
        render(FRAME, "things.html.j2", "nb", "id/index", DATA, href=str)


@pytest.mark.parametrize("evil", WORDS)
def test_hostile_words_stay_text(evil):
    frame = Frame(
        Heads({"nb": evil, "en": evil}, "nb"), "2026-11-22", evil, {"nb": evil, "en": evil}
    )
    page = listed(frame=frame)

    assert "<img" not in page
    assert "<svg" not in page
    assert page.count("<script") == listed().count("<script") == 2
    assert evil not in page or "<" not in evil


def test_the_root_and_the_file_follow_from_the_path():
    assert (root_of("id/tiltak/x"), root_of("def/index"), root_of("void")) == ("../../", "../", "")
    both = [(lang, usual) for usual in LANGUAGES for lang in LANGUAGES]
    assert {file_of("void", *each) for each in both} == {"index.html"}


@pytest.mark.parametrize(
    ("usual", "files"), [("nb", ["x.html", "x.en.html"]), ("en", ["x.nb.html", "x.html"])]
)
def test_the_page_in_the_language_of_the_project_has_no_suffix(usual, files):
    assert [file_of("id/x", lang, usual) for lang in LANGUAGES] == [f"id/{each}" for each in files]

    frame = replace(FRAME, heads=replace(HEADS, usual=usual))
    for lang, twin in zip(LANGUAGES, reversed(files), strict=True):
        assert f'href="{twin.replace("x", "index")}" lang=' in listed(lang, frame)


@pytest.mark.parametrize(
    ("raw", "nb", "en"),
    [
        ("2026-11-22", "22. november 2026", "22 November 2026"),
        ("--11-15", "15. november", "15 November"),
        ("2030-03", "mars 2030", "March 2030"),
        ("2030", "2030", "2030"),
        ("høsten 2015", "høsten 2015", "høsten 2015"),
        ("2030-13", "2030-13", "2030-13"),
    ],
)
def test_a_date_is_written_as_people_do_and_never_more_exact(raw, nb, en):
    assert (date(raw, "nb"), date(raw, "en")) == (nb, en)


@pytest.mark.parametrize(
    ("raw", "nb", "en"),
    [
        ("0.7", "0,7", "0.7"),
        ("0.90", "0,9", "0.9"),
        ("8", "8", "8"),
        ("1200", "1\N{NO-BREAK SPACE}200", "1,200"),
        ("-0.5", "-0,5", "-0.5"),
        ("mange", "mange", "mange"),
    ],
)
def test_a_number_is_written_as_people_do(raw, nb, en):
    assert (number(raw, "nb"), number(raw, "en")) == (nb, en)


def test_both_languages_say_the_same_things():
    assert {name: set(each) for name, each in page_texts("nb").items()} == {
        name: set(each) for name, each in page_texts("en").items()
    }
