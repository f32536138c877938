"""Who is mentioned: the names and aliases of actors, found in the passages of the statements."""

from __future__ import annotations

import pytest

from ho21.dataset.loader import load
from ho21.dataset.mentions import Register, mentions
from ho21.dataset.source import Anchor, Source
from ho21.dataset.statements import state
from ho21.project import open_project
from ho21.rdf.namespaces import Fact, term
from ho21.rdf.turtle import read_turtle
from support.tiny import ACTORS, BASE, PREFIXES, STATEMENTS, capture, changed, place, told

FILE = "graph/kilde-en.ttl"
MEASURE = BASE.thing("tiltak/dele-data")


def register(actors: str = ACTORS) -> Register:
    return Register(read_turtle(f"{PREFIXES}\n{actors}", "graph/aktorer.ttl").triples)


def named(text: str, actors: str = ACTORS) -> list[tuple[str, str]]:
    """Return the words in a text that name an actor, each with the actor's slug."""
    found = register(actors).find(text)
    return [(text[start:end], BASE.short(actor)) for start, end, actor in found]


@pytest.fixture
def mentioned(vocabulary):
    """Return a function that gives the claims, triples and faults of mentions in a text."""

    def find(text: str, statements: str):
        written = f"{PREFIXES}\n{statements}\n{capture(text, 'kilde-en')}"
        turtle = read_turtle(written, FILE)
        stated = state(Source("kilde-en", text.encode()), turtle, vocabulary, BASE)
        return mentions(stated, register(), BASE)

    return find


def test_an_actor_is_named_by_its_label_and_its_aliases_in_any_case():
    assert named("Helserådet, RÅDET og kommunene") == [
        ("Helserådet", "aktor.radet"),
        ("RÅDET", "aktor.radet"),
        ("kommunene", "aktor.kommunene"),
    ]


def test_words_to_find_an_actor_by_name_it_as_an_alias_does():
    hidden = changed(ACTORS, 'skos:altLabel "rådet"', 'skos:hiddenLabel "rådet"')

    assert named("RÅDET", hidden) == named("RÅDET") == [("RÅDET", "aktor.radet")]


def test_a_genitive_names_the_actor_too():
    assert named("Rådets forslag") == [("Rådets", "aktor.radet")]


def test_a_name_is_not_found_inside_a_longer_word():
    assert named("storrådet rådet-gruppen rådetss") == []


def test_the_longest_name_wins():
    actors = """aktor:helse a ho:Sector ; skos:prefLabel "helse"@nb .
aktor:helse-nord a ho:Sector ; skos:prefLabel "helse nord"@nb ."""
    assert named("helse nord og helse sør", actors) == [
        ("helse nord", "aktor.helse-nord"),
        ("helse", "aktor.helse"),
    ]


def test_a_name_may_be_broken_by_any_white_space():
    actors = 'aktor:nord a ho:Sector ; skos:prefLabel "helse  nord"@nb .'
    assert named("helse\u00a0\n nord", actors) == [("helse\u00a0\n nord", "aktor.nord")]


def test_english_names_are_not_looked_for():
    assert named("the Health Council and the municipalities") == []


def test_letters_that_only_resemble_a_name_are_no_name():
    actors = 'aktor:it a ho:Sector ; skos:prefLabel "it"@nb .'
    assert named("ıt İt it", actors) == [("it", "aktor.it")]


def test_without_actors_nobody_is_named():
    assert named("rådet", "") == []


def test_a_statement_mentions_the_actors_in_its_words_and_the_claim_shows_which_words(mentioned):
    claims, links, faults = mentioned(
        "Rådet må og rådet kan. Kommunene må. Rådet igjen.",
        """tiltak:dele-data ho:quote "Kommunene må"@nb ;
    ho:alsoQuote "Rådet må og rådet kan"@nb , "Rådet igjen"@nb .""",
    )
    first, second, third = (
        Anchor("kilde-en", start, end) for start, end in ((0, 21), (23, 35), (37, 48))
    )
    assert [(BASE.short(each.object), each.passages) for each in claims] == [
        ("aktor.radet", (first, third)),
        ("aktor.kommunene", (second,)),
    ]
    assert links == [
        Fact(MEASURE, term("ho:mentions"), BASE.thing("aktor/radet")),
        Fact(MEASURE, term("ho:mentions"), BASE.thing("aktor/kommunene")),
    ]
    assert faults == []


def test_a_mention_says_that_the_name_search_made_it(mentioned):
    (claim,), _, _ = mentioned("Rådet vil", 'tiltak:dele-data ho:quote "Rådet vil"@nb .')
    made = Fact(claim.iri(BASE), term("ho:madeBy"), term("ho:NameMatch"))
    assert claim.standing == term("ho:stated")
    assert made in [*claim.triples(BASE)]


def test_a_name_outside_the_words_of_a_statement_is_no_mention(mentioned):
    _, links, _ = mentioned("Rådet: vi må dele", 'tiltak:dele-data ho:quote "vi må dele"@nb .')
    assert links == []


def test_an_actor_does_not_mention_itself(mentioned):
    _, links, _ = mentioned("Rådet er nytt", 'aktor:radet ho:quote "Rådet er nytt"@nb .')
    assert links == []


def test_an_author_may_take_a_false_mention_back(mentioned):
    _, links, faults = mentioned(
        "Vi bor i kommunene",
        """tiltak:dele-data ho:quote "Vi bor i kommunene"@nb ;
    ho:doesNotMention aktor:kommunene .""",
    )
    assert (links, faults) == ([], [])


def test_a_mention_that_was_never_there_cannot_be_taken_back(tiny_project):
    old = "    ho:modality ho:must ;\n"
    denial = f"{old}    ho:doesNotMention aktor:kommisjonen ;\n"
    root = tiny_project(statements=changed(STATEMENTS, old, denial))
    assert told(root) == [("mention-not-there", *place(root, FILE, "ho:doesNotMention"))]


def test_a_name_that_two_actors_share_is_refused_and_belongs_to_neither(tiny_project):
    actors = f'{ACTORS}\naktor:storting a ho:Council ;\n    skos:altLabel "Rådet"@nb .\n'
    root = tiny_project(actors=actors)
    assert told(root) == [("alias-shared", *place(root, "graph/aktorer.ttl", '"Rådet"'))]
    assert named("rådet", actors) == []


def test_mentions_are_links_of_the_source_like_those_its_author_wrote(tiny_project):
    dataset = load(open_project(str(tiny_project())))
    link = Fact(MEASURE, term("ho:mentions"), BASE.thing("aktor/kommunene"))
    assert link in dataset.facts[BASE.graph("kilde/kilde-en").value]
    assert dataset.faults == ()


@pytest.mark.parametrize("text", ["Helsera\u030adets svar", "HELSERÅDET svarer"])
def test_a_name_is_found_also_where_the_text_writes_its_letters_as_two_signs(text):
    assert [actor for _, actor in named(text)] == ["aktor.radet"]
