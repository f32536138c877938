"""Where ho21 lies, and where its user keeps what may be made again.

No library is imported here: what is told again begins with this.
"""

from __future__ import annotations

import os
import sys

PACKAGE = os.path.dirname(__file__)


def room_path(name: str) -> str:
    """Return where ``ontology``, ``graph`` or ``queries`` lies: in a wheel, or in a checkout."""
    inside = f"{PACKAGE}/{name}"
    return (
        inside if os.path.isdir(inside) else f"{os.path.dirname(os.path.dirname(PACKAGE))}/{name}"
    )


def cache_path() -> str | None:
    """Return the folder of the user's cache in which ho21 keeps its own; None where there is none.

    On Linux it is told here (XDG Base Directory): to import the library takes 16 ms.
    """
    if sys.platform == "linux":
        given = os.environ.get("XDG_CACHE_HOME", "")
        home = os.path.expanduser("~")
        cache = given if os.path.isabs(given) else f"{home}/.cache" if home != "~" else ""
        return f"{cache}/ho21" if cache else None
    try:
        from platformdirs import user_cache_dir

        return user_cache_dir("ho21", appauthor=False)
    except (RuntimeError, OSError):  # who has no home
        return None
