"""The rows of the benchmarks by name; those that take long are run only where they are named."""

from __future__ import annotations

from tools.bench import commands, engines, growth, pages, servers

ROWS = {
    "version": commands.version,
    "ask": commands.ask,
    "show": commands.show,
    "unchanged": commands.unchanged,
    "check": commands.check,
    "shapes": engines.shapes,
    "queries": engines.queries,
    "listens": servers.listens,
    "build": commands.build,
    "changed": commands.changed,
    "others": commands.others,
    "lookups": servers.lookups,
    "saved": servers.questions,
    "crowd": servers.crowd,
    "endless": servers.endless,
    "growth": growth.growth,
    "questions": growth.questions,
    "first": pages.first,
    "ways": pages.ways,
}
QUICK = [*ROWS][: [*ROWS].index("build")]
