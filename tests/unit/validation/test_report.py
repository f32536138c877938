"""What a check found: each finding with its place, and the report of them all."""

from dataclasses import replace

from ho21.validation.report import Finding, Report, what_is_wrong

NAME = {"nb": "Ting", "en": "Thing"}
GAP = Finding("warning", "s", "f", "p", NAME, {"nb": "Mangler.", "en": "Lacks."}, "x.ttl", 3, 1)


def report(*findings: Finding) -> Report:
    return Report(findings, 1, 1, {}, {"s": (2, {"nb": "ting", "en": "things"})})


def test_a_report_without_findings_conforms():
    assert report().conforms(strict=True)


def test_a_gap_counts_only_when_it_is_strict():
    assert report(GAP).conforms()
    assert not report(GAP).conforms(strict=True)


def test_gaps_of_a_shape_are_told_together_with_how_many_a_reading_would_fill():
    told = report(GAP).told([GAP], "nb")

    assert told.startswith("1 av 2 ting: Mangler.")
    assert "1" in told.removeprefix("1 av 2 ting: Mangler.")


def test_a_reader_is_told_what_is_wrong_and_not_what_an_editor_is_to_do():
    words = {"nb": "Ingen kilde sier hvem; skriv ho:saidBy.", "en": "No source says; write it."}
    gap = replace(GAP, message=words)

    assert [what_is_wrong(text) for text in gap.message.values()] == [
        "Ingen kilde sier hvem.",
        "No source says.",
    ]
    assert "skriv ho:saidBy" in report(gap).told([gap], "nb")


def test_the_text_names_the_things_and_the_languages_are_kept_apart():
    assert "Thing" in report(GAP).as_text("en")
    assert "Mangler" not in report(GAP).as_text("en")


def test_the_report_for_machines_says_where_each_finding_lies():
    (finding,) = report(GAP).as_dict()["findings"]

    assert (finding["file"], finding["line"], finding["read"]) == ("x.ttl", 3, 1)


def test_the_verdict_has_one_node_and_one_gap_as_one():
    assert report(GAP).verdict() == {
        "nb": "Alt i orden: 1 node er kontrollert mot 1 regel. 1 hull og 0 merknader.",
        "en": "All is in order: 1 node checked against 1 shape. 1 gap and 0 notes.",
    }
