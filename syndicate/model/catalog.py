"""The catalog: topics by slug, id and URL, their groups, and what pairing them found."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView
from copy import copy
from datetime import datetime
from functools import cached_property
from typing import Any, Final, TypeVar

from babel import Locale

from syndicate.errors import InvalidValueError, Message, NotFoundError
from syndicate.explained import described, explained_methods
from syndicate.locales import LocaleLike, locale_id, parse
from syndicate.model.catalog_json import dumps
from syndicate.model.conversions import as_utc
from syndicate.model.fields import expect, expect_list, is_a
from syndicate.model.finding import Finding
from syndicate.model.localized import Localized
from syndicate.model.parts import Group, Reference
from syndicate.model.spill import with_values
from syndicate.model.topic import Topic
from syndicate.reasons import either

__all__ = ["Catalog"]

U = TypeVar("U")

_SHOWN: Final = 20
_TOPIC: Final = Message("a Topic")
_OF_A_CATALOG: Final = Message("`catalog.values()` lists those of a catalog")
_OF_A_TOPIC: Final = Message("a Topic has its own: `topic.slug`")
_is_finding: Final = is_a(Finding)
_OWN: Final = ("default_locale", "snapshot", "findings", "withheld", "next_moment")


@explained_methods
class Catalog(Mapping[str, Topic]):
    """An immutable mapping from slug to topic, in the order of the source.

    Args:
        topics: the topics; their slugs are unique.
        groups: the groups that they are listed under; by default those of the catalogs that the topics are from.
        default_locale: the language most texts are first written in; English by default.
        snapshot: when the source was made, if it says so.
        findings: what reading and pairing noticed.
        withheld: the texts that their own keys withhold, by locale identifier and id of the record: the key, such as
            ``draft``. They are not in the catalog.
        next_moment: when the next text is to be published, or is no longer.

    Raises:
        InvalidValueError: two topics or two groups share a slug, a topic names a group that is not there, or topics of
            several catalogs know different groups by one id.

    >>> catalog = Catalog([Topic(slug="genes", ids={"en": "7"}, title={"en": "Genes"})])
    >>> catalog["genes"].title["en"], catalog.by_id("7").slug, len(catalog)
    ('Genes', 'genes', 1)
    """

    def __init__(
        self,
        topics: Iterable[Topic] = (),
        *,
        groups: Iterable[Group] | None = None,
        default_locale: LocaleLike = "en",
        snapshot: datetime | None = None,
        findings: Iterable[Finding] = (),
        withheld: Mapping[tuple[str, str], str] | None = None,
        next_moment: datetime | None = None,
    ) -> None:
        expect_list(topics=topics, groups=() if groups is None else groups)
        if groups is None:
            topics = list(topics)
            groups = _groups_of(topics)
        self.default_locale: Locale = parse(default_locale)
        self.snapshot = as_utc(snapshot)
        self.findings: tuple[Finding, ...] = _findings(findings)
        self.withheld: Mapping[tuple[str, str], str] = dict(withheld or {})
        self.next_moment = as_utc(next_moment)
        self.groups: Mapping[str, Group] = groups_by_id(groups)
        _check_slugs(self.groups.values())
        self._topics: dict[str, Topic] = {}
        self._by_id: dict[str, dict[str, Topic]] = {}
        self._by_url: dict[str, Topic] = {}
        locales = {str(self.default_locale): 0}
        same: Mapping[str, Group] = self.groups
        for topic in topics:
            self._check(topic)
            if topic.groups and topic.catalog_groups is not same:
                topic = _knowing(topic, self.groups)
                same = topic.catalog_groups  # most topics share one object, which is compared once
            self._add(topic)
            for locale in topic.title.identifiers():
                locales[locale] = locales.get(locale, 0) + 1
        if self._topics and not locales[str(self.default_locale)]:
            del locales[str(self.default_locale)]
        self.locales: tuple[Locale, ...] = tuple(map(parse, locales))
        """The languages there is any text in, the default one first."""
        self._offered: Localized[int] = Localized.from_identifiers(locales)

    def _check(self, topic: Topic) -> None:
        expect("topics", topic, _TOPIC, Topic, hint=_OF_A_CATALOG)
        if topic.slug in self._topics:
            raise InvalidValueError(Message("two topics have this slug"), topic=topic.slug, field="slug")
        for name in topic.groups:
            if name not in self.groups:
                raise InvalidValueError(
                    Message("there is no group {name!r}", name=name),
                    topic=topic.slug,
                    field="groups",
                    hint=Message("give it in `groups`, as `Catalog(topics, groups=[Group(...)])`"),
                )

    def _add(self, topic: Topic) -> None:
        self._topics[topic.slug] = topic
        for locale, identifier in topic.ids.identifiers().items():
            self._by_id.setdefault(locale, {})[identifier] = topic
        for url in topic.url.values():
            self._by_url[url] = topic

    def replaced(self, topics: Iterable[Topic] | None = None, **values: Any) -> Catalog:
        """The catalog with other topics, or with other values of its own; all else stays.

        Args:
            topics: the new topics.
            values: arguments of this class.

        >>> catalog = Catalog([Topic(slug="genes", ids={"en": "7"}, title={"en": "Genes"})])
        >>> len(catalog.replaced([])), len(catalog.replaced(default_locale="es"))
        (0, 1)
        """
        own: dict[str, Any] = {name: getattr(self, name) for name in _OWN}
        return Catalog(self.values() if topics is None else topics, **{**own, "groups": self.groups.values(), **values})

    def __getitem__(self, slug: str) -> Topic:
        try:
            return self._topics[slug]
        except (KeyError, TypeError):  # of a list
            if not isinstance(slug, str):
                problem = Message("{noun} expected, not {value}", noun="a slug", value=described(slug))
                raise NotFoundError(problem, hint=_OF_A_TOPIC if isinstance(slug, Topic) else None) from None
            raise NotFoundError(
                Message("there is no topic {slug!r}", slug=slug), hint=_nearest(slug, self._topics, Message("topics"))
            ) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._topics)

    def __len__(self) -> int:
        return len(self._topics)

    def __contains__(self, slug: object) -> bool:
        return slug in self._topics

    def values(self) -> ValuesView[Topic]:
        """The topics, in the order of the source."""
        return self._topics.values()

    def items(self) -> ItemsView[str, Topic]:
        """The slugs and the topics."""
        return self._topics.items()

    def __repr__(self) -> str:
        return f"<Catalog of {len(self)} topics in {', '.join(map(str, self.locales))}>"

    def dumps(self) -> bytes:
        """The catalog as a `topics.json`, in UTF-8: save it, and :func:`syndicate.read` gives an equal one.

        Findings, and the texts that are withheld, are not in it; nor are the files beside texts.

        >>> catalog = Catalog([Topic(slug="genes", ids={"en": "7"}, title={"en": "Genes"})])
        >>> catalog.dumps().decode().splitlines()[-3]
        '{"slug": "genes", "ids": {"en": "7"}, "title": {"en": "Genes"}}'
        """
        return dumps(self)

    def noting(self, findings: Iterable[Finding]) -> Catalog:
        """The same catalog with further findings."""
        made = copy(self)
        made.findings = (*self.findings, *_findings(findings))
        made.__dict__.pop("_findings_of", None)
        return made

    def subset(self, slugs: Iterable[str], named: Iterable[str] = ()) -> Catalog:
        """The catalog of these topics only, in the same languages and with the same metadata.

        Args:
            slugs: the topics.
            named: topics that these refer to, of which only titles, ids and addresses are kept.

        Raises:
            NotFoundError: there is no such topic.

        >>> titles = ({"en": "Genes"}, {"en": "Sleep"})
        >>> topics = [Topic(slug=title["en"].lower(), ids={"en": title["en"]}, title=title) for title in titles]
        >>> list(Catalog(topics).subset(["sleep"]))
        ['sleep']
        """
        expect_list(slugs=slugs, named=named)
        slugs, made = list(slugs), copy(self)
        for slug in slugs:
            expect("slugs", slug, Message("a slug"), str, hint=_OF_A_TOPIC if isinstance(slug, Topic) else None)
        made._topics = {slug: self[slug] for slug in slugs}
        names = {pair for topic in made.values() for pair in topic.ids.identifiers().items()}
        made.findings = tuple(one for name in sorted(names) for one in self._findings_of.get(name, ()))
        made.withheld = {name: self.withheld[name] for name in names & self.withheld.keys()}
        made.__dict__.pop("_findings_of", None)
        made.__dict__.pop("_members", None)
        for slug in named:
            if slug not in made._topics:
                topic = self[slug]
                made._topics[slug] = Topic(slug=slug, ids=topic.ids, title=topic.title, url=topic.url)
        made._by_id = {}
        for topic in made.values():
            for locale, identifier in topic.ids.identifiers().items():
                made._by_id.setdefault(locale, {})[identifier] = topic
        made._by_url = {url: topic for topic in made.values() for url in topic.url.values()}
        return made

    @cached_property
    def _findings_of(self) -> Mapping[tuple[str, str], list[Finding]]:
        """The findings of each text, by locale identifier and id."""
        found: dict[tuple[str, str], list[Finding]] = {}
        for one in self.findings:
            found.setdefault((one.locale, one.topic), []).append(one)
        return found

    def get(self, slug: str, default: U = None) -> Topic | U:  # type: ignore[assignment]
        """The topic with that slug, or the default; no near slug is looked for."""
        return self._topics.get(slug, default)

    def by_id(self, identifier: str, locale: LocaleLike | None = None) -> Topic:
        """The topic with an id of its source, in the language nearest to a locale or in the first that has it.

        Raises:
            NotFoundError: no topic has that id.
        """
        for candidate in self.locales if locale is None else (self.nearest(locale) or parse(locale),):
            if topic := self._by_id.get(str(candidate), {}).get(identifier):
                return topic
        raise NotFoundError(
            Message("no topic has the id {identifier!r}", identifier=identifier), locale=str(locale) if locale else None
        )

    def with_id(self, identifier: str, locale: LocaleLike) -> Topic | None:
        """The topic whose text in exactly that locale has an id of its source; None if none has."""
        return self._by_id.get(locale_id(locale), {}).get(identifier)

    def by_url(self, url: str) -> Topic:
        """The topic whose page in any language has that address.

        Raises:
            NotFoundError: no topic has that address.
        """
        if topic := self._by_url.get(url):
            return topic
        raise NotFoundError(Message("no topic has the URL {url!r}", url=url))

    def find(self, reference: Reference, locale: LocaleLike) -> Topic | None:
        """The topic of this catalog that a related-topic reference means, by its id or address; None if none."""
        if reference.id is not None:
            locale = locale if locale in self._offered else self.nearest(locale) or locale
            if topic := self._by_id.get(locale_id(locale), {}).get(reference.id):
                return topic
        return self._by_url.get(reference.url) if reference.url else None

    def group(self, slug: str) -> Group:
        """The group with that slug.

        Raises:
            NotFoundError: there is none.
        """
        for group in self.groups.values():
            if group.slug == slug:
                return group
        slugs = [group.slug for group in self.groups.values()]
        raise NotFoundError(
            Message("there is no group {slug!r}", slug=slug), hint=_nearest(slug, slugs, Message("groups"))
        )

    def nearest(self, locale: LocaleLike) -> Locale | None:
        """The language of this catalog for readers of a locale, as :meth:`Localized.nearest` finds it; None if none.

        >>> catalog = Catalog([Topic(slug="genes", ids={"es": "7"}, title={"es": "Los genes"})])
        >>> str(catalog.nearest("es-US")), catalog.nearest("fr")
        ('es', None)
        """
        return self._offered.nearest(locale)

    def in_locale(self, locale: LocaleLike) -> list[Topic]:
        """The topics for readers of a locale, in the catalog's order: those in :meth:`nearest` to it.

        >>> catalog = Catalog([Topic(slug="genes", ids={"es": "7"}, title={"es": "Los genes"})])
        >>> [topic.slug for topic in catalog.in_locale("es-MX")], catalog.in_locale("fr")
        (['genes'], [])
        """
        found = self.nearest(locale)
        return self.written_in(found) if found is not None else []

    def written_in(self, locale: LocaleLike) -> list[Topic]:
        """The topics that have a text in exactly that locale, in the catalog's order."""
        name = locale_id(locale)
        return [topic for topic in self._topics.values() if name in topic.title.names()]

    def groups_in(self, locale: LocaleLike) -> list[Group]:
        """The groups that have a name and a topic in exactly that locale, in the catalog's order."""
        filled = {group for topic in self.written_in(locale) for group in topic.groups}
        return [group for group in self.groups.values() if group.id in filled and locale in group.name]

    def in_group(self, group: Group) -> list[Topic]:
        """The topics of a group, in the catalog's order."""
        if not isinstance(group, Group):
            hint = Message("write `catalog.group({group!r})`", group=group) if isinstance(group, str) else None
            near = _nearest(group, [one.slug for one in self.groups.values()], Message("groups")) if hint else None
            if near is not None and not any(one.slug == group for one in self.groups.values()):
                hint = near
            raise InvalidValueError(
                Message("a Group expected, not {value}", value=described(group)), field="group", hint=hint
            )
        return list(self._members.get(group.id, ()))

    @cached_property
    def _members(self) -> Mapping[str, list[Topic]]:
        """The topics of each group, by its id."""
        found: dict[str, list[Topic]] = {}
        for topic in self._topics.values():
            for group in dict.fromkeys(topic.groups):
                found.setdefault(group, []).append(topic)
        return found


def _findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    expect_list(findings=findings)
    made = tuple(findings)
    for finding in made:
        _is_finding(finding, "findings")
    return made


def _check_slugs(groups: Iterable[Group]) -> None:
    owners: dict[str, str] = {}
    for group in groups:
        if (other := owners.setdefault(group.slug, group.id)) != group.id:
            raise InvalidValueError(
                Message(
                    "the groups {other!r} and {id!r} have one slug: {slug!r}", other=other, id=group.id, slug=group.slug
                ),
                field="slug",
            )


def groups_by_id(groups: Iterable[Group]) -> dict[str, Group]:
    """Groups by their ids.

    Raises:
        InvalidValueError: something else is among them, such as the keys of a mapping.
    """
    found = {}
    for group in groups:
        expect("groups", group, Message("a Group"), Group, hint=Message("`groups.values()` lists those of a mapping"))
        found[group.id] = group
    return found


def _groups_of(topics: Iterable[Topic]) -> list[Group]:
    """The groups of the catalogs that topics are from."""
    found: dict[str, Group] = {}
    seen: dict[int, Mapping[str, Group]] = {}  # most topics share one object
    for topic in topics:
        if not isinstance(topic, Topic) or id(topic.catalog_groups) in seen:
            continue
        seen[id(topic.catalog_groups)] = topic.catalog_groups
        for group in topic.catalog_groups.values():
            if found.setdefault(group.id, group) != group:
                raise InvalidValueError(
                    Message("the topics are of catalogs with different groups {name!r}", name=group.id),
                    topic=topic.slug,
                    field="groups",
                    hint=Message("give `groups`, to say which are right"),
                )
    return list(found.values())


def _knowing(topic: Topic, groups: Mapping[str, Group]) -> Topic:
    """The topic with the groups of its catalog; a copy if it has other groups."""
    if topic.catalog_groups == groups:
        return topic
    if topic.catalog_groups:
        return with_values(topic, catalog_groups=groups)
    object.__setattr__(topic, "catalog_groups", groups)  # which no other part of a topic, nor its equality, rests on
    return topic


def _nearest(slug: str, slugs: Iterable[str], kind: Message) -> Message:
    """The slugs that an unknown slug may be a misspelling of."""
    from difflib import get_close_matches

    known = sorted(slugs)
    if near := get_close_matches(str(slug), known, n=3):
        return Message("did you mean {words}?", words=either([repr(one) for one in near]))
    if not known:
        return Message("there are no {kind}", kind=kind)
    names, more = ", ".join(known[:_SHOWN]), len(known) - _SHOWN
    if more > 0:
        return Message("the {kind} are {names} and {more:,} more", kind=kind, names=names, more=more)
    return Message("the {kind} are {names}", kind=kind, names=names)
