"""The colours of the kinds of thing: seen against the page, and told from each other."""

import re
from itertools import combinations
from math import atan2, degrees, dist
from operator import mul

import pytest

from ho21.resources import MADE, SOURCES

TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);",
        (SOURCES / "explorer/static/shared/tokens.css").read_text(encoding="utf-8"),
    )
}
SCHEMES = {"light": 0, "dark": 1}
FILLED = sorted(each for each in TOKENS if f"{each}-fill" in TOKENS)
# These are drawn in black or grey, and known by their shapes.
HUELESS = {"strategy", "vision", "plan", "document", "actor"}
HUED = [each for each in FILLED if each not in HUELESS]


def linear(colour):
    """Return red, green and blue as light (sRGB, IEC 61966-2-1)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]


def contrast(one, other):
    """Return the contrast of two colours (WCAG 2.2)."""
    first, second = (
        sum(
            weight * part
            for weight, part in zip((0.2126, 0.7152, 0.0722), linear(each), strict=True)
        )
        for each in (one, other)
    )
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def oklab(colour):
    """Return a colour where equal distances look alike (Ottosson 2020)."""
    red, green, blue = linear(colour)
    long, medium, short = (
        (a * red + b * green + c * blue) ** (1 / 3)
        for a, b, c in (
            (0.4122214708, 0.5363325363, 0.0514459929),
            (0.2119034982, 0.6806995451, 0.1073969566),
            (0.0883024619, 0.2817188376, 0.6299787005),
        )
    )
    return tuple(
        a * long + b * medium + c * short
        for a, b, c in (
            (0.2104542553, 0.7936177850, -0.0040720468),
            (1.9779984951, -2.4285922050, 0.4505937099),
            (0.0259040371, 0.7827717662, -0.8086757660),
        )
    )


# How light comes through to who lacks one of the three kinds of cones (Machado 2009, severity 1).
SEEN = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
WHITE = (0.95047, 1.0, 1.08883)


def lab(colour, seen):
    """Return a colour as someone sees it, in CIELAB (D65): 2.3 apart is just to be told."""
    light = [min(1, max(0, sum(map(mul, row, linear(colour))))) for row in SEEN[seen]]
    rows = (
        (0.4124564, 0.3575761, 0.1804375),
        (0.2126729, 0.7151522, 0.0721750),
        (0.0193339, 0.1191920, 0.9503041),
    )
    parts = (sum(map(mul, row, light)) / white for row, white in zip(rows, WHITE, strict=True))
    x, y, z = (each ** (1 / 3) if each > 0.008856 else 7.787 * each + 16 / 116 for each in parts)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one, other, seen):
    return dist(lab(one, seen), lab(other, seen))


def hue(colour):
    _, a, b = oklab(colour)
    return degrees(atan2(b, a))


def found(name, scheme):
    return TOKENS[name][SCHEMES[scheme]]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_outline_of_a_kind_is_seen_on_the_page_and_on_its_own_ground(scheme):
    assert [
        (each, ground)
        for each in FILLED
        for ground in ("paper", "panel", f"{each}-fill")
        if contrast(found(each, scheme), found(ground, scheme)) < 3
    ] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_is_read_on_every_ground(scheme):
    grounds = ["paper", "panel", *(f"{each}-fill" for each in FILLED)]

    assert [
        (text, ground)
        for text in ("ink", "label", "soft", "accent", "read")
        for ground in (grounds if text in {"ink", "label"} else grounds[:2])
        if contrast(found(text, scheme), found(ground, scheme)) < 4.5
    ] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_two_kinds_look_alike(scheme):
    assert [
        pair
        for pair in combinations([*HUED, "actor"], 2)
        if dist(*(oklab(found(each, scheme)) for each in pair)) < 0.1
    ] == []


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_two_kinds_look_alike_to_who_sees_colours_otherwise(scheme, seen):
    drawn = [*HUED, "actor", "document", "strategy"]

    assert [
        (*pair, round(apart(*(found(each, scheme) for each in pair), seen), 1))
        for pair in combinations(drawn, 2)
        if apart(*(found(each, scheme) for each in pair), seen) < 17
    ] == []


def test_a_kind_has_the_same_hue_in_the_dark():
    def turned(name):
        return abs((hue(TOKENS[name][0]) - hue(TOKENS[name][1]) + 180) % 360 - 180)

    assert [each for each in HUED if turned(each) > 35] == []


def test_two_that_look_alike_and_a_colour_that_is_not_seen_are_told():
    assert dist(oklab("#bae683"), oklab("#eeec4b")) < 0.1
    assert apart("#8d2521", "#4d5a1e", "all") > 40
    assert apart("#8d2521", "#4d5a1e", "deuteranopia") < 17
    assert contrast("#4a5560", "#12161b") < 3
    assert round(contrast("#000000", "#ffffff"), 2) == 21


# The tokens

STYLES = sorted(
    path
    for ending in ("css", "css.j2", "html.j2")
    for path in SOURCES.rglob(f"*.{ending}")
    if not path.is_relative_to(MADE) and path.name != "tokens.css"
)
# In a picture a length is a unit of the drawing.
IN_PICTURES = r"(?m)^#picture [^{]*\{[^}]*\}"


def literal_colours(text):
    """Return the colours that a style or a template names itself."""
    text = re.sub(r"(?:href|data|src)=[\"'][^\"']*[\"']|&#\d+;", "", text)
    return re.findall(r"(?<![\w&/.\"'`(-])#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|oklab)a?\(", text)


def literal_sizes(text):
    text = re.sub(IN_PICTURES, "", text)
    return re.findall(r"font(?:-size)?:\s*[\d.]+(?:px|rem)", text)


def offenders(kind, paths):
    named = ((path.relative_to(SOURCES).as_posix(), path) for path in paths)
    found = ((name, kind(path.read_text(encoding="utf-8"))) for name, path in named)
    return {name: them for name, them in found if them}


def test_no_colour_stands_outside_the_tokens():
    assert len(STYLES) > 40
    assert offenders(literal_colours, STYLES) == {}


def test_letters_have_the_sizes_of_the_tokens():
    assert offenders(literal_sizes, [path for path in STYLES if path.suffix == ".css"]) == {}


def test_a_colour_and_a_size_beside_the_tokens_would_be_told():
    style = "a { color: #0b5fa5; font: 12px/1 serif; box-shadow: 0 0 2px rgb(0 0 0 / .2); }"

    assert literal_colours(style) == ["#0b5fa5", "rgb("]
    assert literal_sizes(style) == ["font: 12px"]
    assert literal_sizes("#picture text { font-size: 12px; }\n#bar { font-size: 12px; }") == [
        "font-size: 12px"
    ]
    assert literal_colours('<a href="#abc">x</a> must("#hits") var(--ink)') == []
