"""What a series folder holds, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from seriesbook.limits import USUAL, Limits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seriesbook.model import Source


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of a series. `images` are read when asked for; `others` are mere paths.

    `limits` are those of the manifest.
    """

    manifest: Source | None
    essays: tuple[Source, ...]
    matter: tuple[Source, ...]
    images: Mapping[str, Source]
    others: tuple[str, ...] = ()
    fonts: tuple[Source, ...] = ()
    limits: Limits = USUAL
