"""What a reader is told besides the source."""

from __future__ import annotations

from dataclasses import dataclass

from seriesbook.limits import USUAL, Limits


@dataclass(frozen=True, slots=True)
class ReadContext:
    """Slug and role of the section to make; language and limits of the series."""

    slug: str
    role: str
    language: str
    limits: Limits = USUAL
