"""What a long document takes is let go as soon as it has been of use."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure.boxes import Box

from seriesbook import engine, turns
from seriesbook.dismantling import dismantled
from seriesbook.tagging import Tags

if TYPE_CHECKING:
    import pydyf
    import pytest

    from seriesbook.parts import Parts
    from seriesbook.rendition import Font

DOCUMENT = (
    '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>x</title></head><body>'
    + '<p><a href="#a">A link</a> and words.</p>' * 300
    + "</body></html>"
)


def boxes_alive() -> int:
    return sum(isinstance(one, Box) for one in gc.get_objects())


def test_boxes_go_when_they_are_laid_out_and_drawn(
    font: Font, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[int] = []

    class Counting(Tags):
        def __init__(self, root: Any, document: Any, faces: Any) -> None:
            found.append(sum(1 for p in document.pages for _ in p._page_box.descendants()))
            found.append(boxes_alive())
            super().__init__(root, document, faces)

    def counted(pdf: pydyf.PDF) -> Parts:
        found.append(boxes_alive())
        return dismantled(pdf)

    gc.collect()
    before = boxes_alive()
    monkeypatch.setattr(engine, "Tags", Counting)
    monkeypatch.setattr(engine, "dismantled", counted)
    css = '@page { size: 200pt 200pt; margin: 20pt } body { font: 12pt/16pt "EB Garamond" }'
    engine.layout(DOCUMENT, css, (font,), {}, part=True, tagged=True)
    on_pages, laid_out, drawn = found
    assert on_pages > 1200
    assert laid_out - before < on_pages + 50
    assert drawn - before < on_pages / 2


def test_memory_is_given_back_around_a_long_document(monkeypatch: pytest.MonkeyPatch) -> None:
    times: list[str] = []
    monkeypatch.setattr(turns, "give_back", lambda: times.append("given"))
    for document in ("short", "long" * 50_000):
        with turns.in_turn(document):
            times.append("set")
    assert times == ["set", "given", "set", "given"]
