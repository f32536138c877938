"""Locks on files, which the system gives back when a process ends, however it does."""

from __future__ import annotations

import errno
import sys
from typing import IO, Final

_FAR: Final = 1 << 30  # Windows locks bytes, and no one is kept from reading the first ones
_HELD: Final = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)


def locked(file: IO[bytes]) -> bool:
    """Lock a file, or say that another process has it; where there are no locks no one has."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ModuleNotFoundError:
        return True
    except OSError as error:
        return error.errno not in _HELD
    return True
