"""Details of a segment: modality, numbers, dates, who is said to be responsible, data on people."""

from __future__ import annotations

import pytest

from ho21.ingest.segments.details import amounts, dates, is_responsible, modality, people


@pytest.mark.parametrize(
    ("words", "told"),
    {
        "Vi må rydde": "must",
        "Kommunen skal rydde": "must",
        "Vi trenger båter": "need",
        "Fylket bør rydde": "should",
        "The council should act": "should",
        "Alle kan bade": "may",
        "Fjorden er ren": "",
    }.items(),
)
def test_how_binding_words_are_is_told_by_the_strongest(words, told):
    assert modality(words) == told


@pytest.mark.parametrize(
    ("words", "told"),
    {
        "8 % av alle": [("8", "percent")],
        "om lag 12 000 båter": [("12000", "båter")],
        "1.250.000,5 kroner": [("1250000.5", "kroner")],
        "fem badeplasser": [("5", "badeplasser")],
        "3,5 millioner kroner": [("3.5", "million kroner")],
        "i 2030": [],
        "4. mai 2021": [],
        "en sti til to": [],
    }.items(),
)
def test_a_number_comes_in_canonical_form_with_what_it_counts_in(words, told):
    assert [(each.value, each.unit) for each in amounts(words)] == told


@pytest.mark.parametrize(
    ("words", "told"),
    {
        "fra 4. mai 2021": ["2021-05-04"],
        "i juni 2011": ["2011-06"],
        "den 17. mai": ["--05-17"],
        "innen 2030": ["2030"],
        "16.11.2018": ["2018-11-16"],
        "32.13.2018": [],
        "we may act": [],
    }.items(),
)
def test_a_date_is_told_as_far_as_it_is_given(words, told):
    assert [when for *_, when in dates(words)] == told


@pytest.mark.parametrize(
    ("words", "said"),
    {
        "Havnestyret skal rydde": True,
        "Ansvarlig: Havnestyret": True,
        "Havnestyret er et styre": False,
        "Vi ber Havnestyret om å rydde": False,
    }.items(),
)
def test_one_is_responsible_only_where_the_words_say_so(words, said):
    start = words.index("Havnestyret")

    assert is_responsible(words, start, start + len("Havnestyret")) is said


@pytest.mark.parametrize(
    ("words", "kinds"),
    {
        "Skriv til kari@example.org": ["mail"],
        "Ring 22 33 44 55": ["phone"],
        "Tlf. 22334455": ["phone"],
        "Planen koster 22 334 kroner": [],
    }.items(),
)
def test_data_on_people_are_found(words, kinds):
    assert people(words) == kinds
