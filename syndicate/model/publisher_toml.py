"""`publisher.toml`: its keys, in the forms that TOML has for them. What the values may be is said in `publisher`.

What is read comes from outside, within bounds. Each key has a form, which takes a value of TOML and the folder of the
file, and raises for what it cannot be.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import attrs

from syndicate.bounded import read_file
from syndicate.errors import InvalidValueError, LocaleError, Message, PublisherError, SourceError, SyndicateError
from syndicate.layout import KINDS
from syndicate.locales.language_data import check_languages
from syndicate.markup import TAGS, Policy
from syndicate.model.card_style import CardStyle
from syndicate.reasons import of_parser, of_system

__all__ = ["POLICY_KEYS", "publisher_values", "table_values"]

Form = Callable[[Any, Path], Any]

_MAX_BYTES: Final = 1024**2
_MAX_DOTS: Final = 1000


def _table_of(path: Path) -> dict[str, Any]:
    """The table that a file holds.

    Raises:
        PublisherError: it cannot be read, is not TOML, or more than is read here.
    """
    try:
        text = read_file(path, _MAX_BYTES).decode("utf-8-sig")
        # tomllib takes quadratic time in the length of a dotted key.
        if any(line.count(".") > _MAX_DOTS for line in text.splitlines()):
            raise RecursionError
        return tomllib.loads(text)
    except OSError as error:
        inside = path / "publisher.toml"
        raise PublisherError(
            Message("cannot read the publisher: {reason}", reason=of_system(error)),
            source=str(path),
            hint=Message("did you mean {value!r}?", value=str(inside))
            if inside.is_file()
            else Message("give --publisher FILE"),
        ) from error
    except RecursionError as error:
        raise PublisherError(Message("not TOML: nested too deeply"), source=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PublisherError(Message("not TOML: {error}", error=of_parser(error)), source=str(path)) from error
    except SourceError as error:
        raise PublisherError(error.problem, source=str(path), hint=Message("it is not a publisher.toml")) from error
    except SyndicateError:
        raise
    except ValueError as error:  # a number with more digits than Python reads, or a path that cannot be
        problem = (
            Message("the path cannot be used")
            if "null byte" in str(error)
            else Message("not TOML: a number has too many digits")
        )
        raise PublisherError(problem, source=str(path)) from error


def publisher_values(path: Path, keys: Collection[str]) -> dict[str, Any]:
    """The values that a file gives to arguments of a publisher.

    Args:
        path: the file.
        keys: the names of all arguments.

    Raises:
        PublisherError: the file cannot be read, or is not TOML.
        InvalidValueError: a key is missing or unknown, or its value is of another form; with the key and what to write.
    """
    return table_values(_table_of(path), path.parent, keys)


def table_values(table: Mapping[str, Any], folder: Path, keys: Collection[str]) -> dict[str, Any]:
    """The values that a table of such a file gives to arguments of a publisher.

    Args:
        table: the table.
        folder: the folder that names of files are relative to.
        keys: the names of all arguments.

    Raises:
        InvalidValueError: as :func:`publisher_values`.
    """
    values = _values(table, folder, keys, _FORMS)
    for key in ("base_url", "authority", "name"):
        if key not in values:
            raise InvalidValueError(Message("a required key is missing"), field=key)
    return values


def _values(table: Mapping[str, Any], folder: Path, keys: Collection[str], forms: Mapping[str, Form]) -> dict[str, Any]:
    """The values of a table, each in its form; values without one are left to the class that they are for."""
    values = dict(table)
    for key, value in table.items():
        if key not in keys:
            known = ", ".join(sorted(keys))
            raise InvalidValueError(
                Message("unknown key {key!r}", key=key), hint=Message("the keys are {known}", known=known)
            )
        try:
            values[key] = forms[key](value, folder) if key in forms else value
        except (InvalidValueError, LocaleError) as error:
            if error.source is None:  # else it is of another file, which has keys of its own
                error.field = f"{key}.{error.field}" if error.field else key
            raise
    return values


def _text(value: Any, folder: Path) -> str:
    if not isinstance(value, str):
        raise InvalidValueError(Message("a text in quotes is expected"))
    return value


def _table(key: str) -> Form:
    def table(value: Any, folder: Path) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise InvalidValueError(
                Message("a table is expected"), hint=Message("write [{key}] with a line per key", key=key)
            )
        return value

    return table


def _list_of(what: Message) -> Form:
    def listed(value: Any, folder: Path) -> list[str]:
        if not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
            raise InvalidValueError(Message("a list of {what} in quotes is expected", what=what))
        return value

    return listed


def _folder(value: Any, folder: Path) -> Path:
    path = folder / _text(value, folder)
    if not path.is_dir():
        raise InvalidValueError(Message("there is no folder {path}", path=path))
    return path


def _labels(value: Any, folder: Path) -> Path:
    """The folder of labels; a faulty file found any later would fail each artifact of its language by itself."""
    path = _folder(value, folder)
    check_languages(path)
    return path


def _file(value: Any, folder: Path) -> Path:
    path = folder / _text(value, folder)
    if not path.is_file():
        raise InvalidValueError(Message("there is no file {path}", path=path))
    return path


def _address_or_file(value: Any, folder: Path) -> str | Path:
    text = _text(value, folder)
    return text if text.startswith("//") or urlsplit(text).scheme else _file(text, folder)


def _files(value: Any, folder: Path) -> list[Path]:
    return [_file(name, folder) for name in _list_of(Message("files"))(value, folder)]


def _fonts(value: Any, folder: Path) -> list[Path] | dict[str, Any]:
    """One list of files, or a table of such lists."""
    if isinstance(value, dict):
        return _values(value, folder, value, dict.fromkeys(value, _files))
    return _files(value, folder)


def _card(value: Any, folder: Path) -> CardStyle:
    keys = [field.name for field in attrs.fields(CardStyle)]
    return CardStyle(**_values(_table("card")(value, folder), folder, keys, _CARD_FORMS))


def _kinds(value: Any, folder: Path) -> dict[str, Any]:
    """The languages of kinds, each a list."""
    table = _table("kinds")(value, folder)
    return _values(table, folder, KINDS, dict.fromkeys(KINDS, _list_of(Message("locales"))))


def _policy(value: Any, folder: Path) -> Policy:
    """The policy that a table narrows."""
    forms = dict.fromkeys(POLICY_KEYS, _list_of(Message("texts")))
    values = _values(_table("policy")(value, folder), folder, POLICY_KEYS, forms)
    without = frozenset(values.pop("without", ()))
    if unknown := sorted(without - TAGS):
        raise InvalidValueError(
            Message("{value!r} is not an element that may stand in texts anyway", value=unknown[0]),
            field="without",
            hint=Message("the elements are {names}", names=", ".join(sorted(TAGS))),
        )
    return Policy(tags=TAGS - without, **values)


_TABLES: Final = (
    "name",
    "description",
    "attribution",
    "disclaimer",
    "open_graph_locale",
    "organization",
    "place",
    "rights",
)
POLICY_KEYS: Final = ("without", "link_hosts", "url_schemes")
_CARD_FORMS: Final[Mapping[str, Form]] = {
    "fonts": _fonts,
    "bold_fonts": _fonts,
    "logo": _file,
    "photographs": _folder,
}
_FORMS: Final[Mapping[str, Form]] = {
    **dict.fromkeys(("base_url", "authority", "default_locale", "page_type", "region", "timezone", "dates"), _text),
    **dict.fromkeys(("hub", "license", "icon", "touch_icon", "service_url"), _text),
    **{key: _table(key) for key in _TABLES},
    "logo": _address_or_file,
    "translations": _labels,
    "templates": _folder,
    "fallback": _list_of(Message("locales")),
    "same_as": _list_of(Message("addresses")),
    "footer_links": _table("footer_links.en"),
    "copies": _text,
    "card": _card,
    "kinds": _kinds,
    "policy": _policy,
}
