"""The consumers of head tags: what each shows, cuts, or refuses. The tags themselves are in `tags`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

import attrs

from syndicate.errors import Message
from syndicate.explained import explained, noun_of
from syndicate.locales import Label, LocaleLike, labels
from syndicate.locales.catalogs import marked
from syndicate.locales.language_data import Language, language_of
from syndicate.model.fields import expect
from syndicate.text import fitting, truncate_to_width

__all__ = ["CONSUMERS", "Appearance", "Consumer", "Picture", "Remark", "RemarkKind", "appearances"]


@attrs.frozen(kw_only=True)
class Picture:
    """What is known of a picture: its size in pixels and in bytes; None where it is not known."""

    width: int | None = None
    height: int | None = None
    bytes: int | None = None


@attrs.frozen(kw_only=True)
class Consumer:
    """A network or search engine.

    Attributes:
        id: its name for programs.
        name: its name for people.
        titles, descriptions, images: the tags that it reads for each, the first that is there; none for what it does
            not show.
        title, description: about how many characters of each it shows; one of Chinese, Japanese, or Korean is two.
        least: the smallest picture it shows, width by height in pixels.
        large: the smallest picture it shows large.
        weight: the largest file of a picture it loads, in bytes.
    """

    id: str
    name: str
    titles: tuple[str, ...]
    descriptions: tuple[str, ...]
    images: tuple[str, ...]
    title: int
    description: int
    least: tuple[int, int]
    large: tuple[int, int]
    weight: int


_OPEN_GRAPH: Final[dict[str, tuple[str, ...]]] = {
    "titles": ("og:title", "title"),
    "descriptions": ("og:description", "description"),
    "images": ("og:image",),
}
_MB: Final = 1_000_000

CONSUMERS: Final = (
    Consumer(
        id="facebook",
        name="Facebook",
        **_OPEN_GRAPH,
        title=88,
        description=110,
        least=(200, 200),
        large=(600, 315),
        weight=8 * _MB,
    ),
    Consumer(
        id="x",
        name="X",
        titles=("twitter:title", "og:title"),
        descriptions=("twitter:description", "og:description"),
        images=("twitter:image", "og:image"),
        title=70,
        description=200,
        least=(144, 144),
        large=(300, 157),
        weight=5 * _MB,
    ),
    Consumer(
        id="linkedin",
        name="LinkedIn",
        **_OPEN_GRAPH,
        title=119,
        description=100,
        least=(200, 200),
        large=(401, 210),
        weight=5 * _MB,
    ),
    Consumer(
        id="google",
        name="Google",
        titles=("title",),
        descriptions=("description",),
        images=(),
        title=60,
        description=160,
        least=(0, 0),
        large=(0, 0),
        weight=0,
    ),
    Consumer(
        id="whatsapp",
        name="WhatsApp",
        **_OPEN_GRAPH,
        title=65,
        description=80,
        least=(300, 200),
        large=(300, 200),
        weight=300_000,
    ),
)
"""The consumers that cards are checked for.

The sizes of pictures are documented by Facebook (Sharing, Images in link shares), X (Cards markup), and LinkedIn; the
numbers of characters, and what WhatsApp takes, are observed: about that many fit, and a wide letter more or
less decides.
"""


class RemarkKind(StrEnum):
    """What a consumer does with a value; the value is the name that JSON uses."""

    CUT = "cut"
    MISSING = "missing"
    SMALL = "small"
    TOO_SMALL = "too-small"
    TOO_HEAVY = "too-heavy"
    RELATIVE = "relative"

    @property
    def rejects(self) -> bool:
        """Whether the consumer shows nothing of the value, though there is one."""
        return self in (RemarkKind.TOO_SMALL, RemarkKind.TOO_HEAVY, RemarkKind.RELATIVE)


@attrs.frozen(kw_only=True)
class Remark:
    """One thing that a consumer does not show as it is.

    Attributes:
        consumer: who.
        field: ``title``, ``description`` or ``image``.
        kind: what it does.
        limit: the limit that decides: characters, pixels such as ``600 × 315``, or kilobytes; empty if none does.
    """

    consumer: Consumer
    field: str
    kind: RemarkKind
    limit: str = ""

    def message(self, locale: LocaleLike = "en") -> Label:
        """The remark as one sentence in the editor's language.

        >>> Remark(consumer=CONSUMERS[0], field="title", kind=RemarkKind.CUT, limit="88").message("es")
        'Facebook corta el título después de unos 88 caracteres'
        """
        message = labels(locale).gettext(_MESSAGES[self.kind, self.field])
        return message.format(consumer=self.consumer.name, limit=self.limit)

    def as_message(self) -> Message:
        """The remark as a message, whose language is chosen when it is shown."""
        return Message(_MESSAGES[self.kind, self.field], consumer=self.consumer.name, limit=self.limit)


_MESSAGES: Final = {
    (RemarkKind.CUT, "title"): marked("{consumer} cuts the title after about {limit} characters"),
    (RemarkKind.CUT, "description"): marked("{consumer} cuts the description after about {limit} characters"),
    (RemarkKind.MISSING, "title"): marked("{consumer} finds no title"),
    (RemarkKind.MISSING, "description"): marked("{consumer} finds no description"),
    (RemarkKind.MISSING, "image"): marked("{consumer} finds no picture"),
    (RemarkKind.SMALL, "image"): marked("{consumer} shows the picture small: it has fewer than {limit} pixels"),
    (RemarkKind.TOO_SMALL, "image"): marked("{consumer} refuses the picture: it has fewer than {limit} pixels"),
    (RemarkKind.TOO_HEAVY, "image"): marked("{consumer} refuses the picture: it has more than {limit} kB"),
    (RemarkKind.RELATIVE, "image"): marked("{consumer} refuses the picture: its address is not absolute"),
}


@attrs.frozen(kw_only=True)
class Appearance:
    """A page as a consumer shows it, as far as can be foreseen.

    Attributes:
        consumer: who shows it.
        title, description: the texts, cut as it would cut them; empty for what it does not find.
        image: the address of the picture; empty if it shows none.
        large: whether the picture is shown large.
        host: the name of the site's machine, which all show.
        remarks: what is not shown as it is.
    """

    consumer: Consumer
    title: str
    description: str
    image: str
    large: bool
    host: str
    remarks: tuple[Remark, ...]


@explained
def appearances(
    tags: Mapping[str, str],
    picture: Picture | None,
    url: str,
    whole: Mapping[str, str] | None = None,
    language: Language | None = None,
) -> tuple[Appearance, ...]:
    """What each consumer shows of a page.

    Args:
        tags: the contents of its head tags by name or property; the title as ``title``.
        picture: what is known of the picture that the tags name.
        url: the page.
        whole: the ``title`` and ``description`` before they were cut for the tags, where these are known.
        language: the language of the page, where it is known.

    >>> shown = appearances({"og:title": "Sleep", "og:description": "How to sleep."}, None, "https://example.org/sleep")
    >>> [remark.message() for remark in shown[0].remarks]
    ['Facebook finds no picture']
    """
    known, no_language = picture or Picture(), language_of("")
    expect("picture", known, noun_of(Picture), Picture)
    return tuple(_appearance(one, tags, known, url, whole or {}, language or no_language) for one in CONSUMERS)


def _appearance(
    consumer: Consumer,
    tags: Mapping[str, str],
    picture: Picture,
    url: str,
    whole: Mapping[str, str],
    language: Language,
) -> Appearance:
    remarks: list[Remark] = []
    texts = {}
    for field, names, limit in (
        ("title", consumer.titles, consumer.title),
        ("description", consumer.descriptions, consumer.description),
    ):
        text = next((tags[name] for name in names if tags.get(name)), "")
        texts[field] = truncate_to_width(text, limit, language)
        if not text:
            remarks.append(Remark(consumer=consumer, field=field, kind=RemarkKind.MISSING))
        elif len(text) > fitting(text, limit) or whole.get(field, "") not in text:  # the tags have it cut
            remarks.append(Remark(consumer=consumer, field=field, kind=RemarkKind.CUT, limit=str(limit)))
    image, large = "", False
    if consumer.images:
        image = next((tags[name] for name in consumer.images if tags.get(name)), "")
        large, found = _judged(consumer, image, picture, tags.get("twitter:card", ""))
        remarks += found
        if any(remark.kind.rejects for remark in found):
            image = ""
    return Appearance(consumer=consumer, **texts, image=image, large=large, host=_host(url), remarks=tuple(remarks))


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:  # an invalid host in brackets, or letters that NFKC maps to delimiters
        return ""


def _judged(consumer: Consumer, image: str, picture: Picture, card: str) -> tuple[bool, list[Remark]]:
    """Whether a consumer shows a picture large, and what there is to say of it."""

    def remark(kind: RemarkKind, limit: str = "") -> list[Remark]:
        return [Remark(consumer=consumer, field="image", kind=kind, limit=limit)]

    if not image:
        return False, remark(RemarkKind.MISSING)
    if not image.lower().startswith(("http://", "https://")):
        return False, remark(RemarkKind.RELATIVE)
    if picture.bytes is not None and picture.bytes > consumer.weight:
        return False, remark(RemarkKind.TOO_HEAVY, str(consumer.weight // 1000))
    if _fits(picture, consumer.least) is False:
        return False, remark(RemarkKind.TOO_SMALL, _pixels(consumer.least))
    if _fits(picture, consumer.large) is False:
        return False, remark(RemarkKind.SMALL, _pixels(consumer.large))
    return consumer.id != "x" or card == "summary_large_image", []


def _fits(picture: Picture, size: tuple[int, int]) -> bool | None:
    """Whether a picture has at least a size; None if its own is not known."""
    if picture.width is None or picture.height is None:
        return None
    return picture.width >= size[0] and picture.height >= size[1]


def _pixels(size: tuple[int, int]) -> str:
    return f"{size[0]} × {size[1]}"
