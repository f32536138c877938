"""The terms that no text here fills are for other plans: a small one fills them all."""

import csv
import io
from collections import Counter

import pytest
from rdflib import RDF, SKOS, Graph

from ho21.dataset.loader import load
from ho21.project import open_project
from ho21.site.report import report
from ho21.sparql.answers import render_answer
from ho21.sparql.engine import Engine
from ho21.sparql.questions import read_questions
from ho21.validation.shacl import check
from support.exported import ROOT
from support.pitfalls import HO, named
from support.tiny import changed

TEXT = """Helseplanen
Planen gjelder fra 2024 til og med 2028 og erstatter Omsorgsplanen.
Vi bygger på åpenhet.
Kommunene skal dele data, og Helserådet svarer for at det skjer.
Målet er gode tjenester.
Andelen fornøyde brukere var 60 prosent i 2023 og skal være 80 prosent i 2028.
Til deling av data er det satt av 5 millioner kroner i 2025.
Helserådet melder i 2026 at delingen av data pågår.
Kommunene sier selv at data er delt.
"""

PLAN = """doc:kilde-en a ho:Document ;
    dcterms:title "Helseplanen"@nb , "The health plan"@en ;
    skos:prefLabel "Teksten om helseplanen"@nb , "The text of the health plan"@en ;
    ho:quote "Helseplanen"@nb ;
    ho:translation "The health plan"@en .

plan:helseplanen a ho:Plan ;
    skos:prefLabel "Helseplanen"@nb , "The health plan"@en ;
    ho:quote "Planen gjelder fra 2024 til og med 2028 og erstatter Omsorgsplanen"@nb ;
    ho:translation "The plan holds from 2024 through 2028 and replaces the care plan"@en ;
    ho:validFrom "2024"^^xsd:gYear ;
    ho:validThrough "2028"^^xsd:gYear ;
    ho:replaces plan:omsorgsplanen .

plan:omsorgsplanen a ho:Plan ;
    skos:prefLabel "Omsorgsplanen"@nb , "The care plan"@en ;
    ho:quote "Omsorgsplanen"@nb ;
    ho:translation "The care plan"@en .

prinsipp:apenhet a ho:Principle ;
    skos:prefLabel "Åpenhet"@nb , "Openness"@en ;
    ho:quote "Vi bygger på åpenhet"@nb ;
    ho:translation "We build on openness"@en .

tiltak:dele-data a ho:Commitment ;
    skos:prefLabel "Dele data"@nb , "Share data"@en ;
    ho:quote "Kommunene skal dele data, og Helserådet svarer for at det skjer"@nb ;
    ho:translation "The municipalities are to share data; the council answers for it"@en ;
    ho:status ho:promised ;
    ho:accountable aktor:radet ;
    ho:performer aktor:kommunene .

mal:gode-tjenester a ho:Goal ;
    skos:prefLabel "Gode tjenester"@nb , "Good services"@en ;
    ho:quote "Målet er gode tjenester"@nb ;
    ho:translation "The goal is good services"@en .

indikator:fornoyde-brukere a ho:Indicator ;
    skos:prefLabel "Andelen fornøyde brukere"@nb , "Share of satisfied users"@en ;
    ho:quote "Andelen fornøyde brukere var"@nb ;
    ho:translation "The share of satisfied users was"@en ;
    ho:indicates mal:gode-tjenester ;
    ho:baseline tall:fornoyde-2023 ;
    ho:target tall:fornoyde-2028 .

tall:fornoyde-2023 a ho:Figure ;
    skos:prefLabel "60 prosent fornøyde"@nb , "60 per cent satisfied"@en ;
    ho:quote "60 prosent i 2023"@nb ;
    ho:translation "60 per cent in 2023"@en ;
    ho:value 60 ;
    ho:unit "prosent"@nb , "per cent"@en ;
    ho:ucumCode "%" ;
    ho:when "2023"^^xsd:gYear ;
    ho:quantifies mal:gode-tjenester .

tall:fornoyde-2028 a ho:Figure ;
    skos:prefLabel "80 prosent fornøyde"@nb , "80 per cent satisfied"@en ;
    ho:quote "og skal være 80 prosent i 2028"@nb ;
    ho:translation "and is to be 80 per cent in 2028"@en ;
    ho:value 80 ;
    ho:unit "prosent"@nb , "per cent"@en ;
    ho:ucumCode "%" ;
    ho:when "2028"^^xsd:gYear ;
    ho:quantifies mal:gode-tjenester .

budsjett:deling-av-data a ho:BudgetLine ;
    skos:prefLabel "Penger til deling av data"@nb , "Money for the sharing of data"@en ;
    ho:quote "Til deling av data er det satt av 5 millioner kroner i 2025"@nb ;
    ho:translation "For the sharing of data 5 million kroner are set aside in 2025"@en ;
    ho:value 5 ;
    ho:unit "millioner kroner"@nb , "million kroner"@en ;
    ho:currency "NOK" ;
    ho:when "2025"^^xsd:gYear ;
    ho:funds tiltak:dele-data .

rapport:radet-2026 a ho:StatusReport ;
    skos:prefLabel "Helserådets melding i 2026"@nb , "The health council's report in 2026"@en ;
    ho:quote "Helserådet melder i 2026 at delingen av data pågår"@nb ;
    ho:translation "The health council reports in 2026 that the sharing of data is under way"@en ;
    ho:status ho:underWay ;
    ho:reportKind ho:judgedByOthers ;
    ho:when "2026"^^xsd:gYear ;
    ho:saidBy aktor:radet ;
    ho:reportsOn tiltak:dele-data .

rapport:kommunene a ho:StatusReport ;
    skos:prefLabel "Kommunenes egen melding"@nb , "The municipalities' own report"@en ;
    ho:quote "Kommunene sier selv at data er delt"@nb ;
    ho:translation "The municipalities say themselves that data have been shared"@en ;
    ho:status ho:fulfilled ;
    ho:reportKind ho:selfReported ;
    ho:saidBy aktor:kommunene ;
    ho:reportsOn tiltak:dele-data .
"""


@pytest.fixture
def plan(tiny_project):
    """Return a function that writes the plan, changed in one place if so asked."""

    def write(old="", new=""):
        statements = changed(PLAN, old, new) if old else PLAN
        root = tiny_project(text=TEXT, statements=statements)
        (root / "graph" / "tolkning.tsv").unlink()
        return root

    return write


def findings(root, *severities: str) -> list[str]:
    report = check(load(open_project(str(root))))
    return sorted(
        each.shape.rpartition("#")[2] for each in report.findings if each.severity in severities
    )


def reserved() -> list[str]:
    read = Graph().parse(ROOT / "ontology" / "ho21.ttl")
    lists = set(read.subjects(RDF.type, SKOS.ConceptScheme))
    return named(each for each in read.subjects(HO.reserved) if each not in lists)


def test_every_reserved_term_is_used_by_the_plan_and_none_by_the_real_project(plan, real):
    def used(data):
        facts = (them for name, them in data.facts.items() if not name.endswith("/ontologi"))
        return {node.value for them in facts for fact in them for node in fact}

    words, other = used(load(open_project(str(plan())))), used(real)

    assert [each for each in reserved() if str(HO[each]) not in words] == []
    assert [each for each in reserved() if str(HO[each]) in other] == []


def test_the_plan_has_no_fault_and_gaps_only_where_its_text_is_silent(plan):
    root = plan()

    assert load(open_project(str(root))).faults == ()
    assert findings(root, "violation", "rule") == []
    assert {"StatusReport-when", "Commitment-when"} <= {*findings(root, "warning")}


DONE_BY = "    ho:performer aktor:kommunene ."
GOAL = '    skos:prefLabel "Gode tjenester"@nb , "Good services"@en ;\n'
SHARING = '    skos:prefLabel "Dele data"@nb , "Share data"@en ;\n'
REPORT = "    ho:saidBy aktor:radet ;\n    ho:reportsOn tiltak:dele-data ."
# The shapes that see what is changed in the plan: words there, words instead.
BROKEN = {
    "Principle": ("prinsipp:apenhet a", "mal:apenhet a"),
    "Indicator": ("indikator:fornoyde-brukere a", "mal:fornoyde-brukere a"),
    "BudgetLine": ("budsjett:deling-av-data a", "mal:deling-av-data a"),
    "StatusReport": ("rapport:radet-2026 a", "mal:radet-2026 a"),
    "Indicator-indicates": ("    ho:indicates mal:gode-tjenester ;\n", ""),
    "Indicator-baseline": ("    ho:baseline tall:fornoyde-2023 ;\n", ""),
    "Indicator-target": (" ;\n    ho:target tall:fornoyde-2028", ""),
    "BudgetLine-value": ("    ho:value 5 ;\n", ""),
    "BudgetLine-currency": ('"NOK"', '"kroner"'),
    "BudgetLine-funds": (" ;\n    ho:funds tiltak:dele-data", ""),
    "BudgetLine-when": ('    ho:when "2025"^^xsd:gYear ;\n', ""),
    "StatusReport-reportsOn": (REPORT, "    ho:saidBy aktor:radet ."),
    "StatusReport-status": ("    ho:status ho:underWay ;\n", ""),
    "StatusReport-reportKind": ("ho:judgedByOthers", "ho:asNoise"),
    "StatusReport-saidBy": ("    ho:saidBy aktor:radet ;\n", ""),
    "StatusReport-when": ('    ho:when "2026"^^xsd:gYear ;\n', ""),
    "indicates": (DONE_BY, f"{DONE_BY[:-1]}; ho:indicates mal:gode-tjenester ."),
    "indicates-object": (GOAL, ""),
    "baseline": (DONE_BY, f"{DONE_BY[:-1]}; ho:baseline tall:fornoyde-2023 ."),
    "baseline-object": ("ho:baseline tall:fornoyde-2023", "ho:baseline mal:gode-tjenester"),
    "target": (DONE_BY, f"{DONE_BY[:-1]}; ho:target tall:fornoyde-2028 ."),
    "target-object": ("ho:target tall:fornoyde-2028", "ho:target mal:gode-tjenester"),
    "funds": (DONE_BY, f"{DONE_BY[:-1]}; ho:funds mal:gode-tjenester ."),
    "funds-object": (SHARING, ""),
    "reportsOn": (DONE_BY, f"{DONE_BY[:-1]}; ho:reportsOn tiltak:dele-data ."),
    "reportsOn-object": (REPORT, REPORT.replace("tiltak:dele-data", "mal:gode-tjenester")),
    "validFrom": ('"2024"^^xsd:gYear', "2024"),
    "validThrough": ('"2028"^^xsd:gYear ;\n    ho:replaces', "2028 ;\n    ho:replaces"),
    "ucumCode": ('"%" ;\n    ho:when "2023"', '"per cent" ;\n    ho:when "2023"'),
    "replaces": (DONE_BY, f"{DONE_BY[:-1]}; ho:replaces plan:omsorgsplanen ."),
    "replaces-object": ("ho:replaces plan:omsorgsplanen", "ho:replaces mal:gode-tjenester"),
}


@pytest.mark.slow
def test_each_shape_of_what_waits_for_other_plans_sees_what_breaks_it(plan):
    graves = ("violation", "warning")
    whole = Counter(findings(plan(), *graves))
    seen = {
        shape: bool((Counter(findings(plan(*change), *graves)) - whole)[shape])
        for shape, change in BROKEN.items()
    }

    assert [shape for shape, caught in seen.items() if not caught] == []


def test_what_waits_for_other_plans_is_told_in_one_note_at_each_check(checked):
    (note,) = (each for each in checked.findings if "ho:reserved" in each.message["en"])

    assert (note.severity, note.file) == ("info", "ontology/ho21.ttl")
    assert [each for each in reserved() if f"ho:{each}" not in note.message["nb"]] == []


def test_where_a_project_fills_them_nothing_is_said_to_wait(plan):
    findings = check(load(open_project(str(plan())))).findings

    assert [each for each in findings if "ho:reserved" in each.message["en"]] == []


def test_the_question_of_indicators_and_money_is_answered_by_the_plan(plan):
    question = read_questions(open_project())["maltall-og-penger"]
    answer = render_answer(Engine(load(open_project(str(plan())))).ask(question), "csv", "nb")

    rows = list(csv.DictReader(io.StringIO(str(answer))))
    columns = ("thingLabel", "relationLabel", "value", "code", "when", "reportKindLabel", "through")
    told = {tuple(row[each] for each in columns) for row in rows}
    assert told == {
        ("Penger til deling av data", "betaler for", "5", "NOK", "2025", "", ""),
        ("Andelen fornøyde brukere", "viser", "", "", "", "", ""),
        ("Andelen fornøyde brukere", "har utgangspunkt", "60", "%", "2023", "", ""),
        ("Andelen fornøyde brukere", "har måltall", "80", "%", "2028", "", ""),
        ("Helserådets melding i 2026", "melder om", "", "", "2026", "vurdert av andre", ""),
        ("Kommunenes egen melding", "melder om", "", "", "", "meldt av utføreren selv", ""),
        ("Helseplanen", "erstatter", "", "", "", "", "2028"),
        ("Åpenhet", "", "", "", "", "", ""),
    }
    assert {row["standing"] for row in rows} == {f"{HO}stated"}


def test_the_report_says_by_whom_a_promise_is_said_to_be_kept_and_who_says_otherwise(plan):
    project = open_project(str(plan()))
    told = report(load(project), "md", "en")
    lines = [*filter(None, told.splitlines())]

    at = lines.index("## What is promised or under way") + 1
    assert lines[at : at + 6] == [
        (
            "The sources contain [1](#promises) commitment."
            " A source says of [1](#kept) of them that it was kept."
            " Of [1](#disputed) of these something else is said too: [Share data](#disputed)."
        ),
        "- Promised: [Share data](#promises)",
        "The sources report how far [1](#reported) of them has come:",
        "- [Share data](#reported): under way (judged by others: Health Council)",
        "- [Share data](#reported): fulfilled (self-reported: The municipalities)",
        "## About the numbers",
    ]
