"""What no source says of a thing, though the shapes ask for it: left open, and told."""

from ho21.dataset.loader import load
from ho21.project import open_project
from ho21.rdf.namespaces import HO
from ho21.validation.gaps import unsaid
from support.tiny import BASE, STATEMENTS, changed

MEASURE = f"{BASE.iri}id/tiltak/dele-data"


def paths(dataset) -> set[str]:
    return {gap.path for gap in unsaid(dataset)[MEASURE]}


def test_a_gap_is_told_without_what_an_editor_is_to_do(tiny_project):
    gaps = unsaid(load(open_project(str(tiny_project()))))[MEASURE]
    (gap,) = [each for each in gaps if each.path == f"{HO}responsible"]

    assert gap.words == {
        "nb": "Ingen kilde sier hvem som har ansvar for tiltaket.",
        "en": "No source says who is responsible for the measure.",
    }


def test_what_a_source_says_is_no_gap_and_what_a_reading_says_still_is(tiny_project):
    said = changed(
        STATEMENTS,
        "ho:proposedBy aktor:radet ;\n    ho:addressedTo",
        "ho:proposedBy aktor:radet ;\n    ho:responsible aktor:kommisjonen ;\n    ho:addressedTo",
    )

    assert f"{HO}responsible" in paths(load(open_project(str(tiny_project()))))
    assert f"{HO}contributesTo" in paths(load(open_project(str(tiny_project()))))
    assert f"{HO}responsible" not in paths(load(open_project(str(tiny_project(statements=said)))))


def test_the_gaps_are_those_that_the_check_finds(real, checked):
    found = {
        (each.focus, each.path, each.severity)
        for each in checked.findings
        if each.severity in {"warning", "info"}
        and any(name.endswith("MinCountConstraintComponent") for name, _ in each.results)
    }

    ours = {
        (thing, gap.path, ("warning", "info")[gap.rank])
        for thing, gaps in unsaid(real).items()
        for gap in gaps
    }
    assert len(found) > 100
    assert ours == found
