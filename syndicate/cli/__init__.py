"""The commands: parse, call, print. Results go to stdout, progress and messages to stderr; no work is done here."""

from __future__ import annotations

import io
import os
import sys

import click

from syndicate import __version__
from syndicate.cli import pieces, trees
from syndicate.errors import SyndicateError

__all__ = ["cli", "run"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", message="syndicate %(version)s")
def cli() -> None:
    """Bilingual content syndication: one catalog of topics, every channel.

    SOURCE is a file or folder: MedlinePlus health topics (.xml, .xml.gz, .zip), a page with `syndicate` regions
    (.html), a published topics.json, or a folder of slug.en.md and slug.es.md.
    """


for command in (*trees.COMMANDS, *pieces.COMMANDS):
    cli.add_command(command)


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
