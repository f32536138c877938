"""Each question with its answer, with interpretations and without, as a page and as files."""

import csv
import io
import json
import math
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from ho21.dataset.loader import load
from ho21.errors import LANGUAGES, UsageError
from ho21.explorer.head import ENDPOINT, EVERY_PART, Heads
from ho21.project import open_project
from ho21.rdf.namespaces import HO, VOCABULARIES
from ho21.resources import messages
from ho21.site.questions import Questions
from ho21.site.rendering import Frame
from ho21.sparql import engine
from ho21.sparql.engine import Engine
from ho21.sparql.questions import grouped, read_questions
from ho21.text import suffix
from support.hostile import WORDS
from support.strict import Read, told
from support.tiny import BASE, changed

HEADS = Heads({"nb": "Et lite prosjekt", "en": "A small project"}, "nb", EVERY_PART)
FRAME = Frame(HEADS, "2026-11-22", "0.0.1", {"nb": "", "en": ""})
SERVED = replace(FRAME, heads=replace(HEADS, beside=EVERY_PART | {ENDPOINT}))
# The page's own scripts: the theme before the first picture, its data, and the head.
SCRIPTS = {"", "application/ld+json", "../site.js"}
ANSWERS = Path(__file__).parents[2] / "answers"
HEAD = """# nb: Hva bidrar til {title}?
# en: What contributes to {title}?
# terms: ho:contributesTo ho:Goal

PREFIX ho: <https://w3id.org/ho21/def#>
PREFIX malbilde: <https://w3id.org/ho21/id/malbilde/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

"""
QUESTION = (
    HEAD
    + """SELECT ?thing ?thingLabel ?standing ?confidence
WHERE {{
  VALUES ?lang {{ "nb" }}  # lang: nb språket | en the language
  VALUES ?mal {{ malbilde:felles-data }}  # mal: nb målet | en the goal
  VALUES ?minst {{ 0.5 }}  # minst: nb laveste sikkerhet | en the least confidence
  ?claim rdf:predicate ho:contributesTo ;
    rdf:object ?mal ;
    rdf:subject ?thing ;
    ho:standing ?standing ;
    ho:confidence ?confidence .
  ?thing skos:prefLabel ?thingLabel .
  FILTER(LANG(?thingLabel) = ?lang)
  FILTER(?confidence >= ?minst)
}}
ORDER BY STR(?thing)
"""
)
RDF = VOCABULARIES["rdf"]
PLAIN = QUESTION.format(title="felles data")
CLASSES = "SELECT ?thing { VALUES ?thing { malbilde:felles-data } }\n"


def home(iri):
    """Return where the site has what an IRI names."""
    if iri.startswith(HO):
        return "def/index", iri.removeprefix(HO)
    if iri.startswith(f"{BASE.iri}doc/") and ".txt#" in iri:
        document, _, place = iri.removeprefix(BASE.iri).partition(".txt#")
        return document, place
    return (iri.removeprefix(BASE.iri), "") if iri.startswith(BASE.iri) else None


@pytest.fixture
def small(tiny_project):
    """Return a function that reads the tiny project with one question in it."""

    def read(text=PLAIN, *, stated=False):
        root = tiny_project()
        (root / "queries" / "hva.rq").write_text(text, encoding="utf-8")
        room = open_project(str(root))
        dataset = load(room)
        return Questions(
            dataset.stated if stated else dataset,
            read_questions(room),
            home,
            FRAME,
            lambda _: b"{}",
        )

    return read


@pytest.fixture(scope="module")
def whole(real):
    """Put the questions of the project that ships with ho21, once."""
    return Questions(real, read_questions(open_project()), home, FRAME, lambda _: b"{}")


def answered(questions, values, frame=SERVED, lang="nb"):
    """Put the small question with some values, as a server does."""
    try:
        result = questions.engine.ask(questions.questions["hva"], values, lang).result
    except UsageError as error:
        result = error
    questions.frame = frame
    return Read(questions.put("hva", values, lang, result))


def body(read):
    return [told(each) for each in read.find("tr") if not in_head(each)]


def in_head(row):
    return any(each["tag"] == "thead" for each in row["above"])


def sums(read):
    return [told(each) for each in read.find("p") if each.get("class") == "sum"]


# By topic


def test_every_question_of_the_project_has_a_topic():
    topics = grouped(read_questions(open_project()).values())

    assert sorted(name for each in topics for name in each.names) == sorted(
        read_questions(open_project())
    )
    assert topics[-1].names == ()


def test_a_question_of_no_topic_stands_in_the_last():
    vision = read_questions(open_project())["visjonen"]
    own = replace(vision, name="ukjent", topic=("others", math.inf))
    topics = grouped([own, vision])

    assert [each.key for each in topics if each.names] == ["goals", "others"]
    assert topics[-1].names == ("ukjent",)


def test_no_two_questions_have_the_same_place_in_a_topic():
    places = [each.topic for each in read_questions(open_project()).values()]

    assert len(places) == len(set(places))


def test_each_topic_is_named_in_both_languages():
    topics = messages("sparql/topics.toml")

    assert all(each["nb"] and each["en"] for each in topics.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_leads_to_every_question(whole, lang):
    read = Read(whole.index(lang))
    ending = "" if lang == "nb" else ".en"

    ways = {way for way in read.ways() if "/" not in way}
    shown = [name for name, each in whole.questions.items() if not each.hidden]
    assert {f"{name}{ending}.html" for name in shown} == ways & {
        f"{name}{ending}.html" for name in whole.questions
    }
    assert whole.questions["visjonen"].title[lang] in map(told, read.find("a"))


# The page


def test_a_page_has_the_question_its_answer_and_what_the_answer_rests_on(small):
    read = Read(small().page("hva", "nb"))

    assert told(read.find("h1")[0]) == "Hva bidrar til felles data?"
    assert body(read) == ["Dele data ◇ tolket 0,7"]
    assert [told(each) for each in read.find("th", scope="col")] == ["Ting", "Sagt eller tolket"]
    assert len(read.find("th", scope="row")) == 1
    assert "../id/tiltak/dele-data.html" in read.ways()
    assert sums(read) == [
        "Én rad. ◇ Den hviler på tolkninger.",
        "Uten tolkninger gir spørsmålet ingen rader.",
    ]


def scripts(read: Read) -> list[str]:
    return [each.get("type") or each.get("src") or "" for each in read.find("script")]


def test_the_page_in_english_is_in_english(small):
    read = Read(small().page("hva", "en"))

    assert read.find("html")[0]["lang"] == "en"
    assert told(read.find("h1")[0]) == "What contributes to felles data?"
    assert body(read) == ["Share data ◇ interpreted 0.7"]
    assert "../id/tiltak/dele-data.en.html" in read.ways()
    assert "../def/index.en.html#contributesTo" in read.ways()


def test_an_answer_that_needs_no_reading_says_so(small):
    read = Read(small(HEAD.format(title="alt") + CLASSES).page("hva", "nb"))

    assert sums(read) == ["Én rad.", "Uten tolkninger er svaret det samme."]
    assert not read.find("section", **{"class": "bare"})


def test_without_readings_no_reading_is_asked_or_told_of(small):
    frame = replace(FRAME, stated=True)
    questions = small(stated=True)
    questions.frame = frame
    read = Read(questions.page("hva", "nb"))

    assert sums(read) == [
        "Ingen rader: grafen har ikke noe svar på dette.",
        "Svaret bygger bare på det kildene selv sier; tolkninger er ikke med.",
    ]
    assert questions.csv("hva") == b"thing,thingLabel,standing,confidence\r\n"
    assert "_answered_questions" not in vars(questions.dataset.whole)


def test_a_question_is_put_once_to_each_dataset_in_each_language(small, monkeypatch):
    put = []
    real = engine.evaluate
    monkeypatch.setattr(
        engine,
        "evaluate",
        lambda text, *rest, **more: put.append(text) or real(text, *rest, **more),
    )
    questions = small()
    for lang in ("nb", "en", "nb"):
        questions.page("hva", lang)
    questions.json("hva")
    questions.csv("hva")

    assert len(put) == 4  # with readings and without, in two languages


def test_a_question_of_yes_or_no_is_answered_so(small):
    yes = small(HEAD.format(title="x") + "ASK { malbilde:felles-data a ho:TargetPicture }\n")
    no = small(HEAD.format(title="x") + "ASK { malbilde:felles-data a ho:Vision }\n")

    assert "Ja." in map(told, Read(yes.page("hva", "nb")).find("p"))
    assert "No." in map(told, Read(no.page("hva", "en")).find("p"))
    assert (yes.csv("hva"), json.loads(no.json("hva"))["boolean"]) == (b"true\n", False)


def test_a_question_whose_answer_is_triples_shows_them_as_rows(small):
    text = 'CONSTRUCT { malbilde:felles-data skos:note "å"@nb } WHERE { }\n'
    read = Read(small(HEAD.format(title="x") + text).page("hva", "nb"))

    assert [told(each) for each in read.find("th", scope="col")] == ["Ting", "Egenskap", "Verdi"]
    assert body(read) == ["Felles data skos:note å"]


def test_the_parameters_are_told_with_the_values_used(small):
    read = Read(small().page("hva", "nb"))

    assert [told(each) for each in read.find("dt")] == ["målet", "laveste sikkerhet"]
    assert [told(each) for each in read.find("dd")] == ["Felles data", "0,5"]
    assert "../index.html#spor/hva?lang=nb" in read.ways()
    assert not read.find("form")


def test_the_query_stands_on_the_page_as_it_was_put(small):
    read = Read(small().page("hva", "en"))

    (query,) = read.find("pre")
    assert query["words"] == changed(PLAIN, '{ "nb" }', '{ "en" }')


def test_the_files_lie_beside_the_page(small):
    read = Read(small().page("hva", "nb"))

    assert {"hva.csv", "hva.json", "hva.rq", "hva.ttl", "hva.jsonld", "hva.nt"} <= set(read.ways())


def test_the_links_to_the_files_say_what_type_they_are(small):
    read = Read(small().page("hva", "nb"))
    found = {
        (each["href"], each["type"])
        for tag in ("link", "a")
        for each in read.find(tag)
        if each.get("type") and "hva." in each["href"]
    }

    assert {
        ("hva.csv", "text/csv"),
        ("hva.json", "application/sparql-results+json"),
        ("hva.rq", "application/sparql-query"),
        ("hva.ttl", "text/turtle"),
    } <= found


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_of_the_project_is_valid_and_its_links_land(whole, lang):
    pages = {f"{name}{suffix(lang, 'nb')}.html" for name in whole.questions}
    for name in whole.questions:
        read = Read(whole.page(name, lang))
        assert read.lost() == []
        own = ("../", "#", "https://", "http://", f"{name}.", "index")
        # The one way to another question is to the nearest, where no source answers this one.
        others = {way for way in read.ways() if not way.startswith(own)}
        near = whole.questions[name].nearest
        assert others <= pages & {f"{near}{suffix(lang, 'nb')}.html"}
        for cell in read.find("q"):
            assert cell["in"] in {"nb", "nn"} or cell.get("lang")


def test_the_rows_of_the_project_are_those_on_file(whole):
    for name in whole.questions:
        with (ANSWERS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        first = whole.page(name, "nb").partition('<section class="bare">')[0]
        assert len(body(Read(closed(first)))) == len(rows) - 1


def closed(html):
    """Return a page that was cut, whole again."""
    return html if html.rstrip().endswith("</html>") else f"{html}</main></body></html>"


@pytest.mark.slow
def test_the_page_says_how_many_rows_there_are_with_readings_and_without(whole, real):
    stated = Engine(real.stated)
    for name, asked in whole.questions.items():
        count = len(list(stated.ask(asked).result))
        _, *rest = sums(Read(whole.page(name, "nb")))
        assert rest[0] in {
            "Uten tolkninger er svaret det samme.",
            "Uten tolkninger gir spørsmålet ingen rader." if not count else "",
            "Uten tolkninger gir spørsmålet én rad." if count == 1 else "",
            f"Uten tolkninger gir spørsmålet {count} rader." if count > 1 else "",
        }


def test_a_table_stands_in_the_order_of_the_norwegian_alphabet(small):
    values = " ".join(f'("{each}")' for each in ("Ål", "Aas", "Ære", "Bø", "Øre", "a"))
    text = f"SELECT ?thingLabel {{ VALUES (?thingLabel) {{ {values} }} }} ORDER BY ?thingLabel\n"
    read = Read(small(HEAD.format(title="x") + text).page("hva", "nb"))

    assert body(read) == ["a", "Bø", "Ære", "Øre", "Ål", "Aas"]


def test_a_place_leads_to_its_passage_on_the_page_of_the_source(whole):
    read = Read(whole.page("visjonen", "en"))

    assert any(way.startswith("../doc/forsterket-innsats.en.html#char=") for way in read.ways())


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_no_rows_from_the_sources_are_told_with_what_that_means_and_what_to_ask(whole, lang):
    asked = whole.questions["soyler-og-omrader"]
    near = whole.questions[asked.nearest]
    page = whole.page("soyler-og-omrader", lang)
    ending = ".en" if lang == "en" else ""

    assert (
        f'<p>{asked.empty[lang]} <a href="{asked.nearest}{ending}.html">{near.title[lang]}</a></p>'
        in unescape(page)
    )


# Served


def test_a_server_asks_with_other_values_in_a_form_to_the_same_address(small):
    read = answered(small(), {"minst": "0.9"})

    (form,) = read.find("form")
    assert (form["method"], form.get("action")) == ("get", None)
    fields = {each["name"]: each["value"] for each in read.find("input")}
    assert fields == {"mal": "Felles data", "minst": "0.9"}
    labels = {each["for"] for each in read.find("label")}
    assert labels >= {each["id"] for each in read.find("input")}
    assert sums(read) == ["Ingen rader: grafen har ikke noe svar på dette."]
    assert "Dele data" in [each["value"] for each in read.find("option")]


def test_a_server_gives_the_files_of_the_answer_to_the_same_values(small):
    ways = answered(small(), {"mal": "felles-data"}, lang="en").ways()

    assert {
        "hva.csv?lang=en&mal=felles-data",
        "hva.json?lang=en&mal=felles-data",
        "hva?format=xlsx&lang=en&mal=felles-data",
        "hva?format=tsv&lang=en&mal=felles-data",
    } <= set(ways)


def test_a_value_that_does_not_fit_gets_a_sentence_and_stays_in_its_field(small):
    read = answered(small(), {"mal": "felles-daata", "minst": "0.5"}, lang="en")

    (fault,) = read.find("p", role="alert")
    assert told(fault).startswith("Found no thing called felles-daata")
    assert not read.find("table")
    assert "felles-daata" in [each.get("value") for each in read.find("input")]


def test_a_server_can_tell_of_the_answer_without_readings_too(small):
    questions = small()
    asked = questions.questions["hva"]
    answers = [each.ask(asked).result for each in (questions.engine, questions.stated)]
    questions.frame = SERVED
    read = Read(questions.put("hva", {}, "nb", *answers))

    assert sums(read)[1] == "Uten tolkninger gir spørsmålet ingen rader."


# Hostile words


@pytest.mark.parametrize("evil", WORDS)
def test_hostile_values_and_titles_stay_words(small, evil):
    one_line = evil.replace("\u2028", " ").replace("\u2029", " ")
    questions = small(QUESTION.format(title=one_line))
    for lang in LANGUAGES:
        for html in (
            questions.page("hva", lang),
            questions.index(lang),
        ):
            read = Read(html)
            assert set(scripts(read)) <= SCRIPTS
            assert not read.find("svg")
            assert one_line in " ".join(each["words"] for each in read.find("main"))
        read = answered(questions, {"mal": evil}, lang=lang)
        assert set(scripts(read)) <= SCRIPTS
        assert evil in [each.get("value") for each in read.find("input")]


def test_hostile_labels_stay_words(tiny_project, small):
    for evil in WORDS[:3]:
        asked = small().questions
        root = Path(tiny_project())
        file = root / "graph" / "kilde-en.ttl"
        label = '"' + evil.replace('"', '\\"') + '"'
        text = file.read_text(encoding="utf-8")
        file.write_text(changed(text, '"Dele data"', label), encoding="utf-8")
        questions = Questions(load(open_project(str(root))), asked, home, FRAME, lambda _: b"{}")
        read = Read(questions.page("hva", "nb"))
        assert body(read) == [told({"words": f"{evil} ◇ tolket 0,7"})]
        assert set(scripts(read)) <= SCRIPTS


def test_a_literal_that_says_it_is_html_is_shown_as_words(small):
    """The type rdf:HTML says that markup is meant; it is shown as it is written."""
    evil = "<b>a</b><img src=x onerror=alert(1)>"
    query = f'SELECT ?words {{ BIND("{evil}"^^<{RDF}HTML> AS ?words) }}'
    markup = f"# nb: Hva?\n# en: What?\n# terms: ho:Measure\n{query}\n"
    read = Read(small(markup).page("hva", "nb"))
    assert body(read) == [told({"words": evil})]
    assert read.find("img") == []


# Files and RDF


def test_the_csv_is_the_answer_on_file(whole):
    for name in whole.questions:
        rows = list(csv.reader(io.StringIO(whole.csv(name).decode(), newline="")))
        with (ANSWERS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert rows == list(csv.reader(file))


def test_the_json_has_the_rows_of_the_csv(whole):
    for name in whole.questions:
        answer = json.loads(whole.json(name))
        heads, *rows = csv.reader(io.StringIO(whole.csv(name).decode(), newline=""))
        assert answer["head"]["vars"] == heads
        assert [
            [row.get(head, {"value": ""})["value"] for head in heads]
            for row in answer["results"]["bindings"]
        ] == rows


def test_the_rq_is_the_question_itself(whole):
    assert whole.rq("visjonen") == open_project().bytes("queries", "visjonen.rq")


def test_the_texts_are_complete_in_both_languages():
    texts = messages("site/messages/query.toml")

    assert [*texts] == [*LANGUAGES]
    assert texts["nb"].keys() == texts["en"].keys()


def test_the_pages_are_the_same_each_time(real, whole):
    again = Questions(real, read_questions(open_project()), home, FRAME, lambda _: b"{}")

    for name in ("visjonen", "hva-angar-aktoren"):
        assert again.page(name, "nb") == whole.page(name, "nb")
        assert again.json(name) == whole.json(name)
