"""Words for readers: set as in print."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORDS = [
    *(ROOT / "scripts/ho21/explorer").rglob("*.toml"),
    *(ROOT / "scripts/ho21/site").rglob("*.toml"),
    *(ROOT / "scripts/ho21/export").glob("*.toml"),
    ROOT / "queries/questions.toml",
]


def straight_marks(text: str) -> list[str]:
    """Return the words of a file for readers that have the apostrophe of a typewriter."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return re.findall(r"[a-z]+'[a-z]*", "\n".join(lines))


def test_words_for_readers_have_the_apostrophe_of_print():
    found = {path.name: straight_marks(path.read_text(encoding="utf-8")) for path in WORDS}

    assert len(WORDS) > 30
    assert {name: words for name, words in found.items() if words} == {}


def test_a_straight_apostrophe_would_be_told():
    assert straight_marks("# it's\nen = \"the council's, and the council’s\"") == ["council's"]
