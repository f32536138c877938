"""Hostile words in a project are words on every page of it, served or opened from disk."""

import pytest
from starlette.testclient import TestClient

from ho21.dataset.loader import load
from ho21.project import open_project
from ho21.server.app import create_app
from ho21.site.artifacts import PARTS, Published
from ho21.workers.pool import Limits
from support.tiny import ACTORS, READING, READINGS_HEAD, STATEMENTS, TEXT, changed

EVIL = "</script><img src=x onerror=window.hacked=1><svg onload=window.hacked=1>"
INLINE = "\\\"' onfocus='window.hacked=1' autofocus='{{ 7 * 7 }}${7*7}"
CODE = "javascript:window.hacked=1"
QUESTION = f"""# nb: {EVIL} {INLINE.replace(chr(92), "")}?
# en: {EVIL} {INLINE.replace(chr(92), "")}?
# terms: ho:Recommendation

PREFIX ho: <https://w3id.org/ho21/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

SELECT ?thing ?value WHERE {{
  VALUES ?ord {{ "{INLINE}" }}  # ord: nb {EVIL} | en {EVIL}
  VALUES (?thing ?value) {{
    (<{CODE}> "{EVIL}"@nb-x-onload)
    (<data:text/html,%3Cscript%3Ewindow.hacked=1%3C/script%3E> "{EVIL}"^^<{CODE}>)
    (<vbscript:hacked> "{INLINE}")
    (<https://e.x/%22onload=hacked> "{CODE}"^^xsd:anyURI)
  }}
}}
ORDER BY STR(?thing)
"""
# What an address on a page may begin with; a relative one is a file here.
SAFE = {"file:", "http:", "https:", "mailto:"}
SCAN = """() => ({
  hacked: window.hacked ?? null,
  led: [...document.querySelectorAll("[href], [src], [action], [formaction], [data]")]
    .filter((each) => each.getAttribute("href") !== "data:,")  // the icon, which is none
    .flatMap((each) => ["href", "src", "action", "formaction", "data"]
      .filter((name) => each.hasAttribute(name))
      .map((name) => new URL(each.getAttribute(name), document.baseURI).protocol)),
  live: document.querySelectorAll(
    "main img, main svg[onload], iframe, object, embed, base, meta[http-equiv=refresh]").length,
  acting: [...document.querySelectorAll("*")].flatMap((each) => each.getAttributeNames())
    .filter((name) => name.startsWith("on")),
  words: document.body.textContent,
})"""


@pytest.fixture
def evil_project(tiny_project):
    """Write a project with hostile names, words, reasons, times, tags, addresses and a question."""
    name = EVIL + INLINE
    text = changed(TEXT, "Den bærende søylen", f"Den bærende søylen {EVIL}")
    said = changed(
        STATEMENTS,
        '"Den bærende søylen"@nb , "The bearing pillar"@en ;\n    ho:quote "Den bærende søylen"@nb',
        f'"{name}"@nb , "{name}"@en , "{name}"@nb-x-onload ;\n'
        f'    ho:when "{name}"^^<{CODE}> ;\n'
        f'    ho:quote "Den bærende søylen {EVIL}"@nb',
    )
    said = changed(said, '"The bearing pillar"@en .', f'"{name}"@en .')
    said = changed(said, '"sykehus"@nb , "hospitals"@en', f'"{name}"@nb , "{name}"@en')
    said = changed(
        said,
        'dcterms:title "Felles innsats',
        f'foaf:page <{CODE}> ;\n    dcterms:title "Felles innsats',
    )
    actors = changed(ACTORS, '"Helserådet"@nb , "Health Council"@en', f'"{name}"@nb , "{name}"@en')
    actors = changed(
        actors,
        'skos:altLabel "rådet"@nb',
        f'skos:altLabel "Helserådet"@nb ; foaf:homepage <{CODE}>',
    )
    reading = changed(READING, "Delte data er felles data.", EVIL)
    reading = changed(reading, "Shared data are joint data.", EVIL)
    root = tiny_project(text=text, statements=said, actors=actors, readings=READINGS_HEAD + reading)
    (root / "queries" / "vondt.rq").write_text(QUESTION, encoding="utf-8")
    project = open_project(str(root))
    # The check refuses what is no address, no language and no unit of the words; a page leads there
    # in no case.
    told = {each.key for each in load(project).faults}
    assert told == {"address-unfollowed", "language-region", "words-unsupported"}
    return project


def pages(project):
    """Return every page of a project, and what its server says to hostile calls, by file name."""
    dataset = load(project)
    whole = Published(dataset, project, parts=PARTS)
    paths = {path for part in PARTS for path in whole.paths(part)}
    made = {path: whole.content(path) for path in paths if path.endswith((".html", ".css"))}
    app = create_app(dataset, project, Limits(memory=256, wait=20.0, workers=1, seconds=10.0))
    asked = [
        "/query/vondt",
        "/query/vondt?lang=en",
        "/query/vondt?ord=",
        "/query/",
        "/sparql?query=",
        "/sparql?query=SELECT+",
        "/id/",
        "/doc/",
        "/id/tiltak/",
        "/",
        "/id/?",
    ]
    with TestClient(app, "http://localhost") as client:
        for at, path in enumerate(asked):
            for end in ("", EVIL, INLINE, CODE):
                reply = client.get(
                    path + end.replace("%", "%25").replace("#", "%23"),
                    headers={"accept": "text/html"},
                )
                if reply.headers["content-type"].startswith("text/html"):
                    made[f"tjener-{at}-{len(end)}.html"] = reply.content
    return made


def test_no_page_runs_leads_to_or_hides_hostile_words(visit, evil_project, tmp_path):
    made = pages(evil_project)
    for path, content in made.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    opened = [tmp_path / path for path in sorted(made) if path.endswith(".html")]
    there = visit(file=opened[0], ready=False)
    shown = 0
    for path in opened:
        there.page.goto(path.as_uri())
        seen = there.page.evaluate(SCAN)
        name = str(path.relative_to(tmp_path))

        assert (name, seen["hacked"], seen["acting"], seen["live"]) == (name, None, [], 0)
        assert (name, set(seen["led"]) - SAFE) == (name, set())
        shown += EVIL in seen["words"]
    there.settle()

    assert len(opened) > 40
    assert shown > 10
    assert there.page.evaluate("window.hacked ?? null") is None
    asked = [each for each in there.requests if not each.startswith(("file:", "blob:"))]
    assert asked == []
    assert [each for each in there.complaints if "ontent Security Policy" in each] == []


@pytest.mark.parametrize(
    "careless",
    [
        f"<p>{EVIL}</p>",
        f'<a href="{CODE}">a</a>',
        '<a href="data:text/html,x">a</a>',
        "<p onclick=x>",
    ],
)
def test_a_page_that_takes_no_care_would_be_seen(visit, tmp_path, careless):
    file = tmp_path / "uvøren.html"
    file.write_text(f"<!doctype html><main>{careless}</main>", encoding="utf-8")
    there = visit(file=file, ready=False)
    there.page.wait_for_timeout(50)
    seen = there.page.evaluate(SCAN)

    assert seen["hacked"] or seen["acting"] or set(seen["led"]) - SAFE
