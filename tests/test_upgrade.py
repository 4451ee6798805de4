"""An upgrade moves nothing: what version 0.1 published, built again from the same source by the present version."""

from __future__ import annotations

import json
import re
import shutil
import tarfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import syndicate
from syndicate.history import History
from syndicate.model import FindingKind, Publisher
from syndicate.publishing import build
from syndicate.publishing.report import Report

FIXTURE = Path(__file__).parent / "fixtures" / "upgrade"
SOURCES = {"folder": "source", "medlineplus": "source.xml"}
ONLY = {"folder": ["feeds", "snippets", "pages", "embeds"], "medlineplus": ["feeds"]}


class Old:
    """What version 0.1 published of one of the sources, in a folder of its own."""

    def __init__(self, name: str, place: Path) -> None:
        self.name = name
        with tarfile.open(FIXTURE / "published-by-0.1.tar.gz") as archive:
            # Python before 3.11.4 has no filters; the archive is our own.
            archive.extractall(place, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
        shutil.copytree(FIXTURE / name, place / name, dirs_exist_ok=True)
        self.folder = place / name
        self.out = self.folder / "public"
        self.publisher = Publisher.load(self.folder / "publisher.toml")

    def build(self, **options: Any) -> Report:
        """Build with the present version."""
        catalog = syndicate.read(self.folder / SOURCES[self.name], publisher=self.publisher, default_locale="en")
        options = {"history": self.folder / "history", "only": ONLY[self.name], **options}
        return build(catalog, self.publisher, options.pop("out", self.out), **options)

    def edit(self, name: str, old: str, new: str) -> None:
        """Change the source."""
        path = self.folder / SOURCES[self.name] / name if name else self.folder / SOURCES[self.name]
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def facts(self) -> dict[str, Any]:
        """Which pages and feeds there are, and what their entries are called and dated."""
        found: dict[str, Any] = {}
        for path in sorted(self.out.rglob("*")):
            name = path.relative_to(self.out).as_posix()
            if path.suffix == ".atom":
                found[name] = atom(path)
            elif path.is_file() and not name.startswith("embeds/"):
                found[name] = ""
        document = json.loads((self.out / "topics.json").read_text(encoding="utf-8"))
        for topic in document["topics"]:
            found[f"topic {topic['slug']}"] = {
                name: topic.get(name) for name in ("ids", "updated", "created", "groups")
            }
        found["groups"] = [(group["id"], group["slug"]) for group in document["groups"]]
        return found


def atom(path: Path) -> list[Any]:
    """The ids, dates and addresses of a feed, but for those of links, which may be cleaned otherwise."""
    spaces = {"a": "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}
    root = etree.parse(path).getroot()
    found: list[Any] = [root.findtext("a:id", namespaces=spaces), root.findtext("a:updated", namespaces=spaces)]
    for entry in root.iterfind("a:entry", spaces):
        links = sorted(str(link.get("href")) for link in entry.iterfind("a:link[@rel='alternate']", spaces))
        found.append(
            [*(entry.findtext(f"a:{name}", namespaces=spaces) for name in ("id", "updated", "published")), links]
        )
    found += sorted([gone.get("ref"), gone.get("when")] for gone in root.iterfind("at:deleted-entry", spaces))
    return found


@pytest.fixture(params=SOURCES)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Old:
    """What version 0.1 published of each source."""
    return Old(request.param, tmp_path)


def entries(paths: Iterable[str]) -> set[str]:
    """The folders of topics, and the feeds: a topic under a new address would add some, kinds of files would not."""
    return {name for path in paths for name in re.findall(r"^.*/topics/[^/]+/|^.*/feeds/.*", path)}


@pytest.mark.parametrize("with_tree", [True, False], ids=["tree", "history-alone"])
def test_upgrade_moves_nothing(with_tree: bool, old: Old) -> None:
    """No address, id or date moves, nothing is news, and no translation is stale; with the tree at hand or without."""
    before = old.facts()
    if not with_tree:
        shutil.rmtree(old.out)
    report = old.build()
    after = old.facts()
    assert before == {name: after.get(name) for name in before}
    assert entries(before) == entries(after)
    for counts in report.texts.values():
        assert {"unchanged", "repaired"} >= {state for state, count in counts.items() if count}
    assert [] == report.undated
    # The one of "Sleep", whose original has changed between the two builds of version 0.1, which told it only by dates.
    stale = report.findings.get(FindingKind.STALE, 0), report.findings.get(FindingKind.STALE_TEXT, 0)
    assert ((1, 0) if old.name == "medlineplus" else (0, 1)) == stale


def test_second_build_after_an_upgrade_changes_nothing(old: Old) -> None:
    """What was repaired is remembered so, and neither tree nor history is touched again."""
    old.build()
    before = (old.folder / "history").read_bytes()
    report = old.build()
    assert (0, 0) == (report.changed, report.removed)
    assert all({"unchanged"} == {state for state, count in counts.items() if count} for counts in report.texts.values())
    assert before == (old.folder / "history").read_bytes()


def test_scripts_of_before_the_upgrade_stay(tmp_path: Path) -> None:
    """Partners load them: the new version knows them from the tree, and later builds from the history."""
    old = Old("folder", tmp_path)
    scripts = {path.name: path.read_bytes() for path in (old.out / "embeds").glob("*.js")}
    old.build()
    old.build(out=tmp_path / "elsewhere")
    for folder in (old.out, tmp_path / "elsewhere"):
        assert scripts == {name: (folder / "embeds" / name).read_bytes() for name in scripts}


def test_scripts_that_an_upgrade_does_not_find_are_told(tmp_path: Path) -> None:
    """The history of version 0.1 has none: where the published folder is gone too, the build says how to get them."""
    old = Old("folder", tmp_path)
    shutil.rmtree(old.out)
    reports = [old.build(), old.build()]
    assert [[FindingKind.LOST_SCRIPTS], []] == [[finding.kind for finding in report.failures] for report in reports]


def test_real_change_in_the_build_of_an_upgrade_is_seen(tmp_path: Path) -> None:
    """Of a dated text, by its date."""
    old = Old("folder", tmp_path)
    old.edit("doses.en.md", "updated: 2024-05-01", "updated: 2024-06-01")
    old.edit("doses.en.md", "Adults: 5", "Grown-ups: 5")
    report = old.build()
    assert 1 == report.texts["en"]["changed"]
    assert 0 == report.texts["es"].get("changed", 0)


@pytest.mark.parametrize(("with_tree", "changed"), [(True, {"1"}), (False, {"1", "2", "3"})])
def test_new_snapshot_in_the_build_of_an_upgrade(with_tree: bool, changed: set[str], tmp_path: Path) -> None:
    """A text without a date that says something else has changed; with the tree at hand, no other has."""
    old = Old("medlineplus", tmp_path)
    old.edit("", "06/06/2024 02:30:35", "07/07/2024 02:30:35")
    old.edit("", "Sleep is good.", "Sleep is very good.")
    if not with_tree:
        shutil.rmtree(old.out)
    old.build()
    texts = History(old.folder / "history").compare(syndicate.read(old.folder / "source.xml")).texts["en"]
    dated = {text.id for text in texts.values() if text.changed.startswith("2024-07-07")}
    assert {"1"} <= dated <= changed


def test_change_after_an_upgrade_is_told_from_a_later_repair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the history knows what the source stated, another way of cleaning alone changes nothing, ever."""
    from syndicate.sources import reading

    old = Old("folder", tmp_path)
    old.build()
    before = old.facts()
    clean = reading.Repairs.html

    def otherwise(self: Any, fragment: str | None, *rest: Any, **options: Any) -> Any:
        return clean(self, f"<p>Cleaned otherwise.</p>{fragment}", *rest, **options)

    monkeypatch.setattr(reading.Repairs, "html", otherwise)
    monkeypatch.setattr("syndicate.history.writing.program", lambda: "later")
    old.edit("tasks.en.md", "Wash your hands", "Wash both hands")
    report = old.build()
    assert {"changed": 1, "repaired": 5} == {name: report.texts["en"].get(name, 0) for name in ("changed", "repaired")}
    assert {"repaired": 7} == {name: count for name, count in report.texts["es"].items() if count}
    after = old.facts()
    moved = {name for name in before if name.startswith("topic ") and before[name] != after[name]}
    assert {"topic tasks"} >= moved
    assert any("read differently though the source is as it was" in line for line in report.lines())
