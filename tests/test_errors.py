"""Errors: every kind says what is wrong, where, and what to do, and survives a trip between processes."""

from __future__ import annotations

import inspect
import pickle
from typing import Any

import pytest

import syndicate
from syndicate import errors
from syndicate.errors import SyndicateError

KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, SyndicateError)]
PLACE: dict[str, Any] = {
    "topic": "sueno",
    "field": "title",
    "locale": "es",
    "source": "temas/sueno.es.md",
    "line": 7,
    "hint": "escriba un título",
}
STANDARD = {
    "SyndicateError": Exception,
    "InvalidValueError": ValueError,
    "LocaleError": ValueError,
    "NotFoundError": KeyError,
    "SourceError": ValueError,
    "PublisherError": ValueError,
    "HistoryError": ValueError,
    "PublishError": OSError,
}


def test_every_error_is_exported() -> None:
    """What can be raised can be named in an `except`."""
    assert sorted(errors.__all__) == sorted(["Message", *(kind.__name__ for kind in KINDS)])
    assert STANDARD.keys() == set(errors.__all__) - {"Message"}
    assert STANDARD.keys() <= set(syndicate.__all__)


@pytest.mark.parametrize("kind", KINDS)
def test_one_except_catches_all(kind: type[SyndicateError]) -> None:
    """Every error has the one base, and the standard class that callers expect of its kind."""
    with pytest.raises(SyndicateError):
        raise kind("falta el título", **PLACE)
    with pytest.raises(STANDARD[kind.__name__]):
        raise kind("falta el título", **PLACE)


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_ends_the_command_with_one(kind: type[SyndicateError]) -> None:
    """A problem in the input exits with 1; 2 is for wrong usage."""
    assert 1 == kind.exit_code
    assert 1 == kind("falta el título").exit_code


@pytest.mark.parametrize("kind", KINDS)
def test_the_message_has_the_problem_the_place_and_the_way_out(kind: type[SyndicateError]) -> None:
    """File and line first, as editors and terminals link them; then what, where in the catalog, and what to do."""
    error = kind("falta el título", **PLACE)

    assert (
        "temas/sueno.es.md:7: falta el título (topic 'sueno', field title, locale es): escriba un título"
        == str(error)
        == error.format_message()
    )


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_known_is_not_in_the_message(kind: type[SyndicateError]) -> None:
    """A bare problem is a bare message, without quotes around it."""
    assert "falta el título" == str(kind("falta el título"))
    assert "temas.json: falta el título" == str(kind("falta el título", source="temas.json"))
    assert "falta el título (locale es)" == str(kind("falta el título", locale="es"))


@pytest.mark.parametrize("kind", KINDS)
def test_errors_travel_between_processes(kind: type[SyndicateError]) -> None:
    """A worker's error arrives with all it knows."""
    error = kind("falta el título", **PLACE)
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        copy = pickle.loads(pickle.dumps(error, protocol))
        assert kind is type(copy)
        assert vars(error) == vars(copy)
        assert str(error) == str(copy)
        assert error.args == copy.args


@pytest.mark.parametrize("kind", KINDS)
def test_every_attribute_can_be_read(kind: type[SyndicateError]) -> None:
    """Programs need not take the message apart."""
    error = kind("falta el título", **PLACE)

    assert {"problem": "falta el título", **PLACE} == {name: getattr(error, name) for name in ("problem", *PLACE)}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_described(kind: type[SyndicateError]) -> None:
    """Each class says when it is raised."""
    assert kind.__doc__


def test_a_problem_of_any_length_is_a_message_of_some() -> None:
    """Parsers quote what they stumble over, and that may be a megabyte."""
    error = SyndicateError("x" * 1_000_000, hint="mend it")
    assert len(str(error)) < 1_100
    assert str(error).endswith("x…: mend it")


def test_a_message_crosses_processes_with_what_it_quotes() -> None:
    """Also where it quotes an exception that cannot, as those of parsers may hold their input."""

    class Held(ValueError):
        def __init__(self, text: str) -> None:
            super().__init__(text)
            self.hold = lambda: text

    message = errors.Message("not JSON: {error}", error=Held("line 3"))
    again = pickle.loads(pickle.dumps(message))
    assert again == message == "not JSON: line 3"
    assert again.said({"not JSON: {error}": "no es JSON: {error}"}.get) == "no es JSON: line 3"
