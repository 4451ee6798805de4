"""The commands: what they print where, how they end, and that help is quick.

The top-level help is kept as text in ``syndicate/_help.py``; ``python -m pytest tests/test_cli.py --update-golden``
writes it anew.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import attrs
import click
import feedparser
import pytest
from click.testing import CliRunner
from lxml import etree
from samples import files, parsed

import syndicate
from syndicate import _help, cli
from syndicate.__main__ import main
from syndicate.errors import SyndicateError
from syndicate.snippets.lists import LIST_PARTS
from syndicate.snippets.options import PARTS

COMMANDS = sorted(cli.cli.commands)


@attrs.frozen
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs the command line in this process, as its entry point does."""

    def call(*arguments: object, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["syndicate", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main()
        out, err = capfdbinary.readouterr()
        return Done(code, out.decode(), err.decode())

    return call


def process(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "syndicate", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload,no-any-return]


@pytest.fixture
def topics(tmp_path: Path) -> Path:
    """A folder of two sound topics without a publisher."""
    folder = tmp_path / "topics"
    folder.mkdir()
    for slug in ("tea", "milk"):
        for locale in ("en", "es"):
            (folder / f"{slug}.{locale}.md").write_text(
                f"---\ntitle: {slug} {locale}\nupdated: 2024-06-06\n---\nText.\n", encoding="utf-8"
            )
    return folder


# Help


def test_help_is_what_click_renders(update_golden: bool) -> None:
    """The text of the top-level help is kept ready; it must be what click makes of the commands."""
    rendered = CliRunner(env={"COLUMNS": "80"}).invoke(cli.cli, ["--help"], prog_name="syndicate").output
    if update_golden:
        path = Path(_help.__file__)
        head = path.read_text(encoding="utf-8").partition('HELP = """')[0]
        path.write_text(f'{head}HELP = """\\\n{rendered}"""\n', encoding="utf-8")
        return
    assert rendered == _help.HELP, (
        "syndicate/_help.py is stale; write it anew: python -m pytest tests/test_cli.py --update-golden"
    )


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_top_level_help(option: str, run: Run) -> None:
    """The help names every command."""
    done = run(option)
    assert (0, "") == (done.code, done.err)
    for name in COMMANDS:
        assert f"\n  {name} " in done.out


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_every_command(name: str, option: str, run: Run) -> None:
    """Each command explains itself and every one of its options."""
    done = run(name, option)
    assert (0, "") == (done.code, done.err)
    assert done.out.startswith(f"Usage: syndicate {name} ")
    for parameter in cli.cli.commands[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[0] in done.out


def test_version(run: Run) -> None:
    """The version is that of the package."""
    assert Done(0, f"syndicate {syndicate.__version__}\n", "") == run("--version")


def loaded(*arguments: str) -> set[str]:
    """The packages that a command line loads."""
    script = (
        "import sys; sys.argv = ['syndicate', *sys.argv[1:]]\n"
        "from syndicate.__main__ import main\n"
        "main(); print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_help_loads_nothing_but_its_text() -> None:
    """The top-level help is as quick as the interpreter: no library is loaded for it."""
    assert not loaded("--help") & {"click", "babel", "lxml", "attrs", "attr", "jinja2", "rich", "selectolax"}


def test_help_of_a_command_loads_only_click() -> None:
    """Nor are catalogs, templates and parsers loaded to explain a command."""
    assert not loaded("build", "-h") & {"babel", "lxml", "attrs", "attr", "jinja2", "rich", "selectolax"}


def test_import_of_the_package_loads_nothing() -> None:
    """Importing the package is free; each name loads what it needs."""
    script = "import sys, syndicate; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"click", "babel", "lxml", "attr", "jinja2", "feedgen"}


# Feeds, snippets, cards


@pytest.mark.parametrize("format", ["rss", "atom", "json"])
def test_feed_is_what_the_library_makes(
    format: str,
    run: Run,
    example: Path,
    example_catalog: syndicate.Catalog,
    example_publisher: syndicate.Publisher,
) -> None:
    """The feed on stdout, byte by byte, and nothing on stderr; the publisher beside the source is found by itself."""
    made = syndicate.feed(example_catalog, example_publisher, "es").format(format)
    assert Done(0, made.decode(), "") == run("feed", example, "--locale", "es", "--format", format)


def test_feed_of_a_topic_or_group(run: Run, example: Path) -> None:
    """One topic's feed, or one group's, in the publisher's language unless another is asked for."""
    topic = feedparser.parse(run("feed", example, "--topic", "sleep").out)
    assert ("Example Health: Healthy sleep", "en") == (topic.feed.title, topic.feed.language)
    group = feedparser.parse(run("feed", example, "--group", "seasons", "--locale", "es").out)
    assert "Salud Ejemplo: Clima y estaciones del año" == group.feed.title


def test_limit_of_a_feed(run: Run, example: Path) -> None:
    """So many entries at most; 0 means all."""
    counts = [len(json.loads(run("feed", example, "--format", "json", "--limit", n).out)["items"]) for n in (2, 0)]
    assert [2, 18] == counts


def test_report_on_cards_has_no_format(run: Run, example: Path) -> None:
    """A format that would be passed over is refused."""
    refused = run("card", example, "--lint", "--format", "png")
    assert (2, True) == (refused.code, "--lint is a report: it has no --format" in refused.err)


def test_limit_does_not_go_with_what_is_new(run: Run, example: Path) -> None:
    """A bound that would leave out changes is refused, not passed over."""
    refused = run("feed", example, "--whats-new", "--history", example / "publisher.toml", "--limit", "3")
    assert 2 == refused.code
    assert "--limit cannot be used with --whats-new" in refused.err


def test_a_folder_without_anything_to_check_is_an_error(run: Run, example: Path, tmp_path: Path) -> None:
    """A mistyped path does not pass."""
    for folder in (example, tmp_path):
        refused = run("validate", folder)
        assert (1, "") == (refused.code, refused.out)
        assert "there is no feed and no published tree in it: name the folder" in refused.err


def test_a_report_is_in_one_language(run: Run, example: Path) -> None:
    """A language without labels is not mixed with English."""
    english = run("check", example)
    assert english == run("check", example, "--language", "de")
    assert english == run("check", example, "--language", "fr"), "only readers' labels are in French"
    assert run("check", example, "--language", "es").out == run("check", example, "--language", "es_US").out
    assert 1 == run("check", example, "--language", "xx").code


def test_build_says_what_it_leaves_out(run: Run, topics: Path, example: Path, tmp_path: Path) -> None:
    """A text that cannot be read is missing in the tree, and the build says so."""
    (topics / "salt.en.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    done = run("build", topics, "--publisher", example / "publisher.toml", "--out", tmp_path / "public")
    assert (0, True) == (done.code, "\n1 text could not be read: not published\n" in done.err)


def test_feed_of_several_languages(
    run: Run, example: Path, example_catalog: syndicate.Catalog, example_publisher: syndicate.Publisher
) -> None:
    """Several languages make one mixed feed."""
    made = syndicate.feed(example_catalog, example_publisher, ["es", "en"]).rss()
    assert Done(0, made.decode(), "") == run("feed", example, "--locale", "es", "--locale", "en")
    assert "<language>mul</language>" in made.decode()


def test_feed_of_what_is_new(run: Run, topics: Path, example: Path, tmp_path: Path) -> None:
    """What changed since the build that wrote the history; the history is only read."""
    publisher, history = example / "publisher.toml", tmp_path / "history"
    build = ("build", topics, "--publisher", publisher, "--out", tmp_path / "public", "--history", history)
    feed = ("feed", topics, "--publisher", publisher, "--history", history, "--whats-new", "--format", "json")
    assert "en: 2 new, 0 changed, 0 retracted, 0 unchanged\n" in run(*build).err
    assert [] == json.loads(run(*feed).out)["items"]
    path = topics / "tea.en.md"
    path.write_text(path.read_text(encoding="utf-8").replace("Text.", "More.").replace("-06-06", "-06-07"))
    before = history.read_bytes()
    assert ["tea en"] == [item["title"] for item in json.loads(run(*feed).out)["items"]]
    assert before == history.read_bytes()
    assert "en: 0 new, 1 changed, 0 retracted, 1 unchanged\n" in run(*build).err
    assert ["tea en"] == [item["title"] for item in json.loads(run(*feed).out)["items"]]
    assert not (tmp_path / "public.history").exists()


def test_history_of_another_publisher(run: Run, topics: Path, example: Path, tmp_path: Path) -> None:
    """No command takes it, and no byte changes; a check without a publisher cannot tell whose it is."""
    theirs, ours, history = tmp_path / "theirs.toml", example / "publisher.toml", tmp_path / "history"
    written = ours.read_text(encoding="utf-8").replace("example.org,2024", "example.net,2020")
    theirs.write_text(written, encoding="utf-8")
    shutil.copy(example / "logo.png", tmp_path)
    out = tmp_path / "public"
    assert 0 == run("build", topics, "--publisher", theirs, "--out", out, "--history", history).code
    before = files(tmp_path)
    for command in (("build", topics, "--out", out), ("feed", topics, "--whats-new"), ("check", topics)):
        done = run(*command, "--publisher", ours, "--history", history)
        assert (1, "", 1) == (done.code, done.out, done.err.count("\n"))
        assert f"syndicate: {history}: the history is that of another publisher" in done.err
        assert "'example.net,2020', not 'example.org,2024': give another --history" in done.err
    assert 0 == run("check", topics, "--history", history).code
    assert before == files(tmp_path)


def test_snippet(run: Run, example: Path) -> None:
    """A topic's text as HTML and as JSON, its title at the level asked for."""
    done = run("snippet", example, "--locale", "es", "--topic", "sleep", "--heading-level", 3)
    assert (0, "") == (done.code, done.err)
    title = parsed(done.out).css_first("h3.syndicate-title")
    assert title is not None
    assert "Dormir bien" == title.text()
    document = json.loads(run("snippet", example, "--topic", "sleep", "--format", "json").out)
    assert ("Healthy sleep", "en") == (document["title"], document["language"])


def test_snippet_in_two_languages(run: Run, example: Path) -> None:
    """Side by side, in the order asked for, as HTML or as JSON."""
    both = ["snippet", example, "--topic", "sleep", "--bilingual"]
    done = run(*both, "--locale", "es", "--locale", "en")
    assert (0, "") == (done.code, done.err)
    assert ["es", "en"] == [half.attributes["lang"] for half in parsed(done.out).css(".syndicate-half")]
    document = json.loads(run(*both, "--format", "json").out)
    assert ["en", "es"] == [half["language"] for half in document["snippets"]]


def test_parts_of_a_snippet_can_be_left_out(run: Run, example: Path) -> None:
    """Each part by its name, several at once."""
    done = run("snippet", example, "--topic", "sleep", "--without", "sections", "--without", "also-called")
    assert (0, "") == (done.code, done.err)
    assert "syndicate-summary" in done.out
    assert not parsed(done.out).css(".syndicate-section, .syndicate-also-called")
    (without,) = [option for option in cli.cli.commands["snippet"].params if option.name == "without"]
    assert isinstance(without.type, click.Choice)
    assert list(PARTS) == [part.replace("-", "_") for part in without.type.choices]


def test_list(run: Run, example: Path, tmp_path: Path) -> None:
    """Of each kind and in each form; what is left out is so for newsletters too."""
    newest = run("list", example, "--locale", "es", "--limit", 2, "--without", "image")
    assert (0, "") == (newest.code, newest.err)
    assert 2 == len(parsed(newest.out).css("h3.syndicate-teaser-title"))
    assert not parsed(newest.out).css("img")
    group = json.loads(run("list", example, "--group", "prevention", "--limit", 0, "--format", "json").out)
    assert ("group", group["total"]) == (group["kind"], len(group["topics"]))
    chosen = run("list", example, "--topic", "walking", "--topic", "sleep", "--format", "text", "--without", "dates")
    assert chosen.out.index("Walking for health") < chosen.out.index("Healthy sleep")
    assert "updated" not in chosen.out
    assert "class=" not in run("list", example, "--topic", "sleep", "--format", "email").out
    run("build", example, "--out", tmp_path / "public", "--only", "lists", "--now", "2026-01-01")
    changed = ["list", example, "--changed", "--history", tmp_path / "public.history", "--format", "json"]
    assert "new" == json.loads(run(*changed).out)["topics"][0]["state"]
    (without,) = [option for option in cli.cli.commands["list"].params if option.name == "without"]
    assert isinstance(without.type, click.Choice)
    assert list(LIST_PARTS) == list(without.type.choices)


def test_snippet_in_an_envelope(run: Run, example: Path, tmp_path: Path) -> None:
    """The JSON in the form of another service, which has no HTML form and no second language."""
    document = json.loads(run("snippet", example, "--topic", "sleep", "--format", "json", "--envelope", "hhs").out)
    (result,) = document["results"]
    assert "Healthy sleep" == result["name"]
    run("build", example, "--out", tmp_path / "public", "--only", "snippets")
    tree = json.loads((tmp_path / "public" / "topics.json").read_bytes())
    numbers = {topic["slug"]: topic["numbers"] for topic in tree["topics"]}
    assert numbers["sleep"]["en"] == result["id"]


def test_card(run: Run, example: Path) -> None:
    """A topic's head tags, or the JSON-LD alone."""
    done = run("card", example, "--locale", "es", "--topic", "sleep")
    assert (0, "") == (done.code, done.err)
    assert done.out.startswith("<title>Dormir bien | Salud Ejemplo</title>\n")
    document = json.loads(run("card", example, "--topic", "sleep", "--format", "jsonld").out)
    assert "https://schema.org" == document["@context"]


@pytest.mark.parametrize(("options", "size"), [((), (1200, 630)), (("--square",), (1080, 1080))])
def test_card_picture(options: tuple[str, ...], size: tuple[int, int], example: Path) -> None:
    """The picture as a file, wide or square."""
    command = [sys.executable, "-m", "syndicate", "card", example, "--topic", "sleep", "--format", "png", *options]
    done = subprocess.run(command, capture_output=True, check=True)
    assert (b"\x89PNG", size) == (done.stdout[:4], struct.unpack(">II", done.stdout[16:24]))


def test_card_lint(run: Run, example: Path) -> None:
    """What networks show of a topic in all its languages, or in one; or an overview of all topics."""
    done = run("card", example, "--topic", "sleep", "--lint", "--language", "es")
    assert 0 == done.code
    assert done.out.startswith("sleep, inglés\n  Facebook\n    | Healthy sleep\n")
    assert "\nsleep, español\n" in done.out
    assert (
        "sleep, español" in run("card", example, "--topic", "sleep", "--lint", "--language", "es", "--locale", "es").out
    )
    assert "sleep, inglés" not in run("card", example, "--topic", "sleep", "--lint", "--locale", "es").out
    assert "WhatsApp cuts the description after about 80 characters: 32" in run("card", example, "--lint").out
    done = run("card", example, "--topic", "farmers-market-vouchers", "--lint", "--locale", "es")
    assert 1 == done.code
    assert (
        "the topic has no text in this language (topic 'farmers-market-vouchers', locale es): there is en" in done.err
    )


# Extraction


def test_extract_from_a_file_and_from_stdin(run: Run, tmp_path: Path) -> None:
    """The regions of a page, from a file or from another command; what an editor should know goes to stderr."""
    page = '<html lang="es"><p class="syndicate" onclick="x()"><a href="b.html">¡Sí!</a></p>'.encode()
    (tmp_path / "page.html").write_bytes(page)
    expected = '<div class="syndicate" lang="es" dir="ltr">\n<a href="https://example.org/b.html">¡Sí!</a>\n</div>\n'
    done = Done(0, expected, "The text is short: 4 characters, fewer than 600\n")
    assert done == run("extract", tmp_path / "page.html", "--url", "https://example.org/a.html")
    assert done == run("extract", "-", "--url", "https://example.org/a.html", stdin=page)


def test_extract_as_json(run: Run) -> None:
    """Regions and diagnostics as data, these in the language asked for; stderr stays free."""
    page = '<html lang="es"><div class="syndicate"><script>x()</script>¡Sí!</div>'.encode()
    arguments = ("--url", "https://example.org/", "--format", "json", "--language", "es")
    done = run("extract", "-", *arguments, stdin=page)
    document = json.loads(done.out)
    assert (0, "", "es") == (done.code, done.err, document["lang"])
    assert ["Scripts eliminados: 1", "El texto es corto: 4 caracteres, menos de 600"] == [
        found["message"] for found in document["diagnostics"]
    ]


def test_extract_with_every_option(run: Run) -> None:
    """Each option of the library has one of the command."""
    page = b"""<h3 id=a class="x y">T</h3><p class=y>b<br>c <a href="#a">d</a> <a href="//e.example/">e</a>
        <img src=f.png> <i class=z>zzz</i> <b hidden>h</b></p><div class=no>i</div>"""
    options = (
        "--class x --select p.y --exclude .z --strip breaks --strip links --keep-classes --keep-hidden --id-prefix t- "
        "--heading-level 2 --images right --link-host example.org"
    )
    done = run("extract", "-", "--url", "https://example.org/", *options.split(), stdin=page)
    for expected in ('<h2 id="t-a" class="x y">T</h2>', "b c d e", 'class="syndicate-right"', "<b>h</b>"):
        assert expected in done.out
    for unexpected in ("<a", "zzz", ">i<"):
        assert unexpected not in done.out
    done = run("extract", "-", "--url", "https://example.org/", "--id", "a", stdin=page)
    assert '<div class="syndicate" dir="ltr">\n<h3>T</h3>\n</div>\n' == done.out


def test_extract_without_a_region(run: Run) -> None:
    """A page that gives nothing away is an error, with its classes."""
    done = run("extract", "-", "--url", "https://example.org/", stdin=b'<p class="share">x')
    assert Done(1, "", "syndicate: the page has no `syndicate` region: its commonest classes are share\n") == done
    done = run("extract", "-", "--url", "https://example.org/", "--class", "card", stdin=b'<p class="share">x')
    assert "syndicate: the page has no element of class 'card': its commonest classes are share\n" == done.err


# Building and checking


def test_build(run: Run, example: Path, example_tree: Path, tmp_path: Path) -> None:
    """The tree is written; the report goes to stderr, so that stdout stays free."""
    done = run("build", example, "--out", tmp_path / "public")
    assert (0, "") == (done.code, done.out)
    assert "18 en + 17 es topics; 667 files" in done.err
    assert "3 findings; `syndicate check` lists them" in done.err
    assert files(example_tree) == files(tmp_path / "public")


def test_build_of_a_part(run: Run, example: Path, tmp_path: Path) -> None:
    """Some kinds, some languages."""
    done = run(
        "build", example, "--out", tmp_path / "public", "--only", "feeds, cards", "--only", "embeds", "--locale", "es"
    )
    assert 0 == done.code
    kinds = {line.split()[0] for line in done.err.splitlines() if " files " in line}
    assert {"feeds", "cards", "embeds", "catalog"} <= kinds
    assert {"pages", "snippets"}.isdisjoint(kinds)
    assert not (tmp_path / "public" / "en").exists()


def test_check_for_people(run: Run, example: Path) -> None:
    """The report names the three things that the example lacks on purpose; they are not errors."""
    done = run("check", example)
    assert (0, "") == (done.code, done.err)
    assert done.out.startswith("18 topics; English: 18, Spanish: 17; in several languages: 17\n")
    for said in (
        "“Farmers market vouchers” has no text in Spanish",
        "days behind: 371",
        "which “Salud dental” does not",
    ):
        assert said in done.out


def test_check_speaks_the_editors_language(run: Run, example: Path) -> None:
    """The report in Spanish."""
    done = run("check", example, "--language", "es")
    assert done.out.startswith("18 temas; inglés: 18, español: 17; en varios idiomas: 17\n")
    assert "“Farmers market vouchers” no tiene texto en español" in done.out
    assert "28 de noviembre de 2023" in done.out


def test_check_for_programs(run: Run, example: Path) -> None:
    """The report as JSON: counts, and every finding with its kind, severity and place."""
    document = json.loads(run("check", example, "--format", "json").out)
    assert {"topics": 18, "locales": {"en": 18, "es": 17}, "paired": 17}.items() <= document.items()
    kinds = {finding["kind"]: finding for finding in document["findings"]}
    assert {"unpaired", "stale-translation", "missing-link-twin"} == set(kinds)
    assert {"warning"} == {finding["severity"] for finding in document["findings"]}
    assert "farmers-market-vouchers.en.md" in kinds["unpaired"]["source"]
    assert kinds["unpaired"]["message"]


def test_check_fails_on_errors(run: Run, topics: Path) -> None:
    """A topic that cannot be read makes the check fail, in both formats; a sound folder passes."""
    sound = run("check", topics)
    assert 0 == sound.code
    assert sound.out.endswith("\nNothing is amiss.\n")
    (topics / "milk.en.md").write_text("no front matter", encoding="utf-8")
    done = run("check", topics)
    assert (1, "") == (done.code, done.err)
    assert "Topics that could not be read: 1" in done.out
    done = run("check", topics, "--format", "json")
    assert 1 == done.code
    assert "error" in {finding["severity"] for finding in json.loads(done.out)["findings"]}


def test_check_fails_on_conflicts(run: Run, topics: Path) -> None:
    """Two English texts that claim one Spanish twin are a conflict."""
    for name in ("tea.en.md", "milk.en.md", "tea.es.md"):
        path = topics / name
        path.write_text(path.read_text(encoding="utf-8").replace("updated", "translationKey: one\nupdated"))
    done = run("check", topics)
    assert 1 == done.code
    assert "Conflicting claims to one translation: 1" in done.out


def test_strict_makes_a_broken_topic_an_error(run: Run, topics: Path) -> None:
    """With --strict nothing is published past a topic that cannot be read."""
    (topics / "milk.en.md").write_text("no front matter", encoding="utf-8")
    done = run("check", topics, "--strict")
    assert (1, "") == (done.code, done.out)
    assert "milk.en.md" in done.err


# What can go wrong


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["feed", "{example}", "--locale", "fr"], "fr"),
        (["feed", "{example}", "--locale", "klingon"], "unknown locale 'klingon'"),
        (["feed", "{example}", "--group", "sport"], "there is no group 'sport'"),
        (["snippet", "{example}", "--topic", "slep"], "did you mean 'sleep'"),
        (["card", "{example}", "--topic", "zzzzz"], "the topics are asthma, childhood-vaccines"),
        (["check", "{example}", "--language", "klingon"], "unknown locale 'klingon'"),
        (["check", "{tmp}/nowhere"], "nowhere: there is no such file or folder"),
        (["feed", "{example}", "--publisher", "{tmp}/none.toml"], "none.toml: cannot read the publisher"),
        (["build", "{example}", "--out", "{tmp}/o", "--only", "feeds,videos"], "there is no kind 'videos'"),
        (["build", "{example}", "--out", "{tmp}/o", "--locale", "fr"], "no topic has a text in this language"),
        (["build", "{example}", "--out", "{example}"], "was not built by syndicate"),
        (["extract", "-", "--url", "page.html"], "not an absolute http(s) URL"),
        (["feed", "{example}", "--whats-new"], "give --history FILE"),
        (["feed", "{example}", "--history", "{example}/publisher.toml"], "this is not a history of syndicate"),
        (
            ["build", "{example}", "--out", "{tmp}/o", "--history", "{example}/publisher.toml"],
            "this is not a history of syndicate",
        ),
        (["build", "{example}", "--out", "{tmp}/o", "--history", "{tmp}"], "cannot open the history"),
        (["build", "{example}", "--out", "{tmp}/o", "--history", "{tmp}/o/h"], "in the folder that is published"),
    ],
)
def test_problems_of_the_input(arguments: list[str], said: str, run: Run, example: Path, tmp_path: Path) -> None:
    """Exit code 1, one line on stderr that says what is wrong, nothing on stdout."""
    done = run(*[argument.format(example=example, tmp=tmp_path) for argument in arguments])
    assert (1, "") == (done.code, done.out)
    assert done.err.startswith("syndicate: ")
    assert said in done.err
    assert 1 == done.err.count("\n")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["publish"],
        ["feed"],
        ["feed", "x", "--format", "pdf"],
        ["feed", "x", "--limit", "-1"],
        ["feed", "x", "--topic", "a", "--group", "b"],
        ["feed", "x", "--topic", "a", "--whats-new"],
        ["snippet", "x"],
        ["snippet", "x", "--topic", "a", "--heading-level", "6"],
        ["snippet", "x", "--topic", "a", "--without", "title"],
        ["snippet", "x", "--topic", "a", "--locale", "en", "--locale", "es"],
        ["snippet", "x", "--topic", "a", "--envelope", "hhs"],
        ["snippet", "x", "--topic", "a", "--format", "json", "--envelope", "hhs", "--bilingual"],
        ["list", "x", "--topic", "a", "--group", "b"],
        ["list", "x", "--topic", "a", "--changed"],
        ["list", "x", "--without", "summary"],
        ["list", "x", "--format", "pdf"],
        ["card", "x"],
        ["card", "x", "--topic", "a", "--format", "gif"],
        ["card", "x", "--topic", "a", "--square"],
        ["build", "x"],
        ["build", "x", "--out", "y", "--jobs", "0"],
        ["check", "x", "--no-such-option"],
        ["extract", "nowhere.html", "--url", "https://example.org/"],
        ["extract", "-"],
        ["serve", "nowhere"],
    ],
)
def test_wrong_usage(arguments: list[str], run: Run) -> None:
    """Exit code 2, the usage on stderr, nothing on stdout."""
    done = run(*arguments)
    assert (2, "") == (done.code, done.out)
    assert "Usage: syndicate" in done.err


def test_no_publisher(run: Run, topics: Path) -> None:
    """What needs a publisher says where it looked and what to give; a check needs none."""
    done = run("feed", topics)
    assert Done(1, "", f"syndicate: there is no publisher.toml beside {topics}: give --publisher FILE\n") == done
    assert 0 == run("check", topics).code


def test_publisher_beside_or_given(run: Run, topics: Path, example: Path) -> None:
    """The publisher stands in the folder, beside it, beside a file, or anywhere else if it is named."""
    file = topics / "tea.es.md"
    toml = example / "publisher.toml"
    assert 0 == run("feed", topics, "--publisher", toml).code
    for name in ("publisher.toml", "logo.png"):
        shutil.copy(example / name, topics.parent)
    assert 0 == run("feed", topics).code
    for name in ("publisher.toml", "logo.png"):
        shutil.move(topics.parent / name, topics)
    assert 0 == run("feed", topics).code
    assert 0 == run("feed", file, "--locale", "es").code


def test_several_sources_are_paired(run: Run, topics: Path, tmp_path: Path, example: Path) -> None:
    """English in one folder, Spanish in another; topics named alike pair when that is asked for."""
    spanish = tmp_path / "es"
    spanish.mkdir()
    for path in topics.glob("*.es.md"):
        path.rename(spanish / path.name)
    counts = [
        json.loads(run("check", topics, spanish, "--format", "json", *options).out)["paired"]
        for options in ([], ["--pair-by-name"])
    ]
    assert 2 == counts[1] >= counts[0]


def test_errors_of_extensions_are_shown_as_ours(run: Run, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any SyndicateError ends with its own exit code."""

    class HaltError(SyndicateError):
        exit_code = 7

    def halt(*_: object, **__: object) -> None:
        raise HaltError("halt", topic="sleep", hint="go on")

    monkeypatch.setattr("syndicate.sources.read", halt)
    assert Done(7, "", "syndicate: halt (topic 'sleep'): go on\n") == run("check", example)


def test_interrupt_is_no_traceback(run: Run, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends with 130 and one word."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("syndicate.sources.read", interrupted)
    done = run("check", example)
    assert (130, "") == (done.code, done.out)
    assert "syndicate: stopped" == done.err.strip()


# A process of its own


def test_module_is_the_command(example: Path) -> None:
    """`python -m syndicate` is the same command, and ends with its code."""
    done = process("feed", example, "--locale", "es")
    assert (0, "") == (done.returncode, done.stderr)
    assert "rss" == etree.fromstring(done.stdout.encode()).tag
    assert 2 == process("feed").returncode
    assert 1 == process("check", "nowhere").returncode


@pytest.mark.skipif(os.name != "posix", reason="needs pipes of POSIX")
@pytest.mark.parametrize("arguments", [["feed"], ["check", "--format", "json"]])
def test_reader_that_stops_is_no_error(arguments: list[str], example: Path) -> None:
    """A reader such as `head` that has seen enough causes no message."""
    command = [sys.executable, "-m", "syndicate", arguments[0], str(example), *arguments[1:]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as done:
        assert done.stdout is not None
        assert done.stderr is not None
        done.stdout.close()
        assert "" == done.stderr.read()
    assert 1 == done.returncode


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["feed", "check"])
def test_output_that_cannot_be_written_is_an_error(command: str, example: Path) -> None:
    """A full disk behind stdout is told in one line."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "syndicate", command, str(example)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (1, "syndicate: No space left on device\n") == (done.returncode, done.stderr)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_terminal_of_another_encoding(encoding: str, example: Path) -> None:
    """Spanish text breaks no command, whatever the terminal's encoding."""
    done = subprocess.run(
        [sys.executable, "-m", "syndicate", "check", str(example), "--language", "es"],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert (0, b"") == (done.returncode, done.stderr)
    assert b"18 temas" in done.stdout
