"""A request to another server: to the one named and no other, within a time and a size."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass, field
from ipaddress import ip_address
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from ho21.credential import Credential
from ho21.fault import CallError
from ho21.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from urllib3 import BaseHTTPResponse, HTTPConnectionPool

    from ho21.credential import Challenge

LONGEST: Final = 50_000_000
SECONDS: Final = 10.0
_SHOWN: Final = 200
_ADDRESS: Final = re.compile(
    r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])"
    r"(?::(?P<port>[0-9]{1,5}))?(?P<path>/[!-~]*)?",
    re.IGNORECASE,
)
_UNSAFE: Final = re.compile(r'[#"<>\\^`{|}]')
# What one says who has stopped before the answer was whole, and answers with 200 all the same.
_HALF: Final = ("x-sql-state", "x-sparql-maxrows")
_PLAIN: Final = frozenset(("text/plain", "application/json", "application/problem+json"))


@dataclass(frozen=True)
class Address:
    """Where a request goes: https, or this machine itself."""

    scheme: str
    host: str
    port: int
    path: str

    def target(self, pairs: Iterable[tuple[str, str]] = ()) -> str:
        """Return the path with some parameters added."""
        more = urlencode([*pairs])
        return self.path + ("&" if "?" in self.path else "?") * bool(more) + more


@dataclass(frozen=True)
class Reply:
    """What came back: status, media type, headers by lower-case name, and the whole body.

    ``measured`` says that the server told where the body ends, so that a part is not taken for all.
    """

    status: int
    media: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    measured: bool = True


@dataclass(frozen=True)
class Request:
    """What is sent: the method, parameters for the address, headers, and a body."""

    method: str
    pairs: tuple[tuple[str, str], ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = field(default=None, repr=False)


def address(url: str) -> Address:
    """Return where an address leads; raises CallError for any that we would not send to."""
    if "@" in url.partition("//")[2].partition("/")[0]:
        raise CallError("address-secret")  # not shown again, as a password may stand in it
    found = _ADDRESS.fullmatch(url)
    path = (found["path"] if found else "") or "/"
    port = int(found["port"]) if found and found["port"] else None
    if not found or _UNSAFE.search(path) or (port is not None and not 0 < port <= 65535):  # noqa: PLR2004 (all there are)
        raise CallError("address-form", url=visible(url)[:_SHOWN])
    scheme, host = found["scheme"].lower(), found["host"].lower().strip("[]")
    if scheme == "http" and not _here(host):
        raise CallError("address-open", host=host)
    return Address(scheme, host, port or (443 if scheme == "https" else 80), path)


def _here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class Courier:
    """One who brings requests to one address and replies back, and goes nowhere else.

    No redirect is followed, no proxy used, nothing sent in the clear but to this machine.
    ``seconds`` is what one request gets in all; a reply has at most ``longest`` bytes.
    """

    def __init__(
        self,
        url: str,
        credential: Credential | None = None,
        seconds: float = SECONDS,
        longest: int = LONGEST,
    ) -> None:
        """Learn where to go; raises CallError for an address that we would not send to."""
        self.address = address(url)
        self.seconds = seconds
        self._credential = credential or Credential()
        self._longest = longest
        self._challenge: Challenge | None = None
        self._answers = 0

    @property
    def host(self) -> str:
        """The server's name, as it is told to people."""
        return self.address.host

    def bring(self, request: Request, also: tuple[int, ...] = ()) -> Reply:
        """Return the reply of a server that says yes, or one of some other statuses.

        Raises CallError for everything else that may happen on the way.
        """
        brought: list[Reply | CallError] = []
        until = monotonic() + self.seconds

        def go() -> None:
            try:
                brought.append(self._asked(request, until, also))
            except CallError as error:
                brought.append(error)

        # A name that is looked up for ever, or a reply that drips, has no time limit of its own.
        thread = Thread(target=go, daemon=True)
        thread.start()
        thread.join(self.seconds)
        if not brought:
            raise self._slow()
        if isinstance(brought[0], CallError):
            raise brought[0]
        return brought[0]

    def _asked(self, request: Request, until: float, also: tuple[int, ...]) -> Reply:
        """Send a request, and once more with the password where it is asked for."""
        known = self._challenge
        reply = self._sent(request, until)
        if reply.status == 401:  # noqa: PLR2004 (who are you?)
            asked = self._credential.chosen([reply.headers.get("www-authenticate", "")])
            fresh = known is None or asked is None or asked.said.get("stale", "").lower() == "true"
            if asked and fresh:
                self._challenge, self._answers = asked, 0
                reply = self._sent(request, until)
        if any(each in reply.headers for each in _HALF):
            raise CallError("remote-half", host=self.host)
        if 200 <= reply.status < 300 or reply.status in also:  # noqa: PLR2004 (the class of yes)
            return reply
        raise self._refused(reply)

    def _sent(self, request: Request, until: float) -> Reply:
        import urllib3

        target = self.address.target(request.pairs)
        headers = {"Accept-Encoding": "identity", "Connection": "close", "User-Agent": "ho21"}
        headers |= request.headers | self._credential.unasked()
        if self._challenge:
            self._answers += 1
            told = (self._challenge, request.method, target, self._answers)
            headers |= self._credential.answer(*told)
        try:
            with (
                self._line() as pool,
                pool.urlopen(
                    request.method,
                    target,
                    body=request.body,
                    headers=headers,
                    redirect=False,
                    preload_content=False,
                    decode_content=False,
                    timeout=urllib3.Timeout(total=max(until - monotonic(), 0.01)),
                ) as response,
            ):
                return self._read(response, until)
        except urllib3.exceptions.NewConnectionError as error:
            raise CallError("remote-unreachable", host=self.host, why=_why(error)) from error
        except urllib3.exceptions.TimeoutError as error:
            raise self._slow() from error
        except urllib3.exceptions.SSLError as error:
            raise CallError("remote-tls", host=self.host, why=_why(error)) from error
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise CallError("remote-cut", host=self.host) from error

    def _line(self) -> HTTPConnectionPool:
        """Return a connection of its own for one request: a kept one may be closed unheard."""
        import urllib3

        where = (self.address.host, self.address.port)
        if self.address.scheme == "http":
            return urllib3.HTTPConnectionPool(*where, retries=False)
        trusted = ssl.create_default_context()
        return urllib3.HTTPSConnectionPool(*where, ssl_context=trusted, retries=False)

    def _read(self, response: BaseHTTPResponse, until: float) -> Reply:
        fine = 200 <= response.status < 300  # noqa: PLR2004 (the class of yes)
        if fine and response.headers.get("content-encoding", "identity").lower() != "identity":
            raise CallError("remote-packed", host=self.host)
        most = self._longest if fine else _SHOWN * 10
        body = bytearray()
        for part in response.stream(1 << 16, decode_content=False):
            body += part
            if len(body) > most:
                break
            if monotonic() > until:
                raise self._slow()
        if fine and len(body) > most:
            raise CallError("remote-large", host=self.host, limit=most // 1_000_000)
        headers = {name.lower(): value for name, value in response.headers.items()}
        media = headers.get("content-type", "").partition(";")[0].strip().lower()
        length = headers.get("content-length")
        if length is not None and not length.isdecimal():
            raise CallError("remote-cut", host=self.host)
        measured = length is not None or "transfer-encoding" in headers
        return Reply(response.status, media, headers, bytes(body), measured)

    def _slow(self) -> CallError:
        return CallError("remote-slow", host=self.host, limit=f"{self.seconds:g}")

    def _refused(self, reply: Reply) -> CallError:
        """Return what to say of a reply that is no yes, with little of what the server says."""
        status = reply.status
        if 300 <= status < 400:  # noqa: PLR2004 (the class of «elsewhere»)
            return CallError(
                "remote-elsewhere",
                host=self.host,
                where=self._shown(reply.headers.get("location", "–")),
            )
        if status in {401, 403}:
            return CallError("remote-denied", host=self.host, status=status)
        words = reply.body.decode("utf-8", "replace") if reply.media in _PLAIN else ""
        told = self._shown(words)
        return CallError(
            "remote-status", host=self.host, status=status, words=f" («{told}»)" * bool(told)
        )

    def _shown(self, words: str) -> str:
        """Return the server's own words as one short line, and only words."""
        line = self._credential.hidden(" ".join(words.split()))
        seen = "".join(
            each if each.isprintable() else f"\\u{ord(each):04x}" for each in line[:_SHOWN]
        )
        return seen if len(seen) <= _SHOWN else f"{seen[: _SHOWN - 1]}…"


def _why(error: BaseException) -> str:
    """Return what the system says of why there is no connection."""
    found: BaseException | None = error
    while found is not None:
        if isinstance(found, ssl.SSLCertVerificationError):
            return found.verify_message
        if isinstance(found, OSError) and found.strerror:
            return found.strerror
        found = found.__cause__ or found.__context__
    return "–"
