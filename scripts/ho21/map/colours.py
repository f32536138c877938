"""The colours of the kinds of thing: one palette for the explorer and for files made elsewhere."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from ho21.resources import resource

_COLOUR: Final = re.compile(r"--([\w-]+): light-dark\((#\w{6}),")


@cache
def palette() -> dict[str, str]:
    """Return each colour of the explorer's light theme by its name, as ``#277e59``."""
    return dict(_COLOUR.findall(resource("explorer/static/shared/tokens.css")))
