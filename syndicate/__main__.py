"""The entry point of the command: the top-level help at once, everything else through `cli`."""

from __future__ import annotations

import os
import sys
from contextlib import suppress


def main() -> int:
    """Run the command; `syndicate --help` loads nothing but its text, so that it is as quick as the interpreter."""
    stated = next(filter(None, map(os.environ.get, ("SYNDICATE_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))), "C")
    preferred = os.environ.get("LANGUAGE") or "en"
    is_english = stated.startswith(("C", "POSIX", "en")) and preferred.startswith("en")
    if sys.argv[1:] in (["-h"], ["--help"]) and is_english:
        from syndicate._help import HELP

        with suppress(OSError, AttributeError):  # a stream that is full or closed is reported below
            sys.stdout.write(HELP)
            sys.stdout.flush()
            return 0
    from syndicate.cli import run

    return run()


if __name__ == "__main__":
    sys.exit(main())
