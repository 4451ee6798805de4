"""The commands that work on the whole: build a tree, check the catalog, validate and serve a tree."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import click

from syndicate.cli.inputs import (
    EXISTING,
    Inputs,
    cache_folder,
    catalog_command,
    emit,
    history_option,
    language_option,
    load_history,
    now_option,
    warn_of_unread,
)
from syndicate.cli.language import gettext, language, messages_option, ngettext
from syndicate.errors import Message, SourceError, SyndicateError

if TYPE_CHECKING:
    from rich.progress import Progress

    from syndicate.publishing import Report

__all__ = ["COMMANDS"]


class _Folder(click.Path):
    """A folder with a name: an empty variable in a script would mean the working directory."""

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> Any:
        if value == "":
            self.fail(gettext("the name is empty"), parameter, context)
        return super().convert(value, parameter, context)


class _Place(_Folder):
    """A folder, or the address of a bucket; a ``file:`` address is a folder."""

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> Any:
        from urllib.parse import unquote

        from syndicate.publishing.bucket import is_bucket

        if is_bucket(value):
            return value
        if isinstance(value, str) and value.startswith("file:///"):
            value = unquote(value.removeprefix("file://"))
        elif isinstance(value, str) and "://" in value:
            said = gettext("{value!r} is not a folder and no bucket: write s3://, gs:// or az://")
            self.fail(said.format(value=value), parameter, context)
        return super().convert(value, parameter, context)


@click.command()
@catalog_command
@click.option(
    "--out", required=True, type=_Place(path_type=Path), metavar="DIR|URL", help="The folder or bucket to publish into."
)
@click.option(
    "--only",
    multiple=True,
    metavar="KINDS",
    help="Kinds to publish, with commas: pages,feeds,snippets,cards,lists,embeds; cards:en,es in these languages only.",
)
@click.option("--locale", "locales", multiple=True, metavar="LOCALE", help="A language to publish; may be repeated.")
@history_option
@click.option("--new-history", is_flag=True, help="Begin a new history though DIR was built before and has none.")
@click.option("--allow-removals", is_flag=True, help="Go on though a source has lost many topics, or a language.")
@now_option("The moment of the build; by default SOURCE_DATE_EPOCH, or else the clock.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="How many processes share the work.")
@messages_option
def build(
    inputs: Inputs,
    out: Path | str,
    only: tuple[str, ...],
    locales: tuple[str, ...],
    history: Path | None,
    new_history: bool,
    allow_removals: bool,
    now: date | None,
    jobs: int,
) -> None:
    """Publish the catalog as a tree of static files.

    The tree is built beside the old one and swapped in whole; files that did not change stay as they are. Of a bucket
    (s3://, gs://, az://), which needs the extra `cloud`, the addresses that changed are printed.
    """
    from syndicate.moments import moment_of_build
    from syndicate.publishing import build as publish
    from syndicate.publishing.bucket import folder_of
    from syndicate.publishing.tree import check_place
    from syndicate.site.kinds import stated_kinds

    moment = moment_of_build(now)
    publisher = inputs.publisher()
    check_place(folder_of(out) if isinstance(out, str) else out)
    catalog = inputs.catalog(publisher, moment)
    with _Meter() as meter:
        report = publish(
            catalog,
            publisher,
            out,
            only=stated_kinds(only) if only else None,
            locales=locales or None,
            history=history,
            new_history=new_history,
            allow_removals=allow_removals,
            now=moment,
            jobs=jobs,
            strict=inputs.strict,
            progress=meter.update,
        )
    _print_report(report)
    warn_of_unread(catalog)
    _print_counts(report)


def _print_report(report: Report) -> None:
    for line in report.lines(language()):
        click.echo(line, err=True)
    for address in report.changed_addresses:
        click.echo(address)


def _print_counts(report: Report) -> None:
    """Say how many findings of each kind there are, beside those that the report has named."""
    from syndicate.locales import number
    from syndicate.model.finding import heading

    said_above = {finding.kind for finding in report.events}
    listed = {kind: found for kind, found in report.findings.items() if kind not in said_above}
    if count := sum(listed.values()):
        for kind, found in listed.items():
            click.echo(f"{heading(kind, language())}: {number(found, language())}", err=True)
        said = ngettext(
            "{count} finding; `syndicate check` lists them", "{count} findings; `syndicate check` lists them", count
        )
        click.echo(said.format(count=number(count, language())), err=True)


@click.command()
@catalog_command
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@language_option("The language of the report.")
@click.option(
    "--history",
    type=EXISTING,
    metavar="FILE",
    help="What earlier builds published (DIR.history): tells stale translations where dates do not, and what is gone.",
)
@now_option("The moment of the next build; by default SOURCE_DATE_EPOCH, or else the clock.")
@click.option("--online", is_flag=True, help="Ask other sites whether the pages that topics link to are still there.")
@click.option(
    "--online-minutes",
    type=click.FloatRange(0, min_open=True),
    default=30,
    show_default=True,
    metavar="N",
    help="So long that may take; the next run goes on.",
)
@click.option(
    "--online-known",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keeps what other sites answered, for a week.  [default: syndicate/links.json in the cache folder]",
)
@click.option("--online-private", is_flag=True, help="Ask servers of a private network too.")
def check(
    inputs: Inputs,
    format: str,
    language: str,
    history: Path | None,
    now: date | None,
    online: bool,
    online_minutes: float,
    online_known: Path | None,
    online_private: bool,
) -> None:
    """Report what is wrong in the catalog: translations, and what a build could not show.

    Exits with 1 when there is an error, such as a conflict or a topic that could not be read; with --strict, also when
    anything would be missing from what is published.
    """
    from syndicate.cards.findings import findings as card_findings
    from syndicate.cli.reporting import findings_json, findings_text
    from syndicate.model import Severity
    from syndicate.moments import moment_of_build

    publisher = inputs.stated_publisher()
    moment = moment_of_build(now)
    catalog = inputs.catalog(publisher, moment)
    if history is not None:
        base_url = publisher.base_url if publisher is not None else ""
        catalog = load_history(history, publisher).compare(catalog, now=moment, base_url=base_url).catalog
    if publisher is not None:
        found = (*catalog.findings, *card_findings(catalog, publisher))
        catalog = catalog.replaced(findings=found)
    if online:
        from syndicate.link_check import check_links

        base_url = publisher.base_url if publisher is not None else ""
        known = online_known or cache_folder() / "links.json"
        linked = check_links(catalog, base_url, known=known, minutes=online_minutes, private=online_private)
        catalog = catalog.replaced(findings=(*catalog.findings, *linked))
    if format == "json":
        emit(findings_json(catalog, language).encode())
    else:
        click.echo(findings_text(catalog, language), nl=False)
    if any(one.severity is Severity.ERROR or (inputs.strict and one.kind.is_loss) for one in catalog.findings):
        sys.exit(1)


@click.command()
@click.argument("source", metavar="SOURCE", type=click.Path(exists=True, allow_dash=True, path_type=Path))
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@now_option("Warn of dates after this day; by default after SOURCE_DATE_EPOCH, or else after today.")
@messages_option
def validate(source: Path, format: str, now: date | None) -> None:
    """Check a feed or a published tree, files of at most 256 MB; SOURCE may be - for stdin.

    Feeds are checked against their standards (RSS 2.0, Atom 1.0, JSON Feed 1.1, OPML 2.0), a tree also for what its
    files say about each other. Exits with 1 when there is an error; warnings change nothing.
    """
    from syndicate.bounded import read_stream
    from syndicate.moments import moment_of_build
    from syndicate.validation import validate as validated
    from syndicate.validation.checked_tree import MOST_BYTES
    from syndicate.validation.problems import as_json, as_text, summary

    found = validated(
        read_stream(sys.stdin.buffer, MOST_BYTES, "-") if str(source) == "-" else source, now=moment_of_build(now)
    )
    if format == "json":
        emit(as_json(found, language()).encode())
    else:
        click.echo(as_text(found, language()), nl=False)
    if not found.documents and not found.problems and source.is_dir():
        raise SourceError(
            Message("there is no feed and no published tree in it"),
            source=str(source),
            hint=Message("name the folder that `syndicate build` wrote"),
        )
    click.echo(summary(found, language()), err=True)
    if not found.valid:
        sys.exit(1)


@click.command()
@click.argument("directory", metavar="DIR", type=_Folder(file_okay=False, path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--publisher",
    "publisher_file",
    type=EXISTING,
    metavar="FILE",
    help="publisher.toml, where it names templates, labels, fonts or photographs of its own.",
)
@click.option(
    "--counts", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Count what is asked for."
)
@click.option(
    "--watch",
    "watched",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="SOURCE",
    help="Build DIR from SOURCE first, and again after every change, which browsers then show; may be repeated.",
)
@messages_option
def serve(
    directory: Path,
    host: str,
    port: int,
    publisher_file: Path | None,
    counts: Path | None,
    watched: tuple[Path, ...],
) -> None:
    """Serve a published tree and the APIs for partners; on this machine alone, unless --host says otherwise."""
    if (directory.exists() or not watched) and not directory.is_dir():  # click accepts a device as a folder
        said = gettext("{directory} is not a folder").format(directory=directory)
        raise click.BadParameter(said, param_hint="DIR")
    from syndicate.model import Publisher

    try:
        from syndicate.service.server import serve as run_server

        if watched:
            from syndicate.cli.watching import Rebuilding
    except ModuleNotFoundError as error:
        raise SyndicateError(
            Message("the service needs {name}", name=error.name),
            hint=Message("install it with: pip install 'syndicate-feeds[service]'"),
        ) from error
    if watched:
        with Rebuilding(directory, watched, publisher_file or Publisher.beside(watched[0])) as rebuilding:
            run_server(directory, port, host, counts=counts, rebuilding=rebuilding)
    else:
        publisher = Publisher.load(publisher_file) if publisher_file is not None else None
        run_server(directory, port, host, publisher=publisher, counts=counts)


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show which requests would be sent, and send none.")
@click.option("--indexnow", metavar="URL", default=None, help="Where pages are announced; api.indexnow.org by default.")
@messages_option
def notify(directory: Path, dry_run: bool, indexnow: str | None) -> None:
    """Tell the WebSub hub and search engines what has changed in a published tree.

    Call it when the tree is served. What was told is remembered beside the tree (DIR.notified), so that a second call
    tells nothing. Exits with 1 when a hub or search engine did not accept it: the next call tells it again.
    """
    from syndicate.model.fields import is_url
    from syndicate.publishing.notifying import INDEXNOW
    from syndicate.publishing.notifying import notify as notifications

    if indexnow is not None:
        is_url(indexnow, "--indexnow")
    told = failed = 0
    for one in notifications(directory, dry_run=dry_run, indexnow=indexnow or INDEXNOW):
        click.echo(one.line(language()))
        told += 1
        failed += one.is_failure
    if not told:
        click.echo(gettext("nothing has changed since the last call"), err=True)
    if failed:
        sys.exit(1)


class _Meter:
    """A progress bar on a terminal, nothing elsewhere; drawn only when a step is done, so it needs no thread."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), auto_refresh=False, transient=True)

    def __enter__(self) -> _Meter:
        if self._bar is not None:
            self._bar.start()
            self._task = self._bar.add_task("build", total=None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def update(self, done: int, total: int) -> None:
        """Draw the bar at that many steps of all."""
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=total)
            self._bar.refresh()


COMMANDS = (build, check, validate, notify, serve)
