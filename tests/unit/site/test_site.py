"""The site beside the explorer: every page and data file by its path, made when asked for."""

import json
import re
import threading
from collections import Counter, defaultdict
from functools import cache, partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen

import html5rdf
import pytest
import rdflib
from pyoxigraph import DefaultGraph, parse

from ho21.dataset.loader import load
from ho21.explorer.head import called, file_of
from ho21.export.registry import FORMATS
from ho21.model.read import knowledge_graph
from ho21.model.spans import nested, stated
from ho21.project import open_project
from ho21.rdf.formats import PAGE_DATA, SYNTAXES
from ho21.resources import messages
from ho21.site.artifacts import PARTS, Published
from ho21.site.site import Site
from ho21.sparql.engine import Engine
from ho21.sparql.questions import question
from support.once import once
from support.retired import NEW, OLD, retire
from support.tiny import ACTORS, BASE, READING, READINGS_HEAD, STATEMENTS, TEXT, changed

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
RDFLIB = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}
REPLACED = "http://purl.org/dc/terms/isReplacedBy"
HOSTILE = "</script><script>window.hacked=1</script><img src=x onerror=1> & \\\"' {{ 7 * 7 }}"


class Page(HTMLParser):
    """The ids, the links and the words of a page."""

    def __init__(self, text):
        """Read a page."""
        super().__init__()
        self.ids = []
        self.links = []
        self.tags = []
        self.blocks = []
        self._said = defaultdict(list)
        self._inside = []
        self.feed(text)
        self.words = {name: "".join(them) for name, them in self._said.items()}

    def handle_starttag(self, tag, attrs):
        """Keep the id and the link of an element."""
        given = dict(attrs)
        self.tags.append((tag, given))
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given[name] for name in ("href", "src") if name in given]
        if tag not in {"meta", "link", "br", "input", "img"}:
            self._inside.append((tag, given.get("id") or given.get("class") or ""))

    def handle_endtag(self, tag):
        """Leave the innermost element, which must be this one."""
        assert self._inside.pop()[0] == tag

    def handle_data(self, data):
        """Keep words by the name of each element around them."""
        if self._inside and self._inside[-1][0] == "script":
            self.blocks.append(data)
        for _, name in self._inside:
            self._said[name].append(data)


@pytest.fixture(scope="module")
def every(real):
    """Return a function that gives the site of the project that ships with ho21, once."""
    return cache(lambda **options: Site(real, open_project(), **options))


@pytest.fixture(scope="module", params=["tiny", pytest.param("real", marks=pytest.mark.slow)])
def shown(request, tiny_as_it_stands):
    """Return a project: a tiny one, and where all is tried the one that ships with ho21."""
    return open_project() if request.param == "real" else tiny_as_it_stands


@pytest.fixture(scope="module")
def facts(shown, request, tiny_as_it_stands):
    return request.getfixturevalue("tiny_dataset" if shown is tiny_as_it_stands else "real")


@pytest.fixture(scope="module")
def published(shown, facts):
    """Return every file of a project as published, by its path; made once in a run."""

    def contents():
        made = Published(facts, shown)
        return {path: made.content(path) for part in PARTS for path in made.paths(part)}

    return once(f"published-{'-'.join(facts.texts)}", contents)


@pytest.fixture(scope="module")
def built(published, tmp_path_factory):
    """Write the explorer and the site of a project below a folder, once."""
    root = tmp_path_factory.mktemp("vert") / "under" / "sti"
    for path, content in published.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


@pytest.fixture(scope="module")
def parsed(built):
    """Return every page that was built, by its path."""
    return {
        path.relative_to(built).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(built.rglob("*.html"))
        if path.name.partition(".")[0] not in {"ho21", "index", "network"} or path.parent != built
    }


@pytest.fixture(scope="module")
def usual(tiny_as_it_stands, tiny_dataset):
    """Return a function that gives the site of the tiny project as it stands, once."""
    return cache(
        lambda *, stated, served: Site(
            tiny_dataset.stated if stated else tiny_dataset, tiny_as_it_stands, served=served
        )
    )


@pytest.fixture
def tiny(tiny_project, usual):
    """Return a function that gives the site of a tiny project."""

    def made(*, stated=False, served=False, unsound=False, **files):
        if not (files or unsound):
            return usual(stated=stated, served=served)
        place = open_project(str(tiny_project(**files)))
        dataset = load(place) if unsound else load(place).sound()
        return Site(dataset.stated if stated else dataset, place, served=served)

    return made


def text(site: Site, path: str) -> str:
    """Return a page without the data in its head, or another file as it is."""
    return DATA.sub("", site.content(path).decode())


# Files


def test_a_captured_text_is_under_no_licence_of_ours_and_its_page_says_so(tiny):
    site = tiny()
    document, measure = (
        text(site, f"{name}.en.html") for name in ("doc/kilde-en", "id/tiltak/dele-data")
    )

    assert "belongs to those who published it, and no licence to it is given here." in document
    assert "Licence of the graph, not of the text: <a href=" in " ".join(document.split())
    assert 'rel="license"' not in document
    assert measure.count('rel="license"') == 2


def test_a_retired_address_has_a_page_that_says_what_replaced_it_and_is_listed_apart(tiny_project):
    place = open_project(str(retire(tiny_project())))
    site = Site(load(place).sound(), place)
    pages = {name: " ".join(Page(text(site, f"id/tiltak/{name}.en.html")).words["innhold"].split())
             for name in ("spre-data", "lagre-data", "samle-data")}  # fmt: skip
    listed = Page(text(site, "id/index.en.html"))
    told = json.loads(site.content("id/index.jsonld"))

    assert [each.partition("IRI")[0].strip() for each in pages.values()] == [
        (
            "Retired spre-data This address was retired in edition 0.0.1. "
            "It is replaced by Share data."
        ),
        "Retired lagre-data This address was retired in edition 0.0.2. Nothing has replaced it.",
        (
            "Retired samle-data This address was retired in edition 0.0.2. "
            "It was split into several: Sharing of data Share data"
        ),
    ]
    assert "../tiltak/dele-data.en.html" not in listed.links
    assert [each for each in listed.links if "-data.en" in each and "tiltak" in each] == [
        "../id/tiltak/dele-data.en.html",
        "../id/tiltak/lagre-data.en.html",
        "../id/tiltak/samle-data.en.html",
        "../id/tiltak/spre-data.en.html",
        "../id/tiltak/spre-data.en.html",
        "../id/tiltak/utveksle-data.en.html",
        "../id/tiltak/utveksle-data.en.html",
        "../id/tiltak/dele-data.en.html",
    ]
    assert "utveksle-data" not in json.dumps(told)
    assert f"<{OLD}> <{REPLACED}> <{NEW}> ." in site.content("id/tiltak/utveksle-data.nt").decode()


def test_the_table_of_what_is_gone_can_be_taken_away_where_there_is_any(tiny_project):
    def listed(root):
        place = open_project(str(root))
        links = Page(text(Site(load(place).sound(), place), "files/index.html")).links
        return [each for each in links if "utgatt" in each]

    assert listed(tiny_project()) == []
    assert listed(retire(tiny_project())) == [
        "../data/csv-excel/utgatt.csv",
        "../data/csv/utgatt.csv",
    ]


def test_a_thing_has_a_page_in_each_language_and_four_forms_of_data(tiny):
    paths = tiny().paths

    assert paths == tuple(sorted(paths))
    assert [each for each in paths if each.startswith("id/tiltak/dele-data.")] == [
        "id/tiltak/dele-data.en.html",
        "id/tiltak/dele-data.html",
        "id/tiltak/dele-data.jsonld",
        "id/tiltak/dele-data.nt",
        "id/tiltak/dele-data.rdf",
        "id/tiltak/dele-data.ttl",
    ]
    assert {"site.css", "void.ttl", "def/index.html", "doc/kilde-en.txt"} < set(paths)
    assert {"id/index.en.html", "doc/index.html", "graph/index.html", "query/index.html"} < {*paths}


def test_the_glossary_leads_to_the_context_which_knows_the_names_of_every_file(tiny):
    site = tiny()
    known = json.loads(site.content("def/context.jsonld"))["@context"]

    assert '<a href="context.jsonld">' in text(site, "def/index.html")
    for path in (each for each in site.paths if each.endswith(".jsonld")):
        own = json.loads(site.content(path))["@context"]
        assert {name: known.get(name) for name in own} == own, path


def test_a_file_there_is_none_of_is_not_made_up(tiny):
    with pytest.raises(KeyError):
        tiny().content("id/tiltak/ingen-slik.html")


def test_the_captured_text_is_its_very_bytes(every, real):
    for slug in real.texts:
        assert every().content(f"doc/{slug}.txt") == open_project().bytes("graph", f"{slug}.txt")


def test_the_same_project_gives_the_same_bytes_in_whatever_order_they_are_asked_for(real, every):
    again = Site(real, open_project())
    chosen = [path for path in reversed(again.paths) if not path.startswith("query/")][::7]

    for path in chosen:
        assert again.content(path) == every().content(path)


def test_every_name_of_the_project_has_a_home_that_is_a_file_of_the_site(every, real):
    site = every()
    names = {fact.subject.value for facts in real.facts.values() for fact in facts}
    homes = {site.home(each) for each in names | set(real.facts)}

    assert None not in homes
    assert {f"{stem}.html" for stem, _ in homes} - {"void.html"} <= set(site.paths)
    assert site.home(f"{BASE.iri}query/malbilder") == ("query/malbilder", "")
    assert site.home(f"{BASE.iri}query/ingen-slik") is None


# Links


@pytest.mark.slow
def test_no_link_and_no_fragment_is_broken_on_disk(built, parsed):
    broken = Counter()
    count = 0
    for name, page in parsed.items():
        for link in page.links:
            if urlsplit(link).scheme:
                assert link == "data:," or urlsplit(link).scheme in {"https", "http"}
                continue
            count += 1
            there, fragment = urldefrag(urljoin(f"http://x/{name}", link))
            path = unquote(urlsplit(there).path)[1:]
            lost = path in parsed and fragment and unquote(fragment) not in parsed[path].ids
            if lost or not (built / path).is_file():
                broken[name, link] += 1

    assert broken == Counter()
    least = (10_000, 500) if "id/aktor/ho21-radet.html" in parsed else (500, 50)
    assert (count, len(parsed)) > least


class Quiet(SimpleHTTPRequestHandler):
    """A server of files that writes nothing of its own."""

    def log_message(self, *_):
        """Say nothing."""


def test_every_link_answers_below_a_path_of_a_plain_server(built, parsed):
    root = built.parents[1]
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    start = f"http://127.0.0.1:{server.server_address[1]}/under/sti/"
    links = {
        urldefrag(urljoin(start + name, link))[0]
        for name, page in parsed.items()
        for link in page.links
        if not urlsplit(link).scheme
    }
    broken = []
    try:
        for link in sorted(links):
            try:
                with urlopen(link) as answer:  # noqa: S310 (our own server)
                    assert answer.status == 200
            except HTTPError:
                broken.append(link)
        with pytest.raises(HTTPError):
            urlopen(f"{start}id/tiltak/ingen-slik.html")  # noqa: S310
    finally:
        server.shutdown()
        server.server_close()

    assert all(each.startswith(start) for each in links)
    assert broken == []


def test_the_explorer_knows_every_thing_that_a_page_shows_in_it(built, parsed, facts):
    shown = {
        unquote(urlsplit(link).fragment.partition("?")[0])
        for name, page in parsed.items()
        for link in page.links
        if name.startswith("id/") and "index.html#" in link and "#start" not in link
        and link.startswith("../../index.html")
    }  # fmt: skip
    things = {iri.removeprefix(f"{BASE.iri}id/") for iri in knowledge_graph(facts).things}

    assert shown
    assert shown <= things
    assert 'id="data-things"' in (built / "index.html").read_text(encoding="utf-8")


# The head


def lacking(path, page):
    """Return the pages that the head of a page does not lead to."""
    head = Page(page.partition('<header class="masthead">')[2].partition("</header>")[0])
    there = {unquote(urlsplit(urljoin(f"/{path}", link)).path)[1:] for link in head.links}
    lang = "en" if path.endswith(".en.html") else "nb"
    pages = {way["page"] for way in messages("explorer/head.toml").values()} - {"sparql"}
    wanted = {"index.html" if each == "index" else file_of(each, lang, "nb") for each in pages}
    return wanted - there


def test_every_page_has_the_head_that_leads_to_all_main_pages(published):
    pages = {path: page.decode() for path, page in published.items() if path.endswith(".html")}
    alone = pages.pop("ho21.html")
    for each in ("network.html", "network.en.html"):  # a picture that is sent alone, as the other
        del pages[each]

    assert {path: lack for path, page in pages.items() if (lack := lacking(path, page))} == {}
    assert len(lacking("ho21.html", alone)) == len(messages("explorer/head.toml")) - 1
    page = pages["id/index.html"]
    assert lacking("id/index.html", page.replace("gaps.html", "")) == {"gaps.html"}


# HTML


def test_every_page_is_strictly_html(built, parsed):
    for name in parsed:
        html5rdf.HTMLParser(strict=True).parse((built / name).read_text(encoding="utf-8"))


def test_a_page_that_is_no_html_would_be_seen(built):
    page = (built / "id" / "index.html").read_text(encoding="utf-8")

    with pytest.raises(html5rdf.html5parser.ParseError):
        html5rdf.HTMLParser(strict=True).parse(page.replace("</main>", "</main></p>"))


def test_every_id_is_there_once_and_no_page_has_script_or_style_of_its_own(parsed):
    for name, page in parsed.items():
        assert [each for each, often in Counter(page.ids).items() if often > 1] == [], name
        alone = "/" not in name
        own = {} if alone else {"src": "../" * name.count("/") + "site.js"}
        scripts = [given for tag, given in page.tags if tag == "script"]
        assert sorted(scripts, key=str) == sorted([own, {"type": "application/ld+json"}], key=str)
        assert [tag for tag, _ in page.tags].count("style") == alone
        for _, given in page.tags:
            assert "style" not in given
            assert not [each for each in given if each.startswith("on")]


def test_every_page_holds_what_it_is_about_in_its_head(published):
    pages = {path: text for path, text in published.items() if path.endswith(".html")}
    for path, page in pages.items():
        head, _, body = page.decode().partition("</head>")
        stem = path.removesuffix(".html").removesuffix(".en")
        beside = published.get(f"{stem}.jsonld")
        (block,) = DATA.findall(head)
        read = rdflib.Graph().parse(data=block, format="json-ld")

        assert len(read) > 0, path
        assert not DATA.search(body), path
        assert beside is None or json.loads(block) == json.loads(beside), path
    whole = rdflib.URIRef(BASE.iri), rdflib.RDF.type, rdflib.DCAT.Dataset
    alone = {path for path in pages if "/" not in path}
    told = ("check", "gaps", "network", "report")
    ends = ("", ".en")
    assert alone == {"index.html", "ho21.html"} | {f"{x}{y}.html" for x in told for y in ends}
    for path in alone:
        (block,) = DATA.findall(pages[path].decode())
        assert whole in rdflib.Graph().parse(data=block, format="json-ld"), path


def test_a_plain_graph_reads_the_same_from_every_form_of_a_stem(published):
    stems = {path.removesuffix(".ttl") for path in published if path.endswith(".ttl")}
    stems = {each for each in stems if not each.startswith("data/")}
    assert {"void", "dcat", "def/index", "id/index", "graph/tolkning"} < stems
    assert {each.partition("/")[0] for each in stems} == {
        "void", "dcat", "def", "id", "doc", "graph", "query", "files", ".well-known",
    }  # fmt: skip
    for stem in sorted(stems):
        read = {form: plain(published[f"{stem}.{form}"], form) for form in PAGE_DATA}

        assert len(read["ttl"]) > 0, stem
        for form in ("jsonld", "nt", "rdf"):
            assert read[form] == read["ttl"], (stem, form)


def plain(content, form):
    """Return the triples of the default graph, which is all that a plain graph reads."""
    read = parse(content, format=SYNTAXES[form])
    return {quad.triple for quad in read if quad.graph_name == DefaultGraph()}


@pytest.mark.parametrize("form", PAGE_DATA)
def test_rdflib_reads_a_thing_into_a_plain_graph_from_each_form(tiny, form, monkeypatch):
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    site = tiny()
    graphs = [
        rdflib.Graph().parse(data=site.content(f"id/tiltak/dele-data.{each}"), format=RDFLIB[each])
        for each in ("ttl", form)
    ]

    assert len(graphs[0]) > 30
    assert {*graphs[0]} == {*graphs[1]}


@pytest.mark.parametrize(
    ("room", "member", "name"),
    [
        ("id", "id/tiltak/dele-data", "Dele data"),
        ("doc", "doc/kilde-en", "Felles innsats for bedre helse"),
        ("graph", "graph/tolkning", None),
        ("files", "data/ho21.xlsx", "Excel"),
    ],
)
def test_a_list_names_what_it_lists(tiny, room, member, name):
    read = rdflib.Graph().parse(data=tiny().content(f"{room}/index.ttl"), format="turtle")
    whole, one = rdflib.URIRef(f"{BASE.iri}{room}"), rdflib.URIRef(f"{BASE.iri}{member}")
    names = {str(each) for each in read.objects(one, rdflib.SKOS.prefLabel)}

    assert (whole, rdflib.RDFS.member, one) in read
    assert {str(each) for each in read.objects(whole, rdflib.SKOS.prefLabel)} == {
        *called(f"{room}/index").values()
    }
    assert name is None or name in names


# What a thing's page tells


def test_words_are_verbatim_and_lead_to_their_place(tiny):
    page = text(tiny(), "id/tiltak/dele-data.html")
    start = TEXT.index("Vi må dele helsedata")

    assert ' lang="nb">«Vi må dele helsedata med kommunene»</blockquote>' in page
    way = f'href="../../doc/kilde-en.html#char={start},{start + 34}">kilde-en.txt:5</a>'
    assert way in page


def test_a_translation_is_marked_as_ours_and_only_in_english(tiny):
    words = "We must share health data with the municipalities"

    page = text(tiny(), "id/tiltak/dele-data.en.html")
    assert f'“{words}” <span class="small">(Unofficial translation)</span>' in page
    assert words not in text(tiny(), "id/tiltak/dele-data.html")


def test_a_reading_is_apart_and_says_why_how_sure_and_by_whom(tiny):
    page = Page(text(tiny(), "id/tiltak/dele-data.html"))
    claim = "tiltak.dele-data--contributesTo--malbilde.felles-data--tolkning"

    assert claim in page.ids
    assert "Delte data er felles data." in page.words[claim]
    assert "Redaksjonen · sikkerhet 0,7" in page.words[claim]
    whole = text(tiny(), "id/tiltak/dele-data.html")
    assert (
        whole.index('id="stated"') < whole.index('id="interpreted"') < whole.index(f'id="{claim}"')
    )


def test_where_only_what_is_stated_is_told_no_reading_is(tiny):
    page = text(tiny(stated=True), "id/tiltak/dele-data.html")

    assert "Delte data er felles data." not in page
    assert "Vist uten tolkninger." in page


def test_what_no_source_says_is_told_and_a_reading_does_not_fill_it(tiny):
    page = text(tiny(), "id/tiltak/dele-data.html")

    assert "Ingen kilde sier hvem som har ansvar for tiltaket." in page
    assert "Ingen kilde sier hvilket mål eller satsingsområde tiltaket bidrar til." in page


def test_a_claim_is_told_at_both_ends_and_named_at_one(tiny):
    claim = "tiltak.dele-data--proposedBy--aktor.radet--kilde-en"
    site = tiny()

    assert claim in Page(text(site, "id/tiltak/dele-data.html")).ids
    other = Page(text(site, "id/aktor/radet.html"))
    assert claim not in other.ids
    assert f"../../id/tiltak/dele-data.html#{claim}" in other.links


def test_a_denial_and_what_was_not_found_are_told_with_their_reasons(tiny):
    denied = changed(READING, "felles-data\t\t", "felles-data\tNot\t")
    page = Page(text(tiny(readings=READINGS_HEAD + denied), "id/tiltak/dele-data.html"))
    node = "tiltak.dele-data--contributesTo--malbilde.felles-data--tolkning"

    assert "Avvist:" in page.words[node]
    assert "Delte data er felles data." in page.words[node]
    assert "interpreted" not in page.ids


@pytest.mark.slow
def test_hostile_names_stay_text_everywhere(tiny):
    actors = changed(
        ACTORS, '"Helserådet"@nb , "Health Council"@en', f'"{HOSTILE}"@nb , "{HOSTILE}"@en'
    )
    actors = changed(actors, 'skos:altLabel "rådet"@nb', 'skos:altLabel "Helserådet"@nb')
    site = tiny(actors=actors)
    for path in site.paths:
        if path.endswith(".html"):
            page = Page(site.content(path).decode())
            assert not [tag for tag, _ in page.tags if tag == "img"], path
            assert all("hacked" not in each for each in page.blocks if "\\u003c" not in each)
            assert len(page.blocks) == len(
                [1 for tag, given in page.tags if tag == "script" and "src" not in given]
            )
    for name in ("id/aktor/radet.html", "id/aktor/radet.en.html"):
        assert "{{ 7 * 7 }}" in Page(text(site, name)).words["innhold"]


@pytest.mark.slow
def test_an_address_that_runs_code_is_never_a_link_even_where_the_check_had_let_it_through(tiny):
    evil = 'foaf:page <javascript:alert(1)> ;\n    dcterms:title "Felles innsats'
    statements = changed(STATEMENTS, 'dcterms:title "Felles innsats', evil)
    site = tiny(unsound=True, statements=statements)
    links = [
        link
        for path in site.paths
        if path.endswith(".html")
        for link in Page(text(site, path)).links
    ]

    assert links
    assert not [each for each in links if "javascript" in each.casefold()]
    assert "javascript:alert(1)" in text(site, "doc/kilde-en.html")


# What a document's page tells


def test_a_page_of_a_document_has_the_whole_text_and_every_passage(every, real):
    site = every()
    for slug, captured in real.texts.items():
        page = Page(text(site, f"doc/{slug}.html"))
        whole = page.words["captured"]
        assert whole == captured
        wanted = {
            fact.subject.value.partition("#")[2]
            for facts in real.facts.values()
            for fact in facts
            if fact.subject.value.startswith(f"{BASE.iri}doc/{slug}.txt#")
        }
        assert wanted
        assert wanted <= set(page.ids)


def test_a_passage_that_is_one_element_holds_its_very_words(every, real):
    graph = knowledge_graph(real)
    for slug, captured in real.texts.items():
        page = Page(text(every(), f"doc/{slug}.html"))
        whole, crossing = nested(stated(graph, graph.document(slug)))

        assert len(whole) > len(crossing)
        for each in whole:
            words = page.words[f"char={each.start},{each.end}"]
            assert words == captured[each.start : each.end]


def test_what_is_set_aside_is_marked_with_its_kind(tiny):
    page = text(tiny(), "doc/kilde-en.html")
    start = TEXT.index("Til toppen")

    assert f'<span class="set-aside" id="kilde-en-{start}">' in page
    assert '<q lang="nb">Til toppen</q> <span class="small">støy</span>' in page


def test_a_passage_and_what_rests_on_it_lead_to_each_other(tiny):
    page = Page(text(tiny(), "doc/kilde-en.html"))
    numbers = [each for each in page.ids if each.startswith("ord-")]

    assert {f"#{each}" for each in numbers} <= set(page.links)
    assert {each for each in page.links if each.startswith("#char=")}
    assert "../id/tiltak/dele-data.html" in page.links


def test_who_published_a_document_is_not_made_up(tiny):
    assert "Teksten sier ikke hvem som har utgitt den." in text(tiny(), "doc/kilde-en.html")


# Served


def test_only_a_served_site_leads_to_the_endpoint(tiny):
    assert "../sparql" not in Page(text(tiny(), "id/index.html")).links
    assert "../sparql" in Page(text(tiny(served=True), "id/index.html")).links


def test_a_question_is_answered_on_its_own_page(real):
    site = Site(real, open_project(), served=True)
    asked = question(open_project(), "alt-om-et-ord")
    values = {"ord": "helsedata"}
    result = Engine(real).ask(asked, values).result

    page = site.questions.put("alt-om-et-ord", values, "nb", result)
    assert "helsedata" in page
    assert Page(page).ids


def test_the_page_of_files_links_to_every_file_that_is_made_and_no_other(every, data_files):
    for path in ("files/index.html", "files/index.en.html"):
        html = every().content(path).decode()

        assert set(re.findall(r'href="../data/([^"]+)"', html)) == data_files.keys()


def test_every_format_is_told_of_in_both_languages_and_in_one_group():
    known = messages("site/messages/files.toml")

    assert sorted(each for group in known["groups"].values() for each in group) == sorted(FORMATS)
    for lang in ("nb", "en"):
        assert {*known[lang]["what"]} == {*known[lang]["name"]} == {*FORMATS}
