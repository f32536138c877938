"""HTTP requests to one SPARQL server: one address, one deadline, one size limit, no redirects."""

from __future__ import annotations

import re
import ssl
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from socket import SHUT_RDWR, socket
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import httpx2

from ho21.errors import UsageError
from ho21.processes.memory import begin_thread
from ho21.remote.auth import Authorization, Credential
from ho21.text import visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

MAX_BYTES: Final = 50_000_000
SECONDS: Final = 10.0
_HEADERS: Final = {"Accept-Encoding": "identity", "Connection": "close", "User-Agent": "ho21"}
_MAX_HEADERS: Final = 100
_MAX_HEADER: Final = 65_536
_SHOWN: Final = 200
_ADDRESS: Final = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:/[!-~]*)?",
    re.IGNORECASE | re.ASCII,
)
_UNSAFE: Final = re.compile(r'[#"<>\\^`{|}]')
# With these a server says that it stopped before the answer was whole, though the status is 200.
_PARTIAL: Final = ("x-sql-state", "x-sparql-maxrows")
_PLAIN: Final = frozenset(("text/plain", "application/json", "application/problem+json"))


@dataclass(frozen=True)
class Response:
    """An HTTP response: status, media type, headers by lower-case name, and the whole body.

    ``length_known`` is whether the server said where the body ends; else a part looks like all.
    """

    status: int
    media: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    length_known: bool = True


def address(url: str) -> httpx2.URL:
    """Return an address that may be sent to; raises UsageError for any other."""
    if "@" in url.partition("//")[2].partition("/")[0]:
        raise UsageError("address-secret")  # not shown again, as a password may stand in it
    found = None
    with suppress(httpx2.InvalidURL):  # such as 1.2.3.400
        found = httpx2.URL(url) if _ADDRESS.fullmatch(url) and not _UNSAFE.search(url) else None
    if not found or (found.port is not None and not 0 < found.port <= 65535):  # noqa: PLR2004 (all there are)
        raise UsageError("address-form", url=visible(url)[:_SHOWN])
    host = found.raw_host.decode()
    if found.scheme == "http" and not _is_local(host):
        raise UsageError("address-open", host=host)
    return found


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class HttpClient:
    """An HTTP client for one address; it follows no redirect and uses no proxy.

    ``seconds`` is the deadline of one request, from the look-up of the name to the last byte;
    a response has at most ``max_bytes``.
    """

    def __init__(
        self,
        url: str,
        credential: Credential | None = None,
        seconds: float = SECONDS,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        """Keep the address; raises UsageError for one that may not be sent to."""
        self.address = address(url)
        self.host = self.address.raw_host.decode()
        self.seconds = seconds
        self._max_bytes = max_bytes
        self._credential = credential or Credential()
        self._authorization = Authorization(self._credential)
        # The system's certificates take a while to read; http needs none.
        none = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._tls = ssl.create_default_context() if self.address.scheme == "https" else none

    def send(
        self,
        method: str,
        pairs: Collection[tuple[str, str]],
        headers: dict[str, str],
        body: bytes | None = None,
        also: Collection[int] = (),
    ) -> Response:
        """Return the response where its status is 2xx, or one of some others.

        ``pairs`` are parameters for the address. Raises UsageError for every other outcome.
        """
        more = (self.address.query, urlencode([*pairs]).encode())
        url = self.address.copy_with(query=b"&".join(filter(None, more)) or None)
        outcome: Future[Response] = Future()
        deadline = monotonic() + self.seconds
        lines: list[socket] = []

        def trace(event: str, info: Mapping[str, Any]) -> None:
            """Keep the line, and let no request start when the time is over."""
            if event.endswith(("connect_tcp.complete", "start_tls.complete")):
                lines[:] = [info["return_value"].get_extra_info("socket")]
            if event.endswith("send_request_headers.started") and monotonic() > deadline:
                raise self._slow()

        timeout = httpx2.Timeout(self.seconds).as_dict()
        request = httpx2.Request(
            method,
            url,
            headers=_HEADERS | headers,
            content=body,
            extensions={"timeout": timeout, "trace": trace},
        )

        def exchange() -> None:
            try:
                outcome.set_result(self._exchange(request))
            except Exception as error:  # noqa: BLE001 (it is raised where the outcome is awaited)
                outcome.set_exception(error)

        # httpx2 limits the time of each read, but not of the look-up of a name, nor of many reads:
        # so an exchange has a thread, which ends when its line is shut.
        begin_thread(Thread(target=exchange, name="ho21-http", daemon=True))
        try:
            response = outcome.result(self.seconds)
        except TimeoutError as error:
            for line in lines:
                with suppress(OSError):
                    line.shutdown(SHUT_RDWR)
            raise self._slow() from error
        if any(name in response.headers for name in _PARTIAL):
            raise UsageError("remote-half", host=self.host)
        if 200 <= response.status < 300 or response.status in also:  # noqa: PLR2004 (the class of yes)
            return response
        raise self._refused(response)

    def _exchange(self, sent: httpx2.Request) -> Response:
        """Send a request, and once more with the password where it is asked for."""
        self._authorization.sign(sent)
        try:
            # The transport alone: a Client reads the body of a 401 whole, and unpacks it.
            with httpx2.HTTPTransport(verify=self._tls, trust_env=False) as transport:
                got = transport.handle_request(sent)
                asked = got.headers.get("www-authenticate", "")
                if got.status_code == 401 and self._authorization.answer(asked, sent):  # noqa: PLR2004 (who are you?)
                    got = transport.handle_request(sent)
                return self._read(got)
        except httpx2.TimeoutException as error:
            raise self._slow() from error
        except httpx2.ConnectError as error:
            insecure = any(isinstance(each, ssl.SSLError) for each in _causes(error))
            key = "remote-tls" if insecure else "remote-unreachable"
            raise UsageError(key, host=self.host, why=_why(error)) from error
        except (httpx2.HTTPError, OSError, ValueError) as error:
            raise UsageError("remote-cut", host=self.host) from error

    def _read(self, response: httpx2.Response) -> Response:
        """Return a response with its body, as it came; raises UsageError where that is too long."""
        headers, success = response.headers, response.is_success
        long = any(len(value) > _MAX_HEADER for _, value in headers.raw)
        if long or len(headers.raw) > _MAX_HEADERS:
            raise UsageError("remote-cut", host=self.host)
        if success and headers.get("content-encoding", "identity").lower() != "identity":
            raise UsageError("remote-packed", host=self.host)
        most = self._max_bytes if success else _SHOWN * 10
        body = bytearray()
        for part in response.iter_raw():
            body += part
            if len(body) > most:
                break
        if success and len(body) > most:
            raise UsageError("remote-large", host=self.host, limit=most // 1_000_000)
        media = headers.get("content-type", "").partition(";")[0].strip().lower()
        length_known = "content-length" in headers or "transfer-encoding" in headers
        return Response(response.status_code, media, dict(headers), bytes(body), length_known)

    def _slow(self) -> UsageError:
        return UsageError("remote-slow", host=self.host, limit=f"{self.seconds:g}")

    def _refused(self, response: Response) -> UsageError:
        """Return the error for a status, with little of what the server says."""
        status = response.status
        if 300 <= status < 400:  # noqa: PLR2004 (the class of «elsewhere»)
            where = self._shown(response.headers.get("location", "–"))
            return UsageError("remote-elsewhere", host=self.host, where=where)
        if status in {401, 403}:
            return UsageError("remote-denied", host=self.host, status=status)
        words = response.body.decode("utf-8", "replace") if response.media in _PLAIN else ""
        told = f" («{self._shown(words)}»)" * bool(words.strip())
        return UsageError("remote-status", host=self.host, status=status, words=told)

    def _shown(self, words: str) -> str:
        """Return the server's own words as one short line, and only words."""
        line = " ".join(self._credential.redacted(words).split())
        seen = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line[:_SHOWN])
        return seen if len(seen) <= _SHOWN else f"{seen[: _SHOWN - 1]}…"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it came of, down to what the system said."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__


def _why(error: BaseException) -> str:
    """Return the reason the system gives for there being no connection."""
    for each in _causes(error):
        if isinstance(each, ssl.SSLCertVerificationError):
            return each.verify_message
        if isinstance(each, OSError) and each.strerror:
            return each.strerror
    return "–"
