"""The vocabulary told in both languages: each term with its meaning, place, rules and use."""

from dataclasses import replace

import html5rdf
import pytest

from ho21.dataset.dataset import select
from ho21.dataset.loader import load
from ho21.errors import LANGUAGES
from ho21.explorer.head import Heads
from ho21.project import open_project
from ho21.rdf.namespaces import HO
from ho21.resources import messages
from ho21.site.descriptions import anchor
from ho21.site.glossary import Glossary, glossary_page
from ho21.site.rendering import Frame
from ho21.sparql.questions import Question, read_questions
from support.hostile import WORDS
from support.strict import Nested, Read, told
from support.tiny import changed

NAME = {"nb": "Et lite prosjekt", "en": "A small project"}
FRAME = Frame(Heads(NAME, "nb"), "2026-11-22", "0.0.1", {"nb": "", "en": ""})
PLAIN = Question("hvem", "", {"nb": "Hvem?", "en": "Who?"}, ("ho:Goal",), ())
TERM = """ho:Rare a rdfs:Class , owl:Class ;
    rdfs:subClassOf ho:Goal , prov:Plan ;
    skos:prefLabel {label}@nb , {label}@en ;
    skos:altLabel {label}@nb ;
    skos:definition {label}@nb , {label}@en ;
    skos:scopeNote {label}@nb , {label}@en ;
    skos:example {label}@nb , {label} ;
    rdfs:isDefinedBy <https://w3id.org/ho21/def> .
"""


@pytest.fixture(scope="module")
def whole(real):
    """Tell the vocabulary of the project that ships with ho21, once."""
    return Glossary(real, read_questions(open_project()).values())


@pytest.fixture(scope="module")
def read(whole):
    """Read the page of the project that ships with ho21, once."""
    return Read(glossary_page(whole, FRAME, "nb", b"{}"))


def by_name(glossary):
    return {each.ref.name: each for each in glossary.terms}


def tiny(tiny_project, *questions, more="", stated=False):
    """Return the glossary of the tiny project, with more in its vocabulary."""
    root = tiny_project()
    if more:
        file = root / "ontology" / "ho21.ttl"
        file.write_text(file.read_text(encoding="utf-8") + "\n" + more, encoding="utf-8")
    dataset = load(open_project(str(root)))
    return Glossary(dataset.stated if stated else dataset, questions)


def test_a_term_has_its_names_meaning_note_and_example_in_each_language(whole):
    goal = by_name(whole)["ho:Goal"]

    assert goal.ref.label == {"nb": "mål", "en": "goal"}
    assert (
        goal.definition["en"] == "desired state that a source says someone wants or ought to reach"
    )
    assert goal.note["nb"].startswith("Et mål sier hvordan det skal bli; et tiltak sier hva")
    ((example, tongue),) = goal.examples
    assert example.startswith("felles mål om å bidra til et likeverdig og kvalitativt godt tilbud")
    assert tongue == "nb"
    assert by_name(whole)["ho:Recommendation"].also == {
        "nb": ("anbefaling",),
        "en": ("proposed measure",),
    }


def test_a_term_stands_where_the_vocabulary_puts_it(whole):
    terms = by_name(whole)

    def related(name, key):
        return [each.name for each in terms[name].relations.get(key, ())]

    assert related("ho:Measure", "above") == ["prov:Plan"]
    assert related("ho:Measure", "below") == ["ho:Recommendation", "ho:Commitment", "ho:Task"]
    assert related("ho:supports", "domain") == ["ho:Foundation"]
    assert related("ho:supports", "range") == ["ho:Pillar"]
    assert "ho:supports" in related("ho:Pillar", "met")
    assert related("ho:modality", "values") == ["ho:must", "ho:need", "ho:should", "ho:may"]
    assert related("ho:must", "scheme") == ["ho:modalities"]
    assert related("ho:bases", "members") == [
        "ho:inferred-by-rule",
        "rst:direct-from-source",
        "rst:self-composed",
    ]
    assert related("ho:performer", "above") == ["ho:responsible"]


def test_what_the_vocabulary_keeps_apart_or_makes_equal_is_told(tiny_project):
    more = TERM.format(label='"a"').replace(
        "rdfs:subClassOf ho:Goal , prov:Plan",
        "owl:disjointWith ho:Goal ; owl:equivalentClass prov:Plan ; skos:closeMatch foaf:Agent",
    )
    terms = by_name(tiny(tiny_project, more=more))

    assert [each.name for each in terms["ho:Rare"].relations["disjoint"]] == ["ho:Goal"]
    assert [each.name for each in terms["ho:Goal"].relations["disjoint"]] == ["ho:Rare"]
    assert [each.name for each in terms["ho:Rare"].relations["same"]] == ["prov:Plan"]
    assert [each.name for each in terms["ho:Rare"].relations["like"]] == ["foaf:Agent"]


@pytest.mark.parametrize("bare", [False, True])
def test_a_class_has_as_many_things_as_the_graph_says(real, bare):
    terms = by_name(Glossary(real.stated if bare else real, ()))
    full, stated = real.store(), real.stated.store()
    for term in terms.values():
        if term.kind in {"class", "number"}:
            pattern = f"?s a <{term.ref.iri}>"
        elif term.kind in {"link", "object", "datatype"}:
            pattern = f"?s <{term.ref.iri}> ?o"
        else:
            continue
        query = f"SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT * {{ {pattern} }} }}"
        every, said = (int(next(iter(select(store, query)))["n"].value) for store in (full, stated))
        assert (term.ref.name, term.stated, term.read) == (
            term.ref.name,
            said,
            0 if bare else every - said,
        )


def test_readings_are_counted_apart(tiny_project):
    terms = by_name(tiny(tiny_project))

    assert (terms["ho:contributesTo"].stated, terms["ho:contributesTo"].read) == (0, 1)
    assert (terms["ho:must"].stated, terms["ho:must"].read) == (1, 0)
    assert (terms["ho:Recommendation"].stated, terms["ho:Vision"].stated) == (1, 0)


def test_a_term_has_the_questions_that_earn_it(tiny_project):
    terms = by_name(tiny(tiny_project, PLAIN))

    assert terms["ho:Goal"].questions == (("hvem", {"nb": "Hvem?", "en": "Who?"}),)
    assert terms["ho:Measure"].questions == ()


def test_an_example_leads_to_the_passage_it_is_quoted_from(whole):
    slug, place, label = whole.source("Dette er derfor ført inn i to tverrgående fundament.")

    assert slug == "forsterket-innsats"
    assert place.startswith("#char=")
    assert label["nb"] == "Forsterket innsats for folkehelsen"
    assert whole.source("Dette står ingen steder.") is None


def test_an_example_and_the_passage_it_leads_to_have_their_words_in_common(real, whole):
    found = 0
    for term in whole.terms:
        for text, tongue in term.examples:
            source = whole.source(text) if tongue else None
            if source and source[1]:
                start, end = map(int, source[1].removeprefix("#char=").split(","))
                passage = " ".join(real.texts[source[0]][start:end].split())
                words = " ".join(text.split())
                assert words in passage or passage in words
                found += 1
    assert found > 70


# The page


def test_each_term_of_the_dataset_has_one_place_on_the_page(real, read):
    described = {each.subject.value for each in real.vocabulary.triples}
    described.remove(HO.removesuffix("#"))

    assert {anchor(iri) for iri in described} <= read.ids
    assert {anchor(f"{HO}Measure"), anchor("http://www.w3.org/2004/02/skos/core#prefLabel")} == {
        "Measure",
        "skos:prefLabel",
    }


def test_a_term_that_was_not_there_would_be_missed(real, whole):
    whole = Glossary(real, ())
    whole.__dict__["terms"] = tuple(each for each in whole.terms if each.ref.name != "ho:Goal")

    assert "Goal" not in Nested(glossary_page(whole, FRAME, "nb", b"{}")).ids


def test_each_link_within_the_page_lands(read):
    assert read.lost() == []
    assert len(read.ways()) > 1000


def test_a_link_outwards_goes_to_the_web_alone(read):
    outward = [way for way in read.ways() if "://" in way]

    assert "http://www.w3.org/ns/prov#Plan" in outward
    assert all(way.startswith(("https://", "http://")) for way in outward)
    assert not any(way.startswith(HO) for way in outward)


def test_a_name_of_another_scheme_is_no_link(tiny_project):
    more = '<javascript:alert(1)> skos:prefLabel "vond"@nb , "evil"@en .\n'
    html = glossary_page(tiny(tiny_project, more=more), FRAME, "nb", b"{}")

    assert 'href="javascript' not in html
    assert "javascript:alert(1)" in Nested(html).ids


def test_each_language_stands_by_itself(read):
    for section in read.find("section", **{"class": "term"}):
        inside = read.within(section["id"])
        (head,) = [each for each in inside if each["tag"] == "h3"]
        names = [each for each in inside if each["tag"] == "span" and head in each["above"]]
        assert [each.get("lang") for each in names if "lang" in each] == ["nb", "en"]
        assert " / " in told(head)
        columns = [each for each in inside if each["tag"] == "div" and "lang" in each]
        assert [each["lang"] for each in columns] == ["nb", "en"]


def test_the_texts_are_complete_in_both_languages():
    texts = messages("site/messages/def.toml")

    assert [*texts] == [*LANGUAGES]
    assert texts["nb"].keys() == texts["en"].keys()


def test_the_counts_are_told_in_words(tiny_project):
    read = Nested(glossary_page(tiny(tiny_project), FRAME, "nb", b"{}"))

    def small(name):
        found = read.within(name, "p")
        return [told(each) for each in found if each.get("class") == "small"][:2]

    assert small("Vision") == ["Klasse. Ingen i grafen.", "Class. None in the graph."]
    assert small("contributesTo")[0] == (
        "Kobling mellom to ting. Ikke brukt i grafen. ◇ Og én i tolkninger."
    )
    assert small("isPartOf")[1] == "Link between two things. Used 2 times in the graph."


def test_without_readings_none_are_told_of(tiny_project):
    frame = replace(FRAME, stated=True)
    html = glossary_page(tiny(tiny_project, stated=True), frame, "nb", b"{}")

    assert "◇" not in html
    assert "◇" in glossary_page(tiny(tiny_project), FRAME, "nb", b"{}")


def test_a_rule_stands_with_its_term_in_both_languages(read):
    rules = [told(each) for each in read.within("StrategyArea", "li")]

    assert any(
        each.startswith("hull Ingen kilde sier at noe tiltak eller mål hører til") for each in rules
    )
    assert any(each.startswith("gap No source says that any measure or goal") for each in rules)


@pytest.mark.slow
def test_hostile_words_stay_words(tiny_project):
    """Each word is all that is said of a term of its own; one term beside them is harmless."""
    named = {"Rare": "a"} | {f"Rare{at}": evil for at, evil in enumerate(WORDS)}
    quoted = {
        name: '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
        for name, words in named.items()
    }
    more = "\n".join(
        TERM.replace("ho:Rare", f"ho:{name}").format(label=label) for name, label in quoted.items()
    )
    glossary = tiny(tiny_project, more=more)
    for name, words in named.items():
        if name != "Rare":
            glossary.asking[f"ho:{name}"].append((PLAIN.name, {"nb": words, "en": words}))
    read = Read(glossary_page(glossary, FRAME, "nb", b"{}"))
    harmless = {each["tag"] for each in read.within("Rare")} | {"details", "summary", "ul", "li"}

    for name, words in named.items():
        (head,) = read.within(name, "h3")
        assert told(head) == told({"words": f"{words} / {words}"})
        assert {each["tag"] for each in read.within(name)} <= harmless, words
    assert [each["type"] for each in read.find("script") if "src" not in each] == [
        "application/ld+json"
    ]


def test_a_page_that_is_not_valid_would_be_seen(whole):
    html = changed(glossary_page(whole, FRAME, "nb", b"{}"), "</main>", "</p></main>")

    with pytest.raises(html5rdf.html5parser.ParseError):
        Read(html)


def test_the_page_is_the_same_each_time(real, whole):
    again = Glossary(real, read_questions(open_project()).values())

    assert glossary_page(again, FRAME, "nb", b"{}") == glossary_page(whole, FRAME, "nb", b"{}")


def test_a_class_is_in_the_tree_once_under_the_first_it_is_a_kind_of(whole):
    def names(branches):
        return {term.ref.name: names(below) for term, below in branches}

    tree = names(whole.tree)

    assert tree["ho:Goal"] == {"ho:TargetPicture": {}, "ho:EventGoal": {}}
    assert tree["ho:Plan"] == {"ho:ActionPlan": {}}
    assert "ho:Claim" not in tree


def test_classes_in_a_ring_do_not_hold_the_page_up(tiny_project):
    ring = TERM.format(label='"a"') + TERM.format(label='"b"').replace("ho:Rare a", "ho:Odd a")
    more = ring.replace("ho:Goal , prov:Plan", "ho:Odd", 1)
    more = more.replace("ho:Goal , prov:Plan", "ho:Rare", 1)

    assert {"Rare", "Odd"} <= Nested(
        glossary_page(tiny(tiny_project, more=more), FRAME, "nb", b"{}")
    ).ids
