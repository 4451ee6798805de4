"""What a build knows about earlier ones: their history, and the published tree. No file is written here.

What has to last from build to build is in the source or in the history, so that the history alone has to be kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

import orjson

from syndicate.errors import HistoryError, LocaleError, Message, SourceError, SyndicateError
from syndicate.history import History
from syndicate.history.numbers import MOST, Numbers
from syndicate.layout import (
    CATALOG_JSON,
    MANIFEST,
    PAGE_SCRIPT,
    SCRIPT,
    SCRIPT_INDEX,
    SCRIPT_STYLE,
    SEARCH_SCRIPT,
    artifact_at,
)
from syndicate.locales import locale_id
from syndicate.model import Catalog, Finding, FindingKind, Publisher
from syndicate.publishing.tree import Tree
from syndicate.site import search_scripts
from syndicate.site.parts import SiteParts
from syndicate.site.root_pages import page_script
from syndicate.sources import read

__all__ = [
    "default_history",
    "earlier",
    "kept_assets",
    "kind_of_script",
    "lost_assets",
    "opened",
    "published_catalog",
    "published_numbers",
    "refuse_losses",
]

_SCRIPTS: Final = (SCRIPT, SCRIPT_STYLE, SEARCH_SCRIPT, PAGE_SCRIPT)
_LOSSES = (
    FindingKind.INCOMPLETE,
    FindingKind.SHRUNKEN,
    FindingKind.SHRUNKEN_LANGUAGE,
    FindingKind.EARLIER_MOMENT,
)


def default_history(out: str | Path) -> Path:
    """The history beside a published tree.

    >>> default_history("/srv/public").name
    'public.history'
    """
    out = Path(out).resolve()
    return out.with_name(f"{out.name}.history")


def opened(history: str | Path | None, tree: Tree, publisher: Publisher, new_history: bool) -> History:
    """The history of a tree.

    Args:
        history: its file; by default the one beside the tree.
        tree: the tree.
        publisher: who publishes it.
        new_history: whether a new history is meant where the tree shows an earlier build.

    Raises:
        HistoryError: it cannot be used, lies in the tree, or is lost.
    """
    store = History(history if history is not None else default_history(tree.out), authority=publisher.authority)
    if store.path.resolve().is_relative_to(tree.out):
        raise HistoryError(
            Message("the history lies in the folder that is published"),
            source=str(store.path),
            hint=Message("give another --history"),
        )
    manifest = tree.manifest()
    store.recover(manifest.tree)
    if store.is_new and not new_history and (manifest.files or manifest.torn):
        state = "is empty" if store.path.exists() else "is not there"
        raise HistoryError(
            Message("{out} was built before, but the history of it {state}", out=tree.out, state=state),
            source=str(store.path),
            hint=Message(
                "put a copy of it back, or name it with --history; if it is lost, --new-history "
                "begins a new one, and all texts count as new"
            ),
        )
    return store


def published_catalog(store: History, tree: Tree) -> Catalog | None:
    """The catalog of the published tree, if the history is of a version that needs it; else None."""
    if store.is_new or store.remembers_addresses or (path := tree.published(CATALOG_JSON.path)) is None:
        return None
    try:
        return read(path)
    except SyndicateError:  # optional: nothing depends on it
        return None


def published_numbers(store: History, tree: Tree) -> Numbers:
    """The integers by which partners know the texts of a tree whose history is lost; no other text is given them."""
    if not store.is_new or (path := tree.published(CATALOG_JSON.path)) is None:
        return {}
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError, LocaleError):
        raw = orjson.loads(path.read_bytes())
        there = [
            (number, (locale_id(locale), topic["ids"][locale]))
            for topic in raw["topics"]
            for locale, number in topic["numbers"].items()
        ]
        gone = [(text["number"], (locale_id(text["locale"]), text["id"])) for text in raw.get("withdrawn", ())]
        sound = {number: text for number, text in (*gone, *there) if isinstance(number, int) and 0 < number <= MOST}
        return {text: number for number, text in sound.items()}
    return {}


def refuse_losses(findings: Iterable[Finding]) -> None:
    """Refuse a source that has lost much of what it had, or says that it has more.

    Raises:
        SourceError: naming what is missing, and the way out.
    """
    for finding in findings:
        if finding.kind in _LOSSES:
            raise SourceError(finding.as_message(), topic=None)


def lost_assets(store: History, tree: Tree) -> list[Finding]:
    """Whether scripts that partners load are neither in the history, which is of version 0.1, nor in the tree."""
    if store.is_new or store.remembers_addresses or any(earlier(tree.out, ("embeds",))):
        return []
    details = {"file": str((tree.out / SCRIPT_INDEX.path).parent)}
    return [Finding(kind=FindingKind.LOST_SCRIPTS, source=str(store.path), details=details)]


def earlier(tree: Path, kinds: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """The path and bytes of each script and style sheet of a published tree: pages name those of earlier builds.

    Only files whose bytes are what their address says: one that was changed by hand is not kept. To withdraw
    one, delete it from the tree before the next build.

    Args:
        tree: its folder.
        kinds: of :data:`~syndicate.site.KINDS`, those whose files are meant.
    """
    for folder in sorted({tree / kind.path.partition("/")[0] for kind in _SCRIPTS}):
        for file in sorted(folder.glob("*")):
            path = file.relative_to(tree).as_posix()
            if kind_of_script(path) in kinds and file.is_file() and not file.is_symlink():
                body = file.read_bytes()
                if f".{sha256(body).hexdigest()[:16]}." in path:
                    yield path, body


def kind_of_script(path: str) -> str:
    """The kind that a script or style sheet belongs to; none for any other file."""
    place = artifact_at(path)
    return place.kind.part if place is not None and place.kind in _SCRIPTS else ""


def kept_assets(store: History, tree: Tree, site: SiteParts) -> dict[str, bytes | None]:
    """The scripts and style sheets that the tree will have, by path: new ones, and those that pages still load.

    Partners' pages load those of embeds for as long as they like, and caches show pages of ours a day after a build.
    Those of earlier builds are in the history, and in the published tree. One that somebody took out of the tree is
    withdrawn, and stays so: None.

    Args:
        store: the history.
        tree: the tree.
        site: what has those of this build; none if they cannot be made.
    """
    listed = tree.manifest().files
    there = dict(earlier(tree.out, set(site.kinds)))
    if not any((tree.out / path).exists() for path in listed - {MANIFEST.path}):
        listed = frozenset()  # the folder was emptied, so no file was deleted on purpose
    withdrawn = {path for path in store.withdrawn if kind_of_script(path) in site.kinds}
    found: dict[str, bytes | None] = {path: body for path, body in there.items() if path not in withdrawn}
    for path, body in store.assets():
        if kind_of_script(path) not in site.kinds:
            continue
        if path in listed and path not in there:
            found[path] = None
        else:
            found.setdefault(path, body)
    found.update(dict.fromkeys(withdrawn - found.keys()))
    if "embeds" in site.kinds:
        with suppress(Exception):  # which is reported with the files of the site
            found.update([(asset.path, asset.body) for asset in site.embeds.assets])
    if "pages" in site.kinds:
        found.update([page_script(), *search_scripts.files().items()])
    return found
