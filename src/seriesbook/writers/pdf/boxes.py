"""Page boxes and crop marks of a finished PDF (ISO 32000-1 §14.11.2).

Coordinates keep the trimmed page's lower left corner as their origin, so that nothing on a page
moves when room for bleed is added around it.
"""

from __future__ import annotations

from dataclasses import dataclass

from seriesbook.writers.pdf.syntax import array

# Crop marks: how long they are, how far from the trim at least, and how thick; in pt.
_LENGTH, _CLEAR, _THICK = 14.0, 6.0, 0.25


@dataclass(frozen=True, slots=True)
class Finish:
    """What is around the trimmed page: bleed in pt, also at the binding or not, and marks.

    `direction` is that of the book, which is bound on the left if it is `ltr`.
    """

    size: tuple[float, float]
    bleed: float = 0.0
    bleed_inside: bool = True
    marks: bool = False
    direction: str = "ltr"


def boxes(position: int, finish: Finish) -> bytes:
    """A page's boxes as entries of its dictionary; `position` is its place in the book."""
    width, height = finish.size
    around = finish.bleed + _CLEAR + _LENGTH
    inside = finish.bleed if finish.bleed_inside else 0.0
    bound_left = (position % 2 == 0) == (finish.direction == "ltr")
    left, right = (inside, finish.bleed) if bound_left else (finish.bleed, inside)
    trim = array((0, 0, width, height))
    bleed = array((-left, -finish.bleed, width + right, height + finish.bleed))
    media = array((-around, -around, width + around, height + around)) if finish.marks else bleed
    return b"/MediaBox%s/CropBox%s/BleedBox%s/TrimBox%s" % (media, media, bleed, trim)


def crop_marks(finish: Finish) -> bytes:
    """The content of a page that draws them: two lines at each corner, outside the bleed.

    They are no part of the text (§14.8.2.2).
    """
    width, height = finish.size
    near = finish.bleed + _CLEAR
    far = near + _LENGTH
    lines = []
    for x, out in ((0.0, -1), (width, 1)):
        for y, up in ((0.0, -1), (height, 1)):
            lines.append(f"{x:g} {y + up * near:g} m {x:g} {y + up * far:g} l")
            lines.append(f"{x + out * near:g} {y:g} m {x + out * far:g} {y:g} l")
    drawn = f"q 0 0 0 1 K {_THICK:g} w {' '.join(lines)} S Q"
    return f"/Artifact <</Type /Page>> BDC {drawn} EMC".encode()
