"""The command that searches a published tree. What is found is decided in `search`."""

from __future__ import annotations

from pathlib import Path

import click

from syndicate.cli.inputs import emit
from syndicate.cli.language import gettext, messages_option

__all__ = ["COMMANDS"]


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@click.option("--locale", metavar="LOCALE", help="The language of the texts; by default the main one of the tree.")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="The most topics to print.")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@messages_option
def search(directory: Path, words: tuple[str, ...], locale: str | None, limit: int, format: str) -> None:
    """Find topics of a published tree, the best first.

    Words are found without accents, in the plural, misspelled, by the other names of a topic, and in any language of
    the tree. The index lies beside the tree (DIR.search); where it is missing or old, it is made first.
    """
    from syndicate.json_writer import indented
    from syndicate.search import open_index

    index = open_index(directory)
    try:
        found = index.search(" ".join(words), locale or index.locales[0], limit=limit).hits
    finally:
        index.close()
    if format == "json":
        emit(indented([{"slug": hit.slug, "title": hit.title, "url": hit.url} for hit in found]))
    else:
        for hit in found:
            click.echo(f"{hit.title}\n  {hit.url}")
        if not found:
            click.echo(gettext("nothing was found"), err=True)


COMMANDS = (search,)
