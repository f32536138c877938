"""The table in a browser: every thing and every link as a row, to choose among, sort and keep."""

import csv
import io
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import networkx as nx
import openpyxl
import pytest
from playwright.sync_api import expect

from ho21.explorer.data import PageData
from ho21.explorer.page import bind
from ho21.model.graph import by_standing
from ho21.model.things import Label, Standing, decimal
from ho21.rdf.namespaces import HO
from support import drawn as by_hand
from support.drawn import AUTHOR, REVIEW, reading, rows_of

COUNCIL = "aktor/ho21-radet"
SUMMIT = "toppmote"
MEASURE = "tiltak/utnytte-helsedata"
# What the map calls a thing is what has a name and a class of ours that is not bookkeeping.
THING = """?thing a ?class ; skos:prefLabel ?label .
    FILTER(STRSTARTS(STR(?class), STR(ho:)) && ?class NOT IN (ho:Capture, ho:Claim, ho:Denial,
      ho:LinkProperty, ho:NoLink, ho:NumberWord, ho:Passage, ho:Role, ho:SetAside))"""
CLAIM = "?claim rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ."
WORDS = "?claim ho:isStatedIn|ho:alsoRestsOn ?passage . ?passage oa:hasSource ?text ."
IN_SUMMIT = f"FILTER(STRENDS(STR(?text), '/{SUMMIT}.txt'))"
IN_SOURCES = (
    "FILTER(CONTAINS(STR(?graph), '/graph/kilde/') || CONTAINS(STR(?graph), '/graph/aktorer'))"
)
THINGS = {
    "": "",
    "klasse=TargetPicture": "?thing a ho:TargetPicture .",
    "klasse=Recommendation": "?thing a ho:Recommendation .",
    "klasse=Goal": "?thing a ho:Goal .",
    "klasse=Actor": f"""?thing a ho:Actor .
        FILTER EXISTS {{ GRAPH ?graph {{ ?claim rdf:subject|rdf:object ?thing }} {IN_SOURCES} }}""",
    "modalitet=must": "?thing ho:modality ho:must .",
    "modalitet=should": "?thing ho:modality ho:should .",
    "klasse=Recommendation&modalitet=need": "?thing a ho:Recommendation ; ho:modality ho:need .",
    f"kilde={SUMMIT}": f"""
        {{ ?thing ho:isStatedIn ?passage . ?passage oa:hasSource ?text }} UNION
        {{ GRAPH ?graph {{ ?claim rdf:subject|rdf:object ?thing }} {IN_SOURCES} {WORDS} }}
        {IN_SUMMIT}""",
    "grunnlag=tolket": """GRAPH ?graph { ?claim rdf:subject|rdf:object ?thing }
        FILTER(STRENDS(STR(?graph), '/graph/tolkning'))""",
    "grunnlag=folger-av-sagt": """GRAPH ?graph { ?claim rdf:subject|rdf:object ?thing }
        FILTER(CONTAINS(STR(?graph), '/graph/slutning/'))""",
    f"aktor={COUNCIL}": """
        { ?claim rdf:subject ?thing ; rdf:object aktor:ho21-radet } UNION
        { ?claim rdf:object ?thing ; rdf:subject aktor:ho21-radet }
        FILTER(?thing != aktor:ho21-radet)""",
    f"klasse=Recommendation&grunnlag=sagt&aktor={COUNCIL}": f"""?thing a ho:Recommendation .
        GRAPH ?graph {{ ?claim rdf:subject ?thing ; rdf:object aktor:ho21-radet }} {IN_SOURCES}""",
}
LINKS = {
    "grunnlag=sagt": f"GRAPH ?graph {{ {CLAIM} }} {IN_SOURCES}",
    f"grunnlag=sagt&kilde={SUMMIT}": (
        f"GRAPH ?graph {{ {CLAIM} }} {IN_SOURCES} {WORDS} {IN_SUMMIT}"
    ),
    f"grunnlag=sagt&aktor={COUNCIL}": f"""GRAPH ?graph {{ {CLAIM} }} {IN_SOURCES}
        FILTER(aktor:ho21-radet IN (?subject, ?object))""",
    "grunnlag=sagt&klasse=TargetPicture": f"""GRAPH ?graph {{ {CLAIM} }} {IN_SOURCES}
        {{ ?subject a ho:TargetPicture }} UNION {{ ?object a ho:TargetPicture }}""",
    "grunnlag=sagt&modalitet=must": f"""GRAPH ?graph {{ {CLAIM} }} {IN_SOURCES}
        {{ ?subject ho:modality ho:must }} UNION {{ ?object ho:modality ho:must }}""",
    "grunnlag=tolket": f"""GRAPH ?graph {{ {CLAIM} }}
        FILTER(STRENDS(STR(?graph), '/graph/tolkning'))""",
    "grunnlag=folger-av-tolket": f"""GRAPH ?graph {{ {CLAIM} }}
        FILTER(STRENDS(STR(?graph), '/graph/slutning-tolkning'))""",
    "grunnlag=sagt&sett=omtaler": f"""GRAPH ?graph {{ {CLAIM} }} {IN_SOURCES}
        FILTER(?predicate = ho:mentions)""",
}
FORMULAS = ['=HYPERLINK("http://x.example","y")', "+1+1", "-2", "@SUM(A1)", "\t=1", "＝1+1"]
TWISTED = [
    '"sitert", med komma',
    "to\nlinjer",
    "<img src=x onerror=window.hacked=1>",
    "</script><script>window.hacked=1</script>",
    "a=b",
    "semikolon; \u202eog\u2028mer",
]


def ask(dataset, what, where):
    """Return what a question on the dataset finds, with the prefixes of the project."""
    head = "".join(f"PREFIX {name}: <{iri}> " for name, iri in dataset.base.prefixes().items())
    return list(dataset.store().query(f"{head}SELECT {what} WHERE {{ {where} }}"))


def listed(there):
    """Return what each row on the page is about, in order."""
    return there.page.locator("#view-tabell tbody tr").evaluate_all(
        "rows => rows.map((row) => row.dataset.row)"
    )


def names(there):
    """Return the first cell of each row."""
    return there.page.locator("#view-tabell tbody th > a").all_text_contents()


def cells(there, column):
    """Return a column's cells."""
    return there.page.locator(f"#view-tabell tbody .c-{column}").all_text_contents()


def status(there):
    """Return the line that says how many rows are shown."""
    return there.page.locator("#view-tabell [role=status]")


def control(there, name):
    """Return the control of what is searched for."""
    return there.page.locator(f"#view-tabell [data-filter={name}]")


def option(there, name, value):
    """Return the box of one choice, unfolded where it stands among the further ones."""
    box = control(there, name).locator(f"xpath=self::*[@value='{value}']")
    box.evaluate("(it) => { const more = it.closest('details'); if (more) more.open = true; }")
    return box


def chosen(there, name):
    """Return what is chosen of a name."""
    return control(there, name).evaluate_all(
        "boxes => boxes.filter((each) => each.checked).map((each) => each.value)"
    )


def gives(there, name, value):
    """Return how many rows a choice is said to give."""
    count = option(there, name, value).locator("xpath=../*[@class='count']").text_content()
    return int(count)


def head(there, column):
    """Return the head of a column."""
    return there.page.locator(f"#view-tabell thead .c-{column}")


def handed(there, form):
    """Return the name of a file that the page hands out, and its bytes."""
    with there.page.expect_download() as waiting:
        there.page.click(f"#view-tabell [data-control={form}]")
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def kept(there):
    """Return the name of the CSV file that the page hands out, and its rows.

    Excel in English awaits commas, in Norwegian semicolons.
    """
    delimiter = "," if there.page.get_attribute("html", "lang") == "en" else ";"
    name, content = handed(there, "csv")
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return name, list(csv.reader(text, delimiter=delimiter))


def sheet(there):
    """Return the name of the workbook that the page hands out, and its one sheet."""
    name, content = handed(there, "xlsx")
    (only,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    return name, only


def short(found):
    """Return the key of each thing by its IRI."""
    return {iri: "/".join(iri.split("/")[-2:]) for iri in found.things}


def called(found):
    """Return the name of each row of a link, with the row."""
    keys = short(found)
    return [
        (" ".join((keys[row.link.subject], row.link.predicate_name, keys[row.link.object],
                   row.standing.term)), row)
        for row in rows_of(found)
    ]  # fmt: skip


def rows_named(found):
    """Return the name of each row of a link, as often as it is there."""
    return Counter(name for name, _ in called(found))


def node(name, slug, *, kind="Challenge", **more):
    """Return a thing with a name in one language or two."""
    return by_hand.thing(f"utfordring/{slug}", kind, name, **more)


def quoted(quote, translation=""):
    """Return words of the only source of a graph made by hand."""
    return by_hand.words(quote, translation, source="kilden", first=3, last=4)


@pytest.fixture
def drawn(tmp_path):
    """Return a function that writes the page of some things and links made by hand."""

    def write(*things, links=(), **more):
        source = by_hand.document("kilden", "Kilden")
        made = by_hand.graph(things, links, documents=[source], **more)
        file = tmp_path / "side.html"
        file.write_text(bind(made, PageData()), encoding="utf-8")
        return file

    return write


@pytest.fixture
def many(drawn):
    """Return a function that writes a page of things with these names."""
    return lambda *all_: drawn(*(node(name, f"t{at:03}") for at, name in enumerate(all_)))


# Everything is there


def test_every_thing_of_the_graph_is_a_row(visit, real):
    found = {each["thing"].value for each in ask(real, "DISTINCT ?thing", THING)}
    rows = listed(visit("#tabell"))
    assert len(rows) == len(found) > 200
    assert set(rows) == {"/".join(iri.split("/")[-2:]) for iri in found}


def test_every_link_of_the_graph_is_a_row(visit, found):
    rows = listed(visit("#tabell?del=forbindelser"))
    assert Counter(rows) == rows_named(found)
    assert {row.rsplit(" ", 1)[1] for row in rows} == {each.term for each in Standing}


def test_every_claim_of_the_graph_between_two_things_is_a_row(visit, real, found):
    keys = short(found)
    claims = set()
    for each in ask(real, "?graph ?subject ?predicate ?object", f"GRAPH ?graph {{ {CLAIM} }}"):
        ends = each["subject"].value, each["object"].value
        if set(ends) <= keys.keys():
            graph = each["graph"].value.partition("/graph/")[2]
            read, follows = graph.endswith("tolkning"), graph.startswith("slutning")
            known = Standing(1 + follows + 2 * read).term
            predicate = each["predicate"].value.removeprefix(HO)
            claims.add(f"{keys[ends[0]]} {predicate} {keys[ends[1]]} {known}")
    rows = set(listed(visit("#tabell?del=forbindelser")))
    assert rows == claims
    assert rows - {next(iter(rows))} != claims


def test_a_link_that_is_left_out_would_be_missed(visit, found):
    there = visit("#tabell?del=forbindelser")
    there.page.evaluate("document.querySelector('#view-tabell tbody tr').remove()")
    assert Counter(listed(there)) != rows_named(found)


def test_each_link_shows_its_words_or_its_reason(visit, found):
    there = visit("#tabell?del=forbindelser")
    rows = there.page.locator("#view-tabell tbody tr").evaluate_all(
        """rows => rows.map((row) => [row.dataset.row, [...row.querySelectorAll("blockquote")]
            .map((each) => each.textContent), row.querySelector(".reason")?.textContent ?? "",
            row.querySelector(".c-grunnlag").textContent])"""
    )
    said = Counter((row, tuple(sorted(quotes)), reason) for row, quotes, reason, _ in rows)
    assert said == Counter(
        (
            name,
            tuple(sorted(f"«{quote.quote}»" for quote in each.passages)),
            f"◇ {each.first.reason['nb']}" if each.first.reason else "",
        )
        for name, each in called(found)
    )
    for row, quotes, reason, known in rows:
        assert quotes or reason, row
        assert ("◇" in known) == ("nterpreted" in row), row


def test_each_thing_shows_its_words_and_counts_its_links(visit, found):
    there = visit("#tabell")
    rows = there.page.locator("#view-tabell tbody tr").evaluate_all(
        """rows => rows.map((row) => [row.dataset.row, [...row.querySelectorAll("blockquote")]
            .map((each) => each.textContent), row.querySelector(".c-sagt").textContent,
            row.querySelector(".c-tolket").firstChild.textContent,
            row.querySelector(".c-tolket p")?.textContent ?? ""])"""
    )
    count = {
        iri: by_standing(each for each in found.substance if iri in each.ends)
        for iri in found.things
    }
    weighed = {
        iri: [each for each in found.weighed(iri) if not each.is_mapping] for iri in found.things
    }
    keys = short(found)
    assert {row: tuple(rest) for row, *rest in rows} == {
        keys[iri]: (
            [f"«{one.quote}»" for one in each.passages],
            str(count[iri][Standing.STATED]),
            f"◇ {count[iri][Standing.INTERPRETED]}",
            f"{len(weighed[iri])} ikke koblet" if weighed[iri] else "",
        )
        for iri, each in found.things.items()
    }


# Choices


def test_a_choice_among_things_gives_what_sparql_counts(visit, real, subtests):
    there = visit("#tabell")
    for choice, pattern in THINGS.items():
        there.go(f"tabell?{choice}")
        where = f"{THING} {pattern}"
        count = int(ask(real, "(COUNT(DISTINCT ?thing) AS ?n)", where)[0]["n"].value)
        with subtests.test(choice):
            assert count > 0
            assert len(listed(there)) == count
            assert status(there).text_content() == f"Viser {count} av {len(real_things(real))} ting"


def real_things(real):
    """Return the things of the graph."""
    return ask(real, "DISTINCT ?thing", THING)


def test_a_choice_among_links_gives_what_sparql_counts(visit, real, found, subtests):
    keys = short(found)
    there = visit("#tabell?del=forbindelser")
    for choice, pattern in LINKS.items():
        there.go(f"tabell?del=forbindelser&{choice}")
        rows = ask(real, "DISTINCT ?subject ?predicate ?object", pattern)
        wanted = {
            (keys[each["subject"].value], each["predicate"].value.removeprefix(HO),
             keys[each["object"].value])
            for each in rows
            if {each["subject"].value, each["object"].value} <= keys.keys()
        }  # fmt: skip
        with subtests.test(choice):
            assert wanted
            assert {tuple(row.split(" ")[:3]) for row in listed(there)} == wanted
            assert status(there).text_content().startswith(f"Viser {len(listed(there))} av ")


@pytest.mark.parametrize("part", ["", pytest.param("del=forbindelser", marks=pytest.mark.night)])
def test_each_option_says_how_many_rows_it_gives(visit, part, subtests):
    there = visit(f"#tabell?{part}")
    for name in ("klasse", "emne", "aktor", "kilde", "grunnlag", "modalitet", "sett"):
        values = control(there, name).evaluate_all(
            "boxes => boxes.filter((each) => !each.closest('li').hidden).map((each) => each.value)"
        )
        for value in {values[0], values[len(values) // 2], values[-1]}:
            said = gives(there, name, value)
            option(there, name, value).check()
            shown = len({row.rpartition(" ")[0] or row for row in listed(there)})
            with subtests.test(name, value=value):
                assert shown == said > 0
            option(there, name, value).uncheck()


def test_what_would_give_no_row_is_not_offered(visit):
    there = visit("#tabell?klasse=TargetPicture")
    offered = control(there, "modalitet").evaluate_all(
        "boxes => boxes.filter((each) => !each.closest('li').hidden).map((each) => each.value)"
    )
    assert offered == []
    assert there.page.locator("[data-facet=modalitet]").is_hidden()
    option(there, "klasse", "TargetPicture").uncheck()
    assert there.page.locator("[data-facet=modalitet]").is_visible()


def test_several_choices_of_one_sort_give_the_rows_of_each(visit):
    there = visit("#tabell?klasse=Recommendation")
    proposals = listed(there)
    option(there, "klasse", "TargetPicture").check()
    both = listed(there)
    assert there.page.evaluate("location.hash") in {
        "#tabell?klasse=Recommendation%2CTargetPicture",
        "#tabell?klasse=Recommendation,TargetPicture",
    }
    assert set(proposals) < set(both)
    assert len(both) == len(proposals) + gives(there, "klasse", "TargetPicture")
    option(there, "modalitet", "must").check()
    assert set(listed(there)) < set(proposals)


def test_what_is_chosen_is_told_and_each_can_be_taken_away(visit):
    there = visit("#tabell?klasse=Recommendation&modalitet=must,should")
    told = there.page.locator("#view-tabell .chips li")
    assert [each.rstrip("×") for each in told.all_text_contents()] == [
        "Type: tiltaksforslag",
        "Ordvalg: må",
        "Ordvalg: bør",
    ]
    there.page.locator("[data-chip='modalitet=must']").focus()
    there.page.keyboard.press("Enter")
    assert there.page.evaluate("location.hash") == (
        "#tabell?klasse=Recommendation&modalitet=should"
    )
    assert there.page.evaluate("document.activeElement.getAttribute('role')") == "status"
    assert chosen(there, "modalitet") == ["should"]


def test_a_choice_among_themes_gives_what_sparql_counts(visit, real):
    theme = "tema/teknologi-og-digitalisering"
    there = visit(f"#tabell?emne={theme}&klasse=Recommendation")
    where = "?thing a ho:Recommendation ; ho:isPartOf tema:teknologi-og-digitalisering ."
    wanted = ask(real, "DISTINCT ?thing", where)
    assert len(listed(there)) == len(wanted) > 3
    assert set(listed(there)) == {"/".join(each["thing"].value.split("/")[-2:]) for each in wanted}


def test_an_actor_is_chosen_with_all_who_belong_to_it(visit, found):
    sector = "aktor/kommunesektoren"
    (members,) = [them for iri, them in found.gathered.items() if iri.endswith("/kommunesektoren")]
    ends = {sector, *("/".join(each.split("/")[-2:]) for each in members)}
    assert len(ends) == 3
    there = visit("#start")
    there.page.click("[data-view=tabell]")
    there.page.click("#view-tabell .parts a >> nth=1")
    option(there, "aktor", f"{sector}*").check()
    rows = [row.split(" ") for row in listed(there)]
    touched = {end for row in rows for end in (row[0], row[2])} & ends
    assert touched == ends
    assert all(ends & {row[0], row[2]} for row in rows)
    alone = {row for end in ends for row in _links_of(found, end)}
    assert len(rows) == len(alone)
    option(there, "aktor", f"{sector}*").uncheck()
    option(there, "aktor", sector).check()
    assert 0 < len(listed(there)) < len(rows)


def _links_of(found, end):
    """Return the rows of the links of a thing."""
    return [name for name in rows_named(found) if end in name.split(" ")]


def test_a_choice_counts_with_the_others_as_they_are(visit):
    there = visit("#tabell?klasse=Recommendation")
    must = gives(there, "modalitet", "must")
    option(there, "modalitet", "must").check()
    assert must == len(listed(there))
    assert len(listed(there)) < 19


def test_a_choice_replaces_the_address_and_keeps_the_focus(visit):
    there = visit("#start")
    there.page.click("[data-view=tabell]")
    steps = there.page.evaluate("history.length")
    option(there, "klasse", "TargetPicture").focus()
    there.page.keyboard.press("Space")
    assert there.page.evaluate("location.hash") == "#tabell?klasse=TargetPicture"
    assert there.page.evaluate("document.activeElement.value") == "TargetPicture"
    assert there.page.evaluate("history.length") == steps
    there.page.go_back()
    there.page.wait_for_selector("#view-start:visible")


def test_an_address_leads_to_all_its_choices_and_back_leads_back(visit):
    choices = f"aktor={COUNCIL}&del=forbindelser&grunnlag=sagt&klasse=Recommendation&modalitet=must"
    there = visit(f"#tabell?{choices}&sok=helsedata&sorter=-til")
    for name, value in (pair.split("=") for pair in choices.split("&")):
        if name != "del":
            assert chosen(there, name) == [value]
    expect(control(there, "sok")).to_have_value("helsedata")
    assert head(there, "til").get_attribute("aria-sort") == "descending"
    assert set(listed(there)) == {f"{MEASURE} proposedBy {COUNCIL} stated"}
    there.page.click("#view-tabell .parts a >> nth=0")
    assert MEASURE in listed(there)
    assert chosen(there, "klasse") == ["Recommendation"]
    there.page.go_back()
    expect(status(there)).to_contain_text("koblinger")
    assert set(listed(there)) == {f"{MEASURE} proposedBy {COUNCIL} stated"}


def test_reset_takes_every_choice_away(visit):
    choices = f"aktor={COUNCIL}&klasse=Goal&sok=enhjorning&tolket=0&sorter=-navn"
    there = visit(f"#tabell?{choices}")
    assert listed(there) == []
    assert there.page.locator("#view-tabell .none").is_visible()
    there.page.click("#view-tabell [data-control=clear]")
    assert there.page.evaluate("location.hash") == "#tabell?sorter=-navn"
    assert there.page.evaluate("document.activeElement.dataset.control") == "clear"
    assert len(listed(there)) > 200
    assert there.page.locator("#view-tabell .none").is_hidden()
    assert control(there, "sok").input_value() == ""


STRANGE = [
    "klasse=Enhjorning",
    "klasse=toString",
    "kilde=nrk",
    "grunnlag=gjettet",
    "modalitet=shall",
    "aktor=tema/data",
    f"aktor={MEASURE}",
    "del=alt",
    "sorter=--navn",
    "farge=bla",
]


def test_an_unknown_choice_is_told_and_left_out_of_account(visit, subtests):
    there = visit()
    for strange in STRANGE:
        with subtests.test(strange):
            there.go(f"#tabell?{strange}")
            told = there.page.locator("#view-tabell .unknown")
            assert (
                told.text_content() == f"Ukjent valg i adressen: {strange}. Det er sett bort fra."
            )
            assert len(listed(there)) > 200
            option(there, "klasse", "TargetPicture").check()
            assert told.is_hidden()
            assert there.page.evaluate("location.hash") == "#tabell?klasse=TargetPicture"
            assert there.complaints == []


def test_a_known_choice_is_not_called_unknown(visit):
    there = visit(f"#tabell?klasse=Goal&kilde={SUMMIT}&grunnlag=sagt&sorter=-nar&del=ting&sok=zz")
    assert there.page.locator("#view-tabell .unknown").is_hidden()


# Readings


def test_without_readings_only_what_is_stated_is_left_and_the_rest_is_counted(visit, found):
    there = visit("#tabell?del=forbindelser&tolket=0")
    resting = [each for each in found.links if not each.stated]
    hidden = there.page.locator("#view-tabell .hidden").text_content()
    assert hidden.startswith(f"{len(resting)} koblinger ")
    assert len(listed(there)) == len(found.links) - len(resting)
    assert there.page.locator("#view-tabell tbody .reason").count() == 0
    assert "◇" not in "".join(cells(there, "grunnlag"))


def test_the_least_confidence_leaves_the_less_sure_away(visit, found):
    there = visit("#tabell?del=forbindelser&grunnlag=tolket&sikkerhet=0.7")
    read = [
        (name, each.first.confidence)
        for name, each in called(found)
        if each.standing is Standing.INTERPRETED
    ]
    sure = [name for name, confidence in read if confidence >= 0.7]
    assert 0 < len(sure) < len(read)
    assert Counter(listed(there)) == Counter(sure)
    hidden = there.page.locator("#view-tabell .hidden").text_content()
    assert hidden.startswith(f"{len(read) - len(sure)} ")


def test_the_count_of_readings_follows_the_choice_of_readings(visit):
    there = visit("#tabell?klasse=Recommendation")
    before = cells(there, "tolket")
    least = there.page.locator("#view-tabell [data-control=least]")
    least.focus()
    there.page.keyboard.press("End")
    assert {each[:3] for each in cells(there, "tolket")} == {"◇ 0"} != set(before)
    assert there.page.evaluate("document.activeElement.dataset.control") == "least"
    there.page.locator("#view-tabell [data-control=readings]").uncheck()
    assert set(cells(there, "tolket")) == {"skjult"}
    there.page.locator("#view-tabell [data-control=clear]").click()
    option(there, "klasse", "Recommendation").check()
    assert cells(there, "tolket") == before
    assert there.page.locator("#view-tabell .hidden").is_hidden()


# Search


TYPED = [
    ("ÅLESUND", "Ålesund"),
    ("aalesund", "Ålesund"),
    ("alesund", "Ålesund"),
    ("BJØRNØYA", "Bjørnøya"),
    ("bjornoya", "Bjørnøya"),
    ("bjoernoeya", "Bjørnøya"),
    ("ære", "Ærefull"),
    ("AEREFULL", "Ærefull"),
    ("idé", "Gode ideer"),
    ("IDE", "Gode ideer"),
    ("future", "Fremtid"),
    ("fremtidsrettet tjeneste", "Med sitat"),
    ("TJENESTE  fremtids", "Med sitat"),
    ("forward-looking", "Med sitat"),
]


def test_the_search_finds_names_and_words_whatever_the_case_and_letters(visit, drawn, subtests):
    file = drawn(
        node("Ålesund", "a"),
        node("Bjørnøya", "b"),
        node("Ærefull", "c"),
        node("Gode ideer", "d"),
        node({"nb": "Fremtid", "en": "Future"}, "e"),
        node("Med sitat", "f",
             passages=(quoted("En fremtidsrettet tjeneste", "A forward-looking service"),)),
    )  # fmt: skip
    there = visit("#tabell", file=file)
    for typed, name in TYPED:
        with subtests.test(typed):
            control(there, "sok").fill("")
            expect(status(there)).to_have_text("Viser 6 av 6 ting")
            control(there, "sok").press_sequentially(typed)
            expect(status(there)).to_have_text("Viser 1 av 6 ting")
            assert names(there) == [name]
    assert there.page.evaluate("document.activeElement.dataset.filter") == "sok"
    assert control(there, "sok").input_value() == typed


def test_the_search_finds_what_the_graph_has_and_no_more(visit, found):
    def holds(each):
        words = [*each.label.texts.values(), *each.short_label.texts.values()]
        words += [text for one in each.passages for text in (one.quote, one.translation["en"])]
        return "helsedata" in "\n".join(words).casefold()

    there = visit("#tabell?sok=HELSEDATA")
    keys = short(found)
    things = found.things.items()
    assert sorted(listed(there)) == sorted(keys[iri] for iri, each in things if holds(each))
    assert 0 < len(listed(there)) < 30


def test_the_search_among_links_finds_names_words_and_reasons(visit, drawn):
    one, other = node("Kilden", "a"), node("Målet", "b")
    reason = {"nb": "Fordi elva er vid", "en": "Because the river is wide"}
    file = drawn(
        one,
        other,
        links=(
            by_hand.link(one.iri, "leads", other.iri, passages=(quoted("Det står her"),)),
            reading(one.iri, "uses", other.iri, reason, 0.5),
        ),
    )  # fmt: skip
    there = visit("#tabell?del=forbindelser", file=file)
    for typed, found in [("ELVA", "interpreted"), ("river", "interpreted"), ("staar her", "stated"),
                         ("malet leads", "stated")]:  # fmt: skip
        control(there, "sok").fill(typed)
        expect(status(there)).to_have_text("Viser 1 av 2 koblinger")
        row = there.page.locator("#view-tabell tbody tr")
        expect(row).to_have_attribute("data-row", re.compile(f" {found}$"))
    control(there, "sok").fill("finnes ikke")
    expect(status(there)).to_have_text("Viser 0 av 2 koblinger")


def test_a_link_that_two_have_read_is_two_rows_and_one_link(visit, drawn):
    one, other = node("Kilden", "a"), node("Målet", "b")
    first, second = (reading(one.iri, "uses", other.iri, why, 0.5) for why in ("Én", "To"))
    again = replace(second.evidence[0], claim=f"{second.evidence[0].claim}-2")
    file = drawn(one, other, links=[replace(first, evidence=(*first.evidence, again))])
    there = visit("#tabell?del=forbindelser&ting=utfordring/a", file=file)
    assert len(listed(there)) == 2
    assert status(there).text_content() == "Viser 1 av 1 koblinger"
    assert "(1)" in there.page.locator("#view-tabell .parts a").nth(1).text_content()
    assert gives(there, "grunnlag", "tolket") == 1
    assert "◇ Interpreted (1)" in there.panel().locator("h3").all_text_contents()
    assert there.panel().locator(".link.read").count() == 2


def test_a_search_that_finds_nothing_says_so(visit):
    there = visit("#tabell?sok=enhjorning")
    assert listed(there) == []
    assert there.page.locator("#view-tabell .none").text_content().startswith("Ingen rader")
    assert there.page.locator("#view-tabell table").is_hidden()


# Order

ALPHABET = ["ape", "Banan", "zebra", "Ære", "ørn", "Ås", "Aasen", "åte"]


def test_names_sort_by_the_norwegian_alphabet_both_ways(visit, many):
    there = visit("#tabell", file=many(*reversed(ALPHABET)))
    assert names(there) == ALPHABET
    assert head(there, "navn").get_attribute("aria-sort") == "ascending"
    head(there, "navn").locator("button").click()
    assert names(there) == ALPHABET[::-1]
    assert head(there, "navn").get_attribute("aria-sort") == "descending"
    assert there.page.evaluate("location.hash") == "#tabell?sorter=-navn"
    assert sorted(ALPHABET) != ALPHABET


@pytest.mark.parametrize("column", ["fra", "forbindelse", "til", "grunnlag", "kilde"])
def test_each_column_of_links_sorts_both_ways_and_says_so(visit, column):
    there = visit("#tabell?del=forbindelser&sorter=sikkerhet")
    assert there.page.locator("#view-tabell [aria-sort]").count() == 1
    head(there, column).locator("button").click()
    assert head(there, column).get_attribute("aria-sort") == "ascending"
    up = cells(there, column)
    head(there, column).locator("button").click()
    assert head(there, column).get_attribute("aria-sort") == "descending"
    assert there.page.locator("#view-tabell [aria-sort]").count() == 1
    assert cells(there, column) != up
    assert list(dict.fromkeys(up)) == list(dict.fromkeys(reversed(cells(there, column))))


def test_numbers_sort_as_numbers_the_most_first(visit):
    there = visit("#tabell")
    head(there, "sagt").locator("button").click()
    numbers = [int(each) for each in cells(there, "sagt")]
    assert all(one >= other for one, other in pairwise(numbers))
    assert numbers != sorted(numbers, key=str, reverse=True)
    head(there, "sagt").locator("button").click()
    assert [int(each) for each in cells(there, "sagt")] == sorted(numbers)


@pytest.mark.parametrize("order", ["nar", "-nar"])
def test_what_has_nothing_in_the_column_comes_last_either_way(visit, drawn, order):
    year = [
        node(f"År {raw}", raw, values=(by_hand.value("when", raw),))
        for raw in ("2014-06", "2022", "2014")
    ]
    there = visit(f"#tabell?sorter={order}", file=drawn(node("Uten", "0"), *year))
    dated = ["År 2014", "År 2014-06", "År 2022"]
    assert names(there) == [*(dated if order == "nar" else dated[::-1]), "Uten"]
    assert "juni 2014" in cells(there, "nar")


# The file


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_the_file_of_things_is_what_is_shown(visit, found, lang):
    there = visit(f"#tabell?klasse=Recommendation&sorter=-navn&lang={lang}")
    name, (heads, *rows) = kept(there)
    assert name == {"nb": "ho21-ting.csv", "en": "ho21-things.csv"}[lang]
    assert [row[0] for row in rows] == names(there)
    assert [row[heads.index({"nb": "Nøkkel", "en": "Key"}[lang])] for row in rows] == listed(there)
    assert {row[1] for row in rows} == {{"nb": "tiltaksforslag", "en": "recommendation"}[lang]}
    by_key = {"/".join(iri.split("/")[-2:]): each for iri, each in found.things.items()}
    for row in rows:
        thing = by_key[row[-2]]
        assert row[-1] == thing.iri
        assert row[2] == "\n".join(f"«{each.quote}»" for each in thing.passages)
        if lang == "en":
            assert row[3] == "\n".join(f"“{each.translation['en']}”" for each in thing.passages)
    assert {len(row) for row in rows} == {len(heads)}


def test_the_file_of_links_is_what_is_shown(visit, found):
    there = visit(f"#tabell?del=forbindelser&aktor={COUNCIL}&sikkerhet=0.6&sorter=til")
    name, (heads, *rows) = kept(there)
    assert name == "ho21-koblinger.csv"
    column = {each: [row[at] for row in rows] for at, each in enumerate(heads)}
    assert len(heads) == len(set(heads))
    assert column["Fra"] == names(there)
    known = {found.name(each.iri)["nb"]: each.term for each in Standing}
    told = zip(column["Fra (nøkkel)"], column["Kobling (IRI)"], column["Til (nøkkel)"],
               column["Sagt eller tolket"], strict=True)  # fmt: skip
    assert [f"{s} {p.removeprefix(HO)} {o} {known[k]}" for s, p, o, k in told] == listed(there)
    by_name = dict(called(found))
    for row, words, reason, sure in zip(
        listed(there), column["Ordene i kilden"], column["Begrunnelse"], column["Sikkerhet"],
        strict=True,
    ):  # fmt: skip
        link = by_name[row]
        assert words == "\n".join(f"«{each.quote}»" for each in link.passages)
        assert reason == link.first.reason["nb"]
        known = "" if link.first.confidence is None else decimal(link.first.confidence)
        assert sure == known.replace(".", ",")


def test_the_workbook_has_the_rows_of_the_csv_file_with_numbers_as_numbers(visit):
    there = visit("#tabell?klasse=Recommendation&modalitet=should")
    _, (heads, *rows) = kept(there)
    name, made = sheet(there)
    assert name == "ho21-ting.xlsx"
    assert made.title == "Ting"
    assert made.freeze_panes == "B2"
    assert made.auto_filter.ref == made.dimensions
    read = [[each.value for each in row] for row in made.iter_rows()]
    assert read[0] == heads
    told = [["" if each is None else str(each) for each in row] for row in read[1:]]
    assert told == rows != []
    assert {type(row[heads.index("◆ Sagt")]) for row in read[1:]} == {int}


def test_the_workbook_tells_how_each_link_is_known_by_its_look(visit):
    there = visit(f"#tabell?del=forbindelser&aktor={COUNCIL}")
    _, made = sheet(there)
    heads = [each.value for each in made[1]]
    look = {
        row[heads.index("Sagt eller tolket")].value: row[0].fill.fgColor.rgb
        for row in made.iter_rows(min_row=2)
    }
    assert look["tolket"] == "FFFFE9CF" != look["sagt"]
    sure = [row[heads.index("Sikkerhet")].value for row in made.iter_rows(min_row=2)]
    assert {type(each) for each in sure} == {type(None), float}


def test_a_file_is_the_same_whenever_and_wherever_it_is_made(visit):
    zones = ("Pacific/Auckland", "America/Los_Angeles")
    made = [
        [
            handed(visit("#tabell?klasse=Recommendation", timezone_id=zone), form)
            for form in ("csv", "xlsx", "graphml")
        ]
        for zone in zones
    ]
    assert made[0] == made[1]


def test_the_workbook_keeps_every_sign_of_a_text(visit, drawn):
    texts = [*FORMULAS, *TWISTED, "_x0041_", "😀 smil", "  foran og bak  ", "a	b"]
    things = [node(text, f"t{at:02}") for at, text in enumerate(texts)]
    _, made = sheet(visit("#tabell", file=drawn(*things)))
    heads = [each.value for each in made[1]]
    by_key = {row[heads.index("Nøkkel")].value: row[0].value for row in made.iter_rows(min_row=2)}
    read = [by_key[f"utfordring/t{at:02}"].replace("_x005F_x", "_x") for at in range(len(texts))]
    assert read == texts


def test_the_network_has_the_things_shown_and_the_links_between_them(visit, found):
    there = visit("#tabell?klasse=Pillar,TargetPicture")
    name, content = handed(there, "graphml")
    assert name == "ho21-nettverk.graphml"
    made = nx.read_graphml(io.BytesIO(content), force_multigraph=True)
    assert set(made) == set(listed(there))
    within = [row for row in rows_named(found).elements()
              if {row.split(" ")[0], row.split(" ")[2]} <= set(made)]  # fmt: skip
    assert Counter(
        " ".join((one, data["predicate"].removeprefix("ho:"), other, data["standing"]))
        for one, other, data in made.edges(data=True)
    ) == Counter(within)
    assert {type(data["confidence"]) for *_, data in made.edges(data=True)} == {float}
    assert not any(data["read"] for *_, data in made.edges(data=True) if data["confidence"] == 1)


def test_what_stands_beside_a_proposal_is_told_as_it_is_known(visit, real):
    there = visit("#tabell?klasse=Recommendation")
    heads = there.page.locator("#view-tabell thead th:not([hidden])").all_text_contents()
    assert [each.rstrip(" ▲") for each in heads] == [
        "Navn", "Ordene i kilden", "Tema", "Foreslått av", "Rettet til", "Ansvarlig",
        "Opplysninger", "◆ Sagt", "◇ Tolket",
    ]  # fmt: skip
    where = """?thing a ho:Recommendation ; ho:isPartOf ?theme .
        ?theme a ho:Theme ; skos:prefLabel ?label . FILTER(LANG(?label) = 'nb')"""
    themes = {
        each["thing"].value: each["label"].value for each in ask(real, "?thing ?label", where)
    }
    _, (columns, *rows) = kept(there)
    at = {name: columns.index(name) for name in ("Tema", "Foreslått av", "IRI", "Ansvarlig")}
    assert {row[at["IRI"]]: row[at["Tema"]] for row in rows} == themes
    assert {row[at["Foreslått av"]] for row in rows} == {"HelseOmsorg21-rådet"}
    # No source names anyone: the silence is told, in the cell and in the workbook.
    assert {row[at["Ansvarlig"]] for row in rows} == {""}
    assert set(cells(there, "responsible")) == {"ikke sagt"}
    _, made = sheet(there)
    silent = {made.cell(line, at["Ansvarlig"] + 1).fill.patternType for line in range(2, 27)}
    assert silent == {"lightUp"}
    there.go("#tabell?klasse=Figure")
    heads = there.page.locator("#view-tabell thead th:not([hidden])").all_text_contents()
    assert "Ansvarlig" not in heads
    assert "Ansvarlig" not in kept(there)[1][0]


def test_the_file_keeps_hostile_cells_whole_and_makes_no_formula_of_them(visit, drawn):
    texts = [*FORMULAS, *TWISTED]
    things = [node(text, f"t{at:02}", passages=(quoted(text),)) for at, text in enumerate(texts)]
    there = visit("#tabell", file=drawn(*things))
    _, (heads, *rows) = kept(there)
    by_key = {row[heads.index("Nøkkel")]: row for row in rows}
    for at, text in enumerate(texts):
        name, _, words, *_ = by_key[f"utfordring/t{at:02}"]
        assert words == f"«{text}»"
        assert name == (f"'{text}" if text in FORMULAS else text)
    cells_ = [cell for row in rows for cell in row]
    assert not [each for each in cells_ if each.startswith(("=", "+", "-", "@", "\t", "＝"))]
    assert len([each for each in cells_ if each.startswith("'")]) == len(FORMULAS)
    assert there.complaints == []


def test_the_file_ends_its_lines_as_the_standard_says_and_tells_that_it_is_utf_8(visit):
    there = visit("#tabell?klasse=TargetPicture")
    with there.page.expect_download() as waiting:
        there.page.click("#view-tabell [data-control=csv]")
    content = waiting.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbfNavn;Type;")
    assert content.endswith(b"\r\n")
    assert content.count(b"\r\n") == 25


# For everyone


def test_hostile_text_stays_text(visit, drawn):
    first, second = node(TWISTED[2], "a"), node(TWISTED[3], "b")
    link = reading(first.iri, "x", second.iri, "<script>window.hacked=1</script>", 0.5)
    said = {f"{HO}x": "</td><b>x", AUTHOR: "<i>oss", REVIEW: "&amp;"}
    labels = {iri: Label.same(words) for iri, words in said.items()}
    file = drawn(first, second, links=(link,), labels=labels)
    there = visit("#tabell", file=file)
    assert sorted(names(there)) == sorted(TWISTED[2:4])
    there.page.click("#view-tabell .parts a >> nth=1")
    assert cells(there, "forbindelse") == ["</td><b>x"]
    assert there.page.locator("#view-tabell :is(img, b, script, i)").count() == 0
    there.page.goto(f"{file.as_uri()}#tabell?klasse=<img src=x onerror=alert(1)>&sok=</p><b>")
    assert "onerror" in there.page.locator("#view-tabell .unknown").text_content()
    assert there.page.evaluate("window.hacked") is None
    assert there.complaints == []


def test_the_keyboard_alone_is_enough(visit):
    there = visit("#tabell")
    press = there.page.keyboard.press
    control(there, "sok").focus()
    there.page.keyboard.type("helsedata")
    expect(there.page.locator("#view-tabell .chips li")).to_have_count(1)
    shown = len(listed(there))
    press("Tab")
    assert there.page.evaluate("document.activeElement.dataset.filter") == "klasse"
    press("Space")
    assert chosen(there, "klasse") == [there.page.evaluate("document.activeElement.value")]
    assert 0 < len(listed(there)) < shown
    press("Space")
    assert len(listed(there)) == shown
    head(there, "navn").locator("button").focus()
    press("Enter")
    assert head(there, "navn").get_attribute("aria-sort") == "descending"
    assert there.page.evaluate("document.activeElement.closest('th').className") == "c-navn"
    while not there.page.evaluate("document.activeElement.closest('tbody') !== null"):
        press("Tab")
    thing = there.page.evaluate("document.activeElement.dataset.thing")
    assert thing == listed(there)[0]
    press("Enter")
    there.page.wait_for_selector("#panel:visible")
    assert there.page.locator(f"#view-tabell tr[data-row='{thing}'] a[aria-current]").count() == 1
    press("Escape")
    assert there.panel().is_hidden()
    assert there.page.evaluate("document.activeElement.dataset.thing") == thing


def test_the_links_of_a_row_lead_where_they_say(visit):
    there = visit("#tabell?klasse=Recommendation&sok=helsedata&lang=en")
    row = there.page.locator(f"#view-tabell tr[data-row='{MEASURE}']")
    assert row.locator("blockquote").get_attribute("lang") == "nb"
    assert row.locator("blockquote").text_content().startswith("«Vi må utnytte helsedata")
    assert row.locator(".translation").text_content().startswith("“We must make better use")
    row.locator("th a").click()
    there.page.wait_for_selector("#panel:visible")
    assert "klasse=Recommendation" in there.page.evaluate("location.hash")
    row.locator(".small a").click()
    there.page.wait_for_selector("#view-kilder:visible")
    where = there.page.evaluate("location.hash")
    assert where.startswith("#kilder/innspill-helsepersonellkommisjonen?")
    assert "lang=en" in where
    assert f"ting={MEASURE}" in where


def test_a_thing_in_the_address_is_brought_into_sight(visit):
    there = visit(f"#tabell?ting={MEASURE}")
    row = there.page.locator(f"#view-tabell tr[data-row='{MEASURE}']")
    expect(row).to_be_in_viewport(ratio=1)
    expect(there.page.locator("#view-tabell tbody tr").first).not_to_be_in_viewport()


def test_the_head_stays_in_sight_where_there_is_room(visit):
    there = visit("#tabell")
    there.page.locator("#view-tabell tbody tr").nth(60).scroll_into_view_if_needed()
    expect(head(there, "navn")).to_be_in_viewport(ratio=1)
    expect(there.page.locator("#view-tabell .parts")).not_to_be_in_viewport()
    # So do the choices beside the rows.
    expect(control(there, "sok")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("part", ["", "del=forbindelser", "del=forbindelser&lang=en"])
def test_nothing_scrolls_sideways(visit, part):
    there = visit(f"#tabell?{part}", width=320, height=844)
    wide = """() => Math.max(document.documentElement.scrollWidth - innerWidth,
        document.getElementById("view-tabell").scrollWidth
        - document.getElementById("view-tabell").clientWidth)"""
    over = {}
    for width in (320, 390, 1024, 1440):
        there.page.set_viewport_size({"width": width, "height": 844})
        there.settle()
        over[width] = there.page.evaluate(wide)
    assert {width: much for width, much in over.items() if much > 0} == {}
    there.page.evaluate("document.querySelector('#view-tabell h2').style.cssText = 'width: 3000px'")
    assert there.page.evaluate(wide) > 0


def test_on_a_narrow_screen_a_row_is_a_card_that_is_still_a_row(visit):
    there = visit("#tabell?klasse=TargetPicture", width=390, height=844)
    rows = there.page.locator("#view-tabell tbody tr")
    assert rows.first.evaluate("(row) => getComputedStyle(row).display") == "block"
    assert there.page.get_by_role("row").count() == 25
    assert there.page.get_by_role("rowheader").count() == 24
    head(there, "navn").locator("button").click()
    assert there.page.get_by_role("columnheader", name="Navn").get_attribute("aria-sort")
    wide = visit("#tabell?klasse=TargetPicture").page.locator("#view-tabell tbody tr")
    assert wide.first.evaluate("(row) => getComputedStyle(row).display") == "grid"


def test_every_target_is_large_enough_to_hit(visit):
    there = visit("#tabell?klasse=Recommendation", width=390, height=844)
    there.page.click("#view-tabell [data-control=facets]")
    low = there.page.locator("#view-tabell :is(a, button, label, summary, input[type=search])")
    low = low.filter(visible=True)
    sizes = low.evaluate_all(
        "all => all.map((each) => [each.textContent, each.getBoundingClientRect().height])"
    )
    assert [each for each in sizes if each[1] < 24] == []


@pytest.mark.night
@pytest.mark.parametrize(
    "after",
    ["?klasse=Recommendation,Goal", "?del=forbindelser&klasse=StrategyArea&lang=en", "?sok=zz&x=y"],
)
def test_axe_finds_nothing_wrong(visit, both_schemes, after):
    there = visit(f"#tabell{after}", width=390)
    there.page.click("#view-tabell [data-control=facets]")
    assert both_schemes(there.page, "#view-tabell") == []
    there.page.set_viewport_size({"width": 1440, "height": 900})
    there.settle()
    assert both_schemes(there.page, "#view-tabell") == []


def test_axe_does_find_what_is_wrong(visit, faults):
    there = visit("#tabell?klasse=TargetPicture")
    there.page.evaluate("document.querySelector('.facets input').parentNode.outerHTML = "
                        "'<input type=checkbox>'")  # fmt: skip
    assert "label" in dict(faults(there.page, "#view-tabell"))


def test_on_paper_the_rows_stand_whole_under_what_was_chosen(visit, ink):
    there = visit("#tabell?klasse=TargetPicture&sok=helse", width=390)
    there.page.emulate_media(media="print")
    there.page.set_viewport_size({"width": 1047, "height": 720})
    assert there.page.locator("#view-tabell .choosing").is_hidden()
    told = there.page.locator("#view-tabell .chips li")
    assert told.all_inner_texts() == ["Type: målbilde", "Søk i navn og ord: helse"]
    assert head(there, "navn").locator("button").is_visible()
    quotes = there.page.locator("#view-tabell blockquote")
    assert quotes.count() > 0
    assert all(each.is_visible() for each in quotes.all())
    rows = there.page.locator("#view-tabell tbody tr")
    assert rows.first.evaluate("(row) => getComputedStyle(row).display") == "table-row"
    assert ink(there.page.screenshot()) > 0.01
    there.page.emulate_media(media="screen")
    assert there.page.locator("#view-tabell .chips button").first.is_visible()


def test_another_language_says_everything_in_it(visit):
    there = visit("#tabell?del=forbindelser&grunnlag=tolket")
    shown = re.search(r"\d+", status(there).text_content())[0]
    there.page.click("#language")
    assert status(there).text_content().startswith(f"Showing {shown} of ")
    text = there.page.locator("#view-tabell tbody").inner_text()
    assert "◇ interpreted" in text
    for word in ("tolket", "Begrunnelse", "bidrar til"):
        assert word not in text


def test_a_choice_is_shown_fast(visit):
    there = visit("#tabell?del=forbindelser")
    spent = there.page.evaluate(
        """() => ["sagt", "tolket", "sagt", "folger-av-sagt", "tolket", "sagt"].map((value) => {
            const start = performance.now();
            document.querySelector(`[data-filter=grunnlag][value=${value}]`).click();
            document.body.getBoundingClientRect();
            return performance.now() - start;
        })"""
    )
    assert sorted(spent)[len(spent) // 2] < 300, spent


@pytest.mark.parametrize("tile", ["goals", "measures", "actors", "stated", "interpreted"])
def test_each_number_of_the_first_screen_is_the_rows_it_leads_to(visit, tile):
    there = visit("#start")
    number = re.sub(r"\D", "", there.page.locator(f".tile.{tile} strong").text_content())
    there.page.click(f".tile.{tile}")
    there.page.wait_for_selector("#view-tabell:visible")
    assert len(listed(there)) == int(number) > 0
    assert there.page.locator("#view-tabell .unknown").is_hidden()


def test_a_time_that_is_in_the_words_of_a_source_alone_stays_in_its_language(visit, drawn):
    both = {"nb": "om 30 år", "en": "in 30 years"}
    file = drawn(
        node("Ord", "a", values=(by_hand.value("whenText", "på kort og lang sikt"),)),
        node("Oversatt", "b", values=(by_hand.value("whenText", both),)),
        node("Dato", "c", values=(by_hand.value("when", "2014-06"),)),
    )
    there = visit("#tabell?lang=en&sorter=navn", file=file)
    times = there.page.locator("#view-tabell tbody .c-nar p")

    assert {each.inner_text(): each.get_attribute("lang") for each in times.all()} == {
        "på kort og lang sikt": "nb",
        "in 30 years": None,
        "June 2014": None,
    }


def test_a_date_of_a_document_says_which_date_it_is(visit):
    there = visit("#tabell?klasse=Document&sorter=-nar")
    assert cells(there, "nar")[0] == "oppdatert: 23. mars 2023"
    assert cells(there, "nar")[-1] == ""
