"""Commands speak the language that is asked for, that of the environment, or English; and only that one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po

from syndicate.cli import cli
from syndicate.errors import InvalidValueError, Message, SourceError
from syndicate.locales import labels
from syndicate.model import Catalog, Finding, FindingKind, Group
from syndicate.publishing.notifying import Notice
from syndicate.publishing.posting import Answer
from syndicate.reasons import of_system
from syndicate.validation import Validation

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = re.compile(
    r"\b(?:the|is|are|was|were|be|been|of|not|and|or|with|without|there|that|this|these|which|by|from|for|its|it|an|to|on|at|"
    r"but|into|cannot|could|would|should|must|may|each|other|than|then|if|only|such|already|needs|missing|expected|"
    r"write|leave|give|invalid|unknown|wrong|unexpected|readers|mend)\b"
)
"""Words of English sentences that are no words of Spanish, and hardly ever names of elements or options."""


def english_in(report: str) -> list[str]:
    """The English words of a report outside of what is quoted from the user's files, and of code."""
    prose = re.sub(
        r"'(?:[^'\\]|\\.)*'|\"[^\"]*\"|`[^`]*`|“[^”]*”|<[^<>]*>|\S*[/:@_=.\\]\S+|\S*/\S*|--[a-z-]+", " ", report
    )
    return ENGLISH.findall(prose)


def english_of(found: Validation) -> list[str]:
    """The problems that a Spanish report says with English words."""
    translate = labels("es").gettext
    said = [problem.message.said(translate) for problem in found.problems if isinstance(problem.message, Message)]
    assert len(said) == len(found.problems)
    return [message for message in said if english_in(message)]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, which speaks what its environment says."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "SYNDICATE_"))}
    command = [sys.executable, "-m", "syndicate", *arguments]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**kept, "PYTHONUTF8": "1", **environment},
    )


@pytest.mark.parametrize(
    ("environment", "arguments", "is_spanish"),
    [
        ({}, (), False),
        ({"LANG": "es_MX.UTF-8"}, (), True),
        ({"LANG": "es"}, (), True),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "es_US.UTF-8"}, (), True),
        ({"LANG": "es_MX.UTF-8", "LC_MESSAGES": "C"}, (), True),
        ({"LANG": "es_MX.UTF-8", "SYNDICATE_LANGUAGE": "en"}, (), False),
        ({"SYNDICATE_LANGUAGE": "es-419"}, (), True),
        ({"LANG": "ja_JP.UTF-8"}, (), False),
        ({"LANG": "nonsense@@"}, (), False),
        ({"LANG": "es_MX.UTF-8@euro"}, (), True),
        ({"LANG": "es_ES@euro"}, (), True),
        ({"LC_ALL": "", "LC_MESSAGES": "es_US.UTF-8", "LANG": "en_US.UTF-8"}, (), True),
        ({"LC_ALL": "en_US.UTF-8", "LC_MESSAGES": "es_US.UTF-8"}, (), False),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "es:en"}, (), True),
        ({"LANG": "es_US.UTF-8", "LANGUAGE": "en:es"}, (), False),
        ({"LANG": "es_US.UTF-8", "LANGUAGE": "ja:es"}, (), True),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "nonsense@@:es_MX"}, (), True),
        ({"LANG": "C.UTF-8", "LANGUAGE": "es"}, (), True),
        ({"LC_ALL": "C", "LANGUAGE": "es"}, (), False),
        ({"LANGUAGE": "es"}, (), False),
        ({"LANG": "es_US.UTF-8", "LANGUAGE": ""}, (), True),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "en", "SYNDICATE_LANGUAGE": "es_MX.UTF-8"}, (), True),
        ({"LC_ALL": "C", "LANG": "C.UTF-8"}, (), False),
        ({"LANG": "es"}, ("--language", "en"), False),
        ({}, ("--language=es",), True),
    ],
)
def test_the_language_of_messages(environment: dict[str, str], arguments: tuple[str, ...], is_spanish: bool) -> None:
    """It is stated by the option, then by the variables in their order; before the command and after it."""
    said = "Falta la opción" if is_spanish else "Missing option"
    assert said in run("build", "examples/health-topics", *arguments, **environment).stderr
    if arguments:
        assert said in run(*arguments, "build", "examples/health-topics", **environment).stderr


def test_a_language_that_does_not_exist_is_told() -> None:
    """And exits with 1."""
    done = run("check", "examples/health-topics", "--language", "nonsense")
    assert done.returncode == 1
    assert "unknown locale 'nonsense'" in done.stderr


@pytest.mark.parametrize("command", ["", *sorted(cli.commands)])
def test_help_is_in_spanish(command: str) -> None:
    """All of it: usage, descriptions, options, defaults."""
    done = run(*filter(None, [command]), "--help", LANG="es_US.UTF-8")
    assert done.returncode == 0
    assert "Uso: syndicate" in done.stdout
    assert ENGLISH.findall(re.sub(r"--[a-z-]+", "", done.stdout)) == []


@pytest.mark.parametrize(
    ("command", "option", "said"),
    [
        ("serve", "--port", "'x' no es un número entero válido."),
        ("check", "--online-minutes", "'x' no es un número válido."),
    ],
)
def test_what_is_no_number_is_refused_in_spanish(command: str, option: str, said: str) -> None:
    """With the name of what is expected in Spanish too."""
    assert said in run(command, "examples/health-topics", option, "x", SYNDICATE_LANGUAGE="es").stderr


def test_all_that_help_says_has_a_translation() -> None:
    """No command or option is added without one."""
    with (ROOT / "locales" / "es" / "LC_MESSAGES" / "syndicate.po").open("rb") as file:
        known = {message.id for message in read_po(file) if isinstance(message.id, str) and message.string}
    for command in commands(cli):
        assert click.core.inspect.cleandoc(str(command.help)) in known
        for option in command.params:
            assert not isinstance(option, click.Option) or not option.help or option.help in known or option.is_eager


def commands(command: click.Command) -> list[click.Command]:
    """A command with all that are below it."""
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return [command, *(one for other in below for one in commands(other))]


def test_a_build_reports_in_spanish(tmp_path: Path) -> None:
    """First and second build, and a search that finds nothing."""
    out = str(tmp_path / "public")
    for said in ("nuevos o cambiados", "como estaban"):
        done = run("build", "examples/health-topics", "--out", out, "--only", "pages", LANG="es_MX.UTF-8")
        assert done.returncode == 0
        assert said in done.stderr
        assert ENGLISH.findall(done.stderr) == []
    assert run("search", out, "zzzz", "--language", "es").stderr == "no se encontró nada\n"
    assert "páginas" in run("validate", out, "--language", "es").stderr


def test_messages_say_the_same_in_another_language() -> None:
    """With their values, also those that are messages; an unknown one stays as it is."""
    spanish = {"{count} rows in {place}": "{count} filas en {place}", "the file": "el archivo"}.get
    message = Message("{count} rows in {place}", count=3, place=Message("the file"))
    assert message == "3 rows in the file"
    assert message.said(spanish) == "3 filas en el archivo"
    assert message.said({}.get) == message
    assert Message("a {brace}").said({}.get) == "a {brace}"
    error = SourceError(message, topic="sleep", field="title", source="a.md", line=3, hint=Message("the file"))
    assert error.format_message() == "a.md:3: 3 rows in the file (topic 'sleep', field title): the file"
    said = error.format_message().said({"topic {topic!r}": "tema {topic!r}", "the file": "el archivo"}.get)
    assert said == "a.md:3: 3 rows in el archivo (tema 'sleep', field title): el archivo"


def test_findings_say_the_problems_of_readers_in_their_language() -> None:
    """What a reader says of a file that it cannot read is a part of the report."""
    problem = SourceError(Message("locale {locale}", locale="es"), source="a.md").format_message()
    finding = Finding(kind=FindingKind.BROKEN, details={"problem": problem})
    assert finding.message() == "a.md: locale es"
    assert finding.message("es") == "a.md: idioma es"


def test_hints_are_in_one_language() -> None:
    """Also the words that stand in them, such as what the catalog has."""
    catalog = Catalog([], groups=[Group(id="1", name={"en": "Brain"}, slug="brain")])
    with pytest.raises(InvalidValueError) as caught:
        catalog.in_group("xyz")  # type: ignore[arg-type]
    assert "hay estos grupos: brain" in caught.value.format_message().said(labels("es").gettext)


def test_reports_of_commands_that_make_something_are_in_spanish(tmp_path: Path) -> None:
    """Of builds, of the translator's desk, of notifications, and what a service says that cannot begin."""
    tree, work = tmp_path / "tree", tmp_path / "work"
    source = shutil.copytree(ROOT / "examples" / "health-topics", tmp_path / "topics")  # the desk writes beside it
    done = []

    def say(*arguments: object) -> str:
        found = run(*map(str, arguments), LANGUAGE="es", LANG="en_US.UTF-8")
        assert found.returncode in (0, 1, 2), found.stderr
        said = found.stdout + found.stderr
        done.append(re.sub(r"\S*[a-z]-[a-z-]+\S*", "", said.replace("[OPTIONS]", "")))  # slugs and names of files
        return said

    assert "archivo" in say("build", source, "--out", tree)
    say("build", source, "--out", tree, "--only", "feeds", "--history", tmp_path / "tree.history")
    say("build", tmp_path / "nothing", "--out", tree)
    say("translate", "status", source)
    say("translate", "export", source, "--to", "es", "--only", "current,reviewed,stale,missing", "--out", work)
    say("translate", "import", *sorted(work.glob("*"))[:1], "--into", tmp_path / "nothing")
    say("notify", tree, "--dry-run")
    say("serve", tmp_path / "nothing")
    assert [] == [(said, words) for said in done if (words := english_in(said))]


def test_why_nobody_answered_is_in_spanish() -> None:
    """What the system says of a connection, as far as it is known."""
    for words in ("Connection refused", "Name or service not known", "timed out"):
        told = Notice("websub", "feed.atom", Answer(0, of_system(OSError(1, words)), may_pass=True))
        assert words not in told.line("es")
        assert words in told.line()
