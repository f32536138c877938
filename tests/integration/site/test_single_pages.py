"""Pages of single things: for all of them up to a number, else for those that are named."""

import html
import re
from collections import Counter
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

from ho21.dataset.loader import load
from ho21.errors import UsageError
from ho21.files.replaceable import MARK
from ho21.project import open_project
from ho21.site.artifacts import Published, publish, things_of
from ho21.sparql import engine
from support.built import files
from support.retired import retire
from support.tiny import with_one_shape, write

THING = "id/tiltak/dele-data"
EXAMPLE = re.compile(r"void#exampleResource> <([^>]*)>")
FORMS = ("en.html", "html", "jsonld", "nt", "rdf", "ttl")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return a tiny project that has retired some addresses."""
    root = retire(write(tmp_path_factory.mktemp("liten") / "prosjekt"))
    return open_project(str(with_one_shape(root)))


@pytest.fixture(scope="module")
def dataset(project):
    return load(project).sound()


@pytest.fixture
def built(dataset, project, tmp_path):
    """Return a function that builds into one folder, and gives its files."""

    def made(*only, most=0, **how):
        chosen = {"only": only} if only else {}
        publish(dataset, project, tmp_path / "dist", most=most, **chosen, **how)
        return {path: data for path, data in files(tmp_path / "dist").items() if path != MARK}

    return made


def singles(made):
    """Return the files of single things."""
    lists = tuple(f"id/index.{form}" for form in FORMS)
    return {path for path in made if path.startswith("id/") and path not in lists}


def broken(made, things):
    """Return links to no file, to no place on a page, and to nothing that the explorer knows."""
    pages = {path: data.decode() for path, data in made.items() if path.endswith(".html")}
    ids = {path: {*re.findall(r' id="([^"]*)"', page)} for path, page in pages.items()}
    places = {each.removeprefix("id/") for each in things}
    found = Counter()
    for path, page in pages.items():
        if path in {"index.html", "ho21.html"}:  # whose links are made by their script
            continue
        for link in map(html.unescape, re.findall(r'<[^>]* (?:href|src)="([^"]*)"', page)):
            there, fragment = urldefrag(urljoin(f"http://x/{path}", link))
            to, place = unquote(urlsplit(there).path)[1:], unquote(fragment.partition("?")[0])
            if not urlsplit(link).scheme and to == "index.html":
                known = to in made and (place in places or re.match("start|spor|kilder", place))
                found[path, link] += not known
            elif not urlsplit(link).scheme:
                there_is = to in made and (not place or "html" not in to or place in ids[to])
                found[path, link] += not there_is
    assert found
    return [each for each, count in found.items() if count]


def test_where_there_are_too_many_things_all_is_built_but_their_pages(built, dataset):
    few, every = built(), built(most=len(things_of(dataset)))
    left = {path for path in few if few[path] != every[path]}

    assert every.keys() - few.keys() == {
        path
        for path in singles(every)
        if "spre-" not in path and not re.search("/(lagre|samle|utveksle)-", path)
    }
    assert f"{THING}.html" in every
    assert {path for path in few if path.startswith("data/")} & left == set()
    assert broken(few, things_of(dataset)) == broken(every, things_of(dataset)) == []
    assert '<a href="../index.html#tiltak/dele-data?lang=en">' in few["id/index.en.html"].decode()
    assert b'"paged":false' in few["index.html"]
    assert EXAMPLE.findall(every["void.nt"].decode()) == [f"{dataset.base.iri}id/aktor/kommisjonen"]
    assert EXAMPLE.findall(few["void.nt"].decode()) == [f"{dataset.base.iri}doc/kilde-en"]


def test_a_link_to_a_page_that_is_not_there_would_be_seen(built, dataset):
    made = built("pages", "map")
    page = made["doc/index.html"].replace(b"kilde-en.html", b"kilde-to.html")

    assert broken(made | {"doc/index.html": page}, ()) != []
    assert ("doc/index.html", "kilde-to.html") in broken(
        made | {"doc/index.html": page}, things_of(dataset)
    )


def test_what_is_built_is_the_same_each_time(built):
    assert built() == built(force=True)


def test_the_page_of_a_thing_is_made_beside_what_stands(built, dataset):
    before = built()
    after = built("dele-data")

    assert after.keys() - before.keys() == {f"{THING}.{form}" for form in FORMS}
    assert {path: after[path] for path in before} == before
    assert broken(after, things_of(dataset)) == []
    assert built("map").keys() == after.keys()
    assert built("map", f"<{dataset.base.iri}{THING}>") == after


def test_a_page_that_is_made_among_all_others_is_what_it_was(built):
    every = built(most=1000)

    assert built("tiltak/dele-data", "doc/kilde-en") == every


def test_a_page_alone_leads_to_nothing_that_is_not_there(built, dataset):
    made = built("Dele data", "doc/kilde-en")

    assert made.keys() == {
        "site.css", "site.js", "doc/kilde-en.txt",
        *(f"{stem}.{form}" for stem in (THING, "doc/kilde-en") for form in FORMS),
    }  # fmt: skip
    assert broken(made, things_of(dataset)) == []


@pytest.mark.parametrize("most", [0, 1000])
def test_pages_without_the_explorer_lead_to_no_place_in_it(built, dataset, most):
    made = built("pages", "data", most=most)

    assert broken(made, things_of(dataset)) == []


@pytest.mark.parametrize(
    ("name", "key"),
    [("del-data", "dele-data"), ("ho:Goal", "ho:Goal"), ("kart", "map")],
)
def test_a_name_that_no_thing_has_is_refused_with_the_nearest(built, tmp_path, name, key):
    with pytest.raises(UsageError) as caught:
        built(name)

    assert caught.value.key == "unknown-part"
    assert key in caught.value.text("nb")
    assert list(tmp_path.iterdir()) == []


def test_a_page_asked_for_alone_is_made_from_its_path_without_the_others(
    dataset, project, monkeypatch
):
    every = Published(dataset, project)
    pages = [f"{THING}.{form}" for form in FORMS]
    due = [every.content(path) for path in pages]
    monkeypatch.setattr(engine.Engine, "kept", lambda *_: pytest.fail("a question was put"))
    alone = Published(load(project).sound(), project)

    assert [alone.content(path) for path in pages] == due
