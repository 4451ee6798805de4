"""The one policy: what syndicated HTML may have, and how a publisher allows less. Nothing is cleaned here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

import attrs

from syndicate.errors import InvalidValueError, Message
from syndicate.explained import described, explained_making, explained_methods
from syndicate.markup.content_model import TABLE, TAGS
from syndicate.markup.urls import URL_SCHEMES
from syndicate.value_type import ValueType

__all__ = ["ATTRIBUTES", "DEFAULT_POLICY", "DROPPED_WITH_CONTENT", "URL_ATTRIBUTES", "Policy"]


def _set(values: Iterable[str], field: str | None = None) -> frozenset[str]:
    if isinstance(values, (str, bytes)):  # whose items are letters
        raise InvalidValueError(
            Message("a list expected, not {value}", value=described(values)),
            field=field,
            hint=Message("put a single one into a list"),
        )
    return frozenset(values)


def _frozen(attributes: Mapping[str, Iterable[str]]) -> Mapping[str, frozenset[str]]:
    return MappingProxyType({tag: _set(names, "attributes") for tag, names in attributes.items()})


ATTRIBUTES: Final = _frozen(
    {
        "*": {"lang", "dir", "title", "translate"},
        "a": {"href", "hreflang"},
        "blockquote": {"cite"},
        "col": {"span"},
        "colgroup": {"span"},
        "del": {"cite", "datetime"},
        "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "referrerpolicy"},
        "ins": {"cite", "datetime"},
        "li": {"value"},
        "ol": {"start", "reversed", "type"},
        "q": {"cite"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan", "scope", "abbr"},
        "time": {"datetime"},
    }
)
"""Their allowed attributes; ids, classes and styles belong to the page that receives the text."""

DROPPED_WITH_CONTENT = frozenset(
    "audio canvas datalist iframe math meter noembed noframes noscript object progress script select style svg "
    "template textarea title video".split()
)
"""The elements that are removed with their content, since browsers do not show it as text; others keep it."""

URL_ATTRIBUTES = frozenset({"href", "src", "srcset", "cite"})
"""The attributes among them that hold addresses."""


# Elements that mean nothing without others. Where a part of a table is missing, browsers even put it back, or move what
# it held out of the table.
_NEEDED: Final = (
    (TABLE - {"col", "colgroup"}, TABLE),
    (frozenset({"colgroup"}), frozenset({"col"})),
    (frozenset({"li"}), frozenset({"ol", "ul"})),
    (frozenset({"dl", "dt", "dd"}), frozenset({"dl", "dt", "dd"})),
    (frozenset({"ruby", "rt"}), frozenset({"ruby", "rp", "rt"})),
    (frozenset({"figure"}), frozenset({"figcaption"})),
)


def _tags(values: Iterable[str]) -> frozenset[str]:
    """Elements without those that are useless because others are missing."""
    tags = _set(values, "tags")
    for needed, parts in _NEEDED:
        if not tags >= needed:
            tags -= parts
    return tags if tags & {"ol", "ul"} else tags - {"li"}


def _schemes(values: Iterable[str]) -> frozenset[str]:
    return _set(values, "url_schemes")


def _hosts(values: Iterable[str]) -> frozenset[str]:
    return _set(values, "link_hosts")


def _among(most: frozenset[str]) -> Callable[[object, attrs.Attribute[frozenset[str]], frozenset[str]], None]:
    """Refuse a set that has more than the policy allows."""

    def check(instance: object, attribute: attrs.Attribute[frozenset[str]], value: frozenset[str]) -> None:
        if more := sorted(value - most):
            raise InvalidValueError(
                Message("a policy can only allow less: {names} cannot be allowed", names=", ".join(more)),
                field=attribute.name,
                hint=_LESS,
            )

    return check


_LESS = Message("leave it out; the elements, attributes and schemes that may stand are those of syndicate.markup")
_HOST = re.compile(r"(?:\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


@explained_methods
@explained_making
@attrs.frozen(kw_only=True, repr=False)
class Policy(metaclass=ValueType):
    """What syndicated HTML may have: all that this package allows, or less. It cannot be widened.

    Attributes:
        tags: the elements, some of :data:`TAGS`. Those that mean nothing without others go with them: the parts of
            tables, lists, rubies and figures.
        attributes: the attributes of each element, and of all (``*``), some of :data:`ATTRIBUTES`.
        url_schemes: the schemes of links, some of :data:`URL_SCHEMES`.
        link_hosts: the hosts that links may lead to; ``*.nih.gov`` stands for every host below ``nih.gov``. None
            allows all. A link to another host loses its address and keeps its text.

    Raises:
        InvalidValueError: it would allow more, or a host is none.

    >>> from syndicate.markup import sanitize
    >>> strict = Policy(tags=TAGS - {"img"}, link_hosts={"example.org", "*.example.org"})
    >>> sanitize('<img src="a.png"><a href="https://other.example/">b</a>', "https://example.org/", strict)
    Markup('<a>b</a>')
    >>> Policy(tags={"p", "script"})
    Traceback (most recent call last):
    syndicate.errors.InvalidValueError: a policy can only allow less: script cannot be allowed (field tags): leave it \
out; the elements, attributes and schemes that may stand are those of syndicate.markup
    """

    tags: frozenset[str] = attrs.field(default=TAGS, converter=_tags, validator=_among(TAGS))
    attributes: Mapping[str, frozenset[str]] = attrs.field(default=ATTRIBUTES, converter=_frozen, hash=False)
    url_schemes: frozenset[str] = attrs.field(default=URL_SCHEMES, converter=_schemes, validator=_among(URL_SCHEMES))
    link_hosts: frozenset[str] | None = attrs.field(default=None, converter=attrs.converters.optional(_hosts))

    @attributes.validator
    def _check_attributes(self, attribute: object, value: Mapping[str, frozenset[str]]) -> None:
        for tag, names in value.items():
            if more := sorted(names - ATTRIBUTES["*"] - ATTRIBUTES.get(tag, frozenset())):
                raise InvalidValueError(
                    Message(
                        "a policy can only allow less: {names} of <{tag}> cannot be allowed",
                        names=", ".join(more),
                        tag=tag,
                    ),
                    field="attributes",
                    hint=_LESS,
                )

    @link_hosts.validator
    def _check_hosts(self, attribute: object, value: frozenset[str] | None) -> None:
        for host in sorted(value or ()):
            if not _HOST.fullmatch(host):
                raise InvalidValueError(
                    Message("{host!r} is not a host", host=host),
                    field="link_hosts",
                    hint=Message("write it in lower case, without https:// and port"),
                )

    def __repr__(self) -> str:
        """Its differences from the widest policy: the same in every run, and short for a default."""
        less = [(one.name, getattr(self, one.name)) for one in attrs.fields(Policy)]
        shown = (f"{name}={_ordered(value)}" for name, value in less if value != getattr(DEFAULT_POLICY, name))
        return f"Policy({', '.join(shown)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _policy, (self.tags, dict(self.attributes), self.url_schemes, self.link_hosts)

    def without(self, tags: Iterable[str]) -> Policy:
        """The policy with fewer elements."""
        return attrs.evolve(self, tags=self.tags - frozenset(tags))

    def leading_to(self, hosts: Iterable[str]) -> Policy:
        """The policy with links to these hosts only."""
        return attrs.evolve(self, link_hosts=frozenset(hosts))

    def allows_link(self, url: str) -> bool:
        """Whether a link may lead to an absolute address; mail and telephone lead to no host."""
        scheme = url.partition(":")[0].lower()
        if scheme not in self.url_schemes:
            return False
        if self.link_hosts is None or scheme not in ("http", "https"):
            return True
        try:
            host = (urlsplit(url).hostname or "").rstrip(".")
        except ValueError:  # it leads to no host
            return False
        if host in self.link_hosts:
            return True
        if not _HOST.fullmatch(host):
            return False
        labels = host.split(".")
        return any(f"*.{'.'.join(labels[place:])}" in self.link_hosts for place in range(1, len(labels)))


DEFAULT_POLICY: Final = Policy()
"""All that may stand."""


def _ordered(value: Any) -> Any:
    """Sets as lists, in one order."""
    if isinstance(value, Mapping):
        return {name: sorted(names) for name, names in sorted(value.items())}
    return sorted(value) if isinstance(value, frozenset) else value


"""All that may stand."""


def _policy(
    tags: frozenset[str],
    attributes: Mapping[str, frozenset[str]],
    url_schemes: frozenset[str],
    link_hosts: frozenset[str] | None,
) -> Policy:
    """A policy that comes from another process; the one that allows all stays the one it is."""
    made = Policy(tags=tags, attributes=attributes, url_schemes=url_schemes, link_hosts=link_hosts)
    return DEFAULT_POLICY if made == DEFAULT_POLICY else made
