"""The reader in a browser: the text to the letter, and every statement at its exact place."""

import json
import re

import pytest

from ho21.cli.main import main
from ho21.dataset.loader import load
from ho21.explorer import data
from ho21.explorer.page import explorer
from ho21.project import open_project
from support.tiny import ROOT, STATEMENTS, TEXT, changed

SOURCES = sorted(path.stem for path in (ROOT / "graph").glob("*.txt"))
FAR = "Felles innsats for bedre helse 𝒳 👩‍⚕️"
HOSTILE = (
    '<img src=x onerror="window.hacked=1"></script><script>window.hacked=1</script> \u202e\u202c'
)
SUMMIT = "hendelse/toppmotet"
HEALTH_DATA = "tiltak/utnytte-helsedata"

JOINED = """() => [...document.querySelectorAll("#view-kilder .line")]
    .map((line) => line.textContent).join("")"""
# Each passage of the source shown: the quote, and what the runs that carry its number say.
PASSAGES = """(slug) => {
    const at = ho21.part("page").sources.findIndex((source) => source.slug === slug);
    const said = new Map();
    for (const run of document.querySelectorAll("#view-kilder [data-quotes]")) {
        for (const number of run.dataset.quotes.split(" ")) {
            said.set(number, (said.get(number) ?? "") + run.textContent);
        }
    }
    return ho21.part("passages").map((passage, number) => [passage, said.get(String(number)) ?? ""])
        .filter(([passage]) => passage.source === at)
        .map(([passage, words]) => [passage.quote, words]);
}"""


def fold(text):
    return " ".join(text.split())


@pytest.fixture
def written(tiny_project, tmp_path):
    """Return a function that writes the page of a tiny project with another first line."""

    def write(first):
        quoted = first.replace('"', '\\"')
        root = tiny_project(
            text=changed(TEXT, "Felles innsats for bedre helse", first),
            statements=changed(
                STATEMENTS,
                'ho:quote "Felles innsats for bedre helse"@nb ;',
                f'ho:quote "{quoted}"@nb ;',
            ),
        )
        project = open_project(str(root))
        file = tmp_path / "side.html"
        file.write_text(explorer(load(project).sound(), project), encoding="utf-8")
        return file

    return write


def run(there, words):
    """Return the first run of text that says some words."""
    return there.page.locator("#view-kilder .text a", has_text=words).first


def places(there, which):
    """Return the words of the runs that are marked."""
    return "".join(there.page.locator(f"#view-kilder .text .{which}").all_text_contents())


def in_view(there, which):
    """Say whether some marked run is on the screen, under nothing."""
    return there.page.evaluate(
        """(which) => [...document.querySelectorAll(`#view-kilder .text .${which}`)].some((run) => {
            const [box] = run.getClientRects();
            const there = document.elementFromPoint(box.left + 3, box.top + 3);
            return there !== null && run.contains(there);
        })""",
        which,
    )


def contrast(one, other):
    """Return the contrast between two colours written as rgb()."""
    light = []
    for colour in (one, other):
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        linear = [
            each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
        ]
        light.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
    return max(light) / min(light)


@pytest.mark.parametrize("slug", SOURCES)
def test_the_text_is_the_file_to_the_letter(visit, slug):
    there = visit(f"#kilder/{slug}?utelatt=1&slag=1")
    assert there.page.evaluate(JOINED).encode() == (ROOT / "graph" / f"{slug}.txt").read_bytes()
    assert there.complaints == []


@pytest.mark.parametrize("slug", SOURCES)
def test_every_highlighted_passage_is_its_quote(visit, slug):
    passages = visit(f"#kilder/{slug}").page.evaluate(PASSAGES, slug)
    assert len(passages) > 20
    assert [fold(words) for _, words in passages] == [quote for quote, _ in passages]


def test_a_passage_is_its_quote_after_letters_that_javascript_counts_as_two(visit, written):
    there = visit("#kilder/kilde-en", file=written(FAR))
    passages = there.page.evaluate(PASSAGES, "kilde-en")
    assert [fold(words) for _, words in passages] == [quote for quote, _ in passages]
    assert FAR in dict(passages)


def test_a_passage_at_its_code_points_would_not_be_its_quote(visit, written, monkeypatch):
    monkeypatch.setattr(data, "utf16", lambda text: range(len(text) + 1))
    monkeypatch.setattr(data, "in_utf16", lambda spans, _: spans)
    there = visit("#kilder/kilde-en", file=written(FAR))
    passages = there.page.evaluate(PASSAGES, "kilde-en")
    assert [fold(words) for _, words in passages] != [quote for quote, _ in passages]


def test_the_number_of_a_line_is_that_of_the_places(visit):
    there = visit(f"#kilder/toppmote?ting={SUMMIT}")
    for link in there.page.locator("#panel .place a[href*='kilder/toppmote?']").all():
        said = re.search(r"linje(?:ne)? (\d+)", link.text_content())
        place = re.search(r"sted=(\d+)-", link.get_attribute("href"))
        line = there.page.locator(f'#view-kilder .line:has([data-place^="{place[1]}-"])')
        assert line.get_attribute("data-line") == said[1]


def test_a_click_in_the_text_opens_the_thing_and_back_shuts_it(visit):
    there = visit("#kilder/innspill-helsepersonellkommisjonen")
    run(there, "Bærekraft i helsetjenesten").click()
    there.page.wait_for_selector("#panel:not([hidden])")
    assert there.panel().locator("h2").text_content() == "Bærekraft i helsetjenesten"
    there.page.go_back()
    there.page.wait_for_selector("#panel", state="hidden")
    assert there.page.evaluate("ho21.state().path") == ["innspill-helsepersonellkommisjonen"]


def test_words_of_several_things_ask_which(visit):
    there = visit("#kilder/innspill-helsepersonellkommisjonen")
    several = run(there, "Vi trenger en debatt om behov for prioriteringer")
    several.click()
    box = there.page.locator("#view-kilder .choice")
    box.wait_for()
    assert several.get_attribute("aria-expanded") == "true"
    assert box.locator("ul").first.locator("> li").count() > 1
    name = box.locator("li a").first.text_content()
    box.locator("li a").first.click()
    there.page.wait_for_selector("#panel:not([hidden])")
    assert there.panel().locator("h2").text_content() == name
    several.click()
    box.wait_for(state="detached")


def test_words_that_only_a_link_rests_on_lead_to_both_its_ends(visit):
    there = visit("#kilder/innspill-helsepersonellkommisjonen")
    words = run(there, "Rådets forslag til tiltak:")
    assert words.evaluate("(run) => getComputedStyle(run).borderBottomStyle") == "dotted"
    words.click()
    items = there.page.locator("#view-kilder .choice li.rests")
    items.first.wait_for()
    assert [
        re.sub(r".* (foreslått|rettet)", r"\1", each) for each in items.all_text_contents()
    ] == [
        "rettet til → Helsepersonellkommisjonen",
        "foreslått av → HelseOmsorg21-rådet",
    ]


@pytest.mark.parametrize("width", [1440, 390])
def test_a_thing_is_shown_at_its_place(visit, width):
    there = visit(f"#kilder/innspill-helsepersonellkommisjonen?ting={HEALTH_DATA}", width=width)
    quote = there.panel().locator("blockquote").first.text_content().strip("«»")
    assert places(there, "chosen") == quote
    there.panel().locator(".place a").first.click()
    there.page.wait_for_selector("#view-kilder .choice")
    there.panel().locator(".close").click()
    assert places(there, "spot") == quote
    assert in_view(there, "spot")


def test_a_thing_that_stands_further_down_is_brought_into_view(visit):
    there = visit("#kilder/innspill-helsepersonellkommisjonen")
    assert not there.page.locator(f'[data-thing="{HEALTH_DATA}"]').first.evaluate(
        "(run) => run.getBoundingClientRect().bottom < innerHeight"
    )
    there.page.evaluate("location.hash += '?ting=tiltak/utnytte-helsedata'")
    there.page.wait_for_selector("#view-kilder .chosen")
    assert in_view(there, "chosen")


def test_a_thing_that_the_text_does_not_have_is_said_to_stand_elsewhere(visit):
    there = visit(f"#kilder/toppmote?ting={HEALTH_DATA}")
    told = there.page.locator("#view-kilder .chosen-thing")
    assert "står ikke i denne teksten" in told.text_content()
    told.locator("a").click()
    there.page.wait_for_selector("#view-kilder .chosen")
    assert in_view(there, "chosen")


def test_a_line_with_several_places_of_a_thing_is_named_once(visit):
    there = visit("#kilder/konferansen-2022?ting=aktor/ho21-radet")
    named = there.page.locator("#view-kilder .chosen-thing a").all_text_contents()
    assert len(named) > 3
    assert len(named) == len(set(named))


def test_the_address_marks_a_place_wherever_it_begins(visit):
    text = (ROOT / "graph" / "toppmote.txt").read_bytes().decode()
    start = text.index("verdens beste")
    there = visit(f"#kilder/toppmote?sted={start}-{start + 13}")
    assert places(there, "spot") == "verdens beste"
    assert in_view(there, "spot")
    assert there.page.evaluate(JOINED) == text


@pytest.mark.parametrize(
    "place", ["5-2", "0-999999", "x", "-1-4", "32-60", "2-2", "9999999-99999999"]
)
def test_a_strange_place_in_the_address_does_no_harm(visit, written, place):
    there = visit(f"#kilder/kilde-en?sted={place}", file=written(FAR))
    assert there.page.evaluate(JOINED) == changed(TEXT, "Felles innsats for bedre helse", FAR)
    assert there.complaints == []


def test_what_is_set_aside_has_its_kind_in_words(visit, real):
    kinds = {"context": "sammenheng", "noise": "støy", "glue": "bindeord"}
    for slug in SOURCES:
        there = visit(f"#kilder/{slug}?utelatt=1")
        aside = there.page.evaluate(
            """() => [...document.querySelectorAll("#view-kilder .set-aside[data-word]")].map(
                (run) => [run.dataset.aside, run.title,
                    getComputedStyle(run, "::before").content])"""
        )
        assert len(aside) == sum(
            fact.predicate.value.endswith("#setsAside")
            for fact in real.facts[real.base.graph(f"kilde/{slug}").value]
        )
        for kind, title, label in aside:
            assert title == f"Satt til side som {kinds[kind]}"
            assert label == f'"{kinds[kind]}"'


def test_the_words_beside_the_text_are_there_only_when_asked_for(visit):
    there = visit("#kilder/toppmote")
    label = """() => [".set-aside[data-word]", "a.said[data-word]"].map((which) => getComputedStyle(
        document.querySelector(`#view-kilder .text ${which}`), "::before").content)"""
    assert there.page.evaluate(label) == ["none", "none"]
    there.page.get_by_label("Vis det som er satt til side").check()
    there.page.get_by_label("Vis hva hvert utsagn er").check()
    assert there.page.evaluate(label) == ['"sammenheng"', '"dokument"']
    assert there.page.evaluate("ho21.state().params") == {"slag": "1", "utelatt": "1"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_set_aside_can_still_be_read(visit, scheme):
    there = visit("#kilder/toppmote", color_scheme=scheme)
    ink, paper, other = there.page.evaluate(
        """() => [getComputedStyle(document.querySelector("#view-kilder .text .set-aside")).color,
            getComputedStyle(document.body).backgroundColor,
            getComputedStyle(document.querySelector("#view-kilder .text .said")).color]"""
    )
    assert contrast(ink, paper) >= 4.5
    assert contrast(other, paper) > contrast(ink, paper)
    assert contrast("rgb(160, 160, 160)", "rgb(255, 255, 255)") < 4.5


def test_the_shares_are_those_of_the_check(visit, capsysbinary):
    main(["check", "--format", "json"])
    coverage = json.loads(capsysbinary.readouterr().out)["coverage"]
    there = visit("#kilder?lang=en")
    assert sorted(coverage) == SOURCES
    for slug, counts in coverage.items():
        told = there.page.locator(f'#view-kilder [data-source="{slug}"]').text_content()
        characters, stated, aside = (counts[each] for each in ("characters", "stated", "set_aside"))
        belong = f"{stated:,} of {characters:,} letters and digits belong to a statement"
        assert f"{belong}, {aside:,} are set aside." in told
        assert f"{counts['unaccounted']} characters remain" in told
        for part, words in (
            (stated, "of the text belongs to a statement"),
            (aside, "is set aside"),
        ):
            assert f"{round(100 * part / characters, 1):g}% {words}" in told


def test_every_statement_is_reached_by_the_keyboard_alone(visit):
    for slug in SOURCES:
        there = visit(f"#kilder/{slug}")
        reached, every = there.page.evaluate(
            """() => [":not([tabindex='-1'])", ""].map((which) => [...new Set(
                [...document.querySelectorAll(`#view-kilder .text a${which}[data-quotes]`)]
                    .flatMap((run) => run.dataset.quotes.split(" ")))].sort())"""
        )
        assert reached == every


def test_the_keyboard_opens_a_list_chooses_in_it_and_leaves_it(visit):
    there = visit("#kilder/toppmote")
    there.page.get_by_label("Vis hva hvert utsagn er").focus()
    for _ in range(40):
        there.page.keyboard.press("Tab")
        if there.page.evaluate("document.activeElement.matches('.said:not([data-thing])')"):
            break
    words = there.page.evaluate("document.activeElement.textContent")
    there.page.keyboard.press("Enter")
    there.page.wait_for_selector("#view-kilder .choice:focus")
    there.page.keyboard.press("Escape")
    there.page.wait_for_selector("#view-kilder .choice", state="detached")
    assert there.page.evaluate("document.activeElement.textContent") == words
    there.page.keyboard.press("Enter")
    there.page.wait_for_selector("#view-kilder .choice:focus")
    there.page.keyboard.press("Tab")
    there.page.keyboard.press("Tab")
    name = there.page.evaluate("document.activeElement.textContent")
    there.page.keyboard.press("Enter")
    there.page.wait_for_selector("#panel:not([hidden])")
    assert there.panel().locator("h2").text_content() == name


@pytest.mark.parametrize("slug", SOURCES)
def test_what_is_copied_is_the_text_as_captured(visit, slug):
    there = visit(f"#kilder/{slug}?utelatt=1&slag=1&sted=0-10")
    there.page.wait_for_selector("#view-kilder .choice")
    there.page.evaluate(
        """() => {
            const paste = document.createElement("textarea");
            paste.id = "paste";
            document.querySelector("header").append(paste);
            getSelection().selectAllChildren(document.querySelector("#view-kilder .text"));
        }"""
    )
    there.page.keyboard.press("Control+c")
    there.page.focus("#paste")
    there.page.keyboard.press("Control+v")
    pasted = there.page.input_value("#paste")
    assert pasted.encode() == (ROOT / "graph" / f"{slug}.txt").read_bytes()


def test_words_inside_a_link_can_be_selected_with_the_mouse(visit):
    there = visit("#kilder/toppmote")
    box = run(there, "Regjeringen slår seg ikke til ro").bounding_box()
    there.page.mouse.move(box["x"] + 1, box["y"] + 8)
    there.page.mouse.down()
    there.page.mouse.move(box["x"] + 180, box["y"] + 8, steps=8)
    there.page.mouse.up()
    assert there.page.evaluate("getSelection().toString()").startswith("Regjeringen slår")
    assert there.panel().is_hidden()
    there.page.mouse.click(box["x"] + 60, box["y"] + 8)
    there.page.wait_for_selector("#panel:not([hidden])")


def test_hostile_text_is_shown_as_text(visit, written):
    file = written(HOSTILE)
    for after in ("#kilder/kilde-en?utelatt=1", "#kilder/%3Cimg%20src=x%20onerror=hacked=1%3E"):
        there = visit(after, file=file)
        assert there.page.evaluate("window.hacked") is None
        assert there.page.locator("#view-kilder img, #view-kilder script").count() == 0
        assert there.complaints == []
    text = visit("#kilder/kilde-en", file=file).page.evaluate(JOINED)
    assert text == changed(TEXT, "Felles innsats for bedre helse", HOSTILE)
    assert (
        "<img src=x onerror=hacked=1>" in there.page.locator("#view-kilder .lacking").text_content()
    )


@pytest.mark.parametrize(
    "after", ["#kilder", *(f"#kilder/{slug}?slag=1&utelatt=1" for slug in SOURCES)]
)
def test_nothing_scrolls_sideways_on_a_phone(visit, after):
    there = visit(after, width=390, height=844)
    for wide in ("document.documentElement", "document.getElementById('view-kilder')"):
        assert there.page.evaluate(f"{wide}.scrollWidth - {wide}.clientWidth") == 0


@pytest.mark.night
@pytest.mark.parametrize(
    "after", ["#kilder?lang=en", f"#kilder/toppmote?slag=1&utelatt=1&ting={SUMMIT}&sted=0-54"]
)
def test_axe_finds_nothing_wrong(visit, both_schemes, after):
    assert both_schemes(visit(after).page, "#view-kilder") == []


def test_axe_does_find_what_is_wrong(visit, faults):
    there = visit("#kilder/toppmote")
    there.page.evaluate(
        "document.querySelector('#view-kilder .text').append(document.createElement('img'))"
    )
    assert "image-alt" in dict(faults(there.page, "#view-kilder"))


def test_on_paper_the_text_stands_whole_without_the_choices(visit):
    there = visit("#kilder/toppmote")
    there.page.emulate_media(media="print")
    assert there.page.locator("#view-kilder .switches").is_hidden()
    assert there.page.locator("#view-kilder .line").last.is_visible()
    assert (
        there.page.evaluate("getComputedStyle(document.getElementById('view-kilder')).overflowY")
        == "visible"
    )


def test_the_shapes_of_the_legend_follow_the_colours(visit):
    there = visit("#kilder/toppmote")
    colour = "getComputedStyle(document.querySelector('#view-kilder .legend path')).stroke"
    light = there.page.evaluate(colour)
    there.page.emulate_media(color_scheme="dark")
    assert there.page.evaluate(colour) != light
    there.page.emulate_media(color_scheme="light")
    assert there.page.evaluate(colour) == light
