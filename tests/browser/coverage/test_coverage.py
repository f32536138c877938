"""Coverage: every number is that of count.py and of SPARQL, and opens what it counts."""

import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings

from ho21.analysis.builder import TableBuilder
from ho21.analysis.coverage import coverage
from ho21.analysis.gaps import gaps
from ho21.explorer.data import PageData, as_json
from ho21.explorer.page import bind, inert
from ho21.model.coverage import cells, hits
from ho21.model.read import knowledge_graph
from ho21.model.rows import rows
from ho21.model.things import Standing
from support import hostile
from support.counted import amounts, by_sparql, key, seen
from support.drawn import with_links
from support.tiny_graph import GRAPHS

COUNT = Path(__file__).parents[3] / "scripts/ho21/explorer/static/coverage/count.js"
TABLES = {
    "malbilder": ("areaPictures", "#dekning"),
    "tiltak": ("areaMeasures", "#dekning/omrader?tell=tiltak"),
    "viderefort": ("areaContinued", "#dekning?tell=viderefort"),
    "tema": ("pictureThemes", "#dekning/malbilder"),
}
each_table = pytest.mark.parametrize("table", TABLES)


def plus(after, more):
    return f"{after}{'&' if '?' in after else '?'}{more}"


@pytest.fixture(scope="module")
def counts(real):
    """Return each table as count.py has it: few and many by the ends of a cell."""
    told = coverage(TableBuilder(knowledge_graph(real), "nb"))
    return {
        name: {
            (key(row.iri), key(column.iri)): (few.value, many.value)
            for row, column, few, many in told.table(inner).rows
            if many.value
        }
        for name, (inner, _) in TABLES.items()
    }


def opened(there, cell):
    there.page.evaluate("(cell) => { location.hash = `dekning?celle=${cell}`; }", quote(cell))
    there.page.wait_for_function("(cell) => ho21.state().params.celle === cell", arg=cell)


def inner(numbers):
    return {ends: number for ends, number in numbers.items() if "alle" not in ends}


# The numbers


@each_table
def test_every_cell_counts_what_python_counts(visit, counts, table):
    there = visit(TABLES[table][1])

    assert inner(seen(there)) == counts[table]
    assert there.complaints == []


@each_table
def test_without_readings_every_cell_counts_what_python_counts(visit, counts, table):
    there = visit(plus(TABLES[table][1], "tolket=0"))

    few = {ends: (few, few) for ends, (few, _) in counts[table].items() if few}
    assert inner(seen(there)) == few


@each_table
def test_cells_and_totals_are_those_of_sparql_at_a_least_confidence(visit, real, table, subtests):
    there = visit(TABLES[table][1])
    for least in (0, 0.5, 0.7, 0.85):
        there.go(plus(TABLES[table][1], f"sikkerhet={least}"))
        with subtests.test(least=least):
            shown = {ends: many for ends, (_, many) in seen(there).items()}
            assert shown == by_sparql(real, table, least)


def test_the_numbers_differ_when_a_link_is_taken_away(visit, found, tmp_path):
    links = list(found.links)
    links.remove(
        next(
            link
            for link in links
            if link.predicate_name == "contributesTo" and "/malbilde/" in link.subject
        )
    )
    file = tmp_path / "side.html"
    file.write_text(bind(replace(found, links=tuple(links)), PageData()), encoding="utf-8")

    assert inner(seen(visit("#dekning", file=file))) != inner(seen(visit("#dekning")))


# What count.js takes of the page, made of the data of a page.
PAGE = """
export const data = %s;
export const links = data.edges;
export const countedAs = (...roles) => data.nodes.filter(
  (each) => roles.some((role) => each.roles.includes(role)));
"""
COUNTING = """async ([source, page]) => {
  const made = (code) => `data:text/javascript,${encodeURIComponent(code)}`;
  const { data } = await import(made(page));
  const module = await import(made(source.replace('../shared/state.js', made(page))));
  const name = (id) => data.nodes[id]?.key ?? id;
  return [module.stated, (link) => !link.standing.startsWith('follows')].map((holds) => {
    const cells = {};
    for (const table of Object.keys(data.coverage)) {
      cells[table] = [...module.count(table, holds)]
        .map(([at, found]) => [at.split(':'), [...found.keys()].map(name).sort()])
        .filter(([ends]) => ends[0])
        .map(([ends, things]) => [...ends.map(name), things]);
    }
    return {
      cells,
      gaps: module.gaps(holds).map(
        (gap) => [gap.name, gap.all, gap.things.map((each) => each.key).sort()]),
      piles: module.piles(holds).map((pile) => [pile.name, pile.things.map(
        (each) => [each.key, module.size(pile.counted, `${each.id}:`)])]),
    };
  });
}"""


@pytest.fixture(scope="module")
def counting(browser):
    """Return a function that counts a graph as the page does: stated, and all."""
    page = browser.new_page()
    source = COUNT.read_text(encoding="utf-8")
    yield lambda graph: page.evaluate(COUNTING, [source, PAGE % inert(as_json(graph, PageData()))])
    page.close()


def serving(graph, kind, *by, more=()):
    """Return the things that serve or continue each thing of a class, or are linked by more."""
    return {
        key(thing.iri): {
            link.subject
            for link in graph.into(thing.iri, "contributesTo", "continues", *more)
            if graph.is_a(link.subject, *by)
        }
        for thing in graph.of(kind)
    }


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(GRAPHS)
def test_whatever_the_links_the_page_counts_as_python_does(counting, graph):
    for part, counted in zip((graph.stated, graph), counting(graph), strict=True):
        for table, found in counted["cells"].items():
            python = cells(hits(part, table))
            whole = defaultdict(set)
            for (row, _), things in python.items():
                whole[row, ""] |= things
            assert {(row, column): {*things} for row, column, things in found} == {
                (key(row), key(column) if column else ""): {*map(key, things)}
                for (row, column), things in (python | whole).items()
            }
        pictures = serving(part, "TargetPicture", "Recommendation")
        kinds = ("Recommendation", "TargetPicture", "StrategicBlock")
        areas = serving(part, "StrategyArea", *kinds, more=("isPartOf",))
        aims = {
            key(each.iri)
            for each in part.of("Recommendation")
            if not any(
                part.is_a(link.object, "TargetPicture")
                for link in part.out(each.iri, "contributesTo")
            )
        }
        assert counted["gaps"] == [
            ["pictureUnserved", 2, sorted(x for x, by in pictures.items() if not by)],
            ["measureAimless", 2, sorted(aims)],
            ["areaUnserved", 1, sorted(x for x, by in areas.items() if not by)],
        ]
        for (name, piled), by in zip(counted["piles"], (pictures, areas), strict=True):
            assert name in {"picturePile", "areaPile"}
            assert dict(map(tuple, piled)) == {x: len(them) for x, them in by.items() if them}


# In words, not by colour alone


def test_what_is_empty_and_what_is_fullest_is_said_in_words(visit, counts):
    there = visit("#dekning/malbilder")
    served = defaultdict(int)
    for (picture, _), (_, many) in counts["tema"].items():
        served[picture] += many  # no measure has two themes

    rows = there.page.evaluate(
        "[...document.querySelectorAll('#view-dekning tbody td.total')]"
        ".map((cell) => [cell.dataset.at.split('~')[0], cell.querySelector('.said')?.textContent])"
    )
    assert len(rows) == 24
    assert {row for row, said in rows if said == "hull: ingen tiltaksforslag"} == {
        row for row, _ in rows if not served[row]
    }
    assert {row for row, said in rows if said == "flest"} == {
        row for row in served if served[row] == max(served.values())
    }


def test_it_is_said_that_no_source_states_the_links(visit):
    for table, (_, after) in TABLES.items():
        words = visit(after).page.locator("#view-dekning .ground").inner_text()
        assert "Ingen kilde sier" in words, table
        assert "tolkninger (◇)" in words
    words = visit("#dekning?tolket=0").page.locator("#view-dekning .ground").inner_text()
    assert "derfor er tabellen tom" in words


def test_what_a_source_states_is_not_said_to_be_read(visit, found, tmp_path):
    links = [
        replace(link, evidence=(replace(link.evidence[0], standing=Standing.STATED),))
        if link.predicate_name == "contributesTo" and "/malbilde/" in link.subject
        else link
        for link in found.links
    ]
    file = tmp_path / "side.html"
    file.write_text(bind(with_links(found, links), PageData()), encoding="utf-8")
    there = visit("#dekning", file=file)

    assert "Ingen kilde sier" not in there.page.locator("#view-dekning .ground").inner_text()
    assert all(few == many for few, many in seen(there).values())
    assert "◇" not in there.page.locator("#view-dekning .counts").inner_text()
    areas = there.page.locator("[data-pile=areaPile] + ul strong").all_inner_texts()
    assert any(re.fullmatch(r"\d+ \+ \d+ ◇", each) for each in areas)
    assert not any(re.fullmatch(r"\d+ ◇", each) for each in areas)


def test_gaps_and_piles_are_those_of_python(visit, real):
    there = visit("#dekning")
    told = gaps(TableBuilder(knowledge_graph(real), "nb"))
    page = there.page.locator("#view-dekning .lists")

    for gap, all_, few, many in told.table("gaps").rows[:3]:
        words = page.locator(f"[data-gap={gap.iri}]")
        assert words.inner_text().endswith(f": {many.text} av {all_.text}")
        assert f"{few.text} av {all_.text}" in words.locator("+ p").inner_text()
        links = words.locator("+ p + ul a")
        assert sorted(links.evaluate_all("all => all.map((each) => each.dataset.thing)")) == sorted(
            key(row[1].iri)
            for row in told.table("gapThings").rows
            if row[0].iri == gap.iri and row[3].iri == "open"
        )
    for pile in ("picturePile", "areaPile"):
        rows = page.locator(f"[data-pile={pile}] + ul li").evaluate_all(
            "all => all.map((each) => [each.querySelector('a').dataset.thing,"
            " each.querySelector('strong').textContent])"
        )
        assert [tuple(row) for row in rows] == [
            (key(row[1].iri), f"{row[3].text} ◇")
            for row in told.table("piles").rows
            if row[0].iri == pile
        ]
    reasons = page.locator("[data-gap=measureAimless] + p + ul").inner_text()
    assert all(
        row[4].text in reasons
        for row in told.table("gapThings").rows
        if row[0].iri == "measureAimless" and row[3].iri == "open"
    )


# What is behind a number


def behind(found, row, column):
    """Return the claims that a cell of the first table counts, and the reasons of those read."""
    claims, reasons = set(), []
    for picture in found.of("TargetPicture"):
        served = [x for x in found.out(picture.iri, "contributesTo") if key(x.object) == row]
        parts = [x for x in found.out(picture.iri, "isPartOf") if key(x.object) == column]
        if not served or not parts:
            continue
        for each in (one for link in (*served, *parts) for one in rows(link)):
            ends = map(key, each.link.ends)
            claims.add((next(ends), each.link.predicate_name, next(ends), each.standing.term))
        reasons += [each.first.reason["nb"] for link in served for each in rows(link)]
    return claims, reasons


CLAIMS = """(root) => {
  const nodes = ho21.part('things');
  return [...root.querySelectorAll('[data-claim]')].map((each) => {
    const [from, predicate, to, basis] = each.dataset.claim.split(' ');
    return [nodes[from].key, predicate, nodes[to].key, basis];
  });
}"""


def test_each_cell_opens_the_claims_it_counts_with_their_reasons(visit, found, counts):
    there = visit("#dekning")
    region = there.page.locator("#view-dekning .claims")
    for row, column in counts["malbilder"]:
        opened(there, f"{row}~{column}")
        claims, reasons = behind(found, row, column)

        assert {tuple(each) for each in region.evaluate(CLAIMS)} == claims
        words = region.inner_text()
        for reason in reasons:
            assert reason in words
        assert region.locator("h4").count() == counts["malbilder"][row, column][1]
        assert words.count("sikkerhet") >= len(reasons)
        assert "Tolket av" in words
        assert "◆ sagt" in words
        assert "◇ tolket" in words


def test_a_stated_claim_shows_its_words_and_where_they_stand(visit):
    there = visit("#dekning")
    there.page.locator("[data-cell^='omrade/bedre-klinisk'] >> nth=0").click()
    claim = there.page.locator(".claims li.stated").first

    assert claim.locator("blockquote").first.inner_text().startswith("«")
    assert "linje" in claim.locator(".place a").first.inner_text()


def test_an_open_cell_has_an_address_of_its_own_and_back_closes_it(visit):
    there = visit("#dekning?tell=tiltak")
    link = there.page.locator("td [data-cell]").first
    cell = link.get_attribute("data-cell")
    link.click()
    there.page.wait_for_selector(".claims")

    assert there.page.evaluate("ho21.state().params") == {"celle": cell, "tell": "tiltak"}
    assert link.get_attribute("aria-expanded") == "true"
    again = visit(there.page.evaluate("location.hash"))
    assert again.page.locator(".claims h3").inner_text() == (
        there.page.locator(".claims h3").inner_text()
    )
    there.page.go_back()
    there.page.wait_for_selector(".claims", state="detached")


def test_a_total_opens_everything_it_counts(visit, real):
    there = visit("#dekning")
    there.page.locator("tfoot td [data-cell='alle~alle']").click()

    things = there.page.locator(".claims h4")
    assert things.count() == by_sparql(real, "malbilder")["alle", "alle"]


def test_an_open_cell_follows_the_readings(visit):
    there = visit("#dekning")
    there.page.locator("td [data-cell]").first.click()
    there.page.wait_for_selector(".claims [data-claim]")
    there.page.locator("#view-dekning [data-control=readings]").click()

    assert there.page.locator(".claims [data-claim]").count() == 0
    assert "Ingenting her" in there.page.locator(".claims").inner_text()


# By hand and by keys


def test_the_choice_of_readings_changes_numbers_and_address(visit, real):
    there = visit("#dekning/malbilder")
    there.page.locator("[data-control=readings]").focus()
    there.page.keyboard.press("Space")
    assert "tolket=0" in there.page.url
    assert seen(there) == {}
    there.page.keyboard.press("Space")
    assert "tolket" not in there.page.url

    there.page.locator("[data-control=least]").focus()
    for _ in range(14):
        there.page.keyboard.press("ArrowRight")
    assert "sikkerhet=0.7" in there.page.url
    shown = {ends: many for ends, (_, many) in seen(there).items()}
    assert shown == by_sparql(real, "tema", 0.7)
    assert shown != by_sparql(real, "tema")
    assert "minst 0,7" in there.page.locator("#view-dekning .ground").inner_text()


def focused(there, what):
    return there.page.evaluate(f"document.activeElement.{what}")


def test_a_cell_is_opened_read_and_closed_by_keys_alone(visit):
    there = visit("#dekning/malbilder")
    for _ in range(80):
        there.page.keyboard.press("Tab")
        if focused(there, "dataset.cell"):
            break
    cell = focused(there, "dataset.cell")
    there.page.keyboard.press("Enter")
    there.page.wait_for_selector(".claims")
    assert focused(there, "className") == "claims"
    there.page.keyboard.press("Tab")
    assert focused(there, "ariaLabel") == "Lukk"
    there.page.keyboard.press("Escape")

    assert there.page.locator(".claims").count() == 0
    assert focused(there, "dataset.cell") == cell
    assert "celle" not in there.page.url


def test_the_cross_closes_and_gives_the_focus_back(visit):
    there = visit("#dekning")
    link = there.page.locator("td [data-cell]").first
    cell = link.get_attribute("data-cell")
    link.click()
    there.page.locator(".claims .close").click()

    assert there.page.locator(".claims").count() == 0
    assert focused(there, "dataset.cell") == cell


def test_the_choice_of_table_keeps_the_focus(visit):
    there = visit("#dekning")
    there.page.locator("[data-choice=tell-tiltak]").focus()
    there.page.keyboard.press("Enter")
    there.page.wait_for_selector("[data-choice=tell-tiltak][aria-current]")

    assert focused(there, "dataset.choice") == "tell-tiltak"
    assert there.page.evaluate("ho21.state().params") == {"tell": "tiltak"}


def test_a_cell_says_all_of_itself_to_those_who_hear_it(visit):
    there = visit("#dekning/malbilder")
    cell = there.page.get_by_role(
        "link",
        name="2 tiltaksforslag, tolket: Gode prioriteringsmekanismer × Bærekraft i helsetjenesten",
    )
    assert cell.count() == 1


# Everywhere


def test_both_languages_say_the_same_numbers(visit):
    for _, after in TABLES.values():
        norwegian, english = visit(after), visit(plus(after, "lang=en"))
        assert seen(norwegian) == seen(english)
    assert "No source says" in english.page.locator("#view-dekning .ground").inner_text()
    assert "gap: no recommendations" in english.page.locator("#view-dekning").inner_text()


@pytest.mark.parametrize("after", ["#dekning", "#dekning/malbilder?lang=en"])
def test_on_a_phone_the_table_scrolls_in_itself_and_keeps_its_first_column(visit, after):
    there = visit(after, width=390, height=844)
    region = there.page.locator("#view-dekning .scroll")
    there.page.evaluate("document.querySelector('#view-dekning .scroll').scrollLeft = 150")
    there.settle()

    assert there.page.evaluate("document.documentElement.scrollWidth") == 390
    assert region.evaluate("(each) => each.scrollWidth > each.clientWidth && each.tabIndex === 0")
    assert region.get_attribute("aria-label")
    left = "(each) => Math.round(each.getBoundingClientRect().left)"
    assert region.locator("tbody th").last.evaluate(left) == region.evaluate(left)
    there.page.locator("td [data-cell]").first.click()
    there.page.wait_for_selector(".claims")
    assert there.page.evaluate("document.documentElement.scrollWidth") == 390
    there.page.locator(".claims h3").wait_for(state="visible")
    assert (
        there.page.locator(".claims").evaluate("(each) => each.getBoundingClientRect().top") < 844
    )


def test_a_number_is_large_enough_to_hit(visit):
    there = visit("#dekning/malbilder", width=390, height=844)
    sizes = there.page.locator("#view-dekning td .open").evaluate_all(
        "all => all.map((each) => { const { width, height } = each.getBoundingClientRect();"
        " return Math.min(width, height); })"
    )
    assert min(sizes) >= 24


@pytest.mark.night
@pytest.mark.parametrize(
    "after",
    [
        "#dekning?celle=omrade%2Fokt-brukermedvirkning~alle",
        "#dekning/malbilder?lang=en&celle=alle~alle",
    ],
)
def test_axe_finds_nothing_wrong(visit, both_schemes, after):
    there = visit(after)
    assert there.page.locator(".claims").count() == 1
    assert both_schemes(there.page, "#view-dekning") == []


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_on_paper_the_table_is_whole_and_the_choices_are_away(visit, lang):
    there = visit(f"#dekning/malbilder?lang={lang}", width=1047, height=718)
    there.page.emulate_media(media="print")
    table = there.page.locator("#view-dekning .counts").bounding_box()

    assert table["x"] + table["width"] <= 1047
    assert there.page.locator("#view-dekning .pick").is_hidden()
    assert there.page.locator("#view-dekning .readings").is_hidden()
    assert there.page.locator("#view-dekning .ground").is_visible()


@pytest.mark.parametrize(
    "after", ["#dekning", "#dekning/malbilder", "#dekning?tell=tiltak&lang=en"]
)
def test_hostile_words_are_counted_and_never_run(visit, tmp_path, after):
    file = tmp_path / "vondt.html"
    file.write_text(bind(hostile.graph(), hostile.page_data()), encoding="utf-8")
    there = visit(after, file=file)
    for at in range(there.page.locator("#view-dekning td [data-cell]").count()):
        there.page.locator("#view-dekning td [data-cell]").nth(at).evaluate(
            "(each) => each.click()"
        )
    opened(there, "__proto__~constructor")
    there.settle()

    assert there.page.evaluate("window.hacked") is None
    assert there.page.locator("#view-dekning img, #view-dekning svg[onload]").count() == 0
    assert there.complaints == []


def test_a_graph_without_anything_is_shown_as_empty(visit, found, tmp_path):
    file = tmp_path / "tom.html"
    file.write_text(bind(replace(found, things={}, links=()), PageData()), encoding="utf-8")
    for after in ("#dekning", "#dekning/malbilder"):
        there = visit(after, file=file)
        assert there.complaints == []
        assert seen(there) == {}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("–", (0, 0)), ("3 ◇", (3, 3)), ("F", (1, 0)), ("A 4 + 8 ◇", (12, 8)), ("N ◇", (1, 1))],
)
def test_a_number_is_read_off_the_page_as_it_stands(text, numbers):
    assert amounts(text) == numbers
