"""What commands share: options, reading the catalog, writing the result. No command is here."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from syndicate.cli.language import OF_THE_ENVIRONMENT, gettext, language, ngettext, spoken_from_now
from syndicate.errors import Message, PublisherError

if TYPE_CHECKING:
    from syndicate.history import History
    from syndicate.model import Catalog, Publisher

__all__ = [
    "EXISTING",
    "FormatChoice",
    "Inputs",
    "cache_folder",
    "catalog_command",
    "emit",
    "history_option",
    "language_option",
    "load_history",
    "now_option",
]

F = TypeVar("F", bound=Callable[..., Any])
EXISTING = click.Path(path_type=Path)


class FormatChoice(click.Choice[str]):
    """One of the formats of feeds, also of those that were registered after this was loaded."""

    def __init__(self) -> None:
        super().__init__(())

    @property
    def choices(self) -> tuple[str, ...]:
        """The names of the formats."""
        from syndicate.layout import FORMATS

        return tuple(FORMATS)

    @choices.setter
    def choices(self, value: object) -> None:
        """Ignore what click sets."""


class Inputs(NamedTuple):
    """Where a command reads a catalog from, and how."""

    sources: tuple[Path, ...]
    publisher_file: Path | None
    strict: bool
    pair_by_name: bool
    codes: Path | None
    reader: str | None
    layout: str | None
    dates: str | None

    def publisher(self) -> Publisher:
        """The publisher of ``--publisher``, or of the ``publisher.toml`` in or beside the first source."""
        if (found := self.stated_publisher()) is None:
            raise PublisherError(
                Message("there is no publisher.toml beside {value}", value=self.sources[0]),
                hint=Message("give --publisher FILE"),
            )
        return found

    def stated_publisher(self) -> Publisher | None:
        """The publisher, for commands that need none."""
        from syndicate.model import Publisher

        path = self.publisher_file or Publisher.beside(self.sources[0])
        return Publisher.load(path) if path is not None else None

    def catalog(self, publisher: Publisher | None, now: datetime | None = None) -> Catalog:
        """The catalog of the sources at a moment; by default the moment of the environment or the clock."""
        from syndicate.sources import read
        from syndicate.sources.codes import codes_beside, with_codes

        catalog = read(
            *self.sources,
            publisher=publisher,
            strict=self.strict,
            default_locale=publisher.default_locale if publisher is not None else None,
            pair_by_name=self.pair_by_name,
            now=now,
            reader=self.reader,
            layout=self.layout,
            dates=self.dates,
        )
        catalog = _with_remembered(catalog, self.sources[0])
        codes = self.codes or codes_beside(self.publisher_file or self.sources[0])
        return with_codes(catalog, codes) if codes is not None else catalog


def _with_remembered(catalog: Catalog, source: Path) -> Catalog:
    """The catalog with what the translator's desk remembers, if it has begun to."""
    place = source.resolve()
    if not any(next(folder.glob("*.translations"), None) for folder in (place, place.parent, place.parent.parent)):
        return catalog  # what would read it need not be loaded
    from syndicate.translations.memory import Memory
    from syndicate.translations.staleness import with_remembered

    return with_remembered(catalog, Memory.beside(source))


def catalog_command(function: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that reads a catalog; the command gets them as :class:`Inputs`."""

    @wraps(function)
    def command(**options: Any) -> None:
        function(Inputs(*(options.pop(name) for name in Inputs._fields)), **options)

    made: Callable[..., None] = command
    for option in (
        click.option(
            "--codes",
            type=EXISTING,
            metavar="FILE",
            help="Codes under which partners ask for topics: slug,scheme,code[,locale]; by default, a codes.csv beside "
            "the first SOURCE.",
        ),
        click.option(
            "--dates",
            type=click.Choice(("stated", "git", "file")),
            help="Where Markdown without a date takes one from; by default, from nowhere (stated).",
        ),
        click.option(
            "--from",
            "reader",
            metavar="READER",
            help="Read every SOURCE as this kind, such as csv or wordpress; by default, its name and content tell.",
        ),
        click.option(
            "--layout",
            metavar="LAYOUT",
            help="How Markdown tells languages: suffixes, suffix-beside, folders, folders-beside, docusaurus, "
            "marked-names, front-matter.",
        ),
        click.option("--pair-by-name", is_flag=True, help="Pair records that claim nobody by an equal file name."),
        click.option("--strict", is_flag=True, help="One topic that cannot be read, or shown whole, is an error."),
        click.option(
            "--publisher",
            "publisher_file",
            type=EXISTING,
            metavar="FILE",
            help="The publisher.toml; by default, the one beside the first SOURCE.",
        ),
        click.argument("sources", nargs=-1, required=True, type=EXISTING, metavar="SOURCE..."),
    ):
        made = option(made)
    return made


def cache_folder() -> Path:
    """Where what can be made or asked for again is kept for a user (XDG Base Directory Specification)."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".cache") / "syndicate"


def language_option(help: str) -> Callable[[F], F]:
    """The language of a report, and of messages; English where there are no labels in it."""
    return click.option(
        "--language",
        metavar="LOCALE",
        is_eager=True,
        help=help,
        callback=spoken_from_now,
        show_default=OF_THE_ENVIRONMENT,
    )


def now_option(help: str) -> Callable[[F], F]:
    """The moment of a command: a day or a time with its zone, for :func:`syndicate.moments.moment_of_build`."""
    return click.option("--now", metavar="DATE", callback=_moment, help=help)


def _moment(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
        if len(value) <= len("2025-03-01"):
            return moment.date()
    except ValueError:
        moment = None
    if moment is None or moment.utcoffset() is None:
        said = gettext("{value!r} is neither a day such as 2025-03-01 nor a time such as 2025-03-01T08:00Z")
        raise click.BadParameter(said.format(value=value))
    return moment


def history_option(function: F) -> F:
    """The history of the command that writes it."""
    return click.option(
        "--history",
        type=EXISTING,
        metavar="FILE",
        help="What earlier builds published; beside the published folder by default (DIR.history).",
    )(function)


def load_history(path: Path, publisher: Publisher | None) -> History:
    """The history that a command reads; a build alone may begin one. Without a publisher, it may be anybody's."""
    from syndicate.history import History

    if not path.is_file():
        raise click.BadParameter(gettext("there is no file {path}").format(path=path), param_hint="--history")
    return History(path, authority=publisher.authority if publisher is not None else None)


def warn_of_unread(catalog: Catalog) -> None:
    """Say how many texts are missing from what is made, if any."""
    from syndicate.locales import number
    from syndicate.model import FindingKind

    unread = sum(finding.kind is FindingKind.BROKEN for finding in catalog.findings)
    if unread:
        said = ngettext(
            "{count} text could not be read: not published", "{count} texts could not be read: not published", unread
        )
        click.echo(said.format(count=number(unread, language())), err=True)


def emit(document: bytes) -> None:
    """Write a document to stdout as it is."""
    click.echo(document, nl=False)
