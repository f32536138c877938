"""The stated plan in StratML Part 1, a file for each language, and a list of what it cannot say."""

import json
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from ho21.dataset.loader import load
from ho21.export.registry import export
from ho21.export.stratml import SETTINGS, _Plan
from ho21.project import open_project
from ho21.rdf.namespaces import term
from ho21.resources import messages
from support.exported import ROOT, graph
from support.tiny import STATEMENTS, changed

SCHEMA = ROOT.parent / "shared" / "standards" / "stratml" / "StrategicPlanISOVersion20140401.xsd"
NO_SCHEMA = "STRATML IS NOT HELD AGAINST ITS SCHEMA: there is no ../shared/standards/stratml"
LANGUAGES = ("nb", "en")
LIST = "ho21.stratml.tap.json"
SPACE = {"s": "urn:ISO:std:iso:17469:tech:xsd:stratml_core"}


PILLAR = """
soyle:deling a ho:Pillar ;
    skos:prefLabel "Felles innsats"@nb , "Joint effort"@en ;
    ho:quote "Felles innsats"@nb ;
    ho:translation "Joint effort"@en .
"""


@cache
def made():
    return export("stratml", graph())


def plan(lang, files=None):
    return etree.fromstring((files or made())[f"ho21.stratml.{lang}.xml"])


def texts(element, path):
    return [each.text for each in element.iterfind(path, SPACE)]


def listed(files=None):
    return json.loads((files or made())[LIST])


def left_out(part, kind, files=None):
    found = [each for each in listed(files)[part] if each["kind"] == kind]
    return found[0]["left_out"] if found else 0


@pytest.fixture(scope="module")
def schema():
    """Return the schema of StratML Part 1 as published."""
    if not SCHEMA.exists():
        pytest.skip(NO_SCHEMA)
    return etree.XMLSchema(etree.parse(SCHEMA))


def faults(schema, root):
    schema.validate(root)
    return [each.message for each in schema.error_log]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_file_is_valid(schema, lang):
    assert faults(schema, plan(lang)) == []


@pytest.mark.parametrize(
    "broken",
    [
        lambda root: root.find(".//s:Goal/s:Identifier", SPACE).__setattr__("text", "https://x/y"),
        lambda root: root.find(".//s:Goal/s:Name", SPACE).set(
            "{http://www.w3.org/XML/1998/namespace}lang", "nb"
        ),
        lambda root: root.find(".//s:Goal", SPACE).remove(
            root.find(".//s:Goal/s:Description", SPACE)
        ),
    ],
)  # fmt: skip
def test_an_iri_a_language_and_a_missing_description_would_be_seen(schema, broken):
    root = plan("nb")
    broken(root)

    assert faults(schema, root)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_elements_have_the_same_identifier(lang):
    names = texts(plan(lang), ".//s:Identifier")  # which libxml2 does not look at

    assert len(names) > 40
    assert len({*names}) == len(names)


def test_the_goals_are_the_areas_the_pillars_and_the_foundations_and_the_pictures_lie_under_them():
    root = plan("nb")

    assert len(root.findall(".//s:Goal", SPACE)) == 14
    # None has a number of its own in the words it rests on; the order is that of the source.
    assert texts(root, ".//s:SequenceIndicator") == []
    assert texts(root, "s:StrategicPlanCore/s:Goal/s:Identifier")[9:] == [
        "omrade.strategisk-og-kunnskapsbasert-styring",
        "soyle.baerekraftig-og-inkluderende-helsetjeneste", "soyle.konkurransedyktig-helseindustri",
        "fundament.helsedata", "fundament.grensesprengende-forskning",
    ]  # fmt: skip
    assert len(root.findall(".//s:Objective", SPACE)) == 24
    held = [len(goal.findall("s:Objective", SPACE)) for goal in root.iterfind(".//s:Goal", SPACE)]
    assert held == [0] * 10 + [10, 7, 4, 3]


def test_an_objective_has_the_words_of_the_source_and_where_they_stand():
    nb, en = (
        next(
            each
            for each in plan(lang).iterfind(".//s:Objective", SPACE)
            if each.findtext("s:Identifier", namespaces=SPACE) == "malbilde.hjemme-nar-de-kan"
        )
        for lang in LANGUAGES
    )

    words = "Pasienter er hjemme når de kan og på sykehus når de må"
    assert nb.findtext("s:Description", namespaces=SPACE) == words
    assert nb.findtext("s:OtherInformation", namespaces=SPACE).startswith(
        f"https://w3id.org/ho21/id/malbilde/hjemme-nar-de-kan\n«{words}» (forsterket-innsats.txt:"
    )
    assert words in en.findtext("s:OtherInformation", namespaces=SPACE)
    assert en.findtext("s:Description", namespaces=SPACE).startswith("Patients are")


def test_a_description_says_where_it_is_cut_out_of_a_sentence():
    for lang, first in (("nb", "… kunnskap, innovasjon og"), ("en", "… knowledge, innovation")):
        (vision,) = texts(plan(lang), ".//s:Vision/s:Description")
        (strategy,) = texts(plan(lang), "s:Description")

        assert vision.startswith(first)
        assert not vision.endswith("…")
        assert [each.endswith(" …") for each in strategy.split("\n")] == [True, True]
    small = [each for each in texts(plan("nb"), ".//s:Goal//s:Description") if each[:1].islower()]
    assert {*small} == {"til nytte for"}


def test_an_organization_is_one_that_the_plan_is_addressed_to_or_made_by_and_says_which():
    root = plan("nb")
    told = dict(zip(texts(root, ".//s:Organization/s:Name"),
                    texts(root, ".//s:Organization/s:Description"), strict=True))  # fmt: skip

    assert told["Næringslivet"] == (
        "HelseOmsorg21 – rettet til: Næringslivet\nHelseOmsorg21 – laget av: Næringslivet"
    )
    assert told["Kommunene"] == "HelseOmsorg21 – laget av: Kommunene"
    assert left_out("things", "ho:Council") == 1


@pytest.mark.parametrize(("lang", "words"), [("nb", "tiltaksforslag"), ("en", "recommendation")])
def test_the_file_itself_says_how_many_recommendations_it_lacks(lang, words):
    number = left_out("things", "ho:Recommendation")

    assert number == 25
    assert f"{words} ({number})" in plan(lang).findtext("s:OtherInformation", namespaces=SPACE)


def test_a_stakeholder_is_one_that_the_source_says_it_benefits():
    stated = graph().stated.store()
    benefits = term("ho:beneficiary")
    written = [
        (parent.findtext("s:Identifier", namespaces=SPACE), name)
        for parent in plan("nb").iter(f"{{{SPACE['s']}}}Goal", f"{{{SPACE['s']}}}Objective")
        for name in texts(parent, "s:Stakeholder/s:Name")
    ]

    assert ("malbilde.mestring-og-selvhjelp", "Befolkningen") in written
    assert len(written) == 8
    for identifier, _ in written:
        node = graph().base.thing(identifier.replace(".", "/", 1))
        assert any(stated.quads_for_pattern(node, benefits, None)), identifier


def test_no_reading_is_in_the_files():
    read = {
        fact.object.value
        for name in graph().read_graphs
        for fact in graph().facts[name]
        if fact.predicate == term("ho:reason")
    }

    assert read
    for content in made().values():
        assert not [each for each in read if each in content.decode()]
    assert export("stratml", graph().stated) == made()


def test_no_performer_and_no_date_is_made_up():
    root = plan("nb")

    assert root.find(".//s:PublicationDate", SPACE) is None
    assert root.find(".//s:StartDate", SPACE) is None
    assert not [each for each in texts(root, ".//s:Stakeholder/s:Name") if "«Vi»" in each]


def test_every_thing_of_the_stated_graph_is_in_the_files_or_in_the_list():
    kind = term("rdf:type")
    apart = {graph().base.graph("ontologi").value}
    things = {
        fact.subject.value
        for name, facts in graph().stated.facts.items()
        for fact in facts
        if name not in apart and "/graph/slutning/" not in name and fact.predicate == kind
    }
    counted = listed()
    absent = {iri for part in ("things", "links") for each in counted[part] for iri in each["iris"]}
    root = plan("nb")
    said = "\n".join(
        [*texts(root, ".//s:OtherInformation"), *texts(root, ".//s:Stakeholder/s:Name")]
    )
    names = {*texts(root, ".//s:Identifier")}

    assert sum(counted["counts"][part]["all"] for part in ("things", "links")) == len(things)
    assert absent < things
    for iri in things - absent:
        node = graph().base.thing(iri.removeprefix(f"{graph().base.iri}id/"))
        label = next(
            (each.object.value for facts in graph().facts.values() for each in facts
             if each.subject.value == iri and each.predicate == term("skos:prefLabel")
             and each.object.language == "nb"),
            None,
        )  # fmt: skip
        passage = "#char=" in iri
        claim = "/id/pastand/" in iri
        assert (
            passage or claim or iri in said or graph().base.short(node) in names or label in said
            or iri == graph().base.iri
        ), iri  # fmt: skip


def test_words_that_the_list_takes_for_written_stand_in_a_file():
    told = {" ".join(each.split()) for lang in LANGUAGES for each in plan(lang).itertext()}
    everything = "\n".join(sorted(told))
    mine = _Plan(graph().stated)
    mine.take()
    names = {
        term(each) for each in ("skos:prefLabel", "dcterms:title", "ho:quote", "ho:translation")
    }
    words = {each.object.value for each in mine.account.written if each.predicate in names}

    assert len(words) > 100
    assert [each for each in words if " ".join(each.split()) not in everything] == []


def test_the_numbers_of_the_list_add_up():
    counted = listed()

    for part in ("things", "links", "facts"):
        assert (
            sum(each["left_out"] for each in counted[part]) == counted["counts"][part]["left_out"]
        )
        assert sum(each["of"] for each in counted[part]) <= counted["counts"][part]["all"]
    stated = {fact for facts in graph().stated.facts.values() for fact in facts}
    apart = sum(each["left_out"] for each in counted["apart"])
    assert counted["counts"]["facts"]["all"] + apart == len(stated)
    for each in (*counted["things"], *counted["links"]):
        assert len(each["iris"]) == each["left_out"]


@pytest.mark.parametrize(
    ("part", "kind", "number"),
    [
        ("things", "ho:Recommendation", 25),
        ("things", "ho:TargetPicture", 0),
        ("things", "ho:StrategyArea", 0),
        ("things", "ho:Vision", 0),
        ("things", "ho:UnspecifiedPerformer", 4),
        ("links", "ho:proposedBy", 25),
        ("links", "ho:byMeansOf", 13),
    ],
)
def test_what_is_left_out_is_counted(part, kind, number):
    assert left_out(part, kind) == number


def test_every_kind_of_thing_and_link_that_is_left_out_has_a_reason_of_its_own():
    none = messages(SETTINGS)["reasons"]["none"]

    assert [
        each["kind"]
        for part in ("things", "links")
        for each in listed()[part]
        if each["why"] == none
    ] == []


def test_every_reason_is_given_and_every_term_with_a_reason_is_known():
    keys = {*messages(SETTINGS)["why"]} | {"none", "rule", "vocabulary"}
    given = [
        each["why"] for part in ("things", "links", "facts", "apart") for each in listed()[part]
    ]

    assert {*messages(SETTINGS)["reasons"]} == keys
    assert [key for key, why in messages(SETTINGS)["reasons"].items() if why not in given] == []
    names = [name for them in messages(SETTINGS)["why"].values() for name in them]
    assert [name for name in names if not graph().vocabulary.knows(term(name))] == []
    assert len(names) == len({*names})


def rest(tiny_project, **files):
    return export("stratml", load(open_project(str(tiny_project(**files)))).sound())


def test_a_project_without_a_strategy_goes_by_its_own_name(tiny_project, schema):
    files = rest(tiny_project)
    root = plan("nb", files)

    assert faults(schema, root) == []
    assert root.findtext("s:Name", namespaces=SPACE) == "Et lite prosjekt"
    assert texts(root, ".//s:Goal/s:Name") == ["Den bærende søylen"]
    assert texts(root, ".//s:Objective/s:Name") == ["Felles data"]
    assert left_out("things", "ho:Recommendation", files) == 1


def test_a_project_without_goals_has_only_the_list(tiny_project):
    root = tiny_project()
    for path in Path(root, "graph").glob("*.ttl"):
        text = path.read_text(encoding="utf-8")
        if "a ho:Pillar" in text:
            text = changed(text, "a ho:Pillar", "a ho:Measure")
            text = changed(text, "a ho:TargetPicture", "a ho:Measure")
            path.write_text(text, encoding="utf-8")

    assert list(export("stratml", load(open_project(str(root))))) == [LIST]


def test_without_areas_and_blocks_what_counts_as_a_goal_is_a_goal(tiny_project):
    root = tiny_project()
    path = Path(root, "graph", "kilde-en.ttl")
    text = path.read_text(encoding="utf-8")
    path.write_text(changed(text, "a ho:Pillar", "a ho:Measure"), encoding="utf-8")
    files = export("stratml", load(open_project(str(root))))

    assert texts(plan("en", files), ".//s:Goal/s:Name") == ["Joint data"]


def test_what_lies_under_two_goals_is_identified_in_the_first_only(tiny_project, schema):
    statements = changed(
        STATEMENTS + PILLAR, "ho:isPartOf soyle:data .", "ho:isPartOf soyle:data , soyle:deling ."
    )
    files = rest(tiny_project, statements=statements)
    root = plan("nb", files)

    assert faults(schema, root) == []
    assert texts(root, ".//s:Objective/s:Name") == ["Felles data", "Felles data"]
    assert texts(root, ".//s:Objective/s:Identifier") == ["malbilde.felles-data"]
    assert left_out("links", "ho:isPartOf", files) == 1
