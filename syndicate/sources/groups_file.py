"""``groups.yaml``: the groups of a folder of Markdown topics, their names and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from syndicate.errors import InvalidValueError, LocaleError, Message, SyndicateError
from syndicate.locales import from_name, locale_id
from syndicate.model import Finding, FindingKind, Group, Localized, Publisher
from syndicate.sources.asset_files import AssetFiles
from syndicate.sources.front_matter import YamlDocument
from syndicate.sources.group_facts import GROUP_KEYS, GroupPictures, group_facts
from syndicate.sources.reading import described
from syndicate.sources.topic_text import text_of
from syndicate.text import slugify

__all__ = ["GROUPS_FILE", "GroupsFile"]

GROUPS_FILE: Final = "groups.yaml"


class GroupsFile:
    """The groups of a folder, and what is wrong with them.

    Args:
        root: the folder.
        publisher: whose site the pictures are published on, if that is known.
        asset_files: the files beside the topics.
    """

    def __init__(self, root: Path, publisher: Publisher | None, asset_files: AssetFiles) -> None:
        self._root = root
        self._publisher = publisher
        self._asset_files = asset_files
        self._faults: list[Finding] = []

    @cached_property
    def pictures(self) -> GroupPictures:
        """The pictures of groups that are files of the folder."""
        return GroupPictures(self._root, self._asset_files, self._publisher)

    @cached_property
    def by_id(self) -> dict[str, Group]:
        """The groups of ``groups.yaml`` by id, in its order."""
        path = self._root / GROUPS_FILE
        if not path.exists():
            return {}
        document = YamlDocument("")
        try:
            document = YamlDocument(text_of(path), "heart: {en: Heart}")
            found = {identifier: self._group(identifier, document) for identifier in document.values.names()}
            for repeated in document.repeated:
                source = f"{path}:{repeated.lines[-1]}"
                self._faults.append(Finding(kind=FindingKind.REPEATED_KEY, source=source, details=repeated.details))
            return {identifier: group for identifier, group in found.items() if group is not None}
        except SyndicateError as error:
            self._faults.append(_broken_groups(path, error, error.line or document.line(error.field)))
        except Exception as error:  # a file of names never takes the topics, whatever is wrong with it
            self._faults.append(_broken_groups(path, error, None))
        return {}

    def _group(self, identifier: str, document: YamlDocument) -> Group | None:
        """A group; None for one whose names cannot be read. Faults are remembered: the others are read."""
        names, field = None, identifier
        name: dict[str, str] = {}
        try:
            names = document.values.table(identifier)
            for key in names.names() if names is not None else ():
                if key in GROUP_KEYS:
                    continue
                field = f"{identifier}.{key}"
                try:
                    name[locale_id(key)] = names.required(key) if names is not None else ""
                except LocaleError as error:
                    with suppress(LocaleError):
                        error.hint = Message("write `{key}`", key=locale_id(from_name(key)))
                    self._fault(identifier, error, document.line(field))
            if not name:
                raise InvalidValueError(Message("the group has no name"), hint=Message("add a line `en: ...`"))
            slug = slugify(identifier) or slugify(next(iter(name.values()))) or "group"
            field = identifier
            base = self._publisher.base_url if self._publisher is not None else None
            facts: dict[str, Any] = {}
            if names is not None:
                source = f"{self._root / GROUPS_FILE}:{document.line(f'{identifier}.image')}"
                facts = group_facts(names, base, lambda src: self.pictures.measures(identifier, src, source))
            return Group(id=identifier, slug=slug, name=Localized.from_identifiers(name), **facts)
        except InvalidValueError as error:
            self._fault(identifier, error, document.line(error.field or field))
            return None

    def _fault(self, group: str, error: SyndicateError, line: int) -> None:
        problem = SyndicateError(error.problem, hint=error.hint).format_message()
        source = f"{self._root / GROUPS_FILE}:{line}"
        details = {"group": group, "problem": problem}
        self._faults.append(Finding(kind=FindingKind.BROKEN_GROUP, source=source, details=details))

    def findings(self, used: Iterable[tuple[str, str]]) -> Iterator[Finding]:
        """Faults of ``groups.yaml``, and groups that topics name and it does not.

        Args:
            used: the groups that topics name, each with the language of the topic.
        """
        groups = self.by_id
        yield from self._faults
        yield from self.pictures.findings
        if any(fault.kind is FindingKind.BROKEN_GROUPS for fault in self._faults):
            return
        for identifier, locale in sorted(used):
            if identifier not in groups:
                details = {"group": identifier, "name": identifier, "language": locale}
                source = str(self._root / GROUPS_FILE)
                yield Finding(kind=FindingKind.UNNAMED_GROUP, locale=locale, source=source, details=details)


def _broken_groups(path: Path, error: Exception, line: int | None) -> Finding:
    field, hint = (error.field, error.hint) if isinstance(error, SyndicateError) else (None, None)
    problem = SyndicateError(described(error), field=field, hint=hint).format_message()
    source = str(path) if line is None else f"{path}:{line}"
    return Finding(kind=FindingKind.BROKEN_GROUPS, source=source, details={"problem": problem})
