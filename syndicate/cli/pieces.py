"""The commands that print one piece: a feed, a snippet, a list, a card, the regions of a page."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
from click.core import ParameterSource

from syndicate.cli.inputs import (
    EXISTING,
    FormatChoice,
    Inputs,
    catalog_command,
    emit,
    language_option,
    load_history,
    now_option,
    warn_of_unread,
)
from syndicate.cli.language import gettext, messages_option
from syndicate.errors import InvalidValueError, Message, NotFoundError, SourceError

if TYPE_CHECKING:
    from babel import Locale

    from syndicate.history import Changes
    from syndicate.model import Catalog, Publisher, Topic
    from syndicate.snippets import Bilingual, Snippet, TopicList

__all__ = ["COMMANDS"]

_PARTS = ("translations", "also-called", "image", "summary", "sections", "dates")  # loading them would take long
_LIST_PARTS = ("title", "translations", "image", "description", "dates")

_history_option = click.option(
    "--history", type=EXISTING, metavar="FILE", help="What earlier builds published (DIR.history)."
)
_now_option = now_option("The moment, which decides what is withheld; by default SOURCE_DATE_EPOCH, or else the clock.")
_form_option = click.option(
    "--format", type=click.Choice(["html", "json", "email", "text"]), default="html", show_default=True
)
_level_option = click.option(
    "--heading-level", type=click.IntRange(1, 5), default=2, show_default=True, help="The level of its title."
)


@click.command()
@catalog_command
@click.option(
    "--locale",
    "locales",
    multiple=True,
    metavar="LOCALE",
    help="The language; the publisher's default by default. Several make one mixed feed.",
)
@click.option("--format", type=FormatChoice(), default="rss", show_default=True)
@click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="SLUG",
    help="The feed of a topic: its summary, then every link. Several make one feed.",
)
@click.option("--group", metavar="SLUG", help="The feed of one group.")
@click.option("--whats-new", is_flag=True, help="Only what changed since a language was first built; needs --history.")
@click.option("--limit", type=click.IntRange(0), default=100, show_default=True, help="The most entries; 0: all.")
@_history_option
@_now_option
@messages_option
def feed(
    inputs: Inputs,
    locales: tuple[str, ...],
    format: str,
    topics: tuple[str, ...],
    group: str | None,
    whats_new: bool,
    limit: int,
    history: Path | None,
    now: date | None,
) -> None:
    """Print a feed of the catalog, of a group, of a topic, or of what is new."""
    from syndicate.feeds import feed as make

    if bool(topics) + (group is not None) + whats_new > 1:
        raise click.UsageError(gettext("--topic, --group and --whats-new exclude each other"))
    if whats_new and click.get_current_context().get_parameter_source("limit") is ParameterSource.COMMANDLINE:
        raise click.UsageError(gettext("--limit cannot be used with --whats-new: it would leave out new changes"))
    if whats_new and history is None:
        raise InvalidValueError(
            Message("what is new is known from a history alone"), hint=Message("give --history FILE")
        )
    publisher, catalog, changes = _compared(inputs, history, now)
    made = make(
        catalog,
        publisher,
        locales or publisher.default_locale,
        topic=topics or None,
        group=group,
        whats_new=whats_new,
        limit=limit or None,
        changes=changes,
    )
    warn_of_unread(catalog)
    made.write(sys.stdout.buffer, format)


@click.command()
@catalog_command
@click.option(
    "--locale",
    "locales",
    multiple=True,
    metavar="LOCALE",
    help="The language; the publisher's default by default. With --bilingual, repeat it to set the order.",
)
@click.option("--topic", required=True, metavar="SLUG")
@_form_option
@click.option("--bilingual", is_flag=True, help="All languages of the topic side by side, or those of --locale.")
@click.option(
    "--envelope", type=click.Choice(["hhs"]), help="The form of the JSON: as HHS's syndication service has it."
)
@click.option("--without", multiple=True, type=click.Choice(_PARTS), help="A part to leave out; may be repeated.")
@_level_option
@messages_option
def snippet(
    inputs: Inputs,
    locales: tuple[str, ...],
    topic: str,
    format: str,
    bilingual: bool,
    envelope: Literal["hhs"] | None,
    without: tuple[str, ...],
    heading_level: int,
) -> None:
    """Print a topic's text, safe to put into anyone's page."""
    from syndicate import snippets

    if len(locales) > 1 and not bilingual:
        raise click.UsageError(gettext("several --locale need --bilingual"))
    if envelope and (format != "json" or bilingual):
        raise click.UsageError(gettext("--envelope needs --format json, and one language"))
    publisher = inputs.publisher()
    catalog = inputs.catalog(publisher)
    found = catalog[topic]
    parts: dict[str, Any] = {part.replace("-", "_"): False for part in without}
    options = snippets.SnippetOptions(heading_level=heading_level, **parts)
    made: snippets.Bilingual | snippets.Snippet
    if bilingual:
        made = snippets.bilingual(found, publisher, locales or None, options)
    else:
        made = snippets.snippet(found, publisher, locales[0] if locales else publisher.default_locale, options)
    if envelope and isinstance(made, snippets.Snippet):
        emit(made.json(envelope=envelope, number=_number(catalog, found, made.text_locale)))
    else:
        _emit(made, format)


def _number(catalog: Catalog, topic: Topic, locale: Locale) -> int:
    """The integer that a first build of the catalog gives a text."""
    from syndicate.history.numbers import numbered

    texts = [text for one in catalog.values() for text in one.ids.identifiers().items()]
    return numbered(texts, {})[str(locale), topic.ids[locale]]


@click.command("list")
@catalog_command
@click.option("--locale", metavar="LOCALE", help="The language; the publisher's default by default.")
@click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="SLUG",
    help="A topic; several are listed in this order. One alone is its teaser.",
)
@click.option("--group", metavar="SLUG", help="The topics of a group, from A to Z.")
@click.option("--changed", is_flag=True, help="What changed last: with --history as builds saw it, else by dates.")
@click.option("--limit", type=click.IntRange(0), default=20, show_default=True, help="The most topics; 0: all.")
@_history_option
@_form_option
@click.option("--without", multiple=True, type=click.Choice(_LIST_PARTS), help="A part to leave out; may be repeated.")
@_level_option
@_now_option
@messages_option
def list_(
    inputs: Inputs,
    locale: str | None,
    topics: tuple[str, ...],
    group: str | None,
    changed: bool,
    limit: int,
    history: Path | None,
    format: str,
    without: tuple[str, ...],
    heading_level: int,
    now: date | None,
) -> None:
    """Print a list of topics for anyone's page or newsletter; by default the newest."""
    from syndicate.snippets import topic_list

    if bool(topics) + (group is not None) + changed > 1:
        raise click.UsageError(gettext("--topic, --group and --changed exclude each other"))
    publisher, catalog, changes = _compared(inputs, history, now)
    made = topic_list(
        catalog,
        publisher,
        locale or publisher.default_locale,
        topics=topics or None,
        group=group,
        changed=changed,
        limit=limit or None,
        changes=changes,
        heading_level=heading_level,
        without=without,
    )
    _emit(made, format)


def _compared(inputs: Inputs, history: Path | None, now: date | None) -> tuple[Publisher, Catalog, Changes | None]:
    """The publisher, the catalog at a moment, and what a history knows of it."""
    from syndicate.moments import moment_of_build

    moment = moment_of_build(now)
    publisher = inputs.publisher()
    catalog = inputs.catalog(publisher, moment)
    if history is None:
        return publisher, catalog, None
    known = load_history(history, publisher)
    return publisher, catalog, known.compare(catalog, now=moment, base_url=publisher.base_url)


def _emit(made: Bilingual | Snippet | TopicList, format: str) -> None:
    """Print it in one of its forms."""
    if format == "html":
        emit(made.html.encode())
    else:
        emit(made.json() if format == "json" else made.email() if format == "email" else made.text())


@click.command()
@catalog_command
@click.option(
    "--locale", metavar="LOCALE", help="The language; the publisher's default by default, with --lint all languages."
)
@click.option("--topic", metavar="SLUG", help="The topic; with --lint, all topics by default.")
@click.option("--format", type=click.Choice(["html", "jsonld", "png"]), default="html", show_default=True)
@click.option("--square", is_flag=True, help="The square picture, with --format png.")
@click.option("--lint", is_flag=True, help="What networks and search engines would show, cut or refuse.")
@language_option("The language of --lint's report, and of messages.")
def card(
    inputs: Inputs,
    locale: str | None,
    topic: str | None,
    format: str,
    square: bool,
    lint: bool,
    language: str,
) -> None:
    """Print a topic's share card: head tags and JSON-LD, the JSON-LD alone, or the picture."""
    from syndicate.cards import card as make
    from syndicate.cards.findings import card_findings

    if square and format != "png":
        raise click.UsageError(gettext("--square needs --format png"))
    if lint and click.get_current_context().get_parameter_source("format") is ParameterSource.COMMANDLINE:
        raise click.UsageError(gettext("--lint is a report: it has no --format"))
    if topic is None and not lint:
        raise click.UsageError(gettext("Missing option '--topic'."))
    publisher = inputs.publisher()
    catalog = inputs.catalog(publisher)
    if lint:
        _lint(catalog, publisher, topic, locale, language, inputs.strict)
        return
    found = catalog[topic or ""]
    made = make(found, publisher, locale or publisher.default_locale, catalog.groups.values())
    remarks = list(card_findings(made))
    if inputs.strict and remarks:
        raise SourceError(remarks[0].message(language))
    emit(made.png(square=square) if format == "png" else made.json_ld() if format == "jsonld" else made.html.encode())
    for finding in remarks:
        click.echo(finding.message(language), err=True)


def _lint(
    catalog: Catalog, publisher: Publisher, topic: str | None, locale: str | None, language: str, strict: bool
) -> None:
    """Print what consumers do with a topic's cards, or with all."""
    from syndicate.cards import card as make
    from syndicate.cards.findings import card_findings, findings
    from syndicate.cards.lint import as_text, overview

    topics = [catalog[topic]] if topic is not None else list(catalog.values())
    cards = [
        make(found, publisher, own, catalog.groups.values())
        for found in topics
        for own in found.locales
        if locale is None or own == found.title.nearest(locale)
    ]
    if not cards:
        has = topics[0].locales if topic is not None else catalog.locales
        problem = (
            Message("the topic has no text in this language")
            if topic is not None
            else Message("no topic has a text in it")
        )
        raise NotFoundError(
            problem, topic=topic, locale=locale, hint=Message("there is {names}", names=", ".join(map(str, has)))
        )
    if topic is not None:
        found = [list(card_findings(made)) for made in cards]
        text = "\n".join(as_text(made, language, remarks) for made, remarks in zip(cards, found, strict=True))
        remarks = [finding for one in found for finding in one]
    else:
        remarks = list(findings(catalog, publisher, {made.locale for made in cards} if locale else ()))
        text = overview(cards, language, remarks)
    click.echo(text, nl=False)
    if strict and remarks:
        sys.exit(1)


@click.command()
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
@click.option(
    "--publisher",
    "publisher_file",
    type=EXISTING,
    metavar="FILE",
    help="A publisher.toml whose [policy] says what may stand.",
)
@language_option("The language of messages.")
def extract(
    file: Any,
    url: str,
    format: str,
    strip: tuple[str, ...],
    link_hosts: tuple[str, ...],
    publisher_file: Path | None,
    language: str,
    **chosen: Any,
) -> None:
    """Print the `syndicate` regions of a page of at most 20 MB; FILE may be - for stdin.

    What was removed, and what an editor should look at, is said on stderr, or in the JSON.
    """
    from syndicate.bounded import read_stream
    from syndicate.extraction import ExtractOptions
    from syndicate.extraction import extract as take
    from syndicate.markup import MOST_BYTES
    from syndicate.markup.policy import DEFAULT_POLICY
    from syndicate.model import Publisher

    chosen |= {f"strip_{what}": True for what in strip}
    policy = Publisher.load(publisher_file).policy if publisher_file is not None else DEFAULT_POLICY
    options = ExtractOptions(policy=policy.leading_to(link_hosts) if link_hosts else policy, **chosen)
    made = take(read_stream(file, MOST_BYTES, getattr(file, "name", "-")), url=url, options=options)
    if format == "json":
        emit(made.json(language))
        return
    messages = [found.message(language) for found in made.diagnostics]
    emit(made.html.encode() + b"\n")
    for message in messages:
        click.echo(message, err=True)


COMMANDS = (feed, snippet, list_, card, extract)
