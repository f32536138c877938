"""The readings on file: each looked for, each with its own reason, none surer than its words."""

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from ho21.dataset.readings.rows import read_rows
from ho21.rdf.namespaces import term
from support.agreement import agreement

GRAPH = Path(__file__).parents[2] / "graph"
KINDS = ("ho:responsible", "ho:accountable", "ho:performer")
ROWS, _, _ = read_rows((GRAPH / "tolkning.tsv").read_text(encoding="utf-8"), "graph/tolkning.tsv")
MAPPINGS, _, _ = read_rows((GRAPH / "mappings.tsv").read_text(encoding="utf-8"), "mappings.tsv")
TEXTS = " ".join(
    " ".join(path.read_text(encoding="utf-8").split()) for path in sorted(GRAPH.glob("*.txt"))
).casefold()

# Words that any reason may hold; sharing one of them shows nothing.
_COMMON = {
    "ansva", "forsl", "forfa", "kilde", "målbi", "navne", "områd", "ordene", "tekst", "uten",
    "another", "area", "areas", "names", "propo", "source", "sourc", "targe", "words", "which",
}  # fmt: skip


def stems(text: str) -> set[str]:
    """Return the beginnings, five letters long, of the words that carry a text's meaning."""
    return {word[:5] for word in re.findall(r"[^\W\d_]{5,}", text.casefold())} - _COMMON


def local(node) -> str:
    return ":".join(node.value.split("/")[-2:])


@pytest.fixture(scope="module")
def things(real):
    """Return the things of each class, by class."""
    found = defaultdict(set)
    for facts in real.facts.values():
        for fact in facts:
            if fact.predicate == term("rdf:type"):
                found[fact.object].add(local(fact.subject))
    return found


@pytest.fixture(scope="module")
def words(real):
    """Return every label, quote and translation of each thing."""
    names = "skos:prefLabel skos:altLabel ho:quote ho:alsoQuote ho:restsOn ho:translation"
    named = {term(name) for name in names.split()}
    found = defaultdict(str)
    for facts in real.facts.values():
        for fact in facts:
            if fact.predicate in named:
                found[local(fact.subject)] += f" {fact.object.value}"
    return found


def subjects(real, predicate: str) -> set[str]:
    """Return the things that a source gives a link of a kind."""
    return {
        local(fact.subject)
        for graph, facts in real.stated.facts.items()
        if "/kilde/" in graph
        for fact in facts
        if fact.predicate == term(predicate)
    }


def looked(subject: str, predicate: str, kind: str) -> bool:
    """Say whether a reading links a thing to a kind of thing, or says that it found none."""
    return any(
        row["subject_id"] == subject
        and row["predicate_id"] == predicate
        and not row["predicate_modifier"]
        and (row["object_id"].startswith(f"{kind}:") or row["object_id"] == "sssom:NoTermFound")
        for row in ROWS
    )


def test_every_proposal_and_target_picture_is_read_against_the_areas(things):
    both = things[term("ho:Recommendation")] | things[term("ho:TargetPicture")]

    assert len(both) == 25 + 24
    assert {each for each in both if not looked(each, "ho:contributesTo", "omrade")} == set()


def test_every_proposal_is_read_against_the_target_pictures(things):
    proposals = things[term("ho:Recommendation")]

    assert {each for each in proposals if not looked(each, "ho:contributesTo", "malbilde")} == set()


def test_every_area_is_carried_on_by_a_block_or_denied_to_each_of_the_four(things):
    blocks = things[term("ho:Pillar")] | things[term("ho:Foundation")]
    rows = [row for row in ROWS if row["predicate_id"] == "ho:continues"]
    for area in things[term("ho:StrategyArea")]:
        carried = {row["subject_id"] for row in rows if row["object_id"] == area} & blocks
        denied = {
            row["subject_id"]
            for row in rows
            if row["object_id"] == area and row["predicate_modifier"]
        }

        assert carried - denied or denied == blocks, area


def test_every_challenge_and_need_is_read_or_stated_as_a_reason_or_as_answered(things, real):
    both = things[term("ho:Challenge")] | things[term("ho:Need")]
    read = {row["subject_id"] for row in ROWS if row["predicate_id"] == "ho:motivates"}
    answered = {row["object_id"] for row in ROWS if row["predicate_id"] == "ho:answers"}

    assert both - read - answered - subjects(real, "ho:motivates") == set()


def test_every_proposal_and_area_is_read_for_who_would_have_to_act(things):
    both = things[term("ho:Recommendation")] | things[term("ho:StrategyArea")]
    read = {row["subject_id"] for row in ROWS if row["predicate_id"] in KINDS}

    assert both - read == set()


def test_every_proposal_and_area_is_read_or_stated_for_who_benefits(things, real):
    both = things[term("ho:Recommendation")] | things[term("ho:StrategyArea")]
    read = {row["subject_id"] for row in ROWS if row["predicate_id"] == "ho:beneficiary"}

    assert both - read - subjects(real, "ho:beneficiary") == set()


@pytest.mark.parametrize("rows", [ROWS, MAPPINGS])
def test_a_confidence_is_one_of_the_three_we_defend(rows):
    assert {row["confidence"] for row in rows} <= {"0.5", "0.7", "0.9"}


def test_no_responsibility_is_read_with_more_than_0_7():
    sure = [row for row in ROWS if row["predicate_id"] in KINDS and row["confidence"] > "0.7"]

    assert sure == []


@pytest.mark.parametrize("column", ["comment", "comment_en"])
def test_no_reason_is_given_twice(column):
    reasons = [row[column].casefold() for row in (*ROWS, *MAPPINGS)]

    assert sorted({each for each in reasons if reasons.count(each) > 1}) == []


@pytest.mark.parametrize("column", ["comment", "comment_en"])
def test_a_reason_shares_a_word_with_what_it_ties_together(column, words):
    strange = [
        (row["subject_id"], row["object_id"])
        for row in (*ROWS, *MAPPINGS)
        if not stems(row[column]) & stems(words[row["subject_id"]] + words[row["object_id"]])
    ]

    assert strange == []


def test_a_reason_that_would_fit_anything_is_refused(words):
    reason = "Dette henger tydelig sammen og virker rimelig."

    assert not stems(reason) & stems(words["tiltak:utnytte-helsedata"])


def test_the_words_a_reason_quotes_stand_in_a_source():
    quoted = [
        (row["subject_id"], words)
        for row in ROWS
        for words in re.findall(r"«([^»]+)»", row["comment"])
    ]
    invented = [each for each in quoted if each[1].casefold().strip(",.") not in TEXTS]

    assert [row.line for row in ROWS if "«" not in row["comment"]] == []
    assert invented == []


def test_the_words_a_reason_quotes_are_among_those_that_the_reading_rests_on():
    elsewhere = [
        (row["subject_id"], words)
        for row in ROWS
        for words in re.findall(r"«([^»]+)»", row["comment"])
        if words.casefold().strip(",.") not in row["rests_on"].casefold()
    ]

    assert elsewhere == []


def test_no_reading_of_who_is_to_act_rests_on_a_duty_that_no_source_names():
    own = {row.line: re.sub("«[^»]+»", "", row["comment"]) for row in ROWS}
    duty = re.compile(r"plikt|lovfest|etter loven|helselov|register|registre\b|rollen til")

    assert [
        row.line for row in ROWS if row["predicate_id"] in KINDS and duty.search(own[row.line])
    ] == []


def test_what_is_carried_on_is_of_2014_or_2015_so_the_order_is_known():
    carried = {
        row["object_id"]
        for row in ROWS
        if row["predicate_id"] == "ho:continues" and not row["predicate_modifier"]
    }

    assert {each for each in carried if not each.startswith(("omrade:", "visjon:"))} == {
        "oppgave:sikre-dialog"
    }
    assert [
        row.line
        for row in ROWS
        if row["predicate_id"] == "ho:continues"
        and re.search("ukjent|ikke datert|kom først", row["comment"])
    ] == []


def test_what_is_in_tension_is_not_said_to_go_together():
    tense = [row for row in ROWS if row["predicate_id"] == "ho:inTensionWith"]

    assert len(tense) == 4
    assert [
        row.line for row in tense if re.search("lar seg forene|begge deler", row["comment"])
    ] == []


def test_volunteers_are_not_read_into_a_picture_of_those_who_use_the_services():
    read = {(row["subject_id"], row["object_id"]) for row in ROWS}
    volunteers = "tiltak:vurdere-a-inkludere-helsefrivilligheten"

    assert (volunteers, "malbilde:medvirkning-og-inkludering") not in read


def test_a_reading_is_disputed_where_the_two_readers_differ_and_neither_gave_way():
    disputed = {row["predicate_id"] for row in ROWS if row["review_state"] == "disputed"}
    second = {row["author_id"] for row in ROWS} - {"aktor:redaksjonen"}

    assert disputed == {"ho:contributesTo"}
    assert second == {"aktor:annen-leser"}


def readings() -> tuple[dict[tuple[str, str], bool], dict[tuple[str, str], bool]]:
    """Return the first reading, the editors' own rows, and the second, by element and area."""
    table = (GRAPH / "annenlesning.tsv").read_text(encoding="utf-8").splitlines()
    second = {
        (row["element"], area): cell == "1"
        for row in csv.DictReader(table, delimiter="\t")
        for area, cell in row.items()
        if area != "element"
    }
    affirmed = {
        (row["subject_id"], row["object_id"])
        for row in ROWS
        if row["predicate_id"] == "ho:contributesTo"
        and row["author_id"] == "aktor:redaksjonen"
        and not row["predicate_modifier"]
    }
    return {cell: cell in affirmed for cell in second}, second


def test_the_second_reading_covers_every_element_and_every_area(things):
    _, second = readings()
    both = things[term("ho:Recommendation")] | things[term("ho:TargetPicture")]

    assert set(second) == {
        (each, area) for each in both for area in things[term("ho:StrategyArea")]
    }
    assert len(second) == 490


def test_where_the_two_readings_differ_a_row_says_how_it_was_settled():
    first, second = readings()
    settled = {
        (row["subject_id"], row["object_id"])
        for row in ROWS
        if row["predicate_modifier"] or row["author_id"] == "aktor:annen-leser"
    }

    assert {cell for cell in second if first[cell] != second[cell]} - settled == set()


def test_kappa_is_1_for_equal_readings_0_for_chance_and_undefined_where_all_say_no():
    cells = [("a", "1"), ("a", "2"), ("b", "1"), ("b", "2")]
    yes_yes_no_no = dict(zip(cells, (True, True, False, False), strict=True))
    yes_no_yes_no = dict(zip(cells, (True, False, True, False), strict=True))
    none = dict.fromkeys(cells, False)

    assert agreement(yes_yes_no_no, yes_yes_no_no).kappa == 1
    assert agreement(yes_yes_no_no, yes_no_yes_no).kappa == 0
    assert agreement(none, none).kappa is None


def test_the_readme_of_graph_gives_kappa_over_all_cells_and_for_each_area(real):
    first, second = readings()
    labels = {
        local(fact.subject): fact.object.value
        for facts in real.facts.values()
        for fact in facts
        if fact.predicate == term("skos:prefLabel") and fact.object.language == "nb"
    }
    readme = (GRAPH / "README.md").read_text(encoding="utf-8")

    def line(name: str, chosen) -> str:
        found = agreement({cell: first[cell] for cell in chosen}, {c: second[c] for c in chosen})
        kappa = "–" if found.kappa is None else f"{found.kappa:.2f}".replace(".", ",")
        return f"| {name} | {found.first} | {found.second} | {found.both} | {kappa} |"

    areas = list(dict.fromkeys(area for _, area in second))
    lines = [line(labels[area], [cell for cell in second if cell[1] == area]) for area in areas]
    lines.append(line("**alle 490**", list(second)))

    assert [each for each in lines if each not in readme.splitlines()] == []
