"""The commands: they parse, call, and print. Results go to stdout, progress and messages to stderr."""

from __future__ import annotations

import io
import sys
from contextlib import suppress

import click

from syndicate import __version__
from syndicate.cli import pieces, searching, starting, translating, trees
from syndicate.cli.language import gettext, speak, spoken_by, translated_help
from syndicate.cli.process import Stops, end_by, finish, hold_streams, reason, say
from syndicate.errors import SyndicateError

__all__ = ["cli", "run"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", message="syndicate %(version)s")
@click.option("--language", metavar="LOCALE", help="The language of messages; that of the environment by default.")
def cli(language: str | None) -> None:
    """Bilingual content syndication: one catalog of topics, every channel.

    SOURCE is a file or folder: MedlinePlus health topics (.xml, .xml.gz, .zip), a page with `syndicate` regions
    (.html), a published topics.json, or a folder of slug.en.md and slug.es.md.
    """
    spoken_by(())
    if language is not None:
        speak(language)


for command in (*starting.COMMANDS, *trees.COMMANDS, *translating.COMMANDS, *searching.COMMANDS, *pieces.COMMANDS):
    cli.add_command(command)


def run() -> int:
    """Run the command line and return its exit code: 0 done, 1 a problem in the input, 2 wrong usage.

    A signal that stops it ends the process by that signal, once what was begun is cleaned up.
    """
    hold_streams()
    spoken_by(sys.argv[1:])
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a character shows "?" for it
    stops = Stops()
    try:
        with stops.heeded(), translated_help(cli):
            code = finish(_run())
    except KeyboardInterrupt:
        say(gettext("stopped"))
        code = finish(130)
    return code if stops.number is None else end_by(stops.number)


def _run() -> int:
    try:
        code = cli.main(standalone_mode=False, prog_name="syndicate")
    except SyndicateError as error:
        say(error.format_message().said(gettext))
        return error.exit_code
    except click.ClickException as error:
        with suppress(OSError):
            error.show()
        return error.exit_code
    except click.Abort as error:
        raise KeyboardInterrupt from error
    except BrokenPipeError:  # the reader of our output, such as `head`, has closed the pipe
        return 1
    except OSError as error:  # for example, a full disk behind our output
        say(reason(error))
        return 1
    except SystemExit as stop:
        return int(stop.code or 0)
    return code if isinstance(code, int) else 0
