"""The media types of files elsewhere, as their addresses tell them."""

from __future__ import annotations

import pytest

from syndicate.model.media import file_type, image_type


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/guide.pdf", "application/pdf"),
        ("HTTPS://example.org/a.b/guide.v2.PDF?x=1/2.zip#p.3", "application/pdf"),
        ("https://example.zip", None),
        ("https://example.zip/", None),
        ("https://example.org/guide.pdf/", None),
        ("https://example.org/guide.", None),
        ("https://example.org/?file=guide.pdf", None),
        ("https://example.org/gu%C3%ADa.pdf", "application/pdf"),
    ],
)
def test_the_ending_of_the_path_tells_the_type(url: str, expected: str | None) -> None:
    """Not that of the host, of a query or of a folder."""
    assert expected == file_type(url)


def test_pictures_have_their_own() -> None:
    """A picture is shown, not downloaded."""
    assert ("image/jpeg", None) == (image_type("https://example.org/a.JPG?w=6"), file_type("https://example.org/a.jpg"))
