"""The explorer's scripts are held against their JSDoc types; a program, since it needs npm.

Run as ``tests/tools/typed.py [MODULES]``: the folder of npm packages, else they are installed.
"""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import hatch_build  # noqa: E402 (found on the path above)


def check(folder: Path, modules: Path) -> int:
    """Write the settings in a folder, run TypeScript over the scripts and return its exit code."""
    settings = {
        "compilerOptions": {
            "allowJs": True,
            "checkJs": True,
            "lib": ["es2024", "dom", "dom.iterable"],
            "module": "esnext",
            "moduleResolution": "bundler",
            "noEmit": True,
            "noUnusedLocals": True,
            "noUnusedParameters": True,
            "paths": {
                "oxigraph": [f"{modules.resolve()}/oxigraph/web.d.ts"],  # as for a browser
                "@orama/stemmers/english": [f"{modules.resolve()}/@orama/stemmers/dist/en.d.ts"],
                "@orama/stemmers/norwegian": [f"{modules.resolve()}/@orama/stemmers/dist/no.d.ts"],
                "*": [f"{modules.resolve()}/@types/*", f"{modules.resolve()}/*"],
            },
            "skipLibCheck": True,
            "strict": True,
            "target": "es2024",
            "types": [],
        },
        "include": [
            f"{hatch_build.SOURCES.resolve()}/{room}/static/**/*.js"
            for room in ("explorer", "site")
        ],
    }
    place = folder / "tsconfig.json"
    place.write_text(json.dumps(settings), encoding="utf-8")
    found = modules.glob("@typescript/typescript-*/lib/tsc*")
    program = next(each for each in found if each.suffix in {"", ".exe"})
    return subprocess.run([program, "-p", place], check=False).returncode


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        where = Path(name)
        given = Path(sys.argv[1]) if sys.argv[1:] else hatch_build.install(where, "--include=dev")
        sys.exit(check(where, given))
