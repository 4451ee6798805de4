"""Large values that wait on disk: a temporary file of most of their fields. What is held so is decided elsewhere.

A catalog of a gigabyte has to be paired before any of it can be used. So past a bound a record, and the topic that it
becomes, keeps only the fields that all steps ask for; the others are read from the file when they are asked for. The
value is equal to the one it was made of, in all that can be seen of it.
"""

from __future__ import annotations

import io
import os
import pickle
import tempfile
from collections.abc import Iterable, Sequence
from copy import copy
from copyreg import dispatch_table
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

import attrs
from babel import Locale

from syndicate.errors import Message, SourceError
from syndicate.locales import locale_id, parse
from syndicate.model.fields import assembled
from syndicate.reasons import of_system

__all__ = ["Spill", "Spillable", "is_spilled", "drop_kept", "read_back", "with_values"]

V = TypeVar("V", bound="Spillable")

_new, _put, _get, _drop = object.__new__, object.__setattr__, object.__getattribute__, object.__delattr__
_BUFFER: Final = 1 << 20
_RECENT: Final = 64
"""So many values are remembered as they were read: who asks for one field asks for others, too."""
_SIZE_BITS: Final = 32
_PICKLING: Final = {**dispatch_table, Locale: lambda locale: (parse, (locale_id(locale),))}
"""As :mod:`pickle` does, but with one object for each locale, and without what Babel has loaded for it."""


class Spillable:
    """A value with slots whose larger fields may be in a :class:`Spill`.

    A subclass names those in ``SPILLED``, in groups: what is asked for together is read together.
    """

    __slots__ = ("_places", "_spill")
    SPILLED: ClassVar[tuple[tuple[str, ...], ...]] = ()

    if not TYPE_CHECKING:  # for a type checker, a value has its fields and no others

        def __getattr__(self, name: str) -> Any:
            found = _place_of(type(self)).get(name)
            if found is not None and is_spilled(self):
                group, place = found
                return _get(self, "_spill").read(_get(self, "_places")[group])[place]
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)

        def __reduce_ex__(self, protocol: int) -> Any:
            """Pickled or copied, it is a value in memory again; what is on disk goes there as it is."""
            if not is_spilled(self):
                return super().__reduce_ex__(protocol)
            return _restored, (type(self), _held(self), _get(self, "_spill").groups(_get(self, "_places")))


class Spill:
    """A temporary file with the larger fields of values.

    It has no name where the system allows that, so it is gone as soon as nobody uses it any more, however that ends. It
    is made when the first value is spilled, in the folder of :func:`tempfile.gettempdir`, and may be read by several
    threads and by processes that were forked.
    """

    def __init__(self) -> None:
        self._file: Any = None
        self._unwritten = bytearray()
        self._written = 0
        self._recent: dict[int, Sequence[Any]] = {}
        self._lock = Lock()
        self._writer = os.getpid()  # a process that was forked shares the file, and must not write into it

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()

    def spilled(self, value: V, *kept: str) -> V:
        """A value that is equal, and has its larger fields in the file; the value itself, if they cannot be there.

        Args:
            value: the value.
            kept: fields that it keeps until :func:`drop_kept`.

        Raises:
            SourceError: the file cannot be written, as when the disk is full.
        """
        kind: Any = type(value)
        if kind.__dictoffset__ or is_spilled(value) or os.getpid() != self._writer:
            return value
        values = {name: _get(value, name) for name in _field_names(kind)}
        try:
            groups = [_pickled([values[name] for name in names]) for names in kind.SPILLED]
        except (pickle.PicklingError, TypeError, AttributeError):  # a program has put something of its own there
            return value
        spilled = _place_of(kind)
        made: V = _new(kind)
        for name, held in values.items():
            if not held or name not in spilled or name in kept:  # nothing is read to find nothing
                _put(made, name, held)
        _put(made, "_spill", self)
        _put(made, "_places", self._append(groups))
        return made

    def read(self, place: int) -> Sequence[Any]:
        """The fields of a group of a value, in the order of their names."""
        if (found := self._recent.get(place)) is not None:
            return found
        with self._lock:
            values: Sequence[Any] = pickle.loads(self._data(*_span(place)))  # noqa: S301 -- what this process has written
            if len(self._recent) >= _RECENT:
                del self._recent[next(iter(self._recent))]
            self._recent[place] = values
        return values

    def groups(self, places: Sequence[int]) -> list[bytes]:
        """All groups of a value, pickled."""
        spans = list(map(_span, places))
        start, (last, size) = spans[0][0], spans[-1]
        with self._lock:
            data = self._data(start, last + size - start)
        return [data[offset - start : offset - start + size] for offset, size in spans]

    def keep(self, data: bytes) -> int | None:
        """Write some bytes; their place, by which :meth:`kept` returns them, or None where nothing can be written.

        Raises:
            SourceError: the file cannot be written, as when the disk is full.
        """
        return self._append([data])[0] if os.getpid() == self._writer else None

    def kept(self, place: int) -> bytes:
        """What was written there."""
        (data,) = self.groups([place])
        return data

    def _append(self, groups: Sequence[bytes | memoryview]) -> tuple[int, ...]:
        """Write the groups of a value, one after the other; their places."""
        places = []
        with self._lock:
            for data in groups:
                places.append((self._written + len(self._unwritten)) << _SIZE_BITS | len(data))
                self._unwritten += data
            if len(self._unwritten) >= _BUFFER:
                self._flush()
        return tuple(places)

    def _flush(self) -> None:
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="syndicate-", buffering=0)  # noqa: SIM115 -- as long as values
            self._file.seek(self._written)
            with memoryview(self._unwritten) as left:
                done = 0
                while done < len(left):
                    done += self._file.write(left[done:])
        except OSError as error:
            raise SourceError(
                Message("cannot keep the texts in a temporary file: {reason}", reason=of_system(error)),
                source=tempfile.gettempdir(),
                hint=Message("make room there, or name a folder that has some in the variable TMPDIR"),
            ) from error
        self._written += len(self._unwritten)
        self._unwritten = bytearray()

    def _data(self, offset: int, size: int) -> bytes:
        """What is written of one value, which is in the file as a whole, or not yet."""
        if offset >= self._written:
            start = offset - self._written
            return bytes(self._unwritten[start : start + size])
        if hasattr(os, "pread"):  # which leaves the place in the file alone that forked processes share
            return os.pread(self._file.fileno(), size, offset)
        self._file.seek(offset)
        found: bytes = self._file.read(size)
        return found


def _span(place: int) -> tuple[int, int]:
    """The offset and size of what is at a place."""
    return place >> _SIZE_BITS, place & ((1 << _SIZE_BITS) - 1)


def _restored(kind: Any, held: dict[str, Any], groups: Iterable[bytes]) -> Any:
    """A spilled value, in memory."""
    for names, data in zip(kind.SPILLED, groups, strict=True):
        held |= zip(names, pickle.loads(data), strict=True)  # noqa: S301 -- of the user whose process this is
    return assembled(kind, **held)


def _pickled(values: list[Any]) -> memoryview:
    stream = io.BytesIO()
    pickler = pickle.Pickler(stream, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _PICKLING
    pickler.dump(values)
    return stream.getbuffer()


def is_spilled(value: Spillable) -> bool:
    """Whether a value has its larger fields in a file."""
    try:
        _get(value, "_spill")
    except AttributeError:
        return False
    return True


def drop_kept(value: Spillable, name: str) -> None:
    """Have a spilled value forget a field that it has kept; it is read from the file from now on."""
    if is_spilled(value):
        _drop(value, name)


def read_back(value: V) -> V:
    """The value with all its fields in memory."""
    return copy(value) if is_spilled(value) else value


def with_values(value: V, **changes: Any) -> V:
    """A value with other values of some fields, which were validated when they were made; spilled if this one is.

    >>> from syndicate.model import Topic
    >>> with_values(Topic(slug="genes", ids={"en": "7"}, title={"en": "Genes"}), slug="dna").slug
    'dna'
    """
    kind: Any = type(value)
    if is_spilled(value) and changes.keys().isdisjoint(_place_of(kind)):
        made: V = _new(kind)
        for name, held in {**_held(value), **changes}.items():
            _put(made, name, held)
        for name in ("_spill", "_places"):
            _put(made, name, _get(value, name))
        return made
    made = assembled(kind, **{**_values(value), **changes})
    return _get(value, "_spill").spilled(made) if is_spilled(value) else made


def _values(value: Spillable) -> dict[str, Any]:
    """All fields of a value."""
    return _held(read_back(value))


def _held(value: Spillable) -> dict[str, Any]:
    """The fields that are in memory."""
    kind: Any = type(value)
    held = {}
    for name in _field_names(kind):
        try:  # each is asked for often, so without `suppress`, which takes longer than that
            held[name] = _get(value, name)
        except AttributeError:
            continue
    return held


@cache
def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(kind))


@cache
def _place_of(kind: Any) -> dict[str, tuple[int, int]]:
    """The group of each field that may be in a file, and its place in the group."""
    groups = enumerate(kind.SPILLED)
    return {name: (group, place) for group, names in groups for place, name in enumerate(names)}
