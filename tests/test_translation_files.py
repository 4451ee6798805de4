"""The files that translators get: valid by their standards, read by other tools, and taken back from those."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from codecs import BOM_UTF8
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from proofs import either
from translators import pseudo, translated

from syndicate.errors import SourceError
from syndicate.translations import Desk, State
from syndicate.translations.content import plain
from syndicate.translations.markdown_body import Body

XML_ATTRIBUTES: Final = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
  targetNamespace="http://www.w3.org/XML/1998/namespace">
  <xs:attribute name="lang" type="xs:language"/>
  <xs:attribute name="space" type="xs:NCName"/>
</xs:schema>"""
"""What the schemas of XLIFF take from that of XML, which they name by its address."""
SCHEMAS: Final = {"1.2": "xliff-core-1.2-strict.xsd", "2.1": "xliff-21/schemas/xliff_core_2.0.xsd"}
ODD: Final = r"""---
title: "A <b1>day</b1> & a night"
updated: 2024-05-01
---

# A *title* {#id}

A line with `code`, <span class="x">html</span>, <https://auto.test>, ![alt text](a.png "t"), [ref][r],\
a break, ~~struck~~ ***both*** and 5 \* 3 &copy; x.

> Quoted
> - item

| Head | B \| b |
|---|---|
| a **b** | cell |

- [ ] a task

!!! note "A box"
    Inside {{< figure src="x" >}} it.

<div><p>Inside <b>html</b></p></div>

Said[^1].

[^1]: A note.

[r]: https://example.test/ref
"""
TOOL: Final = """
import json, sys
from translate.storage import factory
from translate.storage.xliff2 import Xliff2File
found = []
for name in sys.argv[1:]:
    is_second = name.endswith(".xlf") and b"xliff:document:2.0" in open(name, "rb").read()
    store = (Xliff2File if is_second else factory.getclass(name)).parsefile(name)
    units = [unit for unit in store.units if unit.istranslatable()]
    found.append([len(units), sum(bool(unit.target) for unit in units), units[0].source])
json.dump(found, sys.stdout)
"""


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A topic with all that Markdown has."""
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "odd.en.md").write_text(ODD, "utf-8")
    return folder


def _schema(version: str, tmp_path: Path) -> etree.XMLSchema:
    folder = os.environ.get("SYNDICATE_XLIFF_SCHEMAS")
    path = Path(folder or "", SCHEMAS[version])
    if not folder or not path.is_file():
        pytest.skip(f"set SYNDICATE_XLIFF_SCHEMAS to a folder with {SCHEMAS[version]} of OASIS")
    imported = tmp_path / "xml.xsd"
    imported.write_text(XML_ATTRIBUTES, "utf-8")
    local = re.sub(r'schemaLocation="[^"]*xml.xsd"', f'schemaLocation="{imported.as_uri()}"', path.read_text("utf-8"))
    return etree.XMLSchema(etree.fromstring(local.encode()))


@pytest.mark.parametrize("version", SCHEMAS)
def test_xliff_is_valid(version: str, odd: Path, example: Path, tmp_path: Path) -> None:
    """By the schemas of OASIS: odd Markdown, texts filled in, and suggestions."""
    schema = _schema(version, tmp_path)
    for source, to, only in ((odd, "es", [State.MISSING]), (example, "es", list(State)), (example, "fr", list(State))):
        desk = Desk(source, memory=tmp_path / "memory" / f"{source.name}.{to}")
        files = desk.export(to, only=only, version=version)
        for content in (*files.values(), *map(translated, files.values())):
            schema.assertValid(etree.fromstring(content))


def test_translate_toolkit_reads_every_file(example: Path, odd: Path, tmp_path: Path) -> None:
    """As many texts as were given out, and as many translations."""
    python = os.environ.get("SYNDICATE_TRANSLATE_TOOLKIT")
    if not python:
        pytest.skip("set SYNDICATE_TRANSLATE_TOOLKIT to a Python that has translate-toolkit")
    names, expected = [], []
    for format, version in (("po", "2.1"), ("xliff", "1.2"), ("xliff", "2.1")):
        for source in (example, odd):
            desk = Desk(source, memory=tmp_path / "memory")
            files = desk.export("es", only=list(State), format=format, version=version)
            for name, content in files.items():
                path = tmp_path / f"{version}-{name}"
                path.write_bytes(content)
                names.append(str(path))
                items = desk.assignment(desk.catalog[name.partition(".")[0]], "es").items
                # Of PO, what is fuzzy has a text as well.
                filled = sum(item.target is not None for item in items)
                expected.append([len(items), filled])
    done = subprocess.run([python, "-c", TOOL, *names], capture_output=True, text=True, check=True)
    assert expected == [found[:2] for found in json.loads(done.stdout)]


@pytest.mark.parametrize(("format", "version"), [("po", "2.1"), ("xliff", "1.2"), ("xliff", "2.1")])
def test_odd_markdown_comes_back_as_it_was(odd: Path, format: str, version: str) -> None:
    """Every mark is in its place, and nothing but words has changed."""
    files = Desk(odd).export("es", format=format, version=version)
    result = Desk(odd).import_texts({name: translated(content) for name, content in files.items()})

    made = (odd / "odd.es.md").read_text("utf-8")
    assert () == result.refused
    assert 'title: "Á <b1>dáy</b1> & á ñight"\nupdated' in made
    assert '`code`, <span class="x">html</span>, <https://auto.test>, ![ált téxt](a.png "t"), [réf][r],\\\n' in made
    assert "á bréák, ~~strüçk~~ ***böth*** áñd 5 * 3 © x." in made
    assert "> Qüötéd\n> - itém\n" in made
    assert "| Héád | B \\| b |\n|---|---|\n| á **b** | çéll |\n" in made
    assert '- [ ] á tásk\n\n!!! note "Á böx"\n    Iñsidé {{< figure src="x" >}} it.\n' in made
    assert (
        "<div><p>Iñsidé <b>html</b></p></div>\n\nSáid[^1].\n\n[^1]: Á ñöté.\n\n[r]: https://example.test/ref\n" in made
    )


@pytest.mark.parametrize(
    "text",
    [
        *("1. Uno", "# no", "- no", "+ x", "2024. El año", "> x", "a * b * c", "*x*", "_x_", "[x](y)", "a | b", "`x"),
        *(
            "<script>alert(1)</script>",
            "{{< x >}}",
            "{% x %}",
            "http://a.test",
            "&amp; &lt;",
            "a\\",
            "x  ",
            "[r]: http://a",
        ),
        *("~~x~~", "!!! note", ":::tip", "![x](y)", "<!-- x -->", "[^1]", "x\ty", "**", ": x", "a: b # c", "'q\" \\n"),
    ],
)
def test_words_of_translators_are_never_markup(tmp_path: Path, text: str) -> None:
    """What a translator writes is read as it was written, in fields, paragraphs, lists, headings, and tables."""
    folder = tmp_path / "topics"
    folder.mkdir()
    body = "## Head\n\nPara.\n\n- Item\n\n| Col |\n|---|\n| Cell |\n\n<p>Block</p>\n"
    (folder / "a.en.md").write_text(f"---\ntitle: Name\nupdated: 2024-05-01\n---\n{body}", "utf-8")
    words = f"{text} fin"
    (content,) = Desk(folder).export("es", version="1.2").values()
    result = Desk(folder).import_texts({"a": translated(content, text=words)})

    assert [] == [refusal.message() for refusal in result.refused]
    desk = Desk(folder)
    units = desk.document(desk.catalog["a"], "es").units
    found = {re.sub(r"\s+", " ", "".join(map(str, unit.content))) for unit in units}
    assert {" ".join(words.split())} == found
    assert "<script" not in str(desk.catalog["a"].summary["es"])


def test_texts_that_a_tool_has_cut_into_sentences_are_joined(odd: Path) -> None:
    """OmegaT and others make segments (XLIFF 2.1 section 4.2.2.5) and marks of terms."""
    (content,) = Desk(odd).export("es", version="2.1").values()
    text = translated(content).decode()
    cut = re.sub(
        r'<segment state="translated">\s*<source>a task</source>\s*<target>á tásk</target>\s*</segment>',
        '<segment state="translated"><source>a </source><target>á </target></segment><ignorable><source/></ignorable>'
        '<segment state="translated"><source>task</source><target><mrk id="m1">tásk</mrk></target></segment>',
        text,
    )
    assert cut != text
    assert () == Desk(odd).import_texts({"a": cut.encode()}).refused
    assert "- [ ] á tásk\n" in (odd / "odd.es.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("version", "old", "new"),
    [
        ("1.2", r'<g id="1"[^>]*>(\w+)</g>', r'<bx id="1" rid="1"/>\2<ex id="2" rid="1"/>'),
        ("2.1", r'<pc id="1"[^>]*>(\w+)</pc>', r'<sc id="1"/>\2<ec startRef="1"/>'),
    ],
)
def test_codes_of_other_tools_are_understood(odd: Path, version: str, old: str, new: str) -> None:
    """Pairs as two elements: `bx` and `ex` in 1.2, `sc` and `ec` in 2.1."""
    (content,) = Desk(odd).export("es", version=version).values()
    text = translated(content).decode()
    changed = re.sub(rf"(<target[^>]*>[^<]*){old}", rf"\1{new}", text)
    assert changed != text
    assert () == Desk(odd).import_texts({"a": changed.encode()}).refused


def test_a_po_file_as_editors_leave_it(tmp_path: Path) -> None:
    """A byte order mark and ends of lines are no part of it; a text that stands twice is refused, with its line."""
    folder = tmp_path / "topics"
    folder.mkdir()
    (folder / "a.en.md").write_text("---\ntitle: Name\nupdated: 2024-05-01\n---\nPara.\n", "utf-8")
    (content,) = Desk(folder).export("es", format="po").values()
    done = content.replace(b'"Name"\nmsgstr ""', b'"Name"\nmsgstr "Nombre"').replace(
        b'Para."\nmsgstr ""', b'Para."\nmsgstr "P."'
    )
    again = b'\nmsgctxt "a/title"\nmsgid "Name"\nmsgstr "Apellido"\n'
    with pytest.raises(SourceError, match="the text a/title stands twice: keep one") as refused:
        Desk(folder).import_texts({"a.po": done + again})
    assert done.count(b"\n") + 2 == refused.value.line
    assert () == Desk(folder).import_texts({"a.po": BOM_UTF8 + done.replace(b"\n", b"\r\n").rstrip()}).refused
    assert "title: Nombre\n" in (folder / "a.es.md").read_text("utf-8")


@pytest.mark.parametrize(("version", "unit"), [("1.2", "trans-unit"), ("2.1", "unit")])
def test_a_unit_that_stands_twice_is_refused(tmp_path: Path, version: str, unit: str) -> None:
    """Of two translations of one text, none goes in silence."""
    folder = tmp_path / "topics"
    folder.mkdir()
    (folder / "a.en.md").write_text("---\ntitle: Name\nupdated: 2024-05-01\n---\nPara.\n", "utf-8")
    (content,) = Desk(folder).export("es", version=version).values()
    again = re.sub(rf"(<{unit} .*?</{unit}>)", r"\1\1", content.decode(), count=1, flags=re.DOTALL)
    with pytest.raises(SourceError, match="the text title stands twice"):
        Desk(folder).import_texts({"a.xlf": again.encode()})


def test_the_commands(example: Path, tmp_path: Path) -> None:
    """Status, export, import, and reviewed, as one types them; errors are one line each, and the exit code tells."""
    topics = Path(shutil.copytree(example, tmp_path / "topics"))

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "syndicate", "translate", *words]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONUTF8": "1"}
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
        )

    states = {one["topic"]: one["state"] for one in json.loads(run("status", "topics", "--to", "es", "--json").stdout)}
    assert ("missing", "stale") == (states["farmers-market-vouchers"], states["power-outages"])
    out = run("export", "topics", "--to", "es", "--only", "missing", "--out", "work", "--language", "es")
    assert (0, "work/farmers-market-vouchers.es.xlf\n") == (out.returncode, out.stdout)
    assert "1 tema queda en manos de traductores\n" == out.stderr

    run("export", "topics", "--to", "es", "--only", "in-work", "--out", "all.po")
    assert "msgid" in (tmp_path / "all.po").read_text("utf-8")

    refused = run("import", "work", "--into", "topics", "--language", "es")
    assert (1, "") == (refused.returncode, refused.stdout)
    assert (
        "el texto no está traducido (tema farmers-market-vouchers, campo title, español): tradúzcalo" in refused.stderr
    )
    assert "Traceback" not in refused.stderr
    file = tmp_path / "work" / "farmers-market-vouchers.es.xlf"
    file.write_bytes(translated(file.read_bytes()))
    done = run("import", "work", "--into", "topics")
    assert (0, "topics/farmers-market-vouchers.es.md\n") == (done.returncode, done.stdout)
    assert "topics/power-outages.es.md\n" == run("reviewed", "topics", "--to", "es", "--topic", "power-outages").stdout
    assert 2 == run("reviewed", "topics", "--to", "es").returncode
    assert topics.is_dir()


MARKS: Final = st.sampled_from(
    [
        *"abcé.,:;!?()[]{}<>*_~`#+-=|\\/&^@$%'\"0 1\t",
        "\n",
        "\n\n",
        "\n- ",
        "\n> ",
        "\n    ",
        "**",
        "](x)",
        "![",
        "<b>",
        "</b>",
        "&amp;",
        "{{< x >}}",
        "| a | b |\n|---|---|\n",
        "\n1. ",
        "\n# ",
        "```\n",
        "[^1]",
        "\n: ",
        "  \n",
        "word ",
        "<p>",
        "</p>",
    ]
)


@pytest.mark.proof
@settings(max_examples=either(100, 5000))
@given(st.lists(MARKS, max_size=30).map("".join))
def test_any_markdown_is_written_back(text: str) -> None:
    """Unchanged it is what it was; with new words it reads as they were meant, or that is said."""
    body = Body(text)
    assert text == body.written({unit.name: unit.content for unit in body.units})
    targets = {
        unit.name: tuple(pseudo(piece) if isinstance(piece, str) else piece for piece in unit.content)
        for unit in body.units
    }
    try:
        made = Body(body.written(targets))
    except SourceError:
        return
    assert [plain(targets[unit.name]) for unit in body.units] == [plain(unit.content) for unit in made.units]
