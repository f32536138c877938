"""Where a command writes: what it did not make there is kept, and one writes at a time."""

from __future__ import annotations

import contextlib
import ctypes
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ho21.cli.main import main
from support.tiny import ONE_SHAPE, PREFIXES


@pytest.fixture
def project(tiny_project) -> Path:
    """Return the folder of a project that is built in no time, since it has but one shape."""
    root = tiny_project()
    (root / "ontology" / "shapes.ttl").write_text(f"{PREFIXES}\n{ONE_SHAPE}", encoding="utf-8")
    return root


@pytest.fixture
def ho21(project, tmp_path, monkeypatch, capsys):
    """Return a function that runs a command on the project, in a folder of its own."""
    (tmp_path / "her").mkdir()
    monkeypatch.chdir(tmp_path / "her")

    def run(*words: str) -> tuple[int, str]:
        code = main([*words, "--project", str(project), "--lang", "nb"])
        return code, capsys.readouterr().err

    return run


def tree(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


BUILD = ("build", "--only", "data")


@pytest.mark.parametrize("name", ["notat.txt", "CNAME", "data/egen.csv"])
def test_a_file_of_one_s_own_in_a_built_folder_is_named_and_kept(ho21, name):
    assert ho21(*BUILD)[0] == 0
    (Path("dist") / name).write_text("mitt", encoding="utf-8")
    before = tree(Path())
    code, err = ho21(*BUILD)

    assert (code, err) == (
        2,
        (
            f"dist inneholder noe som ho21 ikke har laget der, eller som er endret siden: {name}; "
            "flytt det, velg en annen mappe, eller erstatt alt med --force.\n"
        ),
    )
    assert tree(Path()) == before
    assert ho21(*BUILD, "--force")[0] == 0
    assert name not in tree(Path("dist"))


def test_a_built_folder_is_not_replaced_by_an_export_nor_an_export_by_another(ho21):
    assert ho21(*BUILD)[0] == 0
    before = tree(Path())
    for form, made in (("csv", "build"), ("sssom", "build")):
        assert ho21("export", form, "--to", "dist") == (
            2,
            (
                f"dist er laget av «ho21 {made}», ikke av «ho21 export {form}»; velg en annen "
                "mappe, eller erstatt den med --force.\n"
            ),
        )
    assert tree(Path()) == before
    assert ho21("export", "csv", "--to", "ut")[0] == 0
    assert ho21("export", "csv-excel", "--to", "ut")[0] == 2
    assert ho21("export", "csv", "--to", "ut")[0] == 0
    assert ho21("export", "csv-excel", "--to", "ut", "--force")[0] == 0


@pytest.mark.parametrize("words", [BUILD, ("export", "csv")], ids=" ".join)
def test_neither_the_shell_s_folder_nor_the_project_is_replaced_by_force_or_without(
    ho21, project, words
):
    before = tree(project.parent)
    told = {".": "mappen du står i", "..": "mappen til et prosjekt", "/": "mappen til et prosjekt"}
    told |= {
        str(project): "mappen til et prosjekt",
        str(project / "graph"): "en del av et prosjekt",
    }
    for target, what in told.items():
        for force in ([], ["--force"]):
            code, err = ho21(*words, "--to", target, *force)
            assert (code, err.startswith(f"{target} er {what}")) == (2, True)
    assert tree(project.parent) == before


@pytest.mark.parametrize(
    "words",
    [("export", "nq", "--to"), ("export", "xlsx", "--to"), ("report", "--to"), ("draw", "--to")],
    ids=" ".join,
)
def test_a_file_is_written_again_and_again_but_not_over_what_someone_else_wrote(ho21, words):
    assert [ho21(*words, "ut.md")[0] for _ in range(2)] == [0, 0]
    ours = tree(Path())
    Path("ut.md").write_text("mitt", encoding="utf-8")
    assert ho21(*words, "ut.md") == (
        2,
        (
            "ut.md finnes, og innholdet er ikke slik ho21 sist skrev det der; velg et annet navn, "
            "eller erstatt filen med --force.\n"
        ),
    )
    assert tree(Path()) == {"ut.md": b"mitt"}
    assert ho21(*words, "ut.md", "--force")[0] == 0
    assert tree(Path()) == ours


def test_the_explorer_is_drawn_over_the_one_drawn_before(ho21):
    assert [ho21("draw")[0] for _ in range(2)] == [0, 0]
    Path("ho21.html").write_text("mitt", encoding="utf-8")
    assert ho21("draw")[0] == 2


def test_an_export_keeps_the_rights_of_the_file_it_replaces(ho21):
    Path("fil").touch(0o600)
    assert ho21("export", "ttl", "--to", "fil")[0] == 0
    Path("fil").chmod(0o600)
    assert ho21("export", "ttl", "--stated-only", "--to", "fil")[0] == 0
    assert stat.S_IMODE(Path("fil").stat().st_mode) == 0o600


def test_the_parts_that_are_not_built_anew_are_kept_and_it_is_said(ho21):
    assert ho21("build", "--only", "data,check")[0] == 0
    code, err = ho21("build", "--only", "report")
    assert code == 0
    assert err.endswith("Beholdt fra et tidligere bygg, og ikke bygget på nytt: data, check.\n")
    assert {"report.html", "check.html", "data/SHA256SUMS"} <= tree(Path("dist")).keys()


SLOW = """
import sys, time, ho21.site.artifacts as made
data = made.Published._data
made.Published._data = lambda each: print("now", flush=True) or time.sleep(60)
from ho21.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def test_while_a_build_runs_another_says_so_and_when_it_is_killed_the_next_takes_over(
    ho21, project
):
    words = [sys.executable, "-c", SLOW, *BUILD, "--project", str(project)]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as first:
        assert first.stdout.readline() == b"now\n"
        assert ho21(*BUILD) == (
            2,
            (
                f"En annen ho21 skriver til dist akkurat nå (prosess {first.pid}); vent til den er "
                "ferdig, eller velg et annet sted.\n"
            ),
        )
        assert ho21("export", "csv", "--to", "dist")[1].startswith("En annen ho21 skriver til dist")
        first.kill()

    assert ho21(*BUILD)[0] == 0
    assert [path.name for path in Path().iterdir()] == ["dist"]


def test_builds_started_together_leave_one_whole_folder(ho21, project):
    words = [sys.executable, "-m", "ho21", *BUILD, "--project", str(project)]
    with contextlib.ExitStack() as stack:
        pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        all_four = [stack.enter_context(subprocess.Popen(words, **pipes)) for _ in range(4)]
        ended = [(each.communicate()[1].decode(), each.returncode) for each in all_four]
    assert {0} <= {code for _, code in ended} <= {0, 2}
    assert all("skriver til dist akkurat nå" in err for err, code in ended if code == 2)
    assert [path.name for path in Path().iterdir()] == ["dist"]
    first = tree(Path())
    assert ho21(*BUILD)[0] == 0
    assert tree(Path()) == first


def without_powers() -> None:
    """Let what is started obey rights although it is root: it may no longer pass over them."""
    library = ctypes.CDLL(None)
    for power in (1, 2):  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH
        library.prctl(24, power, 0, 0, 0)  # PR_CAPBSET_DROP


def obeying(project: Path, *words: str) -> tuple[int, str]:
    """Run a command in a process that obeys rights."""
    done = subprocess.run(
        [sys.executable, "-m", "ho21", *words, "--project", str(project), "--lang", "nb"],
        check=False,
        capture_output=True,
        text=True,
        preexec_fn=without_powers,
    )
    return done.returncode, done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="THE RIGHTS OF ROOT ARE TAKEN AWAY ON LINUX")
def test_what_may_not_be_written_is_told_and_stands(ho21, project):
    assert ho21("export", "nq", "--to", "fil.nq")[0] == 0
    assert ho21(*BUILD)[0] == 0
    Path("låst").mkdir()
    before = tree(Path())
    for path, mode in (("låst", 0o555), ("fil.nq", 0o400), ("dist", 0o555)):
        Path(path).chmod(mode)
    for words in (
        ("export", "ttl", "--to", "låst/x.ttl"),
        ("export", "csv", "--to", "låst/x"),
        ("export", "nq", "--to", "fil.nq"),
        ("export", "nq", "--to", "fil.nq", "--force"),
        (*BUILD, "--to", "dist"),
        (*BUILD, "--to", "dist", "--force"),
    ):
        target = words[words.index("--to") + 1]
        code, err = obeying(project, *words)
        assert (code, err.splitlines()[-1]) == (
            2,
            (
                f"{target} kan ikke skrives: du mangler tilgang, eller disken er skrivebeskyttet; "
                "velg et annet sted."
            ),
        )
    assert tree(Path()) == before
    assert sorted(path.name for path in Path().iterdir()) == ["dist", "fil.nq", "låst"]


@pytest.mark.skipif(sys.platform != "linux", reason="THE RIGHTS OF ROOT ARE TAKEN AWAY ON LINUX")
def test_a_folder_within_that_no_one_may_look_into_is_not_taken_for_empty(ho21, project):
    assert ho21(*BUILD)[0] == 0
    (Path("dist") / "hemmelig").mkdir()
    (Path("dist") / "hemmelig" / "mitt.txt").touch()
    (Path("dist") / "hemmelig").chmod(0)
    assert obeying(project, *BUILD)[0] == 2
    (Path("dist") / "hemmelig").chmod(0o700)
    assert (Path("dist") / "hemmelig" / "mitt.txt").is_file()


@pytest.mark.skipif(sys.platform != "linux", reason="THE RIGHTS OF ROOT ARE TAKEN AWAY ON LINUX")
def test_a_protected_folder_within_is_built_anew_and_leaves_nothing_behind(ho21, project):
    assert ho21(*BUILD)[0] == 0
    (Path("dist") / "data").chmod(0o555)
    for _ in range(2):
        assert obeying(project, *BUILD)[0] == 0
    assert [path.name for path in Path().iterdir()] == ["dist"]
    assert stat.S_IMODE((Path("dist") / "data").stat().st_mode) == 0o555
