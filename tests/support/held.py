"""The data that a page holds, its parts put together again."""

from __future__ import annotations

import json
import re
from typing import Any

from ho21.explorer.page import PARTS

PART = re.compile(r'<script type="application/json" id="data-(\w+)">(.*?)</script>', re.DOTALL)


def data(html: str) -> dict[str, Any]:
    """Return what a page holds, by the names it has in Python; a source stands with its text."""
    found = {name: json.loads(text) for name, text in PART.findall(html)}
    held = found.pop("page") | {PARTS[name]: it for name, it in found.items()}
    texts = held.pop("texts")
    return held | {
        "sources": [each | texts.get(each["slug"], {}) for each in held["sources"]],
    }
