"""What a reader is told besides the source."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadContext:
    """Slug and role of the section to make, and the language of the series."""

    slug: str
    role: str
    language: str
