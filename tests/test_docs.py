"""The documentation says what is: commands and code in it run, its tables are complete, its links lead somewhere."""

from __future__ import annotations

import doctest
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

import attrs
import click
import pytest
from samples import PUBLISHER, catalog, small

import syndicate
from syndicate.__main__ import main
from syndicate.cli import cli
from syndicate.model import Catalog, FindingKind, Group, Publisher, Topic
from syndicate.model.publisher import CardStyle
from syndicate.model.publisher_toml import POLICY_KEYS
from syndicate.model.topic import UNPUBLISHED
from syndicate.publishing import build
from syndicate.sources import read
from syndicate.sources.topic_keys import KEYS as FRONT_MATTER_KEYS

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [
    ROOT / "README.md",
    ROOT / "README.es.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(DOCS.glob("*.md")),
    *sorted(DOCS.glob("[!_]*/*.md")),
]
READER = DOCS / "examples" / "csv-reader"
FOLLOWER = DOCS / "examples" / "follow_feed.py"

BLOCK = re.compile(r"^([ ]*)```([^\n`]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
STEP = re.compile(r"Save this as\s+`([^`]+)`:\n\n```\w+\n(.*?)^```$|^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:^|\| *)(?:\.venv/bin/)?(syndicate [^|>\n]*)", re.MULTILINE)


def name_of(page: Path) -> str:
    """How a test that is about a page is called."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, *languages: str) -> list[str]:
    """The code blocks of a page in any of the languages."""
    return [match[3] for match in BLOCK.finditer(page.read_text("utf-8")) if match[2] in languages]


def commands(page: Path) -> Iterator[list[str]]:
    """The `syndicate` commands in the shell blocks of a page, as lists of words."""
    typed = [line[2:] for block in blocks(page, "console") for line in block.splitlines() if line.startswith("$ ")]
    for block in [*blocks(page, "bash"), *typed]:
        for match in COMMAND.finditer(block.replace("\\\n", " ")):
            yield shlex.split(match[1], comments=True)[1:]


def documented(page: str, column: int = 1) -> set[str]:
    """What stands as code in one column of the tables of a page."""
    rows = [line for line in (DOCS / page).read_text("utf-8").splitlines() if line.startswith("|")]
    return {code for row in rows for code in re.findall(r"`([^`]+)`", row.split("|")[column])}


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to run a page's commands and code in, with the example of the project, as the page's reader has it."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")  # some commands write there
    (tmp_path / "docs").symlink_to(DOCS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def shell(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of a shell in which this package is installed, and the reader of the guide beside it."""
    folder = tmp_path_factory.mktemp("installed")
    script = folder / "syndicate"
    script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m syndicate "$@"\n')
    script.chmod(0o755)
    project = (READER / "pyproject.toml").read_text("utf-8")
    group, entry = re.search(r'\[project\.entry-points\."([^"]+)"\]\n(\w+ = "[^"]+")', project).groups()  # type: ignore[union-attr]
    info = folder / "syndicate_csv-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: syndicate-csv\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{group}]\n{entry.replace(chr(34), '')}\n")
    return {
        **os.environ,
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(folder), str(READER)]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
    }


def serve(command: str, folder: Path, environment: dict[str, str]) -> None:
    """Start a preview on any free port, look at its first page, and stop it."""
    arguments = [sys.executable, "-m", *command.split(), "--port", "0"]
    with subprocess.Popen(
        arguments, cwd=folder, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stderr is not None
        try:
            address = next(match[1] for line in server.stderr if (match := re.search(r"running on (http://\S+)", line)))
            with urlopen(f"{address}/es/") as answer:
                assert 200 == answer.status
        finally:
            server.terminate()
            server.communicate()


def steady(output: str) -> list[str]:
    """The lines of an output; sizes are left out of a build's report, as they change with any template."""
    return [re.sub(r" +[\d,.]+ MB", " MB", line).rstrip() for line in output.strip().splitlines()]


@pytest.mark.parametrize(
    "page", [page for page in PAGES if blocks(page, "console")], ids=lambda page: name_of(page).replace("/", "-")
)
def test_what_a_page_shows_in_a_shell_happens(page: Path, workplace: Path, shell: dict[str, str]) -> None:
    """A reader who saves the files and types the commands of a page sees what the page shows."""
    for step in STEP.finditer(page.read_text("utf-8")):
        if step[1]:
            (workplace / step[1]).write_text(step[2], encoding="utf-8")
            continue
        for command in re.split(r"^\$ ", step[3], flags=re.MULTILINE)[1:]:
            line, _, shown = command.partition("\n")
            if line.startswith("syndicate serve"):
                serve(line, workplace, shell)
                continue
            done = subprocess.run(
                ["sh", "-c", line],
                cwd=workplace,
                env=shell,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
            )
            assert steady(shown) == steady(done.stdout)


@pytest.mark.parametrize(
    "page", [page for page in PAGES if blocks(page, "python")], ids=lambda page: name_of(page).replace("/", "-")
)
def test_python_of_a_page_runs(page: Path, workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python blocks of a page run one after the other, with the results they show."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    names: dict[str, object] = {"__name__": "__main__"}
    problems: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    for number, block in enumerate(blocks(page, "python"), 1):
        place = f"{name_of(page)}, Python block {number}"
        if ">>>" in block:
            found = doctest.DocTestParser().get_doctest(block, names, place, None, 0)
            runner.run(found, out=problems.append, clear_globs=False)
            names.update(found.globs)
        else:
            exec(compile(block, place, "exec"), names)
    sys.modules.pop("syndicate_csv", None)
    assert [] == problems


def test_commands_of_the_example_run(
    workplace: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Every command of the documentation that reads the example does so without an error."""
    found = [words for page in PAGES for words in commands(page) if "examples/health-topics" in words]
    assert len(found) > 5
    for words in found:
        monkeypatch.setattr(sys, "argv", ["syndicate", *words])
        assert (words, 0) == (words, main())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: name_of(page).replace("/", "-"))
def test_commands_are_written_as_they_are_typed(page: Path) -> None:
    """Every command of the documentation exists, with its options and the words they take."""
    for words in commands(page):
        if words[0].startswith("-"):
            continue
        command = cli.commands[words[0]]
        # With the settings of the group: click keeps the help option that a command was first asked for.
        context = click.Context(command, parent=click.Context(cli, **cli.context_settings))
        options, _, _ = command.make_parser(context).parse_args(words[1:])
        for parameter in command.params:
            if isinstance(parameter.type, click.Choice) and parameter.name in options:
                chosen = options[parameter.name]
                assert set(chosen if isinstance(chosen, list) else [chosen]) <= set(parameter.type.choices)


def test_every_command_is_shown() -> None:
    """Each command stands in the README and in the tutorial or a guide."""
    readme = {words[0] for words in commands(ROOT / "README.md")}
    guides = {words[0] for page in PAGES if page.parent.name in ("docs", "how-to") for words in commands(page)}
    assert set(cli.commands) == readme
    assert set(cli.commands) - {"card"} <= guides  # what a card holds is told in the reference
    assert "   :nested: full" in (DOCS / "reference" / "cli.md").read_text("utf-8").splitlines()


def anchors(page: Path) -> set[str]:
    """The fragments that links may have, by GitHub's rule for headings."""
    text = BLOCK.sub("", page.read_text("utf-8"))
    headings = re.findall(r"^#+ +(.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: name_of(page).replace("/", "-"))
def test_links_lead_somewhere(page: Path) -> None:
    """Every link to a file of the project names one that is there, and a heading in it."""
    text = re.sub(r"`[^`\n]*`", "", BLOCK.sub("", page.read_text("utf-8")))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, fragment = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.is_file(), target
        if page.is_relative_to(DOCS):
            assert found.is_relative_to(DOCS), f"{target} is not part of the built documentation"
        if fragment:
            assert fragment in anchors(found), target


def test_every_page_is_in_a_table_of_contents() -> None:
    """No page of the documentation is out of reach."""
    listed = {DOCS / "index.md"}
    for page in PAGES:
        for match in re.finditer(r"^```\{toctree\}\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL):
            lines = [line for line in match[1].splitlines() if line and not line.startswith(":")]
            listed.update(page.parent / f"{line}.md" for line in lines)
    assert {page for page in PAGES if page.is_relative_to(DOCS)} == listed


def test_keys_of_publisher_toml_are_in_the_reference() -> None:
    """The table of keys is that of the publisher, and the example there is one."""
    keys = {field.name for field in attrs.fields(Publisher)}
    keys |= {f"card.{field.name}" for field in attrs.fields(CardStyle)}
    keys |= {f"policy.{key}" for key in POLICY_KEYS}
    assert keys == documented("reference/publisher-toml.md")


def test_example_publisher_is_read(tmp_path: Path) -> None:
    """The publisher.toml of the reference is a right one."""
    path = tmp_path / "publisher.toml"
    path.write_text(blocks(DOCS / "reference" / "publisher-toml.md", "toml")[0], encoding="utf-8")
    assert "https://topics.example.org/" == Publisher.load(path).base_url


def test_front_matter_keys_are_in_the_guide() -> None:
    """The guide names every key of the front matter that is read."""
    assert documented("how-to/write-topics.md") >= FRONT_MATTER_KEYS


def test_fields_of_topics_json_are_in_the_reference() -> None:
    """The tables name every field of a topic and of a group."""
    found = documented("reference/topics-json.md")
    assert found >= {field.name for field in attrs.fields(Topic) if UNPUBLISHED not in field.metadata}
    assert {"groups[].id", "slug", "groups[].name", "groups[].url"} <= found
    of_groups = {"id", "slug", "name", "url", "description", "image", "color"}
    assert of_groups == {field.name for field in attrs.fields(Group)}


def test_findings_are_in_the_reference() -> None:
    """The table names every kind of finding, with its severity."""
    text = (DOCS / "reference" / "findings.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (error|warning|info) \|", text, re.MULTILINE))
    assert {kind.value: kind.severity.value for kind in FindingKind} == rows


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, example: Path) -> set[str]:
    """The paths of all files of the tree, if the example had so many topics more that it has archives and letters."""
    folder = tmp_path_factory.mktemp("published") / "public"
    found = read(example)
    topics = Catalog([*found.values(), *map(small, range(140))], groups=found.groups.values())
    publisher = attrs.evolve(Publisher.load(example / "publisher.toml"), indexnow_key="KEY-KEY-KEY")
    build(topics, publisher, folder)
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_paths_of_the_tree_are_in_the_table(published: set[str]) -> None:
    """Each file of a tree has its row, and each row has files."""
    rows = {path for path in documented("reference/published-tree.md") if re.search(r"\.\w+$|\}$|^_headers$", path)} | {
        ".syndicate.json"
    }
    patterns = {}
    for row in rows:
        pattern = re.escape(row).replace("LOCALE", "(en|es)").replace("SLUG", "[a-z0-9-]+").replace("GROUP", "[a-z-]+")
        pattern = re.sub(r"\bN\b", r"\\d+", pattern).replace("DIGEST", "[0-9a-f]{8}").replace("HASH", "[0-9a-f]{16}")
        pattern = re.sub("LETTER|NAME", "[a-z0-9-]+", pattern).replace("ENDING", "[a-z0-9]+")
        pattern = re.sub(r"\bKEY\b", "[A-Za-z0-9-]{8,}", pattern)
        patterns[row] = re.compile(re.sub(r"\\\{(.+?)\\\}", lambda m: f"({m[1].replace(',', '|')})", pattern))
    assert [] == [path for path in sorted(published) if not any(p.fullmatch(path) for p in patterns.values())]
    assert [] == [row for row, p in patterns.items() if not any(map(p.fullmatch, published)) and "/OLD/" not in row]


@pytest.fixture
def csv_source(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """The reader of the guide."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec = importlib.util.spec_from_file_location("syndicate_csv", READER / "syndicate_csv.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module.SOURCE


def test_reader_of_the_guide_sanitizes(csv_source: object, tmp_path: Path) -> None:
    """What the guide's reader reads is sanitized, and what it removes is reported."""
    path = tmp_path / "topics.csv"
    path.write_text(
        "topic,language,title,description,html,updated,url\n"
        "sun,es,Sol\x0b,,<b onclick=x>Sombra</b><script>x</script>,2025-02-03,https://example.org/sol\n",
        encoding="utf-8",
    )
    catalog = syndicate.pair(csv_source.read(path))  # type: ignore[attr-defined]
    assert "<b>Sombra</b>" == catalog["sun"].summary["es"]
    kinds = {finding.kind for finding in catalog.findings}
    assert {FindingKind.ILLEGAL_CHARACTERS, FindingKind.CLEANED} == kinds


def test_reader_of_the_guide_names_a_missing_column(csv_source: object, tmp_path: Path) -> None:
    """A table of another form is an error as a whole."""
    path = tmp_path / "topics.csv"
    path.write_text("topic,title\nsun,Sol\n", encoding="utf-8")
    with pytest.raises(syndicate.SyndicateError, match="there is no column 'language'"):
        list(csv_source.read(path))  # type: ignore[attr-defined]


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The address at which a folder is served meanwhile, and the paths that are asked for."""
    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *values: object) -> None:
            super().__init__(*values, directory=str(folder))  # type: ignore[arg-type]

        def log_message(self, *values: object) -> None:
            asked.append(self.path.lstrip("/"))

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", asked
        finally:
            server.shutdown()
            thread.join()


def test_follower_of_the_guide_misses_nothing(tmp_path: Path) -> None:
    """Its copy is the catalog after each build, and it reads each archive once."""
    copy = tmp_path / "copy.json"
    old, new = [*map(small, range(250))], [small(number, "Other.", updated="2024-05-01") for number in range(160)]
    with served(tmp_path / "public") as (base_url, asked):
        publisher = attrs.evolve(PUBLISHER, base_url=base_url)
        for topics, said, archives in (
            (old, "250 new, 0 changed, 0 gone; 250 entries", [2, 1]),
            (old, "0 new, 0 changed, 0 gone; 250 entries", []),
            ([*new, *old[165:], small(999)], "1 new, 160 changed, 5 gone; 246 entries", [3]),
            ([*new, *old[160:]], "5 new, 0 changed, 1 gone; 250 entries", []),
            (new[:50], "0 new, 0 changed, 200 gone; 50 entries", []),
        ):
            build(catalog(*topics), publisher, tmp_path / "public", only=["feeds"], allow_removals=True)
            asked.clear()
            done = subprocess.run(
                [sys.executable, FOLLOWER, f"{base_url}en/feeds/topics.atom", copy],
                env={**os.environ, "no_proxy": "*"},
                stdout=subprocess.PIPE,
                encoding="utf-8",
                check=True,
            )
            assert f"{said}\n" == done.stdout
            assert ["topics.atom", *(f"archive/{number}.atom" for number in archives)] == [
                re.sub("-[0-9a-f]{8}[.]", ".", path.removeprefix("en/feeds/")) for path in asked
            ]
            entries = json.loads(copy.read_text("utf-8"))["entries"].values()
            expected = {(topic.title["en"], str(topic.summary["en"])) for topic in topics}
            assert expected == {(entry["title"], entry["html"]) for entry in entries}


def test_documentation_builds_without_a_warning(tmp_path: Path) -> None:
    """Sphinx finds nothing to complain about."""
    for module in ("sphinx", "myst_parser", "furo", "sphinx_click"):
        pytest.importorskip(module, reason="the documentation's tools are not installed (extra `docs`)")
    command = ["-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "-d", tmp_path / "trees", DOCS]
    done = subprocess.run([sys.executable, *command, tmp_path / "html"], capture_output=True, text=True)
    assert (0, "") == (done.returncode, done.stderr)


def test_the_changelog_says_everything_once() -> None:
    """A change has one line within a version, however branches were merged."""
    for version in re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text("utf-8"), flags=re.MULTILINE)[1:]:
        said = [" ".join(entry.split()) for entry in re.findall(r"^- .*\n(?:  .*\n)*", version, re.MULTILINE)]
        assert [] == sorted({entry for entry in said if said.count(entry) > 1})
