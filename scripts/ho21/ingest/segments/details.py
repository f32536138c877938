"""Details of a segment: how binding its words are, its numbers and dates, and data on people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from ho21.resources import messages

_FILE: Final = "ingest/segments/details.toml"
_YEAR: Final = r"(?:19|20)\d\d"
_NUMBER: Final = r"\d{1,3}(?:[ \u00a0.]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it is written, in canonical decimals, with what it counts in."""

    start: int
    end: int
    value: str
    unit: str


def _told(part: str) -> dict[str, Any]:
    found: dict[str, Any] = messages(_FILE)[part]
    return found


@cache
def _pattern(part: str, name: str) -> re.Pattern[str]:
    return re.compile(_told(part)[name], re.IGNORECASE)


def modality(words: str) -> str:
    """Return how binding words are: must, need, should, may or nothing, by the strongest."""
    return next(
        (each for each in _told("modality") if _pattern("modality", each).search(words)), ""
    )


@cache
def _amounts() -> re.Pattern[str]:
    spelt = "|".join(sorted(map(re.escape, _told("numbers")), key=len, reverse=True))
    units = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _told("units").items())
    return re.compile(
        rf"(?<![\w.,/-])(?:(?P<digits>{_NUMBER})|(?P<spelt>{spelt})\b)"
        rf"(?:[ \u00a0]?(?:{units})(?!\w))?(?:[ \u00a0](?P<noun>[^\W\d_]{{3,}}))?",
        re.IGNORECASE,
    )


def amounts(words: str) -> list[Amount]:
    """Return the numbers of words, but for years, dates and numbers of things.

    A number that is spelt counts only where a noun follows.
    """
    dated = {at for start, end, _ in dates(words) for at in range(start, end)}
    found = []
    for each in _amounts().finditer(words):
        unit = next((name for name in _told("units") if each[name]), "")
        noun = (each["noun"] or "").casefold()
        if each.start() in dated or (each["spelt"] and not noun):
            continue
        if each["digits"] and re.fullmatch(_YEAR, each["digits"]) and not unit:
            continue
        if not unit and not noun:
            continue
        value = (
            str(_told("numbers")[each["spelt"].casefold()])
            if each["spelt"]
            else _canonical(each["digits"])
        )
        found.append(Amount(each.start(), each.end(), value, " ".join(filter(None, (unit, noun)))))
    return found


def _canonical(digits: str) -> str:
    """Return digits in groups, with a comma, as XML Schema writes a decimal."""
    bare = re.sub(r"[ \u00a0]", "", digits)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", bare):
        bare = bare.replace(".", "")
    return bare.replace(",", ".")


@cache
def _dates() -> re.Pattern[str]:
    month = "|".join(each for names in _told("months").values() for each in names)
    return re.compile(
        rf"(?:(?P<day>\d{{1,2}})\.? )?(?P<month>{month})(?: (?P<year>{_YEAR}))?(?!\w)"
        rf"|(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\.(?P<y>{_YEAR})|(?P<iso>{_YEAR}-\d\d-\d\d)"
        rf"|(?<![\w-])(?P<alone>{_YEAR})(?![\w])",
        re.IGNORECASE,
    )


def dates(words: str) -> list[tuple[int, int, str]]:
    """Return start, end and date of what is dated, as far as the date is given."""
    found = []
    for each in _dates().finditer(words):
        told = _date(each)
        if told:
            found.append((each.start(), each.end(), told))
    return found


def _date(found: re.Match[str]) -> str:
    if found["iso"] or found["alone"]:
        return found["iso"] or found["alone"]
    if found["y"]:
        return _in_order(found["y"], found["m"], found["d"])
    named = found["month"].casefold()
    month = next(number for number, names in _told("months").items() if named in names)
    if not found["day"] and not found["year"]:
        return ""  # «may» and «mars» are words too
    return _in_order(found["year"] or "-", month, found["day"] or "")


def _in_order(year: str, month: str, day: str) -> str:
    if not 1 <= int(month) <= 12 or (day and not 1 <= int(day) <= 31):  # noqa: PLR2004 (a calendar)
        return ""
    return "-".join(filter(None, (year, f"{int(month):02}", f"{int(day):02}" if day else "")))


def people(words: str) -> list[str]:
    """Return the kinds of data on people that words hold: mail, phone, number."""
    return [each for each in _told("people") if _pattern("people", each).search(words)]


def is_responsible(words: str, start: int, end: int) -> bool:
    """Say whether words make the one they name responsible, by a verb or as «Ansvar: …»."""
    before, after = words[:start], words[end:]
    if _pattern("responsible", "called").search(before):
        return True
    first = _pattern("responsible", "before").search(before) is not None or not before.strip()
    return first and _pattern("responsible", "after").search(after) is not None
