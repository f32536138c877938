"""HTTP credentials from the environment (Basic, Digest, Bearer)."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.request import parse_http_list

import httpx2

from ho21.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

USER: Final = "HO21_USER"
PASSWORD: Final = "HO21_PASSWORD"  # noqa: S105 (the name of a variable)
TOKEN: Final = "HO21_TOKEN"  # noqa: S105 (the name of a variable)

_TEXT: Final = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]*")
_BEARER: Final = re.compile(r"[A-Za-z0-9._~+/-]+=*")
# A challenge is a scheme and then pairs with commas between; one header may hold several of them.
_PART: Final = re.compile(
    r"(?:(?P<scheme>[A-Za-z][\w-]*)(?:\s+|$))?(?P<pair>[\w-]+\s*=.*)?", re.DOTALL
)
_ALGORITHMS: Final = frozenset(("MD5", "SHA-256"))


@dataclass(frozen=True)
class Challenge:
    """A challenge in WWW-Authenticate: the scheme and its parameters."""

    scheme: str
    parameters: dict[str, str]

    @property
    def is_digest(self) -> bool:
        """Whether it is a Digest that can be answered: MD5 or SHA-256, without the body."""
        qop = {each.strip() for each in self.parameters.get("qop", "auth").split(",")}
        algorithm = self.parameters.get("algorithm", "MD5").upper()
        known = "nonce" in self.parameters and "auth" in qop and algorithm in _ALGORITHMS
        return self.scheme == "digest" and known

    @property
    def header(self) -> str:
        """The challenge alone, in the form that httpx2 reads."""
        told = (
            {"realm": ""} | self.parameters | ({"qop": "auth"} if "qop" in self.parameters else {})
        )
        return "Digest " + ", ".join(f'{name}="{_escaped(told[name])}"' for name in told)


@dataclass(frozen=True)
class Credential:
    """A user name with a password, or a token, or neither."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def redacted(self, text: str) -> str:
        """Return a text without the password and the token, also where a server repeats them."""
        basic = b64encode(f"{self.user}:{self.password}".encode()).decode() if self.password else ""
        for secret in filter(None, (self.password, self.token, basic)):
            text = text.replace(secret, "…")
        return text


class Authorization:
    """The Authorization header for one server: a token always, a password once it is asked for."""

    def __init__(self, credential: Credential) -> None:
        self._credential = credential
        self._auth: httpx2.Auth | None = None

    def sign(self, request: httpx2.Request) -> None:
        """Set the header that the server is known to want."""
        if self._credential.token:
            request.headers["Authorization"] = f"Bearer {self._credential.token}"
        elif self._auth:
            next(self._auth.auth_flow(request))

    def answer(self, header: str, request: httpx2.Request) -> bool:
        """Set the header that answers the challenges of a 401; say whether there is one.

        A password that was refused is not sent again, unless the server calls its nonce stale.
        """
        challenge = self.chosen(header)
        if not challenge or (
            self._auth and challenge.parameters.get("stale", "").lower() != "true"
        ):
            return False
        login = (self._credential.user, self._credential.password)
        if challenge.is_digest:
            self._auth = _Digest(*login)
            asked = [(b"WWW-Authenticate", challenge.header.encode())]
            flow = self._auth.auth_flow(request)
            next(flow)
            flow.send(httpx2.Response(401, headers=asked))
        else:
            self._auth = httpx2.BasicAuth(*login)
            self.sign(request)
        return True

    def chosen(self, header: str) -> Challenge | None:
        """Return the challenge to answer: a Digest, which keeps the password secret, else Basic."""
        if not self._credential.user:
            return None
        found = _challenges(header)
        digests = (each for each in found if each.is_digest)
        return next(digests, next((each for each in found if each.scheme == "basic"), None))


class _Digest(httpx2.DigestAuth):
    """A Digest in which quotes are escaped, also those that a server put into its challenge."""

    def _get_header_value(self, header_fields: dict[str, bytes]) -> str:
        escaped = {name: _escaped(value.decode()).encode() for name, value in header_fields.items()}
        return super()._get_header_value(escaped)


def credential(environment: Mapping[str, str]) -> Credential:
    """Return the credential in the environment; raises UsageError where it is half or ambiguous."""
    user, password, token = (environment.get(name, "") for name in (USER, PASSWORD, TOKEN))
    if token and (user or password):
        raise UsageError("credential-both", user=USER, password=PASSWORD, token=TOKEN)
    if bool(user) != bool(password):
        raise UsageError("credential-half", user=USER, password=PASSWORD)
    if not _TEXT.fullmatch(user + password) or ":" in user:
        raise UsageError("credential-form", name=f"{USER}, {PASSWORD}")
    if token and not _BEARER.fullmatch(token):
        raise UsageError("credential-form", name=TOKEN)
    return Credential(user, password, token)


def _challenges(header: str) -> list[Challenge]:
    found: list[Challenge] = []
    for item in parse_http_list(header):
        part = _PART.fullmatch(item)
        if not part:
            continue
        if part["scheme"]:
            found.append(Challenge(part["scheme"].lower(), {}))
        if part["pair"] and found:
            name, _, value = part["pair"].partition("=")
            found[-1].parameters[name.strip().lower()] = value.strip().strip('"')
    return found


def _escaped(text: str) -> str:
    return re.sub(r'(["\\])', r"\\\1", text)
