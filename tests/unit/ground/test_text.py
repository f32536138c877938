"""Text for people: sorting, dates, numbers, two languages, and signs a terminal may show."""

from ho21.text import https, last


def test_the_last_part_of_an_address_stands_after_its_hash_or_its_last_slash():
    assert last("https://w3id.org/ho21/def#Goal") == "Goal"
    assert last("https://w3id.org/ho21/id/tiltak/dele-data") == "dele-data"


def test_only_an_https_address_is_one_that_a_page_may_link_to():
    assert https("https://example.org/") == "https://example.org/"
    assert https("http://example.org/") is None
    assert https("javascript:alert(1)") is None
    assert https(None) is None
