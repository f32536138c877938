"""A compiled project tells what a loaded one does, and is made anew when anything changes."""

import os
from dataclasses import asdict
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from pyoxigraph import QueryBoolean, Store

from ho21.compiled import content, opening
from ho21.compiled import dataset as compiled_dataset
from ho21.compiled.content import content_key, key_of
from ho21.compiled.dataset import CompiledDataset
from ho21.compiled.opening import compiled_projects, hold_dataset, open_dataset
from ho21.dataset import loader
from ho21.dataset.loader import load
from ho21.errors import LANGUAGES, ProjectError
from ho21.export.registry import FORMATS, export
from ho21.model.lookup import find, meaning_of
from ho21.model.read import knowledge_graph
from ho21.project import FileLimits, open_project
from ho21.rdf.namespaces import HO
from ho21.sparql.answers import render_answer
from ho21.sparql.engine import Engine, fitted_questions
from support.tiny import ROOT

CITY = str(ROOT / "tests/support/projects/city")


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return compiled_projects()


@pytest.fixture(scope="module")
def city():
    return open_project(CITY), load(open_project(CITY))


def pairs(city):
    """Return the dataset as loaded beside the compiled one, and the stated part of each."""
    project, loaded = city
    compiled = open_dataset(project)
    assert isinstance(compiled, CompiledDataset)
    return (loaded, compiled), (loaded.stated, compiled.stated)


def sets(facts):
    return {graph: {*them} for graph, them in facts.items()}


@pytest.mark.parametrize("part", [0, 1])
def test_it_tells_all_that_a_loaded_one_does(city, part):
    loaded, compiled = pairs(city)[part]

    assert sets(compiled.facts) == sets(loaded.facts)
    assert [*compiled.facts] == [*loaded.facts]
    assert {*compiled.store()} == {*loaded.store()}
    assert compiled.names == loaded.names
    assert {name: {*them} for name, them in compiled.called.items()} == {
        name: {*them} for name, them in loaded.called.items()
    }
    for name in (
        *("base", "issued", "version", "languages", "graphs", "read_graphs", "bound", "slug"),
        *("coverage", "texts", "shapes", "words", "lines", "unread", "faults", "retired"),
        *("is_stated", "interface", "spoken", "description", "context"),
    ):
        assert getattr(compiled, name) == getattr(loaded, name), name
    assert [asdict(each) for each in compiled.turtles] == [asdict(each) for each in loaded.turtles]
    assert compiled.vocabulary.terms == loaded.vocabulary.terms
    assert compiled.places == (loaded.whole or loaded).places
    assert compiled.own("dcterms:title", "en") == loaded.own("dcterms:title", "en")


def test_its_graph_of_things_and_links_is_the_same(city):
    for loaded, compiled in pairs(city):
        assert knowledge_graph(compiled) == knowledge_graph(loaded)


@pytest.mark.parametrize("part", [0, 1])
def test_every_question_has_the_same_answer_to_the_letter(city, part):
    project = city[0]
    datasets = pairs(city)[part]
    questions = [fitted_questions(each, project) for each in datasets]

    def told(dataset, asked, lang):
        engine = Engine(dataset, project)
        return render_answer(engine.ask(asked, {}, lang), None, lang)

    assert questions[0] == questions[1]
    for name, asked in questions[0].items():
        for lang in LANGUAGES if not asked.unfit else ():
            one, other = (told(each, asked, lang) for each in datasets)
            assert other == one, name


@pytest.mark.parametrize("form", FORMATS)
def test_every_export_is_the_same_to_the_byte(city, form):
    for loaded, compiled in pairs(city):
        assert export(form, compiled) == export(form, loaded)


def test_a_thing_is_found_by_every_name_and_a_term_has_its_meaning(city):
    (loaded, compiled), _ = pairs(city)
    for name in [*loaded.called][::7]:
        if len({*loaded.called[name]}) == 1:
            assert find(compiled, name) == find(loaded, name)

    assert meaning_of(compiled, f"{HO}Goal", "en") == meaning_of(loaded, f"{HO}Goal", "en") != ()


def test_the_second_time_nothing_is_loaded(city, monkeypatch):
    project = city[0]
    open_dataset(project)
    monkeypatch.setattr(opening, "_loaded", None)

    assert isinstance(open_dataset(open_project(CITY)), CompiledDataset)


def test_without_the_cache_it_is_loaded_and_nothing_is_kept(city, cache):
    assert not isinstance(open_dataset(city[0], cached=False), CompiledDataset)
    assert cache.entries() == []


def test_a_project_at_fault_is_told_so_each_time_and_not_kept(tiny_project, cache):
    project = open_project(str(tiny_project(statements="tiltak:ny a ho:Recommendation .\n")))

    for _ in range(2):
        with pytest.raises(ProjectError):
            open_dataset(project)
    assert cache.entries() == []


@pytest.mark.parametrize(
    "file",
    [
        *("graph/kilde.ttl", "graph/kilde.txt", "graph/tolkning.tsv", "graph/ord.toml"),
        *("ontology/mer.ttl", "queries/ny.rq", "queries/questions.toml"),
    ],
)
def test_another_byte_in_any_file_of_a_project_is_another_key(tmp_path, file):
    path = tmp_path / file
    for room in content.ROOMS:
        (tmp_path / room).mkdir()
    path.write_text("en")
    rooms = [str(tmp_path / room) for room in content.ROOMS]
    first = content_key(rooms)
    times = path.stat()
    path.write_text("to")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))  # the content counts, not the time

    changed = content_key(rooms)
    path.rename(path.with_name(f"x{path.name}"))
    named = content_key(rooms)
    path.with_name(f"x{path.name}").unlink()

    assert len({first, changed, named, content_key(rooms)}) == 4


def test_what_is_not_read_counts_by_its_name_alone(tmp_path):
    (tmp_path / "graph").mkdir()
    rooms = [str(tmp_path / room) for room in content.ROOMS]
    before = content_key(rooms)
    (tmp_path / "graph/rapport.pdf").write_bytes(b"1")
    named = content_key(rooms)
    (tmp_path / "graph/rapport.pdf").write_bytes(b"22")

    assert content_key(rooms) == named != before


def test_a_pipe_in_a_project_has_no_key_and_is_not_waited_for(tmp_path):
    (tmp_path / "graph").mkdir()
    os.mkfifo(tmp_path / "graph/kilde.txt")

    assert content_key([str(tmp_path / room) for room in content.ROOMS]) is None


def test_another_program_or_engine_is_another_key(tmp_path, monkeypatch):
    rooms = content.shipped_rooms()
    keys = {content_key(rooms)}
    for what in ("ho21", "pyoxigraph"):
        folder = tmp_path / what
        folder.mkdir()
        (folder / "a.py").write_text(what)
        content.program_key.cache_clear()
        if what == "ho21":
            monkeypatch.setattr(content, "PACKAGE", str(folder))
            monkeypatch.setattr(content, "shipped_rooms", lambda: rooms)
        else:
            spec = SimpleNamespace(submodule_search_locations=[str(folder)])
            monkeypatch.setattr(content, "PathFinder", SimpleNamespace(find_spec={what: spec}.get))
        keys.add(content_key(rooms))
    content.program_key.cache_clear()

    assert len(keys) == 3


def test_the_limits_are_part_of_the_key():
    assert key_of(open_project(CITY)) != key_of(open_project(CITY, FileLimits(text=6)))


def damaged(folder: Path, how: str) -> None:
    file = next(each for each in sorted(folder.rglob("*.sst")) if each.stat().st_size)
    match how:
        case "cut":
            os.truncate(file, 10)
        case "gone":
            file.unlink()
        case "other bytes":
            file.write_bytes(bytes(file.stat().st_size))
        case "list":
            (folder / "files.json").write_text("[")
        case "table":
            times = (folder / "told.sqlite").stat()
            (folder / "told.sqlite").write_bytes(bytes(times.st_size))
            os.utime(folder / "told.sqlite", ns=(times.st_atime_ns, times.st_mtime_ns))


@pytest.mark.parametrize("how", ["cut", "gone", "other bytes", "list", "table"])
def test_what_is_damaged_is_made_anew(city, cache, how):
    project, loaded = city
    open_dataset(project)
    (entry,) = cache.entries()
    damaged(entry.folder, how)

    again = [open_dataset(project) for _ in range(2)][1]

    assert isinstance(again, CompiledDataset)
    assert {*again.store()} == {*loaded.store()}


def test_a_project_that_changes_while_it_is_read_is_not_kept(city, cache, monkeypatch):
    project, _ = city
    keys = iter(["en", "to"])
    monkeypatch.setattr(opening, "key_of", lambda _: next(keys))

    assert not isinstance(open_dataset(project), CompiledDataset)
    assert cache.entries() == []


def test_with_no_place_for_a_cache_it_is_loaded(city, monkeypatch):
    monkeypatch.setattr(opening, "cache_folder", lambda: None)

    assert not isinstance(open_dataset(city[0]), CompiledDataset)


def test_the_stated_part_has_a_store_of_its_own_or_one_in_memory(city, cache, monkeypatch):
    project, loaded = city
    kept = open_dataset(project).stated
    monkeypatch.setattr(cache, "make", lambda *_: None)
    alone = CompiledDataset(kept.folder, project, cache).stated
    monkeypatch.setattr(cache, "entry", lambda _: None)

    assert {*kept.store()} == {*alone.store()} == {*loaded.stated.store()}


def test_a_truth_is_told_from_disk_as_from_memory(city):
    (loaded, compiled), _ = pairs(city)
    ask = partial(Store.query, query="ASK { ?x a ?y }")

    assert {bool(ask(each.store())) for each in (loaded, compiled)} == {True}
    assert isinstance(ask(compiled.store()), QueryBoolean)


@pytest.mark.parametrize("times", [1, 2])
def test_who_answers_for_long_has_the_project_as_it_was_whatever_becomes_of_its_files(
    tiny_project, tmp_path, times
):
    root = tiny_project()
    loaded = load(open_project(str(root)))
    questions = fitted_questions(loaded, open_project(str(root)))
    for _ in range(times):
        dataset, held = hold_dataset(open_project(str(root)))
    root.rename(tmp_path / "flyttet")

    assert isinstance(dataset, CompiledDataset)
    assert (dataset.texts, dataset.shapes, dataset.words) == (
        loaded.texts,
        loaded.shapes,
        loaded.words,
    )
    assert dataset.vocabulary.terms == loaded.vocabulary.terms
    assert [asdict(each) for each in dataset.turtles] == [asdict(each) for each in loaded.turtles]
    assert fitted_questions(dataset, held) == questions


def test_a_project_that_is_held_has_the_same_files_and_faults(tmp_path):
    for held in (open_project(CITY).held(), open_project().held()):
        assert load(held).faults == ()
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph/datasett.ttl").mkdir()
    project = open_project(str(tmp_path))

    with pytest.raises(ProjectError, match="no regular file"):
        hold_dataset(project)


def test_where_no_more_files_can_be_opened_the_store_is_in_memory(city, monkeypatch):
    project, loaded = city
    whole, stated = open_dataset(project), open_dataset(project).stated

    def full(path):
        raise OSError(24, "Too many open files", path)

    monkeypatch.setattr(compiled_dataset, "Store", SimpleNamespace(read_only=full))

    assert {*whole.store()} == {*loaded.store()}
    assert {*stated.store()} == {*loaded.stated.store()}


def test_half_a_character_calls_nothing(city):
    (_, compiled), _ = pairs(city)

    assert compiled.called.get("\udcff") is None


def test_a_file_that_is_too_large_to_be_read_has_no_key_and_is_not_read(tmp_path):
    (tmp_path / "graph").mkdir()
    with (tmp_path / "graph/kilde.txt").open("wb") as file:
        file.truncate(10**12)  # which takes no room, and would take hours to read
    (tmp_path / "graph/evig.ttl").symlink_to("/dev/zero")
    rooms = [str(tmp_path / room) for room in content.ROOMS]

    assert content_key(rooms) is None


def test_to_know_the_whole_of_a_compiled_project_it_is_not_loaded(city, monkeypatch):
    compiled = open_dataset(city[0])
    monkeypatch.setattr(loader, "load", None)

    assert knowledge_graph(compiled) == knowledge_graph(city[1])
    assert export("csv", compiled) == export("csv", city[1])
