"""Text for people: sorting, dates, numbers, two languages, and signs a terminal may show."""

from __future__ import annotations

import re
import string
import tomllib
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unicodedata import category, is_normalized, normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from importlib.resources.abc import Traversable

_AFTER_Z: Final = str.maketrans({"æ": "{", "ø": "|", "å": "}", "ä": "{", "ö": "|", "é": "e"})
_FIRST: Final = {"nb": 0, "nn": 1, "en": 2}
_NUMBER: Final = re.compile(r"(-?)(\d{1,300})(?:\.(\d+))?", re.ASCII)
_WHOLE: Final = re.compile(r"[+-]?\d{1,300}", re.ASCII)  # Python refuses numbers that are longer
_HIDDEN: Final = r"\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
_UNSEEN: Final = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{_HIDDEN}]")
_UNSEEN_IN_LINE: Final = re.compile(rf"[\x00-\x1f\x7f-\x9f{_HIDDEN}]")
_SHORT: Final = 3  # letters of a word that is alike to too many others
_MONTH: Final = r"(?:0[1-9]|1[0-2])"
_DATE: Final = re.compile(
    rf"(?:(?P<year>\d{{4}})(?:-(?P<month>{_MONTH})(?:-(?P<day>\d\d))?)?"
    rf"|--(?P<alone>{_MONTH})(?:-(?P<day_alone>\d\d))?)(?:Z|[+-]\d\d:\d\d)?",
    re.ASCII,
)


_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_DIRECTION: Final = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_FORMLESS: Final = re.compile(r"[\u00ad\u200b\u2060\ufeff]")
_ENDED_BY: Final = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys(
    "\u2066\u2067\u2068", "\u2069"
)


# What a cell of Excel holds.
LONGEST_CELL: Final = 32_767


def package() -> Traversable:
    """Return the folder of the package, also where that lies in an archive."""
    folder = Path(__file__).parent
    if folder.is_dir():
        return folder
    from importlib.resources import files  # which takes longer than a question does

    return files("ho21")


def fits_cell(text: str) -> bool:
    """Say whether a cell of a spreadsheet holds a text; Excel counts an emoji as two."""
    room = 2 * LONGEST_CELL
    return len(text) <= room // 4 or len(text.encode("utf-16-le")) <= room


def code_point(sign: str) -> str:
    """Return a sign by its code point, and itself where it can be seen."""
    code = f"U+{ord(sign):04X}"
    return f"{code} ({sign})" if category(sign)[0] in "LNPS" else code


def unpaired(text: str) -> int:
    """Return where a direction sign stands without its other half on the line, or -1.

    It turns around what is written after it, so that the text reads otherwise than it is.
    """
    start = 0
    for line in text.split("\n") if _DIRECTION.search(text) else ():
        awaited: list[tuple[str, int]] = []
        for found in _DIRECTION.finditer(line):
            if end := _ENDED_BY.get(found[0]):
                awaited.append((end, found.start()))
            elif not awaited or awaited.pop()[0] != found[0]:
                return start + found.start()
        if awaited:
            return start + awaited[0][1]
        start += len(line) + 1
    return -1


def unfit(text: str) -> int:
    """Return where a sign stands that no text may have, or -1.

    That is a control sign, what XML cannot hold, or half of a pair of direction signs.
    """
    found = _CONTROL.search(text)
    return found.start() if found else unpaired(text)


def indistinct(text: str) -> int:
    """Return where a sign stands that makes two texts that look the same differ, or -1.

    That is one without form, or a letter and a mark that should be one sign.
    """
    if found := _FORMLESS.search(text):
        return found.start()
    if is_normalized("NFC", text):
        return -1
    composed = normalize("NFC", text)
    return next((at for at, sign in enumerate(text) if composed[at : at + 1] != sign), -1)


def code_points(text: str, at: int) -> str:
    """Return a sign of a text by its code point, with those of the marks that belong to it."""
    marks = takewhile(lambda each: category(each).startswith("M"), text[at + 1 :])
    return " + ".join(map(code_point, (*text[at : at + 1], *marks))) or "–"


def visible(text: str, *, lines: bool = True) -> str:
    """Show control and direction characters, and those no one sees, by their code point.

    Tabs and line ends are left as they are, unless the text is to have no ``lines``.
    """
    return (_UNSEEN if lines else _UNSEEN_IN_LINE).sub(
        lambda match: f"\\u{ord(match[0]):04x}", text
    )


def last(iri: str) -> str:
    """Return the last part of an IRI, after ``#`` or ``/``."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def https(url: str | None) -> str | None:
    """Return the address where it is one that a page may safely link to."""
    return url if url and url.startswith("https://") else None


def in_tag_order(languages: Iterable[str]) -> tuple[str, ...]:
    """Return language tags in the order a project has them: nb, nn, en, and the rest by tag."""
    return tuple(sorted(set(languages), key=lambda tag: (_FIRST.get(tag, len(_FIRST)), tag)))


def for_reader(lang: str, languages: Iterable[str]) -> str:
    """Return which of some languages a reader of the interface in ``lang`` is shown a text in.

    That is the reader's own, for bokmål else nynorsk, else the first of them; "" of none.
    """
    given = in_tag_order(languages)
    also = ("nn",) if lang == "nb" else ()
    return next((each for each in (lang, *also, *given) if each in given), "")


def interface(languages: Iterable[str]) -> str:
    """Return the language of the interface for a project: that of its first language, or en."""
    return "nb" if in_tag_order(languages)[:1] in {("nb",), ("nn",)} else "en"


def suffix(lang: str, usual: str) -> str:
    """Return what the file of a page has before its ending: nothing in the project's language."""
    return "" if lang == usual else f".{lang}"


def norwegian(text: str) -> str:
    """Return a key that sorts by the Norwegian alphabet: æ, ø, å (and aa) last."""
    letters = normalize("NFC", text).casefold()
    return letters.replace("aa", "å").translate(_AFTER_Z)


def alphabetical(text: str, lang: str) -> str:
    """Return a key that sorts by the alphabet of a language: for nb and nn the Norwegian.

    Elsewhere it is by code point, capitals and small letters alike.
    """
    return norwegian(text) if lang in {"nb", "nn"} else normalize("NFC", text).casefold()


def escaped(text: str) -> str:
    """Return a text as one line in which Markdown sees nothing but letters."""
    return re.sub(r"[\\`*_|<>\[\]#&~]", r"\\\g<0>", re.sub(r"\s+", " ", text))


def date(text: str, lang: str) -> str:
    """Return a date of the graph as a person writes it; what is not a date is left as it is."""
    found = _DATE.fullmatch(text)
    if not found:
        return text
    year, month, day = (
        found["year"],
        found["month"] or found["alone"],
        found["day"] or found["day_alone"],
    )
    named = _words()["months"][lang].split()[int(month) - 1] if month else ""
    if day:
        named = f"{int(day)}. {named}" if lang == "nb" else f"{int(day)} {named}"
    return " ".join(each for each in (named, year) if each)


def whole(text: str) -> int | None:
    """Return the whole number that a text is, or None where it is no number, or one too long."""
    return int(text) if _WHOLE.fullmatch(text) else None


def number(text: str, lang: str) -> str:
    """Return a number of the graph as a person writes it; what is no number is left as it is."""
    found = _NUMBER.fullmatch(text)
    if not found:
        return text
    sign, digits, part = found[1], f"{int(found[2]):,}", (found[3] or "").rstrip("0")
    if lang == "nb":
        digits = digits.replace(",", "\N{NO-BREAK SPACE}")
    point = "," if lang == "nb" else "."
    return f"{sign}{digits}{point}{part}" if part else f"{sign}{digits}"


class _Counts(string.Formatter):
    def __init__(self, lang: str) -> None:
        self.lang = lang

    def format_field(self, value: object, format_spec: str) -> str:
        one, many, either = format_spec.partition("|")
        noun = either if many and str(value) != "1" else one
        return f"{number(str(value), self.lang)} {noun}" if noun else str(value)


def fill_in(text: str, lang: str, /, **fields: object) -> str:
    """Return a text with its fields filled in, each count with its noun.

    ``{rows:row|rows}`` is «1 row» or «2 000 rows», the number as a person writes it.
    """
    return _Counts(lang).format(text, **fields)


def listed(names: Sequence[str], last: str, lang: str) -> str:
    """Return names as a person lists them; ``last`` is the word before the last, and or or."""
    *head, tail = names
    return f"{', '.join(head)} {_words()[last][lang]} {tail}" if head else tail


def in_sentence(name: str, lang: str) -> str:
    """Return a name as it stands inside a sentence, its English article in small letters."""
    return name.replace("The ", "the ", 1) if lang == "en" and name.startswith("The ") else name


def called_in_sentence(name: str, lang: str) -> str:
    """Return a name as it stands inside a sentence, in marks in Norwegian as its capital stays."""
    return in_sentence(name, lang) if lang == "en" else f"«{name}»"


def nearest(name: str, known: Sequence[str]) -> list[str]:
    """Return the nearest of some names, the nearest first; none is an address."""
    from difflib import get_close_matches

    given = name.lstrip("-")  # that both are options makes none alike
    bare = {each.lstrip("-"): each for each in known if _comparable(given, each.lstrip("-"))}
    close = get_close_matches(given, bare, 3, 0.6)
    return [bare[each] for each in close if "://" not in each]


def _comparable(name: str, other: str) -> bool:
    """Tell whether words may be alike: of very short ones, any two share most of their letters."""
    short, long = sorted((name, other), key=len)
    return (
        len(short) > _SHORT
        or long.startswith(short)
        or sorted(short) == sorted(long)
        or (len(short) == _SHORT and short[0] == long[0])
    )


def hint(name: str, known: Sequence[str]) -> dict[str, str]:
    """Return, in brackets and in both languages, what may have been meant, else nothing."""
    near = nearest(name, known)
    return {
        lang: text.format(names=listed(near, "or", lang)) if near else ""
        for lang, text in _words()["meant"].items()
    }


def perhaps(name: str, known: Sequence[str]) -> str | dict[str, str]:
    """Return a name, in both languages with what may have been meant where something is near."""
    near = hint(name, known)
    return {lang: f"{name}{each}" for lang, each in near.items()} if any(near.values()) else name


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((package() / "text.toml").read_text(encoding="utf-8"))


def inside_script(json: str) -> str:
    """Return JSON that may stand in a script element: no character of it can end the element."""
    for letter in "<>&\u2028\u2029":
        json = json.replace(letter, f"\\u{ord(letter):04x}")
    return json
