"""The colours of the kinds of thing: seen against the page, and told from each other."""

import re
from itertools import combinations
from math import atan2, degrees, dist

import pytest

from ho21.resources import SOURCES

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


def test_a_kind_has_the_same_hue_in_the_dark():
    def turned(name):
        return abs((hue(TOKENS[name][0]) - hue(TOKENS[name][1]) + 180) % 360 - 180)

    assert [each for each in HUED if turned(each) > 35] == []


def test_two_that_look_alike_and_a_colour_that_is_not_seen_are_told():
    assert dist(oklab("#bae683"), oklab("#eeec4b")) < 0.1
    assert contrast("#4a5560", "#12161b") < 3
    assert round(contrast("#000000", "#ffffff"), 2) == 21
