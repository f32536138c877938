"""Arguments of a tool: the schema that tells of them, and what is wrong with those given."""

import pytest

from ho21.errors import UsageError
from ho21.mcp.arguments import read_arguments, schema

WORDS = {name: {"nb": f"{name} på norsk", "en": f"{name} in English"} for name in "abc"}


class Tools:
    """Tools as an assistant has them."""

    def some(self, a: str, b: int = 5, c: dict[str, str] = {}) -> None:  # noqa: B006
        """Take one of each kind."""

    def none(self) -> None:
        """Take nothing."""


def read(given, tool="some"):
    return read_arguments(getattr(Tools(), tool), WORDS, given)


def test_a_schema_has_plain_types_and_says_what_may_be_left_out():
    assert schema(Tools().some, WORDS, "en") == {
        "type": "object",
        "properties": {
            "a": {"type": "string", "description": "a in English"},
            "b": {"type": "integer", "description": "b in English", "default": 5},
            "c": {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "description": "c in English",
                "default": {},
            },
        },
        "required": ["a"],
    }
    assert schema(Tools().none, WORDS, "nb") == {"type": "object", "properties": {}}


@pytest.mark.parametrize(
    ("given", "read_as"),
    [
        ({"a": ""}, {"a": ""}),
        ({"a": "æ\n\t🙂", "b": None, "c": None}, {"a": "æ\n\t🙂"}),
        ({"a": "3", "b": "3"}, {"a": "3", "b": 3}),
        ({"a": "x", "b": 3.0}, {"a": "x", "b": 3}),
        ({"a": "x", "b": -(10**30)}, {"a": "x", "b": -(10**30)}),
        ({"a": "x", "c": {"y": 2030, "z": None}}, {"a": "x", "c": {"y": "2030"}}),
    ],
)
def test_what_is_given_is_read_as_it_is_meant(given, read_as):
    assert read(given) == read_as


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({}, "argument-missing"),
        ({"a": None}, "argument-missing"),
        ({"a": 1}, "argument-kind"),
        ({"a": True}, "argument-kind"),
        ({"a": ["x"]}, "argument-kind"),
        ({"a": "x", "b": True}, "argument-kind"),
        ({"a": "x", "b": 1.5}, "argument-kind"),
        ({"a": "x", "b": float("inf")}, "argument-kind"),
        ({"a": "x", "b": "1" * 5000}, "argument-kind"),
        ({"a": "x", "b": "³"}, "argument-kind"),
        ({"a": "x", "c": "y=z"}, "argument-kind"),
        ({"a": "x", "c": {"y": ["z"]}}, "argument-kind"),
        ({"a": "x", "c": {"y": True}}, "argument-kind"),
        ({"a": "x" * 65_537}, "argument-long"),
        ({"a": "x", "c": {"y": "z" * 65_537}}, "argument-long"),
        ({"a": "x\0"}, "argument-sign"),
        ({"a": "\ud800"}, "argument-sign"),
        ({"a": "x", "c": {"\x1b": "z"}}, "argument-sign"),
        ({"a": "x", "d": 1}, "argument-unknown"),
    ],
)
def test_what_cannot_be_meant_is_told(given, key):
    with pytest.raises(UsageError) as caught:
        read(given)

    assert caught.value.key == key


def test_a_tool_that_takes_nothing_says_so():
    with pytest.raises(UsageError) as caught:
        read({"nope": 1}, "none")

    assert caught.value.text("nb") == "none tar ingen argumenter; kall verktøyet uten nope."
