from __future__ import annotations

import pytest

from seriesbook import xhtml
from seriesbook.importers import blocks
from seriesbook.importers.biographies import Biography, find_biography


def find(html: str, authors: tuple[str, ...] = ()) -> Biography | None:
    return find_biography(blocks.leaves(xhtml.parse(html)), authors)


def words(found: Biography | None) -> list[str]:
    assert found is not None
    return [blocks.text(block) for block in found.blocks]


def test_a_bio_under_its_heading() -> None:
    found = find(
        "<p>Text.</p><h3>About the author</h3><p>ADA TERN, Editor at Large</p>"
        "<p>Ada Tern writes about tides.</p><p>She lives inland.</p><p>Else.</p>"
    )
    assert words(found) == ["Ada Tern writes about tides.", "She lives inland."]
    assert found is not None
    assert (found.name, found.sure, len(found.heads)) == ("Ada Tern", True, 2)


def test_a_bio_ends_where_something_else_begins() -> None:
    found = find(
        "<h3>Über die Autorin</h3><p>Ina Öhl ist Schlosserin.</p>"
        "<h3>Ähnliche Beiträge</h3><p>Sie fehlen.</p>"
    )
    assert words(found) == ["Ina Öhl ist Schlosserin."]


def test_a_bio_that_nothing_announces() -> None:
    found = find("<p>Text.</p><p>Ada Tern writes about tides.</p>", ("Ada Tern",))
    assert words(found) == ["Ada Tern writes about tides."]
    found = find("<p>Text.</p><p><em>Bo Lark is a writer in the north.</em></p>")
    assert words(found) == ["Bo Lark is a writer in the north."]
    assert found is not None
    assert not found.sure


@pytest.mark.parametrize(
    "html",
    [
        "<p>Text.</p><p>Bo Lark is a writer in the north.</p>",
        "<p>Ada Tern writes.</p><p>Text.</p><p>More.</p><p>And more.</p>",
        "<p>Text.</p><p><em>This is not the end.</em></p>",
        "",
    ],
)
def test_what_is_no_bio(html: str) -> None:
    assert find(html, ("Ada Tern",)) is None
