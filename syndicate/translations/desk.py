"""The translator's desk: what there is to translate, out and back. The forms of files are in their own modules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import attrs

from syndicate.errors import InvalidValueError, Message, NotFoundError
from syndicate.locales import LocaleLike, locale_id, tag
from syndicate.model.fields import expect_list
from syndicate.text import rfc3339
from syndicate.translations import po, xliff
from syndicate.translations.catalog_texts import CatalogTexts
from syndicate.translations.importing import Accepted, Refusal, checked, returned
from syndicate.translations.made import Imported, Made
from syndicate.translations.markdown_document import MarkdownDocument
from syndicate.translations.memory import Request, write_whole
from syndicate.translations.staleness import digest_of, original_of
from syndicate.translations.status import State, TranslationStatus

__all__ = ["FORMATS", "Desk"]

FORMATS: Final = {"po": ".po", "xliff": ".xlf"}
"""The formats of files for translators, with the endings of their names."""


class Desk(CatalogTexts):
    """A catalog with what is remembered of its translations.

    Args:
        sources: files and folders, as :func:`syndicate.read` takes them.
        publisher: who publishes them; by default, as there.
        history: the history of the published tree, which knows since when each text reads as it does.
        memory: the file that remembers requests and digests; by default one beside the first source, whose name ends
            in ``.translations``. One that does not exist is begun by what changes something.
        default_locale: the language most texts are first written in.
        pair_by_name: whether an equal file name pairs records that claim no twin.
        now: the moment; by default ``SOURCE_DATE_EPOCH`` where it is set, else the clock.
        reader: the name of the reader of all sources, as :func:`syndicate.read` takes it.

    Raises:
        SourceError: a source or the memory cannot be read.

    >>> desk = Desk("examples/health-topics")
    >>> [(one.topic, one.state.value) for one in desk.status("es") if one.state in ("missing", "stale")]
    [('farmers-market-vouchers', 'missing'), ('power-outages', 'stale')]
    """

    def status(self, to: LocaleLike | None = None) -> list[TranslationStatus]:
        """How each translation stands.

        Args:
            to: a language, of which the catalog need not have any texts; by default all that it has.

        Returns:
            a status for each topic and language, the topics in the order of the catalog.
        """
        wanted = self.languages() if to is None else [locale_id(to)]
        return [
            self.status_of(topic, source, locale)
            for locale in wanted
            for topic in self.catalog.values()
            if (source := original_of(topic, self.main, locale)) is not None
        ]

    def export(
        self,
        to: LocaleLike,
        *,
        only: Collection[str] = (State.MISSING, State.STALE),
        topics: Collection[str] = (),
        format: str = "xliff",
        version: str = "2.1",
        together: bool = False,
        keep: Callable[[dict[str, bytes]], None] | None = None,
    ) -> dict[str, bytes]:
        """Files for translators. That they were asked for is remembered, so that nobody is asked twice.

        Args:
            to: the language to translate into.
            only: the states of the translations that are wanted.
            topics: their slugs; by default all.
            format: ``po`` or ``xliff``.
            version: of XLIFF: ``1.2`` or ``2.1``.
            together: whether all topics are in one file, rather than each in its own.
            keep: is given the files before the requests are remembered; if it fails, they are not.

        Returns:
            the content of each file by its name, such as ``sleep.es.xlf``.

        Raises:
            NotFoundError: there is no such topic.
            InvalidValueError: a state, the format or its version is not known.
        """
        locale = locale_id(to)
        expect_list(only=only, topics=topics)
        _check(only, format, version)
        for slug in topics:
            self.catalog[slug]
        wanted = [
            status for status in self.status(locale) if status.state in only and (not topics or status.topic in topics)
        ]
        assignments = [self.assignment(self.catalog[status.topic], locale) for status in wanted]
        assignments = [assignment for assignment in assignments if assignment.items]
        files: dict[str, bytes] = {}
        groups = [assignments] if together and assignments else [[one] for one in assignments]
        for group in groups:
            name = "topics" if together else group[0].slug
            document = po.write(group, self.now) if format == "po" else xliff.write(group, self.now, version)
            files[f"{name}.{tag(locale)}{FORMATS[format]}"] = document
        if keep is not None:
            keep(files)
        self.remember_current(locale)
        for status in wanted:
            topic = self.catalog[status.topic]
            identifier = topic.ids[status.original_locale]
            own = digest_of(topic, locale) if locale in topic.title else ""
            request = Request(of=status.digest, at=rfc3339(self.now), text=own)
            self.memory.note(locale, identifier, attrs.evolve(self.memory.of(locale, identifier), request=request))
        self.memory.save()
        return files

    def remember_current(self, to: str) -> None:
        """Remember what translations that are not behind are of, so that later changes can be told."""
        for topic in self.catalog.values():
            source = original_of(topic, self.main, to)
            if source is not None and to in topic.title and not self.is_behind(topic, to):
                self.remember(topic, source, to)

    def reviewed(self, *topics: str, to: LocaleLike) -> list[Path]:
        """Say that translations are right as they are: they say what their originals say now.

        Front matter gets the digest of the original, as ``translated_from``; of other sources, the memory does.

        Args:
            topics: the slugs of their topics; by default all whose translations are not behind.
            to: the language.

        Returns:
            the files that were written, except the memory.

        Raises:
            NotFoundError: there is no such topic, or it has no text in the language.
            SourceError: a file cannot be written.
        """
        locale = locale_id(to)
        wanted = [self.catalog[slug] for slug in topics] or [
            topic for topic in self.catalog.values() if locale in topic.title and not self.is_behind(topic, locale)
        ]
        files: dict[Path, bytes] = {}
        for topic in wanted:
            if locale not in topic.title:
                raise NotFoundError(
                    Message("there is no translation"),
                    topic=topic.slug,
                    locale=locale,
                    hint=Message("translate it first"),
                )
            if (source := original_of(topic, self.main, locale)) is None:
                if topics:
                    self.original(topic, locale)
                continue
            place, document = self.places.get((locale, topic.ids[locale])), self.document(topic, locale)
            if place is not None and isinstance(document, MarkdownDocument) and document.has_front_matter:
                content = document.written({}, {"translated_from": digest_of(topic, source)})
                if content != place.path.read_bytes():
                    files[place.path] = content
            self.remember(topic, source, locale, is_reviewed=True)
        write_whole(files)
        self.memory.save()
        return list(files)

    def import_texts(
        self,
        files: Mapping[str, bytes],
        *,
        to: LocaleLike | None = None,
        out: Path | None = None,
        updated: date | None = None,
        keep_going: bool = False,
    ) -> Imported:
        """Write translations back: all of them, or, where one is refused, none.

        In files of Markdown only texts change, and ``translated_from``, which names the original; a new translation
        gets a file where the others are, and beside it copies of the pictures and other files that it names, if that is
        another folder. A ``topics.json`` is written again, its other topics as they are; of another
        source, one is made.

        Args:
            files: the content of PO and XLIFF files, by name.
            to: the language that they have to be in; by default what they say, if it was asked for.
            out: the ``topics.json`` to write; needed if the source is neither one itself nor Markdown.
            updated: the date that the translations get; by default they keep theirs.
            keep_going: whether to write the others, where some are refused.

        Returns:
            what was written, and what was refused and why.

        Raises:
            SourceError: a file cannot be read or written.
        """
        locale = None if to is None else locale_id(to)
        accepted: list[Accepted] = []
        refused: list[Refusal] = []
        for name, content in files.items():
            for one in returned(content, name):
                found = checked(self, one, locale)
                refused += found if isinstance(found, list) else []
                accepted += [] if isinstance(found, list) else [found]
        made = Made(self, out, updated)
        done: dict[tuple[str, str], Accepted] = {}
        for text in accepted:
            key = (text.topic.slug, text.to)
            refusal: Refusal | None
            if key in done:
                refusal = Refusal(reason="twice-in-files", topic=text.topic.slug, locale=text.to, file=text.file)
            else:
                refusal = made.add(text)
            if refusal is None:
                done[key] = text
            else:
                refused.append(refusal)
        if refused and not keep_going:
            return Imported(topics=(), files=(), refused=tuple(refused))
        written = made.files()
        write_whole(written)
        self._remember_imported(list(done.values()), out)
        return Imported(
            topics=tuple(dict.fromkeys(slug for slug, _ in done)),
            files=tuple(written),
            refused=tuple(refused),
            kept=tuple(made.kept),
        )

    def _remember_imported(self, done: Sequence[Accepted], out: Path | None) -> None:
        """Remember of what originals the translations are, as they are read now."""
        if not done:
            return
        after = self if out is None else None
        sources = self.sources if out is None else [out]
        read = Desk(
            *sources,
            publisher=self.publisher,
            memory=self.memory.path if after is not None else None,
            default_locale=self.main,
            pair_by_name=self.pair_by_name,
            now=self.now,
            reader=self.reader if out is None else None,
        )
        for one in done:
            topic = read.catalog.get(one.topic.slug)
            identifier = one.topic.ids[one.source]
            known = attrs.evolve(self.memory.of(one.to, identifier), request=None)
            self.memory.note(one.to, identifier, known)
            if topic is not None and one.to in topic.title and one.source in topic.title:
                read.remember(topic, one.source, one.to, is_reviewed=True)
                if after is not None:
                    self.memory.note(one.to, identifier, read.memory.of(one.to, topic.ids[one.source]))
        self.memory.save()
        if after is None:
            read.memory.save()


def _check(only: Iterable[str], format: str, version: str) -> None:
    states = [state.value for state in State]
    for state in only:
        if state not in states:
            raise InvalidValueError(
                Message("there is no state {state!r}", state=state),
                field="only",
                hint=Message("give one of {names}", names=", ".join(states)),
            )
    if format not in FORMATS:
        raise InvalidValueError(
            Message("there is no format {format!r}", format=format), field="format", hint=Message("give po or xliff")
        )
    if format == "xliff" and version not in xliff.VERSIONS:
        raise InvalidValueError(
            Message("version {version!r} of XLIFF is not written", version=version),
            field="version",
            hint=Message("give {names}", names=" or ".join(xliff.VERSIONS)),
        )
