"""A project's own sentences: where they stand in the report, and what is wrong with them."""

import re

import pytest

from ho21.cli.main import main
from ho21.dataset.loader import load
from ho21.dataset.readings.wording import OwnWords
from ho21.errors import ProjectError
from ho21.project import open_project
from ho21.resources import messages, resource
from ho21.site.artifacts import checked
from ho21.site.report import report
from support.tiny import ROOT, with_one_shape


@pytest.fixture
def worded(tiny_project):
    """Return a function that writes a project with some words of its own."""

    def write(words):
        root = tiny_project()
        (root / "graph" / "ord.toml").write_text(words, encoding="utf-8")
        return root

    return write


def resources(name):
    return (ROOT / "graph" / name).read_text(encoding="utf-8")


def told(root):
    found = load(open_project(str(root))).faults
    return [(each.key, each.file, each.line) for each in found if each.file == "graph/ord.toml"]


@pytest.mark.parametrize(("lang", "said"), [("nb", "Slik er *det*."), ("en", "So it <is>.")])
def test_a_projects_own_sentence_stands_where_it_belongs(worded, lang, said):
    root = worded('# Om funnene\n[findings]\nnb = "Slik er *det*."\nen = "So it <is>."\n')
    project = open_project(str(root))
    dataset = load(project).sound()

    page, text = (report(dataset, form, lang) for form in ("html", "md"))

    inside = page.partition('<section id="part-findings">')[2].partition("</section>")[0]
    assert f"<p>{said.replace('<', '&lt;').replace('>', '&gt;')}</p>" in inside
    assert said.replace("*", r"\*").replace("<", r"\<").replace(">", r"\>") in text


def test_a_project_without_words_of_its_own_has_none(tiny_project):
    assert load(open_project(str(tiny_project()))).words == OwnWords()


def test_every_place_is_one_that_both_languages_have():
    places = set(messages("dataset/readings/wording.toml")["report"])
    for lang in ("nb", "en"):
        text = resource(f"site/templates/report.{lang}.j2")
        assert {each for each in places if f'own_words("{each}")' in text} == places
        assert text.count("own_words(") == len(places)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ('[lead]\nnb = "A"\nen = B\n', ("words-syntax", 3)),
        ('[lead]\nnb = "A', ("words-syntax", 2)),
        ('\n[leed]\nnb = "A"\nen = "B"\n', ("words-place", 2)),
        ('[says]\nnb = "A"\n', ("words-language", 1)),
        ('[says]\nnb = "A"\nen = ""\n', ("words-language", 1)),
        ('[says]\nnb = "A"\nen = "B"\nsv = "C"\n', ("words-language", 1)),
        ('[says]\nnb = "A"\nen = 1\n', ("words-language", 1)),
        ('says = "A"\n', ("words-language", 1)),
        ('[[ask]]\nnb = "A"\nen = "B"\n', ("words-ask", 1)),
        ('\n[[ask]]\nquestion = "q"\nvalues = { n = 1 }\nnb = "A"\nen = "B"\n', ("words-ask", 2)),
        ('[[ask]]\nquestion = "q"\nnb = "A"\n', ("words-language", 1)),
        ('[ask]\nquestion = "q"\nnb = "A"\nen = "B"\n', ("words-ask", 1)),
        ('\n[[view]]\nnb = "A"\nen = "B"\n', ("words-view", 2)),
        ('[[view]]\nshows = "alle=1"\nnb = "A"\nen = "B"\n', ("words-view", 1)),
        ('[[view]]\nshows = "alt=1"\nnb = "A"\n', ("words-language", 1)),
        ('[view]\nshows = "alt=1"\nnb = "A"\nen = "B"\n', ("words-view", 1)),
        ('[lead]\nnb = "A\x1b"\n', ("control-sign", 2)),
    ],
)
def test_what_is_wrong_with_a_projects_words_is_told_with_its_line(worded, words, found):
    key, line = found

    assert told(worded(words)) == [(key, "graph/ord.toml", line)]


def test_a_report_with_words_that_cannot_be_read_is_refused_and_the_check_tells_of_them(
    worded, capsys
):
    root = with_one_shape(worded('[leed]\nnb = "A"\nen = "B"\n'))
    project = open_project(str(root))

    assert main(["report", "--lang", "en", "--project", str(root)]) == 1
    assert capsys.readouterr().err.startswith(
        "graph/ord.toml:1: There is no place called leed; use lead, "
    )
    assert not checked(load(project), project, "nb").conforms()
    with pytest.raises(ProjectError):
        report(load(project).sound(), "md", "nb")


def test_a_question_to_begin_with_that_the_project_does_not_have_is_told_by_the_check(worded):
    root = with_one_shape(worded('[[ask]]\nquestion = "nei"\nnb = "A"\nen = "B"\n'))
    project = open_project(str(root))

    found = checked(load(project), project, "nb").as_dict()["findings"]
    lines = [(each["file"], each["line"]) for each in found if each["severity"] == "rule"]
    assert lines == [("graph/ord.toml", 1)]


@pytest.mark.parametrize("named", ["voks=mal/nei*", "%23kart?fest=mal%2Fnei%403_4&form=nett"])
def test_a_saved_view_that_names_what_is_no_thing_is_told_by_the_check(worded, named):
    root = with_one_shape(worded(f'\n[[view]]\nshows = "{named}"\nnb = "A"\nen = "B"\n'))
    project = open_project(str(root))

    found = checked(load(project), project, "nb").as_dict()["findings"]
    lines = [(each["file"], each["line"]) for each in found if each["severity"] == "rule"]
    assert lines == [("graph/ord.toml", 2)]


def test_a_projects_words_are_a_file_that_is_read(worded):
    assert open_project(str(worded(""))).unread() == []


def test_how_alike_the_two_readings_are_is_told_as_it_is_counted():
    told_of = resources("ord.toml")
    (counted,) = re.findall(r"\*\*alle \d+\*\* .* (\d,\d\d) \|", resources("README.md"))

    assert f"(kappa {counted})" in told_of
    assert f"(kappa {counted.replace(',', '.')})" in told_of
