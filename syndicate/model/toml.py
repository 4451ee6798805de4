"""TOML files, read within bounds, as they come from outside. What their keys mean is not known here."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

from syndicate.bounded import read_file
from syndicate.errors import PublisherError, SourceError, SyndicateError

__all__ = ["toml_table"]

_MAX_BYTES: Final = 1024**2
_MAX_DOTS: Final = 1000


def toml_table(path: Path) -> dict[str, Any]:
    """The table that a file holds.

    Raises:
        PublisherError: it cannot be read, is no TOML, or more than is read here.
    """
    try:
        text = read_file(path, _MAX_BYTES).decode("utf-8-sig")
        # tomllib takes the square of the length of a dotted key.
        if any(line.count(".") > _MAX_DOTS for line in text.splitlines()):
            raise RecursionError
        return tomllib.loads(text)
    except OSError as error:
        raise PublisherError(
            f"cannot read the publisher: {error.strerror}", source=str(path), hint="give --publisher FILE"
        ) from error
    except RecursionError as error:
        raise PublisherError("not TOML: nested too deeply", source=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PublisherError(f"not TOML: {error}", source=str(path)) from error
    except SourceError as error:
        raise PublisherError(error.problem, source=str(path), hint="it is no publisher.toml") from error
    except SyndicateError:
        raise
    except ValueError as error:  # a number with more digits than Python reads, or a path that cannot be
        problem = "the path cannot be used" if "null byte" in str(error) else "not TOML: a number has too many digits"
        raise PublisherError(problem, source=str(path)) from error
