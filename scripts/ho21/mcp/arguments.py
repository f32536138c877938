"""Arguments of a tool: their JSON Schema in its plainest form, and what is wrong with those given.

Some assistants refuse a schema with alternatives or references, and most send a number as text or
null for what they leave out: that is read as it is meant.
"""

from __future__ import annotations

import re
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Any, Final, get_type_hints

from ho21.errors import LANGUAGES, UsageError
from ho21.resources import messages
from ho21.text import hint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MOST: Final = 65_536  # characters, as much as a request may have at the server
_SIGN: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_TYPES: Final[dict[Any, dict[str, Any]]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    dict[str, str]: {"type": "object", "additionalProperties": {"type": "string"}},
}


def schema(method: Callable[..., Any], words: Mapping[str, Mapping[str, str]], lang: str) -> Any:  # noqa: ANN401 (JSON)
    """Return the JSON Schema of a method's parameters, each with the words that explain it."""
    kinds = get_type_hints(method)
    given = signature(method).parameters
    made = {name: _TYPES[kinds[name]] | {"description": words[name][lang]} for name in given}
    for name, each in given.items():
        if each.default is not Parameter.empty:
            made[name]["default"] = each.default
    needed = [name for name, each in given.items() if each.default is Parameter.empty]
    return {"type": "object", "properties": made} | ({"required": needed} if needed else {})


def read_arguments(
    method: Callable[..., Any], words: Mapping[str, Mapping[str, str]], given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what a method is to be called with; raises UsageError for what cannot be meant."""
    tool, kinds = method.__name__, get_type_hints(method)
    parameters = signature(method).parameters
    for name in given:
        if not parameters:
            raise UsageError("arguments-none", tool=tool, word=name)
        if name not in parameters:
            known = [*parameters]
            near = hint(name, known)
            known_here = ", ".join(known)
            raise UsageError("argument-unknown", tool=tool, word=name, hint=near, known=known_here)
    told = {name: value for name, value in given.items() if value is not None}
    for name, each in parameters.items():
        if each.default is Parameter.empty and name not in told:
            raise UsageError("argument-missing", tool=tool, name=name, what=words[name])
    return {name: _read(name, kinds[name], value) for name, value in told.items()}


def _read(name: str, kind: Any, value: Any) -> Any:  # noqa: ANN401 (JSON)
    if kind is str and isinstance(value, str):
        return _plain(name, value)
    if kind is int and _is_whole(value):
        return int(value)
    if kind == dict[str, str] and isinstance(value, dict):
        texts = {key: _text(each) for key, each in value.items() if each is not None}
        if None not in texts.values():
            return {_plain(name, key): _plain(name, str(each)) for key, each in texts.items()}
    wanted = messages("mcp/messages.toml")["kinds"][_TYPES[kind]["type"]]
    raise UsageError("argument-kind", name=name, wanted={lang: wanted[lang] for lang in LANGUAGES})


def _is_whole(value: object) -> bool:
    if isinstance(value, str):
        return re.fullmatch(r"-?\d{1,9}", value, re.ASCII) is not None
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1


def _text(value: object) -> str | None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if number or isinstance(value, str) else None


def _plain(name: str, text: str) -> str:
    if len(text) > _MOST:
        raise UsageError("argument-long", name=name, limit=_MOST)
    if found := _SIGN.search(text):
        raise UsageError("argument-sign", name=name, sign=f"U+{ord(found[0]):04X}")
    return text
