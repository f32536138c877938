"""Files of the package: texts, queries and templates, and what the build hook made for browsers."""

from __future__ import annotations

import tomllib
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ho21.errors import UsageError
from ho21.home import room_path
from ho21.text import escaped, package

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.resources.abc import Traversable

    from jinja2 import Environment, Template

MADE: Final = Path(__file__).parent / "made"
SOURCES: Final = Path(__file__).parent
SOURCE_FILES: Final = (
    "explorer/static/**/*.css",
    "explorer/static/**/*.js",
    "site/static/*.css",
    "site/static/*.js",
)
LOCK: Final = Path(__file__).parents[2] / "package-lock.json"
STAMP: Final = "stamp"
# Templates in which what is put in is escaped: as HTML, or as ``finalize`` has it.
_ESCAPED: Final = ("html.j2", "md.j2", "nb.j2", "en.j2")


def room(name: str) -> Traversable:
    """Return the folder ``ontology``, ``graph`` or ``queries`` of the project shipped with ho21."""
    folder = Path(room_path(name))
    return folder if folder.is_dir() else package() / name  # inside an archive


def resource(path: str) -> str:
    """Return the text of a file in the package, such as ``export/queries/dcat.rq``."""
    return package().joinpath(*path.split("/")).read_text(encoding="utf-8")


@cache
def messages(path: str) -> dict[str, Any]:
    """Return a TOML file in the package, such as ``analysis/messages.toml``; read once."""
    return tomllib.loads(resource(path))


def message(path: str, /, *keys: str, **fields: object) -> str:
    """Return one text of a TOML file in the package by its keys, its fields filled in."""
    found: Any = messages(path)
    for key in keys:
        found = found[key]
    text: str = found
    return text.format(**fields) if fields else text


def template(path: str, finalize: Callable[[Any], Any] | None = None) -> Template:
    """Return a template in the package, such as ``site/templates/thing.html.j2``.

    ``finalize`` is applied to each value before it is put in; for each there is an environment,
    so it is a function that stays.
    """
    return _templates(finalize).get_template(path)


@cache
def _templates(finalize: Callable[[Any], Any] | None) -> Environment:
    """Return an environment: nothing may be missing, and HTML escapes what is put in it."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape

    environment = Environment(
        autoescape=select_autoescape(_ESCAPED, default_for_string=True),
        loader=FunctionLoader(resource),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=finalize,
    )
    environment.filters["escaped"] = escaped
    return environment


def stamp(lock: Path = LOCK, sources: Path = SOURCES) -> str:
    """Return the SHA-256 over the lock file, the hook, and every script and style, by path."""
    digest = sha256()
    named = {path.name: path for path in (lock, *lock.parent.glob("hatch_build.py"))}
    ours = sorted(path for each in SOURCE_FILES for path in sources.glob(each))
    named |= {path.relative_to(sources).as_posix(): path for path in ours}
    for name, path in named.items():
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def asset(name: str, made: Path = MADE, lock: Path = LOCK, sources: Path = SOURCES) -> bytes:
    """Return a file the build hook made.

    Raises UsageError where there is none, or where, in a checkout, its sources have changed since.
    """
    try:
        if lock.is_file() and (made / STAMP).read_text(encoding="utf-8") != stamp(lock, sources):
            raise UsageError("assets-stale")
        return (made / name).read_bytes()
    except FileNotFoundError as error:
        raise UsageError("assets-missing") from error


def policy(
    scripts: Sequence[str], styles: Sequence[str], rest: Sequence[str] = (), more: str = ""
) -> str:
    """Return the content security policy: these scripts and styles, and what ``rest`` allows.

    ``more`` is what scripts may be besides, such as ``'self'``.

    A page with a worker compiles the engine there, and may do that alone besides.
    """
    compiles = "'wasm-unsafe-eval'" if any(each.startswith("worker-src") for each in rest) else ""
    allowed = [*map(_hash, scripts), *filter(None, (more, compiles))]
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(allowed)}",
            f"style-src {' '.join(map(_hash, styles))}",
            "img-src data:",
            "base-uri 'none'",
            *rest,
        )
    )


def _hash(text: str) -> str:
    digest = b64encode(sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
