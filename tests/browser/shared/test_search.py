"""The search in a browser: every kind of thing, in any form of a word, alike in every browser."""

import json
import random
import re

import pytest

from ho21.explorer.data import PageData
from ho21.explorer.page import bind
from support import drawn

MEASURE = "tiltak/utnytte-helsedata"
NEAR = "Ingen treff. Noe som ligner:"
SOME = "Ingen treff på alle ordene. Noen av dem:"
TIMED = """(typed) => {
    const input = document.getElementById("search");
    input.value = typed;
    const start = performance.now();
    input.dispatchEvent(new Event("input"));
    return performance.now() - start;
}"""


def hits(there, typed):
    there.page.fill("#search", typed)
    return there.page.locator("#hits [data-key] > span").all_inner_texts()


def note(there):
    first = there.page.locator("#hits li").first
    return None if first.get_attribute("data-key") else first.inner_text()


def made(folder, *things):
    file = folder / "side.html"
    file.write_text(bind(drawn.graph(things), PageData()), encoding="utf-8")
    return file


def named(*names):
    return [drawn.thing(f"tiltak/{at}", "Measure", each) for at, each in enumerate(names)]


def test_names_and_quotes_are_found_in_both_languages_without_norwegian_letters(visit):
    there = visit()
    for typed, key in (
        ("Utnytte helsedata", MEASURE),
        ("utnytte HELSEDATA bedre", MEASURE),
        ("make better use of health", MEASURE),
        ("avlasting av helsepersonell", MEASURE),
        ("okt brukermedvirk", "omrade/okt-brukermedvirkning"),
        ("oekt brukermedvirk", "omrade/okt-brukermedvirkning"),
    ):
        there.page.fill("#search", typed)
        keys = there.page.locator("#hits [data-key]").evaluate_all("h => h.map(e => e.dataset.key)")

        assert key in keys
        assert len(keys) <= 20
    assert hits(there, "zqzq xqxq") == []
    assert note(there) == "Ingen treff"


def test_a_misspelt_word_is_forgiven_and_said_to_be_only_like_what_is_found(visit):
    there = visit()
    for typed, name in (
        ("helsdata", "Utnytte helsedata bedre"),
        ("hlesedata", "Utnytte helsedata bedre"),
        ("helsdata tiltaksforslag", "Utnytte helsedata bedre"),
        ("demente", "Flere som lever med demens"),
    ):
        assert name in hits(there, typed)
        assert note(there) == NEAR


def test_several_words_are_found_across_name_kind_and_quote(visit):
    there = visit()

    assert hits(there, "helsedata tiltak") == ["Utnytte helsedata bedre"]
    assert hits(there, "tiltaksforslag avlasting") == ["Utnytte helsedata bedre"]
    assert note(there) is None


def test_where_nothing_has_all_the_words_what_has_most_of_them_is_shown_and_that_is_said(visit):
    there = visit()

    assert "Utnytte helsedata bedre" in hits(there, "helsedata romskip")
    assert note(there) == SOME


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("kommunen", "Kunnskapsløft for kommunene"),
        ("kommunar", "Kunnskapsløft for kommunene"),
        ("pasientane", "Pasienter"),
        ("tjenesten", "Nye tjenester"),
        ("målet", "Ett mål"),
        ("municipality", "All municipalities"),
        ("recommended", "One recommendation"),
    ],
)
def test_a_word_is_found_in_its_other_forms_in_bokmal_nynorsk_and_english(
    visit, tmp_path, typed, name
):
    names = ("Kunnskapsløft for kommunene", "Pasienter", "Nye tjenester", "Ett mål",
             "All municipalities", "One recommendation", "Dem det gjelder")  # fmt: skip
    there = visit("#tabell", file=made(tmp_path, *named(*names)))

    assert hits(there, typed) == [name]
    assert note(there) is None
    assert hits(there, "demens") == []


def test_a_short_word_is_not_found_inside_another_and_where_a_word_begins_comes_first(
    visit, tmp_path
):
    names = (
        "Said and maintained",
        "Vi deler helsedata",
        "Datadeling",
        "AI-verktøy",
        "Deling av data",
    )
    there = visit(file=made(tmp_path, *named(*names)))

    assert hits(there, "AI") == ["AI-verktøy"]
    assert hits(there, "data") == ["Datadeling", "Deling av data", "Vi deler helsedata"]


def test_what_is_found_in_a_quote_shows_the_words_it_is_found_in(visit):
    there = visit()
    hits(there, "avlasting tiltaksforslag")
    told = there.page.locator("#hits [data-key] .said")

    assert told.locator("mark").all_inner_texts() == ["avlasting"]
    hits(there, "Utnytte helsedata")
    assert there.page.locator(f'#hits [data-key="{MEASURE}"] .said').count() == 0


def test_hits_come_by_the_norwegian_alphabet(visit, tmp_path):
    names = ("Tiltak å", "Tiltak z", "Tiltak ø", "Tiltak aa", "Tiltak æ")
    there = visit(file=made(tmp_path, *named(*names)))

    assert [each[7:] for each in hits(there, "tiltak")] == ["z", "æ", "ø", "å", "aa"]


def test_a_hit_is_chosen_by_the_keyboard_alone(visit):
    there = visit()
    there.page.keyboard.press("/")
    there.page.keyboard.type("helsedata")
    first, second = there.page.locator("#hits [data-key]").evaluate_all(
        "all => all.slice(0, 2).map((each) => each.dataset.key)"
    )
    chosen = there.page.locator("#hits [aria-selected=true]")
    assert chosen.get_attribute("data-key") == first
    there.page.keyboard.press("ArrowDown")
    assert chosen.get_attribute("data-key") == second
    assert there.page.get_attribute("#search", "aria-activedescendant") == "hits-1"
    there.page.keyboard.press("Enter")
    there.page.wait_for_selector("#panel:visible")

    assert there.page.evaluate("ho21.state().thing") == second


def many(html, count):
    """Return a page of one thing and one quote with so many of each, of words made by chance."""
    chance = random.Random(1)
    parts = ("ka", "lo", "mi", "ru", "te", "so", "va", "ne", "pi", "gra", "helse", "data")
    known = ["".join(chance.choices(parts, k=chance.randint(2, 5))) for _ in range(8000)]

    def words(some):
        return " ".join(chance.choices(known, k=some))

    def filled(part, change):
        nonlocal html
        pattern = rf'(<script type="application/json" id="data-{part}">)(.*?)(</script>)'
        (old,) = [found[1] for found in re.findall(pattern, html, re.DOTALL)]
        (one,) = json.loads(old)
        new = json.dumps([one | change(at) for at in range(count)])
        html = html.replace(old, new)

    def name(at):
        return {"nb": f"{words(4)} helsedata {at}", "en": words(5)}

    def thing(at):
        called = {"name": name(at), "short": name(at), "statements": [at]}
        return {"id": at, "key": f"tiltak/{at}"} | called

    filled("passages", lambda _: {"quote": words(25)})
    filled("things", thing)
    return html


def test_five_thousand_things_are_searched_in_under_200_ms(visit, tmp_path):
    one = drawn.thing("tiltak/en", "Measure", "En", passages=(drawn.words("ord"),))
    file = made(tmp_path, one)
    file.write_text(many(file.read_text(encoding="utf-8"), 5000), encoding="utf-8")
    there = visit("#spor", file=file)
    there.page.focus("#search")
    there.page.evaluate(TIMED, "helse")
    for typed in ("helsedata", "helsdata", "helsedataene 4321", "finnes ikke her"):
        best = min(there.page.evaluate(TIMED, typed) for _ in range(5))

        assert best < 200, typed
    assert hits(there, "helsedata 4321")[0].endswith("4321")


def test_chromium_and_firefox_find_the_same_in_the_same_order(browser, firefox, page_file):
    found = []
    for each in (browser, firefox):
        context = each.new_context(locale="nb-NO")
        page = context.new_page()
        page.goto(page_file.as_uri())
        page.wait_for_selector("html[data-ready]", state="attached")
        mine = []
        for typed in ("helse", "kommuner", "tiltak", "innovasjon", "helsdata", "a", "målbilde og"):
            page.fill("#search", typed)
            keys = "all => all.map((each) => each.dataset.key)"
            mine.append(page.locator("#hits [data-key]").evaluate_all(keys))
        found.append(mine)
        context.close()

    assert found[0] == found[1]
    assert min(map(len, found[0])) > 0
