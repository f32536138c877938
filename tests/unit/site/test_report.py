"""The report on one short page: each number leads to its answer, and each claim to its words."""

import inspect
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from ho21.analysis.registry import analyse
from ho21.cli.main import main
from ho21.dataset.loader import load
from ho21.errors import LANGUAGES
from ho21.explorer.head import EVERY_PART, file_of
from ho21.model.graph import by_standing
from ho21.model.read import knowledge_graph
from ho21.model.things import Standing
from ho21.project import open_project
from ho21.resources import resource
from ho21.site.rendering import frame_of
from ho21.site.report import FORMS, Briefing, own_questions, report, reports
from ho21.sparql.engine import Engine
from support.exported import graph
from support.others import CITY
from support.strict import Nested
from support.tiny import ACTORS, READINGS_HEAD, ROOT, STATEMENTS, changed, told

QUERIES = ROOT / "scripts" / "ho21" / "site" / "queries"
HOSTILE = (
    "Del <script>a(1)</script> | [x](https://e.example/) *z* `k` _u_ \\\\ &lt; {{ 7*7 }} "
    "\u202enmo\u202c"
)
SHOWN = HOSTILE.replace("\\\\", "\\").replace("\u202e", r"\u202e").replace("\u202c", r"\u202c")


# A plan of another kind: one measure with its year and its performer, and nothing else.
ROADS = "Plan for bedre veier\n\nKommunen skal asfaltere skoleveien innen 2027.\n"
PAVING = """doc:plan a ho:Document ;
    dcterms:title "Plan for bedre veier"@nb , "Plan for better roads"@en ;
    skos:prefLabel "Plan for bedre veier"@nb , "Plan for better roads"@en ;
    ho:quote "Plan for bedre veier"@nb ;
    ho:translation "Plan for better roads"@en .

tiltak:asfaltere a ho:Measure ;
    skos:prefLabel "Asfaltere skoleveien"@nb , "Pave the school road"@en ;
    ho:quote "Kommunen skal asfaltere skoleveien innen 2027"@nb ;
    ho:translation "The municipality is to pave the school road by 2027"@en ;
    ho:when "2027"^^xsd:gYear ;
    ho:performer aktor:kommunen .
"""
MUNICIPALITY = """aktor:kommunen a ho:Actor ;
    skos:prefLabel "Kommunen"@nb , "The municipality"@en .

aktor:redaksjonen a ho:Actor ;
    skos:prefLabel "Redaksjonen"@nb , "The editors"@en .
"""


class Page(Nested):
    """A page of the report, and what leads where in it."""

    def inside(self, outer):
        """Return what stands in an element."""
        return [each for each in self.all if any(above is outer for above in each["above"])]

    def numbers(self):
        """Return each number with the answer it leads to, in order."""
        return [
            (each["words"], each["href"].removeprefix("#"))
            for each in self.find("a")
            if "number" in each.get("class", "").split()
        ]

    def items(self):
        """Return the words of each item of a list and the row it leads to, in order."""
        return [
            (each["words"], each["href"].removeprefix("#"))
            for each in self.find("a")
            if "class" not in each and each.get("href", "").startswith("#")
        ]

    def row(self, name):
        """Return the cells of a row."""
        (found,) = self.find("tr", id=name)
        return [each["words"] for each in self.inside(found) if each["tag"] == "td"]

    def sections(self):
        """Return the sections in order, without the answers."""
        return [each["id"].removeprefix("part-") for each in self.find("section") if "id" in each]

    def told(self):
        """Return all that the report says before its answers, on one line."""
        (main,) = self.find("main")
        return " ".join(main["words"].partition("Svarene bak tallene")[0].split())


@cache
def written(form, lang):
    return report(graph(), form, lang)


@pytest.fixture(scope="module")
def nb():
    return Page(written("html", "nb"))


@pytest.fixture(scope="module")
def en():
    return Page(written("html", "en"))


@cache
def counted(name):
    """Count again the things of an answer, with readings and without."""
    asked = own_questions()[name]
    first = re.search(r"SELECT DISTINCT \?(\w+)", asked.text)[1]
    return tuple(
        len({row[first].value for row in Engine(dataset).ask(asked, lang="nb").result})
        for dataset in (graph(), graph().stated)
    )


def made(root, form="html", lang="nb", *, stated=False):
    project = open_project(str(root))
    dataset = load(project).sound()
    return report(dataset.stated if stated else dataset, form, lang)


@pytest.fixture
def roads(tiny_project):
    return tiny_project(ROADS, PAVING, MUNICIPALITY, READINGS_HEAD, "plan")


# The numbers


def test_each_number_is_how_many_things_the_answer_it_leads_to_names(nb):
    other = {
        (words, name)
        for words, name in nb.numbers()
        if name != "links" and words.lower() not in {*map(str, counted(name)), "ingen"}
    }
    held = Counter(nb.row(row["id"])[1] for row in nb.find("tr")
                   if row.get("id", "").startswith("burden-"))  # fmt: skip

    assert len(nb.numbers()) > 40
    assert other <= {(str(max(held.values(), default=0)), "burden")}


def test_a_number_that_is_none_is_written_as_a_word(nb):
    words = {name: words for words, name in nb.numbers() if not words.isdigit()}

    assert set(map(str.lower, words.values())) == {"ingen"}
    assert {name for name in words if name != "links" and 0 not in counted(name)} == set()


def test_the_links_are_those_of_substance_by_how_they_are_known(nb):
    counts = by_standing(knowledge_graph(graph()).substance)
    shown = [int(words) for words, name in nb.numbers() if name == "links" and words.isdigit()]
    rows = [nb.row(each["id"]) for each in nb.find("tr") if each.get("id", "").startswith("links-")]
    kinds = [row for row in rows if "" not in row and row[0] != "i alt"]
    sure = [row for row in rows if row[0].startswith("med sikkerhet ")]

    assert shown[:2] == [counts[Standing.STATED], counts[Standing.INTERPRETED]]
    assert [sum(int(row[at]) for row in kinds) for at in (1, 2)] == shown[:2]
    assert ["i alt", *map(str, shown[:2])] in rows
    assert sum(int(row[2]) for row in sure) == shown[1]
    assert [str(each) for each in shown[-len(sure) :]] == [row[2] for row in sure]


def test_every_link_that_is_not_counted_is_told_by_its_kind(nb):
    net = knowledge_graph(graph())
    rows = [nb.row(each["id"]) for each in nb.find("tr") if each.get("id", "").startswith("links-")]
    left_out = [row for row in rows if row[0].startswith("ikke regnet med: ")]
    numbers = [int(row[1]) for row in left_out]

    assert sum(numbers) == len(net.links) + len(net.mappings) - len(net.substance)
    assert all(f"{row[1]} {row[0].partition(': ')[2]}" in nb.told() for row in left_out)


def test_an_answer_that_names_nothing_is_none_and_no_table(nb, en):
    for there, none in ((nb, "Ingen."), (en, "None.")):
        empty = [name for _, name in there.numbers() if name != "links" and counted(name) == (0, 0)]
        assert {there.find("p", id=name)[0]["words"] for name in empty} <= {none}
    assert [each["words"] for each in nb.find("p", id="kept")] == ["Ingen."]
    assert not nb.find("tr", id="kept-1")


def test_the_actors_are_those_that_a_source_says_something_of():
    net = knowledge_graph(graph())
    said = {end for link in net.links for end in link.ends if link.standing is Standing.STATED}

    assert counted("actors")[0] == sum(each.iri in said for each in net.of("Actor"))


@pytest.mark.parametrize(
    ("name", "at"), [("unserved", 0), ("aimless", 1), ("unanswered", 3)]
)  # fmt: skip
def test_a_gap_is_as_large_as_in_the_analysis_of_gaps(name, at):
    row = analyse("hull", graph()).tables[0].texts[at]

    assert row[2:] == [str(each) for each in reversed(counted(name))]


def test_every_query_is_asked_in_both_languages_and_every_name_is_a_query():
    names = {each.stem for each in QUERIES.glob("*.rq")}
    for lang in ("nb", "en"):
        text = resource(f"site/templates/report.{lang}.j2")
        asked = set(re.findall(r"\ba\.(\w+)\.", text)) | set(re.findall(r'names\("(\w+)"', text))
        asked |= set(re.findall(r'answers\["(\w+)"\]', inspect.getsource(Briefing)))
        assert {each.replace("_", "-") for each in asked} == names


def test_the_reader_is_told_in_words_what_is_said_and_what_is_interpreted(nb, en):
    assert "◇" not in nb.told()
    assert nb.told().count("Etter vår tolkning") == nb.told().count("tter vår tolkning") - 4 > 5
    assert "In our interpretation" in en.find("main")[0]["words"]


# The top of the page


def test_the_top_tells_the_date_the_readers_and_that_no_one_outside_has_reviewed(nb):
    top = nb.told().partition("Kort sagt")[0]
    briefing = Briefing(graph(), "nb")

    assert "på grafen av 22. november 2026, versjon " in top
    assert all(f"«{each}»" in top for each in briefing.links.readers)
    assert (
        f"{briefing.number(briefing.links.reviewed) if briefing.links.reviewed else 'Ingen'} "
        "av dem er gjennomgått av noen utenfor prosjektet." in top
    )
    assert "En andre leser" in top


def test_there_are_three_findings_and_that_the_proposals_are_a_choice_stands_with_them(nb):
    (findings,) = nb.find("section", id="part-findings")

    assert len([each for each in nb.inside(findings) if each["tag"] == "li"]) == 3
    assert "«viktigste»" in findings["words"]


def test_there_is_one_figure(nb):
    (figure,) = nb.find("figure")
    drawn = [each for each in nb.inside(figure) if each["tag"] == "svg" and "role" in each]

    assert len(drawn) == counted("areas")[0]


# The links


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_every_link_in_the_page_leads_to_one_place_in_it(lang):
    there = Page(written("html", lang))
    ids = Counter(each["id"] for each in there.all if "id" in each)
    links = [each["href"] for each in there.find("a") if "hreflang" not in each]
    away = [each for each in links if not each.startswith("#")]

    assert away == ["https://creativecommons.org/licenses/by/4.0/"]
    links = [each for each in links if each not in away]
    assert [each for each in links if ids[each[1:]] != 1] == []
    assert [name for name, times in ids.items() if times != 1] == []


def test_a_link_that_leads_nowhere_would_be_seen():
    there = Page('<p id="a"></p><p id="a"></p><a href="#b">1</a>')
    ids = Counter(each["id"] for each in there.all if "id" in each)

    assert (ids["a"], ids["b"]) == (2, 0)


def test_the_row_that_an_item_leads_to_holds_its_words(nb):
    plain = [(words.strip("«»"), row) for words, row in nb.items()]

    assert len(plain) > 20
    assert [(words, row) for words, row in plain if words not in nb.row(row)] == []


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_every_link_in_markdown_leads_to_one_anchor_in_it(lang):
    text = written("md", lang)
    anchors = Counter(re.findall(r'^<a id="([^"]+)"></a>$', text, re.MULTILINE))
    links = re.findall(r"\]\(#([^)]*)\)", text)

    assert len(links) > 50
    assert {*links} == {*anchors}
    assert {*anchors.values()} == {1}


# Two languages, two forms


def outline(there):
    """Return what a page is made of: sections, blocks, numbers and rows, without its words."""
    return [
        (each["tag"], each.get("id", ""), each.get("class", ""))
        for each in there.all
        if each["tag"] not in {"rect", "tr", "td", "a"}
    ]


def test_both_languages_have_the_same_numbers_and_the_same_structure(nb, en):
    spoken = {"ingen": "0", "none": "0", "no": "0"}
    numbers = [
        [(spoken.get(words.lower(), words), name) for words, name in each.numbers()]
        for each in (nb, en)
    ]

    assert numbers[0] == numbers[1]
    assert outline(nb) == outline(en)
    assert Counter(row.rpartition("-")[0] for _, row in nb.items()) == Counter(
        row.rpartition("-")[0] for _, row in en.items()
    )
    assert nb.find("h1")[0]["words"] != en.find("h1")[0]["words"]


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_markdown_has_the_numbers_and_items_of_the_page(lang):
    there, text = Page(written("html", lang)), written("md", lang)
    links = re.findall(r"(?<!\\)\[((?:\\.|[^\]\\])*)\]\(#([^)]*)\)", text)
    plain = Counter((re.sub(r"\\(.)", r"\1", words), name) for words, name in links)

    assert plain == Counter(
        [*there.numbers(), *((w, row.rpartition("-")[0]) for w, row in there.items())]
    )


@pytest.mark.slow
def test_each_page_is_in_its_language_and_leads_to_the_other(nb, en):
    for lang, other in (("nb", "en"), ("en", "nb")):
        made = reports(graph(), frame_of(graph(), EVERY_PART))
        there = Page(made[file_of("report", lang, "nb")])
        (link,) = there.find("a", hreflang=other)
        assert there.find("html")[0]["lang"] == lang
        assert (link["href"], link["lang"]) == (file_of("report", other, "nb"), other)
    assert not [each for each in nb.find("td") if "lang" in each]
    assert len(en.find("td", lang="nb")) > 100


def test_a_report_alone_leads_to_no_other(nb):
    assert nb.find("a", hreflang="en") == []


# Another project


def test_a_tiny_project_has_a_report_of_what_it_has_and_of_nothing_else(tiny_project):
    there = Page(made(tiny_project()))

    assert there.sections() == ["findings", "says", "parts", "numbers"]
    assert "1 av 1 tiltaksforslag nevner ingen ansvarlig og ingen utfører." in there.told()
    assert "Kildene knytter ingen tiltaksforslag til 1 av 1 målbilde." in there.told()
    assert "Etter vår tolkning står ingen uten tiltaksforslag." in there.told()
    assert there.find("figure") == []
    for word in ("HelseOmsorg21", "viktigste", "satsingsområde", "utfordring", "løfte", "visjon"):
        assert word not in there.told()


@pytest.mark.parametrize("form", ["html", "md"])
def test_a_plan_of_measures_alone_is_told_as_what_it_is(roads, form):
    text = made(roads, form)
    plain = " ".join(re.sub(r"<[^>]+>|\[|\]\(#\w+\)", "", text.partition("Svarene bak")[0]).split())

    assert told(roads) == []
    assert "Kildene omtaler 1 tiltak og 1 aktør." in plain
    assert "Etter kildene har 1 av 1 tiltak en ansvarlig eller en utfører." in plain
    assert "Her står bare det kildene sier." in plain
    for word in ("forslag", "målbilde", "tolk", "rådet", "HelseOmsorg21", "Kort sagt", "åpent:"):
        assert word not in plain


def test_a_plan_of_measures_alone_is_told_in_english_too(roads):
    plain = Page(made(roads, lang="en")).find("main")[0]["words"]

    assert "The sources speak of 1 measure and 1 actor." in " ".join(plain.split())


HARBOUR = """Harbour Plan: a strategy for the docks, 2026–2035
A harbour that never sleeps
Priority area 1: Night ferries
Priority area 2: Clean quays
"""
HARBOUR_SAYS = f"""
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix doc: <https://example.org/tarnmouth/doc/> .
@prefix ho: <https://w3id.org/ho21/def#> .
@prefix omrade: <https://example.org/tarnmouth/id/omrade/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix strategi: <https://example.org/tarnmouth/id/strategi/> .
@prefix visjon: <https://example.org/tarnmouth/id/visjon/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
doc:harbour a ho:Document ;
    dcterms:title "Harbour Plan"@en ;
    skos:prefLabel "The Harbour Plan"@en ;
    ho:quote "Harbour Plan: a strategy for the docks, 2026–2035"@en ;
    ho:about strategi:harbour-plan .
doc:harbour.txt a ho:Capture ;
    skos:prefLabel "Text of the harbour plan"@en ;
    dcterms:format "text/plain" ;
    dcterms:source doc:harbour ;
    ho:sha256 "{sha256(HARBOUR.encode()).hexdigest()}" .
strategi:harbour-plan a ho:Strategy ;
    skos:prefLabel "Harbour Plan"@en ;
    ho:quote "Harbour Plan: a strategy for the docks, 2026–2035"@en ;
    ho:validFrom "2026"^^xsd:gYear ;
    ho:validThrough "2035"^^xsd:gYear .
visjon:harbour a ho:Vision ;
    skos:prefLabel "A harbour that never sleeps"@en ;
    ho:quote "A harbour that never sleeps"@en ;
    ho:isPartOf strategi:harbour-plan .
omrade:night-ferries a ho:StrategyArea ;
    skos:prefLabel "Night ferries"@en ;
    ho:quote "Priority area 1: Night ferries"@en ;
    ho:isPartOf strategi:harbour-plan .
omrade:clean-quays a ho:StrategyArea ;
    skos:prefLabel "Clean quays"@en ;
    ho:quote "Priority area 2: Clean quays"@en ;
    ho:isPartOf strategi:harbour-plan .
"""


@pytest.fixture
def two_strategies(tmp_path):
    """Return the project of a city, and the same with the strategy of its harbour."""
    city = shutil.copytree(CITY, tmp_path / "city")
    both = shutil.copytree(CITY, tmp_path / "both")
    (both / "graph" / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
    (both / "graph" / "harbour.ttl").write_text(HARBOUR_SAYS, encoding="utf-8")
    return Page(made(city, lang="en")).told(), Page(made(both, lang="en")).told()


def test_of_two_strategies_each_is_told_of_by_name_and_year(two_strategies):
    city, both = two_strategies

    assert "The vision is “A city where everyone" in city
    assert "The strategies, each by itself" not in city
    assert "The sources speak of 6 priority areas, 8 goals, 11 commitments" in both
    for said in (
        "The vision of Open Tarnmouth (2024–2030) is “A city where everyone",
        "The vision of Harbour Plan (2026–2035) is “A harbour that never sleeps”.",
        "Harbour Plan (2026–2035): 1 vision and 2 priority areas.",
        "Open Tarnmouth (2024–2030): 1 vision, 4 priority areas, 8 goals and 10 commitments.",
        "Night ferries (Harbour Plan)",
    ):
        assert said in both


def test_a_second_strategy_changes_no_sentence_but_those_that_tell_of_both(two_strategies):
    city, both = (told.partition("The answers behind")[0] for told in two_strategies)
    sentences = re.split(r"(?<=[.:]) ", city)

    changed_ = [each[:38] for each in sentences if each not in both]
    assert changed_ == [
        "The report rests on 2 sources and on t",
        "The graph has 85 links that the source",
        "What the sources say The sources speak",
        "The vision is “A city where everyone c",  # of which strategy
        "What is tied to priority areas commitm",
    ]


def test_with_only_what_is_stated_nothing_is_said_of_readings(tiny_project):
    there = Page(made(tiny_project(), stated=True))

    assert "tolk" not in there.told().lower()
    assert "1 av 1 målbilde har ingen tiltaksforslag bak seg i kildene." in there.told()


def test_no_question_of_the_project_can_spoil_the_report(tiny_project):
    root = tiny_project()
    before = made(root)
    for name in ("measures", "forslagene"):
        (root / "queries" / f"{name}.rq").write_text("# nb: x\n# en: x\n# terms: y\nASK", "utf-8")

    assert made(root) == before


@pytest.fixture
def hostile(tiny_project):
    """Write a project whose names are written to be run."""
    named = changed(
        STATEMENTS, '"Dele data"@nb , "Share data"@en', f'"{HOSTILE}"@nb , "{HOSTILE}"@en'
    )
    named = changed(named, '"Den bærende søylen"@nb , "The', f'"{HOSTILE}"@nb , "The')
    named = changed(named, '"Felles data"@nb', f'"{HOSTILE}"@nb')
    second = (
        '\nmalbilde:to a ho:TargetPicture ;\n    skos:prefLabel "To"@nb , "Two"@en ;\n'
        '    ho:quote "Til toppen"@nb ;\n    ho:translation "To the top"@en .\n'
    )
    named = changed(
        named, "    ho:isPartOf tema", "    ho:contributesTo malbilde:to ;\n    ho:isPartOf tema"
    )
    named = changed(named, ' ;\n    ho:noise "Til toppen"@nb', "") + second
    root = tiny_project(statements=named, readings=READINGS_HEAD, actors=ACTORS)
    assert told(root) == []
    return root


def test_a_hostile_name_is_shown_in_the_page_and_never_run(hostile):
    there = Page(made(hostile))

    assert [each.get("type") for each in there.find("script")] == [None, "application/ld+json"]
    assert SHOWN in [words for words, _ in there.items()]
    assert SHOWN in [each["words"] for each in there.find("td")]
    assert not [each for each in there.find("a") if "e.example" in each["href"]]


def rendered(text):
    """Return the page that a reader of Markdown makes of a text, tags and all."""
    return Page(
        MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
    )


def test_a_hostile_name_is_shown_in_markdown_and_never_run(hostile):
    there = rendered(made(hostile, "md"))

    assert there.find("script") == there.find("em") == []
    assert [each for each in there.find("code") if "PREFIX" not in each["words"]] == []
    assert SHOWN in [words for words, _ in there.items()]
    assert SHOWN in [each["words"] for each in there.find("td")]
    assert not [each for each in there.find("a") if "e.example" in each.get("href", "")]


def test_a_name_that_is_not_escaped_would_be_run():
    there = rendered(f"| a |\n|---|\n| {HOSTILE.replace('|', '')} |\n")

    assert there.find("script")
    assert there.find("em")
    assert there.find("a", href="https://e.example/")
    assert SHOWN not in [each["words"] for each in there.find("td")]


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["nb", "en"])
def test_a_reader_of_markdown_sees_the_same_tables_as_the_page(lang):
    there, seen = Page(written("html", lang)), rendered(written("md", lang))
    page_rows = [[each["words"] for each in there.inside(row) if each["tag"] == "td"]
                 for row in there.find("tr")]  # fmt: skip
    read = [[each["words"] for each in seen.inside(row) if each["tag"] == "td"]
            for row in seen.find("tr")]  # fmt: skip
    plain = [[" ".join(cell.split()) for cell in row] for row in page_rows if row]

    assert len(plain) > 100
    assert Counter(map(tuple, plain)) <= Counter(map(tuple, read))


# The figure


def test_the_lengths_of_the_bars_are_what_contributes_to_each_area(nb):
    tallies = []
    for name in ("measures-to-areas", "goals-to-areas"):
        rows = [nb.row(each["id"]) for each in nb.find("tr")
                if re.fullmatch(rf"{name}-\d+", each.get("id", ""))]  # fmt: skip
        tallies.append(Counter(area for _, area in {(row[0], row[1]) for row in rows}))
    (figure,) = nb.find("figure")
    shown = {
        each["above"][-1]["words"].split("\n")[0]: [int(x) for x in each["words"].split(" + ")]
        for each in nb.inside(figure)
        if each["tag"] == "svg" and "role" in each
    }

    assert len(shown) == counted("areas")[0]
    assert shown == {area: [each[area] for each in tallies] for area in shown}
    widths = [float(each["width"][:-1]) for each in nb.inside(figure)
              if each["tag"] == "rect" and each["width"].endswith("%")]  # fmt: skip
    lengths = [length for each in shown.values() for length in each if length]
    unit = 80 / max(map(sum, shown.values()))
    assert widths == pytest.approx([each * unit for each in lengths], abs=0.02)


# The same bytes


@pytest.mark.night
def test_the_report_does_not_depend_on_the_hash_seed():
    code = """
from ho21.errors import LANGUAGES
from ho21.site.report import FORMS, report
from ho21.project import open_project
from ho21.dataset.loader import load
project = open_project()
for form in FORMS:
    for lang in LANGUAGES:
        print(report(load(project).sound(), form, lang))
"""
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert runs[0] == runs[1]
    assert runs[0].decode() == "".join(
        f"{written(form, lang)}\n" for form in FORMS for lang in LANGUAGES
    )


# The command


@pytest.fixture
def ho21(capsysbinary, monkeypatch, tmp_path):
    """Return a function that runs a command in an empty folder and returns what it said."""
    (tmp_path / "her").mkdir()
    monkeypatch.chdir(tmp_path / "her")

    def run(*words):
        code = main(list(words))
        said = capsysbinary.readouterr()
        return code, said.out.decode(), said.err.decode()

    return run


@pytest.mark.usefixtures("read_once")
def test_the_command_writes_markdown_to_stdout_unless_told_otherwise(ho21):
    assert ho21("report", "--lang", "nb") == (0, written("md", "nb"), "")
    assert ho21("report", "--lang", "en", "--format", "md") == (0, written("md", "en"), "")
    assert ho21("report", "--lang", "en", "--format", "html") == (0, written("html", "en"), "")


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize("form", ["html", "md"])
def test_the_ending_of_the_file_is_its_form(ho21, form):
    code, out, err = ho21("report", "--lang", "nb", "--to", f"x.{form}")

    assert (code, out, err) == (0, "", "")
    assert Path(f"x.{form}").read_text(encoding="utf-8") == written(form, "nb")


@pytest.mark.usefixtures("read_once")
def test_the_form_that_is_told_goes_before_the_ending(ho21):
    assert ho21("report", "--lang", "nb", "--format", "md", "--to", "x.html")[0] == 0
    assert Path("x.html").read_text(encoding="utf-8") == written("md", "nb")


@pytest.mark.parametrize(
    "words",
    [
        ["--format", "pdf"],
        ["--format", "xml"],
        ["--to", "{project}/graph/rapport.html"],
        ["--to", "{project}/queries"],
        ["--to", "/finnes/ikke/rapport.html"],
        ["--endpoint", "http://127.0.0.1/"],
        ["rapport.html"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_ends_with_2_and_one_sentence_and_nothing_is_written(
    ho21, words, tiny_project
):
    project = tiny_project()
    words = [each.format(project=project) for each in words]
    before = {each: each.stat().st_mtime_ns for each in project.rglob("*")}
    said = set()
    for lang in ("nb", "en"):
        code, out, err = ho21("report", *words, "--lang", lang, "--project", str(project))
        assert (code, out) == (2, "")
        assert re.fullmatch(r"[^\n\x00-\x1f]+[.»”]\n", err)
        said.add(err)
    assert len(said) == 2
    assert list(Path().iterdir()) == []
    assert {each: each.stat().st_mtime_ns for each in project.rglob("*")} == before


def test_a_project_at_fault_has_no_report(ho21, tiny_project):
    wrong = changed(STATEMENTS, '"Den bærende søylen"@nb ;\n    ho:tr', '"Den"@nb ;\n    ho:tr')
    root = tiny_project(statements=wrong)

    code, out, err = ho21("report", "--project", str(root), "--to", "x.html")

    assert (code, out) == (1, "")
    assert err.startswith("graph/kilde-en.txt:7: ")
    assert not Path("x.html").exists()


@cache
def of_the_city(lang):
    return report(load(open_project(str(CITY))).sound(), "md", lang)


def test_a_promise_that_one_calls_kept_and_another_does_not_is_told_as_both():
    en, nb = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", of_the_city(each)) for each in ("en", "nb"))

    assert (
        "A source says of 3 of them that they were kept. "
        "Of 1 of these something else is said too: Lower the speed limit." in en
    )
    assert (
        "Om 3 av dem sier en kilde at de er holdt. "
        "Om 1 av disse er det også sagt noe annet: Lower the speed limit." in nb
    )
    told = en.partition("both that they were kept and something else?")[2].partition("```")[0]
    assert re.findall(
        r"^\| Lower the speed limit \| ([^|]*) \| ([^|]*) \|", told, re.MULTILINE
    ) == [
        ("fulfilled", "Department of Streets and Transport"),
        ("under way", "City Auditor"),
    ]


def test_what_only_an_interpretation_fills_is_shown_as_the_sources_leave_it():
    page = Page(report(load(open_project(str(CITY))).sound(), "html", "en"))

    (none,) = [each["words"] for each in page.find("p", id="unserved")]
    assert none.endswith("According to the sources: 5.")
    assert page.row("unserved-0-1")[0] == "Most short trips are made on foot or by bicycle"
