"""A source's Turtle becomes statements: things, links, and the exact words each rests on."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from ho21.dataset.claims import STATED
from ho21.dataset.loader import load
from ho21.dataset.source import Anchor, Source
from ho21.dataset.statements import Stated, passage_triples, state
from ho21.errors import Fault
from ho21.project import open_project
from ho21.rdf.namespaces import Fact, local, term
from ho21.rdf.turtle import read_turtle
from support.tiny import (
    ACTORS,
    BASE,
    PREFIXES,
    STATEMENTS,
    TEXT,
    capture,
    changed,
    faults,
    place,
    told,
)

FILE = "graph/kilde-en.ttl"
MEASURE = BASE.thing("tiltak/dele-data")
COUNCIL = BASE.thing("aktor/radet")


@pytest.fixture
def stated(vocabulary):
    """Return a function that expands some statements about a text."""

    def expand(text: str, statements: str) -> Stated:
        statements = f"{PREFIXES}\n{statements}\n{capture(text, 'kilde-en')}"
        turtle = read_turtle(statements, FILE)
        return state(Source("kilde-en", text.encode()), turtle, vocabulary, BASE)

    return expand


def evidence(stated: Stated) -> list[tuple[str, str, list[str]]]:
    """Return the predicate and object of each link, and the words it rests on, best first."""
    return [
        (
            each.predicate.value.removeprefix(term("ho:x").value[:-1]),
            BASE.short(each.object),
            [stated.source.exact(passage) for passage in each.passages],
        )
        for each in stated.claims
    ]


def test_the_tiny_project_is_valid(tiny_project):
    assert told(tiny_project()) == []


# Quotes


def test_a_quote_becomes_a_passage_that_the_thing_is_stated_in(stated):
    out = stated("Vi\u00a0må dele.", 'tiltak:dele-data ho:quote "Vi må dele"@nb .')
    assert out.elements[MEASURE] == (Anchor("kilde-en", 0, 10),)
    passage = BASE.fragment("kilde-en", "char", 0, 10)
    assert Fact(MEASURE, term("ho:isStatedIn"), passage) in out.triples


def test_further_quotes_are_further_passages_of_the_same_thing(stated):
    out = stated(
        "Vi må dele. Det haster.",
        'tiltak:dele-data ho:quote "Vi må dele"@nb ; ho:alsoQuote "Det haster"@nb .',
    )
    assert out.elements[MEASURE] == (Anchor("kilde-en", 0, 10), Anchor("kilde-en", 12, 22))


def test_a_passage_has_its_text_lines_and_selectors(stated):
    out = stated(
        "Nå:\nVi\u00a0må\ndele.",
        'tiltak:dele-data ho:quote "Vi  må dele"@nb ; ho:translation "We must share"@en .',
    )
    char, quote, position = (
        BASE.fragment("kilde-en", kind, 4, 14) for kind in ("char", "quote", "position")
    )
    number = term("xsd:nonNegativeInteger")
    assert list(passage_triples(out, BASE)) == [
        Fact(char, term("rdf:type"), term("ho:Passage")),
        Fact(char, term("oa:hasSource"), BASE.capture("kilde-en")),
        Fact(char, term("ho:quote"), Literal("Vi må dele", language="nb")),
        Fact(char, term("ho:translation"), Literal("We must share", language="en")),
        Fact(char, term("ho:startLine"), Literal(2)),
        Fact(char, term("ho:endLine"), Literal(3)),
        Fact(char, term("oa:hasSelector"), quote),
        Fact(char, term("oa:hasSelector"), position),
        Fact(quote, term("rdf:type"), term("oa:TextQuoteSelector")),
        Fact(quote, term("oa:exact"), Literal("Vi\u00a0må\ndele")),
        Fact(quote, term("oa:prefix"), Literal("Nå:\n")),
        Fact(quote, term("oa:suffix"), Literal(".")),
        Fact(position, term("rdf:type"), term("oa:TextPositionSelector")),
        Fact(position, term("oa:start"), Literal("4", datatype=number)),
        Fact(position, term("oa:end"), Literal("14", datatype=number)),
    ]


def test_the_end_of_a_page_within_a_passage_is_a_space_that_every_format_can_hold(stated):
    out = stated("Nå\f: Vi\fmå\vdele.\f", 'tiltak:dele-data ho:quote "Vi må dele"@nb .')
    texts = {local(each.predicate): each.object.value for each in passage_triples(out, BASE)}
    assert texts["exact"] == "Vi må dele"
    assert (texts["prefix"], texts["suffix"]) == ("Nå : ", ". ")


def test_the_words_that_a_link_rests_on_are_a_passage_too_and_passages_stand_in_order(stated):
    out = stated(
        "Rådet sier: vi må dele.",
        """tiltak:dele-data ho:quote "vi må dele"@nb ;
    ho:proposedBy aktor:radet ; ho:restsOn "Rådet  sier"@nb .""",
    )
    quotes = [fact.object for fact in passage_triples(out, BASE) if fact[1] == term("ho:quote")]
    assert quotes == [Literal("Rådet sier", language="nb"), Literal("vi må dele", language="nb")]


def test_a_quote_not_found_is_refused_with_the_nearest_text(tiny_project):
    old = '"Vi må dele helsedata med kommunene"'
    root = tiny_project(statements=changed(STATEMENTS, old, old.replace("helse", "hlese")))
    assert told(root) == [("quote-missing", *place(root, FILE, "hlesedata"))]
    missing = load(open_project(str(root))).faults[0]
    assert missing.message("en") == (
        "The quote of tiltak:dele-data is not in the text: “Vi må dele hlesedata med kommunene”; "
        "the nearest text is “Vi må dele helsedata med kommunene”."
    )


def test_a_quote_found_twice_is_refused_with_both_lines(tiny_project):
    root = tiny_project(text=TEXT + "Deling av data\n")
    ambiguous = next(
        each for each in load(open_project(str(root))).faults if each.key == "quote-ambiguous"
    )
    assert (ambiguous.file, ambiguous.line) == place(root, FILE, 'ho:quote "Deling av data"')
    assert ambiguous.message("en").startswith(
        "The quote of tema:data stands in several places (line 3, 11): “Deling av data”"
    )


def test_a_quote_found_twice_is_singled_out_by_the_words_right_before_it(tiny_project):
    old = 'ho:quote "Deling av data"@nb ;'
    prefixed = changed(STATEMENTS, old, f'{old}\n    ho:quotePrefix "for bedre helse"@nb ;')
    prefixed = changed(prefixed, "ho:noise", 'ho:context "Deling av data"@nb ;\n    ho:noise')
    assert told(tiny_project(text=TEXT + "Deling av data\n", statements=prefixed)) == []


def test_a_quote_with_the_wrong_words_before_it_is_not_found(stated):
    out = stated("Vi må dele.", 'tiltak:dele-data ho:quote "må dele"@nb ; ho:quotePrefix "Du"@nb .')
    assert [each.key for each in out.faults] == ["prefix-missing"]


# What links rest on


def test_a_part_rests_on_the_words_of_its_whole_where_they_stand_before(stated):
    out = stated(
        "Data\nVi må dele.",
        """tema:data ho:quote "Data"@nb .
tiltak:dele-data ho:quote "Vi må dele"@nb ; ho:isPartOf tema:data .""",
    )
    assert evidence(out) == [("isPartOf", "tema.data", ["Data"])]


def test_a_part_whose_whole_stands_after_it_rests_on_other_words(stated):
    out = stated(
        "Dette gjelder data: vi må dele. Data",
        """tema:data ho:quote "Data"@nb .
tiltak:dele-data ho:quote "vi må dele"@nb ; ho:isPartOf tema:data ; ho:restsOn "Dette"@nb .""",
    )
    assert evidence(out) == [("isPartOf", "tema.data", ["Dette"])]


def test_a_part_that_rests_on_nothing_is_refused(tiny_project):
    text = changed(TEXT, "Den bærende søylen\n", "") + "Den bærende søylen\n"
    root = tiny_project(text=text)
    assert told(root) == [("part-unsupported", *place(root, FILE, "ho:isPartOf soyle:data"))]


def test_a_part_of_what_is_not_quoted_here_rests_on_nothing(stated):
    out = stated(
        "Vi må dele.", 'tiltak:dele-data ho:quote "Vi må dele"@nb ; ho:isPartOf tema:data .'
    )
    assert [each.key for each in out.faults] == ["part-unsupported"]


def test_a_part_is_not_blamed_for_a_wrong_quote_of_its_whole(stated):
    out = stated(
        "Data: Vi må dele.",
        """tema:data ho:quote "Dato"@nb .
tiltak:dele-data ho:quote "Vi må dele"@nb ; ho:isPartOf tema:data .""",
    )
    assert [each.key for each in out.faults] == ["quote-missing"]


def test_a_link_is_not_blamed_for_a_wrong_quote_of_its_subject(stated):
    out = stated(
        "Vi må dele.", 'tiltak:dele-data ho:quote "Vi vil dele"@nb ; ho:performer aktor:radet .'
    )
    assert [each.key for each in out.faults] == ["quote-missing"]


@pytest.mark.parametrize("link", ["ho:beneficiary aktor:radet", "ho:isPartOf tema:data"])
def test_a_link_that_has_its_words_elsewhere_does_not_use_the_words_beside(stated, link):
    out = stated(
        "Data. Rådet sier: vi må dele.",
        f"""tema:data ho:quote "Data"@nb .
tiltak:dele-data ho:quote "vi må dele"@nb ; {link} ; ho:restsOn "Rådet sier"@nb .""",
    )
    assert [each.key for each in out.faults] == ["evidence-unused"]


def test_a_beneficiary_an_implied_performer_and_a_mention_rest_on_the_own_words_alone(stated):
    out = stated(
        "Rådet sier: Vi må dele med kommunene.",
        """tiltak:dele-data ho:quote "Vi må dele med kommunene"@nb ;
    ho:proposedBy aktor:radet ;
    ho:restsOn "Rådet sier"@nb ;
    ho:beneficiary aktor:kommunene ;
    ho:impliedPerformer aktor:vi ;
    ho:mentions aktor:kommunene .""",
    )
    own = "Vi må dele med kommunene"
    assert sorted(evidence(out)) == [
        ("beneficiary", "aktor.kommunene", [own]),
        ("impliedPerformer", "aktor.vi", [own]),
        ("mentions", "aktor.kommunene", [own]),
        ("proposedBy", "aktor.radet", [own, "Rådet sier"]),
    ]


def test_other_links_rest_on_the_own_words_and_the_nearest_on_either_side(stated):
    out = stated(
        "Rådet sier. Rådet sier: Vi må dele, sier Rådet. Sier Rådet, sier Rådet.",
        """tiltak:dele-data ho:quote "Vi må dele"@nb ;
    ho:proposedBy aktor:radet ;
    ho:restsOn "Rådet sier"@nb ;
    ho:restsOnAfter "sier Rådet"@nb .""",
    )
    (claim,) = out.claims
    assert claim.basis == STATED
    assert claim.passages == (
        Anchor("kilde-en", 24, 34),
        Anchor("kilde-en", 12, 22),
        Anchor("kilde-en", 36, 46),
    )


def test_words_to_rest_on_are_whole_words(stated):
    out = stated(
        "Rådets ord: vi må dele.",
        """tiltak:dele-data ho:quote "vi må dele"@nb ;
    ho:proposedBy aktor:radet ; ho:restsOn "Råd"@nb .""",
    )
    assert [each.key for each in out.faults] == ["evidence-missing"]


def test_words_to_rest_on_that_stand_on_the_other_side_are_refused(tiny_project):
    root = tiny_project(statements=changed(STATEMENTS, "ho:restsOn ", "ho:restsOnAfter "))
    assert told(root) == [
        ("evidence-missing", *place(root, FILE, "ho:restsOnAfter")),
        ("unaccounted", *place(root, "graph/kilde-en.txt", "Helserådets forslag")),
    ]


def test_words_that_no_link_rests_on_are_refused(tiny_project):
    old = '"70 sykehus"@nb ;\n    ho:translation "70 hospitals"@en ;\n'
    root = tiny_project(
        statements=changed(
            changed(STATEMENTS, old, f'{old}    ho:restsOn "det gjelder"@nb ;\n'),
            "    ho:value 70 ;\n    ho:quantifies malbilde:felles-data .\n",
            "    ho:value 70 .\n",
        ).replace('"og det gjelder"@nb', '"og"@nb')
    )
    assert told(root) == [("evidence-unused", *place(root, FILE, 'ho:restsOn "det'))]


def test_a_link_from_a_thing_without_words_here_is_refused(tiny_project):
    bare = "\nmalbilde:uten-ord a ho:TargetPicture ;\n    ho:supports soyle:data .\n"
    root = tiny_project(statements=STATEMENTS + bare)
    assert told(root) == [("link-without-quote", *place(root, FILE, "ho:supports"))]


def test_an_actor_in_the_register_has_no_words_so_it_has_no_links(tiny_project):
    old = '"rådet"@nb .'
    root = tiny_project(
        actors=changed(ACTORS, old, '"rådet"@nb ;\n    ho:leads aktor:kommisjonen .')
    )
    assert told(root) == [("link-without-quote", *place(root, "graph/aktorer.ttl", "ho:leads"))]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('ho:quote "Den bærende', 'ho:quote "Den bæ\u00adrende', "quote-invisible"),
        ('ho:quote "Den bærende', 'ho:quote "Dеn bærende', "quote-lookalike"),
        ('ho:restsOn "Helserådets', 'ho:restsOn "Helsera\u030adets', "quote-invisible"),
        ('ho:noise "Til', 'ho:noise "Til\u200b', "quote-invisible"),
    ],
)
def test_words_that_only_look_like_the_text_are_told_so_with_the_sign(tiny_project, old, new, key):
    root = tiny_project(statements=changed(STATEMENTS, old, new))
    found = [each for each in load(open_project(str(root))).faults if each.key == key]
    assert [(each.file, each.line) for each in found] == [place(root, FILE, new)]
    assert "U+" in found[0].message("nb")
    assert f"in {new.split()[0]} of" in found[0].message("en")


def test_a_quote_that_stands_many_times_is_told_with_its_first_few_lines_each_once(stated):
    text = "ja ja\n" * 20
    (wrong,) = stated(text, 'tiltak:a ho:quote "ja"@nb .').faults
    assert dict(wrong.fields)["lines"] == "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …"


def test_words_before_a_quote_that_do_not_stand_there_are_told_apart_from_the_quote(tiny_project):
    old = '    ho:quote "Den bærende søylen"@nb ;\n'
    new = f'{old}    ho:quotePrefix "Deling av"@nb ;\n'
    root = tiny_project(statements=changed(STATEMENTS, old, new))
    assert ("prefix-missing", *place(root, FILE, "ho:quotePrefix")) in told(root)
    assert "quote-missing" not in {key for key, _, _ in told(root)}


# Claims with words of their own


def test_a_claim_is_split_into_one_link_for_each_subject_and_object(stated):
    out = stated(
        "De to fundamentene bærer de to søylene.",
        """pastand:kilde-en-1 a ho:Claim ;
    ho:quote "De to fundamentene bærer de to søylene"@nb ;
    rdf:subject fundament:a , fundament:b ;
    rdf:predicate ho:supports ;
    rdf:object soyle:c , soyle:d .""",
    )
    words = ["De to fundamentene bærer de to søylene"]
    assert evidence(out) == [
        ("supports", "soyle.c", words),
        ("supports", "soyle.d", words),
        ("supports", "soyle.c", words),
        ("supports", "soyle.d", words),
    ]
    assert [each.link for each in out.claims] == [
        each for each in out.triples if each.predicate == term("ho:supports")
    ]


@pytest.mark.parametrize(
    ("basis", "wrong"),
    [
        ("rst:direct-from-source", []),
        ("rst:derived-from-source", [("claim-not-direct", 4)]),
        ("rst:self-composed", [("claim-not-direct", 4)]),
        ("ho:inferred-by-rule", [("claim-not-direct", 4)]),
        ('"oppdiktet"@nb', [("claim-not-direct", 4)]),
    ],
)
def test_a_source_says_its_claims_outright(stated, basis, wrong):
    out = stated(
        "Rådet vil dele.",
        f"""pastand:kilde-en-1 a ho:Claim ; ho:quote "Rådet vil dele"@nb ;
    rdf:subject tiltak:dele-data ; rdf:predicate ho:proposedBy ; rdf:object aktor:radet ;
    ho:basis {basis} .""",
    )
    assert [(each.key, each.line) for each in out.faults] == wrong
    assert [each.basis for each in out.claims] == [STATED]


def test_the_written_claim_itself_is_no_thing_in_the_graph(stated):
    out = stated(
        "Rådet vil dele.",
        """pastand:kilde-en-1 a ho:Claim ; ho:quote "Rådet vil dele"@nb ;
    rdf:subject tiltak:dele-data ; rdf:predicate ho:proposedBy ; rdf:object aktor:radet .""",
    )
    written = BASE.thing("pastand/kilde-en-1")
    assert written not in {each.subject for each in out.triples}
    assert written not in out.elements


@pytest.mark.parametrize(
    "line",
    [
        "    rdf:subject malbilde:felles-data ;\n",
        "    rdf:predicate ho:proposedBy ;\n",
        '    ho:quote "Målbildet er satt av Helserådet"@nb ;\n',
    ],
)
def test_a_claim_that_lacks_a_part_is_refused(tiny_project, line):
    statements = changed(STATEMENTS, line, "")
    if "quote" in line:
        statements = changed(
            statements, "ho:noise", f"ho:context{line.strip()[8:-2]} ;\n    ho:noise"
        )
    root = tiny_project(statements=statements)
    assert told(root) == [("claim-incomplete", *place(root, FILE, "pastand:kilde-en-1 a"))]


def test_an_incomplete_claim_is_told_though_another_quote_is_wrong_too(stated):
    out = stated(
        "Rådet vil dele.",
        """tiltak:dele-data ho:quote "Rådet ville dele"@nb .
pastand:kilde-en-1 a ho:Claim ; ho:quote "Rådet vil dele"@nb ; rdf:subject tiltak:dele-data .""",
    )
    assert [each.key for each in out.faults] == ["quote-missing", "claim-incomplete"]


def test_a_claim_whose_predicate_links_no_two_things_is_refused(tiny_project):
    root = tiny_project(
        statements=changed(STATEMENTS, "predicate ho:proposedBy", "predicate ho:quote")
    )
    assert told(root) == [("not-a-link", *place(root, FILE, "rdf:predicate"))]


# Numbers and times


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("70", "70 sykehus"),
        ("2", "dobbelt så mange"),
        ("10", "de ti områdene"),
        ("2.5", "2,5 millioner"),
        ("12000", "12 000 tonn"),
        ("12000", "12\u00a0000 tonn"),
        ("1250000.5", "1.250.000,5 kroner"),
        ("12000", "12,000 tonnes"),
        ('"2022"^^xsd:gYear', "konferansen 2022"),
        ('"2030-03"^^xsd:gYearMonth', "i mars 2030"),
        ('"2023-03-23"^^xsd:date', "OPPDATERT 23. MARS 2023"),
        ('"--11-15"^^xsd:gMonthDay', "15. november"),
        ('"2024-05-07T02:44:00+02:00"^^xsd:dateTime', "7. mai 2024, kl. 02:44 CEST"),
        ('"høsten 2015"@nb', "Høsten 2015"),
        ('"på sikt"@nb', "det som skjer på sikt"),
    ],
)
def test_a_number_stands_in_the_words_as_digits_or_as_a_word(stated, value, words):
    name = "ho:whenText" if "@nb" in value else "ho:value"
    out = stated(f"Om {words}.", f'tall:a ho:quote "Om {words}"@nb ; {name} {value} .')
    assert out.faults == []


@pytest.mark.parametrize(
    ("old", "new", "number"),
    [
        ("ho:value 70", "ho:value 17", "17"),
        ('"2030-03"', '"2031-03"', "2031"),
        ('"2030-03"', '"2030-04"', "4"),
        ('"2030-03"^^xsd:gYearMonth', '"2030-03-01"^^xsd:date', "1"),
    ],
)
def test_a_number_that_is_not_in_the_words_is_refused(tiny_project, old, new, number):
    root = tiny_project(statements=changed(STATEMENTS, old, new))
    key = "month-unsupported" if "-04" in new else "number-unsupported"
    assert told(root) == [(key, *place(root, FILE, new))]
    (unsupported,) = load(open_project(str(root))).faults
    assert dict(unsupported.fields)["number"] == number


@pytest.mark.parametrize(
    ("words", "unit", "borne"),
    [
        ("8 % av befolkningen", "prosent av befolkningen", True),
        ("8 prosent av dem", "prosent av befolkningen", False),
        ("de neste ti årene", "år", True),
        ("to bærende søyler", "søyler", True),
        ("de to søylene", "søyler", True),
        ("de to søylene", "fundament", False),
        ("dobbelt så mange", "ganger så mange", True),
        ("27 medlemmer", "kommuner", False),
        ("5 mill. kr", "millioner kroner", True),
        ("10 årsmøter", "år", False),
    ],
)
def test_the_unit_of_a_figure_stands_in_its_words_however_bent_or_by_a_word_for_it(
    stated, words, unit, borne
):
    out = stated(
        f"Om {words}.", f'tall:a ho:quote "Om {words}"@nb ; ho:unit "{unit}"@nb , "x"@en .'
    )

    assert [each.key for each in out.faults] == ([] if borne else ["words-unsupported"])


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ('ho:whenText "mars 2030"@nb', []),
        ('ho:whenText "i  Mars 2030"@nb', []),
        ('ho:whenText "våren 2030"@nb , "spring 2030"@en', ["words-unsupported"]),
        ('ho:whenText "mars 2031"@nb', ["number-unsupported", "words-unsupported"]),
        ('ho:venue "Oslo"@nb , "Oslo"@en', ["words-unsupported"]),
        ('ho:reservation "Alle"@nb , "All"@en', []),
        ('ho:reservation "noen"@nb , "some"@en', ["words-unsupported"]),
        ('ho:frequency "årlig"@nb , "annual"@en', ["words-unsupported"]),
    ],
)
def test_a_time_place_reservation_or_frequency_stands_in_the_words_of_the_source(
    tiny_project, said, keys
):
    root = tiny_project(statements=changed(STATEMENTS, 'ho:when "2030-03"^^xsd:gYearMonth', said))
    assert told(root) == [(key, *place(root, FILE, said)) for key in keys]


@pytest.mark.parametrize(
    ("words", "strength"),
    [
        ("Vi må dele", "must"),
        ("Alle SKAL dele", "must"),
        ("Vi trenger data", "need"),
        ("behovet for data", "need"),
        ("Vi bør dele", "should"),
        ("Alle kan dele", "may"),
    ],
)
def test_how_strongly_a_source_says_it_is_said_by_one_of_its_words(stated, words, strength):
    strengths = ("must", "need", "should", "may")
    written = {
        each: f'tiltak:a ho:quote "{words}"@nb ; ho:modality ho:{each} .' for each in strengths
    }
    told = {each: stated(f"{words}.", block).faults for each, block in written.items()}
    assert {each for each, faults in told.items() if not faults} == {strength}
    assert {fault.key for faults in told.values() for fault in faults} == {"term-unsupported"}


def test_what_carries_a_number_but_has_no_words_at_all_is_refused(stated):
    out = stated("Vi må dele.", "tall:a ho:value 70 .")
    assert [each.key for each in out.faults] == ["number-unsupported"]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ('ho:when "2030-03"^^xsd:gYearMonth', "2030-03"),
        ('ho:when "--03"^^xsd:gMonth', "~--03"),
        ('ho:whenText "våren"@nb', "~våren"),
        ('ho:when "2030"^^xsd:gYear ; ho:whenText "våren 2030"@nb', "2030"),
    ],
)
def test_known_years_are_ordered_before_dates_without_one(stated, written, key):
    out = stated("I mars, våren 2030.", f'malbilde:a ho:quote "mars, våren 2030"@nb ; {written} .')
    keys = [each.object for each in out.triples if each.predicate == term("ho:sortKey")]
    assert keys == [Literal(key)]


def test_what_has_no_time_gets_none(stated):
    out = stated("Vi må dele.", 'tiltak:dele-data ho:quote "Vi må dele"@nb .')
    assert term("ho:sortKey") not in {each.predicate for each in out.triples}


# The lock between the pair


def test_a_wrong_sha256_is_refused_with_both_sums(tiny_project):
    statements = STATEMENTS + capture(TEXT + "!", "kilde-en")
    root = tiny_project(statements=statements)
    (wrong,) = faults(root)
    assert (wrong.key, wrong.file, wrong.line) == ("wrong-sha256", *place(root, FILE, "ho:sha256"))
    assert dict(wrong.fields)["found"] == Source("kilde-en", TEXT.encode()).sha256


def test_a_pair_without_a_sum_is_refused(vocabulary):
    turtle = read_turtle(f"{PREFIXES}\ndoc:kilde-en a ho:Document .", FILE)
    out = state(Source("kilde-en", b""), turtle, vocabulary, BASE)
    told = [(each.key, each.file, each.line) for each in out.faults]
    assert told == [("sha256-unwritten", FILE, 1)]


def test_what_is_no_sum_is_told_with_the_one_to_write(tiny_project):
    root = tiny_project()
    file = root / FILE
    found = Source("kilde-en", TEXT.encode()).sha256
    file.write_text(changed(file.read_text("utf-8"), found, "abc"), encoding="utf-8")
    (wrong,) = load(open_project(str(root))).faults
    assert (wrong.key, wrong.file, wrong.line) == ("sha256-unwritten", *place(root, FILE, "abc"))
    assert wrong.message("en") == (
        "The capture of kilde-en.txt lacks the sum that locks the text; "
        f'write ho:sha256 "{found}", and only that.'
    )


@pytest.mark.parametrize(
    ("quote", "key"),
    [('""', "quote-empty"), ('" "', "quote-empty"), ('"xyzzy qwq"', "quote-unlike")],
)
def test_a_quote_with_nothing_near_it_is_told_without_a_nearest_text(stated, quote, key):
    out = stated("Vi må dele data.", f"tiltak:a ho:quote {quote}@nb .")
    assert [each.key for each in out.faults] == [key]


def test_nothing_is_raised_and_every_fault_is_a_fault(stated):
    out = stated("", 'tiltak:a ho:quote "ja"@nb ; ho:isPartOf tema:b . tema:b ho:quote "nei"@nb .')
    assert [type(each) for each in out.faults] == [Fault, Fault]
    assert out.claims == []
    assert NamedNode(f"{BASE.iri}id/tiltak/a") in out.elements


def test_words_to_rest_on_without_a_quote_of_its_own_are_refused(tiny_project):
    statements = changed(
        STATEMENTS,
        '    ho:quote "Den bærende søylen"@nb ;\n    ho:translation "The bearing pillar"@en .',
        '    ho:restsOn "Deling av data"@nb .',
    )

    assert "evidence-unused" in [key for key, _, _ in told(tiny_project(statements=statements))]


def test_words_to_rest_on_in_a_claim_are_refused(tiny_project):
    statements = changed(
        STATEMENTS,
        '    ho:quote "Målbildet er satt av Helserådet"@nb ;',
        '    ho:quote "Målbildet er satt av Helserådet"@nb ;\n    ho:restsOn "Deling av data"@nb ;',
    )

    assert [key for key, _, _ in told(tiny_project(statements=statements))] == ["evidence-unused"]
