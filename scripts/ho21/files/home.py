"""Where the user keeps what may be made again.  No library is imported: each answer begins here."""

from __future__ import annotations

import os
import sys


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
