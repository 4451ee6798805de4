"""What validation finds in the files of a tree that partners load: markup that runs, scripts, data that is broken."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from test_command_language import english_of
from test_validation import rules
from test_validation_trees import copied, edit, replace

from syndicate.validation import Problem, Validation, validate
from syndicate.validation.problems import as_text

SLEEP = "es/topics/sleep"
BASE = "https://topics.example.org/"

HARM = {
    "script": ("unsafe-content", "<script>steal()</script>"),
    "script from elsewhere": ("unsafe-content", '<script src="https://a.example/x.js"></script>'),
    "script of ours in the wrong place": ("unsafe-content", '<script src="../../../style.css"></script>'),
    "frame": ("unsafe-content", '<iframe src="https://a.example/"></iframe>'),
    "object": ("unsafe-content", '<object data="https://a.example/a.swf"></object>'),
    "form": ("unsafe-content", '<form action="https://a.example/"><input name="a"></form>'),
    "handler": ("unsafe-content", '<p onclick="steal()">a</p>'),
    "handler on a line of its own": ("unsafe-content", '<img src="https://a.example/x.png" alt=""\nonerror=steal()>'),
    "handler that SVG sets": ("unsafe-content", '<svg><set attributeName="onmouseover" to="steal()"/></svg>'),
    "style": ("unsafe-content", "<style>p{display:none}</style>"),
    "style that covers": ("unsafe-content", '<a style="position:fixed;top:0" href="https://a.example/">a</a>'),
    "refresh": ("unsafe-content", '<meta http-equiv="refresh" content="0;url=https://a.example/">'),
    "shadow tree": (
        "unsafe-content",
        '<div><template shadowrootmode="open"><script>steal()</script></template></div>',
    ),
    "address": ("unsafe-address", '<a href="javascript:steal()">a</a>'),
    "address in disguise": ("unsafe-address", '<a href=" java&#10;script&colon;steal()">a</a>'),
    "address of data": ("unsafe-address", '<a href="data:text/html,%3Cscript%3Esteal()%3C/script%3E">a</a>'),
}


def found_in(tree: Path, path: str) -> list[Problem]:
    """The problems of a file of a tree."""
    return [problem for problem in validate(tree).problems if problem.path == path]


@pytest.mark.parametrize("name", HARM)
def test_harm_in_pages_and_fragments(name: str, example_tree: Path, tmp_path: Path) -> None:
    """What runs, frames or covers is found in each page of a tree and in what partners include, with its line."""
    tree, (rule, harm) = copied(example_tree, tmp_path), HARM[name]
    paths = [f"{SLEEP}/{file}" for file in ("index.html", "embed.html", "embed/index.html", "card/index.html")]
    paths += [f"{SLEEP}/snippet.html", "index.html", "es/groups/home/index.html"]
    for path in paths:
        text = (tree / path).read_text("utf-8")
        place = text.index("</", text.find("<body") + 1)
        (tree / path).write_text(f"{text[:place]}\n{harm}{text[place:]}", encoding="utf-8")
    found = validate(tree)
    for path in paths:
        assert (rule, path) in [(problem.rule, problem.path) for problem in found.problems], as_text(found)
    lines = (tree / paths[0]).read_text("utf-8").splitlines()
    line = min(number for number, line in enumerate(lines, 1) if line.startswith(harm.partition("\n")[0]))
    assert line in [problem.line for problem in found.problems if (problem.rule, problem.path) == (rule, paths[0])]


@pytest.mark.parametrize("name", HARM)
def test_harm_in_data(name: str, example_tree: Path, tmp_path: Path) -> None:
    """The HTML within JSON and XML is looked at as that of feeds is."""
    tree, (rule, harm) = copied(example_tree, tmp_path), HARM[name]
    for file in ("oembed.json", "snippet.json"):
        document = json.loads((tree / SLEEP / file).read_bytes())
        document["html"] += harm
        (tree / SLEEP / file).write_text(json.dumps(document), encoding="utf-8")
    escaped = harm.replace("&", "&amp;").replace("<", "&lt;")
    edit(f"{SLEEP}/oembed.xml", "</html>", f"{escaped}</html>")(tree)
    topics = json.loads((tree / "topics.json").read_bytes())
    topics["topics"][0]["summary"]["es"] += harm
    (tree / "topics.json").write_text(json.dumps(topics), encoding="utf-8")
    found = validate(tree)
    for path in (f"{SLEEP}/oembed.json", f"{SLEEP}/snippet.json", f"{SLEEP}/oembed.xml", "topics.json"):
        assert (rule, path) in [(problem.rule, problem.path) for problem in found.problems], as_text(found)


@pytest.mark.parametrize(
    ("rule", "node"),
    [
        ("unsafe-content", ["script", {}, "steal()"]),
        ("unsafe-content", ["p", {"onclick": "steal()"}, "a"]),
        ("unsafe-address", ["ul", {}, ["li", {}, ["a", {"href": "javascript:steal()"}, "a"]]]),
    ],
)
def test_harm_in_nodes(rule: str, node: list[object], example_tree: Path, tmp_path: Path) -> None:
    """The HTML as data, which the custom element shows, is looked at too."""
    tree, path = copied(example_tree, tmp_path), f"{SLEEP}/snippet.json"
    document = json.loads((tree / path).read_bytes())
    document["nodes"].append(node)
    (tree / path).write_text(json.dumps(document), encoding="utf-8")

    assert [rule] == [problem.rule for problem in found_in(tree, path)]


FAULTS = [
    *(
        ("invalid-json", path, replace(path, b'{\n"a": '))
        for path in (f"{SLEEP}/oembed.json", f"{SLEEP}/snippet.json", "topics.json", "embeds/embeds.json")
    ),
    *(("invalid-json", path, replace(path, b"")) for path in (f"{SLEEP}/oembed.json", "topics.json")),
    *(("tree-data", path, replace(path, b"{}")) for path in (f"{SLEEP}/oembed.json", "topics.json")),
    ("tree-data", f"{SLEEP}/snippet.json", replace(f"{SLEEP}/snippet.json", b"[]")),
    ("duplicate-key", f"{SLEEP}/oembed.json", edit(f"{SLEEP}/oembed.json", "{", '{"html": "",')),
    ("not-well-formed", f"{SLEEP}/oembed.xml", edit(f"{SLEEP}/oembed.xml", "</oembed>", "")),
    ("tree-data", f"{SLEEP}/oembed.xml", replace(f"{SLEEP}/oembed.xml", b"<oembed><type>rich</type></oembed>")),
    ("not-well-formed", "sitemap.xml", edit("sitemap.xml", "</urlset>", "")),
    ("mistaken-namespace", "sitemap.xml", edit("sitemap.xml", "sitemap/0.9", "sitemap/0.90")),
    ("unknown-format", "sitemap.xml", replace("sitemap.xml", b"<html/>")),
    ("tree-torn", f"{SLEEP}/snippet.html", replace(f"{SLEEP}/snippet.html", b"")),
    ("tree-torn", f"{SLEEP}/card.html", replace(f"{SLEEP}/card.html", b"\n")),
    ("tree-torn", f"{SLEEP}/embed.html", edit(f"{SLEEP}/embed.html", "</html>", "")),
    ("unsafe-address", f"{SLEEP}/oembed.json", edit(f"{SLEEP}/oembed.json", f'{BASE}es/"', 'javascript:steal()"')),
    (
        "unsafe-content",
        f"{SLEEP}/oembed.json",
        edit(f"{SLEEP}/oembed.json", f"{BASE}{SLEEP}/embed.html", "https://a.example/x/embed.html"),
    ),
    ("unsafe-content", f"{SLEEP}/oembed.xml", edit(f"{SLEEP}/oembed.xml", "/embed.html", "/index.html")),
    ("unsafe-content", f"{SLEEP}/card.html", edit(f"{SLEEP}/card.html", "<title>", "<script>steal()</script><title>")),
    (
        "unsafe-address",
        f"{SLEEP}/card.html",
        edit(f"{SLEEP}/card.html", f'og:url" content="{BASE}', 'og:url" content="javascript:'),
    ),
    ("page-json-ld", f"{SLEEP}/card.html", edit(f"{SLEEP}/card.html", '"@context":', '"@context"')),
    ("unsafe-content", f"{SLEEP}/embed.html", edit(f"{SLEEP}/embed.html", "../../../embeds/", "https://a.example/")),
    ("unsafe-content", f"{SLEEP}/embed.html", edit(f"{SLEEP}/embed.html", '" defer>', '" defer>steal()')),
    ("unsafe-content", f"{SLEEP}/index.html", edit(f"{SLEEP}/index.html", "../../../style.css", "//a.example/a.css")),
    ("embed-script", "embeds/embeds.json", edit("embeds/embeds.json", "sha384-", "sha384-x")),
    ("embed-script", "embeds/embeds.json", edit("embeds/embeds.json", "syndicated-topic.", "syndicated-topics.")),
]
"""A rule, the file whose problem it is, and the fault."""


@pytest.mark.parametrize(("rule", "path", "fault"), FAULTS)
def test_faults_of_what_is_embedded(
    rule: str, path: str, fault: Callable[[Path], None], example_tree: Path, tmp_path: Path
) -> None:
    """One thing that is wrong in what partners load is found, in the file it is in, with its line."""
    tree = copied(example_tree, tmp_path)
    fault(tree)
    problems = found_in(tree, path)
    assert rule in [problem.rule for problem in problems], problems
    assert english_of(Validation(problems=tuple(problems), documents={})) == []
    assert rule in ("tree-torn", "embed-script") or all(problem.line for problem in problems if problem.rule == rule)


def test_script_that_was_changed(example_tree: Path, tmp_path: Path) -> None:
    """A script whose bytes are not those of its name is found, also where no integrity is stated."""
    tree = copied(example_tree, tmp_path)
    (script,) = (tree / "embeds").glob("frame.*.js")
    script.write_bytes(script.read_bytes() + b"steal()")

    assert ["embed-script"] == [problem.rule for problem in found_in(tree, f"embeds/{script.name}")]


def test_words_that_look_like_harm(example_tree: Path, tmp_path: Path) -> None:
    """Text about scripts is not a script."""
    tree = copied(example_tree, tmp_path)
    words = "Write onclick=“x”, javascript: or &lt;script&gt; as you like; data: none."
    for path in (f"{SLEEP}/index.html", f"{SLEEP}/embed.html"):
        edit(path, "</h1>", f"</h1><p>{words}</p>")(tree)

    assert [] == rules(validate(tree))


def test_pipe_in_a_tree(example_tree: Path, tmp_path: Path) -> None:
    """A pipe in the place of a file is reported, not waited for."""
    os = pytest.importorskip("posix")
    tree = copied(example_tree, tmp_path)
    for path in (f"{SLEEP}/snippet.json", f"{SLEEP}/card.png"):
        (tree / path).unlink()
        os.mkfifo(tree / path)

    assert {"unreadable"} == {problem.rule for problem in found_in(tree, f"{SLEEP}/snippet.json")}
    shutil.rmtree(tree)
