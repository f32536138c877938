"""How a source and the dataset are cited: their fields, and texts ready but for what is quoted."""

import pytest

from ho21.dataset.loader import load
from ho21.model.citing.citation import ESCAPE, FORMS, citations, published
from ho21.project import open_project
from support.tiny import STATEMENTS, TEXT, capture, changed

TITLE = 'dcterms:title "Felles innsats for bedre helse"@nb'
WHEN = 'dcterms:publisher aktor:radet ; dcterms:issued "2024-05-06"^^xsd:date'
CAPTURED = 'prov:generatedAtTime "2024-07-14T15:06:00+02:00"^^xsd:dateTime'
PRINTED = (
    'ho:quote "Skrevet ut 14. juli 2024, kl. 15.06 CEST"@nb ; '
    'ho:translation "Printed 14 July 2024, 15.06 CEST"@en'
)


def project(root, *changes, own=()):
    """Return the dataset of a tiny project after some changes to its source and to itself."""
    for path, some in (("kilde-en", changes), ("datasett", own)):
        file = root / "graph" / f"{path}.ttl"
        text = file.read_text(encoding="utf-8")
        for old, new in some:
            text = changed(text, old, new)
        file.write_text(text, encoding="utf-8")
    return load(open_project(str(root))).sound()


def of_source(dataset, lang="nb"):
    return citations(dataset)["sources"]["kilde-en"][lang]


def test_of_a_source_that_says_nothing_of_itself_the_title_the_place_and_the_edition_are_told(
    tiny_project,
):
    told = of_source(project(tiny_project()))

    assert told["text"] == (
        "{quote} Fra «Felles innsats for bedre helse» (udatert), {place}."
        " Gjengitt i «Et lite prosjekt», utgave 0.0.1."
    )
    assert told["bibtex"] == (
        "@misc{kilde-en-{line},\n  title = {{Felles innsats for bedre helse}},\n"
        "  note = {{quote} {place}. Gjengitt i «Et lite prosjekt», utgave 0.0.1.}\n}"
    )
    assert told["ris"] == (
        "TY  - GEN\nTI  - Felles innsats for bedre helse\nSP  - {place}\nN1  - {quote}\n"
        "N1  - Gjengitt i «Et lite prosjekt», utgave 0.0.1.\nER  - "
    )


def test_publisher_date_address_and_day_of_capture_are_told_where_they_are_known(tiny_project):
    text = f"{TEXT}Utgitt 6. mai 2024\nSkrevet ut 14. juli 2024, kl. 15.06 CEST\n"
    issued = f'{WHEN} ;\n    ho:alsoQuote "Utgitt 6. mai 2024"@nb'
    said = f"{issued} ; foaf:page <https://example.org/en_side> ;\n    {TITLE}"
    printed = f"{CAPTURED} ; {PRINTED}"
    statements = changed(STATEMENTS, TITLE, said)
    lock = changed(capture(text, "kilde-en"), "a ho:Capture ;", f"a ho:Capture ; {printed} ;")
    dataset = project(tiny_project(text=text, statements=statements + lock))
    told = of_source(dataset)

    assert "«Felles innsats for bedre helse» (Helserådet, 6. mai 2024), {place}." in told["text"]
    assert " https://example.org/en_side (hentet 14. juli 2024). " in told["text"]
    for line in ("author = {{Helserådet}}", "date = {2024-05-06}", "year = {2024}",
                 "url = {https://example.org/en_side}", "urldate = {2024-07-14}"):  # fmt: skip
        assert f"  {line},\n" in told["bibtex"]
    for line in ("TY  - ELEC", "AU  - Helserådet", "PY  - 2024", "DA  - 2024/05/06",
                 "UR  - https://example.org/en_side", "Y2  - 2024/07/14"):  # fmt: skip
        assert f"{line}\n" in told["ris"]


def test_a_title_stands_as_the_source_has_it_with_the_reader_s_beside_it(tiny_project):
    told = of_source(project(tiny_project()), "en")
    both = "Felles innsats for bedre helse", "Joint effort for better health"

    assert "From “{}” [{}] (undated)".format(*both) in told["text"]
    assert (
        "title = {{{}}},\n  titleaddon = {{[{}]}}".format(f"{{{both[0]}}}", both[1])
        in (told["bibtex"])
    )
    assert "TI  - {}\nTT  - {}\n".format(*both) in told["ris"]


def test_signs_that_mean_something_to_a_form_are_written_as_it_has_them(tiny_project):
    odd = "100 % felles_innsats & {mer} \\ #1"
    dataset = project(tiny_project(), (TITLE, f'dcterms:title "{odd}"@nb'.replace("\\", "\\\\")))
    told = of_source(dataset)

    assert f"«{odd}»" in told["text"]
    assert r"{{100 \% felles\_innsats \& \{mer\} \textbackslash{} \#1}}" in told["bibtex"]
    assert {*ESCAPE} == {*FORMS}


def test_until_the_project_is_published_no_citation_names_an_address_of_ours(tiny_project):
    dataset = project(tiny_project())
    texts = [text for each in ("own", "sources") for text in _texts(citations(dataset)[each])]

    assert published(dataset) == ""
    assert [each for each in texts if "{address}" in each or "w3id.org" in each] == []


def test_where_the_project_says_where_it_is_published_the_citation_leads_there(tiny_project):
    own = [("dcat:version", "dcat:landingPage <https://example.org/graf/> ;\n    dcat:version")]
    dataset = project(tiny_project(), own=own)
    told = citations(dataset)

    assert published(dataset) == "https://example.org/graf/"
    assert told["own"]["nb"]["text"].endswith(", utgave 0.0.1. https://example.org/graf/")
    assert all("{address}" in each for each in told["sources"]["kilde-en"]["nb"].values())


def test_the_dataset_is_cited_by_whoever_publishes_it(tiny_project):
    told = citations(project(tiny_project()))["own"]

    assert told["nb"]["text"] == "Redaksjonen (2026). «Et lite prosjekt», utgave 0.0.1."
    assert told["en"]["text"].endswith("(2026). “A small project”, edition 0.0.1.")
    assert told["nb"]["ris"].startswith("TY  - DATA\n")


@pytest.mark.parametrize("form", FORMS)
def test_every_source_of_the_real_project_has_a_citation_to_fill_in(real, form):
    sources = citations(real)["sources"]
    texts = [forms[form] for by_language in sources.values() for forms in by_language.values()]

    assert len(texts) == 10
    assert [each for each in texts if "{quote}" not in each or "{place}" not in each] == []


def _texts(told):
    for each in told.values():
        yield from _texts(each) if isinstance(each, dict) else [each]
