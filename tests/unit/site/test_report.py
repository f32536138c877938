"""The findings on one short page: each number leads to its question, each claim to its words."""

import csv
import io
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from ho21.cli.main import main
from ho21.dataset.loader import load
from ho21.project import open_project
from ho21.resources import messages, resource
from ho21.site.report import FILES, report, reports
from ho21.sparql.engine import Engine
from ho21.sparql.questions import read_questions
from ho21.sparql.results import body
from support.exported import graph
from support.strict import Nested
from support.tiny import ACTORS, READINGS_HEAD, ROOT, STATEMENTS, changed, told

SPEC = messages("site/report.toml")
BLOCKS = [block for section in SPEC["sections"] for block in section["blocks"]]
LISTS = [block["list"] for block in BLOCKS if "list" in block]
CHARTS = [block["chart"] for block in BLOCKS if "chart" in block]
PLACED = [
    name
    for block in BLOCKS
    for name in re.findall(r"\{(\w+)\}", block.get("text", {}).get("nb", ""))
]
HOSTILE = (
    "Del <script>a(1)</script> | [x](https://e.example/) *z* `k` _u_ \\\\ &lt; {{ 7*7 }} "
    "\u202enmo\u202c"
)
SHOWN = HOSTILE.replace("\\\\", "\\").replace("\u202e", r"\u202e").replace("\u202c", r"\u202c")


class Page(Nested):
    """A page of the report, and what leads where in it."""

    def inside(self, outer):
        """Return what stands in an element."""
        return [each for each in self.all if any(above is outer for above in each["above"])]

    def numbers(self):
        """Return each number with the question it leads to, in order."""
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


@cache
def written(form, lang):
    return report(graph(), open_project(), form, lang)


@pytest.fixture(scope="module")
def nb():
    return Page(written("html", "nb"))


@pytest.fixture(scope="module")
def en():
    return Page(written("html", "en"))


@cache
def on_file(name):
    text = (ROOT / "tests" / "answers" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


@cache
def stated(name):
    asked = read_questions(open_project())[name]
    result = Engine(graph().stated).ask(asked, lang="nb").result
    return list(csv.DictReader(io.StringIO(body(result, "csv").decode())))


def fitting(spec, answer):
    where = {
        column: value["nb"] if isinstance(value, dict) else value
        for column, value in spec.get("where", {}).items()
    }
    return [
        row
        for row in answer(spec["ask"])
        if all(row[key] == value or (value == "*" and row[key]) for key, value in where.items())
    ]


def counted(spec, answer):
    """Count again what a specification counts, by group; without a group under None."""
    groups = defaultdict(list)
    for row in fitting(spec, answer):
        groups[row[spec["group"]] if "group" in spec else None].append(row)
    found = {}
    for group, rows in groups.items():
        if "sum" in spec:
            found[group] = sum(int(row[spec["sum"]]) for row in rows)
        else:
            but = {row[spec["count"]] for row in answer(spec["minus"])} if "minus" in spec else ()
            found[group] = len({row[spec["count"]] for row in rows}.difference(but, {""}))
    return found


def expected(spec, answer=on_file, bare=stated):
    """Return how a number should stand on the Norwegian page."""
    if "most" in spec:
        (value, left) = (
            max((row[spec["most"]].replace(".", ",") for row in fitting(spec, each)), default="–")
            for each in (answer, bare)
        )
        return value if value == left else f"{value}\u00a0◇ ({left})"
    every, without = counted(spec, answer), counted(spec, bare)
    group = None
    if "group" in spec:
        group = max(sorted(every), key=lambda each: every[each])
    value, left = every.get(group, 0), without.get(group, 0)
    return str(value) if value == left else f"{value}\u00a0◇ ({left})"


# The numbers


def test_each_number_is_the_answer_on_file_and_what_is_left_of_it_without_readings(nb):
    wanted = [(expected(SPEC["numbers"][name]), SPEC["numbers"][name]["ask"]) for name in PLACED]

    assert nb.numbers() == wanted


def test_the_numbers_are_counted_in_every_way_and_many_are_other_without_readings():
    assert len(PLACED) > 20
    assert {"where", "minus", "sum", "most", "group", "count"} <= {
        key for name in PLACED for key in SPEC["numbers"][name]
    }
    assert sum("◇" in expected(SPEC["numbers"][name]) for name in PLACED) > 5


def test_every_number_and_word_of_the_specification_is_used():
    templates = resource("site/templates/report.html.j2") + resource("site/templates/report.md.j2")
    sentences = " ".join(block["text"]["nb"] for block in BLOCKS if "text" in block)

    assert set(SPEC["numbers"]) == set(re.findall(r"\{(\w+)(?:\.label)?\}", sentences))
    assert [name for name in SPEC["words"] if f"words.{name}" not in templates] == []


def test_the_label_in_a_sentence_is_that_of_the_foremost_group(nb):
    labelled = [name for name in PLACED if "group" in SPEC["numbers"][name]]
    told_of = " ".join(each["words"] for each in nb.find("p"))
    assert labelled
    for name in labelled:
        spec = SPEC["numbers"][name]
        every = counted(spec, on_file)
        foremost = max(sorted(every), key=lambda each: every[each])
        label = next(
            row[f"{spec['group']}Label"]
            for row in on_file(spec["ask"])
            if row[spec["group"]] == foremost
        )
        assert f"«{label}»" in told_of


# The links


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_every_link_in_the_page_leads_to_one_place_in_it(lang):
    there = Page(written("html", lang))
    ids = Counter(each["id"] for each in there.all if "id" in each)
    links = [each["href"] for each in there.find("a") if "hreflang" not in each]

    assert {each[0] for each in links} == {"#"}
    assert [each for each in links if ids[each[1:]] != 1] == []
    assert [name for name, times in ids.items() if times != 1] == []


def test_a_link_that_leads_nowhere_would_be_seen():
    there = Page('<p id="a"></p><p id="a"></p><a href="#b">1</a>')
    ids = Counter(each["id"] for each in there.all if "id" in each)

    assert (ids["a"], ids["b"]) == (2, 0)


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_the_row_that_an_item_leads_to_holds_its_words(lang):
    there = Page(written("html", lang))
    forms = {spec["ask"]: re.split(r"\{\w+\}", spec["item"][lang]) for spec in LISTS}
    for words, row in there.items():
        between = map(re.escape, forms[row.rpartition("-")[0]])
        said = re.fullmatch("(.+)".join(between), words, re.DOTALL).groups()
        cells = there.row(row)
        points = [re.sub(r"^(\d),(\d)$", r"\1.\2", each) for each in said]

        assert [each for each in points if each not in cells] == []


def test_the_rows_beside_those_do_not_hold_the_words(nb):
    others = [
        nb.row(f"{name}-{int(place) + 1 if place == '1' else int(place) - 1}")
        for name, _, place in (row.rpartition("-") for _, row in nb.items())
    ]

    assert any(words not in cells for (words, _), cells in zip(nb.items(), others, strict=True))
    assert not all(words in cells for (words, _), cells in zip(nb.items(), others, strict=True))


def test_each_list_is_the_answer_on_file_each_thing_once(nb):
    found = defaultdict(list)
    for words, row in nb.items():
        found[row.rpartition("-")[0]].append(words)
    for spec in LISTS:
        rows = fitting(spec, on_file)
        firsts = {row[spec["once"]]: row for row in reversed(rows)} if "once" in spec else {}
        shown = [
            spec["item"]["nb"].format(
                **row | {"confidence": row.get("confidence", "").replace(".", ",")}
            )
            for row in (firsts.values() if "once" in spec else rows)
        ]
        assert len(shown) > 0
        assert sorted(found[spec["ask"]]) == sorted(shown)
    assert set(found) == {spec["ask"] for spec in LISTS}


def test_an_area_that_is_not_found_again_is_told(nb):
    lost = {row["areaLabel"] for row in on_file("omradene-videre")} - {
        row["areaLabel"] for row in on_file("omradene-videre") if row["livesOn"] == "ja, tolket"
    }
    told_of = {each["words"].partition(":")[0] for each in nb.find("li") if "ikke funnet igjen" in
               each["words"]}  # fmt: skip

    assert lost
    assert told_of == lost


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_every_link_in_markdown_leads_to_one_anchor_in_it(lang):
    text = written("md", lang)
    anchors = Counter(re.findall(r'^<a id="([^"]+)"></a>$', text, re.MULTILINE))
    links = re.findall(r"\]\(#([^)]*)\)", text)

    assert len(links) > 50
    assert {*links} <= {*anchors}
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
    norwegian = [(words.replace(",", "."), question) for words, question in nb.numbers()]

    assert norwegian == en.numbers()
    assert outline(nb) == outline(en)
    assert Counter(row.rpartition("-")[0] for _, row in nb.items()) == Counter(
        row.rpartition("-")[0] for _, row in en.items()
    )
    assert sorted(each["id"] for each in nb.find("tr") if "id" in each) == sorted(
        each["id"] for each in en.find("tr") if "id" in each
    )
    assert nb.find("h1")[0]["words"] != en.find("h1")[0]["words"]


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_markdown_has_the_numbers_items_and_rows_of_the_page(lang):
    there, text = Page(written("html", lang)), written("md", lang)
    links = re.findall(r"(?<!\\)\[((?:\\.|[^\]\\])*)\]\(#([^)]*)\)", text)
    plain = Counter((re.sub(r"\\(.)", r"\1", words), name) for words, name in links)
    in_page = [*there.numbers(), *((w, row.rpartition("-")[0]) for w, row in there.items())]
    tables = [each for each in text.split("\n") if re.match(r"\| (?!---)", each)]
    bars = [each for each in there.find("svg") if "role" in each]

    assert plain == Counter(in_page)
    assert len(tables) == len(there.find("tr")) + len(bars) + len(CHARTS)


@pytest.mark.slow
def test_each_page_is_in_its_language_and_leads_to_the_other(nb, en):
    for lang, other in (("nb", "en"), ("en", "nb")):
        there = Page(reports(graph(), open_project())[FILES["html", lang]])
        (link,) = there.find("a", hreflang=other)
        assert there.find("html")[0]["lang"] == lang
        assert (link["href"], link["lang"]) == (FILES["html", other], other)
    assert not [each for each in nb.find("td") if "lang" in each]
    quotes = {each["words"] for each in en.find("td", lang="nb")}
    assert {row["quote"] for row in on_file("malbilder")} <= quotes
    assert not quotes & {row[0] for row in map(en.row, ["hvor-kildene-er-uenige-1"])}


def test_a_report_alone_leads_to_no_other(nb):
    assert nb.find("a", hreflang="en") == []


# Another project


def classes(there, outer):
    return {each.get("class") for each in there.inside(outer)}


def test_a_tiny_project_has_a_report_of_its_own(tiny_project):
    project = open_project(str(tiny_project()))
    there = Page(report(load(project).sound(), project, "html", "nb"))
    found = dict(zip(PLACED, (words for words, _ in there.numbers()), strict=True))

    assert found["pictures"] == found["blocks"] == found["proposals"] == found["themes"] == "1"
    assert found["backed"] == "1\u00a0◇ (0)"
    assert found["unbacked"] == "0\u00a0◇ (1)"
    assert found["areas"] == found["placed"] == found["promises"] == found["carried"] == "0"
    assert found["surest"] == "–"
    assert "«»" not in "".join(each["words"] for each in there.find("p"))
    drawn = [
        ("ingen" in each["words"], "bars" in classes(there, each)) for each in there.find("figure")
    ]
    assert drawn == [(True, False), (False, True), (True, False)]


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize("form", ["html", "md"])
def test_a_project_without_readings_has_a_report_in_which_nothing_is_read(tiny_project, form, lang):
    project = open_project(str(tiny_project(readings=READINGS_HEAD)))

    text = report(load(project).sound(), project, form, lang)

    assert re.findall(r"\d\u00a0◇", text) == []


@pytest.fixture
def hostile(tiny_project):
    """Write a project whose names are written to be run."""
    named = changed(
        STATEMENTS, '"Dele data"@nb , "Share data"@en', f'"{HOSTILE}"@nb , "{HOSTILE}"@en'
    )
    named = changed(named, '"Den bærende søylen"@nb , "The', f'"{HOSTILE}"@nb , "The')
    named = changed(named, '"Felles data"@nb', f'"{HOSTILE}"@nb')
    root = tiny_project(statements=named, readings=READINGS_HEAD, actors=ACTORS)
    assert told(root) == []
    return open_project(str(root))


def test_a_hostile_name_is_shown_in_the_page_and_never_run(hostile):
    there = Page(report(load(hostile).sound(), hostile, "html", "nb"))

    assert [each["type"] for each in there.find("script")] == ["application/ld+json"]
    assert SHOWN in [words for words, _ in there.items()]
    assert SHOWN in [each["words"] for each in there.find("td")]
    assert any(each["words"].startswith(f"{SHOWN}\n") for each in there.find("li"))
    assert not [each for each in there.find("a") if "e.example" in each["href"]]


def rendered(text):
    """Return the page that a reader of Markdown makes of a text, tags and all."""
    return Page(
        MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
    )


def test_a_hostile_name_is_shown_in_markdown_and_never_run(hostile):
    there = rendered(report(load(hostile).sound(), hostile, "md", "nb"))

    assert there.find("script") == there.find("em") == []
    assert [each["words"] for each in there.find("code") if "ho21" not in each["words"]] == []
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
    assert [row for row in read if row][-len(plain) :] == plain
    assert len(seen.find("table")) == len(there.find("table")) + len(CHARTS)


# The charts


def bars(there, chart):
    """Return what the bars of a chart show: label, lengths in words, rectangles."""
    (figure,) = there.find("figure", id=chart["id"])
    found = []
    for each in there.inside(figure):
        if each["tag"] == "svg" and "role" in each:
            label = each["above"][-1]["words"].split("\n")[0]
            rects = [x for x in there.inside(each) if x["tag"] == "rect"]
            found.append((label, each["words"].strip(), each["aria-label"], rects))
    return found


@pytest.mark.parametrize("chart", CHARTS, ids=lambda each: each["id"])
def test_the_lengths_of_the_bars_are_the_counts(nb, chart):
    group = chart["group"]
    series = [counted(each | {"group": group}, on_file) for each in chart["series"]]
    labels = {row[group]: row[f"{group}Label"] for row in on_file(chart["groups"])}
    wanted = {
        label: [each.get(at, 0) for each in series]
        for at, label in labels.items()
        if not chart.get("falling") or any(at in each for each in series)
    }
    shown = bars(nb, chart)
    longest = max(map(sum, wanted.values()))

    assert [label for label, *_ in shown] == sorted(
        wanted,
        key=lambda each: (
            -sum(wanted[each]) if chart.get("falling") else 0,
            [label for label, *_ in shown].index(each),
        ),
    )
    assert len(shown) == len(wanted)
    unit = max(sum(float(x["width"][:-1]) for x in rects) for *_, rects in shown) / longest
    for label, words, spoken, rects in shown:
        lengths = wanted[label]
        assert words == " + ".join(map(str, lengths))
        assert spoken == ", ".join(
            f"{length} {each['name']['nb']}"
            for length, each in zip(lengths, chart["series"], strict=True)
        )
        # A bar of nothing is no rectangle.
        drawn = [(at, length) for at, length in enumerate(lengths) if length]
        assert [int(x["class"][1]) for x in rects] == [at for at, _ in drawn]
        start = 0.0
        for rect, (_, length) in zip(rects, drawn, strict=True):
            assert float(rect["width"][:-1]) == pytest.approx(length * unit, abs=0.02)
            assert float(rect["x"][:-1]) == pytest.approx(start, abs=0.02)
            start += float(rect["width"][:-1])
        assert start <= 85


def test_some_bar_is_of_nothing(nb):
    zeros = [words for chart in CHARTS for _, words, *_ in bars(nb, chart) if "0" in words.split()]

    assert zeros


def test_only_what_is_missing_is_drawn_as_a_gap(nb):
    for chart in CHARTS:
        (figure,) = nb.find("figure", id=chart["id"])
        drawn = {each["class"] for each in nb.inside(figure) if each["tag"] == "rect"}
        wanted = {
            f"s{at} gap" if each.get("gap") else f"s{at}" for at, each in enumerate(chart["series"])
        }
        assert drawn == wanted
    gaps = [s["name"]["nb"] for chart in CHARTS for s in chart["series"] if s.get("gap")]
    assert gaps == ["uten forslag"]


def test_a_chart_of_several_series_has_a_key(nb):
    for chart in CHARTS:
        (figure,) = nb.find("figure", id=chart["id"])
        key = [each["words"] for each in nb.inside(figure) if each["tag"] == "span"]
        names = [each["name"]["nb"] for each in chart["series"]]
        assert key == (names if len(names) > 1 else [])


# The same bytes


@pytest.mark.night
def test_the_report_does_not_depend_on_the_hash_seed():
    code = """
from ho21.site.report import FILES, report
from ho21.project import open_project
from ho21.dataset.loader import load
project = open_project()
for form, lang in FILES:
    print(report(load(project).sound(), project, form, lang))
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
    assert runs[0].decode() == "".join(f"{written(*each)}\n" for each in FILES)


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
        ["--stated-only"],
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
