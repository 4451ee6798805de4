"""The code that shows a text of either interface in a partner's page. Which parameters it takes is said with each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlencode

from syndicate.service.requests import Query

__all__ = ["script", "with_parameters"]

# What HHS and the CDC give out loads jQuery from elsewhere; browsers need no library for it any more. The one text is
# in a list in HHS's envelope, and by itself in the CDC's; an error has none.
_SCRIPT: Final = (
    "<script>fetch({url}).then(function(answer){{return answer.json();}}).then(function(data){{"
    "var found=[].concat(data.results)[0];"
    "if(found)document.getElementById({place}).innerHTML=found.content;}});</script>"
)


def script(address: str, place: str) -> str:
    """A script that puts a text into an element of the page.

    Args:
        address: of the text, as JSON.
        place: the id of the element.
    """
    return _SCRIPT.format(url=_quoted(address), place=_quoted(place))


def _quoted(text: str) -> str:
    """A text as a string of JavaScript, which cannot end the script that it stands in."""
    return json.dumps(text).replace("<", "\\u003c")


def with_parameters(address: str, query: Query, names: Iterable[str]) -> str:
    """An address with those parameters of a request that it is to have too."""
    passed = [(name, query.text(name)) for name in names if query.text(name)]
    return f"{address}?{urlencode(passed)}" if passed else address
