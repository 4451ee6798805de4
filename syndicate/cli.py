"""The commands: parse, call, print. Results go to stdout, progress and messages to stderr; no work is done here."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from syndicate import __version__
from syndicate.errors import PublisherError, SyndicateError

if TYPE_CHECKING:
    from rich.progress import Progress

    from syndicate.history import History
    from syndicate.model import Catalog, Publisher

__all__ = ["cli", "run"]

F = TypeVar("F", bound=Callable[..., Any])
_EXISTING = click.Path(path_type=Path)
_PARTS = ("translations", "also-called", "image", "summary", "sections", "dates")  # loading them would take long


def _sources(function: F) -> F:
    """What every command that reads a catalog takes."""
    for option in (
        click.option("--pair-by-name", is_flag=True, help="Pair records that claim nobody by an equal file name."),
        click.option("--strict", is_flag=True, help="One topic that cannot be read is an error."),
        click.option(
            "--publisher",
            "publisher_file",
            type=_EXISTING,
            metavar="FILE",
            help="The publisher.toml; found beside the first SOURCE by itself.",
        ),
        click.argument("sources", nargs=-1, required=True, type=_EXISTING, metavar="SOURCE..."),
    ):
        function = option(function)
    return function


def _locale_option(function: F) -> F:
    return click.option("--locale", metavar="LOCALE", help="The language; the publisher's default by default.")(
        function
    )


def _history_option(function: F) -> F:
    return click.option(
        "--history",
        type=_EXISTING,
        metavar="FILE",
        help="What earlier builds published; beside the published folder by default (DIR.history).",
    )(function)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", message="syndicate %(version)s")
def cli() -> None:
    """Bilingual content syndication: one catalog of topics, every channel.

    SOURCE is a file or folder: MedlinePlus health topics (.xml, .xml.gz, .zip), a page with `syndicate` regions
    (.html), a published topics.json, or a folder of slug.en.md and slug.es.md.
    """


@cli.command()
@_sources
@click.option("--out", required=True, type=_EXISTING, metavar="DIR", help="The folder to publish into.")
@click.option("--only", metavar="KINDS", help="Kinds to publish, with commas: pages,feeds,snippets,cards,embeds.")
@click.option("--locale", "locales", multiple=True, metavar="LOCALE", help="A language to publish; may be repeated.")
@_history_option
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="How many processes share the work.")
def build(
    sources: tuple[Path, ...],
    publisher_file: Path | None,
    out: Path,
    only: str | None,
    locales: tuple[str, ...],
    history: Path | None,
    jobs: int,
    strict: bool,
    pair_by_name: bool,
) -> None:
    """Publish the catalog as a tree of static files.

    The tree is built beside the old one and swapped in whole; files that did not change stay as they are.
    """
    from syndicate.publishing import build as publish

    publisher = _publisher(publisher_file, sources)
    catalog = _read(sources, publisher, strict, pair_by_name)
    with _Meter() as meter:
        report = publish(
            catalog,
            publisher,
            out,
            only=[kind.strip() for kind in only.split(",")] if only is not None else None,
            locales=locales or None,
            history=history,
            jobs=jobs,
            progress=meter.update,
        )
    for line in report.lines():
        click.echo(line, err=True)
    if catalog.findings:
        count = len(catalog.findings)
        click.echo(f"{count:,} finding{'' if count == 1 else 's'}; `syndicate check` lists them", err=True)


@cli.command()
@_sources
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--language", metavar="LOCALE", default="en", show_default=True, help="The language of the report.")
@click.option(
    "--history",
    type=_EXISTING,
    metavar="FILE",
    help="What earlier builds published (DIR.history): tells stale translations where the source states no dates.",
)
def check(
    sources: tuple[Path, ...],
    publisher_file: Path | None,
    format: str,
    language: str,
    history: Path | None,
    strict: bool,
    pair_by_name: bool,
) -> None:
    """Report what is amiss in the catalog: missing, stale and conflicting translations.

    Exits with 1 when there are conflicts or topics that could not be read.
    """
    from syndicate.model import Severity
    from syndicate.reporting import findings_json, findings_text

    publisher = _publisher(publisher_file, sources, required=False)
    catalog = _read(sources, publisher, strict, pair_by_name)
    if history is not None:
        catalog = _history(history).compare(catalog).catalog
    if format == "json":
        _print(findings_json(catalog, language).encode())
    else:
        click.echo(findings_text(catalog, language), nl=False)
    if any(finding.severity is Severity.ERROR for finding in catalog.findings):
        sys.exit(1)


@cli.command()
@_sources
@click.option(
    "--locale",
    "locales",
    multiple=True,
    metavar="LOCALE",
    help="The language; the publisher's default by default. Several make one mixed feed.",
)
@click.option("--format", type=click.Choice(["rss", "atom", "json"]), default="rss", show_default=True)
@click.option("--topic", metavar="SLUG", help="The feed of one topic: its summary, then every link.")
@click.option("--group", metavar="SLUG", help="The feed of one group.")
@click.option("--whats-new", is_flag=True, help="Only what changed since a language was first built; needs --history.")
@click.option("--limit", type=click.IntRange(0), default=100, show_default=True, help="The most entries; 0: all.")
@click.option("--history", type=_EXISTING, metavar="FILE", help="What earlier builds published (DIR.history).")
def feed(
    sources: tuple[Path, ...],
    publisher_file: Path | None,
    locales: tuple[str, ...],
    format: str,
    topic: str | None,
    group: str | None,
    whats_new: bool,
    limit: int,
    history: Path | None,
    strict: bool,
    pair_by_name: bool,
) -> None:
    """Print a feed of the catalog, of a group, of a topic, or of what is new."""
    from syndicate.feeds import feed as make

    if (topic is not None) + (group is not None) + whats_new > 1:
        raise click.UsageError("--topic, --group and --whats-new exclude each other")
    publisher = _publisher(publisher_file, sources)
    catalog = _read(sources, publisher, strict, pair_by_name)
    made = make(
        catalog,
        publisher,
        locales or publisher.default_locale,
        topic=topic,
        group=group,
        whats_new=whats_new,
        limit=limit or None,
        changes=_history(history).compare(catalog) if history is not None else None,
    )
    made.write(sys.stdout.buffer, format)


@cli.command()
@_sources
@click.option(
    "--locale",
    "locales",
    multiple=True,
    metavar="LOCALE",
    help="The language; the publisher's default by default. With --bilingual, repeat it to set the order.",
)
@click.option("--topic", required=True, metavar="SLUG")
@click.option("--format", type=click.Choice(["html", "json"]), default="html", show_default=True)
@click.option("--bilingual", is_flag=True, help="All languages of the topic side by side, or those of --locale.")
@click.option(
    "--envelope", type=click.Choice(["hhs"]), help="The form of the JSON: as HHS's syndication service has it."
)
@click.option("--without", multiple=True, type=click.Choice(_PARTS), help="A part to leave out; may be repeated.")
@click.option(
    "--heading-level", type=click.IntRange(1, 5), default=2, show_default=True, help="The level of its title."
)
def snippet(
    sources: tuple[Path, ...],
    publisher_file: Path | None,
    locales: tuple[str, ...],
    topic: str,
    format: str,
    bilingual: bool,
    envelope: Literal["hhs"] | None,
    without: tuple[str, ...],
    heading_level: int,
    strict: bool,
    pair_by_name: bool,
) -> None:
    """Print a topic's text, safe to put into anyone's page."""
    from syndicate import snippets

    if len(locales) > 1 and not bilingual:
        raise click.UsageError("several --locale need --bilingual")
    if envelope and (format != "json" or bilingual):
        raise click.UsageError("--envelope needs --format json, and one language")
    publisher = _publisher(publisher_file, sources)
    found = _read(sources, publisher, strict, pair_by_name)[topic]
    parts: dict[str, Any] = {part.replace("-", "_"): False for part in without}
    options = snippets.SnippetOptions(heading_level=heading_level, **parts)
    if bilingual:
        both = snippets.bilingual(found, publisher, locales or None, options)
        _print(both.json() if format == "json" else both.html.encode())
    else:
        made = snippets.snippet(found, publisher, locales[0] if locales else publisher.default_locale, options)
        _print(made.json(envelope=envelope) if format == "json" else made.html.encode())


@cli.command()
@_sources
@_locale_option
@click.option("--topic", required=True, metavar="SLUG")
@click.option("--format", type=click.Choice(["html", "jsonld"]), default="html", show_default=True)
def card(
    sources: tuple[Path, ...],
    publisher_file: Path | None,
    locale: str | None,
    topic: str,
    format: str,
    strict: bool,
    pair_by_name: bool,
) -> None:
    """Print a topic's share card: head tags and JSON-LD."""
    from syndicate.cards import card as make

    publisher = _publisher(publisher_file, sources)
    catalog = _read(sources, publisher, strict, pair_by_name)
    made = make(catalog[topic], publisher, locale or publisher.default_locale)
    _print(made.json_ld() if format == "jsonld" else made.html.encode())


@cli.command()
@click.argument("file", type=click.File("rb"))
@click.option("--url", required=True, metavar="URL", help="The page's address; its relative links start from it.")
@click.option("--format", type=click.Choice(["html", "json"]), default="html", show_default=True)
@click.option(
    "--class", "classes", multiple=True, metavar="NAME", help="A class of regions, instead of `syndicate`; repeatable."
)
@click.option("--id", "ids", multiple=True, metavar="ID", help="The id of a region; repeatable.")
@click.option("--select", "selectors", multiple=True, metavar="CSS", help="A selector of regions; repeatable.")
@click.option("--exclude", multiple=True, metavar="CSS", help="A selector of what is left out; repeatable.")
@click.option(
    "--strip", multiple=True, type=click.Choice(["images", "links", "breaks"]), help="What is removed; repeatable."
)
@click.option("--keep-hidden", is_flag=True, help="Keep what the page hides within a region.")
@click.option("--keep-classes", is_flag=True, help="Keep the classes of elements.")
@click.option("--id-prefix", metavar="PREFIX", help="Keep ids, beginning with this, such as topic-.")
@click.option("--heading-level", type=click.IntRange(1, 6), help="The level of the highest headings.")
@click.option(
    "--images",
    type=click.Choice(["left", "right", "center"]),
    help="Place pictures: each gets a class, such as syndicate-left.",
)
@click.option(
    "--link-host",
    "link_hosts",
    multiple=True,
    metavar="HOST",
    help="A host links may lead to; repeatable; all by default.",
)
@click.option("--language", metavar="LOCALE", default="en", show_default=True, help="The language of messages.")
def extract(
    file: Any, url: str, format: str, strip: tuple[str, ...], link_hosts: tuple[str, ...], language: str, **chosen: Any
) -> None:
    """Print the `syndicate` regions of a page; FILE may be - for stdin.

    What was removed, and what an editor should look at, is said on stderr, or in the JSON.
    """
    from syndicate.markup import Policy
    from syndicate.snippets import ExtractOptions
    from syndicate.snippets import extract as take

    chosen |= {f"strip_{what}": True for what in strip}
    options = ExtractOptions(policy=Policy(link_hosts=link_hosts or None), **chosen)
    made = take(file.read(), url=url, options=options)
    if format == "json":
        _print(made.json(language))
        return
    messages = [found.message(language) for found in made.diagnostics]
    _print(made.html.encode() + b"\n")
    for message in messages:
        click.echo(message, err=True)


@cli.command()
@click.argument("source", metavar="SOURCE", type=click.Path(exists=True, allow_dash=True, path_type=Path))
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def validate(source: Path, format: str) -> None:
    """Check a feed or a published tree; SOURCE may be - for stdin.

    Feeds are checked against their standards (RSS 2.0, Atom 1.0, JSON Feed 1.1, OPML 2.0), a tree also for what its
    files promise about each other. Exits with 1 when there is an error; warnings change nothing.
    """
    from syndicate.validation import validate as look
    from syndicate.validation.report import as_json, as_text, summary

    found = look(sys.stdin.buffer.read() if str(source) == "-" else source)
    if format == "json":
        _print(as_json(found).encode())
    else:
        click.echo(as_text(found), nl=False)
    click.echo(summary(found), err=True)
    if not found.valid:
        sys.exit(1)


@cli.command()
@click.argument("directory", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
def serve(directory: Path, port: int) -> None:
    """Preview a published tree in a browser on this machine."""
    try:
        from syndicate.service.preview import serve as run_server
    except ModuleNotFoundError as error:
        raise SyndicateError(
            f"the preview needs {error.name}", hint="install it with: pip install 'syndicate-feeds[service]'"
        ) from error
    run_server(directory, port)


def _publisher(path: Path | None, sources: tuple[Path, ...], *, required: bool = True) -> Any:
    """The publisher of ``--publisher``, or of the ``publisher.toml`` in or beside the first source."""
    from syndicate.model import Publisher

    if path is not None:
        return Publisher.load(path)
    if (found := Publisher.beside(sources[0])) is not None:
        return Publisher.load(found)
    if required:
        raise PublisherError(f"there is no publisher.toml beside {sources[0]}", hint="give --publisher FILE")
    return None


def _history(path: Path) -> History:
    """The history that a command reads; a build alone may begin one."""
    from syndicate.history import History

    if not path.exists():
        raise click.BadParameter(f"there is no file {path}", param_hint="--history")
    return History(path)


def _read(sources: tuple[Path, ...], publisher: Publisher | None, strict: bool, pair_by_name: bool) -> Catalog:
    from syndicate.sources import read

    locale = publisher.default_locale if publisher is not None else None
    return read(*sources, publisher=publisher, strict=strict, default_locale=locale, pair_by_name=pair_by_name)


def _print(document: bytes) -> None:
    click.echo(document, nl=False)


class _Meter:
    """A progress bar on a terminal, nothing elsewhere; drawn only when a step is done, so no thread is at work."""

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


def _forget_output() -> None:
    """Let what is still to be written go nowhere, since the interpreter tries once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run() -> int:
    """Run the command line and return its exit code: 0 done, 1 a problem in the input, 2 wrong usage."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a character shows "?" for it
    try:
        cli.main(standalone_mode=False, prog_name="syndicate")
    except SyndicateError as error:
        click.echo(f"syndicate: {error.format_message()}", err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("syndicate: stopped", err=True)
        return 130
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        _forget_output()
        return 1
    except OSError as error:  # a full disk behind our output, say
        click.echo(f"syndicate: {error.strerror or error}{f': {error.filename}' if error.filename else ''}", err=True)
        _forget_output()
        return 1
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0
