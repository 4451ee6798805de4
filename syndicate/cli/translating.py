"""The commands of the translator's desk: status, export, import, reviewed. What they do is in `translations`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from syndicate.cli.inputs import EXISTING, emit, language_option, now_option, warn_of_unread
from syndicate.cli.language import messages_option
from syndicate.errors import Message, SourceError
from syndicate.reasons import of_system

if TYPE_CHECKING:
    from syndicate.translations import Desk

__all__ = ["COMMANDS"]


@click.group()
def translate() -> None:
    """Give texts to translators, take them back, and see how translations stand."""


def _desk_options(function: Callable[..., None]) -> Callable[..., None]:
    """What every command of the desk takes beside its sources; the command gets a function that reads them."""

    @wraps(function)
    def command(**options: Any) -> None:
        names = ("publisher_file", "history", "memory", "pair_by_name", "now", "reader")
        stated = {name: options.pop(name) for name in names}
        function(lambda sources: _desk(sources, **stated), **options)

    made: Callable[..., None] = command
    for option in (
        now_option("The moment; by default SOURCE_DATE_EPOCH, or else the clock."),
        click.option(
            "--from", "reader", metavar="READER", help="Read every SOURCE as this kind, such as csv or wordpress."
        ),
        click.option("--pair-by-name", is_flag=True, help="Pair records that claim nobody by an equal file name."),
        click.option(
            "--memory",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="What is remembered of translations; beside the first SOURCE by default (SOURCE.translations).",
        ),
        click.option(
            "--history",
            type=EXISTING,
            metavar="FILE",
            help="What earlier builds published (DIR.history): tells changed originals where dates do not.",
        ),
        click.option(
            "--publisher",
            "publisher_file",
            type=EXISTING,
            metavar="FILE",
            help="The publisher.toml; by default, the one beside the first SOURCE.",
        ),
    ):
        made = option(made)
    return made


def _desk(
    sources: tuple[Path, ...],
    publisher_file: Path | None,
    history: Path | None,
    memory: Path | None,
    pair_by_name: bool,
    now: date | None,
    reader: str | None,
) -> Desk:
    from syndicate.model import Publisher
    from syndicate.translations import Desk

    path = publisher_file or Publisher.beside(sources[0])
    publisher = Publisher.load(path) if path is not None else None
    if history is not None and not history.is_file():
        raise click.BadParameter(f"there is no file {history}", param_hint="--history")
    return Desk(
        *sources,
        publisher=publisher,
        history=history,
        memory=memory,
        default_locale=publisher.default_locale if publisher is not None else None,
        pair_by_name=pair_by_name,
        now=now,
        reader=reader,
    )


_sources = click.argument("sources", nargs=-1, required=True, type=EXISTING, metavar="SOURCE...")
_Read = Callable[[tuple[Path, ...]], "Desk"]


@translate.command()
@_sources
@click.option("--to", metavar="LOCALE", help="The language of the translations; by default all that there are.")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--json", "is_json", is_flag=True, help="The same as --format json.")
@language_option("The language of the report.")
@_desk_options
def status(read: _Read, sources: tuple[Path, ...], to: str | None, format: str, is_json: bool, language: str) -> None:
    """Tell which translations are missing, behind their originals, in work, or reviewed.

    Of those that are behind, it says how many words have changed, and in which paragraphs.
    """
    from syndicate.json_writer import indented
    from syndicate.translations.status import as_json, as_text

    found = _with_topics(read(sources)).status(to)
    if is_json or format == "json":
        emit(indented(as_json(found), errors="replace"))
    else:
        click.echo(as_text(found, language), nl=False)


@translate.command()
@_sources
@click.option("--to", required=True, metavar="LOCALE", help="The language to translate into.")
@click.option(
    "--only",
    default="missing,stale",
    show_default=True,
    metavar="STATES",
    help="Which translations, with commas: missing,stale,in-work,current,reviewed.",
)
@click.option("--topic", "topics", multiple=True, metavar="SLUG", help="A topic; may be repeated.")
@click.option("--format", type=click.Choice(["xliff", "po"]), default="xliff", show_default=True)
@click.option("--version", type=click.Choice(["1.2", "2.1"]), default="2.1", show_default=True, help="That of XLIFF.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR|FILE",
    help="A folder for a file of each topic, or a file for all (.xlf, .po); by default, all go to standard output.",
)
@language_option("The language of the messages.")
@_desk_options
def export(
    read: _Read,
    sources: tuple[Path, ...],
    to: str,
    only: str,
    topics: tuple[str, ...],
    format: str,
    version: str,
    out: Path | None,
    language: str,
) -> None:
    """Write files for translators, with what has not changed filled in.

    The translations are in work from then on, and are not exported again unless their originals change.
    """
    from syndicate.locales import labels, number
    from syndicate.translations.memory import write_whole

    is_stated = click.get_current_context().get_parameter_source("format") is not ParameterSource.DEFAULT
    if out is not None and not is_stated and out.suffix == ".po":
        format = "po"
    is_folder = out is not None and (out.is_dir() or out.suffix not in (".xlf", ".xliff", ".po"))
    files = _with_topics(read(sources)).export(
        to,
        only=[state.strip() for state in only.split(",") if state.strip()],
        topics=topics,
        format=format,
        version=version,
        together=not is_folder,
        keep=lambda made: write_whole(_named(made, out, is_folder)) if out is not None else None,
    )
    if out is None:
        for content in files.values():
            emit(content)
    else:
        for path in _named(files, out, is_folder):
            click.echo(path)
    if not files:
        click.echo(labels(language).gettext("There is nothing to translate."), err=True)
    elif is_folder:
        ngettext = labels(language).ngettext
        told = ngettext("{count} topic is now in work", "{count} topics are now in work", len(files))
        click.echo(told.format(count=number(len(files), language)), err=True)


def _with_topics(desk: Desk) -> Desk:
    """The desk, of which it is said what it could not read.

    Raises:
        SourceError: nothing was read as a topic: then it is not true that there is nothing to translate.
    """
    warn_of_unread(desk.catalog)
    if not desk.catalog:
        raise SourceError(Message("nothing in it is read as a topic"), hint=Message("`syndicate check` says why"))
    return desk


def _named(files: dict[str, bytes], out: Path, is_folder: bool) -> dict[Path, bytes]:
    return {out / name if is_folder else out: content for name, content in files.items()}


@translate.command("import")
@click.argument("files", nargs=-1, required=True, type=EXISTING, metavar="FILE...")
@click.option(
    "--into",
    "sources",
    multiple=True,
    required=True,
    type=EXISTING,
    metavar="SOURCE",
    help="The catalog that the texts belong to; may be repeated.",
)
@click.option("--to", metavar="LOCALE", help="The language they have to be in; by default what the files say.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The topics.json to write, for a SOURCE that is neither Markdown nor a topics.json.",
)
@click.option("--updated", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The date that the texts get.")
@click.option("--keep-going", is_flag=True, help="Write the other topics where some are refused.")
@language_option("The language of the messages.")
@_desk_options
def import_(
    read: _Read,
    files: tuple[Path, ...],
    sources: tuple[Path, ...],
    to: str | None,
    out: Path | None,
    updated: Any,
    keep_going: bool,
    language: str,
) -> None:
    """Write translations back into the catalog, from PO and XLIFF files and folders of them.

    Only texts change. What is refused is listed with its place and reason, and then nothing is written. Exits with 1
    if anything is refused.
    """
    from syndicate.locales import labels, number

    result = read(sources).import_texts(
        _contents(files), to=to, out=out, updated=updated.date() if updated else None, keep_going=keep_going
    )
    ngettext, gettext = labels(language).ngettext, labels(language).gettext
    for path in result.files:
        click.echo(path)
    for path in result.kept:
        told = gettext("{file} is there with another content, and was not written over; see if it is the right one")
        click.echo(told.format(file=path), err=True)
    for refusal in result.refused:
        click.echo(refusal.message(language), err=True)
    count = len(result.topics)
    click.echo(
        ngettext("{count} topic imported", "{count} topics imported", count).format(count=number(count, language)),
        err=True,
    )
    if result.refused:
        if not keep_going:
            click.echo(gettext("Nothing was written; --keep-going writes what is not refused."), err=True)
        sys.exit(1)


def _contents(files: tuple[Path, ...]) -> dict[str, bytes]:
    """The files, and those in folders, by name."""
    found: dict[str, bytes] = {}
    for file in files:
        inner = sorted(path for path in file.rglob("*") if path.suffix in (".po", ".xlf", ".xliff"))
        if file.is_dir() and not inner:
            raise SourceError(
                Message("there is no PO or XLIFF file in the folder"), source=str(file), hint=Message("name another")
            )
        for path in inner if file.is_dir() else [file]:
            try:
                found[str(path)] = path.read_bytes()
            except OSError as error:
                raise SourceError(
                    Message("cannot be read: {reason}", reason=of_system(error)), source=str(path)
                ) from error
    return found


@translate.command()
@click.argument("sources", nargs=-1, required=True, type=EXISTING, metavar="SOURCE...")
@click.option("--to", required=True, metavar="LOCALE", help="The language of the translations.")
@click.option("--topic", "topics", multiple=True, metavar="SLUG", help="A topic; may be repeated.")
@click.option("--all", "is_all", is_flag=True, help="All translations that are not behind their originals.")
@language_option("The language of the messages.")
@_desk_options
def reviewed(
    read: _Read, sources: tuple[Path, ...], to: str, topics: tuple[str, ...], is_all: bool, language: str
) -> None:
    """Say that translations are right as they are, though their originals have changed perhaps.

    Markdown files get the digest of the original as `translated_from`; for other sources, the memory keeps it.
    """
    if bool(topics) is is_all:
        raise click.UsageError("Give either --topic SLUG or --all.")
    for path in read(sources).reviewed(*topics, to=to):
        click.echo(path)


@translate.command()
@click.option("--to", required=True, metavar="LOCALE", help="The language to translate into.")
@click.option(
    "--publisher",
    "publisher_file",
    type=EXISTING,
    metavar="FILE",
    help="The publisher.toml, whose own labels are filled in.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The file; standard output by default.",
)
@messages_option
def labels(to: str, publisher_file: Path | None, out: Path | None) -> None:
    """Write a PO file of the labels around topics, for a language that has none or lacks some.

    Translate it, and put it into the folder that `translations` in publisher.toml names, as
    LANG/LC_MESSAGES/syndicate.po.
    """
    from syndicate.locales.reader_labels import to_translate
    from syndicate.model import Publisher
    from syndicate.translations.memory import write_whole

    directory = Publisher.load(publisher_file).translations if publisher_file is not None else None
    content = to_translate(to, directory)
    if out is None:
        emit(content)
    else:
        write_whole({out: content})
        click.echo(out)


COMMANDS = (translate,)
