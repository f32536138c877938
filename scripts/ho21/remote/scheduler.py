"""Sources expanded by the processes of a Dask cluster, on this machine or others.

The words and the names that every source shares are sent once, and a source to whichever process is
free. What a lost process had is done again by another. All of them need the same ho21.
"""

from __future__ import annotations

import pickle
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from ho21.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from distributed import Client

    from ho21.dataset.dataset import Dataset
    from ho21.dataset.loader import Over
    from ho21.project import Project

_SECONDS: Final = 10  # to answer, and until there is someone to do the work
_TRIES: Final = 3
_Sent = TypeVar("_Sent")
_SentBack = TypeVar("_SentBack")


def load_spread(project: Project, address: str | None) -> Dataset:
    """Return a dataset whose sources are expanded at a scheduler, or here where none is named."""
    from ho21.dataset.loader import load

    if address is None:
        return load(project)
    with spread(address) as over:
        return load(project, over)


@contextmanager
def spread(address: str) -> Iterator[Over]:
    """Give a map that a Dask scheduler runs.

    Raises UsageError where the library is not installed, no scheduler answers, it has no processes,
    or the work cannot be ended there.
    """
    import asyncio

    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise UsageError("extra-missing", call="--scheduler", extra="dask") from error
    try:
        asyncio.run(_greet(address))  # a client that reaches no one ends slowly, and not in silence
        client = Client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError, ImportError) as error:
        raise UsageError("scheduler-unreachable", address=address) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_SECONDS)
        except TimeoutError as error:
            raise UsageError("scheduler-idle", address=address) from error
        yield partial(_over, client, address)


async def _greet(address: str) -> None:
    import asyncio

    from distributed.comm.core import connect

    async with asyncio.timeout(_SECONDS):
        (await connect(address, timeout=_SECONDS)).abort()


def _over(
    client: Client, address: str, work: Callable[[_Sent], _SentBack], each: Iterable[_Sent]
) -> Iterable[_SentBack]:
    """Return what some work makes of each, in order.

    The work is a task too, not data that was put there: it is made again where it was lost.
    """
    from distributed import KilledWorker

    shared = client.submit(pickle.loads, pickle.dumps(work), pure=False)
    futures = [
        client.submit(_done, shared, pickle.dumps(one), pure=False, retries=_TRIES) for one in each
    ]
    try:
        return [pickle.loads(made) for made in client.gather(futures)]  # noqa: S301 (as is all there)
    except (KilledWorker, OSError, ImportError) as error:
        raise UsageError("scheduler-lost", address=address, why=error) from error


def _done(work: Callable[[_Sent], _SentBack], one: bytes) -> bytes:
    return pickle.dumps(work(pickle.loads(one)))  # noqa: S301 (whoever may send work may do more)
