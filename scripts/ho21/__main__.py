"""``python -m ho21`` is ``ho21``."""

import sys

from ho21.cli.quick import run

sys.exit(run())
