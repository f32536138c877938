"""nginx and Apache with the rules of dist/deploy/ answer an address as our own server does."""

import http.client
import re
from contextlib import ExitStack, closing

import pytest
from starlette.testclient import TestClient

from ho21.dataset.loader import load
from ho21.explorer.head import EACH, EVERY_PART
from ho21.project import open_project
from ho21.server.app import create_app
from ho21.site.deploy import rules
from ho21.site.site import Site
from ho21.workers.pool import Limits
from support.hosts import apache, asked, nginx, open_folder
from support.retired import retire
from support.tiny import BASE, ROOT, write

PATH = "/ho21/"
AWAY = "https://example.org/ho21/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
JENA = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,*/*;q=0.3"
ACCEPTS = (
    "*/*", BROWSER, JENA, "text/html", "text/turtle", "application/ld+json",
    "application/n-triples", "application/rdf+xml", "text/plain", "TEXT/TURTLE",
    "application/rdf+xml, application/xml; q=0.7, text/plain; q=0.1, */*; q=0.09",
    "text/html;q=0.4, text/turtle", "text/html;q=0.5, text/turtle;q=0.4",
    "text/turtle;charset=utf-8;q=0.9, text/html;q=0.2", "text/html;q=0, */*",
    "text/*", "application/*;q=0.5", "application/pdf", "text/csv", "text/turtle;q=0",
    "application/sparql-results+json",
)  # fmt: skip
LANGUAGES = ("nb", "en", "nn-NO,nn;q=0.9,en;q=0.2", "en-GB,en;q=0.9,nb;q=0.2", "de", "*", "")
QUESTION = "visjonen"
MEASURE = "id/tiltak/dele-data"
MEDIA = ("text/html", "text/turtle")
HOSTS = ("nginx", "apache", "w3id")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return a tiny project that has retired some addresses, with one question."""
    root = retire(write(tmp_path_factory.mktemp("lite") / "prosjekt"))
    question = (ROOT / "queries" / f"{QUESTION}.rq").read_bytes()
    (root / "queries" / f"{QUESTION}.rq").write_bytes(question)
    return open_project(str(root))


@pytest.fixture(scope="module")
def site(project):
    """Return its pages."""
    return Site(load(project).sound(), project)


@pytest.fixture(scope="module")
def ours(site, project):
    """Ask our own server: the status, and where it leads."""
    limits = Limits(memory=256, wait=60.0, workers=1, seconds=60.0)
    app = create_app(site.dataset, project, limits)
    with TestClient(app, "http://localhost", follow_redirects=False) as client:

        def ask(path, accept, lang):
            found = client.get(f"/{path}", headers={"accept": accept, "accept-language": lang})
            return found.status_code, found.headers.get("location", "").removeprefix("/")

        yield ask


@pytest.fixture(scope="module")
def built(site):
    """Write the site where the rules look for it, with the explorer as a page of its own."""
    with open_folder() as root:
        yield written(site, root)


def written(site, root):
    for path in site.paths:
        (root / "ho21" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "ho21" / path).write_bytes(site.content(path))
    (root / "ho21" / "index.html").write_text("explorer")
    (root / "ho21" / ".htaccess").write_bytes(site.content("deploy/apache.htaccess"))
    return root


def hosting(stack, site, built):
    """Run nginx, Apache, and Apache as w3id.org has it, each with the rules for a site."""
    config = site.content("deploy/nginx.conf").decode()
    w3id, *run = (stack.enter_context(open_folder()) for _ in range(4))
    (w3id / "ho21").mkdir()
    (w3id / "ho21" / ".htaccess").write_bytes(site.content("deploy/w3id.htaccess"))
    return {
        "nginx": stack.enter_context(nginx(config, built, run[0])),
        "apache": stack.enter_context(apache(built, run[1])),
        "w3id": stack.enter_context(apache(w3id, run[2])),
    }


@pytest.fixture(scope="module")
def hosts(site, built):
    with ExitStack() as stack:
        yield hosting(stack, site, built)


@pytest.fixture(scope="module")
def paths(site):
    """Return an address of each kind, below the base."""
    iris = {
        fact.subject.value.partition("#")[0]
        for facts in site.dataset.facts.values()
        for fact in facts
        if fact.subject.value.startswith(BASE.iri)
    }
    named = {each.removeprefix(BASE.iri) for each in iris} | {
        each.removeprefix(BASE.iri) for each in site.dataset.facts
    }
    rooms = {"id", "id/", "doc", "def", "query", "graph/", "files"}
    whole = {"", "void", "dcat", ".well-known/void", ".well-known/sparql-examples"}
    return sorted(named | rooms | whole | {f"query/{QUESTION}"})


def led(port, path, accept, lang):
    """Return status and where a host leads, below the base."""
    headers = {"Accept": accept, "Accept_Language": lang}
    status, location, _, _ = asked(port, f"{PATH}{path}", **headers)
    for start in (AWAY, f"http://127.0.0.1:{port}{PATH}", f"http://127.0.0.1{PATH}", PATH):
        location = location.removeprefix(start)
    return status, location


def wanted(host, path, accept, found):
    """Return what a host is to answer where our server has answered so."""
    status, location = found
    if host == "w3id" and status == 200:  # it only leads, and knows nothing of what there is
        return (302, path) if path else (303, "index.html")
    if host == "w3id" and status == 410:
        return 303, path + (".ttl" if accept == "text/turtle" else ".en.html")
    return status, location


@pytest.mark.parametrize("host", HOSTS)
def test_an_address_of_each_kind_leads_where_our_server_leads(hosts, ours, paths, host):
    wrong = []
    for path in paths:
        for accept in ("*/*", "text/html", "text/turtle", "application/pdf"):
            found = led(hosts[host], path, accept, "en")
            if found != (due := wanted(host, path, accept, ours(path, accept, "en"))):
                wrong.append((path, accept, found, due))

    assert wrong == []


@pytest.mark.parametrize("host", HOSTS)
def test_a_wish_is_read_as_our_server_reads_it(hosts, ours, host):
    kinds = ("", MEASURE, "doc/kilde-en.txt", "dcat", f"query/{QUESTION}", "graph/tolkning")
    asked_for = [
        *((path, accept, "nb") for path in kinds for accept in ACCEPTS),
        *((MEASURE, "text/html", lang) for lang in LANGUAGES),
    ]
    wrong = []
    for path, accept, lang in asked_for:
        found = led(hosts[host], path, accept, lang)
        if found != (due := wanted(host, path, accept, ours(path, accept, lang))):
            wrong.append((path, accept, lang, found, due))

    assert wrong == []


@pytest.mark.parametrize("host", HOSTS[:2])
def test_a_file_is_sent_as_it_is_with_its_media_type(hosts, site, host):
    files = {
        f"{MEASURE}.html": "text/html", f"{MEASURE}.ttl": "text/turtle",
        f"{MEASURE}.jsonld": "application/ld+json", f"{MEASURE}.nt": "application/n-triples",
        f"{MEASURE}.rdf": "application/rdf+xml", "doc/kilde-en.txt": "text/plain",
        f"query/{QUESTION}.json": "application/sparql-results+json",
        f"query/{QUESTION}.csv": "text/csv", f"query/{QUESTION}.rq": "application/sparql-query",
        "site.css": "text/css", "site.js": "text/javascript",
        "def/index.html": "text/html",
    }  # fmt: skip
    found = {path: asked(hosts[host], f"{PATH}{path}") for path in files}

    assert {path: (each[0], each[2]) for path, each in found.items()} == {
        path: (200, kind) for path, kind in files.items()
    }
    assert {path: each[3] for path, each in found.items()} == {
        path: site.content(path) for path in files
    }
    assert asked(hosts[host], PATH, Accept="text/html")[3] == b"explorer"


@pytest.mark.parametrize("host", HOSTS[:2])
@pytest.mark.parametrize(("accept", "ending"), [("text/html", "en.html"), ("text/turtle", "ttl")])
def test_what_nothing_replaced_is_gone_and_has_a_page_that_says_so(
    hosts, site, host, accept, ending
):
    path = "id/tiltak/lagre-data"
    headers = {"Accept": accept, "Accept_Language": "en"}
    status, _, kind, body = asked(hosts[host], f"{PATH}{path}", **headers)

    assert (status, kind) == (410, accept)
    assert body == site.content(f"{path}.{ending}")


@pytest.mark.parametrize("host", HOSTS)
def test_a_format_in_the_query_of_an_address_says_nothing_to_a_host_of_files(hosts, host):
    asking = {accept: led(hosts[host], f"{MEASURE}?format=nt", accept, "en") for accept in MEDIA}
    without = {accept: led(hosts[host], MEASURE, accept, "en") for accept in MEDIA}

    assert {
        each: (status, to.replace("?format=nt", "")) for each, (status, to) in asking.items()
    } == without


@pytest.mark.parametrize("host", HOSTS[:2])
def test_any_web_page_may_read_what_is_published(hosts, host):
    with closing(http.client.HTTPConnection("127.0.0.1", hosts[host], timeout=60)) as line:
        line.request("GET", f"{PATH}{MEASURE}", headers={"Accept": "text/turtle"})
        found = line.getresponse()

    assert found.getheader("Access-Control-Allow-Origin") == "*"
    assert re.split(r",\s*", found.getheader("Vary")) == ["Accept", "Accept-Language"]


def test_apache_needs_no_word_of_where_the_folder_lies(built):
    with open_folder() as root, open_folder() as run:
        (root / "a").mkdir()
        (built / "ho21").rename(root / "a" / "b c")
        with apache(root, run) as port:
            found = asked(port, f"/a/b%20c/{MEASURE}", Accept="text/turtle")
        (root / "a" / "b c").rename(built / "ho21")

    assert found[:2] == (303, f"http://127.0.0.1:{port}/a/b%20c/{MEASURE}.ttl")


def test_a_thing_without_a_page_is_shown_in_the_explorer_and_told_of_with_the_whole(site, project):
    parts, other = EVERY_PART - {EACH}, "id/aktor/kommisjonen"
    few = Site(site.dataset, project, parts=parts, things=[f"{BASE.iri}{other}"])
    told = (fact.subject.value for facts in site.dataset.facts.values() for fact in facts)
    start = f"{BASE.iri}id/pastand/tiltak.dele-data--"
    claim = next(each for each in told if each.startswith(start)).removeprefix(BASE.iri)
    with ExitStack() as stack:
        run = hosting(stack, few, written(few, stack.enter_context(open_folder())))
        found = {
            host: [led(port, path, media, "en") for path in (MEASURE, claim) for media in MEDIA]
            for host, port in run.items()
        }
        own = {host: led(run[host], other, "text/html", "en") for host in HOSTS[:2]}
        document = {host: led(run[host], "doc/kilde-en", "text/html", "en") for host in HOSTS}
        none = {host: led(run[host], f"{MEASURE}.html", "text/html", "en") for host in HOSTS[:2]}

    shown = [(303, "index.html#tiltak/dele-data"), (303, "void.ttl")]
    assert found == {key: [*shown, *shown] for key in HOSTS}
    assert own == dict.fromkeys(HOSTS[:2], (303, f"{other}.en.html"))
    assert document == dict.fromkeys(HOSTS, (303, "doc/kilde-en.en.html"))
    assert {status for status, _ in none.values()} == {404}


def test_who_reads_neither_language_is_led_to_that_of_the_project():
    city = open_project(str(ROOT / "tests" / "support" / "projects" / "city"))
    made = rules(load(city).sound())["deploy/nginx.conf"].decode()

    assert re.findall(r'default "(.*html)";', made) == [".html"]
    assert {*re.findall(r'" "(.*html)";', made)} == {".html", ".nb.html"}


def test_rules_for_w3id_are_made_only_for_a_base_that_is_there(tiny_project):
    root = tiny_project()
    for file in root.glob("graph/*.t*"):
        text = file.read_bytes().decode()
        moved = re.sub(rf"{BASE.iri}(?!def|shape)", "https://data.example.org/plan/", text)
        file.write_bytes(moved.encode())
    project = open_project(str(root))
    made = rules(load(project).sound())

    assert list(made) == ["deploy/nginx.conf", "deploy/apache.htaccess"]
    assert b"server_name data.example.org;" in made["deploy/nginx.conf"]
    assert b"location = /plan/ {" in made["deploy/nginx.conf"]
