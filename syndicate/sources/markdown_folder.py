"""A folder of Markdown topics as a whole: files, twins, ids, groups, publisher, titles. No body is read here.

``groups.yaml`` names the groups, ``publisher.toml`` says where all is published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, tzinfo
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import attrs

from syndicate.errors import InvalidValueError, SyndicateError
from syndicate.layout import TOPIC_PAGE
from syndicate.locales import locale_id
from syndicate.model import Publisher, Reference
from syndicate.model.fields import is_line, is_slug, is_url
from syndicate.sources.asset_files import AssetFiles
from syndicate.sources.dates import zone_named
from syndicate.sources.file_dates import FileDates
from syndicate.sources.front_matter import MAX_BYTES, YamlDocument, split
from syndicate.sources.front_matter_values import Values
from syndicate.sources.generator_settings import generator_of
from syndicate.sources.groups_file import GroupsFile
from syndicate.sources.key_words import folded
from syndicate.sources.markdown_keys import keys_of
from syndicate.sources.markdown_layouts import SUFFIX_BESIDE, SUFFIXES
from syndicate.sources.markdown_names import Names
from syndicate.sources.markdown_title import title_of
from syndicate.sources.own_site import OwnSite
from syndicate.sources.read_keys import TOPICS
from syndicate.sources.site_pages import PagesOfSite
from syndicate.sources.site_settings import Site
from syndicate.sources.stated_languages import stated_in
from syndicate.sources.topic_file import ENDINGS, PathsOfFiles, TopicFile
from syndicate.sources.topic_text import text_of
from syndicate.sources.withheld_keys import withheld_by
from syndicate.text import slugify

__all__ = ["Facts", "Folder", "slug_in"]

_MOST_FRONTS: Final = 4000
"""So many front matters are kept until their files are read; more would take much memory."""


@attrs.frozen
class Facts:
    """What the front matter of a file says of its topic to others.

    Attributes:
        title, id, slug, url, key: as stated; None where they are not.
        withheld: the key that withholds it; empty where none does.
    """

    title: str
    id: str | None
    slug: str | None
    url: str | None
    key: str | None
    withheld: str


class Folder:
    """What the files of a folder share: twins, groups, addresses, and the titles that related topics have.

    Args:
        root: the folder.
        publisher: as the caller says; by default as the file in or beside the folder says.
        alone: whether it is known by one of its files only. Then sub-folders are not of it, and keys of translations
            have its whole path, as files of other folders may be read beside it.
    """

    def __init__(self, root: Path, publisher: Publisher | None = None, *, alone: bool = False) -> None:
        self.root = root
        self._publisher = publisher
        self.names = Names(root, self.publisher, whole=not alone)
        keys = keys_of(self.names.topics, root)
        self._translation_keys: dict[Path, str] = self._whole_keys() if alone else keys
        self.files = [
            TopicFile(name.path, name.stem, name.locale, keys[name.path], name.first_stem) for name in self.names.topics
        ]
        self.locales: dict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, list[TopicFile]] = defaultdict(list)
        for file in self.files:
            self.locales[file.key].add(locale_id(file.locale))
            self._stems[file.stem].append(file)
        self._facts: dict[Path, Facts | None] = {}
        self._fronts: dict[Path, YamlDocument] = {}
        self.asset_files = AssetFiles(root)
        self.groups = GroupsFile(root, self.publisher, self.asset_files)

    @cached_property
    def publisher(self) -> Publisher | None:
        """Who publishes the folder: as the caller says, else as the file in or beside it says."""
        if self._publisher is not None:
            return self._publisher
        path = Publisher.beside(self.root)
        return Publisher.load(path) if path is not None else None

    def facts(self, file: TopicFile) -> Facts | None:
        """What a file says of itself in its front matter; None where that cannot be read."""
        if file.path not in self._facts:
            try:
                front, body = self.parted(text_of(file.path, MAX_BYTES + 16))
                values = front.values
                if len(self._fronts) < _MOST_FRONTS:
                    self._fronts[file.path] = front
                self._facts[file.path] = Facts(
                    title=title_of(values, body, file.stem, locale_id(file.locale))[0],
                    id=values.text("id"),
                    slug=slug_in(values),
                    url=_stated(values, "url", is_url),
                    key=_stated(values, "translationKey", is_line),
                    withheld=self.withheld_by(values, file),
                )
            except SyndicateError:  # the file's own reading says what is wrong with it
                self._facts[file.path] = None
        return self._facts[file.path]

    def parted(self, content: str) -> tuple[YamlDocument, str]:
        """The front matter and the body of a file.

        Raises:
            SourceError: it has no front matter, and needs one; or that does not end.
        """
        return split(content, is_needed=not self.is_site, rules=TOPICS)

    def front_read(self, file: TopicFile, front: YamlDocument) -> YamlDocument:
        """The front matter of a file that is read now: as it was read for others, if it was, and has not changed."""
        self.facts(file)
        known = self._fronts.pop(file.path, front)
        return known if known.text == front.text else front

    def withheld_by(self, values: Values, file: TopicFile) -> str:
        """What withholds a text at every moment: a key of its own, its place, or settings of the site; empty if none.

        Raises:
            InvalidValueError: ``draft`` has a value that is neither true nor false.
        """
        if own := withheld_by(values) or self._withheld_place(file.path):
            return own
        return next(
            (f"{place}.{key}" for place, handed in self.handed_to(file, values) if (key := withheld_by(handed))), ""
        )

    def _withheld_place(self, path: Path) -> str:
        """The folder or file whose name begins with an underscore, unless the site publishes it; or a list that has it.

        Docusaurus, Astro, Jekyll, Eleventy and Nuxt do not publish such files; Hugo, MkDocs, Pelican and Sphinx do.
        """
        parts = path.relative_to(self.root).parts if path.is_relative_to(self.root) else ()
        for depth, name in enumerate(parts, start=1):
            if name.startswith("_") and (name == "_drafts" or not self.site.is_built(name)):
                return name if depth == len(parts) else f"{name}/"
        return self.site.excluding(path)

    def handed_to(self, file: TopicFile, values: Values) -> Iterator[tuple[str, Values]]:
        """What settings of the site give a text, without what it states itself; each with its place."""
        stated = {folded(key) for key in values.mapping if isinstance(key, str)}
        for handed in self.site.handed_to(file.path, file.locale):
            rest = {key: value for key, value in handed.values.items() if folded(key) not in stated}
            stated |= {folded(key) for key in rest}
            yield handed.place, Values(rest, zone=self.zone, bare_zone=self.bare_zone)

    @cached_property
    def site(self) -> Site:
        """The settings of site generators that count for the files."""
        return Site(self.root)

    @cached_property
    def zone(self) -> tzinfo | None:
        """The time zone of dates that state none: the publisher's, else the site's."""
        if self.publisher is not None and self.publisher.zone is not None:
            return self.publisher.zone
        return zone_named(self.site.zone)

    @cached_property
    def file_dates(self) -> FileDates:
        """The dates of files that state none, for those who ask for them."""
        return FileDates(self.root, self.publisher.dates if self.publisher is not None else "stated", self.zone)

    @property
    def bare_zone(self) -> tzinfo | None:
        """The time zone of moments that state none, where no zone is known: site generators take these to be in UTC."""
        return self.zone or (UTC if self.is_site else None)

    # Version 0.1 made ids and addresses of the stem alone, and a history keeps those. Of several files of one stem,
    # those of the first folder have it in all languages; the others have their folder in both. An id that has to
    # outlive new files of its stem is stated, or pinned by a history.
    def id_of(self, file: TopicFile) -> str:
        """The id of a text that states none: its stem, or its key where the stem is another file's.

        Version 0.1 read no sites as they stand, so there it is the key, which no other file can change.
        """
        if not self.has_stems_for_ids:
            return file.key
        if self._owner_of_id(file) is file:
            return file.stem
        return file.key if file.key != file.stem else f"./{file.stem}"  # of a text that is not published now

    def slug_of(self, file: TopicFile) -> str:
        """The slug of a text that states none: that of its stem, or of its key where the stem is another topic's."""
        homonyms = self._stems[file.stem]
        if all(other.key == file.key for other in homonyms):
            return slugify(file.stem)
        facts = self.facts(file)
        claimants = self._claimants(homonyms)
        owns_it = (facts is not None and facts.id is not None) or not claimants or claimants[0].key == file.key
        return slugify(file.stem) if owns_it else slugify(file.key.replace("/", " "))

    @cached_property
    def is_site(self) -> bool:
        """Whether a site generator makes pages of the files, by their layout or by its settings beside them."""
        return self.names.layout != SUFFIXES or generator_of(self.root) != ""

    @property
    def has_stems_for_ids(self) -> bool:
        """Whether ids are made of the names of files, as they were in version 0.1."""
        return self.names.layout in (SUFFIXES, SUFFIX_BESIDE)

    def homonym_of(self, file: TopicFile) -> TopicFile | None:
        """The file whose stem is the reason that this one's id is its key; None if it is not."""
        owner = self._owner_of_id(file) if self.has_stems_for_ids else file
        return None if owner is file else owner

    def _owner_of_id(self, file: TopicFile) -> TopicFile:
        homonyms = self._stems[file.stem]
        if all(other.key == file.key for other in homonyms):
            return file
        first = next(iter(self._claimants(homonyms)), file)
        return file if first.key == file.key else first

    def _claimants(self, homonyms: list[TopicFile]) -> list[TopicFile]:
        """Those of several files of one stem that state no id, the published ones first."""
        facts = [(file, self.facts(file)) for file in homonyms]
        unnamed = [(file, fact) for file, fact in facts if fact is not None and fact.id is None]
        return [file for file, fact in sorted(unnamed, key=lambda pair: bool(pair[1].withheld))]

    def rival_of(self, file: TopicFile) -> tuple[TopicFile, TopicFile] | None:
        """The text that a file says it translates, and the one in its language that says so too and was first."""
        stated = self._stated_keys.get(file.path, file.key)
        family = [other for other in self.files if other.key == stated] if stated != file.key else []
        first = next((other for other in family if other.locale == file.locale), None)
        twin = next((other for other in family if other.locale != file.locale), None)
        return (twin, first) if first is not None and twin is not None else None

    @cached_property
    def _stated_keys(self) -> dict[Path, str]:
        return {name.path: name.key for name in self.names.topics if name.key}

    def translation_key(self, file: TopicFile) -> str:
        """What the file has in common with its twins, wherever they are read from."""
        return self._translation_keys[file.path]

    def _whole_keys(self) -> dict[Path, str]:
        outside = self.root.resolve().parent
        resolved = {name.path: attrs.evolve(name, path=name.path.resolve()) for name in self.names.topics}
        keys = keys_of(resolved.values(), outside)
        return {path: f"{outside.as_posix()}/{keys[name.path]}" for path, name in resolved.items()}

    def key_named(self, stated: str) -> str:
        """What a stated translation key means: the key of files here, a stem that one key alone has, or itself."""
        if stated in self.locales:
            return stated
        keys = {file.key for file in self._stems.get(stated, ())}
        return keys.pop() if len(keys) == 1 else stated

    def other_locale(self, file: TopicFile) -> str | None:
        """The language that a bare ``translation`` is in: the twin's, else the other one of the folder."""
        for locales in (self.locales[file.key], self._locales):
            others = locales - {locale_id(file.locale)}
            if len(others) == 1:
                return others.pop()
        return None

    @cached_property
    def _locales(self) -> set[str]:
        return set().union(*self.locales.values())

    @cached_property
    def _families(self) -> dict[str, list[TopicFile]]:
        """The files of each topic, by translation key, the main language first as in pairing."""
        families: dict[str, list[TopicFile]] = defaultdict(list)
        for file in self.files:
            if (facts := self.facts(file)) is not None:
                families[self.key_named(facts.key) if facts.key else file.key].append(file)
        main = locale_id(self.publisher.default_locale) if self.publisher is not None else ""
        for family in families.values():
            family.sort(key=lambda file: (locale_id(file.locale) != main, locale_id(file.locale)))
        return families

    @cached_property
    def _topics(self) -> dict[str, dict[str, list[TopicFile]]]:
        """The topics by each name that somebody may call them by: slug, stem, key."""
        found: dict[str, dict[str, list[TopicFile]]] = defaultdict(dict)
        for key, family in self._families.items():
            for file in family:
                facts = self.facts(file)
                assert facts is not None
                for name in (facts.slug or self.slug_of(file), file.stem, file.key):
                    found[name][key] = family
        return found

    @property
    def topic_names(self) -> Iterator[str]:
        """All names that topics can be called by."""
        return iter(self._topics)

    def topic(self, name: str, near: TopicFile) -> list[TopicFile] | None:
        """The files of the topic of that name, one a language; of several topics the one that is nearest to a file."""
        families = self._topics.get(name)
        if not families:
            return None
        folder = near.key.rpartition("/")[0]
        return next(
            (family for family in families.values() if family[0].key.rpartition("/")[0] == folder),
            next(iter(families.values())),
        )

    def topic_at(self, address: str, near: TopicFile) -> list[TopicFile] | None:
        """The files of the topic at a path, as site generators name other pages; None where there is none."""
        file = self.on_site(address, near) if address.startswith("/") else None
        if "/" in address or Path(address).suffix in ENDINGS:
            for start in (near.path.parent, self.root):
                file = file or self.paths.at(Path(start, address.lstrip("/")), near)
        return None if file is None else self.family_of(file) or None

    def reference(self, family: list[TopicFile], near: TopicFile, name: str) -> Reference | None:
        """A topic as a text in another's language names it; None where no text of it is published.

        Where it has no text in that language, it goes by the name it was called by, and by no id that is another's.
        """
        published = [(file, facts) for file in family if (facts := self.facts(file)) and not facts.withheld]
        for file, facts in published:
            if file.locale == near.locale:
                return Reference(title=facts.title, id=facts.id or self.id_of(file))
        for file, facts in published:
            identifier = facts.id or self.id_of(file)
            is_free = facts.id is not None or all(other.locale != near.locale for other in self._stems[file.stem])
            return Reference(title=name, id=identifier if is_free else None)
        return None

    def family_of(self, file: TopicFile) -> list[TopicFile]:
        """The file and its twins, the main language first; nothing where it cannot be read."""
        facts = self.facts(file)
        return [] if facts is None else self._families[self.key_named(facts.key) if facts.key else file.key]

    @cached_property
    def paths(self) -> PathsOfFiles:
        """The files by their paths."""
        return PathsOfFiles(self.files)

    @cached_property
    def pages(self) -> PagesOfSite[TopicFile]:
        """The files by the addresses that their pages have on the site."""
        main = locale_id(self.publisher.default_locale) if self.publisher is not None else ""
        files = sorted(self.files, key=lambda file: (locale_id(file.locale) != main, str(file.path)))
        stated = self.names.addresses
        return PagesOfSite(
            (file, file.locale, file.key, stated[file.path] if file.path in stated else stated_in(file.path).addresses)
            for file in files
        )

    @cached_property
    def own_site(self) -> OwnSite[TopicFile]:
        """The site that the files are of."""
        return OwnSite(self.root, lambda: self.pages, self.publisher)

    def on_site(self, path: str, near: TopicFile) -> TopicFile | None:
        """The file whose page is at a path of the site, from its root on; None where files have their own names."""
        return self.own_site.at(path, near.locale) if self.is_site else None

    def beside(self, path: str, near: TopicFile) -> TopicFile | None:
        """The file that an address relative to a file, or to its page, means; None where files have their own names."""
        return self.pages.beside(path, near.key, near.locale) if self.is_site else None

    def address(self, file: TopicFile) -> str | None:
        """Where the text of a file is published; None where that depends on a publisher who is not known."""
        facts = self.facts(file)
        if facts is not None and facts.url is not None:
            return facts.url
        if self.publisher is None:
            return None
        first = next(iter(self.family_of(file)), file)
        stated = self.facts(first)
        slug = (stated.slug if stated is not None else None) or self.slug_of(first)
        return self.publisher.url(TOPIC_PAGE.at(file.locale, slug))


def slug_in(values: Values) -> str | None:
    """The slug that is stated, in small letters, as addresses of the published tree are; the last part of a path."""
    stated = values.mapping.get("slug")
    if isinstance(stated, str) and (name := stated.strip("/").rpartition("/")[2].lower()) != stated:
        values = Values({"slug": name})
    return _stated(values, "slug", is_slug)


def _stated(values: Values, key: str, check: Callable[[Any, str], None]) -> str | None:
    """A text that is stated; None where it is missing or wrong, which the file's own reading says."""
    with suppress(InvalidValueError):
        if found := values.text(key):
            check(found, key)
            return found
    return None
