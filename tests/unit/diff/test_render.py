"""What differs is told: in plain words, or as data."""

import csv
import io
import json

import pytest
from pyoxigraph import Literal

from ho21.diff.changes import NOTHING_FOUND, SECTIONS, Change, Detail
from ho21.diff.compare import Comparison
from ho21.diff.render import FORMATS, told
from ho21.errors import UsageError
from ho21.rdf.namespaces import term
from support.tiny import BASE

MEASURE = BASE.thing("tiltak/dele-data")
PICTURE = BASE.thing("malbilde/felles-data")
EDITORS = BASE.thing("aktor/redaksjonen")
LINK = (MEASURE, term("ho:contributesTo"), PICTURE, EDITORS)
LABELS = {
    MEASURE: {"nb": "Dele data", "en": "Share data"},
    PICTURE: {"nb": "Felles data", "en": "Joint data"},
    term("ho:contributesTo"): {"nb": "bidrar til", "en": "contributes to"},
    term("ho:quote"): {"nb": "sitat", "en": "quote"},
    term("ho:confidence"): {"nb": "sikkerhet", "en": "confidence"},
    term("ho:Measure"): {"nb": "tiltak", "en": "measure"},
    term("ho:Claim"): {"nb": "påstand", "en": "claim"},
    term("ho:Denial"): {"nb": "benektelse", "en": "denial"},
    term("rdf:type"): {"nb": "er av typen", "en": "is of type"},
}


def words(text, lang="nb"):
    return Literal(text, language=lang)


def detail(name, old=(), new=(), lang=""):
    return Detail(term(name), lang, old, new)


QUOTED = Change(
    "statements", "kilde-en", "changed", (MEASURE,),
    (detail("ho:quote", (words("Vi må dele"),), (words("Vi bør dele"),), "nb"),),
)  # fmt: skip
CAME = Change(
    "statements", "kilde-en", "added", (PICTURE,),
    (
        detail("ho:position", (), (Literal(1),)),
        detail("ho:quote", (), (words("Alle deler data"),), "nb"),
        detail("rdf:type", (), (term("ho:Measure"),)),
    ),
)  # fmt: skip
DENIED = Change(
    "readings", "tolkning", "changed", LINK,
    (detail("rdf:type", (term("ho:Claim"),), (term("ho:Denial"),)),),
)  # fmt: skip
READ = Change(
    "readings", "tolkning", "removed", LINK,
    (
        detail("ho:confidence", (Literal("0.7"),)),
        detail("ho:reason", (words("Fordi."),), (), "nb"),
        detail("ho:reason", (words("Because.", "en"),), (), "en"),
        detail("rdf:type", (term("ho:Claim"),)),
    ),
)  # fmt: skip


def rows(count, kind="added"):
    return tuple(
        Change("answers", "navn", kind, (Literal(f"Navn {at:02}"), Literal("")))
        for at in range(count)
    )


def comparison(*changes):
    titles = {"navn": {"nb": "Hva heter tiltakene?", "en": "What are the measures called?"}}
    columns = {"navn": ("measureLabel", "when")}
    return Comparison(changes, titles, columns, LABELS, BASE.prefixes(), "nb")


@pytest.mark.parametrize(
    ("form", "lang", "expected"),
    [
        (None, "nb", "Ingen forskjeller.\n"),
        ("table", "en", "No differences.\n"),
        ("md", "nb", "Ingen forskjeller.\n"),
        ("csv", "nb", "section,group,change,item,label,property,lang,old,new\r\n"),
    ],
)
def test_it_is_said_that_nothing_differs(form, lang, expected):
    assert told(comparison(), form, lang) == expected


def test_what_is_changed_is_told_with_the_old_words_and_the_new():
    assert told(comparison(QUOTED), None, "nb") == (
        "Utsagn\n"
        "  kilde-en: 1 endret\n"
        "    Endret: Dele data\n"
        "      sitat (nb): «Vi må dele» → «Vi bør dele»\n"
    )


def test_what_is_changed_is_told_in_english():
    assert told(comparison(QUOTED), None, "en") == (
        "Statements\n"
        "  kilde-en: 1 changed\n"
        "    Changed: Share data\n"
        "      quote (nb): “Vi må dele” → “Vi bør dele”\n"
    )


def test_what_came_is_told_first_and_with_its_type_and_quote_only():
    assert told(comparison(QUOTED, CAME), None, "nb") == (
        "Utsagn\n"
        "  kilde-en: 1 lagt til, 1 endret\n"
        "    Lagt til: Felles data (tiltak, «Alle deler data»)\n"
        "    Endret: Dele data\n"
        "      sitat (nb): «Vi må dele» → «Vi bør dele»\n"
    )


def test_words_that_are_only_in_another_language_are_told_all_the_same():
    assert "    Added: Joint data (measure, “Alle deler data”)\n" in told(
        comparison(CAME), None, "en"
    )


@pytest.mark.parametrize(("lang", "reason"), [("nb", "«Fordi.»"), ("en", "“Because.”")])
def test_a_reading_is_told_with_its_reason_in_the_language_that_is_spoken(lang, reason):
    assert f"(0.7, {reason})\n" in told(comparison(READ), None, lang)


def test_a_reading_that_became_a_denial_is_told():
    assert told(comparison(DENIED), None, "nb") == (
        "Tolkninger\n"
        "  tolkning: 1 endret\n"
        "    Endret: Dele data – bidrar til – Felles data\n"
        "      er av typen: påstand → benektelse\n"
    )


def test_a_search_that_found_nothing_is_told_as_none():
    change = Change("readings", "tolkning", "added", (*LINK[:2], NOTHING_FOUND, EDITORS))

    assert "    Lagt til: Dele data – bidrar til – ingen\n" in told(comparison(change), None, "nb")


def test_what_is_no_longer_said_is_told_as_nothing():
    gone = Change(
        "vocabulary", "aktorer", "changed", (EDITORS,), (detail("ho:quote", (words("a"),)),)
    )

    assert told(comparison(gone), None, "nb") == (
        "Ordliste og registre\n"
        "  Aktørene: 1 endret\n"
        "    Endret: aktor:redaksjonen\n"
        "      sitat: «a» → (ingenting)\n"
    )


def test_bookkeeping_is_one_line_for_each_source():
    aside = [
        Change("set_aside", "kilde-en", kind, (term("ho:glue"), words(text)))
        for kind, text in (("added", "a"), ("added", "b"), ("removed", "c"))
    ]
    moved = Change("moved", "kilde-en", "changed", (MEASURE, words("d")))
    found = comparison(*aside, moved)

    assert told(found, None, "nb") == (
        "Satt til side\n"
        "  kilde-en: 2 lagt til, 1 fjernet\n"
        "Flyttet\n"
        "  kilde-en: sitater som står et annet sted: 1\n"
    )
    data = json.loads(told(found, "json", "nb"))
    assert data["set_aside"] == {"kilde-en": {"added": 2, "removed": 1, "changed": 0}}
    assert data["moved"] == {"kilde-en": {"added": 0, "removed": 0, "changed": 1}}


@pytest.mark.parametrize(
    ("count", "more"), [(10, []), (13, ["    … og 3 til; «--format csv» viser alle"])]
)
def test_ten_rows_of_a_question_are_told_and_how_to_see_the_rest(count, more):
    head, group, *lines = told(comparison(*rows(count)), None, "nb").splitlines()

    assert (head, group) == ("Svar", f"  navn – Hva heter tiltakene?: {count} lagt til")
    assert lines == [f"    Lagt til: Navn {at:02}" for at in range(10)] + more


def test_csv_holds_every_row_and_every_detail():
    text = told(comparison(CAME, *rows(13)), "csv", "nb")
    head, *lines = csv.reader(io.StringIO(text))

    assert len(lines) == 3 + 13
    assert dict(zip(head, lines[1], strict=True)) == {
        "section": "statements",
        "group": "kilde-en",
        "change": "added",
        "item": "malbilde:felles-data",
        "label": "Felles data",
        "property": "ho:quote",
        "lang": "nb",
        "old": "",
        "new": "Alle deler data",
    }
    assert lines[3] == [
        "answers",
        "navn",
        "added",
        "Navn 00 ",
        "Navn 00",
        *[""] * 4,
    ]


def test_json_holds_every_section_and_full_iris():
    data = json.loads(told(comparison(QUOTED, DENIED, *rows(1, "removed")), "json", "en"))

    assert sorted(data) == sorted(SECTIONS)
    assert data["statements"] == {
        "added": [],
        "removed": [],
        "changed": [
            {
                "group": "kilde-en",
                "thing": MEASURE.value,
                "label": "Share data",
                "details": [
                    {
                        "property": term("ho:quote").value,
                        "lang": "nb",
                        "old": ["Vi må dele"],
                        "new": ["Vi bør dele"],
                    }
                ],
            }
        ],
    }
    (denied,) = data["readings"]["changed"]
    assert [denied[end] for end in ("subject", "predicate", "object", "author")] == [
        each.value for each in LINK
    ]
    row = {"measureLabel": "Navn 00", "when": ""}
    assert data["answers"] == {"navn": {"added": [], "removed": [row]}}
    assert data["links"] == {"added": [], "removed": [], "changed": []}


def test_markdown_sees_headings_and_lists_and_no_markup_in_words():
    change = Change("vocabulary", "datasett", "added", (Literal("*a* <b>\n# c"),))

    assert told(comparison(QUOTED, change), "md", "nb") == (
        "## Utsagn\n\n"
        "- kilde-en: 1 endret\n"
        "  - Endret: Dele data\n"
        "    - sitat (nb): «Vi må dele» → «Vi bør dele»\n\n"
        "## Ordliste og registre\n\n- Prosjektet: 1 lagt til\n  - Lagt til: \\*a\\* \\<b\\> \\# c\n"
    )


def test_control_characters_reach_no_terminal():
    change = Change("vocabulary", "datasett", "added", (Literal("\x1b[31mrødt"),))

    assert "\\u001b[31mrødt" in told(comparison(change), None, "nb")


def test_names_are_in_the_order_of_the_norwegian_alphabet():
    changes = [Change("vocabulary", "datasett", "added", (Literal(name),)) for name in "åzøæ"]
    lines = told(comparison(*changes), None, "nb").splitlines()[2:]

    assert [line[-1] for line in lines] == ["z", "æ", "ø", "å"]


def test_a_form_there_is_none_of_is_refused():
    with pytest.raises(UsageError) as caught:
        told(comparison(), "xlsx", "nb")

    assert caught.value.fields == {"format": "xlsx", "known": ", ".join(FORMATS)}
