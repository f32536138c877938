"""Responsibility: every letter counts what Python counts, and silence stays silence."""

from dataclasses import replace

import pytest

from ho21.analysis.builder import TableBuilder
from ho21.analysis.coverage import coverage
from ho21.analysis.gaps import gaps
from ho21.explorer.data import PageData
from ho21.explorer.page import bind, words
from ho21.model.read import knowledge_graph
from ho21.model.rows import rows as rows_in
from ho21.model.things import Standing, decimal
from ho21.rdf.namespaces import HO
from ho21.validation.shacl import check
from support import drawn as by_hand
from support import hostile
from support.counted import ACTS, NARROWER, ROLES, by_sparql, key, seen
from support.drawn import reading, rows_of, with_links

DUTIES = ("responsible", *NARROWER["responsible"])
VIEW = "#view-ansvar"


@pytest.fixture(scope="module")
def builder(real):
    return TableBuilder(knowledge_graph(real), "nb")


@pytest.fixture(scope="module")
def counts(builder):
    """Return the roles as count.py has them: few and many by actor and role."""
    return {
        (key(actor.iri), key(role.iri)): (few.value, many.value)
        for actor, role, few, many in coverage(builder).table("actorRoles").rows
        if many.value
    }


def told(numbers, counts):
    """Return the numbers of the roles that Python counts too."""
    roles = {role for _, role in counts}
    return {ends: number for ends, number in numbers.items() if ends[1] in roles}


def inner(numbers):
    return {ends: number for ends, number in numbers.items() if "alle" not in ends}


# Actors and roles


def test_every_letter_counts_what_python_counts(visit, counts):
    there = visit("#ansvar")

    assert told(seen(there), counts) == counts
    assert there.complaints == []


def test_without_readings_every_letter_counts_what_python_counts(visit, counts):
    there = visit("#ansvar?tolket=0")

    assert told(seen(there), counts) == {at: (few, few) for at, (few, _) in counts.items() if few}
    assert "◇" not in there.page.locator(f"{VIEW} .counts").inner_text()


def test_all_roles_are_those_of_sparql_at_a_least_confidence(visit, real, subtests):
    there = visit("#ansvar")
    for least in (0, 0.5, 0.7, 0.95):
        there.go(f"ansvar?sikkerhet={least}")
        with subtests.test(least=least):
            shown = {ends: many for ends, (_, many) in seen(there).items()}
            assert shown == inner(by_sparql(real, "roller", least))
            assert {role for _, role in shown} >= {*ACTS, "carriedOutBy", "madeBy", "saidBy"}


def test_wider_roles_take_in_what_the_vocabulary_says(vocabulary):
    wider = {
        (local(wide), local(narrow))
        for narrow, all_ in vocabulary.above_property.items()
        for wide in all_
        if local(wide) in {*ROLES, *ACTS} and wide != narrow
    }

    assert wider == {(wide, each) for wide, them in NARROWER.items() for each in them}


def local(term):
    return term.value.rpartition("#")[2]


def test_a_letter_is_gone_when_its_link_is_taken_away(visit, found, tmp_path):
    links = tuple(link for link in found.links if link.predicate_name != "appoints")
    file = tmp_path / "side.html"
    file.write_text(bind(replace(found, links=links), PageData()), encoding="utf-8")
    before, after = seen(visit("#ansvar")), seen(visit("#ansvar", file=file))

    assert set(before) - set(after) == {("aktor/helse-og-omsorgsdepartementet", "appoints")}


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_each_role_has_a_letter_of_its_own_and_each_standing_a_sign_with_words_beside(visit, lang):
    there = visit(f"#ansvar?lang={lang}")
    letters = there.page.locator(f"{VIEW} .letters dt").all_inner_texts()

    signs = [each.sign for each in Standing if each is not Standing.STATED]
    assert letters[-len(signs) :] == signs
    said = [text for name, text in words()[lang].items() if ".letter_" in name]
    assert len({*said}) == len(said) == len(ROLES) + len(ACTS)
    # No actor of ours is said to be accountable, so that role has no column.
    assert len({*letters}) == len(letters) == len(said) - 1 + len(signs)
    assert all(there.page.locator(f"{VIEW} .letters dd").all_inner_texts())
    heads = there.page.locator(f"{VIEW} .roles thead strong").all_inner_texts()
    assert heads == letters[: -len(signs)]


def test_a_letter_says_all_of_itself_to_those_who_hear_it(visit):
    there = visit("#ansvar")
    for name in (
        "HelseOmsorg21-rådet: foreslår: 25 ting, sagt i kildene",
        "Helse- og omsorgstjenestene: utfører: 1 ting, tolket",
        "Befolkningen: har nytte: 4 ting: 2 sagt, 2 tolket",
        "Regjeringen: ansvarlig: 3 ting, følger av det sagte",
        "Helse- og omsorgstjenestene: ansvarlig: 1 ting, følger av en tolkning",
    ):
        assert there.page.get_by_role("link", name=name, exact=True).count() == 1, name


def test_a_role_that_follows_from_a_narrower_one_has_the_sign_of_what_follows(visit, tmp_path):
    actor = by_hand.thing("aktor/a", "Actor", "Tjenesten", passages=(by_hand.words("Vi"),))
    measures = [by_hand.thing(f"tiltak/{each}", "Recommendation", each) for each in "bcde"]
    said, performed, read, followed = (each.iri for each in measures)
    links = (
        by_hand.link(said, "responsible", actor.iri),
        by_hand.link(performed, "performer", actor.iri),
        reading(read, "responsible", actor.iri),
        reading(followed, "performer", actor.iri),
    )
    wider = {f"{HO}performer": frozenset({f"{HO}responsible"})}
    file = tmp_path / "side.html"
    made = by_hand.graph([actor, *measures], links, wider=wider)
    file.write_text(bind(made, PageData()), encoding="utf-8")
    there = visit("#ansvar", file=file)

    def cell(role):
        return there.page.locator(f"[data-cell='aktor/a~{role}'] > span").first.inner_text()

    assert cell("responsible") == "A 1 + 1 ◆› + 1 ◇ + 1 ◇›"
    assert cell("performer") == "U 1 + 1 ◇"
    there.go("ansvar/tiltak")
    named = there.page.locator(f"{VIEW} tr[data-at] .named").all_inner_texts()
    assert [" ".join(each.split()) for each in named[:2]] == [
        "Navngitt ansvarlig: Tjenesten",
        "Navngitt ansvarlig: Tjenesten ◆› followsFromStated",
    ]


def test_actors_are_grouped_by_kind_and_only_those_with_a_role_have_a_row(visit, builder):
    there = visit("#ansvar")
    kinds = there.page.locator(f"{VIEW} .roles .group th").all_inner_texts()
    rows = there.page.locator(f"{VIEW} .roles tbody th[scope=row]").count()
    idle = there.page.locator("[data-list=idle]")

    assert kinds[0] == "Regjering"
    assert kinds[-1] == "Kildenes «vi»"
    assert rows + int(idle.get_attribute("data-count")) == len(builder.graph.actors)
    assert rows == len({actor for actor, _ in seen(there)})


def test_those_who_benefit_and_never_act_are_those_of_python(visit, builder):
    for at, after in ((2, "#ansvar?tolket=0"), (3, "#ansvar")):
        there = visit(after)
        names = there.page.locator("[data-list=only_served] a").evaluate_all(
            "all => all.map((each) => each.dataset.thing)"
        )
        assert sorted(names) == sorted(
            key(row[1].iri)
            for row in gaps(builder).table("gapThings").rows
            if row[0].iri == "actorOnlyServed" and row[at].iri == "open"
        )


def test_a_letter_opens_the_links_behind_it(visit, found):
    there = visit("#ansvar")
    there.page.locator("[data-cell='aktor/regjeringen~responsible']").click()
    region = there.page.locator(".claims")

    links = [
        row
        for row in rows_of(found)
        if not row.standing.inferred
        and row.link.predicate_name in DUTIES
        and key(row.link.object) == "aktor/regjeringen"
    ]
    assert region.locator("[data-claim]").count() == len(links)
    text = region.inner_text()
    assert all(row.first.reason["nb"] in text for row in links if row.first.reason)
    assert there.page.evaluate("document.activeElement.className") == "claims"
    there.page.keyboard.press("Escape")
    assert there.page.evaluate("document.activeElement.dataset.cell") == (
        "aktor/regjeringen~responsible"
    )
    assert "celle" not in there.page.url


# Each recommendation


def duties(found, basis):
    """Return the duties of each recommendation: actors, by the thing's key."""
    them = {}
    for thing in found.of("Recommendation"):
        them[key(thing.iri)] = sorted(
            (key(link.object), link.predicate_name)
            for link in found.out(thing.iri, *DUTIES)
            if basis in {each.standing.term for each in rows_in(link)}
        )
    return them


@pytest.fixture(scope="module")
def weighed(found):
    """Return the graph with two readings of whose duty a recommendation is, one less sure."""
    sure, unsure, *_ = (each for each in found.links if each.predicate_name == "proposedBy")
    duties = (
        reading(sure.subject, "responsible", sure.object, "Fordi det er sikkert.", 0.8),
        reading(unsure.subject, "performer", unsure.object, "Fordi det er mulig.", 0.6),
    )
    return with_links(found, (*found.links, *duties))


@pytest.fixture(scope="module")
def weighed_page(weighed, tmp_path_factory):
    file = tmp_path_factory.mktemp("ansvar") / "side.html"
    file.write_text(bind(weighed, PageData()), encoding="utf-8")
    return file


def test_25_of_25_have_nobody_named_as_check_says(visit, real):
    there = visit("#ansvar/tiltak")
    report = check(real)
    (gap,) = (
        group
        for severity in ("warning", "info")
        for group in report.groups(severity)
        if group[0].shape.endswith("Recommendation-responsible")
    )
    count, all_ = len(gap), report.asked[gap[0].shape][0]

    assert (count, all_) == (25, 25)
    head = there.page.locator(f"{VIEW} .head strong").inner_text()
    assert head == f"{count} av {all_} tiltaksforslag er uten navngitt ansvarlig i kilden."
    english = visit("#ansvar/tiltak?lang=en").page.locator(f"{VIEW} .head strong").inner_text()
    assert english.startswith(f"{count} of {all_} ")


@pytest.mark.parametrize("predicate", DUTIES)
def test_the_head_counts_what_is_there_and_a_named_one_is_shown(visit, found, tmp_path, predicate):
    one = next(each for each in found.links if each.predicate_name == "proposedBy")
    named = replace(one, predicate=f"{HO}{predicate}")
    file = tmp_path / "side.html"
    file.write_text(bind(with_links(found, (*found.links, named)), PageData()), encoding="utf-8")
    there = visit("#ansvar/tiltak", file=file)

    assert there.page.locator(f"{VIEW} .head").inner_text().startswith("24 av 25 ")
    cell = there.page.locator(f"tr[data-at='{key(one.subject)}'] .named")
    assert "ikke sagt" not in cell.inner_text()
    assert "HelseOmsorg21-rådet" in cell.inner_text()


def test_each_row_says_who_proposed_and_who_was_addressed_and_that_the_source_says_we(visit, found):
    there = visit("#ansvar/tiltak")
    rows = there.page.locator(f"{VIEW} tr[data-at]")
    order = sorted(
        (each for each in found.things.values() if each.kind_name == "Recommendation"),
        key=lambda x: x.position,
    )

    assert rows.evaluate_all("all => all.map((each) => each.dataset.at)") == [
        key(each.iri) for each in order
    ]
    for row, node in zip(rows.all(), order, strict=True):
        text = row.inner_text()
        assert "HelseOmsorg21-rådet" in text
        assert "Helsepersonellkommisjonen" in text
        said = row.locator("[data-column=said]").inner_text()
        assert "«Vi» i rådets innspill" in said
        assert f"«{node.passages[0].quote}»" in said
        assert "Navngitt ansvarlig: ikke sagt" in said


def test_where_a_reader_looked_and_found_nobody_the_row_says_why(visit, found):
    there = visit("#ansvar/tiltak")
    sought = {
        key(each.about): each
        for each in found.non_links
        if not each.denied and (each.predicate, each.other) == (f"{HO}responsible", f"{HO}Actor")
    }

    assert not any(duties(found, "interpreted").values())
    for row in there.page.locator(f"{VIEW} tr[data-at]").all():
        text = row.locator("[data-column=read]").inner_text()
        each = sought[row.get_attribute("data-at")]
        assert text.startswith(f"◇ Lett etter og ikke funnet: {each.reason['nb']}")
        assert f"sikkerhet {decimal(each.confidence).replace('.', ',')}" in text
    ground = there.page.locator(f"{VIEW} .ground")
    assert ground.inner_text() == "Heller ingen tolkning sier hvem som har ansvar."
    there.go("ansvar/tiltak?sikkerhet=0.95")
    assert set(there.page.locator(f"{VIEW} [data-column=read]").all_inner_texts()) == {
        "ingen tolkning er sikker nok"
    }


def test_what_we_read_stands_in_its_own_column_and_never_in_the_source_s(
    visit, weighed, weighed_page
):
    there = visit("#ansvar/tiltak", file=weighed_page)
    read = duties(weighed, "interpreted")
    names = {key(each.iri): each.short_label["nb"] for each in weighed.things.values()}

    assert sum(map(bool, read.values())) == 2
    assert not any(duties(weighed, "stated").values())
    for row in there.page.locator(f"{VIEW} tr[data-at]").all():
        mine = read[row.get_attribute("data-at")]
        text = row.locator("[data-column=read]").inner_text()
        assert row.locator("[data-column=read] .open").count() == len({actor for actor, _ in mine})
        assert text.startswith("◇ Lett etter") is not bool(mine)
        assert all(names[actor] in text for actor, _ in mine)
        assert "◇" not in row.locator("[data-column=said]").inner_text()


def test_without_readings_nothing_fills_the_gap(visit):
    there = visit("#ansvar/tiltak?tolket=0")
    cells = there.page.locator(f"{VIEW} [data-column=read]").all_inner_texts()

    assert set(cells) == {"tolkningene er skjult"}
    assert there.page.locator(f"{VIEW} .head").inner_text().startswith("25 av 25 ")
    assert "◇" not in there.page.locator(f"{VIEW} .calls tbody").all_inner_texts()[0]


def test_a_reading_less_sure_than_asked_for_goes_and_the_row_says_so(visit, weighed, weighed_page):
    there = visit("#ansvar/tiltak?sikkerhet=0.75", file=weighed_page)
    sure = {
        key(link.subject)
        for link in weighed.links
        if link.standing == Standing.INTERPRETED
        and link.predicate_name in DUTIES
        and link.confidence >= 0.75
        and "/tiltak/" in link.subject
    }

    assert len(sure) == 1
    for row in there.page.locator(f"{VIEW} tr[data-at]").all():
        text = row.locator("[data-column=read]").inner_text()
        known = row.get_attribute("data-at") in sure
        assert ("◇" in text) is known
        assert (text == "ingen tolkning er sikker nok") is not known
    assert f"{len(sure)} av 25" in there.page.locator(f"{VIEW} .ground").inner_text()


def test_a_reading_opens_its_reason_and_its_confidence(visit, weighed, weighed_page):
    there = visit("#ansvar/tiltak", file=weighed_page)
    link = there.page.locator(f"{VIEW} [data-column=read] .open").first
    cell = link.get_attribute("data-cell")
    thing, _, actor = cell.split("~")
    link.press("Enter")
    there.page.wait_for_selector(".claims")
    text = there.page.locator(".claims").inner_text()

    them = [
        each
        for each in rows_of(weighed)
        if (*map(key, each.link.ends), each.standing.term) == (thing, actor, "interpreted")
        and each.link.predicate_name in DUTIES
    ]
    assert them
    assert all(each.first.reason["nb"] in text for each in them)
    assert all(
        f"sikkerhet {decimal(each.first.confidence).replace('.', ',')}" in text for each in them
    )
    there.page.keyboard.press("Escape")
    assert there.page.evaluate("document.activeElement.dataset.cell") == cell


def test_we_opens_the_words_of_the_source(visit):
    there = visit("#ansvar/tiltak")
    there.page.locator(f"{VIEW} [data-column=said] .open").first.click()
    claim = there.page.locator(".claims li.stated")

    assert claim.locator("blockquote").first.inner_text().startswith("«Vi ")
    assert "linje" in claim.locator(".place a").first.inner_text()


# Everywhere


def test_the_choice_of_readings_changes_figures_and_address(visit):
    there = visit("#ansvar")
    before = seen(there)
    there.page.locator(f"{VIEW} [data-control=readings]").focus()
    there.page.keyboard.press("Space")

    assert "tolket=0" in there.page.url
    assert seen(there) != before
    assert there.page.evaluate("document.activeElement.dataset.control") == "readings"


def test_on_a_phone_a_recommendation_is_a_card_that_says_what_each_line_is(visit):
    there = visit("#ansvar/tiltak", width=390, height=844)
    cell = there.page.locator(f"{VIEW} .calls td[data-column=said]").first

    assert cell.evaluate("(each) => getComputedStyle(each, '::before').content") == (
        '"Hvem skal gjøre det? Kilden sier"'
    )
    assert cell.evaluate("(each) => each.getBoundingClientRect().width") > 300
    wide = visit("#ansvar/tiltak").page.locator(f"{VIEW} .calls td[data-column=said]").first
    assert wide.evaluate("(each) => getComputedStyle(each, '::before').content") == "none"


def test_on_a_phone_the_table_scrolls_in_itself_and_keeps_its_first_column(visit):
    there = visit("#ansvar", width=390, height=844)
    region = there.page.locator(f"{VIEW} .scroll")
    region.evaluate("(each) => { each.scrollLeft = 200; }")
    there.settle()

    assert there.page.evaluate("document.documentElement.scrollWidth") == 390
    assert region.evaluate("(each) => each.scrollWidth > each.clientWidth && each.tabIndex === 0")
    left = "(each) => Math.round(each.getBoundingClientRect().left)"
    assert region.locator("tbody th[scope=row]").last.evaluate(left) == region.evaluate(left)


SEEN = """() => {
  const { x, y, width, height } = document.activeElement.getClientRects()[0];
  const top = document.elementFromPoint(x + width / 2, y + height / 2);
  return document.activeElement.contains(top);
}"""


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("after", ["#ansvar", "#ansvar/tiltak", "#dekning/malbilder"])
def test_what_has_the_focus_is_never_hidden_by_head_or_first_column(visit, after, width):
    there = visit(after, width=width, height=844)
    there.page.locator("main .view:visible tbody .open").last.focus()
    for _ in range(40):
        there.page.keyboard.press("Shift+Tab")
        assert there.page.evaluate(SEEN), there.page.evaluate("document.activeElement.outerHTML")


def test_what_lies_under_the_first_column_would_be_noticed(visit):
    there = visit("#ansvar", width=390, height=844)
    there.page.locator(f"{VIEW} tbody .open").first.focus()
    assert there.page.evaluate(SEEN)
    there.page.locator(f"{VIEW} .scroll").evaluate(
        "(each) => { each.scrollLeft += document.activeElement.getBoundingClientRect().left"
        " - each.getBoundingClientRect().left; }"
    )
    there.settle()

    assert not there.page.evaluate(SEEN)


@pytest.mark.night
@pytest.mark.parametrize(
    "after",
    [
        "#ansvar?celle=aktor%2Fregjeringen~responsible",
        "#ansvar?lang=en",
        "#ansvar/tiltak",
        "#ansvar/tiltak?tolket=0&lang=en",
    ],
)
def test_axe_finds_nothing_wrong(visit, both_schemes, after):
    assert both_schemes(visit(after).page, VIEW) == []


@pytest.mark.parametrize("after", ["#ansvar", "#ansvar/tiltak", "#ansvar/tiltak?lang=en"])
def test_on_paper_the_table_fits_the_sheet(visit, after):
    there = visit(after, width=1047, height=718)
    there.page.emulate_media(media="print")
    table = there.page.locator(f"{VIEW} .scroll table").bounding_box()

    assert table["x"] + table["width"] <= 1047
    assert there.page.locator(f"{VIEW} .pick").is_hidden()


@pytest.mark.parametrize("after", ["#ansvar", "#ansvar/tiltak?lang=en"])
def test_hostile_words_are_shown_and_never_run(visit, tmp_path, after):
    file = tmp_path / "vondt.html"
    file.write_text(bind(hostile.graph(), hostile.page_data()), encoding="utf-8")
    there = visit(after, file=file)
    for at in range(there.page.locator(f"{VIEW} td [data-cell]").count()):
        there.page.locator(f"{VIEW} td [data-cell]").nth(at).evaluate("(each) => each.click()")
    there.settle()

    assert there.page.evaluate("window.hacked") is None
    assert there.page.locator(f"{VIEW} img, {VIEW} svg[onload]").count() == 0
    assert there.complaints == []


def test_a_graph_without_anything_is_shown_as_empty(visit, found, tmp_path):
    file = tmp_path / "tom.html"
    file.write_text(bind(replace(found, things={}, links=()), PageData()), encoding="utf-8")
    for after in ("#ansvar", "#ansvar/tiltak"):
        there = visit(after, file=file)
        assert there.complaints == []
        assert seen(there) == {}


@pytest.mark.parametrize("view", ["coverage", "responsibility"])
def test_both_languages_have_the_same_texts(view):
    texts = words()
    nb, en = ({key for key in texts[x] if key.startswith(f"{view}.")} for x in ("nb", "en"))
    assert nb == en


@pytest.mark.parametrize(
    ("after", "width", "shown"),
    [
        ("#ansvar/tiltak?lang=en", 999, "block"),
        ("#ansvar/tiltak?lang=en", 1000, "table-row"),
        ("#ansvar/tiltak?lang=en&ting=fundament/helsedata", 1280, "block"),
    ],
)
def test_a_recommendation_is_a_card_where_a_table_would_be_cramped(visit, after, width, shown):
    there = visit(after, width=width)
    row = there.page.locator(f"{VIEW} .calls tr[data-at]").first

    assert row.evaluate("(row) => getComputedStyle(row).display") == shown
    region = there.page.locator(f"{VIEW} .scroll")
    assert region.evaluate("(each) => each.scrollWidth <= each.clientWidth")
