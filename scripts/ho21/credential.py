"""Who we are to another server: read from the environment, told to none but it, never shown."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import md5, sha256
from secrets import token_hex
from typing import TYPE_CHECKING, Final

from ho21.fault import CallError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

USER: Final = "HO21_USER"
PASSWORD: Final = "HO21_PASSWORD"  # noqa: S105 (the name of a variable)
TOKEN: Final = "HO21_TOKEN"  # noqa: S105 (the name of a variable)

_FORM: Final = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]*")
_BEARER: Final = re.compile(r"[A-Za-z0-9._~+/-]+=*")
# A challenge is a scheme, and after it pairs with commas between; so are two of them in one header.
_PART: Final = re.compile(
    r"(?:(?P<scheme>[A-Za-z][\w-]*)(?:\s+|$))?(?P<pair>[\w-]+\s*=.*)?", re.DOTALL
)
_HASHES: Final[dict[str, Callable[[bytes], str]]] = {
    "MD5": lambda text: md5(text, usedforsecurity=False).hexdigest(),
    "SHA-256": lambda text: sha256(text).hexdigest(),
}


@dataclass(frozen=True)
class Challenge:
    """What a server asks for in WWW-Authenticate: a scheme, and what it says of it."""

    scheme: str
    said: dict[str, str]

    @property
    def digest(self) -> Callable[[bytes], str] | None:
        """The hash that a Digest is to be made with, or None where it is one we do not make."""
        qop = {each.strip() for each in self.said.get("qop", "auth").split(",")}
        if self.scheme != "digest" or "nonce" not in self.said or "auth" not in qop:
            return None
        return _HASHES.get(self.said.get("algorithm", "MD5").upper())


@dataclass(frozen=True)
class Credential:
    """A name with a password, or a token, or none of them."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def unasked(self) -> dict[str, str]:
        """Return what is sent with every request: a token, which servers do not ask for."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def chosen(self, headers: Iterable[str]) -> Challenge | None:
        """Return the challenge to answer: a Digest, which tells no password, else Basic."""
        if not self.user:
            return None
        asked = [each for header in headers for each in _challenges(header)]
        digests = (each for each in asked if each.digest)
        return next(digests, next((each for each in asked if each.scheme == "basic"), None))

    def answer(self, asked: Challenge, method: str, target: str, count: int) -> dict[str, str]:
        """Return the header that answers a challenge; ``count`` is how many answers it has had."""
        if not asked.digest:
            return {"Authorization": f"Basic {self._basic()}"}
        made = asked.digest
        realm, nonce = asked.said.get("realm", ""), asked.said["nonce"]
        told = {"username": self.user, "realm": realm, "nonce": nonce, "uri": target}
        keys = [made(f"{self.user}:{realm}:{self.password}".encode()), nonce]
        if "qop" in asked.said:
            told |= {"cnonce": token_hex(8)}
            keys += [f"{count:08x}", told["cnonce"], "auth"]
        keys.append(made(f"{method}:{target}".encode()))
        told |= {"response": made(":".join(keys).encode())}
        told |= {name: asked.said[name] for name in ("opaque",) if name in asked.said}
        pairs = [f'{name}="{_quoted(value)}"' for name, value in told.items()]
        pairs += [f"algorithm={asked.said['algorithm']}"] if "algorithm" in asked.said else []
        pairs += ["qop=auth", f"nc={count:08x}"] if "qop" in asked.said else []
        # A header goes out as Latin-1; so it is UTF-8 on the way, as the hash is of UTF-8.
        return {"Authorization": f"Digest {', '.join(pairs)}".encode().decode("latin-1")}

    def hidden(self, text: str) -> str:
        """Return a text in which nothing that is secret is left, though a server has said it."""
        for secret in (self.password, self.token, self._basic() if self.password else ""):
            text = text.replace(secret, "…") if secret else text
        return text

    def _basic(self) -> str:
        return b64encode(f"{self.user}:{self.password}".encode()).decode()


def credential(environment: Mapping[str, str]) -> Credential:
    """Return what the environment says; raises CallError where that is half of it, or too much."""
    user, password, token = (environment.get(name, "") for name in (USER, PASSWORD, TOKEN))
    if token and (user or password):
        raise CallError("credential-both", user=USER, password=PASSWORD, token=TOKEN)
    if bool(user) != bool(password):
        raise CallError("credential-half", user=USER, password=PASSWORD)
    if not _FORM.fullmatch(user + password) or ":" in user:
        raise CallError("credential-form", name=f"{USER}, {PASSWORD}")
    if token and not _BEARER.fullmatch(token):
        raise CallError("credential-form", name=TOKEN)
    return Credential(user, password, token)


def _challenges(header: str) -> list[Challenge]:
    from urllib.request import parse_http_list

    found: list[Challenge] = []
    for item in parse_http_list(header):
        part = _PART.fullmatch(item)
        if not part:
            continue
        if part["scheme"]:
            found.append(Challenge(part["scheme"].lower(), {}))
        if part["pair"] and found:
            name, _, value = part["pair"].partition("=")
            value = value.strip()
            if value[:1] == '"' == value[-1:]:
                value = re.sub(r"\\(.)", r"\1", value[1:-1])
            found[-1].said[name.strip().lower()] = value
    return found


def _quoted(text: str) -> str:
    return re.sub(r'(["\\])', r"\\\1", text)
