"""What a request asks for: its parameters, within limits, each read as what it has to be. Nothing is looked up here.

An endpoint makes one :class:`Query` of its request; whatever is wrong with a parameter is a refusal that names it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl, quote, urlencode

from babel import Locale
from starlette.requests import Request
from starlette.types import Scope

from syndicate.errors import LocaleError
from syndicate.locales import parse
from syndicate.locales.catalogs import marked
from syndicate.service.refusals import Refusal

__all__ = ["LONGEST_TARGET", "Query", "address", "base", "check_request", "own_host", "plain_path", "root"]

T = TypeVar("T")

LONGEST_TARGET: Final = 8192
"""The most bytes that a path and its query may have: RFC 9110 section 4.1 asks for 8,000 at least."""
MOST_PARAMETERS: Final = 100
_LONGEST_INTEGER: Final = 18
_CALLBACK: Final = re.compile(r"[A-Za-z_$][\w$.]{0,63}", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_OWN_HOST: Final = re.compile(
    r"(?:localhost|testserver|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?", re.ASCII | re.IGNORECASE
)


def check_request(scope: Scope) -> None:
    """Refuse a request line that is too long before anything reads it, and methods that would change something.

    Args:
        scope: the request; of ``OPTIONS``, which is answered alike everywhere, only the length is looked at.
    """
    if len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"]) > LONGEST_TARGET:
        raise Refusal(414, marked("The address is too long: it may have {most} bytes."), most=LONGEST_TARGET)
    if scope["method"] not in ("GET", "HEAD", "OPTIONS"):
        message = marked("Nothing can be changed here: the methods are GET and HEAD.")
        raise Refusal(405, message, headers={"Allow": "GET, HEAD, OPTIONS"})


def plain_path(path: str) -> str:
    """A path without doubled slashes, and without one at its end.

    >>> plain_path("//v1//topics/"), plain_path("/")
    ('/v1/topics', '/')
    """
    return re.sub("/{2,}", "/", path).rstrip("/") or "/"


def own_host(host: str) -> str:
    """The name that a machine has for itself, as it was asked by it; empty if it was asked by another name.

    >>> own_host("127.0.0.1:8000"), own_host("topics.example.org"), own_host("127.0.0.1.evil.example")
    ('127.0.0.1:8000', '', '')
    """
    return host if _OWN_HOST.fullmatch(host) else ""


class Query:
    """The parameters of a request.

    Args:
        request: the request.
        any_case: whether the names are the same in any case.

    Raises:
        Refusal: there are too many, or one is not UTF-8, or holds a NUL.
    """

    def __init__(self, request: Request, *, any_case: bool = False) -> None:
        try:
            pairs = parse_qsl(
                request.scope["query_string"].decode("ascii"),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=MOST_PARAMETERS,
            )
        except UnicodeError as error:
            raise Refusal(400, marked("The parameters are not UTF-8.")) from error
        except ValueError as error:
            message = marked("There are too many parameters: there may be {most}.")
            raise Refusal(400, message, most=MOST_PARAMETERS) from error
        self._any_case = any_case
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            if "\0" in name or "\0" in value:
                raise Refusal.invalid(name.replace("\0", ""), marked("{field} holds a character that no text has."))
            self._values.setdefault(name.lower() if any_case else name, []).append(value)

    @property
    def names(self) -> Collection[str]:
        """The names of the parameters that were sent."""
        return self._values.keys()

    def __contains__(self, name: str) -> bool:
        return self._key(name) in self._values

    def _key(self, name: str) -> str:
        return name.lower() if self._any_case else name

    def all(self, name: str) -> list[str]:
        """All values of a parameter, as they were sent."""
        return self._values.get(self._key(name), [])

    def texts(self, name: str) -> list[str]:
        """All values of a parameter, without those that are empty."""
        return [value for value in self._values.get(self._key(name), ()) if value.strip()]

    def text(self, name: str, default: str = "") -> str:
        """The first value of a parameter, without spaces around it."""
        return next(iter(self.texts(name)), default).strip()

    def integer(self, name: str, default: T, *, least: int = 0, most: int = 2**31 - 1) -> int | T:
        """A whole number within bounds.

        Raises:
            Refusal: it is none, or out of bounds.
        """
        text = self.text(name)
        if not text:
            if name in self:
                raise self._no_integer(name, least, most)
            return default
        sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
        if not (digits.isascii() and digits.isdigit()) or len(digits) > _LONGEST_INTEGER:
            raise self._no_integer(name, least, most)
        if not least <= (number := int(sign + digits)) <= most:
            raise self._no_integer(name, least, most)
        return number

    @staticmethod
    def _no_integer(name: str, least: int, most: int) -> Refusal:
        message = marked("{field} must be a whole number from {least} to {most}.")
        return Refusal.invalid(name, message, least=least, most=most)

    def flag(self, name: str, *, true: Collection[str] = ("true", "1")) -> bool:
        """Whether a parameter is one of those words, in any case; all else is false, as partners' systems take it."""
        return self.text(name).lower() in true

    def choice(self, name: str, choices: Mapping[str, T], default: T) -> T:
        """What one of several words stands for.

        Raises:
            Refusal: it is another word.
        """
        if name not in self:
            return default
        try:
            return choices[self.text(name)]
        except KeyError:
            message = marked("{field} must be one of: {choices}.")
            raise Refusal.invalid(name, message, choices=", ".join(choices)) from None

    def locale(self, name: str) -> Locale | None:
        """A language; None where the parameter is not there.

        Raises:
            Refusal: there is no such language.
        """
        if name not in self:
            return None
        try:
            return parse(self.text(name))
        except LocaleError:
            raise Refusal.invalid(name, marked("{field} must be a language tag, such as es or es-MX.")) from None

    def day(self, name: str) -> date | None:
        """A day; of a moment, its day; None where the parameter is not there.

        Raises:
            Refusal: it is none.
        """
        if name not in self:
            return None
        try:
            if (found := _DAY.match(self.text(name))) is None:
                raise ValueError
            return date.fromisoformat(found[0])
        except ValueError:
            raise Refusal.invalid(name, marked("{field} must be a day, such as 2025-02-03.")) from None

    def callback(self, name: str = "callback") -> str | None:
        """The name of a function of the page that asks; None where there is none.

        Raises:
            Refusal: it is no such name. Anything else would let the address hold a script of its own.
        """
        if name not in self:
            return None
        if _CALLBACK.fullmatch(found := self.text(name)) is None:
            raise Refusal.invalid(name, marked("{field} must be the name of a function, of 64 characters at most."))
        return found


def base(request: Request) -> str:
    """The address of the service, without a slash at the end; its APIs are below it.

    It is `service_url`, else that of the tree, and never one that a client made up in ``Host``: a cache that keeps the
    answer would hand it to others. A machine that asks itself by its own name gets that name, so that a trial works;
    shared caches may not keep such an answer.

    Args:
        request: a request.
    """
    snapshot: Any = request.scope.get("syndicate.snapshot")
    if snapshot is not None and snapshot.publisher.service_url:
        stated: str = snapshot.publisher.service_url
        return stated.rstrip("/")
    if host := own_host(request.headers.get("host", "")):
        request.scope["syndicate.private"] = True
        return f"{request.url.scheme}://{host}{_above(request)}"
    return snapshot.publisher.base_url.rstrip("/") if snapshot is not None else _above(request)


def root(request: Request, version: str = "") -> str:
    """The address of the interface that a request is made to, up to its version, without a slash at its end.

    Args:
        request: the request.
        version: what of the address stands between the prefix and the names of resources.
    """
    return f"{base(request)}{request.scope['syndicate.prefix']}{version}"


def _above(request: Request) -> str:
    """The path that the service is mounted at, or a proxy has put it at."""
    root: str = request.scope.get("root_path", "")
    prefix: str = request.scope.get("syndicate.prefix", "")
    return root.removesuffix(prefix)


def address(request: Request, **changed: str | int | None) -> str:
    """The absolute address of a request with other parameters, such as that of the next page.

    Args:
        request: the request.
        changed: parameters with other values; None takes one out.
    """
    path = plain_path(request.scope["path"].removeprefix(_above(request)))
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name not in changed]
    pairs += [(name, str(value)) for name, value in changed.items() if value is not None]
    return base(request) + quote(path, safe="/-._~!$&'()*+,;=:@") + (f"?{urlencode(pairs)}" if pairs else "")
