"""`syndicate init`: the catalog that it begins is sound, and says what its options and the answers said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import syndicate
from syndicate.cli import cli
from syndicate.model import FindingKind
from syndicate.validation import validate


def init(*arguments: str | Path) -> Result:
    """What the command does, without a terminal."""
    return CliRunner().invoke(cli, ["init", *map(str, arguments)])


def publisher(folder: Path) -> syndicate.Publisher:
    """Who publishes a catalog that was begun."""
    return syndicate.Publisher.load(folder / "publisher.toml")


def test_nothing_is_amiss_in_a_catalog_that_begins(tmp_path: Path) -> None:
    """Two topics in both languages and a group, which are checked, built and validated without a finding."""
    made = init(tmp_path / "new" / "topics")
    folder = tmp_path / "new" / "topics"
    assert 0 == made.exit_code
    assert sorted(map(str, folder.iterdir())) == made.stdout.split()
    assert f"next: syndicate serve {tmp_path / 'new' / 'public'} --watch {folder}\n" == made.stderr
    checked = CliRunner().invoke(cli, ["check", str(folder), "--strict"])
    assert "2 topics; English: 2, Spanish: 2; in several languages: 2\n\nNothing is amiss.\n" == checked.output
    report = syndicate.build(syndicate.read(folder), publisher(folder), tmp_path / "public")

    assert {} == {kind: count for kind, count in report.findings.items() if kind is not FindingKind.UNPAIRED}
    assert () == validate(tmp_path / "public").problems
    assert "Seguridad en el hogar" in (tmp_path / "public" / "es" / "index.html").read_text("utf-8")


def test_catalog_in_spanish(tmp_path: Path) -> None:
    """The main language may be the other one, and names and addresses may have letters with accents."""
    folder = tmp_path / "Clínica Ñandú"
    made = init(folder, "--locale", "es", "--name", "Clínica «Ñandú»", "--base-url", "https://ñandú.example.org/temas")
    assert 0 == made.exit_code
    found = publisher(folder)
    assert "https://xn--and-6ma2c.example.org/temas/" == found.base_url
    assert found.authority.startswith("xn--and-6ma2c.example.org,")
    assert "Clínica «Ñandú»" == found.name["es"]
    checked = CliRunner().invoke(cli, ["check", str(folder), "--strict", "--language", "es"])
    assert "2 temas; español: 2, inglés: 2; en varios idiomas: 2" == checked.output.splitlines()[0]
    assert 0 == checked.exit_code


def test_options_say_who_publishes(tmp_path: Path) -> None:
    """Names are quoted as TOML wants it; the authority is the domain and the year; the main language comes first."""
    options = [
        "--name",
        'River "Library" \\ ñ',
        "--name",
        "es=Biblioteca del Río",
        "--base-url",
        "https://www.river.example/a",
    ]
    assert 0 == init(tmp_path / "a", *options).exit_code
    made = publisher(tmp_path / "a")

    assert {"en": 'River "Library" \\ ñ', "es": "Biblioteca del Río"} == {str(k): v for k, v in made.name.items()}
    assert "Cortesía de Biblioteca del Río" == made.text("attribution", "es")
    assert ("https://www.river.example/a/", "river.example,2026") == (made.base_url, made.authority)
    assert 0 == init(tmp_path / "b", "--locale", "es-US", "--name", "Río", "--authority", "rio.example,2020").exit_code
    made = publisher(tmp_path / "b")
    assert ("es", "Río", "Río") == (
        str(made.default_locale),
        made.text("name", "es"),
        made.text("name", "en"),
    )
    assert ("https://topics.example.org/", "rio.example,2020") == (made.base_url, made.authority)


@pytest.mark.parametrize(
    ("options", "said", "code"),
    [
        (["--base-url", "river"], "not an absolute http(s) URL: 'river/'", 1),
        (["--base-url", "https://[/"], "base_url", 1),
        (["--authority", "river"], "authority", 1),
        (["--name", "es="], "name", 1),
        (["--locale", "fr"], "there are example topics in en and es, and none in fr", 2),
        (["--name", "fr=Rivière"], "none in fr", 2),
        (["--locale", "nope!"], "nope!", 2),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    tmp_path: Path, options: list[str], said: str, code: int
) -> None:
    """With the option, and the way out."""
    command = [sys.executable, "-m", "syndicate", "init", str(tmp_path / "topics"), *options]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)

    assert code == done.returncode, done.stderr
    assert said in done.stderr
    assert not (tmp_path / "topics").exists()


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    """What is there stays as it is; a folder of hidden files alone, such as a new repository, is taken."""
    (tmp_path / ".git").mkdir()
    assert 0 == init(tmp_path).exit_code
    (tmp_path / "smoke-alarms.en.md").write_text("mine", "utf-8")
    command = [sys.executable, "-m", "syndicate", "init", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)

    assert 1 == done.returncode
    assert (
        "README.md, carbon-monoxide.en.md, carbon-monoxide.es.md, …: name a new folder, or an empty one" in done.stderr
    )
    assert "mine" == (tmp_path / "smoke-alarms.en.md").read_text("utf-8")
    file = tmp_path / "file"
    file.write_text("", "utf-8")
    assert "is not a folder" in str(init(file).exception)


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal")
def test_on_a_terminal_what_is_not_said_is_asked(tmp_path: Path) -> None:
    """An answer that cannot be is asked for again; Enter takes what is offered."""
    import pty

    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "syndicate", "init", str(tmp_path / "topics")]
    process = subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, close_fds=True)
    os.close(follower)
    os.write(leader, "Río Library\n\nriver\nhttps://river.example\n".encode())
    said = b""
    try:
        while part := os.read(leader, 4096):
            said += part
    except OSError:  # the terminal was closed at the other end
        pass
    finally:
        os.close(leader)
    assert 0 == process.wait(60), said
    assert "Name of the publisher (Spanish) [Río Library]" in said.decode()
    assert b"not an absolute http(s) URL" in said
    made = publisher(tmp_path / "topics")

    assert ("Río Library", "https://river.example/") == (made.text("name", "es"), made.base_url)
