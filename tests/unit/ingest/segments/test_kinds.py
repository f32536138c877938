"""What a segment may be is proposed with the cue that says so, for a whole list at once."""

from __future__ import annotations

import pytest

from ho21.ingest.segments.kinds import propose
from ho21.ingest.segments.partition import partition


def kinds(text: str, *roles: str) -> list[str]:
    """Return the likeliest kind of each item, or of the segments in other roles."""
    segments = partition(text)
    proposed = propose(text, segments)
    return [proposed[each.start].kind for each in segments if each.role in (roles or ("item",))]


INTROS = {
    "Planen har fem innsatsområder:": "area",
    "Kommunen har tre satsingsområde:": "area",
    "Våre mål er:": "goal",
    "Her er noen av tiltakene i planen (les hele planen nedenfor):": "measure",
    "Overordnet skal planen bidra til:": "goal",
    "Arbeidet bygger på andre planer og meldinger, blant annet:": "document",
    "Byen har en rekke forutsetninger som gjør at vi kan lykkes:": "foundation",
    "Utvalget består av:": "actor",
    "De største utfordringene er:": "challenge",
    "Våre verdier:": "value",
    "The strategy has four priorities:": "area",
    "Our goals for the harbour:": "goal",
    "The panel makes the following recommendations:": "measure",
    "Kommunen skal:": "measure",
    "Utvalet har desse oppgåvene:": "task",
    "Planen peker på følgende hovedutfordringer:": "challenge",
    "Departementet vil:": "measure",
    "Slik gjør vi det:": "measure",
    "Dette skal vi gjere:": "measure",
    "Dette vil vi oppnå:": "goal",
    "Vi ønsker at:": "goal",
    "Ønsket situasjon i 2030:": "goal",
    "Resultatmål:": "goal",
    "Suksessfaktorer:": "foundation",
    "Følgende prinsipper skal ligge til grunn:": "value",
    "Arbeidsgruppen har bestått av:": "actor",
    "Relevante lover og planer:": "document",
    "Viktige milepæler:": "event",
    "Planen hviler på tre pilarer:": "pillar",
    "Kommunen har ansvar for å:": "task",
    "Vi trenger:": "need",
    "The ministry will:": "measure",
    "Expected outcomes:": "goal",
    "Guiding principles:": "value",
    "Enablers:": "foundation",
    "Prioriterade områden:": "area",
    "Udfordringer:": "challenge",
}


@pytest.mark.parametrize(("intro", "kind"), INTROS.items())
def test_the_kind_of_a_list_is_that_of_the_main_clause_of_its_intro(intro, kind):
    assert kinds(f"{intro}\n\n• Fjorden\n• Havna\n• Torget\n") == [kind] * 3


def test_a_purpose_after_the_main_clause_says_nothing_of_the_kind():
    assert kinds("Vi foreslår tre tiltak for å nå målene:\n• A\n• B\n• C\n") == ["measure"] * 3


def test_an_intro_that_points_back_is_read_with_the_sentence_before():
    assert kinds("Planen har fire satsingsområder. Dette er:\n• Fjord\n• Havn\n") == ["area"] * 2


def test_without_an_intro_the_heading_tells_and_the_next_heading_ends_it():
    text = "Plan\n\nVåre mål\n\n• Fjord\n• Havn\n\nVåre verdier\n\n• Ro\n• Orden\n"

    assert kinds(text) == ["goal", "goal", "value", "value"]


def test_a_heading_right_under_another_stands_below_it_and_so_does_the_next_in_its_place():
    text = "Plan\n\nMål\n\nFjord\n\n• Ren\n• Blå\n\nHavn\n\n• Trygg\n• Stor\n"

    assert kinds(text) == ["goal"] * 4


def test_no_cue_alone_makes_a_proposal_certain():
    text = "Vår plan har fem mål:\n• Fjord\n"
    segments = partition(text)

    assert 0.5 < propose(text, segments)[segments[1].start].share < 1


def test_what_an_item_calls_itself_says_most():
    assert kinds("Vi har planer:\n\nMål 1: Ren fjord\n\nMål 2: Trygg havn\n") == ["goal"] * 2


def test_the_items_of_a_list_vote_for_one_kind():
    text = "Slik blir det:\n• Etablere en sti\n• Byen på våren\n• Styrke havna\n• Rydde stranda\n"

    assert kinds(text) == ["measure"] * 4


def test_a_list_that_nothing_speaks_for_is_unsure_and_never_context():
    assert kinds("Blått og grått:\n• Qwerty\n• Asdf\n") == ["unsure"] * 2


SENTENCES = {
    "Planen ble vedtatt av bystyret i 2021.": "event",
    "Målet er å gjøre fjorden ren for alle.": "goal",
    "Fjorden må ryddes før sommeren kommer.": "need",
    "Det er fare for at vannet blir forurenset.": "challenge",
    "Om lag 40 prosent av innbyggerne bader.": "figure",
    "Kommunen bør etablere flere badeplasser.": "measure",
    "Havnestyret har ansvaret for brygga.": "task",
    "Our vision is a harbour for everyone.": "vision",
    "Hva skal vi gjøre med brygga?": "question",
    "Brygga er av tre.": "context",
    "Planen beskriver fjorden og havna.": "context",
    "Vi vil at flere barn skal lære å svømme.": "goal",
    "Our ambition is that every child can swim.": "goal",
    "Fylkeskommunen skal kartlegge bekkene.": "measure",
    "Direktoratet får i oppdrag å utrede saken.": "measure",
    "Andelen rene bekker synker.": "challenge",
    "Too many streams are dirty.": "challenge",
    "It is necessary to act now.": "need",
    "Rene bekker gir nye muligheter.": "rationale",
    "Kommunen har plikt til å rydde.": "task",
    "The harbour employs 300 people.": "figure",
}


@pytest.mark.parametrize(("sentence", "kind"), SENTENCES.items())
def test_a_sentence_is_read_by_its_own_words(sentence, kind):
    assert kinds(f"Plan\n\n{sentence}\n", "sentence", "heading") == [kind]


def test_headings_over_what_is_to_be_done_are_themes():
    text = (
        "Forslag\n\nFjord og vann\n\nVi foreslår:\n• Rydde\n• Rense\n\n"
        "Havn og brygge\n\nVi foreslår:\n• Male brygga\n• Bygge\n"
    )

    assert kinds(text, "heading") == ["theme", "theme"]


def test_a_cue_is_told_with_its_words_and_where_they_stand():
    text = "Planen har fem innsatsområder:\n• Fjord\n"
    segments = partition(text)
    seen = propose(text, segments)[segments[1].start].evidence[0]

    assert (seen.kind, seen.words, text[seen.start :].startswith(seen.words), seen.where) == (
        "area",
        "innsatsområder",
        True,
        "intro",
    )


def test_up_to_three_kinds_are_shown_the_likeliest_first():
    text = "Mål og utfordringer, behov og tiltak:\n• Fjord\n"
    segments = partition(text)

    assert len(propose(text, segments)[segments[1].start].kinds) == 3
