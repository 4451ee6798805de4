"""The page of a topic with the codes that embed it; all choices are in `storefront`. Codes are written in `codes`."""

from __future__ import annotations

from typing import Final, NamedTuple

from babel import Locale
from markupsafe import Markup

from syndicate.embeds.codes import FORMS, Codes
from syndicate.layout import EMBED_BUILDER, STOREFRONT, TOPIC_PAGE
from syndicate.locales import Label, Labels, joined, language_name, tag
from syndicate.locales.formats import capitalized
from syndicate.locales.names import language_label
from syndicate.model import Publisher, Topic
from syndicate.page_frame import PageFrame
from syndicate.templating import render

__all__ = ["page"]

_PACKAGE: Final = "syndicate.embeds"


class _Choice(NamedTuple):
    """A language, or all of them."""

    value: str
    name: str
    locales: tuple[Locale, ...]


class _Form(NamedTuple):
    """A form of embedding in words, with its code for each choice of language."""

    value: str
    name: Label
    about: Label
    caveat: Label | None
    codes: tuple[tuple[_Choice, str], ...]


def page(topic: Topic, publisher: Publisher, locale: Locale, codes: Codes) -> Markup:
    """The page of a topic, in one of its languages: a way to the page with all choices, and codes that need none.

    Args:
        topic: what is embedded.
        publisher: whose it is.
        locale: the reader's language.
        codes: what writes the codes.
    """
    labels = publisher.labels(locale)
    choices = _choices(topic, publisher, locale)
    toggle = {other: EMBED_BUILDER.at(other, topic.slug) for other in topic.locales}
    return render(
        _PACKAGE,
        "builder.html",
        locale,
        labels,
        topic_title=topic.title[locale],
        slug=topic.slug,
        storefront=STOREFRONT.at(locale),
        **PageFrame(publisher, locale).on(EMBED_BUILDER.at(locale, topic.slug), toggle),
        here=publisher.url(EMBED_BUILDER.at(locale, topic.slug)),
        topic_path=TOPIC_PAGE.at(locale, topic.slug),
        addresses={other: publisher.url(place) for other, place in toggle.items()},
        choices=choices,
        forms=[
            _Form(
                form,
                *_words(form, labels, codes.address(topic, locale)),
                tuple((choice, str(codes.code(form, topic, choice.locales))) for choice in choices),
            )
            for form in FORMS
        ],
    )


def _choices(topic: Topic, publisher: Publisher, locale: Locale) -> list[_Choice]:
    """Each language of the topic, the reader's first; then all."""
    locales = sorted(topic.locales, key=lambda other: other != locale)
    choices = [_Choice(tag(other), language_label(other, locale), (other,)) for other in locales]
    if len(locales) > 1:
        names = [language_name(other, locale) for other in locales]
        choices.append(_Choice("all", capitalized(joined(names, locale, publisher.translations)), tuple(locales)))
    return choices


def _words(form: str, labels: Labels, address: str) -> tuple[Label, Label, Label | None]:
    """The name of a form, its advantage, and its drawback if the text itself is not in the code."""
    _ = labels.gettext
    if form == "element":
        return (
            _("In your page, with a script"),
            _("The text takes on the look of your page and stays up to date."),
            _("Until it has loaded, and where scripts are blocked, readers see a link."),
        )
    if form == "frame":
        about = _(
            "The text keeps its own look, isolated from your page. The script only fits the size; the frame works"
            " without it."
        )
        return _("In a frame"), about, None
    if form == "include":
        about = _(
            "Your server fetches the text, for example every night, and makes it part of the page. Readers connect to"
            " nobody but you, and nothing moves while the page loads."
        )
        return _("In your page, from your server"), about, None
    about = _(
        "Systems that know oEmbed, such as WordPress, show a frame if this address stands alone in a line: {address}"
    )
    return _("As a link"), about.format(address=address), None
