from __future__ import annotations

import pikepdf
import pytest
from pikepdf import Object

from seriesbook.writers.pdf.boxes import Finish, crop_marks
from seriesbook.writers.pdf.boxes import boxes as page_boxes


def boxes(finish: Finish) -> list[dict[str, list[float]]]:
    """Boxes of a recto and of a verso."""
    names = ("MediaBox", "BleedBox", "TrimBox")
    pages = [Object.parse(b"<<%s>>" % page_boxes(position, finish)) for position in (0, 1)]
    return [{n: [float(x) for x in page[f"/{n}"]] for n in names} for page in pages]


def test_without_bleed_all_boxes_are_the_page() -> None:
    for page in boxes(Finish((432, 648))):
        assert set(map(tuple, page.values())) == {(0, 0, 432, 648)}


def test_bleed_leaves_the_binding_alone_where_a_printer_wants_that() -> None:
    recto, verso = boxes(Finish((432, 648), bleed=9, bleed_inside=False))
    assert recto["MediaBox"] == recto["BleedBox"] == [0, -9, 441, 657]
    assert verso["MediaBox"] == verso["BleedBox"] == [-9, -9, 432, 657]
    assert recto["TrimBox"] == verso["TrimBox"] == [0, 0, 432, 648]


@pytest.mark.parametrize("bleed", [0.0, 9.0])
def test_marks_stand_outside_the_bleed(bleed: float) -> None:
    (page, _) = boxes(Finish((432, 648), bleed=bleed, marks=True))
    assert page["BleedBox"] == [-bleed, -bleed, 432 + bleed, 648 + bleed]
    around = bleed + 20
    assert page["MediaBox"] == [-around, -around, 432 + around, 648 + around]


def test_marks_are_no_part_of_the_text() -> None:
    pdf = pikepdf.new()
    stream = pdf.make_stream(crop_marks(Finish((432, 648), marks=True)))
    operators = [str(one.operator) for one in pikepdf.parse_content_stream(stream)]
    assert operators[0] == "BDC"
    assert operators.index("EMC") > operators.index("S")
