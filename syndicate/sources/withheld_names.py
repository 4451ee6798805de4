"""What the keys are called by which texts are withheld, in English and Spanish. No value is looked at here.

Names are folded as :func:`syndicate.sources.front_matter.folded` does, so ``publishDate``, ``publish_date`` and
``Publish-Date`` are one. They are made of words, in whatever order people and programs put them: ``noPublish`` denies
``publish``, and ``fecha_y_hora_de_publicacion`` is a moment of publication.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from enum import Flag, auto
from functools import lru_cache
from typing import Final

from syndicate.sources.front_matter import folded
from syndicate.sources.topic_keys import FOREIGN, TRANSLATED
from syndicate.sources.topic_keys import KEYS as TOPIC_KEYS

__all__ = ["Meaning", "is_about_publishing", "is_near", "meaning", "nearest"]


class Meaning(Flag):
    """What a key says of a text; a key such as ``embargo`` may have two meanings, by the kind of its value."""

    NONE = 0
    IF_TRUE = auto()  # true withholds the text
    IF_FALSE = auto()  # false withholds it
    STATE = auto()  # a word for its state, and an unknown one is no leave to publish it
    PERHAPS_STATE = auto()  # the same, but only a word that is known to withhold a text counts
    PASSWORD = auto()
    RENDERING = auto()  # a table of Hugo's: https://gohugo.io/content-management/build-options/
    FROM = auto()  # a date from which on it is published
    UNTIL = auto()  # a date from which on it no longer is
    ONLY_DATES = auto()  # with FROM or UNTIL: the name may mean something else, so what is no date does not count


_PUBLISHED: Final = (
    "published publish publishable publishing publication public listed render permalink visible enabled active live "
    "online approved released show syndicate syndicated publicado publicada publicar publicable publico publica "
    "publicacion listado listada mostrar activo activa activado activada habilitado habilitada aprobado aprobada "
    "enlinea sindicar publie"
)
_WITHHELD: Final = (
    "draft drafts wip headless unlisted hidden hide private protected embargo embargoed withheld withhold onhold trash "
    "trashed deleted unpublished unpublish archived retired withdrawn expired scheduled pending confidential "
    "restricted internal internalonly membersonly secret skip ignore exclude excluded disabled inactive borrador "
    "borradores oculto oculta ocultar privado privada archivado archivada embargado embargada retirado retirada "
    "eliminado eliminada borrado borrada despublicado despublicada despublicar inactivo inactiva desactivado "
    "desactivada deshabilitado deshabilitada confidencial reservado reservada restringido restringida protegido "
    "protegida interno interna pendiente programado programada caducado caducada vencido vencida expirado expirada "
    "excluido excluida excluir ignorar secreto secreta brouillon rascunho"
)
_BE: Final = "(?:is|are|be|been|should|can|may|must|do|does|to|es|esta|ser|estar|se|debe|puede|en|mark(?:ed)?as)"
_NOT: Final = "(?:not|no|dont|doesnt|never|non|un|de|des|nunca|sin)"
_NAMES: Final[dict[Meaning, frozenset[str]]] = {
    Meaning.IF_TRUE: frozenset(_WITHHELD.split()),
    Meaning.IF_FALSE: frozenset(_PUBLISHED.split()),
    Meaning.STATE: frozenset(
        "status poststatus pagestatus publishstatus publicationstatus publishingstatus workflowstatus workflowstate "
        "state visibility estado estadodepublicacion estatus visibilidad statut".split()
    ),
    Meaning.PASSWORD: frozenset({"password", "postpassword", "contrasena"}),
    Meaning.RENDERING: frozenset({"build"}),
    Meaning.FROM: frozenset(
        "publishdate publisheddate publicationdate datepublished pubdate publishtime publishon publishedon publishat "
        "publishedat publishfrom publishafter golive golivedate goliveat embargo embargodate embargountil "
        "embargoeduntil availablefrom visiblefrom displayfrom postdate scheduled scheduledat scheduledfor "
        "scheduleddate".split()
    ),
    Meaning.UNTIL: frozenset(
        "expirydate expirationdate expiredate expiry expires expire expireson expiresat expiration unpublishdate "
        "unpublishon unpublishat unpublishafter publishuntil publishedtill publisheduntil publishend availableuntil "
        "visibleuntil displayuntil validuntil".split()
    ),
}
_PLACES: Final = frozenset({"state", "estado"})  # which may as well name a place
_WHEN: Final = "(?:on|at|date|datetime|time|timestamp|day|utc|gmt)"
_START: Final = f"(?:{_WHEN}|from|after|for|since|start|starts|begin|begins)"
_END: Final = "(?:until|till|to|through|thru|end|ends|before|hasta|fin|final|termino)"
_THE: Final = "(?:de|del|la|el|los|las|su|para|en|y|a|partir|desde)*"
_FECHA: Final = f"(?:fecha|hora|dia|momento){_THE}(?:hora|inicio|comienzo)?{_THE}"
_PATTERNS: Final[tuple[tuple[Meaning, re.Pattern[str]], ...]] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (Meaning.IF_TRUE, f"{_BE}*(?:{'|'.join(_WITHHELD.split())})"),
        (Meaning.IF_FALSE, f"{_BE}*(?:{'|'.join(_PUBLISHED.split())})"),
        (Meaning.IF_TRUE, f"{_BE}*{_NOT}{_BE}*(?:{'|'.join(_PUBLISHED.split())})"),
        (Meaning.IF_FALSE, f"{_BE}*{_NOT}{_BE}*(?:{'|'.join(_WITHHELD.split())})"),
        (
            Meaning.IF_TRUE,
            "(?:eleventy)?(?:no|skip|hide|exclude|omit|excluir|ocultar|omitir)(?:from|in|de|del|la)*"
            "(?:publish\\w*|publicacion\\w*|build|feeds?|rss|syndication|sindicacion|collections|site|sitio|web)",
        ),
        (
            Meaning.PERHAPS_STATE,
            "(?:post|page|publish(?:ed|ing)?|publication|workflow|editorial|content|document|doc|review|article|entry"
            "|moderation|current)?(?:status|state|stage)|access(?:level)?|acceso|nivelde?acceso|situacion"
            f"|esta(?:do|tus){_THE}(?:publicacion|pagina|revision|flujo|edicion|contenido|articulo|documento)",
        ),
        (
            Meaning.UNTIL,
            f"(?:date(?:of)?)?(?:expir(?:y|ation|e|es|ed|ing)|(?:un|de)publish(?:ed|ing)?|sunset|takedown){_WHEN}*"
            f"|(?:publish(?:ed|ing)?|publication){_END}{_WHEN}*"
            f"|(?:available|visible|display(?:ed)?|show|valid|live|online)(?:until|till){_WHEN}*"
            f"|(?:{_FECHA})?(?:caduca|caducidad|vence|vencimiento|expira|expiracion|despublica(?:r|cion))(?:el|{_WHEN})?"
            "|(?:publicad[oa]|publicar|publicacion|disponible|visible|mostrar|valid[oa]|vigente|enlinea)hasta(?:el)?"
            "|publicacion(?:fin|final|termino)"
            f"|(?:fecha|fin|final|termino){_THE}(?:fin|final|termino){_THE}(?:publicacion|vigencia)"
            f"|(?:fin|final|termino){_THE}(?:publicacion|vigencia)",
        ),
        (
            Meaning.UNTIL | Meaning.ONLY_DATES,
            f"(?:archived?|retired?|removed?|withdrawn?|deleted?|hide|hidden){_WHEN}*"
            f"|(?:available|visible|display(?:ed)?|show|valid|live|online){_END}{_WHEN}*"
            f"|caducad[oa]|vencid[oa]|expirad[oa]|(?:{_FECHA})?(?:vigencia|retiro|retirada|retirar|archivar|archivado|eliminar)(?:el)?",
        ),
        (
            Meaning.FROM,
            f"(?:schedul(?:ed?|ing))?(?:publish(?:ed|ing)?|publication|pub|schedul(?:ed?|ing)|golive|goeslive)"
            f"(?:schedul(?:ed?|ing))?{_START}+"
            f"|(?:date|time|datetime)(?:of)?(?:publish(?:ed|ing)?|publication|embargo)"
            f"|embargo(?:ed)?(?:lift|lifts|lifted|release|expiry|expires)?(?:{_START}|{_END})*"
            f"|(?:{_FECHA}|(?:fin|final|termino){_THE}|data)(?:publica(?:cion|do|da|r|cao)|embargo|programad[oa]|programacion)"
            "(?:programad[oa])?"
            "|(?:publicad[oa]|publicar|sepublica|programad[oa]|embargad[oa]|embargo)"
            "(?:el|en|desde|apartirdel?|despuesdel?|para)+(?:el)?|embarg(?:o|ad[oa])hasta(?:el)?",
        ),
        (
            Meaning.FROM | Meaning.ONLY_DATES,
            f"(?:release[ds]?|available|visible|display(?:ed)?|show|live|valid|posted|launch(?:ed)?){_START}+"
            f"|(?:date|time)(?:of)?(?:released?|posted|available)|date|created|embargad[oa]"
            f"|(?:disponible|visible|mostrar|valid[oa]|vigente)(?:desde|apartirdel?|el)(?:el)?"
            f"|{_FECHA}(?:lanzamiento|estreno|difusion|liberacion|salida|disponibilidad)|fecha|fecha(?:de)?creacion|cread[oa]",
        ),
    )
)
_ABOUT_PUBLISHING: Final = re.compile("publish|publica|embargo|schedul|programad|golive|release")
_NOT_THEN: Final = re.compile(f"unpubl|despubl|publisher|next|proxim|review|revis|{_END}{_WHEN}*$")
_NEAR: Final = {
    Meaning.UNTIL: re.compile("expir|caduc|vencim|unpubl|despubl"),
    Meaning.IF_TRUE: re.compile("draft|borrador|unlist|hidden$|^hidden|private|privad|ocult|embarg|withh|confidenc"),
    Meaning.IF_FALSE: re.compile("publish|publica"),
}
_DATED: Final = Meaning.FROM | Meaning.UNTIL
_TOPIC_KEYS: Final = frozenset(map(folded, TOPIC_KEYS))
_GUESSED: Final = sorted(
    frozenset().union(*(names for kind, names in _NAMES.items() if kind not in (Meaning.PASSWORD, Meaning.RENDERING)))
    - {"render", "wip", "show", "skip", "hide", "live", "active", "internal", "interno", "interna", "online", *_PLACES}
)
_SHORTEST: Final = 4


@lru_cache(maxsize=4096)
def meaning(key: str) -> Meaning:
    """What a key says of a text, by its name.

    >>> meaning("noPublish"), meaning("fecha_de_publicación"), meaning("caduca"), meaning("title")
    (<Meaning.IF_TRUE: 1>, <Meaning.FROM: 64>, <Meaning.UNTIL: 128>, <Meaning.NONE: 0>)
    """
    name = folded(key)
    found = Meaning.NONE
    if key in TOPIC_KEYS or name in FOREIGN:
        return Meaning.IF_TRUE if key == "draft" else found
    for kind, names in _NAMES.items():
        if name in names:
            found |= Meaning.PERHAPS_STATE if name in _PLACES else kind
    for kind, pattern in _PATTERNS:
        is_dated = found & kind & _DATED or (found & Meaning.UNTIL and kind & Meaning.FROM)
        if not is_dated and pattern.fullmatch(name):
            found |= kind if not (kind is Meaning.PERHAPS_STATE and found & Meaning.STATE) else Meaning.NONE
    if found & (Meaning.IF_TRUE | Meaning.IF_FALSE) == Meaning.IF_TRUE | Meaning.IF_FALSE:
        found &= ~Meaning.IF_FALSE
    return found


@lru_cache(maxsize=1024)
def is_about_publishing(key: str) -> bool:
    """Whether a date under that key, which has no meaning of its own, is one before which a text was not published."""
    name = folded(key)
    is_its_own = name in FOREIGN or key in TOPIC_KEYS
    return not is_its_own and _ABOUT_PUBLISHING.search(name) is not None and _NOT_THEN.search(name) is None


@lru_cache(maxsize=1024)
def nearest(key: str) -> str:
    """The known name that a key without a meaning of its own nearly is; empty for none. Passwords are not guessed."""
    name = folded(key)
    if name in FOREIGN or name in TRANSLATED or name in _TOPIC_KEYS or len(name) < _SHORTEST:
        return ""
    near = get_close_matches(name, _GUESSED, n=1, cutoff=0.8)
    if not near or get_close_matches(name, _TOPIC_KEYS - {"draft"}, n=1, cutoff=0.85):
        return ""
    denied = re.match(_NOT, name)  # "noPublsh" is not "publish"
    return "" if denied and not near[0].startswith(denied[0]) else near[0]


def is_near(key: str) -> Meaning:
    """What a key, which has no meaning of its own, seems to say by one of its words."""
    name = folded(key)
    if name in FOREIGN or key in TOPIC_KEYS:
        return Meaning.NONE
    return next((kind for kind, word in _NEAR.items() if word.search(name)), Meaning.NONE)
