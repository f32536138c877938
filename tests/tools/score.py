"""How our endpoint and that of PyPI's oxigraph do in the W3C's tests; prints a table.

Run as ``uv run --with oxigraph python tests/tools/score.py``; without oxigraph only ours is scored.
"""

import shutil
import sys
import sysconfig
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from support import suite
from support.served import oxigraph, serving

PROGRAM = str(Path(__file__).parents[1] / "support" / "quads.py")


def scored(server) -> tuple[Counter[str], list[str]]:
    """Return the number of tests passed by part, and a line for each that was not."""
    passed: Counter[str] = Counter()
    lines = []
    for case in suite.cases():
        try:
            wrong = case.run(server)
        except Exception as error:  # noqa: BLE001 (a reply no reader can read is a failed test)
            wrong = f"{type(error).__name__}: {error}"
        passed[case.part] += not wrong
        if wrong:
            lines.append(f"  {case.part}, {case.name}: {wrong}")
    return passed, lines


@contextmanager
def ours(file: Path):
    """Serve the suite's graphs with ``ho21 serve``."""
    with serving(program=(PROGRAM, str(file))) as server:
        yield server


def main() -> int:
    """Run every test against both and print the scores."""
    if not suite.cases():
        print(suite.MISSING)
        return 0
    parts = Counter(case.part for case in suite.cases())
    found = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or shutil.which("oxigraph")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "suite.nq"
        file.write_text(suite.nquads(), encoding="utf-8")
        servers = {"ho21 serve": ours(file)}
        if found:
            servers["oxigraph serve-read-only"] = oxigraph(found, file)
        else:
            print("oxigraph is not scored: it is not installed")
        only = sys.argv[1:] or servers
        scores = {}
        for name in only:
            with servers[name] as server:
                scores[name] = scored(server)
    print(f"| | {' | '.join(scores)} |\n|---|{'---|' * len(scores)}")
    for part, count in parts.items():
        cells = (f"{passed[part]}/{count}" for passed, _ in scores.values())
        print(f"| {part} | {' | '.join(cells)} |")
    for name, (_, lines) in scores.items():
        print(f"\n{name}:", *lines or ["  every test passes"], sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
