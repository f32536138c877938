"""What is asynchronous, run in a thread of its own: a browser in the same process has its loop."""

from __future__ import annotations

import asyncio
import gc
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

Given = TypeVar("Given")


def run(coroutine: Coroutine[Any, Any, Given]) -> Given:
    """Return what a coroutine returns, whatever loop is running here.

    No garbage is collected meanwhile: rows of the engine may be dropped by this thread alone.
    """
    gc.disable()
    try:
        with ThreadPoolExecutor(1) as other:
            return other.submit(asyncio.run, coroutine).result()
    finally:
        gc.enable()
