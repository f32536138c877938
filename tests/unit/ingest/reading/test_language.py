"""The language of a document is told by its small words, or left open."""

import pytest

from ho21.ingest.reading.language import language_of


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("nb", "Vi vet ikke hva som skjer nå, men det er noe vi må gjøre sammen."),
        ("nn", "Vi veit ikkje kva som skjer no, men det er noko vi må gjere saman."),
        ("en", "We do not know what will happen, but it is for all of us to do."),
        ("sv", "Vi vet inte vad som händer nu, men det är något vi måste göra."),
        ("da", "Vi ved ikke hvad der sker nu, men det er noget vi må gøre af hensyn til jer."),
        ("", "Mål 2025: bru, veg, lys."),
        ("", "og i det som er på til"),
        ("", ""),
    ],
)
def test_the_language_is_the_one_whose_small_words_are_most(lang, text):
    assert language_of(text) == lang
