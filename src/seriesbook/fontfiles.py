"""Fonts of the author's own, from the folder `fonts/` of the series."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Literal

from seriesbook.fonts import instance
from seriesbook.listening import heard_problems, listening
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.rendition import Font

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seriesbook.cache import Cache
    from seriesbook.model import Source

# Weights that a variable font is cut to: for text, and for what stands out.
_WEIGHTS = (400, 700)
_ITALIC = 1 << 0  # OS/2 fsSelection


def own_fonts(files: Iterable[Source], cache: Cache) -> Outcome[tuple[Font, ...]]:
    """Fonts of files, with the family, weight and style that they give themselves.

    A file that is no font, or whose tables are damaged, is an error.
    """
    outcomes = [_heard(file, cache) for file in files]
    return Outcome(
        tuple(font for outcome in outcomes for font in outcome.value),
        tuple(problem for outcome in outcomes for problem in outcome.problems),
    )


def _heard(file: Source, cache: Cache) -> Outcome[tuple[Font, ...]]:
    """A font file, and what fontTools says of it."""
    where = Where(file.path)
    with listening() as heard:
        outcome = _read(file, cache)
    return Outcome(outcome.value, outcome.problems + heard_problems(heard, where))


def _read(file: Source, cache: Cache) -> Outcome[tuple[Font, ...]]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import, and few have such files

    try:
        font = TTFont(io.BytesIO(file.data), lazy=True, recalcTimestamp=False)
        family, weight, style = _described(font)
        if not font.getBestCmap() or not font.getGlyphOrder():
            raise ValueError("it has no letters")
        variable = "fvar" in font and any(a.axisTag == "wght" for a in font["fvar"].axes)
        if not variable:
            return Outcome((Font(family, weight, style, file.data, file.digest),))
        return Outcome(tuple(_cut(file, family, each, style, cache) for each in _WEIGHTS))
    except Exception as error:  # fontTools raises whatever a damaged table leads to
        return Outcome((), (_broken(file, error),))


def _described(font: Any) -> tuple[str, int, Literal["normal", "italic"]]:
    names, os2 = font["name"], font["OS/2"]
    family = names.getBestFamilyName()
    if not family:
        raise ValueError("it has no name")
    weight = min(900, max(100, round(os2.usWeightClass, -2)))
    return str(family), weight, "italic" if os2.fsSelection & _ITALIC else "normal"


def _cut(
    file: Source, family: str, weight: int, style: Literal["normal", "italic"], cache: Cache
) -> Font:
    data, digest = instance(file.data, file.digest, weight, cache)
    return Font(family, weight, style, data, digest)


def _reason(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:100].rstrip(".") if lines else "its tables are damaged"


def _broken(file: Source, error: Exception) -> Problem:
    return Problem(
        Where(file.path),
        "font-broken",
        f"this font can't be read ({_reason(error)}).",
        "Get the file again from where it came from.",
    )
