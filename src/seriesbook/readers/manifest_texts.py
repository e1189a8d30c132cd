"""The texts of series.toml, with the marks and spaces of the series' language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from seriesbook.readers.typography import Typographer

if TYPE_CHECKING:
    from seriesbook.model import Part, Series


def set_texts(series: Series) -> Series:
    """Set titles and description as those of essays are set; names stay as they are."""
    plain = Typographer(series.language).plain

    def part(given: Part) -> Part:
        return replace(given, title=plain(given.title), subtitle=plain(given.subtitle))

    return replace(
        series,
        title=plain(series.title),
        subtitle=plain(series.subtitle),
        short_title=plain(series.short_title),
        description=plain(series.description),
        parts=tuple(map(part, series.parts)),
    )
