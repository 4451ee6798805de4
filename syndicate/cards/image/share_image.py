"""The picture of a card as a value: what it shows, in which form, and how it becomes a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Final

import attrs
from babel import Locale

from syndicate.bounded import file_digest
from syndicate.cards.image.characters import drawable, named, printed, without_undrawn
from syndicate.cards.image.composition import compose, setting
from syndicate.cards.image.design import Design, design_of
from syndicate.cards.image.fonts import SURE, Typeface
from syndicate.cards.image.form import SQUARE, WIDE, Form, Texts
from syndicate.cards.image.paragraphs import Writing, has_unknown_words, writing_of
from syndicate.cards.image.photograph import Picture, logo_of, photograph_in, photograph_of
from syndicate.cards.image.raster import draw
from syndicate.cards.image.typefaces import typefaces
from syndicate.cards.image.typesetting import Typesetter, breaks_anywhere, breaks_apart, is_measured, is_overlong
from syndicate.errors import InvalidValueError, Message
from syndicate.json_writer import in_ascii
from syndicate.locales import LocaleLike, language_name, parse
from syndicate.locales.identifiers import same_language
from syndicate.locales.language_data import Language
from syndicate.locales.names import language_label
from syndicate.locales.typography import as_sentences
from syndicate.model import Publisher, Topic
from syndicate.model.colors import rgb
from syndicate.text import SENTENCE_ENDS, truncate

__all__ = ["CardImage", "card_image", "has_picture"]

_DRAWING: Final = 1
"""The version of the drawing: another one gives every picture another digest."""

_DESCRIPTION: Final = 300
"""The most characters of a description that fit."""

_ROOMY: Final = 60
_NARROW: Final = 14
"""The most characters of a title, and of each of its words, that surely fit on any card."""


@attrs.frozen(kw_only=True)
class CardImage:
    """A picture for those who share a topic, in one language.

    Attributes:
        topic, publisher: its topic, and who publishes it.
        locale: the language of its text.
        form: its measures.
        group: the name of the topic's main group; empty if it has none.
        color: that of this group, ``#rrggbb``; empty if it has none.
    """

    topic: Topic
    publisher: Publisher
    locale: Locale
    form: Form
    group: str = ""
    color: str = ""

    def __repr__(self) -> str:
        return f"<CardImage of {self.topic.slug} in {self.locale}>"

    @property
    def width(self) -> int:
        """In pixels."""
        return self.form.width

    @property
    def height(self) -> int:
        """In pixels."""
        return self.form.height

    @property
    def texts(self) -> Texts:
        """What it says: of what is stated, the parts that can be drawn."""
        return self._printed[0]

    @property
    def lacks(self) -> Mapping[str, str]:
        """The first character that cannot be drawn of each part that it therefore leaves out.

        The parts are ``groups``, ``title``, ``description``, ``name``, ``language``, words of one, such as
        ``title-words``, and ``pictograms``. A picture without its title is none.
        """
        return self._printed[1]

    @property
    def is_drawn(self) -> bool:
        """Whether there is such a picture: its title can be drawn whole."""
        return "title" not in self.lacks

    @property
    def is_simple(self) -> bool:
        """Whether it is known to draw its topic's text whole: it is plain, and its title surely fits."""
        return _has_room(self.topic.title[self.locale]) and self.is_plain

    @property
    def is_plain(self) -> bool:
        """Whether its topic's text is all in characters that are known to be drawn; quick to find out."""
        text = self.topic.description.get(self.locale) or self.topic.summary.get(self.locale) or ""
        return SURE.issuperset(text) and SURE.issuperset(self.topic.title[self.locale]) and SURE.issuperset(self.group)

    @cached_property
    def _language(self) -> Language:
        return self.publisher.language(self.locale)

    @cached_property
    def _writing(self) -> Writing:
        return writing_of(self.locale)

    @property
    def _description(self) -> str:
        return self.topic.description_of(self.locale, self._language)

    @cached_property
    def _file(self) -> Path | None:
        """The file of its photograph; the style ``bold`` has none."""
        is_bold = self.publisher.card.style == "bold"
        return None if is_bold else photograph_of(self.topic, self.publisher, self.locale)

    @property
    def _lies_below(self) -> bool:
        """Whether its photograph fills the card, which leaves no room for a description."""
        return self.publisher.card.style == "picture" and self._file is not None

    def _design(self, *, photograph: bool) -> Design:
        return design_of(self.publisher.card, self.form, self.color, photograph=photograph)

    @cached_property
    def _printed(self) -> tuple[Texts, Mapping[str, str]]:
        topic, publisher = self.topic, self.publisher
        texts = Texts(
            self.group,
            topic.title[self.locale],
            "" if self._lies_below else truncate(self._description, _DESCRIPTION, self._language),
            publisher.name.resolve(self.locale, publisher.fallback_order).value,
            language_label(self.locale),
        )
        return drawable(texts, self._faces)

    @cached_property
    def _typefaces(self) -> tuple[Typeface, Typeface]:
        """The regular and the bold one."""
        return typefaces(self.publisher.card, self.locale)

    @property
    def _faces(self) -> Sequence[Typeface]:
        """The typeface of each of its texts."""
        regular, bold = self._typefaces
        return bold, bold, regular, bold, regular

    @cached_property
    def alt(self) -> str:
        """Its text, for those who do not see it."""
        texts = self.texts
        label = self.publisher.labels(self.locale).gettext("{publisher}, in {language}")
        # An attribute is in one language: without a label in that of the topic, there is no word in it.
        source = label if same_language(label.locale, self.locale) else "{publisher} ({language})"
        publisher = self.publisher.name.resolve(self.locale, self.publisher.fallback_order).value
        source = source.format(publisher=printed(publisher), language=language_name(self.locale, self.locale))
        shown = self.topic.image.get(self.locale) if self._lies_below else None
        about = shown.alt if shown is not None else texts.description
        parts = [part for part in (texts.title, about, source) if part]
        return as_sentences(parts, self.locale, SENTENCE_ENDS)

    @cached_property
    def digest(self) -> str:
        """16 hexadecimal digits of all that decides its pixels; nothing is drawn to find them."""
        style = self.publisher.card
        files = [path for path in (style.logo, self._file) if path is not None]
        fonts = [font.digest for face in self._typefaces for font in face.fonts]
        colors = (style.accent, style.background, style.ink)
        drawing: list[int | str] = [_DRAWING, "apart"] if breaks_apart(self.texts.title) else [_DRAWING]
        if self._title_fit not in ("whole", "apart"):
            drawing.append(self._title_fit)
        if style.style != "plain":
            drawing += [style.style, self.color]
        if self._language.digest:
            drawing.append(self._language.digest)
        if self._writing.leftward or any(is_measured(text, self._writing) for text in self.texts):
            drawing.append("scripts")
        drawing += self._broken
        drawing += [font.digest for face, text in zip(self._faces, self.texts, strict=True) for font in face.used(text)]
        decisive = [*drawing, self.width, self.height, *self.texts, *colors, *fonts, *map(file_digest, files)]
        return sha256(in_ascii(decisive)).hexdigest()[:16]

    @property
    def _broken(self) -> list[str]:
        """What tells pictures apart whose long words once broke elsewhere, or were left out."""
        broken = ["pieces"] if any(map(breaks_anywhere, self.texts)) else []
        photograph = self._file is not None
        form = self._design(photograph=photograph).form
        width = form.column(photograph=photograph).width / form.description
        is_cut = is_overlong(self.texts.description) and self._faces[2].is_wider(self.texts.description, width)
        return [*broken, "text"] if is_cut else broken

    @property
    def cuts_title(self) -> bool:
        """Whether its title does not fit, however small it is set."""
        return self.is_drawn and self._title_fit == "cut"

    @property
    def splits_words(self) -> bool:
        """Whether its title or its description breaks between letters, since its words are not known, as in Thai."""
        if not (has_unknown_words(self.texts.title) or has_unknown_words(self.texts.description)):
            return False
        if has_unknown_words(self.texts.title) and self._title_fit in ("within", "smaller", "cut"):
            return True
        photograph = self._file is not None
        form = self._design(photograph=photograph).form
        width = form.column(photograph=photograph).width / form.description
        setter = Typesetter(self._faces[2], self._language, self._writing)
        return has_unknown_words(self.texts.description) and setter.lines(self.texts.description, width) is None

    @cached_property
    def _title_fit(self) -> str:
        if _has_room(self.texts.title):
            return "whole"
        style = self.publisher.card
        photograph = self._file is not None
        form = self._design(photograph=photograph).form
        logo = style.logo is not None and not form.panel
        return setting(
            self.texts,
            form,
            self._typefaces[1],
            self._language,
            photograph=photograph,
            logo=logo,
            writing=self._writing,
        ).way

    @cached_property
    def photograph(self) -> Picture | str | None:
        """The topic's photograph; the reason if its file cannot be used; None if it has none."""
        design = self._design(photograph=True)
        return None if self._file is None else photograph_in(self._file, design.form.photograph, design.colors.ground)

    @property
    def logo(self) -> Picture | str | None:
        """The publisher's logo; the reason if its file cannot be used; None if there is none."""
        path = self.publisher.card.logo
        form = self._design(photograph=isinstance(self.photograph, Picture)).form
        return None if path is None else logo_of(path, form, rgb(self.publisher.card.background))

    def png(self) -> bytes:
        """The picture as a PNG file of at most 256 colors; the same bytes each time.

        A photograph or logo that cannot be used is left out.

        Raises:
            InvalidValueError: no font has a character of its title.
        """
        if not self.is_drawn:
            raise self._unprintable(self.lacks["title"])
        style = self.publisher.card
        photograph = self.photograph if isinstance(self.photograph, Picture) else None
        logo = self.logo if isinstance(self.logo, Picture) else None
        form, colors = self._design(photograph=photograph is not None)
        made = compose(
            self.texts,
            form,
            colors,
            *self._typefaces,
            self._language,
            photograph=photograph is not None,
            logo=logo.width if logo is not None else 0,
            writing=self._writing,
        )
        placed = form.mirrored if self._writing.leftward else lambda box: box
        canvas = draw(made, photograph if form.panel else None)
        if logo is not None:
            corner = form.logo(logo.width, logo.height, photograph=photograph is not None)
            if form.tile:
                canvas.fill(placed(form.behind(corner)), rgb(style.background))
            canvas.paste(placed(corner), logo)
        if photograph is not None and not form.panel:
            canvas.paste(placed(form.photograph), photograph)
        return canvas.png()

    def _unprintable(self, character: str) -> InvalidValueError:
        return InvalidValueError(
            Message("the picture cannot show {value}", value=named(character)),
            topic=self.topic.slug,
            locale=str(self.locale),
            field="title",
            hint=Message("name a font that has it in `[card] fonts` and `bold_fonts`"),
        )


def has_picture(title: str, publisher: Publisher, locale: Locale | None = None) -> bool:
    """Whether a topic of that title, in that language, has a picture for those who share it.

    >>> publisher = Publisher(name={"en": "Example"}, base_url="https://example.org/", authority="example.org,2024")
    >>> has_picture("Beta blockers", publisher), has_picture("β-blockers", publisher)
    (True, True)
    """
    if SURE.issuperset(title):
        return True
    face, text = typefaces(publisher.card, locale)[1], printed(title)
    return without_undrawn(text, face)[0] is not None


def _has_room(title: str) -> bool:
    """Whether a title surely fits on any card."""
    return len(title) <= _ROOMY and max(map(len, title.split(" "))) <= _NARROW


def card_image(
    topic: Topic, publisher: Publisher, locale: LocaleLike, *, square: bool = False, group: str = "", color: str = ""
) -> CardImage:
    """The picture of a topic in one of its languages.

    Args:
        topic: the topic.
        publisher: who publishes it.
        locale: a language it has.
        square: 1080 by 1080 pixels, not 1200 by 630.
        group: the name of its main group, in that language.
        color: that of this group, ``#rrggbb``, for the styles that show it.

    >>> sleep = Topic(slug="sleep", ids={"en": "7"}, title={"en": "Sleep"})
    >>> publisher = Publisher(name={"en": "Example"}, base_url="https://example.org/", authority="example.org,2024")
    >>> made = card_image(sleep, publisher, "en")
    >>> made.width, made.height, made.alt, made.png()[1:4]
    (1200, 630, 'Sleep. Example, in English.', b'PNG')
    """
    form = SQUARE if square else WIDE
    return CardImage(topic=topic, publisher=publisher, locale=parse(locale), form=form, group=group, color=color)
