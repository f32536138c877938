"""Each rule of the build catches a fault planted in the real graph."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from ho21.dataset.loader import load
from ho21.errors import ProjectError
from ho21.project import open_project
from ho21.site.artifacts import name_faults
from ho21.sparql.defaults import fitted
from ho21.sparql.engine import question_faults
from ho21.sparql.questions import question, read_questions
from ho21.validation.shacl import check
from support.engines import said
from support.tiny import place

ROOT = Path(__file__).parents[2]
OWN = "graph/datasett.ttl"
PLAN = "graph/handlingsplan-2015.ttl"
VISION = "graph/forsterket-innsats.ttl"
SUMMIT = "graph/toppmote.ttl"
ACTORS = "graph/aktorer.ttl"
READ = "graph/tolkning.tsv"
MAPPED = "graph/mappings.tsv"
TOLD = "graph/ord.toml"
GONE = "graph/utgatt.tsv"
WORDED = "queries/questions.toml"
ROW = "tiltak:utnytte-helsedata\tho:contributesTo\tomrade:helsedata-som-nasjonalt-fortrinn"
# A row as far as the words it rests on, and one with its review left open.
RESTS = r"(unreviewed\t[^\t\n]*\t)[^\t\n]*"
REVIEW = r"(unreviewed)(\t[^\t\n]*\t[^\t\n]*\t)\t\n"

TERMS = "ontology/ho21.ttl"

# rule: file, words there, words instead (a function where the whole text is changed)
PLANTED = {
    "byte-order-mark": (PLAN, "@prefix aktor:", "\ufeff@prefix aktor:"),
    "control-sign": (PLAN, "a ho:ActionPlan ;", "a ho:ActionPlan ;\x1b"),
    "merge-conflict": (PLAN, "@prefix aktor:", "<<<<<<< HEAD\n@prefix aktor:"),
    "malformed": (PLAN, "a ho:ActionPlan ;", "a ho:ActionPlan , <https://[x> ;"),
    "sign-out-of-place": (PLAN, "a ho:ActionPlan ;", "a «ho:ActionPlan» ;"),
    "escape-of-none": (PLAN, 'ho:quote "Økt bruker', 'ho:quote "Økt \\uD800bruker'),
    "escape-unknown": (PLAN, 'ho:quote "Økt bruker', 'ho:quote "Økt \\qbruker'),
    "escape-half": (PLAN, "a ho:ActionPlan ;", "a ho:Action%zzPlan ;"),
    "prefix-undeclared": (PLAN, "@prefix aktor:", "@prefix aktr:"),
    "prefix-other": (PLAN, "/ho21/id/aktor/", "/ho21/id/aktr/"),
    "text-not-ended": (PLAN, 'ho:quote "Økt brukermedvirkning"', 'ho:quote "Økt brukermedvirkning'),
    "role-twice": (TERMS, "ho:countsAs ho:asGoal", "ho:countsAs ho:asGoal , ho:asTask"),
    "role-unknown": (TERMS, "ho:countsAs ho:asGoal", "ho:countsAs ho:asAim"),
    "file-ends-early": (PLAN, 'ho:quote "Økt brukermedvirkning"', 'ho:quote """Økt medvirkning"'),
    "address-sign": (PLAN, "@prefix aktor: <https://", "@prefix aktor: <https:// "),
    "address-relative": (PLAN, "@prefix aktor: <https://", "@prefix aktor: <"),
    "out-of-place": (PLAN, "a ho:ActionPlan ;", "a ho:ActionPlan , ;"),
    "mark-missing": (PLAN, "a ho:ActionPlan ;", "a ho:ActionPlan"),
    "blank-node": (PLAN, "ho:promises plan:handlingsplan-2015 .", "ho:promises [] ."),
    "duplicate-block": (PLAN, "plan:langtidsplanen a ho:Plan", "plan:handlingsplan-2015 a ho:Plan"),
    "project-without": (OWN, 'dcat:version "0.1.0" ;', ""),
    "project-several": (OWN, 'dcat:version "0.1.0"', 'dcat:version "0.1.0" , "0.2.0"'),
    "project-value": (OWN, 'dcat:version "0.1.0"', "dcat:version <urn:x:0.1.0>"),
    "project-base": (OWN, 'void:uriSpace "https:', 'void:uriSpace "'),
    "project-base-other": (OWN, 'void:uriSpace "https:', 'void:uriSpace "http:'),
    "wrong-sha256": ("graph/toppmote.txt", "dagens toppmøte", "dagens  toppmøte"),
    "quote-missing": (PLAN, 'ho:quote "Økt brukermedvirkning"', 'ho:quote "Økt medvirkning"'),
    "sha256-unwritten": (SUMMIT, 'ho:sha256 "', 'ho:sha256 "x'),
    "quote-unlike": (PLAN, 'ho:quote "Økt brukermedvirkning"', 'ho:quote "Xyzzy"'),
    "quote-empty": (PLAN, 'ho:quote "Økt brukermedvirkning"', 'ho:quote ""'),
    "quote-invisible": (PLAN, 'ho:quote "Økt brukermed', 'ho:quote "Økt bruker\u00admed'),
    "quote-lookalike": (PLAN, 'ho:quote "Økt brukermed', 'ho:quote "Økt brukеrmed'),
    "prefix-missing": (PLAN, 'ho:quote "Økt', 'ho:quotePrefix "Hvor er det"@nb ; ho:quote "Økt'),
    "language-missing": (SUMMIT, 'ho:noise "Til toppen"@nb', 'ho:noise "Til toppen"'),
    "language-unclear": (SUMMIT, 'ho:noise "Til toppen"@nb', 'ho:noise "Til toppen"@no'),
    "language-unlisted": (SUMMIT, 'on the summit"@en', 'on the summit"@nn'),
    "language-nobody": (SUMMIT, 'ho:noise "Til toppen"@nb', 'ho:noise "Til toppen"@xx'),
    "project-language": (OWN, "language/NOB>", "language/YYY>"),
    "project-language-unclear": (OWN, "language/NOB>", "language/NOR>"),
    "project-language-region": (OWN, "(<[^>]*language/NOB>)", '"nb-NO"'),
    "language-region": (SUMMIT, 'on the summit"@en', 'on the summit"@en-GB'),
    "not-one-line": (SUMMIT, '"Nettsak om', '"Nettsak  om'),
    "text-too-long": (SUMMIT, "Stored text of the summit article", "x" * 33_000),
    "address-unfollowed": (OWN, "dcterms:license <http://", "dcterms:license <javascript://"),
    "text-placeholder": (SUMMIT, "Stored text of the summit article", "Todo"),
    "indistinct-sign": (SUMMIT, '"Nettsak om', '"Netts\u00adak om'),
    "row-too-long": (READ, r"(tiltak:utnytte-helsedata(?:\t[^\t\n]*){7}\t)", rf"\1{'x' * 33_000}"),
    "row-indistinct": (READ, "tiltak:utnytte-helsedata", "tiltak:utnytte\u200b-helsedata"),
    "quote-ambiguous": (PLAN, 'ho:quote "Økt brukermedvirkning"', 'ho:quote "Rådet"'),
    "quote-twice": (PLAN, 'ho:alsoQuote "Hva er', 'ho:quote "Hva er'),
    "link-without-quote": (
        SUMMIT,
        'ho:quote "Enda bedre helse- og omsorgssektor"@nb ;',
        "ho:saidBy aktor:bent-hoie ;",
    ),
    "part-unsupported": (
        PLAN,
        "ho:followsUp strategi:helseomsorg21 .\n\nbegrunnelse",
        "ho:isPartOf strategi:helseomsorg21 .\n\nbegrunnelse",
    ),
    "evidence-missing": (PLAN, 'ho:restsOnAfter "sier Høie"', 'ho:restsOn "sier Høie"'),
    "evidence-unused": (
        SUMMIT,
        "ho:modality ho:must ;\n    ho:saidBy aktor:erna-solberg ;",
        "ho:modality ho:must ;",
    ),
    "claim-incomplete": (PLAN, "    rdf:predicate ho:replaces ;\n", ""),
    "claim-not-direct": (
        PLAN,
        "rdf:predicate ho:replaces",
        "ho:basis ho:inferred-by-rule ; rdf:predicate ho:replaces",
    ),
    "not-a-link": (PLAN, "rdf:predicate ho:replaces", "rdf:predicate ho:modality"),
    "month-unsupported": (SUMMIT, '"--11-15"', '"--12-15"'),
    "number-unsupported": (SUMMIT, "ho:value 70", "ho:value 71"),
    "set-aside-empty": (SUMMIT, 'ho:noise "Til toppen"@nb', 'ho:noise "Til bunnen"@nb'),
    "unaccounted": (SUMMIT, ' ;\n    ho:noise "Til toppen"@nb .', " ."),
    "mention-not-there": (
        VISION,
        "ho:doesNotMention aktor:sykehusene",
        "ho:doesNotMention aktor:fagfolk",
    ),
    "alias-shared": (ACTORS, 'skos:altLabel "Høie"@nb', 'skos:altLabel "Høie"@nb , "HOD"@nb'),
    "unknown-term": (PLAN, "a ho:ActionPlan", "a ho:Leaflet"),
    "unknown-term-near": (PLAN, "a ho:ActionPlan", "a ho:ActonPlan"),
    "not-canonical": (SUMMIT, "ho:value 70", "ho:value 070"),
    "unknown-thing": (PLAN, "ho:promises plan:handlingsplan-2015 .", "ho:promises plan:en-annen ."),
    "untyped": (PLAN, "plan:langtidsplanen a ho:Plan ;\n   ", "plan:langtidsplanen"),
    "escaped-sign": (SUMMIT, '"Nettsak om', r'"\u001b[31mNettsak om'),
    "direction-sign": (READ, "tiltak:utnytte-helsedata", "\u202etiltak:utnytte-helsedata"),
    "subject-misplaced": (SUMMIT, "# Bakgrunn\n", '<http://ex.org/x> ho:unit "Oppdiktet"@nb .\n'),
    "register-unsupported": (ACTORS, 'skos:altLabel "Høie"', 'ho:unit "Høie"'),
    "thing-unquoted": (SUMMIT, "# Bakgrunn\n", "mal:oppdiktet a ho:Goal .\n"),
    "property-unsupported": (SUMMIT, "ho:value 70", 'skos:notation "70" ; ho:value 70'),
    "term-unsupported": (
        "graph/innspill-helsepersonellkommisjonen.ttl",
        "ho:modality ho:need",
        "ho:modality ho:must",
    ),
    "words-unsupported": (PLAN, 'ho:whenText "høsten 2015"', 'ho:whenText "våren 2015"'),
    "two-homes": (
        SUMMIT,
        "aktor:vi-pa-toppmotet a ho:UnspecifiedPerformer",
        "aktor:pasientene a ho:StakeholderGroup . aktor:vi-pa-toppmotet a ho:UnspecifiedPerformer",
    ),
    "rests-source": (READ, RESTS, r"\1toppmoet#dagens"),
    "rests-missing": (READ, RESTS, r"\1toppmote#Xyzzy"),
    "rests-ambiguous": (READ, RESTS, r"\1toppmote#helse"),
    "rests-nowhere": (
        READ,
        r"(tiltak:utnytte-helsedata\t[^\n]*\n)",
        (
            r"\1aktor:erna-solberg\tho:mentions\taktor:bent-hoie\t\tsemapv:ManualMappingCuration\t0.5"
            r"\taktor:redaksjonen\t2026-11-30\tDe møttes.\tThey met.\tunreviewed\t\t\t\t\n"
        ),
    ),
    "review-half": (READ, REVIEW, r"disputed\2aktor:bent-hoie\t\n"),
    "review-ours": (READ, REVIEW, r"reviewed\2aktor:redaksjonen\t2026-11-30\n"),
    "review-state": (READ, REVIEW, r"reviewed\2\t\n"),
    "wrong-columns": (READ, "\treview_state\tobject_source", "\tobject_source\treview_state"),
    "columns-blank": (READ, "#curie_map", "\n#curie_map"),
    "more-faults": (READ, r"(unreviewed\t[^\n]*\n)", r"\1" + "x\n" * 101),
    "table-prefix": (READ, "#  tiltak: https://w3id.org/", "#  tiltak: https://w3id.org/ en/"),
    "wrong-separator": (READ, "\treview_state\tobject_source", ";review_state;object_source"),
    "quoted-cells": (READ, "tiltak:utnytte-helsedata\t", '"tiltak:utnytte-helsedata"\t'),
    "wrong-cells": (READ, ROW, f"{ROW}\tho:Claim"),
    "row-unknown-thing": (READ, "tiltak:utnytte-helsedata", "tiltak:utnytte-alt"),
    "row-not-concept": (MAPPED, "tema:forskning-og-innovasjon", "aktor:pasientene"),
    "row-unknown-link": (READ, ROW, ROW.replace("ho:contributesTo", "ho:modality")),
    "row-without": (READ, r"(tiltak:utnytte-helsedata(?:\t[^\t\n]*){7}\t)[^\t\n]+", r"\1"),
    "row-value": (READ, r"(tiltak:utnytte-helsedata(?:\t[^\t\n]*){4}\t)0\.9", r"\g<1>1.5"),
    "row-sought": (READ, "unreviewed\tho:StrategyArea", "unreviewed\t"),
    "row-duplicate": (READ, r"(tiltak:utnytte-helsedata\t[^\n]*\n)", r"\1\1"),
    "row-contradicts": (
        READ,
        r"(tiltak:utnytte-helsedata(?:\t[^\t\n]*){2}\t)(\t[^\n]*\n)",
        r"\1\2\1Not\2",
    ),
    "row-repeats-source": (
        READ,
        ROW,
        "tiltak:utnytte-helsedata\tho:beneficiary\taktor:helsepersonell",
    ),
    "retired-address": (GONE, r"(edition\n)", r"\1aktor:x\thttps://example.org/\t0.2.0\n"),
    "retired-edition": (GONE, r"(edition\n)", r"\1aktor:x\taktor:ho21-radet\t\n"),
    "retired-twice": (GONE, r"(edition\n)", r"\1aktor:x\t\t0.2.0\naktor:x\t\t0.3.0\n"),
    "retired-in-use": (GONE, r"(edition\n)", r"\1aktor:ho21-radet\t\t0.2.0\n"),
    "retired-unknown": (GONE, r"(edition\n)", r"\1aktor:x\taktor:y\t0.2.0\n"),
    "retired-ring": (GONE, r"(edition\n)", r"\1aktor:x\taktor:x\t0.2.0\n"),
    "question-header": ("queries/visjonen.rq", "# terms:", "# ord:"),
    "question-topic": ("queries/visjonen.rq", "# topic: goals", "# topic: aims"),
    "wording-unknown": (WORDED, "[forslagene]", "[forslagane]"),
    "wording-key": (WORDED, "hidden = true", "skjult = true"),
    "wording-language": (WORDED, r"(\[forslagene\]\nnb = [^\n]+\n)en = [^\n]+\n", r"\1"),
    "wording-hidden": (WORDED, "hidden = true", 'hidden = "ja"'),
    "wording-defaults": (WORDED, "hidden = true", "defaults = 1"),
    "wording-parameter": (WORDED, "hidden = true", 'defaults = { aktor = "kommunene" }'),
    "words-syntax": (TOLD, "[readings]", "[readings"),
    "words-place": (TOLD, "[readings]", "[lesninger]"),
    "words-language": (TOLD, 'en = "A second', 'sv = "A second'),
    "words-view": (TOLD, 'shows = "alt=1', 'shows = "alle=1'),
    "words-ask": (TOLD, 'question = "hva-sa-aktoren"', 'sporsmal = "hva-sa-aktoren"'),
}  # fmt: skip
# A fault in a text is told where it is to be mended, and the other way round.
NAMED = {"wrong-sha256": SUMMIT, "unaccounted": "graph/toppmote.txt"}
ELSEWHERE = {
    "project-name-taken": "the project is called «Report»",
    "words-view-thing": "a saved view of the map names what is no thing",
    "words-question": "a question to begin with is one that the project lacks",
    "file-missing": "graph/aktorer.ttl is taken away",
    "file-empty": "graph/aktorer.ttl says nothing",
    "table-empty": "graph/tolkning.tsv has no line",
    "file-not-regular": "graph/aktorer.ttl is a folder",
    "file-unreadable": "graph/aktorer.ttl is a link to itself",
    "file-too-large": "graph/toppmote.txt is longer than may be read",
    "endless-token": "a text of graph/datasett.ttl goes on for 17 MB",
    "file-name": "toppmote is called «topp møte»",
    "name-taken": "toppmote is called «ontologi»",
    "wrong-line-ends": "graph/toppmote.txt has lines that end as on Windows",
    "row-retired-thing": "graph/tolkning.tsv names a plan by the name it had",
    "retired-linked": "graph/handlingsplan-2015.ttl promises a plan by the name it had",
    "row-retired-gone": "graph/tolkning.tsv names a measure that is gone with nothing in its place",
    "retired-linked-gone": "graph/handlingsplan-2015.ttl promises a plan that is gone",
    "document-unread": "graph/notat.docx lies there too",
    "table-unread": "graph/tolkninger.tsv lies there too",
    "file-unread": "graph/toppmote.ttl~ lies there too",
    "half-a-pair": "graph/toppmote.txt is taken away",
    "not-utf8": "graph/toppmote.txt is written in Latin-1",
    "class-ours": "a file of ontology/ has a class by an address of ours",
    "class-below-none": "a file of ontology/ has a class below none of ours",
    "class-unnamed": "a file of ontology/ has a class without a name",
    "wording-default": "queries/questions.toml takes a measure for an actor",
    "question-syntax": "queries/visjonen.rq lacks a brace",
    "question-nearest": "queries/fundament-under-soyler.rq leads to virkemidlar",
    "question-term": "queries/visjonen.rq asks for ho:Qqqqq",
    "question-term-near": "queries/visjonen.rq asks for ho:Vison",
}


@pytest.fixture
def real(tmp_path) -> Path:
    for room in ("ontology", "graph", "queries"):
        shutil.copytree(ROOT / room, tmp_path / room)
    return tmp_path


def keys(folder: Path) -> dict[str, tuple[str, int]]:
    try:
        project = open_project(str(folder))
        faults = load(project).faults
        read_questions(project)
    except ProjectError as error:
        faults = list(error.faults)
    return {fault.key: (fault.file, fault.line) for fault in faults}


def test_the_real_graph_is_without_fault(real):
    assert keys(real) == {}


def plant(real: Path, rule: str) -> str:
    """Plant the fault that a rule is to catch; return the file in which it stands."""
    file, there, instead = PLANTED[rule]
    path = real / file
    text = path.read_bytes().decode()
    planted = (
        re.sub(there, instead, text, count=1)
        if there.startswith("(")
        else text.replace(there, instead, 1)
    )
    assert planted != text
    path.write_bytes(planted.encode())
    return file


@pytest.mark.slow
@pytest.mark.parametrize("rule", PLANTED)
def test_a_fault_planted_in_the_real_graph_is_caught_by_its_rule(real, rule):
    file = plant(real, rule)

    found = keys(real)

    assert rule in found
    assert found[rule][0] == NAMED.get(rule, file)
    assert found[rule][1] > 0


@pytest.mark.night
@pytest.mark.parametrize("rule", PLANTED)
def test_both_engines_of_the_check_say_the_same_of_a_graph_with_a_planted_fault(real, rule):
    plant(real, rule)
    try:
        dataset = load(open_project(str(real)))
    except ProjectError:
        return  # it cannot be read, and so is not checked
    ours, theirs = (check(dataset, reference=each) for each in (False, True))
    assert said(ours) == said(theirs)


def test_a_missing_file_is_told(real):
    (real / "graph" / "aktorer.ttl").unlink()

    assert keys(real)["file-missing"] == ("graph/aktorer.ttl", 0)


@pytest.mark.parametrize(("file", "key"), [(ACTORS, "file-empty"), (READ, "table-empty")])
def test_a_file_in_which_nothing_stands_is_told(real, file, key):
    (real / file).write_bytes(b"")

    assert keys(real) == {key: (file, 1)}


def test_a_folder_is_no_file(real):
    (real / "graph" / "aktorer.ttl").unlink()
    (real / "graph" / "aktorer.ttl").mkdir()

    assert keys(real) == {"file-not-regular": ("graph/aktorer.ttl", 0)}


def test_a_file_that_cannot_be_read_is_told(real):
    (real / "graph" / "aktorer.ttl").unlink()
    (real / "graph" / "aktorer.ttl").symlink_to("aktorer.ttl")

    assert keys(real) == {"file-unreadable": ("graph/aktorer.ttl", 0)}


def test_a_text_that_goes_on_too_long_is_told(real):
    path = real / OWN
    path.write_bytes(path.read_bytes() + b'"""' + b"x\n" * 8_500_000)

    assert keys(real) == {"endless-token": (OWN, 0)}


def test_a_file_over_its_limit_is_told(real):
    with (real / "graph" / "toppmote.txt").open("ab") as file:
        file.truncate(5_000_001)

    assert keys(real) == {"file-too-large": ("graph/toppmote.txt", 0)}


@pytest.mark.parametrize(("name", "key"), [("topp møte", "file-name"), ("ontologi", "name-taken")])
def test_a_source_of_a_name_that_cannot_be_is_told(real, name, key):
    for ending in ("txt", "ttl"):
        (real / f"graph/toppmote.{ending}").rename(real / f"graph/{name}.{ending}")

    assert keys(real) == {key: (f"graph/{name}.txt", 0)}


def test_a_text_of_which_only_the_line_ends_differ_is_told_so(real):
    path = real / "graph" / "toppmote.txt"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert keys(real) == {"wrong-line-ends": place(real, SUMMIT, "ho:sha256")}


def test_a_link_to_a_thing_by_its_old_address_is_told(real):
    for file, there, instead in (
        (GONE, "edition\n", "edition\nplan:gammel\tplan:handlingsplan-2015\t0.2.0\n"),
        (PLAN, "ho:promises plan:handlingsplan-2015 .", "ho:promises plan:gammel ."),
    ):
        text = (real / file).read_bytes().decode()
        (real / file).write_bytes(text.replace(there, instead, 1).encode())

    assert keys(real)["retired-linked"] == place(real, PLAN, "ho:promises plan:gammel")
    gone = (
        (real / GONE)
        .read_bytes()
        .decode()
        .replace("plan:gammel\tplan:handlingsplan-2015", "plan:gammel\t")
    )
    (real / GONE).write_bytes(gone.encode())
    assert keys(real)["retired-linked-gone"] == place(real, PLAN, "ho:promises plan:gammel")


def test_a_reading_of_a_thing_by_its_old_address_is_told(real):
    for file, there, instead in (
        (GONE, "edition\n", "edition\ntiltak:gammelt\ttiltak:utnytte-helsedata\t0.2.0\n"),
        (READ, "tiltak:utnytte-helsedata", "tiltak:gammelt"),
    ):
        text = (real / file).read_bytes().decode()
        (real / file).write_bytes(text.replace(there, instead, 1).encode())

    assert keys(real)["row-retired-thing"] == place(real, READ, "tiltak:gammelt")
    gone = (
        (real / GONE)
        .read_bytes()
        .decode()
        .replace("gammelt\ttiltak:utnytte-helsedata", "gammelt\t")
    )
    (real / GONE).write_bytes(gone.encode())
    assert keys(real)["row-retired-gone"] == place(real, READ, "tiltak:gammelt")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("notat.docx", "document-unread"),
        ("tolkninger.tsv", "table-unread"),
        ("toppmote.ttl~", "file-unread"),
    ],
)
def test_what_is_not_read_is_told_and_hinders_nothing(real, name, key):
    (real / "graph" / name).write_bytes(b"")
    dataset = load(open_project(str(real)))

    assert [(each.key, each.file) for each in dataset.unread] == [(key, f"graph/{name}")]
    assert dataset.faults == ()


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("ho:Value rdfs:subClassOf ho:Goal .", "class-ours"),
        ("my:Value rdfs:subClassOf my:Worth .", "class-below-none"),
        ("my:Value rdfs:subClassOf ho:Goal .", "class-unnamed"),
    ],
)
def test_a_class_of_the_project_is_below_one_of_ours_and_has_a_name(real, written, key):
    prefixes = "@prefix my: <https://example.org/def#> . @prefix ho: <https://w3id.org/ho21/def#> ."
    rdfs = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
    (real / "ontology" / "mine.ttl").write_text(f"{prefixes} {rdfs}\n{written}\n", "utf-8")

    assert keys(real) == {key: ("ontology/mine.ttl", 2)}


def test_half_a_pair_is_told(real):
    (real / "graph" / "toppmote.txt").unlink()

    assert keys(real)["half-a-pair"] == ("graph/toppmote.txt", 0)


def test_a_text_in_another_encoding_is_told_with_its_line(real):
    path = real / "graph" / "toppmote.txt"
    path.write_bytes(path.read_bytes().decode().encode("latin-1", "replace"))

    assert keys(real)["not-utf8"] == ("graph/toppmote.txt", 1)


def test_a_broken_question_is_the_fault_of_the_project(real, capsys):
    from ho21.cli.main import main

    path = real / "queries" / "visjonen.rq"
    path.write_text(path.read_text().replace("WHERE {", "WHERE"))

    code = main(["ask", "visjonen", "--project", str(real)])

    assert code == 1
    assert capsys.readouterr().err.startswith("queries/visjonen.rq:1")


@pytest.mark.parametrize(
    ("written", "key"), [("ho:Qqqqq", "question-term"), ("ho:Vison", "question-term-near")]
)
def test_a_question_by_a_name_that_the_vocabulary_has_not_is_the_fault_of_the_project(
    real, written, key
):
    path = real / "queries" / "visjonen.rq"
    text = path.read_text()
    path.write_text(text.replace("a ho:Vision", f"a {written}", 1))
    project = open_project(str(real))
    line = path.read_text().partition(written)[0].count("\n") + 1

    found = question_faults(load(project), project, "nb")

    assert [(each.key, each.file, each.line) for each in found] == [
        (key, "queries/visjonen.rq", line)
    ]


def test_a_question_that_leads_to_none_is_the_fault_of_the_project(real):
    path = real / "queries" / "fundament-under-soyler.rq"
    path.write_text(path.read_text().replace("# nearest: virkemidler", "# nearest: virkemidlar"))
    project = open_project(str(real))

    found = question_faults(load(project), project, "nb")

    assert [(each.key, each.file, each.line) for each in found] == [
        ("question-nearest", "queries/fundament-under-soyler.rq", 9)
    ]


def test_a_default_that_is_no_thing_of_the_class_is_the_fault_of_the_project(real):
    path = real / WORDED
    text = path.read_text()
    path.write_text(
        text.replace("[hva-angar-aktoren]", '[hva-angar-aktoren]\ndefaults.aktor = "dele-data"')
    )
    project = open_project(str(real))
    line = path.read_text().partition("dele-data")[0].count("\n") + 1

    found = question_faults(load(project), project, "nb")

    assert [(each.key, each.file, each.line) for each in found] == [
        ("wording-default", WORDED, line)
    ]
    with pytest.raises(ProjectError) as caught:
        fitted(question(project, "hva-angar-aktoren"), load(project))
    assert [*caught.value.faults] == found


@pytest.mark.parametrize("name", ["Report", "check", "data", "id", "index", "sparql", "void"])
def test_a_project_that_is_called_what_another_page_or_folder_is_is_told(real, name):
    path = real / OWN
    text = path.read_text()
    written = 'dcat:version "0.1.0"'
    path.write_text(text.replace(written, f'dcterms:identifier "{name}" ;\n    {written}'))
    line = text.partition(written)[0].count("\n") + 1

    found = [*name_faults(load(open_project(str(real))))]

    assert [(each.key, each.file, each.line) for each in found] == [
        ("project-name-taken", OWN, line)
    ]


def test_where_no_name_is_written_the_address_that_gives_it_is_told(real):
    for path in (real / "graph").iterdir():
        text = path.read_bytes().decode()
        moved = re.sub(r"https://w3id\.org/ho21/(?!def)", "https://eksempel.no/report/", text)
        path.write_bytes(moved.encode())
    line = (real / OWN).read_text().partition("void:uriSpace")[0].count("\n") + 1

    found = [*name_faults(load(open_project(str(real))))]

    assert [(each.key, each.line) for each in found] == [("project-name-taken", line)]


def test_a_project_of_any_other_name_is_not(real):
    assert [*name_faults(load(open_project(str(real))))] == []


def test_every_rule_has_its_planted_fault():
    text = (ROOT / "scripts" / "ho21" / "errors.toml").read_text()
    of_the_project = text[: text.index("# Calls")]

    assert set(tomllib.loads(of_the_project)) == PLANTED.keys() | ELSEWHERE.keys()
