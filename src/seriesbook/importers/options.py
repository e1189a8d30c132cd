"""What an author asks of an import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from seriesbook.limits import USUAL, Limits

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the command line asks for. `to` is None for a folder named after the series."""

    to: Path | None = None
    select: tuple[str, ...] = ()
    drafts: bool = False
    pages: bool = False
    comments: bool = False
    fetch: bool = False
    dry_run: bool = False
    limits: Limits = USUAL
