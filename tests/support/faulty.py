"""A server whose pages all fail, so that one can see what it says then; a program."""

import sys

from ho21.cli.main import main
from ho21.site import site

WORDS = "/secret/path of the inside"


def fail(*_):
    """Fail with words that must never be sent."""
    raise RuntimeError(WORDS)


if __name__ == "__main__":
    site.Site.content = fail
    sys.exit(main(["serve", *sys.argv[1:]]))
