"""The terminal: results on stdout, talk and progress on stderr, and Ctrl-C obeyed."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from threading import Thread, Timer
from typing import TYPE_CHECKING, Final, TextIO

from ho21.errors import UsageError, say, unwritable
from ho21.resources import messages
from ho21.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


# How a command ends.
FINE: Final = 0
PROJECT_AT_FAULT: Final = 1
CALL_AT_FAULT: Final = 2
INTERRUPTED: Final = 130
_HEARD: Final[list[Heard]] = []


def out(text: str | bytes) -> None:
    """Write a result to stdout; raises UsageError where it cannot be written or shown."""
    screen = sys.stdout is not None and sys.stdout.isatty()
    if screen and isinstance(text, bytes) and b"\0" in text:
        raise UsageError("binary-on-screen")
    try:
        _write(sys.stdout, text if isinstance(text, bytes) else text.encode())
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritable("stdout", error) from error


def tell(text: str) -> None:
    """Say something to the person at the terminal; what cannot be said is let go."""
    if not text.replace("\n", "").isprintable():
        text = visible(text)
    with suppress(OSError):
        _write(sys.stderr, f"{text}\n".encode())


def remark(text: str) -> None:
    """Say something that is only for who sees the result on a terminal."""
    if on_screen():
        tell(text)


def on_screen() -> bool:
    """Say whether the result is seen on a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


class Heard:
    """What a command has said and what it has written, and whether it would be so once more."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.said = bytearray()
        self.result = bytearray()
        self.lasts = True


@contextmanager
def heard() -> Iterator[Heard]:
    """Give what is told from here on."""
    _HEARD.append(Heard())
    try:
        yield _HEARD[-1]
    finally:
        _HEARD.pop()


def passing() -> None:
    """Mark what is told as another each time."""
    for each in _HEARD:
        each.lasts = False


def _write(stream: TextIO | None, content: bytes) -> None:
    for each in _HEARD:
        part = each.said if stream is sys.stderr else each.result
        part += content
    if stream is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    try:
        stream.flush()
        stream.buffer.write(content)
        stream.buffer.flush()
    except OSError:
        # What is left in the buffer must not be tried again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise


@contextmanager
def stoppable(lang: str, seconds: float | None = None) -> Iterator[None]:
    """Let Ctrl-C end the process at once: the engine itself hears nothing until it is done.

    After so many seconds it ends in any case. Both times it says why, in one sentence.
    """

    def late() -> None:
        _end(say("query-past-timeout", lang, limit=f"{seconds or 0:g}"), CALL_AT_FAULT)

    timer = Timer(seconds or 0, late)
    timer.daemon = True
    if seconds:
        timer.start()
    try:
        with _heard(lambda: _end(say("interrupted", lang), INTERRUPTED)):
            yield
    finally:
        timer.cancel()


@contextmanager
def _heard(act: Callable[[], object]) -> Iterator[None]:
    """Act on Ctrl-C at once, in a thread that waits for it while the main one is in the engine.

    Only the main thread is sent signals, so elsewhere nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    read, write = os.pipe()
    os.set_blocking(write, False)

    def hear() -> None:
        while signals := os.read(read, 1):
            if signals[0] == signal.SIGINT:
                act()
        os.close(read)

    Thread(target=hear, daemon=True).start()
    before = signal.signal(signal.SIGINT, lambda *_: None)  # Python itself only rings the pipe
    bell = signal.set_wakeup_fd(write)
    try:
        yield
    finally:
        signal.set_wakeup_fd(bell)
        signal.signal(signal.SIGINT, before)
        os.close(write)


def _end(sentence: str, code: int) -> None:
    tell(sentence)
    os._exit(code)


@contextmanager
def busy(lang: str, *stages: str) -> Iterator[Callable[[str], None]]:
    """Show on a terminal that work goes on, and by what is given which of its stages is begun."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    texts = messages("cli/help.toml")["busy"]
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(texts["working"][lang], total=len(stages) or None)

        def begin(stage: str) -> None:
            done = stages.index(stage) if stage in stages else None
            progress.update(task, description=texts[stage][lang], completed=done)

        yield begin
