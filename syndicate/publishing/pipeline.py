"""The build: every artifact of a catalog into one tree, in one process or several, to the same bytes."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

import attrs
from babel import Locale

from syndicate.cards.findings import findings as card_findings
from syndicate.errors import InvalidValueError, Message, NotFoundError, PublishError
from syndicate.feeds.value import check_writers
from syndicate.history import Changes, History
from syndicate.locales import LocaleLike, parse
from syndicate.model import Catalog, Finding, Localized, Publisher, Topic
from syndicate.model.arguments import check
from syndicate.model.fields import expect, expect_some
from syndicate.moments import moment_of_build
from syndicate.publishing.bucket import check_bucket, folder_of, is_bucket, upload
from syndicate.publishing.making import packed
from syndicate.publishing.memory import (
    default_history,
    kept_assets,
    kind_of_script,
    lost_assets,
    opened,
    published_catalog,
    published_numbers,
    refuse_losses,
)
from syndicate.publishing.processes import refuse_while_starting
from syndicate.publishing.report import Report, report
from syndicate.publishing.reuse import Written
from syndicate.publishing.tree import Tree
from syndicate.publishing.work import Result, Work, run, write_all
from syndicate.search import write_index
from syndicate.search.index import index_place
from syndicate.site import KINDS, Artifact
from syndicate.site.kinds import checked_kinds, kinds_in
from syndicate.site.parts import SiteParts

__all__ = ["Progress", "Report", "build", "default_history"]

Progress = Callable[[int, int], None]
"""Called with the number of steps done and of all steps."""


@contextmanager
def _catalog_unscanned() -> Iterator[None]:
    """No cyclic garbage collection of existing objects: it would scan the whole catalog, which stays."""
    if not gc.isenabled() or gc.get_freeze_count():
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@_catalog_unscanned()
def build(
    catalog: Catalog,
    publisher: Publisher,
    out: str | Path,
    *,
    only: Sequence[str] | None = None,
    locales: Sequence[LocaleLike] | None = None,
    history: str | Path | None = None,
    new_history: bool = False,
    allow_removals: bool = False,
    now: date | None = None,
    jobs: int = 1,
    executor: Executor | None = None,
    strict: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Publish a catalog as a tree of static files.

    The tree is built beside the old one and swapped in whole; a file whose bytes are the same stays the same file. The
    tree holds what this build made, and what others put into the folder by hand.

    Args:
        catalog: what there is.
        publisher: who publishes it, and where.
        out: the folder; made if need be. Or the address of a bucket, such as ``s3://bucket/folder``: the tree is built
            in a folder of that name (``bucket-folder``), and what has changed is uploaded.
        only: the kinds of artifacts to publish, of :data:`KINDS`, each alone or with its languages: ``cards:en,es``;
            all by default.
        locales: the languages to publish; all of the catalog's by default. Each stands for the nearest that the catalog
            has, as everywhere: ``es`` for ``es-US``.
        history: the file that remembers what earlier builds published; by default beside the folder, under its name
            with ``.history`` after it.
        new_history: whether to begin a new history where the folder shows an earlier build and there is none.
        allow_removals: whether to go on where a source has lost more than a tenth of its topics and more than ten, a
            whole language, or some of those it says it has.
        now: the moment of the build, which dates what happened since the last one where the source states no
            snapshot; by default ``SOURCE_DATE_EPOCH``, where it is set, else the clock. What is withheld at that moment
            is decided when the catalog is read: give it to :func:`syndicate.read` too.
        jobs: how many processes share the work; the bytes are the same with any number.
        executor: who shares the work instead of processes: any :class:`concurrent.futures.Executor`, whose workers may
            be on other machines. They make the files of topics and send them back. It is not shut down.
        strict: whether anything that cannot be shown is an error for all, such as a letter that no font has.
        progress: called as the work goes on.

    Raises:
        PublishError: the folder cannot be written, in strict mode something is missing, or who shares the work fails,
            such as a process that runs an unguarded script; the old tree is untouched.
        HistoryError: the history is damaged, lost, is none or another publisher's, or cannot be written; the old tree
            is untouched.
        SourceError: a source has lost much of what it had.
        NotFoundError: a language has no topic and never had one; or there is nothing to publish, and never was.
        InvalidValueError: an argument is of another kind, a kind of artifact is unknown, a feed format has no writer,
            or a topic has no date for its feeds.
    """
    refuse_while_starting()
    check(catalog=catalog, publisher=publisher, out=out, history=history, now=now)
    expect_some(only=only, locales=locales)
    publisher = publisher.with_labels_held()
    _check_work(jobs, executor, progress)
    if is_bucket(out):
        options: dict[str, Any] = {"only": only, "locales": locales, "history": history, "new_history": new_history}
        options |= {"allow_removals": allow_removals, "now": now, "jobs": jobs, "executor": executor, "strict": strict}
        return _into_bucket(
            str(out), publisher, lambda folder: build(catalog, publisher, folder, progress=progress, **options)
        )
    stated = checked_kinds("only", only or KINDS)
    check_writers()
    place = Tree(Path(out))
    store = opened(history, place, publisher, new_history)
    changes, chosen = _compared(catalog, publisher, store, place, locales, now)
    if not allow_removals:
        refuse_losses(changes.catalog.findings)
    torn = place.manifest().torn
    site = SiteParts(changes, publisher, chosen, kinds_in("only", stated, publisher, chosen), store)
    found = _findings_before(site, strict)
    with place.building() as tree:
        done = run(Work(site, tree), jobs, executor, progress)
        changes, written, lost = _finished(tree, site, store, done, strict)
        removed = tree.removed(path for _, path, _, _ in written)
    _index(place.out, site.kinds.stated())
    return report(changes, chosen, written, removed, [*found, *lost], torn)


def _findings_before(site: SiteParts, strict: bool) -> list[Finding]:
    """What is found before anything is made; in strict mode, a loss ends the build."""
    found = list(site.catalog.findings)
    if "cards" in site.kinds:
        # Photographs are decoded when they are drawn; earlier only for a strict build, which a broken one ends.
        drawn = site.kinds.among("cards", site.locales)
        found += card_findings(site.catalog, site.publisher, drawn, photographs=strict)
    if strict:
        _refuse(found)
    return found


def _index(out: Path, kinds: Collection[str]) -> None:
    """Write the index of the search; where a build does not, the first search does."""
    if set(kinds) == set(KINDS) or index_place(out).exists():
        with suppress(OSError, sqlite3.Error, NotFoundError):
            write_index(out)


def _finished(
    tree: Tree, site: SiteParts, store: History, done: Result, strict: bool
) -> tuple[Changes, list[Written], list[Finding]]:
    """Complete a new tree, and have it remembered; what has changed, its files, and what it lacks."""
    changes, archives, unmade = packed(site)
    lost = [*done.findings, *unmade]
    if strict:
        _refuse(lost)
    if "embeds" in site.kinds:
        lost += lost_assets(store, tree)
    assets = kept_assets(store, tree, site)
    written = [*done.written, *_written_again(tree, done.written, assets)]
    tree.finish(((path, changed) for _, path, _, changed in written), done.made, store.mark(changes, assets))
    tree.flush(path for _, path, _, changed in written if changed)
    # Written before the trees are swapped, so that an error leaves both as they were; made to hold after it, and
    # if the build is killed between, the next one sees by the mark in the tree that it does.
    tree.around = store.remembering(changes, archives, assets)
    return changes, written, lost


def _into_bucket(out: str, publisher: Publisher, make: Callable[[Path], Report]) -> Report:
    """Build a tree in a folder, and upload what has changed in it."""
    folder = folder_of(out)
    check_bucket(out)
    made = make(folder)
    uploaded = upload(folder, out)
    addresses = sorted(map(publisher.url, (*uploaded.written, *uploaded.removed)))
    return attrs.evolve(made, changed_addresses=addresses)


def _compared(
    catalog: Catalog,
    publisher: Publisher,
    store: History,
    place: Tree,
    locales: Sequence[LocaleLike] | None,
    now: date | None,
) -> tuple[Changes, tuple[Locale, ...]]:
    """How the catalog differs from what was published before, and the languages to publish, the main one first."""
    chosen = _locales(catalog, store, locales)
    catalog = _narrowed(catalog, chosen)
    changes = store.compare(
        catalog,
        chosen if locales else None,
        now=moment_of_build(now),
        published=published_catalog(store, place),
        base_url=publisher.base_url,
        numbers=published_numbers(store, place),
    )
    if not locales:
        # The feeds of a language stay when its last topic has left: they alone tell its subscribers.
        chosen = tuple(dict.fromkeys((*chosen, *changes.retracted_locales)))
    first = catalog.nearest(publisher.default_locale)
    return changes, tuple(sorted(chosen, key=lambda locale: locale != first))


def _written_again(tree: Tree, written: Sequence[Written], assets: Mapping[str, bytes | None]) -> list[Written]:
    """Write the scripts of earlier builds that this one did not make, which pages still load."""
    new = {path for _, path, _, _ in written}
    kept = ((path, body) for path, body in assets.items() if body is not None and path not in new)
    return write_all(tree, (Artifact(kind_of_script(path), path, body) for path, body in kept))


def _refuse(findings: Sequence[Finding]) -> None:
    """End a strict build at what would be missing from the tree."""
    if lost := [finding for finding in findings if finding.kind.is_loss]:
        raise PublishError(
            lost[0].as_message(),
            locale=lost[0].locale or None,
            source=lost[0].source or None,
            hint=Message(
                "without --strict, the rest is published; `syndicate check` lists all {count}", count=len(lost)
            ),
        )


def _check_work(jobs: int, executor: Executor | None, progress: Progress | None) -> None:
    if progress is not None:
        expect("progress", progress, Message("a function"), Callable)  # type: ignore[arg-type]
    if not isinstance(jobs, int) or jobs < 1:
        raise InvalidValueError(
            Message("{jobs!r} is not a number of processes", jobs=jobs),
            field="jobs",
            hint=Message("it must be at least 1"),
        )
    if executor is not None:
        expect("executor", executor, Message("a concurrent.futures.Executor"), Executor)


def _locales(catalog: Catalog, store: History, locales: Sequence[LocaleLike] | None) -> tuple[Locale, ...]:
    """The languages to publish: those that are asked for, or all that have a topic."""
    if not catalog and not catalog.withheld and not store.is_retracted:
        raise NotFoundError(Message("the catalog has no topics"), hint=Message("`syndicate check` says what was read"))
    if not catalog and not store.locales:
        raise NotFoundError(
            Message("every text of the catalog is withheld"), hint=Message("`syndicate check` says by which key")
        )
    there = catalog.locales if catalog else ()
    known: Localized[None] = Localized(dict.fromkeys((*there, *store.locales)))
    asked = [parse(locale) for locale in locales or there]
    chosen = [locale if locale in known else catalog.nearest(locale) or known.nearest(locale) for locale in asked]
    for locale, found in zip(asked, chosen, strict=True):
        if found is None:
            raise NotFoundError(
                Message("no topic has a text in this language"),
                locale=str(locale),
                hint=Message("the catalog has {names}", names=", ".join(map(str, catalog.locales))),
            )
    return tuple(dict.fromkeys(found for found in chosen if found is not None))


def _narrowed(catalog: Catalog, locales: Sequence[Locale]) -> Catalog:
    """The catalog in those languages alone, so that nothing in the tree points to a text that is not in it."""
    if not catalog or set(locales) >= set(catalog.locales):
        return catalog
    topics = []
    for topic in catalog.values():
        if any(locale in topic.title for locale in locales):
            fields: dict[str, Any] = {field.name: getattr(topic, field.name) for field in attrs.fields(Topic)}
            for name, value in fields.items():
                if isinstance(value, Localized) and name != "elsewhere":  # which is in no language of the tree
                    fields[name] = _only(value, locales)
            topics.append(Topic(**fields))
    main = catalog.default_locale
    return catalog.replaced(topics, default_locale=main if main in locales else locales[0])


def _only(values: Localized[Any], locales: Sequence[Locale]) -> Localized[Any]:
    return Localized({locale: value for locale, value in values.items() if locale in locales})
