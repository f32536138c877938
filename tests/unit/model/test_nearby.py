"""One thing and its links, read from a store without reading the rest."""

import pytest
from pyoxigraph import Store

from ho21.model.nearby import neighbourhood
from ho21.model.read import knowledge_graph


@pytest.fixture(scope="module")
def store(real):
    """Return the store of the project that ships with ho21."""
    return real.store()


def near(store, dataset, iri):
    return neighbourhood(store, iri, dataset.base, dataset.vocabulary)


def test_each_thing_has_the_same_part_of_the_store_as_of_the_whole_graph(real, store):
    whole = knowledge_graph(real)
    for iri, thing in whole.things.items():
        part = near(store, real, iri)

        assert part.thing(iri) == thing
        assert (part.out(iri), part.into(iri)) == (whole.out(iri), whole.into(iri))
        assert part.mapped(iri) == whole.mapped(iri)
        assert part.weighed(iri) == whole.weighed(iri)
        assert part.refused(iri) == whole.refused(iri)
        assert all(iri in each.ends for each in (*part.links, *part.mappings))


def test_the_other_ends_have_their_names_and_kinds_and_nothing_else_is_a_thing(real, store):
    whole = knowledge_graph(real)
    for iri in whole.things:
        part = near(store, real, iri)
        ends = {end for link in part.links for end in link.ends}
        ends |= {end for each in part.non_links for end in (each.about, each.other)}

        assert part.things.keys() == (ends & whole.things.keys()) | {iri}
        for each in part.things.values():
            known = whole.thing(each.iri)
            assert (each.label, each.short_label) == (known.label, known.short_label)
            assert (each.kind, each.kinds) == (known.kind, known.kinds)


def test_everything_that_is_named_beside_it_has_its_label(real, store):
    whole = knowledge_graph(real)
    for iri in whole.things:
        part = near(store, real, iri)
        links = (*part.links, *part.mappings)
        named = {each.predicate for each in links} | {each.object for each in links}
        named |= {one.author for each in links for one in each.evidence if one.author}
        named |= {one.review for each in links for one in each.evidence if one.review}
        named |= {each.document for each in part.thing(iri).passages}
        named |= {each.other for each in part.non_links}

        assert {each: part.name(each) for each in named} == {
            each: whole.name(each) for each in named
        }


def test_a_passage_comes_with_its_document(real, store):
    whole = knowledge_graph(real)
    for iri in [*whole.things][::20]:
        found = near(store, real, iri)
        for each in found.passages.values():
            document, known = found.document(each.document), whole.document(each.document)
            assert (document.label, document.url) == (known.label, known.url)
            assert (document.issued, document.publishers) == (known.issued, known.publishers)


def test_what_the_store_does_not_have_has_no_neighbourhood(real):
    assert near(Store(), real, "https://a.no/id/mal/x").things == {}
