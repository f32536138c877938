"""What the page tells of the project itself, and of what no source says of a thing."""

from ho21.dataset.loader import load
from ho21.explorer.about import left_unsaid, project_told
from ho21.project import open_project
from ho21.validation.gaps import Gap, unsaid
from support.tiny import changed


def told(root):
    return project_told(load(open_project(str(root))).sound())["project"]


def own(root, old, new):
    file = root / "graph" / "datasett.ttl"
    file.write_text(changed(file.read_text(encoding="utf-8"), old, new), encoding="utf-8")


def test_a_project_that_says_little_of_itself_is_told_by_that_little(tiny_project):
    assert told(tiny_project()) == {
        "publishers": [{"nb": "Redaksjonen", "en": "The editors"}],
        "made": None,
        "contact": None,
        "description": {"nb": "", "en": ""},
        "rights": {"nb": "", "en": ""},
        "version": "0.0.1",
        "limits": [],
    }


def test_its_own_sentences_tell_what_it_leaves_out_and_what_it_says_of_its_findings(tiny_project):
    root = tiny_project()
    lines = "".join(f'[{place}]\nnb = "{place} på norsk"\nen = "{place} in English"\n'
                    for place in ("findings", "limits", "unofficial"))  # fmt: skip
    (root / "graph" / "ord.toml").write_text(lines, encoding="utf-8")
    said = told(root)

    assert said["made"] == {"nb": "unofficial på norsk", "en": "unofficial in English"}
    assert [each["nb"] for each in said["limits"]] == ["limits på norsk", "findings på norsk"]


def test_its_own_address_is_no_way_to_reach_the_editors(tiny_project):
    root = tiny_project()
    own(root, "dcat:version", "dcat:contactPoint aktor:redaksjonen ; dcat:version")
    file = root / "graph" / "datasett.ttl"
    before = file.read_text(encoding="utf-8")
    reached = []
    for way in ("hasURL <https://w3id.org/ho21/>", "hasURL <https://example.org/>",
                "hasEmail <mailto:post@example.org>"):  # fmt: skip
        file.write_text(f"{before}aktor:redaksjonen vcard:{way} .\n", encoding="utf-8")
        contact = told(root)["contact"]
        reached.append(contact and (contact["page"], contact["mail"]))

    assert reached == [None, ("https://example.org/", ""), ("", "post@example.org")]


def test_a_gap_is_told_once_and_of_each_thing_by_its_number_the_graver_first():
    grave, slight = Gap(0, "h#a", "Ingen a.", "No a."), Gap(1, "h#b", "Ingen b.", "No b.")
    gaps = {"x": (grave, slight), "y": (slight,), "elsewhere": (grave,)}

    assert left_unsaid(gaps, {"x": 0, "y": 7}) == {
        "gaps": [
            {"path": "h#a", "text": {"nb": "Ingen a.", "en": "No a."}},
            {"path": "h#b", "text": {"nb": "Ingen b.", "en": "No b."}},
        ],
        "unsaid": {0: [0, 1], 7: [1]},
    }


def test_every_recommendation_of_ours_is_without_anyone_responsible(real):
    gaps = unsaid(real)
    silent = [iri for iri, them in gaps.items() if "/tiltak/" in iri
              and any(each.path.endswith("#responsible") for each in them)]  # fmt: skip

    assert len(silent) >= 25
