"""A tree in a bucket of an object store (S3, Google Cloud Storage, Azure): what has changed is uploaded, in safe order.

A bucket has no folder that could be swapped. So what is new comes first, which no page links yet; what replaces a file
is uploaded beside it, and put in its place by the store once all of it is there; what is gone is removed last. A mark
in the bucket lists what is in place, and says beforehand what is going to be replaced. So a build that is killed is
taken up by the next one, whatever that one has to upload.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import attrs

from syndicate.embeds.http_headers import headers
from syndicate.errors import InvalidValueError, Message, PublishError
from syndicate.json_writer import compact
from syndicate.layout import MANIFEST, Caching, Scope, artifact_at, media_type
from syndicate.publishing.tree import Tree

if TYPE_CHECKING:
    from obstore.store import ObjectStore

__all__ = ["Uploaded", "check_bucket", "folder_of", "is_bucket", "upload"]

_SCHEMES: Final = frozenset({"s3", "s3a", "gs", "az", "adl", "azure", "abfs", "abfss"})
_MARK: Final = ".syndicate-bucket.json"
_BESIDE: Final = ".syndicate-new/"
"""Where the replacement of a file is uploaded first, by its digest; a build that was killed leaves it for the next."""
_FORMAT: Final = "syndicate-bucket"
_UNSURE: Final = ""
"""The digest of a file of which only its place is known."""
_THREADS: Final = 16
_CHECKPOINT: Final = 2000
"""After this many new files the mark is updated, so that a long first upload resumes where it ended."""
_TEXT: Final = ("text/", "application/json", "application/xml", "application/feed+json")


@attrs.frozen
class Uploaded:
    """What has changed in a bucket.

    Attributes:
        written: the paths of files that are new or were replaced.
        removed: the paths of files that were removed.
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]


def is_bucket(out: object) -> bool:
    """Whether a place to publish to is the address of a bucket.

    >>> is_bucket("s3://topics/site"), is_bucket("public")
    (True, False)
    """
    return isinstance(out, str) and "://" in out and urlsplit(out).scheme in _SCHEMES


def folder_of(url: str) -> Path:
    """The local folder in which the tree of a bucket is built, in the folder one is in.

    >>> folder_of("s3://topics/site").name
    'topics-site'
    """
    parts = urlsplit(url)
    name = "-".join(filter(None, (parts.netloc, *parts.path.split("/"))))
    if not parts.netloc or name.startswith("."):
        raise InvalidValueError(
            Message("{url!r} names no bucket", url=url),
            field="out",
            hint=Message("write for example s3://bucket/folder"),
        )
    return Path(name)


def upload(folder: Path, url: str) -> Uploaded:
    """Make a bucket equal to a tree.

    Args:
        folder: the tree that a build left.
        url: the bucket, and a folder in it perhaps.

    Raises:
        PublishError: the extra `cloud` is missing, the store refuses, or the bucket holds files that no build made.
    """
    with _opened(url) as store:
        return _Upload(folder, store, url).run()


def check_bucket(url: str) -> None:
    """Check before a build whether its tree can be uploaded to a bucket, before a history is written.

    Raises:
        PublishError: the extra `cloud` is missing, the store refuses, or the bucket holds files that no build made.
    """
    with _opened(url) as store:
        _files_of(store, url)


@contextmanager
def _opened(url: str) -> Iterator[ObjectStore]:
    """The store of a bucket, whose errors become ours."""
    try:
        from obstore.exceptions import BaseError
        from obstore.store import from_url
    except ModuleNotFoundError as error:
        hint = Message("install it with: pip install 'syndicate-feeds[cloud]'")
        raise PublishError(Message("a bucket needs {name}", name=error.name), hint=hint) from error
    try:
        yield from_url(url)
    except BaseError as error:
        reason = " ".join(str(error).split("\n\nDebug source:")[0].split())
        hint = Message(
            "look at the address, and at the credentials in the environment; what was in the bucket is still there"
        )
        raise PublishError(
            Message("cannot publish to {url}: {value}", url=url, value=reason[:500]), hint=hint
        ) from error


def _files_of(store: ObjectStore, url: str) -> dict[str, str]:
    """The files of the bucket that builds have made; none of an empty one.

    Raises:
        PublishError: it holds other files, or its mark is damaged.
    """
    import obstore

    try:
        document = json.loads(bytes(obstore.get(store, _MARK).bytes()))
        if document["format"] != _FORMAT:
            raise ValueError(document["format"])
        return dict(document["files"])
    except FileNotFoundError:
        for chunk in obstore.list(store, chunk_size=50):
            for found in chunk:
                raise PublishError(
                    Message("{url} was not published by syndicate and holds {value!r}", url=url, value=found["path"]),
                    hint=Message("give --out a folder of the bucket that is empty, such as s3://bucket/site"),
                ) from None
        return {}
    except (ValueError, KeyError, TypeError) as error:
        hint = Message("remove {mark}, and everything else that a build put there, and build again", mark=_MARK)
        raise PublishError(Message("the list of files in {url} is damaged", url=url), hint=hint) from error


class _Upload:
    """One upload.

    Attributes:
        there: the digests of the files of the bucket, by path.
        new: those that the bucket should have.
    """

    def __init__(self, folder: Path, store: ObjectStore, url: str) -> None:
        self._folder = folder
        self._store = store
        paths = Tree(folder).manifest().files - {MANIFEST.path}
        with ThreadPoolExecutor(_THREADS) as pool:
            self.new = dict(zip(sorted(paths), pool.map(self._digest, sorted(paths)), strict=True))
        self.there = _files_of(store, url)
        if not self.there:
            self._write({})  # the bucket is ours from here on

    def run(self) -> Uploaded:
        """All of it, in order."""
        changed = [path for path, digest in self.new.items() if self.there.get(path) != digest]
        gone = sorted(self.there.keys() - self.new.keys())
        if not changed and not gone:
            return Uploaded((), ())
        fresh = [path for path in changed if path not in self.there]
        replaced = sorted((path for path in changed if path in self.there), key=_order)
        waiting = self._waiting() if self.there else frozenset()
        self._uploaded(sorted(fresh, key=_order))
        self._each(self._put_beside, [path for path in replaced if self.new[path] not in waiting])
        if replaced:
            self._write({**self.there, **dict.fromkeys(replaced, _UNSURE)})
        for step in _steps(replaced):  # pages of topics before the lists that name them, the root last
            self._each(self._put_in_place, step)
        self._write({**dict.fromkeys(gone, _UNSURE), **self.new})
        self._delete([*gone, *(f"{_BESIDE}{digest}" for digest in waiting | {self.new[path] for path in replaced})])
        if gone:
            self._write(self.new)
        return Uploaded(tuple(changed), tuple(gone))

    def _digest(self, path: str) -> str:
        with (self._folder / path).open("rb") as file:
            return file_digest(file, "sha256").hexdigest()

    def _waiting(self) -> frozenset[str]:
        """The digests of what a build that was killed left beside."""
        import obstore

        listed = obstore.list(self._store, prefix=_BESIDE)
        return frozenset(found["path"].rpartition("/")[2] for chunk in listed for found in chunk)

    def _uploaded(self, paths: list[str]) -> None:
        """Upload new files, which the mark lists beforehand, so that none is ever orphaned."""
        known: dict[str, str] = dict(self.there)
        if paths:
            self._write({**known, **dict.fromkeys(paths, _UNSURE)})
        for start in range(0, len(paths), _CHECKPOINT):
            some = paths[start : start + _CHECKPOINT]
            self._each(self._put, some)
            known |= {path: self.new[path] for path in some}
            if start + _CHECKPOINT < len(paths):
                self._write({**known, **dict.fromkeys(paths[start + _CHECKPOINT :], _UNSURE)})
        self.there = known

    def _put(self, path: str) -> None:
        import obstore

        # By its path: a large file is read, and sent, in pieces.
        obstore.put(self._store, path, self._folder / path, attributes=_attributes(path))

    def _put_beside(self, path: str) -> None:
        import obstore

        place = f"{_BESIDE}{self.new[path]}"
        obstore.put(self._store, place, (self._folder / path).read_bytes(), attributes=_attributes(path))

    def _put_in_place(self, path: str) -> None:
        import obstore

        obstore.copy(self._store, f"{_BESIDE}{self.new[path]}", path)

    def _delete(self, paths: Iterable[str]) -> None:
        import obstore

        if found := sorted(paths):
            obstore.delete(self._store, found)

    def _write(self, files: Mapping[str, str]) -> None:
        """Write the mark."""
        import obstore

        document = {"format": _FORMAT, "files": dict(sorted(files.items()))}
        attributes: Any = {"Content-Type": "application/json", "Cache-Control": "no-store"}
        obstore.put(self._store, _MARK, compact(document), attributes=attributes)

    def _each(self, do: Callable[[str], None], paths: Iterable[str]) -> None:
        with ThreadPoolExecutor(_THREADS) as pool:
            for _ in pool.map(do, paths):
                pass


_ORDER: Final = (Scope.ASSET, Scope.TOPIC, Scope.ARCHIVE, Scope.GROUP, Scope.LOCALE, Scope.SITE)


def _order(path: str) -> tuple[int, str]:
    """The upload order, linked files before their links: immutable files, then topics, lists, and files of the site."""
    place = artifact_at(path)
    if place is None:
        return len(_ORDER), path
    if place.kind.caching is Caching.IMMUTABLE:
        return -1, path
    return _ORDER.index(place.kind.scope), path


def _steps(paths: Iterable[str]) -> list[list[str]]:
    """The paths in the order of their ranks, those of one rank together."""
    ranked: dict[int, list[str]] = {}
    for path in paths:
        ranked.setdefault(_order(path)[0], []).append(path)
    return [ranked[rank] for rank in sorted(ranked)]


def _attributes(path: str) -> Any:
    """The attributes with which the store sends a file."""
    kind = media_type(path)
    sent = {"Content-Type": f"{kind}; charset=utf-8" if kind.startswith(_TEXT) or kind.endswith("+xml") else kind}
    if caching := headers(path).get("Cache-Control"):
        sent["Cache-Control"] = caching
    return sent
