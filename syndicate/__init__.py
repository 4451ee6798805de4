"""Bilingual content syndication: one catalog of topics, every channel. The public API, each name loaded on use.

The names stand in ``__init__.pyi``, where type checkers read them too.
"""

from __future__ import annotations

__version__ = "0.2.0"

_homes: dict[str, str] = {}
"""The package that each public name comes from; read when the first of them is asked for."""


def __getattr__(name: str) -> object:
    from importlib import import_module

    if not _homes:
        _homes.update(_read_homes())
    if name == "__all__":
        value: object = list(_homes)
    elif name in _homes:
        value = getattr(import_module(_homes[name]), name)
    else:
        raise AttributeError(f"module 'syndicate' has no attribute {name!r}")
    globals()[name] = value
    return value


def _read_homes() -> dict[str, str]:
    from ast import ImportFrom, parse

    stub = parse(__loader__.get_data(f"{__path__[0]}/__init__.pyi"))
    return {name.name: node.module or "" for node in stub.body if isinstance(node, ImportFrom) for name in node.names}


def __dir__() -> list[str]:
    return sorted({*globals(), *__getattr__("__all__")})  # type: ignore[misc]
