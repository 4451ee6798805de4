"""The command that begins a catalog: a folder with a publisher, a group and two topics, ready to be published."""

from __future__ import annotations

import json
import re
import shlex
import sys
import tomllib
from collections.abc import Callable, Mapping
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import click

from syndicate.cli.language import gettext, messages_option
from syndicate.errors import InvalidValueError, LocaleError, Message, PublishError, SyndicateError
from syndicate.reasons import of_system

__all__ = ["COMMANDS"]

_FILE: Final = "publisher.toml"


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--name", "names", multiple=True, metavar="[LOCALE=]NAME", help="Who publishes; for each language, as es=NAME."
)
@click.option("--base-url", metavar="URL", help="Where the published files will be served.")
@click.option("--authority", metavar="DOMAIN,YEAR", help="A domain of yours and a year; by default that of the URL.")
@click.option("--locale", metavar="LOCALE", help="The main language, en or es.")
@messages_option
def init(
    directory: Path, names: tuple[str, ...], base_url: str | None, authority: str | None, locale: str | None
) -> None:
    """Begin a catalog in a new folder: publisher.toml, a group, and two example topics in English and Spanish.

    On a terminal, what no option says is asked for; elsewhere, it is an example, to be changed in publisher.toml.
    """
    _check_free(directory)
    starter = {entry.name: entry.read_text("utf-8") for entry in (files("syndicate.cli") / "starter").iterdir()}
    begun = _Begun(tomllib.loads(starter[_FILE]), locale)
    begun.name(names)
    begun.place(base_url, authority)
    starter[_FILE] = begun.written(starter[_FILE])
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name, text in sorted(starter.items()):
            (directory / name).write_text(text, encoding="utf-8", newline="\n")
            click.echo(directory / name)
    except OSError as error:
        raise PublishError(
            Message("cannot write {filename}: {reason}", filename=error.filename, reason=of_system(error)),
            hint=Message("name another folder"),
        ) from error
    tree = directory.parent / "public" if directory.name not in ("", "..") else Path("..", "public")
    command = shlex.join(["syndicate", "serve", str(tree), "--watch", str(directory)])
    click.echo(gettext("next: {command}").format(command=command), err=True)


def _check_free(directory: Path) -> None:
    """Refuse a folder that has anything in it, except what is hidden, such as a ``.git``."""
    if directory.is_dir():
        if found := sorted(entry.name for entry in directory.iterdir() if not entry.name.startswith(".")):
            said = Message(
                "there is something in {directory}: {names}{value}",
                directory=directory,
                names=", ".join(found[:3]),
                value=", …" if len(found) > 3 else "",
            )
            raise PublishError(said, hint=Message("name a new folder, or an empty one"))
    elif directory.exists() or directory.is_symlink():
        raise PublishError(
            Message("{directory} is not a folder", directory=directory),
            hint=Message("name a new folder, or an empty one"),
        )


class _Begun:
    """The publisher of a catalog that begins: what options say, else what is answered, else the examples.

    Args:
        examples: the values of the file that is written.
        locale: the main language; None for that of the examples.
    """

    def __init__(self, examples: Mapping[str, Any], locale: str | None) -> None:
        self._examples = examples
        self._values: dict[str, Any] = {key: examples[key] for key in ("base_url", "authority", "default_locale")}
        self._names: dict[str, str] = dict(examples["name"])
        self._asks = sys.stdin.isatty() and sys.stderr.isatty()
        if locale is not None:
            self._values["default_locale"] = self._language(locale, "--locale")

    def name(self, stated: tuple[str, ...]) -> None:
        """The name in each language, the main one first; one alone is the name in all of them."""
        from syndicate.locales.identifiers import LOOSE_LANGUAGE_CODE

        main, given = self._values["default_locale"], {}
        form = re.compile(rf"(?P<locale>{LOOSE_LANGUAGE_CODE})=(?P<name>.*)", re.DOTALL)
        for text in stated:
            found = form.fullmatch(text)
            language = self._language(found["locale"], "--name") if found is not None else main
            given[language] = found["name"] if found is not None else text
        for language in sorted(self._names, key=lambda one: one != main):
            self._names[language] = given.get(language) or next(iter(given.values()), self._names[language])
            if self._asks and language not in given:
                given[language] = self._asked(
                    f"Name of the publisher ({self._called(language)})",
                    self._names[language],
                    partial(self._names.__setitem__, language),
                )
        self._check("--name")

    def place(self, base_url: str | None, authority: str | None) -> None:
        """The address of the site, and the authority, which follows from it."""

        def at(address: str) -> None:
            self._values["base_url"] = address if address.endswith("/") else f"{address}/"
            if authority is None and self._values["base_url"] != self._examples["base_url"]:
                self._values["authority"] = _authority(address)

        if authority is not None:
            self._values["authority"] = authority
        if base_url is not None:
            at(base_url)
        elif self._asks:
            self._asked("Address of the site", self._values["base_url"], at)
        self._check("--base-url, --authority")

    def written(self, text: str) -> str:
        """The text of the file, with these values in place of the examples."""
        for key, value in self._values.items():
            example = f"\n{key} = {json.dumps(self._examples[key], ensure_ascii=False)}\n"
            text = text.replace(example, f"\n{key} = {json.dumps(value, ensure_ascii=False)}\n")
        for language, example in self._examples["name"].items():
            text = text.replace(example, json.dumps(self._names[language], ensure_ascii=False)[1:-1])
        return text

    def _language(self, locale: str, option: str) -> str:
        from syndicate.locales import parse

        try:
            language = parse(locale).language
        except LocaleError as error:
            raise click.BadParameter(str(error), param_hint=option) from error
        if language not in self._names:
            said = f"there are example topics in {' and '.join(self._names)}, and none in {locale}"
            raise click.BadParameter(said, param_hint=option)
        return language

    def _called(self, language: str) -> str:
        from syndicate.locales import language_name
        from syndicate.locales.catalogs import MESSAGE_LOCALE

        return language_name(language, MESSAGE_LOCALE)

    def _asked(self, question: str, example: str, take: Callable[[str], None]) -> str:
        """What is answered, asked again until it can be."""

        def taken(answer: str) -> str:
            take(answer)
            self._check("")
            return answer

        answer: str = click.prompt(question, default=example, value_proc=taken, err=True)
        return answer

    def _check(self, option: str) -> None:
        """Make a publisher of the values, which says what is wrong with one of them."""
        from syndicate.model import Publisher

        attribution = {
            language: text.replace(self._examples["name"][language], self._names[language])
            for language, text in self._examples["attribution"].items()
        }
        try:
            Publisher(name=self._names, attribution=attribution, **self._values)
        except SyndicateError as error:
            if not option:  # click asks again
                raise click.UsageError(error.format_message().said(gettext)) from error
            raise


def _authority(address: str) -> str:
    """The domain of an address, with the year in which it is written."""
    from syndicate.moments import moment_of_build
    from syndicate.text import uri

    try:
        host = (urlsplit(uri(address)).hostname or "").removeprefix("www.")
    except ValueError as error:
        raise InvalidValueError(Message("{address!r} is not an address", address=address), field="base_url") from error
    return f"{host},{moment_of_build(None).year}"


COMMANDS = (init,)
